"""The dossier of a strategy: its two files, opened by programs of others; every number in them opens to words."""

import io
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

import strategigraf as sg
from strategigraf.core.rdf import ID, LANGUAGES, Literal, Text
from strategigraf.core.report import Chapter, Column, Dossier, Figure, Part, things_in
from strategigraf.dossier import CHAPTERS
from strategigraf.dossier.chapters import Contents, chapters_of, strategy_dossier
from strategigraf.dossier.short.document import report_document
from strategigraf.files.workspace import find_workspace
from strategigraf.render.formats import dossier_content
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import EmbeddedStore
from tests.browser import OPENS, axe_violations, html_errors, opened, walk
from tests.conftest import Cli
from tests.office import opened as read
from tests.office import same_cells
from tests.test_faults import MAIN, environment
from tests.test_openings import PLAN, SOUTH, STRATEGIES
from tests.test_workbook import followed, linked, place_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def plan(store: EmbeddedStore) -> list[Contents]:
    return chapters_of(store, read_policy(store, find_workspace()), ID + PLAN, CHAPTERS)


@pytest.mark.parametrize("full", [False, True])
def test_each_section_is_once_in_the_chapters_in_reading_order(
    store: EmbeddedStore, plan: list[Contents], full: bool
) -> None:
    dossier = strategy_dossier(store, ID + PLAN, plan, full)
    named = [name for chapter in dossier.chapters for name, _ in chapter.entries]
    assert named == [section.name for section in dossier.sections]
    assert len(set(named)) == len(named)
    spared = ("short", "progress", "promised")  # the short report is no chapter; of progress this plan says nothing
    assert [chapter.name for chapter in plan] == [name for name in CHAPTERS if name not in spared]


def test_a_table_of_the_report_begins_with_what_its_rows_are_about(plan: list[Contents]) -> None:
    read = [entry.read for chapter in plan for entry in chapter.entries if isinstance(entry.read, Part)]
    assert len(read) > 15
    for table in read:
        assert not any(isinstance(row[0], Figure) for row in table.rows), table.name


def test_what_a_reader_is_spared_is_in_the_workbook(plan: list[Contents]) -> None:
    for entry in (entry for chapter in plan for entry in chapter.entries):
        if isinstance(entry.full, Part) and isinstance(entry.read, Part):
            assert set(things_in(entry.read.rows)) <= set(things_in(entry.full.rows)), entry.full.name
            if entry.full.name != "gaps-gaps":  # there a row of the report is a requirement
                assert set(entry.read.columns) <= set(entry.full.columns), entry.full.name
    assert all(entry.full for chapter in plan for entry in chapter.entries)


def test_the_short_report_comes_first_and_the_contents_lead_to_each_section(cli: Cli, tmp_path: Path) -> None:
    done = cli("report", SOUTH, "-o", tmp_path)
    assert (done.code, done.out) == (0, "")
    html = (tmp_path / f"{SOUTH}.html").read_text(encoding="utf-8")
    contents = html[html.index('<nav class="contents"') : html.index("</nav>")]
    anchors = re.findall(r'href="#([^"]+)"', contents)
    assert anchors == [*re.findall(r'<section id="(s\d+)"', html), "evidence"]
    main = html[html.index("<main") :]
    assert main.index('class="short da"') < main.index('class="short en"') < main.index('id="s2"')
    for language in LANGUAGES:  # each number opens to its own evidence
        links = set(re.findall(rf'href="#({language}-b\d+)"', main))
        assert links == set(re.findall(rf'<li id="({language}-b\d+)"', main))
        assert len(links) == 9
    cover = read(tmp_path / f"{SOUTH}.xlsx")["Overblik"]
    told = [str(row[0].value) for row in cover.iter_rows() if row[0].value and row[0].font.b]
    chapters = re.findall(r'class="chapter"><span lang="da" class="da">([^<]+)<', contents)
    assert chapters[0] == "Kort rapport"
    assert list(dict.fromkeys(line for line in told[told.index("Ark") :] if line in chapters)) == chapters


def test_chapters_are_named_in_either_language(cli: Cli, tmp_path: Path) -> None:
    both = cli("report", SOUTH, "--part", "mål", "--part", "METHOD", "-o", tmp_path / "a.html")
    assert both.code == 0, both.err
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert re.findall(r'class="chapter"><span lang="da" class="da">([^<]+)<', html) == ["Mål og indsatser", "Metode"]
    assert 'id="evidence"' not in html
    rest = [name for name in CHAPTERS if name not in ("goals", "method", "evidence")]
    without = [word for name in rest for word in ("--without", name)]
    assert cli("report", SOUTH, *without, "--without", "belaeg", "-o", tmp_path / "b.html").code == 0
    assert (tmp_path / "b.html").read_text(encoding="utf-8") == html


def test_a_chapter_that_does_not_exist_is_told_with_those_that_do(cli: Cli, tmp_path: Path) -> None:
    for arguments, words in (
        (("--part", "kapitel"), ("kapitel", "goals (mål)", "evidence (belæg)")),
        (("--without", "bilag", "--lang", "en"), ("bilag", "goals", "evidence")),
        (("--part", "høring"), ("høring", SOUTH, "goals (mål)")),
        (("--part", "mål", "--without", "goals"), ("--without",)),
    ):
        told = cli("report", SOUTH, *arguments, "-o", tmp_path / "x.html")
        assert told.code == 2, arguments
        assert [word for word in words if word not in told.err] == []
    with pytest.raises(sg.StrategigrafError, match=r"goals \(mål\)"):
        sg.report(sg.open(), SOUTH, part=["kapitel"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_report_is_a_word_document_with_its_evidence(tmp_path: Path, sources_folder: Path) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    report = sg.report(sg.open(), SOUTH, sources_folder)
    path = report.save(tmp_path / "report.docx")
    assert path.read_bytes() == report.save(tmp_path / "again.docx").read_bytes()
    document = docx.Document(str(path))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    titles = [chapter.title.da for chapter in report.value.chapters]
    assert headings[-len(titles) - 1 :] == [*titles, "Belæg"]
    xml = document.element.xml
    links = set(re.findall(r'w:hyperlink [^>]*w:anchor="(\w+)"', xml))
    marks = re.findall(r'w:bookmarkStart [^>]*w:name="(\w+)"', xml)
    assert len(set(marks)) == len(marks)
    assert links <= set(marks)
    assert len([link for link in links if link.startswith("entry")]) > 100
    short = sg.report(sg.open(), SOUTH, without=["evidence"]).document()
    assert "entry1" not in docx.Document(io.BytesIO(short)).element.xml


def test_ten_thousand_rows_are_refused_by_word_and_taken_by_the_workbook() -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    rows = tuple((Literal(str(number)), Text("række", "row")) for number in range(10_000))
    title = Text("Mange", "Many")
    part = Part("many", title, title, (Column("number"), Column("words")), rows)
    dossier = Dossier("x", title, title, (part,), {}, {}, chapters=(Chapter(title, (("many", title),)),))
    with pytest.raises(sg.StrategigrafError, match=r"(?s)10.000.*3.000.*xlsx"):
        report_document(None, dossier, "da")
    book = dossier_content(dossier, "xlsx", "da")
    assert isinstance(book, bytes)
    assert read(book)["1 Mange"].max_row > 10_000


def test_a_file_that_is_open_in_an_office_program_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    path = tmp_path / "rapport.docx"
    path.write_bytes(b"old")
    for lock in ("~$pport.docx", "~$rapport.docx", ".~lock.rapport.docx#"):
        (tmp_path / lock).write_text("", encoding="utf-8")
        told = cli("report", SOUTH, "--part", "metode", "-o", path)
        assert told.code == 3
        assert "åben i Word" in told.err
        assert lock in told.err
        assert path.read_bytes() == b"old"
        (tmp_path / lock).unlink()
    assert cli("report", SOUTH, "--part", "metode", "-o", path).code == 0
    assert path.read_bytes() != b"old"


@pytest.mark.long
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_report_prints_on_forty_sheets_at_most_without_the_evidence(
    browser: "Browser", tmp_path: Path, sources_folder: Path, strategy: str
) -> None:
    report = sg.report(sg.open(), strategy, sources_folder, without=["belæg"])
    path = report.save(tmp_path / "report.html")
    page = browser.new_context(offline=True).new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1042})
    assert page.evaluate("document.documentElement.scrollWidth") <= 681  # else all is printed smaller
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", pdf)) <= 40


@pytest.mark.slow
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


@pytest.mark.slow
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
    assert "ingen elementer" in html
    assert "Reglerne har ikke fundet noget" in html
    assert "Overblik" in read(tmp_path / "out" / "tom.xlsx").sheetnames
    pytest.importorskip("docx", reason="python-docx is not installed")
    assert cli("report", "tom", "-o", tmp_path / "out" / "tom.docx", "--data", data).code == 0


@pytest.mark.slow
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
