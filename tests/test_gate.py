"""The gate: it never lets pass what pySHACL reports, so that with it and without it the findings are the same."""

import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from os import environ
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.country import write_country
from strategigraf.check.dataset_check import inspect
from strategigraf.check.file_check import WHOLE, vocabulary
from strategigraf.check.shapes import Gate, Result, has_gate, validate
from strategigraf.core.rdf import ID, LANG_STRING, RDF, XSD, XSD_STRING, Blank, Iri, Literal, Term
from strategigraf.files import turtle
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import Workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests import small_world
from tests.conftest import CORPUS, HERE, TOP, Cli
from tests.plain_shacl import plain
from tests.small_world import CHANGES, Change

COUNTEREXAMPLES = sorted((HERE / "counterexamples").glob("*.ttl"))
SAMPLE = ("QuoteShape-used",)  # a warning
SH = "http://www.w3.org/ns/shacl#"
ODD = (  # no "NaN"^^xsd:decimal: pySHACL cannot compare it and gives up
    *[("-0044-03-15", "date"), ("0000-01-01", "date"), ("10000-01-01", "date"), ("2023-02-30", "date")],
    *[("2024-02-29Z", "date"), ("2024-02-29+15:00", "date"), ("99999999999999999999-01-01", "date")],
    *[("2024-W09-4", "date"), ("2024-02-29T00:00:00", "date"), ("20240229", "date"), ("2024-13-01", "date")],
    *[("0000", "gYear"), ("12024", "gYear"), ("-0001", "gYear"), ("2024Z", "gYear"), ("24", "gYear"), ("", "gYear")],
    *[("2024-13", "gYearMonth"), ("0000-01", "gYearMonth"), ("2024-00", "gYearMonth"), ("2024-1", "gYearMonth")],
    *[("1e0", "decimal"), (".5", "decimal"), ("1.", "decimal"), ("+1.0", "decimal")],
    *[("01.0", "decimal"), ("-0.0", "decimal"), ("1.00000001", "decimal"), (" 1.0", "decimal"), ("١", "decimal")],
    *[("0.3333333333333333333333333", "decimal"), ("1_0", "decimal"), ("-0.00000001", "decimal"), ("x", "decimal")],
    *[("1", "integer"), ("01", "integer"), ("1", "double"), ("1", "float"), ("1", "boolean"), ("TRUE", "boolean")],
    *[("true", "boolean"), ("a b", "anyURI"), ("", "anyURI"), ("x", "token"), ("2024", "gDay"), ("x", "noType")],
    *[("", "string"), ("\n", "string"), ("1\n", "string"), ("a\u0000b", "string"), ("\u007f", "string")],
    *[("a\u2028b", "string"), ('"^^<x>', "string"), ("\\", "string"), ("e\u0301", "string"), ("1", "string")],
    *[("😀", "string"), ("x" * 160, "string"), ("😀" * 161, "string"), ("10.3", "string"), ("١٢", "string")],
    *[("a" * 64, "string"), ("A" * 64, "string"), ("a.md", "string"), ("a.md\n", "string"), ("../a.md", "string")],
)
LANGUAGES = ("da", "DA", "en", "en-GB", "da-dk", "de", "x-private")


@pytest.fixture(scope="session")
def shape_files(workspace: Workspace) -> list[Path]:
    return workspace.shape_files()


@pytest.fixture(scope="session")
def gate(shape_files: list[Path]) -> Gate:
    return Gate(shape_files)


@pytest.fixture(scope="session")
def terms(store: EmbeddedStore) -> list[Statement]:
    return vocabulary(store)


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=() if path.stem in SAMPLE else pytest.mark.long) for path in COUNTEREXAMPLES],
    ids=lambda path: path.stem,
)
def test_a_counterexample_has_the_same_findings_with_the_gate_and_without(path: Path, corpus: Workspace) -> None:
    store = EmbeddedStore.in_memory()
    workspace = corpus._replace(extra=(path,))
    fill(store, workspace)
    found = [inspect(workspace, store, CORPUS / "sources", [path], engine) for engine in ("gate", "pyshacl")]
    assert found[0].findings or path.stem not in SAMPLE
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=() if path.stem in SAMPLE else pytest.mark.long) for path in COUNTEREXAMPLES],
    ids=lambda path: path.stem,
)
def test_what_pyshacl_reports_of_a_counterexample_is_noticed_and_found_with_less(
    gate: Gate, shape_files: list[Path], path: Path, terms: list[Statement]
) -> None:
    told = [*terms, *turtle.statements(path)]  # alone it breaks many more rules than the one it is named after
    assert agree(gate, list(dict.fromkeys(told)), shape_files)


@pytest.mark.long
def test_the_real_data_have_the_same_findings_with_the_gate_and_without(
    workspace: Workspace, store: EmbeddedStore, sources_folder: Path
) -> None:
    found = [inspect(workspace, store, sources_folder, (), engine) for engine in ("gate", "pyshacl")]
    assert found[0] == found[1]


def test_the_gate_lets_the_invented_municipality_pass(gate: Gate, corpus: Workspace) -> None:
    everything = [told for path in corpus.graph_files() for told in turtle.statements(path)]
    assert gate.reports(turtle.ntriples(everything)) == []


def noticed(gate: Gate, statements: Iterable[Statement], results: Iterable[Result]) -> bool:
    """Whether the gate stops at *statements*, or reports of them every one of *results* by rule and place."""
    reports = gate.reports(turtle.ntriples(dict.fromkeys(statements)))
    if reports is None:
        return True
    places = {(report.rule, report.value if report.focus == WHOLE else report.focus) for report in reports}
    return {(result.rule, result.thing.value) for result in results} <= places


def agree(gate: Gate, told: list[Statement], shape_files: list[Path]) -> set[Result]:
    """What pySHACL reports of *told*; asserts that the gate notices it, and that less is asked of pySHACL in vain: with
    the queries elsewhere, with one rule only, and with some of the things only."""
    results = plain(told, shape_files)
    assert noticed(gate, told, results)
    assert validate(told, shape_files) == results
    names = {result.rule for result in results}
    for name in sorted(names)[:3]:
        found = validate(told, shape_files, {name})
        assert {result for result in results if result.rule == name} <= found <= results
    own = {subject.value for subject, _, _ in told[: len(told) // 2]}
    found = validate(told, shape_files, names, own)
    assert {result for result in results if result.thing.value in own} <= found <= results
    return results


def asked_of_kinds(shape_files: list[Path]) -> list[tuple[Term, Term]]:
    """Each class that shapes speak of with each predicate whose values they look at."""
    of_class: dict[Term, list[Term]] = {}
    paths: dict[Term, Term] = {}
    properties: list[tuple[Term, Term]] = []
    for path in shape_files:
        for subject, verb, target in turtle.statements(path):
            if verb.value == SH + "targetClass":
                of_class.setdefault(subject, []).append(target)
            elif verb.value == SH + "property" and not isinstance(subject, Blank):
                properties.append((subject, target))
            elif verb.value == SH + "path" and isinstance(target, Iri):
                paths[subject] = target
    found = {(kind, paths[node]) for shape, node in properties if node in paths for kind in of_class[shape]}
    return sorted(found, key=repr)


def never_passes(
    gate: Gate, shape_files: list[Path], terms: list[Statement], values: list[Term], step: int = 1
) -> tuple[int, int]:
    """Asserts that no value of any predicate gets by the gate that pySHACL finds wrong; how many the gate read, and
    of how many it said the same."""
    read = alike = 0
    every = [(kind, verb, value) for kind, verb in asked_of_kinds(shape_files) for value in values][::step]
    nodes: dict[str, list[Statement]] = {}
    for number, (kind, verb, value) in enumerate(every):
        node = Iri(f"{ID}odd/n{number}")
        nodes[node.value] = [(node, Iri(RDF + "type"), kind), (node, verb, value)]
    results: dict[str, list[Result]] = {name: [] for name in nodes}
    everything = [*terms, *(told for said in nodes.values() for told in said)]
    for result in plain(everything, shape_files):
        if result.thing.value in results:
            results[result.thing.value].append(result)
    for name, said in nodes.items():
        assert noticed(gate, [*terms, *said], results[name]), said
        reports = gate.reports(turtle.ntriples([*terms, *said]))
        read += reports is not None
        told = {report.rule for report in reports or () if name in (report.focus, report.value)}
        alike += reports is not None and told == {result.rule for result in results[name]}
    return read, alike


@pytest.mark.slow
def test_the_gate_never_passes_an_odd_literal_that_pyshacl_finds_wrong(
    gate: Gate, shape_files: list[Path], terms: list[Statement]
) -> None:
    values: list[Term] = [Literal(lexical, XSD + name) for lexical, name in ODD]
    values += [Literal("x", LANG_STRING, language) for language in LANGUAGES]
    read, alike = never_passes(gate, shape_files, terms, values, step=23)
    assert read > 50  # it does read some of them
    assert alike > 0.9 * read  # and is right about nearly all of these


@pytest.mark.long
def test_the_gate_never_passes_any_odd_literal_that_pyshacl_finds_wrong(
    gate: Gate, shape_files: list[Path], terms: list[Statement]
) -> None:
    values: list[Term] = [Literal(lexical, XSD + name) for lexical, name in ODD]
    values += [Literal("x", LANG_STRING, language) for language in LANGUAGES]
    never_passes(gate, shape_files, terms, values)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8).filter(
    lambda words: words.strip().lower() not in ("nan", "snan")
)
NUMBERS = st.from_regex(r"[-+]?[0-9]{0,5}([.][0-9]{0,9})?([eE][0-9])?", fullmatch=True)
DATES = st.from_regex(r"-?[0-9]{3,5}(-[0-9]{2}){0,2}(Z|[+-][0-9]{2}:[0-9]{2})?", fullmatch=True)
DATATYPES = ("string", "decimal", "integer", "gYear", "gYearMonth", "date", "boolean", "anyURI", "double")
LITERALS = st.one_of(
    st.builds(lambda words, name: Literal(words, XSD + name), WORDS | NUMBERS | DATES, st.sampled_from(DATATYPES)),
    st.builds(lambda words, language: Literal(words, LANG_STRING, language), WORDS, st.sampled_from(LANGUAGES)),
    st.builds(lambda words: Literal(words, XSD_STRING), WORDS),
)


@pytest.mark.long
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(LITERALS, min_size=10, max_size=20))
def test_the_gate_never_passes_a_random_literal_that_pyshacl_finds_wrong(
    gate: Gate, shape_files: list[Path], terms: list[Statement], values: list[Term]
) -> None:
    never_passes(gate, shape_files, terms, values, step=7)


def whole(changes: list[Change], literals: list[Term]) -> list[Statement]:
    """The small world as one graph after *changes*, some objects replaced by *literals*."""
    files = small_world.base()
    for change in changes:
        files = small_world.changed(files, change)
    told = [statement for name in sorted(files) for statement in files[name]]
    for number, literal in enumerate(literals):
        place = (number + 1) * 37 % len(told) if told else 0
        told[place : place + 1] = [(*statement[:2], literal) for statement in told[place : place + 1]]
    return list(dict.fromkeys(told))


@pytest.mark.slow
@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(CHANGES, st.lists(LITERALS, max_size=2))
def test_the_gate_never_passes_a_random_graph_that_pyshacl_finds_wrong(
    gate: Gate, shape_files: list[Path], changes: list[Change], literals: list[Term]
) -> None:
    agree(gate, whole(changes, literals), shape_files)


@pytest.mark.long
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(CHANGES, st.lists(LITERALS, max_size=2))
def test_the_gate_passes_none_of_many_random_graphs_that_pyshacl_finds_wrong(
    gate: Gate, shape_files: list[Path], changes: list[Change], literals: list[Term]
) -> None:
    agree(gate, whole(changes, literals), shape_files)


@pytest.mark.parametrize(
    "content",
    [
        "[] a sg:Link .",
        pytest.param("_:x sg:partOf _:x .", marks=pytest.mark.long),
        pytest.param("en:spor-1 sg:contributesTo '6.3' .", marks=pytest.mark.long),
        pytest.param("en:spor-1 sg:contributesTo [] .", marks=pytest.mark.long),
        pytest.param("_:x sg:contributesTo sdg:6 .", marks=pytest.mark.long),
        "en:q a sg:Quote ; oa:hasSource documents:en .",  # of no use: a warning
    ],
)
def test_the_gate_never_passes_what_is_wrong_at_a_node_without_a_name(
    gate: Gate, shape_files: list[Path], content: str
) -> None:
    told = [*(told for said in small_world.base().values() for told in said), *small_world.statements_of(content)]
    assert agree(gate, told, shape_files)


NUMBERINGS = ("9", "09", "+9", "-9", " 9", "9\\n", "9_0", "٩", "9.0", "99999999999999999999", "")


@pytest.mark.sampled(5)
@pytest.mark.parametrize("number", [f'"{number}"' for number in NUMBERINGS] + ['"9"@da', "9", "9.0", "true"])
def test_a_number_is_the_same_number_to_every_engine(gate: Gate, shape_files: list[Path], number: str) -> None:
    told = [told for said in small_world.base().values() for told in said]
    told = [one for one in told if not (one[0].value.endswith("en/spor-2") and one[1].value.endswith("notation"))]
    told += small_world.statements_of(f"en:spor-2 skos:notation {number} .")
    rules = {result.rule for result in agree(gate, told, shape_files)}
    assert ("ElementShape-notation-hole" in rules) == (number in ('"9"', '"09"'))


YEARS = ('"2031"^^xsd:gYear', '"2031"', '"2031\\n"', "2031", "2031.0", '"02031"^^xsd:gYear', '"2031"@da', '"٢٠٣١"')


@pytest.mark.sampled(4)
@pytest.mark.parametrize("year", YEARS)
def test_a_year_is_the_same_year_to_every_engine(gate: Gate, shape_files: list[Path], year: str) -> None:
    told = [told for said in small_world.base().values() for told in said]
    told = [one for one in told if not (one[0].value.endswith("/en") and one[1].value.endswith("#start"))]
    told += small_world.statements_of(f"id:en sg:start {year} .")
    rules = {result.rule for result in agree(gate, told, shape_files)}
    assert ("StrategyShape-period" in rules) == (year in YEARS[:1] + YEARS[5:6])


W3C_LIKE_OURS = (
    "class", "complex", "datatype", "hasValue", "in-", "languageIn", "maxCount", "maxInclusive", "maxLength", "message",
    "minCount", "minInclusive", "minLength", "nodeKind", "not-", "or-", "path-inverse", "path-sequence", "path-unused",
    "pattern", "personexample", "property-", "severity", "targetClass", "targetNode", "targetObjectsOf", "uniqueLang",
)  # fmt: skip


@pytest.fixture(scope="session")
def w3c_tests(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the SHACL core tests of the W3C: that in STRATEGIGRAF_W3C_TESTS, else from pySHACL's own source
    distribution, which pip fetches once."""
    if given := environ.get("STRATEGIGRAF_W3C_TESTS"):
        return Path(given)
    import pyshacl

    name = f"pyshacl-{pyshacl.__version__}"
    kept = getattr(request.config, "cache", None)  # pytest has none with -p no:cacheprovider
    folder = Path(kept.mkdir(name)) if kept else tmp_path_factory.mktemp(name)
    inside = f"pyshacl-{pyshacl.__version__}/test/resources/sht_tests/core"
    if not (folder / inside).is_dir():
        what = ["--no-deps", "--no-binary", "pyshacl", f"pyshacl=={pyshacl.__version__}"]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder), *what]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        archives = list(folder.glob("*.tar.gz"))
        if run.returncode or not archives:
            pytest.skip(f"pip cannot fetch the source distribution of pySHACL (STRATEGIGRAF_W3C_TESTS): {run.stderr}")
        with tarfile.open(archives[0]) as archive:
            archive.extractall(folder, filter="data")
    return folder / inside


@pytest.mark.long
def test_the_gate_and_pyshacl_say_what_the_w3c_expects(
    w3c_tests: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    def read(path: Path) -> Path:
        """A copy of *path* whose relative names are complete."""
        copy = tmp_path / path.name
        copy.write_bytes(f"@base <https://example.org/{path.name}> .\n".encode() + path.read_bytes())
        return copy

    tests = trusted = 0
    for path in sorted(p for p in w3c_tests.rglob("*.ttl") if p.name.startswith(W3C_LIKE_OURS)):
        told = turtle.statements(read(path))
        expected = [target.value for _, verb, target in told if verb.value == SH + "conforms"]
        if len(expected) != 1:
            continue  # data or shapes of a test in three files
        data, shapes = (path.with_name(f"{path.stem}-{part}.ttl") for part in ("data", "shapes"))
        statements = turtle.statements(read(data)) if data.exists() else told
        shape_file = read(shapes) if shapes.exists() else tmp_path / path.name
        count = sum(verb.value == SH + "result" for _, verb, _ in told)
        assert (count == 0) == (expected == ["true"]), path.name
        reports = Gate([shape_file]).reports(turtle.ntriples(statements))
        assert reports is None or len(reports) == count, path.name
        results = plain(statements, [shape_file])
        assert validate(statements, [shape_file]) == results, path.name
        if path.name != "uniqueLang-002.ttl":  # which pySHACL 0.40 gets wrong, on the safe side
            assert bool(results) == (count > 0), path.name
            assert reports is None or {result.rule for result in results} <= {told.rule for told in reports}, path.name
        tests += 1
        trusted += reports is not None
    record_property(
        "figure", f"W3C tests passed by gate and pySHACL: {tests}, of which the gate trusts itself {trusted}"
    )
    assert tests > 50
    assert trusted > 10


def test_check_prints_the_same_with_the_gate_and_without(cli: Cli, own_corpus: Path) -> None:
    path = HERE / "counterexamples" / "LinkShape-named.ttl"
    found = [cli("check", path, "--data", own_corpus, "--engine", engine) for engine in ("gate", "pyshacl")]
    assert found[0] == found[1]
    assert (found[0].code, "LinkShape-named" in found[0].out) == (1, True)


@pytest.mark.long
def test_check_of_a_country_prints_the_same_with_the_gate_and_without(cli: Cli, tmp_path: Path) -> None:
    faults = write_country(tmp_path, 3, failing=2)
    where = ("--data", tmp_path / "data", "--sources", tmp_path / "sources", "--format", "json")
    found = [cli("check", *where, "--engine", engine) for engine in ("gate", "pyshacl", "auto", "gate")]
    assert all((result.code, result.out) == (1, found[0].out) for result in found)
    assert all(fault.rule in found[0].out and fault.thing in found[0].out for fault in faults)


def test_check_with_the_gate_tells_where_it_is_not_installed(tmp_path: Path) -> None:
    without = "import sys; sys.modules['shacl'] = None; from strategigraf.cli import run; sys.exit(run(sys.argv[1:]))"
    run = [sys.executable, "-c", without, "check", "--data", str(CORPUS / "data"), "--lang", "en"]
    environment = environ | {"STRATEGIGRAF_CACHE": str(tmp_path), "PYTHONPATH": str(TOP / "src")}
    environment.pop("STRATEGIGRAF_SOURCES", None)
    missing = subprocess.run([*run, "--engine", "gate"], capture_output=True, text=True, env=environment, check=False)
    assert missing.returncode == 3
    assert "The fast check before pySHACL is not installed" in missing.stderr
    assert "strategigraf[fast]" in missing.stderr


def test_the_gate_is_used_where_it_is_installed_unless_pyshacl_is_asked_for() -> None:
    assert [has_gate(engine) for engine in ("auto", "gate", "pyshacl")] == [True, True, False]
