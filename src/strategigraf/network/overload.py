"""Overloaded goals: goals that carry far more than the others of their strategy."""

from collections.abc import Callable
from statistics import quantiles
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import SG, Iri, Labels, Literal, Text, message, short
from strategigraf.core.report import Col, Figure, Part, Report, count, part, score
from strategigraf.core.thread import CONTRIBUTES_TO, SCHEDULES, EdgeTable, ancestors
from strategigraf.network.api import answered, narrowed_network
from strategigraf.store.names import Names
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.network.graph import Network

MEASURES = ("initiatives", "claims", "timeline", "comments")
FEWEST = 4  # goals, below which there is no meaningful spread
_MEASURE_OF_PREDICATE = {
    CONTRIBUTES_TO: "claims",
    SCHEDULES: "timeline",
    SG + "concerns": "comments",
    SG + "supports": "initiatives",
}
_NAMES = Labels("network.measure", MEASURES)


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

    def over(self) -> dict[str, tuple[str, ...]]:
        """Each goal, with the measures by which it is above the bound of its strategy."""
        bounds = {(spread.strategy, spread.measure): spread.bound for spread in self.spreads}
        return {
            load.goal: tuple(
                measure
                for measure in MEASURES
                if (bound := bounds[load.strategy, measure]) is not None and len(load.carried[measure]) > bound
            )
            for load in self.loads
        }


def overload(network: "Network") -> Overload:
    """The load of each goal of *network*.

    A goal is overloaded by a measure when it has more than the upper quartile and one and a half times the distance
    between the quartiles (Tukey 1977; quartiles by linear interpolation, ends included), that distance being taken as
    one at least, since these are counts. Fewer than four goals have no bound.
    """
    table = EdgeTable(network.edges)
    goals = {node: strategy for node, (kind, strategy) in network.nodes.items() if kind == "goal"}
    carried: dict[str, dict[str, dict[str, None]]] = {goal: {name: {} for name in MEASURES} for goal in goals}
    for node, (kind, _) in network.nodes.items():
        if kind == "initiative":
            for goal in _goals_of(node, table, goals):
                carried[goal]["initiatives"][node] = None
    for edge in network.edges:
        measure = _MEASURE_OF_PREDICATE.get(edge.predicate)
        if measure and (measure != "initiatives" or network.kind(edge.subject) == "initiative"):
            element, thing = (edge.subject, edge.link) if measure == "claims" else (edge.object, edge.subject)
            for goal in _goals_of(element, table, goals):
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


def overload_report(result: Overload) -> Report:
    """*result* as a report: loads, spreads."""
    return Report("network-overloaded", message("network.overloaded.title"), (_loads(result), _spread_part(result)))


def _goals_of(node: str, table: EdgeTable, goals: dict[str, str]) -> list[str]:
    """The goals that *node* is, or is part of."""
    return [thing for thing in (node, *ancestors(node, table)) if thing in goals]


def _spreads(loads: tuple[Load, ...]) -> list[Spread]:
    spreads = []
    by_strategy: dict[str, list[Load]] = {}
    for load in loads:
        by_strategy.setdefault(load.strategy, []).append(load)
    for strategy, of_strategy in by_strategy.items():
        goals = tuple(load.goal for load in of_strategy)
        for measure in MEASURES:
            counts = sorted(len(load.carried[measure]) for load in of_strategy)
            quartiles = quantiles(counts, n=4, method="inclusive") if len(counts) > 1 else counts * 3
            spreads.append(Spread(strategy, measure, goals, (counts[0], *quartiles, counts[-1]), bound_of(counts)))
    return spreads


def _loads(result: Overload) -> Part:
    exceeded = result.over()

    def verdict(load: Load) -> Text | None:
        names = [_NAMES[name] for name in exceeded[load.goal]]
        return Text(*map(", ".join, zip(*names, strict=True))) if names else None

    columns: tuple[Col[Load], ...] = (
        Col("goal", lambda load: Iri(load.goal)),
        *(Col(name, _carried(name)) for name in MEASURES),
        Col("overloaded", verdict),
    )
    return part("network.overloaded.loads", columns, result.loads, gaps=sum(map(bool, exceeded.values())))


def _carried(measure: str) -> Callable[[Load], Figure]:
    return lambda load: count(load.carried[measure])


def _spread_part(result: Overload) -> Part:
    exceeded = result.over()

    def over(spread: Spread) -> Figure:
        return count([goal for goal in spread.goals if spread.measure in exceeded[goal]])

    columns: tuple[Col[Spread], ...] = (
        Col("strategy", lambda spread: Literal(short(spread.strategy))),
        Col("measure", lambda spread: _NAMES[spread.measure]),
        Col("goals", lambda spread: count(spread.goals)),
        Col("least", lambda spread: _plain(spread.five[0], spread.goals)),
        Col("lower", lambda spread: _plain(spread.five[1], spread.goals)),
        Col("median", lambda spread: _plain(spread.five[2], spread.goals)),
        Col("upper", lambda spread: _plain(spread.five[3], spread.goals)),
        Col("most", lambda spread: _plain(spread.five[4], spread.goals)),
        Col("bound", lambda spread: Figure(None) if spread.bound is None else _plain(spread.bound, spread.goals)),
        Col("over", over),
    )
    return part("network.overloaded.spread", columns, result.spreads)


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
