"""A matrix: rows by columns, each cell the tuple of marks that it counts."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from strategigraf.values.hop import Mark
from strategigraf.values.standing import counted, standing


class Matrix(NamedTuple):
    """Rows and columns in reading order; `cells` has an entry for each pair that has a mark.

    A row without a mark is a row all the same. `gaps` are the rows that the policy asks for a thread to the columns and
    that have none of their own (looked up where a matrix is handed over), each with its basis. `groups`, where there
    are any, has the thing that each row is grouped under (empty for none), like ones together.
    """

    row_kind: str
    column_kind: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[Mark, ...]]
    groups: tuple[str, ...] = ()
    gaps: Mapping[str, str] = {}

    def standings(self) -> dict[str, str]:
        """Whether each row has a mark of its own, only inherited ones, or none."""
        bases: dict[str, set[str]] = {row: set() for row in self.rows}
        for (row, _), marks in self.cells.items():
            if row in bases:
                bases[row].update(mark.basis for mark in marks)
        return {row: standing(found) for row, found in bases.items()}

    def standing(self) -> dict[str, int]:
        """How many rows have a mark of their own, only inherited ones, and none."""
        return counted(self.standings().values())

    def marks(self) -> Iterator[Mark]:
        """All marks: by row, then by column, the strongest basis first within a cell."""
        for row in self.rows:
            for column in self.columns:
                yield from self.cells.get((row, column), ())

    def marks_of_row(self, row: str) -> int:
        """The number of marks in *row*: the sum of its cells."""
        return sum(len(self.cells.get((row, column), ())) for column in self.columns)

    def marks_of_column(self, column: str) -> int:
        """The number of marks in *column*: the sum of its cells."""
        return sum(len(self.cells.get((row, column), ())) for row in self.rows)
