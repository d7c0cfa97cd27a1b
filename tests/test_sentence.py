"""Sentences: where a Danish text is cut, and how a revision keeps both texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.compare.sentences import keys, sentences
from strategigraf.core.text import ADDED, KEPT, REMOVED, Segment, key, revision


@pytest.mark.parametrize(
    "parts",
    [
        ["Vi udvikler vores indsatser.", "Vi arbejder fremsynet"],
        ["Jf. delmål 10.3 tager vi kampen op.", "Ligeledes efterlever vi delmål 10.2."],
        ["Det sker bl.a. Region Midtjylland til gavn, f.eks. KL og m.m. for andre."],
        ["Det koster 5 mio. kr.", "Regionen betaler."],
        ["Vi bidrager til verdensmål nr. 13.", "Bekæmpelse af madspild er et eksempel."],
        ["Planen gælder fra 2024.", "Den løber til 2027."],
        ["13. september: Input til en ny vision i HMU"],
        ["1. kvartal 2023: Planen præsenteres den 4. Maj i rådet"],
        ["1. De rette indsatser til borgerne"],
        ['Vi bruger "Ordet er dit. Sig det." i alle tilbud.', "Det virker!"],
        ["Vi lytter (også til pårørende. Altid.) hver dag.", "Og vi handler."],
        ["Når borgeren tættere på sine ønsker?", "Og oplever øget tryghed?"],
        ["Det gælder handicap, sygdom mv.", "Derfor samarbejder vi, jf. § 4, stk. 3."],
        ["Samarbejde med psykiatri m.fl. og kommuner"],
        ["»Alle skal sikres lige muligheder.« Det er ambitionen i delmål 10.3"],
        ["Ca. 5 pct. af borgerne, dvs. 20, bor her.", "Evt. flytter de."],
    ],
)
def test_a_text_is_cut_where_its_sentences_end(parts: list[str]) -> None:
    expected = parts
    if parts[0].startswith("»"):
        expected = ["»Alle skal sikres lige muligheder.«", "Det er ambitionen i delmål 10.3"]
    assert sentences(" ".join(parts)) == expected


def test_headings_bullets_and_paragraphs_are_sentences_and_a_line_break_is_a_blank() -> None:
    text = "VI UNDERSTØTTER\nBORGEREN\n\n- Reduktion af forbrug\n• Mindre madspild. Mere\n  genbrug\n1. Affald"
    assert sentences(text) == [
        "VI UNDERSTØTTER BORGEREN",
        "Reduktion af forbrug",
        "Mindre madspild.",
        "Mere genbrug",
        "1. Affald",
    ]
    assert sentences(" \n ") == []


@given(st.text(alphabet='abAB1.!? "“”()\nÆø,:-', max_size=60))
def test_no_word_is_lost_and_none_is_cut(text: str) -> None:
    found = sentences(text)
    assert all(sentence == " ".join(sentence.split()) and sentence for sentence in found)
    if "\n" not in text and not text.lstrip().startswith("-"):
        assert " ".join(found) == " ".join(text.split())


def test_words_are_compared_without_capitals_hyphens_and_punctuation_but_numbers_keep_their_point() -> None:
    assert key("Pårørende-foreninger,") == key("pårørendeforeninger")
    assert keys("Delmål 13.2 – og 132.") == ("delmål", "13.2", "og", "132")
    assert keys("–") == ("–",)


def test_a_revision_shows_what_is_gone_and_what_is_new() -> None:
    found = revision("Her oplever Borgerne et medansvar", "Her oplever borgerne, og pårørende et ansvar")
    assert found.segments == (
        Segment(KEPT, "Her oplever Borgerne", "Her oplever borgerne,"),
        Segment(ADDED, "", "og pårørende"),
        Segment(KEPT, "et", "et"),
        Segment(REMOVED, "medansvar", ""),
        Segment(ADDED, "", "ansvar"),
    )
    assert found == "Her oplever borgerne, {+og pårørende+} et [-medansvar-] {+ansvar+}"
    assert found.changed_words == 4


WORDS = st.lists(st.sampled_from(["vi", "Vi", "skal", "vil,", "vil", "støtte", "-", "borger.", "[-x-]"]), max_size=12)


@given(WORDS, WORDS)
def test_the_segments_of_a_revision_give_both_texts_back(before: list[str], after: list[str]) -> None:
    found = revision(" ".join(before), " ".join(after))
    assert (found.draft, found.print) == (" ".join(before), " ".join(after))
    assert all(keys(s.draft) == keys(s.print) for s in found.segments if s.kind == KEPT and s.draft not in "-")
