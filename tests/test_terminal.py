"""Answers on a real terminal: fitted to its width, told apart without colour, paged when they are long."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from strategigraf.core.thread import SIGNS
from strategigraf.shell.terminal import COLOURS
from tests.conftest import CORPUS
from tests.screen import bare, on_screen, without_progress

DATA = ("--data", CORPUS / "data")
PLAN = "midt-udviklingsplan-2023"
MATRIX = ("matrix", "initiative", "sdg-target", "--strategy", PLAN, "--all")


@pytest.mark.parametrize(
    "columns", [80, *(pytest.param(columns, marks=pytest.mark.long) for columns in (60, 120, 250))]
)
@pytest.mark.parametrize(
    "arguments",
    [
        MATRIX,
        (*MATRIX, "--evidence", "--lang", "en"),
        ("matrix", "goal@sjaelland-strategi-2025-2028", f"goal@{PLAN}"),
        ("compare", PLAN, "sjaelland-strategi-2025-2028", "--evidence"),
        ("hearing",),
        ("sdg-check", "--lang", "en"),
        ("show", "pejlemaerke-8"),
        ("ask",),
        ("query", "-e", "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 20"),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_the_terminal(arguments: tuple[str, ...], columns: int, cache_root: Path) -> None:
    code, said = on_screen(cache_root, arguments, columns)
    assert code == 0
    assert max(map(len, bare(said))) <= columns
    assert len(bare(said)) > 10


def test_a_matrix_is_one_piece_at_80_columns_and_says_what_it_says_in_a_pipe(cache_root: Path) -> None:
    _, said = on_screen(cache_root, MATRIX, 80)
    lines = bare(said)
    assert lines[2].split() == ["indsats", "3.4", "3.5", "4.4", "8.5", "8.6", "10.2", "10.3", "13.2", "16.6", "16.7",
                                "17.17", "i", "alt"]  # fmt: skip
    first = next(line for line in lines if line.startswith("indsats-15-4 "))
    assert first.split()[-12:] == ["·", "·", "○↑↑", "↑", "↑", *["·"] * 6, "5"]
    assert " ".join(lines[-15:-13]) == (
        "Signaturforklaring: ● angivet ◆ omtalt andetsteds ○ tolket ↑ nedarvet ▪ opbygning"
    )


def test_the_signs_are_the_same_without_colour(cache_root: Path) -> None:
    _, coloured = on_screen(cache_root, MATRIX, 100)
    _, never = on_screen(cache_root, (*MATRIX, "--color", "never"), 100)
    _, no_colour = on_screen(cache_root, MATRIX, 100, NO_COLOR="1")
    _, dumb = on_screen(cache_root, MATRIX, 100, TERM="dumb")
    for basis, sign in list(SIGNS.items())[:-1]:  # through parts is shown where it is asked for
        assert f"\x1b[38;5;{COLOURS[basis]}m{sign}" in coloured
    assert "\x1b[38;" not in never
    assert "\x1b[1m" in never  # bold is no colour
    assert no_colour == never
    assert "\x1b" not in dumb
    assert bare(coloured) == bare(never) == bare(dumb)


def test_the_option_is_stronger_than_no_color_and_no_color_than_force_color(cache_root: Path) -> None:
    list_ = ("list", *DATA)
    assert "\x1b[38;5;" in on_screen(cache_root, (*list_, "--color", "always"), NO_COLOR="1", TERM="dumb")[1]
    assert "\x1b[38;5;" in on_screen(cache_root, list_, FORCE_COLOR="1", TERM="dumb")[1]
    assert "\x1b[38;5;" not in on_screen(cache_root, list_, FORCE_COLOR="1", NO_COLOR="1")[1]
    assert "\x1b[38;5;" not in on_screen(cache_root, ("--color", "never", *list_), FORCE_COLOR="1")[1]


def piped(cache: Path, *arguments: object, **settings: str) -> str:
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(cache)} | settings
    command = [sys.executable, "-m", "strategigraf", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_a_pipe_gets_one_plain_line_for_each_row_whatever_the_settings_say(cache_root: Path) -> None:
    plain = piped(cache_root, "list", "goal", *DATA)
    assert plain == piped(cache_root, "list", "goal", *DATA, FORCE_COLOR="1", COLUMNS="40", PAGER="false")
    assert "\x1b" not in plain
    assert "─" not in plain
    asked = piped(cache_root, "list", "goal", *DATA, "--color", "always", COLUMNS="40")
    assert "\x1b[38;5;" in asked
    assert max(map(len, bare(asked))) <= 40


def contrast(number: int, background: float) -> float:
    """The contrast (WCAG 2) of the colour *number* of 256 to a *background* of this luminance."""
    if number >= 232:
        red = green = blue = 8 + 10 * (number - 232)
    else:
        red, green, blue = ((0, 95, 135, 175, 215, 255)[(number - 16) // step % 6] for step in (36, 6, 1))
    linear = [(x / 255 / 12.92) if x <= 10 else ((x / 255 + 0.055) / 1.055) ** 2.4 for x in (red, green, blue)]
    mine = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return (max(mine, background) + 0.05) / (min(mine, background) + 0.05)


@pytest.mark.parametrize("basis", COLOURS)
def test_every_colour_can_be_read_on_black_and_on_white(basis: str) -> None:
    assert contrast(COLOURS[basis], 0.0) >= 4
    assert contrast(COLOURS[basis], 1.0) >= 4


def test_a_long_answer_goes_through_the_pager_and_a_short_one_does_not(cache_root: Path) -> None:
    code, said = on_screen(cache_root, MATRIX, 80, 24, PAGER="sed s/^/PAGED:/")
    assert code == 0
    assert all(line.startswith("PAGED:") for line in bare(said))
    assert "PAGED" not in on_screen(cache_root, MATRIX, 80, 400, PAGER="sed s/^/PAGED:/")[1]
    assert "PAGED" not in on_screen(cache_root, (*MATRIX, "--no-pager"), 80, 24, PAGER="sed s/^/PAGED:/")[1]
    assert "PAGED" not in on_screen(cache_root, ("--no-pager", *MATRIX), 80, 24, PAGER="sed s/^/PAGED:/")[1]
    assert "PAGED" not in on_screen(cache_root, MATRIX, 80, 24, PAGER="sed s/^/PAGED:/", TERM="dumb")[1]


def test_the_programs_own_pager_comes_first_and_cat_or_none_means_no_pager(cache_root: Path) -> None:
    said = on_screen(cache_root, MATRIX, STRATEGIGRAF_PAGER="sed s/^/MINE:/", PAGER="sed s/^/OTHER:/")[1]
    assert "MINE:" in said
    assert "OTHER:" not in said
    whole = on_screen(cache_root, MATRIX)[1]
    for none in ("cat", "", "no-such-pager", "'"):
        assert on_screen(cache_root, MATRIX, STRATEGIGRAF_PAGER=none, PAGER="sed s/^/OTHER:/") == (0, whole)


def test_every_format_on_a_terminal_is_paged(cache_root: Path) -> None:
    for format_name in ("csv", "json", "markdown"):
        said = on_screen(cache_root, (*MATRIX, "--format", format_name), PAGER="sed s/^/PAGED:/")[1]
        assert "PAGED:" in said


def test_leaving_the_pager_early_is_no_error_and_the_exit_code_stays(cache_root: Path, own_corpus: Path) -> None:
    assert on_screen(cache_root, (*MATRIX, "--evidence"), PAGER="head -1")[0] == 0
    file = own_corpus / "strategies" / "eksempelby-2030.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("fuld af liv.", "fuld af lyn."), encoding="utf-8")
    check = ("check", "--data", own_corpus, "--sources", CORPUS / "sources", "--format", "json")
    code, said = on_screen(cache_root, check, lines=10, PAGER="head -1")
    assert code == 1
    assert "{\n" in without_progress(said)


def test_less_shows_the_first_page_and_leaves_at_q(cache_root: Path) -> None:
    if subprocess.run(["sh", "-c", "command -v less"], capture_output=True, check=False).returncode:
        pytest.skip("less is not installed")
    code, said = on_screen(cache_root, MATRIX, 80, 12, b"q", PAGER="less")
    assert code == 0
    assert "Indsats × delmål" in said
    assert "indsats-15-4" not in said


def test_the_progress_line_fits_a_narrow_terminal(tmp_path: Path) -> None:
    code = (
        "import time; from strategigraf.shell.terminal import Progress\n"
        "tell = Progress('files', 'da')\n"
        "for step in range(1, 26): time.sleep(0.05); tell(step, 60)"
    )
    for columns, start in ((50, "læser filerne"), (28, "3")):
        chief, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 10, columns, 0, 0))
        environment = os.environ | {"TERM": "xterm"}
        process = subprocess.Popen([sys.executable, "-c", code], stderr=terminal, env=environment)
        os.close(terminal)
        assert process.wait(20) == 0
        shown = [part.removesuffix("\x1b[K") for part in os.read(chief, 65536).decode().split("\r") if part]
        os.close(chief)
        assert shown
        assert all((len(line) < columns and line.startswith(start)) or line[0].isdigit() for line in shown)


WHOLE = ("matrix", "initiative", "sdg-target", "--strategy", PLAN)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("lines", [14, 24, 50])
@pytest.mark.parametrize(
    "arguments",
    [
        WHOLE,
        ("list", "initiative"),
        ("ask", "initiatives-by-sdg-target", "--target", "10,3"),
        ("network",),
        ("show", "10.3"),
    ],
    ids=" ".join,
)
def test_an_answer_fits_the_screen_and_says_how_much_follows(
    cache_root: Path, arguments: tuple[str, ...], lines: int
) -> None:
    code, said = on_screen(cache_root, (*arguments, "--lang", "en"), 80, lines, PAGER="sed s/^/PAGED:/")
    shown = bare(without_progress(said))
    assert code == 0
    assert len(shown) < max(lines, 18)
    assert max(map(len, shown)) <= 80
    assert "PAGED" not in said
    more = r"(?m)^… [\d,]+ (?:rows? and [\d,]+ columns? )?more, use --all$"
    assert re.search(more, "\n".join(shown)) or "Further parts: " in said
    everything = on_screen(cache_root, (*arguments, "--lang", "en", "--all"), 80, lines)[1]
    assert len(bare(everything)) > len(shown)
    assert "use --all" not in everything


def test_an_answer_that_fits_and_one_in_a_pipe_are_whole(cache_root: Path) -> None:
    assert on_screen(cache_root, ("list",), 80, 200) == on_screen(cache_root, ("list", "--all"), 80, 200)
    assert "--all" not in piped(cache_root, "list", "initiative", "--color", "always")


def test_the_number_of_rows_that_follow_is_right(cache_root: Path) -> None:
    shown = bare(without_progress(on_screen(cache_root, ("list", "--lang", "en"))[1]))
    left = int(re.search(r"… (\d+) more", "\n".join(shown))[1])  # type: ignore[index]
    assert len(shown) - 3 + left == len(piped(cache_root, "list").splitlines()) - 1
    assert shown[2].split() == piped(cache_root, "list", "--lang", "en").splitlines()[1].split()


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_the_name_of_a_thing_is_never_broken(cache_root: Path, columns: int) -> None:
    names = piped(cache_root, "list", "initiative", "--format", "csv")
    said = "\n".join(bare(on_screen(cache_root, ("list", "initiative", "--all"), columns)[1]))
    for name in re.findall(r"/id/([\w.-]+/[\w.-]+)", names):
        assert name in said


def test_a_page_in_two_languages_is_a_list_in_one_on_a_terminal(cache_root: Path) -> None:
    code, told = on_screen(cache_root, ["rules", "LinkShape-predicate", "unknown-target", "--lang", "en"])
    lines = bare(told)
    assert code == 0
    assert lines[0] == "unknown-target (exit code 2)"
    assert lines[1] == "  An SDG or SDG target that is not in the register of the UN."
    assert any(line.startswith("LinkShape-predicate (") for line in lines)
    assert "UDEN" not in told.upper()
    _, told = on_screen(cache_root, ["ontology", "stated", "--lang", "da"])
    assert "sg:Stated (angivet)" in bare(told)
    assert "The source" not in told


def test_names_choose_what_a_page_shows(cache_root: Path) -> None:
    page = piped(cache_root, "rules", "unknown-target")
    assert [line for line in page.splitlines() if line.startswith("#")] == [
        "# Fejl og regler / Errors and rules",
        "## Fejl / Errors",
        "### unknown-target",
    ]
    _, told = on_screen(cache_root, ["rules", "unknown-targt", "--lang", "en"])
    assert "No name contains “unknown-targt”." in told
    assert "unknown-target" in told
