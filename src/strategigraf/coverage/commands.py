"""The commands `coverage`, `gaps` and `policy`."""

from pathlib import Path

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text, message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver, emit


@click.command("coverage")
@options.endpoint
@options.strategy
@click.option("--level", "level_names", metavar="KIND", multiple=True)
@click.option(
    "--fail-under",
    "limits",
    metavar="LEVEL=PCT",
    multiple=True,
)
@click.option("--baseline", type=click.Path(path_type=Path))
@click.option("--write-baseline", type=click.Path(path_type=Path))
@options.sources
@options.report(*REPORT_FORMATS, "junit", of_cover=False)
def coverage_command(
    strategy_names: tuple[str, ...],
    level_names: tuple[str, ...],
    limits: tuple[str, ...],
    baseline: Path | None,
    write_baseline: Path | None,
    graph: Session,
    output: Output,
) -> int:
    """Show how much of each level meets the tracing policy, and the first place where each broken chain breaks."""
    from strategigraf.coverage.api import coverage

    answer = coverage(graph, strategy_names, level_names, output.sources, limits, baseline)
    if write_baseline is not None:
        from strategigraf.coverage.coverage import baseline_text
        from strategigraf.files.output import write

        write(write_baseline, baseline_text(answer.value).encode("utf-8"))
    deliver(answer, output)
    for shortfall in answer.shortfalls:
        graph.notice(shortfall.message)
    new = answer.change.new if answer.change is not None else ()
    if new:
        graph.notice(message("coverage.new-gaps", new=len(new)))
    return int(bool(answer.shortfalls or new))


# `strategigraf gaps`.


@click.command("gaps")
@options.strategy
@click.option("--requirement", "names", metavar="NAME", multiple=True)
@options.evidence
@options.answer(*REPORT_FORMATS)
def gaps_command(strategy_names: tuple[str, ...], names: tuple[str, ...], graph: Session, output: Output) -> int:
    """List every element that does not meet the tracing policy; end with 1 where one is not justified."""
    from strategigraf.coverage.api import gaps

    answer = gaps(graph, strategy_names, names)
    deliver(answer, output)
    return int(answer.report.gaps > 0)


# `strategigraf policy`.


@click.command("policy")
@click.option(
    "--shapes",
    "sort",
    type=options.OneOf(["structure", "completeness"]),
)
@options.answer(*REPORT_FORMATS, "turtle")
def policy_command(sort: str | None, graph: Session, output: Output) -> None:
    """Show what the tracing policy asks of each kind, or write the shapes that it makes."""
    from strategigraf.coverage.api import policy

    if (output.format_name == "turtle") if sort is None else (output.format_name not in ("table", "turtle")):
        raise WrongValue(
            Text("Kun reglerne i SHACL skrives i Turtle.", "Only the rules in SHACL are written in Turtle."),
            Text("Brug --shapes og en fil, der ender på .ttl.", "Use --shapes and a file that ends in .ttl."),
        )
    if sort is None:
        deliver(policy(graph), output)
        return
    from strategigraf.check.policy_shapes import shapes_text
    from strategigraf.store.policy import policy_of_files

    emit(shapes_text(policy_of_files(graph.workspace), sort), output)
