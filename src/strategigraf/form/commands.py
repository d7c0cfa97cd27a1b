"""`strategigraf form`: a strategy handed out to be filled in by colleagues."""

from pathlib import Path

import click

from strategigraf.core.rdf import message, unseen
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.command("form")
@click.argument("strategy", metavar="STRATEGY", shell_complete=options.complete_strategy)
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), required=True)
@click.option("--no-suggestions", is_flag=True)
@options.graph
def form_command(strategy: str, path: Path, no_suggestions: bool, graph: Session) -> None:
    """Write the form of STRATEGY, to be filled in: a workbook (.xlsx) or a folder of CSV."""
    from strategigraf.form.api import form

    for file in form(graph, strategy, path, not no_suggestions):
        click.echo(unseen(str(file)))
    graph.notice(message("form.handed-out"))
