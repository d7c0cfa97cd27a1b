"""Generations: what became of each handleplan, read off the two texts."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from strategigraf.compare.comparison import generation_pairs
from strategigraf.compare.generations import FATES, Generation, generation, generations_report
from strategigraf.core.rdf import ID, SG
from strategigraf.files.source_text import SourceText
from strategigraf.store.lookup import openings
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli
from tests.pairs import NONE, Row, world
from tests.test_comparison import SIZES, number, part, record

OLD, PLAN, DRAFT = (
    ID + "midt-social-strategi-status-2015",
    ID + "midt-udviklingsplan-2023",
    ID + "midt-workshop-2022-06-15",
)
# Read off the status of 2015 and the plan of 2023, each handleplan held against the whole plan.
CONTINUED = {"1-C", "5-D", "6-B", "7-D"}
IN_PART = {"3-C", "3-D", "4-C", "5-A", "6-A", "7-A", "7-C", "7-E", "11-A", "14-A"}
RELATED = {"1-A", "1-B", "2-A", "2-D", "4-A", "4-B", "4-D", "5-B", "11-C", "11-E"}
DROPPED = {"1-D", "2-B", "2-C", "2-E", "3-A", "3-B", "3-E", "3-F", "4-E", "5-C", "6-C", "7-B", "9-E", "11-B"}
GONE_WORDS = (  # what the dropped ones are about, in no form in the plan
    *("e-læring", "forskning", "ph.d", "fundraising", "innovationscamp", "innovationsmetode", "videomøde"),
    *("dokumenthåndtering", "dansk kvalitetsmodel", "finansieringsmodel", "projektmidler", "kost og motion", "motion"),
    *("model for sikkerhed", "eksterne midler", "ny teknologi"),
)


@pytest.fixture(scope="module")
def handleplaner(store: EmbeddedStore) -> Generation:
    return generation(store, OLD, PLAN, [SG + "Initiative"])


def test_each_of_the_38_handleplaner_has_the_fate_that_the_texts_give_it(handleplaner: Generation) -> None:
    fates = {fate: {f.notation for f in handleplaner.fates if f.fate == fate} for fate in FATES}
    assert fates == {
        "continued": CONTINUED,
        "continued-in-part": IN_PART,
        "related": RELATED,
        "dropped": DROPPED,
        "denied": set(),
        "not-assessed": set(),
    }
    assert len(handleplaner.fates) == 38


def test_what_is_dropped_is_not_spoken_of_in_the_plan(sources: dict[str, SourceText]) -> None:
    plan = sources["midt-udviklingsplan-2023.md"].raw.casefold()
    for word in GONE_WORDS:
        assert not re.search(rf"\b{word}", plan), word
    status = sources["midt-social-strategi-status-2015.md"].raw.casefold()
    assert all(re.search(rf"\b{word}", status) for word in GONE_WORDS)


def test_status_and_actor_are_those_of_the_source(handleplaner: Generation) -> None:
    told = {fate.notation: fate for fate in handleplaner.fates}
    assert told["4-E"].status_words == "Gennemføres 2. halvår 2015"
    assert told["4-E"].actors == (ID + "organisations/ps-administrationen",)
    assert told["1-B"].status == SG + "Preparing"
    assert told["11-C"].status_words == ""
    assert told["11-C"].actors == ()
    assert set(told["2-E"].actors) == {ID + "organisations/cfk", ID + "organisations/ps-administrationen"}
    order = [fate.notation for fate in handleplaner.fates]
    assert order.index("2-A") < order.index("2-B") < order.index("11-A") < order.index("14-A")


def test_the_saved_questions_say_the_same(cli: Cli, store: EmbeddedStore, handleplaner: Generation) -> None:
    def asked(question: str) -> list[dict[str, dict[str, str]]]:
        done = cli("ask", question, "--format", "json")
        return list(json.loads(done.out)["results"]["bindings"])

    old = "midt-social-strategi-status-2015/"
    dropped = {
        row["initiative"]["value"] for row in asked("older-initiatives-dropped") if old in row["initiative"]["value"]
    }
    assert dropped == {fate.element.thing for fate in handleplaner.fates if fate.fate == "dropped"}
    told = {
        (row["initiative"]["value"], row.get("newer", {}).get("value", ""))
        for row in asked("older-initiatives-continued")
        if old in row["initiative"]["value"]
    }
    ours = {(f.element.thing, m.other) for f in handleplaner.fates for m in f.matches if not m.negative}
    assert told == ours


def test_vision_tracks_and_statements_of_the_draft_were_carried_into_print_and_not_all_its_sections(
    store: EmbeddedStore,
) -> None:
    found = generation(store, DRAFT, PLAN)
    sections = [fate for fate in found.fates if fate.element.kind == SG + "Section"]
    assert [fate.fate for fate in found.fates if fate not in sections] == ["continued"] * 13
    contents = Counter(fate.fate for fate in sections if "/kapitel-" in fate.element.thing)
    assert contents == {"continued": 12, "continued-in-part": 5, "dropped": 8}
    assert generation_pairs(store) == [(OLD, PLAN), (DRAFT, PLAN)]


def test_an_older_element_is_continued_in_part_where_it_is_the_broader_side(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("b:0", "continues", False, "a:0"),
        ("b:0", "broad", False, "a:0"),
        ("b:1", "broad", False, "a:0"),
        ("b:0", "continues", False, "a:1"),
        ("b:0", "broad", False, "a:1"),
        ("b:1", "continues", False, "a:1"),
        ("b:2", "broad", False, "a:2"),
        (NONE, "exact", False, "a:3"),
        ("b:3", "continues", True, "a:4"),
    ]
    store = world(tmp_path, SIZES, {"b--a": rows})
    found = generation(store, ID + "a", ID + "b")
    assert [fate.fate for fate in found.fates] == ["continued-in-part", "continued", "related", "dropped", "denied"]
    turned = [("b:0", "narrow", False, "a:0"), ("b:0", "continues", False, "a:0")]
    again = generation(world(tmp_path, SIZES, {"b--a": turned}), ID + "a", ID + "b")
    assert again.fates[0].fate == "continued"


@pytest.mark.parametrize("pair", [(OLD, PLAN), (DRAFT, PLAN), (PLAN, ID + "sjaelland-strategi-2025-2028")])
def test_every_number_of_the_generations_adds_up_and_opens_to_words(
    store: EmbeddedStore, pair: tuple[str, str]
) -> None:
    report = generations_report(store, [generation(store, *pair)])
    for row in record(part(report, "summary")):
        sums = ("continued", "in_part", "related", "dropped", "denied", "not_assessed")
        assert sum(number(row[name]) for name in sums) == number(row["elements"])
    things = {thing for figure in report.figures() for thing in figure.of}
    assert things
    assert things == set(openings(store, things))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("format_name", ["table", "csv", "json", "markdown"])
def test_generations_come_in_each_format_and_language(cli: Cli, format_name: str, language: str) -> None:
    done = cli("generations", "--part", "fates", "--format", format_name, "--lang", language)
    assert done.code == 0
    assert {"da": "delvist videreført", "en": "partly continued"}[language] in done.out
    assert "handleplan-11-b" in done.out


def test_generations_asked_wrongly_are_answered_with_the_way_out(cli: Cli) -> None:
    done = cli("generations", "midt-udviklingsplan-2023", "midt-social-strategi-status-2015")
    assert (done.code, "generations midt-social-strategi-status-2015 midt-udviklingsplan-2023" in done.err) == (2, True)
    done = cli("generations", "sjaelland-strategi-2025-2028", "--lang", "en")
    assert (done.code, "Something was continued from: midt-social-strategi-status-2015" in done.err) == (2, True)
    done = cli("generations", "midt-social-strategi-status-2051", "--lang", "en")
    assert (done.code, "midt-social-strategi-status-2015?" in done.err) == (2, True)
    done = cli("generations", "midt-udviklingsplan-2023", "midt-udviklingsplan-2023")
    assert (done.code, "to gange" in done.err) == (2, True)
    done = cli("generations", "midt-social-strategi-status-2015", "sjaelland-strategi-2025-2028")
    assert (done.code, "De to strategier er endnu ikke sammenlignet" in done.out) == (0, True)


def test_the_later_one_is_not_taken_for_the_older_one(cli: Cli) -> None:
    done = cli("generations", "sjaelland-strategi-2025-2028", "midt-udviklingsplan-2023", "--lang", "en")
    assert done.code == 2
    assert "begins in 2025" in done.err
    assert "strategigraf generations midt-udviklingsplan-2023 sjaelland-strategi-2025-2028" in done.err
    assert cli("generations", "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028").code == 0
