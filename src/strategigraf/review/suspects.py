"""Which links and alignments are suspect, and for which of them a new review may be entered."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from strategigraf.check.quotes import VERIFIED, check_quotes, check_texts
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import ID, SG, Labels, Text, expand, natural, short
from strategigraf.files.source_text import SourceText
from strategigraf.review.reviews import DIGITS, Fingerprint, Material, Review, Said, latest_reviews, stated
from strategigraf.store.names import of_class
from strategigraf.store.sparql import Store

# Suspicion.

_UNKNOWN = "unverifiable"  # its text is not available
REASONS = Labels(
    "review.reason", ("words-changed", "end-changed", "source-changed", "link-changed", "text-changed", "link-gone")
)


class Suspicion(NamedTuple):
    """The state of all links and alignments: what they are made from, their latest reviews, the reasons for suspicion
    of those that are suspect, what was reviewed but is there no more, and the quotes that the available source text
    does not have; all by IRI, in order."""

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


def suspects(
    store: Store, sources: Mapping[str, SourceText] | None = None, strategies: Collection[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """The links and alignments (IRIs; with *strategies* those of these) that are suspect, each with its reasons in the
    order of REASONS; with *sources* (by file name) also those whose quotes are not in the available text.

    What was never reviewed is not suspect. Linear in the size of the data; where there are no reviews nothing is read.
    """
    reviews = latest_reviews(store)
    return _suspicion(store, reviews, sources, strategies).suspects if reviews else {}


def suspicion(
    store: Store, sources: Mapping[str, SourceText] | None = None, strategies: Collection[str] = ()
) -> Suspicion:
    """The state of all links and alignments of *store*; *sources* and *strategies* as in `suspects`."""
    return _suspicion(store, latest_reviews(store), sources, strategies)


def _suspicion(
    store: Store,
    reviews: Mapping[str, Review],
    sources: Mapping[str, SourceText] | None,
    strategies: Collection[str] = (),
) -> Suspicion:
    material = Material(store, strategies)
    faulty = _faulty(store, material, sources) if sources else frozenset()
    reasons_by_statement = {}
    for statement, ground in material.grounds.items():
        if statement in reviews:
            reasons = _reasons(reviews[statement].fingerprint, material.fingerprint(statement))
            if not faulty.isdisjoint(ground.quotes):
                reasons.add("text-changed")
            if reasons:
                reasons_by_statement[statement] = tuple(reason for reason in REASONS if reason in reasons)
    own = tuple(f"{strategy}/" for strategy in strategies)
    lacking = [link for link in sorted(reviews) if link not in material.grounds and (not own or link.startswith(own))]
    gone = tuple(link for link in lacking if not own or link not in stated(store, lacking))
    return Suspicion(material, reviews, reasons_by_statement, gone, faulty)


def _reasons(reviewed: Fingerprint, current: Fingerprint) -> set[str]:
    differs = {
        "words-changed": reviewed.words != current.words,
        "end-changed": (reviewed.subject, reviewed.object) != (current.subject, current.object),
        "source-changed": reviewed.sources != current.sources,
        "link-changed": reviewed.link != current.link,
    }
    return {reason for reason, differing in differs.items() if differing}


def _faulty(store: Store, material: Material, sources: Mapping[str, SourceText]) -> frozenset[str]:
    """The quotes that are not in the available source text, or whose source text is another than the document
    states."""
    faulty = {check.record.quote for check in check_quotes(store, sources) if check.status not in (*VERIFIED, _UNKNOWN)}
    others = {check.document for check in check_texts(store, sources) if check.document in material.checksums}
    faulty.update(quote for quote, document in material.documents.items() if document in others)
    return frozenset(faulty)


_ADDRESS = re.compile(r"(?<![^\s@])[^\s@]+@[^\s@]+\.\w+")


def named_statements(store: Store, state: Suspicion, names: Collection[str]) -> list[str]:
    """The links and alignments (IRIs) that *names* mean, each once, all of them suspect or never reviewed.

    Raises UnknownElement with the nearest names; WrongValue for one that is not suspect, and for one that is suspect
    because of the available source text: a review does not fix that.
    """
    chosen = []
    for name in names:
        kind = "Alignment" if expand(name).startswith(ID + "alignments/") else "Link"
        statement = of_class(store, name, SG + kind).value
        if statement in state.reviews and statement not in state.suspects:
            raise WrongValue(
                Text(
                    f"{short(statement)} er uændret siden seneste gennemgang.",
                    f"{short(statement)} is unchanged since its last review.",
                ),
                Text(
                    "Skriv »strategigraf review« for at se, hvad der skal gennemgås igen.",
                    "Run “strategigraf review” to see what needs a new review.",
                ),
            )
        if "text-changed" in state.suspects.get(statement, ()):
            raise WrongValue(
                Text(
                    f"{short(statement)}: Kildeteksten er en anden end den, data angiver, så gennemgangen ville ikke"
                    " gælde.",
                    f"{short(statement)}: the source text differs from the one the data state, so the review would not"
                    " be valid.",
                ),
                Text(
                    "Ret først citatet og dokumentets sg:sha256. »strategigraf rebase« foreslår hvordan.",
                    "First correct the quote and the sg:sha256 of the document. “strategigraf rebase” proposes how.",
                ),
            )
        chosen.append(statement)
    return list(dict.fromkeys(chosen))


def suspect_statements(state: Suspicion, shown: Collection[str], document: str | None = None) -> list[str]:
    """Those of *shown* that are suspect, apart from those that are so by the available source text; with *document*
    (IRI) only those for which nothing else has changed than the source text that this document states."""
    return [
        statement
        for statement in shown
        if (reasons := state.suspects.get(statement))
        and "text-changed" not in reasons
        and (document is None or (reasons == ("source-changed",) and state.changed_documents(statement) == (document,)))
    ]


def unreviewed_statements(state: Suspicion, shown: Collection[str]) -> list[str]:
    """Those of *shown* that nobody has looked over, in natural order."""
    return sorted((statement for statement in shown if statement not in state.reviews), key=natural)


def role_of(da: str | None, en: str | None = None) -> Said:
    """The role, as it was typed, alone or in Danish and English. Raises WrongValue where there is none or it is an
    address; names of persons cannot be told from roles, and are left to the writer's care."""
    return _text_given(
        da,
        en,
        Text("Gennemgangen mangler en rolle.", "The review lacks a role."),
        Text("Angiv en rolle: --role redaktør (aldrig et navn).", "Give a role: --role editor (never a name)."),
        sign="@",
    )


def reason_of(da: str | None, en: str | None = None) -> Said:
    """The reason, as `role_of` has it."""
    return _text_given(
        da,
        en,
        Text("Gennemgangen mangler en begrundelse.", "The review lacks a reason."),
        Text(
            'Skriv --reason "hvorfor relationen stadig holder".',
            'Write --reason "why the link still holds".',
        ),
    )


def _text_given(da: str | None, en: str | None, missing: Text, remedy: Text, sign: str = "") -> Said:
    words = [" ".join((text or "").split()) for text in (da, en)]
    if not words[0]:
        raise WrongValue(missing, remedy)
    for text in filter(None, words):
        if _ADDRESS.search(text) or (sign and sign in text):
            raise WrongValue(
                Text(
                    f"»{text}« ligner en adresse. Personer nævnes aldrig i data.",
                    f"“{text}” looks like an address. Persons are never named in the data.",
                ),
                remedy,
            )
    return Said((("da", words[0]), ("en", words[1]))) if words[1] else Said((("", words[0]),))
