"""`strategigraf serve`: the graph as pages and as a SPARQL endpoint."""

from pathlib import Path

import click

from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import Text, message
from strategigraf.core.text import installing
from strategigraf.shell import options
from strategigraf.shell.session import Session

_PORT = 7878


@click.command("serve")
@click.argument("file", metavar="[DATA]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--port", type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--no-browser", is_flag=True)
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True)
@click.option("--allow-origin", "origins", metavar="SITE", multiple=True)
@click.option("--union", is_flag=True)
@click.option("--timeout", type=click.FloatRange(min=0.1), metavar="SECONDS", default=30, show_default=True)
@click.option("--memory", type=click.IntRange(min=128), metavar="MIB", default=1024, show_default=True)
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True)
@options.graph
def serve_command(
    file: Path | None,
    port: int | None,
    host: str,
    no_browser: bool,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    union: bool,
    timeout: float,
    memory: int,
    rows: int,
    graph: Session,
) -> None:
    """Serve the strategies, or the RDF file DATA.nq, as pages and as a SPARQL endpoint, until Ctrl-C."""
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise LibraryMissing(
            Text("Pakkerne til serveren er ikke installeret.", "The packages of the server are not installed."),
            installing("serve"),
        ) from error
    from strategigraf.endpoint.dataset import OfFile, OfWorkspace
    from strategigraf.endpoint.endpoint import Endpoint
    from strategigraf.endpoint.pool import Limits
    from strategigraf.files.question import examples, read_question
    from strategigraf.serve.app import application
    from strategigraf.serve.guard import LOOPBACK, Permitted
    from strategigraf.serve.pages import pages
    from strategigraf.serve.server import bound, run

    data = OfWorkspace(graph) if file is None else OfFile(file, union)
    try:
        data.place()  # what is wrong with the data is told before anything listens
        opened = bound(host, port, _PORT)
        number = opened.getsockname()[1]
        is_open = host not in LOOPBACK
        permitted = Permitted((*LOOPBACK, host, *hosts), is_open, origins)
        limits = Limits(seconds=timeout, mebibytes=memory, rows=rows)
        questions = [] if file else [read_question(path) for path in graph.workspace.query_files()]
        endpoint = Endpoint(data, limits, lambda address: examples(questions, address) if questions else "")
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{number}/"

        def ready() -> None:
            graph.notice(message("serve.ready", address=address))
            if is_open:
                graph.notice(message("serve.open"))
            if not no_browser:
                import webbrowser

                webbrowser.open(address)

        run(application(endpoint, pages(_name(file, graph), graph.language), permitted), opened, ready)
    finally:
        data.close()


def _name(file: Path | None, graph: Session) -> str:
    return file.name if file else graph.workspace.data.name
