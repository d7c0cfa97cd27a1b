"""`strategigraf list`: what there is."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import TABLE_FORMATS, present_table
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("list")
@click.argument("kind", required=False, shell_complete=options.complete_kind)
@options.strategy
@options.formats(*TABLE_FORMATS)
@options.lang
@options.data
@options.output
def command(
    kind: str | None,
    strategy_names: tuple[str, ...],
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """List the kinds, or the things of KIND (goal, initiative, timeline-entry, sdg-target, strategy ...)."""
    from strategigraf.answers.identifier import of_class
    from strategigraf.answers.kind import find_kind
    from strategigraf.answers.listing import kind_table, thing_table
    from strategigraf.values.namespaces import SG

    def answer(store: EmbeddedStore) -> None:
        if kind is None:
            table = kind_table(store, lang)
        else:
            strategies = [of_class(store, name, SG + "Strategy").value for name in strategy_names]
            table = thing_table(store, find_kind(store, kind), strategies)
        present_table(store, table, format_name, lang, output)

    Session(data, lang).use(answer)
