"""Pages: a dossier as one HTML file that asks nothing of anybody: readable without script, by keyboard, on paper."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from strategigraf import __version__
from strategigraf.answers.dossier import title_of
from strategigraf.answers.heading import heading
from strategigraf.answers.matrix_sheet import SIGNS, bearers, brief
from strategigraf.interchange.canvas import linked
from strategigraf.interchange.inert import visible
from strategigraf.values.dossier import Crossing, Dossier, Drawing, Passage, Section
from strategigraf.values.figure import Figure
from strategigraf.values.hop import BASES, BASIS_LABELS, Mark
from strategigraf.values.namespaces import SDG, short
from strategigraf.values.report import Cell, Part
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

MOST_CELLS = 150_000  # a grid with more is listed, so that a browser still opens it

_SAY = {
    "skip": Text("Til indholdet", "To the content"),
    "contents": Text("Indhold", "Contents"),
    "evidence": Text("Belæg", "Evidence"),
    "evidence_sentence": Text(
        "De ord, som tegn og tal på denne side åbner til, hvert med sin kilde.",
        "The words that signs and numbers on this page open to, each with its source.",
    ),
    "open": Text("vis, hvad tallet tæller", "show what the number counts"),
    "nothing": Text("Ingen.", "None."),
    "search": Text("Søg i rækkerne", "Search the rows"),
    "only_gaps": Text("kun rækker uden tegn", "only rows without a sign"),
    "bases": Text("Grundlag", "Basis"),
    "total": Text("i alt", "total"),
    "gap": Text("hul", "gap"),
    "close": Text("Luk", "Close"),
    "through": Text("gennem", "through"),
}


def page(dossier: Dossier, language: str) -> str:
    """*dossier* as an HTML page that begins in *language* and has both."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup, escape

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    folder = files("strategigraf.interchange") / "templates"
    writer = _Writer(dossier)

    def both(text: Text) -> Markup:
        danish, english = (escape(visible(wording)) for wording in text)
        if danish == english:
            return Markup(danish)
        return Markup(f'<span lang="da" class="da">{danish}</span><span lang="en" class="en">{english}</span>')

    def thing_link(thing: str) -> Markup:
        shown = both(writer.title(thing))
        anchor = writer.anchor(thing)
        return Markup(f'<a href="#{anchor}" data-of="{anchor}">{shown}</a>') if anchor else shown

    def mark_link(mark: Mark) -> Markup:
        anchors = [anchor for bearer in bearers(mark) if (anchor := writer.anchor(bearer))]
        label = both(_told(mark, writer))
        sign = f'<span aria-hidden="true">{SIGNS[mark.basis]}</span><span class="hidden">{label}</span>'
        if not anchors:
            return Markup(f'<span class="mark">{sign}</span>')
        of = " ".join(anchors)
        return Markup(f'<a class="mark" data-basis="{mark.basis}" href="#{anchors[0]}" data-of="{of}">{sign}</a>')

    template = environment.from_string((folder / "page.html").read_text(encoding="utf-8"))
    return template.render(
        language=language,
        version=__version__,
        page={
            "title": dossier.title,
            "lead": dossier.lead,
            "sections": [_section(section, writer) for section in dossier.sections],
            "opened": list(writer.opened()),
        },
        say=_SAY,
        style=Markup((folder / "page.css").read_text(encoding="utf-8").strip()),
        script=Markup((folder / "page.js").read_text(encoding="utf-8").strip()),
        both=both,
        thing_link=thing_link,
        mark_link=mark_link,
    )


class _Writer:
    """What the page knows of things: titles, anchors, words."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._anchors = {thing: f"e{number}" for number, thing in enumerate(dossier.words, start=1)}

    def title(self, thing: str) -> Text:
        return Text(*(title_of(self._dossier.names, thing, language) for language in ("da", "en")))

    def anchor(self, thing: str) -> str:
        return self._anchors.get(thing, "")

    def opened(self) -> Iterator[dict[str, Any]]:
        for thing, quotes in self._dossier.words.items():
            language = "en" if thing.startswith(SDG) else "da"
            yield {
                "anchor": self._anchors[thing],
                "title": self.title(thing),
                "short": short(thing),
                "quotes": [
                    {
                        "exact": visible(quote.exact),
                        "section": visible(quote.section),
                        "document": self.title(quote.document),
                        "language": language,
                    }
                    for quote in quotes
                ],
            }


def _told(mark: Mark, writer: _Writer) -> Text:
    """*mark* in words: where it leads, its basis, and what it goes through."""
    label = BASIS_LABELS[mark.basis]
    through = mark.claim.subject
    column = writer.title(mark.column)
    if through in (mark.row, mark.column):
        return Text(f"{column.da}: {label.da}. ", f"{column.en}: {label.en}. ")
    via, by = writer.title(through), _SAY["through"]
    return Text(
        f"{column.da}: {label.da} {by.da} {via.da}. ",
        f"{column.en}: {label.en} {by.en} {via.en}. ",
    )


def _section(section: Section, writer: _Writer) -> dict[str, Any]:
    shared: dict[str, Any] = {"name": section.name, "title": section.title}
    if isinstance(section, Passage):
        return shared | {"sort": "prose", "paragraphs": section.paragraphs}
    shared["sentence"] = section.sentence
    if isinstance(section, Drawing):
        return shared | {"sort": "drawing", "svg": Text(*(linked(svg, writer.anchor) for svg in section.svg))}
    if isinstance(section, Part):
        return shared | {
            "sort": "table",
            "heads": [Text(heading(c.name, "da"), heading(c.name, "en")) for c in section.columns],
            "rows": [[_cell(cell) for cell in row] for row in section.rows],
        }
    return shared | _matrix(section, writer)


def _matrix(section: Crossing, writer: _Writer) -> dict[str, Any]:
    matrix = section.matrix
    dense = len(matrix.rows) * len(matrix.columns) <= MOST_CELLS
    present = {mark.basis for mark in matrix.marks()}
    sums = dict.fromkeys(matrix.columns, 0)
    for (_, column), marks in matrix.cells.items():
        sums[column] += len(marks)
    of_row: dict[str, list[tuple[str, tuple[Mark, ...]]]] = {row: [] for row in matrix.rows}
    order = {column: place for place, column in enumerate(matrix.columns)}
    for (row, column), marks in matrix.cells.items():
        of_row[row].append((column, marks))
    return {
        "sort": "matrix",
        "dense": dense,
        "row_kind": section.rows,
        "column_kind": section.columns,
        "bases": [{"name": b, "sign": SIGNS[b], "label": BASIS_LABELS[b]} for b in BASES if b in present],
        "columns": [
            {"code": brief(column), "title": writer.title(column), "sum": sums[column]} for column in matrix.columns
        ],
        "rows": [
            {
                "thing": row,
                "group": _heading(matrix.groups, place, writer),
                "cells": [matrix.cells.get((row, column), ()) for column in matrix.columns] if dense else (),
                "listed": [(brief(c), m) for c, m in sorted(of_row[row], key=lambda pair: order[pair[0]])],
                "sum": sum(len(marks) for _, marks in of_row[row]),
            }
            for place, row in enumerate(matrix.rows)
        ],
        "sum": sum(sums.values()),
    }


def _heading(groups: Sequence[str], place: int, writer: _Writer) -> Text | None:
    """The heading above the row at *place*, where a group begins there."""
    if not groups or (place and groups[place] == groups[place - 1]):
        return None
    return writer.title(groups[place]) if groups[place] else Text("uden gruppe", "in no group")


def _cell(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, Figure):
        return {
            "sort": "figure",
            "text": cell.text + (" %" if cell.unit and cell.value is not None else ""),
            "of": cell.of,
        }
    if isinstance(cell, Text):
        return {"sort": "text", "text": cell}
    if isinstance(cell, Iri):
        return {"sort": "thing", "thing": cell.value}
    return {"sort": "value", "text": "" if cell is None else visible(cell.value)}
