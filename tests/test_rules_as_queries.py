"""Rules that are asked of the SPARQL engine: those of completeness all are, and find what pySHACL finds; what no query
can answer stays with pySHACL."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from strategigraf.check.rules import Shapes
from strategigraf.check.shapes import validate
from strategigraf.core.rdf import ID, SG, SGSH, Iri
from strategigraf.files import turtle
from strategigraf.files.turtle import Statement
from tests.conftest import TOP
from tests.plain_shacl import plain
from tests.random_strategies import countries
from tests.small_policy import TERMS
from tests.small_world import statements_of

RULES = [TOP / "shapes" / "prefixes.ttl", TOP / "shapes" / "complete" / "completeness.ttl"]
HEAD = """\
@prefix ex: <https://w3id.org/strategigraf/id/ex/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sg: <https://w3id.org/strategigraf/ns#> .
@prefix sgsh: <https://w3id.org/strategigraf/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
WORLD = """
sg:Track rdfs:subClassOf sg:Element . sg:Goal rdfs:subClassOf sg:Element .
ex:t1 a sg:Track ; sg:inStrategy ex:s1 ; sg:status sg:Begun .
ex:t2 a sg:Track ; sg:inStrategy ex:s1 ; sg:status "begun" ; sg:supports ex:t2 .
ex:t3 a sg:Track ; sg:inStrategy ex:s2 ; sg:status [] .
ex:g1 a sg:Goal ; sg:partOf ex:t1 ; sg:inStrategy ex:s1 ; sg:status sg:Begun , sg:Ended .
ex:g2 a sg:Goal ; sg:partOf ex:g1 ; sg:supports ex:t3 .
ex:g3 a sg:Goal ; sg:inStrategy ex:s2 ; sg:supports "nothing" , ex:unknown ; sg:status sg:Ended .
ex:s1 a sg:Strategy . ex:s2 a sg:Strategy ; sg:partOf ex:s1 .
ex:other a sg:Link ; rdf:predicate sg:supports ; rdf:object ex:g1 ; sg:inStrategy ex:s1 .
"""
HAS = "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape"
ASKED = {
    "a class": f"[ sh:property [ sh:path sg:partOf ; {HAS} [ sh:class sg:Element ] ] ]",
    "upwards": f"[ sh:property [ sh:path [ sh:zeroOrMorePath sg:partOf ] ; {HAS} [ sh:class sg:Track ] ] ]",
    "downwards": f"[ sh:property [ sh:path [ sh:inversePath sg:partOf ] ; {HAS} [ sh:class sg:Goal ] ] ]",
    "either way": f"[ sh:property [ sh:path [ sh:alternativePath ( sg:supports ( sg:partOf [ sh:zeroOrMorePath "
    f"[ sh:alternativePath ( sg:partOf sg:supports ) ] ] ) ) ] ; {HAS} [ sh:or ( [ sh:class sg:Track ] "
    "[ sh:class sg:Link ] ) ] ] ]",
    "a value": f"[ sh:property [ sh:path sg:status ; {HAS} [ sh:in ( sg:Begun sg:Planned ) ] ] ]",
    "any value": f"[ sh:property [ sh:path sg:status ; {HAS} [ sh:nodeKind sh:IRIOrLiteral ] ] ]",
    "this value": "[ sh:property [ sh:path ( sg:inStrategy [ sh:inversePath sg:partOf ] ) ; sh:hasValue ex:s2 ] ]",
    "none": "[ sh:property [ sh:path ( sg:inStrategy [ sh:inversePath sg:inStrategy ] sg:partOf ) ; sh:maxCount 0 ] ]",
    "not one": "[ sh:not [ sh:property [ sh:path ( sg:inStrategy [ sh:inversePath sg:inStrategy ] rdf:type "
    "[ sh:zeroOrMorePath rdfs:subClassOf ] ) ; sh:hasValue sg:Goal ] ] ]",
    "one of two": f"[ sh:property [ sh:path sg:partOf ; sh:maxCount 0 ] ] [ sh:property [ sh:path [ sh:zeroOrOnePath "
    f"sg:partOf ] ; {HAS} [ sh:class sg:Track ] ] ]",
}
NOT_ASKED = {
    "a literal": f"[ sh:property [ sh:path sg:status ; {HAS} [ sh:in ( sg:Begun 1 ) ] ] ]",
    "two of them": "[ sh:property [ sh:path sg:status ; sh:qualifiedMinCount 2 ; sh:qualifiedValueShape "
    "[ sh:nodeKind sh:IRI ] ] ]",
    "two constraints": "[ sh:class sg:Track ; sh:nodeKind sh:IRI ]",
    "a path of another kind": "[ sh:property [ sh:path [ sh:oneOrMorePath sg:partOf ] ; sh:hasValue ex:t1 ] ]",
    "at most one": "[ sh:property [ sh:path sg:status ; sh:maxCount 1 ] ]",
    "not of a value": f"[ sh:property [ sh:path sg:status ; {HAS} [ sh:not [ sh:class sg:Goal ] ] ] ]",
}
QUERIES = {
    "of each": (
        "SELECT $this ?value WHERE { ?value sg:inStrategy $this FILTER NOT EXISTS { $this sg:partOf ?x } }",
        True,
    ),
    "with a string": ('SELECT $this ?value WHERE { ?value sg:inStrategy $this FILTER(STR(?value) != "$this") }', False),
}


@given(country=countries)
@settings(max_examples=4, deadline=None)
def test_what_lacks_in_random_countries_is_found_without_pyshacl(country: list[list[Statement]]) -> None:
    shapes = Shapes(RULES)
    assert shapes.queries(shapes.heads()).keys() == shapes.heads()
    told = [*statements_of(TERMS), *(statement for file in country for statement in file)]
    results = validate(told, RULES)
    assert results == plain(told, RULES)


@pytest.mark.parametrize("form", [*ASKED, *NOT_ASKED])
def test_each_form_of_a_rule_means_in_sparql_what_it_means_in_shacl(form: str, tmp_path: Path) -> None:
    shape = f"sh:targetClass sg:Element ; sh:or ( {(ASKED | NOT_ASKED)[form]} )"
    assert told_alike(shape, form in ASKED, tmp_path) == "Or"


@pytest.mark.parametrize("form", QUERIES)
def test_a_query_of_each_member_of_a_class_is_asked_of_each(form: str, tmp_path: Path) -> None:
    text, asked = QUERIES[form]
    shape = (
        f"sh:targetClass sg:Strategy ; sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes ex:p ; sh:select '''{text}''' ]"
    )
    prefix = f'ex:p sh:declare [ sh:prefix "sg" ; sh:namespace "{SG}" ] .'
    told_alike(shape, asked, tmp_path, prefix)


def told_alike(shape: str, asked: bool, folder: Path, more: str = "") -> str:
    """The kind of constraint that *shape* breaks in the small world; asserts that pySHACL says the same of each thing,
    and that a query is *asked* for it, or not."""
    path = folder / "shape.ttl"
    path.write_text(f"{HEAD}{more}\nsgsh:rule a sh:NodeShape ; sh:severity sh:Warning ; {shape} .\n", encoding="utf-8")
    (folder / "world.ttl").write_text(HEAD + WORLD, encoding="utf-8")
    told = turtle.statements(folder / "world.ttl")
    shapes = Shapes([path])
    assert set(shapes.queries([Iri(SGSH + "rule")])) == ({Iri(SGSH + "rule")} if asked else set())
    results = validate(told, [path])
    expected = plain(told, [path])
    assert results == expected
    assert all(result.focus.value.startswith(ID) for result in results)
    return next((result.component for result in results), "")
