"""The appendix of a page: the words that its marks and numbers open to, numbered as they are first used."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from strategigraf.values.text import Text
from strategigraf.values.words import Words

MOST_USES = 8  # so many places are named at an entry; of the rest their number


class Use(NamedTuple):
    """A place that an entry is used in: the anchor it stands at, and what it is called."""

    anchor: str
    label: Text


class Entry(NamedTuple):
    """What one thing opens to: its number, the thing, its words, the first places that use it, how many more do."""

    number: int
    thing: str
    quotes: tuple[Words, ...]
    uses: tuple[Use, ...]
    more: int


class Appendix:
    """The entries for things that have *words*: a thing gets its number when it is first asked for."""

    def __init__(self, words: Mapping[str, tuple[Words, ...]]) -> None:
        self._words = words
        self._numbers: dict[str, int] = {}
        self._uses: dict[str, list[Use]] = {}
        self._more: dict[str, int] = {}

    def numbers(self, things: Iterable[str], use: Use | None = None) -> list[int]:
        """The numbers of those *things* that have words, each once, in order; *use* is kept as a place of theirs."""
        found = []
        for thing in dict.fromkeys(things):
            if not self._words.get(thing):
                continue
            found.append(self._numbers.setdefault(thing, len(self._numbers) + 1))
            if use is not None:
                uses = self._uses.setdefault(thing, [])
                if use in uses:
                    continue
                if len(uses) < MOST_USES:
                    uses.append(use)
                else:
                    self._more[thing] = self._more.get(thing, 0) + 1
        return found

    def __len__(self) -> int:
        return len(self._numbers)

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of their numbers."""
        for thing, number in self._numbers.items():
            uses = tuple(self._uses.get(thing, ()))
            yield Entry(number, thing, self._words[thing], uses, self._more.get(thing, 0))


def ranges(numbers: Iterable[int]) -> str:
    """*numbers* in order, runs of them as their ends: `1–3, 7`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in runs)
