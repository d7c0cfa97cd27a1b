"""Questions in one's own words: right, or refused; every word is used, and a reading reads again as itself."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from strategigraf.ask.answer import matching
from strategigraf.ask.lexicon import hand_written, lexicon, tokens
from strategigraf.ask.reading import Answered, answered, completions, trees
from strategigraf.ask.translation import Saying
from strategigraf.core.errors import QuestionUnsure
from strategigraf.core.rdf import expand, short
from strategigraf.files.question import chosen, read_question
from strategigraf.files.workspace import find_workspace
from strategigraf.store.sparql import EmbeddedStore
from tests.asking import EXAMPLES, PAGE, page
from tests.conftest import HERE, Cli

QUESTIONS = [read_question(path) for path in find_workspace().query_files()]
LABELLED = [json.loads(line) for line in (HERE / "data/questions-build.jsonl").read_text(encoding="utf-8").splitlines()]
UNUSED = {"da": ("xyzzy", "billige"), "en": ("xyzzy", "cheap")}
DENIAL = {"da": "ikke", "en": "not"}
Record = Callable[[str, object], None]


def answer(store: EmbeddedStore, text: str) -> Answered | None:
    """The answer to *text*; None where it is refused."""
    try:
        return answered(store, text, QUESTIONS, "da", lambda: store)
    except QuestionUnsure:
        return None


def cells(found: Answered) -> list[tuple[str, ...]]:
    return [tuple("" if cell is None else short(cell.value) for cell in row) for row in found.table.rows]


def verdict(found: Answered | None, expected: Any) -> str:
    """What *found* is where *expected* is named: right, refused, or wrong; too wide with more rows than those."""
    if found is None:
        return "rightly refused" if expected == "refuse" else "refused"
    if expected == "refuse":
        return "wrong"
    rows = cells(found)
    if isinstance(expected, list):
        wanted = {short(expand(name)) for name in expected}
        columns = list(zip(*rows, strict=True)) or [()]
        got = [set(column) for column in (columns if found.question else columns[:1])]
        return "right" if wanted in got else "too wide" if any(wanted < column for column in got) else "wrong"
    if "groups" in expected:
        groups = {short(expand(name)): str(count) for name, count in expected["groups"].items()}
        return "right" if groups == {row[0]: row[1] for row in rows if row[1] != "0"} else "wrong"
    told = str(expected["count"]) if "count" in expected else str(expected["truth"]).lower()
    return "right" if rows == [(told,)] else "wrong"


def test_the_labelled_questions_are_answered_rightly_or_refused(store: EmbeddedStore, record_property: Record) -> None:
    verdicts = [(verdict(answer(store, one["question"]), one["expect"]), one["question"]) for one in LABELLED]
    tally = Counter(kind for kind, _ in verdicts)
    answerable = sum(one["expect"] != "refuse" for one in LABELLED)
    record_property("figure", f"asked: {dict(sorted(tally.items()))} of {len(LABELLED)}, {answerable} answerable")
    assert [question for kind, question in verdicts if kind == "wrong"] == []
    assert tally["too wide"] == 0
    assert tally["right"] / answerable > 0.70


# Changed questions, which need no expected rows.


def sample(store: EmbeddedStore, step: int) -> Iterator[tuple[str, str, list[str], Answered]]:
    """Every *step*-th answered question: its text, its language, its words and its answer."""
    for one in LABELLED[::step]:
        found = answer(store, one["question"])
        if found is not None:
            yield one["question"], one["lang"], one["question"].rstrip("?").split(), found


def inserted(words: Sequence[str], more: str) -> Iterator[str]:
    for place in range(1, len(words) + 1):
        yield " ".join([*words[:place], more, *words[place:]]) + "?"


def used(store: EmbeddedStore, step: int) -> list[str]:
    """The questions with a word more that mean nothing and were answered all the same."""
    return [
        text
        for _, language, words, _ in sample(store, step)
        for more in UNUSED[language]
        for text in inserted(words, more)
        if '"' not in text and "'" not in text and answer(store, text) is not None
    ]


def denied(store: EmbeddedStore, step: int) -> list[str]:
    """The questions with a denial more that have the rows that they have without."""
    return [
        text
        for _, language, words, found in sample(store, step)
        for text in inserted(words, DENIAL[language])
        if '"' not in text and "'" not in text
        if (other := answer(store, text)) is not None and other.table.rows and other.table.rows == found.table.rows
    ]


def elsewhere(store: EmbeddedStore, step: int) -> list[str]:
    """The questions asked of Region Sjælland that have a row of another strategy."""
    found = []
    for _, language, words, _ in sample(store, step):
        text = " ".join(words) + (" in Region Zealand?" if language == "en" else " i Region Sjælland?")
        other = answer(store, text)
        rows = cells(other) if other is not None else []
        if any(row[0].startswith("midt-") for row in rows if row) and "sg:Alignment" not in other.sparql:  # type: ignore[union-attr]
            found.append(text)
    return found


def test_a_word_that_means_nothing_is_never_dropped(store: EmbeddedStore) -> None:
    assert used(store, 12) == []


def test_a_denial_is_never_dropped(store: EmbeddedStore) -> None:
    assert denied(store, 12) == []


def test_a_region_is_never_dropped(store: EmbeddedStore) -> None:
    assert elsewhere(store, 6) == []


@pytest.mark.long
def test_no_word_is_dropped_wherever_it_stands(store: EmbeddedStore) -> None:
    assert used(store, 1) == []
    assert denied(store, 1) == []
    assert elsewhere(store, 1) == []


@pytest.mark.long
def test_the_words_that_change_nothing_are_known(store: EmbeddedStore, record_property: Record) -> None:
    """Leaving out a word changes the answer, or it is one that says nothing; the others are printed to be read."""
    silent = {
        phrase.words for phrase in hand_written() if phrase.sort in ("fill", "aux", "which", "any", "verb", "rel")
    }
    idle: Counter[str] = Counter()
    for _, _, words, found in sample(store, 1):
        for place, word in enumerate(words):
            if (tuple(token.plain for token in tokens(word))) in silent:
                continue
            other = answer(store, " ".join(words[:place] + words[place + 1 :]) + "?")
            if other is not None and other.table.rows == found.table.rows:
                idle[word.casefold()] += 1
    record_property("figure", f"asked: words whose absence changes nothing: {dict(idle.most_common(40))}")
    assert not {"ikke", "not", "ingen", "no", "uden", "without"} & set(idle)


# Readings.


def test_a_reading_reads_again_as_itself(store: EmbeddedStore) -> None:
    words_of = lexicon(store)
    other = []
    for one in LABELLED:
        found = answer(store, one["question"])
        if found is None or found.question is not None:
            continue  # of the catalogue: it has its own words
        tree = replace(trees(one["question"], words_of)[0], expected=None)
        line = Saying(tree.language, words_of).line(tree)
        again = [replace(found, language=tree.language) for found in trees(line, words_of)]
        other += [line] if tree not in again else []
    assert other == []


def test_every_question_of_the_catalogue_is_reached_by_its_own_words_and_those_it_had(store: EmbeddedStore) -> None:
    words_of = lexicon(store)
    assert sum(len(question.former) for question in QUESTIONS) > 50
    for question in QUESTIONS:
        for text in (*question.wording, *(chosen(former, ()) for former in question.former)):
            plain = text if "{" not in text else None
            if plain is not None:
                assert question in [match.question for match in matching(plain, QUESTIONS, words_of)], plain


@pytest.mark.parametrize(
    ("text", "question", "values"),
    [
        ("Hvilke indsatser bidrager til delmål 10.3?", "initiatives-by-sdg-target", {"target": "10.3"}),
        ("Which initiatives serve sub-target 4.4?", "initiatives-by-sdg-target", {"target": "4.4"}),
        ("Hvad står der i tidsplanen for 2024?", "timeline-entries-by-period", {"year": "2024"}),
        ("Hvad bidrager til verdensmål 13?", "elements-by-sdg-goal", {"goal": "13"}),
        ("Hvilke pejlemærker står ikke i tidsplanen?", "goals-without-timeline-entry", {}),
    ],
)
def test_the_question_of_the_catalogue_is_taken_where_it_says_the_same(
    store: EmbeddedStore, text: str, question: str, values: dict[str, str]
) -> None:
    found = answer(store, text)
    assert found is not None
    assert found.question is not None
    assert (found.question.name, found.values) == (question, values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "… – —",
        "og det er den",
        "Hvilke billige indsatser har spor 2?",
        "Hvilke pejlemærker har Region Syddanmark?",
        "Which goals does 'No such title' have?",
        "Hvilke pejlemærker findes der, og hvad koster de?",
        "Hvilke indsatser hører til mål 3?",
        "Wie viele Ziele hat der Plan?",
        "Quels sont les objectifs du plan?",
        "SELECT ?s { ?s ?p ?o }",
    ],
)
def test_what_cannot_be_read_whole_is_refused(store: EmbeddedStore, text: str) -> None:
    assert answer(store, text) is None


def test_a_refusal_names_the_word_and_offers_a_reading(cli: Cli) -> None:
    danish = cli("ask", "Hvilke billige indsatser hører til pejlemærke 8?")
    assert danish.code == 2
    assert "“billige”" in danish.err
    assert "indsatser · hører til pejlemærke 8" in danish.err
    english = cli("ask", "Which goals have cheap initiatives?", "--lang", "en")
    assert english.code == 2
    assert "“cheap”" in english.err
    assert "goals · have initiatives" in english.err


def test_a_question_without_end_ends_at_once(cli: Cli) -> None:
    done = cli("ask", "hvilke indsatser har " * 2000)
    assert done.code == 2
    assert "60" in done.err


def test_sparql_is_shown_the_way(cli: Cli) -> None:
    done = cli("ask", "SELECT ?s WHERE { ?s ?p ?o }", "--lang", "en")
    assert done.code == 2
    assert "strategigraf query" in done.err


def test_the_answer_begins_with_its_reading(cli: Cli) -> None:
    done = cli("ask", "Which goals of Region Zealand have more than one initiative?", "--lang", "en")
    assert done.out.startswith("I read: goals · in Strategy for regional social services in Region Zealand")
    table = cli("ask", "Which goals of Region Zealand have more than one initiative?", "--format", "csv")
    assert table.out.startswith("thing,")
    assert "I read: goals" in table.err
    assert "SELECT" in cli("ask", "Hvilke målsætninger har Sjælland?", "--show-sparql").err


def test_the_last_word_is_completed(store: EmbeddedStore) -> None:
    assert "pejlemærker" in completions(store, "Hvilke pejle")
    assert "sjælland" in completions(store, "Hvilke ambitioner har Region Sj")
    assert completions(store, "Hvilke xyzz") == []


def test_the_page_on_asking_is_as_the_lexicon_is(store: EmbeddedStore) -> None:
    made = page(store)
    if os.environ.get("STRATEGIGRAF_UPDATE_DOCS"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made
    for texts in EXAMPLES.values():
        assert [text for text in texts if answer(store, text) is None] == []
