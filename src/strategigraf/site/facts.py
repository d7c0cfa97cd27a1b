"""Facts: what a store says of things, looked up for many of them at once and kept; and how pages refer to things."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from strategigraf.check.quotes import VERIFIED, QuoteCheck
from strategigraf.core.rdf import LANGUAGES, OA, RDF, SDG, SG, SKOS, Iri, Literal, Term, Text, joined, message, of_data
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import Words
from strategigraf.core.text import innermost
from strategigraf.core.thread import BASIS_LABELS
from strategigraf.dossier.short.brief import capital, figures
from strategigraf.files.normal_form import readable
from strategigraf.site.addresses import Ref, anchor_of, path_of
from strategigraf.store.lookup import both_labels, classes_of, codes, ends_of, openings, titles
from strategigraf.store.names import classes_of_elements
from strategigraf.store.sparql import Store

Value = TypeVar("Value")
NOTHING = Text("", "")
Statement = tuple[Term, Term, Term]


class Unproved(Text):
    """A sentence that says that nothing was verified, beside which no sign says otherwise."""


class Quote(NamedTuple):
    """A quote as a page shows it: its words, the heading they are under, the document, where they are lit, the language
    they are in, and what became of looking for them ("" where no source text was looked in)."""

    words: str
    place: Text
    document: Text
    at: Ref
    language: str
    status: str
    quote: str


class Claim(NamedTuple):
    """A link of a thing as a page shows it: its anchor, the relation, the other end, the basis, how sure an editor is
    (nothing where the source says it), why, and the quotes."""

    anchor: str
    relation: Text
    other: Ref
    basis: str
    confidence: Text
    rationale: Text
    quotes: tuple[Quote, ...]
    link: str = ""

    @property
    def basis_label(self) -> Text:
        """The basis in a word."""
        return BASIS_LABELS[self.basis]


class Facts:
    """What *store* says; *checks* are what became of looking for its quotes, where source texts are to hand."""

    def __init__(self, store: Store, checks: Iterable[QuoteCheck] = ()) -> None:
        self.store = store
        self.checks = {check.record.quote: check for check in checks}
        self.element_classes = frozenset(classes_of_elements(store)) - {SG + "Element"}
        self._said: dict[str, dict[str, list[Term]]] = {}
        self._names: dict[str, Text] = {}
        self._classes: dict[str, str] = {}
        self._codes: dict[str, Text] = {}
        self._ends: dict[str, tuple[str, str]] = {}
        self._labels: dict[str, Text] = {}
        self._alignments: dict[str, list[tuple[str, ...]]] = {}
        self._quotes: dict[str, tuple[Quote, ...]] = {}
        self._refs: dict[str, Ref] = {}
        self._kept: dict[Hashable, Any] = {}

    # Looking up.

    def know(self, things: Iterable[str]) -> None:
        """Looks up what *things* (IRIs) are and are called, as far as that is not known."""
        new = sorted({thing for thing in things if thing and thing not in self._classes})
        if not new:
            return
        classes = {thing: _ORGANISATION for thing, cls in self._rows_of_classes(new) if cls == _ORGANISATION}
        classes |= classes_of(self.store, new)
        self._classes |= {thing: classes.get(thing, "") for thing in new}
        self._names |= titles(self.store, new)
        self._codes |= codes(self.store, new)
        ends = ends_of(self.store, [thing for thing in new if classes.get(thing) in _JOINING])
        self._ends |= ends
        if further := {end for pair in ends.values() for end in pair if of_data(end) or end.startswith(SDG)}:
            self.know(further)

    def _rows_of_classes(self, things: Sequence[str]) -> Iterable[tuple[str, ...]]:
        return self.store.rows_in_batches("store/classes", things, "thing")

    def describe(self, things: Iterable[str]) -> None:
        """Looks up all that is said of *things* (IRIs), as far as that is not known."""
        new = sorted({thing for thing in things if thing and thing not in self._said})
        self._said |= {thing: {} for thing in new}
        for start in range(0, len(new), _BATCH):
            for thing, verb, value in self.store.table_of("store/facts", thing=new[start : start + _BATCH]).rows:
                if isinstance(thing, Iri) and isinstance(verb, Iri) and value is not None:
                    self._said[thing.value].setdefault(verb.value, []).append(value)

    def align(self, things: Iterable[str]) -> None:
        """Looks up the alignments of *things* (IRIs), as far as they are not known."""
        new = sorted({thing for thing in things if thing and thing not in self._alignments})
        self._alignments |= {thing: [] for thing in new}
        for thing, *row in self.store.rows_in_batches("site/alignments", new, "thing"):
            self._alignments[thing].append(tuple(row))

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What *make* gives, made once for each *key*."""
        if key not in self._kept:
            self._kept[key] = make()
        found: Value = self._kept[key]
        return found

    # What is known.

    def said(self, thing: str) -> Mapping[str, Sequence[Term]]:
        """What is said of *thing* (IRI), by property."""
        if thing not in self._said:
            self.describe([thing])
        return self._said[thing]

    def values(self, thing: str, verb: str) -> list[str]:
        """The values of the property *verb* of *thing*, as text."""
        return [value.value for value in self.said(thing).get(verb, ())]

    def value(self, thing: str, verb: str) -> str:
        """The first of them; "" without one."""
        return next(iter(self.values(thing, verb)), "")

    def text(self, thing: str, verb: str) -> Text:
        """The text of the property *verb* of *thing*, in the other language where one is missing."""
        found = {one.language: one.value for one in self.said(thing).get(verb, ()) if isinstance(one, Literal)}
        first = next(iter(found.values()), "")
        return Text(*(found.get(language, first) for language in LANGUAGES))

    def statements(self, things: Iterable[str]) -> list[Statement]:
        """All that is said of *things*, as triples."""
        return [
            (Iri(thing), Iri(verb), value)
            for thing in dict.fromkeys(things)
            for verb, found in self.said(thing).items()
            for value in found
        ]

    def alignments(self, thing: str) -> list[tuple[str, ...]]:
        """The alignments of *thing*: the alignment, its predicate, whether *thing* is its subject, the other thing, and
        whether it is denied; those that hold first."""
        self.align([thing])
        return self._alignments[thing]

    def cls(self, thing: str) -> str:
        """The class (IRI) of *thing*; "" of none."""
        if thing not in self._classes:
            self.know([thing])
        return self._classes.get(thing, "")

    def title(self, thing: str) -> Text:
        """The title of *thing*; of what has none its number or short name."""
        self.know([thing])
        if thing in self._ends:
            return joined(map(self.title, self._ends[thing]), " → ")
        name = self._names.get(thing)
        if name is None and self._classes[thing] == SG + "Quote":
            words = openings(self.store, [thing]).get(thing, ())
            name = next((Text(*[shortened(one.exact)] * 2) for one in words), None)
        return name or self._codes.get(thing) or Text(*[short_name(thing)] * 2)

    def label(self, term: str) -> Text:
        """What the *term* of the vocabulary (an IRI) is called."""
        if term not in self._labels:
            self._labels |= both_labels(self.store, [term])
        return self._labels[term]

    def kind(self, thing: str) -> Text:
        """What *thing* is, with the number that its source gives it: `Pejlemærke 8`, `Indsats`."""
        self.know([thing])
        if thing.startswith(SDG):
            return message("site.sdg-target" if "." in short_name(thing) else "site.sdg-goal", number=short_name(thing))
        cls = self._classes[thing]
        return self._codes.get(thing) or (capital(self.label(cls)) if cls else NOTHING)

    def has_page(self, thing: str) -> bool:
        """Whether *thing* has a page of its own."""
        return bool(path_of(thing)) and (self.cls(thing) in self.element_classes or self.cls(thing) in _PAGED)

    def ref(self, thing: str, note: Text = NOTHING) -> Ref:
        """What leads to *thing*: its page, of a link or alignment its place on that of its subject, of a quote where it
        is lit in its document."""
        if thing not in self._refs:
            self._refs[thing] = self._ref(thing)
        return self._refs[thing]._replace(note=note) if note.da else self._refs[thing]

    def _ref(self, thing: str) -> Ref:
        note = NOTHING
        cls, title = self.cls(thing), self.title(thing)
        if thing in self._ends:
            subject = self._ends[thing][0]
            return Ref(self.ref(subject).path, anchor_of(thing), self.label(cls), title, note, thing)
        if cls == SG + "Quote":
            document = self.value(thing, OA + "hasSource")
            return Ref(path_of(document), anchor_of(thing), self.label(cls), title, note, thing)
        return Ref(path_of(thing) if self.has_page(thing) else "", "", self.kind(thing), title, note, thing)

    # The words.

    def quotes(self, thing: str) -> tuple[Quote, ...]:
        """The quotes of *thing*: of an element or link its own, of an SDG its official text."""
        if thing not in self._quotes:
            self._quotes[thing] = tuple(map(self.quote, openings(self.store, [thing]).get(thing, ())))
        return self._quotes[thing]

    def quote(self, words: Words) -> Quote:
        """*words* as a page shows them."""
        is_data = of_data(words.document)
        place = words.place if not words.section else Text(*(innermost(one) for one in words.place))
        language = self.value(words.document, _LANGUAGE) if is_data else "en" if words.quote.endswith("-en") else "da"
        check = self.checks.get(words.quote)
        return Quote(
            readable(words.exact),
            place,
            self.title(words.document) if is_data else message("site.official-register"),
            Ref(path_of(words.document) if is_data else "", anchor_of(words.quote), NOTHING, NOTHING),
            language or "da",
            check.status if check else "",
            words.quote,
        )

    def rationale(self, link: str) -> Text:
        """Why *link* holds."""
        return self.text(link, SG + "rationale")

    def confidence(self, link: str) -> Text:
        """How sure an editor is that *link* holds; nothing where the source says it."""
        found = self.value(link, SG + "confidence") or self.value(link, _CONFIDENCE)
        return Text(found.replace(".", ","), found)

    def proof(self, quotes: Iterable[str]) -> Text:
        """A sentence on what was verified of *quotes* (IRIs), and in what."""
        wanted = set(quotes)
        if self.checks:  # of what another strategy says, nothing may be known here
            wanted &= self.checks.keys()
        known = [self.checks[quote] for quote in wanted if quote in self.checks]
        looked = [check for check in known if check.status != "unverifiable"]
        if not wanted:
            return Unproved(*message("site.proof.none"))
        if not looked:
            return Unproved(*message("site.proof.unverified", count=len(wanted)))
        verified = sum(check.status in VERIFIED for check in looked)
        in_file = sum(check.in_file for check in looked)
        where = message(
            "site.proof.file"
            if in_file == len(looked)
            else "site.proof.transcript"
            if not in_file
            else "site.proof.both"
        )
        if verified == len(wanted):
            return message("site.proof.all", count=verified, where=where)
        return Unproved(*message("site.proof.some", verified=verified, count=len(wanted), where=where))


_BATCH = 300
_JOINING = (SG + "Link", SG + "Alignment")
_ORGANISATION = "http://www.w3.org/ns/org#Organization"
_PAGED = frozenset(
    {SG + name for name in ("Strategy", "Document", "HearingResponse")}
    | {"http://metadata.un.org/sdg/ontology#Goal", "http://metadata.un.org/sdg/ontology#Target"}
    | {_ORGANISATION}
)
_LANGUAGE = "http://purl.org/dc/terms/language"
_CONFIDENCE = "https://w3id.org/sssom/confidence"
_MOST_WORDS = 14
TYPE, LABEL, EVIDENCE = RDF + "type", SKOS + "prefLabel", SG + "evidence"


def amount(number: int, noun: str) -> Text:
    """*number* of a *noun*: “1 strategi”, “5 strategier”."""
    return (
        message(f"site.amount.{noun}.one")
        if number == 1
        else message(f"site.amount.{noun}.several", number=figures(number))
    )


def shortened(words: str, most: int = _MOST_WORDS) -> str:
    """The first words of *words*, at most *most* of them."""
    found = readable(words).split()
    return " ".join(found[:most]) + (" …" if len(found) > most else "")
