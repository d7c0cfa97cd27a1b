"""Tables and matrices on a page: grids with sticky heads, lists where a grid would be too large, a register for
paper.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from strategigraf.core.matrix import STANDINGS
from strategigraf.core.rdf import SDG, Iri, Literal, Text, message, short
from strategigraf.core.report import Cell, Crossing, Figure, Part, Shown, for_people, origin, shown_value
from strategigraf.core.text import ADDED, REMOVED, Revision, visible
from strategigraf.core.thread import BASES, BASIS_LABELS, SIGNS, Mark, bearers, brief
from strategigraf.render.html_page.writer import (
    BASIS_SENTENCES,
    GAP_WORDS,
    Use,
    Writer,
    capital,
    counted,
    joined,
    ranges,
)

MOST_CELLS = 60_000  # a grid with more is listed, so that a browser still opens it
_PAPER = 1010  # CSS pixels between the margins of a landscape A4
_HEAD, _CELL, _FLAG = 250, 30, 9  # what the head, an empty cell and each further sign of a cell take on paper
_LINE, _LETTERS, _LINES = 9, 21, 3  # what a further line of a turned title takes, its letters, the most lines
_LEAST = 0.5  # the smallest scale that is still read on paper


def matrix_section(section: Crossing, anchor: str, number: str, writer: Writer) -> dict[str, Any]:
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
    rows = []
    cells: dict[tuple[int, str], _Cell] = {}
    for row, row_number in row_numbers.items():
        use = Use(f"{anchor}r{row_number}", Text(f"{number}{row_number}", f"{number}{row_number}"))
        link = writer.link(row, use)
        row_cells = []
        for column, marks in sorted(of_row[row], key=lambda pair: column_numbers[pair[0]]):
            cell = _Cell(anchor, use, column_numbers[column], column, marks, writer)
            cells[row_number, column] = cell
            row_cells.append(cell)
        rows.append(
            {
                "place": row_number,
                "link": link,
                "group": _heading(matrix.groups, row_number - 1, writer),
                "origin": writer.name(writer.bare_title(origins[row])) if origins else None,
                "cells": {cell.place: cell for cell in row_cells},
                "listed": row_cells,
                "sum": sum(len(cell.marks) for cell in row_cells),
                "gap": GAP_WORDS.get(matrix.gaps.get(row, "")),
            }
        )
        writer.step(1 + len(row_cells))
    standing_counts = matrix.standing()
    total = sum(row["sum"] for row in rows)
    groups = _groups(matrix.columns, writer)
    signs = {column: max([len(marks) for _, marks in of_column[column]], default=1) for column in matrix.columns}
    scale = _PAPER / (_HEAD + sum(_width(writer.title(column), max_signs) for column, max_signs in signs.items()))
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
                counted(len(matrix.rows), "row"),
                counted(len(matrix.columns), "column"),
                counted(total, "mark"),
                *(message(f"page.standing.{name}", number=standing_counts[name]) for name in STANDINGS),
                counted(len(matrix.gaps), "gap"),
            ]
        ),
        "columns": [
            {
                "place": column_numbers[column],
                "code": brief(column),
                "title": writer.bare_title(column),
                "numbers": writer.appendix.numbers(
                    [column], Use(f"{anchor}c{column_numbers[column]}", _column_label(number, column))
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
        "many_origins": bool(origins),
        "sum": total,
    }


class _Cell:
    """The marks of one cell, as links."""

    def __init__(self, anchor: str, use: Use, place: int, column: str, marks: Sequence[Mark], writer: Writer) -> None:
        self.place, self.marks = place, marks
        self.code = brief(column)
        cell_use = Use(use.anchor, Text(*(f"{label} × {self.code}" for label in use.label)))
        self._numbers = [writer.appendix.numbers(bearers(mark), cell_use) for mark in marks]
        paths = [_path_text(mark, writer) for mark in marks]
        self.html = writer.markup(
            "".join(
                _mark(mark, numbers, f"{anchor}c{place}", path)
                for mark, numbers, path in zip(marks, self._numbers, paths, strict=True)
            )
        )
        self._writer = writer

    def numbered_signs(self) -> Any:
        """The signs, each with the numbers of its evidence."""
        return self._writer.markup(
            " ".join(
                f"{SIGNS[mark.basis]}\u00a0[{self._writer.numbered(numbers)}]"
                for mark, numbers in zip(self.marks, self._numbers, strict=True)
            )
        )


def _mark(mark: Mark, numbers: Sequence[int], head: str, path: str) -> str:
    if not numbers:
        return f'<span class="mark {mark.basis}">{SIGNS[mark.basis]}</span>'
    entry_numbers = " ".join(map(str, numbers))
    return (
        f'<a class="mark {mark.basis}" href="#e{numbers[0]}" data-of="{entry_numbers}" data-way="{path}"'
        f' aria-labelledby="{head} b-{mark.basis}">{SIGNS[mark.basis]}</a>'
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


def _column_label(number: str, column: str) -> Text:
    return Text(f"{number}{brief(column)}", f"{number}{brief(column)}")


def _row_number(pair: tuple[int, Any]) -> int:
    return pair[0]


# A table of a report on a page.

_FEW = 12  # so many things that a number counts are named at it; more by their numbers
_LONG = 60  # signs: a column with a longer text is given room
_WIDTHS = {"number": 65, "text": 90, "thing": 120, "long": 135, "digest": 110}  # what a column takes there at the least
_PAGE_TABLE_LEAST = 0.6  # the smallest scale that is still read on paper
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DIGEST = re.compile(r"[0-9a-f]{40,}")


def table_section(part: Part, anchor: str, number: str, writer: Writer) -> dict[str, Any]:
    """What the template shows of *part*, whose anchors begin with *anchor*; *number* is that of the section."""
    head = _head(part)
    titles = [capital(Text(*(column.title(language) for language in ("da", "en")))) for column in part.columns]
    columns = [{"place": index + 1, "title": title, "kind": _kind(part, index)} for index, title in enumerate(titles)]
    rows = []
    for row_number, row in enumerate(part.rows, start=1):
        use = Use(f"{anchor}r{row_number}", message("page.place", number=number, row_number=row_number))
        cells = [_cell(for_people(cell), use, writer) for cell in row]
        for index, cell in enumerate(cells):
            cell["head"] = index == head and _is_filled(row[index])
            cell["kind"] = columns[index]["kind"]
        rows.append({"place": row_number, "cells": cells, "total": any(_is_total(cell) for cell in row)})
        writer.step()
    body_length = len(rows)
    while body_length and rows[body_length - 1]["total"]:
        body_length -= 1
    counts = [counted(body_length, "row")]
    if part.gaps:
        counts.append(counted(part.gaps, "finding"))
    wide = len(columns) > 3 or any(column["kind"] == "long" for column in columns)
    needed_width = sum(_WIDTHS[str(column["kind"])] for column in columns)
    return {
        "sort": "table",
        "scale": f"{min(1.0, max(_PAGE_TABLE_LEAST, _PAPER / needed_width)):.2f}" if needed_width else "1",
        "heads_css": _heads_css(anchor, titles) if wide else "",
        "columns": columns,
        "rows": rows[:body_length],
        "totals": rows[body_length:],
        "summary": joined(counts),
    }


def _heads_css(anchor: str, titles: Sequence[Text]) -> str:
    """Style that puts the heads, in the language of the page, before the cells of a table that is shown as cards."""
    return "\n".join(
        f"html:has(#language-{language}:checked) #t-{anchor} tr > :nth-child({column_number})::before"
        f' {{ content: "{_for_style(title.in_language(language))}"; }}'
        for language in ("da", "en")
        for column_number, title in enumerate(titles, start=1)
    )


def _for_style(text: str) -> str:
    """*text* as a string of CSS may have it."""
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in visible(text))


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, Text) and cell.da == message("common.total").da


def _head(part: Part) -> int:
    """The index of the column that names the rows: the first of things or short texts, where it is filled in each row;
    else the first such of things, or of texts."""
    rows = [row for row in part.rows if not any(map(_is_total, row))]
    naming_columns = [column for column in range(len(part.columns)) if _kind(part, column) in ("thing", "text")]
    filled_columns = [column for column in naming_columns if all(_is_filled(row[column]) for row in rows)]
    thing_columns = [column for column in filled_columns if _kind(part, column) == "thing"]
    candidates = (
        naming_columns[:1]
        if naming_columns[:1] == filled_columns[:1]
        else [*thing_columns, *filled_columns, *naming_columns]
    )
    return next(iter(candidates), 0)


def _is_filled(cell: Cell) -> bool:
    return bool(_length(cell)) if isinstance(cell, Text | Literal) else cell is not None


def _kind(part: Part, column: int) -> str:
    """What *column* (an index) holds: number, thing, digest (checksums), long (texts that want room) or text."""
    cells = [row[column] for row in part.rows if row[column] is not None and not _is_total(row[column])]
    if cells and all(_is_number(cell) for cell in cells):
        return "number"
    longest = max((_length(cell) for cell in cells), default=0)
    if any(isinstance(cell, Iri) for cell in cells):
        return "thing"
    if cells and all(isinstance(cell, Literal) and _DIGEST.fullmatch(cell.value) for cell in cells):
        return "digest"
    return "long" if longest > _LONG else "text"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, Figure) or (isinstance(cell, Literal) and bool(_NUMBER.fullmatch(cell.value)))


def _length(cell: Cell) -> int:
    if isinstance(cell, Text):
        return max(map(len, cell))
    return len(cell.value) if isinstance(cell, Literal) else 0


def _cell(cell: Shown, use: Use, writer: Writer) -> dict[str, Any]:
    if isinstance(cell, Figure):
        return _figure(cell, use, writer)
    if isinstance(cell, Text):
        return {"sort": "text", "text": cell}
    if isinstance(cell, Iri):
        return {"sort": "thing", "link": writer.link(cell.value, use)}
    if isinstance(cell, Literal) and isinstance(cell.value, Revision):
        names = {REMOVED: "del", ADDED: "ins"}
        segments = [
            (names.get(segment.kind), visible(segment.draft if segment.kind == REMOVED else segment.print))
            for segment in cell.value.segments
        ]
        return {"sort": "revision", "segments": segments}
    if cell is None:
        return {"sort": "value", "text": "", "language": ""}
    if isinstance(cell, Literal) and (written := shown_value(cell)).da != written.en:
        return {"sort": "text", "text": written, "value": cell.value}
    shown_text = visible(cell.value)
    is_prose = isinstance(cell, Literal) and " " in shown_text and not _NUMBER.fullmatch(shown_text)
    return {
        "sort": "value",
        "text": shown_text,
        "value": shown_text if _NUMBER.fullmatch(shown_text) else None,
        "language": (cell.language if isinstance(cell, Literal) and cell.language else "da") if is_prose else "",
    }


def _figure(figure: Figure, use: Use, writer: Writer) -> dict[str, Any]:
    numbers = writer.appendix.numbers(figure.of, use)
    things = list(dict.fromkeys(figure.of)) if len(figure.of) <= _FEW else []
    return {
        "sort": "figure",
        "text": figure.shown,
        "value": "" if figure.value is None else f"{figure.value:f}",
        "of": " ".join(map(str, numbers)),
        "ranges": ranges(numbers),
        "links": [writer.link(thing) for thing in things],
        "numbers": writer.numbered(numbers) if not things else "",
    }
