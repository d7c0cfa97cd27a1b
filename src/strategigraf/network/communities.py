"""Communities: which elements the links draw together, against the official tracks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import comb, log
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import Iri, Labels, Literal, message, short
from strategigraf.core.report import Col, Figure, Part, Report, count, part, score, share
from strategigraf.core.thread import BROADER, PART_OF, Edge, EdgeTable, ancestors
from strategigraf.network.api import answered, narrowed_network
from strategigraf.network.graph import undirected
from strategigraf.store.names import Names
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.network.graph import Network

# How far two divisions of the same things agree.


def adjusted_rand(pairs: Sequence[tuple[object, object]]) -> float:
    """How far two divisions of the same things agree (each of *pairs* is a thing: its part in the first and in the
    second): 1 the same, about 0 as by chance, below 0 less than by chance. (Hubert and Arabie 1985, equation 5.)"""
    pairs_in_both = sum(comb(number, 2) for number in Counter(pairs).values())
    pairs_in_first = sum(comb(number, 2) for number in Counter(first for first, _ in pairs).values())
    pairs_in_second = sum(comb(number, 2) for number in Counter(second for _, second in pairs).values())
    expected = pairs_in_first * pairs_in_second / comb(len(pairs), 2)
    maximum = (pairs_in_first + pairs_in_second) / 2
    return 1.0 if maximum == expected else (pairs_in_both - expected) / (maximum - expected)


def normalised_information(pairs: Sequence[tuple[object, object]]) -> float:
    """How much one division says about the other, 0 to 1: their mutual information by the mean of their entropies
    (Strehl and Ghosh 2002 in the form of Danon et al. 2005)."""
    total = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)

    def entropy(parts: Mapping[object, int]) -> float:
        return -sum(number / total * log(number / total) for number in parts.values())

    shared = sum(
        number / total * log(number * total / (first[a] * second[b])) for (a, b), number in Counter(pairs).items()
    )
    mean = (entropy(first) + entropy(second)) / 2
    return 1.0 if mean == 0 else max(0.0, shared / mean)


# Official tracks.


def official_tracks(network: "Network") -> dict[str, str]:
    """The track that each element of *network* is part of, directly or through what it is part of, a track itself being
    its own; of several the first. Elements without one are left out."""
    table = EdgeTable(network.edges)
    tracks_of_nodes = (
        (node, [whole for whole in (node, *ancestors(node, table)) if network.kind(whole) == "track"])
        for node in network.nodes
    )
    return {node: node_tracks[0] for node, node_tracks in tracks_of_nodes if node_tracks}


_NAMES = Labels("network.communities.edges", {True: "all", False: "links"})


class Division(NamedTuple):
    """The communities of a network, or of one *strategy* in it where that is not empty, found `with_structure` or by
    the links alone: each with its nodes in reading order, the largest first; the official track of every element that
    has one; the modularity; how far communities and tracks agree, by the adjusted Rand index and normalised mutual
    information (None where fewer than two elements have both); and of each community the node with most edges in it,
    and the track that most of its nodes have, of equals the first (empty where none has one)."""

    strategy: str
    with_structure: bool
    nodes: tuple[str, ...]
    communities: tuple[tuple[str, ...], ...]
    tracks: dict[str, str]
    modularity: float | None
    rand: float | None
    information: float | None
    centres: tuple[str, ...]
    main_tracks: tuple[str, ...]

    @property
    def tracked(self) -> tuple[str, ...]:
        """The elements with a track, community by community."""
        return tuple(node for members in self.communities for node in members if node in self.tracks)

    @property
    def elsewhere(self) -> tuple[tuple[str, int], ...]:
        """The elements whose track is not the main one of their community, with the number of that (from 1)."""
        return tuple(
            (node, number)
            for number, (members, main) in enumerate(zip(self.communities, self.main_tracks, strict=True), start=1)
            for node in members
            if node in self.tracks and self.tracks[node] != main
        )


def divisions(network: "Network") -> list[Division]:
    """The communities (Louvain) of *network* as a whole, and where it has several strategies with tracks
    those of each, always first with structure and then by the links alone.

    Structure is `sg:partOf`, from which the tracks themselves follow: with it the communities must resemble them, and
    only without it do they show anything new. What a strategy selects as a whole and the step from an SDG target to its
    goal are left out of both. Nodes without an edge belong to no community.
    """
    tracks, positions = official_tracks(network), {node: number for number, node in enumerate(network.nodes)}
    scopes = {"": network.edges}
    edges_of_strategy = network.edges_by_strategy()
    if len(edges_of_strategy) > 1:
        scopes |= {
            strategy: edges_of_strategy[strategy]
            for strategy in sorted({network.strategy(track) for track in tracks.values()})
        }
    return [
        _division(network, positions, scope_edges, tracks, with_structure, scope)
        for scope, scope_edges in scopes.items()
        for with_structure in (True, False)
    ]


def _division(
    network: "Network",
    positions: Mapping[str, int],
    scope_edges: Sequence[Edge],
    all_tracks: Mapping[str, str],
    with_structure: bool,
    strategy: str,
) -> Division:
    edges = [
        edge
        for edge in scope_edges
        if edge.predicate != BROADER
        and (with_structure or edge.predicate != PART_OF)
        and network.kind(edge.subject) != "strategy"
    ]
    linked = {end for edge in edges if edge.subject != edge.object for end in (edge.subject, edge.object)}
    undirected_graph = undirected(edges, sorted(linked, key=positions.__getitem__))
    parts = undirected_graph.groups()
    tracks = {node: all_tracks[node] for node in undirected_graph if node in all_tracks}
    pairs = [(number, tracks[node]) for number, group in enumerate(parts) for node in group if node in tracks]
    return Division(
        strategy,
        with_structure,
        tuple(undirected_graph),
        tuple(map(tuple, parts)),
        tracks,
        undirected_graph.modularity(parts) if parts else None,
        adjusted_rand(pairs) if len(pairs) > 1 else None,
        normalised_information(pairs) if len(pairs) > 1 else None,
        tuple(map(undirected_graph.centre, parts)),
        tuple(_main_track(group, tracks) for group in parts),
    )


def _main_track(members: Iterable[str], tracks: Mapping[str, str]) -> str:
    tally = Counter(tracks[node] for node in members if node in tracks)
    return min(tally, key=lambda track: (-tally[track], track)) if tally else ""


def communities_report(division_list: Sequence[Division]) -> Report:
    """*division_list* as a report: agreement with the tracks; then for the whole network communities,
    where the elements of each track are, and elements elsewhere."""
    of_whole = [division for division in division_list if not division.strategy]
    parts = (_agreement(division_list), _communities(of_whole), _by_track(of_whole), _elsewhere(of_whole))
    return Report("network-communities", message("network.communities.title"), parts)


def _agreement(division_list: Sequence[Division]) -> Part:
    columns: tuple[Col[Division], ...] = (
        Col(
            "of",
            lambda division: (
                Literal(short(division.strategy)) if division.strategy else message("network.communities.whole")
            ),
        ),
        Col("edges", lambda division: _NAMES[division.with_structure]),
        Col("nodes", lambda division: count(division.nodes)),
        Col("communities", lambda division: count(division.centres)),
        Col("modularity", lambda division: _optional_score(division.modularity, division.nodes)),
        Col("tracked", lambda division: count(division.tracked)),
        Col("rand", lambda division: _optional_score(division.rand, division.tracked)),
        Col("nmi", lambda division: _optional_score(division.information, division.tracked)),
        Col("at_home", _at_home),
    )
    return part("network.communities.agreement", columns, division_list)


def _at_home(division: Division) -> Figure:
    nodes_elsewhere = {node for node, _ in division.elsewhere}
    return share([node for node in division.tracked if node not in nodes_elsewhere], division.tracked)


class _Community(NamedTuple):
    """A community in its division: its number (from 1), and some of its nodes."""

    division: Division
    number: int
    nodes: tuple[str, ...]

    @property
    def centre(self) -> str:
        """The node with most edges in it."""
        return self.division.centres[self.number - 1]

    @property
    def main(self) -> str:
        """Its commonest track; empty where none has one."""
        return self.division.main_tracks[self.number - 1]

    @property
    def of_main(self) -> Figure:
        """The share of its nodes with a track that have the commonest one."""
        main = self.main
        tracked = [node for node in self.nodes if node in self.division.tracks]
        return share([node for node in tracked if self.division.tracks[node] == main], tracked)


def _numbered(division_list: Iterable[Division]) -> list[_Community]:
    """Every community of the divisions *division_list* with all its nodes."""
    return [
        _Community(division, number, nodes)
        for division in division_list
        for number, nodes in enumerate(division.communities, start=1)
    ]


def _communities(division_list: Sequence[Division]) -> Part:
    columns: tuple[Col[_Community], ...] = (
        Col("edges", lambda community: _NAMES[community.division.with_structure]),
        Col("community", lambda community: Literal(str(community.number))),
        Col("centre", lambda community: Iri(community.centre)),
        Col("nodes", lambda community: count(community.nodes)),
        Col("main", lambda community: Iri(community.main) if community.main else None),
        Col("of_main", lambda community: community.of_main),
    )
    return part("network.communities.communities", columns, _numbered(division_list))


def _by_track(division_list: Sequence[Division]) -> Part:
    columns: tuple[Col[tuple[str, _Community]], ...] = (
        Col("edges", lambda pair: _NAMES[pair[1].division.with_structure]),
        Col("track", lambda pair: Iri(pair[0])),
        Col("community", lambda pair: Literal(str(pair[1].number))),
        Col("elements", lambda pair: count(pair[1].nodes)),
    )
    rows = []
    for division in division_list:
        nodes_on: dict[tuple[str, int], list[str]] = defaultdict(list)
        for number, nodes in enumerate(division.communities, start=1):
            for node in nodes:
                if node in division.tracks:
                    nodes_on[division.tracks[node], number].append(node)
        rows += [
            (track, _Community(division, number, tuple(nodes_on[track, number]))) for track, number in sorted(nodes_on)
        ]
    return part("network.communities.tracks", columns, rows)


def _elsewhere(division_list: Sequence[Division]) -> Part:
    columns: tuple[Col[tuple[str, _Community]], ...] = (
        Col("edges", lambda pair: _NAMES[pair[1].division.with_structure]),
        Col("element", lambda pair: Iri(pair[0])),
        Col("track", lambda pair: Iri(pair[1].division.tracks[pair[0]])),
        Col("community", lambda pair: Literal(str(pair[1].number))),
        Col("centre", lambda pair: Iri(pair[1].centre)),
        Col("main", lambda pair: Iri(pair[1].main)),
    )
    rows = [
        (node, _Community(division, number, (node,)))
        for division in division_list
        for node, number in division.elsewhere
    ]
    return part("network.communities.elsewhere", columns, rows)


def _optional_score(value: float | None, things: Sequence[str]) -> Figure:
    return Figure(None) if value is None else score(value, things)


# In Python.


def communities(graph: Graph, strategies: Names = ()) -> ReportAnswer[None]:
    """Which elements the links draw together, against the official tracks.

    >>> sg.communities(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-communities'
    """

    def question(store: Store) -> Report:
        return communities_report(divisions(narrowed_network(store, strategies)))

    return answered(graph, question)
