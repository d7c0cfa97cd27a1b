"""What reaches the standard streams: nothing active from data, no traceback, and an answer without them too."""

import csv
import io
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.text import csv_line
from tests.conftest import CORPUS, TOP, Cli
from tests.screen import COLOUR, on_screen, without_progress

HOSTILE = "\x1b]0;pwned\x07\x1b[2J\x1b[31mred\x9b31m\u202e"
ESCAPED = "\\u001B]0;pwned\\u0007\\u001B[2J\\u001B[31mred\\u009B31m\\u202E"
ACTIVE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e]|\x1b(?!\[[0-9;]*m)")
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(ISLITERAL(?o)) }"


def command(
    cache: Path, arguments: list[str], *, shell: str = "", **settings: str
) -> "subprocess.CompletedProcess[bytes]":
    """The command line *arguments* in a process of its own, its streams redirected as a *shell* does it."""
    line = f'"$0" -m strategigraf "$@" {shell}'
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(cache), "STRATEGIGRAF_LANG": "en"} | settings
    return subprocess.run(["sh", "-c", line, sys.executable, *arguments], capture_output=True, env=environment, cwd=TOP)


DATA = str(CORPUS / "data")


@pytest.mark.parametrize(
    "arguments", [["list"], ["ask", "vision-and-statements"], ["--help"], ["matrix", "goal", "initiative"]]
)
@pytest.mark.parametrize("shell", [">&-", ">/dev/full"])
def test_without_a_working_stdout_the_output_is_reported_as_not_written(
    cache_root: Path, arguments: list[str], shell: str
) -> None:
    more = [] if arguments == ["--help"] else ["--data", DATA]
    done = command(cache_root, [*arguments, *more], shell=shell)
    assert done.returncode == 3
    assert done.stderr.decode().startswith("output-not-written: stdout cannot be written: ")
    assert len(done.stderr.splitlines()) == 2


def test_a_file_is_written_by_a_process_without_streams(cache_root: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    done = command(cache_root, ["list", "--data", DATA, "-o", str(out), "--format", "csv"], shell="<&- >&- 2>&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert out.read_text().startswith("kind,")


def test_without_stderr_the_exit_code_still_says_what_happened(cache_root: Path) -> None:
    assert command(cache_root, ["list", "--data", "nowhere"], shell="2>&-").returncode == 3
    assert command(cache_root, ["show", "nothing", "--data", DATA], shell="2>&-").returncode == 2


@pytest.mark.parametrize("settings", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=str)
def test_messages_do_not_fail_on_what_the_encoding_of_the_console_lacks(
    cache_root: Path, settings: dict[str, str]
) -> None:
    done = command(cache_root, ["show", "●", "--data", DATA], **settings)
    assert done.returncode == 2
    assert done.stderr.startswith(b"unknown-element")
    assert command(cache_root, ["--help"], **settings).returncode == 0


def test_arguments_that_are_no_utf_8_are_refused_by_name(cache_root: Path) -> None:
    for words in (
        ["ask", "\udcff hvad"],
        ["show", "\udcff"],
        ["list", "\udcff"],
        ["ask", "goals", "--track", "\udcff"],
    ):
        done = command(cache_root, [*words, "--data", DATA])
        assert done.returncode == 2, done
    assert b"\\xff" in command(cache_root, ["show", "\udcff", "--data", DATA]).stderr
    done = command(cache_root, ["quote", "\udcff", "--sources", str(CORPUS / "sources")])
    assert done.returncode in (1, 2, 3)
    assert b"unexpected-error" not in done.stderr


def hostile_data(folder: Path) -> Path:
    """The invented municipality with control characters in every title of its strategy."""
    path = folder / "strategies" / "eksempelby-2030.ttl"
    path.write_text(path.read_text().replace('prefLabel "', f'prefLabel "{ESCAPED} '), encoding="utf-8")
    return folder


@pytest.mark.long
@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "goal"],
        ["list", "goal", "--format", "csv"],
        ["list", "goal", "--format", "json"],
        ["query", "-e", GRAPH],
        ["query", "-e", GRAPH, "--format", "ntriples"],
        ["query", "-e", GRAPH, "--format", "jsonld"],
        ["query", "-e", "SELECT ?o { ?s ?p ?o }", "--format", "tsv"],
        ["matrix", "goal", "initiative"],
        ["show", "maal-1"],
        ["ask", "vision-and-statements"],
        ["coverage", "--format", "markdown"],
        ["show", HOSTILE.replace("\x07", "")],
        ["network", "export", "--format", "dot"],
        ["report", "eksempelby-2030", "-o", "out"],
        ["explain", "maal-1"],
    ],
    ids=lambda arguments: " ".join(arguments)[:40],
)
def test_no_control_character_from_data_or_arguments_reaches_the_terminal(
    own_corpus: Path, tmp_path: Path, cache_root: Path, arguments: list[str]
) -> None:
    chosen = [str(tmp_path / "out") if word == "out" else word for word in arguments]
    _, said = on_screen(cache_root, [*chosen, "--data", hostile_data(own_corpus)])
    assert said
    assert not ACTIVE.search(without_progress(said))
    assert "\x1b[31m" not in said
    assert "pwned" not in COLOUR.sub("", said) or "]0;pwned" in said


@pytest.mark.parametrize("name", ["documents.ttl", "alignments/a--b.sssom.tsv"])
def test_an_error_shows_the_control_characters_of_what_it_quotes(own_corpus: Path, cli: Cli, name: str) -> None:
    path = own_corpus / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#mapping_set_id: x\nsubject_id\n{HOSTILE}x:y "{HOSTILE}', encoding="utf-8")
    done = cli("list", "--data", own_corpus)
    assert done.code == 3
    assert not ACTIVE.search(done.err)
    assert "\x1b" not in done.err


def test_what_no_command_expected_ends_with_3_and_the_place(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, own_corpus: Path
) -> None:
    class Panic(BaseException):
        """As the engine's own panic, which is no Exception."""

    for fault in (KeyError("x"), RecursionError("deep"), MemoryError(), OSError(5, "I/O"), Panic("engine \x1b[31m")):

        def broken(*_: object, fault: BaseException = fault) -> None:
            raise fault

        monkeypatch.setattr(import_module("strategigraf.ask.api"), "kind_table", broken)
        for language, word in (("da", "Meld den"), ("en", "Please report")):
            done = cli("list", "--data", own_corpus, "--lang", language)
            assert done.code == 3
            assert done.err.startswith("unexpected-error: ")
            assert "Traceback" not in done.err
            assert "\x1b" not in done.err
            assert word in done.err or isinstance(fault, MemoryError)
            assert "test_streams" not in done.err


FIELD = st.text(st.sampled_from("=+-@\t;,\"'\r\n|%\uff1d\uff0b\uff0d\uff20 1a.\x1b\u200b"), max_size=12)
FORMULA = re.compile(r"^\s*[=+\-@\t|%\uff1d\uff0b\uff0d\uff20](?!\d+(?:[.,]\d+)*\s*$)")


@given(st.lists(FIELD, min_size=1, max_size=4))
def test_no_field_of_a_csv_is_a_formula_whatever_the_spreadsheet_takes_for_the_separator(texts: list[str]) -> None:
    line = csv_line(texts)
    fields = next(csv.reader(io.StringIO(line, newline="")))
    assert len(fields) == len(texts)
    for field in fields:
        for part in re.split(r"[;\t]", field):
            assert not FORMULA.match(part) or re.fullmatch(r"\s*[+-]?\d+(?:[.,]\d+)*", part), (line, part)
    for text, written in zip(texts, fields, strict=True):
        assert text.replace("'", "") == written.replace("'", "") or not text.isprintable()
