"""Reports as tables and sheets, and what their numbers open to."""

from strategigraf.answers.opening import openings
from strategigraf.answers.table_sheet import table_sheet
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.figure import Figure
from strategigraf.values.namespaces import short
from strategigraf.values.report import Cell, Coded, Part, Report
from strategigraf.values.revision import Revision
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Column, Table
from strategigraf.values.term import LANG_STRING, XSD, XSD_STRING, Iri, Literal, Term
from strategigraf.values.text import Text
from strategigraf.values.words import Words


def one_part(report: Report, name: str | None) -> Report:
    """*report* with just the part *name*, all of it without one. Raises WrongValue where there is no such part."""
    if name is None:
        return report
    names = [part.name for part in report.parts]
    if name in names:
        return report._replace(parts=(report.parts[names.index(name)],))
    raise WrongValue(
        Text(f"Der er ingen del “{name}” i dette svar.", f"This answer has no part “{name}”."),
        Text(f"Vælg en af: {', '.join(names)}.", f"Choose one of: {', '.join(names)}."),
    )


def part_table(part: Part, language: str, for_people: bool = False) -> Table:
    """*part* as a table: numbers as literals, words in *language*, codes as they are or *for_people* in words."""
    rows = tuple(tuple(term_of(cell, language, for_people) for cell in row) for row in part.rows)
    return Table(part.columns, rows, part.title)


def part_sheet(store: Store, part: Part, language: str, evidence: bool = False) -> Sheet:
    """*part* for people, its sentence below; with *evidence* then the words of all that its numbers open to."""
    sheet = table_sheet(store, part_table(part, language, for_people=True), language)
    notes = [part.sentence.in_language(language)] if part.sentence.in_language(language) else []
    if evidence:
        things = _things(part)
        words = openings(store, things, language)
        names = labels(store, words, language)
        for thing in things:
            if thing in words:
                notes += ["", f"{short(thing)} {names.get(thing, '')}".strip()]
                notes += [f"  {quotation(quote)}" for quote in words[thing]]
    return sheet._replace(notes=tuple(notes))


def report_record(store: Store, report: Report, language: str) -> dict[str, object]:
    """*report* as a record for machines, everything that its numbers open to with the words. (The schema stands in
    docs/formats.md.)"""
    iris = {cell.value for part in report.parts for row in part.rows for cell in row if isinstance(cell, Iri)}
    things = dict.fromkeys(thing for part in report.parts for thing in _things(part))
    names = labels(store, iris | set(things), language)
    words = openings(store, things, language)
    return {
        "report": report.name,
        "title": report.title.in_language(language),
        "parts": [
            {
                "name": part.name,
                "title": part.title.in_language(language),
                "explanation": part.sentence.in_language(language),
                "columns": [_described(column) for column in part.columns],
                "rows": [
                    {column.name: _value(cell, names, language) for column, cell in zip(part.columns, row, strict=True)}
                    for row in part.rows
                ],
            }
            for part in report.parts
        ],
        "evidence": {
            thing: {
                "title": names.get(thing, ""),
                "quotes": [
                    {"id": quote.quote, "exact": quote.exact, "section": quote.section, "document": quote.document}
                    for quote in words[thing]
                ],
            }
            for thing in things
            if thing in words
        },
    }


def quotation(words: Words) -> str:
    """*words* in quotation marks, with the heading they stand under and the document."""
    return f"“{words.exact}” ({', '.join(filter(None, (words.section, short(words.document))))})"


def _things(part: Part) -> list[str]:
    """What the numbers of *part* open to, and the things of its rows, each once, in order."""
    found: dict[str, None] = {}
    for row in part.rows:
        for cell in row:
            if isinstance(cell, Iri):
                found[cell.value] = None
            elif isinstance(cell, Figure):
                found.update(dict.fromkeys(cell.of))
    return list(found)


def term_of(cell: Cell, language: str, for_people: bool = False) -> Term | None:
    """*cell* as a term: a figure as a number, words in *language*, a code as it is or *for_people* in words."""
    if isinstance(cell, Coded):
        cell = cell.words if for_people else cell.code
    if isinstance(cell, Figure):
        whole = "." not in cell.text and not cell.unit
        return Literal(cell.text, XSD_STRING if cell.value is None else XSD + ("integer" if whole else "decimal"))
    if isinstance(cell, Text):
        return Literal(cell.in_language(language), LANG_STRING, language)
    return cell


def _value(cell: Cell, names: dict[str, str], language: str) -> object:
    if isinstance(cell, Coded):
        cell = cell.code
    if isinstance(cell, Figure):
        return {"value": None if cell.value is None else _number(cell), "of": list(cell.of)}
    if isinstance(cell, Text):
        return cell.in_language(language)
    if isinstance(cell, Iri):
        return {"id": cell.value, "title": names.get(cell.value, "")}
    if isinstance(cell, Literal) and isinstance(cell.value, Revision):
        return {"text": str(cell.value), "segments": [segment._asdict() for segment in cell.value.segments]}
    return None if cell is None else cell.value


def _number(cell: Figure) -> int | float:
    assert cell.value is not None
    return int(cell.value) if cell.value == int(cell.value) else float(cell.value)


def _described(column: Column) -> dict[str, str]:
    return {"name": column.name, "description": column.description}
