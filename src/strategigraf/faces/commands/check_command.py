"""`strategigraf check`: shapes and quotes."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.screen import screen
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.finding import Severity, in_order, worst


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.sources
@click.option(
    "--engine",
    type=click.Choice(["auto", "gate", "pyshacl"]),
    default="auto",
    show_default=True,
    help="pyshacl looks at everything; with the gate (fast extra) only at what that does not let pass.",
)
@click.option("--complete", is_flag=True, help="Also warn of everything that the tracing policy asks for in vain.")
@options.formats("table", "csv", "json", "markdown")
@options.lang
@options.data
@options.output
def command(
    paths: tuple[Path, ...],
    sources: Path | None,
    engine: str,
    complete: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """Check shapes and quotes of all data, or of the Turtle files and folders PATH, against the source texts.

    Ends with 1 where something is wrong, with 0 where there is nothing or only warnings.
    """
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.files.workspace import turtle_files
    from strategigraf.interchange import finding_text
    from strategigraf.use.inspection import Inspection, Keeping, inspect, with_extra
    from strategigraf.values.text import Text

    session = Session(data, lang)
    files = turtle_files(paths)
    if sources is not None:
        SourceFolder(sources)  # a wrong folder is told before the work begins
    known = {path.resolve() for path in session.workspace.graph_files()}
    extra = tuple(path for path in files if path.resolve() not in known)
    workspace = session.workspace._replace(extra=extra)
    judging = session.progress(Text("efterprøver", "checking"))

    def answer(store: EmbeddedStore) -> Inspection:
        if extra:
            with with_extra(store, workspace) as more:
                found = inspect(workspace, more, sources, files, engine, progress=judging)
                return completed(found, more)
        kept, digests = session.kept(store)
        keeping = Keeping(kept, digests) if digests else None
        return completed(inspect(workspace, store, sources, files, engine, keeping, judging), store)

    def completed(found: Inspection, store: EmbeddedStore) -> Inspection:
        if not complete:
            return found
        from strategigraf.use.completeness import completeness

        asked = {path.resolve() for path in files}
        more = [one for one in completeness(store, workspace) if not asked or Path(one.file).resolve() in asked]
        return Inspection(in_order([*found.findings, *more]), found.quotes)

    found = session.use(answer)
    target = screen(output)
    deliver(finding_text.as_text(found, format_name, lang, target.columns if target else None), output)
    session.notice(finding_text.summary(found, sources is not None))
    return int(worst(found.findings) == Severity.VIOLATION)
