"""Every number of every answer opens to words, and two runs give the same bytes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from strategigraf import commands
from tests.conftest import Cli

PLAN, OLD, DRAFT, SOUTH, HEARING = (
    "midt-udviklingsplan-2023",
    "midt-social-strategi-status-2015",
    "midt-workshop-2022-06-15",
    "sjaelland-strategi-2025-2028",
    "midt-hoeringssvar-hjerneskade",
)
STRATEGIES = (PLAN, OLD, DRAFT, SOUTH, f"{DRAFT}/national")
WITHOUT_FIGURES = {  # tables of a question, pages, files: no numbers that count
    *("ask", "check", "clear", "fmt", "import", "list", "ontology", "query", "quote", "rebase", "rules", "show"),
    *(
        "accept",
        "form",
        "init",
        "propose",
        "read",
        "workspace",
        "export",
        "push",
        "pull",
        "site",
    ),  # files, and what has no number that counts
    *("serve", "mcp"),  # servers
    *("picture", "report", "sources"),  # what pictures and pages open to, their own tests say
}
THINGS = (
    f"{PLAN}/pejlemaerke-8",
    f"{PLAN}/indsats-8-1",
    f"{SOUTH}/maalsaetning-8",
    f"{OLD}/handleplan-7-e",
    f"{HEARING}/bemaerkning-3",
    f"{DRAFT}/udkast-spor-1",
    "10.3",
)
ANSWERS: list[tuple[str, ...]] = [
    *(("compare", one, other) for one, other in combinations(STRATEGIES, 2)),
    ("generations",),
    ("hearing", HEARING),
    ("search", "sundhed"),
    ("suggest", "midt-udviklingsplan-2023/indsats-1-2", "--task", "sdgs"),
    ("diff", DRAFT, PLAN),
    ("diff", SOUTH, PLAN),
    ("sdg-check",),
    ("sdg-check", "--accuracy"),
    *(("coverage", "--strategy", strategy) for strategy in STRATEGIES),
    ("coverage",),
    ("gaps",),
    ("review",),
    ("policy",),
    ("progress",),
    ("network",),
    *(("network", question) for question in ("carriers", "communities", "centrality", "overloaded", "expendable")),
    ("network", "path", f"{PLAN}/pejlemaerke-8", f"{SOUTH}/maalsaetning-8"),
    *((command, thing) for command in ("trace", "impact", "explain") for thing in THINGS),
]
ONE_OF_EACH = list({arguments[0]: arguments for arguments in reversed(ANSWERS)}.values())  # the first of each command
FORMATS = ("table", "csv", "json", "markdown")


def alike(arguments: tuple[str, ...]) -> bool:
    """Whether *arguments* ask for a comparison or coverage of other strategies than the first answer does."""
    return arguments[0] in ("compare", "coverage") and len(arguments) > 1 and arguments not in ONE_OF_EACH


def figures(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every number of *record*: where it stands, the number, and its row."""
    for part in record["parts"]:
        for place, row in enumerate(part["rows"]):
            for name, value in row.items():
                if isinstance(value, dict) and "value" in value:
                    yield f"{part['name']} {place} {name}", value, row


def heads(row: dict[str, Any]) -> list[str]:
    """The things that *row* is about."""
    return [value["id"] for value in row.values() if isinstance(value, dict) and "id" in value]


@pytest.mark.parametrize("arguments", [pytest.param(a, marks=pytest.mark.long if alike(a) else ()) for a in ANSWERS],
                         ids=" ".join)  # fmt: skip
def test_every_number_opens_to_words(arguments: tuple[str, ...], cli: Cli) -> None:
    record = json.loads(cli(*arguments, "--format", "json", "--lang", "en").out)
    evidence = record["evidence"]
    for where, figure, row in figures(record):
        if figure["value"]:
            assert figure["of"], where
            assert all(evidence.get(thing, {}).get("quotes") for thing in figure["of"]), where
        else:  # nothing was counted: the row says for what
            assert all(evidence.get(thing, {}).get("quotes") for thing in figure["of"]), where
            assert heads(row) or any(isinstance(value, str) and value for value in row.values()), where


@pytest.mark.long
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_an_answer_comes_in_every_format_and_both_languages(
    arguments: tuple[str, ...], language: str, cli: Cli
) -> None:
    for name in FORMATS:
        done = cli(*arguments, "--format", name, "--lang", language)
        assert done.code in (0, 1), done.err
        assert done.out.strip()


@pytest.mark.long
def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, io, json, contextlib; from strategigraf.cli import run\n"
        "for line in json.loads(sys.argv[1]):\n"
        "    run([*line, '--format', 'json']); run([*line, '--format', 'markdown', '--lang', 'en'])\n"
    )
    found = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "STRATEGIGRAF_CACHE": str(tmp_path / seed)}
        command = [sys.executable, "-c", code, json.dumps(ANSWERS)]
        found.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(found) == 1
    assert len(found.pop()) > 10_000


def test_every_command_that_counts_is_walked() -> None:
    assert {arguments[0] for arguments in ANSWERS} | {"matrix"} | WITHOUT_FIGURES >= set(commands())
