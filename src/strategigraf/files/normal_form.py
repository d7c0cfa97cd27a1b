"""The normal form in which words are compared, and the way back from it to the text as it stands.

Unicode NFC, soft hyphens and hyphens at the end of a line, runs of white space, quotation marks and dashes, Markdown
emphasis. Letters are never folded. A table of the places where the length changes gives the offset of every character.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

_DROPPED_MARKS = (  # the sign that each begins with, and the rest of it
    (r"\u00ad", r"(?:[ \t]*\n\s*)?"),
    (r"[-\u2010]", r"(?<=\w[-\u2010])[ \t]*\n\s*(?=[a-zæøå])(?!(?:og|eller|samt)\b)"),
    (r"\*", r"\**"),
    (r"_", r"(?:(?<!\w_)_*|_*(?!\w))"),
)
_DROPPED = "|".join(sign + rest for sign, rest in _DROPPED_MARKS)
_DROPPED_OR_SPACE = re.compile(rf"(?:{_DROPPED})|(\s+)")
_OTHER_SPACE = (
    "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + ("\u2028\u2029\u202f\u205f\u3000")
)
_SINGLE, _DOUBLE = "\u2018\u2019\u201a\u201b", "\u201c\u201d\u201e\u201f\u00ab\u00bb"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_TO_CHANGE = re.compile(rf"[\t\n*_\u00ad\u0300-\u036f{_OTHER_SPACE}{_SINGLE}{_DOUBLE}{_DASHES}]")

_REPLACED = [
    *((sign, " ") for sign in "\t\n\v"),
    *((sign, "'") for sign in _SINGLE),
    *((sign, '"') for sign in _DOUBLE),
    *((sign, "-") for sign in _DASHES),
]
# Where the length changes: a run of white space and dropped marks, or a letter and the marks composed with it. It
# begins with one of a few signs, so that the search passes quickly over all else. A blank is none of them: there are
# too many, and one before a run is seen when the run is found.
_LENGTH_CHANGED = re.compile(
    r"[\t\n\v*_\u00ad\u2010\u0300-\u036f-](?:(?:(?<=[\t\n\v])(?:(?=[\s*_\u00ad])|(?<= [\t\n\v]))()|"
    + "|".join(f"(?<={sign}){rest}" for sign, rest in _DROPPED_MARKS)
    + rf")(?:(\s+)|{_DROPPED})*|(?<=[^\W\d_][\u0300-\u036f])([\u0300-\u036f]*))"
)
_COMPOSED = 3
_BETWEEN = "\0"  # runs on with no word, no white space and no mark


class NormalForm:
    """The normal form `text` of a raw text, and where its characters stand there."""

    def __init__(self, raw: str) -> None:
        marked = raw.replace("  ", "\t\t")  # so that no run begins with more than one blank
        for sign in _OTHER_SPACE:
            marked = marked.replace(sign, "\v")
        pieces: list[str] = []
        places, offsets = [0], [0]  # from this place in the text on, raw runs alongside from this offset
        last = length = 0
        for match in _LENGTH_CHANGED.finditer(marked):
            start, end = match.span()
            kind = match.lastindex
            if kind == _COMPOSED:
                start -= 1
                letters = unicodedata.normalize("NFC", marked[start:end])
                pieces += marked[last:start], letters
                length += start - last + len(letters)
                places += range(length - len(letters), length)
                offsets += [start] * (len(letters) - 1) + [end - 1]
            else:
                if blank_before := start > 0 and marked[start - 1] == " ":
                    start -= 1
                pieces.append(marked[last:start])
                length += start - last
                if kind or blank_before:  # white space, around dropped marks or not, is one blank
                    pieces.append(" ")
                    length += 1
                places.append(length)
                offsets.append(end)
            last = end
        self._places, self._offsets = places, offsets
        text = "".join(pieces) + marked[last:]
        for sign, other in _REPLACED:
            text = text.replace(sign, other)
        self.text = text

    def offset(self, place: int) -> int:
        """The offset in raw of the character at *place*, which is no blank; of letters composed into one, the last."""
        index = bisect_right(self._places, place) - 1
        return self._offsets[index] + place - self._places[index]


def normalise(words: str) -> str:
    """*words* in the form in which they are compared."""
    return NormalForm(words).text if "  " in words or _TO_CHANGE.search(words) else words


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Each of *texts* in the form in which they are compared, in one go: for many short ones."""
    normal = normalise(_BETWEEN.join(texts)).split(_BETWEEN) if texts else []
    return normal if len(normal) == len(texts) else [normalise(words) for words in texts]


def readable(raw: str) -> str:
    """*raw* as it reads on the page: runs of white space as one blank, words broken at a line end joined, emphasis left
    out; quotation marks and dashes as they are."""
    return unicodedata.normalize("NFC", _DROPPED_OR_SPACE.sub(lambda match: " " if match[1] else "", raw))
