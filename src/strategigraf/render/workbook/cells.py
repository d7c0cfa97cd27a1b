"""What the sheets of a workbook share: styles, names, and how a text, a number and a link get into a cell."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.core.rdf import SDG, Text, message, short
from strategigraf.core.report import Dossier, Section, Words, quotes_of, title_of
from strategigraf.core.text import ADDED, REMOVED, Revision, visible
from strategigraf.core.thread import Mark

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from strategigraf.render.workbook.rows import StreamedWorksheet

# The form of sheets in a workbook.

MOST_ROWS = 1_048_000  # a sheet takes 1,048,576
MOST_COLUMNS = 16_000  # 16,384
MOST_LINKS = 65_000  # 65,530
LONGEST = 32_700  # units of UTF-16 in a cell; 32,767
LONGEST_TIP = 250  # of the note that a link shows; 255
_LONGEST_NAME = 31
FIRST_DAY, _DAY_ZERO = date(1900, 3, 1), date(1899, 12, 30)  # spreadsheets agree on days from the first on
_DATE_FORMATS = {  # by how precise it is: a year, a month, a day
    "da": ("yyyy", "[$-406]mmmm yyyy", '[$-406]d". "mmmm yyyy'),
    "en": ("yyyy", "[$-809]mmmm yyyy", "[$-809]d mmmm yyyy"),
}
_PER_WIDTH = 1.22  # letters that a column takes for each unit of its width, in the font of the sheets
LINE = 13.0  # points that a line of text takes


def capital(text: str) -> str:
    """*text* with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def png_size(png: bytes) -> tuple[int, int]:
    """The pixels that *png* is wide and high."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


class Place(NamedTuple):
    """Cells of the sheet *sheet*: rows and columns from 0, the last ones included."""

    sheet: str
    top: int
    bottom: int
    left: int = 0
    right: int = 0

    @property
    def target(self) -> str:
        """The target of a link to them."""
        start, end = _cell(self.top, self.left), _cell(self.bottom, self.right)
        name = self.sheet.replace("'", "''")
        return f"'{name}'!{start}" + ("" if start == end else f":{end}")

    @property
    def label(self) -> str:
        """The first of them as a reader names it: `Sheet C5`."""
        return f"{self.sheet} {_cell(self.top, self.left)}"


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """*wanted* as a name that a spreadsheet takes: at most 31 units of UTF-16 (a longer one ends with a whole word and
    an ellipsis), none of `[]:*?/\\`, no apostrophe at either end, not `History`, and other than those *taken* (in
    casefolded form)."""
    taken_names = set(taken)
    clean = "".join(" " if sign in "[]:*?/\\" or not sign.isprintable() else sign for sign in wanted)
    clean = " ".join(clean.split()).strip("' ")
    if units(clean) > _LONGEST_NAME and ":" in wanted:  # what precedes a colon is its short form
        short_name = wanted.partition(":")[0]
        return (
            sheet_name(short_name, taken_names)
            if short_name.strip()
            else sheet_name(wanted.replace(":", " "), taken_names)
        )
    if units(clean) > _LONGEST_NAME:
        beginning = cut(clean, _LONGEST_NAME, "")
        whole_words = beginning.rpartition(" ")[0].rstrip("' ,;:.–-")
        clean = (
            whole_words if len(whole_words) > _LONGEST_NAME // 2 else cut(beginning, _LONGEST_NAME - 1, "").rstrip("' ")
        ) + "…"
    clean = clean or "-"
    if clean.casefold() == "history":
        clean = "History 1"
    chosen, number = clean, 2
    while chosen.casefold() in taken_names:
        end = f" {number}"
        chosen, number = cut(clean, _LONGEST_NAME - len(end), "").rstrip("' ") + end, number + 1
    return chosen


def units(text: str) -> int:
    """The length of *text* as a spreadsheet counts it: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, max_units: int, end: str = "…") -> str:
    """*text* where it has at most so many units, else its beginning followed by *end*."""
    if len(text) * 2 <= max_units or units(text) <= max_units:
        return text
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * (max_units - units(end))]
    return encoded.decode("utf-16-le", "ignore") + end


def height(texts: Iterable[tuple[str, float]], line: float = LINE) -> float:
    """The points that a row needs for *texts*, each wrapped in a column so many characters wide, *line* points a line;
    at most what a spreadsheet takes."""
    most = 1
    for text, width in texts:
        if len(text) > _room(width) or "\n" in text:
            most = max(most, _lines(text, width))
    return min(405.0, line * most + 2)


@cache
def _room(width: float) -> int:
    """How many letters a line of a column *width* characters wide has room for."""
    return max(4, int(width * _PER_WIDTH))


@lru_cache(maxsize=4096)
def _lines(text: str, width: float) -> int:
    """How many lines *text* takes where words are not broken unless they are wider than the column."""
    column_letters = _room(width)
    if len(text) <= column_letters and "\n" not in text:
        return 1
    count = 0
    for paragraph in text.split("\n"):
        count, filled = count + 1, 0
        for word in paragraph.split(" "):
            if filled and filled + 1 + len(word) > column_letters:
                count, filled = count + 1, 0
            filled += len(word) + (filled > 0)
            while filled > column_letters:
                count, filled = count + 1, filled - column_letters
    return count


@lru_cache(maxsize=4096)
def _cell(row: int, column: int) -> str:
    letters, remaining = "", column + 1
    while remaining:
        remaining, digit = divmod(remaining - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"


# The styles of a workbook's cells.

FONT = {"font_name": "Calibri", "font_size": 10}
_SHADE, _LIGHT, _LINE = "#E4E8EE", "#F2F4F7", "#B9C0CA"
_STYLES: dict[str, dict[str, Any]] = {
    "plain": {"text_wrap": True, "bottom": 7, "bottom_color": _LINE},
    "line": {},  # one line, running on over empty cells
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "cover title": {"bold": True, "font_size": 16, "text_wrap": True},
    "chapter": {"bold": True, "bg_color": _LIGHT, "top": 1},
    "heading": {"bold": True, "font_size": 12, "bottom": 1},
    "sentence": {"text_wrap": True, "font_color": "#333333"},
    "head": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "head number": {
        "bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "text_wrap": True, "valign": "bottom",
        "align": "right", "indent": 1,
    },
    "turned": {
        "bold": True, "bg_color": _SHADE, "border": 1, "border_color": _LINE, "rotation": 90, "text_wrap": True,
        "valign": "bottom", "align": "center",
    },
    "code": {"font_size": 9, "font_color": "#444444", "bottom": 1, "bottom_color": _LINE},
    "row": {"text_wrap": True, "bottom": 1, "bottom_color": _LINE},
    "sign": {"align": "center", "border": 1, "border_color": _LINE},
    "number": {"align": "right", "indent": 1, "bottom": 7, "bottom_color": _LINE},
    "date": {"align": "left", "bottom": 7, "bottom_color": _LINE},
    "words": {"align": "right", "indent": 1, "italic": True, "bottom": 7, "bottom_color": _LINE},
    "sum": {"align": "right", "bold": True, "bg_color": _LIGHT, "border": 1, "border_color": _LINE},
    "total": {"align": "right", "bold": True, "bg_color": _SHADE, "top": 1, "bottom": 6},
    "total sum": {"align": "center", "bold": True, "bg_color": _SHADE, "top": 1, "bottom": 6},
    "total head": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 6},
    "group": {"bold": True, "text_wrap": True, "bg_color": _SHADE, "top": 1, "bottom": 1},
    "group sum": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "align": "center"},
    "group total": {"bold": True, "bg_color": _SHADE, "top": 1, "bottom": 1, "align": "right"},
    "gap": {"bold": True, "italic": True, "text_wrap": True, "bg_color": _LIGHT, "bottom": 1, "bottom_color": _LINE},
    "gap code": {"italic": True, "font_size": 9, "bg_color": _LIGHT, "bottom": 1, "bottom_color": _LINE},
    "gap sign": {"align": "center", "bg_color": _LIGHT, "border": 1, "border_color": _LINE},
    "checksum": {"bottom": 7, "bottom_color": _LINE, "font_name": "Courier New", "font_size": 8, "text_wrap": True},
    "gone": {"font_strikeout": True},
    "new": {"bold": True, "underline": 1},
}  # fmt: skip


class Styles:
    """The styles of one workbook, each made when it is first asked for."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool, str], Format] = {}

    def style(self, name: str, linked: bool = False, as_text: bool = False, digits: str = "") -> "Format":
        """The style *name*; underlined where it is *linked*; *as_text* where what a reader retypes is to stay text;
        with numbers written as *digits* says."""
        key = (name, linked, as_text, digits)
        if key not in self._made:
            properties = FONT | {"valign": "top"} | _STYLES[name]
            if linked:
                properties["underline"] = 1
            if as_text:
                properties["quote_prefix"] = True
            if digits:
                properties["num_format"] = digits
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


HEAD = 2  # the line with the heads of the columns, from 0: above it the title and what the sheet shows
_RETYPED = frozenset("=+-@'\t\r\n 0123456789")  # what begins so may become a formula, a number or a date when retyped
WIDEST_PAGE = 170  # characters that are still read on a landscape A4


class WorkbookWriter:
    """What the sheets of one workbook share: the dossier, the language, the styles, the names that are taken, and for
    each thing the place (`used`) where it is first counted or shown."""

    def __init__(self, book: "Workbook", dossier: Dossier, language: str, step: Callable[[], None]) -> None:
        self._book = book
        self.dossier = dossier
        self.language = language
        self.styles = Styles(book)
        self.step = step
        self.used: dict[str, Place] = {}
        self._names: set[str] = set()
        self.cover = self.name(message("workbook.cover.name"))

    def say(self, text: Text) -> str:
        """*text* in the language of the workbook, escaped."""
        return visible(text.in_language(self.language))

    def title(self, text: Text) -> str:
        """*text* as a title: in the language of the workbook, escaped, with a capital."""
        return capital(self.say(text))

    def titled(self, thing: str) -> str:
        """The title of *thing*, escaped."""
        return visible(title_of(self.dossier.names, thing, self.language))

    def escaped(self, text: str) -> str:
        """*text* with control and direction characters made visible."""
        return visible(text)

    def code(self, thing: str) -> str:
        """What *thing* is called in short, by its number; nothing without one."""
        code = self.dossier.codes.get(thing)
        return self.say(code) if code else visible(short(thing)) if thing.startswith(SDG) else ""

    def coded(self, thing: str) -> str:
        """The title of *thing* with its number before it, where it has one."""
        return f"{self.code(thing)} {self.titled(thing)}".strip()

    def words(self, thing: str) -> tuple[Words, ...]:
        """The quotes of *thing*."""
        return self.dossier.words.get(thing, ())

    def first(self, thing: str) -> str:
        """The words of the first quote of *thing*, escaped; empty where it has none."""
        return next((visible(quote.exact) for quote in self.words(thing)), "")

    def quotes(self, mark: Mark) -> list[Words]:
        """The quotes that *mark* opens to: of structure alone just the first of each end."""
        return [quote for _, quote in quotes_of(mark, self.dossier.words)]

    def name(self, title: Text) -> str:
        """A name for a sheet, now taken."""
        chosen = sheet_name(self.say(title), self._names)
        self._names.add(chosen.casefold())
        return chosen

    def section_name(self, section: Section, title: Text | None = None) -> str:
        """A name for the sheet of *section*, now taken: its *title* or its own; in a dossier of several chapters what
        it is called in its chapter, with its number in the contents before it. Of a name that is too long what follows
        the colon comes first, since it is that which tells the sheets on one strategy apart."""
        number = 1 + self.dossier.sections.index(section)
        called = {name: short_title for chapter in self.dossier.chapters for name, short_title in chapter.entries}
        shown = self.title(title or called.get(section.name, section.title))
        whose, colon, what = shown.rpartition(": ")
        if colon and self.dossier.chapters and units(f"{number} {shown}") > _LONGEST_NAME:
            shown = f"{capital(what)} – {whose}"
        return self.name(Text(*[f"{number} {shown}" if self.dossier.chapters else shown] * 2))

    def sheet(self, name: str) -> "SheetWriter":
        """A sheet with the *name*, behind those there are."""
        from strategigraf.render.workbook.rows import SpooledStrings, StreamedWorksheet

        if not self._book.worksheets():
            self._book.str_table = SpooledStrings()
        return SheetWriter(self, name, self._book.add_worksheet(name, StreamedWorksheet))


class SheetWriter:
    """One sheet."""

    def __init__(self, writer: WorkbookWriter, name: str, worksheet: "StreamedWorksheet") -> None:
        self.name = name
        self.worksheet = worksheet
        self.writer = writer
        self._links = 0
        self._last_column = 0  # of the sentence above the table

    def place(self, row: int, column: int) -> Place:
        """One cell."""
        return Place(self.name, row, row, column, column)

    def text(self, row: int, column: int, text: str, style: str = "plain", to: Place | None = None) -> None:
        """Puts *text* in a cell, as text whatever it begins with, linked *to* a place while the sheet takes links."""
        linked = to is not None and self._link(row, column, to)
        if not text:
            self.worksheet.blank(row, column, self.writer.styles.style(style, linked))
            return
        content = cut(capital(text) if style.startswith("head") else text, LONGEST)
        form = self.writer.styles.style(style, linked, content[0] in _RETYPED)
        if content.startswith("<r>") and content.endswith("</r>"):  # the writer would take it for a text with styles
            plain = self.writer.styles.style("line")
            self.worksheet.rich(row, column, plain, "<", plain, content[1:], form)
        else:
            self.worksheet.string(row, column, content, form)

    def sign(self, row: int, column: int, signs: str, to: Place | None, tip: str) -> None:
        """Puts *signs* in a cell that leads *to* a place and shows *tip*."""
        self._link(row, column, to, tip)
        self.worksheet.string(row, column, signs, self.writer.styles.style("sign"))

    def number(
        self,
        row: int,
        column: int,
        value: Decimal | int,
        to: Place | None = None,
        style: str = "number",
        unit: str = "",
    ) -> None:
        """Puts the number *value* in a cell, linked *to* what it counts; per cent as a share of one."""
        linked = self._link(row, column, to)
        decimal_value = Decimal(value)
        exponent = decimal_value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        digits = "0" + ("." + "0" * decimals if decimals else "") + ("%" if unit else "")
        form = self.writer.styles.style(style, linked, False, digits)
        self.worksheet.number(row, column, float(decimal_value / 100 if unit else decimal_value), form)

    def date(self, row: int, column: int, day: date, precision: int = 3) -> None:
        """Puts *day* in a cell, as a date that can be sorted; of *precision* 1 it is written as a year, of 2 as a month
        by its name, of 3 as a day."""
        form = self.writer.styles.style("date", digits=_DATE_FORMATS[self.writer.language][precision - 1])
        self.worksheet.number(row, column, float((day - _DAY_ZERO).days), form)

    def revision(self, row: int, column: int, revision: Revision) -> None:
        """Puts *revision* in a cell: what is gone struck out, what is new bold and underlined."""
        styles = self.writer.styles
        runs: list[str | Format] = []
        marks = {REMOVED: "gone", ADDED: "new"}
        for index, segment in enumerate(revision.segments):
            wording = visible(segment.draft if segment.kind == REMOVED else segment.print)
            blank = " " if index + 1 < len(revision.segments) else ""
            if wording:
                runs += [styles.style(marks.get(segment.kind, "line")), wording + blank]
        if len(runs) < 4 or len(revision) > LONGEST // 2:
            self.text(row, column, visible(str(revision)))
        else:
            self.worksheet.rich(row, column, *runs, styles.style("plain"))

    def hide(self, column: int) -> None:
        """Hides *column*, which is for machines: what the things of the rows are called in the data."""
        self.worksheet.set_column(column, column, 30, None, {"hidden": True})

    def picture(self, row: int, png: bytes, label: str, width: int) -> None:
        """Puts the picture *png* below the cell at *row*, *width* pixels of the screen wide, with *label* for those who
        do not see it."""
        wide, _ = png_size(png)
        scale = width / wide
        options = {
            "image_data": BytesIO(png), "x_scale": scale, "y_scale": scale, "description": label, "object_position": 3,
        }  # fmt: skip
        self.worksheet.insert_image(row, 0, "picture.png", options)

    def head(self, title: str, sentence: str, widths: Sequence[float], one_line: bool = False) -> None:
        """Puts *title* and *sentence* above a table of columns of *widths*, and sets these."""
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width)
        self.worksheet.height(0, 24)
        self.text(0, 0, title, "title")
        if one_line:
            self.text(1, 0, sentence, "line")
            return
        last_column, merged_width = len(widths) - 1, sum(widths)
        while merged_width < 90:
            last_column, merged_width = last_column + 1, merged_width + 8.4
        self.merged(1, last_column, sentence, merged_width)

    def merged(
        self, row: int, last_column: int, text: str, merged_width: float, style: str = "sentence", line: float = LINE
    ) -> None:
        """Puts *text* in the cells of *row* up to the column *last_column*, taken together, *merged_width* characters
        wide, *line* points a line."""
        self._last_column = max(self._last_column, last_column)
        self.worksheet.height(row, height([(text, min(merged_width, 200))], line))
        if last_column:
            self.worksheet.merge_range(row, 0, row, last_column, "", self.writer.styles.style(style))
        self.text(row, 0, text, style)

    def frame(self, last_row: int, last_column: int, width: float, frozen: int = 0, foot: str = "") -> None:
        """Freezes the head and *frozen* columns, sets a filter on the rows down to *last_row*, and arranges the paper
        for columns of *width* characters in all, with *foot* below each page."""
        self.worksheet.freeze_panes(HEAD + 1, frozen)
        if last_row > HEAD:
            self.worksheet.autofilter(HEAD, 0, last_row, last_column)
            self.worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 2}"})
        self.paper(width, last_row, last_column, foot)
        self.worksheet.repeat_rows(HEAD)
        if frozen and width > 2 * WIDEST_PAGE:
            self.worksheet.repeat_columns(0, frozen - 1)

    def fit(self, row: int, texts: Iterable[tuple[str, float]], level: int = 0) -> None:
        """Makes *row* high enough for *texts*, each in a column so many characters wide; *level* is of the outline."""
        self.worksheet.height(row, height(texts), level)

    def paper(self, width: float, last_row: int, last_column: int, foot: str = "") -> None:
        """The cells down to the last ones on paper: landscape, so many pages wide as *width* characters need, with
        title, sheet and page number on each."""
        self.worksheet.print_area(0, 0, last_row, max(last_column, self._last_column))
        self.worksheet.set_landscape()
        self.worksheet.set_paper(9 if width <= WIDEST_PAGE else 8)
        if width > 120 or self._last_column > last_column:  # a narrow table would be blown up
            self.worksheet.fit_to_pages(max(1, -int(-width // (2 * WIDEST_PAGE))), 0)
        self.worksheet.set_margins(0.4, 0.4, 0.7, 0.6)
        title = cut(self.writer.say(self.writer.dossier.title), 90).replace("&", "&&")
        self.worksheet.set_header(f"&L&9 {title}&R&9&A", {"margin": 0.3})
        self.worksheet.set_footer(f"&L&9{foot}&R&9&P / &N", {"margin": 0.3})

    def _link(self, row: int, column: int, to: Place | None, tip: str = "") -> bool:
        if to is None or self._links >= MOST_LINKS:
            return False
        self._links += 1
        self.worksheet.link(row, column, to.target, cut(tip, LONGEST_TIP))
        return True
