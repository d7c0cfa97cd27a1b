"""Words in two languages: slips between Danish and English are found, and what is right is let pass."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.check.wording import rationale_faults, wording_faults
from strategigraf.core.errors import ReferenceNotRead
from strategigraf.core.rdf import ID, LANG_STRING, RDF, SG, SKOS, Iri, Literal, Text
from strategigraf.files import turtle
from strategigraf.files.tables import Term, read_glossary
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import Workspace

STRATEGY = ID + "midt-social-strategi-status-2015"


def titled(titles: Sequence[tuple[str, str]]) -> list[Statement]:
    """Elements of one class under one whole with these Danish and English titles."""
    found: list[Statement] = []
    for number, pair in enumerate(titles):
        thing = Iri(f"{STRATEGY}/baggrund-{number}")
        found += [(thing, Iri(RDF + "type"), Iri(SG + "Premise")), (thing, Iri(SG + "inStrategy"), Iri(STRATEGY))]
        for language, words in zip(("da", "en"), pair, strict=True):
            found.append((thing, Iri(SKOS + "prefLabel"), Literal(words, LANG_STRING, language)))
    return found


def rules_of(titles: Sequence[tuple[str, str]], glossary: Sequence[Term] = ()) -> list[str]:
    return [fault.rule for fault in wording_faults(titled(titles), glossary)]


def real_titles(workspace: Workspace) -> list[tuple[str, str]]:
    path = workspace.data / "strategies" / "midt-social-strategi-status-2015.ttl"
    of: dict[str, dict[str, str]] = {}
    for subject, verb, target in turtle.statements(path):
        if isinstance(target, Literal) and isinstance(verb, Iri) and verb.value == SKOS + "prefLabel":
            of.setdefault(str(subject.value), {})[target.language] = target.value
    return [(titles["da"], titles["en"]) for titles in of.values()]


def test_a_title_that_is_its_neighbours_in_one_language_is_found_wherever_it_stands(workspace: Workspace) -> None:
    titles = real_titles(workspace)
    assert len(titles) > 50
    assert "title-twin" not in rules_of(titles)
    for place in range(len(titles) - 1):
        slipped = list(titles)
        slipped[place] = (titles[place][0], titles[place + 1][1])  # the slip that baggrund-2 had
        assert "title-twin" in rules_of(slipped), titles[place]


def test_neighbours_that_are_equal_in_both_languages_or_under_two_wholes_are_no_slip() -> None:
    assert rules_of([("Mål", "Goal"), ("Mål", "Goal")]) == []
    statements = titled([("Mål", "Goal"), ("Sigte", "Goal")])
    whole = (Iri(f"{STRATEGY}/baggrund-1"), Iri(SG + "partOf"), Iri(f"{STRATEGY}/tema-1"))
    assert [fault.rule for fault in wording_faults(statements, ())] == ["title-twin"]
    assert list(wording_faults([*statements, whole], ())) == []


@pytest.mark.parametrize(
    ("danish", "english"),
    [
        ("Ca. 1.000 pladser", "About 1,000 places"),
        ("Ca. 1000 pladser", "About 1,000 places"),
        ("Omsætning på 1,1 mia. kr.", "Turnover of DKK 1.1 billion"),
        ("15 pejlemærker", "Fifteen goals, 15 in all"),
        ("Tre strategispor", "3 tracks"),
        ("Syv verdensmål og 17 partnere", "Seven SDGs and 17 partners"),
        ("Perioden 2025-27", "The period 2025–27"),
        ("Møde den 15. juni 2022", "Meeting on 15 June 2022"),
        ("Iværksættes i 2. halvår 2015", "Started in the second half of 2015"),
        ("Delmål 13.2 og en plan til alle", "Target 13.2 and one plan to everybody"),
    ],
)
def test_the_same_number_is_the_same_in_either_spelling(danish: str, english: str) -> None:
    assert rules_of([(danish, english)]) == []


NUMBERS = st.one_of(st.integers(2, 12), st.integers(13, 99_999))
DANISH = {2: "to", 3: "tre", 4: "fire", 7: "syv", 8: "otte", 12: "tolv"}
ENGLISH = {2: "two", 3: "three", 4: "four", 7: "seven", 8: "eight", 12: "twelve"}


def written(number: int, words: dict[int, str], separator: str, in_words: bool) -> str:
    return words[number] if in_words and number in words else f"{number:,}".replace(",", separator)


@given(NUMBERS, NUMBERS, st.booleans(), st.booleans(), st.sampled_from(["", ".", ","]))
def test_a_number_that_only_one_language_has_is_found_and_no_other(
    one: int, other: int, danish_words: bool, english_words: bool, separator: str
) -> None:
    danish = f"Der er {written(one, DANISH, '.' if separator else '', danish_words)} tilbud"
    english = f"There are {written(other, ENGLISH, ',' if separator else '', english_words)} services"
    assert rules_of([(danish, english)]) == ([] if one == other else ["wording-number"])
    assert [fault.rule for fault in rationale_faults("x", Text(danish, english), ())] == rules_of([(danish, english)])


def test_a_title_of_another_length_is_found_and_a_short_word_is_not() -> None:
    assert rules_of([("Åben", "An open service for everybody")]) == ["title-length"]
    assert rules_of([("Mål", "A target of ours")]) == []  # too short to tell
    assert rules_of([("Seniorpolitik", "Policy for older, experienced employees")]) == []


FORMS = "kompetenceudvikling Kompetenceudviklingen kompetenceudviklings kompetenceudviklingsplanerne"


@pytest.mark.parametrize("form", FORMS.split())
def test_a_term_is_found_inflected_and_in_compounds_where_it_has_a_star(form: str) -> None:
    plain = Term(("kompetenceudvikling*",), "competence development", (), titles_only=False)
    assert plain.is_missed(Text(f"En {form} for alle", "Skills development for everybody"))
    assert not plain.is_missed(Text(f"En {form} for alle", "Competence development for everybody"))
    assert not plain.is_missed(Text(f"En {form} for alle", f"“{form}” for everybody"))


@pytest.mark.parametrize(
    ("danish", "english", "missed"),
    [
        ("Dialog med kommunerne", "Dialogue with municipalities", False),
        ("Dialog med kommuner", "Dialogue with the local authorities", True),
        ("Kommunikation om planen", "Communication on the plan", False),
        ("Kommunens plan", "The municipality's plan", False),
        ("Kommunerne, ikke regionen", "The municipalities’ and not the region's", False),
    ],
)
def test_a_word_that_only_begins_like_a_term_is_another_word(danish: str, english: str, missed: bool) -> None:
    assert Term(("kommune",), "municipality", (), titles_only=True).is_missed(Text(danish, english)) is missed


def test_a_term_for_titles_is_not_asked_of_rationales() -> None:
    term = Term(("tilbud",), "service", (), titles_only=True)
    text = ("Nye tilbud til alle", "New offers for everybody")
    assert rules_of([text], [term]) == ["wording-glossary"]
    assert list(rationale_faults("x", Text(*text), [term])) == []


OLD = (  # what titles and rationales said before there was a glossary
    ("Fælles kompetenceudvikling på tværs af sektorer", "Joint skills development across sectors"),
    ("Afprøvning af samarbejdsformer", "Testing forms of collaboration"),
    ("Ledelsesudvikling for afdelingsledere", "Management development for department managers"),
    ("Visionen er den røde tråd", "The vision is the red thread"),
    ("Tidsplanen er en skitse", "The time line is a sketch"),
    ("Høringsudkastet er læst", "The hearing draft was read"),
)


@pytest.mark.parametrize("pair", OLD)
def test_two_english_words_for_a_danish_one_are_found(pair: tuple[str, str], workspace: Workspace) -> None:
    glossary = read_glossary(workspace.glossary_file())
    assert set(rules_of([pair], glossary)) == {"wording-glossary"}


def test_no_danish_word_stands_in_two_rows_of_the_glossary(workspace: Workspace) -> None:
    glossary = read_glossary(workspace.glossary_file())
    words = [word.rstrip("*") for term in glossary for word in term.danish]
    assert len(words) == len(set(words)) > 40
    assert [term.danish[0] for term in glossary] == sorted((term.danish[0] for term in glossary), key=danish_order)


def danish_order(word: str) -> str:
    return word.rstrip("*").translate(str.maketrans("æøå", "{|}"))


@pytest.mark.parametrize(
    "row", ["mål\tgoal\t\tsomewhere\tn\tn", "\tgoal\t\tall\tn\tn", "mål\t\t\tall\tn\tn", "mål\tgoal"]
)
def test_a_glossary_that_cannot_be_read_is_told_with_its_line(row: str, tmp_path: Path) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_text(f"da\ten\tallowed\twhere\tnote_da\tnote_en\nvej\troad\t\tall\tn\tn\n{row}\n", encoding="utf-8")
    with pytest.raises(ReferenceNotRead) as caught:
        read_glossary(path)
    assert f"{path}:3" in caught.value.message.da
    assert read_glossary(tmp_path / "none.tsv") == ()
