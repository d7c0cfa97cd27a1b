"""Pivots: where only the bases of the marks are asked for, from the contributions of the ledger and without threads."""

from collections.abc import Collection, Sequence
from itertools import groupby
from operator import attrgetter

from strategigraf.answers.kind import Kind
from strategigraf.answers.matrix import matrix
from strategigraf.graph.thread import BROADER
from strategigraf.use.ledger import Ledger, Member
from strategigraf.use.store import Store
from strategigraf.values.hop import BASES
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import SG
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
    members = ledger.members(rows.iri)
    if strategies:
        members = [member for member in members if member.strategy in strategies]
    owned = _in_reading_order(members)
    cells: dict[int, dict[int, str]] = {member.number: {} for member in owned}
    goal_of = ledger.ends_of(BROADER)
    of_kind = set(ledger.of_class(columns.iri))
    in_strategies = ledger.claimed_by(strategies) if strategies else None
    used: set[int] = set()
    codes = {BASES.index(basis) for basis in bases}
    for target, claims in ledger.contributions():
        column = target if target in of_kind else goal_of.get(target, 0)
        if column not in of_kind:
            continue
        if in_strategies is None or target in in_strategies:
            used.add(column)
        for row, code in zip(claims[::4], claims[1::4], strict=True):
            if row in cells and (not codes or code in codes):
                mine = cells[row]
                mine[column] = mine.get(column, "") + _DIGITS[code]
    named = ledger.named(used)
    order = sorted(used, key=lambda number: natural(named[number].iri))
    place = {number: index for index, number in enumerate(order)}
    in_place = [
        {place[column]: "".join(sorted(marks)) for column, marks in cells[member.number].items() if column in place}
        for member in owned
    ]
    return Pivot(
        rows.name,
        columns.name,
        [member.iri for member in owned],
        [member.strategy for member in owned],
        [named[number].iri for number in order],
        in_place,
    )


def _in_reading_order(members: Sequence[Member]) -> list[Member]:
    """*members* by strategy, within it in natural order: that of their places where they stand in one file."""
    found: list[Member] = []
    for _, group in groupby(members, key=attrgetter("strategy")):
        of_strategy = list(group)
        together = len({member.file for member in of_strategy}) == 1 and all(m.place for m in of_strategy)
        of_strategy.sort(key=attrgetter("place") if together else lambda member: natural(member.iri))
        found += of_strategy
    return found


def _owners(store: Store, kind: Kind, rows: Collection[str]) -> dict[str, str]:
    """The strategy that each of *rows* belongs to; a strategy belongs to itself."""
    if kind.of_register:
        return {}
    if kind.iri == SG + "Strategy":
        return {row: row for row in rows}
    query = f"SELECT ?thing ?strategy WHERE {{ ?thing a <{kind.iri}> ; <{SG}inStrategy> ?strategy }}"
    return {row[0]: row[1] for row in store.rows(query)}


_DIGITS = "01234"
