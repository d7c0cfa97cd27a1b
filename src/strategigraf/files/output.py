"""Writing a result to a file so that the old file stays whole until the new one is complete."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from strategigraf.values.errors import OutputNotWritten
from strategigraf.values.text import Text

_REASONS = {
    errno.EISDIR: Text("det er en mappe", "it is a folder"),
    errno.ENOTDIR: Text("det, der skulle være en mappe, er en fil", "what should be a folder is a file"),
    errno.ENOENT: Text("mappen findes ikke", "the folder is not there"),
    errno.EACCES: Text(
        "du må ikke skrive der, eller filen er åben i et andet program",
        "you may not write there, or the file is open in another program",
    ),
    errno.EROFS: Text("stedet kan kun læses", "the place can only be read"),
    errno.ENOSPC: Text("disken er fuld", "the disk is full"),
    errno.EDQUOT: Text("din plads på disken er brugt op", "your room on the disk is used up"),
    errno.ENAMETOOLONG: Text("navnet er for langt", "the name is too long"),
}
_REMEDY = Text(
    "Luk filen, hvor den er åben, giv plads eller skriverettighed, eller vælg en anden fil med -o; den gamle fil er "
    "urørt.",
    "Close the file where it is open, make room or give write permission, or choose another file with -o; the old file "
    "is untouched.",
)


def write(path: Path, content: bytes) -> None:
    """Puts *content* in the file *path*, through a file beside it that takes its place when it is complete.

    Raises OutputNotWritten when that fails; what stood at *path* is then as it was.
    """
    target = path.resolve() if path.is_symlink() else path
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, Text(*[error.strerror or str(error)] * 2))
        raise OutputNotWritten(
            Text(f"{path} kan ikke skrives: {reason.da}.", f"{path} cannot be written: {reason.en}."), _REMEDY
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
