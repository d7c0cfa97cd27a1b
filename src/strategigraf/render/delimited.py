"""Answers as CSV, TSV, Markdown and JSON, and in the W3C's formats for results of SPARQL and graphs."""

import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain, groupby, islice, repeat
from typing import Any

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import PREFIXES, XSD_STRING, Blank, Iri, Literal, Term, Text, prefixed
from strategigraf.core.table import Answer, Sheet, Table, Triples, Truth
from strategigraf.core.text import (
    ADDED,
    REMOVED,
    Revision,
    cell,
    code_point,
    csv_line,
    markdown,
    one_line,
    paragraph,
    turtle_term,
)

# Long texts.

_AT_ONCE = 65_536  # bytes that are packed together


class Packed:
    """The bytes of a long text in *pieces*, packed until they are gone through: a tenth of them, of what a country
    says."""

    def __init__(self, pieces: Iterable[bytes] = ()) -> None:
        self._packed: list[bytes] = []
        self._open = bytearray()
        self.extend(pieces)

    def extend(self, pieces: Iterable[bytes]) -> None:
        """Adds *pieces* at the end."""
        if isinstance(pieces, Packed):
            self._pack()
            self._packed += pieces._packed
            self._open += pieces._open
            return
        for piece in pieces:
            self._open += piece
            if len(self._open) >= _AT_ONCE:
                self._pack()

    def _pack(self) -> None:
        if self._open:
            self._packed.append(zlib.compress(self._open, 1))
            self._open.clear()

    def __iter__(self) -> Iterator[bytes]:
        yield from map(zlib.decompress, self._packed)
        yield bytes(self._open)


# Records as JSON.


def json_text(record: object) -> str:
    """*record* as JSON, two blanks a level, letters as they are, ended by a line break."""
    text = StringIO()  # the encoder's pieces, of which there are many small ones, are not kept
    text.writelines(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(record))
    text.write("\n")
    return text.getvalue()


def json_items(records: Iterable[object], depth: int) -> str:
    """*records* as they stand in a list of the JSON text of `json_text`, at *depth* levels, without the brackets."""
    encoder = json.JSONEncoder(ensure_ascii=False, indent=2)
    margin = "\n" + "  " * depth
    return ",".join(margin + encoder.encode(record).replace("\n", margin) for record in records)


def json_pieces(value: object, depth: int = 0) -> Iterator[str]:
    """*value* as `json_text` writes it *depth* levels deep, in pieces and without the last line break. An iterator in
    it is written as a list, of which no more than some items are there at a time."""
    end = "\n" + "  " * depth
    if isinstance(value, Iterator):
        mark = "["
        for items in iter(lambda: list(islice(value, 1000)), []):
            yield mark + json_items(items, depth + 1)
            mark = ","
        yield "[]" if mark == "[" else end + "]"
    elif isinstance(value, dict) and value:
        for mark, (key, inner) in zip(chain("{", repeat(",")), value.items(), strict=False):
            yield f"{mark}{end}  {json.dumps(key, ensure_ascii=False)}: "
            yield from json_pieces(inner, depth + 1)
        yield end + "}"
    else:
        yield json_text(value).rstrip("\n").replace("\n", end)


_FORMULA = re.compile(r'(?<=^")[=+\-@]')

# The content of an answer to SPARQL in a format that fits it.

OF_TABLES = ("table", "csv", "tsv", "json")
OF_GRAPHS = ("turtle", "ntriples", "jsonld")


def query_content(answer: Answer, format_name: str | None, prefixes: Mapping[str, str]) -> str:
    """*answer* in the format, or without one as an aligned table, with names by *prefixes*, or Turtle. Raises
    WrongValue where it does not fit."""

    chosen_format = format_name or ("turtle" if isinstance(answer, Triples) else "table")
    fitting_formats = (
        OF_GRAPHS if isinstance(answer, Triples) else ("table", "json") if isinstance(answer, Truth) else OF_TABLES
    )
    if chosen_format not in fitting_formats:
        raise WrongValue(
            Text(
                da=f"Formatet {chosen_format} passer ikke til dette svar.",
                en=f"The format {chosen_format} does not fit this answer.",
            ),
            Text(da=f"Brug {', '.join(fitting_formats)}.", en=f"Use {', '.join(fitting_formats)}."),
        )
    if isinstance(answer, Triples):
        if chosen_format == "turtle":
            return graph_turtle(answer)
        return graph_ntriples(answer) if chosen_format == "ntriples" else graph_jsonld(answer)
    if chosen_format == "json":
        return result_json(answer)
    if isinstance(answer, Truth):
        return "true\n" if answer.value else "false\n"
    if chosen_format == "csv":
        return result_csv(answer)
    return result_tsv(answer) if chosen_format == "tsv" else plain(query_sheet(answer, prefixes))


def query_sheet(table: Table, prefixes: Mapping[str, str]) -> Sheet:
    """*table* for people, things by the names that a query may have for them, with *prefixes*."""
    rows = tuple(tuple("" if term is None else _query_term(term, prefixes) for term in row) for row in table.rows)
    return Sheet(tuple(column.name for column in table.columns), rows)


# Sheets as text.

_UNUSUAL = re.compile(r"[^\x00-\u02ff\u2010-\u25ff]")  # all but Latin letters and the signs of this project


_WIDEST = 1000  # signs of a line, above which nobody reads columns below each other


def plain(sheet: Sheet) -> str:
    """*sheet* as aligned columns, two blanks apart, without lines or colour; notes below. Where a line would have more
    than 1,000 signs the cells have a tab between them, and no blanks."""
    lines = [sheet.title, ""] if sheet.title else []
    body = [tuple(one_line(text) for text in row) for row in sheet.rows]
    table = (sheet.headings, *body)
    widths = [list(map(width, row)) for row in table]
    column_widths = [max(column) for column in zip(*widths, strict=True)]
    wide = sum(column_widths) + 2 * len(column_widths) > _WIDEST
    for row, row_widths in zip(table, widths, strict=True):
        if wide:
            lines.append("\t".join(row).rstrip())
            continue
        padded = [
            text + " " * (column_width - cell_width)
            for text, column_width, cell_width in zip(row, column_widths, row_widths, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return (
        "\n".join([*lines, *([""] if sheet.notes else []), *(one_line_keeping_indent(note) for note in sheet.notes)])
        + "\n"
    )


def one_line_keeping_indent(text: str) -> str:
    """*text* on one line, with the blanks that it begins with."""
    return " " * (len(text) - len(text.lstrip(" "))) + one_line(text)


def csv(sheet: Sheet) -> str:
    """*sheet* as CSV (RFC 4180: commas, CRLF, quotation marks doubled); no title and no notes."""
    return _joined(map(csv_line, chain([sheet.headings], sheet.rows)))


def _joined(lines: Iterable[str]) -> str:
    """Many *lines* as one text: in UTF-8 on the way there, where they take half the room."""
    return b"".join(line.encode("utf-8", "surrogatepass") for line in lines).decode("utf-8", "surrogatepass")


def excel_csv(text: str, decimals: Collection[str]) -> str:
    """The CSV *text* as Excel opens it in columns where a comma is the decimal sign: with semicolons, and with decimal
    commas in the columns *decimals*."""
    import csv

    rows = list(csv.reader(StringIO(text, newline="")))
    converted = {index for index, name in enumerate(rows[0] if rows else ()) if name in decimals}
    lines = StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    for row in rows:
        writer.writerow(value.replace(".", ",") if index in converted else value for index, value in enumerate(row))
    return lines.getvalue()


def tsv(sheet: Sheet) -> str:
    """*sheet* as tab-separated values, a tab or line break inside a cell as a blank; no title and no notes."""
    lines = chain([sheet.headings], sheet.rows)
    return _joined("\t".join(one_line(cell(text)) for text in row) + "\n" for row in lines)


def markdown_table(sheet: Sheet) -> str:
    """*sheet* as a Markdown table, its title as a heading; its notes below, sentences as paragraphs, several in a row
    and indented ones (quotes) as lists."""
    lines = [f"## {markdown(sheet.title)}", ""] if sheet.title else []
    lines.append("| " + " | ".join(markdown(heading) for heading in sheet.headings) + " |")
    lines.append("|" + " --- |" * len(sheet.headings))
    lines += ["| " + " | ".join(map(_markdown_cell, row)) + " |" for row in sheet.rows]
    for _, notes in groupby(sheet.notes, key=lambda note: bool(note.strip())):
        lines += _markdown_notes(list(notes))
    return "\n".join(lines) + "\n"


def width(text: str) -> int:
    """How many columns of a terminal *text* takes."""
    if text.isascii() or not _UNUSUAL.search(text):
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _markdown_notes(notes: list[str]) -> list[str]:
    """*notes* between two empty ones: a paragraph, a list, or paragraphs that each have a list of the
    indented notes below them."""
    if not notes[0].strip():
        return []
    indented = [note.startswith(" ") for note in notes]
    if not any(indented) and len(notes) > 1:
        return ["", *(f"- {paragraph(note)}" for note in notes)]
    lines = []
    previous_indented = None
    for note, note_indented in zip(notes, indented, strict=True):
        lines += [""] if not note_indented or not previous_indented else []
        lines.append(f"- {paragraph(note)}" if note_indented else paragraph(note))
        previous_indented = note_indented
    return lines


def _markdown_cell(text: str) -> str:
    if not isinstance(text, Revision):
        return markdown(text)
    marks = {REMOVED: "~~", ADDED: "**"}
    marked_texts = (
        (marks.get(segment.kind, ""), markdown(segment.print or segment.draft)) for segment in text.segments
    )
    return " ".join(f"{mark}{text_part}{mark}" for mark, text_part in marked_texts if text_part)


def result_json(answer: Table | Truth) -> str:
    """*answer* as SPARQL 1.1 Query Results JSON, variables in the order of the query."""
    if isinstance(answer, Truth):
        return json_text({"head": {}, "boolean": answer.value})
    names = [column.name for column in answer.columns]
    bindings = [
        {name: _json_term(value) for name, value in zip(names, row, strict=True) if value is not None}
        for row in answer.rows
    ]
    return json_text({"head": {"vars": names}, "results": {"bindings": bindings}})


def result_csv(table: Table) -> str:
    """*table* as SPARQL 1.1 Query Results CSV; a value that a spreadsheet would take for a formula is escaped."""
    rows = (["" if value is None else _plain_term(value) for value in row] for row in table.rows)
    return _joined(map(csv_line, chain([[column.name for column in table.columns]], rows)))


def result_tsv(table: Table) -> str:
    """*table* as SPARQL 1.1 Query Results TSV: terms as in Turtle, on one line."""
    lines = ["\t".join("?" + column.name for column in table.columns)]
    lines += ["\t".join("" if value is None else _turtle_term(value) for value in row) for row in table.rows]
    return "".join(line + "\n" for line in lines)


def graph_turtle(answer: Triples) -> str:
    """*answer* as Turtle in the house style."""
    from strategigraf.files.turtle_format import format_statements

    return format_statements(list(answer.triples), {})


def graph_ntriples(answer: Triples) -> str:
    """*answer* as N-Triples, sorted."""
    return "".join(sorted(f"{_turtle_term(s)} {_turtle_term(p)} {_turtle_term(o)} .\n" for s, p, o in answer.triples))


def graph_jsonld(answer: Triples) -> str:
    """*answer* as expanded JSON-LD, nodes and properties in order of their IRIs."""
    nodes: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, target in sorted(answer.triples, key=lambda t: [_turtle_term(x) for x in t]):
        node = nodes.setdefault(_node_id(subject), {})
        if (
            isinstance(predicate, Iri)
            and predicate.value == PREFIXES["rdf"] + "type"
            and not isinstance(target, Literal)
        ):
            node.setdefault("@type", []).append(_node_id(target))
        else:
            node.setdefault(predicate.value, []).append(_jsonld_value(target))
    return json_text([{"@id": name, **dict(sorted(properties.items()))} for name, properties in sorted(nodes.items())])


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.value}
    record = {"type": "literal", "value": term.value}
    if term.language:
        record["xml:lang"] = term.language
    elif term.datatype != XSD_STRING:
        record["datatype"] = term.datatype
    return record


def _query_term(term: Term, prefixes: Mapping[str, str]) -> str:
    return prefixed(term.value, prefixes) if isinstance(term, Iri) else _plain_term(term)


def _plain_term(term: Term) -> str:
    return "_:" + term.value if isinstance(term, Blank) else term.value


def _turtle_term(term: Term) -> str:
    """*term* as in Turtle; a literal that a spreadsheet would take for a formula is the same literal, but no
    formula."""
    turtle = turtle_term(term)
    return _FORMULA.sub(code_point, turtle, count=1) if isinstance(term, Literal) else turtle


def _node_id(term: Term) -> str:
    return "_:" + term.value if isinstance(term, Blank) else term.value


def _jsonld_value(term: Term) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": _node_id(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    return {"@value": term.value} if term.datatype == XSD_STRING else {"@type": term.datatype, "@value": term.value}
