"""Nothing leaves with a query: SERVICE in whatever spelling, changes of data, questions of a foreign data folder."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategigraf as sg
from strategigraf.core.errors import QueryReachesOut, QuerySyntax
from strategigraf.core.table import Table
from strategigraf.store.endpoint import RemoteStore
from strategigraf.store.guard import demand_query, names_graphs
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import TOP, Cli
from tests.listener import Listener, listening, told
from tests.w3c import reference

FOUND = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://from-outside/"}}]}}'
LEAVING = {
    "plain": "SELECT ?s { SERVICE <HERE> { ?s ?p ?o } }",
    "empty prefix": "PREFIX : <HERE> SELECT ?s { SERVICE:x {?s ?p ?o} }",
    "between comparisons": "PREFIX : <HERE> SELECT ?s { FILTER(1<2)SERVICE:x{?s?p?o}FILTER(2>1) }",
    "silent": "SELECT ?s { SERVICE SILENT <HERE> { ?s ?p ?o } }",
    "lower": "select ?s { service<HERE>{ ?s ?p ?o } }",
    "variable": "SELECT ?s { VALUES ?e { <HERE> } SERVICE ?e { ?s ?p ?o } }",
    "prefix of that name": "PREFIX service: <HERE> SELECT ?s { SERVICE service:x { ?s ?p ?o } }",
    "capital prefix": "PREFIX SERVICE: <HERE> PREFIX : <HERE> SELECT ?s { SERVICE:x { ?s ?p ?o } }",
    "names as well": "SELECT ?service { ?service a 'SERVICE' # SERVICE\nSERVICE <HERE> { ?service ?p ?o } }",
    "subquery": "SELECT ?s { { SELECT ?s { SERVICE <HERE> { ?s ?p ?o } } } }",
    "exists": "SELECT ?s { ?s ?p ?o FILTER EXISTS { SERVICE <HERE> { ?s ?p ?o } } }",
    "optional": "SELECT ?s { OPTIONAL { SERVICE <HERE> { ?s ?p ?o } } }",
    "minus": "SELECT ?s { ?s ?p ?o MINUS { SERVICE <HERE> { ?s ?p ?o } } }",
    "comment between": "SELECT ?s { SERVICE#<\n<HERE> { ?s ?p ?o } }",
    "string before": "SELECT ?s { ?s ?p '\\'' . SERVICE <HERE> { ?s ?p ?o } #'\n}",
    "number before": "SELECT ?s { ?s ?p 1.SERVICE<HERE>{ ?s ?p ?o } }",
    "semicolon before": "PREFIX : <HERE> SELECT ?s { ?s ?p 1;SERVICE:x{ ?s ?p ?o } }",
    "escaped": "SELECT ?s { \\u0053ERVICE <HERE> { ?s ?p ?o } }",
    "escaped line end": "SELECT ?s { ?s ?p ?o # \\u000A SERVICE <HERE> { ?s ?p ?o } }\n}",
    "construct": "CONSTRUCT { ?s a <x:y> } { SERVICE <HERE> { ?s ?p ?o } }",
    "ask": "ASK { SERVICE <HERE> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <HERE> { ?s ?p ?o } }",
    "load": "LOAD <HERE>",
    "load silent": "# a comment\nBASE <http://x/>PREFIX a: <b>\nload silent <HERE> into graph <x:y>",
    "drop": "DROP ALL",
    "insert": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "with": "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
}


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening(told(FOUND)) as here:
        yield here


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", LEAVING)
def test_a_query_that_leaves_is_refused_wherever_it_comes_from_and_nothing_is_sent(
    name: str, cli: Cli, listener: Listener, own_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = LEAVING[name].replace("HERE", listener.url)
    file = own_corpus / "query.rq"
    file.write_text(query, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(query.encode()), encoding="utf-8"))
    for way in (["-e", query], [file], ["-"], ["-e", query, "--endpoint", listener.url]):
        result = cli("query", *way, "--data", own_corpus)
        if name == "escaped line end":
            assert result.code in (0, 2)
            continue
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(
            ("query-reaches-out", "query-syntax") if "escaped" in name else "query-reaches-out"
        )
    assert listener.arrived == []


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", [name for name in LEAVING if LEAVING[name].startswith(("SELECT", "PREFIX"))])
def test_a_question_of_a_data_folder_does_not_leave(name: str, cli: Cli, listener: Listener, own_corpus: Path) -> None:
    head = "#+ summary: evil\n#+ question.da: Hvad er ude?\n#+ question.en: What is out?\n#+ column.s: iri - x\n"
    (own_corpus / "queries").mkdir()
    (own_corpus / "queries" / "evil.rq").write_text(
        head + LEAVING[name].replace("HERE", listener.url), encoding="utf-8"
    )
    for asked in ("evil", "What is out?"):
        result = cli("ask", asked, "--data", own_corpus)
        assert result.code != 1
        assert result.code != 0 or "escaped" in name
        assert "from-outside" not in result.out
    assert listener.arrived == []


def test_a_data_folder_does_not_replace_a_question_of_the_program(cli: Cli, own_corpus: Path) -> None:
    (own_corpus / "queries").mkdir()
    theirs = own_corpus / "queries" / "actors.rq"
    before = cli("ask", "actors", "--data", own_corpus, "--format", "csv")
    text = (TOP / "queries" / "actors.rq").read_text(encoding="utf-8")
    theirs.write_text(text.replace("ORDER BY", "LIMIT 0 #"), encoding="utf-8")
    after = cli("ask", "actors", "--data", own_corpus, "--format", "csv", "--lang", "en")
    assert after.out == before.out != ""
    assert str(theirs) in after.err
    assert "another name" in after.err
    with pytest.warns(sg.Notice, match=r"actors\.rq"):
        assert len(sg.ask(sg.open(own_corpus), "actors")) == before.out.count("\n") - 1


BROKEN = {
    "not UTF-8": (b"#+ summary: \xe6\n", "UTF-8"),
    "no header": (b"SELECT ?s { ?s ?p ?o } ORDER BY ?s", "#+ summary"),
    "no table": (b"HEADASK { ?s ?p ?o }", "Truth"),
    "other columns": (b"HEADSELECT ?t { ?t ?p ?o } ORDER BY ?t", "t; "),
    "more columns": (b"HEADSELECT ?s ?t { ?t ?p ?s } ORDER BY ?t", "s, t; "),
    "syntax": (b"HEADSELECT ?s { ?s ?p }", "strange.rq"),
    "empty": (b"", "#+ summary"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_faulty_question_file_is_named(name: str, cli: Cli, own_corpus: Path) -> None:
    content, words = BROKEN[name]
    head = b"#+ summary: s\n#+ question.da: Hvad?\n#+ question.en: What?\n#+ column.s: iri - x\n"
    (own_corpus / "queries").mkdir()
    (own_corpus / "queries" / "strange.rq").write_bytes(content.replace(b"HEAD", head))
    result = cli("ask", "strange", "--data", own_corpus)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("question-file: ")
    assert words in result.err
    assert cli("ask", "actors", "--data", own_corpus).code == 0


def test_a_folder_that_is_named_like_a_question_is_named(cli: Cli, own_corpus: Path) -> None:
    (own_corpus / "queries" / "strange.rq").mkdir(parents=True)
    for asked in (["strange"], []):
        result = cli("ask", *asked, "--data", own_corpus)
        assert result.code == 3
        assert result.err.startswith("question-file: ")
        assert "strange.rq" in result.err


HARMLESS = [
    'SELECT ?s WHERE { ?s ?p "SERVICE" } # LOAD',
    "SELECT ?service WHERE { ?service a <http://e/SERVICE> }",
    "PREFIX service: <http://e/> SELECT ?s WHERE { ?s a service:SERVICE, service:load }",
    "SELECT ?s WHERE { ?s ?p 'SERVICE <http://127.0.0.1:9/> { }' }",
    'SELECT ?s WHERE { ?s ?p """a " SERVICE "" b""", \'\'\'SERVICE\'\'\'@en-service }',
    "SELECT (1 AS ?SERVICE) (2 AS ?zqxjkvw) {}",
    "PREFIX a: <http://e/> SELECT ?s { ?s a:b/a:service/^a:b ?o FILTER(1<2 && 3>2) }",
    "SELECT ?s { ?s ?p '\\u0053ERVICE' }",
    "SELECT ?s { GRAPH <http://e/service> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_in_names_strings_iris_and_comments_is_harmless(store: EmbeddedStore, query: str) -> None:
    assert isinstance(store.answer(query), Table)
    assert demand_query(query) == "SELECT"


def test_a_fault_of_syntax_is_not_called_a_way_out(store: EmbeddedStore) -> None:
    for query in ("SELECT ?service { ?service a 'SERVICE' FILTER(?service<2) ", "SELECT ?service { ?service a }"):
        with pytest.raises(QuerySyntax):
            store.answer(query)


blank = st.sampled_from([" ", "\n", "\t", "#SERVICE <x:\n", "# it's\r\n"])
gap = st.one_of(st.just(""), blank)
before = st.sampled_from(
    ["", "?s ?p ?o .", "FILTER(1<2)", "?s ?p '#'.", '?s ?p """\'"" <""".', "?s <x:service> ?service.",
     "BIND(1>2 AS ?service)",
     "OPTIONAL {?a ?b 'SERVICE'}", "VALUES ?service { 1 }", "?s <x:a>|^<x:b> 1.", "FILTER(?s!='}')", "{} UNION {}"]
)  # fmt: skip
word = st.text("sS", min_size=1, max_size=1).flatmap(
    lambda first: st.tuples(*(st.sampled_from([low, low.upper()]) for low in "ervice")).map(
        lambda rest: first + "".join(rest)
    )
)
target = st.sampled_from([":x", "<x:y>", "?e", "service:x", " SILENT :", "SERVICE:"])


@given(
    before, gap, word, gap, target, gap, st.sampled_from(["{", "{?z ?y ?x}{", "OPTIONAL{", "{?q ?r 'SERVICE'} UNION {"])
)
def test_service_is_seen_wherever_the_grammar_lets_it_stand(
    first: str, one: str, service: str, two: str, aim: str, three: str, outer: str
) -> None:
    if two == "" and aim.startswith("s"):
        two = " "
    query = (
        "PREFIX : <x:> PREFIX service: <x:s> PREFIX SERVICE: <x:t> SELECT * {"
        f"{outer}{first}{one}{service}{two}{aim}{three}{{ ?s ?p ?o }}}} }}"
    )
    with pytest.raises((QueryReachesOut, QuerySyntax)):
        demand_query(query)
    with pytest.raises((QueryReachesOut, QuerySyntax)):
        EmbeddedStore.in_memory().answer(query)


@given(before, gap, before)
def test_what_only_names_the_word_passes(first: str, one: str, second: str) -> None:
    query = f"PREFIX service: <x:> SELECT * {{ {{ {first} }} {one} {{ {second}{one} }} ?service service:SERVICE 1 }}"
    assert demand_query(query) == "SELECT"


@pytest.mark.slow
def test_w3c_queries_are_judged_as_rdflib_reads_them() -> None:
    suite = reference() / "w3c" / "sparql11"
    from rdflib.plugins.sparql.parser import parseQuery

    seen = {True: 0, False: 0}
    for path in sorted(suite.rglob("*.rq")):
        query = f"BASE <http://e/>\n{path.read_text(encoding='utf-8')}"
        try:
            leaves = "ServiceGraphPattern" in repr(parseQuery(query))
        except Exception:  # not of the language, or beyond rdflib
            continue
        try:
            demand_query(query)
            refused = False
        except QueryReachesOut:
            refused = True
        except QuerySyntax:
            continue
        assert refused == leaves, path
        seen[leaves] += 1
    assert seen[True] > 5
    assert seen[False] > 250


def test_an_endpoint_gets_what_is_a_query_by_the_language_and_nothing_else(listener: Listener) -> None:
    assert len(RemoteStore(listener.url).select("SELECT ?s { ?s ?p 'SERVICE; DROP ALL' }").rows) == 1
    assert [request.partition(b"\r\n\r\n")[2][:12] for request in listener.arrived] == [b"query=SELECT"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("# from the graph\n  # GRAPH\r\nSELECT * { ?s ?p ?o }", False),
        ("SELECT * { graph ?g { ?s ?p ?o } }", True),
        ("SELECT * FROM <urn:x:g> { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p 1GRAPH<urn:x:g>{?s ?p ?o} }", True),
        ("# one\rSELECT * { gRaPh ?g { ?s ?p ?o } }", True),
        ('SELECT * { ?s ?p """\n# """ . GRAPH ?g { ?s ?p ?o } }', True),
        ("SELECT ?s { ?s ?p <https://example.org/graph/from> }", False),
        ("SELECT ?from (MIN(?graph) AS $from_there) { ?from ?graph $graphs }", False),
        ("SELECT ?from { ?from ?graph ?o }FROM<urn:x:g>", True),
        ("SELECT ?s { ?s ?p ?o}GRAPH?graph{?s?p?o}", True),
        ("SELECT ?s { ?s sg:rollsUpFrom ?o }", False),
        ("SELECT ?s { ?s ex:p ex:oGRAPH ; ex:q ?o GRAPH:g { ?s ?p ?o } }", True),
        ("SELECT ?s { GR\\u0041PH ?g { ?s ?p ?o } }", True),
        ("SELECT ?s { ?s ?p ?n FILTER(?n<5)GRAPH ?g{?s ?p ?o FILTER(?n>2)} }", True),
    ],
)
def test_a_query_that_may_name_a_graph_is_asked_of_named_graphs(query: str, named: bool) -> None:
    assert names_graphs(query) is named


def test_no_query_of_ours_but_those_on_the_register_has_the_named_graphs_of_a_country_built() -> None:
    ours = {path for path in (TOP / "src").rglob("*.rq") if names_graphs(path.read_text(encoding="utf-8"))}
    assert {path.stem for path in ours} == {"home-of-register", "official-texts"}
