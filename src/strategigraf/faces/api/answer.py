"""Answers in Python: a value that becomes records, a data frame, text or a file, and opens to its words."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from strategigraf.answers.request import one_of
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.frame import Frame
from strategigraf.values.table import Table
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.files.question import Question
    from strategigraf.interchange.data_frame import PandasFrame, PolarsFrame

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
        from strategigraf.interchange.data_frame import pandas_frame

        return pandas_frame(self.frame())

    def to_polars(self) -> "PolarsFrame":
        """The rows as a `polars.DataFrame`: text as `String`, whole numbers as `Int64`, decimals as `Float64`. Raises
        LibraryMissing where polars is not installed."""
        from strategigraf.interchange.data_frame import polars_frame

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

    def save(self, path: str | Path, format_name: str | None = None) -> Path:
        """Writes the answer to the file *path* in the format of its ending (.csv, .json, .md, .txt; of matrices and
        reports also .html and .xlsx), or in *format_name*, and gives the path. The old file stays whole until the new
        one is complete. Raises WrongValue for another ending or one of another format, OutputNotWritten."""
        from strategigraf.files.output import format_for, write

        target = Path(path)
        chosen = format_for(target, self.formats, format_name)
        content = self.content(target.suffix.lower().removeprefix(".") if chosen is None else chosen)
        write(target, content.encode("utf-8") if isinstance(content, str) else content)
        return target

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
        from strategigraf.answers.frame_of import table_frame

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
        return quoted(self._store, [cell.value for cell in cells if isinstance(cell, Iri)], self.language)

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
        from strategigraf.answers.table_sheet import table_sheet
        from strategigraf.interchange.notebook_html import MOST_ROWS, sheet_html

        first = self.value._replace(rows=self.value.rows[:MOST_ROWS])
        return sheet_html(table_sheet(self._store, first, self.language), self.language, len(self))

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.interchange.answer_content import table_content

        return table_content(self._store, self.value, format_name, self.language)


def quoted(store: Store, things: list[str], language: str) -> TableAnswer:
    """The quotes that *things* (IRIs) open to, as a table."""
    from strategigraf.answers.words_table import words_table

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
