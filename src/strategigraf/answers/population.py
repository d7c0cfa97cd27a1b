"""The population of a policy: the things that its rules are about or lead to, and what the graph says of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from strategigraf.graph.thread import BROADER
from strategigraf.use.dataset import hops, inheritance
from strategigraf.use.store import Store
from strategigraf.values.hop import Hop
from strategigraf.values.inheritance import Inheritance
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import SDGO, SG
from strategigraf.values.natural import natural
from strategigraf.values.policy import Policy, Requirement
from strategigraf.values.text import Text

_MEMBERS = """
PREFIX sg: <{0}>
SELECT ?kind ?strategy ?thing WHERE {{ VALUES ?kind {{ {1} }} ?thing a ?kind ; sg:inStrategy ?strategy . }}"""
_REGISTER = """
SELECT ?kind ?thing WHERE {{ VALUES ?kind {{ {0} }} ?thing a ?kind }}"""
_STATED = """
SELECT ?verb ?thing ?value WHERE {{ VALUES ?verb {{ {0} }} ?thing ?verb ?value }} ORDER BY ?verb ?thing ?value"""
_STATING = """
PREFIX sg: <{0}>
SELECT DISTINCT ?strategy ?verb WHERE {{ VALUES ?verb {{ {1} }} ?thing ?verb ?value ; sg:inStrategy ?strategy }}"""
_CLAIMED = f"""
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sg: <{SG}>
SELECT DISTINCT ?strategy ?object WHERE {{
  ?link a sg:Link ; sg:inStrategy ?strategy ; rdf:predicate sg:contributesTo ; rdf:object ?object .
}}"""
_JUSTIFICATIONS = f"""
PREFIX sg: <{SG}>
SELECT ?thing ?requirement ?justification ?da ?en WHERE {{
  ?justification a sg:Justification ; sg:justifies ?thing ; sg:ofRequirement ?requirement .
  OPTIONAL {{ ?justification sg:rationale ?da FILTER(LANG(?da) = "da") }}
  OPTIONAL {{ ?justification sg:rationale ?en FILTER(LANG(?en) = "en") }}
}}
ORDER BY ?thing ?requirement ?justification ?da ?en"""
_STRATEGIES = f"SELECT DISTINCT ?strategy WHERE {{ ?strategy a <{SG}Strategy> }} ORDER BY ?strategy"


class Justification(NamedTuple):
    """A justification: its IRI, and why in both languages."""

    iri: str
    rationale: Text


class Population(NamedTuple):
    """`members` are the things of each strategy by kind, in natural order, of the SDG register those that it names;
    `kinds` the kinds of each thing, `home` the strategies of each; `values` what each thing states, by property,
    `stating` the strategies with something that states a property; `justifications` by thing and requirement;
    every hop, and what is inherited."""

    strategies: tuple[str, ...]
    members: Mapping[tuple[str, str], tuple[str, ...]]
    kinds: Mapping[str, frozenset[str]]
    home: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    stating: frozenset[tuple[str, str]]
    justifications: Mapping[tuple[str, str], Justification]
    hops: tuple[Hop, ...]
    inheritance: Inheritance

    def of(self, strategy: str, kinds: frozenset[str]) -> list[str]:
        """The things of *strategy* that are of one of *kinds*, by kind."""
        return [thing for kind in sorted(kinds) for thing in self.members.get((strategy, kind), ())]

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


def population(store: Store, policy: Policy) -> Population:
    """The population of *policy* in *store*."""
    rules = policy.requirements
    named = {rule.kind for rule in rules} | {cls for rule in rules for cls in (*rule.alternatives, *rule.where)}
    classes = sorted(cls for cls in policy.covered(named) if cls in policy.below)
    found_hops = tuple(hops(store))
    kinds: dict[str, set[str]] = defaultdict(set)
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    home: dict[str, set[str]] = defaultdict(set)
    for kind, strategy, thing in store.rows(_MEMBERS.format(SG, _bound(classes))):
        members[strategy, kind].add(thing)
        kinds[thing].add(kind)
        home[thing].add(strategy)
    goal_of = {hop.subject: hop.object for hop in found_hops if hop.predicate == BROADER}
    of_register = [cls for cls in classes if cls.startswith(SDGO)]
    for kind, thing in store.rows(_REGISTER.format(_bound(of_register))):
        kinds[thing].add(kind)
    claimed = set(store.rows(_CLAIMED)) if of_register else set()
    for strategy, thing in sorted(claimed):
        for one in filter(None, (thing, goal_of.get(thing))):
            for kind in kinds.get(one, ()):
                members[strategy, kind].add(one)
    verbs = sorted({rule.stated for rule in rules} | {t for rule in rules for t in rule.where if t not in policy.below})
    values: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for verb, thing, value in store.rows(_STATED.format(_bound(filter(None, verbs)))):
        values[verb][thing] = (*values[verb].get(thing, ()), value)
    return Population(
        tuple(strategy for (strategy,) in store.rows(_STRATEGIES)),
        {place: tuple(sorted(things, key=natural)) for place, things in members.items()},
        {thing: frozenset(some) for thing, some in kinds.items()},
        {thing: tuple(sorted(some)) for thing, some in home.items()},
        values,
        frozenset((strategy, verb) for strategy, verb in store.rows(_STATING.format(SG, _bound(filter(None, verbs))))),
        {
            (thing, requirement): Justification(node, Text(da, en))
            for thing, requirement, node, da, en in reversed(store.rows(_JUSTIFICATIONS))
        },
        found_hops,
        inheritance(store),
    )


def _bound(iris: Iterable[str]) -> str:
    return iri_list(iris)
