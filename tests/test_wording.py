"""Free-text questions: how many of the written-down wordings find their question, and what is refused."""

import csv
import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from strategigraf.ask.understanding import understood
from strategigraf.ask.wording import choose, ranking, values_in
from strategigraf.core.errors import QuestionUnsure, StrategigrafError
from strategigraf.files.question import Question, read_question
from strategigraf.files.workspace import find_workspace
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE

QUESTIONS = [read_question(path) for path in find_workspace().query_files()]
NAMED = {question.name: question for question in QUESTIONS}
with (HERE / "wordings.tsv").open(encoding="utf-8", newline="") as lines:
    ROWS = [(row["wording"], row["question"]) for row in csv.DictReader(lines, delimiter="\t")]
COVERED = [row for row in ROWS if row[1] != "-"]
UNCOVERED = [wording for wording, question in ROWS if question == "-"]

Record = Callable[[str, object], None]


def chosen(store: EmbeddedStore, wording: str) -> str:
    """The name of the question chosen for *wording*, `-` for none."""
    try:
        return understood(store, wording, QUESTIONS)[0].name
    except StrategigrafError:
        return "-"


def same(wording: str) -> str:
    """*wording* in small letters, words only: what two copies of a wording share."""
    return " ".join(re.findall(r"\w+", wording.casefold()))


def texts(question: Question) -> list[str]:
    return [question.summary, question.wording.da, question.wording.en, *question.other_wordings]


def test_covered_wordings_find_their_question(record_property: Record) -> None:
    names = [([match.question.name for match in ranking(wording, QUESTIONS)], right) for wording, right in COVERED]
    first = sum(ranked[0] == right for ranked, right in names) / len(names)
    third = sum(right in ranked[:3] for ranked, right in names) / len(names)
    record_property("figure", f"wordings: first {first:.1%}, among three {third:.1%} of {len(names)}")
    assert first >= 0.90
    assert third >= 0.97


def test_covered_wordings_are_chosen_and_others_refused(store: EmbeddedStore, record_property: Record) -> None:
    right = sum(chosen(store, wording) == name for wording, name in COVERED) / len(COVERED)
    refused = sum(chosen(store, wording) == "-" for wording in UNCOVERED)
    record_property(
        "figure", f"wordings: chosen rightly {right:.1%}, not covered and refused {refused} of {len(UNCOVERED)}"
    )
    wrong = [wording for wording, name in COVERED if chosen(store, wording) not in (name, "-")]
    assert right >= 0.60
    assert len(wrong) <= 1, wrong
    assert refused >= len(UNCOVERED) - 1


def test_no_test_wording_stands_in_a_header() -> None:
    known = {same(text) for question in QUESTIONS for text in texts(question)}
    assert not [wording for wording, _ in ROWS if same(wording) in known]


def test_a_question_finds_itself() -> None:
    for question in QUESTIONS:
        for text in question.wording:
            assert question in [match.question for match in ranking(re.sub(r"\{\w+\}", "8", text), QUESTIONS)[:3]]


@pytest.mark.parametrize(
    ("wording", "question", "values"),
    [
        ("Hvilke indsatser bidrager til delmål 10.3?", "initiatives-by-sdg-target", {"target": "10.3"}),
        ("which initiatives serve 16.b", "initiatives-by-sdg-target", {"target": "16.b"}),
        ("Hvad står i tidsplanen for 2026?", "timeline-entries-by-period", {"year": "2026"}),
        ("Hvad hører under pejlemærke 8?", "initiatives-by-goal", {"goal": "pejlemaerke-8"}),
        ("Hvad hører under Pejlemaerke 8?", "initiatives-by-goal", {"goal": "pejlemaerke-8"}),
        ("what belongs to goal 8", "initiatives-by-goal", {"goal": "pejlemaerke-8"}),
        ("Hvad gøres der for målsætning 5?", "goals-supported", {"goal": "maalsaetning-5"}),
        ("Hvilke delmål bidrager indsats 13-2 til?", "sdg-targets-by-element", {"element": "indsats-13-2"}),
        ("Hvilke mål er der i spor 2?", "goals-by-track", {"track": "spor-2"}),
        ("Hvad bidrager til verdensmål 13?", "elements-by-sdg-goal", {"goal": "13"}),
        ("what serves SDG 13", "elements-by-sdg-goal", {"goal": "13"}),
        ("Hvad bidrager til 13.2?", "elements-by-sdg-goal", {}),
        ("Hvilke strategier gælder i 2026?", "strategies", {}),
        ("Hvilke indsatser hører til spor 2?", "initiatives-by-goal", {}),
    ],
)
def test_values_in_a_wording(wording: str, question: str, values: dict[str, str]) -> None:
    assert values_in(wording, NAMED[question]) == values


@pytest.mark.parametrize("wording", ["", "   ", "?!", "… – —", "og det er den"])
def test_a_wording_that_says_nothing_is_refused(wording: str) -> None:
    with pytest.raises(QuestionUnsure):
        choose(wording, QUESTIONS)


def test_nothing_is_chosen_of_no_questions() -> None:
    assert ranking("Hvilke strategier er der?", []) == []
    with pytest.raises(QuestionUnsure):
        choose("Hvilke strategier er der?", [])


def test_as_near_questions_stand_by_name_and_nearness_is_a_share() -> None:
    for wording in ("", "Hvornår er indsats 13-2 sat i tid?", "xyzzy"):
        ranked = ranking(wording, QUESTIONS)
        assert {match.question for match in ranked} == set(QUESTIONS)
        assert 0 <= sum(match.nearness for match in ranked) <= 1.000001
        for one, other in pairwise(ranked):
            assert one.nearness > other.nearness or one.question.name < other.question.name
    assert ranking("Hvad siger høringen?", QUESTIONS) == ranking("Hvad siger høringen?", list(QUESTIONS))


def test_the_order_of_the_questions_does_not_matter() -> None:
    wording = "which goals were forgotten in the time line"
    names = [match.question.name for match in ranking(wording, QUESTIONS)[:3]]
    assert names == [match.question.name for match in ranking(wording, QUESTIONS[::-1])[:3]]


@pytest.mark.parametrize(
    ("wording", "question"),
    [
        ("Hvilke indsaster står ikke i tidsplanen?", "initiatives-without-timeline-entry"),
        ("hvilke pejlemerker hører til spor 2", "goals-by-track"),
        ("Which initatives have no stattus?", "initiatives-without-status"),
    ],
)
def test_a_slip_of_the_pen_does_no_harm(store: EmbeddedStore, wording: str, question: str) -> None:
    assert chosen(store, wording) == question
