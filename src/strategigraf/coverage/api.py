"""Coverage, gaps and the tracing policy in Python; the limits that coverage has to reach, and its JUnit report."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from strategigraf.api.answer import Special
from strategigraf.api.graph import Graph
from strategigraf.api.report import REPORT_FORMATS, PartAnswer, ReportAnswer
from strategigraf.check.cells import verified_evidence
from strategigraf.check.quotes import source_folder
from strategigraf.core.errors import WrongValue, nearest
from strategigraf.core.policy import Policy, Status
from strategigraf.core.rdf import LANGUAGES, Text, column_title, message, short
from strategigraf.core.report import Report, written_number
from strategigraf.coverage.coverage import (
    FIGURES,
    Change,
    Level,
    change_since,
    coverage_report,
    level_kinds,
    of_kinds,
)
from strategigraf.coverage.fulfilment import Exemption, Fulfilment, Item, fulfilment
from strategigraf.coverage.gaps import find_requirement, gaps_report, policy_report
from strategigraf.coverage.support import joined_with
from strategigraf.render.tables import one_part
from strategigraf.review.suspects import suspects
from strategigraf.store.names import Names, kind_name, names, strategies_named
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from xml.etree import ElementTree as Xml

    from strategigraf.files.source_text import SourceFolder

# Limits that a level has to reach.

_NAMES = (*FIGURES, *(f"{name}_justified" for name in FIGURES))


class Threshold(NamedTuple):
    """A level (`initiative`, or `schedule/initiative`), a figure of it, and the least per cent."""

    level: str
    figure: str
    least: Decimal


class Shortfall(NamedTuple):
    """A level that does not reach a threshold."""

    level: Level
    threshold: Threshold

    @property
    def message(self) -> Text:
        """What falls short, by how much."""
        one, asked = self.level, self.threshold
        figure = Text(*(column_title(asked.figure, language) for language in LANGUAGES))
        return message(
            "coverage.shortfall",
            at=f"{short(one.strategy)} {one.name}",
            figure=figure,
            value=one.figure(asked.figure).shown,
            least=written_number(f"{asked.least}"),
        )


def read_threshold(text: str) -> Threshold:
    """The threshold that *text*, LEVEL=PCT or LEVEL.FIGURE=PCT, means; the figure is `deep` unless named.

    Raises WrongValue.
    """
    name, sign, per_cent = text.partition("=")
    level, dot, figure = name.partition(".")
    try:
        least = Decimal(per_cent)
    except InvalidOperation:
        least = Decimal(-1)
    if not sign or not level or not (least.is_finite() and 0 <= least <= 100) or (dot and figure not in _NAMES):
        raise WrongValue(
            Text(f"»{text}« er ikke en gyldig grænseværdi.", f"“{text}” is not a valid threshold."),
            Text(
                f"Skriv NIVEAU=PROCENT eller NIVEAU.TAL=PROCENT, fx initiative=40 eller schedule/goal.shallow=90. TAL "
                f"er en af: {', '.join(_NAMES)}.",
                "Write LEVEL=PERCENT or LEVEL.FIGURE=PERCENT, such as initiative=40 or schedule/goal.shallow=90."
                " FIGURE is "
                f"one of: {', '.join(_NAMES)}.",
            ),
        )
    return Threshold(level, figure or "deep", least)


def shortfalls(levels: Sequence[Level], thresholds: Iterable[Threshold]) -> list[Shortfall]:
    """The levels that do not reach one of *thresholds*; a level without a figure (n/a) is passed over.

    Raises WrongValue where a threshold names no level, or asks for a figure that was not measured.
    """
    found = []
    for asked in thresholds:
        named = [level for level in levels if asked.level in (level.name, kind_name(level.kind))]
        if not named:
            known = {level.name for level in levels} | {kind_name(level.kind) for level in levels}
            near = ", ".join(nearest(asked.level, known) or sorted(known))
            raise WrongValue(
                Text(f"Niveauet »{asked.level}« findes ikke.", f"There is no level “{asked.level}”."),
                Text(f"Vælg en af: {near}.", f"Choose one of: {near}."),
            )
        for level in named:
            if level.covered.get(asked.figure, ()) is None and level.elements:
                raise WrongValue(
                    Text(f"{asked.figure} er ikke målt.", f"{asked.figure} was not measured."),
                    Text(
                        "Angiv mappen med kildetekster med --sources.",
                        "Give the folder of source texts with --sources.",
                    ),
                )
            value = level.figure(asked.figure).value
            if value is not None and value < asked.least:
                found.append(Shortfall(level, asked))
    return found


# Answers in Python.


class CoveragePart(PartAnswer):
    """A part of the answer of `coverage`; as JUnit XML it is the whole of it."""

    formats = (*REPORT_FORMATS, "junit")
    special: ClassVar = {"junit": Special(lambda part: part.whole.content("junit"), quoting=True)}


class CoverageAnswer(ReportAnswer[Fulfilment]):
    """The answer of `coverage`, also as JUnit XML; as text without the figures that could not be measured. `change` is
    what has become of the gaps since the baseline, `shortfalls` the levels that do not reach a limit."""

    formats = (*REPORT_FORMATS, "junit")
    of_part = CoveragePart

    def __init__(
        self,
        value: Fulfilment,
        kinds: Collection[str],
        change: Change | None,
        below: Sequence[Shortfall],
        store: Store,
        language: str,
    ) -> None:
        super().__init__(value, coverage_report(store, value, kinds, change), store, language)
        self.change = change
        self.shortfalls = tuple(below)
        self._kinds = kinds

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given. Raises WrongValue."""
        if format_name in ("csv", "json"):
            return super().shown(format_name, part)
        compact = format_name == "table"
        return one_part(coverage_report(self._store, self.value, self._kinds, self.change, True, compact), part)

    def _junit(self) -> str:
        new = self.change.new if self.change is not None else self.value.items
        known = frozenset(self.value.items) - frozenset(new)
        return junit(of_kinds(self.value, self._kinds), self.language, known, self.shortfalls)

    special: ClassVar = {"junit": Special(_junit, quoting=True)}


def coverage(
    graph: Graph,
    strategies: Names = (),
    levels: Names = (),
    sources: str | Path | None = None,
    limits: Iterable[str] = (),
    baseline: str | Path | None = None,
) -> CoverageAnswer:
    """How much of each level of the *strategies* meets the tracing policy: shallow, deep and evidenced, in per cent,
    strict and with justified gaps; and the first place where each broken chain breaks.

    *levels* narrows it to one or several kinds; with the folder *sources* quotes are looked for in the source texts. A
    level with nothing in it has no number (None). `answer.shortfalls` are the levels below one of the *limits*
    (`initiative=80`), `answer.change` what is new and gone since the file *baseline*.

    Raises UnknownStrategy, UnknownKind, SourceNotFound, PolicyFaulty, WrongValue, FilesNotFound, BaselineFaulty.

    >>> sg.coverage(sg.open(), "midt-udviklingsplan-2023", levels="initiative").report.name
    'coverage'
    """
    thresholds = [read_threshold(text) for text in limits]
    texts = source_folder(sources)

    def answer(store: Store) -> CoverageAnswer:
        from strategigraf.coverage.coverage import levels as levels_of

        policy = read_policy(store, graph.workspace)
        kinds = level_kinds(store, policy, tuple(names(levels)))
        within = strategies_named(store, strategies)
        quotes = verified_evidence(store, texts) if texts is not None else None
        value = fulfilment(store, policy, within, quotes, _suspects(store, within, texts))
        change = change_since(value, Path(baseline)) if baseline is not None else None
        below = shortfalls(levels_of(value), thresholds)
        return CoverageAnswer(value, kinds, change, below, store, graph.language)

    return graph.use(answer)


def gaps(graph: Graph, strategies: Names = (), requirements: Names = ()) -> ReportAnswer[Fulfilment]:
    """Every element of the *strategies* that does not meet the tracing policy, and why; of the *requirements* alone
    where some are named. A row is one gap, by requirement and in reading order.

    Raises UnknownStrategy, PolicyFaulty, and an error with the nearest names for an unknown requirement.

    >>> sg.gaps(sg.open(), "midt-udviklingsplan-2023").report.name
    'gaps'
    """

    def answer(store: Store) -> ReportAnswer[Fulfilment]:
        policy = read_policy(store, graph.workspace)
        within = strategies_named(store, strategies)
        wanted = [find_requirement(policy, name).name for name in names(requirements)]
        value = fulfilment(store, policy, within, suspects=_suspects(store, within))
        return ReportAnswer(value, gaps_report(value, wanted), store, graph.language)

    return graph.use(answer)


def policy(graph: Graph) -> ReportAnswer[Policy]:
    """What the tracing policy asks of each kind. Raises PolicyFaulty."""

    def answer(store: Store) -> ReportAnswer[Policy]:
        value = read_policy(store, graph.workspace)
        return ReportAnswer(value, policy_report(store, value), store, graph.language)

    return graph.use(answer)


# Coverage as a JUnit report as CI systems read it.


def junit(
    found: Fulfilment, language: str, known: frozenset[Item] = frozenset(), shortfalls: Sequence[Shortfall] = ()
) -> str:
    """*found* as JUnit XML, messages in *language*: a suite for each strategy, a case for each element and requirement
    (class: the strand), a failure for each gap, skipped where it is justified, *known* from a baseline, or the
    requirement does not apply; and a suite of the thresholds that are not reached."""
    from xml.etree import ElementTree as Xml

    root = Xml.Element("testsuites", name="strategigraf coverage")
    for strategy, items in groupby(found.items, key=lambda item: item.strategy):
        _suite(root, found, strategy, list(items), language, known)
    if shortfalls:
        suite = Xml.SubElement(root, "testsuite", name="thresholds")
        for short_of in shortfalls:
            name = f"{short(short_of.level.strategy)} {short_of.level.name}.{short_of.threshold.figure}"
            case = Xml.SubElement(suite, "testcase", classname="thresholds", name=name)
            Xml.SubElement(case, "failure", type="below-threshold", message=short_of.message.in_language(language))
        suite.set("tests", str(len(shortfalls)))
        suite.set("failures", str(len(shortfalls)))
    for name in ("tests", "failures", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(
    root: "Xml.Element", found: Fulfilment, strategy: str, items: list[Item], language: str, known: frozenset[Item]
) -> None:
    from xml.etree import ElementTree as Xml

    suite = Xml.SubElement(root, "testsuite", name=short(strategy))
    strands = {strand.iri: strand.name for strand in found.policy.strands}
    for item in items:
        place = {"classname": strands[item.requirement.strand], "name": f"{item.requirement.name}: {_name(item)}"}
        case = Xml.SubElement(suite, "testcase", place)
        if item.status is Status.JUSTIFIED or (item.status is not Status.OK and item in known):
            Xml.SubElement(case, "skipped", message=_message(item, language))
        elif item.status is not Status.OK:
            Xml.SubElement(case, "failure", type=item.reason, message=_message(item, language))
    for exempt in (one for one in found.exemptions if one.strategy == strategy):
        _exempt(suite, exempt, strands)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def _exempt(suite: "Xml.Element", exempt: Exemption, strands: dict[str, str]) -> None:
    from xml.etree import ElementTree as Xml

    rule = exempt.requirement
    case = Xml.SubElement(suite, "testcase", classname=strands[rule.strand], name=f"{rule.name}: {short(exempt.kind)}")
    Xml.SubElement(case, "skipped", message=f"n/a: no {short(exempt.lacking)}")


def _name(item: Item) -> str:
    return short(item.element)


def _message(item: Item, language: str) -> str:
    if item.status is Status.JUSTIFIED and item.justification is not None:
        return f"{item.status.label.in_language(language)}: {item.justification.rationale.in_language(language)}"
    if item.broken is None:
        return item.status.label.in_language(language)
    at = "" if item.broken.thing == item.element else f" ({short(item.broken.thing)})"
    message = item.broken.requirement.message.in_language(language)
    return f"{item.status.label.in_language(language)}: {message}{at}"


def _suspects(store: Store, strategies: Collection[str], texts: "SourceFolder | None" = None) -> Collection[str]:
    """The suspect links on which the fulfilment of *strategies* (all without any) may rest."""
    within = joined_with(store, strategies).strategies if strategies else ()
    return suspects(store, texts, within).keys()
