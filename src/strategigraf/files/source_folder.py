"""The folder of source texts."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from strategigraf.files.file_status import FileStatus
from strategigraf.files.source_text import SourceText
from strategigraf.values.errors import SourceNotFound
from strategigraf.values.text import Text

_KEPT = 8


class SourceFolder(Mapping[str, SourceText]):
    """The texts `*.md` and `*.txt` in *folder*, by file name, each read when it is asked for; the last few are kept.

    Raises SourceNotFound where *folder* is no folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise SourceNotFound(
                Text(
                    da=f"Mappen med kildetekster, {folder}, findes ikke.",
                    en=f"The folder of sources, {folder}, is not there.",
                ),
                Text(
                    da="Angiv den med --sources MAPPE eller STRATEGIGRAF_SOURCES.",
                    en="Name it with --sources DIR or STRATEGIGRAF_SOURCES.",
                ),
            )
        self.folder = folder
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".md", ".txt"))
        self._paths = {path.name: path for path in paths}
        self._kept: dict[str, SourceText] = {}

    def __getitem__(self, name: str) -> SourceText:
        if name not in self._kept:
            text = SourceText.read(self._paths[name])
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[name] = text
        return self._kept[name]

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def status(self, name: str) -> FileStatus:
        """What the file system says of the text *name*. Raises KeyError, OSError."""
        return FileStatus.of(self._paths[name])
