"""`strategigraf diff`: a draft against its print, sentence by sentence."""

from pathlib import Path

import click

from strategigraf.answers.change_type import TYPES
from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore


@click.command("diff")
@click.argument("draft", shell_complete=options.complete_strategy)
@click.argument("print_", metavar="PRINT", shell_complete=options.complete_strategy)
@click.option("--kind", "kind_names", multiple=True, shell_complete=options.complete_kind,
              help="Only the words of things of this kind; repeatable.")  # fmt: skip
@click.option("--type", "types", type=click.Choice(TYPES), multiple=True, help="Only changes of this type; repeatable.")
@options.evidence
@options.part
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(
    draft: str,
    print_: str,
    kind_names: tuple[str, ...],
    types: tuple[str, ...],
    evidence: bool,
    part_name: str | None,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """What became of each sentence of DRAFT in PRINT (strategies, or documents such as documents/midt-...)."""
    from strategigraf.answers.report_request import diff_request

    def answer(store: EmbeddedStore) -> None:
        _, report = diff_request(store, draft, print_, kind_names, types, compact=format_name in ("table", "markdown"))
        present_report(store, report, format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)
