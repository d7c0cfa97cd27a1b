"""Every example in the README and the tutorial is run, and gives what the page says.

With STRATEGIGRAF_UPDATE_DOCS=1 the pages are written anew from what the commands give; look at the difference.
"""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from strategigraf.cli import run
from tests.conftest import PROGRESS, TOP

COMMAND_PAGES = tuple(sorted(f"docs/commands/{path.name}" for path in (TOP / "docs" / "commands").glob("*.md")))
SHORT_PAGES = ("docs/stratml.md", *COMMAND_PAGES)
PAGES = ("README.md", "docs/tutorial.md", *SHORT_PAGES)
PLAIN = re.compile(  # the program alone, its words plain or between quotation marks, perhaps with a pipe behind it
    r"strategigraf (?P<words>(?:\"[^\"$`\\]*\"|[^\"|<>;&$`*~\\])+?)(?P<both> 2>&1)?(?: \| (?P<rest>.+))?"
)
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def environment(cache: Path) -> dict[str, str]:
    """That of the tests, with the program on the path, a cache of its own and no other settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("STRATEGIGRAF")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return kept | {"PATH": path, "STRATEGIGRAF_CACHE": str(cache)}


def in_shell(command: str, cache: Path, given: bytes | None = None) -> str:
    """What *command* prints on both streams, run in the checkout by a shell, with *given* on stdin."""
    done = subprocess.run(
        ["bash", "-c", command + " 2>&1"], cwd=TOP, env=environment(cache), input=given, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


def in_this_process(words: str, both_streams: bool) -> str:
    """What the program prints for *words*, as a shell would split them, on stdout or on both streams."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in "oe")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out if both_streams else err):
        run(shlex.split(words))
    return PROGRESS.sub("", out.buffer.getvalue().decode("utf-8"))


def answered(command: str, cache: Path) -> str:
    """What *command* prints: the program in this process where a shell has nothing to do before a first pipe."""
    alone = PLAIN.fullmatch(command)
    if alone is None:
        told = PROGRESS.sub("", in_shell(command, cache))
    else:
        told = in_this_process(alone["words"], not alone["rest"] or bool(alone["both"]))
        if alone["rest"]:
            told = in_shell(alone["rest"], cache, told.encode())
    return told.replace("\r", "")


def fresh(page: str, cache: Path) -> str:
    """*page* with the answers that its commands give now."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
        parts = [f"{command}\n{answered(command[2:], cache).rstrip()}\n" for command in commands]
        return "```console\n" + "".join(re.sub(r"[ \t]+\n", "\n", part) for part in parts) + "```"

    return BLOCK.sub(block, page)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_its_commands_print(name: str, cache_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name_of in ("STRATEGIGRAF_SOURCES", "STRATEGIGRAF_DATA", "STRATEGIGRAF_LANG"):
        monkeypatch.delenv(name_of, raising=False)
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    monkeypatch.chdir(TOP)
    path = TOP / name
    page = path.read_text(encoding="utf-8")
    assert page.count("\n$ ") >= (2 if name in SHORT_PAGES else 5)
    now = fresh(page, cache_root)
    if os.environ.get("STRATEGIGRAF_UPDATE_DOCS"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


def test_every_page_of_a_command_speaks_both_languages() -> None:
    for name in COMMAND_PAGES:
        page = (TOP / name).read_text(encoding="utf-8")
        command = Path(name).stem
        assert page.startswith(f"# `strategigraf {command}`\n"), name
        assert "\n## Dansk\n" in page, name
        assert "\n## English\n" in page, name
        danish, english = page.split("\n## English\n")
        shown = rf"\n\$ (?:.+ && )?strategigraf {command}"  # what writes files does it in a folder of its own
        assert re.search(shown, danish), name
        assert re.search(rf"{shown}.* --lang en", english), name


@pytest.mark.long
def test_a_fresh_clone_does_what_the_readme_says(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(TOP), str(clone)], check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("STRATEGIGRAF", "VIRTUAL"))}
    environment["STRATEGIGRAF_CACHE"] = str(tmp_path / "cache")
    done = subprocess.run(["make", "demo"], cwd=clone, env=environment, capture_output=True, check=True)
    out = done.stdout.decode()
    assert "Målsætning × delmål" in out
    assert "◆ omtalt andetsteds" in out
    assert len(out.splitlines()) < 40  # in a pipe the matrix is whole
    assert "»Jf. delmål 10.3 tager vi kampen op mod ulighed i sundhed" in out
    blocks = re.findall(r"```sh\n(.*?)```", (clone / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks[2:]:  # after `make demo`, and what is typed in `make shell`
        if block.startswith("uv") and subprocess.run(["bash", "-c", "command -v uv"], check=False).returncode:
            continue  # uv is the reader's choice; where it is not installed the lines cannot be tried
        subprocess.run(["rm", "-rf", str(clone / ".venv")], check=True)
        done = subprocess.run(["bash", "-ec", block], cwd=clone, env=environment, capture_output=True, check=True)
        assert "Målsætning × delmål" in done.stdout.decode() or "jupyter execute" in block
