"""Names as people type them: each form of a name means its thing, or the candidates are told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.errors import StrategigrafError, WrongValue
from strategigraf.core.rdf import SDGO, SG, short
from strategigraf.files.workspace import find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.lookup import both_labels, classes_of, titles
from strategigraf.store.names import any_thing, find_kind, names_of_class, of_class
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli

STORE = EmbeddedStore.in_memory()
fill(STORE, find_workspace())
ELEMENTS = [f"https://w3id.org/strategigraf/id/{name}" for name in names_of_class(STORE, SG + "Element")]
CLASSES = classes_of(STORE, ELEMENTS)
LABELS = both_labels(STORE, set(CLASSES.values()))
TITLES = titles(STORE, ELEMENTS)
TERMS = {
    row[0].value: row[1].value  # type: ignore[union-attr]
    for row in STORE.select("PREFIX sg: <https://w3id.org/strategigraf/ns#> SELECT ?a ?b { ?a sg:localTerm ?b }").rows
}
NOTATIONS = {
    row[0].value: row[1].value  # type: ignore[union-attr]
    for row in STORE.select(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?a ?b { ?a skos:notation ?b }"
    ).rows
}


def forms(element: str) -> list[str]:
    """What people may type for *element*: its name with and without its strategy and hyphens, its title, and its number
    alone and behind what it is called."""
    name = short(element)
    end = name.rsplit("/", 1)[-1]
    typed = [
        name,
        end,
        end.replace("-", " "),
        end.replace("ae", "æ").replace("oe", "ø").replace("aa", "å").capitalize(),
    ]
    typed += list(TITLES[element])
    number = NOTATIONS.get(element)
    if number and re.search(rf"-{re.escape(number.lower())}$", end):
        label = LABELS[CLASSES[element]]
        typed += [number] if "-" in number else []
        typed += [f"{word} {number}" for word in (*label, TERMS.get(element, label.da))]
        typed += [f"{name.split('/')[0]} {label.en} {number}", f"{label.da} nr. {number}"]
    return typed


@given(st.sampled_from(ELEMENTS), st.data())
def test_a_form_of_a_name_means_its_element_or_the_candidates_are_told(element: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(element)))
    told = None
    try:
        meant = any_thing(STORE, form).value
    except WrongValue as error:
        told = error.remedy.en
    if told is None:
        assert meant == element, form
    else:
        assert short(element) in told or "…" in told, form


@given(st.sampled_from(names_of_class(STORE, SDGO + "Target")), st.sampled_from(["{}", "delmål {}", "SDG target {}"]))
def test_a_form_of_a_code_means_its_target(code: str, form: str) -> None:
    for written in (code, code.replace(".", ",")):
        assert short(any_thing(STORE, form.format(written)).value) == code
        assert short(of_class(STORE, form.format(written), SDGO + "Target").value) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sjælland", "sjaelland-strategi-2025-2028"),
        ("Udviklingsplan 2023", "midt-udviklingsplan-2023"),
        ("13-2", "midt-udviklingsplan-2023/indsats-13-2"),
        ("pejlemærke nr. 8", "midt-udviklingsplan-2023/pejlemaerke-8"),
        ("sjælland indsats 1-3", "sjaelland-strategi-2025-2028/indsats-1-3"),
        ("Region Sjælland", "sjaelland-strategi-2025-2028"),
        ("udviklingsplanen", "midt-udviklingsplan-2023"),
        ("socialstrategien", "midt-social-strategi-status-2015"),
        ("handleplan 7E", "midt-social-strategi-status-2015/handleplan-7-e"),
        ("FN 10.3", "10.3"),
        ("SDG 16b", "16.b"),
        ("ambition 3", "sjaelland-strategi-2025-2028/ambition-3"),
        ("verdensmål 10", "10"),
    ],
)
def test_what_people_type_has_one_meaning(typed: str, meant: str) -> None:
    assert short(any_thing(STORE, typed).value) == meant


def test_candidates_are_told(cli: Cli) -> None:
    done = cli("show", "8-1", "--lang", "en")
    assert done.code == 2
    assert "midt-hoeringssvar-hjerneskade/spoergsmaal-8-1, midt-udviklingsplan-2023/indsats-8-1" in done.err
    assert cli("list", "goal", "--strategy", "sjælland") == cli(
        "list", "goal", "--strategy", "sjaelland-strategi-2025-2028"
    )


@pytest.mark.parametrize("typed", ["", " ", "pejlemærke 88", "8-1-1-1-1", "--", "æøå", "no such words"])
def test_what_means_nothing_is_refused(typed: str) -> None:
    with pytest.raises(StrategigrafError):
        any_thing(STORE, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("maal", "goal"),
        ("pejlemaerker", "goal"),
        ("DELMAAL", "sdg-target"),
        ("hoeringsbemaerkning", "hearing-comment"),
    ],
)
def test_a_kind_may_be_typed_without_danish_letters(typed: str, meant: str) -> None:
    assert find_kind(STORE, typed).name == meant
