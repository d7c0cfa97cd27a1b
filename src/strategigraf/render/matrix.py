"""Matrices as sheets, in long form, and as records for machines."""

from collections.abc import Collection, Iterator, Sequence

from strategigraf.core.matrix import INHERITED, NONE, OWN, PARTS, Matrix, Pivot
from strategigraf.core.rdf import SG, Iri, Literal, Term, joined, message, quoted, short
from strategigraf.core.report import Column, quotes_of
from strategigraf.core.table import Rows, Sheet, Table
from strategigraf.core.thread import BASES, BASIS_LABELS, SIGNS, THROUGH_PARTS, Mark, borne, shown_bases, signs_of
from strategigraf.render.frame import column_names
from strategigraf.store.lookup import labels, openings
from strategigraf.store.names import Kind, called, owners
from strategigraf.store.sparql import Store


def pivot_of(store: Store, kind: Kind, whole: Matrix) -> Pivot:
    """The pivot of the matrix *whole*, whose rows are of *kind*."""
    column_numbers = {column: index for index, column in enumerate(whole.columns)}
    cells: dict[str, dict[int, str]] = {row: {} for row in whole.rows}
    for (row, column), marks in whole.cells.items():
        cells[row][column_numbers[column]] = "".join(sorted(str(BASES.index(mark.basis)) for mark in marks))
    owners_by_row = owners(store, kind, whole.rows)
    row_cells = [dict(sorted(cells[row].items())) for row in whole.rows]
    return Pivot(
        whole.row_kind,
        whole.column_kind,
        whole.rows,
        [owners_by_row.get(row, "") for row in whole.rows],
        whole.columns,
        row_cells,
        whole.groups,
    )


def matrix_sheet(store: Store, matrix: Matrix, rows: Kind, language: str, evidence: bool = False) -> Sheet:
    """*matrix*, whose rows are of the kind *rows*, as a sheet; with *evidence* the quotes of every mark below."""
    sheet = pivot_sheet(store, pivot_of(store, rows, matrix), language, compact=True)
    return sheet._replace(notes=(*sheet.notes, "", *_evidence_notes(store, matrix, language))) if evidence else sheet


def pivot_sheet(store: Store, pivot: Pivot, language: str, compact: bool = False) -> Sheet:
    """*pivot* with a sign for each mark, counts at the right and at the foot, a legend below. *compact* names a
    strategy that all rows share once, in the title."""
    names = labels(store, [*pivot.rows, *pivot.columns, *pivot.groups], language)
    shared = _shared_strategy(pivot.rows) if compact else ""
    empty = [""] * len(pivot.columns)
    grouped = bool(pivot.groups) and not compact

    def line(index: int) -> tuple[str, ...]:
        if index == len(pivot.rows):
            return foot
        signs, cells = empty.copy(), pivot.cells[index]
        for column, marks in cells.items():
            signs[column] = signs_of(marks)
        group = (_group_title(pivot.groups[index], names, language),) if grouped else ()
        title = _name_and_title(pivot.rows[index], names).removeprefix(shared)
        return (*group, title, *signs, str(sum(map(len, cells.values()))))

    def compact_lines() -> Iterator[tuple[str, ...]]:
        for index, group in enumerate(pivot.groups):
            if index == 0 or group != pivot.groups[index - 1]:
                yield _group_line(pivot, group, names, language)
            yield line(index)
        yield foot

    total = message("common.total").in_language(language)
    counts = pivot.marks_of_columns()
    foot = (*[""] * grouped, total, *map(str, counts), str(sum(counts)))
    columns = [_name_and_title(column, names) for column in pivot.columns if not column.startswith(SG)]
    notes = [
        _legend(language, pivot.bases()),
        _standing_sentence(pivot, language),
        *(["", *columns] if columns else []),
    ]
    ends = (pivot.row_kind, pivot.column_kind)
    rows_called, columns_called = called(store, ends, language) if compact else ends
    heads = (
        *["group"] * grouped,
        rows_called,
        *(
            names.get(thing, name) if thing.startswith(SG) else name
            for thing, name in zip(pivot.columns, column_names(pivot.columns), strict=True)
        ),
        total,
    )
    where = f" ({shared.rstrip('/')})" if shared and shared != "organisations/" else ""
    title = f"{rows_called} × {columns_called}{where}"
    title = title[:1].upper() + title[1:] if compact else title
    lines = tuple(compact_lines()) if compact and pivot.groups else Rows(len(pivot.rows) + 1, line)
    return Sheet(heads, lines, title=title, notes=tuple(notes), crossed=not grouped, key=tuple(columns))


def _group_line(pivot: Pivot, group: str, names: dict[str, str], language: str) -> tuple[str, ...]:
    """The line above the rows of *group*: its title and its sums."""
    counts = [0] * len(pivot.columns)
    for row_group, cells in zip(pivot.groups, pivot.cells, strict=True):
        for column, marks in cells.items() if row_group == group else ():
            counts[column] += len(marks)
    title = f"— {_group_title(group, names, language)} —"
    return (title, *(str(count or "") for count in counts), str(sum(counts)))


def _group_title(group: str, names: dict[str, str], language: str) -> str:
    if not group:
        return message("common.ungrouped").in_language(language)
    return _name_and_title(group, names)


def _name_and_title(thing: str, names: dict[str, str]) -> str:
    """The short name of *thing* and its title; of a term of the vocabulary the title alone."""
    return names[thing] if thing.startswith(SG) and thing in names else f"{short(thing)} {names.get(thing, '')}".strip()


def _legend(language: str, present: Collection[str]) -> str:
    shown = shown_bases(present)
    signs = "  ".join(f"{SIGNS[basis]} {BASIS_LABELS[basis].in_language(language)}" for basis in shown)
    return f"{message('matrix.signs').in_language(language)}: {signs}"


def _standing_sentence(pivot: Pivot, language: str) -> str:
    """How many rows have a mark of their own, only inherited ones, and none."""
    counts = pivot.standing()
    told = message(
        "matrix.standing", rows=len(pivot.rows), own=counts[OWN], inherited=counts[INHERITED], none=counts[NONE]
    )
    if PARTS in counts:
        told = joined((told, message("matrix.standing.parts", number=counts[PARTS])), " ")
    return told.in_language(language)


def _shared_strategy(rows: Sequence[str]) -> str:
    """The part `slug/` of the short names that all *rows* share; empty where they do not, or there is none."""
    slugs = {short(row).rpartition("/")[0] for row in rows}
    return slugs.pop() + "/" if len(slugs) == 1 and "" not in slugs else ""


def marks_table(store: Store, matrix: Matrix, language: str = "da") -> Table:
    """*matrix* in long form, one row per mark; a row of the matrix without a mark has one row with nothing but itself.

    Columns: row, column, basis, through (the element that has the link), link, path (the things on the way), words
    (the quotes, each in the quotation marks of *language*); of a grouped matrix also group.
    """
    quotes_by_thing = openings(store, borne(matrix.marks()))
    rows: list[tuple[Term | None, ...]] = []
    for index, row in enumerate(matrix.rows):
        row_count = len(rows)
        group = Iri(matrix.groups[index]) if matrix.groups and matrix.groups[index] else None
        for mark in matrix.marks_in(row):
            rows.append(
                (
                    Iri(row),
                    Iri(mark.column),
                    Literal(mark.basis),
                    Iri(mark.claim.subject),
                    Iri(mark.claim.link) if mark.claim.link else None,
                    Literal(_path(mark)),
                    Literal(" ".join(quoted(quote.exact, language) for _, quote in quotes_of(mark, quotes_by_thing))),
                    group,
                )
            )
        if len(rows) == row_count:
            rows.append((Iri(row), None, None, None, None, None, None, group))
    names = ("row", "column", "basis", "through", "link", "path", "words", *["group"] * bool(matrix.groups))
    return Table(tuple(Column(name) for name in names), tuple(row[: len(names)] for row in rows))


def _path(mark: Mark) -> str:
    things, lowest_index = mark.way
    names = list(map(short, things))
    return " > ".join([*names[:lowest_index], " < ".join(names[lowest_index:])])


def _evidence_notes(store: Store, matrix: Matrix, language: str) -> list[str]:
    quotes_by_thing = openings(store, borne(matrix.marks()), language)
    names = labels(store, {thing for mark in matrix.marks() for thing in (mark.claim.subject, mark.column)}, language)
    notes = []
    for mark in matrix.marks():
        through = mark.claim.subject
        via = (
            ""
            if through == mark.row
            else (": " if mark.basis == THROUGH_PARTS else f" {message('common.through').in_language(language)} ")
            + (f"{short(through)} {names.get(through, '')}".strip())
        )
        basis = BASIS_LABELS[mark.basis].in_language(language)
        ends = " → ".join(names.get(end, "") if end.startswith(SG) else short(end) for end in (mark.row, mark.column))
        notes.append(f"{SIGNS[mark.basis]} {ends}: {basis}{via}{_share(matrix, mark, language)}")
        notes += [
            f"  {quoted(quote.exact, language)} ({quote.place.in_language(language)}, {short(quote.document)})"
            for _, quote in quotes_of(mark, quotes_by_thing)
        ]
    return notes


def _share(matrix: Matrix, mark: Mark, language: str) -> str:
    """Of how many parts *mark* of *matrix* is one, where it holds through parts: (3 of 7 parts)."""
    if mark.basis != THROUGH_PARTS or (mark.row, mark.column) not in matrix.shares:
        return ""
    having, parts = matrix.shares[mark.row, mark.column]
    return f" ({message('common.parts', having=having, parts=parts).in_language(language)})"


def matrix_record(store: Store, matrix: Matrix, language: str) -> dict[str, object]:
    """*matrix* as a record for machines: kinds, rows and columns with titles in *language*, and every mark with its
    basis, its path and its quotes. (The schema is in docs/formats.md.)"""
    names = labels(store, [*matrix.rows, *matrix.columns, *matrix.groups], language)
    groups = matrix.groups or [""] * len(matrix.rows)
    standings = matrix.standings()
    quotes_by_thing = openings(store, borne(matrix.marks()), language)
    return {
        "rows": {
            "kind": matrix.row_kind,
            "things": [
                _row_record(row, group, names) | {"standing": standings[row], "gap": row in matrix.gaps}
                for row, group in zip(matrix.rows, groups, strict=True)
            ],
        },
        "columns": {"kind": matrix.column_kind, "things": [_thing_record(column, names) for column in matrix.columns]},
        "marks": [
            {
                "row": mark.row,
                "column": mark.column,
                "basis": mark.basis,
                "through": mark.claim.subject,
                "link": mark.claim.link or None,
                "path": list(mark.way[0]),
                "quotes": [quote.record() for _, quote in quotes_of(mark, quotes_by_thing)],
            }
            | _share_record(matrix, mark)
            for mark in matrix.marks()
        ],
    }


def _share_record(matrix: Matrix, mark: Mark) -> dict[str, object]:
    if mark.basis != THROUGH_PARTS:
        return {}
    having, parts = matrix.shares[mark.row, mark.column]
    return {"parts": {"having": having, "of": parts}}


def _row_record(thing: str, group: str, names: dict[str, str]) -> dict[str, object]:
    return _thing_record(thing, names) | ({"group": group} if group else {})


def _thing_record(thing: str, names: dict[str, str]) -> dict[str, object]:
    return {"id": thing, "title": names.get(thing, "")}
