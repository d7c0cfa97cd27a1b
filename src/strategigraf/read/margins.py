"""What is printed around the text of pages: running heads and feet, page numbers, and footnotes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from statistics import median
from typing import NamedTuple

from strategigraf.core.layout import Line, Page, Style
from strategigraf.read.pdf import Sheet

_ZONE = 0.13  # of the height or width of the page, at each edge
_MOST_PAGES = 0.4  # of the pages: what is on more of them at one place is no text, wherever it is
_LARGE = 1.15  # as often as the usual letter is large is one that no running head has
_SAME = 6.0  # points by which the same place may differ
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"^(?:side|page|s\.|p\.)?\s*(?:[-–|]\s*)?(\d{1,4})\s*(?:[-–|]\s*)?(?:(?:/|af|of)\s*\d{1,4})?$", re.IGNORECASE
)
_NOTE = re.compile(r"^(?:\(?\[?(\d{1,3}|\*{1,3}|[†‡§])[\])]?[.:)]?)\s*\S")


class Margins(NamedTuple):
    """Of each sheet, by index: its lines without those in the margins, those at its head, and those at its foot."""

    body: tuple[tuple[Line, ...], ...]
    heads: tuple[tuple[Line, ...], ...]
    feet: tuple[tuple[Line, ...], ...]
    pages: tuple[Page, ...]


def without_margins(sheets: Sequence[Sheet]) -> Margins:
    """*sheets* with running heads and feet told from their text: what is repeated at one place of several pages, and
    numbers that count the pages. A page is labelled by the number printed on it, where these count the pages."""
    shift = _shift(sheets)
    repeated = _repeated(sheets, shift or 0)
    repeated |= _alike(sheets, repeated)
    body, heads, feet, pages = [], [], [], []
    for index, one in enumerate(sheets):
        outside = [line for line in one.lines if _outside(line, index, one, repeated, shift)]
        kept = {id(line) for line in outside}
        body.append(tuple(line for line in one.lines if id(line) not in kept))
        middle = one.page.height / 2
        heads.append(tuple(line for line in outside if line.box.top < middle))
        feet.append(tuple(line for line in outside if line.box.top >= middle))
        number = one.page.number + (shift or 0)
        printed = shift is not None and number > 0
        pages.append(one.page._replace(label=str(number)) if printed else one.page)
    return Margins(tuple(body), tuple(heads), tuple(feet), tuple(pages))


def _outside(line: Line, index: int, one: Sheet, repeated: set[tuple[int, int]], shift: int | None) -> bool:
    if not _in_zone(line, one.page):
        return False
    number = _number(line)
    note = _NOTE.match(line.text) if line.box.top > one.page.height / 2 else None
    if note and number is None and note[1] != str(one.page.number + (shift or 0)):
        return False
    return (index, id(line)) in repeated or (shift is not None and number == one.page.number + shift)


def _in_zone(line: Line, page: Page) -> bool:
    box = line.box
    return (
        box.bottom < _ZONE * page.height
        or box.top > (1 - _ZONE) * page.height
        or (bool(line.angle) and (box.right < _ZONE * page.width or box.left > (1 - _ZONE) * page.width))
    )


def _number(line: Line) -> int | None:
    match = _NUMBER.match(line.text.strip())
    return int(match[1]) if match else None


def _repeated(sheets: Sequence[Sheet], shift: int) -> set[tuple[int, int]]:
    """The lines (index of sheet, id) that stand alike at one place of three pages or more, two of a short document; the
    number of the page, which is *shift* more than its place in the file, may differ."""
    found: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for index, one in enumerate(sheets):
        for line in one.lines:
            if _in_zone(line, one.page):
                number = str(one.page.number + shift)
                found[_DIGITS.sub(partial(_numbered, number), line.text)].append((index, line))
    least = 3 if len(sheets) > 4 else 2
    body = median(line.style.size for one in sheets for line in one.lines) if any(one.lines for one in sheets) else 0.0
    lines: set[tuple[int, int]] = set()
    usual: set[tuple[int, int]] = set()
    for text, here in found.items():
        if text.strip() == "#":
            continue
        for index, line in here:
            beside = {other for other, that in here if abs(that.box.top - line.box.top) <= _SAME}
            if len(beside) >= max(least, _MOST_PAGES * len(sheets)):
                usual.add((index, id(line)))
            elif len(beside) >= least and line.style.size <= _LARGE * body:
                lines.add((index, id(line)))
    return usual | {(index, line) for index, line in lines if _is_apart(index, line, sheets, lines | usual)}


def _numbered(number: str, match: re.Match[str]) -> str:
    return "#" if match[0] == number else match[0]


def _is_apart(index: int, line_id: int, sheets: Sequence[Sheet], repeated: set[tuple[int, int]]) -> bool:
    """Whether the line is at some distance from the text of its page; a heading that is repeated is close to it."""
    line = next(one for one in sheets[index].lines if id(one) == line_id)
    if line.angle:
        return True
    at_head = line.box.top < sheets[index].page.height / 2
    size = line.style.size
    for other in sheets[index].lines:
        beside = other.box.left < line.box.right and line.box.left < other.box.right
        if (index, id(other)) in repeated or not beside or other.angle:
            continue
        gap = other.box.top - line.box.bottom if at_head else line.box.top - other.box.bottom
        if -size < gap < size:
            return False
    return True


def _alike(sheets: Sequence[Sheet], repeated: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The lines that are set as those *repeated* are, and where those are on three pages or more, whatever they say:
    running heads that name the chapter."""
    places: dict[tuple[Style, int], set[int]] = defaultdict(set)
    for index, one in enumerate(sheets):
        for line in one.lines:
            if (index, id(line)) in repeated and line.box.top < one.page.height / 2:
                places[line.style, round(line.box.top)].add(index)
    found = set()
    for index, one in enumerate(sheets):
        for line in one.lines:
            pages = places.get((line.style, round(line.box.top)), set())
            if len(pages - {index}) >= 3 and _is_apart(index, id(line), sheets, repeated):
                found.add((index, id(line)))
    return found


def _shift(sheets: Sequence[Sheet]) -> int | None:
    """What is to be added to the number of a page for the one that is printed on it; None where none count them."""
    counts: Counter[int] = Counter()
    for one in sheets:
        numbers = {_number(line) for line in one.lines if _in_zone(line, one.page)}
        counts.update({number - one.page.number for number in numbers if number is not None})
    if not counts:
        return None
    shift, times = counts.most_common(1)[0]
    return shift if times >= max(2, 0.3 * len(sheets)) else None


def notes(lines: Iterable[Line], page: Page, body: float) -> list[Line]:
    """Those of *lines* on *page* that are footnotes: below all that is as large as the *body*, smaller than it, from
    a sign of a note on."""
    here = sorted((line for line in lines if not line.angle), key=lambda line: (line.box.top, line.box.left))
    lowest = max((line.box.bottom for line in here if line.style.size > 0.93 * body), default=0.0)
    small = [line for line in here if line.box.top >= lowest - 1 and line.style.size <= 0.93 * body]
    small = [line for line in small if line.box.top > 0.4 * page.height]
    first = next((index for index, line in enumerate(small) if _NOTE.match(line.text)), None)
    return [] if first is None else small[first:]
