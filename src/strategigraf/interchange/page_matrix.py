"""A matrix on a page: a grid with sticky heads, a list where the grid would be too large, and a register for paper."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from strategigraf.answers.dossier import origin
from strategigraf.answers.matrix_sheet import SIGNS, bearers, brief
from strategigraf.interchange.appendix import Use
from strategigraf.interchange.page_writer import Writer
from strategigraf.interchange.phrases import (
    BASIS_SENTENCES,
    COLUMN,
    COLUMNS,
    GAP,
    GAP_WORDS,
    GAPS,
    MARK,
    MARKS,
    PHRASES,
    ROW,
    ROWS,
    STANDING_ROWS,
    counted,
    joined,
)
from strategigraf.values.dossier import Crossing
from strategigraf.values.hop import BASES, BASIS_LABELS, Mark
from strategigraf.values.namespaces import SDG, short
from strategigraf.values.text import Text

MOST_CELLS = 60_000  # a grid with more is listed, so that a browser still opens it
_PAPER = 1010  # CSS pixels between the margins of a landscape A4
_HEAD, _CELL, _FLAG = 250, 30, 9  # what the head, an empty cell and each further sign of a cell take on paper
_LINE, _LETTERS, _LINES = 9, 21, 3  # what a further line of a turned title takes, its letters, the most lines
_LEAST = 0.5  # the smallest scale that is still read on paper


def matrix_section(section: Crossing, anchor: str, number: str, writer: Writer) -> dict[str, Any]:
    """What the template shows of *section*, whose anchors begin with *anchor*; *number* is that of the section."""
    matrix = section.matrix
    dense = len(matrix.rows) * len(matrix.columns) <= MOST_CELLS
    order = {column: place for place, column in enumerate(matrix.columns, start=1)}
    of_row: dict[str, list[tuple[str, tuple[Mark, ...]]]] = defaultdict(list)
    of_column: dict[str, list[tuple[int, tuple[Mark, ...]]]] = defaultdict(list)
    places = {row: place for place, row in enumerate(matrix.rows, start=1)}
    for (row, column), marks in matrix.cells.items():
        if marks and row in places and column in order:
            of_row[row].append((column, marks))
            of_column[column].append((places[row], marks))
    origins = _origins(matrix.rows)
    rows = []
    cells: dict[tuple[int, str], _Cell] = {}
    for row, place in places.items():
        use = Use(f"{anchor}r{place}", Text(f"{number}{place}", f"{number}{place}"))
        link = writer.link(row, use)
        listed = []
        for column, marks in sorted(of_row[row], key=lambda pair: order[pair[0]]):
            cell = _Cell(anchor, use, order[column], column, marks, writer)
            cells[place, column] = cell
            listed.append(cell)
        rows.append(
            {
                "place": place,
                "link": link,
                "group": _heading(matrix.groups, place - 1, writer),
                "origin": writer.name(writer.bare_title(origins[row])) if origins else None,
                "cells": {cell.place: cell for cell in listed},
                "listed": listed,
                "sum": sum(len(cell.marks) for cell in listed),
                "gap": GAP_WORDS.get(matrix.gaps.get(row, "")),
            }
        )
        writer.step(1 + len(listed))
    held = matrix.standing()
    total = sum(row["sum"] for row in rows)
    groups = _groups(matrix.columns, writer)
    signs = {column: max([len(marks) for _, marks in of_column[column]], default=1) for column in matrix.columns}
    scale = _PAPER / (_HEAD + sum(_width(writer.title(column), most) for column, most in signs.items()))
    present = {mark.basis for cell in cells.values() for mark in cell.marks}
    return {
        "sort": "matrix",
        "dense": dense,
        "scale": f"{min(1.0, scale):.2f}",
        "fits": scale >= _LEAST,
        "row_kind": capital(section.rows),
        "column_kind": capital(section.columns),
        "bases": [_basis(basis) for basis in BASES if basis in present],
        "summary": joined(
            [
                counted(len(matrix.rows), ROW, ROWS),
                counted(len(matrix.columns), COLUMN, COLUMNS),
                counted(total, MARK, MARKS),
                *(
                    Text(*(f"{held[name]} {told.in_language(language)}" for language in ("da", "en")))
                    for name, told in STANDING_ROWS.items()
                ),
                counted(len(matrix.gaps), GAP, GAPS),
            ]
        ),
        "columns": [
            {
                "place": order[column],
                "code": brief(column),
                "title": writer.bare_title(column),
                "numbers": writer.appendix.numbers([column], Use(f"{anchor}c{order[column]}", _named(number, column))),
                "group": groups.get(column),
                "sum": sum(len(marks) for _, marks in of_column[column]),
                "marked": [(place, cells[place, column]) for place, _ in sorted(of_column[column], key=_first)]
                if dense
                else [],
            }
            for column in matrix.columns
        ],
        "rows": rows,
        "many_origins": bool(origins),
        "sum": total,
    }


class _Cell:
    """The marks of one cell, as links."""

    def __init__(self, anchor: str, use: Use, place: int, column: str, marks: Sequence[Mark], writer: Writer) -> None:
        self.place, self.marks = place, marks
        self.code = brief(column)
        where = Use(use.anchor, Text(*(f"{label} × {self.code}" for label in use.label)))
        self._numbers = [writer.appendix.numbers(bearers(mark), where) for mark in marks]
        ways = [_way(mark, writer) for mark in marks]
        self.html = writer.markup(
            "".join(
                _mark(mark, numbers, f"{anchor}c{place}", way)
                for mark, numbers, way in zip(marks, self._numbers, ways, strict=True)
            )
        )
        self._writer = writer

    def told(self) -> Any:
        """The signs, each with the numbers of its evidence."""
        return self._writer.markup(
            " ".join(
                f"{SIGNS[mark.basis]}\u00a0[{self._writer.numbered(numbers)}]"
                for mark, numbers in zip(self.marks, self._numbers, strict=True)
            )
        )


def _mark(mark: Mark, numbers: Sequence[int], head: str, way: str) -> str:
    if not numbers:
        return f'<span class="mark {mark.basis}">{SIGNS[mark.basis]}</span>'
    of = " ".join(map(str, numbers))
    return (
        f'<a class="mark {mark.basis}" href="#e{numbers[0]}" data-of="{of}" data-way="{way}"'
        f' aria-labelledby="{head} b-{mark.basis}">{SIGNS[mark.basis]}</a>'
    )


def _way(mark: Mark, writer: Writer) -> str:
    """The way of *mark* for the script: the place of its lowest thing, then the names of the things on it."""
    things, lowest = mark.way
    return f"{lowest}:" + " ".join(str(writer.name(writer.title(thing))) for thing in things)


def _basis(basis: str) -> dict[str, Any]:
    return {"name": basis, "sign": SIGNS[basis], "label": BASIS_LABELS[basis], "sentence": BASIS_SENTENCES[basis]}


def _heading(groups: Sequence[str], place: int, writer: Writer) -> Text | None:
    """The heading above the row at *place*, where a group begins there."""
    if not groups or (place and groups[place] == groups[place - 1]):
        return None
    return writer.title(groups[place]) if groups[place] else PHRASES["no_group"]


def _origins(things: Sequence[str]) -> dict[str, str]:
    """The strategy of each of *things*, where they come from several."""
    found = {thing: origin(thing) for thing in things}
    return found if len(set(found.values())) > 1 and all(found.values()) else {}


def _width(title: Text, most: int) -> int:
    """What a column takes on paper, with *title* turned over it and cells of at most *most* signs."""
    lines = min(-(-max(map(len, title)) // _LETTERS), _LINES)
    return _CELL + max(_FLAG * (min(most, 5) - 1), _LINE * (lines - 1))


def _groups(columns: Sequence[str], writer: Writer) -> dict[str, int]:
    """Names that the columns can be chosen by: the goals of SDG targets, the strategies of elements."""
    if columns and all(column.startswith(SDG) and "." in short(column) for column in columns):
        goals = {column: short(column).partition(".")[0] for column in columns}
        return {column: writer.name(Text(f"Verdensmål {goal}", f"SDG {goal}")) for column, goal in goals.items()}
    return {column: writer.name(writer.bare_title(origin)) for column, origin in _origins(columns).items()}


def _named(number: str, column: str) -> Text:
    return Text(f"{number}{brief(column)}", f"{number}{brief(column)}")


def _first(pair: tuple[int, Any]) -> int:
    return pair[0]


def capital(text: Text) -> Text:
    """*text* with a capital at its beginning."""
    return Text(*(wording[:1].upper() + wording[1:] for wording in text))
