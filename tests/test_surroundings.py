"""A file judged with its surroundings has just the findings that pySHACL has for it in the whole graph."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from benchmarks.country import write_country
from strategigraf.check.dataset_check import Inspection, inspect
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests import small_world
from tests.conftest import HERE
from tests.small_world import CHANGES, Change, by_file, by_whole

COUNTEREXAMPLES = sorted((HERE / "counterexamples").glob("*.ttl"))
SAMPLE = ("LinkShape-unlinked",)


def inspected(workspace: Workspace, engine: str = "pyshacl") -> Inspection:
    store = EmbeddedStore.in_memory()
    fill(store, workspace)
    return inspect(workspace, store, None, (), engine)


def small(*changes: Change) -> Workspace:
    """The small world after *changes*, in a folder that goes with the temporary files of the run."""
    files = small_world.base()
    for change in changes:
        files = small_world.changed(files, change)
    return small_world.write(Path(tempfile.mkdtemp(prefix="small-world-")), files)


def agree(changes: list[Change], engine: str) -> None:
    workspace = small(*changes)
    try:
        assert by_file(workspace, inspected(workspace, engine).findings) == by_whole(workspace)
    finally:
        shutil.rmtree(workspace.data.parent)


def said(more: dict[str, str]) -> Workspace:
    """The small world with *more* Turtle in some of its files."""
    files = small_world.base()
    for name, content in more.items():
        files[name] = files.get(name, []) + small_world.statements_of(content)
    return small_world.write(Path(tempfile.mkdtemp(prefix="small-world-")), files)


def test_the_small_world_breaks_no_rule_by_file_or_as_a_whole() -> None:
    workspace = small()
    assert by_file(workspace, inspected(workspace, "auto").findings) == by_whole(workspace) == set()


ACROSS = {
    "an element's number is said in one file and its strategy in another": {
        "data/a.ttl": 'en:spor-3 a sg:Track ; skos:prefLabel "Spor"@da , "Track"@en ; skos:notation "3" .',
        "data/b.ttl": "en:spor-3 sg:inStrategy id:en ; sg:partOf en:vision ; sg:evidence en:q-1 .",
    },
    "two elements in two files have one number": {
        "data/a.ttl": 'en:spor-3 a sg:Track ; skos:prefLabel "Spor"@da , "Track"@en ; skos:notation "2" ;'
        " sg:inStrategy id:en ; sg:partOf en:vision ; sg:evidence en:q-1 ."
    },
    "things are named outside the namespaces of the project": {
        "data/a.ttl": "id:en sg:owner <https://example.org/by> .",
        "data/b.ttl": '<https://example.org/by> a org:Organization ; skos:prefLabel "By"@da , "Town"@en .',
    },
    "a link without a name points at things of another file": {
        "data/a.ttl": "en:spor-2 sg:contributesTo sdg:6.3 .",
        "data/b.ttl": "[] a sg:Link ; rdf:subject en:spor-2 ; rdf:predicate sg:contributesTo ; rdf:object sdg:6.3 ;"
        " sg:basis sg:Stated ; sg:inStrategy id:en ; sg:evidence en:q-2 .",
    },
    "the selector of a quote in another file has no name": {
        "data/a.ttl": "to:q-2 a sg:Quote ; oa:hasSource documents:to ; sg:section 'x' ;"
        " oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact 'mål 6.4' ] .",
        "data/b.ttl": "en:spor-2 sg:contributesTo sdg:6.4 . en:link-3 a sg:Link ; rdf:subject en:spor-2 ;"
        " rdf:predicate sg:contributesTo ; rdf:object sdg:6.4 ; sg:basis sg:Stated ; sg:inStrategy id:en ;"
        " sg:evidence to:q-2 .",
    },
    "a term has a name in one file, is used in another and declared in none": {
        "data/a.ttl": "sg:unheardOf rdfs:label 'x' .",
        "data/b.ttl": "en:spor-2 sg:unheardOf 'x' .",
    },
    "a contribution goes to a literal": {"data/a.ttl": "en:spor-2 sg:contributesTo '6.3' ."},
    "a ring of parts runs through three files": {
        "data/a.ttl": "en:x sg:partOf en:y .",
        "data/b.ttl": "en:y sg:partOf en:z .",
        "data/c.ttl": "en:z sg:partOf en:x .",
    },
    "two files say one number, written as no store has it": dict.fromkeys(
        ("data/a.ttl", "data/b.ttl"), "en:link-1 sg:confidence 0.70 ; sg:rationale 'x'@da , 'x'@en ."
    ),
    "two files say two numbers, each written as no store has it": {
        "data/a.ttl": "en:link-1 sg:confidence 0.70 ; sg:rationale 'x'@da , 'x'@en .",
        "data/b.ttl": "en:link-1 sg:confidence 1.50 , 0.7 .",
    },
    "a selector stands where a strategy should": {"data/en.ttl": "en:spor-2 sg:inStrategy en:q-1-selector ."},
}


QUICK = (
    "an element's number is said in one file and its strategy in another",
    "a link without a name points at things of another file",
    "a term has a name in one file, is used in another and declared in none",
    "two files say one number, written as no store has it",
)


@pytest.mark.parametrize("told", [pytest.param(t, marks=() if t in QUICK else pytest.mark.long) for t in ACROSS])
def test_findings_are_those_of_the_whole_graph_where(told: str) -> None:
    workspace = said(ACROSS[told])
    try:
        assert by_file(workspace, inspected(workspace, "auto").findings) == by_whole(workspace)
    finally:
        shutil.rmtree(workspace.data.parent)


@pytest.mark.parametrize("told", [QUICK[0], QUICK[2]])
def test_the_findings_in_some_files_are_those_of_all_that_lie_in_them(told: str) -> None:
    workspace = said(ACROSS[told])
    store = EmbeddedStore.in_memory()
    fill(store, workspace)
    try:
        every = inspect(workspace, store).findings
        for path in workspace.data_files():
            found = inspect(workspace, store, None, [path]).findings
            assert found == tuple(finding for finding in every if finding.file == str(path))
    finally:
        shutil.rmtree(workspace.data.parent)


def test_a_quote_that_two_files_describe_is_counted_once() -> None:
    workspace = said({"data/a.ttl": "en:q-1 a sg:Quote ; sg:section 'Et' . documents:en sg:textFile 'en.md' ."})
    store = EmbeddedStore.in_memory()
    fill(store, workspace)
    try:
        assert inspect(workspace, store).checked == 3
    finally:
        shutil.rmtree(workspace.data.parent)


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(CHANGES)
def test_findings_by_file_are_those_of_the_whole_graph_after_any_changes(changes: list[Change]) -> None:
    agree(changes, "auto")


@pytest.mark.long
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(CHANGES)
@example([("split", 0, 0, 0)])
@example([("split", 1, 0, 0), ("move-thing", 5, 3, 1)])
def test_findings_by_file_are_those_of_the_whole_graph_after_many_changes(changes: list[Change]) -> None:
    agree(changes, "pyshacl")


ONE_BY_ONE = [p for i, p in enumerate(COUNTEREXAMPLES) if i % 6 == 0 or p.stem in SAMPLE]  # all of them: see below


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=() if p.stem in SAMPLE else pytest.mark.long) for p in ONE_BY_ONE],
    ids=lambda path: path.stem,
)
def test_a_counterexample_has_the_same_findings_by_file_and_as_a_whole(path: Path, corpus: Workspace) -> None:
    workspace = corpus._replace(extra=(path,))
    found = by_whole(workspace)
    for engine in ("gate",) if path.stem in SAMPLE else ("gate", "pyshacl"):
        assert by_file(workspace, inspected(workspace, engine).findings) == found


@pytest.mark.long
def test_all_counterexamples_together_have_the_same_findings_by_file_and_as_a_whole(corpus: Workspace) -> None:
    everything = corpus._replace(extra=tuple(COUNTEREXAMPLES))  # they describe the same things in many files
    found = by_whole(everything)
    assert len({rule for rule, _, _ in found}) > 60
    assert by_file(everything, inspected(everything, "gate").findings) == found  # by pySHACL one by one: see above


@pytest.mark.long
def test_the_real_data_have_the_same_findings_by_file_and_as_a_whole(
    workspace: Workspace, store: EmbeddedStore
) -> None:
    for engine in ("pyshacl", "gate"):
        assert by_file(workspace, inspect(workspace, store, None, (), engine).findings) == by_whole(workspace)


@pytest.mark.long
def test_a_country_with_faults_has_the_same_findings_by_file_and_as_a_whole(tmp_path: Path) -> None:
    faults = write_country(tmp_path, 6, failing=6)
    workspace = find_workspace(tmp_path / "data")
    found = by_whole(workspace)
    assert len({fault.rule for fault in faults} & {rule for rule, _, _ in found}) > 5
    for engine in ("pyshacl", "gate"):
        assert by_file(workspace, inspected(workspace, engine).findings) == found
