"""Growth: what building, asking, matrices and checking cost for 1, 30, 300, 1,000 and 3,000 strategies.

`python -m benchmarks.growth [SIZE ...]`. One run each, whole processes; a column of ratios says how cost grows.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.bars import QUESTION, Country
from benchmarks.measure import STRATEGIGRAF, machine, once, process

SIZES = (1, 30, 300, 1000, 3000)


def measured(country: Country) -> list[float]:
    """Seconds and MB for one country: build and its peak memory, size on disk, warm question, matrix as CSV, sums by
    strategy, first check, check again, after one change a question and a check."""
    own = country.environment
    build, memory = once([STRATEGIGRAF, "list", "strategy"], own)
    disk = sum(path.stat().st_size for path in country.cache.rglob("*") if path.is_file()) / 1e6
    ask = process([STRATEGIGRAF, "ask", QUESTION, "--target", "10.3"], own, 5)
    matrix = process([STRATEGIGRAF, "matrix", "initiative", "sdg-target", "--format", "csv"], own, 1)
    sums = process([STRATEGIGRAF, "matrix", "initiative", "sdg-target", "--by", "strategy", "--format", "csv"], own, 1)
    check = [STRATEGIGRAF, "check", "--sources", str(country.sources)]
    first, _ = once(check, own)
    again, _ = once(check, own)
    path = country.files()[0]
    path.write_text(path.read_text(encoding="utf-8") + "# one change\n", encoding="utf-8")
    changed, _ = once([STRATEGIGRAF, "ask", QUESTION, "--target", "10.3"], own)
    rechecked, _ = once(check, own)
    return [build, memory, disk, ask, matrix, sums, first, again, changed, rechecked]


def main() -> None:
    """Measures each size and prints the table."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    heads = (
        "strategies", "build s", "peak MB", "on disk MB", "ask s", "matrix s", "sums s", "first check s",
        "check again s", "ask after a change s", "check after it s",
    )  # fmt: skip
    print(f"{machine()}\n\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            figures = measured(Country(Path(folder), size, size // 100))
        cells = [f"{figure:.0f}" if figure >= 100 else f"{figure:.2f}" for figure in figures]
        print(f"| {size} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
