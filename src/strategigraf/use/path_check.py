"""The check of some paths: what an inspection finds in all data, or in the files that are named."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from strategigraf.files.workspace import OF_DATA, Workspace, files_at
from strategigraf.use.inspection import Inspection, Keeping, inspect, with_extra
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import NothingToCheck
from strategigraf.values.finding import in_order
from strategigraf.values.text import Text

ENGINES = ("auto", "gate", "pyshacl")


def check_paths(
    workspace: Workspace,
    store: EmbeddedStore,
    paths: Collection[Path],
    sources: Path | None,
    engine: str,
    complete: bool,
    kept: tuple[Path, Mapping[Path, str]],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Inspection:
    """What `inspect` finds in all data, or in the Turtle files and folders *paths*: those from elsewhere are judged
    beside the data. With *complete* also what the tracing policy asks for in vain.

    *kept* is where verdicts are kept, and the digests of all files (none where *store* is not the one on disk). Raises
    FilesNotFound, TurtleSyntax, SourceNotFound, EngineMissing, PolicyFaulty.
    """
    files = files_to_check(workspace, paths)
    known = {path.resolve() for path in workspace.all_files()}
    extra = tuple(path for path in files if path.resolve() not in known)
    together = workspace._replace(extra=extra)
    if extra:
        with with_extra(store, together) as more:
            found = inspect(together, more, sources, files, engine, progress=progress)
            return _completed(found, together, more, files) if complete else found
    keeping = Keeping(*kept) if kept[1] else None
    found = inspect(together, store, sources, files, engine, keeping, progress)
    return _completed(found, together, store, files) if complete else found


def files_to_check(workspace: Workspace, paths: Collection[Path]) -> list[Path]:
    """The files of data among *paths* and in the folders among them; none where there are no *paths*, which stands for
    all. Raises FilesNotFound, and NothingToCheck where there is no data at all."""
    files = files_at(paths, OF_DATA)
    if not files and (paths or not (workspace.data_files() or workspace.alignment_files())):
        place = ", ".join(map(str, paths or [workspace.data]))
        raise NothingToCheck(
            Text(f"Der er intet at efterprøve: {place} har ingen data.", f"Nothing to check: {place} has no data."),
            Text("Angiv en mappe med Turtle (*.ttl).", "Name a folder with Turtle (*.ttl)."),
        )
    return files


def _completed(found: Inspection, workspace: Workspace, store: EmbeddedStore, files: Collection[Path]) -> Inspection:
    from strategigraf.use.completeness import completeness

    asked = {path.resolve() for path in files}
    more = [one for one in completeness(store, workspace) if not asked or Path(one.file).resolve() in asked]
    return Inspection(in_order([*found.findings, *more]), found.quotes)
