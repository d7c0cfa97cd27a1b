"""`strategigraf explain`: the whole chain of one thing with its quotes, ready for a memo."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import HANDED_OVER, present_report
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore


@click.command("explain")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@options.report("markdown", "table", "csv", "json", *HANDED_OVER)
def command(
    identifier: str,
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """The whole chain of the thing ID, from the vision down, with its quotes: Markdown to paste into a memo."""
    from strategigraf.answers.explanation import chapters
    from strategigraf.answers.report_request import explain_request

    def answer(store: EmbeddedStore) -> None:
        found, report = explain_request(store, identifier, lang)
        if format_name == "markdown" and not evidence:
            from strategigraf.interchange.memo import memo

            deliver(memo(chapters(found, part_name), lang), output)
            return
        present_report(store, report, format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)
