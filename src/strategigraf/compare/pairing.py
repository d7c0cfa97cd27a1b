"""Pairings: two strategies with their elements, and what the mapping sets say between the two."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from strategigraf.core.matrix import MATCHES, NO_TERM, Match
from strategigraf.core.rdf import ID, RDF, SG, SKOS, Text, natural
from strategigraf.core.thread import claim_basis
from strategigraf.store.sparql import Store

_RELATIONS = {SKOS + name + "Match": name for name in MATCHES[:5]} | {SG + "continues": "continues"}


class Element(NamedTuple):
    """An element with its class, both IRIs."""

    thing: str
    kind: str


class Pairing(NamedTuple):
    """Two strategies: the elements of each in reading order, the matches seen from the first, and whether any mapping
    set compares the two."""

    one: str
    other: str
    elements: tuple[Element, ...]
    others: tuple[Element, ...]
    matches: tuple[Match, ...]
    compared: bool

    @property
    def flipped(self) -> "Pairing":
        """The same two strategies, seen from the other one."""
        matches = tuple(match if not match.other else match.flipped for match in self.matches)
        return self._replace(
            one=self.other, other=self.one, elements=self.others, others=self.elements, matches=matches
        )

    def matches_of(self, thing: str) -> list[Match]:
        """What is said of *thing*, seen from it, the strongest first."""
        matches = [match for match in self.matches if match.one == thing]
        matches += [match.flipped for match in self.matches if match.other == thing]
        return sorted(matches, key=lambda match: (match.order, natural(match.other)))


def pairing(store: Store, one: str, other: str) -> Pairing:
    """The strategies *one* and *other* (IRIs) with what the mapping sets say between them, whichever way these go.

    That an element has no counterpart is taken from the sets that compare its strategy with the other one.
    """
    elements, others = elements_of(store, one), elements_of(store, other)
    sets = mapping_sets(store, (one, other))
    forward = [mapping_set for mapping_set, (subjects, objects) in sets.items() if one in subjects and other in objects]
    backward = [
        mapping_set for mapping_set, (subjects, objects) in sets.items() if other in subjects and one in objects
    ]
    things, other_things = {e.thing for e in elements}, {e.thing for e in others}
    matches = set(_matches(store, forward, things, other_things))
    matches |= {
        match if not match.other else match.flipped for match in _matches(store, backward, other_things, things)
    }
    positions = {e.thing: number for number, e in enumerate([*elements, *others])}
    ordered = sorted(matches, key=lambda m: (positions[m.one], m.order, natural(m.other), m.alignment))
    return Pairing(one, other, elements, others, tuple(ordered), bool(forward or backward))


def elements_of(store: Store, strategy: str) -> tuple[Element, ...]:
    """The elements of *strategy* (an IRI) with their classes, in reading order."""
    kinds: dict[str, str] = {}
    orders: dict[str, int] = {}
    for thing, kind, order in sorted(store.rows_of("compare/elements", strategy=strategy)):
        kinds.setdefault(thing, kind)
        orders[thing] = int(order or 0)
    return tuple(Element(thing, kinds[thing]) for thing in sorted(kinds, key=lambda t: (orders[t], natural(t))))


def generation_pairs(store: Store, strategy: str | None = None) -> list[tuple[str, str]]:
    """Each older strategy with the newer one for which it is recorded that it continues something of it, by IRI; with
    *strategy* only its own pairs."""
    if strategy is None:
        rows = store.rows_of("compare/generations")
    else:
        of_older = store.rows_of("compare/generations", older=strategy)
        rows = [*of_older, *store.rows_of("compare/generations", newer=strategy)]
    return sorted({(older, newer) for older, newer in rows if older != newer})


def compared_with(store: Store, strategy: str) -> list[str]:
    """The strategies (IRIs) that a mapping set may compare *strategy* with, by its elements or its name, in order."""
    of_sets = mapping_sets(store, (strategy,)).values()
    compared = {end for sides in of_sets for side in sides for end in side}
    for graph in store.index.graphs() if store.index is not None else ():
        named = [ID + name for name in graph.rsplit("/", 1)[-1].split("--")]
        compared.update(named if strategy in named[:2] and len(named) > 1 else ())
    return sorted(compared - {strategy})


def mapping_sets(store: Store, strategies: Collection[str]) -> dict[str, tuple[set[str], set[str]]]:
    """For each mapping set with an element of one of *strategies* (IRIs) the strategies of its subjects and of its
    objects; where it has rows for one side only, the other by the name of the set."""
    ends: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for chosen in strategies:
        for mapping_set, end, strategy in store.rows_of("compare/mapping-sets", chosen=chosen):
            ends[mapping_set][end == RDF + "object"].add(strategy)
    for mapping_set, sides in ends.items():
        names = mapping_set.rsplit("/", 1)[-1].split("--")
        for side, name in zip(sides, names, strict=False):
            if not side:
                side.add(ID + name)
    return dict(sorted(ends.items()))


def _matches(store: Store, sets: list[str], subjects: set[str], objects: set[str]) -> list[Match]:
    """The rows of *sets* between *subjects* and *objects*, seen from the subject; those of an element without a
    counterpart from that element."""
    matches = []
    for node, subject, predicate, target, negative, confidence, iri, da, en in store.rows_of(
        "compare/alignments", set=sets
    ):
        relation, basis = _RELATIONS.get(predicate), claim_basis(iri)
        if relation is None or basis is None:
            continue
        rest = (relation, negative == "true", confidence, basis, Text(da or en, en or da))
        if target == NO_TERM and subject in subjects:
            matches.append(Match(node, subject, "", *rest))
        elif subject == NO_TERM and target in objects:
            matches.append(Match(node, target, "", *rest))
        elif subject in subjects and target in objects:
            matches.append(Match(node, subject, target, *rest))
    return matches
