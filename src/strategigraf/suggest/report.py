"""Suggestions as values and as a report: for a thing, a strategy, or words that are not in the data yet."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import SG, Iri, Labels, Literal, Text, message, short
from strategigraf.core.report import Col, Report, coded, part, score
from strategigraf.sdg.check import scales
from strategigraf.store.names import any_thing, of_class, one_of
from strategigraf.store.sparql import EmbeddedStore, Store
from strategigraf.suggest.scoring import FEATURES, Row, Scorer, probability, weights_of
from strategigraf.suggest.tasks import TASKS, Thing, World

METHODS = Labels("suggest.method", ("letters", "stems", "title", "mutual", "structure", "concepts"))
TASK_LABELS = Labels("suggest.task", TASKS)
_METHOD_OF = {
    "letters": "letters", "letters share": "letters", "stems share": "stems", "title letters": "title",
    "title stems share": "title", "english": "title", "mutual": "mutual", "whole": "structure", "kind": "structure",
    "concerned": "structure", "near": "structure", "concepts": "concepts",
}  # fmt: skip
MOST, LEAST = 3, 0.1  # suggestions for a thing, and how likely one must be
_OTHERS = 6  # strategies that a whole strategy is compared with, where none is named
_NEW = "urn:strategigraf:new"


class Suggestion(NamedTuple):
    """What *task* suggests for a thing (IRIs): the likeness of letters (0 to 1), how likely an editor would choose it,
    what it owes most to (a key of METHODS), and the words that both share."""

    task: str
    thing: str
    suggested: str
    score: float
    probability: float
    method: str
    words: tuple[str, ...]


class Suggester:
    """Suggests from the things of *store*, which are read once."""

    def __init__(self, store: Store) -> None:
        self.world = World(store)
        self._scales = scales(store)
        self._rejected = {(one, other) for one, other in store.rows_of("suggest/rejected")}
        self._scorers: dict[tuple[str, str], Scorer] = {}

    def for_thing(
        self, task: str, thing: str, other: str = "", most: int = MOST, least: float = LEAST
    ) -> list[Suggestion]:
        """The *most* likely suggestions of *task* for *thing* that are at least so likely, the best first; for
        mappings to the strategy *other*. What is linked already, or was rejected, is left out."""
        known = self.world.chosen(task).get(thing, set())
        scorer = self._scorer(task, self.world.things[thing].strategy, thing, other)
        weights = weights_of(task)
        pairs = [
            (probability(row, weights), row, candidate)
            for row, candidate in zip(scorer.rows(thing), scorer.candidates, strict=True)
            if candidate not in known and candidate != thing and (thing, candidate) not in self._rejected
        ]
        best = sorted((pair for pair in pairs if pair[0] >= least), key=lambda pair: (-pair[0], pair[2]))[:most]
        return [self._suggestion(task, thing, scorer, *pair) for pair in best]

    def for_words(
        self, task: str, title: str, words: str, strategy: str, kind: str = SG + "Initiative", other: str = ""
    ) -> list[Suggestion]:
        """As `for_thing` for an element that is not in the data yet, with a *title* and *words* of its source, of the
        class *kind* in *strategy* (IRIs)."""
        self.world.things[_NEW] = Thing(_NEW, kind, title, "", words, (), strategy)
        try:
            return self.for_thing(task, _NEW, other)
        finally:
            del self.world.things[_NEW]

    def for_strategy(
        self, task: str, strategy: str, others: Iterable[str] = (), most: int = MOST, least: float = LEAST
    ) -> list[Suggestion]:
        """The suggestions of *task* for the things of *strategy* that editors have linked with nothing yet; alignments
        with each of the *others*."""
        found: list[Suggestion] = []
        chosen = self.world.chosen(task)
        asked = [thing for thing in self.world.members.get(strategy, ()) if self.world.is_asked(task, thing)]
        for other in others if task == "mappings" else ("",):
            for thing in asked:
                linked = chosen.get(thing, set())
                if not any(self._strategy(one) == other for one in linked) if other else not linked:
                    found += self.for_thing(task, thing, other, most, least)
        return sorted(found, key=lambda one: (-one.probability, one.thing, one.suggested))

    def _strategy(self, thing: str) -> str:
        return self.world.things[thing].strategy if thing in self.world.things else ""

    def _scorer(self, task: str, strategy: str, thing: str, other: str) -> Scorer:
        key = task, f"{strategy} {other}"
        if key not in self._scorers:
            asked = [one for one in self.world.members.get(strategy, ()) if self.world.is_asked(task, one)]
            candidates = self.world.candidates(task, thing, other)
            self._scorers[key] = Scorer(self.world, task, asked, candidates, self._scales)
        return self._scorers[key]

    def _suggestion(self, task: str, thing: str, scorer: Scorer, likely: float, row: Row, candidate: str) -> Suggestion:
        shares: dict[str, float] = {}
        for feature, value, weight in zip(FEATURES, row, weights_of(task), strict=True):
            if feature in _METHOD_OF:
                method = _METHOD_OF[feature]
                shares[method] = shares.get(method, 0.0) + value * weight
        best = max(shares, key=lambda method: (shares[method], method))
        one, two = self.world.things[thing], self.world.things[candidate]
        words = scorer.stems.shared(f"{one.title} {one.words}", f"{two.title} {two.words}")
        return Suggestion(task, thing, candidate, row[FEATURES.index("letters")], likely, best, tuple(words))


_COLUMNS: tuple[Col[Suggestion], ...] = (
    Col("thing", lambda one: Iri(one.thing)),
    Col("task", lambda one: coded(one.task, TASK_LABELS[one.task])),
    Col("suggested", lambda one: Iri(one.suggested)),
    Col("score", lambda one: score(one.score, (one.suggested,))),
    Col("probability", lambda one: score(one.probability, (one.suggested,))),
    Col("shared", lambda one: Literal(", ".join(one.words))),
    Col("method", lambda one: coded(one.method, METHODS[one.method])),
)


class SuggestAnswer(ReportAnswer[tuple[Suggestion, ...]]):
    """The answer of `suggest`: its value are the suggestions, the likeliest first."""


def suggest(
    graph: Graph, name: str, task: str = "mappings", to: str = "", most: int = MOST, least: float = LEAST
) -> SuggestAnswer:
    """What editors may want to link with the thing or strategy *name*, the likeliest first: by *task* "mappings"
    (with the strategy *to*, or those there are), "sdgs", "answers" (the passage that answers a comment) or "dates" (the
    initiative behind a timeline entry). Of a strategy the things that nothing is linked with yet.

    At most *most* for each thing, each at least so likely (*least*). Columns: thing, task, suggested, score (likeness
    of letters), probability, shared (words), method. Raises UnknownElement, UnknownStrategy, WrongValue.

    >>> sg.suggest(sg.open(), "midt-udviklingsplan-2023/indsats-1-2", "sdgs").report.name
    'suggest'
    """
    chosen = one_of(task, TASKS, Text("noget, der kan foreslås", "something that can be suggested"))

    def answer(store: EmbeddedStore) -> SuggestAnswer:
        thing = any_thing(store, name).value
        suggester = Suggester(store)
        others = [of_class(store, to, SG + "Strategy").value] if to else []
        found = _found(suggester, chosen, thing, others, most, least)
        told = part("suggest.suggestions", _COLUMNS, found)
        return SuggestAnswer(tuple(found), Report("suggest", message("suggest.title"), (told,)), store, graph.language)

    return graph.use(answer)


def _found(
    suggester: Suggester, task: str, thing: str, others: Sequence[str], most: int, least: float
) -> list[Suggestion]:
    world = suggester.world
    own = thing if thing in world.strategies else world.things[thing].strategy if thing in world.things else ""
    compared = others or [one for one in world.strategies if one != own][:_OTHERS]
    if thing in world.strategies:
        return suggester.for_strategy(task, thing, compared, most, least)
    if not world.is_asked(task, thing):
        raise WrongValue(
            Text(
                f"{TASK_LABELS[task].da} foreslås ikke for {short(thing)}.",
                f"{TASK_LABELS[task].en} is not suggested for {short(thing)}.",
            ),
            Text("Vælg et andet element, eller en anden --task.", "Choose another element, or another --task."),
        )
    found = [
        one
        for other in (compared if task == "mappings" else ("",))
        for one in suggester.for_thing(task, thing, other, most, least)
    ]
    return sorted(found, key=lambda one: (-one.probability, one.suggested))
