"""Words: those of a text, what a word that is looked for means among them, and where they stand."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from strategigraf.core.text import stem

EXACT, INFLECTED, PART = range(3)  # how a word is met: as it is written, inflected, or as a part of another one
_LEAST, _LEAST_OF_STEM = 5, 7  # letters of a word, and of a stem, that may be part of a longer word
_BEFORE = 3  # and those that stand before it, where there are any: “ulighed” is no part of “muligheder”
_WORD = re.compile(r"[^\W_]+")
_SOFT_HYPHEN = "\u00ad"
_AROUND = 90  # letters of a text that are shown before and after what was found


class Wanted(NamedTuple):
    """A word that is looked for, in small letters; its stems as a Danish and as an English word; and the part by which
    longer words meet it: the Danish stem, or where that is short (kommun-ikation) the word; empty where that is short
    as well."""

    word: str
    da: str
    en: str
    part: str

    def met_by(self, word: str, da: str, en: str) -> int | None:
        """How *word* with the stems *da* and *en* meets it; None where it does not."""
        if word == self.word:
            return EXACT
        if da == self.da or en == self.en:
            return INFLECTED
        return PART if part_at(word, self.part) is not None else None


def wanted(text: str) -> list[Wanted]:
    """The words of *text*, whatever signs stand between them, each once."""
    return [_wanted(word) for word in dict.fromkeys(words_of(text))]


def _wanted(word: str) -> Wanted:
    da = stem(word, "da")
    part = da if len(da) >= _LEAST_OF_STEM else word
    return Wanted(word, da, stem(word, "en"), part if len(part) >= _LEAST else "")


def part_at(word: str, part: str) -> int | None:
    """Where *part* stands in the longer *word*: at its beginning, or after three letters or more; None where it does
    not, as an empty one never does."""
    if not part or word.startswith(part):
        return 0 if part else None
    place = word.find(part, _BEFORE)
    return None if place < 0 else place


def plain(text: str) -> str:
    """*text* with its letters in one form each (NFC) and without soft hyphens, on one line."""
    return " ".join(unicodedata.normalize("NFC", text).replace(_SOFT_HYPHEN, "").split())


def words_of(text: str) -> Iterator[str]:
    """The words of *text* in small letters: its runs of letters and digits."""
    return (match[0].casefold() for match in _WORD.finditer(plain(text)))


class Marked(NamedTuple):
    """What was found in a text: the words, each once and in small letters, and the text around the first of them, with
    each between square brackets: a word as a whole, of one that is met in part the part."""

    found: tuple[str, ...]
    excerpt: str


def marked(text: str, met: Mapping[str, str]) -> Marked:
    """The `plain` *text* with the words marked that are in *met*, each with the part by which it is met; empty for a
    whole word."""
    found: dict[str, None] = {}
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        if word in met:
            found[word] = None
            place = part_at(word, met[word]) if len(word) == len(match[0]) else None
            first, size = (0, len(match[0])) if place is None else (place, len(met[word]))
            spans.append((match.start() + first, match.start() + first + size))
    return Marked(tuple(found), _excerpt(text, spans))


def _excerpt(text: str, spans: list[tuple[int, int]]) -> str:
    start, end = _window(text, *(spans[0] if spans else (0, 0)))
    pieces, last = ["…" if start else ""], start
    for first, after in spans:
        if start <= first and after <= end:
            pieces += text[last:first], f"[{text[first:after]}]"
            last = after
    return "".join(pieces) + text[last:end] + ("…" if end < len(text) else "")


def _window(text: str, first: int, after: int) -> tuple[int, int]:
    """From and up to where *text* is shown around what stands from *first* up to *after*, in whole words."""
    start, end = max(0, first - _AROUND), min(len(text), after + _AROUND)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
