"""The normal form of a text, and the way back to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.files.normal_form import NormalForm, normalise, normalise_all, readable
from strategigraf.files.source_text import SourceText
from tests import slow_text

PIECES = (
    *"aåbZ7.#-*_|E", " ", " ", "  ", "\n", "\n", "\t", "\r", "\v", "\x1c", "\0", "\u00a0", "\u2028", "\u00ad",
    "\u00ad\n", "-\n", "\u2010\n", "\u2010", "\u2011", "–", "−", "“", "”", "’", "»", "**", "__",
    "og ", "eller", "# ", "## ", "it-\n", "EU-\r\n", "2024-\n", "2024–\n", "social-\nog ", "\ufffe", "\ufffe\n",
    "\x02\n",
    "e\u0301", "\u0301", "q\u0308\u0323", "\u0300\u0323", "\u1e69\u0323", "\u0958\u0301", "å\u0301", "a\u030a",
    "\u212b", "ﬁ", "ﬄ", "ﬅ", "\u200b", "\ufeff", "\u2060", "\u200d", "<br>", "<br />", "&amp;", "&nbsp;", "&shy;",
    "&aring;", "&#xa;", "&x",
    "\\", "\\*", "\\_", "[", "](", "](u)", "[a", "![", "{", "}", "]{.u}", ")", "(", "<https://a.dk>",
)  # fmt: skip
RAW = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=30)


@given(RAW)
def test_the_quick_normal_form_is_the_obvious_one(raw: str) -> None:
    signs = slow_text.marked(raw)
    form = NormalForm(raw)
    assert form.text == "".join(one.sign for one in signs)
    assert normalise(raw) == slow_text.normalise(raw)
    places = [place for place, one in enumerate(signs) if one.sign != " "]
    assert [(form.start(place), form.end(place)) for place in places] == [signs[place][1:] for place in places]
    assert readable(raw) == slow_text.readable(raw)


@given(st.lists(RAW, max_size=8))
def test_many_together_are_normalised_as_each_by_itself(texts: list[str]) -> None:
    assert normalise_all(texts) == [slow_text.normalise(raw) for raw in texts]


def test_the_normal_form_of_every_source_text_is_the_obvious_one(sources: dict[str, SourceText]) -> None:
    for source in sources.values():
        signs = slow_text.marked(source.raw)
        form = NormalForm(source.raw)
        assert form.text == "".join(one.sign for one in signs)
        assert all((form.start(p), form.end(p)) == one[1:] for p, one in enumerate(signs) if one.sign != " ")


@pytest.mark.parametrize("words", ["Vi genslynger åen.", "snake_case", "A-B", "x"])
def test_words_that_need_no_change_are_left_alone(words: str) -> None:
    assert normalise(words) is words
