"""What is drawn on the page of a PDF file, through pypdfium2: rectangles, rules, shapes and
pictures; and the tables whose cells rules make, as pdfplumber finds them.
"""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from strategigraf.core.layout import Box, around

_RULE = 3.0  # points: what is no wider is a rule
_MARK = 7.0  # points that the mark of a list measures at the most
_OF_A_SHAPE = 15  # segments that a letter has where it is drawn as a shape
_MOST_SEGMENTS = 1_000  # of a path that may be many rectangles
_DEEPEST = 4  # forms within forms that are looked into
_MOST_OBJECTS = 20_000  # drawn on one page, that are looked at
_TOLERANCE = 5.0  # points by which rules that meet may miss each other
_MOST_RULES = 2_000  # on one page; where there are more, they are a drawing


class View:
    """From the coordinates of a PDF page to points from the top left of the page as it is shown."""

    def __init__(self, page: Any) -> None:
        self.rotation = page.get_rotation() % 360
        self.left, self.bottom, self.right, self.top = page.get_bbox()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """*x*, *y* as shown."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The rectangle as shown."""
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))


class Drawn(NamedTuple):
    """What is drawn on a page, but for text: `frames` are rectangles large enough to hold text, `boxes` all rectangles
    and rules, `marks` shapes no larger than a letter, of `shapes` how many there are; `pictures` is their area."""

    frames: list[Box]
    boxes: list[Box]
    marks: list[Box]
    shapes: int
    pictures: float


def drawn_on(page: Any, view: View) -> Drawn:
    """What is drawn on the pypdfium2 *page*, seen through *view*; no more than is looked at of a page."""
    import pypdfium2.raw as raw

    frames: list[Box] = []
    boxes: list[Box] = []
    marks: list[Box] = []
    shapes = 0
    pictures = 0.0
    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
    for count, drawn in enumerate(page.get_objects(filter=kinds, max_depth=_DEEPEST)):
        if count > _MOST_OBJECTS:
            break
        box = view.box(*_bounds(drawn))
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += max(box.width, 0) * max(box.height, 0)
            continue
        segments = raw.FPDFPath_CountSegments(drawn.raw)
        if segments == 2 and max(box.width, box.height) > 3 * min(box.width, box.height):
            boxes.append(_rule(box))
        elif parts := [box] if _is_rectangle(segments, box) else _rectangles(drawn, segments, view):
            boxes += parts
            frames += (part for part in parts if part.width > 50 and part.height > 18)
        else:
            shapes += max(1, segments // _OF_A_SHAPE)
            if 1 < box.width < _MARK and 1 < box.height < _MARK:
                marks.append(box)
    return Drawn(frames, boxes, marks, shapes, pictures)


def _bounds(drawn: Any) -> tuple[float, float, float, float]:
    """The edges of what is *drawn* (left, bottom, right, top) on the page, also where it is inside a form."""
    left, bottom, right, top = drawn.get_bounds()
    return _edges_of(drawn.container, [(left, bottom), (right, bottom), (right, top), (left, top)])


def _edges_of(holder: Any, points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The edges around *points* of what the form *holder* holds, which may be in another."""
    while holder is not None:
        a, b, c, d, e, f = holder.get_matrix().get()
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        holder = holder.container
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _rectangles(drawn: Any, segments: int, view: View) -> list[Box]:
    """The rectangles that the path *drawn* is made of; none where it has anything else, or too much."""
    import pypdfium2.raw as raw

    if segments % 5 or segments > _MOST_SEGMENTS:
        return []
    found: list[Box] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = drawn.get_matrix().get()
    points: list[tuple[float, float]] = []
    for index in range(segments):
        segment = raw.FPDFPath_GetPathSegment(drawn.raw, index)
        expected = raw.FPDF_SEGMENT_MOVETO if index % 5 == 0 else raw.FPDF_SEGMENT_LINETO
        if raw.FPDFPathSegment_GetType(segment) != expected:
            return []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if index % 5 == 4:
            if any(abs(p - r) > 0.5 and abs(q - s) > 0.5 for (p, q), (r, s) in pairwise(points)):
                return []
            found.append(view.box(*_edges_of(drawn.container, points)))
            points = []
    return found


def _rule(box: Box) -> Box:
    """The rule around which *box* is, as PDFium gives it: half as thick as the rule beyond each end."""
    if box.width >= box.height:
        middle, rest = (box.top + box.bottom) / 2, min(box.height, box.width) / 2
        return Box(box.left + rest, middle - 0.5, box.right - rest, middle + 0.5)
    middle, rest = (box.left + box.right) / 2, box.width / 2
    return Box(middle - 0.5, box.top + rest, middle + 0.5, box.bottom - rest)


def _is_rectangle(segments: int, box: Box) -> bool:
    """Whether a path of so many *segments* around *box* is a rule or a rectangle, also one with round corners."""
    if box.width < _RULE or box.height < _RULE:
        return 2 <= segments <= 6 and max(box.width, box.height) > 8
    return 4 <= segments <= 24 and box.width > 20 and box.height > 8


# Tables.


class Cell(NamedTuple):
    """A cell of a table: its row and column, from 0, and where it is."""

    row: int
    column: int
    box: Box


class Grid(NamedTuple):
    """The cells of a table, row by row."""

    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        """Around all cells."""
        return around([cell.box for cell in self.cells])


def grids(drawn: Sequence[Box]) -> list[Grid]:
    """The tables that the rules and rectangles *drawn* make, of two rows and two columns at least, from the top."""
    edges = [edge for box in drawn for edge in _edges(box)]
    across = sum(edge["orientation"] == "h" for edge in edges)
    if across < 3 or len(edges) - across < 3 or len(edges) > _MOST_RULES:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    found = [_grid([Box(*map(float, cell)) for cell in table]) for table in cells_to_tables(cells)]
    return [grid for grid in found if {cell.row for cell in grid.cells} >= {0, 1} <= {c.column for c in grid.cells}]


# Tables that have rules between their rows only.

_FEWEST = 3  # rows or rules that make a table
_TALL = 1.8  # as often as the middle row is a tall one, which may be what stands between two tables
_HEAD = 26.0  # points that a row above the first rule or below the last may take
_APART = 7.0  # points between two columns, at the least
_IN_A_LINE = 5.0  # points between two signs of one line, at the most


def ruled_grids(drawn: Sequence[Box], signs: Sequence[Box]) -> list[Grid]:
    """The tables whose rows, but not whose columns, have rules among *drawn*; columns are where the rules are in
    pieces, or where none of the *signs* between the rules are. A row above the first rule, and one below the last,
    belong to it where they keep to its columns."""
    if len(drawn) > _MOST_RULES:
        return []
    return [grid for rules in _rule_sets(drawn) for grid in _grids_between(rules, signs)]


class _Rule(NamedTuple):
    """A rule across, and where the pieces after the first begin."""

    left: float
    right: float
    top: float
    breaks: tuple[float, ...]

    def continues(self, other: "_Rule") -> bool:
        """Whether it may be a rule of the same table as *other*."""
        ends = (*self[:2], *self.breaks), (*other[:2], *other.breaks)
        alike = len(ends[0]) == len(ends[1]) and all(abs(a - b) < 3 for a, b in zip(*ends, strict=True))
        return alike and self.top - other.top > _TOLERANCE


def _rule_sets(drawn: Sequence[Box]) -> list[list[_Rule]]:
    """Rules across that are alike, those below each other together; none that rules down stand between."""
    whole: list[_Rule] = []
    flat = [box for box in drawn if box.height <= _RULE < box.width]
    for box in sorted(flat, key=lambda one: (round(one.top), one.left)):
        last = whole[-1] if whole else None
        if last and abs(last.top - box.top) < 1.5 and -1 < box.left - last.right < 3:
            whole[-1] = last._replace(right=box.right, breaks=(*last.breaks, box.left))
        else:
            whole.append(_Rule(box.left, box.right, (box.top + box.bottom) / 2, ()))
    sets: list[list[_Rule]] = []
    for rule in whole:
        fitting = next((one for one in reversed(sets) if rule.continues(one[-1])), None)
        if fitting is None:
            sets.append([rule])
        else:
            fitting.append(rule)
    down = [box for box in drawn if box.width <= _RULE < box.height]
    return [one for one in sets if len(one) > 1 and not any(_is_between(box, one) for box in down)]


def _is_between(box: Box, rules: Sequence[_Rule]) -> bool:
    within = rules[0].left + 3 < box.left < rules[0].right - 3
    return within and rules[0].top - 3 < box.bottom and box.top < rules[-1].top + 3


def _grids_between(rules: Sequence[_Rule], signs: Sequence[Box]) -> Iterator[Grid]:
    left, right = rules[0].left, rules[0].right
    inside = [sign for sign in signs if left - 3 < sign.left and sign.right < right + 3]
    rows = [(before.top, after.top) for before, after in pairwise(rules)]
    middle = sorted(bottom - top for top, bottom in rows)[len(rows) // 2]
    low = [row for row in rows if row[1] - row[0] <= _TALL * middle]
    edges = _column_edges(rules[0], [sign for row in low for sign in _in(row, inside)])
    if len(edges) < 3:
        return
    tables: list[list[tuple[float, float]]] = [[]]
    for row in [(rows[0][0] - _HEAD, rows[0][0]), *rows, (rows[-1][1], rows[-1][1] + _HEAD)]:
        held = _in(row, inside)
        if _keeps_to(edges, held) or (row in low and not _crosses(held, edges)):
            tables[-1].append(row)
        elif tables[-1]:
            tables.append([(row[1] - _HEAD, row[1])] if _keeps_to(edges, _in((row[1] - _HEAD, row[1]), inside)) else [])
    for table in tables:
        if len(table) >= _FEWEST:
            yield Grid(
                tuple(
                    Cell(number, column, Box(start, top, end, bottom))
                    for number, (top, bottom) in enumerate(table)
                    for column, (start, end) in enumerate(pairwise(edges))
                )
            )


def _in(row: tuple[float, float], signs: Sequence[Box]) -> list[Box]:
    return [sign for sign in signs if row[0] < (sign.top + sign.bottom) / 2 < row[1]]


def _column_edges(rule: _Rule, signs: Sequence[Box]) -> list[float]:
    """The edges of the columns from left to right."""
    if rule.breaks:
        return [rule.left, *rule.breaks, rule.right]
    edges, reached = [rule.left], float("inf")
    for sign in sorted(signs, key=lambda one: one.left):
        if sign.left - reached > _APART:
            edges.append(sign.left - 2)
        reached = max(reached, sign.right) if reached < float("inf") else sign.right
    return [*edges, rule.right]


def _keeps_to(edges: Sequence[float], signs: Sequence[Box]) -> bool:
    """Whether *signs* fill two columns or more between *edges*, and none crosses from one into another."""
    return len({sum(edge <= sign.left + 1 for edge in edges[1:-1]) for sign in signs}) > 1 and not _crosses(
        signs, edges
    )


def _crosses(signs: Sequence[Box], edges: Sequence[float]) -> bool:
    """Whether words run over one of the inner *edges*: a sign on it, or signs on either side as close as in a line."""
    for edge in edges[1:-1]:
        before = [sign for sign in signs if edge - 12 < sign.right <= edge + 1]
        after = [sign for sign in signs if edge - 1 <= sign.left < edge + 12]
        near = any(abs(one.top - two.top) < 3 and two.left - one.right < _IN_A_LINE for one in before for two in after)
        if near or any(sign.left < edge - 1 and sign.right > edge + 1 for sign in signs):
            return True
    return False


def _edges(box: Box) -> list[dict[str, object]]:
    """The edges of *box* as pdfplumber has them; of a thin one its middle."""
    left, top, right, bottom = box
    if box.height <= _RULE < box.width:
        return [_edge("h", left, (top + bottom) / 2, right, (top + bottom) / 2)]
    if box.width <= _RULE < box.height:
        return [_edge("v", (left + right) / 2, top, (left + right) / 2, bottom)]
    if box.width <= _RULE:
        return []
    return [
        _edge("h", left, top, right, top),
        _edge("h", left, bottom, right, bottom),
        _edge("v", left, top, left, bottom),
        _edge("v", right, top, right, bottom),
    ]


def _edge(orientation: str, left: float, top: float, right: float, bottom: float) -> dict[str, object]:
    width, height = right - left, bottom - top
    return {
        "orientation": orientation, "object_type": "line", "x0": left, "x1": right, "top": top, "bottom": bottom,
        "width": width, "height": height,
    }  # fmt: skip


def _grid(boxes: Sequence[Box]) -> Grid:
    tops, lefts = _steps([box.top for box in boxes]), _steps([box.left for box in boxes])
    cells = [Cell(_step(tops, box.top), _step(lefts, box.left), box) for box in boxes]
    return Grid(tuple(sorted(cells, key=lambda cell: cell[:2])))


def _steps(edges: Sequence[float]) -> list[float]:
    steps: list[float] = []
    for edge in sorted(edges):
        if not steps or edge - steps[-1] > _TOLERANCE:
            steps.append(edge)
    return steps


def _step(steps: Sequence[float], edge: float) -> int:
    return max(index for index, step in enumerate(steps) if step <= edge + 1e-6)
