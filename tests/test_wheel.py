"""The wheel, built and installed elsewhere, answers the same."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import TOP, Cli

COMMANDS = (
    ["matrix", "initiative", "sdg-target"],
    ["ask", "initiatives-by-sdg-target", "--target", "10.3"],
    ["rules"],
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel of this checkout, and the dependencies of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    pytest.importorskip("hatchling")
    subprocess.run(build, cwd=TOP, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "venv"
    venv.create(environment)
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(environment),
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
    ]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    (site,) = (environment / "lib").glob("python*/site-packages")
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(here + "\n")
    return environment / "bin" / "strategigraf"


def test_the_wheel_answers_the_same_outside_the_checkout(installed: Path, tmp_path: Path, cli: Cli) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("STRATEGIGRAF", "PYTHON"))}
    environment["STRATEGIGRAF_CACHE"] = str(tmp_path / "cache")
    for arguments in COMMANDS:
        done = subprocess.run([installed, *arguments], cwd=tmp_path, env=environment, capture_output=True, check=True)
        assert done.stdout.decode() == cli(*arguments).out
    where = "import strategigraf; print(strategigraf.__file__)"
    python = installed.with_name("python")
    done = subprocess.run([python, "-c", where], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert str(TOP / "src") not in done.stdout.decode()


def test_the_data_of_an_installed_program_are_never_changed(installed: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("STRATEGIGRAF", "PYTHON"))}
    environment["STRATEGIGRAF_CACHE"] = str(tmp_path / "cache")
    said = ("--role", "reviewer", "--reason", "first reading", "--lang", "en")
    done = subprocess.run(
        [installed, "clear", "--unreviewed", *said], cwd=tmp_path, env=environment, capture_output=True
    )
    assert done.returncode == 3
    assert b"give the copy with --data" in done.stderr
