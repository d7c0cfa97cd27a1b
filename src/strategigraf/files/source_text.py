"""The text of a source and the finding of words in it, compared in their normal form."""

import hashlib
import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from strategigraf.files.normal_form import NormalForm, normalise, normalise_all, readable
from strategigraf.files.occurrences import each_occurrence, occurrences
from strategigraf.values.errors import QuoteNotFound, SourceNotFound
from strategigraf.values.text import Text

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$")


class Quoted(NamedTuple):
    """Words to look for, and what stands directly before and after them where that is given."""

    words: str
    prefix: str = ""
    suffix: str = ""


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


class Places(NamedTuple):
    """Where quoted words stand: the `spans` between their prefix and suffix, and whether they stand `anywhere`."""

    spans: list[Span]
    anywhere: bool


class SourceText:
    """One source text, ready to be searched; build it with `read` or `of`."""

    def __init__(self, name: str, raw: str, sha256: str) -> None:
        self.name = name
        self.raw = raw
        self.sha256 = sha256
        self._first_lines: dict[str, float] = {}

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

    def places(self, wanted: Sequence[Quoted], most: int | None = None) -> list[Places]:
        """Where each of *wanted* stands, in one pass over the text: the first *most* spans, or all, in its order.

        White space between the words and what is around them does not count.
        """
        exact = [words.strip() for words in normalise_all([quoted.words for quoted in wanted])]
        before = [words.rstrip() for words in normalise_all([quoted.prefix for quoted in wanted])]
        after = [words.lstrip() for words in normalise_all([quoted.suffix for quoted in wanted])]
        found = occurrences(self._normal.text, exact)
        places = []
        for quoted, words, prefix, suffix in zip(wanted, exact, before, after, strict=True):
            starts = found[words]
            here = (start for start in starts if self._stands_between(start, start + len(words), prefix, suffix))
            spans = [self._span(start, start + len(words), quoted.words) for start in islice(here, most)]
            places.append(Places(spans, bool(starts)))
        return places

    def spans(self, words: str, prefix: str = "", suffix: str = "") -> list[Span]:
        """Every place where *words* stand, directly after *prefix* and before *suffix* where these are given."""
        return self.places([Quoted(words, prefix, suffix)])[0].spans

    def stands_under(self, span: Span, section: str) -> bool:
        """Whether *span* lies below *section*: its nearest Markdown heading, or an earlier line that reads so."""
        words = normalise(section).strip()
        if words and self._heading_above(span.start) == words:
            return True
        return words not in self._headings[1] and self._first_line(words) <= span.start

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
        section = self._heading_above(span.start) or self._first_words()
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

        here, wanted = self._normal.text.split(), normalise(words).split()
        match = SequenceMatcher(None, here, wanted, autojunk=False).find_longest_match()
        if not match.size:
            return ""
        start = max(0, match.a - match.b)
        return " ".join(here[start : start + len(wanted)])

    @cached_property
    def _normal(self) -> NormalForm:
        return NormalForm(self.raw)

    @cached_property
    def _lines(self) -> tuple[list[int], list[str]]:
        """The offsets of the lines, and the lines."""
        lines = self.raw.splitlines(keepends=True)
        return list(accumulate(map(len, lines), initial=0))[:-1], lines

    @cached_property
    def _headings(self) -> tuple[list[int], list[str]]:
        """The offsets of the Markdown headings that have words, and their words."""
        found = [
            (offset, words)
            for offset, line in zip(*self._lines, strict=True)
            if line[0] == "#" and _HEADING.match(line.rstrip()) and (words := _words_of(line))
        ]
        return [offset for offset, _ in found], [words for _, words in found]

    def _first_line(self, words: str) -> float:
        """The offset of the first line that reads *words*, the normal form without blanks around it; else infinity.

        A line reads by itself as it does within the text, but for a hyphen at its end that the text may drop.
        """
        if words and words not in self._first_lines:
            offsets, lines = self._lines
            stem = words.removesuffix("-").rstrip()
            starts = map(self._normal.offset, each_occurrence(self._normal.text, stem))
            begun = (bisect_right(offsets, start) - 1 for start in starts if not self._follows_a_word(start))
            candidates = begun if stem else range(len(lines))
            found = (offsets[index] for index in candidates if _words_of(lines[index]) == words)
            self._first_lines[words] = next(found, math.inf)
        return self._first_lines.get(words, math.inf)

    def _span(self, start: int, end: int, words: str) -> Span:
        raw_start, raw_end = self._normal.offset(start), self._normal.offset(end - 1) + 1
        return Span(raw_start, raw_end, self.raw[raw_start:raw_end] == words)

    def _stands_between(self, start: int, end: int, prefix: str, suffix: str) -> bool:
        text = self._normal.text
        if prefix and not text[max(0, start - len(prefix) - 1) : start].rstrip().endswith(prefix):
            return False
        return not suffix or text[end : end + len(suffix) + 1].lstrip().startswith(suffix)

    def _follows_a_word(self, offset: int) -> bool:
        return offset > 1 and self.raw[offset - 1] == " " and self.raw[offset - 2].isalnum()

    def _heading_above(self, offset: int) -> str:
        offsets, headings = self._headings
        index = bisect_right(offsets, offset)
        return headings[index - 1] if index else ""

    def _first_words(self) -> str:
        return next(filter(None, map(_words_of, self._lines[1])), "")


def _words_of(line: str) -> str:
    """What *line* reads: of a heading its text alone."""
    heading = _HEADING.match(line.rstrip()) if line[0] == "#" else None
    return normalise(heading[2] if heading else line.strip()).strip()


def _last_words(text: str, count: int) -> str:
    match = re.search(rf"(?:\S+\s*){{{count}}}$", text)
    return match[0] if match else text


def _first_words(text: str, count: int) -> str:
    match = re.match(rf"(?:\s*\S+){{{count}}}", text)
    return match[0] if match else text
