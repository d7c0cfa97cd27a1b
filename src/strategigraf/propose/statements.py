"""Decisions as statements: elements with titles, parents and quotes, claims with links, and numbers of the text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.accept.changes import days_of
from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.core.rdf import (
    LANG_STRING,
    OA,
    PREFIXES,
    RDF,
    SDG,
    SDGO,
    SG,
    SKOS,
    XSD,
    Iri,
    Literal,
    Term,
    Text,
    message,
)
from strategigraf.core.spans import decimal_text, money_of, span_of, timing_of
from strategigraf.files.normal_form import normalise, readable
from strategigraf.files.source_text import SourceText, Span
from strategigraf.propose.claims import around_amount, sense_of
from strategigraf.propose.decisions import Claim, Count, Decisions, Element, Words

Statement = tuple[Term, Term, Term]
_LONGEST = 160  # characters of a title
_BY = (
    r"(?:udgangen af|slutningen af|senest(?: i)?|inden(?: udgangen af)?|frem mod|mod|by(?: the end of)?|before"
    r"|(?:at )?the end of|no later than)"
)
_YEARS = re.compile(r"\D*(20\d\d)(?:\s*[-–/]\s*(?:20)?(\d\d))?\D*")


class Home(NamedTuple):
    """Where things are entered: the IRIs of the strategy and the document, the language of titles, what each kind is
    called in IRIs, the organisations by folded name, and what the IRIs of new ones begin with."""

    strategy: str
    document: str
    language: str
    kinds: Mapping[str, str]
    organisations: Mapping[str, str]
    base: str = ""


class Entered(NamedTuple):
    """The statements to enter and those that they replace, how many elements and claims they are about, how many there
    were already, what has no place in the data, the amounts of which it is not said whether they are per year, and the
    statements on new organisations."""

    statements: tuple[Statement, ...]
    replaced: tuple[Statement, ...]
    elements: int
    claims: int
    known: int
    left_out: tuple[str, ...]
    unclear: tuple[str, ...]
    organisations: tuple[Statement, ...]


def entered(decisions: Decisions, text: SourceText, home: Home, there: Sequence[Statement]) -> Entered:
    """What *decisions* on the *text* add to the statements that are *there* already.

    An element is there already where one has its first quote. Raises DecisionsFaulty where words are not where they are
    said to be.
    """
    return _Writer(decisions, text, home, there).entered()


class _Writer:
    def __init__(self, decisions: Decisions, text: SourceText, home: Home, there: Sequence[Statement]) -> None:
        self.decisions = decisions
        self.text = text
        self.home = home
        self.there = set(there)
        self.taken = {subject.value for subject, _, _ in there if isinstance(subject, Iri)}
        self.by_quote = _elements_by_quote(there, home.document)
        self.new: list[Statement] = []
        self.replaced: list[Statement] = []
        self.iris: dict[str, str] = {}
        self.left_out: list[str] = []
        self.unclear: list[str] = []
        self.organisations: dict[str, list[Statement]] = {}
        self.in_years: set[str] = set()  # of what the time is told in years alone

    def entered(self) -> Entered:
        """The statements of all decisions."""
        numbers = _printed_numbers(self.decisions.elements)
        known = 0
        for element in self.decisions.elements:
            iri = self.by_quote.get((SG + element.kind, _plain(element.quotes[0].exact)))
            known += iri is not None
            self.iris[element.key] = iri or self._name(element, numbers)
        for element in self.decisions.elements:
            if self.iris[element.key] not in self.taken:
                self._element(element, numbers.get(element.key, ""))
        claims = sum([self._claim(claim) for claim in self.decisions.claims])
        for count in self.decisions.counts:
            self._count(count)
        new = tuple(statement for statement in dict.fromkeys(self.new) if statement not in self.there)
        replaced = tuple(self.replaced)
        described = tuple(statement for of_one in self.organisations.values() for statement in of_one)
        told = tuple(self.left_out), tuple(self.unclear), described
        return Entered(new, replaced, len(self.decisions.elements) - known, claims, known, *told)

    # Elements.

    def _name(self, element: Element, numbers: Mapping[str, str]) -> str:
        """An IRI of its own for *element*: what the source or the vocabulary calls its kind, and its number."""
        word = ascii_name(element.term) or ascii_name(self.home.kinds.get(element.kind, element.kind))
        stem = f"{self.home.strategy}/{word}"
        printed = ascii_name(numbers.get(element.key, ""), "._-")
        used = {*self.taken, *self.iris.values()}
        if printed and f"{stem}-{printed}" not in used:
            return f"{stem}-{printed}"
        if element.kind in ("Vision", "Mission") and stem not in used:
            return stem
        number = 1
        while f"{stem}-{number}" in used:
            number += 1
        return f"{stem}-{number}"

    def _element(self, element: Element, number: str) -> None:
        iri = self.iris[element.key]
        self._say(iri, RDF + "type", Iri(SG + element.kind if "://" not in element.kind else element.kind))
        self._say(iri, SKOS + "prefLabel", Literal(element.title, LANG_STRING, self.home.language))
        self._say(iri, SG + "inStrategy", Iri(self.home.strategy))
        if number:
            self._say(iri, SKOS + "notation", Literal(number))
        if element.term:
            self._say(iri, SG + "localTerm", Literal(element.term.casefold(), LANG_STRING, self.home.language))
        if parent := self._parent(element):
            self._say(iri, SG + "partOf", Iri(parent))
        if element.kind == "TimelineEntry":
            self.in_years.add(iri)
        self._period(iri, element.period)
        for quote in element.quotes:
            self._say(iri, SG + "evidence", Iri(self._quote(iri, quote)))

    def _parent(self, element: Element) -> str:
        """The nearest accepted element that *element* is part of."""
        key, steps = element.parent, 0
        while key and key not in self.iris and steps < len(self.decisions.parents):
            key, steps = self.decisions.parents.get(key, ""), steps + 1
        return self.iris.get(key, "") if key != element.key else ""

    def _period(self, iri: str, period: str) -> bool:
        """Enters the years of *period*, with its words where these name less than a year; whether it names any."""
        span = span_of(period) if period else None
        match = _YEARS.fullmatch(period) if period else None
        if match:
            start, end = match[1], match[1][:2] + match[2] if match[2] else match[1]
        elif span:
            start, end = str(span.start.year), str(span.end.year)
            self._say(iri, SG + "datePrinted", Literal(period))
        else:
            return False
        self._say(iri, SG + "start", Literal(start, XSD + "gYear"))
        self._say(iri, SG + "end", Literal(end, XSD + "gYear"))
        return True

    def _dated(self, iri: str, claim: Claim) -> bool:
        """The time that *claim* states: years, of which only the last where something is done by then; or days, with
        the words for them."""
        year = re.escape(claim.value)
        if claim.value.isdigit() and re.search(rf"{_BY} {year}", claim.quote.exact, re.IGNORECASE):
            self._say(iri, SG + "end", Literal(claim.value, XSD + "gYear"))
            return True
        span = span_of(claim.value)
        if span is None or _YEARS.fullmatch(claim.value) or iri in self.in_years:
            return self._period(iri, claim.value)
        before = claim.quote.exact.partition(claim.value)[0]
        for verb, target in days_of(span, claim.value, timing_of(before)):
            self._say(iri, verb, target)
        return True

    # Quotes.

    def _quote(self, bearer: str, words: Words) -> str:
        """The IRI of the quote of *bearer*, which is made."""
        raw = self.text.raw[words.start : words.end]
        if _plain(readable(raw)) != _plain(words.exact):
            raise DecisionsFaulty(
                Text(
                    f"»{words.exact[:60]}« findes ikke dér, hvor beslutningen angiver, i {self.text.name}.",
                    f"“{words.exact[:60]}” is not where the decision says in {self.text.name}.",
                ),
                Text("Kør »strategigraf propose« igen.", "Run “strategigraf propose” again."),
            )
        passage = self.text.passage(Span(words.start, words.end, False, False))
        number = 1
        while f"{bearer}-quote-{number}" in self.taken:
            number += 1
        quote = f"{bearer}-quote-{number}"
        self.taken |= {quote, f"{quote}-selector"}
        selector = f"{quote}-selector"
        self._say(quote, RDF + "type", Iri(SG + "Quote"))
        self._say(quote, OA + "hasSource", Iri(self.home.document))
        self._say(quote, OA + "hasSelector", Iri(selector))
        self._say(quote, SG + "section", Literal(passage.section))
        if self.text.layout is not None and (page := self.text.layout.label(words.start, words.end)):
            self._say(quote, SG + "sourcePage", Literal(page))
        self._say(selector, RDF + "type", Iri(OA + "TextQuoteSelector"))
        for name in ("exact", "prefix", "suffix"):
            if value := getattr(passage, name):
                self._say(selector, OA + name, Literal(value))
        return quote

    def _say(self, subject: str, verb: str, target: Term) -> None:
        self.new.append((Iri(subject), Iri(verb), target))

    # Claims and numbers.

    def _claim(self, claim: Claim) -> bool:
        """Enters *claim*, where it has a place in the data and its element was accepted; whether it did."""
        subject = self.iris.get(claim.element, "") if claim.element else self.home.strategy
        if not subject:
            self.left_out.append(claim.value)
            return False
        if claim.about == "sdg":
            return self._link(subject, "contributesTo", SDG + claim.value, claim)
        if claim.about == "organisation":
            role = claim.sense or sense_of(claim.about, claim.value, claim.quote.exact) or "responsible"
            organisation = self._organisation(claim.value)
            if role != "responsible":
                return self._link(subject, role, organisation, claim)
            return self._say_once(subject, SG + role, Iri(organisation))
        if claim.about == "amount":
            return self._funding(subject, claim)
        if claim.about == "date" and (_YEARS.fullmatch(claim.value) or span_of(claim.value)):
            return not self._has(subject, SG + "end") and self._dated(subject, claim)
        self.left_out.append(claim.value)
        return False

    def _organisation(self, name: str) -> str:
        """The IRI of the organisation called *name*, which is described where there is none."""
        iri = self.home.organisations.get(name.casefold(), "")
        if not iri:
            iri = f"{self.home.base}organisations/{ascii_name(name)}"
            if iri not in self.home.organisations.values():
                title = Literal(name, LANG_STRING, self.home.language)
                self.organisations[iri] = [
                    (Iri(iri), Iri(RDF + "type"), Iri(PREFIXES["org"] + "Organization")),
                    (Iri(iri), Iri(SKOS + "prefLabel"), title),
                ]
        return iri

    def _funding(self, subject: str, claim: Claim) -> bool:
        """Enters the amount that *claim* states as funding of *subject*, unless it is not said whether it is per
        year."""
        money = money_of(claim.value, self.decisions.language)
        said = around_amount(claim.quote.exact, claim.value)
        span = said.span if claim.sense is None else claim.sense
        if money is None or not span:
            (self.left_out if money is None else self.unclear).append(claim.value)
            return False
        funded = {one.value for one, verb, target in self.there if (verb.value, target) == (SG + "funds", Iri(subject))}
        printed = {(one.value, target.value) for one, verb, target in self.there if verb.value == SG + "valuePrinted"}
        if any((one, claim.value) in printed for one in funded):
            return False
        word, number = message("propose.word-for-funding").in_language(self.home.language), 1
        while (iri := f"{subject}-{word}-{number}") in self.taken:
            number += 1
        self.taken.add(iri)
        title = message("propose.funding", amount=claim.value, title=self._title(subject))
        self._say(iri, RDF + "type", Iri(SG + "Funding"))
        self._say(iri, SKOS + "prefLabel", self._label(title.in_language(self.home.language)))
        self._say(iri, SG + "inStrategy", Iri(self.home.strategy))
        self._say(iri, SG + "funds", Iri(subject))
        self._say(iri, SG + "amount", Literal(decimal_text(money.amount), XSD + "decimal"))
        self._say(iri, SG + "currency", Literal(money.currency))
        self._say(iri, SG + "perYear", Literal("true" if span == "year" else "false", XSD + "boolean"))
        self._say(iri, SG + "valuePrinted", Literal(claim.value))
        if days := span_of(said.period):
            for verb, target in days_of(days, said.period, "Throughout"):
                self._say(iri, verb, target)
        self._say(iri, SG + "evidence", Iri(self._quote(iri, claim.quote)))
        return True

    def _title(self, thing: str) -> str:
        said = (
            target.value
            for one, verb, target in (*self.there, *self.new)
            if one == Iri(thing) and verb == Iri(SKOS + "prefLabel") and isinstance(target, Literal)
        )
        return min(said, default="")

    def _label(self, title: str) -> Literal:
        short = title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
        return Literal(short, LANG_STRING, self.home.language)

    def _say_once(self, subject: str, verb: str, target: Term) -> bool:
        """Whether the statement is new; it is entered where it is."""
        self._say(subject, verb, target)
        return self.new[-1] not in self.there and self.new.count(self.new[-1]) == 1

    def _has(self, subject: str, verb: str) -> bool:
        return any(
            said[0].value == subject and said[1].value == verb
            for said in (*self.there, *self.new)
            if isinstance(said[0], Iri) and isinstance(said[1], Iri)
        )

    def _link(self, subject: str, verb: str, target: str, claim: Claim) -> bool:
        own = subject.rpartition("/")[2]
        link = f"{self.home.strategy}/link-{own}--{target.rpartition('/')[2]}"
        if link in self.taken:
            return False
        self.taken.add(link)
        self._say(subject, SG + verb, Iri(target))
        self._say(link, RDF + "type", Iri(SG + "Link"))
        self._say(link, RDF + "subject", Iri(subject))
        self._say(link, RDF + "predicate", Iri(SG + verb))
        self._say(link, RDF + "object", Iri(target))
        self._say(link, SG + "basis", Iri(SG + "Stated"))
        self._say(link, SG + "inStrategy", Iri(self.home.strategy))
        self._say(link, SG + "evidence", Iri(self._quote(link, claim.quote)))
        return True

    def _count(self, count: Count) -> None:
        """Enters the number that the text gives, where as many elements were accepted."""
        accepted = sum(element.kind == count.kind for element in self.decisions.elements)
        iri = f"{self.home.strategy}/antal-{ascii_name(self.home.kinds.get(count.kind, count.kind))}"
        if accepted != count.value:
            self.left_out.append(f"{self.home.kinds.get(count.kind, count.kind)}: {count.value}")
            return
        kind = self.home.kinds.get(count.kind, count.kind)
        title = Literal(
            message("propose.stated-number", kind=kind).in_language(self.home.language), LANG_STRING, self.home.language
        )
        value = Literal(f"{count.value}.0", XSD + "decimal")
        if iri in self.taken:
            self._replace(iri, SG + "value", value)
            return
        self.taken.add(iri)
        self._say(iri, RDF + "type", Iri(SG + "Announcement"))
        self._say(iri, SKOS + "prefLabel", title)
        self._say(iri, SG + "inStrategy", Iri(self.home.strategy))
        self._say(iri, SG + "counts", Iri(SDGO + "Goal" if count.kind == "SDG" else SG + count.kind))
        self._say(iri, SG + "value", value)
        self._say(iri, SG + "evidence", Iri(self._quote(iri, count.quote)))

    def _replace(self, iri: str, verb: str, value: Literal) -> None:
        """Another number in a new edition, in the place of the old one."""
        old = [said for said in self.there if said[:2] == (Iri(iri), Iri(verb)) and said[2] != value]
        if old:
            self.replaced += sorted(old, key=str)
            self._say(iri, verb, value)


def _plain(words: str) -> str:
    return normalise(words).strip()


def ascii_name(words: str, also: str = "-") -> str:
    """*words* as a part of an IRI: small letters of ASCII, digits and hyphens."""
    folded = words.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(rf"[^a-z0-9{re.escape(also)}]+", "-", folded).strip("-.")


def _printed_numbers(elements: Iterable[Element]) -> dict[str, str]:
    """The numbers by key that may be written: those of kinds in which no number comes twice and none is left out."""
    by_kind: dict[str, list[Element]] = defaultdict(list)
    for element in elements:
        if element.number:
            by_kind[element.kind].append(element)
    found: dict[str, str] = {}
    for listed in by_kind.values():
        numbers = Counter(element.number for element in listed)
        digits = {int(number) for number in numbers if number.isdecimal()}
        whole = not digits or digits == set(range(1, len(digits) + 1))
        if whole and max(numbers.values()) == 1:
            found |= {element.key: element.number for element in listed}
    return found


def _elements_by_quote(there: Iterable[Statement], document: str) -> dict[tuple[str, str], str]:
    """The elements in *there* by class and the words of each quote from *document*."""
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, verb, target in there:
        if isinstance(subject, Iri) and isinstance(verb, Iri) and isinstance(target, Iri | Literal):
            values[subject.value][verb.value].append(target.value)
    found: dict[tuple[str, str], str] = {}
    for thing, facts in values.items():
        for exact in _quoted(values, facts[SG + "evidence"], document):
            for cls in facts[RDF + "type"]:
                found.setdefault((cls, _plain(exact)), thing)
    return found


def _quoted(values: Mapping[str, Mapping[str, list[str]]], quotes: Sequence[str], document: str) -> Iterator[str]:
    for quote in quotes:
        if quote in values and document in values[quote].get(OA + "hasSource", ()):
            for selector in values[quote].get(OA + "hasSelector", ()):
                yield from values.get(selector, {}).get(OA + "exact", ())
