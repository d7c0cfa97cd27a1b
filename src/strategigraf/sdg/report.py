"""The SDG check as a report: findings, claims, strategies, what a reader found, and the method with its figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from strategigraf.core.rdf import SDG, SG, Iri, Text, expand, natural
from strategigraf.core.report import Col, Figure, Part, Report, count, message, part, part_of, score
from strategigraf.core.thread import BASIS_LABELS
from strategigraf.files.tables import read_labelled
from strategigraf.sdg.accuracy import Score, Trial, rate, trials
from strategigraf.sdg.check import CLEARLY, FITS_FROM, ClaimCheck, Verdict, scales
from strategigraf.store.names import names_of_class
from strategigraf.store.sparql import Store

_EVERY = Text("alle", "all")
_BASES = ("stated", "named", "interpreted")


def sdg_check_report(store: Store, checked: Sequence[ClaimCheck], strategies: Sequence[str] = ()) -> Report:
    """*checked*, of *strategies* (IRIs; of all without any), as a report: the parts of `sdg_verdicts_report`, then
    `readings` and `method`. Raises FilesNotFound."""
    verdicts = sdg_verdicts_report(store, checked, strategies)
    further = (_readings(store, _named(store, strategies), checked), _method(store, checked))
    return verdicts._replace(parts=(*verdicts.parts, *further))


def sdg_verdicts_report(store: Store, checked: Sequence[ClaimCheck], strategies: Sequence[str] = ()) -> Report:
    """*checked*, of *strategies* (IRIs; of all without any), as a report without its method: `findings`, `claims` and
    `strategies`."""
    findings = [each for each in checked if each.verdict in (Verdict.MISFIT, Verdict.DOUBT)]
    findings.sort(key=lambda each: (each.verdict.value, each.judgement.claimed.score - each.judgement.better.score))
    parts = (
        part("sdg.findings", _COLUMNS, findings, gaps=len(findings)),
        part("sdg.claims", _COLUMNS, checked),
        _strategies(_named(store, strategies), checked),
    )
    return Report("sdg-check", message("sdg.title"), parts)


def _named(store: Store, strategies: Sequence[str]) -> list[str]:
    return list(strategies) or [expand(name) for name in names_of_class(store, SG + "Strategy")]


def _rank(each: ClaimCheck) -> Figure:
    return Figure(None) if _unsaid(each) else Figure(Decimal(each.judgement.rank), (each.claim.link, _target(each)))


def _score(each: ClaimCheck) -> Figure:
    if _unsaid(each):
        return Figure(None)
    return score(each.judgement.claimed.score, (each.claim.link, _target(each)))


def _other_score(each: ClaimCheck) -> Figure:
    better = each.judgement.better
    return score(better.score, (each.claim.link, SDG + better.code)) if _has_other(each) else Figure(None)


def _unsaid(each: ClaimCheck) -> bool:
    return each.judgement.verdict is Verdict.UNSAID


def _target(each: ClaimCheck) -> str:
    return SDG + each.claim.code


def _has_other(each: ClaimCheck) -> bool:
    return not _unsaid(each) and each.judgement.better.score > 0


def _shared(each: ClaimCheck) -> Text | None:
    return None if _unsaid(each) else _words(each.judgement.carrying(each.judgement.claimed))


def _other_words(each: ClaimCheck) -> Text | None:
    return None if _unsaid(each) else _words(each.judgement.carrying(each.judgement.better))


def _words(words: tuple[str, ...]) -> Text:
    shown = ", ".join(words[:5])
    return Text(shown, shown)


def _known(each: ClaimCheck) -> Figure:
    return part_of(each.judgement.known, len(each.judgement.meanings), (each.claim.link,))


_COLUMNS: tuple[Col[ClaimCheck], ...] = (
    Col("element", lambda each: Iri(each.claim.element)),
    Col("target", lambda each: Iri(_target(each))),
    Col("basis", lambda each: BASIS_LABELS[each.claim.basis]),
    Col("verdict", lambda each: each.verdict.label),
    Col("rank", _rank),
    Col("score", _score),
    Col("other", lambda each: Iri(SDG + each.judgement.better.code) if _has_other(each) else None),
    Col("other_score", _other_score),
    Col("shared", _shared),
    Col("other_words", _other_words),
    Col("known", _known),
    Col("doubts", lambda each: Text(*(" ".join(doubt[side] for doubt in each.doubts) for side in (0, 1)))),
)


class _Claims(NamedTuple):
    """Claims of a strategy on one basis or all, and what is to be said of them."""

    strategy: str
    basis: Text
    claims: list[ClaimCheck]
    note: Text

    def judged(self, *verdicts: Verdict) -> Figure:
        """How many of them have one of *verdicts*."""
        return count([each.claim.link for each in self.claims if each.verdict in verdicts])


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
        mine = [each for each in checked if each.claim.strategy == strategy]
        rows.append(_Claims(strategy, _EVERY, mine, nothing if mine else message("sdg.strategies.no-claim")))
        for basis in _BASES:
            if of_basis := [each for each in mine if each.claim.basis == basis]:
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
        return [each.claim.link for each in self.checked if each.verdict in verdicts]

    @property
    def note(self) -> Text:
        """How far the check sees the same."""
        if self.judged(Verdict.MISFIT):
            return message("sdg.readings.agrees")
        if self.judged(Verdict.DOUBT):
            return message("sdg.readings.in-part")
        elsewhere = any(each.elsewhere is not None for each in self.checked)
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
    by_link = {each.claim.link: each for each in checked}
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
    worded = count([each.claim.link for each in checked if each.verdict is not Verdict.UNSAID])
    targets = count([SDG + code for code in index.codes])
    rows = [
        _Measure(message("sdg.method.claims"), worded, message("sdg.method.claims.meaning")),
        _Measure(message("sdg.method.targets"), targets, message("sdg.method.targets.meaning")),
        *_tried(trials(index, read_labelled())),
    ]
    return part("sdg.method", columns, rows, fits=f"{FITS_FROM:.0%}", misfit=f"{CLEARLY:.0%}")


def _tried(tried: Sequence[Trial]) -> Iterator[_Measure]:
    """How the check does on the trials *tried*, those held out first."""
    for held_out in (True, False):
        half = message("sdg.accuracy.held-out" if held_out else "sdg.accuracy.tuned-on")
        some = Score(tuple(trial for trial in tried if trial.held_out is held_out))
        every = list(some.trials)
        for called, right in (
            (message("sdg.method.first", half=half), some.first),
            (message("sdg.method.among-three", half=half), some.among_three),
            (message("sdg.method.right-misfit", half=half), some.right(Verdict.MISFIT)),
            (message("sdg.method.same-goal", half=half), some.found(True, False)),
            (message("sdg.method.other-goal", half=half), some.found(False, False)),
        ):
            told = message("sdg.method.trials", part=len(right), every=len(every))
            yield _Measure(called, rate(right, every), told)
