"""A timetable: what a strategy starts when, by track, without any layout."""

import re
from fractions import Fraction
from typing import NamedTuple

from strategigraf.values.hop import Hop

_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?")


class Bar(NamedTuple):
    """An entry with its start and end as the data write them (a year, a month or a day; the end belongs to it), and the
    links by which it schedules things."""

    entry: str
    start: str
    end: str
    schedules: tuple[Hop, ...]

    @property
    def span(self) -> tuple[Fraction, Fraction]:
        """Begin and end in years, the end exclusive: 2024 to 2025 for the year 2024."""
        first, last = moment(self.start), moment(self.end, last=True)
        return (first, last) if last > first else (first, moment(self.start, last=True))


class Lane(NamedTuple):
    """What belongs to one track ("" for what belongs to none): its bars in order, the entries without a time, and the
    things that no entry schedules."""

    track: str
    bars: tuple[Bar, ...]
    undated: tuple[str, ...]
    gaps: tuple[str, ...]


class Timetable(NamedTuple):
    """The lanes of a strategy in order, and the kinds of its entries and of what they schedule."""

    strategy: str
    entries: str
    scheduled: str
    lanes: tuple[Lane, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All bars, lane by lane."""
        return tuple(bar for lane in self.lanes for bar in lane.bars)

    @property
    def gaps(self) -> tuple[str, ...]:
        """All that no entry schedules, lane by lane."""
        return tuple(thing for lane in self.lanes for thing in lane.gaps)


def is_moment(written: str) -> bool:
    """Whether *written* is a year, a month or a day that can be drawn."""
    found = _DATE.fullmatch(written)
    return bool(found) and 1 <= int(found[2] or 1) <= 12 and 1 <= int(found[3] or 1) <= 31 if found else False


def moment(written: str, last: bool = False) -> Fraction:
    """The year, month or day *written* as a number of years at its begin, with *last* at its end. Months are twelfths,
    days 31sts of them: enough for a drawing, in the right order."""
    found = _DATE.fullmatch(written)
    if not found:
        raise ValueError(written)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not month:
        return Fraction(year + last)
    if not day:
        return year + Fraction(month - 1 + last, 12)
    return year + Fraction(month - 1, 12) + Fraction(day - 1 + last, 12 * 31)
