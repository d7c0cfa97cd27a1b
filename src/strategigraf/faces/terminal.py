"""Sheets on a terminal, with rich: laid out for its width, coloured where colour is wanted."""

import io
from collections.abc import Iterable
from itertools import chain

from rich.console import Console
from rich.text import Text

from strategigraf.answers.matrix_sheet import SIGNS
from strategigraf.interchange.grid import HEAD, RULE, TITLE, Line
from strategigraf.interchange.layout import laid_out
from strategigraf.values.sheet import Sheet

NARROWEST, WIDEST = 30, 250
COLOURS = {"stated": 28, "named": 27, "interpreted": 130, "inherited": 98, "structure": 243}  # of the 256
_STYLES = {TITLE: "bold", HEAD: "bold", RULE: "color(243)"}
_LABEL = "color(243)"


def shown(sheets: Iterable[Sheet], room: int, colours: str | None, no_colour: bool) -> str:
    """*sheets* one below the other, at most *room* wide, as a terminal is sent them; nothing in them is markup.

    *colours* are "auto" (what the terminal says of itself: none at all where it is dumb) or "256"; with *no_colour*
    there is no colour, but bold where there is any.
    """
    width = max(NARROWEST, min(room, WIDEST))
    held = io.StringIO()
    console = Console(file=held, force_terminal=True, no_color=no_colour, color_system=colours, legacy_windows=False)  # type: ignore[arg-type]
    for number, sheet in enumerate(sheets):
        for line in chain([Line("")] if number else [], laid_out(sheet, width)):
            console.print(_painted(line), soft_wrap=True, highlight=False)
    return held.getvalue()


def _painted(line: Line) -> Text:
    text = Text(line.text, style=_STYLES.get(line.role, ""))
    if line.label:
        text.stylize(_LABEL, 0, line.label)
    if line.role != RULE:
        for basis, sign in SIGNS.items():
            text.highlight_words([sign], f"color({COLOURS[basis]})")
    return text
