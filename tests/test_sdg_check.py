"""The SDG check: each claim against all official texts, its accuracy on the labelled set, and its doubts."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.errors import FilesNotFound
from strategigraf.core.rdf import ID, SDG
from strategigraf.files.tables import LexiconRow, read_labelled, read_lexicon
from strategigraf.sdg.check import ClaimCheck, Scales, Verdict, judge, passage, scales, sdg_check, wordings
from strategigraf.sdg.index import NOTHING, ConceptLexicon, goal_of
from strategigraf.sdg.report import Score, held_out, sdg_accuracy_report, sdg_check_report, trials
from strategigraf.store.lookup import openings
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import CORPUS, Cli

PLAN = ID + "midt-udviklingsplan-2023/"


@pytest.fixture(scope="module")
def weighed(store: EmbeddedStore) -> Scales:
    return scales(store)


@pytest.fixture(scope="module")
def checked(store: EmbeddedStore) -> dict[str, ClaimCheck]:
    return {each.claim.link: each for each in sdg_check(store)}


@pytest.fixture(scope="module")
def score(weighed: Scales) -> Score:
    return Score(trials(weighed.targets, read_labelled()))


def test_a_danish_compound_stands_for_its_known_parts_and_an_unknown_word_for_its_stem() -> None:
    rows = [
        LexiconRow("health", {"da": ("sundhed*",), "en": ("health",)}),
        LexiconRow("prevention", {"da": ("forebyg*",), "en": ("prevent*",)}),
        LexiconRow("water", {"da": ("vand",), "en": ("water",)}),
        LexiconRow("pure", {"da": ("rent_vand", "art="), "en": ("pure",)}),
        LexiconRow(NOTHING, {"da": ("og", "udvikl*"), "en": ("and",)}),
    ]
    lexicon = ConceptLexicon(rows)
    assert lexicon.concepts("sundhedsforebyggelse", "da") == ("health", "prevention")
    assert lexicon.concepts("borgerforebyggelse", "da") == ("prevention",)
    assert lexicon.concepts("arter", "da") == ()
    found = lexicon.meanings("Rent vand og udviklingen, VAND og sten", "da")
    assert [(meaning.words, meaning.features) for meaning in found] == [
        ("rent vand", ("pure",)),
        ("vand", ("water",)),
        ("sten", ("da:sten",)),
    ]


def test_the_lexicon_is_well_made_and_both_languages_have_words_for_nearly_every_concept() -> None:
    rows = read_lexicon()
    names = Counter(row.concept for row in rows)
    assert max(names.values()) == 1
    assert len(names) > 200
    assert all(row.words["en"] for row in rows)
    assert sum(bool(row.words["da"]) for row in rows) / len(rows) > 0.97
    for row in rows:
        for words in row.words.values():
            assert len(set(words)) == len(words), row.concept
            assert all(word == word.casefold() for word in words), row.concept


def test_the_labelled_set_has_every_target_in_both_languages_and_seldom_in_the_registers_own_words(
    store: EmbeddedStore,
) -> None:
    paraphrases = read_labelled()
    targets, _ = wordings(store)
    assert len(paraphrases) >= 200
    assert {(p.target, p.language) for p in paraphrases} == {(t.code, lang) for t in targets for lang in ("da", "en")}
    texts = {text.casefold() for target in targets for text, _ in (*target.texts, *target.titles)}
    assert not [p for p in paraphrases if p.words.casefold() in texts]
    halves = Counter(held_out(paraphrase) for paraphrase in paraphrases)
    assert min(halves.values()) > 150


def test_the_check_finds_the_right_target_in_words_that_it_was_not_tuned_on(score: Score) -> None:
    held = Score(tuple(trial for trial in score.trials if trial.held_out))
    every = len(held.trials)
    assert len(held.first) / every >= 0.8
    assert len(held.among_three) / every >= 0.92
    for language in ("da", "en"):
        some = Score(tuple(trial for trial in held.trials if trial.paraphrase.language == language))
        assert len(some.first) / len(some.trials) >= 0.8


def test_a_right_claim_is_never_called_a_misfit_and_planted_errors_are_seen(score: Score) -> None:
    every = len(score.trials)
    assert score.right(Verdict.MISFIT) == []
    assert len(score.right(Verdict.FITS)) / every > 0.9
    assert len(score.found(same_goal=True, grave=False)) / every > 0.95
    assert len(score.found(same_goal=False, grave=False)) / every > 0.95
    assert len(score.found(same_goal=False, grave=True)) / every > 0.7
    for trial in score.trials:
        assert goal_of(trial.same_goal.claimed.code) == goal_of(trial.paraphrase.target)
        assert goal_of(trial.other_goal.claimed.code) != goal_of(trial.paraphrase.target)


def test_13_2_of_the_plan_is_a_misfit_and_13_3_fits_better(checked: dict[str, ClaimCheck]) -> None:
    grave = {link: each for link, each in checked.items() if each.verdict is Verdict.MISFIT}
    assert set(grave) == {PLAN + "link-spor-1--13.2", PLAN + "link-indsats-5-4--13.2"}
    for each in grave.values():
        assert each.judgement.better.code == "13.3"
        assert each.judgement.carrying(each.judgement.better)[:2] in (
            ("oplysning", "undervisning"),
            ("undervisning", "oplysning"),
        )
        assert each.judgement.carrying(each.judgement.claimed) == ()
        assert each.doubts


def test_no_other_claim_of_the_plan_is_called_wrong_and_every_doubt_is_told(checked: dict[str, ClaimCheck]) -> None:
    # Read off the boxes of the plan: 13.2 is the one number whose words are another target's.
    mine = [each for each in checked.values() if each.claim.link.startswith(PLAN)]
    by_code = {each.claim.code: each.verdict for each in mine if "link-spor" in each.claim.link}
    assert [code for code, verdict in by_code.items() if verdict is Verdict.MISFIT] == ["13.2"]
    for code in ("3.4", "3.5", "4.4", "8.5", "8.6", "16.6", "16.7"):  # here the box repeats the UN's words
        assert by_code[code] is Verdict.FITS, code
    assert all(each.doubts for each in mine if each.verdict is not Verdict.FITS)


def test_a_sentence_that_repeats_its_target_keeps_a_reservation_where_the_measure_is_about_another(
    checked: dict[str, ClaimCheck],
) -> None:
    flexible = checked[PLAN + "link-indsats-14-1--8.6"]
    assert flexible.verdict is Verdict.FITS
    assert flexible.elsewhere is not None
    assert flexible.elsewhere.better.code == "8.8"
    assert any("8.8" in doubt.en for doubt in flexible.doubts)


def test_a_target_whose_year_was_past_before_the_strategy_began_is_told(checked: dict[str, ClaimCheck]) -> None:
    late = {name for name, each in checked.items() if any("The deadline" in doubt.en for doubt in each.doubts)}
    assert {checked[name].claim.code for name in late} == {"8.6"}  # of the plan's targets the only one for 2020
    assert len(late) == sum(each.claim.code == "8.6" for each in checked.values()) == 3
    told = checked[sorted(late)[0]].doubts[-1]
    assert told.da == "Fristen for 8.6 er 2020; strategien begynder i 2024."


def test_a_claim_with_just_a_number_is_neither_right_nor_wrong(checked: dict[str, ClaimCheck]) -> None:
    unsaid = {link for link, each in checked.items() if each.verdict is Verdict.UNSAID}
    assert unsaid == {PLAN + f"link-spor-{name}" for name in ("1--16", "1--17", "2--3", "2--10", "3--4", "3--8")}


@pytest.mark.parametrize(
    ("text", "code", "kept"),
    [
        ("Om mål 3.4. Vi løber. Om 3.5.", "3.4", "Om mål 3.4. Vi løber."),
        ("Sundhed hører til 3.4, misbrug til 3.5", "3.5", "misbrug til 3.5"),
        ("Både 3.4 og 3.5 om sundhed", "3.5", "Både 3.4 og 3.5 om sundhed"),
        ("Delmål 3.10 findes ikke", "3.1", "Delmål 3.10 findes ikke"),
        ("Vi vil mål 16. Om 16.b og love.", "16", "Vi vil mål 16. Om 16.b og love."),
        ("", "1.1", ""),
    ],
)
def test_of_a_passage_that_names_several_targets_the_words_of_this_one_count(text: str, code: str, kept: str) -> None:
    assert passage(text, code) == kept


@given(st.text(max_size=80))
def test_any_words_at_all_get_a_verdict_and_a_score_from_0_to_1(weighed: Scales, text: str) -> None:
    for code in ("1.1", "16.b"):
        found = judge(weighed.targets, code, weighed.targets.lexicon.meanings(text, "da"), "da")
        assert 0 <= found.claimed.score <= 1
        assert 1 <= found.rank <= 169
        assert (found.verdict is Verdict.UNSAID) == (not found.meanings)


def test_the_words_of_a_target_itself_fit_it_best(weighed: Scales, store: EmbeddedStore) -> None:
    targets, _ = wordings(store)
    index = weighed.targets
    right = sum(
        index.fits(index.lexicon.meanings(target.texts[-1][0], "en"), "en")[0].code == target.code for target in targets
    )
    assert right / len(targets) > 0.97


def test_every_row_of_the_report_opens_and_every_finding_stands_first_where_gravest(store: EmbeddedStore) -> None:
    report = sdg_check_report(store, sdg_check(store))
    assert [part.name for part in report.parts] == ["findings", "claims", "strategies", "readings", "method"]
    for figure in [*report.figures(), *sdg_accuracy_report(store).figures()]:
        if figure.value:
            assert figure.of
            assert set(openings(store, figure.of)) == set(figure.of)
    findings, claims, strategies, readings, _ = report.parts
    labels: list[object] = [verdict.label for verdict in Verdict]
    places = [labels.index(row[3]) for row in findings.rows]
    assert places == sorted(places)
    assert findings.gaps == len(findings.rows) == report.gaps
    assert len(claims.rows) == 66
    assert sum(row[-1] != ("", "") for row in strategies.rows) == 3
    assert [row[3].text for row in readings.rows] == ["2", "2", "2"]  # type: ignore[union-attr]


def test_the_command_speaks_both_languages_in_every_format(cli: Cli, tmp_path: Path) -> None:
    assert "passer ikke" in cli("sdg-check", "--part", "findings").out
    english = cli("sdg-check", "--lang", "en", "--format", "markdown").out
    assert "| does not fit |" in english
    assert "## Method" in english
    rows = list(csv.DictReader(io.StringIO(cli("sdg-check", "--lang", "en", "--format", "csv").out)))
    assert rows[0]["target"] == SDG + "13.2"
    assert rows[0]["other"] == SDG + "13.3"
    out = tmp_path / "check.json"
    assert cli("sdg-check", "--format", "json", "-o", out).code == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["evidence"][SDG + "13.3"]["quotes"][0]["exact"].startswith("Improve education")
    assert out.read_text(encoding="utf-8") == cli("sdg-check", "--format", "json").out


def test_strict_is_1_where_a_claim_is_a_misfit_and_0_where_none_is(cli: Cli) -> None:
    assert cli("sdg-check", "--strict").code == 1
    assert cli("sdg-check", "--strict", "--strategy", "midt-workshop-2022-06-15").code == 0
    assert cli("sdg-check", "--strict", "--data", CORPUS / "data").code == 0


def test_accuracy_is_printed_in_full_and_a_strategy_without_claims_says_so(cli: Cli) -> None:
    out = cli("sdg-check", "--accuracy", "--lang", "en").out
    assert "held out  both      169" in out
    assert "Paraphrases that the check judges wrongly" in out
    zealand = cli("sdg-check", "--strategy", "sjaelland-strategi-2025-2028", "--part", "strategies", "--lang", "en")
    assert "Has no SDG claims." in zealand.out


def test_an_unknown_strategy_and_a_missing_table_are_told(cli: Cli, tmp_path: Path) -> None:
    wrong = cli("sdg-check", "--strategy", "midt-udviklingsplan-2024")
    assert wrong.code == 2
    assert "midt-udviklingsplan-2023" in wrong.err
    with pytest.raises(FilesNotFound, match=r"sdg-lexicon\.tsv"):
        read_lexicon(tmp_path)
