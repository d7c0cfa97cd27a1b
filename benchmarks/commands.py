"""What every command costs in countries of several sizes: `python -m benchmarks.commands [SIZE ...]`.

Whole processes: the second of two runs in time, the larger in memory. What is asked of one strategy must cost the same
however many others there are; what is asked of all may grow as the data do.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.country import write_country
from benchmarks.measure import STRATEGIGRAF, Row, compile_package, machine, peak, process

SIZES = (5, 100, 300, 1000)
MATRIX = ("matrix", "initiative", "sdg-target")


class Question(NamedTuple):
    """A command line, and how many times its time among few strategies it may take among many (none: it grows)."""

    name: str
    arguments: tuple[str, ...]
    most: float | None = None


def questions(folder: Path) -> list[Question]:
    """What is measured, on a strategy and its older version that every country has; answers go below *folder*."""
    new, old = "kommune-01-boernepolitik-2022", "kommune-01-boernepolitik-2018"
    element, out = f"{new}/indsats-1-1", str(folder / "answer.xlsx")
    return [
        Question("trace X", ("trace", element), 1.5),
        Question("show X", ("show", element), 1.5),
        Question("explain X", ("explain", element), 1.5),
        Question("impact X", ("impact", element), 1.5),
        Question("compare A B", ("compare", new, old), 1.5),
        Question("sdg-check of one", ("sdg-check", "--strategy", new), 1.5),
        Question("coverage of one", ("coverage", "--strategy", new), 2),
        Question("gaps of one", ("gaps", "--strategy", new), 2),
        Question("matrix of one, xlsx", (*MATRIX, "--strategy", new, "-o", out), 2),
        Question("generations A B", ("generations", old, new), 2),
        Question("report of one", ("report", new, "-o", str(folder / "report")), 2),
        Question("ask --target 10.3", ("ask", "initiatives-by-sdg-target", "--target", "10.3")),
        Question("matrix, csv", (*MATRIX, "--format", "csv")),
        Question("matrix, json", (*MATRIX, "--format", "json")),
        Question("matrix, xlsx", (*MATRIX, "-o", out)),
        Question("coverage of all", ("coverage", "--format", "csv")),
        Question("generations of all", ("generations", "--format", "csv")),
        Question("sdg-check of all", ("sdg-check", "--format", "csv")),
        Question("network overview", ("network", "--format", "csv")),
        Question("review", ("review", "--format", "csv")),
    ]


def measured(question: Question, environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds and peak MB of *question*, warm."""
    command = [STRATEGIGRAF, *question.arguments]
    return process(command, environment, 1), peak(command, environment)


def among(few: Mapping[str, str], many: Mapping[str, str], folder: Path, names: tuple[int, int]) -> Iterator[Row]:
    """The bars of what is asked of one thing: in the environment of *many* strategies against that of *few*."""
    for question in questions(folder):
        if question.most is not None:
            (less, _), (more, memory) = measured(question, few), measured(question, many)
            yield Row(
                f"{question.name}, {names[1]} against {names[0]} strategies",
                f"{more:.2f} s against {less:.2f} s; peak {memory:.0f} MB",
                f"{more / less:.2f} x",
                f"{question.most:g} x, 600 MB",
                more / less <= question.most and memory <= 600,
            )


def growth(sizes: Sequence[int]) -> Iterator[str]:
    """The lines of a Markdown table: seconds (and peak MB) of every command by number of strategies."""
    yield f"| command | {' | '.join(f'{size} s' for size in sizes)} | {' | '.join(f'{size} MB' for size in sizes)} |"
    yield "|" + " --- |" * (1 + 2 * len(sizes))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environments = []
        for size in sizes:
            write_country(folder / str(size), size, size // 100)
            own = {
                "STRATEGIGRAF_CACHE": str(folder / f"cache-{size}"),
                "STRATEGIGRAF_DATA": str(folder / str(size) / "data"),
            }
            environments.append(own)
        for question in questions(folder):
            figures = [measured(question, own) for own in environments]
            seconds = " | ".join(f"{taken:.2f}" for taken, _ in figures)
            yield f"| {question.name} | {seconds} | {' | '.join(f'{memory:.0f}' for _, memory in figures)} |"


def main() -> None:
    """Measures every command at each size and prints the table."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    compile_package()
    print(f"{machine()}\n")
    for line in growth(sizes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
