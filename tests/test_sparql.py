"""SPARQL as users type it: prefixes they need not declare, names they can paste, the page of recipes, the examples."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import strategigraf as sg
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import DECLARED, ID, PREFIXES, SG, prefixed
from strategigraf.core.table import Table
from strategigraf.files.question import read_question
from strategigraf.files.workspace import Workspace
from strategigraf.store.endpoint import RemoteStore
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import TOP, Cli
from tests.sparql_server import server, serving

PAGE = TOP / "docs" / "sparql.md"
BLOCK = re.compile(r"```sparql\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
NAMES = re.compile(r"[A-Za-z][\w.-]*:(?:[\w.:-]|\\.)*|<[^<> ]*>")


@pytest.fixture(autouse=True)
def cached(cache_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))


# Prefixes.


@pytest.mark.parametrize("prefix", sorted(DECLARED))
def test_every_usual_prefix_is_declared(store: EmbeddedStore, prefix: str) -> None:
    table = store.select(f"SELECT ({prefix}:x AS ?iri) {{}}")
    assert [cell and cell.value for cell in table.rows[0]] == [DECLARED[prefix] + "x"]


def test_the_prefixes_of_the_ontology_and_of_all_data_are_among_them(workspace: Workspace) -> None:
    meant: dict[str, set[str]] = {}
    for path in [*workspace.graph_files(), *workspace.shape_files()]:
        for prefix, namespace in re.findall(r"(?m)^PREFIX (\S+): <(.*)>", path.read_text(encoding="utf-8")):
            meant.setdefault(prefix, set()).add(namespace)
    general = {prefix: {DECLARED.get(prefix)} for prefix, namespaces in meant.items() if len(namespaces) == 1}
    assert len(general) > 12
    assert general == {prefix: meant[prefix] for prefix in general}  # the others mean something else in each file


def test_a_strategy_is_a_prefix_by_its_name(store: EmbeddedStore) -> None:
    assert store.prefixes["midt-udviklingsplan-2023"] == f"{ID}midt-udviklingsplan-2023/"
    assert store.answer("ASK { midt-udviklingsplan-2023:indsats-8-1 a sg:Initiative }").value  # type: ignore[union-attr]


def test_what_a_query_declares_itself_counts(store: EmbeddedStore) -> None:
    ours = store.rows("PREFIX sg: <urn:other:> SELECT (sg:Goal AS ?iri) (skos:Concept AS ?other) {}")
    assert ours == [("urn:other:Goal", DECLARED["skos"] + "Concept")]


@pytest.mark.parametrize(
    ("query", "place", "remedy"),
    [
        ("SELECT ?g { ?g a skoss:Concept }", "skoss: is not declared (line 1, column 18)", "Did you mean skos:?"),
        (
            "SELECT ?g {\n  ?g a sg:Goal ;\n     skso:prefLabel ?t }",
            "skso: is not declared (line 3, column 6)",
            "skos:",
        ),
        ("SELECT ?g { ?g a zzzz:Goal }", "zzzz: is not declared (line 1, column 18)", "Declare it: PREFIX zzzz: <…>."),
        ("ASK { ?s a :Goal }", "The prefix : is not declared (line 1, column 12)", "Declare it: PREFIX : <…>."),
        ('# no:such\nASK { ?s ?p \'no:such\', <no:such>, """no:\nsuch""", _:b . ?s a fof:Agent }', "fof:", "foaf:"),
        ("ASK { ?s a midt-udviklingsplan-2032:x }", "midt-udviklingsplan-2032:", "midt-udviklingsplan-2023:"),
    ],
)
def test_a_prefix_that_nobody_declared_is_named_with_the_nearest(cli: Cli, query: str, place: str, remedy: str) -> None:
    result = cli("query", "--lang", "en", "-e", query)
    assert result.code == 2
    assert place in result.err
    assert remedy in result.err
    assert "er ikke erklæret" in cli("query", "-e", query).err


@pytest.mark.parametrize("query", ["ASK { ?s ?p }", "SELECT * { ?s a sg:Goal ", 'ASK { ?s ?p "a:b" ?o ?x }'])
def test_what_is_wrong_otherwise_is_told_as_before(cli: Cli, query: str) -> None:
    result = cli("query", "--lang", "en", "-e", query)
    assert result.code == 2
    assert "could not be read: line 1" in result.err


@pytest.mark.parametrize(
    "query", ["SELECT ?s { SERVICE ex:s { ?s ?p ?o } }", "SELECT ?s { SERVICE sg:s { ?s ?p ?o } }"]
)
def test_a_prefix_opens_no_way_out(cli: Cli, query: str) -> None:
    result = cli("query", "--lang", "en", "-e", query)
    assert result.code == 2
    assert result.err.startswith("query-reaches-out" if "sg:" in query else "query-")
    assert result.out == ""


def test_a_word_like_service_in_a_name_is_no_way_out(store: EmbeddedStore) -> None:
    assert not store.rows("SELECT ?s { ?s a sg:Service . ?s a midt-udviklingsplan-2023:service }")


# Names in tables.


def test_what_a_table_prints_can_be_asked_for(cli: Cli) -> None:
    for what in ("?s", "?p", "?o", "?g"):
        query = f"SELECT DISTINCT ({what} AS ?x) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(isIRI({what})) }} ORDER BY ?x"
        printed = cli("query", "-e", query).out.splitlines()[1:]
        full = cli("query", "-e", query, "--format", "csv").out.split()[1:]
        assert len(printed) == len(full) > 20
        assert all(NAMES.fullmatch(name) for name in printed)
        values = " ".join(printed)
        back = cli("query", "-e", f"SELECT ?x {{ VALUES ?x {{ {values} }} }}", "--format", "csv").out.split()[1:]
        assert back == full


_locals = st.text(st.sampled_from("aZ09_-.:/~!$&'()*+,;=?@æ\u00e9"), max_size=8)


@given(st.sampled_from([SG, ID, f"{ID}a/", "http://e/"]), _locals)
def test_a_name_means_the_iri_it_was_made_from(namespace: str, local: str) -> None:
    import pyoxigraph

    iri, prefixes = namespace + local, {"sg": SG, "id": ID, "a": f"{ID}a/"}
    found = pyoxigraph.Store().query(f"SELECT ({prefixed(iri, prefixes)} AS ?x) {{}}", prefixes=prefixes)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [row["x"].value for row in found] == [iri]


# The page.


@pytest.fixture(scope="module")
def answers(cache_root: Path) -> dict[str, sg.QueryAnswer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
        graph = sg.open(language="en")
        return {query: sg.query(graph, query) for query, _ in BLOCK.findall(PAGE.read_text(encoding="utf-8"))}


def test_the_page_shows_what_its_queries_give(cli: Cli, answers: dict[str, sg.QueryAnswer]) -> None:
    page = PAGE.read_text(encoding="utf-8")

    def shown(match: re.Match[str]) -> str:
        text = re.sub(r"[ \t]+\n", "\n", str(answers[match[1]]) + "\n")
        return f"```sparql\n{match[1]}```\n\n```text\n{text}```"

    prefixes = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(DECLARED.items()))
    now = BLOCK.sub(shown, page)
    now = re.sub(
        r"(?<=```text\n)(?:\{prefixes\}|PREFIX dc: .*?)\n(?=```)",
        lambda _: prefixes + "\n",
        now,
        flags=re.DOTALL,
        count=1,
    )
    now = re.sub(r"(?<=```mermaid\n).*?(?=```)", lambda _: cli("ontology", "--diagram").out, now, flags=re.DOTALL)
    if os.environ.get("STRATEGIGRAF_UPDATE_DOCS"):
        PAGE.write_text(now, encoding="utf-8")
    assert now == PAGE.read_text(encoding="utf-8")


def test_the_cookbook_has_fifteen_queries_and_each_has_an_answer(answers: dict[str, sg.QueryAnswer]) -> None:
    cookbook = PAGE.read_text(encoding="utf-8").partition("## Cookbook")[2].partition("## A server")[0]
    queries = [query for query, _ in BLOCK.findall(cookbook)]
    assert len(queries) == len(re.findall(r"(?m)^### \d+\.", cookbook)) == 15
    for query in queries:
        assert answers[query], query
        assert answers[query].frame().height, query


def test_the_diagram_has_every_relation_with_domain_and_range(cli: Cli, workspace: Workspace) -> None:
    graph = rdflib.Graph().parse(workspace.ontology / "strategigraf.ttl", format="turtle")
    drawn = cli("ontology", "--diagram").out
    boxes = dict(re.findall(r'(?m)^  (c\d+)\["<b>(.*?)</b>', drawn))
    arrows = {
        (boxes[start], name, boxes[end])
        for start, names, end in re.findall(r'(?m)^  (c\d+) -->\|"(.*?)"\| (c\d+)$', drawn)
        for name in names.split("<br>")
    }
    told = {
        (prefixed(str(domain), PREFIXES), prefixed(str(relation), PREFIXES), prefixed(str(target), PREFIXES))
        for relation in graph.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty)
        for domain in graph.objects(relation, rdflib.RDFS.domain)
        for target in graph.objects(relation, rdflib.RDFS.range)
        if str(relation).startswith(SG)
    }
    assert len(told) > 20
    assert told == {arrow for arrow in arrows if arrow[0] != "anything"}
    assert ("anything", "sg:status", "skos:Concept") in arrows


# A server of one's own.


def test_a_server_filled_as_the_page_says_answers_the_cookbook_alike(
    tmp_path: Path, answers: dict[str, sg.QueryAnswer]
) -> None:
    file, folder = tmp_path / "strategies.nq", tmp_path / "strategies-db"
    file.write_bytes(sg.open().use(lambda store: store.dump()))
    command = [server(), "load", "--location", str(folder), "--file", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    with serving(folder) as address:
        remote = RemoteStore(f"{address}/query")
        for query, answer in answers.items():
            if "midt-udviklingsplan-2023:" not in query:  # a server does not tell us its strategies
                given = remote.answer(query)
                assert given == answer.value if not isinstance(given, Table) else given.rows == answer.value.rows  # type: ignore[union-attr]


# The catalogue as SPARQL examples.


def test_every_question_is_an_example_that_gives_its_answer(cli: Cli, tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "examples.ttl"
    assert cli("query", "--examples", "-o", path, "--endpoint", "https://example.org/sparql").code == 0
    examples = rdflib.Graph().parse(path, format="turtle")
    sh, schema = rdflib.Namespace(DECLARED["sh"]), rdflib.Namespace(DECLARED["schema"])
    questions = [read_question(path) for path in workspace.query_files()]
    found = set(examples.subjects(rdflib.RDF.type, sh.SPARQLExecutable))
    assert {str(example).rpartition("/")[2] for example in found} == {question.name for question in questions}
    graph = sg.open(language="en")
    for example in found:
        name = str(example).rpartition("/")[2]
        (query,) = examples.objects(example, sh.select)
        assert (example, rdflib.RDF.type, sh.SPARQLSelectExecutable) in examples
        comments = list(examples.objects(example, rdflib.RDFS.comment))
        assert sorted(str(comment.language) for comment in comments) == ["da", "en"]  # type: ignore[attr-defined]
        assert list(examples.objects(example, schema.target)) == [rdflib.URIRef("https://example.org/sparql")]
        assert list(examples.objects(example, schema.keywords)), name
        declared = {
            str(examples.value(one, sh.prefix)): str(examples.value(one, sh.namespace))
            for declarations in examples.objects(example, sh.prefixes)
            for one in examples.objects(declarations, sh.declare)
        }
        for prefix, namespace in re.findall(r"PREFIX (\S+): <(.*?)>", str(query)):
            assert declared[prefix] == namespace
        assert sg.query(graph, str(query)).frame().height > 0 or name in EMPTY, name


EMPTY: set[str] = set()  # questions that nothing in the data answers


def test_examples_are_no_query(cli: Cli) -> None:
    assert cli("query", "--examples", "-e", "ASK {}").code == 2


# In Python.


def test_a_graph_is_a_dataset_of_rdflib() -> None:
    graph = sg.open()
    dataset = graph.to_rdflib()
    count = "SELECT (COUNT(?q) AS ?n) { ?q a sg:Quote }"
    assert [str(row[0]) for row in dataset.query(count)] == [str(sg.query(graph, count).records()[0]["n"])]  # type: ignore[index]
    assert any(str(one.identifier).endswith("/midt-udviklingsplan-2023") for one in dataset.graphs())


def test_a_construct_is_a_graph_of_rdflib() -> None:
    answer = sg.query(sg.open(), "CONSTRUCT { ?g skos:prefLabel ?t } WHERE { ?g a sg:Goal ; skos:prefLabel ?t }")
    assert set(answer.to_rdflib()) == set(rdflib.Graph().parse(data=str(answer.content("turtle")), format="turtle"))
    with pytest.raises(WrongValue):
        sg.query(sg.open(), "ASK {}").to_rdflib()


def test_a_graph_is_a_network() -> None:
    graph = sg.open()
    assert set(graph.to_networkx(strategies="midt-udviklingsplan-2023")) == set(
        sg.network(graph, "midt-udviklingsplan-2023")
    )


def test_all_quotes_have_place_and_status(sources_folder: Path) -> None:
    graph = sg.open(language="en")
    frame = sg.quotes(graph, sources=sources_folder).to_pandas()
    assert list(frame.columns) == ["quote", "words", "section", "document", "document_label", "status"]
    assert len(frame) == sg.query(graph, "SELECT (COUNT(?q) AS ?n) { ?q a sg:Quote }").records()[0]["n"]
    assert set(frame["status"]) <= {"exact", "normalised"}
    assert set(sg.quotes(graph)["status"]) == {"unverifiable"}
    assert frame["section"].notna().all()
