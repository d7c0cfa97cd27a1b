"""Finding words in a source text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.errors import SourceNotFound
from strategigraf.files.normal_form import normalise
from strategigraf.files.source_text import SourceText

TEXT = """# Vand

Vi beskytter *kilderne* mod sprøjte-
gifte og “alt andet” – også i vinter­halvåret.

## Åen

Vi genslynger åen. Vi genslynger fjorden.
Bruger-
og pårørenderåd.
"""


@pytest.fixture(scope="module")
def text() -> SourceText:
    return SourceText.of("vand.md", TEXT.encode())


@pytest.mark.parametrize(
    ("words", "literal"),
    [
        ("Vi genslynger åen.", True),
        ("mod sprøjtegifte og", False),
        ("Vi beskytter kilderne", False),
        ('"alt andet" - også', False),
        ("i vinterhalvåret", False),
        ("Bruger- og pårørenderåd.", False),
        ("fjorden. Bruger-", False),
    ],
)
def test_words_are_found_through_the_scars_of_the_text(text: SourceText, words: str, literal: bool) -> None:
    (span,) = text.spans(words)
    assert span.literal is literal
    assert normalise(TEXT[span.start : span.end]).strip() == normalise(words)


@pytest.mark.parametrize("words", ["Vi genslynger aaen.", "vi genslynger åen.", "Vi genslynger åerne.", "Brugerog"])
def test_letters_are_never_folded(text: SourceText, words: str) -> None:
    assert text.spans(words) == []


def test_a_prefix_or_a_suffix_decides_between_two_places(text: SourceText) -> None:
    assert len(text.spans("Vi genslynger")) == 2
    assert len(text.spans("Vi genslynger", prefix="åen. ")) == 1
    assert len(text.spans("Vi genslynger", suffix=" fjorden")) == 1
    assert text.spans("Vi genslynger", prefix="søen. ") == []


def test_a_passage_has_as_much_around_it_as_tells_it_apart(text: SourceText) -> None:
    for span in text.spans("Vi genslynger"):
        passage = text.passage(span)
        assert text.spans(passage.exact, passage.prefix, passage.suffix) == [span]
        assert passage.section == "Vand > Åen"


def test_words_stand_under_their_path_of_headings_and_its_end_only(text: SourceText) -> None:
    (span,) = text.spans("Vi genslynger åen.")
    assert text.stands_under(span, "Vand > Åen")
    assert text.stands_under(span, "Åen")
    assert not text.stands_under(span, "Vand")
    assert not text.stands_under(span, "Åen > Vand")


def test_words_that_are_missing_are_told_with_the_nearest_passage(text: SourceText) -> None:
    assert "Vi genslynger" in text.nearest("Vi genslynger søen.")


@given(st.text(alphabet="aåb -\n*_–“”­", max_size=60))
def test_the_normal_form_is_one_line_with_single_blanks(raw: str) -> None:
    normal = normalise(raw)
    assert "\n" not in normal
    assert "  " not in normal


@given(st.text(alphabet="aåbc -\n", min_size=1, max_size=80), st.data())
def test_every_piece_of_a_text_is_found_where_it_stands(raw: str, data: st.DataObject) -> None:
    text = SourceText.of("x.md", raw.encode())
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    piece = normalise(raw[start:end]).strip()
    if piece.strip("- ") and piece in normalise(raw):
        assert any(normalise(raw[s.start : s.end]).strip() == piece for s in text.spans(piece))


def test_a_file_that_is_not_there_is_told_apart_from_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound) as absent:
        SourceText.read(tmp_path / "plan.pdf")
    assert "does not exist" in absent.value.message.en
    (tmp_path / "plan.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceNotFound) as unreadable:
        SourceText.read(tmp_path / "plan.md")
    assert "cannot be read" in unreadable.value.message.en
