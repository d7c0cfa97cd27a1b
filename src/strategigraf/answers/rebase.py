"""Rebase: what becomes of the quotes of a document in a new version of its source text, as a proposal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.answers.identifier import of_class
from strategigraf.files.refound import Sought, Versions
from strategigraf.files.source_text import Quoted, SourceText
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements
from strategigraf.use.evidence import QuoteRecord, quotes
from strategigraf.use.fingerprint import Material, resting_on
from strategigraf.use.store import Store
from strategigraf.values.errors import SourceNotFound, WrongValue
from strategigraf.values.namespaces import OA, SG, short
from strategigraf.values.natural import natural
from strategigraf.values.relocation import Fate, Relocation
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

_TEXTS = f"""
PREFIX sg: <{SG}>
SELECT ?document ?file ?sha256 WHERE {{
  ?document a sg:Document OPTIONAL {{ ?document sg:textFile ?file }} OPTIONAL {{ ?document sg:sha256 ?sha256 }}
}}
ORDER BY ?document ?file ?sha256"""
_SAID = "SELECT ?predicate ?value WHERE {{ <{0}> ?predicate ?value }} ORDER BY ?predicate ?value"


class Rebased(NamedTuple):
    """A quote with what became of it, the elements and the links and alignments that rest on it (IRIs; links by their
    ends too), and the Turtle to paste, empty where nothing is to be changed."""

    record: QuoteRecord
    relocation: Relocation
    elements: tuple[str, ...]
    links: tuple[str, ...]
    turtle: str


class Proposal(NamedTuple):
    """What became of the quotes of *document* (IRI): the two texts, whether the document states the checksum of the
    old one, how many quotes stand in the old text as they say, all quotes in natural order, the links and alignments
    that rest on the document, and the document with the new checksum, in Turtle."""

    document: str
    old: str
    new: str
    stated: bool
    standing: int
    quotes: tuple[Rebased, ...]
    links: tuple[str, ...]
    turtle: str

    @property
    def changed(self) -> tuple[Rebased, ...]:
        """The quotes that do not stand in the new text as they say."""
        return tuple(one for one in self.quotes if one.relocation.fate is not Fate.UNCHANGED)


def read_version(path: Path) -> SourceText:
    """The source text in the file *path*. Raises SourceNotFound where it is not there or not UTF-8, WrongValue where
    there are no words in it."""
    if not path.is_file():
        raise SourceNotFound(
            Text(f"Teksten {path} findes ikke.", f"The text {path} is not there."),
            Text("Angiv to tekstfiler: den gamle og den nye.", "Name two text files: the old one and the new one."),
        )
    text = SourceText.read(path)
    if not text.raw.strip():
        raise WrongValue(
            Text(f"Teksten {path} er tom.", f"The text {path} is empty."),
            Text("Angiv en fil med kildens tekst.", "Name a file with the text of the source."),
        )
    return text


def document_of(store: Store, old: SourceText, name: str | None) -> str:
    """The document (IRI) whose quotes were read from *old*: the one called *name*, else the one that states the
    checksum of *old*, else the one that states its file name.

    Raises UnknownElement for *name*, WrongValue where no document, or more than one, states the text.
    """
    if name is not None:
        return of_class(store, name, SG + "Document").value
    texts = list(store.rows(_TEXTS))
    for found in (
        [document for document, _, sha256 in texts if old.agrees_with(sha256)],
        [document for document, file, _ in texts if file == old.name],
    ):
        if len(found) == 1:
            return found[0]
    known = ", ".join(short(document) for document, file, _ in texts if file)
    raise WrongValue(
        Text(f"{old.name} er ikke ét dokuments tekst i data.", f"{old.name} is not the text of one document."),
        Text(f"Vælg dokumentet med --document: {known}.", f"Choose the document with --document: {known}."),
    )


def rebase(store: Store, document: str, old: SourceText, new: SourceText) -> Proposal:
    """What becomes of the quotes of *document* (IRI) when its text *old* gives way to *new*. Changes nothing.

    Raises WrongValue where the two texts are the same, or the document has no quotes.
    """
    if old.checksum == new.checksum:
        raise WrongValue(
            Text(
                f"De to tekster er ens: {old.name} og {new.name}.",
                f"The two texts are the same: {old.name}, {new.name}.",
            ),
            Text("Angiv den nye version som den anden fil.", "Name the new version as the second file."),
        )
    records = sorted((q for q in quotes(store) if q.document == document), key=lambda q: natural(q.quote))
    if not records:
        raise WrongValue(
            Text(f"{short(document)} har ingen citater.", f"{short(document)} has no quotes."),
            Text("Vælg et andet dokument med --document.", "Choose another document with --document."),
        )
    sought = [Sought(Quoted(r.exact, r.prefix, r.suffix), r.section) for r in records]
    versions, material = Versions(old, new), Material(store)
    bearers: dict[str, list[str]] = {}
    for bearer, resting in material.resting.items():
        for quote in resting if bearer not in material.grounds else ():
            bearers.setdefault(quote, []).append(bearer)
    links: dict[str, list[str]] = {}
    for statement, ground in material.grounds.items():
        for quote in ground.quotes:
            links.setdefault(quote, []).append(statement)
    rebased = tuple(
        Rebased(
            record,
            found,
            tuple(sorted(bearers.get(record.quote, ()), key=natural)),
            tuple(sorted(links.get(record.quote, ()), key=natural)),
            _quote_turtle(store, record, found) if found.fate in (Fate.MOVED, Fate.REWORDED) else "",
        )
        for record, found in zip(records, versions.relocations(sought), strict=True)
    )
    return Proposal(
        document,
        old.name,
        new.name,
        old.agrees_with(material.checksums.get(document, "")),
        versions.stand(sought),
        rebased,
        tuple(sorted(resting_on(material.grounds.values(), [r.quote for r in records]), key=natural)),
        _turtle(store, document, {SG + "sha256": new.checksum}),
    )


def _quote_turtle(store: Store, record: QuoteRecord, found: Relocation) -> str:
    selectors = store.rows(
        f"SELECT ?selector WHERE {{ <{record.quote}> <{OA}hasSelector> ?selector }} ORDER BY ?selector"
    )
    changes = {OA + "exact": found.exact, OA + "prefix": found.prefix, OA + "suffix": found.suffix}
    blocks = [_turtle(store, record.quote, {SG + "section": found.section})]
    blocks += [_turtle(store, selector, changes) for (selector,) in selectors]
    return "\n".join(blocks)


def _turtle(store: Store, thing: str, changes: Mapping[str, str]) -> str:
    """What is said of *thing*, with the texts *changes* in place of those there are (none for an empty one)."""
    kept: list[Statement] = []
    for verb, value in store.select(_SAID.format(thing)).rows:
        if isinstance(verb, Iri) and value is not None and verb.value not in (*changes, SG + "order"):
            kept.append((Iri(thing), verb, value))
    kept += [(Iri(thing), Iri(verb), Literal(words)) for verb, words in changes.items() if words]
    namespace = thing[: max(thing.rfind("/"), thing.rfind("#")) + 1]
    turtle = format_statements(kept, {} if "/documents/" in thing else {"": namespace})
    lines: Sequence[str] = [line for line in turtle.splitlines() if not line.startswith("PREFIX")]
    return "\n".join(lines).strip() + "\n"
