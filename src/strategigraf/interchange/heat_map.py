"""A matrix as a heat map: each cell shaded by its marks, their number written in, the sign of the strongest basis."""

from math import ceil

from strategigraf.answers.captions import Captions
from strategigraf.answers.matrix_sheet import brief
from strategigraf.interchange.canvas import A4, MARGIN, Canvas
from strategigraf.interchange.caption_text import borne, cited, counted, legend
from strategigraf.interchange.lettering import LINE, lettered, width, wrapped
from strategigraf.values.hop import BASES, Mark
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import SDG
from strategigraf.values.text import Text

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
