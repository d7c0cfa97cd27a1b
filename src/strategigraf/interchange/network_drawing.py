"""The network as a drawing in words: DOT for Graphviz, and Mermaid."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from strategigraf.values.inert import one_line
from strategigraf.values.namespaces import short

if TYPE_CHECKING:
    from strategigraf.answers.network import Network

LONGEST = 60  # signs of a title in a drawing
MERMAID_EDGES, MERMAID_SIGNS = 500, 50_000  # above which Mermaid's own viewers draw nothing
_PLAIN = re.compile(r"[^\w .,:/()?!'’–—-]")
_SHAPES = {"sdg-goal": "hexagon", "sdg-target": "hexagon", "initiative": "box", "goal": "ellipse", "track": "folder"}


def dot(graph: "Network", names: Mapping[str, str], relations: Mapping[str, str]) -> str:
    """*graph* in the DOT language (Graphviz), threads running upwards; *names* are the titles of its nodes, *relations*
    those of its predicates. Nodes are told by IRI and carry kind and strategy; edges basis and link."""
    lines = ["digraph strategigraf {", "  rankdir=BT;", '  node [fontname="sans-serif", shape=note];']
    for node, said in graph.nodes(data=True):
        shape = f", shape={_SHAPES[said['kind']]}" if said["kind"] in _SHAPES else ""
        lines.append(
            f"  {_quoted(node)} [label={_quoted(_title(node, names))}{shape}, kind={_quoted(said['kind'])},"
            f" strategy={_quoted(said['strategy'])}];"
        )
    for subject, target, said in graph.edges(data=True):
        style = "" if said["link"] else ", style=dotted"
        label = relations.get(said["predicate"], short(said["predicate"]))
        lines.append(
            f"  {_quoted(subject)} -> {_quoted(target)} [label={_quoted(label)}, basis={_quoted(said['basis'])},"
            f" link={_quoted(said['link'])}{style}];"
        )
    return "\n".join([*lines, "}"]) + "\n"


def mermaid(graph: "Network", names: Mapping[str, str], relations: Mapping[str, str]) -> str:
    """*graph* as a Mermaid flowchart, threads running upwards, structure dotted; *names* and *relations* as for DOT.
    Long titles are cut, with a mark; every sign that Mermaid could read as its own is written as its number."""
    numbers = {node: number for number, node in enumerate(graph, start=1)}
    lines = ["flowchart BT"]
    lines += [f'  n{number}["{_entities(_title(node, names))}"]' for node, number in numbers.items()]
    for subject, target, said in graph.edges(data=True):
        arrow = "-->" if said["link"] else "-.->"
        label = _entities(relations.get(said["predicate"], short(said["predicate"])))
        lines.append(f'  n{numbers[subject]} {arrow}|"{label}"| n{numbers[target]}')
    return "\n".join(lines) + "\n"


def too_large_for_mermaid(graph: "Network", text: str) -> bool:
    """Whether Mermaid's viewers refuse *text*, the drawing of *graph*, under their own limits."""
    return bool(graph.number_of_edges() > MERMAID_EDGES or len(text) > MERMAID_SIGNS)


def _title(node: str, names: Mapping[str, str]) -> str:
    title = one_line(f"{short(node).rsplit('/', 1)[-1]} {names.get(node, '')}")
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"


def _quoted(text: str) -> str:
    """*text* as a string of DOT: quotation marks and backslashes escaped, nothing else means anything there."""
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _entities(text: str) -> str:
    return _PLAIN.sub(lambda match: f"#{ord(match[0])};", one_line(text))
