"""Carriers: what graph theory says of cut points, bridges and common passages is what taking away one by one says."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.rdf import short
from strategigraf.core.thread import PART_OF, Edge
from strategigraf.matrix.matrix import matrix
from strategigraf.network.graph import Pieces, passed_by_all, undirected
from strategigraf.network.load import critical
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore

Pairs = list[tuple[int, int]]
pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14)


def edges(arcs: Iterable[tuple[object, object]]) -> list[Edge]:
    return [Edge(str(one), PART_OF, str(other), "structure", "") for one, other in arcs if one != other]


def reached(arcs: Iterable[tuple[str, str]], start: str) -> set[str]:
    """What *start* leads to along *edges*, itself with it."""
    seen = {start}
    while more := {other for one, other in arcs if one in seen} - seen:
        seen |= more
    return seen


def both_ways(found: list[Edge]) -> list[tuple[str, str]]:
    return [arc for edge in found for arc in ((edge.subject, edge.object), (edge.object, edge.subject))]


@given(pairs)
def test_a_cut_point_is_what_parts_others_when_it_goes(arcs: Pairs) -> None:
    found = edges(arcs)
    ways = both_ways(found)
    nodes = list(dict.fromkeys(node for arc in ways for node in arc))
    parted = {}
    for node in nodes:
        rest = [arc for arc in ways if node not in arc]
        others = reached(ways, node) - {node}
        pieces = {frozenset(reached(rest, other)) for other in others}
        if len(pieces) > 1:
            parted[node] = len(others) - max(map(len, pieces))
    plain = undirected(found)
    cut = Pieces(plain)
    assert cut.cut_points() == [node for node in plain if node in parted]
    for node in nodes:
        rest = [arc for arc in ways if node not in arc]
        lost = cut.without(node)
        assert len(lost) == parted.get(node, 0)
        others = reached(ways, node) - {node}
        assert lost == all_but_the_largest(list(plain), {frozenset(reached(rest, other)) for other in others})


def all_but_the_largest(order: list[str], pieces: Iterable[frozenset[str]]) -> list[str]:
    """The nodes of *pieces*, in *order*, without those of the largest, of equal ones the one that begins first."""
    fallen = sorted(pieces, key=lambda piece: (-len(piece), min(map(order.index, piece))))[1:]
    return [node for node in order if any(node in piece for piece in fallen)]


@given(pairs)
def test_a_bridge_is_a_step_without_which_its_ends_part(arcs: Pairs) -> None:
    found = edges(arcs)
    plain = undirected(found)
    parting = set()
    for edge in found:
        ends = {edge.subject, edge.object}
        rest = [arc for arc in both_ways(found) if set(arc) != ends]
        if edge.object not in reached(rest, edge.subject):
            parting.add(frozenset(ends))
    pieces = Pieces(plain)
    assert pieces.bridges() == [arc for arc in plain.links if frozenset(arc) in parting]
    for arc in plain.links:
        rest = [way for way in both_ways(found) if set(way) != set(arc)]
        sides = {frozenset(reached(rest, end)) for end in arc}
        assert pieces.without_edge(*arc) == all_but_the_largest(list(plain), sides)


@given(pairs, st.sets(st.integers(0, 7), min_size=1, max_size=3))
def test_all_pass_what_none_can_do_without(arcs: Pairs, starts: set[int]) -> None:
    found = edges(arcs)
    target = "7"
    sources = sorted(str(start) for start in starts if start != 7)
    up: dict[str, list[str]] = {}
    for edge in found:
        up.setdefault(edge.subject, []).append(edge.object)
    ways = [(edge.subject, edge.object) for edge in found]

    def arrive(without: str = "") -> bool:
        rest = [arc for arc in ways if without not in arc]
        return any(target in reached(rest, source) for source in sources if source != without)

    needed = {str(node) for node in range(7) if arrive() and not arrive(without=str(node))}
    line = passed_by_all(up, sources, target)
    assert set(line) == needed
    assert len(line) == len(needed)


@given(pairs)
def test_pieces_are_told_once_each_and_the_largest_first(arcs: Pairs) -> None:
    plain = undirected(edges(arcs), "01234567")
    pieces = plain.components()
    assert sorted(node for piece in pieces for node in piece) == list("01234567")
    assert [len(piece) for piece in pieces] == sorted((len(piece) for piece in pieces), reverse=True)


def test_the_invented_town_has_a_target_that_one_initiative_alone_points_at(corpus_store: EmbeddedStore) -> None:
    found = {short(one.target): one for one in critical(corpus_store).targets}
    whole = matrix(corpus_store, find_kind(corpus_store, "initiative"), find_kind(corpus_store, "sdg-target"))
    assert set(found) == {short(column) for column in whole.columns}
    assert [short(node) for node in found["6.3"].own] == ["eksempelby-2030/indsats-1-2"]
    assert [short(node) for node in found["10.2"].own] == ["eksempelby-2030/indsats-3-1"]
    assert {short(node) for node in found["10.2"].initiatives} == {
        short(row) for row, column in whole.cells if short(column) == "10.2"
    }


def test_a_target_that_only_the_track_claims_hangs_on_the_track(corpus_store: EmbeddedStore) -> None:
    points = {
        short(cut.element): [short(target) for target in cut.targets] for cut in critical(corpus_store).cut_points
    }
    assert "14" in points["eksempelby-2030/spor-1"]  # no other element of the town names SDG 14
