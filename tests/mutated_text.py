"""Copies of a source text in which passages were reworded, taken out or moved, and what was done to which."""

import re
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from strategigraf.check.quotes import QuoteRecord
from strategigraf.files.occurrences import Quoted, Span
from strategigraf.files.source_text import SourceText

_WORD = re.compile(r"\w+")


class Planted(NamedTuple):
    """What was done to the passage of a quote (IRI): "reworded", "gone" or "moved", and the words it has now."""

    quote: str
    fate: str
    words: str


def passages(text: SourceText, records: Sequence[QuoteRecord]) -> dict[str, Span]:
    """The quotes whose passage can be changed without touching another's: of six words or more, standing once, on one
    line that begins no section, and overlapping no other quote; each with its place."""
    sections = {record.section for record in records}
    places = text.places([Quoted(record.exact) for record in records])
    spans = {record.quote: place.spans for record, place in zip(records, places, strict=True)}
    found = {}
    for record in records:
        if len(spans[record.quote]) != 1:
            continue
        (span,) = spans[record.quote]
        raw = text.raw[span.start : span.end]
        others = [other for quote, all_of in spans.items() if quote != record.quote for other in all_of]
        if (
            len(_WORD.findall(raw)) >= 6
            and "\n" not in raw
            and "|" not in raw
            and not any(section in raw or raw in section for section in sections)
            and all(other.end <= span.start or span.end <= other.start for other in others)
        ):
            found[record.quote] = span
    return found


def mutated(
    text: SourceText, records: Sequence[QuoteRecord], seed: int, share: float
) -> tuple[SourceText, list[Planted]]:
    """A copy of *text* in which *share* of the passages that may be changed are, and what was done, in text order.

    A third is reworded (a quarter of the words are invented ones), a third taken out, a third moved below the last
    heading of the text, or to its end.
    """
    random = Random(seed)
    free = passages(text, records)
    chosen = random.sample(sorted(free), max(3, int(share * len(free)))) if len(free) >= 3 else sorted(free)
    planted, pieces, moved = [], [], []
    last = 0
    for number, quote in enumerate(sorted(chosen, key=lambda quote: free[quote].start)):
        span = free[quote]
        words = text.raw[span.start : span.end]
        fate = ("reworded", "gone", "moved")[number % 3]
        pieces.append(text.raw[last : span.start])
        if fate == "reworded":
            words = reworded(words, random)
            pieces.append(words)
        elif fate == "moved":
            moved.append(words)
        planted.append(Planted(quote, fate, words))
        last = span.end
    pieces.append(text.raw[last:])
    end = "\n\n# Et nyt kapitel\n\n" + "\n\n".join(moved) + "\n"
    return SourceText.of(text.name, ("".join(pieces) + end).encode()), planted


def reworded(words: str, random: Random) -> str:
    """*words* with a quarter of them invented."""
    places = [match.span() for match in _WORD.finditer(words)]
    for start, end in sorted(random.sample(places, max(1, len(places) // 4)), reverse=True):
        words = (
            words[:start]
            + "".join(random.choice("bdfgklmnprstv") + random.choice("aeiouyæø") for _ in range(4))
            + words[end:]
        )
    return words
