"""All triples of a dataset in one graph, on the disk, for a query that names no graph; and what some files say, read
from them when it is asked.

They take half the room of named graphs, and no triple comes twice. What a change of files leaves of them is kept: all
triples about anything that a changed file said something of go, and all that any file says of these things comes again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.rdf import BLANK, Text
from strategigraf.files.current import reports
from strategigraf.files.turtle import BOM, blank_mark
from strategigraf.files.workspace import is_mapping_set, is_table
from strategigraf.store.dataset import general_triples, groups_of, inherited_triples, kinds_in, own_triples
from strategigraf.store.index import LEDGER, ElementIndex
from strategigraf.store.quads import (
    MERGED,
    Plan,
    built,
    is_whole,
    load_all,
    made,
    made_of,
    paths_of,
    size_of,
    unchanged,
)

if TYPE_CHECKING:
    import pyoxigraph

_MOST = 40  # files that are held in memory for what is asked of some
_MANY = 0.25  # the share of what has changed from which on building anew is faster
_BULK = 2_000_000  # bytes from which on sorting the triples first is faster


def on_disk(
    index: ElementIndex, folder: Path, progress: Callable[[int, int], None], notice: Callable[[Text], None]
) -> "pyoxigraph.Store":
    """The triples of the dataset of *index* in a folder below *folder*, open for reading; see `quads.on_disk`."""
    plan = Plan(index)
    place = folder / f"{MERGED}{plan.digest}"
    change = None if place.is_dir() else _change(plan, folder)

    def load(store: "pyoxigraph.Store") -> None:
        total = sum(size_of(Path(path)) for paths in plan.paths.values() for path, _ in paths)
        contents = _contents(plan, plan.paths, plan.groups)
        load_all(contents, lambda content: _put(store, content), total, progress)

    def bring_up_to_date(store: "pyoxigraph.Store") -> None:
        import pyoxigraph

        assert change is not None
        for thing in change.stale:
            for triple in list(store.quads_for_pattern(pyoxigraph.NamedNode(thing), None, None, None)):
                store.remove(triple)
        _put(store, b"\n".join(content for _, content in _contents(plan, change.files, change.groups)))

    beginning = None if change is None else (change.base, bring_up_to_date)
    return built(place, plan, load, notice, beginning, LEDGER)


def _put(store: "pyoxigraph.Store", content: bytes) -> None:
    import pyoxigraph

    load = store.bulk_load if len(content) > _BULK else store.load
    load(content, format=pyoxigraph.RdfFormat.TURTLE, lenient=True)


def _contents(plan: Plan, graphs: Collection[str], groups: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """As Turtle, parts of which can stand one after another, what follows from the files of *groups*, and before it
    what those of them with the named *graphs* say, each with the size of the file that was read for it. Raises
    StoreDamaged where a file has changed since the index was made."""
    index = plan.index
    for name in groups:
        for graph in plan.groups[name]:
            for path, digest in plan.paths[graph] if graph in graphs else ():
                content = unchanged(Path(path), digest)
                if (
                    is_mapping_set(Path(path))
                    or is_table(Path(path))
                    or b"_:" in content
                    or plan.kinds.above
                    or reports(content)
                ):
                    # names of blank nodes mean others in each file; more follows from kinds and reports
                    yield len(content), own_triples(Path(path), graph, content, plan.kinds)
                else:
                    yield len(content), content.removeprefix(BOM)
            yield 0, b"".join(general_triples(placed, ()) for placed, _ in index.subjects_of(graph))
        edges = index.edges_of_files(plan.groups[name])
        yield 0, general_triples((), edges) + inherited_triples(edges, plan.index.inheritance())


class _Change(NamedTuple):
    """How the triples in the folder `base` are brought up to date: the things of which all that is said goes, and the
    named graphs of the files and the names of the groups that come, again or for the first time."""

    base: Path
    stale: set[str]
    files: set[str]
    groups: list[str]


def _change(plan: Plan, folder: Path) -> _Change | None:
    """How the newest triples below *folder* become those of *plan*; None where they had better be made anew, or have
    to: the names of blank nodes are lost in them."""
    base = next(iter(made(folder, MERGED)[-1:]), None)
    if base is None or not is_whole(base):
        return None
    known, wanted = made_of(base), plan.made_of
    other = {name for name in known.keys() | wanted.keys() if known.get(name) != wanted.get(name)}
    if len(other) > _MANY * len(wanted):
        return None
    before = ElementIndex.open(base / LEDGER)
    stale = _subjects(before, other & known.keys())
    groups = groups_of(before)
    for edge in before.edges_of_files([member for name in other & groups.keys() for member in groups[name]]):
        stale |= {edge.subject, edge.link} - {""}
    before.close()
    index = plan.index
    sets = (graph for graph, paths in plan.paths.items() if any(is_mapping_set(Path(path)) for path, _ in paths))
    saying = {graph for graph in sets if not stale.isdisjoint(_subjects(index, [graph]))}
    files = (other & plan.paths.keys()) | index.describing_any(stale) | saying
    joined = files | index.joining_any(stale)
    coming = [name for name, members in plan.groups.items() if name in other or not joined.isdisjoint(members)]
    if any(thing.startswith(BLANK) for thing in stale | _subjects(index, files)):
        return None
    return _Change(base, stale, files, coming)


def _subjects(index: ElementIndex, graphs: Collection[str]) -> set[str]:
    """Everything that the files with the named *graphs* say anything of."""
    return {thing for graph in graphs for lists in index.subjects_of(graph) for things in lists for thing in things}


# What some files say.

Said = dict[str, dict[str, str]]  # by the named graph and digest of a file, and by what it was asked: its lines


class SomeFiles:
    """What those files of *index* that are asked for say themselves. Blank nodes keep their names. What is *said* of
    files as they are is not read again, and what is read is added to it."""

    def __init__(self, index: ElementIndex, said: Said) -> None:
        self._index = index
        self._said = said
        self._there: dict[str, dict[bytes, list[bytes]]] = {}
        self._kinds = cache(lambda: kinds_in(index))

    @cached_property
    def _homes(self) -> dict[str, str]:
        return {blank_mark(graph): graph for graph in self._index.graphs()}

    @cached_property
    def _files(self) -> dict[str, list[tuple[str, str]]]:
        return paths_of(self._index)

    def home(self, blank: str) -> list[str]:
        """The named graph of the file with the blank node called *blank*."""
        graph = self._homes.get(blank.rpartition("n")[0])
        return [] if graph is None else [graph]

    def said_of(self, graph: str, thing: str) -> "Iterator[pyoxigraph.Quad]":
        """What the file with the named graph *graph* says of *thing* (as in N-Triples). Raises StoreDamaged where the
        file has changed since the index was made."""
        import pyoxigraph

        lines = self._answered(graph, thing, lambda told: told.get(thing.encode(), ()))
        return pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)

    def pointing(self, graph: str, predicate: str, thing: str) -> list[str]:
        """What has *predicate* to *thing* in the file with the named graph *graph*, both things as in N-Triples. Raises
        StoreDamaged where the file has changed since the index was made."""
        end = f" <{predicate}> {thing} .".encode()
        found = self._answered(
            graph,
            f"^<{predicate}> {thing}",
            lambda told: (subject for subject, lines in told.items() if any(map((subject + end).__eq__, lines))),
        )
        return found.split("\n") if found else []

    def _answered(self, graph: str, asked: str, answer: "Callable[[dict[bytes, list[bytes]]], Iterable[bytes]]") -> str:
        """The lines that *answer* gives on the triples of the file with the named graph *graph*, as lines by subject;
        *asked* stands for it where it is kept."""
        said = self._said.setdefault(" ".join([graph, *(digest for _, digest in self._files[graph])]), {})
        if asked not in said:
            if graph not in self._there:
                if len(self._there) >= _MOST:
                    self._there.clear()
                self._there[graph] = defaultdict(list)
                for line in b"".join(self._own(graph)).split(b"\n"):
                    self._there[graph][line.partition(b" ")[0]].append(line)
            said[asked] = b"\n".join(answer(self._there[graph])).decode()
        return said[asked]

    def _own(self, graph: str) -> Iterator[bytes]:
        kept = [triples for name, triples in self._index.content(graph) if name == graph]
        if kept:
            yield from kept
        else:
            for path, digest in self._files[graph]:
                yield own_triples(Path(path), graph, unchanged(Path(path), digest), self._kinds())
