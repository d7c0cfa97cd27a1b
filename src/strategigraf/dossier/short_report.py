"""The short report of a strategy put together, and its answer in Python."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from strategigraf.api.answer import Answer, Special
from strategigraf.core.errors import LibraryMissing
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import Text, short
from strategigraf.core.table import Frame, Series
from strategigraf.dossier.background import facts, gap_rows, lead, read, unread
from strategigraf.dossier.brief import Brief, headline
from strategigraf.dossier.findings import findings
from strategigraf.dossier.numbers import counterparts, numbers
from strategigraf.dossier.red_thread import red_thread
from strategigraf.dossier.report_rules import report_rules
from strategigraf.dossier.subject import Subject
from strategigraf.files.source_text import SourceText
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import Store


def short_report(
    store: Store, workspace: Workspace, policy: Policy, strategy: str, texts: Mapping[str, SourceText] | None = None
) -> Brief:
    """The short report on *strategy* (IRI): what *policy* asks of it; its quotes looked for in *texts* where given."""
    subject = Subject(store, workspace, policy, strategy, texts)
    found = numbers(subject)
    compared = counterparts(subject) if any(number.name == "counterpart" for number in found) else None
    most = report_rules()["findings"]["most"]
    source = subject.text_of_it
    return Brief(
        strategy,
        Text(*map(_title, headline(subject.plan.title, subject.plan.owner))),
        subject.plan.owner or Text("", ""),
        subject.called,
        tuple(facts(subject)),
        lead(subject),
        red_thread(subject),
        tuple(found),
        tuple(gap_rows(subject)),
        tuple(findings(subject)[:most]),
        tuple(read(subject, compared[0] if compared else None)),
        tuple(unread(subject)),
        source.issued if source else "",
    )


def _title(title: str) -> str:
    """*title*, or as much of it as a page has room for."""
    most = report_rules()["words"]["title"]
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0] + " …"


class ShortReportAnswer(Answer[Brief]):
    """The answer of `report(…, short=True)`: two pages for a council, as a page (.html), a Word document (.docx, with
    the extra `docx`) or a PDF (.pdf, where there is a browser). Its rows are the numbers."""

    formats = ("html", "docx", "pdf")
    special: ClassVar = {
        "html": Special(lambda answer: answer.page(), quoting=True),
        "docx": Special(lambda answer: answer.document(), quoting=True),
        "pdf": Special(lambda answer: answer.pdf(), quoting=True),
    }

    def __init__(
        self,
        value: Brief,
        store: Store,
        language: str,
        template: Path | None = None,
        notice: Callable[[Text], None] | None = None,
    ) -> None:
        super().__init__(value, store, language)
        self._template = template
        self._notice = notice

    @property
    def name(self) -> str:
        """The name that its file has where none is given."""
        return short(self.value.strategy).replace("/", "-")

    def page(self) -> str:
        """The report as HTML."""
        from strategigraf.dossier.short_page import short_page

        return short_page(self.value, self.language)

    def document(self) -> bytes:
        """The report as DOCX, in the styles of the template. Raises LibraryMissing, RasteriserMissing, WrongValue."""
        from strategigraf.dossier.word import short_document

        return short_document(self.value, self.language, self._template, self._notice)

    def pdf(self) -> bytes:
        """The report as PDF, printed by the browser. Raises LibraryMissing."""
        return printed(self.page())

    def frame(self) -> Frame:
        """The numbers as columns of plain Python values: name, number, what it says, and how many things it opens
        to."""
        found = self.value.numbers
        columns = (
            Series("name", "text", tuple(number.name for number in found)),
            Series("value", "text", tuple(number.value.in_language(self.language) for number in found)),
            Series("words", "text", tuple(number.told.in_language(self.language) for number in found)),
            Series("elements", "integer", tuple(len(number.evidence.opened) for number in found)),
        )
        return Frame(columns, len(found))

    def __str__(self) -> str:
        numbers = [f"{row[1]} {row[2]}" for row in self.frame().rows()]
        findings = [finding.title.in_language(self.language) for finding in self.value.findings]
        return "\n".join([self.value.title.in_language(self.language), *numbers, *findings])

    def __repr__(self) -> str:
        return (
            f"<short report “{self.name}” of {len(self.value.numbers)} numbers and {len(self.value.findings)} findings>"
        )


# A page printed by the browser of the machine.

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 120
_INSTEAD = Text(
    "Skriv rapporten som .html, åbn den i en browser, og udskriv den som PDF.",
    "Write the report as .html, open it in a browser, and print it to PDF.",
)


def printed(page: str) -> bytes:
    """*page* (HTML) as a PDF. Raises LibraryMissing where there is no browser that prints without a window, or it does
    not."""
    import subprocess

    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise LibraryMissing(
            Text("PDF kræver Chromium, Chrome eller Edge, og ingen af dem blev fundet.",
                 "PDF needs Chromium, Chrome or Edge, and none of them was found."),
            _INSTEAD,
        )  # fmt: skip
    with TemporaryDirectory() as name:
        source, target = Path(name) / "report.html", Path(name) / "report.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={name}/profile",
            f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # the administrator has no sandbox; the page is our own and has no script
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
            return target.read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise LibraryMissing(
                Text(f"{browser} kunne ikke skrive en PDF.", f"{browser} could not write a PDF."), _INSTEAD
            ) from error
