"""The SDG targets by their words: how well any words fit each of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log, sqrt
from typing import NamedTuple

from strategigraf.core.text import stem
from strategigraf.files.tables import LexiconRow

# The lexicon of the SDG field.

NOTHING = "-"
_WORD = re.compile(r"[^\W\d_]+")
_LINKS = ("", "s", "e", "er")
_LEAST_HEAD = 4  # letters of the known word that a compound begins with
_LEAST_TAIL = 6  # letters of a known part at the end of a compound whose beginning is unknown


class Meaning(NamedTuple):
    """A word or phrase as it occurs, with its concepts; a word that the lexicon does not know has none, but its stem,
    by language (`da:skov`)."""

    words: str
    concepts: tuple[str, ...]
    stem: str

    @property
    def features(self) -> tuple[str, ...]:
        """What it is compared by: its concepts, or its stem."""
        return self.concepts or (self.stem,)


class ConceptLexicon:
    """The entries of *rows*, laid out to be looked up."""

    def __init__(self, rows: Iterable[LexiconRow]) -> None:
        self._exact: dict[tuple[str, str], tuple[str, ...]] = {}
        self._beginnings: dict[tuple[str, str], tuple[str, ...]] = {}
        self._phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        self._as_is: dict[tuple[str, str], tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        phrases: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        for row in rows:
            for language, entries in row.words.items():
                for entry in entries:
                    if "_" in entry:
                        key = (language, tuple(entry.split("_")))
                        phrases[key] = _with_concept(phrases.get(key, ()), row.concept)
                    elif entry.endswith("=") or (row.concept == NOTHING and not entry.endswith("*")):
                        entry_key = language, entry.removesuffix("=")
                        self._as_is[entry_key] = _with_concept(self._as_is.get(entry_key, ()), row.concept)
                    else:
                        table = self._beginnings if entry.endswith("*") else self._exact
                        entry_key = language, entry[:-1] if entry.endswith("*") else stem(entry, language)
                        table[entry_key] = _with_concept(table.get(entry_key, ()), row.concept)
        for (language, parts), concepts in sorted(phrases.items(), key=lambda item: (-len(item[0][1]), item[0])):
            self._phrases.setdefault((language, parts[0].rstrip("*")[:3]), []).append((parts, concepts))

    def meanings(self, text: str, language: str) -> tuple[Meaning, ...]:
        """The words and phrases of *text* that say something, in order; the longest phrase wins."""
        words = _WORD.findall(text.casefold())
        meanings: list[Meaning] = []
        index = 0
        while index < len(words):
            phrase = self._phrase(words, index, language)
            if phrase is not None:
                length, concepts = phrase
                if concepts != (NOTHING,):
                    meanings.append(Meaning(" ".join(words[index : index + length]), concepts, ""))
                index += length
                continue
            word = words[index]
            index += 1
            concepts = self.concepts(word, language)
            if concepts != (NOTHING,) and len(word) > 1:
                meanings.append(Meaning(word, concepts, f"{language}:{stem(word, language)}"))
        return tuple(meanings)

    def concepts(self, word: str, language: str) -> tuple[str, ...]:
        """The concepts that *word*, in small letters, stands for; none where the lexicon does not know it."""
        key = language, word
        if key not in self._known:
            self._known[key] = self._whole(word, language) or self._compound(word, language)
        return self._known[key]

    def _phrase(self, words: list[str], index: int, language: str) -> tuple[int, tuple[str, ...]] | None:
        for parts, concepts in self._phrases.get((language, words[index][:3]), ()):
            following = words[index : index + len(parts)]
            if len(following) < len(parts):
                continue
            if all(_matches_part(word, part, language) for word, part in zip(following, parts, strict=True)):
                return len(parts), concepts
        return None

    def _whole(self, word: str, language: str) -> tuple[str, ...]:
        """The concepts of *word* by an entry for all of it, or for its beginning and what follows that."""
        if concepts := self._as_is.get((language, word)) or self._exact.get((language, stem(word, language))):
            return concepts
        for end in range(len(word), 1, -1):
            if concepts := self._beginnings.get((language, word[:end])):
                return _joined(concepts, self._tail(word[end:], language)) if language == "da" else concepts
        return ()

    def _compound(self, word: str, language: str) -> tuple[str, ...]:
        """The concepts of the known parts of a Danish compound: a word and what follows it, or a word at its end."""
        if language != "da" or len(word) < 7:
            return ()
        for end in range(len(word) - 3, 2, -1):
            for link in _LINKS:
                head = word[:end].removesuffix(link) if link else word[:end]
                if len(head) >= _LEAST_HEAD and word[:end].endswith(link):
                    head_concepts = self._exact.get((language, stem(head, language)))
                    tail_concepts = self._whole(word[end:], language)
                    if head_concepts and tail_concepts:
                        return _joined(head_concepts, tail_concepts)
        return self._tail(word, language)

    def _tail(self, word: str, language: str) -> tuple[str, ...]:
        for start in range(len(word) - _LEAST_TAIL + 1):
            if concepts := self._whole(word[start:], language):
                return concepts
        return ()


def _matches_part(word: str, part: str, language: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else stem(word, language) == stem(part, language)


def _with_concept(concepts: tuple[str, ...], concept: str) -> tuple[str, ...]:
    return concepts if concept in concepts else (*concepts, concept)


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(concept for concept in (*first, *second) if concept != NOTHING)) or (NOTHING,)


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


class _CachedQuery(NamedTuple):
    """The words that were asked for last: their query, what they share with each target, the fits by goal named."""

    meanings: tuple[Meaning, ...]
    language: str
    query: Mapping[str, float]
    shared: Mapping[str, list[tuple[str, float]]]
    fits: dict[str, tuple[Fit, ...]]


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
        self._postings = {language: self._posting_lists(raw, language) for language in ("da", "en")}
        self._unfit = {code: Fit(code, 0.0, (), self._own[code]) for code in self.codes}
        self._cached: _CachedQuery | None = None

    def _posting_lists(
        self, raw: Mapping[str, Mapping[str, float]], language: str
    ) -> dict[str, list[tuple[str, float]]]:
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
        cached = self._cached
        if cached is None or (cached.meanings, cached.language) != (meanings, language):
            query = self._query(meanings)
            cached = self._cached = _CachedQuery(meanings, language, query, self._shared_features(query, language), {})
        if goal not in cached.fits:
            cached.fits[goal] = self._ranked(cached, goal)
        return cached.fits[goal]

    def _shared_features(self, query: Mapping[str, float], language: str) -> dict[str, list[tuple[str, float]]]:
        """By target the features that it shares with *query*, each with what it weighs in both."""
        shared: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for feature, weight in query.items():
            for code, target_weight in self._postings[language].get(feature, ()):
                shared[code].append((feature, weight * target_weight))
        return shared

    def _ranked(self, cached: "_CachedQuery", goal: str) -> tuple[Fit, ...]:
        query = cached.query
        named = {feature: weight for feature, weight in self._named.get(goal, {}).items() if feature not in query}
        length = _length({**query, **named})
        of_title: dict[str, float] = defaultdict(float)
        for feature, weight in named.items():
            for code, target_weight in self._postings[cached.language].get(feature, ()):
                of_title[code] += weight * target_weight / length
        fits = []
        for code in self.codes:
            if code not in cached.shared and code not in of_title:
                fits.append(self._unfit[code])
                continue
            shares = tuple((feature, weighed / length) for feature, weighed in cached.shared.get(code, ()))
            fits.append(Fit(code, sum(share for _, share in shares) + of_title.get(code, 0.0), shares, self._own[code]))
        return tuple(sorted(fits, key=lambda fit: -fit.score))

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
    counts: dict[str, float] = defaultdict(float)
    for text, language in (*wording.texts, *wording.titles):
        for meaning in lexicon.meanings(text, language):
            for feature in meaning.features:
                counts[feature] += 1.0
    return counts


def _length(vector: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in vector.values())) or 1.0
