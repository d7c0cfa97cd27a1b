"""Pivots from the contributions say what the threads say."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given

from benchmarks.country import write_country
from strategigraf.core.matrix import Pivot
from strategigraf.core.rdf import ID, SDGO, SG, Text, short
from strategigraf.core.thread import BASES, THROUGH_PARTS
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import find_workspace
from strategigraf.matrix.matrix import by_column, by_strategy, matrix, pivot, strategies_sheet
from strategigraf.matrix.view import selected_pivot
from strategigraf.render.matrix import matrix_sheet, pivot_of, pivot_sheet
from strategigraf.store.dataset import fill
from strategigraf.store.names import Kind, find_kind
from strategigraf.store.sparql import EmbeddedStore, values
from tests.counts import counted
from tests.random_strategies import countries, store_of

PLAN = ID + "midt-udviklingsplan-2023"
ROWS = ("initiative", "goal", "track", "timeline-entry", "hearing-comment", "vision")


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """A small invented country in memory."""
    folder = tmp_path_factory.mktemp("country")
    write_country(folder, 4)
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace(folder / "data"))
    return store


def same(
    store: EmbeddedStore, rows: Kind, columns: Kind, strategies: Sequence[str] = (), bases: Sequence[str] = ()
) -> Pivot:
    """The pivot of *rows* by *columns*, made sure to say what the threads say."""
    fast = pivot(store, rows, columns, strategies, bases)
    slow = pivot_of(store, rows, matrix(store, rows, columns, strategies, bases))
    assert (list(fast.rows), list(fast.columns)) == (list(slow.rows), list(slow.columns))
    assert list(fast.strategies) == list(slow.strategies)
    assert [dict(sorted(cells.items())) for cells in fast.cells] == list(slow.cells)
    return fast


@pytest.mark.parametrize(("rows", "columns"), list(itertools.product(ROWS, ("sdg-target", "sdg-goal"))))
def test_contributions_and_threads_give_the_same_pivot(rows: str, columns: str, store: EmbeddedStore) -> None:
    kinds = find_kind(store, rows), find_kind(store, columns)
    same(store, *kinds)
    same(store, *kinds, [PLAN])
    same(store, *kinds, [PLAN, ID + "sjaelland-strategi-2025-2028"], ["stated", "inherited"])


def test_they_give_the_same_on_an_invented_country(country: EmbeddedStore) -> None:
    kinds = find_kind(country, "initiative"), find_kind(country, "sdg-target")
    found = same(country, *kinds)
    assert sum(found.marks_of_columns()) > 500
    same(country, *kinds, [found.strategies[0]], ["named"])


@given(country=countries)
def test_they_give_the_same_on_random_strategies(
    country: list[list[Statement]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = store_of(country, tmp_path_factory.mktemp("random"))
    for rows in ("Initiative", "Track", "TimelineEntry"):
        for columns in ("Target", "Goal"):
            kinds = Kind(rows, SG + rows, Text("", ""), 0), Kind(columns, SDGO + columns, Text("", ""), 0)
            same(store, *kinds)
            same(store, *kinds, [ID + "s1"])
            same(store, *kinds, [], ["stated", "inherited"])


def test_a_sheet_of_the_pivot_is_the_sheet_of_the_matrix(store: EmbeddedStore) -> None:
    kinds = find_kind(store, "initiative"), find_kind(store, "sdg-target")
    slow = matrix_sheet(store, matrix(store, *kinds, [PLAN]), kinds[0], "da")
    assert pivot_sheet(store, pivot(store, *kinds, [PLAN]), "da", compact=True) == slow


def test_sums_are_the_sums_of_the_cells(store: EmbeddedStore) -> None:
    found = pivot(store, find_kind(store, "initiative"), find_kind(store, "sdg-target"))
    total = sum(len(signs) for cells in found.cells for signs in cells.values())
    of = "initiative × sdg-target"
    initiatives = counted("things", "Initiative", short(PLAN))
    marks, gaps, unmarked = (counted(count, of, short(PLAN)) for count in ("marks", "gaps", "unmarked"))
    by_basis = [counted(f"marks {basis}", of, short(PLAN)) for basis in BASES if basis != THROUGH_PARTS]
    assert total == marks
    assert sum(int(row[3]) for row in values(by_column(found))) == total
    rows = {row[0]: [int(cell) for cell in row[1:]] for row in values(by_strategy(found))}
    own = initiatives - gaps
    assert rows[PLAN] == [initiatives, own, gaps - unmarked, unmarked, marks, *by_basis]
    others = counted("things", "Initiative") - initiatives  # that name no SDG target at all
    south = counted("things", "Initiative", "sjaelland-strategi-2025-2028")
    assert rows[ID + "sjaelland-strategi-2025-2028"][:5] == [south, 0, 0, south, 0]
    sheet = strategies_sheet(store, found, "en")
    assert sheet.rows[-1][-5:] == tuple(map(str, (marks, initiatives + others, own, gaps, others)))
    kinds = find_kind(store, "initiative"), find_kind(store, "sdg-target")
    assert len(selected_pivot(store, found, kinds, "unmarked").rows) == others
    assert len(selected_pivot(store, found, kinds, "gaps").rows) == gaps
