"""The data that an endpoint is over: a workspace as its files are now, or the quads of one file."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from strategigraf.core.errors import FilesNotFound, TurtleSyntax, WrongValue
from strategigraf.core.rdf import Text
from strategigraf.endpoint.answering import Place
from strategigraf.files.output import os_error_text
from strategigraf.files.workspace import checksum

if TYPE_CHECKING:
    from strategigraf.api.graph import Graph
    from strategigraf.store.sparql import EmbeddedStore


class Data(Protocol):
    """What an endpoint is over."""

    def place(self) -> Place:
        """Where the data lie as they are now."""

    def close(self) -> None:
        """Removes what was made to be read."""


class OfWorkspace:
    """The data of *graph*, each file a named graph, the default graph the union of all."""

    def __init__(self, graph: "Graph") -> None:
        self._graph = graph
        self._last: Place | None = None
        self._copy: TemporaryDirectory[str] | None = None  # where nothing can be kept on the disk

    def place(self) -> Place:
        """See Data. Raises what reading the files raises."""
        return self._graph.use(self._place)

    def _place(self, store: "EmbeddedStore") -> Place:
        if store.folder is not None and self._last is not None and self._last.folder == str(store.folder):
            return self._last
        store.prepare()
        store.prepare("GRAPH")
        digest = store.index.digest()
        if store.folder is not None:
            self._last = Place(str(store.folder), digest, False, True)
            return self._last
        self.close()
        self._copy = TemporaryDirectory(prefix="strategigraf-")
        _load(store.dump(), "nq", Path(self._copy.name) / "quads")
        return Place(str(Path(self._copy.name) / "quads"), digest, True, True)

    def close(self) -> None:
        """See Data."""
        if self._copy is not None:
            self._copy.cleanup()


class OfFile:
    """The quads of the RDF file *path*; *union*: its default graph is the union of its graphs.

    Raises FilesNotFound, TurtleSyntax with the place, WrongValue for an ending that names no form of RDF.
    """

    def __init__(self, path: Path, union: bool) -> None:
        self._folder = TemporaryDirectory(prefix="strategigraf-")
        folder = Path(self._folder.name) / "quads"
        try:
            _load(path, path.suffix.removeprefix("."), folder)
            self._place = Place(str(folder), checksum(path), True, union)
        except BaseException:
            self._folder.cleanup()
            raise

    def place(self) -> Place:
        """See Data."""
        return self._place

    def close(self) -> None:
        """See Data."""
        self._folder.cleanup()


def _load(content: Path | bytes, ending: str, folder: Path) -> None:
    """Builds the quads of *content*, whose form the *ending* of a file names, in the folder *folder*."""
    import pyoxigraph

    form = pyoxigraph.RdfFormat.from_extension(ending)
    if form is None:
        raise WrongValue(
            Text(f"Endelsen »{ending}« er ikke et RDF-format.", f"The ending “{ending}” is not a format of RDF."),
            Text("Brug .nq, .trig, .ttl, .nt, .rdf eller .jsonld.", "Use .nq, .trig, .ttl, .nt, .rdf or .jsonld."),
        )
    store = pyoxigraph.Store(str(folder))
    try:
        if isinstance(content, bytes):
            store.bulk_load(content, format=form, lenient=True)
        else:
            store.bulk_load(path=str(content), format=form, base_iri=content.resolve().as_uri(), lenient=True)
    except OSError as error:
        reason = os_error_text(error)
        raise FilesNotFound(
            Text(f"Filen {content!s} kan ikke læses: {reason.da}.", f"{content!s} cannot be read: {reason.en}."),
            Text("Kontrollér stien og rettighederne.", "Check the path and the permissions."),
        ) from error
    except (SyntaxError, ValueError) as error:
        raise TurtleSyntax(
            Text(f"{content!s} kan ikke læses som RDF: {error}", f"{content!s} could not be read as RDF: {error}"),
            Text("Ret filen der, eller giv den den rigtige endelse.", "Correct the file there, or its ending."),
        ) from error
    store.flush()
    store.optimize()
