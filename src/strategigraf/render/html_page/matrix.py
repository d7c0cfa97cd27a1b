"""Matrices on a page: grids with sticky heads, lists where a grid would be too large, a register for paper."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from strategigraf.core.rdf import SDG, Text, joined, message, short
from strategigraf.core.report import Crossing, origin
from strategigraf.core.thread import BASES, BASIS_LABELS, SIGNS, THROUGH_PARTS, Mark, bearers
from strategigraf.render.html_page.writer import (
    BASIS_SENTENCES,
    GAP_WORDS,
    PAPER,
    WIDE_PAPER,
    Use,
    Writer,
    capital,
    counted,
    listed,
)

MOST_CELLS = 60_000  # a grid with more is listed, so that a browser still opens it
_HEAD, _CELL, _FLAG = 240, 22, 9  # what the head, an empty cell and each further sign of a cell take on paper
_LINE, _LETTERS, _LINES = 11, 30, 3  # what a further line of a turned title takes, its letters, the most lines
_LEAST, _UPRIGHT = 0.65, 0.85  # the smallest scale that is still read on paper; the smallest for which it is not turned
_SURE = 0.94  # of the paper: letters are wider on some machines
_SHORT = 7  # letters: a code of so many stands upright above a turned title
_BRIEF = 40  # letters of a title that stands for a code


def matrix_section(section: Crossing, anchor: str, number: Text, writer: Writer) -> dict[str, Any]:
    """What the template shows of *section*, whose anchors begin with *anchor*; *number* is that of the section."""
    matrix = section.matrix
    dense = len(matrix.rows) * len(matrix.columns) <= MOST_CELLS
    column_numbers = {column: number for number, column in enumerate(matrix.columns, start=1)}
    of_row: dict[str, list[tuple[str, tuple[Mark, ...]]]] = defaultdict(list)
    of_column: dict[str, list[tuple[int, tuple[Mark, ...]]]] = defaultdict(list)
    row_numbers = {row: row_number for row_number, row in enumerate(matrix.rows, start=1)}
    for (row, column), marks in matrix.cells.items():
        if marks and row in row_numbers and column in column_numbers:
            of_row[row].append((column, marks))
            of_column[column].append((row_numbers[row], marks))
    origins = _origins(matrix.rows)
    rows: list[dict[str, Any]] | _Rows = [] if dense else _Rows(writer)
    cells: dict[tuple[int, str], _Cell] = {}
    total, opens, present = 0, False, set[str]()
    for row, row_number in row_numbers.items():
        use = Use(f"{anchor}r{row_number}", message("page.place", number=number, row_number=row_number))
        link = writer.link(row, use)
        row_cells = []
        for column, marks in sorted(of_row[row], key=lambda pair: column_numbers[pair[0]]):
            share = _share(matrix.shares.get((row, column)))
            cell = _Cell(anchor, use, column_numbers[column], column, marks, share, writer)
            if dense:
                cells[row_number, column] = cell
            row_cells.append(cell)
            present.update(mark.basis for mark in marks)
            opens = opens or cell.opens
        rows.append(
            {
                "place": row_number,
                "link": link,
                "group": _heading(matrix.groups, row_number - 1, writer),
                "origin": writer.name(writer.bare_title(origins[row])) if origins else None,
                "cells": {cell.place: cell for cell in row_cells} if dense else {},
                "listed": row_cells,
                "sum": sum(len(cell.marks) for cell in row_cells),
                "gap": GAP_WORDS.get(matrix.gaps.get(row, "")),
            }
        )
        total += sum(len(cell.marks) for cell in row_cells)
        writer.step(1 + len(row_cells))
    standing_counts = matrix.standing()
    groups = _groups(matrix.columns, writer)
    signs = {column: max([len(marks) for _, marks in of_column[column]], default=1) for column in matrix.columns}
    paper_width = _HEAD + sum(_width(writer.title(column), max_signs) for column, max_signs in signs.items())
    turned = paper_width * _UPRIGHT > _SURE * PAPER
    scale = _SURE * (WIDE_PAPER if turned else PAPER) / paper_width
    return {
        "sort": "matrix",
        "dense": dense,
        "scale": f"{min(1.0, scale):.2f}",
        "fits": scale >= _LEAST,
        "turned": turned,
        "row_kind": capital(section.rows),
        "column_kind": capital(section.columns),
        "choices": [
            ("all", message("page.all_rows")),
            ("marks", message("page.only_marks")),
            ("none", message("page.unmarked")),
            *([("gaps", message("page.real_gaps"))] if matrix.gaps else []),
        ],
        "bases": [_basis(basis) for basis in BASES if basis in present],
        "summary": listed(
            [
                counted(len(matrix.rows), "row"),
                counted(len(matrix.columns), "column"),
                counted(total, "mark"),
                *(message(f"page.standing.{name}", number=number) for name, number in standing_counts.items()),
                counted(len(matrix.gaps), "gap"),
            ]
        ),
        "columns": [
            {
                "place": column_numbers[column],
                "code": writer.code(column),
                "upright": 0 < max(map(len, writer.code(column))) <= _SHORT,
                "called": _called(column, writer),
                "title": writer.bare_title(column),
                "numbers": writer.appendix.numbers(
                    [column], Use(f"{anchor}c{column_numbers[column]}", _column_label(number, column, writer))
                ),
                "group": groups.get(column),
                "sum": sum(len(marks) for _, marks in of_column[column]),
                "marked": [
                    (row_number, cells[row_number, column])
                    for row_number, _ in sorted(of_column[column], key=_row_number)
                ]
                if dense
                else [],
            }
            for column in matrix.columns
        ],
        "rows": rows,
        "register": opens,
        "many_origins": bool(origins),
        "sum": total,
    }


_AT_ONCE = 256  # rows that are packed together


class _Rows:
    """The rows of a listed matrix, packed until they are written: of each cell just its place, code and signs. A
    country has so many that they would take more memory than all that is known of it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._heads: list[tuple[Any, ...]] = []  # what rows share with others, which takes no room
        self._codes: dict[int, Text] = {}
        self._packed: list[bytes] = []
        self._open: list[tuple[str, list[tuple[int, str]]]] = []

    def append(self, row: dict[str, Any]) -> None:
        """Adds *row* at the end."""
        self._heads.append(tuple(row[name] for name in _HEADS_OF_ROWS))
        self._codes |= {cell.place: cell.code for cell in row["listed"]}
        self._open.append((row["link"], [(cell.place, cell.html) for cell in row["listed"]]))
        if len(self._open) == _AT_ONCE:
            self._packed.append(zlib.compress(json.dumps(self._open).encode("ascii"), 1))
            self._open = []

    def __len__(self) -> int:
        return len(self._heads)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        markup = self._writer.markup
        unpacked = (row for pack in self._packed for row in json.loads(zlib.decompress(pack)))
        for head, (link, cells) in zip(self._heads, chain(unpacked, self._open), strict=True):
            listed = [{"place": place, "code": self._codes[place], "html": markup(html)} for place, html in cells]
            yield dict(zip(_HEADS_OF_ROWS, head, strict=True)) | {"link": markup(link), "listed": listed}


_HEADS_OF_ROWS = ("place", "group", "origin", "sum", "gap")


class _Cell:
    """The marks of one cell, as links."""

    def __init__(
        self, anchor: str, use: Use, place: int, column: str, marks: Sequence[Mark], share: Text | None, writer: Writer
    ) -> None:
        self.place, self.marks = place, marks
        self.code = _called(column, writer)
        cell_use = use._replace(column=self.code)
        self._numbers = [writer.appendix.numbers(bearers(mark), cell_use) for mark in marks]
        paths = [_path_text(mark, writer) for mark in marks]
        shown = f' title="{share.da} / {share.en}"' if share else ""
        self.html = writer.markup(
            "".join(
                _mark(mark, numbers, f"{anchor}c{place}", path, shown if mark.basis == THROUGH_PARTS else "")
                for mark, numbers, path in zip(marks, self._numbers, paths, strict=True)
            )
        )
        self._writer = writer

    @property
    def opens(self) -> bool:
        """Whether there is evidence of any of them."""
        return any(self._numbers)

    def numbered_signs(self) -> Any:
        """The signs, each with the numbers of its evidence."""
        return self._writer.markup(
            " ".join(
                f"{SIGNS[mark.basis]}\u00a0[{self._writer.numbered(numbers)}]"
                for mark, numbers in zip(self.marks, self._numbers, strict=True)
            )
        )


def _share(share: tuple[int, int] | None) -> Text | None:
    """Of how many parts how many have the link, in words."""
    return message("common.parts", having=share[0], parts=share[1]) if share else None


def _mark(mark: Mark, numbers: Sequence[int], head: str, path: str, title: str) -> str:
    if not numbers:
        return f'<span class="mark {mark.basis}"{title}>{SIGNS[mark.basis]}</span>'
    entry_numbers = " ".join(map(str, numbers))
    return (
        f'<a class="mark {mark.basis}" href="#e{numbers[0]}" data-of="{entry_numbers}" data-way="{path}"'
        f' aria-labelledby="{head} b-{mark.basis}"{title}>{SIGNS[mark.basis]}</a>'
    )


def _path_text(mark: Mark, writer: Writer) -> str:
    """The path of *mark* for the script: the index of its lowest thing, then the names of the things on it."""
    things, lowest_index = mark.way
    return f"{lowest_index}:" + " ".join(str(writer.name(writer.title(thing))) for thing in things)


def _basis(basis: str) -> dict[str, Any]:
    return {"name": basis, "sign": SIGNS[basis], "label": BASIS_LABELS[basis], "sentence": BASIS_SENTENCES[basis]}


def _heading(groups: Sequence[str], index: int, writer: Writer) -> Text | None:
    """The heading above the row at *index*, where a group begins there."""
    if not groups or (index and groups[index] == groups[index - 1]):
        return None
    return writer.title(groups[index]) if groups[index] else message("page.no_group")


def _origins(things: Sequence[str]) -> dict[str, str]:
    """The strategy of each of *things*, where they come from several."""
    strategies = {thing: origin(thing) for thing in things}
    return strategies if len(set(strategies.values())) > 1 and all(strategies.values()) else {}


def _width(title: Text, max_signs: int) -> int:
    """What a column takes on paper, with *title* turned over it and cells of at most *max_signs* signs."""
    lines = min(-(-max(map(len, title)) // _LETTERS), _LINES)
    return _CELL + max(_FLAG * (min(max_signs, 5) - 1), _LINE * (lines - 1))


def _groups(columns: Sequence[str], writer: Writer) -> dict[str, int]:
    """Names that the columns can be chosen by: the goals of SDG targets, the strategies of elements."""
    if columns and all(column.startswith(SDG) and "." in short(column) for column in columns):
        goals = {column: short(column).partition(".")[0] for column in columns}
        return {column: writer.name(message("page.sdg", goal=goal)) for column, goal in goals.items()}
    return {column: writer.name(writer.bare_title(origin)) for column, origin in _origins(columns).items()}


def _called(column: str, writer: Writer) -> Text:
    """What *column* is called in short: its number, else its title, cut."""
    return (
        writer.code(column) if writer.code(column).da else Text(*(_cut(title) for title in writer.bare_title(column)))
    )


def _cut(title: str) -> str:
    return title if len(title) <= _BRIEF else f"{title[:_BRIEF].rpartition(' ')[0] or title[:_BRIEF]} …"


def _column_label(number: Text, column: str, writer: Writer) -> Text:
    return joined((number, _called(column, writer)), "")


def _row_number(pair: tuple[int, Any]) -> int:
    return pair[0]
