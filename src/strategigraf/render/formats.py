"""Which format an answer is written in; and the dossier of an answer, with the words of all that it speaks of."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, RDF, SDG, Iri, Text, iri_batches, short
from strategigraf.core.report import (
    Coded,
    Crossing,
    Dossier,
    Drawing,
    Figure,
    Part,
    Report,
    Section,
    Tell,
    origin,
    untold,
)
from strategigraf.core.table import Sheet, Table
from strategigraf.core.thread import bearers
from strategigraf.render.tables import labelled, part_sheet, part_table, report_record, table_sheet
from strategigraf.store.lookup import labels, openings
from strategigraf.store.names import Kind
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.files.source_text import SourceText

SIGNED = Text(
    "Et tegn er én tråd mellem rækken og kolonnen og åbner til de ord, den hviler på. Et hul er en række, som "
    "politikken beder om en tråd, den ikke har selv.",
    "A sign is one thread between row and column and opens to the words it rests on. A gap is a row that the policy "
    "asks for a thread it does not have itself.",
)
_ENDS = """
PREFIX rdf: <{0}>
SELECT ?statement ?subject ?object WHERE {{
  VALUES ?statement {{ {1} }} ?statement rdf:subject ?subject ; rdf:object ?object .
}}
ORDER BY ?statement"""


def dossier(store: Store, name: str, title: Text, lead: Text, sections: Iterable[Section]) -> Dossier:
    """The *sections* as a dossier: everything in them named in both languages, and opened to its words."""
    from strategigraf.check.quotes import imprint

    kept = tuple(_for_people(section) for section in sections)
    opened = {thing for section in kept for thing in _opened(section)}
    words = openings(store, opened)
    shown = opened | {thing for section in kept for thing in _shown(section)}
    shown |= {quote.document for quotes in words.values() for quote in quotes}
    ends = _ends(store, shown)
    shown |= {end for pair in ends.values() for end in pair}
    danish, english = (labels(store, shown, language) for language in ("da", "en"))
    names = {thing: Text(danish.get(thing, ""), english.get(thing, "")) for thing in sorted(shown)}
    for statement, (subject, target) in ends.items():
        names[statement] = Text(*(" → ".join(_end(end, of) for end in (subject, target)) for of in (danish, english)))
    documents = {quote.document for quotes in words.values() for quote in quotes}
    return Dossier(name, title, lead, kept, names, words, imprint(store, opened, documents))


def verified(store: Store, made: Dossier, sources: "Mapping[str, SourceText]") -> Dossier:
    """The dossier *made* with its quotes looked up in *sources* (texts by file name)."""
    from strategigraf.check.quotes import verification

    wanted = (quote.quote for quotes in made.words.values() for quote in quotes)
    return made._replace(imprint=made.imprint._replace(verification=verification(store, wanted, sources)))


def _for_people(section: Section) -> Section:
    """*section* with words in place of codes."""
    if not isinstance(section, Part):
        return section
    rows = (tuple(cell.words if isinstance(cell, Coded) else cell for cell in row) for row in section.rows)
    return section._replace(rows=tuple(rows))


def of_report(store: Store, report: Report) -> Dossier:
    """*report* as a dossier: a section for each of its parts."""
    return dossier(store, report.name, report.title, Text("", ""), report.parts)


def of_matrix(store: Store, whole: Matrix, kinds: tuple[Kind, Kind]) -> Dossier:
    """The matrix *whole* of *kinds* as a dossier of one section."""
    name = f"{whole.row_kind}-{whole.column_kind}"
    title = Text(*(" × ".join(kind.label.in_language(language) for kind in kinds) for language in ("da", "en")))
    section = Crossing(name, title, SIGNED, whole, kinds[0].label, kinds[1].label)
    return dossier(store, name, title, _strategies(store, whole), [section])


def _strategies(store: Store, whole: Matrix) -> Text:
    """The titles of the strategies that the rows and columns of *whole* come from, in their order."""
    found = [of for of in dict.fromkeys(map(origin, (*whole.rows, *whole.columns))) if of]
    titled = [labels(store, found, language) for language in ("da", "en")]
    return Text(*(". ".join(titles[of] for of in found if of in titles) + "." * bool(titles) for titles in titled))


def _opened(section: Section) -> Iterable[str]:
    """The things whose words *section* opens to."""
    if isinstance(section, Crossing):
        for mark in section.matrix.marks():
            yield from bearers(mark)
        yield from section.matrix.rows
        yield from section.matrix.columns
    elif isinstance(section, Drawing):
        yield from section.of
    elif isinstance(section, Part):
        for row in section.rows:
            for cell in row:
                if isinstance(cell, Figure):
                    yield from cell.of
                elif isinstance(cell, Iri):
                    yield cell.value


def _shown(section: Section) -> Iterable[str]:
    """The further things that *section* names."""
    if isinstance(section, Crossing):
        yield from section.matrix.columns
        yield from section.matrix.groups
        yield from filter(None, map(origin, (*section.matrix.rows, *section.matrix.columns)))
        for mark in section.matrix.marks():
            yield from mark.way[0]


def _ends(store: Store, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Subject and object of each link or alignment among *things*."""
    wanted = sorted(thing for thing in things if thing.startswith(ID))
    found: dict[str, tuple[str, str]] = {}
    for values in iri_batches(wanted):
        for statement, subject, target in store.rows(_ENDS.format(RDF, values)):
            found[statement] = (subject, target)
    return found


def _end(thing: str, titles: dict[str, str]) -> str:
    if thing.startswith(SDG):
        return f"{short(thing)} {titles.get(thing, '')}".strip()
    return titles.get(thing, short(thing))


# The content of an answer in a format.


def table_content(store: Store, table: Table, format_name: str, language: str) -> str:
    """*table* for people ("table", "markdown") with titles of things, for machines ("csv", "tsv", "json") with IRIs and
    columns of titles."""
    if format_name in ("table", "markdown"):
        return sheet_content(table_sheet(store, table, language), format_name)
    from strategigraf.render import delimited as sparql_result

    full = labelled(store, table, language)
    if format_name == "csv":
        return sparql_result.result_csv(full)
    return sparql_result.result_tsv(full) if format_name == "tsv" else sparql_result.result_json(full)


def sheet_content(sheet: Sheet, format_name: str) -> str:
    """*sheet* as an aligned table ("table"), CSV, TSV or Markdown."""
    from strategigraf.render import delimited as sheet_text

    if format_name == "table":
        return sheet_text.plain(sheet)
    if format_name == "markdown":
        return sheet_text.markdown_table(sheet)
    return sheet_text.csv(sheet) if format_name == "csv" else sheet_text.tsv(sheet)


def report_content(store: Store, report: Report, format_name: str, language: str, evidence: bool = False) -> str:
    """*report* as JSON all of it with its evidence, as CSV its first part, else part after part, with *evidence* the
    words below each."""
    if format_name == "json":
        from strategigraf.render.delimited import json_text

        return json_text(report_record(store, report, language))
    if format_name == "csv":
        from strategigraf.render.delimited import result_csv

        return result_csv(labelled(store, part_table(report.parts[0], language), language))
    sheets = [part_sheet(store, part, language, evidence) for part in report.parts]
    from strategigraf.render.delimited import markdown_table, plain

    if format_name == "table":
        return "\n".join(map(plain, sheets))
    from strategigraf.core.text import markdown

    heading = f"# {markdown(report.title.in_language(language))}\n"
    return "\n".join([heading, *map(markdown_table, sheets)])


def matrix_content(
    store: Store,
    whole: "Matrix",
    kinds: "tuple[Kind, Kind]",
    format_name: str,
    language: str,
    evidence: bool = False,
) -> str:
    """The matrix *whole* of *kinds*: as JSON every mark with its words, else a sheet of signs, with *evidence* the
    words of every mark below."""
    from strategigraf.render.matrix import matrix_record, matrix_sheet, pivot_of, pivot_sheet

    if format_name == "json":
        from strategigraf.render.delimited import json_text

        return json_text(matrix_record(store, whole, language))
    if evidence:
        return sheet_content(matrix_sheet(store, whole, kinds[0], language, evidence), format_name)
    compact = format_name in ("table", "markdown")
    return sheet_content(pivot_sheet(store, pivot_of(store, kinds[0], whole), language, compact), format_name)


def dossier_content(dossier: "Dossier", format_name: str, language: str, progress: Tell = untold) -> str | bytes:
    """*dossier* as a page ("html") or a workbook ("xlsx"); *progress* is told how much of it is written."""
    if format_name == "html":
        from strategigraf.render.html_page.document import page

        return page(dossier, language, progress)
    from strategigraf.render.workbook.workbook import workbook

    return workbook(dossier, language, progress)
