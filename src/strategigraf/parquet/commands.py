"""`strategigraf export`: the graph in the form of other systems."""

from pathlib import Path

import click

from strategigraf.core.rdf import message
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.group("export")
def export_command() -> None:
    """Write the graph in the form of other systems."""


@export_command.command("parquet")
@click.argument("folder", type=click.Path(path_type=Path))
@options.strategy
@options.graph
def parquet(folder: Path, strategy_names: tuple[str, ...], graph: Session) -> None:
    """Write the graph into FOLDER as Parquet: one table each of strategies, elements, links, edges, claims, quotes,
    alignments and SDG targets."""
    from strategigraf.parquet.writing import write_parquet

    told = graph.progress("answer")
    counts = graph.use(lambda store: write_parquet(store, folder, strategy_names, told))
    for name, count in counts.items():
        graph.notice(message("parquet.written", table=name, count=count))
