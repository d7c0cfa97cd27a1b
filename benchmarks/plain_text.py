"""The plain way to look for quotes in a source text: `str.find` over its normal form.

One offset for each character, each line and each quote normalised by itself, one search for each quote. It knows fewer
readings of hyphens and no headings that are run in: what the quick way must agree with is `tests/slow_text.py`.
"""

import re
import unicodedata
from collections.abc import Iterator

from strategigraf.check.quotes import QuoteRecord
from strategigraf.files.occurrences import Span

_CHANGED = re.compile(
    r"(?P<soft>\u00ad(?:[ \t]*\n\s*)?)"
    r"|(?P<broken>(?<=\w)[-\u2010][ \t]*\n\s*(?=[a-zæøå])(?!(?:og|eller|samt)\b))"
    r"|(?P<emphasis>\*+|(?<!\w)_+|_+(?!\w))"
    r"|(?P<space>\s+)"
    r"|(?P<single>[\u2018\u2019\u201a\u201b])"
    r"|(?P<double>[\u201c\u201d\u201e\u201f\u00ab\u00bb])"
    r"|(?P<dash>[\u2010-\u2015\u2212])"
    r"|(?P<composed>[^\W\d_][\u0300-\u036f]+)"
)
_DROPPED = ("soft", "broken", "emphasis")
_REPLACED = {"space": " ", "single": "'", "double": '"', "dash": "-"}
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$")


class PlainText:
    """One source text, every character of it looked at."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text, self.offsets = normalised(raw)
        self.lines: dict[str, list[int]] = {}
        self.headings: list[tuple[int, str]] = []
        offset = 0
        for line in raw.splitlines(keepends=True):
            heading = _HEADING.match(line.rstrip())
            words = normalise(heading[2] if heading else line).strip()
            if words:
                self.lines.setdefault(words, []).append(offset)
                if heading:
                    self.headings.append((offset, words))
            offset += len(line)

    def spans(self, words: str, prefix: str = "", suffix: str = "") -> list[Span]:
        """Every place where *words* stand, directly after *prefix* and before *suffix* where these are given.

        White space between the words and what is around them does not count. In the order of the text.
        """
        wanted, before, after = normalise(words).strip(), normalise(prefix).rstrip(), normalise(suffix).lstrip()
        found = []
        for start in occurrences(self.text, wanted):
            end = start + len(wanted)
            if before and not self.text[max(0, start - len(before) - 1) : start].rstrip().endswith(before):
                continue
            if after and not self.text[end : end + len(after) + 1].lstrip().startswith(after):
                continue
            raw_start, raw_end = self.offsets[start], self.offsets[end - 1] + 1
            found.append(Span(raw_start, raw_end, self.raw[raw_start:raw_end] == words))
        return found

    def stands_under(self, span: Span, section: str) -> bool:
        """Whether *span* lies below *section*: its nearest Markdown heading, or an earlier line that reads so."""
        words = normalise(section).strip()
        if any(heading == words for _, heading in self.headings):
            above = [heading for offset, heading in self.headings if offset <= span.start]
            return bool(above) and above[-1] == words
        return any(offset <= span.start for offset in self.lines.get(words, ()))

    def status(self, record: QuoteRecord) -> str:
        """What becomes of looking for *record*."""
        everywhere = self.spans(record.exact)
        if not everywhere:
            return "missing"
        here = self.spans(record.exact, record.prefix, record.suffix)
        if not here:
            return "moved"
        if len(here) > 1:
            return "ambiguous"
        if not self.stands_under(here[0], record.section):
            return "moved"
        return "exact" if here[0].literal else "normalised"


def normalise(words: str) -> str:
    """*words* in the form in which they are compared."""
    return normalised(words)[0]


def normalised(raw: str) -> tuple[str, list[int]]:
    """The normal form of *raw*, and for each of its characters the offset in *raw* it comes from."""
    pieces: list[str] = []
    offsets: list[int] = []
    last = 0
    after_blank = False
    for match in _CHANGED.finditer(raw):
        if match.start() > last:
            pieces.append(raw[last : match.start()])
            offsets.extend(range(last, match.start()))
            after_blank = False
        last = match.end()
        kind = match.lastgroup or ""
        if kind in _DROPPED or (kind == "space" and after_blank):  # white space around a dropped mark is one blank
            continue
        replacement = _REPLACED.get(kind) or unicodedata.normalize("NFC", match[0])
        pieces.append(replacement)
        offsets.extend([match.start()] * (len(replacement) - 1) + [match.end() - 1])
        after_blank = kind == "space"
    pieces.append(raw[last:])
    offsets.extend(range(last, len(raw)))
    return "".join(pieces), offsets


def occurrences(text: str, wanted: str) -> Iterator[int]:
    """The places of *wanted* in *text*."""
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)
