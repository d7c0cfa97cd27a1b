"""Overloaded goals: goals that carry far more than the others of their strategy."""

from collections import defaultdict
from statistics import quantiles
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import SG, Iri, Literal, Text, short
from strategigraf.core.report import Cell, Column, Figure, Part, Report, count, named, score
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES
from strategigraf.network.api import answered, narrowed_network
from strategigraf.network.graph import hops_of
from strategigraf.store.names import Names
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.network.graph import Network

MEASURES = ("initiatives", "claims", "timeline", "comments")
FEWEST = 4  # goals, below which there is no spread to speak of
_OF_HOP = {
    CONTRIBUTES_TO: "claims",
    SCHEDULES: "timeline",
    SG + "concerns": "comments",
    SG + "supports": "initiatives",
}
_NAMES = {
    "initiatives": Text("indsatser", "initiatives"),
    "claims": Text("påstande om verdensmål", "SDG claims"),
    "timeline": Text("tidsplansposter", "time line entries"),
    "comments": Text("høringsbemærkninger", "hearing comments"),
}


class Load(NamedTuple):
    """What a goal carries, itself and through what is part of it, by measure: initiatives, also those whose own text
    points at it (elements), claims on SDG goals or targets (links), time line entries and hearing comments (elements).
    """

    strategy: str
    goal: str
    carried: dict[str, tuple[str, ...]]


class Spread(NamedTuple):
    """How much the goals of a strategy carry by one measure: the five numbers from least to most, and the bound above
    which a goal is overloaded (None where the goals are too few)."""

    strategy: str
    measure: str
    goals: tuple[str, ...]
    five: tuple[float, ...]
    bound: float | None


class Overload(NamedTuple):
    """The load of every goal, in reading order, and the spread of each measure, by strategy."""

    loads: tuple[Load, ...]
    spreads: tuple[Spread, ...]

    def over(self, load: Load) -> tuple[str, ...]:
        """The measures by which *load* is above the bound of its strategy."""
        bounds = {spread.measure: spread.bound for spread in self.spreads if spread.strategy == load.strategy}
        return tuple(
            measure
            for measure in MEASURES
            if (bound := bounds[measure]) is not None and len(load.carried[measure]) > bound
        )


def overload(graph: "Network") -> Overload:
    """The load of each goal of the network *graph*.

    A goal is overloaded by a measure when it has more than the upper quartile and one and a half times the distance
    between the quartiles (Tukey 1977; quartiles by linear interpolation, ends included), that distance being taken as
    one at least, since these are counts. Fewer than four goals have no bound.
    """
    above: dict[str, list[str]] = defaultdict(list)
    for hop in hops_of(graph):
        if hop.predicate == PART_OF:
            above[hop.subject].append(hop.object)
    nodes = dict(graph.nodes(data=True))
    goals = {node: said["strategy"] for node, said in nodes.items() if said["kind"] == "goal"}
    carried: dict[str, dict[str, dict[str, None]]] = {goal: {name: {} for name in MEASURES} for goal in goals}
    for node, said in nodes.items():
        if said["kind"] == "initiative":
            for goal in _goals_of(node, above, goals):
                carried[goal]["initiatives"][node] = None
    for hop in hops_of(graph):
        measure = _OF_HOP.get(hop.predicate)
        if measure and (measure != "initiatives" or nodes[hop.subject]["kind"] == "initiative"):
            bears, thing = (hop.subject, hop.link) if measure == "claims" else (hop.object, hop.subject)
            for goal in _goals_of(bears, above, goals):
                carried[goal][measure][thing] = None
    loads = tuple(
        Load(strategy, goal, {name: tuple(carried[goal][name]) for name in MEASURES})
        for goal, strategy in goals.items()
    )
    return Overload(loads, tuple(_spreads(loads)))


def bound_of(counts: list[int]) -> float | None:
    """The number above which one of *counts* stands out; None where there are too few."""
    if len(counts) < FEWEST:
        return None
    low, _, high = quantiles(counts, n=4, method="inclusive")
    return high + 1.5 * max(high - low, 1)


def overload_report(found: Overload) -> Report:
    """*found* as a report: loads, spreads."""
    return Report(
        "network-overloaded",
        Text("Hvad målene bærer", "What the goals carry"),
        (_loads(found), _spread_part(found)),
    )


def _goals_of(node: str, above: dict[str, list[str]], goals: dict[str, str]) -> list[str]:
    """The goals that *node* is, or is part of."""
    found: list[str] = []
    waiting, seen = [node], {node}
    while waiting:
        here = waiting.pop(0)
        if here in goals:
            found.append(here)
        further = [end for end in above[here] if end not in seen]
        seen.update(further)
        waiting += further
    return found


def _spreads(loads: tuple[Load, ...]) -> list[Spread]:
    spreads = []
    for strategy in dict.fromkeys(load.strategy for load in loads):
        of_strategy = [load for load in loads if load.strategy == strategy]
        goals = tuple(load.goal for load in of_strategy)
        for measure in MEASURES:
            counts = sorted(len(load.carried[measure]) for load in of_strategy)
            middle = quantiles(counts, n=4, method="inclusive") if len(counts) > 1 else counts * 3
            spreads.append(Spread(strategy, measure, goals, (counts[0], *middle, counts[-1]), bound_of(counts)))
    return spreads


def _loads(found: Overload) -> Part:
    rows: list[tuple[Cell, ...]] = []
    gaps = 0
    for load in found.loads:
        over = found.over(load)
        gaps += bool(over)
        verdict = Text(*(", ".join(_NAMES[name].in_language(language) for name in over) for language in ("da", "en")))
        rows.append((Iri(load.goal), *(count(load.carried[name]) for name in MEASURES), verdict if over else None))
    return Part(
        "loads",
        Text("Hvad hvert mål bærer", "What each goal carries"),
        named(
            Text(
                "Talt ved målet selv og alt, der er del af det. `initiatives`: indsatser, også dem, hvis egen tekst "
                "peger på målet. `claims`: påstande om verdensmål og delmål (uden nedarvede). `timeline`: "
                "tidsplansposter. `comments`: høringsbemærkninger. `overloaded`: det, målet har usædvanligt meget af "
                "efter grænsen nedenfor. Meget er ikke for meget: et tungt mål kan være planens kerne.",
                "Counted at the goal itself and all that is part of it. `initiatives`: initiatives, those whose own "
                "text points at the goal too. `claims`: claims on SDG goals and targets (without inherited ones). "
                "`timeline`: time line entries. `comments`: hearing comments. `overloaded`: what the goal has "
                "unusually much of by the bound below. Much is not too much: a heavy goal may be the core of the "
                "plan.",
            )
        ),
        (Column("goal"), *(Column(name) for name in MEASURES), Column("overloaded")),
        tuple(rows),
        gaps=gaps,
    )


def _spread_part(found: Overload) -> Part:
    rows: list[tuple[Cell, ...]] = []
    for spread in found.spreads:
        of = {load.goal: load.carried[spread.measure] for load in found.loads if load.strategy == spread.strategy}
        over = [goal for goal in spread.goals if spread.bound is not None and len(of[goal]) > spread.bound]
        bound = Figure(None) if spread.bound is None else _plain(spread.bound, spread.goals)
        rows.append(
            (
                Literal(short(spread.strategy)),
                _NAMES[spread.measure],
                count(spread.goals),
                *(_plain(number, spread.goals) for number in spread.five),
                bound,
                count(over),
            )
        )
    return Part(
        "spread",
        Text("Fordelingen og grænsen", "The spread and the bound"),
        named(
            Text(
                "`least` til `most`: det mindste, nedre kvartil, median, øvre kvartil og det største tal blandt "
                "strategiens mål. `bound`: øvre kvartil plus halvanden gange kvartilafstanden (mindst 1), Tukeys "
                "regel; n/a med færre end fire mål. `over`: mål over grænsen. Med så få mål er det et vink og ingen "
                "statistisk prøve.",
                "`least` to `most`: the smallest number, lower quartile, median, upper quartile and the largest number "
                "among the goals of the strategy. `bound`: the upper quartile plus one and a half times the distance "
                "between quartiles (1 at least), Tukey's rule; n/a with fewer than four goals. `over`: goals above it. "
                "With so few goals this is a hint and no statistical test.",
            )
        ),
        (
            Column("strategy"),
            Column("measure"),
            Column("goals"),
            Column("least"),
            Column("lower"),
            Column("median"),
            Column("upper"),
            Column("most"),
            Column("bound"),
            Column("over"),
        ),
        tuple(rows),
    )


def _plain(number: float, things: tuple[str, ...]) -> Figure:
    """*number* without decimals where it is whole."""
    return score(number, things, 0 if number == int(number) else 2)


# In Python.


def overloaded(graph: Graph, strategies: Names = ()) -> ReportAnswer[None]:
    """Goals that carry far more than the others of their strategy.

    >>> sg.overloaded(sg.open()).report.name
    'network-overloaded'
    """

    def question(store: Store) -> Report:
        return overload_report(overload(narrowed_network(store, strategies)))

    return answered(graph, question)
