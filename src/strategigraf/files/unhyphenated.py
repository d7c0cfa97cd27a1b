"""Words compared without their hyphens first, and then by them: a hyphen at a line end has several readings.

Words stand at a place where their letters stand and each hyphen of theirs, or none, is a reading of what is there.
"""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from strategigraf.files.normal_form import READINGS, marked_all

_HYPHENS = re.compile(f"[-{''.join(READINGS)}][- {''.join(READINGS)}]*")


class Unhyphenated:
    """A text in normal form without hyphens and the blanks after them: its `letters`, and what was left out before
    which of them.

    A place is an index into `letters`.
    """

    def __init__(self, marked: str) -> None:
        pieces: list[str] = []
        self._places: list[int] = []
        self._hyphens: list[str] = []
        last = length = 0
        for match in _HYPHENS.finditer(marked):
            pieces.append(marked[last : match.start()])
            length += match.start() - last
            self._places.append(length)
            self._hyphens.append(match[0])
            last = match.end()
        self.letters = "".join(pieces) + marked[last:] if pieces else marked
        self._left_out = list(accumulate(map(len, self._hyphens), initial=0))

    def hyphens(self, place: int) -> str:
        """What was left out before *place*."""
        index = bisect_left(self._places, place)
        return self._hyphens[index] if index < len(self._places) and self._places[index] == place else ""

    @property
    def leading(self) -> str:
        """What was left out before the first letter."""
        return self._hyphens[0] if self._places and self._places[0] == 0 else ""

    @property
    def trailing(self) -> str:
        """What was left out after the last letter."""
        return self._hyphens[-1] if self.letters and self._places and self._places[-1] == len(self.letters) else ""

    def has_at(self, start: int, words: "Unhyphenated") -> bool:
        """Whether the hyphens within *words*, whose letters stand at *start*, are those here."""
        first, last = start + 1, start + len(words.letters)
        here = range(bisect_left(self._places, first), bisect_left(self._places, last))
        theirs = range(bisect_left(words._places, 1), bisect_left(words._places, len(words.letters)))
        if not here and not theirs:
            return True
        found = {self._places[index] - start: self._hyphens[index] for index in here}
        wanted = {words._places[index]: words._hyphens[index] for index in theirs}
        return all(fits(found.get(place, ""), wanted.get(place, "")) for place in found.keys() | wanted.keys())

    def marked_place(self, place: int) -> int:
        """The index of the letter at *place* in the text with hyphens."""
        return place + self._left_out[bisect_right(self._places, place)]


def unhyphenated(words: str) -> Unhyphenated:
    """*words*, as anybody writes them, in normal form without blanks around them and without hyphens."""
    return Unhyphenated(marked_all([words])[0].strip())


def fits(hyphens: str, wanted: str) -> bool:
    """Whether *hyphens* and *wanted* have a reading in common."""
    return hyphens == wanted or not _readings(hyphens).isdisjoint(_readings(wanted))


def begins_with(hyphens: str, wanted: str) -> bool:
    """Whether some reading of *hyphens* begins with one of *wanted*."""
    return any(one.startswith(other) for one in _readings(hyphens) for other in _readings(wanted))


def ends_with(hyphens: str, wanted: str) -> bool:
    """Whether some reading of *hyphens* ends with one of *wanted*."""
    return any(one.endswith(other) for one in _readings(hyphens) for other in _readings(wanted))


@lru_cache(maxsize=1024)
def _readings(hyphens: str) -> frozenset[str]:
    if hyphens[:1] not in READINGS or not hyphens:
        return frozenset([hyphens])
    return frozenset(reading + hyphens[1:] for reading in READINGS[hyphens[0]])
