"""A question in one's own words: read and answered, or refused with what was not read and the readings near to it."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from strategigraf.ask.answer import ask
from strategigraf.ask.asides import asked_alone, quoted, searched, set_aside
from strategigraf.ask.composer import readings
from strategigraf.ask.lexicon import Lexicon, tokens
from strategigraf.ask.offers import MARKS, MOST, Refused, clauses, foreign, no_such, offers, read_of, refused
from strategigraf.ask.spans import LONGEST, covers, read_words
from strategigraf.ask.translation import Translation
from strategigraf.ask.tree import (
    COUNT,
    EACH,
    EVER,
    LIST,
    LITERAL,
    REGION,
    TRUTH,
    Condition,
    Query,
    Set,
    Unfit,
    denies,
    in_strategy,
    sets,
)
from strategigraf.ask.tree import MOST as MOST_OF
from strategigraf.ask.vocabulary import lexicon, matching
from strategigraf.ask.wording import Saying
from strategigraf.core.errors import QuestionUnsure, WrongUsage
from strategigraf.core.rdf import XSD, Literal, Text, joined, message
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.files.question import Question
from strategigraf.store.sparql import EmbeddedStore, Store

_SPARQL = re.compile(
    r"[\s\ufeff]*(?:#[^\n]*\n\s*)*(?:(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|LOAD|CLEAR|DROP|WITH)\b"
    r"[^{<]*[{<]|DESCRIBE\s+\w*:\w|SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?[?$*(])",
    re.I,
)
_NONE = Literal("0", XSD + "integer")
_LETTERS = LONGEST * 100  # characters that a question may have
Limited = Callable[[], Store]


class Answered(NamedTuple):
    """The answer of a question in one's own words: the table, its reading, the SPARQL; and the question of the
    catalogue with its values, where it says just that."""

    table: Table
    reading: Text
    sparql: str
    question: Question | None = None
    values: dict[str, str] | None = None


class Refusal(Exception):
    """Why a question is not answered: a problem, its several readings, a word that does not fit, or words nowhere."""

    def __init__(
        self, problem: Text | None, lines: Sequence[str] = (), at: int = 0, nowhere: Sequence[str] = ()
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.lines = lines
        self.at = at
        self.nowhere = nowhere


def answered(
    store: EmbeddedStore,
    text: str,
    questions: Sequence[Question],
    language: str,
    limited: Limited,
    own: Sequence[str] = (),
) -> Answered:
    """The answer to the question *text*, things named in *language* where it is one of the catalogue; where it names no
    strategy, only the strategies *own* are meant, if there are any.

    Raises QuestionUnsure where a word is not used, where several readings differ in their answers, and where what is
    asked is not in the data at all; its `offers` are questions near to it that are answered.
    """
    try:
        return attempted(store, text, questions, language, limited, own)
    except Refusal as refusal:

        def answers(other: str) -> bool:
            try:
                return bool(attempted(store, other, questions, language, limited, own))
            except (Refusal, QuestionUnsure):
                return False

        raise _unsure(store, text, refusal, questions, answers) from refusal


def attempted(
    store: EmbeddedStore,
    text: str,
    questions: Sequence[Question],
    language: str,
    limited: Limited,
    own: Sequence[str] = (),
) -> Answered:
    """See answered, but for what it raises where nothing can be answered: Refusal, which costs nothing to make."""
    if _SPARQL.match(text):
        raise QuestionUnsure(message("ask.sparql"), message("ask.sparql.remedy"))
    if len(text) > _LETTERS or len(tokens(text)) > LONGEST:
        raise QuestionUnsure(message("ask.long"), message("ask.long.remedy", most=LONGEST))
    words_of = lexicon(store)
    found = _from_catalogue(store, text, questions, words_of, language, limited)
    if found is not None:
        return found
    try:
        queries = trees(text, words_of)
    except Unfit as fault:
        question, aside = asked_alone(text, words_of)
        with suppress(Refusal, QuestionUnsure):
            if aside:
                found = attempted(store, question, questions, language, limited, own)
                told = set_aside(found.reading, aside, read_words(question, words_of)[1])
                return found._replace(reading=told, table=found.table._replace(heading=told))
        raise Refusal(None, at=fault.at) from fault
    return _answer(limited(), _of_own(queries, own) if own else queries, words_of, text)


def _of_own(queries: list[Query], own: Sequence[str]) -> list[Query]:
    """*queries* of the strategies *own* where they name no strategy and nothing of another one; those that do are left
    out where a reading like them does not."""

    def is_own(query: Query) -> bool:
        told = [*sets(query.asked), *(sets(query.counted.of) if query.counted else ())]
        things = [thing for one in told for thing in one.things if "/" in thing]
        return not any(one.strategies for one in told) and all(thing.split("/")[0] in own for thing in things)

    ours = [query for query in queries if is_own(query)]
    shapes = {_shape(query) for query in ours}
    kept = [query for query in queries if query in ours or _shape(query) not in shapes]
    return [
        replace(query, asked=replace(query.asked, strategies=tuple(own)))
        if query in ours and in_strategy(query.asked.kind)
        else query
        for query in kept
    ]


def trees(text: str, words_of: Lexicon, language: str = "") -> list[Query]:
    """What *text* can ask, by the best cover of its words, in *language* (without one: that of its words). Raises
    Unfit."""
    words, language = read_words(text, words_of, language)
    if not words or len(words) > LONGEST:
        raise Unfit(0)
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


def _answer(store: Store, queries: list[Query], words_of: Lexicon, text: str) -> Answered:
    answers: list[tuple[Query, Translation, Table]] = []
    for query in queries:
        translation = Translation(query, words_of)
        answers.append((query, translation, store.select(translation.text)))
    kept = _agreeing(answers)
    if kept is None:
        raise Refusal(message("ask.several", question=quoted([text])), [_line(query, words_of) for query in queries])
    query, translation, table = kept
    for refusal in _problems(store, query, table, words_of):
        raise refusal
    words = [word for one in sets(query.asked) for word in one.text]
    read = _read(Text(*[_line(query, words_of)] * 2), query.language)
    heading = joined([read, *searched(words, words_of, query.language)], ". ")
    columns = tuple(Column(name, titled) for name, titled in translation.columns)
    return Answered(Table(columns, table.rows, heading), heading, translation.text)


def _read(told: Text, language: str = "") -> Text:
    """That *told* is what was read, in both languages, or in the one *language* alone."""
    read = Text(message("ask.read", told=told.da).da, message("ask.read", told=told.en).en)
    return Text(*[read.in_language(language)] * 2) if language else read


def _line(query: Query, words_of: Lexicon) -> str:
    return Saying(query.language, words_of).line(query)


def _agreeing(answers: list[tuple[Query, Translation, Table]]) -> tuple[Query, Translation, Table] | None:
    """The first of *answers* where all are the same; where they differ only in which of several things of one name is
    meant, the only one that has rows."""
    rows = {_key(table) for *_, table in answers}
    several = len({query.asked for query, *_ in answers}) > 1 and not any(table.rows for *_, table in answers)
    if len(rows) == 1 and several and _shape(answers[0][0]).asked != answers[0][0].asked:
        return None  # nothing is so of either thing of one name: which was meant is not said
    if len(rows) == 1:
        return answers[0]
    if len({_shape(query) for query, *_ in answers}) == 1 and not any(denies(query.asked) for query, *_ in answers):
        filled = [answer for answer in answers if _some(*answer)]
        if filled and len({_key(table) for *_, table in filled}) == 1:
            return filled[0]
    return None


def _some(query: Query, _: Translation, table: Table) -> bool:
    """Whether the answer *table* to *query* lists or counts something."""
    return bool(table.rows) and (query.form == LIST or (query.form == COUNT and table.rows[0][0] != _NONE))


def _key(table: Table) -> tuple[object, ...]:
    return (len(table.columns), frozenset(table.rows))


def _shape(query: Query) -> Query:
    """*query* without the names of things."""
    return replace(query, asked=_nameless(query.asked), counted=None)


def _nameless(asked: Set) -> Set:
    conditions = tuple(replace(one, of=_nameless(one.of)) for one in asked.conditions)
    return replace(asked, things=("",) if asked.things else (), strategies=(), conditions=conditions)


def _problems(store: Store, query: Query, table: Table, words_of: Lexicon) -> Iterator[Refusal]:
    """Why the answer of *query* would not tell what was asked: words or years that no text has, a number of things
    that is not theirs."""
    roots = [query.asked] + ([query.counted.of] if query.counted else [])
    for asked in (one for root in roots for one in sets(root)):
        sought = query.form != TRUTH or asked.kind == "sg:Strategy" or denies(query.asked)
        if asked.text or (asked.years and sought):
            alone = Query(replace(asked, conditions=()), COUNT)
            ((count,),) = store.select(Translation(alone, words_of).text).rows
            if count is not None and count.value == "0":
                years = tuple(str(year) for year in asked.years or () if year not in EVER)
                yield Refusal(None, nowhere=asked.text or years)
    if not table.rows and query.form == LIST and any(one.text for one in sets(query.asked)):
        yield Refusal(message("ask.none"))  # the words may be others in the source
    unmatched = any(one.relation == "unmatched" for one in query.asked.conditions)
    if unmatched and not _rows(store, replace(query, form=LIST, counted=None), words_of):
        yield Refusal(message("ask.none"))  # nobody may have compared them
    told_of = any(_told_of(query.asked, condition) for condition in query.asked.conditions)
    if (told_of or (not table.rows and query.form == LIST)) and not denies(query.asked):
        for condition in query.asked.conditions:
            only = replace(query.asked, text=(), conditions=(condition,))
            inside = _told_of(query.asked, condition)
            if not _rows(store, Query(only if inside else _anywhere(only)), words_of):
                yield Refusal(message("ask.none"))
                return
    if query.form == EACH and _higher_and_lower(query, words_of):
        yield Refusal(message("ask.levels"))
    if query.form == EACH and query.asked.term not in ("", REGION):  # is what has no such word, beside these, one?
        alike = words_of.of_kind(query.asked.kind, query.asked.term, query.asked.strategies)
        if any(not one.term for one in words_of.of_kind(query.asked.kind, "", [one.strategy for one in alike])):
            yield Refusal(message("ask.groups"))
    if query.fewest and not in_strategy(query.asked.kind) and any(row[1] == _NONE for row in table.rows):
        yield Refusal(message("ask.fewest"))
    for asked in sets(query.asked):
        for condition in asked.conditions:
            had = Query(Set(asked.kinds, conditions=(replace(condition, absent=False),)))
            if condition.of.kind == LITERAL and not _rows(store, had, words_of):
                yield Refusal(message("ask.none"))  # that none has what nothing can have is not in doubt
    if query.extreme and query.asked.kind not in ("sg:Strategy", "sg:Link"):
        timed = Query(replace(query.asked, years=(EVER[0] + 1, EVER[1])))
        if _rows(store, timed, words_of) < _rows(store, Query(query.asked), words_of):
            yield Refusal(message("ask.undated"))
    if query.form == MOST_OF and query.counted is not None and len(table.rows) > 1 and not query.first:
        more = () if query.fewest else (query.counted,)
        all_of_them = Query(replace(query.asked, conditions=(*query.asked.conditions, *more)))
        if not query.fewest and table.rows[0][1] == _NONE:
            yield Refusal(message("ask.equal.none"))
        if len(table.rows) == _rows(store, all_of_them, words_of):
            yield Refusal(message("ask.equal"))
    if query.expected is not None:
        whole = query if query.form == LIST else replace(query, form=LIST)
        there = len(table.rows) if query.form == MOST_OF else _rows(store, whole, words_of)
        if there != query.expected and (not query.first or query.form == MOST_OF):
            expected = str(query.expected)
            yield Refusal(message("ask.expected", there=there, expected=expected), nowhere=(expected,))


def _higher_and_lower(query: Query, words_of: Lexicon) -> bool:
    """Whether what *query* counts per group is joined with parts of the groups as well, which it does not count."""
    counted, kind = query.counted, query.asked.kind
    if counted is None or counted.basis or counted.relation in ("part", "sched") or not in_strategy(kind):
        return False
    below = {pair.one for pair in words_of.pairs if pair.relation == "part" and pair.other == kind}
    return any(
        words_of.strategies_with(counted.relation, counted.inverse, one, other)
        for one in below
        for other in counted.of.kinds
    )


def _told_of(asked: Set, condition: Condition) -> bool:
    """Whether *condition* is that a strategy says something about a thing: nothing, where that is of another one."""
    return bool(asked.strategies) and condition.relation in ("conc", "about")


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
    sorts = [{phrase.sort for phrase in words_of.phrases.get(token.plain, ())} for token in tokens(text)]
    if sorts and "yes" in sorts[0] and any("all" in known for known in sorts):
        return None  # are all answered: not which ones are
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
    if len(answers) > 1 or any(_beside(found) for found in answers):
        answers = [found for found in answers if found.table.rows]
    return answers[0] if len(answers) == 1 else None


def _beside(found: Answered) -> bool:
    """Whether the wording of the question has no place for one of its values: that nothing is missing from a timeline
    says little of a strategy without one."""
    template = found.question.template.en if found.question else ""
    return any(f"{{{name}}}" not in template for name in found.values or ())


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
    return Answered(table, _read(table.heading or Text("", "")), question.query, question, values)


# Refusing.


def _unsure(
    store: EmbeddedStore, text: str, refusal: Refusal, questions: Sequence[Question], answers: Callable[[str], bool]
) -> QuestionUnsure:
    words_of = lexicon(store)
    if not tokens(text):
        return QuestionUnsure(message("ask.empty"), message("ask.language.remedy"))
    one = refused(text, words_of, refusal.at)
    problem = refusal.problem
    if refusal.nowhere:
        there = [at for at, word in enumerate(one.words) if word.plain in refusal.nowhere]
        years = [item.start for item in one.cover if item.sort in ("year", "period")]
        one = one._replace(unread=there or years or one.unread)
        problem = problem or message("ask.nowhere", words=quoted([one.piece(at) for at in one.unread]))
    if problem is None and foreign(store, one):
        return QuestionUnsure(message("ask.language"), message("ask.language.remedy"))

    def read(changed: str) -> list[str]:
        with suppress(Unfit):
            return [
                _line(query, words_of)
                for query in trees(changed, words_of, one.language)
                if whether or query.form != TRUTH
            ]
        return []

    whether = any(phrase.sort == "yes" for phrase in words_of.phrases.get(one.words[0].plain, ()))

    offered = [line for line in dict.fromkeys(refusal.lines) if answers(line)][:MOST]
    offered = offered or offers(one, words_of, questions, read, answers)
    problem = problem or _unread(one, words_of, read)
    listed = "".join(f"\n  {line}" for line in offered)
    remedy = message("ask.offers", listed=listed) if offered else message("ask.no-offers")
    return QuestionUnsure(problem, remedy, offered)


def _unread(one: Refused, words_of: Lexicon, read: Callable[[str], list[str]]) -> Text:
    """What of the question was read, and what was not."""
    parts = [one.text[one.words[begin].start : one.words[end - 1].end] for begin, end in clauses(one)]
    known = [part for part in parts if read(part)]
    others = [part for part in parts if part not in known]
    if known and others:
        return message("ask.clause", read=quoted(known), unread=quoted(others))
    if known:
        return message("ask.clauses", number=len(parts))
    pieces = [one.piece(at).strip(MARKS) for at in one.unread]
    if any(one.words[at].quoted for at in one.unread):
        return message("ask.title", words=quoted(pieces))
    if not any(item.sort == "word" for item in one.cover):
        if no_such(one, words_of):
            return message("ask.nowhere", words=quoted(pieces))
        return message("ask.misfit", words=quoted(pieces))
    there = read_of(one)
    if not there:
        return message("ask.unknown", words=quoted(pieces))
    return message("ask.unread", words=quoted(pieces), read=quoted(there))


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
