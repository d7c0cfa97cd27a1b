"""Grids: the cells of a sheet with the widths that its columns want, and these cells side by side on lines."""

import re
from typing import NamedTuple

from strategigraf.core.table import Sheet
from strategigraf.core.text import one_line
from strategigraf.render.delimited import width
from strategigraf.render.terminal.paragraph import least, lines

TITLE, HEAD, RULE, BODY, NOTE = "title", "head", "rule", "body", "note"
GAP = 2
_WORD, _SENTENCE = 16, 22  # a column is no narrower, where it holds longer words, where it holds sentences
_GRID_LEAST_HEADING = 9  # a heading is broken no narrower, however short the cells
_SAMPLE, _STEP = 60, 2  # of the rows that widths are tried on, and the columns given at a time


class Line(NamedTuple):
    """A line for a screen: its text, what it is, and how many of its first characters are a label."""

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
    """The cells of *sheet*, each on one line, with the widths of its columns."""
    headings = tuple(map(one_line, sheet.headings))
    rows = tuple(tuple(map(one_line, row)) for row in sheet.rows)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    numbers = tuple(_all_numbers(column) for column in columns)
    max_widths = [max(map(width, column), default=0) for column in columns]
    wanted_widths = tuple(max(width(head), cell_width) for head, cell_width in zip(headings, max_widths, strict=True))
    floors = tuple(
        max(
            min(width(head), max(least(head), _GRID_LEAST_HEADING)),
            cell_width if number else _floor(column, cell_width),
        )
        for head, column, cell_width, number in zip(headings, columns, max_widths, numbers, strict=True)
    )
    return Grid(headings, rows, wanted_widths, floors, numbers)


def fits(grid: Grid, total_width: int) -> bool:
    """Whether no column of *grid* is narrower than its words in a table *total_width* wide."""
    return whole(grid.wanted) <= total_width or whole(grid.floors) <= total_width


def shares(grid: Grid, total_width: int) -> tuple[int, ...]:
    """The widths of the columns of *grid* within *total_width*: what each needs where there is room for it, else no
    less than its floor, and the rest where it makes the rows lowest."""
    if whole(grid.wanted) <= total_width:
        return grid.wanted
    widths = list(grid.floors)
    row_step = max(1, len(grid.rows) // _SAMPLE)
    sample = [tuple(map(width, row)) for row in (grid.headings, *grid.rows[::row_step])]
    free_width = total_width - whole(widths)
    while free_width > 0:
        narrow_columns = [column for column, current_width in enumerate(widths) if current_width < grid.wanted[column]]
        if not narrow_columns:
            break
        trials = []
        for column in narrow_columns:
            added = min(_STEP, free_width, grid.wanted[column] - widths[column])
            widths[column] += added
            trials.append((_height(sample, widths), widths[column] / grid.wanted[column], column, added))
            widths[column] -= added
        _, _, column, added = min(trials)
        widths[column] += added
        free_width -= added
    return tuple(widths)


def _height(sample: list[tuple[int, ...]], widths: list[int]) -> int:
    """About how many lines the rows of *sample*, given by the widths of their cells, take in columns of these
    *widths*."""
    return sum(
        [
            max([-(-cell_width // column_width) for cell_width, column_width in zip(row, widths, strict=True)])
            for row in sample
        ]
    )


def table(grid: Grid, widths: tuple[int, ...]) -> list[Line]:
    """*grid* with columns of these *widths*, cells on as many lines as they need; a rule below the headings, and blank
    lines between the rows where most of them are tall."""
    rows = [band(row, widths, grid.numbers, hanging=2) for row in grid.rows]
    is_spaced = sum(len(row) > 2 for row in rows) * 2 > len(rows)
    output_lines = [Line(text, HEAD) for text in band(grid.headings, widths, grid.numbers, bottom=True)]
    output_lines.append(Line((" " * GAP).join("─" * column_width for column_width in widths), RULE))
    for index, row in enumerate(rows):
        output_lines += [Line("")] if is_spaced and index else []
        output_lines += map(Line, row)
    return output_lines


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
    cell_lines = [
        lines(cell, max(column_width, 1), hanging if not column else 0)
        for column, (cell, column_width) in enumerate(zip(cells, widths, strict=True))
    ]
    line_count = max(map(len, cell_lines))
    output_lines = []
    for line_index in range(line_count):
        padded = []
        for text_lines, column_width, number in zip(cell_lines, widths, numbers, strict=True):
            index = line_index - (line_count - len(text_lines)) if bottom else line_index
            text = text_lines[index] if 0 <= index < len(text_lines) else ""
            blank = " " * (column_width - width(text))
            padded.append(blank + text if number else text + blank)
        output_lines.append((" " * gap).join(padded).rstrip())
    return output_lines


def whole(widths: tuple[int, ...] | list[int]) -> int:
    """What a table with columns of these *widths* takes."""
    return sum(widths) + GAP * (len(widths) - 1)


def _floor(column: tuple[str, ...], max_width: int) -> int:
    longest_piece = max(map(least, column), default=0)
    return max(min(max_width, _SENTENCE if max_width > 2 * _SENTENCE else _WORD), longest_piece)


def _all_numbers(column: tuple[str, ...]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and all(re.fullmatch(r"[+-]?[\d.,]*\d(?:\s?%)?|n/a|–", cell) for cell in filled)
