"""The alignments: mapping sets that sssom-py accepts, complete, and in the graph with the words of both sides."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from strategigraf.check.dataset_check import inspect
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import ID, SG
from strategigraf.files.sssom import read_alignments
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.matrix.matrix import matrix
from strategigraf.render.matrix import marks_table
from strategigraf.store.dataset import fill
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE, TOP
from tests.counts import counted

FILES = sorted((TOP / "data" / "alignments").glob("*.sssom.tsv"))
DRAFT = ID + "midt-workshop-2022-06-15/"
OLD = ID + "midt-social-strategi-status-2015/"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_mapping_set_has_positive_negative_and_lonely_rows_where_it_compares(path: Path) -> None:
    rows = read_alignments(path)
    assert len(rows) > 20
    assert any(NO_TERM in (row.subject, row.object) for row in rows)
    if "workshop-2022-06-15.sssom" not in path.name:  # draft to print: no pair is tempting and wrong
        assert any(row.negative for row in rows)


def test_every_chapter_and_section_of_the_draft_has_its_successor_in_the_print_or_is_said_to_have_none(
    store: EmbeddedStore,
) -> None:
    (path,) = [file for file in FILES if file.name.endswith("--midt-workshop-2022-06-15.sssom.tsv")]
    contents = [row for row in read_alignments(path) if row.object.startswith(DRAFT + "kapitel-")]
    continued = {row.object.removeprefix(DRAFT) for row in contents if row.predicate == SG + "continues"}
    without = {row.object.removeprefix(DRAFT) for row in contents if row.subject == NO_TERM}
    gone = "1-1 1-2 2-3 4-3 5-3 5-4 6-1 6-2"  # background, specialisation, partners, co-creation, quality, leadership
    assert without == {f"kapitel-{number}" for number in gone.split()}
    sections = store.rows(f"SELECT ?s WHERE {{ ?s a <{SG}Section> FILTER(STRSTARTS(STR(?s), '{DRAFT}kapitel-')) }}")
    assert continued | without == {section.removeprefix(DRAFT) for (section,) in sections}
    assert not continued & without


def test_every_older_initiative_and_focus_area_is_accounted_for(store: EmbeddedStore) -> None:
    query = """
PREFIX sg: <https://w3id.org/strategigraf/ns#>
SELECT ?thing WHERE { VALUES ?kind { sg:Initiative sg:FocusArea } ?thing a ?kind ;
  sg:inStrategy <https://w3id.org/strategigraf/id/midt-social-strategi-status-2015> }"""
    wanted = {row[0] for row in store.rows(query)}
    (path,) = [file for file in FILES if file.name.endswith("--midt-social-strategi-status-2015.sssom.tsv")]
    told = {row.object for row in read_alignments(path) if not row.negative}
    old = "midt-social-strategi-status-2015"
    assert len(wanted) == counted("things", "Initiative", old) + counted("things", "FocusArea", old)
    assert wanted <= told


def test_what_is_continued_is_a_matrix_that_opens_to_the_words_of_both_sides(store: EmbeddedStore) -> None:
    found = matrix(store, find_kind(store, "initiative"), find_kind(store, "initiative"))
    marks = [mark for mark in found.marks() if mark.column.startswith(OLD)]
    assert marks
    words = marks_table(store, found).column("words")
    assert all(cell is None or cell.value.count("»") >= 2 for cell in words)


@pytest.mark.parametrize("end", ["maal-1\t", "maal-9\t"])
def test_an_element_that_nobody_describes_is_told_on_either_side(end: str, own_corpus: Path) -> None:
    name = "alignment-unknown-element.sssom.tsv"
    text = (HERE / "counterexamples" / name).read_text(encoding="utf-8")
    text = text.replace("maal-9\t", "maal-2\t").replace(end.replace("9", "2"), "maal-9\t")
    (own_corpus / name).write_text(text, encoding="utf-8")
    workspace = find_workspace(own_corpus)
    store = EmbeddedStore.in_memory()
    fill(store, workspace)
    found = inspect(workspace, store, None, [own_corpus / name]).findings
    assert [(finding.rule, finding.thing) for finding in found] == [
        ("alignment-unknown-element", "eksempelby-2030/maal-9")
    ]


@pytest.mark.long
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_sssom_py_accepts_the_mapping_set(path: Path) -> None:
    program = shutil.which("sssom", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("sssom-py is not installed (group sssom)")
    done = subprocess.run([program, "validate", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_alignments_lie_beside_the_data(workspace: Workspace) -> None:
    assert workspace.alignment_files() == FILES
