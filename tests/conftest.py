"""What the tests share: the real data, the invented municipality, the source texts, the command line."""

import gc
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from strategigraf.cli import run
from strategigraf.files.source_text import SourceFolder, SourceText
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.browser import browser
from tests.office import office

__all__ = ["browser", "office"]  # one of each in a run: a second browser would stand in the way of the first
settings.register_profile("steady", derandomize=True, deadline=None)  # the same examples in every run
settings.register_profile(
    "wide", derandomize=True, max_examples=2000, deadline=None
)  # many more, the same in every run
settings.register_profile("search", max_examples=2000, deadline=None)  # new ones: HYPOTHESIS_PROFILE=search
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

gc.set_threshold(50_000, 20, 50)  # what is collected lives as long as the run, or dies by its last reference
MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # in bytes: what the temporary folders of a run may come to, many times over
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:  # stores wait for the disk at every write
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

HERE = Path(__file__).parent
TOP = HERE.parent
CORPUS = HERE / "corpus"
PROGRESS = re.compile(r"^strategigraf: .* \d+\s?%, .*\n", re.MULTILINE)  # what a busy machine adds on stderr


@dataclass(frozen=True)
class Result:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


Cli = Callable[..., Result]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as slow what the list of slow tests names (`tests/cost.py`), and of the cases of a test that is marked
    `sampled(n)` all but every n-th."""
    listed = set((HERE / "data" / "slow.txt").read_text(encoding="utf-8").splitlines())
    cases: Counter[str] = Counter()
    for item in items:
        mark, name = item.get_closest_marker("sampled"), item.nodeid.partition("[")[0]
        if item.nodeid in listed or (mark and cases[name] % mark.args[0]):
            item.add_marker(pytest.mark.slow)
        cases[name] += 1


@pytest.fixture(scope="session")
def sources_folder() -> Path:
    """The folder of the real source texts; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("STRATEGIGRAF_SOURCES") or TOP.parent / "shared" / "sources")
    if not folder.is_dir():
        pytest.skip("the source texts are not to hand (STRATEGIGRAF_SOURCES)")
    return folder


@pytest.fixture(scope="session")
def sources(sources_folder: Path) -> dict[str, SourceText]:
    return dict(SourceFolder(sources_folder))


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return find_workspace()


@pytest.fixture(scope="session")
def store(workspace: Workspace) -> EmbeddedStore:
    """The real data in memory."""
    filled = EmbeddedStore.in_memory()
    fill(filled, workspace)
    return filled


@pytest.fixture(scope="session")
def corpus() -> Workspace:
    return find_workspace(CORPUS / "data")


@pytest.fixture(scope="session")
def corpus_store(corpus: Workspace) -> EmbeddedStore:
    filled = EmbeddedStore.in_memory()
    fill(filled, corpus)
    return filled


@pytest.fixture
def own_corpus(tmp_path: Path) -> Path:
    """A copy of the invented municipality's data that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(CORPUS / "data", folder)
    return folder


@pytest.fixture(scope="session")
def cache_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, cache_root: Path) -> Cli:
    """Runs the command line in this process, with a cache of the tests' own and no settings from outside."""
    for name in ("STRATEGIGRAF_SOURCES", "STRATEGIGRAF_DATA", "STRATEGIGRAF_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))

    def runner(*arguments: object) -> Result:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Result(code, out, PROGRESS.sub("", err))

    return runner


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the figures that tests recorded, at the end of the run."""
    figures = [
        value
        for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
        for name, value in getattr(report, "user_properties", [])
        if name == "figure"
    ]
    if figures:
        terminalreporter.section("figures")
        for figure in dict.fromkeys(figures):
            terminalreporter.write_line(str(figure))
