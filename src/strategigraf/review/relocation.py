"""Quotes of one version of a text found again in the next: unchanged, moved, reworded or gone."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from strategigraf.core.rdf import Labels, Text
from strategigraf.files.occurrences import Quoted, Span
from strategigraf.files.rewording import Match, RunningWords, difference, likeness, reworded, words_in
from strategigraf.files.source_text import Outline, SourceText

# Relocations.


class Fate(StrEnum):
    """What became of the words."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    REWORDED = "reworded"
    GONE = "gone"

    @property
    def label(self) -> Text:
        """The word for it in both languages."""
        return _LABELS[self]

    @property
    def meaning(self) -> Text:
        """What it means, and what to do, in both languages."""
        return _MEANINGS[self]


class Relocation(NamedTuple):
    """Where the words are in the new text: its words, heading and surroundings there as a quote would state them
    (all empty where they are gone), the likeness of the words from 0 to 1, and the difference word by word. `page` is
    the page in a publisher's file, as it is computed; empty for a transcript."""

    fate: Fate
    exact: str = ""
    section: str = ""
    prefix: str = ""
    suffix: str = ""
    likeness: float = 1.0
    difference: str = ""
    page: str = ""


_LABELS = Labels("review.relocation", {fate: fate.name.lower() for fate in Fate})
_MEANINGS = Labels("review.relocation.meaning", {fate: fate.name.lower() for fate in Fate})


_AROUND = 40  # words on each side by which places with the same words are distinguished
_HEADING = 5  # how many of those the same heading is worth
_NEAR = 8  # places before or after one in some order that may be the same one


class Sought(NamedTuple):
    """A quote to find again: its words with their surroundings, and the heading it says it is under."""

    quoted: Quoted
    section: str


class Versions:
    """Two versions of a text, *old* and *new*."""

    def __init__(self, old: SourceText, new: SourceText) -> None:
        self._old, self._new = old, new
        self._outlines: tuple[Outline, Outline] = (old.outline(), new.outline())
        self._old_words, self._new_words = RunningWords(old), RunningWords(new)

    def relocations(self, sought: Sequence[Sought]) -> list[Relocation]:
        """What became of each of *sought*, in their order; of one that is not in the old text where it says,
        by its words alone."""
        names = {quote.section for quote in sought}
        self._outlines = self._old.outline(names), self._new.outline(names)
        bare = [Quoted(quote.quoted.words) for quote in sought]
        old_places = [places.spans for places in self._old.places(bare)]
        new_places = self._new.places(bare)
        old_spans = _stated_spans(self._old, self._outlines[0], sought)
        stated_spans = _stated_spans(self._new, self._outlines[1], sought)
        partners: dict[str, tuple[dict[int, Span], dict[int, Span]]] = {}
        for quote, old, new in zip(sought, old_places, new_places, strict=True):
            if quote.quoted.words not in partners:
                cut = self._partners(old, new.inside) if new.whole else {}
                partners[quote.quoted.words] = self._partners(old, new.spans), cut
        return [
            self._relocation(
                quote,
                old,
                new,
                self._partner(old, *partners[quote.quoted.words]) if old else next(iter(places.spans), None),
            )
            for quote, old, new, places in zip(sought, old_spans, stated_spans, new_places, strict=True)
        ]

    def stand(self, sought: Sequence[Sought]) -> int:
        """How many of *sought* are in the old text where they say."""
        outline = self._old.outline({quote.section for quote in sought})
        return sum(span is not None for span in _stated_spans(self._old, outline, sought))

    def _relocation(
        self, quote: Sought, old_span: Span | None, stated_span: Span | None, partner: Span | None
    ) -> Relocation:
        span = partner if old_span else stated_span or partner
        if span is not None and not span.inside:
            return self._with_same_words(quote, old_span, span, stated_span)
        if old_span is None and span is None:
            return Relocation(Fate.GONE, likeness=0.0)
        match = reworded(self._old_words, self._new_words, *self._old_words.touched(old_span)) if old_span else None
        if match is None and span is not None and (old_span is None or self._likeness(old_span, span) >= _HEADING):
            first_word, last_word = self._new_words.touched(span)
            words = self._new_words.words[first_word:last_word]
            match = Match(first_word, last_word, likeness(words_in(quote.quoted.words), words))
        if match is None:
            return Relocation(Fate.GONE, likeness=0.0)
        new_span = self._new_words.span(match.first, match.last, quote.quoted.words)
        passage = self._new.passage(new_span)
        section = self._section(quote, old_span, new_span) or passage.section
        changed_words = difference(quote.quoted.words.split(), passage.exact.split())
        return Relocation(
            Fate.REWORDED, passage.exact, section, passage.prefix, passage.suffix, match.likeness, changed_words,
            self._page(new_span),
        )  # fmt: skip

    def _page(self, span: Span) -> str:
        layout = self._new.layout
        return layout.label(span.start, span.end) if layout else ""

    def _with_same_words(
        self, quote: Sought, old_span: Span | None, span: Span, stated_span: Span | None
    ) -> Relocation:
        words, prefix, suffix = quote.quoted
        passage = self._new.passage(span)
        section = self._section(quote, old_span, span) or passage.section
        if stated_span == span and section == quote.section:
            return Relocation(Fate.UNCHANGED, words, section, prefix, suffix, page=self._page(span))
        occurrences = [(occurrence.start, occurrence.end) for occurrence in self._new.spans(words, prefix, suffix)]
        if occurrences != [(span.start, span.end)]:
            prefix, suffix = passage.prefix, passage.suffix
        return Relocation(Fate.MOVED, words, section, prefix, suffix, page=self._page(span))

    def _section(self, quote: Sought, old_span: Span | None, span: Span) -> str:
        """The locator of *span* in the new text: as *quote* has it where that still holds and the nearest heading is
        called as before, else the whole path; empty where there is nothing above."""
        old_heading = self._heading(0, old_span) if old_span else self._heading(1, span)
        if old_heading == self._heading(1, span) and self._outlines[1].stands_under(span.start, quote.section):
            return quote.section
        return self._outlines[1].locator(span.start)

    def _heading(self, version: int, span: Span) -> str:
        """The words of the nearest heading above *span* of the old text (0) or the new one (1); empty without one."""
        path = self._outlines[version].path(span.start)
        return path[-1].words if path else ""

    def _partners(self, before: Sequence[Span], after: Sequence[Span]) -> dict[int, Span]:
        """For places of the old text (their offsets) the one of the places *after* that is the same place."""
        if len(before) == len(after) == 1:
            return {before[0].start: after[0]}
        old = [self._surroundings(0, span) for span in before]
        new = [self._surroundings(1, span) for span in after]
        scored = sorted((-_alike(old[i], new[j]), abs(i - j), i, j) for i, j in _near(old, new))
        partners: dict[int, Span] = {}
        taken: set[int] = set()
        for _, _, i, j in scored:
            if before[i].start not in partners and j not in taken:
                partners[before[i].start] = after[j]
                taken.add(j)
        return partners

    def _partner(self, old_span: Span, whole: Mapping[int, Span], cut: Mapping[int, Span]) -> Span | None:
        """The place of the new text that is *old_span*: of *whole* words, or where the words directly around it show
        that it has become a part of a longer word, that one of those *cut*."""
        whole_partner, cut_partner = whole.get(old_span.start), cut.get(old_span.start)
        if cut_partner is None or (whole_partner is not None and self._has_same_neighbours(old_span, whole_partner)):
            return whole_partner
        return cut_partner if self._has_same_neighbours(old_span, cut_partner) else whole_partner

    def _has_same_neighbours(self, old: Span, new: Span) -> bool:
        old_surroundings, new_surroundings = self._surroundings(0, old), self._surroundings(1, new)
        return (
            old_surroundings.before[:1] == new_surroundings.before[:1]
            and old_surroundings.after[:1] == new_surroundings.after[:1]
        )

    def _likeness(self, old: Span, new: Span) -> int:
        return _alike(self._surroundings(0, old), self._surroundings(1, new))

    def _surroundings(self, version: int, span: Span) -> "_Surroundings":
        """What is around *span* of the old text (0) or the new one (1)."""
        running = (self._old_words, self._new_words)[version]
        first, last = running.touched(span)
        before, after = running.words[max(0, first - _AROUND) : first], running.words[last : last + _AROUND]
        return _Surroundings(before[::-1], after, self._heading(version, span))


class _Surroundings(NamedTuple):
    """The words before a place, the nearest first, those after it, and the heading above it."""

    before: list[str]
    after: list[str]
    heading: str


def _alike(old: _Surroundings, new: _Surroundings) -> int:
    """How many words around two places are the same, from the places outwards."""
    heading = _HEADING * (old.heading == new.heading)
    return _same(old.before, new.before) + _same(old.after, new.after) + heading


def _near(old: Sequence[_Surroundings], new: Sequence[_Surroundings]) -> set[tuple[int, int]]:
    """The pairs of places (their indexes) that may be the same: near to each other in the order of the text, of the
    words before them, or of those after them. So there are not as many pairs as the square of the places."""
    places = [(around, index, 0) for index, around in enumerate(old)] + [
        (around, index, 1) for index, around in enumerate(new)
    ]
    orders = (
        sorted((index, side) for _, index, side in places),
        [(index, side) for _, index, side in sorted((around.before, index, side) for around, index, side in places)],
        [(index, side) for _, index, side in sorted((around.after, index, side) for around, index, side in places)],
    )
    pairs = set()
    for order in orders:
        for position, (index, side) in enumerate(order):
            for other_index, other_side in order[position + 1 : position + 1 + _NEAR]:
                if side != other_side:
                    pairs.add((index, other_index) if side == 0 else (other_index, index))
    return pairs


def _stated_spans(text: SourceText, outline: Outline, sought: Sequence[Sought]) -> list[Span | None]:
    """Where each of *sought* is in *text*, as it says; None where it does not, or where that does not decide."""
    occurrences = text.places([quote.quoted for quote in sought], most=2)
    return [
        spans[0] if len(spans) == 1 and outline.stands_under(spans[0].start, quote.section) else None
        for quote, (spans, *_) in zip(sought, occurrences, strict=True)
    ]


def _same(words: Sequence[str], other_words: Sequence[str]) -> int:
    count = 0
    for word, counterpart in zip(words, other_words, strict=False):
        if word != counterpart:
            break
        count += 1
    return count
