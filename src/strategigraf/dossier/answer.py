"""The report on a strategy in Python: the two pages of the short report, chapters, evidence; and its answer in each
format."""

import os
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, NamedTuple

from strategigraf.api.answer import Answer, Special
from strategigraf.api.graph import Graph
from strategigraf.check.quotes import source_folder
from strategigraf.core.errors import OPTION_WORDS, LibraryMissing, OutputNotWritten, WrongValue, listed_values
from strategigraf.core.rdf import Text, message
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import Chapter, Dossier, ProgressCallback, no_progress
from strategigraf.core.table import Frame, Series
from strategigraf.dossier import CHAPTERS
from strategigraf.dossier.chapters import Contents, chapters_of, strategy_dossier
from strategigraf.dossier.short.brief import Brief
from strategigraf.dossier.short.report import brief_parts, short_report
from strategigraf.dossier.tracked import tracked_chapters
from strategigraf.files.output import format_for
from strategigraf.files.source_text import SourceText
from strategigraf.render.formats import dossier_content, verified
from strategigraf.store.names import one_of, strategies_named
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import Store


class StrategyReport(NamedTuple):
    """The report on a strategy (IRI): the short report, where it is wanted, the chapters, whether the quotes of what
    they speak of follow, and the source texts that these are looked for in, where given."""

    strategy: str
    brief: Brief | None
    chapters: tuple[Contents, ...]
    evidence: bool
    texts: Mapping[str, SourceText] | None = None

    @property
    def name(self) -> str:
        """The name that its file has where none is given."""
        return short_name(self.strategy).replace("/", "-")

    @property
    def is_short(self) -> bool:
        """Whether it is the two pages alone."""
        return self.brief is not None and not self.chapters


class StrategyAnswer(Answer[StrategyReport]):
    """The answer of `report`: a page (.html), a Word document (.docx, with the extra `docx`), a PDF (.pdf, where there
    is a browser) or a workbook (.xlsx), which has all tables in full. Its rows are the numbers of the short report."""

    formats = ("html", "docx", "pdf", "xlsx")
    special: ClassVar = {
        "docx": Special(lambda answer: answer.document(), quoting=True),
        "pdf": Special(lambda answer: answer.pdf(), quoting=True),
    }

    def __init__(
        self,
        value: StrategyReport,
        store: Store,
        language: str,
        template: Path | None = None,
        notice: Callable[[Text], None] | None = None,
    ) -> None:
        super().__init__(value, store, language)
        self._template = template
        self._notice = notice

    @classmethod
    def format_of(cls, path: Path) -> str:
        """The format that the file *path* has by its ending. Raises WrongValue where the report is not written so."""
        ending = format_for(path, cls.formats) or path.suffix.lower().removeprefix(".")
        return one_of(ending, cls.formats, Text("et format, rapporten findes i", "a format of the report"))

    def page(self, progress: ProgressCallback = no_progress) -> str:
        """The report as HTML: the short report alone in the language of the answer, else in both languages."""
        from strategigraf.dossier.short.page import short_front, short_page

        brief = self.value.brief
        if brief and self.value.is_short:
            return short_page(brief, self.language)
        dossier = self._read
        if brief:
            front = short_front(brief)
            contents = Chapter(front.title, ((front.name, front.title),))
            dossier = dossier._replace(sections=(front, *dossier.sections), chapters=(contents, *dossier.chapters))
        return str(dossier_content(dossier, "html", self.language, progress))

    def document(self) -> bytes:
        """The report as DOCX, in the styles of the template. Raises LibraryMissing, RasteriserMissing, WrongValue."""
        from strategigraf.dossier.short.document import report_document

        chapters = None if self.value.is_short else self._read
        return report_document(self.value.brief, chapters, self.language, self._template, self._notice)

    def pdf(self) -> bytes:
        """The report as PDF, printed by the browser. Raises LibraryMissing."""
        return printed(self.page())

    def workbook(self, progress: ProgressCallback = no_progress) -> bytes:
        """The report as a workbook: the tables of the short report, then all others in full."""
        dossier = self._dossier_of(full=True)
        if self.value.brief and (parts := brief_parts(self.value.brief)):
            contents = Chapter(message("short.kicker"), tuple((part.name, part.title) for part in parts))
            dossier = dossier._replace(sections=(*parts, *dossier.sections), chapters=(contents, *dossier.chapters))
        content = dossier_content(dossier, "xlsx", self.language, progress)
        return content if isinstance(content, bytes) else content.encode("utf-8")

    def _handed_over(self, format_name: str, sources: object, progress: ProgressCallback) -> str | bytes:
        return self.page(progress) if format_name == "html" else self.workbook(progress)

    @cached_property
    def _read(self) -> Dossier:
        return self._dossier_of(full=False)

    def _dossier_of(self, full: bool) -> Dossier:
        value = self.value
        made = strategy_dossier(self._store, value.strategy, value.chapters, full)
        if value.texts is not None:
            made = verified(self._store, made, value.texts)
        return made if value.evidence else made._replace(words={})

    def frame(self) -> Frame:
        """The numbers of the short report as columns of plain Python values: name, number, what it says, and how many
        things it opens to."""
        found = self.value.brief.numbers if self.value.brief else ()
        columns = (
            Series("name", "text", tuple(number.name for number in found)),
            Series("value", "text", tuple(number.value.in_language(self.language) for number in found)),
            Series("words", "text", tuple(number.told.in_language(self.language) for number in found)),
            Series("elements", "integer", tuple(len(number.evidence.opened) for number in found)),
        )
        return Frame(columns, len(found))

    def __str__(self) -> str:
        brief = self.value.brief
        lines = [f"{row[1]} {row[2]}" for row in self.frame().rows()]
        lines += [finding.title.in_language(self.language) for finding in (brief.findings if brief else ())]
        lines += [chapter.title.in_language(self.language) for chapter in self.value.chapters]
        return "\n".join([brief.title.in_language(self.language), *lines] if brief else lines)

    def __repr__(self) -> str:
        brief = self.value.brief
        parts = [f"{len(brief.numbers)} numbers", f"{len(brief.findings)} findings"] if brief else []
        if self.value.chapters:
            parts.append(f"{len(self.value.chapters)} chapters")
        return f"<report “{self.value.name}” of {', '.join(parts)}>"


def report(
    graph: Graph,
    strategy: str,
    sources: str | Path | None = None,
    *,
    short: bool = False,
    part: Collection[str] = (),
    without: Collection[str] = (),
    template: str | Path | None = None,
) -> StrategyAnswer:
    """The report on *strategy*, to `save` as .html, .docx, .pdf or .xlsx: the two pages that a council reads, then the
    chapters, and as an appendix the evidence of it all. *short*: the two pages alone; *part*: the chapters named, such
    as `goals` or `mål`; *without*: all but those. With the folder *sources* every quote is looked for. A Word document
    has the styles of *template*.

    Raises UnknownStrategy, SourceNotFound, PolicyFaulty, WrongValue.

    >>> sg.report(sg.open(), "sjaelland-strategi-2025-2028").value.name
    'sjaelland-strategi-2025-2028'
    >>> sg.report(sg.open(), "sjaelland-strategi-2025-2028", short=True)
    <report “sjaelland-strategi-2025-2028” of 9 numbers, 1 findings>
    """
    named = [_chapter(name) for name in part]
    wanted = _wanted(["short"] if short else named, [_chapter(name) for name in without])
    texts = source_folder(sources)

    def answer(store: Store) -> StrategyAnswer:
        (strategy_iri,) = strategies_named(store, strategy)
        policy = read_policy(store, graph.workspace)
        brief = short_report(store, graph.workspace, policy, strategy_iri, texts) if "short" in wanted else None
        more = tracked_chapters(store, graph.workspace, strategy_iri)
        chapters = chapters_of(store, policy, strategy_iri, wanted, texts, more)
        shown = {"short", *(chapter.name for chapter in chapters)}
        for name in named:
            if name in wanted and name not in shown:
                known = chapters_of(store, policy, strategy_iri, CHAPTERS, more=more)
                raise _no_chapter(strategy, name, ["short", *(chapter.name for chapter in known)])
        value = StrategyReport(strategy_iri, brief, tuple(chapters), "evidence" in wanted, texts)
        return StrategyAnswer(value, store, graph.language, None if template is None else Path(template), graph.notice)

    return graph.use(answer)


def _chapter(name: str) -> str:
    return one_of(name, CHAPTERS, Text("et kapitel i rapporten", "a chapter of the report"))


def _wanted(named: Collection[str], without: Collection[str]) -> list[str]:
    """The chapters *named*, or all, but those *without*, in their order. Raises WrongValue where none is left."""
    wanted = [name for name in CHAPTERS if (not named or name in named) and name not in without]
    if not wanted:
        raise WrongValue(
            Text("Rapporten har ingen kapitler tilbage.", "No chapter of the report is left."),
            Text("Ret --part eller --without.", "Change --part or --without."),
        )
    return wanted


def _no_chapter(strategy: str, name: str, known: Sequence[str]) -> WrongValue:
    listed, word = listed_values(known), OPTION_WORDS[name]
    return WrongValue(
        Text(f"Rapporten om »{strategy}« har intet kapitel »{word.da}«: Der er intet at vise.",
             f"The report on “{strategy}” has no chapter “{word.en}”: there is nothing to show."),
        Text(f"Vælg en af: {listed.da}.", f"Choose one of: {listed.en}."),
    )  # fmt: skip


# A page printed by the browser of the machine.

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 120
_INSTEAD = Text(
    "Skriv rapporten som .html, åbn den i en browser, og udskriv den som PDF.",
    "Write the report as .html, open it in a browser, and print it to PDF.",
)


def printed(page: str) -> bytes:
    """*page* (HTML) as a PDF. Raises LibraryMissing where there is no browser that prints without a window, and
    OutputNotWritten where it does not print, or not in time."""
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
        except subprocess.TimeoutExpired as error:
            raise OutputNotWritten(
                Text(
                    f"{browser} blev ikke færdig med PDF'en på {_SECONDS} sekunder.",
                    f"{browser} did not finish the PDF within {_SECONDS} seconds.",
                ),
                _INSTEAD,
            ) from error
        except OSError as error:
            raise OutputNotWritten(
                Text(f"{browser} kunne ikke skrive en PDF.", f"{browser} could not write a PDF."), _INSTEAD
            ) from error
