"""Thresholds of coverage, and coverage as a JUnit report as CI systems read it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree as Xml

from strategigraf.core.errors import WrongValue, nearest
from strategigraf.core.policy import Status
from strategigraf.core.rdf import Text, short
from strategigraf.coverage.coverage import FIGURES, Level
from strategigraf.coverage.fulfilment import Exemption, Fulfilment, Item
from strategigraf.store.names import kind_name

# Thresholds.

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
        at = f"{short(one.strategy)} {one.name} {asked.figure}: {one.figure(asked.figure).text} %"
        return Text(f"{at}, mindst {asked.least} % kræves.", f"{at}, at least {asked.least} % is asked.")


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
            Text(f"“{text}” er ingen tærskel.", f"“{text}” is no threshold."),
            Text(
                f"Skriv LEVEL=PCT eller LEVEL.FIGURE=PCT, f.eks. initiative=40 eller schedule/goal.shallow=90; FIGURE "
                f"er en af: {', '.join(_NAMES)}.",
                f"Write LEVEL=PCT or LEVEL.FIGURE=PCT, such as initiative=40 or schedule/goal.shallow=90; FIGURE is "
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
                Text(f"Der er intet niveau “{asked.level}”.", f"There is no level “{asked.level}”."),
                Text(f"Vælg en af: {near}.", f"Choose one of: {near}."),
            )
        for level in named:
            if level.covered.get(asked.figure, ()) is None and level.elements:
                raise WrongValue(
                    Text(f"{asked.figure} er ikke målt.", f"{asked.figure} was not measured."),
                    Text("Angiv kildeteksterne med --sources.", "Give the source texts by --sources."),
                )
            value = level.figure(asked.figure).value
            if value is not None and value < asked.least:
                found.append(Shortfall(level, asked))
    return found


def junit(
    found: Fulfilment, language: str, known: frozenset[Item] = frozenset(), shortfalls: Sequence[Shortfall] = ()
) -> str:
    """*found* as JUnit XML, messages in *language*: a suite for each strategy, a case for each element and requirement
    (class: the strand), a failure for each gap, skipped where it is justified, *known* from a baseline, or the
    requirement does not apply; and a suite of the thresholds that are not reached."""
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
    root: Xml.Element, found: Fulfilment, strategy: str, items: list[Item], language: str, known: frozenset[Item]
) -> None:
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


def _exempt(suite: Xml.Element, exempt: Exemption, strands: dict[str, str]) -> None:
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
