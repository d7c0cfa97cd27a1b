"""The form of sheets in a workbook: names and texts that a spreadsheet takes, and places that links lead to."""

from collections.abc import Iterable
from typing import NamedTuple

MOST_ROWS = 1_048_000  # a sheet takes 1,048,576
MOST_COLUMNS = 16_000  # 16,384
MOST_LINKS = 65_000  # 65,530
LONGEST = 32_700  # units of UTF-16 in a cell; 32,767
LONGEST_TIP = 250  # of the note that a link shows; 255
_LONGEST_NAME = 31
_PER_WIDTH = 1.22  # letters that a column takes for each unit of its width, in the font of the sheets
LINE = 13.0  # points that a line of text takes


class Place(NamedTuple):
    """Cells of the sheet *sheet*: rows and columns from 0, the last ones included."""

    sheet: str
    top: int
    bottom: int
    left: int = 0
    right: int = 0

    @property
    def target(self) -> str:
        """What a link to them says."""
        start, end = _cell(self.top, self.left), _cell(self.bottom, self.right)
        name = self.sheet.replace("'", "''")
        return f"internal:'{name}'!{start}" + ("" if start == end else f":{end}")

    @property
    def label(self) -> str:
        """The first of them as a reader names it: `Sheet C5`."""
        return f"{self.sheet} {_cell(self.top, self.left)}"


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """*wanted* as a name that a spreadsheet takes: at most 31 units of UTF-16 (a longer one ends with a whole word and
    an ellipsis), none of `[]:*?/\\`, no apostrophe at either end, not `History`, and other than those *taken* (in
    casefolded form)."""
    used = set(taken)
    clean = "".join(" " if sign in "[]:*?/\\" or not sign.isprintable() else sign for sign in wanted)
    clean = " ".join(clean.split()).strip("' ")
    if units(clean) > _LONGEST_NAME and ":" in wanted:  # what stands before a colon says it in short
        before = wanted.partition(":")[0]
        return sheet_name(before, used) if before.strip() else sheet_name(wanted.replace(":", " "), used)
    if units(clean) > _LONGEST_NAME:
        whole = cut(clean, _LONGEST_NAME, "")
        words = whole.rpartition(" ")[0].rstrip("' ,;:.–-")
        clean = (words if len(words) > _LONGEST_NAME // 2 else cut(whole, _LONGEST_NAME - 1, "").rstrip("' ")) + "…"
    clean = clean or "-"
    if clean.casefold() == "history":
        clean = "History 1"
    chosen, number = clean, 2
    while chosen.casefold() in used:
        end = f" {number}"
        chosen, number = cut(clean, _LONGEST_NAME - len(end), "").rstrip("' ") + end, number + 1
    return chosen


def units(text: str) -> int:
    """The length of *text* as a spreadsheet counts it: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int, end: str = "…") -> str:
    """*text* where it has at most so many units, else its beginning followed by *end*."""
    if len(text) * 2 <= most or units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - units(end))]
    return kept.decode("utf-16-le", "ignore") + end


def height(texts: Iterable[tuple[str, float]], line: float = LINE) -> float:
    """The points that a row needs for *texts*, each wrapped in a column so many characters wide, *line* points a line;
    at most what a spreadsheet takes."""
    return min(405.0, line * max((_lines(text, width) for text, width in texts), default=1) + 2)


def _lines(text: str, width: float) -> int:
    """How many lines *text* takes where words are not broken unless they are wider than the column."""
    room = max(4, int(width * _PER_WIDTH))
    if len(text) <= room and "\n" not in text:
        return 1
    count = 0
    for paragraph in text.split("\n"):
        count, filled = count + 1, 0
        for word in paragraph.split(" "):
            if filled and filled + 1 + len(word) > room:
                count, filled = count + 1, 0
            filled += len(word) + (filled > 0)
            while filled > room:
                count, filled = count + 1, filled - room
    return count


def _cell(row: int, column: int) -> str:
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(65 + place) + letters
    return f"{letters}{row + 1}"
