"""A report: an answer of one or several parts, each a table whose numbers open to what they count."""

from typing import NamedTuple

from strategigraf.values.figure import Figure
from strategigraf.values.table import Column
from strategigraf.values.term import Term
from strategigraf.values.text import Text


class Coded(NamedTuple):
    """A cell that machines read as a code (or as the whole of a text) and people as words."""

    code: Text
    words: Text


Cell = Term | Figure | Text | Coded | None


def coded(code: str, words: Text) -> Coded:
    """A cell with *code* for machines and *words* for people."""
    return Coded(Text(code, code), words)


class Part(NamedTuple):
    """A table of a report: a name for machines, a title, and a sentence that explains its figures.

    A cell is a thing (Iri), a value, a number that opens, words in both languages, a code with words for it, or empty.
    `gaps` is how many of the rows are findings.
    """

    name: str
    title: Text
    sentence: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    gaps: int = 0


class Report(NamedTuple):
    """An answer: the name of its command, a title, and its parts, the main one first."""

    name: str
    title: Text
    parts: tuple[Part, ...]

    @property
    def gaps(self) -> int:
        """How many rows of all parts are findings."""
        return sum(part.gaps for part in self.parts)

    def figures(self) -> list[Figure]:
        """Every number of the report, from top to bottom."""
        return [cell for part in self.parts for row in part.rows for cell in row if isinstance(cell, Figure)]
