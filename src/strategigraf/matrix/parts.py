"""The marks of a matrix that hold through parts: of a track, for one, what its initiatives contribute to."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from strategigraf.core.matrix import Pivot
from strategigraf.core.parts import ThroughParts, part_in
from strategigraf.core.rdf import SDG
from strategigraf.core.thread import BASES, THROUGH_PARTS, Mark
from strategigraf.store.lookup import classes_of, edge_lookup, edge_table, inheritance, roll_up
from strategigraf.store.sparql import Store

Cells = Mapping[tuple[str, str], tuple[Mark, ...]]


def through_parts(store: Store, whole: bool = True) -> ThroughParts:
    """What holds through parts in *store*: all edges are read at once where the *whole* is asked about."""
    key = "through parts" if whole else "through parts by need"
    edges = edge_table if whole else edge_lookup
    return store.kept(key, lambda: ThroughParts(edges(store), roll_up(store), inheritance(store)))


def marks_through_parts(store: Store, rows: Collection[str], columns: Collection[str], whole: bool) -> Iterator[Mark]:
    """A mark for each link by which a row has a column through its parts, or a column a row. (An SDG has none: nothing
    leads from its targets to elements.)"""
    joined, in_rows, in_columns = through_parts(store, whole), set(rows), set(columns)
    for row in (thing for thing in rows if not thing.startswith(SDG)):
        yield from joined.marks(row, in_columns.__contains__)
    for column in (thing for thing in columns if not thing.startswith(SDG)):
        for mark in joined.marks(column, in_rows.__contains__):
            yield mark._replace(row=mark.column, column=column)


def shares(store: Store, cells: Cells, whole: bool = True) -> dict[tuple[str, str], tuple[int, int]]:
    """For each of *cells* with marks that hold through parts how many parts have the link, and how many parts of the
    same types the whole has; all edges are read at once where the *whole* is asked about."""
    having: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place, marks in cells.items():
        for mark in marks:
            if mark.basis == THROUGH_PARTS:
                having[place].add(part_in(mark))
    joined = through_parts(store, whole)
    parts = {thing: joined.parts(thing) for place in having for thing in place if not thing.startswith(SDG)}
    classes = classes_of(store, {part for found in parts.values() for part in found})
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for place, some in having.items():
        bearer = next((thing for thing in place if thing in parts and some <= parts[thing].keys()), place[0])
        of = {classes.get(part) for part in some}
        found[place] = (len(some), sum(classes.get(part) in of for part in parts[bearer]))
    return found


def with_parts(store: Store, found: Pivot, whole: bool) -> Pivot:
    """*found* with the marks of its rows that hold through parts; all edges are read at once for a *whole* country."""
    places = {column: place for place, column in enumerate(found.columns)}
    cells: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    marks = {mark.edges: mark for mark in marks_through_parts(store, found.rows, found.columns, whole)}
    for mark in marks.values():
        cells[mark.row][places[mark.column]].append(str(BASES.index(THROUGH_PARTS)))
    rows = [
        {**signs} | {place: signs.get(place, "") + "".join(more) for place, more in cells[row].items()}
        if row in cells
        else signs
        for row, signs in zip(found.rows, found.cells, strict=True)
    ]
    return found._replace(cells=rows)
