"""Answers as columns for pandas and polars, as graphs for rdflib, and as HTML for a cell of a notebook."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from strategigraf.core.errors import LibraryMissing
from strategigraf.core.matrix import Pivot
from strategigraf.core.rdf import DECLARED, SG, XSD, Iri, Literal, Term, Text, message, quoted, short
from strategigraf.core.report import Cell, Column, Figure, Part, Shown, Words, for_people, title_of
from strategigraf.core.table import Frame, Series, Sheet, Table, Triples
from strategigraf.core.text import installing, visible
from strategigraf.core.thread import BASIS_LABELS, SIGNS, Mark, bearers, brief, shown_bases, signs_of
from strategigraf.render.delimited import graph_ntriples
from strategigraf.render.tables import labelled, term_of
from strategigraf.store.lookup import labels
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas
    import polars
    import rdflib

    from strategigraf.core.report import Crossing, Dossier

# Answers as frames.

CELLS = ("count", "signs", "marked")
_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger", "gYear")}
_DECIMALS = {XSD + name for name in ("decimal", "double", "float")}


def table_frame(store: Store | None, table: Table, language: str) -> Frame:
    """*table* as a frame: IRIs as text, each column of things with titles followed by `NAME_label` with those in
    *language* (none without a *store*); whole numbers and years, decimals and yes or no as such where a column has
    nothing else; anything else, dates too, as text."""
    full = table if store is None else labelled(store, table, language)
    columns = [_series(column.name, [row[index] for row in full.rows]) for index, column in enumerate(full.columns)]
    return Frame(tuple(columns), len(full.rows))


def part_frame(store: Store, part: Part, language: str, openings: bool = False) -> Frame:
    """*part* as a frame: what `table_frame` says, and each figure as a number (a share as per cent, None where there
    is nothing to count); with *openings* a column `NAME_of` after each of figures, with the IRIs that it counts."""
    columns: list[Series] = []
    for index, column in enumerate(part.columns):
        cells = [row[index] for row in part.rows]
        if any(isinstance(cell, Figure) for cell in cells):
            columns += _figures(column.name, cells, openings)
        else:
            table = Table((Column(column.name),), tuple((term_of(cell, language),) for cell in cells))
            columns += table_frame(store, table, language).columns
    return Frame(tuple(columns), len(part.rows))


def pivot_frame(store: Store, pivot: Pivot, language: str, cells: str = "count") -> Frame:
    """*pivot* as a wide frame, one row for each of its rows, gaps too: row, row_label, strategy, of a grouped one group
    and group_label, and then a column for each of its columns, by code or short name.

    *cells*: the number of marks ("count"), a sign for each ("signs"), or whether there is one ("marked").
    """
    names = labels(store, [*pivot.rows, *pivot.groups], language)
    columns = [_series_of("row", pivot.rows), _titles("row_label", pivot.rows, names)]
    if any(pivot.strategies):
        columns.append(_series_of("strategy", pivot.strategies))
    if pivot.groups:
        columns += [_series_of("group", pivot.groups), _titles("group_label", pivot.groups, names)]
    heads = column_names(pivot.columns, [column.name for column in columns])
    for index, name in enumerate(heads):
        marks = [row.get(index, "") for row in pivot.cells]
        if cells == "count":
            columns.append(Series(name, "integer", tuple(map(len, marks))))
        elif cells == "marked":
            columns.append(Series(name, "boolean", tuple(map(bool, marks))))
        else:
            columns.append(Series(name, "text", tuple(map(signs_of, marks))))
    return Frame(tuple(columns), len(pivot.rows))


def column_names(things: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each of *things*: its code or the last part of its short name where no other has that and it is not
    *taken*, else the short name."""
    names = [brief(thing) for thing in things]
    name_counts = Counter([*names, *taken])
    return [name if name_counts[name] == 1 else short(thing) for name, thing in zip(names, things, strict=True)]


def _figures(name: str, cells: Sequence[Cell], openings: bool) -> list[Series]:
    figures = [cell if isinstance(cell, Figure) else None for cell in cells]
    numbers = [None if figure is None else figure.value for figure in figures]
    counted = [number for number in numbers if number is not None]
    units = {figure.unit for figure in figures if figure is not None}
    is_whole = bool(counted) and units == {""} and all("." not in f"{number:f}" for number in counted)
    kind, make = ("integer", int) if is_whole else ("decimal", float)
    column = Series(name, kind, tuple(None if number is None else make(number) for number in numbers))
    if not openings:
        return [column]
    return [column, Series(f"{name}_of", "list", tuple(figure.of if figure else () for figure in figures))]


def _series(name: str, cells: Sequence[Term | None]) -> Series:
    literals = [cell for cell in cells if isinstance(cell, Literal)]
    types = {literal.datatype for literal in literals}
    if literals and len(literals) == sum(cell is not None for cell in cells):
        if types <= _INTEGERS:
            return Series(name, "integer", tuple(None if cell is None else int(cell.value) for cell in cells))
        if types <= _INTEGERS | _DECIMALS:
            return Series(name, "decimal", tuple(None if cell is None else float(cell.value) for cell in cells))
        if types == {XSD + "boolean"}:
            yes = ("true", "1")
            return Series(name, "boolean", tuple(None if cell is None else cell.value in yes for cell in cells))
    return Series(name, "text", tuple(None if cell is None else str(cell.value) for cell in cells))


def _series_of(name: str, things: Sequence[str]) -> Series:
    return Series(name, "text", tuple(thing or None for thing in things))


def _titles(name: str, things: Sequence[str], names: Mapping[str, str]) -> Series:
    return Series(name, "text", tuple(names.get(thing) for thing in things))


# Frames for pandas and polars.

if TYPE_CHECKING:
    RdflibGraph: TypeAlias = rdflib.Graph
    RdflibDataset: TypeAlias = rdflib.Dataset
    PandasFrame: TypeAlias = pandas.DataFrame
    PolarsFrame: TypeAlias = polars.DataFrame


def pandas_frame(frame: Frame) -> "PandasFrame":
    """*frame* as a `pandas.DataFrame` with a row index from 0: text as `str`, whole numbers as `int64` (`Int64` where
    some are missing), decimals as `float64`, yes or no as `bool` (`boolean` where some are missing), lists as tuples.

    Raises LibraryMissing.
    """
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    columns = {column.name: pandas.Series(list(column.values), dtype=_dtype(column)) for column in frame.columns}
    return pandas.DataFrame(columns, index=pandas.RangeIndex(frame.height))


def polars_frame(frame: Frame) -> "PolarsFrame":
    """*frame* as a `polars.DataFrame`: text as `String`, whole numbers as `Int64`, decimals as `Float64`, yes or no as
    `Boolean`, lists as `List(String)`; what is missing is null.

    Raises LibraryMissing.
    """
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    types: dict[str, Any] = {
        "text": polars.String,
        "integer": polars.Int64,
        "decimal": polars.Float64,
        "boolean": polars.Boolean,
        "list": polars.List(polars.String),
    }
    return polars.DataFrame(
        [
            polars.Series(
                column.name,
                [list(v) if isinstance(v, tuple) else v for v in column.values],
                dtype=types[column.type],
            )
            for column in frame.columns
        ]
    )


def parquet(frame: Frame) -> bytes:
    """*frame* as a file in the format Parquet. Raises LibraryMissing where polars is not installed."""
    content = BytesIO()
    polars_frame(frame).write_parquet(content)
    return content.getvalue()


def _dtype(column: Series) -> str:
    some_missing = any(value is None for value in column.values)
    return {
        "text": "str",
        "integer": "Int64" if some_missing else "int64",
        "decimal": "float64",
        "boolean": "boolean" if some_missing else "bool",
        "list": "object",
    }[column.type]


def _missing(library: str) -> LibraryMissing:
    command = installing(library)
    return LibraryMissing(
        Text(f"{library} er ikke installeret.", f"{library} is not installed."),
        Text(
            f"Installér det: {command.da}. Uden det giver .records() rækkerne, som de er.",
            f"Install it: {command.en}. Without it .records() gives the plain rows.",
        ),
    )


MOST_ROWS = 60
_MOST_THINGS = 20
_STYLE = (
    "<style>.sg-answer table{border-collapse:collapse}.sg-answer th,.sg-answer td{text-align:left;vertical-align:top;"
    "padding:.25em .6em;max-width:32em}.sg-answer td.n{text-align:right}.sg-answer summary{cursor:pointer;list-style:"
    "none;display:inline}.sg-answer details{display:inline-block}.sg-answer details[open]{display:block;text-align:"
    "left;min-width:20em}.sg-answer blockquote{margin:.3em 0;padding-left:.6em;border-left:3px solid #8888}"
    ".sg-answer .q{opacity:.75;font-size:.9em}</style>"
)


def sheet_html(sheet: Sheet, language: str, rows: int) -> str:
    """*sheet*, the first of *rows* rows, as HTML."""
    body = "".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in sheet.rows)
    notes = "".join(f"<p>{_text(note)}</p>" for note in sheet.notes if note)
    return _frame(
        _title_html(sheet.title) + _table(sheet.headings, body) + notes + _more_html(len(sheet.rows), rows, language)
    )


def part_html(part: "Part", dossier: "Dossier", language: str, rows: int) -> str:
    """*part* of a report, of which *dossier* has the titles and the words, the first of *rows* rows, as HTML: each
    figure opens to the things it counts and their words."""
    heads = [column.title(language) for column in part.columns]
    body = "".join(
        "<tr>" + "".join(_cell(for_people(cell), dossier, language) for cell in row) + "</tr>" for row in part.rows
    )
    sentence = part.sentence.in_language(language)
    explanation = f"<p>{_text(sentence)}</p>" if sentence else ""
    title = _title_html(part.title.in_language(language))
    return _frame(title + explanation + _table(heads, body) + _more_html(len(part.rows), rows, language))


def matrix_html(crossing: "Crossing", dossier: "Dossier", language: str, rows: int) -> str:
    """The matrix of *crossing*, of which *dossier* has the titles and the words, the first of *rows* rows, as HTML:
    each sign opens to its quotes, a row that is a gap is marked as one."""
    matrix, names = crossing.matrix, dossier.names
    gap, total = message("common.gap.none").in_language(language), message("common.total").in_language(language)
    heads = [crossing.rows.in_language(language), *(_head(column, names, language) for column in matrix.columns), total]
    titles = ["", *(title_of(names, column, language) for column in matrix.columns), ""]
    lines = []
    for row in matrix.rows:
        cells = [matrix.cells.get((row, column), ()) for column in matrix.columns]
        signs = "".join(f"<td>{''.join(_sign(mark, dossier, language) for mark in cell)}</td>" for cell in cells)
        number = sum(map(len, cells))
        sum_text = f"{number} ({gap})" if row in matrix.gaps else str(number)
        lines.append(f"<tr><th>{_text(title_of(names, row, language))}</th>{signs}<td class='n'>{sum_text}</td></tr>")
    shown = shown_bases([mark.basis for mark in matrix.marks()])
    legend = "  ".join(f"{SIGNS[basis]} {BASIS_LABELS[basis].in_language(language)}" for basis in shown)
    title = _title_html(crossing.title.in_language(language))
    more_note = _more_html(len(matrix.rows), rows, language)
    return _frame(title + _table(heads, "".join(lines), titles) + f"<p>{_text(legend)}</p>" + more_note)


def _head(column: str, names: Mapping[str, Text], language: str) -> str:
    return title_of(names, column, language) if column.startswith(SG) else brief(column)


def _sign(mark: Mark, dossier: "Dossier", language: str) -> str:
    label = BASIS_LABELS[mark.basis].in_language(language)
    if mark.claim.subject not in (mark.row, mark.column):
        via = message("common.through").in_language(language)
        label += f" {via} {title_of(dossier.names, mark.claim.subject, language)}"
    quotes = [quote for bearer in bearers(mark) for quote in dossier.words.get(bearer, ())]
    content = f"<div>{_text(label)}</div>{_quotes(quotes, dossier, language)}"
    return f"<details><summary title='{_text(label)}'>{SIGNS[mark.basis]}</summary>{content}</details>"


def _cell(cell: Shown, dossier: "Dossier", language: str) -> str:
    if isinstance(cell, Figure):
        number_text = cell.shown.in_language(language)
        if not cell.of:
            return f"<td class='n'>{number_text}</td>"
        details = [
            f"<div>{_text(title_of(dossier.names, thing, language))} <code>{_text(short(thing))}</code></div>"
            + _quotes(dossier.words.get(thing, ())[:1], dossier, language)
            for thing in cell.of[:_MOST_THINGS]
        ]
        if len(cell.of) > _MOST_THINGS:
            unlisted = len(cell.of) - _MOST_THINGS
            details.append(f"<div>{message('notebook.more-things', unlisted=unlisted).in_language(language)}</div>")
        return f"<td class='n'><details><summary>{number_text}</summary>{''.join(details)}</details></td>"
    if isinstance(cell, Iri):
        return f"<td>{_text(title_of(dossier.names, cell.value, language))}</td>"
    if isinstance(cell, Text):
        return f"<td>{_text(cell.in_language(language))}</td>"
    return f"<td>{'' if cell is None else _text(str(cell.value))}</td>"


def _place(quote: Words, dossier: "Dossier", language: str) -> tuple[str, str]:
    return quote.place.in_language(language), title_of(dossier.names, quote.document, language)


def _quotes(words: Iterable[Words], dossier: "Dossier", language: str) -> str:
    return "".join(
        f"<blockquote>{quoted(_text(quote.exact), language)}<div class='q'>"
        f"{_text(', '.join(filter(None, _place(quote, dossier, language))))}"
        "</div></blockquote>"
        for quote in words
    )


def _table(heads: Sequence[str], body: str, titles: Sequence[str] = ()) -> str:
    head_titles = titles or [""] * len(heads)
    cells = "".join(
        f"<th title='{_text(title)}'>{_text(head)}</th>" if title else f"<th>{_text(head)}</th>"
        for head, title in zip(heads, head_titles, strict=True)
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _more_html(shown_rows: int, rows: int, language: str) -> str:
    if rows <= shown_rows:
        return ""
    more_text = message("notebook.more-rows", shown_rows=shown_rows, rows=rows)
    return f"<p>{more_text.in_language(language)}</p>"


def _title_html(title: str) -> str:
    return f"<h4>{_text(title)}</h4>" if title else ""


def _frame(content: str) -> str:
    return f"<div class='sg-answer'>{_STYLE}{content}</div>"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)


# Answers for rdflib.


def rdflib_graph(triples: Triples) -> "RdflibGraph":
    """*triples* as an `rdflib.Graph`, with the usual prefixes bound."""
    import rdflib

    graph = rdflib.Graph()
    for prefix, namespace in DECLARED.items():
        graph.bind(prefix, namespace)
    return graph.parse(data=graph_ntriples(triples), format="nt")


def rdflib_dataset(nquads: bytes) -> "RdflibDataset":
    """The N-Quads *nquads* as an `rdflib.Dataset` whose default graph is the union of its named graphs."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for prefix, namespace in DECLARED.items():
        dataset.bind(prefix, namespace)
    dataset.parse(data=nquads, format="nquads")
    return dataset
