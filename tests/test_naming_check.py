"""Named links whose two passages share no word (decision 33)."""

import pytest

from strategigraf.check.wording import wordless
from strategigraf.core.rdf import PREFIXES, RDF, SG, Iri, Literal
from strategigraf.files.turtle import Statement

OA = PREFIXES["oa"]


def told(subject_words: str, object_words: str, basis: str = "Named") -> list[Statement]:
    """A link from `a` to `b`, each with a quote of its own as evidence."""
    rows: list[tuple[str, str, str]] = [
        ("link", RDF + "subject", "a"),
        ("link", RDF + "object", "b"),
        ("link", SG + "basis", SG + basis),
        *((thing, SG + "evidence", f"{one}-quote") for one in "ab" for thing in ("link", one)),
        *((f"{one}-quote", OA + "hasSelector", f"{one}-words") for one in "ab"),
    ]
    words = [
        (Iri(f"{one}-words"), Iri(OA + "exact"), Literal(text))
        for one, text in zip("ab", (subject_words, object_words), strict=True)
    ]
    return [*((Iri(s), Iri(v), Iri(o)) for s, v, o in rows), *words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vi skaber et bæredygtigt område", "Bæredygtighed er vores mål"),
        ("nyt takstgrundlag", "en ny takststruktur"),
        ("mere lighed i sundhed", "kampen op mod ulighed"),
        ("Vi fejrer Åens Dag", "Åens Dag"),
        ("ATTRAKTIV ARBEJDSPLADS", "en attraktiv arbejdsplads"),
        ("Flere unge fuldfører", "De unges vilkår forbedres"),
        ("En sund hverdag", "Mere sundhed"),
        ("En plan", "Tidsplan for indsatser"),
        ("Vi lytter til MED", "gennem MED-systemet"),
    ],
)
def test_words_are_shared_in_any_form_and_in_compounds(one: str, other: str) -> None:
    assert list(wordless(told(one, other), ["link"])) == []
    assert list(wordless(told(other, one), ["link"])) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("en god tilknytning", "fastholde faguddannede"),
        ("Vi skal have flere skove", "Vi skal have mere vand"),
        ("gennem MED-systemet", "borgerne taler med naboerne"),
    ],
)
def test_synonyms_and_small_words_name_nothing(one: str, other: str) -> None:
    assert list(wordless(told(one, other), ["link"])) == ["link"]
    assert list(wordless(told(one, other, "Interpreted"), ["link"])) == []
    assert list(wordless(told(one, other), ["another"])) == []
