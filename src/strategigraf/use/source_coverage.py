"""How much of each source text the quotes cover, and which of its lines no quote touches."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from strategigraf.files.normal_form import normalise_all
from strategigraf.files.source_text import Quoted, SourceText
from strategigraf.use.evidence import QuoteRecord


class Line(NamedTuple):
    """A line of a source text that states something and that no quote touches: its number from 1 and its words."""

    number: int
    words: str


class Coverage(NamedTuple):
    """One source text: its characters (white space not counted), those that quotes cover, and its untouched lines."""

    name: str
    characters: int
    covered: int
    untouched: tuple[Line, ...]

    @property
    def share(self) -> float:
        """The covered part of the text, from 0 to 1; 0 for an empty text."""
        return self.covered / self.characters if self.characters else 0.0


def coverage(quotes: Iterable[QuoteRecord], sources: Mapping[str, SourceText]) -> list[Coverage]:
    """The coverage of each of *sources* by those of *quotes* that are found in it, by name of file."""
    marks = {name: bytearray(len(text.raw)) for name, text in sources.items()}
    wanted: dict[str, list[Quoted]] = {name: [] for name in sources}
    for quote in quotes:
        if quote.file in wanted:
            wanted[quote.file].append(Quoted(quote.exact, quote.prefix, quote.suffix))
    for name, quoted in wanted.items():
        for places in sources[name].places(quoted, most=1):
            for span in places.spans:
                marks[name][span.start : span.end] = b"\1" * (span.end - span.start)
    return [_of(text, marks[name]) for name, text in sorted(sources.items())]


def _of(text: SourceText, marks: bytearray) -> Coverage:
    counted = [index for index, sign in enumerate(text.raw) if not sign.isspace()]
    untouched = []
    offset = 0
    lines = text.raw.splitlines(keepends=True)
    for number, (line, normal) in enumerate(zip(lines, normalise_all(lines), strict=True), start=1):
        words = normal.strip(" |-#\t▪•➤■<>/")
        if any(sign.isalnum() for sign in words) and not any(marks[offset : offset + len(line)]):
            untouched.append(Line(number, words))
        offset += len(line)
    return Coverage(text.name, len(counted), sum(marks[index] for index in counted), tuple(untouched))
