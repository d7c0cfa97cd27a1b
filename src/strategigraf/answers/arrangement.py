"""Arrangements: the order of a matrix's rows, and the things they are grouped under."""

from collections.abc import Sequence

from strategigraf.answers.kind import Kind
from strategigraf.answers.matrix import matrix
from strategigraf.answers.selection import owners
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import short
from strategigraf.values.natural import natural
from strategigraf.values.pivot import Pivot

ORDERS = ("order", "marks", "title")


def arranged_matrix(store: Store, whole: Matrix, rows: Kind, order: str, group: Kind | None, language: str) -> Matrix:
    """*whole*, whose rows are of the kind *rows*, in *order* and grouped by things of the kind *group* (where given):
    see `arrangement`."""
    sums = [whole.marks_of_row(row) for row in whole.rows]
    places, groups = arrangement(store, whole.rows, sums, rows, order, group, language)
    return whole._replace(rows=tuple(whole.rows[place] for place in places), groups=groups)


def arranged_pivot(store: Store, whole: Pivot, rows: Kind, order: str, group: Kind | None, language: str) -> Pivot:
    """*whole*, whose rows are of the kind *rows*, in *order* and grouped by things of the kind *group* (where given):
    see `arrangement`."""
    sums = [sum(map(len, cells.values())) for cells in whole.cells]
    places, groups = arrangement(store, whole.rows, sums, rows, order, group, language)
    return whole._replace(
        rows=[whole.rows[place] for place in places],
        strategies=[whole.strategies[place] for place in places],
        cells=[whole.cells[place] for place in places],
        groups=groups,
    )


def arrangement(
    store: Store, rows: Sequence[str], sums: Sequence[int], kind: Kind, order: str, group: Kind | None, language: str
) -> tuple[list[int], tuple[str, ...]]:
    """The places of *rows* in their new order, and the group of each in that order (none without *group*).

    order: as they stand; marks: the row with most marks (*sums*) first; title: by title in *language*. A row stands
    under the first thing of *group* in its own strategy that a thread joins it with, in order of those; what has none
    comes last.
    """
    places = list(range(len(rows)))
    if order == "marks":
        places.sort(key=lambda place: -sums[place])
    elif order == "title":
        names = labels(store, rows, language)
        places.sort(key=lambda place: natural(names.get(rows[place], short(rows[place])).casefold()))
    if group is None:
        return places, ()
    whole = matrix(store, kind, group)
    rank = {thing: number for number, thing in enumerate(whole.columns)}
    home, group_home = owners(store, kind), owners(store, group)
    first: dict[str, str] = {}
    for row, column in sorted(whole.cells, key=lambda place: rank[place[1]]):
        if not (home and group_home) or home.get(row) == group_home.get(column):
            first.setdefault(row, column)
    places.sort(key=lambda place: rank.get(first.get(rows[place], ""), len(rank)))
    return places, tuple(first.get(rows[place], "") for place in places)
