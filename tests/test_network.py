"""The network: the same as the matrix and the questions say, in every figure open, in every format the same bytes."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx
import pytest

from strategigraf.ask.answer import ask
from strategigraf.core.rdf import ID, SDG, SG, short
from strategigraf.core.report import Report
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES
from strategigraf.files.question import find_question
from strategigraf.files.workspace import Workspace
from strategigraf.matrix.matrix import matrix
from strategigraf.network.communities import communities_report, divisions, official_tracks
from strategigraf.network.graph import Network, as_networkx, narrowed, network
from strategigraf.network.load import bound_of, carriers_report, critical, overload, overload_report
from strategigraf.network.overview import (
    centrality,
    centrality_report,
    connection,
    connection_report,
    overview,
    overview_report,
)
from strategigraf.network.redundancy import OWN, expendable, expendable_report
from strategigraf.store.lookup import openings
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore, values
from tests.conftest import Cli
from tests.counts import counted
from tests.inherited import INHERITANCE
from tests.test_dataset import WithoutLedger

PLAN = ID + "midt-udviklingsplan-2023"
SJAELLAND = ID + "sjaelland-strategi-2025-2028"
EXAMPLE = ID + "eksempelby-2030"


def reports(store: EmbeddedStore) -> list[Report]:
    graph = network(store)
    ends = [[node for node, (kind, _) in graph.nodes.items() if kind == name] for name in ("initiative", "sdg-target")]
    return [
        overview_report(store, overview(graph)),
        carriers_report(critical(store), 99),
        communities_report(divisions(graph)),
        centrality_report(centrality(graph, INHERITANCE), 999),
        overload_report(overload(graph)),
        expendable_report([*expendable(store, (), OWN), *expendable(store)]),
        connection_report(store, connection(graph, ends[0][0], ends[1][-1], 5), "en"),
        connection_report(store, connection(graph, ends[0][0], _alone(graph), 5), "en"),
    ]


def _alone(graph: Network) -> str:
    linked = {end for edge in graph.edges for end in (edge.subject, edge.object)}
    return next(node for node in graph.nodes if node not in linked)


def test_the_network_holds_every_element_and_each_hop_once(store: EmbeddedStore) -> None:
    whole = network(store)
    graph = as_networkx(store, whole)
    elements = {
        thing
        for (thing,) in store.rows(
            f"PREFIX sg: <{SG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
            " SELECT DISTINCT ?thing WHERE { ?class rdfs:subClassOf* sg:Element . ?thing a ?class }"
        )
    }
    others = {node for node in graph if node not in elements}
    assert elements <= set(graph)
    assert others == {PLAN} | {node for node in graph if node.startswith(SDG)}
    assert len([node for node in graph if graph.nodes[node]["kind"] == "sdg-target"]) == 11
    found = whole.edges
    assert len(found) == len(set(found)) == graph.number_of_edges()
    goal = graph.nodes[PLAN + "/pejlemaerke-8"]
    assert goal["title_da"].startswith("Mere lighed i sundhed")
    assert goal["title_en"]
    assert (goal["kind"], goal["notation"], goal["strategy"]) == ("goal", "8", PLAN)
    assert goal["order"] > 0
    assert list(graph) == list(network(store).nodes)
    assert not any(edge.predicate.endswith("Match") for edge in network(store, [PLAN]).edges)


def test_a_store_without_a_ledger_gives_the_same_network(store: EmbeddedStore) -> None:
    for chosen in ([], [PLAN], [PLAN, SJAELLAND]):
        with_ledger, without = network(store, chosen), network(WithoutLedger(store), chosen)
        assert list(without.nodes.items()) == list(with_ledger.nodes.items())
        assert without.edges == with_ledger.edges
        plain = as_networkx(WithoutLedger(store), without)
        assert dict(plain.nodes(data=True)) == dict(as_networkx(store, with_ledger).nodes(data=True))


def test_network_matrix_and_question_agree_on_who_serves_which_target(
    store: EmbeddedStore, workspace: Workspace
) -> None:
    found = matrix(store, find_kind(store, "initiative"), find_kind(store, "sdg-target"))
    cells = set(found.cells)
    thread = networkx.DiGraph()
    for edge in network(store).edges:
        if edge.predicate in (PART_OF, SCHEDULES, CONTRIBUTES_TO):
            thread.add_edge(edge.subject, edge.object)
    columns = set(found.columns)
    reached = {(row, end) for row in found.rows if row in thread for end in networkx.descendants(thread, row) & columns}
    question = find_question("initiatives-by-sdg-target", workspace.query_files())
    asked = {(row, column) for column, row, *_ in values(ask(store, question, {}))}
    assert cells == reached == asked


def test_every_figure_of_every_question_opens_to_words(store: EmbeddedStore, corpus_store: EmbeddedStore) -> None:
    for one in (store, corpus_store):
        for report in reports(one):
            figures = report.figures()
            assert figures
            told = openings(one, {thing for figure in figures for thing in figure.of})
            for figure in figures:
                assert not figure.value or figure.of, (report.name, figure)
                assert all(thing in told for thing in figure.of), (report.name, figure)
            for part in report.parts:
                assert part.sentence.da != part.sentence.en
                assert all(len(row) == len(part.columns) for row in part.rows)


def test_the_targets_that_one_initiative_alone_points_at_are_those_of_the_boxes(store: EmbeddedStore) -> None:
    # The boxes: 3.4 wellbeing, 3.5 substance abuse, 8.5 peer communities, 13.2 teaching, 16.6 the new rates.
    alone = {short(one.target): one.own[0].rsplit("/", 1)[-1] for one in critical(store).targets if len(one.own) == 1}
    assert alone == {
        "3.4": "indsats-9-2",
        "3.5": "indsats-10-4",
        "8.5": "indsats-6-1",
        "13.2": "indsats-5-4",
        "16.6": "indsats-1-1",
    }
    assert all(one.through == () for one in critical(store).targets)  # each stands with a track as well


def test_carriers_have_the_rows_of_the_matrix_columns(store: EmbeddedStore) -> None:
    kinds = find_kind(store, "initiative"), find_kind(store, "sdg-target")
    found, own = matrix(store, *kinds, [PLAN]), matrix(store, *kinds, [PLAN], OWN)
    answer = {one.target: one for one in critical(store, [PLAN]).targets}
    assert set(answer) == set(found.columns)
    for column in found.columns:
        assert list(answer[column].initiatives) == [row for row in found.rows if (row, column) in found.cells]
        assert list(answer[column].own) == [row for row in found.rows if (row, column) in own.cells]


def test_ten_initiatives_would_keep_a_mark_of_their_own_at_each_target(store: EmbeddedStore) -> None:
    (own,) = expendable(store, [PLAN], OWN)
    assert len(own.initiatives) == counted("things", "Initiative", short(PLAN))
    assert set(own.targets) == {one.target for one in critical(store, [PLAN]).targets}
    assert len(own.kept) == own.bound == 10
    assert [name.rsplit("/", 1)[-1] for name in own.sole] == [
        "indsats-1-1", "indsats-5-4", "indsats-6-1", "indsats-9-2", "indsats-10-4",
    ]  # fmt: skip
    (inherited,) = expendable(store, [PLAN])
    assert len(inherited.kept) == inherited.bound == 3  # one below each track
    assert {official_tracks(network(store))[row].rsplit("/", 1)[-1] for row in inherited.kept} == {
        "spor-1", "spor-2", "spor-3",
    }  # fmt: skip


def test_what_is_kept_has_a_mark_wherever_there_was_one(store: EmbeddedStore) -> None:
    for bases in ((), OWN, ("named",), ("interpreted", "inherited")):
        found = matrix(store, find_kind(store, "initiative"), find_kind(store, "sdg-target"), [], bases)
        kept = {row for one in expendable(store, [], bases) for row in one.kept}
        assert {column for _, column in found.cells} == {column for row, column in found.cells if row in kept}


def test_goal_five_has_six_bullets_and_that_is_much(store: EmbeddedStore) -> None:
    found = overload(network(store))
    heavy = {goal.rsplit("/", 1)[-1]: measures for goal, measures in found.over().items() if measures}
    assert heavy == {"pejlemaerke-5": ("initiatives",), "maalsaetning-4": ("initiatives",)}
    loads = {load.goal: load.carried for load in found.loads}
    assert len(loads[PLAN + "/pejlemaerke-5"]["initiatives"]) == 6
    assert len(loads[SJAELLAND + "/maalsaetning-4"]["initiatives"]) == 3


def test_the_bound_is_tukeys_and_few_goals_have_none() -> None:
    assert bound_of([1, 2, 3]) is None
    assert bound_of([1, 2, 3, 4, 5]) == 4 + 1.5 * 2
    assert bound_of([0, 0, 0, 0]) == 1.5


def test_links_follow_the_tracks_less_than_structure_does(store: EmbeddedStore) -> None:
    graph = network(store)
    whole, links = (one for one in divisions(graph) if one.strategy == PLAN)
    assert (whole.with_structure, links.with_structure) == (True, False)
    for one in (whole, links):
        assert sorted(node for members in one.communities for node in members) == sorted(one.nodes)
        assert one.modularity is not None
        assert one.modularity > 0.5
    assert whole.rand is not None
    assert links.rand is not None
    assert whole.rand > links.rand > 0
    assert not any(graph.kind(node) == "strategy" for node in whole.nodes)


def test_the_shortest_thread_goes_through_the_hearing_comment(store: EmbeddedStore) -> None:
    graph = network(store)
    found = connection(graph, PLAN + "/indsats-10-4", SDG + "3.5", 3)
    assert (found.total, [len(way) for way in found.paths]) == (1, [1])
    assert found.paths[0][0].edges[0].basis == "named"
    plain = networkx.Graph(as_networkx(store, graph))
    far = connection(graph, SJAELLAND + "/indsats-2-1", SDG + "3.5", 2)
    ways = list(networkx.all_shortest_paths(plain, SJAELLAND + "/indsats-2-1", SDG + "3.5"))
    assert far.total == len(ways) > 2 == len(far.paths)
    for way in far.paths:
        assert [way[0].start, *(step.end for step in way)] in ways
        for step in way:
            assert all({edge.subject, edge.object} == {step.start, step.end} for edge in step.edges)


def test_where_no_thread_leads_the_nearest_of_the_same_kind_are_named(store: EmbeddedStore) -> None:
    graph = network(store)
    start, end = ID + "midt-workshop-2022-06-15/spoergsmaal-1", ID + "midt-workshop-2022-06-15/spoergsmaal-2"
    found = connection(graph, start, end, 3)
    assert (found.paths, found.total) == ((), 0)
    assert [node.rsplit("/", 1)[-1] for node, _ in found.near] == ["spoergsmaal-1-1", "spoergsmaal-1-2"]
    (part,) = connection_report(store, found, "da").parts
    assert (part.name, part.gaps) == ("no-way", 1)
    lonely = connection(graph, _alone(graph), SDG + "3.5", 3)
    assert (lonely.near, len(lonely.reached)) == ((), 1)


@pytest.mark.parametrize(("form", "language"), [("table", "da"), ("json", "en"), ("csv", "da"), ("markdown", "en")])
def test_every_question_answers_in_every_format_and_language(cli: Cli, form: str, language: str) -> None:
    for question in (
        [],
        ["carriers"],
        ["communities", "--strategy", "midt-udviklingsplan-2023"],
        ["centrality", "--most", "5"],
        ["path", "midt-udviklingsplan-2023/indsats-8-1", "3.4"],
        ["overloaded"],
        ["expendable", "--basis", "named"],
    ):
        result = cli("network", *question, "--format", form, "--lang", language)
        assert result.code == 0
        assert result.err == ""
        if form == "json":
            told = json.loads(result.out)
            assert all(part["explanation"] and part["title"] for part in told["parts"])
        elif form in ("table", "markdown"):
            assert "Vist" not in result.out or language == "da"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["carrier"], 2, "carriers"),
        (["path", "10.3", "10.3"], 2, "are the same"),
        (["path", "10.3", "1.1"], 2, "not in the network"),
        (["path", "midt-udviklingsplan-2023/pejlemaerke-88", "10.3"], 2, "midt-udviklingsplan-2023/pejlemaerke-8"),
        (["path", "10.3"], 2, "END is missing"),
        (["export", "--kind", "gaol"], 2, "goal"),
        (["export", "--depth", "2"], 2, "--around"),
        (["export", "--format", "xlsx"], 2, "graphml"),
        (["export", "--strategy", "nowhere"], 2, "nowhere"),
        (["export", "-o", "/nowhere/at/all"], 3, "/nowhere/at/all"),
        (["carriers", "--part", "nix"], 2, "cut-points"),
        (["expendable", "--basis", "guessed"], 2, "guessed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_input_is_named_with_a_remedy(cli: Cli, arguments: list[str], code: int, said: str) -> None:
    result = cli("network", *arguments, "--lang", "en")
    assert result.code == code
    assert said in result.err
    assert result.out == ""


def test_an_option_before_the_question_is_refused_and_not_forgotten(cli: Cli) -> None:
    result = cli("network", "--strategy", "midt-udviklingsplan-2023", "carriers")
    assert result.code == 2
    assert "network carriers --strategy" in result.err


CODE = """
import sys
from strategigraf.cli import run
for line in sys.argv[1:]:
    assert run(line.split()) == 0
"""
QUESTIONS = [
    "network",
    "network carriers",
    "network communities",
    "network centrality --most 500",
    "network path sjaelland-strategi-2025-2028/indsats-2-1 3.5 --most 9",
    "network overloaded",
    "network expendable",
    *(f"network export --format {form}" for form in ("graphml", "gexf", "dot")),
]


def test_two_runs_give_the_same_bytes_however_strings_are_hashed(cache_root: Path) -> None:
    digests = set()
    for seed in ("1", "2"):
        environment = os.environ | {"STRATEGIGRAF_CACHE": str(cache_root), "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", CODE, *QUESTIONS]
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1


def test_what_is_near_a_thing_or_of_a_kind_can_be_had_alone(store: EmbeddedStore) -> None:
    graph = network(store)
    near = narrowed(graph, around=SDG + "3.5", depth=1)
    assert {short(node) for node in near.nodes} == {
        "3", "3.5", "midt-udviklingsplan-2023/indsats-10-4", "midt-udviklingsplan-2023/spor-2",
    }  # fmt: skip
    assert set(narrowed(graph, around=SDG + "3.5", depth=0).nodes) == {SDG + "3.5"}
    assert {kind for kind, _ in narrowed(graph, ["goal", "track"]).nodes.values()} == {"goal", "track"}
    assert narrowed(network(store, [PLAN]), ["goal"]).edges == []
