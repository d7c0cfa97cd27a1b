"""`strategigraf matrix`: two kinds, each cell opening to the links that it counts."""

import click

from strategigraf.api.answer import HANDED_OVER, TABLE_FORMATS
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.thread import BASES
from strategigraf.matrix.view import ORDERS, SELECTIONS, MatrixQuery
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver, emit


@click.command("matrix")
@click.argument("rows", shell_complete=options.complete_kind)
@click.argument("columns", shell_complete=options.complete_kind)
@options.endpoint
@options.strategy
@click.option("--basis", "bases", type=options.OneOf(BASES), multiple=True)
@click.option(
    "--only",
    type=options.OneOf(SELECTIONS),
)
@click.option("--sort", "order", type=options.OneOf(ORDERS), default="order")
@click.option("--group", metavar="KIND", shell_complete=options.complete_kind)
@click.option(
    "--by",
    type=options.OneOf(["strategy", "column"]),
)
@click.option("--parts/--no-parts", default=None)
@click.option("--evidence", is_flag=True)
@click.option("--long", "long_form", is_flag=True)
@options.answer(*TABLE_FORMATS)
def matrix_command(
    rows: str,
    columns: str,
    strategy_names: tuple[str, ...],
    bases: tuple[str, ...],
    only: str | None,
    order: str,
    group: str | None,
    by: str | None,
    parts: bool | None,
    long_form: bool,
    graph: Session,
    output: Output,
) -> None:
    """The matrix of the kinds ROWS by COLUMNS, such as: matrix initiative sdg-target.

    A kind may be narrowed to a strategy: matrix handleplan@SLUG goal@SLUG. One kind by itself with two strategies has
    the first in its rows, the second in its columns.
    """
    from strategigraf.matrix.api import matrix, matrix_pieces, pivot

    asked = (graph, rows, columns, strategy_names, bases, only, group, order, parts)
    of_marks = output.evidence or long_form or output.format_name in HANDED_OVER
    if by and (output.evidence or long_form or group or order != "order"):
        raise WrongValue(
            Text(
                "--by lægger markeringer sammen. --evidence, --long, --group og --sort viser hver af dem.",
                "--by sums marks. --evidence, --long, --group and --sort show each of them.",
            ),
            Text("Brug --by alene, eller udelad --by.", "Use --by alone, or leave --by out."),
        )
    if by:
        summed = pivot(*asked)
        deliver(summed.by_column() if by == "column" else summed.by_strategy(), output)
    elif of_marks or output.format_name == "json":
        in_pieces = output.format_name == ("csv" if long_form else "json") and output.screen is None
        if in_pieces and not (output.evidence or output.excel):
            asked_for = MatrixQuery(*asked[1:-1], graph.language, parts)
            if (pieces := matrix_pieces(graph, asked_for, long_form)) is not None:
                emit(pieces, output)
                return
        whole = matrix(*asked)
        if long_form and output.format_name not in HANDED_OVER:
            deliver(whole.marks(), output._replace(evidence=False))
        else:
            deliver(whole, output)
    else:
        deliver(pivot(*asked), output)
