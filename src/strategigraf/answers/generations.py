"""Generations: what became, in a newer strategy, of each element of an older one."""

from collections.abc import Collection
from typing import NamedTuple

from strategigraf.answers.comparison import Comparison, comparison
from strategigraf.answers.pairing import Element
from strategigraf.use.store import Store
from strategigraf.values.match import Match
from strategigraf.values.namespaces import OA, SG, SKOS
from strategigraf.values.text import Text

FATES = ("continued", "continued-in-part", "related", "dropped", "denied", "not-assessed")
FATE_LABELS = {
    "continued": Text("videreført", "continued"),
    "continued-in-part": Text("delvis videreført", "continued in part"),
    "related": Text("beslægtet, men ikke videreført", "related, but not continued"),
    "dropped": Text("uden modsvar", "no counterpart"),
    "denied": Text("kun afviste par", "denied pairs only"),
    "not-assessed": Text("ikke vurderet", "not assessed"),
}
_FACTS = f"""
PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT ?thing ?notation ?status ?actor WHERE {{{{
  ?thing sg:inStrategy <{{0}}> .
  OPTIONAL {{{{ ?thing skos:notation ?notation }}}}
  OPTIONAL {{{{ ?thing sg:status ?status }}}}
  OPTIONAL {{{{ ?thing sg:responsible ?actor }}}}
}}}}
ORDER BY ?thing ?notation ?status ?actor"""
_STATUS_WORDS = f"""
PREFIX oa: <{OA}> PREFIX sg: <{SG}>
SELECT ?thing ?words WHERE {{{{
  ?thing sg:inStrategy <{{0}}> ; sg:evidence ?quote . ?quote sg:role sg:StatusWords ; sg:order ?order ;
    oa:hasSelector/oa:exact ?words .
}}}}
ORDER BY ?thing ?order"""


class Fate(NamedTuple):
    """What became of an element of the older strategy: one of FATES, with its number, its status then (an IRI, empty
    where there is none), the words that give it, who was to carry it out, and its matches, the strongest first: seen
    from the older element, a continuation before all others."""

    element: Element
    fate: str
    notation: str
    status: str
    status_words: str
    actors: tuple[str, ...]
    matches: tuple[Match, ...]

    @property
    def deciding(self) -> Match | None:
        """The match that decides: the strongest one, or the reading that there is no counterpart."""
        if self.fate == "dropped":
            return next(match for match in self.matches if not match.other)
        return next((match for match in self.matches if match.positive), None)


class Generation(NamedTuple):
    """An older and a newer strategy with the fate of each element of the older one, in reading order; the elements of
    classes of which nothing is recorded; and whether any mapping set compares the two."""

    older: str
    newer: str
    fates: tuple[Fate, ...]
    other_kinds: tuple[Element, ...]
    compared: bool


def generation(store: Store, older: str, newer: str, kinds: Collection[str] = ()) -> Generation:
    """What became of the elements of the strategy *older* in *newer* (IRIs): of the classes *kinds*, or without any of
    all those of which anything is recorded.

    Continued: a continuation is recorded; in part where the older element is the broader one in all of these.
    Related: there is a counterpart, but nobody says that it carries on the promise. Dropped: a reader looked for a
    counterpart and found none.
    """
    found = comparison(store, older, newer, kinds)
    facts = _facts(store, older)
    words: dict[str, str] = {}
    for thing, said in store.rows(_STATUS_WORDS.format(older)):
        words.setdefault(thing, said)
    shown = set(found.assessed_kinds)
    fates = []
    for element in found.sides[0][1]:
        if element.kind in shown:
            matches = sorted(found.pairing.matches_of(element.thing), key=_strength)
            notation, status, actors = facts.get(element.thing, ("", "", ()))
            fate = _fate(found, element, matches)
            fates.append(Fate(element, fate, notation, status, words.get(element.thing, ""), actors, tuple(matches)))
    left = tuple(element for element in found.sides[0][1] if element.kind not in shown)
    return Generation(older, newer, tuple(fates), left, found.pairing.compared)


def _strength(match: Match) -> tuple[bool, bool]:
    return match.negative, match.relation != "continued"


def _fate(found: Comparison, element: Element, matches: list[Match]) -> str:
    standing = found.standings[element.thing]
    carried = {match.other for match in matches if match.positive and match.relation == "continued"}
    if carried:
        of_carried = {(m.other, m.relation) for m in matches if m.positive and m.other in carried}
        in_part = all((other, "narrow") in of_carried for other in carried)
        return "continued-in-part" if in_part else "continued"
    return {"alone": "dropped", "denied": "denied", "unassessed": "not-assessed"}.get(standing, "related")


def _facts(store: Store, strategy: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    facts: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for thing, notation, status, actor in store.rows(_FACTS.format(strategy)):
        before = facts.get(thing, (notation, status, ()))
        actors = before[2] if not actor or actor in before[2] else (*before[2], actor)
        facts[thing] = (before[0], before[1], actors)
    return facts
