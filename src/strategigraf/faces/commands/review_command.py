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
@options.report(*REPORT_FORMATS, of_cover=False)
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
    from strategigraf.answers.policy_request import review_request
    from strategigraf.answers.review_queue import for_people
    from strategigraf.files.source_folder import SourceFolder

    texts = SourceFolder(sources) if sources is not None else None

    def answer(store: EmbeddedStore) -> int:
        _, report = review_request(store, strategy_names, texts)
        if format_name in ("table", "markdown") and part_name is None:
            report = for_people(report)
        present_report(store, report, format_name, lang, output, part_name, evidence)
        return int(report.gaps > 0)

    return Session(data, lang).use(answer)
