"""A sheet: an answer as people read it, with headings, rows of words and notes below."""

from typing import NamedTuple


class Sheet(NamedTuple):
    """Headings, rows of plain strings as wide as the headings, and notes (a legend, quotes) that follow."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
