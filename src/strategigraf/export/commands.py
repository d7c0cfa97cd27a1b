"""The command `export`: a strategy as StratML, or the whole graph as Parquet."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.rdf import message
from strategigraf.parquet.commands import parquet_command
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.group("export")
def export_command() -> None:
    """Write a strategy or the whole graph in a format of other systems."""


export_command.add_command(parquet_command)


@export_command.command("stratml")
@click.argument(
    "strategy", metavar="STRATEGY", cls=options.OfWorkspaceArgument, shell_complete=options.complete_strategy
)
@click.option("--part", "of_standard", type=options.OneOf(["1", "2"]))
@options.answer(*REPORT_FORMATS, "stratml", of_cover=False)
def export_stratml_command(strategy: str, of_standard: str | None, graph: Session, output: Output) -> None:
    """Hand out STRATEGY as StratML with -o FILE.xml; without it, show what the standard cannot hold."""
    from strategigraf.export.report import export_stratml

    answer = export_stratml(graph, strategy, of_standard or "")
    deliver(answer, output)
    if output.format_name == "stratml" and answer.value.losses:
        graph.notice(message("export.more", number=len(answer["lost"])))
