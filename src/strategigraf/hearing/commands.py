"""`strategigraf hearing`: the note on a hearing: comment, what became of it, answer, evidence."""

from pathlib import Path

import click

from strategigraf.shell import options
from strategigraf.shell.session import REPORT_FORMATS, Session, deliver, present_report
from strategigraf.store.sparql import EmbeddedStore


@click.command("hearing")
@click.argument("name", metavar="[STRATEGY|DOCUMENT]", required=False, shell_complete=options.complete_strategy)
@options.report(*REPORT_FORMATS)
def hearing_command(
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
    from strategigraf.hearing.api import hearing_request

    def answer(store: EmbeddedStore) -> None:
        found, report = hearing_request(store, name)
        if format_name == "markdown" and part_name is None:
            from strategigraf.hearing.note import note_content

            deliver(note_content(store, found, lang), output)
        else:
            present_report(store, report, format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)
