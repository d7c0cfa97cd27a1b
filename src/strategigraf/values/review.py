"""Reviews: that somebody in a role has looked a link over, and what the link was made from at the time."""

from typing import NamedTuple


class Fingerprint(NamedTuple):
    """What a link or alignment is made from, as short checksums: each quote of its evidence, each quote (or other
    words) at its subject and at its object, its own parts, and each source text."""

    words: frozenset[str]
    subject: frozenset[str]
    object: frozenset[str]
    link: str
    sources: frozenset[str]


class Said(NamedTuple):
    """A text in one or both languages, as (language, words) in order; the language is empty where it is not told."""

    texts: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        """The words in *language*, else the first there are."""
        return dict(self.texts).get(language) or next((words for _, words in self.texts), "")


class Review(NamedTuple):
    """A review (IRI) of the link or alignment *reviews* (IRI), by whom (a role) and why; `revises` is the review (IRI)
    whose place it takes, empty for the first."""

    review: str
    reviews: str
    fingerprint: Fingerprint
    role: Said
    reason: Said
    revises: str = ""
