"""Sheets on a terminal, with rich: laid out for its width, coloured where colour is wanted."""

import io
import re
from collections.abc import Iterable

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style

from strategigraf.answers.matrix_sheet import SIGNS
from strategigraf.interchange.grid import HEAD, RULE, TITLE, Line
from strategigraf.interchange.layout import laid_out
from strategigraf.values.sheet import Sheet

NARROWEST, WIDEST = 30, 250
COLOURS = {"stated": 28, "named": 27, "interpreted": 130, "inherited": 98, "structure": 243}  # of the 256
_LABEL = "label"
_STYLES = {TITLE: "bold", HEAD: "bold", RULE: "color(243)", _LABEL: "color(243)"}
_STYLES |= {sign: f"color({COLOURS[basis]})" for basis, sign in SIGNS.items()}
_SIGN = re.compile(f"[{''.join(SIGNS.values())}]+")


def shown(sheets: Iterable[Sheet], room: int, colours: str | None, no_colour: bool) -> str:
    """*sheets* one below the other, at most *room* wide, as a terminal is sent them; nothing in them is markup.

    *colours* are "auto" (what the terminal says of itself: none at all where it is dumb) or "256"; with *no_colour*
    there is no colour, but bold where there is any.
    """
    width = max(NARROWEST, min(room, WIDEST))
    brush = _Brush(colours, no_colour)
    found: list[str] = []
    for sheet in sheets:
        found += [""] if found else []
        found += map(brush.painted, laid_out(sheet, width))
    return "".join(line + "\n" for line in found)


class _Brush:
    """Paints lines with as many colours as the terminal has."""

    def __init__(self, colours: str | None, no_colour: bool) -> None:
        console = Console(file=io.StringIO(), force_terminal=True, color_system=colours)  # type: ignore[arg-type]
        self._system = ColorSystem[_SYSTEMS[console.color_system]] if console.color_system else None
        styles = {name: Style.parse(style) for name, style in _STYLES.items()}
        self._styles = {name: style.without_color if no_colour else style for name, style in styles.items()}

    def painted(self, line: Line) -> str:
        """*line* with what makes it bold or coloured."""
        if self._system is None:
            return line.text
        if line.role in self._styles:
            return self._in(line.role, line.text)
        label, text = line.text[: line.label], line.text[line.label :]
        said = _SIGN.sub(lambda match: "".join(self._in(sign, sign) for sign in match[0]), text)
        return (self._in(_LABEL, label) if label else "") + said

    def _in(self, style: str, text: str) -> str:
        return self._styles[style].render(text, color_system=self._system)


_SYSTEMS = {"standard": "STANDARD", "256": "EIGHT_BIT", "truecolor": "TRUECOLOR", "windows": "WINDOWS"}
