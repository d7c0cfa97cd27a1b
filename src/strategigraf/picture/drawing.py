"""Pictures as sections of a dossier in both languages, everything on them open; and the heat map of a matrix."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from math import ceil

from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import LANGUAGES, SDG, Text, short
from strategigraf.core.report import Drawing, message
from strategigraf.core.thread import BASES, Mark, borne, brief
from strategigraf.picture.neighbourhood import neighbourhood, neighbourhood_map, opened
from strategigraf.picture.sankey import Flows, flows, flows_of_strategy, sankey
from strategigraf.picture.timeline import Timetable, time_line, timetable
from strategigraf.render.canvas import A4, LINE, MARGIN, Canvas, cited, counted, legend, lettered, width, wrapped
from strategigraf.store.lookup import Captions, both_labels, captions, classes_of, strategies_of
from strategigraf.store.names import Kind
from strategigraf.store.sparql import Store

# A matrix as a heat map.

_NARROWEST = 640.0
_TOP = 62.0
_SHADES = 5
_SIZE = 10.0
_HEAD = 9.0
_TALLEST = 190.0  # of the turned titles of columns
_GAPS = {"inherited": Text("kun nedarvet", "inherited only"), "none": Text("hul", "gap")}
_TOTAL = Text("i alt", "total")
_IN_CELL = Text("tråde i feltet:", "threads in the cell:")
_NO_GROUP = Text("uden gruppe", "in no group")


def heat_map(
    matrix: Matrix, kinds: tuple[Text, Text], captions: Captions, title: str, told: str, language: str, name: str
) -> str:
    """*matrix*, whose rows and columns are called *kinds*, as SVG in *language*; *title*, *told* and *name* as for
    every picture. Sums stand at the right and at the foot; a row that is a gap is told in words; rows stand in groups
    where the matrix has them."""
    columns, total_wide = len(matrix.columns), 52.0
    longest = max((width(lettered(captions.title(row, language))[:200], _SIZE) for row in matrix.rows), default=0.0)
    side = max(27.0, min(44.0, (A4 - 2 * MARGIN - total_wide - 260.0) / max(1, columns)))
    free = A4 - 2 * MARGIN - total_wide - columns * side
    label = min(longest + 16, max(260.0, free)) if longest > 184 else 200.0
    wide = max(2 * MARGIN + label + columns * side + total_wide, _NARROWEST)
    canvas = Canvas(name, wide)
    left = MARGIN + label
    head = _head_height(matrix, captions, language, side)
    most = max((len(marks) for marks in matrix.cells.values()), default=1)
    canvas.lines(MARGIN, 10, wrapped(lettered(title), wide - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    bases = [b for b in BASES if any(mark.basis == b for marks in matrix.cells.values() for mark in marks)]
    _scale(canvas, legend(canvas, MARGIN, 34, bases, language) + 10, 34, most, language)
    y = _TOP + head
    corner = " × ".join(kind.in_language(language) for kind in kinds)
    canvas.lines(MARGIN, y - 16, wrapped(corner, label - 8, _SIZE, 1, True), _SIZE, "quiet", True)
    sums = dict.fromkeys(matrix.columns, 0)
    for (_, column), marks in matrix.cells.items():
        sums[column] += len(marks)
    for place, column in enumerate(matrix.columns):
        _column(canvas, column, left + place * side, y, side, head, captions, language)
    canvas.lines(
        left + columns * side + total_wide - 6, y - 16, [_TOTAL.in_language(language)], _SIZE, "quiet", True, "end"
    )
    for place, row in enumerate(matrix.rows):
        if matrix.groups and (place == 0 or matrix.groups[place] != matrix.groups[place - 1]):
            y = _group(canvas, matrix, matrix.groups[place], y, left + columns * side + total_wide, captions, language)
        y = _row(canvas, matrix, row, y, (left, label, side, total_wide), most, captions, language)
    canvas.path(f"M{MARGIN} {y + 1:.2f}H{left + columns * side + total_wide:.2f}", edge="ink", thick=1.2)
    canvas.words(MARGIN, y + 16, _TOTAL.in_language(language), _SIZE, bold=True)
    for place, column in enumerate(matrix.columns):
        canvas.words(left + (place + 0.5) * side, y + 16, str(sums[column]), _SIZE, bold=True, anchor="middle")
    right = left + columns * side + total_wide - 6
    canvas.words(right, y + 16, str(sum(sums.values())), _SIZE, bold=True, anchor="end")
    return canvas.svg(y + 16 + MARGIN, title, told)


def _head_height(matrix: Matrix, captions: Captions, language: str, side: float) -> float:
    titles = [width(lettered(captions.plain(column, language))[:120], _HEAD) for column in matrix.columns]
    return min(_TALLEST, max(titles, default=0.0) / _head_lines(side) * 1.15 + 14) + 22


def _head_lines(side: float) -> int:
    return max(1, min(3, int((side - 4) / (_HEAD * LINE))))


def _column(
    canvas: Canvas, column: str, x: float, y: float, side: float, head: float, captions: Captions, language: str
) -> None:
    """The heading of a column: its number, and above that its title, turned."""
    with canvas.opening([column] if captions.words.get(column) else [], captions.title(column, language)):
        code = captions.number(column) or brief(column)
        foot = y - 8.0
        if column.startswith(SDG) or captions.number(column):
            canvas.lines(x + side / 2, y - 17, wrapped(code, side - 2, 9, 1, True), 9, bold=True, anchor="middle")
            foot = y - 22
        room = head - (y - foot) - 2
        lines = wrapped(lettered(captions.plain(column, language)), room, _HEAD, _head_lines(side))
        first = x + side / 2 - _HEAD * LINE * (len(lines) - 1) / 2 + _HEAD * 0.35
        for place, line in enumerate(lines):
            canvas.words(first + place * _HEAD * LINE, foot, line, _HEAD, "quiet", turned=True)


def _group(
    canvas: Canvas, matrix: Matrix, group: str, y: float, right: float, captions: Captions, language: str
) -> float:
    """The heading of a group, with the marks of its rows."""
    title = captions.title(group, language) if group else _NO_GROUP.in_language(language)
    pairs = zip(matrix.rows, matrix.groups, strict=True)
    number = sum(matrix.marks_of_row(row) for row, within in pairs if within == group)
    canvas.box(MARGIN, y + 3, right - MARGIN, 17, "head")
    room = right - MARGIN - 60
    canvas.lines(MARGIN + 5, y + 6, wrapped(lettered(title), room, _SIZE, 1, True), _SIZE, bold=True)
    canvas.words(right - 6, y + 15.5, str(number), _SIZE, bold=True, anchor="end")
    return y + 21


def _row(
    canvas: Canvas, matrix: Matrix, row: str, y: float, places: tuple[float, float, float, float], most: int,
    captions: Captions, language: str,
) -> float:  # fmt: skip
    left, label, side, total_wide = places
    lines = wrapped(lettered(captions.title(row, language)), label - 12, _SIZE, 3)
    high = max(21.0, len(lines) * _SIZE * LINE + 7)
    number, gap = matrix.marks_of_row(row), matrix.gaps.get(row, "")
    right = left + len(matrix.columns) * side
    if gap:
        canvas.box(MARGIN, y, right + total_wide - MARGIN, high, "gap")
    canvas.path(f"M{MARGIN} {y:.2f}H{right + total_wide:.2f}", edge="rule", thick=0.6)
    with canvas.opening([row] if captions.words.get(row) else [], captions.title(row, language)):
        top = y + (high - len(lines) * _SIZE * LINE) / 2
        canvas.lines(MARGIN + 5, top, lines, _SIZE, "gap-ink" if gap else "ink")
    for place, column in enumerate(matrix.columns):
        marks = matrix.cells.get((row, column), ())
        if marks:
            _cell(canvas, marks, (row, column), (left + place * side, y, side, high), most, captions, language)
    told = f"{number} {_GAPS[gap].in_language(language)}" if gap else str(number)
    canvas.words(right + total_wide - 6, y + high / 2 + 3.5, told, _SIZE, "gap-ink" if gap else "ink", True, "end")
    return y + high


def _cell(
    canvas: Canvas, marks: tuple[Mark, ...], ends: tuple[str, str], place: tuple[float, float, float, float], most: int,
    captions: Captions, language: str,
) -> None:  # fmt: skip
    x, y, side, high = place
    things = borne(marks)
    said = " → ".join(captions.title(end, language) for end in ends)
    with canvas.opening(things, f"{said}: {counted(marks, language)}.{cited(captions, things)}"):
        canvas.box(x + 0.75, y + 0.75, side - 1.5, high - 1.5, f"shade-{_shade(len(marks), most)}", "rule")
        room = width(str(len(marks)), _SIZE, True) + 11
        start = x + (side - room) / 2
        canvas.sign(marks[0].basis, start, y + high / 2 - 4, 8)
        canvas.words(start + 11, y + high / 2 + 3.5, str(len(marks)), _SIZE, bold=True)


def _shade(number: int, most: int) -> int:
    """Which of the shades *number* has, where *most* has the darkest."""
    return max(1, min(_SHADES, ceil(number * _SHADES / most))) if most > 1 else 3


def _scale(canvas: Canvas, x: float, y: float, most: int, language: str) -> None:
    """How shades tell numbers: one box for each, with the numbers that it stands for."""
    if most < 2:
        return
    canvas.words(x, y + 9, _IN_CELL.in_language(language), 11, "quiet")
    x += width(_IN_CELL.in_language(language), 11) + 4
    for shade in range(1, _SHADES + 1):
        numbers = [number for number in range(1, most + 1) if _shade(number, most) == shade]
        if not numbers:
            continue
        told = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        wide = max(22.0, width(told, 9) + 8)
        canvas.box(x, y - 2, wide, 15, f"shade-{shade}", "rule")
        canvas.words(x + wide / 2, y + 9, told, 9, anchor="middle")
        x += wide + 2


MOST_CARDS = 250  # on one level of a Sankey
MOST_ROWS, MOST_COLUMNS = 600, 120  # of a heat map
MOST_BARS = 400


def sankey_drawing(store: Store, strategy: str, targets: bool = False, levels: Sequence[Kind] = ()) -> Drawing | None:
    """The red thread of *strategy* (an IRI) as a Sankey diagram: through *levels* where given, else through those that
    it has (*targets*: to SDG targets in place of goals). None where no thread joins the last two. Raises
    PictureTooLarge."""
    found = flows(store, strategy, levels) if levels else flows_of_strategy(store, strategy, targets)
    if found is None or not found.marks:
        return None
    _demand(max(map(len, found.levels)), MOST_CARDS, Text("ting på ét niveau", "things on one level"))
    of = [strategy, *(thing for level in found.levels for thing in level), *borne(found.marks)]
    known = captions(store, of)
    ends = [found.labels[place] for place in (0, -1)]
    title = message("picture.sankey.title", first=ends[0], last=ends[1])
    about = _named(known, strategy)
    return _drawing("sankey", strategy, title, about, _flows_told(found), known, of,
                    lambda *given: sankey(found, known, *given))  # fmt: skip


def heat_map_drawing(
    store: Store, whole: Matrix, kinds: tuple[Kind, Kind], strategies: Collection[str] = ()
) -> Drawing:
    """The matrix *whole* of *kinds* for the *strategies* (IRIs), which it names, as a heat map. Raises
    PictureTooLarge."""
    _demand(len(whole.rows), MOST_ROWS, Text("rækker", "rows"))
    _demand(len(whole.columns), MOST_COLUMNS, Text("kolonner", "columns"))
    of = [*whole.rows, *whole.columns, *whole.groups, *borne(whole.marks())]
    known = captions(store, of)
    labels = kinds[0].label, kinds[1].label
    plans = captions(store, strategies)
    about = Text(*(", ".join(plans.plain(strategy, one) for strategy in strategies) for one in LANGUAGES))
    title = Text(*(" × ".join(label.in_language(one) for label in labels) for one in LANGUAGES))
    marks, empty = len(list(whole.marks())), sum(not whole.marks_of_row(row) for row in whole.rows)
    told = message("picture.heat-map.explanation", marks=marks, empty=empty, rows=len(whole.rows))
    name = "-".join([whole.row_kind, whole.column_kind, *map(short, strategies)])
    return _drawing(
        "heat-map", name, title, about, told, known, of, lambda *given: heat_map(whole, labels, known, *given)
    )


def neighbourhood_drawing(store: Store, thing: str, depth: int = 1, most: int = 14) -> Drawing:
    """The neighbourhood of *thing* (an IRI) up to *depth* steps, at most *most* cards on a side, the rest folded."""
    around = neighbourhood(store, thing, depth)
    of = [thing, *(one for neighbour in around.neighbours for one in opened(neighbour))]
    known = captions(store, of)
    shown = [thing, *(neighbour.thing for neighbour in around.neighbours)]
    of_class, of_strategy = classes_of(store, shown), strategies_of(store, shown)
    labels = both_labels(store, of_class.values())
    kinds = {one: labels[cls] for one, cls in of_class.items()}
    here = of_strategy.get(thing, frozenset((thing,)))
    homes = both_labels(store, {min(found) for one, found in of_strategy.items() if not found & here})
    elsewhere = {one: homes[min(found)] for one, found in of_strategy.items() if not found & here}
    title = message("picture.neighbourhood.title")
    about = Text(known.title(thing, "da"), known.title(thing, "en"))
    told = message("picture.neighbourhood.explanation", count=len(around.neighbours))
    return _drawing("neighbourhood", thing, title, about, told, known, of,
                    lambda *given: neighbourhood_map(around, (kinds, elsewhere), known, most, *given))  # fmt: skip


def timeline_drawing(store: Store, strategy: str, entries: Kind | None = None) -> Drawing | None:
    """The time line of *strategy* (an IRI): its things of the kind *entries*, time line entries without one. None where
    none of them has a time. Raises PictureTooLarge."""
    table = timetable(store, strategy, entries)
    if table is None or not table.bars:
        return None
    _demand(len(table.bars), MOST_BARS, Text("poster", "entries"))
    edges = [edge for bar in table.bars for edge in bar.schedules]
    of = [strategy, *(bar.entry for bar in table.bars), *(end for edge in edges for end in (edge.link, edge.object))]
    of += [thing for lane in table.lanes for thing in (lane.track, *lane.undated, *lane.gaps) if thing]
    known = captions(store, of)
    title = message("picture.timeline.title" if table.scheduled else "picture.timeline.process")
    return _drawing("time-line", strategy, title, _named(known, strategy), _table_told(table), known, of,
                    lambda *given: time_line(table, known, *given))  # fmt: skip


def _drawing(
    kind: str, subject: str, title: Text, about: Text, told: Text, known: Captions, of: Iterable[str],
    drawn: Callable[[str, str, str, str], str],
) -> Drawing:  # fmt: skip
    name = re.sub(r"[^a-z0-9]+", "-", f"{kind}-{short(subject)}".lower()).strip("-")
    whole = Text(*(f"{one}: {of_what}" if of_what else one for one, of_what in zip(title, about, strict=True)))
    svg = Text(*(drawn(whole.in_language(one), told.in_language(one), one, f"{name}-{one}") for one in LANGUAGES))
    opened = tuple(thing for thing in dict.fromkeys(of) if known.words.get(thing))
    return Drawing(name, title, told, svg, opened, about)


def _named(known: Captions, thing: str) -> Text:
    return Text(*(known.plain(thing, language) for language in LANGUAGES))


def _flows_told(found: Flows) -> Text:
    marks = len(found.marks)
    inherited = sum(mark.basis == "inherited" for mark in found.marks)
    rows, columns = found.labels[-2], found.labels[-1]
    levels = found.levels[-2:]
    alone = [sum(not found.through(len(found.levels) - 2 + place, one) for one in level)
             for place, level in enumerate(levels)]  # fmt: skip
    nothing = Text("", "")
    return message(
        "picture.sankey.explanation",
        rows=rows,
        columns=columns,
        marks=marks,
        bases=message("picture.sankey.bases", own=marks - inherited, inherited=inherited) if inherited else nothing,
        above=message("picture.sankey.above") if len(found.levels) > 2 else nothing,
        rows_alone=alone[0],
        rows_all=len(levels[0]),
        columns_alone=alone[1],
        columns_all=len(levels[1]),
    )


def _table_told(table: Timetable) -> Text:
    told = message("picture.timeline.explanation", bars=len(table.bars))
    return message("picture.timeline.scheduled", told=told, gaps=len(table.gaps)) if table.scheduled else told


def _demand(number: int, most: int, of: Text) -> None:
    if number > most:
        raise PictureTooLarge(
            Text(f"Billedet ville have {number} {of.da}; højst {most} kan læses.",
                 f"The picture would have {number} {of.en}; at most {most} can be read."),
            Text("Vælg mindre: én strategi, andre slags, --only marks; eller tag matricen som regneark.",
                 "Choose less: one strategy, other kinds, --only marks; or take the matrix as a sheet."),
        )  # fmt: skip
