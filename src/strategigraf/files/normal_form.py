"""The normal form in which words are compared, the hyphens at line ends, and the mapping back to the raw text."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

SOFT, EITHER, KEPT, HANGING = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"  # signs that no text has
READINGS = {  # what a word broken at a line end may be printed as without the break, the likeliest first
    SOFT: ("", "-", "- "),  # sprøjte-⏎gifte
    EITHER: ("-", "", "- "),  # EU-⏎KOMMISSIONEN
    KEPT: ("-", "- "),  # it-⏎systemer: without the hyphen it is printed nowhere
    HANGING: ("- ", "-"),  # social-⏎og
}
_LINE_ENDS = "\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
_OTHER_SPACE = "\x1f\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_SINGLE, _DOUBLE = "\u2018\u2019\u201a\u201b\u2039\u203a", "\u201c\u201d\u201e\u201f\u00ab\u00bb"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_CONVERTED = "\ufffe\x02"  # what PDF converters write for a hyphen at a line end
_UNSEEN = (
    "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"  # as a class of signs
)
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_PRINTED_HYPHENS = "-\u2010\u2011"
_PRINTED = _DASHES + "-"
_REPLACED = [
    *((sign, " ") for sign in "\t\n\v"),
    *((sign, "-") for sign in _CONVERTED),
    *((sign, "'") for sign in _SINGLE),
    *((sign, '"') for sign in _DOUBLE),
    *((sign, "-") for sign in _DASHES),
]
_BLANKS_AND_CONVERTED = 5  # of these, those that are printed so
_UNUSUAL_SPACE = re.compile(f"[{_LINE_ENDS}{_OTHER_SPACE}]")
_TO_REPLACE = re.compile(f"[{_SINGLE}{_DOUBLE}{_DASHES}]")
_TO_CHANGE = re.compile(
    rf"[\t\n*_&\\<\[\u00ad\u0300-\u036f\ufb00-\ufb06{_LINE_ENDS}{_OTHER_SPACE}{_SINGLE}{_DOUBLE}{_DASHES}{_CONVERTED}{_UNSEEN}]"
)
_LINK = re.compile(
    r"\[(?<!\\\[)([^\[\]\\\0]*(?:\\[^\0][^\[\]\\\0]*)*)\]"
    r"(?:\((?:[^()\s\0]|\([^()\s\0]*\))*(?:\s+(?:\"[^\"\0]*\"|'[^'\0]*'))?\)(?:\{[^{}\0]*\})?|\{[^{}\0]*\})"
)
_CODED = re.compile(
    rf"[&\\<\ufb00-\ufb06{_UNSEEN}](?:(?<=&)(?:#\d{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});"
    r"|(?<=\\)(?:[!-/:-@\[-`{-~]|(?=[\r\n]))"
    r"|(?<=<)(?:[bB][rR](?:\s[^<>\0]{0,99})?/?|(?:https?://|mailto:)[^\s<>\0]{1,500})>"
    rf"|(?<=[\ufb00-\ufb06{_UNSEEN}]))"
)
_UNSEEN_SIGN = re.compile(f"[{_UNSEEN}]")
_BEYOND_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_MARKS = 32  # composed with one letter at the most: composition takes the square of their number
# Where layout changes: a word broken at a line end, or a run of white space and emphasis. Each begins with one of a
# few signs, so that the search passes quickly over all else. A blank is none of them: there are too many, and one
# before a run is seen when the run is found.
_HYPHENS = rf"{_DASHES}\u00ad{_CONVERTED}-"
_UNDERSCORES = r"_(?:(?<!\w_)_*|(?<!__)_*(?!\w))"
_LAYOUT = re.compile(
    rf"[\t\n\v*_{_HYPHENS}](?:"
    rf"(?<=[{_HYPHENS}])(?:(?<=[^\W_].)|(?<=[^\W_][*_].)|(?<=[^\W_]\*\*.))"
    rf"(?:[ \t\v*_]*\n[\s*_]*|(?<=[{_CONVERTED}])[\s*_]*)"
    rf"(?P<following>(?=[\"'(\[{_SINGLE}{_DOUBLE}]{{0,2}}[^\W_]))"
    r"|(?:(?<=[\t\n\v])(?:(?=[\s*_\u00ad])|(?<= .))|(?<=[*\u00ad])"
    rf"|(?<=_)(?:(?<!\w_)_*|(?<!__)_*(?!\w)))(?:\s+|\*+|\u00ad(?![ \t\v*_]*\n)|{_UNDERSCORES})*)",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+")
_AND = ("og", "eller", "samt")
_PREFIXES = (
    "hiv",
    "ikke",
    "ip",
    "it",
)  # and all without a vowel, of one letter, in capitals, or with a digit at the end
_SHORT = 3  # letters of an abbreviation
_VOWELS = frozenset("aeiouyæøåéèüäö")
_BETWEEN = "\0"  # runs on with no word, no white space and no mark
_Edit = tuple[int, int, str]  # from, up to, and what replaces it


class _Step(NamedTuple):
    """A text that was changed. From each of `positions` on it came from: where `ends` is 0, character by character from
    `starts` on, else all of it from between the two."""

    text: str
    positions: list[int]
    starts: list[int]
    ends: list[int]


class NormalForm:
    """The normal form `text` of a raw text, with the marks of READINGS, and where its characters are in the raw one."""

    def __init__(self, raw: str) -> None:
        self._steps = _unconverted(raw)
        layout = _uniform_space(self._steps[-1].text if self._steps else raw)
        self._steps.append(_changed(layout, (edit[:3] for edit in _laid_out(layout))))
        text = self._steps[-1].text
        signs = _REPLACED if _TO_REPLACE.search(text) else _REPLACED[:_BLANKS_AND_CONVERTED]
        for sign, replacement in signs:
            text = text.replace(sign, replacement)
        self.text = text

    def start(self, position: int) -> int:
        """The offset in raw at which the character at *position* begins."""
        for _, positions, starts, ends in reversed(self._steps):
            index = bisect_right(positions, position) - 1
            position = starts[index] if ends[index] else starts[index] + position - positions[index]
        return position

    def end(self, position: int) -> int:
        """The offset in raw at which the character at *position* ends."""
        for _, positions, starts, ends in reversed(self._steps):
            index = bisect_right(positions, position) - 1
            position = ends[index] - 1 if ends[index] else starts[index] + position - positions[index]
        return position + 1


def marked_all(texts: Sequence[str]) -> list[str]:
    """Each of *texts* in the form in which they are compared, a hyphen at a line end being a mark of READINGS; in one
    go, for many short ones."""
    forms = _marked(_BETWEEN.join(texts)).split(_BETWEEN) if texts else []
    return forms if len(forms) == len(texts) else [_marked(words) for words in texts]


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Each of *texts* in the form in which they are compared, a hyphen at a line end in its likeliest reading; in one
    go, for many short ones."""
    return [as_read(words) for words in marked_all(texts)]


def normalise(words: str) -> str:
    """*words* in the form in which they are compared, a hyphen at a line end in its likeliest reading."""
    return as_read(_marked(words))


def as_read(words: str) -> str:
    """*words* in normal form with each mark in its likeliest reading."""
    for mark, readings in READINGS.items():
        words = words.replace(mark, readings[0])
    return words


def readable(raw: str) -> str:
    """*raw* as the page prints it: runs of white space as one blank, words broken at a line end joined, with the hyphen
    where it belongs to the word; emphasis and what else is not printed left out; quotation marks and dashes as they
    are."""
    if _is_normal(raw):
        return raw
    steps = _unconverted(raw)
    layout = _uniform_space(steps[-1].text if steps else raw)
    pieces: list[str] = []
    last = 0
    for start, end, new, sign in _laid_out(layout):
        printed = READINGS[new][0].replace("-", sign if sign in _PRINTED else "-") if sign else new
        pieces += layout[last:start], printed
        last = end
    text = "".join(pieces) + layout[last:]
    for sign, replacement in _REPLACED[:_BLANKS_AND_CONVERTED]:
        text = text.replace(sign, replacement)
    return text


def _marked(words: str) -> str:
    return words if _is_normal(words) else NormalForm(words).text


def _is_normal(words: str) -> bool:
    return "  " not in words and not _TO_CHANGE.search(words) and _is_composed(words)


def _unconverted(raw: str) -> list[_Step]:
    """The steps from *raw* to a text without what converters and encodings have added."""
    steps: list[_Step] = []
    text = raw
    for _ in range(2):  # an image may be the label of a link
        if "](" in text or "]{" in text:
            steps.append(_changed(text, _linked(text)))
            text = steps[-1].text
    if _CODED.search(text):
        steps.append(_changed(text, _decoded(text)))
        text = steps[-1].text
    if not _is_composed(text):
        steps.append(_changed(text, _composed(text)))
    return steps


def _changed(text: str, edits: Iterable[_Edit]) -> _Step:
    pieces: list[str] = []
    positions, starts, ends = [0], [0], [0]
    last = length = 0
    for start, end, new in edits:
        pieces += text[last:start], new
        length += start - last
        if new:
            positions.append(length)
            starts.append(start)
            ends.append(end)
            length += len(new)
        positions.append(length)
        starts.append(end)
        ends.append(0)
        last = end
    return _Step("".join(pieces) + text[last:], positions, starts, ends)


def _linked(text: str) -> Iterator[_Edit]:
    """Links as their labels alone, whose first and last sign replace the marks around them; images as nothing."""
    for match in _LINK.finditer(text):
        (start, end), (first, last) = match.span(), match.span(1)
        image = text.endswith("!", 0, start) and not text.endswith("\\!", 0, start)
        if image or first == last:
            yield start - image, end, ""
        elif last - first == 1:
            yield start, end, match[1]
        else:
            yield start, first + 1, text[first]
            yield last - 1, end, text[last - 1]


def _decoded(text: str) -> Iterator[_Edit]:
    for match in _CODED.finditer(text):
        code = match[0]
        if code[0] == "&":
            from html import unescape

            new = unescape(code)
            if new != code:
                yield *match.span(), "" if _UNSEEN_SIGN.fullmatch(new) else _LIGATURES.get(new, new)
        elif code[0] == "<":
            yield *match.span(), code[1:-1] if ":" in code else "\n"
        else:
            yield *match.span(), code[1:] if code[0] == "\\" else _LIGATURES.get(code, "")


def _is_composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _composed(text: str) -> Iterator[_Edit]:
    for match in _BEYOND_ASCII.finditer(text):
        run, offset = match[0], match.start()
        start = 0
        for end in range(1, len(run) + 1):
            if end < len(run) and end - start < _MARKS and _composes(run[start:end], run[end]):
                continue
            letters = unicodedata.normalize("NFC", run[start:end])
            if letters != run[start:end]:
                yield offset + start, offset + end, letters
            start = end


def _composes(letters: str, sign: str) -> bool:
    """Whether *sign* is a mark on *letters*, or becomes one letter with them."""
    if unicodedata.combining(sign):
        return True
    combined = unicodedata.normalize("NFC", letters + sign)
    return len(combined) < len(unicodedata.normalize("NFC", letters)) + len(unicodedata.normalize("NFC", sign))


def _uniform_space(text: str) -> str:
    r"""*text* with line ends as \n, other white space than blanks as \v, and no two blanks together."""
    text = text.replace("  ", "\t\t")
    if _UNUSUAL_SPACE.search(text):
        for sign in _LINE_ENDS:
            text = text.replace(sign, "\n")
        for sign in _OTHER_SPACE:
            text = text.replace(sign, "\v")
    return text


def _laid_out(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The edits that take the layout out of *text*, and of a broken word the sign at the line end: its edit is a mark
    of READINGS."""
    last, blank_last = 0, False
    for match in _LAYOUT.finditer(text):
        start, end = match.span()
        if match.lastgroup:
            yield start, end, _mark(text, start, end), text[start]
            blank_last = False
        else:
            if start > last and text[start - 1] == " ":
                start -= 1
            blank_last = blank_last and start == last
            blank = not blank_last and text[start:end].strip("*_\u00ad") != ""
            yield start, end, " " if blank else "", ""
            blank_last |= blank
        last = end


def _mark(text: str, start: int, end: int) -> str:
    """The mark of READINGS for the word broken from *start* up to *end*."""
    sign, head = text[start], text[max(0, start - 60) : start].rstrip("*_")
    length = len(head)
    while length and head[length - 1].isalnum():
        length -= 1
    before, follows = head[length:], _WORD.search(text, end)
    assert follows is not None  # as the pattern asks
    after, quoted = follows[0], follows.start() > end
    if after.casefold() in _AND:
        return HANGING
    digits = before[-1].isdigit(), after[0].isdigit()
    if sign in _PRINTED and sign not in _PRINTED_HYPHENS:  # a dash
        return KEPT if all(digits) else HANGING
    capitals = len(before) > 1 and before.isupper()
    known = before.casefold() in _PREFIXES or len(before) == 1 or not _VOWELS & set(before.casefold())
    if capitals and len(after) > 1 and after.isupper() and not quoted:
        return EITHER if known or len(before) <= _SHORT else SOFT
    if any(digits) or known or capitals or after[0].isupper() or quoted:
        return EITHER if sign == "\u00ad" else KEPT
    return SOFT


# Words compared without their hyphens first, and then by them.

_UNHYPHENATED_HYPHENS = re.compile(f"[-{''.join(READINGS)}][- {''.join(READINGS)}]*")


class Unhyphenated:
    """A text in normal form without hyphens and the blanks after them: its `letters`, what was left out before which of
    them, as `leading` before the first and as `trailing` after the last.

    A position is an index into `letters`.
    """

    def __init__(self, marked: str) -> None:
        pieces: list[str] = []
        self._positions: list[int] = []
        self._hyphens: list[str] = []
        last = length = 0
        for match in _UNHYPHENATED_HYPHENS.finditer(marked):
            pieces.append(marked[last : match.start()])
            length += match.start() - last
            self._positions.append(length)
            self._hyphens.append(match[0])
            last = match.end()
        self.letters = "".join(pieces) + marked[last:] if pieces else marked
        self._left_out = list(accumulate(map(len, self._hyphens), initial=0))
        self.leading = self.trailing = ""
        if self._positions and self._positions[0] == 0:
            self.leading = self._hyphens[0]
        if self._positions and self._positions[-1] == len(self.letters) > 0:
            self.trailing = self._hyphens[-1]

    def hyphens(self, position: int) -> str:
        """What was left out before *position*."""
        index = bisect_left(self._positions, position)
        return self._hyphens[index] if index < len(self._positions) and self._positions[index] == position else ""

    def has_at(self, start: int, words: "Unhyphenated") -> bool:
        """Whether the hyphens within *words*, whose letters are at *start*, are those here."""
        first = bisect_left(self._positions, start + 1)
        own_indexes = range(first, bisect_left(self._positions, start + len(words.letters), first))
        if not own_indexes and not words._positions:
            return True
        other_indexes = range(bisect_left(words._positions, 1), bisect_left(words._positions, len(words.letters)))
        if not own_indexes and not other_indexes:
            return True
        own_hyphens = {self._positions[index] - start: self._hyphens[index] for index in own_indexes}
        other_hyphens = {words._positions[index]: words._hyphens[index] for index in other_indexes}
        return all(
            fits(own_hyphens.get(position, ""), other_hyphens.get(position, ""))
            for position in own_hyphens.keys() | other_hyphens.keys()
        )

    def marked_place(self, position: int) -> int:
        """The index of the letter at *position* in the text with hyphens."""
        return position + self._left_out[bisect_right(self._positions, position)]


def unhyphenated(words: str) -> Unhyphenated:
    """*words*, as they are usually written, in normal form without blanks around them and without hyphens."""
    return Unhyphenated(marked_all([words])[0].strip())


def fits(hyphens: str, expected: str) -> bool:
    """Whether *hyphens* and *expected* have a reading in common."""
    return hyphens == expected or not _readings(hyphens).isdisjoint(_readings(expected))


def begins_with(hyphens: str, beginnings: str) -> bool:
    """Whether some reading of *hyphens* begins with one of *beginnings*."""
    return any(reading.startswith(beginning) for reading in _readings(hyphens) for beginning in _readings(beginnings))


def ends_with(hyphens: str, endings: str) -> bool:
    """Whether some reading of *hyphens* ends with one of *endings*."""
    return any(reading.endswith(ending) for reading in _readings(hyphens) for ending in _readings(endings))


@lru_cache(maxsize=1024)
def _readings(hyphens: str) -> frozenset[str]:
    if hyphens[:1] not in READINGS or not hyphens:
        return frozenset([hyphens])
    return frozenset(reading + hyphens[1:] for reading in READINGS[hyphens[0]])
