"""Answers that are reports: whole, or one part of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from strategigraf.api.answer import HANDED_OVER, OFFICE, TEXTS, Answer, TableAnswer, Value_co, quoted, row_of
from strategigraf.core.rdf import Text
from strategigraf.core.report import Part, Report, things_in
from strategigraf.core.table import Frame, Sheet
from strategigraf.render.tables import one_part, part_sheet
from strategigraf.store.names import one_of
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.core.report import Dossier
    from strategigraf.render.frame import PandasFrame, PolarsFrame

REPORT_FORMATS = (*TEXTS, *HANDED_OVER, *OFFICE)


class _OfReport(Answer[Value_co]):
    """An answer that is written as a report."""

    formats: tuple[str, ...] = REPORT_FORMATS

    def shown(self, format_name: str) -> Report:
        """The report as it is in the format *format_name*."""
        raise NotImplementedError

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """A sheet for each part, with *evidence* the quotes below each."""
        return [part_sheet(self._store, part, self.language, evidence) for part in self.shown("table").parts]

    def _dossier(self) -> "Dossier":
        from strategigraf.render.formats import of_report

        return of_report(self._store, self.shown("html"))

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        from strategigraf.render.formats import report_content

        return report_content(self._store, self.shown(format_name), format_name, self.language, evidence)


class PartAnswer(_OfReport[Part]):
    """One part of a report: rows with numbers that open. `title` and `explanation` say what it shows."""

    def __init__(self, value: Part, whole: "ReportAnswer[Any]", store: Store) -> None:
        super().__init__(value, store, whole.language)
        self.name = value.name
        self.title = value.title.in_language(self.language)
        self.explanation = value.sentence.in_language(self.language)
        self.whole = whole

    def frame(self, openings: bool = False) -> Frame:
        """The part as columns of plain Python values: see `to_pandas`."""
        from strategigraf.render.frame import part_frame

        return part_frame(self._store, self.value, self.language, openings)

    def to_pandas(self, openings: bool = False) -> "PandasFrame":
        """The rows as a `pandas.DataFrame`: IRIs with `NAME_label` beside them, numbers as numbers, shares as per cent.

        With *openings* each column of numbers is followed by `NAME_of`: a tuple of the IRIs that the number counts.
        Raises LibraryMissing where pandas is not installed.
        """
        from strategigraf.render.frame import pandas_frame

        return pandas_frame(self.frame(openings))

    def to_polars(self, openings: bool = False) -> "PolarsFrame":
        """The rows as a `polars.DataFrame`: as `to_pandas`, openings as lists. Raises LibraryMissing where polars is
        not installed."""
        from strategigraf.render.frame import polars_frame

        return polars_frame(self.frame(openings))

    def evidence(self, row: int, column: str | None = None) -> TableAnswer:
        """The quotes that the numbers and things in *row* (from 0; just those in *column* where given) open to.

        Columns: thing, quote, words, section, document, with their titles. Raises WrongValue where there is no such
        row or column.
        """
        cells = row_of(self.value.rows, row)
        names = [part_column.name for part_column in self.value.columns]
        if column is not None:
            cells = (cells[names.index(one_of(column, names, Text("en kolonne i svaret", "a column of the answer")))],)
        return quoted(self._store, list(things_in([cells])), self.language)

    def __len__(self) -> int:
        return len(self.value.rows)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.value.columns)
        return f"<part “{self.name}” of {len(self)} rows: {names}>"

    def _repr_html_(self) -> str:
        from strategigraf.render.formats import dossier
        from strategigraf.render.frame import MOST_ROWS, part_html

        first_rows = self.value._replace(rows=self.value.rows[:MOST_ROWS])
        of_part = dossier(self._store, self.name, self.value.title, Text("", ""), [first_rows])
        return part_html(first_rows, of_part, self.language, len(self))

    def shown(self, format_name: str) -> Report:
        """The report of the part alone."""
        return self.whole.shown(format_name, self.name)


class ReportAnswer(_OfReport[Value_co]):
    """A report: `parts` has the names of its parts, `answer["NAME"]` each of them. What is asked of the report itself
    (rows, frames, evidence) is asked of its main part, the first; `report` is the report as a value."""

    of_part: ClassVar[type[PartAnswer]] = PartAnswer

    def __init__(self, value: Value_co, report: Report, store: Store, language: str) -> None:
        super().__init__(value, store, language)
        self.report = report
        self.title = report.title.in_language(language)
        self.parts = tuple(part.name for part in report.parts)

    @property
    def main(self) -> PartAnswer:
        """The main part."""
        return self[self.parts[0]]

    def __getitem__(self, name: str) -> PartAnswer:
        """The part *name*. Raises WrongValue, which tells those there are."""
        (part,) = one_part(self.report, name).parts
        return self.of_part(part, self, self._store)

    def part(self, name: str | None) -> Answer[Any]:
        """Just the part *name*, all of the report without one. Raises WrongValue, which tells those there are."""
        return self if name is None else self[name]

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given: there may be fewer
        columns or parts where people read it. Raises WrongValue."""
        return one_part(self.report, part)

    def frame(self, openings: bool = False) -> Frame:
        """The main part as columns of plain Python values."""
        return self.main.frame(openings)

    def to_pandas(self, openings: bool = False) -> "PandasFrame":
        """The main part as a `pandas.DataFrame`: see `PartAnswer.to_pandas`. Raises LibraryMissing."""
        return self.main.to_pandas(openings)

    def to_polars(self, openings: bool = False) -> "PolarsFrame":
        """The main part as a `polars.DataFrame`: see `PartAnswer.to_polars`. Raises LibraryMissing."""
        return self.main.to_polars(openings)

    def evidence(self, row: int, column: str | None = None) -> TableAnswer:
        """The quotes that a row, or one number, of the main part opens to: see `PartAnswer.evidence`."""
        return self.main.evidence(row, column)

    def record(self) -> dict[str, Any]:
        """The whole report as plain dictionaries and lists, with the words of all that its numbers open to: what
        `to_json` writes."""
        from strategigraf.render.tables import report_record

        return report_record(self._store, self.report, self.language)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{part.name} ({len(part.rows)})" for part in self.report.parts)
        return f"<report “{self.report.name}”: {sizes}>"

    def _repr_html_(self) -> str:
        return "".join(self[name]._repr_html_() for name in self.parts)
