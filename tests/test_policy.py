"""The policy: what a rule may say, what contradicts itself, and the shapes that come from it."""

import itertools
from pathlib import Path

import pytest

from strategigraf.check.dataset_check import inspect
from strategigraf.check.policy_shapes import shapes_text
from strategigraf.core.errors import PolicyFaulty
from strategigraf.core.rdf import RDFS, SG
from strategigraf.files import turtle
from strategigraf.files.turtle_format import format_file
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.policy import policy_of_files, read_policy
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import TOP, Cli
from tests.inherited import INHERITANCE
from tests.small_policy import requirement, small_policy

GOAL_UP = requirement("goal-up", "Goal", "Track")


def test_files_and_graph_hold_the_same_policy(workspace: Workspace, store: EmbeddedStore) -> None:
    read, held = policy_of_files(workspace), read_policy(store)
    assert read == held
    assert read.signature == held.signature
    assert [strand.name for strand in read.strands] == [
        *("thread", "delivery", "schedule", "sdg", "reporting", "hearing")
    ]
    for rule in (*read.requirements, *read.permissions, *read.prohibitions):
        assert rule.label.da != rule.label.en, rule.name
        assert rule.message.da.count(".") >= 2, rule.name
        assert rule.message.en.count(".") >= 2, rule.name


@pytest.mark.parametrize(
    ("name", "path"), [("structure", "structure.ttl"), ("completeness", "complete/completeness.ttl")]
)
def test_the_shape_files_are_what_the_policy_makes(workspace: Workspace, cli: Cli, name: str, path: str) -> None:
    text = (workspace.shapes / path).read_text(encoding="utf-8")
    assert text == shapes_text(policy_of_files(workspace), name)
    assert text == format_file(workspace.shapes / path)
    assert text == cli("policy", "--shapes", name).out


def test_no_other_shape_says_where_a_thing_stands(workspace: Workspace) -> None:
    for path in workspace.shape_files():
        verbs = {(v.value.rsplit("#", 1)[-1], t.value) for _, v, t in turtle.statements(path)}
        assert (("path", SG + "partOf") in verbs) == (path.name == "structure.ttl")


def test_the_shapes_know_every_relation_that_a_thread_can_follow(workspace: Workspace) -> None:
    told = turtle.statements(workspace.ontology / "strategigraf.ttl")
    traced = {s.value for s, v, t in told if v.value == RDFS + "subPropertyOf" and t.value == SG + "tracesTo"}
    assert traced == set(INHERITANCE.below) == set(INHERITANCE.above)


def test_a_policy_may_be_reworded_without_becoming_another() -> None:
    plain = small_policy(GOAL_UP)
    assert small_policy(GOAL_UP + 'p:goal-up skos:prefLabel "mål op"@da .\n').signature == plain.signature
    assert small_policy(requirement("goal-up", "Goal", "Vision")).signature != plain.signature


@pytest.mark.parametrize(
    ("rules", "says", "remedy"),
    [
        (requirement("a", "Gaol", "Track"), "names the element type sg:Gaol, which does not exist", "sg:Goal"),
        (requirement("a", "Goal", "Trakc"), "names the element type sg:Trakc", "sg:Track"),
        (
            "p:a a sg:Requirement ; sg:alternative sg:Goal ; sg:strand p:t .",
            "does not say which element type",
            "sg:ofKind",
        ),
        (requirement("a", "Goal"), "has nothing that could meet it", "sg:alternative"),
        (requirement("a", "Goal", "Justification"), "has nothing that could meet it", "sg:alternative"),
        (requirement("a", "Goal", "Track", strand="x"), "names the requirement area", ""),
        (
            "p:a a sg:Requirement ; sg:ofKind sg:Goal ; sg:alternative sg:Track .",
            "belongs to no requirement area",
            "sg:strand",
        ),
        (requirement("a", "Goal", "Goal"), "requires an element type to trace to itself", "sg:through"),
        (requirement("a", "Goal", more="sg:stated sg:satus"), "names the property sg:satus", "sg:status"),
        (
            requirement("a", "Goal", "Track", more="sg:acceptedValue sg:Started"),
            "accepts values, but does not say of what",
            "stated",
        ),
        (requirement("a", "Goal", "Track", more="sg:through sg:partOf , sg:schedules"), "more than once", "Split"),
        (requirement("a", "Goal", "Track", more="sg:alternativ sg:Vision"), "uses sg:alternativ", "sg:alternative"),
        (requirement("a", "Goal", "Track", more="sg:partlyOnBasis sg:Guessed"), "names the basis guessed", ""),
        (
            requirement("a", "Goal", "Track", more="sg:appliesWhere sg:Nothing"),
            "names the element type or property",
            "",
        ),
        ("p:a a sg:Prohibition ; sg:ofKind sg:Goal .", "forbids nothing", "sg:through"),
        ("p:a a sg:Permission ; sg:ofKind sg:Goal ; sg:through sg:partOf .", "permits nothing", "sg:alternative"),
        (
            "p:a a sg:Permission , sg:Prohibition ; sg:ofKind sg:Goal .",
            "both Permission and Prohibition",
            "one class",
        ),
        (
            requirement("a", "Challenge", "Track", more="sg:through sg:partOf")
            + "p:b a sg:Prohibition ; sg:ofKind sg:Challenge ; sg:through sg:partOf .",
            "requires what policy/b forbids",
            "Remove one",
        ),
        (
            requirement("a", "Goal", "Track", more="sg:through sg:partOf")
            + "p:b a sg:Permission ; sg:ofKind sg:Goal ; sg:through sg:partOf ; sg:alternative sg:Vision .",
            "point different ways with sg:partOf",
            "in common",
        ),
        (
            requirement("a", "Goal", "Track") + requirement("b", "Track", "Goal"),
            "is in a requirement area that runs in a ring",
            "another requirement area",
        ),
        (GOAL_UP + "<https://example.org/x#goal-up> " + GOAL_UP.removeprefix("p:goal-up "), "shares its name", "name"),
    ],
)
def test_a_faulty_policy_is_refused_with_rule_place_and_remedy(rules: str, says: str, remedy: str) -> None:
    with pytest.raises(PolicyFaulty) as raised:
        small_policy(rules)
    error = raised.value
    assert says in error.message.en
    assert "(policy.ttl:" in error.message.da
    assert remedy in error.remedy.en
    assert error.message.da != error.message.en


def test_a_ring_of_kinds_is_no_fault_where_there_is_a_way_out() -> None:
    ring = requirement("a", "Goal", "Track", "Vision") + requirement("b", "Track", "Goal")
    assert len(small_policy(ring).requirements) == 2
    assert (
        len(small_policy(requirement("a", "Goal", "Track") + requirement("b", "Track", "Goal", strand="d")).strands)
        == 2
    )


def own_data(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the program's policy in *folder*, changed."""
    text = (TOP / "ontology" / "policy.ttl").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "policy.ttl").write_text(text, encoding="utf-8")
    return folder


def test_a_data_folder_may_have_its_own_policy_and_its_shapes_come_with_it(own_corpus: Path) -> None:
    plain = find_workspace(own_corpus)
    assert plain.policy_file().parent == plain.ontology
    own_data(own_corpus, ("sg:alternative sg:FocusArea , sg:Goal , sg:Track ;", "sg:alternative sg:FocusArea ;"))
    workspace = find_workspace(own_corpus)
    assert workspace.policy_file().parent == own_corpus
    assert [path.name for path in workspace.all_files()].count("policy.ttl") == 1
    assert sorted(workspace.statuses()) == sorted(map(str, workspace.all_files()))
    store = EmbeddedStore.in_memory()
    fill(store, workspace)
    found = inspect(workspace, store)
    broken = {finding.thing for finding in found.findings if finding.rule == "InitiativeShape-parent"}
    assert broken >= {"eksempelby-2030/indsats-1-1", "eksempelby-2030/indsats-1-2"}  # bullets of goals


def test_a_faulty_policy_of_ones_own_names_file_line_and_remedy(cli: Cli, own_corpus: Path) -> None:
    own_data(own_corpus, ("sg:ofKind sg:Challenge ;\n    sg:strand", "sg:ofKind sg:Chalenge ;\n    sg:strand"))
    path = own_corpus / "policy.ttl"
    line = path.read_text(encoding="utf-8").splitlines().index(":challenge-answer") + 1
    for command, language in itertools.product(("coverage", "gaps", "check", "policy"), ("da", "en")):
        result = cli(command, "--data", own_corpus, "--lang", language)
        assert result.code == 3
        assert result.err.splitlines()[-2].startswith("policy-faulty:")
        assert f"({path}:{line}): policy/challenge-answer" in result.err
        assert "sg:Challenge" in result.err.splitlines()[-1]
        assert result.out == ""


def test_the_policy_is_shown_in_both_languages(cli: Cli) -> None:
    danish, english = cli("policy"), cli("policy", "--lang", "en")
    assert (danish.code, english.code) == (0, 0)
    assert "initiative-schedule" in danish.out
    assert "tidsplanspost | en begrundet mangel" in danish.out
    assert "timeline entry | a justified gap" in english.out
    assert "place of a challenge" in english.out


def test_a_store_without_a_policy_asks_nothing() -> None:
    policy = read_policy(EmbeddedStore.in_memory())
    assert (policy.strands, policy.requirements) == ((), ())


def test_the_shapes_are_written_into_a_file_of_turtle_and_into_no_other(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "structure.ttl"
    assert cli("policy", "--shapes", "structure", "-o", path).code == 0
    assert path.read_text(encoding="utf-8") == shapes_text(policy_of_files(find_workspace()), "structure")
    for arguments in (["-o", tmp_path / "policy.ttl"], ["--shapes", "structure", "-o", tmp_path / "policy.csv"]):
        told = cli("policy", *arguments)
        assert told.code == 2
        assert "--shapes" in told.err
    assert list(tmp_path.iterdir()) == [path]
