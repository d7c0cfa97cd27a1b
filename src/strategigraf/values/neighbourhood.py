"""A neighbourhood: one thing and what stands around it, without any layout."""

from typing import NamedTuple

from strategigraf.values.hop import Hop

SIDES = ("above", "left", "right", "below")


class Neighbour(NamedTuple):
    """A thing at `depth` steps from the centre, on one of SIDES: what the centre is part of stands above, what it holds
    below, what it claims or names at the right, what names it or answers it and its counterparts at the left. `hop`
    joins it to `near`, and begins at the thing itself where `outward` is false. An inherited claim has the basis
    "inherited"; its hop begins at what has it."""

    thing: str
    side: str
    depth: int
    near: str
    hop: Hop
    outward: bool
    basis: str


class Neighbourhood(NamedTuple):
    """The thing in the middle and its neighbours: by side, each followed by what hangs on it."""

    centre: str
    depth: int
    neighbours: tuple[Neighbour, ...]

    def at(self, side: str) -> tuple[Neighbour, ...]:
        """The neighbours on *side*, in order."""
        return tuple(neighbour for neighbour in self.neighbours if neighbour.side == side)
