"""The tutorial from a PDF to the short report is run word for word, in both languages: its commands in an empty folder,
its keys on the review page in a browser, its cells in the workbook.

With STRATEGIGRAF_UPDATE_DOCS=1 the page is written anew from what the commands give; look at the difference.
"""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from strategigraf.read.reading import read_file
from tests.browser import opened
from tests.conftest import PROGRESS, TOP
from tests.invented_pdf import invented_plan
from tests.test_docs import PLAIN, environment, in_this_process

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = TOP / "docs" / "your-own-strategy.md"
EXAMPLES = TOP / "docs" / "examples"
BLOCK = re.compile(r"```(?P<kind>console|text keys|text cells)(?P<files>[^\n]*)\n(?P<body>.*?)```", re.DOTALL)
TIMES = re.compile(r"(?<=pypdfium2 )[\d.]+\d")  # the version of the library that reads PDF


def section(language: str) -> str:
    danish, english = PAGE.read_text(encoding="utf-8").split("\n## English\n")
    return danish if language == "da" else english


class Reader:
    """A reader who does what the page says, in the current folder and those that it goes to."""

    def __init__(self, browser: "Browser", cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._browser, self._cache, self._monkeypatch = browser, cache, monkeypatch
        self.keys = self.commands = 0

    def done(self, block: re.Match[str]) -> str:
        """*block* done; what it looks like afterwards."""
        if block["kind"] == "text keys":
            self._press(block["body"].split(), *block["files"].split())
        elif block["kind"] == "text cells":
            fill(Path(block["files"].strip()), block["body"])
        else:
            commands = [line[2:] for line in block["body"].splitlines() if line.startswith("$ ")]
            answers = [(f"$ {command}", self._answer(command)) for command in commands]
            lines = [line.rstrip() for pair in answers for text in pair for line in text.splitlines()]
            return "```console\n" + "".join(f"{line}\n" for line in lines) + "```"
        return block[0]

    def _answer(self, command: str) -> str:
        name, *words = shlex.split(command)
        if name == "cd":
            self._monkeypatch.chdir(words[0])
            return ""
        if name == "export":
            self._monkeypatch.setenv(*words[0].split("=", 1))
            return ""
        alone = PLAIN.fullmatch(command)
        if alone is None:
            return self._in_shell(command, b"")
        self.commands += 1
        told = in_this_process(alone["words"], not alone["rest"] or bool(alone["both"]))
        return TIMES.sub("5", self._in_shell(alone["rest"], told.encode()) if alone["rest"] else told)

    def _in_shell(self, command: str, given: bytes) -> str:
        done = subprocess.run(
            ["bash", "-c", command], env=environment(self._cache), input=given, capture_output=True, check=True
        )
        return PROGRESS.sub("", done.stdout.decode())

    def _press(self, keys: list[str], page: str, saves: str, opens: str = "") -> None:
        with opened(self._browser, Path(page).resolve()) as shown:
            if opens:
                shown.locator("#open").set_input_files(opens)
                shown.locator(".card.accepted").first.wait_for()
            for key in keys:
                assert shown.locator(".card.accepted, .card.rejected").count() < shown.locator(".card").count()
                shown.keyboard.press(key.lower())
            assert shown.locator(".card.accepted, .card.rejected").count() == shown.locator(".card").count()
            with shown.expect_download() as download:
                shown.locator("[data-act=save]").click()
            assert download.value.suggested_filename == saves
            download.value.save_as(saves)
        self.keys += len(keys)


def fill(path: Path, body: str) -> None:
    """Writes the rows of *body* (`Sheet: column = value; …`) below those of the workbook *path*."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for line in body.splitlines():
        name, _, cells = line.partition(": ")
        sheet = book[name]
        heads = [cell.value for cell in sheet[4]]
        row = next(row for row in range(5, 1000) if not any(sheet.cell(row, column).value for column in range(1, 9)))
        for cell in cells.split("; "):
            head, _, value = cell.partition(" = ")
            sheet.cell(row, heads.index(head) + 1).value = float(value) if re.fullmatch(r"[\d.]+", value) else value
    book.save(path)


@pytest.fixture
def reader(browser: "Browser", tmp_path: Path, cache_root: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader in an empty folder with the two editions of the plan."""
    pytest.importorskip("pypdfium2")
    for name in ("plan.pdf", "plan-2.pdf"):
        shutil.copy(EXAMPLES / name, tmp_path)
    for name in ("STRATEGIGRAF_SOURCES", "STRATEGIGRAF_DATA", "STRATEGIGRAF_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    monkeypatch.chdir(tmp_path)
    return Reader(browser, cache_root, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("language", ["da", "en"])
def test_who_follows_the_tutorial_has_the_report_of_their_own_strategy(reader: Reader, language: str) -> None:
    old = section(language)
    new = BLOCK.sub(reader.done, old)
    if os.environ.get("STRATEGIGRAF_UPDATE_DOCS"):
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert new == section(language)
    assert reader.keys == 14  # nine for the plan, five for its second edition, as the page says
    assert Path("rapport.html" if language == "da" else "report.html").read_text(encoding="utf-8").count("initiativ")
    assert "PREFIX" not in old  # no Turtle in all of it


def test_the_plans_of_the_tutorial_are_those_that_the_tests_make(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    for name, second in (("plan.pdf", False), ("plan-2.pdf", True)):
        made = tmp_path / name
        made.write_bytes(invented_plan(second).pdf)
        shutil.copy(EXAMPLES / name, tmp_path / f"shipped-{name}")
        assert read_file(tmp_path / f"shipped-{name}").text == read_file(made).text
