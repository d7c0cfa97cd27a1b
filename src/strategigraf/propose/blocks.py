"""Blocks: what stands in a text as one thing and looks one way, such as a heading, an item of a list, a cell of a
table, a paragraph; of Markdown, plain text, and what was read from a publisher's file.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from strategigraf.core.layout import Block as Read
from strategigraf.core.layout import Layout, Line, Style
from strategigraf.files.normal_form import readable
from strategigraf.propose.words import lead_kind


class Box(NamedTuple):
    """A rectangle on a page (from 1), in shares of its width and height from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Block(NamedTuple):
    """One block: where its words are in the text (end exclusive), these as they are read, and its look.

    `size` orders looks: what is larger stands above what is smaller, running text has 0. `run_in` is how many
    characters of the words lead in, such as bold words at the start of a paragraph. A cell has the heads of its
    `column` and its `row`. `page` is 0 where the text has no pages.
    """

    start: int
    end: int
    words: str
    look: str
    size: float = 0
    run_in: int = 0
    column: str = ""
    row: str = ""
    page: int = 0
    boxes: tuple[Box, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it looks like a heading: larger, bold or alone, and no item of a list."""
        return self.size > ITEM

    @property
    def is_text(self) -> bool:
        """Whether it is running text."""
        return self.look in TEXTS


TEXTS = ("text", "run-in")  # looks of running text
BESIDE = "timeline"  # the look of words on the line of a year, which is their `row`
ITEM = 20.0  # items of lists and cells are smaller, headings are larger
_SIZES = {"caps": 50.0, "bold": 45.0, "lead": 40.0, "line": 35.0}
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_BULLET = re.compile(r"[ \t]*(?:[-*+•▪■➤►◦‣›–]|\uf0b7|\uf0a7)[ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\**\d{1,3}[.)]")
_PIECE = re.compile(r"<(?:p|li)>[ \t]*(?:[•▪-][ \t]*)?|</?(?:p|li|ul|ol|br)\b[^>]{0,60}>")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)")
_LONG = 110  # characters of a line that may be a heading
_ENDS = (".", ",", ";", "?", "!")


def blocks_of(raw: str) -> list[Block]:
    """The blocks of the Markdown or plain text *raw*, in its order."""
    found: list[Block] = []
    paragraph: list[tuple[int, str]] = []
    table: list[str] = []
    offset = 0
    for line in raw.splitlines(keepends=True):
        content = _IMAGE.sub(lambda match: " " * len(match[0]), line).rstrip()
        in_table = "\t" in content.strip() or content.lstrip().startswith("|")
        if not in_table and not content.strip():
            table = []
        starts = in_table or not content.strip() or _HEADING.match(content) or _begins_item(content)
        if starts and paragraph:
            found += _paragraph(paragraph)
            paragraph = []
        if in_table:
            found += _cells(offset, content, table)
        elif heading := _HEADING.match(content):
            found += _heading(offset, content, heading)
        elif content.strip():
            paragraph.append((offset, content))
        offset += len(line)
    found += _paragraph(paragraph) if paragraph else []
    return [_alone(raw, found, index) for index in range(len(found))]


def _alone(raw: str, blocks: list[Block], index: int) -> Block:
    """The block *index*; a numbered line between empty lines is a heading."""
    block = blocks[index]
    before = raw[blocks[index - 1].end if index else 0 : block.start]
    after = raw[block.end : blocks[index + 1].start if index + 1 < len(blocks) else len(raw)]
    stands_alone = before.count("\n") > 1 and after.count("\n") > 1 and len(block.words) <= _LONG
    if block.look != "item" or not stands_alone or block.words.endswith(_ENDS):
        return block
    return block._replace(look="line", size=_SIZES["line"])


def _begins_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBERED.match(line))


def _block(raw: str, offset: int, start: int, end: int, look: str, size: float, run_in: str = "") -> list[Block]:
    """The block of raw[start:end], trimmed, where *raw* begins at *offset* of the text; none without words."""
    part = raw[start:end]
    start += len(part) - len(part.lstrip(" \t*"))
    part = raw[start:end].rstrip(" \t|")
    words = readable(part).strip()
    if not any(map(str.isalnum, words)):
        return []
    leading = readable(run_in).strip()
    return [Block(offset + start, offset + start + len(part), words, look, size, len(leading))]


def _heading(offset: int, line: str, match: re.Match[str]) -> list[Block]:
    level = len(match[1])
    return _block(line, offset, match.end(), len(line), f"heading-{level}", 100.0 - 5 * level)


def _paragraph(lines: list[tuple[int, str]]) -> list[Block]:
    """The block of the *lines* (offset, words) that stand together: an item of a list, a line alone, or running
    text."""
    offset = lines[0][0]
    first, raw = lines[0][1], "\n".join(line for _, line in lines)
    bullet = _BULLET.match(first)
    if bullet:
        indent = len(first) - len(first.lstrip())
        look = "bullet" if indent < 1 else "bullet-2"
        return _block(raw, offset, bullet.end(), len(raw), look, 10.0 - indent, _run_in(raw[bullet.end() :]))
    if _NUMBERED.match(first):
        return _block(raw, offset, 0, len(raw), "item", 15.0)
    words = readable(raw).strip()
    alone = len(words) <= _LONG and not words.endswith(_ENDS)
    if len(lines) > 1 and alone and not words.isupper() and not _BOLD.fullmatch(raw.strip()):
        return [block for at, line in lines for block in _paragraph([(at, line)])]
    if alone:
        look = "bold" if _BOLD.fullmatch(raw.strip()) else look_alone(words)
        return _block(raw, offset, 0, len(raw), look, _SIZES[look])
    run_in = _run_in(raw)
    return _block(raw, offset, 0, len(raw), "run-in" if run_in else "text", 0, run_in)


def look_alone(words: str) -> str:
    """The look of *words* that stand alone in a line: `lead` where they lead in what follows, `caps`, `line`."""
    if words.endswith(":"):
        return "lead"
    return "caps" if words.isupper() else "line"


def _run_in(raw: str) -> str:
    """The bold words that lead in the paragraph *raw* and are not all of it; empty without such."""
    match = _BOLD.match(raw.lstrip())
    return match[1] if match and raw.lstrip()[match.end() :].strip(" *.:") else ""


def _cells(offset: int, line: str, heads: list[str]) -> Iterator[Block]:
    """The cells of the row *line* of a table, each piece of a cell a block; the first row gives the *heads* of the
    columns, which is filled here."""
    sign = "|" if line.lstrip().startswith("|") else "\t"
    if sign == "|" and not line.strip(" |:-"):
        return
    cells = line.split(sign)
    if sign == "|":
        cells = [" " * len(cells[0]), *cells[1:]]
    words = [readable(cell).strip() for cell in cells]
    is_head = not heads or (sum(map(bool, words)) > 1 and not any(heads[1:]))
    if is_head:
        heads[:] = words
    at = 0
    for number, cell in enumerate(cells):
        column = heads[number] if number < len(heads) and not is_head else ""
        for start, end in _pieces(cell):
            for block in _block(line, offset, at + start, at + end, "head" if is_head else "cell", 5.0):
                yield block._replace(column=column, row=next(filter(None, words)) if not is_head else "")
        at += len(cell) + 1


def _pieces(cell: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs and items of *cell* are in it."""
    start = 0
    for mark in _PIECE.finditer(cell):
        if cell[start : mark.start()].strip():
            yield start, mark.start()
        start = mark.end()
    if cell[start:].strip():
        yield start, len(cell)


# Blocks of a document with a layout: what was read from a publisher's file, such as a PDF.

_MARK = re.compile(r"[ \t]*(?:[-*+•●▪■➤►◦‣›»–—▶✓✔]|[\ue000-\uf8ff]|o(?=\s[A-ZÆØÅ]))[ \t]*(?:\n[ \t]*)?(?=\S)")
_SURE_MARK = re.compile(r"[ \t]*[•●▪■➤►◦‣›»▶✓✔][ \t\n]")
_NUMBERED_LINE = re.compile(r"[ \t]*(?:\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\b)")
_YEAR = re.compile(r"20\d\d(?: ?[-–/] ?(?:20)?\d\d)?:?")
_LONG_LINE = 130


def blocks_of_layout(layout: Layout) -> list[Block]:
    """The blocks of *layout*, in reading order: offsets are those in its text. Notes, heads and feet are left out."""
    levels = {block.lines[0].style: block.level for block in reversed(layout.blocks) if block.kind == "heading"}
    found: list[Block] = []
    heads: Sequence[Line] = ()
    for block in layout.blocks:
        if block.kind == "table":
            heads = heads if _goes_on(block.lines, heads) else _first_row(block.lines)
            found += _read_cells(layout, block.lines, heads)
        elif block.kind == "head":
            found += _lead(block, levels, found)
        elif block.kind not in ("note", "foot"):
            for part in _at_marks(block):
                found += _read_block(layout, part)
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


def _at_marks(block: Read) -> Iterator[Read]:
    """*block* as several where lines of it begin with the mark of a list."""
    starts = [number for number, line in enumerate(block.lines) if number and _SURE_MARK.match(line.text)]
    for start, end in zip([0, *starts], [*starts, len(block.lines)], strict=True):
        yield block._replace(lines=block.lines[start:end])


def _lead(block: Read, levels: Mapping[Style, int], before: Sequence[Block]) -> Iterator[Block]:
    """What is printed on top of many pages and leads in a list (“We commit to:”): words that are not in the text."""
    words = readable("\n".join(line.text for line in block.lines)).strip()
    if lead_kind(words):
        at = before[-1].end if before else 0
        level = levels.get(block.lines[0].style)
        yield Block(at, at, words, "lead", _size(level) if level else 40.0, page=block.page)


def _size(level: int) -> float:
    return 100.0 - 3 * level


def _read_block(layout: Layout, block: Read) -> Iterator[Block]:
    start, end = block.start, block.end
    raw = layout.text[start:end]
    mark = _MARK.match(raw)
    if mark and (block.kind == "item" or (block.kind != "heading" and _SURE_MARK.match(raw))):
        yield from _made(layout, start + mark.end(), end, _bullet_look(block, mark[0]), 10.0, block.lines)
        return
    words = readable(raw).strip()
    if block.kind == "heading":
        yield from _made(layout, start, end, f"heading-{block.level}", _size(block.level), block.lines)
    elif _NUMBERED_LINE.match(raw):
        yield from _made(layout, start, end, "item", 15.0, block.lines)
    elif block.kind == "item":
        yield from _made(layout, start, end, "bullet", 10.0, block.lines)
    elif len(words) <= _LONG_LINE and not words.endswith((".", ",", ";", "?", "!")):
        bold = all(run.style.bold for line in block.lines for run in line.runs)
        look = "bold" if bold else look_alone(words)
        yield from _made(
            layout, start, end, look, {"bold": 45.0, "caps": 50.0, "lead": 40.0}.get(look, 1.0), block.lines
        )
    else:
        yield from _made(layout, start, end, "text", 0, block.lines)


def _bullet_look(block: Read, mark: str) -> str:
    return "bullet-2" if mark.strip() in ("–", "-", "o", "◦") else "bullet"


def _made(layout: Layout, start: int, end: int, look: str, size: float, lines: Sequence[Line]) -> Iterator[Block]:
    """The block of the text from *start* up to *end*, which is on *lines*; none without words."""
    raw = layout.text[start:end]
    start += len(raw) - len(raw.lstrip())
    words = readable(layout.text[start:end]).strip()
    if not any(map(str.isalnum, words)):
        return
    run_in = _bold_run_in(layout, start, lines) if look in ("text", "item", "bullet", "bullet-2") else 0
    if not any(map(str.isalpha, words[:run_in])):
        run_in = 0
    if look == "text" and run_in:
        look = "run-in"
    if not layout.pages:
        yield Block(start, end, words, look, size, run_in)
        return
    boxes = tuple(_box(layout, line, start, end) for line in lines if line.end > start)
    yield Block(start, end, words, look, size, run_in, page=lines[0].page, boxes=boxes)


def _bold_run_in(layout: Layout, start: int, lines: Sequence[Line]) -> int:
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
    page = layout.pages[line.page - 1]
    wide, high = page.width or 1, page.height or 1
    box = line.part(max(start, line.start), min(end, line.end))
    return Box(line.page, box.left / wide, box.top / high, box.right / wide, box.bottom / high)


def _first_row(lines: Sequence[Line]) -> list[Line]:
    first = min(line.cell[0] for line in lines if line.cell is not None)
    return [line for line in lines if line.cell is not None and line.cell[0] == first]


def _goes_on(lines: Sequence[Line], heads: Sequence[Line]) -> bool:
    """Whether the table of *lines* goes on with that of the *heads* on the page before: as many columns at the same
    places, and another style than that of its heads."""
    own = _first_row(lines)
    if not heads or own[0].page <= heads[0].page or own[0].style == heads[0].style:
        return False
    mine, theirs = ({line.cell[1]: line.box.left for line in row if line.cell} for row in (own, heads))
    return mine.keys() == theirs.keys() and all(abs(mine[column] - theirs[column]) < 6 for column in mine)


def _read_cells(layout: Layout, lines: Sequence[Line], heads: Sequence[Line]) -> Iterator[Block]:
    """The cells of a table, row by row; the words of the *heads* and of the first cell of each row are their heads."""
    by_cell: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if line.cell is not None:
            by_cell[line.cell].append(line)
    words = {
        cell: readable(layout.text[found[0].start : found[-1].end]).strip() for cell, found in by_cell.items() if found
    }
    goes_on = bool(heads) and heads[0].page < lines[0].page
    first = -1 if goes_on else min((row for row, _ in by_cell), default=0)
    columns = Counter(column for _, column in by_cell)
    for line in heads if goes_on else ():
        assert line.cell is not None
        said = layout.text[line.start : line.end]
        words[-1, line.cell[1]] = f"{words.get((-1, line.cell[1]), '')} {readable(said)}".strip()
    for (row, column), found in sorted(by_cell.items()):
        is_head = row == first and len(columns) > 1
        for one in _made(layout, found[0].start, found[-1].end, "head" if is_head else "cell", 5.0, found):
            head = "" if is_head else words.get((first, column), "")
            yield one._replace(column=head, row="" if is_head else words.get((row, min(columns)), ""))


__all__ = ["BESIDE", "ITEM", "TEXTS", "Block", "Box", "blocks_of", "blocks_of_layout"]
