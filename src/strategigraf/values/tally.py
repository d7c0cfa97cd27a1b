"""A tally: how much of how much is done, told to whoever wants to know."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")
Tell = Callable[[int, int], None]
_EVERY = 100


def untold(done: int, total: int) -> None:
    """Tells nobody."""


class Tally:
    """Counts up to *total* and tells *tell* now and then; never that all is done, which is for the caller to know."""

    def __init__(self, total: int, tell: Tell = untold) -> None:
        self._total = total
        self._tell = tell
        self._done = 0
        tell(0, total)

    def add(self) -> None:
        """Counts one more."""
        self._done += 1
        if self._done % _EVERY == 0 and self._done < self._total:
            self._tell(self._done, self._total)

    def over(self, things: Iterable[Thing]) -> Iterator[Thing]:
        """*things*, each counted as it is taken."""
        for thing in things:
            self.add()
            yield thing
