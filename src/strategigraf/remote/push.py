"""The graphs of a workspace brought to a server: one named graph for each file, and only those that have changed."""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from strategigraf.api.answer import TableAnswer
from strategigraf.core.rdf import DCTERMS, GRAPH, XSD, Iri, Literal
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.remote.graph_store import GraphStore
from strategigraf.store.dataset import content_digest, groups_of, inherited_triples
from strategigraf.store.names import Names, strategies_named
from strategigraf.store.quads import graphs_of_files
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    from strategigraf.api.graph import Graph
    from strategigraf.store.endpoint import RemoteStore

PUSHED = GRAPH + "pushed"  # the graph in which the server is told what it was given
_MARK = DCTERMS + "identifier"
_OFTEN = 25  # graphs after which that is told: so many are sent again at most, where it is interrupted
NEW, CHANGED, SAME, GONE = "new", "changed", "unchanged", "removed"
State = dict[str, tuple[str, int]]  # the digest of each graph that was sent, and how many triples it had on the server


def push(graph: "Graph", server: "RemoteStore", target: GraphStore, strategies: Names = ()) -> TableAnswer:
    """Brings the graphs of *graph*, of the *strategies* only where given (and what all share), into *target*, the store
    behind *server*: each graph with what became of it (new, changed, unchanged, removed) and its number of triples.

    A graph that the server has as it was sent is not sent again; a graph that it was sent and that is no more is
    removed, where all strategies are brought. Raises StoreFailed; then it can be run again.
    """
    told = graph.progress("push")

    def answer(store: EmbeddedStore) -> TableAnswer:
        named = strategies_named(store, strategies)
        chosen = {graph.rpartition("/")[2] for iri in named for graph in store.index.describing(iri)}
        before, there = _state(server), _counts(server)
        state = {name: mark for name, mark in before.items() if there.get(name) == mark[1]}
        rows, unmarked = [], 0
        names = set()
        for done, (name, triples) in enumerate(_graphs(store, chosen)):
            names.add(name)
            digest = content_digest(triples)
            is_same = state.get(name, ("",))[0] == digest
            if not is_same:
                target.put(name, triples)
                state[name] = (digest, len(set(triples.splitlines())))
                unmarked += 1
                if unmarked % _OFTEN == 0:
                    _mark(target, state)
            rows.append((name, SAME if is_same else CHANGED if name in there else NEW, state[name][1]))
            told(done, done + 1)
        for name in sorted(before.keys() - names) if not chosen else ():
            target.remove(name)
            state.pop(name, None)
            rows.append((name, GONE, 0))
        if any(what != SAME for _, what, _ in rows):
            there = _counts(server)
            state = {name: (digest, there.get(name, count)) for name, (digest, count) in state.items()}
            _mark(target, state)
        columns = (Column("graph"), Column("change"), Column("triples"))
        lines = ((Iri(name), Literal(what), Literal(str(count), XSD + "integer")) for name, what, count in sorted(rows))
        return TableAnswer(Table(columns, tuple(lines)), store, graph.language)

    return graph.use(answer)


def _graphs(store: EmbeddedStore, chosen: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The named graphs of *store* with their triples (N-Triples); of strategies only those *chosen* (all without
    any)."""
    index = store.index

    def all_graphs() -> Iterator[tuple[str, bytes]]:
        if index.keeps_quads():
            yield from index.content()
            return
        yield from graphs_of_files(index, index.graphs())
        for name, members in groups_of(index).items():
            yield name, inherited_triples(index.edges_of_files(members), index.inheritance())

    known = {name.rpartition("/")[2] for name in index.graphs() if "/strategies/" in name}
    for name, pieces in groupby(all_graphs(), key=lambda found: found[0]):
        ends = set(name.rpartition("/")[2].split("--"))
        if not chosen or not (ends & known) or ends <= {*chosen}:
            triples = b"".join(triples for _, triples in pieces)
            if triples:
                yield name, triples


def _state(server: "RemoteStore") -> State:
    rows = server.rows(f"SELECT ?g ?mark {{ GRAPH <{PUSHED}> {{ ?g <{_MARK}> ?mark }} }} ORDER BY ?g ?mark")
    found: State = {}
    for name, mark in rows:
        digest, _, count = mark.partition(" ")
        found[name] = (digest, int(count) if count.isdecimal() else -1)
    return found


def _counts(server: "RemoteStore") -> dict[str, int]:
    rows = server.rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    return {name: int(count) for name, count in rows}


def _mark(target: GraphStore, state: State) -> None:
    lines = (f'<{name}> <{_MARK}> "{digest} {count}" .\n' for name, (digest, count) in sorted(state.items()))
    target.put(PUSHED, "".join(lines).encode())
