"""The page of a matrix: every sign opens to the words of its claim."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from strategigraf.core.rdf import BASE, RDF, SDG, Iri, Literal, Text, message
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import Column, Crossing
from strategigraf.core.table import Table
from strategigraf.core.thread import BASES, BASIS_LABELS, Mark, bearers
from strategigraf.site.addresses import Ref, path_of
from strategigraf.site.facts import NOTHING, Facts, Statement
from strategigraf.site.page import Openings, Page

CUBE = "http://purl.org/linked-data/cube#"
COLUMNS = BASE + "columns#"


def matrix_page(facts: Facts, strategy: str, crossing: Crossing) -> Page:
    """The page of the matrix *crossing* of *strategy*: every sign opens to the words of its claim."""
    matrix, openings = crossing.matrix, Openings(facts)
    facts.know(
        [*matrix.rows, *matrix.columns, *matrix.groups, *(one for mark in matrix.marks() for one in bearers(mark))]
    )
    path = f"matrices/{path_of(strategy).removeprefix('id/')}/{crossing.name}"
    rows: list[Mapping[str, Any]] = []
    group = None
    for place, row in enumerate(matrix.rows):
        of_row = matrix.groups[place] if matrix.groups else ""
        if of_row != group and matrix.groups:
            rows.append({"group": facts.ref(of_row) if of_row else None, "cells": None})
            group = of_row
        cells = [
            [_sign(mark, openings) for mark in _fewest(matrix.cells.get((row, column), ()))]
            for column in matrix.columns
        ]
        bases = {basis for cell in cells for basis, _ in cell}
        rows.append({"ref": facts.ref(row), "cells": cells, "only": bases == {"inherited"}, "gap": row in matrix.gaps})
    standing, marks = matrix.standing(), list(matrix.marks())
    title = Text(*(one[:1].upper() + one[1:] for one in crossing.title))
    said = {"own": standing["own"], "rows": len(matrix.rows), "inherited": standing["inherited"]}
    said["none"] = standing["none"]
    own = message("site.matrix.answer", **said)
    if parts := standing.get("parts"):
        own = message("site.matrix.answer.parts", parts=parts, **said)
    present = [basis for basis in BASES if any(mark.basis == basis for mark in marks)]
    return Page(
        path,
        "matrix.html",
        title,
        own,
        "matrices",
        ((path_of(strategy), facts.title(strategy)),),
        message("site.matrix"),
        "",
        message("site.matrix.proof", marks=len(marks), claims=len({mark.claim.link or mark.claim for mark in marks})),
        {
            "rows": rows,
            "columns": _columns(facts, matrix.columns),
            "groups": _column_groups(facts, matrix.columns),
            "corner": crossing.rows,
            "present": present,
            "openings": openings.made(),
        },
        lambda: {
            "strategy": strategy,
            "rows": matrix.rows,
            "columns": matrix.columns,
            "marks": [_mark_record(mark) for mark in marks],
        },
        lambda: Table(
            tuple(map(Column, ("row", "column", "basis", "link"))),
            tuple(
                (
                    Iri(mark.row),
                    Iri(mark.column),
                    Literal(mark.basis),
                    Iri(mark.claim.link) if mark.claim.link else None,
                )
                for mark in marks
            ),
        ),
        lambda: _mark_statements(path, marks),
        "Dataset",
    )


def _fewest(marks: Sequence[Mark]) -> list[Mark]:
    """Of *marks* the first on each basis: one sign stands for all of them."""
    found: dict[str, Mark] = {}
    for mark in marks:
        found.setdefault(mark.basis, mark)
    return list(found.values())


def _sign(mark: Mark, openings: Openings) -> tuple[str, str]:
    of = (mark.claim.link,) if mark.claim.link else bearers(mark)
    return mark.basis, openings(of, BASIS_LABELS[mark.basis] if mark.basis != "inherited" else NOTHING)


def _columns(facts: Facts, columns: Sequence[str]) -> list[Mapping[str, Any]]:
    groups = [_group_of(column) for column in columns]
    return [
        {
            "ref": facts.ref(column),
            "code": short_name(column) if column.startswith(SDG) else "",
            "first": not place or groups[place] != groups[place - 1],
        }
        for place, column in enumerate(columns)
    ]


def _group_of(column: str) -> str:
    return column.partition(".")[0] if column.startswith(SDG) and "." in short_name(column) else ""


def _group_iri(column: str) -> str:
    return SDG + short_name(column).partition(".")[0]


def _column_groups(facts: Facts, columns: Sequence[str]) -> list[tuple[Ref, int]]:
    """The SDGs above columns of SDG targets, each with how many it spans; none above others."""
    if not columns or not all(column.startswith(SDG) and "." in short_name(column) for column in columns):
        return []
    found: list[list[Any]] = []
    for column in columns:
        goal = _group_iri(column)
        if found and found[-1][0] == goal:
            found[-1][1] += 1
        else:
            found.append([goal, 1])
    facts.know(goal for goal, _ in found)
    return [(facts.ref(goal), span) for goal, span in found]


def _mark_record(mark: Mark) -> Mapping[str, Any]:
    return {
        "row": mark.row,
        "column": mark.column,
        "basis": mark.basis,
        "links": [edge.link for edge in mark.edges if edge.link],
    }


def _mark_statements(path: str, marks: Iterable[Mark]) -> Iterator[Statement]:
    for number, mark in enumerate(marks, start=1):
        here = Iri(f"{BASE}{path}#{number}")
        yield here, Iri(RDF + "type"), Iri(CUBE + "Observation")
        yield here, Iri(COLUMNS + "row"), Iri(mark.row)
        yield here, Iri(COLUMNS + "column"), Iri(mark.column)
        yield here, Iri(COLUMNS + "basis"), Literal(mark.basis)
        for edge in mark.edges:
            if edge.link:
                yield here, Iri("http://www.w3.org/ns/prov#wasDerivedFrom"), Iri(edge.link)
