"""Tracing: everything that a thread joins with one thing, upwards and from below; and all that is said of one
thing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import (
    PREFIXES,
    RDF,
    SDG,
    SG,
    SKOS,
    Iri,
    Literal,
    Term,
    Text,
    message,
    natural,
    quoted,
    short,
)
from strategigraf.core.report import Col, Column, Figure, Part, Report, Words, count, part
from strategigraf.core.table import Table
from strategigraf.core.thread import (
    BASIS_LABELS,
    BROADER,
    CONTRIBUTES_TO,
    PART_OF,
    SIGNS,
    Edge,
    EdgeLookup,
    Mark,
    Thread,
    ancestors,
    bearers,
    beneath,
    borne,
)
from strategigraf.matrix.matrix import element_edge_lookup, thread_of
from strategigraf.store.lookup import (
    both_labels,
    classes_of,
    edge_lookup,
    ends_of,
    labels,
    members_of,
    openings,
    titled,
    words_of,
)
from strategigraf.store.sparql import Store

# Outsiders.

_SHOWN = 5


def beside_threads(store: Store, thing: str) -> Text:
    """A sentence on why no thread touches *thing* (an IRI that has no edge), and what to ask instead."""
    cls = classes_of(store, [thing]).get(thing, "")
    name = short(thing)
    if cls == SG + "Quote":
        rows = store.rows_of("trace/bearers", quote=thing)
        borne = _listed([bearer for bearer, is_link in rows if is_link == "false"])
        return message("trace.beside.quote", name=name, borne=borne)
    if cls in (SG + "Link", SG + "Alignment"):
        ends = _listed([end for pair in ends_of(store, [thing]).values() for end in pair])
        return message("trace.beside.link", name=name, ends=ends)
    if cls == SG + "Strategy":
        return message("trace.beside.strategy")
    if thing.startswith(PREFIXES["sdg"]):
        return message("trace.beside.sdg", name=name)
    return message("trace.beside.element", name=name)


def _listed(things: Collection[str]) -> Text:
    names = [short(thing) for thing in things]
    if not names:
        return message("trace.beside.nothing")
    more = len(names) - _SHOWN
    first = ", ".join(names[:_SHOWN])
    return Text(first, first) if more <= 0 else message("trace.beside.more", first=first, more=more)


# One thing with its place in the thread, its links and its words.

_ELSEWHERE = (  # what the rows on structure, links and words tell
    *(
        "evidence",
        "order",
        "inherits",
        "partOf",
        "tracesTo",
        "contributesTo",
        "schedules",
        "addresses",
        "concerns",
        "answers",
    ),
    *("continues", "supports", "realises"),
)


def portrait(store: Store, thing: str, language: str) -> Table:
    """Everything about *thing* (an IRI) in *language*: part, thing, basis, words.

    First what it is, then what it is part of from the nearest up, what it holds, its links in both directions, what it
    inherits, its counterparts in other strategies, and its words; a link's words stand with the link.
    """
    edges = edge_lookup(store)
    rows: list[tuple[Term | None, ...]] = []

    def add(said: str, what: Term | None, basis: str = "", words: str = "") -> None:
        shown = BASIS_LABELS[basis].in_language(language) if basis else ""
        rows.append((Literal(said), what, Literal(shown), Literal(words)))

    for name, value in _facts(store, thing, language):
        add(name, value)
    for above in ancestors(thing, edges, (PART_OF, BROADER)):
        add(message("trace.show.part-of").in_language(language), Iri(above))
    for edge in edges.entering(thing):
        if edge.predicate in (PART_OF, BROADER):
            add(message("trace.show.holds").in_language(language), Iri(edge.subject))
    links = sorted({edge for edge in (*edges.leaving(thing), *edges.entering(thing)) if edge.link})
    names = labels(store, (edge.predicate for edge in links), language)
    words = words_of(store, [thing, *(edge.link for edge in links)])
    for edge in links:
        outward = edge.subject == thing
        name = names.get(edge.predicate, short(edge.predicate))
        quotes = " ".join(quoted(quote.exact, language) for quote in words.get(edge.link, ()))
        reasons = "".join(f" [{reason}]" for reason in _rationale(store, edge.link, language))
        add(
            name if outward else f"← {name}",
            Iri(edge.object if outward else edge.subject),
            edge.basis,
            quotes + reasons,
        )
    for target, link in store.rows_of("trace/inherited", thing=thing):
        add(message("trace.show.inherited").in_language(language), Iri(target), "inherited", short(link))
    aligned = store.rows_of("trace/aligned", thing=thing, language=Literal(language))
    for match, as_subject, other, negative, why in aligned:
        if other == NO_TERM:
            add(message("trace.show.no-counterpart").in_language(language), None, "interpreted", why)
            continue
        side = "outward" if as_subject == "true" else "inward"
        matching = message(f"trace.explain.match.{side}.{short(match).removeprefix('skos:')}", thing="")
        relation = matching.in_language(language).rstrip()
        relation = relation[:1].lower() + relation[1:]
        if negative == "true":
            relation = message("trace.show.denied", relation=relation).in_language(language)
        add(relation, Iri(other), "interpreted", why)
    for quote in words.get(thing, ()):
        add(
            message("trace.show.words").in_language(language),
            Iri(quote.quote),
            "",
            f"{quoted(quote.exact, language)} ({quote.place.in_language(language)})",
        )
    return Table((Column("part"), Column("thing"), Column("basis"), Column("words")), tuple(rows))


def _facts(store: Store, thing: str, language: str) -> list[tuple[str, Term]]:
    """What is said of *thing* itself: the name of each statement and its value."""
    told: list[tuple[str, Term]] = []
    for _, verb, target in store.table_of("store/facts", thing=thing).rows:
        if isinstance(verb, Iri) and target is not None:
            told.append((verb.value, target))
    names = labels(store, (predicate for predicate, _ in told), language)
    languages = {p: {v.language for q, v in told if q == p and isinstance(v, Literal)} for p, _ in told}
    facts: list[tuple[str, Term]] = []
    for predicate, value in told:
        other_language = isinstance(value, Literal) and value.language not in ("", language)
        if other_language and language in languages[predicate]:
            continue
        if predicate == RDF + "type":
            facts.append((message("trace.show.kind").in_language(language), value))
        elif predicate == SKOS + "notation":
            facts.append((message("trace.show.number").in_language(language), value))
        elif predicate.startswith(SG) and predicate[len(SG) :] not in _ELSEWHERE:
            facts.append((names.get(predicate, short(predicate)), value))
    return sorted(facts, key=lambda fact: fact[0] != message("trace.show.kind").in_language(language))


def _rationale(store: Store, link: str, language: str) -> list[str]:
    return [text for (text,) in store.rows_of("trace/rationales", link=link, language=Literal(language))]


class Trace(NamedTuple):
    """The threads of `thing`: `up` from it (nearest first along each), `down` to it from below, both as a tree is read;
    `members` are the elements of a strategy, which stand in it and not below it; `aside` says why there is nothing."""

    thing: str
    up: tuple[Mark, ...]
    down: tuple[Mark, ...]
    members: tuple[str, ...] = ()
    aside: Text | None = None


def trace(store: Store, thing: str, up: bool = True, down: bool = True, depth: int | None = None) -> Trace:
    """The threads that join *thing* (an IRI) with others, at most *depth* edges long where given: the marks that the
    matrices count, and so of the SDG register only the goals and targets that a strategy names. An exact or close
    match runs both ways and stands in both."""
    edges = element_edge_lookup(store)
    thread = thread_of(store, whole=False)
    above = thread.marks(thing, lambda node: True) if up else []
    below = marks_to(thread, edges, [thing])[thing] if down else []
    counted = _counted(edges)
    kept = [
        tuple(
            mark
            for mark in sorted(marks, key=order)
            if (claims(mark) or (counted(mark.row) and counted(mark.column)))
            and (depth is None or len(mark.edges) <= depth)
        )
        for marks, order in ((above, _upwards), (below, _downwards))
    ]
    members: tuple[str, ...] = ()
    if down and classes_of(store, [thing]).get(thing) == SG + "Strategy":
        members = _elements(store, thing)
    untouched = not (edges.leaving(thing) or edges.entering(thing))
    silent = not any(kept) and (untouched or not counted(thing))
    return Trace(thing, kept[0], kept[1], members, beside_threads(store, thing) if silent else None)


def claims(mark: Mark) -> bool:
    """Whether *mark* leads to its column by a claim on an SDG."""
    return any(edge.predicate == CONTRIBUTES_TO for edge in mark.edges)


def marks_to(thread: Thread, edges: EdgeLookup, columns: Iterable[str]) -> dict[str, list[Mark]]:
    """For each of *columns* the marks of *thread*, which has the *edges*, that end in it."""
    wanted = dict.fromkeys(columns)
    marks: dict[str, list[Mark]] = {column: [] for column in wanted}
    for row in sorted(beneath(edges, wanted)):
        for mark in thread.marks(row, wanted.__contains__):
            marks[mark.column].append(mark)
    return marks


def trace_report(store: Store, found: Trace) -> Report:
    """*found* as a report: the threads, how many there are by kind, and of a strategy its elements."""
    marks = [*found.up, *found.down]
    ends = [*(mark.column for mark in found.up), *(mark.row for mark in found.down), *found.members]
    classes = classes_of(store, [*ends, found.thing])
    names = relation_labels(store, marks) | both_labels(store, classes.values())
    kind = {thing: names[cls] for thing, cls in classes.items()}
    words = openings(store, borne(marks))
    arrows = [_Arrow("↑", mark, mark.column, names[mark.edges[-1].predicate]) for mark in found.up]
    arrows += [_Arrow("↓", mark, mark.row, names[mark.edges[0].predicate]) for mark in found.down]
    title = titled(store, found.thing)
    nothing = found.aside or message("trace.threads.nothing")
    explanation = message("trace.threads.explanation") if arrows else nothing
    columns = _thread_columns(kind, words)
    parts = [part("trace.threads", columns, arrows, explanation=explanation, title=message("trace.title", thing=title))]
    if arrows:
        parts.append(_sums(found, classes, names))
    if found.members:
        parts.append(_members(found, kind))
    return Report("trace", message("trace.title", thing=title), tuple(parts))


class _Arrow(NamedTuple):
    """A thread up (↑) or down (↓), the thing at its other end, and the relation by which it gets there."""

    sign: str
    mark: Mark
    thing: str
    relation: Text

    @property
    def step(self) -> Text:
        """The sign behind a dot for each thing that is passed."""
        step = "· " * (len(self.mark.edges) - 1) + self.sign
        return Text(step, step)


def _thread_columns(kind: dict[str, Text], words: dict[str, tuple[Words, ...]]) -> tuple[Col[_Arrow], ...]:
    return (
        Col("step", lambda arrow: arrow.step),
        Col("thing", lambda arrow: Iri(arrow.thing)),
        Col("kind", lambda arrow: kind.get(arrow.thing)),
        Col("relation", lambda arrow: arrow.relation),
        Col("basis", lambda arrow: basis_text(arrow.mark.basis)),
        Col("hops", lambda arrow: distance(arrow.mark.edges)),
        Col("quotes", lambda arrow: resting_on(arrow.mark, words)),
    )


def relation_labels(store: Store, marks: Iterable[Mark]) -> dict[str, Text]:
    """The label of each predicate on the way of *marks*, in both languages."""
    predicates = {edge.predicate for mark in marks for edge in mark.edges}
    return both_labels(store, predicates) | {BROADER: message("trace.relation.broader")}


def resting_on(mark: Mark, words: dict[str, tuple[Words, ...]]) -> Figure:
    """How many quotes *mark* rests on: those of its claim, or of structure the first of both ends; an SDG goal or
    target at an end counts for its text in the register."""
    of_claim = bool(mark.claim.link)
    quotes: list[str] = []
    for bearer in bearers(mark):
        of_bearer = [quote.quote for quote in words.get(bearer, ())[: None if of_claim else 1]]
        quotes += [bearer] if bearer.startswith(SDG) else of_bearer
    return count(tuple(dict.fromkeys(quotes)))


def distance(chain: Sequence[Edge]) -> Figure:
    """The number of edges of *chain*, which opens to their links, or the lower things where it is structure."""
    return Figure(Decimal(len(chain)), tuple(dict.fromkeys(edge.link or edge.subject for edge in chain)))


def basis_text(basis: str) -> Text:
    """*basis* in words, with the sign that matrices have for it."""
    label = BASIS_LABELS[basis]
    return Text(f"{SIGNS[basis]} {label.da}", f"{SIGNS[basis]} {label.en}")


class _Kind(NamedTuple):
    """The threads up to, or from, the things of one class."""

    direction: Text
    label: Text | None
    things: list[str]
    marks: list[Mark]

    @property
    def threads(self) -> Figure:
        """How many threads there are, resting on their claims."""
        claims = dict.fromkeys(mark.claim.link or mark.claim.subject for mark in self.marks)
        return Figure(Decimal(len(self.marks)), tuple(claims))


def _sums(found: Trace, classes: dict[str, str], names: dict[str, Text]) -> Part:
    rows: list[_Kind] = []
    for direction, ends in (
        (message("trace.sums.up"), [(mark.column, mark) for mark in found.up]),
        (message("trace.sums.down"), [(mark.row, mark) for mark in found.down]),
    ):
        groups: dict[str, list[tuple[str, Mark]]] = defaultdict(list)
        for thing, mark in ends:
            groups[classes.get(thing, "")].append((thing, mark))
        for cls in sorted(groups):
            things = list(dict.fromkeys(thing for thing, _ in groups[cls]))
            rows.append(_Kind(direction, names.get(cls), things, [mark for _, mark in groups[cls]]))
    columns: tuple[Col[_Kind], ...] = (
        Col("direction", lambda row: row.direction),
        Col("kind", lambda row: row.label),
        Col("things", lambda row: count(row.things)),
        Col("threads", lambda row: row.threads),
    )
    return part("trace.sums", columns, rows)


def _members(found: Trace, kind: dict[str, Text]) -> Part:
    columns: tuple[Col[str], ...] = (Col("thing", lambda thing: Iri(thing)), Col("kind", kind.get))
    return part("trace.members", columns, found.members)


def _elements(store: Store, strategy: str) -> tuple[str, ...]:
    members = members_of(store, strategy)
    links = {thing for thing, cls in classes_of(store, members).items() if cls == SG + "Link"}
    return tuple(sorted((thing for thing in members if thing not in links), key=natural))


def _counted(edges: EdgeLookup) -> Callable[[str], bool]:
    """Whether matrices count a thing: everything but the goals and targets of the register that no strategy names."""

    def claimed(thing: str) -> bool:
        return any(edge.predicate == CONTRIBUTES_TO for edge in edges.entering(thing))

    def counted(thing: str) -> bool:
        below = (edge.subject for edge in edges.entering(thing) if edge.predicate == BROADER)
        return not thing.startswith(SDG) or claimed(thing) or any(map(claimed, below))

    return counted


def _upwards(mark: Mark) -> list[tuple[object, ...]]:
    return [(edge.predicate != PART_OF, edge.predicate, natural(edge.object), edge.link) for edge in mark.edges]


def _downwards(mark: Mark) -> list[tuple[object, ...]]:
    return [
        (edge.predicate != PART_OF, edge.predicate, natural(edge.subject), edge.link) for edge in reversed(mark.edges)
    ]
