"""The SDG check in Python."""

from typing import TYPE_CHECKING

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.store.names import Names, strategies_named
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.sdg.check import ClaimCheck


def sdg_check(graph: Graph, strategies: Names = ()) -> "ReportAnswer[tuple[ClaimCheck, ...]]":
    """Every SDG claim of the *strategies* (all without any) against all 169 official texts: does another target fit its
    words better?

    A row is a claim with its verdict, its score from 0 to 1 and its doubts. Raises UnknownStrategy, WrongValue.

    >>> len(sg.sdg_check(sg.open(), "midt-udviklingsplan-2023").value) > 50
    True
    """

    def answer(store: Store) -> "ReportAnswer[tuple[ClaimCheck, ...]]":
        from strategigraf.sdg.check import sdg_check
        from strategigraf.sdg.report import sdg_check_report

        within = strategies_named(store, strategies)
        value = sdg_check(store, within)
        return ReportAnswer(value, sdg_check_report(store, value, within), store, graph.language)

    return graph.use(answer)


def sdg_accuracy(graph: Graph, strategies: Names = ()) -> "ReportAnswer[None]":
    """How often `sdg_check` is right on its labelled set. Raises UnknownStrategy.

    >>> sg.sdg_accuracy(sg.open()).report.name
    'sdg-check'
    """

    def answer(store: Store) -> "ReportAnswer[None]":
        from strategigraf.sdg.report import sdg_accuracy_report

        strategies_named(store, strategies)
        return ReportAnswer(None, sdg_accuracy_report(store), store, graph.language)

    return graph.use(answer)
