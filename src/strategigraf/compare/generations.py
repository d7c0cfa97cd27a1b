"""What became of each element of an older strategy in a newer one; as values, and as a report."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from strategigraf.compare.comparison import Comparison, comparison, denied_match, denied_part, thread_order
from strategigraf.compare.pairing import Element
from strategigraf.core.errors import WrongValue
from strategigraf.core.matrix import MATCH_LABELS, Match
from strategigraf.core.rdf import OA, SG, SKOS, Iri, Literal, Text, short
from strategigraf.core.report import Cell, Column, Part, Report, count, score
from strategigraf.store.lookup import labels, words_of
from strategigraf.store.names import of_class
from strategigraf.store.sparql import Store

# Generations.

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


_SUMS = (
    Column("older"),
    Column("newer"),
    Column("kind", "what the older elements are"),
    Column("elements", "how many there are"),
    Column("continued", "of these: carried on"),
    Column("in_part", "of these: carried on in part"),
    Column("related", "of these: with a counterpart that does not carry on the promise"),
    Column("dropped", "of these: a reader looked and found no counterpart"),
    Column("denied", "of these: nothing but denied pairs"),
    Column("not_assessed", "of these: nothing is recorded"),
)
_FATES = (
    Column("number", "the number in the older strategy"),
    Column("element", "the older element"),
    Column("status", "its status in the older source"),
    Column("actor", "who was to carry it out"),
    Column("fate", "what became of it"),
    Column("newer", "its strongest counterpart"),
    Column("readings", "how many alignments say so"),
    Column("words", "the words of the older strategy"),
    Column("status_words", "the words that give the status"),
    Column("newer_words", "the words of the newer strategy"),
    Column("rationale", "why"),
)
_PAIRS = (
    Column("element", "the older element"),
    Column("match", "how the newer element stands to it"),
    Column("newer", "the newer element"),
    Column("confidence", "how certain the reader is, from 0 to 1"),
    Column("words", "the words of the older strategy"),
    Column("newer_words", "the words of the newer strategy"),
    Column("rationale", "why"),
)


def generations_report(store: Store, found: Sequence[Generation]) -> Report:
    """*found* as a report: summary, fates, counterparts, denied. Rows of elements that nobody assessed are findings."""
    fates = [fate for one in found for fate in one.fates]
    ends = {end for fate in fates for match in fate.matches for end in (match.one, match.other) if end}
    words = words_of(store, ends | {fate.element.thing for fate in fates})
    first = {thing: quotes[0].exact for thing, quotes in words.items()}
    actors = {actor for fate in fates for actor in fate.actors}
    names = labels(store, actors, "da"), labels(store, actors, "en")
    return Report(
        "generations",
        Text("Hvad der blev af de ældre strategier", "What became of the older strategies"),
        (
            _summary(found),
            Part(
                "fates",
                Text("Hvad der blev af hvert element", "What became of each element"),
                Text(
                    "Videreført: den nyere strategi bærer løftet videre, delvis, hvor det ældre løfte var bredere. "
                    "Beslægtet: emnet går igen, men løftet er et andet. Uden modsvar: en læser har ledt efter et "
                    "modsvar og intet fundet. Det betyder ikke, at intet blev gjort: løftet kan være indfriet, eller "
                    "arbejdet kan være gået videre uden for strategien.",
                    "Continued: the newer strategy carries the promise on, in part where the older promise was "
                    "broader. Related: the subject recurs, but the promise is another one. No counterpart: a "
                    "reader looked for one and found none. This does not mean that nothing was done: the promise may "
                    "have been kept, or the work may have gone on outside the strategy.",
                ),
                _FATES,
                tuple(_row(fate, first, names) for fate in fates),
                sum(fate.fate == "not-assessed" for fate in fates),
            ),
            Part(
                "counterparts",
                Text("Alle modsvar", "All counterparts"),
                Text(
                    "Hvert par af et ældre og et nyere element; “videreføres af” står ved siden af det par, det "
                    "hviler på.",
                    "Every pair of an older and a newer element; “continued by” stands beside the match it rests on.",
                ),
                _PAIRS,
                _pairs((match for fate in fates for match in fate.matches if match.positive), first),
            ),
            denied_part(
                _PAIRS,
                _pairs((match for fate in fates for match in fate.matches if match.other and match.negative), first),
            ),
        ),
    )


def _summary(found: Sequence[Generation]) -> Part:
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        for kind in sorted({fate.element.kind for fate in one.fates}, key=thread_order):
            of_kind = [fate for fate in one.fates if fate.element.kind == kind]
            sums = [count([f.element.thing for f in of_kind if f.fate == fate]) for fate in FATES]
            every = count([fate.element.thing for fate in of_kind])
            rows.append((Iri(one.older), Iri(one.newer), Iri(kind), every, *sums))
        if one.other_kinds:
            every = count([element.thing for element in one.other_kinds])
            rest = Text("øvrige slags", "other kinds")
            rows.append((Iri(one.older), Iri(one.newer), rest, every, *[count([])] * (len(FATES) - 1), every))
    sentence = Text(
        "Hvert ældre element tælles én gang: videreført, delvis videreført, beslægtet, uden modsvar, kun afvist eller "
        "ikke vurderet.",
        "Each older element counts once: continued, continued in part, related, no counterpart, denied only, or not "
        "assessed.",
    )
    gaps = 0
    if not all(one.compared for one in found) or not found:
        sentence = Text(
            "Ingen har sidestillet de to strategier: intet er vurderet. Et sæt sidestillinger lægges i "
            "data/alignments/.",
            "Nobody has aligned the two strategies: nothing is assessed. A mapping set belongs in data/alignments/.",
        )
        gaps = len(rows)
    return Part("summary", Text("Opgørelse", "Summary"), sentence, _SUMS, tuple(rows), gaps)


def _row(fate: Fate, words: dict[str, str], names: tuple[dict[str, str], dict[str, str]]) -> tuple[Cell, ...]:
    deciding = fate.deciding
    readings = [m.alignment for m in fate.matches if m.positive] or [m.alignment for m in fate.matches if not m.other]
    newer = deciding.other if deciding else ""
    return (
        _literal(fate.notation),
        Iri(fate.element.thing),
        Iri(fate.status) if fate.status else None,
        Text(*("; ".join(named.get(actor, actor) for actor in fate.actors) for named in names))
        if fate.actors
        else None,
        FATE_LABELS[fate.fate],
        Iri(newer) if newer else None,
        count(readings),
        _literal(words.get(fate.element.thing)),
        _literal(fate.status_words),
        _literal(words.get(newer)),
        deciding.rationale if deciding else None,
    )


def _pairs(matches: Iterable[Match], words: dict[str, str]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Iri(match.one),
            denied_match(match.relation) if match.negative else MATCH_LABELS[match.relation],
            Iri(match.other),
            score(float(match.confidence), [match.alignment]) if match.confidence else None,
            _literal(words.get(match.one)),
            _literal(words.get(match.other)),
            match.rationale,
        )
        for match in matches
    )


def _literal(words: str | None) -> Literal | None:
    return Literal(words) if words else None


def asked_pairs(store: Store, older: str | None, newer: str | None) -> list[tuple[str, str]]:
    """The pairs of strategies (IRIs; older, newer) that the names *older* and *newer* mean: with one, all that carry
    something of it on; without any, wherever a continuation is recorded. Raises UnknownStrategy, and WrongValue where
    nothing is recorded, or the two are named the other way round."""
    from strategigraf.compare.pairing import generation_pairs

    named = [of_class(store, name, SG + "Strategy").value for name in (older, newer) if name is not None]
    known = generation_pairs(store)
    if len(named) == 2:
        return [_pair(named[0], named[1], known)]
    pairs = [pair for pair in known if named in ([], [pair[0]])]
    if not pairs:
        raise _nothing_continued(named, known)
    return pairs


def _pair(older: str, newer: str, known: Collection[tuple[str, str]]) -> tuple[str, str]:
    if older == newer:
        raise WrongValue(
            Text(f"“{short(older)}” er nævnt to gange.", f"“{short(older)}” is named twice."),
            Text("Nævn den ældre og så den nyere.", "Name the older one and then the newer one."),
        )
    if (newer, older) in known and (older, newer) not in known:
        raise WrongValue(
            Text(
                f"“{short(older)}” viderefører “{short(newer)}”, ikke omvendt.",
                f"“{short(older)}” continues “{short(newer)}”, not the other way round.",
            ),
            Text(
                f"Nævn den ældre først: “strategigraf generations {short(newer)} {short(older)}”.",
                f"Name the older one first: “strategigraf generations {short(newer)} {short(older)}”.",
            ),
        )
    return older, newer


def _nothing_continued(named: Sequence[str], known: Sequence[tuple[str, str]]) -> WrongValue:
    of = Text(f" af “{short(named[0])}”", f" of “{short(named[0])}”") if named else Text("", "")
    olders = ", ".join(dict.fromkeys(short(older) for older, _ in known))
    return WrongValue(
        Text(
            f"Ingen har noteret, at noget{of.da} er videreført.",
            f"Nobody has recorded that anything{of.en} was continued.",
        ),
        Text(f"Videreført er noget af: {olders}.", f"Something was continued of: {olders}.")
        if known
        else Text(
            "Læg et sæt sidestillinger med sg:continues i data/alignments/.",
            "Put a mapping set with sg:continues into data/alignments/.",
        ),
    )
