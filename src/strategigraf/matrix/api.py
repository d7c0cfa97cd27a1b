"""Matrices in Python: counts or signs in a wide frame, marks in a long one, each cell opening to its words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from strategigraf.api.answer import OFFICE, TABLE_FORMATS, Answer, SheetAnswer, TableAnswer
from strategigraf.api.graph import Graph
from strategigraf.core.errors import UnknownElement, nearest
from strategigraf.core.matrix import Matrix, Pivot
from strategigraf.core.rdf import Text, expand, short
from strategigraf.core.table import Frame, Sheet
from strategigraf.core.thread import Mark
from strategigraf.matrix.view import MatrixQuery, asked_in_parts, asked_matrix, asked_pivot
from strategigraf.store.names import Kind, Names, one_of
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.core.report import Dossier
    from strategigraf.render.frame import PandasFrame, PolarsFrame


class PivotAnswer(Answer[Pivot]):
    """A matrix of which only the bases of the marks are known: fast for a whole country. Each frame is wide: one row
    for each row of the matrix, marked or not, and one column for each column."""

    formats = ("table", "csv", "tsv", "markdown", *OFFICE)

    def __init__(self, value: Pivot, store: Store, language: str) -> None:
        super().__init__(value, store, language)
        self._pivot = value

    def frame(self, cells: str = "count") -> Frame:
        """The matrix as columns of plain Python values: see `to_pandas`."""
        from strategigraf.render.frame import CELLS, pivot_frame

        one_of(cells, CELLS, Text("et gyldigt indhold af celler", "a valid content of cells"))
        return pivot_frame(self._store, self._pivot, self.language, cells)

    def to_pandas(self, cells: str = "count") -> "PandasFrame":
        """The matrix as a wide `pandas.DataFrame`: row (IRI), row_label, strategy (IRI), of a grouped matrix group and
        group_label, then a column for each column, named by its code (`10.3`) or short name.

        *cells*: the number of marks (`"count"`, int64), a sign for each (`"signs"`), or whether there is one
        (`"marked"`, bool). Raises LibraryMissing, and WrongValue for other *cells*.
        """
        from strategigraf.render.frame import pandas_frame

        return pandas_frame(self.frame(cells))

    def to_polars(self, cells: str = "count") -> "PolarsFrame":
        """The matrix as a wide `polars.DataFrame`: see `to_pandas`. Raises LibraryMissing, WrongValue."""
        from strategigraf.render.frame import polars_frame

        return polars_frame(self.frame(cells))

    def by_strategy(self) -> TableAnswer:
        """A row for each strategy: rows, how many of them have a mark of their own, inherited ones only, none; marks,
        and marks on each basis. As text, but for JSON, the marks in each column in place of those on each basis."""
        from strategigraf.matrix.matrix import by_strategy, strategies_sheet

        sheet = strategies_sheet(self._store, self._pivot, self.language)
        return SheetAnswer(by_strategy(self._pivot), sheet, self._store, self.language)

    def by_column(self) -> TableAnswer:
        """A row for each column: how many strategies and rows have a mark there, marks, and marks on each basis."""
        from strategigraf.matrix.matrix import by_column

        return TableAnswer(by_column(self._pivot), self._store, self.language)

    def __len__(self) -> int:
        return len(self._pivot.rows)

    def __repr__(self) -> str:
        marks = sum(self._pivot.marks_of_columns())
        kinds = f"{self._pivot.row_kind} × {self._pivot.column_kind}"
        return f"<{kinds}: {len(self)} rows, {len(self._pivot.columns)} columns, {marks} marks>"

    def _repr_html_(self) -> str:
        from strategigraf.render.frame import MOST_ROWS, sheet_html

        sheet = self._in(compact=True)
        first = sheet._replace(rows=sheet.rows[:MOST_ROWS])
        return sheet_html(first, self.language, len(sheet.rows))

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """The matrix as one sheet."""
        return [self._in(compact=True)]

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        from strategigraf.render.formats import sheet_content

        return sheet_content(self._in(format_name in ("table", "markdown")), format_name)

    def _in(self, compact: bool) -> Sheet:
        from strategigraf.render.matrix import pivot_sheet

        return pivot_sheet(self._store, self._pivot, self.language, compact)


class MatrixAnswer(Answer[Matrix]):
    """A matrix: every cell is the marks that it counts, every mark the thread and the words it rests on. A row without
    a mark stays; `value.gaps` are the rows that are gaps by the policy."""

    formats = TABLE_FORMATS

    def __init__(self, value: Matrix, kinds: tuple[Kind, Kind], store: Store, language: str) -> None:
        super().__init__(value, store, language)
        self.kinds = kinds

    @property
    def pivot(self) -> PivotAnswer:
        """The matrix with only the bases of its marks."""
        from strategigraf.render.matrix import pivot_of

        return PivotAnswer(pivot_of(self._store, self.kinds[0], self.value), self._store, self.language)

    def frame(self, cells: str = "count") -> Frame:
        """The matrix as columns of plain Python values: see `to_pandas`."""
        return self.pivot.frame(cells)

    def to_pandas(self, cells: str = "count") -> "PandasFrame":
        """The matrix as a wide `pandas.DataFrame`: see `PivotAnswer.to_pandas`. Raises LibraryMissing, WrongValue."""
        return self.pivot.to_pandas(cells)

    def to_polars(self, cells: str = "count") -> "PolarsFrame":
        """The matrix as a wide `polars.DataFrame`: see `PivotAnswer.to_pandas`. Raises LibraryMissing, WrongValue."""
        return self.pivot.to_polars(cells)

    def marks(self) -> TableAnswer:
        """The matrix in long form, one row for each mark: row, column, basis, through (the element that has the link),
        link, path, words, of a grouped matrix group. A row without a mark has one row with
        nothing but itself."""
        from strategigraf.render.matrix import marks_table

        return TableAnswer(marks_table(self._store, self.value, self.language), self._store, self.language)

    def by_strategy(self) -> TableAnswer:
        """A row for each strategy: see `PivotAnswer.by_strategy`."""
        return self.pivot.by_strategy()

    def by_column(self) -> TableAnswer:
        """A row for each column: see `PivotAnswer.by_column`."""
        return self.pivot.by_column()

    def columns(self) -> TableAnswer:
        """The columns with their titles, in order: name (as in a wide frame), column."""
        from strategigraf.core.rdf import Iri, Literal
        from strategigraf.core.report import Column
        from strategigraf.core.table import Table
        from strategigraf.render.frame import column_names

        names = column_names(self.value.columns)
        rows = tuple((Literal(name), Iri(column)) for name, column in zip(names, self.value.columns, strict=True))
        return TableAnswer(Table((Column("name"), Column("column")), rows), self._store, self.language)

    def evidence(self, row: str | int | None = None, column: str | None = None) -> TableAnswer:
        """The quotes that the marks in *row* and *column* rest on (of all rows or columns where one is not given).

        A row is its number (from 0) or name, a column its name or code: short name, last part, or IRI. Columns of the
        answer: row, column, basis, thing (the link or element that has the quote), quote, words, section, document,
        with their titles. Raises UnknownElement with the nearest names, and WrongValue where there is no such row.

        >>> m = sg.matrix(sg.open(), "goal", "sdg-target", "midt-udviklingsplan-2023")
        >>> m.evidence("pejlemaerke-15", "4.4")["words"][0][:56]
        'Vi vil være et af Danmarks stærkeste højt specialiserede'
        """
        from strategigraf.api.answer import row_of
        from strategigraf.render.tables import marks_words_table

        if isinstance(row, int):
            rows: tuple[str, ...] = (row_of(self.value.rows, row),)
        else:
            rows = (_place(self.value.rows, row),) if row is not None else self.value.rows
        columns = (_place(self.value.columns, column),) if column is not None else self.value.columns
        marks: list[Mark] = [mark for r in rows for c in columns for mark in self.value.cells.get((r, c), ())]
        return TableAnswer(marks_words_table(self._store, marks, self.language), self._store, self.language)

    def __len__(self) -> int:
        return len(self.value.rows)

    def __repr__(self) -> str:
        return repr(self.pivot)

    def _repr_html_(self) -> str:
        from strategigraf.core.report import Crossing
        from strategigraf.render.formats import of_matrix
        from strategigraf.render.frame import MOST_ROWS, matrix_html

        rows = self.value.rows[:MOST_ROWS]
        shown = set(rows)
        cells = {place: marks for place, marks in self.value.cells.items() if place[0] in shown}
        first = self.value._replace(rows=rows, cells=cells, groups=self.value.groups[:MOST_ROWS])
        dossier = of_matrix(self._store, first, self.kinds)
        (section,) = dossier.sections
        assert isinstance(section, Crossing)
        return matrix_html(section, dossier, self.language, len(self))

    def _dossier(self) -> "Dossier":
        from strategigraf.render.formats import of_matrix

        return of_matrix(self._store, self.value, self.kinds)

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """The matrix as one sheet, with *evidence* the quotes of every mark below."""
        if not evidence:
            return self.pivot.sheets()
        from strategigraf.render.matrix import matrix_sheet

        return [matrix_sheet(self._store, self.value, self.kinds[0], self.language, evidence)]

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        from strategigraf.render.formats import matrix_content

        return matrix_content(self._store, self.value, self.kinds, format_name, self.language, evidence)


def _place(things: tuple[str, ...], name: str) -> str:
    """The one of *things* that *name* means: its IRI, short name, or last part where no other has that."""
    if name in things or (iri := expand(name)) in things:
        return name if name in things else iri
    ends = [thing for thing in things if short(thing).rpartition("/")[2] == name]
    if len(ends) == 1:
        return ends[0]
    known = [short(thing) for thing in things]
    raise UnknownElement(
        Text("række eller kolonne i matricen", "row or column of the matrix named"),
        name,
        [short(thing) for thing in ends] or nearest(name, known),
        Text(".columns() og .records() viser dem.", ".columns() and .records() show them."),
    )


# Matrices.


def matrix(
    graph: Graph,
    rows: str,
    columns: str,
    strategies: Names = (),
    bases: Names = (),
    only: str | None = None,
    group: str | None = None,
    sort: str = "order",
    parts: bool | None = None,
) -> MatrixAnswer:
    """The matrix of the kinds *rows* by *columns*: a cell is the marks that it counts, a row without any stays.

    *rows*, *columns*, *group* are kinds as on the command line: `initiative`, `sdg-target`, `pejlemærke`, a source's
    own word, narrowed to a strategy by `goal@SLUG`. *strategies* and *bases* narrow it (one name or several). *only*:
    "gaps" (by the policy), "unmarked", "marks" or "differences"; *sort*: "order" (as in the source), "marks" (most
    first) or "title". *parts*: whether what a row or column has through its parts (△) is shown; by default
    where rows or columns gather others (visions, tracks, focus areas) or the policy accepts it.

    Raises UnknownKind, UnknownStrategy and WrongValue with the nearest names, NoThread where nothing of the two kinds
    is ever joined.

    >>> g = sg.open(language="en")
    >>> sg.matrix(g, "goal", "sdg-target", "midt-udviklingsplan-2023", bases=["named", "interpreted"])
    <goal × sdg-target: 15 rows, 11 columns, 5 marks>
    """

    def answer(store: Store) -> MatrixAnswer:
        asked = MatrixQuery(rows, columns, strategies, bases, only, group, sort, graph.language, parts)
        return MatrixAnswer(*asked_matrix(store, asked), store, graph.language)

    return graph.use(answer)


def matrix_pieces(graph: Graph, asked: MatrixQuery, long_form: bool) -> Iterable[bytes] | None:
    """What `matrix` gives of a whole country as JSON, or its marks as CSV in the *long form*, the same bytes in
    pieces, without all of it in memory; None where that is no less work, see `asked_in_parts`.

    Raises what `matrix` raises, but NoThread.
    """

    def pieces(store: Store) -> Iterable[bytes] | None:
        from strategigraf.render.formats import marks_csv, matrix_json

        marked = False

        def noticed() -> Iterator[tuple[Store, Matrix]]:
            nonlocal marked
            for near, part in parts or ():
                marked = marked or bool(part.cells)
                yield near, part

        parts = asked_in_parts(store, asked, gaps=not long_form)
        if parts is None:
            return None
        written = (marks_csv if long_form else matrix_json)(noticed(), graph.language)
        return written if marked else None

    return graph.use(pieces)


def pivot(
    graph: Graph,
    rows: str,
    columns: str,
    strategies: Names = (),
    bases: Names = (),
    only: str | None = None,
    group: str | None = None,
    sort: str = "order",
    parts: bool | None = None,
) -> PivotAnswer:
    """The matrix of the kinds *rows* by *columns* with only the bases of its marks: the same numbers as `matrix`, many
    times faster where columns are SDG goals or targets, and no words.

    Parameters are those of `matrix`. Raises what that raises.

    >>> sg.pivot(sg.open(), "initiative", "sdg-goal").by_strategy()["none"]
    (38, 0, 15, 10)
    """

    def answer(store: Store) -> PivotAnswer:
        asked = MatrixQuery(rows, columns, strategies, bases, only, group, sort, graph.language, parts)
        return PivotAnswer(asked_pivot(store, asked)[0], store, graph.language)

    return graph.use(answer)
