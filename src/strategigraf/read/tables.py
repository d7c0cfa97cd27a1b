"""Tables: the cells that rules drawn on a page make, through pdfplumber."""

from collections.abc import Sequence
from typing import NamedTuple

from strategigraf.core.layout import Box, around

_TOLERANCE = 5.0  # points by which rules that meet may miss each other
_MOST_RULES = 2_000  # on one page; where there are more, they are a drawing
_THIN = 3.0  # points: what is no wider is a rule


class Cell(NamedTuple):
    """A cell of a table: its row and column, from 0, and where it is."""

    row: int
    column: int
    box: Box


class Grid(NamedTuple):
    """The cells of a table, row by row."""

    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        """Around all cells."""
        return around([cell.box for cell in self.cells])


def grids(drawn: Sequence[Box]) -> list[Grid]:
    """The tables that the rules and rectangles *drawn* make, of two rows and two columns at least, from the top."""
    edges = [edge for box in drawn for edge in _edges(box)]
    across = sum(edge["orientation"] == "h" for edge in edges)
    if across < 3 or len(edges) - across < 3 or len(edges) > _MOST_RULES:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    found = [_grid([Box(*map(float, cell)) for cell in table]) for table in cells_to_tables(cells)]
    return [grid for grid in found if {cell.row for cell in grid.cells} >= {0, 1} <= {c.column for c in grid.cells}]


def _edges(box: Box) -> list[dict[str, object]]:
    """The edges of *box* as pdfplumber has them; of a thin one its middle."""
    left, top, right, bottom = box
    if box.height <= _THIN < box.width:
        return [_edge("h", left, (top + bottom) / 2, right, (top + bottom) / 2)]
    if box.width <= _THIN < box.height:
        return [_edge("v", (left + right) / 2, top, (left + right) / 2, bottom)]
    if box.width <= _THIN:
        return []
    return [
        _edge("h", left, top, right, top),
        _edge("h", left, bottom, right, bottom),
        _edge("v", left, top, left, bottom),
        _edge("v", right, top, right, bottom),
    ]


def _edge(orientation: str, left: float, top: float, right: float, bottom: float) -> dict[str, object]:
    width, height = right - left, bottom - top
    return {
        "orientation": orientation, "object_type": "line", "x0": left, "x1": right, "top": top, "bottom": bottom,
        "width": width, "height": height,
    }  # fmt: skip


def _grid(boxes: Sequence[Box]) -> Grid:
    tops, lefts = _steps([box.top for box in boxes]), _steps([box.left for box in boxes])
    cells = [Cell(_step(tops, box.top), _step(lefts, box.left), box) for box in boxes]
    return Grid(tuple(sorted(cells, key=lambda cell: cell[:2])))


def _steps(edges: Sequence[float]) -> list[float]:
    steps: list[float] = []
    for edge in sorted(edges):
        if not steps or edge - steps[-1] > _TOLERANCE:
            steps.append(edge)
    return steps


def _step(steps: Sequence[float], edge: float) -> int:
    return max(index for index, step in enumerate(steps) if step <= edge + 1e-6)
