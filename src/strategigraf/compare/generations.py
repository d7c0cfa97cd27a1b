"""What became of each element of an older strategy in a newer one; as values, and as a report."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.compare.comparison import (
    Comparison,
    Element,
    compared,
    generation_pairs,
    match_cell,
    pairings,
    thread_order,
)
from strategigraf.core.errors import WrongValue
from strategigraf.core.matrix import Match
from strategigraf.core.rdf import SG, Iri, Labels, Literal, Text, joined, message, short
from strategigraf.core.report import Cell, Col, Figure, Part, Report, count, part, score
from strategigraf.store.lookup import titles, words_of
from strategigraf.store.names import of_class
from strategigraf.store.sparql import Store

# Generations.

FATES = ("continued", "continued-in-part", "related", "dropped", "denied", "not-assessed")
FATE_LABELS = Labels("compare.fate", FATES)


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
    """What became of the elements of the strategy *older* in *newer*: see `generations_of`."""
    return generations_of(store, [(older, newer)], kinds)[0]


def generations_of(store: Store, pairs: Sequence[tuple[str, str]], kinds: Collection[str] = ()) -> list[Generation]:
    """What became of the elements of the older strategy in the newer one, for each of *pairs* (older, newer; IRIs): of
    the classes *kinds*, or without any of all those of which anything is recorded. The store is asked once for all.

    Continued: a continuation is recorded; in part where the older element is the broader one in all of these.
    Related: there is a counterpart, but nobody says that it carries on the promise. Dropped: a reader looked for a
    counterpart and found none.
    """
    comparisons = [compared(paired, kinds) for paired in pairings(store, pairs)]
    assessed = [
        [element for element in result.sides[0][1] if element.kind in result.assessed_kinds] for result in comparisons
    ]
    facts = _facts(store, sorted({element.thing for elements in assessed for element in elements}))
    status_words: dict[str, str] = {}
    for thing, words in store.rows_in_batches("store/status-words", sorted({pair[0] for pair in pairs}), "strategy"):
        status_words.setdefault(thing, words)
    found = []
    for result, elements in zip(comparisons, assessed, strict=True):
        by_thing, fates = result.pairing.by_thing(), []
        for element in elements:
            matches = sorted(by_thing.get(element.thing, ()), key=_strength)
            fate, words = _fate(result, element, matches), status_words.get(element.thing, "")
            notation, status, actors = facts[element.thing]
            fates.append(Fate(element, fate, notation, status, words, actors, tuple(matches)))
        others = tuple(element for element in result.sides[0][1] if element.kind not in result.assessed_kinds)
        paired = result.pairing
        found.append(Generation(paired.one, paired.other, tuple(fates), others, paired.compared))
    return found


def _strength(match: Match) -> tuple[bool, bool]:
    return match.negative, match.relation != "continued"


def _fate(compared: Comparison, element: Element, matches: list[Match]) -> str:
    standing = compared.standings[element.thing]
    carried = {match.other for match in matches if match.positive and match.relation == "continued"}
    if carried:
        of_carried = {(m.other, m.relation) for m in matches if m.positive and m.other in carried}
        in_part = all((counterpart, "narrow") in of_carried for counterpart in carried)
        return "continued-in-part" if in_part else "continued"
    return {"alone": "dropped", "denied": "denied", "unassessed": "not-assessed"}.get(standing, "related")


def _facts(store: Store, things: Sequence[str]) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    facts: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for thing, notation, status, actor in store.rows_in_batches("compare/facts", things, "thing"):
        before = facts.get(thing, (notation, status, ()))
        actors = before[2] if not actor or actor in before[2] else (*before[2], actor)
        facts[thing] = (before[0], before[1], actors)
    return facts


def generations_report(store: Store, generations: Sequence[Generation]) -> Report:
    """*generations* as a report: summary, fates, counterparts, denied. Rows of elements that nobody assessed are
    findings."""
    fates = [fate for transition in generations for fate in transition.fates]
    ends = {end for fate in fates for match in fate.matches for end in (match.one, match.other) if end}
    words = words_of(store, ends | {fate.element.thing for fate in fates})
    first_quotes = {thing: quotes[0].exact for thing, quotes in words.items()}
    actors = {actor for fate in fates for actor in fate.actors}
    names = titles(store, actors)
    matches = [match for fate in fates for match in fate.matches]
    pair_columns = _pair_columns(first_quotes)
    return Report(
        "generations",
        message("compare.generations.title"),
        (
            _summary(generations),
            part(
                "compare.generations.fates",
                _fate_columns(first_quotes, names),
                fates,
                sum(fate.fate == "not-assessed" for fate in fates),
            ),
            part("compare.generations.counterparts", pair_columns, [match for match in matches if match.positive]),
            part(
                "compare.generations.denied",
                pair_columns,
                [match for match in matches if match.other and match.negative],
            ),
        ),
    )


class _Group(NamedTuple):
    """Elements of one kind in a generation by what became of them (of FATES), and all of them."""

    generation: Generation
    kind: Cell
    elements: list[str]
    by_fate: Mapping[str, list[str]]


def _groups(generations: Sequence[Generation]) -> Iterator[_Group]:
    for transition in generations:
        for kind in sorted({fate.element.kind for fate in transition.fates}, key=thread_order):
            of_kind = [fate for fate in transition.fates if fate.element.kind == kind]
            by_fate = {fate: [f.element.thing for f in of_kind if f.fate == fate] for fate in FATES}
            yield _Group(transition, Iri(kind), [fate.element.thing for fate in of_kind], by_fate)
        if transition.other_kinds:
            others = [element.thing for element in transition.other_kinds]
            yield _Group(transition, message("compare.summary.other-kinds"), others, {FATES[-1]: others})


def _summary(generations: Sequence[Generation]) -> Part:
    columns: tuple[Col[_Group], ...] = (
        Col("older", lambda group: Iri(group.generation.older)),
        Col("newer", lambda group: Iri(group.generation.newer)),
        Col("kind", lambda group: group.kind),
        Col("elements", lambda group: count(group.elements)),
        Col("continued", _with_fate("continued")),
        Col("in_part", _with_fate("continued-in-part")),
        Col("related", _with_fate("related")),
        Col("dropped", _with_fate("dropped")),
        Col("denied", _with_fate("denied")),
        Col("not_assessed", _with_fate("not-assessed")),
    )
    groups = list(_groups(generations))
    if generations and all(transition.compared for transition in generations):
        return part("compare.generations.summary", columns, groups)
    explanation = message("compare.generations.summary.not-compared")
    return part("compare.generations.summary", columns, groups, len(groups), explanation=explanation)


def _with_fate(fate: str) -> Callable[[_Group], Figure]:
    return lambda group: count(group.by_fate.get(fate, ()))


def _fate_columns(words: dict[str, str], names: Mapping[str, Text]) -> tuple[Col[Fate], ...]:
    def actors(fate: Fate) -> Text | None:
        return joined((names.get(actor, Text(actor, actor)) for actor in fate.actors), "; ") if fate.actors else None

    def newer(fate: Fate) -> str:
        return fate.deciding.other if fate.deciding else ""

    def readings(fate: Fate) -> list[str]:
        positive = [match.alignment for match in fate.matches if match.positive]
        return positive or [match.alignment for match in fate.matches if not match.other]

    return (
        Col("number", lambda fate: _literal(fate.notation)),
        Col("element", lambda fate: Iri(fate.element.thing)),
        Col("status", lambda fate: Iri(fate.status) if fate.status else None),
        Col("actor", actors),
        Col("fate", lambda fate: FATE_LABELS[fate.fate]),
        Col("newer", lambda fate: Iri(newer(fate)) if newer(fate) else None),
        Col("readings", lambda fate: count(readings(fate))),
        Col("words", lambda fate: _literal(words.get(fate.element.thing))),
        Col("status_words", lambda fate: _literal(fate.status_words)),
        Col("newer_words", lambda fate: _literal(words.get(newer(fate)))),
        Col("rationale", lambda fate: fate.deciding.rationale if fate.deciding else None),
    )


def _confidence(match: Match) -> Figure | None:
    return score(float(match.confidence), [match.alignment]) if match.confidence else None


def _pair_columns(words: dict[str, str]) -> tuple[Col[Match], ...]:
    return (
        Col("element", lambda match: Iri(match.one)),
        Col("match", match_cell),
        Col("newer", lambda match: Iri(match.other)),
        Col("confidence", _confidence),
        Col("words", lambda match: _literal(words.get(match.one))),
        Col("newer_words", lambda match: _literal(words.get(match.other))),
        Col("rationale", lambda match: match.rationale),
    )


def _literal(words: str | None) -> Literal | None:
    return Literal(words) if words else None


def asked_pairs(store: Store, older: str | None, newer: str | None) -> list[tuple[str, str]]:
    """The pairs of strategies (IRIs; older, newer) that the names *older* and *newer* mean: with one, all that carry
    something of it on; without any, wherever a continuation is recorded. Raises UnknownStrategy, and WrongValue where
    nothing is recorded, or the two are named the other way round."""
    named = [of_class(store, name, SG + "Strategy").value for name in (older, newer) if name is not None]
    if len(named) == 2:
        return [_pair(store, named[0], named[1])]
    pairs = generation_pairs(store, *named)
    if not pairs:
        raise _nothing_continued(named, generation_pairs(store))
    return pairs


def _pair(store: Store, older: str, newer: str) -> tuple[str, str]:
    if older == newer:
        raise WrongValue(
            Text(f"»{short(older)}« er angivet to gange.", f"“{short(older)}” is given twice."),
            Text("Angiv først den ældre, så den nyere.", "Give the older one first, then the newer one."),
        )
    if not generation_pairs(store, older, newer):
        rows = store.rows_in_batches("store/values-of", [older, newer], "thing", property=SG + "start")
        begins = {strategy: start[:4] for strategy, start in rows}
        names = {"older": short(older), "newer": short(newer)}
        if generation_pairs(store, newer, older):
            raise _turned_round(
                names,
                Text(
                    f"»{names['older']}« viderefører »{names['newer']}«, ikke omvendt.",
                    f"“{names['older']}” continues “{names['newer']}”, not the other way round.",
                ),
            )
        first, then = begins.get(older, ""), begins.get(newer, "")
        if first > then > "":
            raise _turned_round(
                names,
                Text(
                    f"»{names['older']}« begynder i {first}, »{names['newer']}« allerede i {then}.",
                    f"“{names['older']}” begins in {first}, “{names['newer']}” already in {then}.",
                ),
            )
    return older, newer


def _turned_round(names: dict[str, str], what: Text) -> WrongValue:
    command = f"strategigraf generations {names['newer']} {names['older']}"
    return WrongValue(what, Text(f"Angiv den ældre først: »{command}«.", f"Give the older one first: “{command}”."))


def _nothing_continued(named: Sequence[str], known: Sequence[tuple[str, str]]) -> WrongValue:
    origin = Text(f" fra »{short(named[0])}«", f" from “{short(named[0])}”") if named else Text("", "")
    olders = ", ".join(dict.fromkeys(short(older) for older, _ in known))
    return WrongValue(
        Text(
            f"Der er ikke noteret, at noget{origin.da} er videreført.",
            f"It is not recorded that anything{origin.en} was continued.",
        ),
        Text(f"Noget er videreført fra: {olders}.", f"Something was continued from: {olders}.")
        if known
        else Text(
            "Læg en sammenligning med sg:continues i data/alignments/.",
            "Put a mapping set with sg:continues into data/alignments/.",
        ),
    )
