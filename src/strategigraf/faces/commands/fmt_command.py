"""`strategigraf fmt`: the house style of Turtle."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session
from strategigraf.values.iri import unseen
from strategigraf.values.text import Text


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; end with 1 where a file is not in the style."
)
@options.lang
@options.data
def command(paths: tuple[Path, ...], only_check: bool, lang: str, data: Path | None) -> int:
    """Write the Turtle files and folders PATH (all data, ontology and shapes without any) in the house style."""
    from strategigraf.files import output, turtle_format
    from strategigraf.files.workspace import files_at

    session = Session(data, lang)
    workspace = session.workspace
    files = files_at(paths) if paths else [*workspace.graph_files(), *workspace.shape_files()]
    formatted = {path: turtle_format.format_file(path) for path in files}  # all are read before any is written
    changed = [path for path, text in formatted.items() if path.read_bytes() != text.encode("utf-8")]
    for path in changed:
        click.echo(unseen(str(path)))
        if not only_check:
            output.write(path, formatted[path].encode("utf-8"))
    verb = Text("afviger", "differ") if only_check else Text("skrevet om", "rewritten")
    session.notice(
        Text(f"{len(changed)} af {len(files)} filer {verb.da}.", f"{len(changed)} of {len(files)} files {verb.en}.")
    )
    return int(only_check and bool(changed))
