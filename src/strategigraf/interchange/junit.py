"""Coverage as a JUnit report: one test case for each element and requirement, as CI systems read it."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as Xml

from strategigraf.answers.fulfilment import Exemption, Fulfilment, Item
from strategigraf.answers.threshold import Shortfall
from strategigraf.values.namespaces import short
from strategigraf.values.status import Status


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
