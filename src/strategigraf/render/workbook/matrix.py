"""The sheet of a matrix: signs that lead to their threads, sums to all that they count, gaps marked."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from strategigraf.core.errors import WrongValue
from strategigraf.core.matrix import INHERITED, NONE, Matrix
from strategigraf.core.rdf import Labels, Text, message, of_data, quoted, short
from strategigraf.core.report import Crossing, origin
from strategigraf.core.thread import BASES, BASIS_LABELS, SIGNS, Mark, bearers
from strategigraf.render.workbook.cells import (
    HEAD,
    MOST_COLUMNS,
    MOST_LINKS,
    MOST_ROWS,
    Place,
    SheetWriter,
    WorkbookWriter,
)
from strategigraf.render.workbook.cover import Entry, Index, Quotes

# The sheet of threads.

Cells = list[tuple[str, tuple[Mark, ...]]]  # of one row: columns with their marks
_HEADS = Labels(
    "workbook.threads.head", ("cell", "row", "column", "basis", "through", "way", "words", "document", "evidence")
)
_WIDTHS = (9, 34, 30, 13, 28, 24, 76, 28, 14)


class Threads:
    """The lines of the sheet: where each sign, row and group has its threads is known before they are written."""

    def __init__(self, writer: WorkbookWriter, quotes: Quotes, section: Crossing, rows: Sequence[Cells]) -> None:
        self._writer = writer
        self._quotes = quotes
        self._title = section.title
        self.name = writer.section_name(section, message("workbook.threads.title"))
        self._lines: list[Mark] = []
        self._cells: dict[tuple[str, str], Place] = {}
        self._starts = [HEAD + 1]
        for cells in rows:
            for _, marks in cells:
                start = len(self._lines)
                self._lines += marks
                self._cells[marks[0].row, marks[0].column] = self._place(start, len(self._lines))
            self._starts.append(HEAD + 1 + len(self._lines))

    def of_cell(self, row: str, column: str) -> Place:
        """The threads of one cell. Raises KeyError where it has no sign."""
        return self._cells[row, column]

    def of_mark(self, mark: Mark) -> Place:
        """The line of one thread."""
        cell = self._cells[mark.row, mark.column]
        line = cell.top + self._lines[cell.top - HEAD - 1 : cell.bottom - HEAD].index(mark)
        return cell._replace(top=line, bottom=line)

    def of_rows(self, first: int, last: int) -> Place | None:
        """The threads of the rows of the matrix from *first* up to *last* (not included); None where they have none."""
        start, end = self._starts[first] - HEAD - 1, self._starts[last] - HEAD - 1
        return self._place(start, end) if end > start else None

    def _place(self, start: int, end: int) -> Place:
        return Place(self.name, HEAD + 1 + start, HEAD + end, 0, len(_HEADS) - 1)

    def write(self, cell: Callable[[str, str], Place]) -> None:
        """Makes the sheet; *cell* returns the place of the cell of a row and a column."""
        writer = self._writer
        sheet = writer.sheet(self.name)
        sheet.head(
            f"{writer.say(message('workbook.threads.title'))}: {writer.say(self._title)}",
            writer.say(message("workbook.threads.sentence")),
            _WIDTHS,
        )
        for column, head in enumerate(_HEADS.values()):
            sheet.text(HEAD, column, writer.say(head), "head")
        for line, mark in enumerate(self._lines, start=HEAD + 1):
            origin = cell(mark.row, mark.column)
            sheet.text(line, 0, origin.label.rpartition(" ")[2], to=origin)
            texts = self._texts(mark)
            sheet.fit(line, zip(texts, _WIDTHS[1:], strict=False))
            for column, text in enumerate(texts, start=1):
                sheet.text(line, column, text)
            evidence_place = next(
                (quote_place for quoted_thing in bearers(mark) if (quote_place := self._quotes.of(quoted_thing))), None
            )
            if evidence_place is not None:
                sheet.text(line, 8, evidence_place.label, to=evidence_place)
            writer.step()
        if not self._lines:
            sheet.text(HEAD + 1, 0, writer.say(message("workbook.threads.none")), "line")
        sheet.frame(HEAD + len(self._lines), len(_HEADS) - 1, sum(_WIDTHS), 1)

    def _texts(self, mark: Mark) -> tuple[str, ...]:
        writer, through = self._writer, mark.claim.subject
        quotes = writer.quotes(mark)
        documents = dict.fromkeys(writer.titled(quote.document) for quote in quotes)
        return (
            writer.titled(mark.row),
            writer.coded(mark.column),
            f"{SIGNS[mark.basis]} {writer.say(BASIS_LABELS[mark.basis])}",
            "" if through in (mark.row, mark.column) else writer.titled(through),
            way(mark, writer.coded),
            "\n".join(_quotation(writer, quote.exact, writer.say(quote.place)) for quote in quotes),
            "\n".join(documents),
        )


def way(mark: Mark, called: Callable[[str], str]) -> str:
    """The things that *mark* goes through as they are *called*: upwards with →, where it first goes down with ↓."""
    things, lowest_index = mark.way
    names = [called(thing) for thing in things]
    return " ↓ ".join([*names[:lowest_index], " → ".join(names[lowest_index:])])


def by_row(matrix: Matrix) -> list[tuple[str, Cells]]:
    """Each row of *matrix* with the cells of it that have marks, by column."""
    order = {column: index for index, column in enumerate(matrix.columns)}
    cells_by_row: dict[str, Cells] = {row: [] for row in matrix.rows}
    for (row, column), marks in matrix.cells.items():
        if marks and row in cells_by_row and column in order:
            cells_by_row[row].append((column, marks))
    return [(row, sorted(cells, key=lambda cell: order[cell[0]])) for row, cells in cells_by_row.items()]


def _quotation(writer: WorkbookWriter, exact: str, section: str) -> str:
    return writer.escaped(quoted(exact, writer.language) + (f" ({section})" if section else ""))


_FEW = 3  # so many signs fit side by side in a narrow column
_DENSE = 60_000  # so many cells get a frame even where they are empty
_CODE, _TITLE, _FIRST = 0, 1, 2  # columns: the code of a row, its title, the first of the matrix
_TITLE_WIDTH, _SUM_WIDTH, _GAP_WIDTH = 46.0, 7.0, 13.0  # characters
_BOLD = 0.85  # of the letters that a column takes, where they are bold
_GAPS = Labels("common.gap", (INHERITED, NONE))


class CrossingSheet:
    """The sheet of one matrix and that of its threads."""

    def __init__(self, writer: WorkbookWriter, section: Crossing, quotes: Quotes, index: Index) -> None:
        """Plans both sheets. Raises WrongValue where a workbook does not take the matrix."""
        matrix = section.matrix
        _demand_room(len(matrix.rows), len(matrix.columns), sum(map(len, matrix.cells.values())))
        self._writer, self._section, self._quotes, self._index = writer, section, quotes, index
        self.name = writer.section_name(section)
        self._rows = by_row(matrix)
        self._threads = Threads(writer, quotes, section, [cells for _, cells in self._rows])
        self._columns = {column: number for number, column in enumerate(matrix.columns, start=_FIRST)}
        self._last = _FIRST + len(matrix.columns)  # the column of the sums; that of the gaps follows it
        starts = [
            row_index
            for row_index, group in enumerate(matrix.groups)
            if row_index == 0 or group != matrix.groups[row_index - 1]
        ]
        self._groups = dict(zip(starts, [*starts[1:], len(matrix.rows)], strict=False))  # first row: end
        self._lines: list[int] = []
        line = HEAD + 1
        for number in range(len(matrix.rows)):
            line += number in self._groups
            self._lines.append(line)
            line += 1
        self._foot = line
        self._sums: dict[str, list[tuple[int, Mark]]] = {column: [] for column in matrix.columns}
        for number, (_, cells) in enumerate(self._rows):
            for column, marks in cells:
                self._sums[column] += [(number, mark) for mark in marks]
        links = sum(map(len, (cells for _, cells in self._rows))) + len(self._rows)
        self._several = len({short(row).rpartition("/")[0] for row in matrix.rows if of_data(row)}) > 1
        self._linked = links + (1 + len(self._groups)) * (1 + len(matrix.columns)) < MOST_LINKS

    def _beside(self, number: int, row: str) -> str:
        """What is beside the title of *row*: its strategy where there are several, else its *number* on the sheet."""
        return self._writer.titled(origin(row)) if self._several and of_data(row) else str(number + 1)

    def things(self, gaps: bool) -> list[Entry]:
        """The rows of the matrix, or those that are gaps, as things that a number counts."""
        writer = self._writer
        chosen = [row for row, _ in self._rows if not gaps or row in self._section.matrix.gaps]
        return [
            Entry(writer.titled(row_thing), short(row_thing), writer.first(row_thing), self._quotes.of(row_thing))
            for row_thing in chosen
        ]

    @property
    def threads_name(self) -> str:
        """The name of the sheet of threads."""
        return self._threads.name

    @property
    def threads(self) -> Place | None:
        """All threads; None where there are none."""
        return self._threads.of_rows(0, len(self._rows))

    def write(self) -> None:
        """Makes both sheets."""
        sheet = self._writer.sheet(self.name)
        self._heads(sheet)
        blocks = {column: self._block(sheet, column) for column in self._columns}
        for number, (row, cells) in enumerate(self._rows):
            if number in self._groups:
                self._group(sheet, number, blocks)
            self._row(sheet, number, row, cells)
            self._writer.step()
        if self._rows:
            self._total(sheet, blocks)
        else:
            sheet.text(HEAD + 1, _CODE, self._writer.say(message("workbook.matrix.no-rows")), "line")
        lines = dict(zip((row for row, _ in self._rows), self._lines, strict=True))
        self._threads.write(lambda row, column: sheet.place(lines[row], self._columns[column]))

    def _heads(self, sheet: SheetWriter) -> None:
        writer, section = self._writer, self._section
        titles = {column: writer.coded(column) for column in self._columns}
        marks = [marks for _, cells in self._rows for _, marks in cells]
        width = max(5.0, min(14.0, 2.0 + max((len(_signs(cell_marks)) for cell_marks in marks), default=0)))
        beside = [self._beside(number, row) for number, (row, _) in enumerate(self._rows)]
        code_width = max(5.0, min(36.0, 2.0 + max(map(len, beside), default=0)))
        widths = [code_width, _TITLE_WIDTH, *[width] * len(titles), _SUM_WIDTH, _GAP_WIDTH]
        present = {mark.basis for cell_marks in marks for mark in cell_marks}
        key = "  ".join(f"{SIGNS[basis]} {writer.say(BASIS_LABELS[basis])}" for basis in BASES if basis in present)
        explanation = "   ".join(
            filter(
                None,
                (
                    key,
                    writer.say(message("workbook.matrix.key") if self._linked else message("workbook.matrix.unlinked")),
                ),
            )
        )
        sheet.head(writer.title(section.title), explanation, widths, one_line=True)
        lines = int(width * 7 / 16)  # of turned text that fit side by side in a column
        longest = min(100, max(map(len, titles.values()), default=0))
        sheet.worksheet.height(HEAD, max(60.0, min(220.0, 6.8 * (-(-longest // lines) + 5))))
        head = message("workbook.matrix.strategy" if self._several else "workbook.matrix.number")
        sheet.text(HEAD, _CODE, writer.say(head), "head")
        sheet.text(HEAD, _TITLE, writer.say(section.rows), "head")
        for column, column_number in self._columns.items():
            sheet.text(HEAD, column_number, titles[column], "turned")
        sheet.text(HEAD, self._last, writer.say(message("common.total")), "head number")
        sheet.text(HEAD, self._last + 1, writer.say(_GAPS[NONE]), "head")
        sheet.frame(self._foot - 1, self._last + 1, sum(widths), _FIRST, key)
        sheet.worksheet.outline_settings(True, False, True, False)

    def _row(self, sheet: SheetWriter, row_number: int, row: str, cells: Cells) -> None:
        writer, line, gap = self._writer, self._lines[row_number], self._section.matrix.gaps.get(row, "")
        title_width = _TITLE_WIDTH * (_BOLD if gap else 1)
        beside = self._beside(row_number, row)
        sheet.fit(line, [(writer.coded(row), title_width), (beside, 34.0)], 1 if self._groups else 0)
        sheet.text(line, _CODE, beside, "gap code" if gap else "code")
        sheet.text(line, _TITLE, writer.coded(row), "gap" if gap else "row")
        writer.used.setdefault(row, sheet.place(line, _TITLE))
        if len(self._rows) * len(self._columns) <= _DENSE:
            blank = writer.styles.style("gap sign" if gap else "sign")
            for column in self._columns.values():
                sheet.worksheet.blank(line, column, blank)
        for column_thing, marks in cells:
            threads_place = self._threads.of_cell(row, column_thing) if self._linked else None
            sheet.sign(line, self._columns[column_thing], _signs(marks), threads_place, self._tip(marks))
            for quoted_thing in (quoted_thing for mark in marks for quoted_thing in bearers(mark)):
                writer.used.setdefault(quoted_thing, sheet.place(line, self._columns[column_thing]))
        count = sum(len(marks) for _, marks in cells)
        sheet.number(line, self._last, count, self._threads.of_rows(row_number, row_number + 1), "sum")
        sheet.text(line, self._last + 1, writer.say(_GAPS[gap]) if gap else "", "gap" if gap else "row")

    def _group(self, sheet: SheetWriter, first_row: int, blocks: dict[str, int]) -> None:
        """The line above the rows of a group: its title, and the sums of its columns."""
        writer, line, end_row = self._writer, self._lines[first_row] - 1, self._groups[first_row]
        group = self._section.matrix.groups[first_row]
        sheet.text(line, _CODE, "", "group")
        title = writer.coded(group) if group else writer.say(message("common.ungrouped"))
        sheet.fit(line, [(title, _TITLE_WIDTH * _BOLD)])
        sheet.text(line, _TITLE, title, "group")
        for column, column_number in self._columns.items():
            rows = [row for row, _ in self._sums[column]]
            sum_start = bisect_left(rows, first_row)
            sum_count = bisect_left(rows, end_row) - sum_start
            if sum_count:
                start = blocks[column] + sum_start
                sheet.number(line, column_number, sum_count, self._index.part(start, start + sum_count), "group sum")
            else:
                sheet.text(line, column_number, "", "group")
        count = sum(len(marks) for _, cells in self._rows[first_row:end_row] for _, marks in cells)
        sheet.number(line, self._last, count, self._threads.of_rows(first_row, end_row), "group total")
        sheet.text(line, self._last + 1, "", "group")

    def _total(self, sheet: SheetWriter, blocks: dict[str, int]) -> None:
        sheet.text(self._foot, _CODE, "", "total head")
        sheet.text(self._foot, _TITLE, self._writer.say(message("common.total")), "total head")
        sheet.text(self._foot, self._last + 1, "", "total head")
        for column, column_number in self._columns.items():
            count = len(self._sums[column])
            to = self._index.part(blocks[column], blocks[column] + count) if count else None
            sheet.number(self._foot, column_number, count, to, "total sum")
        sheet.number(self._foot, self._last, sum(map(len, self._sums.values())), self.threads, "total")

    def _block(self, sheet: SheetWriter, column: str) -> int:
        """The line of the index at which the threads of *column* begin."""
        writer, count = self._writer, len(self._sums[column])
        label = writer.coded(column)
        return self._index.block(
            sheet.place(self._foot, self._columns[column]), label, count, self._entries(column)
        ).top

    def _entries(self, column: str) -> Iterator[Entry]:
        writer = self._writer
        for row_number, mark in self._sums[column]:
            row = self._rows[row_number][0]
            basis = f"{SIGNS[mark.basis]} {writer.say(BASIS_LABELS[mark.basis])}"
            first_quote = next((writer.escaped(quote.exact) for quote in writer.quotes(mark)), "")
            yield Entry(writer.titled(row), basis, first_quote, self._threads.of_mark(mark))

    def _tip(self, marks: tuple[Mark, ...]) -> str:
        writer = self._writer
        first_quote = next((quote for mark in marks for quote in writer.quotes(mark)), None)
        basis = ", ".join(dict.fromkeys(writer.say(BASIS_LABELS[mark.basis]) for mark in marks))
        return f"{basis}: {quoted(writer.escaped(first_quote.exact), writer.language)}" if first_quote else basis


def _demand_room(rows: int, columns: int, signs: int) -> None:
    if columns <= MOST_COLUMNS and max(2 * rows, signs) <= MOST_ROWS:
        return
    raise WrongValue(
        Text(
            f"Matricen er for stor til et regneark: {rows} × {columns} med {signs} markeringer.",
            f"The matrix is too large for a workbook: {rows} × {columns} with {signs} marks.",
        ),
        Text(
            "Afgræns den med --strategy eller --only, eller vælg --format csv.",
            "Narrow it with --strategy or --only, or choose --format csv.",
        ),
    )


def _signs(marks: tuple[Mark, ...]) -> str:
    """A sign for each of *marks*; of many each sign once, with their number."""
    if len(marks) <= _FEW:
        return "".join(SIGNS[mark.basis] for mark in marks)
    bases = [mark.basis for mark in marks]
    return " ".join(f"{SIGNS[basis]}{bases.count(basis)}" for basis in BASES if basis in bases)
