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

# The words of a text one after the other, each with its place, so that passages can be compared word by word.

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


_FAR = 80  # words from the passage within which a run that marks its place is looked for
_COMMON = 60  # a word that stands more often than this tells nothing of a place
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
    """The passage of *new* that has come in place of the words of *old* from *first* up to *last* (exclusive); None
    where there is none that is like them: a third of the words in place, half of them elsewhere.

    Anywhere but directly between what stood before and after the words, a passage that stands in *old* as well, beside
    these words, or that is more like other words of *old*, has come in place of those.
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
    """All that stands in *new* between the run directly before the words and the one directly after them, where it is
    like the words and not much longer."""
    before, after = _same_run(old, new, first - RUN), _same_run(old, new, last)
    if before is None or after is None or not 0 < after - before - RUN <= 2 * (last - first):
        return None
    alike = likeness(old.words[first:last], new.words[before + RUN : after])
    least = _LETTERS if last - first <= _SHORT else _IN_PLACE
    return Match(before + RUN, after, alike) if alike >= least else None


def _alike(old: RunningWords, new: RunningWords, first: int, last: int) -> list[Match]:
    """The passages of *new* that are like the words of *old* from *first* up to *last* and stand there for the first
    time, the likest first."""
    wanted = old.words[first:last]
    found: dict[Match, float] = {}
    waiting = [(*region, 0) for region in _regions(old, new, first, last)]
    while waiting:
        begin, end, least, depth = waiting.pop()
        match = _best(new.words, begin, end, wanted)
        if match is None or match.likeness < least:
            continue
        if _is_new(old, new, match, first, last):
            found[match] = min(least, found.get(match, 1.0))
        elif depth < _DEEP:
            waiting += [(begin, match.first, least, depth + 1), (match.last, end, least, depth + 1)]
    return sorted(found, key=lambda match: (-match.likeness, found[match], match))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How like two passages are, from 0 to 1: the share of words that need no change, of the longer one; of letters
    where one is of three words or fewer."""
    longest = max(len(one), len(other))
    if not longest:
        return 0.0
    if min(len(one), len(other)) <= _SHORT:
        from difflib import SequenceMatcher

        return SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio()
    return 1 - _row(one, other)[-1][0] / longest


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
        places = new.places_of(word)
        if len(places) <= _COMMON:
            votes.update((place - index) // (size // 4 + 1) for place in places)
    for bucket, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_TRIES]:
        start = bucket * (size // 4 + 1)
        yield max(0, start - size // 2 - RUN), start + size + size // 2 + size // 4 + RUN, anywhere


def _anchor_before(old: RunningWords, new: RunningWords, first: int) -> int | None:
    """Where in *new* the nearest run before *first* that stands once in both texts ends."""
    for start in range(first - RUN, max(-1, first - RUN - _FAR), -1):
        place = _same_run(old, new, start)
        if place is not None:
            return place + RUN
    return None


def _anchor_after(old: RunningWords, new: RunningWords, last: int) -> int | None:
    """Where in *new* the nearest run from *last* on that stands once in both texts begins."""
    for start in range(last, last + _FAR):
        place = _same_run(old, new, start)
        if place is not None:
            return place
    return None


def _same_run(old: RunningWords, new: RunningWords, start: int) -> int | None:
    run = tuple(old.words[start : start + RUN]) if start >= 0 else ()
    return new.only_place(run) if len(run) == RUN and old.only_place(run) is not None else None


def _best(words: Sequence[str], begin: int, end: int, wanted: Sequence[str]) -> Match | None:
    """The passage of *words* between *begin* and *end* that is most like *wanted*."""
    region = words[begin:end]
    if not region:
        return None
    row = _row(wanted, region, anywhere=True)
    _, _, start, stop = min(
        (cost, abs(stop - start - len(wanted)), start, stop) for stop, (cost, start) in enumerate(row)
    )
    if stop <= start:
        return None
    return Match(begin + start, begin + stop, likeness(wanted, region[start:stop]))


def _row(wanted: Sequence[str], region: Sequence[str], anywhere: bool = False) -> list[tuple[int, int]]:
    """For each place in *region* the least number of word changes between *wanted* and a passage that ends there, and
    where that passage begins; it begins at 0, or with *anywhere* wherever is best."""
    row = [(0, index) if anywhere else (index, 0) for index in range(len(region) + 1)]
    for count, word in enumerate(wanted, start=1):
        above, row = row, [(count, row[0][1])]
        for index, other in enumerate(region, start=1):
            cost, start = above[index - 1]
            best = (cost + (word != other), start)
            for neighbour in (above[index], row[index - 1]):
                if neighbour[0] + 1 < best[0]:
                    best = (neighbour[0] + 1, neighbour[1])
            row.append(best)
    return row


def _is_new(old: RunningWords, new: RunningWords, match: Match, first: int, last: int) -> bool:
    """Whether the passage, without words at its ends that the old words do not have, stands in *new* more often than in
    *old* beside the words from *first* up to *last*."""
    wanted, run = old.words[first:last], new.words[match.first : match.last]
    known = set(wanted)
    shared = [index for index, word in enumerate(run) if word in known]
    if shared:
        run = run[shared[0] : shared[-1] + 1]
    return new.count(run) > old.count(run) - _count_in(wanted, run)


def _count_in(words: Sequence[str], run: Sequence[str]) -> int:
    return sum(words[index : index + len(run)] == run for index in range(len(words) - len(run) + 1))


def difference(old: Iterable[str], new: Iterable[str]) -> str:
    """What has changed from the words *old* to the words *new*: `[-taken out-] {+put in+}`; of longer runs that are
    the same just the ends."""
    from difflib import SequenceMatcher

    one, other = list(old), list(new)
    told: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            same = one[a:b]
            told += same if len(same) <= 8 else [*same[:3], "…", *same[-3:]]
            continue
        if b > a:
            told.append(f"[-{' '.join(one[a:b])}-]")
        if d > c:
            told.append(f"{{+{' '.join(other[c:d])}+}}")
    return " ".join(told)
