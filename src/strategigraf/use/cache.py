"""The cache: the store on disk, built from the files once and used again while their content is the same.

A store folder is complete before it gets its name, and the stamp that points to it is replaced in one step; whatever
is interrupted leaves the old answer or none. A store that is damaged, or of another version, is built again.
"""

import json
import os
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from strategigraf import __version__
from strategigraf.files.workspace import Workspace
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import StoreDamaged
from strategigraf.values.text import Text

_LAYOUT = 2
_RACY = 2_000_000_000  # a file changed within two seconds of the stamp may have been changed after it was read
_KEEP = 3600  # seconds for which an older store is left to those who may still be reading it

Notice = Callable[[Text], None]
Value = TypeVar("Value")

_DAMAGED = Text(da="Mellemlageret var beskadiget og er bygget igen.", en="The cache was damaged and has been rebuilt.")
_OTHER = Text(
    da="Mellemlageret var fra en anden version og er bygget igen.",
    en="The cache was of another version and has been rebuilt.",
)
_NOWHERE = Text(
    da="Mellemlageret kan ikke skrives; grafen er læst i hukommelsen.",
    en="The cache cannot be written; the graph was read into memory.",
)


def cache_folder() -> Path:
    """`STRATEGIGRAF_CACHE`, else the folder `strategigraf` in the user's cache folder (XDG)."""
    named = os.environ.get("STRATEGIGRAF_CACHE")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "strategigraf"


class Cache:
    """The cached store of one workspace, below the folder *root*; *notice* is told when it had to be rebuilt."""

    def __init__(self, workspace: Workspace, root: Path, notice: Notice) -> None:
        self._workspace = workspace
        self._notice = notice
        place = f"{os.path.realpath(workspace.ontology)}\0{os.path.realpath(workspace.data)}"
        self._folder = root / f"{zlib.crc32(place.encode()):08x}"
        self._stamp = self._folder / "stamp.json"

    def use(self, question: Callable[[EmbeddedStore], Value]) -> Value:
        """What *question* answers on the store of the workspace.

        Where the store on disk turns out to be damaged it is built again and asked again. Raises TurtleSyntax.
        """
        try:
            return question(self.store())
        except StoreDamaged:
            self._notice(_DAMAGED)
            _remove(self._folder)
            return question(self.store())

    def store(self) -> EmbeddedStore:
        """The store: from disk where the files have not changed, else built anew. Raises TurtleSyntax."""
        stamp = self._read_stamp()
        if stamp is not None:
            folder = self._folder / str(stamp["store"])
            if self._is_current(stamp):
                if self._is_whole(stamp, folder):
                    with suppress(StoreDamaged):
                        return EmbeddedStore.read_only(folder)
                self._notice(_DAMAGED)
                _remove(folder)
        return self._build()

    def _read_stamp(self) -> dict[str, object] | None:
        try:
            stamp = json.loads(self._stamp.read_bytes())
            if stamp["layout"] != _LAYOUT or stamp["version"] != __version__:
                self._notice(_OTHER)
                return None
            return stamp if isinstance(stamp["store"], str) and isinstance(stamp["files"], dict) else None
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError):
            self._notice(_DAMAGED)
            return None

    def _is_current(self, stamp: dict[str, object]) -> bool:
        files = stamp["files"]
        assert isinstance(files, dict)
        paths = self._workspace.all_files()
        if [str(path) for path in paths] != list(files):
            return False
        written = stamp["written"]
        assert isinstance(written, int)
        for path, (size, changed, digest) in zip(paths, files.values(), strict=True):
            status = path.stat()
            same = status.st_size == size and status.st_mtime_ns == changed and changed < written - _RACY
            if not same and _digest(path) != digest:
                return False
        return True

    @staticmethod
    def _is_whole(stamp: dict[str, object], folder: Path) -> bool:
        parts = stamp["parts"]
        try:
            return isinstance(parts, dict) and all(
                (folder / name).stat().st_size == size for name, size in parts.items()
            )
        except OSError:
            return False

    def _build(self) -> EmbeddedStore:
        from strategigraf.use.dataset import fill

        paths = self._workspace.all_files()
        files = {str(path): [path.stat().st_size, path.stat().st_mtime_ns, _digest(path)] for path in paths}
        target = self._folder / f"store-{time.time_ns():x}-{os.getpid()}"
        unfinished = self._folder / f"unfinished-{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _remove(unfinished)
            writer = EmbeddedStore.on_disk(unfinished)
            fill(writer, self._workspace)
            writer.finish()
            del writer
            _remove(target)
            unfinished.rename(target)
            stamp = {
                "layout": _LAYOUT,
                "version": __version__,
                "written": time.time_ns(),
                "store": target.name,
                "files": files,
                "parts": _parts(target),
            }
            fresh = self._stamp.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(stamp), encoding="utf-8")
            fresh.replace(self._stamp)
            self._tidy(target)
            return EmbeddedStore.read_only(target)
        except (OSError, RuntimeError, StoreDamaged):  # no room or no right to write, as system or engine tell it
            self._notice(_NOWHERE)
            store = EmbeddedStore.in_memory()
            fill(store, self._workspace)
            return store
        finally:
            _remove(unfinished)

    def _tidy(self, current: Path) -> None:
        now = time.time()
        for folder in self._folder.iterdir():
            with suppress(OSError):
                if folder.is_dir() and folder != current and now - folder.stat().st_mtime > _KEEP:
                    _remove(folder)


def _parts(folder: Path) -> dict[str, int]:
    """The files of the store in *folder* that never change again, with their sizes."""
    kept = (path for path in sorted(folder.iterdir()) if path.name == "CURRENT" or path.name.startswith("MANIFEST"))
    return {path.name: path.stat().st_size for path in [*kept, *sorted(folder.glob("*.sst")), *folder.glob("*.index")]}


def _digest(path: Path) -> str:
    from hashlib import blake2b

    return blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
