"""Word documents (DOCX), through python-docx: answers as tables whose heads repeat on every page; and the parts that
longer documents are put together from, in styles of their own or those of a template."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from strategigraf.core.errors import LibraryMissing, WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.table import Sheet
from strategigraf.core.text import grouped, installing, visible

MOST_ROWS = 3000  # of a table: Word itself needs minutes for longer ones
_NARROW = 5  # columns that fit a page on its short side
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_SHORT, _LONG, _MARGIN = 210, 297, 18  # mm
_SIZE = 8  # points, of the text in a table
_LEAST, _MOST, _EXTRA = 5, 44, 2  # signs: how wide a column is at the least and at the most, and its margins
_SIGN = 1.55  # mm that a sign takes in a table
_TWIPS = 1440 / 25.4  # to a mm
_PACKED = (1980, 1, 1, 0, 0, 0)  # the same answer is the same bytes whenever it is made
_UNDATED = (2000, 1, 1)  # the date of a document of which none is known


class Run(NamedTuple):
    """Words of a cell; a link to the bookmark `anchor` where it has one."""

    words: str
    anchor: str = ""


class Form(NamedTuple):
    """How a paragraph style looks: size in points, bold, colour, points before and after, typeface, italic; mm from the
    left margin, and by how much its first line stands out; whether what follows stays on its page; and a line at a side
    of it (side, colour, thickness in eighths of a point, distance)."""

    size: float
    bold: bool
    colour: str
    before: float
    after: float
    face: str
    italic: bool = False
    indent: float = 0
    hanging: float = 0
    keeps: bool = False
    rule: tuple[str, str, int, int] | None = None


def document(sheets: Sequence[Sheet], language: str) -> bytes:
    """*sheets* as a Word document in *language*: the title of each as a heading, its table, its notes as paragraphs.

    Raises LibraryMissing where python-docx is not installed, WrongValue where a table has more than 3,000 rows.
    """
    for sheet in sheets:
        check_length(len(sheet.rows))
    word = WordFile(language)
    is_wide = max((len(sheet.headings) for sheet in sheets), default=0) > _NARROW
    word.page((_LONG, _SHORT) if is_wide else (_SHORT, _LONG), (_MARGIN, _MARGIN, _MARGIN))
    word.properties("", "", "", "")
    for sheet in sheets:
        if sheet.title:
            word.paragraph(visible(sheet.title), "Heading 1")
        if sheet.headings:
            rows = [[(Run(cell),) for cell in row] for row in sheet.rows]
            word.rows(sheet.headings, rows, (_LONG if is_wide else _SHORT) - 2 * _MARGIN)
        for note in filter(str.strip, sheet.notes):
            word.paragraph(visible(note.strip()), "List Bullet" if note.startswith(" ") else "Normal")
    return word.content()


def check_length(rows: int) -> None:
    """Raises WrongValue where a table of so many *rows* is too long for Word."""
    if rows > MOST_ROWS:
        found, most = (Text(*(grouped(number, code) for code in ("da", "en"))) for number in (rows, MOST_ROWS))
        raise WrongValue(
            Text(
                f"Svaret har {found.da} rækker; en tabel i Word kan højst have {most.da}.",
                f"The answer has {found.en} rows; a table in Word may have {most.en} at most.",
            ),
            Text(
                "Skriv en .xlsx eller .csv, eller vælg færre rækker.", "Write an .xlsx or .csv, or ask for fewer rows."
            ),
        )


class WordFile:
    """A Word document in *language* that is being written; in the styles of the document *template* where one is given.

    Raises LibraryMissing where python-docx is not installed, WrongValue where *template* is no Word document.
    """

    def __init__(self, language: str, template: Path | None = None) -> None:
        self.language = language
        self.has_template = template is not None
        self._document = _opened(template)
        self._bookmarks = 0
        self._captions: dict[str, int] = {}
        defaults = self._document.styles.element.find(f".//{_qn('w:rPrDefault')}/{_qn('w:rPr')}")
        if defaults is not None and defaults.find(_qn("w:lang")) is None:
            defaults.append(element("lang"))
        for spoken in self._document.styles.element.iter(_qn("w:lang")):
            spoken.set(_qn("w:val"), _LANGUAGES[language])

    def content(self) -> bytes:
        """The document as bytes, the same for the same content."""
        raw, packed = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(zipfile.ZipInfo(name, _PACKED), source.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def styles(self, forms: Mapping[str, Form]) -> list[str]:
        """Sees to it that there are paragraph styles of the names in *forms*: all look as these say, but for those that
        a template has; what it lacks is based on Normal. Gives the names of what it lacks."""
        from docx.enum.style import WD_STYLE_TYPE

        styles = self._document.styles
        types = {style.name: style.type for style in styles}
        missing = [name for name in forms if types.get(name) != WD_STYLE_TYPE.PARAGRAPH]
        for name in missing:
            if name in types:  # a style of characters or tables of that name would be in the way
                styles.element.remove(styles[name].element)
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles["Normal"] if name != "Normal" else None
        for name in missing if self.has_template else forms:
            _form(styles[name], forms[name])
        return missing if self.has_template else []

    def page(self, size: tuple[float, float], margins: tuple[float, float, float]) -> None:
        """Makes a page *size* mm wide and high, with *margins* at the sides, on top and below; that of a template
        stays."""
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        if self.has_template:
            return
        section = self._document.sections[0]
        section.page_width, section.page_height = map(Mm, size)
        section.orientation = WD_ORIENT.LANDSCAPE if size[0] > size[1] else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Mm(margins[0])
        section.top_margin, section.bottom_margin = map(Mm, margins[1:])
        section.header_distance, section.footer_distance = Mm(6), Mm(8)

    def width(self) -> float:
        """How many mm there are between the margins."""
        section = self._document.sections[0]
        sizes = section.page_width, section.left_margin, section.right_margin
        return _SHORT - 2 * _MARGIN if None in sizes else float((sizes[0] - sizes[1] - sizes[2]) / 36_000)

    def foot(self, words: str, number: Text, style: str) -> None:
        """Puts *words* at the foot of each page, and at its right the *number*, in which # is the page, ¤ how many."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        foot = self._document.sections[0].footer.paragraphs[0]
        foot.text, foot.style = "", self._document.styles[style]
        self.run(foot, f"{words}\t")
        foot.paragraph_format.tab_stops.clear_all()
        foot.paragraph_format.tab_stops.add_tab_stop(Mm(self.width()), WD_TAB_ALIGNMENT.RIGHT)
        before, between = number.in_language(self.language).split("#")
        middle, after = between.split("¤")
        for part, field in ((before, "PAGE"), (middle, "NUMPAGES"), (after, "")):
            self.run(foot, part)
            if field:
                self.field(foot, field, "1" if field == "PAGE" else "2")

    def properties(self, title: str, subject: str, author: str, issued: str) -> None:
        """Says what the document is, and that it is of the day *issued* (a date, month or year; empty if unknown)."""
        core = self._document.core_properties
        core.title, core.subject, core.author = title[:250], subject[:250], author[:250]
        core.language = _LANGUAGES[self.language]
        core.keywords, core.comments, core.last_modified_by, core.revision = "", "", "strategigraf", 1
        year, month, day = (*map(int, issued.split("-")), 1, 1)[:3] if issued else _UNDATED
        core.created = core.modified = datetime(year, month, day)

    # Paragraphs.

    def paragraph(self, words: str, style: str) -> Any:
        """A paragraph of *words* at the end, in *style*."""
        made = self._document.add_paragraph(style=self._document.styles[style])
        if words:
            self.run(made, words)
        return made

    def run(self, paragraph: Any, words: str, bold: bool = False, language: str = "") -> Any:
        """*words* at the end of *paragraph*, which are in another *language* where one is given."""
        run = paragraph.add_run(words)
        run.bold = True if bold else None
        if language and language != self.language:
            run._r.get_or_add_rPr().append(element("lang", val=_LANGUAGES[language]))
        return run

    def caption(self, label: str, sequence: str, title: str, style: str) -> Any:
        """A caption: *label*, its number in the *sequence* (a field of Word), and *title*."""
        made = self.paragraph("", style)
        self.run(made, f"{label} ", bold=True)
        self._captions[sequence] = self._captions.get(sequence, 0) + 1
        self.field(made, f"SEQ {sequence} \\* ARABIC", str(self._captions[sequence]), bold=True)
        self.run(made, f". {title}", bold=True)
        return made

    def picture(self, png: bytes, wide: float, title: str, told: str) -> None:
        """The picture *png*, *wide* mm; *told* says what it shows to those who cannot see it."""
        from docx.shared import Mm

        holder = self.paragraph("", "Normal")
        inline = holder.add_run().add_picture(io.BytesIO(png), width=Mm(wide))._inline
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        for name, value in (("descr", told), ("title", title), ("name", f"figure-{self._captions.get('Figure', 0)}")):
            inline.docPr.set(name, value)

    def link(self, paragraph: Any, words: str, anchor: str) -> Any:
        """A link of *words* to the bookmark *anchor*, at the end of *paragraph*."""
        run = self.run(paragraph, words)
        link = element("hyperlink", anchor=anchor, history=1)
        paragraph._p.append(link)
        link.append(run._r)
        return run

    def bookmark(self, paragraph: Any, name: str) -> None:
        """The bookmark *name* at the end of *paragraph*."""
        self._bookmarks += 1
        paragraph._p.append(element("bookmarkStart", id=self._bookmarks, name=name))
        paragraph._p.append(element("bookmarkEnd", id=self._bookmarks))

    def field(self, paragraph: Any, code: str, shown: str, bold: bool = False) -> None:
        """The field *code* at the end of *paragraph*, which reads *shown* until Word has counted."""
        instruction, result = element("instrText"), element("t")
        instruction.text, result.text = f" {code} ", shown
        begin, separate, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
        for one in (begin, instruction, separate, result, end):
            run = paragraph.add_run()
            run.bold = True if bold else None
            run._r.append(one)

    def entry(self, words: str, anchor: str, style: str) -> None:
        """A line of contents in *style*: *words* that lead to the bookmark *anchor*, and at the right its page."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        made = self.paragraph("", style)
        made.paragraph_format.tab_stops.add_tab_stop(Mm(self.width()), WD_TAB_ALIGNMENT.RIGHT)
        self.link(made, f"{words}\t", anchor)
        self.field(made, f"PAGEREF {anchor} \\h", "")

    # Tables.

    def table(self, rows: int, widths: Sequence[float], rules: bool = True) -> Any:
        """A table of *rows*, its columns *widths* mm wide, with lines below its rows where *rules* are wanted."""
        from docx.shared import Mm

        table = self._document.add_table(rows, len(widths))
        table.autofit = False
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Mm(wide)
            for cell in column.cells:
                cell.width = Mm(wide)
        margins = element("tblCellMar")
        for side, room in (("left", 0), ("right", 130)):
            margins.append(element(side, w=room, type="dxa"))
        table._tbl.tblPr.append(margins)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            for cell in row.cells if rules else ():
                borders = element("tcBorders")
                borders.append(element("bottom", val="single", sz=4, space=0, color="C4C9CF"))
                cell._tc.get_or_add_tcPr().append(borders)
        return table

    def head(self, table: Any, heads: Sequence[str], style: str, right: Sequence[int] = ()) -> None:
        """The first row of *table*, which is repeated on each page; the columns *right* stand to the right."""
        table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
        for place, (cell, head) in enumerate(zip(table.rows[0].cells, heads, strict=True)):
            self.cell(cell, head, right=place in right, style=style)

    def cell(self, cell: Any, words: str, right: bool = False, bold: bool = False, style: str = "Normal") -> Any:
        """The first paragraph of *cell*, with *words* in it."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = cell.paragraphs[0]
        paragraph.style = self._document.styles[style]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0.6)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if words:
            self.run(paragraph, words, bold)
        return paragraph

    def rows(self, heads: Sequence[str], rows: Sequence[Sequence[Sequence[Run]]], wide: float) -> None:
        """A table of any length, *wide* mm: its *heads*, and *rows* of cells; columns of numbers stand to the right."""
        from docx.oxml import parse_xml

        check_length(len(rows))
        plain = [["".join(run.words for run in cell) for cell in row] for row in rows]
        widths = [round(share * wide * _TWIPS) for share in _shares(heads, plain, wide)]
        digits = [
            any(map(_is_number, cells)) and all(map(_is_number_or_none, cells)) for cells in zip(*plain, strict=True)
        ]
        digits = digits or [False] * len(heads)
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C4C9CF"/>' for side in ("top", "bottom", "insideH")
        )
        grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
        table = [
            f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}'
            '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
            f'<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>',
            _row([(Run(head),) for head in heads], widths, digits, "<w:cantSplit/><w:tblHeader/>", "<w:b/>"),
            *(_row(row, widths, digits, "<w:cantSplit/>") for row in rows),
            "</w:tbl>",
        ]
        body = self._document.element.body
        body.insert(len(body) - 1, parse_xml("".join(table)))


def _shares(heads: Sequence[str], rows: Sequence[Sequence[str]], wide: float) -> list[float]:
    """How much of the width, *wide* mm, each column gets: what its longest word needs, and of the rest a part by how
    much there is in it."""
    least, wants = [], []
    for column, head in enumerate(heads):
        cells = [row[column] for row in rows]
        longest = max((len(word) for text in (head, *cells) for word in text.split()), default=0)
        least.append(min(_MOST, max(_LEAST, longest)) + _EXTRA)
        wants.append(max(1.0, sum(map(len, cells)) / len(cells) - least[-1] if cells else 0.0))
    rest = max(0.0, wide / _SIGN - sum(least))
    shares = [needs + rest * want / sum(wants) for needs, want in zip(least, wants, strict=True)]
    return [share / sum(shares) for share in shares]


def _is_number(text: str) -> bool:
    return text.partition(" [")[0].rstrip("\u00a0 %").replace(".", "").replace(",", "").isdigit()


def _is_number_or_none(text: str) -> bool:
    return text in ("", "–", "n/a") or _is_number(text)


def _row(
    cells: Sequence[Sequence[Run]], widths: Sequence[int], digits: Sequence[bool], properties: str, bold: str = ""
) -> str:
    told = "".join(map(_cell, cells, widths, digits, [bold] * len(cells)))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{told}</w:tr>"


def _cell(runs: Sequence[Run], wide: int, digits: bool, bold: str) -> str:
    right = '<w:jc w:val="right"/>' if digits else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20"/>'
        f"{right}</w:pPr>{''.join(_run(run, bold) for run in runs)}</w:p></w:tc>"
    )


def _run(run: Run, bold: str) -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(visible(line))}</w:t>' for line in run.words.splitlines() or [""]
    )
    made = f'<w:r><w:rPr>{bold}<w:sz w:val="{2 * _SIZE}"/></w:rPr>{lines}</w:r>'
    return f'<w:hyperlink w:anchor="{run.anchor}" w:history="1">{made}</w:hyperlink>' if run.anchor else made


def _opened(template: Path | None) -> Any:
    """A new document, or *template* without its content."""
    try:
        from docx import Document
    except ImportError as error:
        command = installing("docx")
        raise LibraryMissing(
            Text("python-docx er ikke installeret.", "python-docx is not installed."),
            Text(
                f"Installér det: {command.da}. Eller skriv en .xlsx eller .html.",
                f"Install it: {command.en}. Or write an .xlsx or .html.",
            ),
        ) from error
    if template is None:
        return Document()
    try:
        document = Document(str(template))
    except Exception as error:  # python-docx lets through what the zip and XML readers raise
        raise WrongValue(
            Text(f"Skabelonen {template} kan ikke åbnes som et Word-dokument (DOCX).",
                 f"The template {template} cannot be opened as a Word document (DOCX)."),
            Text("Gem den som .docx i Word, og luk den dér.", "Save it as .docx in Word, and close it there."),
        ) from error  # fmt: skip
    body = document.element.body
    for part in list(body):
        if not part.tag.endswith("}sectPr"):
            body.remove(part)
    return document


def _qn(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def element(tag: str, **attributes: object) -> Any:
    """An element of WordprocessingML with *attributes* of its namespace."""
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(_qn(f"w:{name}"), str(value))
    return made


def _form(style: Any, form: Form) -> None:
    """Makes *style* of Word look as *form* says."""
    from docx.shared import Mm, Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = form.face, Pt(form.size), form.bold
    style.font.italic, style.font.color.rgb = form.italic, RGBColor.from_string(form.colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(_qn(script), form.face)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(form.before), Pt(form.after), 1.04
    spacing.keep_with_next = form.keeps
    if form.indent:
        spacing.left_indent, spacing.first_line_indent = Mm(form.indent), Mm(-form.hanging)
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(_qn("w:pBdr")):
        properties.remove(old)
    if form.rule:
        borders = element("pBdr")
        side, colour, size, space = form.rule
        borders.append(element(side, val="single", sz=size, space=space, color=colour))
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
            "w:outlineLvl",
        )  # fmt: skip


def coloured(run: Any, size: float, colour: str) -> None:
    """Makes *run* *size* points, in *colour*."""
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(colour)
