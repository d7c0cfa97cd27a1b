"""Fulfilment: how every element stands with every requirement of the policy that applies to it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from strategigraf.core.matrix import OWN, standing
from strategigraf.core.policy import Policy, Requirement, Status
from strategigraf.core.rdf import SDGO, SG
from strategigraf.coverage.support import (
    JUSTIFIED,
    MET,
    NO_LINK,
    NOT_STATED,
    Justification,
    Scope,
    Support,
    Way,
    population,
)
from strategigraf.store.sparql import Store

RING, REFUSED, IDLE, UNVERIFIED = "ring", "justification-refused", "justification-idle", "quote-unverified"
Node = tuple[str, str, str]  # strategy, thing, strand


class Break(NamedTuple):
    """The first place where a chain breaks: the thing, the requirement it does not meet, and the reason code."""

    thing: str
    requirement: Requirement
    reason: str


class Item(NamedTuple):
    """How an element stands with a requirement. `shallow` is whether it has a link or value of its own at all;
    `verified` whether all quotes of the chain are verified (None where no source text was looked in); `broken` is the
    first break (None where the chain reaches the end); `justification` is the one that is given for it, if any;
    `basis` whether what it has is its own, inherited only, or none at all."""

    strategy: str
    element: str
    kind: str
    requirement: Requirement
    status: Status
    reason: str
    shallow: bool
    verified: bool | None
    broken: Break | None
    justification: Justification | None = None
    basis: str = OWN


class Exemption(NamedTuple):
    """A requirement that does not apply to the elements of a kind in a strategy: what the strategy has nothing of."""

    strategy: str
    kind: str
    requirement: Requirement
    elements: tuple[str, ...]
    lacking: str


class Fulfilment(NamedTuple):
    """All items, by strategy, strand, requirement and element; the exemptions; and the strategies looked at."""

    policy: Policy
    strategies: tuple[str, ...]
    items: tuple[Item, ...]
    exemptions: tuple[Exemption, ...]


def fulfilment(
    store: Store,
    policy: Policy,
    strategies: Collection[str] = (),
    quotes: Mapping[str, bool] | None = None,
    suspects: Collection[str] = (),
) -> Fulfilment:
    """How the elements of the *strategies* (IRIs; all without any) stand with *policy*.

    *quotes* says of each quote (IRI) whether its words were found in the source; *suspects* are the IRIs of links that
    are not to be relied on. An element is joined to another where a matrix of their kinds has a mark.
    """
    if quotes is None and not suspects:
        key = ("fulfilment", policy.signature, tuple(sorted(strategies)))
        return store.kept(key, lambda: _fulfilment(store, policy, strategies, None, ()))
    return _fulfilment(store, policy, strategies, quotes, suspects)


def _fulfilment(
    store: Store,
    policy: Policy,
    strategies: Collection[str],
    quotes: Mapping[str, bool] | None,
    suspects: Collection[str],
) -> Fulfilment:
    people = population(store, policy, strategies)
    ways = Support(policy, people, suspects)
    chains = _Chains(policy, people, ways, quotes, lambda bearers: _evidence(store, bearers if strategies else None))
    items, exemptions = [], []
    wanted = tuple(one for one in people.strategies if not strategies or one in strategies)
    for strategy in wanted:
        for rule in policy.requirements:
            for kind in sorted(policy.covered([rule.kind])):
                members = people.members.get((strategy, kind), ())
                if lacking := people.lacking(policy, rule, strategy):
                    if members:
                        exemptions.append(Exemption(strategy, kind, rule, members, lacking))
                    continue
                items += [chains.item(strategy, thing, kind, rule) for thing in people.asked(rule, members)]
    return Fulfilment(policy, wanted, tuple(items), tuple(exemptions))


class _Chains:
    """The chains of all strands, each node with the best status that it can have."""

    def __init__(
        self,
        policy: Policy,
        people: Scope,
        ways: Support,
        quotes: Mapping[str, bool] | None,
        evidence: Callable[[Collection[str]], Mapping[str, list[str]]],
    ) -> None:
        self._policy = policy
        self._people = people
        self._ways = ways
        self._quotes = quotes
        self._evidence: Mapping[str, list[str]] = {}
        self._rules: dict[Node, list[Requirement]] = defaultdict(list)
        for rule in policy.requirements:
            for strategy in people.strategies:
                if not people.lacking(policy, rule, strategy):
                    for thing in people.asked(rule, people.of(strategy, policy.covered([rule.kind]))):
                        if rule not in self._rules[strategy, thing, rule.strand]:
                            self._rules[strategy, thing, rule.strand].append(rule)
        self._found: dict[tuple[Node, str], list[Way]] = {
            (node, rule.iri): self._own_ways(node, rule) for node, rules in self._rules.items() for rule in rules
        }
        self._states: dict[Node, Status] = dict.fromkeys(self._rules, Status.ERROR)  # what leads nowhere stays so
        self._settle()
        self._verified: dict[Node, bool] = dict.fromkeys(self._rules, False)
        if quotes is not None:
            self._evidence = evidence(
                {bearer for ways in self._found.values() for way in ways for bearer in way.bearers}
            )
            self._verify()

    def item(self, strategy: str, thing: str, kind: str, rule: Requirement) -> Item:
        """How *thing* stands with *rule*."""
        node = (strategy, thing, rule.strand)
        found = self._found[node, rule.iri]
        status = self._of_rule(node, rule)
        shallow = any(way.status is not Status.JUSTIFIED for way in found)
        verified = None if self._quotes is None else self._is_verified(node, rule)
        broken = self._break(node, rule) if status > Status.JUSTIFIED else None
        reason = broken.reason if broken else JUSTIFIED if status is Status.JUSTIFIED else MET
        given = self._ways.justification(thing, rule)
        if given and not rule.justifiable:
            status, reason = Status.ERROR, REFUSED
        elif given and any(way.status is Status.OK for way in found):
            status, reason = Status.ERROR, IDLE
        if reason in (REFUSED, IDLE):
            broken = Break(thing, rule, reason)
        elif broken is None and verified is False:
            broken = Break(self._unverified(node, rule), rule, UNVERIFIED)
        basis = standing(way.basis for way in found if way.status is not Status.JUSTIFIED)
        return Item(strategy, thing, kind, rule, status, reason, shallow, verified, broken, given, basis)

    def _own_ways(self, node: Node, rule: Requirement) -> list[Way]:
        strategy, thing, _ = node
        found = self._ways.of(thing, rule, strategy)
        justification = self._ways.justification(thing, rule)
        if justification and rule.justifiable:
            found.append(Way("", Status.JUSTIFIED, JUSTIFIED, (justification.iri,)))
        return found

    def _next(self, node: Node, way: Way) -> Node:
        """The node that *way* leads to: a thing of the register stays in the strategy of *node*."""
        strategy, _, strand = node
        homes = self._people.home.get(way.target, ())
        of_register = any(kind.startswith(SDGO) for kind in self._people.kinds.get(way.target, ()))
        own = of_register or not homes or strategy in homes
        return (strategy if own else homes[0], way.target, strand)

    def _through(self, node: Node, way: Way) -> Status:
        """What *way* makes of the requirement, with all that lies further up: a break there leaves a part."""
        above = self._states.get(self._next(node, way), Status.OK) if way.target else Status.OK
        return max(way.status, Status.PARTIAL if above in (Status.PARTIAL, Status.MISSING) else above)

    def _of_rule(self, node: Node, rule: Requirement) -> Status:
        return min((self._through(node, way) for way in self._found[node, rule.iri]), default=Status.MISSING)

    def _settle(self) -> None:
        changed = True
        while changed:
            changed = False
            for node, rules in self._rules.items():
                status = max(self._of_rule(node, rule) for rule in rules)
                if status < self._states[node]:
                    self._states[node] = status
                    changed = True

    def _verify(self) -> None:
        changed = True
        while changed:
            changed = False
            for node, rules in self._rules.items():
                if not self._verified[node] and all(self._is_verified(node, rule) for rule in rules):
                    self._verified[node] = changed = True

    def _is_verified(self, node: Node, rule: Requirement) -> bool:
        best = self._of_rule(node, rule)
        return any(
            self._through(node, way) == best
            and not self._doubtful(way)
            and (not way.target or self._verified.get(self._next(node, way), True))
            for way in self._found[node, rule.iri]
        )

    def _doubtful(self, way: Way) -> str:
        """The first of the bearers of *way* that has no quote, or one whose words were not found; empty without one."""
        assert self._quotes is not None
        for bearer in way.bearers:
            own = self._evidence.get(bearer, ())
            if not own or not all(self._quotes.get(quote, False) for quote in own):
                return bearer
        return ""

    def _best(self, node: Node, rule: Requirement) -> Way | None:
        found = self._found[node, rule.iri]
        return min(found, key=lambda way: self._through(node, way)) if found else None

    def _break(self, node: Node, rule: Requirement) -> Break:
        seen = {(node, rule.iri)}
        while True:
            thing = node[1]
            way = self._best(node, rule)
            if way is None:
                return Break(thing, rule, NO_LINK if rule.alternatives else NOT_STATED)
            if way.status > Status.JUSTIFIED or not way.target:
                return Break(thing, rule, way.reason)
            node = self._next(node, way)
            rule = max(self._rules[node], key=lambda other: self._of_rule(node, other))
            if (node, rule.iri) in seen:
                return Break(thing, rule, RING)
            seen.add((node, rule.iri))

    def _unverified(self, node: Node, rule: Requirement) -> str:
        """The first thing of the chain whose quotes are not verified."""
        seen = {node}
        while True:
            best = self._of_rule(node, rule)
            way = next(way for way in self._found[node, rule.iri] if self._through(node, way) == best)
            if bearer := self._doubtful(way):
                return bearer
            node = self._next(node, way)
            if node in seen or node not in self._rules:
                return node[1]
            seen.add(node)
            rule = next((r for r in self._rules[node] if not self._is_verified(node, r)), self._rules[node][0])


def _evidence(store: Store, bearers: Collection[str] | None) -> dict[str, list[str]]:
    """The quotes of each of *bearers*; None: of all."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = (
        store.rows_of("store/values", property=SG + "evidence")
        if bearers is None
        else store.rows_in_batches("coverage/evidence", sorted(bearers), "thing")
    )
    for bearer, quote in sorted(rows):
        found[bearer].append(quote)
    return found
