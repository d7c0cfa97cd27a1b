"""The commands `trace`, `impact`, `explain` and `show`."""

import click

from strategigraf.api.answer import TABLE_FORMATS
from strategigraf.api.report import REPORT_FORMATS
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("explain")
@options.thing
@options.report("markdown", *(name for name in REPORT_FORMATS if name != "markdown"))
def explain_command(identifier: str, graph: Session, output: Output) -> None:
    """The whole chain of the thing ID, from the vision down, with its quotes: Markdown to paste into a memo."""
    from strategigraf.trace.api import explain

    deliver(explain(graph, identifier), output)


@click.command("impact")
@options.thing
@options.report(*REPORT_FORMATS)
def impact_command(identifier: str, graph: Session, output: Output) -> None:
    """What loses its thread, its only mark, entry, answer or counterpart when the thing or link ID falls."""
    from strategigraf.trace.api import impact

    deliver(impact(graph, identifier), output)


@click.command("show")
@options.thing
@options.answer(*TABLE_FORMATS)
def show_command(identifier: str, graph: Session, output: Output) -> None:
    """Show the thing ID: midt-udviklingsplan-2023/pejlemaerke-8, 10.3, or a full IRI."""
    from strategigraf.trace.api import show

    deliver(show(graph, identifier), output)


@click.command("trace")
@options.thing
@click.option("--up", is_flag=True)
@click.option("--down", is_flag=True)
@click.option("--depth", type=click.IntRange(min=1), metavar="N")
@options.report(*REPORT_FORMATS)
def trace_command(identifier: str, up: bool, down: bool, depth: int | None, graph: Session, output: Output) -> None:
    """Everything that a thread joins with the thing ID, upwards and from below."""
    from strategigraf.trace.api import trace

    deliver(trace(graph, identifier, up, down, depth), output)
