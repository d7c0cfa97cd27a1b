"""CSV, Markdown and JSON as other programs read them, and what the exit codes say."""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from markdown_it import MarkdownIt

from strategigraf import commands
from strategigraf.cli import strategigraf
from strategigraf.core.table import Sheet
from strategigraf.render.delimited import csv as sheet_csv
from strategigraf.render.delimited import markdown_table, plain
from tests.conftest import CORPUS, TOP, Cli

PLAN, SJAELLAND, OLDER = "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028", "midt-social-strategi-status-2015"
DRAFT = "midt-workshop-2022-06-15"
TEXTS = (CORPUS / "sources" / "eksempelby-2030.md", CORPUS / "next" / "eksempelby-2034.md", "--data", CORPUS / "data")
WITH_FINDINGS = ("gaps", "rebase")  # they list what is to be mended
RESULTS = (
    ["list"], ["list", "goal"], ["ask"], ["ask", "definitions"], ["show", "10.3"], ["show", f"{PLAN}/pejlemaerke-8"],
    ["query", "-e", "ASK { ?s ?p ?o }"], ["query", "-e", "SELECT ?s ?o WHERE { ?s ?p ?o } ORDER BY ?s ?o LIMIT 9"],
    ["matrix", "track", "sdg-goal", "--long"], ["matrix", "track", "sdg-goal", "--by", "strategy"],
    ["matrix", "track", "sdg-goal", "--by", "column"],
)  # fmt: skip
MATRICES = (["matrix", "track", "sdg-target"], ["matrix", "goal", "track", "--group", "vision", "--strategy", PLAN])
REPORTS = (
    ["compare", PLAN, SJAELLAND], ["compare", SJAELLAND, OLDER], ["diff", DRAFT, PLAN], ["explain", f"{PLAN}/spor-1"],
    ["generations", OLDER, PLAN], ["hearing"], ["impact", "10.3"], ["network"], ["network", "carriers"],
    ["search", "sundhed"], ["suggest", f"{PLAN}/indsats-1-2", "--task", "sdgs"],
    ["network", "communities"], ["network", "centrality"], ["network", "path", f"{PLAN}/spor-1", f"{PLAN}/spor-2"],
    ["network", "overloaded"], ["network", "expendable"], ["sdg-check"], ["sdg-check", "--accuracy"],
    ["trace", f"{PLAN}/pejlemaerke-8"], ["coverage"], ["gaps"], ["policy"], ["review"], ["rebase", *TEXTS],
    ["progress"],
    ["propose", CORPUS / "sources" / "eksempelby-2030.md", "--data", CORPUS / "data"],
)  # fmt: skip
FINDINGS = (["check", "--data", CORPUS / "data"],)
ALL: tuple[Sequence[Sequence[object]], ...] = (RESULTS, MATRICES, REPORTS, FINDINGS)
SCHEMAS = {"results": RESULTS, "matrix": MATRICES, "report": REPORTS, "findings": FINDINGS}
ANSWERS = (*RESULTS, *MATRICES, *REPORTS)
SLOW = ("network", "sdg-check", "diff")
TABLES = [
    pytest.param(arguments, marks=pytest.mark.long if arguments[0] in SLOW and len(arguments) > 1 else ())
    for arguments in ANSWERS
    if arguments[0] not in ("query", "explain", "rebase")  # a memo, and a proposal with Turtle to paste
]


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((TOP / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("schema", "arguments"),
    [(name, arguments) for name, all_of in SCHEMAS.items() for arguments in all_of],
    ids=lambda value: value if isinstance(value, str) else " ".join(map(str, value)),
)
def test_the_json_of_every_command_is_as_its_schema_says(cli: Cli, schema: str, arguments: list[object]) -> None:
    done = cli(*arguments, "--format", "json")
    assert done.code == int(arguments[0] in WITH_FINDINGS), done.err
    assert [error.message for error in validator(schema).iter_errors(json.loads(done.out))] == []


def test_every_command_that_gives_json_has_a_schema() -> None:
    context = click.Context(strategigraf)
    giving = set()
    for name in commands():
        command = strategigraf.get_command(context, name)
        assert command is not None
        for param in command.params:
            if param.name == "format_name" and "json" in getattr(param.type, "choices", ()):
                giving.add(name)
    assert giving == {str(arguments[0]) for all_of in ALL for arguments in all_of} | {"accept", "push"}


def test_the_json_of_decisions_is_as_the_schema_of_reports_says(cli: Cli, tmp_path: Path) -> None:
    data = ("--data", CORPUS / "data")
    assert cli("form", "eksempelby-2030", *data, "-o", tmp_path / "plan.xlsx").code == 0
    done = cli("accept", tmp_path / "plan.xlsx", *data, "--dry-run", "--format", "json")
    assert done.code == 0, done.err
    assert [error.message for error in validator("report").iter_errors(json.loads(done.out))] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_refuses_what_is_not_so(name: str) -> None:
    wrongs: list[object] = [
        {},
        [],
        {"rows": {}},
        {"parts": []},
        {"findings": [{}], "quotes": {}},
        {"head": {"vars": [1]}},
    ]
    for wrong in wrongs:
        assert not validator(name).is_valid(wrong)


def read(text: str) -> list[list[str]]:
    """*text* as CSV (RFC 4180), as Python reads it, every row of the same length."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "").replace('"', "") or '"' in text
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    return rows


@pytest.mark.sampled(4)
@pytest.mark.parametrize("arguments", [*TABLES, *FINDINGS], ids=lambda value: " ".join(map(str, value)))
def test_the_csv_of_every_command_is_rfc_4180_and_carries_a_mark_only_where_asked(
    cli: Cli, arguments: list[object]
) -> None:
    plain = cli(*arguments, "--format", "csv")
    assert plain.code == int(arguments[0] in WITH_FINDINGS), plain.err
    assert len(read(plain.out)) >= 1
    assert not plain.out.startswith("\ufeff")
    assert cli(*arguments, "--format", "csv", "--bom").out == "\ufeff" + plain.out


@pytest.mark.parametrize("format_name", ["table", "json", "markdown", None])
def test_a_mark_for_excel_belongs_to_csv_and_tsv_alone(cli: Cli, tmp_path: Path, format_name: str | None) -> None:
    chosen = ("--format", format_name) if format_name else ()
    for arguments in (["list", "--bom", *chosen], ["list", *chosen, "--bom", "--lang", "en"]):
        done = cli(*arguments)
        assert (done.code, done.out) == (2, "")
        assert "wrong-value: --bom" in done.err
        assert "--format csv" in done.err
    assert cli("list", "--format", "tsv", "--bom", "-o", tmp_path / "kinds.tsv").code == 0
    assert (tmp_path / "kinds.tsv").read_bytes().startswith(b"\xef\xbb\xbf?kind")


HARD = Sheet(
    ("navn", 'med "citat", komma', "æøå"),
    (
        ("=1+1", "to\nlinjer", "-5"),
        ("@SUM(A1)", 'han sagde "ja", og', "+45 12 34"),
        ("🦺 \u202e", "a\tb", ""),
        ("x" * 2000, "slut\\", "10,5"),
    ),
)


def test_hard_cells_come_back_from_csv_and_no_formula_is_active() -> None:
    rows = read(sheet_csv(HARD))
    assert rows[0] == list(HARD.headings)
    assert rows[1] == ["'=1+1", "to\nlinjer", "-5"]
    assert rows[2] == ["'@SUM(A1)", 'han sagde "ja", og', "'+45 12 34"]
    assert rows[3] == ["🦺 \\u202e", "a\tb", ""]
    assert rows[4] == ["x" * 2000, "slut\\", "10,5"]


@pytest.mark.long
@pytest.mark.parametrize("mark", [(), ("--bom",)])
def test_libreoffice_reads_the_csv_as_it_is(cli: Cli, tmp_path: Path, mark: tuple[str, ...]) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "goals.csv"
    assert cli("list", "goal", "--format", "csv", *mark, "-o", source).code == 0
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=CSV:44,34,76,1",
         "--convert-to", "xlsx", "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    from python_calamine import CalamineWorkbook

    cells = CalamineWorkbook.from_path(tmp_path / "goals.xlsx").get_sheet_by_index(0).to_python()
    shown = [[f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in row] for row in cells]
    assert shown == read(source.read_text(encoding="utf-8-sig").replace("\n", "\r\n"))


def rendered(text: str) -> tuple[list[list[str]], list[str], list[str]]:
    """*text* as GFM: the rows of its tables, its paragraphs outside tables and lists, its list items."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    rows: list[list[str]] = []
    paragraphs, items, inside = [], [], []
    for token in tokens:
        assert token.type not in ("html_block", "code_block", "fence"), token
        if token.nesting == 1:
            inside.append(token.type)
            if token.type == "tr_open":
                rows.append([])
        elif token.nesting == -1:
            inside.pop()
        elif token.type == "inline":
            assert not {"html_inline", "link_open", "image"} & {child.type for child in token.children or ()}
            shown = "".join(child.content or " " * (child.type == "softbreak") for child in token.children or ())
            if inside[-1] in ("th_open", "td_open"):
                rows[-1].append(shown)
            elif "list_item_open" in inside:
                items.append(shown)
            elif inside[-1] == "paragraph_open":
                paragraphs.append(shown)
    return rows, paragraphs, items


@pytest.mark.parametrize("language", ["da", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("arguments", TABLES, ids=lambda value: " ".join(map(str, value)))
def test_the_markdown_of_every_command_is_tables_and_text(cli: Cli, arguments: list[object], language: str) -> None:
    done = cli(*arguments, "--format", "markdown", "--lang", language)
    assert done.code == int(arguments[0] in WITH_FINDINGS), done.err
    rows, _, _ = rendered(done.out)
    assert rows or arguments[0] == "hearing"
    assert not any(
        line.startswith("- ") and len(line) > 400 and not re.search("[“»]", line) for line in done.out.splitlines()
    )


def test_notes_in_markdown_are_paragraphs_keys_lists_and_quotes_lists_below_their_thing() -> None:
    notes = (
        "En sætning.",
        "",
        "3.4 Sundhed",
        "3.5 Misbrug",
        "",
        "1. ting",
        "  “- ord” (a)",
        "  “b”",
        "+ ting",
        "  “c”",
    )
    rows, paragraphs, items = rendered(markdown_table(HARD._replace(notes=notes)))
    assert rows[0] == list(HARD.headings)
    assert rows[1][:2] == ["=1+1", "to linjer"]
    assert paragraphs == ["En sætning.", "1. ting", "+ ting"]
    assert items == ["3.4 Sundhed", "3.5 Misbrug", "“- ord” (a)", "“b”", "“c”"]


def test_an_answer_with_nothing_in_it_ends_with_0_too(cli: Cli) -> None:
    for arguments in (["compare", SJAELLAND, OLDER], ["generations", OLDER, SJAELLAND]):
        done = cli(*arguments)
        assert done.code == 0
        assert "De to strategier er endnu ikke sammenlignet" in done.out
    assert cli("ask", "counterparts", "--about", f"{PLAN}/indsats-6-1").code == 0


def test_only_a_check_that_finds_something_ends_with_1(cli: Cli, own_corpus: Path) -> None:
    assert cli("sdg-check").code == 0
    assert cli("sdg-check", "--strict").code == 1
    file = own_corpus / "strategies" / "eksempelby-2030.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("fuld af liv.", "fuld af lyn."), encoding="utf-8")
    sources = ("--data", own_corpus, "--sources", CORPUS / "sources")
    assert cli("check", *sources).code == 1
    assert cli("sources", *sources).code == 1
    (own_corpus / "ny.ttl").write_text("@prefix : <http://e/> .\n:a :b :c .\n", encoding="utf-8")
    assert cli("fmt", "--check", "--data", own_corpus).code == 1


def test_a_table_too_wide_to_read_has_no_blanks_between_its_cells() -> None:
    row = ("a", *[""] * 400, "1")
    narrow, wide = plain(Sheet(("x", *["y"] * 3), (("a", "", "", "1"),))), plain(Sheet(("x", *["yy"] * 401), (row,)))
    assert narrow.splitlines()[1] == "a        1"
    assert wide.splitlines()[1] == "a" + "\t" * 401 + "1"
