"""Sheets laid out for a screen: nothing is wider than it, nothing is lost, and names can still be copied."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.table import Sheet
from strategigraf.render.delimited import width
from strategigraf.render.terminal.layout import fitted, laid_out
from strategigraf.render.terminal.paragraph import RULE, least, lines
from strategigraf.shell.terminal import folded

SENTENCE = (
    "Socialområdets kvalitetssikringssystem og introduktionsstillingerne (eksempelby-2030/indsats-12-1) afprøves i "
    "beboer-, pårørende- og forældreråd; se https://example.org/id/eksempelby-2030/indsats-12-1 om det."
)
WORD = st.text(alphabet="abdeikmnoprstæøå-/12", min_size=1, max_size=30)
CELL = st.lists(WORD, max_size=12).map(" ".join)


def squeezed(text: str) -> str:
    """*text* without blanks and hyphens."""
    return re.sub(r"[-\s]", "", text)


@given(st.lists(WORD, min_size=1, max_size=30).map(" ".join), st.integers(4, 120), st.integers(0, 6))
def test_lines_are_no_wider_than_the_room_and_hold_the_whole_text(text: str, room: int, hanging: int) -> None:
    shown = lines(text, room, hanging)
    assert all(width(line) <= room for line in shown)
    assert squeezed("".join(shown)) == squeezed(text)
    assert all(line.startswith(" " * min(hanging, room // 2)) for line in shown[1:])


def test_a_long_word_is_broken_with_a_hyphen_at_a_joint() -> None:
    assert lines("kvalitetssikringssystem", 18) == ["kvalitetssikrings-", "system"]
    assert lines("et kvalitetssikringssystem", 24) == ["et kvalitetssikrings-", "system"]


def test_a_word_with_a_hyphen_of_its_own_is_broken_there_without_another() -> None:
    assert lines("beboer-, pårørende- og forældreråd", 20) == ["beboer-, pårørende-", "og forældreråd"]


def test_a_name_is_broken_only_after_a_slash_or_a_hyphen_and_gets_no_hyphen() -> None:
    name = "midt-udviklingsplan-2023/pejlemaerke-8"
    shown = lines(name, 20)
    assert "".join(shown) == name
    assert all(line[-1] in "-/" for line in shown[:-1])
    assert lines(f"se {name}", 40) == ["se", name]
    assert least(name) == len(name)  # a column is wide enough for it


def test_signs_that_take_two_columns_are_counted_as_two() -> None:
    assert all(width(line) <= 10 for line in lines("漢字漢字漢字漢字 漢字", 10))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of up to twelve columns, now and then a matrix."""
    crossed = draw(st.booleans())
    many = draw(st.integers(3 if crossed else 1, 12))
    cell = st.sampled_from(["", "●", "◆↑↑", "●2 ↑5", "7"]) if crossed else CELL
    rows = tuple((draw(CELL), *(draw(cell) for _ in range(many - 1))) for _ in range(draw(st.integers(0, 4))))
    heads = tuple(f"h{number} {draw(WORD)}"[:20] for number in range(many))
    key = tuple(f"{head} i sin helhed" for head in heads[1:-1]) if crossed and draw(st.booleans()) else ()
    return Sheet(heads, rows, draw(CELL), (draw(CELL), "", *key, f"  {draw(CELL)}"), crossed, key)


@given(sheets(), st.integers(30, 250))
def test_no_line_is_wider_than_the_screen_and_no_cell_is_lost(sheet: Sheet, room: int) -> None:
    shown = laid_out(sheet, room)
    assert all(width(line.text) <= room for line in shown), max(shown, key=lambda line: width(line.text))
    said = {sign for line in shown for sign in squeezed(line.text)}
    if sheet.crossed:  # a strategy that all rows are of is in the title, without its slash
        said.add("/")
    assert said >= {sign for row in sheet.rows for cell in row for sign in squeezed(cell)}


def test_a_strategy_that_all_rows_of_a_matrix_are_of_stands_in_its_title_once() -> None:
    heads = ("indsats", "3.4", "i alt")
    rows = (("plan-1/indsats-1 Tidlig hjælp", "●", "1"), ("plan-1/indsats-2 Fælles mål", "", "0"))
    for title in ("Indsats × delmål", "Indsats × delmål (plan-1)"):
        shown = [line.text for line in laid_out(Sheet(heads, rows, title, crossed=True), 80)]
        assert shown[0] == "Indsats × delmål (plan-1)"
        assert shown[4].startswith("indsats-1 Tidlig hjælp ")
    two = [line.text for line in laid_out(Sheet(heads, (*rows, ("plan-2/mål-1", "", "0")), title, crossed=True), 80)]
    assert two[4].startswith("plan-1/indsats-1 Tidlig hjælp ")


def test_a_matrix_of_twenty_four_columns_is_folded_with_the_row_heads_repeated() -> None:
    columns = tuple(f"{goal}.{target}" for goal in range(1, 9) for target in range(1, 4))
    rows = tuple((f"indsats-{number} En indsats med en lang titel om bæredygtig udvikling", *["↑↑"] * 24, "24")
                 for number in range(1, 4))  # fmt: skip
    sheet = Sheet(("initiative", *columns, "i alt"), rows, crossed=True)
    assert len([line for line in laid_out(sheet, 160) if line.role == RULE]) == 1
    shown = laid_out(sheet, 80)
    blocks = [line.text for line in shown if line.role == "head"]
    assert [head.split()[0] for head in blocks] == ["initiative"] * 2
    assert [head for block in blocks for head in block.split()[1:]] == [*columns, "i", "alt"]
    assert sum(line.text.startswith("indsats-2 ") for line in shown) == 2
    assert sum("bæredygtig" in line.text for line in shown) == 3  # the title once for each row


def test_long_headings_of_a_matrix_become_numbers_with_a_key() -> None:
    key = tuple(f"en-plan/pejlemaerke-{number} Et pejlemærke om noget" for number in range(1, 11))
    heads = tuple(f"pejlemaerke-{number}" for number in range(1, 11))
    sheet = Sheet(
        ("goal", *heads, "i alt"), (("mål-1 Et mål", "●", *[""] * 9, "1"),), "", ("Tegn", "", *key), True, key
    )
    shown = [line.text for line in laid_out(sheet, 60)]
    assert shown[0].split() == ["goal", *map(str, range(1, 11)), "i", "alt"]
    assert shown[2].split() == ["mål-1", "Et", "mål", "●", *["·"] * 9, "1"]
    assert " 1  en-plan/pejlemaerke-1 Et pejlemærke om noget" in shown
    assert "10  en-plan/pejlemaerke-10 Et pejlemærke om noget" in shown


def test_columns_narrower_than_their_words_give_way_to_records() -> None:
    heads = ("bemærkning", "ord", "udfald", "svar", "begrundelse", "hvorfor")
    rows = tuple((f"bemaerkning-{number}", SENTENCE, "besvaret", "", SENTENCE, SENTENCE) for number in (1, 2))
    shown = [line.text for line in laid_out(Sheet(heads, rows), 60)]
    assert shown[0] == "── bemærkning: bemaerkning-1 " + "─" * 24 + " 1/2 ──"
    assert shown[1].startswith("ord          Socialområdets")
    assert not any(line.startswith("svar") for line in shown)
    assert any(line.startswith("── bemærkning: bemaerkning-2 ") for line in shown)
    assert "─  " in laid_out(Sheet(heads, rows), 200)[1].text


def test_numbers_stand_to_the_right_and_rows_without_cells_stay() -> None:
    shown = [line.text for line in laid_out(Sheet(("slags", "antal"), (("mål", "7"), ("spor", "112"), ("", ""))), 60)]
    assert shown == ["slags  antal", "─────  ─────", "mål        7", "spor     112", ""]


def test_evidence_is_wrapped_as_far_in_as_it_stands() -> None:
    sheet = Sheet(("a",), (("b",),), notes=("En sætning.", "", "ting", f"  “{SENTENCE}”"))
    shown = [line.text for line in laid_out(sheet, 50)]
    start = shown.index("ting")
    assert shown[start + 1].startswith("  “Social")
    assert all(line.startswith("    ") for line in shown[start + 2 :])
    assert len(shown) > start + 3


def test_a_table_too_wide_and_too_long_loses_columns_as_well_and_says_how_many() -> None:
    headings = ("element", *(f"antal {number}" for number in range(12)))
    rows = tuple((f"eksempelby-2030/indsats-{row}", *["100"] * 12) for row in range(50))
    shown = [line.text for line in fitted([Sheet(headings, rows)], 80, 20, "da")]
    assert len(shown) <= 20
    assert max(map(width, shown)) <= 80
    named = [line.split()[0] for line in shown if line.startswith("eksempelby-2030/")]
    assert len(named) > 10  # one row is on one line, not on one in each block
    counted = re.fullmatch(r"… (\d+) rækker og (\d+) kolonner mere, brug --all", shown[-1])
    assert counted
    assert int(counted[1]) == len(rows) - len(named)
    assert int(counted[2]) == sum(heading not in " ".join(shown[:2]) for heading in headings)
    assert fitted([Sheet(headings[:2], tuple(row[:2] for row in rows))], 80, 20, "en")[-1].text.endswith(
        "more, use --all"
    )


def test_a_matrix_that_is_cut_keeps_its_totals() -> None:
    rows = tuple((f"eksempelby-2030/indsats-{row}", *["●"] * 40, "40") for row in range(50))
    shown = fitted([Sheet(("indsats", *map(str, range(40)), "i alt"), rows, crossed=True)], 80, 20, "da")
    assert shown[2].text.split()[-2:] == ["i", "alt"]
    assert [line.text.split()[-1] for line in shown if line.text.startswith("indsats-")] == ["40"] * 15


@pytest.mark.parametrize(
    "name", ["draft-statements-changed", "midt-udviklingsplan-2023", "eksempelby-2030/indsats-12-1"]
)
def test_a_name_that_people_copy_is_whole(name: str) -> None:
    assert least(name) == len(name)
    assert lines(f"Hvilke udsagn, se {name}", len(name) + 4)[-1].strip() == name


def test_markdown_is_folded_between_words_and_means_the_same() -> None:
    item = "- **Indsats** " + "ord og andre ord " * 20
    table = "| a | b |\n| --- | --- |\n| " + "x " * 80 + "| y |\n"
    text = f"# Titel\n\n{item.strip()}\n   1. {item.strip()}\n\n{table}\n```\n{'kode ' * 40}\n```\n"
    shown = folded(text, 80)
    assert " ".join(shown.split()) == " ".join(text.split())
    prose = [line for line in shown.splitlines() if not line.startswith(("|", "kode"))]
    assert max(map(len, prose)) <= 80
    assert next(line for line in prose if "ord" in line and "Indsats" not in line).startswith("  ")
    assert table in shown
    assert folded(shown, 80) == shown
