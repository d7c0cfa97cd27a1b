"""Shapes of one's own against any RDF: `check --shapes`."""

import json
from pathlib import Path

import pytest

import strategigraf as sg
from strategigraf.core.rdf import SG
from tests.conftest import CORPUS, Cli
from tests.listener import listening

SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX e: <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
e:LakeShape a sh:NodeShape ; sh:targetClass e:Lake ; sh:property e:LakeShape-depth , e:LakeShape-name ,
  [ sh:path ( e:in [ sh:inversePath e:has ] ) ; sh:nodeKind sh:IRI ] .
e:LakeShape-depth sh:path e:depth ; sh:maxInclusive 100 ;
  sh:message "Søen er for dyb."@da , "The lake is too deep."@en .
e:LakeShape-name sh:path e:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "A lake has a name." .
"""
TURTLE = """PREFIX e: <http://e/>
e:calm a e:Lake ; e:depth 10 ; e:name "Stille" .
e:deep a e:Lake ; e:depth 120 ; e:name "Dyb" .
e:nameless a e:Lake .
"""


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    file = tmp_path / "lakes.ttl"
    file.write_text(SHAPES, encoding="utf-8")
    return file


def test_findings_have_the_message_severity_and_place_of_the_user(shapes: Path, tmp_path: Path, cli: Cli) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(TURTLE, encoding="utf-8")
    result = cli("check", data, "--shapes", shapes, "--lang", "da")
    assert result.code == 1
    assert (
        f"{data}:3: fejl http://e/LakeShape-depth http://e/deep: Søen er for dyb. [http://e/depth “120”]" in result.out
    )
    assert f"{data}:4: advarsel http://e/LakeShape-name http://e/nameless: A lake has a name." in result.out
    assert result.out.count("\n") == 2
    assert result.err == "1 fejl, 1 advarsel, 0 oplysninger. Filer med data: 1; filer med shapes: 1.\n"
    found = json.loads(cli("check", data, "--shapes", shapes.parent, "--format", "json").out)["findings"]
    assert [finding["message"]["en"] for finding in found] == ["The lake is too deep.", "A lake has a name."]


def test_warnings_alone_end_with_0_and_nothing_with_an_empty_list(shapes: Path, tmp_path: Path, cli: Cli) -> None:
    data = tmp_path / "data.ttl"
    for line, code, lines in ((TURTLE.splitlines()[3], 0, 1), (TURTLE.splitlines()[1], 0, 0)):
        data.write_text(f"PREFIX e: <http://e/>\n{line}", encoding="utf-8")
        result = cli("check", data, "--shapes", shapes)
        assert (result.code, result.out.count("\n")) == (code, lines)


FORMS = {
    "a.nt": "<http://e/deep> a <http://e/Lake> .".replace(" a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ")
    + '\n<http://e/deep> <http://e/depth> "120"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    + '\n<http://e/deep> <http://e/name> "Dyb" .',
    "a.trig": TURTLE.replace("e:nameless a e:Lake .", "") + "e:g { e:other e:depth 1 }",
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><e:Lake '
    'rdf:about="http://e/deep"><e:depth rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">120</e:depth>'
    "<e:name>Dyb</e:name></e:Lake></rdf:RDF>",
    "a.jsonld": '{"@id": "http://e/deep", "@type": "http://e/Lake", "http://e/depth": 120, "http://e/name": "Dyb"}',
}


@pytest.mark.parametrize("name", FORMS)
def test_data_may_be_rdf_in_any_form(name: str, shapes: Path, tmp_path: Path, cli: Cli) -> None:
    data = tmp_path / name
    data.write_text(FORMS[name], encoding="utf-8")
    result = cli("check", data, "--shapes", shapes, "--lang", "en")
    assert result.code == 1
    assert result.out.count("\n") == 1
    assert f"{data}: error http://e/LakeShape-depth http://e/deep: The lake is too deep." in result.out


def test_the_report_is_turtle_with_paths_and_the_same_each_time(shapes: Path, tmp_path: Path, cli: Cli) -> None:
    import rdflib

    data = tmp_path / "data.ttl"
    data.write_text(f'{TURTLE}e:odd a e:Lake ; e:name "x" ; e:in e:y .\n_:z e:has e:y .', encoding="utf-8")
    reports = [cli("check", data, "--shapes", shapes, "--format", "turtle").out for _ in range(2)]
    assert reports[0] == reports[1]
    graph = rdflib.Graph().parse(data=reports[0], format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert len(list(graph.subjects(rdflib.RDF.type, sh.ValidationResult))) == 3
    assert list(map(str, graph.objects(None, sh.conforms))) == ["false"]
    assert "[ <http://www.w3.org/ns/shacl#inversePath> <http://e/has> ]" in reports[0]
    refused = cli("check", "--format", "turtle")
    assert refused.code == 2
    assert "--shapes" in refused.err


def test_without_paths_the_data_of_the_program_or_of_the_folder_are_looked_at(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "goals.ttl"
    file.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> "
        f"[] a sh:NodeShape ; sh:targetClass <{SG}Goal> ; sh:message 'A goal.' ; sh:not [ sh:class <{SG}Goal> ] .",
        encoding="utf-8",
    )
    found = cli("check", "--shapes", file, "--data", CORPUS / "data", "--format", "json")
    goals = cli("query", "-e", f"SELECT ?g {{ ?g a <{SG}Goal> }}", "--data", CORPUS / "data", "--format", "csv")
    assert found.code == 1
    assert len(json.loads(found.out)["findings"]) == goals.out.count("\n") - 1 > 2
    assert all(finding["line"] for finding in json.loads(found.out)["findings"])


def test_python_checks_by_shapes_too(shapes: Path, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(TURTLE, encoding="utf-8")
    answer = sg.check(sg.open(language="en"), [data], shapes=shapes)
    assert not answer.good
    assert [row["message"] for row in answer.records()] == ["The lake is too deep.", "A lake has a name."]


WRONG = [
    ("data.xyz", "x", SHAPES, 2, "wrong-value", ".jsonld"),
    ("data.ttl", "<a> <b>", SHAPES, 3, "rdf-syntax", "data.ttl:1"),
    ("data.rdf", "<rdf:RDF>", SHAPES, 3, "rdf-syntax", "RDF/XML"),
    ("data.jsonld", '{"@context": "http://127.0.0.1:9/c"}', SHAPES, 3, "rdf-syntax", "JSON-LD"),
    ("data.ttl", TURTLE, "PREFIX sh: <http://www.w3.org/ns/shacl#> <http://e/S> sh:path", 3, "rdf-syntax", "lakes.ttl"),
    ("data.ttl", TURTLE, "", 2, "nothing-to-check", "lakes.ttl"),
    ("data.ttl", TURTLE, SHAPES.replace("sh:maxInclusive 100", 'sh:pattern "("'), 3, "shapes-faulty", "shapes"),
    ("data.ttl", TURTLE, SHAPES.replace("sh:path e:depth", "sh:path 7"), 3, "shapes-faulty", "shapes"),
    ("data.ttl", TURTLE + "_:x e:depth <<( e:a e:b e:c )>> .", SHAPES, 3, "term-unknown", "data.ttl"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "rules", "code", "error", "words"), WRONG, ids=lambda x: str(x)[:30])
def test_what_cannot_be_used_is_named(
    name: str, content: str, rules: str, code: int, error: str, words: str, tmp_path: Path, shapes: Path, cli: Cli
) -> None:
    data = tmp_path / "d" / name
    data.parent.mkdir()
    data.write_text(content, encoding="utf-8")
    shapes.write_text(rules, encoding="utf-8")
    result = cli("check", data, "--shapes", shapes)
    assert result.code == code, result.err
    assert result.out == ""
    assert error in result.err
    assert words in result.err
    assert "Traceback" not in result.err


def test_shapes_and_data_that_are_not_there_are_named(shapes: Path, tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "empty").mkdir()
    for paths, place in (([tmp_path / "no.ttl"], shapes), ([shapes], tmp_path / "no.ttl")):
        result = cli("check", *paths, "--shapes", place)
        assert (result.code, "files-not-found" in result.err) == (3, True)
    for paths, place in (([tmp_path / "empty"], shapes), ([shapes], tmp_path / "empty")):
        result = cli("check", *paths, "--shapes", place)
        assert (result.code, "nothing-to-check" in result.err) == (2, True)


LEAVING = {
    "service": 'sh:select "SELECT $this { $this ?p ?o SERVICE <HERE> { ?s ?p ?o } }"',
    "service by its prefix": 'sh:select "SELECT $this { $this ?p ?o SERVICE:x { ?s ?p ?o } }" ; sh:prefixes e:P',
    "out of a prefix": 'sh:select "SELECT $this { $this ?p ?o }" ; sh:prefixes e:Q',
    "from": 'sh:select "SELECT $this FROM <HERE> { $this ?p ?o }"',
    "from named": 'sh:select "SELECT $this FROM NAMED <HERE> { GRAPH ?g { $this ?p ?o } }"',
    "ask": 'sh:select "SELECT $this { $this ?p ?o FILTER EXISTS { SERVICE SILENT <HERE> { ?s ?p ?o } } }"',
}
DECLARED = """
e:P sh:declare [ sh:prefix "" ; sh:namespace "HERE"^^xsd:anyURI ] .
e:Q sh:declare [ sh:prefix "q" ;
  sh:namespace "HERE> SELECT $this { $this ?p ?o SERVICE <HERE> { ?s ?p ?o } } #"^^xsd:anyURI ] .
"""


@pytest.mark.parametrize("name", LEAVING)
def test_shapes_of_somebody_do_not_leave(name: str, shapes: Path, tmp_path: Path, cli: Cli) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(TURTLE, encoding="utf-8")
    with listening(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 0\r\n\r\n") as listener:
        rules = SHAPES + DECLARED + f"e:LakeShape sh:sparql [ a sh:SPARQLConstraint ; {LEAVING[name]} ] ."
        rules += (
            "\n<HERE> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <HERE> ."
        )
        shapes.write_text(rules.replace("HERE", listener.url), encoding="utf-8")
        result = cli("check", data, "--shapes", shapes)
        assert listener.arrived == []
    if name.startswith("from"):
        assert result.code in (1, 2, 3)
    else:
        assert result.code in (2, 3)
    assert "Traceback" not in result.err
