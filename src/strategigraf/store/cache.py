"""The cache: the store on disk, built from the files once, and brought up to date where some of them changed.

A store folder is complete before it gets its name, and the stamp that points to it is replaced in one step; whatever
is interrupted leaves the old answer or none. A store that is damaged, or of another version, is built again.

The stamp has the status and the digest of every file that a store is made from, and of every part of the store. A part
with the same status is believed, and read where it is in doubt; what is small is read each time.
"""

import json
import os
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from strategigraf import __version__
from strategigraf.core.errors import FilesNotFound, StoreDamaged, StoreFailed
from strategigraf.core.rdf import Text
from strategigraf.files.turtle import read_bytes
from strategigraf.files.workspace import FileStatus, Workspace, checksum
from strategigraf.store.sparql import LEDGER, EmbeddedStore

_LAYOUT = 8
_SMALL = 4_000_000  # bytes of an index up to which reading it whole costs less than a hundredth of a second
_KEEP = 3600  # seconds for which an older store is left to those who may still be reading it
_MANY = 0.25  # the share of changed bytes from which on building anew is faster
Notice = Callable[[Text], None]
Progress = Callable[[int, int], None]
Value = TypeVar("Value")
_DAMAGED = Text(da="Mellemlageret var beskadiget og er bygget igen.", en="The cache was damaged and has been rebuilt.")
_OTHER = Text(
    da="Mellemlageret var fra en anden version og er bygget igen.",
    en="The cache was of another version and has been rebuilt.",
)


class FileStamp(NamedTuple):
    """A file as it was when it was read: its status, and a digest of its content."""

    status: FileStatus
    digest: str


class Stamp(NamedTuple):
    """What the cache was built from, and where: the folder of the store, its parts by name, when it was written
    (nanoseconds), and the files by path."""

    store: str
    parts: dict[str, FileStamp]
    written: int
    files: dict[str, FileStamp]


def cache_folder() -> Path:
    """`STRATEGIGRAF_CACHE`, else the folder `strategigraf` in the user's cache folder (XDG; on Windows the local one of
    the application data)."""
    named = os.environ.get("STRATEGIGRAF_CACHE")
    if named:
        return Path(named)
    local = os.environ.get("LOCALAPPDATA") if os.name == "nt" else None
    home = os.environ.get("XDG_CACHE_HOME") or local or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "strategigraf"


class Cache:
    """The cached store of one workspace, below the folder *root*; *notice* is told when it had to be rebuilt, and
    *progress* how much of what has to be read is read."""

    def __init__(
        self, workspace: Workspace, root: Path, notice: Notice, progress: Progress = lambda done, total: None
    ) -> None:
        self._workspace = workspace
        self._notice = notice
        self._progress = progress
        place = f"{os.path.realpath(workspace.ontology)}\0{os.path.realpath(workspace.data)}"
        self.folder = root / f"{zlib.crc32(os.fsencode(place)):08x}"
        self._stamp = self.folder / "stamp.json"

    def use(self, question: Callable[[EmbeddedStore], Value]) -> Value:
        """What *question* answers on the store of the workspace.

        Where the store on disk turns out to be damaged it is built again and asked again. Raises TurtleSyntax, and
        StoreFailed where a store that is whole cannot be used.
        """
        store = self.store()
        try:
            return question(store)
        except StoreDamaged as error:
            fresh = self.store()
            if store.folder is not None and fresh.folder != store.folder:  # a file has changed since it was opened
                return question(fresh)
            stamp = self._read_stamp()
            if store.folder is None or (
                stamp is not None and stamp.store == store.folder.name and self._is_unchanged(stamp)
            ):
                raise _failed_whole(error) from error
            self._notice(_DAMAGED)
            _remove(store.folder)
            return question(self._build())

    def discard(self, error: StoreDamaged) -> None:
        """Removes the store on disk, which turned out to be damaged only when an answer was written, so that the next
        question builds it again, and says so. Raises StoreFailed with the reason of *error* where it is whole."""
        stamp = self._read_stamp()
        if stamp is None or self._is_unchanged(stamp):
            raise _failed_whole(error) from error
        _remove(self.folder / stamp.store)

    def store(self) -> EmbeddedStore:
        """The store: from disk where the files have not changed, else brought up to date. Raises TurtleSyntax."""
        stamp = self._read_stamp()
        if stamp is None:
            return self._build()
        now = time.time_ns()
        statuses = self._workspace.statuses()
        parts = self._parts_now(stamp)
        if all(_is_same(stamp, name, status) for name, status in statuses.items()) and len(statuses) == len(
            stamp.files
        ):
            if parts is not None:
                self._settle_doubts(stamp, statuses, parts, now)
                with suppress(StoreDamaged):
                    return EmbeddedStore.read_only(self.folder / stamp.store, self._progress, self._notice)
            self._notice(_DAMAGED)
            _remove(self.folder / stamp.store)
            return self._build()
        return self._build(stamp if parts is not None else None)

    def _settle_doubts(
        self, stamp: Stamp, statuses: dict[str, FileStatus], parts: dict[str, FileStamp], now: int
    ) -> None:
        """Dates *stamp* to *now*, a moment before the files with *statuses* and the *parts* were found to be as in it,
        where some of them had to be read for that and none can have changed since without it showing."""
        doubted = parts != stamp.parts or any(
            stamp.files[name].status != status or not status.is_settled(stamp.written)
            for name, status in statuses.items()
        )
        if doubted and all(status.is_settled(now) for status in statuses.values()):
            files = {name: FileStamp(status, stamp.files[name].digest) for name, status in statuses.items()}
            with suppress(OSError):
                self._publish(stamp._replace(written=now, files=files, parts=parts))

    def kept(self, store: EmbeddedStore) -> tuple[Path, dict[Path, str]]:
        """The file in which verdicts are kept, and the digests of all files as *store* has them; no digests where it is
        not the one on disk."""
        return self.folder / "verdicts.json", {path: stamp.digest for path, stamp in self.files(store).items()}

    def files(self, store: EmbeddedStore) -> dict[Path, FileStamp]:
        """The files of the workspace as *store* has them. Empty where it is not the one that is now on disk."""
        if store.folder is None:
            return {}
        stamp = self._read_stamp()
        if stamp is None or stamp.store != store.folder.name:
            return {}
        return {Path(name): file for name, file in stamp.files.items()}

    def _read_stamp(self) -> Stamp | None:
        try:
            found = json.loads(self._stamp.read_bytes())
            if found["layout"] != _LAYOUT or found["version"] != __version__:
                self._notice(_OTHER)
                return None
            parts, files = (_stamps(found[name]) for name in ("parts", "files"))
            return Stamp(str(found["store"]), parts, int(found["written"]), files)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._notice(_DAMAGED)
            return None

    def _parts_now(self, stamp: Stamp) -> dict[str, FileStamp] | None:
        """The parts of the store of *stamp* as they are now; None where one is not what was written. What has the
        status that it was written with is not read, but for an index that is small."""
        folder, found = self.folder / stamp.store, {}
        for name, part in stamp.parts.items():
            try:
                status = FileStatus.of(folder / name)
                believed = status == part.status and status.size > _SMALL
                if status.size != part.status.size or not (believed or checksum(folder / name) == part.digest):
                    return None
            except OSError:
                return None
            found[name] = FileStamp(status, part.digest)
        return found

    def _is_unchanged(self, stamp: Stamp) -> bool:
        """Whether every part of the store of *stamp*, read whole, is what was written."""
        from strategigraf.store.quads import is_whole, made

        folder = self.folder / stamp.store
        try:
            return all(checksum(folder / name) == part.digest for name, part in stamp.parts.items()) and all(
                is_whole(place, read=True) for place in made(folder)
            )
        except OSError:
            return False

    def _build(self, old: Stamp | None = None) -> EmbeddedStore:
        """A store with what the files now say; *old* is what it can start from."""
        from tempfile import mkdtemp

        from strategigraf.store.dataset import fill
        from strategigraf.store.quads import NOWHERE

        unfinished = None
        target = self.folder / f"store-{time.time_ns():x}-{os.getpid()}"
        statuses = self._workspace.statuses()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = Path(mkdtemp(prefix="unfinished-", dir=self.folder))
            statuses = self._workspace.statuses()
            files = {name: FileStamp(statuses[name], _digest(Path(name))) for name in sorted(statuses)}
            self._write(unfinished / "store", files, old)
            (unfinished / "store").rename(target)
            part = FileStamp(FileStatus.of(target / LEDGER), checksum(target / LEDGER))
            self._publish(Stamp(target.name, {LEDGER: part}, time.time_ns(), self._as_read(files)))
            self._tidy(target, old)
            return EmbeddedStore.read_only(target, self._progress, self._notice)
        except (OSError, RuntimeError, StoreFailed, FilesNotFound) as error:
            if isinstance(error, (FileNotFoundError, FilesNotFound)) and self._workspace.statuses() != statuses:
                return self._build(old)  # a file went away in the meantime
            if isinstance(error, FilesNotFound):
                raise
            if isinstance(error, StoreDamaged) and old is not None:
                return self._build()
        finally:
            if unfinished is not None:  # the store that was being written is closed by now
                _remove(unfinished)
        self._notice(NOWHERE)  # no room or no right to write, as the system or the engine told
        store = EmbeddedStore.in_memory()
        fill(store, self._workspace, self._progress)
        return store

    def _as_read(self, files: dict[str, FileStamp]) -> dict[str, FileStamp]:
        """*files*, those that have changed since without a digest: nobody knows what was read of them."""
        statuses = self._workspace.statuses()
        return {
            name: file if statuses.get(name) == file.status else FileStamp(file.status, "")
            for name, file in files.items()
        }

    def _write(self, folder: Path, files: dict[str, FileStamp], old: Stamp | None) -> None:
        from strategigraf.store.dataset import fill, is_small, refill

        known = {} if old is None else old.files
        changed = [name for name, file in files.items() if name not in known or known[name].digest != file.digest]
        gone = [Path(name) for name in known if name not in files]
        much = sum(files[name].status.size for name in changed) > _MANY * sum(
            file.status.size for file in files.values()
        )
        place = {str(path): number for number, path in enumerate(self._workspace.all_files())}
        here = sorted(files, key=lambda name: (place.get(name, len(place)), name))  # no more than the stamp says
        paths = list(map(Path, here))
        if old is not None and not much and len(gone) <= _MANY * len(files):
            writer = EmbeddedStore.copied(self.folder / old.store, folder)
            if writer.index.keeps_quads() == is_small(paths):
                refill(writer, self._workspace, list(map(Path, changed)), gone, self._progress, paths)
                writer.finish()
                return
            writer.finish()
            _remove(folder)
        writer = EmbeddedStore.on_disk(folder)
        fill(writer, self._workspace, self._progress, paths)
        writer.finish()

    def _publish(self, stamp: Stamp) -> None:
        fresh = self.folder / stamp.store / f"{self._stamp.name}.{os.getpid()}"
        fresh.write_text(json.dumps({"layout": _LAYOUT, "version": __version__} | stamp._asdict()), encoding="utf-8")
        fresh.replace(self._stamp)

    def _tidy(self, current: Path, old: Stamp | None) -> None:
        if old is not None:
            with suppress(OSError):
                os.utime(self.folder / old.store)  # its time as an older one begins
        now = time.time()
        for folder in self.folder.iterdir():
            with suppress(OSError):
                if folder.is_dir() and folder != current and now - folder.stat().st_mtime > _KEEP:
                    _remove(folder)


def _failed_whole(error: StoreDamaged) -> StoreFailed:
    return StoreFailed(
        Text(f"Lageret er helt, men kunne ikke svare: {error}", f"The store is whole but could not answer: {error}"),
        Text(
            "Luk andre programmer, og prøv igen; mellemlageret er ikke rørt.",
            "Close other programs and try again; the cache is untouched.",
        ),
    )


def _stamps(found: dict[str, list[object]]) -> dict[str, FileStamp]:
    return {name: FileStamp(FileStatus(*status), str(digest)) for name, (status, digest) in found.items()}  # type: ignore


def _is_same(stamp: Stamp, name: str, status: FileStatus) -> bool:
    """Whether the file *name* with *status* is as in *stamp*; a doubtful one is read."""
    known = stamp.files.get(name)
    if known is None or known.status.size != status.size or not known.digest:
        return False
    if known.status == status and status.is_settled(stamp.written):
        return True
    try:
        return _digest(Path(name)) == known.digest
    except FilesNotFound:  # reading the files tells more
        return False


def _digest(path: Path) -> str:
    """A digest of the content of the file *path*. Raises FilesNotFound."""
    from hashlib import blake2b

    return blake2b(read_bytes(path), digest_size=16).hexdigest()


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
