"""A question in one's own words: read and answered, or refused with what was not read and the readings near to it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from strategigraf.ask.answer import ask, matching, nearest
from strategigraf.ask.composer import readings
from strategigraf.ask.lexicon import Lexicon, Token, lexicon, tokens
from strategigraf.ask.spans import LONGEST, covers, spoken
from strategigraf.ask.translation import Saying, Translation
from strategigraf.ask.tree import COUNT, LIST, MOST, Query, Set, Unfit, in_strategy
from strategigraf.core.errors import QuestionUnsure, WrongUsage
from strategigraf.core.rdf import XSD, Literal, Text
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.files.question import Question
from strategigraf.store.sparql import EmbeddedStore, Store

_SPARQL = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b[^{<]*[{<]", re.I)
_OFFERS = 3
_TRIED = 40  # so many shorter questions are read to find what to offer
_NONE = Literal("0", XSD + "integer")
_RESPELLED = 7  # letters that a word has at least that is offered in another spelling
Limited = Callable[[], Store]


class Answered(NamedTuple):
    """The answer of a question in one's own words: the table, its reading, the SPARQL; and the question of the
    catalogue with its values, where it says just that."""

    table: Table
    reading: Text
    sparql: str
    question: Question | None = None
    values: dict[str, str] | None = None


def answered(
    store: EmbeddedStore, text: str, questions: Sequence[Question], language: str, limited: Limited
) -> Answered:
    """The answer to the question *text*, things named in *language* where it is one of the catalogue.

    Raises QuestionUnsure where a word is not used, where several readings differ in their answers, and where what is
    asked is not in the data at all.
    """
    if _SPARQL.match(text):
        raise QuestionUnsure(
            Text("Det er SPARQL og ikke et spørgsmål.", "This is SPARQL and not a question."),
            Text("Brug “strategigraf query -e …”.", "Use “strategigraf query -e …”."),
        )
    words_of = lexicon(store)
    words = tokens(text[: LONGEST * 100])
    if len(words) > LONGEST or len(text) > LONGEST * 100:
        raise QuestionUnsure(
            Text("Spørgsmålet er for langt.", "The question is too long."),
            Text(f"Et spørgsmål kan have {LONGEST} ord.", f"A question can have {LONGEST} words."),
        )
    found = _from_catalogue(store, text, questions, words_of, language, limited)
    if found is not None:
        return found
    if not words or not spoken(words, words_of):
        raise QuestionUnsure(
            Text(f"“{text}” kunne ikke læses.", f"“{text}” could not be read."),
            Text("Spørgsmål læses på dansk og engelsk.", "Questions are read in Danish and English."),
        )
    try:
        queries = trees(text, words_of)
    except Unfit as fault:
        raise _unread(text, words, fault, words_of, questions) from fault
    return _answer(limited(), queries, words_of, text, questions)


def trees(text: str, words_of: Lexicon) -> list[Query]:
    """What *text* can ask, by the best cover of its words. Raises Unfit."""
    words = tokens(text)
    if not words or len(words) > LONGEST:
        raise Unfit(0)
    language = spoken(words, words_of)
    fault: Unfit | None = None
    found: list[Query] = []
    for group in covers(words, words_of, language):
        for cover in group:
            try:
                found += [tree for tree in readings(cover, words, words_of, language) if tree not in found]
            except Unfit as error:
                fault = error if fault is None or error.at > fault.at else fault
        if found:
            return found
    raise fault or Unfit(0)


# Answering.


def _answer(
    store: Store, queries: list[Query], words_of: Lexicon, text: str, questions: Sequence[Question]
) -> Answered:
    answers: list[tuple[Query, Translation, Table]] = []
    for query in queries:
        translation = Translation(query, words_of)
        answers.append((query, translation, store.select(translation.text)))
    kept = _agreeing(answers)
    if kept is None:
        lines = dict.fromkeys(_line(query, words_of) for query in queries)
        raise QuestionUnsure(
            Text(f"“{text}” kan læses på flere måder med hver sit svar.", f"“{text}” can be read in several ways."),
            _choose_from(list(lines)[:_OFFERS]),
        )
    query, translation, table = kept
    for problem in _problems(store, query, table, words_of):
        raise QuestionUnsure(problem, _nearest(text, questions))
    line = _line(query, words_of)
    heading = (
        Text(f"Jeg læste: {line}", f"Jeg læste: {line}") if query.language == "da" else Text(*[f"I read: {line}"] * 2)
    )
    columns = tuple(Column(name, titled) for name, titled in translation.columns)
    return Answered(Table(columns, table.rows, heading), heading, translation.text)


def _line(query: Query, words_of: Lexicon) -> str:
    return Saying(query.language, words_of).line(query)


def _agreeing(answers: list[tuple[Query, Translation, Table]]) -> tuple[Query, Translation, Table] | None:
    """The first of *answers* where all are the same; where they differ only in which of several things of one name is
    meant, the only one that has rows."""
    rows = {_key(table) for *_, table in answers}
    if len(rows) == 1:
        return answers[0]
    if len({_shape(query) for query, *_ in answers}) == 1 and not any(_denies(query.asked) for query, *_ in answers):
        filled = [answer for answer in answers if answer[2].rows and answer[0].form == LIST]
        if filled and len({_key(table) for *_, table in filled}) == 1:
            return filled[0]
    return None


def _key(table: Table) -> tuple[object, ...]:
    return (len(table.columns), frozenset(table.rows))


def _shape(query: Query) -> Query:
    """*query* without the names of things."""
    return replace(query, asked=_nameless(query.asked), counted=None)


def _nameless(asked: Set) -> Set:
    conditions = tuple(replace(one, of=_nameless(one.of)) for one in asked.conditions)
    return replace(asked, things=("",) if asked.things else (), strategies=(), conditions=conditions)


def _denies(asked: Set) -> bool:
    return any(one.absent or one.number or _denies(one.of) for one in asked.conditions)


def _sets(asked: Set) -> Iterator[Set]:
    yield asked
    for condition in asked.conditions:
        yield from _sets(condition.of)


def _problems(store: Store, query: Query, table: Table, words_of: Lexicon) -> Iterator[Text]:
    """Why the answer of *query* would not tell what was asked: words or years that no text has, a number of things
    that is not theirs."""
    roots = [query.asked] + ([query.counted.of] if query.counted else [])
    for asked in (one for root in roots for one in _sets(root)):
        if asked.text or asked.years:
            alone = Query(replace(asked, conditions=()), COUNT)
            ((count,),) = store.select(Translation(alone, words_of).text).rows
            if count is not None and count.value == "0":
                named = " ".join(asked.text) or "–".join(map(str, dict.fromkeys(asked.years or ())))
                yield Text(f"“{named}” findes ikke i det, der spørges om.", f"“{named}” is not in what is asked about.")
    if not table.rows and query.form == LIST and not _denies(query.asked):
        for condition in query.asked.conditions:
            only = _anywhere(replace(query.asked, text=(), conditions=(condition,)))
            if not _rows(store, Query(only), words_of):
                yield Text("Intet er sådan, heller ikke andre steder.", "Nothing is so, nor elsewhere.")
                return
    if query.fewest and not in_strategy(query.asked.kind) and any(row[1] == _NONE for row in table.rows):
        yield Text("De færreste er 0, også hvor der ikke kan være nogen.", "The fewest are 0, also where none can be.")
    if query.form == MOST and query.counted is not None and len(table.rows) > 1:
        more = () if query.fewest else (query.counted,)
        all_of_them = Query(replace(query.asked, conditions=(*query.asked.conditions, *more)))
        if not query.fewest and table.rows[0][1] == _NONE:
            yield Text("Intet har nogen.", "Nothing has any.")
        if len(table.rows) == _rows(store, all_of_them, words_of):
            yield Text("Alle har lige mange.", "All have as many.")
    if query.expected is not None:
        whole = query if query.form == LIST else replace(query, form=LIST)
        there = _rows(store, whole, words_of)
        if there != query.expected and not query.first:
            yield Text(f"Der er {there} og ikke {query.expected}.", f"There are {there} and not {query.expected}.")


def _anywhere(asked: Set) -> Set:
    """*asked* of all strategies."""
    conditions = tuple(replace(one, of=_anywhere(one.of)) for one in asked.conditions)
    return replace(asked, strategies=(), conditions=conditions)


def _rows(store: Store, query: Query, words_of: Lexicon) -> int:
    """How many things the list *query* has."""
    return len({row[0] for row in store.select(Translation(query, words_of).text).rows})


# The catalogue.


def _from_catalogue(
    store: EmbeddedStore, text: str, questions: Sequence[Question], words_of: Lexicon, language: str, limited: Limited
) -> Answered | None:
    """The answer of the question of the catalogue that *text* is, if there is just one, with one value for each
    parameter, or one of several that has rows."""
    answers = []
    named = any(phrase.sort == "name" for token in tokens(text) for phrase in words_of.phrases.get(token.plain, ()))
    for match in matching(text, questions, words_of):
        if not named and any(len(values) > 1 for values in match.values.values()):
            continue  # goal 3: of which strategy?
        for values in _combinations(match.values):
            try:
                found = _of_catalogue(store, match.question, values, language, limited)
            except WrongUsage:
                continue
            answers.append(found)
    if len(answers) > 1:
        answers = [found for found in answers if found.table.rows]
    return answers[0] if len(answers) == 1 else None


def _combinations(values: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    if not values:
        yield {}
        return
    name, *others = values
    for rest in _combinations({other: values[other] for other in others}):
        for value in values[name]:
            yield {name: value} | rest


def _of_catalogue(
    store: EmbeddedStore, question: Question, values: dict[str, str], language: str, limited: Limited
) -> Answered:
    table = ask(store, question, values, language, limited)
    heading = table.heading or Text("", "")
    return Answered(table, Text(f"Jeg læste: {heading.da}", f"I read: {heading.en}"), question.query, question, values)


# Refusing.


def _unread(
    text: str, words: Sequence[Token], fault: Unfit, words_of: Lexicon, questions: Sequence[Question]
) -> QuestionUnsure:
    language = spoken(words, words_of)
    (best, *_), *_ = covers(words, words_of, language)
    unknown = [item.start for item in best if item.sort == "word"]
    at = unknown or [min(fault.at, len(words) - 1)]
    named = ", ".join(f"“{text[words[one].start : words[one].end]}”" for one in at)
    return QuestionUnsure(
        Text(
            f"{named} kunne ikke bruges, så der er ikke svaret.", f"{named} could not be used, so nothing is answered."
        ),
        _nearest(text, questions, list(islice(_near_lines(text, words, at, words_of), _OFFERS))),
    )


def _near_lines(text: str, words: Sequence[Token], at: Sequence[int], words_of: Lexicon) -> Iterator[str]:
    """The readings of *text* with one of its words in another spelling, or without some."""
    told: set[str] = set()
    for shorter in islice(_shorter(text, words, at, words_of), _TRIED):
        try:
            lines = [_line(query, words_of) for query in trees(shorter, words_of)]
        except Unfit:
            continue
        for line in lines[:1]:
            if line not in told:
                told.add(line)
                yield line


def _shorter(text: str, words: Sequence[Token], at: Sequence[int], words_of: Lexicon) -> Iterator[str]:
    def without(places: Sequence[int], put: str = "") -> str:
        for place in sorted(places, reverse=True):
            text_before = changed[-1]
            changed.append(text_before[: words[place].start] + put + text_before[words[place].end :])
        return changed.pop()

    for place in at:
        word = words[place].plain
        if len(word) >= _RESPELLED:
            from strategigraf.core.errors import nearest as near_names

            alike = [name for name in words_of.phrases if name[0] == word[0] and abs(len(name) - len(word)) < 3]
            for name in near_names(word, alike, most=2, least=0.8):
                changed = [text]
                yield without([place], name)
    changed = [text]
    yield without(at)
    for place in range(len(words)):
        changed = [text]
        yield without([place])
    for place in range(len(words) - 1):
        changed = [text]
        yield without([place, place + 1])


def _nearest(text: str, questions: Sequence[Question], lines: Sequence[str] = ()) -> Text:
    near = nearest(text, questions)
    offers = [Text(line, line) for line in lines]
    offers += [Text(f"{one.name} ({one.wording.da})", f"{one.name} ({one.wording.en})") for one in near]
    if not offers:
        return Text("“strategigraf ask” viser alle spørgsmål.", "“strategigraf ask” lists all questions.")
    shown = offers[: _OFFERS + 1]
    return Text(f"Nærmest: {'; '.join(one.da for one in shown)}.", f"Nearest: {'; '.join(one.en for one in shown)}.")


def _choose_from(lines: Sequence[str]) -> Text:
    listed = "; ".join(lines)
    return Text(f"Vælg en: {listed}.", f"Choose one: {listed}.")


# Completion.


def completions(store: EmbeddedStore, text: str) -> list[str]:
    """What the last word of *text* can become: words of the lexicon that begin so and go on with a phrase."""
    words_of = lexicon(store)
    head, _, begun = text.rpartition(" ")
    before = [token.plain for token in tokens(head)]
    found: dict[str, None] = {}
    for phrases in words_of.phrases.values():
        for phrase in phrases:
            known, telling = list(phrase.words[:-1]), phrase.sort in ("kind", "name", "value", "verb")
            if (
                telling
                and phrase.words[-1].startswith(begun.casefold())
                and (not known or before[-len(known) :] == known)
            ):
                found[phrase.words[-1]] = None
    return sorted(found)
