"""The form: what is handed out comes back three-way, conflicts are shown, and nothing is imported by halves."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook

import strategigraf as sg
from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.core.rdf import ID
from strategigraf.form.grids import MOST_ROWS, read_form
from strategigraf.form.sheets import FIRST
from tests.conftest import CORPUS, Cli, Result
from tests.test_accept import bytes_of

TOWN = "eksempelby-2030"
Change = Callable[[Workbook], object]


@pytest.fixture
def data(own_corpus: Path, monkeypatch: pytest.MonkeyPatch, cache_root: Path) -> Path:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    return own_corpus


@pytest.fixture
def form(data: Path, tmp_path: Path) -> Path:
    """The form of the invented municipality, handed out."""
    sg.form(sg.open(data), TOWN, tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


@pytest.fixture
def take(cli: Cli, data: Path) -> Callable[..., Result]:
    return lambda path, *options: cli("accept", path, "--data", data, "--sources", CORPUS / "sources", *options)


def changed(form: Path, change: Change) -> Path:
    book = openpyxl.load_workbook(form)
    change(book)
    book.save(form)
    return form


def cell(book: Workbook, sheet: str, name: str, column: str) -> Any:
    """The cell of *column* in the row whose key ends with *name*."""
    table = book[sheet]
    columns = [one.value for one in table[1]]
    for row in table.iter_rows(min_row=FIRST + 1):
        if str(row[0].value).endswith(name):
            return row[columns.index(column)]
    raise AssertionError(name)


def new_row(book: Workbook, sheet: str, **values: object) -> int:
    table = book[sheet]
    columns = [one.value for one in table[1]]
    line: int = max(row[0].row for row in table.iter_rows(min_row=FIRST) if row[0].value) + 1
    for column, value in values.items():
        table.cell(line, columns.index(column) + 1, value)
    return line


def turtle_of(data: Path) -> str:
    return (data / "strategies" / f"{TOWN}.ttl").read_text(encoding="utf-8")


def edit(data: Path, old: str, new: str) -> None:
    path = data / "strategies" / f"{TOWN}.ttl"
    assert old in turtle_of(data)
    path.write_text(turtle_of(data).replace(old, new), encoding="utf-8")


def parts_of(done: Result) -> dict[str, list[dict[str, Any]]]:
    return {part["name"]: part["rows"] for part in json.loads(done.out)["parts"]}


def test_a_form_that_nobody_changed_changes_nothing_in_either_language_or_shape(
    data: Path, tmp_path: Path, take: Callable[..., Result]
) -> None:
    before = bytes_of(data)
    for language in ("da", "en"):
        graph = sg.open(data, language=language)
        for name in (f"{language}.xlsx", f"folder-{language}"):
            sg.form(graph, TOWN, tmp_path / name)
            done = take(tmp_path / name)
            assert (done.code, done.err.strip()) == (0, "Intet at ændre: alt i filen er allerede i data.")
    assert bytes_of(data) == before


def test_the_same_data_give_the_same_bytes(form: Path, data: Path, tmp_path: Path) -> None:
    sg.form(sg.open(data), TOWN, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == form.read_bytes()


def test_cells_become_values_of_the_data_and_nothing_else_in_the_file_changes(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    before = turtle_of(data).splitlines()

    def fill(book: Workbook) -> None:
        cell(book, "Elementer", "/maal-3", "title_da").value = "Naboer hjælper hver dag"
        cell(book, "Elementer", "/indsats-1-1", "status").value = "i gang"
        cell(book, "Elementer", "/indsats-1-1", "start").value = datetime(2027, 6, 1)
        cell(book, "Elementer", "/indsats-1-1", "end").value = 2028

    done = take(changed(form, fill), "--format", "json")
    assert done.code == 0, done.out + done.err
    after = turtle_of(data).splitlines()
    assert [line for line in before if line not in after] == [
        '    skos:prefLabel "Naboer hjælper hinanden"@da , "Neighbours help each other"@en ;'
    ]
    assert sorted(line.strip() for line in after if line not in before) == [
        'sg:end "2028"^^xsd:gYear ;',
        'sg:start "2027-06-01"^^xsd:date ;',
        "sg:status sg:Started ;",
        'skos:prefLabel "Naboer hjælper hver dag"@da , "Neighbours help each other"@en ;',
    ]


def test_money_and_roles_are_filled_in_changed_and_removed(
    form: Path, data: Path, tmp_path: Path, take: Callable[..., Result]
) -> None:
    quote = cell(openpyxl.load_workbook(form), "Elementer", "/indsats-1-1", "quote").value

    def fill(book: Workbook) -> None:
        sums = {"element": "indsats-1-1", "amount": 2500000, "currency": "DKK", "span": "pr. år", "quote": quote}
        new_row(book, "Økonomi", **sums, period="2027-2030", printed="2,5 mio. kr.")
        who = {"element": "indsats-1-1", "organisation": "ny: Region Skov"}
        new_row(book, "Ansvarlige", **who, role="samarbejdspart", quote=quote)

    done = take(changed(form, fill))
    assert done.code == 0, done.out + done.err
    told = turtle_of(data)
    for said in ("sg:amount 2500000.0", "sg:perYear true", 'sg:end "2030-12-31"^^xsd:date', "sg:funds :indsats-1-1"):
        assert said in told
    assert "sg:partner organisations:region-skov" in told
    sg.form(sg.open(data), TOWN, tmp_path / "next.xlsx")

    def change(book: Workbook) -> None:
        cell(book, "Økonomi", "finansiering-1", "span").value = "i alt"
        cell(book, "Økonomi", "finansiering-1", "period").value = "2028"
        cell(book, "Ansvarlige", "partner", "role").value = "tovholder"

    done = take(changed(tmp_path / "next.xlsx", change))
    assert done.code == 0, done.out + done.err
    told = turtle_of(data)
    for said in ("sg:perYear false", 'sg:start "2028-01-01"^^xsd:date', 'sg:datePrinted "2028"'):
        assert said in told
    assert "2030-12-31" not in told
    assert "rdf:predicate sg:lead" in told
    assert "sg:partner" not in told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount": "2.500", "span": "i alt"}, "»2.500« er ikke et entydigt beløb"),
        ({"amount": 2500000, "span": "måske"}, "»måske« er hverken »pr. år« eller »i alt«"),
        ({"amount": 2500000, "span": "i alt", "period": "snart"}, "»snart« er ikke en periode"),
        ({"amount": 2500000}, "Cellen skal udfyldes"),
    ],
)
def test_money_that_can_be_read_two_ways_or_is_not_said_to_be_per_year_is_refused(
    values: dict[str, object], told: str, form: Path, data: Path, take: Callable[..., Result]
) -> None:
    before, quote = bytes_of(data), cell(openpyxl.load_workbook(form), "Elementer", "/indsats-1-1", "quote").value
    known: dict[str, object] = {"element": "indsats-1-1", "currency": "DKK", "quote": quote}
    done = take(changed(form, lambda book: new_row(book, "Økonomi", **known, **values)), "--format", "csv")
    assert done.code != 0
    assert told in done.out
    assert bytes_of(data) == before


def test_an_unchanged_cell_never_overwrites_newer_data(form: Path, data: Path, take: Callable[..., Result]) -> None:
    edit(data, '"Naboer hjælper hinanden"@da', '"Naboer holder sammen"@da')
    changed(form, lambda book: setattr(cell(book, "Elementer", "/maal-3", "title_en"), "value", "Neighbours unite"))
    assert take(form).code == 0
    assert '"Naboer holder sammen"@da , "Neighbours unite"@en' in turtle_of(data)


def test_a_conflict_is_shown_with_all_three_values_and_none_is_decided(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    edit(data, '"Naboer hjælper hinanden"@da', '"Naboer holder sammen"@da')

    def fill(book: Workbook) -> None:
        cell(book, "Elementer", "/maal-3", "title_da").value = "Naboer tager hånd"
        cell(book, "Elementer", "/maal-2", "title_en").value = "Something else"

    changed(form, fill)
    before = bytes_of(data)
    done = take(form, "--format", "json")
    assert done.code == 1
    (conflict,) = parts_of(done)["conflicts"]
    assert conflict["place"].startswith("Elementer!E")
    said = [conflict[name] for name in ("handed_out", "in_file", "in_data")]
    assert said == ["Naboer hjælper hinanden", "Naboer tager hånd", "Naboer holder sammen"]
    assert bytes_of(data) == before
    marked = openpyxl.load_workbook(form.with_name("plan-marked.xlsx"))
    target = cell(marked, "Elementer", "/maal-3", "title_da")
    assert target.coordinate == conflict["place"].partition("!")[2]
    assert "Naboer holder sammen" in target.comment.text
    assert target.fill.start_color.rgb == "FFFFC7CE"
    assert take(form, "--prefer", "data").code == 0
    assert '"Naboer holder sammen"@da' in turtle_of(data)
    assert '"Something else"@en' in turtle_of(data)
    assert take(form, "--prefer", "fil").code == 0
    assert '"Naboer tager hånd"@da' in turtle_of(data)


def test_of_two_peoples_forms_the_second_tells_what_the_first_changed(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    other = form.with_name("other.xlsx")
    other.write_bytes(form.read_bytes())
    changed(form, lambda book: setattr(cell(book, "Elementer", "/maal-3", "title_da"), "value", "Den ene titel"))
    changed(other, lambda book: setattr(cell(book, "Elementer", "/maal-3", "title_da"), "value", "Den anden titel"))
    assert take(form).code == 0
    assert take(form).code == 0  # once more: nothing to change
    done = take(other)
    assert done.code == 1
    assert "Den ene titel" in done.out
    assert "Den anden titel" in done.out
    assert '"Den ene titel"@da' in turtle_of(data)


def test_a_new_row_becomes_an_element_with_an_iri_of_the_strategy_and_a_quote_that_was_found(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    words = "Vi genslynger åen og åbner den for fisk."

    def fill(book: Workbook) -> None:
        new_row(
            book, "Elementer", type="indsats", title_da="Åen åbnes", title_en="The brook is opened",
            term="indsats", part_of=cell(book, "Elementer", "/indsats-1-1", "part_of").value, quote=words,
        )  # fmt: skip
        new_row(
            book,
            "Relationer",
            subject="Åen åbnes",
            relation="bidrager til",
            object="6.3",
            basis="tolket",
            confidence="0,6",
            rationale_da="Delmål 6.3: En åben å renser vandet for fiskene.",
            rationale_en="Target 6.3: An open brook cleans the water for the fish.",
        )

    changed(form, fill)
    done = take(form)
    assert done.code == 0, done.out + done.err
    text = turtle_of(data)
    assert "\n:indsats-1\n    a sg:Initiative ;" in text
    assert f'oa:exact "{words}"' in text
    assert ":link-indsats-1--6.3" in text
    assert sg.check(sg.open(data), sources=CORPUS / "sources").good
    assert take(form).code == 1  # the same new row twice is no second element: it is told


def test_all_errors_come_at_once_each_with_its_cell_and_remedy(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    before = bytes_of(data)

    def fill(book: Workbook) -> None:
        cell(book, "Elementer", "/maal-3", "start").value = "i foråret"
        cell(book, "Elementer", "/maal-3", "type").value = "indsatz"
        cell(book, "Elementer", "/maal-2", "title_da").value = "=A1&B1"
        cell(book, "Elementer", "/maal-1", "name").value = "andet"
        cell(book, "Relationer", "link-indsats-1-2--6.3", "confidence").value = 7
        cell(book, "Relationer", "link-indsats-1-2--6.3", "object").value = "99.9"
        new_row(book, "Elementer", type="indsats", title_da="Uden citat")
        new_row(book, "Ansvarlige", element="maal-3", organisation="Ukendt udvalg")
        book["Relationer"].merge_cells("B7:C8")

    done = take(changed(form, fill), "--format", "json")
    assert done.code == 1, done.err
    problems = parts_of(done)["problems"]
    assert len(problems) >= 9, problems
    assert all(problem["remedy"] for problem in problems)
    assert {problem["place"].partition("!")[0] for problem in problems} == {"Elementer", "Relationer", "Ansvarlige"}
    assert bytes_of(data) == before
    marked = openpyxl.load_workbook(form.with_name("plan-marked.xlsx"))
    assert "2027" in cell(marked, "Elementer", "/maal-3", "start").comment.text


def test_a_deleted_row_is_told_and_removed_only_when_asked_for(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    def delete(book: Workbook) -> None:
        table = book["Relationer"]
        table.delete_rows(cell(book, "Relationer", "link-indsats-1-2--6.3", "subject").row)

    changed(form, delete)
    done = take(form)
    assert done.code == 0
    assert "link-indsats-1-2--6.3" in done.out
    assert "1 række er slettet" in done.err
    assert ":link-indsats-1-2--6.3\n" in turtle_of(data)
    assert take(form, "--remove").code == 0
    assert ":link-indsats-1-2--6.3\n" not in turtle_of(data)
    assert sg.check(sg.open(data)).good


def test_columns_that_were_moved_or_renamed_are_found_and_rows_may_be_sorted(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    def fill(book: Workbook) -> None:
        cell(book, "Elementer", "/maal-3", "title_da").value = "Naboer hjælper hver dag"
        table = book["Elementer"]
        rows = [[one.value for one in row] for row in table.iter_rows(max_row=table.max_row)]
        head, body = rows[:FIRST], [row for row in rows[FIRST:] if row[0]]
        body.sort(key=lambda row: str(row[4]), reverse=True)
        table.unmerge_cells(str(next(iter(table.merged_cells.ranges))))
        for line, row in enumerate([*head, *body], 1):
            for column, value in enumerate([row[0], *reversed(row[1:])], 1):
                table.cell(line, column).value = value
        for column in range(1, 13):
            table.cell(FIRST, column).value = f"Min kolonne {column}"

    before = turtle_of(data)
    done = take(changed(form, fill))
    assert done.code == 0, done.out + done.err
    assert turtle_of(data) == before.replace('"Naboer hjælper hinanden"@da', '"Naboer hjælper hver dag"@da')


def test_alignments_and_responsible_bodies_are_written_where_they_belong(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    def fill(book: Workbook) -> None:
        listed = [str(one.value) for row in book["_lists"].iter_rows() for one in row if one.value]
        body = next(text for text in listed if text.startswith("organisations/"))
        new_row(book, "Ansvarlige", element="maal-3", organisation=body)

    assert take(changed(form, fill)).code == 0
    assert "sg:responsible organisations:" in turtle_of(data)


def test_an_organisation_that_is_new_is_described_once_and_a_wrong_name_is_told(
    form: Path, data: Path, take: Callable[..., Result]
) -> None:
    def fill(book: Workbook) -> None:
        new_row(book, "Ansvarlige", element="maal-3", organisation="Ny:  Fjordby  Havn")

    assert take(changed(form, fill)).code == 0
    described = (data / "organisations.ttl").read_text(encoding="utf-8")
    assert described.count('"Fjordby Havn"@da') == 1
    assert turtle_of(data).count("organisations:fjordby-havn") == 1

    def misspelt(book: Workbook) -> None:
        new_row(book, "Ansvarlige", element="maal-2", organisation="Fjordby Hvan")

    done = take(changed(form, misspelt))
    assert done.code == 1
    assert "»ny: Navn«" in done.out


def test_csv_of_any_delimiter_and_encoding_is_read(data: Path, tmp_path: Path, take: Callable[..., Result]) -> None:
    for number, (delimiter, encoding) in enumerate(
        [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), (";", "utf-8-sig")]
    ):
        folder = tmp_path / f"csv-{number}"
        sg.form(sg.open(data), TOWN, folder)
        file = folder / "elements.csv"
        text = file.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        (of_goal,) = (row for row in rows if row[0].endswith("/maal-3"))
        of_goal[4] = f"Naboer {'abcd'[number]} æøå"
        stream = io.StringIO()
        csv.writer(stream, delimiter=delimiter).writerows(rows)
        file.write_bytes(stream.getvalue().encode(encoding))
        done = take(folder)
        assert done.code == 0, done.out + done.err
        assert f'"Naboer {"abcd"[number]} æøå"@da' in turtle_of(data)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def damaged(form: Path) -> dict[str, bytes]:
    whole = form.read_bytes()
    with zipfile.ZipFile(form) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    return {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "text": b"navn;titel\n",
        "protected": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "bomb": zipped(parts | {"xl/worksheets/sheet9.xml": bytes(320 << 20)}),
        "entities": zipped(parts | {"xl/workbook.xml": entity}),
        "no parts": zipped({"a": b"b"}),
        "half": zipped({name: parts[name] for name in list(parts)[::2]}),
    }


@pytest.mark.parametrize("kind", ["cut", "empty", "text", "protected", "bomb", "entities", "no parts", "half"])
def test_what_is_no_form_is_refused_with_a_reason_and_a_remedy(
    kind: str, form: Path, data: Path, take: Callable[..., Result]
) -> None:
    before = bytes_of(data)
    form.write_bytes(damaged(form)[kind])
    done = take(form)
    assert done.code == 3, done.err
    assert "plan.xlsx" in done.err
    assert "Lav et nyt skema" in done.err
    assert bytes_of(data) == before


def test_a_form_of_another_version_or_strategy_is_refused(form: Path, data: Path, take: Callable[..., Result]) -> None:
    whole = form.read_bytes()
    changed(form, lambda book: setattr(book["_base"]["C1"], "value", "0"))
    assert "anden version (0)" in take(form).err
    form.write_bytes(whole)
    changed(form, lambda book: setattr(book["_base"]["C2"], "value", ID + "andet"))
    assert "ikke findes i data" in take(form).err
    form.write_bytes(whole)
    changed(form, lambda book: book.remove(book["_base"]))
    assert "skjulte værdier" in take(form).err


def test_a_hundred_thousand_rows_are_told_and_not_read(form: Path, take: Callable[..., Result]) -> None:
    changed(form, lambda book: setattr(book["Elementer"].cell(100_000, 5), "value", "langt nede"))
    done = take(form)
    assert done.code == 1, done.err
    assert str(MOST_ROWS) in done.out


@settings(max_examples=60)
@given(st.data())
def test_a_workbook_with_random_damage_never_ends_in_an_unknown_error(
    fuzzed: Path, tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject
) -> None:
    content = bytearray(fuzzed.read_bytes())
    for _ in range(draw.draw(st.integers(1, 8))):
        place = draw.draw(st.integers(0, len(content) - 1))
        content[place] = draw.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "fuzzed.xlsx"
    path.write_bytes(bytes(content))
    try:
        found = read_form(path)
    except DecisionsFaulty:
        return
    assert found.strategy


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzzed")
    sg.form(sg.open(CORPUS / "data"), TOWN, folder / "plan.xlsx")
    return folder / "plan.xlsx"


@pytest.mark.long
def test_a_form_saved_by_libreoffice_says_the_same_and_keeps_its_lists(
    form: Path, data: Path, take: Callable[..., Result], office: Any, tmp_path: Path
) -> None:
    before = bytes_of(data)
    folder = tmp_path / "saved"
    folder.mkdir()
    (saved,) = office(form, "xlsx:Calc MS Excel 2007 XML", folder)
    assert take(saved).err.strip() == "Intet at ændre: alt i filen er allerede i data."
    assert bytes_of(data) == before
    book = openpyxl.load_workbook(saved)
    lists = book["Elementer"].data_validations.dataValidation
    assert sum(one.type == "list" for one in lists) >= 3
    cell(book, "Elementer", "/indsats-1-1", "start").value = "2027-06"
    cell(book, "Elementer", "/indsats-1-1", "end").value = datetime(2028, 1, 31)
    cell(book, "Elementer", "/indsats-1-1", "printed").value = "31. januar 2028"
    book.save(saved)
    again = tmp_path / "again"
    again.mkdir()
    (twice,) = office(saved, "xlsx:Calc MS Excel 2007 XML", again)
    assert take(twice).code == 0
    assert 'sg:start "2027-06"^^xsd:gYearMonth' in turtle_of(data)
    assert 'sg:end "2028-01-31"^^xsd:date' in turtle_of(data)


def test_a_strategy_of_others_is_not_handed_out(cli: Cli, data: Path, tmp_path: Path) -> None:
    assert cli("form", "findes-ikke", "-o", tmp_path / "a.xlsx", "--data", data).code == 2
    done = cli("form", TOWN, "-o", tmp_path / "a.pdf", "--data", data)
    assert done.code == 2
    assert ".xlsx" in done.err
    assert not list(tmp_path.glob("a.*"))
