"""The page of a document: its text with the quotes lit where it may be shown, else the quotes with their places; beside
each what rests on it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from strategigraf.check.quotes import coverage
from strategigraf.core.rdf import DCTERMS, SG, Iri, Literal, Text, message
from strategigraf.core.report import Column, written_date
from strategigraf.core.table import Table
from strategigraf.core.text import innermost
from strategigraf.files.normal_form import readable
from strategigraf.files.occurrences import Quoted
from strategigraf.files.source_text import SourceText
from strategigraf.site.addresses import Ref, anchor_of, path_of
from strategigraf.site.facts import NOTHING, Facts, Statement, amount
from strategigraf.site.page import Page

MAY_BE_SHOWN = SG + "textMayBeShown"
_ITEM = re.compile(r"^[ \t]*(?:[-*+•▪➤■]|[0-9]{1,3}[.)])[ \t]+")
_HEADING = re.compile(r"^(#{1,6})[ \t]+")
_RULE = re.compile(r"^[\s|:-]+$")


class Piece(NamedTuple):
    """A piece of a text: its words, and the anchors of the quotes that begin with it where it is lit."""

    words: str
    anchors: tuple[str, ...] = ()
    lit: bool = False


class Note(NamedTuple):
    """What rests on words: elements, and links that have them as evidence."""

    elements: tuple[Ref, ...]
    links: tuple[Ref, ...]


class Row(NamedTuple):
    """A row of a text: how it is set (heading, bullet, text), its pieces, and what rests on it."""

    set_as: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


class _Quoted(NamedTuple):
    quote: str
    words: str
    section: str
    bearers: tuple[str, ...]


def quoted_in(facts: Facts, document: str) -> list[_Quoted]:
    """The quotes of *document* (IRI) in the order of the data, each with what rests on it."""
    rows: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for _, quote, words, section, bearer in facts.store.rows_of("site/documents", document=document):
        rows[quote, words, section].append(bearer)
    return [_Quoted(*key, tuple(filter(None, bearers))) for key, bearers in rows.items()]


def document_page(facts: Facts, document: str, text: SourceText | None = None, private: bool = False) -> Page:
    """The page of *document* (IRI). Of its *text* all is shown where the document says that it may be, or to nobody but
    the one whose machine it is on (*private*); else the quotes alone."""
    found = quoted_in(facts, document)
    facts.know([document, *(bearer for one in found for bearer in one.bearers)])
    facts.describe([document, *(one.quote for one in found)])
    allowed = private or "true" in facts.values(document, MAY_BE_SHOWN)
    whole = text is not None and allowed
    rows = list(_rows_of_text(facts, found, text)) if text is not None and whole else list(_rows(facts, found))
    strategies = facts.values(document, SG + "documentOf")
    facts.know(strategies)
    crumbs = tuple((path_of(one), facts.title(one)) for one in strategies[:1])
    share = coverage(_records(facts, found), {text.name: text})[0].share if text is not None else None
    content: dict[str, Any] = {
        "rows": rows,
        "whole": whole,
        "language_of_text": facts.value(document, DCTERMS + "language") or "da",
        "facts": list(_facts(facts, document)),
        "why": NOTHING
        if whole
        else message("site.document.why-quotes" if text is not None else "site.document.no-text"),
    }
    return Page(
        path_of(document),
        "document.html",
        facts.title(document),
        _answer(found, share, facts),
        "strategies",
        crumbs,
        message("site.document"),
        document,
        facts.proof(one.quote for one in found),
        content,
        lambda: _record(facts, document, found),
        lambda: _table(facts, found),
        lambda: _statements(facts, document, found),
        "DigitalDocument",
    )


def _records(facts: Facts, found: Sequence[_Quoted]) -> list[Any]:
    return [facts.checks[one.quote].record for one in found if one.quote in facts.checks]


def _answer(found: Sequence[_Quoted], share: float | None, facts: Facts) -> Text:
    bearers = {bearer for one in found for bearer in one.bearers}
    links = sum(facts.cls(bearer) == SG + "Link" for bearer in bearers)
    if not found:
        return message("site.document.empty")
    told = message(
        "site.document.answer",
        quotes=amount(len(found), "quote"),
        elements=amount(len(bearers) - links, "element"),
        links=amount(links, "link"),
    )
    if share is None:
        return told
    percent = f"{100 * share:.0f}"
    more = message("site.document.share", percent=percent)
    return Text(f"{told.da} {more.da}", f"{told.en} {more.en}")


def _facts(facts: Facts, document: str) -> Iterator[tuple[Text, list[Ref]]]:
    publishers = facts.values(document, DCTERMS + "publisher")
    facts.know(publishers)
    if publishers:
        yield message("site.publisher"), [facts.ref(one) for one in publishers]
    if issued := facts.value(document, DCTERMS + "issued"):
        yield message("site.issued"), [Ref("", "", NOTHING, written_date(issued))]
    if stage := facts.value(document, SG + "stage"):
        yield message("site.stage"), [Ref("", "", NOTHING, facts.label(stage))]
    if strategies := facts.values(document, SG + "documentOf"):
        yield message("site.strategy"), [facts.ref(one) for one in strategies]
    if checksum := facts.value(document, SG + "sha256"):
        yield message("site.checksum"), [Ref("", "", NOTHING, Text(checksum, checksum))]


def _note(facts: Facts, one: _Quoted) -> Note:
    links = [bearer for bearer in one.bearers if facts.cls(bearer) == SG + "Link"]
    elements = [bearer for bearer in one.bearers if bearer not in links]
    return Note(tuple(map(facts.ref, elements)), tuple(map(facts.ref, links)))


def _rows(facts: Facts, found: Sequence[_Quoted]) -> Iterator[Row]:
    """The quotes, under the headings that they stand under."""
    before = ""
    for one in found:
        if one.section != before:
            yield Row("heading", (Piece(innermost(one.section)),), ())
            before = one.section
        yield Row("text", (Piece(readable(one.words), (anchor_of(one.quote),), True),), (_note(facts, one),))


def _rows_of_text(facts: Facts, found: Sequence[_Quoted], text: SourceText) -> Iterator[Row]:
    """The text, its quotes lit; of quotes that overlap all begin in one light."""
    records = {record.quote: record for record in _records(facts, found)}
    known = [one for one in found if one.quote in records]
    wanted = [Quoted(records[one.quote].exact, records[one.quote].prefix, records[one.quote].suffix) for one in known]
    spans = sorted(
        (places.spans[0].start, places.spans[0].end, index)
        for index, places in enumerate(text.places(wanted, most=1))
        if places.spans
    )
    offset = 0
    for line in text.raw.splitlines(keepends=True):
        start, end = offset, offset + len(line)
        offset = end
        if not line.strip() or _RULE.match(line):
            continue
        here = [span for span in spans if span[0] < end and span[1] > start]
        begun = [known[index] for first, _, index in here if start <= first < end]
        marker = _HEADING.match(line) or _ITEM.match(line)
        skipped = start + (marker.end() if marker else 0)
        set_as = "heading" if line.startswith("#") else "bullet" if marker else "text"
        pieces = tuple(_pieces(text.raw, skipped, end, here, known))
        if any(piece.words for piece in pieces):
            yield Row(set_as, pieces, tuple(_note(facts, one) for one in begun))


def _pieces(
    raw: str, start: int, end: int, spans: Sequence[tuple[int, int, int]], known: Sequence[_Quoted]
) -> Iterator[Piece]:
    edges = sorted({start, end, *(min(max(place, start), end) for first, last, _ in spans for place in (first, last))})
    for first, last in pairwise(edges):
        lit = any(begin < last and finish > first for begin, finish, _ in spans)
        anchors = tuple(
            anchor_of(known[index].quote)
            for begin, _, index in spans
            if max(begin, start) == first and begin >= start - _MARKER
        )
        words = readable(raw[first:last]).replace("\n", " ")
        if words.strip() or anchors:
            yield Piece(words, anchors, lit)


_MARKER = 8  # signs before an item that a quote may begin with


def _record(facts: Facts, document: str, found: Sequence[_Quoted]) -> Mapping[str, Any]:
    return {
        "id": document,
        "type": SG + "Document",
        "title": {"da": facts.title(document).da, "en": facts.title(document).en},
        "quotes": [
            {
                "id": one.quote,
                "words": one.words,
                "section": one.section,
                "status": facts.checks[one.quote].status if one.quote in facts.checks else "",
                "of": list(one.bearers),
            }
            for one in found
        ],
    }


def _table(facts: Facts, found: Sequence[_Quoted]) -> Table:
    rows = tuple(
        (
            Iri(one.quote),
            Literal(one.words),
            Literal(one.section),
            Literal(facts.checks[one.quote].status if one.quote in facts.checks else ""),
            Literal(" ".join(one.bearers)),
        )
        for one in found
    )
    return Table(tuple(map(Column, ("quote", "words", "section", "status", "things"))), rows)


def _statements(facts: Facts, document: str, found: Sequence[_Quoted]) -> list[Statement]:
    selectors = [one for each in found for one in facts.values(each.quote, "http://www.w3.org/ns/oa#hasSelector")]
    facts.describe(selectors)
    return facts.statements([document, *(one.quote for one in found), *selectors])
