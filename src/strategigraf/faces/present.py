"""An answer in the format that was asked for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.answers.report_table import part_sheet, part_table, report_record
from strategigraf.answers.table_sheet import labelled, table_sheet
from strategigraf.faces.progress import Progress
from strategigraf.faces.session import deliver
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.report import Part, Report
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Table
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.values.dossier import Dossier

HANDED_OVER = ("html", "xlsx")
_WRITING = Text("skriver siden", "writing the page")
TABLE_FORMATS = ("table", "csv", "tsv", "json", "markdown")
REPORT_FORMATS = ("table", "csv", "json", "markdown", "html", "xlsx")


def present_table(store: Store, table: Table, format_name: str, language: str, output: Path | None) -> None:
    """Delivers *table*: for people (table, markdown) with titles of things, for machines (csv, tsv, json) with IRIs and
    label columns. Raises OutputNotWritten."""
    if format_name in ("table", "markdown"):
        present_sheet(table_sheet(store, table, language), format_name, output)
        return
    from strategigraf.interchange import sparql_result

    full = labelled(store, table, language)
    as_text = {"csv": sparql_result.result_csv, "tsv": sparql_result.result_tsv, "json": sparql_result.result_json}
    deliver(as_text[format_name](full), output)


def present_sheet(sheet: Sheet, format_name: str, output: Path | None) -> None:
    """Delivers *sheet* as an aligned table (framed on a terminal), CSV, TSV or Markdown. Raises OutputNotWritten."""
    if format_name == "table" and output is None and sys.stdout.isatty():
        from strategigraf.faces.terminal import show

        show(sheet)
        return
    from strategigraf.interchange import sheet_text

    as_text = {
        "table": sheet_text.plain,
        "csv": sheet_text.csv,
        "tsv": sheet_text.tsv,
        "markdown": sheet_text.markdown_table,
    }
    deliver(as_text[format_name](sheet), output)


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
    chosen = report if part_name is None else report._replace(parts=(_part(report, part_name),))
    if format_name == "json":
        from strategigraf.interchange.json_text import json_text

        deliver(json_text(report_record(store, chosen, language)), output)
        return
    if format_name in HANDED_OVER:
        from strategigraf.answers.dossier import of_report

        present_dossier(of_report(store, chosen), format_name, language, output)
        return
    if format_name == "csv":
        from strategigraf.interchange.sparql_result import result_csv

        deliver(result_csv(labelled(store, part_table(chosen.parts[0], language), language)), output)
        return
    sheets = [part_sheet(store, part, language, evidence) for part in chosen.parts]
    if format_name == "table" and output is None and sys.stdout.isatty():
        from strategigraf.faces.terminal import show

        for sheet in sheets:
            show(sheet)
        return
    from strategigraf.interchange.sheet_text import markdown_table, plain

    if format_name == "markdown":
        from strategigraf.interchange.inert import markdown

        heading = f"# {markdown(report.title.in_language(language))}\n"
        deliver("\n".join([heading, *map(markdown_table, sheets)]), output)
    else:
        deliver("\n".join(map(plain, sheets)), output)


def present_dossier(dossier: "Dossier", format_name: str, language: str, output: Path | None) -> None:
    """Delivers *dossier* as a page (html) or a workbook (xlsx). Raises WrongValue for a workbook on a terminal,
    OutputNotWritten."""
    if format_name == "html":
        from strategigraf.interchange.page import page

        deliver(page(dossier, language, Progress(_WRITING, language)), output)
        return
    if output is None and sys.stdout.isatty():
        raise WrongValue(
            Text("Et regneark kan ikke vises i en terminal.", "A workbook cannot be shown on a terminal."),
            Text("Giv en fil med -o, fx -o svar.xlsx.", "Give a file with -o, such as -o answer.xlsx."),
        )
    from strategigraf.interchange.workbook import workbook

    deliver(workbook(dossier, language), output)


def _part(report: Report, name: str) -> Part:
    names = [part.name for part in report.parts]
    if name in names:
        return report.parts[names.index(name)]
    raise WrongValue(
        Text(f"Der er ingen del “{name}” i dette svar.", f"This answer has no part “{name}”."),
        Text(f"Vælg en af: {', '.join(names)}.", f"Choose one of: {', '.join(names)}."),
    )
