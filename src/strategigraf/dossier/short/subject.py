"""What the short report is about: a strategy with its elements, what each is called, what is said of it, and where."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.check.quotes import imprint
from strategigraf.compare.comparison import generation_pairs_of
from strategigraf.compare.generations import Fate, Generation, generation
from strategigraf.compare.sentences import sentences
from strategigraf.core.matrix import STANDINGS
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import LANGUAGES, SG, SKOS, Text, message, natural, of_data, short
from strategigraf.core.report import Plan, Words
from strategigraf.core.thread import CONTRIBUTES_TO, NEEDING_NO_ANSWER, PART_OF, SCHEDULES, Edge, EdgeLookup
from strategigraf.coverage.coverage import Level, levels
from strategigraf.coverage.fulfilment import Fulfilment, fulfilment
from strategigraf.dossier.short.brief import Opened, Quoted, Term, report_rules, shortened, term
from strategigraf.files.normal_form import readable
from strategigraf.files.source_text import SourceText
from strategigraf.files.workspace import Workspace
from strategigraf.hearing.hearing import Comment, hearing, is_heard
from strategigraf.store.lookup import classes_of, edge_lookup, members_of, openings, titles, words_of
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.progress.report import Progress

SUPPORTS = SG + "supports"
CLAIMING = ("Track", "FocusArea", "Goal", "Initiative", "VisionStatement", "Vision", "Mission", "Section")
_NUMBER = re.compile(r"\d+(?:-[\da-z]+)*")


class Source(NamedTuple):
    """A document: its IRI, the strategy, its stage, when it was issued, the file of its text, its publisher, and its
    language (`da`); empty where that is not known."""

    document: str
    strategy: str
    stage: str
    issued: str
    file: str
    publisher: str
    language: str


class Scheduled(NamedTuple):
    """The initiatives that are in the timeline or state a year themselves, those that have no date, and whether some
    only state a year."""

    timed: tuple[str, ...]
    without: tuple[str, ...]
    by_own_year: bool


class Subject:
    """The strategy *iri* of *store*, traced by *policy*; *texts* are the source texts by file name, where to hand."""

    def __init__(
        self, store: Store, workspace: Workspace, policy: Policy, iri: str, texts: Mapping[str, SourceText] | None
    ) -> None:
        self.store = store
        self.workspace = workspace
        self.policy = policy
        self.iri = iri
        self.texts = texts

    def other(self, strategy: str) -> "Subject":
        """The same on another *strategy*."""
        return Subject(self.store, self.workspace, self.policy, strategy, self.texts)

    # Its elements.

    @cached_property
    def members(self) -> list[str]:
        """All its elements, in the order of their names."""
        return sorted(members_of(self.store, self.iri), key=natural)

    @cached_property
    def classes(self) -> dict[str, str]:
        """The name of the class of each element (`Goal`)."""
        return {thing: cls.removeprefix(SG) for thing, cls in classes_of(self.store, self.members).items()}

    def of(self, *classes: str) -> list[str]:
        """Its elements of *classes*, by name."""
        return [thing for thing in self.members if self.classes.get(thing) in classes]

    @cached_property
    def names(self) -> dict[str, Text]:
        """The titles of the strategy and of its elements."""
        return titles(self.store, [self.iri, *self.members])

    @cached_property
    def plan(self) -> Plan:
        """Title, owner and years."""
        found = imprint(self.store, [], [source.document for source in self.own_sources]).plans
        title = self.names.get(self.iri) or Text(short(self.iri), short(self.iri))
        return next((plan for plan in found if plan.title == title), Plan(title, Text("", ""), ""))

    @cached_property
    def noun(self) -> str:
        """What it is called in a sentence: plan, strategi, udkast."""
        title = self.plan.title.da.lower()
        nouns: dict[str, str] = report_rules()["nouns"]
        return next(noun for noun, pattern in nouns.items() if re.search(f"(?:{pattern})", title))

    @property
    def year(self) -> str:
        """The year in which it came out, else the one in which it begins."""
        source = self.text_of_it
        return (source.issued if source else "")[:4] or self.value(self.iri, "start")[:4]

    @property
    def called(self) -> Text:
        """“planen”, “the plan”."""
        return message(f"short.noun.{self.noun}")

    # What is said of them.

    @cached_property
    def _said(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        things = [self.iri, *members_of(self.store, self.iri)]
        for thing, verb, value, language in self.store.rows_in_batches("dossier/said", things, "thing"):
            found[thing][verb].append((value, language))
        return found

    def values(self, thing: str, name: str) -> list[str]:
        """The values of the property *name* (`status`) of *thing*."""
        return [value for value, _ in self._said[thing][SG + name]]

    def value(self, thing: str, name: str) -> str:
        """The first of them; empty without one."""
        return next(iter(self.values(thing, name)), "")

    def text(self, thing: str, name: str, namespace: str = SG) -> Text | None:
        """The text of the property *name* of *thing*, in the other language where one is missing."""
        by_language = {language: value for value, language in self._said[thing][namespace + name]}
        found = [by_language.get(code) or next(iter(by_language.values()), "") for code in LANGUAGES]
        return Text(*found) if by_language else None

    def topic_words(self, thing: str) -> list[Text]:
        """The words for what *thing* is about: the Danish and the English ones in the order of the data."""
        by_language: dict[str, list[str]] = {code: [] for code in LANGUAGES}
        for word, language in self._said[thing][SG + "topicWord"]:
            by_language.get(language, []).append(word)
        danish, english = by_language.values()
        return [Text(da, en) for da, en in zip(danish or english, english or danish, strict=False)]

    def code(self, thing: str) -> str:
        """The number of *thing*: the source's own, else its place in the name (`1-3`)."""
        number = next((value for value, _ in self._said[thing][SKOS + "notation"]), "")
        numbers = _NUMBER.findall(short(thing))
        return number or (numbers[-1] if numbers and thing.endswith(numbers[-1]) else "")

    def is_numbered(self, thing: str) -> bool:
        """Whether the source itself numbers *thing*."""
        return bool(self._said[thing][SKOS + "notation"])

    def title(self, thing: str) -> Text:
        """The title of *thing*."""
        return self.names.get(thing) or titles(self.store, [thing]).get(thing) or Text(short(thing), short(thing))

    def label(self, thing: str) -> Text:
        """The short label of *thing*; in a language that has none, its title."""
        short_labels = {language: value for value, language in self._said[thing][SKOS + "altLabel"]}
        title = self.title(thing)
        return Text(*(short_labels.get(code) or said for code, said in zip(LANGUAGES, title, strict=True)))

    def term(self, cls: str) -> Term:
        """What its elements of the class *cls* are called by the source."""
        return term(next((self.value(thing, "localTerm") for thing in self.of(cls)), ""), cls)

    @cached_property
    def _words(self) -> dict[str, tuple[Words, ...]]:
        return words_of(self.store, self.members)

    def words(self, thing: str) -> tuple[Words, ...]:
        """The quotes of *thing*; of one of another strategy or of the register as well."""
        return self._words.get(thing) or openings(self.store, [thing]).get(thing, ())

    def next_printed(self, code: str) -> str:
        """The goal, focus area or initiative with the next number after *code* in natural order; "" where none has."""
        printed = {self.code(thing): thing for thing in self.of("Initiative", "FocusArea", "Goal")}
        later = sorted((one for one in printed if natural(one) > natural(code)), key=natural)
        return printed[later[0]] if later else ""

    def opened(self, things: Iterable[str], notes: Mapping[str, Text] | None = None) -> tuple[Opened, ...]:
        """*things* as evidence, with *notes* on some."""
        listed_things = list(things)
        _ = openings(self.store, listed_things)
        noted = notes or {}
        return tuple(
            Opened(
                self.code(thing) if of_data(thing) else short(thing),
                self.title(thing),
                tuple(readable(words.exact) for words in self.words(thing)[:1]),
                noted.get(thing, Text("", "")),
                thing,
            )
            for thing in listed_things
        )

    def quoted(self, thing: str, place: Text | None = None, number: int = 0) -> Quoted | None:
        """The quote *number* of *thing* with its *place*, the heading it is under where none is given."""
        found = self.words(thing)
        if number >= len(found):
            return None
        words = readable(found[number].exact)
        return Quoted(shortened(words, report_rules()["words"]["quote"]), place or heading(found[number]))

    def cue(self, name: str) -> tuple[Quoted, re.Match[str]] | None:
        """The first sentence of its background and definitions that says what the pattern *name* looks for."""
        for pattern in report_rules()["cues"][name]:
            for thing in self.of("Premise", "Definition", "Announcement", "Foundation"):
                for words in self.words(thing):
                    for sentence in sentences(readable(words.exact)):
                        if match := re.search(f"(?:{pattern})", sentence, re.IGNORECASE):
                            most = report_rules()["words"]["quote"]
                            return Quoted(shortened(sentence, most), heading(words)), match
        return None

    # How they hang together.

    @cached_property
    def edges(self) -> EdgeLookup:
        """Their edges, and all others."""
        return edge_lookup(self.store)

    def below(self, thing: str, cls: str, verbs: Collection[str] = (PART_OF, SUPPORTS)) -> list[str]:
        """The elements of the class *cls* that *verbs* lead from to *thing*: they are part of it, or of its parts, or
        support it."""
        found: dict[str, None] = {}
        waiting, seen = [thing], {thing}
        while waiting:
            whole = waiting.pop()
            for edge in self.edges.entering(whole):
                if edge.predicate in verbs and edge.subject not in seen and edge.subject in self.classes:
                    seen.add(edge.subject)
                    waiting.append(edge.subject)
                    if self.classes[edge.subject] == cls:
                        found[edge.subject] = None
        return sorted(found, key=natural)

    def ends(self, things: Iterable[str]) -> list[str]:
        """The SDGs and targets that *things* themselves lead to, each once."""
        found = {
            edge.object for thing in things for edge in self.edges.leaving(thing) if edge.predicate == CONTRIBUTES_TO
        }
        return sorted(found, key=natural)

    @cached_property
    def _claims(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for thing in self.of(*CLAIMING):
            for edge in self.edges.leaving(thing):
                if edge.predicate == CONTRIBUTES_TO and edge.basis == "stated":
                    found[edge.object].append(edge)
        return found

    def claims(self, end: str) -> list[Edge]:
        """The links by which the source itself says that its elements lead to *end*."""
        return sorted(self._claims.get(end, ()), key=lambda edge: natural(edge.subject))

    def claiming(self, end: str) -> list[str]:
        """The elements that the source itself says lead to *end*."""
        return [edge.subject for edge in self.claims(end)]

    def entries(self, thing: str, initiatives: Sequence[str] = ()) -> list[str]:
        """The entries of the timeline for *thing*, and for *initiatives* below it."""
        found = {
            edge.subject
            for one in (thing, *initiatives)
            for edge in self.edges.entering(one)
            if edge.predicate == SCHEDULES and edge.subject in self.classes
        }
        return sorted(found, key=natural)

    @cached_property
    def compliance(self) -> Fulfilment:
        """How far all that is asked of it is met."""
        return fulfilment(self.store, self.policy, [self.iri])

    @cached_property
    def progress(self) -> "Progress":
        """What is said of how far it has come."""
        from strategigraf.progress.report import progress_of

        return progress_of(self.store, self.workspace, [self.iri])

    @cached_property
    def is_asked_for_status(self) -> bool:
        """Whether the policy asks its initiatives for a status."""
        kinds = self.policy.covered([SG + "Initiative"])
        return any(rule.stated == SG + "status" and rule.kind in kinds for rule in self.policy.requirements)

    @cached_property
    def levels(self) -> dict[tuple[str, str], Level]:
        """How far each requirement is met, by strand (`schedule`) and class (`Goal`); those that apply."""
        found = levels(self.compliance)
        return {
            (level.strand.name, level.kind.removeprefix(SG)): level
            for level in found
            if level.elements and not level.lacking
        }

    def held(self, strand: str, cls: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
        """The elements of *cls* that meet the requirement of *strand* themselves, through what is above them, and not;
        None where it does not apply. What has no status at all is not asked how it reports."""
        if strand == "reporting" and not self.is_asked_for_status:  # of which the level then says nothing
            told = [one for one in self.of(cls) if self.values(one, "status")]
            return (tuple(told), (), tuple(one for one in self.of(cls) if one not in told)) if told else None
        level = self.levels.get((strand, cls))
        if level is None or (strand == "reporting" and not any(self.values(one, "status") for one in self.of(cls))):
            return None
        own, inherited, none = (level.bases.get(name, ()) for name in STANDINGS)
        if strand in report_rules()["gaps"]["from_below"]:
            own, inherited = tuple(sorted((*own, *inherited), key=natural)), ()
        return own, inherited, none

    def is_dated(self, initiative: str) -> bool:
        """Whether *initiative* states a time itself, or a milestone of it does."""
        milestones = set(self.of("Milestone"))
        steps = self.edges.entering(initiative) if milestones else ()
        marked = any(edge.predicate == PART_OF and edge.subject in milestones for edge in steps)
        return marked or bool(self.values(initiative, "start") or self.values(initiative, "end"))

    def scheduled(self) -> Scheduled | None:
        """Its initiatives by whether they have a time; None where it has no timeline, or they need not be in it."""
        held = self.held("schedule", "Initiative") if self.of("TimelineEntry") else None
        if held is None:
            return None
        dated = [one for one in held[2] if self.values(one, "start") or self.values(one, "end")]
        return Scheduled((*held[0], *dated), tuple(one for one in held[2] if one not in dated), bool(dated))

    # What came before and after it, and what was said of it.

    @cached_property
    def before(self) -> "Passage | None":
        """What became in it of the initiatives of the strategy before it; None where that is not recorded."""
        return next(self._passages(1), None)

    @cached_property
    def after(self) -> "Passage | None":
        """What became of its initiatives in the strategy after it; None where that is not recorded."""
        return next(self._passages(0), None)

    def _passages(self, side: int) -> "Iterator[Passage]":
        for pair in reversed(generation_pairs_of(self.store, self.iri)):
            if pair[side] == self.iri:
                found = generation(self.store, *pair, [SG + "Initiative"])
                if found.fates:
                    yield Passage(self.other(pair[1 - side]), found)

    @cached_property
    def points(self) -> list[Comment]:
        """What was said in the hearing on it that asks for an answer."""
        if not is_heard(self.store, self.iri):
            return []
        found = hearing(self.store, self.iri).points
        return [point for point in found if point.disposition not in NEEDING_NO_ANSWER]

    # Its sources.

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """All documents that say they are of the strategy."""
        return tuple(Source(*row) for row in self.store.rows_of("store/sources", strategy=self.iri))

    @cached_property
    def own_sources(self) -> tuple[Source, ...]:
        """Those that are not responses to it."""
        return tuple(source for source in self.sources if source.stage != SG + "Response")

    @cached_property
    def text_of_it(self) -> Source | None:
        """The document that it was read from: the one that most of its elements quote."""
        counts: dict[str, int] = defaultdict(int)
        for thing in self.of("Goal", "Initiative", "FocusArea", "Track", "Vision", "VisionStatement"):
            for words in self.words(thing)[:1]:
                counts[words.document] += 1
        quoted = max(counts, key=lambda document: (counts[document], document), default="")
        return next((source for source in self.sources if source.document == quoted), None)


class Passage(NamedTuple):
    """The step from an older to a newer strategy, seen from one of them: the other one, and what became of what."""

    other: Subject
    generation: Generation

    def fates(self, *fates: str) -> list[Fate]:
        """Those of the initiatives of the older strategy that have one of *fates*; all without any."""
        return [fate for fate in self.generation.fates if not fates or fate.fate in fates]


def heading(words: Words) -> Text:
    """The innermost heading that *words* are under; the document's name where they are under none."""
    found = readable(words.section.rpartition(" > ")[2]).strip(" :")
    found = found.capitalize() if found.isupper() else found
    return Text(found, found) if found else Text(short(words.document), short(words.document))
