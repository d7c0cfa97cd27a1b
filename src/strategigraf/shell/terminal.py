"""The terminal: what is shown on it, in colour, page by page, with progress on stderr; and the streams themselves."""

import errno
import io
import math
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from strategigraf.core.rdf import message
from strategigraf.core.table import Sheet
from strategigraf.core.thread import SIGNS
from strategigraf.files.output import not_written

if TYPE_CHECKING:
    from strategigraf.render.terminal.paragraph import Line

# The screen that an answer may go to.

_DUMB = ("", "dumb", "unknown")


class Screen(NamedTuple):
    """A screen of so many columns and lines, what `--color` says (auto, always, never), and whether pages may be
    turned on it."""

    columns: int
    lines: int
    colour: str
    turns: bool

    @property
    def colours(self) -> tuple[str | None, bool]:
        """The colours it has ("auto", "256"), and whether they are unwanted (no-color.org): `--color` before NO_COLOR
        before FORCE_COLOR."""
        if self.colour == "always":
            return "256", False
        unwanted = self.colour == "never" or bool(os.environ.get("NO_COLOR"))
        forced = bool(os.environ.get("FORCE_COLOR")) and dumb() and not unwanted
        return "256" if forced else "auto", unwanted


def screen(output: Path | None, colour: str, pager: bool) -> Screen | None:
    """The screen that an answer without a file *output* goes to; None where it goes to a file or a pipe, unless the
    *colour* is "always", which wants a pipe to be treated as a screen. Pages are turned where a *pager* is wanted."""
    terminal = sys.stdout.isatty()
    if output is not None or not (terminal or colour == "always"):
        return None
    from shutil import get_terminal_size

    columns, lines = get_terminal_size()
    return Screen(columns, lines, colour, terminal and pager and not dumb())


def dumb() -> bool:
    """Whether the terminal says of itself that it can do nothing but print."""
    return sys.platform != "win32" and os.environ.get("TERM", "").lower() in _DUMB


# The pager, as in git.

_COLOUR = r"\x1b\[[0-9;]*m"
_NOT_RUN = (126, 127)  # what a shell says of a program that it cannot run
_LESS = {"LESS": "FRX", "LV": "-c"}  # leave when it fits, colours as they are, no clearing; as git sets them


def paged(text: str, screen: Screen) -> bool:
    """Shows *text* on *screen* through the pager of STRATEGIGRAF_PAGER or PAGER, else `less`; whether it did. It does
    not where *text* fits the screen, or no pager is wanted (`cat` or nothing) or there.

    Leaving the pager early, or an interrupt meanwhile, is no error.
    """
    command = _command()
    if not screen.turns or not command or not _is_longer(text, screen):
        return False
    import subprocess

    environment = _LESS | dict(os.environ)
    process = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)
    assert process.stdin is not None
    with suppress(BrokenPipeError, KeyboardInterrupt):
        process.stdin.write(text.encode("utf-8"))
    with suppress(BrokenPipeError):
        process.stdin.close()
    while True:
        with suppress(KeyboardInterrupt):
            return process.wait() not in _NOT_RUN


def _command() -> str:
    """The pager as a line for the shell; nothing where there is none."""
    import shlex
    from shutil import which

    pager = next((os.environ[name] for name in ("STRATEGIGRAF_PAGER", "PAGER") if name in os.environ), "less")
    try:
        words = [word for word in shlex.split(pager) if "=" not in word]
    except ValueError:
        return ""
    return pager if words and words[0] != "cat" and which(words[0]) else ""


def _is_longer(text: str, screen: Screen) -> bool:
    """Whether *text* takes more lines than *screen* has, one left for the prompt."""
    line_count = 0
    for line in text.splitlines():
        line_count += max(1, -(-len(re.sub(_COLOUR, "", line)) // max(screen.columns, 1)))
        if line_count >= screen.lines:
            return True
    return False


# Progress on stderr.

_PATIENCE = 1.0  # seconds before anything is shown
_MEASURE = 50  # so many times what is done the whole may be, for what is left to be reckoned from it
_ON_TERMINAL, _IN_LOG = 0.2, 10.0  # seconds between two signs


class Progress:
    """Shows how *doing* (a name in `messages/progress.tsv`) goes on, once it has taken a second: one line in *language*
    that is overwritten on a terminal, now and then a line of its own elsewhere."""

    def __init__(self, doing: str, language: str) -> None:
        self._doing = doing
        self._language = language
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
        elapsed = now - self._start
        terminal = sys.stderr.isatty() and not dumb()
        if done >= total:
            if self._open:
                clear()
                self._open = False
            return
        if elapsed < _PATIENCE or not done or now - self._shown < (_ON_TERMINAL if terminal else _IN_LOG):
            return
        self._shown = now
        doing = message(f"progress.{self._doing}").in_language(self._language)
        remaining = self._remaining(elapsed, done, total)
        line = f"strategigraf: {doing} {remaining}"
        if terminal:
            line = next(
                (text for text in (line, f"{doing} {remaining}", remaining) if len(text) < _room()),
                remaining[: _room() - 1],
            )
        sys.stderr.write(f"\r{line}\x1b[K" if terminal else f"{line}\n")
        sys.stderr.flush()
        self._open = terminal

    def _remaining(self, elapsed: float, done: int, total: int) -> str:
        """How much is done, and, where that is enough to go by, the time that is left."""
        percent = 100 * done // total
        if done * _MEASURE < total:
            return message("progress.share", percent=percent).in_language(self._language)
        left = _duration(elapsed * (total - done) / done)
        return message("progress.rest", percent=percent, time=left).in_language(self._language)


def clear() -> None:
    """Removes the line of progress from the terminal, before something else is written there."""
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
    whole_seconds = max(1, round(seconds))
    return f"{whole_seconds // 60}:{whole_seconds % 60:02}"


# The standard streams as the command line needs them.


class _Closed(io.TextIOBase):
    """A standard stream that the process was started without: whatever is written to it fails as on a closed file."""

    def write(self, text: str) -> NoReturn:
        """Raises OutputNotWritten."""
        raise not_written("stdout", OSError(errno.EBADF, os.strerror(errno.EBADF)))


class _Discarding(io.TextIOBase):
    """Where messages go that nobody can read."""

    def write(self, text: str) -> int:
        return len(text)


def prepare_streams() -> None:
    """Makes the standard streams usable: a process started without them (a service, a scheduled job) gets an output
    that refuses and messages that go nowhere, and no file it opens takes their place; a character that the encoding
    of a stream lacks is written as an escape."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stdin is None:
        sys.stdin = io.StringIO()
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = _Discarding()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def discard_output() -> None:
    """Sends what is still to be written to stdout nowhere: nobody reads it any more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


NARROWEST, WIDEST = 30, 250
COLOURS = {
    "stated": 28,
    "named": 27,
    "interpreted": 130,
    "inherited": 98,
    "structure": 243,
    "through-parts": 98,
}  # of the 256
_OF_16 = {
    "stated": 32,
    "named": 34,
    "interpreted": 33,
    "inherited": 35,
    "structure": 90,
    "through-parts": 35,
}  # the same of the 16
_LABEL = "label"
_SIGN = f"[{''.join(SIGNS.values())}]+"


def shown(
    sheets: Sequence[Sheet],
    columns: int,
    colours: str | None,
    no_colour: bool,
    height: int | None = None,
    language: str = "da",
) -> str:
    """*sheets* one below the other, at most *columns* wide, as a terminal is sent them; nothing in them is markup.

    *colours* are "auto" (what the terminal says of itself: none at all where it is dumb) or "256"; with *no_colour*
    there is no colour, but bold where there is any. Where there is a *height*, first rows that take no more lines than
    that, and in *language* what is left out.
    """
    from strategigraf.render.terminal.layout import fitted, laid_out

    width = max(NARROWEST, min(columns, WIDEST))
    brush = _Brush(colours, no_colour)
    output_lines: list[str] = []
    if height is not None:
        output_lines += map(brush.painted, fitted(sheets, width, height, language))
    for sheet in sheets if height is None else ():
        output_lines += [""] if output_lines else []
        output_lines += map(brush.painted, laid_out(sheet, width))
    return "".join(line + "\n" for line in output_lines)


_STRUCTURE = re.compile(r"[|#>]|```|\s*$")  # how a line of Markdown begins that is not of prose
_MARK = re.compile(r"\s*(?:(?:[-*]|\d+\.)\s+)?")  # what an item of a list begins with


def folded(markdown: str, columns: int) -> str:
    """*markdown* with its paragraphs and items on lines of at most *columns* where no word is longer, which mean the
    same; tables, headings and code as they are."""
    from textwrap import wrap

    from strategigraf.render.terminal.layout import READABLE

    width, in_code = max(NARROWEST, min(columns, READABLE)), False
    output_lines: list[str] = []
    for line in markdown.splitlines():
        in_code ^= line.startswith("```")
        if in_code or _STRUCTURE.match(line):
            output_lines.append(line)
            continue
        line = re.sub(r" \\> ", " > ", re.sub(r"\\\[(\d+)\\\]", r"[\1]", line))  # where it needs no backslash
        mark = _MARK.match(line)
        indent = " " * len(mark[0] if mark else "")
        output_lines += wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, tabsize=4
        )
    return "".join(line + "\n" for line in output_lines)


class _Brush:
    """Paints lines with as many colours as the terminal has."""

    def __init__(self, colours: str | None, no_colour: bool) -> None:
        from strategigraf.render.terminal.paragraph import HEAD, RULE, TITLE

        styles = {TITLE: ("1", 0, 0), HEAD: ("1", 0, 0), RULE: ("", 243, 90), _LABEL: ("", 243, 90)}  # bold, 256, 16
        styles |= {sign: ("", COLOURS[basis], _OF_16[basis]) for basis, sign in SIGNS.items()}
        depth = _depth(os.environ) if colours == "auto" else 256 if colours else 0
        self._codes = {
            style: bold if bold else "" if no_colour else f"38;5;{of_256}" if depth == 256 else f"{of_16}"
            for style, (bold, of_256, of_16) in styles.items()
        }
        self._paints = depth > 0

    def painted(self, line: "Line") -> str:
        """*line* with what makes it bold or coloured."""
        if not self._paints:
            return line.text
        if line.role in self._codes:
            return self._in(line.role, line.text)
        label, text = line.text[: line.label], line.text[line.label :]
        painted_text = re.sub(_SIGN, lambda match: "".join(self._in(sign, sign) for sign in match[0]), text)
        return (self._in(_LABEL, label) if label else "") + painted_text

    def _in(self, style: str, text: str) -> str:
        code = self._codes[style]
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def _depth(environment: Mapping[str, str]) -> int:
    """How many colours the terminal has, as its *environment* says: 0, 16 or 256."""
    name = environment.get("TERM", "").lower()
    if name in ("dumb", "unknown"):
        return 0
    has_many_colours = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "WT_SESSION" in environment
    return 256 if has_many_colours or name.endswith(("256color", "-kitty", "-direct")) else 16
