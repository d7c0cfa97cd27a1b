"""Pivots: where only the bases of the marks are asked for, from the contributions of the ledger and without threads."""

from collections import defaultdict
from collections.abc import Collection

from strategigraf.answers.kind import Kind
from strategigraf.answers.matrix import matrix
from strategigraf.graph.thread import BROADER
from strategigraf.use.ledger import Claims, Ledger
from strategigraf.use.store import Store
from strategigraf.values.hop import BASES
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import SDGO, SG
from strategigraf.values.natural import natural
from strategigraf.values.pivot import Pivot


def pivot(
    store: Store, rows: Kind, columns: Kind, strategies: Collection[str] = (), bases: Collection[str] = ()
) -> Pivot:
    """The pivot of `matrix` with the same values: goals and targets of the SDGs from the contributions, which is many
    times faster, anything else from the threads."""
    if store.ledger is None or not columns.of_register or rows.of_register or rows.iri == SG + "Strategy":
        return pivot_of(store, rows, matrix(store, rows, columns, strategies, bases))
    return _from_contributions(store.ledger, rows, columns, strategies, bases)


def pivot_of(store: Store, kind: Kind, whole: Matrix) -> Pivot:
    """The pivot of the matrix *whole*, whose rows are of *kind*."""
    number = {column: index for index, column in enumerate(whole.columns)}
    cells: dict[str, dict[int, str]] = {row: {} for row in whole.rows}
    for (row, column), marks in whole.cells.items():
        cells[row][number[column]] = "".join(sorted(str(BASES.index(mark.basis)) for mark in marks))
    owners = _owners(store, kind, whole.rows)
    of_rows = [dict(sorted(cells[row].items())) for row in whole.rows]
    return Pivot(
        whole.row_kind,
        whole.column_kind,
        whole.rows,
        [owners.get(row, "") for row in whole.rows],
        whole.columns,
        of_rows,
    )


def only_gaps(whole: Pivot) -> Pivot:
    """*whole* with nothing but the rows that have no mark."""
    gaps = [index for index, cells in enumerate(whole.cells) if not cells]
    return whole._replace(
        rows=[whole.rows[index] for index in gaps],
        strategies=[whole.strategies[index] for index in gaps],
        cells=[{} for _ in gaps],
    )


def _from_contributions(
    ledger: Ledger, rows: Kind, columns: Kind, strategies: Collection[str], bases: Collection[str]
) -> Pivot:
    owned = ledger.members(rows.iri)
    if strategies:
        owned = [member for member in owned if member.strategy in strategies]
    goal_of = ledger.ends_of(SDGO + "Target", BROADER)
    of_kind = set(ledger.of_class(columns.iri))
    claimed = ledger.claimed_by(strategies) if strategies else None
    of_column: dict[int, list[Claims]] = defaultdict(list)
    for target, claims in ledger.contributions():
        column = target if target in of_kind else goal_of.get(target, 0)
        if column in of_kind and (claimed is None or target in claimed):
            of_column[column].append(claims)
    named = ledger.named(of_column)
    order = sorted(of_column, key=lambda number: natural(named[number].iri))
    if claimed is not None:  # a column that the strategies name counts whoever else claims it
        others = ((target, claims) for target, claims in ledger.contributions() if target not in claimed)
        for target, claims in others:
            if (column := target if target in of_kind else goal_of.get(target, 0)) in of_column:
                of_column[column].append(claims)
    codes = {BASES.index(basis) for basis in bases} or set(range(len(BASES)))
    cells: dict[int, dict[int, str]] = {member.number: {} for member in owned}
    crowded = set()
    for place, column in enumerate(order):
        for claims in of_column[column]:
            for row, code in zip(claims.rows, claims.bases, strict=True):
                if row in cells and code in codes:
                    mine = cells[row]
                    if place in mine:
                        mine[place] += _DIGITS[code]
                        crowded.add((row, place))
                    else:
                        mine[place] = _DIGITS[code]
    for row, place in crowded:
        cells[row][place] = "".join(sorted(cells[row][place]))
    return Pivot(
        rows.name,
        columns.name,
        [member.iri for member in owned],
        [member.strategy for member in owned],
        [named[number].iri for number in order],
        [cells[member.number] for member in owned],
    )


def _owners(store: Store, kind: Kind, rows: Collection[str]) -> dict[str, str]:
    """The strategy that each of *rows* belongs to; a strategy belongs to itself."""
    if kind.of_register:
        return {}
    if kind.iri == SG + "Strategy":
        return {row: row for row in rows}
    query = f"SELECT ?thing ?strategy WHERE {{ ?thing a <{kind.iri}> ; <{SG}inStrategy> ?strategy }}"
    return {row[0]: row[1] for row in store.rows(query)}


_DIGITS = "01234"
