"""The crew: the same results as alone, errors as they were raised, nobody left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from strategigraf.core.errors import TurtleSyntax
from strategigraf.files.turtle import read_graph
from strategigraf.files.workspace import Workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.store.workers import _AHEAD, beside, hands, in_crew

pytestmark = pytest.mark.skipif(hands() < 2, reason="one processor: no crew")


def squared(number: int) -> int:
    time.sleep(number % 3 / 1000)
    return number * number


def inverse(number: int) -> int:
    return 1 // number


def noted(task: tuple[str, int]) -> int:
    folder, number = task
    Path(folder, str(number)).touch()
    return number


def workers(of: int) -> set[int]:
    """The processes that work for the process *of*."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == of and b"serve()" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def soon(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether *holds* becomes true in time."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert list(in_crew(squared, range(200))) == [number * number for number in range(200)]


def test_few_tasks_are_done_ahead_of_those_who_ask(tmp_path: Path) -> None:
    results = in_crew(noted, [(str(tmp_path), number) for number in range(400)])
    next(results)
    time.sleep(0.5)
    assert len(list(tmp_path.iterdir())) <= _AHEAD * hands() + 1
    results.close()


def test_whoever_stops_asking_ends_the_crew() -> None:
    before = workers(os.getpid())
    results = in_crew(squared, range(400))
    next(results)
    assert len(workers(os.getpid()) - before) == hands()
    results.close()
    assert workers(os.getpid()) <= before


def test_the_error_of_one_file_among_a_hundred_arrives_as_it_was_raised(tmp_path: Path) -> None:
    data, ontology = tmp_path / "data", tmp_path / "ontology"
    data.mkdir()
    ontology.mkdir()
    for number in range(100):
        (data / f"{number:03}.ttl").write_text("<http://e/a> <http://e/b> <http://e/c> .\n", encoding="utf-8")
    faulty = data / "057.ttl"
    faulty.write_text('<http://e/a> <http://e/b> "æ" .\n<http://e/a> <http://e/b> .\n', encoding="utf-8")
    with pytest.raises(TurtleSyntax) as alone:
        read_graph(faulty, "http://e/g", faulty.read_bytes())
    before = workers(os.getpid())
    with pytest.raises(TurtleSyntax) as found:
        fill(EmbeddedStore.in_memory(), Workspace(ontology, data, ontology, (ontology,)))
    assert (found.value.message, found.value.remedy) == (alone.value.message, alone.value.remedy)
    assert f"{faulty}:2" in found.value.message.en
    assert workers(os.getpid()) <= before


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_crew_ends_with_its_chief_however_that_ends(how: signal.Signals) -> None:
    code = "import time; from strategigraf.store.workers import in_crew; list(in_crew(time.sleep, [0.2] * 600))"
    process = subprocess.Popen([sys.executable, "-c", code])
    assert soon(lambda: len(workers(process.pid)) == hands())
    crew = workers(process.pid)
    time.sleep(0.5)
    process.send_signal(how)
    process.wait(10)
    assert soon(lambda: not any(map(is_alive, crew)), 5)


def test_work_beside_is_done_in_order_and_its_error_is_told() -> None:
    done: list[int] = []
    with beside(done.append) as put:
        for number in range(20):
            put(number)
    assert done == list(range(20))
    with pytest.raises(ZeroDivisionError), beside(inverse) as put:
        [put(number) for number in (1, 0)]
