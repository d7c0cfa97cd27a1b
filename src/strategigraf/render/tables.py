"""Reports, questions and words as tables and sheets, and what their numbers open to."""

from collections.abc import Collection, Iterable

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import (
    LANG_STRING,
    SG,
    SKOS,
    XSD,
    XSD_STRING,
    Blank,
    Iri,
    Labels,
    Literal,
    Term,
    Text,
    quoted,
    short,
)
from strategigraf.core.report import Cell, Coded, Column, Figure, Part, Report, Words, quotes_of, shown_value, things_in
from strategigraf.core.table import Sheet, Table
from strategigraf.core.text import Revision
from strategigraf.core.thread import Mark, borne
from strategigraf.store.lookup import labels, openings
from strategigraf.store.sparql import Store

# Tables as sheets, with the names of things in the reader's language.

_TRUTH = Labels("common", {True: "yes", False: "no"})


def table_sheet(store: Store, table: Table, language: str) -> Sheet:
    """*table* for people: each thing by its short name and title, each concept by its label, numbers as they are
    written, yes and no in words."""
    iris = _iris(table)
    names = labels(store, iris, language)
    texts = {iri: _name_and_label(iri, names.get(iri, "")) for iri in iris}
    rows = tuple(
        tuple(
            [
                "" if value is None else texts[value.value] if isinstance(value, Iri) else _value_text(value, language)
                for value in row
            ]
        )
        for row in table.rows
    )
    return Sheet(
        tuple(column.title(language) for column in table.columns),
        rows,
        title=table.heading.in_language(language) if table.heading else "",
    )


def labelled(store: Store, table: Table, language: str) -> Table:
    """*table* with a column `NAME_label` after each column of things that have a title: those that say so, whatever the
    rows, and of the columns that say nothing those with such a thing."""
    names = labels(store, _iris(table), language)
    titled = [
        any(isinstance(row[index], Iri) and row[index].value in names for row in table.rows)  # type: ignore[union-attr]
        if column.titled is None
        else column.titled
        for index, column in enumerate(table.columns)
    ]
    columns: list[Column] = []
    for column, has_title in zip(table.columns, titled, strict=True):
        columns += [column, Column(f"{column.name}_label")] if has_title else [column]
    rows = []
    for row in table.rows:
        cells: list[Term | None] = []
        for value, has_title in zip(row, titled, strict=True):
            label = names.get(value.value) if isinstance(value, Iri) else None
            title = Literal(label, LANG_STRING, language) if label else None
            cells += [value, title] if has_title else [value]
        rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows), table.heading)


def with_evidence(store: Store, table: Table, language: str) -> Sheet:
    """*table* for people, with the words of each of its links below."""
    from strategigraf.store.lookup import words_of

    sheet = table_sheet(store, table, language)
    columns = [index for index, column in enumerate(table.columns) if column.name == "link"]
    links = [row[index] for row in table.rows for index in columns]
    link_iris = list(dict.fromkeys(link.value for link in links if isinstance(link, Iri)))
    quotes_by_link = words_of(store, link_iris)
    notes = []
    for link in link_iris:
        notes.append(short(link))
        notes += [
            f"  {quoted(quote.exact, language)} ({quote.place.in_language(language)}, {short(quote.document)})"
            for quote in quotes_by_link.get(link, ())
        ]
    return sheet._replace(notes=tuple(notes))


def _iris(table: Table) -> set[str]:
    return set(things_in(table.rows))


def _value_text(value: Literal | Blank, language: str) -> str:
    """*value* as people write it: yes and no in words, numbers with the decimal sign of *language*."""
    if isinstance(value, Literal) and value.datatype == XSD + "boolean":
        return _TRUTH[value.value in ("true", "1")].in_language(language)
    return shown_value(value).in_language(language) if isinstance(value, Literal) else value.value


def _name_and_label(iri: str, label: str) -> str:
    if iri.startswith((SG, SKOS)) and label:
        return label
    return f"{short(iri)} {label}".strip()


def one_part(report: Report, name: str | None) -> Report:
    """*report* with just the part *name*, all of it without one. Raises WrongValue where there is no such part."""
    if name is None:
        return report
    names = [part.name for part in report.parts]
    if name in names:
        return report._replace(parts=(report.parts[names.index(name)],))
    raise WrongValue(
        Text(f"Svaret har ikke delen »{name}«.", f"The answer does not have a part “{name}”."),
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
        things = dict.fromkeys(things_in(part.rows))
        quotes_by_thing = openings(store, things, language)
        names = labels(store, quotes_by_thing, language)
        for thing in things:
            if thing in quotes_by_thing:
                notes += ["", f"{short(thing)} {names.get(thing, '')}".strip()]
                notes += [f"  {quotation(quote, language)}" for quote in quotes_by_thing[thing]]
    return sheet._replace(notes=tuple(notes), name=part.name)


def report_record(store: Store, report: Report, language: str) -> dict[str, object]:
    """*report* as a record for machines, everything that its numbers open to with the words. (The schema is in
    docs/formats.md.)"""
    things = dict.fromkeys(thing for part in report.parts for thing in things_in(part.rows))
    names = labels(store, things, language)
    quotes_by_thing = openings(store, things, language)
    return {
        "report": report.name,
        "title": report.title.in_language(language),
        "parts": [
            {
                "name": part.name,
                "title": part.title.in_language(language),
                "explanation": part.sentence.in_language(language),
                "columns": [_column_record(column, language) for column in part.columns],
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
                "quotes": [quote.record() for quote in quotes_by_thing[thing]],
            }
            for thing in things
            if thing in quotes_by_thing
        },
    }


def quotation(quote: Words, language: str) -> str:
    """*quote* in quotation marks, with its section and the document."""
    place = quote.place.in_language(language)
    return f"{quoted(quote.exact, language)} ({', '.join(filter(None, (place, short(quote.document))))})"


def term_of(cell: Cell, language: str, for_people: bool = False) -> Term | None:
    """*cell* as a term: a figure as a number, words in *language*, a code as it is or *for_people* in words."""
    if isinstance(cell, Coded):
        cell = cell.words if for_people else cell.code
    if isinstance(cell, Figure) and for_people:
        return Literal(cell.shown.in_language(language))
    if isinstance(cell, Figure):
        is_whole = "." not in cell.text and not cell.unit
        return Literal(cell.text, XSD_STRING if cell.value is None else XSD + ("integer" if is_whole else "decimal"))
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


def _column_record(column: Column, language: str) -> dict[str, str]:
    return {"name": column.name, "description": column.description.in_language(language)}


# Words as tables.

_QUOTE = (*map(Column, ("quote", "words", "section")), Column("document", titled=True))


def words_table(store: Store, things: Iterable[str], language: str = "da") -> Table:
    """A row for each quote that *things* (IRIs) open to, in their order: thing, quote, words, section, document."""
    thing_iris = list(dict.fromkeys(things))
    quotes_by_thing = openings(store, thing_iris, language)
    rows = [(Iri(thing), *_quote(quote)) for thing in thing_iris for quote in quotes_by_thing.get(thing, ())]
    return Table((Column("thing", titled=True), *_QUOTE), tuple(rows))


def marks_words_table(store: Store, marks: Collection[Mark], language: str = "da") -> Table:
    """A row for each quote that *marks* open to, mark by mark: row, column, basis, thing (what rests on the words: the
    links of the thread, or its two ends where it is structure alone), quote, words, section, document."""
    quotes_by_thing = openings(store, borne(marks), language)
    rows = [
        (Iri(mark.row), Iri(mark.column), Literal(mark.basis), Iri(quoted_thing), *_quote(quote))
        for mark in marks
        for quoted_thing, quote in quotes_of(mark, quotes_by_thing)
    ]
    heads = (*(Column(head, titled=True) for head in ("row", "column")), Column("basis"), Column("thing", titled=True))
    return Table((*heads, *_QUOTE), tuple(rows))


def _quote(quote: Words) -> tuple[Term, ...]:
    return Iri(quote.quote), Literal(quote.exact), Literal(quote.section), Iri(quote.document)
