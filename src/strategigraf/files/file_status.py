"""What the file system says of a file, by which a change shows without reading it."""

import os
from pathlib import Path
from typing import NamedTuple

_COARSE, _FINE = 2_000_000_000, 100_000_000  # nanoseconds within which two changes may have the same time
_SECOND = 1_000_000_000


class FileStatus(NamedTuple):
    """Size in bytes, time of modification, time of the last change of any kind (which nobody can set; on Windows that
    of creation), both in nanoseconds, and number of the file."""

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, path: str | Path) -> "FileStatus":
        """The status of the file *path*, links followed. Raises OSError."""
        found = os.stat(path)
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def is_settled(self, moment: int) -> bool:
        """Whether a change after *moment* (nanoseconds) shows in the status: the last one is long enough ago for the
        clock of the file system, which on some counts seconds."""
        last = max(self.modified, self.changed)
        return last < moment - (_FINE if self.changed % _SECOND else _COARSE)
