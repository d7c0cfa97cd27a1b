"""What a network hangs on, and what hangs too much: carriers, without which something falls, and overloaded goals.

A sub-target loses its last mark when its only initiative falls, or something that every thread up to it passes. A cut
point is an element, a bridge a step, without which the strategy falls into more pieces. An overloaded goal carries far
more than the others of its strategy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import quantiles
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import SDG, SG, Iri, Labels, Literal, Text, message, natural, short
from strategigraf.core.report import Col, Figure, Part, Report, count, part, score
from strategigraf.core.thread import CONTRIBUTES_TO, SCHEDULES, Edge, EdgeTable, ancestors
from strategigraf.matrix.matrix import matrix
from strategigraf.network.api import answered, at_least_one, narrowed_network
from strategigraf.network.graph import (
    Pieces,
    bearer,
    network,
    passed_by_all,
    undirected,
)
from strategigraf.network.redundancy import INITIATIVE, SDG_TARGET
from strategigraf.store.lookup import inheritance
from strategigraf.store.names import Names, strategies_named
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


# Carriers.


class Carried(NamedTuple):
    """An SDG target that *strategy* names: the initiatives with a mark at it, those that claim it themselves, all links
    of the strategy to it, and the elements that every thread from an initiative up to it passes."""

    strategy: str
    target: str
    initiatives: tuple[str, ...]
    own: tuple[str, ...]
    links: tuple[str, ...]
    through: tuple[str, ...]


class Cut(NamedTuple):
    """What falls off *strategy* without an element (or a step, then `step` says which): the elements in the smaller
    pieces, and the SDG goals and targets that the largest piece no longer touches."""

    strategy: str
    element: str
    step: Edge | None
    elements: tuple[str, ...]
    targets: tuple[str, ...]


class Carriers(NamedTuple):
    """The targets by strategy and number; cut points and bridges, those that cut most off first."""

    targets: tuple[Carried, ...]
    cut_points: tuple[Cut, ...]
    bridges: tuple[Cut, ...]


def critical(store: Store, strategies: Sequence[str] = ()) -> Carriers:
    """What the sub-targets and pieces of each of the *strategies* (IRIs; all without any) hang on.

    Marks are counted as `matrix initiative sdg-target` counts them. Pieces are determined within each strategy: all its
    edges without direction, but not the step from an SDG target to its goal, which is the register's and carries
    nothing.
    """
    whole = network(store, strategies)
    followed_predicates = {CONTRIBUTES_TO, *inheritance(store).below.get(CONTRIBUTES_TO, ())}
    marks = matrix(store, INITIATIVE, SDG_TARGET, strategies)
    nodes_of: dict[str, list[str]] = defaultdict(list)
    rows_of: dict[str, list[str]] = defaultdict(list)
    for node, (_, owner) in whole.nodes.items():
        nodes_of[owner].append(node)
    for row in marks.rows:
        rows_of[whole.strategy(row)].append(row)
    targets: list[Carried] = []
    cut_point_list: list[Cut] = []
    bridge_list: list[Cut] = []
    for strategy, edges in whole.edges_by_strategy().items():
        rows = rows_of[strategy]
        parents: dict[str, list[str]] = defaultdict(list)
        for edge in edges:
            if edge.predicate in followed_predicates:
                parents[edge.subject].append(edge.object)
        links: dict[str, list[str]] = defaultdict(list)
        for edge in edges:
            if edge.predicate == CONTRIBUTES_TO and whole.kind(edge.object) == "sdg-target":
                links[edge.object].append(edge.link)
        for target in sorted(links, key=natural):
            bases_by_row = {row: [mark.basis for mark in marks.cells.get((row, target), ())] for row in rows}
            targets.append(
                Carried(
                    strategy,
                    target,
                    tuple(row for row in rows if bases_by_row[row]),
                    tuple(row for row in rows if set(bases_by_row[row]) - {"inherited"}),
                    tuple(links[target]),
                    tuple(passed_by_all(parents, rows, target)),
                )
            )
        pieces = Pieces(undirected(edges, nodes_of[strategy]))
        cut_point_list += _points(strategy, pieces)
        bridge_list += _steps(strategy, pieces, edges)
    return Carriers(tuple(targets), _most_first(cut_point_list), _most_first(bridge_list))


def carriers_report(result: Carriers, most: int) -> Report:
    """*result* as a report: targets, cut points and bridges, of these two *most* at the most."""
    parts = (_targets(result), _cut_points(result, most), _bridges(result, most))
    return Report("network-carriers", message("network.carriers.title"), parts)


def _points(strategy: str, pieces: Pieces) -> list[Cut]:
    return [
        _cut(strategy, point, None, pieces.without(point)) for point in pieces.cut_points() if not point.startswith(SDG)
    ]


def _steps(strategy: str, pieces: Pieces, edges: Iterable[Edge]) -> list[Cut]:
    edges_between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in edges:
        edges_between[frozenset((edge.subject, edge.object))].append(edge)
    cuts = []
    for arc in pieces.bridges():
        (*parallel, step) = edges_between[frozenset(arc)]
        if not parallel:  # two links between the same two: one may fall
            cuts.append(_cut(strategy, step.subject, step, pieces.without_edge(*arc)))
    return [cut for cut in cuts if cut.targets or len(cut.elements) > 1]


def _cut(strategy: str, element: str, step: Edge | None, nodes: list[str]) -> Cut:
    targets = tuple(node for node in nodes if node.startswith(SDG))
    return Cut(strategy, element, step, tuple(node for node in nodes if not node.startswith(SDG)), targets)


def _most_first(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    return tuple(sorted(cuts, key=lambda cut: (-len(cut.targets), -len(cut.elements), natural(cut.element), cut.step)))


def _targets(result: Carriers) -> Part:
    columns: tuple[Col[Carried], ...] = (
        Col("strategy", lambda carried: Literal(short(carried.strategy))),
        Col("target", lambda carried: Iri(carried.target)),
        Col("initiatives", lambda carried: count(carried.initiatives)),
        Col("own", lambda carried: count(carried.own)),
        Col("links", lambda carried: count(carried.links)),
        Col("through", lambda carried: count(carried.through)),
        Col("carrier", lambda carried: Iri(carried.through[0]) if carried.through else None),
        Col("sole_own", lambda carried: Iri(carried.own[0]) if len(carried.own) == 1 else None),
    )
    gaps = sum(bool(carried.through) or len(carried.own) == 1 for carried in result.targets)
    return part("network.carriers.targets", columns, result.targets, gaps)


def _cut_points(result: Carriers, most: int) -> Part:
    shown = result.cut_points[:most]
    columns: tuple[Col[Cut], ...] = (
        Col("element", lambda cut: Iri(cut.element)),
        Col("targets", lambda cut: count(cut.targets)),
        Col("elements", lambda cut: count(cut.elements)),
    )
    gaps = sum(bool(cut.targets) for cut in shown)
    return part("network.carriers.cut-points", columns, shown, gaps, shown=len(shown), all=len(result.cut_points))


def _bridges(result: Carriers, most: int) -> Part:
    shown = result.bridges[:most]
    columns: tuple[Col[tuple[Edge, Cut]], ...] = (
        Col("from", lambda bridge: Iri(bridge[0].subject)),
        Col("relation", lambda bridge: Iri(bridge[0].predicate)),
        Col("to", lambda bridge: Iri(bridge[0].object)),
        Col("links", lambda bridge: count([bearer(bridge[0])])),
        Col("targets", lambda bridge: count(bridge[1].targets)),
        Col("elements", lambda bridge: count(bridge[1].elements)),
    )
    gaps = sum(bool(cut.targets) for cut in shown)
    bridges = [(cut.step, cut) for cut in shown if cut.step]
    return part("network.carriers.bridges", columns, bridges, gaps, shown=len(shown), all=len(result.bridges))


# Overloaded goals.


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


def carriers(graph: Graph, strategies: Names = (), most: int = 20) -> ReportAnswer[None]:
    """What a sub-target, or a piece of a strategy, hangs on alone, at most *most* rows a part.

    >>> sg.carriers(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-carriers'
    """

    def question(store: Store) -> Report:
        return carriers_report(critical(store, strategies_named(store, strategies)), at_least_one(most))

    return answered(graph, question)


def overloaded(graph: Graph, strategies: Names = ()) -> ReportAnswer[None]:
    """Goals that carry far more than the others of their strategy.

    >>> sg.overloaded(sg.open()).report.name
    'network-overloaded'
    """

    def question(store: Store) -> Report:
        return overload_report(overload(narrowed_network(store, strategies)))

    return answered(graph, question)
