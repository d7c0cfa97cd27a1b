"""What of a matrix is shown: kinds and strategies, gaps by the policy, selection, groups and order."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.errors import NoThread, WrongValue
from strategigraf.core.matrix import ALL_STANDINGS, Matrix, Pivot
from strategigraf.core.policy import Policy, Requirement
from strategigraf.core.rdf import SG, Text, natural, short
from strategigraf.core.thread import BASES, THROUGH_PARTS, Edge, Mark
from strategigraf.coverage.fulfilment import Item, fulfilment
from strategigraf.coverage.support import INHERITED as INHERITED_ONLY
from strategigraf.coverage.support import NO_LINK, NOT_STATED, PARTS_ONLY
from strategigraf.matrix.matrix import element_edges, matrix, things, thread_of, value_edges
from strategigraf.store.lookup import labels, strategies_of
from strategigraf.store.names import FEW, Kind, Names, kind_of, kinds, names, one_of, owners, strategies_named
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import EmbeddedStore, Store

# Standing.


def with_gaps(store: Store, whole: Matrix, kinds: tuple[Kind, Kind]) -> Matrix:
    """*whole*, the matrix of *kinds*, with its gaps: see `gap_rows`."""
    return whole._replace(gaps=gap_rows(store, kinds, whole.rows))


def gap_rows(store: Store, kinds: tuple[Kind, Kind], rows: Collection[str]) -> dict[str, str]:
    """Those of *rows*, things of the first of *kinds*, that are gaps, each with its basis (`inherited` or `none`): the
    policy asks them for a thread to the second kind and they have none, or only an inherited one where it wants their
    own. What needs no link (a comment that praises, a gap that the source justifies) is no gap."""
    policy = read_policy(store)
    asking = {rule.iri for rule in rules_asking(policy, kinds)}
    if not asking:
        return {}
    strategies = frozenset[str]().union(*strategies_of(store, rows).values())
    if not strategies:
        return {}
    found: dict[str, str] = {}
    for item in fulfilment(store, policy, strategies).items:
        if item.requirement.iri in asking and is_own_gap(item):
            found[item.element] = max(found.get(item.element, ""), item.basis, key=("", *ALL_STANDINGS).index)
    return {row: found[row] for row in rows if row in found}


def rules_asking(policy: Policy, kinds: tuple[Kind, Kind]) -> list[Requirement]:
    """The requirements of *policy* that ask things of the first of *kinds* for a thread to the second, and those that
    ask for the same property in their place."""
    rows, columns = (policy.covered([kind.iri]) for kind in kinds)
    of_rows = [rule for rule in policy.requirements if not rows.isdisjoint(policy.covered([rule.kind]))]
    asking = [rule for rule in of_rows if not columns.isdisjoint(policy.covered(rule.alternatives))]
    stated = {rule.stated for rule in asking} - {""}
    return [rule for rule in of_rows if rule in asking or rule.stated in stated]


_BUNDLES = tuple(SG + name for name in ("Vision", "Track", "FocusArea"))


def counts_parts(store: Store, kinds: tuple[Kind, Kind], bases: Collection[str]) -> bool:
    """Whether a matrix of *kinds* on *bases* (all without any) shows what holds through parts where nobody asks: rows
    or columns that only gather others (decision 82), or a policy that accepts it between the two kinds."""
    if (bases and THROUGH_PARTS not in bases) or any(kind.of_values for kind in kinds):
        return False
    policy = read_policy(store)
    if any(kind.iri in policy.covered(_BUNDLES) for kind in kinds):
        return True
    asking = rules_asking(policy, kinds) + rules_asking(policy, kinds[::-1])
    return any(THROUGH_PARTS in (*rule.wholly_on, *rule.partly_on) for rule in asking)


def is_own_gap(item: Item) -> bool:
    """Whether *item* is a gap of its element itself: what it needs is missing there, or only inherited, and not just
    broken further up, or stated in part."""
    broken = item.broken
    return (
        broken is not None
        and broken.thing == item.element
        and broken.reason in (INHERITED_ONLY, NO_LINK, NOT_STATED, PARTS_ONLY)
    )


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
    rows, columns = selection(whole.rows, whole.columns, marked, only, _owner(store, kinds, whole.rows, whole.columns))
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
        rows, columns = selection(
            whole.rows, whole.columns, marked, only, _owner(store, kinds, whole.rows, whole.columns)
        )
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


def _owner(
    store: Store, kinds: tuple[Kind, Kind], rows: Collection[str], columns: Collection[str]
) -> Callable[[str], str]:
    found = owners(store, kinds[0], rows) | owners(store, kinds[1], columns)
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
                "Forskelle kræver mindst to strategier på den ene akse og noget fælles på den anden.",
                "Differences need at least two strategies on one axis and something shared on the other.",
            ),
            Text(
                "Angiv --strategy to gange, og vælg elementtyper som »initiative« og »sdg-target« eller »sdg-goal«"
                " og »strategy«.",
                "Give --strategy twice, and element types such as “initiative” and “sdg-target” or “sdg-goal” and"
                " “strategy”.",
            ),
        )
    strategies = (of_rows, of_columns)[side]
    having: dict[str, set[str]] = {}
    for pair in pairs:
        having.setdefault(pair[1 - side], set()).add(owner(pair[side]))
    return [pair for pair in pairs if having[pair[1 - side]] != strategies]


# Arrangements.

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
    within = sorted(set(owners(store, kind, rows).values())) if len(rows) <= FEW and kind != group else []
    whole = matrix(store, kind, group, within)
    rank = {thing: number for number, thing in enumerate(whole.columns)}
    home, group_home = owners(store, kind, rows), owners(store, group, whole.columns)
    first: dict[str, str] = {}
    for row, column in sorted(whole.cells, key=lambda place: rank[place[1]]):
        if not (home and group_home) or home.get(row) == group_home.get(column):
            first.setdefault(row, column)
    places.sort(key=lambda place: rank.get(first.get(rows[place], ""), len(rank)))
    return places, tuple(first.get(rows[place], "") for place in places)


# Reach.

_MOST = 6


def reached_kinds(store: Store, kind: Kind) -> list[Kind]:
    """The kinds that a thread joins with things of *kind*, either way, anywhere in the data: the one joined with most
    things first."""
    known = [other for other in kinds(store) if other.things]
    of_values = [other for other in known if other.of_values]
    joining = thread_of(store)
    if kind.of_values:
        own = {edge.subject for edge in value_edges(store, kind, ())}
    else:
        own = set(things(store, kind._replace(local_term="", strategy=""), ()))
    met = {mark.column for thing in own for mark in joining.marks(thing, lambda _: True)}
    if not kind.of_values:
        rows = element_edges(store).subjects()
        met |= {thing for thing in rows if any(True for _ in joining.marks(thing, own.__contains__))}
    else:
        met |= own
    found: Counter[str] = Counter()
    for other in known:
        if not other.of_values:
            found[other.name] = len(met & set(things(store, other, ())))
    for other in of_values:
        holders = {edge.subject for edge in value_edges(store, other, ())}
        joined = holders & own if kind.of_values else holders & (met | own)
        found[other.name] = len(joined) if other != kind else 0
    by_name = {other.name: other for other in known}
    return [by_name[name] for name, number in sorted(found.items(), key=lambda item: (-item[1], item[0])) if number]


def demand_thread(store: Store, rows: Kind, columns: Kind) -> None:
    """Raises NoThread, which names the kinds that threads do lead to, where no thread of the data joins the kinds
    *rows* and *columns*, whatever the strategy, and the tracing policy does not ask for one either."""
    policy = read_policy(store)
    asked = {(rule.kind, other) for rule in policy.requirements for other in policy.covered(rule.alternatives)}
    if {(rows.iri, columns.iri), (columns.iri, rows.iri)} & asked:
        return
    reached = reached_kinds(store, rows)
    if any(kind.iri == columns.iri for kind in reached):
        return
    back = reached_kinds(store, columns)
    raise NoThread(
        Text(
            f"Der er ingen kæde mellem {rows.label.da} og {columns.label.da}.",
            f"There is no chain between {rows.label.en} and {columns.label.en}.",
        ),
        Text(
            f"Fra {rows.name} går der kæder til: {_named(reached, 'intet')}. Fra {columns.name}:"
            f" {_named(back, 'intet')}.",
            f"From {rows.name} chains lead to: {_named(reached, 'nothing')}. From {columns.name}:"
            f" {_named(back, 'nothing')}.",
        ),
    )


def _named(found: list[Kind], nothing: str) -> str:
    return ", ".join(kind.name for kind in found[:_MOST]) or nothing


# Matrices as they are asked for.


class MatrixQuery(NamedTuple):
    """A matrix as it is asked for: the names of two kinds; which strategies and bases (all without any), which cells
    (`selection`), what the rows are grouped by and their order (`arrangement`), the language of titles, and whether
    what holds through parts is shown (None: see `counts_parts`)."""

    rows: str
    columns: str
    strategies: Names = ()
    bases: Names = ()
    only: str | None = None
    group: str | None = None
    order: str = "order"
    language: str = "da"
    parts: bool | None = None


def asked_matrix(store: Store, asked: MatrixQuery) -> "tuple[Matrix, tuple[Kind, Kind]]":
    """The matrix *asked* for, selected and arranged, with its gaps, and its two kinds: see `matrix`, `selection`,
    `arrangement` and `gap_rows`.

    Raises UnknownKind, UnknownStrategy, WrongValue, and NoThread where nothing of the two kinds is ever joined.
    """
    from strategigraf.matrix.matrix import matrix

    kinds, within, on, grouping = _resolved(store, asked)
    pieces = asked_in_parts(store, asked, gaps=True)
    if pieces is not None and (found := whole_of(pieces)) is not None and found.cells:
        return found, kinds
    whole = matrix(store, *kinds, within, on, _with_parts(store, asked, kinds, on))
    _demand(store, kinds, bool(whole.cells) or bool(on))
    if asked.only:
        whole = selected_matrix(store, whole, kinds, asked.only)
    whole = arranged_matrix(store, whole, kinds[0], asked.order, grouping, asked.language)
    return with_gaps(store, whole, kinds), kinds


def asked_in_parts(store: Store, asked: MatrixQuery, gaps: bool) -> "Iterator[tuple[EmbeddedStore, Matrix]] | None":
    """The matrix *asked* for in parts, see `matrix_in_parts`, with its *gaps* where they are wanted; None where it is
    small, or the whole has to be there before any part of it is known.

    Raises UnknownKind and WrongValue.
    """
    from strategigraf.matrix.matrix import STRATEGY, matrix_in_parts

    kinds, within, on, grouping = _resolved(store, asked)
    rows, columns = kinds
    narrowed = within or on or asked.only or grouping or asked.order != ORDERS[0] or rows.narrowed or columns.narrowed
    joined = rows.of_register or rows.of_values or rows.iri == STRATEGY or not columns.of_register
    if narrowed or joined or not isinstance(store, EmbeddedStore) or store.index.keeps_quads():
        return None
    shown = _with_parts(store, asked, kinds, on)
    return (
        (near, with_gaps(near, part, kinds) if gaps else part)
        for near, part in matrix_in_parts(store, rows, columns, on, parts=shown)
    )


def _with_parts(store: Store, asked: MatrixQuery, kinds: tuple[Kind, Kind], bases: Collection[str]) -> bool:
    return counts_parts(store, kinds, bases) if asked.parts is None else asked.parts


def whole_of(parts: "Iterator[tuple[EmbeddedStore, Matrix]]") -> Matrix | None:
    """The whole that *parts* make, in which each step is in memory once, and which takes much less of it than all
    threads at once do; None without any."""
    rows: list[str] = []
    cells: dict[tuple[str, str], tuple[Mark, ...]] = {}
    gaps: dict[str, str] = {}
    once: dict[str, str] = {}
    part: Matrix | None = None
    for _, part in parts:
        edges: dict[Edge, Edge] = {}
        for (row, column), marks in part.cells.items():
            place = (once.setdefault(row, row), once.setdefault(column, column))
            cells[place] = tuple(
                Mark(*place, mark.basis, tuple(_kept(edge, edges, once) for edge in mark.edges)) for mark in marks
            )
        rows += (once.setdefault(row, row) for row in part.rows)
        gaps |= part.gaps
    return part and part._replace(rows=tuple(rows), cells=dict(sorted(cells.items())), gaps=gaps)


def _kept(edge: Edge, edges: dict[Edge, Edge], once: dict[str, str]) -> Edge:
    """*edge*, the one of *edges* that is its like, or it with texts that are in memory *once*."""
    if edge not in edges:
        edges[edge] = Edge(*(once.setdefault(text, text) for text in edge))
    return edges[edge]


def asked_pivot(store: Store, asked: MatrixQuery) -> "tuple[Pivot, tuple[Kind, Kind]]":
    """The pivot *asked* for: what `asked_matrix` gives, with only the bases of its marks.

    Raises what that raises.
    """
    from strategigraf.matrix.matrix import pivot

    kinds, within, on, grouping = _resolved(store, asked)
    found = pivot(store, *kinds, within, on, _with_parts(store, asked, kinds, on))
    _demand(store, kinds, any(found.cells) or bool(on))
    if asked.only:
        found = selected_pivot(store, found, kinds, asked.only)
    return arranged_pivot(store, found, kinds[0], asked.order, grouping, asked.language), kinds


def _resolved(store: Store, asked: MatrixQuery) -> tuple[tuple[Kind, Kind], list[str], list[str], Kind | None]:

    on = [one_of(basis, BASES, Text("et gyldigt grundlag", "a valid basis")) for basis in names(asked.bases)]
    one_of(asked.order, ORDERS, Text("en gyldig rækkefølge", "a valid order"))
    if asked.only is not None:
        one_of(asked.only, SELECTIONS, Text("et gyldigt udvalg", "a valid selection"))
    within = strategies_named(store, asked.strategies)
    kinds = kind_of(store, asked.rows), kind_of(store, asked.columns)
    return kinds, within, on, kind_of(store, asked.group) if asked.group else None


def _demand(store: Store, kinds: tuple[Kind, Kind], marked: bool) -> None:
    """Raises NoThread where nothing is *marked* and nothing of the two kinds ever is."""
    if not marked:
        demand_thread(store, *kinds)
