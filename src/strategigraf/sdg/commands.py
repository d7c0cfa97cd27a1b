"""The commands `sdg-check` and `import`."""

from pathlib import Path

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.shell import options
from strategigraf.shell.session import FINDINGS, GOOD, Output, Session, deliver, emit

# `strategigraf import`.


@click.group("import")
def import_command() -> None:
    """Make files of the graph from other people's tables."""


@import_command.command("sdg")
@click.argument("folder", type=click.Path(path_type=Path))
@options.output
def sdg(folder: Path, graph: Session, output: Output) -> None:
    """Make the SDG register from goals.tsv and targets.tsv in FOLDER, with the project's own short titles."""
    from strategigraf.files.turtle_format import format_statements
    from strategigraf.sdg.register import HEAD, register

    titles = graph.workspace.ontology / "sdg-titles.tsv"
    emit(format_statements(register(folder, titles), {}, [HEAD]), output)


@click.command("sdg-check")
@options.strategy
@click.option("--accuracy", is_flag=True)
@click.option("--strict", is_flag=True)
@options.report(*REPORT_FORMATS)
def sdg_check_command(
    strategy_names: tuple[str, ...],
    accuracy: bool,
    strict: bool,
    graph: Session,
    output: Output,
) -> int:
    """Hold every SDG claim against all 169 official texts: does another target fit its words better?"""
    from strategigraf.sdg.api import sdg_accuracy, sdg_check

    if accuracy and not strict:
        deliver(sdg_accuracy(graph, strategy_names), output)
        return GOOD
    from strategigraf.sdg.check import Verdict

    checked = sdg_check(graph, strategy_names)
    deliver(sdg_accuracy(graph) if accuracy else checked, output)
    return FINDINGS if strict and any(check.verdict is Verdict.MISFIT for check in checked.value) else GOOD
