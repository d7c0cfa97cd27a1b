"""Every example in the README and the tutorial is run, and gives what the page says.

With STRATEGIGRAF_UPDATE_DOCS=1 the pages are written anew from what the commands give; look at the difference.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROGRESS, TOP, Cli

COMMAND_PAGES = tuple(sorted(f"docs/commands/{path.name}" for path in (TOP / "docs" / "commands").glob("*.md")))
PAGES = ("README.md", "docs/tutorial.md", *COMMAND_PAGES)
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def answer(command: str, cache: Path) -> str:
    """What *command* prints, on both streams, run in the checkout by a shell."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STRATEGIGRAF")}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
        "STRATEGIGRAF_CACHE": str(cache),
    }
    done = subprocess.run(["bash", "-c", command + " 2>&1"], cwd=TOP, env=environment, capture_output=True, check=False)
    told = done.stdout.decode().replace("\r", "")
    return PROGRESS.sub("", told)


def answered(command: str, cli: Cli, cache: Path) -> str:
    """What *command* prints: run in this process where a shell has nothing to do in it and it prints on one stream."""
    if command.startswith("strategigraf ") and not re.search(r"[|<>;&$`*~\\]", command):
        done = cli(*shlex.split(command)[1:])
        if not (done.out and done.err):
            return (done.out + done.err).replace("\r", "")
    return answer(command, cache)


def fresh(page: str, cli: Cli, cache: Path) -> str:
    """*page* with the answers that its commands give now."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
        parts = [f"{command}\n{answered(command[2:], cli, cache).rstrip()}\n" for command in commands]
        return "```console\n" + "".join(re.sub(r"[ \t]+\n", "\n", part) for part in parts) + "```"

    return BLOCK.sub(block, page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_its_commands_print(
    name: str, cli: Cli, cache_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(TOP)
    path = TOP / name
    page = path.read_text(encoding="utf-8")
    assert page.count("\n$ ") >= (2 if name in COMMAND_PAGES else 5)
    now = fresh(page, cli, cache_root)
    if os.environ.get("STRATEGIGRAF_UPDATE_DOCS"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMAND_PAGES)
def test_a_page_of_a_command_speaks_both_languages(name: str) -> None:
    page = (TOP / name).read_text(encoding="utf-8")
    command = Path(name).stem
    assert page.startswith(f"# `strategigraf {command}`\n")
    assert "\n## Dansk\n" in page
    assert "\n## English\n" in page
    danish, english = page.split("\n## English\n")
    assert f"\n$ strategigraf {command}" in danish
    assert re.search(rf"\n\$ strategigraf {command}.* --lang en", english)


@pytest.mark.long
def test_a_fresh_clone_does_what_the_readme_says(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(TOP), str(clone)], check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("STRATEGIGRAF", "VIRTUAL"))}
    environment["STRATEGIGRAF_CACHE"] = str(tmp_path / "cache")
    done = subprocess.run(["make", "demo"], cwd=clone, env=environment, capture_output=True, check=True)
    out = done.stdout.decode()
    assert "initiative × sdg-target" in out
    assert "◆ named" in out
    assert "10.3" in out
    assert "“Jf. delmål 10.3 tager vi kampen op mod ulighed i sundhed" in out
    blocks = re.findall(r"```sh\n(.*?)```", (clone / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks[1:]:
        if block.startswith("uv") and subprocess.run(["bash", "-c", "command -v uv"], check=False).returncode:
            continue  # uv is the reader's choice; where it is not installed the lines cannot be tried
        subprocess.run(["rm", "-rf", str(clone / ".venv")], check=True)
        done = subprocess.run(["bash", "-ec", block], cwd=clone, env=environment, capture_output=True, check=True)
        assert "initiative × sdg-target" in done.stdout.decode() or "jupyter execute" in block
