"""`strategigraf report`: the whole dossier of a strategy, as a page and a workbook."""

from pathlib import Path

import click

from strategigraf.api.answer import HANDED_OVER
from strategigraf.core.rdf import message
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.command("report")
@click.argument("strategy", metavar="SLUG", shell_complete=options.complete_strategy)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
)
@options.sources
@options.graph
def report_command(strategy: str, folder: Path, sources: Path | None, graph: Session) -> None:
    """Write the dossier of the strategy SLUG: SLUG.html, which speaks Danish and English, and SLUG.xlsx.

    With --sources every quote is looked for in its text, and the dossier says what was found.
    """
    from strategigraf.dossier.strategy import report
    from strategigraf.files.output import make_folder, write

    progress = graph.progress("dossier")
    answer = report(graph, strategy, sources)
    make_folder(folder)
    steps = len(HANDED_OVER) + 1
    progress(1, steps)
    contents = []
    for step, format_name in enumerate(HANDED_OVER, 2):
        contents.append(answer.content(format_name))
        progress(step, steps)
    for format_name, content in zip(HANDED_OVER, contents, strict=True):
        path = folder / f"{answer.value.name}.{format_name}"
        write(path, content.encode("utf-8") if isinstance(content, str) else content)
        graph.notice(message("dossier.written", path=path))
