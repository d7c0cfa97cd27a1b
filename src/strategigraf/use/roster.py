"""The roster: the things of a dataset with their titles and kinds, and the strategies they belong to."""

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from strategigraf.use.tables import Tables
from strategigraf.values.natural import natural


class Member(NamedTuple):
    """A thing that belongs to a strategy: the strategy's IRI, the thing's number and IRI, its place among those of its
    file (0 without one), and the number of that file."""

    strategy: str
    number: int
    iri: str
    place: int
    file: int


class Named(NamedTuple):
    """A thing by its number: IRI, place among those of its file (0 without one), title in Danish and English."""

    iri: str
    place: int
    da: str
    en: str


class Roster(Tables):
    """What the tables of a ledger say of things."""

    @cached_property
    def _members(self) -> dict[str, list[Member]]:
        return {}

    def begin(self) -> None:
        """Starts a change of many rows."""
        self._members.clear()
        super().begin()

    def numbers(self, iris: Iterable[str]) -> dict[str, int]:
        """The number of each of *iris* that is known."""
        return dict(self.in_batches("SELECT iri, id FROM thing WHERE iri IN ({0})", list(iris)))

    def named(self, numbers: Iterable[int]) -> dict[int, Named]:
        """The things with these *numbers*."""
        rows = self.in_batches("SELECT id, iri, place, da, en FROM thing WHERE id IN ({0})", list(numbers))
        return {number: Named(iri, place or 0, da or "", en or "") for number, iri, place, da, en in rows}

    def labels(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """The title of each of *iris* that has one, in *language*."""
        column = "da" if language == "da" else "en"
        query = f"SELECT iri, {column} FROM thing WHERE {column} IS NOT NULL AND iri IN ({{0}})"
        return dict(self.in_batches(query, list(iris)))

    def is_of_class(self, iri: str, cls: str) -> bool:
        """Whether *iri* is said to be of the class *cls* itself."""
        number = self.numbers((iri, cls))
        query = "SELECT 1 FROM type WHERE class = ? AND thing = ? LIMIT 1"
        return len(number) == 2 and bool(self.rows(query, (number[cls], number[iri])))

    def of_class(self, cls: str) -> list[int]:
        """The numbers of the things of class *cls*, in order."""
        query = "SELECT DISTINCT thing FROM type WHERE class = (SELECT id FROM thing WHERE iri = ?) ORDER BY thing"
        return [thing for (thing,) in self.rows(query, (cls,))]

    def members(self, cls: str) -> list[Member]:
        """The things of class *cls* that belong to a strategy, by strategy, within it in natural order. Read once."""
        if cls not in self._members:
            rows = self.rows(
                "SELECT DISTINCT s.iri, t.id, t.iri, COALESCE(t.place, 0), COALESCE(t.file, 0) FROM type y"
                " JOIN member m ON m.thing = y.thing JOIN thing t ON t.id = y.thing JOIN thing s ON s.id = m.strategy"
                " WHERE y.class = (SELECT id FROM thing WHERE iri = ?) ORDER BY s.iri, t.place, t.iri",
                (cls,),
            )
            self._members[cls] = _in_reading_order(map(Member._make, rows))
        return self._members[cls]

    def members_among(self, numbers: Iterable[int], cls: str) -> dict[int, list[str]]:
        """Those of *numbers* that are of class *cls* and belong to a strategy: the IRIs of their strategies."""
        kind = self.numbers((cls,)).get(cls, -1)
        query = (
            "SELECT DISTINCT y.thing, s.iri FROM type y JOIN member m ON m.thing = y.thing"
            " JOIN thing s ON s.id = m.strategy WHERE y.class = ? AND y.thing IN ({0})"
        )
        found: dict[int, list[str]] = {}
        for number, strategy in self.in_batches(query, list(numbers), kind):
            found.setdefault(number, []).append(strategy)
        return found


def _in_reading_order(members: Iterable[Member]) -> list[Member]:
    """*members*, which come by strategy and place, in natural order within each strategy: that of their places where
    all stand in one file."""
    found: list[Member] = []
    for _, group in groupby(members, key=attrgetter("strategy")):
        of_strategy = list(group)
        if len({member.file for member in of_strategy}) > 1 or not all(member.place for member in of_strategy):
            of_strategy.sort(key=lambda member: natural(member.iri))
        found += of_strategy
    return found
