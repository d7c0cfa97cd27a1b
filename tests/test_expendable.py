"""What could fall: on random strategies no larger set could; and nothing they hold breaks the other questions."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings

from strategigraf.core.rdf import ID, RDF, RDFS, SG, Iri
from strategigraf.files.turtle import Statement
from strategigraf.matrix.matrix import matrix
from strategigraf.network.api import EXPORT_FORMATS, exported
from strategigraf.network.communities import communities_report, divisions
from strategigraf.network.graph import network, records
from strategigraf.network.load import carriers_report, critical, overload, overload_report
from strategigraf.network.overview import centrality, centrality_report, overview, overview_report
from strategigraf.network.redundancy import INITIATIVE, OWN, SDG_TARGET, expendable, expendable_report
from strategigraf.store.lookup import edges
from strategigraf.store.sparql import EmbeddedStore
from tests.inherited import INHERITANCE
from tests.random_strategies import countries, store_of

_KINDS = ("Track", "Goal", "Initiative", "TimelineEntry")
_VOCABULARY = f"PREFIX rdfs: <{RDFS}>\nPREFIX sg: <{SG}>\n" + "".join(
    f"sg:{kind} rdfs:subClassOf sg:Element .\n" for kind in _KINDS
)
Cell = tuple[str, str]
few = settings(max_examples=40)


def filled(country: list[list[Statement]], folder: Path) -> EmbeddedStore:
    (folder / "ontology").mkdir()
    (folder / "ontology" / "vocabulary.ttl").write_text(_VOCABULARY, encoding="utf-8")
    return store_of(country, folder)


@few
@given(countries)
def test_no_larger_set_could_fall(tmp_path_factory: pytest.TempPathFactory, country: list[list[Statement]]) -> None:
    store = filled(country, tmp_path_factory.mktemp("random"))
    for bases in ((), OWN):
        whole = matrix(store, INITIATIVE, SDG_TARGET, (), bases)
        told = expendable(store, (), bases)
        assert sorted(row for one in told for row in one.initiatives) == sorted(whole.rows)
        for one in told:
            marked = {column for row, column in whole.cells if row in one.initiatives}
            assert set(one.targets) == marked
            assert set(one.without_mark) == {row for row in one.initiatives if not whole.marks_of_row(row)}
            assert one.bound == len(one.kept)

            cells = [(row, column) for row, column in whole.cells if column in marked]

            def holds(rows: tuple[str, ...], marked: set[str] = marked, cells: list[Cell] = cells) -> bool:
                return {column for row, column in cells if row in rows} == marked

            assert holds(one.kept)
            assert not any(holds(rows) for size in range(len(one.kept)) for rows in combinations(one.initiatives, size))
            assert all(not holds(tuple(set(one.initiatives) - {row})) for row in one.sole)


@few
@given(countries)
def test_whatever_strategies_say_every_question_has_an_answer(
    tmp_path_factory: pytest.TempPathFactory, country: list[list[Statement]]
) -> None:
    store = filled(country, tmp_path_factory.mktemp("random"))
    graph = network(store)
    inside = set(graph.nodes)
    assert set(graph.edges) == {edge for edge in edges(store) if edge.subject in inside and edge.object in inside}
    reports = [
        overview_report(store, overview(graph)),
        carriers_report(critical(store), 9),
        communities_report(divisions(graph)),
        centrality_report(centrality(graph, INHERITANCE), 9),
        overload_report(overload(graph)),
        expendable_report(expendable(store)),
    ]
    for report in reports:
        assert all(figure.of for figure in report.figures() if figure.value), report.name
    for form in EXPORT_FORMATS:
        (first, again) = (exported(store, records(store, told), form, "en") for told in (graph, network(store)))
        assert list(first) == list(again)


def test_a_strategy_without_anything_is_answered_without_anything(tmp_path: Path) -> None:
    only = (Iri(ID + "s0"), Iri(RDF + "type"), Iri(SG + "Strategy"))
    store = filled([[only], [], []], tmp_path)
    assert network(store, [ID + "s0"]).nodes == {}
    (nothing,) = expendable(store, [ID + "s0"])
    assert (nothing.initiatives, nothing.targets, nothing.kept, nothing.bound) == ((), (), (), 0)
    assert critical(store, [ID + "s0"]) == ((), (), ())
    assert [one.communities for one in divisions(network(store))] == [(), ()]
    assert overload(network(store)) == ((), ())
    assert centrality(network(store), INHERITANCE) == []
