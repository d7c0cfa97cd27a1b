"""The bars: every ratio of speed and scale, measured in one run: `python -m benchmarks.bars [--strategies 1000]`.

What a baseline would take many minutes for is measured on a sample and scaled with the number of files; the table says
where. Ratios of CPU time count, not seconds.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import quotes
from benchmarks.commands import EVERYTHING, MATRIX, QUESTION, Country, memory, of_all, of_one_thing
from benchmarks.measure import (
    FLOOR,
    OXIGRAPH,
    PYSHACL,
    STRATEGIGRAF,
    Job,
    Row,
    Taken,
    at_least,
    at_most,
    call,
    compile_package,
    in_turns,
    machine,
    run,
    table,
)
from strategigraf.check.file_check import unit, vocabulary
from strategigraf.check.shapes import by_pyshacl
from strategigraf.files import turtle
from strategigraf.files.turtle_format import format_statements
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.cache import Cache
from strategigraf.store.quads import made
from strategigraf.store.sparql import EmbeddedStore

TOP = Path(__file__).resolve().parents[1]
Seen = dict[str, Taken]
Part = Callable[[], Iterator[Row]]


def building(country: Country, folder: Path, seen: Seen) -> Iterator[Row]:
    """The index against rdflib's parser; index and quads against the loading of `oxigraph`."""
    import rdflib

    country.forget()
    index = run(country.job("ask", QUESTION, "--target", "10.3"))
    quads = run(country.job(*EVERYTHING))
    seen["index"], seen["quads"] = index, quads
    files = country.files()
    sample = files[:: max(1, len(files) // 100)]
    start = time.process_time()
    dataset = rdflib.Dataset()
    for path in sample:
        dataset.graph(rdflib.URIRef(path.as_uri())).parse(path, format="turtle")
    theirs = (time.process_time() - start) * len(files) / len(sample)
    del dataset
    yield at_least(
        f"index of {len(files)} strategies, until the first question, against rdflib's parser",
        f"{index.cpu:.0f} s against {theirs:.0f} s ({len(sample)} files scaled)",
        theirs / index.cpu,
        6,
        (index.memory, 100),
    )
    everything = map(str, country.workspace.all_files())
    turtles = [path for path in everything if path.endswith(".ttl")]
    load = run(Job([OXIGRAPH, "load", "--location", str(folder / "loaded"), "--file", *turtles]))
    yield at_most(
        "the same until the first free SPARQL over everything, against `oxigraph load` of the same files",
        f"{index.cpu:.0f} + {quads.cpu:.0f} s against {load.cpu:.0f} s",
        (index.cpu + quads.cpu) / load.cpu,
        1.6,
    )


def asking(few: Country, many: Country, folder: Path) -> Iterator[Row]:
    """A warm question against what Python and the engine take to start, and against `oxigraph query`."""
    question = ("ask", QUESTION, "--target", "10.3")
    floor, small, large, query = in_turns(
        [
            Job(FLOOR),
            few.job(*question),
            many.job(*question),
            _oxigraph(many, folder, "VALUES ?target { <http://metadata.un.org/sdg/10.3> }"),
        ],
        15,
    )
    for country, ours, bar in ((few, small, 1.5), (many, large, 2)):
        yield at_most(
            f"warm `ask --target 10.3` among {country.strategies}, against `import pyoxigraph, click`",
            f"{1000 * ours.cpu:.0f} ms against {1000 * floor.cpu:.0f} ms",
            ours.cpu / floor.cpu,
            bar,
        )
    yield at_most(
        "the same against `oxigraph query` on the same store (IRIs only)",
        f"{1000 * large.cpu:.0f} ms against {1000 * query.cpu:.0f} ms",
        large.cpu / query.cpu,
        1,
    )


def _oxigraph(country: Country, folder: Path, values: str) -> Job:
    """The job of `oxigraph query` that asks the question of the catalogue of *country*, with *values*."""
    store = country.kept().store()
    store.prepare()
    assert store.folder is not None
    text = (TOP / "queries" / f"{QUESTION}.rq").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if "UNDEF" not in line]
    query = folder / f"query-{bool(values)}.rq"
    query.write_text("".join(lines).replace("WHERE {", f"WHERE {{ {values}"), encoding="utf-8")
    told = ["--location", str(made(store.folder)[-1]), "--query-file", str(query), "--results-format", "csv"]
    return Job([OXIGRAPH, "query", *told, "--union-default-graph"])


def matrices(country: Country, folder: Path) -> Iterator[Row]:
    """The whole matrix, each time in a new process."""
    (ours,) = in_turns([country.job(*MATRIX, "--format", "csv")], 3)
    theirs = run(_oxigraph(country, folder, ""))
    yield at_least(
        f"the whole matrix among {country.strategies} as CSV, against `oxigraph query` on the same store",
        f"{ours.cpu:.1f} s against {theirs.cpu:.0f} s",
        theirs.cpu / ours.cpu,
        15,
        (ours.memory, 200),
    )


def _by_pyshacl_alone(workspace: Workspace, store: EmbeddedStore, paths: Sequence[Path]) -> float:
    """The CPU time in which pySHACL judges the files *paths*, each with its surroundings, by all shapes, in seconds."""
    shapes = [told for path in workspace.shape_files() for told in turtle.statements(path)]
    terms = vocabulary(store)
    beside = {workspace.graph_name(path) for path in workspace.alignment_files()}
    start = time.process_time()
    for path in paths:
        around = unit(store, workspace.graph_name(path), turtle.statements(path), terms, beside)
        by_pyshacl(around.whole, shapes)
    return time.process_time() - start


def first_check(folder: Path) -> Iterator[Row]:
    """The first check of the shipped data, as a whole process, with the gate and without."""
    workspace = find_workspace()
    environment = {"STRATEGIGRAF_CACHE": str(folder / "shipped"), "STRATEGIGRAF_DATA": str(workspace.data)}
    cache = Cache(workspace, folder / "shipped", lambda text: None)
    theirs = _by_pyshacl_alone(workspace, cache.store(), workspace.graph_files())
    tool = run(_pyshacl(workspace, folder))
    for engine, bar in (("pyshacl", 5), ("gate", 20)):
        spent = []
        for _ in range(3):
            (cache.folder / "verdicts.json").unlink(missing_ok=True)
            spent.append(run(Job([STRATEGIGRAF, "check", "--engine", engine], environment)).cpu)
        ours = min(spent)
        yield at_least(
            f"first `check` of the shipped data {'with' if engine == 'gate' else 'without'} the gate, against pySHACL"
            " on the same files, surroundings and shapes",
            f"{ours:.2f} s against {theirs:.1f} s (`pyshacl` on all of it at once: {tool.cpu:.1f} s,"
            f" {tool.cpu / ours:.1f} x)",
            theirs / ours,
            bar,
        )


def _pyshacl(workspace: Workspace, folder: Path) -> Job:
    """The job of the tool `pyshacl` that judges all of *workspace* at once."""
    files = {"shapes": workspace.shape_files(), "graph": workspace.graph_files()}
    for name, paths in files.items():
        told = [statement for path in paths for statement in turtle.statements(path)]
        (folder / f"{name}.nt").write_bytes(turtle.ntriples(told))
    shapes, graph = folder / "shapes.nt", folder / "graph.nt"
    return Job([PYSHACL, "--advanced", "-sf", "nt", "-df", "nt", "-s", str(shapes), str(graph)])


def validating(country: Country, larger: Country) -> Iterator[Row]:
    """SHACL with the gate against pySHACL, and a check after one change."""
    workspace, failing = country.workspace, country.strategies // 30
    store = country.kept().store()
    store.prepare()
    (country.kept().folder / "verdicts.json").unlink(missing_ok=True)
    ours = run(country.job("check", "--sources", str(country.sources), "--engine", "gate"))
    sample = country.files()[:: max(1, country.strategies // 10)][:10]
    theirs = _by_pyshacl_alone(workspace, store, sample) * country.strategies / len(sample)
    yield at_least(
        f"SHACL (and quotes), {failing} failing of {country.strategies}, against pySHACL by all shapes",
        f"{ours.cpu:.0f} s against {theirs:.0f} s ({len(sample)} files scaled)",
        theirs / ours.cpu,
        20,
    )
    check = larger.job("check", "--sources", str(larger.sources))
    first = run(check)
    spent = []
    for number in range(3):
        larger.change(number, f"change {time.time_ns()}")
        spent.append(run(check))
    (floor,) = in_turns([Job(FLOOR)], 5)
    again = min(taken.cpu for taken in spent)
    yield at_most(
        f"`check` after one change among {larger.strategies}, whole process, against `import pyoxigraph, click`",
        f"{again:.2f} s ({min(taken.clock for taken in spent):.2f} on the clock) against {1000 * floor.cpu:.0f} ms; the"
        f" first took {first.cpu:.0f} s",
        again / floor.cpu,
        10,
    )


def formatting(country: Country) -> Iterator[Row]:
    """The house style of Turtle against rdflib's serialiser, both without reading."""
    import rdflib

    files = country.files()[:30]
    graphs = [rdflib.Graph().parse(path, format="turtle") for path in files]
    documents = [turtle.read(path) for path in files]
    theirs = call(lambda: [graph.serialize(format="turtle") for graph in graphs], 1)
    ours = call(lambda: [format_statements(told.statements, told.prefixes) for told in documents])
    yield at_least(
        f"Turtle of {len(files)} strategies in the house style, against rdflib's serialiser, both without reading",
        f"{1000 * ours:.0f} ms against {theirs:.1f} s",
        theirs / ours,
        12,
    )


def quoting(sources: Path | None) -> Iterator[Row]:
    """All quotes of texts against a search for each in the normalised text."""
    if sources is None:
        print("The source texts are not to hand: no benchmark of quotes (--sources).", file=sys.stderr)
        return
    found = quotes.measured(sources, 5)
    slow, quick = found.total("all")
    yield at_least(
        "quotes and their statuses, against `str.find` over the text in normal form",
        f"{quick:.2f} ms a text against {slow:.1f} ms",
        slow / quick,
        16,
    )


def main() -> None:
    """Measures all bars and prints the table."""
    parser = argparse.ArgumentParser(description="Measure every bar of scale and speed.")
    parser.add_argument("--strategies", type=int, default=1000)
    parser.add_argument("--only", nargs="*", help="names of parts, such as asking or validating")
    parser.add_argument("--folder", type=Path, help="where countries lie, or are written to be used again")
    parser.add_argument("--sources", type=Path, help="the source texts, whose words the texts of quotes are made of")
    given = parser.parse_args()
    compile_package()
    with tempfile.TemporaryDirectory() as place:
        here = given.folder or Path(place)
        large, middle, medium, small, tiny = (
            Country(here / f"c{size}", size, size // 30)
            for size in (given.strategies, min(300, given.strategies), min(100, given.strategies), 30, 5)
        )
        folder, seen = Path(place), Seen()
        parts: dict[str, Part] = {
            "building": lambda: building(large, folder, seen),
            "one": lambda: of_one_thing(tiny, large, seen),
            "all": lambda: of_all(medium, large, seen),
            "asking": lambda: asking(tiny, large, folder),
            "matrices": lambda: matrices(large, folder),
            "first": lambda: first_check(folder),
            "validating": lambda: validating(middle, large),
            "formatting": lambda: formatting(small),
            "quotes": lambda: quoting(given.sources),
            "memory": lambda: memory(large, seen),
        }
        rows: list[Row] = []
        start = time.perf_counter()
        for name in given.only or parts:
            for row in parts[name]():
                rows.append(row)
                passed = time.perf_counter() - start
                print(
                    f"{passed:5.0f} s  {row.job}: {row.figures}: {row.reached} (bar {row.bar})",
                    file=sys.stderr,
                    flush=True,
                )
        print(f"{machine()}\n\n{table(rows)}")


if __name__ == "__main__":
    main()
