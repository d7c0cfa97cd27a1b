"""Progress on stderr: what is being done, how much of it, and how long the rest will take at the pace so far."""

import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from strategigraf.faces.screen import dumb
from strategigraf.values.text import Text

_PATIENCE = 1.0  # seconds before anything is shown
_ON_TERMINAL, _IN_LOG = 0.2, 10.0  # seconds between two signs
_REST = Text("{0} %, omtrent {1} tilbage", "{0} %, about {1} left")


class Progress:
    """Shows how *doing* goes on, once it has taken a second: one line in *language* that is overwritten on a terminal,
    now and then a line of its own elsewhere."""

    def __init__(self, doing: Text, language: str) -> None:
        self._doing = doing.in_language(language)
        self._rest = _REST.in_language(language)
        self._start = time.monotonic()
        self._shown = -math.inf
        self._done = 0
        self._open = False

    def __call__(self, done: int, total: int) -> None:
        """Says that *done* of *total* are done (bytes, files); none, or fewer than before, means that the work
        begins now."""
        now = time.monotonic()
        if done < self._done or not done:
            self._start = now
        self._done = done
        passed = now - self._start
        terminal = sys.stderr.isatty() and not dumb()
        if done >= total:
            if self._open:
                clear()
                self._open = False
            return
        if passed < _PATIENCE or not done or now - self._shown < (_ON_TERMINAL if terminal else _IN_LOG):
            return
        self._shown = now
        rest = self._rest.format(100 * done // total, _duration(passed * (total - done) / done))
        line = f"strategigraf: {self._doing} {rest}"
        if terminal:
            line = next(
                (text for text in (line, f"{self._doing} {rest}", rest) if len(text) < _room()), rest[: _room() - 1]
            )
        sys.stderr.write(f"\r{line}\x1b[K" if terminal else f"{line}\n")
        sys.stderr.flush()
        self._open = terminal


@contextmanager
def progress(doing: Text, language: str) -> Iterator[Progress]:
    """Something that shows how *doing* goes on, cleared away when it is over."""
    shown = Progress(doing, language)
    yield shown
    shown(1, 1)


def clear() -> None:
    """Takes away the line that may stand on the terminal, before something else is said there."""
    if sys.stderr.isatty() and not dumb():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _room() -> int:
    """How many columns the terminal of stderr has: a longer line would not be overwritten."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80


def _duration(seconds: float) -> str:
    """*seconds* as minutes and seconds: 1:05."""
    whole = max(1, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"
