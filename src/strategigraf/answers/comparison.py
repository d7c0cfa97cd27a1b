"""Comparison: what two strategies share, what just one of them says, and what nobody has looked at."""

from collections.abc import Collection
from typing import NamedTuple

from strategigraf.answers.pairing import Element, Pairing, pairing
from strategigraf.use.store import Store
from strategigraf.values.match import MATCHES, Match
from strategigraf.values.text import Text

SHARED = MATCHES[:6]
STANDINGS = (*SHARED, "alone", "denied", "unassessed")
STANDING_LABELS = {
    "alone": Text("uden modsvar", "without a counterpart"),
    "denied": Text("kun afviste par", "denied pairs only"),
    "unassessed": Text("ikke vurderet", "not assessed"),
}


_THREAD = ("Mission", "Vision", "VisionStatement", "Track", "FocusArea", "Goal", "Initiative", "TimelineEntry")


class Comparison(NamedTuple):
    """A pairing with the standing (of STANDINGS) of each element: its strongest match; `alone` where a reader looked
    and found nothing; `denied` where all that is recorded are pairs that do not fit; `unassessed` where nothing is.

    `kinds` are the classes that it is about, all where empty.
    """

    pairing: Pairing
    standings: dict[str, str]
    kinds: tuple[str, ...]

    @property
    def sides(self) -> tuple[tuple[str, tuple[Element, ...]], ...]:
        """Each of the two strategies with its elements of the kinds compared."""
        found = self.pairing
        return (found.one, self._of_kinds(found.elements)), (found.other, self._of_kinds(found.others))

    @property
    def assessed_kinds(self) -> tuple[str, ...]:
        """The classes of which anything is recorded, from the mission down the thread, then the others by name; all
        that are compared where nothing is recorded or kinds were asked for."""
        elements = [element for _, side in self.sides for element in side]
        known = {e.kind for e in elements if self.standings[e.thing] != "unassessed"}
        shown = known if known and not self.kinds else {e.kind for e in elements}
        return tuple(sorted(shown, key=thread_order))

    def matches(self, negative: bool = False) -> list[Match]:
        """The pairs of elements that belong together (or, *negative*, those denied), of the kinds compared: with one
        end at least."""
        wanted = {element.thing for _, side in self.sides for element in side}
        return [
            match
            for match in self.pairing.matches
            if match.other and match.negative == negative and (match.one in wanted or match.other in wanted)
        ]

    def standing(self, side: int, *standings: str) -> list[Element]:
        """The elements of the first (0) or second (1) strategy that have one of *standings*, in reading order."""
        return [element for element in self.sides[side][1] if self.standings[element.thing] in standings]

    def _of_kinds(self, elements: tuple[Element, ...]) -> tuple[Element, ...]:
        return tuple(element for element in elements if not self.kinds or element.kind in self.kinds)


def thread_order(kind: str) -> tuple[int, str]:
    """The place of the class *kind* (an IRI): along the thread from the mission down, then by name."""
    name = kind.rsplit("#", 1)[-1]
    return (_THREAD.index(name) if name in _THREAD else len(_THREAD), name)


def comparison(store: Store, one: str, other: str, kinds: Collection[str] = ()) -> Comparison:
    """The comparison of the strategies *one* and *other* (IRIs), of all classes or just *kinds* (IRIs)."""
    return compared(pairing(store, one, other), kinds)


def compared(found: Pairing, kinds: Collection[str] = ()) -> Comparison:
    """The comparison that follows from the pairing *found*."""
    standings = {element.thing: "unassessed" for element in [*found.elements, *found.others]}
    for match in found.matches:
        for seen in (match, match.flipped) if match.other else (match,):
            standings[seen.one] = min(standings[seen.one], _standing(seen), key=STANDINGS.index)
    return Comparison(found, standings, tuple(kinds))


def _standing(match: Match) -> str:
    if match.negative:
        return "denied"
    if not match.other:
        return "alone"
    return "continues" if match.continuation else match.relation
