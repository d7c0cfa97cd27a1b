"""Workbooks (XLSX) as text: each sheet a heading, each row a line with a tab between cells, numbers as the workbook
shows them to a Danish reader.
"""

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import Text
from strategigraf.core.text import installing, one_line
from strategigraf.files.archive import broken, refuse_unsafe

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

WORKBOOK = ".xlsx"
SHEET = "## "  # begins the line with the name of a sheet
_MOST_DECIMALS = 10


def workbook_text(path: Path, content: bytes) -> str:
    """The text of the workbook *path* with the bytes *content*: what its cells showed when it was saved. Raises
    FileNotRead where it is none, or would do harm, and LibraryMissing."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        command = installing("form")
        raise LibraryMissing(
            Text("Et regneark som kilde kræver pakken openpyxl.", "A workbook as a source needs the package openpyxl."),
            Text(f"Installér den med {command.da}.", f"Install it with {command.en}."),
        ) from error
    refuse_unsafe(path.name, content, "XLSX")
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        lines: list[str] = []
        for sheet in book.worksheets:
            lines.append(f"{SHEET}{one_line(sheet.title)}")
            lines += ["\t".join(map(shown, row)).rstrip("\t") for row in sheet.iter_rows()]
        book.close()
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, AttributeError) as error:
        raise broken(path.name, "XLSX") from error
    return "\n".join(lines) + "\n"


def shown(cell: "Cell") -> str:
    """What *cell* shows: a number with the decimals of its format and a decimal comma, a date as 31-12-2026."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y") if value.time() == time() else value.strftime("%d-%m-%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return one_line(str(value)).replace("\t", " ")


def _number(value: float, style: str) -> str:
    style = style.partition(";")[0]
    of_hundred = "%" in style
    amount = value * 100 if of_hundred else value
    _, point, decimals = style.partition(".")
    if "0" in style or "#" in style:
        places = min(sum(sign in "0#" for sign in decimals), _MOST_DECIMALS) if point else 0
        text = f"{amount:,.{places}f}" if "," in style.partition(".")[0] else f"{amount:.{places}f}"
    else:  # “General”: as many digits as the number has
        text = f"{amount:.{_MOST_DECIMALS}f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) + (" %" if of_hundred else "")
