"""From a question in plain Danish or English to the question of the catalogue that asks the same.

A wording is folded into concepts, pairs of concepts and stems (`lexicon`). Two measures are added up: how like it is to
the wordings in a question's header (cosine of the weights, by the best one and the best four), and how much more often
the question's wordings have its concepts than all wordings have (naive Bayes). Below a bound nothing is chosen.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from strategigraf.answers.lexicon import folded, plain
from strategigraf.files.question import Parameter, Question
from strategigraf.values.errors import QuestionUnsure
from strategigraf.values.text import Text

_STEM = 0.4  # the weight of a stem beside the concept it stands for, which has 1
_ASKED = 0.7  # the weight of the thing that is named first, which is mostly the one asked for
_PAIR = 0.5  # the weight of two concepts in one wording
_BEST = 4  # so many wordings of a question count beside the best one
_BAYES = 0.2  # the weight of naive Bayes beside the likeness
_PRIOR = 4.0  # so many wordings' worth of what all questions say is added to each question's own
_SHARP = 12.0  # how sharply nearness falls with the score
_BOUND = 0.3  # the nearness below which nothing is chosen
_OFFER = 0.05  # the nearness below which nothing is offered

_THINGS = frozenset(
    "goal sdg target tgroup initiative track focus timeline entry status actor responsible hearing comment answer question draft"
    " section vision statement foundation counterpart quote document number keyfig kind definition challenge standard"
    " link strategy national".split()
)

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
    places: dict[str, list[tuple[int, float]]]  # the wordings that have a mark, with its weight there
    lengths: list[float]  # of each wording, as a vector of weights
    spread: dict[str, dict[int, int]]  # how many wordings of each question have a mark


def ranking(wording: str, questions: Sequence[Question]) -> list[Match]:
    """All *questions*, the nearest to *wording* first; as near ones by name."""
    if not questions:
        return []
    catalogue = _catalogue(tuple(questions))
    marks = _marks(wording, spelling=True)
    likeness = _likeness(marks, catalogue)
    bayes = _bayes(marks, catalogue)
    scores = [
        like + _BAYES * more + _fit(wording, question)
        for like, more, question in zip(likeness, bayes, questions, strict=True)
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
    found = {}
    for parameter in question.parameters:
        if value := _value(wording, parameter):
            found[parameter.name] = value
    return found


_SORTS = {
    "sg:Goal": "pejlemærker?t? maalsaetning(?:en)? pejlemaerket? mål(?:et)? goal objective",
}


def _value(wording: str, parameter: Parameter) -> str | None:
    """The value of *parameter* in *wording*."""
    if parameter.kind == "sdgo:Target":
        number = re.search(r"\b\d{1,2}\.(?:\d{1,2}|[a-d])\b", wording)
        return number[0] if number else None
    if parameter.type == "integer":
        year = re.search(r"\b20\d\d\b", wording)
        return year[0] if year else None
    if parameter.kind == "sdgo:Goal":
        goal = re.search(
            r"(?:verdensm(?:å|aa)l(?:et)?|sdg|goal|m(?:å|aa)l|un|fn)\D{0,8}(\d{1,2})\b(?!\.\d)", wording, re.I
        )
        return goal[1] if goal else None
    if parameter.kind.startswith("sg:") and parameter.kind != "sg:Strategy":
        if name := re.search(r"\b[a-z0-9-]+/[\w.-]+\b", wording):
            return name[0]
        if numbered := re.search(r"\b([a-zæøå]{4,})\s+(\d+(?:-\w+)?)\b", wording.casefold()):
            return plain(numbered[1]) + "-" + numbered[2]
    return None


def _fit(wording: str, question: Question) -> float:
    return 0.0


@lru_cache(maxsize=2)
def _catalogue(questions: tuple[Question, ...]) -> _Catalogue:
    """The catalogue of *questions*."""
    owners: list[int] = []
    sizes: list[int] = []
    told: list[Marks] = []
    spread: dict[str, dict[int, int]] = {}
    for owner, question in enumerate(questions):
        texts = [_marks(text) for text in _texts(question)]
        told += texts
        owners += [owner] * len(texts)
        sizes.append(len(texts))
        for marks in texts:
            for mark in marks:
                among = spread.setdefault(mark, {})
                among[owner] = among.get(owner, 0) + 1
    weights = {mark: math.log(1 + len(questions) / len(among)) for mark, among in spread.items()}
    places: dict[str, list[tuple[int, float]]] = {mark: [] for mark in spread}
    lengths = []
    for number, marks in enumerate(told):
        square = 0.0
        for mark, share in marks.items():
            weight = share * weights[mark]
            places[mark].append((number, weight))
            square += weight * weight
        lengths.append(math.sqrt(square) or 1.0)
    return _Catalogue(owners, sizes, weights, places, lengths, spread)


def _texts(question: Question) -> Iterable[str]:
    yield re.sub(r"\{\w+\}", " ", question.wording.da)
    yield re.sub(r"\{\w+\}", " ", question.wording.en)
    yield question.summary
    yield from question.other_wordings


def _marks(text: str, spelling: bool = False) -> Marks:
    """The stems, concepts and pairs of concepts in *text* with their weights."""
    marks: Marks = {}
    concepts: set[str] = set()
    asked = ""
    for names in folded(text, spelling):
        if names[0][0] == "=":
            marks[names[0]] = _STEM if len(names) > 1 else 1.0
            concepts.update(names[1:])
        else:
            concepts.update(names)
        asked = asked or next((name for name in names if name in _THINGS), "")
    if asked:
        marks["^" + asked] = _ASKED
    for concept in concepts:
        marks[concept] = 1.0
    for one, other in combinations(sorted(concept for concept in concepts if concept[0] != "#"), 2):
        marks[one + "+" + other] = _PAIR
    return marks


def _likeness(marks: Marks, catalogue: _Catalogue) -> list[float]:
    """For each question the cosine of *marks* with its best wording, and the mean with its best four, halved."""
    unknown = math.log(1 + len(catalogue.sizes))
    products: defaultdict[int, float] = defaultdict(float)
    square = 0.0
    for mark, share in marks.items():
        weight = share * catalogue.weights.get(mark, unknown)
        square += weight * weight
        for number, there in catalogue.places.get(mark, ()):
            products[number] += weight * there
    length = math.sqrt(square) or 1.0
    cosines: list[list[float]] = [[] for _ in catalogue.sizes]
    for number, product in products.items():
        cosines[catalogue.owners[number]].append(product / length / catalogue.lengths[number])
    best = (sorted(those, reverse=True)[:_BEST] for those in cosines)
    return [(those[0] + sum(those) / _BEST) / 2 if those else 0.0 for those in best]


def _bayes(marks: Marks, catalogue: _Catalogue) -> list[float]:
    """For each question how much likelier its wordings have *marks* than all wordings have: the mean logarithm."""
    total = sum(catalogue.sizes)
    found = [0.0] * len(catalogue.sizes)
    for mark, share in marks.items():
        among = catalogue.spread.get(mark)
        if among is None:
            continue
        usual = sum(among.values()) / total
        for owner, size in enumerate(catalogue.sizes):
            likely = (among.get(owner, 0) + _PRIOR * usual) / (size + _PRIOR)
            found[owner] += share * math.log(likely / usual)
    length = sum(marks.values()) or 1.0
    return [one / length for one in found]


def _known(marks: Marks, catalogue: _Catalogue) -> float:
    """How much of what *marks* tell is known to the catalogue at all, from 0 to 1."""
    unknown = math.log(1 + len(catalogue.sizes))
    single = {mark: share for mark, share in marks.items() if "+" not in mark}
    weights = {mark: share * catalogue.weights.get(mark, unknown) for mark, share in single.items()}
    return sum(weight for mark, weight in weights.items() if mark in catalogue.weights) / (sum(weights.values()) or 1.0)
