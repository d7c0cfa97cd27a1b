"""What an answer asks of the graph it asks once, and what is kept is never of older data."""

from pathlib import Path

import pytest

from strategigraf.core.thread import PART_OF
from strategigraf.files.workspace import find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.lookup import edge_lookup, edges, labels, openings, words_of
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli

PLAN = "midt-udviklingsplan-2023"
TURTLE = """PREFIX sg: <https://w3id.org/strategigraf/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX id: <https://w3id.org/strategigraf/id/x/>
id:a a sg:Goal ; skos:prefLabel "A"@da .
id:b a sg:Initiative ; skos:prefLabel "{0}"@da ; sg:partOf id:{1} .
"""


@pytest.mark.parametrize(
    "command",
    [("report", PLAN, "-o", "{0}/report"), ("coverage", "--evidence"), ("generations",), ("gaps", "--strategy", PLAN)],
    ids=lambda command: command[0],
)
def test_an_answer_asks_the_graph_no_question_twice(
    command: tuple[str, ...], cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    before = EmbeddedStore.asked

    def counted(self: EmbeddedStore, query: str, read: object, **given: object) -> object:
        asked.append(query)
        return before(self, query, read, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(EmbeddedStore, "asked", counted)
    assert cli(*(word.format(tmp_path) for word in command)).code in (0, 1)
    assert asked
    assert [query for query in set(asked) if asked.count(query) > 1] == []


def test_what_is_kept_is_never_of_older_data(tmp_path: Path) -> None:
    store = EmbeddedStore.in_memory()
    query = "SELECT ?s ?o { ?s <https://w3id.org/strategigraf/ns#partOf> ?o }"
    for title, above in (("B", "a"), ("C", "c")):
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        (data / "x.ttl").write_text(TURTLE.format(title, above), encoding="utf-8")
        workspace = find_workspace(data)
        for path in (data / "x.ttl",):
            if title == "C":
                store.index.remove(workspace.graph_name(path))
        fill(store, workspace, paths=[data / "x.ttl"])
        thing, whole = (f"https://w3id.org/strategigraf/id/x/{name}" for name in ("b", above))
        assert [edge.object for edge in edges(store) if edge.predicate == PART_OF] == [whole]
        assert [edge.object for edge in edge_lookup(store).leaving(thing)] == [whole]
        assert store.rows(query) == [(thing, whole)]
        assert labels(store, [thing], "da") == {thing: title}
        assert words_of(store, [thing]) == openings(store, [thing]) == {}


def test_what_is_kept_cannot_be_spoilt_by_who_reads_it(store: EmbeddedStore) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/strategigraf/ns#Strategy> } ORDER BY ?s"
    first = store.rows(query)
    edges(store).clear()
    first.clear()
    assert store.rows(query) != []
    assert edges(store) != []
