"""`strategigraf show`: one thing with its place in the thread, its links and its words."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import TABLE_FORMATS, present_table
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("show")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@options.formats(*TABLE_FORMATS)
@options.lang
@options.data
@options.output
def command(identifier: str, format_name: str, lang: str, data: Path | None, output: Path | None) -> None:
    """Show the thing ID: midt-udviklingsplan-2023/pejlemaerke-8, 10.3, or a full IRI."""
    from strategigraf.answers.request import portrait_request

    def answer(store: EmbeddedStore) -> None:
        present_table(store, portrait_request(store, identifier, lang), format_name, lang, output)

    Session(data, lang).use(answer)
