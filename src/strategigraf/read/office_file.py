"""Word documents (DOCX), through python-docx: paragraphs, lists and tables in the order of the document; and
presentations (PPTX), through python-pptx: a slide is a page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from strategigraf.core.layout import Block, Box, Layout, Line, Page, Run, Style, laid_out
from strategigraf.core.report import ProgressCallback
from strategigraf.files.archive import broken, refuse_unsafe
from strategigraf.read import reading
from strategigraf.read.order import Unit, in_reading_order
from strategigraf.read.word_numbers import Counters, Numbered, numbered_by, together

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_HEADING = re.compile(r"^(?:heading|overskrift) ?([1-9])$", re.IGNORECASE)
_TITLES = ("title", "titel")
_INSIDE = tuple(_W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_GONE = tuple(_W + name for name in ("del", "moveFrom", "txbxContent"))
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_DEEPEST = 100  # parts within each other
_POINT = 12_700  # units of a presentation
_MOST_GROUPS = 20  # within each other


class _Named(NamedTuple):
    """What the style of a paragraph says: the level of a heading (0 for none), whether it is of a list, its look, and
    the list that numbers it."""

    level: int
    listed: bool
    style: Style
    numbered: Numbered = Numbered()


class _Word(NamedTuple):
    """What the paragraphs of a document need: its styles by name, and the counters of its lists."""

    styles: Mapping[str, _Named]
    counters: Counters


def read_docx(name: str, content: bytes, progress: ProgressCallback) -> Layout:
    """The layout of the Word document *name* with the bytes *content*; it has no pages. Raises FileNotRead."""
    import docx

    refuse_unsafe(name, content, "DOCX")
    try:
        document = docx.Document(BytesIO(content))
        styles = {style.style_id: _named(style) for style in document.styles if style.type is not None}
        word = _Word(styles, Counters(document))
        blocks = list(_blocks(document.element.body, word, 0))
        blocks += _notes(document, word)
    except Exception as error:  # python-docx lets through what its own code raises on a file that is not whole
        raise broken(name, "DOCX") from error
    return laid_out(reading.origin_of(name, content, "python-docx"), (), _levelled(blocks))


def _named(style: Any) -> _Named:
    match = _HEADING.match(style.name or "")
    level = 1 if (style.name or "").lower() in _TITLES else int(match[1]) + 1 if match else 0
    listed = (style.name or "").lower().startswith(("list", "opstilling"))
    font = getattr(style, "font", None)
    size = font.size.pt if font is not None and font.size is not None else 0.0
    bold = bool(font.bold) if font is not None else False
    look = Style((font.name if font is not None else "") or "", size, bold)
    return _Named(level, listed, look, _numbered_style(style))


def _numbered_style(style: Any) -> Numbered:
    """The list of *style* or of the styles that it is based on."""
    found, steps = Numbered(), 0
    while style is not None and steps < _DEEPEST:
        found = together(found, numbered_by(style.element.find(_W + "pPr")))
        style, steps = getattr(style, "base_style", None), steps + 1
    return found


def _blocks(parent: Any, word: _Word, depth: int) -> Iterator[Block]:
    for child in parent.iterchildren() if depth < _DEEPEST else ():
        if child.tag == _W + "p":
            yield from _paragraph(child, word)
            for box in child.iter(_W + "txbxContent"):
                if not any(True for _ in _ancestors(box, "Fallback")):
                    yield from _blocks(box, word, depth + 1)
        elif child.tag == _W + "tbl":
            yield from _table(child)
        elif child.tag in _INSIDE:
            yield from _blocks(child, word, depth + 1)


def _ancestors(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element.iterancestors() if isinstance(one.tag, str) and one.tag.endswith("}" + name))


def _paragraph(element: Any, word: _Word) -> Iterator[Block]:
    properties = element.find(_W + "pPr")
    style = properties.find(_W + "pStyle") if properties is not None else None
    named = word.styles.get(style.get(_W + "val", "") if style is not None else "", _Named(0, False, Style()))
    outline = properties.find(_W + "outlineLvl") if properties is not None else None
    level = named.level or (int(outline.get(_W + "val", "9")) + 2 if outline is not None else 0)
    listed = named.listed or (properties is not None and properties.find(_W + "numPr") is not None)
    text, runs = _runs(element, named.style)
    if not text:
        return
    if number := word.counters.next(together(numbered_by(properties), named.numbered)):
        runs = (Run(0, runs[0].style), *(run._replace(offset=run.offset + len(number) + 1) for run in runs[1:]))
        text = f"{number} {text}"
    level = 0 if level > 10 else level
    kind = "heading" if level else "item" if listed else "text"
    yield Block(kind, (Line(text, 1, _NOWHERE, runs),), level)


def _runs(element: Any, of_paragraph: Style) -> tuple[str, tuple[Run, ...]]:
    """The text of a paragraph, with what was inserted and without what was deleted, and its styles."""
    text = ""
    runs: list[Run] = []
    for run in element.iter(_W + "r"):
        if any(one.tag in _GONE for one in _up_to(run, element)):
            continue
        written = "".join(_written(part) for part in run.iterchildren())
        written = re.sub(r"\s+", " ", written)
        if text.endswith(" ") or not text:
            written = written.lstrip()
        if not written:
            continue
        style = _style(run, of_paragraph)
        if not runs or runs[-1].style != style:
            runs.append(Run(len(text), style))
        text += written
    return text.rstrip(), tuple(runs)


def _up_to(element: Any, top: Any) -> Iterator[Any]:
    for one in element.iterancestors():
        if one is top:
            return
        yield one


def _written(part: Any) -> str:
    name = part.tag.removeprefix(_W) if isinstance(part.tag, str) else ""
    return part.text or "" if name == "t" else _SIGNS.get(name, "")


def _style(run: Any, of_paragraph: Style) -> Style:
    properties = run.find(_W + "rPr")
    if properties is None:
        return of_paragraph
    size = properties.find(_W + "sz")
    colour = properties.find(_W + "color")
    value = colour.get(_W + "val", "") if colour is not None else ""
    return Style(
        of_paragraph.font,
        int(size.get(_W + "val", "0")) / 2 if size is not None else of_paragraph.size,
        _on(properties.find(_W + "b"), of_paragraph.bold),
        _on(properties.find(_W + "i"), of_paragraph.italic),
        f"#{value.lower()}" if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else of_paragraph.colour,
    )


def _on(switch: Any, otherwise: bool) -> bool:
    return otherwise if switch is None else switch.get(_W + "val", "1") not in ("0", "false", "off")


def _table(element: Any) -> Iterator[Block]:
    lines: list[Line] = []
    for row, cells in enumerate(element.iter(_W + "tr")):
        for column, cell in enumerate(cells.iter(_W + "tc")):
            for paragraph in cell.iter(_W + "p"):
                text, runs = _runs(paragraph, Style())
                if text:
                    lines.append(Line(text, 1, _NOWHERE, runs, cell=(row, column)))
    if lines:
        yield Block("table", tuple(lines))


def _notes(document: Any, word: _Word) -> list[Block]:
    from lxml import etree

    found: list[Block] = []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        tree = etree.fromstring(relation.target_part.blob, parser)
        found += [block._replace(kind="note", level=0) for note in tree for block in _blocks(note, word, 0)]
    return found


def _levelled(blocks: list[Block]) -> Iterator[Block]:
    """*blocks* with the levels of headings from 1 on."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    for block in blocks:
        yield block._replace(level=levels.index(block.level) + 1) if block.kind == "heading" else block


# Presentations.


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
        if shape.shape_type == 6 and depth < _MOST_GROUPS:  # a group
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
