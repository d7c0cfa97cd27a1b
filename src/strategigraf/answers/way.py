"""The ways in which a thing meets a requirement: threads to an alternative, values that it states, a justification."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from strategigraf.answers.population import Justification, Population
from strategigraf.graph.thread import BROADER, Thread
from strategigraf.values.hop import Hop
from strategigraf.values.namespaces import SDGO
from strategigraf.values.natural import natural
from strategigraf.values.policy import Policy, Requirement
from strategigraf.values.standing import OWN, standing
from strategigraf.values.status import Status

MET, PARTLY_STATED, INHERITED = "met", "partly-stated", "inherited-only"
SUSPECT, JUSTIFIED, NO_LINK, NOT_STATED = "suspect-link", "justified", "no-link", "not-stated"


class Way(NamedTuple):
    """One way: where it leads (empty for a value or a justification), how good it is in itself and why, and the things
    (links, elements, justifications) whose quotes it rests on, and whether it is the thing's own or inherited."""

    target: str
    status: Status
    reason: str
    bearers: tuple[str, ...]
    basis: str = OWN


class Ways:
    """All ways of the things of *people* to meet the requirements of *policy*; links in *suspects* are suspect."""

    def __init__(self, policy: Policy, people: Population, suspects: Collection[str] = ()) -> None:
        self._policy = policy
        self._people = people
        self._suspects = frozenset(suspects)
        self._wanted = {rule.iri: policy.covered(rule.alternatives) for rule in policy.requirements}
        self._out: Mapping[str, list[Hop]] = defaultdict(list)
        self._reaching: Mapping[str, list[Hop]] = defaultdict(list)
        self._thread = Thread(people.hops, people.inheritance)
        asked = {rule.reached_by for rule in policy.requirements if rule.reached_by}
        for hop in people.hops:
            self._out[hop.subject].append(hop)
            for end in (hop.object, *self._thread.reached(hop)) if hop.predicate in asked else ():
                self._reaching[end].append(hop)
        self._threads = self._joined()

    def of(self, thing: str, rule: Requirement, strategy: str) -> list[Way]:
        """The ways of *thing*, of *strategy*, to meet *rule*, the best first, without justifications."""
        found = [*self._to_things(thing, rule, strategy), *self._stated(thing, rule)]
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
            for hop in self._out.get(thing, ()) if rule.through else ():
                if hop.predicate == rule.through and self._is(hop.object, wanted):
                    yield self._way(hop.object, hop.basis, (hop,), rule)
            for hop in self._reaching.get(thing, ()) if rule.reached_by else ():
                if hop.predicate == rule.reached_by and self._is(hop.subject, wanted):
                    yield self._way(hop.subject, hop.basis, (hop,), rule)
            return
        for target, basis, chain in self._threads.get(thing, ()):
            if self._is(target, wanted):
                if rule.kind.startswith(SDGO) and not self._is_member(target, strategy):
                    continue
                yield self._way(target, basis, chain, rule)

    def _way(self, target: str, basis: str, chain: tuple[Hop, ...], rule: Requirement) -> Way:
        bearers = dict.fromkeys(bearer for hop in chain for bearer in _bearers(hop))
        held = standing([basis])
        if any(hop.link in self._suspects for hop in chain):
            return Way(target, Status.SUSPECT, SUSPECT, tuple(bearers), held)
        if basis in rule.partly_on:
            return Way(target, Status.PARTIAL, INHERITED, tuple(bearers), held)
        return Way(target, Status.OK, MET, tuple(bearers), held)

    def _is(self, thing: str, kinds: frozenset[str]) -> bool:
        return not kinds.isdisjoint(self._people.kinds.get(thing, ()))

    def _is_member(self, thing: str, strategy: str) -> bool:
        return any(
            thing in self._people.members.get((strategy, kind), ()) for kind in self._people.kinds.get(thing, ())
        )

    def _joined(self) -> dict[str, list[tuple[str, str, tuple[Hop, ...]]]]:
        """For each thing the things that a thread joins it to, upwards or downwards, as far as a requirement asks."""
        pairs = set[tuple[str, str]]()
        for rule in self._policy.requirements:
            if not (rule.through or rule.reached_by):
                for kind in self._policy.covered([rule.kind]):
                    pairs |= {(kind, other) for other in self._wanted[rule.iri]}
        both = pairs | {(other, kind) for kind, other in pairs}
        found: dict[str, list[tuple[str, str, tuple[Hop, ...]]]] = defaultdict(list)
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
                    found[thing].append((mark.column, mark.basis, mark.hops))
                if any((other, kind) in pairs for kind in kinds for other in of_column):
                    found[mark.column].append((thing, mark.basis, mark.hops))
        return found


def _bearers(hop: Hop) -> tuple[str, ...]:
    """What the quotes of *hop* are at: the link; for structure both ends; for the SDG register nothing."""
    if hop.predicate == BROADER:
        return ()
    return (hop.link,) if hop.link and not hop.predicate.endswith("#continues") else (hop.subject, hop.object)
