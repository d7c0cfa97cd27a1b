"""Two strategies compared: what they share and what just one says; as values, and as a report."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from strategigraf.core.matrix import MATCH_LABELS, MATCHES, NO_TERM, Match
from strategigraf.core.rdf import RDF, SDG, SG, SKOS, Iri, Labels, Literal, Text, expand, message, natural
from strategigraf.core.report import Cell, Coded, Col, Figure, Part, Report, count, part, score
from strategigraf.core.thread import BASIS_LABELS, claim_basis
from strategigraf.store.lookup import both_labels, words_of
from strategigraf.store.sparql import Store

# Which strategies are compared, and what the mapping sets say between them.

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

    def by_thing(self) -> dict[str, list[Match]]:
        """What is said of each thing, seen from it, the strongest first."""
        found: dict[str, list[Match]] = defaultdict(list)
        for match in self.matches:
            found[match.one].append(match)
            if match.other:
                found[match.other].append(match.flipped)
        return {thing: sorted(of, key=lambda m: (m.order, natural(m.other))) for thing, of in found.items()}


def pairing(store: Store, one: str, other: str) -> Pairing:
    """The strategies *one* and *other* (IRIs) with what the mapping sets say between them, whichever way these go.

    That an element has no counterpart is taken from the sets that compare its strategy with the other one.
    """
    return pairings(store, [(one, other)])[0]


def pairings(store: Store, pairs: Sequence[tuple[str, str]]) -> list[Pairing]:
    """The `pairing` of each of *pairs*, in that order; the store is asked once for all of them."""
    strategies = sorted({strategy for pair in pairs for strategy in pair})
    elements, sets = _elements_by_strategy(store, strategies), mapping_sets(store, strategies)
    compared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mapping_set, (subjects, objects) in sets.items():
        for subject in subjects:
            for target in objects:
                compared[subject, target].append(mapping_set)
    wanted = {name for one, other in pairs for ends in ((one, other), (other, one)) for name in compared.get(ends, ())}
    rows: dict[str, list[_Row]] = defaultdict(list)
    for mapping_set, *row in store.rows_in_batches("compare/alignments", sorted(wanted), "set"):
        rows[mapping_set].append(tuple(row))
    found = []
    for one, other in pairs:
        things, others = ({element.thing for element in elements[strategy]} for strategy in (one, other))
        forward = [row for name in compared.get((one, other), ()) for row in rows[name]]
        backward = [row for name in compared.get((other, one), ()) for row in rows[name]]
        matches = set(_matches(forward, things, others))
        matches |= {match if not match.other else match.flipped for match in _matches(backward, others, things)}
        positions = {e.thing: number for number, e in enumerate([*elements[one], *elements[other]])}
        ordered = sorted(matches, key=lambda m: (positions[m.one], m.order, natural(m.other), m.alignment))
        is_compared = (one, other) in compared or (other, one) in compared
        found.append(Pairing(one, other, elements[one], elements[other], tuple(ordered), is_compared))
    return found


def _elements_by_strategy(store: Store, strategies: Sequence[str]) -> dict[str, tuple[Element, ...]]:
    """The elements of each of *strategies* (IRIs) with their classes, in reading order."""
    kinds: dict[str, dict[str, str]] = {strategy: {} for strategy in strategies}
    orders: dict[tuple[str, str], int] = {}
    for strategy, thing, kind, order in sorted(store.rows_in_batches("compare/elements", strategies, "strategy")):
        kinds[strategy].setdefault(thing, kind)
        orders[strategy, thing] = int(order or 0)
    return {
        strategy: tuple(
            Element(thing, things[thing]) for thing in sorted(things, key=lambda t: (orders[strategy, t], natural(t)))
        )
        for strategy, things in kinds.items()
    }


def generation_pairs(store: Store, older: str | None = None, newer: str | None = None) -> list[tuple[str, str]]:
    """Each older strategy with the newer one for which it is recorded that it continues something of it, by IRI; only
    those of *older* and *newer* where they are given."""
    rows = store.rows_of("compare/generations", older=older, newer=newer)
    return sorted({(older_one, newer_one) for older_one, newer_one in rows if older_one != newer_one})


def generation_pairs_of(store: Store, strategy: str) -> list[tuple[str, str]]:
    """The pairs of `generation_pairs` that *strategy* (an IRI) is one of."""
    return sorted({*generation_pairs(store, older=strategy), *generation_pairs(store, newer=strategy)})


def compared_with(store: Store, strategy: str) -> list[str]:
    """The strategies (IRIs) that a mapping set may compare *strategy* with, by its elements or its name, in order."""
    of_sets = mapping_sets(store, (strategy,)).values()
    compared = {end for sides in of_sets for side in sides for end in side}
    for graph in store.index.graphs() if store.index is not None else ():
        named = [expand(name) for name in graph.rsplit("/", 1)[-1].split("--")]
        compared.update(named if strategy in named[:2] and len(named) > 1 else ())
    return sorted(compared - {strategy})


def mapping_sets(store: Store, strategies: Sequence[str]) -> dict[str, tuple[set[str], set[str]]]:
    """For each mapping set with an element of one of *strategies* (IRIs) the strategies of its subjects and of its
    objects; where it has rows for one side only, the other by the name of the set."""
    ends: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    sets = sorted({name for (name,) in store.rows_in_batches("compare/sets-of", strategies, "strategy")})
    for mapping_set, end, strategy in store.rows_in_batches("compare/mapping-sets", sets, "set"):
        ends[mapping_set][end == RDF + "object"].add(strategy)
    for mapping_set, sides in ends.items():
        names = mapping_set.rsplit("/", 1)[-1].split("--")
        for side, name in zip(sides, names, strict=False):
            if not side:
                side.add(expand(name))
    return dict(sorted(ends.items()))


_Row = tuple[str, ...]  # of the query compare/alignments, without the set


def _matches(rows: Sequence[_Row], subjects: set[str], objects: set[str]) -> list[Match]:
    """What *rows* say between *subjects* and *objects*, seen from the subject; those of an element without a
    counterpart from that element."""
    matches = []
    for node, subject, predicate, target, negative, confidence, iri, da, en in rows:
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


# Comparison.

SHARED = MATCHES[:6]
STANDINGS = (*SHARED, "alone", "denied", "unassessed")
STANDING_LABELS = Labels("compare.standing", ("alone", "denied", "unassessed"))
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
        paired = self.pairing
        return (paired.one, self._of_kinds(paired.elements)), (paired.other, self._of_kinds(paired.others))

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
        things = {element.thing for _, side in self.sides for element in side}
        return [
            match
            for match in self.pairing.matches
            if match.other and match.negative == negative and (match.one in things or match.other in things)
        ]

    def standing(self, side: int, *standings: str) -> list[Element]:
        """The elements of the first (0) or second (1) strategy that have one of *standings*, in reading order."""
        return [element for element in self.sides[side][1] if self.standings[element.thing] in standings]

    def _of_kinds(self, elements: tuple[Element, ...]) -> tuple[Element, ...]:
        return tuple(element for element in elements if not self.kinds or element.kind in self.kinds)


def thread_order(kind: str) -> tuple[int, str]:
    """The position of the class *kind* (an IRI): along the thread from the mission down, then by name."""
    name = kind.rsplit("#", 1)[-1]
    return (_THREAD.index(name) if name in _THREAD else len(_THREAD), name)


def comparison(store: Store, strategy_a: str, strategy_b: str, kinds: Collection[str] = ()) -> Comparison:
    """The comparison of the strategies *strategy_a* and *strategy_b* (IRIs), of all classes or just *kinds* (IRIs)."""
    return compared(pairing(store, strategy_a, strategy_b), kinds)


def compared(paired: Pairing, kinds: Collection[str] = ()) -> Comparison:
    """The comparison that follows from the pairing *paired*."""
    standings = {element.thing: "unassessed" for element in [*paired.elements, *paired.others]}
    for match in paired.matches:
        for directed in (match, match.flipped) if match.other else (match,):
            standings[directed.one] = min(standings[directed.one], _match_standing(directed), key=STANDINGS.index)
    return Comparison(paired, standings, tuple(kinds))


def _match_standing(match: Match) -> str:
    if match.negative:
        return "denied"
    if not match.other:
        return "alone"
    return "continues" if match.continuation else match.relation


def comparison_report(store: Store, result: Comparison) -> Report:
    """*result* as a report: summary, shared, only-in-a, only-in-b, denied, sdg, not-assessed. A is its first strategy
    and B its second one; where no mapping set compares them the rows of the summary are findings."""
    iri_a, iri_b = result.pairing.one, result.pairing.other
    names = both_labels(store, (iri_a, iri_b))
    title_a, title_b = names[iri_a], names[iri_b]
    ends = {end for negative in (False, True) for match in result.matches(negative) for end in (match.one, match.other)}
    words = words_of(store, ends | {element.thing for _, side in result.sides for element in side})
    first_quotes = {thing: quotes[0].exact for thing, quotes in words.items()}
    pair_columns, alone_columns = _pair_columns(first_quotes), _alone_columns(result, first_quotes)
    return Report(
        "compare",
        message("compare.title", a=title_a, b=title_b),
        (
            _summary(result),
            part("compare.shared", pair_columns, _pairs(result.matches())),
            part("compare.only-in-a", alone_columns, result.standing(0, "alone"), here=title_a, there=title_b),
            part("compare.only-in-b", alone_columns, result.standing(1, "alone"), here=title_b, there=title_a),
            part("compare.denied", pair_columns, _pairs(result.matches(negative=True))),
            _sdgs(store, iri_a, iri_b, title_a, title_b),
            _not_assessed(result, first_quotes),
        ),
    )


class _Group(NamedTuple):
    """The elements of some kinds on one side (0 or 1) of a comparison, and what they are called together."""

    title: Cell
    result: Comparison
    side: int
    kinds: set[str]

    def having(self, *standings: str) -> list[str]:
        """Those that have one of *standings*."""
        return [element.thing for element in self.result.standing(self.side, *standings) if element.kind in self.kinds]

    @property
    def elements(self) -> list[str]:
        """All of them."""
        return [element.thing for element in self.result.sides[self.side][1] if element.kind in self.kinds]

    @property
    def carried(self) -> list[str]:
        """Those with a counterpart that are carried on from, or in, the other strategy."""
        matches = self.result.pairing.matches
        carried = {end for match in matches if match.positive and match.continuation for end in match[1:3]}
        return [thing for thing in self.having(*SHARED) if thing in carried]


def _summary(result: Comparison) -> Part:
    assessed = result.assessed_kinds
    rest = {element.kind for _, side in result.sides for element in side} - set(assessed)
    kinds: list[tuple[Cell, set[str]]] = [(Iri(kind), {kind}) for kind in assessed]
    if rest:
        kinds.append((message("compare.summary.other-kinds"), rest))
    kinds.append((message("compare.summary.all"), rest | set(assessed)))
    groups = [_Group(title, result, side, classes) for title, classes in kinds for side in (0, 1)]
    columns: tuple[Col[_Group], ...] = (
        Col("kind", lambda group: group.title),
        Col("strategy", lambda group: Iri(result.sides[group.side][0])),
        Col("elements", lambda group: count(group.elements)),
        *(Col(relation, _having(relation)) for relation in SHARED[:5]),
        Col("shared", _having(*SHARED)),
        Col("continuation", lambda group: count(group.carried)),
        Col("alone", _having("alone")),
        Col("denied", _having("denied")),
        Col("not_assessed", _having("unassessed")),
    )
    if result.pairing.compared:
        return part("compare.summary", columns, groups)
    return part("compare.summary", columns, groups, len(groups), explanation=message("compare.summary.not-compared"))


def _having(*standings: str) -> Callable[[_Group], Figure]:
    return lambda group: count(group.having(*standings))


class _Pair(NamedTuple):
    """A match of two elements, and what says that one is carried on in the other."""

    match: Match
    carried: tuple[Match, ...]

    @property
    def confidence(self) -> Figure | None:
        """How certain the reader is, resting on all alignments of the pair."""
        rest = (carried.alignment for carried in self.carried if carried != self.match)
        known = self.match.confidence != ""
        return score(float(self.match.confidence), [self.match.alignment, *rest]) if known else None


def _pairs(matches: list[Match]) -> list[_Pair]:
    """A row per pair and SKOS match; what is about continuation is in its row, or in a row of its own where there is
    no match."""
    by_pair: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for match in matches:
        by_pair[match.one, match.other].append(match)
    rows: list[_Pair] = []
    for pair_matches in by_pair.values():
        carried = tuple(match for match in pair_matches if match.continuation)
        plain = [match for match in pair_matches if not match.continuation] or carried[:1]
        rows += [_Pair(match, carried) for match in plain]
    return rows


def _pair_columns(words: dict[str, str]) -> tuple[Col[_Pair], ...]:
    return (
        Col("a", lambda pair: Iri(pair.match.one)),
        Col("match", lambda pair: match_cell(pair.match)),
        Col("b", lambda pair: Iri(pair.match.other)),
        Col("continuation", lambda pair: MATCH_LABELS[pair.carried[0].relation] if pair.carried else None),
        Col("basis", lambda pair: BASIS_LABELS.get(pair.match.basis)),
        Col("confidence", lambda pair: pair.confidence),
        Col("rationale", lambda pair: pair.match.rationale),
        Col("words_a", lambda pair: _literal(words.get(pair.match.one))),
        Col("words_b", lambda pair: _literal(words.get(pair.match.other))),
    )


def match_cell(match: Match) -> Text | Coded:
    """How the other element of *match* relates to the one; of a pair that was denied people read just that."""
    label = MATCH_LABELS[match.relation]
    return Coded(label, message("compare.denied")) if match.negative else label


def _alone_columns(result: Comparison, words: dict[str, str]) -> tuple[Col[Element], ...]:
    def readings(element: Element) -> list[Match]:
        return [match for match in result.pairing.matches if match.one == element.thing and not match.other]

    return (
        Col("kind", lambda element: Iri(element.kind)),
        Col("element", lambda element: Iri(element.thing)),
        Col("readings", lambda element: count([match.alignment for match in readings(element)])),
        Col("rationale", lambda element: readings(element)[0].rationale),
        Col("words", lambda element: _literal(words.get(element.thing))),
    )


def _not_assessed(result: Comparison, words: dict[str, str]) -> Part:
    kinds = result.assessed_kinds
    columns: tuple[Col[tuple[str, Element]], ...] = (
        Col("strategy", lambda pair: Iri(pair[0])),
        Col("kind", lambda pair: Iri(pair[1].kind)),
        Col("element", lambda pair: Iri(pair[1].thing)),
        Col("standing", lambda pair: STANDING_LABELS[result.standings[pair[1].thing]]),
        Col("words", lambda pair: _literal(words.get(pair[1].thing))),
    )
    rows = [
        (strategy, element)
        for side, (strategy, _) in enumerate(result.sides)
        for element in result.standing(side, "denied", "unassessed")
        if element.kind in kinds
    ]
    return part("compare.not-assessed", columns, rows)


def _sdgs(store: Store, iri_a: str, iri_b: str, title_a: Text, title_b: Text) -> Part:
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    for strategy, code, link in store.rows_of("compare/sdg-claims", strategy=(iri_a, iri_b)):
        if code.startswith(SDG) and link not in links[strategy, code]:
            links[strategy, code].append(link)

    def named_by(code: str) -> Text:
        letters = [letter for letter, strategy in (("A", iri_a), ("B", iri_b)) if links.get((strategy, code))]
        return message("compare.sdg.both") if len(letters) > 1 else Text(letters[0], letters[0])

    columns: tuple[Col[str], ...] = (
        Col("sdg", lambda code: Iri(code)),
        Col("links_a", lambda code: count(links.get((iri_a, code), []))),
        Col("links_b", lambda code: count(links.get((iri_b, code), []))),
        Col("named_by", named_by),
    )
    silent = [
        name for name, iri in ((title_a, iri_a), (title_b, iri_b)) if not any(strategy == iri for strategy, _ in links)
    ]
    sentences = [message("compare.sdg.silent", strategy=name) for name in silent]
    codes = sorted({code for _, code in links}, key=natural)
    return part(
        "compare.sdg", columns, codes, silent=Text(*("".join(text[side] for text in sentences) for side in (0, 1)))
    )


def _literal(words: str | None) -> Literal | None:
    return None if words is None else Literal(words)
