"""Matrices across kinds, strategies and values: the same marks whichever way they are asked, as the sources say."""

import itertools
import json
from collections import Counter
from pathlib import Path

import pytest

from strategigraf.ask.answer import ask
from strategigraf.core.errors import UnknownKind, WrongValue
from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, RDFS, SG, short
from strategigraf.core.thread import bearers
from strategigraf.files.question import find_question
from strategigraf.files.workspace import Workspace
from strategigraf.matrix.matrix import matrix, pivot
from strategigraf.matrix.view import SELECTIONS, selected_matrix, selected_pivot
from strategigraf.store.lookup import openings
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore, values
from tests.conftest import Cli
from tests.counts import counted

PLAN, OLD, SOUTH = (
    ID + slug
    for slug in ("midt-udviklingsplan-2023", "midt-social-strategi-status-2015", "sjaelland-strategi-2025-2028")
)
KINDS = ("actor", "status", "disposition", "initiative", "goal", "track", "strategy", "hearing-comment", "sdg-goal")


def of(store: EmbeddedStore, rows: str, columns: str, *strategies: str) -> Matrix:
    return matrix(store, find_kind(store, rows), find_kind(store, columns), strategies)


def places(found: Matrix) -> dict[tuple[str, str], Counter[tuple[str, str]]]:
    return {place: Counter((mark.basis, mark.claim.link) for mark in marks) for place, marks in found.cells.items()}


@pytest.mark.parametrize(("rows", "columns"), list(itertools.combinations(KINDS, 2)))
def test_rows_and_columns_may_change_places(rows: str, columns: str, store: EmbeddedStore) -> None:
    forward, backward = of(store, rows, columns), of(store, columns, rows)
    assert (forward.rows, forward.columns) == (backward.columns, backward.rows)
    assert {place: sum(cell.values()) for place, cell in places(forward).items()} == {
        (row, column): sum(cell.values()) for (column, row), cell in places(backward).items()
    }


@pytest.mark.parametrize(("rows", "columns"), list(itertools.product(KINDS, ("status", "goal", "strategy"))))
def test_every_mark_opens_to_words(rows: str, columns: str, store: EmbeddedStore) -> None:
    found = of(store, rows, columns)
    words = openings(store, {bearer for mark in found.marks() for bearer in bearers(mark)})
    assert all(any(words.get(bearer) for bearer in bearers(mark)) for mark in found.marks())


def test_actors_by_status_are_the_action_plans_that_the_questions_name(
    store: EmbeddedStore, workspace: Workspace
) -> None:
    by_actor = values(ask(store, find_question("initiatives-by-actor", workspace.query_files()), {}))
    by_status = values(ask(store, find_question("initiatives-by-status", workspace.query_files()), {}))
    status_of = {row[1]: row[0] for row in by_status}
    told = Counter((row[0], status_of[row[1]]) for row in by_actor if row[1] in status_of)
    found = of(store, "actor", "status")
    assert {place: len(marks) for place, marks in found.cells.items()} == told
    # chapter 3.1: handleplan 1-A is under way ("Er i gang"), its actor the working group on recruitment and no other
    group = ID + "organisations/arbejdsgruppe-rekruttering"
    (mark,) = (mark for mark in found.marks() if mark.row == group)
    assert (mark.column, mark.claim.subject) == (SG + "Started", OLD + "/handleplan-1-a")
    assert [words.exact for words in openings(store, [mark.claim.link])[mark.claim.link]] == ["Er i gang"]


def test_a_focus_area_has_the_statuses_of_the_action_plans_below_it(store: EmbeddedStore) -> None:
    """Chapter 3.1 has four action plans: 1-A and 1-D "Er i gang", 1-B "Forberedes 1. halvår 2016", 1-C "Er i gang i
    flere specialområder. Nye initiativer afventer …"."""
    found = of(store, "focus-area", "status", OLD)
    row = {short(c): len(m) for (r, c), m in found.cells.items() if r == OLD + "/indsatsomraade-1"}
    assert row == {"sg:Started": 2, "sg:Preparing": 1, "sg:PartlyStarted": 1}
    assert {mark.basis for mark in found.marks()} == {"structure"}


def test_goals_of_two_regions_meet_where_a_reader_matched_them(store: EmbeddedStore) -> None:
    found = of(store, "goal", "goal", SOUTH, PLAN)
    assert (len(found.rows), len(found.columns)) == (9, 15)
    told = {(row.rsplit("-", 1)[-1], column.rsplit("-", 1)[-1]) for row, column in found.cells}
    assert told == {("7", "15"), ("8", "13"), ("8", "14")}
    assert all(len(marks) == 1 for marks in found.cells.values())


def test_what_a_strategy_claims_is_counted_once_and_not_what_it_inherits(store: EmbeddedStore) -> None:
    found = of(store, "strategy", "sdg-goal")
    links = [mark.claim.link for mark in found.marks() if mark.row == PLAN]
    assert len(links) == len(set(links))
    query = f"""PREFIX sg: <{SG}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
      SELECT ?link WHERE {{ ?link a sg:Link ; sg:inStrategy <{PLAN}> ; rdf:predicate sg:contributesTo }}"""
    assert set(links) == {row[0] for row in store.rows(query)}
    marked = [short(column) for (row, column) in found.cells if row == PLAN]
    # the seven that stand below "De udvalgte verdensmål er:"
    assert sorted(marked, key=int) == ["3", "4", "8", "10", "13", "16", "17"]
    assert not any(mark.row == SOUTH for mark in found.marks())  # Sjælland's strategy names no SDG


def test_a_kind_may_be_called_as_the_sources_or_the_labels_call_it(store: EmbeddedStore) -> None:
    assert find_kind(store, "pejlemærke") == find_kind(store, "goal")
    assert find_kind(store, "Delmål").name == "sdg-target"
    assert find_kind(store, "aktør").name == "actor"
    for words in ("indsatser", "initiativ", "Initiativer", "measures"):  # of any source, not of one that calls it so
        assert find_kind(store, words) == find_kind(store, "initiative")
    assert find_kind(store, "mål") == find_kind(store, "pejlemærker") == find_kind(store, "goals")
    assert find_kind(store, "SDG targets") == find_kind(store, "delmålene")
    assert find_kind(store, "handleplaner") == find_kind(store, "handleplan")
    with pytest.raises(UnknownKind, match="initiatve"):
        find_kind(store, "initiatve")
    handleplan = find_kind(store, "handleplan")
    assert (handleplan.iri, handleplan.local_term) == (SG + "Initiative", "handleplan")
    found = matrix(store, handleplan, find_kind(store, "status"))
    assert {row.rsplit("/", 1)[0] for row in found.rows} == {OLD}
    assert len(found.rows) == counted("localTerm", "handleplan")


def test_a_word_that_the_sources_use_for_several_kinds_is_refused_with_them(tmp_path: Path, cli: Cli) -> None:
    world = "PREFIX sg: <https://w3id.org/strategigraf/ns#>\n"
    world += "".join(f'<http://e/{cls}> a sg:{cls} ; sg:localTerm "løfte"@da .\n' for cls in ("Goal", "Initiative"))
    (tmp_path / "world.ttl").write_text(world, encoding="utf-8")
    done = cli("matrix", "løfte", "track", "--data", tmp_path, "--lang", "en")
    assert done.code == 2
    assert "The sources use “løfte” for several element types.\nChoose one: goal, initiative." in done.err


def test_two_kinds_that_no_thread_joins_are_told_with_the_nearest_that_have_one(cli: Cli) -> None:
    done = cli("matrix", "definition", "actor", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("no-thread: There is no chain between definition and responsible body.")
    assert "From actor: initiative" in done.err
    danish = cli("matrix", "definition", "actor").err
    assert danish.startswith("no-thread: Der er ingen kæde mellem definition og ansvarlig.")


def test_kinds_that_are_joined_elsewhere_give_a_matrix_of_gaps(cli: Cli) -> None:
    done = cli(
        "matrix", "initiative", "timeline-entry", "--strategy", "sjaelland-strategi-2025-2028", "--format", "csv"
    )
    assert done.code == 0
    assert len(done.out.splitlines()) == 2 + counted("things", "Initiative", "sjaelland-strategi-2025-2028")


@pytest.mark.parametrize("only", SELECTIONS)
@pytest.mark.parametrize(("rows", "columns"), [("initiative", "sdg-target"), ("sdg-goal", "strategy")])
def test_light_and_full_matrices_select_alike(only: str, rows: str, columns: str, store: EmbeddedStore) -> None:
    kinds = find_kind(store, rows), find_kind(store, columns)
    full = selected_matrix(store, matrix(store, *kinds), kinds, only)
    light = selected_pivot(store, pivot(store, *kinds), kinds, only)
    assert (tuple(light.rows), tuple(light.columns)) == (full.rows, full.columns)
    cells = [(row, light.columns[c]) for row, cs in zip(light.rows, light.cells, strict=True) for c in cs]
    assert set(cells) == set(full.cells)


def test_differences_are_what_some_strategies_mark_and_others_do_not(store: EmbeddedStore) -> None:
    kinds = find_kind(store, "sdg-goal"), find_kind(store, "strategy")
    draft = ID + "midt-workshop-2022-06-15"
    both = matrix(store, *kinds, [PLAN, draft])
    found = selected_matrix(store, both, kinds, "differences")
    assert [short(row) for row in found.rows] == ["17"]  # the draft's table of contents has SDG 3, 4, 8, 10, 13 and 16
    assert len(found.columns) == 2
    one = find_kind(store, "initiative"), find_kind(store, "sdg-target")
    whole = matrix(store, *one, [PLAN])
    with pytest.raises(WrongValue, match="at least two strategies"):
        selected_matrix(store, whole, one, "differences")


def test_rows_are_grouped_within_their_own_strategy_and_sorted(cli: Cli) -> None:
    words = ("matrix", "goal", "sdg-goal", "--strategy", "midt-udviklingsplan-2023", "--group", "track")
    rows = [line.split(",")[:2] for line in cli(*words, "--sort", "marks", "--format", "csv").out.splitlines()[1:-1]]
    groups = [group for group, _ in itertools.groupby(row[0] for row in rows)]
    assert [group.split()[0] for group in groups] == [f"midt-udviklingsplan-2023/spor-{n}" for n in (1, 2, 3)]
    assert len(rows) == counted("things", "Goal", short(PLAN))
    record = json.loads(cli(*words, "--format", "json").out)
    assert {thing["group"] for thing in record["rows"]["things"]} == {f"{PLAN}/spor-{n}" for n in (1, 2, 3)}
    table = cli(*words, "--lang", "en").out
    assert "— midt-udviklingsplan-2023/spor-1 One social services organisation —" in table
    long = cli(*words, "--long", "--format", "csv").out.splitlines()
    assert long[0].endswith(",words,group,group_label")


def test_a_kind_may_be_narrowed_to_a_strategy(cli: Cli) -> None:
    done = cli("matrix", "handleplan", "goal@midt-udviklingsplan-2023", "--only", "marks", "--format", "csv")
    assert done.code == 0
    assert "handleplan-7-e" in done.out
    wrong = cli("matrix", "goal@midt-udviklingsplan-2032", "sdg-goal", "--lang", "en")
    assert wrong.code == 2
    assert "Did you mean midt-udviklingsplan-2023" in wrong.err


def test_a_thread_that_the_policy_asks_for_is_a_gap_where_there_is_none_at_all(tmp_path: Path, cli: Cli) -> None:
    world = """PREFIX sg: <https://w3id.org/strategigraf/ns#>
<http://e/s> a sg:Strategy . <http://e/i> a sg:Initiative ; sg:inStrategy <http://e/s> ."""
    (tmp_path / "world.ttl").write_text(world, encoding="utf-8")
    done = cli("matrix", "initiative", "timeline-entry", "--data", tmp_path, "--format", "csv")
    assert (done.code, done.out.splitlines()[1:2]) == (0, ["http://e/i,0"])
    assert cli("matrix", "initiative", "announcement", "--data", tmp_path).code == 2


def test_values_and_what_the_sources_call_things_are_listed(cli: Cli) -> None:
    assert len(cli("list", "handleplan", "--format", "csv").out.splitlines()) == 1 + counted("localTerm", "handleplan")
    assert "løbende" in cli("list", "status").out.splitlines()
    assert len(cli("list", "aktør", "--format", "csv").out.splitlines()) == 1 + counted("values", "responsible")
    assert (
        len(cli("list", "aktør", "--strategy", "sjaelland-strategi-2025-2028", "--format", "csv").out.splitlines()) == 1
    )


def test_elements_are_those_of_every_class(store: EmbeddedStore, cli: Cli) -> None:
    whole = of(store, "element", "sdg-target", PLAN)
    initiatives = of(store, "initiative", "sdg-target", PLAN)
    assert set(initiatives.cells.items()) < set(whole.cells.items())
    listed = {line.split(",")[0] for line in cli("list", "element", "--format", "csv").out.splitlines()[1:]}
    below = [row[0] for row in store.rows(f"SELECT ?c WHERE {{ ?c <{RDFS}subClassOf>+ <{SG}Element> }}")]
    assert "HearingQuestion" in {cls.removeprefix(SG) for cls in below}
    assert listed == {row[0] for cls in below for row in store.rows(f"SELECT ?e WHERE {{ ?e a <{cls}> }}")}
