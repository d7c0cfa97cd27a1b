"""`strategigraf report`: the whole dossier of a strategy, as a page and a workbook; or its short report."""

from pathlib import Path

import click

from strategigraf.api.answer import HANDED_OVER
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text, message
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.command("report")
@click.argument("strategy", metavar="SLUG", shell_complete=options.complete_strategy)
@click.option("--short", "is_short", is_flag=True)
@click.option("--template", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=Path),
    default=Path(),
)
@options.sources
@options.graph
def report_command(
    strategy: str, is_short: bool, template: Path | None, place: Path, sources: Path | None, graph: Session
) -> None:
    """Write the dossier of the strategy SLUG: SLUG.html, which speaks Danish and English, and SLUG.xlsx.

    With --short the short report, in one language. With --sources every quote is looked for in its text, and the
    dossier says what was found.
    """
    if is_short:
        _write_short(strategy, template, place, sources, graph)
        return
    if template is not None:
        raise WrongValue(
            Text("--template hører til --short.", "--template belongs to --short."),
            Text("Tilføj --short, eller udelad --template.", "Add --short, or leave --template out."),
        )
    from strategigraf.dossier.strategy import report
    from strategigraf.files.output import make_folder, write

    progress = graph.progress("dossier")
    answer = report(graph, strategy, sources)
    make_folder(place)
    steps = len(HANDED_OVER) + 1
    progress(1, steps)
    contents = []
    for step, format_name in enumerate(HANDED_OVER, 2):
        contents.append(answer.content(format_name))
        progress(step, steps)
    for format_name, content in zip(HANDED_OVER, contents, strict=True):
        path = place / f"{answer.value.name}.{format_name}"
        write(path, content.encode("utf-8") if isinstance(content, str) else content)
        graph.notice(message("dossier.written", path=path))


def _write_short(strategy: str, template: Path | None, place: Path, sources: Path | None, graph: Session) -> None:
    """Writes the short report to the file *place*, or as a page named after the strategy into the folder *place*."""
    from strategigraf.dossier.strategy import report
    from strategigraf.files.output import format_for, make_folder

    in_folder = not place.suffix or place.is_dir()
    format_name = "html" if in_folder else format_for(place, ("html", "docx", "pdf"))
    if template is not None and format_name != "docx":
        raise WrongValue(
            Text("--template hører til en Word-fil.", "--template belongs to a Word file."),
            Text("Skriv til en fil, der ender på .docx, eller udelad --template.",
                 "Write to a file that ends in .docx, or leave --template out."),
        )  # fmt: skip
    answer = report(graph, strategy, sources, short=True, template=template)
    if in_folder:
        make_folder(place)
        place /= f"{answer.name}.html"
    answer.save(place)
    graph.notice(message("dossier.written", path=place))
