"""Tables: rows of terms as a question gives them, rows of a sheet, and frames of plain Python values."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, overload

from strategigraf.core.rdf import Term, Text
from strategigraf.core.report import Column

TYPES = ("text", "integer", "decimal", "boolean", "list")


class Series(NamedTuple):
    """One column: its name, its type (of TYPES) and its values (str, int, float, bool, tuple of str), None where there
    is none."""

    name: str
    type: str
    values: tuple[object, ...]


class Frame(NamedTuple):
    """Columns of equal length, no two with the same name, and the number of rows."""

    columns: tuple[Series, ...]
    height: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows, from top to bottom."""
        for index in range(self.height):
            yield tuple(column.values[index] for column in self.columns)

    def records(self) -> list[dict[str, object]]:
        """Each row as a dictionary by name of column."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows()]


# A sheet.


class Rows(Sequence[tuple[str, ...]]):
    """Rows that are made each time they are asked for, so that they take no room: *count* of them, each as *row* gives
    it by its place, from 0."""

    def __init__(self, count: int, row: Callable[[int], tuple[str, ...]]) -> None:
        self._places = range(count)
        self._row = row

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows": ...
    def __getitem__(self, place: int | slice) -> "tuple[str, ...] | Rows":
        if isinstance(place, int):
            return self._row(self._places[place])
        places = self._places[place]
        return Rows(len(places), lambda index: self._row(places[index]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)


class Sheet(NamedTuple):
    """Headings, rows of plain strings as wide as the headings, and notes (a legend, quotes) that follow.

    `crossed` says that all columns but the first and the last are those of a matrix, and that their cells are marks;
    `key` has such columns by their full names, as they are among the notes, where the headings are short for them;
    `name` is that of the part of a report; `further` is how many rows follow and are left out.
    """

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    title: str = ""
    notes: tuple[str, ...] = ()
    crossed: bool = False
    key: tuple[str, ...] = ()
    name: str = ""
    further: int = 0


# A table.


class Table(NamedTuple):
    """Rows in the order of the answer; a cell is None where the query left it unbound."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    heading: Text | None = None

    def column(self, name: str) -> tuple[Term | None, ...]:
        """The cells of the column *name*, from top to bottom. Raises KeyError when there is none."""
        for index, column in enumerate(self.columns):
            if column.name == name:
                return tuple(row[index] for row in self.rows)
        raise KeyError(name)


class Triples(NamedTuple):
    """A graph as an answer (CONSTRUCT, DESCRIBE): triples in a stable order."""

    triples: tuple[tuple[Term, Term, Term], ...]


class Truth(NamedTuple):
    """A yes or no as an answer (ASK)."""

    value: bool


Answer = Table | Triples | Truth
