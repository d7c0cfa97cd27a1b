"""`strategigraf site`: the graph as pages in a folder."""

from pathlib import Path

import click

from strategigraf.core.rdf import message
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.command("site")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--base", metavar="ADDRESS", default="")
@options.sources
@options.graph
def site_command(folder: Path, base: str, sources: Path | None, graph: Session) -> None:
    """Write the graph as pages to a folder, for any web host or a shared drive; only what changed is written again."""
    from strategigraf.site.api import site

    made = site(graph, folder, sources, base)
    graph.notice(
        message(
            "site.written",
            folder=made.folder,
            pages=made.pages,
            changed=made.changed,
            unchanged=made.unchanged,
            removed=made.removed,
        )
    )
