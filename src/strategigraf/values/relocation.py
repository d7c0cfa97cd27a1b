"""Relocations: what became of a quote in a new version of its source text."""

from enum import StrEnum
from typing import NamedTuple

from strategigraf.values.text import Text


class Fate(StrEnum):
    """What became of the words."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    REWORDED = "reworded"
    GONE = "gone"

    @property
    def label(self) -> Text:
        """The word for it in both languages."""
        return _LABELS[self]

    @property
    def meaning(self) -> Text:
        """What it means, and what to do, in both languages."""
        return _MEANINGS[self]


class Relocation(NamedTuple):
    """Where the words stand in the new text: its words, heading and surroundings there as a quote would state them
    (all empty where they are gone), the likeness of the words from 0 to 1, and the difference word by word."""

    fate: Fate
    exact: str = ""
    section: str = ""
    prefix: str = ""
    suffix: str = ""
    likeness: float = 1.0
    difference: str = ""


_LABELS = {
    Fate.UNCHANGED: Text("uændret", "unchanged"),
    Fate.MOVED: Text("flyttet", "moved"),
    Fate.REWORDED: Text("omformuleret", "reworded"),
    Fate.GONE: Text("væk", "gone"),
}
_MEANINGS = {
    Fate.UNCHANGED: Text(
        "Citatet står, hvor det siger, med de samme ord; intet skal rettes.",
        "The quote stands where it says, in the same words; nothing is to be mended.",
    ),
    Fate.MOVED: Text(
        "De samme ord under en anden overskrift eller i andre omgivelser; afsnit, prefix og suffix skal rettes.",
        "The same words under another heading or in other surroundings; section, prefix and suffix are to be mended.",
    ),
    Fate.REWORDED: Text(
        "Ordene er andre; det nærmeste sted er foreslået. Se efter, om det siger det samme.",
        "The words are others; the nearest passage is proposed. See whether it says the same.",
    ),
    Fate.GONE: Text(
        "Intet sted i den nye tekst ligner; elementer og forbindelser, der hviler på det, må ses efter.",
        "No passage of the new text is like it; elements and links that rest on it have to be looked over.",
    ),
}
