"""Set cover: the fewest sets that together hold everything, proven where the search comes to its end.

Reductions first (a thing in one set only, a set inside another, a thing that comes with another), then the pieces that
have nothing in common each for itself, then branch and bound: on the thing in the fewest sets, with the number of
things of which no two share a set as the bound.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

NODES = 200_000  # of the search; not a time, so that every machine gives the same answer


class Cover(NamedTuple):
    """The chosen sets in their order, the fewest that could do (`bound`), and whether that is proven to be as many."""

    chosen: tuple[str, ...]
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no smaller choice exists."""
        return len(self.chosen) == self.bound


def cover(sets: Mapping[str, AbstractSet[str]], nodes: int = NODES) -> Cover:
    """The fewest of *sets* (name and what it holds, in order) that hold all that any of them holds.

    Of equally small choices always the same one, earlier sets being preferred. After *nodes* nodes of the search in a
    piece the best choice so far stands, with the bound that holds for all. (Set cover is NP-hard: Karp 1972; the
    reductions are those of Garfinkel and Nemhauser 1969.)
    """
    names = list(sets)
    things = sorted(set().union(*sets.values())) if sets else []
    rows = [sum(1 << things.index(thing) for thing in sets[name]) for name in names]
    chosen, rest = _reduced(rows, (1 << len(things)) - 1)
    bound = len(chosen)
    for piece in _pieces(rest):
        found, least = _search(piece, nodes)
        chosen += found
        bound += least
    return Cover(tuple(names[row] for row in sorted(chosen)), bound)


def sole_holders(sets: Mapping[str, AbstractSet[str]]) -> tuple[str, ...]:
    """Those of *sets* that hold something that no other does, in order: they are in every choice that holds all."""
    holders: dict[str, list[str]] = {}
    for name, held in sets.items():
        for thing in held:
            holders.setdefault(thing, []).append(name)
    alone = {names[0] for names in holders.values() if len(names) == 1}
    return tuple(name for name in sets if name in alone)


def _reduced(rows: Sequence[int], wanted: int) -> tuple[list[int], dict[int, int]]:
    """The rows that some smallest choice has, and what is left after them: rows by number, reduced to what they add."""
    chosen: list[int] = []
    left = {number: row for number, row in enumerate(rows) if row}
    while True:
        left = {number: row & wanted for number, row in left.items() if row & wanted}
        left = _outside_others(left)
        columns = _columns(left)
        wanted = _without_followers(columns)
        forced = {holders[0] for thing, holders in columns.items() if len(holders) == 1 and wanted >> thing & 1}
        if not forced:
            reduced = {number: row & wanted for number, row in left.items()}
            if reduced == left:
                return chosen, left
            continue
        for number in sorted(forced):
            chosen.append(number)
            wanted &= ~left[number]


def _outside_others(left: dict[int, int]) -> dict[int, int]:
    """Without the rows that lie in another one; of equal ones the first stays."""
    kept: dict[int, int] = {}
    for number, row in sorted(left.items(), key=lambda item: (-item[1].bit_count(), item[0])):
        if all(row & ~other for other in kept.values()):
            kept[number] = row
    return dict(sorted(kept.items()))


def _columns(left: Mapping[int, int]) -> dict[int, list[int]]:
    """The rows that hold each thing."""
    columns: dict[int, list[int]] = {}
    for number, row in left.items():
        for thing in _bits(row):
            columns.setdefault(thing, []).append(number)
    return dict(sorted(columns.items()))


def _without_followers(columns: Mapping[int, list[int]]) -> int:
    """The things that must be looked after: not those that any row with some other thing holds as well."""
    kept: dict[int, set[int]] = {}
    for thing, holders in sorted(columns.items(), key=lambda item: (len(item[1]), item[0])):
        if not any(other <= set(holders) for other in kept.values()):
            kept[thing] = set(holders)
    return sum(1 << thing for thing in kept)


def _pieces(left: dict[int, int]) -> list[dict[int, int]]:
    """*left* in pieces that share no thing, each with its rows in order."""
    pieces: list[tuple[int, list[int]]] = []
    for number, row in left.items():
        touching = [piece for piece in pieces if piece[0] & row]
        joined = (row, [number])
        for piece in touching:
            pieces.remove(piece)
            joined = (joined[0] | piece[0], joined[1] + piece[1])
        pieces.append(joined)
    return [{number: left[number] for number in sorted(numbers)} for _, numbers in pieces]


def _search(rows: dict[int, int], nodes: int) -> tuple[list[int], int]:
    """The best choice for the piece *rows*, and the least that any choice needs, as far as *nodes* nodes tell."""
    columns = _columns(rows)
    wanted = sum(1 << thing for thing in columns)
    best = _greedy(rows, wanted)
    root = _apart(rows, columns, wanted)
    waiting: list[tuple[tuple[int, ...], int, int]] = [((), wanted, 0)]  # chosen, still wanted, forbidden rows
    spent = 0
    while waiting and len(best) > root:
        chosen, open_things, forbidden = waiting.pop()
        if not open_things:
            best = list(chosen) if len(chosen) < len(best) else best
            continue
        spent += 1
        if spent > nodes:
            return best, root
        if len(chosen) + _apart(rows, columns, open_things) >= len(best):
            continue
        free = {
            thing: [number for number in columns[thing] if not forbidden >> number & 1] for thing in _bits(open_things)
        }
        thing = min(free, key=lambda thing: (len(free[thing]), thing))
        order = sorted(free[thing], key=lambda number: (-(rows[number] & open_things).bit_count(), number))
        branches = []
        for number in order:
            branches.append(((*chosen, number), open_things & ~rows[number], forbidden))
            forbidden |= 1 << number  # whoever comes after goes without it
        waiting += reversed(branches)
    return best, len(best)


def _greedy(rows: Mapping[int, int], wanted: int) -> list[int]:
    chosen = []
    while wanted:
        number = min(rows, key=lambda number: (-(rows[number] & wanted).bit_count(), number))
        chosen.append(number)
        wanted &= ~rows[number]
    return chosen


def _apart(rows: Mapping[int, int], columns: Mapping[int, Sequence[int]], wanted: int) -> int:
    """A number of rows that *wanted* needs at least: that of things of which no row holds two."""
    least = 0
    taken = 0
    for thing in sorted(_bits(wanted), key=lambda thing: (len(columns[thing]), thing)):
        if not taken >> thing & 1:
            least += 1
            for number in columns[thing]:
                taken |= rows[number]
    return least


def _bits(number: int) -> list[int]:
    found = []
    while number:
        lowest = number & -number
        found.append(lowest.bit_length() - 1)
        number ^= lowest
    return found
