"""Which format an answer is written in; and the dossier of an answer, with the words of all that it speaks of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import LANGUAGES, SDG, Literal, Text, expand, joined, message, of_data, quoted, short
from strategigraf.core.report import (
    Cell,
    Column,
    Crossing,
    Dossier,
    Drawing,
    Part,
    ProgressCallback,
    Report,
    Section,
    Source,
    Words,
    for_people,
    no_progress,
    origin,
    things_in,
)
from strategigraf.core.table import Sheet, Table
from strategigraf.core.thread import borne
from strategigraf.render.tables import labelled, part_sheet, part_table, report_record, table_sheet
from strategigraf.store.lookup import (
    both_labels,
    classes_of,
    codes,
    ends_of,
    openings,
    titles,
    titles_of_quotes,
)
from strategigraf.store.names import Kind
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.files.source_text import SourceText
    from strategigraf.render.delimited import Packed


def dossier(store: Store, name: str, title: Text, lead: Text, sections: Iterable[Section]) -> Dossier:
    """The *sections* as a dossier: everything in them with its titles in both languages and its quotes."""
    from strategigraf.check.quotes import imprint

    given_sections = tuple(sections)
    in_columns = {expand(name) for section in given_sections for name in _strategies_named(section)}
    strategies = {short(strategy): title for strategy, title in titles(store, in_columns).items()}
    kept_sections = tuple(_for_people(section, strategies) for section in given_sections)
    opened_things = {thing for section in kept_sections for thing in _quoted_things(section)}
    quotes_by_thing = openings(store, opened_things)
    named_things = opened_things | {thing for section in kept_sections for thing in _further_things(section)}
    named_things |= {quote.document for quotes in quotes_by_thing.values() for quote in quotes}
    ends = ends_of(store, (thing for thing in named_things if of_data(thing)))
    named_things |= {end for statement_ends in ends.values() for end in statement_ends}
    titles_by_thing = titles(store, named_things)
    names = {thing: titles_by_thing.get(thing, Text("", "")) for thing in sorted(named_things)}
    for statement, statement_ends in ends.items():
        names[statement] = joined((_end_title(end, titles_by_thing) for end in statement_ends), " → ")
    quotes = {quote.quote for found in quotes_by_thing.values() for quote in found} & opened_things
    names |= titles_of_quotes(store, quotes, {thing: title for thing, title in names.items() if title.da})
    documents = {quote.document for quotes in quotes_by_thing.values() for quote in quotes}
    names |= _titles_by_type(store, [thing for thing, title in names.items() if not title.da], quotes_by_thing)
    names |= {source: _source_title(source) for source in documents if not of_data(source)}
    marked = imprint(store, opened_things, documents)
    marked = marked._replace(sources=tuple(map(_source_named, marked.sources)))
    numbered = codes(store, (thing for thing in named_things if of_data(thing) or thing.startswith(SDG)))
    return Dossier(name, title, lead, kept_sections, names, quotes_by_thing, marked, codes=numbered)


_FEW_WORDS = 8  # of a quote, for what has no title


def _titles_by_type(
    store: Store, untitled: Iterable[str], quotes_by_thing: Mapping[str, tuple[Words, ...]]
) -> dict[str, Text]:
    """A title for each of the *untitled* elements: its type, and the first words of its first quote."""
    classes = classes_of(store, (thing for thing in untitled if of_data(thing)))
    types = both_labels(store, classes.values())
    found = {}
    for thing, cls in classes.items():
        words = next((quote.exact for quote in quotes_by_thing.get(thing, ())), "").split()
        start = " ".join(words[:_FEW_WORDS]) + (" …" if len(words) > _FEW_WORDS else "")
        began = Text(*(quoted(start, language) if words else "" for language in LANGUAGES))
        found[thing] = Text(*(": ".join(filter(None, pair)) for pair in zip(types[cls], began, strict=True)))
    return found


def _source_named(source: Source) -> Source:
    return source._replace(title=_source_title(source.title.da)) if "://" in source.title.da else source


def _source_title(source: str) -> Text:
    """A source that the register names in words or by its address: its words without an address, else whose it is."""
    words, address = re.split(r"(?=https?://)", f"{source} ", maxsplit=1) if "://" in source else (source, "")
    host = address.partition("://")[2].partition("/")[0].strip().removeprefix("www.")
    title = words.strip(" :,;") or host or source
    return Text(title, title)


def verified(store: Store, unverified: Dossier, sources: "Mapping[str, SourceText]") -> Dossier:
    """The dossier *unverified* with its quotes looked up in *sources* (texts by file name)."""
    from strategigraf.check.cells import verification

    quote_ids = (quote.quote for quotes in unverified.words.values() for quote in quotes)
    return unverified._replace(
        imprint=unverified.imprint._replace(verification=verification(store, quote_ids, sources))
    )


_STRATEGIES = ("strategy", "strategies")  # columns in which machines read strategies by their short names


def _strategies_named(section: Section) -> Iterator[str]:
    """The short names in those columns of *section* in which machines read strategies."""
    if isinstance(section, Part):
        places = [place for place, column in enumerate(section.columns) if column.name in _STRATEGIES]
        for cell in (row[place] for row in section.rows for place in places):
            yield from _names(cell)


def _names(cell: Cell) -> list[str]:
    return cell.value.split() if isinstance(cell, Literal) else []


def _for_people(section: Section, strategies: Mapping[str, Text]) -> Section:
    """*section* with words in place of codes, and of *strategies* (titles by short names) their titles; without what
    only helps at the command line."""
    if not isinstance(section, Part):
        return section
    heads = {column.name: column for column in section.columns}
    told = Text(
        *(_told(sentence, heads, language) for sentence, language in zip(section.sentence, LANGUAGES, strict=True))
    )
    named = [column.name in _STRATEGIES for column in section.columns]
    rows = (
        tuple(
            _titled(cell, strategies) if is_strategy else _without_commands(for_people(cell))
            for cell, is_strategy in zip(row, named, strict=True)
        )
        for row in section.rows
    )
    return section._replace(sentence=told, rows=tuple(rows))


_COMMAND = re.compile(
    r"(?:^|(?<=[.:;]))[^.:;]*(?:--[a-z]|\bstrategigraf [a-z])[^.:;]*\.?"
)  # a clause that says what to type
_CODE = re.compile(r"`([a-z_]+)`")


def _told(sentence: str, heads: Mapping[str, Column], language: str) -> str:
    """*sentence* for readers: columns as they are headed, and nothing to type."""
    named = _CODE.sub(
        lambda match: quoted(heads[match[1]].title(language), language) if match[1] in heads else match[0], sentence
    )
    return _COMMAND.sub("", named).rstrip(" :;")


def _without_commands(cell: Cell) -> Cell:
    return Text(*(_COMMAND.sub("", wording).rstrip(" :;") for wording in cell)) if isinstance(cell, Text) else cell


def _titled(cell: Cell, strategies: Mapping[str, Text]) -> Cell:
    names = _names(cell)
    return joined((strategies.get(name, Text(name, name)) for name in names), ", ") if names else for_people(cell)


def of_report(store: Store, report: Report) -> Dossier:
    """*report* as a dossier: a section for each of its parts."""
    return dossier(store, report.name, report.title, Text("", ""), report.parts)


def of_table(store: Store, table: Table) -> Dossier:
    """*table* as a dossier of one section."""
    title = table.heading or message("common.answer")
    return dossier(store, "table", title, Text("", ""), [Part("table", title, Text("", ""), table.columns, table.rows)])


def of_matrix(store: Store, whole: Matrix, kinds: tuple[Kind, Kind]) -> Dossier:
    """The matrix *whole* of *kinds* as a dossier of one section."""
    name = f"{whole.row_kind}-{whole.column_kind}"
    title = Text(*(" × ".join(kind.label.in_language(language) for kind in kinds) for language in ("da", "en")))
    section = Crossing(name, title, message("matrix.signed"), whole, kinds[0].label, kinds[1].label)
    return dossier(store, name, title, _strategies(store, whole), [section])


def _strategies(store: Store, whole: Matrix) -> Text:
    """The titles of the strategies that the rows and columns of *whole* come from, in their order."""
    strategies = [strategy for strategy in dict.fromkeys(map(origin, (*whole.rows, *whole.columns))) if strategy]
    titles_by_strategy = titles(store, strategies)
    all_titles = joined(
        (titles_by_strategy[strategy] for strategy in strategies if strategy in titles_by_strategy), ". "
    )
    return Text(f"{all_titles.da}.", f"{all_titles.en}.") if titles_by_strategy else all_titles


def _quoted_things(section: Section) -> Iterable[str]:
    """The things whose words *section* opens to."""
    if isinstance(section, Crossing):
        yield from borne(section.matrix.marks())
        yield from section.matrix.rows
        yield from section.matrix.columns
    elif isinstance(section, Drawing):
        yield from section.of
    elif isinstance(section, Part):
        yield from things_in(section.rows)


def _further_things(section: Section) -> Iterable[str]:
    """The further things that *section* names."""
    if isinstance(section, Crossing):
        yield from section.matrix.columns
        yield from section.matrix.groups
        yield from filter(None, map(origin, (*section.matrix.rows, *section.matrix.columns)))
        for mark in section.matrix.marks():
            yield from mark.way[0]


def _end_title(thing: str, titles_by_thing: Mapping[str, Text]) -> Text:
    name = short(thing)
    title = titles_by_thing.get(thing)
    if title is None:
        return Text(name, name)
    return Text(f"{name} {title.da}", f"{name} {title.en}") if thing.startswith(SDG) else title


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


Parts = Iterable[tuple[Store, Matrix]]  # parts of a matrix, with the store to ask of each


def matrix_json(parts: Parts, language: str) -> Iterable[bytes]:
    """The record of the matrix that *parts* make as JSON, in pieces: what `json_text` gives of all of it."""
    from strategigraf.render.delimited import Packed, json_text
    from strategigraf.render.matrix import matrix_record

    things, marks = Packed(), Packed()
    have_things = have_marks = False
    heads = ""
    for store, part in parts:
        record: Any = matrix_record(store, part, language)
        have_things |= _add(things, record["rows"].pop("things"), 3, have_things)
        have_marks |= _add(marks, record.pop("marks"), 2, have_marks)
        record["rows"]["things"], record["marks"] = [], []
        heads = heads or json_text(record)
    before, between = heads.split('"things": []', 1)
    head, tail = between.rsplit('"marks": []', 1)
    whole = Packed([before.encode(), b'"things": ['])
    whole.extend(things)
    whole.extend([b"\n    ]" if have_things else b"]", head.encode("utf-8", "backslashreplace"), b'"marks": ['])
    whole.extend(marks)
    whole.extend([b"\n  ]" if have_marks else b"]", tail.encode()])
    return whole


def _add(packed: "Packed", records: Sequence[object], depth: int, following: bool) -> bool:
    """Adds *records* to the items of a list in JSON, *following* others; whether there are any."""
    from strategigraf.render.delimited import json_items

    if records:
        packed.extend([("," * following + json_items(records, depth)).encode("utf-8", "backslashreplace")])
    return bool(records)


def marks_csv(parts: Parts, language: str) -> Iterable[bytes] | None:
    """The long form of the matrix that *parts* make as CSV, in pieces; None where the parts have other columns of
    titles than the whole might have."""
    from strategigraf.render.delimited import Packed, result_csv
    from strategigraf.render.matrix import marks_table

    pieces = Packed()
    first = ""
    for store, part in parts:
        text = result_csv(labelled(store, marks_table(store, part, language), language))
        head, _, rows = text.partition("\r\n")
        if first and head != first:
            return None
        pieces.extend([(rows if first else text).encode("utf-8", "backslashreplace")])
        first = head
    return pieces


def dossier_content(
    dossier: "Dossier", format_name: str, language: str, progress: ProgressCallback = no_progress
) -> str | bytes:
    """*dossier* as a page ("html") or a workbook ("xlsx"); *progress* is called with how much of it is written."""
    pieces = dossier_pieces(dossier, format_name, language, progress)
    return pieces if isinstance(pieces, bytes) else b"".join(pieces).decode("utf-8")


def dossier_pieces(
    dossier: "Dossier", format_name: str, language: str, progress: ProgressCallback = no_progress
) -> "bytes | Packed":
    """What `dossier_content` gives as bytes, a page in pieces: of a country it has hundreds of megabytes."""
    if format_name == "html":
        from strategigraf.render.delimited import Packed
        from strategigraf.render.html_page.document import page_pieces

        return Packed(piece.encode("utf-8", "backslashreplace") for piece in page_pieces(dossier, language, progress))
    from strategigraf.render.workbook.workbook import workbook

    return workbook(dossier, language, progress)
