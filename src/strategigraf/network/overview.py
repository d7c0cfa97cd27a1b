"""The network at a glance: sizes and pieces, what is central, and the shortest thread between two elements."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.rdf import SDG, Iri, Literal, Text
from strategigraf.core.report import Cell, Col, Figure, Part, Report, Words, count, message, part, score
from strategigraf.core.thread import BASES, BASIS_LABELS, Edge, EdgeTable, Inheritance, Thread
from strategigraf.network.graph import bearer, betweenness, components, distances, edges_of, shortest_paths, undirected
from strategigraf.store.lookup import openings
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.network.graph import Network

# The network at a glance.


class Overview(NamedTuple):
    """The nodes of each kind, those of them that no edge touches, the edges of each relation and basis, and the nodes
    of each component of two or more, the largest first; kinds and relations by name."""

    kinds: dict[str, tuple[str, ...]]
    alone: dict[str, tuple[str, ...]]
    relations: dict[tuple[str, str], tuple[Edge, ...]]
    components: tuple[tuple[str, ...], ...]


def overview(graph: "Network") -> Overview:
    """What the network *graph* holds."""
    kinds: dict[str, list[str]] = defaultdict(list)
    alone: dict[str, list[str]] = defaultdict(list)
    relations: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    found = edges_of(graph)
    linked = {end for edge in found for end in (edge.subject, edge.object)}
    for node, kind in graph.nodes(data="kind"):
        kinds[kind].append(node)
        if node not in linked:
            alone[kind].append(node)
    for edge in found:
        relations[edge.predicate, edge.basis].append(edge)
    pieces = components(undirected(found, graph))
    return Overview(
        {kind: tuple(kinds[kind]) for kind in sorted(kinds)},
        {kind: tuple(alone[kind]) for kind in sorted(alone)},
        {key: tuple(relations[key]) for key in sorted(relations, key=lambda key: (key[0], BASES.index(key[1])))},
        tuple(tuple(piece) for piece in pieces if len(piece) > 1),
    )


def overview_report(found: Overview) -> Report:
    """*found* as a report: kinds, relations, components."""
    return Report("network", message("network.title"), (_kinds(found), _relations(found), _components(found)))


def edge_count(found: tuple[Edge, ...] | list[Edge]) -> Figure:
    """The number of the edges *found*, opening to what bears the words of each."""
    return Figure(Decimal(len(found)), tuple(dict.fromkeys(bearer(edge) for edge in found)))


class _Kind(NamedTuple):
    name: Cell
    nodes: tuple[str, ...]
    unlinked: tuple[str, ...]


def _kinds(found: Overview) -> Part:
    everything = tuple(node for nodes in found.kinds.values() for node in nodes)
    alone = tuple(node for nodes in found.alone.values() for node in nodes)
    rows = [_Kind(Literal(kind), nodes, found.alone.get(kind, ())) for kind, nodes in found.kinds.items()]
    columns: tuple[Col[_Kind], ...] = (
        Col("kind", lambda row: row.name),
        Col("nodes", lambda row: count(row.nodes)),
        Col("unlinked", lambda row: count(row.unlinked)),
    )
    return part("network.kinds", columns, [*rows, _Kind(message("network.total"), everything, alone)])


class _Relation(NamedTuple):
    name: Cell
    basis: Text | None
    edges: tuple[Edge, ...]


def _relations(found: Overview) -> Part:
    rows = [_Relation(Iri(key[0]), BASIS_LABELS[key[1]], edges) for key, edges in found.relations.items()]
    everything = tuple(edge for edges in found.relations.values() for edge in edges)
    columns: tuple[Col[_Relation], ...] = (
        Col("relation", lambda row: row.name),
        Col("basis", lambda row: row.basis),
        Col("edges", lambda row: edge_count(row.edges)),
    )
    return part("network.relations", columns, [*rows, _Relation(message("network.total"), None, everything)])


def _components(found: Overview) -> Part:
    columns: tuple[Col[tuple[int, tuple[str, ...]]], ...] = (
        Col("component", lambda numbered: Literal(str(numbered[0]))),
        Col("nodes", lambda numbered: count(numbered[1])),
        Col("first", lambda numbered: Iri(numbered[1][0])),
    )
    return part("network.components", columns, enumerate(found.components, start=1))


# Centrality.

PLACES = 3


class Central(NamedTuple):
    """A node: its kind, the edges at it, the elements from which a red thread leads up to it (those below it), and the
    share of all shortest ways between two others that run through it (to three decimals)."""

    node: str
    kind: str
    edges: tuple[Edge, ...]
    below: tuple[str, ...]
    between: float


def centrality(graph: "Network", inheritance: Inheritance) -> list[Central]:
    """Every node of the network *graph*, the one that most runs through first, then by edges, then in reading order.

    What leads up to a node is told by the rule of the thread and the *inheritance* of the vocabulary, in the network
    as it is; shortest ways are those along all edges, both ways, each counted as one step.
    """
    edges = edges_of(graph)
    at: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        at[edge.subject].append(edge)
        if edge.object != edge.subject:
            at[edge.object].append(edge)
    below: dict[str, list[str]] = defaultdict(list)
    thread = Thread(EdgeTable(edges), inheritance)
    for node in graph:
        if not node.startswith(SDG):
            for column in dict.fromkeys(mark.column for mark in thread.marks(node, lambda _: True)):
                below[column].append(node)
    between = betweenness(undirected(edges, graph))
    found = [
        Central(node, kind, tuple(at[node]), tuple(below[node]), round(between[node], PLACES))
        for node, kind in graph.nodes(data="kind")
    ]
    return sorted(found, key=lambda one: (-one.between, -len(one.edges)))


def centrality_report(found: list[Central], most: int) -> Report:
    """The first *most* of *found* as a report."""
    shown = found[:most]
    columns: tuple[Col[Central], ...] = (
        Col("element", lambda one: Iri(one.node)),
        Col("edges", lambda one: edge_count(one.edges)),
        Col("below", lambda one: count(one.below)),
        Col("between", lambda one: score(one.between, _bearers(one), PLACES)),
    )
    nodes = part("network.centrality.nodes", columns, shown, shown=len(shown), all=len(found))
    return Report("network-centrality", message("network.centrality.title"), (nodes,))


def _bearers(one: Central) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(bearer, one.edges))) or (one.node,)


_NEAR = 5


class Step(NamedTuple):
    """From one node to the next: the edges between the two, the strongest basis first."""

    start: str
    end: str
    edges: tuple[Edge, ...]


class Connection(NamedTuple):
    """How *start* and *end* hang together: the shortest ways (`total` of them, as many as were asked for in `paths`);
    and where there is none, how many nodes *start* reaches (itself with them), and the nearest of those that are of the
    kind of *end*, or where there are none of any kind, each with its distance."""

    start: str
    end: str
    paths: tuple[tuple[Step, ...], ...]
    total: int
    reached: tuple[str, ...]
    near: tuple[tuple[str, int], ...]


def connection(graph: "Network", start: str, end: str, most: int) -> Connection:
    """The shortest ways in the network *graph* from *start* to *end*, up or down along every edge, *most* at the most.

    Both must be nodes of it. Ways come in reading order of what they pass.
    """
    edges = edges_of(graph)
    plain = undirected(edges, graph)
    between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in edges:
        between[frozenset((edge.subject, edge.object))].append(edge)
    for found in between.values():
        found.sort(key=lambda edge: (BASES.index(edge.basis), edge))
    away = distances(plain, start)
    if end not in away:
        kinds = dict(graph.nodes(data="kind"))
        others = [(node, far) for node, far in away.items() if node != start]
        same = [pair for pair in others if kinds[pair[0]] == kinds[end]]
        place = {node: number for number, node in enumerate(graph)}
        near = sorted(same or others, key=lambda pair: (pair[1], place[pair[0]]))[:_NEAR]
        reached = tuple(sorted(away, key=place.__getitem__))
        return Connection(start, end, (), 0, reached, tuple(near))
    total = number_of_paths({node: list(plain[node]) for node in away}, away, end)
    ways = []
    for nodes in islice(shortest_paths(plain, start, end), most):
        pairs = pairwise(nodes)
        ways.append(tuple(Step(one, other, tuple(between[frozenset((one, other))])) for one, other in pairs))
    return Connection(start, end, tuple(ways), total, tuple(away), ())


def number_of_paths(neighbours: dict[str, list[str]], away: dict[str, int], end: str) -> int:
    """How many shortest ways lead to *end* from the node that all distances *away* are counted from."""
    ways: dict[str, int] = {}
    for node in sorted(away, key=away.__getitem__):
        before = [other for other in neighbours[node] if away[other] == away[node] - 1]
        ways[node] = sum(ways[other] for other in before) if before else 1
    return ways[end]


def connection_report(store: Store, found: Connection, language: str) -> Report:
    """*found* as a report: its steps with their words, or what is near where there is no way; the words of an SDG goal
    or target in *language*."""
    found_any = found.paths or found.start == found.end
    shown = _steps(store, found, language) if found_any else _no_way(found)
    return Report("network-path", message("network.path.title"), (shown,))


class _Shown(NamedTuple):
    """A step as it is shown: the number of its way, its own in that, and the step."""

    path: int
    number: int
    step: Step

    @property
    def first(self) -> Edge:
        """The edge with the strongest basis."""
        return self.step.edges[0]


def _steps(store: Store, found: Connection, language: str) -> Part:
    words = openings(store, (bearer(edge) for way in found.paths for step in way for edge in step.edges), language)
    columns: tuple[Col[_Shown], ...] = (
        Col("path", lambda row: Literal(str(row.path))),
        Col("step", lambda row: Literal(str(row.number))),
        Col("from", lambda row: Iri(row.step.start)),
        Col("way", lambda row: Literal("↑" if row.first.subject == row.step.start else "↓")),
        Col("relation", lambda row: Iri(row.first.predicate)),
        Col("to", lambda row: Iri(row.step.end)),
        Col("basis", lambda row: BASIS_LABELS[row.first.basis]),
        Col("edges", lambda row: edge_count(row.step.edges)),
        Col("words", lambda row: _words(words.get(bearer(row.first), ()))),
    )
    return part(
        "network.path.steps",
        columns,
        [
            _Shown(path, number, step)
            for path, way in enumerate(found.paths, start=1)
            for number, step in enumerate(way, start=1)
        ],
        steps=len(found.paths[0]) if found.paths else 0,
        shown=len(found.paths),
        all=found.total,
    )


class _Near(NamedTuple):
    """A node, how far away it is, and the nodes that are counted at it."""

    node: str
    distance: Text
    nodes: tuple[str, ...]


def _no_way(found: Connection) -> Part:
    rows = [_Near(found.end, message("network.path.no-way.no-way"), found.reached)]
    rows += [_Near(node, message("network.path.no-way.steps", far=far), (node,)) for node, far in found.near]
    columns: tuple[Col[_Near], ...] = (
        Col("to", lambda row: Iri(row.node)),
        Col("distance", lambda row: row.distance),
        Col("nodes", lambda row: count(row.nodes)),
    )
    return part("network.path.no-way", columns, rows, gaps=1)


def _words(words: Sequence[Words]) -> Literal:
    return Literal(f"“{words[0].exact}”" if words else "")
