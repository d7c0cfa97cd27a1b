"""Wide tables of narrow columns, and matrices, in blocks below each other, each with the row heads."""

import re
from collections.abc import Sequence

from strategigraf.interchange.grid import GAP, HEAD, RULE, Grid, Line, band
from strategigraf.interchange.paragraph import least
from strategigraf.interchange.records import records
from strategigraf.interchange.sheet_text import width
from strategigraf.values.sheet import Sheet

_NARROW = 12  # a column is narrow up to this width
_HEAD = 26  # what the heads of rows take at least, where they want more
_TIGHT_HEAD = 18  # where that keeps a matrix in one piece
_MOST_HEAD = 90
_SHORT_NAME = re.compile(r"(?:— )?(?:(?:(?=[^\s/–-]*[/–-][^\s\d]*\d)|(?=\S[^\s/]*/\S))\S+|\d+(?:\.\w+)?)(?= |$)")
_LEAST_HEADING, _LONGEST_CODE = 9, 7  # a heading up to this width stands over its column as it is
EMPTY = "·"


def crossing(sheet: Sheet, grid: Grid, room: int) -> tuple[list[Line], dict[str, str]]:
    """The matrix *sheet*, of the cells *grid*: in one piece where its columns fit beside heads that can be read, else
    in blocks, and as records where not even one column fits. Headings too long for their columns become numbers; with
    them, by the entries of its key."""
    heads, numbers_of = _heads(sheet)
    body = tuple(
        (row[0], *(cell or EMPTY for cell in row[1:-1]), row[-1]) if any(row[1:]) else row for row in grid.rows
    )
    columns = list(zip(*body, strict=True))[1:] if body else [()] * (len(heads) - 1)
    named = [min(width(head), max(least(head), _LEAST_HEADING)) for head in heads[1:]]
    taken = [max([head, *map(width, column)]) for head, column in zip(named, columns, strict=True)]
    if min(grid.wanted[0], _HEAD) + 1 + max(taken) > room:
        return records(grid, room), {}
    numbers = (*[False] * (len(heads) - 1), True)
    whole = grid._replace(headings=heads, rows=body, wanted=(grid.wanted[0], *taken), numbers=numbers)
    return _in_blocks(whole, 1, room), numbers_of


def blocks(grid: Grid, room: int) -> list[Line]:
    """*grid* in blocks where, after the first columns, all are narrow and a few blocks hold them; else nothing."""
    lead = 0
    while lead < len(grid.floors) and grid.wanted[lead] > _NARROW:
        lead += 1
    narrow = grid.floors[lead:]
    if not 1 <= lead <= 2 or len(narrow) < 4 or max(narrow) > _NARROW:
        return []
    if sum(min(want, _HEAD) + GAP for want in grid.wanted[:lead]) + max(narrow) > room:
        return []
    shrunk = grid._replace(wanted=(*grid.wanted[:lead], *narrow))
    return _in_blocks(shrunk, lead, room)


def _in_blocks(grid: Grid, lead: int, room: int) -> list[Line]:
    """*grid* with its first *lead* columns repeated in each block, from the second on by their short names."""
    first = _first(grid, lead, room)
    brief = tuple(tuple(map(_brief, row[:lead])) for row in grid.rows)
    again = tuple(min(max([*map(width, column)]), _HEAD) for column in zip(grid.headings[:lead], *brief, strict=True))
    gap = GAP if _taken(grid.wanted[lead:], GAP) + _taken(first, GAP) <= room else 1
    runs = _runs(grid.wanted[lead:], gap, room - _taken(first, gap), room - _taken(again, gap))
    found: list[Line] = []
    for number, (start, end) in enumerate(runs):
        heads = brief if number else grid.rows
        left = room - _taken(grid.wanted[lead + start : lead + end], gap)
        widths = again if number else _grown(first, grid.wanted[:lead], left, gap)
        chosen = slice(lead + start, lead + end)
        rows = tuple((*head[:lead], *row[chosen]) for head, row in zip(heads, grid.rows, strict=True))
        headings = (*grid.headings[:lead], *grid.headings[chosen])
        numbers = (*grid.numbers[:lead], *grid.numbers[chosen])
        every = (*widths, *grid.wanted[chosen])
        found += [Line("")] if number else []
        found += [Line(text, HEAD) for text in band(headings, every, numbers, gap, bottom=True)]
        found.append(Line((" " * gap).join("─" * most for most in every), RULE))
        for row in rows:
            found += map(Line, band(row, every, numbers, gap, hanging=2))
    return found


def _first(grid: Grid, lead: int, room: int) -> tuple[int, ...]:
    """The least widths of the first *lead* columns: smaller where that saves a block of its own."""
    roomy, tight = (tuple(min(want, most) for want in grid.wanted[:lead]) for most in (_HEAD, _TIGHT_HEAD))
    every = _taken(grid.wanted[lead:], 1) - 1
    return tight if _taken(tight, 1) + every <= room < _taken(roomy, 1) + every else roomy


def _taken(widths: Sequence[int], gap: int) -> int:
    """What columns of these *widths* take, each with its *gap* after it."""
    return sum(widths) + gap * len(widths)


def _runs(widths: Sequence[int], gap: int, first: int, further: int) -> list[tuple[int, int]]:
    """Runs of columns, each as start and end: what fits into *first*, then what fits into *further*, one at least."""
    runs, start, free, taken = [], 0, first, -gap
    for place, most in enumerate(widths):
        if taken + gap + most > free and place > start:
            runs.append((start, place))
            start, taken, free = place, -gap, further
        taken += gap + most
    return [*runs, (start, len(widths))]


def _grown(widths: tuple[int, ...], wanted: tuple[int, ...], room: int, gap: int) -> tuple[int, ...]:
    """*widths* with what *room* they leave, no more than *wanted*, the first columns first."""
    grown = list(widths)
    rest = room - _taken(widths, gap) + gap
    for place, want in enumerate(wanted):
        more = min(max(0, min(want, _MOST_HEAD) - grown[place]), max(rest, 0))
        grown[place] += more
        rest -= more
    return tuple(grown)


def _brief(head: str) -> str:
    """The short name that *head* begins with; all of it where it begins with none."""
    match = _SHORT_NAME.match(head)
    return match[0] if match else head


def _heads(sheet: Sheet) -> tuple[tuple[str, ...], dict[str, str]]:
    """The headings of the matrix *sheet*; where they are long and there is a key to them, numbers, and the number of
    each entry of the key."""
    middle = sheet.headings[1:-1]
    if len(sheet.key) != len(middle) or max(map(width, middle), default=0) <= _LONGEST_CODE:
        return sheet.headings, {}
    numbers = [str(number) for number in range(1, len(middle) + 1)]
    wide = len(numbers[-1])
    labels = {full: number.rjust(wide) for full, number in zip(sheet.key, numbers, strict=True)}
    return (sheet.headings[0], *numbers, sheet.headings[-1]), labels
