"""The sheet of a workbook as XML, made while its cells are put in: only its last rows are in memory; and the texts of
all sheets, of which only digests are."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_BLOCK = 16  # rows that share a span, as spreadsheets write them
_IN_MEMORY = 1 << 18  # bytes of rows, above which they are kept in a file
_USUAL_HEIGHT = 20  # of a row, in pixels
_PIXELS = 4 / 3  # in a point


class StreamedWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose cells are put in row by row; the cells of one row in any order, the last one at a place counts.

    It takes the place of xlsxwriter's own table of cells, which keeps them all until the workbook is closed and looks
    at each four times; what stands around the rows stays with xlsxwriter.
    """

    outline_row_level: int

    def __init__(self) -> None:
        super().__init__()
        self._spool: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - open until the sheet is assembled
        self._row = -1
        self._cells: dict[int, str] = {}
        self._height = ""
        self._block: list[tuple[int, str, dict[int, str]]] = []
        self._link_spool: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - as long as that of the rows
        self._links: list[tuple[int, str]] = []  # of the row
        self._style_attributes: dict[Format, str] = {}

    def string(self, row: int, column: int, text: str, style: "Format") -> None:
        """Puts *text* in a cell."""
        index = self.str_table._get_shared_string_index(text)
        self._put(row, column, f'{self._attributes(style)} t="s"><v>{index}</v></c>')

    def number(self, row: int, column: int, number: float, style: "Format") -> None:
        """Puts *number* in a cell."""
        self._put(row, column, f"{self._attributes(style)}><v>{number:.16G}</v></c>")

    def blank(self, row: int, column: int, style: "Format") -> None:
        """Has an empty cell in *style*."""
        self._put(row, column, f"{self._attributes(style)}/>")

    def rich(self, row: int, column: int, *runs: "str | Format") -> None:
        """Puts a text in a cell, each run of it after its own style; the style of the cell comes last."""
        self.write_rich_string(row, column, *runs)
        (made,) = self.table.pop(row).values()
        self._put(row, column, f'{self._attributes(made.format)} t="s"><v>{made.string}</v></c>')

    def link(self, row: int, column: int, location: str, tip: str) -> None:
        """Has a cell lead to the *location* in the workbook, with *tip* shown at it."""
        shown = f' tooltip="{self._escape_attributes(tip)}"' if tip else ""
        location = self._escape_attributes(location)
        reference = f"{_letters(column)}{row + 1}"
        self._begin(row)
        self._links.append((column, f'<hyperlink ref="{reference}" location="{location}"{shown} display=""/>'))

    def height(self, row: int, points: float, level: int = 0) -> None:
        """Makes *row* so many *points* high; *level* is of the outline."""
        self._begin(row)
        pixels = int(points * _PIXELS + 0.5)
        self._height = f' ht="{pixels * 0.75:.16g}" customHeight="1"' if pixels != _USUAL_HEIGHT else ""
        if level:
            self._height += f' outlineLevel="{level}"'
            self.outline_row_level = max(self.outline_row_level, level)

    def _attributes(self, style: "Format") -> str:
        attribute = self._style_attributes.get(style)
        if attribute is None:
            attribute = self._style_attributes[style] = f' s="{style._get_xf_index()}"'
        return attribute

    def _put(self, row: int, column: int, content: str) -> None:
        if row != self._row:
            self._begin(row)
        self._cells[column] = content

    def _begin(self, row: int) -> None:
        if row == self._row:
            return
        if row < self._row:
            raise ValueError(f"row {row} comes after row {self._row}")
        self._end_row()
        if self._block and row // _BLOCK != self._block[0][0] // _BLOCK:
            self._end_block()
        self._row = row

    def _end_row(self) -> None:
        if self._row >= 0:
            self._block.append((self._row, self._height, self._cells))
            self._cells, self._height = {}, ""
            self._link_spool.write("".join(link for _, link in sorted(self._links)).encode("utf-8"))
            self._links = []

    def _end_block(self) -> None:
        """Writes the rows of the block."""
        columns = [column for _, _, cells in self._block for column in cells]
        first, last = min(columns, default=0), max(columns, default=0)
        spans = f' spans="{first + 1}:{last + 1}"' if columns else ""
        markup: list[str] = []
        for row, height, cells in self._block:
            number = str(row + 1)
            if not cells:
                markup.append(f'<row r="{number}"{spans}{height}/>')
                continue
            markup.append(f'<row r="{number}"{spans}{height}>')
            for column in sorted(cells):
                markup += ('<c r="', _letters(column), number, '"', cells[column])
            markup.append("</row>")
        self._spool.write("".join(markup).encode("utf-8"))
        if columns:
            self._check_dimensions(self._block[0][0], first)
            self._check_dimensions(self._block[-1][0], last)
        self._block = []

    # What xlsxwriter asks of a sheet when the workbook is closed, and when cells are merged.

    def _assemble_xml_file(self) -> None:
        self._end_row()
        if self._block:
            self._end_block()
        super()._assemble_xml_file()

    def _write_blank(self, row: int, column: int, _blank: object, style: "Format") -> None:
        self.blank(row, column, style)

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._spool.seek(0)
        self.fh.flush()
        copyfileobj(self._spool, self.fh.buffer)
        self._spool.close()
        self._xml_end_tag("sheetData")

    def _write_hyperlinks(self) -> None:
        if self._link_spool.tell():
            self.fh.write("<hyperlinks>")
            self.fh.flush()
            self._link_spool.seek(0)
            copyfileobj(self._link_spool, self.fh.buffer)
            self.fh.write("</hyperlinks>")
        self._link_spool.close()


_SHORT = 16  # letters: a shorter text takes no more room than its digest
_LENGTH = 4  # bytes that say how long a text is


class SpooledStrings(SharedStringTable):  # type: ignore[misc]
    """The texts of a workbook, each once, numbered as they come: they are kept in a file until it is closed, and only
    digests of them in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._spool: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - open until the texts are assembled
        self._numbers: dict[str | bytes, int] = {}

    def _get_shared_string_index(self, string: str) -> int:
        self.count += 1
        key = string if len(string) <= _SHORT else blake2b(string.encode("utf-8"), digest_size=16).digest()
        index = self._numbers.setdefault(key, self.unique_count)
        if index == self.unique_count:
            self.unique_count += 1
            encoded = string.encode("utf-8")
            self._spool.write(len(encoded).to_bytes(_LENGTH, "big") + encoded)
        return index

    def _sort_string_data(self) -> None:
        """Has the texts gone through in their order."""
        self._numbers = {}
        self.string_array = self._texts()

    def _texts(self) -> Iterator[str]:
        self._spool.seek(0)
        while head := self._spool.read(_LENGTH):
            yield self._spool.read(int.from_bytes(head, "big")).decode("utf-8")
        self._spool.close()


@cache
def _letters(column: int) -> str:
    """What a spreadsheet calls *column*, from 0."""
    letters, remaining = "", column + 1
    while remaining:
        remaining, digit = divmod(remaining - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
