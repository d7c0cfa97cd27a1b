"""An answer in the format that was asked for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.answers.report_table import one_part, part_sheet
from strategigraf.answers.table_sheet import table_sheet
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
    """Delivers *sheet* as an aligned table (framed on a terminal), CSV, TSV or Markdown. Raises OutputNotWritten."""
    if format_name == "table" and output is None and sys.stdout.isatty():
        from strategigraf.faces.terminal import show

        show(sheet)
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
    if format_name == "table" and output is None and sys.stdout.isatty():
        from strategigraf.faces.terminal import show

        for part in one_part(report, part_name).parts:
            show(part_sheet(store, part, language, evidence))
        return
    _refuse_terminal(format_name, output)
    from strategigraf.interchange.answer_content import report_content

    deliver(report_content(store, report, format_name, language, part_name, evidence), output)


def present_dossier(dossier: "Dossier", format_name: str, language: str, output: Path | None) -> None:
    """Delivers *dossier* as a page (html) or a workbook (xlsx). Raises WrongValue for a workbook on a terminal,
    OutputNotWritten."""
    _refuse_terminal(format_name, output)
    from strategigraf.interchange.answer_content import dossier_content

    deliver(dossier_content(dossier, format_name, language), output)


def present_picture(
    store: Store, drawing: "Drawing", format_name: str, language: str, output: Path | None, width: int | None = None
) -> None:
    """Delivers *drawing* as SVG or PNG, *width* wide, or as a page with the words that it opens to. Raises WrongValue
    for a PNG on a terminal, RasteriserMissing, OutputNotWritten."""
    if format_name == "html":
        from strategigraf.answers.dossier import dossier

        title = drawing.about if drawing.about.da else drawing.title
        present_dossier(dossier(store, drawing.name, title, Text("", ""), [drawing]), "html", language, output)
        return
    from strategigraf.interchange.canvas import sized

    svg = drawing.svg.in_language(language)
    if format_name == "svg":
        deliver(sized(svg, width), output)
        return
    if output is None and sys.stdout.isatty():
        raise WrongValue(
            Text("Et PNG-billede kan ikke vises i en terminal.", "A PNG picture cannot be shown on a terminal."),
            Text("Giv en fil med -o, fx -o billede.png.", "Give a file with -o, such as -o picture.png."),
        )
    from strategigraf.interchange.raster import png

    deliver(png(svg, width or 2240), output)


def _refuse_terminal(format_name: str, output: Path | None) -> None:
    if format_name == "xlsx" and output is None and sys.stdout.isatty():
        raise WrongValue(
            Text("Et regneark kan ikke vises i en terminal.", "A workbook cannot be shown on a terminal."),
            Text("Giv en fil med -o, fx -o svar.xlsx.", "Give a file with -o, such as -o answer.xlsx."),
        )
