"""Findings: what a check has to say about one thing at one place, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from strategigraf.values.text import Text


class Severity(IntEnum):
    """How grave a finding is; the names are those of SHACL."""

    INFO = 0
    WARNING = 1
    VIOLATION = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the rule or status, the file and line, the thing, and what to do in both languages."""

    rule: str
    severity: Severity
    file: str
    line: int
    thing: str
    message: Text
    detail: str = ""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without doubles, by file, line, rule, thing and detail."""
    return tuple(sorted(set(findings), key=lambda f: (f.file, f.line, f.rule, f.thing, f.detail, f.message.en)))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among *findings*, None where there are none."""
    return max((finding.severity for finding in findings), default=None)
