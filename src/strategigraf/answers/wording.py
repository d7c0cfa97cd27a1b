"""From a question in plain Danish or English to the question of the catalogue that asks the same.

A wording is folded into concepts, pairs of concepts and stems (`lexicon`). Two measures are added up: how like it is to
the wordings in a question's header (cosine of the weights, by the best one and the best four), and how much more often
the question's wordings have its concepts than all wordings have (naive Bayes). Below a bound nothing is chosen.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from strategigraf.answers.concepts import OUTSIDE, THINGS
from strategigraf.answers.lexicon import folded
from strategigraf.answers.mention import codes
from strategigraf.files.question import Parameter, Question
from strategigraf.values.errors import QuestionUnsure
from strategigraf.values.text import Text

_STEM = 0.4  # the weight of a stem beside the concept it stands for, which has 1
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
    weights: Marks  # how much each mark tells
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
    top = max(scores)
    shares = [math.exp(_SHARP * (score - top)) for score in scores]
    known = _known(marks, catalogue) * min(1.0, max(0.0, top))
    matches = [Match(question, known * share / sum(shares)) for question, share in zip(questions, shares, strict=True)]
    return sorted(matches, key=lambda match: (-match.nearness, match.question.name))


def choose(wording: str, questions: Sequence[Question]) -> Question:
    """The question that *wording* asks. Raises QuestionUnsure, which offers the nearest, where none stands out."""
    ranked = ranking(wording, questions)
    if ranked and ranked[0].nearness >= _BOUND:
        return ranked[0].question
    near = [match.question for match in ranked[:3] if match.nearness >= _OFFER]
    offer = Text(
        da="; ".join(f"{question.name} ({question.wording.da})" for question in near),
        en="; ".join(f"{question.name} ({question.wording.en})" for question in near),
    )
    raise QuestionUnsure(
        Text(da=f"“{wording}” er ikke dækket af et af spørgsmålene.", en=f"“{wording}” is not covered by a question."),
        Text(
            da=f"Nærmest: {offer.da}." if near else "“strategigraf ask” viser alle spørgsmål.",
            en=f"Nearest: {offer.en}." if near else "“strategigraf ask” lists all questions.",
        ),
    )


def values_in(wording: str, question: Question) -> dict[str, str]:
    """The values for parameters of *question* that stand in *wording*: `10.3`, a year, a short name such as
    `slug/pejlemaerke-8`, or a sort of thing with its number such as “pejlemærke 8”, “goal 8” or “verdensmål 13”."""
    found: dict[str, str] = {}
    for mention in codes(wording):
        for parameter in question.parameters:
            for kind, value in mention.values:
                if fits(parameter, kind):
                    found.setdefault(parameter.name, value)
    return found


def fits(parameter: Parameter, kind: str) -> bool:
    """Whether something that a wording names as of class *kind* can be a value for *parameter*."""
    if parameter.type != "iri":
        return kind == parameter.type
    elements = {kind, parameter.kind}
    of_element = all(one.startswith("sg:") and one != "sg:Strategy" for one in elements)
    return len(elements) == 1 or (of_element and "sg:Element" in elements)


def _fit(wording: str, question: Question) -> float:
    """A little more for a question that takes values which stand in *wording*, a year for example."""
    return _TAKES if values_in(wording, question) else 0.0


@lru_cache(maxsize=2)
def _catalogue(questions: tuple[Question, ...]) -> _Catalogue:
    """The catalogue of *questions*."""
    owners: list[int] = []
    sizes: list[int] = []
    told: list[Marks] = []
    places: dict[str, list[int]] = {}
    for owner, question in enumerate(questions):
        before = len(told)
        told += [_marks(text) for text in _texts(question)]
        sizes.append(len(told) - before)
        owners += [owner] * sizes[-1]
    for number, marks in enumerate(told):
        for mark in marks:
            places.setdefault(mark, []).append(number)
    most = len(questions)
    weights = {
        mark: math.log(1 + most / len({owners[number] for number in numbers})) for mark, numbers in places.items()
    }
    return _Catalogue(owners, sizes, weights, places, told, [_length(marks, weights) for marks in told])


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


def _marks(text: str, spelling: bool = False) -> Marks:
    """The stems and concepts in *text* with their weights, and the thing that is named first, marked `^`."""
    marks: Marks = {}
    asked = ""
    things = THINGS.split()
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
    for mark, share, places in _occurrences(marks, catalogue):
        weight = share * unknown
        total += share
        if places:
            spread = Counter(catalogue.owners[number] for number in places)
            weight = share * math.log(1 + len(catalogue.sizes) / len(spread))
            for number in places:
                products[number] += weight * weight * catalogue.told[number].get(mark, share) / share
            usual = len(places) / wordings
            for owner, size in enumerate(catalogue.sizes):
                bayes[owner] += share * math.log((spread[owner] / usual + _PRIOR) / (size + _PRIOR))
        square += weight * weight
    length = math.sqrt(square) or 1.0
    cosines: list[list[float]] = [[] for _ in catalogue.sizes]
    for number, product in enumerate(products):
        if product:
            cosines[catalogue.owners[number]].append(product / length / catalogue.lengths[number])
    best = [sorted(those, reverse=True)[:_BEST] for those in cosines]
    likeness = [(those[0] + sum(those) / _BEST) / 2 if those else 0.0 for those in best]
    return [like + _BAYES * more / (total or 1.0) for like, more in zip(likeness, bayes, strict=True)]


def _occurrences(marks: Marks, catalogue: _Catalogue) -> Iterable[tuple[str, float, Sequence[int]]]:
    """Each of *marks*, and each pair of the concepts among them, with its weight and the wordings that have it."""
    for mark, share in marks.items():
        yield mark, share, catalogue.places.get(mark, ())
    concepts = [(mark, set(catalogue.places.get(mark, ()))) for mark in sorted(marks) if mark[0] not in "=^#"]
    for (one, some), (other, others) in combinations(concepts, 2):
        yield f"{one}+{other}", _PAIR, sorted(some & others)


def _known(marks: Marks, catalogue: _Catalogue) -> float:
    """How much of what *marks* tell is known to the catalogue at all, from 0 to 1."""
    unknown = math.log(1 + len(catalogue.sizes))
    known = strange = 0.0
    for mark, share in marks.items():
        if mark == OUTSIDE:
            strange += _STRANGE * unknown
        elif mark[0] != "^" and mark in catalogue.weights:
            known += share * catalogue.weights[mark]
        elif mark[0] != "^":
            strange += share * unknown
    return known / ((known + strange) or 1.0)
