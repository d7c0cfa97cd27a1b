"""Where an answer cannot be written: the old file stays whole, and the message says what to do."""

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from strategigraf.core.errors import OutputNotWritten
from strategigraf.files.output import write
from tests.conftest import CORPUS, Cli

FORMATS = ("table", "csv", "tsv", "json", "markdown", "html", "xlsx")
MATRIX = ("matrix", "track", "sdg-target")


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_folder_or_a_missing_folder_is_refused_with_what_to_do(cli: Cli, tmp_path: Path, format_name: str) -> None:
    for path, danish, english in (
        (tmp_path, "det er en mappe.\nAngiv en fil i mappen", "it is a folder.\nGive a file in that folder"),
        (tmp_path / "x" / "y", "mappen findes ikke.\nOpret mappen", "the folder does not exist.\nCreate the folder"),
        (tmp_path / ("x" * 300), "navnet er for langt.\nVælg et kortere", "the name is too long.\nChoose a shorter"),
    ):
        for language, words in (("da", danish), ("en", english)):
            done = cli(*MATRIX, "--format", format_name, "--lang", language, "-o", path)
            assert done.code == 3
            assert words in done.err
            assert str(path) in done.err
    assert list(tmp_path.iterdir()) == []


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_disk_without_room_leaves_the_old_file_whole(
    cache_root: Path, cli: Cli, tmp_path: Path, format_name: str
) -> None:
    assert cli("list").code == 0  # the cache is there
    old = tmp_path / "answer"
    old.write_text("old", encoding="utf-8")
    # a process whose files are cut would leave cut bytecode of a library behind, which no later process can import
    uncompiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "strategigraf", *MATRIX, "--format", format_name, "-o", str(old)],
        capture_output=True, text=True, env=uncompiled, preexec_fn=limited, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "filen bliver for stor.\nFrigør plads" in done.stderr
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["answer"]


def test_a_full_disk_behind_stdout_is_told_and_no_traceback(cache_root: Path, cli: Cli) -> None:
    assert cli("list").code == 0
    command = f"{sys.executable} -m strategigraf list --lang en > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("output-not-written: stdout cannot be written: there is no room on the disk.\n")
    assert "Traceback" not in done.stderr


def test_a_reader_who_leaves_early_is_no_error(cache_root: Path, cli: Cli) -> None:
    assert cli("list").code == 0
    command = (
        f"{sys.executable} -m strategigraf matrix initiative sdg-target --evidence | head -1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=os.environ, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_device_is_written_into_and_stays_a_device(cli: Cli) -> None:
    assert cli("list", "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    done = cli("list", "-o", "/dev/full")
    assert (done.code, "der er ikke plads på disken" in done.err) == (3, True)
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_file_that_may_not_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o400)
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    with pytest.raises(OutputNotWritten) as caught:
        write(file, b"new")
    assert "adgangen er nægtet" in caught.value.message.da
    assert "Excel" in caught.value.remedy.da
    assert file.read_text(encoding="utf-8") == "old"


def test_a_link_is_written_through_and_the_rights_of_the_file_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "answer.csv", tmp_path / "link.csv"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    write(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("command", "name", "begins"),
    [
        (("matrix", "initiative", "sdg-target"), "plan.csv", b"initiative,"),
        (("matrix", "initiative", "sdg-target"), "plan.xlsx", b"PK\x03\x04"),
        (("coverage",), "coverage.html", b"<!DOCTYPE html>"),
        (("coverage",), "coverage.XML", b"<?xml"),
        (("list", "goal"), "goals.json", b'{\n  "head"'),
        (("network", "export"), "net.gexf", b"<?xml"),
        (("query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }"), "all.nt", b"<"),
        (("list", "goal"), "goals.txt", b"element  "),
        (("list", "goal"), "goals", b"element  "),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_ending_of_the_file_says_the_format(
    command: tuple[str, ...], name: str, begins: bytes, tmp_path: Path, cli: Cli
) -> None:
    for before, after in (((*command, "-o", tmp_path / name), ()), (command, ("-o", tmp_path / f"2{name}"))):
        assert cli(*before, *after, "--data", CORPUS / "data").code == 0
    written = [(tmp_path / part).read_bytes() for part in (name, f"2{name}")]
    assert written[0] == written[1]
    assert written[0].startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "{0}/plan.csv", "--format", "xlsx"), "plan.csv ends with .csv, but the format is xlsx."),
        (("--format", "xlsx", "-o", "{0}/plan.csv"), "plan.csv ends with .csv, but the format is xlsx."),
        (("-o", "{0}/plan.ttl"), "The answer cannot be written as .ttl."),
    ],
)
def test_an_ending_of_another_format_is_refused(
    arguments: tuple[str, ...], words: str, tmp_path: Path, cli: Cli
) -> None:
    told = [word.format(tmp_path) for word in arguments]
    done = cli("matrix", "initiative", "sdg-target", *told, "--data", CORPUS / "data", "--lang", "en")
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert words in done.err
    assert ".xlsx" in done.err


def test_json_has_several_formats_and_any_of_them_may_be_asked(tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "net.json"
    done = cli("network", "export", "--format", "cytoscape", "-o", out, "--data", CORPUS / "data")
    assert done.code == 0
    assert '"elements"' in out.read_text(encoding="utf-8")
