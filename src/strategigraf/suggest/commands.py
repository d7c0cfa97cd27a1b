"""`strategigraf suggest`: what editors may want to link."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver
from strategigraf.suggest.tasks import TASKS


@click.command("suggest")
@options.thing
@click.option("--task", type=options.OneOf(TASKS), default="mappings", show_default=True)
@click.option("--to", metavar="STRATEGY", default="", shell_complete=options.complete_strategy)
@click.option("--most", type=click.IntRange(min=1), default=3, show_default=True)
@click.option("--least", type=click.FloatRange(0, 1), default=0.1, show_default=True)
@options.report(*REPORT_FORMATS)
def suggest_command(
    identifier: str, task: str, to: str, most: int, least: float, graph: Session, output: Output
) -> None:
    """Suggest what may be linked with ID, an element or a strategy: alignments, SDG targets, answers or dates."""
    from strategigraf.suggest.report import suggest

    deliver(suggest(graph, identifier, task, to, most, least), output)
