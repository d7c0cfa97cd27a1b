"""Writing a result to a file so that the old file stays whole until the new one is complete."""

import os
from contextlib import suppress
from pathlib import Path

from strategigraf.values.errors import OutputNotWritten
from strategigraf.values.text import Text


def write(path: Path, content: bytes) -> None:
    """Puts *content* in the file *path*, through a file beside it that takes its place when it is complete.

    Raises OutputNotWritten when that fails; what stood at *path* is then as it was.
    """
    target = path.resolve() if path.is_symlink() else path
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputNotWritten(
            Text(da=f"{path} kan ikke skrives: {reason}.", en=f"{path} cannot be written: {reason}."),
            Text(
                da="Vælg en anden fil med -o, eller giv plads og skriverettighed; den gamle fil er urørt.",
                en="Choose another file with -o, or make room and give write permission; the old file is untouched.",
            ),
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
