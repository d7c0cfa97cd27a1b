"""The network at a glance: sizes and pieces, what is central, and the shortest thread between two elements."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.rdf import SDG, Iri, Literal, Text
from strategigraf.core.report import Cell, Column, Figure, Part, Report, Words, count, named, score
from strategigraf.core.thread import BASES, BASIS_LABELS, Hop, Inheritance, Thread
from strategigraf.network.graph import bearer, betweenness, components, distances, hops_of, shortest_paths, undirected
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
    relations: dict[tuple[str, str], tuple[Hop, ...]]
    components: tuple[tuple[str, ...], ...]


def overview(graph: "Network") -> Overview:
    """What the network *graph* holds."""
    kinds: dict[str, list[str]] = defaultdict(list)
    alone: dict[str, list[str]] = defaultdict(list)
    relations: dict[tuple[str, str], list[Hop]] = defaultdict(list)
    found = hops_of(graph)
    linked = {end for hop in found for end in (hop.subject, hop.object)}
    for node, kind in graph.nodes(data="kind"):
        kinds[kind].append(node)
        if node not in linked:
            alone[kind].append(node)
    for hop in found:
        relations[hop.predicate, hop.basis].append(hop)
    pieces = components(undirected(found, graph))
    return Overview(
        {kind: tuple(kinds[kind]) for kind in sorted(kinds)},
        {kind: tuple(alone[kind]) for kind in sorted(alone)},
        {key: tuple(relations[key]) for key in sorted(relations, key=lambda key: (key[0], BASES.index(key[1])))},
        tuple(tuple(piece) for piece in pieces if len(piece) > 1),
    )


def overview_report(found: Overview) -> Report:
    """*found* as a report: kinds, relations, components."""
    return Report(
        "network",
        Text("Strategiernes netværk", "The network of the strategies"),
        (_kinds(found), _relations(found), _components(found)),
    )


def edges(found: tuple[Hop, ...] | list[Hop]) -> Figure:
    """The number of the hops *found*, opening to what bears the words of each."""
    return Figure(Decimal(len(found)), tuple(dict.fromkeys(bearer(hop) for hop in found)))


def _kinds(found: Overview) -> Part:
    rows = [(Literal(kind), count(nodes), count(found.alone.get(kind, ()))) for kind, nodes in found.kinds.items()]
    everything = [node for nodes in found.kinds.values() for node in nodes]
    alone = [node for nodes in found.alone.values() for node in nodes]
    total = (Text("i alt", "total"), count(everything), count(alone))
    return Part(
        "kinds",
        Text("Punkter", "Nodes"),
        named(
            Text(
                "`nodes`: så mange elementer, verdensmål og delmål af hver slags er punkter i netværket. `unlinked`: "
                "så mange af dem har ingen forbindelse til noget andet, hverken op eller ned.",
                "`nodes`: how many elements, SDG goals and targets of each kind are nodes of the network. `unlinked`: "
                "how many of them have no link to anything, neither up nor down.",
            )
        ),
        (Column("kind"), Column("nodes", "how many"), Column("unlinked", "without any edge")),
        (*rows, total),
    )


def _relations(found: Overview) -> Part:
    rows = [(Iri(key[0]), BASIS_LABELS[key[1]], edges(hops)) for key, hops in found.relations.items()]
    everything = [hop for hops in found.relations.values() for hop in hops]
    return Part(
        "relations",
        Text("Kanter", "Edges"),
        named(
            Text(
                "`edges`: så mange skridt opad er af denne slags (fra del til helhed, fra påstand til det, den "
                "gælder) på dette grundlag. Afviste sidestillinger er ikke kanter.",
                "`edges`: how many steps upwards are of this sort (from part to whole, from claim to claimed) on this "
                "basis. Denied alignments are no edges.",
            )
        ),
        (Column("relation"), Column("basis"), Column("edges", "how many")),
        (*rows, (Text("i alt", "total"), None, edges(everything))),
    )


def _components(found: Overview) -> Part:
    rows = [
        (Literal(str(number)), count(nodes), Iri(nodes[0])) for number, nodes in enumerate(found.components, start=1)
    ]
    return Part(
        "components",
        Text("Hvad der hænger sammen", "What hangs together"),
        named(
            Text(
                "`nodes`: så mange punkter hænger sammen, når man må gå begge veje ad kanterne; mellem to stykker er "
                "der ingen vej. `first`: det første af dem i læserækkefølge. Punkter helt alene er talt ovenfor.",
                "`nodes`: how many nodes hang together when edges may be walked both ways; between two pieces there "
                "is no way. `first`: the first of them in reading order. Nodes all alone are counted above.",
            )
        ),
        (Column("component"), Column("nodes", "how many"), Column("first")),
        tuple(rows),
    )


# Centrality.

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
