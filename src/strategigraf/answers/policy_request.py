"""Requests about the tracing policy and about reviews: what a user typed, resolved and answered by a report."""

from typing import TYPE_CHECKING

from strategigraf.answers.report_request import Reported
from strategigraf.answers.request import Names, names, strategies_named
from strategigraf.use.store import Store

if TYPE_CHECKING:
    from strategigraf.answers.fulfilment import Fulfilment
    from strategigraf.answers.suspicion import Suspicion
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.values.policy import Policy


def gaps_request(
    store: Store, policy: "Policy", strategies: Names = (), requirements: Names = ()
) -> "Reported[Fulfilment]":
    """Every element of the *strategies* that does not meet the *policy*, of the *requirements* (all without any).
    Raises UnknownStrategy, UnknownRequirement, WrongValue."""
    from strategigraf.answers.fulfilment import fulfilment
    from strategigraf.answers.gaps import find_requirement, gaps_report
    from strategigraf.answers.suspicion import suspects

    within = strategies_named(store, strategies)
    wanted = [find_requirement(policy, name).name for name in names(requirements)]
    found = fulfilment(store, policy, within, suspects=suspects(store).keys())
    return Reported(found, gaps_report(found, wanted))


def fulfilment_request(
    store: Store, policy: "Policy", strategies: Names = (), texts: "SourceFolder | None" = None
) -> "Fulfilment":
    """How the elements of the *strategies* meet the *policy*; with the source *texts* quotes are looked for in them.
    Raises UnknownStrategy, WrongValue."""
    from strategigraf.answers.fulfilment import fulfilment
    from strategigraf.answers.suspicion import suspects
    from strategigraf.use.evidence import verified_quotes

    within = strategies_named(store, strategies)
    quotes = verified_quotes(store, texts) if texts is not None else None
    return fulfilment(store, policy, within, quotes, suspects(store, texts).keys())


def review_request(store: Store, strategies: Names = (), texts: "SourceFolder | None" = None) -> "Reported[Suspicion]":
    """What is suspect in the *strategies*, with the source *texts* also by its quotes. Raises UnknownStrategy,
    WrongValue."""
    from strategigraf.answers.review_queue import review_report
    from strategigraf.answers.suspicion import suspicion

    within = strategies_named(store, strategies)
    found = suspicion(store, texts)
    return Reported(found, review_report(store, found, within))
