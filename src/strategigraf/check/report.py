"""Findings and the count of quotes as text: a list for people, CSV, Markdown and JSON; and the page of all rules."""

import os
from collections.abc import Iterable

from strategigraf.check.dataset_check import Inspection
from strategigraf.check.own_shapes import Validation
from strategigraf.check.quotes import STATUS_MESSAGES, STATUSES, VERIFIED
from strategigraf.check.rules import Rule
from strategigraf.core.errors import CouldNotRun, StrategigrafError, WrongUsage
from strategigraf.core.policy import Finding, Severity
from strategigraf.core.rdf import Text
from strategigraf.core.table import Sheet
from strategigraf.core.text import markdown, one_line, visible
from strategigraf.render import delimited as sheet_text
from strategigraf.render.delimited import json_text
from strategigraf.render.terminal.paragraph import lines

# The page on errors and rules, generated from them.

_HEAD = """# Fejl og regler / Errors and rules

Denne side er skrevet af `strategigraf rules`. / This page is written by `strategigraf rules`.

Exit codes: 0 good, 1 findings, 2 wrong usage, 3 could not run.
"""


def error_classes() -> list[type[StrategigrafError]]:
    """Every error class with a code of its own, by code."""
    found: dict[str, type[StrategigrafError]] = {}
    waiting: list[type[StrategigrafError]] = [StrategigrafError]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            waiting.append(cls)
            if "code" in vars(cls):
                found[cls.code] = cls
    return [found[code] for code in sorted(found)]


def error_page(rules: Iterable[Rule], requirements: Iterable[Rule] = ()) -> str:
    """The page in Markdown: every error code, every status of a quote, every rule, and what `check --complete` warns
    of, each with its words in Danish and English."""
    lines = [_HEAD, "## Fejl / Errors", ""]
    for cls in error_classes():
        exit_code = 2 if issubclass(cls, WrongUsage) else 3 if issubclass(cls, CouldNotRun) else 1
        lines += _entry(cls.code, cls.about, f"exit {exit_code}")
    lines += ["## Citaters status / Statuses of quotes", ""]
    for status in STATUSES:
        if status not in VERIFIED:
            lines += _entry(f"quote-{status}", STATUS_MESSAGES[status], "finding")
    lines += ["## Regler / Rules", ""]
    for rule in rules:
        lines += _entry(rule.name, rule.message, rule.severity.name.lower())
    lines += ["## Krav i politikken / Requirements of the policy (`check --complete`)", ""]
    for rule in requirements:
        lines += _entry(rule.name, rule.message, rule.severity.name.lower())
    return "\n".join(lines).rstrip("\n") + "\n"


def _entry(name: str, text: Text, note: str) -> list[str]:
    return [f"### {name}", "", f"({note})", "", f"- da: {markdown(text.da)}", f"- en: {markdown(text.en)}", ""]


_SEVERITY = {
    Severity.INFO: Text("oplysning", "info"),
    Severity.WARNING: Text("advarsel", "warning"),
    Severity.VIOLATION: Text("fejl", "error"),
}


def as_text(found: Inspection, format_name: str, language: str, room: int | None = None) -> str:
    """*found* as a list of `file:line severity rule thing: message` ("table"), as CSV, Markdown or JSON; a list for a
    screen in lines at most *room* wide."""
    if format_name == "table" and room is not None:
        told = [one_line(_line(finding, language)) for finding in found.findings]
        return "".join(f"{line}\n" for text in told for line in lines(text, room, 2))
    if format_name == "table":
        return "".join(_line(finding, language) for finding in found.findings)
    if format_name == "json":
        return json_text(
            {
                "findings": [_record(finding) for finding in found.findings],
                "quotes": {"checked": found.checked, "verified": found.verified}
                | {status: found.quotes.get(status, 0) for status in STATUSES},
            }
        )
    sheet = Sheet(
        ("file", "line", "severity", "rule", "thing", "message", "detail"),
        tuple(
            (_near(f.file), str(f.line or ""), _SEVERITY[f.severity].in_language(language), f.rule, f.thing,
             f.message.in_language(language), f.detail)
            for f in found.findings
        ),
    )  # fmt: skip
    return sheet_text.csv(sheet) if format_name == "csv" else sheet_text.markdown_table(sheet)


def summary(found: Inspection, with_sources: bool) -> Text:
    """One sentence: how many errors and warnings, and how many of the quotes were verified."""
    errors = sum(finding.severity is Severity.VIOLATION for finding in found.findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in found.findings)
    total = found.checked
    counts = ", ".join(f"{status} {number}" for status in STATUSES if (number := found.quotes.get(status)))
    da = f"{errors} fejl, {warnings} advarsler. Citater efterprøvet: {found.verified} af {total} ({counts or 'ingen'})."
    en = f"{errors} errors, {warnings} warnings. Quotes verified: {found.verified} of {total} ({counts or 'none'})."
    if with_sources:
        return Text(da, en)
    return Text(
        da + " Kildeteksterne er ikke til stede: angiv --sources MAPPE eller STRATEGIGRAF_SOURCES.",
        en + " The source texts are not to hand: give --sources DIR or STRATEGIGRAF_SOURCES.",
    )


def summary_of_shapes(found: Validation) -> Text:
    """One sentence: how many errors and warnings shapes found, in how many files."""
    errors = sum(finding.severity is Severity.VIOLATION for finding in found.findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in found.findings)
    infos = len(found.findings) - errors - warnings
    return Text(
        f"{errors} fejl, {warnings} advarsler, {infos} oplysninger. "
        f"Filer med data: {found.data_files}; filer med shapes: {found.shape_files}.",
        f"{errors} errors, {warnings} warnings, {infos} infos. "
        f"Files of data: {found.data_files}; files of shapes: {found.shape_files}.",
    )


def _near(file: str) -> str:
    """*file* as seen from the folder the command runs in, where it lies below it."""
    here = os.path.relpath(file) if file else ""
    return visible(file if here.startswith("..") else here)


def _line(finding: Finding, language: str) -> str:
    place = f"{_near(finding.file)}:{finding.line}" if finding.line else _near(finding.file)
    head = f"{place}: {_SEVERITY[finding.severity].in_language(language)} {finding.rule} {finding.thing}"
    detail = f" [{one_line(finding.detail)}]" if finding.detail else ""
    return f"{head}: {finding.message.in_language(language)}{detail}\n"


def _record(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        "file": _near(finding.file),
        "line": finding.line or None,
        "thing": finding.thing,
        "message": {"da": finding.message.da, "en": finding.message.en},
        "detail": finding.detail,
    }
