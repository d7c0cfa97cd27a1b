"""Headings that are elements by where they stand: those that hold what was found, and numbered ones without a label."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.propose.blocks import Block
from strategigraf.propose.looks import Numbering, style_of
from strategigraf.propose.words import folded, heading_kind, lead_kind, tokens, words_of

_FEW = 2  # of one look are a list
_NEARLY_ALL = 0.8
_TITLE = 110  # characters of a heading that may be a title
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,2}")
_HELD = ("Goal", "Initiative")


class Headings(NamedTuple):
    """The blocks of a text: what numbers each, the headings above each, the kinds that were found, which lead in a
    list, and which are left out."""

    blocks: Sequence[Block]
    numbers: Sequence[Numbering]
    paths: Sequence[tuple[int, ...]]
    kinds: Mapping[int, str]
    leads: Collection[int]
    skipped: Collection[int]


def holding(headings: Headings) -> list[int]:
    """The headings of the innermost look that hold nearly all goals and initiatives that nothing else holds."""
    blocks = headings.blocks
    above = {number: _untaken_above(headings, number) for number, kind in headings.kinds.items() if kind in _HELD}
    held: dict[str, set[int]] = defaultdict(set)
    holders: dict[str, set[int]] = defaultdict(set)
    for number, untaken in above.items():
        for heading in untaken:
            style = style_of(blocks[heading], headings.numbers[heading])
            holders[style].add(heading)
            held[style].add(number)
    wanted = sum(map(bool, above.values())) * _NEARLY_ALL
    fitting = [
        style
        for style, found in holders.items()
        if len({folded(blocks[heading].words) for heading in found}) >= _FEW and len(held[style]) >= wanted
    ]
    if not fitting:
        return []
    innermost = min(fitting, key=lambda style: max(blocks[index].size for index in holders[style]))
    return sorted(holders[innermost])


def _untaken_above(headings: Headings, number: int) -> list[int]:
    """The headings above the block *number*, up to one that is an element, that may be the title of one."""
    found: list[int] = []
    for index in reversed(headings.paths[number]):
        if index in headings.kinds:
            break
        if index in headings.leads:
            found.clear()  # what groups a list is no level of its own
        elif _may_be_title(headings.blocks[index].words):
            found.append(index)
    return found


def _may_be_title(words: str) -> bool:
    return not heading_kind(words) and len(words) <= _TITLE and words[-1] not in '.”"?:'


# Numbered headings without a label: “2 Health”, “2.1 Move more”.


class _Numbered(NamedTuple):
    block: int
    parts: tuple[int, ...]


def _numbered(headings: Headings) -> Iterator[_Numbered]:
    for number, block in enumerate(headings.blocks):
        printed = headings.numbers[number]
        if not block.is_heading or printed.label or number in headings.kinds or number in headings.skipped:
            continue
        if _DECIMAL.fullmatch(printed.number) and _may_be_title(block.words):
            yield _Numbered(number, tuple(map(int, printed.number.split("."))))


def levels_that_hold(headings: Headings) -> dict[int, str]:
    """The kinds of numbered headings, by block, that hold goals or initiatives, where two or more of a level do: of the
    outermost level tracks, further in focus areas."""
    held: dict[int, set[str]] = defaultdict(set)
    for number, kind in headings.kinds.items():
        for above in headings.paths[number]:
            held[above].add(kind)
    holders = [one for one in _numbered(headings) if held[one.block].intersection(_HELD)]
    depths = Counter(len(one.parts) for one in holders)
    return {
        one.block: kind
        for one in holders
        if depths[len(one.parts)] >= _FEW
        and (kind := "Track" if len(one.parts) == 1 else "FocusArea") not in held[one.block]
        and "Track" not in held[one.block]
    }


def levels(headings: Headings) -> dict[int, str]:
    """The kinds of numbered headings, by block, where no goals or initiatives were found: the innermost level are
    initiatives, below goals where there are three levels, and the outermost tracks; chapters that only introduce,
    organise or follow up are nothing."""
    if any(kind in _HELD for kind in headings.kinds.values()):
        return {}
    chapters: dict[int, list[_Numbered]] = defaultdict(list)
    for one in _numbered(headings):
        chapters[one.parts[0]].append(one)
    kept = [listed for listed in chapters.values() if _is_of_elements(headings, listed)]
    inner = Counter(len(one.parts) for listed in kept for one in listed)
    if len(kept) < _FEW or inner[2] <= len(kept):
        return {}
    kinds = {1: "Track", 2: "Goal", 3: "Initiative"} if inner[3] > inner[2] else {1: "Track", 2: "Initiative"}
    return {one.block: kinds[len(one.parts)] for listed in kept for one in listed if len(one.parts) in kinds}


def _is_of_elements(headings: Headings, chapter: Sequence[_Numbered]) -> bool:
    """Whether *chapter* has parts, and neither it nor most of them only introduce, organise or follow up."""
    about = [_is_about_the_plan(headings, one.block) for one in chapter]
    parts = [said for one, said in zip(chapter, about, strict=True) if len(one.parts) > 1]
    own = [said for one, said in zip(chapter, about, strict=True) if len(one.parts) == 1]
    return bool(parts) and not any(own) and 2 * sum(parts) < len(parts)


def _is_about_the_plan(headings: Headings, number: int) -> bool:
    words = headings.blocks[number].words[headings.numbers[number].after :]
    first = next(iter(tokens(words)), "")
    return (
        folded(words) in words_of("ignored", "chapters")
        or first in words_of("ignored", "chapters")
        or bool(lead_kind(words))
    )


__all__ = ["Headings", "holding", "levels", "levels_that_hold"]
