"""The commands `pull` and `push`: strategies from and to a server of SPARQL."""

from pathlib import Path

import click

from strategigraf.api.answer import TABLE_FORMATS
from strategigraf.core.errors import WrongCommandLine
from strategigraf.core.rdf import Text, message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("push")
@click.argument("server", metavar="ENDPOINT")
@click.option("--graph-store", metavar="URL")
@click.option("--update", metavar="URL")
@options.strategy
@options.answer(*TABLE_FORMATS)
def push_command(
    server: str,
    graph_store: str | None,
    update: str | None,
    strategy_names: tuple[str, ...],
    graph: Session,
    output: Output,
) -> None:
    """Bring the graphs to the server that ENDPOINT is the address or profile of, by its graph store or by updates."""
    from strategigraf.remote.graph_store import ByProtocol, ByUpdate
    from strategigraf.remote.push import push

    behind = graph.remote(server)
    access = behind.access
    store = "" if update else graph_store or access.graph_store
    updates = update or access.update
    if not (store or updates):
        raise WrongCommandLine(
            Text("Det er ikke angivet, hvor grafer kan lægges.", "It is not said where graphs can be put."),
            Text(
                "Angiv --graph-store URL eller --update URL, eller skriv dem i profilen.",
                "Give --graph-store URL or --update URL, or write them into the profile.",
            ),
        )
    target = ByProtocol(access._replace(address=store)) if store else ByUpdate(access._replace(address=updates))
    deliver(push(graph, behind, target, strategy_names), output)


@click.command("pull")
@click.argument("server", metavar="ENDPOINT")
@options.strategy
@click.option("--into", type=click.Path(path_type=Path, file_okay=False))
@click.option("--replace", is_flag=True)
@options.graph
def pull_command(
    server: str, strategy_names: tuple[str, ...], into: Path | None, replace: bool, graph: Session
) -> None:
    """Fetch strategies from the server that ENDPOINT is the address or profile of."""
    from strategigraf.remote.pull import pull

    folder = into or (graph.workspace.data if graph.workspace.settings else None)
    if folder is None or not strategy_names:
        raise WrongCommandLine(
            Text("Strategierne eller mappen er ikke angivet.", "The strategies or the folder are not given."),
            Text(
                "Angiv --strategy NAVN og --into MAPPE; i et arbejdsområde er mappen dets data.",
                "Give --strategy NAME and --into FOLDER; in a workspace the folder is its data.",
            ),
        )
    written = pull(graph, graph.remote(server), strategy_names, folder, replace)
    for path in written:
        graph.notice(message("remote.pulled", path=path))
    if not written:
        graph.notice(message("remote.unchanged"))
