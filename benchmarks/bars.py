"""The bars: every ratio of scale and speed, measured in one run. `python -m benchmarks.bars [--strategies 1000]`.

What a baseline would take many minutes for is measured on a sample and scaled with the number of files; the table says
where. Ratios count, not seconds.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.commands import among
from benchmarks.country import write_country
from benchmarks.measure import STRATEGIGRAF, Row, call, compile_package, machine, once, process, table
from strategigraf.check.dataset_check import Keeping, inspect
from strategigraf.check.file_check import unit, vocabulary
from strategigraf.check.shapes import by_pyshacl
from strategigraf.core.matrix import Pivot
from strategigraf.core.policy import Severity
from strategigraf.core.thread import BASES
from strategigraf.files import turtle
from strategigraf.files.turtle_format import format_file
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.matrix.matrix import pivot
from strategigraf.store.cache import Cache
from strategigraf.store.dataset import fill
from strategigraf.store.names import find_kind
from strategigraf.store.quads import made
from strategigraf.store.sparql import EmbeddedStore

TOP = Path(__file__).resolve().parents[1]
QUESTION = "initiatives-by-sdg-target"
_PATH = "?initiative sg:inherits|^rdf:subject ?link ."
_UNION = "{ ?initiative sg:inherits ?link } UNION { ?link rdf:subject ?initiative }"  # rdflib hardly ends with the path


class Country:
    """An invented country of so many *strategies*, some *failing*, in *folder*, with a cache of its own."""

    def __init__(self, folder: Path, strategies: int, failing: int) -> None:
        write_country(folder, strategies, failing)
        self.strategies = strategies
        self.data, self.sources, self.cache = folder / "data", folder / "sources", folder / "cache"
        self.environment = {"STRATEGIGRAF_CACHE": str(self.cache), "STRATEGIGRAF_DATA": str(self.data)}

    @property
    def workspace(self) -> Workspace:
        """Its workspace."""
        return find_workspace(self.data)

    def kept(self) -> Cache:
        """Its cache."""
        return Cache(self.workspace, self.cache, lambda text: print(text.en, file=sys.stderr))

    def files(self) -> list[Path]:
        """Its strategies, by name."""
        return sorted((self.data / "strategies").glob("*.ttl"))


def building(country: Country) -> Iterator[Row]:
    """The full build against rdflib's parser, and a change against the full build."""
    import rdflib

    taken, memory = once([STRATEGIGRAF, "list", "strategy"], country.environment)
    sample = country.files()[:100]
    dataset = rdflib.Dataset()
    start = time.perf_counter()
    for path in sample:
        dataset.graph(rdflib.URIRef(path.as_uri())).parse(path, format="turtle")
    theirs = (time.perf_counter() - start) * country.strategies / len(sample)
    del dataset
    yield Row(
        f"load and index {country.strategies} strategies",
        f"{taken:.0f} s against {theirs:.0f} s (rdflib, {len(sample)} files scaled); peak {memory:.0f} MB",
        f"{theirs / taken:.1f} x",
        "6 x, 2 GB",
        theirs / taken >= 6 and memory < 2000,
    )
    path = country.files()[len(country.files()) // 2]
    path.write_text(path.read_text(encoding="utf-8") + "# one change\n", encoding="utf-8")
    changed, _ = once([STRATEGIGRAF, "ask", QUESTION, "--target", "10.3"], country.environment)
    share = 100 * changed / taken
    yield Row(
        f"one changed strategy among {country.strategies}, then a question",
        f"{changed:.2f} s of {taken:.0f} s",
        f"{share:.1f} %",
        "5 %",
        share <= 5,
    )


def noticing(folder: Path) -> Iterator[Row]:
    """That nothing changed among 3,000 files."""
    data = folder / "many"
    data.mkdir()
    for number in range(3000):
        (data / f"file-{number}.ttl").write_text(f"<http://e/{number}> a <http://e/Thing> .\n", encoding="utf-8")
    cache = Cache(find_workspace(data), folder / "many-cache", lambda text: None)
    cache.store()
    time.sleep(2.1)  # files that have just changed are read once more, to be on the safe side
    cache.store()
    ours, bare = call(cache.store, 15), process([sys.executable, "-c", "pass"], {}, 15)
    yield Row(
        "nothing changed among 3,000 files: noticing it and opening the store",
        f"{1000 * ours:.0f} ms against {1000 * bare:.0f} ms (python -c pass)",
        f"{ours / bare:.1f} x",
        "4 x",
        ours / bare <= 4,
    )


def asking(country: Country) -> Iterator[Row]:
    """A warm question as a whole process."""
    ours = process([STRATEGIGRAF, "ask", QUESTION, "--target", "10.3"], country.environment, 15)
    base = process([sys.executable, "-c", "import pyoxigraph, click"], {}, 15)
    yield Row(
        f"warm ask --target 10.3 over {country.strategies}",
        f"{1000 * ours:.0f} ms against {1000 * base:.0f} ms (python -c 'import pyoxigraph, click')",
        f"{ours / base:.1f} x",
        "1.5 x",
        ours / base <= 1.5,
    )


def matrices(country: Country, folder: Path) -> Iterator[Row]:
    """The whole matrix, in a new process and in a warm one."""
    query = folder / "matrix.rq"
    text = (TOP / "queries" / f"{QUESTION}.rq").read_text(encoding="utf-8")
    query.write_text("".join(line for line in text.splitlines(True) if "UNDEF" not in line), encoding="utf-8")
    command = [STRATEGIGRAF, "matrix", "initiative", "sdg-target", "--format", "csv"]
    ours = process(command, country.environment, 3)
    store = country.kept().store()
    store.prepare()
    assert store.folder is not None
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if oxigraph is not None:
        theirs, _ = once(
            f"{oxigraph} query --location {made(store.folder)[-1]} --query-file {query} --results-format csv"
            " --union-default-graph".split(),
            {},
        )
        yield Row(
            f"the whole matrix over {country.strategies} as CSV, new process",
            f"{ours:.1f} s against {theirs:.1f} s (oxigraph query on the same store, optimised)",
            f"{theirs / ours:.0f} x",
            "5 x (10 x unoptimised)",
            theirs / ours >= 10,
        )


def warm_matrices(country: Country, smaller: Country) -> Iterator[Row]:
    """The whole matrix in a warm process against SPARQL in memory, and on fewer strategies against rdflib's."""
    import rdflib

    text = (TOP / "queries" / f"{QUESTION}.rq").read_text(encoding="utf-8")
    query = "".join(line for line in text.splitlines(True) if "UNDEF" not in line)
    for place, name in ((country, "pyoxigraph in memory"), (smaller, "rdflib")):
        store = EmbeddedStore.in_memory()
        fill(store, place.workspace)
        kinds = find_kind(store, "initiative"), find_kind(store, "sdg-target")
        ours = call(lambda: list(_lines(pivot(store, *kinds))), 3)  # noqa: B023
        marks = len(list(_lines(pivot(store, *kinds))))
        if name == "rdflib":
            graph = rdflib.Graph()
            graph.parse(data=store.dump(), format="nt")
            start = time.perf_counter()
            found = sum(1 for _ in graph.query(query.replace(_PATH, _UNION)))
        else:
            start = time.perf_counter()
            found = len(store.rows(query))
        theirs = time.perf_counter() - start
        assert found == marks, (found, marks)
        bar = 10 if name.startswith("py") else 300
        yield Row(
            f"the same over {place.strategies} in a warm process",
            f"{1000 * ours:.0f} ms against {theirs:.1f} s ({name}), {marks} marks",
            f"{theirs / ours:.0f} x",
            f"{bar} x",
            theirs / ours >= bar,
        )


def _lines(found: Pivot) -> Iterator[tuple[str, str, str]]:
    for row, cells in zip(found.rows, found.cells, strict=True):
        for column, signs in cells.items():
            for sign in signs:
                yield row, found.columns[column], BASES[int(sign)]


def _by_pyshacl_alone(workspace: Workspace, store: EmbeddedStore, paths: Sequence[Path]) -> float:
    """The time in which pySHACL judges the files *paths*, each with its surroundings, by all shapes, in seconds."""
    shapes = [told for path in workspace.shape_files() for told in turtle.statements(path)]
    terms = vocabulary(store)
    beside = {workspace.graph_name(path) for path in workspace.alignment_files()}
    start = time.perf_counter()
    for path in paths:
        around = unit(store, workspace.graph_name(path), turtle.statements(path), terms, beside)
        by_pyshacl(around.whole, shapes)
    return time.perf_counter() - start


def first_check(folder: Path) -> Iterator[Row]:
    """The first check of the shipped data, as a whole process, with the gate and without."""
    environment = {"STRATEGIGRAF_CACHE": str(folder / "shipped-cache")}
    workspace = find_workspace()
    cache = Cache(workspace, folder / "shipped-cache", lambda text: None)
    theirs = _by_pyshacl_alone(workspace, cache.store(), workspace.graph_files())
    for engine, bar in (("gate", 20), ("pyshacl", 5)):
        times = []
        for _ in range(3):
            (cache.folder / "verdicts.json").unlink(missing_ok=True)
            times.append(once([STRATEGIGRAF, "check", "--engine", engine], environment)[0])
        ours = min(times)
        yield Row(
            f"first check of the shipped data, {'with' if engine == 'gate' else 'without'} the gate",
            f"{ours:.1f} s against {theirs:.1f} s (pySHACL, the same files and shapes)",
            f"{theirs / ours:.1f} x",
            f"{bar} x",
            theirs / ours >= bar,
        )


def validating(country: Country, larger: Country) -> Iterator[Row]:
    """SHACL with the gate against pySHACL, and after one change."""
    store, workspace = country.kept().store(), country.workspace
    start = time.perf_counter()
    gated = inspect(workspace, store, country.sources, engine="gate")
    ours = time.perf_counter() - start
    failing = {finding.file for finding in gated.findings if finding.severity == Severity.VIOLATION}
    sample = country.files()[:10]
    theirs = _by_pyshacl_alone(workspace, store, sample) * country.strategies / len(sample) / 2
    yield Row(
        f"SHACL (and quotes), {len(failing)} failing of {country.strategies}",
        f"{ours:.0f} s against {theirs:.0f} s (pySHACL alone, {len(sample)} files scaled, two processes)",
        f"{theirs / ours:.0f} x",
        "20 x",
        theirs / ours >= 20,
    )
    cache = larger.kept()

    def check() -> float:
        start = time.perf_counter()
        store = cache.store()
        digests = cache.kept(store)[1]
        keeping = Keeping(cache.folder / "verdicts.json", digests)
        inspect(larger.workspace, store, larger.sources, engine="gate", keeping=keeping)
        return time.perf_counter() - start

    first = check()
    path = larger.files()[1]
    path.write_text(path.read_text(encoding="utf-8") + "# another change\n", encoding="utf-8")
    again = check()
    yield Row(
        f"SHACL and quotes after one change among {larger.strategies}",
        f"{again:.2f} s of {first:.0f} s",
        f"{100 * again / first:.2f} %",
        "1 %",
        again <= first / 100,
    )


def formatting(country: Country) -> Iterator[Row]:
    """The house style of Turtle against rdflib's serialiser."""
    import rdflib

    files = country.files()[:30]
    graphs = [rdflib.Graph().parse(path, format="turtle") for path in files]
    theirs = call(lambda: [graph.serialize(format="turtle") for graph in graphs], 1)
    ours = call(lambda: [format_file(path) for path in files], 3)
    yield Row(
        "deterministic Turtle of 30 strategies",
        f"{1000 * ours:.0f} ms with parsing against {theirs:.1f} s (rdflib's serialiser alone)",
        f"{theirs / ours:.1f} x",
        "15 x",
        theirs / ours >= 15,
    )


def main() -> None:
    """Measures all bars and prints the table."""
    parser = argparse.ArgumentParser(description="Measure every bar of scale and speed.")
    parser.add_argument("--strategies", type=int, default=1000)
    parser.add_argument("--only", nargs="*", help="names of parts, such as asking or validating")
    given = parser.parse_args()
    compile_package()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        large = Country(folder / "large", given.strategies, given.strategies // 30)
        middle = Country(folder / "middle", min(300, given.strategies), 10)
        small, tiny = Country(folder / "small", 30, 0), Country(folder / "tiny", 5, 0)
        parts: dict[str, Callable[[], Iterator[Row]]] = {
            "building": lambda: building(large),
            "noticing": lambda: noticing(folder),
            "asking": lambda: asking(large),
            "matrices": lambda: matrices(large, folder),
            "warm": lambda: warm_matrices(middle, tiny),
            "first": lambda: first_check(folder),
            "validating": lambda: validating(middle, large),
            "formatting": lambda: formatting(small),
            "one-thing": lambda: among(tiny.environment, large.environment, folder, (5, given.strategies)),
        }
        rows: list[Row] = []
        for name in given.only or parts:
            for row in parts[name]():
                rows.append(row)
                print(f"{row.job}: {row.figures}: {row.reached} (bar {row.bar})", file=sys.stderr, flush=True)
        print(f"{machine()}\n\n{table(rows)}")


if __name__ == "__main__":
    main()
