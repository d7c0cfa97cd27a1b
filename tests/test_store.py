"""The embedded and the remote store, side by side on a real SPARQL server."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import strategigraf as sg
from strategigraf.core.errors import QueryReachesOut, QuerySyntax, StoreFailed
from strategigraf.core.rdf import LANG_STRING, XSD, XSD_STRING, Iri, Literal
from strategigraf.core.table import Table, Triples, Truth
from strategigraf.files.turtle import nquads, statements
from strategigraf.files.workspace import Workspace
from strategigraf.render import delimited as sparql_result
from strategigraf.store.endpoint import RemoteStore
from strategigraf.store.sparql import EmbeddedStore, as_stored
from tests.sparql_server import server, serving

QUERIES = {
    "select": "SELECT ?s ?title WHERE { ?s a <https://w3id.org/strategigraf/ns#Goal> ; "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?title } ORDER BY ?s ?title",
    "unbound": "SELECT ?s ?n WHERE { ?s a <https://w3id.org/strategigraf/ns#Track> "
    "OPTIONAL { ?s <http://www.w3.org/2004/02/skos/core#notation> ?n } } ORDER BY ?s",
    "typed": "SELECT ?s ?y WHERE { ?s <https://w3id.org/strategigraf/ns#start> ?y } ORDER BY ?s",
    "yes": "ASK { ?s a <https://w3id.org/strategigraf/ns#Vision> }",
    "no": "ASK { ?s a <https://w3id.org/strategigraf/ns#KeyFigure> }",
    "construct": "CONSTRUCT { ?s <http://e/in> ?o } WHERE { ?s <https://w3id.org/strategigraf/ns#partOf> ?o }",
    "describe": "DESCRIBE <https://w3id.org/strategigraf/id/eksempelby-2030/maal-1>",
}


@pytest.fixture(scope="module")
def endpoint(corpus: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Oxigraph server with the invented municipality, on a free port of the loopback."""
    folder = tmp_path_factory.mktemp("server")
    for path in corpus.graph_files():
        graph = corpus.graph_name(path)
        subprocess.run(
            [server(), "load", "--location", folder, "--file", path, "--graph", graph], check=True, capture_output=True
        )
    with serving(folder) as base:
        yield f"{base}/query"


@pytest.mark.parametrize("name", QUERIES)
def test_the_remote_store_answers_as_the_embedded_one(name: str, endpoint: str, corpus: Workspace) -> None:
    embedded = EmbeddedStore.in_memory()
    for path in corpus.graph_files():
        embedded.load_quads(nquads(statements(path), corpus.graph_name(path)))
    here, there = embedded.answer(QUERIES[name]), RemoteStore(endpoint).answer(QUERIES[name])
    assert here == there
    assert here != Table((), ())


def test_the_remote_store_tells_a_syntax_error_and_a_server_that_is_away(endpoint: str) -> None:
    with pytest.raises(QuerySyntax):
        RemoteStore(endpoint).answer("SELECT ?s WHERE { ?s ")
    with pytest.raises(StoreFailed) as caught:
        RemoteStore("http://127.0.0.1:9/query").answer("ASK {}")
    assert "127.0.0.1:9" in caught.value.message.da


@pytest.mark.parametrize(
    "term",
    [
        *(Literal(text, XSD + "decimal") for text in ("0.70", "+3", "3.0", "3", ".5", "tre", "1" * 40)),
        *(Literal(text, XSD + kind) for kind, text in (("integer", "007"), ("int", "05"), ("boolean", "1"))),
        *(Literal(text, XSD + "date") for text in ("2026-01-01+00:00", "2026-01-01", "2026-1-1")),
        Literal("0.70", XSD_STRING),
        Literal("0.70", LANG_STRING, "da"),
        Literal("0.70", "https://example.org/kind"),
        Iri("https://example.org/0.70"),
    ],
    ids=str,
)
def test_a_term_as_stored_is_what_a_store_gives_back(term: Literal | Iri) -> None:
    store, thing = EmbeddedStore.in_memory(), Iri("https://example.org/thing")
    store.load_quads(nquads([(thing, thing, term)], thing.value))
    assert store.select("SELECT ?o { ?s ?p ?o }").rows == ((as_stored(term),),)


def test_a_syntax_error_is_told_with_its_position(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntax) as caught:
        store.answer("SELECT ?s WHERE {\n  ?s ?p\n}")
    assert "line 3, column" in caught.value.message.en


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "select ?s where { service silent ?x { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX a: <http://a/>\nDROP GRAPH a:b",
    ],
)
def test_the_embedded_store_neither_goes_out_nor_changes_anything(store: EmbeddedStore, query: str) -> None:
    with pytest.raises(QueryReachesOut):
        store.answer(query)


def test_what_a_country_is_asked_is_not_all_kept(corpus_store: EmbeddedStore) -> None:
    for number in range(1000):
        assert corpus_store.rows(f"SELECT ({number} AS ?number) {{}}") == [(str(number),)]
    assert len(corpus_store.kept("rows", dict)) <= 500


def test_results_are_written_as_the_w3c_says(corpus_store: EmbeddedStore) -> None:
    table = corpus_store.select(QUERIES["typed"])
    assert '"datatype": "http://www.w3.org/2001/XMLSchema#gYear"' in sparql_result.result_json(table)
    assert sparql_result.result_csv(table).startswith(
        "s,y\r\nhttps://w3id.org/strategigraf/id/eksempelby-2030,2027\r\n"
    )
    assert '\t"2027"^^<http://www.w3.org/2001/XMLSchema#gYear>\n' in sparql_result.result_tsv(table)
    assert sparql_result.result_json(Truth(True)) == '{\n  "head": {},\n  "boolean": true\n}\n'


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_graph_is_the_same_in_all_three_formats(corpus_store: EmbeddedStore) -> None:
    import rdflib
    from rdflib.compare import isomorphic

    answer = corpus_store.answer(QUERIES["describe"])
    assert isinstance(answer, Triples)
    as_text = {
        "turtle": sparql_result.graph_turtle(answer),
        "nt": sparql_result.graph_ntriples(answer),
        "json-ld": sparql_result.graph_jsonld(answer),
    }
    read = [rdflib.Graph().parse(data=text, format=name) for name, text in as_text.items()]
    assert len(read[0]) == len(answer.triples) > 5
    assert isomorphic(read[0], read[1])
    assert isomorphic(read[1], read[2])


def test_the_embedded_store_needs_no_file(tmp_path: Path) -> None:
    assert EmbeddedStore.in_memory().answer("ASK { ?s ?p ?o }") == Truth(False)


def test_the_library_asks_an_endpoint_what_it_asks_the_files(
    endpoint: str, corpus: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(tmp_path))
    graph = sg.open(corpus.data)
    for query in (query for name, query in QUERIES.items() if name != "describe"):  # the cache derives more
        assert sg.query(graph, query, endpoint=endpoint).records() == sg.query(graph, query).records()
    with pytest.raises(StoreFailed):
        sg.query(graph, "ASK {}", endpoint="http://127.0.0.1:9/query")
