"""The network at a glance: its nodes by kind, its edges by relation and basis, and what hangs together."""

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.answers.heading import named
from strategigraf.answers.network import bearer, components, hops_of, undirected
from strategigraf.values.figure import Figure, count
from strategigraf.values.hop import BASES, BASIS_LABELS, Hop
from strategigraf.values.report import Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.answers.network import Network


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
