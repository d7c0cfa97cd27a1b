"""Answers as a Word document (DOCX), through python-docx: headings, tables whose heads repeat on every page, notes."""

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from strategigraf.core.errors import LibraryMissing, WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.table import Sheet
from strategigraf.core.text import grouped, installing, visible

if TYPE_CHECKING:
    from docx.document import Document

MOST_ROWS = 3000  # of a table: Word itself needs minutes for longer ones
_NARROW = 5  # columns that fit a page on its short side
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_SIZE = 8  # points, of the text in a table
_PACKED = (1980, 1, 1, 0, 0, 0)  # the same answer is the same bytes whenever it is made


def document(sheets: Sequence[Sheet], language: str) -> bytes:
    """*sheets* as a Word document in *language*: the title of each as a heading, its table, its notes as paragraphs.

    Raises LibraryMissing where python-docx is not installed, WrongValue where a table has more than 3,000 rows.
    """
    rows = max((len(sheet.rows) for sheet in sheets), default=0)
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
    made = _new_document(language, wide=max((len(sheet.headings) for sheet in sheets), default=0) > _NARROW)
    for sheet in sheets:
        _add(made, sheet)
    return _packed(made)


def _new_document(language: str, wide: bool) -> "Document":
    try:
        import docx
    except ImportError as error:
        command = installing("docx")
        raise LibraryMissing(
            Text("python-docx er ikke installeret.", "python-docx is not installed."),
            Text(
                f"Installér det: {command.da}. Eller skriv en .xlsx eller .html.",
                f"Install it: {command.en}. Or write an .xlsx or .html.",
            ),
        ) from error
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm

    made = docx.Document()
    section = made.sections[0]
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    for element in made.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), _LANGUAGES[language])
    made.core_properties.author = ""
    made.core_properties.comments = ""
    made.core_properties.language = _LANGUAGES[language]
    return made


def _add(made: "Document", sheet: Sheet) -> None:
    if sheet.title:
        made.add_heading(visible(sheet.title), level=1)
    if sheet.headings:
        from docx.oxml import parse_xml

        made.element.body.insert(len(made.element.body) - 1, parse_xml(_table(sheet)))
    for note in sheet.notes:
        if note.strip():
            made.add_paragraph(visible(note.strip()), style="List Bullet" if note.startswith(" ") else None)


def _table(sheet: Sheet) -> str:
    """The table of *sheet* as WordprocessingML, its first row repeated on every page; cells of digits to the right."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _row(sheet.headings, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", "<w:b/>")
    rows = "".join(_row(row, "<w:trPr><w:cantSplit/></w:trPr>") for row in sheet.rows)
    return (
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="autofit"/></w:tblPr><w:tblGrid>{"<w:gridCol/>" * len(sheet.headings)}</w:tblGrid>'
        f"{head}{rows}</w:tbl>"
    )


def _row(cells: Sequence[str], properties: str, bold: str = "") -> str:
    return f"<w:tr>{properties}{''.join(_cell(text, bold) for text in cells)}</w:tr>"


def _cell(text: str, bold: str) -> str:
    right = '<w:jc w:val="right"/>' if text.replace(".", "").replace(",", "").isdigit() else ""
    runs = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(visible(line))}</w:t>' for line in text.splitlines() or [""]
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20"/>'
        f'{right}</w:pPr><w:r><w:rPr>{bold}<w:sz w:val="{2 * _SIZE}"/></w:rPr>{runs}</w:r></w:p></w:tc>'
    )


def _packed(made: "Document") -> bytes:
    """*made* as bytes, the same for the same content."""
    raw, packed = io.BytesIO(), io.BytesIO()
    made.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _PACKED), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
