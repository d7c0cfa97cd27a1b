"""One question answered by a process of its own: over which data, within which limits, as which bytes."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.core.rdf import Text
from strategigraf.endpoint.errors import UnknownGraph
from strategigraf.endpoint.results import content
from strategigraf.store.dataset import content_digest
from strategigraf.store.index import ElementIndex
from strategigraf.store.limit import Limit, within
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    import pyoxigraph

_PATIENCE = 3  # times the limit, after which a process that nobody has ended ends itself
_SMALL = 1024  # bytes up to which an answer is not compressed
_LEVEL = 5


class Place(NamedTuple):
    """Where the data lie: a folder with the store of a workspace, or with the quads of a file (*plain*); a digest of
    what is in it; and whether the default graph is the union of all graphs."""

    folder: str
    digest: str
    plain: bool
    union: bool


class Question(NamedTuple):
    """A query, and the dataset that the protocol gives for it: default graphs and named graphs (None: those of the
    query); the media type of its answer where that is a table, and where it is a graph (None: none is wanted); and the
    IRI that relative ones are resolved against."""

    query: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    table_type: str | None = None
    graph_type: str | None = None
    base: str = ""


class Task(NamedTuple):
    """A question, where it is asked, the most seconds, rows and bytes of the answer, and whether it is compressed."""

    place: Place
    question: Question
    seconds: float
    rows: int
    size: int
    gzip: bool


class Reply(NamedTuple):
    """An answer as it is sent: its bytes, their media type, whether they are compressed, and a tag of them."""

    content: bytes
    media_type: str
    is_gzip: bool
    tag: str


def answered(task: Task) -> Reply:
    """The reply to *task*. Raises QuerySyntax, QueryReachesOut, QueryFailed, QueryTooHeavy where the answer is larger
    than it may be, UnknownGraph, NotAcceptable where no form of the answer is wanted, StoreDamaged."""
    place, question = task.place, task.question
    store = _opened(place)
    given, named = _given(place, question)
    store.prepare("GRAPH" if named else question.query)
    for graph in _graphs_from(question.query):
        _demand_graph(store, graph)

    def read(result: Any) -> tuple[bytes, str]:
        return content(result, question.table_type, question.graph_type, task.rows, task.size)

    with _ending(_PATIENCE * task.seconds):
        written, kind = within(
            Limit(), lambda _: store.asked(question.query, read, named, **given), len(question.query)
        )
    is_gzip = task.gzip and len(written) > _SMALL
    if is_gzip:
        import gzip

        written = gzip.compress(written, _LEVEL, mtime=0)
    return Reply(written, kind, is_gzip, content_digest(written))


@contextmanager
def _ending(seconds: float) -> Iterator[None]:
    """Ends this process after *seconds*, when nobody is left who would."""
    timer = Timer(seconds, os._exit, (1,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def ready(place: Place) -> None:
    """Has this process open the data at *place*."""
    _opened(place).prepare("GRAPH")
    _opened(place).prepare("")


@lru_cache(2)
def _opened(place: Place) -> EmbeddedStore:
    folder = Path(place.folder)
    return _OfFile(folder) if place.plain else EmbeddedStore.read_only(folder)


class _OfFile(EmbeddedStore):
    """The quads in the folder *place* and nothing beside them."""

    def __init__(self, place: Path) -> None:
        super().__init__(ElementIndex.new())
        self._is_filled = True
        self._place = place

    def _quads(self, named: bool) -> "pyoxigraph.Store":
        import pyoxigraph

        return pyoxigraph.Store.read_only(str(self._place))


def _given(place: Place, question: Question) -> tuple[dict[str, Any], bool]:
    """What the engine is given beside the query of *question*, and whether that names graphs. Raises UnknownGraph."""
    import pyoxigraph

    given: dict[str, Any] = {"base_iri": question.base or None}
    if question.default_graphs is None and question.named_graphs is None:
        return {**given, "use_default_graph_as_union": place.union}, False
    graphs = {"default_graph": question.default_graphs or (), "named_graphs": question.named_graphs or ()}
    for argument, names in graphs.items():
        try:
            given[argument] = [pyoxigraph.NamedNode(name) for name in names]
        except ValueError:
            raise _unknown_graph(", ".join(names)) from None
    return given, True


def _demand_graph(store: EmbeddedStore, graph: str) -> None:
    """Sees to it that *store* has the named graph *graph*. Raises UnknownGraph."""
    if not store.asked(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", bool):
        raise _unknown_graph(graph)


def _unknown_graph(name: str) -> UnknownGraph:
    return UnknownGraph(
        Text(f"Data har ingen graf med navnet {name}.", f"The data have no graph with the name {name}."),
        Text(
            "Serveren henter ingen grafer. Navnene: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }.",
            "The server fetches no graphs. The names: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }.",
        ),
    )


_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_BLANK = r"(?:\s|#[^\n\r]*[\n\r])"
_DATASET = re.compile(  # what else may have the word in it (comments, strings, IRIs), and the clauses of the dataset
    rf"""#[^\n\r]*|\"{{3}}.*?(?:\"{{3}}|\Z)|'{{3}}.*?(?:'{{3}}|\Z)|"(?:[^"\\\n\r]|\\.)*"?|'(?:[^'\\\n\r]|\\.)*'?"""
    rf"""|(?<![\w?$:.-])FROM{_BLANK}*(?:NAMED{_BLANK}*)?(?P<graph>{_IRI})|{_IRI}""",
    re.IGNORECASE | re.DOTALL,
)


def _graphs_from(query: str) -> list[str]:
    """The absolute IRIs that *query* names as its dataset (`FROM`, `FROM NAMED`)."""
    if "from" not in query.lower():
        return []
    found = (match["graph"] for match in _DATASET.finditer(query))
    return [graph[1:-1] for graph in found if graph and re.match(r"<[A-Za-z][\w+.-]*:", graph)]
