"""The text of a source: its bytes and checksum, its lines and headings, and the finding of words in it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from strategigraf.files.normal_form import NormalForm, normalise, readable
from strategigraf.files.outline import Outline
from strategigraf.files.searched_text import Places, Quoted, SearchedText, Span
from strategigraf.files.unhyphenated import unhyphenated
from strategigraf.values.errors import SourceNotFound
from strategigraf.values.text import Text

__all__ = ["Passage", "Places", "Quoted", "SourceText", "Span"]

_BOM = b"\xef\xbb\xbf"
_AROUND = 59  # words on each side that may tell a place from others with the same words
_FAR = 1000  # characters in which so many words are


@dataclass(frozen=True, slots=True)
class Passage:
    """Words as the source prints them, the locator of the headings above, and what stands around them where needed."""

    exact: str
    section: str
    prefix: str
    suffix: str


class SourceText:
    """One source text, ready to be searched; build it with `read` or `of`. `sha256` is that of its bytes."""

    def __init__(self, name: str, raw: str, sha256: str) -> None:
        self.name = name
        self.raw = raw
        self.sha256 = sha256
        self._outlines: dict[frozenset[str], Outline] = {}

    @classmethod
    def of(cls, name: str, content: bytes) -> "SourceText":
        """The source text *name* with the bytes *content* (UTF-8, with or without a byte order mark)."""
        return cls(name, content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest())

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

    @cached_property
    def checksum(self) -> str:
        """The sha-256 of the text with LF at line ends and no byte order mark: the same however it was checked out."""
        return hashlib.sha256(self._with_line_ends("\n")).hexdigest()

    def agrees_with(self, checksum: str) -> bool:
        """Whether *checksum* is the sha-256 of this text, with line ends LF or CRLF, with or without a byte order
        mark."""
        if checksum in (self.sha256, self.checksum):
            return True
        variants = (mark + self._with_line_ends(end) for mark in (b"", _BOM) for end in ("\n", "\r\n"))
        return checksum in (hashlib.sha256(variant).hexdigest() for variant in variants)

    def _with_line_ends(self, end: str) -> bytes:
        return self.raw.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end).encode("utf-8", "surrogatepass")

    def places(self, wanted: Sequence[Quoted], most: int | None = None) -> list[Places]:
        """Where each of *wanted* stands, in one pass over the text: the first *most* spans, or all, in its order.

        White space between the words and what is around them does not count.
        """
        return self._searched.places(wanted, most)

    def spans(self, words: str, prefix: str = "", suffix: str = "") -> list[Span]:
        """Every place where *words* stand, directly after *prefix* and before *suffix* where these are given; as whole
        words or, where they nowhere stand so, inside others."""
        return self.places([Quoted(words, prefix, suffix)])[0].spans

    def outline(self, sections: Iterable[str] = ()) -> Outline:
        """The headings of the text, with the lines that read as a part of one of the locators *sections*."""
        named = frozenset(sections)
        if named not in self._outlines:
            self._outlines = {named: Outline(self.raw, sorted(named))}
        return self._outlines[named]

    def stands_under(self, span: Span, section: str) -> bool:
        """Whether *span* lies below the locator *section*, its headings or lines that read so."""
        return self.outline([section]).stands_under(span.start, section)

    def passages(self, spans: Sequence[Span], sections: Iterable[str] = ()) -> list[Passage]:
        """The words at each of *spans* as the source prints them, with as much around them as tells them from the same
        words elsewhere: up to 59 words on either side, or so many on both sides where neither tells. The locators are
        those of the outline by *sections*; where nothing stands above, the first words of the text."""
        outline = self.outline(sections)
        found: list[Passage] = []
        shared: dict[str, dict[int, tuple[int, int]]] = {}
        for span in spans:
            exact = readable(self.raw[span.start : span.end])
            if exact not in shared:
                shared[exact] = self._searched.shared(exact)
            around = self._telling(span, shared[exact].get(span.start, (0, 0))) if len(shared[exact]) > 1 else ("", "")
            found.append(Passage(exact, outline.locator(span.start) or self._first_words(), *around))
        return found

    def passage(self, span: Span, sections: Iterable[str] = ()) -> Passage:
        """The words at *span* as `passages` gives them."""
        return self.passages([span], sections)[0]

    def nearest(self, words: str) -> str:
        """The passage of the text that has the most in common with *words*, in whole words and about as long as they
        are; empty where there is none like them."""
        return self._searched.nearest(words)

    @property
    def form(self) -> NormalForm:
        """The text in normal form."""
        return self._searched.form

    @cached_property
    def _searched(self) -> SearchedText:
        return SearchedText(self.raw)

    def _telling(self, span: Span, shared: tuple[int, int]) -> tuple[str, str]:
        """The prefix or suffix, of as few words as can be, that has more letters than are *shared* with another
        place before and after *span*; both, of all the words around, where neither side tells."""
        before = readable(self.raw[max(0, span.start - _FAR) : span.start])
        after = readable(self.raw[span.end : span.end + _FAR])
        left = _least_words(before, _last_words, shared[0])
        right = _least_words(after, _first_words, shared[1])
        if left > _AROUND and right > _AROUND:
            return _last_words(before, _AROUND), _first_words(after, _AROUND)
        return (_last_words(before, left), "") if left <= right else ("", _first_words(after, right))

    def _first_words(self) -> str:
        return next(filter(None, (normalise(line.lstrip("#")).strip() for line in self.raw.splitlines())), "")


def _least_words(text: str, some_words: Callable[[str, int], str], letters: int) -> int:
    """The least number of words of *text* with more than *letters* letters, hyphens left out; where all are too few, a
    number larger than any that is asked for."""
    low, high = 1, _AROUND + 1
    while low < high:
        middle = (low + high) // 2
        if len(unhyphenated(some_words(text, middle)).letters) > letters:
            high = middle
        else:
            low = middle + 1
    return low


def _last_words(text: str, count: int) -> str:
    parts = text.rsplit(None, count)
    return text[len(parts[0]) :].lstrip() if len(parts) > count else text


def _first_words(text: str, count: int) -> str:
    parts = text.split(None, count)
    return text[: len(text) - len(parts[-1])].rstrip() if len(parts) > count else text
