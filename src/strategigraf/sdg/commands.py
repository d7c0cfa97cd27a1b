"""The commands `sdg-check` and `import`."""

from pathlib import Path
from typing import Any

import click

from strategigraf.shell import options
from strategigraf.shell.session import REPORT_FORMATS, Session, deliver, present_report
from strategigraf.store.sparql import EmbeddedStore

# `strategigraf import`.


@click.group("import")
def import_command() -> None:
    """Make files of the graph from other people's tables."""


@import_command.command("sdg")
@click.argument("folder", type=click.Path(path_type=Path))
@options.lang
@options.output
def sdg(folder: Path, lang: str, output: Path | None) -> None:
    """Make the SDG register from goals.tsv and targets.tsv in FOLDER, with the project's own short titles."""
    from strategigraf.files.turtle_format import format_statements
    from strategigraf.sdg.register import HEAD, register

    titles = Session(None, lang).workspace.ontology / "sdg-titles.tsv"
    deliver(format_statements(register(folder, titles), {}, [HEAD]), output)


@click.command("sdg-check")
@options.strategy
@click.option("--accuracy", is_flag=True, help="In place of claims: how often the check is right on its labelled set.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a claim is a misfit.")
@options.report(*REPORT_FORMATS)
def sdg_check_command(
    strategy_names: tuple[str, ...],
    accuracy: bool,
    strict: bool,
    lang: str,
    data: Path | None,
    **shown: Any,
) -> int:
    """Hold every SDG claim against all 169 official texts: does another target fit its words better?"""
    from strategigraf.sdg.accuracy import sdg_accuracy_report
    from strategigraf.sdg.api import sdg_check_request
    from strategigraf.sdg.check import Verdict
    from strategigraf.shell.session import FINDINGS, GOOD
    from strategigraf.store.names import strategies_named

    def answer(store: EmbeddedStore) -> int:
        if accuracy and not strict:
            strategies_named(store, strategy_names)  # a wrong name is told all the same
            present_report(store, sdg_accuracy_report(store), language=lang, **shown)
            return GOOD
        checked, report = sdg_check_request(store, strategy_names)
        present_report(store, sdg_accuracy_report(store) if accuracy else report, language=lang, **shown)
        return FINDINGS if strict and any(each.verdict is Verdict.MISFIT for each in checked) else GOOD

    return Session(data, lang).use(answer)
