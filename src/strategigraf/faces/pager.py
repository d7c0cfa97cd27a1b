"""The pager, as git has it: what is longer than the screen is shown page by page."""

import os
import re
import shlex
from contextlib import suppress

from strategigraf.faces.screen import Screen

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOT_RUN = (126, 127)  # what a shell says of a program that it cannot run
_LESS = {"LESS": "FRX", "LV": "-c"}  # leave when it fits, colours as they are, no clearing; as git sets them


def paged(text: str, screen: Screen) -> bool:
    """Shows *text* on *screen* through the pager of STRATEGIGRAF_PAGER or PAGER, else `less`; whether it did. It does
    not where *text* fits the screen, or no pager is wanted (`cat` or nothing) or there.

    Leaving the pager early, or an interrupt meanwhile, is no error.
    """
    command = _command()
    if not screen.turns or not command or not _longer(text, screen):
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
    from shutil import which

    given = next((os.environ[name] for name in ("STRATEGIGRAF_PAGER", "PAGER") if name in os.environ), "less")
    try:
        words = [word for word in shlex.split(given) if "=" not in word]
    except ValueError:
        return ""
    return given if words and words[0] != "cat" and which(words[0]) else ""


def _longer(text: str, screen: Screen) -> bool:
    """Whether *text* takes more lines than *screen* has, one left for the prompt."""
    taken = 0
    for line in text.splitlines():
        taken += max(1, -(-len(_COLOUR.sub("", line)) // max(screen.columns, 1)))
        if taken >= screen.lines:
            return True
    return False
