"""Suggestions: ranked with score, probability, method and the words that both share; never what is linked already."""

from pathlib import Path

import openpyxl
import pytest

import strategigraf as sg
from benchmarks.suggestions import fitted, fold_of, precision_and_recall, reliability
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import ID, SG
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.suggest.likeness import Letters, Stems
from strategigraf.suggest.report import Suggester
from strategigraf.suggest.scoring import FEATURES, weights_of
from strategigraf.suggest.tasks import TASKS, Question, World, curated
from tests.conftest import TOP, Cli

PLAN = ID + "midt-udviklingsplan-2023"
SOUTH = ID + "sjaelland-strategi-2025-2028"


@pytest.fixture(scope="module")
def suggester(store: EmbeddedStore) -> Suggester:
    return Suggester(store)


def test_texts_are_alike_by_inflected_words_and_by_parts_of_long_ones() -> None:
    texts = ["Bostedslæger til de enkelte tilbud", "Rent vand i hanen", "Læge på bostedet"]
    letters, stems = Letters(texts).like("bostedslægen"), Stems(texts).like("et bosted med læger")
    assert letters[0] > letters[2] > letters[1]
    assert stems[2] > stems[0] == stems[1] == 0
    assert Stems(texts).shared("Lægerne på bostedet", texts[2]) == ["bostedet", "lægerne"]


def test_what_is_linked_or_was_rejected_is_suggested_no_more(suggester: Suggester) -> None:
    world = suggester.world
    thing = PLAN + "/spor-3"
    for task in ("mappings", "sdgs"):
        for other in (SOUTH, ID + "midt-social-strategi-status-2015"):
            found = suggester.for_thing(task, thing, other, most=50, least=0.0)
            assert len(found) > 10
            assert not {one.suggested for one in found} & world.chosen(task).get(thing, set())
            likely = [one.probability for one in found]
            assert likely == sorted(likely, reverse=True)
    linked = {one.thing for one in suggester.for_strategy("dates", PLAN)}
    assert not linked & world.chosen("dates").keys()


def test_words_that_are_not_in_the_data_yet_get_suggestions(suggester: Suggester) -> None:
    found = suggester.for_words(
        "mappings", "Bostedslæger på tilbuddene", "Vi ansætter bostedslæger på de enkelte tilbud.", SOUTH, other=PLAN
    )
    assert PLAN + "/indsats-8-1" in [one.suggested for one in found]
    assert "bostedslæger" in found[0].words
    assert found[0].probability > 0.3
    sdgs = suggester.for_words("sdgs", "Lige adgang", "Vi sikrer alles deltagelse uanset handicap.", SOUTH, SG + "Goal")
    assert all("/sdg/" in one.suggested for one in sdgs)


def test_the_answer_has_score_probability_words_and_method_in_both_languages(store: EmbeddedStore) -> None:
    for language in ("da", "en"):
        answer = sg.suggest(sg.open(language=language), "midt-udviklingsplan-2023/indsats-1-2", most=1)
        first = answer.records()[0]
        assert set(first) >= {"thing", "task", "suggested", "score", "probability", "shared", "method"}
        assert 0 <= first["probability"] <= 1
    with pytest.raises(WrongValue, match="date"):
        sg.suggest(sg.open(language="en"), "midt-udviklingsplan-2023/indsats-1-2", "dates")


def test_every_task_has_weights_and_questions(store: EmbeddedStore) -> None:
    world = World(store)
    told = dict(curated(world))
    for task in TASKS:
        assert len(weights_of(task)) == len(FEATURES)
        assert len(told[task]) > 10
        assert all(question.chosen <= set(question.candidates) for question in told[task])


def test_the_measures_are_what_they_are_called() -> None:
    from benchmarks.suggestions import Case

    question = Question("x", "x:q", ("a", "b", "c", "d"), frozenset({"a", "c"}))
    none = tuple([0.0] * len(FEATURES))
    case = Case(question, [none] * 4, [True, False, True, False])
    precision, recall = precision_and_recall(case, [4, 3, 2, 1])
    assert precision == pytest.approx((1 + 2 / 3) / 2)
    assert recall == 1
    assert precision_and_recall(case, [1, 1, 1, 1])[0] == pytest.approx((1 + 2 / 3) / 2)  # equal ones by IRI
    ((band, pairs, mean, share),) = reliability([case], [[0.4, 0.4, 0.4, 0.4]])
    assert (band, pairs, share) == ("0.35–0.50", 4, 0.5)
    assert mean == pytest.approx(0.4)
    assert fold_of("x:q") == fold_of("x:q")
    useful = (1.0, 1.0, *[0.0] * (len(FEATURES) - 2))
    plain = (1.0, *[0.0] * (len(FEATURES) - 1))
    weights = fitted([Case(question, [useful, plain, useful, plain], [True, False, True, False])] * 30)
    assert weights[1] > 1 > 0 > weights[0]


def test_the_page_shows_that_every_set_is_at_least_as_good_as_the_baseline() -> None:
    rows = [
        [cell.strip(" *") for cell in line.strip("|\n").split("|")]
        for line in (TOP / "docs" / "suggestions.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(("| mappings", "| sdgs", "| answers", "| dates")) and "**" in line
    ]
    assert len(rows) == 7
    for row in rows:
        assert float(row[4]) >= float(row[3]), row


def test_the_form_has_suggestions_and_nothing_of_them_is_filled_in(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    assert cli("form", "sjaelland-strategi-2025-2028", "-o", path).code == 0
    sheet = openpyxl.load_workbook(path)["Forslag"]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert len(rows) > 20
    assert all(0.15 <= float(str(row[4])) <= 1 for row in rows)
    assert cli("accept", path, "--dry-run").err.endswith("Intet at ændre: alt i filen er allerede i data.\n")
    assert cli("form", "sjaelland-strategi-2025-2028", "-o", path, "--no-suggestions").code == 0
    assert "Forslag" not in openpyxl.load_workbook(path).sheetnames
