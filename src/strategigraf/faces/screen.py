"""The screen that an answer may go to: whether it does, how large it is, in colour or not, through a pager or not."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

import click

COLOUR, PAGER, BOM = "strategigraf.colour", "strategigraf.pager", "strategigraf.bom"  # options, in the context's meta
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


def screen(output: Path | None) -> Screen | None:
    """The screen that an answer without a file *output* goes to; None where it goes to a file or a pipe, unless
    `--color always` wants a pipe to be treated as a screen."""
    meta = _meta()
    colour = str(meta.get(COLOUR) or "auto")
    terminal = sys.stdout.isatty()
    if output is not None or not (terminal or colour == "always"):
        return None
    from shutil import get_terminal_size

    columns, lines = get_terminal_size()
    return Screen(columns, lines, colour, terminal and bool(meta.get(PAGER, True)) and not dumb())


def bom_wanted() -> bool:
    """Whether `--bom` was given."""
    return bool(_meta().get(BOM))


def dumb() -> bool:
    """Whether the terminal says of itself that it can do nothing but print."""
    return sys.platform != "win32" and os.environ.get("TERM", "").lower() in _DUMB


def _meta() -> dict[str, object]:
    context = click.get_current_context(silent=True)
    return {} if context is None else context.meta
