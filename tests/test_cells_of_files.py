"""Cells of workbooks and of tables that were read are found like those of CSV, and count as verified evidence."""

import cProfile
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles.numbers import FORMAT_PERCENTAGE_00

import strategigraf as sg
from strategigraf.check.cells import CellRecord, check_cells, checks_of_evidence
from strategigraf.check.quotes import source_folder
from strategigraf.core.errors import StrategigrafError
from strategigraf.files.source_text import SourceFolder, SourceText
from tests.conftest import HERE, Cli

NAME = "eksempelby-handleplan"
BOOK = "eksempelby-opfoelgning.xlsx"


def book(path: Path, third: float = 64.0) -> None:
    """The follow-up as a workbook: the numbers as numbers, with a format of their own."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Opfølgning"
    sheet.append(["Indikator", "Enhed", 2024, 2025, "1. halvår 2026", "Mål 2028"])
    sheet.append(["Målesteder med god badevandskvalitet", "pct.", 55, 61.5, third, None])
    sheet.append(["Regnvandsbassiner bygget", "antal", None, None, 2, 4])
    for column in "DE":
        sheet[f"{column}2"].number_format = "0.0"
    other = made.create_sheet("Økonomi")
    other.append(["Post", "2025"])
    other.append(["Bassiner", 1234567])
    other["B2"].number_format = "#,##0"
    other.append(["Andel brugt", 0.615])
    other["B3"].number_format = FORMAT_PERCENTAGE_00
    made.save(path)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The invented plan with its follow-up as a workbook in place of CSV."""
    folder = Path(shutil.copytree(HERE / "tracked", tmp_path / "plan"))
    (folder / "sources" / "eksempelby-opfoelgning.csv").unlink()
    book(folder / "sources" / BOOK)
    data = folder / "data" / "strategies"
    turtle = (data / f"{NAME}.ttl").read_text(encoding="utf-8")
    text = SourceText.read(folder / "sources" / BOOK)
    turtle = turtle.replace('"eksempelby-opfoelgning.csv"', f'"{BOOK}"')
    turtle = turtle.replace("fd00db90f0ebb2238ffb7a7620fef4c693348f6049f9a655d107837a98ecde45", text.sha256)
    (data / f"{NAME}.ttl").write_text(turtle, encoding="utf-8")
    table = data / f"{NAME}.measurements.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    kept = [lines[0], *(line.rpartition(',"cell=')[0] + "," for line in lines[1:])]  # RFC 7111 knows no sheets
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def test_cells_of_a_workbook_are_found_and_counted(plan: Path, cli: Cli) -> None:
    done = cli("check", "--data", plan, "--sources", plan / "sources", "--lang", "en")
    assert "Cells verified: 5 of 5." in done.err + done.out
    record = json.loads(cli("check", "--data", plan, "--sources", plan / "sources", "--format", "json").out)
    assert (record["cells"]["exact"], record["cells"]["missing"]) == (5, 0)


def test_a_number_that_the_workbook_does_not_have_is_told(plan: Path, cli: Cli) -> None:
    book(plan / "sources" / BOOK, third=46.0)
    done = cli("check", "--data", plan, "--sources", plan / "sources", "--lang", "en")
    assert "cell-missing" in done.out
    assert "“64,0” ≠ “46,0”" in done.out
    assert "Cells verified: 4 of 5." in done.err + done.out


def test_covers_and_coverage_count_cells(plan: Path) -> None:
    graph = sg.open(plan, language="da")
    texts = source_folder(plan / "sources")
    assert texts is not None
    checks = graph.use(lambda store: checks_of_evidence(store, texts))
    assert [check.status for check in checks if check.record.file == BOOK] == ["exact"] * 5
    brief = sg.report(graph, NAME, plan / "sources", short=True).value.brief
    assert brief is not None
    (told,) = (told.da for head, told in brief.facts if head.da == "Kontrolleret")
    assert "5 af 5 celler er fundet i tabellerne." in told
    assert "xlsx" in sg.report(graph, NAME, plan / "sources").formats


def test_what_a_workbook_shows(tmp_path: Path) -> None:
    """A percentage, a thousand separator and decimals as a Danish reader sees them; another way to print is as good."""
    book(tmp_path / BOOK)
    sources = SourceFolder(tmp_path)
    assert sources[BOOK].raw.splitlines()[4:] == [
        "## Økonomi",
        "Post\t2025",
        "Bassiner\t1.234.567",
        "Andel brugt\t61,50 %",
    ]

    def status(row: str, exact: str, table: str = "") -> str:
        return check_cells([CellRecord("c", BOOK, table, row, "2025", exact, "")], sources)[0].status

    assert status("Bassiner", "1.234.567") == "exact"
    assert status("Bassiner", "1234567") == "normalised"
    assert status("Andel brugt", "61,5 pct.") == "normalised"
    assert status("Andel brugt", "61,6 %") == "missing"
    assert status("Bassiner", "1.234.567", "Økonomi") == "exact"
    assert status("Bassiner", "1.234.567", "Opfølgning") == "moved"


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(StrategigrafError):
        SourceText.read(tmp_path / "x.xlsx")


def looked_for(parts: int) -> int:
    """How many functions are called to look for the cells of one indicator with that many *parts*, each told apart by
    its place alone; all are found."""
    raw = "Indicator,Value\n" + "".join(f"Houses,{part % 50}\n" for part in range(parts))
    places = [(str(part % 50), f"cell={part + 2},2") for part in range(parts)]
    records = [CellRecord("c", "t.csv", "", "Houses", "Value", exact, place) for exact, place in places]
    profile = cProfile.Profile()
    found = profile.runcall(check_cells, records, {"t.csv": SourceText("t.csv", raw, "")})
    assert {check.status for check in found} == {"exact"}
    return sum(entry.callcount for entry in profile.getstats())


def test_a_table_of_many_rows_of_one_heading_costs_its_rows() -> None:
    assert looked_for(1600) < 3 * looked_for(800)


def test_a_cell_that_is_missing_among_many_is_told_with_few() -> None:
    raw = "Indicator,Value\n" + "".join(f"Houses,{part}\n" for part in range(50))
    record = CellRecord("c", "t.csv", "", "Houses", "Value", "99", "cell=2,2")
    (check,) = check_cells([record], {"t.csv": SourceText("t.csv", raw, "")})
    assert (check.status, check.found) == ("missing", "0 / 1 / 2 / …")


def test_the_words_of_the_place_decide_between_cells_that_are_alike() -> None:
    text = SourceText("t.csv", "Indicator,Value\nHouses,1 000\nHouses,1\N{NO-BREAK SPACE}000\n", "")
    records = [CellRecord("c", "t.csv", "", "Houses", "Value", "1 000", f"cell={line},2") for line in (2, 3)]
    assert [check.status for check in check_cells(records, {"t.csv": text})] == ["exact", "normalised"]
