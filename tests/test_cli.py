"""The command line: answers, formats, and what it says to wrong input."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from strategigraf.core.rdf import ID
from strategigraf.shell import options
from tests.conftest import CORPUS, PROGRESS, TOP, Cli
from tests.counts import counted

PLAN = "midt-udviklingsplan-2023"


def test_list_counts_the_kinds(cli: Cli) -> None:
    result = cli("list", "--format", "csv", "--lang", "en")
    rows = {row["kind"]: int(row["count"]) for row in csv.DictReader(io.StringIO(result.out))}
    for name, of in (("goal", "Goal"), ("initiative", "Initiative"), ("timeline-entry", "TimelineEntry")):
        assert rows[name] == counted("things", of)
    assert rows["sdg-target"] == 169


def test_list_of_a_kind_is_in_reading_order_with_notation_and_place(cli: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("list", "goal", "--strategy", PLAN, "--format", "csv").out)))
    assert [row["notation"] for row in rows] == [str(number) for number in range(1, 16)]
    assert rows[7]["part_of"].endswith("/fokus-7")


@pytest.mark.parametrize("name", [f"{PLAN}/pejlemaerke-8", f"{ID}{PLAN}/pejlemaerke-8", "pejlemaerke-8"])
def test_show_takes_short_names_and_full_iris(cli: Cli, name: str) -> None:
    result = cli("show", name)
    assert result.code == 0
    assert "Socialområdets borgere har en lavere gennemsnitlig levealder" in result.out
    assert "Det hele menneske" in result.out


@pytest.mark.parametrize("name", ["sg:Started", "started", "i gang"])
def test_a_parameter_takes_a_short_name_or_a_title(cli: Cli, name: str) -> None:
    rows = list(
        csv.DictReader(io.StringIO(cli("ask", "initiatives-by-status", "--status", name, "--format", "csv").out))
    )
    assert len(rows) == counted("status", "Started")
    assert {row["status_label"] for row in rows} == {"i gang"}


def test_show_of_a_target_names_who_claims_it(cli: Cli) -> None:
    out = cli("show", "10.3", "--lang", "en").out
    assert "← contributes to" in out
    assert f"{PLAN}/spor-2" in out


@pytest.mark.parametrize(
    ("wording", "reading"),
    [
        ("Hvilke initiativer bidrager til delmål 10.3?", "indsatser · bidrager til delmål 10.3 (»Lige muligheder"),
        ("Which initiatives contribute to target 4.4?", "initiatives · contribute to SDG target 4.4 ("),
        ("Hvilke pejlemærker mangler i tidsplanen?", "pejlemærker · i Visions- og udviklingsplan for Socialområdet"),
        ("What is in the schedule for 2026?", "timeline entries · 2026"),
        ("Hvad hører under pejlemærke 8?", "elementer · hører til pejlemærke 8 ("),
        (
            "hvad har PS-administrationen ansvaret for?",
            "indsatser · udføres af Administrationen i Psykiatri og Social (PS)",
        ),
        ("Hvad svarer til »Fysisk og mental sundhed og trivsel«?", "elementer · svarer til kvalitetsstandard 6 ("),
    ],
)
def test_a_free_text_question_says_how_it_was_read(cli: Cli, wording: str, reading: str) -> None:
    result = cli("ask", wording)
    assert result.code == 0, result.err
    assert result.out.startswith((f"Jeg læste: {reading}", f"I read: {reading}"))


def test_a_quoted_title_that_two_strategies_share_is_refused_with_both(cli: Cli) -> None:
    result = cli("ask", "Which vision statements belong to the track “The whole person”?")
    assert result.code == 2
    assert result.out == ""
    assert "in Vision and development plan for social services" in result.err
    assert "in Draft of 2022" in result.err


def test_an_answer_without_rows_says_so(cli: Cli) -> None:
    result = cli("ask", "counterparts", "--about", "midt-udviklingsplan-2023/indsats-6-1", "--lang", "en")
    assert result.code == 0
    assert "Nothing in the data" in result.err


def test_counterparts_of_one_element_are_found_from_either_side(cli: Cli) -> None:
    near, far = "sjaelland-strategi-2025-2028/kvalitetsstandard-6", "midt-udviklingsplan-2023/pejlemaerke-9"
    for about in (near, far):
        rows = list(csv.DictReader(io.StringIO(cli("ask", "counterparts", "--about", about, "--format", "csv").out)))
        pairs = [(row["element"].partition("/id/")[2], row["counterpart"].partition("/id/")[2]) for row in rows]
        assert (near, far) in pairs
        assert all(about in pair for pair in pairs)


def test_a_question_that_the_catalogue_does_not_cover_is_not_answered(cli: Cli) -> None:
    result = cli("ask", "Hvad er hovedstaden i Frankrig?")
    assert result.code == 2
    assert result.out == ""
    assert "question-unsure" in result.err


WRONG = [
    (["ask", "initiatives-by-sdg-target", "--target", "10.33"], 2, "unknown-target", "Mente du 10.3"),
    (["ask", "initiatives-by-sdg-target", "--target", "10"], 2, "wrong-value", "delmål"),
    (["ask", "initiatives-by-sdg-target", "--tagret", "10.3"], 2, "unknown-parameter", "target"),
    (["ask", "initiatives-by-sdg-target", "--target"], 2, "wrong-value", "--target"),
    (["ask", "initiatives-by-sdg-taget", "--lang", "en"], 2, "unknown-question", "initiatives-by-sdg-target"),
    (["ask", "timeline-entries-by-period", "--year", "snart"], 2, "wrong-value", "helt tal"),
    (["ask", "goals-by-track", "--strategy", "midt-udviklingsplan-2024"], 2, "unknown-strategy", PLAN),
    (["matrix", "initiatve", "sdg-target"], 2, "unknown-kind", "initiative"),
    (["matrix", "initiative", "sdg-target", "--strategy", "x y"], 2, "unknown-strategy", "»x y«"),
    (["show", f"{PLAN}/pejlemaerke-88"], 2, "unknown-element", f"{PLAN}/pejlemaerke-8"),
    (["show", "<script>"], 2, "unknown-element", "<script>"),
    (["query", "-e", "SELECT ?x WHERE {\n ?x ?y }"], 2, "query-syntax", "linje 2"),
    (["query", "-e", "SELECT ?x WHERE { ?x a ?y }", "--format", "turtle"], 2, "wrong-value", "csv"),
    (["query", "-e", "SELECT ?x WHERE { SERVICE <http://x/> { ?x a ?y } }"], 2, "query-reaches-out", "SERVICE"),
    (["query"], 2, "", "FIL"),
    (["query", "no-such-file.rq"], 3, "files-not-found", "no-such-file.rq"),
    (["check", "no-such-file.ttl"], 3, "files-not-found", "no-such-file.ttl"),
    (["check", "--sources", "no-such-folder"], 3, "source-not-found", "no-such-folder"),
    (["list", "--data", "no-such-folder"], 3, "files-not-found", "no-such-folder"),
    (["quote", "ord"], 3, "source-not-found", "--sources"),
    (["quote", "Fjorden er fuld af lys.", "--sources", CORPUS / "sources"], 3, "quote-not-found", "Fjorden er fuld af"),
    (["import", "sdg", "."], 3, "reference-not-read", "goals.tsv"),
    (["matrix", "goal"], 2, "", "KOLONNER"),
    (["nonsense"], 2, "", "nonsense"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "name", "words"), WRONG, ids=lambda x: str(x)[:60])
def test_wrong_input_gets_a_message_that_names_the_thing_and_the_remedy(
    cli: Cli, arguments: list[object], code: int, name: str, words: str
) -> None:
    result = cli(*arguments)
    assert result.code == code
    assert name in result.err
    assert words in result.err
    assert result.out == ""
    assert "Traceback" not in result.err


def test_turtle_that_does_not_parse_is_told_by_every_command(cli: Cli, own_corpus: Path) -> None:
    (own_corpus / "ny.ttl").write_text("@prefix : <http://e/> .\n:a :b :c\n:d :e :f .\n", encoding="utf-8")
    for command in (["list"], ["check"], ["matrix", "goal", "track"], ["fmt"]):
        result = cli(*command, "--data", own_corpus)
        assert result.code == 3
        assert f"{own_corpus / 'ny.ttl'}:3:" in result.err
        assert ":d :e :f ." in result.err


def test_an_output_file_that_cannot_be_written_leaves_the_old_one_whole(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    target.write_text("old", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (folder, tmp_path / "missing" / "answer.csv", Path("/dev/full/answer.csv")):
        result = cli("list", "-o", path)
        assert result.code == 3
        assert "output-not-written" in result.err
        assert str(path) in result.err
    assert cli("list", "goal", "--format", "csv", "-o", target).code == 0
    assert target.read_text(encoding="utf-8").startswith("thing,")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.csv", "folder"]


def test_text_from_a_source_never_becomes_active_in_an_export(cli: Cli, own_corpus: Path) -> None:
    file = own_corpus / "strategies" / "eksempelby-2030.ttl"
    title = '"=HYPERLINK(\\"http://e/\\") [klik](javascript:x) <b>\\u001B[31m\\u202E | **fed**"@da'
    file.write_text(file.read_text(encoding="utf-8").replace('"Ålegræs"@da', title), encoding="utf-8")
    markdown = cli("list", "initiative", "--data", own_corpus, "--format", "markdown").out
    assert "<b>" not in markdown
    assert "[klik](" not in markdown
    assert "**fed**" not in markdown
    query = (
        f"SELECT ?t WHERE {{ <{ID}eksempelby-2030/indsats-2-1> <http://www.w3.org/2004/02/skos/core#prefLabel> ?t }}"
    )
    for format_name in ("table", "csv", "tsv"):
        out = cli("query", "-e", query, "--data", own_corpus, "--format", format_name).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        if format_name == "csv":
            cells = [row[0] for row in csv.reader(io.StringIO(out))]
            assert all(not cell.startswith(("=", "+", "-", "@")) for cell in cells)
        if format_name == "tsv":
            assert '"=' not in out
    for format_name in ("csv", "tsv", "table"):
        assert "\x1b" not in cli("list", "initiative", "--data", own_corpus, "--format", format_name).out


def test_output_to_a_pipe_has_no_colour_and_no_frame(cli: Cli) -> None:
    for command in (["list"], ["matrix", "track", "sdg-goal"], ["ask", "goals-by-track"]):
        out = cli(*command).out
        assert "\x1b" not in out
        assert not set(out) & set("│┃━─┌└├╭╰|")


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(cli: Cli) -> None:
    for command in (
        ["matrix", "initiative", "sdg-target", "--evidence"],
        ["matrix", "initiative", "sdg-target", "--long", "--format", "csv"],
        ["matrix", "initiative", "sdg-target", "--format", "json"],
        ["ask", "evidence-of-element", "--format", "json"],
        ["show", "10.2"],
    ):
        assert cli(*command) == cli(*command)


def test_the_matrix_in_long_form_has_one_row_per_mark_and_opens_to_words(cli: Cli) -> None:
    out = cli("matrix", "initiative", "sdg-target", "--strategy", PLAN, "--long", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == counted("marks", "initiative × sdg-target", PLAN)
    assert all(row["words"].startswith("»") for row in rows)
    record = json.loads(cli("matrix", "initiative", "sdg-target", "--strategy", PLAN, "--format", "json").out)
    assert len(record["marks"]) == len(rows)
    assert all(mark["quotes"] for mark in record["marks"])


def test_the_matrix_tells_bases_apart_by_sign_and_has_a_legend(cli: Cli) -> None:
    out = cli("matrix", "initiative", "sdg-target", "--lang", "en").out
    assert "● stated ◆ mentioned elsewhere ○ interpreted ↑ inherited" in " ".join(out.split())
    row = next(line for line in out.splitlines() if "indsats-15-1 " in line)
    assert "◆↑↑" in row


def test_only_gaps_are_the_rows_without_a_mark(cli: Cli) -> None:
    out = cli("matrix", "initiative", "timeline-entry", "--strategy", PLAN, "--only", "gaps", "--format", "csv").out
    rows = list(csv.reader(io.StringIO(out)))[1:-1]
    assert len(rows) == counted("gaps", "initiative × timeline-entry", PLAN)
    assert all(row[-1] == "0" for row in rows)


def test_evidence_prints_the_quotes_below(cli: Cli) -> None:
    out = cli("ask", "initiatives-by-sdg-target", "--target", "4.4", "--evidence").out
    assert "»Det sker bl.a. gennem vores fagpilot" in out
    out = cli("matrix", "track", "sdg-target", "--evidence").out
    assert "delmål 13.2 om undervisning og oplysning" in out


def test_quote_prints_a_node_that_passes_the_check(cli: Cli, own_corpus: Path) -> None:
    node = cli("quote", "åben for alle", "--sources", CORPUS / "sources")
    assert node.code == 3
    node = cli("quote", "Fjorden er fuld af liv.", "--id", "indsats-2-1-ny", "--sources", CORPUS / "sources")
    assert node.code == 0
    head = "".join(
        f"PREFIX {prefix}: <{iri}>\n"
        for prefix, iri in {
            "": f"{ID}eksempelby-2030/", "sg": "https://w3id.org/strategigraf/ns#",
            "oa": "http://www.w3.org/ns/oa#", "documents": f"{ID}documents/",
        }.items()
    )  # fmt: skip
    use = "\n:indsats-2-1 sg:evidence :indsats-2-1-ny-quote-1 .\n"
    (own_corpus / "ny.ttl").write_text(head + node.out + use, encoding="utf-8")
    result = cli("check", "--data", own_corpus, "--sources", CORPUS / "sources")
    assert result.code == 0, result.out
    assert "27 af 27" in result.err


def test_two_files_of_one_name_are_two_documents(cli: Cli, tmp_path: Path) -> None:
    for ending in ("md", "txt"):
        (tmp_path / f"plan.{ending}").write_text("Fjorden er fuld af liv.\n", encoding="utf-8")
    (tmp_path / "alene.md").write_text("Fjorden er fuld af liv.\n", encoding="utf-8")
    node = cli("quote", "Fjorden er fuld", "--sources", tmp_path)
    named = re.findall(r"documents[:/]([\w.-]+)", node.out)
    assert sorted(named) == ["alene", "plan-md", "plan-txt"]


def test_check_says_how_many_quotes_it_verified(cli: Cli, sources_folder: Path) -> None:
    result = cli("check", "--sources", sources_folder, "--lang", "en")
    assert result.code == 0, result.out
    assert result.out == ""
    verified, total = result.err.split("Quotes verified: ")[1].split(" (")[0].split(" of ")
    assert verified == total


def test_check_without_sources_says_unverifiable_for_each_and_does_not_fail(cli: Cli) -> None:
    result = cli("check", "--data", CORPUS / "data", "--lang", "en")
    assert result.code == 0
    assert result.out.count("quote-unverifiable") == 26
    assert "The source texts were not found" in result.err


def test_check_in_json_carries_both_languages_and_every_status(cli: Cli, own_corpus: Path) -> None:
    file = own_corpus / "strategies" / "eksempelby-2030.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("fuld af liv.", "fuld af lyn."), encoding="utf-8")
    arguments = ("check", "--data", own_corpus, "--sources", CORPUS / "sources", "--format", "json")
    result = cli(*arguments)
    assert result.code == 1
    record = json.loads(result.out)
    (finding,) = record["findings"]
    assert finding["rule"] == "quote-missing"
    assert "Fjorden er fuld af liv" in finding["detail"]
    assert set(finding["message"]) == {"da", "en"}
    assert record["quotes"]["checked"] == 26
    assert record["quotes"]["verified"] == 25


def test_fmt_changes_nothing_when_one_file_cannot_be_read(cli: Cli, own_corpus: Path) -> None:
    messy = own_corpus / "a.ttl"
    messy.write_text("@prefix : <http://e/> .\n:a :b :c .\n", encoding="utf-8")
    (own_corpus / "b.ttl").write_text("nonsense", encoding="utf-8")
    assert cli("fmt", own_corpus).code == 3
    assert messy.read_text(encoding="utf-8").startswith("@prefix")
    (own_corpus / "b.ttl").unlink()
    assert cli("fmt", "--check", own_corpus).code == 1
    assert cli("fmt", own_corpus).code == 0
    assert messy.read_text(encoding="utf-8").startswith("PREFIX")
    assert cli("fmt", "--check", own_corpus).code == 0


@pytest.mark.parametrize(
    ("complete", "text", "expected"),
    [
        (options.complete_question, "initiatives-by-s", "initiatives-by-sdg-target"),
        (options.complete_kind, "timeline", "timeline-entry"),
        (options.complete_strategy, "midt", PLAN),
        (options.complete_thing, "10.", "10.3"),
        (options.complete_thing, f"{PLAN}/pejlemaerke-1", f"{PLAN}/pejlemaerke-15"),
    ],
)
def test_completion_knows_what_is_there(cli: Cli, complete: object, text: str, expected: str) -> None:
    import click

    command = click.Command("x")
    found = complete(click.Context(command), click.Option(["--x"]), text)  # type: ignore[operator]
    assert expected in found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("strategigraf mat", "matrix"),
        ("strategigraf ask initiatives-by-sdg", "initiatives-by-sdg-target"),
        ("strategigraf ask initiatives-by-sdg-target --ta", "--target"),
        ("strategigraf ask initiatives-by-sdg-target --target 10.", "10.3"),
        ("strategigraf ask goals-by-track --strategy midt", PLAN),
        ("strategigraf matrix initiative sdg-t", "sdg-target"),
        ("strategigraf show 13.", "13.2"),
    ],
)
def test_the_shell_completes_a_line(words: str, expected: str, cache_root: Path) -> None:
    parts = words.split(" ")
    environment = os.environ | {
        "_STRATEGIGRAF_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(parts) - 1),
        "STRATEGIGRAF_CACHE": str(cache_root),
    }
    done = subprocess.run(
        [sys.executable, "-m", "strategigraf"], env=environment, capture_output=True, text=True, check=True
    )
    assert f"plain,{expected}" in done.stdout.splitlines()


@pytest.mark.slow
def test_a_query_file_runs_as_it_stands(cli: Cli) -> None:
    for path in sorted((TOP / "queries").glob("*.rq")):
        assert cli("query", path, "--format", "csv").code == 0


def test_a_folder_without_data_has_nothing_to_check(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("no data", encoding="utf-8")
    for arguments in (("--data", tmp_path / "empty"), (tmp_path / "empty",)):
        found = cli("check", *arguments, "--lang", "en")
        assert (found.code, found.out) == (2, "")
        assert found.err.startswith(f"nothing-to-check: There is nothing to check: {tmp_path / 'empty'} has no data.")


def test_a_folder_of_mapping_sets_is_checked(cli: Cli) -> None:
    found = cli("check", TOP / "data" / "alignments", "--lang", "en")
    assert (found.code, found.out) == (0, "")


def test_a_file_from_elsewhere_that_does_not_parse_is_told_every_time(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("PREFIX : <http://e/>\n:a :b .\n", encoding="utf-8")
    for _ in range(8):
        found = cli("check", path, "--data", CORPUS / "data", "--lang", "en")
        assert (found.code, found.out) == (3, "")
        assert found.err.startswith(f"turtle-syntax: {path}:2:")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["a>b.ttl", "a\\b.ttl", "a b.ttl", "a#b.ttl", "a%20b.ttl", "ø å.ttl", b"\xe6bler.ttl"])
def test_a_file_may_have_any_name(own_corpus: Path, cli: Cli, name: str | bytes) -> None:
    path = own_corpus / os.fsdecode(name)
    (own_corpus / "strategies" / "eksempelby-2030.ttl").rename(path)
    before = cli("list", "initiative", "--data", CORPUS / "data", "--format", "csv")
    found = cli("list", "initiative", "--data", own_corpus, "--format", "csv")
    assert (found.code, found.out) == (0, before.out)
    assert cli("check", "--data", own_corpus, "--sources", CORPUS / "sources").code == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("a sg:Goal ;", "a  sg:Goal ;", 1), encoding="utf-8")
    found = cli("fmt", path)
    assert (found.code, path.read_text(encoding="utf-8")) == (0, text)


def test_a_finding_in_a_file_whose_name_is_not_in_utf_8_is_told(own_corpus: Path, cli: Cli) -> None:
    path = own_corpus / os.fsdecode(b"\xe6>b.ttl")
    (own_corpus / "strategies" / "eksempelby-2030.ttl").rename(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sg:partOf :maal-1 ;", "", 1), encoding="utf-8")
    for name in ("table", "json"):
        found = cli("check", path, "--data", own_corpus, "--sources", CORPUS / "sources", "--format", name)
        assert found.code == 1
        assert "InitiativeShape-parent" in found.out
        assert "\\udce6>b.ttl" in found.out


def test_a_path_with_danish_letters_is_read_where_the_system_knows_only_ascii(own_corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(own_corpus, tmp_path / "Æbler" / "data")
    settings = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "STRATEGIGRAF_CACHE": str(tmp_path / "cache"),
    }
    command = [sys.executable, "-m", "strategigraf", "list", "--data", "Æbler/data", "--lang", "en"]
    for _ in range(2):
        found = subprocess.run(command, cwd=tmp_path, env=os.environ | settings, capture_output=True)
        assert (found.returncode, PROGRESS.sub("", found.stderr.decode("utf-8"))) == (0, "")
        assert b"initiative" in found.stdout
