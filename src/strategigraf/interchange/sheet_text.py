"""Sheets as text: an aligned table, CSV, TSV, Markdown."""

import re
from itertools import groupby

from strategigraf.values.inert import cell, csv_line, markdown, one_line, paragraph
from strategigraf.values.revision import ADDED, REMOVED, Revision
from strategigraf.values.sheet import Sheet

_UNUSUAL = re.compile(r"[^\x00-\u02ff\u2010-\u25ff]")  # all but Latin letters and the signs of this project


def plain(sheet: Sheet) -> str:
    """*sheet* as aligned columns, two blanks apart, without lines or colour; notes below."""
    lines = [sheet.title, ""] if sheet.title else []
    body = [tuple(one_line(text) for text in row) for row in sheet.rows]
    table = (sheet.headings, *body)
    widths = [list(map(width, row)) for row in table]
    widest = [max(column) for column in zip(*widths, strict=True)]
    for row, taken in zip(table, widths, strict=True):
        padded = [text + " " * (most - own) for text, most, own in zip(row, widest, taken, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return (
        "\n".join([*lines, *([""] if sheet.notes else []), *(one_line_keeping_indent(n) for n in sheet.notes)]) + "\n"
    )


def one_line_keeping_indent(text: str) -> str:
    """*text* on one line, with the blanks that it begins with."""
    return " " * (len(text) - len(text.lstrip(" "))) + one_line(text)


def csv(sheet: Sheet) -> str:
    """*sheet* as CSV (RFC 4180: commas, CRLF, quotation marks doubled); no title and no notes."""
    return "".join(map(csv_line, (sheet.headings, *sheet.rows)))


def tsv(sheet: Sheet) -> str:
    """*sheet* as tab-separated values, a tab or line break inside a cell as a blank; no title and no notes."""
    return "".join("\t".join(one_line(cell(text)) for text in row) + "\n" for row in (sheet.headings, *sheet.rows))


def markdown_table(sheet: Sheet) -> str:
    """*sheet* as a Markdown table, its title as a heading; its notes below, sentences as paragraphs, several in a row
    and what stands further in (quotes) as lists."""
    lines = [f"## {markdown(sheet.title)}", ""] if sheet.title else []
    lines.append("| " + " | ".join(markdown(heading) for heading in sheet.headings) + " |")
    lines.append("|" + " --- |" * len(sheet.headings))
    lines += ["| " + " | ".join(map(_markdown_cell, row)) + " |" for row in sheet.rows]
    for _, notes in groupby(sheet.notes, key=lambda note: bool(note.strip())):
        lines += _markdown_notes(list(notes))
    return "\n".join(lines) + "\n"


def width(text: str) -> int:
    """How many columns of a terminal *text* takes."""
    if text.isascii() or not _UNUSUAL.search(text):
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _markdown_notes(notes: list[str]) -> list[str]:
    """*notes* between two empty ones: a paragraph, a list, or paragraphs that each have a list of what stands further
    in below them."""
    if not notes[0].strip():
        return []
    inner = [note.startswith(" ") for note in notes]
    if not any(inner) and len(notes) > 1:
        return ["", *(f"- {paragraph(note)}" for note in notes)]
    lines = []
    before = None
    for note, within in zip(notes, inner, strict=True):
        lines += [""] if not within or not before else []
        lines.append(f"- {paragraph(note)}" if within else paragraph(note))
        before = within
    return lines


def _markdown_cell(text: str) -> str:
    if not isinstance(text, Revision):
        return markdown(text)
    marks = {REMOVED: "~~", ADDED: "**"}
    shown = ((marks.get(segment.kind, ""), markdown(segment.print or segment.draft)) for segment in text.segments)
    return " ".join(f"{mark}{words}{mark}" for mark, words in shown if words)
