"""`strategigraf policy`: what the tracing policy asks."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore


@click.command("policy")
@click.option(
    "--shapes",
    "sort",
    type=options.OneOf(["structure", "completeness"]),
    help="The SHACL shapes that the policy makes, in Turtle, in place of the table.",
)
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(sort: str | None, format_name: str, lang: str, data: Path | None, output: Path | None) -> None:
    """Show what the tracing policy asks of each kind, or write the shapes that it makes."""
    from strategigraf.answers.policy_report import policy_report
    from strategigraf.graph.policy_shapes import shapes_text
    from strategigraf.use.policy import policy_of_files, read_policy

    session = Session(data, lang)
    if sort is not None:
        deliver(shapes_text(policy_of_files(session.workspace), sort), output)
        return

    def answer(store: EmbeddedStore) -> None:
        report = policy_report(store, read_policy(store, session.workspace))
        present_report(store, report, format_name, lang, output)

    session.use(answer)
