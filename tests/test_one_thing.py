"""What is asked of one thing costs what that thing has: the same answer as from the whole, and no more rows read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import strategigraf as sg
from benchmarks.country import write_country
from strategigraf.core.rdf import ID, SG, Text, short
from strategigraf.core.thread import EdgeTable, Thread
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.matrix.matrix import element_edge_lookup, element_edges, matrix, thread_of
from strategigraf.store.contribution import Tables
from strategigraf.store.lookup import edge_lookup, edge_table, inheritance, strategies_in, thread
from strategigraf.store.names import Kind
from strategigraf.store.sparql import EmbeddedStore
from tests.random_strategies import countries, store_of
from tests.small_policy import requirement, small_policy

RULES = "".join(
    (
        requirement("one", "Initiative", "Goal", "Track"),
        requirement("two", "Goal", "Track", "Initiative", strand="d"),
        requirement("three", "Initiative", "TimelineEntry", strand="d"),
        requirement("four", "Track", "Initiative"),
    )
)


@given(countries)
def test_edges_read_on_demand_are_those_of_the_whole(country: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(country, Path(folder))
    for lookup, table in (
        (edge_lookup(store), edge_table(store)),
        (element_edge_lookup(store), element_edges(store)),
    ):
        ends = {end for edge in table.edges for end in (edge.subject, edge.object)} | {ID + "nothing"}
        for end in ends:
            assert list(lookup.leaving(end)) == list(table.leaving(end))
            assert list(lookup.entering(end)) == list(table.entering(end))
        for link in {edge.link for edge in table.edges if edge.link}:
            assert list(lookup.of_link(link)) == list(table.of_link(link))
    for row in edge_table(store).subjects():
        whole = Thread(EdgeTable(edge_table(store).edges), inheritance(store))
        assert thread(store, whole=False).marks(row, lambda _: True) == whole.marks(row, lambda _: True)
        found = thread_of(store, whole=False).marks(row, lambda _: True)
        assert found == thread_of(store).marks(row, lambda _: True)


@given(countries)
def test_the_fulfilment_of_some_strategies_is_their_part_of_the_whole(country: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(country, Path(folder))
    policy = small_policy(RULES)
    whole = fulfilment(store, policy)
    for strategy in strategies_in(store):
        part = fulfilment(store, policy, [strategy])
        assert part.items == tuple(item for item in whole.items if item.strategy == strategy)
        assert part.exemptions == tuple(one for one in whole.exemptions if one.strategy == strategy)


@given(countries)
def test_the_matrix_of_a_strategy_is_the_same_however_its_edges_are_read(country: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(country, Path(folder))
    rows, columns = (Kind(name.lower(), SG + name, Text("", ""), 0) for name in ("Initiative", "Track"))
    for strategy in strategies_in(store):
        by_need, whole = matrix(store, rows, columns, [strategy]), matrix(store, rows, columns)
        cells = whole.cells.items()
        assert by_need.cells == {(row, column): marks for (row, column), marks in cells
                                 if row in by_need.rows and column in by_need.columns}  # fmt: skip


class Reads:
    """How many rows were read."""

    def __init__(self) -> None:
        self.rows = 0


@contextmanager
def counted_reads() -> Iterator[Reads]:
    """Counts the rows that SPARQL and the tables of the index give meanwhile, apart from the list of all files: whether
    one of them has changed is noticed by going through it."""
    reads = Reads()
    with pytest.MonkeyPatch.context() as patched:
        for owner, name in ((EmbeddedStore, "_asked"), (Tables, "rows")):
            plain = getattr(owner, name)

            def counting(self: Any, *given: Any, plain: Any = plain) -> Any:
                answer = plain(self, *given)
                if "FROM source " not in str(given[0]):
                    reads.rows += len(answer) if hasattr(answer, "__len__") else 1
                return answer

            patched.setattr(owner, name, counting)
        yield reads


def _questions(strategy: str, older: str) -> dict[str, Any]:
    element = f"{strategy}/indsats-1-1"
    return {
        "trace": lambda g: sg.trace(g, element),
        "show": lambda g: sg.show(g, element),
        "explain": lambda g: sg.explain(g, element),
        "impact": lambda g: sg.impact(g, element),
        "compare": lambda g: sg.compare(g, strategy, older),
        "generations": lambda g: sg.generations(g, older, strategy),
        "sdg-check": lambda g: sg.sdg_check(g, strategy),
        "coverage": lambda g: sg.coverage(g, strategy),
        "gaps": lambda g: sg.gaps(g, strategy),
        "matrix": lambda g: sg.matrix(g, "initiative", "sdg-target", strategy).to_json(),
        "report": lambda g: sg.report(g, strategy).content("html")[:0],
    }


@pytest.mark.long
def test_one_strategy_among_many_reads_as_many_rows_as_among_few(tmp_path: Path) -> None:
    read: dict[int, dict[str, int]] = {}
    for number in (30, 120):
        folder = tmp_path / str(number)
        write_country(folder, number)
        graph = sg.open(folder / "data", language="en")
        newest = sorted(short(thing) for thing in graph.use(strategies_in))
        older, strategy = newest[0], newest[1]
        read[number] = {}
        for name, question in _questions(strategy, older).items():
            fresh = sg.open(folder / "data", language="en")
            with counted_reads() as reads:
                str(question(fresh))
            read[number][name] = reads.rows
    grown = {name: (few, read[120][name]) for name, few in read[30].items() if read[120][name] > 1.05 * few + 20}
    assert grown == {}
