"""`strategigraf diff`: a draft against its print, sentence by sentence."""

from pathlib import Path
from typing import Any

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
@click.option(
    "--type", "types", type=options.OneOf(TYPES), multiple=True, help="Only changes of this type; repeatable."
)
@options.report(*REPORT_FORMATS)
def command(
    draft: str,
    print_: str,
    kind_names: tuple[str, ...],
    types: tuple[str, ...],
    lang: str,
    data: Path | None,
    **shown: Any,
) -> None:
    """What became of each sentence of DRAFT in PRINT (strategies, or documents such as documents/midt-...)."""
    from strategigraf.answers.report_request import diff_request

    def answer(store: EmbeddedStore) -> None:
        _, report = diff_request(
            store, draft, print_, kind_names, types, compact=shown["format_name"] in ("table", "markdown")
        )
        present_report(store, report, language=lang, **shown)

    Session(data, lang).use(answer)
