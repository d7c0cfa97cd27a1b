"""What could fall: the largest set of initiatives without which no sub-target loses its last mark."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from strategigraf.answers.heading import named
from strategigraf.answers.kind import Kind
from strategigraf.answers.matrix import matrix
from strategigraf.answers.network_nodes import strategies_in
from strategigraf.answers.set_cover import cover, sole_holders
from strategigraf.use.store import Store
from strategigraf.values.figure import count
from strategigraf.values.hop import BASIS_LABELS, Mark
from strategigraf.values.namespaces import SDGO, SG, short
from strategigraf.values.report import Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

INITIATIVE = Kind("initiative", SG + "Initiative", Text("indsats", "initiative"), 0)
SDG_TARGET = Kind("sdg-target", SDGO + "Target", Text("delmål", "SDG target"), 0)
OWN = ("stated", "named", "interpreted")
_STRATEGY_OF = """
PREFIX sg: <{0}>
SELECT ?thing ?strategy WHERE {{ ?thing a sg:Initiative ; sg:inStrategy ?strategy }} ORDER BY ?thing ?strategy"""


class Expendable(NamedTuple):
    """For one *strategy* and the marks on *bases* (all where empty): its initiatives in reading order, the sub-targets
    they mark, the fewest initiatives that keep a mark at each of these (`kept`), how few could do at the least
    (`bound`: as many as kept where that is proven), those of them that alone mark a sub-target (`sole`), and the marks
    that each of the kept has."""

    strategy: str
    bases: tuple[str, ...]
    initiatives: tuple[str, ...]
    targets: tuple[str, ...]
    kept: tuple[str, ...]
    bound: int
    sole: tuple[str, ...]
    marks: dict[str, tuple[Mark, ...]]

    @property
    def fallen(self) -> tuple[str, ...]:
        """The initiatives that could fall together."""
        return tuple(row for row in self.initiatives if row not in self.kept)

    @property
    def without_mark(self) -> tuple[str, ...]:
        """The initiatives without any mark that counts."""
        return tuple(row for row in self.initiatives if row not in self.marks)


def expendable(store: Store, strategies: Sequence[str] = (), bases: Collection[str] = ()) -> list[Expendable]:
    """For each of the *strategies* (IRIs; all without any), by IRI, what could fall, marks counted on *bases* only (all
    without any) and as `matrix initiative sdg-target` counts them."""
    found = matrix(store, INITIATIVE, SDG_TARGET, strategies, bases)
    owner: dict[str, str] = {}
    for thing, strategy in store.rows(_STRATEGY_OF.format(SG)):
        if not strategies or strategy in strategies:
            owner.setdefault(thing, strategy)
    answers = []
    rows_of: dict[str, list[str]] = {strategy: [] for strategy in strategies_in(store, strategies)}
    for row in found.rows:
        rows_of.setdefault(owner[row], []).append(row)
    for strategy, rows in rows_of.items():
        marks: dict[str, list[Mark]] = {}
        for row in rows:
            for column in found.columns:
                if cell := found.cells.get((row, column)):
                    marks.setdefault(row, []).extend(cell)
        held = {row: {mark.column for mark in of_row} for row, of_row in marks.items()}
        best = cover(held)
        targets = tuple(column for column in found.columns if any(column in of_row for of_row in held.values()))
        answers.append(
            Expendable(
                strategy,
                tuple(bases),
                tuple(rows),
                targets,
                best.chosen,
                best.bound,
                sole_holders(held),
                {row: tuple(of_row) for row, of_row in marks.items()},
            )
        )
    return answers


def expendable_report(answers: Sequence[Expendable]) -> Report:
    """*answers* as a report: how many could fall, which would stay, which could fall."""
    return Report(
        "network-expendable",
        Text(
            "Hvad der kunne falde, uden at et delmål mister sit sidste mærke",
            "What could fall without a sub-target losing its last mark",
        ),
        (_summary(answers), _kept(answers), _fallen(answers)),
    )


def _summary(answers: Sequence[Expendable]) -> Part:
    rows = [
        (
            Literal(short(one.strategy)),
            _bases(one),
            count(one.initiatives),
            count(one.targets),
            count(one.kept),
            count(one.sole),
            count(one.fallen),
            count(one.without_mark),
            Text("ja", "yes")
            if one.bound == len(one.kept)
            else Text(f"nej, mindst {one.bound} må blive", f"no, at least {one.bound} must stay"),
        )
        for one in answers
    ]
    return Part(
        "summary",
        Text("Hvor mange kunne falde", "How many could fall"),
        named(
            Text(
                "Tallet taler kun om mærker og er intet råd: en indsats kan være den vigtigste uden at pege på et "
                "delmål. `targets`: delmål, som indsatserne har mærker ved. `kept`: så få indsatser kan holde et mærke "
                "ved hvert af dem (et mindste overdække). `sole`: indsatser, der alene har mærket ved et delmål og "
                "derfor altid må blive. `fall`: alle andre kunne falde på én gang. `no_mark`: så mange af dem har slet "
                "intet mærke. `proven`: om det er bevist, at ingen færre kan bære. Med nedarvede mærker er det nok med "
                "én indsats under hvert spor.",
                "The figure speaks of marks only and is no advice: an initiative may be the most important one "
                "without pointing at a sub-target. `targets`: sub-targets that the initiatives have marks at. "
                "`kept`: how few initiatives can hold a mark at each of them (a minimum cover). `sole`: initiatives "
                "that alone have the mark at some sub-target and so must always stay. `fall`: all the others could "
                "fall at once. `no_mark`: how many of these have no mark at all. `proven`: whether it is proven that "
                "no fewer can carry. With inherited marks one initiative below each track is enough.",
            )
        ),
        (
            Column("strategy"),
            Column("marks", "which bases count"),
            Column("initiatives"),
            Column("targets"),
            Column("kept", "fewest that keep a mark at each target"),
            Column("sole", "alone at a target"),
            Column("fall", "could fall together"),
            Column("no_mark", "of these without any mark"),
            Column("proven"),
        ),
        tuple(rows),
    )


def _kept(answers: Sequence[Expendable]) -> Part:
    rows = [
        (
            _bases(one),
            Iri(row),
            count(dict.fromkeys(mark.column for mark in one.marks[row])),
            count(dict.fromkeys(mark.claim.link or mark.claim.subject for mark in one.marks[row])),
            Text("ja", "yes") if row in one.sole else Text("nej", "no"),
        )
        for one in answers
        for row in one.kept
    ]
    return Part(
        "kept",
        Text("Et mindste sæt, der bliver", "A smallest set that stays"),
        named(
            Text(
                "Andre sæt kan være lige så små; dette er altid det samme. `targets`: delmål, som indsatsen har "
                "mærke ved. `links`: de forbindelser, mærkerne hviler på. `sole`: ja, hvis den er alene om et delmål.",
                "Other sets may be as small; this one is always the same. `targets`: sub-targets that the initiative "
                "has a mark at. `links`: the links that the marks rest on. `sole`: yes where it is alone at some "
                "sub-target.",
            )
        ),
        (Column("marks"), Column("initiative"), Column("targets"), Column("links"), Column("sole")),
        tuple(rows),
    )


def _fallen(answers: Sequence[Expendable]) -> Part:
    rows = [
        (
            _bases(one),
            Iri(row),
            count(dict.fromkeys(mark.column for mark in one.marks.get(row, ()))),
        )
        for one in answers
        for row in one.fallen
        if row in one.marks
    ]
    return Part(
        "fall",
        Text("De andre med mærker", "The others with marks"),
        named(
            Text(
                "`targets`: delmål, som indsatsen har mærke ved, og som de blivende også holder. Indsatser uden "
                "mærke er talt ovenfor.",
                "`targets`: sub-targets that the initiative has a mark at, and that those that stay hold as well. "
                "Initiatives without a mark are counted above.",
            )
        ),
        (Column("marks"), Column("initiative"), Column("targets")),
        tuple(rows),
    )


def _bases(one: Expendable) -> Text:
    if not one.bases:
        return Text("alle", "all")
    return Text(
        *(", ".join(BASIS_LABELS[basis].in_language(language) for basis in one.bases) for language in ("da", "en"))
    )
