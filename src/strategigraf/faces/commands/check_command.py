"""`strategigraf check`: shapes and quotes."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session, deliver
from strategigraf.values.finding import Severity, worst


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.sources
@options.formats("table", "csv", "json", "markdown")
@options.lang
@options.data
@options.output
def command(
    paths: tuple[Path, ...],
    sources: Path | None,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """Check shapes and quotes of all data, or of the Turtle files and folders PATH, against the source texts.

    Ends with 1 where something is wrong, with 0 where there is nothing or only warnings.
    """
    from strategigraf.files.source_text import read_sources
    from strategigraf.files.workspace import turtle_files
    from strategigraf.interchange import finding_text
    from strategigraf.use.inspection import inspect

    session = Session(data, lang)
    texts = read_sources(sources) if sources is not None else None
    found = inspect(session.workspace, texts, turtle_files(paths))
    deliver(finding_text.as_text(found, format_name, lang), output)
    session.notice(finding_text.summary(found, texts is not None))
    return int(worst(found.findings) == Severity.VIOLATION)
