"""Inheritance: the vocabulary says of each property what is passed on, and every answer follows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategigraf.ask.answer import ask
from strategigraf.core.rdf import ID, OWL, RDF, RDFS, SDG, SG, SKOS, Iri, Literal, Text
from strategigraf.core.thread import ABOVE, BELOW, NOTHING, Edge, EdgeTable, Mark, Thread
from strategigraf.files import turtle
from strategigraf.files.question import find_question
from strategigraf.files.turtle import Statement, ntriples
from strategigraf.files.workspace import Workspace
from strategigraf.hearing.hearing import hearing
from strategigraf.matrix.matrix import matrix
from strategigraf.picture.neighbourhood import neighbourhood
from strategigraf.store.dataset import fill
from strategigraf.store.lookup import edges, inheritance
from strategigraf.store.names import Kind, find_kind
from strategigraf.store.sparql import EmbeddedStore, values
from strategigraf.trace.connections import vicinity
from strategigraf.trace.trace import trace
from tests.conftest import TOP
from tests.inherited import INHERITANCE, SAID
from tests.random_strategies import register

PLAN = ID + "midt-udviklingsplan-2023/"
CLAIMS = ("addresses", "answers", "concerns", "contributesTo", "supports")
KINDS = ("Track", "Goal", "Initiative", "TimelineEntry", "HearingComment", "HearingComment")


def test_every_relation_of_a_thread_says_what_it_passes_on_and_why_in_both_languages() -> None:
    told = turtle.statements(TOP / "ontology" / "strategigraf.ttl")
    traced = {s.value for s, v, t in told if v.value == RDFS + "subPropertyOf" and t.value == SG + "tracesTo"}
    assert traced == set(INHERITANCE.below) == set(INHERITANCE.above)
    for name in traced:
        notes = {t.language for s, v, t in told if s.value == name and v.value == SKOS + "scopeNote"}  # type: ignore[union-attr]
        assert notes == {"da", "en"}, name
        for side in INHERITANCE:
            assert NOTHING not in side[name] or len(side[name]) == 1, name


def test_a_claim_is_inherited_and_an_answer_and_a_concern_are_not() -> None:
    below = {name.removeprefix(SG): {c.removeprefix(SG) for c in said} for name, said in INHERITANCE.below.items()}
    assert below["contributesTo"] == {"partOf", "schedules"}
    assert below["answers"] == below["concerns"] == below["continues"] == {NOTHING}
    assert INHERITANCE.above[SG + "answers"] == {SG + "partOf"}


def test_owl_says_of_contributions_what_the_vocabulary_says(workspace: Workspace) -> None:
    store = EmbeddedStore.in_memory()
    fill(store, workspace, paths=[workspace.ontology / "strategigraf.ttl"])
    chain = f"?link <{OWL}propertyChainAxiom> ?list . ?list <{RDF}first> ?carrier ; <{RDF}rest>/<{RDF}first> ?link ."
    chains = set(store.rows(f"SELECT ?link ?carrier WHERE {{ {chain} }}"))
    assert chains == {(SG + "contributesTo", carrier) for carrier in INHERITANCE.below[SG + "contributesTo"]}


def test_no_initiative_of_the_plan_answers_what_only_its_track_answers(store: EmbeddedStore) -> None:
    """Read off the data: the prose of track 2 answers a question on relatives; no initiative below it takes over."""
    for rows in ("initiative", "goal", "timeline-entry"):
        found = matrix(store, find_kind(store, rows), find_kind(store, "hearing-comment"))
        assert {mark.basis for mark in found.marks()} <= {"stated", "named", "interpreted"}
        assert not any(mark.edges[0].subject != mark.claim.subject for mark in found.marks())


nodes = st.integers(0, 8)
worlds = st.tuples(
    st.lists(st.tuples(nodes, nodes), max_size=8),
    st.lists(st.tuples(st.sampled_from(("schedules", *CLAIMS)), nodes, nodes), max_size=8),
    st.dictionaries(st.sampled_from(CLAIMS), st.sets(st.sampled_from(("partOf", "schedules")), max_size=2)),
    st.dictionaries(st.sampled_from(CLAIMS), st.sets(st.just("partOf"), max_size=1)),
)
World = tuple[
    list[tuple[int, int]], list[tuple[str, int, int]], dict[str, set[str]], dict[str, set[str]]
]  # parts, links, what is said of the inheritance of properties below and above


def end(predicate: str, number: int) -> str:
    return SDG + ("1.1", "1.2", "2.1")[number % 3] if predicate == "contributesTo" else f"{ID}s/e{number}"


def told_of(world: World) -> Iterator[Statement]:
    parts, links, below, above = world
    yield Iri(ID + "s"), Iri(RDF + "type"), Iri(SG + "Strategy")
    for name in KINDS:
        yield Iri(SG + name), Iri(RDFS + "subClassOf"), Iri(SG + "Element")
    for number in range(9):
        thing = Iri(f"{ID}s/e{number}")
        yield thing, Iri(RDF + "type"), Iri(SG + KINDS[number % len(KINDS)])
        yield thing, Iri(SKOS + "prefLabel"), Literal(f"Element {number}")
        yield thing, Iri(SG + "inStrategy"), Iri(ID + "s")
        if KINDS[number % len(KINDS)] == "HearingComment":
            yield thing, Iri(SG + "disposition"), Iri(SG + "Answered")
    for low, high in parts:
        if low > high:  # no rings
            yield Iri(f"{ID}s/e{low}"), Iri(SG + "partOf"), Iri(f"{ID}s/e{high}")
    for number, (predicate, one, other) in enumerate(links):
        link = Iri(f"{ID}s/link-{number}")
        if predicate == "contributesTo" or one > other:
            yield link, Iri(RDF + "type"), Iri(SG + "Link")
            yield link, Iri(RDF + "subject"), Iri(f"{ID}s/e{one}")
            yield link, Iri(RDF + "predicate"), Iri(SG + predicate)
            yield link, Iri(RDF + "object"), Iri(end(predicate, other))
            yield link, Iri(SG + "basis"), Iri(SG + "Named")
            yield link, Iri(SG + "inStrategy"), Iri(ID + "s")
    changed = {(Iri(SG + p), Iri(side)) for side, said in ((BELOW, below), (ABOVE, above)) for p in said}
    yield from (told for told in SAID if told[:2] not in changed)
    for side, said in ((BELOW, below), (ABOVE, above)):
        for predicate, carriers in said.items():
            for carrier in [SG + name for name in sorted(carriers)] or [NOTHING]:
                yield Iri(SG + predicate), Iri(side), Iri(carrier)


def made(world: World, folder: Path) -> EmbeddedStore:
    for name, told in (("ontology", [s for s in register() if s not in SAID]), ("data", list(told_of(world)))):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "all.ttl").write_bytes(ntriples(told))
    store = EmbeddedStore.in_memory()
    fill(store, Workspace(folder / "ontology", folder / "data", folder, (folder,)))
    return store


def reached(start: str, steps: set[tuple[str, str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        more = {other for one, other in steps if one == here} - found
        found |= more
        waiting += more
    return found - {start}


@settings(max_examples=30)
@given(worlds)
def test_every_answer_follows_what_the_vocabulary_says(
    tmp_path_factory: pytest.TempPathFactory, workspace: Workspace, world: World
) -> None:
    store = made(world, tmp_path_factory.mktemp("world"))
    found, said = edges(store), inheritance(store)
    elements = [f"{ID}s/e{number}" for number in range(9)]
    claims = [edge for edge in found if edge.link and edge.predicate != SG + "schedules"]

    def steps(carriers: frozenset[str], down: bool) -> set[tuple[str, str]]:
        taken = [edge for edge in found if edge.predicate in carriers]
        return {(edge.object, edge.subject) if down else (edge.subject, edge.object) for edge in taken}

    heirs = {edge: reached(edge.subject, steps(said.below[edge.predicate], True)) - {edge.object} for edge in claims}
    wholes = {edge: reached(edge.object, steps(said.above[edge.predicate], False)) - {edge.subject} for edge in claims}
    told = set(store.rows(f"SELECT ?row ?link WHERE {{ ?row <{SG}inherits> ?link }}"))
    assert told == {(row, edge.link) for edge in claims for row in heirs[edge]}
    in_files = {edge: {whole for whole in wholes[edge] if not whole.startswith(SDG)} for edge in claims}
    told = set(store.rows(f"SELECT ?link ?whole WHERE {{ ?link <{SG}reaches> ?whole }}"))
    assert told == {(edge.link, whole) for edge in claims for whole in in_files[edge]}
    thread = Thread(EdgeTable(found), said)

    def ends_so(mark: Mark) -> bool:
        """Whether *mark* ends with its claim, and not with the place of what that leads to."""
        behind = mark.edges[mark.edges.index(mark.claim) + 1 :]
        return mark.claim in claims and all(edge.predicate in said.above[mark.claim.predicate] for edge in behind)

    for edge in claims:
        assert set(thread.passed_down_to(edge.subject, edge.predicate)) == {edge.subject, *heirs[edge]} | (
            reached(edge.subject, steps(said.below[edge.predicate], True)) & {edge.object}
        )
    for row in elements:
        above = {edge for edge in claims if row in heirs[edge]}
        assert set(vicinity(store, row).inherited) == above, row
        near = {one.edge for one in neighbourhood(store, row).neighbours if one.basis == "inherited"}
        assert near <= above
        marks = trace(store, row, down=False).up
        assert {mark.claim for mark in marks if ends_so(mark) and mark.edges[0] != mark.claim} == above
    kind = Kind("element", SG + "Element", Text("element", "element"), 0)
    matrices = matrix(store, kind, kind)
    pairs = {(mark.row, mark.column, mark.claim.link) for mark in matrices.marks() if ends_so(mark)}
    ends: dict[Edge, set[str]] = {edge: {edge.object, *wholes[edge]} for edge in claims}
    expected = {(row, top, edge.link) for edge in claims for row in (edge.subject, *heirs[edge]) for top in ends[edge]}
    expected |= {(top, row, link) for row, top, link in expected}
    assert pairs == {(row, column, link) for row, column, link in expected if {row, column} <= set(elements)}
    question = find_question("sdg-targets-by-element", workspace.query_files())
    asked = {(row[0], row[4]) for row in values(ask(store, question, {"strategy": ID + "s"}))}
    contributions = [edge for edge in claims if edge.predicate == SG + "contributesTo"]
    assert asked <= {(row, edge.link) for edge in contributions for row in (edge.subject, *heirs[edge])}
    replies = {
        (one.comment, reply.element) for comment in hearing(store, ID + "s").comments
        for one in (comment, *comment.questions) for reply in one.replies
    }  # fmt: skip
    comments = {one.comment for comment in hearing(store, ID + "s").comments for one in (comment, *comment.questions)}
    answers = {(top, edge.subject) for edge in claims if edge.predicate == SG + "answers" for top in ends[edge]}
    assert replies == {(comment, element) for comment, element in answers if comment in comments}
