"""A time line (Gantt): what starts when, track by track, and what no entry schedules; as values and as a drawing."""

import re
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from strategigraf.core.rdf import message
from strategigraf.core.thread import BASIS_LABELS, SCHEDULES, Edge, EdgeLookup, ancestors
from strategigraf.matrix.matrix import things
from strategigraf.render.canvas import A4, LINE, MARGIN, Canvas, cited, cut, lettered, width, wrapped
from strategigraf.store.lookup import Captions, edge_lookup
from strategigraf.store.names import Kind, find_kind
from strategigraf.store.sparql import Store

# A timetable.

_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?")


class Bar(NamedTuple):
    """An entry with its start and end as the data write them (a year, a month or a day; the end belongs to it), and the
    links by which it schedules things."""

    entry: str
    start: str
    end: str
    schedules: tuple[Edge, ...]

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


def is_moment(date_text: str) -> bool:
    """Whether *date_text* is a year, a month or a day that can be drawn."""
    match = _DATE.fullmatch(date_text)
    return bool(match) and 1 <= int(match[2] or 1) <= 12 and 1 <= int(match[3] or 1) <= 31 if match else False


def moment(date_text: str, last: bool = False) -> Fraction:
    """The year, month or day *date_text* as a number of years at its begin, with *last* at its end. Months are
    twelfths, days 31sts of them: enough for a drawing, in the right order."""
    match = _DATE.fullmatch(date_text)
    if not match:
        raise ValueError(date_text)
    year, month, day = (int(digits) if digits else 0 for digits in match.groups())
    if not month:
        return Fraction(year + last)
    if not day:
        return year + Fraction(month - 1 + last, 12)
    return year + Fraction(month - 1, 12) + Fraction(day - 1 + last, 12 * 31)


# The timetable of a strategy.


def timetable(store: Store, strategy: str, entries: Kind | None = None) -> Timetable | None:
    """The timetable of *strategy* (an IRI) by its things of the kind *entries* (time line entries without one); None
    where it has none. Lanes are the tracks in order, with the initiatives below each that no entry schedules, whether
    of this strategy or another; what belongs to no track comes last. Bars by start, then end, then as the source has
    them."""
    kind = entries or find_kind(store, "timeline-entry")
    entry_things = things(store, kind, [strategy])
    if not entry_things:
        return None
    tracks = things(store, find_kind(store, "track"), [strategy])
    edges = edge_lookup(store)
    periods = _periods(store, entry_things)
    of_schedule = kind.name == "timeline-entry"
    initiatives = things(store, find_kind(store, "initiative"), [strategy]) if of_schedule else ()
    bars, undated, gaps = defaultdict(list), defaultdict(list), defaultdict(list)
    for entry in entry_things:
        track = _track(entry, edges, tracks)
        if entry in periods:
            schedules = (edge for edge in edges.leaving(entry) if edge.predicate == SCHEDULES)
            bars[track].append(Bar(entry, *periods[entry], tuple(schedules)))
        else:
            undated[track].append(entry)
    for initiative in initiatives:
        if not any(edge.predicate == SCHEDULES for edge in edges.entering(initiative)):
            gaps[_track(initiative, edges, tracks)].append(initiative)
    lanes = [
        Lane(
            track,
            tuple(sorted(bars[track], key=lambda bar: bar.span)),
            tuple(undated[track]),
            tuple(gaps[track]),
        )
        for track in (*tracks, "")
        if bars[track] or undated[track] or gaps[track]
    ]
    return Timetable(strategy, kind.name, "initiative" if of_schedule else "", tuple(lanes))


def _periods(store: Store, entries: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    periods: dict[str, tuple[str, str]] = {}
    for entry, begin, end in store.rows_in_batches("picture/periods", entries, "entry"):
        if is_moment(begin):
            periods[entry] = (begin, end if is_moment(end) else begin)
    return periods


def _track(thing: str, edges: EdgeLookup, tracks: tuple[str, ...]) -> str:
    return next((whole for whole in ancestors(thing, edges) if whole in tracks), "")


_TOP = 78.0
_LABEL = 112.0  # the column of tracks
_SIDE = 256.0  # the column of what is in no entry
_SIZE = 9.5
_SMALL = 8.5
_PAD = 4.0
_LEAST = 150.0  # a bar that is narrower has its words beside it


class _PlacedBar(NamedTuple):
    bar: Bar
    x: float
    wide: float
    text_x: float
    lines: tuple[str, ...]
    room: float
    high: float


def time_line(table: Timetable, captions: Captions, title: str, description: str, language: str, name: str) -> str:
    """*table* as SVG in *language*; *title*, *description* and *name* as for every picture. A bar spans the period of
    its entry, what it schedules is below its title; bars of a track that do not meet share a line."""
    canvas = Canvas(name)
    first_year = floor(min((bar.span[0] for bar in table.bars), default=Fraction(0)))
    last_year = ceil(max((bar.span[1] for bar in table.bars), default=Fraction(1)))
    left_edge = MARGIN + _LABEL
    right_edge = A4 - MARGIN - (_SIDE if table.scheduled else 0)
    year_width = (right_edge - left_edge) / (last_year - first_year)
    canvas.lines(MARGIN, 10, wrapped(lettered(title), A4 - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    bases = dict.fromkeys(edge.basis for bar in table.bars for edge in bar.schedules)
    _legend(canvas, bases, language)
    for year in range(first_year, last_year):
        x = left_edge + (year - first_year) * year_width
        canvas.words(x + year_width / 2, _TOP - 8, str(year), 11, bold=True, anchor="middle")
    y = _TOP
    for lane in table.lanes:
        y = _lane(canvas, lane, y, (left_edge, right_edge, year_width, first_year), table, captions, language)
    for year in range(first_year, last_year + 1):
        canvas.path(
            f"M{left_edge + (year - first_year) * year_width:.2f} {_TOP - 20:.2f}V{y:.2f}",
            edge="rule",
            thick=0.5,
            dashed=True,
        )
    if table.scheduled:
        heading = f"{message('picture.timeline.gaps').in_language(language)} ({len(table.gaps)})"
        canvas.lines(right_edge + 12, _TOP - 19, wrapped(heading, _SIDE - 12, 10.5, 1, True), 10.5, "gap-ink", True)
    return canvas.svg(y + MARGIN, title, description)


def _legend(canvas: Canvas, bases: dict[str, None], language: str) -> None:
    if not bases:
        return
    x = MARGIN
    canvas.words(x, 44, message("picture.timeline.schedules").in_language(language) + ":", 11, "quiet")
    x += width(message("picture.timeline.schedules").in_language(language) + ":", 11) + 6
    for basis in sorted(bases, key=list(BASIS_LABELS).index):
        canvas.sign(basis, x, 35, 9)
        word = BASIS_LABELS[basis].in_language(language)
        canvas.words(x + 13, 44, word, 11)
        x += 13 + width(word, 11) + 14


def _lane(
    canvas: Canvas, lane: Lane, y: float, layout: tuple[float, float, float, int], table: Timetable, captions: Captions,
    language: str,
) -> float:  # fmt: skip
    left_edge, right_edge, year_width, first_year = layout
    placed = [_place(bar, left_edge, right_edge, year_width, first_year, captions, language) for bar in lane.bars]
    lines = _lines(placed)
    gaps = [wrapped(lettered(captions.title(thing, language)), _SIDE - 30, _SMALL, 2) for thing in lane.gaps]
    needed = sum(len(gap_lines) * _SMALL * LINE + 3 for gap_lines in gaps) + 8
    undated = [captions.title(thing, language) for thing in lane.undated]
    stacked = sum(max(placed_bar.high for placed_bar in line) + 3 for line in lines)
    high = max(stacked + 8 + len(undated) * 14, needed if table.scheduled else 0, 40.0)
    canvas.path(f"M{MARGIN} {y:.2f}H{A4 - MARGIN}", edge="ink", thick=1)
    track = (
        captions.title(lane.track, language)
        if lane.track
        else message("picture.timeline.no-track").in_language(language)
    )
    heading = f"{track} ({len(lane.bars)})" if lane.track or len(table.lanes) > 1 else f"({len(lane.bars)})"
    with canvas.opening([lane.track] if captions.words.get(lane.track) else [], heading):
        canvas.lines(MARGIN, y + 8, wrapped(lettered(heading), _LABEL - 10, 11, 6, True), 11, bold=True)
    top = y + 5
    for line in lines:
        for placed_bar in line:
            _bar(canvas, placed_bar, top, captions, language)
        top += max(placed_bar.high for placed_bar in line) + 3
    for thing, title in zip(lane.undated, undated, strict=True):
        label = f"{title} ({message('picture.timeline.undated').in_language(language)})"
        with canvas.opening([thing], f"{label}.{cited(captions, [thing], language)}"):
            canvas.words(
                left_edge + _PAD,
                top + 10,
                cut(lettered(label), right_edge - left_edge - 2 * _PAD, _SIZE),
                _SIZE,
                "gap-ink",
            )
        top += 14
    _side(canvas, lane, gaps, right_edge + 12, y + 5, captions, language)
    return y + high


def _place(
    bar: Bar, left_edge: float, right_edge: float, year_width: float, first_year: int, captions: Captions, language: str
) -> _PlacedBar:
    begin, end = bar.span
    x = left_edge + float(begin - first_year) * year_width + 1.5
    wide = max(5.0, float(end - begin) * year_width - 3)
    title = lettered(captions.title(bar.entry, language))
    fits_inside = wide >= _LEAST
    if fits_inside:
        text_width, text_x = wide - 2 * _PAD, x + _PAD
    else:
        text_width, text_x = min(230.0, right_edge - left_edge - wide), x + wide + 3
        if text_x + text_width > right_edge:
            text_x = x - 3 - min(text_width, max(60.0, width(title, _SIZE)))
    lines = tuple(wrapped(title, text_width, _SIZE, 3))
    return _PlacedBar(bar, x, wide, text_x, lines, text_width, len(lines) * _SIZE * LINE + len(bar.schedules) * 12 + 6)


def _lines(placed: Sequence[_PlacedBar]) -> list[list[_PlacedBar]]:
    """The bars in lines: each in the first in which it meets none."""
    lines: list[list[_PlacedBar]] = []
    for placed_bar in placed:
        for line in lines:
            if all(
                _extent(placed_bar)[0] > _extent(neighbour_bar)[1] or _extent(placed_bar)[1] < _extent(neighbour_bar)[0]
                for neighbour_bar in line
            ):
                line.append(placed_bar)
                break
        else:
            lines.append([placed_bar])
    return lines


def _extent(placed_bar: _PlacedBar) -> tuple[float, float]:
    text_inside = placed_bar.x <= placed_bar.text_x < placed_bar.x + placed_bar.wide
    text_width = 0.0 if text_inside else max(width(line, _SIZE) for line in placed_bar.lines)
    return min(placed_bar.x, placed_bar.text_x), max(placed_bar.x + placed_bar.wide, placed_bar.text_x + text_width)


def _bar(canvas: Canvas, placed_bar: _PlacedBar, y: float, captions: Captions, language: str) -> None:
    bar = placed_bar.bar
    things = [bar.entry, *(edge.link for edge in bar.schedules)]
    period = bar.start if bar.start == bar.end else f"{bar.start}–{bar.end}"
    label = f"{captions.title(bar.entry, language)} ({period}){_schedules_text(bar.schedules, captions, language)}."
    with canvas.opening(things, f"{label}{cited(captions, things, language, 3)}"):
        text_inside = placed_bar.x <= placed_bar.text_x < placed_bar.x + placed_bar.wide
        canvas.box(placed_bar.x, y, placed_bar.wide, placed_bar.high, "shade-2" if text_inside else "stated", "line", 2)
        canvas.lines(placed_bar.text_x, y + 2, placed_bar.lines, _SIZE, bold=False)
        text_bottom = y + 2 + len(placed_bar.lines) * _SIZE * LINE
        for index, edge in enumerate(bar.schedules):
            canvas.sign(edge.basis, placed_bar.text_x + 1, text_bottom + index * 12 + 2, 7, "quiet")
            title = cut(lettered(captions.title(edge.object, language)), placed_bar.room - 14, _SMALL)
            canvas.words(placed_bar.text_x + 12, text_bottom + index * 12 + 9, title, _SMALL, "quiet")


def _schedules_text(schedules: Sequence[Edge], captions: Captions, language: str) -> str:
    scheduled_texts = [
        f"{captions.title(edge.object, language)}, {BASIS_LABELS[edge.basis].in_language(language)}"
        for edge in schedules
    ]
    return (
        f": {message('picture.timeline.schedules').in_language(language)} " + "; ".join(scheduled_texts)
        if scheduled_texts
        else ""
    )


def _side(
    canvas: Canvas, lane: Lane, gaps: Sequence[Sequence[str]], x: float, y: float, captions: Captions, language: str
) -> None:
    """What no entry of the track schedules, one below the other."""
    for thing, title_lines in zip(lane.gaps, gaps, strict=True):
        text_height = len(title_lines) * _SMALL * LINE + 3
        label = f"{captions.title(thing, language)}: {message('picture.timeline.gaps').in_language(language).lower()}."
        with canvas.opening([thing], f"{label}{cited(captions, [thing], language)}"):
            canvas.box(x, y, _SIDE - 12, text_height - 1.5, "gap")
            canvas.path(f"M{x + 4:.2f} {y + 2.5:.2f}h6v6h-6Z", edge="gap-ink")
            canvas.lines(x + 15, y + 0.5, title_lines, _SMALL, "gap-ink")
        y += text_height
