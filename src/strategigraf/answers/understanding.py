"""Understanding: from plain words to a question and its values, or a refusal that names the words left over.

What a wording names (`mention`) becomes a value of the question, and every other word must be one of the question's own
(`accounting`). A word that would be dropped is a word that might change the answer.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from strategigraf.answers.accounting import DENIALS, concepts, is_harmless, left_over, same_direction, stems
from strategigraf.answers.asking import ask
from strategigraf.answers.identifier import names_of_class
from strategigraf.answers.lexicon import Read, plain
from strategigraf.answers.mention import QUOTED, Mention, mentions
from strategigraf.answers.wording import choose, fits, ranking
from strategigraf.files.question import Parameter, Question
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.errors import QuestionUnsure
from strategigraf.values.namespaces import SG, expand, short
from strategigraf.values.table import Table
from strategigraf.values.term import Iri
from strategigraf.values.text import LANGUAGES, Text

_FEWEST = 5  # letters: a shorter word alone names no thing
_STRATEGY = "sg:Strategy"
_OFFERED = 3
_DRAFTS = f"""
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX sg: <{SG}>
SELECT DISTINCT ?draft {{ ?strategy a sg:Strategy ; prov:wasRevisionOf ?draft . ?draft a sg:Strategy }}"""


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
    drafts = set() if draft else {iri for (iri,) in store.rows(_DRAFTS)}
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
    if any(mark[0] == "#" for mark in marks) or marks & DENIALS or max(map(len, words)) < _FEWEST:
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
