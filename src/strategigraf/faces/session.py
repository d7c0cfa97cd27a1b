"""What a command works with: the workspace, the store from the cache, and a way out for the answer."""

import codecs
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from strategigraf.faces.progress import Progress, clear
from strategigraf.faces.screen import bom_wanted, screen
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.use.cache import Cache, cache_folder
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.inert import visible
from strategigraf.values.text import Text

Value = TypeVar("Value")


class Session:
    """One run of a command on the data folder *data* (the program's own without one), in *language*."""

    def __init__(self, data: Path | None, language: str) -> None:
        self.language = language
        self._data = data

    @property
    def workspace(self) -> Workspace:
        """The workspace. Raises FilesNotFound."""
        return find_workspace(self._data)

    def use(self, question: Callable[[EmbeddedStore], Value]) -> Value:
        """What *question* answers on the store. Raises TurtleSyntax."""
        return self._cache().use(question)

    def kept(self, store: EmbeddedStore) -> tuple[Path, dict[Path, str]]:
        """The file in which verdicts are kept, and the digests of all files as *store* has them; no digests where it is
        not the one on disk."""
        return self._cache().kept(store)

    def progress(self, doing: Text) -> Callable[[int, int], None]:
        """Something to tell how much of how much is done, which shows it on stderr when it takes more than a second."""
        return Progress(doing, self.language)

    def _cache(self) -> Cache:
        reading = self.progress(Text("læser filerne", "reading the files"))
        return Cache(self.workspace, cache_folder(), self.notice, reading)

    def notice(self, text: Text) -> None:
        """Tells the user *text* beside the answer, on stderr."""
        clear()
        click.echo(visible(text.in_language(self.language)), err=True)


def deliver(content: str | bytes, output: Path | None, painted: bool = False) -> None:
    """Puts *content* in the file *output*, or on stdout; on a terminal page by page where it is longer than that, and
    with control characters as escapes, unless it is *painted* (made for a terminal, with colours of our own).

    Raises OutputNotWritten.
    """
    told = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if told and bom_wanted():
        told = codecs.BOM_UTF8 + told
    if output is not None:
        from strategigraf.files.output import write

        write(output, told)
        return
    sys.stdout.flush()
    if isinstance(content, str) and sys.stdout.isatty():
        from strategigraf.faces.pager import paged

        content = content if painted else visible(content)
        shown = screen(None)
        if shown is None or not paged(content, shown):
            click.echo(content, nl=False, color=True)
        return
    from strategigraf.files.output import written

    stream = getattr(sys.stdout, "buffer", None)
    with written("stdout"):
        if stream is None:
            sys.stdout.write(told.decode("utf-8"))
        else:
            stream.write(told)
            stream.flush()
