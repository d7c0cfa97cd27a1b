"""`strategigraf impact`: what is lost when one thing falls."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("impact")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@options.part
@options.evidence
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(
    identifier: str,
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """What loses its thread, its only mark, entry, answer or counterpart when the thing or link ID falls."""
    from strategigraf.answers.report_request import impact_request

    def answer(store: EmbeddedStore) -> None:
        _, report = impact_request(store, identifier)
        present_report(store, report, format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)
