"""The network at a glance: sizes and pieces, what is central, and the shortest thread between two elements."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.rdf import SDG, Iri, Literal, Text, message
from strategigraf.core.report import Cell, Col, Figure, Part, Report, Words, coded, count, part, score
from strategigraf.core.thread import BASES, BASIS_LABELS, Edge, EdgeTable, Inheritance, Thread
from strategigraf.network.graph import bearer, undirected
from strategigraf.store.lookup import openings
from strategigraf.store.names import kinds as all_kinds
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


def overview(network: "Network") -> Overview:
    """What *network* holds."""
    kinds: dict[str, list[str]] = defaultdict(list)
    unlinked: dict[str, list[str]] = defaultdict(list)
    relations: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    edges = network.edges
    linked = {end for edge in edges for end in (edge.subject, edge.object)}
    for node, (kind, _) in network.nodes.items():
        kinds[kind].append(node)
        if node not in linked:
            unlinked[kind].append(node)
    for edge in edges:
        relations[edge.predicate, edge.basis].append(edge)
    pieces = undirected(edges, network.nodes).components()
    return Overview(
        {kind: tuple(kinds[kind]) for kind in sorted(kinds)},
        {kind: tuple(unlinked[kind]) for kind in sorted(unlinked)},
        {key: tuple(relations[key]) for key in sorted(relations, key=lambda key: (key[0], BASES.index(key[1])))},
        tuple(tuple(piece) for piece in pieces if len(piece) > 1),
    )


def overview_report(store: Store, result: Overview) -> Report:
    """*result* as a report: kinds, relations, components."""
    return Report("network", message("network.title"), (_kinds(store, result), _relations(result), _components(result)))


def edge_count(edges: tuple[Edge, ...] | list[Edge]) -> Figure:
    """The number of *edges*, opening to the evidence of each."""
    return Figure(Decimal(len(edges)), tuple(dict.fromkeys(bearer(edge) for edge in edges)))


class _Kind(NamedTuple):
    name: Cell
    nodes: tuple[str, ...]
    unlinked: tuple[str, ...]


def _kinds(store: Store, result: Overview) -> Part:
    everything = tuple(node for nodes in result.kinds.values() for node in nodes)
    unlinked = tuple(node for nodes in result.alone.values() for node in nodes)
    label_of = {kind.name: kind.label for kind in all_kinds(store)}
    rows = [
        _Kind(coded(kind, label_of.get(kind, Text(kind, kind))), nodes, result.alone.get(kind, ()))
        for kind, nodes in result.kinds.items()
    ]
    columns: tuple[Col[_Kind], ...] = (
        Col("kind", lambda row: row.name),
        Col("nodes", lambda row: count(row.nodes)),
        Col("unlinked", lambda row: count(row.unlinked)),
    )
    return part("network.kinds", columns, [*rows, _Kind(message("network.total"), everything, unlinked)])


class _Relation(NamedTuple):
    name: Cell
    basis: Text | None
    edges: tuple[Edge, ...]


def _relations(result: Overview) -> Part:
    rows = [_Relation(Iri(key[0]), BASIS_LABELS[key[1]], edges) for key, edges in result.relations.items()]
    everything = tuple(edge for edges in result.relations.values() for edge in edges)
    columns: tuple[Col[_Relation], ...] = (
        Col("relation", lambda row: row.name),
        Col("basis", lambda row: row.basis),
        Col("edges", lambda row: edge_count(row.edges)),
    )
    return part("network.relations", columns, [*rows, _Relation(message("network.total"), None, everything)])


def _components(result: Overview) -> Part:
    columns: tuple[Col[tuple[int, tuple[str, ...]]], ...] = (
        Col("component", lambda numbered: Literal(str(numbered[0]))),
        Col("nodes", lambda numbered: count(numbered[1])),
        Col("first", lambda numbered: Iri(numbered[1][0])),
    )
    return part("network.components", columns, enumerate(result.components, start=1))


# Centrality.

PLACES = 3


class Central(NamedTuple):
    """A node: its kind, the edges at it, the elements from which a red thread leads up to it (its descendants), and the
    share of all shortest paths between two others that run through it (to three decimals)."""

    node: str
    kind: str
    edges: tuple[Edge, ...]
    below: tuple[str, ...]
    between: float


def centrality(network: "Network", inheritance: Inheritance) -> list[Central]:
    """Every node of *network*, the one that most runs through first, then by edges, then in reading order.

    What leads up to a node is determined by the rule of the thread and the *inheritance* of the vocabulary, in the
    network as it is; shortest paths are those along all edges, in both directions, each counted as one step.
    """
    edges = network.edges
    edges_at: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        edges_at[edge.subject].append(edge)
        if edge.object != edge.subject:
            edges_at[edge.object].append(edge)
    below: dict[str, list[str]] = defaultdict(list)
    thread = Thread(EdgeTable(edges), inheritance)
    for node in network.nodes:
        if not node.startswith(SDG):
            for column in dict.fromkeys(mark.column for mark in thread.marks(node, lambda _: True)):
                below[column].append(node)
    shares = undirected(edges, network.nodes).betweenness()
    nodes = [
        Central(node, kind, tuple(edges_at[node]), tuple(below[node]), round(shares[node], PLACES))
        for node, (kind, _) in network.nodes.items()
    ]
    return sorted(nodes, key=lambda central: (-central.between, -len(central.edges)))


def centrality_report(ranked: list[Central], most: int) -> Report:
    """The first *most* of *ranked* as a report."""
    shown = ranked[:most]
    columns: tuple[Col[Central], ...] = (
        Col("element", lambda central: Iri(central.node)),
        Col("edges", lambda central: edge_count(central.edges)),
        Col("below", lambda central: count(central.below)),
        Col("between", lambda central: score(central.between, _evidence(central), PLACES)),
    )
    nodes = part("network.centrality.nodes", columns, shown, shown=len(shown), all=len(ranked))
    return Report("network-centrality", message("network.centrality.title"), (nodes,))


def _evidence(central: Central) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(bearer, central.edges))) or (central.node,)


_NEAR = 5


class Step(NamedTuple):
    """From one node to the next: the edges between the two, the strongest basis first."""

    start: str
    end: str
    edges: tuple[Edge, ...]


class Connection(NamedTuple):
    """How *start* and *end* are connected: the shortest paths (`total` of them, as many as were asked for in `paths`);
    and where there is none, how many nodes *start* reaches (itself with them), and the nearest of those that are of the
    kind of *end*, or where there are none of any kind, each with its distance."""

    start: str
    end: str
    paths: tuple[tuple[Step, ...], ...]
    total: int
    reached: tuple[str, ...]
    near: tuple[tuple[str, int], ...]


def connection(network: "Network", start: str, end: str, most: int) -> Connection:
    """The shortest paths in *network* from *start* to *end*, up or down along every edge, *most* at the most.

    Both must be nodes of it. Paths come in reading order of what they pass.
    """
    edges = network.edges
    undirected_graph = undirected(edges, network.nodes)
    edges_between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in edges:
        edges_between[frozenset((edge.subject, edge.object))].append(edge)
    for parallel in edges_between.values():
        parallel.sort(key=lambda edge: (BASES.index(edge.basis), edge))
    distance_to = undirected_graph.distances(start)
    if end not in distance_to:
        others = [(node, distance) for node, distance in distance_to.items() if node != start]
        same_kind = [pair for pair in others if network.kind(pair[0]) == network.kind(end)]
        positions = {node: number for number, node in enumerate(network.nodes)}
        near = sorted(same_kind or others, key=lambda pair: (pair[1], positions[pair[0]]))[:_NEAR]
        reached = tuple(sorted(distance_to, key=positions.__getitem__))
        return Connection(start, end, (), 0, reached, tuple(near))
    total = number_of_paths({node: undirected_graph[node] for node in distance_to}, distance_to, end)
    paths = []
    for nodes in islice(undirected_graph.shortest_paths(start, end), most):
        pairs = pairwise(nodes)
        paths.append(
            tuple(Step(first, second, tuple(edges_between[frozenset((first, second))])) for first, second in pairs)
        )
    return Connection(start, end, tuple(paths), total, tuple(distance_to), ())


def number_of_paths(neighbours: dict[str, list[str]], distance_to: dict[str, int], end: str) -> int:
    """How many shortest paths lead to *end* from the node that all distances *distance_to* are counted from."""
    path_counts: dict[str, int] = {}
    for node in sorted(distance_to, key=distance_to.__getitem__):
        previous = [neighbour for neighbour in neighbours[node] if distance_to[neighbour] == distance_to[node] - 1]
        path_counts[node] = sum(path_counts[neighbour] for neighbour in previous) if previous else 1
    return path_counts[end]


def connection_report(store: Store, result: Connection, language: str) -> Report:
    """*result* as a report: its steps with their words, or what is near where there is no path; the words of an SDG
    goal or target in *language*."""
    is_connected = result.paths or result.start == result.end
    shown = _steps(store, result, language) if is_connected else _no_path(result)
    return Report("network-path", message("network.path.title"), (shown,))


class _Shown(NamedTuple):
    """A step as it is shown: the number of its path, its own in that, and the step."""

    path: int
    number: int
    step: Step

    @property
    def first(self) -> Edge:
        """The edge with the strongest basis."""
        return self.step.edges[0]


def _steps(store: Store, result: Connection, language: str) -> Part:
    words = openings(store, (bearer(edge) for steps in result.paths for step in steps for edge in step.edges), language)
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
            for path, steps in enumerate(result.paths, start=1)
            for number, step in enumerate(steps, start=1)
        ],
        steps=len(result.paths[0]) if result.paths else 0,
        shown=len(result.paths),
        all=result.total,
    )


class _Near(NamedTuple):
    """A node, how far away it is, and the nodes that are counted at it."""

    node: str
    distance: Text
    nodes: tuple[str, ...]


def _no_path(result: Connection) -> Part:
    rows = [_Near(result.end, message("network.path.no-way.no-way"), result.reached)]
    rows += [_Near(node, message("network.path.no-way.steps", far=distance), (node,)) for node, distance in result.near]
    columns: tuple[Col[_Near], ...] = (
        Col("to", lambda row: Iri(row.node)),
        Col("distance", lambda row: row.distance),
        Col("nodes", lambda row: count(row.nodes)),
    )
    return part("network.path.no-way", columns, rows, gaps=1)


def _words(words: Sequence[Words]) -> Literal:
    return Literal(words[0].exact if words else "")
