"""Measuring: medians of whole processes and of calls, and the table they are printed in."""

import compileall
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import strategigraf

STRATEGIGRAF = str(Path(sys.executable).with_name("strategigraf"))
PACKAGE = Path(strategigraf.__file__).parent
VERSIONS = ("pyoxigraph", "rdflib", "pyshacl", "shacl", "click")


class Row(NamedTuple):
    """One bar: the job, what was measured against what, the ratio reached, the bar, and whether it is met."""

    job: str
    figures: str
    reached: str
    bar: str
    met: bool


def compile_package() -> None:
    """Compiles the package, so that no run that is measured does."""
    compileall.compile_dir(PACKAGE, quiet=1)


def _surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of what is measured: ours, bytecode kept, with *environment*."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | dict(environment)


def process(command: Sequence[str], environment: Mapping[str, str], runs: int = 5) -> float:
    """The median time of *command* as a whole process, in seconds, after one run that is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        done = subprocess.run(command, env=_surroundings(environment), stdout=subprocess.DEVNULL, check=False)
        assert done.returncode in (0, 1), command
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def once(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """The time of one run of *command* in seconds, and the peak memory of the largest process so far in MB."""
    start = time.perf_counter()
    done = subprocess.run(command, env=_surroundings(environment), stdout=subprocess.DEVNULL, check=False)
    taken = time.perf_counter() - start
    assert done.returncode in (0, 1), command
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
assert done.returncode in (0, 1), sys.argv
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000)
"""


def peak(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """The peak memory of *command* and of what it starts, in MB."""
    run = [sys.executable, "-c", _PEAK, *command]
    done = subprocess.run(run, env=_surroundings(environment), capture_output=True, text=True, check=True)
    return float(done.stdout)


def call(work: Callable[[], object], runs: int = 5) -> float:
    """The median time of *work* in seconds, after one call that is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def machine() -> str:
    """The machine and the versions, on one line."""
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {libraries}"


def table(rows: Sequence[Row]) -> str:
    """*rows* as a Markdown table."""
    lines = ["| job | measured | reached | bar | |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {r.job} | {r.figures} | **{r.reached}** | {r.bar} | {'met' if r.met else 'not met'} |" for r in rows]
    return "\n".join(lines)
