"""The dossier of a strategy: which chapters, their order, what was verified, and its function in Python."""

import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, overload

from strategigraf.api.answer import Answer
from strategigraf.api.graph import Graph
from strategigraf.check.quotes import STATUSES, check_quotes, source_folder, verified_quotes
from strategigraf.compare.comparison import compared_with, comparison, comparison_report, generation_pairs, pairing
from strategigraf.compare.generations import generation, generations_report
from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import SG, Iri, Literal, Text, message, natural, short
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
    part,
)
from strategigraf.core.table import Frame, Series
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES, Edge, EdgeLookup
from strategigraf.coverage.coverage import coverage_report
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.coverage.gaps import gaps_report
from strategigraf.coverage.support import joined_with
from strategigraf.dossier.short_report import ShortReportAnswer, short_report
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
    if sources is None:
        for quote in sorted(document_by_quote):
            by_document[document_by_quote[quote]]["unverifiable"].append(quote)
    else:
        for check in check_quotes(store, sources):
            if check.record.quote in document_by_quote:
                by_document[check.record.document][check.status].append(check.record.quote)
    facts = {row[0]: row[1:] for row in store.rows_in_batches("dossier/documents", sorted(by_document), "document")}
    rows = []
    for document in sorted(by_document):
        publisher, issued, checksum = facts.get(document, ("", "", ""))
        rows.append(_Document(Iri(document), publisher, issued, checksum, by_document[document]))
    sums = {
        status: [quote for quotes_by_status in by_document.values() for quote in quotes_by_status.get(status, ())]
        for status in STATUSES
    }
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
    explanation = message("dossier.verified.not-verified") if sources is None else None
    return part("dossier.verified", columns, [*rows, total], explanation=explanation)


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


@overload
def report(
    graph: Graph, strategy: str, sources: str | Path | None = None, *, short: typing.Literal[False] = False
) -> DossierAnswer:
    """The whole dossier."""


@overload
def report(
    graph: Graph,
    strategy: str,
    sources: str | Path | None = None,
    *,
    short: typing.Literal[True],
    template: str | Path | None = None,
) -> ShortReportAnswer:
    """The short report."""


def report(
    graph: Graph,
    strategy: str,
    sources: str | Path | None = None,
    *,
    short: bool = False,
    template: str | Path | None = None,
) -> DossierAnswer | ShortReportAnswer:
    """The whole dossier of *strategy*: thread, matrices, coverage, gaps, hearing, comparisons and method, to `save`
    as a page (.html, in both languages) or a workbook (.xlsx); with the folder *sources* every quote is looked for.

    With *short* the two pages that a council reads, in the language of the graph, to `save` as .html, .docx (in the
    styles of the Word document *template*, where one is given) or .pdf.

    Raises UnknownStrategy, SourceNotFound, PolicyFaulty.

    >>> sg.report(sg.open(), "sjaelland-strategi-2025-2028").value.name
    'sjaelland-strategi-2025-2028'
    >>> sg.report(sg.open(), "sjaelland-strategi-2025-2028", short=True)
    <short report “sjaelland-strategi-2025-2028” of 9 numbers and 1 findings>
    """

    texts = source_folder(sources)

    def answer(store: Store) -> DossierAnswer | ShortReportAnswer:
        (strategy_iri,) = strategies_named(store, strategy)
        policy = read_policy(store, graph.workspace)
        if short:
            brief = short_report(store, graph.workspace, policy, strategy_iri, texts)
            return ShortReportAnswer(
                brief, store, graph.language, None if template is None else Path(template), graph.notice
            )
        return DossierAnswer(strategy_dossier(store, policy, strategy_iri, texts), store, graph.language)

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
    result = dossier(store, short(strategy).replace("/", "-"), name, message("dossier.lead"), sections)
    contents = (
        Chapter(title, tuple((section.name, called) for called, section in entries)) for title, entries in chapters
    )
    result = result._replace(chapters=tuple(contents))
    return result if sources is None else verified(store, result, sources)


def _chapters(
    store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None
) -> Iterator[tuple[Text, list[tuple[Text, Section]]]]:
    """The chapters, some of them empty: their titles, and their sections with what each is called in its chapter."""
    quotes = verified_quotes(store, sources) if sources is not None else None
    review_state = suspicion(store, sources, joined_with(store, [strategy]).strategies)
    compliance = fulfilment(store, policy, [strategy], quotes, review_state.suspects.keys())
    own_chapters: list[tuple[Text, Iterable[Section]]] = [
        (message("dossier.chapter.ground"), [verification(store, strategy, sources), method(policy)]),
        (
            message("dossier.chapter.thread"),
            [*_drawings(sankey_drawing, store, strategy), *outline(store, strategy)],
        ),
        (message("dossier.chapter.time"), _drawings(timeline_drawing, store, strategy)),
        (message("dossier.chapter.matrices"), _crossings(store, strategy)),
    ]
    for title, sections in own_chapters:
        yield title, [(section.title, section) for section in sections]
    covered = [
        *_parts(
            coverage_report(store, compliance, compact=True), message("dossier.coverage"), ("levels",), always=True
        ),
        *_parts(gaps_report(compliance), message("dossier.gaps"), always=True),
        *_parts(review_report(store, review_state, [strategy]), message("dossier.review"), ("queue", "standing")),
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
    for compared_strategy in _compared(store, strategy):
        title = message("dossier.chapter.against", strategy=_title_of(store, compared_strategy))
        report = comparison_report(store, comparison(store, strategy, compared_strategy))
        sides = (
            message("dossier.side-a", strategy=_title_of(store, strategy)),
            message("dossier.side-b", strategy=_title_of(store, compared_strategy)),
        )
        parts = _parts(report, title, _COMPARED, (strategy, compared_strategy))
        yield title, [(title_in_chapter, _with_lead(part, *sides)) for title_in_chapter, part in parts]


def _drawings(draw: Callable[[Store, str], Drawing | None], store: Store, strategy: str) -> Iterable[Drawing]:
    """The picture that *draw* makes of *strategy*; none where there is nothing to draw or too much."""
    with suppress(PictureTooLarge):
        if drawing := draw(store, strategy):
            yield drawing


def _crossings(store: Store, strategy: str) -> Iterable[Crossing]:
    """The matrices of *strategy* that have a mark."""
    for rows, columns, group in _CROSSINGS:
        kinds = find_kind(store, rows), find_kind(store, columns)
        crossed = matrix(store, *kinds, [strategy])
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


def _parts(
    report: Report,
    title: Text,
    part_names: tuple[str, ...] = (),
    strategies: tuple[str, ...] = (),
    always: bool = False,
) -> Iterable[tuple[Text, Part]]:
    """The parts of *report* that have rows, or all of them *always* (just *part_names* where given), named after it and
    the *strategies* it compares: each with its own title, and titled with *title* in front."""
    strategy_names = "-".join(short(strategy).replace("/", "-") for strategy in strategies)
    several = len(part_names or report.parts) > 1
    for table in report.parts:
        if (table.rows or always) and table.name in (part_names or (table.name,)):
            own_title = message(f"dossier.compared.{table.name}") if table.name in _COMPARED else table.title
            full_title = Text(f"{title.da}: {own_title.da}", f"{title.en}: {own_title.en}") if several else title
            name = "-".join(filter(None, (report.name, strategy_names, table.name)))
            yield own_title, table._replace(name=name, title=full_title)


def _with_lead(part: Part, *sentences: Text) -> Part:
    """*part* with *sentences* in front of its own."""
    texts = (*sentences, part.sentence)
    return part._replace(
        sentence=Text(*(" ".join(text.in_language(language) for text in texts) for language in ("da", "en")))
    )


def _title_of(store: Store, strategy: str) -> Text:
    return titles(store, [strategy]).get(strategy, Text("", ""))


def _compared(store: Store, strategy: str) -> Iterable[str]:
    """The other strategies that mapping sets compare *strategy* with."""
    return (other for other in compared_with(store, strategy) if pairing(store, strategy, other).matches)
