"""From a question in plain Danish or English to the one of the catalogue that asks the same, and to what it names."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from strategigraf.ask.lexicon import OUTSIDE, folded, in_role, numbered_sorts, plain
from strategigraf.core.errors import QuestionUnsure
from strategigraf.core.rdf import ID, Text, expand, short
from strategigraf.files.question import Parameter, Question
from strategigraf.store.names import titles_of_class
from strategigraf.store.sparql import Store

# Mentions.

QUOTED = re.compile(r"(?<!\w)[\"'“”„»«‘’]([^\"“”„»«]+?)[\"'”“«»’](?!\w)")
_TARGET = re.compile(r"\b\d{1,2}\.(?:\d{1,2}|[a-d])\b")
_SDG = re.compile(
    r"\b(?:verdensm[åa]a?l|fn-m[åa]a?l|m[åa]a?l|sdg|goal)\w* (?:nr\.? |no\.? )?(\d{1,2})\b(?!\.\d|-\w)", re.I
)
_PERIOD = re.compile(r"\b(20\d\d) ?[-–/] ?(?:20)?(\d\d)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_PLAN = r"(?:strateg\w*|planens?|plans?|status\w*|udkast\w*|drafts?|outline)"
_OF_STRATEGY = re.compile(
    rf"(?:\bfra|\bfrom|\b{_PLAN}) (?P<after>20\d\d)\b|\b(?P<before>20\d\d)(?:'s)? (?:[^\W\d]+ )?{_PLAN}\b", re.I
)  # a year that says which strategy, not when something is
_SLUG = re.compile(r"(?<![\w/-])[a-z0-9-]+/[a-z]+-[\w.-]*\w")
_NUMBERED = re.compile(r"\b([a-zæøå]{4,}) (?:nr\.? |no\.? )?(\d{1,2}(?:-(?:\d{1,2}|[a-z]))?)\b(?![-–.]\d)", re.I)
_SHORTEST = 12  # letters: a title with fewer is a word like others


class Mention(NamedTuple):
    """Something that a wording names: its position (end exclusive), what it may mean, as pairs of a class (`integer`
    for a year) and a value to type for it, and the strategies (IRIs) that it may mean."""

    start: int
    end: int
    values: tuple[tuple[str, str], ...]
    strategies: tuple[str, ...] = ()


class _Strategy(NamedTuple):
    titles: frozenset[str]
    owners: frozenset[tuple[str, str]]  # IRI and name
    years: tuple[str, str]


def mentions(store: Store, wording: str) -> tuple[Mention, ...]:
    """What *wording* names, from left to right; of two that overlap the longer."""
    kept: list[Mention] = []
    for mention in sorted(_all(store, wording), key=lambda mention: (mention.start - mention.end, mention.start)):
        if all(mention.end <= kept_mention.start or kept_mention.end <= mention.start for kept_mention in kept):
            kept.append(mention)
    return tuple(sorted(kept))


def numbered(word: str, number: str) -> tuple[str, str] | None:
    """The class and the short name of the thing that *word* with *number* names: “indsats 13-2”; None where none."""
    for start, (sort, name) in numbered_sorts().items():
        if plain(word).startswith(start):
            return sort, f"{name}-{number.casefold()}"
    return None


def codes(wording: str) -> Iterator[Mention]:
    """The codes, years and numbered things in *wording*, whatever the data has."""
    for match in _TARGET.finditer(wording):
        yield Mention(*match.span(), (("sdgo:Target", match[0]),))
    sdgs = {match.span(1): match for match in _SDG.finditer(wording)}
    for match in _NUMBERED.finditer(wording):
        thing = numbered(match[1], match[2])
        sdg = sdgs.pop(match.span(2), None)
        values = [thing] if thing else []
        if sdg:
            values.append(("sdgo:Goal", sdg[1]))
        if values:
            yield Mention(match.start(1), match.end(2), tuple(values))
    for match in sdgs.values():
        yield Mention(*match.span(), (("sdgo:Goal", match[1]),))
    for match in _SLUG.finditer(wording):
        yield Mention(*match.span(), (("sg:Element", match[0]),))
    for match in _YEAR.finditer(wording):
        yield Mention(*match.span(), (("integer", match[0]),))


def _all(store: Store, wording: str) -> Iterator[Mention]:
    strategies = _strategies(store)
    lower = wording.casefold()
    years = {year_match.start(year_match.lastgroup or 0) for year_match in _OF_STRATEGY.finditer(wording)}
    for code in codes(wording):
        yield (
            code._replace(strategies=_of_year(strategies, wording[code.start : code.end]))
            if code.start in years
            else code
        )
    for match in _PERIOD.finditer(wording):
        period = (match[1], f"20{match[2]}")
        yield Mention(*match.span(), (), tuple(iri for iri, strategy in strategies.items() if strategy.years == period))
    for name, strategy_iris in _names(strategies).items():
        for match in re.finditer(rf"(?<![\w/-]){re.escape(name)}(?:['’]?s|ske?)?(?![\w/])", lower):
            yield Mention(*match.span(), (), strategy_iris)
    for thing, title in titles_of_class(store, expand("org:Organization")):
        searched_text, name = (lower, title.casefold()) if len(title) > 3 else (wording, title)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)", searched_text):
            owned_strategies = tuple(
                iri for iri, strategy in strategies.items() if any(owner == thing for owner, _ in strategy.owners)
            )
            yield Mention(*match.span(), (("org:Organization", short(thing)),), owned_strategies)
    yield from _titled(store, wording)


def _titled(store: Store, wording: str) -> Iterator[Mention]:
    """The elements whose title occurs in *wording*, in quotation marks or at length."""
    lower = wording.casefold()
    titled: dict[str, set[str]] = {}
    for thing, title in titles_of_class(store, expand("sg:Element")):
        if title.casefold() in lower:
            titled.setdefault(title.casefold(), set()).add(thing)
    quoted = {match[1].casefold(): match.span() for match in QUOTED.finditer(wording)}
    for title, things in titled.items():
        values = tuple(("sg:Element", short(thing)) for thing in sorted(things))
        if title in quoted:
            yield Mention(*quoted[title], values)
        elif len(title) >= _SHORTEST and " " in title:
            for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", lower):
                yield Mention(*match.span(), values)


def _strategies(store: Store) -> dict[str, _Strategy]:
    rows_by_strategy: dict[str, tuple[set[str], set[tuple[str, str]], tuple[str, str]]] = {}
    for strategy, title, owner, name, start, end in store.rows_of("ask/owners"):
        titles, owners, _ = rows_by_strategy.setdefault(strategy, (set(), set(), (start, end)))
        titles.add(title)
        owners.add((owner, name))
    return {
        iri: _Strategy(frozenset(titles), frozenset(owners), years)
        for iri, (titles, owners, years) in rows_by_strategy.items()
    }


def _names(strategies: dict[str, _Strategy]) -> dict[str, tuple[str, ...]]:
    """The names in small letters that strategies go by, with those that each may mean: slug, title, the title without
    what follows a comma or a bracket and without years, and what their owner is called."""
    iris_by_name: dict[str, set[str]] = {}
    for iri, strategy in strategies.items():
        slug = short(iri)
        names = {slug.casefold(), *_short_titles(strategy.titles)}
        if "/" not in slug:
            names.add(slug.split("-")[0])
        for _, name in strategy.owners:
            names |= {name.casefold(), re.sub(r"^region | (?:region|kommune|municipality)$", "", name.casefold())}
        for name in names:
            if len(name) > 3:
                iris_by_name.setdefault(name, set()).add(iri)
    return {name: tuple(sorted(iris)) for name, iris in iris_by_name.items()}


def _short_titles(titles: Iterable[str]) -> Iterator[str]:
    for title in titles:
        lower = title.casefold()
        head = re.split(r"[,(]", lower)[0].strip()
        bare = re.sub(r" ?\b20\d\d(?:[-–]\d+)?\b", "", head).strip()
        yield from (name for name in (lower, head, bare) if len(name) >= _SHORTEST)


def _of_year(strategies: dict[str, _Strategy], year: str) -> tuple[str, ...]:
    """The strategies that begin in *year* or have it in slug or title."""
    return tuple(
        iri
        for iri, strategy in strategies.items()
        if strategy.years[0] == year or year in iri.removeprefix(ID) or any(year in title for title in strategy.titles)
    )


_STEM = 0.4  # the weight of a stem beside the concept it means, which has 1
_ASKED = 0.85  # the weight of the thing that is named first, which is mostly the one asked for
_PAIR = 0.65  # the weight of two concepts in one wording
_LIKELY = 0.75  # what two concepts weigh as a pair, as a share of what they weigh alone
_BEST = 4  # so many wordings of a question count beside the best one
_BAYES = 0.15  # the weight of naive Bayes beside the likeness
_PRIOR = 4.0  # so many wordings' worth of what all questions say is added to each question's own
_STRANGE = 2.5  # the weight of a word that leads outside the catalogue, beside a word that is not known
_TAKES = 0.03  # the bonus of a question that takes a value which the wording has
_SHARP = 12.0  # how sharply nearness falls with the score
_BOUND = 0.3  # the nearness below which nothing is chosen
_OFFER = 0.05  # the nearness below which nothing is offered
Marks = dict[str, float]


class Match(NamedTuple):
    """How near a question is to a wording, from 0 to 1; over all questions at most 1."""

    question: Question
    nearness: float


class _Catalogue(NamedTuple):
    """The wordings of all questions, laid out to be compared with."""

    owners: list[int]  # the question of each wording
    sizes: list[int]  # how many wordings each question has
    weights: Marks  # the weight of each mark
    places: dict[str, list[int]]  # the wordings that have a mark
    told: list[Marks]  # the marks of each wording
    lengths: list[float]  # the length of each wording as a vector of weights


def ranking(wording: str, questions: Sequence[Question]) -> list[Match]:
    """All *questions*, the nearest to *wording* first; as near ones by name."""
    if not questions:
        return []
    catalogue = _catalogue(tuple(questions))
    marks = _marks(wording, spelling=True)
    scores = [
        score + _fit(wording, question) for score, question in zip(_scores(marks, catalogue), questions, strict=True)
    ]
    best_score = max(scores)
    shares = [math.exp(_SHARP * (score - best_score)) for score in scores]
    known_share = _known(marks, catalogue) * min(1.0, max(0.0, best_score))
    matches = [
        Match(question, known_share * share / sum(shares)) for question, share in zip(questions, shares, strict=True)
    ]
    return sorted(matches, key=lambda match: (-match.nearness, match.question.name))


def choose(wording: str, questions: Sequence[Question]) -> Question:
    """The question that *wording* asks. Raises QuestionUnsure, which offers the nearest, where none stands out."""
    ranked = ranking(wording, questions)
    if ranked and ranked[0].nearness >= _BOUND:
        return ranked[0].question
    nearest_questions = [match.question for match in ranked[:3] if match.nearness >= _OFFER]
    offer = Text(
        da="; ".join(f"{question.name} ({question.wording.da})" for question in nearest_questions),
        en="; ".join(f"{question.name} ({question.wording.en})" for question in nearest_questions),
    )
    raise QuestionUnsure(
        Text(da=f"“{wording}” er ikke dækket af et af spørgsmålene.", en=f"“{wording}” is not covered by a question."),
        Text(
            da=f"Nærmest: {offer.da}." if nearest_questions else "“strategigraf ask” viser alle spørgsmål.",
            en=f"Nearest: {offer.en}." if nearest_questions else "“strategigraf ask” lists all questions.",
        ),
    )


def values_in(wording: str, question: Question) -> dict[str, str]:
    """The values for parameters of *question* that occur in *wording*: `10.3`, a year, a short name such as
    `slug/pejlemaerke-8`, or a sort of thing with its number such as “pejlemærke 8”, “goal 8” or “verdensmål 13”."""
    values_by_parameter: dict[str, str] = {}
    for mention in codes(wording):
        for parameter in question.parameters:
            for kind, value in mention.values:
                if fits(parameter, kind):
                    values_by_parameter.setdefault(parameter.name, value)
    return values_by_parameter


def fits(parameter: Parameter, kind: str) -> bool:
    """Whether something that a wording names as of class *kind* can be a value for *parameter*."""
    if parameter.type != "iri":
        return kind == parameter.type
    elements = {kind, parameter.kind}
    of_element = all(class_name.startswith("sg:") and class_name != "sg:Strategy" for class_name in elements)
    return len(elements) == 1 or (of_element and "sg:Element" in elements)


def _fit(wording: str, question: Question) -> float:
    """A little more for a question that takes values which occur in *wording*, a year for example."""
    return _TAKES if values_in(wording, question) else 0.0


@lru_cache(maxsize=2)
def _catalogue(questions: tuple[Question, ...]) -> _Catalogue:
    """The catalogue of *questions*."""
    owners: list[int] = []
    sizes: list[int] = []
    marks_of_wordings: list[Marks] = []
    wordings_by_mark: dict[str, list[int]] = {}
    for owner, question in enumerate(questions):
        wordings_before = len(marks_of_wordings)
        marks_of_wordings += [_marks(text) for text in _texts(question)]
        sizes.append(len(marks_of_wordings) - wordings_before)
        owners += [owner] * sizes[-1]
    for number, marks in enumerate(marks_of_wordings):
        for mark in marks:
            wordings_by_mark.setdefault(mark, []).append(number)
    question_count = len(questions)
    weights = {
        mark: math.log(1 + question_count / len({owners[number] for number in numbers}))
        for mark, numbers in wordings_by_mark.items()
    }
    return _Catalogue(
        owners,
        sizes,
        weights,
        wordings_by_mark,
        marks_of_wordings,
        [_length(marks, weights) for marks in marks_of_wordings],
    )


def _length(marks: Marks, weights: Marks) -> float:
    """The length of *marks* as a vector of weights. A pair is taken to weigh as much as `_LIKELY` of its two, which
    makes the sum over all pairs a matter of two sums."""
    square = total = pairs = 0.0
    number = 0
    for mark, share in marks.items():
        weight = share * weights[mark]
        square += weight * weight
        if mark[0] not in "=^#":
            number += 1
            total += weight
            pairs += weight * weight
    return (
        math.sqrt(square + (_PAIR * _LIKELY) ** 2 * (max(0, number - 2) * pairs + total * total * (number > 1))) or 1.0
    )


def _texts(question: Question) -> Iterable[str]:
    yield re.sub(r"\{\w+\}", " ", question.wording.da)
    yield re.sub(r"\{\w+\}", " ", question.wording.en)
    yield question.summary
    yield from question.other_wordings


@lru_cache(maxsize=10_000)  # the wordings of a catalogue, which are read again for each part of it
def _marks(text: str, spelling: bool = False) -> Marks:
    """The stems and concepts in *text* with their weights, and the thing that is named first, marked `^`."""
    marks: Marks = {}
    asked = ""
    things = in_role("thing")
    for names in folded(text, spelling):
        for name in names:
            if name[0] == "=":
                marks[name] = _STEM if len(names) > 1 else 1.0
            else:
                marks[name] = 1.0
                if not asked and name in things:
                    asked = name
    if asked:
        marks["^" + asked] = _ASKED
    return marks


def _scores(marks: Marks, catalogue: _Catalogue) -> list[float]:
    """For each question how well *marks* fit it: the likeness to its wordings, and naive Bayes."""
    unknown = math.log(1 + len(catalogue.sizes))
    wordings = len(catalogue.owners)
    products = [0.0] * wordings
    bayes = [0.0] * len(catalogue.sizes)
    square = total = 0.0
    for mark, share, wording_numbers in _occurrences(marks, catalogue):
        weight = share * unknown
        total += share
        if wording_numbers:
            spread = Counter(catalogue.owners[number] for number in wording_numbers)
            weight = share * math.log(1 + len(catalogue.sizes) / len(spread))
            for number in wording_numbers:
                products[number] += weight * weight * catalogue.told[number].get(mark, share) / share
            usual_share = len(wording_numbers) / wordings
            for owner, size in enumerate(catalogue.sizes):
                bayes[owner] += share * math.log((spread[owner] / usual_share + _PRIOR) / (size + _PRIOR))
        square += weight * weight
    length = math.sqrt(square) or 1.0
    cosines: list[list[float]] = [[] for _ in catalogue.sizes]
    for number, product in enumerate(products):
        if product:
            cosines[catalogue.owners[number]].append(product / length / catalogue.lengths[number])
    best = [sorted(likenesses, reverse=True)[:_BEST] for likenesses in cosines]
    likeness = [(likenesses[0] + sum(likenesses) / _BEST) / 2 if likenesses else 0.0 for likenesses in best]
    return [
        similarity + _BAYES * bayes_score / (total or 1.0)
        for similarity, bayes_score in zip(likeness, bayes, strict=True)
    ]


def _occurrences(marks: Marks, catalogue: _Catalogue) -> Iterable[tuple[str, float, Sequence[int]]]:
    """Each of *marks*, and each pair of the concepts among them, with its weight and the wordings that have it."""
    for mark, share in marks.items():
        yield mark, share, catalogue.places.get(mark, ())
    concepts = [(mark, set(catalogue.places.get(mark, ()))) for mark in sorted(marks) if mark[0] not in "=^#"]
    for (first_mark, first_wordings), (second_mark, second_wordings) in combinations(concepts, 2):
        yield f"{first_mark}+{second_mark}", _PAIR, sorted(first_wordings & second_wordings)


def _known(marks: Marks, catalogue: _Catalogue) -> float:
    """How much of the weight of *marks* is known to the catalogue at all, from 0 to 1."""
    weight_of_unknown = math.log(1 + len(catalogue.sizes))
    known_weight = unknown_weight = 0.0
    for mark, share in marks.items():
        if mark == OUTSIDE:
            unknown_weight += _STRANGE * weight_of_unknown
        elif mark[0] != "^" and mark in catalogue.weights:
            known_weight += share * catalogue.weights[mark]
        elif mark[0] != "^":
            unknown_weight += share * weight_of_unknown
    return known_weight / ((known_weight + unknown_weight) or 1.0)
