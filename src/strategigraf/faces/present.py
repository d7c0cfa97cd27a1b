"""An answer in the format that was asked for."""

import sys
from pathlib import Path

from strategigraf.answers.table_sheet import labelled, table_sheet
from strategigraf.faces.session import deliver
from strategigraf.use.store import Store
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Table

TABLE_FORMATS = ("table", "csv", "tsv", "json", "markdown")


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
