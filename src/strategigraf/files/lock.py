"""The right to write in a data folder: one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from strategigraf.values.errors import DataLocked
from strategigraf.values.text import Text

LOCK = ".strategigraf.lock"


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keeps other processes from writing in the data folder *folder*; the system ends that with the process, however it
    ends. A folder in which no lock can be made is left to the writing itself, which says what stands in the way.

    Raises DataLocked where another process is writing there.
    """
    from filelock import FileLock, Timeout

    path = folder / LOCK
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        if not path.exists():  # filelock waits for a file that the system lets nobody make
            yield
            return
        raise DataLocked(
            Text(
                f"En anden strategigraf skriver i {folder}; intet er skrevet.",
                f"Another strategigraf is writing in {folder}; nothing has been written.",
            ),
            Text(
                "Vent, til den er færdig, se på det, den skrev, og prøv igen.",
                "Wait until it has finished, look at what it wrote, and try again.",
            ),
        ) from error
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()
