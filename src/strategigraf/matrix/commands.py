"""`strategigraf matrix`: two kinds, each cell opening to the links that it counts."""

from pathlib import Path

import click

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.thread import BASES
from strategigraf.matrix.view import ORDERS, SELECTIONS
from strategigraf.shell import options
from strategigraf.shell.session import (
    HANDED_OVER,
    TABLE_FORMATS,
    Session,
    deliver,
    present_dossier,
    present_sheet,
    present_table,
)
from strategigraf.store.sparql import EmbeddedStore


@click.command("matrix")
@click.argument("rows", shell_complete=options.complete_kind)
@click.argument("columns", shell_complete=options.complete_kind)
@options.strategy
@click.option(
    "--basis", "bases", type=options.OneOf(BASES), multiple=True, help="Only marks on this basis; repeatable."
)
@click.option(
    "--only",
    type=options.OneOf(SELECTIONS),
    help="Only gaps by the policy; rows without a mark; rows and columns with one; or what just some strategies mark.",
)
@click.option("--sort", "order", type=options.OneOf(ORDERS), default="order", help="The order of the rows.")
@click.option("--group", metavar="KIND", shell_complete=options.complete_kind, help="Group the rows, such as by track.")
@click.option(
    "--by",
    type=options.OneOf(["strategy", "column"]),
    help="Sums: one row per strategy or per column, with how many of its rows have a mark.",
)
@click.option("--evidence", is_flag=True, help="The quotes of every mark below the matrix.")
@click.option("--long", "long_form", is_flag=True, help="One row per mark, with its path and its words.")
@options.formats(*TABLE_FORMATS, *HANDED_OVER)
@options.lang
@options.data
@options.output
def matrix_command(
    rows: str,
    columns: str,
    strategy_names: tuple[str, ...],
    bases: tuple[str, ...],
    only: str | None,
    order: str,
    group: str | None,
    by: str | None,
    evidence: bool,
    long_form: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """The matrix of the kinds ROWS by COLUMNS, such as: matrix initiative sdg-target.

    A kind may be narrowed to a strategy: matrix handleplan@SLUG goal@SLUG. One kind by itself with two strategies has
    the first in its rows, the second in its columns.
    """
    from strategigraf.matrix.view import MatrixQuery, matrix_request, pivot_request
    from strategigraf.render import matrix as matrix_sheet

    if by and (evidence or long_form or group or order != "order" or format_name in HANDED_OVER):
        raise WrongValue(
            Text(
                "--by lægger mærker sammen; --evidence, --long, --group, --sort, html og xlsx viser hvert af dem.",
                "--by sums marks; --evidence, --long, --group, --sort, html and xlsx show each of them.",
            ),
            Text("Brug --by alene eller de andre.", "Give --by alone, or the others."),
        )

    def answer(store: EmbeddedStore) -> None:
        asked = MatrixQuery(rows, columns, strategy_names, bases, only, group, order, lang)
        if (long_form or evidence or format_name in ("json", *HANDED_OVER)) and not by:
            whole, kinds = matrix_request(store, asked)
            if format_name in HANDED_OVER:
                from strategigraf.render.formats import of_matrix

                present_dossier(store, of_matrix(store, whole, kinds), format_name, lang, output)
            elif long_form:
                present_table(store, matrix_sheet.marks_table(store, whole), format_name, lang, output)
            elif format_name == "json":
                from strategigraf.render.delimited import json_text

                deliver(json_text(matrix_sheet.matrix_record(store, whole, lang)), output)
            else:
                sheet = matrix_sheet.matrix_sheet(store, whole, kinds[0], lang, evidence)
                present_sheet(sheet, format_name, output)
            return
        found, kinds = pivot_request(store, asked)
        if by is None:
            compact = format_name in ("table", "markdown")
            present_sheet(matrix_sheet.pivot_sheet(store, found, lang, compact), format_name, output)
            return
        from strategigraf.matrix.matrix import by_column, by_strategy, strategies_sheet

        if by == "column":
            present_table(store, by_column(found), format_name, lang, output)
        elif format_name == "json":
            present_table(store, by_strategy(found), format_name, lang, output)
        else:
            present_sheet(strategies_sheet(store, found, lang), format_name, output)

    Session(data, lang).use(answer)
