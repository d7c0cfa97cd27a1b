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
    """What words say of a claimed target: the verdict, the claimed target's fit and rank (from 1), the best fit of all,
    the best of its own goal, and how many of the words were known of how many."""

    verdict: Verdict
    claimed: Fit
    rank: int
    best: Fit
    known: int
    words: int


def judge(index: TargetIndex, code: str, meanings: tuple[Meaning, ...], language: str) -> Judgement:
    """The verdict on the claim that *meanings* are about the target *code*.

    `MISFIT`: another target has a score of which the claimed one has at most the part `CLEARLY`, it is carried by
    `CARRIED` features or more, and the words share almost nothing with the claimed target; with another target of
    the same goal, almost nothing that is not the goal's. `FITS`: the claimed target has the best score or at least the
    part `FITS_FROM` of it. `UNSAID`: no word that says anything. All else is `DOUBT`.
    """
    fits = index.fits(meanings, language, goal_of(code))
    rank = next(place for place, fit in enumerate(fits, start=1) if fit.code == code)
    claimed, best = fits[rank - 1], fits[0]
    known = sum(bool(meaning.concepts) for meaning in meanings)
    return Judgement(_verdict(claimed, best, bool(meanings)), claimed, rank, best, known, len(meanings))


def _verdict(claimed: Fit, best: Fit, said: bool) -> Verdict:
    if not said:
        return Verdict.UNSAID
    if claimed.share and claimed.score >= FITS_FROM * best.score:
        return Verdict.FITS
    siblings = goal_of(claimed.code) == goal_of(best.code)
    left = claimed.own_share if siblings else claimed.share
    carried = [feature for feature, _ in best.shares if not siblings or feature in best.own]
    if claimed.score <= CLEARLY * best.score and len(carried) >= CARRIED and left <= SHARED:
        return Verdict.MISFIT
    return Verdict.DOUBT
