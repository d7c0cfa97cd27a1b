"""The SDG check as a report: findings, claims, strategies, what a reader found, and the method with its figures."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import SDG, SG, Iri, Labels, Text, expand, message, natural
from strategigraf.core.report import Col, Figure, Part, Report, count, part, part_of, score
from strategigraf.core.thread import BASIS_LABELS
from strategigraf.files.tables import Paraphrase, read_labelled
from strategigraf.sdg.check import CLEARLY, FITS_FROM, ClaimCheck, Judgement, Verdict, judge, scales
from strategigraf.sdg.check import sdg_check as checked_claims
from strategigraf.sdg.index import TargetIndex, goal_of
from strategigraf.store.names import Names, names_of_class, strategies_named
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


_LANGUAGES = Labels("sdg.language", {"da": "da", "en": "en", "": "both"})


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


_BASES = ("stated", "named", "interpreted")


def sdg_check_report(store: Store, checked: Sequence[ClaimCheck], strategies: Sequence[str] = ()) -> Report:
    """*checked*, of *strategies* (IRIs; of all without any), as a report: the parts of `sdg_verdicts_report`, then
    `readings` and `method`. Raises FilesNotFound."""
    verdicts = sdg_verdicts_report(store, checked, strategies)
    further = (_readings(store, _strategies_or_all(store, strategies), checked), _method(store, checked))
    return verdicts._replace(parts=(*verdicts.parts, *further))


def sdg_verdicts_report(store: Store, checked: Sequence[ClaimCheck], strategies: Sequence[str] = ()) -> Report:
    """*checked*, of *strategies* (IRIs; of all without any), as a report without its method: `findings`, `claims` and
    `strategies`."""
    findings = [check for check in checked if check.verdict in (Verdict.MISFIT, Verdict.DOUBT)]
    findings.sort(key=lambda check: (check.verdict.value, check.judgement.claimed.score - check.judgement.better.score))
    parts = (
        part("sdg.findings", _COLUMNS, findings, gaps=len(findings)),
        part("sdg.claims", _COLUMNS, checked),
        _strategies(_strategies_or_all(store, strategies), checked),
    )
    return Report("sdg-check", message("sdg.title"), parts)


def _strategies_or_all(store: Store, strategies: Sequence[str]) -> list[str]:
    return list(strategies) or [expand(name) for name in names_of_class(store, SG + "Strategy")]


def _rank(check: ClaimCheck) -> Figure:
    return Figure(None) if _unsaid(check) else Figure(Decimal(check.judgement.rank), (check.claim.link, _target(check)))


def _score(check: ClaimCheck) -> Figure:
    if _unsaid(check):
        return Figure(None)
    return score(check.judgement.claimed.score, (check.claim.link, _target(check)))


def _other_score(check: ClaimCheck) -> Figure:
    better = check.judgement.better
    return score(better.score, (check.claim.link, SDG + better.code)) if _has_other(check) else Figure(None)


def _unsaid(check: ClaimCheck) -> bool:
    return check.judgement.verdict is Verdict.UNSAID


def _target(check: ClaimCheck) -> str:
    return SDG + check.claim.code


def _has_other(check: ClaimCheck) -> bool:
    return not _unsaid(check) and check.judgement.better.score > 0


def _shared(check: ClaimCheck) -> Text | None:
    return None if _unsaid(check) else _words(check.judgement.carrying(check.judgement.claimed))


def _other_words(check: ClaimCheck) -> Text | None:
    return None if _unsaid(check) else _words(check.judgement.carrying(check.judgement.better))


def _words(words: tuple[str, ...]) -> Text:
    shown = ", ".join(words[:5])
    return Text(shown, shown)


def _known(check: ClaimCheck) -> Figure:
    return part_of(check.judgement.known, len(check.judgement.meanings), (check.claim.link,))


_COLUMNS: tuple[Col[ClaimCheck], ...] = (
    Col("element", lambda check: Iri(check.claim.element)),
    Col("target", lambda check: Iri(_target(check))),
    Col("basis", lambda check: BASIS_LABELS[check.claim.basis]),
    Col("verdict", lambda check: check.verdict.label),
    Col("rank", _rank),
    Col("score", _score),
    Col("other", lambda check: Iri(SDG + check.judgement.better.code) if _has_other(check) else None),
    Col("other_score", _other_score),
    Col("shared", _shared),
    Col("other_words", _other_words),
    Col("known", _known),
    Col("doubts", lambda check: Text(*(" ".join(doubt[side] for doubt in check.doubts) for side in (0, 1)))),
)


class _Claims(NamedTuple):
    """Claims of a strategy on one basis or all, and what is to be said of them."""

    strategy: str
    basis: Text
    claims: list[ClaimCheck]
    note: Text

    def judged(self, *verdicts: Verdict) -> Figure:
        """How many of them have one of *verdicts*."""
        return count([check.claim.link for check in self.claims if check.verdict in verdicts])


def _strategies(named: Sequence[str], checked: Sequence[ClaimCheck]) -> Part:
    columns: tuple[Col[_Claims], ...] = (
        Col("strategy", lambda row: Iri(row.strategy)),
        Col("basis", lambda row: row.basis),
        Col("claims", lambda row: row.judged(*Verdict)),
        Col("misfit", lambda row: row.judged(Verdict.MISFIT)),
        Col("doubt", lambda row: row.judged(Verdict.DOUBT)),
        Col("fits", lambda row: row.judged(Verdict.FITS)),
        Col("number_only", lambda row: row.judged(Verdict.UNSAID)),
        Col("note", lambda row: row.note),
    )
    rows: list[_Claims] = []
    nothing = Text("", "")
    for strategy in named:
        own_checks = [check for check in checked if check.claim.strategy == strategy]
        rows.append(
            _Claims(
                strategy,
                message("sdg.check.every"),
                own_checks,
                nothing if own_checks else message("sdg.strategies.no-claim"),
            )
        )
        for basis in _BASES:
            if of_basis := [check for check in own_checks if check.claim.basis == basis]:
                rows.append(_Claims(strategy, BASIS_LABELS[basis], of_basis, nothing))
    return part("sdg.strategies", columns, rows)


class _Reading(NamedTuple):
    """A misfit that a reader wrote down: what it is about, the target that fits better (empty without one), and what
    the check says of the same claims."""

    misfit: str
    about: list[str]
    better: str
    checked: list[ClaimCheck]

    @property
    def target(self) -> Iri | None:
        """The goal or target that it is about."""
        return next((Iri(thing) for thing in self.about if thing.startswith(SDG)), None)

    def judged(self, *verdicts: Verdict) -> list[str]:
        """The claims that have one of *verdicts*."""
        return [check.claim.link for check in self.checked if check.verdict in verdicts]

    @property
    def note(self) -> Text:
        """How far the check sees the same."""
        if self.judged(Verdict.MISFIT):
            return message("sdg.readings.agrees")
        if self.judged(Verdict.DOUBT):
            return message("sdg.readings.in-part")
        elsewhere = any(check.elsewhere is not None for check in self.checked)
        return message("sdg.readings.reservation" if elsewhere else "sdg.readings.not-seen")


def _readings(store: Store, named: Sequence[str], checked: Sequence[ClaimCheck]) -> Part:
    columns: tuple[Col[_Reading], ...] = (
        Col("reading", lambda row: Iri(row.misfit)),
        Col("target", lambda row: row.target),
        Col("better", lambda row: Iri(row.better) if row.better else None),
        Col("claims", lambda row: count(row.judged(*Verdict))),
        Col("misfit", lambda row: count(row.judged(Verdict.MISFIT))),
        Col("doubt", lambda row: count(row.judged(Verdict.DOUBT))),
        Col("note", lambda row: row.note),
    )
    by_link = {check.claim.link: check for check in checked}
    about: dict[str, list[str]] = {}
    betters: dict[str, str] = {}
    for misfit, strategy, thing, better in store.rows_of("sdg/readings"):
        if strategy in named:
            about.setdefault(misfit, []).append(thing)
            betters[misfit] = better
    rows = [
        _Reading(
            misfit, about[misfit], betters[misfit], [by_link[thing] for thing in about[misfit] if thing in by_link]
        )
        for misfit in sorted(about, key=natural)
    ]
    return part("sdg.readings", columns, rows)


class _Measure(NamedTuple):
    """A figure of the method, what it is called and what it means."""

    figure: Text
    value: Figure
    meaning: Text


def _method(store: Store, checked: Sequence[ClaimCheck]) -> Part:
    index = scales(store).targets
    columns: tuple[Col[_Measure], ...] = (
        Col("figure", lambda row: row.figure),
        Col("value", lambda row: row.value),
        Col("meaning", lambda row: row.meaning),
    )
    worded = count([check.claim.link for check in checked if check.verdict is not Verdict.UNSAID])
    targets = count([SDG + code for code in index.codes])
    rows = [
        _Measure(message("sdg.method.claims"), worded, message("sdg.method.claims.meaning")),
        _Measure(message("sdg.method.targets"), targets, message("sdg.method.targets.meaning")),
        *_trial_measures(trials(index, read_labelled())),
    ]
    return part("sdg.method", columns, rows, fits=f"{FITS_FROM:.0%}", misfit=f"{CLEARLY:.0%}")


def _trial_measures(tried: Sequence[Trial]) -> Iterator[_Measure]:
    """How the check does on the trials *tried*, those held out first."""
    for held_out in (True, False):
        half = message("sdg.accuracy.held-out" if held_out else "sdg.accuracy.tuned-on")
        half_score = Score(tuple(trial for trial in tried if trial.held_out is held_out))
        half_trials = list(half_score.trials)
        for title, right_trials in (
            (message("sdg.method.first", half=half), half_score.first),
            (message("sdg.method.among-three", half=half), half_score.among_three),
            (message("sdg.method.right-misfit", half=half), half_score.right(Verdict.MISFIT)),
            (message("sdg.method.same-goal", half=half), half_score.found(True, False)),
            (message("sdg.method.other-goal", half=half), half_score.found(False, False)),
        ):
            meaning = message("sdg.method.trials", part=len(right_trials), every=len(half_trials))
            yield _Measure(title, rate(right_trials, half_trials), meaning)


# In Python.


def sdg_check(graph: Graph, strategies: Names = ()) -> ReportAnswer[tuple[ClaimCheck, ...]]:
    """Every SDG claim of the *strategies* (all without any) against all 169 official texts: does another target fit its
    words better?

    A row is a claim with its verdict, its score from 0 to 1 and its doubts. Raises UnknownStrategy, WrongValue.

    >>> len(sg.sdg_check(sg.open(), "midt-udviklingsplan-2023").value) > 50
    True
    """

    def answer(store: Store) -> ReportAnswer[tuple[ClaimCheck, ...]]:
        within = strategies_named(store, strategies)
        value = checked_claims(store, within)
        return ReportAnswer(value, sdg_check_report(store, value, within), store, graph.language)

    return graph.use(answer)


def sdg_accuracy(graph: Graph, strategies: Names = ()) -> "ReportAnswer[None]":
    """How often `sdg_check` is right on its labelled set. Raises UnknownStrategy.

    >>> sg.sdg_accuracy(sg.open()).report.name
    'sdg-check'
    """

    def answer(store: Store) -> "ReportAnswer[None]":
        strategies_named(store, strategies)
        return ReportAnswer(None, sdg_accuracy_report(store), store, graph.language)

    return graph.use(answer)
