"""Matrices of two kinds, with threads or with just the bases in their cells; and matches of elements of two
strategies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.rdf import Labels, Text
from strategigraf.core.thread import BASES, THROUGH_PARTS, Mark

NO_TERM = "https://w3id.org/sssom/NoTermFound"


MATCHES = ("exact", "close", "broad", "narrow", "related", "continues", "continued")  # the strongest first
MATCH_LABELS = Labels("common.match", MATCHES)
_FLIPPED = {"broad": "narrow", "narrow": "broad", "continues": "continued", "continued": "continues"}


class Match(NamedTuple):
    """One alignment, seen from `one`: its node, the two elements (`other` is empty where `one` was found to have no
    counterpart), how the other relates to it (of MATCHES), whether the pair is denied, the confidence as written (empty
    where there is none), the basis and the rationale."""

    alignment: str
    one: str
    other: str
    relation: str
    negative: bool
    confidence: str
    basis: str
    rationale: Text

    @property
    def positive(self) -> bool:
        """Whether it says that the two elements belong together."""
        return bool(self.other) and not self.negative

    @property
    def continuation(self) -> bool:
        """Whether it is about carrying on, and not about likeness."""
        return self.relation in ("continues", "continued")

    @property
    def flipped(self) -> "Match":
        """The same alignment, seen from the other element."""
        return self._replace(one=self.other, other=self.one, relation=_FLIPPED.get(self.relation, self.relation))

    @property
    def order(self) -> tuple[int, float]:
        """The position among matches of an element: by strength, then by confidence."""
        return MATCHES.index(self.relation), -_as_number(self.confidence)


def _as_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


# Standing.

OWN, INHERITED, NONE = STANDINGS = ("own", "inherited", "none")
PARTS = "parts"  # where what holds through parts is asked for, between INHERITED and NONE
ALL_STANDINGS = (OWN, INHERITED, PARTS, NONE)
STANDING_LABELS = Labels("common.standing", ALL_STANDINGS)


def standing(bases: Iterable[str]) -> str:
    """The standing of what holds on *bases*: `own` where one of them is neither inherited nor through parts, else
    `inherited` before `parts`, `none` without any."""
    distinct_bases = set(bases)
    if distinct_bases - {INHERITED, THROUGH_PARTS}:
        return OWN
    return INHERITED if INHERITED in distinct_bases else PARTS if distinct_bases else NONE


def counted(standings: Iterable[str]) -> dict[str, int]:
    """The number of each standing in *standings*, in the order of ALL_STANDINGS; `parts` only where there are any."""
    all_standings = list(standings)
    numbers = {name: all_standings.count(name) for name in ALL_STANDINGS}
    return {name: number for name, number in numbers.items() if number or name != PARTS}


# A matrix.


class Matrix(NamedTuple):
    """Rows and columns in reading order; `cells` has an entry for each pair that has a mark.

    A row without a mark is a row all the same. `gaps` are the rows that the policy asks for a thread to the columns and
    that have none of their own (looked up where a matrix is handed over), each with its basis. `groups`, where there
    are any, has the thing that each row is grouped under (empty for none), like ones together. `shares` says of the
    cells with marks that hold through parts how many parts have the link, of how many.
    """

    row_kind: str
    column_kind: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[Mark, ...]]
    groups: tuple[str, ...] = ()
    gaps: Mapping[str, str] = {}
    shares: Mapping[tuple[str, str], tuple[int, int]] = {}

    def standings(self) -> dict[str, str]:
        """Whether each row has a mark of its own, only inherited ones, or none."""
        bases_by_row: dict[str, set[str]] = {row: set() for row in self.rows}
        for (row, _), marks in self.cells.items():
            if row in bases_by_row:
                bases_by_row[row].update(mark.basis for mark in marks)
        return {row: standing(bases) for row, bases in bases_by_row.items()}

    def standing(self) -> dict[str, int]:
        """How many rows have a mark of their own, only inherited ones, and none."""
        return counted(self.standings().values())

    def marks(self) -> Iterator[Mark]:
        """All marks: by row, then by column, the strongest basis first within a cell."""
        for row in self.rows:
            yield from self.marks_in(row)

    def marks_in(self, row: str) -> Iterator[Mark]:
        """The marks in *row*: by column, the strongest basis first within a cell."""
        for column in self.columns:
            yield from self.cells.get((row, column), ())

    def marks_of_row(self, row: str) -> int:
        """The number of marks in *row*: the sum of its cells."""
        return sum(1 for _ in self.marks_in(row))


# A pivot.


class Pivot(NamedTuple):
    """Rows and columns in reading order, with the strategy each row belongs to (empty without one).

    A row's cells are given by number of column, counted from 0, in any order; a cell is a string with one digit for
    each of its marks, the position of its basis in BASES, the strongest first. A row without a mark is a row all the
    same. `groups`, where there are any, has the thing that each row is grouped under (empty for none), like ones
    together.
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

    def bases(self) -> set[str]:
        """The bases of its marks."""
        return {BASES[int(sign)] for cells in self.cells for signs in cells.values() for sign in signs}

    def marks_of_columns(self) -> list[int]:
        """The number of marks in each column."""
        counts = [0] * len(self.columns)
        for cells in self.cells:
            for column, marks in cells.items():
                counts[column] += len(marks)
        return counts
