"""From lines on pages to blocks in reading order, and to the text that they make."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from strategigraf.core.layout import OUTSIDE, Block, Box, Layout, Line, Origin, Style, around, laid_out
from strategigraf.read.margins import notes, without_margins
from strategigraf.read.order import Unit, in_reading_order
from strategigraf.read.pdf import RAISED, Sheet

_ITEM = re.compile(r"^(?:[-–—•·▪■●○◦*+►▶➤✓✔]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_BULLET = re.compile(r"^[-–—•·▪■●○◦*+►▶➤✓✔]\s")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_LARGER = 1.08
_PAGE = 0.85  # of the page that a drawn rectangle covers is no frame but its ground
_LONG = 200  # characters that a heading has at the most


class _Set(NamedTuple):
    """A line in reading order, and the frame or table it is in."""

    line: Line
    frame: Box | None
    table: bool


def layout_of(origin: Origin, sheets: Sequence[Sheet]) -> Layout:
    """The layout of the pages *sheets*."""
    margins = without_margins(sheets)
    body = _body(line for lines in margins.body for line in lines)
    pitch = _pitch(margins.body, body)
    found: list[Block] = []
    for index, one in enumerate(sheets):
        lines = margins.body[index]
        below = notes([line for line in lines if not _framed(line, one)], one.page, body.size)
        kept = {id(line) for line in below}
        units = _units(_without_marks([line for line in lines if id(line) not in kept], below), one)
        read = [part for unit in in_reading_order(units) for part in _inside(unit)]
        found += [Block("head", (line,)) for line in margins.heads[index]]
        found += _blocks(read, body, one.marks, pitch)
        found += _notes(below)
        found += [Block("foot", (line,)) for line in margins.feet[index]]
    return laid_out(origin, margins.pages, _levelled(_joined(found)))


def _body(lines: Iterable[Line]) -> Style:
    """The style of most characters of *lines*."""
    lengths: Counter[Style] = Counter()
    for line in lines:
        lengths[line.style] += len(line.text)
    return lengths.most_common(1)[0][0] if lengths else Style()


def _pitch(pages: Iterable[Sequence[Line]], body: Style) -> float:
    """How far apart the lines of running text stand, from top to top, where they stand further apart than usual; 0
    where they do not."""
    steps: Counter[float] = Counter()
    for lines in pages:
        for line, other in pairwise(lines):
            step = other.box.top - line.box.top
            alike = line.style.size == other.style.size == body.size and abs(line.box.left - other.box.left) < 1
            if alike and 0 < step < _WIDEST * body.size:
                steps[round(2 * step) / 2] += 1
    step, times = steps.most_common(1)[0] if steps else (0.0, 0)
    return step if times >= _OFTEN and step > _WIDE * body.size else 0.0


_WIDE, _WIDEST, _OFTEN = 1.3, 2.2, 12  # times the size of the letters; how often lines must stand so


# Units to be ordered.


def _is_within(inner: Box, outer: Box) -> bool:
    return outer.holds((inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2)


def _frames(one: Sheet) -> list[Box]:
    area = one.page.width * one.page.height
    frames = [box for box in one.frames if box.width * box.height < _PAGE * area]
    return [box for box in frames if box.width < 0.98 * one.page.width or box.height < 0.5 * one.page.height]


def _without_marks(lines: Sequence[Line], notes_below: Sequence[Line]) -> list[Line]:
    """*lines* without the raised numbers that lead to one of *notes_below*."""
    numbers = {match[0].translate(RAISED) for line in notes_below if (match := re.match(r"\d+", line.text))}
    if not numbers:
        return list(lines)
    mark = re.compile(rf"(?<![⁰-⁹¹²³])(?:{'|'.join(sorted(numbers))})(?![⁰-⁹¹²³])")
    return [_cut(line, mark) for line in lines]


def _cut(line: Line, mark: re.Pattern[str]) -> Line:
    """*line* without what *mark* finds in it."""
    for match in reversed(list(mark.finditer(line.text))):
        start, length = match.start(), match.end() - match.start()
        runs = [run._replace(offset=run.offset - length if run.offset > start else run.offset) for run in line.runs]
        text = (line.text[:start] + line.text[match.end() :]).rstrip()
        kept = [run for run, after in zip_longest(runs, runs[1:]) if after is None or after.offset > run.offset]
        kept = [run for run in kept if run.offset < len(text)] or kept[:1]
        line = line._replace(text=text, runs=tuple(kept))
    return line


def _framed(line: Line, one: Sheet) -> bool:
    return any(_is_within(line.box, box) for box in _frames(one))


def _units(lines: Sequence[Line], one: Sheet) -> list[Unit]:
    """*lines* and the tables of *one* as units, all that is in one frame as one; the outermost frame counts."""
    frames = sorted(_frames(one), key=lambda box: -box.width * box.height)
    units: list[Unit] = []
    inside: dict[Box, list[tuple[int, Line]]] = defaultdict(list)
    for rank, line in enumerate(lines):
        frame = next((box for box in frames if _is_within(line.box, box)), None)
        if frame is None:
            units.append(Unit(line.box, (line,), line.style.size, rank))
        else:
            inside[frame].append((rank, line))
    for frame, held in inside.items():
        box = around([frame, *(line.box for _, line in held)])
        units.append(Unit(box, tuple(line for _, line in held), 0.0, held[0][0], frame))
    units += [Unit(around([line.box for line in t]), tuple(t), 0.0, len(lines), None, True) for t in one.tables]
    return units


def _inside(unit: Unit) -> Iterator[_Set]:
    if unit.frame is None or unit.table:
        yield from (_Set(line, unit.frame, unit.table) for line in unit.lines)
        return
    parts = [Unit(line.box, (line,), line.style.size, rank) for rank, line in enumerate(unit.lines)]
    for part in in_reading_order(parts):
        yield from (_Set(line, unit.frame, False) for line in part.lines)


# Blocks.


def _blocks(read: Sequence[_Set], body: Style, marks: Sequence[Box], pitch: float) -> list[Block]:
    """The blocks of what was *read*; a line beside one of *marks* begins an item of a list."""
    groups: list[list[_Set]] = []
    items: set[int] = set()
    for part in read:
        begins = not part.table and any(_is_beside(mark, part.line) for mark in marks)
        if begins:
            items.add(len(groups))
        if groups and not begins and _belongs(groups[-1], part, pitch):
            groups[-1].append(part)
        else:
            groups.append([part])
    kinds = [_kind(group, body) for group in groups]
    return [
        Block("item" if kind == "text" and number in items else kind, tuple(p.line for p in group), 0, group[0].frame)
        for number, (kind, group) in enumerate(zip(kinds, groups, strict=True))
    ]


def _is_beside(mark: Box, line: Line) -> bool:
    middle = (mark.top + mark.bottom) / 2
    return line.box.top < middle < line.box.bottom and 0 < line.box.left - mark.right < 2.5 * line.style.size


def _belongs(group: Sequence[_Set], part: _Set, pitch: float) -> bool:
    before, line = group[-1].line, part.line
    if (group[-1].frame, group[-1].table, before.angle) != (part.frame, part.table, line.angle):
        return False
    if part.table:
        return line.cell != (0, 0) or before.cell == (0, 0)
    if line.angle:
        return abs(before.box.left - line.box.left) < 3 * line.style.size
    size = max(before.style.size, line.style.size, 1.0)
    if before.style.size != line.style.size and not 1 / _LARGER < before.style.size / (line.style.size or 1) < _LARGER:
        return False
    if _look(before) != _look(line) and before.style != line.style:
        return False
    apart = line.box.top - before.box.bottom
    same_row = abs(line.box.top - before.box.top) < 0.3 * size
    as_usual = line.box.top - before.box.top < pitch + 0.1 * size  # some lines have no letters that reach down
    if same_row or (apart > 0.55 * size and not as_usual) or apart < -1.0 * size or _ITEM.match(line.text):
        return False
    first = group[0].line
    indented = line.box.left - before.box.left > 0.8 * size and not _ITEM.match(first.text)
    outdented = bool(_BULLET.match(first.text)) and line.box.left < first.box.left + 0.2 * size
    outdented = outdented and len(group) > 1 and before.box.left > first.box.left + 0.3 * size
    beside = line.box.left > before.box.right or line.box.right < before.box.left
    return not (indented and _ENDS.search(before.text)) and not outdented and not beside


def _look(line: Line) -> tuple[bool, str]:
    """How *line* is set from its first to its last character: only what all of it has tells it from its neighbours."""
    first, last = line.runs[0].style, line.runs[-1].style
    return first.bold and last.bold, line.style.colour if first.colour == last.colour else ""


def _kind(group: Sequence[_Set], body: Style) -> str:
    first = group[0]
    if first.table:
        return "table"
    text = " ".join(part.line.text for part in group)
    bold = all(run.style.bold for part in group for run in part.line.runs)
    larger = first.line.style.size > _LARGER * body.size
    runs_on = _ENDS.search(text) is not None and not text.endswith(("?", ":", "!"))
    worded = any(sign.isalpha() for sign in text)
    if worded and len(text) <= _LONG and not _BULLET.match(text):
        if larger and (not runs_on or len(text) <= 80 or first.line.style.size > 1.4 * body.size):
            return "heading"
        if bold and not body.bold and first.line.style.size >= 0.93 * body.size and not runs_on:
            return "heading"
    return "item" if _ITEM.match(text) else "text"


def _notes(lines: Sequence[Line]) -> list[Block]:
    found: list[list[Line]] = []
    for line in lines:
        if not found or re.match(r"^(?:\(?\[?(?:\d{1,3}|\*{1,3}|[†‡§])[\])]?[.:)]?)\s*\S", line.text):
            found.append([line])
        else:
            found[-1].append(line)
    return [Block("note", tuple(group)) for group in found]


# Paragraphs that run on over columns and pages.

_BETWEEN = ("note", "table", *OUTSIDE)


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* with those joined that are one paragraph: the second goes to the first, what is between comes after."""
    found = list(blocks)
    index = 0
    while index < len(found):
        following = _continuation(found, index)
        if following is None:
            index += 1
            continue
        rest = found.pop(following)
        found[index] = found[index]._replace(lines=(*found[index].lines, *rest.lines))
    return found


def _continuation(blocks: Sequence[Block], index: int) -> int | None:
    block = blocks[index]
    if block.kind == "heading":
        return next((at for at in range(index + 1, len(blocks)) if _goes_on_beside(block, blocks[at])), None)
    if block.kind not in ("text", "item") or _ENDS.search(block.lines[-1].text):
        return None
    for following in range(index + 1, len(blocks)):
        other = blocks[following]
        if other.lines[0].page > block.lines[-1].page + 1:
            return None
        if other.kind in _BETWEEN or (other.frame != block.frame and other.frame is not None):
            continue
        return following if _runs_on(block, other) else None
    return None


def _goes_on_beside(block: Block, other: Block) -> bool:
    """Whether the heading *other* is the rest of the heading *block* at the top of the next column."""
    last, first = block.lines[-1], other.lines[0]
    if other.kind != "heading" or first.page != last.page or last.style != first.style or not first.text[:1].islower():
        return False
    return abs(first.box.top - last.box.top) < 0.3 * last.style.size and first.box.left > last.box.right


def _runs_on(block: Block, other: Block) -> bool:
    last, first = block.lines[-1], other.lines[0]
    if other.kind != "text" or last.style.size != first.style.size or block.frame != other.frame:
        return False
    elsewhere = first.page != last.page or first.box.top < last.box.top
    text = first.text.lstrip("\"'“”«»(„")
    if not elsewhere or not text:
        return False
    widest = max(line.box.right for line in block.lines if line.page == last.page)
    full = len(block.lines) > 1 and last.box.right > widest - 3 * last.style.size
    return text[0].islower() or (text[0].isalpha() and (full or _HYPHEN.search(last.text) is not None))


# Headings.


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """*blocks*, whose headings have the level of their style among those of all: the larger is the higher."""
    styles = {_rank(block) for block in blocks if block.kind == "heading"}
    levels = {style: level for level, style in enumerate(sorted(styles, reverse=True), start=1)}
    return [block._replace(level=levels[_rank(block)]) if block.kind == "heading" else block for block in blocks]


def _rank(block: Block) -> tuple[float, bool]:
    style = block.lines[0].style
    return style.size, style.bold
