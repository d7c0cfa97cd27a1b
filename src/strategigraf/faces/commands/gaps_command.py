"""`strategigraf gaps`: every element that does not meet the policy, and why."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("gaps")
@options.strategy
@click.option(
    "--requirement", "names", metavar="NAME", multiple=True, help="Only gaps of this requirement; repeatable."
)
@options.evidence
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(
    strategy_names: tuple[str, ...],
    names: tuple[str, ...],
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """List every element that does not meet the tracing policy; end with 1 where one is not justified."""
    from strategigraf.answers.policy_request import gaps_request
    from strategigraf.use.policy import read_policy

    session = Session(data, lang)

    def answer(store: EmbeddedStore) -> int:
        _, report = gaps_request(store, read_policy(store, session.workspace), strategy_names, names)
        present_report(store, report, format_name, lang, output, evidence=evidence)
        return int(report.gaps > 0)

    return session.use(answer)
