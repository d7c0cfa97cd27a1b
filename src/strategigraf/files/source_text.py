"""The text of a source and the finding of words in it.

Words are compared after a normalisation that keeps every offset: Unicode NFC, soft hyphens and hyphens at the end of
a line, runs of white space, quotation marks and dashes, Markdown emphasis. Letters are never folded.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from strategigraf.values.errors import QuoteNotFound, SourceNotFound
from strategigraf.values.text import Text

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


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand in the raw text: characters, counted from 0, end exclusive; `literal` when they stand there to
    the letter and not only after normalisation."""

    start: int
    end: int
    literal: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Words as the source prints them, the heading they stand under, and what stands around them where needed."""

    exact: str
    section: str
    prefix: str
    suffix: str


class SourceText:
    """One source text, ready to be searched; build it with `read` or `of`."""

    def __init__(self, name: str, raw: str, sha256: str) -> None:
        self.name = name
        self.raw = raw
        self.sha256 = sha256
        self._text, self._offsets = _normalised(raw)
        self._lines: dict[str, list[int]] = {}
        self._headings: list[tuple[int, str]] = []
        offset = 0
        for line in raw.splitlines(keepends=True):
            heading = _HEADING.match(line.rstrip())
            words = normalise(heading[2] if heading else line).strip()
            if words:
                self._lines.setdefault(words, []).append(offset)
                if heading:
                    self._headings.append((offset, words))
            offset += len(line)

    @classmethod
    def of(cls, name: str, content: bytes) -> "SourceText":
        """The source text *name* with the bytes *content* (UTF-8)."""
        return cls(name, content.decode("utf-8"), hashlib.sha256(content).hexdigest())

    @classmethod
    def read(cls, path: Path) -> "SourceText":
        """The source text in the file *path*. Raises SourceNotFound."""
        try:
            return cls.of(path.name, path.read_bytes())
        except (OSError, UnicodeDecodeError) as error:
            raise SourceNotFound(
                Text(da=f"Kildeteksten {path} kan ikke læses.", en=f"The source text {path} cannot be read."),
                Text(
                    da="Kontrollér, at filen findes og er UTF-8.", en="Check that the file is there and is UTF-8 text."
                ),
            ) from error

    def spans(self, words: str, prefix: str = "", suffix: str = "") -> list[Span]:
        """Every place where *words* stand, directly after *prefix* and before *suffix* where these are given.

        White space between the words and what is around them does not count. In the order of the text.
        """
        wanted, before, after = normalise(words).strip(), normalise(prefix).rstrip(), normalise(suffix).lstrip()
        found = []
        for start in _occurrences(self._text, wanted):
            end = start + len(wanted)
            if before and not self._text[max(0, start - len(before) - 1) : start].rstrip().endswith(before):
                continue
            if after and not self._text[end : end + len(after) + 1].lstrip().startswith(after):
                continue
            raw_start, raw_end = self._offsets[start], self._offsets[end - 1] + 1
            found.append(Span(raw_start, raw_end, self.raw[raw_start:raw_end] == words))
        return found

    def has_section(self, section: str) -> bool:
        """Whether *section* is a whole line, or the text of a heading, of the source."""
        return normalise(section).strip() in self._lines

    def stands_under(self, span: Span, section: str) -> bool:
        """Whether *span* lies below *section*: its nearest Markdown heading, or an earlier line that reads so."""
        words = normalise(section).strip()
        if any(heading == words for _, heading in self._headings):
            return self._heading_above(span.start) == words
        return any(offset <= span.start for offset in self._lines.get(words, ()))

    def find(self, words: str) -> Span:
        """Where *words* first stand. Raises QuoteNotFound, whose remedy is the nearest passage."""
        spans = self.spans(words)
        if not spans:
            passage = self.nearest(words)
            raise QuoteNotFound(
                Text(da=f"Ordene “{words}” står ikke i {self.name}.", en=f"“{words}” does not stand in {self.name}."),
                Text(da=f"Nærmeste sted: “{passage}”.", en=f"Nearest passage: “{passage}”."),
            )
        return spans[0]

    def passage(self, span: Span) -> Passage:
        """The words at *span* as the source spells them (white space and line-end hyphens mended, Markdown emphasis
        left out), with as much around them as tells them from the same words elsewhere."""
        exact = readable(self.raw[span.start : span.end])
        section = self._heading_above(span.start) or self._first_line()
        if len(self.spans(exact)) == 1:
            return Passage(exact, section, "", "")
        before = readable(self.raw[max(0, span.start - 400) : span.start])
        after = readable(self.raw[span.end : span.end + 400])
        for count in range(1, 60):
            prefix, suffix = _last_words(before, count), _first_words(after, count)
            for left, right in ((prefix, ""), ("", suffix), (prefix, suffix)):
                if len(self.spans(exact, left, right)) == 1:
                    return Passage(exact, section, left, right)
        return Passage(exact, section, before, after)

    def nearest(self, words: str) -> str:
        """The passage of the text that shares the longest run of words with *words*, about as long as they are."""
        from difflib import SequenceMatcher

        here, wanted = self._text.split(), normalise(words).split()
        match = SequenceMatcher(None, here, wanted, autojunk=False).find_longest_match()
        if not match.size:
            return ""
        start = max(0, match.a - match.b)
        return " ".join(here[start : start + len(wanted)])

    def _heading_above(self, offset: int) -> str:
        index = bisect_right([start for start, _ in self._headings], offset)
        return self._headings[index - 1][1] if index else ""

    def _first_line(self) -> str:
        return next(iter(self._lines), "")


def normalise(words: str) -> str:
    """*words* in the form in which they are compared."""
    return _normalised(words)[0]


def readable(raw: str) -> str:
    """*raw* as it reads on the page: runs of white space as one blank, words broken at a line end joined, emphasis left
    out; quotation marks and dashes as they are."""
    pieces = []
    last = 0
    for match in _CHANGED.finditer(raw):
        pieces.append(raw[last : match.start()])
        if match.lastgroup not in _DROPPED:
            pieces.append(" " if match.lastgroup == "space" else match[0])
        last = match.end()
    return unicodedata.normalize("NFC", "".join(pieces) + raw[last:])


def read_sources(folder: Path) -> dict[str, SourceText]:
    """All texts `*.md` and `*.txt` in *folder*, by file name. Raises SourceNotFound when it is no folder."""
    if not folder.is_dir():
        raise SourceNotFound(
            Text(
                da=f"Mappen med kildetekster, {folder}, findes ikke.",
                en=f"The folder of sources, {folder}, is not there.",
            ),
            Text(
                da="Angiv den med --sources MAPPE eller STRATEGIGRAF_SOURCES.",
                en="Name it with --sources DIR or STRATEGIGRAF_SOURCES.",
            ),
        )
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".md", ".txt"))
    return {path.name: SourceText.read(path) for path in paths}


def _normalised(raw: str) -> tuple[str, list[int]]:
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


def _last_words(text: str, count: int) -> str:
    match = re.search(rf"(?:\S+\s*){{{count}}}$", text)
    return match[0] if match else text


def _first_words(text: str, count: int) -> str:
    match = re.match(rf"(?:\s*\S+){{{count}}}", text)
    return match[0] if match else text


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)
