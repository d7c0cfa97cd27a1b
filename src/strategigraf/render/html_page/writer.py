"""The phrases of a page, how it names things, and the appendix of all quotes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from strategigraf.core.matrix import INHERITED, NONE
from strategigraf.core.rdf import SDG, Iri, Labels, Literal, Text, joined, message, short
from strategigraf.core.report import Cell, Dossier, Figure, Part, Shown, Words, for_people, shown_value
from strategigraf.core.text import ADDED, REMOVED, Revision, visible
from strategigraf.core.thread import BASES

# The appendix of a page.

MOST_USES = 8  # so many places are named at an entry; of the rest their number


class Use(NamedTuple):
    """A place that an entry is used in: its anchor, and what it is called (the row, and the column of a cell in it)."""

    anchor: str
    row: Text
    column: Text = Text("", "")

    @property
    def label(self) -> Text:
        """What it is called: put together when it is written, since a country has a million of them."""
        return joined((self.row, self.column), " × ") if self.column.da else self.row


class Entry(NamedTuple):
    """What one thing opens to: its number, the thing, its words, the first places that use it, how many more do."""

    number: int
    thing: str
    quotes: tuple[Words, ...]
    uses: tuple[Use, ...]
    more: int


class Appendix:
    """The entries for things that have *words*: a thing gets its number when it is first asked for."""

    def __init__(self, words: Mapping[str, tuple[Words, ...]]) -> None:
        self._words = words
        self._numbers: dict[str, int] = {}
        self._uses: dict[str, list[Use]] = {}
        self._more: dict[str, int] = {}

    def numbers(self, things: Iterable[str], use: Use | None = None) -> list[int]:
        """The numbers of those *things* that have words, each once, in order; *use* is kept as a place of theirs."""
        entry_numbers = []
        for thing in dict.fromkeys(things):
            if not self._words.get(thing):
                continue
            entry_numbers.append(self._numbers.setdefault(thing, len(self._numbers) + 1))
            if use is not None:
                uses = self._uses.setdefault(thing, [])
                if use in uses:
                    continue
                if len(uses) < MOST_USES:
                    uses.append(use)
                else:
                    self._more[thing] = self._more.get(thing, 0) + 1
        return entry_numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of their numbers."""
        for thing, number in self._numbers.items():
            uses = tuple(self._uses.get(thing, ()))
            yield Entry(number, thing, self._words[thing], uses, self._more.get(thing, 0))


def ranges(numbers: Iterable[int], most: int | None = None) -> str:
    """*numbers* in order, runs of them as their ends: `1–3, 7`; of more than *most* runs the first, and an ellipsis."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [str(start) if start == end else f"{start}–{end}" for start, end in runs]
    return ", ".join(told if most is None or len(told) <= most else [*told[: most - 1], "…"])


PAPER, WIDE_PAPER = 680, 1009  # CSS pixels between the margins of A4 portrait and landscape

# The writer of a page.

Progress = Callable[[int, int], None]


class Writer:
    """What the sections of one page of *dossier* share; reports to *progress* how many of *total* steps are done."""

    def __init__(self, dossier: Dossier, total: int = 0, progress: Progress | None = None) -> None:
        from markupsafe import Markup, escape

        self.appendix = Appendix(dossier.words)
        self.markup: Callable[[str], Any] = Markup
        self._escape: Callable[[str], str] = escape
        self._dossier = dossier
        self._registered: dict[Text, int] = {}
        self._titles: dict[str, Text] = {}
        self.both = lru_cache(maxsize=4096)(self._both)
        self._done, self._total, self._progress = 0, total, progress

    def step(self, steps: int = 1) -> None:
        """Says that *steps* more are done."""
        done_before, self._done = self._done, self._done + steps
        if self._progress is not None and done_before // 500 != self._done // 500:
            self._progress(min(self._done, self._total), self._total)

    def finish(self) -> None:
        """Says that all is done."""
        if self._progress is not None:
            self._progress(self._total, self._total)

    def title(self, thing: str) -> Text:
        """The title of *thing*; of an SDG goal or target its number before it."""
        if thing not in self._titles:
            title = self.bare_title(thing)
            if thing.startswith(SDG) and title.da != short(thing):
                title = Text(*(f"{short(thing)} {wording}" for wording in title))
            self._titles[thing] = title
        return self._titles[thing]

    def code(self, thing: str) -> Text:
        """What *thing* is called in short; nothing without a number."""
        number = short(thing) if thing.startswith(SDG) else ""
        return self._dossier.codes.get(thing) or Text(number, number)

    def bare_title(self, thing: str) -> Text:
        """The title of *thing* alone."""
        return self._dossier.named(thing)

    def _both(self, text: Text) -> Any:
        """*text* as HTML in both languages, one of which the page shows; escaped."""
        danish, english = (self._escape(visible(wording)) for wording in text)
        if danish == english:
            return self.markup(danish)
        return self.markup(f'<span lang="da" class="da">{danish}</span><span lang="en" class="en">{english}</span>')

    def link(self, thing: str, use: Use | None = None) -> Any:
        """The title of *thing*, as a link to its words where it has any."""
        title = self.both(self.title(thing))
        numbers = self.appendix.numbers([thing], use)
        return self.link_to(numbers[0], title) if numbers else title

    def link_to(self, number: int, content: Any) -> Any:
        """*content* as a link to the entry *number* of the appendix."""
        return self.markup(f'<a href="#e{number}" data-of="{number}">{content}</a>')

    def numbered(self, numbers: Iterable[int]) -> Any:
        """The *numbers* of entries, each a link to its own."""
        return self.markup(", ".join(str(self.link_to(number, number)) for number in numbers))

    def name(self, text: Text) -> int:
        """The place of *text* among the names that the script looks up."""
        return self._registered.setdefault(text, len(self._registered))

    def registered(self) -> Iterator[Any]:
        """The names that the script looks up: one wording, or Danish and English."""
        for text in self._registered:
            yield visible(text.da) if text.da == text.en else [visible(wording) for wording in text]


BASIS_SENTENCES = Labels("page.basis", BASES)


GAP_WORDS = Labels("page.gap", (INHERITED, NONE))


def counted(number: int, what: str) -> Text:
    """How many there are of *what* (row, column, mark, gap, finding)."""
    return message(f"page.count.{what}.one" if number == 1 else f"page.count.{what}.several", number=number)


def listed(parts: list[Text], end: str = ".") -> Text:
    """*parts* with commas between them and *end* at the end."""
    return Text(*(", ".join(part.in_language(language) for part in parts) + end for language in ("da", "en")))


def capital(text: Text) -> Text:
    """*text* with a capital at its beginning."""
    return Text(*(wording[:1].upper() + wording[1:] for wording in text))


_FEW = 12  # so many things that a number counts are named at it; more by their numbers
_MOST_RUNS = 2  # so many runs of the numbers of entries stand beside a number on paper
_LONG = 60  # signs: a column with a longer text is given room
_ROOM = 900  # CSS pixels that a table has on a screen, beside the contents
_WIDTHS = {"number": 66, "text": 80, "thing": 190, "long": 360, "digest": 190}  # what a column takes there at the least
_LETTER, _EDGES, _WIDEST = 7, 30, 180  # a letter, what is around a text, and where a text is broken
_LEAST_NUMBERS = 5  # so many columns of numbers stay side by side in any case
_OF_SCREEN = 0.66  # the size of letters on paper against those on a screen
_PAGE_TABLE_LEAST = 0.75  # the smallest further scale that is still read on paper
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DIGEST = re.compile(r"[0-9a-f]{40,}")


def table_section(part: Part, anchor: str, number: Text, writer: Writer) -> dict[str, Any]:
    """What the template shows of *part*, whose anchors begin with *anchor*; *number* is that of the section.

    Columns that would not fit side by side are on a second line of each row; what is the same in every row is told
    once above the table, and a column with nothing in it is left out.
    """
    head = _head(part)
    titles = [capital(Text(*(column.title(language) for language in ("da", "en")))) for column in part.columns]
    kinds = [_kind(part, index) for index in range(len(titles))]
    places = _arranged(part, kinds, head, titles)
    rows = []
    for row_number, row in enumerate(part.rows, start=1):
        use = Use(f"{anchor}r{row_number}", message("page.place", number=number, row_number=row_number))
        cells = {
            index: _cell(for_people(row[index]), use, writer)
            | {"head": index == head and _is_filled(row[index]), "kind": kinds[index], "title": titles[index]}
            for index in (*places.beside, *places.below)
        }
        below = [cells[index] for index in places.below if _is_filled(row[index])]
        is_total = any(map(_is_total, row))
        beside = [cells[index] for index in places.beside]
        rows.append({"place": row_number, "cells": beside, "below": below, "total": is_total})
        writer.step()
    body_length = len(rows)
    while body_length and rows[body_length - 1]["total"]:
        body_length -= 1
    counts = [counted(body_length, "row")]
    if part.gaps:
        counts.append(counted(part.gaps, "finding"))
    wide = len(places.beside) + len(places.below) > 2 or any(kinds[index] == "long" for index in places.beside)
    shown_titles = [titles[index] for index in places.beside]
    paper_width = places.width * _OF_SCREEN
    turned = paper_width * _PAGE_TABLE_LEAST > PAPER
    scale = (WIDE_PAPER if turned else PAPER) / paper_width if paper_width else 1
    first = part.rows[0] if part.rows else ()
    return {
        "sort": "table",
        "scale": f"{min(1.0, max(_PAGE_TABLE_LEAST, scale)):.2f}",
        "turned": turned,
        "heads_css": _heads_css(anchor, shown_titles) if wide else "",
        "columns": [{"title": titles[index], "kind": kinds[index]} for index in places.beside],
        "told": [(titles[index], _cell(for_people(first[index]), None, writer)) for index in places.told],
        "rows": rows[:body_length],
        "totals": rows[body_length:],
        "split": any(row["below"] for row in rows),
        "summary": listed(counts),
    }


class _Places(NamedTuple):
    """The columns of a table (indices): those side by side, those below them on a second line, those told once above;
    and the CSS pixels that the first take."""

    beside: list[int]
    below: list[int]
    told: list[int]
    width: int


def _arranged(part: Part, kinds: Sequence[str], head: int, titles: Sequence[Text]) -> _Places:
    """Where each column of *part* goes so that the table fits: what is the same in every row is told once, then long
    texts go below, then further texts and numbers from the right; the *head* of the rows stays."""
    body = [row for row in part.rows if not any(map(_is_total, row))]
    beside = [
        index for index in range(len(titles)) if index == head or any(_is_filled(row[index]) for row in part.rows)
    ]
    widths = [_needed(part, index, kinds[index], titles[index]) for index in range(len(titles))]

    def is_too_wide() -> bool:
        return sum(widths[index] for index in beside) > _ROOM

    told: list[int] = []
    if len(body) > 1 and is_too_wide():
        told = [index for index in beside if index != head and _is_same(part.rows, body, index)]
        beside = [index for index in beside if index not in told]
    below: set[int] = set()

    def lower(index: int) -> None:
        beside.remove(index)
        below.add(index)

    if is_too_wide():
        for index in [index for index in beside if kinds[index] in ("long", "digest") and index != head]:
            lower(index)
    numbers = [index for index in beside if kinds[index] == "number" and index != head]
    for index in reversed(numbers[_LEAST_NUMBERS:-1]):  # the last one is what the others come to
        if is_too_wide():
            lower(index)
    for index in [index for index in reversed(beside) if kinds[index] in ("text", "thing") and index != head]:
        if is_too_wide():
            lower(index)
    return _Places(beside, sorted(below), told, sum(widths[index] for index in beside))


def _needed(part: Part, column: int, kind: str, title: Text) -> int:
    """The CSS pixels that *column* (an index) takes on a screen at the least."""
    longest_word = max((len(word) for wording in title for word in wording.split()), default=0)
    needed = max(_WIDTHS[kind], longest_word * _LETTER + _EDGES)
    if kind == "text":
        longest = max((_length(for_people(row[column])) for row in part.rows), default=0)
        needed = max(needed, min(_WIDEST, longest * _LETTER + _EDGES))
    return needed


def _is_same(rows: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether *column* (an index) says the same in each of the *body* of *rows* and nothing else below, and counts
    nothing."""
    first = body[0][column]
    is_counting = isinstance(first, Figure) and bool(first.of)
    below = [row[column] for row in rows if any(map(_is_total, row))]
    return (
        not is_counting and all(row[column] == first for row in body) and all(cell in (None, first) for cell in below)
    )


def _heads_css(anchor: str, titles: Sequence[Text]) -> str:
    """Style that puts the heads, in the language of the page, before the cells of a table that is shown as cards."""
    return "\n".join(
        f"html:has(#language-{language}:checked) #t-{anchor} tr:not(.below) > :nth-child({column_number})::before"
        f' {{ content: "{_for_style(title.in_language(language))}"; }}'
        for language in ("da", "en")
        for column_number, title in enumerate(titles, start=1)
    )


def _for_style(text: str) -> str:
    """*text* as a string of CSS may have it."""
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in visible(text))


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, Text) and cell.da == message("common.total").da


def _head(part: Part) -> int:
    """The index of the column that names the rows: the first of things or short texts, where it is filled in each row;
    else the first such of things, or of texts."""
    rows = [row for row in part.rows if not any(map(_is_total, row))]
    naming_columns = [column for column in range(len(part.columns)) if _kind(part, column) in ("thing", "text")]
    filled_columns = [column for column in naming_columns if all(_is_filled(row[column]) for row in rows)]
    thing_columns = [column for column in filled_columns if _kind(part, column) == "thing"]
    candidates = (
        naming_columns[:1]
        if naming_columns[:1] == filled_columns[:1]
        else [*thing_columns, *filled_columns, *naming_columns]
    )
    return next(iter(candidates), 0)


def _is_filled(cell: Cell) -> bool:
    shown = for_people(cell)
    return bool(_length(shown)) if isinstance(shown, Text | Literal) else shown is not None


def _kind(part: Part, column: int) -> str:
    """What *column* (an index) holds: number, thing, digest (checksums), long (texts that want room) or text."""
    cells = [row[column] for row in part.rows if row[column] is not None and not _is_total(row[column])]
    if cells and all(_is_number(cell) for cell in cells):
        return "number"
    longest = max((_length(cell) for cell in cells), default=0)
    if any(isinstance(cell, Iri) for cell in cells):
        return "thing"
    if cells and all(isinstance(cell, Literal) and _DIGEST.fullmatch(cell.value) for cell in cells):
        return "digest"
    return "long" if longest > _LONG else "text"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, Figure) or (isinstance(cell, Literal) and bool(_NUMBER.fullmatch(cell.value)))


def _length(cell: Cell) -> int:
    if isinstance(cell, Text):
        return max(map(len, cell))
    return len(cell.value) if isinstance(cell, Literal) else 0


def _cell(cell: Shown, use: Use | None, writer: Writer) -> dict[str, Any]:
    if isinstance(cell, Figure):
        return _figure(cell, use, writer)
    if isinstance(cell, Text):
        return {"sort": "text", "text": cell}
    if isinstance(cell, Iri):
        return {"sort": "thing", "link": writer.link(cell.value, use)}
    if isinstance(cell, Literal) and isinstance(cell.value, Revision):
        names = {REMOVED: "del", ADDED: "ins"}
        segments = [
            (names.get(segment.kind), visible(segment.draft if segment.kind == REMOVED else segment.print))
            for segment in cell.value.segments
        ]
        return {"sort": "revision", "segments": segments}
    if cell is None:
        return {"sort": "value", "text": "", "language": ""}
    if isinstance(cell, Literal) and (written := shown_value(cell)).da != written.en:
        return {"sort": "text", "text": written, "value": cell.value}
    shown_text = visible(cell.value)
    is_prose = isinstance(cell, Literal) and " " in shown_text and not _NUMBER.fullmatch(shown_text)
    return {
        "sort": "value",
        "text": shown_text,
        "value": shown_text if _NUMBER.fullmatch(shown_text) else None,
        "language": (cell.language if isinstance(cell, Literal) and cell.language else "da") if is_prose else "",
    }


def _figure(figure: Figure, use: Use | None, writer: Writer) -> dict[str, Any]:
    numbers = writer.appendix.numbers(figure.of, use)
    things = list(dict.fromkeys(figure.of)) if len(figure.of) <= _FEW else []
    return {
        "sort": "figure",
        "text": figure.shown,
        "value": "" if figure.value is None else f"{figure.value:f}",
        "of": " ".join(map(str, numbers)),
        "ranges": ranges(numbers, _MOST_RUNS),
        "links": [writer.link(thing) for thing in things],
        "numbers": writer.numbered(numbers) if not things else "",
    }
