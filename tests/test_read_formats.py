"""Other formats than PDF are read in the order of the document, and what cannot be read is refused with a remedy."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.util import Pt
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from strategigraf.core.errors import FileNotRead, StrategigrafError
from strategigraf.core.layout import Layout
from strategigraf.files.layout import layout_path, write_layout
from strategigraf.files.source_text import SourceText
from strategigraf.read.reading import read_file
from tests.invented_pdf import invented_plan


def _blocks(layout: Layout) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, layout.text[block.start : block.end]) for block in layout.blocks]


def _saved(document: "docx.document.Document | pptx.presentation.Presentation") -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("Plan for åen", 0)
    document.add_heading("Mål", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("Rent vand. ").bold = True
    paragraph.add_run("Vi renser åen inden 2030.")
    document.add_paragraph("Flere fisk", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, words in zip((c for row in table.rows for c in row.cells), ("År", "Mål", "2030", "Ren å"), strict=True):
        cell.text = words
    document.add_paragraph("Efter tabellen.")
    return _saved(document)


def _slides() -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Plan for åen"
    slide.placeholders[1].text = "Rent vand\nFlere fisk"
    second = presentation.slides.add_slide(presentation.slide_layouts[6])
    for left, words in ((300, "Til højre"), (20, "Til venstre")):
        second.shapes.add_textbox(Pt(left), Pt(100), Pt(200), Pt(50)).text_frame.text = words
    return _saved(presentation)


def test_a_word_document_is_read_in_its_order_with_headings_lists_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(_word())
    layout = read_file(path)
    assert layout.pages == ()
    assert _blocks(layout) == [
        ("heading", 1, "Plan for åen"),
        ("heading", 2, "Mål"),
        ("text", 0, "Rent vand. Vi renser åen inden 2030."),
        ("item", 0, "Flere fisk"),
        ("table", 0, "År\tMål\n2030\tRen å"),
        ("text", 0, "Efter tabellen."),
    ]
    write_layout(layout, layout_path(path))
    text = SourceText.read(path)
    (span,) = text.spans("renser åen")
    assert text.passage(span).section == "Plan for åen > Mål > Rent vand."
    assert layout.label(span.start, span.end) == ""


_NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="Mål %1:"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="41"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def test_the_numbers_that_word_prints_are_read_with_what_they_number(tmp_path: Path) -> None:
    document = docx.Document()
    part = document.part.numbering_part
    part._element = parse_xml(_NUMBERING)
    for level, words in (
        (0, "Ren luft"),
        (1, "Færre biler"),
        (2, "Først byen"),
        (1, "Nye tog"),
        (0, "Rent vand"),
        (1, "Brønde"),
    ):
        paragraph = document.add_heading(words, level + 1) if level < 2 else document.add_paragraph(words)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                '<w:numPr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                f'<w:ilvl w:val="{level}"/><w:numId w:val="41"/></w:numPr>'
            )
        )
    path = tmp_path / "plan.docx"
    path.write_bytes(_saved(document))
    assert [words for _, _, words in _blocks(read_file(path))] == [
        "Mål A: Ren luft", "A.1 Færre biler", "Først byen", "A.2 Nye tog", "Mål B: Rent vand", "B.1 Brønde",
    ]  # fmt: skip


def test_a_slide_is_a_page_and_its_boxes_are_read_from_left_to_right(tmp_path: Path) -> None:
    path = tmp_path / "plan.pptx"
    path.write_bytes(_slides())
    layout = read_file(path)
    assert [page.label for page in layout.pages] == ["1", "2"]
    assert [(block.kind, block.page, layout.text[block.start : block.end]) for block in layout.blocks] == [
        ("heading", 1, "Plan for åen"),
        ("item", 1, "Rent vand"),
        ("item", 1, "Flere fisk"),
        ("text", 2, "Til venstre"),
        ("text", 2, "Til højre"),
    ]


_PAGE = """<!doctype html><html><head><title>Ikke teksten</title><style>p{}</style><body><nav>Menu</nav>
<h1>Plan for &aring;en</h1><p><b>Rent</b> vand<br>i åen<ul><li>Flere fisk<li><p>Færre biler</p></ul>
<table><tr><th>År<th>Mål<tr><td>2030<td>Ren å</table><script>alert(1)</script><form><p>Til sidst.</form>"""


@pytest.mark.parametrize(
    ("name", "content", "blocks"),
    [
        (
            "plan.html",
            _PAGE,
            [
                ("heading", 1, "Plan for åen"),
                ("text", 0, "Rent vand i åen"),
                ("item", 0, "Flere fisk"),
                ("item", 0, "Færre biler"),
                ("table", 0, "År\tMål\n2030\tRen å"),
                ("text", 0, "Til sidst."),
            ],
        ),
        (
            "plan.md",
            "# Plan\n\nRent **vand**\ni åen\n\n- Flere fisk\n- Færre biler\n## Slut",
            [
                ("heading", 1, "Plan"),
                ("text", 0, "Rent **vand**\ni åen"),
                ("item", 0, "- Flere fisk"),
                ("item", 0, "- Færre biler"),
                ("heading", 2, "Slut"),
            ],
        ),
        ("plan.txt", "# Plan\n\nRent vand\r\ni åen", [("text", 0, "# Plan"), ("text", 0, "Rent vand\ni åen")]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_pages_markdown_and_text_are_read_in_their_order(
    name: str, content: str, blocks: list[tuple[str, int, str]], encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    assert _blocks(read_file(path)) == blocks


# What is refused.


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _pdf(draw: Callable[[Canvas], None] | None = None, **options: object) -> bytes:
    buffer = BytesIO()
    paper = Canvas(buffer, pagesize=(595, 842), invariant=1, **options)
    if draw is not None:
        draw(paper)
    paper.showPage()
    paper.save()
    return buffer.getvalue()


def _picture(paper: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    paper.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, 595, 842)


def _shapes(paper: Canvas) -> None:
    for index in range(200):
        left, low = 40 + index % 40 * 12, 700 - index // 40 * 20
        path = paper.beginPath()
        path.moveTo(left, low)
        path.lineTo(left + 6, low)
        path.curveTo(left + 8, low + 5, left + 2, low + 6, left, low + 9)
        paper.drawPath(path, fill=1, stroke=0)


def _sentence(paper: Canvas) -> None:
    paper.drawString(50, 700, "Rent vand i åen")
    paper.rect(40, 650, 200, 80)


def _protected() -> bytes:
    return _pdf(_sentence, encrypt=StandardEncryption("hemmelig"))


_BOMB = _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"0" * 60_000_000})
_ENTITIES = _zip({"word/document.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'})
_HIDDEN = _zip({"word/document.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16")})
_XFA = _pdf(_sentence).replace(
    b"/Type /Catalog", b"/NeedsRendering true /AcroForm << /XFA (x) /Fields [] >> /Type /Catalog"
)


@pytest.mark.parametrize(
    ("name", "content", "said", "remedy"),
    [
        ("skannet.pdf", _pdf(_picture), "pictures without text", "ocrmypdf -l dan+eng skannet.pdf"),
        ("tegnet.pdf", _pdf(_shapes), "drawings only", "ocrmypdf --force-ocr"),
        ("tom.pdf", _pdf(), "has no text", "right file"),
        ("laast.pdf", _protected(), "protected by a password", "without a password"),
        ("formular.pdf", _XFA, "dynamic form (XFA)", "print it to a new PDF"),
        ("halv.pdf", _pdf()[:200], "damaged", "Download it again"),
        ("ikke.pdf", b"<html>Ikke fundet</html>", "not a PDF file", "Download it again"),
        ("nul.pdf", b"", "not a PDF file", "Download it again"),
        ("ikke.docx", b"PK\x03\x04 nej", "not a DOCX file", "Download it again"),
        ("tom.docx", _zip({}), "not a DOCX file", "Download it again"),
        ("laast.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected", "without a password"),
        ("bombe.docx", _BOMB, "grow far too large", "Do not open it"),
        ("bombe.pptx", _BOMB, "grow far too large", "Do not open it"),
        ("entiteter.docx", _ENTITIES, "harmful", "Do not open it"),
        ("skjult.docx", _HIDDEN, "harmful", "Do not open it"),
        ("plan.docm", _word(), "“.docm” cannot be read", "save it as PDF"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "“.doc” cannot be read", "save it as PDF"),
        ("plan", b"", "cannot be read", "save it as PDF"),
        ("tom.txt", b"", "has no text", "right file"),
        ("tal.txt", b"\x00\x01\x02\xff", "damaged", "Download it again"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    name: str, content: bytes, said: str, remedy: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileNotRead) as refused:
        read_file(path)
    assert said in refused.value.message.en
    assert remedy in refused.value.remedy.en
    assert not layout_path(path).exists()


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mappe.pdf").mkdir()
    for path in (tmp_path / "mappe.pdf", tmp_path / "mangler.pdf"):
        with pytest.raises(FileNotRead):
            read_file(path)


# Damaged files: whatever is changed in one, it is read or refused.

_SMALL = {
    "plan.pdf": _pdf(_sentence),
    "plan.docx": _word(),
    "plan.pptx": _slides(),
    "plan.html": _PAGE.encode(),
    "plan.md": b"# Plan\n\n- a\n\n**b** c",
}


def _is_read_or_refused(name: str, content: bytes, folder: Path) -> None:
    path = folder / name
    path.write_bytes(content)
    try:
        layout = read_file(path)
    except StrategigrafError:
        return
    assert all(layout.text[line.start : line.end] == line.text for line in layout.lines())


@st.composite
def _damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(_SMALL)))
    content = bytearray(_SMALL[name])
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.sampled_from([0, 1, 2, 16, 200]))
        content[place : place + length] = draw(st.binary(max_size=8))
    return name, bytes(content)


@settings(max_examples=60)
@given(damaged=_damaged())
def test_a_damaged_file_is_read_or_refused(
    damaged: tuple[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    _is_read_or_refused(*damaged, tmp_path_factory.getbasetemp())


@settings(max_examples=40)
@given(data=st.data())
def test_damage_inside_a_packed_part_is_read_or_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(["plan.docx", "plan.pptx"]))
    with zipfile.ZipFile(BytesIO(_SMALL[name])) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    part = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[part])))
    length = data.draw(st.sampled_from([0, 1, 5, 60]))
    parts[part] = parts[part][:place] + data.draw(st.binary(max_size=12)) + parts[part][place + length :]
    _is_read_or_refused(name, _zip(parts), tmp_path_factory.getbasetemp())


@pytest.mark.long
@settings(max_examples=600)
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_plan_is_read_or_refused(
    changes: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(invented_plan().pdf)
    for place, value in changes:
        content[place % len(content)] = value
    _is_read_or_refused("stor.pdf", bytes(content), tmp_path_factory.getbasetemp())
