"""A frame: an answer as columns of plain Python values, each column of one type."""

from collections.abc import Iterator
from typing import NamedTuple

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
        for place in range(self.height):
            yield tuple(column.values[place] for column in self.columns)

    def records(self) -> list[dict[str, object]]:
        """Each row as a dictionary by name of column."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows()]
