"""Communities: which elements the links draw together, against the official tracks."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import comb, log
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import Iri, Literal, Text, short
from strategigraf.core.report import Cell, Column, Figure, Part, Report, count, named, score, share
from strategigraf.core.thread import BROADER, PART_OF, Hop
from strategigraf.network.api import answered, narrowed_network
from strategigraf.network.graph import groups, hops_by_strategy, hops_of, modularity, undirected
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
    above: dict[str, list[str]] = defaultdict(list)
    for hop in hops_of(graph):
        if hop.predicate == PART_OF:
            above[hop.subject].append(hop.object)
    kinds = dict(graph.nodes(data="kind"))
    found: dict[str, str] = {}
    for node in graph:
        waiting, seen = [node], {node}
        while waiting:
            here = waiting.pop(0)
            if kinds[here] == "track":
                found[node] = here
                break
            further = [end for end in above[here] if end not in seen]
            seen.update(further)
            waiting += further
    return found


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


def division(graph: "Network", with_structure: bool, strategy: str = "") -> Division:
    """The communities (Louvain) of the network *graph*, or of one *strategy* (IRI) in it, *with_structure* or by the
    links alone.

    Structure is `sg:partOf`, from which the tracks themselves follow: with it the communities must resemble them, and
    only without it do they tell anything new. What a strategy selects as a whole and the step from an SDG target to its
    goal are left out of both. Nodes without an edge belong to no community.
    """
    found = hops_by_strategy(graph).get(strategy, []) if strategy else hops_of(graph)
    return _division(graph, _places(graph), found, official_tracks(graph), with_structure, strategy)


def divisions(graph: "Network") -> list[Division]:
    """The divisions of the network *graph* as a whole, and where it has several strategies with tracks those of each,
    always first with structure and then by the links alone."""
    tracks, place = official_tracks(graph), _places(graph)
    owner = dict(graph.nodes(data="strategy"))
    scopes = {"": hops_of(graph)}
    if len(set(owner.values()) - {""}) > 1:
        of_strategy = hops_by_strategy(graph)
        scopes |= {strategy: of_strategy[strategy] for strategy in sorted({owner[track] for track in tracks.values()})}
    return [
        _division(graph, place, found, tracks, with_structure, scope)
        for scope, found in scopes.items()
        for with_structure in (True, False)
    ]


def _division(
    graph: "Network",
    place: Mapping[str, int],
    found: Sequence[Hop],
    all_tracks: Mapping[str, str],
    with_structure: bool,
    strategy: str,
) -> Division:
    hops = [
        hop
        for hop in found
        if hop.predicate != BROADER
        and (with_structure or hop.predicate != PART_OF)
        and graph.nodes[hop.subject]["kind"] != "strategy"
    ]
    linked = {end for hop in hops if hop.subject != hop.object for end in (hop.subject, hop.object)}
    plain = undirected(hops, sorted(linked, key=place.__getitem__))
    parts = groups(plain)
    tracks = {node: all_tracks[node] for node in plain if node in all_tracks}
    both = [(number, tracks[node]) for number, part in enumerate(parts) for node in part if node in tracks]
    centres = []
    for part in parts:
        inside = set(part)
        degree = {node: sum(said["weight"] for end, said in plain[node].items() if end in inside) for node in part}
        centres.append(max(part, key=lambda node: degree[node]))
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
    return Report(
        "network-communities",
        Text("Fællesskaber mod de officielle spor", "Communities against the official tracks"),
        (_agreement(found), _communities(whole), _by_track(whole), _elsewhere(whole)),
    )


def _agreement(found: Sequence[Division]) -> Part:
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        apart = {node for node, _ in one.elsewhere}
        at_home = [node for node in one.tracked if node not in apart]
        rows.append(
            (
                Literal(short(one.strategy)) if one.strategy else Text("hele netværket", "the whole network"),
                _NAMES[one.with_structure],
                count(one.nodes),
                count(one.centres),
                _maybe(one.modularity, one.nodes),
                count(one.tracked),
                _maybe(one.rand, one.tracked),
                _maybe(one.information, one.tracked),
                share(at_home, one.tracked),
            )
        )
    return Part(
        "agreement",
        Text("Følger forbindelserne sporene?", "Do the links follow the tracks?"),
        named(
            Text(
                "Et fællesskab er punkter med flere kanter til hinanden end til andre (Louvain-metoden, bedste af "
                "otte faste kørsler). Med “alle kanter” er strukturen med, og så må fællesskaberne ligne sporene; "
                "“kun forbindelser” er prøven. `modularity`: hvor skarp opdelingen er (0 som tilfældig; et net med "
                "få kanter har altid et højt tal). `tracked`: elementer, der har både fællesskab og spor. `rand` "
                "(justeret Rand-indeks): 1 samme opdeling som sporene, 0 som tilfældig; `nmi` (normaliseret gensidig "
                "information): 1 samme, 0 intet fælles. `at_home`: andel, hvis spor er det hyppigste i deres "
                "fællesskab.",
                "A community is nodes with more edges among themselves than to others (the Louvain method, best of "
                "eight fixed runs). “All edges” includes structure, and then communities must resemble the tracks; "
                "“links only” is the test. `modularity`: how sharp the division is (0 as by chance; a network of few "
                "edges always has a high one). `tracked`: elements that have both a community and a track. `rand` "
                "(adjusted Rand index): 1 the same division as the tracks, 0 as by chance; `nmi` (normalised mutual "
                "information): 1 the same, 0 nothing in common. `at_home`: share whose track is the commonest in "
                "their community.",
            )
        ),
        (
            Column("of"),
            Column("edges"),
            Column("nodes", "with an edge"),
            Column("communities", "opens to the centre of each"),
            Column("modularity"),
            Column("tracked", "elements with a track"),
            Column("rand", "adjusted Rand index"),
            Column("nmi", "normalised mutual information"),
            Column("at_home", "per cent of the tracked"),
        ),
        tuple(rows),
    )


def _communities(found: Sequence[Division]) -> Part:
    rows = []
    for one in found:
        for number, (members, centre) in enumerate(zip(one.communities, one.centres, strict=True), start=1):
            main = one.main_track(members)
            tracked = [node for node in members if node in one.tracks]
            of_main = [node for node in tracked if one.tracks[node] == main]
            rows.append(
                (
                    _NAMES[one.with_structure],
                    Literal(str(number)),
                    Iri(centre),
                    count(members),
                    Iri(main) if main else None,
                    share(of_main, tracked),
                )
            )
    return Part(
        "communities",
        Text("Fællesskaber", "Communities"),
        named(
            Text(
                "`centre`: det punkt, der har flest kanter inden for fællesskabet. `nodes`: punkterne i det. `main`: "
                "det hyppigste spor; `of_main`: dets andel af de elementer, der har et spor (n/a, hvor ingen har).",
                "`centre`: the node with most edges inside the community. `nodes`: its nodes. `main`: the commonest "
                "track; `of_main`: its share of the elements that have a track (n/a where none has).",
            )
        ),
        (
            Column("edges"),
            Column("community"),
            Column("centre"),
            Column("nodes"),
            Column("main"),
            Column("of_main", "per cent"),
        ),
        tuple(rows),
    )


def _by_track(found: Sequence[Division]) -> Part:
    rows = []
    for one in found:
        for track in sorted(set(one.tracks.values())):
            for number, members in enumerate(one.communities, start=1):
                if inside := [node for node in members if one.tracks.get(node) == track]:
                    row = (_NAMES[one.with_structure], Iri(track), Literal(str(number)), count(inside))
                    rows.append(row)
    return Part(
        "tracks",
        Text("Hvor hvert spors elementer ligger", "Where the elements of each track lie"),
        named(
            Text(
                "`elements`: så mange af sporets elementer ligger i fællesskabet. Ét fællesskab per spor ville være "
                "fuld enighed.",
                "`elements`: how many elements of the track lie in the community. One community per track would be full"
                " agreement.",
            )
        ),
        (Column("edges"), Column("track"), Column("community"), Column("elements")),
        tuple(rows),
    )


def _elsewhere(found: Sequence[Division]) -> Part:
    rows = [
        (
            _NAMES[one.with_structure],
            Iri(node),
            Iri(one.tracks[node]),
            Literal(str(number)),
            Iri(one.centres[number - 1]),
            Iri(one.main_track(one.communities[number - 1])),
        )
        for one in found
        for node, number in one.elsewhere
    ]
    return Part(
        "elsewhere",
        Text("Elementer, som forbindelserne trækker et andet sted hen", "Elements that the links draw elsewhere"),
        named(
            Text(
                "Elementets spor (`track`) er ikke det hyppigste (`main`) i det fællesskab, som det ligger i; "
                "`centre` er fællesskabets midte. Det er et vink om tværgående sager, ikke en fejl i planen.",
                "The element's track (`track`) is not the commonest one (`main`) in the community that it lies in; "
                "`centre` is the middle of that. It hints at matters that cut across, and is no fault of the plan.",
            )
        ),
        (
            Column("edges"),
            Column("element"),
            Column("track"),
            Column("community"),
            Column("centre"),
            Column("main"),
        ),
        tuple(rows),
    )


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
