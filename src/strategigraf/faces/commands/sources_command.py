"""`strategigraf sources`: how much of each source text is in the data."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import SourceNotFound
from strategigraf.values.text import Text


@click.command("sources")
@options.sources
@options.lang
@options.data
@options.output
def command(sources: Path | None, lang: str, data: Path | None, output: Path | None) -> int:
    """Print how much of each source text the quotes cover, and what was left out and why, in Markdown.

    Ends with 1 where a line is neither in a quote nor left out for a reason.
    """
    from strategigraf.files.left_out import read_left_out
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.interchange.coverage_page import coverage_page, without_reason
    from strategigraf.use.evidence import quotes
    from strategigraf.use.source_coverage import coverage

    if sources is None:
        raise SourceNotFound(
            Text("Der er ingen kildetekster at sammenligne med.", "There are no source texts to compare with."),
            Text(
                "Angiv dem med --sources MAPPE eller STRATEGIGRAF_SOURCES.",
                "Give --sources DIR or STRATEGIGRAF_SOURCES.",
            ),
        )
    texts = SourceFolder(sources)
    session = Session(data, lang)
    left_out = read_left_out(session.workspace.data / "left-out.tsv")

    def answer(store: EmbeddedStore) -> int:
        coverages = coverage(quotes(store), texts)
        deliver(coverage_page(coverages, left_out), output)
        return int(any(without_reason(one, left_out) for one in coverages))

    return session.use(answer)
