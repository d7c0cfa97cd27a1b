"""The dataset: every file as a named graph, and what follows from each in graphs beside it; of all of this the index.

Files that structure joins (a hearing response and its plan) derive together; a change in one derives all of them anew.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol

from strategigraf.core.rdf import GRAPH, RDF, SDG, SG, XSD
from strategigraf.core.thread import BROADER, CONTRIBUTES_TO, Edge, EdgeTable, Inheritance, Thread
from strategigraf.files.current import current, reports
from strategigraf.files.kinds import Kinds, kinds_of
from strategigraf.files.measurements import outline_of, read_measurements, rows_in_graph, triples_of
from strategigraf.files.sssom import alignment_statements, read_alignments
from strategigraf.files.turtle import (
    BOM,
    Statement,
    content_statements,
    ntriples,
    outline,
    outlined,
    read_bytes,
    read_graph,
)
from strategigraf.files.workspace import KINDS, Workspace, in_iri, is_mapping_set, is_table
from strategigraf.store.contribution import (
    READ_LITERALS,
    Contribution,
    portion,
)
from strategigraf.store.dependencies import Claim, FileRows, clusters, rows_of
from strategigraf.store.index import ElementIndex
from strategigraf.store.workers import in_crew

DERIVED = GRAPH + "derived/"  # where all that is computed lies, by file
_GENERAL = DERIVED + "general/"  # places and general relations
_INHERITED = DERIVED + "inherited/"  # what links pass on, at the first of the files that derive together
_SMALL = 3_000_000  # bytes of files up to which their quads lie in the index, to be read into memory at once
NO_KINDS = Kinds()
Progress = Callable[[int, int], None]
Graphs = tuple[tuple[str, bytes], ...]  # named graphs, each with its triples as N-Triples


class Indexed(Protocol):
    """What has an index, in a folder or in memory."""

    index: ElementIndex
    folder: Path | None


class Reading(NamedTuple):
    """What was read of a file: a digest of its content, its rows, its graphs where they were asked for, and what its
    links pass on where it derives alone."""

    digest: str
    rows: FileRows
    graphs: Graphs
    inherited: Graphs


def fill(
    store: Indexed,
    workspace: Workspace,
    progress: Progress = lambda done, total: None,
    paths: Collection[Path] | None = None,
) -> None:
    """Puts all files of *workspace* (just *paths* where given) into the empty index of *store*, and what is derived.

    *progress* is told how many bytes of how many are read. Raises TurtleSyntax, MappingSetFaulty, FilesNotFound.
    """
    here = workspace.all_files() if paths is None else paths
    said = _said(workspace.ontology_files())
    kinds = kinds_of(workspace.kinds_files())
    keeping = store.folder is None or is_small(sum(path.stat().st_size for path in here))
    _load(store.index, workspace, here, progress, keeping, said, kinds)


def refill(
    store: Indexed,
    workspace: Workspace,
    changed: Collection[Path],
    gone: Collection[Path],
    progress: Progress = lambda done, total: None,
    names: Collection[str] | None = None,
) -> None:
    """Brings the index of *store* up to date where the files *changed* are new or other than before and the files
    *gone* are gone; *names* are the paths of all that are there now (those of *workspace* without them).

    Files that describe the same thing are read again together, since their order counts in the index. Raises
    TurtleSyntax, MappingSetFaulty.
    """
    index = store.index
    before, said, kinds = clusters(index.ties()), index.inheritance(), kinds_of(workspace.kinds_files())
    leaving = _with_mates(index, {workspace.graph_name(path) for path in [*changed, *gone]})
    touched = {member for graph in leaving for member in before.get(graph, ())} - leaving
    here = list(map(str, workspace.all_files())) if names is None else names  # one that is gone may be back by now
    told = {*map(str, [*changed, *gone]), *(path for graph, path, _ in index.sources() if graph in leaving)}
    entering = [Path(name) for name in here if name in told]
    for graph in sorted(leaving):
        index.remove(graph)
    _load(index, workspace, entering, progress, index.keeps_quads(), said, kinds, touched)
    if _with_mates(index, leaving) - leaving:  # a thing has come to be described in two files
        refill(store, workspace, entering, (), names=here)


def is_small(size: int) -> bool:
    """Whether files of *size* bytes together are so small that their quads are kept in the index."""
    return size <= _SMALL


def _load(
    index: ElementIndex,
    workspace: Workspace,
    paths: Collection[Path],
    progress: Progress,
    keeping: bool,
    said: Inheritance,
    kinds: Kinds,
    touched: Iterable[str] = (),
) -> None:
    sizes = [path.stat().st_size for path in paths]
    graphs = [workspace.graph_name(path) for path in paths]
    done = 0
    index.begin()
    if keeping:
        index.keep_quads()
    tasks = [(path, graph, keeping, said, kinds) for path, graph in zip(paths, graphs, strict=True)]
    with closing(in_crew(_read, tasks)) as read:
        for path, graph, size, reading in zip(paths, graphs, sizes, read, strict=True):
            index.enter(graph, reading.rows, str(path), reading.digest)
            index.keep(graph, reading.graphs, str(path))
            index.keep(graph, reading.inherited)
            done += size
            progress(done, sum(sizes))
    index.settle()
    if index.inheritance() != said:
        _derive(index, index.graphs())
    else:  # what derives alone has derived where it was read
        together = clusters(index.ties())
        shared = [graph for graph, files in Counter(graphs).items() if files > 1]
        _derive(index, {*touched, *shared, *(graph for graph in graphs if graph in together)})
    index.commit()


def _said(paths: Iterable[Path]) -> Inheritance:
    """What the files *paths* say of the inheritance of properties."""
    contents = [(path, read_bytes(path)) for path in paths]
    saying = [(path, content) for path, content in contents if b"holdsBelow" in content or b"holdsAbove" in content]
    return Inheritance.of(
        told for path, content in saying for told in portion(outline(path, content, READ_LITERALS)).inheritance
    )


def _read(task: tuple[Path, str, bool, Inheritance, Kinds]) -> Reading:
    path, graph, keeping, said, kinds = task
    content = read_bytes(path)
    digest, part = content_digest(content), file_part(path, graph, content, kinds)
    graphs = file_graphs(path, graph, content, part, kinds) if keeping or part.of_vocabulary else ()
    table = _table(part.edges)
    thread = Thread(table, said)
    inherited = ((inherited_graph(graph), _of_iris(_passed_on(table, thread))),) if keeping else ()
    return Reading(digest, rows_of(part, _claims(table, thread)), graphs, inherited)


def content_digest(content: bytes) -> str:
    """A digest of the *content* of a file."""
    from hashlib import blake2b

    return blake2b(content, digest_size=16).hexdigest()


def kinds_in(index: ElementIndex) -> Kinds:
    """The kinds by which the files of *index* are read. Raises TurtleSyntax, FilesNotFound."""
    return kinds_of(path for path in map(Path, index.paths_ending(KINDS)) if path.name == KINDS)


def file_part(path: Path, graph: str, content: bytes, kinds: Kinds = NO_KINDS) -> Contribution:
    """The part of the file *path* with the named graph *graph* and the *content*, read by *kinds*. Raises TurtleSyntax,
    MappingSetFaulty."""
    if is_mapping_set(path):
        return portion(outlined(_alignments(path, graph, content)), beside=True)
    if is_table(path):
        return portion(outline_of(rows_in_graph(read_measurements(path, content).rows)))
    told = outline(path, content, READ_LITERALS)
    types = told.leads.get(RDF + "type", ())
    following = [(thing, cls) for thing, kind in types for cls in kinds.above.get(kind, ())]
    if following:
        told.leads[RDF + "type"].extend(following)
    return portion(told)


def file_graphs(path: Path, graph: str, content: bytes, part: Contribution, kinds: Kinds = NO_KINDS) -> Graphs:
    """The named graphs of the file *path* with the named graph *graph*, the *content* and the *part*, read by *kinds*:
    its own, and the one beside it. Raises TurtleSyntax, MappingSetFaulty."""
    own = own_triples(path, graph, content, kinds)
    return (graph, own), (general_graph(graph), general_triples(part.placed, part.edges))


def general_triples(placed: Iterable[str], edges: Iterable[Edge]) -> bytes:
    """For each of *placed*, the things of a file that have a place, that place, counted from 1, and for each of *edges*
    the general relation `sg:tracesTo`, as N-Triples."""
    order = f"<{SG}order>"
    places = [f'<{thing}> {order} "{place}"^^<{XSD}integer> .\n' for place, thing in enumerate(placed, start=1)]
    return "".join(places).encode() + _of_iris((edge.subject, SG + "tracesTo", edge.object) for edge in edges)


def _of_iris(told: Iterable[tuple[str, str, str]]) -> bytes:
    return "".join([f"<{subject}> <{predicate}> <{target}> .\n" for subject, predicate, target in told]).encode()


def own_triples(path: Path, graph: str, content: bytes, kinds: Kinds = NO_KINDS) -> bytes:
    """What the file *path* with the named graph *graph* and the *content* says, as N-Triples, with what follows by
    *kinds*. Raises TurtleSyntax, MappingSetFaulty."""
    if is_mapping_set(path):
        return ntriples(_alignments(path, graph, content))
    if is_table(path):
        return triples_of(rows_in_graph(read_measurements(path, content).rows))
    said = read_graph(path, graph, content)
    of_kinds = any(cls.encode() in said for cls in kinds.above)
    if not (of_kinds or reports(content)):
        return said
    told = content_statements(content.removeprefix(BOM))
    return said + ntriples([*kinds.following(told), *current(told)])


def _alignments(path: Path, graph: str, content: bytes) -> list[Statement]:
    name = in_iri(path.name.removesuffix(".sssom.tsv"))
    return list(alignment_statements(name, graph, read_alignments(path, content)))


def _with_mates(index: ElementIndex, graphs: Collection[str]) -> set[str]:
    """*graphs*, and all that describe the same things."""
    mates = index.mates()
    return {member for graph in graphs for member in mates.get(graph, (graph,))}


def _derive(index: ElementIndex, graphs: Collection[str]) -> None:
    """Derives what follows for the links of *graphs*, and of those that edges join with them, anew."""
    together, said = clusters(index.ties()), index.inheritance()
    for members in sorted({together.get(graph, (graph,)) for graph in graphs}):
        claims, told = contributions(index.edges_of_files(members), said)
        keeping = index.keeps_quads()
        for place, member in enumerate(members):
            index.contribute(member, () if place else claims)
            if keeping:
                index.keep(member, ((inherited_graph(member), b"" if place else _of_iris(told)),))


def general_graph(graph: str) -> str:
    """The named graph with the places and general relations of the file with the named graph *graph*."""
    return _GENERAL + graph.removeprefix(GRAPH)


def inherited_graph(graph: str) -> str:
    """The named graph with what the links of the file with the named graph *graph*, and of those joined with it, pass
    on."""
    return _INHERITED + graph.removeprefix(GRAPH)


def groups_of(index: ElementIndex) -> dict[str, tuple[str, ...]]:
    """The files of *index* that derive together, by the named graph of what they pass on."""
    together = clusters(index.ties())
    groups = {together.get(graph, (graph,)) for graph in index.graphs()}
    return {inherited_graph(members[0]): members for members in sorted(groups)}


def inherited_triples(found: Iterable[Edge], inheritance: Inheritance) -> bytes:
    """What the links among the edges *found*, those of files that derive together, pass on by *inheritance*, as
    N-Triples."""
    table = _table(found)
    return _of_iris(_passed_on(table, Thread(table, inheritance)))


def contributions(
    found: Iterable[Edge], inheritance: Inheritance
) -> tuple[list[Claim], Collection[tuple[str, str, str]]]:
    """Every contribution of *found*: the row and the edge by which it contributes, its own first, then the inherited
    ones; and the triples (of IRIs) that all links make by *inheritance*: who inherits them, and what else they
    reach."""
    table = _table(found)
    thread = Thread(table, inheritance)
    return _claims(table, thread), _passed_on(table, thread)


def _table(found: Iterable[Edge]) -> EdgeTable:
    return EdgeTable(edge for edge in found if edge.predicate != BROADER)


def _claims(table: EdgeTable, thread: Thread) -> list[Claim]:
    return [
        (row, edge)
        for row in table.subjects()
        if not row.startswith(SDG)
        for edge in (*table.leaving(row), *thread.inherited(row))
        if edge.predicate == CONTRIBUTES_TO
    ]


def _passed_on(table: EdgeTable, thread: Thread) -> list[tuple[str, str, str]]:
    told: list[tuple[str, str, str]] = []
    for row in table.subjects():
        if not row.startswith(SDG):
            told += [(row, SG + "inherits", edge.link) for edge in thread.inherited(row)]
            for edge in (edge for edge in table.leaving(row) if edge.link):
                told += [(edge.link, SG + "reaches", end) for end in thread.reached(edge)]
    return told
