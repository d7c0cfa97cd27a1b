"""Publishers' files are read in the order in which people read them, with the right pages."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from strategigraf.core.layout import OUTSIDE, Layout
from strategigraf.core.report import no_progress
from strategigraf.files.layout import as_json, read_layout, write_layout
from strategigraf.files.normal_form import normalise, readable
from strategigraf.read.pdf_file import read_pdf
from strategigraf.read.reading import read_file
from tests.invented_pdf import Invented, invented_plan


@pytest.fixture(scope="module")
def plan() -> Invented:
    return invented_plan()


@pytest.fixture(scope="module")
def layout(plan: Invented, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    path = tmp_path_factory.mktemp("plan") / "plan.pdf"
    path.write_bytes(plan.pdf)
    return read_file(path)


def test_the_words_of_a_plan_are_blocks_in_reading_order_on_their_pages(plan: Invented, layout: Layout) -> None:
    blocks = [block for block in layout.blocks if block.kind not in OUTSIDE and block.kind != "table"]
    said = [one for one in plan.said if one.kind != "table"]
    read = [
        (
            normalise(layout.text[block.start : block.end]),
            block.kind,
            tuple(sorted({line.page for line in block.lines})),
        )
        for block in blocks
    ]
    assert read == [(normalise(one.words), one.kind, one.pages) for one in said]


def test_a_word_may_be_broken_over_a_column_and_a_page(layout: Layout) -> None:
    broken = [block for block in layout.blocks if "fag-\nområderne" in layout.text[block.start : block.end]]
    (block,) = broken
    assert [line.page for line in block.lines if line.text.endswith("fag-")] == [2]
    before, after = (next(line for line in block.lines if text in line.text) for text in ("gevinst-", "realisering"))
    assert (before.page, after.page, before.box.top > after.box.top) == (3, 3, True)  # over to the next column
    start = layout.text.index("løsninger kræver")
    assert layout.label(start, start + 60) == "2–3"
    assert [place.page for place in layout.places(start, start + 60)] == [2, 3]


def test_the_cells_of_a_table_are_read_row_by_row(plan: Invented, layout: Layout) -> None:
    (table,) = [block for block in layout.blocks if block.kind == "table"]
    rows = [row.split("\t") for row in layout.text[table.start : table.end].replace("\nog", " og").splitlines()]
    assert [normalise(cell) for row in rows for cell in row] == [one.words for one in plan.said if one.kind == "table"]
    assert [len(row) for row in rows] == [3, 3, 3, 3]


def test_running_heads_and_page_numbers_are_outside_of_the_text_and_label_the_pages(layout: Layout) -> None:
    assert "Eksempelby Kommune · Digitaliseringsplan" not in layout.text
    assert "Side 2" not in layout.text
    assert [page.label for page in layout.pages] == ["1", "2", "3", "4", "5"]
    assert [block.lines[0].text for block in layout.blocks if block.kind == "foot"] == [
        f"Side {n}" for n in range(2, 6)
    ]


def test_a_quote_has_its_places_on_the_pages_word_by_word(layout: Layout) -> None:
    start = layout.text.index("borgermøder")
    (place,) = layout.places(start, start + len("borgermøder"))
    assert (place.page, layout.label(start, start + 5)) == (2, "2")
    line = next(line for line in layout.lines() if line.start <= start < line.end)
    assert line.box.left <= place.box.left < place.box.right <= line.box.right


def test_a_layout_is_kept_in_the_same_bytes_and_read_back(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf.layout.json"
    write_layout(layout, path)
    again = read_layout(path)
    assert again.text == layout.text
    assert [block.lines for block in again.blocks] == [block.lines for block in layout.blocks]
    assert as_json(again).encode() == path.read_bytes()


_COLUMNS = ((56.0,), (56.0, 310.0), (56.0, 226.0, 396.0))
_WORD = st.text("abdefgiklmnoprstuvyæøå", min_size=2, max_size=9)


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_columns_are_read_one_after_the_other_in_whatever_order_they_are_drawn(data: st.DataObject) -> None:
    lefts = data.draw(st.sampled_from(_COLUMNS))
    width = (539.0 - 56.0 - 18.0 * (len(lefts) - 1)) / len(lefts)
    columns = [_paragraphs(data, width) for _ in lefts]
    drawn, expected = [], []
    if data.draw(st.booleans()):
        drawn.append((56.0, 100.0, 20.0, "Overskrift hen over alle spalter på siden"))
        expected.append("Overskrift hen over alle spalter på siden")
    for left, paragraphs in zip(lefts, columns, strict=True):
        down = 150.0
        for lines in paragraphs:
            for line in lines:
                drawn.append((left, down, 10.0, line))
                down += 13.0
            expected.append(" ".join(lines))
            down += 8.0
    order = data.draw(st.permutations(drawn)) if data.draw(st.booleans()) else drawn
    text = normalise(readable(_read(_page(order)).text))
    assert text.split() == normalise(" ".join(expected)).split()


def _paragraphs(data: st.DataObject, width: float) -> list[list[str]]:
    """Paragraphs of lines that fill a column *width* points wide, but for their last ones; at least four lines."""
    paragraphs = []
    for _ in range(data.draw(st.integers(2, 4))):
        words, lines = data.draw(st.lists(_WORD, min_size=14, max_size=40)), [""]
        for word in words:
            longer = f"{lines[-1]} {word}".strip()
            if stringWidth(longer, "Helvetica", 10) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        paragraphs.append(lines)
    return paragraphs


def _page(drawn: Iterable[tuple[float, float, float, str]]) -> bytes:
    buffer = BytesIO()
    paper = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for left, down, size, words in drawn:
        paper.setFont("Helvetica", size)
        paper.drawString(left, 842 - down, words)
    paper.showPage()
    paper.save()
    return buffer.getvalue()


def _read(content: bytes) -> Layout:
    return read_pdf("side.pdf", content, no_progress)


_ROWS = (("Nr.", "Handling", "Frist"), ("1", "Plant træer langs alle veje", "2026"), ("2", "Åbn søen igen", "2027"))


def _ruled(rows: Iterable[tuple[str, ...]], pieces: bool, first_rule: bool, top: float = 200.0) -> bytes:
    """A page with a heading, a table with rules between its rows only (one each, or one for each cell), and text."""
    buffer = BytesIO()
    paper = Canvas(buffer, pagesize=(595, 842), invariant=1)
    paper.setFont("Helvetica-Bold", 16)
    paper.drawString(56, 842 - top + 60, "Spor 1: Natur")
    paper.setFont("Helvetica", 10)
    paper.drawString(56, 842 - top + 40, "Det hele handler om natur, som vi skal give videre til dem, der kommer.")
    lefts = (56.0, 100.0, 400.0)
    for number, row in enumerate(rows):
        down = top + 22 * number
        for left, words in zip(lefts, row, strict=True):
            paper.drawString(left + 3, 842 - down - 15, words)
        if number or first_rule:
            for left, right in zip(lefts, (*lefts[1:], 539.0), strict=True) if pieces else [(56.0, 539.0)]:
                paper.line(left, 842 - down, right, 842 - down)
    paper.line(56, 842 - down - 22, 539, 842 - down - 22)
    paper.drawString(56, 842 - down - 60, "Teksten går videre efter tabellen med noget helt andet i hele bredden.")
    paper.showPage()
    paper.save()
    return buffer.getvalue()


@pytest.mark.parametrize("pieces", [True, False])
@pytest.mark.parametrize("first_rule", [True, False])
def test_a_table_with_rules_between_its_rows_only_is_read_cell_by_cell(pieces: bool, first_rule: bool) -> None:
    layout = _read(_ruled(_ROWS, pieces, first_rule))
    kinds = [block.kind for block in layout.blocks]
    assert kinds == ["heading", "text", "table", "text"]
    table = layout.blocks[2]
    assert layout.text[table.start : table.end].splitlines() == ["\t".join(row) for row in _ROWS]


def test_rules_between_paragraphs_make_no_table() -> None:
    buffer = BytesIO()
    paper = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for number in range(5):
        paper.setFont("Helvetica", 10)
        paper.drawString(
            56, 700 - 60 * number, "Et afsnit i hele bredden, som der er en streg under, fordi det er pænt."
        )
        paper.line(56, 680 - 60 * number, 539, 680 - 60 * number)
    paper.showPage()
    paper.save()
    assert {block.kind for block in _read(buffer.getvalue()).blocks} == {"text"}


def test_a_list_whose_marks_are_drawn_is_read_item_by_item() -> None:
    buffer = BytesIO()
    paper = Canvas(buffer, pagesize=(595, 842), invariant=1)
    lines = ["bygge nye stier langs åen", "plante træer på alle skoler og", "på de gamle marker", "åbne søen igen"]
    for number, words in enumerate(lines):
        paper.setFont("Helvetica", 10)
        paper.drawString(76, 700 - 13 * number, words)
        if number != 2:
            paper.circle(68, 703 - 13 * number, 2, fill=1)
    paper.showPage()
    paper.save()
    blocks = _read(buffer.getvalue()).blocks
    assert [(block.kind, len(block.lines)) for block in blocks] == [("item", 1), ("item", 2), ("item", 1)]
