"""How much there is in the real data. `python -m tests.counts` writes `tests/counts.tsv` anew; read its diff.

What a source says is not counted here: answers that were read off the sources stand in `tests/golden/`.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.rdf import ID, RDF, SG, short
from strategigraf.core.thread import BASES
from strategigraf.files.workspace import find_workspace
from strategigraf.matrix.matrix import matrix
from strategigraf.matrix.view import selected_matrix
from strategigraf.store.dataset import fill
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore, Store

FILE = Path(__file__).parent / "counts.tsv"
PLAN = "midt-udviklingsplan-2023"
MATRICES = (
    ("initiative", "sdg-target"), ("initiative", "timeline-entry"), ("initiative", "goal"), ("initiative", "challenge"),
    ("goal", "focus-area"), ("goal", "vision-statement"), ("timeline-entry", "initiative"), ("track", "sdg-goal"),
)  # fmt: skip
_OF_CLASSES = f"""
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  ?thing <{RDF}type> ?class FILTER(!STRSTARTS(STR(?class), "http://www.w3.org/2002/07/owl#"))
}} GROUP BY ?class ORDER BY ?class"""
_OF_STRATEGIES = f"""
SELECT ?strategy ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  ?thing <{SG}inStrategy> ?strategy ; <{RDF}type> ?class
}} GROUP BY ?strategy ?class ORDER BY ?strategy ?class"""
_OF_VALUES = f"""
SELECT ?property ?value (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  VALUES ?property {{ <{SG}basis> <{SG}disposition> <{SG}localTerm> <{SG}responsible> <{SG}status> }}
  ?thing ?property ?value
  FILTER NOT EXISTS {{ ?thing <{SG}reportsOn> ?element }}
}} GROUP BY ?property ?value ORDER BY ?property ?value"""


class Count(NamedTuple):
    """One number of the real data: what is counted, of what, in which strategy (none: in all), and how it is read."""

    counted: str
    of: str
    strategy: str
    value: int
    read_from: str


def counts(store: Store) -> Iterator[Count]:
    """The counts of the data in *store*: things by class, by strategy and class and by value, then marks and gaps."""
    for cls, things in store.rows(_OF_CLASSES):
        yield Count("things", _name(cls), "", int(things), "rdf:type")
    for strategy, cls, things in store.rows(_OF_STRATEGIES):
        yield Count("things", _name(cls), short(strategy), int(things), "sg:inStrategy")
    values = store.rows(_OF_VALUES)
    for name, number in Counter(_name(name) for name, _, _ in values).items():
        yield Count("values", name, "", number, f"sg:{name}")
    for name, value, things in values:
        yield Count(_name(name), _name(value), "", int(things), f"sg:{_name(name)}")
    for rows, columns in MATRICES:
        yield from _marks(store, rows, columns)


def _marks(store: Store, rows: str, columns: str) -> Iterator[Count]:
    """Of one matrix of the plan: its marks, those of each basis, its rows without a mark and its gaps."""
    of_both, kinds = f"{rows} × {columns}", (find_kind(store, rows), find_kind(store, columns))
    whole = matrix(store, *kinds, [ID + PLAN])
    bases = Counter(mark.basis for mark in whole.marks())
    yield Count("marks", of_both, PLAN, bases.total(), "matrix")
    for basis in BASES:
        yield Count(f"marks {basis}", of_both, PLAN, bases[basis], "matrix")
    for only in ("unmarked", "gaps"):
        yield Count(only, of_both, PLAN, len(selected_matrix(store, whole, kinds, only).rows), f"matrix --only {only}")


def _name(term: str) -> str:
    return term.removeprefix(SG) if term.startswith(SG) else short(term).replace("sdg:ontology#", "sdgo:")


def written(store: Store) -> str:
    """The whole of `tests/counts.tsv` for the data in *store*."""
    rows = [Count._fields, *counts(store)]
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


@cache
def _golden() -> dict[tuple[str, str, str], int]:
    lines = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()[1:]]
    return {(count, of, strategy): int(value) for count, of, strategy, value, _ in lines}


def counted(count: str, of: str, strategy: str = "") -> int:
    """The number that `tests/counts.tsv` has for *count* of *of* in *strategy* (its short name).

    Raises KeyError where there is none.
    """
    return _golden()[count, of, strategy]


def main() -> None:
    """Writes `tests/counts.tsv` anew."""
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace())
    FILE.write_text(written(store), encoding="utf-8")


if __name__ == "__main__":
    main()
