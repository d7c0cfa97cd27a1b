"""The vocabulary as OWL 2, and the SDG register."""

import csv
import shutil
from pathlib import Path

import pytest

from strategigraf.check.alignments import faults
from strategigraf.core.errors import ReferenceNotRead
from strategigraf.core.rdf import SDG, SG, SKOS
from strategigraf.files import turtle
from strategigraf.files.turtle_format import format_statements
from strategigraf.files.workspace import Workspace
from strategigraf.sdg.commands import HEAD, mended, register
from strategigraf.store.names import find_kind, of_class
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import CORPUS, TOP


def reason(files: list[Path], folder: Path) -> None:
    """Runs the OWL 2 DL reasoner HermiT over *files*; raises where they are inconsistent."""
    import owlready2
    import rdflib

    graph = rdflib.Graph()
    for path in files:
        graph.parse(path)
    for year in ("gYear", "gYearMonth", "date"):  # good RDF, but not in the datatype map of OWL 2
        for statement in list(graph):
            if getattr(statement[2], "datatype", None) == rdflib.XSD[year]:
                graph.remove(statement)
    target = folder / "all.nt"
    graph.serialize(target, format="nt", encoding="utf-8")
    world = owlready2.World()
    ontology = world.get_ontology(target.as_uri()).load()
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0)
    assert list(world.inconsistent_classes()) == []


@pytest.fixture(scope="module")
def reasoner() -> None:
    pytest.importorskip("owlready2")
    if shutil.which("java") is None:
        pytest.skip("no Java for the OWL reasoner")


@pytest.mark.usefixtures("reasoner")
def test_the_vocabulary_is_consistent_owl_2_with_data_in_it(workspace: Workspace, tmp_path: Path) -> None:
    reason([*workspace.graph_files(), *sorted((CORPUS / "data").rglob("*.ttl"))], tmp_path)


@pytest.mark.usefixtures("reasoner")
def test_the_reasoner_notices_a_contradiction(workspace: Workspace, tmp_path: Path) -> None:
    import owlready2

    wrong = tmp_path / "wrong.ttl"
    wrong.write_text(
        "PREFIX sg: <https://w3id.org/strategigraf/ns#>\n<http://e/x> a sg:Link , sg:Quote .\n", encoding="utf-8"
    )
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason([workspace.ontology / "strategigraf.ttl", wrong], tmp_path)


def test_the_register_has_17_goals_and_169_targets_with_titles_and_texts(store: EmbeddedStore) -> None:
    query = f"""
PREFIX sdgo: <{SDG}ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sg: <https://w3id.org/strategigraf/ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?kind ?thing (COUNT(DISTINCT ?title) AS ?titles) (COUNT(DISTINCT ?text) AS ?texts) WHERE {{
  VALUES ?kind {{ sdgo:Goal sdgo:Target }}
  ?thing a ?kind ; skos:prefLabel ?title .
  ?text sg:textOf ?thing ; rdf:value ?words . FILTER(LANG(?words) = "en")
}} GROUP BY ?kind ?thing ORDER BY ?kind ?thing"""
    rows = store.rows(query)
    kinds = [row[0].rsplit("#", 1)[1] for row in rows]
    assert (kinds.count("Goal"), kinds.count("Target")) == (17, 169)
    assert {row[2:] for row in rows} == {("2", "1")}


def test_the_known_faults_of_the_material_are_mended_and_marked(workspace: Workspace) -> None:
    text = (workspace.ontology / "sdg.ttl").read_text(encoding="utf-8")
    assert "By 2030,d" not in text
    assert "negotiation3" not in text
    assert text.count("sg:textStatus sg:Mended") == 2


def test_a_difference_that_no_rule_mends_is_refused() -> None:
    assert mended("1.1", "By‑2030  x ", "By-2030 x") == ("By‑2030  x", "http://metadata.un.org/sdg", None)
    with pytest.raises(ReferenceNotRead):
        mended("1.1", "By 2030 x", "By 2035 x")


def test_a_translation_under_the_wrong_code_is_found() -> None:
    texts = [
        ("10.2", "en", "By 2030, empower all"),
        ("10.3", "en", "Ensure equal opportunity"),
        ("10.2", "da", "Inden 2030 skal alle med"),
        ("10.3", "da", "Inden 2030 skal alle med"),
        ("14.6", "en", "the negotiation3"),
    ]
    found = {(name, code) for name, code, _, _ in faults(texts)}
    assert found == {("twice", "10.3"), ("numbers", "10.3"), ("end", "14.6")}


def test_the_register_is_what_the_import_makes_of_the_reference(workspace: Workspace, sources_folder: Path) -> None:
    folder = sources_folder.parent / "reference" / "sdg"
    if not folder.is_dir():
        pytest.skip("the reference material is not to hand")
    made = format_statements(register(folder, workspace.ontology / "sdg-titles.tsv"), {}, [HEAD])
    assert made == (workspace.ontology / "sdg.ttl").read_text(encoding="utf-8")


def test_no_two_targets_share_a_title() -> None:
    with (TOP / "ontology" / "sdg-titles.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert len(rows) == 186
    for column in ("title_da", "title_en"):
        assert len({row[column] for row in rows}) == 186


def test_all_files_of_the_graph_parse(workspace: Workspace) -> None:
    assert sum(len(turtle.statements(path)) for path in workspace.graph_files()) > 5000


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("pejlemærke", "goal"),
        ("målsætning", "goal"),
        ("aktør", "actor"),
        ("Udfald", "disposition"),
        ("begreb", "definition"),
    ],
)
def test_a_kind_is_found_by_its_label_and_by_those_it_had_before(store: EmbeddedStore, typed: str, kind: str) -> None:
    assert find_kind(store, typed).name == kind


def test_a_value_is_found_by_the_label_it_had_before(store: EmbeddedStore) -> None:
    assert of_class(store, "delvis besvaret", SKOS + "Concept").value == SG + "PartlyAnswered"
