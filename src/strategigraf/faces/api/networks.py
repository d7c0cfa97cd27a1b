"""The network: the graph for networkx, and the questions that only graph theory answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from strategigraf.answers.network_request import (
    carriers_request,
    centrality_request,
    communities_request,
    expendable_request,
    network_request,
    overloaded_request,
    overview_request,
    path_request,
)
from strategigraf.answers.request import Names
from strategigraf.faces.api.graph import Graph
from strategigraf.faces.api.report_answer import ReportAnswer
from strategigraf.use.store import Store
from strategigraf.values.report import Report

if TYPE_CHECKING:
    from strategigraf.answers.network import Network


def network(
    graph: Graph, strategies: Names = (), kinds: Names = (), around: str | None = None, depth: int | None = None
) -> "Network":
    """The network of the *strategies* (all without any) as a `networkx.MultiDiGraph`.

    A node is an IRI with `kind`, `title_da`, `title_en`, `strategy`, `notation`, `order`; an edge leads upwards (child
    to parent, claim to claimed) with `predicate`, `basis`, `link`. *kinds* keeps nodes of these kinds, *around* what is
    at most *depth* steps (1 without) from that thing.

    Raises UnknownStrategy, UnknownKind, UnknownElement, and WrongValue for *depth* without *around*.

    >>> n = sg.network(sg.open(), "midt-udviklingsplan-2023", around="pejlemaerke-8")
    >>> sorted({kind for _, kind in n.nodes(data="kind")})[:2]
    ['focus-area', 'goal']
    """
    return graph.use(lambda store: network_request(store, strategies, kinds, around, depth))


def overview(graph: Graph, strategies: Names = ()) -> ReportAnswer[None]:
    """The network at a glance: nodes by kind, edges by relation and basis, what hangs together. Raises UnknownStrategy,
    WrongValue, as all below.

    >>> sg.overview(sg.open()).parts
    ('kinds', 'relations', 'components')
    """
    return _answered(graph, lambda store: overview_request(store, strategies))


def carriers(graph: Graph, strategies: Names = (), most: int = 20) -> ReportAnswer[None]:
    """What a sub-target, or a piece of a strategy, hangs on alone, at most *most* rows a part.

    >>> sg.carriers(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-carriers'
    """
    return _answered(graph, lambda store: carriers_request(store, strategies, most))


def communities(graph: Graph, strategies: Names = ()) -> ReportAnswer[None]:
    """Which elements the links draw together, against the official tracks.

    >>> sg.communities(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-communities'
    """
    return _answered(graph, lambda store: communities_request(store, strategies))


def centrality(graph: Graph, strategies: Names = (), most: int = 20) -> ReportAnswer[None]:
    """What much leads to, and what much runs through, at most *most* rows a part.

    >>> sg.centrality(sg.open(), most=3).report.name
    'network-centrality'
    """
    return _answered(graph, lambda store: centrality_request(store, strategies, most))


def path(graph: Graph, start: str, end: str, strategies: Names = (), most: int = 3) -> ReportAnswer[None]:
    """The shortest threads between *start* and *end*, step by step with their words, at most *most*. Raises
    UnknownElement and UnknownTarget too, and WrongValue where both are the same or one is not in the network.

    >>> sg.path(sg.open(), "midt-udviklingsplan-2023/indsats-8-1", "10.3").report.name
    'network-path'
    """
    return _answered(graph, lambda store: path_request(store, start, end, strategies, most, graph.language))


def overloaded(graph: Graph, strategies: Names = ()) -> ReportAnswer[None]:
    """Goals that carry far more than the others of their strategy.

    >>> sg.overloaded(sg.open()).report.name
    'network-overloaded'
    """
    return _answered(graph, lambda store: overloaded_request(store, strategies))


def expendable(graph: Graph, strategies: Names = (), bases: Names = ()) -> ReportAnswer[None]:
    """The most initiatives that could fall without a sub-target losing its last mark (of those on *bases*; without any
    counted twice: by own claims, and by all marks).

    >>> sg.expendable(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-expendable'
    """
    return _answered(graph, lambda store: expendable_request(store, strategies, bases))


def _answered(graph: Graph, question: Callable[[Store], Report]) -> ReportAnswer[None]:
    return graph.use(lambda store: ReportAnswer(None, question(store), store, graph.language))
