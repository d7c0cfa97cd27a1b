"""Commitment by modal verbs: which of *skal*, *vil*, *bør* and *kan* a Danish sentence has, and how a change of wording
changes them.

The order skal > vil > bør > kan is recorded with its sources in docs/decisions/0019-draft-diff.md.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from strategigraf.answers.promise import promises
from strategigraf.values.text import Text

MODALS = ("skal", "vil", "bør", "kan")  # from the strongest down
STRENGTHS = {
    "stronger": Text("stærkere", "stronger"),
    "weaker": Text("svagere", "weaker"),
    "negation": Text("nægtelse", "negation"),
    "gained": Text("kommet til", "gained"),
    "lost": Text("faldet bort", "lost"),
    "unchanged": Text("uændret", "unchanged"),
    "none": Text("ingen", "none"),
}

_OTHER_FORMS = {"skulle": "skal", "ville": "vil", "burde": "bør", "kunne": "kan"}
_TOKEN = re.compile(r"\b(?:bl\.a|f\.eks|m\.fl|m\.v|evt|ca|jf|eks|nr|pr)\.|\w+(?:[-’']\w+)*|[^\w\s]", re.IGNORECASE)
_NEGATIONS = frozenset(("ikke", "aldrig", "ej"))
_NO_NEGATION = frozenset(("kun", "bare", "alene", "blot", "mindst", "udelukkende"))  # “ikke kun” denies nothing
_CLAUSE_ENDS = frozenset(("og", "men", "eller", "at", "som", "der", "hvis", "når", "så"))
_REACH = 4  # words after the modal among which its negation stands


class Modal(NamedTuple):
    """A modal verb as it stands in a sentence: the word, the present form it belongs to, whether it counts as a degree
    of commitment (a present form of which the subject is the organisation itself, see `promises`; *skulle*, *ville*,
    *burde* and *kunne* do not count), and its negation, if any."""

    word: str
    present: str
    counts: bool
    negation: str = ""

    @property
    def text(self) -> str:
        """The words; in brackets where they do not count."""
        shown = f"{self.word} {self.negation}".strip()
        return shown if self.counts else f"({shown})"


def modals(text: str) -> tuple[Modal, ...]:
    """The modal verbs of *text* in order."""
    tokens = _TOKEN.findall(text)
    small = [token.casefold() for token in tokens]
    promised = promises(small, {place: word for place, word in enumerate(small) if word in MODALS})
    return tuple(
        Modal(tokens[place].lower(), _OTHER_FORMS.get(word, word), place in promised, _negation(small, place))
        for place, word in enumerate(small)
        if word in MODALS or word in _OTHER_FORMS
    )


def strongest(found: Iterable[Modal]) -> str:
    """The strongest of *found* that counts and is not negated; "" where there is none."""
    present = {modal.present for modal in found if modal.counts and not modal.negation}
    return next((modal for modal in MODALS if modal in present), "")


def change_of_strength(draft: Iterable[Modal], print_: Iterable[Modal]) -> str:
    """How the commitment changes from the modals of *draft* to those of *print_*.

    Modals that stand on both sides are set against each other; of the rest the strongest of each side are compared:
    `stronger` or `weaker`, `negation` where one of the two is negated (they are not ranked), `gained` or `lost` where
    just one side has a modal left, `unchanged` where neither has, `none` where there was none to begin with.
    """
    before, after = _counted(draft), _counted(print_)
    if not before and not after:
        return "none"
    old, new = list((before - after).elements()), list((after - before).elements())
    if not old or not new:
        return "lost" if old else "gained" if new else "unchanged"
    first, second = min(old), min(new)
    if first[1] or second[1]:
        return "negation"
    return "stronger" if second < first else "weaker"


def shown(found: Iterable[Modal]) -> str:
    """The words of *found*, with commas."""
    return ", ".join(modal.text for modal in found)


def _counted(found: Iterable[Modal]) -> Counter[tuple[int, bool]]:
    return Counter((MODALS.index(modal.present), bool(modal.negation)) for modal in found if modal.counts)


def _negation(small: list[str], place: int) -> str:
    if place and small[place - 1] in _NEGATIONS:
        return small[place - 1]
    for at in range(place + 1, min(place + 1 + _REACH, len(small))):
        word = small[at]
        if word in _NEGATIONS:
            return "" if small[at + 1 : at + 2] and small[at + 1] in _NO_NEGATION else word
        if not word[0].isalnum() or word in _CLAUSE_ENDS or word in MODALS or word in _OTHER_FORMS:
            break
    return ""
