"""The form as a workbook: a sheet for each table, with drop-downs and explanations; beside them, hidden, the values as
they were handed out.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import SDG, message
from strategigraf.core.text import visible
from strategigraf.form.model import (
    AMOUNT,
    CHOICE,
    DATE,
    KEY,
    READ,
    SEVERAL,
    SHARE,
    SHEETS,
    SPAN,
    TEXT,
    THING,
    VERSION,
    YES,
    Field,
    Model,
    spans,
)
from strategigraf.render.workbook.cells import LONGEST, Styles, cut, height

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

BASE, LISTS, BETWEEN = "_base", "_lists", " – "
NAMES, TITLE, SENTENCE, HEADS, FIRST = range(5)  # the lines of a sheet, from 0; the first is hidden
_HIGHEST = 80.0  # points of a row: what is longer is read in the cell itself
_ROOM = 300  # empty rows that take drop-downs too
_WIDTHS = {TEXT: 34.0, THING: 38.0, CHOICE: 20.0, DATE: 11.0, SHARE: 11.0, YES: 9.0, READ: 30.0, KEY: 10.0,
           AMOUNT: 16.0, SPAN: 11.0}  # fmt: skip
_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
YES_WORDS = {"da": ("ja", "nej"), "en": ("yes", "no")}


class Suggested(NamedTuple):
    """A line of the sheet of suggestions, for people only."""

    cells: tuple[str | float, ...]


def shown(model: Model, field: Field, value: str, language: str) -> str:
    """The *value* of a cell of *field* as people read it: a thing as its name and title, a choice as its word."""
    if field.kind == YES:
        return YES_WORDS[language][0] if value else ""
    if field.kind == AMOUNT:
        return value.removesuffix(".0").replace(".", "," if language == "da" else ".")
    if field.kind == SPAN and value:
        return spans()[value].in_language(language) if value in spans() else value
    if field.kind not in (THING, CHOICE) or not value:
        return value
    return SEVERAL.join(_named(model, field, one, language) for one in value.split(SEVERAL))


def _named(model: Model, field: Field, thing: str, language: str) -> str:
    if thing == NO_TERM:
        return message("form.no-counterpart").in_language(language)
    title = model.lists.get(field.list_name, {}).get(thing, "")
    if field.kind == CHOICE:
        return title or model.name(thing)
    name = thing.removeprefix(SDG) if thing.startswith(SDG) else model.name(thing)
    return f"{name}{BETWEEN}{' '.join(title.split())}" if title else name


def heads(sheet: str, language: str) -> list[str]:
    """What people read above the columns of *sheet*."""
    return [message(f"form.head.{sheet}.{field.name}").in_language(language) for field in SHEETS[sheet]]


def sheet_title(sheet: str, language: str) -> str:
    """The name of *sheet* in a workbook, and of its file."""
    return message(f"form.sheet.{sheet}").in_language(language)


def base_lines(model: Model, language: str) -> list[tuple[str, str, str]]:
    """What is kept beside the form: its version, strategy and language, and of each row its cells as they were handed
    out; each as a sheet, a key and a text."""
    lines = [("form", "version", VERSION), ("form", "strategy", model.strategy), ("form", "language", language)]
    for sheet, rows in model.rows.items():
        for key, cells in rows.items():
            told = {name: text for name, text in cells.items() if text and name != "id"}
            lines.append((sheet, key, json.dumps(told)))
    return lines


def workbook(model: Model, title: str, language: str, suggested: Sequence[Suggested]) -> bytes:
    """The form of *model*, called *title*, in *language*; the same bytes every time. *suggested* has its own sheet."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    book = Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": cut(visible(title), 200), "created": _NO_CLOCK, "author": "strategigraf"})
    styles = Styles(book)
    _guide(book, styles, title, language)
    places = {name: f"={LISTS}!${_letter(n)}$1:${_letter(n)}${max(1, len(listed))}" for n, (name, listed) in
              enumerate(_listed(model, language).items())}  # fmt: skip
    for sheet in SHEETS:
        _sheet(book, styles, model, sheet, language, places)
    if suggested:
        _suggestions(book, styles, suggested, language)
    lists = book.add_worksheet(LISTS)
    for number, listed in enumerate(_listed(model, language).values()):
        for line, text in enumerate(listed):
            lists.write_string(line, number, text)
    lists.hide()
    base = book.add_worksheet(BASE)
    for line, texts in enumerate(base_lines(model, language)):
        for column, text in enumerate(texts):
            base.write_string(line, column, text)
    base.very_hidden()
    book.close()
    return stream.getvalue()


def _letter(column: int) -> str:
    return chr(65 + column)


def _listed(model: Model, language: str) -> dict[str, list[str]]:
    fields = {field.list_name: field for columns in SHEETS.values() for field in columns if field.list_name}
    found = {
        name: [shown(model, fields[name], thing, language) for thing in listed] for name, listed in model.lists.items()
    }
    return found | {"yes": [*YES_WORDS[language]]}


def _guide(book: "Workbook", styles: Styles, title: str, language: str) -> None:
    sheet = book.add_worksheet(message("form.sheet.guide").in_language(language))
    sheet.set_column(0, 0, 100)
    sheet.hide_gridlines(2)
    lines = message("form.guide").in_language(language).split(" ‖ ")
    sheet.write_string(0, 0, cut(visible(title), LONGEST), styles.style("title"))
    sheet.set_row(0, 26)
    for line, text in enumerate(lines, 2):
        sheet.write_string(line, 0, text, styles.style("sentence"))
        sheet.set_row(line, height([(text, 100)]))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sheet(book: "Workbook", styles: Styles, model: Model, name: str, language: str, places: dict[str, str]) -> None:
    fields, rows = SHEETS[name], model.rows[name]
    sheet = book.add_worksheet(sheet_title(name, language))
    last = len(fields) - 1
    for column, field in enumerate(fields):
        options = {"hidden": True} if field.kind == KEY or not model.is_asked(name, field) else {}
        sheet.set_column(column, column, _WIDTHS[field.kind], None, options)
        sheet.write_string(NAMES, column, field.name)
        _choose(sheet, field, column, FIRST + len(rows) + _ROOM, name, language, places)
    sheet.set_row(NAMES, None, None, {"hidden": True})
    sheet.write_string(TITLE, 1, sheet_title(name, language), styles.style("title"))
    sheet.set_row(TITLE, 24)
    sentence = message(f"form.explanation.{name}").in_language(language)
    sheet.merge_range(SENTENCE, 1, SENTENCE, last, sentence, styles.style("sentence"))
    sheet.set_row(SENTENCE, height([(sentence, sum(_WIDTHS[field.kind] for field in fields[1:]))]))
    for column, head in enumerate(heads(name, language)):
        sheet.write_string(HEADS, column, head, styles.style("head"))
    for line, cells in enumerate(rows.values(), FIRST):
        texts = [shown(model, field, cells[field.name], language) for field in fields]
        for column, (field, text) in enumerate(zip(fields, texts, strict=True)):
            _cell(sheet, styles, line, column, field, text)
        sized = zip(texts[1:], (_WIDTHS[field.kind] for field in fields[1:]), strict=True)
        sheet.set_row(line, min(_HIGHEST, height(sized)))
    for line in range(FIRST + len(rows), FIRST + len(rows) + _ROOM):
        for column, field in enumerate(fields):
            sheet.write_blank(line, column, None, styles.style("plain", as_text=False, digits=_digits(field)))
    sheet.freeze_panes(FIRST, 3)
    sheet.autofilter(HEADS, 0, FIRST + len(rows) + _ROOM - 1, last)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD9999"})
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADS)
    sheet.print_area(TITLE, 1, FIRST + len(rows) - 1 if rows else HEADS, last)


def _digits(field: Field) -> str:
    return "0.##" if field.kind == SHARE else "@"


def _cell(sheet: "Worksheet", styles: Styles, line: int, column: int, field: Field, text: str) -> None:
    form = styles.style("sentence" if field.kind == READ else "plain", digits=_digits(field))
    if not text:
        sheet.write_blank(line, column, None, form)
    elif field.kind == SHARE and SEVERAL not in text:
        sheet.write_number(line, column, float(text), form)
    else:
        sheet.write_string(line, column, cut(text, LONGEST), form)


def _choose(
    sheet: "Worksheet", field: Field, column: int, last: int, name: str, language: str, places: dict[str, str]
) -> None:
    """Gives the cells of *column* their drop-down, and what is shown where one of them is chosen."""
    if field.kind == KEY:
        return
    tip = message(f"form.tip.{field.kind}").in_language(language)
    head = cut(message(f"form.head.{name}.{field.name}").in_language(language), 32)
    options: dict[str, object] = {"validate": "any", "input_title": head, "input_message": cut(tip, 255)}
    if field.list_name:
        strict = field.kind != THING
        source = places.get(field.list_name, f"={LISTS}!$A$1:$A$1")
        wrong = message("form.wrong-choice").in_language(language)
        options |= {"validate": "list", "source": source, "error_type": "stop" if strict else "information",
                    "error_title": head, "error_message": cut(wrong, 255)}  # fmt: skip
    elif field.kind == SHARE:
        wrong = message("form.wrong-share").in_language(language)
        options |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_message": wrong}
    sheet.data_validation(FIRST, column, last, column, options)


def _suggestions(book: "Workbook", styles: Styles, suggested: Iterable[Suggested], language: str) -> None:
    sheet = book.add_worksheet(sheet_title("suggestions", language))
    titles = message("form.suggestion-heads").in_language(language).split(" | ")
    widths = (40.0, 18.0, 44.0, 9.0, 11.0, 26.0, 34.0)
    for column, (head, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, head, styles.style("head"))
    sheet.write_string(0, 0, sheet_title("suggestions", language), styles.style("title"))
    sheet.set_row(0, 24)
    sentence = message("form.explanation.suggestions").in_language(language)
    sheet.merge_range(1, 0, 1, len(widths) - 1, sentence, styles.style("sentence"))
    sheet.set_row(1, height([(sentence, sum(widths))]))
    line = 2
    for line, suggestion in enumerate(suggested, 3):
        for column, value in enumerate(suggestion.cells):
            if isinstance(value, float):
                sheet.write_number(line, column, value, styles.style("number", digits="0.00"))
            else:
                sheet.write_string(line, column, cut(visible(value), LONGEST), styles.style("plain"))
        texts = ((str(value), width) for value, width in zip(suggestion.cells, widths, strict=True))
        sheet.set_row(line, height(texts))
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, line, len(widths) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
