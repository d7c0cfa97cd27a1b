"""The SDG targets by their words: how well any words fit each of them.

A target is a vector of concepts, from its official texts and the register's own titles in Danish and English, with a
part of its goal's; words are one too. Both are weighted by how few targets a concept occurs in, and the score is the
cosine between them (Salton's vector space model), from 0 (nothing in common) to 1.
"""

from collections import defaultdict
from collections.abc import Mapping
from math import log, sqrt
from typing import NamedTuple

from strategigraf.answers.concept_lexicon import ConceptLexicon, Meaning

_OFFICIAL, _TITLE = 1.0, 1.0  # weight of a text of each sort
_GOAL = 0.25  # how much of its goal's words a target shares
_STEM = 0.5  # weight of a word that the lexicon does not know, met in the same language
_PIVOT = 0.7  # how much a long text is held against its target: 0 not at all, 1 as in the plain cosine


class Wording(NamedTuple):
    """What the register says of a goal or target: its code, its texts and titles, each with its language."""

    code: str
    texts: tuple[tuple[str, str], ...]
    titles: tuple[tuple[str, str], ...]


class Fit(NamedTuple):
    """How well words fit the target *code*: the score, what it owes to each feature, and which features are the
    target's own (not those of its goal alone)."""

    code: str
    score: float
    shares: tuple[tuple[str, float], ...]
    own: frozenset[str]

    @property
    def own_share(self) -> float:
        """The part of the score that rests on the target's own words."""
        return sum(share for feature, share in self.shares if feature in self.own)


class TargetIndex:
    """The index over *targets*, whose goals are among *goals*."""

    def __init__(self, lexicon: ConceptLexicon, targets: tuple[Wording, ...], goals: tuple[Wording, ...]) -> None:
        self.lexicon = lexicon
        self.codes = tuple(target.code for target in targets)
        raw = {wording.code: _counts(lexicon, wording) for wording in (*targets, *goals)}
        spread: dict[str, int] = defaultdict(int)
        for target in targets:
            for feature in raw[target.code]:
                spread[feature] += 1
        self._rarity = {feature: log(1 + len(targets) / count) for feature, count in spread.items()}
        self._own = {code: frozenset(raw[code]) - frozenset(raw[goal_of(code)]) for code in self.codes}
        self._vectors: dict[str, dict[str, dict[str, float]]] = {"da": {}, "en": {}}
        self._norms: dict[str, dict[str, float]] = {"da": {}, "en": {}}
        for language in ("da", "en"):
            for code in self.codes:
                counts = dict(raw[code])
                for feature, count in raw[goal_of(code)].items():
                    counts[feature] = counts.get(feature, 0.0) + _GOAL * count
                self._vectors[language][code] = {
                    feature: self._weight(feature, count)
                    for feature, count in counts.items()
                    if feature in self._rarity and (":" not in feature or feature.startswith(language + ":"))
                }
            lengths = {code: _length(vector) for code, vector in self._vectors[language].items()}
            mean = sum(lengths.values()) / len(lengths)
            self._norms[language] = {code: (1 - _PIVOT) * mean + _PIVOT * length for code, length in lengths.items()}

    def fits(self, meanings: tuple[Meaning, ...], language: str) -> tuple[Fit, ...]:
        """How well *meanings* fit every target, the best first; equal scores in the order of the register."""
        counts: dict[str, float] = defaultdict(float)
        for meaning in meanings:
            for feature in meaning.features:
                counts[feature] += 1.0
        query = {feature: self._weight(feature, count) for feature, count in counts.items() if feature in self._rarity}
        length = _length(query)
        found = []
        for code in self.codes:
            vector, norm = self._vectors[language][code], self._norms[language][code]
            shares = tuple(
                (feature, weight * vector[feature] / (length * norm))
                for feature, weight in query.items()
                if feature in vector
            )
            found.append(Fit(code, sum(share for _, share in shares), shares, self._own[code]))
        return tuple(sorted(found, key=lambda fit: -fit.score))

    def _weight(self, feature: str, count: float) -> float:
        return self._rarity[feature] * count / (count + 1.0) * (_STEM if ":" in feature else 1.0)


def goal_of(code: str) -> str:
    """The number of the goal of the target *code*: 13 of 13.2."""
    return code.split(".", 1)[0]


def _counts(lexicon: ConceptLexicon, wording: Wording) -> Mapping[str, float]:
    found: dict[str, float] = defaultdict(float)
    for texts, weight in ((wording.texts, _OFFICIAL), (wording.titles, _TITLE)):
        for text, language in texts:
            for meaning in lexicon.meanings(text, language):
                for feature in meaning.features:
                    found[feature] += weight
    return found


def _length(vector: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in vector.values())) or 1.0
