"""The house style of Turtle."""

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.check import verdicts
from strategigraf.check.verdicts import not_in_style
from strategigraf.core.errors import CommentInside, TurtleSyntax
from strategigraf.core.rdf import LANG_STRING, RDF, XSD, Blank, Iri, Literal, Term, natural
from strategigraf.files import turtle, turtle_format
from strategigraf.files.turtle_format import format_file, format_statements
from tests.conftest import CORPUS, Cli

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


RING = """PREFIX : <http://e/>
_:a :p _:b .
_:b :p _:c .
_:c :p _:a .
"""


@pytest.mark.parametrize(
    "content",
    [
        RING,
        "PREFIX : <http://e/>\n_:a :p _:a .\n",
        "PREFIX : <http://e/>\n_:a :p _:a , _:b .\n_:b :q 1 .\n",
        "PREFIX : <http://e/>\n:x :p _:a .\n_:a :p _:b .\n_:b :p _:a .\n_:c :p [ :p _:c ] .\n",
        f"PREFIX rdf: <{RDF}>\n_:l rdf:first 1 ; rdf:rest _:l .\n",
        "PREFIX : <http://e/>\n[] :p 1 .\n[] :p 1 .\n[] :p [] .\n",
        "PREFIX : <http://e/>\n:a :p _:x .\n:b :p _:x .\n:c :p [ :q _:x ] .\n",
    ],
)
def test_blank_nodes_that_have_no_head_are_written_too_in_the_same_bytes(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    text = format_file(file)
    assert len(set(turtle.in_words(text.encode()))) == len(set(turtle.in_words(content.encode())))
    assert format_file(file) == text
    file.write_text(text, encoding="utf-8")
    assert format_file(file) == text


@pytest.mark.parametrize(
    "content",
    [
        ':a :b "x"@ar--rtl .',
        ":a :b <<( :c :d 1 )>> .",
        "<< :a :b :c >> :d 1 .",
        ":a :b :c {| :d 1 |} .",
    ],
)
def test_what_rdf_1_1_does_not_have_is_refused_by_name_and_the_file_untouched(
    file: Path, cli: Cli, own_corpus: Path, content: str
) -> None:
    whole = f"PREFIX : <http://e/>\n{content}\n"
    file.write_text(whole, encoding="utf-8")
    found = cli("fmt", file, "--lang", "en")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(f"term-unknown: {file}: ")
    assert file.read_text(encoding="utf-8") == whole
    (own_corpus / "more.ttl").write_text(whole, encoding="utf-8")
    assert cli("list", "--data", own_corpus).err.startswith(f"term-unknown: {own_corpus / 'more.ttl'}: ")


@pytest.mark.parametrize("opening", ["[ :p ", "( ", "<<( :a :b "])
def test_what_is_nested_very_deep_is_refused_by_name_and_the_file_untouched(file: Path, cli: Cli, opening: str) -> None:
    closing = {"[": " ]", "(": " )", "<": " )>>"}[opening[0]]
    whole = "PREFIX : <http://e/>\n:a :b " + opening * 5000 + "1" + closing * 5000 + " .\n"
    file.write_text(whole, encoding="utf-8")
    found = cli("fmt", file, "--lang", "en")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(("not-the-same: ", "turtle-syntax: "))
    assert str(file) in found.err
    assert file.read_text(encoding="utf-8") == whole


def test_a_byte_order_mark_is_read_past(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + NEAT.encode())
    assert format_file(file) == NEAT


def test_what_was_in_style_is_not_formatted_again_until_it_changes(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formatted: list[Path] = []

    def told(path: Path) -> str:
        formatted.append(path)
        return format_file(path)

    monkeypatch.setattr(turtle_format, "format_file", told)
    neat, kept = tmp_path / "neat.ttl", tmp_path / "cache" / "in-style"
    neat.write_text(NEAT, encoding="utf-8")
    file.write_text(MESSY, encoding="utf-8")
    for run in range(3):
        assert not_in_style([file, neat], kept) == {file: NEAT.encode()}
        assert formatted == [file, neat] + [file] * run
    neat.write_text(MESSY, encoding="utf-8")
    assert not_in_style([neat], kept) == {neat: NEAT.encode()}
    neat.write_text(NEAT, encoding="utf-8")
    formatted.clear()
    for damage in (b"", b"\xff", kept.read_bytes()[1:], kept.read_bytes().replace(b"\n", b"\n0")):
        kept.write_bytes(damage)
        assert not_in_style([neat], kept) == {}
    assert formatted == [neat] * 4
    monkeypatch.setattr(verdicts, "__version__", "0.0.0")
    assert not_in_style([neat], kept) == {}
    assert formatted == [neat] * 5
    assert not_in_style([neat], file / "no-folder" / "in-style") == {}


def test_what_editors_and_sync_programs_hide_is_not_formatted(own_corpus: Path, cli: Cli) -> None:
    folder = own_corpus / "strategies"
    (folder / ".#eksempelby-2030.ttl").symlink_to("somebody@pc.1234")
    (folder / "._eksempelby-2030.ttl").write_bytes(b"\0\5\26\7")
    (folder / "eksempelby-2030.ttl~").write_text("old", encoding="utf-8")
    (folder / ".eksempelby-2030.ttl.swp").write_bytes(b"b0VIM")
    (own_corpus / ".stversions").mkdir()
    (own_corpus / ".stversions" / "eksempelby-2030.ttl").write_text("old", encoding="utf-8")
    for command in (("fmt", "--check", own_corpus), ("check", own_corpus, "--sources", CORPUS / "sources")):
        found = cli(*command, "--data", own_corpus, "--lang", "en")
        assert (found.code, found.out) == (0, "")


blanks = st.builds(Blank, st.sampled_from("abcdef"))
predicates = st.sampled_from([Iri("http://e/p"), Iri(RDF + "first"), Iri(RDF + "rest"), Iri(RDF + "type")])
objects = st.one_of(blanks, blanks, iris, literals, st.just(Iri(RDF + "nil")))


@given(st.lists(st.tuples(st.one_of(blanks, blanks, iris), predicates, objects), max_size=14))
def test_a_graph_with_blank_nodes_anyhow_is_written_whole_or_refused(
    tmp_path_factory: pytest.TempPathFactory, statements: list[turtle.Statement]
) -> None:
    file = tmp_path_factory.getbasetemp() / "blanks.ttl"
    before = turtle.ntriples(statements)
    file.write_bytes(before)
    text = format_file(file)
    assert canonical(text.encode()) == canonical(before)
    file.write_bytes(text.encode())
    assert format_file(file) == text


def canonical(content: bytes) -> pyoxigraph.Dataset:
    """The graph of the Turtle *content*, its blank nodes named by the engine's own rule."""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


@pytest.mark.parametrize("names", ["cd", "ab", "yz", "za"])
def test_a_ring_of_named_blank_nodes_is_written_the_same_again(names: str, tmp_path: Path) -> None:
    one, other = names[0], names[1]
    path = tmp_path / "ring.ttl"
    path.write_text(f"_:{one} <http://e/p> _:{other} .\n_:{other} <http://e/p> _:{one} .\n", encoding="utf-8")
    first = format_file(path)
    path.write_text(first, encoding="utf-8")
    assert format_file(path) == first
