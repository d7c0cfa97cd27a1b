"""Parquet: other engines count what we count."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import strategigraf as sg
from strategigraf.core.rdf import short
from strategigraf.export.tables import TABLES
from tests.conftest import TOP, Cli

NS = "https://w3id.org/strategigraf/ns#"
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's own strategies as Parquet."""
    pytest.importorskip("pyarrow")
    from strategigraf.export.tables import write_parquet

    folder = tmp_path_factory.mktemp("parquet") / "data"
    sg.open().use(lambda store: write_parquet(store, folder, (), lambda done, total: None))
    return folder


def by_column() -> Rows:
    """Our matrix of initiatives by targets: target, strategies, rows, marks, marks on each basis."""
    rows = sg.pivot(sg.open(), "initiative", "sdg-target").by_column().value.rows
    return sorted((row[0].value, *(int(cell.value) for cell in row[1:8] if cell)) for row in rows if row[0])


def by_strategy() -> Rows:
    """The same by strategy: name, rows, own, inherited only, none."""
    rows = sg.pivot(sg.open(), "initiative", "sdg-target").by_strategy().value.rows
    found = ((short(row[0].value), *(int(cell.value) for cell in row[1:5] if cell)) for row in rows if row[0])
    return sorted(found)


MATRIX = f"""
WITH rows AS (SELECT DISTINCT strategy, element FROM '{{0}}/elements/*/*.parquet' WHERE kind = '{NS}Initiative')
SELECT target, COUNT(DISTINCT strategy), COUNT(DISTINCT element), COUNT(*),
  COUNT(*) FILTER (basis = '{NS}Stated'), COUNT(*) FILTER (basis = '{NS}Named'),
  COUNT(*) FILTER (basis = '{NS}Interpreted'), COUNT(*) FILTER (basis = '{NS}Inherited')
FROM '{{0}}/claims/*/*.parquet' JOIN rows USING (strategy, element)
JOIN '{{0}}/targets/*.parquet' USING (target) GROUP BY target ORDER BY target
"""
COVERAGE = f"""
WITH rows AS (SELECT DISTINCT strategy, element FROM '{{0}}/elements/*/*.parquet' WHERE kind = '{NS}Initiative'),
standing AS (SELECT strategy, element, MAX(basis <> '{NS}Inherited') AS own FROM '{{0}}/claims/*/*.parquet'
  JOIN '{{0}}/targets/*.parquet' USING (target) GROUP BY ALL)
SELECT strategy, COUNT(*), COUNT(*) FILTER (own), COUNT(*) FILTER (NOT own), COUNT(*) FILTER (own IS NULL)
FROM rows LEFT JOIN standing USING (strategy, element) GROUP BY strategy ORDER BY strategy
"""


def test_duckdb_counts_the_national_matrix_and_the_coverage_as_we_do(exported: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql(MATRIX.format(exported)).fetchall() == by_column()
    assert duckdb.sql(COVERAGE.format(exported)).fetchall() == by_strategy()


def test_the_tables_hold_what_the_graph_holds(exported: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    graph = sg.open()

    def count(query: str) -> int:
        return int(str(sg.query(graph, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {query} }}").records()[0]["n"]))

    def distinct(column: str, table: str) -> int:
        return int(
            duckdb.sql(f"SELECT COUNT(DISTINCT {column}) FROM '{exported}/{table}/**/*.parquet'").fetchall()[0][0]
        )

    assert distinct("element", "elements") == count("?x sg:inStrategy ?s ; sg:order ?o")
    assert distinct("link", "links") == count("?x a sg:Link")
    assert distinct("alignment", "alignments") == count("?x a sg:Alignment")
    assert distinct("target", "targets") == count("?x a sdgo:Target")
    quotes = "?b sg:inStrategy ?s ; sg:evidence ?x"
    assert distinct("quote", "quotes") == count(quotes)


def test_every_file_has_the_schema_that_is_documented(exported: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    page = (TOP / "docs" / "scale.md").read_text(encoding="utf-8")
    for layout in TABLES:
        assert f"`{layout.name}`" in page
        names = [field.name for field in layout.fields]
        assert all(f"`{name}`" in page for name in names)
        files = sorted((exported / layout.name).rglob("*.parquet"))
        assert files, layout.name
        for path in files:
            schema = parquet.read_schema(path)
            assert schema.names == (["strategy"] if layout.of_strategy else []) + names
            assert schema.metadata[b"row"].decode() == layout.row


def test_an_export_replaces_an_export_and_nothing_else(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    refused = cli("export", "parquet", tmp_path / "mine")
    assert (refused.code, [path.name for path in (tmp_path / "mine").iterdir()]) == (3, ["letter.txt"])
    one = ("--strategy", "midt-udviklingsplan-2023")
    assert cli("export", "parquet", tmp_path / "data").code == 0
    assert cli("export", "parquet", tmp_path / "data", *one, "--lang", "en").err.splitlines()[0] == "strategies: 1 rows"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "mine"]
    nowhere = cli("export", "parquet", tmp_path / "mine" / "letter.txt" / "data", "--lang", "en")
    assert (nowhere.code, " -o" in nowhere.err) == (3, False)


@pytest.mark.long
def test_spark_counts_the_same_with_several_executors(exported: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed (pip install --group spark)")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed (apt install default-jre-headless)")
    submit = Path(sys.executable).parent / "spark-submit"
    command = [
        str(submit), "--master", "local-cluster[2,1,1024]", "--conf", "spark.driver.host=127.0.0.1",
        "--conf", "spark.driver.bindAddress=127.0.0.1", "--conf", "spark.ui.enabled=false",
        "--conf", "spark.sql.shuffle.partitions=4",
        str(TOP / "docs" / "examples" / "national_matrix.py"), str(exported), str(tmp_path / "result"),
    ]  # fmt: skip
    environment = {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PATH": f"{submit.parent}:/usr/bin:/bin",
    }
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "executors: 2" in done.stdout
    assert sorted(_rows(tmp_path / "result" / "matrix")) == by_column()
    assert sorted(_rows(tmp_path / "result" / "coverage")) == by_strategy()


def _rows(folder: Path) -> Iterator[tuple[Any, ...]]:
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for first, *others in list(csv.reader(lines))[1:]:
                yield (first, *map(int, others))
