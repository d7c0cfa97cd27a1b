"""The graph without direction: it answers what networkx answers to the same question, to the last digit."""

from itertools import islice

import networkx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from strategigraf.network.undirected import Undirected

Pairs = list[tuple[str, str]]
names = st.integers(0, 15).map(str)
pairs = st.lists(st.tuples(names, names), max_size=45)


def both(links: Pairs) -> tuple[Undirected, networkx.Graph]:
    """The graph with some nodes first and these *links*, ours and that of networkx."""
    nodes = ["7", "3"]
    graph = networkx.Graph()
    graph.add_nodes_from(nodes)
    for start, end in links:
        if start != end:
            weight = graph.get_edge_data(start, end, {"weight": 0})["weight"]
            graph.add_edge(start, end, weight=weight + 1)
    return Undirected(nodes, links), graph


@given(pairs)
def test_nodes_and_links_come_in_order(links: Pairs) -> None:
    ours, graph = both(links)
    assert list(ours) == list(graph)
    assert ours.links == list(graph.edges)
    assert [ours[node] for node in ours] == [list(graph[node]) for node in graph]


@given(pairs, st.integers(0, 4))
def test_distances_pieces_and_paths(links: Pairs, most: int) -> None:
    ours, graph = both(links)
    start, end = min(graph), max(graph)
    for limit in (most, None):
        expected = networkx.single_source_shortest_path_length(graph, start, cutoff=limit)
        assert list(ours.distances(start, limit).items()) == list(expected.items())
    pieces = ours.components()
    assert [len(piece) for piece in pieces] == sorted(map(len, pieces), reverse=True)
    assert {frozenset(piece) for piece in pieces} == set(map(frozenset, networkx.connected_components(graph)))
    ways = networkx.all_shortest_paths(graph, start, end) if networkx.has_path(graph, start, end) else []
    assert list(islice(ours.shortest_paths(start, end), 50)) == list(islice(ways, 50))


@given(pairs, st.booleans())
def test_what_lies_between(links: Pairs, sampled: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Undirected.betweenness.__globals__, "_PIVOTS", 5)
        patch.setitem(Undirected.betweenness.__globals__, "_MANY", 6 if sampled else 2000)
        ours, graph = both(links)
        numbered = networkx.convert_node_labels_to_integers(graph)
        pivots = 5 if sampled and len(graph) > 6 else None
        expected = networkx.betweenness_centrality(numbered, k=pivots, seed=0)
        assert list(ours.betweenness().values()) == list(expected.values())


@given(pairs, st.booleans())
def test_communities_are_those_of_the_best_of_eight_runs(links: Pairs, many: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Undirected.groups.__globals__, "_MANY", 6 if many else 2000)
        ours, graph = both(links)
        assume(graph.number_of_edges())
        numbered = networkx.convert_node_labels_to_integers(graph)
        best, highest = [], -1.0
        for seed in range(1 if many and len(graph) > 6 else 8):
            parts = sorted(map(sorted, networkx.community.louvain_communities(numbered, seed=seed)))
            score = round(networkx.community.modularity(numbered, parts), 9)
            if score > highest:
                best, highest = parts, score
        nodes = list(graph)
        expected = [[nodes[number] for number in part] for part in sorted(best, key=lambda part: (-len(part), part))]
        assert ours.groups() == expected
        assert ours.modularity(expected) == networkx.community.modularity(graph, expected)


def test_a_graph_without_links_has_no_communities() -> None:
    assert Undirected(["a", "b"], [("a", "a")]).groups() == []
    assert Undirected([], []).betweenness() == {}


def test_the_centre_has_most_edges_within_its_group() -> None:
    graph = Undirected("abcde", [("a", "b"), ("b", "c"), ("b", "c"), ("d", "e"), ("e", "a"), ("e", "d"), ("e", "d")])
    assert graph.centre(["a", "b", "c"]) == "b"
    assert graph.centre(["a", "c"]) == "a"
