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
    """The words of a question: its stems and concepts, the plain words, the denials of each wording, what stands beside
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
    own = _own(question)
    told = read(wording)
    rest = [one for one in told if not _accounted(one, plain(wording[one.start : one.end]), own)]
    denials = [one for one in told if _denials() & set(one.names)]
    if not _as_denied(wording, told, denials, own):
        rest += [one for one in denials or told if one not in rest]
    return sorted(rest)


def same_direction(question: Question, wording: str) -> bool:
    """Whether *question*, where it denies something, may do so of what *wording* names first: goals without an entry
    are another thing than entries without a goal."""
    own = _own(question)
    first = _first(read(wording))
    return not own.denying or not first or bool(first & own.first)


def _first(told: Sequence[Read]) -> frozenset[str]:
    """The concepts of the first thing named."""
    for one in told:
        things = in_role("thing") & set(one.names)
        if things:
            return things
    return frozenset()


def concepts(text: str) -> set[str]:
    """The concepts that words of *text* stand for."""
    return {name for one in read(text) for name in one.names if name[0] not in "=#"}


def stems(text: str) -> set[str]:
    """The stems of the words of *text* that say something."""
    return {name for one in read(text) for name in one.names if name[0] == "="}


def _accounted(one: Read, word: str, own: _Own) -> bool:
    if not one.names:
        return word not in word_list("weighty") or word in own.words
    if is_harmless(word):
        return True
    meant = {name for name in one.names if name[0] != "="}
    if OUTSIDE in meant or _THEMES in meant or (_REGION in meant and not word.startswith(_REGION)):
        return False
    if one.names[0][0] == "#":
        return one.names[0] == "#year" and bool(own.marks & meant)
    telling = own.marks & (meant - in_role("broad"))
    return bool(_denials() & meant or in_role("pale") & meant or telling) or one.names[0] in own.marks


def is_harmless(word: str) -> bool:
    """Whether the plain *word* says nothing of what is asked."""
    lists = word_list("harmless"), word_list("nothing")
    return any(word in words for words in lists) or (len(word) == 1 and word.isalpha())


def _as_denied(wording: str, told: Sequence[Read], denials: Sequence[Read], own: _Own) -> bool:
    """Whether *denials* are as in one of the question's own wordings."""
    if not set(_limited(told)) <= own.limited:
        return False
    signs = frozenset(name for one in denials for name in one.names if name in _denials())
    plainly = [one for one in denials if _WITHOUT in one.names]
    if len(plainly) > 1 or signs not in own.denials:
        return False
    if own.denying:
        return bool(signs) or bool(stems(wording) & own.undenied)
    return not plainly or bool(set(_beside(told)) & own.beside)


def _beside(told: Sequence[Read]) -> Iterator[str]:
    """The stems of the words that say something next to each denial of *told*."""
    saying = [one for one in told if one.names]
    for at, one in enumerate(saying):
        if _WITHOUT in one.names:
            for other in saying[max(0, at - 1) : at] + saying[at + 1 : at + 2]:
                yield other.names[0]


def _limited(told: Sequence[Read]) -> Iterator[str]:
    """The stem of the word that each “only” of *told* is said of: the next that says something; empty at the end."""
    saying = [one for one in told if one.names]
    for one, following in zip(saying, [*saying[1:], None], strict=True):
        if _ONLY in one.names:
            yield following.names[0] if following else ""


@lru_cache(maxsize=128)
def _own(question: Question) -> _Own:
    texts = [
        re.sub(r"\{\w+\}", " ", text)
        for text in (question.summary, *question.wording, *question.template, *question.other_wordings)
    ]
    told = [(text, read(text)) for text in texts]
    marks = {name for _, those in told for one in those for name in one.names if name[0] != "#"}
    words = {plain(text[one.start : one.end]) for text, those in told for one in those}
    denials = [frozenset(name for one in those for name in one.names if name in _denials()) for _, those in told]
    denied = [stem for _, those in told for stem in _beside(those)]
    limited = [stem for _, those in told for stem in _limited(those)]
    denying = sum(map(bool, denials)) / len(denials) >= _MOSTLY
    undenied = {stem for (text, _), signs in zip(told, denials, strict=True) if not signs for stem in stems(text)}
    others = {stem for (text, _), signs in zip(told, denials, strict=True) if signs for stem in stems(text)}
    first = {name for (_, those), signs in zip(told, denials, strict=True) if signs for name in _first(those)}
    return _Own(
        frozenset(marks),
        frozenset(words),
        frozenset(denials),
        frozenset(denied),
        frozenset(limited) - {""},
        denying,
        frozenset(undenied - others),
        frozenset(first),
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
    quoted = [one for one in named if QUOTED.fullmatch(wording, one.start, one.end)]
    told = _without(wording, quoted, "…")
    taking = [question for question in questions if quoted and _takes(store, question, quoted)]
    question = choose(told, [one for one in taking or questions if same_direction(one, told)])
    whole = ask(store, question, {})
    named = (*named, *_concepts(store, question, whole, _without(wording, named)))
    bound = _bind(store, question, whole, named, quoted, "draft" in concepts(wording))
    rest = left_over(question, _without(wording, bound.used))
    if rest and not bound.unused:
        thing = _described(store, question, whole, bound.values, [wording[one.start : one.end] for one in rest], rest)
        if thing:
            return question, bound.values | thing
    if rest or bound.unused:
        _refuse(wording, [*bound.unused, *rest], question, questions, bound.offers)
    return question, bound.values


def _sdgs_alone(named: Sequence[Mention], wording: str) -> tuple[Mention, ...]:
    """What is *named*, a numbered goal as an SDG alone where *wording* speaks of these, and not of
    their targets."""
    about = concepts(_without(wording, named))
    if "sdg" not in about or "target" in about:
        return tuple(named)
    kept = [one._replace(values=tuple(value for value in one.values if value[0] == "sdgo:Goal")) for one in named]
    return tuple(new if new.values else one for new, one in zip(kept, named, strict=True))


def _without(wording: str, spans: Iterable[Mention], sign: str = " ") -> str:
    """*wording* with *sign* in place of each letter of *spans*, or once for each where it is another than a blank."""
    for one in sorted(spans, reverse=True):
        blank = sign if sign != " " else " " * (one.end - one.start)
        wording = wording[: one.start] + blank + wording[one.end :]
    return wording


def _takes(store: Store, question: Question, quoted: Sequence[Mention]) -> bool:
    return any(_candidates(store, parameter, one, ()) for parameter in question.parameters for one in quoted)


def _bind(
    store: Store, question: Question, whole: Table, named: Sequence[Mention], quoted: Sequence[Mention], draft: bool
) -> _Bound:
    """The values for the parameters of *question*, whose answer without any is *whole*, among what is *named*; a title
    that is *quoted* must be that of one thing only, and a *draft* is meant only where it is asked for."""
    values: dict[str, str] = {}
    rest: list[Mention] = []
    offers: list[str] = []
    within = [strategy for one in named if not one.values for strategy in one.strategies]
    for one in named:
        for parameter in question.parameters:
            candidates = _candidates(store, parameter, one, within)
            if parameter.kind == _STRATEGY or parameter.name in values or not candidates:
                continue
            shown = [value for value in candidates if expand(value) in _things(whole, parameter)]
            if len(candidates) == 1 or (len(shown) == 1 and one not in quoted):
                values[parameter.name] = (candidates if len(candidates) == 1 else shown)[0]
                break
            offers += [
                f"--{parameter.name} {value}" for value in (candidates if one in quoted else shown or candidates)
            ]
        else:
            rest.append(one)
    strategic = [one for one in rest if one.strategies]
    found, meant = _strategies(store, question, values, strategic, draft)
    timed = any(parameter.kind == _STRATEGY or parameter.type == "integer" for parameter in question.parameters)
    unused = [one for one in rest if (one not in strategic or not found) and (timed or not _is_year(one))]
    used = [one for one in named if one not in rest or (found and one in strategic)]
    return _Bound(values | found, tuple(used), tuple(unused), (*offers, *meant))


def _is_year(one: Mention) -> bool:
    return [kind for kind, _ in one.values] == ["integer"]


def _candidates(store: Store, parameter: Parameter, one: Mention, within: Collection[str]) -> list[str]:
    """The values for *parameter* that *one* may name, of things those in the strategies *within* where some are."""
    if one.strategies and any(kind == "org:Organization" for kind, _ in one.values):
        return []
    found: list[str] = []
    for kind, value in one.values:
        if not fits(parameter, kind):
            continue
        if not kind.startswith("sg:"):
            found.append(value)
            continue
        known = names_of_class(store, expand(parameter.kind if kind == "sg:Element" else kind))
        found += [name for name in known if value in (name, name.rsplit("/", 1)[-1])]
    inside = [name for name in found if any(expand(name).startswith(strategy + "/") for strategy in within)]
    return inside or found


def _strategies(
    store: Store, question: Question, values: dict[str, str], named: Sequence[Mention], draft: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The strategies that *named* stand for, as values of *question*: the only ones that all of *named* allow, or that
    alone have rows; else none, and those that could be meant."""
    takers = [parameter.name for parameter in question.parameters if parameter.kind == _STRATEGY]
    groups: list[set[str]] = []
    for one in named:
        for group in groups:
            if group & set(one.strategies):
                group &= set(one.strategies)
                break
        else:
            groups.append(set(one.strategies))
    if not groups or len(groups) > len(takers):
        return {}, ()
    drafts = set() if draft else {iri for (iri,) in store.rows_of("ask/drafts")}
    ways = [groups, groups[::-1]] if len(groups) > 1 else [groups]
    found: list[dict[str, str]] = []
    for way in ways:
        cases = [dict(zip(takers, map(short, case), strict=False)) for case in product(*map(sorted, way))]
        having = [case for case in cases if ask(store, question, values | case).rows]
        final = [case for case in having if not drafts & set(map(expand, case.values()))]
        if len(final) == 1:
            return final[0], ()
        if len(having) == 1 or (len(cases) == 1 and len(ways) == 1):
            return (having or cases)[0], ()
        found += having
    return {}, tuple(f"--{name} {value}" for case in found for name, value in case.items())


def _concepts(store: Store, question: Question, whole: Table, wording: str) -> list[Mention]:
    """The concepts in the *whole* answer to *question* whose label stands in *wording*, for the parameters that take
    concepts: “i gang”."""
    found: list[Mention] = []
    for parameter in question.parameters:
        if parameter.kind == "skos:Concept":
            labelled = sorted(
                (
                    (label.casefold(), thing)
                    for code in LANGUAGES
                    for thing, label in labels(store, _things(whole, parameter), code).items()
                ),
                key=lambda one: (-len(one[0]), one),
            )
            for label, thing in labelled:
                for match in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", wording.casefold()):
                    if all(match.end() <= one.start or one.end <= match.start() for one in found):
                        found.append(Mention(*match.span(), (("skos:Concept", short(thing)),)))
    return found


def _described(
    store: Store, question: Question, whole: Table, values: dict[str, str], words: Sequence[str], rest: Sequence[Read]
) -> dict[str, str]:
    """A value for one more parameter of *question*: the only thing in its answer whose title has all *words*, those of
    *rest*, be it inside compounds; nothing where there is none, or several."""
    marks = {name for one in rest for name in one.names}
    if any(mark[0] == "#" for mark in marks) or marks & _denials() or max(map(len, words)) < _FEWEST:
        return {}
    wanted = {stem for word in words for stem in stems(word)}
    for parameter in question.parameters:
        if parameter.name in values or parameter.kind == _STRATEGY or not parameter.shown or parameter.shown.path:
            continue
        named = {
            thing
            for language in LANGUAGES
            for thing, title in labels(store, _things(whole, parameter), language).items()
            if all(any(word[1:] in other for other in stems(title)) for word in wanted)
        }
        if len(named) == 1:
            return {parameter.name: short(min(named))}
    return {}


def _things(table: Table, parameter: Parameter) -> set[str]:
    """The things in the columns of *table* that show *parameter*."""
    columns = parameter.shown.columns if parameter.shown else ()
    return {cell.value for column in columns for cell in table.column(column) if isinstance(cell, Iri)}


def _refuse(
    wording: str,
    rest: Sequence[Mention | Read],
    question: Question,
    questions: Sequence[Question],
    offers: Sequence[str],
) -> None:
    words = [wording[one.start : one.end] for one in sorted(rest, key=lambda one: one.start)]
    saying = [word for word in words if not is_harmless(plain(word))]
    told = ", ".join(f"“{word}”" for word in dict.fromkeys(saying or words))
    near = list(_nearest(wording, question, questions))
    choice = Text(
        f" Vælg mellem {', '.join(offers)}." if offers else "",
        f" Choose between {', '.join(offers)}." if offers else "",
    )
    raise QuestionUnsure(
        Text(
            f"Det nærmeste spørgsmål bruger ikke {told}, så dets svar kan være et andet.",
            f"The nearest question does not use {told}, so its answer may be another one.",
        ),
        Text(
            f"Nærmest: {'; '.join(f'{one.name} ({one.wording.da})' for one in near)}.{choice.da}",
            f"Nearest: {'; '.join(f'{one.name} ({one.wording.en})' for one in near)}.{choice.en}",
        ),
    )


def _nearest(wording: str, question: Question, questions: Sequence[Question]) -> Iterator[Question]:
    yield question
    others = [match.question for match in ranking(wording, questions) if match.question != question]
    yield from others[: _OFFERED - 1]
