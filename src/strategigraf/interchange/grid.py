"""A grid: the cells of a sheet with the widths that its columns would like and the least they take, and as a table."""

import re
from typing import NamedTuple

from strategigraf.interchange.paragraph import least, lines
from strategigraf.interchange.sheet_text import width
from strategigraf.values.inert import one_line
from strategigraf.values.sheet import Sheet

TITLE, HEAD, RULE, BODY, NOTE = "title", "head", "rule", "body", "note"
GAP = 2
_WORD, _SENTENCE = 16, 22  # a column is no narrower, where it holds longer words, where it holds sentences
_LEAST_HEADING = 9  # a heading is broken no narrower, however short the cells
_SAMPLE, _STEP = 60, 2  # of the rows that widths are tried on, and the columns given at a time


class Line(NamedTuple):
    """A line for a screen: its text, what it is, and how many of its first signs are a label."""

    text: str
    role: str = BODY
    label: int = 0


class Grid(NamedTuple):
    """The cells of a sheet, each on one line, and the widths that its columns want and the least they need."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wanted: tuple[int, ...]
    floors: tuple[int, ...]
    numbers: tuple[bool, ...]


def grid_of(sheet: Sheet) -> Grid:
    """The cells of *sheet* made inert, with the widths of its columns."""
    headings = tuple(map(one_line, sheet.headings))
    rows = tuple(tuple(map(one_line, row)) for row in sheet.rows)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    numbers = tuple(_all_numbers(column) for column in columns)
    widest = [max(map(width, column), default=0) for column in columns]
    wanted = tuple(max(width(head), most) for head, most in zip(headings, widest, strict=True))
    floors = tuple(
        max(min(width(head), max(least(head), _LEAST_HEADING)), most if number else _floor(column, most))
        for head, column, most, number in zip(headings, columns, widest, numbers, strict=True)
    )
    return Grid(headings, rows, wanted, floors, numbers)


def fits(grid: Grid, room: int) -> bool:
    """Whether no column of *grid* is narrower than its words in a table *room* wide."""
    return whole(grid.wanted) <= room or whole(grid.floors) <= room


def shares(grid: Grid, room: int) -> tuple[int, ...]:
    """The widths of the columns of *grid* within *room*: what each wants where there is room for it, else no less than
    its floor, and the rest where it makes the rows lowest."""
    if whole(grid.wanted) <= room:
        return grid.wanted
    widths = list(grid.floors)
    step = max(1, len(grid.rows) // _SAMPLE)
    sample = [tuple(map(width, row)) for row in (grid.headings, *grid.rows[::step])]
    rest = room - whole(widths)
    while rest > 0:
        hungry = [place for place, own in enumerate(widths) if own < grid.wanted[place]]
        if not hungry:
            break
        tried = []
        for place in hungry:
            more = min(_STEP, rest, grid.wanted[place] - widths[place])
            widths[place] += more
            tried.append((_height(sample, widths), widths[place] / grid.wanted[place], place, more))
            widths[place] -= more
        _, _, place, more = min(tried)
        widths[place] += more
        rest -= more
    return tuple(widths)


def _height(sample: list[tuple[int, ...]], widths: list[int]) -> int:
    """About how many lines the rows of *sample*, given by the widths of their cells, take in columns of these
    *widths*."""
    return sum([max([-(-cell // most) for cell, most in zip(row, widths, strict=True)]) for row in sample])


def table(grid: Grid, widths: tuple[int, ...]) -> list[Line]:
    """*grid* with columns of these *widths*, cells on as many lines as they need; a rule below the headings, and blank
    lines between the rows where most of them are tall."""
    rows = [band(row, widths, grid.numbers, hanging=2) for row in grid.rows]
    apart = sum(len(row) > 2 for row in rows) * 2 > len(rows)
    shown = [Line(text, HEAD) for text in band(grid.headings, widths, grid.numbers, bottom=True)]
    shown.append(Line((" " * GAP).join("─" * most for most in widths), RULE))
    for place, row in enumerate(rows):
        shown += [Line("")] if apart and place else []
        shown += map(Line, row)
    return shown


def band(
    cells: tuple[str, ...],
    widths: tuple[int, ...],
    numbers: tuple[bool, ...],
    gap: int = GAP,
    hanging: int = 0,
    bottom: bool = False,
) -> list[str]:
    """*cells* side by side in columns of these *widths*, a *gap* between, numbers to the right; the first column's
    further lines *hanging*; with *bottom* all end on the last line."""
    parts = [
        lines(cell, max(most, 1), hanging if not place else 0)
        for place, (cell, most) in enumerate(zip(cells, widths, strict=True))
    ]
    tall = max(map(len, parts))
    shown = []
    for line in range(tall):
        padded = []
        for part, most, number in zip(parts, widths, numbers, strict=True):
            at = line - (tall - len(part)) if bottom else line
            text = part[at] if 0 <= at < len(part) else ""
            blank = " " * (most - width(text))
            padded.append(blank + text if number else text + blank)
        shown.append((" " * gap).join(padded).rstrip())
    return shown


def whole(widths: tuple[int, ...] | list[int]) -> int:
    """What a table with columns of these *widths* takes."""
    return sum(widths) + GAP * (len(widths) - 1)


def _floor(column: tuple[str, ...], most: int) -> int:
    pieces = max(map(least, column), default=0)
    return max(min(most, _SENTENCE if most > 2 * _SENTENCE else _WORD), pieces)


def _all_numbers(column: tuple[str, ...]) -> bool:
    found = [cell for cell in column if cell]
    return bool(found) and all(re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?(?: ?%)?|n/a", cell) for cell in found)
