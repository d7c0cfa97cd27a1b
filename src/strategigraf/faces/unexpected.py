"""What no command expected, as an error of the house: what went wrong, where, and a request to report it."""

import errno
import os
import traceback
from pathlib import Path

from strategigraf.files.obstacle import obstacle
from strategigraf.files.output import not_written
from strategigraf.values.errors import StrategigrafError, UnexpectedError
from strategigraf.values.text import Text

_PACKAGE = Path(__file__).resolve().parents[1]
_OF_STREAMS = (errno.EBADF, errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # where no file is named
_LONGEST = 300  # characters of what the error itself says


def unexpected(error: BaseException) -> StrategigrafError:
    """*error* as an error of the house. Prints its traceback to stderr where STRATEGIGRAF_DEBUG is set."""
    if os.environ.get("STRATEGIGRAF_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, OSError) and error.filename is None and error.errno in _OF_STREAMS:
        return not_written("stdout", error)
    if isinstance(error, MemoryError):
        return UnexpectedError(
            Text("Der er ikke hukommelse nok til svaret.", "There is not enough memory for the answer."),
            Text("Spørg om mindre, fx én strategi, eller luk andre programmer.", "Ask for less, such as one strategy."),
        )
    place = _place(error)
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        reason = obstacle(error)
        da, en = f"{name}{reason.da}", f"{name}{reason.en}"
    else:
        said = " ".join(str(error).split())[:_LONGEST]
        da = en = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return UnexpectedError(
        Text(f"En fejl, programmet ikke ventede, i {place}: {da}.", f"An unexpected error in {place}: {en}."),
        Text(
            "Meld den til projektet med kommandoen og denne besked; STRATEGIGRAF_DEBUG=1 viser mere.",
            "Please report it to the project with the command and this message; STRATEGIGRAF_DEBUG=1 shows more.",
        ),
    )


def _place(error: BaseException) -> str:
    """The last place of this program that *error* came through: module and line."""
    place = "strategigraf"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            place = f"{path.relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return place
