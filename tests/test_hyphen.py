"""Where Danish words are broken: at joints and between syllables, never in a short word or a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.render.terminal.paragraph import joints, places

WORDS = """
social|område social|områ|der|nes spe|cial|område udvik|lings|plan kva|li|tets|stan|dard kva|li|tets|sikrings|system
sund|heds|stra|tegi bor|ger|ind|dra|gelse sam|arbejds|part|ner kom|pe|tence|udvik|ling visions|udsagn stra|te|gi|spor
efter|uddan|nelse mål|gruppe pårø|rende over|ord|net under|vis|ning men|ne|ske hand|le|plan livs|kva|li|tet
ansvars|part kunst|ner kon|kret fæl|les|ska|ber civil|sam|fun|det videns|mil|jøer til|knyt|ning tids|plans|post
virk|som|heds|plan hørings|svar ind|sats|område ver|dens|mål mod|svar selv|bestem|melse lands|dæk|kende
"""


@pytest.mark.parametrize("parts", WORDS.split())
def test_a_danish_word_is_broken_where_danish_allows_it(parts: str) -> None:
    word = parts.replace("|", "")
    shown = "|".join(word[a:b] for a, b in zip((0, *places(word)), (*places(word), None), strict=True))
    assert shown == parts


@pytest.mark.parametrize("word", ["plan", "borg", "spor-12", "2025", "VISO", "Region", "", "a", "10.3", "midt_x"])
def test_short_words_names_and_numbers_are_not_broken(word: str) -> None:
    assert places(word) == ()


def test_joints_are_told_apart_from_syllables() -> None:
    assert joints("kvalitetssikringssystem") == (9, 17)
    assert joints("menneske") == ()


@given(st.text(alphabet="abdefgiklmnoprstuvyæøåxh", max_size=40))
def test_three_letters_stay_on_either_side_of_a_break(word: str) -> None:
    found = places(word)
    assert list(found) == sorted(set(found))
    assert all(3 <= place <= len(word) - 3 for place in found)
    assert set(joints(word)) <= set(found)
