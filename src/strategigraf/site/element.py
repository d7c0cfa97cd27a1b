"""The page of an element: its place in the red thread, its links with their basis, its counterparts, its words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import OA, RDF, SG, SKOS, Iri, Literal, Term, Text, message, natural, of_data
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import Column, shown_value
from strategigraf.core.table import Table
from strategigraf.core.thread import CLAIM_BASES, CONTRIBUTES_TO, PART_OF, SCHEDULES, Edge, ancestors
from strategigraf.dossier.short.brief import capital, listed, small, term
from strategigraf.site.addresses import Ref, anchor_of, path_of
from strategigraf.site.facts import EVIDENCE, NOTHING, Claim, Facts, Quote, Statement
from strategigraf.site.page import Page
from strategigraf.site.records import both, claim_record, period_of, quote_record
from strategigraf.store.lookup import edge_lookup, members_of, openings, strategies_of, thread

_IN_THREAD = ("Goal", "Initiative", "FocusArea", "Track")
_OF_PROGRAM = ("evidence", "order", "inherits", "reaches", "tracesTo", "inStrategy", "basis", "rationale", "confidence")
_ORDER = ("contributesTo", "realises", "supports", "addresses", "schedules", "concerns", "answers", "continues")
_SELECTOR = OA + "hasSelector"
_HIDDEN = (RDF + "type", SKOS + "prefLabel", SKOS + "notation", SKOS + "altLabel", SKOS + "hiddenLabel")


class Inherited(NamedTuple):
    """A link that a thing inherits: the other end, what has the link itself, and its quotes."""

    other: Ref
    source: Ref
    quotes: tuple[Quote, ...]


class Group(NamedTuple):
    """Links of one relation: its anchor, its title, the links themselves, and those that are inherited."""

    anchor: str
    title: Text
    claims: tuple[Claim, ...]
    inherited: tuple[Inherited, ...] = ()


def prepare(facts: Facts, things: Sequence[str]) -> None:
    """Looks up at once what the pages of *things* say."""
    edges = edge_lookup(facts.store)
    touching = [edge for thing in things for edge in (*edges.leaving(thing), *edges.entering(thing))]
    links = [edge.link for edge in touching if edge.link]
    facts.know([*things, *(end for edge in touching for end in (edge.subject, edge.object, edge.predicate))])
    facts.describe([*things, *links])
    quotes = {quote for thing in (*things, *links) for quote in facts.values(thing, EVIDENCE)}
    facts.describe(quotes)
    facts.describe(one for quote in quotes for one in facts.values(quote, _SELECTOR))
    facts.align(things)
    alignments = [row for thing in things for row in facts.alignments(thing)]
    facts.describe(row[0] for row in alignments)
    facts.know(row[3] for row in alignments if row[3] != NO_TERM)
    openings(facts.store, [*things, *links])


def element_page(facts: Facts, thing: str) -> Page:
    """The page of the element *thing* (IRI)."""
    shown = _Element(facts, thing)
    return Page(
        path_of(thing),
        "element.html",
        facts.title(thing),
        shown.answer(),
        "strategies",
        shown.crumbs(),
        facts.kind(thing),
        thing,
        facts.proof(shown.quoted()),
        {
            "quotes": shown.quotes,
            "above": tuple(facts.ref(one) for one in shown.above),
            "below": shown.below(),
            "before": shown.beside[0],
            "after": shown.beside[1],
            "groups": shown.groups,
            "facts": shown.facts_told(),
        },
        shown.record,
        shown.table,
        shown.statements,
        "CreativeWork",
    )


class _Element:
    def __init__(self, facts: Facts, thing: str) -> None:
        self.facts = facts
        self.thing = thing
        self.edges = edge_lookup(facts.store)
        self.cls = facts.cls(thing).removeprefix(SG)
        self.strategy = facts.value(thing, SG + "inStrategy")
        facts.know([self.strategy])
        self.above = self._above()
        self.parts = sorted(
            {edge.subject for edge in self.edges.entering(thing) if edge.predicate == PART_OF}, key=natural
        )
        self.outward = [edge for edge in self.edges.leaving(thing) if edge.link]
        self.inward = [edge for edge in self.edges.entering(thing) if edge.link]
        self.quotes = facts.quotes(thing)
        self.inherited = self._inherited()
        self.groups = (*self._groups(), *self._counterparts())
        self.beside = self._beside()

    def _above(self) -> list[str]:
        return [one for one in reversed(ancestors(self.thing, self.edges)) if one != self.strategy]

    def _inherited(self) -> list[Edge]:
        own = {(edge.predicate, edge.object) for edge in self.outward}
        found: dict[tuple[str, str], Edge] = {}
        for edge in thread(self.facts.store, whole=False).inherited(self.thing):
            if (edge.predicate, edge.object) not in own:
                found.setdefault((edge.predicate, edge.object), edge)
        return sorted(found.values(), key=lambda edge: natural(edge.object))

    def _groups(self) -> Iterator[Group]:
        facts = self.facts
        facts.know(end for edge in self.inherited for end in (edge.subject, edge.object))
        by_verb: dict[str, list[Edge]] = {}
        for edge in self.outward:
            by_verb.setdefault(edge.predicate, []).append(edge)
        for edge in self.inherited:
            by_verb.setdefault(edge.predicate, [])
        for verb in sorted(by_verb, key=_rank):
            inherited = tuple(
                Inherited(facts.ref(edge.object), facts.ref(edge.subject), facts.quotes(edge.link))
                for edge in self.inherited
                if edge.predicate == verb
            )
            title = message("site.sdgs") if verb == CONTRIBUTES_TO else capital(facts.label(verb))
            claims = tuple(self._claim(edge, edge.object, facts.label(verb)) for edge in by_verb[verb])
            yield Group(short_name(verb).rpartition(":")[2], title, claims, inherited)
        inward: dict[str, list[Edge]] = {}
        for edge in self.inward:
            inward.setdefault(edge.predicate, []).append(edge)
        for verb in sorted(inward, key=_rank):
            name = short_name(verb).rpartition(":")[2]
            claims = tuple(self._claim(edge, edge.subject, NOTHING) for edge in inward[verb])
            yield Group(f"from-{name}", _from(facts, verb), claims)

    def _claim(self, edge: Edge, other: str, relation: Text) -> Claim:
        facts = self.facts
        return Claim(
            anchor_of(edge.link),
            capital(relation),
            facts.ref(other),
            edge.basis,
            facts.confidence(edge.link),
            facts.rationale(edge.link),
            facts.quotes(edge.link),
            edge.link,
        )

    def _counterparts(self) -> Iterator[Group]:
        facts, claims = self.facts, []
        for alignment, predicate, outward, other, negative in facts.alignments(self.thing):
            side = "outward" if outward == "true" else "inward"
            if other == NO_TERM:
                relation, ref = message("site.no-counterpart"), Ref("", "", NOTHING, NOTHING)
            else:
                name = short_name(predicate).rpartition(":")[2]
                relation = message(f"site.match.{side}.{name}")
                if negative == "true":
                    relation = message("site.match.denied", relation=small(relation))
                strategy = facts.title(_strategy_of(facts, other))
                ref = facts.ref(other, strategy)
                ref = ref._replace(
                    kind=Text(*(", ".join(filter(None, pair)) for pair in zip(strategy, ref.kind, strict=True)))
                )
            anchor = anchor_of(alignment) if outward == "true" else f"to-{anchor_of(alignment)}"
            quotes = facts.quotes(other)[:1] if of_data(other) else ()
            claims.append(
                Claim(
                    anchor,
                    relation,
                    ref,
                    "interpreted",
                    facts.confidence(alignment),
                    facts.rationale(alignment),
                    quotes,
                    alignment,
                )
            )
        if claims:
            yield Group("counterparts", message("site.counterparts"), tuple(claims))

    def _beside(self) -> tuple[Ref | None, Ref | None]:
        """The elements before and after it among those of its type."""
        siblings = self._siblings()
        place = siblings.index(self.thing) if self.thing in siblings else -1
        if place < 0:
            return None, None
        before = siblings[place - 1] if place else None
        after = siblings[place + 1] if place + 1 < len(siblings) else None
        return (self.facts.ref(before) if before else None, self.facts.ref(after) if after else None)

    def _siblings(self) -> list[str]:
        def found() -> dict[str, list[str]]:
            by_class: dict[str, list[str]] = {}
            members = sorted(members_of(self.facts.store, self.strategy), key=natural)
            self.facts.know(members)
            for member in members:
                by_class.setdefault(self.facts.cls(member), []).append(member)
            return by_class

        return self.facts.kept(("siblings", self.strategy), found).get(self.facts.cls(self.thing), [])

    # What it says.

    def crumbs(self) -> tuple[tuple[str, Text], ...]:
        """The way to it: its strategy."""
        return ((path_of(self.strategy), self.facts.title(self.strategy)),) if self.strategy else ()

    def below(self) -> tuple[Ref, ...]:
        """Its parts, each with when it is scheduled where its strategy has a timeline."""
        self.facts.know(self.parts)
        timed = self._has_timeline()
        return tuple(
            self.facts.ref(part, self._when(part) if timed and self.facts.cls(part) == SG + "Initiative" else NOTHING)
            for part in self.parts
        )

    def _has_timeline(self) -> bool:
        return self.facts.kept(
            ("timeline", self.strategy),
            lambda: any(
                self.facts.cls(member) == SG + "TimelineEntry" for member in members_of(self.facts.store, self.strategy)
            ),
        )

    def _entries(self, thing: str) -> list[str]:
        return [edge.subject for edge in self.edges.entering(thing) if edge.predicate == SCHEDULES]

    def _when(self, thing: str) -> Text:
        entries = self._entries(thing)
        return (
            message("site.scheduled", when=listed(_periods(self.facts, entries)))
            if entries
            else message("site.not-scheduled")
        )

    def answer(self) -> Text:
        """Its place in the thread, what is scheduled, and who says that it contributes."""
        sentences = [self._place(), self._schedule(), self._who_says()]
        return Text(*(" ".join(filter(None, told)) for told in zip(*sentences, strict=True)))

    def _called(self) -> Text:
        if self.cls in _IN_THREAD:
            return capital(term(self.facts.value(self.thing, SG + "localTerm"), self.cls).the)
        return message("site.the-element")

    def _place(self) -> Text:
        if self.cls not in _IN_THREAD:
            if self.above:
                whole = self.above[-1]
                return message("site.part-of", kind=small(self.facts.kind(whole)), title=self.facts.title(whole))
            return NOTHING
        tops = [one for one in self.above if self.facts.cls(one) in (SG + "Vision", SG + "Mission")]
        reached = tops or [
            edge.object for edge in (*self.outward, *self.inherited) if edge.predicate == SG + "realises"
        ]
        if reached:
            name = self.facts.cls(reached[0]).removeprefix(SG)
            name = name if name in ("Mission", "Vision") else "VisionStatement"
            return message(f"site.reaches.{name}", the=self._called(), title=self.facts.title(reached[0]))
        if self.above:
            whole = self.above[-1]
            return message(
                "site.reaches-only",
                the=self._called(),
                kind=small(self.facts.kind(whole)),
                title=self.facts.title(whole),
            )
        return message("site.alone", the=self._called())

    def _schedule(self) -> Text:
        if self.cls not in ("Goal", "Initiative") or not self._has_timeline():
            return NOTHING
        entries = self._entries(self.thing)
        if entries:
            own = message("site.is-scheduled", when=listed(_periods(self.facts, entries)))
        elif self.cls == "Initiative":
            return message("site.is-not-scheduled")
        else:
            own = NOTHING
        parts = [part for part in self.parts if self.facts.cls(part) == SG + "Initiative"]
        if not parts:
            return own
        scheduled = sum(bool(self._entries(part)) for part in parts)
        below = message("site.scheduled-below", count=scheduled, total=len(parts))
        return Text(*(" ".join(filter(None, told)) for told in zip(own, below, strict=True)))

    def _who_says(self) -> Text:
        if self.cls not in (*_IN_THREAD, "Vision", "VisionStatement"):
            return NOTHING
        own = [edge for edge in self.outward if edge.predicate == CONTRIBUTES_TO]
        if not own:
            inherited = [edge for edge in self.inherited if edge.predicate == CONTRIBUTES_TO]
            return message("site.sdgs-inherited", count=len(inherited)) if inherited else message("site.sdgs-none")
        sentences = []
        for basis in CLAIM_BASES:
            ends = sorted({short_name(edge.object) for edge in own if edge.basis == basis}, key=natural)
            if ends:
                sentences.append(message(f"site.sdgs-{basis}", targets=_sdgs_listed(ends)))
        return Text(*(" ".join(told) for told in zip(*sentences, strict=True)))

    def facts_told(self) -> list[tuple[Text, list[Ref]]]:
        """What else is said of it: the name of each property, and its values."""
        verbs = {edge.predicate for edge in (*self.outward, *self.edges.leaving(self.thing))}
        told = []
        for verb, values in self.facts.said(self.thing).items():
            if verb in _HIDDEN or verb in verbs or (verb.startswith(SG) and verb[len(SG) :] in _OF_PROGRAM):
                continue
            if verb.startswith((SG, SKOS)):
                told.append((capital(self.facts.label(verb)), [self._value(value) for value in values]))
        return sorted(told, key=lambda pair: pair[0].da)

    def _value(self, value: object) -> Ref:
        if isinstance(value, Iri):
            return (
                self.facts.ref(value.value)
                if of_data(value.value)
                else Ref("", "", NOTHING, self.facts.label(value.value))
            )
        assert isinstance(value, Literal)
        return Ref("", "", NOTHING, shown_value(value))

    # The same for machines.

    def quoted(self) -> list[str]:
        """The quotes on its page (IRIs)."""
        claims = [claim for group in self.groups for claim in group.claims]
        return [
            one.quote
            for one in (*self.quotes, *(each for claim in claims for each in claim.quotes))
            if of_data(one.quote)
        ]

    def record(self) -> Mapping[str, Any]:
        """All of it as a record."""
        return {
            "id": self.thing,
            "type": self.facts.cls(self.thing),
            "kind": both(self.facts.kind(self.thing)),
            "title": both(self.facts.title(self.thing)),
            "strategy": self.strategy,
            "part_of": self.above,
            "parts": self.parts,
            "quotes": [quote_record(one) for one in self.quotes],
            "links": [claim_record(claim, group.title) for group in self.groups for claim in group.claims],
            "inherited": [
                {"relation": edge.predicate, "other": edge.object, "from": edge.subject, "link": edge.link}
                for edge in self.inherited
            ],
        }

    def table(self) -> Table:
        """A row for each link, counterpart and quote: relation, thing, title, basis, why, words, document."""
        rows: list[tuple[Term | None, ...]] = [
            (
                Literal(claim.relation.en or group.title.en),
                Iri(claim.other.thing) if claim.other.thing else None,
                Literal(claim.other.title.da),
                Literal(claim.basis),
                Literal(claim.rationale.da),
                Literal(" | ".join(one.words for one in claim.quotes)),
            )
            for group in self.groups
            for claim in group.claims
        ]
        rows += [
            (
                Literal("inherited"),
                Iri(edge.object),
                Literal(self.facts.title(edge.object).da),
                Literal("inherited"),
                None,
                None,
            )
            for edge in self.inherited
        ]
        rows += [
            (Literal("quote"), Iri(one.quote), Literal(one.place.da), None, None, Literal(one.words))
            for one in self.quotes
        ]
        return Table(tuple(map(Column, ("relation", "thing", "title", "basis", "rationale", "words"))), tuple(rows))

    def statements(self) -> list[Statement]:
        """What the data say of it, of its links in both directions, of its counterparts, and of their quotes."""
        links = [edge.link for edge in (*self.outward, *self.inward)]
        alignments = [row[0] for row in self.facts.alignments(self.thing)]
        quotes = [quote for thing in (self.thing, *links) for quote in self.facts.values(thing, EVIDENCE)]
        selectors = [one for quote in quotes for one in self.facts.values(quote, _SELECTOR)]
        self.facts.describe([*quotes, *selectors])
        return self.facts.statements([self.thing, *links, *alignments, *quotes, *selectors])


def _sdgs_listed(codes: Sequence[str]) -> Text:
    """SDGs and SDG targets in words: “verdensmål 3 og 10 og delmål 10.3”."""
    goals = listed([Text(code, code) for code in codes if "." not in code])
    targets = listed([Text(code, code) for code in codes if "." in code])
    named = [
        (message("site.sdgs-listed", codes=goals), goals),
        (message("site.targets-listed", codes=targets), targets),
    ]
    return listed([told for told, found in named if found.da])


def _rank(verb: str) -> tuple[int, str]:
    name = verb.removeprefix(SG)
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _from(facts: Facts, verb: str) -> Text:
    """What a list of those that have the relation *verb* to a thing is called."""
    name = verb.removeprefix(SG)
    known = ("concerns", "schedules", "realises", "supports", "addresses", "answers", "continues", "contributesTo")
    return message(f"site.from.{name}") if name in known else message("site.from.other", relation=facts.label(verb))


def _strategy_of(facts: Facts, thing: str) -> str:
    found = strategies_of(facts.store, [thing]).get(thing, frozenset())
    return min(found, default=thing)


def _periods(facts: Facts, entries: Iterable[str]) -> list[Text]:
    """When *entries* of a timeline are, each once, in order."""
    found = {period_of(facts, entry) for entry in entries}
    return sorted((period for period in found if period.da), key=lambda period: natural(period.da))
