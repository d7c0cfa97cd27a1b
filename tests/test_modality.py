"""Modal verbs: which a sentence has, and how a change of wording changes the commitment."""

import csv
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.compare.modality import MODALS, STRENGTHS, change_of_strength, modals, shown, strongest
from strategigraf.files.source_text import SourceText
from tests.conftest import HERE


@pytest.mark.parametrize(
    ("text", "words", "counted"),
    [
        ("Vi understøtter borgeren", "", ""),
        ("Leverandøropgaven SKAL udføres økonomisk ansvarligt", "(skal)", ""),
        ("Derfor vil vi bl.a. lave et årligt dialogmøde", "vil", "vil"),
        ("Vores tilbud skal kunne håndtere borgere", "skal, (kunne)", "skal"),
        ("Vi burde og ville, hvis vi skulle", "(burde), (ville), (skulle)", ""),
        ("Økonomien skal ikke stå i vejen", "(skal ikke)", ""),
        ("Derfor vil vi heller ikke lukke tilbud", "vil ikke", ""),
        ("Tilbud, der ikke kan følge med, bør lukke", "(kan ikke), (bør)", ""),
        ("Det skal ikke kun ske lokalt", "(skal)", ""),
        ("Vi skal ikke kun gøre det lokalt", "skal", "skal"),
        ("Det gælder ikke mindst de indsatser, der skal ske", "(skal)", ""),
        ("Vi kan, og de aldrig vil", "kan, (vil aldrig)", "kan"),
        ("Vi kan og skal lukke de gamle", "kan, skal", "skal"),
        ("Eksempelby Kommune vil åbne åen", "vil", "vil"),
        ("Kommunen skal åbne åen", "skal", "skal"),
        ("Den enkelte kommune kan lukke", "(kan)", ""),
        ("Region Midtjylland skal også handle, og derfor vil Region Midtjylland", "skal, vil", "skal"),
        ("Socialområdets borgere skal have mere", "(skal)", ""),
        ("Hvad skal vi gøre?", "(skal)", ""),
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


def test_a_modal_counts_only_where_the_organisation_is_its_subject(
    record_property: Callable[[str, object], None],
) -> None:
    """Labelled by a reader of five sources: of each modal verb whether it promises what the organisation will do."""
    with (HERE / "labelled_modals.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    right = found = wanted = 0
    for row in rows:
        read = Counter(row["promised"].split())
        counted = Counter(modal.present for modal in modals(row["sentence"]) if modal.counts)
        right += (read & counted).total()
        found += counted.total()
        wanted += read.total()
    record_property("figure", f"modals: {right} of {wanted} labelled promises found, {found - right} found that are "
                              f"none, in {len(rows)} sentences")  # fmt: skip
    assert len(rows) >= 100
    assert right / wanted >= 0.95
    assert right / found >= 0.95


def test_the_labelled_sentences_stand_in_their_sources(sources: dict[str, SourceText]) -> None:
    with (HERE / "labelled_modals.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            assert sources[f"{row['source']}.md"].spans(row["sentence"]), row["sentence"]


TEXTS = st.lists(st.sampled_from(["vi", *MODALS, "ikke", "kunne", ",", "støtte", "og"]), max_size=8).map(" ".join)
MIRROR = {"stronger": "weaker", "weaker": "stronger", "gained": "lost", "lost": "gained"}


@given(TEXTS, TEXTS)
def test_the_other_way_round_stronger_is_weaker(draft: str, print_: str) -> None:
    there = change_of_strength(modals(draft), modals(print_))
    assert there in STRENGTHS
    assert change_of_strength(modals(print_), modals(draft)) == MIRROR.get(there, there)
    assert change_of_strength(modals(draft), modals(draft)) in ("unchanged", "none")


@pytest.mark.parametrize("text", ["vi kan og ", "kan ", "vi vil , ", "hvad skal vi ? "])
def test_a_text_of_modals_alone_is_read_in_one_pass(text: str) -> None:
    found = modals(text * 20_000)
    assert len(found) == 20_000
    assert len({modal.counts for modal in found[:-1]}) == 1
