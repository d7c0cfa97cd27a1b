"""How often the SDG check is right, on the labelled set of paraphrases."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from strategigraf.answers.sdg_verdict import Judgement, Verdict, judge
from strategigraf.answers.target_index import TargetIndex, goal_of
from strategigraf.files.register_tables import Paraphrase

FAR = 85  # places in the register from a target to the one of another goal that it is wrongly claimed to be


class Trial(NamedTuple):
    """One paraphrase: whether its half was held out when the method was tuned, the rank of its target by the words
    alone, the judgement of the right claim, and those of two planted wrong ones, the next target of the same goal and a
    target of another."""

    paraphrase: Paraphrase
    held_out: bool
    rank: int
    right: Judgement
    same_goal: Judgement
    other_goal: Judgement


class Score(NamedTuple):
    """How *trials* went, each field the paraphrases that it holds of."""

    trials: tuple[Trial, ...]

    @property
    def first(self) -> list[Trial]:
        """Those whose target has the best score of all."""
        return [trial for trial in self.trials if trial.rank == 1]

    @property
    def among_three(self) -> list[Trial]:
        """Those whose target is among the best three."""
        return [trial for trial in self.trials if trial.rank <= 3]

    def right(self, verdict: Verdict) -> list[Trial]:
        """Those whose right claim has *verdict*."""
        return [trial for trial in self.trials if trial.right.verdict is verdict]

    def found(self, same_goal: bool, grave: bool) -> list[Trial]:
        """Those whose planted wrong claim, of the *same_goal* or another, does not fit; *grave* counts misfits only."""
        bad = (Verdict.MISFIT,) if grave else (Verdict.MISFIT, Verdict.DOUBT)
        return [t for t in self.trials if (t.same_goal if same_goal else t.other_goal).verdict in bad]


def held_out(paraphrase: Paraphrase) -> bool:
    """Whether *paraphrase* was left out when the method was tuned: the first byte of its words' SHA-256 is odd."""
    return sha256(paraphrase.words.encode()).digest()[0] % 2 == 1


def trials(index: TargetIndex, paraphrases: Iterable[Paraphrase]) -> tuple[Trial, ...]:
    """*paraphrases* tried on *index*, in their order."""
    places = {code: place for place, code in enumerate(index.codes)}
    siblings: dict[str, list[str]] = {}
    for code in index.codes:
        siblings.setdefault(goal_of(code), []).append(code)
    found = []
    for paraphrase in paraphrases:
        code, language = paraphrase.target, paraphrase.language
        meanings = index.lexicon.meanings(paraphrase.words, language)
        by_words = index.fits(meanings, language)
        rank = next(place for place, fit in enumerate(by_words, start=1) if fit.code == code)
        family = siblings[goal_of(code)]
        wrong = (
            family[(family.index(code) + 1) % len(family)],
            index.codes[(places[code] + FAR) % len(index.codes)],
        )
        right, same, other = (judge(index, claimed, meanings, language) for claimed in (code, *wrong))
        found.append(Trial(paraphrase, held_out(paraphrase), rank, right, same, other))
    return tuple(found)
