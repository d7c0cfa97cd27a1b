"""The page on errors and rules, generated from them."""

from collections.abc import Iterable

from strategigraf.use.evidence import STATUS_MESSAGES, STATUSES, VERIFIED
from strategigraf.use.validation import Rule
from strategigraf.values.errors import CouldNotRun, StrategigrafError, WrongUsage
from strategigraf.values.inert import markdown
from strategigraf.values.text import Text

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
