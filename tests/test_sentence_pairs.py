"""Pairs of sentences: the laws of the alignment, invented splits and merges, and how long it takes."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.compare.sentences import ALIGNED, ALIKE, Group, Keys, Weights, groups, keys, sentences_of
from strategigraf.core.rdf import ID
from strategigraf.store.sparql import EmbeddedStore

TEXT = st.lists(
    st.lists(st.sampled_from("vi skal støtte borgere pårørende sundhed lighed natur skoler veje".split()),  # noqa: SIM905
             min_size=1, max_size=7).map(tuple), max_size=7,
)  # fmt: skip


def grouped(draft: list[str], print_: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    found = groups([keys(text) for text in draft], [keys(text) for text in print_])
    return [(group.draft, group.print) for group in found]


@given(TEXT, TEXT)
def test_every_sentence_is_in_exactly_one_group(draft: list[Keys], print_: list[Keys]) -> None:
    found = groups(draft, print_)
    assert sorted(i for group in found for i in group.draft) == list(range(len(draft)))
    assert sorted(j for group in found for j in group.print) == list(range(len(print_)))
    assert all(group.draft or group.print for group in found)
    assert all(len(group.draft) < 2 or len(group.print) < 2 for group in found)


@given(TEXT)
def test_a_text_against_itself_is_all_the_same(text: list[Keys]) -> None:
    found = groups(text, text)
    assert all(len(group.draft) == len(group.print) == 1 for group in found)
    assert all(text[group.draft[0]] == text[group.print[0]] for group in found)


@given(TEXT, TEXT)
def test_swapping_the_sides_swaps_the_groups(draft: list[Keys], print_: list[Keys]) -> None:
    there, back = groups(draft, print_), groups(print_, draft)
    assert {Group(group.print, group.draft, group.alike) for group in there} == set(back)


@given(TEXT, TEXT)
def test_no_two_sentences_are_liker_to_each_other_than_to_their_partners(draft: list[Keys], print_: list[Keys]) -> None:
    weights = Weights(draft, print_)
    found = [group for group in groups(draft, print_) if len(group.draft) <= 1 and len(group.print) <= 1]
    of_draft = {i: group.alike for group in found for i in group.draft}
    of_print = {j: group.alike for group in found for j in group.print}
    for i, first in of_draft.items():
        for j, second in of_print.items():
            if min(len(draft[i]), len(print_[j])) > 3:
                assert weights.pair(i, j) <= max(first, second, ALIKE)


def test_one_sentence_made_two_is_split_and_two_made_one_are_merged() -> None:
    one = ["Vi samarbejder med kommunerne om gode overgange, og vi uddanner medarbejderne i recovery."]
    two = [
        "Vi samarbejder med kommunerne om gode overgange.",
        "Medarbejderne uddannes i recovery.",
        "Noget helt andet.",
    ]
    assert grouped(one, two) == [((0,), (0, 1)), ((), (2,))]
    assert grouped(two, one) == [((0, 1), (0,)), ((2,), ())]


def test_a_part_that_the_partner_has_already_is_no_split() -> None:
    draft = ["Vi arbejder for lighed i sundhed, så alle borgeres trivsel prioriteres"]
    assert grouped(draft, [*draft, "Lighed i sundhed"]) == [((0,), (0,)), ((), (1,))]


def test_the_same_words_come_before_likeness_and_short_texts_must_be_liker() -> None:
    exact = "Vi vil styrke samarbejdet med psykiatrien og somatikken"
    assert grouped([exact + " nu", exact], [exact]) == [((0,), ()), ((1,), (0,))]
    assert grouped(["Verdensmål nr. 8"], ["Verdensmål nr. 17"]) == [((0,), ()), ((), (0,))]


def test_a_recorded_alignment_makes_up_for_missing_likeness_and_place_decides_between_equals() -> None:
    draft, print_ = (
        [keys("Vi fremmer trivsel og sundhed hos den enkelte")],
        [keys("Borgernes trivsel og sundhed er vigtig")],
    )
    assert len(groups(draft, print_)) == 2
    assert groups(draft, print_, aligned=[(0, 0)]) == [Group((0,), (0,), Weights(draft, print_).pair(0, 0))]
    assert ALIKE - ALIGNED < Weights(draft, print_).pair(0, 0) < ALIKE
    same = [keys("Verdensmål nr. 10")] * 3
    assert groups(same, same[:1], apart=lambda i, j: (i != 1, False))[1] == Group((1,), (0,), 1.0)


def perturbed(texts: list[Keys], number: int) -> tuple[list[Keys], list[Keys]]:
    """*number* sentences of the words of *texts*, and the same with every tenth word another, shuffled."""
    chance = random.Random(2022)
    words = sorted({word for text in texts for word in text})
    draft = [tuple(chance.sample(words, 8)) + texts[n % len(texts)] for n in range(number)]
    print_ = [tuple(chance.choice(words) if chance.random() < 0.1 else word for word in text) for text in draft]
    chance.shuffle(print_)
    return draft, print_


@pytest.mark.parametrize("number", [500, pytest.param(3000, marks=pytest.mark.long)])
def test_sentences_by_the_thousand_are_paired_in_seconds(
    store: EmbeddedStore, number: int, record_property: Callable[[str, object], None]
) -> None:
    texts = [sentence.keys for sentence in sentences_of(store, ID + "midt-udviklingsplan-2023")]
    draft, print_ = perturbed(texts, number)
    start = time.perf_counter()
    found = groups(draft, print_)
    took = time.perf_counter() - start
    record_property("figure", f"diff: {number} sentences against {number} reworded and shuffled: {took:.1f} s")
    assert sum(len(group.draft) == len(group.print) == 1 for group in found) > 0.95 * number
    assert took < 60
