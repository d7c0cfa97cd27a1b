"""Workbooks: a dossier as XLSX, a sheet for each section, every sign and number linked to its evidence."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from strategigraf import __version__
from strategigraf.answers.dossier import title_of
from strategigraf.answers.heading import heading
from strategigraf.answers.matrix_sheet import SIGNS, bearers, brief
from strategigraf.interchange.inert import visible
from strategigraf.interchange.sheet_form import height, quoted, sheet_name
from strategigraf.values.dossier import Crossing, Dossier, Drawing, Passage, Section
from strategigraf.values.figure import Figure
from strategigraf.values.hop import BASES, BASIS_LABELS, Mark
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import short
from strategigraf.values.report import Part
from strategigraf.values.tally import Tally, Tell, untold
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text
from strategigraf.values.words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_000  # characters in a cell; a spreadsheet takes 32,767
_MOST_LINKS = 60_000  # a sheet takes 65,530
_TIP = 250  # characters of the note that a link shows; 255 are allowed
_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

_NONE: tuple[Words | None, ...] = (None,)

_COVER = Text("Forside", "Cover")
_LEGEND = Text("Tegn", "Legend")
_MARKS = Text("Tråde", "Threads")
_QUOTES = Text("Belæg", "Evidence")
_TOTAL = Text("i alt", "total")
_MARK_HEADS = (
    Text("række", "row"),
    Text("kolonne", "column"),
    Text("grundlag", "basis"),
    Text("gennem", "through"),
    Text("ord", "words"),
    Text("afsnit", "section"),
    Text("dokument", "document"),
)
_QUOTE_HEADS = (
    Text("ting", "thing"),
    Text("navn", "name"),
    Text("ord", "words"),
    Text("afsnit", "section"),
    Text("dokument", "document"),
)
_MARK_WIDTHS = (40, 30, 12, 40, 80, 30, 40)  # characters
_QUOTE_WIDTHS = (45, 40, 90, 35, 45)
_MEANINGS = {
    "stated": Text(
        "Kilden siger det med så mange ord, ved elementet selv.",
        "The source says it in so many words, at the element itself.",
    ),
    "named": Text(
        "Ét sted nævner den indsats, som et andet sted lover.", "One passage names what another passage promises."
    ),
    "interpreted": Text("En læsers skøn, med begrundelse.", "A reader's judgement, with its rationale."),
    "inherited": Text("Gælder gennem noget højere oppe i tråden.", "Holds through something higher up the thread."),
    "structure": Text("Kildens egen opstilling.", "The arrangement of the source itself."),
}


def workbook(dossier: Dossier, language: str, progress: Tell = untold) -> bytes:
    """*dossier* as an XLSX file in *language*: a cover, a sheet for each section, for a matrix its threads with their
    words, a sheet of all quotes, a legend. The same bytes every time; text stays text. *progress* is told the lines."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties(
        {"title": dossier.title.in_language(language), "created": _NO_CLOCK, "comments": "strategigraf"}
    )
    tally = Tally(_lines(dossier), progress)
    _Binder(book, dossier, language, tally).bind()
    book.close()
    return stream.getvalue()


def _lines(dossier: Dossier) -> int:
    """About how many lines with quotes and cells with marks the workbook has, and half as many again for what closing
    it takes."""
    quotes = sum(max(1, len(words)) for words in dossier.words.values())
    for section in dossier.sections:
        if isinstance(section, Crossing):
            quotes += len(section.matrix.cells)
            for mark in section.matrix.marks():
                quotes += max(1, sum(len(dossier.words.get(bearer, ())) for bearer in bearers(mark)))
    return quotes * 3 // 2


class _Binder:
    """Puts the sheets of one workbook together."""

    def __init__(self, book: "Workbook", dossier: Dossier, language: str, tally: Tally) -> None:
        self._tally = tally
        self._book = book
        self._dossier = dossier
        self._language = language
        self._names: set[str] = set()
        self._rows_of_quotes: dict[str, int] = {}
        row = 1
        for thing, quotes in dossier.words.items():
            self._rows_of_quotes[thing] = row
            row += max(1, len(quotes))
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        self._plain = self._format(base, text_wrap=True)
        self._head = self._format(base, bold=True, bg_color="#E8EDF3", bottom=1, text_wrap=True, valign="bottom")
        self._turned = self._format(base, bold=True, bg_color="#E8EDF3", bottom=1, rotation=90, text_wrap=True)
        self._mark = self._format(base, align="center", border=1, border_color="#D5DAE1")
        self._number = self._format(base, align="right")
        self._linked = self._format(base, align="right", underline=1)
        self._sum = self._format(base, align="right", bold=True, bg_color="#F3F5F8")
        self._gap = self._format(base, bold=True, text_wrap=True, bg_color="#FFF4E0")
        self._group = self._format(base, bold=True, bg_color="#E8EDF3")
        self._title = self._format(base, bold=True, font_size=16, text_wrap=True)

    def bind(self) -> None:
        """Makes all sheets."""
        self._cover()
        for section in self._dossier.sections:
            if isinstance(section, Crossing):
                self._matrix(section)
            elif isinstance(section, Part):
                self._part(section)
        self._quotes()
        self._legend()

    def _format(self, base: dict[str, Any], **more: object) -> "Format":
        return self._book.add_format(base | more)

    def _say(self, text: Text) -> str:
        return visible(text.in_language(self._language))

    def _titled(self, thing: str) -> str:
        return visible(title_of(self._dossier.names, thing, self._language))

    def _sheet(self, name: str) -> "Worksheet":
        chosen = sheet_name(name, self._names)
        self._names.add(chosen.casefold())
        return self._book.add_worksheet(chosen)

    def _cover(self) -> None:
        sheet = self._sheet(self._say(_COVER))
        sheet.set_column(0, 0, 100)
        sheet.hide_gridlines(2)
        self._text(sheet, 0, 0, self._say(self._dossier.title), self._title)
        row = 2
        for paragraph in [
            self._dossier.lead,
            *(p for s in self._dossier.sections if isinstance(s, Passage) for p in s.paragraphs),
        ]:
            if self._say(paragraph):
                self._text(sheet, row, 0, self._say(paragraph), self._plain)
                row += 1
        row += 1
        for section in self._dossier.sections:
            if isinstance(section, Passage):
                continue
            name = sheet_name(self._say(section.title), set())
            told = f"{self._say(section.title)}: {self._sentence(section)}".rstrip(": ")
            if isinstance(section, Drawing):
                continue
            sheet.write_url(row, 0, f"internal:'{quoted(name)}'!A1", self._plain, told[:_LONGEST])
            row += 1
        counted = sum(map(len, self._dossier.words.values()))
        self._text(
            sheet,
            row + 1,
            0,
            self._say(Text(f"Citater i alt: {counted}. ", f"Quotes in all: {counted}. "))
            + f"strategigraf {__version__}",
            self._plain,
        )
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _sentence(self, section: Section) -> str:
        return self._say(section.sentence) if not isinstance(section, Passage) else ""

    def _text(self, sheet: "Worksheet", row: int, column: int, text: str, style: "Format") -> None:
        cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        sheet.write_string(row, column, cut, style)

    def _row(self, sheet: "Worksheet", line: int, texts: Iterable[str], widths: Sequence[int]) -> None:
        """Puts *texts* in the cells of *line*, high enough for all of them in columns of *widths*."""
        self._tally.add()
        shown = list(texts)
        sheet.set_row(line, height(shown, widths))
        for column, text in enumerate(shown):
            self._text(sheet, line, column, text, self._plain)

    def _matrix(self, section: Crossing) -> None:
        matrix = section.matrix
        sheet = self._sheet(self._say(section.title))
        threads = f"{self._say(section.title)}"[:20] + " " + self._say(_MARKS).lower()
        places = self._places(matrix)
        threads_name = sheet_name(threads, self._names)
        last = len(matrix.columns) + 1
        self._text(sheet, 0, 0, self._say(section.rows), self._head)
        for place, column in enumerate(matrix.columns, start=1):
            self._text(sheet, 0, place, f"{brief(column)} {self._titled(column)}".strip(), self._turned)
        self._text(sheet, 0, last, self._say(_TOTAL), self._head)
        sheet.set_row(0, 150)
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, len(matrix.columns), 6)
        linked = sum(len(marks) > 0 for marks in matrix.cells.values()) <= _MOST_LINKS
        of_row: dict[str, dict[str, tuple[Mark, ...]]] = {}
        for (row, column), marks in matrix.cells.items():
            of_row.setdefault(row, {})[column] = marks
        order = {column: place for place, column in enumerate(matrix.columns, start=1)}
        sums = dict.fromkeys(matrix.columns, 0)
        for line, row in enumerate(matrix.rows, start=1):
            mine = of_row.get(row, {})
            sheet.set_row(line, height([self._titled(row)], [48]))
            self._text(sheet, line, 0, self._titled(row), self._plain if mine else self._gap)
            for column, marks in mine.items():
                self._tally.add()
                sums[column] += len(marks)
                signs = "".join(SIGNS[mark.basis] for mark in marks)
                if linked:
                    target = f"internal:'{quoted(threads_name)}'!A{places[row, column] + 1}"
                    sheet.write_url(line, order[column], target, self._mark, signs, self._tip(marks))
                else:
                    self._text(sheet, line, order[column], signs, self._mark)
            sheet.write_number(line, last, sum(map(len, mine.values())), self._sum)
        foot = len(matrix.rows) + 1
        self._text(sheet, foot, 0, self._say(_TOTAL), self._sum)
        for column, place in order.items():
            sheet.write_number(foot, place, sums[column], self._sum)
        sheet.write_number(foot, last, sum(sums.values()), self._sum)
        sheet.freeze_panes(1, 1)
        if matrix.rows:
            sheet.autofilter(0, 0, len(matrix.rows), last)
        self._paper(sheet)
        self._threads(threads_name, matrix)

    def _tip(self, marks: tuple[Mark, ...]) -> str:
        words = next((w for mark in marks for b in bearers(mark) for w in self._dossier.words.get(b, ())), None)
        basis = ", ".join(dict.fromkeys(self._say(BASIS_LABELS[mark.basis]) for mark in marks))
        told = f"{basis}: “{visible(words.exact)}”" if words else basis
        return told if len(told) <= _TIP else told[: _TIP - 1] + "…"

    def _places(self, matrix: Matrix) -> dict[tuple[str, str], int]:
        """The line of the sheet of threads at which each cell of *matrix* begins."""
        found: dict[tuple[str, str], int] = {}
        line = 1
        for mark in matrix.marks():
            found.setdefault((mark.row, mark.column), line)
            line += max(1, sum(len(self._dossier.words.get(bearer, ())) for bearer in bearers(mark)))
        return found

    def _threads(self, name: str, matrix: Matrix) -> None:
        sheet = self._sheet(name)
        self._heads(sheet, _MARK_HEADS, _MARK_WIDTHS)
        line = 1
        for mark in matrix.marks():
            through = mark.claim.subject
            start = (
                self._titled(mark.row),
                f"{brief(mark.column)} {self._titled(mark.column)}",
                f"{SIGNS[mark.basis]} {self._say(BASIS_LABELS[mark.basis])}",
                "" if through == mark.row else self._titled(through),
            )
            words = [quote for bearer in bearers(mark) for quote in self._dossier.words.get(bearer, ())]
            for quote in words or _NONE:
                told = (
                    (visible(quote.exact), visible(quote.section), self._titled(quote.document))
                    if quote
                    else ("", "", "")
                )
                self._row(sheet, line, (*start, *told), _MARK_WIDTHS)
                line += 1
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, line - 1), len(_MARK_HEADS) - 1)
        self._paper(sheet)

    def _part(self, section: Part) -> None:
        sheet = self._sheet(self._say(section.title))
        for column, head in enumerate(section.columns):
            self._text(sheet, 0, column, heading(head.name, self._language), self._head)
        widths = [len(heading(head.name, self._language)) for head in section.columns]
        for row in section.rows:
            told = [cell.text if isinstance(cell, Figure) else self._cell(cell) for cell in row]
            widths = [max(width, len(text)) for width, text in zip(widths, told, strict=True)]
        widths = [min(60, max(9, width + 2)) for width in widths]
        quotes = sheet_name(self._say(_QUOTES), set())
        links = 0
        for line, row in enumerate(section.rows, start=1):
            sheet.set_row(line, height([self._cell(cell) for cell in row], widths))
            for column, cell in enumerate(row):
                if isinstance(cell, Figure):
                    if cell.value is None:
                        self._text(sheet, line, column, cell.text, self._number)
                        continue
                    place = next((self._rows_of_quotes[t] for t in cell.of if t in self._rows_of_quotes), None)
                    if place is not None and links < _MOST_LINKS:
                        links += 1
                        sheet.write_url(line, column, f"internal:'{quoted(quotes)}'!A{place + 1}", self._linked)
                    sheet.write_number(line, column, float(cell.value), self._linked if place else self._number)
                    continue
                self._text(sheet, line, column, self._cell(cell), self._plain)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        if section.rows:
            sheet.autofilter(0, 0, len(section.rows), len(section.columns) - 1)
        self._paper(sheet)

    def _cell(self, cell: object) -> str:
        if isinstance(cell, Text):
            return self._say(cell)
        if isinstance(cell, Iri):
            return self._titled(cell.value)
        return visible(cell.value) if isinstance(cell, Literal) else ""

    def _quotes(self) -> None:
        sheet = self._sheet(self._say(_QUOTES))
        self._heads(sheet, _QUOTE_HEADS, _QUOTE_WIDTHS)
        line = 1
        for thing, quotes in self._dossier.words.items():
            for quote in quotes or _NONE:
                told = (
                    (visible(quote.exact), visible(quote.section), self._titled(quote.document))
                    if quote
                    else ("", "", "")
                )
                self._row(sheet, line, (self._titled(thing), short(thing), *told), _QUOTE_WIDTHS)
                line += 1
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, line - 1), len(_QUOTE_HEADS) - 1)
        self._paper(sheet)

    def _legend(self) -> None:
        sheet = self._sheet(self._say(_LEGEND))
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, 2, 80)
        for line, basis in enumerate(BASES):
            for column, text in enumerate((SIGNS[basis], self._say(BASIS_LABELS[basis]), self._say(_MEANINGS[basis]))):
                self._text(sheet, line, column, text, self._plain)

    def _heads(self, sheet: "Worksheet", heads: Iterable[Text], widths: Iterable[int]) -> None:
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            self._text(sheet, 0, column, self._say(head), self._head)
            sheet.set_column(column, column, width)

    def _paper(self, sheet: "Worksheet") -> None:
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&F&C&A&R&P / &N")
