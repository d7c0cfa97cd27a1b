"""The content of an answer in a format: what a file or stdout gets, the same for the command line and for Python."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from strategigraf.answers.report_table import one_part, part_sheet, part_table, report_record
from strategigraf.answers.table_sheet import labelled, table_sheet
from strategigraf.use.store import Store
from strategigraf.values.report import Report
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Table
from strategigraf.values.tally import Tell, untold
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.answers.hearing import Hearing
    from strategigraf.answers.kind import Kind
    from strategigraf.values.dossier import Dossier
    from strategigraf.values.matrix import Matrix

OF_DOSSIERS = ("html", "xlsx")


def table_content(store: Store, table: Table, format_name: str, language: str) -> str:
    """*table* for people ("table", "markdown") with titles of things, for machines ("csv", "tsv", "json") with IRIs and
    columns of titles."""
    if format_name in ("table", "markdown"):
        return sheet_content(table_sheet(store, table, language), format_name)
    from strategigraf.interchange import sparql_result

    full = labelled(store, table, language)
    if format_name == "csv":
        return sparql_result.result_csv(full)
    return sparql_result.result_tsv(full) if format_name == "tsv" else sparql_result.result_json(full)


def sheet_content(sheet: Sheet, format_name: str) -> str:
    """*sheet* as an aligned table ("table"), CSV, TSV or Markdown."""
    from strategigraf.interchange import sheet_text

    if format_name == "table":
        return sheet_text.plain(sheet)
    if format_name == "markdown":
        return sheet_text.markdown_table(sheet)
    return sheet_text.csv(sheet) if format_name == "csv" else sheet_text.tsv(sheet)


def report_content(
    store: Store,
    report: Report,
    format_name: str,
    language: str,
    part_name: str | None = None,
    evidence: bool = False,
    progress: Tell = untold,
) -> str | bytes:
    """*report* (just the part *part_name* where given): as JSON all of it with its evidence, as CSV its first part, as
    a page or a workbook a section for each part, else part after part, with *evidence* the words below each.

    Raises WrongValue where there is no such part.
    """
    chosen = one_part(report, part_name)
    if format_name == "json":
        from strategigraf.interchange.json_text import json_text

        return json_text(report_record(store, chosen, language))
    if format_name in OF_DOSSIERS:
        from strategigraf.answers.dossier import of_report

        return dossier_content(of_report(store, chosen), format_name, language, progress)
    if format_name == "csv":
        from strategigraf.interchange.sparql_result import result_csv

        return result_csv(labelled(store, part_table(chosen.parts[0], language), language))
    sheets = [part_sheet(store, part, language, evidence) for part in chosen.parts]
    from strategigraf.interchange.sheet_text import markdown_table, plain

    if format_name == "table":
        return "\n".join(map(plain, sheets))
    from strategigraf.values.inert import markdown

    heading = f"# {markdown(report.title.in_language(language))}\n"
    return "\n".join([heading, *map(markdown_table, sheets)])


def matrix_content(
    store: Store,
    whole: "Matrix",
    kinds: "tuple[Kind, Kind]",
    format_name: str,
    language: str,
    evidence: bool = False,
) -> str | bytes:
    """The matrix *whole* of *kinds*: as JSON every mark with its words, as a page or a workbook with all it opens to,
    else a sheet of signs, with *evidence* the words of every mark below."""
    if format_name in OF_DOSSIERS:
        from strategigraf.answers.dossier import of_matrix

        return dossier_content(of_matrix(store, whole, kinds), format_name, language)
    from strategigraf.answers.matrix_sheet import matrix_record, matrix_sheet, pivot_sheet
    from strategigraf.answers.pivot import pivot_of

    if format_name == "json":
        from strategigraf.interchange.json_text import json_text

        return json_text(matrix_record(store, whole, language))
    if evidence:
        return sheet_content(matrix_sheet(store, whole, kinds[0], language, evidence), format_name)
    compact = format_name in ("table", "markdown")
    return sheet_content(pivot_sheet(store, pivot_of(store, kinds[0], whole), language, compact), format_name)


def dossier_content(dossier: "Dossier", format_name: str, language: str, progress: Tell = untold) -> str | bytes:
    """*dossier* as a page ("html") or a workbook ("xlsx"); *progress* is told how much of it is written."""
    if format_name == "html":
        from strategigraf.interchange.page import page

        return page(dossier, language, progress)
    from strategigraf.interchange.workbook import workbook

    return workbook(dossier, language, progress)


def note_content(store: Store, found: "Sequence[Hearing]", language: str) -> str:
    """The notes (høringsnotater) on the hearings *found*, in Markdown."""
    from strategigraf.interchange.hearing_note import hearing_note, names_in_note
    from strategigraf.use.labels import labels

    notes = []
    for one in found:
        things = names_in_note(one)
        danish, english = (labels(store, things, wanted) for wanted in ("da", "en"))
        named = {thing: Text(danish[thing], english[thing]) for thing in things if thing in danish}
        notes.append(hearing_note(one, named, language))
    return "\n".join(notes)
