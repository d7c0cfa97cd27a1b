"""`strategigraf ontology`: the vocabulary as a page."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session, deliver


@click.command("ontology")
@options.lang
@options.output
def command(lang: str, output: Path | None) -> None:
    """Print the documentation of the vocabulary, made from it, in Markdown."""
    from strategigraf.interchange.ontology_page import ontology_page

    workspace = Session(None, lang).workspace
    deliver(ontology_page(workspace.ontology / "strategigraf.ttl"), output)
