"""Presentations (PPTX), through python-pptx: a slide is a page."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from strategigraf.core.layout import Block, Box, Layout, Line, Page, Run, Style, laid_out
from strategigraf.core.report import ProgressCallback
from strategigraf.files.archive import broken, refuse_unsafe
from strategigraf.read import reading
from strategigraf.read.order import Unit, in_reading_order

_POINT = 12_700  # units of a presentation
_DEEPEST = 20


def read_pptx(name: str, content: bytes, progress: ProgressCallback) -> Layout:
    """The layout of the presentation *name* with the bytes *content*. Raises FileNotRead."""
    import pptx

    refuse_unsafe(name, content, "PPTX")
    try:
        presentation = pptx.Presentation(BytesIO(content))
        slides = list(presentation.slides)
        size = (presentation.slide_width or 0) / _POINT, (presentation.slide_height or 0) / _POINT
        pages: list[Page] = []
        blocks: list[Block] = []
        for number, slide in enumerate(slides, start=1):
            progress(number, len(slides))
            found = list(_slide(slide, number))
            pictures = any(shape.shape_type == 13 for shape in slide.shapes)
            pages.append(Page(number, str(number), *size, "" if found or not pictures else "image"))
            blocks += found
    except Exception as error:  # python-pptx lets through what its own code raises on a file that is not whole
        raise broken(name, "PPTX") from error
    return laid_out(reading.origin_of(name, content, "python-pptx"), pages, blocks)


def _slide(slide: Any, number: int) -> Iterator[Block]:
    """The blocks of *slide*, its title first."""
    title = slide.shapes.title
    units: list[Unit] = []
    held: dict[int, tuple[Block, ...]] = {}
    for rank, shape in enumerate(_shapes(slide.shapes, 0)):
        is_title = title is not None and shape.shape_id == title.shape_id
        blocks = tuple(_of_shape(shape, number, is_title))
        if is_title:
            yield from blocks
        elif blocks:
            held[rank] = blocks
            units.append(Unit(_box(shape), blocks[0].lines[:1], 0.0, rank))
    for unit in in_reading_order(units):
        yield from held[unit.rank]


def _shapes(shapes: Iterable[Any], depth: int) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == 6 and depth < _DEEPEST:  # a group
            yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _box(shape: Any) -> Box:
    left, top = (shape.left or 0) / _POINT, (shape.top or 0) / _POINT
    return Box(left, top, left + (shape.width or 0) / _POINT, top + (shape.height or 0) / _POINT)


def _of_shape(shape: Any, number: int, is_title: bool) -> Iterator[Block]:
    if getattr(shape, "has_table", False):
        lines = tuple(_cells(shape, number))
        if lines:
            yield Block("table", lines)
    elif getattr(shape, "has_text_frame", False):
        listed = shape.is_placeholder and shape.placeholder_format.type in (2, 7)  # body, object
        for paragraph in shape.text_frame.paragraphs:
            line = _line(paragraph, number, _box(shape))
            if line is not None:
                kind = "heading" if is_title else "item" if listed else "text"
                yield Block(kind, (line,), int(is_title))


def _cells(shape: Any, number: int) -> Iterator[Line]:
    for row, cells in enumerate(shape.table.rows):
        for column, cell in enumerate(cells.cells):
            for paragraph in cell.text_frame.paragraphs:
                line = _line(paragraph, number, _box(shape))
                if line is not None:
                    yield line._replace(cell=(row, column))


def _line(paragraph: Any, number: int, box: Box) -> Line | None:
    text, runs = "", []
    for run in paragraph.runs:
        written = re.sub(r"\s+", " ", run.text)
        written = written.lstrip() if not text or text.endswith(" ") else written
        if written:
            font = run.font
            runs.append(Run(len(text), Style(font.name or "", _size(run), bool(font.bold), bool(font.italic))))
            text += written
    box = Box(*(round(edge, 1) for edge in box))
    return Line(text.rstrip(), number, box, tuple(runs)) if text.strip() else None


def _size(run: Any) -> float:
    return float(run.font.size.pt) if run.font.size is not None else 0.0
