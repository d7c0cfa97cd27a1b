"""How well the SDG check does on labelled paraphrases, as values and as a report."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from strategigraf.core.rdf import SDG, Iri, Text
from strategigraf.core.report import Col, Figure, Report, message, part, part_of, score
from strategigraf.files.tables import Paraphrase, read_labelled
from strategigraf.sdg.check import Judgement, Verdict, judge, scales
from strategigraf.sdg.index import TargetIndex, goal_of
from strategigraf.store.sparql import Store

# How often the SDG check is right, on the labelled set of paraphrases.

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
    positions = {code: position for position, code in enumerate(index.codes)}
    siblings: dict[str, list[str]] = {}
    for code in index.codes:
        siblings.setdefault(goal_of(code), []).append(code)
    tried = []
    for paraphrase in paraphrases:
        code, language = paraphrase.target, paraphrase.language
        meanings = index.lexicon.meanings(paraphrase.words, language)
        by_words = index.fits(meanings, language)
        rank = next(position for position, fit in enumerate(by_words, start=1) if fit.code == code)
        family = siblings[goal_of(code)]
        wrong_codes = (
            family[(family.index(code) + 1) % len(family)],
            index.codes[(positions[code] + FAR) % len(index.codes)],
        )
        right, same_goal, other_goal = (judge(index, claimed, meanings, language) for claimed in (code, *wrong_codes))
        tried.append(Trial(paraphrase, held_out(paraphrase), rank, right, same_goal, other_goal))
    return tuple(tried)


_LANGUAGES = {"da": Text("dansk", "Danish"), "en": Text("engelsk", "English"), "": Text("begge", "both")}


def sdg_accuracy_report(store: Store) -> Report:
    """How the check does on the labelled set: `accuracy`, by half and language, and `slips`, every paraphrase whose
    target is not the first or whose right claim does not fit. Raises FilesNotFound."""
    tried = trials(scales(store).targets, read_labelled())
    rows = [
        _TrialGroup(half, language, [trial for trial in tried if half in (None, trial.held_out)])
        for half in (True, False, None)
        for language in _LANGUAGES
    ]
    slips = [trial for trial in tried if trial.rank > 1 or trial.right.verdict is not Verdict.FITS]
    parts = (
        part("sdg.accuracy.accuracy", _ACCURACY, rows, places=FAR),
        part("sdg.accuracy.slips", _SLIPS, slips, gaps=len(slips)),
    )
    return Report("sdg-check", message("sdg.accuracy.title"), parts)


def of_targets(tried: Sequence[Trial]) -> tuple[str, ...]:
    """The targets (IRIs) of the trials *tried*, each once, in order: what a number of paraphrases opens to."""
    return tuple(dict.fromkeys(SDG + trial.paraphrase.target for trial in tried))


def rate(subset: Sequence[Trial], total: Sequence[Trial]) -> Figure:
    """How many per cent of the trials *total* are in *subset*; opens to the targets of those."""
    return part_of(len(subset), len(total), of_targets(subset))


class _TrialGroup(NamedTuple):
    """The trials in one half (or both, None) and one language (or both, ""), of those in the half."""

    half: bool | None
    language: str
    of_half: list[Trial]

    @property
    def score(self) -> Score:
        """How they went."""
        return Score(tuple(trial for trial in self.of_half if self.language in ("", trial.paraphrase.language)))

    def rate(self, tried: Sequence[Trial]) -> Figure:
        """How many per cent of them *tried* are."""
        return rate(tried, self.score.trials)


def _half(held_out: bool | None) -> Text:
    if held_out is None:
        return message("sdg.accuracy.all")
    return message("sdg.accuracy.held-out" if held_out else "sdg.accuracy.tuned-on")


_ACCURACY: tuple[Col[_TrialGroup], ...] = (
    Col("half", lambda row: _half(row.half)),
    Col("language", lambda row: _LANGUAGES[row.language]),
    Col("paraphrases", lambda row: Figure(Decimal(len(row.score.trials)), of_targets(row.score.trials))),
    Col("first", lambda row: row.rate(row.score.first)),
    Col("among_three", lambda row: row.rate(row.score.among_three)),
    Col("right_fits", lambda row: row.rate(row.score.right(Verdict.FITS))),
    Col("right_doubt", lambda row: row.rate(row.score.right(Verdict.DOUBT))),
    Col("right_misfit", lambda row: row.rate(row.score.right(Verdict.MISFIT))),
    Col("same_goal_seen", lambda row: row.rate(row.score.found(same_goal=True, grave=False))),
    Col("same_goal_grave", lambda row: row.rate(row.score.found(same_goal=True, grave=True))),
    Col("other_goal_seen", lambda row: row.rate(row.score.found(same_goal=False, grave=False))),
    Col("other_goal_grave", lambda row: row.rate(row.score.found(same_goal=False, grave=True))),
)
_SLIPS: tuple[Col[Trial], ...] = (
    Col("words", lambda trial: Text(trial.paraphrase.words, trial.paraphrase.words)),
    Col("half", lambda trial: _half(trial.held_out)),
    Col("target", lambda trial: Iri(SDG + trial.paraphrase.target)),
    Col("verdict", lambda trial: trial.right.verdict.label),
    Col("rank", lambda trial: Figure(Decimal(trial.rank), (SDG + trial.paraphrase.target,))),
    Col("score", lambda trial: score(trial.right.claimed.score, (SDG + trial.paraphrase.target,))),
    Col("other", lambda trial: Iri(SDG + trial.right.better.code)),
    Col("other_score", lambda trial: score(trial.right.better.score, (SDG + trial.right.better.code,))),
)
