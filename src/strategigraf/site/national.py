"""The page of the national matrix: how many strategies, and elements of them, contribute to each SDG target, and how
many elements of each strategy do; counted from the contributions, without a word read."""

from collections.abc import Iterator, Sequence

from strategigraf.core.matrix import Pivot
from strategigraf.core.rdf import XSD, Literal, Text, message
from strategigraf.core.report import Column, Part
from strategigraf.core.table import Table
from strategigraf.core.thread import BASES
from strategigraf.matrix.matrix import by_column, by_strategy, pivot
from strategigraf.site.answers import cube, part_record, part_table, section_shown
from strategigraf.site.facts import NOTHING, Facts, amount
from strategigraf.site.page import Openings, Page
from strategigraf.store.names import Kind, kind_of, kinds

PATH = "matrices/national"
_ROWS = ("initiative", "goal")  # what is counted
_COLUMN = "sdg-target"


def national_page(facts: Facts) -> Page | None:
    """The page of what all strategies together contribute to; None where none of them names an SDG target."""
    found = list(_pivots(facts))
    if not found:
        return None
    parts = [part for kind, made in found for part in _parts(kind, made)]
    openings = Openings(facts)
    first = found[0][1]
    named = {strategy for strategy, cells in zip(first.strategies, first.cells, strict=True) if cells}
    return Page(
        PATH,
        "report.html",
        message("site.national.title"),
        message(
            "site.national.answer",
            named=len(named),
            strategies=amount(len(set(first.strategies)), "strategy"),
            kind=found[0][0].label,
            targets=len(first.columns),
        ),
        "matrices",
        (("matrices/index", message("site.menu-matrices")),),
        message("site.matrix"),
        content={"sections": [section_shown(facts, part, openings) for part in parts], "openings": openings.made()},
        record=lambda: {"parts": [part_record(part) for part in parts]},
        table=lambda: part_table(parts[0]),
        statements=lambda: [each for part in parts for each in cube(PATH, part)],
        typed="Dataset",
    )


def _pivots(facts: Facts) -> Iterator[tuple[Kind, Pivot]]:
    there = {kind.name for kind in kinds(facts.store) if kind.things}
    for name in _ROWS:
        if name in there:
            kind = kind_of(facts.store, name)
            made = pivot(facts.store, kind, kind_of(facts.store, _COLUMN))
            if made.columns:
                yield kind, made


def _parts(kind: Kind, made: Pivot) -> Sequence[Part]:
    return (
        _part(f"{kind.name}-targets", message("site.national.targets", kind=kind.label), by_column(made)),
        _part(f"{kind.name}-strategies", message("site.national.strategies", kind=kind.label), by_strategy(made)),
    )


def _part(name: str, title: Text, table: Table) -> Part:
    """*table* without the bases that nothing rests on."""
    sentence = message("site.national.counted") if name.endswith("targets") else NOTHING
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.name not in BASES or any(row[place] != _ZERO for row in table.rows)
    ]
    columns = tuple(Column(_CALLED.get(table.columns[place].name, table.columns[place].name)) for place in kept)
    return Part(name, title, sentence, columns, tuple(tuple(row[place] for place in kept) for row in table.rows))


_CALLED = {"sdg_target": "target", "rows": "elements"}  # the columns of a pivot, as a page calls them
_ZERO = Literal("0", XSD + "integer")
