"""Cells of tables as evidence: each looked for by the headings of its row and column; its place confirms it."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from strategigraf.check.quotes import (
    VERIFIED,
    QuoteCheck,
    QuoteRecord,
    check_quotes,
    check_quotes_of_text,
    quotes,
    verified_in_file,
)
from strategigraf.check.rules import Rule
from strategigraf.core.errors import FileNotRead
from strategigraf.core.policy import Finding, Severity
from strategigraf.core.rdf import DCTERMS, OA, RDF, SG, Iri, Term, Text, short
from strategigraf.core.report import Verification
from strategigraf.core.text import revealed
from strategigraf.files.measurements import RFC_7111, Row
from strategigraf.files.normal_form import normalise
from strategigraf.files.source_text import SourceText
from strategigraf.files.spreadsheet import SHEET, WORKBOOK
from strategigraf.files.tables import delimiter_of
from strategigraf.files.turtle import Statement
from strategigraf.files.xml_file import Node, read_xml_text, words_at
from strategigraf.store.sparql import Store

LEVELS = " › "  # between the levels of a heading
_OF_TABLES = (".csv", ".tsv")  # endings of files that are one table
_TOLD = 3  # other contents of the same headings that a finding tells
_DANISH = re.compile(r"(-?[0-9]{1,15}(?:[.][0-9]{3}){0,5}(?:,[0-9]{1,15})?)(?: ?(?:%|pct[.]))?")
_RULE_LINE = re.compile(r"[\s:|-]+")
CELL_RULES = {
    name: Rule(f"cell-{name}", severity, message)
    for name, severity, message in (
        (
            "ambiguous",
            Severity.VIOLATION,
            Text(
                "Flere celler i kilden har de overskrifter og det indhold. Tilføj sg:table eller flere niveauer i"
                " overskriften (»Drift › 2025«).",
                "Several cells of the source have these headings and this content. Add sg:table or more levels of the"
                " heading (“Drift › 2025”).",
            ),
        ),
        (
            "missing",
            Severity.VIOLATION,
            Text(
                "Kilden har ingen celle med de overskrifter og det indhold. Ret overskrifterne eller oa:exact efter"
                " kilden.",
                "The source has no cell with these headings and this content. Correct the headings or oa:exact by the"
                " source.",
            ),
        ),
        (
            "moved",
            Severity.VIOLATION,
            Text(
                "Cellen er et andet sted i kilden, end data angiver. Ret fragmentet eller sg:table.",
                "The cell is elsewhere in the source than the data say. Correct the fragment or sg:table.",
            ),
        ),
        (
            "unverifiable",
            Severity.WARNING,
            Text(
                "Kildens tabel blev ikke fundet. Angiv mappen med --sources; celler findes i .csv, .tsv, .xlsx, .xml,"
                " i tabeller i .md og i tabeller, som »strategigraf read« har fundet.",
                "The table of the source was not found. Give its folder with --sources; cells are found in .csv, .tsv,"
                " .xlsx, .xml, in tables of .md and in tables that “strategigraf read” has found.",
            ),
        ),
    )
}


class CellRecord(NamedTuple):
    """A cell as the data have it: the node, the file of its document, the caption of its table, the headings of its row
    and column, its content, and its place as a fragment of RFC 7111 or, in XML, as a path (each empty where it is not
    said)."""

    cell: str
    file: str
    table: str
    row: str
    column: str
    exact: str
    fragment: str

    @property
    def is_node(self) -> bool:
        """Whether it is a node of XML, found by its path."""
        return self.fragment.startswith("/")

    @property
    def place(self) -> str:
        """What it is found by: its path, or its headings."""
        return self.fragment if self.is_node else f"{self.row} × {self.column}"


class CellCheck(NamedTuple):
    """What became of looking for a cell: exact, normalised, ambiguous, moved, missing or unverifiable; and where it is
    in its table, or what is there in its place."""

    record: CellRecord
    status: str
    found: str = ""


def cells_of_rows(rows: Iterable[Row], files: Mapping[str, str]) -> Iterator[CellRecord]:
    """The cells that *rows* of a table of measurements rest on; *files* are those of the documents."""
    for row in rows:
        if row.document and row.printed and (row.is_node or (row.row_heading and row.column_heading)):
            headings = (row.row_heading, row.column_heading)
            file = files.get(row.document, "")
            yield CellRecord(row.measurement, file, row.table, *headings, row.printed, row.cell)


def cells_of_statements(statements: Iterable[Statement], own: Collection[str]) -> Iterator[CellRecord]:
    """The cells among *own* that have headings, by what *statements* say."""
    said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, verb, value in statements:
        said[subject.value][verb.value].append(value)

    def first(node: str, verb: str) -> str:
        return next((value.value for value in said[node][verb]), "") if node in said else ""

    for cell in [node for node, told in said.items() if Iri(SG + "Cell") in told[RDF + "type"] and node in own]:
        selectors = [value.value for value in said[cell][OA + "hasSelector"]]
        headings = next((node for node in selectors if first(node, SG + "rowHeading")), "")
        place = next((node for node in selectors if first(node, DCTERMS + "conformsTo") == RFC_7111), "")
        node = next((one for one in selectors if first(one, RDF + "value").startswith("/")), "")
        if node and first(node, OA + "exact"):
            file = first(first(cell, OA + "hasSource"), SG + "textFile")
            yield CellRecord(cell, file, "", "", "", first(node, OA + "exact"), first(node, RDF + "value"))
        elif headings and first(headings, SG + "columnHeading") and first(headings, OA + "exact"):
            yield CellRecord(
                cell,
                first(first(cell, OA + "hasSource"), SG + "textFile"),
                first(headings, SG + "table"),
                first(headings, SG + "rowHeading"),
                first(headings, SG + "columnHeading"),
                first(headings, OA + "exact"),
                first(place, RDF + "value") if place else "",
            )


def check_cells(records: Iterable[CellRecord], sources: Mapping[str, SourceText]) -> list[CellCheck]:
    """What became of looking for each of *records* in the *sources* by file name."""
    tables: dict[str, list[_Table]] = {}
    roots: dict[str, Node | None] = {}
    found = []
    for record in records:
        if record.is_node:
            if record.file not in roots:
                roots[record.file] = _root(sources[record.file]) if record.file in sources else None
            found.append(_check_node(record, roots[record.file]))
            continue
        if record.file not in tables:
            known = record.file in sources
            tables[record.file] = list(_tables(record.file, sources[record.file])) if known else []
        found.append(_check(record, tables[record.file]))
    return found


def checked_cells(
    statements: Iterable[Statement], own: Collection[str], sources: Mapping[str, SourceText]
) -> list[CellCheck]:
    """What became of looking for the cells of `cells_of_statements`."""
    return check_cells(cells_of_statements(statements, own), sources)


def checked_rows(rows: Iterable[Row], files: Mapping[str, str], sources: Mapping[str, SourceText]) -> list[CellCheck]:
    """What became of looking for the cells of `cells_of_rows`."""
    return check_cells(cells_of_rows(rows, files), sources)


def _root(text: SourceText) -> Node | None:
    """The root of the XML *text*; None where it is none."""
    try:
        return read_xml_text(Path(text.name), text.raw).root
    except FileNotRead:
        return None


def _check_node(record: CellRecord, root: Node | None) -> CellCheck:
    if root is None:
        return CellCheck(record, "unverifiable")
    there = words_at(root, record.fragment)
    if there is not None and normalise(there) == normalise(record.exact):
        return CellCheck(record, "exact" if there == record.exact else "normalised")
    return CellCheck(record, "missing", there or "")


def cell_findings(checks: Iterable[CellCheck], path: Path, line_of: Callable[[str], int]) -> Iterator[Finding]:
    """A finding for each of *checks* that did not find its cell; *line_of* says where the file *path* has it."""
    for check in checks:
        if check.status in CELL_RULES:
            rule, record = CELL_RULES[check.status], check.record
            told = f"{record.place}: “{record.exact}”" + (f" ≠ “{check.found}”" if check.found else "")
            place = (str(path), line_of(record.cell))
            yield Finding(rule.name, rule.severity, *place, short(record.cell), rule.message, revealed(told))


OF_CELLS = "cell-"  # begins the counts of cells by status


def cell_counts(checks: Iterable[CellCheck]) -> dict[str, int]:
    """How many of *checks* have each status, under names that no count of quotes has."""
    return dict(Counter(f"{OF_CELLS}{check.status}" for check in checks))


# Quotes and cells together: all evidence.


def checks_of_evidence(store: Store, sources: Mapping[str, SourceText]) -> list[QuoteCheck]:
    """The status of every quote in *store* and then of every cell, its headings as its section."""
    return [*check_quotes(store, sources), *checks_of_cells(store, sources)]


def verified_evidence(store: Store, sources: Mapping[str, SourceText]) -> dict[str, bool]:
    """For each quote and cell in *store* (IRI) whether its words stand in *sources* where it says."""
    return {check.record.quote: check.status in VERIFIED for check in checks_of_evidence(store, sources)}


def verification(store: Store, wanted: Iterable[str], sources: Mapping[str, SourceText]) -> Verification:
    """How many of the quotes and cells among *wanted* (IRIs) stand in *sources* (texts by file name) where and as they
    are quoted."""
    chosen = set(wanted)
    by_file: dict[str, list[QuoteRecord]] = defaultdict(list)
    for record in quotes(store):
        if record.quote in chosen:
            by_file[record.file].append(record)
    checks = [check for file in sorted(by_file) for check in check_quotes_of_text(by_file[file], sources.get(file))]
    cells = [check for check in checks_of_cells(store, sources) if check.record.quote in chosen]
    verified = sum(check.status in VERIFIED for check in [*checks, *cells])
    return Verification(verified, len(checks) + len(cells), verified_in_file([*checks, *cells]), len(cells))


def checks_of_cells(store: Store, sources: Mapping[str, SourceText]) -> list[QuoteCheck]:
    """The status of every cell in *store*, its headings as its section."""
    records: dict[str, tuple[CellRecord, QuoteRecord]] = {}
    for cell, exact, row, column, table, place, document, file in store.rows_of("check/cells"):
        if cell not in records or (row and not records[cell][0].row):
            record = CellRecord(cell, file, table, row, column, exact, place)
            records[cell] = record, QuoteRecord(cell, exact, "", "", record.place, document, file)
    checks = check_cells([record for record, _ in records.values()], sources)
    return [
        QuoteCheck(quote, check.status, file_is_publishers(sources, quote.file))
        for check, (_, quote) in zip(checks, records.values(), strict=True)
    ]


def file_is_publishers(sources: Mapping[str, SourceText], file: str) -> bool:
    """Whether the source *file* is the publisher's own, no transcript: a table, workbook, XML, or one that was read."""
    return file in sources and (
        file.lower().endswith((*_OF_TABLES, WORKBOOK, ".xml")) or sources[file].layout is not None
    )


class _Table:
    """One table of a source: its rows of cells with those of its heading, the words above it, whether its cells are
    counted as RFC 7111 does, and whether they are numbers of a workbook, which may be printed in several ways."""

    def __init__(self, rows: Sequence[Sequence[str]], caption: str, counted: bool, of_numbers: bool = False) -> None:
        self.rows = rows
        self.caption = normalise(caption)
        self.counted = counted
        self.of_numbers = of_numbers
        self._known: dict[tuple[bool, int], dict[str, list[int]]] = {}
        self._contents: dict[tuple[str, str], dict[str | Decimal, list[tuple[int, int]]]] = {}

    def holding(self, row: str, column: str, exact: str) -> list[tuple[int, int]]:
        """Those of `places` that hold *exact*."""
        headings = (row, column)
        if headings not in self._contents:  # a table may have hundreds of rows of one heading, each looked for
            contents = self._contents[headings] = defaultdict(list)
            for line, place in self.places(row, column):
                for content in self._contents_of(self.rows[line][place]):
                    contents[content].append((line, place))
        found = self._contents[headings]
        return sorted({place for content in self._contents_of(exact) for place in found.get(content, ())})

    def _contents_of(self, text: str) -> Iterator[str | Decimal]:
        """What a cell that holds *text* is known by: its normal form, and its number where it may be printed so."""
        yield normalise(text)
        number = _number(text) if self.of_numbers else None
        if number is not None:
            yield number

    def places(self, row: str, column: str) -> list[tuple[int, int]]:
        """The cells with these headings: row and column, counted from 0 with the heading."""
        lines, columns = self._headed(row, True), self._headed(column, False)
        return [(line, place) for place in columns for line in lines if place < len(self.rows[line])]

    def _headed(self, heading: str, of_rows: bool) -> list[int]:
        parts = [part.strip() for part in heading.split(LEVELS.strip())]
        levels = len(parts)
        key = (of_rows, levels)
        if key not in self._known:
            width = max(map(len, self.rows), default=0)
            lines = [list(row) + [""] * (width - len(row)) for row in self.rows]
            names: dict[str, list[int]] = defaultdict(list)
            for number, cells in enumerate(lines if of_rows else zip(*lines, strict=True)):
                names[LEVELS.join(map(normalise, cells[:levels]))].append(number)
            self._known[key] = names
        return self._known[key].get(LEVELS.join(map(normalise, parts)), [])


def _check(record: CellRecord, tables: Sequence[_Table]) -> CellCheck:
    if not tables:
        return CellCheck(record, "unverifiable")
    meant = [table for table in tables if normalise(record.table) in table.caption] if record.table else list(tables)
    alike = [(table, place) for table in meant for place in table.holding(record.row, record.column, record.exact)]
    if not alike:
        headed = [(table, place) for table in meant for place in table.places(record.row, record.column)]
        elsewhere = [one for table in tables for one in table.places(record.row, record.column)] if record.table else []
        there = list(dict.fromkeys(table.rows[line][column] for table, (line, column) in headed[:_TOLD]))
        told = " / ".join([*there, "…"] if len(headed) > _TOLD else there)
        return CellCheck(record, "moved" if elsewhere and not headed else "missing", told)
    placed = [_fragment(place) for table, place in alike if table.counted]
    if len(alike) > 1 and record.fragment not in placed:
        return CellCheck(record, "ambiguous", ", ".join(placed))
    if placed and record.fragment and record.fragment not in placed:
        return CellCheck(record, "moved", ", ".join(placed) or "–")
    table, (line, column) = next((one for one in alike if record.fragment == _fragment(one[1])), alike[0])
    return CellCheck(record, "exact" if table.rows[line][column] == record.exact else "normalised")


def _number(text: str) -> Decimal | None:
    """*text* as a number, with a decimal comma; None where it is none."""
    match = _DANISH.fullmatch(text.replace("\xa0", " ").strip())
    return Decimal(match[1].replace(".", "").replace(",", ".")) if match else None


def _fragment(place: tuple[int, int]) -> str:
    return f"cell={place[0] + 1},{place[1] + 1}"


def _tables(name: str, text: SourceText) -> Iterator[_Table]:
    if name.lower().endswith(_OF_TABLES):
        lines = csv.reader(StringIO(text.raw, newline=""), delimiter=delimiter_of(text.raw))
        rows = [[cell.strip() for cell in row] for row in lines]
        yield _Table(rows, "", True)
        return
    if name.lower().endswith(WORKBOOK):
        yield from _sheets(text.raw)
        return
    if text.layout is not None:
        yield from _read_tables(text)
        return
    outline, offset, start = text.outline(), 0, 0
    rows = []
    for line in [*text.raw.splitlines(keepends=True), ""]:
        if line.lstrip().startswith("|"):
            start = start if rows else offset
            if "-" not in line or not _RULE_LINE.fullmatch(line):
                rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif rows:
            yield _Table(rows, outline.locator(start), False)
            rows = []
        offset += len(line)


def _sheets(raw: str) -> Iterator[_Table]:
    """The sheets of a workbook, each a table with its name as caption."""
    rows: list[list[str]] = []
    caption = ""
    for line in [*raw.split("\n"), SHEET]:
        if line.startswith(SHEET):
            if rows:
                yield _Table(rows, caption, False, of_numbers=True)
            caption, rows = line.removeprefix(SHEET), []
        else:
            rows.append([cell.strip() for cell in line.split("\t")])


def _read_tables(text: SourceText) -> Iterator[_Table]:
    """The tables that were found when the publisher's file was read: lines with a tab between cells."""
    outline, offset, start = text.outline(), 0, 0
    rows: list[list[str]] = []
    for line in [*text.raw.splitlines(keepends=True), ""]:
        if "\t" in line:
            start = start if rows else offset
            rows.append([cell.strip() for cell in line.rstrip("\r\n").split("\t")])
        elif rows:
            yield _Table(rows, outline.locator(start), False)
            rows = []
        offset += len(line)
