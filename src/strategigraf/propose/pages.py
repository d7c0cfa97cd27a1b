"""Blocks of a document with a layout: what was read from a publisher's file, such as a PDF."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from strategigraf.core import layout as read
from strategigraf.core.layout import Layout, Line
from strategigraf.files.normal_form import readable
from strategigraf.propose.blocks import BESIDE, Block, Box, look_alone
from strategigraf.propose.words import lead_kind

_MARK = re.compile(r"[ \t]*(?:[-*+•●▪■➤►◦‣›»–—▶✓✔]|[\ue000-\uf8ff]|o(?=\s+[A-ZÆØÅ]))[ \t]*\n?[ \t]*(?=\S)")
_SURE_MARK = re.compile(r"[ \t]*[•●▪■➤►◦‣›»▶✓✔][ \t\n]")
_NUMBERED = re.compile(r"[ \t]*(?:\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\b)")
_YEAR = re.compile(r"20\d\d(?: ?[-–/] ?(?:20)?\d\d)?:?")
_LONG = 130


def blocks_of_layout(layout: Layout) -> list[Block]:
    """The blocks of *layout*, in reading order: offsets are those in its text. Notes, heads and feet are left out."""
    levels = {block.lines[0].style: block.level for block in reversed(layout.blocks) if block.kind == "heading"}
    found: list[Block] = []
    for block in layout.blocks:
        if block.kind == "table":
            found += _cells(layout, block.lines)
        elif block.kind == "head":
            found += _lead(block, levels, found)
        elif block.kind not in ("note", "foot"):
            for part in _at_marks(block):
                found += _block(layout, part)
    return [*found[:1], *(_with_year(before, block) for before, block in pairwise(found))]


def _with_year(before: Block, block: Block) -> Block:
    """*block*; where it begins on the line of a year *before* it, to the right of that, as the entry of a timeline."""
    if not (before.boxes and block.boxes and _YEAR.fullmatch(before.words)):
        return block
    one, other = before.boxes[-1], block.boxes[0]
    height = min(one.bottom - one.top, other.bottom - other.top)
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    if one.page != other.page or one.right > other.left or not 0 < height < 2 * overlap:
        return block
    return block._replace(look=BESIDE, row=before.words)


def _at_marks(block: read.Block) -> Iterator[read.Block]:
    """*block* as several where lines of it begin with the mark of a list."""
    starts = [number for number, line in enumerate(block.lines) if number and _SURE_MARK.match(line.text)]
    for start, end in zip([0, *starts], [*starts, len(block.lines)], strict=True):
        yield block._replace(lines=block.lines[start:end])


def _lead(block: read.Block, levels: Mapping[read.Style, int], before: Sequence[Block]) -> Iterator[Block]:
    """What is printed on top of many pages and leads in a list (“We commit to:”): words that are not in the text."""
    words = readable("\n".join(line.text for line in block.lines)).strip()
    if lead_kind(words):
        at = before[-1].end if before else 0
        level = levels.get(block.lines[0].style)
        yield Block(at, at, words, "lead", _size(level) if level else 40.0, page=block.page)


def _size(level: int) -> float:
    return 100.0 - 3 * level


def _block(layout: Layout, block: read.Block) -> Iterator[Block]:
    start, end = block.start, block.end
    raw = layout.text[start:end]
    mark = _MARK.match(raw)
    if mark and (block.kind == "item" or (block.kind != "heading" and _SURE_MARK.match(raw))):
        yield from _made(layout, start + mark.end(), end, _bullet_look(block, mark[0]), 10.0, block.lines)
        return
    words = readable(raw).strip()
    if block.kind == "heading":
        yield from _made(layout, start, end, f"heading-{block.level}", _size(block.level), block.lines)
    elif _NUMBERED.match(raw):
        yield from _made(layout, start, end, "item", 15.0, block.lines)
    elif block.kind == "item":
        yield from _made(layout, start, end, "bullet", 10.0, block.lines)
    elif len(words) <= _LONG and not words.endswith((".", ",", ";", "?", "!")):
        bold = all(run.style.bold for line in block.lines for run in line.runs)
        look = "bold" if bold else look_alone(words)
        yield from _made(
            layout, start, end, look, {"bold": 45.0, "caps": 50.0, "lead": 40.0}.get(look, 1.0), block.lines
        )
    else:
        yield from _made(layout, start, end, "text", 0, block.lines)


def _bullet_look(block: read.Block, mark: str) -> str:
    return "bullet-2" if mark.strip() in ("–", "-", "o", "◦") else "bullet"


def _made(layout: Layout, start: int, end: int, look: str, size: float, lines: Sequence[Line]) -> Iterator[Block]:
    """The block of the text from *start* up to *end*, which is on *lines*; none without words."""
    raw = layout.text[start:end]
    start += len(raw) - len(raw.lstrip())
    words = readable(layout.text[start:end]).strip()
    if not any(map(str.isalnum, words)):
        return
    run_in = _run_in(layout, start, lines) if look in ("text", "item", "bullet", "bullet-2") else 0
    if not any(map(str.isalpha, words[:run_in])):
        run_in = 0
    if look == "text" and run_in:
        look = "run-in"
    boxes = tuple(_box(layout, line, start, end) for line in lines if line.end > start)
    yield Block(start, end, words, look, size, run_in, page=lines[0].page, boxes=boxes)


def _run_in(layout: Layout, start: int, lines: Sequence[Line]) -> int:
    """How many characters of the words from *start* on are bold, where the rest is not."""
    end = start
    for line in lines:
        for number, run in enumerate(line.runs):
            first = line.start + run.offset
            last = line.start + line.runs[number + 1].offset if number + 1 < len(line.runs) else line.end
            if last <= start:
                continue
            if not run.style.bold and layout.text[max(first, start) : last].strip(" \u00a0.:)0123456789"):
                return len(readable(layout.text[start:end]).strip()) if end > start else 0
            if run.style.bold or end > start:
                end = last
    return 0


def _box(layout: Layout, line: Line, start: int, end: int) -> Box:
    page = layout.pages[line.page - 1] if layout.pages else None
    if page is None or not page.width or not page.height:
        return Box(line.page, 0, 0, 0, 0)
    box = line.part(max(start, line.start), min(end, line.end))
    return Box(
        line.page, box.left / page.width, box.top / page.height, box.right / page.width, box.bottom / page.height
    )


def _cells(layout: Layout, lines: Sequence[Line]) -> Iterator[Block]:
    """The cells of a table, row by row; the words of the first row and of the first cell of each are their heads."""
    by_cell: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if line.cell is not None:
            by_cell[line.cell].append(line)
    words = {
        cell: readable(layout.text[found[0].start : found[-1].end]).strip() for cell, found in by_cell.items() if found
    }
    first = min((row for row, _ in by_cell), default=0)
    columns = Counter(column for _, column in by_cell)
    for (row, column), found in sorted(by_cell.items()):
        is_head = row == first and len(columns) > 1
        for one in _made(layout, found[0].start, found[-1].end, "head" if is_head else "cell", 5.0, found):
            head = "" if is_head else words.get((first, column), "")
            yield one._replace(column=head, row="" if is_head else words.get((row, min(columns)), ""))
