"""Matrices: any two kinds that a thread joins, each cell opening to the links that it counts."""

from collections import defaultdict
from collections.abc import Collection

from strategigraf.answers.kind import Kind
from strategigraf.graph.thread import BROADER, CONTRIBUTES_TO, Thread
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.hop import Mark
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import SDGO, SG
from strategigraf.values.natural import natural

_THINGS = """
PREFIX sg: <{0}>
SELECT ?strategy ?thing WHERE {{ {2} ?thing a <{1}> ; sg:inStrategy ?strategy . }}"""
_STRATEGIES = """
PREFIX sg: <{0}>
SELECT ?strategy (?strategy AS ?thing) WHERE {{ {2} ?strategy a <{1}> . }}"""
_CLAIMED = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sg: <{0}>
SELECT DISTINCT ?object WHERE {{
  VALUES ?strategy {{ {1} }}
  ?link a sg:Link ; sg:inStrategy ?strategy ; rdf:predicate sg:contributesTo ; rdf:object ?object .
}}"""


def matrix(
    store: Store,
    rows: Kind,
    columns: Kind,
    strategies: Collection[str] = (),
    bases: Collection[str] = (),
    only_gaps: bool = False,
) -> Matrix:
    """The matrix of *rows* by *columns* for the *strategies* (IRIs; all without any), marks on *bases* only (all
    without any); with *only_gaps* nothing but the rows without a mark.

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
    marked = {place: marks for place, marks in sorted(kept.items()) if marks}
    if only_gaps:
        covered = {row for row, _ in marked}
        row_things, marked = tuple(row for row in row_things if row not in covered), {}
    return Matrix(rows.name, columns.name, row_things, column_things, marked)


def things(store: Store, kind: Kind, strategies: Collection[str]) -> tuple[str, ...]:
    """The things of *kind* in the *strategies* (all without any), by strategy and in natural order; of the SDG register
    those that the strategies name, a target naming its goal as well."""
    bound = " ".join(f"<{strategy}>" for strategy in strategies)
    if kind.of_register:
        return tuple(sorted(_named(store, kind, bound), key=natural))
    query = _STRATEGIES if kind.iri == SG + "Strategy" else _THINGS
    narrowed = f"VALUES ?strategy {{ {bound} }}" if bound else ""
    rows = set(store.rows(query.format(SG, kind.iri, narrowed)))
    return tuple(thing for _, thing in sorted(rows, key=lambda row: (row[0], natural(row[1]))))


def _named(store: Store, kind: Kind, bound: str) -> set[str]:
    """The goals or targets of the register that links of the strategies *bound* (all where empty) name."""
    found = hops(store)
    if bound:
        claimed = {row[0] for row in store.rows(_CLAIMED.format(SG, bound))}
    else:
        claimed = {hop.object for hop in found if hop.predicate == CONTRIBUTES_TO}
    if kind.iri == SDGO + "Target":
        targets = {hop.subject for hop in found if hop.predicate == BROADER}
        return claimed & targets
    goals = {hop.object for hop in found if hop.predicate == BROADER}
    return (claimed & goals) | {hop.object for hop in found if hop.predicate == BROADER and hop.subject in claimed}
