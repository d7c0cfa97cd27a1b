"""Carriers: what a sub-target, or a whole piece of a strategy, depends on alone.

A sub-target loses its last mark when its only initiative falls, or something that every thread up to it passes. A cut
point is an element, a bridge a step, without which the strategy falls into more pieces.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import SDG, Iri, Literal, message, natural, short
from strategigraf.core.report import Col, Part, Report, count, part
from strategigraf.core.thread import CONTRIBUTES_TO, Edge
from strategigraf.matrix.matrix import matrix
from strategigraf.network.api import answered, at_least_one
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


# In Python.


def carriers(graph: Graph, strategies: Names = (), most: int = 20) -> ReportAnswer[None]:
    """What a sub-target, or a piece of a strategy, hangs on alone, at most *most* rows a part.

    >>> sg.carriers(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-carriers'
    """

    def question(store: Store) -> Report:
        return carriers_report(critical(store, strategies_named(store, strategies)), at_least_one(most))

    return answered(graph, question)
