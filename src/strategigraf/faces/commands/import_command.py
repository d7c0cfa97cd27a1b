"""`strategigraf import`: what is made by rule from other people's tables."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session, deliver


@click.group("import")
def command() -> None:
    """Make files of the graph from other people's tables."""


@command.command("sdg")
@click.argument("folder", type=click.Path(path_type=Path))
@options.lang
@options.output
def sdg(folder: Path, lang: str, output: Path | None) -> None:
    """Make the SDG register from goals.tsv and targets.tsv in FOLDER, with the project's own short titles."""
    from strategigraf.files.turtle_format import format_statements
    from strategigraf.interchange.sdg_register import HEAD, register

    titles = Session(None, lang).workspace.ontology / "sdg-titles.tsv"
    deliver(format_statements(register(folder, titles), {}, [HEAD]), output)
