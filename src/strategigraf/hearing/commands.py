"""`strategigraf hearing`: the note on a hearing: comment, what became of it, answer, evidence."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("hearing")
@click.argument("name", metavar="[STRATEGY|DOCUMENT]", required=False, shell_complete=options.complete_strategy)
@options.report(*REPORT_FORMATS)
def hearing_command(name: str | None, graph: Session, output: Output) -> None:
    """What was said in the hearing on STRATEGY (or in one response or its document), and what answers it.

    Without a name: on one's own strategy, or without one of every strategy that has comments. As Markdown, and without
    --part, it is the note as Danish authorities publish it (høringsnotat).
    """
    from strategigraf.hearing.note import hearing

    own = graph.narrowed() if name is None else ()
    deliver(hearing(graph, own[0] if len(own) == 1 else name), output)
