"""What holds of a whole through its parts (△): computed from the links in the data alone, and never passed on, so that
neither it nor what is inherited rests on the other.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from strategigraf.core.rdf import SG
from strategigraf.core.thread import THROUGH_PARTS, Edge, EdgeLookup, Inheritance, Mark

FROM, TO = SG + "rollsUpFrom", SG + "rollsUpTo"
Chain = tuple[Edge, ...]


class RollUp(NamedTuple):
    """What the vocabulary says of each property that counts for a whole: by which property parts point at it. Of those
    in `had` a part has the link, of those in `pointing` something has it to a part."""

    had: Mapping[str, frozenset[str]]
    pointing: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, statements: Iterable[tuple[str, str, str]]) -> "RollUp":
        """What *statements* (property, FROM or TO, property) say; others are ignored."""
        sides: dict[str, dict[str, frozenset[str]]] = {FROM: {}, TO: {}}
        for subject, verb, value in statements:
            if verb in sides:
                sides[verb][subject] = sides[verb].get(subject, frozenset()) | {value}
        return cls(sides[FROM], sides[TO])

    def carriers(self) -> frozenset[str]:
        """The properties by which parts point at wholes."""
        return frozenset().union(*self.had.values(), *self.pointing.values())


def parts_of(whole: str, edges: EdgeLookup, carriers: frozenset[str]) -> dict[str, Chain]:
    """Everything that is part of *whole* by edges of *carriers*, directly or through others, the nearest first: the
    edges of the shortest chain from each part up to *whole*. A whole is no part of itself, whatever the data say."""
    chains: dict[str, Chain] = {whole: ()}
    waiting = deque([whole])
    while waiting:
        above = waiting.popleft()
        for edge in edges.entering(above):
            if edge.predicate in carriers and edge.subject not in chains:
                chains[edge.subject] = (edge, *chains[above])
                waiting.append(edge.subject)
    del chains[whole]
    return chains


class ThroughParts:
    """What holds of wholes through their parts, by *edges*, as *roll_up* says; *inheritance* says what a link goes on
    to: a contribution to a target is one to its goal."""

    def __init__(self, edges: EdgeLookup, roll_up: RollUp, inheritance: Inheritance) -> None:
        self._edges = edges
        self._roll_up = roll_up
        self._above = inheritance.above

    def parts(self, whole: str) -> dict[str, Chain]:
        """The parts of *whole*, see `parts_of`."""
        return parts_of(whole, self._edges, self._roll_up.carriers())

    def marks(self, whole: str, is_end: Callable[[str], bool]) -> Iterator[Mark]:
        """A mark for each link between a part of *whole* and an end for which *is_end* holds, where *whole* has no link
        of its own with that end: the edges of the part up to it, then the link; of a link that points at a part first
        that."""
        own = {end for end, _ in self._ends(whole)} | set(self._pointing(whole))
        for part, chain in self.parts(whole).items():
            for end, link in self._ends(part):
                if (
                    end not in own
                    and end != whole
                    and is_end(end)
                    and self._rolls_up(link[0], chain, self._roll_up.had)
                ):
                    yield Mark(whole, end, THROUGH_PARTS, (*chain, *link))
            for end, edge in self._pointing(part).items():
                if (
                    end not in own
                    and end != whole
                    and is_end(end)
                    and self._rolls_up(edge, chain, self._roll_up.pointing)
                ):
                    yield Mark(whole, end, THROUGH_PARTS, (edge, *chain))

    def _rolls_up(self, edge: Edge, chain: Chain, side: Mapping[str, frozenset[str]]) -> bool:
        return {step.predicate for step in chain} <= side.get(edge.predicate, frozenset())

    def _ends(self, thing: str) -> Iterator[tuple[str, Chain]]:
        """Where the own links of *thing* lead, and what they go on to, each with its edges."""
        for edge in self._edges.leaving(thing):
            if edge.link and edge.predicate in self._roll_up.had:
                above = self._above.get(edge.predicate, frozenset())
                yield edge.object, (edge,)
                yield from self._beyond((edge,), above)

    def _beyond(self, chain: Chain, above: frozenset[str]) -> Iterator[tuple[str, Chain]]:
        met = {edge.object for edge in chain}
        for edge in self._edges.leaving(chain[-1].object) if above else ():
            if edge.predicate in above and edge.object not in met:
                yield edge.object, (*chain, edge)
                yield from self._beyond((*chain, edge), above)

    def _pointing(self, thing: str) -> dict[str, Edge]:
        """What points at *thing* by a property that rolls up."""
        found: dict[str, Edge] = {}
        for edge in self._edges.entering(thing):
            if edge.predicate in self._roll_up.pointing:
                found.setdefault(edge.subject, edge)
        return found


def part_in(mark: Mark) -> str:
    """The part of its whole that *mark*, which holds through parts, rests on."""
    first, claim = mark.edges[0], mark.claim
    return claim.subject if claim.link else first.object
