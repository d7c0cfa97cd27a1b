"""Sheets as text: an aligned table, CSV, TSV, Markdown."""

from strategigraf.interchange.inert import cell, markdown, one_line
from strategigraf.values.sheet import Sheet


def plain(sheet: Sheet) -> str:
    """*sheet* as aligned columns, two blanks apart, without lines or colour; notes below."""
    lines = [sheet.title, ""] if sheet.title else []
    body = [tuple(one_line(text) for text in row) for row in sheet.rows]
    widths = [max([width(heading), *(width(row[i]) for row in body)]) for i, heading in enumerate(sheet.headings)]
    for row in (sheet.headings, *body):
        padded = [text + " " * (widths[i] - width(text)) for i, text in enumerate(row)]
        lines.append("  ".join(padded).rstrip())
    return (
        "\n".join([*lines, *([""] if sheet.notes else []), *(one_line_keeping_indent(n) for n in sheet.notes)]) + "\n"
    )


def one_line_keeping_indent(text: str) -> str:
    """*text* on one line, with the blanks that it begins with."""
    return " " * (len(text) - len(text.lstrip(" "))) + one_line(text)


def csv(sheet: Sheet) -> str:
    """*sheet* as CSV (RFC 4180: commas, CRLF, quotation marks doubled); no title and no notes."""
    return "".join(",".join(_csv_field(cell(text)) for text in row) + "\r\n" for row in (sheet.headings, *sheet.rows))


def tsv(sheet: Sheet) -> str:
    """*sheet* as tab-separated values, a tab or line break inside a cell as a blank; no title and no notes."""
    return "".join("\t".join(one_line(cell(text)) for text in row) + "\n" for row in (sheet.headings, *sheet.rows))


def markdown_table(sheet: Sheet) -> str:
    """*sheet* as a Markdown table, its title as a heading and its notes as a list."""
    lines = [f"## {markdown(sheet.title)}", ""] if sheet.title else []
    lines.append("| " + " | ".join(markdown(heading) for heading in sheet.headings) + " |")
    lines.append("|" + " --- |" * len(sheet.headings))
    lines += ["| " + " | ".join(markdown(text) for text in row) + " |" for row in sheet.rows]
    if sheet.notes:
        lines.append("")
        lines += ["  " * ((len(n) - len(n.lstrip(" "))) // 2) + "- " + markdown(n) for n in sheet.notes if n.strip()]
    return "\n".join(lines) + "\n"


def width(text: str) -> int:
    """How many columns of a terminal *text* takes."""
    if all(sign < "\u0300" or "\u2010" <= sign <= "\u25ff" for sign in text):  # Latin letters, signs of this project
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _csv_field(text: str) -> str:
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
