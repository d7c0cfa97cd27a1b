"""Measuring: whole processes with all that they start, in turns; calls; and the table that bars are printed in.

CPU time is what counts: a machine on which others work answers later, but does not work more. Of several runs the least
is taken, since others can only add to it.
"""

import compileall
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import strategigraf

STRATEGIGRAF = str(Path(sys.executable).with_name("strategigraf"))
OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))
PYSHACL = str(Path(sys.executable).with_name("pyshacl"))
FLOOR = (sys.executable, "-c", "import pyoxigraph, click")
PACKAGE = Path(strategigraf.__file__).parent
LONG = 2.0  # seconds of CPU
VERSIONS = ("pyoxigraph", "rdflib", "pyshacl", "shacl", "click")


class Taken(NamedTuple):
    """What a process took: seconds of CPU with all that it started, seconds on the clock, and the MB of the largest of
    its processes."""

    cpu: float
    clock: float
    memory: float


class Job(NamedTuple):
    """A command line, and what its environment has beside ours."""

    command: Sequence[str]
    environment: Mapping[str, str] = {}


class Row(NamedTuple):
    """One bar: the job, what was measured against what, what was reached, the bar, and whether it is met."""

    job: str
    figures: str
    reached: str
    bar: str
    met: bool


def at_least(job: str, figures: str, ratio: float, bar: float, memory: tuple[float, float] | None = None) -> Row:
    """The row of a *job* that is to be *bar* times as quick; *memory* is the MB it takes and those it may take."""
    return _row(job, figures, ratio, f"at least {bar:g} x", ratio >= bar, memory)


def at_most(job: str, figures: str, ratio: float, bar: float, memory: tuple[float, float] | None = None) -> Row:
    """The row of a *job* that may take *bar* times as much; *memory* is the MB it takes and those it may take."""
    return _row(job, figures, ratio, f"at most {bar:g} x", ratio <= bar, memory)


def _row(job: str, figures: str, ratio: float, bar: str, met: bool, memory: tuple[float, float] | None) -> Row:
    reached = f"{ratio:.0f} x" if ratio >= 100 else f"{ratio:.2f} x" if ratio < 3 else f"{ratio:.1f} x"
    if memory is None:
        return Row(job, figures, reached, bar, met)
    took, most = memory
    return Row(job, figures, f"{reached}, {took:.0f} MB", f"{bar}, {most:.0f} MB", met and took <= most)


def compile_package() -> None:
    """Compiles the package, so that no run that is measured does."""
    compileall.compile_dir(PACKAGE, quiet=1)


# A small process starts what is measured: the memory of ours would count as that of its child.
_LAUNCHER = """
import resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
clock = time.perf_counter() - start
if done.returncode not in (0, 1):
    sys.exit(done.stderr.decode()[-2000:])
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(spent.ru_utime + spent.ru_stime, clock, spent.ru_maxrss / 1000)
"""


def run(job: Job) -> Taken:
    """What one run of *job* takes. Raises RuntimeError where it fails."""
    ours = {name: value for name, value in os.environ.items() if name not in _NOT_OURS} | {"PYTHONPATH": _path()}
    command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *job.command]
    done = subprocess.run(command, env=ours | dict(job.environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(job.command)}: {done.stderr}")
    return Taken(*map(float, done.stdout.split()))


# without its bytecode every run would compile the package; with the source texts at hand some commands read them all
_NOT_OURS = ("PYTHONDONTWRITEBYTECODE", "STRATEGIGRAF_SOURCES")


def _path() -> str:
    return str(PACKAGE.parent)


def in_turns(jobs: Sequence[Job], times: int = 3) -> list[Taken]:
    """The least that each of *jobs* takes (of memory the most) in so many *times* one after another, after one that is
    not counted; in that one where it was long, since what it lasts weighs more than what disturbs it."""
    runs = [[run(job) for job in jobs]]
    if max(taken.cpu for taken in runs[0]) < LONG:
        runs = [[run(job) for job in jobs] for _ in range(times)]
    return [
        Taken(min(t.cpu for t in taken), min(t.clock for t in taken), max(t.memory for t in taken))
        for taken in zip(*runs, strict=True)
    ]


def call(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU time of *work* in this process, in seconds, after one call that is not counted."""
    spent = []
    for _ in range(times + 1):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent[1:])


def machine() -> str:
    """The machine and the versions, on one line."""
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {libraries}"


def table(rows: Sequence[Row]) -> str:
    """*rows* as a Markdown table."""
    lines = ["| job | measured | reached | bar | |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {r.job} | {r.figures} | **{r.reached}** | {r.bar} | {'met' if r.met else 'not met'} |" for r in rows]
    return "\n".join(lines)
