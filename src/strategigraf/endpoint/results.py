"""The forms of an answer by their media types: which of them is wanted, and the engine's result written in it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from strategigraf.core.errors import QueryFailed, QueryTooHeavy
from strategigraf.core.rdf import XSD_STRING, Text
from strategigraf.endpoint.errors import NotAcceptable

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES = "text/turtle", "application/n-triples"
RDF_XML, JSON_LD = "application/rdf+xml", "application/ld+json"
# The first of each is what is sent where nothing is asked for; of those that are wanted alike the first is sent.
OF_TABLES = {
    JSON: JSON,
    XML: XML,
    CSV: CSV,
    TSV: TSV,
    "application/json": JSON,
    "application/xml": XML,
    "text/xml": XML,
}
OF_GRAPHS = {
    TURTLE: TURTLE,
    NTRIPLES: NTRIPLES,
    RDF_XML: RDF_XML,
    JSON_LD: JSON_LD,
    "application/x-turtle": TURTLE,
    "text/plain": NTRIPLES,
    "application/json": JSON_LD,
    "application/xml": RDF_XML,
    "text/xml": RDF_XML,
}
_LARGEST_TERMS = 20_000  # terms whose text is kept while a table is written: most come again


FORMATS = {  # what `format` of a request may be
    "json": JSON, "xml": XML, "csv": CSV, "tsv": TSV, "turtle": TURTLE, "ntriples": NTRIPLES, "rdfxml": RDF_XML,
    "jsonld": JSON_LD,
}  # fmt: skip


def wanted(accept: str, offered: Iterable[str]) -> str | None:
    """The media type of those *offered* that the header *accept* wants most, the first of those it wants alike; None
    where it wants none. An empty header wants the first."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best, most = None, 0.0
    for kind in offered:
        quality = _quality(kind, ranges) if ranges else 1.0
        if quality > most:
            best, most = kind, quality
    return best


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    given = (value for name, _, value in (parameter.partition("=") for parameter in parameters) if name.strip() == "q")
    try:
        return kind, min(1.0, max(0.0, float(next(given, "1"))))
    except ValueError:
        return kind, 0.0


def _quality(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """How much *kind* is wanted by *ranges*: what names it counts before what names its half, and that before all."""
    for named in (kind, kind.partition("/")[0] + "/*", "*/*"):
        found = [quality for wanted_kind, quality in ranges if wanted_kind == named]
        if found:
            return max(found)
    return 0.0


# What the engine gives, as bytes.


def content(result: Any, table_type: str | None, graph_type: str | None, rows: int, size: int) -> tuple[bytes, str]:
    """*result* of the engine written as *table_type*, or as *graph_type* where it is a graph, with the media type; at
    most *rows* rows or triples and *size* bytes. Raises QueryTooHeavy beyond, NotAcceptable where that type is None,
    QueryFailed for a graph that the form cannot hold."""
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryTriples):
        return _graph(result, _demanded(graph_type, OF_GRAPHS), rows, size)
    kind = _demanded(table_type, OF_TABLES)
    if isinstance(result, pyoxigraph.QueryBoolean):
        form = pyoxigraph.QueryResultsFormat.from_media_type(kind)
        return result.serialize(format=form) or b"", kind
    names = [variable.value for variable in result.variables]
    return _limited(_WRITERS[kind](names, _counted(result, rows)), size), kind


def _demanded(kind: str | None, offered: Mapping[str, str]) -> str:
    if kind is None:
        forms = ", ".join(dict.fromkeys(offered.values()))
        raise NotAcceptable(
            Text(
                "Svaret findes ikke i et format, som Accept nævner.", "The answer is in none of the formats of Accept."
            ),
            Text(f"Brug et af disse: {forms}.", f"Use one of these: {forms}."),
        )
    return kind


def rewritten(turtle: str, kind: str) -> bytes:
    """The triples of *turtle* in the form of the media type *kind*."""
    import pyoxigraph

    parsed = pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    form = pyoxigraph.RdfFormat.from_media_type(kind)
    return pyoxigraph.serialize((quad.triple for quad in parsed), format=form) or b""


def _counted(result: Iterable[Any], rows: int) -> Iterator[Any]:
    for count, row in enumerate(result):
        if count >= rows:
            raise _too_much(Text(f"flere end {rows} rækker", f"more than {rows} rows"))
        yield row


def _limited(pieces: Iterable[str], size: int) -> bytes:
    found, length = [], 0
    for piece in pieces:
        encoded = piece.encode("utf-8", "replace")
        length += len(encoded)
        if length > size:
            raise _too_much(Text(f"mere end {size >> 20} MiB", f"more than {size >> 20} MiB"))
        found.append(encoded)
    return b"".join(found)


def _too_much(what: Text) -> QueryTooHeavy:
    return QueryTooHeavy(
        Text(f"Svaret har {what.da}, som er serverens grænse.", f"The answer has {what.en}, the limit of the server."),
        Text("Brug LIMIT og OFFSET, eller afgræns forespørgslen.", "Use LIMIT and OFFSET, or narrow the query."),
    )


def _graph(result: Any, kind: str, rows: int, size: int) -> tuple[bytes, str]:
    import pyoxigraph

    form = pyoxigraph.RdfFormat.from_media_type(kind)
    triples = sorted(set(_counted(result, rows)), key=str)
    try:
        written = pyoxigraph.serialize(triples, format=form) or b""
    except (ValueError, OSError) as error:  # a predicate that is no name of XML
        raise QueryFailed(
            Text(f"Grafen kan ikke skrives som {kind}: {error}", f"The graph cannot be written as {kind}: {error}"),
            Text(f"Brug {TURTLE} eller {NTRIPLES}.", f"Use {TURTLE} or {NTRIPLES}."),
        ) from error
    if len(written) > size:
        raise _too_much(Text(f"mere end {size >> 20} MiB", f"more than {size >> 20} MiB"))
    return written, kind


Writer = Callable[[list[str], Iterable[Any]], Iterator[str]]


def _json(names: list[str], rows: Iterable[Any]) -> Iterator[str]:
    term = lru_cache(_LARGEST_TERMS)(lambda value: json.dumps(_json_term(value), ensure_ascii=False))
    keys = [json.dumps(name) for name in names]
    yield f'{{"head":{{"vars":[{",".join(keys)}]}},"results":{{"bindings":['
    between = ""
    for row in rows:
        cells = (f"{key}:{term(value)}" for key, value in zip(keys, row, strict=True) if value is not None)
        yield f"{between}{{{','.join(cells)}}}"
        between = ",\n"
    yield "]}}\n"


def _json_term(value: Any) -> dict[str, Any]:
    import pyoxigraph

    if isinstance(value, pyoxigraph.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, pyoxigraph.Triple):
        parts = {"subject": value.subject, "predicate": value.predicate, "object": value.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    record = {"type": "literal", "value": value.value}
    if value.language:
        record["xml:lang"] = value.language
    elif value.datatype.value != XSD_STRING:
        record["datatype"] = value.datatype.value
    return record


def _xml(names: list[str], rows: Iterable[Any]) -> Iterator[str]:
    term = lru_cache(_LARGEST_TERMS)(_xml_term)
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    yield "".join(f"<variable name={quoteattr(name)}/>" for name in names) + "</head>\n<results>\n"
    for row in rows:
        cells = (
            f"<binding name={quoteattr(name)}>{term(value)}</binding>"
            for name, value in zip(names, row, strict=True)
            if value is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(value: Any) -> str:
    record = _json_term(value)
    kind, shown = record["type"], record["value"]
    if kind == "triple":
        parts = (f"<{name}>{_xml_term(getattr(value, name))}</{name}>" for name in ("subject", "predicate", "object"))
        return f"<triple>{''.join(parts)}</triple>"
    if kind != "literal":
        return f"<{kind}>{_xml_text(shown)}</{kind}>"
    language = f" xml:lang={quoteattr(record['xml:lang'])}" if "xml:lang" in record else ""
    datatype = f" datatype={quoteattr(record['datatype'])}" if "datatype" in record else ""
    return f"<literal{language}{datatype}>{_xml_text(shown)}</literal>"


def _xml_text(text: str) -> str:
    """*text* as XML has it; the control characters that XML does not know are replaced."""
    legal = "".join(sign if sign >= " " or sign in "\t\n\r" else "\ufffd" for sign in text)
    return escape(legal, {"\r": "&#13;"}).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _csv(names: list[str], rows: Iterable[Any]) -> Iterator[str]:
    term = lru_cache(_LARGEST_TERMS)(_csv_term)
    yield ",".join(names) + "\r\n"
    for row in rows:
        yield ",".join("" if value is None else term(value) for value in row) + "\r\n"


def _csv_term(value: Any) -> str:
    import pyoxigraph

    if isinstance(value, pyoxigraph.Triple):
        text = str(value)
    else:
        text = f"_:{value.value}" if isinstance(value, pyoxigraph.BlankNode) else value.value
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '",\r\n') else text


def _tsv(names: list[str], rows: Iterable[Any]) -> Iterator[str]:
    term = lru_cache(_LARGEST_TERMS)(lambda value: str(value).replace("\t", "\\t"))
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if value is None else term(value) for value in row) + "\n"


_WRITERS: dict[str, Writer] = {JSON: _json, XML: _xml, CSV: _csv, TSV: _tsv}
