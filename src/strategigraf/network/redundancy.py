"""What could fall: the largest set of initiatives without which no sub-target loses its last mark, and the proof."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from strategigraf.core.rdf import SDGO, SG, Iri, Literal, Text, message, short
from strategigraf.core.report import Col, Figure, Part, Report, count, part
from strategigraf.core.thread import BASIS_LABELS, Mark
from strategigraf.matrix.matrix import matrix
from strategigraf.store.lookup import strategies_in
from strategigraf.store.names import Kind
from strategigraf.store.sparql import Store

# Set cover.

NODES = 200_000  # of the search; not a time, so that every machine gives the same answer


class Cover(NamedTuple):
    """The chosen sets in their order, and the fewest that could do (`bound`): as many, where that is proven."""

    chosen: tuple[str, ...]
    bound: int


def cover(sets: Mapping[str, AbstractSet[str]], nodes: int = NODES) -> Cover:
    """The fewest of *sets* (name and what it holds, in order) that hold all that any of them holds.

    Of equally small choices always the same one, earlier sets being preferred. After *nodes* nodes of the search in a
    piece the best choice so far is kept, with the bound that holds for all. (Set cover is NP-hard: Karp 1972; the
    reductions are those of Garfinkel and Nemhauser 1969.)
    """
    names = list(sets)
    things = sorted(set().union(*sets.values())) if sets else []
    rows = [sum(1 << things.index(thing) for thing in sets[name]) for name in names]
    chosen, remaining = _reduced(rows, (1 << len(things)) - 1)
    bound = len(chosen)
    for piece in _pieces(remaining):
        piece_rows, piece_bound = _search(piece, nodes)
        chosen += piece_rows
        bound += piece_bound
    return Cover(tuple(names[row] for row in sorted(chosen)), bound)


def sole_holders(sets: Mapping[str, AbstractSet[str]]) -> tuple[str, ...]:
    """Those of *sets* that hold something that no other does, in order: they are in every choice that holds all."""
    holders: dict[str, list[str]] = {}
    for name, held_things in sets.items():
        for thing in held_things:
            holders.setdefault(thing, []).append(name)
    sole_names = {names[0] for names in holders.values() if len(names) == 1}
    return tuple(name for name in sets if name in sole_names)


def _reduced(rows: Sequence[int], needed: int) -> tuple[list[int], dict[int, int]]:
    """The rows that some smallest choice has, and what is left after them: rows by number, reduced to what they add."""
    chosen: list[int] = []
    remaining = {number: row for number, row in enumerate(rows) if row}
    while True:
        remaining = {number: row & needed for number, row in remaining.items() if row & needed}
        remaining = _outside_others(remaining)
        columns = _columns(remaining)
        needed = _without_followers(columns)
        forced = {holders[0] for thing, holders in columns.items() if len(holders) == 1 and needed >> thing & 1}
        if not forced:
            reduced = {number: row & needed for number, row in remaining.items()}
            if reduced == remaining:
                return chosen, remaining
            continue
        for number in sorted(forced):
            chosen.append(number)
            needed &= ~remaining[number]


def _outside_others(rows: dict[int, int]) -> dict[int, int]:
    """*rows* without those that another one contains; of equal ones the first stays."""
    kept: dict[int, int] = {}
    for number, row in sorted(rows.items(), key=lambda item: (-item[1].bit_count(), item[0])):
        if all(row & ~kept_row for kept_row in kept.values()):
            kept[number] = row
    return dict(sorted(kept.items()))


def _columns(rows: Mapping[int, int]) -> dict[int, list[int]]:
    """The rows that hold each thing."""
    columns: dict[int, list[int]] = {}
    for number, row in rows.items():
        for thing in _bits(row):
            columns.setdefault(thing, []).append(number)
    return dict(sorted(columns.items()))


def _without_followers(columns: Mapping[int, list[int]]) -> int:
    """The things that must be covered: not those that any row with some other thing holds as well."""
    kept: dict[int, set[int]] = {}
    for thing, holders in sorted(columns.items(), key=lambda item: (len(item[1]), item[0])):
        if not any(kept_holders <= set(holders) for kept_holders in kept.values()):
            kept[thing] = set(holders)
    return sum(1 << thing for thing in kept)


def _pieces(rows: dict[int, int]) -> list[dict[int, int]]:
    """*rows* in pieces that share no thing, each with its rows in order."""
    pieces: list[tuple[int, list[int]]] = []
    for number, row in rows.items():
        touching = [piece for piece in pieces if piece[0] & row]
        joined = (row, [number])
        for piece in touching:
            pieces.remove(piece)
            joined = (joined[0] | piece[0], joined[1] + piece[1])
        pieces.append(joined)
    return [{number: rows[number] for number in sorted(numbers)} for _, numbers in pieces]


def _search(rows: dict[int, int], nodes: int) -> tuple[list[int], int]:
    """The best choice for the piece *rows*, and the least that any choice needs, as far as a search of *nodes* nodes
    shows."""
    columns = _columns(rows)
    needed = sum(1 << thing for thing in columns)
    best = _greedy(rows, needed)
    root = _lower_bound(rows, columns, needed)
    waiting: list[tuple[tuple[int, ...], int, int]] = [((), needed, 0)]  # chosen, still wanted, forbidden rows
    spent = 0
    while waiting and len(best) > root:
        chosen, open_things, forbidden = waiting.pop()
        if not open_things:
            best = list(chosen) if len(chosen) < len(best) else best
            continue
        spent += 1
        if spent > nodes:
            return best, root
        if len(chosen) + _lower_bound(rows, columns, open_things) >= len(best):
            continue
        free = {
            thing: [number for number in columns[thing] if not forbidden >> number & 1] for thing in _bits(open_things)
        }
        thing = min(free, key=lambda thing: (len(free[thing]), thing))
        order = sorted(free[thing], key=lambda number: (-(rows[number] & open_things).bit_count(), number))
        branches = []
        for number in order:
            branches.append(((*chosen, number), open_things & ~rows[number], forbidden))
            forbidden |= 1 << number  # the branches after it do without it
        waiting += reversed(branches)
    return best, len(best)


def _greedy(rows: Mapping[int, int], needed: int) -> list[int]:
    chosen = []
    while needed:
        number = min(rows, key=lambda number: (-(rows[number] & needed).bit_count(), number))
        chosen.append(number)
        needed &= ~rows[number]
    return chosen


def _lower_bound(rows: Mapping[int, int], columns: Mapping[int, Sequence[int]], needed: int) -> int:
    """A number of rows that *needed* needs at least: that of things of which no row holds two."""
    least = 0
    taken = 0
    for thing in sorted(_bits(needed), key=lambda thing: (len(columns[thing]), thing)):
        if not taken >> thing & 1:
            least += 1
            for number in columns[thing]:
                taken |= rows[number]
    return least


def _bits(number: int) -> list[int]:
    bits = []
    while number:
        lowest = number & -number
        bits.append(lowest.bit_length() - 1)
        number ^= lowest
    return bits


INITIATIVE = Kind("initiative", SG + "Initiative", Text("indsats", "initiative"), 0)
SDG_TARGET = Kind("sdg-target", SDGO + "Target", Text("delmål", "SDG target"), 0)
OWN = ("stated", "named", "interpreted")


class Expendable(NamedTuple):
    """For one *strategy* and the marks on *bases* (all where empty): its initiatives in reading order, the sub-targets
    they mark, the fewest initiatives that keep a mark at each of these (`kept`), how few could do at the least
    (`bound`: as many as kept where that is proven), those of them that alone mark a sub-target (`sole`), and the marks
    that each of the kept has."""

    strategy: str
    bases: tuple[str, ...]
    initiatives: tuple[str, ...]
    targets: tuple[str, ...]
    kept: tuple[str, ...]
    bound: int
    sole: tuple[str, ...]
    marks: dict[str, tuple[Mark, ...]]

    @property
    def fallen(self) -> tuple[str, ...]:
        """The initiatives that could fall together."""
        return tuple(row for row in self.initiatives if row not in self.kept)

    @property
    def without_mark(self) -> tuple[str, ...]:
        """The initiatives without any mark that counts."""
        return tuple(row for row in self.initiatives if row not in self.marks)


def expendable(store: Store, strategies: Sequence[str] = (), bases: Collection[str] = ()) -> list[Expendable]:
    """For each of the *strategies* (IRIs; all without any), by IRI, what could fall, marks counted on *bases* only (all
    without any) and as `matrix initiative sdg-target` counts them."""
    initiative_matrix = matrix(store, INITIATIVE, SDG_TARGET, strategies, bases)
    strategy_of: dict[str, str] = {}
    for _, strategy, thing in sorted(store.rows_of("store/things", kind=SG + "Initiative")):
        if not strategies or strategy in strategies:
            strategy_of.setdefault(thing, strategy)
    answers = []
    rows_of: dict[str, list[str]] = {strategy: [] for strategy in strategies_in(store, strategies)}
    for row in initiative_matrix.rows:
        rows_of.setdefault(strategy_of[row], []).append(row)
    for strategy, rows in rows_of.items():
        marks = {row: row_marks for row in rows if (row_marks := tuple(initiative_matrix.marks_in(row)))}
        targets_by_row = {row: {mark.column for mark in row_marks} for row, row_marks in marks.items()}
        best = cover(targets_by_row)
        targets = tuple(
            column
            for column in initiative_matrix.columns
            if any(column in row_targets for row_targets in targets_by_row.values())
        )
        answers.append(
            Expendable(
                strategy,
                tuple(bases),
                tuple(rows),
                targets,
                best.chosen,
                best.bound,
                sole_holders(targets_by_row),
                marks,
            )
        )
    return answers


def expendable_report(answers: Sequence[Expendable]) -> Report:
    """*answers* as a report: how many could fall, which would stay, which could fall."""
    parts = (_summary(answers), _kept(answers), _fallen(answers))
    return Report("network-expendable", message("network.expendable.title"), parts)


def _summary(answers: Sequence[Expendable]) -> Part:
    columns: tuple[Col[Expendable], ...] = (
        Col("strategy", lambda answer: Literal(short(answer.strategy))),
        Col("marks", _bases),
        Col("initiatives", lambda answer: count(answer.initiatives)),
        Col("targets", lambda answer: count(answer.targets)),
        Col("kept", lambda answer: count(answer.kept)),
        Col("sole", lambda answer: count(answer.sole)),
        Col("fall", lambda answer: count(answer.fallen)),
        Col("no_mark", lambda answer: count(answer.without_mark)),
        Col("proven", _proven),
    )
    return part("network.expendable.summary", columns, answers)


def _proven(answer: Expendable) -> Text:
    if answer.bound == len(answer.kept):
        return message("network.expendable.proven")
    return message("network.expendable.not-proven", bound=answer.bound)


class _Initiative(NamedTuple):
    """An initiative in the answer that it is of."""

    answer: Expendable
    iri: str

    @property
    def targets(self) -> Figure:
        """The sub-targets that it has a mark at."""
        return count(dict.fromkeys(mark.column for mark in self.answer.marks[self.iri]))

    @property
    def links(self) -> Figure:
        """What its marks rest on."""
        return count(dict.fromkeys(mark.claim.link or mark.claim.subject for mark in self.answer.marks[self.iri]))


def _kept(answers: Sequence[Expendable]) -> Part:
    columns: tuple[Col[_Initiative], ...] = (
        Col("marks", lambda initiative: _bases(initiative.answer)),
        Col("initiative", lambda initiative: Iri(initiative.iri)),
        Col("targets", lambda initiative: initiative.targets),
        Col("links", lambda initiative: initiative.links),
        Col(
            "sole",
            lambda initiative: (
                message("common.yes") if initiative.iri in initiative.answer.sole else message("common.no")
            ),
        ),
    )
    return part(
        "network.expendable.kept", columns, [_Initiative(answer, iri) for answer in answers for iri in answer.kept]
    )


def _fallen(answers: Sequence[Expendable]) -> Part:
    columns: tuple[Col[_Initiative], ...] = (
        Col("marks", lambda initiative: _bases(initiative.answer)),
        Col("initiative", lambda initiative: Iri(initiative.iri)),
        Col("targets", lambda initiative: initiative.targets),
    )
    fallen = [_Initiative(answer, iri) for answer in answers for iri in answer.fallen if iri in answer.marks]
    return part("network.expendable.fall", columns, fallen)


def _bases(answer: Expendable) -> Text:
    if not answer.bases:
        return message("network.expendable.all")
    return Text(
        *(", ".join(BASIS_LABELS[basis].in_language(language) for basis in answer.bases) for language in ("da", "en"))
    )
