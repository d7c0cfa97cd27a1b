"""`strategigraf sdg-check`: whether each SDG claim fits the official text, or another target fits its words better."""

from pathlib import Path
from typing import Any

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("sdg-check")
@options.strategy
@click.option("--accuracy", is_flag=True, help="In place of claims: how often the check is right on its labelled set.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a claim is a misfit.")
@options.report(*REPORT_FORMATS)
def command(
    strategy_names: tuple[str, ...],
    accuracy: bool,
    strict: bool,
    lang: str,
    data: Path | None,
    **shown: Any,
) -> int:
    """Hold every SDG claim against all 169 official texts: does another target fit its words better?"""
    from strategigraf.answers.report_request import sdg_check_request
    from strategigraf.answers.request import strategies_named
    from strategigraf.answers.sdg_accuracy_report import sdg_accuracy_report
    from strategigraf.answers.sdg_verdict import Verdict
    from strategigraf.faces.cli import FINDINGS, GOOD

    def answer(store: EmbeddedStore) -> int:
        if accuracy and not strict:
            strategies_named(store, strategy_names)  # a wrong name is told all the same
            present_report(store, sdg_accuracy_report(store), language=lang, **shown)
            return GOOD
        checked, report = sdg_check_request(store, strategy_names)
        present_report(store, sdg_accuracy_report(store) if accuracy else report, language=lang, **shown)
        return FINDINGS if strict and any(each.verdict is Verdict.MISFIT for each in checked) else GOOD

    return Session(data, lang).use(answer)
