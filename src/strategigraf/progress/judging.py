"""How far an indicator has come: against its target, by its own numbers on a straight line, and by the words of its
source; and what two strategies measure alike."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from strategigraf.core.rdf import SG
from strategigraf.progress.facts import ACTUAL, BASELINE, TARGET, Facts, Indicator, Measure, Update

REACHED, ON_TRACK, BEHIND, UNKNOWN = BY_NUMBERS = ("reached", "on-track", "behind", "unknown")
_GOOD = {SG + name for name in ("Finished", "UnderWay")}
_BAD = {SG + name for name in ("Delayed", "Stopped", "NotBegun")}
_STALE_DAYS = 365


class Standing(NamedTuple):
    """How an indicator stands against one of its targets (None without any): baseline, target, latest actual value; the
    value that a straight line from baseline to target has on the day of the latest (None where a day or number is
    missing), what the numbers say, the latest words on what it measures (its own, else those of each of its parts, as
    `of_parts` tells), whether the numbers and any of these disagree, and whether the latest is a year or more
    older than the day asked about, or missing."""

    indicator: Indicator
    baseline: Measure | None
    target: Measure | None
    actual: Measure | None
    line: Decimal | None
    numbers: str
    words: tuple[Update, ...]
    of_parts: bool
    disagree: bool
    stale: bool


def standings(facts: Facts, parts: Mapping[str, Collection[str]], day: str) -> Iterator[Standing]:
    """How each indicator stands on *day*, a row for each target (and one without where there is none); *parts* are
    those of what it measures."""
    for indicator in facts.indicators:
        groups: dict[str, list[Measure]] = defaultdict(list)
        for measure in indicator.measures:
            groups[measure.breakdown].append(measure)
        for breakdown in sorted(groups) or [""]:
            told = groups[breakdown]
            targets: list[Measure | None] = [measure for measure in told if measure.role == TARGET]
            for target in targets or [None]:
                yield _standing(facts, indicator, told, target, parts, day)


def _standing(
    facts: Facts,
    indicator: Indicator,
    told: list[Measure],
    target: Measure | None,
    parts: Mapping[str, Collection[str]],
    day: str,
) -> Standing:
    baseline = next((measure for measure in told if measure.role == BASELINE), None)
    actual = next(
        (measure for measure in reversed(told) if measure.role == ACTUAL and (measure.end or day) <= day), None
    )
    line = _line(baseline, target, actual)
    numbers = _by_numbers(indicator, baseline, target, actual, line)
    words, of_parts = _words(facts, indicator, parts, day)
    contrary = _GOOD if numbers == BEHIND else _BAD if numbers in (REACHED, ON_TRACK) else set()
    disagree = any(update.usual in contrary for update in words)
    return Standing(
        indicator, baseline, target, actual, line, numbers, words, of_parts, disagree, is_stale(actual, day)
    )


def is_stale(actual: Measure | None, day: str) -> bool:
    """Whether *actual*, the latest, ends a year or more before *day*, or there is none."""
    if actual is None:
        return True
    end, now = _day(actual.end), _day(day)
    return end is not None and now is not None and now - end >= timedelta(days=_STALE_DAYS)


def _line(baseline: Measure | None, target: Measure | None, actual: Measure | None) -> Decimal | None:
    """The value on the day of *actual* on a straight line from *baseline* to *target*, each on its last day."""
    if baseline is None or target is None or actual is None or baseline.value is None or target.value is None:
        return None
    start, end, now = _day(baseline.end), _day(target.end), _day(actual.end)
    if start is None or end is None or now is None or not start <= now or not start < end:
        return None
    share = Decimal(min((now - start).days, (end - start).days)) / (end - start).days
    return baseline.value + (target.value - baseline.value) * share


def _by_numbers(
    indicator: Indicator,
    baseline: Measure | None,
    target: Measure | None,
    actual: Measure | None,
    line: Decimal | None,
) -> str:
    if target is None or actual is None or target.value is None or actual.value is None:
        return UNKNOWN
    side = _side(indicator, baseline, target)
    if side is None:
        return UNKNOWN
    if _is_there(side, actual.value, target.value):
        return REACHED
    return UNKNOWN if line is None else ON_TRACK if _is_there(side, actual.value, line) else BEHIND


def _side(indicator: Indicator, baseline: Measure | None, target: Measure) -> int | None:
    """1 where more is better, -1 where less is, 0 where the number itself is to be met; None where nothing says so."""
    if target.bound == SG + "Exactly" or indicator.direction == SG + "Keep":
        known = {SG + "Increase": 1, SG + "Decrease": -1}.get(indicator.direction)
        return known if known is not None else 0
    for said, side in ((SG + "AtLeast", 1), (SG + "AtMost", -1), (SG + "Increase", 1), (SG + "Decrease", -1)):
        if said in (target.bound, indicator.direction):
            return side
    if baseline is not None and baseline.value is not None and target.value is not None:
        return 1 if target.value > baseline.value else -1 if target.value < baseline.value else 0
    return None


def _is_there(side: int, value: Decimal, wanted: Decimal) -> bool:
    return value == wanted if side == 0 else side * (value - wanted) >= 0


def _words(
    facts: Facts, indicator: Indicator, parts: Mapping[str, Collection[str]], day: str
) -> tuple[tuple[Update, ...], bool]:
    def latest(things: Iterable[str]) -> tuple[Update, ...]:
        told = ([u for u in facts.updates.get(thing, ()) if u.day <= day] for thing in dict.fromkeys(things))
        return tuple(updates[-1] for updates in told if updates)

    own = latest(indicator.measured)
    if own:
        return own, False
    return latest(part for thing in indicator.measured for part in sorted(parts.get(thing, ()))), True


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def compared(facts: Facts, matched: Mapping[str, Collection[str]]) -> Iterator[tuple[Indicator, Indicator]]:
    """Each two indicators of different strategies that are the same official one, or that *matched* pairs; never by
    title or unit alone."""
    known = {indicator.iri: indicator for indicator in facts.indicators}
    for indicator in facts.indicators:
        for other in facts.indicators:
            same = set(indicator.official) & set(other.official) or other.iri in matched.get(indicator.iri, ())
            if indicator.strategy < other.strategy and same and other.iri in known:
                yield indicator, other
