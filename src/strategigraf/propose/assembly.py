"""Elements put together: what is printed again is one element, and each stands below the one that holds it."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from strategigraf.propose.blocks import Block
from strategigraf.propose.words import folded, kind_of_word, number_of, tokens, words_of

RANKS = {  # of kinds in the structure: each stands below those of a lower rank
    "Mission": 0, "Vision": 0, "Track": 1, "VisionStatement": 2, "FocusArea": 2, "Goal": 3, "Initiative": 4,
    "TimelineEntry": 5,
}  # fmt: skip
PARTS = ("FocusArea", "Goal", "Initiative", "VisionStatement", "TimelineEntry")  # kinds that are part of what is above
HOLDERS = ("Track", "FocusArea", "Goal", "Initiative")
SINGLE = ("Vision", "Mission")  # a strategy has one


class Item(NamedTuple):
    """A block that is taken for an element: the numbers of the first and last block that its words take in, its kind,
    the style and the reason (a name and the words it speaks of), its title and number; `parent` is the number of the
    item that it is part of (-1 for none), `again` are blocks at which it is printed again."""

    block: int
    last: int
    kind: str
    style: str
    reason: str
    said: str
    title: str
    number: str
    parent: int = -1
    again: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """The blocks at which it is printed."""
        return self.block, *self.again

    @property
    def by_profile(self) -> bool:
        """Whether the user said what it is."""
        return self.reason == "profile"


class Material(NamedTuple):
    """What items are put together from: the blocks, the numbers of those that are left out or lead in a list, for each
    the headings above, and for each where its title begins."""

    blocks: Sequence[Block]
    skipped: Collection[int]
    leads: Collection[int]
    paths: Sequence[tuple[int, ...]]
    titles_at: Sequence[int]


class Assembled(NamedTuple):
    """The items in the order of the text, and for each block the number of the item that holds it (-1 for none)."""

    items: tuple[Item, ...]
    holders: tuple[int, ...]


def assembled(items: Sequence[Item], material: Material) -> Assembled:
    """*items*, in the order of the text, without what is printed again, each with its parent."""
    distinct = _without_repetitions(_one_of_each(items), material)
    ordered = sorted(_printed_again(_with_tracks(distinct), material), key=lambda item: item.block)
    return _with_parents(ordered, material)


# What is printed again.


def _one_of_each(items: Sequence[Item]) -> list[Item]:
    """*items* with one of each kind that a strategy has one of: that below the shortest heading."""
    best: dict[str, Item] = {}
    for item in items:
        if item.kind in SINGLE:
            other = best.get(item.kind)
            if other is None or (not item.by_profile, len(item.said)) < (not other.by_profile, len(other.said)):
                best[item.kind] = item
    return [item for item in items if item.kind not in SINGLE or best[item.kind] is item]


def _with_tracks(items: Sequence[Item]) -> list[Item]:
    """*items* with focus areas as tracks where there are no tracks above them."""
    if any(item.kind == "Track" for item in items):
        return list(items)
    return [item._replace(kind="Track") if item.kind == "FocusArea" and _may_be_track(item) else item for item in items]


def _may_be_track(item: Item) -> bool:
    """Whether nobody called the focus area *item* so in the very words of the model."""
    return not item.by_profile and not any(word in folded(item.said) for word in ("indsatsområde", "focus area"))


def _without_repetitions(items: Sequence[Item], material: Material) -> list[Item]:
    """*items* without those that say again what another has said; that one has the places of all."""
    kept: list[Item] = []
    words: list[tuple[str, ...]] = []
    for item in items:
        mine = _bare(item.title)
        twin = next((index for index, other in enumerate(kept) if _same(item, mine, other, words[index])), -1)
        if twin < 0:
            kept.append(item)
            words.append(mine)
        else:
            kept[twin] = _joined(kept[twin], item, material)
    return kept


def _joined(first: Item, second: Item, material: Material) -> Item:
    """The better of two printings of one element, with all its places: the one with words below it, else the first."""
    if second.by_profile and not first.by_profile:
        chosen, other = second, first
    elif _rank_of_printing(first, material) >= _rank_of_printing(second, material):
        chosen, other = first, second
    else:
        chosen, other = second, first
    kind = chosen.kind if first.by_profile or second.by_profile else first.kind
    if not (first.by_profile or second.by_profile) and {first.kind, second.kind} <= RANKS.keys():
        kind = min(first.kind, second.kind, key=RANKS.__getitem__)
    title = min(chosen.title, other.title, key=str.isupper)
    again = tuple(sorted({*first.again, *second.again, other.block}))
    return chosen._replace(kind=kind, title=title, number=chosen.number or other.number, again=again)


def _rank_of_printing(item: Item, material: Material) -> tuple[bool, bool, int]:
    weight = _weight(item, material)
    return weight > 0, item.reason == "label", weight


def _weight(item: Item, material: Material) -> int:
    """How much a printing tells: 0 in a summary, 2 with running text or an item below it, else 1."""
    above = [folded(material.blocks[index].words) for index in material.paths[item.block]]
    if any(words in words_of("ignored", "summaries") or words.startswith("summary") for words in above):
        return 0
    own = material.blocks[item.block]
    if own.is_text and own.run_in < len(own.words):
        return 2
    after = item.last + 1
    while after in material.skipped:
        after += 1
    return 2 if after < len(material.blocks) and material.blocks[after].is_text else 1


def _printed_again(items: Sequence[Item], material: Material) -> list[Item]:
    """*items*, each also at the headings that have its title."""
    taken = {block for item in items for block in item.places}
    taken |= {block for item in items for block in range(item.block, item.last + 1)}
    by_title = {_bare(item.title): index for index, item in reversed(list(enumerate(items))) if not item.by_profile}
    again: dict[int, set[int]] = defaultdict(set)
    for number, block in enumerate(material.blocks):
        if block.is_heading and number not in material.skipped and number not in taken:
            index = by_title.get(_bare(block.words[material.titles_at[number] :]), -1)
            if index >= 0:
                again[index].add(number)
    return [_at_best_place(item, again[index], material) for index, item in enumerate(items)]


def _at_best_place(item: Item, again: Collection[int], material: Material) -> Item:
    """*item* with the places *again*; its own is the first of those that tell most."""
    places = sorted({*item.again, *again})
    own = _weight(item, material)
    better = [
        place for place in places if place in again and _weight(item._replace(block=place, last=place), material) > own
    ]
    if not better:
        return item._replace(again=tuple(places))
    others = sorted({*places, item.block} - {better[0]})
    return item._replace(block=better[0], last=better[0], again=tuple(others))


_FRAME = frozenset(["vi", "vil", "skal", "we", "will", "we'll", "the", "a", "to", "at", "og", "and"])
_NEARLY, _ENOUGH, _SHARED = 0.9, 4, 0.6


def _bare(title: str) -> tuple[str, ...]:
    """The words of *title* that tell it from others: without those that name a kind or begin a promise."""
    words = tokens(title)
    kept = [word for word in words if word not in _FRAME and not kind_of_word(word)]
    return tuple(kept or words)


def _same(item: Item, mine: tuple[str, ...], other: Item, others: tuple[str, ...]) -> bool:
    """Whether two items are one element: the same number and titles that share most words, or the same title."""
    if "TimelineEntry" in (item.kind, other.kind):
        return False
    if item.kind == other.kind and item.number and other.number:
        shared = len(set(mine) & set(others))
        return item.number == other.number and shared >= min(len(set(mine)), len(set(others))) * _SHARED
    if mine == others:
        return True
    shorter, longer = sorted((mine, others), key=len)
    if len(shorter) < _ENOUGH:
        return False
    return longer[: len(shorter)] == shorter or _alike(" ".join(mine), " ".join(others))


def _alike(first: str, second: str) -> bool:
    """Whether two texts differ in a few letters only."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() > _NEARLY and matcher.quick_ratio() > _NEARLY and matcher.ratio() > _NEARLY


# What holds what.


class _Open(NamedTuple):
    """An item that what follows may be part of, until a heading of this `size` or larger; `row` is that of an item in a
    table or list that holds no more than the row."""

    item: int
    block: int
    rank: float
    size: float
    row: str | None


def _with_parents(items: Sequence[Item], material: Material) -> Assembled:
    """*items* each with its parent, and what holds each block: read from the first block to the last."""
    at = {block: index for index, item in enumerate(items) for block in item.places}
    inside = {block for item in items for block in range(item.block + 1, item.last + 1)}
    by_title = {folded(item.title): index for index, item in enumerate(items) if item.kind in HOLDERS}
    stack: list[_Open] = []
    parents: dict[int, int] = {}
    holders: list[int] = []
    for number, block in enumerate(material.blocks):
        index = at.get(number, -1)
        if stack and stack[-1].row is not None and (block.look != "cell" or block.row != stack[-1].row):
            stack.pop()
        if index >= 0:
            item = items[index]
            rank: float = RANKS.get(item.kind, 9)
            if block.is_heading:
                _close_listed(stack, material)
            if item.kind in HOLDERS:
                _close(stack, rank=rank + 0.1)
                rank += 0.5 * _is_part_of_its_kind(item, block, items, stack, material)
                _close(stack, rank=rank)
            if number == item.block:
                above = next((entry.item for entry in reversed(stack) if entry.rank < rank), -1)
                parents[index] = by_title.get(folded(block.column), above) if block.column else above
            if item.kind in HOLDERS:
                row = block.row if item.kind == "Initiative" and block.look.startswith(("bullet", "cell")) else None
                stack.append(_Open(index, number, rank, _closing_size(item, number, material), row))
        elif number in material.leads:
            while stack and not material.blocks[stack[-1].block].is_heading:
                stack.pop()
        elif block.is_heading and number not in inside and number not in material.skipped:
            _close(stack, size=block.size)
        holders.append(stack[-1].item if stack else -1)
    found = tuple(_with_parent(items, index, parents) for index in range(len(items)))
    return Assembled(found, tuple(holders))


def _close_listed(stack: list[_Open], material: Material) -> None:
    """Closes what is an item of a list or a cell, which holds no headings."""
    while stack and material.blocks[stack[-1].block].look.startswith(("bullet", "item", "cell")):
        stack.pop()


def _is_part_of_its_kind(
    item: Item, block: Block, items: Sequence[Item], stack: Sequence[_Open], material: Material
) -> bool:
    """Whether the *item* at *block* is listed below a heading of its own kind, as goals are below a goal."""
    if not stack or block.is_heading or item.by_profile or not block.look.startswith(("bullet", "item", "cell")):
        return False
    above = items[stack[-1].item]
    return above.kind == item.kind and above.reason == "label" and material.blocks[stack[-1].block].is_heading


def _close(stack: list[_Open], rank: float = 99, size: float = 0) -> None:
    while stack and (stack[-1].rank >= rank or (size and size >= stack[-1].size)):
        stack.pop()


def _closing_size(item: Item, number: int, material: Material) -> float:
    """The size of a heading from which on *item*, printed at the block *number*, holds no more."""
    own = [material.blocks[number]]
    if number == item.block:
        own += material.blocks[item.block : item.last + 1]
    if any(block.is_heading for block in own):
        return max(block.size for block in own)
    path = material.paths[number]
    return material.blocks[path[-1]].size if path else 1


def _with_parent(items: Sequence[Item], index: int, parents: Mapping[int, int]) -> Item:
    item = items[index]
    if item.kind == "Track":
        return item._replace(parent=next((at for at, other in enumerate(items) if other.kind == "Vision"), -1))
    if item.kind not in PARTS:
        return item
    parent = _by_number(items, item)
    return item._replace(parent=parent if parent >= 0 else parents.get(index, -1))


def _by_number(items: Sequence[Item], item: Item) -> int:
    """The item whose number that of *item* goes on from: 1 of 1.2, 1 of 1-A; -1 for none."""
    match = re.fullmatch(r"(\w+(?:\.\d+)*?)(?:[.-]\d+|[ .-]?[A-Za-z])", item.number)
    if not match:
        return -1
    ranked = [
        (RANKS.get(other.kind, 9), index)
        for index, other in enumerate(items)
        if match[1] in (other.number, _in_digits(other.number)) and other is not item
    ]
    mine = RANKS.get(item.kind, 0)
    wanted = [index for rank, index in ranked if rank < mine] or [index for rank, index in ranked if rank == mine]
    before = [index for index in wanted if items[index].block < item.block]
    return (before or wanted)[-1] if wanted else -1


def _in_digits(number: str) -> str:
    """*number* in digits where it is a word."""
    word = number.casefold()
    value = 1 if word in ("one", "en", "et") else number_of(word, "en") or number_of(word, "da")
    return str(value) if value else number
