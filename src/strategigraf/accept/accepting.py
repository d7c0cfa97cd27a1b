"""Changes put into the data files: tried on a copy that is checked, then written all together, or not at all."""

import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from strategigraf.accept.changes import AnyChange, Change, RowChange, turtle_with
from strategigraf.accept.errors import DataDiffer
from strategigraf.accept.rows import with_rows
from strategigraf.api.graph import Graph
from strategigraf.check.dataset_check import Inspection, Keeping, inspect
from strategigraf.core.errors import OutputNotWritten, WrongValue
from strategigraf.core.policy import Finding, Severity, in_order
from strategigraf.core.rdf import Text
from strategigraf.files.output import make_folder, only_writer, write
from strategigraf.files.workspace import OF_DATA, Workspace, refuse_installed, renamed
from strategigraf.store.cache import Cache
from strategigraf.store.sparql import EmbeddedStore

_VERDICTS = ("verdicts.json", "vocabulary.json", "said.json")  # what a check keeps, beside the store


class Accepted(NamedTuple):
    """What became of changes: the `findings` that the data have with them and had not before, the `files` that they
    change, and whether these are `written`."""

    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    written: bool

    @property
    def good(self) -> bool:
        """Whether no error came with them."""
        return all(finding.severity is not Severity.VIOLATION for finding in self.findings)


def accept_changes(
    graph: Graph,
    changes: Iterable[AnyChange],
    sources: Path | None = None,
    dry: bool = False,
    tables: Mapping[Path, bytes] = MappingProxyType({}),
) -> Accepted:
    """What the data become with *changes*, and with *tables* of measurements (their contents by path), written where no
    error comes with them and it is not a *dry* run.

    They are checked as by `check`, with the quotes looked for in the folder *sources*. All files are written or none:
    where one cannot be, those written before it become again what they were. Raises DataDiffer where the data are no
    longer those that the changes were made for, OutputNotWritten, DataLocked, WrongValue for a file outside the data,
    and what reading a file raises.
    """
    workspace = graph.workspace
    wanted = list(changes)
    for path in (*(change.path for change in wanted), *tables):
        _refuse_outside(workspace, path)
    if not dry:
        refuse_installed(workspace)
    if not wanted and not tables:
        return Accepted((), (), False)
    with only_writer(workspace.data):
        made = contents(wanted) | dict(tables)
        before = {path: path.read_bytes() if path.exists() else None for path in made}
        differing = {path: content for path, content in made.items() if content != before[path]}
        if not differing:
            return Accepted((), (), False)
        findings = new_findings(graph, differing, sources)
        accepted = Accepted(findings, tuple(differing), False)
        if dry or not accepted.good:
            return accepted
        _write_all(differing, before)
        return accepted._replace(written=True)


def contents(changes: Iterable[AnyChange]) -> dict[Path, bytes]:
    """The content of each file that *changes* change, after them, by path: Turtle in the house style with its comments
    kept, of a mapping set every other line as it was.

    Raises DataDiffer where what is to go is not there or what is to come is there already, TurtleSyntax, CommentInside,
    NotTheSame, MappingSetFaulty.
    """
    turtle: dict[Path, list[Change]] = defaultdict(list)
    rows: dict[Path, list[RowChange]] = defaultdict(list)
    for change in changes:
        if isinstance(change, Change):
            turtle[change.path].append(change)
        else:
            rows[change.path].append(change)
    made = {path: turtle_with(path, of_file).encode("utf-8") for path, of_file in turtle.items()}
    made |= {path: with_rows(path, of_file).encode("utf-8") for path, of_file in rows.items()}
    return {path: made[path] for path in sorted(made)}


def new_findings(graph: Graph, files: Mapping[Path, bytes], sources: Path | None = None) -> tuple[Finding, ...]:
    """What a check finds in the data with *files* (their contents by path) that it does not find without. Raises what a
    check raises."""
    workspace = graph.workspace
    cache = graph.cache()
    earlier = _inspected(workspace, cache, sources)
    with _staged(workspace, files) as staged:
        copy = Cache(staged, Path(staged.data).parent / "cache", graph.notice)
        copy.folder.mkdir(parents=True)
        for name in _VERDICTS:
            with suppress(OSError):
                shutil.copy2(cache.folder / name, copy.folder)
        later = _inspected(staged, copy, sources)
        del copy
    known = Counter(map(_about, earlier.findings))
    found = [replace(one, file=renamed(one.file, staged.places(), workspace.places())) for one in later.findings]
    more = Counter(map(_about, found)) - known
    return in_order(finding for finding in found if _about(finding) in more)


def _inspected(workspace: Workspace, cache: Cache, sources: Path | None) -> Inspection:
    def answer(store: EmbeddedStore) -> Inspection:
        kept = cache.kept(store)
        return inspect(workspace, store, sources, keeping=Keeping(*kept) if kept[1] else None)

    return cache.use(answer)


def _about(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.file, finding.thing


@contextmanager
def _staged(workspace: Workspace, files: Mapping[Path, bytes]) -> Iterator[Workspace]:
    """*workspace* with a copy of its own data folder, gone afterwards, in which *files* have their new contents."""
    with tempfile.TemporaryDirectory(prefix="strategigraf-accept-", ignore_cleanup_errors=True) as folder:
        data = Path(os.path.realpath(folder)) / "data"
        shutil.copytree(workspace.data, data, ignore=shutil.ignore_patterns(".*"))
        for path, content in files.items():
            target = data / path.resolve().relative_to(workspace.data.resolve())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield workspace._replace(data=data)


def _write_all(made: Mapping[Path, bytes], before: Mapping[Path, bytes | None]) -> None:
    """Writes the files *made*; where one cannot be written, those that were become what they were *before*."""
    done: list[Path] = []
    for path, content in before.items():
        if path in made and (path.read_bytes() if path.exists() else None) != content:
            raise _changed(path)
    try:
        for path, content in made.items():
            make_folder(path.parent)
            write(path, content)
            done.append(path)
    except (OSError, OutputNotWritten):
        for path in done:
            earlier = before[path]
            with suppress(OSError, OutputNotWritten):
                path.unlink() if earlier is None else write(path, earlier)
        raise


def _changed(path: Path) -> DataDiffer:
    return DataDiffer(
        Text(f"{path} er ændret imens; intet er skrevet.", f"{path} has changed meanwhile; nothing has been written."),
        Text("Prøv igen.", "Try again."),
    )


def _refuse_outside(workspace: Workspace, path: Path) -> None:
    """Raises WrongValue where the file *path* is not one of data below the user's own data folder."""
    data = workspace.data.resolve()
    if not path.resolve().is_relative_to(data) or not path.name.endswith(OF_DATA):
        raise WrongValue(
            Text(f"{path} hører ikke til datamappen {data}.", f"{path} is not a file of the data folder {data}."),
            Text(
                f"Kun filer i dine egne data kan ændres: {', '.join(OF_DATA)}.",
                f"Only files of your own data can be changed: {', '.join(OF_DATA)}.",
            ),
        )
