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
    from strategigraf.answers.request import listing_request

    def answer(store: EmbeddedStore) -> None:
        present_table(store, listing_request(store, kind, strategy_names, lang), format_name, lang, output)

    Session(data, lang).use(answer)
