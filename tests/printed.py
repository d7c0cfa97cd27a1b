"""What an output says to people, text by text, whatever its format: names for machines, keys and codes left out."""

import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any

import docx
from docx.oxml.ns import qn

from tests.office import grid, opened

OF_MACHINES = {"parquet", "png", "graphml", "gexf", "cytoscape", "dot", "turtle", "ntriples", "jsonld", "junit"}
_SAID = ("title", "aria-label", "alt", "placeholder")  # attributes of HTML that people are told
_ALONE = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}  # elements of HTML that nothing closes
_SILENT = {"script", "style"}
_TOLD = {"title", "description", "explanation", "label"}  # keys of JSON below which every word is a text


class Page(HTMLParser):
    """The texts of a page by language, and the heads of its tables."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {}
        self._open = [("", language)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        language = dict(attrs).get("lang") or self._open[-1][1]
        self.texts.setdefault(language, []).extend(value for name, value in attrs if name in _SAID and value)
        if tag not in _ALONE:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass  # pictures: SVG has what is drawn in texts of its own

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1]
        if tag not in _SILENT:
            self.texts.setdefault(language, []).append(data)


def told(content: bytes, format_name: str, language: str) -> list[str]:
    """The texts for people in *content*; of a page with both languages those in *language*."""
    if format_name == "xlsx":
        book = opened(content)
        cells = (value for sheet in book for row in grid(sheet) for value in row)
        return [*book.sheetnames, *(value for value in cells if isinstance(value, str))]
    if format_name == "docx":
        body = docx.Document(BytesIO(content)).element.body
        return ["".join(piece.text or "" for piece in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))]
    text = content.decode("utf-8-sig")
    if format_name in ("html", "svg"):
        page = Page(language)
        page.feed(text)
        return page.texts.get(language, [])
    if format_name == "json":
        return list(_of_record(json.loads(text)))
    if format_name in ("csv", "tsv"):
        rows = csv.reader(StringIO(text, newline=""), delimiter="," if format_name == "csv" else "\t")
        return [cell for row in [*rows][1:] for cell in row if " " in cell]
    return text.splitlines()


def _of_record(value: Any, is_told: bool = False) -> Iterator[str]:
    """The texts in the JSON *value*: all below a key that says so, else those of more than a word."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _of_record(below, key in _TOLD)
    elif isinstance(value, list):
        for below in value:
            yield from _of_record(below, is_told)
    elif isinstance(value, str) and (is_told or " " in value):
        yield value


def heads(content: bytes, format_name: str) -> list[list[str]]:
    """The heads of the tables in *content*, a Word document or Markdown."""
    if format_name == "docx":
        tables = docx.Document(BytesIO(content)).tables
        return [[cell.text for cell in table.rows[0].cells] for table in tables]
    lines = content.decode().splitlines()
    above = [line for line, below in pairwise(lines) if re.fullmatch(r"\|( --- \|)+", below)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in above]
