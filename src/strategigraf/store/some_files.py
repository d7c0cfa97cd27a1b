"""What some files of a dataset say, read from them when it is asked, so that nobody waits for the quads of all."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.files.turtle import blank_mark
from strategigraf.store.dataset import kinds_in, own_triples
from strategigraf.store.index import ElementIndex
from strategigraf.store.quads import paths_of, unchanged

if TYPE_CHECKING:
    import pyoxigraph

_MOST = 40  # files that are held in memory
Said = dict[str, dict[str, str]]  # by the named graph and digest of a file, and by what it was asked: its lines


class SomeFiles:
    """What those files of *index* that are asked for say themselves. Blank nodes keep their names. What is *said* of
    files as they are is not read again, and what is read is added to it."""

    def __init__(self, index: ElementIndex, said: Said) -> None:
        self._index = index
        self._said = said
        self._there: dict[str, dict[bytes, list[bytes]]] = {}

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
                yield own_triples(Path(path), graph, unchanged(Path(path), digest), kinds_in(self._index))
