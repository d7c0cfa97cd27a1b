"""Accounting for words: those of a wording that a question has no word for.

A word is accounted for where it is a word of the question's own wordings, by stem or concept, or says nothing of what
is asked. Denials are accounted for by themselves: a wording has them as one of the question's own wordings has.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from strategigraf.answers.concepts import HARMLESS, NOTHING, OUTSIDE, THINGS, WEIGHTY
from strategigraf.answers.lexicon import Read, plain, read
from strategigraf.files.question import Question

_WITHOUT = "without"
_ONLY = "only"
DENIALS = frozenset({_WITHOUT, "unanswered", "dropped", "unique", "only"})
_REGION = "region"  # the concept of names of regions: a name is accounted for where it is a value
_THEMES = "content"  # the concept of what strategies are about: so is a theme
# concepts of words that change no answer
_PALE = frozenset({"appear", "carry", "take", "attain", "particular", "concrete", "exist", "overview", "chosen", "how"})
_BROAD = frozenset({_REGION, "citizen", "staff", "service", "field", "data", "org"})  # words that are not alike
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


def left_over(question: Question, wording: str) -> list[Read]:
    """The words and numbers of *wording* that *question* has no words for, with the denials that it does not have; all
    of it where the question denies something and *wording* does not."""
    own = _own(question)
    told = read(wording)
    rest = [one for one in told if not _accounted(one, plain(wording[one.start : one.end]), own)]
    denials = [one for one in told if DENIALS & set(one.names)]
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
        things = frozenset(one.names) & frozenset(THINGS.split())
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
        return word not in _weighty() or word in own.words
    if is_harmless(word):
        return True
    meant = {name for name in one.names if name[0] != "="}
    if OUTSIDE in meant or _THEMES in meant or (_REGION in meant and not word.startswith(_REGION)):
        return False
    if one.names[0][0] == "#":
        return one.names[0] == "#year" and bool(own.marks & meant)
    return bool(DENIALS & meant or _PALE & meant or own.marks & (meant - _BROAD)) or one.names[0] in own.marks


def is_harmless(word: str) -> bool:
    """Whether the plain *word* says nothing of what is asked."""
    return word in _harmless() or (len(word) == 1 and word.isalpha())


def _as_denied(wording: str, told: Sequence[Read], denials: Sequence[Read], own: _Own) -> bool:
    """Whether *denials* are as in one of the question's own wordings."""
    if not set(_limited(told)) <= own.limited:
        return False
    signs = frozenset(name for one in denials for name in one.names if name in DENIALS)
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
    denials = [frozenset(name for one in those for name in one.names if name in DENIALS) for _, those in told]
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


@lru_cache(maxsize=1)
def _weighty() -> frozenset[str]:
    return frozenset(plain(WEIGHTY).split())


@lru_cache(maxsize=1)
def _harmless() -> frozenset[str]:
    return frozenset(plain(HARMLESS).split()) | frozenset(plain(NOTHING).split())
