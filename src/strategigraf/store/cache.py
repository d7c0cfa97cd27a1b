"""The cache: the store on disk, built from the files once, and brought up to date where some of them changed.

A store folder is complete before it gets its name, and the stamp that points to it is replaced in one step; whatever
is interrupted leaves the old answer or none. A store that is damaged, or of another version, is built again. What
changes is entered in the store before the last one, the spare, where nobody reads that any more, else in a copy.

The stamp has the status of every file that a store is made from, the store the digests; of the index the stamp has
both. What has the same status is believed, and read where it is in doubt; what is small is read each time.
"""

import json
import os
import time
import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from strategigraf import __version__
from strategigraf.core.errors import FilesNotFound, StoreDamaged, StoreFailed
from strategigraf.core.rdf import Text
from strategigraf.files.workspace import KINDS, FileStatus, Workspace, checksum, checksum_of, page_sums, renamed
from strategigraf.store.contribution import hold
from strategigraf.store.index import LEDGER
from strategigraf.store.sparql import EmbeddedStore

_LAYOUT = 13
_SMALL = 4_000_000  # bytes of an index up to which reading it whole costs less than a hundredth of a second
_SUMS = "ledger.sums"  # those of the pages of an index that is not small
_BEHIND = 8  # files by which a spare may differ from the store; from more on copying is faster
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
    (nanoseconds), whether a change of any file after that shows in its status, and the statuses of the files by path,
    nothing for one that changed while it was read; and the spare, if there is one: the folder of the store before, and
    its index."""

    store: str
    parts: dict[str, FileStamp]
    written: int
    settled: bool
    files: dict[str, list[int]]
    spare: tuple[str, FileStamp] | None = None


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
        self._given = workspace.places()
        ontology, *beneath, data = (os.path.realpath(folder) for folder in self._given)
        self._workspace = workspace._replace(
            ontology=Path(ontology), data=Path(data), beneath=tuple(map(Path, beneath))
        )
        self._notice = notice
        self._progress = progress
        place = "\0".join((ontology, *beneath, data))
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
        if parts is None:
            return self._build_after_damage(stamp) if _listed(statuses) == stamp.files else self._build()
        with suppress(StoreDamaged):
            store = EmbeddedStore.read_only(self.folder / stamp.store, self._progress, self._notice)
            believed = stamp.settled and _listed(statuses) == stamp.files
            if believed and parts == stamp.parts:
                return store
            if not believed and not _are_same(stamp, store, statuses):
                return self._build(stamp, statuses)
            self._settle_doubts(stamp, statuses, parts, now)
            return store
        return self._build_after_damage(stamp)

    def _build_after_damage(self, stamp: Stamp) -> EmbeddedStore:
        if self._read_stamp() not in (None, stamp):  # another process has brought it up to date, and taken it then
            return self.store()
        self._notice(_DAMAGED)
        _remove(self.folder / stamp.store)
        return self._build()

    def _settle_doubts(
        self, stamp: Stamp, statuses: dict[str, FileStatus], parts: dict[str, FileStamp], now: int
    ) -> None:
        """Dates *stamp* to *now*, a moment before the files with *statuses* and the *parts* were found to be as in it,
        where none can have changed since without it showing."""
        if all(status.is_settled(now) for status in statuses.values()):
            with suppress(OSError):
                self._publish(Stamp(stamp.store, parts, now, True, _listed(statuses), stamp.spare))

    def kept(self, store: EmbeddedStore) -> tuple[Path, dict[str, str]]:
        """The file in which verdicts are kept, and the digests of all files as *store* has them; no digests where it is
        not the one on disk."""
        stamp = None if store.folder is None else self._read_stamp()
        if stamp is None or store.folder is None or stamp.store != store.folder.name:
            return self.folder / "verdicts.json", {}
        changed = [name for name, status in stamp.files.items() if not status]
        places = self._workspace.places()
        return self.folder / "verdicts.json", {
            renamed(path, places, self._given): "" if path in changed else digest
            for path, digest in store.index.digests().items()
        }

    def _read_stamp(self) -> Stamp | None:
        try:
            found = json.loads(self._stamp.read_bytes())
            if found["layout"] != _LAYOUT or found["version"] != __version__:
                self._notice(_OTHER)
                return None
            parts = {name: _file_stamp(part) for name, part in found["parts"].items()}
            spare = None if found["spare"] is None else (str(found["spare"][0]), _file_stamp(found["spare"][1]))
            files = dict(found["files"].items())
            return Stamp(str(found["store"]), parts, int(found["written"]), found["settled"] is True, files, spare)
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

    def _build(self, old: Stamp | None = None, found: dict[str, FileStatus] | None = None) -> EmbeddedStore:
        """A store with what the files now say, whose statuses are those *found* before or are looked up; *old* is what
        it can start from."""
        from tempfile import mkdtemp

        from strategigraf.store.dataset import fill
        from strategigraf.store.quads import NOWHERE

        unfinished = None
        target = self.folder / f"store-{time.time_ns():x}-{os.getpid()}"
        statuses = self._workspace.statuses() if found is None else found
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = Path(mkdtemp(prefix="unfinished-", dir=self.folder))
            read, known, pages = self._write(unfinished / "store", statuses, old)
            sums = page_sums(unfinished / "store" / LEDGER, known, pages)
            part = FileStamp(FileStatus.of(unfinished / "store" / LEDGER), checksum_of(sums))
            if part.status.size > _SMALL:
                (unfinished / "store" / _SUMS).write_bytes(sums)
            (unfinished / "store").rename(target)
            written, files = time.time_ns(), _listed(statuses)
            for name in read:
                if not _has_status(name, statuses[name]):
                    files[name] = []
            settled = all(files.values()) and all(status.is_settled(written) for status in statuses.values())
            spare = None if old is None else (old.store, old.parts[LEDGER])
            self._publish(Stamp(target.name, {LEDGER: part}, written, settled, files, spare))
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

    def _write(
        self, folder: Path, files: dict[str, FileStatus], old: Stamp | None
    ) -> tuple[Collection[str], bytes, Collection[int] | None]:
        """Writes a store with *files* in the folder *folder*, from what is *old* where that is faster; which of them
        were new, the sums known of the pages of its index, and which pages were written since (all without any)."""
        from strategigraf.store.dataset import fill, is_small, refill

        before = None if old is None else EmbeddedStore.read_only(self.folder / old.store)
        known = {} if before is None else before.index.digests()
        changed = {
            name
            for name, status in files.items()
            if old is None or name not in known or not _is_same(old, known[name], name, status)
        }
        gone, here = known.keys() - files.keys(), self._workspace.in_order(files)  # no more than the stamp says
        size = sum(status.size for status in files.values())
        much = sum(files[name].size for name in changed) > _MANY * size
        much = much or any(os.path.basename(name) == KINDS for name in changed | gone)  # all is read by it
        if old is not None and not much and len(gone) <= _MANY * len(files):
            taken = self._taken(old, known, folder)
            writer, sums = taken or (EmbeddedStore.copied(self.folder / old.store, folder), b"")
            if writer.index.keeps_quads() == is_small(size):
                there = writer.index.digests()
                stale = [name for name in files if name in changed or there.get(name) != known[name]]
                left = [Path(name) for name in there if name not in files]
                refill(writer, self._workspace, list(map(Path, stale)), left, self._progress, here)
                return stale, sums, writer.finish()
            writer.finish()
            _remove(folder)
        writer = EmbeddedStore.on_disk(folder)
        fill(writer, self._workspace, self._progress, list(map(Path, here)))
        return files, b"", writer.finish()

    def _taken(self, old: Stamp, known: dict[str, str], folder: Path) -> tuple[EmbeddedStore, bytes] | None:
        """The spare of *old*, which has the digests *known*, moved to the new folder *folder* and open for writing, and
        the sums of the pages of its index; None where there is none, somebody reads it, or copying is faster."""
        if old.spare is None:
            return None
        place, part = self.folder / old.spare[0], old.spare[1]
        try:
            sums = (place / _SUMS).read_bytes()
            held = hold(place / LEDGER, alone=True)
        except OSError:
            return None
        if held is None:
            return None
        try:
            alone = os.fstat(held).st_nlink == 1  # no folder of quads has a link to it
            if not alone or FileStatus.of(place / LEDGER) != part.status or checksum_of(sums) != part.digest:
                return None
            folder.mkdir()
            (place / LEDGER).rename(folder / LEDGER)
        finally:
            os.close(held)
        _remove(place)
        spare = EmbeddedStore.of_changes(self.folder / old.store, folder, logged=True)
        if len(known.items() ^ spare.index.digests().items()) <= 2 * _BEHIND:
            return spare, sums
        spare.finish()
        _remove(folder)
        return None

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
        Text(
            f"Mellemlageret er i orden, men kunne ikke svare: {error.message.da}",
            f"The cache is sound but could not answer: {error.message.en}",
        ),
        Text(
            "Luk andre programmer, og prøv igen; mellemlageret er uændret.",
            "Close other programs and try again; the cache is unchanged.",
        ),
    )


def _file_stamp(told: Any) -> FileStamp:
    status, digest = told
    return FileStamp(FileStatus(*status), str(digest))


def _has_status(name: str, status: FileStatus) -> bool:
    """Whether the file *name* still has *status*: where it has not, nobody knows what was read of it."""
    try:
        return FileStatus.of(name) == status
    except OSError:
        return False


def _listed(statuses: dict[str, FileStatus]) -> dict[str, list[int]]:
    return {name: [*status] for name, status in statuses.items()}


def _are_same(stamp: Stamp, store: EmbeddedStore, statuses: dict[str, FileStatus]) -> bool:
    """Whether the files with *statuses* are those of *stamp* and *store*; doubtful ones are read."""
    if len(statuses) != len(stamp.files):
        return False
    digests = store.index.digests()
    return all(_is_same(stamp, digests.get(name, ""), name, status) for name, status in statuses.items())


def _is_same(stamp: Stamp, digest: str, name: str, status: FileStatus) -> bool:
    """Whether the file *name* with *status* is as in *stamp*, where it had *digest*; a doubtful one is read."""
    known = stamp.files.get(name)
    if not known or known[0] != status.size:
        return False
    if known == [*status] and status.is_settled(stamp.written):
        return True
    try:
        return _digest(Path(name)) == digest
    except FilesNotFound:  # reading the files tells more
        return False


def _digest(path: Path) -> str:
    """A digest of the content of the file *path*. Raises FilesNotFound."""
    from strategigraf.files.turtle import read_bytes
    from strategigraf.store.dataset import content_digest

    return content_digest(read_bytes(path))


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
