"""`strategigraf compare`: what two strategies share, and what just one of them says."""

from pathlib import Path
from typing import Any

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("compare")
@click.argument("one", metavar="A", shell_complete=options.complete_strategy)
@click.argument("other", metavar="B", shell_complete=options.complete_strategy)
@click.option(
    "--kind",
    "kind_names",
    multiple=True,
    shell_complete=options.complete_kind,
    help="Only elements of this kind; may be given more than once.",
)
@options.report(*REPORT_FORMATS)
def command(
    one: str,
    other: str,
    kind_names: tuple[str, ...],
    lang: str,
    data: Path | None,
    **shown: Any,
) -> None:
    """The strategies A and B: what they share, what just one of them says, what nobody has assessed."""
    from strategigraf.answers.report_request import compare_request

    def answer(store: EmbeddedStore) -> None:
        _, report = compare_request(store, one, other, kind_names)
        present_report(store, report, language=lang, **shown)

    Session(data, lang).use(answer)
