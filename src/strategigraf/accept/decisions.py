"""What a file of decisions says: the changes it wants, and what of it cannot be taken over; and who reads which file.

A capability whose files `accept` takes names in its `__init__` the module that reads them (`ACCEPTS = "taking"`); that
module has the functions of Reader.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from strategigraf import accepting_modules
from strategigraf.accept.changes import AnyChange
from strategigraf.api.graph import Graph
from strategigraf.core.errors import FilesNotFound, WrongValue
from strategigraf.core.rdf import Text
from strategigraf.store.sparql import EmbeddedStore

PREFERENCES = ("file", "data")  # which value a conflict is decided by


class Problem(NamedTuple):
    """Why a decision cannot be taken over: its *place* in the file (`Elementer!C12`), what is wrong there, and what to
    do."""

    place: str
    message: Text
    remedy: Text


class Conflict(NamedTuple):
    """A value that somebody else has changed since it was handed out: its place in the file, the thing (IRI) and what
    of it, the value as it was handed out, as the file has it, and as the data have it now, and the file of that."""

    place: str
    thing: str
    what: Text
    base: str
    theirs: str
    now: str
    path: str


class Wish(NamedTuple):
    """How decisions are to be read: whether what is missing in them is to be removed; which value a conflict is
    decided by: "" (none), "file" or "data"; the strategy that they are about where they do not say it themselves ("":
    the only one of one's own); and the folder of source texts, where it is not that of the workspace."""

    remove: bool = False
    prefer: str = ""
    strategy: str = ""
    sources: Path | None = None


class Decided(NamedTuple):
    """What a file of decisions comes to. `notes` are told beside it; `missing` names what is no longer in it (and is
    removed only where that is wished for); `marked` makes a copy of the file in which problems and conflicts are
    marked."""

    changes: tuple[AnyChange, ...]
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    marked: Callable[[], bytes] | None = None


class Reader(Protocol):
    """A module that reads files of decisions."""

    def takes(self, path: Path) -> bool:
        """Whether the file or folder *path* looks like one of its own; fast, and without an error."""

    def decided(self, graph: Graph, store: EmbeddedStore, path: Path, wish: Wish) -> Decided:
        """What the decisions in *path* come to in the data of *store*. Raises DecisionsFaulty where they cannot be
        read at all."""


def reader_of(path: Path) -> Reader:
    """The module that reads the decisions in the file or folder *path*. Raises FilesNotFound, WrongValue."""
    from importlib import import_module

    if not path.exists():
        raise FilesNotFound(
            Text(f"{path} findes ikke.", f"{path} does not exist."), Text("Kontrollér stien.", "Check the path.")
        )
    readers: Sequence[Reader] = [cast(Reader, import_module(name)) for name in accepting_modules()]
    for reader in readers:
        if reader.takes(path):
            return reader
    raise WrongValue(
        Text(f"»{path.name}« er ikke en fil med beslutninger.", f"“{path.name}” is not a file of decisions."),
        Text(
            "Angiv et skema (.xlsx eller en mappe med CSV) fra »strategigraf form« eller en gemt fil med beslutninger.",
            "Give a form (.xlsx or a folder of CSV) of “strategigraf form”, or a saved file of decisions.",
        ),
    )
