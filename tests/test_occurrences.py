"""Many words found in one pass over a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.files import occurrences
from tests import slow_text

WORDS = st.text(alphabet="abÅ –", max_size=30)


@given(WORDS.map(lambda text: text * 3), st.lists(WORDS, max_size=60), st.data())
def test_all_words_are_found_wherever_they_stand(text: str, others: list[str], data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text)), max_size=60))
    wanted = [*others, *(text[start : start + 5 + start % 20] for start in starts), *others[:3]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "_FEW", data.draw(st.sampled_from([0, 32])))
        found = occurrences.occurrences(text, wanted)
    assert found == {words: list(slow_text.occurrences(text, words)) for words in wanted}


def test_half_a_surrogate_pair_stands_nowhere_and_hides_nothing() -> None:
    wanted = ["\ud800", *(f"ord {number}" for number in range(50))]
    assert {words for words, places in occurrences.occurrences("ord 7", wanted).items() if places} == {"ord 7"}
