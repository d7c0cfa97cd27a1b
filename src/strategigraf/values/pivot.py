"""A pivot: a matrix of which only the bases of the marks are known, light enough for a whole country."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from strategigraf.values.hop import BASES
from strategigraf.values.standing import counted, standing


class Pivot(NamedTuple):
    """Rows and columns in reading order, with the strategy each row belongs to (empty without one).

    A row's cells are given by number of column, counted from 0, in any order; a cell is a string with one digit for
    each of its marks, the place of its basis in BASES, the strongest first. A row without a mark is a row all the same.
    `groups`, where there are any, has the thing that each row is grouped under (empty for none), like ones together.
    """

    row_kind: str
    column_kind: str
    rows: Sequence[str]
    strategies: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Mapping[int, str]]
    groups: Sequence[str] = ()

    def standing(self) -> dict[str, int]:
        """How many rows have a mark of their own, only inherited ones, and none."""
        return counted(standing(BASES[int(sign)] for signs in cells.values() for sign in signs) for cells in self.cells)

    def marks_of_columns(self) -> list[int]:
        """The number of marks in each column."""
        counts = [0] * len(self.columns)
        for cells in self.cells:
            for column, marks in cells.items():
                counts[column] += len(marks)
        return counts
