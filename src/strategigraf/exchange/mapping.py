"""What the columns of a CSV are: as a mapping file (TOML) says it, or as the accountability of Decidim has them; and
the table itself, whatever its encoding and delimiter."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.core.errors import FilesNotFound, WrongValue, did_you_mean, nearest
from strategigraf.core.rdf import LANGUAGES, Text, message
from strategigraf.files.tables import delimiter_of
from strategigraf.files.xml_file import Remark, decoded, refused

LEVELS = " › "  # between the levels of a heading
FIELDS = (
    "title", "description", "number", "identifier", "parent", "start", "end", "period", "lead", "partner", "status",
    "as_of", "progress", "related", "indicator", "unit", "direction", "value", "role", "breakdown", "element", "amount",
    "currency", "per_year", "depends_on", "threatens", "likelihood", "consequence",
)  # fmt: skip
FIXED = ("kind", "unit", "role", "direction", "period", "element", "currency", "per_year", "indicator", "as_of")
KINDS = ("goal", "initiative", "track", "focus-area", "milestone", "risk")
ROLES = ("baseline", "target", "actual")
_TABLES = ("columns", "numbers", "fixed", "roles", "status")
_KEYS = ("delimiter", "decimal", "dates", "header", "language", *_TABLES)
_MOST_LINES = 200  # of one row: a quotation mark that is not closed runs to the end of the file
_LOCALE = re.compile(r"(?:title|description)/([a-z]{2})(?:[-_].*)?")


class NumberColumn(NamedTuple):
    """A column of numbers in a wide table: its heading, the role of its numbers, and their period in words."""

    heading: str
    role: str
    period: str


class Shape(NamedTuple):
    """What a table is: for each field its column, what is the same in all rows (`fixed`), the columns of numbers of a
    wide table, what words for roles and statuses mean, the sign before decimals, what is first in dates, the line of
    the heading, the delimiter ("" where each is to be seen), and the language."""

    columns: Mapping[str, str]
    fixed: Mapping[str, str] = {}
    numbers: tuple[NumberColumn, ...] = ()
    roles: Mapping[str, str] = {}
    status: Mapping[str, str] = {}
    decimal: str = ""
    dates: str = ""
    header: int = 1
    delimiter: str = ""
    language: str = ""


class TableRow(NamedTuple):
    """A row: its line in the file, its number among the rows (from 1, with those of the heading), and its cells."""

    line: int
    number: int
    cells: Sequence[str]


class Table(NamedTuple):
    """A table: its headings, those with all lines above the heading as levels, and its rows."""

    headings: tuple[str, ...]
    levels: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(path: Path, content: bytes, shape: Shape | None, remarks: list[Remark]) -> Table:
    """The table in the file *path* with the bytes *content*; without a *shape* its first line is the heading. What is
    uneven in it is added to *remarks*. Raises FileNotRead."""
    text, told = decoded(path, content)
    remarks += told
    header = shape.header if shape else 1
    delimiter = shape.delimiter if shape and shape.delimiter else delimiter_of(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    read: list[TableRow] = []
    line = 0
    try:
        for cells in reader:
            if reader.line_num - line > _MOST_LINES:
                raise refused(path, line + 1, message("exchange.table.quotes"))
            read.append(TableRow(line + 1, len(read) + 1, [cell.strip() for cell in cells]))
            line = reader.line_num
    except csv.Error as error:
        raise refused(path, line + 1, message("exchange.table.cell")) from error
    if len(read) < header:
        raise refused(path, 0, message("exchange.table.empty"))
    headings = tuple(read[header - 1].cells)
    above = [[*row.cells, *[""] * (len(headings) - len(row.cells))] for row in read[:header]]
    levels = tuple(LEVELS.join(row[place] for row in above) for place in range(len(headings)))
    rows = [row for row in read[header:] if any(row.cells)]
    for row in rows:
        if len(row.cells) != len(headings):
            remarks.append(Remark(row.line, "exchange.table.uneven", str(len(row.cells))))
    filled = (row._replace(cells=[*row.cells, *[""] * (len(headings) - len(row.cells))]) for row in rows)
    return Table(headings, levels, tuple(filled))


def decidim_shape(headings: Sequence[str]) -> Shape | None:
    """What the columns are where the *headings* are those of the accountability of Decidim; None where they are not."""
    names = set(headings)
    locales = [match[1] for one in headings if (match := _LOCALE.fullmatch(one)) and one.startswith("title/")]
    if "id" not in names or not locales or not names & {"parent/id", "status/key", "progress"}:
        return None
    language = next((one for one in (*LANGUAGES, *locales) if one in locales), "")
    titled = next(one for one in headings if one.startswith(f"title/{language}"))
    wanted = {
        "identifier": "id", "title": titled, "description": titled.replace("title", "description", 1),
        "parent": "parent/id", "start": "start_date", "end": "end_date", "status": "status/key", "progress": "progress",
        "related": "proposal_urls",
    }  # fmt: skip
    columns = {field: column for field, column in wanted.items() if column in names}
    return Shape(columns, {"kind": "initiative"}, language=language if language in LANGUAGES else "")


def read_shape(path: Path) -> Shape:
    """What the mapping file *path* says. Raises FilesNotFound, WrongValue with what is wrong in it."""
    import tomllib

    try:
        found: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise FilesNotFound(
            Text(f"{path} findes ikke.", f"{path} does not exist."), Text("Kontrollér stien.", "Check the path.")
        ) from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, Text(f"er ikke gyldig TOML: {error}", f"is not valid TOML: {error}")) from error
    for key in found:
        _known(path, key, _KEYS)
    for name in _TABLES:
        if not isinstance(found.get(name, {}), dict):
            raise _wrong(path, Text(f"har ingen tabel [{name}]", f"has no table [{name}]"))
    columns = {
        _known(path, field, FIELDS): _text(path, field, value) for field, value in found.get("columns", {}).items()
    }
    fixed = {_known(path, field, FIXED): _text(path, field, value) for field, value in found.get("fixed", {}).items()}
    for name, values in (("kind", KINDS), ("role", ROLES)):
        if name in fixed:
            _known(path, fixed[name], values)
    roles = {str(word).casefold(): _known(path, str(role), ROLES) for word, role in found.get("roles", {}).items()}
    numbers = tuple(_number_column(path, heading, value) for heading, value in found.get("numbers", {}).items())
    status = {str(word): _text(path, word, value) for word, value in found.get("status", {}).items()}
    if not ({"title", "value", "amount"} & set(columns) or numbers):
        raise _wrong(
            path, Text("siger ikke, hvad rækkerne er", "does not say what the rows are"),
            Text("Angiv kolonnen for title, value eller amount under [columns].",
                 "Give the column of title, value or amount below [columns]."),
        )  # fmt: skip
    if "value" in columns or numbers:
        _need(path, "indicator", columns, fixed)
    if "value" in columns:
        _need(path, "role", columns, fixed)
    if "amount" in columns:
        _need(path, "per_year", columns, fixed)
    header = found.get("header", 1)
    if not isinstance(header, int) or isinstance(header, bool) or not 1 <= header <= 100:
        raise _wrong(
            path,
            Text("har en forkert »header«", "has a wrong “header”"),
            Text("Skriv et linjenummer.", "Write a line number."),
        )
    return Shape(
        columns, fixed, numbers, roles, status,
        _one_of(path, found, "decimal", {".": ".", ",": ","}),
        _one_of(path, found, "dates", {"day-first": "day", "month-first": "month"}),
        header,
        _one_of(path, found, "delimiter", {",": ",", ";": ";", "tab": "\t", "\t": "\t", "|": "|"}),
        _one_of(path, found, "language", dict(zip(LANGUAGES, LANGUAGES, strict=True))),
    )  # fmt: skip


def fit(path: Path, shape: Shape, table: Table) -> None:
    """Raises WrongValue where the *table* in the file *path* has not just one column for each that *shape* names."""
    count = Counter(table.headings)
    for heading in (*shape.columns.values(), *(one.heading for one in shape.numbers)):
        if not count[heading]:
            near = nearest(heading, table.headings, most=1)
            listed = ", ".join(filter(None, table.headings))
            raise _wrong(
                path, Text(f"har ingen kolonne »{heading}«", f"has no column “{heading}”"),
                did_you_mean(near) if near else Text(f"Kolonnerne er: {listed}.", f"The columns are: {listed}."),
            )  # fmt: skip
        if count[heading] > 1:
            raise _wrong(
                path, Text(f"har flere kolonner »{heading}«", f"has several columns “{heading}”"),
                Text("Giv dem hver sit navn i filen.", "Give each a name of its own in the file."),
            )  # fmt: skip


def _number_column(path: Path, heading: str, value: object) -> NumberColumn:
    """A column of numbers: its role, or a table of its role and period; without a period that is the heading."""
    told = {"role": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    for key in told:
        _known(path, key, ("role", "period"))
    role = _known(path, str(told.get("role", "")), ROLES)
    return NumberColumn(heading, role, str(told.get("period", heading)))


def _need(path: Path, field: str, columns: Mapping[str, str], fixed: Mapping[str, str]) -> None:
    if field not in columns and field not in fixed:
        raise _wrong(
            path, Text(f"siger intet om »{field}«", f"says nothing of “{field}”"),
            Text(f"Angiv {field} under [columns] eller [fixed].", f"Give {field} below [columns] or [fixed]."),
        )  # fmt: skip


def _one_of(path: Path, found: Mapping[str, Any], key: str, values: Mapping[str, str]) -> str:
    if key not in found:
        return ""
    return values[_known(path, str(found[key]), tuple(values))]


def _text(path: Path, key: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int):
        raise _wrong(path, Text(f"har ingen tekst ved »{key}«", f"has no text at “{key}”"))
    return str(value)


def _known(path: Path, name: str, names: Sequence[str]) -> str:
    """*name*, which is one of *names*. Raises WrongValue."""
    if name not in names:
        near = nearest(name, names, most=1)
        raise _wrong(
            path, Text(f"nævner »{name}«, som ikke kendes", f"names “{name}”, which is not known"),
            did_you_mean(near) if near else Text(f"Brug: {', '.join(names)}.", f"Use: {', '.join(names)}."),
        )  # fmt: skip
    return name


def _wrong(path: Path, what: Text, remedy: Text | None = None) -> WrongValue:
    return WrongValue(
        Text(f"{path} {what.da}.", f"{path} {what.en}."),
        remedy or Text('Skriv fx [columns] og title = "Navn".', 'Write, for example, [columns] and title = "Name".'),
    )
