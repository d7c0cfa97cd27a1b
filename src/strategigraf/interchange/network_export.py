"""The network in the formats that other graph tools read."""

import re
from typing import TYPE_CHECKING

from strategigraf.answers.network import exchanged
from strategigraf.interchange.json_text import json_text
from strategigraf.interchange.network_drawing import dot, mermaid
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.inert import one_line

if TYPE_CHECKING:
    from strategigraf.answers.network import Network

EXPORT_FORMATS = ("graphml", "gexf", "json", "cytoscape", "mermaid", "dot")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MADE = re.compile(r"<meta\b(?:(?!<meta\b).)*?</meta>", re.DOTALL)  # when, and by which version
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")  # in no XML, and the halves of pairs in no UTF-8


def exported(store: Store, graph: "Network", form: str, language: str) -> str:
    """*graph* in the format *form*, one of EXPORT_FORMATS, titles in *language*; the same bytes each time.

    In the exchange formats each node has its attributes as `network` tells, and `label`, its title; each edge has
    `predicate`, `basis`, `link` and `label`. Control and direction characters are written out visibly.
    """
    relations = labels(store, {said["predicate"] for _, _, said in graph.edges(data=True)}, language)
    names = {node: _inert(said[f"title_{language}"]) for node, said in graph.nodes(data=True)}
    if form == "dot":
        return dot(graph, names, relations)
    if form == "mermaid":
        return mermaid(graph, names, relations)
    told = type(graph)()
    for node, said in graph.nodes(data=True):
        told.add_node(
            node,
            label=names[node] or node,
            **{key: _inert(value) if isinstance(value, str) else value for key, value in said.items()},
        )
    for subject, target, key, said in graph.edges(keys=True, data=True):
        label = relations.get(said["predicate"], said["predicate"])
        told.add_edge(subject, target, key=key, label=_inert(label), **said)
    found = exchanged(told, form)
    if not isinstance(found, str):
        return json_text(found)
    return _HEAD + _MADE.sub("<meta><creator>strategigraf</creator></meta>", found, count=1) + "\n"


def _inert(text: str) -> str:
    return _UNFIT.sub("\ufffd", one_line(text))
