"""A form as it comes back: the rows of its sheets from a workbook or a folder of CSV, read with care for what others
have done to it; and a form as a folder of CSV.
"""

import codecs
import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.accept.decisions import Problem
from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import LANGUAGES, Text, message
from strategigraf.core.text import csv_line, installing
from strategigraf.files.turtle import read_bytes
from strategigraf.form.model import SHARE, SHEETS, VERSION, Cells, Model
from strategigraf.form.sheets import BASE, FIRST, base_lines, heads, sheet_title, shown
from strategigraf.render.delimited import excel_csv

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_ROWS = 20_000  # of a sheet
_MOST_BYTES, _MOST_PARTS, _MOST_PART = 50 << 20, 2000, 300 << 20  # of a workbook: packed, how many, unpacked in all
BASE_FILE = "form.json"
_MADE_INERT = re.compile(r"'[=+\-@\t\r']")  # so a text that begins like a formula is written
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Line(NamedTuple):
    """A row of a sheet: its number there (from 1), and its cells by column as they were written."""

    number: int
    cells: dict[str, object]


class Grid(NamedTuple):
    """A sheet: its name in the file, the place of each column (a letter in a workbook, its head in CSV), its rows, and
    the heads of columns that it does not have."""

    title: str
    columns: dict[str, str]
    lines: tuple[Line, ...]
    missing: tuple[str, ...]

    def place(self, line: int, column: str) -> str:
        """A cell as a reader names it: `Elementer!C12`."""
        letter = self.columns.get(column, "")
        return f"{self.title}!{letter}{line}" if re.fullmatch("[A-Z]{1,3}", letter) else f"{self.title}:{line} {letter}"


class Returned(NamedTuple):
    """A form as it came back: the strategy (IRI) and language that it was made for, the cells of each row as they were
    handed out by sheet and key, its sheets, and what is wrong with these."""

    strategy: str
    language: str
    base: dict[str, dict[str, Cells]]
    grids: dict[str, Grid]
    problems: tuple[Problem, ...]


def looks_like_form(path: Path) -> bool:
    """Whether the file or folder *path* may be a form, however damaged."""
    if path.is_dir():
        return (path / BASE_FILE).is_file()
    return path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods")


def read_form(path: Path) -> Returned:
    """The form in the workbook or folder *path*. Raises DecisionsFaulty where it is none, is damaged, protected or too
    large, or of another version; LibraryMissing without the package that reads workbooks."""
    return _read_folder(path) if path.is_dir() else _read_workbook(path)


# Workbooks.


def _read_workbook(path: Path) -> Returned:
    content = read_bytes(path)
    parts = _safe_parts(path, content)
    book = _opened(path, content)
    if BASE not in book.sheet_names:
        raise _faulty(path, message("form.faulty.no-base"))
    told = [[str(cell) for cell in row] for row in book.get_sheet_by_name(BASE).to_python(skip_empty_area=False)]
    strategy, language, base = _base(path, [row[:3] for row in told if len(row) > 2])
    grids: dict[str, Grid] = {}
    problems: list[Problem] = []
    formulas = _formulas(parts)
    for name in SHEETS:
        title = next((sheet_title(name, one) for one in LANGUAGES if sheet_title(name, one) in book.sheet_names), None)
        if title is None:
            problems.append(_problem(sheet_title(name, language), "no-sheet"))
            continue
        sheet = book.get_sheet_by_name(title)
        if (sheet.total_height or 0) > MOST_ROWS:
            problems.append(_problem(title, "too-many-rows", rows=sheet.total_height, most=MOST_ROWS))
            continue
        rows: list[list[object]] = list(map(list, sheet.to_python(skip_empty_area=False)))
        grid = _grid(name, title, rows, letters=True)
        grids[name] = grid
        first = grid.lines[0].number - 1 if grid.lines else 0
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            if bottom >= first and first:
                place = f"{title}!{_letter(left)}{top + 1}:{_letter(right)}{bottom + 1}"
                problems.append(_problem(place, "merged"))
        used = {letter: column for column, letter in grid.columns.items()}
        numbers = {line.number for line in grid.lines}
        for letter, number in formulas.get(title, ()):
            if letter in used and number in numbers:
                problems.append(_problem(f"{title}!{letter}{number}", "formula"))
        problems += [_problem(title, "no-column", column=head) for head in grid.missing]
    return Returned(strategy, language, base, grids, tuple(problems))


def _safe_parts(path: Path, content: bytes) -> "zipfile.ZipFile":
    """The parts of the workbook *path*. Raises DecisionsFaulty for what is none, or would not fit into memory."""
    if content.startswith(_OLE):
        raise _faulty(path, message("form.faulty.protected"))
    if not content.startswith(_ZIP):
        raise _faulty(path, message("form.faulty.no-workbook"))
    if len(content) > _MOST_BYTES:
        raise _faulty(path, message("form.faulty.too-large"))
    try:
        parts = zipfile.ZipFile(io.BytesIO(content))
        listed = parts.infolist()
        if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > _MOST_PART:
            raise _faulty(path, message("form.faulty.too-large"))
        for part in listed:
            if part.filename.endswith((".xml", ".rels")):
                _refuse_entities(path, parts, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _faulty(path, message("form.faulty.damaged")) from error
    return parts


def _refuse_entities(path: Path, parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Raises DecisionsFaulty where a part declares a document type, or is larger than it says."""
    read = 0
    with parts.open(part) as stream:
        while block := stream.read(1 << 20):
            if not read and b"<!DOCTYPE" in block[:4096].upper():
                raise _faulty(path, message("form.faulty.damaged"))
            read += len(block)
            if read > _MOST_PART:
                raise _faulty(path, message("form.faulty.too-large"))


def _opened(path: Path, content: bytes) -> "CalamineWorkbook":
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise LibraryMissing(message("form.no-library"), installing("form")) from error
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        raise _faulty(path, message("form.faulty.damaged")) from error


_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,200}><f\b')


def _formulas(parts: zipfile.ZipFile) -> dict[str, list[tuple[str, int]]]:
    """The cells that hold formulas, column and row, by the name of their sheet."""
    names = _sheet_files(parts)
    found: dict[str, list[tuple[str, int]]] = {}
    for title, file in names.items():
        if file in parts.namelist():
            cells = _FORMULA.finditer(parts.read(file))
            found[title] = [(match[1].decode(), int(match[2])) for match in cells]
    return found


def _sheet_files(parts: zipfile.ZipFile) -> dict[str, str]:
    from xml.etree import ElementTree

    try:
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        related = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {one.get("Id"): str(one.get("Target", "")) for one in related}
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    sheets = [one for one in book.iter() if one.tag.endswith("}sheet")]
    return {
        str(one.get("name")): "xl/" + targets.get(one.get(relation), "").removeprefix("/xl/").removeprefix("xl/")
        for one in sheets
    }


# Folders of CSV.


def folder_of(model: Model, language: str) -> dict[str, bytes]:
    """The files of the form of *model* as a folder of CSV, in *language*, by name: a table each, as Danish Excel opens
    it in columns, and the values as they were handed out."""
    files: dict[str, bytes] = {}
    for name, fields in SHEETS.items():
        lines = [heads(name, language)]
        lines += [[shown(model, field, cells[field.name], language) for field in fields]
                  for cells in model.rows[name].values()]  # fmt: skip
        text = "".join(map(csv_line, lines))
        if language == "da":
            text = excel_csv(text, [head for head, field in zip(lines[0], fields, strict=True) if field.kind == SHARE])
        files[f"{name}.csv"] = codecs.BOM_UTF8 + text.encode("utf-8")
    files[BASE_FILE] = (json.dumps(base_lines(model, language), ensure_ascii=False, indent=0) + "\n").encode("utf-8")
    return files


def _read_folder(path: Path) -> Returned:
    try:
        told = json.loads(read_bytes(path / BASE_FILE).decode("utf-8-sig"))
        lines = [[str(cell) for cell in line] for line in told]
    except (ValueError, TypeError, RecursionError) as error:
        raise _faulty(path / BASE_FILE, message("form.faulty.no-base")) from error
    strategy, language, base = _base(path, lines)
    grids: dict[str, Grid] = {}
    problems: list[Problem] = []
    for name in SHEETS:
        file = path / f"{name}.csv"
        if not file.is_file():
            problems.append(_problem(file.name, "no-sheet"))
            continue
        content = read_bytes(file)
        if len(content) > _MOST_BYTES:
            raise _faulty(file, message("form.faulty.too-large"))
        rows: list[list[object]] = [list(row) for row in _csv_rows(file, content)]
        if len(rows) > MOST_ROWS:
            problems.append(_problem(file.name, "too-many-rows", rows=len(rows), most=MOST_ROWS))
            continue
        grids[name] = _grid(name, file.name, rows, letters=False)
        problems += [_problem(file.name, "no-column", column=head) for head in grids[name].missing]
    return Returned(strategy, language, base, grids, tuple(problems))


def _csv_rows(path: Path, content: bytes) -> Iterator[list[str]]:
    """The rows of CSV in UTF-8, UTF-16 (as Excel saves Unicode text) or Windows-1252, with whatever delimiter its first
    line has most of."""
    text = _decoded(path, content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [cell[1:] if _MADE_INERT.match(cell) else cell for cell in row]
    except csv.Error as error:
        raise _faulty(path, message("form.faulty.csv")) from error


def _decoded(path: Path, content: bytes) -> str:
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    known = next((encoding for mark, encoding in marks.items() if content.startswith(mark)), None)
    for encoding in (known,) if known else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _faulty(path, message("form.faulty.encoding"))


# Rows and columns.


def _grid(name: str, title: str, rows: Sequence[Sequence[object]], letters: bool) -> Grid:
    """The sheet *name* with the *rows*: its columns are known by the hidden names in a row above, else by their heads
    in either language, wherever they stand."""
    fields = SHEETS[name]
    machine = {field.name: {field.name} for field in fields}
    heading = {field.name: {_folded(heads(name, one)[n]) for one in LANGUAGES} for n, field in enumerate(fields)}
    best: tuple[int, int, dict[str, int]] = (0, -1, {})
    for known in (machine, heading):
        for line, row in enumerate(rows[:12]):
            places: dict[str, int] = {}
            for column, cell in enumerate(row):
                field_name = next((one for one, words in known.items() if _folded(cell) in words), None)
                if field_name:
                    places.setdefault(field_name, column)
            if len(places) > best[0]:
                best = (len(places), line, places)
        if best[0] == len(fields):
            break
    _, line, places = best
    first = (
        line + FIRST if letters and places and _folded(rows[line][next(iter(places.values()))]) in machine else line + 1
    )
    columns = {one: _letter(place) if letters else str(rows[line][place]) for one, place in places.items()}
    found = [
        Line(number, {one: row[place] if place < len(row) else "" for one, place in places.items()})
        for number, row in enumerate(rows, 1)
        if number > first
    ]
    missing = tuple(head for field, head in zip(fields, heads(name, "da"), strict=True) if field.name not in places)
    return Grid(title, columns, tuple(line for line in found if any(map(_said, line.cells.values()))), missing)


def _said(cell: object) -> bool:
    return bool(str(cell).strip())


def _folded(cell: object) -> str:
    return " ".join(str(cell).casefold().split())


def _letter(column: int) -> str:
    letters, remaining = "", column + 1
    while remaining:
        remaining, digit = divmod(remaining - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _base(path: Path, lines: Sequence[Sequence[str]]) -> tuple[str, str, dict[str, dict[str, Cells]]]:
    """What was handed out: the strategy, the language, and the cells of each row. Raises DecisionsFaulty."""
    told = {line[1]: line[2] for line in lines if len(line) > 2 and line[0] == "form"}
    if told.get("version", "").removesuffix(".0") != VERSION:
        raise _faulty(path, message("form.faulty.version", version=told.get("version") or "–"))
    base: dict[str, dict[str, Cells]] = {name: {} for name in SHEETS}
    try:
        for sheet, key, text in (line[:3] for line in lines):
            if sheet in base:
                cells = json.loads(text)
                known = {field.name: "" for field in SHEETS[sheet]}
                base[sheet][key] = known | {str(name): str(cells[name]) for name in cells} | {"id": key}
    except (ValueError, TypeError, RecursionError) as error:
        raise _faulty(path, message("form.faulty.no-base")) from error
    language = told.get("language", "")
    return told.get("strategy", ""), language if language in LANGUAGES else "da", base


def _problem(place: str, key: str, **values: object) -> Problem:
    if key == "no-sheet":
        return Problem(place, message("form.problem.no-sheet"), message("form.remedy.no-sheet"))
    if key == "too-many-rows":
        return Problem(place, message("form.problem.too-many-rows", **values), message("form.remedy.too-many-rows"))
    if key == "merged":
        return Problem(place, message("form.problem.merged"), message("form.remedy.merged"))
    if key == "formula":
        return Problem(place, message("form.problem.formula"), message("form.remedy.formula"))
    return Problem(place, message("form.problem.no-column", **values), message("form.remedy.no-column"))


def _faulty(path: Path, why: Text) -> DecisionsFaulty:
    return DecisionsFaulty(
        Text(f"{path}: {why.da}", f"{path}: {why.en}"),
        message("form.remedy.faulty"),
    )
