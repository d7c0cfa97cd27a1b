"""A matrix: rows by columns, each cell the tuple of marks that it counts."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from strategigraf.values.hop import Mark


class Matrix(NamedTuple):
    """Rows and columns in reading order; `cells` has an entry for each pair that has a mark.

    A row without a mark is a row all the same: a gap is shown, never left out. `groups`, where there are any, has the
    thing that each row is grouped under (empty for none), like ones together.
    """

    row_kind: str
    column_kind: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[Mark, ...]]
    groups: tuple[str, ...] = ()

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
