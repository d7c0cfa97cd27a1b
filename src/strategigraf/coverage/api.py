"""Coverage and gaps in Python."""

from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.api.answer import ReportAnswer
from strategigraf.api.graph import Graph
from strategigraf.check.quotes import source_folder
from strategigraf.core.report import ReportResult
from strategigraf.coverage.fulfilment import Fulfilment
from strategigraf.store.names import Names, names, strategies_named
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.core.policy import Policy
    from strategigraf.files.source_text import SourceFolder

# Requests about the tracing policy and about reviews.


def gaps_request(
    store: Store, policy: "Policy", strategies: Names = (), requirements: Names = ()
) -> "ReportResult[Fulfilment]":
    """Every element of the *strategies* that does not meet the *policy*, of the *requirements* (all without any).
    Raises UnknownStrategy, UnknownRequirement, WrongValue."""
    from strategigraf.coverage.fulfilment import fulfilment
    from strategigraf.coverage.gaps import find_requirement, gaps_report
    from strategigraf.review.suspects import suspects

    within = strategies_named(store, strategies)
    wanted = [find_requirement(policy, name).name for name in names(requirements)]
    found = fulfilment(store, policy, within, suspects=suspects(store).keys())
    return ReportResult(found, gaps_report(found, wanted))


def fulfilment_request(
    store: Store, policy: "Policy", strategies: Names = (), texts: "SourceFolder | None" = None
) -> "Fulfilment":
    """How the elements of the *strategies* meet the *policy*; with the source *texts* quotes are looked for in them.
    Raises UnknownStrategy, WrongValue."""
    from strategigraf.check.quotes import verified_quotes
    from strategigraf.coverage.fulfilment import fulfilment
    from strategigraf.review.suspects import suspects

    within = strategies_named(store, strategies)
    quotes = verified_quotes(store, texts) if texts is not None else None
    return fulfilment(store, policy, within, quotes, suspects(store, texts).keys())


def coverage(
    graph: Graph, strategies: Names = (), levels: Names = (), sources: str | Path | None = None
) -> ReportAnswer[Fulfilment]:
    """How much of each level of the *strategies* meets the tracing policy: shallow, deep and evidenced, in per cent,
    strict and with justified gaps; and the first place where each broken chain breaks.

    *levels* narrows it to one or several kinds; with the folder *sources* quotes are looked for in the source texts. A
    level with nothing in it has no number (None). Raises UnknownStrategy, UnknownKind, SourceNotFound, PolicyFaulty.

    >>> sg.coverage(sg.open(), "midt-udviklingsplan-2023", levels="initiative").report.name
    'coverage'
    """

    def answer(store: Store) -> ReportAnswer[Fulfilment]:
        from strategigraf.coverage.coverage import coverage_report, level_kinds

        policy = read_policy(store, graph.workspace)
        kinds = level_kinds(store, policy, tuple(names(levels)))
        found = fulfilment_request(store, policy, strategies, source_folder(sources))
        return ReportAnswer(found, coverage_report(store, found, kinds), store, graph.language)

    return graph.use(answer)


def gaps(graph: Graph, strategies: Names = (), requirements: Names = ()) -> ReportAnswer[Fulfilment]:
    """Every element of the *strategies* that does not meet the tracing policy, and why; of the *requirements* alone
    where some are named. A row is one gap, by requirement and in reading order.

    Raises UnknownStrategy, PolicyFaulty, and an error with the nearest names for an unknown requirement.

    >>> sg.gaps(sg.open(), "midt-udviklingsplan-2023").report.name
    'gaps'
    """

    def answer(store: Store) -> ReportAnswer[Fulfilment]:
        policy = read_policy(store, graph.workspace)
        return ReportAnswer(*gaps_request(store, policy, strategies, requirements), store, graph.language)

    return graph.use(answer)
