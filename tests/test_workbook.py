"""Workbooks: opened by readers of others, every number followed to all it counts, text stays text, the same bytes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from strategigraf.core.errors import WrongValue
from strategigraf.core.matrix import STANDING_LABELS, Matrix
from strategigraf.core.rdf import ID, SDG, SG, XSD, Iri, Literal, Text, column_title, short
from strategigraf.core.report import (
    Chapter,
    Column,
    Crossing,
    Dossier,
    Drawing,
    Figure,
    Imprint,
    Part,
    Verification,
    Words,
)
from strategigraf.core.text import revision, visible
from strategigraf.core.thread import BASES, Edge, Mark
from strategigraf.render.workbook.cells import LONGEST, Place, cut, height, sheet_name, units
from strategigraf.render.workbook.rows import SpooledStrings, StreamedWorksheet
from strategigraf.render.workbook.workbook import workbook
from tests.conftest import Cli
from tests.office import QUOTED, grid, opened, same_cells
from tests.test_faults import MAIN, mounted
from tests.test_openings import ANSWERS, PLAN, STRATEGIES

HEAD = 3  # the row of the heads, from 1
EMPTY = Text("", "")
DANISH_MARKS = str.maketrans("“”", "»«")
BAD = [
    "=1+1", "=cmd|' /C calc'!A0", "+45 12 34 56 78", "-2+3", "@SUM(A1)", "\t=1+1", "\n=1+1", "'=1+1", "10.3", "1-2",
    "<r><t>x</t></r>", "<script>alert(1)</script>", "& < > \" '", "_x0041_", "a\x00b\x07c", "\ud800 alene", "￾",
    "\u202egnirts\u202c", "👩‍👩‍👧 og 🏳️‍🌈", "x" * 2000, "ord " * 9000, "  mellemrum  ", "linje\r\nlinje", "=", "",
    "https://example.org/", "mailto:a@b.dk", "internal:'Forside'!A1", "TRUE", "#REF!", "1E5",
]  # fmt: skip


def place_of(cell: Cell) -> tuple[str, int, int]:
    """Where the link of *cell* leads: the sheet, the first row and the last."""
    assert cell.hyperlink is not None, cell.coordinate
    found = re.fullmatch(r"'(.+)'!\$?[A-Z]+(\d+)(?::[A-Z]+(\d+))?", cell.hyperlink.location)
    assert found, cell.hyperlink.location
    return found[1].replace("''", "'"), int(found[2]), int(found[3] or found[2])


def linked(cell: Cell) -> bool:
    return cell.hyperlink is not None


def names(book: Workbook, danish: bool = True) -> dict[str, str]:
    """The sheets that every workbook has, by what they are."""
    found = ("Overblik", "Kæder", "Opslag", "Belæg", "Signaturforklaring")
    other = ("Overview", "Chains", "Index", "Evidence", "Legend")
    return dict(zip(other, found if danish else other, strict=True))


def followed(book: Workbook, cell: Cell, danish: bool) -> list[str]:
    """The short names of all things that the number in *cell* leads to, each with words on the sheet of quotes; of
    threads their places in that sheet."""
    known = names(book, danish)
    name, first, last = place_of(cell)
    sheet = book[name]
    found: list[str] = []
    for row in range(first, last + 1):
        if name == known["Evidence"]:
            assert sheet.cell(row, 3).value, (name, row)
            found.append(str(sheet.cell(row, 2).value))
        elif name == known["Index"]:
            onward = sheet.cell(row, 7)
            if linked(onward):
                (inner, top, bottom) = place_of(onward)
                words = 3 if inner == known["Evidence"] else 7
                assert all(book[inner].cell(at, words).value for at in range(top, bottom + 1)), (inner, top)
                found.append(f"{inner} {top}" if inner != known["Evidence"] else str(sheet.cell(row, 5).value))
            else:
                found.append(f"without words: {sheet.cell(row, 5).value}")
        else:
            assert name.startswith(known["Chains"]), name
            found.append(f"{name} {row}")
    return list(dict.fromkeys(found))


@pytest.fixture
def made(cli: Cli, tmp_path: Path) -> Any:
    """Makes a workbook by the command line, and opens it."""

    def maker(*arguments: str, codes: tuple[int, ...] = (0, 1)) -> Path:
        path = tmp_path / "answer.xlsx"
        done = cli(*arguments, "--format", "xlsx", "-o", path)
        assert done.code in codes, done.err
        return path

    return maker


def check_report(path: Path, record: dict[str, Any], language: str) -> None:
    """Every figure of *record* stands in the workbook, in its place, and leads to all that it counts."""
    book = opened(path)
    fast = CalamineWorkbook.from_path(str(path))
    assert fast.sheet_names == book.sheetnames
    cover = names(book, language == "da")
    sheets = [name for name in book.sheetnames if name not in cover.values()]
    assert len(sheets) == len(record["parts"])
    for name, part in zip(sheets, record["parts"], strict=True):
        sheet, quick = book[name], fast.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert sheet.max_row == max(len(part["rows"]), 1) + HEAD, name
        heads = {str(sheet.cell(HEAD, column).value).lower(): column for column in range(1, sheet.max_column + 1)}
        for line, row in enumerate(part["rows"], start=HEAD + 1):
            for place, (called, value) in enumerate(row.items(), start=1):
                column = heads.get(column_title(called, language).lower(), place)  # people read them in another order
                cell = sheet.cell(line, column)
                if not (isinstance(value, dict) and "value" in value):
                    if isinstance(value, str) and len(value) < 30_000:
                        plain = str(cell.value or "").replace("[", "").replace("]", "")  # around what was found
                        same = visible(value) in (str(cell.value or ""), plain) or cell.data_type == "n"
                        in_words = called in CODED and bool(cell.value)
                        standing = STANDING_LABELS.get(value) if called == "basis" else None
                        as_told = standing is not None and cell.value == standing.in_language(language)
                        as_quoted = language == "da" and cell.value == value.translate(DANISH_MARKS)
                        as_time = cell.is_date and cell.value.date().isoformat() == value
                        for_people = called == "note" and value.startswith(f"{cell.value}:")  # nothing to type
                        told = same or in_words or as_told or as_quoted or as_time or for_people
                        assert told, (name, cell.coordinate, value)
                    continue
                if value["value"] is None:
                    assert cell.value == ("–" if language == "da" else "n/a")
                    continue
                number = value["value"] / 100 if "%" in cell.number_format else value["value"]
                assert cell.value == pytest.approx(number), (name, cell.coordinate)
                assert quick[line - 1][column - 1] == pytest.approx(number)
                wanted = [short(thing) for thing in value["of"]]
                if wanted:
                    assert sorted(followed(book, cell, language == "da")) == sorted(set(wanted)), cell.coordinate
                else:
                    assert value["value"] == 0
                    assert not linked(cell)


def check_matrix(path: Path, record: dict[str, Any], language: str) -> None:
    """Every cell, sum and total of the matrix of *record* stands in the workbook and leads to just its threads."""
    book = opened(path)
    danish = language == "da"
    sheet = book[book.sheetnames[1]]
    rows, columns, marks = record["rows"]["things"], record["columns"]["things"], record["marks"]
    last, foot, line = 3 + len(columns), sheet.max_row, HEAD
    headings: list[tuple[int, str]] = []
    lines: dict[str, int] = {}
    for row in rows:
        line += 1
        if any("group" in each for each in rows) and [group for _, group in headings][-1:] != [row.get("group", "")]:
            headings.append((line, row.get("group", "")))
            line += 1
        lines[row["id"]] = line
    order = {column["id"]: at for at, column in enumerate(columns, start=3)}

    def leads(cell: Cell, wanted: list[dict[str, Any]]) -> None:
        """*cell* is the number of the marks *wanted* and leads to a thread for each of them, and to no other."""
        assert (cell.value or 0) == len(wanted), cell.coordinate
        threads = [place.rpartition(" ") for place in followed(book, cell, danish)] if linked(cell) else []
        found = [book[name].cell(int(at), 1).value for name, _, at in threads]
        cells = [sheet.cell(lines[mark["row"]], order[mark["column"]]).coordinate for mark in wanted]
        assert sorted(found) == sorted(cells), cell.coordinate

    for row in rows:
        line, mine = lines[row["id"]], [mark for mark in marks if mark["row"] == row["id"]]
        assert str(sheet.cell(line, 2).value).endswith(visible(row["title"]) or short(row["id"]))
        assert bool(sheet.cell(line, last + 1).value) is row["gap"]
        leads(sheet.cell(line, last), mine)
        for column, at in order.items():
            cell, here = sheet.cell(line, at), [mark for mark in mine if mark["column"] == column]
            assert bool(cell.value) is bool(here)
            if here:
                name, first, end = place_of(cell)
                assert (name, end - first + 1) == (names(book, danish)["Chains"], len(here))
                for mark, thread in zip(here, range(first, end + 1), strict=True):
                    words = str(book[name].cell(thread, 7).value)
                    assert all(visible(quote["exact"]) in words for quote in mark["quotes"])
                    assert place_of(book[name].cell(thread, 1)) == (sheet.title, line, line)
                    assert book[name].cell(thread, 1).value == cell.coordinate
    sums = [(foot, [row["id"] for row in rows])] if rows else []
    sums += [(line, [row["id"] for row in rows if row.get("group", "") == group]) for line, group in headings]
    for line, of in sums:
        inside = [mark for mark in marks if mark["row"] in of]
        leads(sheet.cell(line, last), inside)
        for column, at in order.items():
            leads(sheet.cell(line, at), [mark for mark in inside if mark["column"] == column])


NETWORK = [
    ("network",),
    *(("network", name) for name in ("carriers", "communities", "centrality", "overloaded", "expendable")),
    ("network", "path", f"{PLAN}/indsats-8-1", "10.3"),
]
QUICK = [answer for place, answer in enumerate(ANSWERS) if place in (0, 10, 11, 13, 14)]
LONG = [
    pytest.param(answer, marks=pytest.mark.long, id=" ".join(answer))
    for answer in [*ANSWERS, *NETWORK]
    if answer not in QUICK
]


@pytest.mark.parametrize("language", ["da", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("arguments", [*(pytest.param(a, id=" ".join(a)) for a in QUICK), *LONG])
def test_every_number_of_a_report_leads_to_all_that_it_counts(
    arguments: tuple[str, ...], language: str, made: Any, cli: Cli
) -> None:
    record = json.loads(cli(*arguments, "--format", "json", "--lang", language).out)
    check_report(made(*arguments, "--lang", language), record, language)


MATRICES = [
    ("initiative", "sdg-target", "--strategy", PLAN, "--group", "track"),
    ("goal", "goal", "--strategy", STRATEGIES[3], "--strategy", PLAN),
    ("aktør", "status"),
    ("sdg-goal", "strategy"),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("arguments", MATRICES, ids=" ".join)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_sign_and_sum_of_a_matrix_leads_to_its_threads(
    arguments: tuple[str, ...], language: str, made: Any, cli: Cli
) -> None:
    record = json.loads(cli("matrix", *arguments, "--format", "json", "--lang", language).out)
    check_matrix(made("matrix", *arguments, "--lang", language), record, language)


@pytest.mark.long
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_matrix_of_each_strategy_says_what_json_says(strategy: str, language: str, made: Any, cli: Cli) -> None:
    arguments = ("matrix", "initiative", "sdg-goal", "--strategy", strategy, "--lang", language)
    done = cli(*arguments, "--format", "json")
    if done.code:
        pytest.skip("no thread joins these kinds in it")
    check_matrix(made(*arguments), json.loads(done.out), language)


def test_the_cover_says_what_it_is_about_and_what_was_checked(made: Any, sources_folder: Path) -> None:
    arguments = ("matrix", "initiative", "sdg-target", "--strategy", PLAN)
    cells = [value for row in grid(opened(made(*arguments))["Overblik"]) for value in row if value]
    assert "2024–2027" in cells
    assert "Region Midtjylland" in cells
    assert "4fc7da96226693ba97cae9cb7f906249abc167a81f1c57fc528814d2d70f0b25" in cells
    assert any("ikke kontrolleret" in str(cell) for cell in cells)
    again = opened(made(*arguments, "--sources", str(sources_folder)))["Overblik"]
    told = [str(value) for row in grid(again) for value in row if value]
    assert any(re.match(r"(\d+) af \1 forskellige citater er kontrolleret", cell) for cell in told)


def test_a_quote_that_does_not_stand_in_its_source_shows_on_the_cover(made: Any, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / f"{PLAN}.md").write_text("# Noget andet\n", encoding="utf-8")
    path = made("matrix", "goal", "sdg-goal", "--strategy", PLAN, "--sources", str(folder), "--lang", "en")
    told = " ".join(str(value) for row in grid(opened(path)["Overview"]) for value in row if value)
    found = re.search(r"0 of (\d+) different quotes were verified.* (\d+) are not", told)
    assert found
    assert found[1] == found[2] != "0"


def test_the_contents_of_the_cover_lead_to_every_sheet(made: Any) -> None:
    for arguments in (("matrix", *MATRICES[0]), ANSWERS[0]):
        book = opened(made(*arguments))
        targets = {place_of(cell)[0] for row in book["Overblik"].iter_rows() for cell in row if linked(cell)}
        assert targets >= set(book.sheetnames) - {"Overblik"}


def test_heads_stay_on_screen_and_on_paper_and_can_be_filtered(made: Any) -> None:
    book = opened(made("matrix", *MATRICES[0]))
    sheet = book[book.sheetnames[1]]
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == f"A3:O{sheet.max_row - 1}"
    assert sheet.print_title_rows == "$3:$3"
    assert all(book[name].print_area for name in book.sheetnames)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.right.text
    assert sheet.cell(HEAD, 3).alignment.textRotation == 90
    levels = [sheet.row_dimensions[row].outlineLevel for row in range(HEAD + 1, sheet.max_row)]
    assert levels.count(0) == 3  # a heading for each of the three tracks
    assert all(book[name].freeze_panes for name in book.sheetnames[1:-1])


# ---- invented dossiers ----


def dossier(
    *sections: Crossing | Part | Drawing, words: dict[str, tuple[Words, ...]] | None = None, **more: Any
) -> Dossier:
    return Dossier("x", Text("Titel", "Title"), EMPTY, sections, more.pop("names", {}), words or {}, **more)


def part(rows: Sequence[tuple[Any, ...]], columns: int, title: str = "Del") -> Part:
    heads = tuple(Column(f"c{number}") for number in range(columns))
    return Part("p", Text(title, title), EMPTY, heads, tuple(rows))


def crossing(matrix: Matrix, title: str = "a × b") -> Crossing:
    return Crossing("m", Text(title, title), EMPTY, matrix, Text("række", "row"), Text("kolonne", "column"))


def mark(row: str, column: str, number: int, basis: str = "stated") -> Mark:
    return Mark(row, column, basis, (Edge(row, SG + "contributesTo", column, basis, f"{ID}by/link-{number}"),))


def quoted(thing: str, *texts: str) -> tuple[Words, ...]:
    return tuple(Words(f"{thing}-q-{n}", text, "Afsnit", ID + "documents/by") for n, text in enumerate(texts))


def plain(text: str) -> str:
    """*text* as a cell has it."""
    return cut(visible(text), LONGEST)


def no_formula_and_no_outward_link(content: bytes) -> None:
    """*content* is XML through and through, has no formula, and leads to nothing outside."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            read = archive.read(name)
            ElementTree.fromstring(read)
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in read
            if name.startswith("xl/worksheets/_rels"):
                pytest.fail("a sheet leads out of the workbook")


def of_texts(texts: Sequence[str]) -> bytes:
    """A workbook with *texts* in cells, as titles, quotes and names of sheets."""
    things = {f"{ID}by/ting-{number}": text for number, text in enumerate(texts)}
    words = {thing: quoted(thing, text) for thing, text in things.items()}
    figure = Figure(Decimal(len(things)), tuple(things))
    rows = [(Literal(text), Text(text, text), Iri(thing), figure) for thing, text in things.items()]
    goal = ID + "by/maal"
    cells = {(thing, goal): (mark(thing, goal, number),) for number, thing in enumerate(things)}
    matrix = Matrix("a", "b", tuple(things), (goal,), cells)
    made = dossier(
        part(rows, 4), crossing(matrix, texts[0]), *(part([], 1, text) for text in texts[1:]),
        names={thing: Text(text, text) for thing, text in things.items()},
        words=words | {f"{ID}by/link-{n}": words[thing] for n, thing in enumerate(things)},
    )  # fmt: skip
    return workbook(made._replace(title=Text(texts[0], texts[0]), lead=Text(texts[-1], texts[-1])), "da")


def cells_of_part(content: bytes, texts: Sequence[str]) -> None:
    sheet = opened(content)["Del"]
    for line, text in enumerate(texts, start=HEAD + 1):
        for column in (1, 2):
            cell = sheet.cell(line, column)
            assert (cell.value or "") == plain(text), text
            assert cell.data_type == "s" or cell.value is None


def test_the_texts_of_a_workbook_are_not_in_memory_until_it_is_closed() -> None:
    table = SpooledStrings()
    texts = [f"Række {number}: " for number in range(5_000)]
    tracemalloc.start()
    try:
        numbers = [table._get_shared_string_index(text + "lang tekst " * 60) for text in (*texts, *texts)]
        _, held = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    table._sort_string_data()
    assert held < 5_000 * len("lang tekst " * 60) / 2
    assert numbers == [*range(5_000), *range(5_000)]
    assert list(table.string_array) == [text + "lang tekst " * 60 for text in texts]


def test_the_links_of_a_sheet_are_not_in_memory_until_it_is_closed() -> None:
    sheet = StreamedWorksheet()
    tracemalloc.start()
    try:
        for row in range(20_000):
            sheet.link(row, 0, f"'Citater'!A{row + 1}", "Det, som cellen fører til. " * 5)
        _, held = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 20_000 * len("Det, som cellen fører til. " * 5) / 2


def test_bad_text_stays_text() -> None:
    content = of_texts(BAD)
    no_formula_and_no_outward_link(content)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Del").to_python(skip_empty_area=False)
    for text, row in zip(BAD, rows[HEAD:], strict=True):
        # XML has one line end, and the escapes of a workbook are read back by openpyxl and Excel alone
        if "\r" not in text and "_x0041_" not in text:
            assert row[0] == row[1] == plain(text)
    book = opened(content)
    for line, text in enumerate(BAD, start=HEAD + 1):
        cell = book["Del"].cell(line, 1)
        assert cell.data_type != "f"
        if text[:1] and text[:1] in "=+-@":
            assert cell.quotePrefix, text  # text still after it was edited


ANY_TEXT = st.text(st.characters(codec=None), max_size=60)  # lone surrogates too


@settings(max_examples=30)
@given(st.lists(ANY_TEXT, min_size=1, max_size=5))
def test_any_text_is_read_back_as_it_is(texts: list[str]) -> None:
    content = of_texts(texts)
    no_formula_and_no_outward_link(content)
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Del")
    rows = sheet.to_python(skip_empty_area=False)[HEAD:]
    for text, row in zip(texts, rows, strict=True):
        if not re.search(r"_x[0-9A-Fa-f]{4}_", text):
            assert row[0] == plain(text)


@given(
    st.lists(st.text(max_size=50) | st.sampled_from(["History", "'", "a" * 31, "a" * 32, "A", "👍" * 20]), max_size=9)
)
def test_names_of_sheets_are_such_as_a_spreadsheet_takes(wanted: list[str]) -> None:
    taken: set[str] = set()
    for text in wanted:
        name = sheet_name(text, taken)
        assert 1 <= units(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
        assert name.casefold() not in taken | {"history"}
        assert name.isprintable()
        taken.add(name.casefold())


def test_a_long_name_ends_with_a_whole_word() -> None:
    assert sheet_name("Hvad planen lover, og hvem der har sagt det", []) == "Hvad planen lover, og hvem der…"
    assert sheet_name("Kun i A: hvad “Visions- og udviklingsplan” siger", []) == "Kun i A"


@given(st.text(st.characters(codec=None), max_size=40), st.integers(2, 30))
def test_a_text_that_is_cut_is_no_longer_than_asked(text: str, most: int) -> None:
    found = cut(text, most)
    assert units(found) <= most
    assert found == text or (text.startswith(found[:-1]) and found.endswith("…"))


@given(st.text("ab \n", max_size=400), st.integers(4, 60))
def test_a_row_is_high_enough(text: str, width: int) -> None:
    assert 13 <= height([(text, width)]) <= 409
    assert height([(text, width)]) <= height([(text + " x", width)])


def test_numbers_are_numbers_with_a_format() -> None:
    thing = ID + "by/ting"
    figures = [
        Figure(Decimal("3"), (thing,)), Figure(Decimal("45.5"), (thing,), "%"), Figure(Decimal("0.67"), (thing,)),
        Figure(None, (), "%"), Figure(Decimal(0), ()), Literal("15.0", XSD + "decimal"), Literal("7", XSD + "integer"),
        Literal("2024", XSD + "gYear"), Literal("12345678901234567890", XSD + "integer"),
        Literal("nan", XSD + "double"),
    ]  # fmt: skip
    sheet = opened(workbook(dossier(part([tuple(figures)], 10), words={thing: quoted(thing, "Ord.")}), "en"))["Del"]
    found = [(sheet.cell(4, at).value, sheet.cell(4, at).number_format) for at in range(1, 11)]
    assert found == [
        (3, "0"), (0.455, "0.0%"), (0.67, "0.00"), ("n/a", "General"), (0, "0"), (15, "0.0"), (7, "0"),
        (datetime(2024, 1, 1), "yyyy"), ("12345678901234567890", "General"), ("nan", "General"),
    ]  # fmt: skip


def test_a_number_without_words_says_so() -> None:
    content = workbook(dossier(part([(Figure(Decimal(1), (ID + "by/tavs",)),)], 1)), "da")
    book = opened(content)
    assert followed(book, book["Del"]["A4"], True) == ["without words: by/tavs"]
    assert book["Opslag"]["G4"].value == "intet citat"


def test_a_sentence_that_was_changed_shows_what_is_gone_and_what_is_new() -> None:
    content = workbook(dossier(part([(Literal(revision("Vi vil gøre det", "Vi skal gøre det")),)], 1)), "da")
    book = openpyxl.load_workbook(BytesIO(content), rich_text=True)
    runs = [(str(run), getattr(getattr(run, "font", None), "strike", None)) for run in book["Del"]["A4"].value]
    assert ("vil ", True) in [(text, bool(strike)) for text, strike in runs]
    assert "".join(text for text, _ in runs) == "Vi vil skal gøre det"


def test_a_row_without_a_sign_is_marked_without_colour_and_can_be_listed() -> None:
    rows, column = (ID + "by/a", ID + "by/b"), SDG + "10.3"
    marks = {(rows[0], column): (mark(rows[0], column, 1),)}
    matrix = Matrix("a", "b", rows, (column,), marks, gaps={rows[1]: "none"})
    words = {f"{ID}by/link-1": quoted("x", "Ord."), rows[1]: quoted("y", "Mere.")}
    book = opened(workbook(dossier(crossing(matrix), words=words), "da"))
    sheet = book["A × b"]
    assert [sheet.cell(row, 5).value for row in (4, 5)] == [None, "mangel"]
    assert sheet.cell(5, 2).font.b
    assert sheet.cell(5, 2).font.i
    gaps = next(row for row in book["Overblik"].iter_rows() if "mangler efter sporbarhedskravene" in str(row[1].value))
    assert gaps[2].value == 1
    assert followed(book, gaps[2], True) == ["by/b"]


def test_a_workbook_of_several_chapters_has_numbered_sheets_and_its_pictures() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200"><rect width="9"/></svg>'
    )
    drawing = Drawing(
        "tegning", Text("tråden", "the thread"), Text("Hvad den viser.", "What it shows."), Text(svg, svg)
    )
    first, second = part([(Literal("x"),)], 1)._replace(name="one"), part([(Literal("y"),)], 1)._replace(name="two")
    called = [(one.name, Text("opgørelse", "summary")) for one in (first, second)]
    chapters = (Chapter(Text("tal", "numbers"), tuple(called)), Chapter(Text("b", "b"), (("tegning", drawing.title),)))
    book = opened(workbook(dossier(first, second, drawing, chapters=chapters), "da"))
    assert book.sheetnames[:4] == ["Overblik", "1 Opgørelse", "2 Opgørelse", "3 Tråden"]
    (picture,) = book["3 Tråden"]._images
    assert (picture.width, picture.height) == (2240, 1120)
    assert book["3 Tråden"].print_area == "'3 Tråden'!$A$1:$R$33"
    assert book["3 Tråden"].page_setup.orientation == "landscape"


def test_a_picture_that_cannot_be_made_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    drawing = Drawing("t", Text("tråden", "the thread"), EMPTY, Text("<svg/>", "<svg/>"))
    book = opened(workbook(dossier(drawing), "en"))
    assert "The picture is on the web page." in str(book["The thread"]["A4"].value)


def test_a_reader_meets_no_names_of_the_data(made: Any) -> None:
    for arguments in (("matrix", *MATRICES[0]), ("coverage", "--strategy", PLAN), ("gaps", "--strategy", PLAN)):
        for sheet in opened(made(*arguments)):
            hidden = {letter for letter, column in sheet.column_dimensions.items() if column.hidden}
            shown = [cell for row in sheet.iter_rows() for cell in row if get_column_letter(cell.column) not in hidden]
            named = [str(cell.value) for cell in shown if re.search(r"midt-udv|--[a-z]|sg:|/indsats-", str(cell.value))]
            assert named == [], sheet.title


def test_rows_of_several_strategies_are_named_with_theirs() -> None:
    matrix = Matrix("a", "b", (ID + "by/maal-1", ID + "land/maal-1"), (SDG + "10.3",), {})
    book = opened(workbook(dossier(crossing(matrix)), "da"))
    assert [book["A × b"].cell(row, 1).value for row in (3, 4, 5)] == ["Strategi", "by", "land"]


def test_what_has_nothing_in_it_says_so() -> None:
    content = workbook(dossier(crossing(Matrix("a", "b", (), (), {})), part([], 2)), "en")
    no_formula_and_no_outward_link(content)
    book = opened(content)
    assert str(book["A × b"]["A4"].value).startswith("No rows")
    assert book["Chains"]["A4"].value == "No chains."
    assert book["Del"]["A4"].value == "None."
    assert book["Evidence"]["A4"].value == "No quotes."


def test_a_strategy_with_nothing_in_it_gives_a_workbook(cli: Cli, own_corpus: Path, tmp_path: Path) -> None:
    (own_corpus / "strategies" / "tom.ttl").write_text(
        "PREFIX id: <https://w3id.org/strategigraf/id/>\nPREFIX sg: <https://w3id.org/strategigraf/ns#>\n"
        'PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nid:tom a sg:Strategy ; skos:prefLabel "=Tom"@da .\n',
        encoding="utf-8",
    )
    path = tmp_path / "tom.xlsx"
    done = cli("matrix", "initiative", "sdg-target", "--strategy", "tom", "--data", own_corpus, "--format", "xlsx",
               "-o", path)  # fmt: skip
    if done.code:
        assert "Ingen" in done.err or "ingen" in done.err
    else:
        assert str(opened(path).worksheets[1]["A4"].value).startswith("Ingen rækker")


CODED = (
    "level",
    "where",
    "by_numbers",
    "role",
    "status",
    "by_words",
    "field",
    "strategy",
    "kind",
    "match",
    "reason",
    "requirement",
    "strand",
    "kinds",
    "reasons",
    "relation",
    "message",
    "task",
    "method",
)  # codes as words


def of_size(rows: int, columns: int, marks: int) -> Dossier:
    names_of_rows = tuple(f"{ID}by/r-{n}" for n in range(rows))
    names_of_columns = tuple(f"{ID}by/c-{n}" for n in range(columns))
    cells: dict[tuple[str, str], tuple[Mark, ...]] = {}
    for n in range(marks):
        row, column = names_of_rows[n % rows], names_of_columns[n * 7919 // rows % columns]
        cells[row, column] = (*cells.get((row, column), ()), mark(row, column, n, BASES[n % 4]))
    words = {f"{ID}by/link-{n}": quoted(f"l{n}", f"Ord nummer {n}.") for n in range(marks)}
    return dossier(crossing(Matrix("a", "b", names_of_rows, names_of_columns, cells)), words=words)


@pytest.mark.long
def test_ten_thousand_rows_by_five_hundred_columns_are_written_and_opened(record_property: Any) -> None:
    told: list[tuple[int, int]] = []
    start = time.monotonic()
    content = workbook(of_size(10_000, 500, 100_000), "da", lambda done, total: told.append((done, total)))
    record_property("figure", f"workbook of 10,000 x 500 with 100,000 signs: {time.monotonic() - start:.0f} s, "
                              f"{len(content) / 1e6:.0f} MB")  # fmt: skip
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = book.get_sheet_by_name("a × b").to_python(skip_empty_area=False)
    assert rows[-1][-2] == 100_000
    assert sum(float(str(row[-2])) for row in rows[HEAD:-1]) == 100_000
    assert len(book.get_sheet_by_name("Kæder").to_python()) == 100_000 + 3
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            assert archive.read(name).count(b"<hyperlink ") <= 65_530
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.long
def test_a_matrix_with_more_signs_than_links_leads_from_its_rows() -> None:
    given_dossier = of_size(2000, 40, 66_000)
    with zipfile.ZipFile(BytesIO(workbook(given_dossier, "da"))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    links = re.findall(r'<hyperlink ref="([A-Z]+)(\d+)" location="\'Kæder\'!A(\d+):I(\d+)"', sheet)
    by_row = [(int(row), int(first), int(last)) for column, row, first, last in links if column == "AQ"]
    assert len(by_row) == 2001
    assert all(last - first + 1 == 33 for _, first, last in by_row[:-1])


def test_a_matrix_too_large_for_a_workbook_is_told() -> None:
    columns = tuple(f"{ID}by/c-{n}" for n in range(17_000))
    with pytest.raises(WrongValue) as caught:
        workbook(dossier(crossing(Matrix("a", "b", (), columns, {}))), "da")
    assert "--strategy" in caught.value.remedy.en


def test_a_verification_that_found_all_says_so() -> None:
    made_of = dossier(part([], 1), imprint=Imprint((), (), Verification(7, 7)))
    told = [row[0] for row in grid(opened(workbook(made_of, "en"))["Overview"])]
    assert any(
        "7 of 7 different quotes were verified and are in the source texts as quoted." in str(one) for one in told
    )


def test_places_are_named_as_a_spreadsheet_names_them() -> None:
    assert Place("Ét's ark", 0, 0).target == "'Ét''s ark'!A1"
    assert Place("a", 3, 9, 25, 27).target == "'a'!Z4:AB10"
    assert Place("a", 2, 2, 701, 702).label == "a ZZ3"


# ---- the same bytes, files, faults ----


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", MAIN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=os.environ | environment)


def test_two_runs_give_the_same_bytes(tmp_path: Path, cache_root: Path) -> None:
    found = set()
    for seed in ("1", "2"):
        for arguments in (("matrix", *MATRICES[0]), ANSWERS[11]):
            done = run(*arguments, "--format", "xlsx", PYTHONHASHSEED=seed, STRATEGIGRAF_CACHE=str(cache_root))
            assert done.returncode in (0, 1), done.stderr
            found.add(done.stdout)
    assert len(found) == 2


ASKED = ("matrix", "aktør", "status", "--format", "xlsx", "-o")


def test_a_folder_in_place_of_a_file_is_told(cli: Cli, tmp_path: Path) -> None:
    done = cli(*ASKED, tmp_path)
    assert done.code == 3
    assert "det er en mappe" in done.err
    assert "-o" in done.err
    assert list(tmp_path.iterdir()) == []
    assert "the folder does not exist" in cli(*ASKED, tmp_path / "no" / "a.xlsx", "--lang", "en").err


def test_a_place_that_can_only_be_read_keeps_its_file(cli: Cli, tmp_path: Path) -> None:
    with mounted(tmp_path / "place", "size=1m") as place:
        (place / "a.xlsx").write_bytes(b"old")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        done = cli(*ASKED, place / "a.xlsx")
        assert done.code == 3
        assert "kan ikke skrives" in done.err
        assert (place / "a.xlsx").read_bytes() == b"old"


def test_a_full_disk_keeps_the_old_file_whole(cli: Cli, tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=64k") as place:
        (place / "a.xlsx").write_bytes(b"old")
        (place / "ballast").write_bytes(b"x" * 52_000)
        done = cli(*ASKED, place / "a.xlsx")
        assert done.code == 3
        assert "der er ikke plads på disken" in done.err
        assert (place / "a.xlsx").read_bytes() == b"old"
        assert sorted(path.name for path in place.iterdir()) == ["a.xlsx", "ballast"]


BIG = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from strategigraf.shell.terminal import Progress
from strategigraf.files.output import write
from strategigraf.render.workbook.workbook import workbook
from tests.test_workbook import of_size
made = of_size(2000, 100, 20000)
print("ready", flush=True)
write(Path(sys.argv[1]), workbook(made, "da", Progress("answer", "da")))
"""


def test_an_interrupt_leaves_nothing_half_and_long_work_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    process = subprocess.Popen([sys.executable, "-c", BIG, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"ready\n"
    assert b"skriver svaret" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]


# ---- LibreOffice ----


@pytest.mark.long  # two other readers look at cells, and the XML is searched for formulas, in each run
@pytest.mark.parametrize("arguments", [("matrix", *MATRICES[0]), *ANSWERS], ids=" ".join)
def test_libreoffice_shows_the_same_cells(arguments: tuple[str, ...], made: Any, office: Any, tmp_path: Path) -> None:
    path = made(*arguments)
    same_cells(office, path, tmp_path / "csv")
    if arguments[0] == "matrix":
        assert office(path, "pdf", tmp_path)[0].read_bytes().startswith(b"%PDF")


@pytest.mark.long
def test_libreoffice_takes_no_text_for_a_formula(office: Any, tmp_path: Path) -> None:
    texts = [text for text in BAD if "\r" not in text and "_x0041_" not in text and len(text) < 5000]
    path = tmp_path / "bad.xlsx"
    path.write_bytes(of_texts(texts))
    same_cells(office, path, tmp_path / "csv")
    back = office(path, "ods", tmp_path)[0]
    with zipfile.ZipFile(back) as archive:
        assert b"table:formula=" not in archive.read("content.xml")
    (found,) = office(tmp_path / "csv" / "bad-Del.csv", "xlsx", tmp_path / "back", "--infilter=" + QUOTED)
    again = [row[0].value for row in opened(found).worksheets[0].iter_rows(min_row=HEAD + 1)]
    assert [cell or "" for cell in again][: len(texts)] == [plain(text) for text in texts]
    assert all(row[0].data_type != "f" for row in opened(found).worksheets[0].iter_rows())


def all_rows(sheet: Worksheet) -> Iterator[tuple[Cell, ...]]:
    yield from sheet.iter_rows(min_row=HEAD + 1)


def test_every_quote_leads_back_to_where_it_is_first_used(made: Any) -> None:
    for arguments in (("matrix", *MATRICES[0]), ANSWERS[11]):
        book = opened(made(*arguments))
        for row in all_rows(book["Belæg"]):
            if linked(row[5]):
                name, line, _ = place_of(row[5])
                assert book[name].cell(line, 1).value is not None or book[name].cell(line, 2).value is not None
                assert str(row[5].value).startswith(name)
        assert sum(linked(row[5]) for row in all_rows(book["Belæg"])) > 50


@pytest.mark.parametrize(("language", "code"), [("da", "406"), ("en", "809")])
def test_times_of_any_precision_are_dates_that_sort(language: str, code: str) -> None:
    times = [
        Literal("2022-06-15", XSD + "date"),
        Literal("2023-11", XSD + "gYearMonth"),
        Literal("2025", XSD + "gYear"),
    ]
    rows = tuple(
        (time, time) for time in [*times, Literal("1250", XSD + "gYear"), Literal("2023-13", XSD + "gYearMonth")]
    )
    part = Part("p", Text("Tider", "Times"), Text("", ""), (Column("start"), Column("end")), rows)
    book = openpyxl.load_workbook(BytesIO(workbook(Dossier("x", part.title, part.title, (part,), {}, {}), language)))
    cells = [[book.worksheets[1].cell(row, column) for column in (1, 2)] for row in range(4, 9)]
    days = [[str(cell.value)[:10] for cell in row] for row in cells]
    assert days[:3] == [["2022-06-15"] * 2, ["2023-11-01", "2023-11-30"], ["2025-01-01", "2025-12-31"]]
    assert days[3:] == [["1250"] * 2, ["2023-13"] * 2]  # no day that a spreadsheet knows: as it stands
    assert all(cell.is_date for row in cells[:3] for cell in row)
    assert [row[0].number_format for row in cells[1:3]] == [f"[$-{code}]mmmm yyyy", "yyyy"]
