"""Stems: one for all inflections of a word, never empty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.text import stem


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ("forebygge", "forebyggelse", "forebyggende", "forebyggelsen")),
        ("da", ("undervise", "undervisning", "undervisningen")),
        ("da", ("styrkelse", "styrke")),
        ("da", ("udviklingen", "udvikler", "udvikle")),
        ("da", ("forbedring", "forbedre")),
        ("da", ("borgernes", "borgere")),
        ("da", ("indsatsen", "indsatser")),
        ("da", ("skov", "skove", "skovene", "skovens")),
        ("da", ("bæredygtig", "bæredygtigt", "bæredygtige")),
        ("en", ("country", "countries")),
        ("en", ("plan", "plans", "planning", "planned")),
    ],
)
def test_a_word_has_one_stem_in_all_its_inflections(language: str, words: tuple[str, ...]) -> None:
    assert len({stem(word, language) for word in words}) == 1


@given(st.text("abcdefghijklmnopqrstuvwxyzæøå", min_size=1, max_size=20), st.sampled_from(["da", "en"]))
def test_a_stem_is_never_longer_than_its_word_nor_empty(word: str, language: str) -> None:
    assert 0 < len(stem(word, language)) <= len(word)


def test_short_words_keep_their_endings() -> None:
    assert [stem(word, "da") for word in ("vi", "kan", "mål", "tit")] == ["vi", "kan", "mål", "tit"]
