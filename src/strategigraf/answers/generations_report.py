"""What became of the older strategies as a report: sums by fate, the fate of each element, all pairs, those denied."""

from collections.abc import Iterable, Sequence

from strategigraf.answers.comparison import thread_order
from strategigraf.answers.comparison_report import denied_match, denied_part
from strategigraf.answers.evidence_of import words_of
from strategigraf.answers.generations import FATE_LABELS, FATES, Fate, Generation
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.figure import count, score
from strategigraf.values.match import MATCH_LABELS, Match
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

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
