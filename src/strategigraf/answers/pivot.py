"""Pivots: where only the bases of the marks are asked for, from the contributions of the ledger and without threads."""

from collections.abc import Collection

from strategigraf.answers.kind import Kind
from strategigraf.answers.matrix import matrix
from strategigraf.answers.selection import owners
from strategigraf.graph.thread import BROADER
from strategigraf.use.ledger import Ledger
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
    slow = rows.of_register or rows.of_values or rows.narrowed or rows.iri in (SG + "Strategy", SG + "Element")
    if store.ledger is None or slow or not columns.of_register or columns.narrowed:
        return pivot_of(store, rows, matrix(store, rows, columns, strategies, bases))
    return _from_contributions(store.ledger, rows, columns, strategies, bases)


def pivot_of(store: Store, kind: Kind, whole: Matrix) -> Pivot:
    """The pivot of the matrix *whole*, whose rows are of *kind*."""
    number = {column: index for index, column in enumerate(whole.columns)}
    cells: dict[str, dict[int, str]] = {row: {} for row in whole.rows}
    for (row, column), marks in whole.cells.items():
        cells[row][number[column]] = "".join(sorted(str(BASES.index(mark.basis)) for mark in marks))
    of_kind = owners(store, kind)
    of_rows = [dict(sorted(cells[row].items())) for row in whole.rows]
    return Pivot(
        whole.row_kind,
        whole.column_kind,
        whole.rows,
        [of_kind.get(row, "") for row in whole.rows],
        whole.columns,
        of_rows,
        whole.groups,
    )


def _from_contributions(
    ledger: Ledger, rows: Kind, columns: Kind, strategies: Collection[str], bases: Collection[str]
) -> Pivot:
    owned = ledger.members(rows.iri)
    if strategies:
        owned = [member for member in owned if member.strategy in strategies]
    goal_of = ledger.ends_of(SDGO + "Target", BROADER)
    of_kind = set(ledger.of_class(columns.iri))
    claimed = ledger.claimed_by(strategies) if strategies else ledger.targets()
    column_of = {target: target if target in of_kind else goal_of.get(target, 0) for target in ledger.targets()}
    named = ledger.named({column_of[target] for target in claimed if column_of.get(target) in of_kind})
    order = sorted(named, key=lambda number: natural(named[number].iri))
    places = {number: place for place, number in enumerate(order)}
    codes = {BASES.index(basis) for basis in bases}
    cells: dict[int, dict[int, str]] = {member.number: {} for member in owned}
    crowded = set()
    for target, rows_of_file, codes_of_file in ledger.contributions_of(rows.iri):
        place = places.get(column_of[target], -1)
        for row, code in zip(rows_of_file, codes_of_file, strict=True) if place >= 0 else ():
            mine = cells.get(row)
            if mine is None or (codes and code not in codes):
                continue
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


_DIGITS = "01234"
