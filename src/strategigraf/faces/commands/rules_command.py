"""`strategigraf rules`: every error and every rule."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session, deliver


@click.command("rules")
@options.lang
@options.output
def command(lang: str, output: Path | None) -> None:
    """Print the page on errors and rules, made from them, in Markdown."""
    from strategigraf.interchange.error_page import error_page
    from strategigraf.use.inspection import all_rules, completeness_rules

    workspace = Session(None, lang).workspace
    deliver(error_page(all_rules(workspace), completeness_rules(workspace)), output)
