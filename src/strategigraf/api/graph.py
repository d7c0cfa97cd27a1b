"""The graph that questions are asked of: the strategies of a folder, from the same cache as the command line's."""

import os
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from strategigraf.core.rdf import LANGUAGES, Text
from strategigraf.core.report import ProgressCallback, no_progress
from strategigraf.files.workspace import Workspace, find_workspace, layers_in
from strategigraf.store.cache import Cache, cache_folder
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    from strategigraf.render.frame import RdflibDataset
    from strategigraf.store.endpoint import RemoteStore
    from strategigraf.store.limit import Limit, StoreWithin

Value = TypeVar("Value")


class Notice(UserWarning):
    """Something told beside an answer, such as that the cache was damaged and built again."""


class Graph:
    """The strategies, ready for questions: what `sg.open()` gives.

    Each question is answered on the files as they are when it is asked; a file that changed is read again. Nothing is
    held open between questions, so there is nothing to close.
    """

    endpoint: str | None = None  # the SPARQL endpoint that is asked in place of the files, or the name of its profile

    def __init__(self, layers: Sequence[Path], language: str) -> None:
        self.language = language
        self.layers = layers

    @cached_property
    def workspace(self) -> Workspace:
        """Where the files of the graph lie. Raises FilesNotFound."""
        return find_workspace(*self.layers)

    def __repr__(self) -> str:
        return f"<strategigraf.Graph {self.workspace.data}>"

    def use(self, question: Callable[[EmbeddedStore], Value]) -> Value:
        """What *question*, a function of a store, answers on the graph: for what no function of the library asks.

        Raises TurtleSyntax where a file does not parse, and what *question* raises.
        """
        if self.endpoint is not None:
            return question(self.remote())  # type: ignore[arg-type]
        return self.cache().use(question)

    def remote(self, endpoint: str | None = None, seconds: float | None = None) -> "RemoteStore":
        """The store behind *endpoint* (an address, or a profile of the workspace; that of the graph without one), each
        wait for which may take *seconds*. Raises WrongValue."""
        from strategigraf.store.endpoint import RemoteStore, access_to

        settings = self.workspace.settings
        profiles = settings.endpoints if settings else {}
        return RemoteStore(access_to(endpoint or self.endpoint or "", profiles), seconds)

    def to_rdflib(self) -> "RdflibDataset":
        """All that the files say, and what follows from it, as an `rdflib.Dataset`: each file is a named graph, the
        default graph is the union of all. Raises what `use` raises.

        >>> len(sg.open().to_rdflib()) > 10_000
        True
        """
        from strategigraf.render.frame import rdflib_dataset

        return self.use(lambda store: rdflib_dataset(store.dump()))

    def to_networkx(self, **narrowed: Any) -> Any:
        """The graph as a `networkx.MultiDiGraph`, *narrowed* as for `network`: `strategies`, `kinds`, `around`,
        `depth`. Raises what that raises.

        >>> sg.open().to_networkx(strategies="midt-udviklingsplan-2023").number_of_nodes() > 100
        True
        """
        import strategigraf

        return strategigraf.network(self, **narrowed)

    def cache(self) -> Cache:
        """The cache of the workspace, whose notices are those of the graph, and whose names are in use from now on."""
        reading = self.progress("files")
        return Cache(self.workspace.in_use(), cache_folder(), self.notice, reading)

    def tell_hidden_questions(self) -> None:
        """Tells which question files of the data folder have the name of one of the program's own."""
        from strategigraf.files.question import hidden_question

        for path in self.workspace.hidden_queries():
            self.notice(hidden_question(path))

    def narrowed(self) -> tuple[str, ...]:
        """The strategies that are meant where none is named: in Python all of them."""
        return ()

    def notice(self, text: Text) -> None:
        """Tells *text* beside the answer: as a warning, Notice."""
        warnings.warn(text.in_language(self.language), Notice, stacklevel=2)

    def understood(self, reading: Text, sparql: str) -> None:
        """Takes note of how plain words were read, and the SPARQL made of them; the answer itself tells that in
        Python."""

    def progress(self, doing: str) -> ProgressCallback:
        """A function that takes how much of *doing* (a name in `messages/progress.tsv`) is done; in Python it does
        nothing."""
        return no_progress

    def limited(self, store: EmbeddedStore, limit: "Limit") -> "StoreWithin":
        """*store* for queries within *limit*; a process of its own answers where there is one, and is ended beyond."""
        from strategigraf.store.limit import Limit, StoreApart, StoreWithin

        return StoreWithin(store, limit) if limit == Limit() else StoreApart(store, limit)


def open(
    data: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None, *, language: str | None = None
) -> Graph:
    """The graph of the strategies in the folder *data*, to ask questions of; of several folders each lies over the one
    before. A folder may be a workspace: one with a `strategigraf.toml`.

    Without *data* it is what STRATEGIGRAF_DATA names, else the workspace of the current folder or above it, else the
    program's own strategies. *language* ("da" or "en") is that of titles and sentences: without it that of
    STRATEGIGRAF_LANG, else Danish. The first question builds the cache, later ones read what changed.

    Raises FilesNotFound where there is no such folder, SettingsFaulty, WrongValue for another language.

    >>> g = sg.open(language="en")
    """
    from strategigraf.store.names import one_of

    given = layers_in(os.environ.get("STRATEGIGRAF_DATA", "")) if data is None else data
    layers = [given] if isinstance(given, (str, os.PathLike)) else list(given)
    chosen_language = one_of(
        language or os.environ.get("STRATEGIGRAF_LANG") or "da", LANGUAGES, Text("et gyldigt sprog", "a valid language")
    )
    graph = Graph([Path(layer) for layer in layers], chosen_language)
    _ = graph.workspace  # is there
    return graph
