"""The command `export`: a strategy handed out in a format of other people."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.rdf import message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.group("export")
def export_command() -> None:
    """Hand out a strategy in a format of other people."""


@export_command.command("stratml")
@click.argument(
    "strategy", metavar="STRATEGY", cls=options.OfWorkspaceArgument, shell_complete=options.complete_strategy
)
@click.option("--part", "of_standard", type=click.Choice(["1", "2"]))
@options.answer(*REPORT_FORMATS, "stratml", of_cover=False)
def export_stratml_command(strategy: str, of_standard: str | None, graph: Session, output: Output) -> None:
    """Hand out STRATEGY as StratML with -o FILE.xml; without it, show what the standard cannot hold."""
    from strategigraf.export.report import export_stratml

    answer = export_stratml(graph, strategy, of_standard or "")
    deliver(answer, output)
    if output.format_name == "stratml" and answer.value.losses:
        graph.notice(message("export.more", number=len(answer["lost"])))
