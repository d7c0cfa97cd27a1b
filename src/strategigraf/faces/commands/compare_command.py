"""`strategigraf compare`: what two strategies share, and what just one of them says."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import WrongValue
from strategigraf.values.text import Text


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
@options.part
@options.evidence
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(
    one: str,
    other: str,
    kind_names: tuple[str, ...],
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """The strategies A and B: what they share, what just one of them says, what nobody has assessed."""
    from strategigraf.answers.comparison import comparison
    from strategigraf.answers.comparison_report import comparison_report
    from strategigraf.answers.identifier import of_class
    from strategigraf.answers.kind import find_kind
    from strategigraf.values.namespaces import SG

    def answer(store: EmbeddedStore) -> None:
        first, second = (of_class(store, name, SG + "Strategy").value for name in (one, other))
        if first == second:
            raise WrongValue(
                Text(f"“{one}” og “{other}” er samme strategi.", f"“{one}” and “{other}” are the same strategy."),
                Text(
                    "Nævn to forskellige; “strategigraf list strategy” viser dem.",
                    "Name two different ones; “strategigraf list strategy” shows them.",
                ),
            )
        found = comparison(store, first, second, [find_kind(store, name).iri for name in kind_names])
        report = comparison_report(store, found)
        present_report(store, report, format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)
