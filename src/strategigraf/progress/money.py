"""Money by strategy, track and SDG: on each level each sum is counted once, and what is not split is told."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import NamedTuple

from strategigraf.progress.facts import Money


class Sum(NamedTuple):
    """The money for one thing of a level (`whole` is empty for the level as a whole): currency, state, the fundings,
    what they are in all, and what of that is for several things of the level and not split among them; `unknown` are
    the fundings per year whose years are not stated, which are in no sum."""

    level: str
    whole: str
    currency: str
    state: str
    counted: tuple[Money, ...]
    unsplit: tuple[Money, ...]
    unknown: tuple[Money, ...]

    @property
    def amount(self) -> Decimal:
        """All of it."""
        return _sum(self.counted)

    @property
    def unsplit_amount(self) -> Decimal:
        """What of it is not split."""
        return _sum(self.unsplit)


def sums(money: Collection[Money], level: str, wholes: Callable[[Money], Collection[str]]) -> Iterator[Sum]:
    """The sums of *money* on *level*, whose things a funding is for *wholes* says: the level as a whole first, each
    funding once; then thing by thing, by currency and state. A sum for several things is in that of each."""
    of: dict[tuple[str, str, str], list[Money]] = defaultdict(list)
    several: set[str] = set()
    for one in money:
        found = sorted(set(wholes(one)))
        if len(found) > 1:
            several.add(one.node)
        for whole in ["", *found] if found else []:
            of[whole, one.currency, one.state].append(one)
    for (whole, currency, state), some in sorted(of.items()):
        counted = tuple(one for one in some if one.total is not None)
        unsplit = tuple(one for one in counted if one.node in several)
        yield Sum(level, whole, currency, state, counted, unsplit, tuple(one for one in some if one.total is None))


def _sum(money: Collection[Money]) -> Decimal:
    return sum((one.total or Decimal(0) for one in money), Decimal(0))
