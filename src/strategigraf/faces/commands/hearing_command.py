"""`strategigraf hearing`: the note on a hearing: comment, what became of it, answer, evidence."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore


@click.command("hearing")
@click.argument("name", metavar="[STRATEGY|DOCUMENT]", required=False, shell_complete=options.complete_strategy)
@options.part
@options.evidence
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
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
    from strategigraf.answers.hearing import heard, hearing
    from strategigraf.answers.hearing_report import hearing_report

    def answer(store: EmbeddedStore) -> None:
        found = [hearing(store, *one) for one in heard(store, name)]
        if format_name != "markdown" or part_name is not None:
            present_report(store, hearing_report(store, found), format_name, lang, output, part_name, evidence)
            return
        from strategigraf.interchange.hearing_note import hearing_note, names_in_note
        from strategigraf.use.labels import labels
        from strategigraf.values.text import Text

        notes = []
        for one in found:
            things = names_in_note(one)
            danish, english = (labels(store, things, language) for language in ("da", "en"))
            named = {thing: Text(danish[thing], english[thing]) for thing in things if thing in danish}
            notes.append(hearing_note(one, named, lang))
        deliver("\n".join(notes), output)

    Session(data, lang).use(answer)
