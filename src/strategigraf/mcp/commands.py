"""`strategigraf mcp`: the graph as tools of an assistant."""

import click

from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import Text
from strategigraf.core.text import installing
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.command("mcp")
@options.graph
def mcp_command(graph: Session) -> None:
    """Serve the graph to an assistant by the Model Context Protocol, on stdin and stdout, until that ends."""
    try:
        import mcp.server  # noqa: F401
    except ImportError as error:
        raise LibraryMissing(
            Text("Pakken til assistenter er ikke installeret.", "The package for assistants is not installed."),
            installing("mcp"),
        ) from error
    from strategigraf.mcp.tools import server

    server(graph).run("stdio")
