"""The network: elements, SDG goals and targets as nodes, edges and alignments as edges.

One of the two modules that know networkx. Nodes and edges come in a fixed order.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import SDG, SDGO, natural
from strategigraf.core.thread import BROADER, CONTINUES, CONTRIBUTES_TO, Edge
from strategigraf.network.undirected import Undirected
from strategigraf.store.lookup import edges, strategies_in, titles
from strategigraf.store.names import classes_of_elements, kind_name
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    import networkx

# The nodes of the network.


def elements(store: Store, strategies: Collection[str]) -> dict[str, tuple[str, str]]:
    """The elements of the *strategies* (IRIs; all without any), each with its kind and its strategy, of several the
    first; by strategy and in natural order."""
    classes = classes_of_elements(store)
    if store.index is not None:
        of_class = ((cls, member) for cls in classes for member in store.index.members(cls))
        rows = sorted((member.strategy, member.iri, cls) for cls, member in of_class)
        rows = [row for row in rows if not strategies or row[0] in strategies]
    else:
        things = store.rows_of("store/things", kind=classes, strategy=strategies or None)
        rows = sorted({(owner, thing, cls) for cls, owner, thing in things})
    kind_and_owner = {thing: (kind_name(cls), owner) for owner, thing, cls in reversed(rows)}
    return dict(sorted(kind_and_owner.items(), key=lambda item: (item[1][1], natural(item[0]))))


NodeRecord = tuple[str, dict[str, str | int]]  # a node, and its attributes
EdgeRecord = tuple[str, str, str, dict[str, str]]  # the lower and the upper node, the key, and the attributes
_AT_A_TIME = 5000


class Records(NamedTuple):
    """The nodes and the edges of a network with their attributes, in order; each is made as it is asked for."""

    nodes: Iterable[NodeRecord]
    edges: Iterable[EdgeRecord]


def node_records(store: Store, kinds: Mapping[str, tuple[str, str]]) -> Iterator[NodeRecord]:
    """Each of *kinds* (thing to its kind and strategy) with its attributes, in order."""
    things = iter(kinds)
    while some := list(islice(things, _AT_A_TIME)):
        yield from _records_of(store, some, kinds)


def _records_of(store: Store, things: Sequence[str], kinds: Mapping[str, tuple[str, str]]) -> Iterator[NodeRecord]:
    titles_by_thing = titles(store, things)
    orders: dict[str, tuple[str, str]] = {}
    for thing, order, notation in store.rows_in_batches("network/places", things, "thing"):
        orders.setdefault(thing, (order, notation))
    for thing in things:
        order, notation = orders.get(thing, ("", ""))
        kind, owner = kinds[thing]
        yield (
            thing,
            {
                "kind": kind,
                "title_da": titles_by_thing[thing].da if thing in titles_by_thing else "",
                "title_en": titles_by_thing[thing].en if thing in titles_by_thing else "",
                "strategy": owner,
                "notation": notation,
                "order": int(order) if order.isdigit() else 0,
            },
        )


if TYPE_CHECKING:
    Multigraph: TypeAlias = networkx.MultiDiGraph


class Network(NamedTuple):
    """The nodes (IRIs), each with its kind and its strategy (empty for an SDG), and the edges of a network, both in the
    order of `as_networkx`. Much smaller than what networkx needs for it."""

    nodes: dict[str, tuple[str, str]]
    edges: list[Edge]

    def kind(self, node: str) -> str:
        """The kind of *node*."""
        return self.nodes[node][0]

    def strategy(self, node: str) -> str:
        """The strategy of *node*; empty for an SDG goal or target."""
        return self.nodes[node][1]

    def edges_by_strategy(self) -> dict[str, list[Edge]]:
        """The edges within each strategy, by IRI: both ends are its elements, or the upper one belongs to the SDG
        register. The step from an SDG target to its goal is the register's and belongs to none."""
        by_strategy: dict[str, list[Edge]] = {
            strategy: [] for strategy in sorted({strategy for _, strategy in self.nodes.values()} - {""})
        }
        for edge in self.edges:
            owner = self.strategy(edge.subject)
            if owner and self.strategy(edge.object) in ("", owner):
                by_strategy[owner].append(edge)
        return by_strategy


def network(store: Store, strategies: Collection[str] = ()) -> Network:
    """The network of the *strategies* (IRIs; all without any).

    Its nodes are every element of the strategies, the SDG goals and targets that they name, and a strategy that itself
    has a link, by strategy in natural order, SDGs last. An edge leads upwards, from child to parent or from claim to
    claimed. Denied alignments are no edges. Edges come by the order of their lower ends, those between the same two
    nodes together.
    """
    owners = strategies_in(store, strategies)
    kinds = elements(store, strategies)
    all_edges = [*edges(store), *_alignments(store)]
    members = {*kinds, *owners}
    named_sdgs = {
        edge.object
        for edge in all_edges
        if edge.predicate == CONTRIBUTES_TO and edge.subject in members and edge.object.startswith(SDG)
    }
    goals = {edge.object for edge in all_edges if edge.predicate == BROADER and edge.subject in named_sdgs}
    members |= named_sdgs | goals
    kept_edges = sorted({edge for edge in all_edges if edge.subject in members and edge.object in members})
    del all_edges
    linked = {end for edge in kept_edges for end in (edge.subject, edge.object)}
    for owner in owners:
        if owner in linked and owner not in kinds:
            kinds[owner] = ("strategy", owner)
    for thing in (named_sdgs | goals) - set(kinds):
        kinds[thing] = (kind_name(SDGO + ("Target" if "." in thing.removeprefix(SDG) else "Goal")), "")
    ordered = sorted(kinds, key=lambda thing: (thing.startswith(SDG), kinds[thing][1], natural(thing)))
    positions = {node: number for number, node in enumerate(ordered)}
    first: dict[tuple[str, str], int] = {}
    for number, edge in enumerate(kept_edges):
        first.setdefault((edge.subject, edge.object), number)
    kept_edges.sort(key=lambda edge: (positions[edge.subject], first[edge.subject, edge.object]))
    return Network({node: kinds[node] for node in ordered}, kept_edges)


def edge_records(network: Network) -> Iterator[EdgeRecord]:
    """Each edge of *network* with `predicate`, `basis` and `link` (IRI of the link or alignment, empty for structure);
    its key is the link, or the names of both ends."""
    key_counts: Counter[str] = Counter()
    for edge in network.edges:
        key = edge.link or "--".join((edge.subject, edge.predicate, edge.object))
        key_counts[key] += 1
        if key_counts[key] > 1:  # a link that the data give two subjects, predicates, objects or bases
            key = f"{key}--{key_counts[key]}"
        yield edge.subject, edge.object, key, {"predicate": edge.predicate, "basis": edge.basis, "link": edge.link}


def records(store: Store, network: Network) -> Records:
    """What is told of *network* where it is handed over. A node is an IRI with `kind`, `title_da`, `title_en`,
    `strategy`, `notation` and `order` (its position in its file, 0 without one); for an edge see `edge_records`."""
    return Records(node_records(store, network.nodes), edge_records(network))


def as_networkx(store: Store, network: Network) -> "Multigraph":
    """*network* as a `networkx.MultiDiGraph` with what `records` tells of it."""
    import networkx

    graph = networkx.MultiDiGraph()
    told = records(store, network)
    graph.add_nodes_from(told.nodes)
    graph.add_edges_from(told.edges)
    return graph


def bearer(edge: Edge) -> str:
    """The evidence of *edge*: its link, or where it is structure the lower end."""
    return edge.link or edge.subject


def narrowed(network: Network, kinds: Collection[str] = (), around: str | None = None, depth: int = 1) -> Network:
    """The part of *network* with nodes of the *kinds* (all without any) that are at most *depth* steps, up or down,
    away from *around* (anywhere without it); *around* itself always stays."""
    nodes = network.nodes
    near = set(nodes) if around is None else set(undirected(network.edges, nodes).distances(around, depth))
    kept = {
        node: of_node
        for node, of_node in nodes.items()
        if node in near and (not kinds or of_node[0] in kinds or node == around)
    }
    return Network(kept, [edge for edge in network.edges if edge.subject in kept and edge.object in kept])


def undirected(graph_edges: Iterable[Edge], nodes: Iterable[str] = ()) -> Undirected:
    """*graph_edges* without direction: one link between two nodes, its weight the number of edges between them. It has
    the *nodes* first, in their order, and no loops."""
    return Undirected(nodes, ((edge.subject, edge.object) for edge in graph_edges))


class Pieces:
    """What an undirected graph falls into without a node or an edge of it: asked of one walk over it in depth, in which
    all that a node leads to further down lies in a row (Tarjan 1972)."""

    def __init__(self, graph: Undirected) -> None:
        self._graph = graph
        self._positions = {node: number for number, node in enumerate(graph)}
        self._order: list[str] = []  # the walk
        self._first: dict[str, int] = {}  # where it comes to a node
        self._past: dict[str, int] = {}  # and where it has left all below it
        self._low: dict[str, int] = {}  # the first that an edge from below a node leads back to
        self._above: dict[str, str] = {}
        self._below: dict[str, list[str]] = {node: [] for node in graph}
        self._span: dict[str, tuple[int, int]] = {}  # of the component
        for node in graph:
            if node not in self._first:
                self._walk(node)

    def cut_points(self) -> list[str]:
        """The nodes without which the graph falls into more pieces (articulation points), in its order."""
        return [
            node
            for node in self._graph
            if len(self._parted(node)) > (node not in self._above and bool(self._below[node]))
        ]

    def bridges(self) -> list[tuple[str, str]]:
        """The edges without which the graph falls into more pieces, in its order."""
        return [(start, end) for start, end in self._graph.links if self._lower(start, end)]

    def without(self, node: str) -> list[str]:
        """The nodes that are cut off from what they hung together with when *node* falls: those of all pieces but the
        largest (of equal ones the earliest), in the order of the graph."""
        return self._fallen(node, self._parted(node), {node})

    def without_edge(self, start: str, end: str) -> list[str]:
        """The same when the edge between *start* and *end* falls."""
        lower = self._lower(start, end)
        return self._fallen(lower, [lower], set()) if lower else []

    def _walk(self, root: str) -> None:
        begin = len(self._order)
        waiting = [(root, iter(self._graph[root]))]
        self._come_to(root)
        while waiting:
            node, neighbours = waiting[-1]
            for other in neighbours:
                if other not in self._first:
                    self._above[other] = node
                    self._below[node].append(other)
                    self._come_to(other)
                    waiting.append((other, iter(self._graph[other])))
                    break
                if other != self._above.get(node):
                    self._low[node] = min(self._low[node], self._first[other])
            else:
                waiting.pop()
                self._past[node] = len(self._order)
                if waiting:
                    upper = waiting[-1][0]
                    self._low[upper] = min(self._low[upper], self._low[node])
        span = (begin, len(self._order))
        self._span |= dict.fromkeys(self._order[begin:], span)

    def _come_to(self, node: str) -> None:
        self._first[node] = self._low[node] = len(self._order)
        self._order.append(node)

    def _parted(self, node: str) -> list[str]:
        """The tops of what hangs on *node* alone, further down the walk."""
        return [below for below in self._below[node] if self._low[below] >= self._first[node]]

    def _lower(self, start: str, end: str) -> str:
        """The end of a bridge that the walk comes to last; empty where there is another way."""
        lower, upper = (end, start) if self._above.get(end) == start else (start, end)
        return lower if self._above.get(lower) == upper and self._low[lower] > self._first[upper] else ""

    def _fallen(self, node: str, tops: Iterable[str], gone: Collection[str]) -> list[str]:
        """The nodes of all pieces but the largest: those below *tops*, and what is left of the component of *node*."""
        pieces = [self._order[self._first[top] : self._past[top]] for top in tops]
        begin, end = self._span[node]
        left = end - begin - len(gone) - sum(map(len, pieces))
        if left <= max(map(len, pieces), default=0):  # else it is the largest, and need not be told
            taken = {*gone, *(node for piece in pieces for node in piece)}
            pieces.append([node for node in self._order[begin:end] if node not in taken])
            largest = min(
                filter(None, pieces), key=lambda piece: (-len(piece), min(map(self._positions.__getitem__, piece)))
            )
            pieces = [piece for piece in pieces if piece is not largest]
        return sorted((node for piece in pieces for node in piece), key=self._positions.__getitem__)


def passed_by_all(parents: Mapping[str, Iterable[str]], sources: Sequence[str], target: str) -> list[str]:
    """The nodes that every path from any of *sources* to *target* passes, along *parents* (from a node to its parents),
    the nearest to *target* first and *target* itself left out; none where no path leads there. (Dominators of the
    reversed graph.)"""
    import networkx

    start = ""  # leads to all sources
    reverse = networkx.DiGraph()
    reverse.add_edges_from((parent, node) for node, node_parents in parents.items() for parent in node_parents)
    reverse.add_edges_from((source, start) for source in sources)
    if target not in reverse or start not in networkx.descendants(reverse, target):
        return []
    dominators = networkx.immediate_dominators(reverse, target)
    passed: list[str] = []
    node = dominators[start]
    while node is not None and node != target:
        passed.append(node)
        node = dominators[node]
    return passed[::-1]


def as_record(form: str, told: Records) -> dict[str, Any] | None:
    """The network that is *told* as what networkx reads back from JSON, node-link (`json`) or `cytoscape`; its
    nodes and edges are made as they are asked for. None for another form."""
    kind = {"directed": True, "multigraph": True}
    if form == "json":
        points = ({**said, "id": node} for node, said in told.nodes)
        lines = ({**said, "source": start, "target": end, "key": key} for start, end, key, said in told.edges)
        return {**kind, "graph": {}, "nodes": points, "edges": lines}
    if form == "cytoscape":
        circles = ({"data": {**said, "id": node, "value": node, "name": node}} for node, said in told.nodes)
        arrows = (
            {"data": {**said, "source": start, "target": end, "key": key}} for start, end, key, said in told.edges
        )
        return {"data": [], **kind, "elements": {"nodes": circles, "edges": arrows}}
    return None


def as_xml(form: str, told: Records) -> str:
    """The network that is *told* as GraphML, whose identifiers are n0, n1 and so on and e0, e1 and so on (an
    IRI is none, and is the attribute `iri` of its node), or as GEXF, with their own."""
    import networkx

    graph, tokens = networkx.MultiDiGraph(), dict[str, str]()
    for number, (node, said) in enumerate(told.nodes):
        tokens[node] = f"n{number}" if form == "graphml" else node
        iri: dict[str, str | int] = {"iri": node} if form == "graphml" else {}
        graph.add_node(tokens[node], **iri, **said)
    for number, (start, end, key, attributes) in enumerate(told.edges):
        graph.add_edge(tokens[start], tokens[end], key=f"e{number}" if form == "graphml" else key, **attributes)
    if form == "graphml":
        return "\n".join(networkx.generate_graphml(graph))
    text = "\n".join(networkx.generate_gexf(graph))
    return re.sub(r'(<graph [^<>]*?) name="[^"]*"', r"\1", text, count=1)  # GEXF 1.2 has no such attribute


def _alignments(store: Store) -> list[Edge]:
    """The matches that mapping sets assert; what continues something is among the edges already."""
    return [
        Edge(subject, predicate, target, "interpreted", alignment)
        for subject, predicate, target, alignment in store.rows_of("network/alignments")
        if predicate != CONTINUES and NO_TERM not in (subject, target)
    ]
