"""The command `export`: a strategy as StratML, or the whole graph as Parquet."""

from pathlib import Path

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.rdf import message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.group("export")
def export_command() -> None:
    """Write a strategy or the whole graph in a format of other systems."""


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


@export_command.command("parquet")
@click.argument("folder", type=click.Path(path_type=Path))
@options.strategy
@options.graph
def export_parquet_command(folder: Path, strategy_names: tuple[str, ...], graph: Session) -> None:
    """Write the graph into FOLDER as Parquet: one table each of strategies, elements, links, edges, claims, quotes,
    alignments and SDG targets."""
    from strategigraf.export.tables import write_parquet

    told = graph.progress("answer")
    counts = graph.use(lambda store: write_parquet(store, folder, strategy_names, told))
    for name, count in counts.items():
        graph.notice(message("parquet.written", table=name, count=count))


@export_command.command("csvw")
@options.strategy
@options.graph
def export_csvw_command(strategy_names: tuple[str, ...], graph: Session) -> None:
    """Write beside each table of measurements what its columns are, for readers of CSV on the web (CSVW)."""
    from strategigraf.export.csvw import write_descriptions

    written = write_descriptions(graph, strategy_names)
    for path in written:
        graph.notice(message("export.csvw.written", path=path))
    if not written:
        graph.notice(message("export.csvw.nothing"))
