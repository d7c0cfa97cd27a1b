"""Which sentences of two texts say the same thing: the most alike are paired first, and the parts of what was split or
merged are joined.

Likeness is the share of common words (twice the weight of the common words by the weight of all words of both), words
without their endings, a word weighing the less the more sentences have it. It is the same in either direction.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

ALIKE = 0.6  # from here on two sentences are the same one, reworded
ALIKE_SHORT = 0.8  # the same where one of them has at most SHORT words
SHORT = 3
ALIGNED = 0.35  # so much likeness a recorded alignment of their elements is worth
CONTAINED = 0.6  # so much of a part must stand in the sentence that it is split from
JOINED = 0.6  # so like must the parts together be to the sentence that was split
GAIN = 0.1  # and so much liker than the likest part alone

_ENDINGS = (  # of nouns, adjectives and verbs, and of nouns made from verbs; the longest first
    *("elserne", "ingerne", "elsens", "ingens", "elsen", "erens", "ernes", "ingen", "elser", "inger", "elses", "eres"),
    *("else", "eren", "erne", "enes", "ings", "ing", "ere", "ene", "ens", "ers", "ets", "er", "en", "et", "es"),
    *("e", "s", "t"),
)
_STEM = 4  # letters that stay

Keys = tuple[str, ...]


class Group(NamedTuple):
    """Sentences (their places on either side) that belong together; one side is empty where there is no counterpart,
    and has several where a sentence was split or merged. `alike` is how alike the sides are, 0 to 1."""

    draft: tuple[int, ...]
    print: tuple[int, ...]
    alike: float


class Weights:
    """What the words of two texts weigh (in millionths), and how alike sentences are by it."""

    def __init__(self, draft: Sequence[Keys], print_: Sequence[Keys]) -> None:
        self.bags = [[Counter(map(stem, words)) for words in side] for side in (draft, print_)]
        occurrences: Counter[str] = Counter()
        for side in self.bags:
            for bag in side:
                occurrences.update(bag.keys())
        whole = sum(map(len, self.bags))
        self.weight = {word: round(1_000_000 * math.log1p(whole / number)) for word, number in occurrences.items()}
        self.sums = [[self.sum(bag) for bag in side] for side in self.bags]

    def sum(self, bag: Mapping[str, int]) -> int:
        """The weight of all words of *bag*."""
        return sum(number * self.weight[word] for word, number in bag.items())

    def common(self, one: Counter[str], other: Counter[str]) -> int:
        """The weight of the words that *one* and *other* share."""
        if len(other) < len(one):
            one, other = other, one
        return sum(min(number, other[word]) * self.weight[word] for word, number in one.items() if word in other)

    def alike(self, one: Counter[str], other: Counter[str]) -> float:
        """How alike *one* and *other* are, 0 to 1."""
        return _share(self.common(one, other), self.sum(one) + self.sum(other))

    def pair(self, i: int, j: int) -> float:
        """How alike the sentences at *i* and *j* of the two sides are, 0 to 1."""
        return _share(self.common(self.bags[0][i], self.bags[1][j]), self.sums[0][i] + self.sums[1][j])

    def words(self, side: int, place: int) -> list[str]:
        """The words of the sentence at *place* on *side*, sorted."""
        return sorted(self.bags[side][place].elements())

    def rarest(self, bag: Counter[str], least: float) -> list[str]:
        """So many of the rarest words of *bag* that the others together weigh less than the share *least* of it."""
        words = sorted(bag, key=lambda word: (-self.weight[word], word))
        left = self.sum(bag)
        enough = least * left
        for place, word in enumerate(words):
            if left < enough:
                return words[:place]
            left -= bag[word] * self.weight[word]
        return words


def _share(common: int, both: int) -> float:
    return 2 * common / both if both else 0.0


@cache
def stem(word: str) -> str:
    """*word* without its Danish ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def groups(
    draft: Sequence[Keys],
    print_: Sequence[Keys],
    aligned: Iterable[tuple[int, int]] = (),
    apart: Callable[[int, int], tuple[bool, ...]] = lambda first, second: (False, False),
) -> list[Group]:
    """The sentences of *draft* and *print_* (the keys of their words) in groups, every sentence in exactly one, by the
    first sentence of the draft, then by the first of the print.

    Pairs are made by likeness from the top: first the same words, then what counts as alike. Those in *aligned* (places
    whose elements a recorded alignment matches) count as liker; of pairs that count alike those come first that are
    least *apart* (not moved, of the same class, of what is still there), then those nearest in order. So no two
    sentences are left in pairs, or alone, that are more alike than either is to its partner. Swapping the sides swaps
    the groups.
    """
    weights = Weights(draft, print_)
    matched = set(aligned)
    candidates = {
        (i, j): 1.0 if draft[i] == print_[j] else weights.pair(i, j) for i, j in {*_likely(weights, ALIKE), *matched}
    }
    chosen: dict[int, int] = {}
    taken: set[int] = set()

    def counted(pair: tuple[int, int]) -> float:
        return candidates[pair] + (ALIGNED if pair in matched else 0)

    def rank(pair: tuple[int, int]) -> tuple[float, ...]:
        i, j = pair
        distance = abs(i * len(print_) - j * len(draft))
        return draft[i] != print_[j], -counted(pair), *apart(i, j), distance, i + j, abs(i - j)

    def enough(pair: tuple[int, int]) -> bool:
        i, j = pair
        short = min(len(draft[i]), len(print_[j])) <= SHORT and pair not in matched
        return counted(pair) >= (ALIKE_SHORT if short else ALIKE)

    for i, j in sorted(filter(enough, candidates), key=rank):
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return _joined(weights, chosen)


def _likely(weights: Weights, least: float) -> Iterator[tuple[int, int]]:
    """The places of all pairs that may be at least *least* alike, and some that are not: each such pair has words in
    common among those that are left of either when its commonest words are set aside."""
    enough = least / (2 - least)  # so much of either must be common
    posted: dict[str, list[tuple[int, int]]] = {}
    aside: list[int] = []  # the weight of what is set aside
    for j, bag in enumerate(weights.bags[1]):
        rare = weights.rarest(bag, enough)
        aside.append(weights.sums[1][j] - sum(bag[word] * weights.weight[word] for word in rare))
        for word in rare:
            posted.setdefault(word, []).append((j, bag[word]))
    for i, bag in enumerate(weights.bags[0]):
        rare = weights.rarest(bag, enough)
        own = weights.sums[0][i]
        own_aside = own - sum(bag[word] * weights.weight[word] for word in rare)
        common: dict[int, int] = {}
        for word in rare:
            number, weight = bag[word], weights.weight[word]
            for j, other in posted.get(word, ()):
                common[j] = common.get(j, 0) + (number if number < other else other) * weight
        for j, found in common.items():
            if found + max(own_aside, aside[j]) >= least / 2 * (own + weights.sums[1][j]):
                yield i, j


def _joined(weights: Weights, chosen: dict[int, int]) -> list[Group]:
    """The pairs *chosen* and what is left over, sentences that were split or merged joined: the likest first."""
    partners = (dict(chosen), {j: i for i, j in chosen.items()})
    joins = [join for side in (0, 1) for join in _joins(weights, partners, side)]
    joins.sort(key=lambda join: (-join[0], sum(join[3]) + join[2], len(join[3]), weights.words(join[1], join[2])))
    closed: tuple[set[int], set[int]] = (set(), set())
    found: list[Group] = []
    for alike, side, whole, parts in joins:
        other = 1 - side
        if whole in closed[side] or any(part in closed[other] for part in parts):
            continue
        closed[side].add(whole)
        closed[other].update(parts)
        found.append(Group((whole,), parts, alike) if side == 0 else Group(parts, (whole,), alike))
    for i in range(len(weights.bags[0])):
        if i not in closed[0]:
            j = chosen.get(i)
            if j is None or j in closed[1]:
                found.append(Group((i,), (), 0.0))
            else:
                closed[1].add(j)
                found.append(Group((i,), (j,), weights.pair(i, j)))
    found += [Group((), (j,), 0.0) for j in range(len(weights.bags[1])) if j not in closed[1]]
    return sorted(found, key=lambda group: (group.draft or (math.inf,), group.print))


def _joins(
    weights: Weights, partners: tuple[dict[int, int], dict[int, int]], side: int
) -> Iterator[tuple[float, int, int, tuple[int, ...]]]:
    """Each sentence of *side* that two or more of the other side make up together: how alike, the side, the sentence,
    the parts. A part is its partner or has none."""
    other = 1 - side
    free = [j for j in range(len(weights.bags[other])) if j not in partners[other]]
    posted: dict[str, list[int]] = {}
    for i, bag in enumerate(weights.bags[side]):
        for word in bag:
            posted.setdefault(word, []).append(i)
    offered: dict[int, set[int]] = {}
    for j in free:
        if len(weights.bags[other][j]) < SHORT:
            continue
        for word in weights.rarest(weights.bags[other][j], CONTAINED):
            for i in posted.get(word, ()):
                offered.setdefault(i, set()).add(j)
    for i, parts in sorted(offered.items()):
        whole = weights.bags[side][i]
        partner = partners[side].get(i)
        kept = [] if partner is None else [partner]
        left = whole.copy() if partner is None else whole - weights.bags[other][partner]
        best = 0.0 if partner is None else weights.alike(whole, weights.bags[other][partner])
        fitting = [(weights.common(left, weights.bags[other][j]), j) for j in parts]
        fitting = [(common, j) for common, j in fitting if common >= CONTAINED * weights.sums[other][j]]
        for _, j in sorted(fitting, key=lambda fit: (-fit[0], fit[1])):
            bag = weights.bags[other][j]
            if weights.common(left, bag) >= CONTAINED * weights.sums[other][j]:
                kept.append(j)
                left -= bag
                best = best or weights.alike(whole, bag)
        if len(kept) > 1:
            together = sum((weights.bags[other][j] for j in kept), Counter[str]())
            alike = weights.alike(whole, together)
            if alike >= JOINED and alike >= best + GAIN:
                yield alike, side, i, tuple(sorted(kept))
