"""The session of a command: the graph it opens, and its answer delivered in the format that was asked for."""

import codecs
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.report import Report
from strategigraf.core.table import Sheet, Table
from strategigraf.core.text import visible
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.render.tables import one_part, part_sheet, table_sheet
from strategigraf.shell.terminal import SOURCES, Progress, bom_wanted, clear, progress, screen
from strategigraf.store.cache import Cache, cache_folder
from strategigraf.store.sparql import EmbeddedStore, Store

if TYPE_CHECKING:
    from strategigraf.core.report import Dossier

GOOD, FINDINGS, USAGE, FAILED = 0, 1, 2, 3


# What a command works with.

Value = TypeVar("Value")


class Session:
    """One run of a command on the data folder *data* (the program's own without one), in *language*."""

    def __init__(self, data: Path | None, language: str) -> None:
        self.language = language
        self._data = data

    @property
    def workspace(self) -> Workspace:
        """The workspace. Raises FilesNotFound."""
        return find_workspace(self._data)

    def use(self, question: Callable[[EmbeddedStore], Value]) -> Value:
        """What *question* answers on the store. Raises TurtleSyntax."""
        return self._cache().use(question)

    def kept(self, store: EmbeddedStore) -> tuple[Path, dict[Path, str]]:
        """The file in which verdicts are kept, and the digests of all files as *store* has them; no digests where it is
        not the one on disk."""
        return self._cache().kept(store)

    def progress(self, doing: Text) -> Callable[[int, int], None]:
        """Something to tell how much of how much is done, which shows it on stderr when it takes more than a second."""
        return Progress(doing, self.language)

    def _cache(self) -> Cache:
        reading = self.progress(Text("læser filerne", "reading the files"))
        return Cache(self.workspace, cache_folder(), self.notice, reading)

    def notice(self, text: Text) -> None:
        """Tells the user *text* beside the answer, on stderr."""
        clear()
        click.echo(visible(text.in_language(self.language)), err=True)


def deliver(content: str | bytes, output: Path | None, painted: bool = False) -> None:
    """Puts *content* in the file *output*, or on stdout; on a terminal page by page where it is longer than that, and
    with control characters as escapes, unless it is *painted* (made for a terminal, with colours of our own).

    Raises OutputNotWritten.
    """
    told = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if told and bom_wanted():
        told = codecs.BOM_UTF8 + told
    if output is not None:
        from strategigraf.files.output import write

        write(output, told)
        return
    sys.stdout.flush()
    if isinstance(content, str) and sys.stdout.isatty():
        from strategigraf.shell.terminal import paged

        content = content if painted else visible(content)
        shown = screen(None)
        if shown is None or not paged(content, shown):
            click.echo(content, nl=False, color=True)
        return
    from strategigraf.files.output import written

    stream = getattr(sys.stdout, "buffer", None)
    with written("stdout"):
        if stream is None:
            sys.stdout.write(told.decode("utf-8"))
        else:
            stream.write(told)
            stream.flush()


HANDED_OVER = ("html", "xlsx")
TABLE_FORMATS = ("table", "csv", "tsv", "json", "markdown")
REPORT_FORMATS = ("table", "csv", "json", "markdown", "html", "xlsx")


def present_table(store: Store, table: Table, format_name: str, language: str, output: Path | None) -> None:
    """Delivers *table*: for people (table, markdown) with titles of things, for machines (csv, tsv, json) with IRIs and
    label columns. Raises OutputNotWritten."""
    if format_name in ("table", "markdown"):
        present_sheet(table_sheet(store, table, language), format_name, output)
        return
    from strategigraf.render.formats import table_content

    deliver(table_content(store, table, format_name, language), output)


def present_sheet(sheet: Sheet, format_name: str, output: Path | None) -> None:
    """Delivers *sheet* as an aligned table (laid out for its width on a terminal), CSV, TSV or Markdown.

    Raises OutputNotWritten.
    """
    if format_name == "table" and _on_screen([sheet], output):
        return
    from strategigraf.render.formats import sheet_content

    deliver(sheet_content(sheet, format_name), output)


def present_report(
    store: Store,
    report: Report,
    format_name: str,
    language: str,
    output: Path | None,
    part_name: str | None = None,
    evidence: bool = False,
) -> None:
    """Delivers *report* (just the part *part_name* where given): for people part after part (with *evidence* the words
    below each), as JSON all of it with its evidence, as CSV one part, the main one unless another is named.

    Raises WrongValue where there is no such part, OutputNotWritten.
    """
    sheets = [part_sheet(store, part, language, evidence) for part in one_part(report, part_name).parts]
    if format_name == "table" and _on_screen(sheets, output):
        return
    _refuse_terminal(format_name, output)
    from strategigraf.render.formats import report_content

    if format_name in HANDED_OVER:
        from strategigraf.render.formats import of_report

        present_dossier(store, of_report(store, one_part(report, part_name)), format_name, language, output)
        return
    deliver(report_content(store, report, format_name, language, part_name, evidence), output)


def present_dossier(store: Store, dossier: "Dossier", format_name: str, language: str, output: Path | None) -> None:
    """Delivers *dossier* as a page (html) or a workbook (xlsx), whose quotes are looked up where the sources are given.
    Raises WrongValue for a workbook on a terminal, SourceNotFound, OutputNotWritten."""
    _refuse_terminal(format_name, output)
    from strategigraf.render.formats import dossier_content

    context = click.get_current_context(silent=True)
    if folder := context.meta.get(SOURCES) if context else None:
        from strategigraf.files.source_text import SourceFolder
        from strategigraf.render.formats import verified

        dossier = verified(store, dossier, SourceFolder(folder))

    with progress(Text("skriver svaret", "writing the answer"), language) as tell:
        content = dossier_content(dossier, format_name, language, tell)
    deliver(content, output)


def _refuse_terminal(format_name: str, output: Path | None) -> None:
    if format_name == "xlsx" and output is None and sys.stdout.isatty():
        raise WrongValue(
            Text("Et regneark kan ikke vises i en terminal.", "A workbook cannot be shown on a terminal."),
            Text("Giv en fil med -o, fx -o svar.xlsx.", "Give a file with -o, such as -o answer.xlsx."),
        )


def _on_screen(sheets: Sequence[Sheet], output: Path | None) -> bool:
    """Whether the answer goes to a screen, on which *sheets* are then shown, laid out for it."""
    target = screen(output)
    if target is None:
        return False
    from strategigraf.shell.terminal import shown

    deliver(shown(sheets, target.columns, *target.colours), output, painted=True)
    return True
