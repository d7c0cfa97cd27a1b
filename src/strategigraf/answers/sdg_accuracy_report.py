"""The accuracy of the SDG check as a report: by half and language, and every paraphrase that it got wrong."""

from collections.abc import Sequence
from decimal import Decimal

from strategigraf.answers.heading import named
from strategigraf.answers.sdg_accuracy import FAR, Score, Trial, trials
from strategigraf.answers.sdg_check import scales
from strategigraf.answers.sdg_verdict import Verdict
from strategigraf.files.register_tables import read_labelled
from strategigraf.use.store import Store
from strategigraf.values.figure import Figure, part_of, score
from strategigraf.values.namespaces import SDG
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

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
