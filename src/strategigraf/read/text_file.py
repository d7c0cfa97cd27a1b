"""HTML, Markdown and plain text: blocks in the order of the file; they have no pages."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import groupby

from strategigraf.core.layout import Block, Box, Layout, Line, Run, Style, laid_out
from strategigraf.core.report import ProgressCallback
from strategigraf.files.archive import broken
from strategigraf.read import reading

_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})")
_MARKED = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+")
_LEFT_OUT = (
    "script", "style", "title", "nav", "template", "noscript", "svg", "iframe", "object", "button", "select",
    "textarea",
)  # fmt: skip
_BLOCKS = (
    "p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "ul", "ol", "dl", "dt", "dd",
    "figure", "figcaption", "address", "pre", "hr", "table", "tbody", "thead", "caption", "body", "html",
)  # fmt: skip
_BOLD, _ITALIC = ("b", "strong"), ("i", "em")


def read_text(name: str, content: bytes, progress: ProgressCallback) -> Layout:
    """The layout of the plain text *name* with the bytes *content*. Raises FileNotRead."""
    origin = reading.origin_of(name, content, "")
    return laid_out(origin, (), _paragraphs(_decoded(name, content, "TXT"), marked=False))


def read_markdown(name: str, content: bytes, progress: ProgressCallback) -> Layout:
    """The layout of the Markdown *name* with the bytes *content*. Raises FileNotRead."""
    origin = reading.origin_of(name, content, "")
    return laid_out(origin, (), _paragraphs(_decoded(name, content, "MD"), marked=True))


def read_html(name: str, content: bytes, progress: ProgressCallback) -> Layout:
    """The layout of the page *name* with the bytes *content*: what is in its body, without scripts, menus and forms.
    Raises FileNotRead."""
    collector = _Collector()
    collector.feed(_decoded(name, content, "HTML"))
    collector.close()
    return laid_out(reading.origin_of(name, content, ""), (), collector.blocks)


def _decoded(name: str, content: bytes, kind: str) -> str:
    """*content* as text: by its mark, by what it declares, as UTF-8, or as Windows wrote it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        declared = ["utf-16"]
    else:
        match = _CHARSET.search(content[:2048]) if kind == "HTML" else None
        declared = [match[1].decode("ascii")] if match else []
    for encoding in (*declared, "utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise broken(name, kind)


def _paragraphs(text: str, marked: bool) -> Iterator[Block]:
    for empty, group in groupby(text.split("\n"), key=lambda line: not line.strip()):
        lines: list[str] = []
        for line in () if empty else group:
            heading = _MARKED.match(line) if marked else None
            if heading or _ITEM.match(line):
                yield from _block(lines)
                lines = []
            if heading:
                yield Block("heading", (_line(heading[2].rstrip().rstrip("#").rstrip()),), len(heading[1]))
            else:
                lines.append(line.strip())
        yield from _block(lines)


def _block(lines: list[str]) -> Iterator[Block]:
    if lines:
        yield Block("item" if _ITEM.match(lines[0]) else "text", tuple(map(_line, lines)))


def _line(text: str) -> Line:
    return Line(text, 1, _NOWHERE, (Run(0, Style()),))


class _Collector(HTMLParser):
    """Gathers the blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text = ""
        self._runs: list[Run] = []
        self._kind, self._level = "text", 0
        self._skipped: str | None = None
        self._depth = self._bold = self._italic = 0
        self._cells: list[Line] = []
        self._row = self._column = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins what *tag* begins."""
        if self._skipped is not None:
            self._depth += tag == self._skipped
        elif tag in _LEFT_OUT:
            self.end_block()
            self._skipped, self._depth = tag, 1
        elif tag == "br":
            self.handle_data(" ")
        elif re.fullmatch(r"h[1-6]", tag):
            self.end_block()
            self._kind, self._level = "heading", int(tag[1])
        elif tag == "li":
            self.end_block()
            self._kind = "item"
        elif tag == "tr":
            self.end_block()
            self._row, self._column = self._row + 1, -1
        elif tag in ("td", "th"):
            self.end_block()
            self._kind, self._column = "table", self._column + 1
            self._row = max(self._row, 0)
        elif tag in _BLOCKS and self._kind != "table":
            kind = self._kind if self._kind == "item" and not self._text.strip() else "text"
            self.end_block()
            self._kind = kind
        self._bold += tag in _BOLD
        self._italic += tag in _ITALIC

    def handle_endtag(self, tag: str) -> None:
        """Ends what *tag* ends."""
        if self._skipped is not None:
            self._depth -= tag == self._skipped
            if not self._depth:
                self._skipped = None
            return
        if tag in ("td", "th", "li", *_BLOCKS) or re.fullmatch(r"h[1-6]", tag):
            if self._kind != "table" or tag in ("td", "th", "table"):
                self.end_block()
            elif self._text:
                self.handle_data(" ")
        if tag == "table":
            self._end_table()
        self._bold = max(0, self._bold - (tag in _BOLD))
        self._italic = max(0, self._italic - (tag in _ITALIC))

    def handle_data(self, data: str) -> None:
        """Adds the words of *data*."""
        if self._skipped is not None:
            return
        written = re.sub(r"\s+", " ", data)
        if not self._text or self._text.endswith(" "):
            written = written.lstrip()
        style = Style(bold=bool(self._bold), italic=bool(self._italic))
        if written and (not self._runs or self._runs[-1].style != style):
            self._runs.append(Run(len(self._text), style))
        self._text += written

    def end_block(self) -> None:
        """Ends the block that has been begun."""
        text = self._text.rstrip()
        if text and self._kind == "table":
            self._cells.append(Line(text, 1, _NOWHERE, tuple(self._runs), cell=(self._row, self._column)))
        elif text:
            self._end_table()
            self.blocks.append(Block(self._kind, (Line(text, 1, _NOWHERE, tuple(self._runs)),), self._level))
        self._text, self._runs, self._kind, self._level = "", [], "text", 0

    def _end_table(self) -> None:
        if self._cells:
            self.blocks.append(Block("table", tuple(self._cells)))
        self._cells, self._row, self._column = [], -1, -1

    def close(self) -> None:
        """Ends the page."""
        super().close()
        self.end_block()
        self._end_table()
