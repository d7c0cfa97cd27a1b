"""The quads of a dataset, from its index and its files: built on the disk, few of them only when they are asked for
again, and only when a query needs them.

What is built is kept beside the index, in a folder named for all that it is made from; where some of that changed, what
did is brought up to date in a copy.
"""

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategigraf.core.errors import FilesNotFound, StoreDamaged, StoreFailed
from strategigraf.core.rdf import Text
from strategigraf.files.kinds import Kinds
from strategigraf.files.turtle import read_bytes
from strategigraf.files.workspace import checksum
from strategigraf.store.dataset import (
    Graphs,
    content_digest,
    file_graphs,
    file_part,
    groups_of,
    inherited_triples,
    kinds_in,
)
from strategigraf.store.index import ElementIndex
from strategigraf.store.workers import beside, in_crew

if TYPE_CHECKING:
    import pyoxigraph

Progress = Callable[[int, int], None]
Notice = Callable[[Text], None]
NOWHERE = Text(
    da="Mellemlageret kan ikke skrives; grafen er læst i hukommelsen.",
    en="The cache cannot be written; the graph was read into memory.",
)
NAMED, MERGED = "quads-", "triples-"  # the folders of named graphs, and of all triples in one graph
_ASKED = "asked"  # says beside an index that what it keeps was asked for
_MADE_OF, _PARTS = "made-of.json", "parts.json"
_CHUNK = 32_000_000  # bytes that are put into the store at once: the more, the less is merged in it afterwards
_BULK = 8_000_000  # bytes of N-Quads from which on sorting them first is faster
_NO_DAMAGE = ("Too many open files", "Cannot allocate", "No space", "Permission denied")


def put(store: "pyoxigraph.Store", content: bytes) -> None:
    """Adds the N-Quads *content* to *store*; many at once, unsorted, else each with its indexes."""
    import pyoxigraph

    load = store.bulk_load if len(content) > _BULK else store.load
    load(content, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)


def in_memory(content: Iterable[tuple[str, bytes]], named: bool) -> "pyoxigraph.Store":
    """A store in memory of the *content*: named graphs, each with its triples as N-Triples; *named* says whether they
    stay apart there or are one graph."""
    import pyoxigraph

    store = pyoxigraph.Store()
    _load_graphs(store, content, named)
    return store


def _load_graphs(store: "pyoxigraph.Store", content: Iterable[tuple[str, bytes]], named: bool) -> None:
    for graph, triples in content:
        _load_graph(store, graph if named else "", triples)


def _load_graph(store: "pyoxigraph.Store", graph: str, triples: bytes) -> None:
    """Adds *triples* (N-Triples) to *store* as the named graph *graph*, or to its default graph without a name; blank
    nodes keep their names."""
    import pyoxigraph

    form = pyoxigraph.RdfFormat.N_TRIPLES
    name = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
    if b"_:" not in triples:
        store.load(triples, format=form, to_graph=name, lenient=True)
    else:  # loading would give them other names
        parsed = pyoxigraph.parse(triples, format=form, lenient=True)
        store.extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, name) for quad in parsed)


def graphs_of_files(index: ElementIndex, graphs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The named graphs of the files with the named graphs *graphs*, with their triples, as the index was made from
    them; what is inherited only where it is kept. Raises StoreDamaged where a file has changed since."""
    wanted = list(graphs)
    paths, kinds = paths_of(index, wanted), kinds_in(index)
    for graph in wanted:
        kept = index.content(graph)
        if kept:
            yield from kept
        else:
            for path, digest in paths[graph]:
                yield from _of_file((Path(path), graph, digest, kinds))


def paths_of(index: ElementIndex, graphs: Collection[str] | None = None) -> dict[str, list[tuple[str, str]]]:
    """The path and digest of each file of *index* (of *graphs* only where given) by named graph."""
    found: dict[str, list[tuple[str, str]]] = {}
    for graph, path, digest in index.sources(graphs):
        found.setdefault(graph, []).append((path, digest))
    return found


def _of_file(task: tuple[Path, str, str, Kinds]) -> Graphs:
    path, graph, digest, kinds = task
    content = unchanged(path, digest)
    return file_graphs(path, graph, content, file_part(path, graph, content, kinds), kinds)


def size_of(path: Path) -> int:
    """The size of the file *path* in bytes. Raises StoreDamaged."""
    try:
        return path.stat().st_size
    except OSError as error:
        raise StoreDamaged(f"{path}: {error}") from error


def unchanged(path: Path, digest: str) -> bytes:
    """The content of the file *path*. Raises StoreDamaged where it has not the *digest*."""
    try:
        content = read_bytes(path)
    except FilesNotFound as error:
        raise StoreDamaged(f"{path}: {error}") from error
    if content_digest(content) != digest:
        raise StoreDamaged(f"{path} has changed")
    return content


# The quads that lie in the index.


def of_kept(index: ElementIndex, folder: Path, named: bool) -> "pyoxigraph.Store":
    """The quads that *index* in the folder *folder* keeps, or their triples in one graph where they are not *named*: in
    memory, which is faster once; from the second time on built on the disk, which is faster from then on, where it can
    be written. Raises StoreDamaged where they are not whole there, and StoreFailed."""
    place, asked = folder / _kept(named), folder / f"{_ASKED}-{_kept(named)}"
    with suppress(OSError, RuntimeError):  # no room or no right to write, as the system or the engine told
        if not place.is_dir() and asked.exists():
            asked.unlink()  # what cannot be built is not tried each time
            content = index.content()
            build(place, {}, lambda store: _load_graphs(store, content, named))
        elif not place.is_dir():
            asked.touch()
    return _opened_whole(place) if place.is_dir() else in_memory(index.content(), named)


def _kept(named: bool) -> str:
    return (NAMED if named else MERGED) + "kept"


def are_kept_on_disk(folder: Path, named: bool) -> bool:
    """Whether what an index in the folder *folder* keeps is built there."""
    return (folder / _kept(named)).is_dir()


# The quads of many files, on the disk.


class Plan:
    """What the quads of the dataset of *index* are made from: its files, and the groups of those that derive together,
    each named like what it passes on. What lies built already needs no more of it than its digest."""

    def __init__(self, index: ElementIndex) -> None:
        self.index = index

    @cached_property
    def paths(self) -> dict[str, list[tuple[str, str]]]:
        """The paths and digests of the files by named graph."""
        return paths_of(self.index)

    @cached_property
    def kinds(self) -> Kinds:
        """The kinds of one's own."""
        return kinds_in(self.index)

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The named graphs of the files that derive together, by the name of the group."""
        return groups_of(self.index)

    @cached_property
    def made_of(self) -> dict[str, str]:
        """A digest for each file by its named graph, and for each group by its name."""
        by = [content_digest(self.kinds.content)] if self.kinds.content else []
        files = {graph: "+".join([*(digest for _, digest in paths), *by]) for graph, paths in self.paths.items()}
        said = repr(self.index.inheritance().told())
        return files | {
            name: content_digest(repr((said, [files.get(graph, "") for graph in members])).encode())
            for name, members in self.groups.items()
        }

    @property
    def digest(self) -> str:
        """A digest of all files: everything that is made follows from them."""
        return self.index.digest()


def on_disk(index: ElementIndex, folder: Path, progress: Progress, notice: Notice) -> "pyoxigraph.Store":
    """The quads of the dataset of *index* in a folder below *folder*, open for reading; built there where they are not,
    or else in memory, which *notice* is told. *progress* is told how many bytes of how many are read.

    Raises StoreDamaged where they are not whole, or a file has changed since the index was made, and StoreFailed.
    """
    plan = Plan(index)
    place = folder / f"{NAMED}{plan.digest}"
    return built(place, plan, lambda store: _load(store, plan, progress), notice)


Load = Callable[["pyoxigraph.Store"], None]


def built(
    place: Path, plan: Plan, load: Load, notice: Notice, change: tuple[Path, Load] | None = None, also: str = ""
) -> "pyoxigraph.Store":
    """What is made by *plan* in the folder *place*, open for reading; where it is not there, *load* loads it into an
    empty store, or *change* has a folder and what brings a copy of that up to date. The file called *also* beside
    *place* is put into it as well. Where nothing can be written, it is in memory, which *notice* is told.

    Raises StoreDamaged where it is not whole, or a file has changed since the index was made, and StoreFailed.
    """
    if not place.is_dir():
        try:
            build(place, plan.made_of, load, change, also)
        except StoreDamaged:
            raise
        except (OSError, RuntimeError):  # no room or no right to write, as the system or the engine told
            import pyoxigraph

            notice(NOWHERE)
            store = pyoxigraph.Store()
            load(store)
            return store
    return _opened_whole(place)


def made(folder: Path, *names: str) -> list[Path]:
    """What is built below the folder *folder*, the newest last: that whose folders begin with one of *names* (MERGED
    and NAMED without any)."""
    found = [path for name in names or (MERGED, NAMED) for path in folder.glob(f"{name}*") if path.is_dir()]
    return sorted(found, key=lambda path: path.stat().st_mtime_ns)


def share(old: Path, folder: Path) -> None:
    """Has the newest triples below the folder *old* below *folder* as well, by hard links, where the system makes them:
    what is built there can start from them."""
    import shutil

    for place in made(old, MERGED)[-1:]:
        try:
            shutil.copytree(place, folder / place.name, copy_function=_linked, ignore=shutil.ignore_patterns("LO[CG]*"))
        except (OSError, shutil.Error):
            shutil.rmtree(folder / place.name, ignore_errors=True)


def _linked(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def is_whole(place: Path, read: bool = False) -> bool:
    """Whether the quads in the folder *place* are as they were written: by size and time, where these differ, or with
    *read*, by what stands in them."""
    try:
        parts = _told(place / _PARTS)
        for name, (size, modified, digest) in parts.items():
            status = (place / name).stat()
            believed = not read and status.st_mtime_ns == modified
            if status.st_size != size or not (believed or checksum(place / name) == digest):
                return False
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def made_of(place: Path) -> dict[str, str]:
    """The digests, by named graph, that the folder *place* is made from. Raises OSError and ValueError."""
    return _told(place / _MADE_OF)


def _tell(path: Path, what: object) -> None:
    content = json.dumps(what).encode()
    path.write_bytes(b"%d\n" % zlib.crc32(content) + content)


def _told(path: Path) -> dict[str, Any]:
    check, _, content = path.read_bytes().partition(b"\n")
    if int(check) != zlib.crc32(content):
        raise ValueError(path)
    return json.loads(content)  # type: ignore[no-any-return]


def _opened_whole(place: Path) -> "pyoxigraph.Store":
    if not is_whole(place):
        raise StoreDamaged(str(place))
    return _opened(place)


def _opened(place: Path) -> "pyoxigraph.Store":
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(place))
    except (OSError, RuntimeError) as error:  # the engine tells damage as either
        raise _not_opened(error) from error


def build(
    place: Path, made_of: dict[str, str], load: Load, change: tuple[Path, Load] | None = None, also: str = ""
) -> None:
    """Builds in the folder *place* what is *made_of* that, see `built`. Raises OSError and RuntimeError where it cannot
    be written."""
    import shutil
    from tempfile import TemporaryDirectory

    import pyoxigraph

    with TemporaryDirectory(prefix="unfinished-", dir=place.parents[1], ignore_cleanup_errors=True) as unfinished:
        fresh = Path(unfinished) / "quads"
        if change:
            base, load = change
            _opened(base).backup(str(fresh))
        store = pyoxigraph.Store(str(fresh))
        load(store)
        store.flush()
        if not change:
            store.optimize()
        del store
        if also:
            try:
                _linked(str(place.parent / also), str(fresh / also))
            except OSError:
                shutil.copyfile(place.parent / also, fresh / also)
        _tell(fresh / _MADE_OF, made_of)
        parts = {}
        for path in sorted(path for path in fresh.iterdir() if not path.name.startswith(("LOG", "LOCK"))):
            parts[path.name] = (path.stat().st_size, path.stat().st_mtime_ns, checksum(path))
        _tell(fresh / _PARTS, parts)
        try:
            fresh.rename(place)
        except OSError:
            if not place.is_dir():  # no other process has built the same
                raise


def _load(store: "pyoxigraph.Store", plan: Plan, progress: Progress) -> None:
    tasks = [(Path(path), graph, digest, plan.kinds) for graph, paths in plan.paths.items() for path, digest in paths]
    sizes = [size_of(path) for path, *_ in tasks]
    with closing(in_crew(_quads_of_file, tasks)) as read:
        inherited = (
            (0, _as_quads(name, inherited_triples(plan.index.edges_of_files(members), plan.index.inheritance())))
            for name, members in plan.groups.items()
        )
        contents = chain(zip(sizes, read, strict=True), inherited)
        load_all(contents, lambda content: put(store, content), sum(sizes), progress)


def load_all(
    contents: Iterable[tuple[int, bytes]], load: Callable[[bytes], None], total: int, progress: Progress
) -> None:
    """Has *load* load the *contents*, many at a time, in a thread beside this one. *progress* is told how many bytes of
    the *total* are read: so many as stand before each content."""
    done, waiting = 0, list[bytes]()
    with beside(load) as give:
        for size, content in contents:
            waiting.append(content)
            if sum(map(len, waiting)) > _CHUNK:
                give(b"\n".join(waiting))
                waiting.clear()
            done += size
            progress(min(done, total - 1), total)
        give(b"\n".join(waiting))
    progress(total, total)


def _quads_of_file(task: tuple[Path, str, str, Kinds]) -> bytes:
    return b"".join(_as_quads(graph, triples) for graph, triples in _of_file(task))


def _as_quads(graph: str, triples: bytes) -> bytes:
    return triples.replace(b" .\n", f" <{graph}> .\n".encode())


def is_damage(error: Exception) -> bool:
    """Whether *error* of the engine says that files are not whole; names out of a query never stand at its start."""
    said = str(error)
    return said.startswith("Corruption") or (
        said.startswith("IO error: ") and not any(reason in said for reason in _NO_DAMAGE)
    )


def _not_opened(error: Exception) -> StoreFailed:
    """Why a store on disk could not be opened: it is not whole, or the system is short of something."""
    if is_damage(error) or isinstance(error, FileNotFoundError):
        return StoreDamaged(str(error))
    return StoreFailed(
        Text(f"Lageret på disken kan ikke åbnes: {error}", f"The store on disk cannot be opened: {error}"),
        Text(
            "Luk andre programmer, eller hæv grænsen for åbne filer, og prøv igen.",
            "Close other programs or raise the limit of open files, and try again.",
        ),
    )
