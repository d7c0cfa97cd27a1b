"""The dataset: every file as a named graph in a store, and what follows from each in a graph beside it.

Files that structure joins (a hearing response and its plan) derive together; a change in one derives all of them anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from strategigraf.core.rdf import GRAPH, SDG, SG, Iri
from strategigraf.core.thread import BROADER, CONTRIBUTES_TO, Edge, EdgeTable, Inheritance, Thread
from strategigraf.files.sssom import alignment_statements, read_alignments
from strategigraf.files.turtle import Statement, nquads, read_graph
from strategigraf.files.workspace import Workspace, in_iri, is_mapping_set
from strategigraf.store.contribution import Contribution, general_statements, order_statements, portion
from strategigraf.store.index import clusters
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.store.workers import beside, in_crew

DERIVED = GRAPH + "derived/"  # where all that is computed lies, by file
_GENERAL = DERIVED + "general/"  # places and general relations
_INHERITED = DERIVED + "inherited/"  # what links pass on, at the first of the files that derive together
Progress = Callable[[int, int], None]
_CHUNK = 32_000_000  # bytes of N-Quads that are put into the store at once


def fill(
    store: EmbeddedStore,
    workspace: Workspace,
    progress: Progress = lambda done, total: None,
    paths: Collection[Path] | None = None,
) -> None:
    """Loads all files of *workspace* (just *paths* where given) into the empty *store*, each as its named graph, and
    adds what is derived.

    *progress* is told how many bytes of how many are read. Raises TurtleSyntax, MappingSetFaulty, FilesNotFound.
    """
    _load(store, workspace, workspace.all_files() if paths is None else paths, progress)


def refill(
    store: EmbeddedStore,
    workspace: Workspace,
    changed: Collection[Path],
    gone: Collection[Path],
    progress: Progress = lambda done, total: None,
    paths: Collection[Path] | None = None,
) -> None:
    """Brings *store* up to date where the files *changed* are new or other than before and the files *gone* are gone;
    *paths* are all that are there now (those of *workspace* without them).

    Files that describe the same thing are read again together, since their order counts in the index. Raises
    TurtleSyntax, MappingSetFaulty.
    """
    before, said = clusters(store.index.ties()), store.index.inheritance()
    leaving = _with_mates(store, {workspace.graph_name(path) for path in [*changed, *gone]})
    touched = {member for graph in leaving for member in before.get(graph, ())} - leaving
    for graph in sorted(leaving):
        store.remove_graph(graph)
        store.remove_graph(_beside(_GENERAL, graph))
        store.index.remove(graph)
    for graph in sorted(leaving | touched):
        store.remove_graph(_beside(_INHERITED, graph))
    here = workspace.all_files() if paths is None else paths  # one that is gone may be back by now
    entering = [path for path in here if workspace.graph_name(path) in leaving]
    _load(store, workspace, entering, progress, touched)
    if store.index.inheritance() != said:
        _derive_anew(store)
    if _with_mates(store, leaving) - leaving:  # a thing has come to be described in two files
        refill(store, workspace, entering, (), paths=here)


def _load(
    store: EmbeddedStore, workspace: Workspace, paths: Collection[Path], progress: Progress, touched: Iterable[str] = ()
) -> None:
    sizes = [path.stat().st_size for path in paths]
    graphs = [workspace.graph_name(path) for path in paths]
    done = 0
    store.index.begin()
    with closing(in_crew(_read, list(zip(paths, graphs, strict=True)))) as read, _gathering(store) as put:
        for graph, size, (content, part) in zip(graphs, sizes, read, strict=True):
            store.index.enter(graph, part)
            put(content)
            done += size
            progress(done, sum(sizes))
    store.index.settle()
    _derive(store, {*graphs, *touched})
    store.index.commit()


def _read(task: tuple[Path, str]) -> tuple[bytes, Contribution]:
    path, graph = task
    if is_mapping_set(path):
        name = in_iri(path.name.removesuffix(".sssom.tsv"))
        told: list[Statement] = list(alignment_statements(name, graph, read_alignments(path)))
        content = nquads(told, graph)
    else:
        content, told = read_graph(path, graph)
    part = portion(told, beside=is_mapping_set(path))
    also = nquads([*order_statements(part), *general_statements(part)], _beside(_GENERAL, graph))
    return content + also, part


def _with_mates(store: EmbeddedStore, graphs: Collection[str]) -> set[str]:
    """*graphs*, and all that describe the same things."""
    mates = store.index.mates()
    return {member for graph in graphs for member in mates.get(graph, (graph,))}


def _derive(store: EmbeddedStore, graphs: Collection[str]) -> None:
    """Derives what follows for the links of *graphs*, and of those that edges join with them, anew."""
    together, said = clusters(store.index.ties()), store.index.inheritance()
    wanted = {together.get(graph, (graph,)) for graph in graphs}
    for graph in sorted({member for members in wanted for member in members} - set(graphs)):
        store.remove_graph(_beside(_INHERITED, graph))
    with _gathering(store) as put:
        for members in sorted(wanted):
            claims, told = contributions(store.index.edges_of_files(members), said)
            store.index.contribute(members[0], claims)
            for other in members[1:]:
                store.index.contribute(other, ())
            put(nquads(told, _beside(_INHERITED, members[0])))


def _derive_anew(store: EmbeddedStore) -> None:
    """Derives everything anew, as after a change in what is inherited."""
    graphs = store.index.graphs()
    for graph in graphs:
        store.remove_graph(_beside(_INHERITED, graph))
    store.index.begin()
    _derive(store, graphs)
    store.index.commit()


@contextmanager
def _gathering(store: EmbeddedStore) -> Iterator[Callable[[bytes], None]]:
    """A function that takes N-Quads and puts them into *store*, a chunk at a time."""
    waiting: list[bytes] = []
    with beside(store.load_quads) as load:

        def put(content: bytes) -> None:
            waiting.append(content)
            if sum(map(len, waiting)) > _CHUNK:
                load(b"".join(waiting))
                waiting.clear()

        yield put
        load(b"".join(waiting))


def contributions(found: Iterable[Edge], inheritance: Inheritance) -> tuple[list[tuple[str, Edge]], list[Statement]]:
    """Every contribution of *found*: the row and the edge by which it contributes, its own first, then the inherited
    ones; and the statements that all links make by *inheritance*: who inherits them, and what else they reach."""
    table = EdgeTable(edge for edge in found if edge.predicate != BROADER)
    thread = Thread(table, inheritance)
    claims: list[tuple[str, Edge]] = []
    told: list[Statement] = []
    for row in table.subjects():
        if row.startswith(SDG):
            continue
        own, above = table.leaving(row), list(thread.inherited(row))
        claims += ((row, edge) for edge in (*own, *above) if edge.predicate == CONTRIBUTES_TO)
        told += ((Iri(row), Iri(SG + "inherits"), Iri(edge.link)) for edge in above)
        for edge in (edge for edge in own if edge.link):
            told += ((Iri(edge.link), Iri(SG + "reaches"), Iri(end)) for end in thread.reached(edge))
    return claims, told


def _beside(kind: str, graph: str) -> str:
    return kind + graph.removeprefix(GRAPH)
