"""Quotes and their sources: each looked for where it says it stands, new ones made, and how much of a text is
quoted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from strategigraf.core.rdf import DCTERMS, ID, OA, RDF, SG, Iri, Literal, Text, joined, message, of_data, short
from strategigraf.core.report import Imprint, Plan, Source
from strategigraf.core.table import Sheet
from strategigraf.core.text import markdown
from strategigraf.files.normal_form import normalise_all, readable
from strategigraf.files.occurrences import Places, Quoted
from strategigraf.files.rewording import RunningWords
from strategigraf.files.source_text import Outline, SourceFolder, SourceText
from strategigraf.files.tables import Exclusion
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements
from strategigraf.store.lookup import titles
from strategigraf.store.sparql import Store

STATUSES = ("exact", "normalised", "ambiguous", "inside-word", "moved", "missing", "unverifiable")
VERIFIED = ("exact", "normalised")
STATUS_MESSAGES = {
    "ambiguous": Text(
        "Citatets ordlyd findes flere steder i kilden. Tilføj oa:prefix eller oa:suffix.",
        "The wording of the quote occurs more than once in the source. Add oa:prefix or oa:suffix.",
    ),
    "inside-word": Text(
        "Citatet begynder eller slutter midt i et ord eller tal i kilden. Ret oa:exact til hele ord og tal.",
        "The quote begins or ends inside a word or number of the source. Correct oa:exact to whole words and numbers.",
    ),
    "moved": Text(
        "Citatets ordlyd findes et andet sted, end sg:section, oa:prefix og oa:suffix angiver. Ret dem efter det, som"
        " »strategigraf quote« viser.",
        "The wording of the quote is elsewhere than sg:section, oa:prefix and oa:suffix say. Correct them by what"
        " “strategigraf quote” prints.",
    ),
    "missing": Text(
        "Citatet findes ikke i kildeteksten. Ret oa:exact, så det svarer til kilden.",
        "The quote is not in the source text. Correct oa:exact to match the source.",
    ),
    "unverifiable": Text(
        "Kildeteksten blev ikke fundet. Angiv mappen med --sources.",
        "The source text was not found. Give its folder with --sources.",
    ),
}
OF_QUOTES = frozenset(  # the predicates that say what a quote is and where it stands
    [RDF + "type", *(OA + name for name in ("hasSelector", "hasSource", "exact", "prefix", "suffix"))]
) | {SG + name for name in ("section", "textFile", "sha256", "sourcePage")}


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """A quote as the data have it."""

    quote: str
    exact: str
    prefix: str
    suffix: str
    section: str
    document: str
    file: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of looking for a quote: its status; `in_file` is whether it was looked for in the publisher's own
    file and not in a transcript, and `page` the page of that file as it is computed."""

    record: QuoteRecord
    status: str
    in_file: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True)
class TextCheck:
    """A document whose source text is not the one that its quotes were read from: both checksums."""

    document: str
    file: str
    expected: str
    found: str


def quotes(store: Store) -> list[QuoteRecord]:
    """All quotes in *store*, by IRI."""
    return [QuoteRecord(*row) for row in store.rows_of("check/quotes")]


def check_quotes_of_text(records: Sequence[QuoteRecord], text: SourceText | None) -> list[QuoteCheck]:
    """The status of each of *records* against the one source *text* they stand in; unverifiable without one.

    Missing: the words stand nowhere. Inside-word: they stand only so that they begin or end inside a word or number.
    Moved: they stand elsewhere than prefix, suffix and section say; whatever is the section of one of *records* is
    known as a heading. Ambiguous: they stand more than once and neither prefix nor suffix decides.
    """
    if text is None:
        return [QuoteCheck(record, "unverifiable") for record in records]
    places = text.places([Quoted(record.exact, record.prefix, record.suffix) for record in records], most=2)
    outline = text.outline(record.section for record in records)
    return [_check(record, text, outline, place) for record, place in zip(records, places, strict=True)]


def check_quotes(store: Store, sources: Mapping[str, SourceText]) -> list[QuoteCheck]:
    """The status of every quote in *store*, by IRI; *sources* are the source texts by file name."""
    records = quotes(store)
    by_file: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        by_file.setdefault(record.file, []).append(index)
    checks: dict[int, QuoteCheck] = {}
    for file, indexes in by_file.items():
        of_text = check_quotes_of_text([records[index] for index in indexes], sources.get(file))
        checks.update(zip(indexes, of_text, strict=True))
    return [checks[index] for index in range(len(records))]


def check_texts(store: Store, sources: Mapping[str, SourceText]) -> list[TextCheck]:
    """The documents in *store* whose source text has another checksum than the data say, by IRI; line ends and a byte
    order mark aside."""
    found = []
    for document, file, expected in store.rows_of("check/texts"):
        text = sources.get(file)
        if text is not None and not text.agrees_with(expected):
            found.append(TextCheck(document, file, expected, text.checksum))
    return found


def text_files(store: Store) -> list[str]:
    """The names of the source texts of all documents in *store*, by document."""
    return [file for _, file, _ in store.rows_of("check/texts")]


def tally(checks: list[QuoteCheck]) -> dict[str, int]:
    """How many of *checks* have each status, in the order of the statuses; all statuses, none left out."""
    counts = Counter(check.status for check in checks)
    return {status: counts[status] for status in STATUSES}


def verified_in_file(checks: Iterable[QuoteCheck]) -> int:
    """How many of *checks* verified a quote in the publisher's own file and not in a transcript."""
    return sum(check.in_file and check.status in VERIFIED for check in checks)


def _check(record: QuoteRecord, text: SourceText, outline: Outline, places: Places) -> QuoteCheck:
    status, layout = _status(record, outline, places), text.layout
    page = layout.label(places.spans[0].start, places.spans[0].end) if layout and status in VERIFIED else ""
    return QuoteCheck(record, status, layout is not None, page)


def _status(record: QuoteRecord, outline: Outline, places: Places) -> str:
    if not places.anywhere:
        return "missing"
    spans = places.spans
    if not (spans or places.whole) or any(span.inside for span in spans):
        return "inside-word"
    if not spans:
        return "moved"
    if len(spans) > 1:
        return "ambiguous"
    if not outline.stands_under(spans[0].start, record.section):
        return "moved"
    return "exact" if spans[0].literal else "normalised"


# Imprints.


def imprint(store: Store, things: Iterable[str], documents: Iterable[str]) -> Imprint:
    """The strategies that *things* belong to (where none of them says, those of the documents), and the *documents*
    (all IRIs); not verified."""
    read = sorted(set(documents))
    stored = [document for document in read if of_data(document)]  # the register names its sources in words
    strategies = _all(store.rows_in_batches("check/strategies-of-things", sorted(set(things)), "thing"))
    strategies = strategies or _all(store.rows_in_batches("check/strategies-of-documents", stored, "document"))
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = sorted({*strategies, *stored})
    for thing, predicate, value in store.rows_in_batches("store/facts", wanted, "thing"):
        facts[thing][predicate].append(value)
    organisations = {
        owner for found in facts.values() for key in (SG + "owner", DCTERMS + "publisher") for owner in found[key]
    }
    named = titles(store, organisations | set(wanted))

    def titled(thing: str) -> Text:
        return named.get(thing) or Text(short(thing), short(thing))

    def all_titled(found: list[str]) -> Text:
        return joined(map(titled, found), ", ")

    plans = []
    for strategy in strategies:
        found = facts[strategy]
        years = [next(iter(found[SG + end]), "") for end in ("start", "end")]
        plans.append(Plan(titled(strategy), all_titled(found[SG + "owner"]), "–".join(years) if any(years) else ""))
    sources = [
        Source(
            titled(document),
            all_titled(facts[document][DCTERMS + "publisher"]),
            ", ".join(facts[document][DCTERMS + "issued"]),
            ", ".join(facts[document][SG + "sha256"]),
        )
        for document in [*stored, *(other for other in read if other not in stored)]
    ]
    return Imprint(tuple(plans), tuple(sources))


def _all(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return sorted({strategy for (strategy,) in rows})


# Quotations.


def described_documents(store: Store) -> dict[str, str]:
    """The IRIs of the documents that are described, by the file of their text."""
    return {file: document for document, file in store.rows_of("store/values", property=SG + "textFile")}


def document_names(files: Iterable[str], base: str, described: Mapping[str, str]) -> dict[str, str]:
    """The IRI of the document with each text of *files*: the one that is *described*, else one below *base* after the
    name of the file, with its ending where another file has this name."""
    listed = list(files)
    names = Counter(map(_name_of, listed))
    return {
        file: described.get(file)
        or f"{base}documents/{_name_of(file)}{'-' + Path(file).suffix[1:] if names[_name_of(file)] > 1 else ''}"
        for file in listed
    }


def quotations(texts: Iterable[SourceText], words: str, element: str, documents: Mapping[str, str]) -> list[str]:
    """A quote node in Turtle, without prefixes, for each place where *words* stand as whole words, in the order of
    *texts*; *documents* has the IRIs of their documents by file.

    The node is called `:ELEMENT-quote-N`; prefix and suffix are there where the words occur more than once.
    """
    found: list[str] = []
    for text in texts:
        document = Iri(documents[text.name])
        spans = [span for span in text.spans(words) if not span.inside]
        for span, passage in zip(spans, text.passages(spans), strict=True):
            quote = Iri(f"{ID}x/{element}-quote-{len(found) + 1}")
            selector = Iri(quote.value + "-selector")
            statements: list[Statement] = [
                (quote, Iri(RDF + "type"), Iri(SG + "Quote")),
                (quote, Iri(OA + "hasSource"), document),
                (quote, Iri(OA + "hasSelector"), selector),
                (quote, Iri(SG + "section"), Literal(passage.section)),
                (selector, Iri(RDF + "type"), Iri(OA + "TextQuoteSelector")),
                (selector, Iri(OA + "exact"), Literal(passage.exact)),
            ]
            if page := text.layout.label(span.start, span.end) if text.layout else "":
                statements.append((quote, Iri(SG + "sourcePage"), Literal(page)))
            if passage.prefix:
                statements.append((selector, Iri(OA + "prefix"), Literal(passage.prefix)))
            if passage.suffix:
                statements.append((selector, Iri(OA + "suffix"), Literal(passage.suffix)))
            turtle = format_statements(statements, {"": f"{ID}x/"})
            found.append(
                "\n".join(line for line in turtle.splitlines() if not line.startswith("PREFIX")).strip() + "\n"
            )
    return found


_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


def _name_of(file: str) -> str:
    """The name in an IRI of the document with the text *file*: its name without the ending, in ASCII."""
    plain = normalize("NFKD", normalize("NFC", Path(file).stem).translate(_DANISH)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-")


def places_inside_words(texts: Iterable[SourceText], words: str) -> int:
    """At how many places in *texts* the words *words* begin or end inside a longer word or number."""
    return sum(len(text.places([Quoted(words)])[0].inside) for text in texts)


def cut_words(texts: Iterable[SourceText], words: str) -> list[str]:
    """The whole words in *texts* that *words*, which stand there only inside them, are cut out of; each once."""
    found: dict[str, None] = {}
    for text in texts:
        running = None
        for span in text.spans(words):
            if span.inside:
                running = running or RunningWords(text)
                whole = running.span(*running.touched(span), words)
                found[readable(text.raw[min(whole.start, span.start) : max(whole.end, span.end)])] = None
    return list(found)


def source_folder(sources: str | Path | None) -> SourceFolder | None:
    """The folder *sources* of source texts; None without one. Raises SourceNotFound."""
    return None if sources is None else SourceFolder(Path(sources))


# How much of each source text the quotes cover, and which of its lines no quote touches.


class Line(NamedTuple):
    """A line of a source text that states something and that no quote touches: its number from 1 and its words."""

    number: int
    words: str


class Coverage(NamedTuple):
    """One source text: its characters (white space not counted), those that quotes cover, its untouched lines, and
    whether it was read from the publisher's own file."""

    name: str
    characters: int
    covered: int
    untouched: tuple[Line, ...]
    in_file: bool = False

    @property
    def share(self) -> float:
        """The covered part of the text, from 0 to 1; 0 for an empty text."""
        return self.covered / self.characters if self.characters else 0.0


def coverage(quotes: Iterable[QuoteRecord], sources: Mapping[str, SourceText]) -> list[Coverage]:
    """The coverage of each of *sources* by those of *quotes* that are found in it, by name of file."""
    marks = {name: bytearray(len(text.raw)) for name, text in sources.items()}
    wanted: dict[str, list[Quoted]] = {name: [] for name in sources}
    for quote in quotes:
        if quote.file in wanted:
            wanted[quote.file].append(Quoted(quote.exact, quote.prefix, quote.suffix))
    for name, quoted in wanted.items():
        for places in sources[name].places(quoted, most=1):
            for span in places.spans:
                marks[name][span.start : span.end] = b"\1" * (span.end - span.start)
    return [_of(text, marks[name]) for name, text in sorted(sources.items())]


def _of(text: SourceText, marks: bytearray) -> Coverage:
    counted = [index for index, sign in enumerate(text.raw) if not sign.isspace()]
    untouched = []
    offset = 0
    lines = text.raw.splitlines(keepends=True)
    for number, (line, normal) in enumerate(zip(lines, normalise_all(lines), strict=True), start=1):
        words = normal.strip(" |-#\t▪•➤■<>/")
        if any(sign.isalnum() for sign in words) and not any(marks[offset : offset + len(line)]):
            untouched.append(Line(number, words))
        offset += len(line)
    return Coverage(
        text.name, len(counted), sum(marks[index] for index in counted), tuple(untouched), text.layout is not None
    )


# The page on how much of each source text is in the data, and what was left out and why.

_HEAD = """# Kildernes dækning / Coverage of the sources

Denne side er skrevet af `strategigraf sources`. Andelen er den del af tekstens tegn
(uden mellemrum), som citaterne dækker. For linjer uden citat er begrundelsen fra `data/left-out.tsv` vist, ikke
ordlyden.

This page is written by `strategigraf sources`. The share is the part of the characters of the text
(without white space) that quotes cover. Lines without a quote are listed with the reason from `data/left-out.tsv`,
not with their wording.

| kilde / source | læst i / read in | andel / share | linjer uden citat / lines without a quote | uden begrundelse / \
without a reason |
| --- | --- | ---: | ---: | ---: |
"""


def without_reason(coverage: Coverage, left_out: Iterable[Exclusion]) -> list[Line]:
    """The untouched lines of *coverage* that no row of *left_out* accounts for, from top to bottom."""
    ranges = [(entry.first, entry.last) for entry in left_out if entry.file == coverage.name]
    return [line for line in coverage.untouched if not any(a <= line.number <= b for a, b in ranges)]


def coverage_sheet(coverages: Sequence[Coverage], missing: Sequence[Sequence[Line]], language: str) -> Sheet:
    """A row per source with its share, how many lines no quote has, and how many of these are *missing* a reason."""
    headings = [message(f"check.page.{name}") for name in ("source", "read-in", "share", "untouched", "unexplained")]
    rows = [
        (
            one.name,
            _read_in(one).in_language(language),
            f"{100 * one.share:.1f} %",
            str(len(one.untouched)),
            str(len(lines)),
        )
        for one, lines in zip(coverages, missing, strict=True)
    ]
    return Sheet(tuple(heading.in_language(language) for heading in headings), rows)


def _read_in(one: Coverage) -> Text:
    return message("common.read-in.file" if one.in_file else "common.read-in.transcript")


def coverage_page(coverages: Sequence[Coverage], left_out: Sequence[Exclusion]) -> str:
    """The page in Markdown: a row per source with its share, then what was left out of each, with the reasons."""
    lines = [_HEAD.rstrip("\n")]
    for one in coverages:
        missing = without_reason(one, left_out)
        where = _read_in(one)
        share = f"{100 * one.share:.1f} %"
        lines.append(f"| {one.name} | {where.da} / {where.en} | {share} | {len(one.untouched)} | {len(missing)} |")
    for one in coverages:
        entries = [entry for entry in left_out if entry.file == one.name]
        lines += ["", f"## {one.name}", "", "| linjer / lines | begrundelse | reason |", "| --- | --- | --- |"]
        for entry in entries:
            shown = str(entry.first) if entry.first == entry.last else f"{entry.first}-{entry.last}"
            lines.append(f"| {shown} | {markdown(entry.reason.da)} | {markdown(entry.reason.en)} |")
        lines += [f"| {line.number} | ingen begrundelse | no reason |" for line in without_reason(one, left_out)]
    return "\n".join(lines) + "\n"
