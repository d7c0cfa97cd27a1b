"""Centrality: which elements much leads to, and which much runs through."""

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.answers.heading import named
from strategigraf.answers.network import bearer, betweenness, hops_of, undirected
from strategigraf.answers.network_overview import edges
from strategigraf.graph.thread import Thread
from strategigraf.values.figure import count, score
from strategigraf.values.hop import Hop
from strategigraf.values.inheritance import Inheritance
from strategigraf.values.namespaces import SDG
from strategigraf.values.report import Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.answers.network import Network

PLACES = 3


class Central(NamedTuple):
    """A node: its kind, the hops at it, the elements from which a red thread leads up to it (those below it), and the
    share of all shortest ways between two others that run through it (to three decimals)."""

    node: str
    kind: str
    hops: tuple[Hop, ...]
    below: tuple[str, ...]
    between: float


def centrality(graph: "Network", inheritance: Inheritance) -> list[Central]:
    """Every node of the network *graph*, the one that most runs through first, then by hops, then in reading order.

    What leads up to a node is told by the rule of the thread and the *inheritance* of the vocabulary, in the network
    as it is; shortest ways are those along all edges, both ways, each counted as one step.
    """
    hops = hops_of(graph)
    at: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        at[hop.subject].append(hop)
        if hop.object != hop.subject:
            at[hop.object].append(hop)
    below: dict[str, list[str]] = defaultdict(list)
    thread = Thread(hops, inheritance)
    for node in graph:
        if not node.startswith(SDG):
            for column in dict.fromkeys(mark.column for mark in thread.marks(node, lambda _: True)):
                below[column].append(node)
    between = betweenness(undirected(hops, graph))
    found = [
        Central(node, kind, tuple(at[node]), tuple(below[node]), round(between[node], PLACES))
        for node, kind in graph.nodes(data="kind")
    ]
    return sorted(found, key=lambda one: (-one.between, -len(one.hops)))


def centrality_report(found: list[Central], most: int) -> Report:
    """The first *most* of *found* as a report."""
    shown = found[:most]
    rows = tuple(
        (Iri(one.node), edges(one.hops), count(one.below), score(one.between, _bearers(one), PLACES)) for one in shown
    )
    part = Part(
        "nodes",
        Text("Hvad meget fører til, og hvad meget går igennem", "What much leads to, and what much runs through"),
        named(
            Text(
                f"Vist: {len(shown)} af {len(found)}, mest gennemgang først. `edges`: kanter ved punktet, op og ned; "
                "det siger, hvor meget der er skrevet om det, ikke hvor vigtigt det er. `below`: elementer, hvorfra "
                "en rød tråd fører op til det; det er størrelsen af det, der samles der. `between` (betweenness, 0 "
                "til 1): andelen af de korteste veje mellem to andre punkter, der går igennem det; et højt tal "
                "siger, at det binder dele sammen, der ellers har langt til hinanden, ikke at det er et godt mål. "
                "Over 2000 punkter er det et skøn.",
                f"Shown: {len(shown)} of {len(found)}, what most runs through first. `edges`: edges at the node, up "
                "and down; this says how much is written about it, not how important it is. `below`: elements from "
                "which a red thread leads up to it; the size of what gathers there. `between` (betweenness, 0 to 1): "
                "the share of the shortest ways between two other nodes that run through it; a high number says that "
                "it joins parts which are else far from one another, not that it is a good goal. Above 2000 nodes it "
                "is an estimate.",
            )
        ),
        (
            Column("element"),
            Column("edges", "at it"),
            Column("below", "elements with a thread up to it"),
            Column("between", "share of shortest ways through it"),
        ),
        rows,
    )
    return Report("network-centrality", Text("Hvad der er centralt", "What is central"), (part,))


def _bearers(one: Central) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(bearer, one.hops))) or (one.node,)
