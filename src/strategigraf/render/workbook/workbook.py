"""A dossier as a workbook, and the sheet of a part of a report."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from tempfile import gettempdir

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import XSD, Iri, Literal, Text, message, short
from strategigraf.core.report import Cell, Crossing, Dossier, Drawing, Figure, Part, cell_things, shown_value
from strategigraf.core.text import Revision
from strategigraf.files.output import written
from strategigraf.render.workbook.cells import (
    FIRST_DAY,
    HEAD,
    MOST_COLUMNS,
    MOST_ROWS,
    WIDEST_PAGE,
    Place,
    SheetWriter,
    WorkbookWriter,
    cut,
    png_size,
)
from strategigraf.render.workbook.cover import Cover, Entry, Index, Line, Quotes, bases_of, legend_name, write_legend
from strategigraf.render.workbook.matrix import CrossingSheet

_WIDEST, _NARROW = 56, 18.0  # characters of a column: at the most, and where it is not made narrower
_NUMBERS = tuple(XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger"))
_A_DAY = 3  # how precise a time is
_TIMES = {XSD + "gYear": 1, XSD + "gYearMonth": 2, XSD + "date": _A_DAY}
_LAST_DAYS = ("end", "due")  # columns whose times count by their last day
_LENGTHS = {1: 4, 2: 7, _A_DAY: 10}  # of a time in letters


class FigureSheet:
    """The sheet of one part."""

    def __init__(self, writer: WorkbookWriter, part: Part, quotes: Quotes, index: Index) -> None:
        """Plans the sheet. Raises WrongValue where a workbook does not take the part."""
        if len(part.rows) > MOST_ROWS or len(part.columns) > MOST_COLUMNS:
            raise WrongValue(
                Text(
                    f"»{part.title.da}« har {len(part.rows)} rækker. Så mange er der ikke plads til i et regneark.",
                    f"“{part.title.en}” has {len(part.rows)} rows. A workbook has no room for so many.",
                ),
                Text("Vælg en anden del med --part, eller --format csv.", "Choose another --part, or --format csv."),
            )
        self._writer, self._part, self._quotes, self._index = writer, part, quotes, index
        self.name = writer.section_name(part)

    @property
    def rows(self) -> Place | None:
        """All rows; None where there are none."""
        last_column = len(self._part.columns) - 1
        return Place(self.name, HEAD + 1, HEAD + len(self._part.rows), 0, last_column) if self._part.rows else None

    def write(self) -> None:
        """Makes the sheet."""
        writer, part = self._writer, self._part
        sheet = writer.sheet(self.name)
        heads = [column.title(writer.language) for column in part.columns]
        counting = [any(_counts(row[column_index]) for row in part.rows) for column_index in range(len(heads))]
        widths = [max(8.0, min(15.0, len(head) + 3.0)) for head in heads]
        for row in part.rows:
            lengths = (max(map(len, self._cell_text(cell).splitlines()), default=0) for cell in row)
            widths = [max(width, min(_WIDEST, length * 1.1 + 2)) for width, length in zip(widths, lengths, strict=True)]
        widths = _fitted(widths)
        sheet.head(writer.title(part.title), writer.say(part.sentence), widths)
        sheet.fit(HEAD, zip(heads, widths, strict=True))
        for column, head in enumerate(heads):
            sheet.text(HEAD, column, head, "head number" if counting[column] else "head")
        for line, row in enumerate(part.rows, start=HEAD + 1):
            sheet.fit(line, zip(map(self._cell_text, row), widths, strict=True))
            self._row(sheet, line, row, heads)
            writer.step()
        if not part.rows:
            sheet.text(HEAD + 1, 0, writer.say(message("workbook.no-rows")), "line")
        sheet.frame(HEAD + len(part.rows), len(heads) - 1, sum(widths), self._frozen())

    def _frozen(self) -> int:
        """How many columns stay when the others are moved: up to the first thing that heads a row."""
        thing_columns = [
            column for row in self._part.rows[:1] for column, cell in enumerate(row) if isinstance(cell, Iri)
        ]
        return min(thing_columns[0] + 1, 2) if thing_columns else 1

    def _row(self, sheet: SheetWriter, line: int, row: tuple[Cell, ...], heads: list[str]) -> None:
        writer = self._writer
        row_title = next(
            (cell_text for cell in row if not isinstance(cell, Figure) and (cell_text := self._cell_text(cell))), ""
        )
        linked = False
        for column, cell in enumerate(row):
            for thing in cell_things(cell):
                writer.used.setdefault(thing, sheet.place(line, column))
            if isinstance(cell, Figure):
                self._figure(sheet, line, column, cell, f"{row_title} · {heads[column]}")
            elif isinstance(cell, Iri):
                quotes_place = None if linked else self._quotes.of(cell.value)
                linked = linked or quotes_place is not None  # the first thing of a row that has words leads to them
                sheet.text(line, column, self._cell_text(cell), to=quotes_place)
            elif isinstance(cell, Literal) and isinstance(cell.value, Revision):
                sheet.revision(line, column, cell.value)
            elif isinstance(cell, Literal) and (number := _number(cell)) is not None:
                sheet.number(line, column, number)
            elif (
                isinstance(cell, Literal)
                and (day := _day(cell, self._part.columns[column].name in _LAST_DAYS)) is not None
            ):
                sheet.date(line, column, day, _TIMES[cell.datatype])
            else:
                sheet.text(line, column, self._cell_text(cell))

    def _figure(self, sheet: SheetWriter, line: int, column: int, figure: Figure, label: str) -> None:
        writer = self._writer
        if figure.value is None:
            sheet.text(line, column, self._writer.say(figure.shown), "words")
            return
        origin = sheet.place(line, column)
        counted_place = self._quotes.of(figure.of[0]) if len(figure.of) == 1 else None
        if figure.of and counted_place is None:
            counted_place = self._index.block(
                origin,
                label,
                len(figure.of),
                (
                    Entry(writer.titled(thing), short(thing), writer.first(thing), self._quotes.of(thing))
                    for thing in figure.of
                ),
            )
        sheet.number(line, column, figure.value, counted_place, unit=figure.unit)

    def _cell_text(self, cell: Cell) -> str:
        if isinstance(cell, Text):
            return self._writer.say(cell)
        if isinstance(cell, Iri):
            return self._writer.titled(cell.value)
        if isinstance(cell, Figure):
            return self._writer.say(cell.shown)
        return self._writer.say(shown_value(cell)) if isinstance(cell, Literal) else ""


def _fitted(widths: list[float]) -> list[float]:
    """*widths* of columns, the widest of them made narrower so that all fit on one page."""
    flexible = sum(width for width in widths if width > _NARROW)
    room = WIDEST_PAGE - (sum(widths) - flexible)
    if sum(widths) <= WIDEST_PAGE or not flexible:
        return widths
    return [max(_NARROW, width * room / flexible) if width > _NARROW else width for width in widths]


def _counts(cell: Cell) -> bool:
    """Whether *cell* is shown as a number, and so stands to the right."""
    return isinstance(cell, Figure) or (isinstance(cell, Literal) and _number(cell) is not None)


def _number(literal: Literal) -> Decimal | None:
    """*literal* as a number that a spreadsheet holds exactly; None where it is none."""
    if literal.datatype not in _NUMBERS:
        return None
    try:
        number = Decimal(literal.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= 15 and abs(number) < 10**15 else None


def _day(literal: Literal, last: bool) -> date | None:
    """*literal* (a year, a month, a day) as a day that a spreadsheet knows, the *last* or first one of it; None where
    it is none, or before its calendar begins."""
    precision = _TIMES.get(literal.datatype)
    if precision is None or len(literal.value) != _LENGTHS[precision]:
        return None
    try:
        day = date.fromisoformat(literal.value + "-01" * (_A_DAY - precision))
        if last and precision < _A_DAY:
            month = 12 if precision == 1 else day.month
            day = day.replace(month=month, day=monthrange(day.year, month)[1])
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


_PICTURE_ROW, _PICTURE_WIDTH, _PICTURE_PIXELS = 3, 1120, 2240  # where a picture is; its width there, and in itself
_PIXELS_OF_ROW, _PIXELS_OF_COLUMN = 20, 64  # of those that are as high and wide as usual


class PictureSheet:
    """The sheet of one drawing."""

    def __init__(self, writer: WorkbookWriter, drawing: Drawing) -> None:
        """Plans the sheet."""
        self._writer, self._drawing = writer, drawing
        self.name = writer.section_name(drawing)

    def write(self) -> None:
        """Makes the sheet: the picture, where the packages for PNG are there, or a sentence that says so."""
        from strategigraf.core.errors import RasteriserMissing
        from strategigraf.render.canvas import png

        writer, drawing = self._writer, self._drawing
        sheet = writer.sheet(self.name)
        columns = -(-_PICTURE_WIDTH // _PIXELS_OF_COLUMN)
        sheet.head(writer.title(drawing.title), writer.say(drawing.sentence), [8.43] * columns)
        last_row = _PICTURE_ROW
        try:
            picture = png(drawing.svg.in_language(writer.language), _PICTURE_PIXELS)
        except RasteriserMissing:
            sheet.text(_PICTURE_ROW, 0, writer.say(message("workbook.no-picture")), "line")
        else:
            sheet.picture(_PICTURE_ROW, picture, writer.say(drawing.title), _PICTURE_WIDTH)
            wide, high = png_size(picture)
            last_row += -(-high * _PICTURE_WIDTH // wide // _PIXELS_OF_ROW) + 1
        sheet.worksheet.hide_gridlines(2)
        sheet.paper(8.43 * columns, last_row, columns - 1)
        sheet.worksheet.fit_to_pages(1, 1)
        writer.step()


# Workbooks.

_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook(dossier: Dossier, language: str, progress: Callable[[int, int], None] | None = None) -> bytes:
    """*dossier* as an XLSX file in *language*: a cover, a sheet for each section, for a matrix its threads with their
    words, an index of what each number counts, the quotes, a legend. The same bytes every time; text stays text.

    *progress* is called with how many lines of how many are written. Raises WrongValue where a workbook does not take
    it all, OutputNotWritten where the folder for temporary files does not.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    stream = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    steps = _Steps(dossier, progress)
    writer = WorkbookWriter(book, dossier, language, steps)
    book.set_properties({"title": cut(writer.say(dossier.title), 200), "created": _NO_CLOCK, "author": "strategigraf"})
    with written(gettempdir()):
        _write_sheets(writer)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
    steps.end()
    return stream.getvalue()


def _write_sheets(writer: WorkbookWriter) -> None:
    """Makes all sheets: their names are known before the first is written, so that each can lead to the others."""
    quotes, index = Quotes(writer), Index(writer)
    legend = legend_name(writer)
    cover = Cover(writer, quotes, index)
    contents: list[Line] = []
    sheets: list[CrossingSheet | FigureSheet | PictureSheet] = []
    chapters = {chapter.entries[0][0]: chapter.title for chapter in writer.dossier.chapters}
    for section in writer.dossier.sections:
        if chapter := chapters.get(section.name):
            contents.append(Line(chapter=writer.title(chapter)))
        if isinstance(section, Crossing):
            crossing = CrossingSheet(writer, section, quotes, index)
            sheets.append(crossing)
            contents += _matrix_lines(writer, section, crossing)
        elif isinstance(section, Part):
            part = FigureSheet(writer, section, quotes, index)
            sheets.append(part)
            contents.append(Line(part.name, writer.title(section.title), len(section.rows), part.rows))
            if section.gaps:
                contents.append(Line("", writer.say(message("workbook.contents.findings")), section.gaps))
        elif isinstance(section, Drawing):
            picture = PictureSheet(writer, section)
            sheets.append(picture)
            contents.append(Line(picture.name, writer.title(section.title)))
    for sheet in sheets:
        sheet.write()
    quotes_place = quotes.place
    contents.append(Line(index.name, writer.say(message("workbook.contents.index"))))
    contents.append(
        Line(
            quotes.name,
            writer.say(message("workbook.contents.quotes")),
            quotes_place.bottom - quotes_place.top + 1 if quotes_place else 0,
            quotes_place,
        )
    )
    contents.append(Line(legend, writer.say(message("workbook.contents.legend"))))
    cover.write(contents)
    index.write()
    quotes.write()
    write_legend(writer, legend, bases_of(writer.dossier))


def _matrix_lines(writer: WorkbookWriter, section: Crossing, sheet: CrossingSheet) -> list[Line]:
    rows, gaps = sheet.things(gaps=False), sheet.things(gaps=True)
    signs = sum(map(len, section.matrix.cells.values()))
    return [
        Line(sheet.name, writer.title(section.title)),
        Line("", writer.say(message("workbook.contents.rows")), len(rows), None, rows),
        Line("", writer.say(message("workbook.contents.gaps")), len(gaps), None, gaps),
        Line(sheet.threads_name, writer.say(message("workbook.contents.signs")), signs, sheet.threads),
    ]


_CLOSING = 4  # so many times as long as putting the file together take the lines


class _Steps:
    """Counts the lines that are written, and reports how many of about how many; that the work begins with the first
    line, since what is planned before it says nothing of how long lines take."""

    def __init__(self, dossier: Dossier, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress
        self._done = 0
        lines = sum(map(len, dossier.words.values()))
        for section in dossier.sections:
            if isinstance(section, Crossing):
                lines += len(section.matrix.rows) + 2 * sum(map(len, section.matrix.cells.values()))
            elif isinstance(section, Part):
                counted = (cell.of for row in section.rows for cell in row if isinstance(cell, Figure))
                lines += len(section.rows) + sum(len(things) for things in counted if len(things) > 1)
        self._total = lines + lines // _CLOSING + 1

    def __call__(self) -> None:
        if self._progress is not None and not self._done:
            self._progress(0, self._total)
        self._done = min(self._done + 1, self._total - 1)
        if self._progress is not None and self._done % 256 == 0:
            self._progress(self._done, self._total)

    def end(self) -> None:
        """Says that all is done."""
        if self._progress is not None:
            self._progress(self._total, self._total)
