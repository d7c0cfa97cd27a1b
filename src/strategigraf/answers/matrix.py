"""Matrices: any two kinds that a thread joins, each cell opening to the links that it counts."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from strategigraf.answers.counterpart import is_match, thread_hops
from strategigraf.answers.kind import Kind
from strategigraf.answers.meeting import STRATEGY, claims_of_strategies, meetings, meetings_of_values, value_hops
from strategigraf.graph.thread import BROADER, CONTRIBUTES_TO, Thread
from strategigraf.use.dataset import hops, inheritance
from strategigraf.use.store import Store
from strategigraf.values.hop import Hop, Mark
from strategigraf.values.iri import iri_list
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import SDGO, SG
from strategigraf.values.natural import natural

_THINGS = """
PREFIX sg: <{0}>
SELECT ?strategy ?thing WHERE {{ {2} {1} ?thing sg:inStrategy ?strategy . {3} }}"""
_STRATEGIES = """
PREFIX sg: <{0}>
SELECT (?thing AS ?strategy) ?thing WHERE {{ {2} {1} {3} }}"""
_VALUES = """
PREFIX sg: <{0}>
SELECT DISTINCT ("" AS ?none) ?value WHERE {{ {2} ?thing <{1}> ?value ; sg:inStrategy ?strategy . {3} }}"""
_CLAIMED = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sg: <{0}>
SELECT DISTINCT ?object WHERE {{
  VALUES ?strategy {{ {1} }}
  ?link a sg:Link ; sg:inStrategy ?strategy ; rdf:predicate sg:contributesTo ; rdf:object ?object .
}}"""


def matrix(
    store: Store, rows: Kind, columns: Kind, strategies: Collection[str] = (), bases: Collection[str] = ()
) -> Matrix:
    """The matrix of *rows* by *columns* for the *strategies* (IRIs; all without any), marks on *bases* only (all
    without any).

    A mark is a thread from a row up to a column, or from a column up to a row; between two strategies also a match. Of
    a kind of values it is an element that has the value and is the row or leads up to it; of strategies a claim that
    the strategy or one of its elements makes itself. Of the SDG register the rows or columns are the goals and targets
    that the strategies name.
    """
    of_rows, of_columns = scopes(rows, columns, strategies)
    row_things, column_things = things(store, rows, of_rows), things(store, columns, of_columns)
    in_rows, in_columns = set(row_things), set(column_things)
    cells: dict[tuple[str, str], dict[tuple[Hop, ...], Mark]] = defaultdict(dict)
    for mark in _marks(store, (rows, of_rows, in_rows), (columns, of_columns, in_columns)):
        if (not bases or mark.basis in bases) and mark.row != mark.column:
            # an exact or close match runs both ways and is one mark all the same
            key = mark.hops if not is_match(mark.claim.predicate) else (mark.claim._replace(subject="", object=""),)
            cells[mark.row, mark.column].setdefault(key, mark)
    marked = {place: tuple(sorted(cells[place].values(), key=lambda mark: mark.order)) for place in sorted(cells)}
    return Matrix(rows.name, columns.name, row_things, column_things, marked)


def scopes(rows: Kind, columns: Kind, strategies: Collection[str]) -> tuple[Collection[str], Collection[str]]:
    """The strategies of the rows and of the columns: those that the kinds are narrowed to, else *strategies*; of one
    kind by itself in two strategies the first has the rows, the second the columns."""
    chosen = list(strategies)
    if len(chosen) == 2 and rows == columns and not (rows.of_register or rows.of_values):
        return chosen[:1], chosen[1:]
    return [rows.strategy] if rows.strategy else chosen, [columns.strategy] if columns.strategy else chosen


def things(store: Store, kind: Kind, strategies: Collection[str]) -> tuple[str, ...]:
    """The things of *kind* in the *strategies* (all without any), by strategy and in natural order; values in natural
    order; of the SDG register those that the strategies name, a target naming its goal as well."""
    bound = _bound(strategies)
    if kind.of_register:
        return tuple(sorted(_named(store, kind, bound), key=natural))
    query = _VALUES if kind.of_values else _STRATEGIES if kind.iri == STRATEGY else _THINGS
    scope = "?thing" if kind.iri == STRATEGY else "?strategy"
    narrowed = f"VALUES {scope} {{ {bound} }}" if bound else ""
    called = f'?thing sg:localTerm "{kind.local_term}"@da .' if kind.local_term else ""
    rows = set(store.rows(query.format(SG, kind.iri if kind.of_values else kind.pattern, narrowed, called)))
    return tuple(thing for _, thing in sorted(rows, key=lambda row: (row[0], natural(row[1]))))


def _marks(
    store: Store,
    rows: tuple[Kind, Collection[str], set[str]],
    columns: tuple[Kind, Collection[str], set[str]],
) -> Iterable[Mark]:
    (row_kind, of_rows, in_rows), (column_kind, of_columns, in_columns) = rows, columns
    if row_kind.of_values and column_kind.of_values:
        both = [hop for hop in value_hops(store, column_kind, of_columns) if hop.object in in_columns]
        yield from meetings_of_values(value_hops(store, row_kind, of_rows), both)
    elif column_kind.of_values:
        values = value_hops(store, column_kind, of_columns)
        yield from meetings(Thread(hops(store), inheritance(store)), values, in_rows.__contains__)
    elif row_kind.of_values:
        values = value_hops(store, row_kind, of_rows)
        for mark in meetings(Thread(hops(store), inheritance(store)), values, in_columns.__contains__):
            yield mark._replace(row=mark.column, column=mark.row)
    elif STRATEGY in (row_kind.iri, column_kind.iri):
        thread = _thread(store, row_kind, column_kind)
        if row_kind.iri == STRATEGY:
            yield from claims_of_strategies(store, thread, in_rows, in_columns.__contains__)
        if column_kind.iri == STRATEGY:
            for mark in claims_of_strategies(store, thread, in_columns, in_rows.__contains__):
                yield mark._replace(row=mark.column, column=mark.row)
    else:
        thread = _thread(store, row_kind, column_kind)
        for row in sorted(in_rows):
            yield from thread.marks(row, in_columns.__contains__)
        for column in sorted(in_columns):
            for up in thread.marks(column, in_rows.__contains__):
                yield up._replace(row=up.column, column=column)


def _thread(store: Store, *kinds: Kind) -> Thread:
    """All hops that can join things of *kinds*: matches only between elements."""
    elements = not any(kind.of_register for kind in kinds)
    return Thread(thread_hops(store) if elements else hops(store), inheritance(store))


def _bound(strategies: Collection[str]) -> str:
    return iri_list(strategies)


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
