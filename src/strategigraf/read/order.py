"""The order in which a page is read: columns one after the other, what spans them before and after."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from strategigraf.core.layout import Box, Line, around

_GUTTER = 6.0  # points between two columns, at the least
_LARGER = 1.15  # as often as large is what begins something new below columns
_CLOSE, _FAR = 1.2, 4.0  # as often as a line is large is the gap below which a column runs on
_DISORDER = 0.15  # of what is drawn row by row, the part that is not
_WORDS = 3.0  # words that a line of running text has, on average
_FULL = 0.6  # of its width is a column of running text filled, at the least


class Unit(NamedTuple):
    """What is read as a whole: a line, or all in a frame or table; `size` is that of its letters, `rank` its place in
    the order in which the file draws."""

    box: Box
    lines: tuple[Line, ...]
    size: float
    rank: int
    frame: Box | None = None
    table: bool = False


def in_reading_order(units: Sequence[Unit]) -> list[Unit]:
    """*units* of one page in the order in which they are read."""
    if len(units) < 2:
        return list(units)
    strips = _strips(units)
    ordered: list[Unit] = []
    first = 0
    while first < len(strips):
        last = _last_of_columns(strips, first)
        group = [unit for strip in strips[first : last + 1] for unit in strip]
        columns = _columns(group)
        if len(columns) < 2:
            ordered += sorted(group, key=lambda unit: (unit.box.left, unit.box.top))
        elif _is_in_rows(columns):
            ordered += [u for strip in strips[first : last + 1] for u in sorted(strip, key=lambda one: one.box.left)]
        else:
            for column in columns:
                ordered += in_reading_order(column)
        first = last + 1
    return ordered


def _strips(units: Sequence[Unit]) -> list[list[Unit]]:
    """*units* from top to bottom, those together that share a height; what overlaps by a little does not."""
    strips: list[list[Unit]] = []
    bottom = float("-inf")
    for unit in sorted(units, key=lambda one: (one.box.top, one.box.left)):
        slack = 0.25 * min(unit.box.height, unit.size or unit.box.height)
        if unit.box.top + slack < bottom:
            strips[-1].append(unit)
        else:
            strips.append([unit])
        bottom = max(bottom, unit.box.bottom)
    return strips


def _last_of_columns(strips: Sequence[list[Unit]], first: int) -> int:
    """The index of the last of *strips* that has the columns which begin at the one at *first*; *first* itself where
    none do."""
    seed = next((index for index in range(first, len(strips)) if len(_columns(strips[index])) > 1), None)
    if seed is None:
        return first
    group = [unit for strip in strips[first : seed + 1] for unit in strip]
    if seed > first:  # what is above one column only is read with it where that is not the first
        leading = [unit for strip in strips[first:seed] for unit in strip]
        columns = _columns(group)
        if len(columns) < 2 or _is_larger(strips[seed], leading) or any(unit in columns[0] for unit in leading):
            return first
    last = seed
    for index in range(seed + 1, len(strips)):
        strip = strips[index]
        columns = _columns([*group, *strip])
        two_sided = len(_columns(strip)) > 1
        if len(columns) < 2 or (not two_sided and _begins_anew(group, strip)):
            break
        group += strip
        if two_sided or strip[0] not in columns[0]:
            last = index
    return _with_the_rest_of_the_left(strips, first, last)


def _with_the_rest_of_the_left(strips: Sequence[list[Unit]], first: int, last: int) -> int:
    """The index of the last of *strips* that the leftmost column runs on to below the one at *last*: close to it, or
    drawn before the next column."""
    group = [unit for strip in strips[first : last + 1] for unit in strip]
    left, *others = _columns(group)
    next_drawn = min((unit.rank for column in others for unit in column), default=0)
    for index in range(last + 1, len(strips)):
        strip = strips[index]
        apart = strip[0].box.top - max(unit.box.bottom for unit in left)
        drawn_before = all(unit.rank < next_drawn for unit in strip)
        if (
            len(_columns([*group, *strip])) < 2
            or apart > (_FAR if drawn_before else _CLOSE) * strip[0].size
            or (_is_larger(left, strip) and not drawn_before)
        ):
            break
        group += strip
        left += strip
        last = index
    return last


def _begins_anew(group: Sequence[Unit], strip: Sequence[Unit]) -> bool:
    """Whether *strip* begins something below the columns of *group*: it is larger than they are, and not drawn before
    the last of them, as a heading within the first would be."""
    others = [unit.rank for column in _columns(group)[1:] for unit in column]
    return _is_larger(group, strip) and all(unit.rank > max(others, default=-1) for unit in strip)


def _is_larger(group: Sequence[Unit], strip: Sequence[Unit]) -> bool:
    sizes = sorted(unit.size for unit in group if unit.size)
    return bool(sizes) and strip[0].size > _LARGER * sizes[len(sizes) // 2]


def _columns(units: Sequence[Unit]) -> list[list[Unit]]:
    """*units* in columns from left to right, between which nothing is."""
    columns: list[list[Unit]] = []
    right = float("-inf")
    for unit in sorted(units, key=lambda one: one.box.left):
        if not columns or unit.box.left - right >= _GUTTER:
            columns.append([])
        columns[-1].append(unit)
        right = max(right, unit.box.right)
    return columns


def _is_in_rows(columns: Sequence[Sequence[Unit]]) -> bool:
    """Whether *columns* are those of a table without lines: drawn row by row and not filled by running text, or with a
    column of numbers alone, as in a table of contents."""
    if any(_counts(column, columns) for column in columns):
        return True
    if all(len(column) >= 3 and _is_running_text(column) for column in columns):
        return False
    by_columns = {unit.rank: (place, unit.box.top) for place, column in enumerate(columns) for unit in column}
    by_rows = {unit.rank: (round(unit.box.top), unit.box.left) for column in columns for unit in column}
    drawn = sorted(by_rows)
    back_in_rows = sum(by_rows[after] < by_rows[before] for before, after in pairwise(drawn))
    back_in_columns = sum(by_columns[after] < by_columns[before] for before, after in pairwise(drawn))
    return back_in_columns >= 2 and back_in_rows <= _DISORDER * len(drawn) and 2 * back_in_rows < back_in_columns


def _counts(column: Sequence[Unit], columns: Sequence[Sequence[Unit]]) -> bool:
    """Whether *column* has numbers alone, each beside a line of another of *columns*."""
    others = [unit for other in columns if other is not column for unit in other]
    return all(
        len(unit.lines) == 1
        and unit.lines[0].text.strip(" .,%").isdigit()
        and any(other.box.top < (unit.box.top + unit.box.bottom) / 2 < other.box.bottom for other in others)
        for unit in column
    )


def _is_running_text(column: Sequence[Unit]) -> bool:
    """Whether the lines of *column* are filled, and with words."""
    width = around([unit.box for unit in column]).width
    filled = sum(unit.box.width for unit in column) >= _FULL * len(column) * width
    words = sum(len(line.text.split()) for unit in column for line in unit.lines)
    return filled and words >= _WORDS * len(column)
