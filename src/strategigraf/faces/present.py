"""An answer in the format that was asked for."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategigraf.answers.report_table import one_part, part_sheet
from strategigraf.answers.table_sheet import table_sheet
from strategigraf.faces.options import SOURCES
from strategigraf.faces.progress import progress
from strategigraf.faces.screen import screen
from strategigraf.faces.session import deliver
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.report import Report
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Table
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.values.dossier import Dossier, Drawing

HANDED_OVER = ("html", "xlsx")
TABLE_FORMATS = ("table", "csv", "tsv", "json", "markdown")
REPORT_FORMATS = ("table", "csv", "json", "markdown", "html", "xlsx")


def present_table(store: Store, table: Table, format_name: str, language: str, output: Path | None) -> None:
    """Delivers *table*: for people (table, markdown) with titles of things, for machines (csv, tsv, json) with IRIs and
    label columns. Raises OutputNotWritten."""
    if format_name in ("table", "markdown"):
        present_sheet(table_sheet(store, table, language), format_name, output)
        return
    from strategigraf.interchange.answer_content import table_content

    deliver(table_content(store, table, format_name, language), output)


def present_sheet(sheet: Sheet, format_name: str, output: Path | None) -> None:
    """Delivers *sheet* as an aligned table (laid out for its width on a terminal), CSV, TSV or Markdown.

    Raises OutputNotWritten.
    """
    if format_name == "table" and _on_screen([sheet], output):
        return
    from strategigraf.interchange.answer_content import sheet_content

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
    from strategigraf.interchange.answer_content import report_content

    if format_name in HANDED_OVER:
        from strategigraf.answers.dossier import of_report

        present_dossier(store, of_report(store, one_part(report, part_name)), format_name, language, output)
        return
    deliver(report_content(store, report, format_name, language, part_name, evidence), output)


def present_dossier(store: Store, dossier: "Dossier", format_name: str, language: str, output: Path | None) -> None:
    """Delivers *dossier* as a page (html) or a workbook (xlsx), whose quotes are looked up where the sources are given.
    Raises WrongValue for a workbook on a terminal, SourceNotFound, OutputNotWritten."""
    _refuse_terminal(format_name, output)
    from strategigraf.interchange.answer_content import dossier_content

    context = click.get_current_context(silent=True)
    if folder := context.meta.get(SOURCES) if context else None:
        from strategigraf.answers.dossier import verified
        from strategigraf.files.source_folder import SourceFolder

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
    from strategigraf.faces.terminal import shown

    deliver(shown(sheets, target.columns, *target.colours), output, painted=True)
    return True


def present_picture(
    store: Store, drawing: "Drawing", format_name: str, language: str, output: Path | None, width: int | None = None
) -> None:
    """Delivers *drawing* as SVG or PNG, *width* wide, or as a page with the words that it opens to. Raises WrongValue
    for a PNG on a terminal, RasteriserMissing, OutputNotWritten."""
    from strategigraf.interchange.picture_content import picture_content

    if format_name == "png" and output is None and sys.stdout.isatty():
        raise WrongValue(
            Text("Et PNG-billede kan ikke vises i en terminal.", "A PNG picture cannot be shown on a terminal."),
            Text("Giv en fil med -o, fx -o billede.png.", "Give a file with -o, such as -o picture.png."),
        )
    deliver(picture_content(store, drawing, format_name, language, width), output)
