"""A sheet: an answer as people read it, with headings, rows of words and notes below."""

from typing import NamedTuple


class Sheet(NamedTuple):
    """Headings, rows of plain strings as wide as the headings, and notes (a legend, quotes) that follow.

    `crossed` says that all columns but the first and the last are those of a matrix, and that their cells are marks;
    `key` has such columns by their full names, as they stand among the notes, where the headings are short for them.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    crossed: bool = False
    key: tuple[str, ...] = ()
