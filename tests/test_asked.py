"""Questions in one's own words: right, or refused; every word is used, and a reading reads again as itself."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from strategigraf.ask.answer import ask
from strategigraf.ask.asides import asked_alone
from strategigraf.ask.lexicon import Lexicon, hand_written, plain_words, tokens
from strategigraf.ask.reading import Answered, Refusal, answered, attempted, completions, trees
from strategigraf.ask.vocabulary import lexicon, matching
from strategigraf.ask.wording import Saying
from strategigraf.core.errors import QuestionUnsure
from strategigraf.core.rdf import column_title, expand, short
from strategigraf.core.table import Table
from strategigraf.files.question import Parameter, Question, chosen, read_question
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
        return attempted(store, text, QUESTIONS, "da", lambda: store)
    except (QuestionUnsure, Refusal):
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
        return "right" if groups == {row[0]: row[1] for row in rows if row[1:] and row[1] != "0"} else "wrong"
    told = str(expected["count"]) if "count" in expected else str(expected["truth"]).lower()
    return "right" if rows == [(told,)] else "wrong"


def test_the_labelled_questions_are_answered_rightly_or_refused(store: EmbeddedStore, record_property: Record) -> None:
    verdicts = [(verdict(answer(store, one["question"]), one["expect"]), one["question"]) for one in LABELLED]
    tally = Counter(kind for kind, _ in verdicts)
    answerable = sum(one["expect"] != "refuse" for one in LABELLED)
    record_property("figure", f"asked: {dict(sorted(tally.items()))} of {len(LABELLED)}, {answerable} answerable")
    assert [question for kind, question in verdicts if kind == "wrong"] == []
    assert tally["too wide"] == 0
    assert tally["right"] / answerable > 0.9


def test_questions_that_no_rule_was_written_against_are_answered_rightly_or_refused(
    store: EmbeddedStore, record_property: Record
) -> None:
    """Who builds does not read them: they measure what a stranger meets (85 per cent are hoped for)."""
    lines = (HERE / "data/questions-kept.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    tally = Counter(verdict(answer(store, one["question"]), one["expect"]) for one in kept)
    answerable = sum(one["expect"] != "refuse" for one in kept)
    record_property("figure", f"asked, unseen: {dict(sorted(tally.items()))} of {len(kept)}, {answerable} answerable")
    assert tally["wrong"] == tally["too wide"] == 0
    assert tally["right"] / answerable > 0.55


# Changed questions, which need no expected rows.


def sample(store: EmbeddedStore, step: int) -> Iterator[tuple[str, str, list[str], Answered]]:
    """Every *step*-th answered question: its text, its language, its words and its answer."""
    for one in LABELLED[::step]:
        found = answer(store, one["question"])
        if found is not None:
            yield one["question"], one["lang"], one["question"].rstrip("?").split(), found


FOR = {"da": "Til vores {}: hvilke indsatser er der?", "en": "For our {}: which initiatives are there?"}


def test_a_sentence_beside_a_question_is_set_aside_only_where_each_word_says_nothing(store: EmbeddedStore) -> None:
    """For whom one asks is a condition, in any words: only words that are known to be none are set aside."""
    known = lexicon(store)
    titles = [(thing.da, thing.en) for thing in known.things.values()]
    words = {"da": ["ældre", "hjemløse", "børn"], "en": ["elderly", "homeless", "children"]}
    for pair in titles[::9]:
        for language, title in zip(words, pair, strict=True):
            words[language] += [word for word in plain_words(title) if word.isalpha() and word not in known.phrases]
    told = [answer(store, FOR[language].format(word)) for language in words for word in words[language]]
    assert len(told) > 200
    assert [found.reading for found in told if found is not None and "set aside" in found.reading.en] == []
    newsletter = answer(store, FOR["en"].format("newsletter"))
    assert newsletter is not None
    assert "“For our newsletter” was set aside" in newsletter.reading.en


def test_a_word_of_a_danish_question_is_no_english_word(store: EmbeddedStore) -> None:
    danish = answer(store, "Hvilke indsatser nævner service?")
    assert danish is not None
    assert danish.reading.da.endswith("»service« i titel eller citat")
    english = answer(store, "Goals that deal with municipalities")
    assert english is not None
    assert "|kommun" in english.sparql
    assert "“kommun-”" in english.reading.en
    assert answer(store, "Which initiatives mention children?") is None  # quotes are Danish, and no word is known


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


@pytest.mark.slow
def test_a_word_that_means_nothing_is_never_dropped(store: EmbeddedStore) -> None:
    assert used(store, 12) == []


def test_a_denial_is_never_dropped(store: EmbeddedStore) -> None:
    assert denied(store, 12) == []


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_reading_reads_again_as_itself(store: EmbeddedStore) -> None:
    words_of = lexicon(store)
    other = []
    for one in LABELLED:
        found = answer(store, one["question"])
        if found is None or found.question is not None:
            continue  # of the catalogue: it has its own words
        question, _ = asked_alone(one["question"], words_of)
        tree = replace(trees(question, words_of)[0], expected=None)
        line = Saying(tree.language, words_of).line(tree)
        again = [replace(found, language=tree.language, expected=None) for found in trees(line, words_of)]
        other += [line] if tree not in again else []
    assert other == []


# The catalogue by free text.

VALUES = 3  # of each parameter


def wordings(store: EmbeddedStore, question: Question) -> Iterator[tuple[str, dict[str, str]]]:
    """Natural wordings of *question* in both languages, without values and with each parameter alone, each with the
    values that it says."""
    words_of = lexicon(store)
    for language, template in zip(("da", "en"), question.template, strict=True):
        yield chosen(template, ()), {}
        for parameter in question.parameters:
            for value in islice(filled(store, question, parameter), VALUES):
                said = called(words_of, value, language)
                values = {parameter.name: value}
                if f"{{{parameter.name}}}" in template:
                    yield chosen(template, values).replace(f"{{{parameter.name}}}", said), values
                    continue
                label = f" {'i' if language == 'da' else 'in'} "
                if parameter.name != "strategy":
                    label = f", {column_title(parameter.name, language)} "
                yield chosen(template, ()).rstrip("?") + label + said + "?", values


def filled(store: EmbeddedStore, question: Question, parameter: Parameter) -> Iterator[str]:
    """Values of *parameter* with which the answer has rows."""
    words_of = lexicon(store)
    rows = ask(store, question, {}, "da").rows
    if parameter.type == "integer":
        values = ["2024", "2025", "2026"]
    elif parameter.kind == "sg:Strategy":
        values = list(words_of.strategies)
    else:
        assert parameter.shown is not None
        place = [column.name for column in question.columns].index(parameter.shown.columns[0])
        shown = [short(row[place].value) for row in rows if row[place] is not None]  # type: ignore[union-attr]
        values = [value for value in dict.fromkeys(shown) if value in words_of.things]
        values = values[:: max(1, len(values) // VALUES)]
    yield from (value for value in values if ask(store, question, {parameter.name: value}, "da").rows)


def called(words_of: Lexicon, value: str, language: str) -> str:
    """What *value* is called in *language*: a title, in quotation marks where it is an element's; else as it is typed,
    as where several things have the title."""
    thing = words_of.things.get(value)
    if thing is None or thing.kind.startswith("sdgo:"):
        return value
    title = thing.title(language)
    if thing.kind == "sg:Strategy":
        return re.split(r" \(|, ", title)[0]
    if sum(title == other.title(language) for other in words_of.things.values()) > 1:
        return value
    if thing.kind == "org:Organization" or thing.kind[3:4].islower():
        return title
    return f"»{title}«" if language == "da" else f"“{title}”"


def unreached(store: EmbeddedStore, questions: Sequence[Question]) -> tuple[int, list[str]]:
    """How many wordings of *questions* were tried, and those whose answer is not that of the question by name, or that
    are not read again from the heading of that answer."""
    tried, found = 0, []
    for question in questions:
        for text, values in wordings(store, question):
            table = ask(store, question, values, "da")
            tried += 1
            for again in (text, *(table.heading if values else ())):  # type: ignore[misc]
                other = answer(store, again)
                if other is None or not same(other, question, table):
                    found.append(again)
    return tried, found


def same(found: Answered, question: Question, table: Table) -> bool:
    """Whether *found* is the answer *table* to *question*, or has the things of one of its columns."""
    if found.question == question:
        return found.table.rows == table.rows
    columns = [{short(cell.value) for cell in column if cell} for column in zip(*table.rows, strict=True)]
    return {row[0] for row in cells(found)} in columns


def test_a_question_of_the_catalogue_is_reached_by_its_words_with_each_parameter(store: EmbeddedStore) -> None:
    assert unreached(store, QUESTIONS[2::9])[1] == []


@pytest.mark.long
def test_every_question_of_the_catalogue_is_reached_by_its_words_with_each_parameter(
    store: EmbeddedStore, record_property: Record
) -> None:
    tried, found = unreached(store, QUESTIONS)
    record_property(
        "figure", f"asked: {tried - len(found)} of {tried} wordings of the catalogue's questions reach them"
    )
    assert [text for text in found if "ongoing" not in text] == []  # which two values are called
    assert tried > 400


def test_every_question_of_the_catalogue_is_reached_by_the_words_that_it_had(store: EmbeddedStore) -> None:
    words_of = lexicon(store)
    former = [(question, chosen(text, ())) for question in QUESTIONS for text in question.former]
    assert len(former) > 50
    for question, text in former:
        if "{" not in text:
            assert question in [match.question for match in matching(text, QUESTIONS, words_of)], text


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
    ("text", "names"),
    [
        ("Hvilke indsatser hører under pejlemærket om tid til faglighed?", ["indsats-11-1", "indsats-11-2"]),
        ("Which goal does the initiative on peer communities belong to?", ["pejlemaerke-6"]),
        ("Hvilke indsatser imødegår udfordringen om videndeling selv?", ["indsats-4-1", "indsats-4-2", "indsats-4-3"]),
        ("When does the pilot project for older employees start?", ["tidsplan-2024-3-2"]),
        ("successors of action plan 3-C", ["indsats-11-1"]),
        ("Which focus area is goal 8 in?", ["fokus-7"]),
        ("What does comment 3 concern?", ["indsats-8-1", "pejlemaerke-8", "pejlemaerke-10"]),
    ],
)
def test_a_thing_is_known_by_a_part_of_its_title_or_by_what_it_can_be(
    store: EmbeddedStore, text: str, names: list[str]
) -> None:
    found = answer(store, text)
    assert found is not None
    assert {row[0] for row in cells(found)} == {f"midt-udviklingsplan-2023/{name}" for name in names}


PLAN, OLD = "midt-udviklingsplan-2023", "midt-social-strategi-status-2015"
DRAFT, NEW = "midt-workshop-2022-06-15", "sjaelland-strategi-2025-2028"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Har alle pejlemærker en indsats?", ["true"]),
        ("Are all action plans started?", ["false"]),
        ("Do all goals of the plan contribute to an SDG?", ["true"]),
        (
            "Hvilke pejlemærker har planen, hvor ingen indsats er i tidsplanen?",
            [f"{PLAN}/pejlemaerke-{n}" for n in (9, 13)],
        ),
        (
            "Hvilke pejlemærker har planen, hvor alle indsatser er i tidsplanen?",
            [f"{PLAN}/pejlemaerke-{n}" for n in (2, 6)],
        ),
        (
            "Could you tell me which goals there are whose initiatives contribute to target 10.3, please?",
            [f"{PLAN}/pejlemaerke-{n}" for n in range(6, 11)],
        ),
        ("action plans where CFK is responsible", [f"{OLD}/handleplan-{n}" for n in ("2-e", "5-a")]),
        ("Is there anything in Zealand that corresponds to goal 8?", ["true"]),
        ("Kan du sige mig, om indsats 8-1 er i tidsplanen?", ["true"]),
        ("Does every goal of the plan have an initiative?", ["true"]),
        ("Er alle indsatser under pejlemærke 8 i tidsplanen?", ["false"]),
        ("Har Sjælland flere indsatser end målsætninger?", ["true"]),
        ("Har planen flere spor end pejlemærker?", ["false"]),
        ("Har pejlemærke 5 flere indsatser end pejlemærke 8?", ["true"]),
        ("Hvilke pejlemærker har flere indsatser end 5?", [f"{PLAN}/pejlemaerke-5"]),
        ("What happened on June 15, 2022?", [f"{DRAFT}/proces-2022-06-15"]),
        ("Hvilke procestrin lå før september 2021?", [f"{DRAFT}/proces-2021-05"]),
        (
            "Which process steps come after 15 June 2022?",
            [f"{DRAFT}/proces-{day}" for day in ("2022-08-10", "2022-09-14", "2022-10-05", "2023-01")],
        ),
        ("Hvor nævnes sygefravær i planen?", [f"{PLAN}/indsats-14-3"]),
        (
            "Which quality standards match a goal of the plan closely?",
            [f"{NEW}/kvalitetsstandard-{n}" for n in (6, 10)],
        ),
        (
            "Which questions come directly under question 1 at the workshop?",
            [f"{DRAFT}/spoergsmaal-1-{n}" for n in (1, 2)],
        ),
        ("Which goals each have exactly three initiatives?", [f"{PLAN}/pejlemaerke-{n}" for n in (6, 7, 8, 12)]),
        (
            "Which initiative of 2023 carries on the old focus area on innovation and new technology?",
            [f"{PLAN}/indsats-11-1"],
        ),
        ("Hvilken udfordring er der kun én indsats, der imødegår?", [f"{PLAN}/udfordring-1"]),
        ("Er der indsatser, der går efter flere delmål, og hvilke?", [f"{PLAN}/indsats-{n}" for n in ("3-3", "6-3")]),
        ("Hvilken indsats bruger ordene 'psykologisk tryghed'?", [f"{PLAN}/indsats-14-3"]),
        ("Hvilke ambitioner har Region Sjæland?", [f"{NEW}/ambition-{n}" for n in (1, 2, 3)]),
        ("Hvilke strategi spor har planen?", [f"{PLAN}/spor-{n}" for n in (1, 2, 3)]),
        ("Which strategy is the latest?", [NEW]),
        ("When does the Zealand strategy start?", [NEW]),
        ("Hvilket procestrin er det sidste?", [f"{DRAFT}/proces-2023-01"]),
        ("Which is the last goal under track 3?", [f"{PLAN}/pejlemaerke-15"]),
        (
            "Which organisation is responsible for more action plans than CFK?",
            ["organisations/ps-administrationen", "organisations/specialomraaderne"],
        ),
        (
            "Which documents have no date?",
            [
                f"documents/{slug}"
                for slug in ("midt-hoeringssvar-hjerneskade", "midt-udviklingsplan-hoeringsudkast-2023", NEW)
            ],
        ),
        ("Hvem er ansvarlig for 2-E, men ikke for 9-E?", ["organisations/cfk"]),
        ("Which timeline entries schedule a goal rather than an initiative?", [f"{PLAN}/tidsplan-2025-2027-3-2"]),
        ("Which region has no action plans?", ["organisations/region-sjaelland"]),
        (
            "Which vision statements in the plan were reworded from the draft?",
            [f"{PLAN}/visionsudsagn-{n}" for n in (2, 4, 5)],
        ),
        (
            "Which Zealand goals were rejected as matches for the plan's goals?",
            [f"{NEW}/maalsaetning-3"],
        ),
        ("Hvad består pejlemærke 12 af?", [f"{PLAN}/indsats-12-{n}" for n in (1, 2, 3)]),
    ],
)
def test_words_around_what_is_asked_change_nothing_and_those_inside_do(
    store: EmbeddedStore, text: str, rows: list[str]
) -> None:
    found = answer(store, text)
    assert found is not None
    assert [row[0] for row in cells(found)] == rows


@pytest.mark.parametrize(
    "text",
    [
        "Hvad er visionen for Midtjylland?",
        "Hvilken bemærkning angår indsats ikke 13-4?",
        "Which focus area of the Social Strategi has the most action plans in Region Zealand?",
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
        "Hvilke indsatser, ikke pejlemærker, er i tidsplanen?",  # “not” of another word
        "Which initiatives (not goals) are in the timeline?",
        "Er der ingen indsatser i tidsplanen?",  # is none the answer, or is it yes?
        "Er alle indsatser i tidsplanen?",  # of which strategy?
        "Are all initiatives in the timeline?",
        "Do all goals of the plan have an initiative that is in the timeline and a challenge?",
        "Which goals are there whose initiatives are not in the timeline?",  # none of them, or not all?
        "Which initiatives are different?",
        "Which SDG targets are named by each track?",  # by all of them?
        "Which goals are closely?",
        "Which action plans in preparation is PS not responsible for in Region Zealand?",  # which has none
        "Which goals in the Social Strategy have no initiatives?",
        "Which initiatives serve 10.3 directly and not through their goal?",
        "Which document is the most recent?",  # three have no date
        "Which two tracks have the most goals?",  # three have as many
        "Which goals have no rationale?",  # nor could they
        "Hvilke handleplaner er slet ikke kommet i gang?",  # what is partly under way has been begun
        "When was the workshop held?",
        "Which sections of the plan's table of contents are chapters?",
        "Which organisations are responsible for fewer action plans than CFK?",
        "Which initiatives under focus area 4 start in 2024?",  # in neither of the two
        "Har begge regioner en vision?",
        "What is the state of the plan?",
        "Which comments are answered and partly answered?",  # each has one outcome
        "Has objective 8 a counterpart in Zealand?",  # it is of Zealand itself
        "Hvilke indsatser hører til spor 1 i Sjælland?",  # which has ambitions
        "Select the goals of the plan",  # a request, and no question whether
        "Which initiatives carry on new action plans?",  # new is no word of a text
        "Which goals carry on about innovation?",  # “on” belongs to the verb
        "Which initiatives are about cheap action plans?",  # nor is what stands before a kind
        "Hvilke nye indsatser handler om frivillige?",
        "Which initiatives about volunteers belong to track 3?",  # other words may be meant
        "Initiatives aimed at SDG target 17.17",  # themselves, or those that inherit it too
        "Indsatser rettet mod delmål 17.17",
        "Hvad består fundamentet i Region Sjællands strategi af?",  # its parts, or theirs too
        "What is the foundation made of?",
        "What does track 1 consist of?",
        "Which initiatives contribute to at least two targets 10.3?",
        "Hvilken udfordring er der kun én indsats, der ikke imødegår?",
        "What does initiative 2-1 not carry on from the Social Strategy?",
        "Who is responsible for the most action not plans?",
        "Initiatives in track 3 that are absent from the time line in Region Zealand",  # which has none
        '" "',
        "Wie viele Ziele hat der Plan?",
        "Quels sont les objectifs du plan?",
        "SELECT ?s { ?s ?p ?o }",
    ],
)
def test_what_cannot_be_read_whole_is_refused(store: EmbeddedStore, text: str) -> None:
    assert answer(store, text) is None


ADJECTIVES = {"da": ("nye", "gamle", "tidligere", "store"), "en": ("new", "old", "earlier", "large")}


def sought(store: EmbeddedStore, step: int) -> list[str]:
    """The questions with an adjective before a kind that are read as a search for it in a text."""
    found = []
    kinds = {phrase.words[0] for phrase in hand_written() if phrase.sort == "kind"}
    for _, language, words, _ in sample(store, step):
        for place, word in enumerate(words):
            if word.casefold() not in kinds or any(mark in " ".join(words) for mark in "\"'"):
                continue
            for more in ADJECTIVES[language]:
                text = " ".join([*words[:place], more, *words[place:]]) + "?"
                other = answer(store, text)
                if other is not None and re.search(rf"[»“]{more}[«”] .*(titel|title)", str(other.reading.da)):
                    found.append(text)
    return found


def test_an_adjective_before_a_kind_is_no_search_for_a_text(store: EmbeddedStore) -> None:
    assert sought(store, 24) == []


@pytest.mark.long
def test_no_adjective_before_a_kind_is_a_search_for_a_text(store: EmbeddedStore) -> None:
    assert sought(store, 1) == []


# Refusals.


def refusal(store: EmbeddedStore, text: str) -> QuestionUnsure:
    """Why *text* is not answered."""
    with pytest.raises(QuestionUnsure) as caught:
        answered(store, text, QUESTIONS, "da", lambda: store)
    return caught.value


def offered(store: EmbeddedStore, step: int) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every *step*-th of the labelled questions that are refused, with what is expected and the offers."""
    refused = [one for one in LABELLED if answer(store, one["question"]) is None]
    for one in refused[::step]:
        yield one, refusal(store, one["question"]).offers


@pytest.mark.slow
def test_an_offer_typed_again_is_answered(store: EmbeddedStore) -> None:
    for one, offers in offered(store, 9):
        assert len(offers) <= 3
        assert [offer for offer in offers if answer(store, offer) is None] == [], one["question"]


@pytest.mark.long
def test_the_right_reading_is_often_among_the_offers(store: EmbeddedStore, record_property: Record) -> None:
    answerable, right, holding = 0, 0, 0
    for one, offers in offered(store, 1):
        verdicts = {verdict(answer(store, offer), one["expect"]) for offer in offers}
        assert not verdicts & {"refused", "rightly refused"}, one["question"]
        if one["expect"] != "refuse":
            answerable += 1
            right += "right" in verdicts
            holding += bool(verdicts & {"right", "too wide"})
    record_property(
        "figure",
        f"asked: of {answerable} refused though answerable, {right} have the right reading among three offers, "
        f"{holding} that or a wider one",
    )
    assert right / answerable > 0.4


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("text", "said", "offer"),
    [
        ("Hvilke billige indsatser hører til pejlemærke 8?", "»billige«", "indsatser · hører til pejlemærke 8"),
        ("Hvilke pejlemærker findes der, og hvad koster de?", "»hvad koster de«", "pejlemærker"),
        ("Which goals are there, and what do they cost?", "“what do they cost”", "goals"),
        ("Hvilke indsatser hører til mål 3?", "»3«", "målsætning 3"),
        ("Which initiatives belong to goal 3?", "“3”", "SDG 3"),
        ("Hvilke indsatser bidrager til delmål 10.9?", "»10.9« findes ikke", "indsatser · bidrager til delmål"),
        ("3-1", "3-1", "3-1"),
        ("Which goals belong to track 2 and who is responsible for action plan 9-E?", "2 questions", "are responsible"),
        ("Hvilke indsatser hører til pejlemærket »Findes ikke i planen«?", "titlen »Findes ikke i planen«", ""),
        ("Which pejlemurker have no initiatives?", "“pejlemurker”", "goals"),
        ("Hvad siger planen om raketter?", "»raketter«", ""),
        ("Hvilke fire fundamenter har Sjælland?", "8, ikke 4", "fundamenter · i Strategi for"),
        ("Wie viele Ziele hat der Plan?", "neither Danish nor English", ""),
        ("Quels sont les objectifs du plan?", "neither Danish nor English", ""),
        ("¿Qué metas tiene el plan de Zelanda?", "neither Danish nor English", ""),
        ("Welke doelen heeft het plan voor de regio?", "neither Danish nor English", ""),
        ("Какие цели у плана?", "neither Danish nor English", ""),
        ("", "no question", ""),
    ],
)
def test_a_refusal_says_what_was_read_and_what_not(store: EmbeddedStore, text: str, said: str, offer: str) -> None:
    error = refusal(store, text)
    assert said in error.message.da + error.message.en
    assert offer in "\n".join(error.offers)
    assert not re.search("[“”]", error.message.da)
    assert not re.search("[»«]", error.message.en)


def test_a_refusal_names_the_word_and_offers_a_reading(cli: Cli) -> None:
    danish = cli("ask", "Hvilke billige indsatser hører til pejlemærke 8?")
    assert danish.code == 2
    assert "»billige«" in danish.err
    assert "indsatser · hører til pejlemærke 8" in danish.err
    english = cli("ask", "Which goals have cheap initiatives?", "--lang", "en")
    assert english.code == 2
    assert "“cheap”" in english.err
    assert "goals · have initiatives" in english.err


def test_a_number_is_asked_about_and_is_no_name_of_a_question(cli: Cli) -> None:
    assert "midt-udviklingsplan-2023/pejlemaerke-8" in cli("ask", "pejlemærke", "8").out
    assert "midt-udviklingsplan-2023/indsats-8-1" in cli("ask", "8-1").out
    several = cli("ask", "3-1")
    assert several.code == 2
    assert "Kompetenceudvikling" in several.err
    assert "i Strategi for det regionale socialområde i Region Sjælland" in several.err
    assert "i Visions- og udviklingsplan" in several.err
    assert "unknown-question" in cli("ask", "initiativs").err


def test_a_question_without_end_ends_at_once(cli: Cli) -> None:
    done = cli("ask", "hvilke indsatser har " * 2000)
    assert done.code == 2
    assert "60" in done.err


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?s WHERE { ?s ?p ?o }",
        "select distinct ?s { ?s a sg:Goal }",
        "# of goals\nPREFIX sg: <x>\nASK { ?s a sg:Goal }",
        "DESCRIBE sg:Goal",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "INSERT DATA { <a> <b> <c> }",
    ],
)
def test_sparql_is_shown_the_way(cli: Cli, sparql: str) -> None:
    done = cli("ask", sparql, "--lang", "en")
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
