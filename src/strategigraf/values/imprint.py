"""An imprint: what a dossier is about, which texts its quotes were read from, and whether they were looked up again."""

from typing import NamedTuple

from strategigraf.values.text import Text


class Plan(NamedTuple):
    """A strategy: its title, its owner, and the years it is for (empty where its source names none)."""

    title: Text
    owner: Text
    period: str


class Source(NamedTuple):
    """A document that quotes stand in: title, publisher, date of issue as the source gives it, and the SHA-256 of the
    text that they were read from (each empty where there is none)."""

    title: Text
    publisher: Text
    issued: str
    sha256: str


class Verification(NamedTuple):
    """How many of the quotes that were looked up stand in their sources as they are quoted."""

    verified: int
    checked: int


class Imprint(NamedTuple):
    """Strategies and documents by IRI; no verification where the source texts were not looked in."""

    plans: tuple[Plan, ...] = ()
    sources: tuple[Source, ...] = ()
    verification: Verification | None = None
