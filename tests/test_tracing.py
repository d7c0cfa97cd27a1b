"""Tracing reaches what the matrices mark, and nothing else."""

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategigraf.core.rdf import ID, SDG, SDGO, SG, SKOS, Text, short
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES, Edge, EdgeTable, Mark, Thread
from strategigraf.files.turtle import Statement
from strategigraf.matrix.matrix import is_match, matrix, things
from strategigraf.store.lookup import openings
from strategigraf.store.names import Kind, any_thing, find_kind
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.trace.trace import Trace, trace, trace_report
from tests.conftest import Cli
from tests.inherited import INHERITANCE
from tests.random_strategies import countries, store_of

PLAN = ID + "midt-udviklingsplan-2023/"
KINDS = [Kind(name, SG + name, Text("", ""), 0) for name in ("Track", "Goal", "Initiative", "TimelineEntry")] + [
    Kind(name, SDGO + name, Text("", ""), 0) for name in ("Target", "Goal")
]


def either_way(mark: Mark) -> object:
    """The way of *mark*; of an exact or close match, which runs both ways, the alignment and what it joins."""
    if not is_match(mark.claim.predicate):
        return mark.edges
    return mark.claim.link, frozenset((mark.row, mark.column))


def same(store: EmbeddedStore, rows: Kind, columns: Kind) -> int:
    """The number of threads that the matrix of *rows* by *columns* marks, made sure to be those that tracing gives."""
    found = matrix(store, rows, columns)
    ends = set(things(store, columns, ()))
    total = 0
    for row in found.rows:
        traced = trace(store, row)
        up = {mark for mark in traced.up if mark.column in ends}
        down = {mark for mark in traced.down if mark.row in ends}
        marked = {mark for column in found.columns for mark in found.cells.get((row, column), ())}
        assert {either_way(mark) for mark in up | down} == {either_way(mark) for mark in marked}
        assert len(traced.up) == len(set(traced.up))
        total += len(marked)
    return total


@given(country=countries)
@settings(max_examples=40)
def test_a_trace_reaches_just_what_the_matrix_marks(
    country: list[list[Statement]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = store_of(country, tmp_path_factory.mktemp("random"))
    for rows, columns in itertools.product(KINDS, KINDS):
        same(store, rows, columns)


@pytest.mark.parametrize(
    ("rows", "columns", "marks"),
    [
        ("goal", "sdg-target", 5 * 11 + 5),  # 5 goals below each track, 11 targets in their boxes; 5 of their own
        ("sdg-goal", "goal", 5 * (7 + 11) + 6),
        ("goal", "timeline-entry", 30),  # every entry schedules something below one goal
        ("track", "vision", 4 * 3),  # each to its own; what a vision continues, its tracks do not
    ],
)
def test_on_the_real_data_it_is_the_same(rows: str, columns: str, marks: int, store: EmbeddedStore) -> None:
    assert same(store, find_kind(store, rows), find_kind(store, columns)) == marks


def test_what_it_reaches_is_what_a_property_path_reaches(store: EmbeddedStore) -> None:
    down = "(sg:partOf|sg:schedules)*"
    path = f"({down}/sg:contributesTo/skos:broader*)|({down}/(sg:supports|sg:addresses|sg:realises))"
    path += "|(sg:answers/sg:partOf*)|((sg:partOf|sg:schedules|sg:supports)*/sg:partOf)|sg:concerns"
    path += "|sg:continues|sg:schedules"
    prefixes = f"PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>"
    for name in ("pejlemaerke-8", "indsats-1-1", "tidsplan-2024-2-1", "visionsudsagn-6", "vision"):
        rows = store.rows(f"{prefixes} SELECT DISTINCT ?end WHERE {{ <{PLAN}{name}> {path} ?end }} ORDER BY ?end")
        reached = {end for (end,) in rows} - {PLAN + name}
        traced = trace(store, PLAN + name, down=False).up
        assert {mark.column for mark in traced if not is_match(mark.claim.predicate)} == reached
        assert reached


SIGNS = {PART_OF: "p", SCHEDULES: "s", CONTRIBUTES_TO: "c", SG + "answers": "a"}
nodes = st.integers(0, 7)
edge_lists = st.lists(
    st.builds(
        lambda s, p, o, n: Edge(f"e{s}", p, f"t{o % 3}" if p == CONTRIBUTES_TO else f"e{o}",
                               "structure" if p == PART_OF else "stated", "" if p == PART_OF else f"l{n}"),
        nodes, st.sampled_from([PART_OF, SCHEDULES, CONTRIBUTES_TO, SG + "answers"]), nodes, st.integers(0, 99),
    ),
    max_size=12,
)  # fmt: skip


@given(edge_lists)
def test_what_a_thread_reaches_is_what_networkx_reaches(found: list[Edge]) -> None:
    import networkx

    graph = networkx.MultiDiGraph()
    graph.add_edges_from((edge.subject, edge.object, {"sign": SIGNS[edge.predicate]}) for edge in found)
    table = EdgeTable(found)
    thread = Thread(table, INHERITANCE)
    for row in table.subjects():
        reached = set()
        for end in set(graph) - {row}:
            for way in networkx.all_simple_edge_paths(graph, row, end):
                signs = "".join(graph.edges[arc]["sign"] for arc in way)
                if re.fullmatch("[ps]*c|ap*|[ps]*p|s", signs):
                    reached.add(end)
        assert {mark.column for mark in thread.marks(row, lambda node: True)} == reached


def test_goal_8_stands_in_its_thread_as_the_plan_prints_it(store: EmbeddedStore) -> None:
    found = trace(store, PLAN + "pejlemaerke-8", depth=1)
    assert [(short(mark.column), mark.basis) for mark in found.up] == [
        ("midt-udviklingsplan-2023/fokus-7", "structure"),
        ("midt-social-strategi-status-2015/indsatsomraade-11", "interpreted"),  # "Øget sundhed", a related match
        ("10.3", "named"),
        ("midt-udviklingsplan-2023/visionsudsagn-6", "named"),
    ]
    assert [short(mark.row).split("/")[1] for mark in found.down] == [
        "indsats-8-1", "indsats-8-2", "indsats-8-3", "kvalitetsstandard-6", "bemaerkning-0-8",
        "bemaerkning-3",
    ]  # fmt: skip
    line = [mark for mark in trace(store, PLAN + "pejlemaerke-8").up if mark.basis == "structure"]
    assert [short(mark.column).split("/")[1] for mark in line] == ["fokus-7", "spor-2", "vision"]
    assert [len(mark.edges) for mark in line] == [1, 2, 3]


def test_from_vision_to_action_a_bullet_and_its_entry_reach_the_statement_of_their_goal(store: EmbeddedStore) -> None:
    plan = ID + "midt-udviklingsplan-2023/"
    found = trace(store, plan + "visionsudsagn-6", up=False)
    bases = {short(mark.row): mark.basis for mark in found.down}
    own = {"fokus-7": "named", "pejlemaerke-8": "named", "pejlemaerke-9": "named", "indsats-11-2": "interpreted"}
    assert {f"midt-udviklingsplan-2023/{name}": basis for name, basis in own.items()}.items() <= {
        short(mark.row): mark.basis for mark in found.down if mark.basis != "inherited"
    }.items()
    assert bases["midt-udviklingsplan-2023/indsats-8-1"] == "inherited"
    assert bases["midt-udviklingsplan-2023/tidsplan-2024-2-1"] == "inherited"
    above = {mark.column for mark in trace(store, plan + "indsats-8-1", down=False).up}
    assert plan + "visionsudsagn-6" in above
    assert not {plan + "spor-1", plan + "spor-3"} & above


def test_a_row_follows_the_row_it_hangs_on(store: EmbeddedStore) -> None:
    for name in ("pejlemaerke-8", "spor-1", "vision"):
        found = trace(store, PLAN + name)
        for marks, shorter in ((found.up, slice(None, -1)), (found.down, slice(1, None))):
            seen: list[tuple[Edge, ...]] = [()]
            for mark in marks:
                assert mark.edges[shorter] in seen
                seen.append(mark.edges)


@pytest.mark.parametrize("name", ["pejlemaerke-8", "spor-2", "tidsplan-2024-2-1", "", "10.3", "10"])
def test_every_number_opens(name: str, store: EmbeddedStore) -> None:
    thing = SDG + name if name[:1].isdigit() else (PLAN + name).rstrip("/")
    report = trace_report(store, trace(store, thing))
    figures = [figure for figure in report.figures() if figure.value]
    words = openings(store, {thing for figure in figures for thing in figure.of})
    assert figures
    for figure in figures:
        assert figure.of
        assert all(thing in words for thing in figure.of), figure


def test_what_stands_beside_every_thread_is_told_so(store: EmbeddedStore) -> None:
    for name, danish in [
        (PLAN + "pejlemaerke-8-quote-1", "Det er belæg for: midt-udviklingsplan-2023/pejlemaerke-8."),
        (PLAN + "link-spor-2--3.4", "er selv en relation mellem to elementer. Spørg om et af dem: midt-udv"),
        (SG + "Named", "sg:Named indgår ikke i nogen kæde"),
        (SDG + "1.1", "Ingen strategi omtaler 1.1."),
        (PLAN + "begreb-borger", "Det er ikke del af noget"),
    ]:  # fmt: skip
        found = trace(store, name)
        assert (found.up, found.down) == ((), ())
        assert found.aside is not None
        assert danish in found.aside.da
        assert found.aside.en != found.aside.da


def test_of_a_strategy_the_elements_stand_beside_the_threads(store: EmbeddedStore) -> None:
    found: Trace = trace(store, PLAN.rstrip("/"))
    assert [short(mark.column) for mark in found.up] == ["3", "4", "8", "10", "13", "16", "17"]
    assert found.down == ()
    assert PLAN + "pejlemaerke-8" in found.members
    assert not any("link" in member for member in found.members)
    assert trace_report(store, found).parts[-1].name == "members"


def test_the_command_answers_in_every_format_and_both_languages(cli: Cli, tmp_path: Path) -> None:
    table = cli("trace", "pejlemaerke-8", "--up", "--depth", "2").out
    assert "· ↑  midt-udviklingsplan-2023/spor-2 Det hele menneske" in table
    assert "↓" not in table.split("\n\n")[1]
    record = json.loads(cli("trace", "10.3", "--down", "--format", "json", "--lang", "en").out)
    assert record["title"] == "Chains of 10.3 Equal opportunity and less discrimination"
    row = record["parts"][0]["rows"][0]
    assert row["basis"] == "○ interpreted"
    assert set(row["quotes"]["of"]) <= set(record["evidence"])
    csv = cli("trace", "10.3", "--down", "--depth", "1", "--format", "csv").out
    assert csv.count("\r\n") == 1 + 5
    out = tmp_path / "trace.md"
    assert cli("trace", "10.3", "--format", "markdown", "--evidence", "-o", out).code == 0
    assert "| ↓ | 10.3" not in out.read_text(encoding="utf-8")
    assert "»Jf. delmål 10.3 tager vi kampen op mod ulighed i sundhed" in out.read_text(encoding="utf-8")


def test_an_unknown_name_offers_the_nearest(cli: Cli) -> None:
    result = cli("trace", "pejlemerke-8", "--lang", "en")
    assert result.code == 2
    assert "Did you mean midt-udviklingsplan-2023/pejlemaerke-8" in result.err
    assert cli("trace", "10.3", "--depth", "0").code == 2
    number = cli("trace", "10.33")
    assert (number.code, "Ukendt delmål: »10.33«.\nMente du 10.3" in number.err) == (2, True)


def test_any_thing_in_any_strategy_has_a_trace(corpus_store: EmbeddedStore) -> None:
    for name in ("maal-1", "spor-1", "indsats-1-2", "6.3", "begreb-nabo", "eksempelby-2030"):
        thing = any_thing(corpus_store, name).value
        found = trace(corpus_store, thing)
        assert bool(found.up or found.down) == (found.aside is None)
        assert trace_report(corpus_store, found).parts[0].sentence.da
