"""The red thread: from an element upwards, hop by hop, to what it serves.

A hop is a claim (a link with a basis and evidence) or structure (`sg:partOf`, and from an SDG target to its goal).
A thread follows any hops, but what another strategy or the SDG register says of a thing is not passed on below it:
after `sg:contributesTo` or `sg:continues` only structure follows. A strategy's own claims are not inherited.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from strategigraf.values.namespaces import SG, SKOS

PART_OF = SG + "partOf"
CONTRIBUTES_TO = SG + "contributesTo"
SCHEDULES = SG + "schedules"
BROADER = SKOS + "broader"
_STRUCTURE = (PART_OF, BROADER)
_LAST_CLAIM = (CONTRIBUTES_TO, SG + "continues")
_PASSED_DOWN = (PART_OF, SCHEDULES)

BASES = ("stated", "named", "interpreted", "inherited", "structure")


@dataclass(frozen=True, slots=True, order=True)
class Hop:
    """One step upwards. `basis` is the basis of the claim, or "structure"; `link` is empty for structure."""

    subject: str
    predicate: str
    object: str
    basis: str
    link: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One thread from `row` up to `column`: its hops, in order, and the basis on which it holds.

    A single claim, followed at most by the step from an SDG target to its goal, holds on its own basis; structure
    alone is "structure"; a claim of something higher up in the thread is "inherited".
    """

    row: str
    column: str
    basis: str
    hops: tuple[Hop, ...]

    @property
    def claim(self) -> Hop:
        """The claim that the thread ends in, or its last hop where structure alone carries it."""
        return next((hop for hop in reversed(self.hops) if hop.link), self.hops[-1])


class Thread:
    """All hops of a dataset, ready to be followed upwards."""

    def __init__(self, hops: Iterable[Hop]) -> None:
        self._up: dict[str, list[Hop]] = defaultdict(list)
        for hop in sorted(set(hops)):
            self._up[hop.subject].append(hop)

    def marks(self, row: str, is_column: Callable[[str], bool]) -> list[Mark]:
        """The threads from *row* up to every node for which *is_column* holds: for each claim that a thread can end in
        the shortest one, by column, then by strength of basis, then by claim."""
        found = [_mark(row, chain) for chain in self._chains(row, self._follows) if is_column(chain[-1].object)]
        return sorted(found, key=lambda mark: (mark.column, BASES.index(mark.basis), mark.claim))

    def inherited(self, row: str) -> Iterator[Hop]:
        """The contributions that *row* has from above: each claim `sg:contributesTo` of something that *row* is part of
        or schedules, once. (The property chains of `sg:contributesTo` in the ontology.)"""
        for chain in self._chains(row, lambda last, hop: hop.predicate in (*_PASSED_DOWN, CONTRIBUTES_TO)
                                  and (last is None or last.predicate in _PASSED_DOWN)):
            if len(chain) > 1 and chain[-1].predicate == CONTRIBUTES_TO:
                yield chain[-1]

    def elements(self) -> list[str]:
        """Every node that has a hop upwards, by IRI."""
        return sorted(self._up)

    def _chains(self, row: str, follows: Callable[[Hop | None, Hop], bool]) -> Iterator[tuple[Hop, ...]]:
        queue: deque[tuple[tuple[Hop, ...], str]] = deque([((), row)])
        seen = {(row, "")}
        while queue:
            chain, node = queue.popleft()
            for hop in self._up.get(node, ()):
                if not follows(chain[-1] if chain else None, hop) or any(hop.object == past.subject for past in chain):
                    continue
                longer = (*chain, hop)
                claim = next((past.link for past in reversed(longer) if past.link), "")
                if (hop.object, claim) not in seen:
                    seen.add((hop.object, claim))
                    yield longer
                    queue.append((longer, hop.object))

    @staticmethod
    def _follows(last: Hop | None, hop: Hop) -> bool:
        if last is None:
            return True
        return hop.predicate in _STRUCTURE or last.predicate not in (*_LAST_CLAIM, BROADER)


def _mark(row: str, chain: tuple[Hop, ...]) -> Mark:
    claims = [hop for hop in chain if hop.link]
    if not claims:
        basis = "structure"
    elif len(claims) == 1 and all(hop is claims[0] or hop.predicate == BROADER for hop in chain):
        basis = claims[0].basis
    else:
        basis = "inherited"
    return Mark(row, chain[-1].object, basis, chain)
