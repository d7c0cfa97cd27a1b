"""The shortest thread between two elements: by what steps and words the one hangs together with the other."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.answers.heading import named
from strategigraf.answers.network import bearer, distances, hops_of, shortest_paths, undirected
from strategigraf.answers.network_overview import edges
from strategigraf.answers.opening import openings
from strategigraf.use.store import Store
from strategigraf.values.figure import count
from strategigraf.values.hop import BASES, BASIS_LABELS, Hop
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text
from strategigraf.values.words import Words

if TYPE_CHECKING:
    from strategigraf.answers.network import Network

_NEAR = 5


class Step(NamedTuple):
    """From one node to the next: the hops between the two, the strongest basis first."""

    start: str
    end: str
    hops: tuple[Hop, ...]


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
    hops = hops_of(graph)
    plain = undirected(hops, graph)
    between: dict[frozenset[str], list[Hop]] = defaultdict(list)
    for hop in hops:
        between[frozenset((hop.subject, hop.object))].append(hop)
    for found in between.values():
        found.sort(key=lambda hop: (BASES.index(hop.basis), hop))
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
    title = Text("Den korteste tråd", "The shortest thread")
    if found.paths or found.start == found.end:
        return Report("network-path", title, (_steps(store, found, language),))
    return Report("network-path", title, (_no_way(found),))


def _steps(store: Store, found: Connection, language: str) -> Part:
    told = openings(store, (bearer(hop) for way in found.paths for step in way for hop in step.hops), language)
    rows: list[tuple[Cell, ...]] = []
    for number, way in enumerate(found.paths, start=1):
        for place, step in enumerate(way, start=1):
            first = step.hops[0]
            up = first.subject == step.start
            rows.append(
                (
                    Literal(str(number)),
                    Literal(str(place)),
                    Iri(step.start),
                    Literal("↑" if up else "↓"),
                    Iri(first.predicate),
                    Iri(step.end),
                    BASIS_LABELS[first.basis],
                    edges(step.hops),
                    _words(told.get(bearer(first), ())),
                )
            )
    length = len(found.paths[0]) if found.paths else 0
    return Part(
        "steps",
        Text(f"Den korteste tråd: {length} skridt", f"The shortest thread: {length} steps"),
        named(
            Text(
                f"Vist: {len(found.paths)} af {found.total} lige korte veje. ↑ går fra del til helhed eller fra "
                "påstand til det, den gælder; ↓ den modsatte vej. `edges`: forbindelser mellem de to, den med "
                "stærkest grundlag er vist. `words`: de første af dens ord; for struktur egne ord fra det nederste "
                "element. En kort vej siger, at to steder i planen hænger sammen, ikke at det ene virker på det "
                "andet.",
                f"Shown: {len(found.paths)} of {found.total} ways of this length. ↑ goes from part to whole or from "
                "claim to what it claims; ↓ the other way. `edges`: links between the two, the one with the "
                "strongest basis is shown. `words`: the first of its words; for structure those of the lower "
                "element. A short way says that two places of the plan hang together, not that the one has an effect "
                "on the other.",
            )
        ),
        (
            Column("path"),
            Column("step"),
            Column("from"),
            Column("way"),
            Column("relation"),
            Column("to"),
            Column("basis"),
            Column("edges", "between the two"),
            Column("words"),
        ),
        tuple(rows),
    )


def _no_way(found: Connection) -> Part:
    rows: list[tuple[Cell, ...]] = [(Iri(found.end), Text("ingen vej", "no way"), count(found.reached))]
    rows += [(Iri(node), Text(f"{far} skridt", f"{far} steps"), count([node])) for node, far in found.near]
    return Part(
        "no-way",
        Text("Der er ingen tråd mellem de to", "There is no thread between the two"),
        named(
            Text(
                "Første række er det, der blev spurgt om; `nodes` er de punkter, som begyndelsen overhovedet når "
                "(den selv medregnet). Derefter de nærmeste af dem, som er af samme slags som det, der blev spurgt "
                "om (eller af enhver slags, hvor ingen er), hver regnet for ét punkt.",
                "The first row is what was asked for; `nodes` are those that the start reaches at all (itself among "
                "them). Then the nearest of these that are of the same kind as what was asked for (or of any kind "
                "where none is), each counted as one node.",
            )
        ),
        (Column("to"), Column("distance"), Column("nodes")),
        tuple(rows),
        gaps=1,
    )


def _words(words: Sequence[Words]) -> Literal:
    return Literal(f"“{words[0].exact}”" if words else "")
