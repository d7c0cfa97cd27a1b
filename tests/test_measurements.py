"""Tables of measurements and cells: what is wrong is told, by the same rules as the shapes, and nothing is guessed."""

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategigraf.check.cells import CellRecord, check_cells
from strategigraf.check.dataset_check import inspect
from strategigraf.check.file_check import read_vocabulary
from strategigraf.check.measurements import Known, broken
from strategigraf.check.shapes import validate
from strategigraf.core.policy import Finding
from strategigraf.core.rdf import ID, short
from strategigraf.files import turtle
from strategigraf.files.measurements import COLUMNS, MOST_IN_GRAPH, description, read_measurements, triples_of
from strategigraf.files.source_text import SourceText
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE

TRACKED = HERE / "tracked"
TABLE = "eksempelby-handleplan.measurements.csv"
PLAN = ID + "eksempelby-handleplan/"


def inspected(workspace: Workspace) -> tuple[Finding, ...]:
    store = EmbeddedStore.in_memory()
    fill(store, workspace)
    return inspect(workspace, store, workspace.sources).findings


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the tracked plan that a test may change."""
    return Path(shutil.copytree(TRACKED, tmp_path / "plan"))


def changed(root: Path, **cells: str) -> list[tuple[str, str, str]]:
    """The rule, thing and detail of each finding where the row of the measurement of 2025 has these *cells*."""
    path = root / "data" / "strategies" / TABLE
    rows = list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"))))
    rows[1].update(cells)
    _write(path, rows)
    found = inspected(find_workspace(root))
    assert {finding.line for finding in found if finding.file.endswith(".csv")} <= {3, 2, 4}
    return [(finding.rule, finding.thing.rpartition("/")[2], finding.detail) for finding in found]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    stream = StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")


def test_the_tracked_plan_breaks_no_rule() -> None:
    assert inspected(find_workspace(TRACKED)) == ()


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        ({"value": "61,5"}, {"MeasurementShape-value"}),
        ({"value": "161.5"}, {"MeasurementShape-percent"}),
        ({"value": "", "printed": ""}, {"MeasurementShape-number", "CellSelectorShape-exact"}),
        ({"role": "Mål"}, {"MeasurementShape-role"}),
        ({"bound": "ca."}, {"MeasurementShape-bound"}),
        ({"indicator": "indikator-9"}, {"MeasurementShape-indicator"}),
        ({"start": "1. januar 2025"}, {"PeriodShape-start"}),
        ({"end": "31-12-2025"}, {"PeriodShape-end"}),
        ({"end": "31.12.2025"}, {"PeriodShape-end"}),
        ({"end": "2025-02-30"}, {"PeriodShape-end"}),
        ({"start": "2025-12-31", "end": "2025-01-01"}, {"PeriodShape-order"}),
        ({"period": ""}, {"PeriodShape-words"}),
        ({"period": "", "start": "", "end": ""}, {"MeasurementShape-undated"}),
        ({"document": "findes-ikke"}, {"CellShape-source", "CellShape-checksum", "cell-unverifiable"}),
        ({"row_heading": ""}, {"CellSelectorShape-row-heading"}),
        ({"column_heading": ""}, {"CellSelectorShape-column-heading"}),
        ({"cell": "cell=0,4"}, {"CellShape-fragment", "cell-moved"}),
        ({"cell": "cell=2,5"}, {"cell-moved"}),
        ({"printed": "61,6"}, {"cell-missing"}),
        ({"id": "m-bad-2024"}, {"measurements-id"}),
        ({"id": "målingen"}, {"measurements-id"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_each_fault_of_a_row_is_told_and_nothing_else(own: Path, cells: dict[str, str], rules: set[str]) -> None:
    assert {rule for rule, _, _ in changed(own, **cells)} == rules


def test_a_fault_shows_what_is_written_and_where(own: Path) -> None:
    assert changed(own, value="61,5") == [("MeasurementShape-value", "m-bad-2025", "61,5")]


def test_two_reports_of_one_period_that_disagree_are_told_in_both_rows(own: Path) -> None:
    found = changed(
        own, period="1. halvår 2026", start="2026-01-01", end="2026-06-30", document="eksempelby-handleplan",
        row_heading="Indsats 1.1", column_heading="Status",
    )  # fmt: skip
    told = {(rule, thing) for rule, thing, _ in found if rule == "MeasurementShape-disagree"}
    assert told == {("MeasurementShape-disagree", "m-bad-2025"), ("MeasurementShape-disagree", "m-bad-2026h1")}


def test_a_target_on_the_wrong_side_of_the_baseline_is_told(own: Path) -> None:
    found = changed(own, role="Target", value="50", bound="AtLeast", printed="61,5")
    assert ("IndicatorShape-wrong-side", "indikator-1", "55 → 50") in found


def test_a_table_without_its_columns_says_which_are_lacking(own: Path) -> None:
    path = own / "data" / "strategies" / TABLE
    path.write_text("id;indicator\n", encoding="utf-8")
    (finding,) = (found for found in inspected(find_workspace(own)) if found.file.endswith(".csv"))
    assert (finding.rule, finding.line) == ("measurements-columns", 1)
    assert "role" in finding.detail


# The same rules, by rows and by shapes.

ROW_RULES = (
    *("MeasurementShape-indicator", "MeasurementShape-role", "MeasurementShape-value", "MeasurementShape-number"),
    *("MeasurementShape-bound", "MeasurementShape-undated", "MeasurementShape-percent", "MeasurementShape-twice"),
    *("MeasurementShape-disagree", "PeriodShape-start", "PeriodShape-end", "PeriodShape-order", "PeriodShape-words"),
    *("CellShape-source", "CellShape-checksum", "CellShape-fragment", "CellSelectorShape-row-heading"),
    *("CellSelectorShape-column-heading", "CellSelectorShape-exact", "IndicatorShape-wrong-side"),
)
POOLS = {
    "indicator": ("indikator-1", "indikator-2", "noegletal-1", "indikator-9", ""),
    "role": ("Baseline", "Target", "Actual", "Maal"),
    "value": ("1", "90.5", "-2", "140", "61,5", ""),
    "printed": ("1", ""),
    "bound": ("", "AtLeast", "Exactly", "ca"),
    "period": ("2025", ""),
    "start": ("2025-01-01", "2026-01-01", "2025", ""),
    "end": ("2025-12-31", "31-12-2025", ""),
    "breakdown": ("", "kvinder"),
    "document": ("eksempelby-opfoelgning", "eksempelby-handleplan", "findes-ikke", ""),
    "table": ("",),
    "row_heading": ("Række", ""),
    "column_heading": ("Kolonne", ""),
    "cell": ("cell=2,3", "cell=0,1", "b7", ""),
}
worlds = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(pool) for name, pool in POOLS.items()}), min_size=1, max_size=4
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds)
def test_rows_break_the_rules_that_the_shapes_say_they_break(
    workspace: Workspace, store: EmbeddedStore, world: list[dict[str, str]]
) -> None:
    stream = StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"id": f"m-{number}", **row} for number, row in enumerate(world))
    table = read_measurements(Path(TABLE), stream.getvalue().encode())
    plan = [
        told
        for told in turtle.statements(TRACKED / "data" / "strategies" / "eksempelby-handleplan.ttl")
        if "/m-" not in told[0].value  # without its own measurements
    ]
    told = [*read_vocabulary(store), *plan, *turtle.content_statements(triples_of(table.rows))]
    by_shapes = {
        (result.rule, result.thing.value.partition("-cell")[0])
        for result in validate(told, workspace.shape_files())
        if result.rule in ROW_RULES
    }
    documents = ("eksempelby-handleplan", "eksempelby-opfoelgning")
    beside = Known(
        {
            PLAN + "indikator-1": (False, True, 1),
            PLAN + "indikator-2": (False, False, 1),
            PLAN + "indikator-3": (False, True, -1),
            PLAN + "noegletal-1": (True, False, 0),
        },
        {f"{ID}documents/{name}": "0" * 64 for name in documents},
        {},
        (),
    )
    by_rows = {(name, thing) for name, _, thing, _ in broken(table.rows, beside) if name in ROW_RULES}
    assert by_rows == by_shapes


# Cells.

PLAIN = "Indikator,2024,2025\nBassiner,1,2\nEnge,3,2\nBassiner,1,4\n"
LEVELLED = (
    "# Opfølgning\n\n## Drift\n\n|  | Drift | Drift | Anlæg |\n|---|---|---|---|\n"
    "| Spor | 2024 | 2025 | 2025 |\n| Vand | 1 | **2** | 3 |\n"
)
SOURCES = {"t.csv": SourceText.of("t.csv", PLAIN.encode()), "t.md": SourceText.of("t.md", LEVELLED.encode())}


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (("t.csv", "", "Enge", "2024", "3", "cell=3,2"), "exact"),
        (("t.csv", "", "Enge", "2024", "3", ""), "exact"),
        (("t.csv", "", "Enge", "2024", "3", "cell=2,2"), "moved"),
        (("t.csv", "", "Enge", "2025", "3", "cell=3,3"), "missing"),
        (("t.csv", "", "Bassiner", "2024", "1", ""), "ambiguous"),
        (("t.csv", "", "Bassiner", "2024", "1", "cell=4,2"), "exact"),
        (("t.csv", "", "Bassiner", "2025", "4", "cell=4,3"), "exact"),
        (("t.md", "", "Vand", "Drift › 2025", "2", ""), "normalised"),
        (("t.md", "", "Vand", "Anlæg › 2025", "3", ""), "exact"),
        (("t.md", "Anlæg", "Vand", "Drift › 2025", "2", ""), "moved"),
        (("t.md", "Drift", "Vand", "Drift › 2024", "9", ""), "missing"),
        (("t.xlsx", "", "Vand", "2024", "1", ""), "unverifiable"),
    ],
)
def test_a_cell_is_found_by_its_headings_and_its_place_confirms_it(record: tuple[str, ...], status: str) -> None:
    (check,) = check_cells([CellRecord("cell", *record)], SOURCES)
    assert check.status == status


# The graph, and the description for the web.


def test_each_row_is_a_measurement_with_its_cell_in_the_graph() -> None:
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace(TRACKED))
    rows = store.rows(
        "PREFIX sg: <https://w3id.org/strategigraf/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>"
        " SELECT ?m ?words WHERE { ?m a sg:Measurement ; sg:evidence/oa:hasSelector/oa:exact ?words } ORDER BY ?m"
    )
    assert len(rows) == 9  # five in the table, four in sentences
    assert {short(m): words for m, words in rows}["eksempelby-handleplan/m-bad-2025"] == "61,5"


def test_of_a_table_too_large_for_the_graph_it_has_the_newest_of_each_role(own: Path) -> None:
    path = own / "data" / "strategies" / TABLE
    (first, *_) = csv.DictReader(StringIO(path.read_text(encoding="utf-8")))
    years = [f"{year:04}" for year in range(1, MOST_IN_GRAPH + 2)]
    _write(path, [first | {"id": f"m-{y}", "start": f"{y}-01-01", "end": f"{y}-12-31"} for y in years])
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace(own))
    found = store.rows(
        "PREFIX sg: <https://w3id.org/strategigraf/ns#> SELECT ?m WHERE { ?m sg:evidence/a sg:Cell ; a sg:Measurement }"
    )
    assert [short(m) for (m,) in found] == [f"eksempelby-handleplan/m-{years[-1]}"]


def test_the_description_of_a_table_says_what_its_rows_are_in_the_graph() -> None:
    """Read as CSVW has it, template by template; the graph has the printed words at the measurement as well."""
    path = TRACKED / "data" / "strategies" / TABLE
    schema = json.loads(description(path))["tableSchema"]
    rows = list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"))))
    told = set()
    for row in rows:
        for column in schema["columns"]:
            value = row.get(column["name"], "")
            if not column.get("suppressOutput") and (value or column.get("virtual")):
                target = column.get("valueUrl", value).format(**row)
                told.add((column["aboutUrl"].format(**row), column["propertyUrl"], target))
    table = read_measurements(path, path.read_bytes())
    graph = {(s.value, v.value, o.value) for s, v, o in turtle.content_statements(triples_of(table.rows))}
    assert {one for one in graph - told if not one[1].endswith("valuePrinted")} == set()
    assert told - graph == set()
