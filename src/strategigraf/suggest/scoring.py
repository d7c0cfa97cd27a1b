"""How likely a pair is one that an editor would choose: features of the pair, and their weights as editors' choices
have it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path

from strategigraf.core.rdf import SG
from strategigraf.sdg.check import Scales
from strategigraf.suggest.likeness import Letters, Stems, shares
from strategigraf.suggest.tasks import TASKS, World

FEATURES = (
    "constant",
    "letters",  # cosine of runs of letters, title and quote
    "letters share",  # as a share of the best for this thing
    "stems share",  # BM25 over stems, likewise
    "title letters",
    "title stems share",
    "mutual",  # how near the pair is to the best that the other side has
    "whole",  # what it is part of, and what the other is part of
    "kind",  # both of one type
    "english",  # letters of the English titles, as a share of the best: another choice of words
    "concepts",  # what the lexicon of the SDG field knows, likewise
    "concerned",  # answers: the passage is what the comment concerns
    "near",  # SDGs: the goal is claimed by what it is part of, or its strategy; answers: part of what is concerned
)
Row = tuple[float, ...]
WEIGHTS = Path(__file__).with_name("weights.tsv")


class Scorer:
    """Features of pairs of *task*: the things asked about (*asked*) against *candidates* (IRIs)."""

    def __init__(
        self, world: World, task: str, asked: Sequence[str], candidates: Sequence[str], scales: Scales
    ) -> None:
        self._world, self._task, self._scales = world, task, scales
        self.candidates = tuple(candidates)
        things = [world.things[thing] for thing in candidates]
        self._letters = Letters([thing.text for thing in things])
        self.stems = Stems([thing.text for thing in things])
        self._title_letters = Letters([thing.title for thing in things])
        self._title_stems = Stems([thing.title for thing in things])
        self._english = Letters([thing.english for thing in things])
        self._concepts = Stems([thing.text for thing in things], self._split)
        self._by_thing = {thing: self._letters.like(world.things[thing].text) for thing in dict.fromkeys(asked)}
        columns = list(zip(*self._by_thing.values(), strict=True)) or [()] * len(things)
        self._best = [max(column, default=0.0) for column in columns]
        self._places = {thing: place for place, thing in enumerate(self.candidates)}

    def rows(self, thing: str) -> list[Row]:
        """The features of *thing* with each candidate, in their order."""
        world, asked = self._world, self._world.things[thing]
        letters = self._by_thing.get(thing) or self._letters.like(asked.text)
        title = asked.title or asked.words
        titles = self._title_letters.like(title)
        of_whole = self._of_whole(thing, letters)
        concepts = self._of_register(thing) if self._task == "sdgs" else self._concepts.like(asked.text)
        concerned, near = self._special(thing)
        columns = (
            [1.0] * len(letters),
            letters,
            shares(letters),
            shares(self.stems.like(asked.text)),
            titles,
            shares(self._title_stems.like(title)),
            [value / best if best else 0.0 for value, best in zip(letters, self._best, strict=True)],
            of_whole,
            [float(world.things[other].kind == asked.kind) for other in self.candidates],
            shares(self._english.like(asked.english)),
            shares(concepts),
            concerned,
            near,
        )
        return list(zip(*columns, strict=True))

    def _of_whole(self, thing: str, letters: Sequence[float]) -> list[float]:
        wholes = [self._world.things[one] for one in self._world.things[thing].parents if one in self._world.things]
        above = [self._letters.like(whole.text) for whole in wholes[:1]]
        found = []
        for place, other in enumerate(self.candidates):
            parents = [self._places[one] for one in self._world.things[other].parents if one in self._places]
            best = max((letters[one] for one in parents), default=0.0)
            found.append(max(best, above[0][place] if above else 0.0))
        return found

    def _split(self, text: str) -> list[str]:
        meanings = self._scales.targets.lexicon.meanings(text, "da")
        return [concept for meaning in meanings for concept in meaning.concepts]

    def _of_register(self, thing: str) -> list[float]:
        """How well each SDG target fits the words of *thing* (`sdg-check` judges by the same)."""
        asked, index = self._world.things[thing], self._scales.targets
        fits = index.fits(index.lexicon.meanings(f"{asked.title} {asked.words}", "da"), "da")
        by_code = {fit.code: fit.score for fit in fits}
        return [by_code.get(_code(other), 0.0) for other in self.candidates]

    def _special(self, thing: str) -> tuple[list[float], list[float]]:
        """What only answers, or only SDGs, have: `concerned` and `near`."""
        world, nothing = self._world, [0.0] * len(self.candidates)
        if self._task == "answers":
            concerned = world.links[SG + "concerns"].get(thing, set())
            near = {one for target in concerned for one in (*world.parents.get(target, ()), target)}
            told = [float(other in concerned) for other in self.candidates]
            return told, [float(bool(near & set(world.things[other].parents))) for other in self.candidates]
        if self._task != "sdgs":
            return nothing, nothing
        claims = world.links[SG + "contributesTo"]
        waiting, above = list(world.things[thing].parents), set[str]()
        while waiting:
            one = waiting.pop()
            if one not in above:
                above.add(one)
                waiting += world.parents.get(one, ())
        goals = {_code(target).split(".")[0] for one in above for target in claims.get(one, ())}
        whole = {_code(target).split(".")[0] for target in claims.get(world.things[thing].strategy, ())}
        codes = [_code(other).split(".")[0] for other in self.candidates]
        return nothing, [1.0 if code in goals else 0.5 if code in whole else 0.0 for code in codes]


def _code(target: str) -> str:
    return target.rpartition("/")[2]


def probability(row: Row, weights: Sequence[float]) -> float:
    """How likely a pair with the features *row* is one that an editor would choose, by *weights*."""
    told = sum(value * weight for value, weight in zip(row, weights, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, told))))


@cache
def weights_of(task: str) -> tuple[float, ...]:
    """The weights of the features for *task*, as `python -m benchmarks.suggestions` has measured them."""
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()[1:]
    told = {(name, feature): float(weight) for name, feature, weight in (line.split("\t") for line in lines)}
    assert task in TASKS
    return tuple(told[task, feature] for feature in FEATURES)


def as_tsv(weights: Mapping[str, Sequence[float]]) -> str:
    """The file of *weights* by task."""
    lines = ["task\tfeature\tweight"]
    lines += [
        f"{task}\t{feature}\t{weight:.4f}"
        for task, told in weights.items()
        for feature, weight in zip(FEATURES, told, strict=True)
    ]
    return "\n".join(lines) + "\n"
