"""Shortcuts give what SPARQL gives, and stand for one query only."""

import pytest
from hypothesis import given

from strategigraf.ask.answer import INITIATIVES_BY_SDG_TARGET, checksum, shortcut
from strategigraf.core.rdf import ID, SDG, Iri, Term
from strategigraf.files.question import Question, find_question
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import EmbeddedStore
from tests.counts import counted
from tests.random_strategies import TARGETS, countries, store_of


@pytest.fixture(scope="session")
def question(workspace: Workspace) -> Question:
    return find_question("initiatives-by-sdg-target", workspace.query_files())


def both(store: EmbeddedStore, question: Question, bound: dict[str, Term]) -> int:
    """How many rows shortcut and SPARQL give alike."""
    fast = shortcut(store.index, question, bound)
    assert fast is not None
    assert fast == store.select(question.bind(bound)).rows
    return len(fast)


def test_the_programs_own_question_has_its_shortcut(question: Question) -> None:
    assert checksum(question.query) == INITIATIVES_BY_SDG_TARGET, (
        f"the query has changed: prove the shortcut again and write 0x{checksum(question.query):08X}"
    )


def test_another_query_or_no_target_has_none(question: Question, store: EmbeddedStore) -> None:
    target = Iri(SDG + "10.3")
    other = question._replace(query=question.query.replace("sg:Initiative", "sg:Goal"))
    assert shortcut(store.index, other, {"target": target}) is None
    assert shortcut(store.index, question, {}) is None
    assert shortcut(None, question, {"target": target}) is None
    commented = question._replace(query="# a remark\n" + question.query)
    assert shortcut(store.index, commented, {"target": target}) is not None


def test_shortcut_and_sparql_agree_on_every_target_of_the_data(question: Question, store: EmbeddedStore) -> None:
    counts = [
        both(store, question, {"target": Iri(target)})
        for (target,) in store.rows("SELECT ?t WHERE { ?t a <http://metadata.un.org/sdg/ontology#Target> } ORDER BY ?t")
    ]
    assert len(counts) == 169
    assert sum(counts) == counted("marks", "initiative × sdg-target", "midt-udviklingsplan-2023")
    plan = Iri(ID + "midt-udviklingsplan-2023")
    assert both(store, question, {"target": Iri(SDG + "10.3"), "strategy": plan}) == 21
    assert both(store, question, {"target": Iri(SDG + "10.3"), "strategy": Iri(ID + "other")}) == 0
    assert both(store, question, {"target": Iri(SDG + "10")}) == 0


@given(country=countries)
def test_they_agree_on_random_strategies(
    country: list[list[Statement]], question: Question, tmp_path_factory: pytest.TempPathFactory
) -> None:
    general = store_of(country, tmp_path_factory.mktemp("random"))
    for target in TARGETS:
        both(general, question, {"target": Iri(SDG + target)})
        both(general, question, {"target": Iri(SDG + target), "strategy": Iri(ID + "s1")})
