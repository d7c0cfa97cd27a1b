"""`strategigraf matrix`: two kinds, each cell opening to the links that it counts."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import TABLE_FORMATS, present_sheet, present_table
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import WrongValue
from strategigraf.values.hop import BASES
from strategigraf.values.text import Text


@click.command("matrix")
@click.argument("rows", shell_complete=options.complete_kind)
@click.argument("columns", shell_complete=options.complete_kind)
@options.strategy
@click.option("--basis", "bases", type=click.Choice(BASES), multiple=True, help="Only marks on this basis; repeatable.")
@click.option("--only", type=click.Choice(["gaps"]), help="Only the rows without a mark.")
@click.option(
    "--by",
    type=click.Choice(["strategy", "column"]),
    help="Sums: one row per strategy or per column, with how many of its rows have a mark.",
)
@click.option("--evidence", is_flag=True, help="The quotes of every mark below the matrix.")
@click.option("--long", "long_form", is_flag=True, help="One row per mark, with its path and its words.")
@options.formats(*TABLE_FORMATS)
@options.lang
@options.data
@options.output
def command(
    rows: str,
    columns: str,
    strategy_names: tuple[str, ...],
    bases: tuple[str, ...],
    only: str | None,
    by: str | None,
    evidence: bool,
    long_form: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """The matrix of the kinds ROWS by COLUMNS, such as: matrix initiative sdg-target."""
    from strategigraf.answers import matrix_sheet
    from strategigraf.answers.identifier import of_class
    from strategigraf.answers.kind import find_kind
    from strategigraf.answers.matrix import matrix
    from strategigraf.answers.pivot import only_gaps, pivot
    from strategigraf.values.namespaces import SG

    if by and (evidence or long_form):
        raise WrongValue(
            Text(
                "--by lægger mærker sammen; --evidence og --long viser hvert af dem.",
                "--by sums marks; --evidence and --long show each of them.",
            ),
            Text("Brug --by eller en af de to andre.", "Give --by or one of the other two."),
        )

    def answer(store: EmbeddedStore) -> None:
        strategies = [of_class(store, name, SG + "Strategy").value for name in strategy_names]
        kinds = find_kind(store, rows), find_kind(store, columns)
        if (long_form or evidence or format_name == "json") and not by:
            whole = matrix(store, *kinds, strategies, bases, only == "gaps")
            if long_form:
                present_table(store, matrix_sheet.marks_table(store, whole), format_name, lang, output)
            elif format_name == "json":
                from strategigraf.interchange.json_text import json_text

                deliver(json_text(matrix_sheet.matrix_record(store, whole, lang)), output)
            else:
                sheet = matrix_sheet.matrix_sheet(store, whole, kinds[0], lang, evidence)
                present_sheet(sheet, format_name, output)
            return
        found = pivot(store, *kinds, strategies, bases)
        if only == "gaps":
            found = only_gaps(found)
        if by is None:
            compact = format_name in ("table", "markdown")
            present_sheet(matrix_sheet.pivot_sheet(store, found, lang, compact), format_name, output)
            return
        from strategigraf.answers.pivot_sums import by_column, by_strategy, strategies_sheet

        if by == "column":
            present_table(store, by_column(found), format_name, lang, output)
        elif format_name == "json":
            present_table(store, by_strategy(found), format_name, lang, output)
        else:
            present_sheet(strategies_sheet(store, found, lang), format_name, output)

    Session(data, lang).use(answer)
