"""The dossier of a strategy: which chapters, their order, what was verified, and its function in Python."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from strategigraf.api.answer import Answer
from strategigraf.api.graph import Graph
from strategigraf.check.quotes import STATUSES, check_quotes, source_folder, verified_quotes
from strategigraf.compare.comparison import comparison, comparison_report
from strategigraf.compare.generations import generation, generations_report
from strategigraf.compare.pairing import compared_with, generation_pairs, pairing
from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import SG, Iri, Literal, Text, natural, short
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
    count,
    message,
    part,
)
from strategigraf.core.table import Frame, Series
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES, Edge, EdgeLookup
from strategigraf.coverage.coverage import coverage_report
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.coverage.gaps import gaps_report
from strategigraf.files.source_text import SourceText
from strategigraf.hearing.hearing import hearing, hearing_report, is_heard
from strategigraf.matrix.matrix import matrix
from strategigraf.matrix.view import arranged_matrix, with_gaps
from strategigraf.picture.drawing import sankey_drawing, timeline_drawing
from strategigraf.render.formats import dossier, verified
from strategigraf.review.queue import review_report
from strategigraf.review.suspects import suspicion
from strategigraf.sdg.check import sdg_check
from strategigraf.sdg.report import sdg_verdicts_report
from strategigraf.store.lookup import both_labels, classes_of, edge_lookup, members_of, titles, words_of
from strategigraf.store.names import Kind, find_kind, strategies_named
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import Store

# The outline of a strategy.

_BESIDE = ("TimelineEntry", "HearingComment", "HearingQuestion", "HearingResponse", "Section", "Misfit", "Announcement")


def outline(store: Store, strategy: str) -> list[Part]:
    """One part with the elements of *strategy* (IRI) from the top down: those that others are part of first, then what
    stands alone, by kind. Claims and time line entries are counted. None for a strategy without elements."""
    members = sorted(members_of(store, strategy), key=natural)
    classes = classes_of(store, members)
    shown = [thing for thing in members if classes.get(thing, "").removeprefix(SG) not in (*_BESIDE, "Link", "")]
    if not shown:
        return []
    edges = edge_lookup(store)

    def links(ends: Sequence[Edge], predicate: str) -> Figure:
        return count(tuple(dict.fromkeys(edge.link for edge in ends if edge.predicate == predicate and edge.link)))

    words = words_of(store, shown)
    kinds = both_labels(store, classes.values())
    columns: tuple[Col[tuple[int, str]], ...] = (
        Col("step", lambda at: Text("· " * at[0], "· " * at[0])),
        Col("kind", lambda at: kinds.get(classes.get(at[1], ""))),
        Col("element", lambda at: Iri(at[1])),
        Col("words", lambda at: Literal(next((quote.exact for quote in words.get(at[1], ())), ""))),
        Col("claims", lambda at: links(edges.leaving(at[1]), CONTRIBUTES_TO)),
        Col("entries", lambda at: links(edges.entering(at[1]), SCHEDULES)),
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
        below = sorted(children[thing], key=lambda child: (classes.get(child, ""), natural(child)))
        stack += [(depth + 1, child) for child in reversed(below)]


# Verification.


def verification(store: Store, strategy: str, sources: Mapping[str, SourceText] | None) -> Part:
    """One row per document that *strategy* (IRI) quotes: publisher, date, checksum of the text, and how many of the
    quotes have each status; without *sources* none is verified here, and the row says so."""
    quoted = words_of(store, {*members_of(store, strategy), strategy}).values()
    used = {words.quote: words.document for found in quoted for words in found}
    by_document: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    if sources is None:
        for quote in sorted(used):
            by_document[used[quote]]["unverifiable"].append(quote)
    else:
        for check in check_quotes(store, sources):
            if check.record.quote in used:
                by_document[check.record.document][check.status].append(check.record.quote)
    about = {row[0]: row[1:] for row in store.rows_of("dossier/documents")}
    rows = []
    for document in sorted(by_document):
        publisher, issued, checksum = about.get(document, ("", "", ""))
        rows.append(_Document(Iri(document), publisher, issued, checksum, by_document[document]))
    sums = {status: [quote for of in by_document.values() for quote in of.get(status, ())] for status in STATUSES}
    columns: tuple[Col[_Document], ...] = (
        Col("document", lambda row: row.name),
        Col("publisher", lambda row: Iri(row.publisher) if row.publisher else None),
        Col("issued", lambda row: None if row.issued is None else Literal(row.issued)),
        Col("checksum", lambda row: None if row.checksum is None else Literal(row.checksum)),
        Col("quotes", lambda row: count([quote for status in STATUSES for quote in row.quotes.get(status, ())])),
        Col("verbatim", _with_status(STATUSES[0])),
        *(Col(status, _with_status(status)) for status in STATUSES[1:]),
    )
    total = _Document(message("dossier.verified.total"), "", None, None, sums)
    told = message("dossier.verified.not-verified") if sources is None else None
    return part("dossier.verified", columns, [*rows, total], explanation=told)


class _Document(NamedTuple):
    """A document, or all of them together: what is known of it, and its quotes by status."""

    name: Cell
    publisher: str
    issued: str | None
    checksum: str | None
    quotes: Mapping[str, list[str]]


def _with_status(status: str) -> Callable[[_Document], Figure]:
    return lambda row: count(row.quotes.get(status, ()))


def method(policy: Policy) -> Passage:
    """How the figures of a dossier are made, in prose, with the signature of the *policy*."""
    paragraphs = message("dossier.method.reading"), message("dossier.method.figures", signature=policy.signature[:12])
    return Passage("method", message("dossier.method.title"), paragraphs)


class DossierAnswer(Answer[Dossier]):
    """The answer of `report`: sections to hand over, as a page or a workbook. Its rows are the contents."""

    formats = ("html", "xlsx")

    def frame(self) -> Frame:
        """The contents as columns of plain Python values."""
        sections = self.value.sections
        titles = tuple(section.title.in_language(self.language) for section in sections)
        names = tuple(section.name for section in sections)
        return Frame((Series("name", "text", names), Series("title", "text", titles)), len(sections))

    def __str__(self) -> str:
        return "\n".join([self.value.title.in_language(self.language), *(str(row[1]) for row in self.frame().rows())])

    def __repr__(self) -> str:
        return f"<dossier “{self.value.name}” of {len(self)} sections>"

    def _dossier(self) -> Dossier:
        return self.value


def report(graph: Graph, strategy: str, sources: str | Path | None = None) -> DossierAnswer:
    """The whole dossier of *strategy*: thread, matrices, coverage, gaps, hearing, comparisons and method, to `save`
    as a page (.html, in both languages) or a workbook (.xlsx); with the folder *sources* every quote is looked for.

    Raises UnknownStrategy, SourceNotFound, PolicyFaulty.

    >>> sg.report(sg.open(), "sjaelland-strategi-2025-2028").value.name
    'sjaelland-strategi-2025-2028'
    """

    texts = source_folder(sources)

    def answer(store: Store) -> DossierAnswer:
        (chosen,) = strategies_named(store, strategy)
        found = strategy_dossier(store, read_policy(store, graph.workspace), chosen, texts)
        return DossierAnswer(found, store, graph.language)

    return graph.use(answer)


_CROSSINGS = (  # rows, columns, what the rows are grouped by
    ("initiative", "sdg-target", "track"),
    ("goal", "sdg-goal", "track"),
    ("track", "sdg-goal", ""),
    ("initiative", "timeline-entry", "track"),
    ("hearing-comment", "goal", ""),
    ("focus-area", "status", "track"),
    ("actor", "status", ""),
)
_COMPARED = ("summary", "shared", "only-in-a", "only-in-b", "sdg")


def strategy_dossier(
    store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None = None
) -> Dossier:
    """The whole dossier of *strategy* (IRI): what has nothing to show in it is left out, except coverage, gaps and what
    was verified. *policy* says what must trace to what; quotes are verified against *sources* where given."""
    name = both_labels(store, [strategy])[strategy]
    chapters = [chapter for chapter in _chapters(store, policy, strategy, sources) if chapter[1]]
    sections = [section for _, entries in chapters for _, section in entries]
    made = dossier(store, short(strategy).replace("/", "-"), name, message("dossier.lead"), sections)
    contents = (Chapter(title, tuple((s.name, called) for called, s in entries)) for title, entries in chapters)
    made = made._replace(chapters=tuple(contents))
    return made if sources is None else verified(store, made, sources)


def _chapters(
    store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None
) -> Iterator[tuple[Text, list[tuple[Text, Section]]]]:
    """The chapters, some of them empty: their titles, and their sections with what each is called in its chapter."""
    quotes = verified_quotes(store, sources) if sources is not None else None
    standing = suspicion(store, sources)
    found = fulfilment(store, policy, [strategy], quotes, standing.suspects.keys())
    own: list[tuple[Text, Iterable[Section]]] = [
        (message("dossier.chapter.ground"), [verification(store, strategy, sources), method(policy)]),
        (
            message("dossier.chapter.thread"),
            [*_drawn(sankey_drawing, store, strategy), *outline(store, strategy)],
        ),
        (message("dossier.chapter.time"), _drawn(timeline_drawing, store, strategy)),
        (message("dossier.chapter.matrices"), _crossings(store, strategy)),
    ]
    for title, sections in own:
        yield title, [(section.title, section) for section in sections]
    covered = [
        *_parts(coverage_report(store, found, compact=True), message("dossier.coverage"), ("levels",), always=True),
        *_parts(gaps_report(found), message("dossier.gaps"), always=True),
        *_parts(review_report(store, standing, [strategy]), message("dossier.review"), ("queue", "standing")),
    ]
    yield message("dossier.chapter.coverage"), [(part.title, part) for _, part in covered]
    if claims := sdg_check(store, [strategy]):
        title = message("dossier.chapter.sdg-check")
        report = sdg_verdicts_report(store, claims, [strategy])
        yield title, list(_parts(report, title, ("findings", "strategies")))
    if is_heard(store, strategy):
        title = message("dossier.chapter.hearing")
        yield title, list(_parts(hearing_report(store, [hearing(store, strategy)]), title))
    for older, newer in generation_pairs(store, strategy):
        other = newer if strategy == older else older
        title = message("dossier.chapter.generations", strategy=_title_of(store, other))
        report = generations_report(store, [generation(store, older, newer)])
        yield title, list(_parts(report, title, ("summary", "fates", "denied"), (older, newer)))
    for other in _compared(store, strategy):
        title = message("dossier.chapter.against", strategy=_title_of(store, other))
        report = comparison_report(store, comparison(store, strategy, other))
        sides = (
            message("dossier.side-a", strategy=_title_of(store, strategy)),
            message("dossier.side-b", strategy=_title_of(store, other)),
        )
        parts = _parts(report, title, _COMPARED, (strategy, other))
        yield title, [(called, _led(part, *sides)) for called, part in parts]


def _drawn(draw: Callable[[Store, str], Drawing | None], store: Store, strategy: str) -> Iterable[Drawing]:
    """The picture that *draw* makes of *strategy*; none where there is nothing to draw or too much."""
    with suppress(PictureTooLarge):
        if drawing := draw(store, strategy):
            yield drawing


def _crossings(store: Store, strategy: str) -> Iterable[Crossing]:
    """The matrices of *strategy* that have a mark."""
    for rows, columns, group in _CROSSINGS:
        kinds = find_kind(store, rows), find_kind(store, columns)
        found = matrix(store, *kinds, [strategy])
        if not found.cells:
            continue
        if group:
            found = arranged_matrix(store, found, kinds[0], "order", find_kind(store, group), "da")
        found = with_gaps(store, found, kinds)
        yield Crossing(
            f"{rows}-{columns}", _title(kinds), message("matrix.signed"), found, kinds[0].label, kinds[1].label
        )


def _title(kinds: tuple[Kind, Kind]) -> Text:
    return Text(*(" × ".join(kind.label.in_language(language) for kind in kinds) for language in ("da", "en")))


def _parts(
    report: Report, title: Text, kept: tuple[str, ...] = (), among: tuple[str, ...] = (), always: bool = False
) -> Iterable[tuple[Text, Part]]:
    """The parts of *report* that have rows, or all of them *always* (just *kept* where given), named after it and the
    strategies *among* which it is: each with its own title, and titled with *title* in front."""
    ends = "-".join(short(strategy).replace("/", "-") for strategy in among)
    several = len(kept or report.parts) > 1
    for table in report.parts:
        if (table.rows or always) and table.name in (kept or (table.name,)):
            own = message(f"dossier.compared.{table.name}") if table.name in _COMPARED else table.title
            full = Text(f"{title.da}: {own.da}", f"{title.en}: {own.en}") if several else title
            yield own, table._replace(name="-".join(filter(None, (report.name, ends, table.name))), title=full)


def _led(part: Part, *sentences: Text) -> Part:
    """*part* with *sentences* before its own."""
    told = (*sentences, part.sentence)
    return part._replace(sentence=Text(*(" ".join(text.in_language(of) for text in told) for of in ("da", "en"))))


def _title_of(store: Store, strategy: str) -> Text:
    return titles(store, [strategy]).get(strategy, Text("", ""))


def _compared(store: Store, strategy: str) -> Iterable[str]:
    """The other strategies that mapping sets compare *strategy* with."""
    return (other for other in compared_with(store, strategy) if pairing(store, strategy, other).matches)
