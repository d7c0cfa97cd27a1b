"""What every answer in Python is: a value that becomes records, a data frame, text or a file, and opens to its
words.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.report import ProgressCallback, no_progress, things_in
from strategigraf.core.table import Frame, Sheet, Table
from strategigraf.store.names import one_of
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.core.report import Dossier
    from strategigraf.files.question import Question
    from strategigraf.render.frame import PandasFrame, PolarsFrame

Value_co = TypeVar("Value_co", covariant=True)
TEXTS = ("table", "csv", "json", "markdown")
HANDED_OVER = ("html", "xlsx")  # formats in which everything opens to its words, and says what was verified
OFFICE = ("docx", "parquet")  # formats that other programs go on with
TABLE_FORMATS = ("table", "csv", "tsv", "json", "markdown", *HANDED_OVER, *OFFICE)


class Special(NamedTuple):
    """A format that answers of one class write in their own way: what writes an answer, and whether it has the quotes
    in any case, so that evidence adds nothing to it."""

    write: Callable[[Any], str | bytes]
    quoting: bool = False


class Answer(Generic[Value_co]):
    """An answer of the graph: `value` is the frozen value as it was found, `language` that of titles and sentences.

    `print(answer)` shows what the command line shows; in a notebook signs and numbers open to their words.
    """

    formats: tuple[str, ...] = TEXTS
    special: ClassVar[Mapping[str, Special]] = {}

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

    def content(
        self,
        format_name: str = "table",
        evidence: bool = False,
        sources: str | os.PathLike[str] | None = None,
        tell: ProgressCallback = no_progress,
    ) -> str | bytes:
        """The answer in a format of `formats`, as the command line's `--format` gives it.

        With *evidence* the quotes that it opens to stand below, where it is a table or Markdown. With *sources*, the
        folder of source texts, quotes are looked for there, and the cover of a workbook says how many of them stand
        there. *tell* is told how much of a page or workbook is written.

        Raises WrongValue for another format, and where *sources* are given for one that does not say what was verified;
        SourceNotFound.
        """
        content = self.pieces(format_name, evidence, sources, tell)
        return content if isinstance(content, str | bytes) else b"".join(content).decode("utf-8")

    def pieces(
        self,
        format_name: str = "table",
        evidence: bool = False,
        sources: str | os.PathLike[str] | None = None,
        tell: ProgressCallback = no_progress,
    ) -> str | bytes | Iterable[bytes]:
        """What `content` gives, a page in pieces (UTF-8): that of a country is never in memory as a whole."""
        if format_name not in self.formats:
            one_of(format_name, self.formats, Text("et format, svaret findes i", "a format of this answer"))
        if format_name not in HANDED_OVER and sources is not None:
            raise WrongValue(
                Text(
                    "Kun regnearket af en matrix eller rapport viser, hvad der er kontrolleret.",
                    "Only the workbook of a matrix or report shows what was verified.",
                ),
                Text("Vælg .xlsx, eller udelad kilderne.", "Choose .xlsx, or leave the sources out."),
            )
        special = self.special.get(format_name)
        if special is not None and (special.quoting or not evidence):
            return special.write(self)
        if format_name in HANDED_OVER:
            return self._handed_over(format_name, sources, tell)
        if format_name == "parquet":
            from strategigraf.render.frame import parquet

            return parquet(self.frame())
        if format_name == "docx":
            from strategigraf.render.word import document

            return document(self.sheets(evidence), self.language)
        return self._content(format_name, evidence)

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """What a screen lays out in place of the text of the table, with *evidence* the quotes below; nothing where
        that text is not of sheets."""
        return ()

    def lines(self, width: int) -> str:
        """The text of the table for a screen of *width* columns, where it is not of sheets."""
        return str(self.content("table"))

    def part(self, name: str | None) -> "Answer[Any]":
        """The answer itself; of a report just its part *name*, where one is given."""
        return self

    def to_csv(self, excel: bool = False) -> str:
        """The answer as CSV (RFC 4180), the same bytes as the command line's; for *excel* with semicolons and decimal
        commas, as Danish Excel opens it in columns (in a file after a byte order mark)."""
        if not excel:
            return str(self.content("csv"))
        from strategigraf.render.delimited import excel_csv

        decimals = [column.name for column in self.frame().columns if column.type == "decimal"]
        return excel_csv(str(self.content("csv")), decimals)

    def to_json(self) -> str:
        """The answer as JSON, the same as the command line's; docs/formats.md has the schema."""
        return str(self.content("json"))

    def to_markdown(self) -> str:
        """The answer as Markdown, to paste into a memo."""
        return str(self.content("markdown"))

    def save(
        self, path: str | Path, format_name: str | None = None, sources: str | os.PathLike[str] | None = None
    ) -> Path:
        """Writes the answer to the file *path* in the format of its ending (.csv, .json, .md, .txt, .html, .xlsx,
        .docx, .parquet), or in *format_name*, and gives the path. The old file stays whole until the new
        one is complete. With *sources*, the folder of source texts, the cover of a workbook says how many of its quotes
        stand there. Raises WrongValue for another ending or one of another format, SourceNotFound, OutputNotWritten."""
        from strategigraf.files.output import format_for, write

        target = Path(path)
        chosen_format = format_for(target, self.formats, format_name) or target.suffix.lower().removeprefix(".")
        content = self.pieces(chosen_format, sources=sources)
        write(target, content.encode("utf-8") if isinstance(content, str) else content)
        return target

    def _handed_over(
        self, format_name: str, sources: str | os.PathLike[str] | None, progress: ProgressCallback
    ) -> str | bytes | Iterable[bytes]:
        from strategigraf.render.formats import dossier_pieces, verified

        dossier = self._dossier()
        if sources is not None:
            from strategigraf.files.source_text import SourceFolder

            dossier = verified(self._store, dossier, SourceFolder(Path(sources)))
        progress(0, 1)
        return dossier_pieces(dossier, format_name, self.language, progress)

    def _dossier(self) -> "Dossier":
        """The answer with the words of all that it speaks of, where it is a matrix, a report or a picture."""
        raise NotImplementedError

    def __str__(self) -> str:
        return str(self.content("table")).rstrip("\n")

    def __len__(self) -> int:
        return self.frame().height

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.records())

    def __bool__(self) -> bool:
        return True

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        raise NotImplementedError


class TableAnswer(Answer[Table]):
    """A table: rows of things, each with its title beside it, and values. The answer of a question of the catalogue
    knows it as `question`, and the values of its `parameters`."""

    formats = TABLE_FORMATS

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

    def _dossier(self) -> "Dossier":
        from strategigraf.render.formats import of_table

        return of_table(self._store, self.value)

    def evidence(self, row: int, column: str | None = None) -> "TableAnswer":
        """The quotes that the things in *row* (from 0; just the one in *column* where given) open to.

        Columns: thing, quote, words, section, document, with their titles. Raises WrongValue where there is no such
        row or column.

        >>> g = sg.open(language="en")
        >>> sg.ask(g, "initiatives-by-sdg-target", target="10.3").evidence(0, "link")["section"][0]
        'Det hele menneske > VERDENSMÅL NR. 10'
        """
        cells = row_of(self.value.rows, row)
        names = [table_column.name for table_column in self.value.columns]
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

        first_rows = self.value._replace(rows=self.value.rows[:MOST_ROWS])
        return sheet_html(table_sheet(self._store, first_rows, self.language), self.language, len(self))

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """The table as one sheet, with *evidence* the quotes of its links below."""
        from strategigraf.render.tables import table_sheet, with_evidence

        return [(with_evidence if evidence else table_sheet)(self._store, self.value, self.language)]

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        from strategigraf.render.formats import sheet_content, table_content

        if evidence and format_name in ("table", "markdown"):
            return sheet_content(self.sheets(evidence)[0], format_name)
        return table_content(self._store, self.value, format_name, self.language)


class SheetAnswer(TableAnswer):
    """A table whose text, but for JSON, is a *sheet* for people, which may be arranged in another way."""

    def __init__(self, value: Table, sheet: Sheet, store: Store, language: str) -> None:
        super().__init__(value, store, language)
        self._sheet = sheet

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """The sheet."""
        return [self._sheet]

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        if format_name == "json":
            return super()._content(format_name, evidence)
        from strategigraf.render.formats import sheet_content

        return sheet_content(self._sheet, format_name)


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
