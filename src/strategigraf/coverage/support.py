"""What supports a thing in meeting a requirement: threads, values that it states, a justification; and whom it is
asked of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from strategigraf.core.matrix import OWN, standing
from strategigraf.core.parts import RollUp, ThroughParts
from strategigraf.core.policy import Policy, Requirement, Status
from strategigraf.core.rdf import SDG, SDGO, SG, Text, natural
from strategigraf.core.thread import BROADER, THROUGH_PARTS, Edge, EdgeTable, Inheritance, Thread
from strategigraf.store.lookup import (
    edge_lookup,
    edges,
    inheritance,
    members_of,
    roll_up,
    strategies_in,
    strategies_of,
    things_in,
)
from strategigraf.store.sparql import Store

# The population of a policy.

OF_INDICATOR = SG + "ofIndicator"


class Justification(NamedTuple):
    """A justification: its IRI, and why in both languages."""

    iri: str
    rationale: Text


class Scope(NamedTuple):
    """`members` are the things of each strategy by kind, in natural order, of the SDG register those that it names;
    `kinds` the kinds of each thing, `home` the strategies of each; `values` what each thing states, by property,
    `stating` the strategies with something that states a property; `justifications` by thing and requirement;
    every edge, what is inherited and what counts for a whole; `roles` are those of measurements, by measurement."""

    strategies: tuple[str, ...]
    members: Mapping[tuple[str, str], tuple[str, ...]]
    kinds: Mapping[str, frozenset[str]]
    home: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    stating: frozenset[tuple[str, str]]
    justifications: Mapping[tuple[str, str], Justification]
    edges: tuple[Edge, ...]
    inheritance: Inheritance
    roll_up: RollUp = RollUp({}, {})
    roles: frozenset[tuple[str, str]] = frozenset()

    def of(self, strategy: str, kinds: frozenset[str]) -> list[str]:
        """The things of *strategy* that are of one of *kinds*, by kind."""
        return [thing for kind in sorted(kinds) for thing in self.members.get((strategy, kind), ())]

    def asked(self, rule: Requirement, things: Iterable[str]) -> list[str]:
        """Those of *things* that *rule* asks something of: for measurements only what measures something."""
        if rule.reached_by != OF_INDICATOR:
            return list(things)
        measuring = {edge.subject for edge in self.edges if edge.predicate == SG + "measures"}
        return [thing for thing in things if thing in measuring]

    def lacking(self, policy: Policy, rule: Requirement, strategy: str) -> str:
        """What *strategy* has nothing of and would have to for *rule* to apply to it: the first such class or property;
        empty where it applies."""
        for term in rule.where:
            if term in policy.below:
                found = bool(self.of(strategy, policy.covered([term])))
            else:
                found = (strategy, term) in self.stating
            if not found:
                return term
        return ""


class Joined(NamedTuple):
    """Strategies that edges join, directly or through others, by IRI; and every edge of theirs."""

    strategies: tuple[str, ...]
    edges: tuple[Edge, ...]


def joined_with(store: Store, strategies: Collection[str]) -> Joined:
    """What edges join with *strategies*, these among it. What the SDG register joins is not joined by that."""
    lookup = edge_lookup(store)
    known: set[str] = set()
    nodes: set[str] = set()
    found: set[Edge] = set()
    following = sorted(strategies)
    while following:
        known.update(following)
        waiting = [thing for strategy in following for thing in (strategy, *members_of(store, strategy))]
        while waiting:
            node = waiting.pop()
            if node in nodes:
                continue
            nodes.add(node)
            of_register = node.startswith(SDG)
            met = [*lookup.leaving(node), *(() if of_register else lookup.entering(node))]
            found.update(met)
            waiting += [end for edge in met for end in (edge.subject, edge.object)]
        homes = strategies_of(store, [node for node in nodes if not node.startswith(SDG)]).values()
        following = sorted({home for some in homes for home in some} - known)
    return Joined(tuple(sorted(known)), tuple(sorted(found)))


def population(store: Store, policy: Policy, strategies: Collection[str] = ()) -> Scope:
    """The population of *policy* in *store*: of *strategies* (IRIs; all without any) and of those that edges join with
    them, on which their fulfilment depends."""
    joined = joined_with(store, strategies) if strategies else Joined((), tuple(edges(store)))
    within = joined.strategies or None
    rules = policy.requirements
    named = {rule.kind for rule in rules} | {cls for rule in rules for cls in (*rule.alternatives, *rule.where)}
    classes = sorted(cls for cls in policy.covered(named) if cls in policy.below)
    kinds: dict[str, set[str]] = defaultdict(set)
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    home: dict[str, set[str]] = defaultdict(set)
    for kind, strategy, thing in things_in(store, classes, within):
        members[strategy, kind].add(thing)
        kinds[thing].add(kind)
        home[thing].add(strategy)
    goal_of = {edge.subject: edge.object for edge in joined.edges if edge.predicate == BROADER}
    of_register = [cls for cls in classes if cls.startswith(SDGO)]
    for kind, thing in store.rows_of("coverage/register", kind=of_register):
        kinds[thing].add(kind)
    claimed = set(store.rows_of("store/claims", strategy=within)) if of_register else set()
    for strategy, thing in sorted(claimed):
        for one in filter(None, (thing, goal_of.get(thing))):
            for kind in kinds.get(one, ()):
                members[strategy, kind].add(one)
    verbs = sorted({rule.stated for rule in rules} | {t for rule in rules for t in rule.where if t not in policy.below})
    roles = any(rule.reached_by and rule.accepted and not rule.stated for rule in rules)
    for edge in joined.edges:  # which belong to no strategy
        if edge.predicate == OF_INDICATOR:
            kinds[edge.subject].add(SG + "Measurement")
    values: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    stated = _stated(store, within, list(filter(None, verbs)))
    for verb, thing, value in dict.fromkeys(row[1:] for row in stated):
        values[verb][thing] = (*values[verb].get(thing, ()), value)
    return Scope(
        joined.strategies or tuple(strategies_in(store)),
        {place: tuple(sorted(things, key=natural)) for place, things in members.items()},
        {thing: frozenset(some) for thing, some in kinds.items()},
        {thing: tuple(sorted(some)) for thing, some in home.items()},
        values,
        frozenset((strategy, verb) for strategy, verb, _, _ in stated),
        {
            (thing, requirement): Justification(node, Text(da, en))
            for thing, requirement, node, da, en in reversed(store.rows_of("coverage/justifications", strategy=within))
        },
        joined.edges,
        inheritance(store),
        roll_up(store),
        frozenset((m, role) for m, role in store.rows_of("store/values", property=SG + "measureRole"))
        if roles
        else frozenset(),
    )


def _stated(store: Store, strategies: Collection[str] | None, verbs: Collection[str]) -> list[tuple[str, ...]]:
    """What the things of *strategies* (all without any) state by *verbs*: strategy, verb, thing and value."""
    if strategies is None:
        return store.rows_of("coverage/stated", verb=verbs)
    return store.rows_of("coverage/stated-in", verb=verbs, strategy=strategies)


MET, PARTLY_STATED, INHERITED, PARTS_ONLY = "met", "partly-stated", "inherited-only", "through-parts-only"
SUSPECT, JUSTIFIED, NO_LINK, NOT_STATED = "suspect-link", "justified", "no-link", "not-stated"


class Way(NamedTuple):
    """One way: where it leads (empty for a value or a justification), how good it is in itself and why, and the things
    (links, elements, justifications) whose quotes it rests on, and whether it is the thing's own or inherited."""

    target: str
    status: Status
    reason: str
    bearers: tuple[str, ...]
    basis: str = OWN


class Support:
    """All ways of the things of *people* to meet the requirements of *policy*; links in *suspects* are suspect."""

    def __init__(self, policy: Policy, people: Scope, suspects: Collection[str] = ()) -> None:
        self._policy = policy
        self._people = people
        self._suspects = frozenset(suspects)
        self._wanted = {rule.iri: policy.covered(rule.alternatives) for rule in policy.requirements}
        self._out: Mapping[str, list[Edge]] = defaultdict(list)
        self._reaching: Mapping[str, list[Edge]] = defaultdict(list)
        self._thread = Thread(EdgeTable(people.edges), people.inheritance)
        asked = {rule.reached_by for rule in policy.requirements if rule.reached_by}
        for edge in people.edges:
            self._out[edge.subject].append(edge)
            for end in (edge.object, *self._thread.reached(edge)) if edge.predicate in asked else ():
                self._reaching[end].append(edge)
        self._parts = ThroughParts(EdgeTable(people.edges), people.roll_up, people.inheritance)
        self._threads = self._joined()

    def of(self, thing: str, rule: Requirement, strategy: str) -> list[Way]:
        """The ways of *thing*, of *strategy*, to meet *rule*, the best first, without justifications."""
        found = [*self._to_things(thing, rule, strategy), *self._stated(thing, rule), *self._through_parts(thing, rule)]
        return sorted(set(found), key=lambda way: (way.status, len(way.bearers), natural(way.target), way.bearers))

    def justification(self, thing: str, rule: Requirement) -> Justification | None:
        """The justification of *thing* for not meeting *rule*."""
        return self._people.justifications.get((thing, rule.iri))

    def _stated(self, thing: str, rule: Requirement) -> Iterator[Way]:
        for value in self._people.values.get(rule.stated, {}).get(thing, ()):
            if value in rule.accepted or not (rule.accepted or rule.partly):
                yield Way("", Status.OK, MET, (thing,))
            elif value in rule.partly:
                yield Way("", Status.PARTIAL, PARTLY_STATED, (thing,))

    def _to_things(self, thing: str, rule: Requirement, strategy: str) -> Iterator[Way]:
        wanted = self._wanted[rule.iri]
        if rule.through or rule.reached_by:
            for edge in self._out.get(thing, ()) if rule.through else ():
                if edge.predicate == rule.through and self._is(edge.object, wanted):
                    yield self._way(edge.object, edge.basis, (edge,), rule)
            for edge in self._reaching.get(thing, ()) if rule.reached_by else ():
                asked = () if rule.stated else rule.accepted
                fits = not asked or any((edge.subject, role) in self._people.roles for role in asked)
                if edge.predicate == rule.reached_by and fits and self._is(edge.subject, wanted):
                    yield self._way(edge.subject, edge.basis, (edge,), rule)
            return
        for target, basis, chain in self._threads.get(thing, ()):
            if self._is(target, wanted):
                if rule.kind.startswith(SDGO) and not self._is_member(target, strategy):
                    continue
                yield self._way(target, basis, chain, rule)

    def _through_parts(self, thing: str, rule: Requirement) -> Iterator[Way]:
        """The ways through the parts of *thing*, where *rule* accepts them."""
        if THROUGH_PARTS not in (*rule.wholly_on, *rule.partly_on) or rule.through:
            return
        wanted = self._wanted[rule.iri]
        for mark in self._parts.marks(thing, lambda end: self._is(end, wanted)):
            if not rule.reached_by or rule.reached_by == mark.edges[0].predicate:
                yield self._way(mark.column, mark.basis, mark.edges, rule)

    def _way(self, target: str, basis: str, chain: tuple[Edge, ...], rule: Requirement) -> Way:
        bearers = dict.fromkeys(bearer for edge in chain for bearer in _bearers(edge))
        held = standing([basis])
        if any(edge.link in self._suspects for edge in chain):
            return Way(target, Status.SUSPECT, SUSPECT, tuple(bearers), held)
        if basis in rule.partly_on:
            reason = PARTS_ONLY if basis == THROUGH_PARTS else INHERITED
            return Way(target, Status.PARTIAL, reason, tuple(bearers), held)
        return Way(target, Status.OK, MET, tuple(bearers), held)

    def _is(self, thing: str, kinds: frozenset[str]) -> bool:
        return not kinds.isdisjoint(self._people.kinds.get(thing, ()))

    def _is_member(self, thing: str, strategy: str) -> bool:
        return any(
            thing in self._people.members.get((strategy, kind), ()) for kind in self._people.kinds.get(thing, ())
        )

    def _joined(self) -> dict[str, list[tuple[str, str, tuple[Edge, ...]]]]:
        """For each thing the things that a thread joins it to, upwards or downwards, as far as a requirement asks."""
        pairs = set[tuple[str, str]]()
        for rule in self._policy.requirements:
            if not (rule.through or rule.reached_by):
                for kind in self._policy.covered([rule.kind]):
                    pairs |= {(kind, other) for other in self._wanted[rule.iri]}
        both = pairs | {(other, kind) for kind, other in pairs}
        found: dict[str, list[tuple[str, str, tuple[Edge, ...]]]] = defaultdict(list)
        ends: dict[str, frozenset[str]] = {}
        for kind, other in both:
            ends[kind] = ends.get(kind, frozenset()) | {other}
        for thing, kinds in sorted(self._people.kinds.items()):
            above = frozenset().union(*(ends.get(kind, frozenset()) for kind in kinds))
            if not above:
                continue
            for mark in self._thread.marks(thing, lambda node, above=above: self._is(node, above)):  # type: ignore[misc]
                of_column = self._people.kinds[mark.column]
                if any((kind, other) in pairs for kind in kinds for other in of_column):
                    found[thing].append((mark.column, mark.basis, mark.edges))
                if any((other, kind) in pairs for kind in kinds for other in of_column):
                    found[mark.column].append((thing, mark.basis, mark.edges))
        return found


def _bearers(edge: Edge) -> tuple[str, ...]:
    """What the quotes of *edge* are at: the link; for structure both ends; for the SDG register nothing."""
    if edge.predicate == BROADER:
        return ()
    return (edge.link,) if edge.link and not edge.predicate.endswith("#continues") else (edge.subject, edge.object)
