"""Mapping sets are read strictly: nothing is swallowed, and all that is wrong is told with its line."""

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.errors import MappingSetFaulty
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import SKOS, iri_fault
from strategigraf.files.sssom import Alignment, read_alignments, read_head
from strategigraf.files.workspace import find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import TOP, Cli

FILES = sorted((TOP / "data" / "alignments").glob("*.sssom.tsv"))
HEAD = "#mapping_set_id: https://example.org/set\n#license: https://example.org/license\n"
MAP = "#curie_map:\n#  a: https://example.org/a/\n#  b: https://example.org/b/\n"
COLUMNS = ("subject_id", "predicate_id", "predicate_modifier", "object_id", "mapping_justification", "confidence")
ROW = ("a:1", "skos:exactMatch", "", "b:1", "semapv:ManualMappingCuration", "0.9")


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> str:
    return "".join("\t".join(cells) + "\n" for cells in (columns, *rows))


def with_cell(column: str, value: str) -> tuple[str, ...]:
    return tuple(value if name == column else cell for name, cell in zip(COLUMNS, ROW, strict=True))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a--b.sssom.tsv"


def read(path: Path, content: str | bytes) -> list[Alignment]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_alignments(path)


def refusal(path: Path, content: str | bytes) -> str:
    with pytest.raises(MappingSetFaulty) as caught:
        read(path, content)
    assert caught.value.message.da != caught.value.message.en
    return caught.value.message.en


def test_the_mapping_set_of_others_is_read_without_our_columns(path: Path) -> None:
    (row,) = read(path, HEAD + MAP + table(ROW))
    assert row[:5] == ("https://example.org/a/1", SKOS + "exactMatch", "https://example.org/b/1", False, "0.9")
    assert (row.rationale.da, row.rationale.en, row.line) == ("", "", 7)


@pytest.mark.parametrize(
    "head",
    [
        "#curie_map:\n#  a: \"https://example.org/a/\"\n#  b: 'https://example.org/b/'\n",
        "# curie_map:\n#       a:   https://example.org/a/   # the one\n#       b: https://example.org/b/\n",
        "#curie_map: {a: https://example.org/a/, b: https://example.org/b/}\n",
        "#curie_map:\n#  a: >-\n#    https://example.org/a/\n#  b: https://example.org/b/\n#x: |\n#  of\n#  two\n",
        "#curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  a: https://example.org/a/\n"
        "#  b: https://example.org/b/\n",
    ],
)
def test_the_head_is_yaml(path: Path, head: str) -> None:
    assert read(path, head + table(ROW)) == [
        row._replace(line=head.count("\n") + 2) for row in read(path, MAP + table(ROW))
    ]


def test_a_byte_order_mark_windows_line_ends_and_an_empty_last_line_are_read_past(path: Path) -> None:
    plain = HEAD + MAP + table(ROW, ROW)
    rows = read(path, plain)
    assert len(rows) == 2
    assert read(path, "\ufeff" + plain.replace("\n", "\r\n") + "\r\n") == rows


def test_only_a_line_end_ends_a_row(path: Path) -> None:
    (row,) = read(path, MAP + table((*ROW, "one\x85two\u2028three\x0bfour"), columns=(*COLUMNS, "comment")))
    assert row.rationale.en == "one\x85two\u2028three\x0bfour"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (with_cell("predicate_modifier", "not"), "predicate_modifier “not” must be Not or empty"),
        (with_cell("predicate_modifier", "NOT"), "predicate_modifier “NOT”"),
        (with_cell("predicate_modifier", "Not "), "predicate_modifier “Not ”"),
        (with_cell("subject_id", "a:vision "), "subject_id “a:vision ” has a character that an IRI cannot have: “ ”"),
        (with_cell("subject_id", "a:vi\u00a0sion"), "subject_id “a:vi\\xa0sion” has a character"),
        (with_cell("object_id", "b:1\u200b"), "object_id “b:1\\u200b” has a character"),
        (with_cell("object_id", "b:<1>"), "object_id “b:<1>” has a character that an IRI cannot have: “<”"),
        (with_cell("object_id", "b:1%2"), "object_id “b:1%2” has a character that an IRI cannot have: “%”"),
        (with_cell("object_id", "b:a`b"), "object_id “b:a`b” has a character"),
        (with_cell("object_id", ""), "object_id “” is empty"),
        (with_cell("object_id", "1"), "object_id “1” has no prefix"),
        (with_cell("object_id", "c:1"), "object_id “c:1” has the prefix “c”, which is not in curie_map"),
        (with_cell("predicate_id", "exactMatch"), "predicate_id “exactMatch” has no prefix"),
        (with_cell("mapping_justification", "semapv:manualMappingCuration"), "is not one of SSSOM's justifications"),
        (with_cell("mapping_justification", "skos:exactMatch"), "is not one of SSSOM's justifications"),
        (with_cell("confidence", "0,9"), "confidence “0,9” must be a number from 0 to 1"),
        (with_cell("confidence", "1.1"), "confidence “1.1”"),
        (with_cell("confidence", "-0.1"), "confidence “-0.1”"),
        (with_cell("confidence", "NaN"), "confidence “NaN”"),
        (with_cell("confidence", "1e-999999999"), "confidence “1e-999999999”"),
        (with_cell("confidence", "0.9 "), "confidence “0.9 ”"),
        (ROW[:-1], "the row has 5 cells, but there are 6 columns"),
        ((*ROW, ""), "the row has 7 cells, but there are 6 columns"),
        ((*ROW[:-1], '"0.9'), "a quotation mark at the start of a cell is not closed"),
        ((*ROW[:-1], '"0.9" '), "a quotation mark at the start of a cell is not closed"),
        ((*ROW[:-1], "0\0"), "the character NUL"),
        (("sssom:NoTermFound", *ROW[1:3], "sssom:NoTermFound", *ROW[4:]), "neither side"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_file_line_and_column(
    path: Path, cells: tuple[str, ...], told: str
) -> None:
    said = refusal(path, MAP + table(ROW, cells, ROW))
    assert f" {path}:6: " in said
    assert told in said
    assert said.count(str(path)) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (MAP + table(ROW[:3], columns=COLUMNS[:3]), ":4: the column object_id is missing"),
        (MAP, ":5: the column subject_id is missing"),
        ("", ":2: the column subject_id is missing"),
        (MAP + table((*ROW, "0.1"), columns=(*COLUMNS, "confidence")), ":4: the column confidence occurs twice"),
        ("#curie_map:\n#  a: https://a.org/\n#  a: https://b.org/\n" + table(), ":3: “a” occurs twice in the head"),
        ('#curie_map:\n#  a: "https://a.org/ "\n' + table(), ":2: the prefix “a”: “https://a.org/ ” has a character"),
        ("#curie_map:\n#  a: nowhere\n" + table(), ":2: the prefix “a”: “nowhere” is not a full IRI"),
        ("#curie_map:\n#  a: [1]\n" + table(), ":2: the prefix “a” has no IRI"),
        ("#curie_map:\n#  skos: https://a.org/\n" + table(), ":2: the prefix “skos” is http://www.w3.org/2004"),
        ('#curie_map:\n#  a: "https://a.org/\n' + table(), ":2: the head is not YAML"),
        ("#curie_map: " + "[" * 100_000 + "\n" + table(), ":1: the head is not YAML"),
        ("#curie_map:\n#\ta: https://a.org/\n" + table(), "the head is not YAML"),
        ((MAP + table(ROW)).encode("utf-16"), ":1: the file is not in UTF-8"),
        (
            (MAP + table((*ROW, "blåbær"), columns=(*COLUMNS, "comment"))).encode("latin-1"),
            ":5: the file is not in UTF-8",
        ),
    ],
)
def test_what_is_wrong_with_head_or_columns_is_told_with_its_line(path: Path, content: str | bytes, told: str) -> None:
    assert told in refusal(path, content)


def test_all_that_is_wrong_is_told_at_once(path: Path) -> None:
    wrong = [
        with_cell("confidence", "high"),
        with_cell("object_id", "b: 1"),
        ROW[:2],
        with_cell("predicate_modifier", "x"),
    ]
    said = refusal(path, MAP + table(*wrong))
    assert re.findall(r":(\d+): ", said) == ["5", "6", "7", "8"]
    assert "… and 30 more." in refusal(path, MAP + table(*[ROW[:2]] * 50))


@pytest.mark.parametrize("path_of_set", FILES, ids=lambda p: p.name)
def test_a_row_is_never_lost_to_a_quotation_mark(path_of_set: Path, path: Path) -> None:
    """Each closing mark of a cell in turn is taken away, and each first sign of a row made a mark."""
    lines = path_of_set.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(at for at, line in enumerate(lines) if not line.startswith("#")) + 1
    told = 0
    for at in range(start, len(lines)):
        for wrong in (
            lines[at].rstrip("\n").removesuffix('"') + "\n",
            '"' + lines[at],
            lines[at].replace('"\t', "\t", 1),
        ):
            if wrong != lines[at]:
                said = refusal(path, "".join([*lines[:start], wrong, *lines[at + 1 :]]))
                assert f"{path}:{start + 1}: " in said
                told += 1
    assert told >= len(lines) - start


cells_of_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=12)


@given(st.lists(st.tuples(cells_of_text, cells_of_text), max_size=5))
def test_what_csv_writes_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow((*COLUMNS, "comment", "rationale_da"))
    writer.writerows((*ROW, *pair) for pair in texts)
    rows = read(tmp_path_factory.getbasetemp() / "x.sssom.tsv", MAP + stream.getvalue())
    assert [(row.rationale.en, row.rationale.da) for row in rows] == texts


@given(
    st.text(st.characters(), max_size=8),
    st.sampled_from(["https://example.org/", "http://", "urn:x:", "", "https://a:"]),
)
def test_what_passes_as_an_iri_is_one_to_the_engine(text: str, start: str) -> None:
    import pyoxigraph

    if iri_fault(start + text) is None:
        assert pyoxigraph.NamedNode(start + text).value == start + text


def test_rows_of_others_whose_identifiers_end_alike_stay_apart(own_corpus: Path) -> None:
    other = with_cell("subject_id", "b:1")
    (own_corpus / "x y.sssom.tsv").write_text(MAP + table(ROW, other), encoding="utf-8")
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace(own_corpus))
    rows = store.rows("PREFIX sg: <https://w3id.org/strategigraf/ns#> SELECT ?row { ?row a sg:Alignment }")
    assert len(set(rows)) == 2
    assert all("alignments/x%20y/" in row for (row,) in rows)


def test_a_denied_pair_with_a_slip_is_no_match(own_corpus: Path, cli: Cli) -> None:
    path = own_corpus / "a--b.sssom.tsv"
    path.write_text(MAP + table(with_cell("predicate_modifier", "not")), encoding="utf-8")
    for command in (("check",), ("list", "alignment")):
        found = cli(*command, "--data", own_corpus, "--lang", "en")
        assert (found.code, found.out) == (3, "")
        assert found.err.startswith(
            f"mapping-set-faulty: the mapping set could not be read: {path}:5: predicate_modifier “not”"
        )


@pytest.mark.parametrize("path_of_set", FILES, ids=lambda p: p.name)
def test_our_prefixes_are_such_as_sssom_py_does_not_lose(path_of_set: Path) -> None:
    head = read_head(path_of_set.read_text(encoding="utf-8").splitlines(), [])
    assert [prefix for prefix in head.prefixes if not re.fullmatch(r"[A-Za-z0-9_.]+", prefix)] == []


@pytest.mark.long
@pytest.mark.parametrize("path_of_set", FILES, ids=lambda p: p.name)
def test_what_sssom_py_writes_is_read_with_only_the_danish_rationale_lost(path_of_set: Path, path: Path) -> None:
    program = shutil.which("sssom", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("sssom-py is not installed (group sssom)")
    subprocess.run([program, "parse", str(path_of_set), "-o", str(path)], capture_output=True, check=True)
    before, after = read_alignments(path_of_set), read_alignments(path)
    assert len(before) > 20
    assert (
        any(NO_TERM in (row.subject, row.object) for row in before) or "workshop-2022-06-15.sssom" in path_of_set.name
    )

    def content(rows: list[Alignment]) -> list[tuple[object, ...]]:
        return sorted((*row[:4], float(row.confidence or -1), row.rationale.en) for row in rows)

    assert content(after) == content(before)
