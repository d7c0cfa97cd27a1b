"""A table of a report on a page: numbers that open, texts with what was changed in them, totals at the foot."""

import re
from collections.abc import Sequence
from typing import Any

from strategigraf.answers.heading import heading
from strategigraf.interchange.appendix import Use, ranges
from strategigraf.interchange.page_matrix import capital
from strategigraf.interchange.page_writer import Writer
from strategigraf.interchange.phrases import ROW, ROWS, counted, joined
from strategigraf.values.figure import Figure
from strategigraf.values.inert import visible
from strategigraf.values.report import Cell, Coded, Part
from strategigraf.values.revision import ADDED, REMOVED, Revision
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

_FEW = 12  # so many things that a number counts are named at it; more by their numbers
_LONG = 60  # signs: a column with a longer text is given room
_PAPER = 1010  # CSS pixels between the margins of a landscape A4
_WIDTHS = {"number": 65, "text": 90, "thing": 120, "long": 135, "digest": 110}  # what a column takes there at the least
_LEAST = 0.6  # the smallest scale that is still read on paper
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DIGEST = re.compile(r"[0-9a-f]{40,}")
_TOTAL = "i alt"
_FINDING, _FINDINGS = Text("fund", "finding"), Text("fund", "findings")


def table_section(part: Part, anchor: str, number: str, writer: Writer) -> dict[str, Any]:
    """What the template shows of *part*, whose anchors begin with *anchor*; *number* is that of the section."""
    head = _head(part)
    titles = [capital(Text(*(heading(column.name, language) for language in ("da", "en")))) for column in part.columns]
    columns = [{"place": at + 1, "title": title, "kind": _kind(part, at)} for at, title in enumerate(titles)]
    rows = []
    for place, row in enumerate(part.rows, start=1):
        use = Use(f"{anchor}r{place}", Text(f"{number}række {place}", f"{number}row {place}"))
        cells = [_cell(cell, use, writer) for cell in row]
        for at, cell in enumerate(cells):
            cell["head"] = at == head and _is_filled(row[at])
            cell["kind"] = columns[at]["kind"]
        rows.append({"place": place, "cells": cells, "total": any(_is_total(cell) for cell in row)})
        writer.step()
    body = len(rows)
    while body and rows[body - 1]["total"]:
        body -= 1
    told = [counted(body, ROW, ROWS)]
    if part.gaps:
        told.append(counted(part.gaps, _FINDING, _FINDINGS))
    wide = len(columns) > 3 or any(column["kind"] == "long" for column in columns)
    needed = sum(_WIDTHS[str(column["kind"])] for column in columns)
    return {
        "sort": "table",
        "scale": f"{min(1.0, max(_LEAST, _PAPER / needed)):.2f}" if needed else "1",
        "heads_css": _heads_css(anchor, titles) if wide else "",
        "columns": columns,
        "rows": rows[:body],
        "totals": rows[body:],
        "summary": joined(told),
    }


def _heads_css(anchor: str, titles: Sequence[Text]) -> str:
    """Style that puts the heads, in the language of the page, before the cells of a table that is shown as cards."""
    return "\n".join(
        f"html:has(#language-{language}:checked) #t-{anchor} tr > :nth-child({place})::before"
        f' {{ content: "{_for_style(title.in_language(language))}"; }}'
        for language in ("da", "en")
        for place, title in enumerate(titles, start=1)
    )


def _for_style(text: str) -> str:
    """*text* as a string of CSS may have it."""
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in visible(text))


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, Text) and cell.da == _TOTAL


def _head(part: Part) -> int:
    """The place of the column that names the rows: the first of things or short texts, where it is filled in each row;
    else the first such of things, or of texts."""
    rows = [row for row in part.rows if not any(map(_is_total, row))]
    named = [at for at in range(len(part.columns)) if _kind(part, at) in ("thing", "text")]
    filled = [at for at in named if all(_is_filled(row[at]) for row in rows)]
    things = [at for at in filled if _kind(part, at) == "thing"]
    first = named[:1] if named[:1] == filled[:1] else [*things, *filled, *named]
    return next(iter(first), 0)


def _is_filled(cell: Cell) -> bool:
    return bool(_length(cell)) if isinstance(cell, Text | Literal) else cell is not None


def _kind(part: Part, at: int) -> str:
    """What the column at *at* holds: number, thing, digest (checksums), long (texts that want room) or text."""
    cells = [row[at] for row in part.rows if row[at] is not None and not _is_total(row[at])]
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


def _cell(cell: Cell, use: Use, writer: Writer) -> dict[str, Any]:
    if isinstance(cell, Figure):
        return _figure(cell, use, writer)
    if isinstance(cell, Text):
        return {"sort": "text", "text": cell}
    if isinstance(cell, Iri):
        return {"sort": "thing", "link": writer.link(cell.value, use)}
    if isinstance(cell, Literal) and isinstance(cell.value, Revision):
        names = {REMOVED: "del", ADDED: "ins"}
        segments = [
            (names.get(s.kind), visible(s.draft if s.kind == REMOVED else s.print)) for s in cell.value.segments
        ]
        return {"sort": "revision", "segments": segments}
    if cell is None:
        return {"sort": "value", "text": "", "language": ""}
    if isinstance(cell, Coded):
        return {"sort": "text", "text": cell.words}
    told = visible(cell.value)
    worded = isinstance(cell, Literal) and " " in told and not _NUMBER.fullmatch(told)
    return {
        "sort": "value",
        "text": told,
        "value": told if _NUMBER.fullmatch(told) else None,
        "language": (cell.language if isinstance(cell, Literal) and cell.language else "da") if worded else "",
    }


def _figure(figure: Figure, use: Use, writer: Writer) -> dict[str, Any]:
    numbers = writer.appendix.numbers(figure.of, use)
    unit = "\u00a0%" if figure.unit and figure.value is not None else ""
    things = list(dict.fromkeys(figure.of)) if len(figure.of) <= _FEW else []
    return {
        "sort": "figure",
        "text": Text(figure.text.replace(".", ",") + unit, figure.text + unit),
        "value": "" if figure.value is None else f"{figure.value:f}",
        "of": " ".join(map(str, numbers)),
        "ranges": ranges(numbers),
        "links": [writer.link(thing) for thing in things],
        "numbers": writer.numbered(numbers) if not things else "",
    }
