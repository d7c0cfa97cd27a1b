"""A sheet as records: one block for each row, a line or more for each of its cells."""

from strategigraf.interchange.grid import BODY, GAP, RULE, Grid, Line
from strategigraf.interchange.paragraph import lines
from strategigraf.interchange.sheet_text import width

READABLE = 100  # prose is no wider
_WIDEST_LABEL = 20


def records(grid: Grid, room: int) -> list[Line]:
    """The rows of *grid*, each below a rule with its number, its cells by their headings; empty cells are left out. The
    first cells stand in the rules where all of them fit there."""
    labels = min(max(map(width, grid.headings), default=0), _WIDEST_LABEL, room // 3)
    right = min(room, READABLE + labels + GAP) - labels - GAP
    long = min(room, READABLE)
    heads = [f"{grid.headings[0]}: {row[0]}" if row[0] else "" for row in grid.rows]
    numbers = [f" {number}/{len(grid.rows)} ──" for number in range(1, len(grid.rows) + 1)]
    first = all(len(text) + width(head) + 6 < long for text, head in zip(numbers, heads, strict=True))
    found: list[Line] = []
    for row, head, number in zip(grid.rows, heads, numbers, strict=True):
        start = f"── {head} " if first and head else "──"
        found.append(Line(start + "─" * (long - width(start) - len(number)) + number, RULE))
        for heading, cell in list(zip(grid.headings, row, strict=True))[first:]:
            if cell:
                found += _field(heading, cell, labels, right)
    return found


def _field(heading: str, cell: str, labels: int, right: int) -> list[Line]:
    named, said = lines(heading, labels), lines(cell, right)
    found = []
    for place in range(max(len(named), len(said))):
        label = named[place] if place < len(named) else ""
        text = said[place] if place < len(said) else ""
        head = label + " " * (labels - width(label) + GAP)
        found.append(Line((head + text).rstrip(), BODY, len(label)))
    return found
