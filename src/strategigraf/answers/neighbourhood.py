"""The neighbourhood of one thing: what is joined to it by a single step, or by a few."""

from collections import defaultdict

from strategigraf.answers.counterpart import counterpart_hops, is_match
from strategigraf.graph.alignment import CONTINUES
from strategigraf.graph.thread import BROADER, PART_OF, Thread
from strategigraf.use.dataset import hops, inheritance
from strategigraf.use.store import Store
from strategigraf.values.hop import Hop
from strategigraf.values.namespaces import SG
from strategigraf.values.natural import natural
from strategigraf.values.neighbourhood import SIDES, Neighbour, Neighbourhood

_CLASSES = (SG + "Mission", SG + "Vision", SG + "Track")
_UPPERMOST = """
PREFIX sg: <{0}>
SELECT DISTINCT ?class ?thing WHERE {{
  ?thing sg:inStrategy <{1}> ; a ?class FILTER(?class IN (sg:Mission, sg:Vision, sg:Track))
}}"""
_STRUCTURE = (PART_OF, BROADER, SG + "inStrategy")
_ORDER = (  # of relations on one side
    *("contributesTo", "addresses", "supports", "realises", "schedules", "concerns", "answers", "continues"),
)


def neighbourhood(store: Store, thing: str, depth: int = 1) -> Neighbourhood:
    """The neighbourhood of *thing* (an IRI) up to *depth* steps; at one step with the claims that it inherits.

    A thing stands once, where it is first met: the structure before links, by relation, then in natural order. What
    hangs on a neighbour stands on the same side.
    """
    found = [*hops(store)]
    found += [Hop(one, SG + "inStrategy", thing, "structure", "") for one in _uppermost(store, thing)]
    around: dict[str, list[Hop]] = defaultdict(list)
    matched: set[str] = set()
    for hop in [*found, *counterpart_hops(store)]:
        if hop.link and hop.link in matched and is_match(hop.predicate):
            continue  # an exact or close match runs both ways
        if is_match(hop.predicate):
            matched.add(hop.link)
        if hop.subject != hop.object:
            around[hop.subject].append(hop)
            around[hop.object].append(hop)
    seen = {thing}
    near: dict[str, list[Neighbour]] = defaultdict(list)
    layer = _first(thing, around, Thread(found, inheritance(store)), seen)
    for neighbour in layer:
        near[neighbour.near].append(neighbour)
    for step in range(2, depth + 1):
        following: list[Neighbour] = []
        for neighbour in layer:
            for hop in sorted(around[neighbour.thing], key=lambda hop: _rank(hop, neighbour.thing)):
                other = hop.object if hop.subject == neighbour.thing else hop.subject
                if other not in seen and _leads_on(neighbour.side, hop, neighbour.thing):
                    seen.add(other)
                    outward = hop.subject == neighbour.thing
                    following.append(Neighbour(other, neighbour.side, step, neighbour.thing, hop, outward, hop.basis))
        for further in following:
            near[further.near].append(further)
        layer = following
    return Neighbourhood(thing, depth, tuple(_walked(thing, near)))


def _uppermost(store: Store, strategy: str) -> list[str]:
    """The missions, visions and tracks of *strategy*; nothing where it is none."""
    rows = set(store.rows(_UPPERMOST.format(SG, strategy)))
    return [thing for _, thing in sorted(rows, key=lambda row: (_CLASSES.index(row[0]), natural(row[1])))]


def _first(thing: str, around: dict[str, list[Hop]], thread: Thread, seen: set[str]) -> list[Neighbour]:
    told: list[Neighbour] = []
    for hop in sorted(around[thing], key=lambda hop: _rank(hop, thing)):
        outward = hop.subject == thing
        other = hop.object if outward else hop.subject
        if other in seen:
            continue
        seen.add(other)
        told.append(Neighbour(other, _side(hop, outward), 1, thing, hop, outward, hop.basis))
    own = {hop.object for hop in around[thing] if hop.subject == thing}
    for hop in sorted(thread.inherited(thing), key=lambda hop: (natural(hop.object), hop)):
        if hop.object not in own:
            own.add(hop.object)
            seen.add(hop.object)
            told.append(Neighbour(hop.object, "right", 1, thing, hop, True, "inherited"))
    return sorted(told, key=lambda neighbour: SIDES.index(neighbour.side))


def _side(hop: Hop, outward: bool) -> str:
    if hop.predicate in _STRUCTURE:
        return "above" if outward else "below"
    if is_match(hop.predicate) or hop.predicate == CONTINUES:
        return "left"
    return "right" if outward else "left"


def _leads_on(side: str, hop: Hop, here: str) -> bool:
    """Whether a step on from *here*, which stands on *side*, is shown: above only upwards, below only downwards."""
    upwards = hop.predicate in _STRUCTURE and hop.subject == here
    downwards = hop.predicate in _STRUCTURE and hop.object == here
    if side == "above":
        return upwards
    return not upwards if side == "below" else not downwards


def _rank(hop: Hop, here: str) -> tuple[bool, int, bool, list[str | int], tuple[str, ...]]:
    """The place of *hop* among those at *here*; what belongs to a strategy stays in the order in which it comes."""
    name = hop.predicate.removeprefix(SG)
    kind = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    if name == "inStrategy":
        return False, kind, False, [], ()
    other = hop.object if hop.subject == here else hop.subject
    return hop.predicate not in _STRUCTURE, kind, hop.subject != here, natural(other), hop


def _walked(thing: str, near: dict[str, list[Neighbour]]) -> list[Neighbour]:
    told: list[Neighbour] = []
    for neighbour in near[thing]:
        told += [neighbour, *_walked(neighbour.thing, near)]
    return told
