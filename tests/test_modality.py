"""Modal verbs: which a sentence has, and how a change of wording changes the commitment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.answers.modality import MODALS, STRENGTHS, change_of_strength, modals, shown, strongest


@pytest.mark.parametrize(
    ("text", "words", "counted"),
    [
        ("Vi understøtter borgeren", "", ""),
        ("Leverandøropgaven SKAL udføres økonomisk ansvarligt", "skal", "skal"),
        ("Derfor vil vi bl.a. lave et årligt dialogmøde", "vil", "vil"),
        ("Vores tilbud skal kunne håndtere borgere", "skal, (kunne)", "skal"),
        ("Vi burde og ville, hvis vi skulle", "(burde), (ville), (skulle)", ""),
        ("Økonomien skal ikke stå i vejen", "skal ikke", ""),
        ("Derfor vil vi heller ikke lukke tilbud", "vil ikke", ""),
        ("Tilbud, der ikke kan følge med, bør lukke", "kan ikke, bør", "bør"),
        ("Det skal ikke kun ske lokalt", "skal", "skal"),
        ("Det gælder ikke mindst de indsatser, der skal ske", "skal", "skal"),
        ("Vi kan, og de aldrig vil", "kan, vil aldrig", "kan"),
        ("Vi hjælper, så vidt som vi kan", "kan", "kan"),
        ("Skaldyr, kanaler og bøger", "", ""),
    ],
)
def test_the_modal_words_of_a_sentence_are_shown_and_the_strongest_counts(text: str, words: str, counted: str) -> None:
    assert shown(modals(text)) == words
    assert strongest(modals(text)) == counted


@pytest.mark.parametrize(
    ("draft", "print_", "strength"),
    [
        ("Vi vil sikre rammer", "Vi skal sikre rammer", "stronger"),
        ("Vi bør sikre rammer", "Vi vil sikre rammer", "stronger"),
        ("Vi kan sikre rammer", "Vi bør sikre rammer", "stronger"),
        ("Vi skal sikre rammer", "Vi kan sikre rammer", "weaker"),
        ("Vi skal og vil", "Vi vil og skal", "unchanged"),
        ("Vi støtter", "Vi hjælper", "none"),
        ("Vi støtter", "Vi vil støtte", "gained"),
        ("Vi vil støtte", "Vi støtter", "lost"),
        ("Vi skal støtte, så alle kan bo her", "Vi støtter, så alle kan bo her", "lost"),
        ("Vi skal støtte, så alle kan bo her", "Vi vil støtte, så alle kan bo her", "weaker"),
        ("Vi vil det, og vi skal det", "Vi skal det, og vi skal det", "stronger"),
        ("Vi skal lukke", "Vi skal ikke lukke", "negation"),
        ("Vi kan ikke lukke", "Vi vil lukke", "negation"),
        ("Vi ville støtte", "Vi kunne støtte", "none"),
        ("Vi skal støtte", "Vi skulle støtte", "lost"),
    ],
)
def test_a_change_of_modal_changes_the_strength(draft: str, print_: str, strength: str) -> None:
    assert change_of_strength(modals(draft), modals(print_)) == strength


TEXTS = st.lists(st.sampled_from(["vi", *MODALS, "ikke", "kunne", ",", "støtte", "og"]), max_size=8).map(" ".join)
MIRROR = {"stronger": "weaker", "weaker": "stronger", "gained": "lost", "lost": "gained"}


@given(TEXTS, TEXTS)
def test_the_other_way_round_stronger_is_weaker(draft: str, print_: str) -> None:
    there = change_of_strength(modals(draft), modals(print_))
    assert there in STRENGTHS
    assert change_of_strength(modals(print_), modals(draft)) == MIRROR.get(there, there)
    assert change_of_strength(modals(draft), modals(draft)) in ("unchanged", "none")
