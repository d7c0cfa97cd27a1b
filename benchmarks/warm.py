"""How long a warm answer takes, as a ratio to importing the engine and click, all in one run.

Prints a table: command, median of the whole process in milliseconds, ratio. Next to it the same question put through
rdflib alone. Nothing here fails: it measures.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
STRATEGIGRAF = str(Path(sys.executable).with_name("strategigraf"))
RDFLIB = """
import sys, rdflib
graph = rdflib.Dataset(default_union=True)
for path in sys.argv[2:]:
    graph.parse(path, format="turtle")
query = open(sys.argv[1], encoding="utf-8").read()
query = query.replace("VALUES ?target { UNDEF }", "VALUES ?target { <http://metadata.un.org/sdg/10.3> }")
query = query.replace("VALUES ?strategy { UNDEF }", "").replace("sg:order ?target_order", "a ?c")
query = query.replace("sg:order ?initiative_order", "a ?d").split("ORDER BY")[0]
print(len(list(graph.query(query))))
"""


def commands() -> dict[str, list[str]]:
    """The commands that are measured, by name; the first is what the others are compared with."""
    files = [str(path) for folder in ("ontology", "data") for path in sorted((TOP / folder).rglob("*.ttl"))]
    question = str(TOP / "queries" / "initiatives-by-sdg-target.rq")
    return {
        "python -c 'import pyoxigraph, click'": [sys.executable, "-c", "import pyoxigraph, click"],
        "ask initiatives-by-sdg-target --target 10.3": [
            STRATEGIGRAF, "ask", "initiatives-by-sdg-target", "--target", "10.3",
        ],
        "matrix initiative sdg-target": [STRATEGIGRAF, "matrix", "initiative", "sdg-target"],
        "the same question through rdflib alone": [sys.executable, "-c", RDFLIB, question, *files],
    }  # fmt: skip


def main() -> None:
    """Measures each command in turn, round by round, and prints the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"STRATEGIGRAF_CACHE": cache}
        times: dict[str, list[float]] = {name: [] for name in commands()}
        for turn in range(rounds + 1):
            for name, command in commands().items():
                if "rdflib alone" in name and turn > 3:
                    continue
                start = time.perf_counter()
                subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
                if turn:  # the first round warms up
                    times[name].append(1000 * (time.perf_counter() - start))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    base = next(iter(medians.values()))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {rounds} rounds, medians\n"
    )
    for name, median in medians.items():
        print(f"{median:8.1f} ms  {median / base:6.2f} x  {name}")


if __name__ == "__main__":
    main()
