"""Occurrences of many words in one text, found in one pass over it (Aho-Corasick)."""

import re
from collections.abc import Iterable, Iterator

_FEW = 32  # up to so many words, one search for each is quicker than the one pass
_ANCHOR = 12
_STRIKING = re.compile(r"[^a-zæøå ]")


def occurrences(text: str, wanted: Iterable[str]) -> dict[str, list[int]]:
    """The places in *text* where each of *wanted* begins, in order, overlapping ones too; no words stand nowhere."""
    found: dict[str, list[int]] = {words: [] for words in wanted}
    if len(found) > _FEW:
        try:
            _find_together(text, found)
            return found
        except UnicodeEncodeError:  # half a surrogate pair, which the library cannot take
            found = {words: [] for words in found}
    for words, places in found.items():
        places += each_occurrence(text, words)
    return found


def each_occurrence(text: str, words: str) -> Iterator[int]:
    """The places in *text* where *words* begin, in order, overlapping ones too; no words stand nowhere."""
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _find_together(text: str, found: dict[str, list[int]]) -> None:
    """Fills *found*. A short piece of each of the words, its anchor, is looked for: the automaton stays small, and
    rests at its root the longer, the rarer the sign is that an anchor begins with. The rest is compared on the spot.
    """
    from ahocorasick_rs import AhoCorasick, Implementation

    anchored: dict[str, list[tuple[str, int, list[int]]]] = {}
    for words, places in found.items():
        if words:
            striking = _STRIKING.search(words, 0, max(0, len(words) - _ANCHOR + 1))
            shift = striking.start() if striking else 0
            anchored.setdefault(words[shift : shift + _ANCHOR], []).append((words, shift, places))
    "".join(anchored).encode()  # half a surrogate pair must raise here: the library would leave out words unsaid
    automaton = AhoCorasick(anchored, implementation=Implementation.ContiguousNFA, store_patterns=False)
    by_index = list(anchored.values())
    for index, place, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        for words, shift, places in by_index[index]:
            if place >= shift and text.startswith(words, place - shift):
                places.append(place - shift)
