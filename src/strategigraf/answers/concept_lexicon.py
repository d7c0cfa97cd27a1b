"""The lexicon of the SDG field: Danish and English words as the concepts they stand for.

An entry is a word, met in any inflection; `word=` just as it stands; `word*` is the beginning of one; `a_b` several
words in a row. A Danish compound stands for what its known parts stand for.
The entries lie in `ontology/sdg-lexicon.tsv`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from strategigraf.answers.stem import stem
from strategigraf.files.register_tables import LexiconRow

NOTHING = "-"
_WORD = re.compile(r"[^\W\d_]+")
_LINKS = ("", "s", "e", "er")
_LEAST_HEAD = 4  # letters of the known word that a compound begins with
_LEAST_TAIL = 6  # letters of a known part at the end of a compound whose beginning is unknown


class Meaning(NamedTuple):
    """A word or phrase as it stands, with its concepts; a word that the lexicon does not know has none, but its stem,
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
                        phrases[key] = _with(phrases.get(key, ()), row.concept)
                    elif entry.endswith("=") or (row.concept == NOTHING and not entry.endswith("*")):
                        place = language, entry.removesuffix("=")
                        self._as_is[place] = _with(self._as_is.get(place, ()), row.concept)
                    else:
                        table = self._beginnings if entry.endswith("*") else self._exact
                        place = language, entry[:-1] if entry.endswith("*") else stem(entry, language)
                        table[place] = _with(table.get(place, ()), row.concept)
        for (language, parts), concepts in sorted(phrases.items(), key=lambda item: (-len(item[0][1]), item[0])):
            self._phrases.setdefault((language, parts[0].rstrip("*")[:3]), []).append((parts, concepts))

    def meanings(self, text: str, language: str) -> tuple[Meaning, ...]:
        """The words and phrases of *text* that say something, in order; the longest phrase wins."""
        words = _WORD.findall(text.casefold())
        found: list[Meaning] = []
        at = 0
        while at < len(words):
            phrase = self._phrase(words, at, language)
            if phrase is not None:
                length, concepts = phrase
                if concepts != (NOTHING,):
                    found.append(Meaning(" ".join(words[at : at + length]), concepts, ""))
                at += length
                continue
            word = words[at]
            at += 1
            concepts = self.concepts(word, language)
            if concepts != (NOTHING,) and len(word) > 1:
                found.append(Meaning(word, concepts, f"{language}:{stem(word, language)}"))
        return tuple(found)

    def concepts(self, word: str, language: str) -> tuple[str, ...]:
        """The concepts that *word*, in small letters, stands for; none where the lexicon does not know it."""
        key = language, word
        if key not in self._known:
            self._known[key] = self._whole(word, language) or self._compound(word, language)
        return self._known[key]

    def _phrase(self, words: list[str], at: int, language: str) -> tuple[int, tuple[str, ...]] | None:
        for parts, concepts in self._phrases.get((language, words[at][:3]), ()):
            here = words[at : at + len(parts)]
            if len(here) < len(parts):
                continue
            if all(_meets(word, part, language) for word, part in zip(here, parts, strict=True)):
                return len(parts), concepts
        return None

    def _whole(self, word: str, language: str) -> tuple[str, ...]:
        """The concepts of *word* by an entry for all of it, or for its beginning and what follows that."""
        if found := self._as_is.get((language, word)) or self._exact.get((language, stem(word, language))):
            return found
        for end in range(len(word), 1, -1):
            if found := self._beginnings.get((language, word[:end])):
                return _joined(found, self._tail(word[end:], language)) if language == "da" else found
        return ()

    def _compound(self, word: str, language: str) -> tuple[str, ...]:
        """The concepts of the known parts of a Danish compound: a word and what follows it, or a word at its end."""
        if language != "da" or len(word) < 7:
            return ()
        for end in range(len(word) - 3, 2, -1):
            for link in _LINKS:
                head = word[:end].removesuffix(link) if link else word[:end]
                if len(head) >= _LEAST_HEAD and word[:end].endswith(link):
                    found = self._exact.get((language, stem(head, language)))
                    rest = self._whole(word[end:], language)
                    if found and rest:
                        return _joined(found, rest)
        return self._tail(word, language)

    def _tail(self, word: str, language: str) -> tuple[str, ...]:
        for start in range(len(word) - _LEAST_TAIL + 1):
            if found := self._whole(word[start:], language):
                return found
        return ()


def _meets(word: str, part: str, language: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else stem(word, language) == stem(part, language)


def _with(concepts: tuple[str, ...], concept: str) -> tuple[str, ...]:
    return concepts if concept in concepts else (*concepts, concept)


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(concept for concept in (*first, *second) if concept != NOTHING)) or (NOTHING,)
