"""What holds through parts rests on links of the data alone; neither it nor what is inherited feeds the other."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategigraf.core.parts import RollUp, ThroughParts, part_in, parts_of
from strategigraf.core.rdf import ID, SDG, SG
from strategigraf.core.thread import (
    BROADER,
    CONTRIBUTES_TO,
    PART_OF,
    THROUGH_PARTS,
    Edge,
    EdgeTable,
    Mark,
    Thread,
    signs_of,
)
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.files import turtle
from strategigraf.files.workspace import find_workspace
from strategigraf.matrix.matrix import matrix, pivot
from strategigraf.matrix.view import counts_parts
from strategigraf.render.matrix import pivot_of
from strategigraf.store.dataset import fill
from strategigraf.store.lookup import roll_up
from strategigraf.store.names import find_kind
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE, TOP, Cli
from tests.inherited import INHERITANCE
from tests.test_fulfilment import missing, shape_findings

ROLL_UP = RollUp.of((s.value, v.value, o.value) for s, v, o in turtle.statements(TOP / "ontology" / "strategigraf.ttl"))
MEASURES = SG + "measures"
TARGETS = [SDG + code for code in ("6.3", "6.4", "10.2")]
nodes = st.integers(0, 7)
worlds = st.tuples(
    st.lists(st.tuples(nodes, nodes), max_size=12),  # parts, several wholes and rings among them
    st.lists(st.tuples(nodes, st.integers(0, 2)), max_size=6),  # claims
    st.lists(st.tuples(nodes, nodes), max_size=3),  # what measures what
)


def thing(number: int) -> str:
    return f"{ID}s/e{number}"


def edges_of(world: tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]]) -> EdgeTable:
    parts, claims, measures = world
    found = [Edge(thing(low), PART_OF, thing(high), "structure", "") for low, high in parts]
    found += [
        Edge(thing(one), CONTRIBUTES_TO, TARGETS[end], "named", f"{ID}s/link-{number}")
        for number, (one, end) in enumerate(claims)
    ]
    found += [Edge(thing(one), MEASURES, thing(other), "structure", "") for one, other in measures]
    found += [Edge(target, BROADER, target.rpartition(".")[0], "structure", "") for target in TARGETS]
    return EdgeTable(found)


def below(whole: str, table: EdgeTable) -> set[str]:
    found, waiting = {whole}, [whole]
    while waiting:
        more = {e.subject for e in table.edges if e.predicate == PART_OF and e.object == waiting[-1]} - found
        waiting.pop()
        found |= more
        waiting += more
    return found - {whole}


@settings(max_examples=200)
@given(worlds)
def test_a_whole_has_through_its_parts_just_the_links_that_these_have_and_it_has_not(
    world: tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    table = edges_of(world)
    joined = ThroughParts(table, ROLL_UP, INHERITANCE)
    goal = {target: target.rpartition(".")[0] for target in TARGETS}
    claims = [edge for edge in table.edges if edge.link]
    for number in range(8):
        whole = thing(number)
        parts = below(whole, table)
        own = {end for e in claims if e.subject == whole for end in (e.object, goal[e.object])}
        expected = {
            (end, e.link) for e in claims if e.subject in parts for end in (e.object, goal[e.object]) if end not in own
        }
        pointing = {e.subject for e in table.edges if e.predicate == MEASURES and e.object == whole}
        measured = {
            e.subject
            for e in table.edges
            if e.predicate == MEASURES and e.object in parts and e.subject not in pointing | {whole} | own
        }
        found = list(joined.marks(whole, lambda end: True))
        assert {(m.column, m.claim.link) for m in found if m.claim.link} == expected
        assert {m.column for m in found if not m.claim.link} == measured
        for mark in found:
            assert mark.basis == THROUGH_PARTS
            assert mark.edges[0].subject in parts | measured
            assert part_in(mark) in parts
            assert mark.claim.link == "" or mark.claim in claims  # a link of the data, never one that was computed
            assert mark.way[0][0 if mark.claim.link else -1] == whole


@settings(max_examples=100)
@given(worlds)
def test_neither_feeds_the_other(
    world: tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    """What is inherited is the same whether anything holds through parts or not, and a second pass adds nothing."""
    table = edges_of(world)
    thread = Thread(table, INHERITANCE)
    claims = {edge for edge in table.edges if edge.link}
    for number in range(8):
        assert set(thread.inherited(thing(number))) <= claims
        assert {mark.claim for mark in thread.marks(thing(number), lambda end: True) if mark.claim.link} <= claims
    joined = ThroughParts(table, ROLL_UP, INHERITANCE)
    once = [mark for number in range(8) for mark in joined.marks(thing(number), lambda end: True)]
    again = [
        mark for number in range(8) for mark in ThroughParts(table, ROLL_UP, INHERITANCE).marks(thing(number), bool)
    ]
    assert once == again


def test_siblings_below_two_wholes_do_not_get_each_others_claims() -> None:
    """A part i of two wholes g1 and g2: what i claims holds for both through it; what g1 claims never for g2."""
    table = EdgeTable(
        [
            Edge(thing(3), PART_OF, thing(1), "structure", ""),
            Edge(thing(3), PART_OF, thing(2), "structure", ""),
            Edge(thing(3), CONTRIBUTES_TO, TARGETS[0], "named", "l-i"),
            Edge(thing(1), CONTRIBUTES_TO, TARGETS[2], "stated", "l-g1"),
        ]
    )
    joined = ThroughParts(table, ROLL_UP, INHERITANCE)
    assert {m.column for m in joined.marks(thing(2), lambda end: True)} == {TARGETS[0]}
    assert {m.column for m in joined.marks(thing(1), lambda end: True)} == {TARGETS[0]}
    assert {edge.link for edge in Thread(table, INHERITANCE).inherited(thing(3))} == {"l-g1"}


def test_a_ring_of_parts_ends() -> None:
    table = EdgeTable([Edge(thing(a), PART_OF, thing(b), "structure", "") for a, b in ((1, 2), (2, 3), (3, 1))])
    assert set(parts_of(thing(1), table, frozenset((PART_OF,)))) == {thing(2), thing(3)}


@pytest.fixture(scope="module")
def tracked() -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace(HERE / "tracked"))
    return store


def test_the_vocabulary_says_what_rolls_up(tracked: EmbeddedStore) -> None:
    assert set(ROLL_UP.had) == {CONTRIBUTES_TO}
    assert set(ROLL_UP.pointing) == {MEASURES, SG + "funds", SG + "threatens"}
    assert roll_up(tracked) == ROLL_UP


def test_a_matrix_shows_it_and_says_of_how_many_parts(tracked: EmbeddedStore) -> None:
    """Read off the plan: one of three initiatives below the track contributes to target 6.3."""
    track, target = find_kind(tracked, "track"), find_kind(tracked, "sdg-target")
    assert not matrix(tracked, track, target).cells
    found = matrix(tracked, track, target, parts=True)
    ((place, (mark,)),) = found.cells.items()
    assert found.shares[place] == (1, 3)
    assert mark.basis == THROUGH_PARTS
    assert found.standing() == {"own": 0, "inherited": 0, "parts": 1, "none": 0}
    quick = pivot(tracked, track, target, parts=True)
    assert quick == pivot_of(tracked, track, found)._replace(rows=quick.rows, columns=quick.columns)
    assert [signs_of(cell) for cell in quick.cells[0].values()] == ["△"]


@pytest.mark.parametrize(
    ("rows", "columns", "bases", "shown"),
    [
        ("track", "sdg-goal", (), True),
        ("sdg-goal", "track", (), True),
        ("goal", "sdg-goal", (), True),  # the municipal requirements accept it
        ("goal", "sdg-target", (), True),
        ("initiative", "sdg-goal", (), False),
        ("track", "status", (), False),
        ("track", "sdg-goal", ("stated",), False),
    ],
)
def test_it_is_shown_unasked_of_what_gathers_others_and_where_the_policy_accepts_it(
    rows: str, columns: str, bases: tuple[str, ...], shown: bool, tracked: EmbeddedStore
) -> None:
    kinds = find_kind(tracked, rows), find_kind(tracked, columns)
    assert counts_parts(tracked, kinds, bases) is shown


def test_of_goals_it_is_shown_where_it_is_asked_for_unless_the_policy_accepts_it(store: EmbeddedStore) -> None:
    assert not counts_parts(store, (find_kind(store, "goal"), find_kind(store, "sdg-target")), ())


@pytest.mark.parametrize("strategies", [(), ("midt-udviklingsplan-2023",)])
@pytest.mark.parametrize(("row", "column"), [("track", "sdg-goal"), ("track", "sdg-target"), ("goal", "sdg-target")])
def test_the_fast_pivot_has_the_marks_of_the_matrix(
    row: str, column: str, strategies: tuple[str, ...], store: EmbeddedStore
) -> None:
    rows, columns = find_kind(store, row), find_kind(store, column)
    within = [ID + name for name in strategies]
    whole = matrix(store, rows, columns, within, parts=True)
    assert any(mark.basis == THROUGH_PARTS for mark in whole.marks())
    quick, slow = pivot(store, rows, columns, within, parts=True), pivot_of(store, rows, whole)
    assert [list(part) for part in quick[2:6]] == [list(part) for part in slow[2:6]]


def test_the_tracks_of_the_development_plan_have_what_only_their_initiatives_claim(cli: Cli) -> None:
    """Read off the plan: of 10.2, 3.3 speaks (spor 1); of 8.5, 16.7 and 17.17, 6.1, 6.3 and 7.2 (spor 2): the chapters
    of these tracks name none of them."""
    arguments = ("matrix", "track", "sdg-goal", "--strategy", "midt-udviklingsplan-2023", "--long", "--format", "csv")
    told = list(csv.reader(io.StringIO(cli(*arguments).out)))
    found = {(line[0].rpartition("/")[2], line[2].rpartition("/")[2]) for line in told if line[4] == THROUGH_PARTS}
    assert found == {("spor-1", "10"), ("spor-2", "8"), ("spor-2", "16"), ("spor-2", "17")}
    without = cli(*arguments, "--no-parts").out
    assert THROUGH_PARTS not in without
    assert len(list(csv.reader(io.StringIO(without)))) == len(told) - 4


def test_the_shapes_of_completeness_accept_what_the_policy_accepts(tracked: EmbeddedStore) -> None:
    """The goal on the stream has its SDG through an initiative, which the municipal requirements accept."""
    workspace = find_workspace(HERE / "tracked")
    found = shape_findings(tracked, workspace)
    assert found == missing(fulfilment(tracked, read_policy(tracked)))
    assert ("goal-sdg-goal", "eksempelby-handleplan/maal-2") in found
    assert ("goal-sdg-goal", "eksempelby-handleplan/maal-1") not in found


def test_own_goes_before_inherited_and_this_before_what_holds_through_parts(tracked: EmbeddedStore) -> None:
    marks = [
        Mark("r", "c", basis, (Edge("r", CONTRIBUTES_TO, "c", "stated", "l"),))
        for basis in ("through-parts", "inherited", "stated")
    ]
    assert [mark.basis for mark in sorted(marks, key=lambda mark: mark.order)] == [
        "stated",
        "inherited",
        "through-parts",
    ]


def test_nothing_computed_is_stored() -> None:
    for path in (TOP / "data").rglob("*.ttl"):
        text = Path(path).read_text(encoding="utf-8")
        assert "sg:throughParts" not in text
        assert "sg:inherits" not in text
