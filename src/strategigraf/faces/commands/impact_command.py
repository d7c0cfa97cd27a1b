"""`strategigraf impact`: what is lost when one thing falls."""

from pathlib import Path
from typing import Any

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("impact")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@options.report(*REPORT_FORMATS)
def command(
    identifier: str,
    lang: str,
    data: Path | None,
    **shown: Any,
) -> None:
    """What loses its thread, its only mark, entry, answer or counterpart when the thing or link ID falls."""
    from strategigraf.answers.report_request import impact_request

    def answer(store: EmbeddedStore) -> None:
        _, report = impact_request(store, identifier)
        present_report(store, report, language=lang, **shown)

    Session(data, lang).use(answer)
