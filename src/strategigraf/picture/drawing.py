"""Pictures as sections of a dossier in both languages, everything on them open; and the heat map of a matrix."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from math import ceil

from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import LANGUAGES, SDG, Labels, Text, message, short
from strategigraf.core.report import Drawing
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
_GAPS = Labels("common.gap", ("inherited", "none"))


def heat_map(
    matrix: Matrix, kinds: tuple[Text, Text], captions: Captions, title: str, description: str, language: str, name: str
) -> str:
    """*matrix*, whose rows and columns are called *kinds*, as SVG in *language*; *title*, *description* and *name* as
    for every picture. Sums are at the right and at the foot; a row that is a gap is marked in words; rows are in
    groups where the matrix has them."""
    columns, total_wide = len(matrix.columns), 52.0
    longest = max((width(lettered(captions.title(row, language))[:200], _SIZE) for row in matrix.rows), default=0.0)
    cell_width = max(27.0, min(44.0, (A4 - 2 * MARGIN - total_wide - 260.0) / max(1, columns)))
    free_width = A4 - 2 * MARGIN - total_wide - columns * cell_width
    label_width = min(longest + 16, max(260.0, free_width)) if longest > 184 else 200.0
    wide = max(2 * MARGIN + label_width + columns * cell_width + total_wide, _NARROWEST)
    canvas = Canvas(name, wide)
    left = MARGIN + label_width
    head_height = _head_height(matrix, captions, language, cell_width)
    max_marks = max((len(marks) for marks in matrix.cells.values()), default=1)
    canvas.lines(MARGIN, 10, wrapped(lettered(title), wide - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    bases = [basis for basis in BASES if any(mark.basis == basis for marks in matrix.cells.values() for mark in marks)]
    _scale(canvas, legend(canvas, MARGIN, 34, bases, language) + 10, 34, max_marks, language)
    y = _TOP + head_height
    corner = " × ".join(kind.in_language(language) for kind in kinds)
    canvas.lines(MARGIN, y - 16, wrapped(corner, label_width - 8, _SIZE, 1, True), _SIZE, "quiet", True)
    sums = dict.fromkeys(matrix.columns, 0)
    for (_, column), marks in matrix.cells.items():
        sums[column] += len(marks)
    for index, column in enumerate(matrix.columns):
        _column(canvas, column, left + index * cell_width, y, cell_width, head_height, captions, language)
    canvas.lines(
        left + columns * cell_width + total_wide - 6,
        y - 16,
        [message("common.total").in_language(language)],
        _SIZE,
        "quiet",
        True,
        "end",
    )
    for index, row in enumerate(matrix.rows):
        if matrix.groups and (index == 0 or matrix.groups[index] != matrix.groups[index - 1]):
            y = _group(
                canvas, matrix, matrix.groups[index], y, left + columns * cell_width + total_wide, captions, language
            )
        y = _row(canvas, matrix, row, y, (left, label_width, cell_width, total_wide), max_marks, captions, language)
    canvas.path(f"M{MARGIN} {y + 1:.2f}H{left + columns * cell_width + total_wide:.2f}", edge="ink", thick=1.2)
    canvas.words(MARGIN, y + 16, message("common.total").in_language(language), _SIZE, bold=True)
    for index, column in enumerate(matrix.columns):
        canvas.words(left + (index + 0.5) * cell_width, y + 16, str(sums[column]), _SIZE, bold=True, anchor="middle")
    right = left + columns * cell_width + total_wide - 6
    canvas.words(right, y + 16, str(sum(sums.values())), _SIZE, bold=True, anchor="end")
    return canvas.svg(y + 16 + MARGIN, title, description)


def _head_height(matrix: Matrix, captions: Captions, language: str, cell_width: float) -> float:
    titles = [width(lettered(captions.plain(column, language))[:120], _HEAD) for column in matrix.columns]
    return min(_TALLEST, max(titles, default=0.0) / _head_lines(cell_width) * 1.15 + 14) + 22


def _head_lines(cell_width: float) -> int:
    return max(1, min(3, int((cell_width - 4) / (_HEAD * LINE))))


def _column(
    canvas: Canvas,
    column: str,
    x: float,
    y: float,
    cell_width: float,
    head_height: float,
    captions: Captions,
    language: str,
) -> None:
    """The heading of a column: its number, and above that its title, turned."""
    with canvas.opening([column] if captions.words.get(column) else [], captions.title(column, language)):
        code = captions.number(column) or brief(column)
        foot = y - 8.0
        if column.startswith(SDG) or captions.number(column):
            canvas.lines(
                x + cell_width / 2, y - 17, wrapped(code, cell_width - 2, 9, 1, True), 9, bold=True, anchor="middle"
            )
            foot = y - 22
        title_room = head_height - (y - foot) - 2
        lines = wrapped(lettered(captions.plain(column, language)), title_room, _HEAD, _head_lines(cell_width))
        first_x = x + cell_width / 2 - _HEAD * LINE * (len(lines) - 1) / 2 + _HEAD * 0.35
        for index, line in enumerate(lines):
            canvas.words(first_x + index * _HEAD * LINE, foot, line, _HEAD, "quiet", turned=True)


def _group(
    canvas: Canvas, matrix: Matrix, group: str, y: float, right: float, captions: Captions, language: str
) -> float:
    """The heading of a group, with the marks of its rows."""
    title = captions.title(group, language) if group else message("common.ungrouped").in_language(language)
    pairs = zip(matrix.rows, matrix.groups, strict=True)
    mark_count = sum(matrix.marks_of_row(row) for row, row_group in pairs if row_group == group)
    canvas.box(MARGIN, y + 3, right - MARGIN, 17, "head")
    title_width = right - MARGIN - 60
    canvas.lines(MARGIN + 5, y + 6, wrapped(lettered(title), title_width, _SIZE, 1, True), _SIZE, bold=True)
    canvas.words(right - 6, y + 15.5, str(mark_count), _SIZE, bold=True, anchor="end")
    return y + 21


def _row(
    canvas: Canvas, matrix: Matrix, row: str, y: float, widths: tuple[float, float, float, float], max_marks: int,
    captions: Captions, language: str,
) -> float:  # fmt: skip
    left, label_width, cell_width, total_wide = widths
    lines = wrapped(lettered(captions.title(row, language)), label_width - 12, _SIZE, 3)
    high = max(21.0, len(lines) * _SIZE * LINE + 7)
    mark_count, gap = matrix.marks_of_row(row), matrix.gaps.get(row, "")
    right = left + len(matrix.columns) * cell_width
    if gap:
        canvas.box(MARGIN, y, right + total_wide - MARGIN, high, "gap")
    canvas.path(f"M{MARGIN} {y:.2f}H{right + total_wide:.2f}", edge="rule", thick=0.6)
    with canvas.opening([row] if captions.words.get(row) else [], captions.title(row, language)):
        top = y + (high - len(lines) * _SIZE * LINE) / 2
        canvas.lines(MARGIN + 5, top, lines, _SIZE, "gap-ink" if gap else "ink")
    for index, column in enumerate(matrix.columns):
        marks = matrix.cells.get((row, column), ())
        if marks:
            _cell(
                canvas,
                marks,
                (row, column),
                (left + index * cell_width, y, cell_width, high),
                max_marks,
                captions,
                language,
            )
    sum_text = f"{mark_count} {_GAPS[gap].in_language(language)}" if gap else str(mark_count)
    canvas.words(right + total_wide - 6, y + high / 2 + 3.5, sum_text, _SIZE, "gap-ink" if gap else "ink", True, "end")
    return y + high


def _cell(
    canvas: Canvas,
    marks: tuple[Mark, ...],
    row_and_column: tuple[str, str],
    area: tuple[float, float, float, float],
    max_marks: int,
    captions: Captions,
    language: str,
) -> None:
    x, y, cell_width, high = area
    things = borne(marks)
    ends_text = " → ".join(captions.title(thing, language) for thing in row_and_column)
    with canvas.opening(things, f"{ends_text}: {counted(marks, language)}.{cited(captions, things, language)}"):
        canvas.box(x + 0.75, y + 0.75, cell_width - 1.5, high - 1.5, f"shade-{_shade(len(marks), max_marks)}", "rule")
        content_width = width(str(len(marks)), _SIZE, True) + 11
        content_x = x + (cell_width - content_width) / 2
        canvas.sign(marks[0].basis, content_x, y + high / 2 - 4, 8)
        canvas.words(content_x + 11, y + high / 2 + 3.5, str(len(marks)), _SIZE, bold=True)


def _shade(number: int, max_marks: int) -> int:
    """Which of the shades *number* has, where *max_marks* is the darkest."""
    return max(1, min(_SHADES, ceil(number * _SHADES / max_marks))) if max_marks > 1 else 3


def _scale(canvas: Canvas, x: float, y: float, max_marks: int, language: str) -> None:
    """The legend of the shades: one box for each, with the numbers that it represents."""
    if max_marks < 2:
        return
    canvas.words(x, y + 9, message("picture.heat-map.in-cell").in_language(language), 11, "quiet")
    x += width(message("picture.heat-map.in-cell").in_language(language), 11) + 4
    for shade in range(1, _SHADES + 1):
        numbers = [number for number in range(1, max_marks + 1) if _shade(number, max_marks) == shade]
        if not numbers:
            continue
        range_text = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        wide = max(22.0, width(range_text, 9) + 8)
        canvas.box(x, y - 2, wide, 15, f"shade-{shade}", "rule")
        canvas.words(x + wide / 2, y + 9, range_text, 9, anchor="middle")
        x += wide + 2


MOST_CARDS = 250  # on one level of a Sankey
MOST_ROWS, MOST_COLUMNS = 600, 120  # of a heat map
MOST_BARS = 400


def sankey_drawing(store: Store, strategy: str, targets: bool = False, levels: Sequence[Kind] = ()) -> Drawing | None:
    """The red thread of *strategy* (an IRI) as a Sankey diagram: through *levels* where given, else through those that
    it has (*targets*: to SDG targets in place of goals). None where no thread joins the last two. Raises
    PictureTooLarge."""
    strategy_flows = flows(store, strategy, levels) if levels else flows_of_strategy(store, strategy, targets)
    if strategy_flows is None or not strategy_flows.marks:
        return None
    _demand_at_most(
        max(map(len, strategy_flows.levels)), MOST_CARDS, Text("elementer på ét niveau", "elements on one level")
    )
    iris = [
        strategy,
        *(thing for level in strategy_flows.levels for thing in level),
        *borne(strategy_flows.marks),
    ]
    thing_captions = captions(store, iris)
    end_labels = [strategy_flows.labels[index] for index in (0, -1)]
    title = message("picture.sankey.title", first=end_labels[0], last=end_labels[1])
    about = _plain_title(thing_captions, strategy)
    return _drawing(
        "sankey",
        strategy,
        title,
        about,
        _flows_description(strategy_flows),
        thing_captions,
        iris,
        lambda *svg_arguments: sankey(strategy_flows, thing_captions, *svg_arguments),
    )


def heat_map_drawing(
    store: Store, whole: Matrix, kinds: tuple[Kind, Kind], strategies: Collection[str] = ()
) -> Drawing:
    """The matrix *whole* of *kinds* for the *strategies* (IRIs), which it names, as a heat map. Raises
    PictureTooLarge."""
    _demand_at_most(len(whole.rows), MOST_ROWS, Text("rækker", "rows"))
    _demand_at_most(len(whole.columns), MOST_COLUMNS, Text("kolonner", "columns"))
    iris = [*whole.rows, *whole.columns, *whole.groups, *borne(whole.marks())]
    thing_captions = captions(store, iris)
    labels = kinds[0].label, kinds[1].label
    strategy_captions = captions(store, strategies)
    about = Text(
        *(", ".join(strategy_captions.plain(strategy, language) for strategy in strategies) for language in LANGUAGES)
    )
    title = Text(*(" × ".join(label.in_language(language) for label in labels) for language in LANGUAGES))
    marks, empty_rows = len(list(whole.marks())), sum(not whole.marks_of_row(row) for row in whole.rows)
    description = message("picture.heat-map.explanation", marks=marks, empty=empty_rows, rows=len(whole.rows))
    name = "-".join([whole.row_kind, whole.column_kind, *map(short, strategies)])
    return _drawing(
        "heat-map",
        name,
        title,
        about,
        description,
        thing_captions,
        iris,
        lambda *svg_arguments: heat_map(whole, labels, thing_captions, *svg_arguments),
    )


def neighbourhood_drawing(store: Store, thing: str, depth: int = 1, most: int = 14) -> Drawing:
    """The neighbourhood of *thing* (an IRI) up to *depth* steps, at most *most* cards on a side, the rest folded."""
    around = neighbourhood(store, thing, depth)
    iris = [thing, *(iri for neighbour in around.neighbours for iri in opened(neighbour))]
    thing_captions = captions(store, iris)
    shown_things = [thing, *(neighbour.thing for neighbour in around.neighbours)]
    of_class, of_strategy = classes_of(store, shown_things), strategies_of(store, shown_things)
    labels = both_labels(store, of_class.values())
    kinds = {iri: labels[class_iri] for iri, class_iri in of_class.items()}
    own_strategies = of_strategy.get(thing, frozenset((thing,)))
    strategy_labels = both_labels(
        store, {min(strategies) for strategies in of_strategy.values() if not strategies & own_strategies}
    )
    elsewhere = {
        iri: strategy_labels[min(strategies)]
        for iri, strategies in of_strategy.items()
        if not strategies & own_strategies
    }
    title = message("picture.neighbourhood.title")
    about = Text(thing_captions.title(thing, "da"), thing_captions.title(thing, "en"))
    description = message("picture.neighbourhood.explanation", count=len(around.neighbours))
    return _drawing(
        "neighbourhood",
        thing,
        title,
        about,
        description,
        thing_captions,
        iris,
        lambda *svg_arguments: neighbourhood_map(around, (kinds, elsewhere), thing_captions, most, *svg_arguments),
    )


def timeline_drawing(store: Store, strategy: str, entries: Kind | None = None) -> Drawing | None:
    """The time line of *strategy* (an IRI): its things of the kind *entries*, time line entries without one. None where
    none of them has a time. Raises PictureTooLarge."""
    table = timetable(store, strategy, entries)
    if table is None or not table.bars:
        return None
    _demand_at_most(len(table.bars), MOST_BARS, Text("poster", "entries"))
    edges = [edge for bar in table.bars for edge in bar.schedules]
    iris = [
        strategy,
        *(bar.entry for bar in table.bars),
        *(end for edge in edges for end in (edge.link, edge.object)),
    ]
    iris += [thing for lane in table.lanes for thing in (lane.track, *lane.undated, *lane.gaps) if thing]
    thing_captions = captions(store, iris)
    kind = "milestones" if table.entries == "milestone" else "title" if table.scheduled else "process"
    title = message(f"picture.timeline.{kind}")
    return _drawing(
        "milestones" if table.entries == "milestone" else "time-line",
        strategy,
        title,
        _plain_title(thing_captions, strategy),
        _timetable_description(table),
        thing_captions,
        iris,
        lambda *svg_arguments: time_line(table, thing_captions, *svg_arguments),
    )


def _drawing(
    kind: str,
    subject: str,
    title: Text,
    about: Text,
    description: Text,
    thing_captions: Captions,
    iris: Iterable[str],
    draw_svg: Callable[[str, str, str, str], str],
) -> Drawing:
    name = re.sub(r"[^a-z0-9]+", "-", f"{kind}-{short(subject)}".lower()).strip("-")
    full_title = Text(
        *(
            f"{heading}: {about_text}" if about_text else heading
            for heading, about_text in zip(title, about, strict=True)
        )
    )
    svg = Text(
        *(
            draw_svg(
                full_title.in_language(language), description.in_language(language), language, f"{name}-{language}"
            )
            for language in LANGUAGES
        )
    )
    opened = tuple(thing for thing in dict.fromkeys(iris) if thing_captions.words.get(thing))
    return Drawing(name, title, description, svg, opened, about)


def _plain_title(thing_captions: Captions, thing: str) -> Text:
    return Text(*(thing_captions.plain(thing, language) for language in LANGUAGES))


def _flows_description(strategy_flows: Flows) -> Text:
    marks = len(strategy_flows.marks)
    inherited = sum(mark.basis == "inherited" for mark in strategy_flows.marks)
    rows, columns = strategy_flows.labels[-2], strategy_flows.labels[-1]
    levels = strategy_flows.levels[-2:]
    without_marks = [sum(not strategy_flows.through(len(strategy_flows.levels) - 2 + index, thing) for thing in level)
                     for index, level in enumerate(levels)]  # fmt: skip
    no_text = Text("", "")
    return message(
        "picture.sankey.explanation",
        rows=rows,
        columns=columns,
        marks=marks,
        bases=message("picture.sankey.bases", own=marks - inherited, inherited=inherited) if inherited else no_text,
        above=message("picture.sankey.above") if len(strategy_flows.levels) > 2 else no_text,
        rows_alone=without_marks[0],
        rows_all=len(levels[0]),
        columns_alone=without_marks[1],
        columns_all=len(levels[1]),
    )


def _timetable_description(table: Timetable) -> Text:
    description = message("picture.timeline.explanation", bars=len(table.bars))
    return (
        message("picture.timeline.scheduled", told=description, gaps=len(table.gaps))
        if table.scheduled
        else description
    )


def _demand_at_most(number: int, most: int, counted_things: Text) -> None:
    if number > most:
        raise PictureTooLarge(
            Text(f"Billedet ville have {number} {counted_things.da}; højst {most} kan læses.",
                 f"The picture would have {number} {counted_things.en}; at most {most} can be read."),
            Text("Afgræns: én strategi, andre elementtyper eller --only marks. Eller vælg matricen som regneark.",
                 "Narrow it: one strategy, other element types or --only marks. Or choose the matrix as a workbook."),
        )  # fmt: skip
