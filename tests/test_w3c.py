"""The suites of the W3C through the program's own path: as many as the raw engine, SHACL core 97 of 98."""

import logging
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from strategigraf.core.errors import StrategigrafError
from strategigraf.endpoint import answering
from strategigraf.endpoint.answering import Question, Task
from strategigraf.endpoint.dataset import OfFile
from strategigraf.endpoint.results import JSON, NTRIPLES
from strategigraf.files.turtle import content_statements
from strategigraf.store.endpoint import RemoteStore
from strategigraf.store.limit import Limit, StoreWithin
from strategigraf.store.sparql import EmbeddedStore, result_of, sorted_triples
from tests.conftest import Cli
from tests.serving import serving as serving_ours
from tests.sparql_server import serving
from tests.w3c import Case, cases, exchanges, fault, is_right, quads, reference

pytestmark = pytest.mark.long
Recording = Callable[[str, object], None]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Without what rdflib says of the suites' ill-typed literals."""
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)


def test_an_endpoint_asked_by_the_program_answers_the_suite_as_the_engine_does(
    tmp_path: Path, record_property: Recording
) -> None:
    ours, raw = [], []
    with serving(tmp_path, union=False) as base:
        store = StoreWithin(RemoteStore(f"{base}/query"), Limit(20))
        for case in cases(suite()):
            put(base, quads(case))
            if answered(case, store):
                ours.append(case.name)
            if answered_raw(case, union=False):
                raw.append(case.name)
    record_property("figure", f"W3C SPARQL 1.1 query, endpoint: {len(ours)} passed, the engine itself {len(raw)}")
    assert ours == raw
    assert len(ours) >= 215


def test_our_endpoint_passes_all_read_only_tests_of_the_protocol(tmp_path: Path, record_property: Recording) -> None:
    folder = reference() / "w3c" / "sparql11" / "protocol"
    quads = b""
    for number in (1, 2, 3):
        graph = f" <http://kasei.us/2009/09/sparql/data/data{number}.rdf> .\n".encode()
        quads += (folder / f"data{number}.nt").read_bytes().replace(b" .\n", graph)
    (tmp_path / "data.nq").write_bytes(quads)
    tests, faults = exchanges(folder / "manifest.ttl"), {}
    with serving_ours(tmp_path, tmp_path / "data.nq") as running:
        for name, requests in tests.items():
            for exchange in requests:
                response = running.send(exchange.method, f"/sparql?{exchange.query}", exchange.body, exchange.headers)
                if wrong := fault(
                    exchange, response.status, response.kind, response.content.decode("utf-8", "replace")
                ):
                    faults[name] = wrong
    record_property("figure", f"W3C SPARQL 1.1 protocol: {len(tests) - len(faults)} of {len(tests)} passed")
    assert faults == {}
    assert len(tests) == 20


def test_our_endpoint_answers_the_suite_as_the_engine_does(tmp_path: Path, record_property: Recording) -> None:
    """What a process of the endpoint writes is read again; the suite has a dataset for each query."""
    ours, raw = [], []
    for number, case in enumerate(cases(suite())):
        path = tmp_path / f"{number}.nq"
        path.write_bytes(quads(case))
        data = OfFile(path, union=False)
        try:
            question = Question(case.query, table_type=JSON, graph_type=NTRIPLES)
            reply = answering.answered(Task(data.place(), question, 20, 100_000, 1 << 26, False))
            graph = reply.media_type == NTRIPLES
            answer = sorted_triples(content_statements(reply.content)) if graph else result_of(reply.content)
            if is_right(case, answer):
                ours.append(case.name)
        except StrategigrafError:
            pass
        finally:
            data.close()
        if answered_raw(case, union=False):
            raw.append(case.name)
    record_property("figure", f"W3C SPARQL 1.1 query, our endpoint: {len(ours)} passed, the engine itself {len(raw)}")
    assert ours == raw
    assert len(ours) >= 215


def put(base: str, content: bytes) -> None:
    """Makes *content* all that the server at *base* has."""
    drop = ("/update", b"DROP ALL", "application/sparql-update")
    for path, body, kind in (drop, ("/store", content, "application/n-quads")):
        request = urllib.request.Request(base + path, body, {"Content-Type": kind}, method="POST")
        urllib.request.urlopen(request, timeout=20).close()


def test_the_embedded_store_answers_the_suite_as_the_engine_does(record_property: Recording) -> None:
    ours, raw = [], []
    for case in cases(suite()):
        store = EmbeddedStore.in_memory()
        store.load_quads(quads(case))
        if answered(case, StoreWithin(store, Limit(20, 1024))):
            ours.append(case.name)
        if answered_raw(case, union=True):
            raw.append(case.name)
    record_property("figure", f"W3C SPARQL 1.1 query, embedded: {len(ours)} passed, the engine itself {len(raw)}")
    assert ours == raw
    assert len(ours) >= 210


def suite() -> Path:
    """The manifest of the suite."""
    return reference() / "w3c" / "sparql11" / "manifest-sparql11-query.ttl"


def answered(case: Case, store: StoreWithin) -> bool:
    """Whether *store* answers *case* rightly."""
    try:
        return bool(is_right(case, store.answer(case.query)))
    except StrategigrafError:
        return False


def answered_raw(case: Case, union: bool) -> bool:
    """Whether the engine itself does, over the *union* of graphs or not."""
    import pyoxigraph

    from strategigraf.store.sparql import plain_answer

    engine = pyoxigraph.Store()
    engine.load(quads(case), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    try:
        return bool(is_right(case, plain_answer(engine.query(case.query, use_default_graph_as_union=union))))
    except (SyntaxError, RuntimeError, StrategigrafError):
        return False


def test_shacl_core_gives_97_of_98_reports_of_the_suite(cli: Cli, tmp_path: Path, record_property: Recording) -> None:
    import rdflib

    mf = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
    sht = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
    passed: list[str] = []
    failed: list[str] = []
    for path in sorted((reference() / "w3c" / "shacl" / "tests" / "core").rglob("*.ttl")):
        graph = plain_graph(path, path.as_uri())
        for test in graph.subjects(rdflib.RDF.type, sht.Validate):
            action = graph.value(test, mf.action)
            places = (graph.value(action, place) for place in (sht.dataGraph, sht.shapesGraph))
            data, shapes = (str(place).removeprefix("file://") for place in places)
            report = tmp_path / "report.ttl"
            cli("check", data, "--shapes", shapes, "--format", "turtle", "-o", report)
            told = results(plain_graph(report, ""), None)
            (passed if told == results(graph, graph.value(test, mf.result)) else failed).append(path.name)
    record_property("figure", f"W3C SHACL core: {len(passed)} of {len(passed) + len(failed)} passed")
    assert len(passed) >= 97, failed
    assert failed == ["uniqueLang-002.ttl"]  # pySHACL takes "1"^^xsd:boolean for true


def plain_graph(path: Path, base: str) -> Any:
    """The Turtle file *path* with every literal as it is written."""
    import rdflib

    normalising, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        return rdflib.Graph().parse(path, format="turtle", publicID=base or None)
    finally:
        rdflib.NORMALIZE_LITERALS = normalising


def results(graph: Any, report: Any) -> tuple[bool, list[str]]:
    """Whether the data conform, and each result: focus node, path, value, component, severity; a blank node as such."""
    import rdflib

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    start = report or graph.value(None, rdflib.RDF.type, sh.ValidationReport)
    parts = (sh.focusNode, sh.resultPath, sh.value, sh.sourceConstraintComponent, sh.resultSeverity)

    def told(node: Any) -> str:
        return "_" if isinstance(node, rdflib.BNode) else "" if node is None else node.n3()

    found = sorted(repr([told(graph.value(one, part)) for part in parts]) for one in graph.objects(start, sh.result))
    return str(graph.value(start, sh.conforms)) in ("true", "1"), found
