"""The SDG targets by their words: how well any words fit each of them.

A target is a vector of concepts, from its official texts and the register's own titles in Danish and English, with a
part of its goal's; words are one too. Both are weighted by how few targets a concept occurs in, and the score is the
cosine between them (Salton's vector space model), from 0 (nothing in common) to 1.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log, sqrt
from typing import NamedTuple

from strategigraf.answers.concept_lexicon import ConceptLexicon, Meaning

_GOAL = 0.25  # how much of its goal's words a target shares
_STEM = 0.5  # weight of a word that the lexicon does not know, met in the same language
_NAMED = 0.4  # weight of a word of the title of the goal that a claim names
TARGET_PIVOT, GOAL_PIVOT = 0.6, 0.2  # how much a long text counts against what it describes: not at all 0, cosine 1


class Wording(NamedTuple):
    """What the register says of a goal or target: its code, its texts and titles, each with its language."""

    code: str
    texts: tuple[tuple[str, str], ...]
    titles: tuple[tuple[str, str], ...]


class Fit(NamedTuple):
    """How well words fit the target *code*: the score, what it owes to each feature of the words, and which features
    are the target's own (not its goal's as well). The rest of the score is owed to the title of the goal that is named.
    """

    code: str
    score: float
    shares: tuple[tuple[str, float], ...]
    own: frozenset[str]

    @property
    def share(self) -> float:
        """The part of the score that rests on the words."""
        return sum(share for _, share in self.shares)

    @property
    def own_share(self) -> float:
        """The part of the score that rests on words that are the target's own."""
        return sum(share for feature, share in self.shares if feature in self.own)


class TargetIndex:
    """The index over *targets*, whose goals are among *goals*; or, without *goals*, over goals."""

    def __init__(self, lexicon: ConceptLexicon, targets: tuple[Wording, ...], goals: tuple[Wording, ...]) -> None:
        self.lexicon = lexicon
        self._pivot = TARGET_PIVOT if goals else GOAL_PIVOT
        self.codes = tuple(target.code for target in targets)
        raw = {wording.code: _counts(lexicon, wording) for wording in (*targets, *goals)}
        spread: dict[str, int] = defaultdict(int)
        for target in targets:
            for feature in raw[target.code]:
                spread[feature] += 1
        self._rarity = {feature: log(1 + len(targets) / count) for feature, count in spread.items()}
        self._named = {
            goal.code: {
                feature: _NAMED * weight
                for title, language in goal.titles
                for feature, weight in self._query(lexicon.meanings(title, language)).items()
                if ":" not in feature
            }
            for goal in goals
        }
        self._own = {
            code: frozenset(raw[code]) - (frozenset(raw.get(goal_of(code), ())) if "." in code else frozenset())
            for code in self.codes
        }
        self._postings = {language: self._laid_out(raw, language) for language in ("da", "en")}

    def _laid_out(self, raw: Mapping[str, Mapping[str, float]], language: str) -> dict[str, list[tuple[str, float]]]:
        """By feature the targets that have it, each with its weight there, the length of the target taken out."""
        vectors = {}
        for code in self.codes:
            counts = dict(raw[code])
            for feature, count in raw.get(goal_of(code), {}).items() if "." in code else ():
                counts[feature] = counts.get(feature, 0.0) + _GOAL * count
            vectors[code] = {
                feature: self._weight(feature, count)
                for feature, count in counts.items()
                if feature in self._rarity and (":" not in feature or feature.startswith(language + ":"))
            }
        lengths = {code: _length(vector) for code, vector in vectors.items()}
        mean = sum(lengths.values()) / len(lengths)
        postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for code, vector in vectors.items():
            for feature, weight in vector.items():
                postings[feature].append((code, weight / ((1 - self._pivot) * mean + self._pivot * lengths[code])))
        return postings

    def fits(self, meanings: tuple[Meaning, ...], language: str, goal: str = "") -> tuple[Fit, ...]:
        """How well *meanings* fit every target, the best first; equal scores in the order of the register. Where a
        claim names a *goal* (its number), the title of that goal counts as well, though less."""
        query = self._query(meanings)
        named = {feature: weight for feature, weight in self._named.get(goal, {}).items() if feature not in query}
        length = _length({**query, **named})
        shares: dict[str, list[tuple[str, float]]] = defaultdict(list)
        of_title: dict[str, float] = defaultdict(float)
        for feature, weight in query.items():
            for code, there in self._postings[language].get(feature, ()):
                shares[code].append((feature, weight * there / length))
        for feature, weight in named.items():
            for code, there in self._postings[language].get(feature, ()):
                of_title[code] += weight * there / length
        found = []
        for code in self.codes:
            here = tuple(shares.get(code, ()))
            found.append(Fit(code, sum(share for _, share in here) + of_title.get(code, 0.0), here, self._own[code]))
        return tuple(sorted(found, key=lambda fit: -fit.score))

    def _query(self, meanings: Iterable[Meaning]) -> dict[str, float]:
        counts: dict[str, float] = defaultdict(float)
        for meaning in meanings:
            for feature in meaning.features:
                counts[feature] += 1.0
        return {feature: self._weight(feature, count) for feature, count in counts.items() if feature in self._rarity}

    def _weight(self, feature: str, count: float) -> float:
        return self._rarity[feature] * count / (count + 1.0) * (_STEM if ":" in feature else 1.0)


def goal_of(code: str) -> str:
    """The number of the goal of the target *code*: 13 of 13.2."""
    return code.split(".", 1)[0]


def _counts(lexicon: ConceptLexicon, wording: Wording) -> Mapping[str, float]:
    found: dict[str, float] = defaultdict(float)
    for text, language in (*wording.texts, *wording.titles):
        for meaning in lexicon.meanings(text, language):
            for feature in meaning.features:
                found[feature] += 1.0
    return found


def _length(vector: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in vector.values())) or 1.0
