"""Suspicion: which links and alignments no longer are what they were when somebody looked them over."""

from collections.abc import Mapping
from typing import NamedTuple

from strategigraf.files.source_text import SourceText
from strategigraf.use.evidence import VERIFIED, check_quotes, check_texts
from strategigraf.use.fingerprint import DIGITS, Material
from strategigraf.use.reviews import latest_reviews
from strategigraf.use.store import Store
from strategigraf.values.review import Fingerprint, Review
from strategigraf.values.text import Text

_UNKNOWN = "unverifiable"  # its text is not to hand
REASONS = {
    "words-changed": Text("belæggets ord er ændret", "the words of the evidence have changed"),
    "end-changed": Text("en endes ord er ændret", "the words of an end have changed"),
    "source-changed": Text("dokumentet angiver en anden kildetekst", "the document states another source text"),
    "link-changed": Text("forbindelsen selv er ændret", "the link itself has changed"),
    "text-changed": Text(
        "kildeteksten her er en anden, eller citatet står ikke i den",
        "the source text to hand is another, or the quote does not stand in it",
    ),
    "link-gone": Text("forbindelsen findes ikke mere", "the link is there no more"),
}


class Suspicion(NamedTuple):
    """How all links and alignments stand: what they are made from, their latest reviews, the reasons for suspicion of
    those that are suspect, what was reviewed but is there no more, and the quotes that the source text to hand does
    not bear out; all by IRI, in order."""

    material: Material
    reviews: Mapping[str, Review]
    suspects: Mapping[str, tuple[str, ...]]
    gone: tuple[str, ...]
    faulty: frozenset[str]

    @property
    def unreviewed(self) -> list[str]:
        """The links and alignments that nobody has looked over."""
        return [statement for statement in self.material.grounds if statement not in self.reviews]

    def changed_documents(self, statement: str) -> tuple[str, ...]:
        """The documents of *statement* that state another source text than when it was reviewed, by IRI."""
        known = self.reviews[statement].fingerprint.sources
        checksums = self.material.checksums
        return tuple(d for d in self.material.documents_of(statement) if checksums[d][:DIGITS] not in known)


def suspects(store: Store, sources: Mapping[str, SourceText] | None = None) -> Mapping[str, tuple[str, ...]]:
    """The links and alignments (IRIs) that are suspect, each with its reasons in the order of REASONS; with *sources*
    (by file name) also those whose quotes do not stand in the text to hand.

    What was never reviewed is not suspect. Linear in the size of the data; where there are no reviews nothing is read.
    """
    reviews = latest_reviews(store)
    return _suspicion(store, reviews, sources).suspects if reviews else {}


def suspicion(store: Store, sources: Mapping[str, SourceText] | None = None) -> Suspicion:
    """How all links and alignments of *store* stand; *sources* as in `suspects`."""
    return _suspicion(store, latest_reviews(store), sources)


def _suspicion(store: Store, reviews: Mapping[str, Review], sources: Mapping[str, SourceText] | None) -> Suspicion:
    material = Material(store)
    faulty = _faulty(store, material, sources) if sources else frozenset()
    found = {}
    for statement, ground in material.grounds.items():
        if statement in reviews:
            reasons = _reasons(reviews[statement].fingerprint, material.fingerprint(statement))
            if not faulty.isdisjoint(ground.quotes):
                reasons.add("text-changed")
            if reasons:
                found[statement] = tuple(reason for reason in REASONS if reason in reasons)
    gone = tuple(statement for statement in sorted(reviews) if statement not in material.grounds)
    return Suspicion(material, reviews, found, gone, faulty)


def _reasons(then: Fingerprint, now: Fingerprint) -> set[str]:
    differs = {
        "words-changed": then.words != now.words,
        "end-changed": (then.subject, then.object) != (now.subject, now.object),
        "source-changed": then.sources != now.sources,
        "link-changed": then.link != now.link,
    }
    return {reason for reason, so in differs.items() if so}


def _faulty(store: Store, material: Material, sources: Mapping[str, SourceText]) -> frozenset[str]:
    """The quotes that are not in the source text to hand, or whose source text is another than the document states."""
    faulty = {check.record.quote for check in check_quotes(store, sources) if check.status not in (*VERIFIED, _UNKNOWN)}
    others = {check.document for check in check_texts(store, sources) if check.document in material.checksums}
    faulty.update(quote for quote, document in material.documents.items() if document in others)
    return frozenset(faulty)
