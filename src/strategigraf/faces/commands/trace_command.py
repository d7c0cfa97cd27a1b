"""`strategigraf trace`: everything that a thread joins with one thing."""

from pathlib import Path
from typing import Any

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("trace")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@click.option("--up", is_flag=True, help="What a thread reaches from ID; with neither, both directions.")
@click.option("--down", is_flag=True, help="What reaches ID from below.")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Threads of at most N hops.")
@options.report(*REPORT_FORMATS)
def command(
    identifier: str,
    up: bool,
    down: bool,
    depth: int | None,
    lang: str,
    data: Path | None,
    **shown: Any,
) -> None:
    """Everything that a thread joins with the thing ID, upwards and from below."""
    from strategigraf.answers.report_request import trace_request

    def answer(store: EmbeddedStore) -> None:
        _, report = trace_request(store, identifier, up, down, depth)
        present_report(store, report, language=lang, **shown)

    Session(data, lang).use(answer)
