"""Matrices: any two kinds that a thread, a value or a match joins, each cell opening to what it counts; and their
sums.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain

from strategigraf.core.matrix import ALL_STANDINGS, STANDING_LABELS, STANDINGS, Matrix, Pivot, standing
from strategigraf.core.rdf import ID, SDGO, SG, SKOS, XSD, Iri, Literal, Term, message, natural, of_data, short
from strategigraf.core.report import Column
from strategigraf.core.table import Sheet, Table
from strategigraf.core.thread import (
    BASES,
    BROADER,
    CONTRIBUTES_TO,
    SYMMETRIC,
    THROUGH_PARTS,
    Edge,
    EdgeLookup,
    EdgesOfBoth,
    EdgeTable,
    Mark,
    Thread,
    brief,
    shown_bases,
)
from strategigraf.matrix.parts import marks_through_parts, shares, with_parts
from strategigraf.render.matrix import pivot_of
from strategigraf.store.index import ElementIndex
from strategigraf.store.lookup import edge_lookup, edges, inheritance, labels, thread
from strategigraf.store.names import Kind, things_of_kind
from strategigraf.store.sparql import EmbeddedStore, Store

# Counterparts.


def counterpart_edges(store: Store, element: str | None = None, alignment: str | None = None) -> list[Edge]:
    """An edge for each match between two strategies that an alignment asserts (of *element*, by *alignment*, where
    given); for an exact or close match one each way, with the same alignment. (Continuations are among the edges of
    the dataset itself.)"""
    found: list[Edge] = []
    rows = (
        store.rows_of("matrix/matches", alignment=alignment)
        if element is None
        else store.rows_of("matrix/matches-of", element=element)
    )
    for node, subject, predicate, target in rows:
        found.append(Edge(subject, predicate, target, "interpreted", node))
        if predicate in SYMMETRIC:
            found.append(Edge(target, predicate, subject, "interpreted", node))
    return found


class _Counterparts:
    """The edges of matches, asked for element by element, and then kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, list[Edge]] = {}

    def leaving(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return [edge for edge in self._of(node) if edge.subject == node]

    def entering(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return [edge for edge in self._of(node) if edge.object == node]

    def of_link(self, link: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return sorted(counterpart_edges(self._store, alignment=link)) if link.startswith(ID + "alignments/") else ()

    def _of(self, node: str) -> list[Edge]:
        if not of_data(node):  # only elements of strategies are matched
            return []
        if node not in self._known:
            self._known[node] = sorted(set(counterpart_edges(self._store, node)))
        return self._known[node]


def element_edges(store: Store) -> EdgeTable:
    """Every edge that a thread between elements can take: those of the dataset and the matches."""
    return store.kept("element edges", lambda: EdgeTable((*edges(store), *counterpart_edges(store))))


def element_edge_lookup(store: Store) -> EdgeLookup:
    """The edges that a thread between elements can take, by their ends; only those are read that are asked for."""
    if store.index is None:
        return element_edges(store)
    return store.kept("element edge lookup", lambda: EdgesOfBoth(edge_lookup(store), _Counterparts(store)))


def is_match(predicate: str) -> bool:
    """Whether *predicate* (IRI) is one by which an alignment matches two elements."""
    return predicate.startswith(SKOS) and predicate.endswith("Match")


_Side = tuple[Kind, Collection[str], tuple[str, ...]]  # a kind, the strategies it is narrowed to, and its things

# Meetings.

STRATEGY = SG + "Strategy"
_ROLES = {SG + "status": SG + "StatusWords", SG + "responsible": SG + "ActorWords"}


def value_edges(store: Store, kind: Kind, strategies: Collection[str]) -> list[Edge]:
    """For each element of the *strategies* (all without any) that has a value of the *kind* the edge to it; its link is
    the quote whose words give the value, or the first quote of the element."""
    role = _ROLES.get(kind.iri, SG + "OwnWords")
    rows = store.rows_of("matrix/value-hops", property=kind.iri, strategy=strategies or None, role=role)
    found: dict[tuple[str, str], Edge] = {}
    for thing, value, bearer in rows:
        found.setdefault((thing, value), Edge(thing, kind.iri, value, "stated", bearer))
    return list(found.values())


def meetings(thread: Thread, edges: list[Edge], is_row: Callable[[str], bool]) -> Iterator[Mark]:
    """A mark for each of *edges* (element to value) and each row that a thread from its element reaches, the element
    itself included: the edges of the thread, then the one to the value."""
    for edge in edges:
        if is_row(edge.subject):
            yield Mark(edge.subject, edge.object, edge.basis, (edge,))
        for mark in thread.marks(edge.subject, is_row):
            yield Mark(mark.column, edge.object, mark.basis, (*mark.edges, edge))


def meetings_of_values(edges: list[Edge], others: list[Edge]) -> Iterator[Mark]:
    """A mark for each element that has a value by one of *edges* and another by one of *others*: both edges."""
    of_element: dict[str, list[Edge]] = defaultdict(list)
    for edge in others:
        of_element[edge.subject].append(edge)
    for edge in edges:
        for other in of_element[edge.subject]:
            yield Mark(edge.object, other.object, "stated", (edge, other))


def claims_of_strategies(
    store: Store, thread: Thread, strategies: Collection[str], is_column: Callable[[str], bool]
) -> Iterator[Mark]:
    """A mark for each claim of one of *strategies*, or of an element of it, that ends in a column: not what is
    inherited, which says nothing more of the strategy."""
    members = [(strategy, strategy) for strategy in sorted(strategies)]
    rows = store.rows_of("store/members")
    members += [(strategy, thing) for strategy, thing in sorted(rows) if strategy in strategies]
    owner = {thing: strategy for strategy, thing in members}
    for strategy, thing in members:
        for mark in thread.marks(thing, lambda end: is_column(end) or is_column(owner.get(end, ""))):
            column = mark.column if is_column(mark.column) else owner[mark.column]
            if mark.basis not in ("inherited", "structure") and column != strategy:
                yield mark._replace(row=strategy, column=column)


def matrix(
    store: Store,
    rows: Kind,
    columns: Kind,
    strategies: Collection[str] = (),
    bases: Collection[str] = (),
    parts: bool = False,
) -> Matrix:
    """The matrix of *rows* by *columns* for the *strategies* (IRIs) and with marks on *bases*; all without any.

    A mark is a thread from a row up to a column, or from a column up to a row; between two strategies also a match. Of
    a kind of values it is an element that has the value and is the row or leads up to it; of strategies a claim that
    the strategy or one of its elements makes itself. Of the SDG register the rows or columns are the goals and targets
    that the strategies name. With *parts*, or that among the *bases*, also what holds through parts.
    """
    of_rows, of_columns = scopes(rows, columns, strategies)
    row_things, column_things = things(store, rows, of_rows), things(store, columns, of_columns)
    return _crossed(store, (rows, of_rows, row_things), (columns, of_columns, column_things), bases, parts=parts)


_AT_ONCE = 30  # strategies whose rows are in memory together; versions of one policy, which are joined, are neighbours


def matrix_in_parts(
    store: EmbeddedStore,
    rows: Kind,
    columns: Kind,
    bases: Collection[str] = (),
    at_once: int = _AT_ONCE,
    parts: bool = False,
) -> Iterator[tuple[EmbeddedStore, Matrix]]:
    """The matrix of *rows* (of strategies) by *columns* (of the SDG register), *parts* as `matrix` has it, in pieces:
    each with the rows of *at_once* strategies and all columns, and the store to ask of them."""
    column_things, strategies = things(store, columns, ()), store.index.strategies()
    for start in range(0, len(strategies), at_once):
        near, some = store.anew(), strategies[start : start + at_once]
        sides = (rows, some, things(near, rows, some)), (columns, (), column_things)
        yield near, _crossed(near, *sides, bases, False, parts)


def _crossed(
    store: Store, rows: _Side, columns: _Side, bases: Collection[str], whole: bool = True, parts: bool = False
) -> Matrix:
    """The matrix of *rows* by *columns* with marks on *bases*, *parts* as `matrix` has it; where one side is not
    narrowed all edges are read at once, if the *whole* is asked about."""
    (row_kind, of_rows, row_things), (column_kind, of_columns, column_things) = rows, columns
    in_rows, in_columns = set(row_things), set(column_things)
    cells: dict[tuple[str, str], dict[tuple[Edge, ...], Mark]] = defaultdict(dict)
    whole = whole and not (of_rows and of_columns)
    marks = _marks(store, (row_kind, of_rows, in_rows), (column_kind, of_columns, in_columns), whole)
    if parts := (parts or THROUGH_PARTS in bases) and not (row_kind.of_values or column_kind.of_values):
        marks = chain(marks, marks_through_parts(store, row_things, column_things, whole))
    for mark in marks:
        if (not bases or mark.basis in bases) and mark.row != mark.column:
            # an exact or close match runs both ways and is one mark all the same
            key = mark.edges if not is_match(mark.claim.predicate) else (mark.claim._replace(subject="", object=""),)
            cells[mark.row, mark.column].setdefault(key, mark)
    marked = {place: tuple(sorted(cells[place].values(), key=lambda mark: mark.order)) for place in sorted(cells)}
    found = Matrix(row_kind.name, column_kind.name, row_things, column_things, marked)
    return found._replace(shares=shares(store, marked, whole)) if parts else found


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
    if kind.of_register:
        return tuple(sorted(_named(store, kind, strategies), key=natural))
    chosen = strategies or None
    if kind.of_values:
        rows = set(store.rows_of("matrix/values", property=kind.iri, strategy=chosen, term=kind.term))
    elif kind.iri == STRATEGY:
        rows = set(store.rows_of("matrix/strategies", thing=chosen, term=kind.term))
    else:
        rows = {(strategy, thing) for _, strategy, thing in things_of_kind(store, kind, chosen)}
    return tuple(thing for _, thing in sorted(rows, key=lambda row: (row[0], natural(row[1]))))


def _marks(
    store: Store,
    rows: tuple[Kind, Collection[str], set[str]],
    columns: tuple[Kind, Collection[str], set[str]],
    whole: bool,
) -> Iterable[Mark]:
    """The marks of *rows* and *columns*; all edges are read at once where the *whole* is asked about."""
    (row_kind, of_rows, in_rows), (column_kind, of_columns, in_columns) = rows, columns
    if row_kind.of_values and column_kind.of_values:
        both = [edge for edge in value_edges(store, column_kind, of_columns) if edge.object in in_columns]
        yield from meetings_of_values(value_edges(store, row_kind, of_rows), both)
    elif column_kind.of_values:
        values = value_edges(store, column_kind, of_columns)
        yield from meetings(thread(store, whole), values, in_rows.__contains__)
    elif row_kind.of_values:
        values = value_edges(store, row_kind, of_rows)
        for mark in meetings(thread(store, whole), values, in_columns.__contains__):
            yield mark._replace(row=mark.column, column=mark.row)
    elif STRATEGY in (row_kind.iri, column_kind.iri):
        joining = thread_of(store, (row_kind, column_kind), whole)
        if row_kind.iri == STRATEGY:
            yield from claims_of_strategies(store, joining, in_rows, in_columns.__contains__)
        if column_kind.iri == STRATEGY:
            for mark in claims_of_strategies(store, joining, in_columns, in_rows.__contains__):
                yield mark._replace(row=mark.column, column=mark.row)
    else:
        joining = thread_of(store, (row_kind, column_kind), whole)
        for row in sorted(in_rows):
            yield from joining.marks(row, in_columns.__contains__)
        for column in sorted(in_columns):
            for up in joining.marks(column, in_rows.__contains__):
                yield up._replace(row=up.column, column=column)


def thread_of(store: Store, kinds: Collection[Kind] = (), whole: bool = True) -> Thread:
    """The edges that can join things of *kinds*: matches only between elements. All are read at once where the *whole*
    is asked about, else those that are met."""
    if any(kind.of_register for kind in kinds):
        return thread(store, whole)
    if whole:
        return store.kept("thread of elements", lambda: Thread(element_edges(store), inheritance(store)))
    return store.kept("thread of elements by need", lambda: Thread(element_edge_lookup(store), inheritance(store)))


def _named(store: Store, kind: Kind, strategies: Collection[str]) -> set[str]:
    """The goals or targets of the register that links of the *strategies* (all without any) name."""
    table = edge_lookup(store)
    if strategies:
        claimed = {named for _, named in store.rows_of("store/claims", strategy=strategies)}
    elif store.index is not None:
        claimed = store.index.objects_of(CONTRIBUTES_TO)
    else:
        claimed = {edge.object for edge in edges(store) if edge.predicate == CONTRIBUTES_TO}
    goals_of = {thing: [edge.object for edge in table.leaving(thing) if edge.predicate == BROADER] for thing in claimed}
    if kind.iri == SDGO + "Target":
        return {thing for thing, goals in goals_of.items() if goals}
    goals = {thing for thing in claimed if any(edge.predicate == BROADER for edge in table.entering(thing))}
    return goals.union(*goals_of.values())


# Pivots.


def pivot(
    store: Store,
    rows: Kind,
    columns: Kind,
    strategies: Collection[str] = (),
    bases: Collection[str] = (),
    parts: bool = False,
) -> Pivot:
    """The pivot of `matrix` with the same values: goals and targets of the SDGs from the contributions, which is many
    times faster, anything else from the threads."""
    slow = rows.of_register or rows.of_values or rows.narrowed or rows.iri in (STRATEGY, SG + "Element")
    if slow or store.index is None or not columns.of_register or columns.narrowed:
        return pivot_of(store, rows, matrix(store, rows, columns, strategies, bases, parts))
    found = _from_contributions(store.index, rows, columns, strategies, bases)
    shown = THROUGH_PARTS in bases or (parts and not bases)
    return with_parts(store, found, whole=not strategies) if shown else found


def _from_contributions(
    index: ElementIndex, rows: Kind, columns: Kind, strategies: Collection[str], bases: Collection[str]
) -> Pivot:
    owned = index.members(rows.iri)
    if strategies:
        owned = [member for member in owned if member.strategy in strategies]
    goal_of = index.ends_of(SDGO + "Target", BROADER)
    of_kind = set(index.of_class(columns.iri))
    claimed = index.claimed_by(strategies) if strategies else index.targets()
    column_of = {target: target if target in of_kind else goal_of.get(target, 0) for target in index.targets()}
    named = index.named({column_of[target] for target in claimed if column_of.get(target) in of_kind})
    order = sorted(named, key=lambda number: natural(named[number].iri))
    places = {number: place for place, number in enumerate(order)}
    codes = {BASES.index(basis) for basis in bases}
    cells: dict[int, dict[int, str]] = {member.number: {} for member in owned}
    crowded = set()
    for target, rows_of_file, codes_of_file in index.contributions_of(rows.iri):
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


_DIGITS = "01234"  # of the bases that contributions have


# Sums of a pivot.


def by_column(pivot: Pivot) -> Table:
    """One row for each column of *pivot*: how many strategies and how many rows have a mark there, how many marks there
    are, and how many of them on each basis. Counting base: the rows of the pivot."""
    strategies: list[set[str]] = [set() for _ in pivot.columns]
    rows = [0] * len(pivot.columns)
    marks = [[0] * len(BASES) for _ in pivot.columns]
    for strategy, cells in zip(pivot.strategies, pivot.cells, strict=True):
        for column, signs in cells.items():
            strategies[column].add(strategy)
            rows[column] += 1
            for sign in signs:
                marks[column][int(sign)] += 1
    told = shown_bases(pivot.bases())
    heads = (pivot.column_kind, "strategies", "rows", "marks", *BASES)[: 4 + len(told)]
    lines = tuple(
        _line(column, len(strategies[index]), rows[index], sum(marks[index]), *marks[index][: len(told)])
        for index, column in enumerate(pivot.columns)
    )
    return Table(tuple(Column(head.replace("-", "_")) for head in heads), lines)


_HEADS = {"own": "own", "inherited": "inherited_only", "parts": "through_parts_only", "none": "none"}


def by_strategy(pivot: Pivot) -> Table:
    """One row for each strategy of *pivot*: how many rows it has, how many of them have a mark of their own, only
    inherited ones, or none, how many marks there are, and how many of them on each basis. In order of the rows."""
    told = shown_bases(pivot.bases())
    standings = ALL_STANDINGS if len(told) == len(BASES) else STANDINGS
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * (1 + len(standings) + len(told)))
    for strategy, cells in zip(pivot.strategies, pivot.cells, strict=True):
        mine = sums[strategy]
        mine[0] += 1
        held = standing(BASES[int(sign)] for signs in cells.values() for sign in signs)
        mine[1 + standings.index(held)] += 1
        for signs in cells.values():
            for sign in signs:
                mine[1 + len(standings) + int(sign)] += 1
    of_standings = tuple(_HEADS[name] for name in standings)
    heads = ("strategy", "rows", *of_standings, "marks", *BASES)[: 3 + len(standings) + len(told)]
    end = 1 + len(standings)
    lines = tuple(_line(strategy, *counts[:end], sum(counts[end:]), *counts[end:]) for strategy, counts in sums.items())
    return Table(tuple(Column(head) for head in heads), lines)


def strategies_sheet(store: Store, pivot: Pivot, language: str) -> Sheet:
    """*pivot* with one row for each strategy, a cell holding the number of marks of all its rows; at the right how many
    marks there are, how many rows, and how many of them have a mark of their own, only inherited ones, or none; sums at
    the foot."""
    cells: dict[str, list[int]] = defaultdict(lambda: [0] * len(pivot.columns))
    for strategy, mine in zip(pivot.strategies, pivot.cells, strict=True):
        counts = cells[strategy]
        for column, signs in mine.items():
            counts[column] += len(signs)
    names = labels(store, [*cells, *pivot.columns], language)
    standings = ALL_STANDINGS if THROUGH_PARTS in pivot.bases() else STANDINGS
    whole = {
        row[0].value: [cell.value for cell in row[1 : 2 + len(standings)] if cell]
        for row in by_strategy(pivot).rows
        if row[0]
    }
    lines = [
        (
            f"{short(strategy)} {names.get(strategy, '')}".strip(),
            *(str(count or "") for count in counts),
            str(sum(counts)),
            *whole[strategy],
        )
        for strategy, counts in cells.items()
    ]
    totals = pivot.marks_of_columns()
    total, *held = (
        text.in_language(language)
        for text in (message("common.total"), message("matrix.rows"), *map(STANDING_LABELS.get, standings))
        if text
    )
    sums = [str(sum(int(count[place]) for count in whole.values())) for place in range(1 + len(standings))]
    foot = (total, *map(str, totals), str(sum(totals)), *sums)
    heads = ("strategy", *map(brief, pivot.columns), total, *held)
    notes = [f"{short(column)} {names.get(column, '')}".strip() for column in pivot.columns]
    return Sheet(heads, (*lines, foot), title=f"{pivot.row_kind} × {pivot.column_kind}", notes=tuple(notes))


def _line(thing: str, *counts: int) -> tuple[Term | None, ...]:
    return (Iri(thing) if thing else None, *(Literal(str(count), XSD + "integer") for count in counts))
