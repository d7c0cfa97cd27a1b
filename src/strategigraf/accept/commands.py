"""`strategigraf accept`: decisions of the review page, entered into one's own data."""

from pathlib import Path

import click

from strategigraf.core.rdf import message
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.command("accept")
@click.argument("decisions", type=click.Path(path_type=Path))
@click.option("--strategy", "of_strategy", shell_complete=options.complete_strategy)
@options.sources
@options.graph
def accept_command(decisions: Path, of_strategy: str | None, sources: Path | None, graph: Session) -> None:
    """Enter what was accepted in the file DECISIONS, which the review page saved, into the data of the workspace.

    Nothing is written where a rule of the data would be broken. Accepting twice changes nothing.
    """
    from strategigraf.accept.acceptance import accept

    result = accept(graph, decisions, strategy=of_strategy, sources=sources)
    for name in result.files:
        click.echo(name)
    graph.notice(
        message(
            "accept.told",
            elements=result.elements,
            claims=result.claims,
            known=result.known,
            rejected=result.rejected,
            undecided=result.undecided,
        )
    )
    if result.left_out:
        graph.notice(message("accept.left-out", listed=", ".join(result.left_out[:10]), number=len(result.left_out)))
