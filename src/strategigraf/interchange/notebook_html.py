"""Answers as HTML for a cell of a notebook: readable without script, each sign and number opening to its words."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from strategigraf.answers.dossier import title_of
from strategigraf.answers.heading import heading
from strategigraf.answers.matrix_sheet import SIGNS, bearers, brief
from strategigraf.values.figure import Figure
from strategigraf.values.hop import BASES, BASIS_LABELS, Mark
from strategigraf.values.inert import visible
from strategigraf.values.namespaces import SG, short
from strategigraf.values.report import Coded
from strategigraf.values.sheet import Sheet
from strategigraf.values.term import Iri
from strategigraf.values.text import Text
from strategigraf.values.words import Words

if TYPE_CHECKING:
    from strategigraf.values.dossier import Crossing, Dossier
    from strategigraf.values.report import Cell, Part

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
    return _frame(_titled(sheet.title) + _table(sheet.headings, body) + notes + _more(len(sheet.rows), rows, language))


def part_html(part: "Part", dossier: "Dossier", language: str, rows: int) -> str:
    """*part* of a report, of which *dossier* has the titles and the words, the first of *rows* rows, as HTML: each
    figure opens to the things it counts and their words."""
    heads = [heading(column.name, language) for column in part.columns]
    body = "".join("<tr>" + "".join(_cell(cell, dossier, language) for cell in row) + "</tr>" for row in part.rows)
    sentence = part.sentence.in_language(language)
    told = f"<p>{_text(sentence)}</p>" if sentence else ""
    title = _titled(part.title.in_language(language))
    return _frame(title + told + _table(heads, body) + _more(len(part.rows), rows, language))


def matrix_html(crossing: "Crossing", dossier: "Dossier", language: str, rows: int) -> str:
    """The matrix of *crossing*, of which *dossier* has the titles and the words, the first of *rows* rows, as HTML:
    each sign opens to its words, a row that is a gap is told one."""
    matrix, names = crossing.matrix, dossier.names
    gap, total = Text("hul", "gap").in_language(language), Text("i alt", "total").in_language(language)
    heads = [crossing.rows.in_language(language), *(_head(column, names, language) for column in matrix.columns), total]
    titles = ["", *(title_of(names, column, language) for column in matrix.columns), ""]
    lines = []
    for row in matrix.rows:
        cells = [matrix.cells.get((row, column), ()) for column in matrix.columns]
        signs = "".join(f"<td>{''.join(_sign(mark, dossier, language) for mark in cell)}</td>" for cell in cells)
        number = sum(map(len, cells))
        end = f"{number} ({gap})" if row in matrix.gaps else str(number)
        lines.append(f"<tr><th>{_text(title_of(names, row, language))}</th>{signs}<td class='n'>{end}</td></tr>")
    legend = "  ".join(f"{SIGNS[basis]} {BASIS_LABELS[basis].in_language(language)}" for basis in BASES)
    title = _titled(crossing.title.in_language(language))
    more = _more(len(matrix.rows), rows, language)
    return _frame(title + _table(heads, "".join(lines), titles) + f"<p>{_text(legend)}</p>" + more)


def _head(column: str, names: Mapping[str, Text], language: str) -> str:
    return title_of(names, column, language) if column.startswith(SG) else brief(column)


def _sign(mark: Mark, dossier: "Dossier", language: str) -> str:
    told = BASIS_LABELS[mark.basis].in_language(language)
    if mark.claim.subject not in (mark.row, mark.column):
        via = Text("gennem", "through").in_language(language)
        told += f" {via} {title_of(dossier.names, mark.claim.subject, language)}"
    words = [quote for bearer in bearers(mark) for quote in dossier.words.get(bearer, ())]
    opened = f"<div>{_text(told)}</div>{_quotes(words, dossier, language)}"
    return f"<details><summary title='{_text(told)}'>{SIGNS[mark.basis]}</summary>{opened}</details>"


def _cell(cell: "Cell", dossier: "Dossier", language: str) -> str:
    if isinstance(cell, Figure):
        shown = cell.text + (" %" if cell.unit and cell.value is not None else "")
        if not cell.of:
            return f"<td class='n'>{shown}</td>"
        things = [
            f"<div>{_text(title_of(dossier.names, thing, language))} <code>{_text(short(thing))}</code></div>"
            + _quotes(dossier.words.get(thing, ())[:1], dossier, language)
            for thing in cell.of[:_MOST_THINGS]
        ]
        if len(cell.of) > _MOST_THINGS:
            more = len(cell.of) - _MOST_THINGS
            things.append(f"<div>{Text(f'og {more} til', f'and {more} more').in_language(language)}</div>")
        return f"<td class='n'><details><summary>{shown}</summary>{''.join(things)}</details></td>"
    if isinstance(cell, Iri):
        return f"<td>{_text(title_of(dossier.names, cell.value, language))}</td>"
    if isinstance(cell, Coded):
        cell = cell.words
    if isinstance(cell, Text):
        return f"<td>{_text(cell.in_language(language))}</td>"
    return f"<td>{'' if cell is None else _text(str(cell.value))}</td>"


def _quotes(words: Iterable[Words], dossier: "Dossier", language: str) -> str:
    return "".join(
        f"<blockquote>“{_text(quote.exact)}”<div class='q'>"
        f"{_text(', '.join(filter(None, (quote.section, title_of(dossier.names, quote.document, language)))))}"
        "</div></blockquote>"
        for quote in words
    )


def _table(heads: Sequence[str], body: str, titles: Sequence[str] = ()) -> str:
    of_heads = titles or [""] * len(heads)
    cells = "".join(
        f"<th title='{_text(title)}'>{_text(head)}</th>" if title else f"<th>{_text(head)}</th>"
        for head, title in zip(heads, of_heads, strict=True)
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _more(shown: int, rows: int, language: str) -> str:
    if rows <= shown:
        return ""
    told = Text(
        f"De første {shown} af {rows} rækker; .records() og .to_pandas() har dem alle.",
        f"The first {shown} of {rows} rows; .records() and .to_pandas() have all of them.",
    )
    return f"<p>{told.in_language(language)}</p>"


def _titled(title: str) -> str:
    return f"<h4>{_text(title)}</h4>" if title else ""


def _frame(inside: str) -> str:
    return f"<div class='sg-answer'>{_STYLE}{inside}</div>"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)
