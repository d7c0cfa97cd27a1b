"""What every answer in Python is: a value that becomes records, a data frame, text or a file, and opens to its
words.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import XSD, Literal, Text
from strategigraf.core.report import Column, Part, Report, things_in
from strategigraf.core.table import Answer as Found
from strategigraf.core.table import Frame, Table, Triples, Truth
from strategigraf.render.tables import one_part
from strategigraf.store.names import one_of
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.core.report import Dossier
    from strategigraf.files.question import Question
    from strategigraf.render.frame import PandasFrame, PolarsFrame

Value_co = TypeVar("Value_co", covariant=True)
TEXTS = ("table", "csv", "json", "markdown")


class Answer(Generic[Value_co]):
    """An answer of the graph: `value` is the frozen value as it was found, `language` that of titles and sentences.

    `print(answer)` shows what the command line shows; in a notebook signs and numbers open to their words.
    """

    formats: tuple[str, ...] = TEXTS

    def __init__(self, value: Value_co, store: Store, language: str) -> None:
        self.value = value
        self.language = language
        self._store = store

    def frame(self) -> Frame:
        """The answer as columns of plain Python values."""
        raise NotImplementedError

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries: IRIs and titles as `str`, numbers as `int` or `float`, None where there is none."""
        return self.frame().records()

    def to_pandas(self) -> "PandasFrame":
        """The rows as a `pandas.DataFrame`: text as `str`, whole numbers as `int64` (`Int64` where some are missing),
        decimals as `float64`. Raises LibraryMissing where pandas is not installed."""
        from strategigraf.render.frame import pandas_frame

        return pandas_frame(self.frame())

    def to_polars(self) -> "PolarsFrame":
        """The rows as a `polars.DataFrame`: text as `String`, whole numbers as `Int64`, decimals as `Float64`. Raises
        LibraryMissing where polars is not installed."""
        from strategigraf.render.frame import polars_frame

        return polars_frame(self.frame())

    def content(self, format_name: str = "table") -> str | bytes:
        """The answer in a format of `formats`, as the command line's `--format` gives it. Raises WrongValue."""
        if format_name not in self.formats:
            one_of(format_name, self.formats, Text("et format, svaret findes i", "a format of this answer"))
        return self._content(format_name)

    def to_csv(self) -> str:
        """The answer as CSV (RFC 4180), the same bytes as the command line's."""
        return str(self.content("csv"))

    def to_json(self) -> str:
        """The answer as JSON, the same as the command line's; docs/formats.md has the schema."""
        return str(self.content("json"))

    def to_markdown(self) -> str:
        """The answer as Markdown, to paste into a memo."""
        return str(self.content("markdown"))

    def save(
        self, path: str | Path, format_name: str | None = None, sources: str | os.PathLike[str] | None = None
    ) -> Path:
        """Writes the answer to the file *path* in the format of its ending (.csv, .json, .md, .txt; of matrices and
        reports also .html and .xlsx), or in *format_name*, and gives the path. The old file stays whole until the new
        one is complete. With *sources*, the folder of source texts, the cover of a workbook says how many of its quotes
        stand there. Raises WrongValue for another ending or one of another format, SourceNotFound, OutputNotWritten."""
        from strategigraf.files.output import format_for, write

        target = Path(path)
        chosen = format_for(target, self.formats, format_name) or target.suffix.lower().removeprefix(".")
        content = self.content(chosen) if sources is None else self._verified(chosen, Path(sources))
        write(target, content.encode("utf-8") if isinstance(content, str) else content)
        return target

    def _verified(self, format_name: str, sources: Path) -> str | bytes:
        from strategigraf.files.source_text import SourceFolder
        from strategigraf.render.formats import dossier_content, verified

        made = self._dossier() if format_name in ("html", "xlsx") else None
        if made is None:
            raise WrongValue(
                Text(
                    "Kun regnearket af en matrix eller rapport siger, hvad der er efterprøvet.",
                    "Only the workbook of a matrix or report says what was verified.",
                ),
                Text("Vælg .xlsx, eller udelad kilderne.", "Choose .xlsx, or leave the sources out."),
            )
        return dossier_content(verified(self._store, made, SourceFolder(sources)), format_name, self.language)

    def _dossier(self) -> "Dossier | None":
        """The answer with the words of all that it speaks of; None where it is no matrix or report."""
        return None

    def __str__(self) -> str:
        return str(self.content("table")).rstrip("\n")

    def __len__(self) -> int:
        return self.frame().height

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.records())

    def __bool__(self) -> bool:
        return True

    def _content(self, format_name: str) -> str | bytes:
        raise NotImplementedError


class TableAnswer(Answer[Table]):
    """A table: rows of things, each with its title beside it, and values. The answer of a question of the catalogue
    knows it as `question`, and the values of its `parameters`."""

    formats = ("table", "csv", "tsv", "json", "markdown")

    def __init__(
        self,
        value: Table,
        store: Store,
        language: str,
        question: "Question | None" = None,
        parameters: dict[str, str] | None = None,
    ) -> None:
        super().__init__(value, store, language)
        self.question = question
        self.parameters = parameters or {}

    def frame(self) -> Frame:
        from strategigraf.render.frame import table_frame

        return table_frame(self._store, self.value, self.language)

    def evidence(self, row: int, column: str | None = None) -> "TableAnswer":
        """The quotes that the things in *row* (from 0; just the one in *column* where given) open to.

        Columns: thing, quote, words, section, document, with their titles. Raises WrongValue where there is no such
        row or column.

        >>> g = sg.open(language="en")
        >>> sg.ask(g, "initiatives-by-sdg-target", target="10.3").evidence(0, "link")["section"][0]
        'Det hele menneske > VERDENSMÅL NR. 10'
        """
        cells = row_of(self.value.rows, row)
        names = [each.name for each in self.value.columns]
        if column is not None:
            cells = (cells[names.index(one_of(column, names, Text("en kolonne i svaret", "a column of the answer")))],)
        return quoted(self._store, list(things_in([cells])), self.language)

    def __getitem__(self, name: str) -> tuple[Any, ...]:
        """The values of the column *name*, from top to bottom. Raises WrongValue where there is none."""
        frame = self.frame()
        one_of(name, frame.names, Text("en kolonne i svaret", "a column of the answer"))
        return frame.columns[frame.names.index(name)].values

    def __len__(self) -> int:
        return len(self.value.rows)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.value.columns)
        return f"<table of {len(self)} rows: {names}>"

    def _repr_html_(self) -> str:
        from strategigraf.render.frame import MOST_ROWS, sheet_html
        from strategigraf.render.tables import table_sheet

        first = self.value._replace(rows=self.value.rows[:MOST_ROWS])
        return sheet_html(table_sheet(self._store, first, self.language), self.language, len(self))

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.render.formats import table_content

        return table_content(self._store, self.value, format_name, self.language)


def quoted(store: Store, things: list[str], language: str) -> TableAnswer:
    """The quotes that *things* (IRIs) open to, as a table."""
    from strategigraf.render.tables import words_table

    return TableAnswer(words_table(store, things, language), store, language)


Row = TypeVar("Row")


def row_of(rows: tuple[Row, ...], number: int) -> Row:
    """The row *number* of *rows*, from 0, or from the end where it is negative. Raises WrongValue."""
    if -len(rows) <= number < len(rows):
        return rows[number]
    raise WrongValue(
        Text(f"Der er ingen række {number}.", f"There is no row {number}."),
        Text(f"Rækkerne er 0 til {len(rows) - 1}.", f"The rows are 0 to {len(rows) - 1}.")
        if rows
        else Text("Svaret har ingen rækker.", "The answer has no rows."),
    )


# Answers to SPARQL and to a check of the data, in Python.


class QueryAnswer(Answer[Found]):
    """What a SPARQL query gave: `value` is a Table, Triples or Truth. Triples are rows of subject, predicate, object; a
    yes or no is one row, `answer`, and the truth of the answer itself."""

    formats = ("table", "csv", "tsv", "json", "turtle", "ntriples", "jsonld")

    def frame(self) -> Frame:
        """The answer as columns of plain Python values, without titles."""
        from strategigraf.render.frame import table_frame

        return table_frame(None, _table(self.value), self.language)

    def content(self, format_name: str = "") -> str | bytes:
        """The answer as text: a table in one of the first four of `formats`, triples in one of the last three (without
        one the first that fits). Raises WrongValue where a format does not fit the answer."""
        from strategigraf.render.delimited import query_content

        return query_content(self.value, format_name or None)

    def __str__(self) -> str:
        return str(self.content()).rstrip("\n")

    def __bool__(self) -> bool:
        return not isinstance(self.value, Truth) or self.value.value

    def __repr__(self) -> str:
        if isinstance(self.value, Truth):
            return f"<{self.value.value}>"
        what = "triples" if isinstance(self.value, Triples) else "rows"
        return f"<{len(self)} {what}: {', '.join(self.frame().names)}>"

    def _repr_html_(self) -> str:
        from strategigraf.render.delimited import query_sheet
        from strategigraf.render.frame import MOST_ROWS, sheet_html

        table = _table(self.value)
        first = query_sheet(table._replace(rows=table.rows[:MOST_ROWS]))
        return sheet_html(first, self.language, len(table.rows))


def _table(found: Found) -> Table:
    if isinstance(found, Table):
        return found
    if isinstance(found, Triples):
        return Table(tuple(map(Column, ("subject", "predicate", "object"))), found.triples)
    return Table((Column("answer"),), ((Literal(str(found.value).lower(), XSD + "boolean"),),))


# Reports in Python.

_FORMATS = ("table", "csv", "json", "markdown", "html", "xlsx")


class PartAnswer(Answer[Part]):
    """One part of a report: rows with numbers that open. `title` and `explanation` say what it shows."""

    formats = _FORMATS

    def __init__(self, value: Part, store: Store, language: str, report: Report) -> None:
        super().__init__(value, store, language)
        self.name = value.name
        self.title = value.title.in_language(language)
        self.explanation = value.sentence.in_language(language)
        self._report = report

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
        names = [each.name for each in self.value.columns]
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

        first = self.value._replace(rows=self.value.rows[:MOST_ROWS])
        of_part = dossier(self._store, self.name, self.value.title, Text("", ""), [first])
        return part_html(first, of_part, self.language, len(self))

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.render.formats import report_content

        return report_content(self._store, self._report, format_name, self.language, self.name)

    def _dossier(self) -> "Dossier | None":
        from strategigraf.render.formats import of_report

        return of_report(self._store, one_part(self._report, self.name))


class ReportAnswer(Answer[Value_co]):
    """A report: `parts` has the names of its parts, `answer["NAME"]` each of them. What is asked of the report itself
    (rows, frames, evidence) is asked of its main part, the first; `report` is the report as a value."""

    formats = _FORMATS

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
        return PartAnswer(part, self._store, self.language, self.report)

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

    def _dossier(self) -> "Dossier | None":
        from strategigraf.render.formats import of_report

        return of_report(self._store, self.report)

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.render.formats import report_content

        return report_content(self._store, self.report, format_name, self.language)
