"""The house style of Turtle."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.files import turtle
from strategigraf.files.turtle_format import format_file, format_statements
from strategigraf.values.errors import CommentInside, TurtleSyntax
from strategigraf.values.namespaces import RDF
from strategigraf.values.natural import natural
from strategigraf.values.term import LANG_STRING, XSD, Blank, Iri, Literal, Term

MESSY = """# Eksempel
@prefix : <https://w3id.org/strategigraf/id/e/> .
@prefix sg: <https://w3id.org/strategigraf/ns#> .

# om ti
:goal-10 a sg:Goal ; sg:x "b # no comment"@en, "a"@da . :goal-2 sg:y ( :a "b" [ sg:q 1 ] ), 0.8, true .
:s a sg:Strategy .
"""
NEAT = """# Eksempel
PREFIX : <https://w3id.org/strategigraf/id/e/>
PREFIX sg: <https://w3id.org/strategigraf/ns#>

:s
    a sg:Strategy ;
.

:goal-2
    sg:y ( :a "b" [
        sg:q 1 ;
    ] ) , true , 0.8 ;
.

# om ti
:goal-10
    a sg:Goal ;
    sg:x "a"@da , "b # no comment"@en ;
.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "e.ttl"


def test_a_messy_file_becomes_neat_and_keeps_its_comments(file: Path) -> None:
    file.write_text(MESSY, encoding="utf-8")
    assert format_file(file) == NEAT


def test_a_neat_file_stays_as_it_is(file: Path) -> None:
    file.write_text(NEAT, encoding="utf-8")
    assert format_file(file) == NEAT


@pytest.mark.parametrize(
    "comment_at", [":goal-10 a # her\n sg:Goal .", ":a :b :c .\n# til sidst\n", ":a :b :c .\n# om ingen\n[] :b :c ."]
)
def test_a_comment_that_would_be_lost_is_refused_with_its_line(file: Path, comment_at: str) -> None:
    file.write_text("PREFIX : <http://e/>\nPREFIX sg: <http://s/>\n" + comment_at, encoding="utf-8")
    with pytest.raises(CommentInside) as caught:
        format_file(file)
    assert str(file) in caught.value.message.da
    assert "#" in caught.value.message.en


def test_what_looks_like_a_comment_inside_a_name_or_a_text_is_none(file: Path) -> None:
    file.write_text(
        'PREFIX : <http://e/>\n:a :b <http://e/#c>, """d "# d\n# d""", \'# e\', :f\\#f .\n# om g\n:g.g :b 1.5 .\n',
        encoding="utf-8",
    )
    shown = [line for line in format_file(file).splitlines() if line.startswith("#")]
    assert shown == ['# d""" ;', "# om g"]


def test_comments_before_two_parts_of_a_subject_are_both_kept(file: Path) -> None:
    file.write_text("PREFIX : <http://e/>\n# en\n:a :b 1 .\n# to\n:a :b 2 .\n", encoding="utf-8")
    assert format_file(file) == "PREFIX : <http://e/>\n\n# en\n# to\n:a\n    :b 1 , 2 ;\n.\n"


@pytest.mark.parametrize(
    "nested",
    [
        "[ :c 1 ], [ :c 1 ]",  # alike, yet two
        "( 1 ( 2 ) )",
        "[ rdf:first 1 ]",  # no whole collections
        "[ rdf:first 1 ; rdf:rest () ; :c 2 ]",
        "[ rdf:first 1, 2 ; rdf:rest () ]",
        "[ rdf:first 1 ; rdf:rest ( 2 ), ( 3 ) ]",
    ],
)
def test_what_is_nested_reads_back_with_nothing_lost(file: Path, nested: str) -> None:
    prefixes = f"PREFIX : <http://e/>\nPREFIX rdf: <{RDF}>\n"
    file.write_text(f"{prefixes}:a :b {nested} .\n", encoding="utf-8")
    before, text = turtle.statements(file), format_file(file)
    file.write_text(text, encoding="utf-8")
    after = turtle.statements(file)
    assert format_file(file) == text
    assert shape_of(after) == shape_of(before)


def shape_of(statements: list[turtle.Statement]) -> list[tuple[str, ...]]:
    return sorted(tuple("_" if isinstance(term, Blank) else str(term) for term in s) for s in statements)


def test_turtle_that_does_not_parse_is_told_with_file_line_and_text(file: Path) -> None:
    file.write_text("PREFIX : <http://e/>\n:a :b :c .\n:d :e .\n", encoding="utf-8")
    with pytest.raises(TurtleSyntax) as caught:
        turtle.statements(file)
    assert f"{file}:3:" in caught.value.message.en
    assert "“:d :e .”" in caught.value.message.en


def test_a_file_that_is_not_utf_8_is_told_as_such(file: Path) -> None:
    file.write_bytes('PREFIX : <http://e/>\n:a :b "blåbær" .\n'.encode("latin-1"))
    with pytest.raises(TurtleSyntax) as caught:
        turtle.statements(file)
    assert str(file) in caught.value.message.en


iris = st.builds(
    lambda n: Iri(f"https://w3id.org/strategigraf/id/{n}"),
    st.from_regex(r"[a-z]{1,3}/[a-z0-9.\-æ]{1,6}", fullmatch=True),
)
literals = st.one_of(
    st.builds(Literal, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)),
    st.builds(
        lambda v, t: Literal(v, LANG_STRING, t), st.text("aæ\"\\\n\t'#<>", max_size=8), st.sampled_from(["da", "en"])
    ),
    st.builds(lambda n: Literal(str(n), XSD + "integer"), st.integers(-99, 99)),
    st.builds(
        lambda v, t: Literal(v, XSD + t),
        st.sampled_from(["1", "01", "٣", "1.0", "1.", "true"]),
        st.sampled_from(["integer", "decimal", "boolean", "string"]),
    ),
)


@given(st.sets(st.tuples(iris, iris, st.one_of(iris, literals)), max_size=12), st.randoms())
def test_what_is_written_reads_back_the_same_in_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, statements: set[tuple[Iri, Iri, Term]], random: object
) -> None:
    shuffled: list[turtle.Statement] = list(statements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    text = format_statements(shuffled, {})
    assert text == format_statements(sorted(statements, key=str), {})
    file = tmp_path_factory.getbasetemp() / "roundtrip.ttl"
    file.write_bytes(text.encode())
    assert set(turtle.statements(file)) == statements
    assert format_file(file) == text


def test_numbers_in_names_count_as_numbers() -> None:
    assert sorted(["goal-10", "goal-2", "goal"], key=natural) == ["goal", "goal-2", "goal-10"]
