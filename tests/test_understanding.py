"""Plain words: what they name becomes a value or is refused, and no word is dropped."""

import csv
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from strategigraf.ask.understanding import understood
from strategigraf.core.errors import WrongUsage
from strategigraf.core.rdf import expand
from strategigraf.files.question import read_question
from strategigraf.files.workspace import find_workspace
from strategigraf.store.names import of_class
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE, Cli

QUESTIONS = [read_question(path) for path in find_workspace().query_files()]
with (HERE / "asked.tsv").open(encoding="utf-8", newline="") as lines:
    ASKED = list(csv.DictReader(lines, delimiter="\t"))
WORDS = {
    "da": ("ikke", "billige", "kun", "xyzzy", "17", "2031", "Hovedstaden", "pejlemærke 77"),
    "en": ("not", "cheap", "only", "xyzzy", "17", "2031", "Hovedstaden", "goal 77"),
}
PLACES = {"da": ("i Sjælland", "i Midtjylland", "i 2026"), "en": ("in Zealand", "in Midtjylland", "in 2026")}


Record = Callable[[str, object], None]


class Understood(NamedTuple):
    """What a wording is understood as: the question and its values, things in full."""

    name: str
    values: dict[str, str]


def meant(store: EmbeddedStore, wording: str) -> Understood | None:
    """What *wording* is understood as; None where it is refused, which is wrong usage."""
    try:
        question, values = understood(store, wording, QUESTIONS)
        kinds = {parameter.name: parameter.kind for parameter in question.parameters}
        full = {
            name: of_class(store, value, expand(kinds[name])).value if kinds[name] else value
            for name, value in values.items()
        }
        return Understood(question.name, full)
    except WrongUsage:
        return None


def test_no_question_that_names_something_is_answered_wrongly(store: EmbeddedStore, record_property: Record) -> None:
    wrong, refused = [], 0
    for row in ASKED:
        found = meant(store, row["wording"])
        wanted = row["question"].split("|")
        values = dict(pair.split("=") for pair in (row["parameters"] or "").split())
        if found is None:
            refused += "-" not in wanted
        elif found.name not in wanted or found.values != full(store, found.name, values):
            wrong.append((row["wording"], found))
    record_property("figure", f"asked: {len(wrong)} wrong, {refused} refused wrongly, of {len(ASKED)}")
    assert wrong == []
    assert refused <= 3


def full(store: EmbeddedStore, name: str, values: dict[str, str]) -> dict[str, str]:
    """*values* of the question *name*, things in full."""
    kinds = {p.name: p.kind for question in QUESTIONS if question.name == name for p in question.parameters}
    return {
        key: of_class(store, text, expand(kinds[key])).value if kinds[key] else text for key, text in values.items()
    }


def changed(wording: str, language: str, step: int) -> Iterator[str]:
    """*wording* with one word or name more, at every *step*-th place."""
    words = wording.rstrip("?").split()
    for one in WORDS[language]:
        for place in range(1, len(words) + 1, step):
            yield " ".join([*words[:place], one, *words[place:]]) + "?"


def dropped(store: EmbeddedStore, step: int, part: slice) -> list[str]:
    """The wordings with a word more that are understood as without it."""
    found = []
    for row in ASKED[part]:
        whole = meant(store, row["wording"])
        if whole is not None:
            found += [text for text in changed(row["wording"], row["language"], step) if meant(store, text) == whole]
    return found


def test_a_word_more_is_never_dropped(store: EmbeddedStore) -> None:
    assert dropped(store, 3, slice(0, None, 8)) == []


@pytest.mark.long
def test_a_word_more_is_never_dropped_wherever_it_stands(store: EmbeddedStore) -> None:
    assert dropped(store, 1, slice(None)) == []


def test_a_region_or_a_year_more_is_used_or_refused(store: EmbeddedStore) -> None:
    for row in ASKED[::9]:
        whole = meant(store, row["wording"])
        for more in PLACES[row["language"]] if whole else ():
            found = meant(store, f"{row['wording'].rstrip('?')} {more}?")
            named = "sjaelland" if more.endswith(("Sjælland", "Zealand")) else "midt" if "Midt" in more else "2026"
            assert found is None or any(named in value for value in found.values.values()), (row["wording"], more)


def test_a_refusal_names_the_words_in_the_language_asked_for(cli: Cli) -> None:
    danish = cli("ask", "Hvilke nøgletal har Midtjylland?")
    assert danish.code == 2
    assert "“Midtjylland”" in danish.err
    assert "Nærmest" in danish.err
    english = cli("ask", "Which goals belong to track 1 and track 2?", "--lang", "en")
    assert english.code == 2
    assert "“track 2”" in english.err
    assert "Nearest" in english.err
