"""Matrices: any two kinds that a thread joins, each cell opening to the links that it counts."""

from collections import defaultdict
from collections.abc import Collection

from strategigraf.answers.kind import Kind
from strategigraf.graph.thread import Thread
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.hop import Mark
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import SG

_THINGS = """
PREFIX sg: <{0}>
SELECT ?thing WHERE {{
  {2}
  ?thing a <{1}> ; sg:inStrategy ?strategy ; sg:order ?order .
}}
ORDER BY ?strategy ?order"""
_STRATEGIES = """
PREFIX sg: <{0}>
SELECT ?thing WHERE {{ {2} ?thing a <{1}> }}
ORDER BY ?thing"""
_NAMED = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sg: <{0}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?order WHERE {{
  {2}
  ?link a sg:Link ; sg:inStrategy ?strategy ; rdf:object/skos:broader? ?thing .
  ?thing a <{1}> ; sg:order ?order .
}}
ORDER BY ?order"""


def matrix(
    store: Store,
    rows: Kind,
    columns: Kind,
    strategies: Collection[str] = (),
    bases: Collection[str] = (),
) -> Matrix:
    """The matrix of *rows* by *columns* for the *strategies* (IRIs; all without any), marks on *bases* only (all
    without any).

    A mark is a thread from a row up to a column, or from a column up to a row. Of the SDG register the rows or columns
    are the goals and targets that the strategies name.
    """
    row_things = things(store, rows, strategies)
    column_things = things(store, columns, strategies)
    thread = Thread(hops(store))
    in_rows, in_columns = set(row_things), set(column_things)
    cells: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for row in row_things:
        for mark in thread.marks(row, in_columns.__contains__):
            cells[row, mark.column].append(mark)
    for column in column_things:
        for up in thread.marks(column, in_rows.__contains__):
            cells[up.column, column].append(Mark(up.column, column, up.basis, up.hops))
    kept = {
        place: tuple(sorted((m for m in marks if not bases or m.basis in bases), key=lambda m: m.order))
        for place, marks in cells.items()
    }
    return Matrix(rows.name, columns.name, row_things, column_things, {p: m for p, m in sorted(kept.items()) if m})


def only_gaps(whole: Matrix) -> Matrix:
    """*whole* with nothing but the rows that have no mark."""
    rows = tuple(row for row in whole.rows if not whole.marks_of_row(row))
    return Matrix(whole.row_kind, whole.column_kind, rows, whole.columns, {})


def things(store: Store, kind: Kind, strategies: Collection[str]) -> tuple[str, ...]:
    """The things of *kind* in the *strategies* (all without any), in reading order; of the SDG register those that the
    strategies name."""
    query = _NAMED if kind.of_register else _STRATEGIES if kind.iri == SG + "Strategy" else _THINGS
    variable = "thing" if query is _STRATEGIES else "strategy"
    bound = " ".join(f"<{strategy}>" for strategy in strategies)
    narrowed = f"VALUES ?{variable} {{ {bound} }}" if bound else ""
    return tuple(row[0] for row in store.rows(query.format(SG, kind.iri, narrowed)))
