"""Tables on a terminal: as wide as it is, in blocks below each other where they are wider, or as records."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from strategigraf.core.rdf import Text, message
from strategigraf.core.table import Sheet
from strategigraf.core.text import grouped, one_line
from strategigraf.render.delimited import width
from strategigraf.render.terminal.paragraph import (
    BODY,
    GAP,
    HEAD,
    NOTE,
    RULE,
    TITLE,
    Grid,
    Line,
    band,
    fits,
    grid_of,
    is_copied,
    least,
    lines,
    shares,
    table,
)

# A sheet as records.

READABLE = 100  # prose is no wider
_WIDEST_LABEL = 20


def records(grid: Grid, total_width: int, further: int = 0) -> list[Line]:
    """The rows of *grid*, each below a rule with its number, its cells by their headings; empty cells are left out. The
    first cells are put in the rules where all of them fit there; *further* rows are left out."""
    label_width = min(max(map(width, grid.headings), default=0), _WIDEST_LABEL, total_width // 3)
    cell_width = min(total_width, READABLE + label_width + GAP) - label_width - GAP
    rule_width = min(total_width, READABLE)
    heads = [f"{grid.headings[0]}: {row[0]}" if row[0] else "" for row in grid.rows]
    numbers = [f" {number}/{len(grid.rows) + further} ──" for number in range(1, len(grid.rows) + 1)]
    heads_in_rules = all(len(text) + width(head) + 6 < rule_width for text, head in zip(numbers, heads, strict=True))
    output_lines: list[Line] = []
    for row, head, number in zip(grid.rows, heads, numbers, strict=True):
        start = f"── {head} " if heads_in_rules and head else "──"
        output_lines.append(Line(start + "─" * (rule_width - width(start) - len(number)) + number, RULE))
        for heading, cell in list(zip(grid.headings, row, strict=True))[heads_in_rules:]:
            if cell:
                output_lines += _field(heading, cell, label_width, cell_width)
    return output_lines


def _field(heading: str, cell: str, label_width: int, cell_width: int) -> list[Line]:
    heading_lines, cell_lines = lines(heading, label_width), lines(cell, cell_width)
    output_lines = []
    for index in range(max(len(heading_lines), len(cell_lines))):
        label = heading_lines[index] if index < len(heading_lines) else ""
        text = cell_lines[index] if index < len(cell_lines) else ""
        head = label + " " * (label_width - width(label) + GAP)
        output_lines.append(Line((head + text).rstrip(), BODY, len(label)))
    return output_lines


_NARROW = 12  # a column is narrow up to this width
_HEAD = 26  # what the heads of rows take at least, where they want more
_TIGHT_HEAD = 18  # where that keeps a matrix in one piece
_MOST_HEAD = 90
_SHORT_NAME = re.compile(r"(?:— )?(?:(?:(?=[^\s/–-]*[/–-][^\s\d]*\d)|(?=\S[^\s/]*/\S))\S+|\d+(?:\.\w+)?)(?= |$)")
_LEAST_HEADING, _LONGEST_CODE = 9, 7  # a heading up to this width is put over its column as it is
EMPTY = "·"
_STRATEGY = re.compile(r"[a-z0-9-]+/(?=\S)")


class Laid(NamedTuple):
    """A table laid out: its lines, how many of its columns are left out, and the numbers that stand for headings by the
    entries of the key."""

    lines: list[Line]
    columns_left: int = 0
    numbers: Mapping[str, str] = MappingProxyType({})


def crossing(sheet: Sheet, grid: Grid, total_width: int) -> Laid:
    """The matrix *sheet*, of the cells *grid*: in one piece where its columns fit beside heads that can be read, else
    in blocks (the first of them where rows are left out as well), and as records where not even one column fits.
    Headings too long for their columns become numbers."""
    heads, numbers_of = _heads(sheet)
    body = tuple(
        (row[0], *(cell or EMPTY for cell in row[1:-1]), row[-1]) if any(row[1:]) else row for row in grid.rows
    )
    columns = list(zip(*body, strict=True))[1:] if body else [()] * (len(heads) - 1)
    heading_widths = [min(width(head), max(least(head), _LEAST_HEADING)) for head in heads[1:]]
    column_widths = [max([head, *map(width, column)]) for head, column in zip(heading_widths, columns, strict=True)]
    if max(min(grid.wanted[0], _HEAD), max(_least_heads(grid, 1))) + 1 + max(column_widths) > total_width:
        return Laid(records(grid, total_width, sheet.further))
    numbers = (*[False] * (len(heads) - 1), True)
    laid_out_grid = grid._replace(headings=heads, rows=body, wanted=(grid.wanted[0], *column_widths), numbers=numbers)
    return _in_blocks(laid_out_grid, 1, total_width, sheet.further > 0, totals=1)._replace(numbers=numbers_of)


def blocks(grid: Grid, total_width: int, is_cut: bool) -> Laid | None:
    """*grid* in blocks (just the first where it *is_cut*) if, after the first columns, all are narrow and a few blocks
    hold them."""
    lead = 0
    while lead < len(grid.floors) and (grid.wanted[lead] > _NARROW or not (lead or grid.numbers[lead])):
        lead += 1
    narrow = grid.floors[lead:]
    if not 1 <= lead <= 2 or len(narrow) < 4 or max(narrow) > _NARROW:
        return None
    if sum(min(wanted_width, _HEAD) + GAP for wanted_width in grid.wanted[:lead]) + max(narrow) > total_width:
        return None
    return _in_blocks(grid._replace(wanted=(*grid.wanted[:lead], *narrow)), lead, total_width, is_cut)


def _in_blocks(grid: Grid, lead: int, total_width: int, is_cut: bool, totals: int = 0) -> Laid:
    """*grid* with its first *lead* columns repeated in each block, from the second on by their short names; where it
    *is_cut* just the first block, with the last columns if they are *totals*."""
    first_widths = _first_widths(grid, lead, total_width)
    short_heads = tuple(tuple(map(_short_name, row[:lead])) for row in grid.rows)
    repeated_widths = tuple(
        max(min(max([*map(width, column)]), _HEAD), name_width)
        for column, name_width in zip(
            zip(grid.headings[:lead], *short_heads, strict=True), _least_heads(grid, lead), strict=True
        )
    )
    gap = GAP if _total_width(grid.wanted[lead:], GAP) + _total_width(first_widths, GAP) <= total_width else 1
    runs = _runs(
        grid.wanted[lead:],
        gap,
        total_width - _total_width(first_widths, gap),
        total_width - _total_width(repeated_widths, gap),
    )
    if is_cut and len(runs) > 1:
        first_room = total_width - _total_width((*first_widths, *grid.wanted[len(grid.wanted) - totals :]), gap)
        _, shown = _runs(grid.wanted[lead : len(grid.wanted) - totals], gap, first_room, first_room)[0]
        kept = [*range(lead + shown), *range(len(grid.wanted) - totals, len(grid.wanted))]
        return _in_blocks(_columns_of(grid, kept), lead, total_width, False)._replace(
            columns_left=len(grid.wanted) - len(kept)
        )
    output_lines: list[Line] = []
    for number, (start, end) in enumerate(runs):
        heads = short_heads if number else grid.rows
        free_width = total_width - _total_width(grid.wanted[lead + start : lead + end], gap)
        widths = repeated_widths if number else _widened(first_widths, grid.wanted[:lead], free_width, gap)
        columns_of_block = slice(lead + start, lead + end)
        rows = tuple((*head[:lead], *row[columns_of_block]) for head, row in zip(heads, grid.rows, strict=True))
        headings = (*grid.headings[:lead], *grid.headings[columns_of_block])
        numbers = (*grid.numbers[:lead], *grid.numbers[columns_of_block])
        block_widths = (*widths, *grid.wanted[columns_of_block])
        output_lines += [Line("")] if number else []
        output_lines += [Line(text, HEAD) for text in band(headings, block_widths, numbers, gap, bottom=True)]
        output_lines.append(Line((" " * gap).join("─" * column_width for column_width in block_widths), RULE))
        for row in rows:
            output_lines += map(Line, band(row, block_widths, numbers, gap, hanging=2))
    return Laid(output_lines)


def _columns_of(grid: Grid, kept: Sequence[int]) -> Grid:
    """*grid* with just the columns *kept*."""

    def those(cells: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(cells[index] for index in kept)

    rows = tuple(map(those, grid.rows))
    return Grid(those(grid.headings), rows, those(grid.wanted), those(grid.floors), those(grid.numbers))


def _least_heads(grid: Grid, lead: int) -> list[int]:
    """The widths below which the names that the first *lead* columns begin with would be broken."""
    names = [[_short_name(row[index]) for row in grid.rows] for index in range(lead)]
    return [max((least(name) for name in column if is_copied(name)), default=0) for column in names]


def _first_widths(grid: Grid, lead: int, total_width: int) -> tuple[int, ...]:
    """The least widths of the first *lead* columns: smaller where that saves a block of its own."""
    columns = list(zip(grid.wanted[:lead], _least_heads(grid, lead), strict=True))
    roomy, tight = (
        tuple(max(min(wanted_width, max_width), name_width) for wanted_width, name_width in columns)
        for max_width in (_HEAD, _TIGHT_HEAD)
    )
    other_width = _total_width(grid.wanted[lead:], 1) - 1
    return (
        tight if _total_width(tight, 1) + other_width <= total_width < _total_width(roomy, 1) + other_width else roomy
    )


def _total_width(widths: Sequence[int], gap: int) -> int:
    """What columns of these *widths* take, each with its *gap* after it."""
    return sum(widths) + gap * len(widths)


def _runs(widths: Sequence[int], gap: int, first_room: int, further_room: int) -> list[tuple[int, int]]:
    """Runs of columns, each as start and end: what fits into *first_room*, then what fits into *further_room*, one at
    least."""
    runs, start, room, used_width = [], 0, first_room, -gap
    for column, column_width in enumerate(widths):
        if used_width + gap + column_width > room and column > start:
            runs.append((start, column))
            start, used_width, room = column, -gap, further_room
        used_width += gap + column_width
    return [*runs, (start, len(widths))]


def _widened(widths: tuple[int, ...], wanted_widths: tuple[int, ...], total_width: int, gap: int) -> tuple[int, ...]:
    """*widths* widened to fill *total_width*, no more than *wanted_widths*, the first columns first."""
    grown = list(widths)
    free_width = total_width - _total_width(widths, gap) + gap
    for column, wanted_width in enumerate(wanted_widths):
        added = min(max(0, min(wanted_width, _MOST_HEAD) - grown[column]), max(free_width, 0))
        grown[column] += added
        free_width -= added
    return tuple(grown)


def _short_name(head: str) -> str:
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


def laid_out(sheet: Sheet, total_width: int) -> list[Line]:
    """*sheet* as lines at most *total_width* wide: its title, its table in the form that reads best, its notes."""
    return _laid(sheet, total_width).lines


def _laid(sheet: Sheet, total_width: int) -> Laid:
    """*sheet* as lines, and how many of its columns are left out, which is where rows are left out as well."""
    sheet = sheet if sheet.further else _without_strategy(sheet)
    output_lines = [Line(text, TITLE) for text in lines(one_line(sheet.title), total_width, 2)] if sheet.title else []
    output_lines += [Line("")] if sheet.title else []
    grid = grid_of(sheet)
    if sheet.crossed:
        body = crossing(sheet, grid, total_width)
    elif fits(grid, total_width):
        body = Laid(table(grid, shares(grid, total_width)))
        if len(body.lines) > _TALL * len(grid.rows) + 2 and len(grid.headings) > 2:
            record_lines = records(grid, total_width, sheet.further)
            body = Laid(record_lines) if len(record_lines) < len(body.lines) else body
    else:
        is_cut = sheet.further > 0
        body = blocks(grid, total_width, is_cut) or Laid(records(grid, total_width, sheet.further))
    output_lines += [*body.lines, *([Line("")] if any(map(str.strip, sheet.notes)) else [])]
    keys = {**dict.fromkeys(sheet.key, ""), **body.numbers}
    output_lines += [line for text in sheet.notes for line in note(text, total_width, keys.get(text))]
    return body._replace(lines=output_lines)


def _without_strategy(sheet: Sheet) -> Sheet:
    """The matrix *sheet* with the strategy in its title instead of before the names of its rows, where all of them are
    of one; any other sheet as it is."""
    strategies = {match[0] if (match := _STRATEGY.match(row[0])) else "" for row in sheet.rows} if sheet.crossed else ()
    if len(strategies) != 1 or "" in strategies:
        return sheet
    (strategy,) = strategies
    name = strategy.removesuffix("/")
    title = sheet.title if name in sheet.title else f"{sheet.title} ({name})".lstrip()
    return sheet._replace(title=title, rows=tuple((row[0].removeprefix(strategy), *row[1:]) for row in sheet.rows))


def note(text: str, total_width: int, label: str | None = None) -> list[Line]:
    """The note *text* in lines no wider than prose should be, all as far in as it begins; an entry of a key, with the
    *label* that it has, hangs below its first line."""
    indent = min(len(text) - len(text.lstrip(" ")), total_width // 4)
    prefix = f"{label}  " if label else " " * indent
    note_lines = lines(one_line(text), min(total_width, READABLE) - len(prefix), 2 if indent or label == "" else 0)
    prefixes = [prefix, *[" " * len(prefix)] * (len(note_lines) - 1)]
    label_lengths = [len(label or ""), *[0] * (len(note_lines) - 1)]
    return [
        Line((start + line).rstrip(), NOTE, label_length)
        for start, line, label_length in zip(prefixes, note_lines, label_lengths, strict=True)
    ]


# Sheets cut to the height of a screen.

_FEWEST = 3  # rows of a further sheet, below which it is only named
_NOTES = 0.4  # of the height: what notes may take where rows are left out


def fitted(sheets: Sequence[Sheet], total_width: int, height: int, language: str) -> list[Line]:
    """*sheets* one below the other in about *height* lines: first rows of each with how many follow, notes as far as
    there is room; sheets that find none are named at the end."""
    output_lines: list[Line] = []
    for index, sheet in enumerate(map(_without_strategy, sheets)):
        later = sheets[index + 1 :]
        room = (
            height
            - len(output_lines)
            - bool(output_lines)
            - (len(_named(later, total_width, language)) + 1 if later else 0)
        )
        if index and room < _FEWEST + len(laid_out(sheet._replace(rows=(), notes=()), total_width)):
            return [*output_lines, Line(""), *_named(sheets[index:], total_width, language)]
        output_lines += [Line("")] if output_lines else []
        output_lines += _cut(sheet, total_width, room, language)
    return output_lines


def _named(sheets: Sequence[Sheet], total_width: int, language: str) -> list[Line]:
    """A note on *sheets* that are left out: the names of the parts, with how many rows each has."""
    parts = ", ".join(f"{sheet.name or sheet.title} ({grouped(len(sheet.rows), language)})" for sheet in sheets)
    return note(message("common.more-parts", parts=parts).in_language(language), total_width)


def _cut(sheet: Sheet, total_width: int, height: int, language: str) -> list[Line]:
    """*sheet* in *height* lines: whole where that is enough, else with at least one row and how many follow it."""
    if len(sheet.rows) <= height and len(whole_lines := laid_out(sheet, total_width)) <= height:
        return whole_lines

    def body(count: int) -> list[Line]:
        further = len(sheet.rows) - count
        shown = _laid(sheet._replace(rows=sheet.rows[:count], notes=(), further=further), total_width)
        more = message("common.more-rows", rows=grouped(further, language))
        if shown.columns_left:
            counts = {"rows": _counted("row", further), "columns": _counted("column", shown.columns_left)}
            more = message("common.more-columns", **counts)
        return [*shown.lines, *(note(more.in_language(language), total_width) if further else [])]

    beside_one_row = height - len(body(min(1, len(sheet.rows)))) - 2  # a blank line before, a line on the rest after
    notes, more_notes = _first_notes(sheet, total_width, min(int(height * _NOTES), beside_one_row), language)
    room = height - len(notes) - bool(notes) - len(more_notes)
    counts = range(1, min(len(sheet.rows), height) + 1)
    fitting = bisect_right(counts, room, key=lambda count: len(body(count)))
    return [*body(max(fitting, min(1, len(sheet.rows)))), *([Line("")] if notes else []), *notes, *more_notes]


def _counted(noun: str, number: int) -> Text:
    """*number* with the *noun* (`row`, `column`), in the singular where it is one."""
    shown = Text(grouped(number, "da"), grouped(number, "en"))
    return message(f"page.count.{noun}.{'one' if number == 1 else 'several'}", number=shown)


def _first_notes(sheet: Sheet, total_width: int, height: int, language: str) -> tuple[list[Line], list[Line]]:
    """The first notes of *sheet*, up to a blank one, as far as *height* lines go; and a line on those left out."""
    kept: list[Line] = []
    for index, text in enumerate(sheet.notes):
        next_lines = note(text, total_width)
        if not text.strip() or len(kept) + len(next_lines) > height:
            left = any(further.strip() for further in sheet.notes[index:])
            return kept, note(message("common.more-notes").in_language(language), total_width) if left else []
        kept += next_lines
    return kept, []
