"""From a question in plain Danish or English to the question of the catalogue that asks the same.

Words are reduced to stems and weighed by how few questions use them; a wording is as near to a question as the best of
the wordings in its header, by the cosine of the weights, a little nearer when it takes a value that the wording has.
Below a bound, or with two as near, nothing is chosen.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from strategigraf.files.question import Question
from strategigraf.values.errors import QuestionUnsure
from strategigraf.values.text import Text

_BOUND = 0.34
_MARGIN = 0.03
_STOP = """
af alle at de den der det dem din du eller en er et for fra har hvad hvem hvilke hvilken hvilket hvor hvordan hvornår
i ikke ind jeg kan man med mig mod nogen noget nogle når og også om os på se sig skal som til ved vi vil vis vores være
a all an and any are as be by can do does for from give has have how in is it its me of on or our show that the their
them there they this to us was we were what when where which who will with you
"""
_SUFFIXES = "elserne elsen ernes erne ings else ies ene ens ets ers ing er en et es ed e s"
_SAME = """
indsats: initiativ initiative initiatives measure measures tiltag handleplan handleplaner action actions
pejlemærke: goal goals objective objectives målsætning målsætninger mål
delmål: target targets subtarget sub-target sub-targets
verdensmål: sdg sdgs sdg'er fn-mål verdensmålet
spor: track tracks strategispor strand ambition ambitioner
tidsplan: timeline schedule scheduled time line unscheduled tidsplanen tidsplanens tidsplaner plan
post: entry entries poster posten
periode: period
år: year years
uden: without no ingen intet mangler lack lacks missing gap gaps not none unserved
bidrag: serve serves contribute contributes bidrager understøtter støtter support supports løfter
citat: quote quotes citater words ord evidence belæg sentence sentences
kilde: source kilden
hør: belong belongs hører under below
"""


class Match(NamedTuple):
    """How near a question is to a wording, from 0 to 1."""

    question: Question
    nearness: float


def ranking(wording: str, questions: Sequence[Question]) -> list[Match]:
    """All *questions*, the nearest to *wording* first; as near ones by name."""
    texts = [[Counter(_stems(text)) for text in _texts(question)] for question in questions]
    spread = Counter(stem for counts in texts for stem in {stem for count in counts for stem in count})
    weight = {stem: math.log(1 + len(questions) / number) for stem, number in spread.items()}
    asked = Counter(_stems(wording))
    matches = [
        Match(
            question, _fit(wording, question) * max(_cosine(asked, count, weight, len(questions)) for count in counts)
        )
        for question, counts in zip(questions, texts, strict=True)
    ]
    return sorted(matches, key=lambda match: (-match.nearness, match.question.name))


def choose(wording: str, questions: Sequence[Question]) -> Question:
    """The question that *wording* asks. Raises QuestionUnsure, which offers the nearest, where none stands out."""
    ranked = ranking(wording, questions)
    best = ranked[0]
    if best.nearness >= _BOUND and (len(ranked) == 1 or best.nearness - ranked[1].nearness >= _MARGIN):
        return best.question
    near = [match.question for match in ranked[:3] if match.nearness > 0.15]
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
    `slug/pejlemaerke-8`, or a sort of thing with its number such as “pejlemærke 8”."""
    found: dict[str, str] = {}
    for parameter in question.parameters:
        if parameter.kind == "sdgo:Target" and (number := re.search(r"\b\d{1,2}\.(?:\d{1,2}|[a-d])\b", wording)):
            found[parameter.name] = number[0]
        elif parameter.type == "integer" and (year := re.search(r"\b20\d\d\b", wording)):
            found[parameter.name] = year[0]
        elif parameter.kind.startswith("sg:") and parameter.kind != "sg:Strategy":
            if name := re.search(r"\b[a-z0-9-]+/[\w.-]+\b", wording):
                found[parameter.name] = name[0]
            elif numbered := re.search(r"\b([a-zæøå]{4,})\s+(\d+(?:-\w+)?)\b", wording.casefold()):
                found[parameter.name] = _ascii(numbered[1]) + "-" + numbered[2]
    return found


def _fit(wording: str, question: Question) -> float:
    """A little more for a question that takes a value which stands in *wording*, a year for example."""
    return 1.2 if values_in(wording, question) else 1.0


def _texts(question: Question) -> Iterable[str]:
    yield re.sub(r"\{\w+\}", " ", question.wording.da)
    yield re.sub(r"\{\w+\}", " ", question.wording.en)
    yield question.name.replace("-", " ")
    yield question.summary
    yield from question.other_wordings


def _stems(text: str) -> list[str]:
    stop = _STOP.split()
    words = re.findall(r"[a-zæøåéü]+(?:[-'][a-zæøåéü]+)*", text.casefold())
    return [_stem(word) for word in words if word not in stop]


def _stem(word: str) -> str:
    same = _same()
    if word in same:
        return same[word]
    for suffix in _SUFFIXES.split():
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return same.get(word.removesuffix(suffix), word.removesuffix(suffix))
    return word


@cache
def _same() -> dict[str, str]:
    """The stem for each word that has another word's stem."""
    groups = (line.split(":") for line in _SAME.strip().splitlines())
    return {word: stem for stem, words in groups for word in words.split()}


def _cosine(asked: Counter[str], told: Counter[str], weight: dict[str, float], questions: int) -> float:
    unseen = math.log(1 + questions)
    shared = sum(weight[stem] ** 2 for stem in asked if stem in told)
    size = math.sqrt(sum(weight.get(stem, unseen) ** 2 for stem in asked))
    other = math.sqrt(sum(weight[stem] ** 2 for stem in told))
    return shared / (size * other) if size and other else 0.0


def _ascii(word: str) -> str:
    return word.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
