"""Coverage, gaps, thresholds, baselines and JUnit: on small worlds, and on the real data as the sources have it."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from strategigraf.check.cells import verified_evidence
from strategigraf.core.errors import BaselineFaulty, FilesNotFound, UnknownKind, UnknownRequirement, WrongValue
from strategigraf.core.policy import Status
from strategigraf.core.rdf import ID, SG, short
from strategigraf.coverage.api import junit, read_threshold, shortfalls
from strategigraf.coverage.coverage import (
    FIGURES,
    VERSION,
    baseline_text,
    change_since,
    coverage_report,
    level_kinds,
    levels,
)
from strategigraf.coverage.fulfilment import Fulfilment, fulfilment
from strategigraf.coverage.gaps import find_requirement, gaps, gaps_report
from strategigraf.files.question import find_question
from strategigraf.files.source_text import SourceText
from strategigraf.files.workspace import Workspace
from strategigraf.store.lookup import openings
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli
from tests.small_policy import STRATEGY, element, requirement, small_policy, world

PLAN, STATUS = "midt-udviklingsplan-2023", "midt-social-strategi-status-2015"
WORKSHOP, SJAELLAND = "midt-workshop-2022-06-15", "sjaelland-strategi-2025-2028"
NATIONAL = f"{WORKSHOP}/national"
THREAD = requirement("initiative-up", "Initiative", "Goal") + requirement("goal-up", "Goal", "Track", "Justification")
# two goals, one of them below the track; below each an initiative, and one initiative below nothing
CONTENT = (
    STRATEGY
    + element("track", "Track")
    + element("goal-1", "Goal", "track")
    + element("goal-2", "Goal")
    + "".join(element(f"act-{number}", "Initiative", f"goal-{number}") for number in (1, 2))
    + element("act-3", "Initiative")
)


@pytest.fixture(scope="module")
def real(store: EmbeddedStore) -> Fulfilment:
    return fulfilment(store, read_policy(store))


@pytest.fixture
def small(tmp_path: Path) -> Fulfilment:
    return fulfilment(world(tmp_path, CONTENT), small_policy(THREAD))


def texts(found: Fulfilment) -> dict[str, list[str]]:
    """Each figure of each level of *found*, by its name."""
    names = (*FIGURES, *(f"{name}_justified" for name in FIGURES))
    return {level.name: [level.figure(name).text for name in names] for level in levels(found)}


def test_a_level_has_three_figures_side_by_side_and_an_empty_one_none(small: Fulfilment) -> None:
    assert texts(small) == {
        "t/goal": ["50.0", "50.0", "n/a", "50.0", "50.0", "n/a"],
        "t/initiative": ["66.7", "33.3", "n/a", "66.7", "33.3", "n/a"],
    }
    nothing = fulfilment(EmbeddedStore.in_memory(), small_policy(THREAD))
    assert texts(nothing) == {}
    counts = {level.name: (len(level.elements), len(level.gaps)) for level in levels(small)}
    assert counts == {"t/goal": (2, 1), "t/initiative": (3, 2)}


def test_an_empty_level_is_not_zero_per_cent(tmp_path: Path) -> None:
    found = fulfilment(world(tmp_path, STRATEGY), small_policy(THREAD))
    assert texts(found) == {"t/goal": ["n/a"] * 6, "t/initiative": ["n/a"] * 6}


def test_a_justified_gap_counts_in_the_second_three_figures_only(tmp_path: Path) -> None:
    why = "en:j a sg:Justification ; sg:justifies en:goal-2 ; sg:ofRequirement p:goal-up ;"
    why += " sg:evidence en:goal-2-quote .\n"
    quotes = {f"{ID}en/{name}-quote": True for name in ("track", "goal-1", "goal-2", "act-1", "act-2", "act-3")}
    found = fulfilment(world(tmp_path, CONTENT + why), small_policy(THREAD), (), quotes)
    assert texts(found)["t/goal"] == ["50.0", "50.0", "50.0", "100.0", "100.0", "100.0"]
    assert texts(found)["t/initiative"] == ["66.7", "33.3", "33.3", "66.7", "66.7", "66.7"]


def test_thresholds_are_read_and_held(small: Fulfilment) -> None:
    every = levels(small)
    assert shortfalls(every, [read_threshold("goal=50"), read_threshold("t/initiative.shallow=60.5")]) == []
    (short_of,) = shortfalls(every, [read_threshold("initiative=34")])
    assert short_of.message.en == "en t/initiative, fully: 33.3%. At least 34% is required."
    for wrong in ("goal", "=5", "goal=101", "goal=-1", "goal=x", "goal.wide=5", "goal=nan"):
        with pytest.raises(WrongValue, match="is not a valid threshold"):
            read_threshold(wrong)
    with pytest.raises(WrongValue, match="no level “gaol”") as raised:
        shortfalls(every, [read_threshold("gaol=5")])
    assert "goal" in raised.value.remedy.en
    with pytest.raises(WrongValue, match="evidenced was not measured"):
        shortfalls(every, [read_threshold("goal.evidenced=5")])


def test_a_baseline_leaves_only_what_is_new_or_worse(small: Fulfilment, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(baseline_text(small), encoding="utf-8")
    assert change_since(small, path) == ((), ())
    worse = CONTENT.replace("sg:partOf en:goal-2 ;", "").replace("sg:partOf en:track ;", "")
    now = fulfilment(world(tmp_path / "worse", worse), small_policy(THREAD))
    change = change_since(now, path)
    assert [short(item.element) for item in change.new] == [
        "en/goal-1",
        "en/act-1",
        "en/act-2",
    ]  # act-2: partial before
    better = CONTENT + "en:goal-2 sg:partOf en:track .\n"
    change = change_since(fulfilment(world(tmp_path / "better", better), small_policy(THREAD)), path)
    assert change.new == ()
    assert [gone[2:] for gone in change.gone] == [("en/goal-2", "missing"), ("en/act-2", "partial")]


def test_a_baseline_of_another_kind_is_refused(small: Fulfilment, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    good = json.loads(baseline_text(small))
    for content, says in (
        ("{", "could not be read"),
        ("[]", "could not be read"),
        (json.dumps({**good, "version": VERSION + 1}), f"is of version {VERSION + 1}; this reads {VERSION}"),
        (json.dumps({**good, "policy": "other"}), "was measured by another traceability policy"),
        (json.dumps({**good, "gaps": [["en"]]}), "could not be read"),
        (json.dumps({**good, "gaps": [["en", "goal-up", "en/goal-2", "lost"]]}), "could not be read"),
        (json.dumps({**good, "strategies": []}), "does not cover en"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(BaselineFaulty, match=says) as raised:
            change_since(small, path)
        assert "--write-baseline" in raised.value.remedy.da
    with pytest.raises(FilesNotFound):
        change_since(small, tmp_path / "none.json")


def test_junit_has_a_case_for_each_element_and_requirement(small: Fulfilment) -> None:
    root = Xml.fromstring(junit(small, "en"))
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("5", "3", "0")
    failures = {case.get("name"): case[0].get("type") for case in root.iter("testcase") if len(case)}
    assert failures == {
        "goal-up: en/goal-2": "no-link",
        "initiative-up: en/act-2": "no-link",
        "initiative-up: en/act-3": "no-link",
    }
    assert {case.get("classname") for case in root.iter("testcase")} == {"t"}
    below = shortfalls(levels(small), [read_threshold("goal=90")])
    root = Xml.fromstring(junit(small, "da", frozenset(small.items), below))
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("6", "1", "3")


def test_every_number_of_the_report_opens_to_words(store: EmbeddedStore, real: Fulfilment) -> None:
    report = coverage_report(store, real)
    assert [part.name for part in report.parts] == ["levels", "breaks", "empty"]
    of = {thing for figure in report.figures() for thing in figure.of}
    assert set(openings(store, of)) == of
    for figure in report.figures():
        assert figure.of or not figure.value
    for level in levels(real):
        assert len(level.elements) == len(level.gaps) + len(level.covered.get("deep_justified", level.elements) or ())


def open_things(found: Fulfilment, strategy: str, requirement: str) -> dict[str, str]:
    """The elements of *strategy* that do not meet *requirement*, with the status."""
    return {
        short(item.element).removeprefix(f"{strategy}/"): item.status.name.lower()
        for item in gaps(found, [requirement])
        if short(item.strategy) == strategy
    }


def test_the_time_line_of_the_plan_as_the_source_has_it(real: Fulfilment) -> None:
    # “Tidsplan for indsatser 2024-2027”, cell by cell, against the bullets of the three sections “… - Pejlemærker”:
    # 1 nyt takstgrundlag (first bullet), årligt dialogmøde (2nd); 2 kvalitetssikringssystem, it-system; 3 professionel
    # matchning (1st), borger- og pårørendepolitik (3rd), aftale med psykiatrien (4th); 4 strategi for vidensbaseret
    # praksis, partnerskabsaftaler; 5 undervisning og oplysning (4th), bæredygtighedsstrategi (6th); 6 all three;
    # 7 civilsamfundsorganisationer (2nd); 8 bostedslæger; 9 nothing; 10 misbrug (4th); 11 velfærdsteknologi; 12
    # definition (3rd); 13 itself (introduktionsstillinger, which no bullet names); 14 fleksibel arbejdstid, seniorer,
    # internt jobskifte (1st, 2nd, 4th); 15 merit, fælles kompetenceudvikling, ledelse (2nd to 4th).
    scheduled = {
        *("1-1", "1-2", "2-1", "2-2", "3-1", "3-3", "3-4", "4-1", "4-2", "5-4", "5-6", "6-1", "6-2", "6-3", "7-2"),
        *("8-1", "10-4", "11-1", "12-3", "14-1", "14-2", "14-4", "15-2", "15-3", "15-4"),
    }
    bullets = {1: 4, 2: 2, 3: 5, 4: 4, 5: 6, 6: 3, 7: 3, 8: 3, 9: 2, 10: 4, 11: 2, 12: 3, 13: 4, 14: 4, 15: 4}
    every = {f"{goal}-{bullet}" for goal, count in bullets.items() for bullet in range(1, count + 1)}
    assert open_things(real, PLAN, "initiative-schedule") == {f"indsats-{b}": "missing" for b in every - scheduled}
    assert open_things(real, PLAN, "goal-schedule") == {"pejlemaerke-9": "missing"}
    assert texts_of(real, PLAN)["schedule/initiative"][:2] == ["47.2", "47.2"]  # 25 of 53


def test_the_sdgs_of_the_plan_as_the_boxes_have_them(real: Fulfilment) -> None:
    # the boxes “VERDENSMÅL NR.” name what a pejlemærke itself promises of: 13 (green: 5), 17 (partnerships: 3), 3
    # (mental og fysisk trivsel: 9), 10 (lighed i sundhed: 8; borgere og pårørende inddrages: 6), 4 (efteruddannelse og
    # kompetenceudvikling: 15); the other pejlemærker have their targets from the track that the box stands in
    own = {3, 5, 6, 8, 9, 15}
    expected = {f"pejlemaerke-{number}": "partial" for number in range(1, 16) if number not in own}
    assert open_things(real, PLAN, "goal-target") == expected
    assert open_things(real, PLAN, "track-sdg") == {}
    assert open_things(real, PLAN, "sdg-goal-target") == {}  # 13.2, 16.6, 17.17, 3.4, 10.2, 4.4, 8.5: one of each


def test_the_status_of_2015_as_its_tables_have_it(real: Fulfilment) -> None:
    # 2-A, 3-A, 3-B, 3-F, 5-C and 5-D stand in the prose of 3.2, 3.3 and 4.1 only, which says what became of them; the
    # row of 11-C (5.2) is there and its cell “Implementering” is empty
    justified = dict.fromkeys(("2-a", "3-a", "3-b", "3-f", "5-c", "5-d"), "justified")
    expected = {f"handleplan-{number}": status for number, status in {**justified, "11-c": "missing"}.items()}
    assert open_things(real, STATUS, "initiative-status") == expected
    strict, with_justified = (texts_of(real, STATUS)["reporting/initiative"][place] for place in (1, 4))
    assert (strict, with_justified) == ("81.6", "97.4")  # 31 and 37 of 38


def test_the_draft_names_sdgs_and_no_targets(real: Fulfilment) -> None:
    # “Udviklingsplanen - indholdsfortegnelse” names Verdensmål nr. 3, 4, 8, 10, 13 and 16, no delmål; below each of the
    # tracks of “Socialområdets vision” stands “Vi arbejder med FN's verdensmål:” and, in this text, nothing:
    # the pictures are lost
    six = {f"http://metadata.un.org/sdg/{number}" for number in (3, 4, 8, 10, 13, 16)}
    found = {item.element for item in gaps(real, ["sdg-goal-target"]) if short(item.strategy) == WORKSHOP}
    assert found == six
    assert open_things(real, WORKSHOP, "track-sdg") == {f"udkast-spor-{n}": "justified" for n in (1, 2, 3)}


def test_what_does_not_apply_is_no_gap(real: Fulfilment) -> None:
    # no time line and no SDG in Region Sjælland's strategy; the national proposal has areas and initiatives only
    exempt = {(short(one.strategy), one.requirement.name) for one in real.exemptions}
    assert {(SJAELLAND, "goal-schedule"), (SJAELLAND, "initiative-target"), (NATIONAL, "focus-area-track")} <= exempt
    assert not [item for item in gaps(real) if short(item.strategy) in (SJAELLAND, NATIONAL)]
    # “Det gør vi ved”: each of the nine målsætninger has an indsats that takes it up
    assert texts_of(real, SJAELLAND)["delivery/goal"][:2] == ["100.0", "100.0"]


def test_the_hearing_as_the_response_and_the_plan_have_it(real: Fulfilment) -> None:
    found = open_things(real, PLAN, "comment-disposition")
    questions = {
        thing.rsplit("/", 1)[-1].removeprefix("spoergsmaal-"): status
        for thing, status in ((short(i.element), i.status.name.lower()) for i in gaps(real, ["comment-disposition"]))
        if "spoergsmaal" in thing
    }
    # 5 vikarer, 6 coaching, 8 konkrete planer: not in the plan; see tests/golden/hearing-questions-unanswered.tsv
    assert {q for q, status in questions.items() if status == "missing"} == {"5-1", "6-2", "8-1"}
    assert len(questions) == 10
    assert len(found) == 19
    assert open_things(real, PLAN, "comment-answer") == {}


def texts_of(found: Fulfilment, strategy: str) -> dict[str, list[str]]:
    """The figures of the levels of *strategy*."""
    return texts(found._replace(strategies=(ID + strategy,)))


_QUESTIONS = {
    "initiatives-without-timeline-entry": ("initiative", "initiative-schedule"),
    "initiatives-without-sdg-target": ("initiative", "initiative-target"),
    "goals-without-timeline-entry": ("goal", "goal-schedule"),
    "initiatives-without-status": ("initiative", "initiative-status"),
    "hearing-questions-unanswered": ("question", "comment-disposition"),
    "sdg-goals-without-target-claim": ("sdg_goal", "sdg-goal-target"),
}


@pytest.mark.parametrize("name", _QUESTIONS)
def test_a_question_of_the_catalogue_and_the_gaps_name_the_same(
    name: str, store: EmbeddedStore, workspace: Workspace, real: Fulfilment
) -> None:
    column, rule = _QUESTIONS[name]
    answer = store.select(find_question(name, workspace.query_files()).bind({}))
    told = {cell.value for cell in answer.column(column) if cell is not None}
    items = [item for item in gaps(real, [rule]) if column != "question" or item.kind == SG + "HearingQuestion"]
    # the question on targets asks it of strategies that name no SDG at all as well: there the policy asks nothing
    exempt = {element for one in real.exemptions if one.requirement.name == rule for element in one.elements}
    assert told - exempt == {item.element for item in items}
    assert told & exempt == (exempt if name == "initiatives-without-sdg-target" else set())


def test_with_the_sources_every_chain_that_holds_is_evidenced(
    store: EmbeddedStore, sources: dict[str, SourceText]
) -> None:
    found = fulfilment(store, read_policy(store), (), verified_evidence(store, sources))
    for figures in texts(found).values():
        assert figures[1] == figures[2]
        assert figures[4] == figures[5]
    lost = dict.fromkeys(verified_evidence(store, sources), False)
    none = fulfilment(store, read_policy(store), (), lost)
    assert {figures[2] for figures in texts(none).values()} <= {"0.0", "n/a", "100.0"}
    assert all(
        item.verified is False for item in none.items if item.status is Status.OK and item.requirement.structural
    )


def test_unknown_names_are_refused_with_the_nearest(store: EmbeddedStore) -> None:
    policy = read_policy(store)
    assert level_kinds(store, policy, ["goal"]) == [SG + "Goal"]
    with pytest.raises(UnknownKind, match="gaol"):
        level_kinds(store, policy, ["gaol"])
    with pytest.raises(WrongValue, match="no requirements for key figure"):
        level_kinds(store, policy, ["key-figure"])
    with pytest.raises(UnknownRequirement, match="goal-shedule") as raised:
        find_requirement(policy, "goal-shedule")
    assert "goal-schedule" in raised.value.remedy.da


def test_gaps_come_grouped_and_in_order(real: Fulfilment) -> None:
    report = gaps_report(real)
    strategies = [item.strategy for item in gaps(real)]
    assert strategies == sorted(strategies)
    assert report.gaps == len(gaps(real)) - 9  # the justified ones are rows, and no findings
    names = [item.requirement.name for item in gaps(real) if short(item.strategy) == PLAN]
    assert list(dict.fromkeys(names)) == [
        *("goal-schedule", "initiative-schedule", "goal-target", "initiative-target", "comment-disposition")
    ]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_commands_answer_in_every_format(cli: Cli, language: str, tmp_path: Path) -> None:
    for format_name in ("table", "csv", "json", "markdown"):
        found = cli("coverage", "--strategy", STATUS, "--format", format_name, "--lang", language)
        assert (found.code, found.err) == (0, "")
        level = {"da": "opfølgning: indsats", "en": "follow-up: initiative"}[language]
        assert (level if format_name in ("table", "markdown") else "reporting/initiative") in found.out
        assert ("reporting/" in found.out) == (format_name in ("csv", "json"))  # a code is for machines
        listed = cli("gaps", "--strategy", STATUS, "--format", format_name, "--lang", language)
        assert (listed.code, listed.err) == (1, "")
        assert "handleplan-11-c" in listed.out
    out = tmp_path / "out.xml"
    assert cli("coverage", "--format", "junit", "--lang", language, "-o", out).code == 0
    assert Xml.parse(out).getroot().tag == "testsuites"
    assert cli("gaps", "--strategy", SJAELLAND, "--lang", language).code == 0


def test_the_command_fails_under_a_threshold_and_on_new_gaps_only(cli: Cli, tmp_path: Path) -> None:
    passing = cli("coverage", "--strategy", PLAN, "--fail-under", "schedule/goal=93")
    assert (passing.code, passing.err) == (0, "")
    failing = cli("coverage", "--strategy", PLAN, "--fail-under", "schedule/goal=94", "--lang", "en")
    assert failing.code == 1
    assert failing.err == f"{PLAN} schedule/goal, fully: 93.3%. At least 94% is required.\n"
    path = tmp_path / "baseline.json"
    assert cli("coverage", "--write-baseline", path).code == 0
    same = cli("coverage", "--baseline", path, "--part", "new", "--format", "csv")
    assert (same.code, len(same.out.splitlines())) == (0, 1)
    known = json.loads(path.read_text(encoding="utf-8"))
    known["gaps"] = [gap for gap in known["gaps"] if gap[2] != f"{PLAN}/pejlemaerke-9"]
    path.write_text(json.dumps(known), encoding="utf-8")
    newer = cli("coverage", "--baseline", path, "--part", "new", "--format", "csv")
    assert newer.code == 1
    (row,) = csv.DictReader(io.StringIO(newer.out))
    assert row["element"] == f"{ID}{PLAN}/pejlemaerke-9"
    assert cli("coverage", "--baseline", path, "--strategy", SJAELLAND).code == 0
    path.write_text(json.dumps({**known, "version": 7}), encoding="utf-8")
    other = cli("coverage", "--baseline", path, "--lang", "en")
    assert (other.code, other.out) == (3, "")
    assert other.err.startswith("baseline-faulty: ")
    assert cli("coverage", "--fail-under", "goal").code == 2
    assert cli("coverage", "--level", "nix").code == 2
    assert cli("gaps", "--requirement", "nix").code == 2


def test_check_complete_warns_and_does_not_fail(cli: Cli, own_corpus: Path) -> None:
    plain = cli("check", "--data", own_corpus, "--lang", "en")
    assert plain.code == 0
    complete = cli("check", "--complete", "--data", own_corpus, "--lang", "en", "--format", "csv")
    assert complete.code == 0
    rows = [row for row in csv.DictReader(io.StringIO(complete.out)) if row["rule"].startswith("complete-")]
    assert {row["severity"] for row in rows} == {"warning"}
    listed = cli("gaps", "--data", own_corpus, "--format", "json", "--lang", "en")
    gaps_listed = json.loads(listed.out)["parts"][0]["rows"]
    missing = {
        (row["requirement"], short(row["element"]["id"]))
        for row in gaps_listed
        if row["reason"] in ("no-link", "not-stated") and row["at"] is None
    }
    assert {(row["rule"].removeprefix("complete-"), row["thing"]) for row in rows} == missing
