"""Rationales that are one sentence filled in again and again."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from strategigraf.check.wording import Reason, reasons_of_rows, reasons_of_statements, repeated, template
from strategigraf.files import turtle
from strategigraf.files.sssom import read_alignments
from strategigraf.files.workspace import Workspace, is_mapping_set

WORDS = st.sampled_from(("giver", "vand", "til", "byen", "fordi", "kilderne", "skal", "holdes", "rene", "nye"))
SENTENCES = st.lists(WORDS, min_size=3, max_size=9)
TITLES = {"a": ("Rent drikkevand", "Clean drinking water"), "b": ("Levende fjord", "Living fjord"), "c": ("Åens Dag",)}
FILLINGS = {
    "a": ("Rent drikkevand", "rent drikkevand", "“Rent drikkevand”", '"vand"', "6.3", "2024-2027", "Eksempelby"),
    "b": ("Levende fjord", "levende fjord", "»Levende fjord«", "“en anden”", "14.1", "7-E", "Region Nordby"),
}


def titles(thing: str) -> Sequence[str]:
    return TITLES.get(thing, ())


def found(*reasons: Reason) -> list[int]:
    return list(repeated(reasons, titles))


@given(SENTENCES, SENTENCES, st.sampled_from(FILLINGS["a"]), st.sampled_from(FILLINGS["b"]))
def test_a_sentence_filled_in_twice_is_found_whatever_it_is_filled_with(
    before: list[str], after: list[str], one: str, other: str
) -> None:
    filled = [" ".join(["Det", *before, slot, *after]) + "." for slot in (one, other)]
    assert found(Reason("x", ("a", "c"), "da", filled[0]), Reason("y", ("b", "c"), "da", filled[1])) == [0, 1]


@given(SENTENCES, SENTENCES)
def test_sentences_with_words_of_their_own_are_not_found(one: list[str], other: list[str]) -> None:
    told = [Reason("x", ("a", "c"), "da", " ".join(one)), Reason("y", ("b", "c"), "da", " ".join(other))]
    assert bool(found(*told)) == (one == other)


def test_a_label_before_a_colon_is_filled_in_too() -> None:
    told = "Omdømme: et tiltag uden tid.", "Sundt arbejdsmiljø: et tiltag uden tid."
    assert found(*(Reason(str(n), (str(n), "c"), "da", words) for n, words in enumerate(told))) == [0, 1]


def test_a_match_and_a_continuation_of_one_pair_may_have_one_rationale() -> None:
    assert found(*(Reason(name, ("a", "b"), "da", "De lover det samme.") for name in "xy")) == []


def test_two_languages_may_read_alike() -> None:
    assert found(*(Reason(name, (name, "b"), name, "Det er vand i begge.") for name in ("da", "en"))) == []


def test_the_words_looked_for_count_where_nothing_corresponds() -> None:
    told = "Planen nævner ikke “magt”.", "Planen nævner ikke “overgreb”."
    assert found(*(Reason(str(n), (str(n),), "da", words) for n, words in enumerate(told))) == []
    assert found(*(Reason(name, (name,), "da", told[0]) for name in "xy")) == [0, 1]


def test_a_rationale_of_nothing_but_what_is_filled_in_is_no_template() -> None:
    assert template(Reason("x", ("a", "b"), "da", "“Rent vand” 6.3"), titles) == ""


def test_the_template_of_the_hearing_is_found_when_it_is_put_back(workspace: Workspace) -> None:
    path = workspace.data / "strategies" / "midt-hoeringssvar-hjerneskade.ttl"
    kept = reasons_of_statements(turtle.statements(path))
    assert len(kept) > 100
    assert list(repeated(kept, titles)) == []
    concerning = [n for n, one in enumerate(kept) if "--pejlemaerke" in one.thing and one.language == "da"]
    for n in concerning:
        kept[n] = kept[n]._replace(words=f"Bemærkningen handler om det samme som “Pejlemærke {n}”.")
    assert list(repeated(kept, titles)) == concerning


def test_every_rationale_of_the_mapping_sets_is_its_own(workspace: Workspace) -> None:
    sets = [path for path in workspace.all_files() if is_mapping_set(path)]
    assert sets
    for path in sets:
        told = [reason for reason, _ in reasons_of_rows(read_alignments(path))]
        assert list(repeated(told, titles)) == [], path
