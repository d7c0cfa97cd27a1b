"""Where words occur in a text that is made ready to be searched: in one pass over all of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import sub
from typing import NamedTuple

from strategigraf.files.normal_form import (
    SOFT,
    NormalForm,
    Unhyphenated,
    as_read,
    begins_with,
    ends_with,
    fits,
    marked_all,
    unhyphenated,
)

# Occurrences of many words in one text, found in one pass over it (Aho-Corasick).

_FEW = 32  # up to so many words, one search for each is quicker than the one pass
_ANCHOR = 12
_STRIKING = re.compile(r"[^a-zæøå ]")


def occurrences(text: str, phrases: Iterable[str]) -> dict[str, list[int]]:
    """The places in *text* where each of *phrases* begins, in order, overlapping ones too; empty words occur
    nowhere."""
    starts_by_words: dict[str, list[int]] = {words: [] for words in phrases}
    if len(starts_by_words) > _FEW:
        try:
            _find_together(text, starts_by_words)
            return starts_by_words
        except UnicodeEncodeError:  # half a surrogate pair, which the library cannot take
            starts_by_words = {words: [] for words in starts_by_words}
    for words, starts in starts_by_words.items():
        starts += each_occurrence(text, words)
    return starts_by_words


def each_occurrence(text: str, words: str) -> Iterator[int]:
    """The places in *text* where *words* begin, in order, overlapping ones too; empty words occur nowhere."""
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _find_together(text: str, starts_by_words: dict[str, list[int]]) -> None:
    """Fills *starts_by_words*. A short piece of each of the words, its anchor, is looked for: the automaton stays
    small, and rests at its root the longer, the rarer the sign is that an anchor begins with. The rest is compared on
    the spot.
    """
    from ahocorasick_rs import AhoCorasick, Implementation

    anchored: dict[str, list[tuple[str, int, list[int]]]] = {}
    for words, starts in starts_by_words.items():
        if words:
            striking = _STRIKING.search(words, 0, max(0, len(words) - _ANCHOR + 1))
            shift = striking.start() if striking else 0
            anchored.setdefault(words[shift : shift + _ANCHOR], []).append((words, shift, starts))
    "".join(anchored).encode()  # half a surrogate pair must raise here: the library would leave out words silently
    automaton = AhoCorasick(anchored, implementation=Implementation.ContiguousNFA, store_patterns=False)
    by_index = list(anchored.values())
    for index, position, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        for words, shift, starts in by_index[index]:
            if position >= shift and text.startswith(words, position - shift):
                starts.append(position - shift)


_GROUPING = "\u00a0\u2007\u2009\u202f"  # blanks between the thousands of a number
_FAR = 1000  # characters within which places with the same words are distinguished
_PIECE = 3  # letters; a near passage has many of the pieces that the words are made of
_NEAR = 0.25  # so large a share of them


class Quoted(NamedTuple):
    """Words to look for, and what is directly before and after them where that is given."""

    words: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Where words occur in the raw text: characters, counted from 0, end exclusive; `literal` when they occur there to
    the letter and not only after normalisation, `inside` when they begin or end inside a word or number."""

    start: int
    end: int
    literal: bool
    inside: bool = False


class Places(NamedTuple):
    """Where quoted words occur between their prefix and suffix: `spans` of whole words or, where there are none, those
    `inside` a word, which begin or end there; and whether the words occur `anywhere`, and there as `whole` words."""

    spans: list[Span]
    inside: list[Span]
    anywhere: bool
    whole: bool


class SearchedText:
    """The text *raw*, its normal `form`, and where words occur in it."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.form = NormalForm(raw)
        self._plain = Unhyphenated(self.form.text)

    def places(self, quotes: Sequence[Quoted], most: int | None = None) -> list[Places]:
        """Where each of *quotes* occurs, in one pass over the text: the first *most* spans, or all, in its order.

        White space between the words and what is around them does not count.
        """
        forms_by_side = [marked_all([quoted[side] for quoted in quotes]) for side in range(3)]
        forms = {words: Unhyphenated(words.strip()) for side in forms_by_side for words in side}
        exact, before, after = ([forms[words] for words in side] for side in forms_by_side)
        starts_by_letters = occurrences(self._plain.letters, [words.letters for words in exact])
        return [
            self._places(
                quoted.words, self._candidates(words, starts_by_letters[words.letters]), words, prefix, suffix, most
            )
            for quoted, words, prefix, suffix in zip(quotes, exact, before, after, strict=True)
        ]

    def shared(self, words: str) -> dict[int, tuple[int, int]]:
        """Of each place where *words* occur (its offset in raw) how many letters before and after it another such place
        has as well; hyphens and blanks directly beside the words do not count."""
        plain = unhyphenated(words)
        starts = [start for start in self._candidates(plain, each_occurrence(self._plain.letters, plain.letters))
                  if self._plain.has_at(start, plain)]  # fmt: skip
        whole = [start for start in starts if not self._cuts(start, plain)] or starts
        letters, size = self._plain.letters, len(plain.letters)
        shared_before = _longest_in_common([letters[max(0, start - _FAR) : start].rstrip()[::-1] for start in whole])
        shared_after = _longest_in_common([letters[start + size : start + size + _FAR].lstrip() for start in whole])
        offsets = [self._span(start, plain, words, False).start for start in whole]
        return dict(zip(offsets, zip(shared_before, shared_after, strict=True), strict=True))

    def starts(self, words: str) -> Iterable[int]:
        """The offsets in raw where the letters of *words* occur, whatever the hyphens, in order."""
        letters = unhyphenated(words).letters
        return (
            self.form.start(self._plain.marked_place(position))
            for position in each_occurrence(self._plain.letters, letters)
        )

    def nearest(self, words: str) -> str:
        """The passage of the text that has the most in common with *words*, in whole words and about as long as they
        are; empty where there is none like them."""
        letters = _small(unhyphenated(words).letters)
        length = min(_PIECE, len(letters))
        pieces = set(_pieces(letters, length))
        if not pieces:
            return ""
        size = len(letters) - length + 1
        own_pieces = self._pieces if length == _PIECE else _pieces(_small(self._plain.letters), length)
        sums = list(accumulate(map(pieces.__contains__, own_pieces), initial=0))
        counts = list(map(sub, sums[size:], sums)) or [sums[-1]]
        most = max(counts)
        if most < _NEAR * size:
            return ""
        start = counts.index(most)
        first = next(index for index in range(start, len(own_pieces)) if own_pieces[index] in pieces)
        return self._whole_words(max(start, first - letters.index(own_pieces[first])), len(letters))

    @cached_property
    def _pieces(self) -> list[str]:
        return _pieces(_small(self._plain.letters), _PIECE)

    def _whole_words(self, start: int, size: int) -> str:
        letters = self._plain.letters
        end = min(len(letters), start + size)
        while start > 0 and letters[start - 1].isalnum() and letters[start].isalnum():
            start -= 1
        while end < len(letters) and letters[end].isalnum() and letters[end - 1].isalnum():
            end += 1
        marked_place = self._plain.marked_place
        return as_read(self.form.text[marked_place(start) : marked_place(end - 1) + 1]).strip()

    def _candidates(self, words: Unhyphenated, starts: Iterable[int]) -> Iterable[int]:
        """Those of *starts*, where the letters of *words* occur, that have the hyphens directly before and after them
        too."""
        before, after, size = words.leading, words.trailing, len(words.letters)
        if not before and not after:
            return starts
        hyphens = self._plain.hyphens
        return (
            start
            for start in starts
            if (not before or ends_with(hyphens(start), before))
            and (not after or begins_with(hyphens(start + size), after))
        )

    def _places(
        self,
        quoted: str,
        starts: Iterable[int],
        words: Unhyphenated,
        prefix: Unhyphenated,
        suffix: Unhyphenated,
        most: int | None,
    ) -> Places:
        spans: list[Span] = []
        inside: list[Span] = []
        anywhere = whole = False
        for start in starts:
            if not self._plain.has_at(start, words):
                continue
            anywhere = True
            cuts = self._cuts(start, words)
            whole |= not cuts
            if self._follows(start, words, prefix) and self._precedes(start + len(words.letters), words, suffix):
                kept = inside if cuts else spans
                if most is None or len(kept) < most:
                    kept.append(self._span(start, words, quoted, cuts))
            if len(spans) == most:
                break
        return Places(spans or inside, inside, anywhere, whole)

    def _span(self, start: int, words: Unhyphenated, quoted: str, inside: bool) -> Span:
        plain, size = self._plain, len(words.letters)
        first, last = plain.marked_place(start), plain.marked_place(start + size - 1)
        if words.leading:
            first -= min(len(plain.hyphens(start)), len(words.leading))
        if words.trailing:
            last += min(len(plain.hyphens(start + size)), len(words.trailing))
        raw_start, raw_end = self.form.start(first), self.form.end(last)
        return Span(raw_start, raw_end, self.raw[raw_start:raw_end] == quoted, inside)

    def _follows(self, start: int, words: Unhyphenated, prefix: Unhyphenated) -> bool:
        """Whether *prefix* is directly before *words* at *start*."""
        if not prefix.letters and not prefix.leading:
            return True
        plain, letters = self._plain, prefix.letters.rstrip()
        end = start - 1 if start and plain.letters[start - 1] == " " else start
        between = plain.hyphens(start) if end == start else plain.hyphens(end) + plain.hyphens(start)
        if not letters:
            return ends_with(between.rstrip(), (prefix.leading + words.leading).rstrip())
        if not plain.letters.endswith(letters, 0, end) or not plain.has_at(end - len(letters), prefix):
            return False
        if prefix.leading and not ends_with(plain.hyphens(end - len(letters)), prefix.leading):
            return False
        return fits(between.replace(" ", ""), (prefix.trailing + words.leading).replace(" ", ""))

    def _precedes(self, end: int, words: Unhyphenated, suffix: Unhyphenated) -> bool:
        """Whether *suffix* is directly after *words*, which end at *end*."""
        if not suffix.letters and not suffix.leading:
            return True
        plain, letters = self._plain, suffix.letters
        start = end + 1 if plain.letters.startswith(" ", end) else end
        between = plain.hyphens(end) if end == start else plain.hyphens(end) + plain.hyphens(start)
        if not letters:
            return begins_with(between.strip(), (words.trailing + suffix.leading).strip())
        if not plain.letters.startswith(letters, start) or not plain.has_at(start, suffix):
            return False
        if suffix.trailing and not begins_with(plain.hyphens(start + len(letters)), suffix.trailing):
            return False
        return fits(between.replace(" ", ""), (words.trailing + suffix.leading).replace(" ", ""))

    def _cuts(self, start: int, words: Unhyphenated) -> bool:
        """Whether *words* at *start* begin or end inside a word or number."""
        end = start + len(words.letters)
        return (not words.leading and self._is_inside(start)) or (not words.trailing and self._is_inside(end))

    def _is_inside(self, position: int) -> bool:
        """Whether the signs before and at *position* belong to one word or number."""
        letters = self._plain.letters
        if not 0 < position < len(letters):
            return False
        before, after, hyphens = letters[position - 1], letters[position], self._plain.hyphens(position)
        if hyphens:
            return hyphens[0] == SOFT and before.isalnum() and after.isalnum()
        if before.isalnum() and (after.isalnum() or unicodedata.combining(after)):
            return not (before.isalpha() and after.isdigit() and not after.isdecimal())  # the sign of a note
        if before.isdecimal():
            return (after in ".," or self._groups(position)) and letters[position + 1 : position + 2].isdecimal()
        return (
            after.isdecimal()
            and (before in ".," or self._groups(position - 1))
            and letters[max(0, position - 2) : position - 1].isdecimal()
        )

    def _groups(self, position: int) -> bool:
        """Whether the blank at *position* is between the thousands of a number."""
        return (
            self._plain.letters[position] == " "
            and self.raw[self.form.start(self._plain.marked_place(position))] in _GROUPING
            and self._plain.letters[position + 1 : position + 4].isdecimal()
            and not self._plain.letters[position + 4 : position + 5].isdecimal()
        )


def _longest_in_common(texts: Sequence[str]) -> list[int]:
    """For each of *texts* how many signs it has in common, from its beginning, with the one that is likest."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    longest = [0] * len(texts)
    for first, second in pairwise(order):
        common = _in_common(texts[first], texts[second])
        longest[first], longest[second] = max(longest[first], common), common
    return longest


def _in_common(first: str, second: str) -> int:
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first.startswith(second[:middle]) else (low, middle - 1)
    return low


def _small(letters: str) -> str:
    """*letters* without regard to capitals, sign by sign."""
    small = letters.casefold()
    return small if len(small) == len(letters) else letters


def _pieces(letters: str, length: int) -> list[str]:
    return list(map("".join, zip(*(letters[shift:] for shift in range(length)), strict=False)))
