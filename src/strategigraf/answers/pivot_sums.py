"""Sums of a pivot: by strategy and by column, and how many of the rows have a mark at all."""

from collections import defaultdict

from strategigraf.answers.matrix_sheet import brief
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.hop import BASES
from strategigraf.values.namespaces import short
from strategigraf.values.pivot import Pivot
from strategigraf.values.sheet import Sheet
from strategigraf.values.standing import STANDING_LABELS, STANDINGS, standing
from strategigraf.values.table import Column, Table
from strategigraf.values.term import XSD, Iri, Literal, Term
from strategigraf.values.text import Text


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
    heads = (pivot.column_kind, "strategies", "rows", "marks", *BASES)
    lines = tuple(
        _line(column, len(strategies[index]), rows[index], sum(marks[index]), *marks[index])
        for index, column in enumerate(pivot.columns)
    )
    return Table(tuple(Column(head.replace("-", "_")) for head in heads), lines)


def by_strategy(pivot: Pivot) -> Table:
    """One row for each strategy of *pivot*: how many rows it has, how many of them have a mark of their own, only
    inherited ones, or none, how many marks there are, and how many of them on each basis. In order of the rows."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * (1 + len(STANDINGS) + len(BASES)))
    for strategy, cells in zip(pivot.strategies, pivot.cells, strict=True):
        mine = sums[strategy]
        mine[0] += 1
        held = standing(BASES[int(sign)] for signs in cells.values() for sign in signs)
        mine[1 + STANDINGS.index(held)] += 1
        for signs in cells.values():
            for sign in signs:
                mine[1 + len(STANDINGS) + int(sign)] += 1
    heads = ("strategy", "rows", "own", "inherited_only", "none", "marks", *BASES)
    lines = tuple(
        _line(strategy, rows, own, inherited, none, sum(marks), *marks)
        for strategy, (rows, own, inherited, none, *marks) in sums.items()
    )
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
    whole = {
        row[0].value: [cell.value for cell in row[1 : 2 + len(STANDINGS)] if cell]
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
        for text in (Text("i alt", "total"), Text("rækker", "rows"), *STANDING_LABELS.values())
    )
    sums = [str(sum(int(count[place]) for count in whole.values())) for place in range(1 + len(STANDINGS))]
    foot = (total, *map(str, totals), str(sum(totals)), *sums)
    heads = ("strategy", *map(brief, pivot.columns), total, *held)
    notes = [f"{short(column)} {names.get(column, '')}".strip() for column in pivot.columns]
    return Sheet(heads, (*lines, foot), title=f"{pivot.row_kind} × {pivot.column_kind}", notes=tuple(notes))


def _line(thing: str, *counts: int) -> tuple[Term | None, ...]:
    return (Iri(thing) if thing else None, *(Literal(str(count), XSD + "integer") for count in counts))
