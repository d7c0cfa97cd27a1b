"""A table: named, described columns and rows of terms."""

from typing import NamedTuple

from strategigraf.values.term import Term
from strategigraf.values.text import Text


class Column(NamedTuple):
    """One column: its name and, where the question describes it, what it holds; whether that is things with titles,
    None where only the rows tell."""

    name: str
    description: str = ""
    titled: bool | None = None


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
