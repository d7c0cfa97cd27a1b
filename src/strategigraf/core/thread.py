"""The red thread: edges and marks, from an element upwards to what it serves, and what a link passes on to others."""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, Protocol

from strategigraf.core.rdf import OWL, SG, SKOS, Labels, of_data, short

# An edge of a thread, and a mark.

THROUGH_PARTS = "through-parts"
BASES = ("stated", "named", "interpreted", "inherited", "structure", THROUGH_PARTS)
BASIS_LABELS = Labels("common.basis", BASES)
CLAIM_BASES = BASES[:3]


def claim_basis(basis: str) -> str | None:
    """The name of the *basis* (an IRI) of a claim, None where it is none that a claim may rest on."""
    name = basis.removeprefix(SG).lower()
    return name if basis.startswith(SG) and name in CLAIM_BASES else None


class Edge(NamedTuple):
    """One step upwards. `basis` is the basis of the claim, or "structure"; `link` is empty for structure."""

    subject: str
    predicate: str
    object: str
    basis: str
    link: str


class Mark(NamedTuple):
    """One thread between `row` and `column`: its edges from the row upwards, and the basis on which it holds.

    A single claim, followed at most by the step from an SDG target to its goal, holds on its own basis; structure
    alone is "structure"; a claim of something higher up in the thread is "inherited".
    """

    row: str
    column: str
    basis: str
    edges: tuple[Edge, ...]

    @property
    def claim(self) -> Edge:
        """The claim that the thread ends in, or its last edge where it is structure alone."""
        return next((edge for edge in reversed(self.edges) if edge.link), self.edges[-1])

    @property
    def way(self) -> tuple[tuple[str, ...], int]:
        """The things on the path, and the position of the lowest of them: a thread goes from its lower end upwards;
        where two paths part at an element, it goes from the row down to that and up to the value."""
        for at, (edge, after) in enumerate(pairwise(self.edges), start=1):
            if edge.object != after.subject:
                climbed = [self.edges[0].subject, *(below.object for below in self.edges[:at])]
                return (*reversed(climbed), *(above.object for above in self.edges[at:])), len(climbed) - 1
        return (self.edges[0].subject, *(edge.object for edge in self.edges)), 0

    @property
    def order(self) -> tuple[int, Edge]:
        """The position among the marks of a cell: by strength of basis, then by claim."""
        return BASES.index(self.basis), self.claim


NEEDING_NO_ANSWER = tuple(SG + name for name in ("Welcomed", "NoAnswerNeeded"))


SIGNS = {"stated": "●", "named": "◆", "interpreted": "○", "inherited": "↑", "structure": "▪", THROUGH_PARTS: "△"}
_FEW = 6  # so many signs can be counted at a glance
_SIGN_OF = str.maketrans({str(index): SIGNS[basis] for index, basis in enumerate(BASES)})


def shown_bases(present: Collection[str]) -> tuple[str, ...]:
    """The bases that a legend explains: what holds through parts only where it is *present*, since it is asked for."""
    return BASES if THROUGH_PARTS in present else BASES[:-1]


def basis_named(iri: str) -> str:
    """The name of the basis with the *iri*: `through-parts` of sg:ThroughParts."""
    return "-".join(re.findall("[A-Z][a-z]*", iri.removeprefix(SG))).lower()


def signs_of(marks: str) -> str:
    """A sign for each of *marks* (digits of a pivot); of many each sign once, with their number."""
    if len(marks) <= _FEW:
        return marks.translate(_SIGN_OF)
    return " ".join(f"{number.translate(_SIGN_OF)}{marks.count(number)}" for number in sorted(set(marks)))


def bearers(mark: Mark) -> tuple[str, ...]:
    """The evidence of *mark*: the links of its claims, or the two ends where it is structure alone."""
    links = tuple(dict.fromkeys(edge.link for edge in mark.edges if edge.link))
    return links or (mark.edges[0].subject, mark.edges[-1].object)


def borne(marks: Iterable[Mark]) -> tuple[str, ...]:
    """The evidence of *marks*, each thing once, in order."""
    return tuple(dict.fromkeys(bearer for mark in marks for bearer in bearers(mark)))


def brief(column: str) -> str:
    """The heading of *column*: its short name, of something in a strategy the last part alone."""
    name = short(column)
    return name.rsplit("/", 1)[-1] if of_data(column) else name


CONTINUES = SG + "continues"


# Inheritance.

NOTHING = OWL + "bottomObjectProperty"  # stated where a link is not passed on
BELOW, ABOVE = SG + "holdsBelow", SG + "holdsAbove"


class Inheritance(NamedTuple):
    """What the vocabulary says of each property: `below` the properties by which something inherits a link of it (its
    own step up to what has the link), `above` those by which the link goes on from what it leads to."""

    below: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, statements: Iterable[tuple[str, str, str]]) -> "Inheritance":
        """The inheritance that *statements* (property, BELOW or ABOVE, property) define; others are ignored."""
        passing_by_verb: dict[str, dict[str, frozenset[str]]] = {BELOW: {}, ABOVE: {}}
        for subject, verb, value in statements:
            if verb in passing_by_verb:
                passing_by_verb[verb][subject] = passing_by_verb[verb].get(subject, frozenset()) | {value}
        return cls(passing_by_verb[BELOW], passing_by_verb[ABOVE])

    def told(self) -> list[tuple[str, str, str]]:
        """The statements that say it, in order."""
        sides = ((BELOW, self.below), (ABOVE, self.above))
        return sorted((subject, verb, value) for verb, side in sides for subject in side for value in side[subject])

    def longer(self, climb: "Climb", predicate: str) -> "Climb":
        """*climb* with one more edge, of *predicate*, at its upper end."""
        links = {link for link in climb.links if predicate in self.above.get(link, frozenset())}
        if climb.predicates <= self.below.get(predicate, frozenset()):
            links.add(predicate)
        return Climb(climb.predicates | {predicate}, frozenset(links))

    def passing(self) -> frozenset[str]:
        """Every property whose links are inherited or go on, and every one that passes them."""
        passed = [link for side in self for link, carriers in side.items() if carriers - {NOTHING}]
        return self.carriers() | frozenset(passed)

    def carriers(self) -> frozenset[str]:
        """Every property by which anything is inherited or goes on."""
        return frozenset().union(*self.below.values(), *self.above.values())


class Climb(NamedTuple):
    """What matters of a chain of edges from its first thing upwards: its predicates, and those `links` among them by
    which its first thing is joined with its last, as it has the link itself or inherits it, and the link goes on to the
    end."""

    predicates: frozenset[str]
    links: frozenset[str]


_START = Climb(frozenset(), frozenset())


PART_OF = SG + "partOf"
CONTRIBUTES_TO = SG + "contributesTo"
SCHEDULES = SG + "schedules"
BROADER = SKOS + "broader"
SYMMETRIC = (SKOS + "exactMatch", SKOS + "closeMatch")


class EdgeLookup(Protocol):
    """Edges by their ends and links: those of a dataset need not all be read."""

    def leaving(self, node: str) -> Sequence[Edge]:
        """The edges that begin at *node*, in order, each once."""

    def entering(self, node: str) -> Sequence[Edge]:
        """The edges that end at *node*, in order, each once."""

    def of_link(self, link: str) -> Sequence[Edge]:
        """The edges that *link* says, in order, each once."""


class EdgeTable:
    """Edges in memory."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.edges = sorted(set(edges))

    @cached_property
    def _leaving(self) -> dict[str, list[Edge]]:
        return _grouped(self.edges, attrgetter("subject"))

    @cached_property
    def _entering(self) -> dict[str, list[Edge]]:
        return _grouped(self.edges, attrgetter("object"))

    @cached_property
    def _of_link(self) -> dict[str, list[Edge]]:
        return _grouped(self.edges, attrgetter("link"))

    def leaving(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._leaving.get(node, ())

    def entering(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._entering.get(node, ())

    def of_link(self, link: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._of_link.get(link, ()) if link else ()

    def subjects(self) -> list[str]:
        """Every node where an edge begins, by IRI."""
        return list(self._leaving)


def _grouped(edges: Iterable[Edge], key: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    groups: dict[str, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(key(edge), []).append(edge)
    return groups


class EdgesOfBoth:
    """The edges of *first* and of *second*."""

    def __init__(self, first: EdgeLookup, second: EdgeLookup) -> None:
        self._both = (first, second)

    def leaving(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return _merged(lookup.leaving(node) for lookup in self._both)

    def entering(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return _merged(lookup.entering(node) for lookup in self._both)

    def of_link(self, link: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return _merged(lookup.of_link(link) for lookup in self._both)


def _merged(lists: Iterable[Sequence[Edge]]) -> Sequence[Edge]:
    first, second = lists
    return sorted({*first, *second}) if first and second else first or second


class EdgesWithout:
    """The edges of *lookup* that neither touch nor rest on anything in *gone*."""

    def __init__(self, lookup: EdgeLookup, gone: Collection[str]) -> None:
        self._lookup = lookup
        self._gone = frozenset(gone)

    def leaving(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._kept(self._lookup.leaving(node))

    def entering(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._kept(self._lookup.entering(node))

    def of_link(self, link: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._kept(self._lookup.of_link(link))

    def _kept(self, edges: Sequence[Edge]) -> Sequence[Edge]:
        return [edge for edge in edges if self._gone.isdisjoint((edge.subject, edge.object, edge.link))]


def touching(edges: EdgeLookup, things: Iterable[str]) -> list[Edge]:
    """The edges of *edges* that begin or end at one of *things*, or rest on one, in order."""
    return sorted(
        {
            edge
            for thing in things
            for found in (edges.leaving(thing), edges.entering(thing), edges.of_link(thing))
            for edge in found
        }
    )


def beneath(edges: EdgeLookup, tops: Iterable[str], predicate: str = "") -> set[str]:
    """Everything from which a chain of *edges* (of *predicate*, where given) leads up to one of *tops*, they themselves
    among it."""
    reached = set(tops)
    waiting = deque(reached)
    while waiting:
        for edge in edges.entering(waiting.popleft()):
            if edge.subject not in reached and predicate in ("", edge.predicate):
                reached.add(edge.subject)
                waiting.append(edge.subject)
    return reached


def ancestors(thing: str, edges: EdgeLookup, predicates: Collection[str] = (PART_OF,)) -> list[str]:
    """Everything that *thing* is part of by *edges* of *predicates*, directly or through others: the nearest first,
    each once, *thing* itself not among it."""
    reached = {thing: None}
    waiting = deque([thing])
    while waiting:
        for edge in edges.leaving(waiting.popleft()):
            if edge.predicate in predicates and edge.object not in reached:
                reached[edge.object] = None
                waiting.append(edge.object)
    return list(reached)[1:]


_MOST_FOLLOWED = 5000


class Thread:
    """The *edges* of a dataset, followed upwards as *inheritance* says."""

    def __init__(self, edges: EdgeLookup, inheritance: Inheritance) -> None:
        self._edges = edges
        self._inheritance = inheritance
        self._carriers = inheritance.carriers()
        self._passing_down = frozenset[str]().union(*inheritance.below.values())
        self._followed: dict[str, tuple[tuple[Edge, ...], ...]] = {}
        self._climbs: dict[tuple[Climb, str], Climb] = {}

    def marks(self, row: str, is_column: Callable[[str], bool]) -> list[Mark]:
        """The threads from *row* up to every node for which *is_column* holds: for each claim that a thread can end in
        the shortest one, by column, then by strength of basis, then by claim."""
        marks = [self._mark(row, chain) for chain in self._chains(row) if is_column(chain[-1].object)]
        return sorted(marks, key=lambda mark: (mark.column, mark.order))

    def inherited(self, row: str) -> Iterator[Edge]:
        """The links that *row* inherits, each once."""
        below, passing, nothing = self._inheritance.below, self._passing_down, frozenset[str]()
        own = self._edges.leaving(row)
        queue: deque[tuple[tuple[str, ...], frozenset[str], str]]  # a chain's nodes, its predicates, its last link
        queue = deque([((row,), nothing, "")]) if any(edge.predicate in passing for edge in own) else deque()
        seen: set[tuple[str, str, frozenset[str]]] = set()
        passed = {(end, link) for _, _, end, _, link in own}
        while queue:
            nodes, predicates, last = queue.popleft()
            for edge in self._edges.leaving(nodes[-1]) if predicates else own:
                _, predicate, end, _, link = edge
                if end in nodes:
                    continue  # a thread never runs in a ring
                if link and predicates and (end, link) not in passed and predicates <= below.get(predicate, nothing):
                    passed.add((end, link))
                    yield edge
                if predicate in passing:
                    state = (end, link or last, predicates | {predicate})
                    if state not in seen:
                        seen.add(state)
                        queue.append(((*nodes, end), state[2], state[1]))

    def reached(self, link: Edge) -> Iterator[str]:
        """The ancestors of its object that *link* goes on to, the nearest first."""
        above = self._inheritance.above.get(link.predicate, frozenset())
        seen = {link.subject, link.object}
        waiting = deque([link.object])
        while waiting:
            for edge in self._edges.leaving(waiting.popleft()):
                if edge.predicate in above and edge.object not in seen:
                    seen.add(edge.object)
                    waiting.append(edge.object)
                    yield edge.object

    def passed_down_to(self, element: str, predicate: str) -> list[str]:
        """Every node that has the links *predicate* of *element*: itself first, then what inherits them, directly or
        through others, the nearest first."""
        below = self._inheritance.below.get(predicate, frozenset())
        inheritors = {element: None}
        waiting = deque([element])
        while waiting:
            for edge in self._edges.entering(waiting.popleft()):
                if edge.predicate in below and edge.subject not in inheritors:
                    inheritors[edge.subject] = None
                    waiting.append(edge.subject)
        return list(inheritors)

    def _chains(self, row: str) -> tuple[tuple[Edge, ...], ...]:
        """The threads from *row*, shortest first; those of so many rows are kept as a strategy may have."""
        if row not in self._followed:
            if len(self._followed) >= _MOST_FOLLOWED:
                self._followed.clear()
            self._followed[row] = tuple(self._follow(row))
        return self._followed[row]

    def _follow(self, row: str) -> Iterator[tuple[Edge, ...]]:
        queue: deque[tuple[tuple[Edge, ...], Climb, str]] = deque([((), _START, "")])  # a chain, and its last link
        seen: set[tuple[str, str, frozenset[str]]] = set()
        yielded: set[tuple[str, str]] = set()
        while queue:
            chain, climb, last = queue.popleft()
            for edge in self._edges.leaving(chain[-1].object if chain else row):
                end = edge.object
                if end == row or any(end == earlier.object for earlier in chain):
                    continue  # a thread never runs in a ring
                longer, claim = self._longer(climb, edge.predicate), edge.link or last
                if (end, claim, longer.predicates) in seen:
                    continue
                seen.add((end, claim, longer.predicates))
                if longer.links and (end, claim) not in yielded:
                    yielded.add((end, claim))
                    yield (*chain, edge)
                if longer.links or longer.predicates <= self._carriers:
                    queue.append(((*chain, edge), longer, claim))

    def _longer(self, climb: Climb, predicate: str) -> Climb:
        key = (climb, predicate)
        if key not in self._climbs:
            self._climbs[key] = self._inheritance.longer(climb, predicate)
        return self._climbs[key]

    def _mark(self, row: str, chain: tuple[Edge, ...]) -> Mark:
        claims = [edge for edge in chain if edge.link]
        if not claims:
            basis = "structure"
        elif len(claims) == 1 and chain[0] is claims[0] and self._goes_on(chain):
            basis = claims[0].basis
        else:
            basis = "inherited"
        return Mark(row, chain[-1].object, basis, chain)

    def _goes_on(self, chain: tuple[Edge, ...]) -> bool:
        above = self._inheritance.above.get(chain[0].predicate, frozenset())
        return all(edge.predicate in above for edge in chain[1:])
