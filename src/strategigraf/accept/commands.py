"""`strategigraf accept`: the decisions in a file, taken into the data."""

from pathlib import Path

import click

from strategigraf.accept.decisions import PREFERENCES
from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.rdf import Text, message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("accept")
@click.argument("decisions", metavar="DECISIONS", type=click.Path(path_type=Path))
@click.option("--dry-run", "dry", is_flag=True)
@click.option("--remove", is_flag=True)
@click.option("--prefer", type=options.OneOf(PREFERENCES))
@click.option("--strategy", "of_strategy", shell_complete=options.complete_strategy)
@click.option("--marked", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@options.sources
@options.report(*REPORT_FORMATS, of_cover=False)
def accept_command(
    decisions: Path,
    dry: bool,
    remove: bool,
    prefer: str | None,
    of_strategy: str | None,
    marked: Path | None,
    graph: Session,
    output: Output,
) -> int:
    """Take the decisions in DECISIONS into the data: a form, or decisions of a review page; all of them, or none.

    Ends with 1 where anything kept them from being written.
    """
    from strategigraf.accept.report import accept
    from strategigraf.files.output import write

    answer = accept(graph, decisions, output.sources, dry, remove, prefer or "", of_strategy or "")
    deliver(answer, output)
    copy = answer.marked()
    if copy is not None:
        place = marked or _beside(decisions)
        write(place, copy)
        graph.notice(message("accept.marked", file=place))
    graph.notice(Text(answer.summary, answer.summary))
    return int(not answer.good)


def _beside(decisions: Path) -> Path:
    return decisions.with_name(f"{decisions.stem}-marked{decisions.suffix}")
