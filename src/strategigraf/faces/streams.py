"""The standard streams as the command line needs them: there, and able to take every character."""

import errno
import io
import os
import sys
from contextlib import suppress
from typing import NoReturn

from strategigraf.files.output import not_written


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
