"""Matrices, and that they say what the questions say."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.ask.answer import ask
from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, SG, short
from strategigraf.core.thread import BROADER, CONTRIBUTES_TO, PART_OF, SCHEDULES, Edge, EdgeTable, Thread, bearers
from strategigraf.files.question import find_question
from strategigraf.files.workspace import Workspace
from strategigraf.matrix.matrix import matrix
from strategigraf.matrix.view import selected_matrix
from strategigraf.render.matrix import matrix_sheet
from strategigraf.store.lookup import words_of
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore, values
from tests.counts import MATRICES, counted
from tests.inherited import INHERITANCE

PLAN = ID + "midt-udviklingsplan-2023"


def of(store: EmbeddedStore, rows: str, columns: str) -> Matrix:
    return matrix(store, find_kind(store, rows), find_kind(store, columns), [PLAN])


def claims(found: Matrix) -> set[tuple[str, str, str, str]]:
    return {(mark.row, mark.column, mark.basis, mark.claim.link) for mark in found.marks()}


def test_matrix_and_questions_give_the_same_links_whichever_way_they_are_asked(
    store: EmbeddedStore, workspace: Workspace
) -> None:
    forward = claims(of(store, "initiative", "sdg-target"))
    backward = {
        (row, column, basis, link) for column, row, basis, link in claims(of(store, "sdg-target", "initiative"))
    }
    by_target = ask(store, find_question("initiatives-by-sdg-target", workspace.query_files()), {"strategy": PLAN})
    asked = {(row, column, basis.removeprefix(SG).lower(), link) for column, row, basis, _, link in values(by_target)}
    by_element = ask(store, find_question("sdg-targets-by-element", workspace.query_files()), {"strategy": PLAN})
    initiatives = {row for row, *_ in forward}
    other = {
        (row, column, basis.removeprefix(SG).lower(), link)
        for row, column, basis, _, link in values(by_element)
        if row in initiatives
    }
    assert forward == backward == asked == other
    assert len(forward) == counted("marks", "initiative × sdg-target", short(PLAN))


def test_each_target_asked_alone_gives_its_column(store: EmbeddedStore, workspace: Workspace) -> None:
    whole = of(store, "initiative", "sdg-target")
    question = find_question("initiatives-by-sdg-target", workspace.query_files())
    for column in whole.columns:
        asked = [row[1] for row in values(ask(store, question, {"target": short(column)}))]
        counted = [m.row for row in whole.rows for m in whole.cells.get((row, column), ())]
        assert sorted(asked) == sorted(counted)


@pytest.mark.parametrize(("rows", "columns"), MATRICES)
def test_the_marks_of_two_kinds_are_as_many_whichever_way_they_are_asked(
    store: EmbeddedStore, rows: str, columns: str
) -> None:
    marks = counted("marks", f"{rows} × {columns}", short(PLAN))
    assert len(list(of(store, rows, columns).marks())) == marks
    assert len(list(of(store, columns, rows).marks())) == marks


def test_every_mark_opens_to_words_in_a_source(store: EmbeddedStore) -> None:
    for rows, columns in (("initiative", "sdg-target"), ("timeline-entry", "sdg-goal"), ("initiative", "track")):
        found = of(store, rows, columns)
        words = words_of(store, {bearer for mark in found.marks() for bearer in bearers(mark)})
        for mark in found.marks():
            assert all(words.get(bearer) for bearer in bearers(mark)), mark


def test_a_number_in_the_margin_is_the_sum_of_its_cells(store: EmbeddedStore) -> None:
    found = of(store, "initiative", "sdg-target")
    assert sum(found.marks_of_row(row) for row in found.rows) == len(list(found.marks()))
    sheet = matrix_sheet(store, found, find_kind(store, "initiative"), "da")
    for row in sheet.rows[:-1]:
        assert sum(len(cell) for cell in row[1:-1]) == int(row[-1])


def test_a_strategy_that_all_rows_share_is_named_once(store: EmbeddedStore) -> None:
    track = find_kind(store, "track")
    sheet = matrix_sheet(store, of(store, "track", "sdg-goal"), track, "da")
    assert sheet.title == "Strategispor × verdensmål (midt-udviklingsplan-2023)"
    assert sheet.rows[0][0] == "spor-1 Ét socialområde"
    across = matrix(store, track, find_kind(store, "sdg-goal"))
    assert matrix_sheet(store, across, track, "da").title == "Strategispor × verdensmål"


def test_a_row_without_a_mark_stays_and_gaps_are_just_those(store: EmbeddedStore) -> None:
    found = of(store, "initiative", "timeline-entry")
    kinds = find_kind(store, "initiative"), find_kind(store, "timeline-entry")
    gaps = selected_matrix(store, found, kinds, "gaps")
    assert len(found.rows) == counted("things", "Initiative", short(PLAN))
    assert set(gaps.rows) == {row for row in found.rows if not found.marks_of_row(row)}
    assert len(gaps.rows) == counted("gaps", "initiative × timeline-entry", short(PLAN))


def test_only_the_bases_asked_for_are_marked(store: EmbeddedStore) -> None:
    kinds = find_kind(store, "initiative"), find_kind(store, "sdg-target")
    found = matrix(store, *kinds, [PLAN], ["named", "interpreted"])
    assert {mark.basis for mark in found.marks()} == {"named", "interpreted"}
    bases = ("named", "interpreted")
    counts = [counted(f"marks {basis}", "initiative × sdg-target", short(PLAN)) for basis in bases]
    assert [sum(mark.basis == basis for mark in found.marks()) for basis in bases] == counts
    assert len(found.rows) == counted("things", "Initiative", short(PLAN))


nodes = st.integers(0, 7)
edge_lists = st.lists(
    st.builds(
        lambda s, p, o, n: Edge(f"e{s}", p, f"t{o % 3}" if p == CONTRIBUTES_TO else f"e{o}",
                               "structure" if p == PART_OF else "stated", "" if p == PART_OF else f"l{n}"),
        nodes, st.sampled_from([PART_OF, SCHEDULES, CONTRIBUTES_TO]), nodes, st.integers(0, 99),
    ),
    max_size=14,
)  # fmt: skip


@given(edge_lists)
def test_what_is_inherited_is_what_the_matrix_marks_as_inherited(edges: list[Edge]) -> None:
    table = EdgeTable(edges)
    thread = Thread(table, INHERITANCE)
    for row in table.subjects():
        direct = {edge.link for edge in edges if edge.subject == row and edge.predicate == CONTRIBUTES_TO}
        inherited = {edge.link for edge in thread.inherited(row)}
        marks = thread.marks(row, lambda node: node.startswith("t"))
        assert {mark.claim.link for mark in marks} == direct | inherited
        assert {m.claim.link for m in marks if len(m.edges) == 1} == direct


@given(edge_lists)
def test_a_thread_is_a_chain_without_a_ring_and_the_shortest_of_its_claim(edges: list[Edge]) -> None:
    table = EdgeTable(edges)
    thread = Thread(table, INHERITANCE)
    for row in table.subjects():
        for mark in thread.marks(row, lambda node: True):
            assert mark.edges[0].subject == row
            assert mark.edges[-1].object == mark.column
            for before, after in itertools.pairwise(mark.edges):
                assert before.object == after.subject
            assert len({edge.subject for edge in mark.edges}) == len(mark.edges)


def test_a_claim_on_a_target_counts_for_its_goal_on_its_own_basis() -> None:
    edges = [
        Edge("i", PART_OF, "t", "structure", ""),
        Edge("i", CONTRIBUTES_TO, "4.4", "named", "l1"),
        Edge("t", CONTRIBUTES_TO, "4", "stated", "l2"),
        Edge("4.4", BROADER, "4", "structure", ""),
    ]
    marks = Thread(EdgeTable(edges), INHERITANCE).marks("i", lambda node: node == "4")
    assert [(mark.basis, mark.claim.link) for mark in marks] == [("named", "l1"), ("inherited", "l2")]


def test_what_an_older_strategy_claimed_is_not_passed_on() -> None:
    edges = [Edge("new", SG + "continues", "old", "stated", "l1"), Edge("old", CONTRIBUTES_TO, "10", "stated", "l2")]
    assert Thread(EdgeTable(edges), INHERITANCE).marks("new", lambda node: node == "10") == []
