"""Growth: what every command costs among few and among many strategies: `python -m benchmarks.growth [--largest 3000]`.

Seconds of CPU of whole processes with all that they start: warm where all that is kept is there, cold in an empty
cache. Among more strategies than 100 only building is measured cold: a cold command is that and the warm one.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.commands import EVERYTHING, QUESTION, QUESTIONS, Country, Question, warm
from benchmarks.measure import Taken, compile_package, in_turns, machine, run

SIZES = (5, 100, 300, 1000, 3000)
COLD = 100  # up to so many strategies every command is measured with an empty cache


def _cold(country: Country, question: Question) -> Taken:
    country.forget()
    return run(country.job(*question.arguments))


def commands(countries: Sequence[Country]) -> Iterator[str]:
    """The lines of a table: every command by number of strategies, cold, warm, and its memory among the most."""
    cold = [country for country in countries if country.strategies <= COLD]
    for country in countries:
        country.prepare()
    heads = [f"{c.strategies} cold s" for c in cold] + [f"{c.strategies} s" for c in countries]
    yield f"| command | {' | '.join(heads)} | {countries[-1].strategies} MB |"
    yield "|" + " --- |" * (len(heads) + 2)
    for question in QUESTIONS:
        first = [_cold(country, question).cpu for country in cold]
        for country in cold:
            country.prepare()
        again = [warm(country, question) for country in countries]
        figures = [f"{taken:.2f}" for taken in [*first, *(taken.cpu for taken in again)]]
        yield f"| {question.name} | {' | '.join(figures)} | {again[-1].memory:.0f} |"


def stages(country: Country) -> Iterator[float]:
    """Seconds of CPU (of the size, MB) in *country*: the index, its peak memory, on the disk; quads for SPARQL over all
    and with them; a question after one change; first check with source texts, check again, check after a change."""
    country.forget()
    question, sparql = country.job("ask", QUESTION, "--target", "10.3"), country.job(*EVERYTHING)
    built = run(question)
    yield built.cpu
    yield built.memory
    yield sum(path.stat().st_size for path in country.cache.rglob("*") if path.is_file()) / 1e6
    yield run(sparql).cpu
    yield sum(path.stat().st_size for path in country.cache.rglob("*") if path.is_file()) / 1e6
    yield in_turns([question], 3)[0].cpu
    country.change(country.strategies // 2, "one change")
    yield run(question).cpu
    check = country.job("check", "--sources", str(country.sources))
    yield run(check).cpu
    yield run(check).cpu
    country.change(country.strategies // 2, "another")
    yield run(check).cpu


_STAGES = (
    "strategies", "index s", "peak MB", "on disk MB", "quads s", "with them MB", "ask s", "ask after a change s",
    "first check s", "check again s", "check after a change s",
)  # fmt: skip


def main() -> None:
    """Measures each size and prints both tables."""
    parser = argparse.ArgumentParser(description="Measure how cost grows with the number of strategies.")
    parser.add_argument("--largest", type=int, default=1000, help="the largest of 5, 100, 300, 1000 and 3000")
    parser.add_argument("--folder", type=Path, help="where countries lie, or are written to be used again")
    parser.add_argument("--only", choices=["stages", "commands"], help="one of the two tables")
    given = parser.parse_args()
    compile_package()
    print(f"{machine()}\n", flush=True)
    with tempfile.TemporaryDirectory() as place:
        folder = given.folder or Path(place)
        countries = [Country(folder / f"c{size}", size, size // 30) for size in SIZES if size <= given.largest]
        if given.only != "commands":
            print(f"| {' | '.join(_STAGES)} |\n|{' --- |' * len(_STAGES)}", flush=True)
            for country in countries:
                print(f"| {country.strategies} |", end="", flush=True)
                for figure in stages(country):
                    print(f" {figure:.0f} |" if figure >= 100 else f" {figure:.2f} |", end="", flush=True)
                print(flush=True)
            print()
        if given.only != "stages":
            for line in commands(countries):
                print(line, flush=True)


if __name__ == "__main__":
    main()
