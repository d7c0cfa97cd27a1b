"""Tables on a terminal: as wide as it is, in blocks below each other where they are wider, or as records."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from strategigraf.core.table import Sheet
from strategigraf.core.text import one_line
from strategigraf.render.delimited import width
from strategigraf.render.terminal.paragraph import least, lines

# A grid.

TITLE, HEAD, RULE, BODY, NOTE = "title", "head", "rule", "body", "note"
GAP = 2
_WORD, _SENTENCE = 16, 22  # a column is no narrower, where it holds longer words, where it holds sentences
_GRID_LEAST_HEADING = 9  # a heading is broken no narrower, however short the cells
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
        max(min(width(head), max(least(head), _GRID_LEAST_HEADING)), most if number else _floor(column, most))
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


# A sheet as records.

READABLE = 100  # prose is no wider
_WIDEST_LABEL = 20


def records(grid: Grid, room: int) -> list[Line]:
    """The rows of *grid*, each below a rule with its number, its cells by their headings; empty cells are left out. The
    first cells stand in the rules where all of them fit there."""
    labels = min(max(map(width, grid.headings), default=0), _WIDEST_LABEL, room // 3)
    right = min(room, READABLE + labels + GAP) - labels - GAP
    long = min(room, READABLE)
    heads = [f"{grid.headings[0]}: {row[0]}" if row[0] else "" for row in grid.rows]
    numbers = [f" {number}/{len(grid.rows)} ──" for number in range(1, len(grid.rows) + 1)]
    first = all(len(text) + width(head) + 6 < long for text, head in zip(numbers, heads, strict=True))
    found: list[Line] = []
    for row, head, number in zip(grid.rows, heads, numbers, strict=True):
        start = f"── {head} " if first and head else "──"
        found.append(Line(start + "─" * (long - width(start) - len(number)) + number, RULE))
        for heading, cell in list(zip(grid.headings, row, strict=True))[first:]:
            if cell:
                found += _field(heading, cell, labels, right)
    return found


def _field(heading: str, cell: str, labels: int, right: int) -> list[Line]:
    named, said = lines(heading, labels), lines(cell, right)
    found = []
    for place in range(max(len(named), len(said))):
        label = named[place] if place < len(named) else ""
        text = said[place] if place < len(said) else ""
        head = label + " " * (labels - width(label) + GAP)
        found.append(Line((head + text).rstrip(), BODY, len(label)))
    return found


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


# Sheets laid out for a screen of a given width.

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
