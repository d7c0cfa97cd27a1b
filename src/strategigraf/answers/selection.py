"""Selections: which rows and columns of a matrix are kept."""

from collections.abc import Callable, Collection, Mapping, Sequence

from strategigraf.answers.kind import Kind
from strategigraf.answers.standing import gap_rows
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import SG
from strategigraf.values.pivot import Pivot
from strategigraf.values.text import Text

SELECTIONS = ("gaps", "unmarked", "marks", "differences")


def selected_matrix(store: Store, whole: Matrix, kinds: tuple[Kind, Kind], only: str) -> Matrix:
    """*whole*, the matrix of *kinds*, with nothing but what *only* asks for: see `gap_rows` and `selection`."""
    if only == "gaps":
        gaps = gap_rows(store, kinds, whole.rows)
        inside = {place: marks for place, marks in whole.cells.items() if place[0] in gaps}
        return whole._replace(rows=tuple(gaps), cells=inside)
    marked: dict[str, list[str]] = {}
    for row, column in whole.cells:
        marked.setdefault(row, []).append(column)
    rows, columns = selection(whole.rows, whole.columns, marked, only, _owner(store, kinds))
    kept = set(rows), set(columns)
    inside = {place: marks for place, marks in whole.cells.items() if place[0] in kept[0] and place[1] in kept[1]}
    return whole._replace(rows=tuple(rows), columns=tuple(columns), cells=inside)


def selected_pivot(store: Store, whole: Pivot, kinds: tuple[Kind, Kind], only: str) -> Pivot:
    """*whole*, the pivot of *kinds*, with nothing but what *only* asks for (see `selection`)."""
    marked = {
        row: [whole.columns[place] for place in cells] for row, cells in zip(whole.rows, whole.cells, strict=True)
    }
    if only == "gaps":
        rows, columns = list(gap_rows(store, kinds, whole.rows)), list(whole.columns)
    else:
        rows, columns = selection(whole.rows, whole.columns, marked, only, _owner(store, kinds))
    place_of = {column: place for place, column in enumerate(columns)}
    moved = [place_of.get(column, -1) for column in whole.columns]
    number = {row: index for index, row in enumerate(whole.rows)}
    indexes = [number[row] for row in rows]
    return whole._replace(
        rows=rows,
        strategies=[whole.strategies[index] for index in indexes],
        columns=columns,
        cells=[
            {moved[place]: signs for place, signs in whole.cells[index].items() if moved[place] >= 0}
            for index in indexes
        ],
    )


def owners(store: Store, kind: Kind) -> dict[str, str]:
    """The strategy (IRI) that each thing of *kind* belongs to; a strategy belongs to itself, what is shared to none."""
    if kind.of_register or kind.of_values:
        return {}
    if kind.iri == SG + "Strategy":
        return {strategy: strategy for (strategy,) in store.rows(f"SELECT ?s WHERE {{ ?s a <{kind.iri}> }}")}
    query = f"SELECT ?thing ?strategy WHERE {{ {kind.pattern} ?thing <{SG}inStrategy> ?strategy }}"
    return {row[0]: row[1] for row in store.rows(query)}


def _owner(store: Store, kinds: tuple[Kind, Kind]) -> Callable[[str], str]:
    found = owners(store, kinds[0]) | owners(store, kinds[1])
    return lambda thing: found.get(thing, "")


def selection(
    rows: Sequence[str],
    columns: Sequence[str],
    marked: Mapping[str, Collection[str]],
    only: str,
    owner: Callable[[str], str],
) -> tuple[list[str], list[str]]:
    """Those of *rows* and *columns*, in their order, that *only* asks for; *marked* are the columns with a mark by row,
    *owner* tells the strategy of a row or column (itself where it is one, empty without any).

    unmarked: the rows without a mark, and every column. marks: rows and columns with one. differences: the side that
    belongs to no strategy where some of the strategies on the other side have a mark and others have none, and what of
    the other side is marked there. Raises WrongValue where there is nothing that could differ.
    """
    if only == "unmarked":
        return [row for row in rows if not marked.get(row)], list(columns)
    pairs = [(row, column) for row in rows for column in marked.get(row, ())]
    if only == "differences":
        pairs = _differing(rows, columns, pairs, owner)
        pairs += [(thing, "") for thing in rows if owner(thing) == thing]
        pairs += [("", thing) for thing in columns if owner(thing) == thing]  # a strategy without a mark is the point
    kept_rows, kept_columns = {row for row, _ in pairs}, {column for _, column in pairs}
    return [row for row in rows if row in kept_rows], [column for column in columns if column in kept_columns]


def _differing(
    rows: Sequence[str], columns: Sequence[str], pairs: list[tuple[str, str]], owner: Callable[[str], str]
) -> list[tuple[str, str]]:
    of_rows, of_columns = {owner(row) for row in rows} - {""}, {owner(column) for column in columns} - {""}
    side = 0 if len(of_rows) > 1 and not of_columns else 1 if len(of_columns) > 1 and not of_rows else None
    if side is None:
        raise WrongValue(
            Text(
                "Forskelle kræver to eller flere strategier på den ene led og noget fælles på den anden.",
                "Differences need two or more strategies on one side and something shared on the other.",
            ),
            Text(
                "Giv --strategy to gange, og vælg slags som initiative × sdg-target eller sdg-goal × strategy.",
                "Give --strategy twice, and kinds such as initiative × sdg-target or sdg-goal × strategy.",
            ),
        )
    strategies = (of_rows, of_columns)[side]
    having: dict[str, set[str]] = {}
    for pair in pairs:
        having.setdefault(pair[1 - side], set()).add(owner(pair[side]))
    return [pair for pair in pairs if having[pair[1 - side]] != strategies]
