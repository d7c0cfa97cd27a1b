"""`strategigraf generations`: what became of each promise of an older strategy."""

from pathlib import Path
from typing import Any

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("generations")
@click.argument("older", required=False, shell_complete=options.complete_strategy)
@click.argument("newer", required=False, shell_complete=options.complete_strategy)
@click.option(
    "--kind",
    "kind_names",
    multiple=True,
    shell_complete=options.complete_kind,
    help="Only elements of this kind; may be given more than once.",
)
@options.report(*REPORT_FORMATS)
def command(
    older: str | None,
    newer: str | None,
    kind_names: tuple[str, ...],
    lang: str,
    data: Path | None,
    **shown: Any,
) -> None:
    """What became of each element of the strategy OLDER in NEWER.

    With one strategy: in all that carry something of it on; without any: wherever a continuation is recorded.
    """
    from strategigraf.answers.report_request import generations_request

    def answer(store: EmbeddedStore) -> None:
        _, report = generations_request(store, older, newer, kind_names)
        present_report(store, report, language=lang, **shown)

    Session(data, lang).use(answer)
