"""How well the SDG check does on labelled paraphrases, as values and as a report."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from strategigraf.core.rdf import SDG, Iri, Text
from strategigraf.core.report import Cell, Column, Figure, Part, Report, named, part_of, score
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


_HALVES = {
    True: Text("holdt ude", "held out"),
    False: Text("justeret på", "tuned on"),
    None: Text("alle", "all"),
}
_LANGUAGES = {"da": Text("dansk", "Danish"), "en": Text("engelsk", "English"), "": Text("begge", "both")}


def sdg_accuracy_report(store: Store) -> Report:
    """How the check does on the labelled set: `accuracy`, by half and language, and `slips`, every paraphrase whose
    target is not the first or whose right claim does not fit. Raises FilesNotFound."""
    tried = trials(scales(store).targets, read_labelled())
    rows = []
    for half, half_name in _HALVES.items():
        for language, language_name in _LANGUAGES.items():
            some = Score(
                tuple(
                    trial
                    for trial in tried
                    if half in (None, trial.held_out) and language in ("", trial.paraphrase.language)
                )
            )
            rows.append(_accuracy(half_name, language_name, some))
    slips = [trial for trial in tried if trial.rank > 1 or trial.right.verdict is not Verdict.FITS]
    return Report(
        "sdg-check",
        Text("Hvor ofte prøven har ret", "How often the check is right"),
        (
            Part(
                "accuracy",
                Text("Træfsikkerhed", "Accuracy"),
                named(
                    Text(
                        "Procent af omskrivningerne. `first`: det rette delmål scorer højest af 169 ved ordene "
                        "alene. `among_three`: det er et af de tre bedste. “Rigtig”: dommen over det rette nummer. "
                        "“Set”: dommen over et plantet forkert nummer er tvivl eller passer ikke (“grov”: passer "
                        f"ikke); “samme mål” er det næste delmål i samme mål, “andet mål” et delmål {FAR} pladser "
                        "længere fremme. Halvdelen, der er holdt ude, er valgt ved SHA-256 af ordene.",
                        "Per cent of the paraphrases. `first`: the right target scores highest of 169 by the words "
                        "alone. `among_three`: it is one of the best three. “Right”: the verdict on the right "
                        "number. “Seen”: the verdict on a planted wrong number is doubt or misfit (“grave”: misfit); "
                        f"“same goal” is the next target of the same goal, “other goal” a target {FAR} places on. The "
                        "half that is held out is chosen by the SHA-256 of the words.",
                    )
                ),
                tuple(
                    map(
                        Column,
                        (
                            "half",
                            "language",
                            "paraphrases",
                            "first",
                            "among_three",
                            "right_fits",
                            "right_doubt",
                            "right_misfit",
                            "same_goal_seen",
                            "same_goal_grave",
                            "other_goal_seen",
                            "other_goal_grave",
                        ),
                    )
                ),
                tuple(rows),
            ),
            Part(
                "slips",
                Text("Omskrivninger, der ikke falder på plads", "Paraphrases that do not fall into place"),
                Text(
                    "Hver af dem med det delmål, den handler om, dets plads og score, og det, der ligger nærmest.",
                    "Each with the target that it is about, its rank and score, and the nearest other.",
                ),
                tuple(map(Column, ("words", "half", "target", "verdict", "rank", "score", "other", "other_score"))),
                tuple(map(_slip, slips)),
                gaps=len(slips),
            ),
        ),
    )


def of_targets(some: Sequence[Trial]) -> tuple[str, ...]:
    """The targets (IRIs) of the trials *some*, each once, in order: what a number of paraphrases opens to."""
    return tuple(dict.fromkeys(SDG + trial.paraphrase.target for trial in some))


def _accuracy(half: Text, language: Text, some: Score) -> tuple[Cell, ...]:
    every = list(some.trials)
    parts = (
        some.first,
        some.among_three,
        *(some.right(verdict) for verdict in (Verdict.FITS, Verdict.DOUBT, Verdict.MISFIT)),
        *(some.found(same_goal, grave) for same_goal in (True, False) for grave in (False, True)),
    )
    return half, language, Figure(Decimal(len(every)), of_targets(every)), *(rate(part, every) for part in parts)


def rate(part: Sequence[Trial], every: Sequence[Trial]) -> Figure:
    """How many per cent of the trials *every* are in *part*; opens to the targets of those."""
    return part_of(len(part), len(every), of_targets(part))


def _slip(trial: Trial) -> tuple[Cell, ...]:
    right, target = trial.right, SDG + trial.paraphrase.target
    other = SDG + right.better.code
    return (
        Text(trial.paraphrase.words, trial.paraphrase.words),
        _HALVES[trial.held_out],
        Iri(target),
        right.verdict.label,
        Figure(Decimal(trial.rank), (target,)),
        score(right.claimed.score, (target,)),
        Iri(other),
        score(right.better.score, (other,)),
    )
