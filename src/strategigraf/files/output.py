"""Writing a result so that the old file stays whole until the new one is complete; locks; what a system error
means.
"""

import errno
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from strategigraf.core.errors import DataLocked, OutputNotWritten, WrongValue
from strategigraf.core.rdf import Text

# The right to write in a data folder.

LOCK = ".strategigraf.lock"


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keeps other processes from writing in the data folder *folder*; the system ends that with the process, however it
    ends. A folder in which no lock can be made is left to the writing itself, which reports the cause.

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
                "Vent, til den er færdig, gennemgå det skrevne, og prøv igen.",
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


# The errors of the operating system for a file or a connection, in both languages.

_ERROR_TEXTS = {
    errno.EACCES: Text("adgangen er nægtet", "access is denied"),
    errno.EPERM: Text("adgangen er nægtet", "access is denied"),
    errno.EBUSY: Text("filen er åben i et andet program", "the file is open in another program"),
    errno.EROFS: Text("disken kan kun læses", "the disk is read-only"),
    errno.EISDIR: Text("det er en mappe", "it is a folder"),
    errno.EEXIST: Text("der er allerede en fil med det navn", "there is already a file with that name"),
    errno.ENOENT: Text("den findes ikke", "it does not exist"),
    errno.ENOTDIR: Text("en del af stien er ikke en mappe", "a part of the path is not a folder"),
    errno.ENAMETOOLONG: Text("navnet er for langt", "the name is too long"),
    errno.ENOSPC: Text("der er ikke plads på disken", "there is no room on the disk"),
    errno.EDQUOT: Text("kvoten på disken er brugt", "the quota on the disk is used up"),
    errno.EFBIG: Text("filen bliver for stor", "the file becomes too large"),
    errno.EBADF: Text("den er lukket", "it is closed"),
    errno.EIO: Text("disken melder fejl", "the disk reports an error"),
    errno.EMFILE: Text("der er for mange åbne filer", "too many files are open"),
    errno.ECONNREFUSED: Text("ingen server svarer der", "no server answers there"),
    errno.ECONNRESET: Text("forbindelsen blev afbrudt", "the connection was cut off"),
    errno.EPIPE: Text("forbindelsen blev afbrudt", "the connection was cut off"),
    errno.EHOSTUNREACH: Text("serveren kan ikke nås", "the server cannot be reached"),
    errno.ENETUNREACH: Text("nettet kan ikke nås", "the network cannot be reached"),
    errno.ETIMEDOUT: Text("der kom intet svar i tide", "no answer came in time"),
    errno.ELOOP: Text("stien går i ring", "the path goes round in a circle"),
}


def os_error_text(error: OSError) -> Text:
    """The cause of *error*, as the end of a sentence; the system's own text where the project has no words for it."""
    reason = error.strerror or str(error)
    number = errno.ETIMEDOUT if isinstance(error, TimeoutError) else error.errno
    return _ERROR_TEXTS.get(number or 0, Text(reason, reason))


_FORMATS_OF_ENDING = {  # the formats that files with an ending have, the usual one first
    ".txt": ("table",),
    ".csv": ("csv",),
    ".tsv": ("tsv",),
    ".json": ("json", "cytoscape", "jsonld"),
    ".md": ("markdown",),
    ".html": ("html",),
    ".htm": ("html",),
    ".xlsx": ("xlsx",),
    ".docx": ("docx",),
    ".parquet": ("parquet",),
    ".xml": ("junit", "graphml", "gexf", "stratml"),
    ".ttl": ("turtle",),
    ".nt": ("ntriples",),
    ".jsonld": ("jsonld",),
    ".svg": ("svg",),
    ".pdf": ("pdf",),
    ".png": ("png",),
    ".graphml": ("graphml",),
    ".gexf": ("gexf",),
    ".mmd": ("mermaid",),
    ".dot": ("dot",),
    ".gv": ("dot",),
}
_OF_OTHERS = {".doc", ".jpeg", ".jpg", ".ods", ".odt", ".pptx", ".rtf", ".xls"}  # of formats that no answer has
_LONGEST = 200  # signs of a file's name that are kept in the name of the file beside it
_OTHERWISE = Text(
    "Vælg en anden fil med -o. Den tidligere fil er uændret.",
    "Choose another file with -o. The previous file is unchanged.",
)
_NO_RIGHT = Text(
    "Vælg en anden fil med -o, eller giv skriveadgang. Er filen åben i Excel eller Word, så luk den. Den tidligere fil"
    " er uændret.",
    "Choose another file with -o, or give write permission. If the file is open in Excel or Word, close it. The"
    " previous file is unchanged.",
)
_NO_ROOM = Text(
    "Frigør plads, eller vælg en fil på en anden disk med -o. Den tidligere fil er uændret.",
    "Free some space, or choose a file on another disk with -o. The previous file is unchanged.",
)
_REMEDIES = {
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EBUSY: _NO_RIGHT,
    errno.EISDIR: Text("Angiv en fil i mappen: -o MAPPE/FIL.", "Give a file in that folder: -o FOLDER/FILE."),
    errno.ENOENT: Text(
        "Opret mappen, eller vælg en anden fil med -o.", "Create the folder, or choose another file with -o."
    ),
    errno.ENOTDIR: Text(
        "Ret stien, eller vælg en anden fil med -o.", "Correct the path, or choose another file with -o."
    ),
    errno.ENAMETOOLONG: Text("Vælg et kortere navn med -o.", "Choose a shorter name with -o."),
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EFBIG: _NO_ROOM,
}
_NO_FOLDER = Text("mappen findes ikke", "the folder does not exist")


def write(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Puts *content* (in one piece or several) in the file *path*, through a file beside it that replaces it when it is
    complete; into a device or a pipe directly.

    Raises OutputNotWritten when that fails; what was at *path* is then unchanged.
    """
    pieces = [content] if isinstance(content, bytes) else content
    with written(str(path)):
        target = path.resolve() if path.is_symlink() else path
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if lock := _held_open(target):
            raise OutputNotWritten(
                Text(
                    f"{path} kan ikke skrives: filen er åben i Word, Excel eller LibreOffice.",
                    f"{path} cannot be written: the file is open in Word, Excel or LibreOffice.",
                ),
                Text(
                    f"Luk den dér, og prøv igen. Er den ikke åben, så slet {lock.name} ved siden af den.",
                    f"Close it there, and try again. If it is not open, delete {lock.name} beside it.",
                ),
            )
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                stream.writelines(pieces)
            return
        _replace(target, pieces)


_OFFICE = (".docx", ".xlsx")


def _held_open(target: Path) -> Path | None:
    """The file by which an office program says that it has the file *target* open; None where none does."""
    if target.suffix.lower() not in _OFFICE or not target.exists():
        return None
    names = f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#"  # Excel, Word, LibreOffice
    return next((lock for lock in map(target.with_name, names) if lock.exists()), None)


@contextmanager
def written(name: str, remedy: Text | None = None) -> Iterator[None]:
    """Turns an error while the file *name* is written into OutputNotWritten, with *remedy* where the name is not given
    with -o; a pipe that nobody reads any more stays as it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise not_written(name, error, remedy) from error


def format_for(path: Path, formats: Collection[str], requested: str | None = None) -> str | None:
    """The one of *formats* that the file *path* is to have: the one *requested*, else that of its ending; None where
    neither gives any.

    Raises WrongValue where the two contradict each other, or the ending is that of a format the answer has not.
    """
    possible = _FORMATS_OF_ENDING.get(path.suffix.lower(), ())
    if path.suffix.lower() not in _OF_OTHERS and (not possible or requested in possible):
        return requested
    if requested is None:
        fitting = [name for name in possible if name in formats]
        if fitting:
            return fitting[0]
        message = Text(f"Svaret kan ikke skrives som {path.suffix}.", f"The answer cannot be written as {path.suffix}.")
        first = Text("Giv", "Give")
    else:
        message = Text(
            f"{path.name} ender på {path.suffix}, men formatet er {requested}.",
            f"{path.name} ends with {path.suffix}, but the format is {requested}.",
        )
        first = Text("Udelad formatet, eller giv", "Leave the format out, or give")
    endings = ", ".join(ending for ending, names in _FORMATS_OF_ENDING.items() if set(names) & set(formats))
    raise WrongValue(
        message,
        Text(
            f"{first.da} filen en endelse, der passer: {endings}.",
            f"{first.en} the file an ending that fits: {endings}.",
        ),
    )


def not_written(name: str, error: OSError, remedy: Text | None = None) -> OutputNotWritten:
    """The error that the file *name* was not written, because of *error*, with *remedy* in place of the usual one."""
    reason = _NO_FOLDER if error.errno == errno.ENOENT else os_error_text(error)
    return OutputNotWritten(
        Text(f"{name} kan ikke skrives: {reason.da}.", f"{name} cannot be written: {reason.en}."),
        remedy or _REMEDIES.get(error.errno or 0, _OTHERWISE),
    )


def make_folder(folder: Path) -> None:
    """Makes the folder *folder*, and its parents, where they do not exist.

    Raises OutputNotWritten where that fails or nothing may be put in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        reason = os_error_text(error)
        raise OutputNotWritten(
            Text(f"Mappen {folder} kan ikke bruges: {reason.da}.", f"The folder {folder} cannot be used: {reason.en}."),
            Text("Vælg en anden mappe med -o.", "Choose another folder with -o."),
        ) from error


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    part_file = target.with_name(f".{target.name[:_LONGEST]}.{os.getpid()}.part")
    try:
        with part_file.open("wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            part_file.chmod(target.stat().st_mode & 0o7777)
        part_file.replace(target)
    finally:
        with suppress(OSError):
            part_file.unlink(missing_ok=True)
