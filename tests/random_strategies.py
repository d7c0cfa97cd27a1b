"""Random strategies for the comparison of fast and reference paths: small, odd, and joined across files."""

from pathlib import Path

from hypothesis import strategies as st

from strategigraf.core.rdf import ID, RDF, SDG, SDGO, SG, SKOS, Iri, Literal
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements
from strategigraf.files.workspace import Workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.inherited import SAID

TARGETS = ("1.1", "1.2", "2.1", "2.10")
_KINDS = ("Track", "Goal", "Initiative", "Initiative", "TimelineEntry")
_REGISTER = Iri(SDG.rstrip("/"))


def register() -> list[Statement]:
    """Two SDG goals with four targets, as the register has them, and what is inherited."""
    told: list[Statement] = [*SAID]
    for code in ("1", "2", *TARGETS):
        thing = Iri(SDG + code)
        told.append((thing, Iri(RDF + "type"), Iri(SDGO + ("Target" if "." in code else "Goal"))))
        told.append((thing, Iri(SKOS + "prefLabel"), Literal(code)))
        told.append((thing, Iri(SKOS + "inScheme"), _REGISTER))
        if "." in code:
            told.append((thing, Iri(SKOS + "broader"), Iri(SDG + code.split(".")[0])))
    return told


def _strategy(
    file: int, elements: list[tuple[int, int, int]], claims: list[tuple[int, int, int, int]]
) -> list[Statement]:
    told: list[Statement] = [(Iri(f"{ID}s{file}"), Iri(RDF + "type"), Iri(SG + "Strategy"))]
    for number, (kind, owner, above) in enumerate(elements):
        thing = Iri(f"{ID}s{file}/e{number}")
        told.append((thing, Iri(RDF + "type"), Iri(SG + _KINDS[kind])))
        told.append((thing, Iri(SKOS + "prefLabel"), Literal(f"Element {number}")))
        told.append((thing, Iri(SG + "inStrategy"), Iri(f"{ID}s{owner}")))
        if above < 12:
            told.append((thing, Iri(SG + "partOf"), Iri(f"{ID}s{above % 3}/e{above // 3}")))
    for number, (basis, subject, predicate, target) in enumerate(claims):
        link = Iri(f"{ID}s{file}/link-{number}")
        bearer = Iri(f"{ID}s{subject % 3}/e{subject // 3}")
        relation = Iri(SG + ("contributesTo", "schedules", "contributesTo", "addresses")[predicate])
        code = ("1", "2", *TARGETS)[target % 6]
        end = Iri(SDG + code) if relation.value.endswith("contributesTo") else Iri(f"{ID}s{target % 3}/e{target // 3}")
        told.append((link, Iri(RDF + "type"), Iri(SG + "Link")))
        told.append((link, Iri(RDF + "subject"), bearer))
        told.append((link, Iri(RDF + "predicate"), relation))
        told.append((link, Iri(RDF + "object"), end))
        told.append((link, Iri(SG + "basis"), Iri(SG + ("Stated", "Named", "Interpreted")[basis])))
        told.append((link, Iri(SG + "inStrategy"), Iri(f"{ID}s{file}")))
    return told


def _files() -> st.SearchStrategy[list[list[Statement]]]:
    elements = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 15)), max_size=5)
    claims = st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 14), st.integers(0, 3), st.integers(0, 14)), max_size=6
    )
    one = st.tuples(elements, claims)
    return st.tuples(one, one, one).map(lambda three: [_strategy(file, *parts) for file, parts in enumerate(three)])


countries = _files()  # the statements of three strategies that name each other's things


def store_of(country: list[list[Statement]], folder: Path) -> EmbeddedStore:
    """A store in memory of *country*, written as files below *folder*."""
    ontology, data = folder / "ontology", folder / "data"
    for place in (ontology, data):
        place.mkdir(parents=True, exist_ok=True)
    (ontology / "sdg.ttl").write_text(format_statements(register(), {}), encoding="utf-8")
    for number, told in enumerate(country):
        (data / f"s{number}.ttl").write_text(format_statements(told, {}), encoding="utf-8")
    store = EmbeddedStore.in_memory()
    fill(store, Workspace(ontology, data, folder, (folder,)))
    return store
