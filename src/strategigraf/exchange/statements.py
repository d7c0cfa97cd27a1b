"""What was read of a file as statements of one's own data: the strategy, its elements, the document with its checksum,
the organisations, and a cell for all words."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import NamedTuple
from unicodedata import normalize

from strategigraf.core.rdf import (
    DCTERMS,
    LANG_STRING,
    OA,
    PREFIXES,
    RDF,
    SG,
    SKOS,
    XSD,
    Iri,
    Literal,
    Term,
    message,
)
from strategigraf.exchange.plan import Names, Number, Party, Plan, Thing, Tie, Words
from strategigraf.exchange.values import Span
from strategigraf.files.measurements import COLUMNS, NOTE

Statement = tuple[Term, Term, Term]
ORG = PREFIXES["org"]
_WHOLE = {  # else what things are part of
    "Indicator": "measures", "Funding": "funds", "StatusUpdate": "reportsOn", "Risk": "threatens",
}  # fmt: skip
RFC_7111 = "http://tools.ietf.org/rfc/rfc7111"


class Home(NamedTuple):
    """Where things are entered: the base IRI and the IRI of the strategy, that of the document, its file and checksum,
    the language of texts, the title of the strategy where it is there already, the owners that it has, and the
    organisations that are known, by folded name."""

    base: str
    strategy: str
    document: str
    file: str
    sha256: str
    language: str
    title: str
    owners: tuple[str, ...]
    organisations: Mapping[str, str]


class Entered(NamedTuple):
    """The statements on the strategy, on documents and on organisations."""

    strategy: tuple[Statement, ...]
    documents: tuple[Statement, ...]
    organisations: tuple[Statement, ...]


def entered(plan: Plan, home: Home, in_turtle: Iterable[Number] = ()) -> Entered:
    """The statements that *plan* makes in the place *home*, with the numbers *in_turtle*."""
    return _Writer(plan, home).entered(in_turtle)


def table_of(numbers: Iterable[Number], document: str) -> bytes:
    """The table of measurements of *numbers*, all of them in the *document* (its name): a row each."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow((*COLUMNS, NOTE))
    for one in numbers:
        span, words = one.span, one.words
        writer.writerow((
            one.name, one.indicator, one.role, one.value, one.printed, one.bound, span.printed, span.start, span.end,
            one.breakdown, document, "", words.row, words.column, words.place,
            " ".join(note.text for note in one.notes),
        ))  # fmt: skip
    return stream.getvalue().encode()


def slug(words: str) -> str:
    """*words* as a part of an IRI: small letters of ASCII, digits and hyphens."""
    folded = words.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")


class _Writer:
    def __init__(self, plan: Plan, home: Home) -> None:
        self.plan, self.home = plan, home
        self.made: list[Statement] = []
        self.parties: dict[str, str] = {}
        self.names = Names(home.organisations.values())
        self.organisations: list[Statement] = []
        self.cells: dict[tuple[str, str], str] = {}
        self.counts: Counter[str] = Counter()

    def entered(self, in_turtle: Iterable[Number]) -> Entered:
        owners = [self._party(key) for key in self.plan.owners]
        self._strategy(owners)
        for thing in self.plan.things:
            if thing.kind != "Strategy":
                self._thing(thing)
        for tie in self.plan.ties:
            self._tie(tie)
        for number in in_turtle:
            self._number(number)
        documents = list(self._document(owners))
        return Entered(*(tuple(dict.fromkeys(listed)) for listed in (self.made, documents, self.organisations)))

    def _iri(self, name: str) -> str:
        if name.startswith("http"):  # of what is there already
            return name
        return f"{self.home.strategy}/{name}" if name else self.home.strategy

    def _say(self, subject: str, verb: str, value: Term) -> None:
        self.made.append((Iri(subject), Iri(verb), value))

    def _text(self, words: str) -> Literal:
        return Literal(words, LANG_STRING, self.home.language)

    def _strategy(self, owners: Sequence[str]) -> None:
        iri = self.home.strategy
        if not self.home.title:
            self._say(iri, RDF + "type", Iri(SG + "Strategy"))
            self._say(iri, SKOS + "prefLabel", self._text(self.plan.title))
            for owner in owners or self.home.owners:
                self._say(iri, SG + "owner", Iri(owner))
        for verb, year in (("start", self.plan.start), ("end", self.plan.end)):
            if year and not self.home.title:
                self._say(iri, SG + verb, Literal(year, XSD + "gYear"))
        for thing in self.plan.things:
            if thing.kind == "Strategy":
                self._evidence(iri, "strategy", thing.words)
        for number in self._holes():
            self._say(iri, SG + "notPrinted", Literal(number))

    def _holes(self) -> Iterator[str]:
        """The numbers that the source leaves out, class by class."""
        for kind in ("Goal", "Indicator", "Initiative"):
            printed = {thing.number for thing in self.plan.things if thing.kind == kind and thing.number}
            whole = [int(number) for number in printed if number.isdecimal() and len(number) < 10]
            yield from sorted({str(one - 1) for one in whole if one > 1} - printed)

    def _thing(self, thing: Thing) -> None:
        iri = self._iri(thing.name)
        self._say(iri, RDF + "type", Iri(SG + thing.kind))
        if thing.title:  # a status update has none, and is no element
            self._say(iri, SKOS + "prefLabel", self._text(thing.title))
            self._say(iri, SG + "inStrategy", Iri(self.home.strategy))
        for parent in thing.parents or ([""] if thing.kind == "Indicator" else []):
            self._say(iri, SG + _WHOLE.get(thing.kind, "partOf"), Iri(self._iri(parent)))
        for verb, value in (("number", thing.number), ("identifier", thing.identifier)):
            if value:
                self._say(iri, SKOS + "notation" if verb == "number" else DCTERMS + "identifier", Literal(value))
        if thing.term:
            self._say(iri, SG + "localTerm", self._text(thing.term))
        if thing.kind == "Indicator":
            unit = thing.unit or message("exchange.no-unit").in_language(self.home.language)
            self._say(iri, SG + "unit", self._text(unit))
        for property_iri, term in thing.said:
            self._say(iri, property_iri, term)
        self._evidence(iri, thing.name, thing.words)

    def _evidence(self, iri: str, name: str, words: Iterable[Words]) -> None:
        for one in dict.fromkeys(words):
            self._say(iri, SG + "evidence", Iri(self._cell(one, name)))

    def _cell(self, words: Words, name: str) -> str:
        """The cell with *words*, which is one whoever rests on it; called for *name* where it is new."""
        key = (words.place, words.text)
        if key not in self.cells:
            self.counts[name] += 1
            self.cells[key] = self._iri(f"{name}-cell-{self.counts[name]}")
            self.made += cell(self.cells[key], words, self.home.document)
        return self.cells[key]

    def _tie(self, tie: Tie) -> None:
        iri = self._iri(tie.thing)
        other = self._iri(tie.party[1:]) if tie.party.startswith("#") else self._party(tie.party)
        property_iri = (DCTERMS if tie.verb in ("relation", "audience") else SG) + tie.verb
        self._say(iri, property_iri, Iri(other))
        if tie.verb in ("partner", "lead", "dependsOn"):
            subject = tie.thing.rpartition("/")[2] or "strategy"
            link = self._iri(f"link-{subject}--{tie.verb}--{other.rpartition('/')[2]}")
            for verb, value in (
                (RDF + "type", Iri(SG + "Link")),
                (RDF + "subject", Iri(iri)),
                (RDF + "predicate", Iri(property_iri)),
                (RDF + "object", Iri(other)),
                (SG + "basis", Iri(SG + "Stated")),
                (SG + "inStrategy", Iri(self.home.strategy)),
            ):
                self._say(link, verb, value)
            self._evidence(link, subject, tie.words)

    def _party(self, key: str) -> str:
        """The IRI of the party *key*, which is described where it is not known."""
        if key in self.parties:
            return self.parties[key]
        party = self.plan.parties[key]
        known = self.home.organisations.get(party.name.casefold()) if party.kind == "Organization" else None
        self.parties[key] = known or self._new_party(party)
        return self.parties[key]

    def _new_party(self, party: Party) -> str:
        stem = f"{self.home.base}organisations/{slug(party.name) or 'organisation'}"
        iri = self.names.new(stem)
        said: list[tuple[str, Term]] = [
            (RDF + "type", Iri(ORG + party.kind)),
            (SKOS + "prefLabel", self._text(party.name)),
        ]
        said += [(SKOS + "altLabel", self._text(party.acronym))] if party.acronym else []
        said += [(DCTERMS + "identifier", Literal(party.identifier))] if party.identifier else []
        said += [(SKOS + "note", self._text(party.description))] if party.description else []
        self.organisations += [(Iri(iri), Iri(verb), value) for verb, value in said]
        return iri

    def _number(self, number: Number) -> None:
        iri = self._iri(number.name)
        self._say(iri, RDF + "type", Iri(SG + "Measurement"))
        self._say(iri, SG + "ofIndicator", Iri(self._iri(number.indicator)))
        self._say(iri, SG + "measureRole", Iri(SG + number.role))
        if number.value:
            self._say(iri, SG + "value", Literal(number.value, XSD + "decimal"))
        self._say(iri, SG + "valuePrinted", Literal(number.printed))
        if number.bound:
            self._say(iri, SG + "bound", Iri(SG + number.bound))
        if number.breakdown:
            self._say(iri, SG + "breakdown", Literal(number.breakdown))
        self.made += period(iri, number.span)
        self._evidence(iri, number.name, (number.words, *number.notes))

    def _document(self, owners: Sequence[str]) -> Iterator[Statement]:
        home, node = self.home, Iri(self.home.document)
        said: list[tuple[str, Term]] = [
            (RDF + "type", Iri(SG + "Document")),
            (SKOS + "prefLabel", self._text(self.plan.title)),
            (DCTERMS + "language", Literal(home.language)),
            (SG + "documentOf", Iri(home.strategy)),
            (SG + "sha256", Literal(home.sha256)),
            (SG + "stage", Iri(SG + self.plan.stage)),
            (SG + "textFile", Literal(home.file)),
            *((DCTERMS + "publisher", Iri(owner)) for owner in owners or home.owners),
            *self.plan.facts,
        ]
        for verb, value in said:
            yield node, Iri(verb), value


def cell(iri: str, words: Words, document: str) -> Iterator[Statement]:
    """The cell *iri* with *words* of the *document*, and what it is found again by."""
    node, selector = Iri(iri), Iri(f"{iri}-selector")
    yield node, Iri(RDF + "type"), Iri(SG + "Cell")
    yield node, Iri(OA + "hasSource"), Iri(document)
    yield node, Iri(OA + "hasSelector"), selector
    if words.place.startswith("/"):
        yield selector, Iri(RDF + "type"), Iri(OA + "XPathSelector")
        yield selector, Iri(RDF + "value"), Literal(words.place)
    else:
        fragment = Iri(f"{iri}-fragment")
        yield selector, Iri(RDF + "type"), Iri(SG + "CellSelector")
        yield selector, Iri(SG + "rowHeading"), Literal(words.row)
        yield selector, Iri(SG + "columnHeading"), Literal(words.column)
        yield node, Iri(OA + "hasSelector"), fragment
        yield fragment, Iri(RDF + "type"), Iri(OA + "FragmentSelector")
        yield fragment, Iri(DCTERMS + "conformsTo"), Iri(RFC_7111)
        yield fragment, Iri(RDF + "value"), Literal(words.place)
    yield selector, Iri(OA + "exact"), Literal(words.text)


def period(iri: str, span: Span) -> Iterator[Statement]:
    """What is said of the time of *iri*: the *span*, and the words."""
    for verb, day in (("start", span.start), ("end", span.end)):
        if day:
            yield Iri(iri), Iri(SG + verb), Literal(day, XSD + "date")
    if span.printed:
        yield Iri(iri), Iri(SG + "datePrinted"), Literal(span.printed)
