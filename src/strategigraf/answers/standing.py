"""Standing: which rows of a matrix are gaps by the policy, and on what basis."""

from collections.abc import Collection

from strategigraf.answers.fulfilment import Item, fulfilment
from strategigraf.answers.kind import Kind
from strategigraf.answers.way import INHERITED as INHERITED_ONLY
from strategigraf.answers.way import NO_LINK, NOT_STATED
from strategigraf.use.policy import read_policy
from strategigraf.use.store import Store
from strategigraf.values.matrix import Matrix
from strategigraf.values.policy import Policy, Requirement
from strategigraf.values.standing import STANDINGS


def with_gaps(store: Store, whole: Matrix, kinds: tuple[Kind, Kind]) -> Matrix:
    """*whole*, the matrix of *kinds*, with its gaps: see `gap_rows`."""
    return whole._replace(gaps=gap_rows(store, kinds, whole.rows))


def gap_rows(store: Store, kinds: tuple[Kind, Kind], rows: Collection[str]) -> dict[str, str]:
    """Those of *rows*, things of the first of *kinds*, that are gaps, each with its basis (`inherited` or `none`): the
    policy asks them for a thread to the second kind and they have none, or only an inherited one where it wants their
    own. What needs no link (a comment that praises, a gap that the source justifies) is no gap."""
    policy = read_policy(store)
    asking = {rule.iri for rule in rules_asking(policy, kinds)}
    if not asking:
        return {}
    found: dict[str, str] = {}
    for item in fulfilment(store, policy).items:
        if item.requirement.iri in asking and is_own_gap(item):
            found[item.element] = max(found.get(item.element, ""), item.basis, key=("", *STANDINGS).index)
    return {row: found[row] for row in rows if row in found}


def rules_asking(policy: Policy, kinds: tuple[Kind, Kind]) -> list[Requirement]:
    """The requirements of *policy* that ask things of the first of *kinds* for a thread to the second, and those that
    ask for the same property in their place."""
    rows, columns = (policy.covered([kind.iri]) for kind in kinds)
    of_rows = [rule for rule in policy.requirements if not rows.isdisjoint(policy.covered([rule.kind]))]
    asking = [rule for rule in of_rows if not columns.isdisjoint(policy.covered(rule.alternatives))]
    stated = {rule.stated for rule in asking} - {""}
    return [rule for rule in of_rows if rule in asking or rule.stated in stated]


def is_own_gap(item: Item) -> bool:
    """Whether *item* is a gap of its element itself: what it needs is missing there, or only inherited, and not just
    broken further up, or stated in part."""
    broken = item.broken
    return (
        broken is not None and broken.thing == item.element and broken.reason in (INHERITED_ONLY, NO_LINK, NOT_STATED)
    )
