"""The short report as values: facts, numbers, a figure, gaps, findings, what was read, and the evidence."""

import re
from typing import NamedTuple

from strategigraf.core.rdf import Text

_NOTHING = Text("", "")


class Quoted(NamedTuple):
    """Words of a source and where they are from; `foreign` where they are the UN's, in English."""

    words: str
    place: Text
    foreign: bool = False


class Opened(NamedTuple):
    """What a number counts: its code, its title, and its words."""

    code: str
    title: Text
    words: tuple[str, ...] = ()
    note: Text = _NOTHING


class Evidence(NamedTuple):
    """What a number rests on: a heading, codes and counts in a sentence, and each thing that was counted."""

    title: Text
    told: Text
    opened: tuple[Opened, ...]


class Number(NamedTuple):
    """A number, the sentence that goes on from it, and its evidence."""

    name: str
    value: Text
    told: Text
    evidence: Evidence


class Finding(NamedTuple):
    """What the council should know: how grave it is, a conclusion, sentences, the numbers whose evidence shows it, and
    the words that prove it."""

    family: str
    score: float
    title: Text
    told: Text
    numbers: tuple[str, ...]
    quotes: tuple[Quoted, ...]


class Gap(NamedTuple):
    """How far a requirement is met: by the elements themselves, only by what is above them (None where nothing can be
    inherited), by nothing; and which lack their own: their codes, or the number whose evidence has them."""

    title: Text
    total: int
    own: int
    inherited: int | None
    none: int
    which: Text
    number: str = ""


class Row(NamedTuple):
    """A row of the figure: its number, its label, what is counted in each column, the ends its own links lead to, and
    those that only something below it leads to."""

    code: str
    label: Text
    counts: tuple[int, ...]
    own: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


class Band(NamedTuple):
    """A track of the figure with its rows, and the ends (code, label) that stand beside it."""

    label: Text
    rows: tuple[Row, ...]
    ends: tuple[tuple[str, Text], ...] = ()


class Thread(NamedTuple):
    """The figure: the vision, the tracks, the heads of its columns, and what it says to those who cannot see it."""

    vision: Text
    bands: tuple[Band, ...]
    heads: tuple[Text, ...]  # vision, tracks, rows, ends
    columns: tuple[Text, ...]
    title: Text
    caption: Text
    phone_caption: Text
    told: Text
    keys: tuple[Text, ...] = ()  # what thick, thin and no line mean

    @property
    def rows(self) -> list[Row]:
        """All rows, from top to bottom."""
        return [row for band in self.bands for row in band.rows]


def headline(title: Text, owner: Text) -> Text:
    """*title* without the *owner* at its end, who has a place of their own."""
    found = []
    for one, name in zip(title, owner, strict=True):
        ending = rf"(?:,| i| in| in the| of| of the) {re.escape(name)}$" if name else "(?!)"
        found.append(re.sub(f"{ending}", "", one) or one)
    return Text(*found)


class Brief(NamedTuple):
    """The short report on a strategy."""

    strategy: str
    title: Text
    owner: Text
    noun: Text
    facts: tuple[tuple[Text, Text], ...]
    lead: Text
    thread: Thread | None
    numbers: tuple[Number, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    read: tuple[Text, ...]
    unread: tuple[Text, ...]
    issued: str = ""

    def place(self, name: str) -> int:
        """The place of the number *name* among the numbers, from 1; 0 where it has none."""
        return next((place for place, number in enumerate(self.numbers, 1) if number.name == name), 0)
