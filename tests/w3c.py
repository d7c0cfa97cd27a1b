"""The test suites of the W3C: what their manifests ask, and when two answers are the same."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest

from strategigraf.core.rdf import XSD, XSD_STRING, Blank, Iri, Literal, Term
from strategigraf.core.report import Column
from strategigraf.core.table import Answer, Table, Triples, Truth
from strategigraf.store.sparql import plain_answer
from tests.conftest import TOP

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_NUMBERS = tuple(XSD + name for name in ("integer", "decimal", "double", "float"))


def reference() -> Path:
    """The folder of reference material; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("STRATEGIGRAF_REFERENCE") or TOP.parent / "shared" / "reference")
    if not folder.is_dir():
        pytest.skip("the reference material is not available (STRATEGIGRAF_REFERENCE)")
    return folder


class Case(NamedTuple):
    """One test of evaluation: its name, the query with its base, the files of the default graph, those of named graphs,
    the file of the result."""

    name: str
    query: str
    default: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path


def cases(manifest: Path, skipped: tuple[str, ...] = ("entailment", "service")) -> Iterator[Case]:
    """The tests of evaluation that *manifest* and those it includes name, without the folders *skipped*."""
    import rdflib

    graph = rdflib.Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    mf, qt = rdflib.Namespace(_MF), rdflib.Namespace(_QT)
    for included in graph.objects(None, mf.include):
        for other in graph.items(included):
            if _file(other).parent.name not in skipped:
                yield from cases(_file(other), skipped)
    for entries in graph.objects(None, mf.entries):
        for test in graph.items(entries):
            if (test, rdflib.RDF.type, mf.QueryEvaluationTest) in graph:
                action = graph.value(test, mf.action)
                path = _file(graph.value(action, qt.query))
                named = [graph.value(node, qt.graph) or node for node in graph.objects(action, qt.graphData)]
                query = path.read_text(encoding="utf-8")
                yield Case(
                    f"{manifest.parent.name}/{str(test).rpartition('#')[2]}",
                    query if "BASE" in query.upper() else f"BASE <{path.as_uri()}>\n{query}",
                    tuple(sorted(map(_file, graph.objects(action, qt.data)))),
                    tuple(sorted(map(_file, named))),
                    _file(graph.value(test, mf.result)),
                )


def quads(case: Case) -> bytes:
    """The data of *case* as N-Quads, each file with blank nodes of its own."""
    import pyoxigraph

    lines = []
    for path, name in (
        *((path, pyoxigraph.DefaultGraph()) for path in case.default),
        *((path, pyoxigraph.NamedNode(path.as_uri())) for path in case.named),
    ):
        form = pyoxigraph.RdfFormat.from_extension(path.suffix.removeprefix("."))
        for quad in pyoxigraph.parse(
            path=path, format=form, base_iri=path.as_uri(), rename_blank_nodes=True, lenient=True
        ):
            graph: Any = quad.graph_name if path.suffix == ".trig" else name
            lines.append(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, graph))
    return bytes(pyoxigraph.serialize(lines, format=pyoxigraph.RdfFormat.N_QUADS) or b"")


def is_right(case: Case, answer: Answer) -> bool | None:
    """Whether *answer* is what *case* expects; None where its form of result says too little (CSV)."""
    import pyoxigraph
    import rdflib
    from rdflib.compare import isomorphic

    suffix = case.result.suffix.removeprefix(".")
    if suffix == "csv":
        return None
    if isinstance(answer, Triples):
        graph = rdflib.Graph()
        for triple in answer.triples:
            graph.add(tuple(map(_node, triple)))
        return bool(isomorphic(graph, _graph(case.result)))
    if suffix in ("srx", "srj", "tsv"):
        form = pyoxigraph.QueryResultsFormat.from_extension(suffix)
        expected = plain_answer(pyoxigraph.parse_query_results(path=case.result, format=form))
    else:
        expected = _result_set(_graph(case.result))
    if isinstance(answer, Truth) or isinstance(expected, Truth):
        return answer == expected
    assert isinstance(expected, Table)
    return len(answer.rows) == len(expected.rows) and bool(isomorphic(_as_graph(answer), _as_graph(expected)))


def _result_set(graph: Any) -> Answer:
    """The result that *graph* describes in the vocabulary of the first suite."""
    import rdflib

    rs = rdflib.Namespace(_RS)
    found = graph.value(None, rdflib.RDF.type, rs.ResultSet)
    truth = graph.value(found, rs.boolean)
    if truth is not None:
        return Truth(str(truth) == "true")
    names = sorted(map(str, graph.objects(found, rs.resultVariable)))
    rows = []
    for solution in graph.objects(found, rs.solution):
        row = {str(graph.value(b, rs.variable)): graph.value(b, rs.value) for b in graph.objects(solution, rs.binding)}
        rows.append(tuple(_term(row.get(name)) for name in names))
    return Table(tuple(map(Column, names)), tuple(rows))


def _as_graph(table: Table) -> Any:
    import rdflib

    graph, rs = rdflib.Graph(), rdflib.Namespace(_RS)
    for row in table.rows:
        solution = rdflib.BNode()
        graph.add((solution, rdflib.RDF.type, rs.Solution))
        for column, cell in zip(table.columns, row, strict=True):
            if cell is not None:
                binding = rdflib.BNode()
                graph.add((solution, rs.binding, binding))
                graph.add((binding, rs.variable, rdflib.Literal(column.name)))
                graph.add((binding, rs.value, _node(cell)))
    return graph


def _node(term: Term) -> Any:
    """*term* for rdflib, numbers and truths by value."""
    import rdflib

    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if isinstance(term, Blank):
        return rdflib.BNode(term.value)
    value = term.value
    if term.datatype in _NUMBERS:
        with suppress(ValueError):
            value = repr(float(value))
    if term.datatype == XSD + "boolean":
        value = {"1": "true", "0": "false"}.get(value, value)
    if term.language:
        return rdflib.Literal(value, lang=term.language.lower())
    kind = None if term.datatype == XSD_STRING else rdflib.URIRef(term.datatype)
    return rdflib.Literal(value, datatype=kind, normalize=False)


def _term(node: Any) -> Term | None:
    import rdflib

    if node is None:
        return None
    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    if isinstance(node, rdflib.BNode):
        return Blank(str(node))
    return Literal(str(node), str(node.datatype or XSD_STRING), node.language or "")


def _graph(path: Path) -> Any:
    import rdflib

    form = {".ttl": "turtle", ".rdf": "xml", ".nt": "nt"}[path.suffix]
    return rdflib.Graph().parse(path, format=form, publicID=path.as_uri())


def _file(node: Any) -> Path:
    return Path(unquote(str(node).removeprefix("file://")))


# The suite of the protocol.


class Exchange(NamedTuple):
    """A request, and what the response has to be: one of the `statuses` (200, or 4xx for all of them), the truth of an
    ASK, the sort of format (tabular, RDF, boolean)."""

    method: str
    query: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    truth: bool | None
    sort: str


def exchanges(manifest: Path) -> dict[str, list[Exchange]]:
    """The read-only tests of the protocol by name, each with its requests in order."""
    import rdflib

    graph = rdflib.Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    mf = rdflib.Namespace(_MF)
    found = {}
    entries = next(graph.objects(None, mf.entries))
    for test in graph.items(entries):
        name = str(test).rpartition("#")[2]
        if "update" not in name:
            requests = next(graph.objects(graph.value(test, mf.action), rdflib.URIRef(_HT + "requests")))
            found[name] = [_exchange(graph, request) for request in graph.items(requests)]
    return found


_HT = "http://www.w3.org/2011/http#"


def _exchange(graph: Any, request: Any) -> Exchange:
    import rdflib

    mf, ht, cnt = (rdflib.Namespace(base) for base in (_MF, _HT, "http://www.w3.org/2011/content#"))
    listed = graph.value(request, ht.headers)
    headers = {
        str(graph.value(header, ht.fieldName)): str(graph.value(header, ht.fieldValue))
        for header in (graph.items(listed) if listed else ())
    }
    body, content = graph.value(request, ht.body), None
    if body is not None:
        coding = str(graph.value(body, cnt.characterEncoding) or "utf-8")
        content = str(graph.value(body, cnt.chars)).encode(coding)
    response = graph.value(request, ht.resp)
    truth = graph.value(response, mf.expectedBoolean)
    return Exchange(
        str(graph.value(request, ht.methodName)),
        str(graph.value(request, ht.absolutePath)).partition("?")[2],
        headers,
        content,
        tuple(str(status).rpartition("StatusCode")[2] for status in graph.objects(response, mf.expectedStatus)),
        None if truth is None else str(truth) == "true",
        str(graph.value(response, mf.expectedFormat) or ""),
    )


_SORTS = {
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}


def fault(exchange: Exchange, status: int, kind: str, text: str) -> str:
    """What is wrong with a response to *exchange* with this *status*, media type *kind* and *text*; nothing where it is
    right."""
    if exchange.statuses and not {str(status), f"{str(status)[0]}xx"} & set(exchange.statuses):
        return f"status {status}: {text[:80]}"
    if exchange.truth is not None:
        plain = text.lower().replace(" ", "")
        if ('"boolean":true' in plain or "<boolean>true" in plain) != exchange.truth:
            return f"truth: {text[:80]}"
    if exchange.sort in _SORTS and kind not in _SORTS[exchange.sort]:
        return f"type {kind}"
    return ""
