"""Answers as frames: IRIs with their titles beside them, numbers as numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from strategigraf.answers.matrix_sheet import brief, signs_of
from strategigraf.answers.report_table import term_of
from strategigraf.answers.table_sheet import labelled
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.figure import Figure
from strategigraf.values.frame import Frame, Series
from strategigraf.values.namespaces import short
from strategigraf.values.pivot import Pivot
from strategigraf.values.report import Cell, Part
from strategigraf.values.table import Column, Table
from strategigraf.values.term import XSD, Literal, Term

CELLS = ("count", "signs", "marked")
_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger", "gYear")}
_DECIMALS = {XSD + name for name in ("decimal", "double", "float")}


def table_frame(store: Store | None, table: Table, language: str) -> Frame:
    """*table* as a frame: IRIs as text, each column of things with titles followed by `NAME_label` with those in
    *language* (none without a *store*); whole numbers and years, decimals and yes or no as such where a column has
    nothing else; anything else, dates too, as text."""
    full = table if store is None else labelled(store, table, language)
    columns = [_series(column.name, [row[place] for row in full.rows]) for place, column in enumerate(full.columns)]
    return Frame(tuple(columns), len(full.rows))


def part_frame(store: Store, part: Part, language: str, openings: bool = False) -> Frame:
    """*part* as a frame: what `table_frame` says, and each figure as a number (a share as per cent, None where there
    is nothing to count); with *openings* a column `NAME_of` after each of figures, with the IRIs that it counts."""
    columns: list[Series] = []
    for place, column in enumerate(part.columns):
        cells = [row[place] for row in part.rows]
        if any(isinstance(cell, Figure) for cell in cells):
            columns += _figures(column.name, cells, openings)
        else:
            table = Table((Column(column.name),), tuple((term_of(cell, language),) for cell in cells))
            columns += table_frame(store, table, language).columns
    return Frame(tuple(columns), len(part.rows))


def pivot_frame(store: Store, pivot: Pivot, language: str, cells: str = "count") -> Frame:
    """*pivot* as a wide frame, one row for each of its rows, gaps too: row, row_label, strategy, of a grouped one group
    and group_label, and then a column for each of its columns, by code or short name.

    *cells*: the number of marks ("count"), a sign for each ("signs"), or whether there is one ("marked").
    """
    names = labels(store, [*pivot.rows, *pivot.groups], language)
    columns = [_series_of("row", pivot.rows), _titles("row_label", pivot.rows, names)]
    if any(pivot.strategies):
        columns.append(_series_of("strategy", pivot.strategies))
    if pivot.groups:
        columns += [_series_of("group", pivot.groups), _titles("group_label", pivot.groups, names)]
    heads = column_names(pivot.columns, [column.name for column in columns])
    for place, name in enumerate(heads):
        marks = [row.get(place, "") for row in pivot.cells]
        if cells == "count":
            columns.append(Series(name, "integer", tuple(map(len, marks))))
        elif cells == "marked":
            columns.append(Series(name, "boolean", tuple(map(bool, marks))))
        else:
            columns.append(Series(name, "text", tuple(map(signs_of, marks))))
    return Frame(tuple(columns), len(pivot.rows))


def column_names(things: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each of *things*: its code or the last part of its short name where no other has that and it is not
    *taken*, else the short name."""
    names = [brief(thing) for thing in things]
    often = Counter([*names, *taken])
    return [name if often[name] == 1 else short(thing) for name, thing in zip(names, things, strict=True)]


def _figures(name: str, cells: Sequence[Cell], openings: bool) -> list[Series]:
    figures = [cell if isinstance(cell, Figure) else None for cell in cells]
    numbers = [None if figure is None else figure.value for figure in figures]
    known = [number for number in numbers if number is not None]
    of_units = {figure.unit for figure in figures if figure is not None}
    whole = bool(known) and of_units == {""} and all("." not in f"{number:f}" for number in known)
    kind, make = ("integer", int) if whole else ("decimal", float)
    column = Series(name, kind, tuple(None if number is None else make(number) for number in numbers))
    if not openings:
        return [column]
    return [column, Series(f"{name}_of", "list", tuple(figure.of if figure else () for figure in figures))]


def _series(name: str, cells: Sequence[Term | None]) -> Series:
    literals = [cell for cell in cells if isinstance(cell, Literal)]
    types = {literal.datatype for literal in literals}
    if literals and len(literals) == sum(cell is not None for cell in cells):
        if types <= _INTEGERS:
            return Series(name, "integer", tuple(None if cell is None else int(cell.value) for cell in cells))
        if types <= _INTEGERS | _DECIMALS:
            return Series(name, "decimal", tuple(None if cell is None else float(cell.value) for cell in cells))
        if types == {XSD + "boolean"}:
            yes = ("true", "1")
            return Series(name, "boolean", tuple(None if cell is None else cell.value in yes for cell in cells))
    return Series(name, "text", tuple(None if cell is None else str(cell.value) for cell in cells))


def _series_of(name: str, things: Sequence[str]) -> Series:
    return Series(name, "text", tuple(thing or None for thing in things))


def _titles(name: str, things: Sequence[str], names: Mapping[str, str]) -> Series:
    return Series(name, "text", tuple(names.get(thing) for thing in things))
