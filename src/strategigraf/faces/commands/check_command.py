"""`strategigraf check`: shapes and quotes."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.screen import screen
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import WrongValue
from strategigraf.values.finding import Severity, worst
from strategigraf.values.text import Text


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.sources
@click.option(
    "--engine",
    type=options.OneOf(["auto", "gate", "pyshacl"]),
    default="auto",
    show_default=True,
    help="pyshacl looks at everything; with the gate (fast extra) only at what that does not let pass.",
)
@click.option("--complete", is_flag=True, help="Also warn of everything that the tracing policy asks for in vain.")
@click.option(
    "--shapes",
    type=click.Path(path_type=Path),
    metavar="FILE|FOLDER",
    help="Check by these shapes (SHACL) in place of the program's; PATH may then be RDF of any kind.",
)
@options.formats("table", "csv", "json", "markdown", "turtle")
@options.lang
@options.data
@options.output
def command(
    paths: tuple[Path, ...],
    sources: Path | None,
    engine: str,
    complete: bool,
    shapes: Path | None,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """Check shapes and quotes of all data, or of the Turtle files and folders PATH, against the source texts.

    Ends with 1 where something is wrong, with 0 where there is nothing or only warnings. With --shapes, --format turtle
    is the report of SHACL.
    """
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.interchange import finding_text
    from strategigraf.use.inspection import Inspection
    from strategigraf.use.path_check import check_paths, files_to_check

    session = Session(data, lang)
    if shapes is not None:
        return _by_shapes(session, paths, shapes, format_name, output)
    if format_name == "turtle":
        raise WrongValue(
            Text("--format turtle hører til --shapes.", "--format turtle belongs to --shapes."),
            Text("Vælg table, csv, json eller markdown.", "Choose table, csv, json or markdown."),
        )
    files_to_check(session.workspace, paths)  # a wrong path or folder is told before the work begins
    if sources is not None:
        SourceFolder(sources)
    judging = session.progress(Text("efterprøver", "checking"))

    def answer(store: EmbeddedStore) -> Inspection:
        kept = session.kept(store)
        return check_paths(session.workspace, store, paths, sources, engine, complete, kept, judging)

    found = session.use(answer)
    target = screen(output)
    deliver(finding_text.as_text(found, format_name, lang, target.columns if target else None), output)
    session.notice(finding_text.summary(found, sources is not None))
    return int(worst(found.findings) == Severity.VIOLATION)


def _by_shapes(session: Session, paths: tuple[Path, ...], shapes: Path, format_name: str, output: Path | None) -> int:
    from strategigraf.interchange import finding_text
    from strategigraf.use.inspection import Inspection
    from strategigraf.use.own_shapes import check_shapes, report_turtle

    found = check_shapes(session.workspace, paths, shapes)
    if format_name == "turtle":
        deliver(report_turtle(found), output)
    else:
        target = screen(output)
        told = Inspection(found.findings, {})
        deliver(finding_text.as_text(told, format_name, session.language, target.columns if target else None), output)
    session.notice(finding_text.summary_of_shapes(found))
    return int(worst(found.findings) == Severity.VIOLATION)
