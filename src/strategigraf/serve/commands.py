"""`strategigraf serve`: the graph as pages and as a SPARQL endpoint."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategigraf.core.errors import LibraryMissing, WrongValue
from strategigraf.core.rdf import Text, message
from strategigraf.core.text import installing
from strategigraf.shell import options
from strategigraf.shell.session import Session

if TYPE_CHECKING:
    from strategigraf.serve.edit import Editing

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
@click.option("--edit", "may_edit", is_flag=True)
@options.sources
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
    may_edit: bool,
    sources: Path | None,
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
    from strategigraf.serve.pages import pages, plain_page
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
        editing = _editing(may_edit, is_open, file, graph, sources)

        def ready() -> None:
            graph.notice(message("serve.ready", address=address))
            if is_open:
                graph.notice(message("serve.open"))
            first = f"{address}open-editing?token={editing.token}" if editing else address
            if editing:
                graph.notice(message("serve.editing", address=first))
            if not no_browser:
                import webbrowser

                webbrowser.open(first)

        shown_pages = (
            plain_page(file.name, graph.language) if file else pages(graph, endpoint, sources, not is_open, editing)
        )
        run(application(endpoint, shown_pages, permitted, graph.language), opened, ready)
    finally:
        data.close()


def _editing(
    may_edit: bool, is_open: bool, file: Path | None, graph: Session, sources: Path | None
) -> "Editing | None":
    """What may be edited; None without --edit. Raises WrongValue where others could reach it, or nothing can be
    edited."""
    from strategigraf.files.workspace import refuse_installed
    from strategigraf.serve.edit import Editing

    if not may_edit:
        return None
    if is_open:
        raise WrongValue(
            Text("--edit virker kun på denne maskine.", "--edit works on this machine only."),
            Text("Udelad --host.", "Leave --host out."),
        )
    if file:
        raise WrongValue(
            Text("En enkelt fil kan ikke redigeres her.", "A single file cannot be edited here."),
            Text("Udelad filen, eller udelad --edit.", "Leave the file out, or leave --edit out."),
        )
    refuse_installed(graph.workspace)
    return Editing(sources)
