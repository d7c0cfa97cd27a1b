"""`strategigraf propose`: what a document says that may be an element, and the page on which this is reviewed."""

from pathlib import Path

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.rdf import message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("propose")
@click.argument("document", type=click.Path(path_type=Path))
@click.option("--as", "styles", multiple=True, metavar="STYLE=KIND")
@click.option("--profile", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--save", "saved", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--only-profile", is_flag=True)
@options.report(*REPORT_FORMATS)
def propose_command(
    document: Path,
    styles: tuple[str, ...],
    profile: Path | None,
    saved: Path | None,
    only_profile: bool,
    graph: Session,
    output: Output,
) -> None:
    """Propose the elements of DOCUMENT with their words: the page on which they are reviewed with -o FILE.html.

    What looks alike is one style, and each style is asked for once: answer with --as, keep the answers with --save.
    """
    from strategigraf.propose.report import propose

    sources = output.sources
    answer = propose(graph, document, profile=profile, styles=styles, general=not only_profile, sources=sources)
    deliver(answer, output._replace(sources=None))
    if saved is not None:
        from strategigraf.files.output import write

        write(saved, answer.to_profile().encode("utf-8"))
    value = answer.value
    graph.notice(
        message(
            "propose.told",
            elements=len(value.elements),
            claims=len(value.claims),
            percent=f"{100 * value.covered:.0f}",
        )
    )
    reviewed = output.path if output.path is not None and output.path.suffix.lower() in (".html", ".htm") else None
    if reviewed is not None:
        graph.notice(message("propose.next", page=reviewed))
    for one in value.counts:
        if one.value != one.found:
            graph.notice(message("propose.differs", stated=one.value, found=one.found, words=one.quote))
    if value.persons:
        graph.notice(message("propose.names", persons=len(value.persons)))
