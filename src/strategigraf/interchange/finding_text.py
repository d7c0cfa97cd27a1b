"""Findings and the tally of quotes as text: a list for people, CSV, Markdown and JSON."""

import os

from strategigraf.interchange import sheet_text
from strategigraf.interchange.json_text import json_text
from strategigraf.interchange.paragraph import lines
from strategigraf.use.evidence import STATUSES
from strategigraf.use.inspection import Inspection
from strategigraf.use.own_shapes import Validation
from strategigraf.values.finding import Finding, Severity
from strategigraf.values.inert import one_line, visible
from strategigraf.values.sheet import Sheet
from strategigraf.values.text import Text

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
