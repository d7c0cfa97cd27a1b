"""The short report as a Word document (DOCX), through python-docx: its own styles, or those of a template."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from strategigraf.core.errors import LibraryMissing, WrongValue
from strategigraf.core.rdf import Text, message
from strategigraf.core.text import installing
from strategigraf.dossier.brief import Brief, Finding, Gap
from strategigraf.dossier.report_rules import capital
from strategigraf.dossier.short_page import fitted, on_one_page, typeset
from strategigraf.dossier.thread_picture import thread_svg
from strategigraf.render.canvas import lettered, png

_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_PIXELS = 2160
_WIDTH, _FIGURE = 180, 170  # mm between the margins, and of the figure
_BODY, _HEADS = "Calibri", "Cambria"
_RED, _GREY = "A3182F", "59616C"
_STYLES = {  # name: size in points, bold, colour, space before and after, what it is based on
    "Normal": (9.5, False, "1C1F24", 0, 2),
    "Title": (21, False, "1C1F24", 0, 3),
    "Subtitle": (9, True, _RED, 0, 0),
    "Heading 1": (11.5, True, "1C1F24", 6, 1.5),
    "Heading 2": (9.5, True, "1C1F24", 4, 0),
    "Caption": (9, False, "1C1F24", 3, 2),
    "Quote": (9, False, "1C1F24", 0, 1),
    "List Bullet": (9, False, "1C1F24", 0, 1),
    "Evidence": (7.2, False, "1C1F24", 0, 1.5),
    "Note": (8, False, _GREY, 1, 2),
}
_FIRST = (2000, 1, 1)  # the date of a document of which none is known


def short_document(
    brief: Brief, language: str, template: Path | None = None, notice: Callable[[Text], None] | None = None
) -> bytes:
    """*brief* as a Word document in *language*, in the styles of *template* where one is given; a style that it lacks
    is made from Normal, and *notice* is told.

    Raises LibraryMissing where python-docx is not installed, RasteriserMissing, and WrongValue where *template* is no
    Word document.
    """
    try:
        import docx  # noqa: F401
    except ImportError as error:
        command = installing("docx")
        raise LibraryMissing(
            Text("Word kræver pakken python-docx, som ikke er installeret.",
                 "Word needs the package python-docx, which is not installed."),
            Text(f"Installér den med {command.da}, eller skriv en .html.",
                 f"Install it with {command.en}, or write an .html."),
        ) from error  # fmt: skip
    writer = _Writer(fitted(brief, language)[0], language, _opened(template), template is not None)
    missing = ", ".join(writer.styles())
    if missing and notice:
        notice(message("short.template-lacks", styles=missing))
    writer.write()
    return _packed(writer.document)


def _opened(template: Path | None) -> Any:
    from docx import Document

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


def _packed(document: Any) -> bytes:
    """*document* as bytes, the same ones for the same content."""
    raw = io.BytesIO()
    document.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return packed.getvalue()


def _element(tag: str, **attributes: object) -> Any:
    """An element of WordprocessingML with *attributes* of its namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _without(parent: Any, tag: str) -> None:
    """Takes the elements *tag* out of *parent*."""
    from docx.oxml.ns import qn

    for old in parent.findall(qn(f"w:{tag}")):
        parent.remove(old)


class _Writer:
    def __init__(self, brief: Brief, language: str, document: Any, from_template: bool) -> None:
        self.brief = brief
        self.language = language
        self.document = document
        self.from_template = from_template
        self.bookmarks = 0
        self.captions: dict[str, int] = {}

    def styles(self) -> list[str]:
        """Makes the styles that are missing, and of a document without a template all; the names of those missing in a
        template."""
        from docx.enum.style import WD_STYLE_TYPE

        styles = self.document.styles
        known = {style.name for style in styles}
        missing = [name for name in _STYLES if name not in known]
        for name in missing:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"] if name != "Normal" else None
        for name in missing if self.from_template else _STYLES:
            self._style(styles[name], name)
        return [name for name in missing if name not in ("Evidence", "Note")] if self.from_template else []

    def _style(self, style: Any, name: str) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        size, bold, colour, before, after = _STYLES[name]
        face = _HEADS if name in ("Title", "Quote") else _BODY
        style.font.name, style.font.size, style.font.bold = face, Pt(size), bold
        style.font.italic, style.font.color.rgb = name == "Quote", RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "Theme" in attribute:
                del fonts.attrib[attribute]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), face)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.04
        form.keep_with_next = name in ("Heading 1", "Heading 2", "Caption")
        if name == "List Bullet":
            form.left_indent, form.first_line_indent = Mm(4), Mm(-4)
        if name == "Quote":
            form.left_indent = Mm(8)
            self._rule(style.element.get_or_add_pPr(), "left", _RED, 12, 6)
        if name == "Heading 1":
            self._rule(style.element.get_or_add_pPr(), "top", "1C1F24", 8, 4)
        if name == "Title":
            _without(style.element.get_or_add_pPr(), "pBdr")

    def _rule(self, properties: Any, side: str, colour: str, size: int, space: int) -> None:
        _without(properties, "pBdr")
        borders = _element("pBdr")
        borders.append(_element(side, val="single", sz=size, space=space, color=colour))
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
            "w:outlineLvl",
        )  # fmt: skip

    def page(self) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.oxml.ns import qn
        from docx.shared import Mm

        defaults = self.document.styles.element.find(qn("w:docDefaults"))
        properties = defaults.find(".//" + qn("w:rPr")) if defaults is not None else None
        if properties is not None:
            _without(properties, "lang")
            properties.append(_element("lang", val=_LANGUAGES[self.language]))
        section = self.document.sections[0]
        if not self.from_template:
            section.page_width, section.page_height = Mm(210), Mm(297)
            section.left_margin = section.right_margin = Mm(15)
            section.top_margin, section.bottom_margin = Mm(13), Mm(15)
            section.header_distance, section.footer_distance = Mm(6), Mm(8)
        foot = section.footer.paragraphs[0]
        foot.text, foot.style = "", self.document.styles["Note"]
        self._run(foot, f"{self.text(self.brief.title)} · {self.text(message('short.kicker'))}\t")
        foot.paragraph_format.tab_stops.clear_all()
        foot.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        before, between = self.text(message("short.page", number="#", all="¤")).split("#")
        middle, after = between.split("¤")
        for words, field in ((before, "PAGE"), (middle, "NUMPAGES"), (after, "")):
            self._run(foot, words)
            if field:
                self._field(foot, field, "1" if field == "PAGE" else "2")

    def properties(self) -> None:
        core = self.document.core_properties
        core.title = self.text(self.brief.title)
        core.subject = self.text(message("short.kicker"))
        core.author = self.text(self.brief.owner)[:250]
        core.language = _LANGUAGES[self.language]
        core.keywords, core.comments, core.last_modified_by, core.revision = "", "", "strategigraf", 1
        parts = [int(part) for part in self.brief.issued.split("-")] if self.brief.issued else []
        year, month, day = (*parts, 1, 1)[:3] if parts else _FIRST
        core.created = core.modified = datetime(year, month, day)

    def text(self, text: Text) -> str:
        return typeset(lettered(text.in_language(self.language)))

    def write(self) -> None:
        """The whole document."""
        brief = self.brief
        self.page()
        self.properties()
        self.paragraph(self.text(message("short.kicker")), "Subtitle")
        self.paragraph(self.text(brief.title), "Title")
        self.facts()
        if brief.lead.da:
            self.paragraph(self.text(message("short.lead.heading", noun=brief.noun)), "Heading 1")
            self.paragraph(self.text(brief.lead), "Normal")
        elif not brief.numbers:
            self.paragraph(self.text(message("short.empty", noun=brief.noun)), "Normal")
        self.figure()
        self.numbers()
        self.gaps()
        heading = self.paragraph(self.text(message("short.heading.findings")), "Heading 1")
        heading.paragraph_format.page_break_before = not on_one_page(brief, self.language)
        if not brief.findings:
            self.paragraph(self.text(message("short.heading.none")), "Normal")
        for finding in brief.findings:
            self.finding(finding)
        self.read()
        self.evidence()
        self.paragraph(self.text(message("short.foot")), "Note")

    def paragraph(self, words: str, style: str) -> Any:
        made = self.document.add_paragraph(style=self.document.styles[style])
        if words:
            self._run(made, words)
        return made

    def _run(self, paragraph: Any, words: str, bold: bool = False, language: str = "") -> Any:
        run = paragraph.add_run(words)
        run.bold = True if bold else None
        if language and language != self.language:
            run._r.get_or_add_rPr().append(_element("lang", val=_LANGUAGES[language]))
        return run

    def facts(self) -> None:
        facts = self.brief.facts
        if not facts:
            return
        shares = (34, 22, 54, 70)[: len(facts)]
        table = self.table(1, [share * _WIDTH / sum(shares) for share in shares], rules=False)
        for cell, (head, told) in zip(table.rows[0].cells, facts, strict=True):
            first = cell.paragraphs[0]
            first.style = self.document.styles["Note"]
            self._run(first, self.text(head))
            self._run(cell.add_paragraph(style=self.document.styles["Normal"]), self.text(told))

    def figure(self) -> None:
        from docx.shared import Mm

        thread = self.brief.thread
        if thread is None:
            return
        caption = self.caption(message("short.figure.label"), "Figure", thread.title)
        self._run(caption, " " + self.text(thread.caption))
        holder = self.paragraph("", "Normal")
        picture = png(thread_svg(thread, self.language), _PIXELS)
        shape = holder.add_run().add_picture(io.BytesIO(picture), width=Mm(_FIGURE))
        inline = shape._inline
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("descr", self.text(thread.told))
        inline.docPr.set("title", self.text(thread.title))
        inline.docPr.set("name", "figure-1")
        if thread.keys:
            signs = [message(f"short.figure.sign-{kind}", what=told) for kind, told in zip(
                ("own", "below", "none"), thread.keys, strict=True)]  # fmt: skip
            self.paragraph(" ".join(map(self.text, signs)), "Note")

    def caption(self, label: Text, sequence: str, title: Text) -> Any:
        made = self.paragraph("", "Caption")
        self._run(made, f"{self.text(label)} ", bold=True)
        self.captions[sequence] = self.captions.get(sequence, 0) + 1
        self._field(made, f"SEQ {sequence} \\* ARABIC", str(self.captions[sequence]), bold=True)
        self._run(made, f". {self.text(title)}", bold=True)
        return made

    def numbers(self) -> None:
        found = self.brief.numbers
        if not found:
            return
        self.paragraph(self.text(capital(message("short.heading.numbers", noun=self.brief.noun))), "Heading 1")
        self.caption(message("short.table.label"), "Table", message("short.table.numbers"))
        heads = [message(f"short.table.{name}") for name in ("number", "says", "evidence")]
        table = self.table(len(found) + 1, [20, 138, 22])
        self.head(table, heads, right=(0,))
        for place, (row, number) in enumerate(zip(table.rows[1:], found, strict=True), 1):
            self.cell(row.cells[0], self.text(number.value).replace(" ", "\u00a0"), right=True, bold=True)
            self.cell(row.cells[1], self.text(number.told))
            self.link(self.cell(row.cells[2], ""), place)

    def gaps(self) -> None:
        if not self.brief.gaps:
            return
        self.paragraph(self.text(message("short.gaps.heading")), "Heading 1")
        self.caption(message("short.table.label"), "Table", message("short.table.gaps"))
        names = ("requirement", "total", "own", "inherited", "none", "which")
        table = self.table(len(self.brief.gaps) + 1, [52, 17, 17, 25, 19, 50])
        self.head(table, [message(f"short.gap-head.{name}") for name in names], right=(1, 2, 3, 4))
        for row, gap in zip(table.rows[1:], self.brief.gaps, strict=True):
            self.gap(row, gap)
        self.paragraph(self.text(message("short.gaps.note")), "Note")

    def gap(self, row: Any, gap: Gap) -> None:
        self.cell(row.cells[0], self.text(gap.title))
        none = self.text(message("short.gaps.not-inheritable"))
        for cell, value in zip(row.cells[1:5], (gap.total, gap.own, gap.inherited, gap.none), strict=True):
            self.cell(cell, none if value is None else str(value), right=True)
        place = self.brief.place(gap.number)
        if place:
            self.link(self.cell(row.cells[5], ""), place, message("short.gaps.see", number=place))
        else:
            self.cell(row.cells[5], self.text(gap.which))

    def finding(self, finding: Finding) -> None:
        self.paragraph(self.text(finding.title), "Heading 2")
        told = self.paragraph(self.text(finding.told), "Normal")
        told.paragraph_format.keep_together = True
        for name in finding.numbers:
            if number := self.brief.place(name):
                self._run(told, " ")
                self.link(told, number)
        start, end = ("“", "”") if self.language == "en" else ("»", "«")
        for quote in finding.quotes:
            made = self.paragraph("", "Quote")
            words = f"{start}{lettered(quote.words)}{end}"
            self._run(made, words, language="en" if quote.foreign else "da")
            place = self._run(made, f" {self.text(quote.place)}")
            place.italic, place.font.name = False, _BODY
            self._coloured(place, 8, _GREY)

    def read(self) -> None:
        table = self.table(1, [_WIDTH / 2, _WIDTH / 2], rules=False)
        sides = (
            (message("short.heading.read"), self.brief.read),
            (message("short.heading.unread"), self.brief.unread),
        )
        for cell, (heading, told) in zip(table.rows[0].cells, sides, strict=True):
            first = cell.paragraphs[0]
            first.style = self.document.styles["Heading 1"]
            self._run(first, self.text(heading))
            for one in told:
                self._run(cell.add_paragraph(style=self.document.styles["List Bullet"]), self.text(one))

    def evidence(self) -> None:
        if not self.brief.numbers:
            return
        self.paragraph(self.text(message("short.heading.evidence")), "Heading 1")
        for place, number in enumerate(self.brief.numbers, 1):
            made = self.paragraph("", "Evidence")
            self._bookmark(made, f"evidence{place}")
            self._run(made, f"{place}. {self.text(number.evidence.title)}. ", bold=True)
            self._run(made, self.text(number.evidence.told))

    # Tables, links and fields.

    def table(self, rows: int, widths: Sequence[float], rules: bool = True) -> Any:
        from docx.shared import Mm

        table = self.document.add_table(rows, len(widths))
        table.autofit = False
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Mm(wide)
            for cell in column.cells:
                cell.width = Mm(wide)
        margins = _element("tblCellMar")
        for side, room in (("left", 0), ("right", 130)):
            margins.append(_element(side, w=room, type="dxa"))
        table._tbl.tblPr.append(margins)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(_element("cantSplit"))
            for cell in row.cells if rules else ():
                borders = _element("tcBorders")
                borders.append(_element("bottom", val="single", sz=4, space=0, color="C4C9CF"))
                cell._tc.get_or_add_tcPr().append(borders)
        return table

    def head(self, table: Any, heads: Sequence[Text], right: Sequence[int]) -> None:
        """The first row of *table*, which is repeated on each page."""
        table.rows[0]._tr.get_or_add_trPr().append(_element("tblHeader"))
        for place, (cell, head) in enumerate(zip(table.rows[0].cells, heads, strict=True)):
            self.cell(cell, self.text(head), right=place in right, style="Note")

    def cell(self, cell: Any, words: str, right: bool = False, bold: bool = False, style: str = "Normal") -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = cell.paragraphs[0]
        paragraph.style = self.document.styles[style]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0.6)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if words:
            self._run(paragraph, words, bold)
        return paragraph

    def link(self, paragraph: Any, number: int, told: Text | None = None) -> None:
        """A link to the evidence of the number at the place *number*."""
        words = self.text(told) if told else "→\u00a0" + self.text(message("short.evidence.link", number=number))
        run = self._run(paragraph, words)
        self._coloured(run, 8.5, _RED)
        link = _element("hyperlink", anchor=f"evidence{number}", history=1)
        paragraph._p.append(link)
        link.append(run._r)

    def _coloured(self, run: Any, size: float, colour: str) -> None:
        from docx.shared import Pt, RGBColor

        run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(colour)

    def _bookmark(self, paragraph: Any, name: str) -> None:
        self.bookmarks += 1
        paragraph._p.append(_element("bookmarkStart", id=self.bookmarks, name=name))
        paragraph._p.append(_element("bookmarkEnd", id=self.bookmarks))

    def _field(self, paragraph: Any, code: str, shown: str, bold: bool = False) -> None:
        instruction, result = _element("instrText"), _element("t")
        instruction.text, result.text = f" {code} ", shown
        begin, separate, end = (_element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
        for element in (begin, instruction, separate, result, end):
            run = paragraph.add_run()
            run.bold = True if bold else None
            run._r.append(element)
