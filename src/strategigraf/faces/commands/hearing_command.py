"""`strategigraf hearing`: the note on a hearing: comment, what became of it, answer, evidence."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore


@click.command("hearing")
@click.argument("name", metavar="[STRATEGY|DOCUMENT]", required=False, shell_complete=options.complete_strategy)
@options.report(*REPORT_FORMATS)
def command(
    name: str | None,
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """What was said in the hearing on STRATEGY (or in one response or its document), and what answers it.

    Without a name: of every strategy that has comments. As Markdown, and without --part, it is the note as Danish
    authorities publish it (høringsnotat).
    """
    from strategigraf.answers.report_request import hearing_request

    def answer(store: EmbeddedStore) -> None:
        found, report = hearing_request(store, name)
        if format_name == "markdown" and part_name is None:
            from strategigraf.interchange.answer_content import note_content

            deliver(note_content(store, found, lang), output)
        else:
            present_report(store, report, format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)
