"""From plain words to a question and its values, or a refusal that names the words that were not used."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from strategigraf.ask.answer import ask
from strategigraf.ask.lexicon import OUTSIDE, Read, in_role, plain, read, word_list
from strategigraf.ask.wording import QUOTED, Mention, choose, fits, mentions, ranking
from strategigraf.core.errors import QuestionUnsure
from strategigraf.core.rdf import LANGUAGES, Iri, Text, expand, short
from strategigraf.core.table import Table
from strategigraf.files.question import Parameter, Question
from strategigraf.store.lookup import labels
from strategigraf.store.names import names_of_class
from strategigraf.store.sparql import Store

# Accounting for words.

_WITHOUT = "without"
_ONLY = "only"
_REGION = "region"  # the concept of names of regions: a name is accounted for where it is a value
_THEMES = "content"  # the concept of what strategies are about: so is a theme
_MOSTLY = 0.5  # the share of a question's wordings from which on a denial is part of it


class _Own(NamedTuple):
    """The words of a question: its stems and concepts, the plain words, the denials of each wording, what is beside
    a denial, and whether it is a denial that is asked for."""

    marks: frozenset[str]
    words: frozenset[str]
    denials: frozenset[frozenset[str]]
    beside: frozenset[str]
    limited: frozenset[str]  # what “only” is said of
    denying: bool
    undenied: frozenset[str]  # the stems that only its wordings without a denial have
    first: frozenset[str]  # what is named first in its wordings with a denial


def left_over(question: Question, wording: str) -> Sequence[Read]:
    """The words and numbers of *wording* that *question* has no words for, with the denials that it does not have; all
    of it where the question denies something and *wording* does not."""
    question_words = _own(question)
    tokens = read(wording)
    unaccounted = [
        token for token in tokens if not _accounted(token, plain(wording[token.start : token.end]), question_words)
    ]
    denials = [token for token in tokens if _denials() & set(token.names)]
    if not _as_denied(wording, tokens, denials, question_words):
        unaccounted += [token for token in denials or tokens if token not in unaccounted]
    return sorted(unaccounted)


def same_direction(question: Question, wording: str) -> bool:
    """Whether *question*, where it denies something, may do so of what *wording* names first: goals without an entry
    are another thing than entries without a goal."""
    own = _own(question)
    first = _first(read(wording))
    return not own.denying or not first or bool(first & own.first)


def _first(tokens: Sequence[Read]) -> frozenset[str]:
    """The concepts of the first thing named."""
    for token in tokens:
        things = in_role("thing") & set(token.names)
        if things:
            return things
    return frozenset()


def concepts(text: str) -> set[str]:
    """The concepts that words of *text* mean."""
    return {name for token in read(text) for name in token.names if name[0] not in "=#"}


def stems(text: str) -> set[str]:
    """The stems of the words of *text* that say something."""
    return {name for token in read(text) for name in token.names if name[0] == "="}


def _accounted(token: Read, word: str, question_words: _Own) -> bool:
    if not token.names:
        return word not in word_list("weighty") or word in question_words.words
    if is_harmless(word):
        return True
    token_concepts = {name for name in token.names if name[0] != "="}
    if (
        OUTSIDE in token_concepts
        or _THEMES in token_concepts
        or (_REGION in token_concepts and not word.startswith(_REGION))
    ):
        return False
    if token.names[0][0] == "#":
        return token.names[0] == "#year" and bool(question_words.marks & token_concepts)
    telling = question_words.marks & (token_concepts - in_role("broad"))
    return (
        bool(_denials() & token_concepts or in_role("pale") & token_concepts or telling)
        or token.names[0] in question_words.marks
    )


def is_harmless(word: str) -> bool:
    """Whether the plain *word* says nothing of what is asked."""
    lists = word_list("harmless"), word_list("nothing")
    return any(word in words for words in lists) or (len(word) == 1 and word.isalpha())


def _as_denied(wording: str, tokens: Sequence[Read], denials: Sequence[Read], question_words: _Own) -> bool:
    """Whether *denials* are as in one of the question's own wordings."""
    if not set(_limited(tokens)) <= question_words.limited:
        return False
    signs = frozenset(name for token in denials for name in token.names if name in _denials())
    without_tokens = [token for token in denials if _WITHOUT in token.names]
    if len(without_tokens) > 1 or signs not in question_words.denials:
        return False
    if question_words.denying:
        return bool(signs) or bool(stems(wording) & question_words.undenied)
    return not without_tokens or bool(set(_beside(tokens)) & question_words.beside)


def _beside(tokens: Sequence[Read]) -> Iterator[str]:
    """The stems of the words that say something next to each denial of *tokens*."""
    meaningful = [token for token in tokens if token.names]
    for position, token in enumerate(meaningful):
        if _WITHOUT in token.names:
            for adjacent in meaningful[max(0, position - 1) : position] + meaningful[position + 1 : position + 2]:
                yield adjacent.names[0]


def _limited(tokens: Sequence[Read]) -> Iterator[str]:
    """The stem of the word that each “only” of *tokens* is said of: the next that says something; empty at the end."""
    meaningful = [token for token in tokens if token.names]
    for token, following in zip(meaningful, [*meaningful[1:], None], strict=True):
        if _ONLY in token.names:
            yield following.names[0] if following else ""


@lru_cache(maxsize=128)
def _own(question: Question) -> _Own:
    texts = [
        re.sub(r"\{\w+\}", " ", text)
        for text in (question.summary, *question.wording, *question.template, *question.other_wordings)
    ]
    texts_read = [(text, read(text)) for text in texts]
    marks = {name for _, tokens in texts_read for token in tokens for name in token.names if name[0] != "#"}
    words = {plain(text[token.start : token.end]) for text, tokens in texts_read for token in tokens}
    denials = [
        frozenset(name for token in tokens for name in token.names if name in _denials()) for _, tokens in texts_read
    ]
    denied = [stem for _, tokens in texts_read for stem in _beside(tokens)]
    limited = [stem for _, tokens in texts_read for stem in _limited(tokens)]
    denying = sum(map(bool, denials)) / len(denials) >= _MOSTLY
    undenied = {stem for (text, _), signs in zip(texts_read, denials, strict=True) if not signs for stem in stems(text)}
    denied_stems = {stem for (text, _), signs in zip(texts_read, denials, strict=True) if signs for stem in stems(text)}
    first_concepts = {
        name for (_, tokens), signs in zip(texts_read, denials, strict=True) if signs for name in _first(tokens)
    }
    return _Own(
        frozenset(marks),
        frozenset(words),
        frozenset(denials),
        frozenset(denied),
        frozenset(limited) - {""},
        denying,
        frozenset(undenied - denied_stems),
        frozenset(first_concepts),
    )


def _denials() -> frozenset[str]:
    return in_role("denial")


_FEWEST = 5  # letters: a shorter word alone names no thing
_STRATEGY = "sg:Strategy"
_OFFERED = 3


class _Bound(NamedTuple):
    """The values for the parameters of a question, the mentions that are values and those that are none, and what could
    be meant."""

    values: dict[str, str]
    used: tuple[Mention, ...]
    unused: tuple[Mention, ...]
    offers: tuple[str, ...]


def understood(store: Store, wording: str, questions: Sequence[Question]) -> tuple[Question, dict[str, str]]:
    """The one of *questions* that *wording* asks, and the values for its parameters that *wording* names.

    A question that takes a thing quoted by its title goes before all that do not. Raises QuestionUnsure where no
    question stands out, where something that is named is no value of it, where a word is none of its own, and where it
    is asked with a denial that *wording* lacks, or the other way round.
    """
    named = _sdgs_alone(mentions(store, wording), wording)
    quoted = [mention for mention in named if QUOTED.fullmatch(wording, mention.start, mention.end)]
    unquoted_wording = _without(wording, quoted, "…")
    taking_questions = [question for question in questions if quoted and _takes(store, question, quoted)]
    question = choose(
        unquoted_wording,
        [candidate for candidate in taking_questions or questions if same_direction(candidate, unquoted_wording)],
    )
    full_answer = ask(store, question, {})
    named = (*named, *_concepts(store, question, full_answer, _without(wording, named)))
    bound = _bind(store, question, full_answer, named, quoted, "draft" in concepts(wording))
    unused_words = left_over(question, _without(wording, bound.used))
    if unused_words and not bound.unused:
        described_value = _described(
            store,
            question,
            full_answer,
            bound.values,
            [wording[token.start : token.end] for token in unused_words],
            unused_words,
        )
        if described_value:
            return question, bound.values | described_value
    if unused_words or bound.unused:
        _refuse(wording, [*bound.unused, *unused_words], question, questions, bound.offers)
    return question, bound.values


def _sdgs_alone(named: Sequence[Mention], wording: str) -> tuple[Mention, ...]:
    """What is *named*, a numbered goal as an SDG alone where *wording* speaks of these, and not of
    their targets."""
    about = concepts(_without(wording, named))
    if "sdg" not in about or "target" in about:
        return tuple(named)
    goal_mentions = [
        mention._replace(values=tuple(value for value in mention.values if value[0] == "sdgo:Goal"))
        for mention in named
    ]
    return tuple(
        goal_mention if goal_mention.values else mention
        for goal_mention, mention in zip(goal_mentions, named, strict=True)
    )


def _without(wording: str, spans: Iterable[Mention], sign: str = " ") -> str:
    """*wording* with *sign* in place of each letter of *spans*, or once for each where it is another than a blank."""
    for span in sorted(spans, reverse=True):
        blank = sign if sign != " " else " " * (span.end - span.start)
        wording = wording[: span.start] + blank + wording[span.end :]
    return wording


def _takes(store: Store, question: Question, quoted: Sequence[Mention]) -> bool:
    return any(_candidates(store, parameter, mention, ()) for parameter in question.parameters for mention in quoted)


def _bind(
    store: Store,
    question: Question,
    full_answer: Table,
    named_mentions: Sequence[Mention],
    quoted: Sequence[Mention],
    draft: bool,
) -> _Bound:
    """The values for the parameters of *question*, whose answer without any is *full_answer*, among
    *named_mentions*; a title that is *quoted* must be that of one thing only, and a *draft* is meant only where it is
    asked for."""
    values: dict[str, str] = {}
    unbound: list[Mention] = []
    offers: list[str] = []
    strategies = [strategy for mention in named_mentions if not mention.values for strategy in mention.strategies]
    for mention in named_mentions:
        for parameter in question.parameters:
            candidates = _candidates(store, parameter, mention, strategies)
            if parameter.kind == _STRATEGY or parameter.name in values or not candidates:
                continue
            shown_values = [value for value in candidates if expand(value) in _things(full_answer, parameter)]
            if len(candidates) == 1 or (len(shown_values) == 1 and mention not in quoted):
                values[parameter.name] = (candidates if len(candidates) == 1 else shown_values)[0]
                break
            offers += [
                f"--{parameter.name} {value}"
                for value in (candidates if mention in quoted else shown_values or candidates)
            ]
        else:
            unbound.append(mention)
    strategic = [mention for mention in unbound if mention.strategies]
    strategy_values, strategy_offers = _strategies(store, question, values, strategic, draft)
    timed = any(parameter.kind == _STRATEGY or parameter.type == "integer" for parameter in question.parameters)
    unused = [
        mention
        for mention in unbound
        if (mention not in strategic or not strategy_values) and (timed or not _is_year(mention))
    ]
    used = [
        mention for mention in named_mentions if mention not in unbound or (strategy_values and mention in strategic)
    ]
    return _Bound(values | strategy_values, tuple(used), tuple(unused), (*offers, *strategy_offers))


def _is_year(mention: Mention) -> bool:
    return [kind for kind, _ in mention.values] == ["integer"]


def _candidates(store: Store, parameter: Parameter, mention: Mention, strategies_named: Collection[str]) -> list[str]:
    """The values for *parameter* that *mention* may name, of things those in *strategies_named* where some are."""
    if mention.strategies and any(kind == "org:Organization" for kind, _ in mention.values):
        return []
    candidates: list[str] = []
    for kind, value in mention.values:
        if not fits(parameter, kind):
            continue
        if not kind.startswith("sg:"):
            candidates.append(value)
            continue
        names = names_of_class(store, expand(parameter.kind if kind == "sg:Element" else kind))
        candidates += [name for name in names if value in (name, name.rsplit("/", 1)[-1])]
    in_strategies = [
        name for name in candidates if any(expand(name).startswith(strategy + "/") for strategy in strategies_named)
    ]
    return in_strategies or candidates


def _strategies(
    store: Store, question: Question, values: dict[str, str], named: Sequence[Mention], draft: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The strategies that *named* mean, as values of *question*: the only ones that all of *named* allow, or that
    alone have rows; else none, and those that could be meant."""
    takers = [parameter.name for parameter in question.parameters if parameter.kind == _STRATEGY]
    groups: list[set[str]] = []
    for mention in named:
        for group in groups:
            if group & set(mention.strategies):
                group &= set(mention.strategies)
                break
        else:
            groups.append(set(mention.strategies))
    if not groups or len(groups) > len(takers):
        return {}, ()
    drafts = set() if draft else {iri for (iri,) in store.rows_of("ask/drafts")}
    orders = [groups, groups[::-1]] if len(groups) > 1 else [groups]
    candidates: list[dict[str, str]] = []
    for groups_in_order in orders:
        cases = [dict(zip(takers, map(short, case), strict=False)) for case in product(*map(sorted, groups_in_order))]
        with_rows = [case for case in cases if ask(store, question, values | case).rows]
        without_drafts = [case for case in with_rows if not drafts & set(map(expand, case.values()))]
        if len(without_drafts) == 1:
            return without_drafts[0], ()
        if len(with_rows) == 1 or (len(cases) == 1 and len(orders) == 1):
            return (with_rows or cases)[0], ()
        candidates += with_rows
    return {}, tuple(f"--{name} {value}" for case in candidates for name, value in case.items())


def _concepts(store: Store, question: Question, full_answer: Table, wording: str) -> list[Mention]:
    """The concepts in *full_answer*, that of *question*, whose label occurs in *wording*, for the parameters that
    take concepts: “i gang”."""
    concept_mentions: list[Mention] = []
    for parameter in question.parameters:
        if parameter.kind == "skos:Concept":
            labelled = sorted(
                (
                    (label.casefold(), thing)
                    for code in LANGUAGES
                    for thing, label in labels(store, _things(full_answer, parameter), code).items()
                ),
                key=lambda pair: (-len(pair[0]), pair),
            )
            for label, thing in labelled:
                for match in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", wording.casefold()):
                    if all(
                        match.end() <= mention.start or mention.end <= match.start() for mention in concept_mentions
                    ):
                        concept_mentions.append(Mention(*match.span(), (("skos:Concept", short(thing)),)))
    return concept_mentions


def _described(
    store: Store,
    question: Question,
    full_answer: Table,
    values: dict[str, str],
    words: Sequence[str],
    tokens: Sequence[Read],
) -> dict[str, str]:
    """A value for one more parameter of *question*: the only thing in its answer whose title has all *words*, those of
    *tokens*, be it inside compounds; nothing where there is none, or several."""
    marks = {name for token in tokens for name in token.names}
    if any(mark[0] == "#" for mark in marks) or marks & _denials() or max(map(len, words)) < _FEWEST:
        return {}
    wanted_stems = {stem for word in words for stem in stems(word)}
    for parameter in question.parameters:
        if parameter.name in values or parameter.kind == _STRATEGY or not parameter.shown or parameter.shown.path:
            continue
        described_things = {
            thing
            for language in LANGUAGES
            for thing, title in labels(store, _things(full_answer, parameter), language).items()
            if all(any(word[1:] in title_stem for title_stem in stems(title)) for word in wanted_stems)
        }
        if len(described_things) == 1:
            return {parameter.name: short(min(described_things))}
    return {}


def _things(table: Table, parameter: Parameter) -> set[str]:
    """The things in the columns of *table* that show *parameter*."""
    columns = parameter.shown.columns if parameter.shown else ()
    return {cell.value for column in columns for cell in table.column(column) if isinstance(cell, Iri)}


def _refuse(
    wording: str,
    unused: Sequence[Mention | Read],
    question: Question,
    questions: Sequence[Question],
    offers: Sequence[str],
) -> None:
    words = [wording[span.start : span.end] for span in sorted(unused, key=lambda span: span.start)]
    meaningful = [word for word in words if not is_harmless(plain(word))]
    quoted_words = ", ".join(f"“{word}”" for word in dict.fromkeys(meaningful or words))
    nearest_questions = list(_nearest(wording, question, questions))
    choice = Text(
        f" Vælg mellem {', '.join(offers)}." if offers else "",
        f" Choose between {', '.join(offers)}." if offers else "",
    )
    raise QuestionUnsure(
        Text(
            f"Det nærmeste spørgsmål bruger ikke {quoted_words}, så dets svar kan være et andet.",
            f"The nearest question does not use {quoted_words}, so its answer may be another one.",
        ),
        Text(
            f"Nærmest: {'; '.join(f'{near.name} ({near.wording.da})' for near in nearest_questions)}.{choice.da}",
            f"Nearest: {'; '.join(f'{near.name} ({near.wording.en})' for near in nearest_questions)}.{choice.en}",
        ),
    )


def _nearest(wording: str, question: Question, questions: Sequence[Question]) -> Iterator[Question]:
    yield question
    others = [match.question for match in ranking(wording, questions) if match.question != question]
    yield from others[: _OFFERED - 1]
