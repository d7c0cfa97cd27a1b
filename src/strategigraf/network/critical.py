"""Carriers: what a sub-target, or a whole piece of a strategy, hangs on alone.

A sub-target loses its last mark when its only initiative falls, or something that every thread up to it passes. A cut
point is an element, a bridge a step, without which the strategy falls into more pieces.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import SDG, Iri, Literal, natural, short
from strategigraf.core.report import Col, Part, Report, count, message, part
from strategigraf.core.thread import CONTRIBUTES_TO, Edge
from strategigraf.matrix.matrix import matrix
from strategigraf.network.api import answered, at_least_one
from strategigraf.network.graph import (
    bearer,
    bridges,
    components,
    cut_points,
    edges_by_strategy,
    network,
    passed_by_all,
    undirected,
)
from strategigraf.network.redundancy import INITIATIVE, SDG_TARGET
from strategigraf.store.lookup import inheritance
from strategigraf.store.names import Names, strategies_named
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.network.graph import Undirected


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
    """What falls off *strategy* without an element (or a step, then `step` tells which): the elements in the smaller
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

    Marks are counted as `matrix initiative sdg-target` counts them. Pieces are told within each strategy: all its edges
    without direction, but not the step from an SDG target to its goal, which is the register's and carries nothing.
    """
    graph = network(store, strategies)
    followed = {CONTRIBUTES_TO, *inheritance(store).below.get(CONTRIBUTES_TO, ())}
    owner = dict(graph.nodes(data="strategy"))
    marks = matrix(store, INITIATIVE, SDG_TARGET, strategies)
    nodes_of: dict[str, list[str]] = defaultdict(list)
    rows_of: dict[str, list[str]] = defaultdict(list)
    for node in graph:
        nodes_of[owner[node]].append(node)
    for row in marks.rows:
        rows_of[owner[row]].append(row)
    targets: list[Carried] = []
    points: list[Cut] = []
    steps: list[Cut] = []
    for strategy, edges in edges_by_strategy(graph).items():
        rows = rows_of[strategy]
        up: dict[str, list[str]] = defaultdict(list)
        for edge in edges:
            if edge.predicate in followed:
                up[edge.subject].append(edge.object)
        links: dict[str, list[str]] = defaultdict(list)
        for edge in edges:
            if edge.predicate == CONTRIBUTES_TO and graph.nodes[edge.object]["kind"] == "sdg-target":
                links[edge.object].append(edge.link)
        for target in sorted(links, key=natural):
            marked = {row: [m.basis for m in marks.cells.get((row, target), ())] for row in rows}
            targets.append(
                Carried(
                    strategy,
                    target,
                    tuple(row for row in rows if marked[row]),
                    tuple(row for row in rows if set(marked[row]) - {"inherited"}),
                    tuple(links[target]),
                    tuple(passed_by_all(up, rows, target)),
                )
            )
        plain = undirected(edges, nodes_of[strategy])
        points += _points(strategy, plain)
        steps += _steps(strategy, plain, edges)
    return Carriers(tuple(targets), _most_first(points), _most_first(steps))


def carriers_report(found: Carriers, most: int) -> Report:
    """*found* as a report: targets, cut points and bridges, of these two *most* at the most."""
    parts = (_targets(found), _cut_points(found, most), _bridges(found, most))
    return Report("network-carriers", message("network.carriers.title"), parts)


def fallen(plain: "Undirected", element: str = "", arc: tuple[str, str] | None = None) -> list[str]:
    """The nodes of *plain* that are cut off from what they hung together with when *element* falls, or the *arc*:
    those of all pieces but the largest (of equal ones the earliest), in the order of *plain*."""
    start = arc[0] if arc else element
    seen = {start}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        waiting += (after := [node for node in plain[here] if node not in seen])
        seen.update(after)
    rest = plain.subgraph(seen - {element}).copy()
    if arc:
        rest.remove_edge(*arc)
    place = {node: number for number, node in enumerate(plain)}
    pieces = sorted(components(rest), key=lambda piece: (-len(piece), min(map(place.__getitem__, piece))))
    return sorted((node for piece in pieces[1:] for node in piece), key=place.__getitem__)


def _points(strategy: str, plain: "Undirected") -> list[Cut]:
    return [
        _cut(strategy, point, None, fallen(plain, point)) for point in cut_points(plain) if not point.startswith(SDG)
    ]


def _steps(strategy: str, plain: "Undirected", edges: Iterable[Edge]) -> list[Cut]:
    between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in edges:
        between[frozenset((edge.subject, edge.object))].append(edge)
    found = []
    for arc in bridges(plain):
        (*several, step) = between[frozenset(arc)]
        if not several:  # two links between the same two: one may fall
            found.append(_cut(strategy, step.subject, step, fallen(plain, arc=arc)))
    return [cut for cut in found if cut.targets or len(cut.elements) > 1]


def _cut(strategy: str, element: str, step: Edge | None, nodes: list[str]) -> Cut:
    targets = tuple(node for node in nodes if node.startswith(SDG))
    return Cut(strategy, element, step, tuple(node for node in nodes if not node.startswith(SDG)), targets)


def _most_first(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    return tuple(sorted(cuts, key=lambda cut: (-len(cut.targets), -len(cut.elements), natural(cut.element), cut.step)))


def _targets(found: Carriers) -> Part:
    columns: tuple[Col[Carried], ...] = (
        Col("strategy", lambda one: Literal(short(one.strategy))),
        Col("target", lambda one: Iri(one.target)),
        Col("initiatives", lambda one: count(one.initiatives)),
        Col("own", lambda one: count(one.own)),
        Col("links", lambda one: count(one.links)),
        Col("through", lambda one: count(one.through)),
        Col("carrier", lambda one: Iri(one.through[0]) if one.through else None),
        Col("sole_own", lambda one: Iri(one.own[0]) if len(one.own) == 1 else None),
    )
    gaps = sum(bool(one.through) or len(one.own) == 1 for one in found.targets)
    return part("network.carriers.targets", columns, found.targets, gaps)


def _cut_points(found: Carriers, most: int) -> Part:
    shown = found.cut_points[:most]
    columns: tuple[Col[Cut], ...] = (
        Col("element", lambda cut: Iri(cut.element)),
        Col("targets", lambda cut: count(cut.targets)),
        Col("elements", lambda cut: count(cut.elements)),
    )
    gaps = sum(bool(cut.targets) for cut in shown)
    return part("network.carriers.cut-points", columns, shown, gaps, shown=len(shown), all=len(found.cut_points))


def _bridges(found: Carriers, most: int) -> Part:
    shown = found.bridges[:most]
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
    return part("network.carriers.bridges", columns, bridges, gaps, shown=len(shown), all=len(found.bridges))


# In Python.


def carriers(graph: Graph, strategies: Names = (), most: int = 20) -> ReportAnswer[None]:
    """What a sub-target, or a piece of a strategy, hangs on alone, at most *most* rows a part.

    >>> sg.carriers(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-carriers'
    """

    def question(store: Store) -> Report:
        return carriers_report(critical(store, strategies_named(store, strategies)), at_least_one(most))

    return answered(graph, question)
