"""Lettering: how much room words take in a picture, and how they are broken to fit it.

Widths are those of a wide face (DejaVu Sans), so that words fit in every common one.
"""

import re
import unicodedata
from functools import lru_cache

from strategigraf.values.inert import one_line

LINE = 1.22  # of the size of the letters, from one line to the next
_WIDTHS = {  # hundredths of the size, rounded up
    30: "'ijlìíîï",
    35: " ,.:;I|‘’",
    40: "()-/[\\]ft",
    45: "!Jr",
    50: '"*_`',
    55: "?csz“”„",
    60: "FLkvxy–•",
    65: "$0123456789EPSTYabdeghnopqu{}äåéöøü",
    70: "ABCKRVXZÄÅ",
    75: "UÜ",
    80: "&DGHNOQÖØ",
    85: "#+<=>^w~×→←↑",
    95: "M",
    100: "%@WmÆæ—…",
}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_BOLD = 1.13
_LOOKED_AT = 600
_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff\u061c]")  # what XML does not take, and one more mark of direction
_SYLLABLE = re.compile(r"[bcdfghjklmnpqrstvwxz][aeiouyæøå]", re.IGNORECASE)
_BREAKS = re.compile(r"(?<=[-–—/])(?=\w)|\s+")


def lettered(text: str) -> str:
    """*text* on one line as a picture has it: nothing in it acts, everything in it can be written."""
    return _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", one_line(text))


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """The room that *text* takes at most, in letters of *size*."""
    return sum(map(_width, text)) * size / 100 * (_BOLD if bold else 1)


def _width(sign: str) -> int:
    known = _WIDTH.get(sign)
    if known is not None:
        return known
    if unicodedata.combining(sign):
        return 0
    return 140 if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF else 85


def cut(text: str, room: float, size: float, bold: bool = False) -> str:
    """*text*, or as much of it as *room* has place for, with an ellipsis."""
    if width(text, size, bold) <= room:
        return text
    kept, taken = 0, width("…", size, bold)
    for place, sign in enumerate(text):
        taken += width(sign, size, bold)
        if taken > room:
            break
        kept = place + 1
    return text[:kept].rstrip(" ,.;:-–(") + "…"


def wrapped(text: str, room: float, size: float, most: int, bold: bool = False) -> list[str]:
    """*text* in at most *most* lines (one at the least) that have place in *room*, broken at blanks and hyphens; what
    is too long is cut with an ellipsis, what is longer than 600 signs at once."""
    shown = text if len(text) <= _LOOKED_AT else text[:_LOOKED_AT] + "…"
    if width(shown, size, bold) <= room:
        return [shown]
    lines: list[str] = []
    line = ""
    waiting = _parts(shown)[::-1]
    while waiting:
        part, glued = waiting.pop()
        longer = line + ("" if glued or not line else " ") + part
        if width(longer, size, bold) <= room:
            line = longer
        elif len(lines) + 1 == most:
            rest = "".join(("" if joined else " ") + word for word, joined in reversed(waiting))
            return [*lines, cut(longer + rest, room, size, bold)]
        elif line:
            lines.append(line)
            line = ""
            waiting.append((part, True))
        else:
            head, tail = _split(part, room, size, bold)
            lines.append(head)
            waiting.append((tail, True))
    return [*lines, line]


def _parts(text: str) -> list[tuple[str, bool]]:
    """The pieces of *text* between which a line may end, each with whether no blank stands before it."""
    found: list[tuple[str, bool]] = []
    for word in text.split():
        for place, piece in enumerate(part for part in _BREAKS.split(word) if part):
            found.append((piece, place > 0))
    return found or [("", False)]


def _split(word: str, room: float, size: float, bold: bool) -> tuple[str, str]:
    """A word longer than a line, parted with a hyphen: before the last syllable that still has place, as near as
    consonant and vowel tell."""
    taken, end = width("-", size, bold), len(word)
    for place, sign in enumerate(word):
        taken += width(sign, size, bold)
        if taken > room:
            end = max(1, place)
            break
    else:
        return word, ""
    for place in range(end, max(2, end - 8), -1):
        if _SYLLABLE.match(word, place) and len(word) - place > 2:
            return word[:place] + "-", word[place:]
    return word[:end] + "-", word[end:]
