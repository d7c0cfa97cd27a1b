"""Quotes of one version of a text found again in the next: unchanged, moved, reworded or gone.

Where words stand several times in a text, each place of the old one has at most one in the new one, that with the most
words in common around it: so a quote whose passage was taken out is not said to stand where another passage stands.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from strategigraf.files.normal_form import normalise
from strategigraf.files.rewording import difference, reworded
from strategigraf.files.running_words import RunningWords
from strategigraf.files.source_text import Quoted, SourceText, Span
from strategigraf.values.relocation import Fate, Relocation

_AROUND = 40  # words on each side that tell places with the same words apart
_HEADING = 5  # how many of those the same heading is worth


class Sought(NamedTuple):
    """A quote to find again: its words with their surroundings, and the heading it says it stands under."""

    quoted: Quoted
    section: str


class Versions:
    """Two versions of a text, *old* and *new*."""

    def __init__(self, old: SourceText, new: SourceText) -> None:
        self._old, self._new = old, new
        self._outlines: tuple[_Outline, _Outline] = (_Outline(old, ()), _Outline(new, ()))
        self._old_words, self._new_words = RunningWords(old), RunningWords(new)

    def relocations(self, sought: Sequence[Sought]) -> list[Relocation]:
        """What became of each of *sought*, in their order; of one that does not stand in the old text where it says,
        by its words alone."""
        names = {one.section for one in sought}
        self._outlines = _Outline(self._old, names), _Outline(self._new, names)
        bare = [Quoted(one.quoted.words) for one in sought]
        before = [places.spans for places in self._old.places(bare)]
        after = [places.spans for places in self._new.places(bare)]
        own = [_own(self._old, one) for one in sought]
        still = [_own(self._new, one) for one in sought]
        return [self._relocation(*each) for each in zip(sought, own, still, before, after, strict=True)]

    def stand(self, sought: Sequence[Sought]) -> int:
        """How many of *sought* stand in the old text where they say."""
        return sum(_own(self._old, one) is not None for one in sought)

    def _relocation(
        self, one: Sought, own: Span | None, still: Span | None, before: list[Span], after: list[Span]
    ) -> Relocation:
        span = self._same_place(own, before, after) if own else still or next(iter(after), None)
        if span is not None:
            return self._with_same_words(one, own, span, still)
        if own is None:
            return Relocation(Fate.GONE, likeness=0.0)
        match = reworded(self._old_words, self._new_words, *self._old_words.at(own))
        if match is None:
            return Relocation(Fate.GONE, likeness=0.0)
        found = self._new_words.span(match.first, match.last, one.quoted.words)
        passage = self._new.passage(found)
        section = self._section(one, own, found) or passage.section
        told = difference(one.quoted.words.split(), passage.exact.split())
        return Relocation(Fate.REWORDED, passage.exact, section, passage.prefix, passage.suffix, match.likeness, told)

    def _with_same_words(self, one: Sought, own: Span | None, span: Span, still: Span | None) -> Relocation:
        words, prefix, suffix = one.quoted
        passage = self._new.passage(span)
        section = self._section(one, own, span) or passage.section
        if still == span and section == one.section:
            return Relocation(Fate.UNCHANGED, words, section, prefix, suffix)
        if [(found.start, found.end) for found in self._new.spans(words, prefix, suffix)] != [(span.start, span.end)]:
            prefix, suffix = passage.prefix, passage.suffix
        return Relocation(Fate.MOVED, words, section, prefix, suffix)

    def _section(self, one: Sought, own: Span | None, span: Span) -> str:
        """The section that *span* of the new text stands under: as *one* has it where that still holds and what it
        stands under is called as before, else what it stands under; empty where there is nothing above."""
        was = self._outlines[0].above(own) if own else self._outlines[1].above(span)
        now = self._outlines[1].above(span)
        return one.section if was == now and self._new.stands_under(span, one.section) else now

    def _same_place(self, own: Span, before: list[Span], after: list[Span]) -> Span | None:
        """The one of the places *after* that is the place *own* of those *before*."""
        if len(before) == len(after) == 1:
            return after[0]
        scored = sorted(
            (-self._alike(old, new), abs(i - j), i, j) for i, old in enumerate(before) for j, new in enumerate(after)
        )
        given: dict[int, int] = {}
        taken: set[int] = set()
        for _, _, i, j in scored:
            if i not in given and j not in taken:
                given[i] = j
                taken.add(j)
        index = next((i for i, old in enumerate(before) if old.start == own.start), None)
        return after[given[index]] if index in given else None

    def _alike(self, old: Span, new: Span) -> int:
        """How many words around the two places are the same, from the places outwards."""
        here, there = self._old_words.words, self._new_words.words
        (first, last), (begin, end) = self._old_words.at(old), self._new_words.at(new)
        left = _same(here[max(0, first - _AROUND) : first][::-1], there[max(0, begin - _AROUND) : begin][::-1])
        right = _same(here[last : last + _AROUND], there[end : end + _AROUND])
        heading = self._outlines[0].above(old) == self._outlines[1].above(new)
        return left + right + _HEADING * heading


class _Outline:
    """The lines of *text* that passages stand under: its Markdown headings, and those that read as one of *names*."""

    def __init__(self, text: SourceText, names: Collection[str]) -> None:
        wanted = {normalise(name).strip(): name for name in names}
        self._offsets: list[int] = []
        self._names: list[str] = []
        offset = 0
        for line in text.raw.splitlines(keepends=True):
            words = normalise(line.strip().lstrip("#")).strip()
            if words in wanted or (words and line.startswith("#")):
                self._offsets.append(offset)
                self._names.append(wanted.get(words, words))
            offset += len(line)

    def above(self, span: Span) -> str:
        """The nearest of these lines above *span*, or at it; empty where there is none."""
        index = bisect_right(self._offsets, span.start)
        return self._names[index - 1] if index else ""


def _own(text: SourceText, one: Sought) -> Span | None:
    """Where *one* stands in *text* as it says; None where it does not, or where that does not decide."""
    spans = text.places([one.quoted], most=2)[0].spans
    return spans[0] if len(spans) == 1 and text.stands_under(spans[0], one.section) else None


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for word, counterpart in zip(one, other, strict=False):
        if word != counterpart:
            break
        count += 1
    return count
