"""Indicators as small multiples: each in a panel of its own, all over the same years, target against actual value."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import floor
from typing import NamedTuple

from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.rdf import LANGUAGES, Labels, Text, message, short
from strategigraf.core.report import Drawing
from strategigraf.progress.facts import ACTUAL, BASELINE, TARGET, Indicator, Measure
from strategigraf.progress.judging import BY_NUMBERS, Standing
from strategigraf.render.canvas import A4, LINE, MARGIN, Canvas, cited, lettered, width, wrapped
from strategigraf.store.lookup import Captions, captions
from strategigraf.store.sparql import Store

MOST = 60  # panels of one picture
_ACROSS = 3
_GAP = 22.0
_TOP = 60.0
_PLOT = 104.0  # how high the part with the points is
_AXIS = 38.0  # the room for the values at the left
_SIZE = 11.0
_SMALL = 9.0
_DAYS = 366
_SHORT = 18  # signs of printed words that stand beside a point
_SIGNS = (("baseline", BASELINE), ("actual", ACTUAL), ("target", TARGET))
_NUMBERS = Labels("tracked.numbers", BY_NUMBERS)


class Panel(NamedTuple):
    """An indicator with one of its breakdowns: what can be drawn of its measurements, by day, how it stands against its
    targets, and how many measurements have no day or no number."""

    indicator: Indicator
    breakdown: str
    points: tuple[Measure, ...]
    standings: tuple[Standing, ...]
    left_out: int


def panels(standings: Sequence[Standing]) -> list[Panel]:
    """A panel for each indicator and breakdown of *standings* that has a target and something to draw, in order."""
    found: dict[tuple[str, str], list[Standing]] = {}
    for one in standings:
        if one.target is not None:
            found.setdefault((one.indicator.iri, one.target.breakdown), []).append(one)
    made = []
    for (_, breakdown), own in found.items():
        told = [measure for measure in own[0].indicator.measures if measure.breakdown == breakdown]
        drawn = tuple(measure for measure in told if measure.value is not None and measure.end)
        if drawn:
            made.append(Panel(own[0].indicator, breakdown, drawn, tuple(own), len(told) - len(drawn)))
    return made


def indicators_drawing(store: Store, strategy: str, standings: Sequence[Standing]) -> Drawing | None:
    """The indicators of *strategy* (IRI) as small multiples, by how they stand; None where none has a target and a
    number with a day. Raises PictureTooLarge."""
    drawn = panels([one for one in standings if one.indicator.strategy == strategy])
    if not drawn:
        return None
    if len(drawn) > MOST:
        raise PictureTooLarge(
            Text(f"Billedet ville have {len(drawn)} indikatorer; højst {MOST} kan læses.",
                 f"The picture would have {len(drawn)} indicators; at most {MOST} can be read."),
            Text("Brug »strategigraf progress«, som har dem alle i en tabel.",
                 "Use “strategigraf progress”, which has them all in a table."),
        )  # fmt: skip
    iris = [strategy, *(panel.indicator.iri for panel in drawn)]
    iris += [measure.opens for panel in drawn for measure in panel.points]
    known = captions(store, iris)
    about = Text(*(known.plain(strategy, language) for language in LANGUAGES))
    title = Text(*(f"{heading}: {name}" for heading, name in zip(message("tracked.picture.title"), about, strict=True)))
    told = message("tracked.picture.explanation", indicators=len(drawn))
    name = re.sub(r"[^a-z0-9]+", "-", f"indicators-{short(strategy)}".lower()).strip("-")
    svg = Text(*(
        _drawn(drawn, known, title.in_language(code), told.in_language(code), code, f"{name}-{code}")
        for code in LANGUAGES
    ))  # fmt: skip
    opened = tuple(thing for thing in dict.fromkeys(iris) if known.words.get(thing))
    return Drawing(name, title, told, svg, opened, about)


def _drawn(drawn: Sequence[Panel], known: Captions, title: str, told: str, language: str, name: str) -> str:
    canvas = Canvas(name)
    canvas.lines(MARGIN, 10, wrapped(lettered(title), A4 - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    _legend(canvas, language)
    days = [_day(measure.end) for panel in drawn for measure in panel.points]
    first, last = floor(min(days) / _DAYS), floor(max(days) / _DAYS) + 1
    wide = (A4 - 2 * MARGIN - (_ACROSS - 1) * _GAP) / _ACROSS
    y = _TOP
    for start in range(0, len(drawn), _ACROSS):
        row = drawn[start : start + _ACROSS]
        heads = [_heading(panel, known, wide, language) for panel in row]
        high = max(len(head) for head in heads) * _SIZE * LINE
        for place, (panel, head) in enumerate(zip(row, heads, strict=True)):
            x = MARGIN + place * (wide + _GAP)
            with canvas.opening(
                [panel.indicator.iri], f"{' '.join(head)}.{cited(known, [panel.indicator.iri], language)}"
            ):
                canvas.lines(x, y, head, _SIZE, bold=True)
            _verdicts(canvas, panel, x, y + high + 2, wide, language)
            _plot(canvas, panel, (x + _AXIS, y + high + 24, wide - _AXIS - 30), (first, last), known, language)
        y += high + 24 + _PLOT + 34
    return canvas.svg(y, title, told)


def _legend(canvas: Canvas, language: str) -> None:
    x = MARGIN
    for key, role in _SIGNS:
        _sign(canvas, role, x + 5, 41)
        word = message(f"tracked.picture.{key}").in_language(language)
        canvas.words(x + 15, 45, word, _SIZE)
        x += 15 + width(word, _SIZE) + 18
    canvas.path(f"M{x:.2f} 41h22", edge="quiet", dashed=True)
    canvas.words(x + 28, 45, message("tracked.picture.line").in_language(language), _SIZE)


def _heading(panel: Panel, known: Captions, wide: float, language: str) -> list[str]:
    unit = panel.indicator.unit.in_language(language)
    title = known.plain(panel.indicator.iri, language)
    text = " · ".join(filter(None, (title, panel.breakdown)))
    return wrapped(lettered(f"{text} ({unit})" if unit else text), wide, _SIZE, 3, bold=True)


def _verdicts(canvas: Canvas, panel: Panel, x: float, y: float, wide: float, language: str) -> None:
    said = list(dict.fromkeys(_NUMBERS[one.numbers].in_language(language) for one in panel.standings))
    if panel.left_out:
        said.append(message("tracked.picture.left-out", count=panel.left_out).in_language(language))
    bad = any(one.numbers == "behind" for one in panel.standings)
    canvas.lines(x, y, wrapped(" · ".join(said), wide, _SMALL + 1, 1), _SMALL + 1, "gap-ink" if bad else "quiet", bad)


def _plot(
    canvas: Canvas,
    panel: Panel,
    box: tuple[float, float, float],
    years: tuple[int, int],
    known: Captions,
    language: str,
) -> None:
    left, top, wide = box
    low, high = _bounds([measure.value or Decimal(0) for measure in panel.points])
    first, last = years

    def place(measure: Measure) -> tuple[float, float]:
        share = (_day(measure.end) / _DAYS - first) / (last - first)
        level = float(((measure.value or Decimal(0)) - low) / (high - low))
        return left + share * wide, top + (1 - level) * _PLOT

    for value in (low, high):
        y = top + float((high - value) / (high - low)) * _PLOT
        canvas.path(f"M{left:.2f} {y:.2f}h{wide:.2f}", edge="rule", thick=0.5)
        canvas.words(left - 5, y + 3, printed(value, language), _SMALL, "quiet", anchor="end")
    step = max(1, (last - first) // 6)
    for year in range(first, last, step):
        x = left + (year - first) / (last - first) * wide
        canvas.path(f"M{x:.2f} {top + _PLOT:.2f}v3", edge="rule")
        canvas.words(x + wide / (last - first) / 2, top + _PLOT + 13, str(year), _SMALL, "quiet", anchor="middle")
    for one in panel.standings:
        if one.baseline in panel.points and one.target in panel.points and one.baseline and one.target:
            (x1, y1), (x2, y2) = place(one.baseline), place(one.target)
            canvas.path(f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}", edge="quiet", dashed=True)
    actual = [place(measure) for measure in panel.points if measure.role == ACTUAL]
    if len(actual) > 1:
        canvas.path("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in actual), edge="line", thick=1.6)
    for measure in panel.points:
        _point(canvas, measure, *place(measure), top, known, language)


def _point(canvas: Canvas, measure: Measure, x: float, y: float, top: float, known: Captions, language: str) -> None:
    role = next((key for key, one in _SIGNS if one == measure.role), "actual")
    value = measure.printed or printed(measure.value or Decimal(0), language)
    label = f"{message(f'tracked.picture.{role}').in_language(language)} {measure.end}: {value}."
    with canvas.opening([measure.opens], f"{label}{cited(known, [measure.opens], language)}"):
        _sign(canvas, measure.role, x, y)
        above = y - 7 if y - 7 > top + 4 else y + 15
        shown = printed(measure.value or Decimal(0), language)
        if measure.bound and 0 < len(measure.printed) <= _SHORT:  # “mindst 90 %” is not 90
            canvas.words(x + 6, above, measure.printed, _SMALL, anchor="end")
        else:
            canvas.words(x, above, shown, _SMALL, anchor="middle")


def _sign(canvas: Canvas, role: str, x: float, y: float) -> None:
    """A hollow square for a baseline, a diamond for a target, a filled circle for an actual value."""
    if role == BASELINE:
        canvas.box(x - 3.5, y - 3.5, 7, 7, "paper", "ink")
    elif role == TARGET:
        canvas.path(f"M{x:.2f} {y - 5:.2f}l5 5l-5 5l-5 -5Z", "paper", "ink", 1.4)
    else:
        canvas.box(x - 3.5, y - 3.5, 7, 7, "line", "line", 3.5)


def _bounds(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """The lowest and highest value of an axis for *values*: from zero, unless that would leave no room for what they
    differ by."""
    found = list(values)
    low, high = min(found), max(found)
    if low >= 0 and (high - low) * 3 >= high:
        low = Decimal(0)
    if low == high:
        low, high = (low - 1, high + 1) if low else (Decimal(0), Decimal(1))
    return low, high


def printed(value: Decimal, language: str) -> str:
    """*value* with the decimal sign of *language*, without zeros that say nothing."""
    text = f"{value.normalize():f}" if value else "0"
    return text.replace(".", ",") if language == "da" else text


def _day(date: str) -> float:
    """*date* (2026-06-30) as a number of days, each year as long as the longest: enough to place it in its year."""
    year, month, day = int(date[:4]), int(date[5:7]), int(date[8:10])
    return year * _DAYS + (month - 1) * _DAYS / 12 + day * _DAYS / 12 / 32
