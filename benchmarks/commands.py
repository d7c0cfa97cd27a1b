"""The commands that are measured in countries of several sizes, and the bars of what is asked of one thing and of all.

What is asked of one strategy must cost the same however many others there are; what is asked of all may grow as the
data do.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.country import write_country
from benchmarks.measure import STRATEGIGRAF, Job, Row, Taken, at_most, in_turns, run
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.cache import Cache

QUESTION = "initiatives-by-sdg-target"
EVERYTHING = ("query", "--timeout", "0", "-e", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
SEARCH = ("search", "børn")
MATRIX = ("matrix", "initiative", "sdg-target")
MOST_MEMORY = 600
FASTER = 1.15  # so much faster than the data may what is asked of all grow
NEW, OLD = "kommune-01-boernepolitik-2022", "kommune-01-boernepolitik-2018"  # every country has these two versions


class Country:
    """An invented country of so many *strategies*, some *failing*, in *folder*, with a cache of its own; one that is
    there is taken as it is."""

    def __init__(self, folder: Path, strategies: int, failing: int) -> None:
        if not (folder / "faults.tsv").exists():
            write_country(folder, strategies, failing)
        self.strategies = strategies
        self.data, self.sources, self.cache = folder / "data", folder / "sources", folder / "cache"
        self.answers = folder / "answers"
        self.environment = {"STRATEGIGRAF_CACHE": str(self.cache), "STRATEGIGRAF_DATA": str(self.data)}

    @cached_property
    def workspace(self) -> Workspace:
        """Its workspace."""
        return find_workspace(self.data)

    def kept(self) -> Cache:
        """Its cache."""
        return Cache(self.workspace, self.cache, lambda text: print(text.en, file=sys.stderr))

    def files(self) -> list[Path]:
        """Its strategies, by name."""
        return sorted((self.data / "strategies").glob("*.ttl"))

    def forget(self) -> None:
        """Removes what was built."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def prepare(self) -> None:
        """Builds the indexes and the quads that are kept; few are built when they are asked for the second time."""
        for _ in range(2):
            run(self.job(*EVERYTHING))
        run(self.job(*SEARCH))

    def change(self, number: int, words: str) -> None:
        """Changes one of its files, which afterwards says the same."""
        path = self.files()[number % self.strategies]
        path.write_text(path.read_text(encoding="utf-8") + f"# {words}\n", encoding="utf-8")

    def job(self, *arguments: str) -> Job:
        """The command with *arguments* in this country, in which ANSWER is a path for what it writes."""
        self.answers.mkdir(exist_ok=True)
        told = [argument.replace("ANSWER", str(self.answers / "answer")) for argument in arguments]
        return Job([STRATEGIGRAF, *told], self.environment)


class Question(NamedTuple):
    """A command line, and how much of what it takes among few strategies it may take among many; None where it grows,
    and whether that has a bar."""

    name: str
    arguments: tuple[str, ...]
    most: float | None = None
    grows: bool = True


_ELEMENT = f"{NEW}/indsats-1-1"
QUESTIONS = (
    Question("trace X", ("trace", _ELEMENT), 1.5),
    Question("show X", ("show", _ELEMENT), 1.5),
    Question("explain X", ("explain", _ELEMENT), 1.5),
    Question("impact X", ("impact", _ELEMENT), 1.5),
    Question("compare A B", ("compare", NEW, OLD), 1.5),
    Question("sdg-check of one", ("sdg-check", "--strategy", NEW), 1.5),
    Question("coverage of one", ("coverage", "--strategy", NEW), 2),
    Question("gaps of one", ("gaps", "--strategy", NEW), 2),
    Question("matrix of one, xlsx", (*MATRIX, "--strategy", NEW, "-o", "ANSWER.xlsx"), 2),
    Question("report X", ("report", NEW, "-o", "ANSWER"), 2),
    Question("generations A B", ("generations", OLD, NEW), 2),
    Question("ask --target 10.3", ("ask", QUESTION, "--target", "10.3"), None, False),
    Question("list strategy", ("list", "strategy"), None, False),
    Question("search", SEARCH, None, False),
    Question("generations of all", ("generations", "--format", "csv")),
    Question("network", ("network", "--format", "csv")),
    Question("network carriers", ("network", "carriers", "--format", "csv")),
    Question("network communities", ("network", "communities", "--format", "csv")),
    Question("network centrality", ("network", "centrality", "--format", "csv")),
    Question("network overloaded", ("network", "overloaded", "--format", "csv")),
    Question("network export, json", ("network", "export", "-o", "ANSWER.json")),
    Question("matrix, csv", (*MATRIX, "--format", "csv")),
    Question("matrix, long csv", (*MATRIX, "--long", "--format", "csv")),
    Question("matrix, json", (*MATRIX, "--format", "json")),
    Question("matrix, html", (*MATRIX, "-o", "ANSWER.html")),
    Question("matrix, xlsx", (*MATRIX, "-o", "ANSWER.xlsx")),
    Question("sdg-check of all", ("sdg-check", "--format", "csv")),
    Question("coverage of all", ("coverage", "--format", "csv")),
    Question("gaps of all", ("gaps", "--format", "csv"), None, False),
    Question("review", ("review", "--format", "csv"), None, False),
)

Costs = Mapping[str, Taken]  # by name of question


def warm(country: Country, question: Question) -> Taken:
    """What *question* takes in *country*, where all that is kept is there."""
    return in_turns([country.job(*question.arguments)], 1)[0]


def of_one_thing(few: Country, many: Country, seen: dict[str, Taken]) -> Iterator[Row]:
    """The bars of what is asked of one thing among *many* against *few*; what they took among many is *seen* then."""
    few.prepare()
    many.prepare()
    for most in sorted({question.most for question in QUESTIONS if question.most is not None}):
        ratios: dict[str, float] = {}
        for question in (q for q in QUESTIONS if q.most == most):
            less, more = in_turns([few.job(*question.arguments), many.job(*question.arguments)])
            seen[question.name] = more
            ratios[question.name] = more.cpu / less.cpu
        yield at_most(
            f"{', '.join(ratios)}: {many.strategies} against {few.strategies} strategies",
            ", ".join(f"{ratio:.2f}" for ratio in ratios.values()),
            max(ratios.values()),
            most,
        )


def of_all(fewer: Country, many: Country, seen: dict[str, Taken]) -> Iterator[Row]:
    """The bar of what is asked of all; what it took among many is *seen* then."""
    fewer.prepare()
    many.prepare()
    factors: dict[str, float] = {}
    for question in (q for q in QUESTIONS if q.most is None):
        less, more = warm(fewer, question), warm(many, question)
        seen[question.name] = more
        print(f"{question.name}: {less.cpu:.2f} s, {more.cpu:.2f} s, {more.memory:.0f} MB", file=sys.stderr, flush=True)
        if question.grows:
            factors[question.name] = more.cpu / less.cpu / (many.strategies / fewer.strategies)
    yield at_most(
        f"what is asked of all, {fewer.strategies} to {many.strategies} strategies, against the growth of the data",
        ", ".join(f"{name} {factor:.2f}" for name, factor in factors.items()),
        max(factors.values()),
        FASTER,
    )


def memory(many: Country, seen: Costs) -> Iterator[Row]:
    """The bar of the memory that commands take, by what was *seen* of them."""
    above = {name: taken.memory for name, taken in seen.items() if taken.memory > MOST_MEMORY}
    name, most = max(((name, taken.memory) for name, taken in seen.items()), key=lambda pair: pair[1])
    yield Row(
        f"peak memory of each of {len(seen)} commands among {many.strategies}",
        "; ".join(f"{command} {peak:.0f} MB" for command, peak in above.items()) or "none above",
        f"{most:.0f} MB ({name})",
        f"at most {MOST_MEMORY} MB",
        not above,
    )
