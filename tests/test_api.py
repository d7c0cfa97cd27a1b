"""The library in Python says what the command line says, as records, frames and files."""

import ast
import csv
import doctest
import importlib
import io
import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import strategigraf as sg
from strategigraf.core.errors import (
    FilesNotFound,
    LibraryMissing,
    NoThread,
    QuerySyntax,
    QuestionUnsure,
    UnknownElement,
    UnknownKind,
    UnknownParameter,
    UnknownQuestion,
    UnknownStrategy,
    UnknownTarget,
    WrongValue,
)
from strategigraf.core.rdf import ID, SG
from tests.conftest import TOP, Cli
from tests.counts import counted

PLAN, OLD, DRAFT, SOUTH, HEARING = (
    "midt-udviklingsplan-2023",
    "midt-social-strategi-status-2015",
    "midt-workshop-2022-06-15",
    "sjaelland-strategi-2025-2028",
    "midt-hoeringssvar-hjerneskade",
)
WORDS = "Which initiatives serve sub-target 4.4?"
THING = f"{PLAN}/pejlemaerke-8"
LANGUAGES = ("da", "en")

Tabled = Callable[[sg.Graph], "sg.Answer[Any]"]

TABLES: list[tuple[tuple[str, ...], Tabled]] = [
    (("list",), lambda g: sg.list_things(g)),
    (("list", "goal", "--strategy", PLAN), lambda g: sg.list_things(g, "goal", PLAN)),
    (("show", THING), lambda g: sg.show(g, THING)),
    (("show", "10.3"), lambda g: sg.show(g, "10.3")),
    (
        ("ask", "initiatives-by-sdg-target", "--target", "10.3"),
        lambda g: sg.ask(g, "initiatives-by-sdg-target", target="10.3"),
    ),
    (("ask", WORDS), lambda g: sg.ask(g, WORDS)),
    (("matrix", "initiative", "sdg-target"), lambda g: sg.matrix(g, "initiative", "sdg-target")),
    (
        ("matrix", "goal", "sdg-target", "--strategy", PLAN, "--basis", "named", "--only", "marks", "--sort", "marks"),
        lambda g: sg.matrix(g, "goal", "sdg-target", [PLAN], ["named"], "marks", sort="marks"),
    ),
    (
        ("matrix", "initiative", "sdg-target", "--strategy", PLAN, "--group", "track"),
        lambda g: sg.matrix(g, "initiative", "sdg-target", PLAN, group="track"),
    ),
    (("matrix", "aktør", "status"), lambda g: sg.matrix(g, "aktør", "status")),
    (("matrix", "initiative", "sdg-goal"), lambda g: sg.pivot(g, "initiative", "sdg-goal")),
    (
        ("matrix", "initiative", "sdg-goal", "--by", "column"),
        lambda g: sg.pivot(g, "initiative", "sdg-goal").by_column(),
    ),
    (
        ("matrix", "initiative", "sdg-goal", "--by", "strategy"),
        lambda g: sg.pivot(g, "initiative", "sdg-goal").by_strategy(),
    ),
    (("ask",), lambda g: sg.questions(g)),
    (
        ("matrix", f"handleplan@{OLD}", f"initiative@{PLAN}", "--long"),
        lambda g: sg.matrix(g, f"handleplan@{OLD}", f"initiative@{PLAN}").marks(),
    ),
]
REPORTS: list[tuple[tuple[str, ...], Tabled]] = [
    (("compare", PLAN, SOUTH), lambda g: sg.compare(g, PLAN, SOUTH)),
    (("compare", PLAN, SOUTH, "--kind", "goal"), lambda g: sg.compare(g, PLAN, SOUTH, ["goal"])),
    (("generations",), lambda g: sg.generations(g)),
    (("generations", OLD, PLAN, "--kind", "handleplan"), lambda g: sg.generations(g, OLD, PLAN, "handleplan")),
    (("hearing", HEARING), lambda g: sg.hearing(g, HEARING)),
    (("search", "sundhed", "borger"), lambda g: sg.search(g, "sundhed borger")),
    (("suggest", THING, "--task", "sdgs"), lambda g: sg.suggest(g, THING, "sdgs")),
    (("diff", DRAFT, PLAN), lambda g: sg.diff(g, DRAFT, PLAN)),
    (("diff", DRAFT, PLAN, "--type", "removed"), lambda g: sg.diff(g, DRAFT, PLAN, types="removed")),
    (("trace", THING), lambda g: sg.trace(g, THING)),
    (("trace", THING, "--down", "--depth", "2"), lambda g: sg.trace(g, THING, down=True, depth=2)),
    (("impact", THING), lambda g: sg.impact(g, THING)),
    (("explain", THING), lambda g: sg.explain(g, THING)),
    (("coverage",), lambda g: sg.coverage(g)),
    (("coverage", "--strategy", PLAN, "--level", "goal"), lambda g: sg.coverage(g, PLAN, "goal")),
    (("gaps",), lambda g: sg.gaps(g)),
    (("review",), lambda g: sg.review(g)),
    (("progress", "--preset", "national"), lambda g: sg.progress(g, preset="national")),
    (("sdg-check", "--strategy", PLAN), lambda g: sg.sdg_check(g, PLAN)),
    (("sdg-check", "--accuracy"), lambda g: sg.sdg_accuracy(g)),
    (("network",), lambda g: sg.overview(g)),
    (("network", "carriers", "--strategy", PLAN, "--most", "3"), lambda g: sg.carriers(g, PLAN, most=3)),
    (("network", "communities", "--strategy", PLAN), lambda g: sg.communities(g, PLAN)),
    (("network", "centrality", "--most", "4"), lambda g: sg.centrality(g, most=4)),
    (("network", "path", THING, f"{SOUTH}/maalsaetning-8"), lambda g: sg.path(g, THING, f"{SOUTH}/maalsaetning-8")),
    (("network", "overloaded"), lambda g: sg.overloaded(g)),
    (
        ("network", "expendable", "--strategy", PLAN, "--basis", "named"),
        lambda g: sg.expendable(g, PLAN, ["named"]),
    ),
]


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch, cache_root: Path) -> Callable[[str], sg.Graph]:
    for name in ("STRATEGIGRAF_SOURCES", "STRATEGIGRAF_DATA", "STRATEGIGRAF_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    return lambda language: sg.open(language=language)


@pytest.fixture
def g(graph: Callable[[str], sg.Graph]) -> sg.Graph:
    return graph("en")


def named(arguments: tuple[tuple[str, ...], Tabled] | Tabled) -> str:
    return " ".join(arguments[0]) if isinstance(arguments, tuple) else ""


@pytest.mark.sampled(6)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", TABLES, ids=named)
def test_a_table_is_what_the_command_prints(
    case: tuple[tuple[str, ...], Tabled], language: str, graph: Callable[[str], sg.Graph], cli: Cli
) -> None:
    arguments, asked = case
    answer = asked(graph(language))
    names = [name for name in answer.formats if name not in ("html", "xlsx", "docx", "parquet")]
    assert len(names) > 1
    for name in names[language == "da" :: 2]:  # each format in one of the languages, each language in half of them
        assert answer.content(name) == cli(*arguments, "--format", name, "--lang", language).out


@pytest.mark.sampled(6)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", REPORTS, ids=named)
def test_a_report_is_what_the_command_prints(
    case: tuple[tuple[str, ...], Tabled], language: str, graph: Callable[[str], sg.Graph], cli: Cli
) -> None:
    arguments, asked = case
    answer = asked(graph(language))
    names = ("json", "csv") if language == "en" else ("markdown", "table")
    for name in names if arguments[0] in ("compare", "coverage", "diff", "explain", "review") else names[:1]:
        assert answer.content(name) == cli(*arguments, "--format", name, "--lang", language).out, name


@pytest.mark.sampled(4)
@pytest.mark.parametrize("case", REPORTS[::4], ids=named)
def test_a_part_with_its_quotes_is_what_the_command_prints(
    case: tuple[tuple[str, ...], Tabled], g: sg.Graph, cli: Cli
) -> None:
    arguments, asked = case
    answer = asked(g)
    assert isinstance(answer, sg.ReportAnswer)
    for name in ("table", "markdown", "csv"):
        told = cli(*arguments, "--format", name, "--lang", "en", "--part", answer.parts[-1], "--evidence")
        assert answer[answer.parts[-1]].content(name, evidence=True) == told.out


def test_a_format_of_one_answer_alone_is_what_the_command_prints(g: sg.Graph, cli: Cli, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    asked = ("coverage", "--strategy", PLAN, "--lang", "en")
    assert cli(*asked, "--write-baseline", baseline).code == 0
    limits = ("schedule/initiative=100", "initiative.shallow=0")
    answer = sg.coverage(g, PLAN, limits=limits, baseline=baseline)
    command = (*asked, "--fail-under", limits[0], "--fail-under", limits[1], "--baseline", baseline)
    told = cli(*command, "--format", "junit")
    assert answer.content("junit") == answer["levels"].content("junit") == told.out
    assert answer.shortfalls[0].message.en in told.err
    assert told.code == 1
    part = sg.explain(g, THING).main
    assert part.to_markdown() == cli("explain", THING, "--part", part.name, "--lang", "en").out


@pytest.mark.sampled(6)
@pytest.mark.parametrize("case", REPORTS, ids=named)
def test_the_frames_of_a_report_have_its_numbers_and_its_openings(
    case: tuple[tuple[str, ...], Tabled], g: sg.Graph
) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("polars")
    answer = case[1](g)
    assert isinstance(answer, sg.ReportAnswer)
    record = answer.record()
    for part in record["parts"]:
        frame = answer[part["name"]].to_pandas(openings=True)
        other = answer[part["name"]].to_polars(openings=True)
        assert len(frame) == other.height == len(part["rows"])
        assert list(frame.columns) == other.columns
        for column in (column["name"] for column in part["columns"]):
            cells = [row[column] for row in part["rows"]]
            if any(isinstance(cell, dict) and "value" in cell for cell in cells):
                told = [cell["value"] if cell else None for cell in cells]
                assert all(cell is None or "value" in cell for cell in cells), column
                assert frame[column].dtype.kind in "if"
                assert other[column].dtype.is_numeric()
                assert [None if pandas.isna(value) else value for value in frame[column]] == told
                assert other[column].to_list() == told
                of = [tuple(cell["of"]) if cell else () for cell in cells]
                assert list(frame[f"{column}_of"]) == of
                assert list(map(tuple, other[f"{column}_of"].to_list())) == of
            elif any(isinstance(cell, dict) and "id" in cell for cell in cells):
                things = [cell["id"] if isinstance(cell, dict) else cell for cell in cells]
                assert other[column].to_list() == things
                assert str(frame[column].dtype) == "str"


def test_a_wide_frame_has_the_counts_of_the_matrix_and_the_signs_of_the_command(g: sg.Graph, cli: Cli) -> None:
    pytest.importorskip("pandas")
    answer = sg.matrix(g, "initiative", "sdg-target", PLAN)
    frame, signs, marked = (answer.to_pandas(cells) for cells in ("count", "signs", "marked"))
    lines = list(csv.reader(io.StringIO(cli("matrix", "initiative", "sdg-target", "--strategy", PLAN, "--format", "csv",
                                            "--lang", "en").out)))  # fmt: skip
    codes = lines[0][1:-1]
    assert list(frame.columns) == ["row", "row_label", "strategy", *codes]
    assert len(frame) == len(lines) - 2 == counted("things", "Initiative", PLAN)
    assert {str(frame[code].dtype) for code in codes} == {"int64"}
    assert list(frame[codes].sum()) == [int(number) for number in lines[-1][1:-1]]
    assert list(frame[codes].sum(axis=1)) == [int(line[-1]) for line in lines[1:-1]]
    for code, place in zip(codes, range(1, 99), strict=False):
        shown = [line[place].replace(" ", "") for line in lines[1:-1]]
        assert list(signs[code]) == shown
        assert list(marked[code]) == [bool(sign) for sign in shown]
    polars = answer.to_polars()
    assert polars.columns == list(frame.columns)
    assert [polars[code].sum() for code in codes] == list(frame[codes].sum())
    assert sg.pivot(g, "initiative", "sdg-target", PLAN).to_pandas().equals(frame)
    assert len(answer.marks().to_pandas().dropna(subset=["column"])) == int(frame[codes].sum().sum())


def test_columns_of_one_name_in_two_strategies_are_told_apart(g: sg.Graph) -> None:
    answer = sg.matrix(g, "goal", "initiative")
    names = answer.frame().names
    assert len(set(names)) == len(names)
    assert {f"{PLAN}/indsats-1-1", f"{SOUTH}/indsats-1-1", "handleplan-7-d"} <= set(names)
    assert sg.matrix(g, "sdg-goal", "track", PLAN).columns()["name"] == ("spor-1", "spor-2", "spor-3")


def test_a_grouped_matrix_keeps_its_groups_in_every_form(g: sg.Graph, cli: Cli) -> None:
    answer = sg.matrix(g, "initiative", "sdg-target", PLAN, group="track")
    assert [column for column in answer.frame().names if column.startswith("group")] == ["group", "group_label"]
    groups = [record["group_label"] for record in answer.records()]
    assert len(set(groups)) == 3
    told = cli("matrix", "initiative", "sdg-target", "--strategy", PLAN, "--group", "track", "--evidence").out
    assert told.count("\n— ") == 3


def test_a_cell_a_number_and_a_row_open_to_their_words(g: sg.Graph) -> None:
    matrix = sg.matrix(g, "initiative", "sdg-target", PLAN)
    cell = matrix.evidence("indsats-15-1", "4.4")
    assert "fagpilot" in " ".join(cell["words"])
    assert set(cell["row"]) == {f"{ID}{PLAN}/indsats-15-1"}
    assert matrix.evidence(0).records() == matrix.evidence(matrix.value.rows[0]).records()
    assert len(matrix.evidence()) > len(matrix.evidence(column="4.4")) > 0
    report = sg.compare(g, PLAN, SOUTH)
    opened = report["sdg"].evidence(0, "links_a")
    assert len(opened) >= 7
    assert all(opened["words"])
    assert report["sdg"].evidence(0, "links_b").records() == []
    assert sg.ask(g, "initiatives-by-sdg-target", target="4.4").evidence(0, "link")["words"]
    assert "mere lighed i sundhed" in sg.quotes(g, THING)["words"][0]
    assert sg.quotes(g, [THING, "10.3"])["thing"][-1] == "http://metadata.un.org/sdg/10.3"


def test_a_query_gives_rows_triples_or_a_truth(g: sg.Graph, cli: Cli) -> None:
    select = f"SELECT ?b (COUNT(?l) AS ?n) {{ ?l <{SG}basis> ?b }} GROUP BY ?b ORDER BY ?b"
    answer = sg.query(g, select)
    for name in ("table", "csv", "tsv", "json"):
        assert answer.content(name) == cli("query", "-e", select, "--format", name).out
    assert [type(record["n"]) for record in answer.records()] == [int] * len(answer)
    graph = sg.query(g, f"DESCRIBE <{ID}{PLAN}>")
    assert graph.content() == cli("query", "-e", f"DESCRIBE <{ID}{PLAN}>").out
    assert graph.frame().names == ("subject", "predicate", "object")
    assert sg.query(g, "ASK { ?s ?p ?o }")
    assert not sg.query(g, "ASK { ?s ?p <urn:nothing> }")


def test_a_check_says_what_the_command_says(own_corpus: Path, cli: Cli, graph: object) -> None:
    file = next(own_corpus.rglob("strategies/*.ttl"))
    file.write_text(file.read_text(encoding="utf-8").replace("sg:evidence :goal-1-quote-1", "sg:order 9"), "utf-8")
    found = sg.check(sg.open(own_corpus, language="en"))
    told = cli("check", "--data", own_corpus, "--lang", "en", "--format", "json")
    assert found.to_json() == told.out
    assert found.good == (told.code == 0)
    assert found.summary in told.err
    assert len(found) == len(json.loads(told.out)["findings"])
    assert {"file", "line", "severity", "rule", "thing", "message", "detail"} == set(found.frame().names)
    counterexample = TOP / "tests" / "counterexamples" / "ElementShape-evidence.ttl"
    assert not sg.check(sg.open(), [counterexample]).good


def test_the_network_is_one_of_networkx(g: sg.Graph, cli: Cli) -> None:
    whole = sg.network(g)
    assert whole.is_multigraph()
    near = sg.network(g, PLAN, around=THING)
    assert f"{ID}{THING}" in near
    assert len(near) < len(sg.network(g, PLAN)) < len(whole)
    exported = json.loads(cli("network", "export", "--format", "json").out)
    assert len(exported["nodes"]) == len(whole)


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        (lambda g: sg.matrix(g, "initiativ-x", "sdg-target"), UnknownKind, "initiativ"),
        (lambda g: sg.matrix(g, "goal", "sdg-target", "midt-udviklingsplan-2032"), UnknownStrategy, PLAN),
        (lambda g: sg.matrix(g, "goal", "sdg-target", bases="naemd"), WrongValue, "named"),
        (lambda g: sg.matrix(g, "goal", "sdg-target", only="gap"), WrongValue, "gaps"),
        (lambda g: sg.matrix(g, "goal", "sdg-target", sort="x"), WrongValue, "marks"),
        (lambda g: sg.matrix(g, "mission", "sdg-goal"), NoThread, ""),
        (lambda g: sg.matrix(g, "goal", "sdg-target").to_pandas("sum"), WrongValue, "count"),
        (
            lambda g: sg.matrix(g, "goal", "sdg-target", PLAN).evidence("pejlemaerke-99"),
            UnknownElement,
            "pejlemaerke-9",
        ),
        (lambda g: sg.matrix(g, "goal", "sdg-target").evidence(1000), WrongValue, "0 "),
        (lambda g: sg.matrix(g, "goal", "sdg-target").save("answer.pptx"), WrongValue, "xlsx"),
        (lambda g: sg.compare(g, PLAN, PLAN), WrongValue, "strategy"),
        (lambda g: sg.compare(g, PLAN, SOUTH)["sdgs"], WrongValue, "sdg"),
        (lambda g: sg.compare(g, PLAN, SOUTH).evidence(0, "nothing"), WrongValue, "elements"),
        (lambda g: sg.generations(g, PLAN, OLD), WrongValue, OLD),
        (lambda g: sg.diff(g, DRAFT, PLAN, types="gone"), WrongValue, "removed"),
        (lambda g: sg.hearing(g, "midt-hoeringssvar-hjerneskader"), UnknownElement, HEARING),
        (lambda g: sg.trace(g, f"{PLAN}/pejlemaerke-88"), UnknownElement, "pejlemaerke-8"),
        (lambda g: sg.trace(g, THING, depth=0), WrongValue, "1"),
        (lambda g: sg.show(g, "10.33"), UnknownTarget, "10.3"),
        (lambda g: sg.path(g, THING, THING), WrongValue, ""),
        (lambda g: sg.carriers(g, most=0), WrongValue, "1"),
        (lambda g: sg.network(g, depth=2), WrongValue, "around"),
        (lambda g: sg.ask(g, "initiatives-by-target"), UnknownQuestion, "initiatives-by"),
        (lambda g: sg.ask(g, "initiatives-by-sdg-target", goal="10"), UnknownParameter, "target"),
        (lambda g: sg.ask(g, "Hvor mange æbler koster en cykel i Peru?"), QuestionUnsure, ""),
        (lambda g: sg.ask(g, "actors")["nobody"], WrongValue, "actor"),
        (lambda g: sg.query(g, "SELECT ?x {"), QuerySyntax, ""),
        (lambda g: sg.query(g, "ASK { ?s ?p ?o }").content("turtle"), WrongValue, "json"),
        (lambda g: sg.check(g, engine="fast"), WrongValue, "pyshacl"),
        (lambda g: sg.check(g, ["nothing.ttl"]), FilesNotFound, ""),
        (lambda g: sg.open("no-such-folder"), FilesNotFound, ""),
        (lambda g: sg.open(language="sv"), WrongValue, "da"),
    ],
)
def test_wrong_input_is_told_with_thing_and_remedy_in_both_languages(
    asked: Callable[[sg.Graph], object], error: type[sg.StrategigrafError], told: str, g: sg.Graph
) -> None:
    with pytest.raises(error) as caught:
        asked(g)
    found = caught.value
    assert type(found) is error
    assert told in found.remedy.en
    assert found.message.da != found.message.en
    assert str(found) == found.message.en
    assert found.__notes__ == [found.remedy.en, f"{found.message.da} {found.remedy.da}"]


def test_an_answer_is_saved_whole_in_the_format_of_its_ending(g: sg.Graph, tmp_path: Path) -> None:
    matrix, report = sg.matrix(g, "goal", "sdg-target", PLAN), sg.compare(g, PLAN, SOUTH)
    for answer in (matrix, report):
        for ending in ("csv", "json", "md", "html", "xlsx", "txt"):
            path = answer.save(tmp_path / f"answer.{ending}")
            assert path.stat().st_size > 100
            assert path.read_bytes() == answer.save(tmp_path / f"again.{ending}").read_bytes()
    assert (tmp_path / "answer.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.slow
def test_the_report_is_the_files_that_the_command_writes(g: sg.Graph, cli: Cli, tmp_path: Path) -> None:
    report = sg.report(g, SOUTH)
    assert cli("report", SOUTH, "-o", tmp_path / "told", "--lang", "en").code == 0
    for ending in ("html", "xlsx"):
        saved = report.save(tmp_path / f"saved.{ending}")
        assert saved.read_bytes() == (tmp_path / "told" / f"{SOUTH}.{ending}").read_bytes()
    assert len(report.records()) == 9
    assert len(sg.report(g, SOUTH, part=["mål", "gaps"]).value.chapters) == 2


@pytest.mark.slow
def test_pictures_are_those_that_the_command_draws(g: sg.Graph, cli: Cli, tmp_path: Path) -> None:
    drawn = {
        ("sankey", "--strategy", PLAN, "--targets"): sg.sankey(g, PLAN, targets=True),
        ("heatmap", "goal", "sdg-goal", "--strategy", PLAN): sg.heatmap(g, "goal", "sdg-goal", PLAN),
        ("neighbourhood", f"{PLAN}/indsats-8-1"): sg.neighbourhood(g, f"{PLAN}/indsats-8-1"),
        ("timeline", "--strategy", PLAN): sg.timeline(g, PLAN),
    }
    for asked, answer in drawn.items():
        for ending in ("svg", "html"):
            saved = answer.save(tmp_path / f"saved.{ending}")
            told = cli("picture", *asked, "--format", ending, "--lang", "en").out
            assert saved.read_text(encoding="utf-8") == told
        assert answer._repr_svg_() == answer.content("svg")
        assert len(answer.records()) == len(answer.value.of) > 5
        assert len(answer.evidence()) >= len(answer)
        assert str(answer).startswith(answer.value.title.en)
    with pytest.raises(sg.StrategigrafError) as caught:
        sg.sankey(g, PLAN, levels="goal")
    assert "two levels" in caught.value.message.en


def test_a_cell_of_a_notebook_opens_to_words_and_nothing_in_it_is_active(g: sg.Graph, own_corpus: Path) -> None:
    shown = sg.matrix(g, "initiative", "sdg-target", PLAN, ["named", "interpreted"])._repr_html_()
    assert "<details><summary" in shown
    assert "fagpilotuddannelser" in shown
    assert "(gap)" in shown
    assert "script" not in shown
    report = sg.compare(g, PLAN, SOUTH)["sdg"]._repr_html_()
    assert "<details><summary>7</summary>" in report
    file = next(own_corpus.rglob("strategies/*.ttl"))
    text = file.read_text(encoding="utf-8")
    title = text.split('skos:prefLabel "')[2].split('"')[0]
    file.write_text(text.replace(title, "<script>alert(1)</script>"), encoding="utf-8")
    other = sg.open(own_corpus)
    for answer in (sg.list_things(other, "goal"), sg.matrix(other, "initiative", "goal"), sg.overview(other)):
        assert "<script" not in answer._repr_html_()
    shown = "".join(sg.list_things(other, kind)._repr_html_() for kind in ("goal", "strategy", "track"))
    assert "&lt;script&gt;" in shown
    long = sg.list_things(g, "initiative")
    assert f"The first 60 of {len(long)} rows" in long._repr_html_()


def test_a_question_is_answered_on_the_files_as_they_are_now(own_corpus: Path, graph: object) -> None:
    other = sg.open(own_corpus)
    before = sg.list_things(other, "goal")
    titles = before["thing_label"]
    file = own_corpus / "strategies" / "eksempelby-2030.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace(f'"{titles[0]}"@da', '"Nyt mål"@da'), encoding="utf-8")
    assert sg.list_things(other, "goal")["thing_label"] == ("Nyt mål", *titles[1:])


def test_a_damaged_cache_is_told_as_a_warning(
    own_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(tmp_path / "cache"))
    other = sg.open(own_corpus, language="en")
    whole = sg.list_things(other).records()
    for stamp in (tmp_path / "cache").rglob("stamp.json"):
        stamp.write_text("{}", encoding="utf-8")
    with pytest.warns(sg.Notice, match="rebuilt"):
        assert sg.list_things(other).records() == whole
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sg.list_things(other).records() == whole


BARE = """
import sys
for name in ("pandas", "polars", "numpy", "matplotlib", "IPython"):
    sys.modules[name] = None
import strategigraf as sg
g = sg.open(language="en")
answer = sg.matrix(g, "goal", "sdg-target", "midt-udviklingsplan-2023")
assert answer.records() and answer.to_csv() and answer._repr_html_() and answer.evidence(0) is not None
report = sg.compare(g, "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028")
assert report.to_json() and report["sdg"].records()
for ask in (answer.to_pandas, report.to_pandas, answer.marks().to_polars, report["sdg"].to_polars):
    try:
        ask()
    except sg.StrategigrafError as error:
        print(type(error).__name__, error.remedy.en)
"""


def test_without_pandas_and_polars_all_else_works(cache_root: Path) -> None:
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(cache_root)}
    done = subprocess.run([sys.executable, "-c", BARE], env=environment, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(f'{LibraryMissing.__name__} Install it: pip install "strategigraf[pandas]"')
    assert 'pip install "strategigraf[polars]"' in lines[3]


SCRIPT = """
import strategigraf as sg

g: sg.Graph = sg.open(language="en")
matrix: sg.MatrixAnswer = sg.matrix(g, "initiative", "sdg-target", strategies=["midt-udviklingsplan-2023"])
rows: tuple[str, ...] = matrix.value.rows
words: sg.TableAnswer = matrix.evidence(0)
report = sg.compare(g, "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028")
compared: bool = report.value.pairing.compared
part: sg.PartAnswer = report["sdg"]
total = sum(int(record["links_a"]) for record in part.records())
names: list[str] = part.to_polars(openings=True).columns
frame = sg.ask(g, "actors").to_pandas()
good: bool = sg.check(g).good
nodes: int = sg.network(g).number_of_nodes()
fates = [fate.fate for one in sg.generations(g).value for fate in one.fates]
sg.nothing(g)
"""


@pytest.mark.slow
def test_a_script_of_a_user_is_typed(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(TOP / "pyproject.toml"), "script.py"]
    environment = os.environ | {"MYPYPATH": str(TOP / "src")}
    command += ["--cache-dir", str(TOP / ".mypy_cache")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    errors = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1, done.stdout
    assert 'has no attribute "nothing"' in errors[0]


def test_importing_the_library_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import strategigraf; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["strategigraf"]


def test_opening_and_asking_imports_nothing_heavy(cache_root: Path) -> None:
    code = """
import sys, strategigraf as sg
sg.list_things(sg.open(), "goal").records()
heavy = {"rdflib", "pyshacl", "networkx", "click", "pandas", "polars", "numpy", "jinja2"}
print(*sorted(heavy & set(sys.modules)))
"""
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(cache_root)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_every_public_name_is_there_documented_and_complete() -> None:
    typed = ast.parse((TOP / "src" / "strategigraf" / "__init__.py").read_text(encoding="utf-8"))
    for_checkers = {
        alias.name
        for node in ast.walk(typed)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("strategigraf.")
        for alias in node.names
    }
    assert for_checkers <= set(sg.__all__)
    for name in for_checkers:
        assert getattr(sg, name) is getattr(importlib.import_module(sg.public_modules()[name]), name)
    assert set(sg.__all__) <= set(dir(sg))
    page = (TOP / "docs" / "api.md").read_text(encoding="utf-8")
    for name in sg.__all__:
        thing = getattr(sg, name)
        assert thing.__doc__, name
        if not isinstance(thing, type):
            assert f"`{name}(" in page, name
            assert ">>>" in thing.__doc__, name
            assert "Raises" in thing.__doc__ or "network" in thing.__module__, name
    with pytest.raises(AttributeError):
        getattr(sg, "no" + "thing")


MODULES = [sg, *map(importlib.import_module, dict.fromkeys(sg.public_modules().values()))]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_the_examples_that_help_shows_give_what_they_say(module: Any, graph: object) -> None:
    assert doctest.testmod(module, extraglobs={"sg": sg}).failed == 0


def test_the_examples_of_the_page_give_what_they_say(graph: object, tmp_path: Path, monkeypatch: Any) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    found = doctest.testfile(str(TOP / "docs" / "api.md"), module_relative=False, encoding="utf-8")
    assert found.failed == 0
    assert found.attempted > 15


def test_the_example_of_the_readme_runs(graph: object, tmp_path: Path, monkeypatch: Any) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", (TOP / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    assert (tmp_path / "compared.xlsx").stat().st_size > 10_000


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["html", "xlsx"])
def test_a_saved_answer_can_say_what_was_verified_as_the_command_does(
    graph: Any, cli: Cli, sources_folder: Path, tmp_path: Path, ending: str
) -> None:
    g = graph("en")
    plans = ("midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028")
    asked = {
        ("compare", *plans): sg.compare(g, *plans),
        ("matrix", "initiative", "sdg-target"): sg.matrix(g, "initiative", "sdg-target"),
        ("hearing",): sg.hearing(g),
    }
    for number, (command, answer) in enumerate(asked.items()):
        told, saved = tmp_path / f"told-{number}.{ending}", tmp_path / f"saved-{number}.{ending}"
        assert cli(*command, "-o", told, "--sources", sources_folder, "--lang", "en").code == 0
        answer.save(saved, sources=sources_folder)
        assert saved.read_bytes() == told.read_bytes()
        answer.save(saved)
        assert ending == "html" or saved.read_bytes() != told.read_bytes()  # a page has no cover


def test_what_has_no_cover_says_so_where_it_is_to_be_verified(graph: Any, tmp_path: Path) -> None:
    with pytest.raises(WrongValue, match="Only the workbook"):
        sg.list_things(graph("en"), "goal").save(tmp_path / "goals.csv", sources=tmp_path)
    assert list(tmp_path.iterdir()) == []
