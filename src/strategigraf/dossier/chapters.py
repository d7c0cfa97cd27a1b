"""The chapters of the report on a strategy: what is in them, in full and as they are read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import NamedTuple

from strategigraf.check.cells import checks_of_evidence, verified_evidence
from strategigraf.check.quotes import STATUSES
from strategigraf.compare.comparison import (
    compared_with,
    comparison,
    comparison_report,
    generation_pairs_of,
    pairing,
)
from strategigraf.compare.generations import generation, generations_report
from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.matrix import STANDING_LABELS
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import SG, Iri, Literal, Text, joined, message, natural, short
from strategigraf.core.report import (
    Cell,
    Chapter,
    Col,
    Crossing,
    Dossier,
    Drawing,
    Figure,
    Part,
    Passage,
    Report,
    Section,
    cell_things,
    count,
    part,
    written_date,
)
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES, Edge, EdgeLookup
from strategigraf.coverage.coverage import coverage_report
from strategigraf.coverage.fulfilment import Item, fulfilment
from strategigraf.coverage.gaps import gaps, gaps_report
from strategigraf.coverage.support import joined_with
from strategigraf.files.source_text import SourceText
from strategigraf.hearing.hearing import hearing, hearing_report, is_heard
from strategigraf.matrix.matrix import matrix
from strategigraf.matrix.view import arranged_matrix, counts_parts, with_gaps
from strategigraf.picture.drawing import sankey_drawing, timeline_drawing
from strategigraf.render.formats import dossier
from strategigraf.review.queue import review_report
from strategigraf.review.suspects import suspicion
from strategigraf.sdg.check import sdg_check
from strategigraf.sdg.report import sdg_verdicts_report
from strategigraf.store.lookup import both_labels, classes_of, edge_lookup, members_of, titles, words_of
from strategigraf.store.names import Kind, find_kind
from strategigraf.store.sparql import Store

# The outline of a strategy.

_BESIDE = ("TimelineEntry", "HearingComment", "HearingQuestion", "HearingResponse", "Section", "Misfit", "Announcement")


def outline(store: Store, strategy: str, kinds: Collection[str] = ()) -> list[Part]:
    """One part with the elements of *strategy* (IRI) from the top down, just those of the classes *kinds* (`Goal`)
    where given: those that others are part of first, then what stands alone, by kind. Claims and timeline entries are
    counted. None for a strategy without elements."""
    members = sorted(members_of(store, strategy), key=natural)
    classes = classes_of(store, members)
    shown = [thing for thing in members if classes.get(thing, "").removeprefix(SG) not in (*_BESIDE, "Link", "")]
    shown = [thing for thing in shown if not kinds or classes[thing].removeprefix(SG) in kinds]
    if not shown:
        return []
    edges = edge_lookup(store)

    def links(ends: Sequence[Edge], predicate: str) -> Figure:
        return count(tuple(dict.fromkeys(edge.link for edge in ends if edge.predicate == predicate and edge.link)))

    words = words_of(store, shown)
    kinds = both_labels(store, classes.values())
    columns: tuple[Col[tuple[int, str]], ...] = (
        Col("step", lambda row: Text("· " * row[0], "· " * row[0])),
        Col("kind", lambda row: kinds.get(classes.get(row[1], ""))),
        Col("element", lambda row: Iri(row[1])),
        Col("words", lambda row: Literal(next((quote.exact for quote in words.get(row[1], ())), ""))),
        Col("claims", lambda row: links(edges.leaving(row[1]), CONTRIBUTES_TO)),
        Col("entries", lambda row: links(edges.entering(row[1]), SCHEDULES)),
    )
    return [part("dossier.thread", columns, _tree(shown, edges, classes))]


def _tree(things: list[str], edges: EdgeLookup, classes: dict[str, str]) -> Iterator[tuple[int, str]]:
    """*things* with their depth: each below its parent, in natural order; wholes before what has no parts."""
    within = set(things)
    children: dict[str, list[str]] = defaultdict(list)
    roots = []
    for thing in things:
        parent = next((edge.object for edge in reversed(edges.leaving(thing)) if edge.predicate == PART_OF), "")
        if parent in within and parent != thing:
            children[parent].append(thing)
        else:
            roots.append(thing)
    roots.sort(key=lambda thing: (not children[thing], classes.get(thing, ""), natural(thing)))
    stack = [(0, root) for root in reversed(roots)]
    seen: set[str] = set()
    while stack:
        depth, thing = stack.pop()
        if thing in seen:
            continue
        seen.add(thing)
        yield depth, thing
        parts = sorted(children[thing], key=lambda child: (classes.get(child, ""), natural(child)))
        stack += [(depth + 1, child) for child in reversed(parts)]


# Verification.


def verification(store: Store, strategy: str, sources: Mapping[str, SourceText] | None) -> Part:
    """One row per document that *strategy* (IRI) quotes: publisher, date, checksum of the text, and how many of the
    quotes have each status; without *sources* none is verified here, and the row says so."""
    quoted = words_of(store, {*members_of(store, strategy), strategy}).values()
    document_by_quote = {words.quote: words.document for quotes in quoted for words in quotes}
    by_document: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    read_in: dict[str, Text] = {}
    if sources is None:
        for quote in sorted(document_by_quote):
            by_document[document_by_quote[quote]]["unverifiable"].append(quote)
    else:
        for check in checks_of_evidence(store, sources):
            if check.record.quote in document_by_quote:
                if check.status != "unverifiable":
                    read_in[check.record.document] = message(
                        "common.read-in.file" if check.in_file else "common.read-in.transcript"
                    )
                by_document[check.record.document][check.status].append(check.record.quote)
    facts = {row[0]: row[1:] for row in store.rows_in_batches("dossier/documents", sorted(by_document), "document")}
    rows = []
    for document in sorted(by_document):
        publisher, issued, checksum = facts.get(document, ("", "", ""))
        rows.append(_Document(Iri(document), publisher, issued, checksum, by_document[document], read_in.get(document)))
    sums = {
        status: [quote for quotes_by_status in by_document.values() for quote in quotes_by_status.get(status, ())]
        for status in STATUSES
    }
    columns: tuple[Col[_Document], ...] = (
        Col("document", lambda row: row.name),
        Col("publisher", lambda row: Iri(row.publisher) if row.publisher else None),
        Col("issued", lambda row: None if row.issued is None else written_date(row.issued)),
        Col("checksum", lambda row: None if row.checksum is None else Literal(row.checksum)),
        Col("read_in", lambda row: row.read_in),
        Col("quotes", lambda row: count([quote for status in STATUSES for quote in row.quotes.get(status, ())])),
        Col("verbatim", _with_status(STATUSES[0])),
        *(Col(status, _with_status(status)) for status in STATUSES[1:]),
    )
    total = _Document(message("dossier.verified.total"), "", None, None, sums)
    explanation = message("dossier.verified.not-verified") if sources is None else None
    return part("dossier.verified", columns, [*rows, total], explanation=explanation)


class _Document(NamedTuple):
    """A document, or all of them together: what is known of it, and its quotes by status."""

    name: Cell
    publisher: str
    issued: str | None
    checksum: str | None
    quotes: Mapping[str, list[str]]
    read_in: Text | None = None


def _with_status(status: str) -> Callable[[_Document], Figure]:
    return lambda row: count(row.quotes.get(status, ()))


def method(policy: Policy) -> Passage:
    """How the figures of a dossier are made, in prose, with the signature of the *policy*."""
    paragraphs = message("dossier.method.reading"), message("dossier.method.figures", signature=policy.signature[:12])
    return Passage("method", message("dossier.method.title"), paragraphs)


_CROSSINGS = (  # rows, columns, what the rows are grouped by
    ("initiative", "sdg-target", "track"),
    ("goal", "sdg-goal", "track"),
    ("track", "sdg-goal", ""),
    ("initiative", "timeline-entry", "track"),
    ("hearing-comment", "goal", ""),
    ("focus-area", "status", "track"),
    ("actor", "status", ""),
)
_MAIN = ("Mission", "Vision", "VisionStatement", "Track", "FocusArea", "Goal", "Initiative")
_COMPARED = ("summary", "shared", "only-in-a", "only-in-b", "sdg")
_READ = {  # the tables, and the columns of them, that a reader has room for; the others are in the workbook alone
    "dossier.thread": ("step", "element", "claims", "entries"),
    "coverage.levels": ("level", "elements", "own", "inherited_only", "none", "deep", "gaps"),
    "sdg-check.findings": ("element", "target", "verdict", "doubts"),
    "sdg-check.strategies": ("basis", "claims", "misfit", "doubt", "fits", "number_only"),
    "hearing.sums": ("disposition", "points", "general", "on_passages"),
    "hearing.comments": ("number", "comment", "page", "disposition", "answers", "rationale"),
    "generations.summary": ("kind", "elements", "continued", "in_part", "related", "dropped", "not_assessed"),
    "generations.fates": ("number", "element", "status", "fate", "newer"),
    "compare.summary": ("kind", "strategy", "elements", "shared", "alone", "not_assessed"),
    "compare.shared": ("a", "match", "b"),
    "compare.only-in-a": ("kind", "element"),
    "compare.only-in-b": ("kind", "element"),
    "review.standing": ("where", "links", "reviewed", "suspect", "unreviewed"),
}


class Entry(NamedTuple):
    """A section of a chapter, in full, and what it is called there; and as it is read (None where it is not)."""

    called: Text
    full: Section
    read: Section | None


class Contents(NamedTuple):
    """A chapter of a report by its name (of CHAPTERS), with its title and its sections."""

    name: str
    title: Text
    entries: tuple[Entry, ...]


def strategy_dossier(store: Store, strategy: str, contents: Iterable[Contents], full: bool = False) -> Dossier:
    """The chapters *contents* of the report on *strategy* (IRI) with all that they open to: as they are read, or in
    *full*."""
    sections: list[Section] = []
    chapters = []
    for one in contents:
        shown = [(section, entry.called) for entry in one.entries if (section := entry.full if full else entry.read)]
        sections += [section for section, _ in shown]
        if shown:
            chapters.append(Chapter(one.title, tuple((section.name, called) for section, called in shown)))
    name = both_labels(store, [strategy])[strategy]
    made = dossier(store, short(strategy).replace("/", "-"), name, message("dossier.lead"), sections)
    return made._replace(chapters=tuple(chapters))


def chapters_of(
    store: Store,
    policy: Policy,
    strategy: str,
    names: Collection[str],
    sources: Mapping[str, SourceText] | None = None,
    more: Mapping[str, Callable[[], Iterable[Entry]]] = MappingProxyType({}),
) -> list[Contents]:
    """Those chapters *names* of the report on *strategy* (IRI) that have something to show, in reading order; coverage,
    gaps, the method and what was verified always have. *policy* says what must trace to what; quotes are verified
    against *sources* where given; *more* is what comes to a chapter by its name."""
    entries: dict[str, Callable[[], Iterable[Entry]]] = {
        "goals": lambda: [*_whole(_drawings(sankey_drawing, store, strategy)), *_outline(store, strategy)],
        "timeline": lambda: _whole(_drawings(timeline_drawing, store, strategy)),
        "progress": lambda: (),
        "promised": lambda: (),
        "sdgs": lambda: _claims(store, strategy),
        "gaps": lambda: _lacking(store, policy, strategy, sources),
        "consultation": lambda: _consultation(store, strategy),
        "continuity": lambda: _continuity(store, strategy),
        "comparison": lambda: _comparisons(store, strategy),
        "matrices": lambda: _matrices(store, strategy, len(names) == 1),
        "method": lambda: [*_whole([method(policy)]), *_reviewed(store, strategy, sources)],
        "evidence": lambda: _verified(verification(store, strategy, sources)),
    }
    made = [
        Contents(name, message(f"dossier.chapter.{name}"), (*own(), *more.get(name, tuple)()))
        for name, own in entries.items()
        if name in names
    ]
    return [chapter for chapter in made if chapter.entries]


def _lacking(store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None) -> Iterator[Entry]:
    """How far what *policy* asks is met, and what is not."""
    quotes = verified_evidence(store, sources) if sources is not None else None
    review_state = suspicion(store, sources, joined_with(store, [strategy]).strategies)
    compliance = fulfilment(store, policy, [strategy], quotes, review_state.suspects.keys())
    covered = coverage_report(store, compliance, compact=True)
    yield from _parts(covered, message("dossier.coverage"), ("levels",), always=True)
    table = gaps_report(compliance).parts[0]._replace(name="gaps-gaps")
    yield Entry(table.title, table, _by_requirement(store, gaps(compliance), table))


class _Lacking(NamedTuple):
    """What lacks the same: the first of it, and all of it."""

    first: Item
    items: list[Item]


def _by_requirement(store: Store, items: Sequence[Item], table: Part) -> Part:
    """*table* of gaps with a row for each requirement that is not met, by status and basis, and the elements in it."""
    grouped: dict[tuple[str, object, str], list[Item]] = defaultdict(list)
    for item in items:
        grouped[item.requirement.name, item.status, item.basis].append(item)
    names = titles(store, {item.element for item in items})
    columns: tuple[Col[_Lacking], ...] = (
        Col("requirement", lambda row: row.first.requirement.label),
        Col("status", lambda row: row.first.status.label),
        Col("basis", lambda row: STANDING_LABELS[row.first.basis]),
        Col("elements", lambda row: count([item.element for item in row.items])),
        Col("which", lambda row: joined((names.get(item.element, Text("", "")) for item in row.items), "; ")),
    )
    rows = [_Lacking(own[0], own) for own in grouped.values()]
    made = part("dossier.lacking", columns, rows, table.gaps, title=table.title, explanation=table.sentence)
    return made._replace(name=table.name)


def _reviewed(store: Store, strategy: str, sources: Mapping[str, SourceText] | None) -> Iterator[Entry]:
    """How far the links have been reviewed, and which have to be again."""
    review_state = suspicion(store, sources, joined_with(store, [strategy]).strategies)
    report = review_report(store, review_state, [strategy])
    yield from _parts(report, message("dossier.review"), ("queue", "standing"))


def _whole(sections: Iterable[Section]) -> Iterator[Entry]:
    return (Entry(section.title, section, section) for section in sections)


def _verified(table: Part) -> Iterator[Entry]:
    """What was verified; a reader is spared the outcomes that no quote has."""
    columns = list(zip(*table.rows, strict=True))
    outcomes = [place for place, column in enumerate(table.columns) if column.name in STATUSES[1:]]
    idle = [place for place in outcomes if not any(cell_things(cell) for cell in columns[place])]
    kept = tuple(column.name for place, column in enumerate(table.columns) if place not in idle)
    yield Entry(table.title, table, _with_columns(table, kept))


def _matrices(store: Store, strategy: str, alone: bool) -> Iterator[Entry]:
    """The matrices, which are for the workbook, and for a reader who asks for them *alone*."""
    for crossing in _crossings(store, strategy):
        yield Entry(crossing.title, crossing, crossing if alone else None)


def _outline(store: Store, strategy: str) -> Iterator[Entry]:
    read = [_narrowed("dossier.thread", table) for table in outline(store, strategy, _MAIN)]
    for table in outline(store, strategy):
        yield Entry(table.title, table, next(iter(read), None))


def _narrowed(key: str, table: Part) -> Part | None:
    """*table* with the columns that a reader has room for; None where it is for the workbook alone."""
    kept = _READ.get(key)
    return None if kept is None else _with_columns(table, kept)


def _with_columns(table: Part, kept: Collection[str]) -> Part:
    """*table* with just the columns *kept*."""
    places = [place for place, column in enumerate(table.columns) if column.name in kept]
    rows = tuple(tuple(row[place] for place in places) for row in table.rows)
    return table._replace(columns=tuple(table.columns[place] for place in places), rows=rows)


def _claims(store: Store, strategy: str) -> Iterator[Entry]:
    if claims := sdg_check(store, [strategy]):
        report = sdg_verdicts_report(store, claims, [strategy])
        yield from _parts(report, message("dossier.chapter.sdgs"), ("findings", "strategies"))


def _consultation(store: Store, strategy: str) -> Iterator[Entry]:
    if is_heard(store, strategy):
        report = hearing_report(store, [hearing(store, strategy)])
        yield from _parts(report, message("dossier.chapter.consultation"))


def _continuity(store: Store, strategy: str) -> Iterator[Entry]:
    """What became of the elements of each older strategy in a newer one, where *strategy* is one of the two."""
    for older, newer in generation_pairs_of(store, strategy):
        other = newer if strategy == older else older
        name = titles(store, [other])[other]
        title = message("dossier.continuity", strategy=name)
        report = generations_report(store, [generation(store, older, newer)])
        yield from _parts(report, title, ("summary", "fates", "denied"), (older, newer), called=name)


def _comparisons(store: Store, strategy: str) -> Iterator[Entry]:
    """*strategy* compared with each other one that a mapping set compares it with."""
    for compared in compared_with(store, strategy):
        if not pairing(store, strategy, compared).matches:
            continue
        names = titles(store, [strategy, compared])
        report = comparison_report(store, comparison(store, strategy, compared))
        sides = [
            message("dossier.side-a", strategy=names[strategy]),
            message("dossier.side-b", strategy=names[compared]),
        ]
        title = message("dossier.compared", strategy=names[compared])
        yield from _parts(report, title, _COMPARED, (strategy, compared), lead=sides, called=names[compared])


def _parts(
    report: Report,
    title: Text,
    part_names: tuple[str, ...] = (),
    strategies: tuple[str, ...] = (),
    always: bool = False,
    lead: Sequence[Text] = (),
    called: Text | None = None,
) -> Iterator[Entry]:
    """The parts of *report* that have rows, or all of them *always* (just *part_names* where given), named after it and
    the *strategies* it compares: with *title* before their own where there are several, *lead* before their sentences;
    in the contents what they are about is *called* so.
    """
    strategy_names = "-".join(short(strategy).replace("/", "-") for strategy in strategies)
    several = len(part_names or report.parts) > 1
    for table in report.parts:
        if (table.rows or always) and table.name in (part_names or (table.name,)):
            own_title = message(f"dossier.compared.{table.name}") if table.name in _COMPARED else table.title
            full_title = Text(f"{title.da}: {own_title.da}", f"{title.en}: {own_title.en}") if several else title
            name = "-".join(filter(None, (report.name, strategy_names, table.name)))
            named = table._replace(name=name, title=full_title, sentence=joined([*lead, table.sentence], " "))
            entry_title = joined([called, own_title], ": ") if called else own_title
            yield Entry(entry_title, named, _narrowed(f"{report.name}.{table.name}", named))


def _drawings(draw: Callable[[Store, str], Drawing | None], store: Store, strategy: str) -> Iterable[Drawing]:
    """The picture that *draw* makes of *strategy*; none where there is nothing to draw or too much."""
    with suppress(PictureTooLarge):
        if drawing := draw(store, strategy):
            yield drawing


def _crossings(store: Store, strategy: str) -> Iterable[Crossing]:
    """The matrices of *strategy* that have a mark."""
    for rows, columns, group in _CROSSINGS:
        kinds = find_kind(store, rows), find_kind(store, columns)
        crossed = matrix(store, *kinds, [strategy], parts=counts_parts(store, kinds, ()))
        if not crossed.cells:
            continue
        if group:
            crossed = arranged_matrix(store, crossed, kinds[0], "order", find_kind(store, group), "da")
        crossed = with_gaps(store, crossed, kinds)
        yield Crossing(
            f"{rows}-{columns}", _title(kinds), message("matrix.signed"), crossed, kinds[0].label, kinds[1].label
        )


def _title(kinds: tuple[Kind, Kind]) -> Text:
    return Text(*(" × ".join(kind.label.in_language(language) for kind in kinds) for language in ("da", "en")))
