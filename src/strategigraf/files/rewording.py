"""The passage of a new text that has taken the place of words of an old one, if there is one."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from strategigraf.files.normal_form import EITHER, KEPT, SOFT, as_read, normalise
from strategigraf.files.occurrences import Span
from strategigraf.files.source_text import SourceText

# The words of a text one after the other, each with its position, so that passages can be compared word by word.

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
        """Where the words from *first* up to *last* (exclusive, at least one) are in the raw text, with the signs
        directly before and after them where *like*, the words they replace, begins and ends with such signs."""
        text, start, end = self._form.text, self._starts[first], self._ends[last - 1]
        if like.strip() and not like.strip()[-1].isalnum():
            while end < len(text) and not (text[end].isalnum() or text[end].isspace() or text[end] in "|#"):
                end += 1
        if like.strip() and not like.strip()[0].isalnum():
            while start and not (text[start - 1].isalnum() or text[start - 1].isspace() or text[start - 1] in "|#"):
                start -= 1
        return Span(self._form.start(start), self._form.end(end - 1), False)

    def places_of(self, word: str) -> Sequence[int]:
        """The indexes at which *word* occurs, in order."""
        return self._places.get(word, ())

    def only_place(self, run: tuple[str, ...]) -> int | None:
        """The index at which *run*, five words, begins where it occurs just once."""
        return self._runs.get(run)

    def count(self, run: Sequence[str]) -> int:
        """How often *run* occurs in the text, overlapping ones too."""
        size, positions = len(run), self.places_of(run[0]) if run else ()
        return sum(self.words[position : position + size] == list(run) for position in positions)

    @cached_property
    def _offsets(self) -> list[int]:
        return [self._form.start(start) for start in self._starts]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        indexes_by_word: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            indexes_by_word[word].append(index)
        return indexes_by_word

    @cached_property
    def _runs(self) -> dict[tuple[str, ...], int]:
        index_by_run: dict[tuple[str, ...], int] = {}
        repeated = set()
        for index in range(len(self.words) - RUN + 1):
            run = tuple(self.words[index : index + RUN])
            if index_by_run.setdefault(run, index) != index:
                repeated.add(run)
        return {run: index for run, index in index_by_run.items() if run not in repeated}


RUN = 5  # words that, where they occur once in each of two texts, mark the same place in both


_FAR = 80  # words from the passage within which a run that marks its place is looked for
_COMMON = 60  # a word that occurs more often than this does not mark a place
_TRIES = 5
_DEEP = 2  # how often a region is looked through again beside a passage that is not new
_SHORT = 3  # words up to which likeness is one of letters
_IN_PLACE, _ANYWHERE, _LETTERS = 0.34, 0.5, 0.6


class Match(NamedTuple):
    """Words of the new text from `first` up to `last` (exclusive), and their likeness to the old ones, 0 to 1."""

    first: int
    last: int
    likeness: float


def reworded(old: RunningWords, new: RunningWords, first: int, last: int) -> Match | None:
    """The passage of *new* that has replaced the words of *old* from *first* up to *last* (exclusive); None
    where there is none that is like them: a third of the words in place, half of them elsewhere.

    Anywhere but directly between what was before and after the words, a passage that occurs in *old* as well, beside
    these words, or that is more like other words of *old*, has replaced those.
    """
    in_place = _between(old, new, first, last)
    if in_place is not None:
        return in_place
    for match in _alike(old, new, first, last):
        origin = next(iter(_alike(new, old, match.first, match.last)), None)
        if origin is not None and origin.first < last and first < origin.last:
            return match
    return None


def _between(old: RunningWords, new: RunningWords, first: int, last: int) -> Match | None:
    """All of *new* between the run directly before the words and the one directly after them, where it is
    like the words and not much longer."""
    before, after = _same_run(old, new, first - RUN), _same_run(old, new, last)
    if before is None or after is None or not 0 < after - before - RUN <= 2 * (last - first):
        return None
    alike = likeness(old.words[first:last], new.words[before + RUN : after])
    least = _LETTERS if last - first <= _SHORT else _IN_PLACE
    return Match(before + RUN, after, alike) if alike >= least else None


def _alike(old: RunningWords, new: RunningWords, first: int, last: int) -> list[Match]:
    """The passages of *new* that are like the words of *old* from *first* up to *last* and occur there for the first
    time, the likest first."""
    old_words = old.words[first:last]
    least_by_match: dict[Match, float] = {}
    waiting = [(*region, 0) for region in _regions(old, new, first, last)]
    while waiting:
        begin, end, least, depth = waiting.pop()
        match = _best(new.words, begin, end, old_words)
        if match is None or match.likeness < least:
            continue
        if _is_new(old, new, match, first, last):
            least_by_match[match] = min(least, least_by_match.get(match, 1.0))
        elif depth < _DEEP:
            waiting += [(begin, match.first, least, depth + 1), (match.last, end, least, depth + 1)]
    return sorted(least_by_match, key=lambda match: (-match.likeness, least_by_match[match], match))


def likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """How like two passages are, from 0 to 1: the share of words that need no change, of the longer one; of letters
    where one is of three words or fewer."""
    longest = max(len(first), len(second))
    if not longest:
        return 0.0
    if min(len(first), len(second)) <= _SHORT:
        from difflib import SequenceMatcher

        return SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio()
    return 1 - _edit_row(first, second)[-1][0] / longest


def _regions(old: RunningWords, new: RunningWords, first: int, last: int) -> Iterator[tuple[int, int, float]]:
    """Where to look: from, up to, and the likeness that is asked for there."""
    size, short = last - first, last - first <= _SHORT
    before, after = _anchor_before(old, new, first), _anchor_after(old, new, last)
    in_place, anywhere = (_LETTERS, _LETTERS + 0.1) if short else (_IN_PLACE, _ANYWHERE)
    if before is not None and after is not None and before <= after <= before + 3 * size + _FAR:
        yield before, after, in_place
    else:
        if before is not None:
            yield before, before + 2 * size + _FAR, anywhere
        if after is not None:
            yield max(0, after - 2 * size - _FAR), after, anywhere
    votes: Counter[int] = Counter()
    for index, word in enumerate(old.words[first:last]):
        positions = new.places_of(word)
        if len(positions) <= _COMMON:
            votes.update((position - index) // (size // 4 + 1) for position in positions)
    for bucket, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_TRIES]:
        start = bucket * (size // 4 + 1)
        yield max(0, start - size // 2 - RUN), start + size + size // 2 + size // 4 + RUN, anywhere


def _anchor_before(old: RunningWords, new: RunningWords, first: int) -> int | None:
    """Where in *new* the nearest run before *first* that occurs once in both texts ends."""
    for start in range(first - RUN, max(-1, first - RUN - _FAR), -1):
        position = _same_run(old, new, start)
        if position is not None:
            return position + RUN
    return None


def _anchor_after(old: RunningWords, new: RunningWords, last: int) -> int | None:
    """Where in *new* the nearest run from *last* on that occurs once in both texts begins."""
    for start in range(last, last + _FAR):
        position = _same_run(old, new, start)
        if position is not None:
            return position
    return None


def _same_run(old: RunningWords, new: RunningWords, start: int) -> int | None:
    run = tuple(old.words[start : start + RUN]) if start >= 0 else ()
    return new.only_place(run) if len(run) == RUN and old.only_place(run) is not None else None


def _best(words: Sequence[str], begin: int, end: int, old_words: Sequence[str]) -> Match | None:
    """The passage of *words* between *begin* and *end* that is most like *old_words*."""
    region = words[begin:end]
    if not region:
        return None
    row = _edit_row(old_words, region, anywhere=True)
    _, _, start, stop = min(
        (cost, abs(stop - start - len(old_words)), start, stop) for stop, (cost, start) in enumerate(row)
    )
    if stop <= start:
        return None
    return Match(begin + start, begin + stop, likeness(old_words, region[start:stop]))


def _edit_row(old_words: Sequence[str], region: Sequence[str], anywhere: bool = False) -> list[tuple[int, int]]:
    """For each place in *region* the least number of word changes between *old_words* and a passage that ends there,
    and where that passage begins; it begins at 0, or with *anywhere* wherever is best."""
    row = [(0, index) if anywhere else (index, 0) for index in range(len(region) + 1)]
    for count, word in enumerate(old_words, start=1):
        previous_row, row = row, [(count, row[0][1])]
        for index, region_word in enumerate(region, start=1):
            cost, start = previous_row[index - 1]
            best = (cost + (word != region_word), start)
            for neighbour in (previous_row[index], row[index - 1]):
                if neighbour[0] + 1 < best[0]:
                    best = (neighbour[0] + 1, neighbour[1])
            row.append(best)
    return row


def _is_new(old: RunningWords, new: RunningWords, match: Match, first: int, last: int) -> bool:
    """Whether the passage, without words at its ends that the old words do not have, occurs in *new* more often than in
    *old* beside the words from *first* up to *last*."""
    old_words, run = old.words[first:last], new.words[match.first : match.last]
    old_word_set = set(old_words)
    shared = [index for index, word in enumerate(run) if word in old_word_set]
    if shared:
        run = run[shared[0] : shared[-1] + 1]
    return new.count(run) > old.count(run) - _count_in(old_words, run)


def _count_in(words: Sequence[str], run: Sequence[str]) -> int:
    return sum(words[index : index + len(run)] == run for index in range(len(words) - len(run) + 1))


def difference(old: Iterable[str], new: Iterable[str]) -> str:
    """What has changed from the words *old* to the words *new*: `[-taken out-] {+put in+}`; of longer runs that are
    the same just the ends."""
    from difflib import SequenceMatcher

    old_words, new_words = list(old), list(new)
    pieces: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        if kind == "equal":
            same = old_words[a:b]
            pieces += same if len(same) <= 8 else [*same[:3], "…", *same[-3:]]
            continue
        if b > a:
            pieces.append(f"[-{' '.join(old_words[a:b])}-]")
        if d > c:
            pieces.append(f"{{+{' '.join(new_words[c:d])}+}}")
    return " ".join(pieces)
