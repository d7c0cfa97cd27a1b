"""Tables of measurements (`SLUG.measurements.csv`): their rows, what these say as triples, and the description of such
a table for the web (CSVW).
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.rdf import DCTERMS, OA, RDF, SG, SKOS, XSD, expand
from strategigraf.files.turtle import Outline
from strategigraf.files.workspace import TABLE, in_iri

COLUMNS = (
    *("id", "indicator", "role", "value", "printed", "bound", "period", "start", "end"),
    *("breakdown", "document", "table", "row_heading", "column_heading", "cell"),
)
NOTE = "note"  # a further column, which a table need not have: more words of the source on the number
RFC_7111 = "http://tools.ietf.org/rfc/rfc7111"  # how a cell of a CSV file is named
DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
MOST_IN_GRAPH = 5000  # rows; of a larger table the graph has the newest for each indicator and role
_STARTING = "strategi"  # the name of a strategy of a table that has none before its ending


class Row(NamedTuple):
    """One measurement as its row has it, cells without the white space around them: the number of its line, its IRI and
    those of its indicator and document (empty where the cell is), and the other cells."""

    line: int
    id: str
    measurement: str
    indicator: str
    role: str
    value: str
    printed: str
    bound: str
    period: str
    start: str
    end: str
    breakdown: str
    document: str
    table: str
    row_heading: str
    column_heading: str
    cell: str
    note: str = ""

    @property
    def is_node(self) -> bool:
        """Whether its cell is a node of XML, found by its path."""
        return self.cell.startswith("/")


class Measurements(NamedTuple):
    """A table of measurements: its rows in order, the columns that it lacks, and the lines that do not have as many
    cells as there are columns."""

    rows: tuple[Row, ...]
    lacking: tuple[str, ...]
    uneven: tuple[int, ...]


def slug_of(path: Path) -> str:
    """The name of the strategy whose measurements the table *path* has."""
    return in_iri(path.name.removesuffix(TABLE).removesuffix(".")) or _STARTING


def read_measurements(path: Path, content: bytes) -> Measurements:
    """The table *path* with the *content* (UTF-8; what is not is replaced). Of a table that lacks columns the rows have
    these empty; further columns are passed over."""
    slug = slug_of(path)
    reader = csv.reader(StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    try:
        head = [name.strip() for name in next(reader, [])]
        places = [head.index(name) if name in head else len(head) for name in (*COLUMNS, NOTE)]
        rows: list[Row] = []
        uneven: list[int] = []
        for cells in reader:
            if any(cells):
                if len(cells) != len(head):
                    uneven.append(reader.line_num)
                filled = [*map(str.strip, cells), *[""] * (len(head) + 1 - len(cells))]
                rows.append(_row(slug, reader.line_num, [filled[place] for place in places]))
    except csv.Error:  # a cell of more than 131,072 characters, or a null
        uneven.append(reader.line_num)
    return Measurements(tuple(rows), tuple(name for name in COLUMNS if name not in head), tuple(uneven))


def _row(slug: str, line: int, cells: list[str]) -> Row:
    name, indicator, role, value, printed, bound, period, start, end, breakdown, document, *where = cells
    return Row(
        line, name, expand(f"{slug}/{in_iri(name)}"), _meant(slug, indicator), role, value, printed, bound, period,
        start, end, breakdown, _meant("documents", document), *where,
    )  # fmt: skip


def _meant(folder: str, name: str) -> str:
    """The IRI of what a cell names: in *folder*, where it does not say otherwise (`slug/name`); empty for none."""
    return (
        expand("/".join(in_iri(part) for part in (name if "/" in name else f"{folder}/{name}").split("/")))
        if name
        else ""
    )


def rows_in_graph(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Those of *rows* that are part of the graph: all, or of more than MOST_IN_GRAPH for each indicator and role
    the one whose period ends last (of several the first)."""
    if len(rows) <= MOST_IN_GRAPH:
        return rows
    newest: dict[tuple[str, str], Row] = {}
    for row in rows:
        known = newest.get((row.indicator, row.role))
        if known is None or row.end > known.end:
            newest[row.indicator, row.role] = row
    return tuple(newest.values())


# As triples.

_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def triples_of(rows: Iterable[Row]) -> bytes:
    """What *rows* say, as N-Triples: of each the measurement, the cell that is its evidence, and the two selectors by
    which the cell is found again, its headings and its place. A number or day in another style stays a text."""
    return "".join(line for row in rows for line in _lines(row)).encode()


def _lines(row: Row) -> Iterator[str]:
    it, cell, headings, place = _nodes(row)
    yield f"<{it}> <{RDF}type> <{SG}Measurement> .\n<{it}> <{SG}evidence> <{cell}> .\n"
    if row.indicator:
        yield f"<{it}> <{SG}ofIndicator> <{row.indicator}> .\n"
    for verb, name in (("measureRole", row.role), ("bound", row.bound)):
        if name:
            yield f"<{it}> <{SG}{verb}> <{SG}{in_iri(name)}> .\n"
    if row.value:
        yield f"<{it}> <{SG}value> {_typed(row.value, DECIMAL, 'decimal')} .\n"
    for verb, day in (("start", row.start), ("end", row.end)):
        if day:
            yield f"<{it}> <{SG}{verb}> {_typed(day, DATE, 'date')} .\n"
    for verb, words in (("valuePrinted", row.printed), ("datePrinted", row.period), ("breakdown", row.breakdown)):
        if words:
            yield f"<{it}> <{SG}{verb}> {_text(words)} .\n"
    if row.note:
        yield f"<{it}> <{SKOS}note> {_text(row.note)} .\n"
    yield f"<{cell}> <{RDF}type> <{SG}Cell> .\n<{cell}> <{OA}hasSelector> <{headings}> .\n"
    if row.document:
        yield f"<{cell}> <{OA}hasSource> <{row.document}> .\n"
    if row.is_node:
        yield f"<{headings}> <{RDF}type> <{OA}XPathSelector> .\n<{headings}> <{RDF}value> {_text(row.cell)} .\n"
        yield f"<{headings}> <{OA}exact> {_text(row.printed)} .\n"
        return
    yield f"<{headings}> <{RDF}type> <{SG}CellSelector> .\n"
    said = (
        *((SG + "table", row.table), (SG + "rowHeading", row.row_heading)),
        *((SG + "columnHeading", row.column_heading), (OA + "exact", row.printed)),
    )
    for predicate, words in said:
        if words:
            yield f"<{headings}> <{predicate}> {_text(words)} .\n"
    if row.cell:
        yield f"<{cell}> <{OA}hasSelector> <{place}> .\n<{place}> <{RDF}type> <{OA}FragmentSelector> .\n"
        yield f"<{place}> <{DCTERMS}conformsTo> <{RFC_7111}> .\n<{place}> <{RDF}value> {_text(row.cell)} .\n"


def _nodes(row: Row) -> tuple[str, str, str, str]:
    it = row.measurement
    return it, f"{it}-cell", f"{it}-cell-headings", f"{it}-cell-fragment"


def _text(words: str) -> str:
    return f'"{words.translate(_ESCAPED)}"'


def _typed(words: str, form: re.Pattern[str], datatype: str) -> str:
    return f"{_text(words)}^^<{XSD}{datatype}>" if form.fullmatch(words) else _text(words)


def outline_of(rows: Iterable[Row]) -> Outline:
    """What *rows* say, by property, as far as it counts for the index."""
    found = Outline([], defaultdict(list), defaultdict(list))
    for row in rows:
        it, cell, headings, place = _nodes(row)
        found.subjects.extend((it, cell, headings, *((place,) if row.cell else ())))
        found.leads[RDF + "type"] += [(it, SG + "Measurement"), (cell, SG + "Cell")]
        found.leads[SG + "evidence"].append((it, cell))
        if row.indicator:
            found.leads[SG + "ofIndicator"].append((it, row.indicator))
        if row.document:
            found.leads[OA + "hasSource"].append((cell, row.document))
    return found


# The description of a table for the web (CSVW).

_CELLS = {  # the property of each column, the end of the IRI that has it, and the IRI of its value where that is one
    "id": None, "indicator": (SG + "ofIndicator", "", "{base}{slug}/{{indicator}}"),
    "role": (SG + "measureRole", "", SG + "{{role}}"), "value": (SG + "value", "", ""),
    "printed": (OA + "exact", "-cell-headings", ""), "bound": (SG + "bound", "", SG + "{{bound}}"),
    "period": (SG + "datePrinted", "", ""), "start": (SG + "start", "", ""), "end": (SG + "end", "", ""),
    "breakdown": (SG + "breakdown", "", ""), "document": (OA + "hasSource", "-cell", "{base}documents/{{document}}"),
    "table": (SG + "table", "-cell-headings", ""), "row_heading": (SG + "rowHeading", "-cell-headings", ""),
    "column_heading": (SG + "columnHeading", "-cell-headings", ""), "cell": (RDF + "value", "-cell-fragment", ""),
}  # fmt: skip
_DATATYPES: dict[str, object] = {
    "id": {"base": "string", "format": NAME.pattern},
    "role": {"base": "string", "format": "Baseline|Target|Actual"},
    "value": {"base": "decimal", "format": {"decimalChar": "."}},
    "bound": {"base": "string", "format": "AtLeast|AtMost|Exactly"},
    "start": {"base": "date", "format": "yyyy-MM-dd"},
    "end": {"base": "date", "format": "yyyy-MM-dd"},
    "cell": {"base": "string", "format": "cell=[0-9]+,[0-9]+"},
}
_REQUIRED = ("id", "indicator", "role", "printed", "document", "row_heading", "column_heading")
_FURTHER = (  # what a row says beside its cells: subject, property, object, each by the end of its IRI
    ("", RDF + "type", SG + "Measurement"),
    ("", SG + "evidence", "-cell"),
    ("-cell", RDF + "type", SG + "Cell"),
    ("-cell", OA + "hasSelector", "-cell-headings"),
    ("-cell", OA + "hasSelector", "-cell-fragment"),
    ("-cell-headings", RDF + "type", SG + "CellSelector"),
    ("-cell-fragment", RDF + "type", OA + "FragmentSelector"),
    ("-cell-fragment", DCTERMS + "conformsTo", RFC_7111),
)


def description(path: Path) -> str:
    """The description of the table *path* by CSVW, as JSON: which cell is what of which node."""
    slug = slug_of(path)
    about = expand(f"{slug}/")
    base = about.removesuffix(f"{slug}/")
    columns: list[dict[str, object]] = []
    for name in COLUMNS:
        column: dict[str, object] = {"name": name, "titles": name, "datatype": _DATATYPES.get(name, "string")}
        column["required"] = name in _REQUIRED
        cell = _CELLS[name]
        if cell is None:
            column["suppressOutput"] = True
        else:
            predicate, end, value = cell
            column |= {"aboutUrl": f"{about}{{id}}{end}", "propertyUrl": predicate}
            column |= {"valueUrl": value.format(base=base, slug=slug)} if value else {}
        columns.append(column)
    for number, (end, predicate, value) in enumerate(_FURTHER, start=1):
        target = value if value.startswith("http") else f"{about}{{id}}{value}"
        columns.append(
            {
                "name": f"virtual{number}",
                "virtual": True,
                "aboutUrl": f"{about}{{id}}{end}",
                "propertyUrl": predicate,
                "valueUrl": target,
            }
        )
    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "da"}],
        "url": path.name,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {"aboutUrl": f"{about}{{id}}", "primaryKey": "id", "columns": columns},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
