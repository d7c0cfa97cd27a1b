"""No regular expression takes more than linear time."""

import json
import re
import subprocess
import sys

import pytest

from strategigraf.dossier.short.brief import report_rules
from tests.conftest import TOP
from tests.hostile_patterns import Found, found

PACKAGE = TOP / "src" / "strategigraf"


def slow(patterns: list[Found], seconds: float, thorough: bool = False) -> list[str]:
    """Those of *patterns* whose work grows faster than the text, with the text, or that do not end in *seconds*."""
    lines = "".join(f"{json.dumps([n, p.pattern, p.flags, p.method, thorough])}\n" for n, p in enumerate(patterns))
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile_patterns"], cwd=TOP, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        told, _ = worker.communicate(lines, timeout=seconds)
        hung = -1 if worker.returncode == 0 else len(patterns) - 1
    except subprocess.TimeoutExpired:
        worker.kill()
        told, _ = worker.communicate()
        hung = int(told.rsplit("start ", 1)[1].split()[0])
    found_slow = [line.split(" ", 2) for line in told.splitlines() if line.startswith("slow")]
    return [
        *(
            f"{patterns[int(n)].where} {patterns[int(n)].method} {patterns[int(n)].pattern!r}: {text}"
            for _, n, text in found_slow
        ),
        *([f"{patterns[hung].where} did not end: {patterns[hung].pattern!r}"] if hung >= 0 else []),
    ]


def of_rules() -> list[Found]:
    """The patterns of the short report, which stand in its rules."""
    rules = report_rules()
    cues = [pattern for name, patterns in rules["cues"].items() if name != "lost_pictures" for pattern in patterns]
    patterns = [*cues, *rules["nouns"].values(), *rules["key_figures"].values()]
    return [Found("report-rules.toml", f"(?:{pattern})", re.IGNORECASE, "search") for pattern in patterns]


def test_no_pattern_of_the_rules_grows_faster_than_the_text() -> None:
    assert len(of_rules()) > 10
    assert slow(of_rules(), 120, thorough=True) == []


@pytest.mark.parametrize("thorough", [False, pytest.param(True, marks=pytest.mark.long)])
def test_no_pattern_of_the_sources_grows_faster_than_the_text(thorough: bool) -> None:
    patterns = found(PACKAGE, "strategigraf")
    assert len(patterns) > 100
    assert slow(patterns, 300, thorough) == []


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(?:\S+\s*){5}$", "search"),  # what `quote` did once: one word split in many ways
        (r"[^\w\s]+$", "search"),
        (r"(?:a+)+$", "match"),
        (r"\s+$", "sub"),
        (r"\[.*?\]\(", "finditer"),
        (r"[^\s@]+@[^\s@]+\.\w+", "search"),
        (r"(\w+\s?)*:", "fullmatch"),
        (r"_*(?!\w)", "finditer"),
        (r"(?s)<style>.*?</style>", "sub"),  # never closed: each opening looks to the end
    ],
)
def test_a_pattern_that_grows_faster_is_found(pattern: str, method: str) -> None:
    assert len(slow([Found("here", pattern, 0, method)], 60)) == 1


@pytest.mark.parametrize("pattern", [r"\S+(?: \S+)*", r"[a-z]+", r"\w+(?:-\w+)*", r"(?<!\d)\d{1,3}(?!\d)"])
def test_a_pattern_that_is_linear_is_let_pass(pattern: str) -> None:
    assert slow([Found("here", pattern, 0, "finditer")], 60) == []
