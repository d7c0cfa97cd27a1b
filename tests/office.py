"""The programs that open a workbook: LibreOffice, without a window, and openpyxl."""

import csv
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def opened(content: bytes | Path) -> Workbook:
    """The workbook as openpyxl reads it, rich text as plain."""
    found: Workbook = openpyxl.load_workbook(BytesIO(content) if isinstance(content, bytes) else content)
    return found


def grid(sheet: Worksheet) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (libreoffice-calc)")
    profile = tmp_path_factory.mktemp("office")

    def convert(path: Path, form: str, folder: Path, *options: str) -> list[Path]:
        done = subprocess.run(
            [program, "--headless", f"-env:UserInstallation=file://{profile}", *options, "--convert-to", form,
             "--outdir", folder, path],
            capture_output=True, text=True, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "epair" not in done.stdout + done.stderr
        return sorted(folder.glob(f"{path.stem}*.{form.split(':')[0]}"))

    return convert


ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
QUOTED = "Text - txt - csv (StarCalc):44,34,76,1,,0,true,false"  # what stands in quotation marks is text


def same_cells(office: Any, path: Path, folder: Path) -> None:
    """LibreOffice shows the texts and whole numbers that openpyxl reads, cell by cell."""
    folder.mkdir()
    book = opened(path)
    for converted in office(path, ALL_SHEETS, folder):
        name = converted.stem.removeprefix(path.stem + "-")
        with converted.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        for line, row in enumerate(grid(book[name])):
            for column, value in enumerate(row):
                shown = rows[line][column] if line < len(rows) and column < len(rows[line]) else ""
                if isinstance(value, str):
                    assert shown == value, (name, line, column)
                elif value is not None:
                    number = float(shown.rstrip("%")) / (100 if "%" in shown else 1)
                    assert number == pytest.approx(value), (name, line, column)
