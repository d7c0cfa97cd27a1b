"""Growth: what building, asking, matrices and checking cost for 1, 30, 300, 1,000 and 3,000 strategies.

`python -m benchmarks.growth [SIZE ...]`. One run each, whole processes; a column of ratios says how cost grows.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars import QUESTION, Country
from benchmarks.measure import STRATEGIGRAF, compile_package, machine, once, process

SIZES = (1, 30, 300, 1000, 3000)


def measured(country: Country) -> Iterator[float]:
    """Seconds and MB for one country: build and its peak memory, size on disk, warm question, matrix as CSV, sums by
    strategy, after one change a question; first check, check again, check after another change."""
    own = country.environment
    question = [STRATEGIGRAF, "ask", QUESTION, "--target", "10.3"]
    build, memory = once([STRATEGIGRAF, "list", "strategy"], own)
    yield build
    yield memory
    yield sum(path.stat().st_size for path in country.cache.rglob("*") if path.is_file()) / 1e6
    yield process(question, own, 5)
    yield process([STRATEGIGRAF, "matrix", "initiative", "sdg-target", "--format", "csv"], own, 1)
    yield process([STRATEGIGRAF, "matrix", "initiative", "sdg-target", "--by", "strategy", "--format", "csv"], own, 1)
    path = country.files()[len(country.files()) // 2]
    path.write_text(path.read_text(encoding="utf-8") + "# one change\n", encoding="utf-8")
    yield once(question, own)[0]
    check = [STRATEGIGRAF, "check", "--sources", str(country.sources)]
    yield once(check, own)[0]
    yield once(check, own)[0]
    path.write_text(path.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    yield once(check, own)[0]


def main() -> None:
    """Measures each size and prints the table."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    heads = (
        "strategies", "build s", "peak MB", "on disk MB", "ask s", "matrix s", "sums s", "ask after a change s",
        "first check s", "check again s", "check after a change s",
    )  # fmt: skip
    compile_package()
    print(f"{machine()}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
    for size in sizes:
        print(f"| {size} |", end="", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            for figure in measured(Country(Path(folder), size, size // 100)):
                print(f" {figure:.0f} |" if figure >= 100 else f" {figure:.2f} |", end="", flush=True)
        print(flush=True)


if __name__ == "__main__":
    main()
