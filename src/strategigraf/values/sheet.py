"""A sheet: an answer as people read it, with headings, rows of words and notes below."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings, rows of plain strings as wide as the headings, and notes (a legend, quotes) that follow."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
