"""The verdict on a claim of an SDG target: whether another target fits its words better."""

from enum import Enum
from typing import NamedTuple

from strategigraf.answers.concept_lexicon import Meaning
from strategigraf.answers.target_index import Fit, TargetIndex, goal_of
from strategigraf.values.text import Text

FITS_FROM = 0.9  # the part of the best score from which on the claimed target counts as fitting
CLEARLY = 0.6  # the part of the best score up to which another target fits clearly better
SHARED = 0.05  # the score up to which words share almost nothing with a target
CARRIED = 2  # features that must carry a better target


class Verdict(Enum):
    """From grave to good."""

    MISFIT = 0
    DOUBT = 1
    FITS = 2
    UNSAID = 3

    @property
    def label(self) -> Text:
        """The word for it in both languages."""
        return _LABELS[self]


_LABELS = {
    Verdict.MISFIT: Text("passer ikke", "misfit"),
    Verdict.DOUBT: Text("tvivl", "doubt"),
    Verdict.FITS: Text("passer", "fits"),
    Verdict.UNSAID: Text("kun et nummer", "number only"),
}


class Judgement(NamedTuple):
    """What words say of a claimed goal or target: the verdict, its fit and rank (from 1), the fit of the one that they
    fit best beside it, and the words themselves."""

    verdict: Verdict
    claimed: Fit
    rank: int
    better: Fit
    meanings: tuple[Meaning, ...]

    @property
    def known(self) -> int:
        """How many of the words the lexicon knows."""
        return sum(bool(meaning.concepts) for meaning in self.meanings)

    def carrying(self, fit: Fit) -> tuple[str, ...]:
        """The words to which *fit* owes its score, the weightiest first, each once."""
        weight = dict(fit.shares)
        found = [
            (-sum(weight.get(feature, 0.0) for feature in meaning.features), place, meaning.words)
            for place, meaning in enumerate(self.meanings)
        ]
        return tuple(dict.fromkeys(words for share, _, words in sorted(found) if share < 0))


def judge(index: TargetIndex, code: str, meanings: tuple[Meaning, ...], language: str) -> Judgement:
    """The verdict on the claim that *meanings* are about the target (or, in an index of goals, the goal) *code*.

    The better one is the best of all others, or the best of the same goal where that has at least the part
    `FITS_FROM` of its score: a slip of the number is likelier than a slip of the goal. `FITS`: the claimed target has
    at least the part `FITS_FROM` of the better one's score. `MISFIT`: it has at most the part `CLEARLY`, the better one
    is carried by `CARRIED` features or more, and the words share almost nothing with the claimed target; beside a
    target of the same goal, almost nothing that is not the goal's. `UNSAID`: no word that says anything. All else is
    `DOUBT`, and a goal is never a misfit: its one sentence says too little.
    """
    of_goal = "." not in code
    fits = index.fits(meanings, language, "" if of_goal else goal_of(code))
    rank = next(place for place, fit in enumerate(fits, start=1) if fit.code == code)
    claimed = fits[rank - 1]
    better = best = fits[1] if rank == 1 else fits[0]
    for fit in fits:
        if goal_of(fit.code) == goal_of(code) and fit.code != code and fit.score >= FITS_FROM * best.score:
            better = fit
            break
    verdict = _verdict(claimed, better) if meanings else Verdict.UNSAID
    if of_goal and verdict is Verdict.MISFIT:
        verdict = Verdict.DOUBT
    return Judgement(verdict, claimed, rank, better, meanings)


def _verdict(claimed: Fit, better: Fit) -> Verdict:
    if claimed.share and claimed.score >= FITS_FROM * better.score:
        return Verdict.FITS
    siblings = goal_of(claimed.code) == goal_of(better.code)
    left = claimed.own_share if siblings else claimed.share
    carried = [feature for feature, _ in better.shares if not siblings or feature in better.own]
    if claimed.score <= CLEARLY * better.score and len(carried) >= CARRIED and left <= SHARED:
        return Verdict.MISFIT
    return Verdict.DOUBT
