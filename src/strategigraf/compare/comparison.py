"""Two strategies compared: what they share and what just one says; as values, and as a report."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from strategigraf.compare.pairing import Element, Pairing, pairing
from strategigraf.core.matrix import MATCH_LABELS, MATCHES, Match
from strategigraf.core.rdf import RDF, SDG, SG, SKOS, Iri, Literal, Text, natural, short
from strategigraf.core.report import Cell, Coded, Column, Part, Report, count, named, score
from strategigraf.core.thread import BASIS_LABELS
from strategigraf.store.lookup import labels, words_of
from strategigraf.store.sparql import Store

# Comparison.

SHARED = MATCHES[:6]
STANDINGS = (*SHARED, "alone", "denied", "unassessed")
STANDING_LABELS = {
    "alone": Text("uden modsvar", "without a counterpart"),
    "denied": Text("kun afviste par", "denied pairs only"),
    "unassessed": Text("ikke vurderet", "not assessed"),
}
_THREAD = ("Mission", "Vision", "VisionStatement", "Track", "FocusArea", "Goal", "Initiative", "TimelineEntry")


class Comparison(NamedTuple):
    """A pairing with the standing (of STANDINGS) of each element: its strongest match; `alone` where a reader looked
    and found nothing; `denied` where all that is recorded are pairs that do not fit; `unassessed` where nothing is.

    `kinds` are the classes that it is about, all where empty.
    """

    pairing: Pairing
    standings: dict[str, str]
    kinds: tuple[str, ...]

    @property
    def sides(self) -> tuple[tuple[str, tuple[Element, ...]], ...]:
        """Each of the two strategies with its elements of the kinds compared."""
        found = self.pairing
        return (found.one, self._of_kinds(found.elements)), (found.other, self._of_kinds(found.others))

    @property
    def assessed_kinds(self) -> tuple[str, ...]:
        """The classes of which anything is recorded, from the mission down the thread, then the others by name; all
        that are compared where nothing is recorded or kinds were asked for."""
        elements = [element for _, side in self.sides for element in side]
        known = {e.kind for e in elements if self.standings[e.thing] != "unassessed"}
        shown = known if known and not self.kinds else {e.kind for e in elements}
        return tuple(sorted(shown, key=thread_order))

    def matches(self, negative: bool = False) -> list[Match]:
        """The pairs of elements that belong together (or, *negative*, those denied), of the kinds compared: with one
        end at least."""
        wanted = {element.thing for _, side in self.sides for element in side}
        return [
            match
            for match in self.pairing.matches
            if match.other and match.negative == negative and (match.one in wanted or match.other in wanted)
        ]

    def standing(self, side: int, *standings: str) -> list[Element]:
        """The elements of the first (0) or second (1) strategy that have one of *standings*, in reading order."""
        return [element for element in self.sides[side][1] if self.standings[element.thing] in standings]

    def _of_kinds(self, elements: tuple[Element, ...]) -> tuple[Element, ...]:
        return tuple(element for element in elements if not self.kinds or element.kind in self.kinds)


def thread_order(kind: str) -> tuple[int, str]:
    """The place of the class *kind* (an IRI): along the thread from the mission down, then by name."""
    name = kind.rsplit("#", 1)[-1]
    return (_THREAD.index(name) if name in _THREAD else len(_THREAD), name)


def comparison(store: Store, one: str, other: str, kinds: Collection[str] = ()) -> Comparison:
    """The comparison of the strategies *one* and *other* (IRIs), of all classes or just *kinds* (IRIs)."""
    return compared(pairing(store, one, other), kinds)


def compared(found: Pairing, kinds: Collection[str] = ()) -> Comparison:
    """The comparison that follows from the pairing *found*."""
    standings = {element.thing: "unassessed" for element in [*found.elements, *found.others]}
    for match in found.matches:
        for seen in (match, match.flipped) if match.other else (match,):
            standings[seen.one] = min(standings[seen.one], _standing(seen), key=STANDINGS.index)
    return Comparison(found, standings, tuple(kinds))


def _standing(match: Match) -> str:
    if match.negative:
        return "denied"
    if not match.other:
        return "alone"
    return "continues" if match.continuation else match.relation


_CLAIMS = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT ?strategy ?code ?link WHERE {{{{
  VALUES ?strategy {{{{ <{{0}}> <{{1}}> }}}}
  ?link a sg:Link ; sg:inStrategy ?strategy ; rdf:predicate sg:contributesTo ; rdf:object/skos:broader? ?code .
}}}}
ORDER BY ?link"""
_PAIR = (
    Column("a", "the element of A"),
    Column("match", "how the element of B stands to it"),
    Column("b", "the element of B"),
    Column("continuation", "whether one carries on the other"),
    Column("basis", "on what basis the pair holds"),
    Column("confidence", "how certain the reader is, from 0 to 1"),
    Column("rationale", "why"),
    Column("words_a", "the words of A"),
    Column("words_b", "the words of B"),
)
_ALONE = (
    Column("kind", "what the element is"),
    Column("element", "what the other strategy never mentions"),
    Column("readings", "how many readings say so"),
    Column("rationale", "what the other lacks"),
    Column("words", "its words"),
)
_LEFT = (
    Column("strategy"),
    Column("kind", "what the element is"),
    Column("element"),
    Column("standing", "whether pairs were denied, or nothing is recorded"),
    Column("words", "its words"),
)
_SDG = (
    Column("sdg", "the goal or target"),
    Column("links_a", "how many links of A name it, or for a goal one of its targets"),
    Column("links_b", "how many links of B name it, or for a goal one of its targets"),
    Column("named_by", "A, B or both"),
)


def comparison_report(store: Store, found: Comparison) -> Report:
    """*found* as a report: summary, shared, only-in-a, only-in-b, denied, sdg, not-assessed. A is its first strategy
    and B its second one; where no mapping set compares them the rows of the summary are findings."""
    one, other = found.pairing.one, found.pairing.other
    names = [labels(store, (one, other), language) for language in ("da", "en")]
    a, b = (Text(*(named.get(thing, short(thing)) for named in names)) for thing in (one, other))
    ends = {end for negative in (False, True) for match in found.matches(negative) for end in (match.one, match.other)}
    words = words_of(store, ends | {element.thing for _, side in found.sides for element in side})
    first = {thing: quotes[0].exact for thing, quotes in words.items()}
    return Report(
        "compare",
        Text(f"A: {a.da} · B: {b.da}", f"A: {a.en} · B: {b.en}"),
        (
            _summary(found),
            Part(
                "shared",
                Text("Fælles for A og B", "Shared by A and B"),
                Text(
                    "En række er et par, som en læser har fundet hører sammen. “Modsvaret er bredere” siger, at B's "
                    "element rummer mere end A's.",
                    "A row is a pair that a reader found to belong together. “Counterpart is broader” says that B's "
                    "element takes in more than A's.",
                ),
                _PAIR,
                _pairs(found.matches(), first),
            ),
            _silence("only-in-a", _only("A", a, b), found, 0, first),
            _silence("only-in-b", _only("B", b, a), found, 1, first),
            denied_part(_PAIR, _pairs(found.matches(negative=True), first)),
            _sdgs(store, one, other, a, b),
            _left(found, first),
        ),
    )


def _summary(found: Comparison) -> Part:
    rows: list[tuple[Cell, ...]] = []
    shown = found.assessed_kinds
    for kind in shown:
        rows += (_sums(found, side, Iri(kind), {kind}) for side in (0, 1))
    elements = [element for _, side in found.sides for element in side]
    rest = {element.kind for element in elements} - set(shown)
    if rest:
        rows += (_sums(found, side, Text("øvrige slags", "other kinds"), rest) for side in (0, 1))
    rows += (_sums(found, side, Text("i alt", "all"), rest | set(shown)) for side in (0, 1))
    columns = (
        Column("kind", "what the elements are"),
        Column("strategy"),
        Column("elements", "how many the strategy has"),
        *(Column(relation, f"of these: the strongest match is {relation}") for relation in SHARED[:5]),
        Column("shared", "of these: with a counterpart, by match or continuation"),
        Column("continuation", "of the shared: carried on from, or in, the other strategy"),
        Column("alone", "of these: recorded as without a counterpart"),
        Column("denied", "of these: nothing but denied pairs"),
        Column("not_assessed", "of these: nothing is recorded"),
    )
    sentence = named(
        Text(
            "Hvert element tælles én gang: efter stærkeste modsvar (`shared` er summen af dem), som uden modsvar "
            "(`alone`), som kun afvist (`denied`) eller som ikke vurderet. At et element ikke er vurderet, siger intet "
            "om, hvorvidt den anden strategi tier.",
            "Each element counts once: by its strongest match (`shared` is their sum), as without a counterpart "
            "(`alone`), as denied only (`denied`), or as not assessed. That an element is not assessed says nothing on "
            "whether the other strategy is silent.",
        )
    )
    if not found.pairing.compared:
        sentence = Text(
            "Ingen har sidestillet de to strategier: alt er ikke vurderet, og intet herunder siger, at nogen af dem "
            "tier. Et sæt sidestillinger lægges i data/alignments/.",
            "Nobody has aligned the two strategies: nothing is assessed, and nothing below says that one of them is "
            "silent. A mapping set belongs in data/alignments/.",
        )
    gaps = 0 if found.pairing.compared else len(rows)
    return Part("summary", Text("Opgørelse", "Summary"), sentence, columns, tuple(rows), gaps)


def _sums(found: Comparison, side: int, title: Cell, kinds: set[str]) -> tuple[Cell, ...]:
    def having(*standings: str) -> list[str]:
        return [element.thing for element in found.standing(side, *standings) if element.kind in kinds]

    continued = {end for match in found.pairing.matches if match.positive and match.continuation for end in match[1:3]}
    shared = having(*SHARED)
    return (
        title,
        Iri(found.sides[side][0]),
        count([element.thing for element in found.sides[side][1] if element.kind in kinds]),
        *(count(having(relation)) for relation in SHARED[:5]),
        count(shared),
        count([thing for thing in shared if thing in continued]),
        count(having("alone")),
        count(having("denied")),
        count(having("unassessed")),
    )


def _pairs(matches: list[Match], words: dict[str, str]) -> tuple[tuple[Cell, ...], ...]:
    """A row per pair and SKOS match; what is about continuation stands with it, or in a row of its own where there is
    no match."""
    by_pair: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for match in matches:
        by_pair[match.one, match.other].append(match)
    rows: list[tuple[Cell, ...]] = []
    for (one, other), of_pair in by_pair.items():
        carried = [match for match in of_pair if match.continuation]
        for match in [match for match in of_pair if not match.continuation] or carried[:1]:
            known = match.confidence != ""
            rows.append(
                (
                    Iri(one),
                    denied_match(match.relation) if match.negative else MATCH_LABELS[match.relation],
                    Iri(other),
                    MATCH_LABELS[carried[0].relation] if carried else None,
                    BASIS_LABELS.get(match.basis),
                    score(float(match.confidence), [match.alignment, *(m.alignment for m in carried if m != match)])
                    if known
                    else None,
                    match.rationale,
                    _literal(words.get(one)),
                    _literal(words.get(other)),
                )
            )
    return tuple(rows)


def denied_match(relation: str) -> Coded:
    """The match *relation* of a pair that was denied, as a cell: people read that it was denied and no nearness."""
    return Coded(MATCH_LABELS[relation], Text("afvist", "denied"))


def _only(letter: str, here: Text, there: Text) -> Text:
    return Text(
        f"Kun i {letter}: hvad “{here.da}” siger, og “{there.da}” ikke nævner",
        f"Only in {letter}: what “{here.en}” says and “{there.en}” does not mention",
    )


def denied_part(columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> Part:
    """The part with the pairs that a reader denied: *rows* of *columns*."""
    return Part(
        "denied",
        Text("Ligner, men er ikke det samme", "Alike, but not the same"),
        named(
            Text(
                "Par, som det er fristende at sidestille, og hvorfor en læser afviste det. `confidence` er, hvor "
                "sikker læseren er på afvisningen, ikke hvor nær de to er hinanden.",
                "Pairs that it is tempting to align, and why a reader denied them. `confidence` is how certain the "
                "reader is of the denial, not how near the two are to one another.",
            )
        ),
        columns,
        rows,
    )


def _silence(name: str, title: Text, found: Comparison, side: int, words: dict[str, str]) -> Part:
    rows: list[tuple[Cell, ...]] = []
    for element in found.standing(side, "alone"):
        readings = [match for match in found.pairing.matches if match.one == element.thing and not match.other]
        rows.append(
            (
                Iri(element.kind),
                Iri(element.thing),
                count([match.alignment for match in readings]),
                readings[0].rationale,
                _literal(words.get(element.thing)),
            )
        )
    sentence = Text(
        "Hvad den ene siger, og hvor en læser har ledt i den anden og intet modsvar fundet. Det, som ingen har ledt "
        "efter, står under “Ikke vurderet”.",
        "What one of them says, where a reader looked in the other and found no counterpart. What nobody has looked "
        "for stands below “Not assessed”.",
    )
    return Part(name, title, sentence, _ALONE, tuple(rows))


def _left(found: Comparison, words: dict[str, str]) -> Part:
    kinds = found.assessed_kinds
    rows = tuple(
        (
            Iri(strategy),
            Iri(element.kind),
            Iri(element.thing),
            STANDING_LABELS[found.standings[element.thing]],
            _literal(words.get(element.thing)),
        )
        for side, (strategy, _) in enumerate(found.sides)
        for element in _listed(found.standing(side, "denied", "unassessed"), kinds)
    )
    sentence = Text(
        "Elementer, som hverken har et modsvar eller står som uden et, af de slags, hvor noget er vurderet. Kun "
        "afviste par: en læser har afvist de par, der nævnes, men ikke sagt, at der intet modsvar er.",
        "Elements that neither have a counterpart nor stand as without one, of the kinds of which anything is "
        "assessed. Denied pairs only: a reader denied the pairs named, and did not say that there is no counterpart.",
    )
    return Part("not-assessed", Text("Ikke vurderet", "Not assessed"), sentence, _LEFT, rows)


def _listed(elements: Iterable[Element], kinds: tuple[str, ...]) -> list[Element]:
    return [element for element in elements if element.kind in kinds]


def _sdgs(store: Store, one: str, other: str, a: Text, b: Text) -> Part:
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    for strategy, code, link in store.rows(_CLAIMS.format(one, other)):
        if code.startswith(SDG) and link not in links[strategy, code]:
            links[strategy, code].append(link)
    rows: list[tuple[Cell, ...]] = []
    for code in sorted({code for _, code in links}, key=natural):
        of_one, of_other = links.get((one, code), []), links.get((other, code), [])
        by = Text("begge", "both") if of_one and of_other else Text("A", "A") if of_one else Text("B", "B")
        rows.append((Iri(code), count(of_one), count(of_other), by))
    silent = [name for name, thing in ((a, one), (b, other)) if not any(strategy == thing for strategy, _ in links)]
    sentence = Text(
        "Hvor mange forbindelser i hver strategi nævner verdensmålet (eller et af dets delmål) eller delmålet.",
        "How many links of each strategy name the goal (or one of its targets) or the target.",
    )
    for name in silent:
        sentence = Text(
            f"{sentence.da} “{name.da}” nævner intet verdensmål.", f"{sentence.en} “{name.en}” names no SDG."
        )
    return Part("sdg", Text("Verdensmål", "SDGs"), sentence, _SDG, tuple(rows))


def _literal(words: str | None) -> Literal | None:
    return None if words is None else Literal(words)
