"""Sheets laid out for a screen of a given width: a table where it fits, a matrix in blocks with the row heads repeated,
else a record for each row."""

from strategigraf.interchange.blocks import blocks, crossing
from strategigraf.interchange.grid import NOTE, TITLE, Line, fits, grid_of, shares, table
from strategigraf.interchange.paragraph import lines
from strategigraf.interchange.records import READABLE, records
from strategigraf.values.inert import one_line
from strategigraf.values.sheet import Sheet

_TALL = 6  # lines to a row: a table whose rows are taller gives way to records where they take fewer lines


def laid_out(sheet: Sheet, room: int) -> list[Line]:
    """*sheet* as lines at most *room* wide: its title, its table in the form that reads best, its notes."""
    shown = [Line(text, TITLE) for text in lines(one_line(sheet.title), room, 2)] if sheet.title else []
    shown += [Line("")] if sheet.title else []
    grid = grid_of(sheet)
    labels: dict[str, str] = {}
    if sheet.crossed:
        body, labels = crossing(sheet, grid, room)
    elif fits(grid, room):
        body = table(grid, shares(grid, room))
        if len(body) > _TALL * len(grid.rows) + 2 and len(grid.headings) > 2:
            listed = records(grid, room)
            body = listed if len(listed) < len(body) else body
    else:
        body = blocks(grid, room) or records(grid, room)
    shown += [*body, *([Line("")] if any(map(str.strip, sheet.notes)) else [])]
    keys = dict.fromkeys(sheet.key, "") | labels
    return shown + [line for text in sheet.notes for line in note(text, room, keys.get(text))]


def note(text: str, room: int, label: str | None = None) -> list[Line]:
    """The note *text* in lines no wider than prose should be, all as far in as it begins; an entry of a key, with the
    *label* that it has, hangs below its first line."""
    indent = min(len(text) - len(text.lstrip(" ")), room // 4)
    before = f"{label}  " if label else " " * indent
    held = lines(one_line(text), min(room, READABLE) - len(before), 2 if indent or label == "" else 0)
    starts = [before, *[" " * len(before)] * (len(held) - 1)]
    named = [len(label or ""), *[0] * (len(held) - 1)]
    return [Line((start + line).rstrip(), NOTE, own) for start, line, own in zip(starts, held, named, strict=True)]
