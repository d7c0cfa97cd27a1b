"""Sheets on a terminal: laid out for its width, coloured where colour is wanted."""

import os
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from strategigraf.answers.matrix_sheet import SIGNS
from strategigraf.values.sheet import Sheet

if TYPE_CHECKING:
    from strategigraf.interchange.grid import Line

NARROWEST, WIDEST = 30, 250
COLOURS = {"stated": 28, "named": 27, "interpreted": 130, "inherited": 98, "structure": 243}  # of the 256
_OF_16 = {"stated": 32, "named": 34, "interpreted": 33, "inherited": 35, "structure": 90}  # the same of the 16
_LABEL = "label"
_SIGN = re.compile(f"[{''.join(SIGNS.values())}]+")


def shown(sheets: Iterable[Sheet], room: int, colours: str | None, no_colour: bool) -> str:
    """*sheets* one below the other, at most *room* wide, as a terminal is sent them; nothing in them is markup.

    *colours* are "auto" (what the terminal says of itself: none at all where it is dumb) or "256"; with *no_colour*
    there is no colour, but bold where there is any.
    """
    from strategigraf.interchange.layout import laid_out

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
        from strategigraf.interchange.grid import HEAD, RULE, TITLE

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
        said = _SIGN.sub(lambda match: "".join(self._in(sign, sign) for sign in match[0]), text)
        return (self._in(_LABEL, label) if label else "") + said

    def _in(self, style: str, text: str) -> str:
        code = self._codes[style]
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def _depth(environment: Mapping[str, str]) -> int:
    """How many colours the terminal has, as its *environment* says: 0, 16 or 256."""
    name = environment.get("TERM", "").lower()
    if name in ("dumb", "unknown"):
        return 0
    many = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "WT_SESSION" in environment
    return 256 if many or name.endswith(("256color", "-kitty", "-direct")) else 16
