"""Matrices as sheets, in long form, and as records for machines."""

from collections.abc import Sequence

from strategigraf.answers.evidence_of import words_of
from strategigraf.answers.kind import Kind
from strategigraf.answers.pivot import pivot_of
from strategigraf.graph.alignment import CONTINUES
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.hop import BASES, BASIS_LABELS, Mark
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import ID, short
from strategigraf.values.pivot import Pivot
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Column, Table
from strategigraf.values.term import Iri, Literal, Term
from strategigraf.values.text import Text

SIGNS = {"stated": "●", "named": "◆", "interpreted": "○", "inherited": "↑", "structure": "▪"}
_SIGN_OF = str.maketrans({str(place): SIGNS[basis] for place, basis in enumerate(BASES)})


def matrix_sheet(store: Store, matrix: Matrix, rows: Kind, language: str, evidence: bool = False) -> Sheet:
    """*matrix*, whose rows are of the kind *rows*, as a sheet; with *evidence* the quotes of every mark below."""
    sheet = pivot_sheet(store, pivot_of(store, rows, matrix), language, compact=True)
    return sheet._replace(notes=(*sheet.notes, "", *_evidence_notes(store, matrix, language))) if evidence else sheet


def pivot_sheet(store: Store, pivot: Pivot, language: str, compact: bool = False) -> Sheet:
    """*pivot* with a sign for each mark, counts at the right and at the foot, a legend below. *compact* names a
    strategy that all rows share once, in the title."""
    names = labels(store, [*pivot.rows, *pivot.columns], language)
    shared = _shared_strategy(pivot.rows) if compact else ""
    empty = [""] * len(pivot.columns)
    rows = []
    for row, cells in zip(pivot.rows, pivot.cells, strict=True):
        line = empty.copy()
        for column, marks in cells.items():
            line[column] = marks.translate(_SIGN_OF)
        title = f"{short(row).removeprefix(shared)} {names.get(row, '')}".strip()
        rows.append((title, *line, str(sum(map(len, cells.values())))))
    total = Text("i alt", "total").in_language(language)
    counts = pivot.marks_of_columns()
    foot = (total, *map(str, counts), str(sum(counts)))
    columns = [f"{short(column)} {names.get(column, '')}".strip() for column in pivot.columns]
    notes = [_legend(language), *(["", *columns] if columns else [])]
    heads = (pivot.row_kind, *(brief(column) for column in pivot.columns), total)
    where = f" ({shared.rstrip('/')})" if shared else ""
    title = f"{pivot.row_kind} × {pivot.column_kind}{where}"
    return Sheet(heads, (*rows, foot), title=title, notes=tuple(notes))


def _legend(language: str) -> str:
    signs = "  ".join(f"{SIGNS[basis]} {BASIS_LABELS[basis].in_language(language)}" for basis in BASES)
    return f"{Text('Tegn', 'Signs').in_language(language)}: {signs}"


def _shared_strategy(rows: Sequence[str]) -> str:
    """The part `slug/` of the short names that all *rows* share; empty where they do not, or there is none."""
    slugs = {short(row).rpartition("/")[0] for row in rows}
    return slugs.pop() + "/" if len(slugs) == 1 and "" not in slugs else ""


def marks_table(store: Store, matrix: Matrix) -> Table:
    """*matrix* in long form, one row per mark; a row of the matrix without a mark has one row with nothing but itself.

    Columns: row, column, basis, through (the element that has the link), link, path (the things on the way), words
    (the quotes, each in quotation marks).
    """
    words = words_of(store, _bearers(matrix))
    rows: list[tuple[Term | None, ...]] = []
    for row in matrix.rows:
        before = len(rows)
        for column in matrix.columns:
            for mark in matrix.cells.get((row, column), ()):
                quotes = [
                    f"“{quote.exact}”" for bearer in bearers(mark) for quote in words.get(bearer, ())[: _most(mark)]
                ]
                path = " < ".join([short(mark.hops[0].subject), *(short(hop.object) for hop in mark.hops)])
                rows.append(
                    (
                        Iri(row),
                        Iri(column),
                        Literal(mark.basis),
                        Iri(mark.claim.subject),
                        Iri(mark.claim.link) if mark.claim.link else None,
                        Literal(path),
                        Literal(" ".join(quotes)),
                    )
                )
        if len(rows) == before:
            rows.append((Iri(row), None, None, None, None, None, None))
    names = ("row", "column", "basis", "through", "link", "path", "words")
    return Table(tuple(Column(name) for name in names), tuple(rows))


def bearers(mark: Mark) -> tuple[str, ...]:
    """What bears the words of *mark*: its claim's link, or the two elements at its ends where it is structure."""
    if mark.claim.predicate == CONTINUES:  # a row of an alignment: the words of both sides
        return (mark.claim.subject, mark.claim.object)
    return (mark.claim.link,) if mark.claim.link else (mark.hops[0].subject, mark.hops[-1].object)


def _most(mark: Mark) -> int | None:
    return None if mark.claim.link and mark.claim.predicate != CONTINUES else 1


def _bearers(matrix: Matrix) -> set[str]:
    return {bearer for mark in matrix.marks() for bearer in bearers(mark)}


def _evidence_notes(store: Store, matrix: Matrix, language: str) -> list[str]:
    words = words_of(store, _bearers(matrix))
    names = labels(store, (mark.claim.subject for mark in matrix.marks()), language)
    notes = []
    for mark in matrix.marks():
        through = mark.claim.subject
        via = (
            ""
            if through == mark.row
            else Text(" gennem ", " through ").in_language(language)
            + (f"{short(through)} {names.get(through, '')}".strip())
        )
        basis = BASIS_LABELS[mark.basis].in_language(language)
        notes.append(f"{SIGNS[mark.basis]} {short(mark.row)} → {short(mark.column)}: {basis}{via}")
        for bearer in bearers(mark):
            notes += [f"  “{q.exact}” ({q.section}, {short(q.document)})" for q in words.get(bearer, ())[: _most(mark)]]
    return notes


def matrix_record(store: Store, matrix: Matrix, language: str) -> dict[str, object]:
    """*matrix* as a record for machines: kinds, rows and columns with titles in *language*, and every mark with its
    basis, its path and its quotes. (The schema stands in docs/formats.md.)"""
    names = labels(store, [*matrix.rows, *matrix.columns], language)
    words = words_of(store, _bearers(matrix))
    return {
        "rows": {"kind": matrix.row_kind, "things": [_titled(row, names) for row in matrix.rows]},
        "columns": {"kind": matrix.column_kind, "things": [_titled(column, names) for column in matrix.columns]},
        "marks": [
            {
                "row": mark.row,
                "column": mark.column,
                "basis": mark.basis,
                "through": mark.claim.subject,
                "link": mark.claim.link or None,
                "path": [mark.hops[0].subject, *(hop.object for hop in mark.hops)],
                "quotes": [
                    {"id": q.quote, "exact": q.exact, "section": q.section, "document": q.document}
                    for bearer in bearers(mark)
                    for q in words.get(bearer, ())[: _most(mark)]
                ],
            }
            for mark in matrix.marks()
        ],
    }


def _titled(thing: str, names: dict[str, str]) -> dict[str, str]:
    return {"id": thing, "title": names.get(thing, "")}


def brief(column: str) -> str:
    """The heading of *column*: its short name, of something in a strategy the last part alone."""
    name = short(column)
    return name.rsplit("/", 1)[-1] if column.startswith(ID) else name
