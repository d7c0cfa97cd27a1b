"""Progress: nothing at first, then one line on a terminal and few in a log, with figures that can be believed."""

import os
import pty
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from strategigraf.core.rdf import ID, Text
from strategigraf.core.report import Column, Dossier, Figure, Part
from strategigraf.render.workbook.workbook import workbook
from strategigraf.shell.terminal import Progress, clear

LINE = re.compile(r"strategigraf: reading the files (\d+)%, about (\d+):(\d\d) left")
CODE = """
import sys, time
from strategigraf.shell.terminal import Progress
progress, steps, pause = Progress("files", "en"), int(sys.argv[1]), float(sys.argv[2])
for step in range(1, steps + 1):
    time.sleep(pause)
    progress(step, steps)
"""


def on_terminal(*arguments: object) -> tuple[str, str]:
    """What a program says on a terminal, and on stdout."""
    chief, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *map(str, arguments)], stdout=subprocess.PIPE, stderr=terminal
    )
    os.close(terminal)
    said = b""
    while True:
        try:
            said += os.read(chief, 4096)
        except OSError:  # the other end is closed
            break
    os.close(chief)
    out, _ = process.communicate()
    return said.decode(), out.decode()


def in_log(*arguments: object) -> tuple[str, str]:
    found = subprocess.run(
        [sys.executable, "-c", CODE, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return found.stderr, found.stdout


def test_nothing_is_shown_within_a_second() -> None:
    assert on_terminal(30, 0.01) == ("", "")
    assert in_log(30, 0.01) == ("", "")


def test_on_a_terminal_one_line_is_overwritten_and_cleared_at_the_end() -> None:
    said, out = on_terminal(100, 0.025)
    assert out == ""
    assert "\n" not in said
    assert said.endswith("\r\x1b[K")
    lines = said.removesuffix("\r\x1b[K").split("\r")
    assert lines[0] == ""
    figures = [LINE.fullmatch(line.removesuffix("\x1b[K")) for line in lines[1:]]
    assert 4 <= len(figures) <= 9  # five times a second, in one second and a half
    percent = [int(match[1]) for match in figures if match]
    rest = [60 * int(match[2]) + int(match[3]) for match in figures if match]
    assert len(percent) == len(figures)
    assert percent == sorted(percent)
    assert all(0 < number < 100 for number in percent)
    assert all(1 <= seconds <= 5 for seconds in rest)


def test_in_a_log_there_is_a_line_after_a_second_and_no_other_within_ten() -> None:
    said, out = in_log(100, 0.025)
    assert out == ""
    assert len(said.splitlines()) == 1
    assert LINE.fullmatch(said.rstrip("\n"))
    assert "\x1b" not in said


@pytest.mark.long
def test_in_a_long_log_lines_are_ten_seconds_apart() -> None:
    said, _ = in_log(250, 0.1)
    assert len(said.splitlines()) == 3  # after 1, 11 and 21 seconds
    rest = [60 * int(match[2]) + int(match[3]) for match in LINE.finditer(said)]
    assert rest == sorted(rest, reverse=True)
    assert abs(rest[1] - 14) <= 4


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


def test_work_that_begins_anew_is_reckoned_anew(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    progress = Progress("files", "en")
    clock.now += 100
    progress(90, 100)
    clock.now += 20
    progress(1, 100)  # within a second of the new beginning
    clock.now += 2
    progress(50, 100)
    assert capsys.readouterr().err.splitlines() == [
        "strategigraf: reading the files 90%, about 0:11 left",
        "strategigraf: reading the files 50%, about 0:02 left",
    ]


def test_how_long_it_takes_is_not_told_before_enough_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    progress = Progress("check", "en")
    clock.now += 90  # all that comes before the first file
    progress(0, 1774)
    for done, passed in ((1, 3), (40, 11), (900, 60)):
        clock.now += passed
        progress(done, 1774)
    assert capsys.readouterr().err.splitlines() == [
        "strategigraf: checking 0%",
        "strategigraf: checking 2%, about 10:07 left",
        "strategigraf: checking 50%, about 1:12 left",
    ]


def test_no_work_at_all_is_no_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    Progress("files", "en")(0, 0)
    clear()
    assert capsys.readouterr().err == ""


def test_an_error_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.ttl").write_text("<http://e/a> <http://e/b> <http://e/c> .\n", encoding="utf-8")
    (tmp_path / "99.ttl").write_text("no Turtle", encoding="utf-8")
    code = (
        "import sys, time; from strategigraf import cli; from strategigraf.shell import terminal;"
        "terminal._PATIENCE = 0.0;"
        f"sys.exit(cli.run(['list', '--lang', 'en', '--data', {str(tmp_path)!r}]))"
    )
    chief, terminal = pty.openpty()
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(tmp_path / "cache")}
    process = subprocess.Popen([sys.executable, "-c", code], stderr=terminal, stdout=terminal, env=environment)
    os.close(terminal)
    said = b""
    while True:
        try:
            said += os.read(chief, 4096)
        except OSError:
            break
    os.close(chief)
    assert process.wait(10) == 3
    assert re.search(r"reading the files \d+%, about 0:0\d left\x1b\[K\r\x1b\[Kturtle-syntax: ", said.decode())


def test_the_rest_of_a_workbook_is_reckoned_from_its_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    rows = tuple((Text(f"række {row}", f"row {row}"), Figure(Decimal(1), (ID + "a",) * 3)) for row in range(5000))
    part = Part("a", Text("del", "part"), Text("", ""), (Column("row"), Column("count")), rows)
    made = Dossier("a", Text("et svar", "an answer"), Text("", ""), (part,), {}, {})
    progress, line = Progress("answer", "en"), 0
    told: list[tuple[float, str]] = []

    def tell(done: int, total: int) -> None:
        nonlocal line
        clock.now += 30 if not line else 0.002 * (done - line)  # what is planned takes 30 seconds, a line 2 ms
        line = max(done, 1)
        progress(done, total)
        told.extend((clock.now, rest) for rest in capsys.readouterr().err.splitlines())

    workbook(made, "en", tell)
    assert len(told) >= 3
    for now, said in told:
        minutes, seconds = map(int, re.search(r"about (\d+):(\d\d) left", said).groups())  # type: ignore[union-attr]
        left = clock.now - now
        assert left / 1.5 - 1 <= 60 * minutes + seconds <= left * 1.5 + 1
