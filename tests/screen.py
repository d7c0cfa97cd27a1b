"""A terminal for the tests: what the program says on one of a given size."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from pathlib import Path

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROGRESS = re.compile(r"\r([^\x00-\x1f\x7f-\x9f]*)\x1b\[K")
_SETTINGS = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "PAGER", "LESS", "STRATEGIGRAF_PAGER")


def on_screen(
    cache: Path, arguments: Sequence[object], columns: int = 80, lines: int = 24, typed: bytes = b"", **settings: str
) -> tuple[int, str]:
    """The exit code of the command line *arguments*, and all that it says on a terminal of this size, on which *typed*
    is typed; without a pager unless *settings* name one."""
    chief, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    environment |= {"TERM": "xterm-256color", "PAGER": "", "STRATEGIGRAF_CACHE": str(cache), **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "strategigraf", *map(str, arguments)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,
    )
    os.close(terminal)
    if typed:
        os.write(chief, typed)
    said = b""
    while True:
        try:
            said += os.read(chief, 65536)
        except OSError:  # the other end is closed
            break
    os.close(chief)
    return process.wait(20), said.decode().replace("\r\n", "\n")


def without_progress(said: str) -> str:
    """*said* without the controls of the line of progress, which is shown where a machine is slow; its words stay."""
    return PROGRESS.sub(r"\1", said)


def bare(said: str) -> list[str]:
    """The lines of *said* without what colours them or makes them bold."""
    return COLOUR.sub("", said).splitlines()
