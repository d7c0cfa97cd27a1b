"""The red thread: from an element upwards, hop by hop, to what it serves.

A hop is a claim (a link with a basis and evidence) or structure (`sg:partOf`, and from an SDG target to its goal).
A thread is one hop, with what inherits it before and what it goes on to behind, as the vocabulary says of its property
(`sg:holdsBelow`, `sg:holdsAbove`): what another strategy, a comment or the SDG register says of a thing is not passed
on, and a strategy's own claims are not inherited.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator

from strategigraf.values.hop import Hop, Mark
from strategigraf.values.inheritance import Inheritance
from strategigraf.values.namespaces import SG, SKOS

PART_OF = SG + "partOf"
CONTRIBUTES_TO = SG + "contributesTo"
SCHEDULES = SG + "schedules"
BROADER = SKOS + "broader"
SYMMETRIC = (SKOS + "exactMatch", SKOS + "closeMatch")


class Thread:
    """All hops of a dataset, ready to be followed upwards as *inheritance* says."""

    def __init__(self, hops: Iterable[Hop], inheritance: Inheritance) -> None:
        self._inheritance = inheritance
        self._carriers = inheritance.carriers()
        self._up: dict[str, list[Hop]] = defaultdict(list)
        for hop in sorted(set(hops)):
            self._up[hop.subject].append(hop)
        self._down: dict[str, list[Hop]] = defaultdict(list)

    def marks(self, row: str, is_column: Callable[[str], bool]) -> list[Mark]:
        """The threads from *row* up to every node for which *is_column* holds: for each claim that a thread can end in
        the shortest one, by column, then by strength of basis, then by claim."""
        found = [self._mark(row, chain) for chain in self._chains(row) if is_column(chain[-1].object)]
        return sorted(found, key=lambda mark: (mark.column, mark.order))

    def inherited(self, row: str) -> Iterator[Hop]:
        """The links that *row* has from above, each once."""
        for chain in self._chains(row):
            if chain[-1].link and self._inheritance.inherited(chain):
                yield chain[-1]

    def reached(self, link: Hop) -> Iterator[str]:
        """What *link* goes on to above its object, the nearest first."""
        above = self._inheritance.above.get(link.predicate, frozenset())
        seen = {link.subject, link.object}
        waiting = deque([link.object])
        while waiting:
            for hop in self._up.get(waiting.popleft(), ()):
                if hop.predicate in above and hop.object not in seen:
                    seen.add(hop.object)
                    waiting.append(hop.object)
                    yield hop.object

    def upwards(self, row: str) -> list[Hop]:
        """The hops that begin at *row*, in order."""
        return self._up.get(row, [])

    def elements(self) -> list[str]:
        """Every node that has a hop upwards, by IRI."""
        return sorted(self._up)

    def passed_down_to(self, element: str, predicate: str) -> list[str]:
        """Every node that has the links *predicate* of *element*: itself first, then what inherits them, directly or
        through others, the nearest first."""
        if not self._down:
            for hop in (hop for row in sorted(self._up) for hop in self._up[row]):
                self._down[hop.object].append(hop)
        below = self._inheritance.below.get(predicate, frozenset())
        found = {element: None}
        waiting = deque([element])
        while waiting:
            for hop in self._down.get(waiting.popleft(), ()):
                if hop.predicate in below and hop.subject not in found:
                    found[hop.subject] = None
                    waiting.append(hop.subject)
        return list(found)

    def _chains(self, row: str) -> Iterator[tuple[Hop, ...]]:
        queue: deque[tuple[Hop, ...]] = deque([()])
        seen: set[tuple[str, str, frozenset[str]]] = set()
        told: set[tuple[str, str]] = set()
        while queue:
            chain = queue.popleft()
            for hop in self._up.get(chain[-1].object if chain else row, ()):
                if hop.object == row or any(hop.object == past.object for past in chain):
                    continue  # a thread never runs in a ring
                longer = (*chain, hop)
                claim = next((past.link for past in reversed(longer) if past.link), "")
                way = (hop.object, claim, frozenset(past.predicate for past in longer))
                if way in seen:
                    continue
                seen.add(way)
                joined = self._inheritance.joins(longer)
                if joined and (hop.object, claim) not in told:
                    told.add((hop.object, claim))
                    yield longer
                if joined or all(past.predicate in self._carriers for past in longer):
                    queue.append(longer)

    def _mark(self, row: str, chain: tuple[Hop, ...]) -> Mark:
        claims = [hop for hop in chain if hop.link]
        if not claims:
            basis = "structure"
        elif len(claims) == 1 and chain[0] is claims[0] and self._goes_on(chain):
            basis = claims[0].basis
        else:
            basis = "inherited"
        return Mark(row, chain[-1].object, basis, chain)

    def _goes_on(self, chain: tuple[Hop, ...]) -> bool:
        above = self._inheritance.above.get(chain[0].predicate, frozenset())
        return all(hop.predicate in above for hop in chain[1:])
