"""What is suggested, and for what: the four tasks, with what can be suggested for each thing and what editors chose."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.matrix import MATCHES, NO_TERM
from strategigraf.core.rdf import SDG, SDGO, SG, SKOS
from strategigraf.store.lookup import classes_of, edges, labels, members_of, openings, strategies_in, strategies_of
from strategigraf.store.sparql import Store

TASKS = ("mappings", "sdgs", "answers", "dates")
_MATCHES = (*(f"{SKOS}{name}Match" for name in MATCHES[:5]), SG + "continues")
_LINKS = {"sdgs": "contributesTo", "answers": "answers", "dates": "schedules"}
_COMMENTS = (SG + "HearingComment", SG + "HearingQuestion")
_BESIDE = (  # elements that say what a text is and not what a strategy wants
    "Misfit", "Announcement", "Justification", "Section", "ProcessStep", "DiscussionQuestion", "HearingComment",
    "HearingQuestion", "HearingResponse",
)  # fmt: skip
_DONE = (SG + "Initiative", SG + "Goal", SG + "FocusArea")  # what a date may be of


class Thing(NamedTuple):
    """A thing: its class, its title in Danish and English, its first quote, what it is part of, and the strategy it
    belongs to (IRIs, "" for none)."""

    iri: str
    kind: str
    title: str
    english: str
    words: str
    parents: tuple[str, ...]
    strategy: str

    @property
    def text(self) -> str:
        """Its title and words; the title counts twice."""
        return f"{self.title} {self.title} {self.words}"


class Question(NamedTuple):
    """One thing to suggest for: the `name` of its set, the thing, what may be suggested, and what editors chose."""

    name: str
    thing: str
    candidates: tuple[str, ...]
    chosen: frozenset[str] = frozenset()


class World:
    """The things of *store*, with their links: read once."""

    def __init__(self, store: Store) -> None:
        found = edges(store)
        self.parents: dict[str, list[str]] = defaultdict(list)
        self.links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for edge in found:
            if edge.predicate == SG + "partOf":
                self.parents[edge.subject].append(edge.object)
            else:
                self.links[edge.predicate][edge.subject].add(edge.object)
        self.strategies = strategies_in(store)
        self.members = {strategy: members_of(store, strategy) for strategy in self.strategies}
        everything = {thing for members in self.members.values() for thing in members}
        register = [thing for (thing,) in store.rows_of("suggest/targets")]
        kinds = classes_of(store, [*everything, *register])
        wanted = [thing for thing in kinds if kinds[thing] not in (SG + "Link", SG + "Strategy")]
        titles, words = labels(store, wanted, "da"), openings(store, wanted, "da")
        owners, english = strategies_of(store, wanted), labels(store, wanted, "en")
        self.things = {
            thing: Thing(
                thing,
                kinds[thing],
                titles.get(thing, ""),
                english.get(thing, ""),
                next((quote.exact for quote in words.get(thing, ())), ""),
                tuple(self.parents.get(thing, ())),
                min(owners.get(thing, ()), default=""),
            )
            for thing in wanted
        }
        self.targets = tuple(thing for thing in register if thing in self.things)
        self.aligned = self._alignments(store)

    def _alignments(self, store: Store) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for subject, target in store.rows_of("suggest/alignments", relation=_MATCHES):
            if target != NO_TERM and subject != NO_TERM:
                found[subject].add(target)
        return found

    def elements(self, strategy: str, kinds: Collection[str] = ()) -> tuple[str, ...]:
        """The elements of *strategy* that say what it wants, of *kinds* only where there are any."""
        out = {SG + name for name in _BESIDE}
        told = (thing for thing in self.members.get(strategy, ()) if thing in self.things)
        return tuple(
            thing
            for thing in told
            if (self.things[thing].kind in kinds if kinds else self.things[thing].kind not in out)
        )

    def candidates(self, task: str, thing: str, other: str = "") -> tuple[str, ...]:
        """What may be suggested for *thing* by *task*; for alignments the elements of the strategy *other*."""
        if task == "mappings":
            return self.elements(other)
        if task == "sdgs":
            return self.targets
        own = self.things[thing].strategy
        return self.elements(own, _DONE if task == "dates" else ())

    def chosen(self, task: str) -> Mapping[str, set[str]]:
        """What editors linked each thing with, as *task* has it: of answers, by comment."""
        if task == "mappings":
            return self.aligned
        told = self.links[SG + _LINKS[task]]
        if task != "answers":
            return told
        found: dict[str, set[str]] = defaultdict(set)
        for subject, targets in told.items():
            for target in targets:
                found[target].add(subject)
        return found

    def is_asked(self, task: str, thing: str) -> bool:
        """Whether *task* is about things like *thing*."""
        if thing not in self.things:
            return False
        kind = self.things[thing].kind
        if task == "answers":
            return kind in _COMMENTS
        if task == "dates":
            return kind == SG + "TimelineEntry"
        return kind not in {SG + name for name in _BESIDE} | {SG + "TimelineEntry"} and not kind.startswith(SDGO)


def curated(world: World) -> list[tuple[str, list[Question]]]:
    """The questions that editors have answered, by task: of alignments one set for each two strategies."""
    found: list[tuple[str, list[Question]]] = []
    for task in TASKS:
        questions: list[Question] = []
        for thing, targets in sorted(world.chosen(task).items()):
            if not world.is_asked(task, thing):
                continue
            questions += _questions(world, task, thing, targets)
        found.append((task, questions))
    return found


def _questions(world: World, task: str, thing: str, targets: Iterable[str]) -> list[Question]:
    by_strategy: dict[str, set[str]] = defaultdict(set)
    for target in targets:
        owner = "" if target.startswith(SDG) else world.things[target].strategy if target in world.things else ""
        by_strategy[owner].add(target)
    questions = []
    for other, chosen in sorted(by_strategy.items()):
        candidates = world.candidates(task, thing, other)
        known = frozenset(chosen) & set(candidates)
        if known:
            name = f"{world.things[thing].strategy} {other}" if task == "mappings" else task
            questions.append(Question(name, thing, candidates, known))
    return questions


def by_set(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """*questions* by the name of their set."""
    found: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        found[question.name].append(question)
    return found
