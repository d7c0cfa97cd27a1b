"""Invented plans with other conventions than the documents that the rules were made on: pages of HTML whose elements
are marked, printed by Chromium or, where the name ends in `docx`, written by LibreOffice and printed from there.

`plans/seen/` was looked at while rules were changed, `plans/unseen/` was written before that and only measured.
"""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from strategigraf.propose.assembly import RANKS, SINGLE
from strategigraf.propose.words import tokens

PLANS = Path(__file__).parent / "plans"
_VOID = ("meta", "br")


class Marked(NamedTuple):
    """An element that the author of a plan marked: its kind, the number in its label, its title and that of the element
    that it is part of ("" for none)."""

    kind: str
    number: str
    title: str
    parent: str


class _Reader(HTMLParser):
    """Elements by `data-kind`; a label stands in `<lab>`, and what is a table of contents has `data-contents`."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.open: tuple[int, str, str] | None = None
        self.words, self.label, self.in_label = "", "", False
        self.found: list[Marked] = []
        self.above: list[Marked] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.depth += tag not in _VOID
        self.in_label = self.in_label or tag == "lab"
        if kind := given.get("data-kind"):
            self.open = self.depth, kind, given.get("data-parent") or ""
            self.words = self.label = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "lab":
            self.in_label = False
        if self.open and self.depth == self.open[0]:
            self._close(tag, *self.open[1:])
            self.open = None
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.open and self.in_label:
            self.label += data
        elif self.open:
            self.words += data

    def _close(self, tag: str, kind: str, parent: str) -> None:
        rank = RANKS[kind]
        self.above = [one for one in self.above if RANKS[one.kind] < rank or (parent and one.title == parent)]
        holder = parent or next((one.title for one in reversed(self.above) if one.kind not in SINGLE), "")
        number = re.search(r"[A-Z]?\.?\d+(?:\.\d+)*|(?<= )[A-Z](?=[ :])", self.label)
        one = Marked(kind, number[0] if number else "", self.words.strip(), holder)
        self.found.append(one)
        if tag not in ("li", "td"):  # what is listed holds nothing
            self.above.append(one)


def marked(page: Path) -> list[Marked]:
    """The elements that are marked in the plan *page*, in its order."""
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.found


def printed(page: Path, folder: Path) -> list[Path]:
    """The plan *page* as a publisher would have it, in *folder*: a PDF, and the DOCX that it was printed from."""
    if page.stem.endswith("docx"):
        document = _converted(page, "docx:MS Word 2007 XML", folder, "--infilter=HTML (StarWriter)")
        return [_converted(document, "pdf", folder), document]
    browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    target = folder / f"{page.stem}.pdf"
    _run(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}",
         page.resolve().as_uri())  # fmt: skip
    return [target]


def _converted(path: Path, form: str, folder: Path, *options: str) -> Path:
    profile = (folder / "office").resolve().as_uri()
    _run("soffice", "--headless", f"-env:UserInstallation={profile}", *options, "--convert-to", form, "--outdir",
         str(folder), str(path))  # fmt: skip
    return folder / f"{path.stem}.{form.partition(':')[0]}"


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(done.stderr)


def pages_by_poppler(pdf: Path) -> list[str]:
    """The letters of each page of *pdf*, as another reader has them: as it is set, and in the order of the file."""
    read = [
        subprocess.run(["pdftotext", *order, str(pdf), "-"], capture_output=True, text=True, timeout=60, check=True)
        for order in ((), ("-raw",))
    ]
    pages = zip(*(done.stdout.split("\f") for done in read), strict=True)
    return [" ".join(map(_letters, words)) for words in pages]


def page_of(title: str, pages: list[str]) -> str:
    """The number of the first page that has the words of *title* and is no table of contents; "" for none."""
    wanted = _letters(title)
    for number, letters in enumerate(pages, 1):
        if wanted in letters and not any(name in letters[:80] for name in ("indhold", "contents")):
            return str(number)
    return ""


def _letters(words: str) -> str:
    return "".join(tokens(words)).replace("-", "")
