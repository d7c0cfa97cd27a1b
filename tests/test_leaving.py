"""Answers as they leave: XLSX, HTML, DOCX and Parquet read back by other programs, and CSV as Danish Excel opens it."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import polars
import pytest
from docx.oxml.ns import qn

from strategigraf import open as open_graph
from strategigraf import query
from strategigraf.core.errors import WrongValue
from strategigraf.core.table import Sheet
from strategigraf.render.word import MOST_ROWS, document
from tests.conftest import Cli

PLAN = "midt-udviklingsplan-2023"
QUERY = (
    "SELECT ?goal ?title (0.5 AS ?half) { ?goal a sg:Goal ; skos:prefLabel ?title FILTER(LANG(?title) = 'da') } "
    "ORDER BY ?goal"
)
ANSWERS = (
    ["ask", "initiatives-by-sdg-target", "--target", "10,3"], ["list", "goal"], ["list"], ["ask"], ["show", "10.3"],
    ["query", "-e", QUERY], ["query", "-e", "ASK { ?s ?p ?o }"], ["query", "-e", "CONSTRUCT WHERE { ?s a sg:Goal }"],
    ["search", "sundhed"], ["coverage"], ["trace", "13-2"], ["matrix", "goal", "sdg-target", "--strategy", PLAN],
    ["matrix", "goal", "sdg-target", "--by", "strategy"], ["explain", "13-2"], ["hearing"],
)  # fmt: skip


def rows_of(cli: Cli, arguments: list[str]) -> list[list[str]]:
    """The rows of CSV, the headings aside."""
    return list(csv.reader(io.StringIO(cli(*arguments, "--format", "csv").out, newline="")))[1:]


@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_every_answer_leaves_in_each_format_and_is_read_back(cli: Cli, arguments: list[str], tmp_path: Path) -> None:
    files = {ending: tmp_path / f"answer.{ending}" for ending in ("docx", "xlsx", "html", "parquet")}
    for path in files.values():
        done = cli(*arguments, "-o", path)
        assert (done.code, done.out) == (0, ""), done.err
    word = docx.Document(str(files["docx"]))
    assert word.tables
    frame = polars.read_parquet(files["parquet"])
    assert frame.width
    if arguments[0] not in ("matrix", "query") or QUERY in arguments:
        rows = rows_of(cli, arguments)
        assert frame.height == len(rows)
        assert len(word.tables[0].rows) == len(rows) + 1 or arguments[0] == "explain"
    book = openpyxl.load_workbook(files["xlsx"])
    assert len(book.sheetnames) > 1
    assert "<table" in files["html"].read_text(encoding="utf-8")


def test_a_word_table_says_what_the_table_says_and_repeats_its_head(cli: Cli, tmp_path: Path) -> None:
    cli("list", "goal", "--strategy", PLAN, "--lang", "en", "-o", tmp_path / "goals.docx")
    cli("list", "goal", "--strategy", PLAN, "--lang", "en", "-o", tmp_path / "again.docx")
    assert (tmp_path / "goals.docx").read_bytes() == (tmp_path / "again.docx").read_bytes()
    word = docx.Document(str(tmp_path / "goals.docx"))
    (table,) = word.tables
    shown = [[cell.text for cell in row.cells] for row in table.rows]
    plain = cli("list", "goal", "--strategy", PLAN, "--lang", "en", "--format", "tsv").out.splitlines()
    assert [cell.split(" ")[0] for cell in shown[8]][:2] == [f"{PLAN}/pejlemaerke-8", "8"]
    assert len(shown) == len(plain)
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    xml = zipfile.ZipFile(tmp_path / "goals.docx").read("word/styles.xml").decode()
    assert 'w:val="en-GB"' in xml


def test_numbers_stay_numbers_in_parquet_and_workbook(cli: Cli, tmp_path: Path) -> None:
    cli("query", "-e", QUERY, "-o", tmp_path / "half.parquet")
    frame = polars.read_parquet(tmp_path / "half.parquet")
    assert frame["half"].to_list() == [0.5] * 24
    assert frame["goal"][0].startswith("https://w3id.org/")
    cli("query", "-e", QUERY, "-o", tmp_path / "half.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "half.xlsx").worksheets[1]
    assert [sheet.cell(row, 3).value for row in (4, 5)] == [0.5, 0.5]


def test_csv_for_danish_excel_has_semicolons_decimal_commas_and_a_mark(cli: Cli, tmp_path: Path) -> None:
    done = cli("query", "-e", QUERY, "--csv", "excel", "-o", tmp_path / "half.csv")
    assert done.code == 0, done.err
    content = (tmp_path / "half.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfgoal;title;half\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    plain = list(csv.reader(io.StringIO(cli("query", "-e", QUERY, "--format", "csv").out, newline="")))
    assert [[goal, title, half.replace(",", ".")] for goal, title, half in rows] == plain
    assert {half for *_, half in rows[1:]} == {"0,5"}
    shares = cli("coverage", "--csv", "excel").out
    assert "100,0" in shares
    assert "100.0" not in shares
    codes = cli("ask", "initiatives-by-sdg-target", "--target", "10.3", "--csv", "excel").out
    assert "sdg/10.3;" in codes  # a code is no number


@pytest.mark.long
def test_csv_for_danish_excel_opens_in_columns_with_numbers(cli: Cli, office: Any, tmp_path: Path) -> None:
    assert cli("coverage", "--csv", "excel", "-o", tmp_path / "coverage.csv").code == 0
    danish = "--infilter=CSV:59,34,UTF8,1,,1030,false,true"  # semicolons, and numbers as they are written in Danish
    (path,) = office(tmp_path / "coverage.csv", "xlsx", tmp_path, danish)
    opened = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    plain = rows_of(cli, ["coverage"])
    deep = opened[0].index("deep")
    assert len(opened) == len(plain) + 1
    assert [row[deep] for row in opened[1:]] == [row[deep] if row[deep] == "n/a" else float(row[deep]) for row in plain]


@pytest.mark.parametrize("more", [["--format", "json"], ["-o", "answer.xlsx"], ["-o", "answer.json"]])
def test_csv_for_excel_is_no_other_format(cli: Cli, more: list[str]) -> None:
    assert cli("list", "--csv", "excel", *more).code == 2


def test_ten_thousand_rows_are_refused_in_word_and_fit_a_workbook(tmp_path: Path) -> None:
    digits = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcd")
    many = f"SELECT ?number {{ {digits} BIND(((?a * 10 + ?b) * 10 + ?c) * 10 + ?d AS ?number) }}"
    answer = query(open_graph(language="en"), many)
    with pytest.raises(WrongValue) as refused:
        answer.save(tmp_path / "many.docx")
    assert "10,000 rows" in refused.value.message.en
    assert "3,000" in refused.value.message.en
    assert "10.000 rækker" in refused.value.message.da
    assert ".xlsx or .csv" in refused.value.remedy.en
    assert not (tmp_path / "many.docx").exists()
    answer.save(tmp_path / "many.parquet")
    assert polars.read_parquet(tmp_path / "many.parquet").height == 10_000
    answer.save(tmp_path / "many.xlsx")


def test_as_many_rows_as_word_takes_and_any_text_make_a_sound_document() -> None:
    strange = "a\x00\x0b\ud800 <b> & \u202e" + "x" * 2000
    rows = (("1", strange), *((str(number), "text") for number in range(MOST_ROWS - 1)))
    word = docx.Document(
        io.BytesIO(document([Sheet(("n", "t"), rows, title=strange, notes=(strange, "  “q”", ""))], "da"))
    )
    assert len(word.tables[0].rows) == MOST_ROWS + 1
    assert "x" * 2000 in word.paragraphs[0].text
    assert docx.Document(io.BytesIO(document([Sheet(("a",), ())], "en"))).tables[0].rows[0].cells[0].text == "a"
    assert docx.Document(io.BytesIO(document([], "en"))).tables == []


def test_without_python_docx_the_remedy_is_told(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    done = cli("list", "-o", tmp_path / "list.docx", "--lang", "en")
    assert done.code == 3
    assert "python-docx is not installed" in done.err
    assert "[docx]" in done.err
