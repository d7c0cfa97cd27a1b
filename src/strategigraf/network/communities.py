"""Communities: which elements the links draw together, against the official tracks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import comb, log
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import Iri, Literal, Text, short
from strategigraf.core.report import Col, Figure, Part, Report, count, message, part, score, share
from strategigraf.core.thread import BROADER, PART_OF, Edge, EdgeTable, ancestors
from strategigraf.network.api import answered, narrowed_network
from strategigraf.network.graph import edges_by_strategy, edges_of, groups, modularity, undirected
from strategigraf.store.names import Names
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.network.graph import Network

# How far two divisions of the same things agree.


def adjusted_rand(pairs: Sequence[tuple[object, object]]) -> float:
    """How far two divisions of the same things agree (each of *pairs* is a thing: its part in the one and in the
    other): 1 the same, about 0 as by chance, below 0 less than by chance. (Hubert and Arabie 1985, equation 5.)"""
    both = sum(comb(number, 2) for number in Counter(pairs).values())
    one = sum(comb(number, 2) for number in Counter(first for first, _ in pairs).values())
    other = sum(comb(number, 2) for number in Counter(second for _, second in pairs).values())
    expected = one * other / comb(len(pairs), 2)
    most = (one + other) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def normalised_information(pairs: Sequence[tuple[object, object]]) -> float:
    """How much of the one division the other tells, 0 to 1: their mutual information by the mean of their entropies
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


def official_tracks(graph: "Network") -> dict[str, str]:
    """The track that each element of *graph* is part of, directly or through what it is part of, a track itself being
    its own; of several the first. Elements without one are left out."""
    above = EdgeTable(edges_of(graph))
    kinds = dict(graph.nodes(data="kind"))
    tracks = ((node, [one for one in (node, *ancestors(node, above)) if kinds[one] == "track"]) for node in graph)
    return {node: found[0] for node, found in tracks if found}


_NAMES = {True: Text("alle kanter", "all edges"), False: Text("kun forbindelser", "links only")}


class Division(NamedTuple):
    """The communities of a network, or of one *strategy* in it where that is not empty, told `with_structure` or by the
    links alone: each with its nodes in reading order, the largest first; the official track of every element that has
    one; the modularity; how far communities and tracks agree, by the adjusted Rand index and normalised mutual
    information (None where fewer than two elements have both); and in each community the node with most edges in it."""

    strategy: str
    with_structure: bool
    nodes: tuple[str, ...]
    communities: tuple[tuple[str, ...], ...]
    tracks: dict[str, str]
    modularity: float | None
    rand: float | None
    information: float | None
    centres: tuple[str, ...]

    @property
    def tracked(self) -> tuple[str, ...]:
        """The elements with a track, community by community."""
        return tuple(node for members in self.communities for node in members if node in self.tracks)

    def main_track(self, members: Sequence[str]) -> str:
        """The track that most of *members* have, of equals the first; empty where none has one."""
        tally = Counter(self.tracks[node] for node in members if node in self.tracks)
        return min(tally, key=lambda track: (-tally[track], track)) if tally else ""

    @property
    def elsewhere(self) -> tuple[tuple[str, int], ...]:
        """The elements whose track is not the main one of their community, with the number of that (from 1)."""
        return tuple(
            (node, number)
            for number, members in enumerate(self.communities, start=1)
            for node in members
            if node in self.tracks and self.tracks[node] != self.main_track(members)
        )


def divisions(graph: "Network") -> list[Division]:
    """The communities (Louvain) of the network *graph* as a whole, and where it has several strategies with tracks
    those of each, always first with structure and then by the links alone.

    Structure is `sg:partOf`, from which the tracks themselves follow: with it the communities must resemble them, and
    only without it do they tell anything new. What a strategy selects as a whole and the step from an SDG target to its
    goal are left out of both. Nodes without an edge belong to no community.
    """
    tracks, place = official_tracks(graph), _places(graph)
    owner = dict(graph.nodes(data="strategy"))
    scopes = {"": edges_of(graph)}
    if len(set(owner.values()) - {""}) > 1:
        of_strategy = edges_by_strategy(graph)
        scopes |= {strategy: of_strategy[strategy] for strategy in sorted({owner[track] for track in tracks.values()})}
    return [
        _division(graph, place, found, tracks, with_structure, scope)
        for scope, found in scopes.items()
        for with_structure in (True, False)
    ]


def _division(
    graph: "Network",
    place: Mapping[str, int],
    found: Sequence[Edge],
    all_tracks: Mapping[str, str],
    with_structure: bool,
    strategy: str,
) -> Division:
    edges = [
        edge
        for edge in found
        if edge.predicate != BROADER
        and (with_structure or edge.predicate != PART_OF)
        and graph.nodes[edge.subject]["kind"] != "strategy"
    ]
    linked = {end for edge in edges if edge.subject != edge.object for end in (edge.subject, edge.object)}
    plain = undirected(edges, sorted(linked, key=place.__getitem__))
    parts = groups(plain)
    tracks = {node: all_tracks[node] for node in plain if node in all_tracks}
    both = [(number, tracks[node]) for number, group in enumerate(parts) for node in group if node in tracks]
    centres = []
    for group in parts:
        inside = set(group)
        degree = {node: sum(said["weight"] for end, said in plain[node].items() if end in inside) for node in group}
        centres.append(max(group, key=lambda node: degree[node]))
    return Division(
        strategy,
        with_structure,
        tuple(plain),
        tuple(map(tuple, parts)),
        tracks,
        modularity(plain, parts) if parts else None,
        adjusted_rand(both) if len(both) > 1 else None,
        normalised_information(both) if len(both) > 1 else None,
        tuple(centres),
    )


def _places(graph: "Network") -> dict[str, int]:
    return {node: number for number, node in enumerate(graph)}


def communities_report(found: Sequence[Division]) -> Report:
    """*found* as a report: agreement with the tracks; then for the whole network communities, where the elements of
    each track lie, and elements elsewhere."""
    whole = [one for one in found if not one.strategy]
    parts = (_agreement(found), _communities(whole), _by_track(whole), _elsewhere(whole))
    return Report("network-communities", message("network.communities.title"), parts)


def _agreement(found: Sequence[Division]) -> Part:
    columns: tuple[Col[Division], ...] = (
        Col("of", lambda one: Literal(short(one.strategy)) if one.strategy else message("network.communities.whole")),
        Col("edges", lambda one: _NAMES[one.with_structure]),
        Col("nodes", lambda one: count(one.nodes)),
        Col("communities", lambda one: count(one.centres)),
        Col("modularity", lambda one: _maybe(one.modularity, one.nodes)),
        Col("tracked", lambda one: count(one.tracked)),
        Col("rand", lambda one: _maybe(one.rand, one.tracked)),
        Col("nmi", lambda one: _maybe(one.information, one.tracked)),
        Col("at_home", _at_home),
    )
    return part("network.communities.agreement", columns, found)


def _at_home(one: Division) -> Figure:
    apart = {node for node, _ in one.elsewhere}
    return share([node for node in one.tracked if node not in apart], one.tracked)


class _Community(NamedTuple):
    """A community in its division: its number (from 1), and some of its nodes."""

    of: Division
    number: int
    nodes: tuple[str, ...]

    @property
    def centre(self) -> str:
        """The node with most edges in it."""
        return self.of.centres[self.number - 1]

    @property
    def main(self) -> str:
        """Its commonest track; empty where none has one."""
        return self.of.main_track(self.of.communities[self.number - 1])

    @property
    def of_main(self) -> Figure:
        """The share of its nodes with a track that have the commonest one."""
        main = self.main
        tracked = [node for node in self.nodes if node in self.of.tracks]
        return share([node for node in tracked if self.of.tracks[node] == main], tracked)


def _numbered(found: Iterable[Division]) -> list[_Community]:
    """Every community of the divisions *found* with all its nodes."""
    return [_Community(one, number, nodes) for one in found for number, nodes in enumerate(one.communities, start=1)]


def _communities(found: Sequence[Division]) -> Part:
    columns: tuple[Col[_Community], ...] = (
        Col("edges", lambda one: _NAMES[one.of.with_structure]),
        Col("community", lambda one: Literal(str(one.number))),
        Col("centre", lambda one: Iri(one.centre)),
        Col("nodes", lambda one: count(one.nodes)),
        Col("main", lambda one: Iri(one.main) if one.main else None),
        Col("of_main", lambda one: one.of_main),
    )
    return part("network.communities.communities", columns, _numbered(found))


def _by_track(found: Sequence[Division]) -> Part:
    columns: tuple[Col[tuple[str, _Community]], ...] = (
        Col("edges", lambda pair: _NAMES[pair[1].of.with_structure]),
        Col("track", lambda pair: Iri(pair[0])),
        Col("community", lambda pair: Literal(str(pair[1].number))),
        Col("elements", lambda pair: count(pair[1].nodes)),
    )
    rows = [
        (track, one._replace(nodes=inside))
        for division in found
        for track in sorted(set(division.tracks.values()))
        for one in _numbered([division])
        if (inside := tuple(node for node in one.nodes if division.tracks.get(node) == track))
    ]
    return part("network.communities.tracks", columns, rows)


def _elsewhere(found: Sequence[Division]) -> Part:
    columns: tuple[Col[tuple[str, _Community]], ...] = (
        Col("edges", lambda pair: _NAMES[pair[1].of.with_structure]),
        Col("element", lambda pair: Iri(pair[0])),
        Col("track", lambda pair: Iri(pair[1].of.tracks[pair[0]])),
        Col("community", lambda pair: Literal(str(pair[1].number))),
        Col("centre", lambda pair: Iri(pair[1].centre)),
        Col("main", lambda pair: Iri(pair[1].main)),
    )
    rows = [(node, _Community(one, number, (node,))) for one in found for node, number in one.elsewhere]
    return part("network.communities.elsewhere", columns, rows)


def _maybe(value: float | None, things: Sequence[str]) -> Figure:
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
