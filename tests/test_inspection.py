"""Rules and their counterexamples, on top of the invented municipality."""

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from strategigraf.check.dataset_check import Inspection, Keeping, inspect
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.dataset import content_digest, fill, refill
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import CORPUS, HERE, Cli


def inspected(workspace: Workspace, only: Collection[Path] = (), engine: str = "auto") -> Inspection:
    """The inspection of *workspace*, built in memory, against the invented municipality's source text."""
    store = EmbeddedStore.in_memory()
    fill(store, workspace)
    return inspect(workspace, store, CORPUS / "sources", only, engine)


@pytest.fixture(scope="module")
def with_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Inspection]:
    """Inspects the invented municipality with one more file. What that does not bear on keeps its verdict, which tells
    what judging everything again does (test_verdict.py)."""
    data = tmp_path_factory.mktemp("municipality") / "data"
    shutil.copytree(CORPUS / "data", data)
    alone = find_workspace(data)
    store = EmbeddedStore.in_memory()
    fill(store, alone)
    verdicts = data.with_name("verdicts.json")

    def judged(workspace: Workspace) -> Inspection:
        digests = {str(path): content_digest(path.read_bytes()) for path in workspace.all_files()}
        return inspect(workspace, store, CORPUS / "sources", keeping=Keeping(verdicts, digests))

    assert judged(alone).findings == ()
    before = verdicts.read_bytes()

    def with_one_more(path: Path) -> Inspection:
        verdicts.write_bytes(before)
        more = Path(shutil.copy(path, data))
        try:
            refill(store, find_workspace(data), [more], [])
            return judged(find_workspace(data))
        finally:
            more.unlink()
            refill(store, alone, [], [more])

    return with_one_more


COUNTEREXAMPLES = sorted((HERE / "counterexamples").iterdir())


def test_the_invented_municipality_breaks_no_rule(corpus: Workspace) -> None:
    found = inspected(corpus)
    assert found.findings == ()
    assert found.verified == found.checked == 26


@pytest.mark.parametrize("path", COUNTEREXAMPLES, ids=lambda p: p.stem)
def test_a_counterexample_breaks_exactly_its_rule(path: Path, with_file: Callable[[Path], Inspection]) -> None:
    found = with_file(path)
    assert {finding.rule for finding in found.findings} == {path.name.split(".")[0]}
    for finding in found.findings:
        assert finding.file
        assert finding.thing


def test_findings_of_one_file_have_the_rest_as_context(corpus: Workspace) -> None:
    path = HERE / "counterexamples" / "LinkShape-named.ttl"
    (finding,) = inspected(corpus._replace(extra=(path,)), [path]).findings
    assert (Path(finding.file), finding.thing) == (path, "eksempelby-2030/link-ny")
    line = path.read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert line == ":link-ny"


def test_a_decimal_that_is_no_number_is_a_finding_and_not_the_end(own_corpus: Path) -> None:
    path = own_corpus / "strategies" / "eksempelby-2030.ttl"
    text = path.read_text(encoding="utf-8")
    odd = text.replace("sg:confidence 0.6 ;", 'sg:confidence "NaN"^^xsd:decimal ;')
    assert odd != text
    path.write_text(odd, encoding="utf-8")
    for engine in ("gate", "pyshacl"):
        found = inspected(find_workspace(own_corpus), engine=engine)
        assert {finding.rule for finding in found.findings} == {"LinkShape-confidence"}


def test_shapes_of_ones_own_are_checked_with_their_messages(cli: Cli, tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX x: <http://x/> x:S a sh:NodeShape ; sh:targetClass x:A ;"
        ' sh:property [ sh:path x:p ; sh:minCount 1 ; sh:message "p mangler"@da , "p is missing"@en ] .',
        encoding="utf-8",
    )
    data.write_text("PREFIX x: <http://x/> x:a a x:A . x:b a x:A ; x:p 1 .", encoding="utf-8")
    done = cli("check", data, "--shapes", shapes, "--lang", "en")
    assert done.code == 1
    assert "http://x/a: p is missing" in done.out
    assert "http://x/b" not in done.out
    report = cli("check", data, "--shapes", shapes, "--format", "turtle")
    assert "ValidationReport" in report.out
    assert cli("check", data, "--shapes", tmp_path / "nothing.ttl").code == 3


@pytest.mark.parametrize("name", ["eksempelby-2030-PC2.ttl", "eksempelby-2030 (1).ttl", "konfliktkopi.ttl"])
def test_a_copy_in_conflict_is_found_with_both_files(own_corpus: Path, name: str) -> None:
    original = own_corpus / "strategies" / "eksempelby-2030.ttl"
    shutil.copy(original, original.with_name(name))
    (finding,) = (one for one in inspected(find_workspace(own_corpus)).findings if one.rule == "described-twice")
    assert {Path(finding.file).name, original.name, name} == {original.name, name}
    assert f"{original.name} = {name}" in finding.detail or f"{name} = {original.name}" in finding.detail
    original.with_name(name).unlink()
    assert inspected(find_workspace(own_corpus)).findings == ()
