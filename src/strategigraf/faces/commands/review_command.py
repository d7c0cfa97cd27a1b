"""`strategigraf review`: what is suspect, and what hangs on it."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("review")
@options.strategy
@options.sources
@options.part
@options.evidence
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(
    strategy_names: tuple[str, ...],
    sources: Path | None,
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """List the links and alignments that have changed since somebody last looked them over, and what hangs on them.

    With the source texts also those whose quotes do not stand in them. Ends with 1 where anything is suspect.
    """
    from strategigraf.answers.identifier import of_class
    from strategigraf.answers.review_queue import review_report
    from strategigraf.answers.suspicion import suspicion
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.values.namespaces import SG

    texts = SourceFolder(sources) if sources is not None else None

    def answer(store: EmbeddedStore) -> int:
        strategies = [of_class(store, name, SG + "Strategy").value for name in strategy_names]
        report = review_report(store, suspicion(store, texts), strategies)
        if format_name in ("table", "markdown") and part_name is None:  # people need not see what is empty
            kept = tuple(part for part in report.parts if part.rows or part.name == "queue")
            report = report._replace(parts=kept)
        present_report(store, report, format_name, lang, output, part_name, evidence)
        return int(report.gaps > 0)

    return Session(data, lang).use(answer)
