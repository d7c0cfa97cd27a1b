"""The short report: its numbers and findings against what was read off the sources, its pages opened by others."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import strategigraf as sg
from strategigraf.core.rdf import LANGUAGES, texts
from strategigraf.dossier.short.brief import Brief, codes, report_rules
from tests.browser import axe_violations, html_errors, opened
from tests.conftest import CORPUS, HERE, Cli
from tests.test_openings import PLAN, SOUTH, STRATEGIES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STATUS = "midt-social-strategi-status-2015"
DRAFT, NATIONAL = "midt-workshop-2022-06-15", "midt-workshop-2022-06-15/national"
NUMBERS = {  # read off the sources by people, with scripts of their own
    PLAN: [
        ("structure", "15"), ("challenges", "4 af 4"), ("entries", "30"), ("timed", "25 af 53"),
        ("timed-goals", "14 af 15"), ("targets", "11"), ("own-target", "20 af 53"), ("misfit", "3 af 11"),
        ("before", "14 af 38"), ("hearing", "5 af 16"),
    ],
    SOUTH: [
        ("structure", "9"), ("goals-served", "9 af 9"), ("key-figure-1", "13"), ("key-figure-2", "ca. 1.000"),
        ("key-figure-3", "ca. 1.800"), ("key-figure-4", "ca. 1,1"), ("key-figure-5", "ca. 20"), ("standards", "10"),
        ("counterpart", "8 af 9"),
    ],
    STATUS: [
        ("structure", "38"), ("status", "31 af 38"), ("begun", "16"), ("not-begun", "14"), ("actor", "31 af 38"),
        ("after", "14 af 38"), ("carried-on", "14 af 38"), ("skipped", "9"), ("key-figure-1", "8"),
    ],
    DRAFT: [("sdgs", "6")],
    NATIONAL: [("structure", "15")],
}  # fmt: skip
FINDINGS = {
    PLAN: [("time", 0.53), ("own-target", 0.50), ("misfit", 0.41), ("generation", 0.37), ("hearing", 0.19)],
    SOUTH: [("time", 1.0)],
    STATUS: [
        ("generation", 0.37), ("unbegun", 0.29), ("no-status", 0.18), ("contradiction", 0.15), ("skipped", 0.13),
    ],
    DRAFT: [("contradiction", 0.15)],  # SDGs of its tracks are lost pictures: no gap is told
    NATIONAL: [],
}  # fmt: skip
GAPS = {
    PLAN: [(53, 25, None, 28), (15, 14, None, 1), (53, 20, 33, 0), (15, 6, 9, 0)],
    SOUTH: [],
    STATUS: [(38, 31, None, 7)],
    DRAFT: [],
    NATIONAL: [],
}
LINES = {  # of the figure: the goal, the SDGs that it leads to itself, and those that only an initiative below it does
    "1": ("", "16"), "2": ("", ""), "3": ("17", "10 16"), "4": ("", "17"), "5": ("13", ""), "6": ("10", "8 16"),
    "7": ("", "17"), "8": ("10", ""), "9": ("3", ""), "10": ("", "3"), "11": ("", ""), "12": ("", ""),
    "13": ("", "8"), "14": ("", "8"), "15": ("4", ""),
}  # fmt: skip
COUNTS = {  # of the figure, from top to bottom: entries in 2024 and after; initiatives; those by status; initiatives
    PLAN: "2 1, 1 1, 2 1, 1 1, 0 2, 2 3, 0 1, 1 0, 0 0, 0 1, 1 0, 0 1, 0 1, 1 3, 2 1",
    SOUTH: "1, 1, 1, 3, 1, 1, 1, 1, 1",
    STATUS: "3 0 1 0, 2 0 2 1, 1 0 2 3, 3 0 2 0, 1 0 1 2, 1 0 2 0, 3 0 2 0, 1 0 0 0, 1 0 2 1, 0 1 0 0",
    NATIONAL: "4, 3, 7, 1",
}
AROUND = {  # quotes found, and the shares of the texts that are quoted
    PLAN: ("237", "94 98 88 53"), SOUTH: ("125", "93 94"), STATUS: ("170", "88 94"), DRAFT: ("115", "53 94"),
    NATIONAL: ("22", "53"),
}  # fmt: skip
OUT = r"\b(står|hviler|bærer|hænger|modsvar|huller?|slags|efterprøvet|læser|påstand|delvis|pct|hearing|stands?)\b"


@pytest.fixture(scope="module")
def briefs(sources_folder: Path) -> dict[str, Brief]:
    graph = sg.open(language="da")
    return {name: brief_of(sg.report(graph, name, sources_folder, short=True)) for name in STRATEGIES}


def answer(name: str, language: str = "da", data: Path | None = None, **options: Any) -> sg.StrategyAnswer:
    return sg.report(sg.open(data, language=language), name, short=True, **options)


def brief_of(found: sg.StrategyAnswer) -> Brief:
    assert found.value.brief is not None
    return found.value.brief


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", pdf))


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_and_findings_are_those_read_off_the_sources(briefs: dict[str, Brief], name: str) -> None:
    brief = briefs[name]
    assert [(number.name, number.value.da) for number in brief.numbers] == NUMBERS[name]
    assert [(finding.family, round(finding.score, 2)) for finding in brief.findings] == FINDINGS[name]
    assert [(gap.total, gap.own, gap.inherited, gap.none) for gap in brief.gaps] == GAPS[name]
    assert all(gap.own + (gap.inherited or 0) + gap.none == gap.total for gap in brief.gaps)


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_figure_that_is_printed_was_read_off_the_sources(briefs: dict[str, Brief], name: str) -> None:
    brief = briefs[name]
    lines = (HERE / "short_report.tsv").read_text(encoding="utf-8").splitlines()[1:]
    told = [line.split("\t")[1:] for line in lines if line.split("\t")[0] == name]
    assert [number.name for number in brief.numbers] == [row[0] for row in told]
    for number, (_, sentence, evidence) in zip(brief.numbers, told, strict=True):
        assert sentence in number.told.da, number.name
        assert evidence in number.evidence.told.da, number.name
    counted = [" ".join(map(str, row.counts)) for row in brief.thread.rows] if brief.thread else []
    assert ", ".join(counted) == COUNTS.get(name, "")
    quotes, shares = AROUND[name]
    assert f"Alle {quotes} citater" in brief.facts[-1][1].da
    assert " ".join(re.findall(r"(\d+) %", " ".join(told.da for told in brief.read))) == shares


def test_the_findings_of_the_plan_say_what_the_source_says(briefs: dict[str, Brief]) -> None:
    brief = briefs[PLAN]
    gone = next(finding for finding in brief.findings if finding.family == "generation")
    assert gone.title.da == "Sikkerhed og forskning er ikke nævnt i planen"  # “velfærdsteknologi” is, so not technology
    assert "2018–2020" in gone.told.da
    bare = next(finding for finding in brief.findings if finding.family == "own-target")
    assert "Pejlemærke 2, 11 og 12 har intet verdensmål" in bare.told.da
    wrong = next(finding for finding in brief.findings if finding.family == "misfit")
    assert "Delmål 8.6 havde frist i 2020" in wrong.told.da
    assert [quote.foreign for quote in wrong.quotes] == [False, True]


def test_the_figure_draws_the_lines_that_the_links_are(briefs: dict[str, Brief]) -> None:
    thread = briefs[PLAN].thread
    assert thread is not None
    drawn = {row.code: (" ".join(row.own), " ".join(row.below)) for row in thread.rows}
    assert drawn == LINES
    assert sum(row.counts[0] for row in thread.rows) == 13
    assert [len(band.rows) for band in thread.bands] == [5, 5, 5]
    for row in thread.rows:
        assert max(map(len, row.label)) <= report_rules()["figure"]["label"]
    south, status = briefs[SOUTH].thread, briefs[STATUS].thread
    assert south is not None
    assert status is not None
    assert [band.ends for band in south.bands] == [(), (), ()]
    assert [head.da for head in status.columns] == ["I gang", "Løbende", "Ikke begyndt", "Uden status"]
    assert [sum(row.counts[place] for row in status.rows) for place in range(4)] == [16, 1, 14, 7]
    labels = {row.code: row.label for row in status.rows}  # the English label is shorter than the title, no Danish one
    assert labels["4"] == ("Dokumentation af indsats og resultater", "Documenting interventions and results")
    assert labels["9"] == ("Høj sikkerhed for borgere og ansatte", "Safety for citizens and staff")


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_number_opens_and_every_finding_is_proved(briefs: dict[str, Brief], name: str) -> None:
    brief = briefs[name]
    for number in brief.numbers:
        counted = [int(digits) for digits in re.findall(r"\d+", number.value.da.replace(".", ""))]
        assert number.evidence.opened, number.name
        if not number.name.startswith("key-figure"):
            assert len(number.evidence.opened) in (*counted, *_plus(number)), number.name
        if number.name != "skipped":
            assert all(one.words for one in number.evidence.opened), number.name
    for finding in brief.findings:
        assert finding.quotes, finding.family
        assert max(len(title) for title in finding.title) <= 60
        assert all(len(quote.words.split()) <= 30 for quote in finding.quotes)
        assert all(brief.place(number) for number in finding.numbers), finding.family
    assert max(len(lead.split()) for lead in brief.lead) <= 70


def _plus(number: Any) -> tuple[int, ...]:
    """What else some numbers open to: goals and initiatives, the misfits behind targets."""
    return {"structure": (48, 19, 15, 9), "misfit": (3,)}.get(number.name, ())


def test_the_words_are_those_of_the_glossary() -> None:
    found = {key: match[0] for key, text in texts("short").items() for one in text
             if (match := re.search(OUT, one, re.IGNORECASE))}  # fmt: skip
    assert found == {}


def test_codes_in_a_row_are_told_as_a_range() -> None:
    assert codes(["5-3", "5-1", "5-2", "1-3", "1-4"]).da == "1-3, 1-4 og 5-1 til 5-3"
    assert codes(["9-A", "9-B", "9-C", "9-D", "10"]).en == "9-A to 9-D and 10"


# The pages, opened by the programs of others.


@pytest.fixture(scope="module")
def saved(sources_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of all strategies in both languages."""
    folder = tmp_path_factory.mktemp("short")
    return [
        answer(name, language, sources=sources_folder).save(folder / f"{name.replace('/', '-')}-{language}.html")
        for name in STRATEGIES
        for language in LANGUAGES
    ]


def test_pages_are_valid_html(saved: list[Path]) -> None:
    assert html_errors(saved) == []


def test_every_number_that_is_printed_opens_to_evidence_with_a_quote(saved: list[Path]) -> None:
    """In the numbers, the gaps and the findings: a link whose evidence is there, or the evidence itself."""
    for path in saved:
        page = path.read_text(encoding="utf-8").partition("</style>")[2]
        evidence = dict(re.findall(r'<li id="(b\d+)">(.*?)</li>(?=<li id=|</ol>)', page, re.DOTALL))
        numbers = re.findall(r"<div[^>]*><dt>([^<]+)</dt><dd>(.*?)</dd>", page.partition('<dl class="numbers"')[2])
        gaps = [row for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if 'class="r"' in row and "<td" in row]
        findings = re.findall(r"<h3>.*?</h3><p>(.*?)</blockquote></div>", page.partition('<ol class="findings"')[2])
        assert numbers, path.name
        for told in (*(dd for _, dd in numbers), *gaps, *findings):
            if "<details>" in told:
                assert told.count("<li>") == told.count("<q "), (path.name, told)
                continue
            links = re.findall(r'href="#(b\d+)"', told)
            assert links or "<blockquote>" in told, (path.name, told)
            for link in links:
                opened = evidence[link]
                assert re.search(r"<q lang=|[»“]", opened), (path.name, link)
                assert "<details>" in opened, (path.name, link)


def test_pages_print_on_two_sheets_at_most(browser: "Browser", saved: list[Path]) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    for path in saved:
        page.goto(path.as_uri())
        assert 1 <= pages_in(page.pdf(prefer_css_page_size=True, print_background=True)) <= 2, path.name
        assert "flow" not in (page.locator("main").get_attribute("class") or ""), path.name
    context.close()


def test_pages_have_room_on_a_phone_open_and_can_be_read_aloud(browser: "Browser", saved: list[Path]) -> None:
    for path in saved:
        with opened(browser, path, width="phone") as page:
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path.name
            shut = page.locator("details").count()
            for summary in page.locator("summary").all():
                summary.click()
            assert page.locator("details[open]").count() == shut
        if path.stem.endswith("-da"):
            with opened(browser, path) as page:
                assert axe_violations(page) == [], path.name


def test_the_browser_of_the_machine_prints_the_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        pytest.skip("Chromium is not installed")
    content = answer(SOUTH).save(tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert pages_in(content) <= 2
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(sg.StrategigrafError, match=r"\.html"):
        answer(SOUTH).pdf()


@pytest.mark.parametrize("name", [PLAN, SOUTH, STATUS])
def test_a_word_document_is_whole_and_the_same_every_time(name: str) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    content = answer(name, "en").document()
    assert content == answer(name, "en").document()
    document = docx.Document(io.BytesIO(content))
    xml = document.element.xml
    links = re.findall(r'w:hyperlink w:anchor="(\w+)"', xml)
    assert links
    assert set(links) <= set(re.findall(r'w:bookmarkStart [^>]*w:name="(\w+)"', xml))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Caption", "Evidence", "Note"} <= styles
    assert {"SEQ Figure", "SEQ Table"} <= set(re.findall(r"SEQ \w+", xml))
    assert "NUMPAGES" in document.sections[0].footer._element.xml
    assert 'w:lang w:val="en-GB"' in document.styles.element.xml
    assert document.core_properties.title
    assert document.core_properties.created.year in (2000, 2015, 2023)
    pictures = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', xml)
    assert len(pictures) == 1
    assert "Vision" in pictures[0]
    assert "w:tblHeader" in xml


@pytest.mark.parametrize(
    ("name", "language"),
    [(PLAN, "da"), *(pytest.param(name, language, marks=pytest.mark.long)
                     for name in STRATEGIES for language in LANGUAGES if (name, language) != (PLAN, "da"))],
)  # fmt: skip
def test_word_documents_open_in_libreoffice_on_two_pages(
    office: Any, tmp_path: Path, sources_folder: Path, name: str, language: str
) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    matched = subprocess.run(["fc-match", "Calibri"], capture_output=True, text=True).stdout
    if "Carlito" not in matched:
        pytest.skip("no font is as wide as Calibri here (fonts-crosextra-carlito)")
    path = answer(name, language, sources=sources_folder).save(tmp_path / f"{name.replace('/', '-')}.docx")
    (pdf,) = office(path, "pdf", tmp_path)
    assert pages_in(pdf.read_bytes()) <= 2


# What is wrong with what is given.


def test_a_template_gives_its_styles_and_lacks_of_it_are_told(cli: Cli, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    template = docx.Document()
    template.add_paragraph("Skal væk")
    quote = template.styles["Quote"].element
    quote.getparent().remove(quote)
    template.styles["Title"].font.name = "Georgia"
    template.save(str(tmp_path / "template.docx"))
    target = tmp_path / "report.docx"
    told = cli("report", SOUTH, "--short", "--template", tmp_path / "template.docx", "-o", target)
    assert told.code == 0
    assert "Skabelonen mangler: Quote." in told.err
    made = docx.Document(str(target))
    assert made.styles["Title"].font.name == "Georgia"
    assert made.styles["Quote"].base_style.name == "Normal"
    assert "Skal væk" not in made.element.xml
    (tmp_path / "no.docx").write_text("ikke Word", encoding="utf-8")
    told = cli("report", SOUTH, "--short", "--template", tmp_path / "no.docx", "-o", target)
    assert told.code == 2
    assert "no.docx" in told.err
    assert docx.Document(str(target)).styles["Title"].font.name == "Georgia"  # the old file is whole


def test_a_wrong_ending_or_option_is_told(cli: Cli, tmp_path: Path) -> None:
    for arguments, words in (
        (["-o", tmp_path / "a.odt"], "html, docx, pdf, xlsx"),
        (["-o", tmp_path / "a.csv"], ".html, .docx, .pdf, .xlsx"),
        (["--part", "mål", "--short"], "--part, --without"),
        (["--short", "--template", tmp_path / "t.docx", "-o", tmp_path / "a.html"], ".docx"),
        (["--template", tmp_path / "t.docx", "-o", tmp_path], ".docx"),
        (["--short", "-o", tmp_path / "none" / "a.html"], "a.html"),
    ):
        told = cli("report", SOUTH, *arguments)
        assert told.code in (2, 3), arguments
        assert all(word in told.err for word in words.split(", ")), told.err
    assert list(tmp_path.iterdir()) == []
    told = cli("report", SOUTH, "--short", "-o", tmp_path / "folder")
    assert (tmp_path / "folder" / f"{SOUTH}.html").is_file(), told.err


def test_an_invented_strategy_is_reported_by_the_same_rules(tmp_path: Path) -> None:
    found = answer("eksempelby-2030", data=CORPUS)
    assert [(row["name"], row["value"]) for row in found] == [
        ("structure", "3"), ("challenges", "1 af 1"), ("entries", "4"), ("timed", "3 af 5"), ("timed-goals", "2 af 3"),
        ("targets", "2"), ("own-target", "2 af 5"),
    ]  # fmt: skip
    assert [finding.family for finding in brief_of(found).findings] == ["own-target", "time"]


def test_a_strategy_without_elements_and_a_title_without_end(browser: "Browser", tmp_path: Path) -> None:
    shutil.copytree(CORPUS / "data", tmp_path / "data")
    path = tmp_path / "data" / "strategies" / "eksempelby-2030.ttl"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace('"Eksempelby 2030"@da', f'"{"Meget lang titel " * 120}"@da'), encoding="utf-8")
    long = answer("eksempelby-2030", data=tmp_path)
    assert len(brief_of(long).title.da) <= report_rules()["words"]["title"] + 2
    page = long.save(tmp_path / "long.html")
    start = whole.index("id:eksempelby-2030\n")
    path.write_text(whole[: whole.index("\n.\n", start) + 3], encoding="utf-8")
    empty = answer("eksempelby-2030", data=tmp_path)
    assert len(empty) == 0
    assert brief_of(empty).findings == ()
    assert "ingen elementer" in empty.page()
    assert "Reglerne har ikke fundet noget" in empty.page()
    for one in (page, empty.save(tmp_path / "empty.html")):
        with opened(browser, one) as shown:
            assert axe_violations(shown) == []
            assert pages_in(shown.pdf(prefer_css_page_size=True)) <= 2
