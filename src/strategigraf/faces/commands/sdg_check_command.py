"""`strategigraf sdg-check`: whether each SDG claim fits the official text, or another target fits its words better."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("sdg-check")
@options.strategy
@click.option("--accuracy", is_flag=True, help="In place of claims: how often the check is right on its labelled set.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a claim is a misfit.")
@options.evidence
@options.part
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(
    strategy_names: tuple[str, ...],
    accuracy: bool,
    strict: bool,
    evidence: bool,
    part_name: str | None,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
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
            present_report(store, sdg_accuracy_report(store), format_name, lang, output, part_name, evidence)
            return GOOD
        checked, report = sdg_check_request(store, strategy_names)
        shown = sdg_accuracy_report(store) if accuracy else report
        present_report(store, shown, format_name, lang, output, part_name, evidence)
        return FINDINGS if strict and any(each.verdict is Verdict.MISFIT for each in checked) else GOOD

    return Session(data, lang).use(answer)
