"""`strategigraf show`: one thing with its place in the thread, its links and its words."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import TABLE_FORMATS, present_sheet, present_table
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
    from strategigraf.answers.identifier import any_thing
    from strategigraf.answers.portrait import portrait
    from strategigraf.answers.table_sheet import table_sheet
    from strategigraf.use.labels import labels
    from strategigraf.values.namespaces import short

    def answer(store: EmbeddedStore) -> None:
        thing = any_thing(store, identifier).value
        table = portrait(store, thing, lang)
        if format_name in ("table", "markdown"):
            title = f"{short(thing)} {labels(store, [thing], lang).get(thing, '')}".strip()
            present_sheet(table_sheet(store, table, lang)._replace(title=title), format_name, output)
        else:
            present_table(store, table, format_name, lang, output)

    Session(data, lang).use(answer)
