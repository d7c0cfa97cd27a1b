"""Evidence: every quote looked for in the source text that it is said to stand in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from strategigraf.files.outline import Outline
from strategigraf.files.source_text import Places, Quoted, SourceText
from strategigraf.use.store import Store
from strategigraf.values.namespaces import OA, RDF, SG
from strategigraf.values.text import Text

STATUSES = ("exact", "normalised", "ambiguous", "inside-word", "moved", "missing", "unverifiable")
VERIFIED = ("exact", "normalised")

STATUS_MESSAGES = {
    "ambiguous": Text(
        "Citatets ord står flere steder i kilden. Tilføj oa:prefix eller oa:suffix.",
        "The words of the quote stand more than once in the source. Add oa:prefix or oa:suffix.",
    ),
    "inside-word": Text(
        "Citatet begynder eller slutter midt i et ord eller tal i kilden. Ret oa:exact til hele ord og tal.",
        "The quote begins or ends inside a word or number of the source. Correct oa:exact to whole words and numbers.",
    ),
    "moved": Text(
        "Citatets ord står et andet sted, end sg:section, oa:prefix og oa:suffix siger. Ret dem efter det, som"
        " “strategigraf quote” viser.",
        "The words of the quote stand elsewhere than sg:section, oa:prefix and oa:suffix say. Correct them by what"
        " “strategigraf quote” prints.",
    ),
    "missing": Text(
        "Citatets ord står ikke i kilden. Ret oa:exact efter kilden.",
        "The words of the quote do not stand in the source. Mend oa:exact by the source.",
    ),
    "unverifiable": Text(
        "Kildeteksten er ikke til stede, så citatet kan ikke efterprøves. Angiv --sources.",
        "The source text is not to hand, so the quote cannot be verified. Give --sources.",
    ),
}

OF_QUOTES = frozenset(  # the predicates that say what a quote is and where it stands
    [RDF + "type", *(OA + name for name in ("hasSelector", "hasSource", "exact", "prefix", "suffix"))]
) | {SG + name for name in ("section", "textFile", "sha256")}
_QUOTES = f"""
PREFIX oa: <{OA}> PREFIX sg: <{SG}>
SELECT ?quote ?exact ?prefix ?suffix ?section ?document ?file WHERE {{
  ?quote a sg:Quote .
  OPTIONAL {{ ?quote oa:hasSelector ?selector .
    OPTIONAL {{ ?selector oa:exact ?exact }}
    OPTIONAL {{ ?selector oa:prefix ?prefix }}
    OPTIONAL {{ ?selector oa:suffix ?suffix }} }}
  OPTIONAL {{ ?quote sg:section ?section }}
  OPTIONAL {{ ?quote oa:hasSource ?document . OPTIONAL {{ ?document sg:textFile ?file }} }}
}}
ORDER BY ?quote ?exact ?prefix ?suffix ?section ?document ?file"""
_TEXTS = f"""
PREFIX sg: <{SG}>
SELECT ?document ?file ?sha256 WHERE {{ ?document sg:textFile ?file OPTIONAL {{ ?document sg:sha256 ?sha256 }} }}
ORDER BY ?document"""


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


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of looking for a quote."""

    record: QuoteRecord
    status: str


@dataclass(frozen=True, slots=True)
class TextCheck:
    """A document whose source text is not the one that its quotes were read from: both checksums."""

    document: str
    file: str
    expected: str
    found: str


def quotes(store: Store) -> list[QuoteRecord]:
    """All quotes in *store*, by IRI."""
    return [QuoteRecord(*row) for row in store.rows(_QUOTES)]


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
    return [QuoteCheck(record, _status(record, outline, place)) for record, place in zip(records, places, strict=True)]


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


def verified_quotes(store: Store, sources: Mapping[str, SourceText]) -> dict[str, bool]:
    """For each quote in *store* (IRI) whether its words stand in *sources* where it says."""
    return {check.record.quote: check.status in VERIFIED for check in check_quotes(store, sources)}


def check_texts(store: Store, sources: Mapping[str, SourceText]) -> list[TextCheck]:
    """The documents in *store* whose source text has another checksum than the data say, by IRI; line ends and a byte
    order mark aside."""
    found = []
    for document, file, expected in store.rows(_TEXTS):
        text = sources.get(file)
        if text is not None and not text.agrees_with(expected):
            found.append(TextCheck(document, file, expected, text.checksum))
    return found


def text_files(store: Store) -> list[str]:
    """The names of the source texts of all documents in *store*, by document."""
    return [file for _, file, _ in store.rows(_TEXTS)]


def tally(checks: list[QuoteCheck]) -> dict[str, int]:
    """How many of *checks* have each status, in the order of the statuses; all statuses, none left out."""
    counts = Counter(check.status for check in checks)
    return {status: counts[status] for status in STATUSES}


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
