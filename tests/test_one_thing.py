"""What is asked of one thing costs what that thing has: the same answer as from the whole, and no more rows read."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import thread_time
from typing import Any

import pytest
from hypothesis import assume, given

import strategigraf as sg
from benchmarks.country import write_country
from strategigraf.core.rdf import ID, SDGO, SG, Text, short
from strategigraf.core.thread import EdgeTable, Thread
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.matrix.matrix import element_edge_lookup, element_edges, matrix, matrix_in_parts, thread_of
from strategigraf.matrix.view import whole_of
from strategigraf.render.delimited import json_text
from strategigraf.render.formats import marks_csv, matrix_json, table_content
from strategigraf.render.matrix import marks_table, matrix_record
from strategigraf.store.contribution import Tables
from strategigraf.store.lookup import edge_lookup, edge_table, inheritance, strategies_in, things_in, thread
from strategigraf.store.names import Kind
from strategigraf.store.sparql import EmbeddedStore
from tests.random_strategies import countries, store_of
from tests.small_policy import requirement, small_policy

FEW, MANY = 30, 120  # strategies
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


@given(countries)
def test_the_index_has_the_things_of_kinds_in_strategies_that_sparql_gives(country: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(country, Path(folder))
    classes, strategies = [SG + name for name in ("Goal", "Initiative", "Track", "Unknown")], strategies_in(store)
    for some in (strategies[:1], strategies):
        if some:
            expected = store.rows_of("store/things", kind=classes, strategy=some)
            assert sorted(things_in(store, classes, some)) == sorted(set(expected))


@given(countries)
def test_a_matrix_written_in_parts_is_the_same_bytes(country: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(country, Path(folder))
    rows, columns = Kind("goal", SG + "Goal", Text("", ""), 0), Kind("sdg-goal", SDGO + "Goal", Text("", ""), 0)
    whole = matrix(store, rows, columns)
    parts = list(matrix_in_parts(store, rows, columns, at_once=1))
    assume(parts)
    joined = whole_of(iter(parts))
    assert joined == whole
    assert list(joined.cells) == list(whole.cells)
    as_json, as_csv = matrix_json(parts, "en"), marks_csv(parts, "en")
    assert b"".join(as_json).decode() == json_text(matrix_record(store, whole, "en"))
    if as_csv is not None:
        assert b"".join(as_csv).decode() == table_content(store, marks_table(store, whole, "en"), "csv", "en")


class Reads:
    """How many rows were given, how many steps SQLite took to find them (in tens), and which SPARQL was asked."""

    def __init__(self) -> None:
        self.rows = self.steps = 0
        self.queries: list[str] = []

    def step(self) -> int:
        """Counts ten steps; SQLite goes on."""
        self.steps += 1
        return 0


@contextmanager
def counted_reads() -> Iterator[Reads]:
    """Counts what SPARQL and the tables of the index give and go through meanwhile, apart from the list of all files:
    whether one of them has changed is noticed by going through it."""
    reads = Reads()
    with pytest.MonkeyPatch.context() as patched:
        asked, rows = EmbeddedStore.asked, Tables.rows

        def asking(self: Any, query: str, read: Any, **given: Any) -> Any:
            reads.queries.append(query)
            answer = asked(self, query, read, **given)
            reads.rows += len(answer) if hasattr(answer, "__len__") else 1
            return answer

        def looking_up(self: Any, query: str, values: Any = ()) -> Any:
            if "FROM source " in query:
                return rows(self, query, values)
            self._db.set_progress_handler(reads.step, 10)
            found = rows(self, query, values)
            self._db.set_progress_handler(None, 10)
            reads.rows += len(found)
            return found

        patched.setattr(EmbeddedStore, "asked", asking)
        patched.setattr(Tables, "rows", looking_up)
        yield reads


def time_of(graph: sg.Graph, queries: list[str]) -> dict[str, float]:
    """The least time (milliseconds of CPU) that the engine takes for *queries*, in *graph*, by their first lines: what
    it goes through on its way to an answer nobody can count."""

    def times(store: EmbeddedStore) -> dict[str, float]:
        spent: dict[str, float] = defaultdict(float)
        for query in queries:
            engine, runs = store._asked_by(query), []
            for _ in range(5):
                start = thread_time()
                answer = engine.query(query, use_default_graph_as_union=True)
                _ = list(answer) if hasattr(answer, "__iter__") else bool(answer)
                runs.append(1000 * (thread_time() - start))
            spent[query.partition("\n")[0]] += min(runs)
        return spent

    return graph.use(times)


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


@pytest.fixture(scope="module")
def countries_of_two_sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The data folders of two countries that begin alike, by how many strategies they have."""
    found = {}
    for number in (FEW, MANY):
        folder = tmp_path_factory.mktemp(f"country-{number}")
        write_country(folder, number)
        found[number] = folder / "data"
    return found


def _read(data: Path) -> dict[str, Reads]:
    """What each question reads in the country *data*, in a graph that knows nothing yet but its policy and kinds."""
    graph = sg.open(data, language="en")
    newest = sorted(short(thing) for thing in graph.use(strategies_in))
    older, strategy = newest[0], newest[1]
    found = {}
    for name, question in _questions(strategy, older).items():
        fresh = sg.open(data, language="en")
        with counted_reads() as reads:
            str(question(fresh))
        found[name] = reads
    return found


def _grown(
    few: Mapping[str, float], many: Mapping[str, float], share: float, slack: float
) -> dict[str, tuple[float, float]]:
    """What *many* has more than *share* times as much of as *few*, and by more than *slack*."""
    return {name: (few.get(name, 0), much) for name, much in many.items() if much > share * few.get(name, 0) + slack}


@pytest.mark.slow
def test_one_strategy_among_many_reads_no_more_than_among_few(countries_of_two_sizes: dict[int, Path]) -> None:
    few, many = (_read(countries_of_two_sizes[number]) for number in (FEW, MANY))
    few_rows, many_rows = ({name: reads.rows for name, reads in read.items()} for read in (few, many))
    few_steps, many_steps = ({name: reads.steps for name, reads in read.items()} for read in (few, many))
    assert (_grown(few_rows, many_rows, 1.05, 20), _grown(few_steps, many_steps, 1.1, 300)) == ({}, {})


@pytest.mark.slow
def test_sparql_about_one_strategy_takes_as_long_among_many_as_among_few(
    countries_of_two_sizes: dict[int, Path],
) -> None:
    slow = {}
    for name in _questions("", ""):
        spent = []
        for number in (FEW, MANY):
            data = countries_of_two_sizes[number]
            graph = sg.open(data, language="en")
            newest = sorted(short(thing) for thing in graph.use(strategies_in))
            with counted_reads() as reads:
                str(_questions(newest[1], newest[0])[name](graph))
            spent.append(time_of(graph, reads.queries))
        slow[name] = _grown(spent[0], spent[1], 1.6, 4)
    assert {name: queries for name, queries in slow.items() if queries} == {}
