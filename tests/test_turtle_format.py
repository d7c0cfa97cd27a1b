"""The house style of Turtle."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.files import turtle
from strategigraf.files.turtle_format import format_file, format_statements
from strategigraf.values.errors import CommentInside, TurtleSyntax
from strategigraf.values.natural import natural
from strategigraf.values.term import LANG_STRING, Iri, Literal, Term

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


@pytest.mark.parametrize("comment_at", [":goal-10 a # her\n sg:Goal .", ":a :b :c .\n# til sidst\n"])
def test_a_comment_that_would_be_lost_is_refused_with_its_line(file: Path, comment_at: str) -> None:
    file.write_text("PREFIX : <http://e/>\nPREFIX sg: <http://s/>\n" + comment_at, encoding="utf-8")
    with pytest.raises(CommentInside) as caught:
        format_file(file)
    assert str(file) in caught.value.message.da
    assert "#" in caught.value.message.en


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
    st.builds(lambda n: Literal(str(n), "http://www.w3.org/2001/XMLSchema#integer"), st.integers(-99, 99)),
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
