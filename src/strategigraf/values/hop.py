"""A hop of a thread, and a mark: the thread that a cell of a matrix counts."""

from typing import NamedTuple

from strategigraf.values.namespaces import SG
from strategigraf.values.text import Text

BASES = ("stated", "named", "interpreted", "inherited", "structure")
BASIS_LABELS = {
    "stated": Text("angivet", "stated"),
    "named": Text("navngivet", "named"),
    "interpreted": Text("tolket", "interpreted"),
    "inherited": Text("nedarvet", "inherited"),
    "structure": Text("struktur", "structure"),
}


CLAIM_BASES = BASES[:3]


def claim_basis(basis: str) -> str | None:
    """The name of the *basis* (an IRI) of a claim, None where it is none that a claim may rest on."""
    name = basis.removeprefix(SG).lower()
    return name if basis.startswith(SG) and name in CLAIM_BASES else None


class Hop(NamedTuple):
    """One step upwards. `basis` is the basis of the claim, or "structure"; `link` is empty for structure."""

    subject: str
    predicate: str
    object: str
    basis: str
    link: str


class Mark(NamedTuple):
    """One thread between `row` and `column`: its hops from below upwards, and the basis on which it holds.

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

    @property
    def way(self) -> tuple[tuple[str, ...], int]:
        """The things on the way, and the place of the lowest of them: a thread goes from its lower end upwards; where
        two ways part at an element, it goes from the row down to that and up to the value."""
        *thread, last = self.hops
        if thread and thread[-1].object != last.subject:
            up = [thread[0].subject, *(hop.object for hop in thread)]
            return (*reversed(up), last.object), len(up) - 1
        return (self.hops[0].subject, *(hop.object for hop in self.hops)), 0

    @property
    def order(self) -> tuple[int, Hop]:
        """The place among the marks of a cell: by strength of basis, then by claim."""
        return BASES.index(self.basis), self.claim
