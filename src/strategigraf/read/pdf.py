"""PDF files, through pypdfium2: their characters as lines with styles and places, and what is drawn around them."""

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from strategigraf.core.layout import Box, Line, Page, Run, Style, around
from strategigraf.read.drawn import Drawn, Grid, View, drawn_on, grids, ruled_grids

_WIDE = 1.2  # as often as a letter is large is a gap between what stands apart on one line
_NEAR = 0.6  # and one inside a line whose pieces were drawn apart
_LABEL = re.compile(r"(?:[-–—•·▪■●○◦*+►▶➤✓✔]|\(?[0-9]{1,3}(?:\.[0-9]{1,3})*[.):]?|\(?[a-zA-Z][.)])$")
_LABEL_GAP = 4.0
_AREA, _MOST_AREAS = 8.0, 400  # points that it measures at least, and how many are looked at
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!t)|extrab", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_SIGNS = {"\ufffe": "-", "\u0002": "-", "\u00a0": " ", "\t": " ", "\u2028": " ", "\u200b": "", "\ufeff": ""}
_BULLETS = "\uf0b7\uf0a7\uf0a8\uf0d8\uf076\uf0fc\uf06e\uf071\uf0e0\uf02d"  # of the fonts Symbol and Wingdings
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = 3  # the render mode of recognised text


class Sign(NamedTuple):
    """A character where it is printed: its box and the baseline, upright as it is read."""

    text: str
    box: Box
    baseline: float
    style: Style
    angle: int


class Sheet(NamedTuple):
    """A page as it is drawn: its lines in the order of the file, the tables with their lines, cell by cell, the
    rectangles drawn on it, and the small shapes that may be the marks of a list."""

    page: Page
    lines: tuple[Line, ...]
    tables: tuple[tuple[Line, ...], ...]
    frames: tuple[Box, ...]
    marks: tuple[Box, ...] = ()


class _Face(NamedTuple):
    style: Style
    angle: int
    mode: int


def sheet(document: Any, index: int) -> Sheet:
    """The page at *index* of the pypdfium2 *document*."""
    page = document[index]
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        view = View(page)
        faces: dict[int, _Face] = {}
        signs = list(_signs(text_page, view, faces))
        drawn = drawn_on(page, view)
        tables, rest = _tables(signs, drawn.boxes, index + 1)
        lines = tuple(_lines(rest, index + 1, Box(0, 0, width, height), drawn.boxes))
        label = document.get_page_label(index) or str(index + 1)
        return Sheet(
            Page(index + 1, label, round(width, 2), round(height, 2), _unread(signs, faces, drawn, width * height)),
            lines,
            tables,
            tuple(box for box in drawn.frames if not any(_is_of_table(box, table) for table in tables)),
            tuple(drawn.marks),
        )
    finally:
        text_page.close()
        page.close()


def _signs(text_page: Any, view: View, faces: dict[int, _Face]) -> Iterator[Sign | None]:
    """The characters in the order of the file; None where PDFium ends a line."""
    import pypdfium2.raw as raw

    handle = text_page.raw
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last: Sign | None = None
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            yield None
            last = None
            continue
        text = _written(code)
        if raw.FPDFText_IsGenerated(handle, index) == 1:
            if last is not None and text == " ":
                yield last._replace(text=" ", box=last.box._replace(left=last.box.right))
            continue
        holder = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.addressof(holder.contents) if holder else 0
        if key not in faces:
            faces[key] = _face(handle, index, holder, view)
        if not raw.FPDFText_GetLooseCharBox(handle, index, rect):
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        face = faces[key]
        box, (across, down) = view.box(rect.left, rect.bottom, rect.right, rect.top), view.point(x.value, y.value)
        box, baseline = _upright(box, across, down, face.angle)
        last = Sign(text, box, baseline, face.style, face.angle)
        if text:
            yield last


def _written(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    sign = chr(code)
    if code < 32 and sign not in _SIGNS:
        return "\ufffd" if code == 0 else ""
    if sign in _BULLETS:
        return "•"
    return _SIGNS.get(sign) or _LIGATURES.get(sign) or ("" if sign in _SIGNS else sign)


def _face(handle: Any, index: int, holder: Any, view: View) -> _Face:
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    size = raw.FPDFText_GetFontSize(handle, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
    angle = round(-math.degrees(math.atan2(matrix.b, matrix.a)) + view.rotation) % 360
    name = _font_name(holder)
    weight = raw.FPDFText_GetFontWeight(handle, index)
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFText_GetFillColor(handle, index, *parts)
    colour = "#" + "".join(f"{part.value:02x}" for part in parts[:3]) if known else "#000000"
    mode = raw.FPDFTextObj_GetTextRenderMode(holder) if holder else 0
    style = Style(
        name, round(size * 2) / 2, weight >= 600 or bool(_BOLD.search(name)), bool(_ITALIC.search(name)), colour
    )
    return _Face(style, angle, mode)


def _font_name(holder: Any) -> str:
    import pypdfium2.raw as raw

    font = raw.FPDFTextObj_GetFont(holder) if holder else None
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))


def _upright(box: Box, x: float, y: float, angle: int) -> tuple[Box, float]:
    """*box* and the baseline through *x*, *y*, turned so that what is set at *angle* is read from left to right."""
    if angle < 45 or angle >= 315:
        return box, y
    if angle < 135:
        return Box(box.top, -box.right, box.bottom, -box.left), -x
    if angle < 225:
        return Box(-box.right, -box.bottom, -box.left, -box.top), -y
    return Box(-box.bottom, box.left, -box.top, box.right), x


def _as_shown(box: Box, angle: int) -> Box:
    """*box*, which was made upright, as it is on the page."""
    if angle < 45 or angle >= 315:
        return box
    if angle < 135:
        return Box(-box.bottom, box.left, -box.top, box.right)
    if angle < 225:
        return Box(-box.right, -box.bottom, -box.left, -box.top)
    return Box(box.top, -box.right, box.bottom, -box.left)


# Lines.


class _Piece(NamedTuple):
    """Characters that follow each other on one baseline."""

    signs: tuple[Sign, ...]

    @property
    def box(self) -> Box:
        return around([sign.box for sign in self.signs])

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs)


def _lines(signs: Sequence[Sign | None], number: int, sheet_box: Box, drawn: Sequence[Box] = ()) -> Iterator[Line]:
    """The lines that *signs* make, in the order of the file, none over the edge of a rectangle *drawn*; what is outside
    the page is left out."""
    pieces = [piece for piece in _pieces(signs) if _is_on(piece, sheet_box)]
    areas = [box for box in drawn if box.height > _AREA and box.width > _AREA][:_MOST_AREAS]
    for piece in _rejoined(pieces, areas):
        line = _line(piece, number)
        if line.text:
            yield line


def _is_on(piece: _Piece, sheet_box: Box) -> bool:
    shown = _as_shown(piece.box, piece.signs[0].angle)
    return sheet_box.holds((shown.left + shown.right) / 2, (shown.top + shown.bottom) / 2)


def _pieces(signs: Sequence[Sign | None]) -> Iterator[_Piece]:
    current: list[Sign] = []
    for sign in signs:
        if sign is not None and current and _follows(current, sign):
            current.append(sign)
            continue
        if any(one.text.strip() for one in current):
            yield _Piece(tuple(current))
        current = [] if sign is None or sign.text == " " else [sign]
    if any(one.text.strip() for one in current):
        yield _Piece(tuple(current))


def _follows(current: Sequence[Sign], sign: Sign) -> bool:
    before = current[-1]
    size = max(before.style.size, sign.style.size, 1.0)
    if before.angle != sign.angle or abs(before.baseline - sign.baseline) > 0.45 * size:
        return False
    printed = next((one for one in reversed(current) if one.text != " "), before)
    gap = sign.box.left - printed.box.right
    return -0.7 * size < gap < _WIDE * size


def _rejoined(pieces: Sequence[_Piece], areas: Sequence[Box]) -> list[_Piece]:
    """*pieces* with those joined that are one line though they were drawn apart, and labels with what they label, where
    both are in the same *areas*."""
    found: list[_Piece | None] = list(pieces)
    within = [_within(piece, areas) for piece in pieces]
    by_row: dict[tuple[int, int], list[int]] = {}
    for index, one in enumerate(pieces):
        row = round(one.signs[0].baseline / 4)
        for near in (row - 1, row, row + 1):
            by_row.setdefault((one.signs[0].angle, near), []).append(index)
    for index in range(len(pieces)):
        piece: _Piece | None = found[index]
        while piece is not None:
            following = _next_on_line(piece, index, found, by_row, within)
            if following is None:
                break
            other = found[following]
            assert other is not None
            blank = piece.signs[-1]._replace(text=" ", box=piece.signs[-1].box._replace(left=piece.box.right))
            apart = other.box.left - piece.box.right > 0.15 * piece.signs[-1].style.size
            piece = _Piece((*piece.signs, *((blank,) if apart else ()), *other.signs))
            found[index], found[following] = piece, None
    return [piece for piece in found if piece is not None]


def _within(piece: _Piece, areas: Sequence[Box]) -> frozenset[int]:
    box = piece.box
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return frozenset(index for index, area in enumerate(areas) if area.holds(x, y))


def _next_on_line(
    piece: _Piece,
    index: int,
    found: Sequence[_Piece | None],
    by_row: dict[tuple[int, int], list[int]],
    within: Sequence[frozenset[int]],
) -> int | None:
    size = piece.signs[-1].style.size
    reach = (_LABEL_GAP if _LABEL.match(piece.text.strip()) else _NEAR) * size
    right, baseline = piece.box.right, piece.signs[0].baseline
    best, best_gap = None, reach
    for near in by_row.get((piece.signs[0].angle, round(baseline / 4)), ()):
        other = found[near]
        if (
            near == index
            or other is None
            or within[near] != within[index]
            or abs(other.signs[0].baseline - baseline) > 0.3 * size
        ):
            continue
        gap = other.box.left - right
        if -0.3 * size < gap < best_gap:
            best, best_gap = near, gap
    return best


def _line(piece: _Piece, number: int) -> Line:
    text, runs, stops = "", [], []
    begins = True
    last_style: Style | None = None
    largest = max(piece.signs, key=lambda sign: sign.style.size)
    for sign in piece.signs:
        if sign.text == " ":
            begins = begins or bool(text)
            if text and not text.endswith(" "):
                text += " "
            continue
        if begins or text.endswith(" "):
            stops.append(round(sign.box.left, 1))
            begins = False
        if sign.style != last_style:
            runs.append(Run(len(text), sign.style))
            last_style = sign.style
        text += sign.text.translate(RAISED) if text and _is_raised(sign, largest) else sign.text
    angle = piece.signs[0].angle
    box = Box(*(round(edge, 1) for edge in _as_shown(piece.box, angle)))
    return Line(
        _without_soft(text.rstrip()), number, box, tuple(runs), stops=tuple(stops) if not angle else (), angle=angle
    )


def _is_raised(sign: Sign, largest: Sign) -> bool:
    size = largest.style.size
    return sign.style.size <= 0.8 * size and 0.12 * size < largest.baseline - sign.baseline < 0.7 * size


def _without_soft(text: str) -> str:
    """*text* with soft hyphens as hyphens, since a PDF prints each; one at the end stays what it is."""
    return text[:-1].replace("\u00ad", "-") + text[-1:]


# Tables.

_LONG_CELL = 600  # characters of a cell; where one has more, the rules are frames


def _tables(
    signs: Sequence[Sign | None], drawn: Sequence[Box], number: int
) -> tuple[tuple[tuple[Line, ...], ...], list[Sign | None]]:
    """The lines of each table that rules and rectangles *drawn* make of *signs*, and the signs outside of them."""
    rest = list(signs)
    tables: list[tuple[Line, ...]] = []
    printed = [sign.box for sign in signs if sign is not None and sign.text.strip() and not sign.angle]
    for grid in grids(drawn) or ruled_grids(drawn, printed):
        inside: dict[int, list[Sign | None]] = {}
        outside: list[Sign | None] = []
        for sign in rest:
            place = None if sign is None or sign.angle else _cell_of(sign, grid)
            if place is None:
                outside.append(sign)
                continue
            inside.setdefault(place, []).append(sign)
        if len(inside) < 4 or any(len(held) > _LONG_CELL for held in inside.values()):
            continue
        if len({grid.cells[place].row for place in inside}) < 2 or len({grid.cells[p].column for p in inside}) < 2:
            continue
        lines: list[Line] = []
        for place in sorted(inside):
            cell = grid.cells[place]
            held = sorted(_lines(inside[place], number, cell.box), key=lambda line: (line.box.top, line.box.left))
            lines += (line._replace(cell=(cell.row, cell.column)) for line in held)
        if lines:
            tables.append(tuple(lines))
            rest = outside
    return tuple(tables), rest


def _cell_of(sign: Sign, grid: Grid) -> int | None:
    x, y = (sign.box.left + sign.box.right) / 2, (sign.box.top + sign.box.bottom) / 2
    return next((index for index, cell in enumerate(grid.cells) if cell.box.holds(x, y)), None)


def _is_of_table(frame: Box, table: Sequence[Line]) -> bool:
    """Whether *frame* is one of *table* or of its cells: not larger than it by far."""
    box = around([line.box for line in table])
    middle = box.holds((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2)
    return middle and frame.width * frame.height < 3 * max(box.width * box.height, 1.0)


_FEW, _MANY_SHAPES = 12, 60  # characters, shapes


def _unread(signs: Sequence[Sign | None], faces: dict[int, _Face], drawn: Drawn, area: float) -> str:
    printed = [sign.text for sign in signs if sign is not None and sign.text.strip()]
    unknown = sum(text == "\ufffd" or "\ue000" <= text <= "\uf8ff" for text in printed)
    if len(printed) > _FEW and unknown > 0.2 * len(printed):
        return "signs"
    if len(printed) <= _FEW:
        if drawn.shapes >= _MANY_SHAPES:
            return "shapes"
        return "image" if drawn.pictures > 0.4 * area else ""
    invisible = bool(faces) and all(face.mode == _INVISIBLE for face in faces.values())
    return "recognised" if invisible and drawn.pictures > 0.4 * area else ""
