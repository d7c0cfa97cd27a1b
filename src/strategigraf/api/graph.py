"""The graph that questions are asked of: the strategies of a folder, from the same cache as the command line's."""

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from strategigraf.core.rdf import LANGUAGES, Text
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.cache import Cache, cache_folder
from strategigraf.store.names import one_of
from strategigraf.store.sparql import EmbeddedStore

Value = TypeVar("Value")


class Notice(UserWarning):
    """Something told beside an answer, such as that the cache was damaged and built again."""


class Graph:
    """The strategies, ready for questions: what `sg.open()` gives.

    Each question is answered on the files as they are when it is asked; a file that changed is read again. Nothing is
    held open between questions, so there is nothing to close.
    """

    def __init__(self, workspace: Workspace, language: str) -> None:
        self.workspace = workspace
        self.language = language

    def __repr__(self) -> str:
        return f"<strategigraf.Graph {self.workspace.data}>"

    def use(self, question: Callable[[EmbeddedStore], Value]) -> Value:
        """What *question*, a function of a store, answers on the graph: for what no function of the library asks.

        Raises TurtleSyntax where a file does not parse, and what *question* raises.
        """
        return self.cache().use(question)

    def cache(self) -> Cache:
        """The cache of the workspace, whose notices are told as warnings."""
        return Cache(self.workspace, cache_folder(), self._notice)

    def tell_hidden_questions(self) -> None:
        """Tells as warnings which question files of the data folder have the name of one of the program's own."""
        from strategigraf.files.question import hidden_question

        for path in self.workspace.hidden_queries():
            self._notice(hidden_question(path))

    def _notice(self, text: Text) -> None:
        warnings.warn(text.in_language(self.language), Notice, stacklevel=2)


def open(data: str | os.PathLike[str] | None = None, *, language: str | None = None) -> Graph:
    """The graph of the strategies in the folder *data*, to ask questions of.

    Without *data* it is the folder that STRATEGIGRAF_DATA names, else the program's own strategies. *language* ("da"
    or "en") is that of titles and sentences: without it that of STRATEGIGRAF_LANG, else Danish. The first question
    builds the cache, later ones read what changed.

    Raises FilesNotFound where there is no such folder, WrongValue for another language.

    >>> g = sg.open(language="en")
    """
    folder = data if data is not None else os.environ.get("STRATEGIGRAF_DATA") or None
    chosen = one_of(language or os.environ.get("STRATEGIGRAF_LANG") or "da", LANGUAGES, Text("et sprog", "a language"))
    return Graph(find_workspace(None if folder is None else Path(folder)), chosen)
