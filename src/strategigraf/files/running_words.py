"""The words of a text one after the other, each with its place, so that passages can be compared word by word."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from strategigraf.files.normal_form import EITHER, KEPT, SOFT, as_read, normalise
from strategigraf.files.source_text import SourceText, Span

_WORD = re.compile(rf"\w+(?:[.,'/{SOFT}{EITHER}{KEPT}-]\w+)*")


def words_in(text: str) -> list[str]:
    """The words of *text* in normal form, without the signs around them and without regard to capitals."""
    return [word.casefold() for word in _WORD.findall(normalise(text))]


class RunningWords:
    """The words of a source text: `words` in their order."""

    def __init__(self, text: SourceText) -> None:
        self._form = text.form
        matches = list(_WORD.finditer(self._form.text))
        self.words = [as_read(match[0]).casefold() for match in matches]
        self._starts = [match.start() for match in matches]
        self._ends = [match.end() for match in matches]

    def at(self, span: Span) -> tuple[int, int]:
        """The words that begin in *span*: the index of the first, and of the one after the last."""
        return bisect_left(self._offsets, span.start), bisect_left(self._offsets, span.end)

    def touched(self, span: Span) -> tuple[int, int]:
        """The words that *span* has any part of: the index of the first, and of the one after the last."""
        first, last = self.at(span)
        return first - (first > 0 and self._form.end(self._ends[first - 1] - 1) > span.start), last

    def span(self, first: int, last: int, like: str) -> Span:
        """Where the words from *first* up to *last* (exclusive, at least one) stand in the raw text, with the signs
        directly before and after them where *like*, the words they stand for, begins and ends with such signs."""
        text, start, end = self._form.text, self._starts[first], self._ends[last - 1]
        if like.strip() and not like.strip()[-1].isalnum():
            while end < len(text) and not (text[end].isalnum() or text[end].isspace() or text[end] in "|#"):
                end += 1
        if like.strip() and not like.strip()[0].isalnum():
            while start and not (text[start - 1].isalnum() or text[start - 1].isspace() or text[start - 1] in "|#"):
                start -= 1
        return Span(self._form.start(start), self._form.end(end - 1), False)

    def places_of(self, word: str) -> Sequence[int]:
        """The indexes at which *word* stands, in order."""
        return self._places.get(word, ())

    def only_place(self, run: tuple[str, ...]) -> int | None:
        """The index at which *run*, five words, begins where it stands just once."""
        return self._runs.get(run)

    def count(self, run: Sequence[str]) -> int:
        """How often *run* stands in the text, overlapping ones too."""
        size, places = len(run), self.places_of(run[0]) if run else ()
        return sum(self.words[place : place + size] == list(run) for place in places)

    @cached_property
    def _offsets(self) -> list[int]:
        return [self._form.start(start) for start in self._starts]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            found[word].append(index)
        return found

    @cached_property
    def _runs(self) -> dict[tuple[str, ...], int]:
        found: dict[tuple[str, ...], int] = {}
        several = set()
        for index in range(len(self.words) - RUN + 1):
            run = tuple(self.words[index : index + RUN])
            if found.setdefault(run, index) != index:
                several.add(run)
        return {run: index for run, index in found.items() if run not in several}


RUN = 5  # words that, where they stand once in each of two texts, mark the same place in both
