"""`strategigraf report`: two pages on a strategy that a council reads, then chapters, then the evidence."""

from pathlib import Path

import click

from strategigraf.api.answer import HANDED_OVER
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text, message
from strategigraf.dossier import CHAPTERS
from strategigraf.shell import options
from strategigraf.shell.session import Session


@click.command("report")
@click.argument("strategy", metavar="SLUG", cls=options.OfWorkspaceArgument, shell_complete=options.complete_strategy)
@click.option("--short", "is_short", is_flag=True)
@click.option("--part", type=options.OneOf(CHAPTERS), multiple=True)
@click.option("--without", metavar="NAME", type=options.OneOf(CHAPTERS), multiple=True)
@click.option("--template", type=click.Path(path_type=Path))
@click.option("-o", "--output", "place", type=click.Path(path_type=Path), default=Path())
@options.sources
@options.graph
def report_command(
    strategy: str,
    is_short: bool,
    part: tuple[str, ...],
    without: tuple[str, ...],
    template: Path | None,
    place: Path,
    sources: Path | None,
    graph: Session,
) -> None:
    """Write the report on the strategy SLUG to a file that ends in .html, .docx, .pdf or .xlsx; into a folder as
    SLUG.html and SLUG.xlsx. With --sources every quote is looked for in its text, and the report says what was found.
    """
    from strategigraf.dossier.answer import StrategyAnswer, report
    from strategigraf.files.output import make_folder, write

    if is_short and (part or without):
        raise WrongValue(
            Text("--short er de to sider alene.", "--short is the two pages alone."),
            Text("Udelad --part og --without, eller --short.", "Leave --part and --without out, or --short."),
        )
    is_folder = not place.suffix or place.is_dir()
    own = ("html",) if is_short else HANDED_OVER
    formats = own if is_folder else (StrategyAnswer.format_of(place),)
    if template is not None and formats != ("docx",):
        raise WrongValue(
            Text("--template hører til en Word-fil.", "--template belongs to a Word file."),
            Text("Skriv til en fil, der ender på .docx, eller udelad --template.",
                 "Write to a file that ends in .docx, or leave --template out."),
        )  # fmt: skip
    progress = graph.progress("dossier")
    answer = report(graph, strategy, sources, short=is_short, part=part, without=without, template=template)
    if is_folder:
        make_folder(place)
    steps = len(formats) + 1
    progress(1, steps)
    contents = []
    for step, format_name in enumerate(formats, 2):
        contents.append(answer.content(format_name))
        progress(step, steps)
    for format_name, content in zip(formats, contents, strict=True):
        path = place / f"{answer.value.name}.{format_name}" if is_folder else place
        write(path, content.encode("utf-8") if isinstance(content, str) else content)
        graph.notice(message("dossier.written", path=path))
