"""The site in a browser, from a folder: nothing is asked for elsewhere, axe finds nothing, nothing scrolls sideways."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import strategigraf as sg
from strategigraf.site.api import site
from tests.browser import SCHEMES, WIDTHS, axe_violations, opened
from tests.conftest import CORPUS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = (
    "index",
    "strategies",
    "id/eksempelby-2030",
    "id/eksempelby-2030/indsats-1-1",
    "id/documents/eksempelby-2030",
    "sdg/index",
    "sdg/4.4",
    "matrices/index",
    "matrices/eksempelby-2030/initiative-sdg-target",
    "reports/eksempelby-2030/gaps",
    "reports/eksempelby-2030/goals",
    "questions/index",
    "questions/initiatives-by-sdg-target",
    "search",
    "register/b",
    "kinds/goal",
)
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = site(sg.open(CORPUS / "data"), tmp_path_factory.mktemp("site"), CORPUS / "sources")
    return made.folder


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_asked_for_elsewhere(
    browser: "Browser", folder: Path, width: str, scheme: str, language: str
) -> None:
    for name in PAGES:
        path = folder / f"{language}{name}.html"
        if path.is_file():
            with opened(browser, path, width=width, scheme=scheme) as page:
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
                assert axe_violations(page) == [], name
                assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0], name


def test_a_page_of_320_pixels_does_not_scroll_sideways(browser: "Browser", folder: Path) -> None:
    for name in PAGES:
        path = folder / f"{name}.html"
        if path.is_file():
            with opened(browser, path) as page:
                page.set_viewport_size({"width": 320, "height": 640})
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_word_is_found_in_the_folder_and_a_number_opens_by_keyboard(browser: "Browser", folder: Path) -> None:
    with opened(browser, folder / "search.html") as page:
        page.fill("#q", "indsats")
        page.wait_for_selector("#hits a")
        assert "id/" in str(page.get_attribute("#hits a", "href"))
    with opened(browser, folder / "id" / "eksempelby-2030.html") as page:
        first = page.locator("button.num").first
        first.focus()
        page.keyboard.press("Enter")
        opens = first.get_attribute("popovertarget")
        assert page.locator(f"#{opens}").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator(f"#{opens}").is_visible()


def test_a_quote_leads_to_where_it_is_lit_without_script(browser: "Browser", folder: Path) -> None:
    with opened(browser, folder / "id" / "eksempelby-2030" / "indsats-1-1.html", script=False) as page:
        page.locator(".quote.big a").click()
        anchor = page.url.partition("#")[2]
        assert page.locator(f"mark#{anchor}").is_visible()
