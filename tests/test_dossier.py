"""The dossier of a strategy: its two files, opened by programs of others; every number in them opens to words."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from strategigraf.core.rdf import ID
from strategigraf.core.report import Dossier
from strategigraf.dossier.strategy import strategy_dossier
from strategigraf.files.workspace import find_workspace
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import EmbeddedStore
from tests.browser import OPENS, axe_violations, html_errors, opened, paper_width, walk
from tests.conftest import Cli
from tests.office import opened as read
from tests.office import same_cells
from tests.test_faults import MAIN, environment
from tests.test_openings import PLAN, SOUTH, STRATEGIES
from tests.test_workbook import followed, linked, place_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHAPTERS = (
    "Datagrundlag",
    "Den røde tråd",
    "Tidsplan",
    "Matricer",
    "Dækning og mangler",
    "Kontrol af verdensmål",
    "Høring",
)


@pytest.fixture(scope="module")
def plan(store: EmbeddedStore) -> Dossier:
    return strategy_dossier(store, read_policy(store, find_workspace()), ID + PLAN)


def test_each_section_stands_once_in_the_chapters_in_reading_order(plan: Dossier) -> None:
    named = [name for chapter in plan.chapters for name, _ in chapter.entries]
    assert named == [section.name for section in plan.sections]
    assert len(set(named)) == len(named)
    titles = [chapter.title.da for chapter in plan.chapters]
    assert tuple(titles[: len(CHAPTERS)]) == CHAPTERS
    assert [title for title in titles[len(CHAPTERS) :] if title.startswith("Sammenlignet med ")] == titles[-4:]


def test_the_contents_lead_to_each_section_and_the_cover_has_the_chapters(cli: Cli, tmp_path: Path) -> None:
    done = cli("report", SOUTH, "-o", tmp_path)
    assert (done.code, done.out) == (0, "")
    html = (tmp_path / f"{SOUTH}.html").read_text(encoding="utf-8")
    contents = html[html.index('<nav class="contents"') : html.index("</nav>")]
    anchors = re.findall(r'href="#([^"]+)"', contents)
    assert anchors == [*re.findall(r'<section id="(s\d+)"', html), "evidence"]
    cover = read(tmp_path / f"{SOUTH}.xlsx")["Overblik"]
    told = [str(row[0].value) for row in cover.iter_rows() if row[0].value and row[0].font.b]
    chapters = re.findall(r'class="chapter"><span lang="da" class="da">([^<]+)<', contents)
    assert len(chapters) > 3
    assert [line for line in told[told.index("ark") :] if line in chapters] == chapters


def test_page_and_cover_say_whether_the_quotes_were_looked_up(cli: Cli, tmp_path: Path, sources_folder: Path) -> None:
    assert cli("report", SOUTH, "-o", tmp_path / "without").code == 0
    assert cli("report", SOUTH, "-o", tmp_path / "with", "--sources", sources_folder).code == 0
    for folder, looked_up in (("without", False), ("with", True)):
        html = (tmp_path / folder / f"{SOUTH}.html").read_text(encoding="utf-8")
        assert ("Citaterne er ikke kontrolleret" in html) is not looked_up
        rows = read(tmp_path / folder / f"{SOUTH}.xlsx")["Overblik"].iter_rows(values_only=True)
        cover = " ".join(str(value) for row in rows for value in row if value)
        assert ("ikke kontrolleret" in cover) is not looked_up
        assert bool(re.search(r"(\d+) af \1 forskellige citater er kontrolleret", cover)) is looked_up


def test_a_place_that_is_no_folder_is_refused_before_the_work(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    done = cli("report", PLAN, "-o", tmp_path / "taken")
    assert (done.code, done.out) == (3, "")
    assert "der er allerede en fil med det navn" in done.err
    assert "-o" in done.err
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"
    below = cli("report", PLAN, "-o", tmp_path / "taken" / "below", "--lang", "en")
    assert below.code == 3
    assert "a part of the path is not a folder" in below.err


def test_a_strategy_with_nothing_in_it_has_a_dossier_that_says_so(cli: Cli, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "empty.ttl").write_text(
        """\
PREFIX id: <https://w3id.org/strategigraf/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sg: <https://w3id.org/strategigraf/ns#>
id:tom a sg:Strategy ; skos:prefLabel "Tom strategi"@da .
""",
        encoding="utf-8",
    )
    done = cli("report", "tom", "-o", tmp_path / "out", "--data", data)
    assert done.code == 0, done.err
    html = (tmp_path / "out" / "tom.html").read_text(encoding="utf-8")
    assert "Tom strategi" in html
    for always in ("Dækning", "Mangler"):
        assert re.search(rf"<h2[^>]*><span class=.number-of.>\d+</span> <span[^>]*>{always}<", html), always
    assert "Overblik" in read(tmp_path / "out" / "tom.xlsx").sheetnames


def test_an_interrupt_leaves_the_old_files_whole(tmp_path: Path, cache_root: Path, cli: Cli) -> None:
    assert cli("list", "goal").code == 0  # the cache is there
    for ending in ("html", "xlsx"):
        (tmp_path / f"{PLAN}.{ending}").write_bytes(b"old")
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "report", PLAN, "-o", tmp_path, "--lang", "en"],
        stderr=subprocess.PIPE,
        env=environment(cache_root),
    )
    assert process.stderr is not None
    assert b"writing the report" in process.stderr.read(40)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{PLAN}.html", f"{PLAN}.xlsx"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}


@pytest.mark.long
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_page_of_each_strategy_opens_its_numbers_and_prints(
    strategy: str, cli: Cli, browser: "Browser", tmp_path: Path, sources_folder: Path
) -> None:
    paths = {}
    for language in ("da", "en"):
        told = ("report", strategy, "--lang", language, "--sources", sources_folder)
        for folder in (language, "again"):
            assert cli(*told, "-o", tmp_path / folder).code == 0
        paths[language] = next((tmp_path / language).glob("*.html"))
        for path in (tmp_path / language).iterdir():
            assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
    assert html_errors(list(paths.values())) == []
    with opened(browser, paths["da"]) as shown:
        assert walk(shown, OPENS) > 100
        assert axe_violations(shown) == []
        wide, paper = paper_width(shown)
        assert wide <= paper + 1
        assert shown.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    with opened(browser, paths["en"], width="phone", scheme="dark") as shown:
        assert shown.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert axe_violations(shown) == []
    with opened(browser, paths["en"], script=False) as shown:
        lost = shown.locator("main a[href^='#'], nav a").evaluate_all(
            "(links) => links.filter((a) => !document.querySelector(a.getAttribute('href'))).length"
        )
        assert lost == 0
        assert not shown.locator("h1 .da").is_visible()
        shown.locator("label[for=language-da]").click()
        assert shown.locator("h1 .da").is_visible()
        assert not shown.locator("h1 .en").is_visible()


@pytest.mark.long
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_workbook_of_each_strategy_opens_in_three_readers(
    strategy: str, language: str, cli: Cli, office: Any, tmp_path: Path
) -> None:
    assert cli("report", strategy, "--lang", language, "-o", tmp_path).code == 0
    (path,) = tmp_path.glob("*.xlsx")
    book = read(path)
    assert CalamineWorkbook.from_path(str(path)).sheet_names == book.sheetnames
    evidence = {"Opslag", "Belæg", "Index", "Evidence", "Tegn", "Legend"}
    followed_to = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in filter(linked, row):
                name, first, _ = place_of(cell)
                assert name in book.sheetnames, (sheet.title, cell.coordinate)
                assert first <= book[name].max_row, (sheet.title, cell.coordinate)
                if sheet.title not in evidence and name in evidence and isinstance(cell.value, int | float):
                    followed_to += bool(followed(book, cell, language == "da"))
    assert followed_to > 50
    same_cells(office, path, tmp_path / "csv")
