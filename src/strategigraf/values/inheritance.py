"""Inheritance: for what is below, and to what is above, a link holds as well."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from strategigraf.values.hop import Hop
from strategigraf.values.namespaces import OWL, SG

NOTHING = OWL + "bottomObjectProperty"  # said where a link is not passed on
BELOW, ABOVE = SG + "holdsBelow", SG + "holdsAbove"


class Inheritance(NamedTuple):
    """What the vocabulary says of each property: `below` the properties by which something inherits a link of it (its
    own step up to what has the link), `above` those by which the link goes on from what it leads to."""

    below: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, told: Iterable[tuple[str, str, str]]) -> "Inheritance":
        """What the statements *told* (property, BELOW or ABOVE, property) say; others are passed over."""
        found: dict[str, dict[str, frozenset[str]]] = {BELOW: {}, ABOVE: {}}
        for subject, verb, value in told:
            if verb in found:
                found[verb][subject] = found[verb].get(subject, frozenset()) | {value}
        return cls(found[BELOW], found[ABOVE])

    def told(self) -> list[tuple[str, str, str]]:
        """The statements that say it, in order."""
        sides = ((BELOW, self.below), (ABOVE, self.above))
        return sorted((subject, verb, value) for verb, side in sides for subject in side for value in side[subject])

    def joins(self, chain: Sequence[Hop]) -> bool:
        """Whether the first thing of *chain* (hops from below upwards) is joined with the last: by one link, which it
        has itself or inherits, and which may go on above."""
        return any(self._holds(chain, place) for place in range(len(chain)))

    def inherited(self, chain: Sequence[Hop]) -> bool:
        """Whether the first thing of *chain* inherits the link that *chain* ends with."""
        return len(chain) > 1 and self._holds(chain, len(chain) - 1)

    def passing(self) -> frozenset[str]:
        """Every property whose links are inherited or go on, and every one that passes them."""
        passed = [link for side in self for link, carriers in side.items() if carriers - {NOTHING}]
        return self.carriers() | frozenset(passed)

    def carriers(self) -> frozenset[str]:
        """Every property by which anything is inherited or goes on."""
        return frozenset().union(*self.below.values(), *self.above.values())

    def _holds(self, chain: Sequence[Hop], place: int) -> bool:
        """Whether *chain* is the link at *place*, with what inherits it before and what it goes on to behind."""
        link = chain[place].predicate
        below, above = self.below.get(link, frozenset()), self.above.get(link, frozenset())
        return all(hop.predicate in below for hop in chain[:place]) and all(
            hop.predicate in above for hop in chain[place + 1 :]
        )
