"""The layout of a document as it was read from its publisher's file: pages, blocks, lines, and the text they make."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

KINDS = ("heading", "text", "item", "table", "note", "head", "foot")
OUTSIDE = ("head", "foot")  # of these no line is in the text
_MOST_LINES = 3  # that a run-in heading has
NOWHERE = -1  # the start of a line that is not in the text


class Box(NamedTuple):
    """A rectangle on a page, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether the point *x*, *y* is in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def around(boxes: "list[Box]") -> Box:
    """The smallest box around *boxes*, of which there is at least one."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


class Style(NamedTuple):
    """How characters are set: the name of the font without its subset, the size in points, the colour as #rrggbb."""

    font: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    colour: str = "#000000"


class Run(NamedTuple):
    """From the character `offset` of a line on, its style."""

    offset: int
    style: Style


class Line(NamedTuple):
    """A line as it is printed. `start` is where it begins in the text of the document, `stops` are the left edges of
    its words, as they are between blanks; `cell` is the row and column of a table, from 0; `angle` in degrees
    clockwise. A file without pages has lines without boxes of an extent."""

    text: str
    page: int
    box: Box
    runs: tuple[Run, ...]
    start: int = NOWHERE
    stops: tuple[float, ...] = ()
    cell: tuple[int, int] | None = None
    angle: int = 0

    @property
    def style(self) -> Style:
        """The style of most of its characters."""
        lengths: Counter[Style] = Counter()
        ends = [run.offset for run in self.runs[1:]] + [len(self.text)]
        for run, end in zip(self.runs, ends, strict=True):
            lengths[run.style] += end - run.offset
        return lengths.most_common(1)[0][0] if lengths else Style()

    @property
    def end(self) -> int:
        """Where it ends in the text of the document."""
        return self.start + len(self.text)

    def part(self, start: int, end: int) -> Box:
        """The box of its words that are touched by the text of the document from *start* up to *end*."""
        if self.angle or not self.stops:
            return self.box
        words = _starts(self.text)
        first = max(0, bisect_right(words, start - self.start) - 1)
        after = bisect_left(words, end - self.start)
        right = self.box.right if after >= len(self.stops) else self.stops[after]
        return Box(self.stops[min(first, len(self.stops) - 1)], self.box.top, right, self.box.bottom)


def _starts(text: str) -> list[int]:
    return [index for index, sign in enumerate(text) if sign != " " and (index == 0 or text[index - 1] == " ")]


class Block(NamedTuple):
    """Lines that belong together, of one of KINDS; a paragraph may run on over columns and pages. `level` is that of a
    heading, from 1, else 0; `frame` the drawn rectangle that it is in, on the page of its first line."""

    kind: str
    lines: tuple[Line, ...]
    level: int = 0
    frame: Box | None = None

    @property
    def start(self) -> int:
        """Where it begins in the text of the document."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text of the document."""
        return self.lines[-1].end

    @property
    def page(self) -> int:
        """The number of the page on which it begins."""
        return self.lines[0].page

    def run_in(self) -> str:
        """The bold words that begin it and are not all of it; empty where there are none, or too many for a heading."""
        words: list[str] = []
        for line in self.lines:
            bold = [run.style.bold for run in line.runs]
            if not bold[0]:
                return " ".join(words)
            if not all(bold):
                return " ".join([*words, line.text[: line.runs[bold.index(False)].offset].strip()])
            words.append(line.text)
            if len(words) > _MOST_LINES:
                break
        return ""


class Page(NamedTuple):
    """A page: its number from 1, what is printed or stored as its number, its size in points; `unread` is empty or why
    there is something on it that could not be read: `image`, `shapes`, `signs`; `recognised` is `recognised`."""

    number: int
    label: str
    width: float
    height: float
    unread: str = ""


class Place(NamedTuple):
    """A rectangle on the page with this number."""

    page: int
    box: Box


class Origin(NamedTuple):
    """Where a layout comes from: the name of the publisher's file, the checksum (sha-256) of its bytes, by which
    method it was read and in which version."""

    file: str
    sha256: str
    method: str
    version: str


class Layout(NamedTuple):
    """What was read from a publisher's file. Quotes are found in `text`: that of the blocks in reading order, lines as
    they are printed and broken, an empty line between blocks, a tab between cells of a table. What has no pages (HTML,
    Markdown, DOCX) has none here."""

    origin: Origin
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    text: str

    def lines(self) -> Iterator[Line]:
        """The lines that are in the text, in its order."""
        for block in self.blocks:
            if block.kind not in OUTSIDE:
                yield from block.lines

    def within(self, start: int, end: int) -> list[Line]:
        """The lines that the text from *start* up to *end* touches."""
        return [line for line in self.lines() if line.start < end and start < line.end]

    def places(self, start: int, end: int) -> list[Place]:
        """Where on the pages the text from *start* up to *end* is, line by line."""
        return [Place(line.page, line.part(start, end)) for line in self.within(start, end)] if self.pages else []

    def label(self, start: int, end: int) -> str:
        """The page of the text from *start* up to *end* as it is printed, such as `7` or `7–8`; empty without pages."""
        numbers = sorted({line.page for line in self.within(start, end)}) if self.pages else []
        ends = numbers[:1] + numbers[1:][-1:]
        return "–".join(self.pages[number - 1].label for number in ends)


def laid_out(origin: Origin, pages: Iterable[Page], blocks: Iterable[Block]) -> Layout:
    """The layout of *blocks* in reading order, with the text that they make, in which each line knows its place."""
    pieces: list[str] = []
    length = 0
    placed: list[Block] = []
    for block in blocks:
        if block.kind in OUTSIDE:
            placed.append(block)
            continue
        lines: list[Line] = []
        for line in block.lines:
            between = _between(lines[-1], line) if lines else "\n\n" if length else ""
            lines.append(line._replace(start=length + len(between)))
            pieces += between, line.text
            length += len(between) + len(line.text)
        placed.append(block._replace(lines=tuple(lines)))
    return Layout(origin, tuple(pages), tuple(placed), "".join(pieces) + ("\n" if pieces else ""))


def _between(before: Line, line: Line) -> str:
    if before.cell is None or line.cell is None or before.cell == line.cell:
        return "\n"
    return "\t" if before.cell[0] == line.cell[0] else "\n"
