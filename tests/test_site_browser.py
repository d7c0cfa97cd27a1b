"""Each kind of page in a browser, from a folder and from a server, wide and narrow, light and dark: nothing is asked
for elsewhere, axe finds nothing, nothing runs off the screen."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import strategigraf as sg
from strategigraf.site.api import site
from tests.browser import SCHEMES, SIZES, axe_violations, opened
from tests.conftest import CORPUS
from tests.test_live import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    "index",
    "strategies",
    "id/eksempelby-2030",
    "id/eksempelby-2030/indsats-1-1",
    "id/documents/eksempelby-2030",
    "id/organisations/*",
    "sdg/index",
    "sdg/4",
    "sdg/4.4",
    "matrices/index",
    "matrices/eksempelby-2030/*",
    "reports/eksempelby-2030/*",
    "topics/*",
    "questions/index",
    "questions/initiatives-by-sdg-target",
    "questions/hearing-*",
    "search",
    "register/b",
    "kinds/goal",
)
LIVE = (
    "index.html",
    "id/eksempelby-2030/indsats-1-1.html",
    "id/documents/eksempelby-2030.html",
    "questions/initiatives-by-sdg-target.html?target=sdg:4.4",
    "ask.html?q=indsatser+der+bidrager+til+4.4",
    "ask.html?q=vejret",
    "search.html?q=indsats",
    "sparql-editor.html",
    "explore/id/eksempelby-2030/indsats-1-1.html",
)
EDITED = ("edit/id/eksempelby-2030/indsats-1-1.html", "edit/review.html")
FRAMES = [(width, scheme) for width in ("wide", "narrow") for scheme in SCHEMES]
pytestmark = pytest.mark.long


def shown_in(folder: Path, language: str) -> list[Path]:
    """The pages of each kind below *folder* in *language*, few of those that are alike."""
    found = [path for name in PAGES for path in sorted((folder / language).glob(f"{name}.html"))[:8]]
    assert len(found) > len(PAGES)
    return found


def faults(page: "Page", width: str) -> list[str]:
    """What axe finds wrong with *page*, all that can be opened open, and whether it runs off the screen."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    wide = page.evaluate("document.documentElement.scrollWidth")
    return axe_violations(page) + ([f"{wide} pixels wide"] if wide > SIZES[width][0] else [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = site(sg.open(CORPUS / "data"), tmp_path_factory.mktemp("site"), CORPUS / "sources")
    return made.folder


@pytest.fixture(scope="module")
def served_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(CORPUS / "data", tmp_path_factory.mktemp("cache"), "--sources", str(CORPUS / "sources")) as address:
        yield address


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    mine = tmp_path_factory.mktemp("mine")
    shutil.copytree(CORPUS, mine / "corpus")
    with served(mine / "corpus" / "data", mine / "cache", "--edit") as address:
        yield address


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize(("width", "scheme"), FRAMES)
def test_a_folder_has_no_fault_and_asks_for_nothing_elsewhere(
    browser: "Browser", folder: Path, width: str, scheme: str, language: str
) -> None:
    for path in shown_in(folder, language):
        with opened(browser, path, width=width, scheme=scheme, within=folder.as_uri()) as page:
            assert faults(page, width) == [], path.name


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize(("width", "scheme"), FRAMES)
def test_a_server_shows_no_fault(browser: "Browser", served_pages: str, width: str, scheme: str, language: str) -> None:
    for path in LIVE:
        address = f"{served_pages}{language}{path}"
        with opened(browser, address, width=width, scheme=scheme, within=served_pages) as page:
            assert faults(page, width) == [], path


@pytest.mark.parametrize(("width", "scheme"), FRAMES)
def test_what_can_be_edited_shows_no_fault(browser: "Browser", edited: str, width: str, scheme: str) -> None:
    start = edited.partition("open-editing")[0]
    for path in EDITED:
        with opened(browser, edited, width=width, scheme=scheme, within=start) as page:
            page.goto(start + path)
            assert page.locator("main").is_visible(), path
            assert faults(page, width) == [], path


def test_what_is_focused_by_keyboard_is_on_the_screen_and_has_a_ring(browser: "Browser", folder: Path) -> None:
    for path in shown_in(folder, ""):
        with opened(browser, path, width="narrow", within=folder.as_uri()) as page:
            for _ in range(40):
                page.keyboard.press("Tab")
                told = page.evaluate(_FOCUSED)
                assert told in ("", None), (path.name, told)


_FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  const box = one.getBoundingClientRect(), ring = getComputedStyle(one);
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return seen && ring.outlineStyle !== "none" ? "" : one.outerHTML.slice(0, 200);
}"""


def test_a_word_is_found_in_the_folder_and_a_number_opens_by_keyboard(browser: "Browser", folder: Path) -> None:
    with opened(browser, folder / "search.html", within=folder.as_uri()) as page:
        page.fill("#q", "indsats")
        page.wait_for_selector("#hits a")
        assert "id/" in str(page.get_attribute("#hits a", "href"))
    with opened(browser, folder / "id" / "eksempelby-2030.html", within=folder.as_uri()) as page:
        first = page.locator("button.num").first
        first.focus()
        page.keyboard.press("Enter")
        opens = first.get_attribute("popovertarget")
        assert page.locator(f"#{opens}").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator(f"#{opens}").is_visible()


def test_a_quote_leads_to_where_it_is_lit_without_script(browser: "Browser", folder: Path) -> None:
    with opened(
        browser, folder / "id" / "eksempelby-2030" / "indsats-1-1.html", script=False, within=folder.as_uri()
    ) as page:
        page.locator(".quote.big a").click()
        anchor = page.url.partition("#")[2]
        assert page.locator(f"mark#{anchor}").is_visible()


def test_numbers_are_printed(browser: "Browser", folder: Path) -> None:
    for name in ("id/eksempelby-2030", "reports/eksempelby-2030/gaps"):
        with opened(browser, folder / f"{name}.html", within=folder.as_uri()) as page:
            page.emulate_media(media="print")
            shown = page.evaluate("[...document.querySelectorAll('main .num')].map(one => one.checkVisibility())")
            assert shown, name
            assert all(shown), name
