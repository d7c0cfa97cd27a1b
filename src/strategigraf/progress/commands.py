"""`strategigraf progress`: target against actual, by numbers and by words; money, dates, who, what waits for what."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.files.preset import PRESETS
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("progress")
@options.strategy
@click.option("--on", "day", metavar="DATE")
@click.option("--preset", type=options.OneOf(PRESETS))
@options.report(*REPORT_FORMATS)
def progress_command(
    strategy_names: tuple[str, ...], day: str | None, preset: str | None, graph: Session, output: Output
) -> None:
    """Show how far what was promised has come: target against actual, by its own numbers and by its own words; what is
    promised without owner, date, money or measure; money, dates, who, and what waits for what."""
    from strategigraf.progress.report import progress

    deliver(progress(graph, strategy_names, day, preset), output)
