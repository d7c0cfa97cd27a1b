"""The red thread: from an element upwards, hop by hop, to what it serves.

A hop is a claim (a link with a basis and evidence) or structure (`sg:partOf`, and from an SDG target to its goal).
A thread runs up through `sg:partOf` and `sg:schedules` to at most one claim of another sort; after that only structure
follows. So what another strategy, a comment or the SDG register says of a thing is not passed on below it, and a
strategy's own claims are not inherited. A match that is neither exact nor close joins two elements and nothing beyond.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator

from strategigraf.values.hop import Hop, Mark
from strategigraf.values.namespaces import SG, SKOS

PART_OF = SG + "partOf"
CONTRIBUTES_TO = SG + "contributesTo"
SCHEDULES = SG + "schedules"
BROADER = SKOS + "broader"
SYMMETRIC = (SKOS + "exactMatch", SKOS + "closeMatch")
_STRUCTURE = (PART_OF, BROADER)
_ALONE = (SKOS + "relatedMatch", SKOS + "broadMatch", SKOS + "narrowMatch")
_PASSED_DOWN = (PART_OF, SCHEDULES)


class Thread:
    """All hops of a dataset, ready to be followed upwards."""

    def __init__(self, hops: Iterable[Hop]) -> None:
        self._up: dict[str, list[Hop]] = defaultdict(list)
        for hop in sorted(set(hops)):
            self._up[hop.subject].append(hop)
        self._down: dict[str, list[str]] = defaultdict(list)

    def marks(self, row: str, is_column: Callable[[str], bool]) -> list[Mark]:
        """The threads from *row* up to every node for which *is_column* holds: for each claim that a thread can end in
        the shortest one, by column, then by strength of basis, then by claim."""
        found = [_mark(row, chain) for chain in self._chains(row, _follows) if is_column(chain[-1].object)]
        return sorted(found, key=lambda mark: (mark.column, mark.order))

    def inherited(self, row: str) -> Iterator[Hop]:
        """The contributions that *row* has from above: each claim `sg:contributesTo` of something that *row* is part of
        or schedules, once. (The property chains of `sg:contributesTo` in the ontology.)"""
        for chain in self._chains(row, _passes_down):
            if len(chain) > 1 and chain[-1].predicate == CONTRIBUTES_TO:
                yield chain[-1]

    def upwards(self, row: str) -> list[Hop]:
        """The hops that begin at *row*, in order."""
        return self._up.get(row, [])

    def elements(self) -> list[str]:
        """Every node that has a hop upwards, by IRI."""
        return sorted(self._up)

    def passed_down_to(self, element: str) -> list[str]:
        """Every node whose threads run through the claims of *element*: itself first, then what is part of it or
        schedules it, directly or through others, the nearest first."""
        if not self._down:
            for hop in (hop for row in sorted(self._up) for hop in self._up[row] if hop.predicate in _PASSED_DOWN):
                self._down[hop.object].append(hop.subject)
        found = {element: None}
        waiting = deque([element])
        while waiting:
            for below in self._down.get(waiting.popleft(), ()):
                if below not in found:
                    found[below] = None
                    waiting.append(below)
        return list(found)

    def _chains(self, row: str, follows: Callable[[tuple[Hop, ...], Hop], bool]) -> Iterator[tuple[Hop, ...]]:
        queue: deque[tuple[tuple[Hop, ...], str]] = deque([((), row)])
        seen = {(row, "")}
        while queue:
            chain, node = queue.popleft()
            for hop in self._up.get(node, ()):
                if not follows(chain, hop):
                    continue
                if hop.object == row or any(hop.object == past.object for past in chain):
                    continue  # a thread never runs in a ring
                longer = (*chain, hop)
                claim = next((past.link for past in reversed(longer) if past.link), "")
                if (hop.object, claim) not in seen:
                    seen.add((hop.object, claim))
                    yield longer
                    queue.append((longer, hop.object))


def _follows(chain: tuple[Hop, ...], hop: Hop) -> bool:
    if hop.predicate in _ALONE or (chain and chain[-1].predicate in _ALONE):
        return not chain
    return hop.predicate in _STRUCTURE or all(past.predicate in _PASSED_DOWN for past in chain)


def _passes_down(chain: tuple[Hop, ...], hop: Hop) -> bool:
    return hop.predicate in (*_PASSED_DOWN, CONTRIBUTES_TO) and all(past.predicate in _PASSED_DOWN for past in chain)


def _mark(row: str, chain: tuple[Hop, ...]) -> Mark:
    claims = [hop for hop in chain if hop.link]
    if not claims:
        basis = "structure"
    elif len(claims) == 1 and all(hop is claims[0] or hop.predicate == BROADER for hop in chain):
        basis = claims[0].basis
    else:
        basis = "inherited"
    return Mark(row, chain[-1].object, basis, chain)
