"""The page: opens by itself in a real browser, with and without script, by keyboard, on paper; valid and inert."""

import re
import subprocess
import time
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, LANGUAGES, SDG, SG, Iri, Literal, Text, message
from strategigraf.core.report import (
    Chapter,
    Column,
    Crossing,
    Dossier,
    Drawing,
    Figure,
    Part,
    Passage,
    Report,
    Words,
    count,
    share,
)
from strategigraf.core.text import revision
from strategigraf.core.thread import Edge, Mark
from strategigraf.matrix.matrix import matrix
from strategigraf.render.formats import of_matrix, of_report
from strategigraf.render.html_page.document import inline_svg, page, page_pieces
from strategigraf.render.html_page.writer import MOST_USES, Appendix, Use, ranges
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore
from tests.browser import OPENS, SCHEMES, WIDTHS, axe_violations, html_errors, is_large, opened, paper_width, walk
from tests.conftest import Cli
from tests.test_openings import ANSWERS, DRAFT, OLD, ONE_OF_EACH, PLAN, SOUTH

if TYPE_CHECKING:
    from playwright.sync_api import Browser


EVIL = (
    "<script>document.title='x'</script><img src=https://example.org/x onerror=alert(1)>"
    "</style></script>\u202edrow\u202c 🦆 \u200b javascript:alert(1) \x07 ]]> --> {{ 7*7 }} {% raw %}"
)
BOTH = Text("dansk", "English")
MATRICES = [
    ("matrix", "initiative", "sdg-target"),
    ("matrix", "initiative", "sdg-target", "--strategy", PLAN, "--group", "track"),
    ("matrix", "track", "sdg-goal"),
    ("matrix", "goal", "goal", "--strategy", SOUTH, "--strategy", PLAN),
    ("matrix", "aktør", "status"),
    ("matrix", "sdg-goal", "strategy"),
    *(("matrix", "goal", "sdg-target", "--strategy", name) for name in (PLAN, SOUTH)),
    *(("matrix", "initiative", "track", "--strategy", name) for name in (PLAN, OLD, SOUTH)),
    ("matrix", "track", "sdg-goal", "--strategy", DRAFT),
]
REAL = [*ANSWERS, *MATRICES]
MORE = [answer for answer in ANSWERS if answer not in ONE_OF_EACH]


def word(name: str, exact: str = "", document: str = "plan") -> tuple[Words, ...]:
    return (Words(f"{ID}{name}-quote", exact or f"Ordene om {name}.", "Afsnit", f"{ID}documents/{document}"),)


def crossing(rows: int, columns: int, marked: Callable[[int, int], int], title: str = "") -> Dossier:
    """A dossier of one matrix, where a cell has as many marks as *marked* says, each with evidence of its own."""
    of_rows = tuple(f"{ID}by/indsats-{number}" for number in range(1, rows + 1))
    of_columns = tuple(f"{SDG}{1 + number // 10}.{1 + number % 10}" for number in range(columns))
    cells: dict[tuple[str, str], tuple[Mark, ...]] = {}
    words = {}
    bases = ("stated", "named", "interpreted", "inherited")
    for at, row in enumerate(of_rows):
        words[row] = word(f"by/indsats-{at + 1}")
        for place, column in enumerate(of_columns):
            links = [f"{ID}by/link-{at}-{place}-{number}" for number in range(marked(at, place))]
            edges = [Edge(row, SG + "contributesTo", column, bases[n % 4], link) for n, link in enumerate(links)]
            if edges:
                cells[row, column] = tuple(Mark(row, column, edge.basis, (edge,)) for edge in edges)
                words |= {link: word(link.removeprefix(ID)) for link in links}
    names = {thing: Text(f"Titel {n} {title}", f"Title {n} {title}") for n, thing in enumerate((*of_rows, *of_columns))}
    names[f"{ID}by"] = Text("By", "Town")
    found = Matrix("initiative", "sdg-target", of_rows, of_columns, cells)
    section = Crossing(
        "m", Text("Indsats × delmål", "Initiative × target"), message("matrix.signed"), found, BOTH, BOTH
    )
    return Dossier("m", section.title, Text("Byens plan.", "The plan of the town."), (section,), names, words)


def sample(text: str = "") -> Dossier:
    """A dossier with a section of each sort; *text* stands wherever text from a source can stand."""
    base = crossing(3, 3, lambda row, column: (0, 1, 2)[row] * (column < 2), text)
    (matrix_section,) = base.sections
    one, other = (f"{ID}by/indsats-{number}" for number in (1, 2))
    part = Part(
        "del",
        Text(f"Tal {text}", f"Numbers {text}"),
        Text(f"Hvad tallene er. {text}", f"What the numbers are. {text}"),
        tuple(Column(name) for name in ("thing", "count", "print_sentence", "change", "value")),
        (
            (Iri(one), count([one, other]), Literal(f"Lange ord fra kilden, {text} " + "og flere " * 12),
             Literal(revision("vi vil gøre det", f"vi skal gøre det nu {text}")), Literal("10")),
            (Iri(other), share([other], [one, other, f"{ID}x"]), None, Text("uændret", "unchanged"), Literal("9")),
            (Iri(f"{ID}by/ukendt"), Figure(None, (), "%"), Literal(text), Text("", ""), Literal("2")),
            (Text("i alt", "total"), count([one, other]), None, None, None),
        ),
        1,
    )  # fmt: skip
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace("\x07", "")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 80 20">'
        '<style>#a .x{fill:red}</style><defs><clipPath id="a"><rect width="70" height="20"/></clipPath></defs>'
        f'<g clip-path="url(#a)"><use xlink:href="#a"/><a data-of="{one} {ID}x"><title>En</title>'
        f'<text y="15" onclick="alert(1)" fill="#000">{{0}} {shown}</text></a></g>'
        '<script>alert(1)</script><image href="https://example.org/x.png"/></svg>'
    )
    drawing = Drawing(
        "billede", Text("Billede", "Picture"), Text("Hvad det viser.", "What it shows."),
        Text(svg.replace("{0}", "Dansk"), svg.replace("{0}", "English")),
    )  # fmt: skip
    prose = Passage(
        "ord", Text("Først", "First"), (Text(f"Et afsnit. {text}", f"A paragraph. {text}"), Text("To.", "Two."))
    )
    words = {**base.words, one: word("by/indsats-1", f"Citat {text}")}
    return Dossier(
        "prove", Text(f"prøve {text}", f"sample {text}"), Text(f"Indledning {text}", f"Lead {text}"),
        (prose, matrix_section, part, drawing), base.names, words,
    )  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def written(html: str) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.html"
        path.write_text(html, encoding="utf-8")
        return path

    return written


def test_an_appendix_numbers_things_as_they_are_first_used() -> None:
    appendix = Appendix({name: word(name) for name in "abc"} | {"empty": ()})
    assert appendix.numbers(["c", "unknown", "a", "c", "empty"]) == [1, 2]
    assert appendix.numbers(["b", "a"]) == [3, 2]
    assert [(entry.number, entry.thing) for entry in appendix.entries()] == [(1, "c"), (2, "a"), (3, "b")]
    assert len(appendix) == 3


def test_an_entry_names_some_of_the_places_that_use_it_and_counts_the_rest() -> None:
    appendix = Appendix({"a": word("a")})
    for number in [*range(MOST_USES + 3), 0]:
        appendix.numbers(["a"], Use(f"r{number}", Text(str(number), str(number))))
    (entry,) = appendix.entries()
    assert len(entry.uses) == MOST_USES
    assert entry.more == 3


@pytest.mark.parametrize(("numbers", "told"), [([], ""), ([3], "3"), ([3, 1, 2, 7, 3], "1–3, 7"), ([2, 3], "2–3")])
def test_numbers_are_told_as_runs(numbers: list[int], told: str) -> None:
    assert ranges(numbers) == told


def test_a_drawing_is_inert_and_its_names_are_its_own() -> None:
    drawn = inline_svg(
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg" onload="x()">'
        '<style>body{display:none}</style><style>#n .a{fill:red}</style><g id="n" fill="url(#n)" '
        'aria-labelledby="n m"><a href="https://example.org/"><text>&lt;b&gt;</text></a><rect fill="url(http://x)"/>'
        '</g><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></svg>',
        "p-", "Navn", lambda things: [],
    )  # fmt: skip
    assert drawn == (
        '<svg aria-label="Navn" role="img"><style>#p-n .a{fill:red}</style><g id="p-n" fill="url(#p-n)" '
        'aria-labelledby="p-n p-m"><g><text>&lt;b&gt;</text></g><rect/></g></svg>'
    )


@pytest.mark.parametrize("svg", ["", "no drawing", "<svg", "<svg></svg>", '<p xmlns="http://www.w3.org/2000/svg"/>'])
def test_what_is_no_drawing_leaves_nothing(svg: str) -> None:
    assert inline_svg(svg, "p-", "Navn", lambda things: []) == ""


def test_what_is_drawn_opens_to_its_entries() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><a data-of="urn:a urn:b"><text>x</text></a></svg>'
    drawn = inline_svg(svg, "p-", "Navn", lambda things: [4, 7] if list(things) == ["urn:a", "urn:b"] else [])
    assert '<a data-of="4 7" href="#e4">' in drawn
    assert 'role="group"' in drawn


def balanced(html: str) -> None:
    """Every id of *html* is there once, and every link within it leads to one."""
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids)), [name for name in ids if ids.count(name) > 1][:5]
    used = set(re.findall(r'\shref="#([^"]*)"', html))
    used |= {name for names in re.findall(r'aria-(?:labelledby|describedby)="([^"]*)"', html) for name in names.split()}
    assert used <= set(ids), sorted(used - set(ids))[:5]
    numbers = {f"e{number}" for of in re.findall(r'data-of="([^"]*)"', html) for number in of.split()}
    assert numbers <= set(ids)


def test_a_page_with_every_sort_of_section_holds_together() -> None:
    html = page(sample(), "da")
    balanced(html)
    assert html.count("<svg") == 2
    assert html.count("<del>") == 1
    assert html.count("<h1") == 1
    assert page(sample(), "da") == html


def test_a_page_of_one_section_has_its_title_once() -> None:
    html = page(crossing(2, 2, lambda row, column: 1), "en")
    assert '<h2 id="h-s1"' not in html
    assert '<title data-da="Indsats × delmål" data-en="Initiative × target">Initiative × target</title>' in html
    assert '<html lang="en">' in html


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (0, 3)])
def test_a_matrix_with_nothing_in_it_says_so(rows: int, columns: int) -> None:
    html = page(crossing(rows, columns, lambda row, column: 1), "da")
    assert "Der er intet at vise her." in html
    assert "<table" not in html


def test_a_matrix_without_columns_says_that_no_row_has_a_mark() -> None:
    html = page(crossing(3, 0, lambda row, column: 1), "da")
    assert "Ingen række har en markering" in html
    balanced(html)


def test_a_dossier_without_sections_says_so() -> None:
    assert "Der er intet at vise." in page(Dossier("x", BOTH, Text("", ""), (), {}, {}), "da")


def test_an_empty_part_says_so() -> None:
    part = Part("x", Text("Del", "Part"), Text("", ""), (Column("count"),), ())
    assert "There is nothing to show here." in page(Dossier("x", BOTH, Text("", ""), (part,), {}, {}), "en")


def test_a_row_without_a_mark_is_a_gap_only_where_it_is_told_to_be_one() -> None:
    empty = crossing(2, 2, lambda row, column: 0)
    (section,) = empty.sections
    assert isinstance(section, Crossing)
    gaps = {section.matrix.rows[0]: "none"}
    html = page(empty._replace(sections=(section._replace(matrix=section.matrix._replace(gaps=gaps)),)), "da")
    assert html.count('class="gap"') == 1
    assert "0 markeringer, 0 med egne markeringer, 0 med kun nedarvede, 2 uden markering, 1 mangel." in html
    balanced(html)


def test_a_large_matrix_is_listed() -> None:
    html = page(crossing(700, 100, lambda row, column: row % 7 == 0 and column == 3), "da")
    assert html.count("<td") == 1400
    balanced(html)


def test_a_large_page_is_never_in_memory_as_a_whole() -> None:
    dossier = crossing(700, 100, lambda row, column: (row + column) % 4 == 0)
    page(crossing(2, 2, lambda row, column: 1), "da")  # what is read once
    tracemalloc.start()
    try:
        size = sum(len(piece.encode()) for piece in page_pieces(dossier, "da"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 10_000_000
    assert most < 1.6 * size  # entries, and where they are used; page and rows together would be five times as much


def test_much_evidence_stands_where_a_browser_with_script_does_not_read_it_all() -> None:
    html = page(crossing(70, 70, lambda row, column: 1), "da")
    start = html.index('<noscript id="store">')
    end = html.index("</noscript>", start)
    entries = re.compile(r'<article id="e\d')
    assert len(entries.findall(html[start:end])) == len(entries.findall(html)) == 70 * 70 + 70
    assert 'id="store"' not in page(crossing(7, 7, lambda row, column: 1), "da")


def test_long_work_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    page(crossing(60, 60, lambda row, column: 1), "da", lambda done, total: told.append((done, total)))
    assert len(told) > 5
    assert told == sorted(told)
    assert told[-1] == (told[-1][1], told[-1][1])


def test_a_page_lets_only_its_own_script_run() -> None:
    html = page(sample(EVIL), "da")
    assert html.count("<script") == 3
    assert re.search(r"script-src( 'sha256-[A-Za-z0-9+/]{43}='){2};", html)
    assert not re.search("[\u202a-\u202e\u200b\x07]", html)
    balanced(html)


@pytest.mark.parametrize(
    "arguments",
    [pytest.param(answer, marks=pytest.mark.long if answer in MORE else ()) for answer in REAL],
    ids=" ".join,
)
def test_each_answer_is_a_page_in_which_every_link_leads_somewhere(arguments: tuple[str, ...], cli: Cli) -> None:
    html = cli(*arguments, "--format", "html").out
    balanced(html)
    if arguments[0] == "search":
        return  # its hits are those of a language, titles in that before others
    english = cli(*arguments, "--format", "html", "--lang", "en").out
    lines = zip(html.splitlines(), english.splitlines(), strict=True)
    html_tag, title, *switch = (line.strip() for danish, line in lines if danish != line)
    assert html_tag == '<html lang="en">'
    assert title.startswith("<title ")
    assert [line.partition(" value=")[2][:4] for line in switch] == ['"da"', '"en"']


def test_matrices_name_their_strategies(corpus_store: EmbeddedStore) -> None:
    kinds = find_kind(corpus_store, "initiative"), find_kind(corpus_store, "sdg-target")
    found = of_matrix(corpus_store, matrix(corpus_store, *kinds), kinds)
    assert "Eksempel" in found.lead.da
    assert found.lead.en


# In a real browser.


def test_with_script_every_mark_number_and_title_opens_to_a_quotation(
    browser: "Browser", file: Callable[[str], Path]
) -> None:
    with opened(browser, file(page(sample(), "da"))) as shown:
        assert walk(shown, OPENS) > 20
        shown.locator("table a.mark").first.click()
        assert "Titel 1" in shown.locator("#dialog-title").inner_text()
        assert "Kæden opad" in shown.locator("dialog .way").inner_text()
        assert shown.evaluate("document.activeElement.id") == "dialog-title"
        shown.keyboard.press("Escape")
        assert shown.evaluate("document.activeElement.classList.contains('mark')")


def test_without_script_marks_and_numbers_lead_to_the_quotes(browser: "Browser", file: Callable[[str], Path]) -> None:
    with opened(browser, file(page(sample(), "en")), script=False) as shown:
        shown.locator("table a.mark").first.click()
        number = shown.url.rpartition("#")[2]
        assert shown.locator(f"#{number} blockquote").first.is_visible()
        shown.locator("details.figure > summary").first.click()
        shown.locator("details.figure li a").first.click()
        assert shown.locator(f"#{shown.url.rpartition('#')[2]} blockquote").first.is_visible()
        shown.locator("td.sum a").first.click()
        assert shown.locator(f"#{shown.url.rpartition('#')[2]}").is_visible()
        assert shown.locator("h1").inner_text() == "Sample"
        shown.locator("label[for=language-da]").click()
        assert shown.locator("h1").inner_text() == "Prøve"
        assert not shown.locator(".tools").first.is_visible()


def test_nothing_runs_and_nothing_is_asked_for(browser: "Browser", file: Callable[[str], Path]) -> None:
    with opened(browser, file(page(sample(EVIL + "æ" * 2000), "da"))) as shown:
        assert walk(shown, OPENS) > 20
        assert shown.title().startswith("Prøve <script>")
        assert shown.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.long
def test_a_page_with_the_worst_of_words_is_valid_html(file: Callable[[str], Path]) -> None:
    assert html_errors([file(page(sample(EVIL), "da")), file(page(sample(), "en"))]) == []


@pytest.mark.long
def test_filters_narrow_rows_columns_and_sums(browser: "Browser", file: Callable[[str], Path]) -> None:
    html = page(crossing(20, 12, lambda row, column: row % 4 if column == 1 else (row == 5 and column == 10)), "da")
    with opened(browser, file(html)) as shown:

        def told() -> str:
            shown.wait_for_timeout(150)
            return shown.locator(".shown-rows").inner_text()

        total = "tfoot td.sum"
        assert shown.locator(total).inner_text() == "31"
        shown.get_by_role("searchbox", name="Filtrér rækkerne").fill("5 titel")
        assert told() == "2 af 20 rækker"
        assert shown.locator(total).inner_text() == "5"
        assert shown.locator("tfoot th").inner_text() == "vist"
        shown.get_by_role("button", name="Nulstil").click()
        assert told() == "20 af 20 rækker"
        shown.get_by_role("radio", name="uden markering").check()
        assert told() == "5 af 20 rækker"
        shown.get_by_role("radio", name="med markering", exact=True).check()
        shown.get_by_role("combobox", name="Kolonne").select_option(label="Verdensmål 2")
        assert told() == "1 af 20 rækker"
        assert shown.locator("th.column:visible").count() == 2
        assert shown.locator(total).inner_text() == "1"
        shown.get_by_role("button", name="Nulstil").click()
        shown.get_by_role("checkbox", name="angivet").uncheck()
        told()
        assert shown.locator("a.mark.stated:visible").count() == 0
        assert shown.locator(total).inner_text() == "15"
        shown.get_by_role("searchbox", name="Filtrér rækkerne").fill("findes ikke")
        assert told() == "0 af 20 rækker"


def chaptered(text: str = "") -> Dossier:
    """The sample with a chapter around each section, and tables that fill some pages."""
    base = sample(text)
    long = "ord " * 60
    rows = tuple(
        (Iri(f"{ID}by/indsats-{1 + at % 3}"), Literal(f"Løbetakst {at}"), Literal(long + str(at)), Literal(long))
        for at in range(60)
    )
    columns = tuple(Column(name) for name in ("thing", "value", "rationale", "words"))
    tables = [Part(f"t{at}", Text(f"Tabel {at}", f"Table {at}"), BOTH, columns, rows[: 20 * at]) for at in (1, 2, 3)]
    sections = (*base.sections, *tables)
    chapters = tuple(Chapter(section.title, ((section.name, section.title),)) for section in sections)
    return base._replace(sections=sections, chapters=chapters)


@pytest.mark.parametrize("text", ["", EVIL, "\u202e" + "langt " * 330])
def test_the_search_finds_inflected_words_everywhere_and_lights_them(
    text: str, browser: "Browser", file: Callable[[str], Path]
) -> None:
    with opened(browser, file(page(chaptered(text), "da"))) as shown:
        field = shown.get_by_role("searchbox", name="Søg på hele siden")
        for asked, word in (
            ("løbetaksterne", "Løbetakst"),
            ("citatets", "Citat"),
            ("kilders", "kilden"),
            ("afsnittene", "afsnit"),
        ):
            field.fill(asked)
            field.press("Enter")
            hits = shown.locator(".hits a")
            assert word.lower() in hits.first.inner_text().lower(), asked
            hits.first.click()
            lit = shown.locator("main mark")
            lit.first.wait_for()
            assert word.lower() in {lit.nth(at).inner_text().lower() for at in range(lit.count())}, asked
            assert lit.first.is_visible()
            assert shown.evaluate("document.activeElement.id") == shown.url.partition("#")[2]
        field.fill("findes ingen steder")
        field.press("Enter")
        shown.get_by_text("Intet fundet.").wait_for()
        shown.locator("label[for=language-en]").click()
        shown.get_by_role("searchbox", name="Search the whole page").fill("targets")
        shown.get_by_role("searchbox", name="Search the whole page").press("Enter")
        assert "target" in shown.locator(".hits a").first.inner_text()


def test_a_hit_that_is_opened_at_once_stays_lit(browser: "Browser", file: Callable[[str], Path]) -> None:
    quickly = """() => {
        const field = document.getElementById("find");
        field.value = "kilders";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.form.requestSubmit();
        document.querySelector(".hits a").click();
    }"""
    with opened(browser, file(page(chaptered(), "da"))) as shown:
        shown.evaluate(quickly)
        assert shown.locator("main mark").count()
        shown.wait_for_timeout(300)  # longer than a search waits for the next key
        assert shown.locator("main mark").count()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_say_on_which_page_each_section_is_printed(
    browser: "Browser", file: Callable[[str], Path], tmp_path: Path, language: str
) -> None:
    said, printed = contents_and_print(browser, file(page(chaptered(), language)), tmp_path)
    sheets = subprocess.run(["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True).stdout
    for title, name, number in said:
        assert title in sheets.split("\f")[number - 1], (title, number)
        assert printed[name] == number, (title, number)
    assert max(number for _, _, number in said) > 8
    assert all(number > 1 for _, _, number in said)


@pytest.mark.long
@pytest.mark.parametrize("strategy", [PLAN, SOUTH])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_of_a_report_say_on_which_page_each_section_is_printed(
    browser: "Browser", tmp_path: Path, cli: Cli, language: str, strategy: str
) -> None:
    assert cli("report", strategy, "--lang", language, "-o", tmp_path / "report.html").code == 0
    said, printed = contents_and_print(browser, tmp_path / "report.html", tmp_path)
    assert {title: number for title, _, number in said} == {title: printed[name] for title, name, _ in said}
    assert [number for _, _, number in said] == sorted(number for _, _, number in said)
    assert said[0][2] == 1  # the short report is before the contents


def contents_and_print(
    browser: "Browser", path: Path, folder: Path
) -> tuple[list[tuple[str, str, int]], dict[str, int]]:
    """The entries of the contents with the page each says; and the page on which each section is printed."""
    with opened(browser, path) as shown:
        shown.pdf(path=folder / "page.pdf", prefer_css_page_size=True, tagged=True)
        links = shown.evaluate(
            "[...document.querySelectorAll('.contents a')].map((a) => [a.innerText, a.hash.slice(1), a.dataset.page])"
        )
    told = subprocess.run(["pdfinfo", "-dests", str(folder / "page.pdf")], capture_output=True, text=True).stdout
    printed = {name: int(number) for number, name in re.findall(r'^ *(\d+) \[.*\] "(.*)"$', told, re.MULTILINE)}
    return [(title, name, int(number)) for title, name, number in links], printed


def test_columns_that_do_not_fit_are_on_a_second_line_and_what_is_the_same_is_told_once() -> None:
    one = Iri(f"{ID}by/a")
    long = [Literal("ord " * (40 + at)) for at in range(3)]
    columns = tuple(Column(name) for name in ("thing", "kind", "rationale", "words", "note", "count"))
    rows = [
        (one, Text("indsats", "initiative"), long[at], long[at], None, Figure(Decimal(at), (f"{ID}x",)))
        for at in range(3)
    ]
    html = page(Dossier("x", BOTH, BOTH, (Part("p", BOTH, BOTH, columns, tuple(rows)),), {}, {}), "en")
    assert html.count('<tr class="below">') == 3
    assert re.findall(r"<dt>.*?class=\"en\">(.*?)</span>", html) == ["Rationale", "Wording"] * 3
    told = re.search(r'<p class="told prose">(.*?)</p>', html)
    assert told
    assert "initiative" in told[1]
    assert "Note" not in re.sub(r"<[^>]+>", "", html.partition("</main>")[0].partition("<main")[2])


def test_a_reader_meets_no_names_of_the_data(cli: Cli) -> None:
    for arguments in (("matrix", "hearing-comment", "goal", "--strategy", PLAN), ("coverage",), ("gaps",)):
        for language in ("da", "en"):
            html = cli(*arguments, "--format", "html", "--lang", language).out
            text = re.sub(r"<[^>]+>", " ", html.partition("<body>")[2].partition('<script type="application/json"')[0])
            assert re.findall(r"\S*(?:midt-|--[a-z]|sg:|/indsats-|pejlemærke-)\S*", text) == []
    assert "Pejlemærke 1" in cli("matrix", "hearing-comment", "goal", "--strategy", PLAN, "--format", "html").out


@pytest.mark.long
def test_a_table_is_sorted_by_its_heads_and_its_totals_stay_below(
    browser: "Browser", file: Callable[[str], Path]
) -> None:
    with opened(browser, file(page(sample(), "da"))) as shown:
        table = shown.locator("table.table")
        head = table.get_by_role("columnheader", name="Værdi")
        last = "tr td:last-child"
        for direction, values in (("ascending", "2 9 10"), ("descending", "10 9 2"), (None, "10 9 2")):
            head.get_by_role("button").click()
            assert head.get_attribute("aria-sort") == direction
            assert " ".join(table.locator("tbody").locator(last).all_inner_texts()) == values
        assert table.locator("tfoot th").inner_text() == "i alt"


@pytest.mark.long
def test_the_keyboard_alone_reaches_and_opens_everything(browser: "Browser", file: Callable[[str], Path]) -> None:
    with opened(browser, file(page(sample(), "da"))) as shown:
        focus = "document.activeElement"
        shown.keyboard.press("Tab")
        assert shown.evaluate(f"{focus}.className") == "skip"
        shown.keyboard.press("Enter")
        reached = []
        for _ in range(300):
            shown.keyboard.press("Tab")
            if shown.evaluate(f"{focus} === document.body"):
                break
            reached.append(shown.evaluate(f"{focus}.outerHTML"))
            assert shown.evaluate(
                f"(() => {{ const s = getComputedStyle({focus}); const l = {focus}.closest('.languages');"
                " return l || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) })()"
            ), reached[-1]
        marks = sum('class="mark' in one and "table" not in one for one in reached)
        assert marks == shown.locator("main a.mark:visible").count() > 5
        first = shown.locator("table a.mark").first
        first.focus()
        shown.keyboard.press("ArrowRight")
        assert shown.evaluate(f"{focus}.classList.contains('mark')")
        shown.keyboard.press("ArrowDown")
        assert shown.evaluate(f"{focus}.closest('tr').id") == "s2r3"
        shown.keyboard.press("End")
        assert shown.evaluate(f"{focus}.dataset.sum") == "row"
        shown.keyboard.press("Enter")
        assert shown.locator("dialog blockquote").first.is_visible()
        shown.keyboard.press("Escape")
        assert shown.evaluate(f"{focus}.dataset.sum") == "row"


@pytest.mark.long
def test_a_screen_reader_is_told_column_and_basis_of_a_mark_in_the_language_of_the_page(
    browser: "Browser", file: Callable[[str], Path]
) -> None:
    with opened(browser, file(page(sample(), "da"))) as shown:
        first = shown.locator("table").first
        assert first.get_by_role("link", name="1.1 Titel 3 angivet", exact=True).count() == 2
        shown.locator("label[for=language-en]").click()
        assert first.get_by_role("link", name="1.1 Title 3 stated", exact=True).count() == 2
        assert shown.evaluate("document.documentElement.lang") == "en"
        assert shown.title() == "Sample"


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(browser: "Browser", file: Callable[[str], Path], width: str, scheme: str) -> None:
    for dossier in (sample(), crossing(30, 12, lambda row, column: (row + column) % 3 == 0)):
        with opened(browser, file(page(dossier, "da")), width=width, scheme=scheme) as shown:
            assert axe_violations(shown) == []
            shown.locator("table a.mark").first.click()
            assert axe_violations(shown) == []


@pytest.mark.long
@pytest.mark.parametrize("arguments", REAL, ids=" ".join)
def test_each_answer_opens_in_a_browser_with_and_without_script_on_paper_and_phone(
    arguments: tuple[str, ...], cli: Cli, browser: "Browser", tmp_path: Path
) -> None:
    paths = {}
    for language in ("da", "en"):
        paths[language] = tmp_path / f"{language}.html"
        assert cli(*arguments, "--format", "html", "--lang", language, "-o", paths[language]).code in (0, 1)
    with opened(browser, paths["da"]) as shown:
        assert walk(shown, OPENS) == shown.locator(OPENS).count()
        assert axe_violations(shown) == []
        wide, paper = paper_width(shown)
        assert wide <= paper + 1
    with opened(browser, paths["en"], width="phone", scheme="dark") as shown:
        assert shown.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        if not is_large(shown):
            assert axe_violations(shown) == []
    with opened(browser, paths["en"], script=False) as shown:
        lost = shown.locator("main a[href^='#']").evaluate_all(
            "(links) => links.filter((a) => !document.querySelector(a.getAttribute('href'))).length"
        )
        assert lost == 0


@pytest.mark.long
def test_every_answer_is_valid_html(cli: Cli, tmp_path: Path) -> None:
    paths = []
    for number, arguments in enumerate(REAL):
        for language in ("da", "en"):
            paths.append(tmp_path / f"{number}-{language}.html")
            cli(*arguments, "--format", "html", "--lang", language, "-o", paths[-1])
    assert html_errors(paths) == []


@pytest.mark.long
def test_ten_thousand_rows_by_five_hundred_columns_still_open(
    browser: "Browser", file: Callable[[str], Path], record_property: Callable[[str, object], None]
) -> None:
    from playwright.sync_api import expect

    start = time.monotonic()
    html = page(crossing(10_000, 500, lambda row, column: (row * 7 + column) % 50 == 0), "da")
    written = time.monotonic() - start
    path = file(html)
    start = time.monotonic()
    with opened(browser, path) as shown:  # the machine may be busy with other tests
        loaded = time.monotonic() - start
        assert shown.locator("tbody tr").count() == 10_000
        assert shown.locator("a.mark").count() == 100_000
        start = time.monotonic()
        shown.locator("a.mark").nth(50_000).click(timeout=180_000)
        assert shown.locator("dialog blockquote").first.is_visible()
        clicked = time.monotonic() - start
        shown.keyboard.press("Escape")
        start = time.monotonic()
        shown.get_by_role("searchbox", name="Filtrér rækkerne").fill("titel 7777")
        said = shown.locator(".shown-rows").first
        expect(said).to_have_text("1 af 10000 rækker", use_inner_text=True, timeout=180_000)
        searched = time.monotonic() - start
    record_property(
        "figure",
        f"page of 10,000 x 500, 100,000 marks: {path.stat().st_size / 1e6:.0f} MB, written in {written:.1f} s, "
        f"opened in {loaded:.1f} s, a click {clicked:.1f} s, a search {searched:.1f} s",
    )
    assert loaded < 60


def test_a_report_of_the_corpus_is_a_dossier(corpus_store: EmbeddedStore) -> None:
    report = Report("x", BOTH, (Part("a", BOTH, BOTH, (Column("count"),), ((count([]),),)),))
    assert "0" in page(of_report(corpus_store, report), "da")
