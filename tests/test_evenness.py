"""Evenness: what the alignments say of a whole agrees with what they say of its parts and with their own reasons."""

from itertools import product

import pytest

from strategigraf.check.alignments import uneven
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import SG, SKOS, Text
from strategigraf.files.sssom import Alignment

GRADES = {  # of an older element: what the set says of it and of a newer one
    "full": ("closeMatch", "continues"),
    "full, narrower": ("narrowMatch", "continues"),
    "part": ("broadMatch", "continues"),
    "related": ("relatedMatch",),
    "none": ("exactMatch",),
    "unsaid": (),
}
WHY = Text("Begge vil det samme.", "Both want the same.")


def rows_of(older: str, grade: str, rationale: Text = WHY) -> list[Alignment]:
    newer = NO_TERM if grade == "none" else "newer-" + older
    return [
        Alignment(newer, (SG if name == "continues" else SKOS) + name, older, False, "0.5", rationale, line)
        for line, name in enumerate(GRADES[grade], start=1)
    ]


def whole_of(element: str) -> str:
    return "whole" if element.startswith("part") else ""


@pytest.mark.parametrize("whole", GRADES)
def test_a_whole_and_its_parts_disagree_in_three_ways_and_no_other(whole: str) -> None:
    for parts in product(GRADES, repeat=2):
        rows = rows_of("whole", whole) + rows_of("part-1", parts[0]) + rows_of("part-2", parts[1])
        said = [grade for grade in parts if grade != "unsaid"]
        carried = [grade for grade in said if grade.startswith(("full", "part"))]
        expected = set()
        if whole == "none" and carried:
            expected = {"alignment-parts-matched"}
        none, every = bool(said and not carried), bool(said and len(carried) == len(said))
        if (whole.startswith("full") and none) or (whole == "related" and every):
            expected = {"alignment-parts-continued"}
        found = list(uneven(rows, whole_of))
        assert {rule for rule, _, _ in found} == expected, parts
        assert all(thing == "whole" for _, _, thing in found)


def test_a_match_that_nobody_says_is_continued_is_not_asked_about_its_parts_but_a_lonely_whole_is() -> None:
    close = Alignment("newer", SKOS + "closeMatch", "whole", False, "0.5", WHY, 1)
    assert not list(uneven([close, *rows_of("part-1", "none")], whole_of))
    broad = Alignment("part-1", SKOS + "broadMatch", "other", False, "0.5", WHY, 2)
    lonely = Alignment("whole", SKOS + "exactMatch", NO_TERM, False, "", WHY, 3)
    assert [rule for rule, _, _ in uneven([lonely, broad], whole_of)] == ["alignment-parts-matched"]
    related = broad._replace(predicate=SKOS + "relatedMatch")
    assert not list(uneven([lonely, related], whole_of))
    assert not list(uneven([lonely, broad._replace(negative=True)], whole_of))


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize(
    "rationale",
    [
        Text("»Forløbsledelse« nævnes ikke mere.", "“Pathway management” is not in it."),
        Text("Rygning er ikke med.", "Smoking is no longer mentioned."),
        Text("De »eksterne midler« er borte.", "The “external funding” is gone."),
    ],
)
def test_what_is_gone_is_gone_from_no_full_match(grade: str, rationale: Text) -> None:
    found = {rule for rule, _, _ in uneven(rows_of("whole", grade, rationale), whole_of)}
    assert found == ({"alignment-gone"} if grade.startswith("full") else set())
