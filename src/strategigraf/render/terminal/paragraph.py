"""Paragraphs of a given width: words whole where they fit, long ones broken where Danish allows it."""

import re
from functools import lru_cache
from typing import NamedTuple

from strategigraf.core.table import Sheet
from strategigraf.core.text import one_line
from strategigraf.render.delimited import width

# Where a Danish word may be broken at the end of a line.

_LEAST = 3  # so many letters stay on either side
_VOWELS = "aeiouyæøåéèáóäöü"
_RUN = re.compile(f"(?<=[{_VOWELS}])[^{_VOWELS}]+(?=[{_VOWELS}])")
_LINKED = re.compile(r"\w{2}(?:ings|heds|skabs|ions|tets|doms|elses|ments)(?=[^\Ws]\w\w|s\w\w\w)")
_FIRST = re.compile(
    r"^(?:an(?=svar|sat|sæt)|mod(?=svar)|borgere?|efter|familie|forbedrings|gennem|hoved|hverdags|kommune|leder|livs"
    r"|medarbejder|mellem|over|person|region|selv|social|special|sundheds|tvær|under|ungdoms|verdens|videns|videre"
    r"|voksen|vækst|ældre)(?=\w{3})"
)
_SECOND = re.compile(
    r"(?<=\w\w)(?=administration|afdeling|afgørelse|aftale|aktivitet|aktør|analyse|anbringelse|ansat|ansvar|ansætt"
    r"|anvendelse|arbejd|effekt|element|enhed|erfaring|inddrag|indflyd|indgang|indgåe|indhold|indkøb|indsats|indsigt"
    r"|omkostning|område|omsorg|opfølg|opgave|oplev|opmærksom|oversigt|overblik|overgang|uddann|udbud|udfordring|udgift"
    r"|udgave|udsagn|udsatte|udvalg|udvikl|undersøg|understøt|undervis|økonomi|skab(?:e[rt]|s)|tilbud)"
)
_TAKEN_ALONG = ("bl", "br", "fr", "gr", "kr", "pl", "pr", "tr")
_STARTS = (*_TAKEN_ALONG, "dr", "fl", "gl", "kl", "kn", "kv", "skr", "spr", "str", "sv", "vr")
_AFTER_VOWEL = ("sk", "skr", "skv", "sp", "spr", "st", "str")


@lru_cache(maxsize=4096)
def places(word: str) -> tuple[int, ...]:
    """The numbers of letters that may precede a break in *word*, rising; none in a short word, or in one with
    anything but letters."""
    return tuple(sorted((*joints(word), *_syllable_breaks(word))))


@lru_cache(maxsize=4096)
def joints(word: str) -> tuple[int, ...]:
    """The positions in *word* that are joints of a compound, rising."""
    return (
        tuple(position for position in sorted(_joint_positions(word.lower())) if _leaves_enough(word, position))
        if _breakable(word)
        else ()
    )


def _syllable_breaks(word: str) -> list[int]:
    if not _breakable(word):
        return []
    lower = word.lower()
    joint_positions = _joint_positions(lower)
    positions = (match.start() + _consonants_kept(match[0]) for match in _RUN.finditer(lower) if "x" not in match[0])
    return [
        position
        for position in positions
        if _leaves_enough(word, position) and all(abs(position - joint) > 2 for joint in joint_positions)
    ]


def _breakable(word: str) -> bool:
    return len(word) >= 2 * _LEAST and word.isalpha() and not word.isupper()


def _leaves_enough(word: str, position: int) -> bool:
    return _LEAST <= position <= len(word) - _LEAST


def _joint_positions(word: str) -> set[int]:
    positions = {match.end() for pattern in (_LINKED, _FIRST) for match in pattern.finditer(word)}
    second_positions = (match.start() for match in _SECOND.finditer(word))
    return positions | {
        position for position in second_positions if any(letter in _VOWELS for letter in word[:position])
    }


def _consonants_kept(consonants: str) -> int:
    """How many of the *consonants* between two vowels stay before the break."""
    count = len(consonants)
    if count == 1 or consonants in _AFTER_VOWEL or consonants in _TAKEN_ALONG:
        return 0
    cluster_start = consonants.rfind("s", 1, count - 1) + 1
    if cluster_start and (count - cluster_start == 1 or consonants[cluster_start:] in _STARTS):
        return cluster_start
    for size in (3, 2):
        if count > size and consonants[-size:] in _STARTS:
            return count - size
    return count - 1


_NAME = re.compile(r"[/\\@_]|:\S|\d|\w\.\w")  # in a word: it is a name, a path, an address or a number
_ID = re.compile(r"[^\w.-]*[\w.-]+/[\w./]*-[\w./-]*\w\W*")  # the short name of a thing, which people copy
_SLUG = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")  # the name of a strategy or a question
_WIDEST_ID = 60  # up to which a column is made wide enough for it
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"(?<=\w[-/])(?=\w)")
_MANY = 12  # letters from which a word is broken to fill a line that would else stay short
_SHORT = 0.6  # of the width: a line shorter than that


def lines(text: str, max_width: int, hanging: int = 0) -> list[str]:
    """*text* (single blanks, one line) as lines at most *max_width* wide, those after the first indented by *hanging*;
    one line at least. Only a piece that nothing may break is cut where the line ends."""
    if width(text) <= max_width:
        return [text]
    hanging = min(hanging, max_width // 2)
    words = text.split(" ")[::-1]
    output_lines: list[str] = []
    line = ""
    while words:
        word = words.pop()
        free_width = max_width - width(line) - bool(line.strip())
        gap = " " if line.strip() else ""
        if width(word) <= free_width:
            line += gap + word
            continue
        head, remainder = _broken(word, free_width, bool(gap), max_width)
        if head:
            output_lines.append(line + gap + head)
        elif gap:
            output_lines.append(line)
            remainder = word
        else:
            head, remainder = _cut(word, free_width)
            output_lines.append(line + head)
        words.append(remainder)
        line = " " * hanging
    return [*output_lines, line] if line.strip() or not output_lines else output_lines


@lru_cache(maxsize=8192)
def least(text: str) -> int:
    """The width below which a piece of *text* would be cut where nothing allows it."""
    return max((width(piece) for word in text.split(" ") for piece in _pieces(word)), default=0)


def _pieces(word: str) -> list[str]:
    """*word* broken wherever it may be, each piece with the hyphen it then ends on; the name of a thing whole."""
    if is_copied(word):
        return [word]
    pieces, start = [], 0
    for position, hyphen in _breaks(word):
        pieces.append(word[start:position] + hyphen)
        start = position
    return [*pieces, word[start:]]


def is_copied(word: str) -> bool:
    """Whether *word* is the name of a thing, a strategy or a question, which people copy: it stays whole."""
    return len(word) <= _WIDEST_ID and bool(_ID.fullmatch(word) if "/" in word else _SLUG.fullmatch(word))


def _broken(word: str, free_width: int, follows: bool, max_width: int) -> tuple[str, str]:
    """*word* as what goes into *free_width* columns and what is left over; nothing and the word where it goes to the
    next line whole."""
    fits_whole_line = width(word) <= max_width
    if (
        follows
        and fits_whole_line
        and ((not _NAME.search(word) and len(word) < _MANY) or free_width < max_width * (1 - _SHORT))
    ):
        return "", word
    if follows and fits_whole_line and (_NAME.search(word) or is_copied(word)):
        return "", word
    fitting_breaks = [
        (position, hyphen) for position, hyphen in _breaks(word) if width(word[:position]) + len(hyphen) <= free_width
    ]
    if not fitting_breaks:
        return "", word
    best_positions = [position for position, _ in fitting_breaks if position in _best_positions(word)]
    position = (
        best_positions[-1]
        if best_positions and best_positions[-1] * 2 >= fitting_breaks[-1][0]
        else fitting_breaks[-1][0]
    )
    return word[:position] + dict(fitting_breaks)[position], word[position:]


def _cut(word: str, free_width: int) -> tuple[str, str]:
    """The first *free_width* columns of *word* (one character at least), and the rest."""
    position = 1
    while position < len(word) and width(word[: position + 1]) <= free_width:
        position += 1
    return word[:position], word[position:]


def _breaks(word: str) -> list[tuple[int, str]]:
    """Where *word* may be broken, rising, each with the hyphen to add there."""
    hyphens = {match.start(): "" for match in _AFTER.finditer(word)}
    if not _NAME.search(word):
        hyphens |= {match.start() + position: "-" for match in _WORD.finditer(word) for position in places(match[0])}
    return sorted(hyphens.items())


def _best_positions(word: str) -> set[int]:
    """The joints of *word*, and its own hyphens; of a name where its parts end."""
    if _NAME.search(word):
        return {position for position in range(1, len(word)) if word[position - 1] == "/"}
    after_hyphens = {match.start() for match in _AFTER.finditer(word)}
    return after_hyphens | {match.start() + position for match in _WORD.finditer(word) for position in joints(match[0])}


TITLE, HEAD, RULE, BODY, NOTE = "title", "head", "rule", "body", "note"
GAP = 2
_WORD_WIDTH, _SENTENCE_WIDTH = 16, 22  # a column is no narrower, where it holds longer words, where it holds sentences
_GRID_LEAST_HEADING = 9  # a heading is broken no narrower, however short the cells
_SAMPLE, _STEP = 60, 2  # of the rows that widths are tried on, and the columns given at a time


class Line(NamedTuple):
    """A line for a screen: its text, what it is, and how many of its first characters are a label."""

    text: str
    role: str = BODY
    label: int = 0


class Grid(NamedTuple):
    """The cells of a sheet, each on one line, and the widths that its columns want and the least they need."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wanted: tuple[int, ...]
    floors: tuple[int, ...]
    numbers: tuple[bool, ...]


def grid_of(sheet: Sheet) -> Grid:
    """The cells of *sheet*, each on one line, with the widths of its columns."""
    headings = tuple(map(one_line, sheet.headings))
    rows = tuple(tuple(map(one_line, row)) for row in sheet.rows)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    numbers = tuple(_all_numbers(column) for column in columns)
    max_widths = [max(map(width, column), default=0) for column in columns]
    wanted_widths = tuple(max(width(head), cell_width) for head, cell_width in zip(headings, max_widths, strict=True))
    floors = tuple(
        max(
            min(width(head), max(least(head), _GRID_LEAST_HEADING)),
            cell_width if number else _floor(column, cell_width),
        )
        for head, column, cell_width, number in zip(headings, columns, max_widths, numbers, strict=True)
    )
    return Grid(headings, rows, wanted_widths, floors, numbers)


def fits(grid: Grid, total_width: int) -> bool:
    """Whether no column of *grid* is narrower than its words in a table *total_width* wide."""
    return whole(grid.wanted) <= total_width or whole(grid.floors) <= total_width


def shares(grid: Grid, total_width: int) -> tuple[int, ...]:
    """The widths of the columns of *grid* within *total_width*: what each needs where there is room for it, else no
    less than its floor, and the rest where it makes the rows lowest."""
    if whole(grid.wanted) <= total_width:
        return grid.wanted
    widths = list(grid.floors)
    row_step = max(1, len(grid.rows) // _SAMPLE)
    sample = [tuple(map(width, row)) for row in (grid.headings, *grid.rows[::row_step])]
    free_width = total_width - whole(widths)
    while free_width > 0:
        narrow_columns = [column for column, current_width in enumerate(widths) if current_width < grid.wanted[column]]
        if not narrow_columns:
            break
        trials = []
        for column in narrow_columns:
            added = min(_STEP, free_width, grid.wanted[column] - widths[column])
            widths[column] += added
            trials.append((_height(sample, widths), widths[column] / grid.wanted[column], column, added))
            widths[column] -= added
        _, _, column, added = min(trials)
        widths[column] += added
        free_width -= added
    return tuple(widths)


def _height(sample: list[tuple[int, ...]], widths: list[int]) -> int:
    """About how many lines the rows of *sample*, given by the widths of their cells, take in columns of these
    *widths*."""
    return sum(
        [
            max([-(-cell_width // column_width) for cell_width, column_width in zip(row, widths, strict=True)])
            for row in sample
        ]
    )


def table(grid: Grid, widths: tuple[int, ...]) -> list[Line]:
    """*grid* with columns of these *widths*, cells on as many lines as they need; a rule below the headings, and blank
    lines between the rows where most of them are tall."""
    rows = [band(row, widths, grid.numbers, hanging=2) for row in grid.rows]
    is_spaced = sum(len(row) > 2 for row in rows) * 2 > len(rows)
    output_lines = [Line(text, HEAD) for text in band(grid.headings, widths, grid.numbers, bottom=True)]
    output_lines.append(Line((" " * GAP).join("─" * column_width for column_width in widths), RULE))
    for index, row in enumerate(rows):
        output_lines += [Line("")] if is_spaced and index else []
        output_lines += map(Line, row)
    return output_lines


def band(
    cells: tuple[str, ...],
    widths: tuple[int, ...],
    numbers: tuple[bool, ...],
    gap: int = GAP,
    hanging: int = 0,
    bottom: bool = False,
) -> list[str]:
    """*cells* side by side in columns of these *widths*, a *gap* between, numbers to the right; the first column's
    further lines *hanging*; with *bottom* all end on the last line."""
    cell_lines = [
        lines(cell, max(column_width, 1), hanging if not column else 0)
        for column, (cell, column_width) in enumerate(zip(cells, widths, strict=True))
    ]
    line_count = max(map(len, cell_lines))
    output_lines = []
    for line_index in range(line_count):
        padded = []
        for text_lines, column_width, number in zip(cell_lines, widths, numbers, strict=True):
            index = line_index - (line_count - len(text_lines)) if bottom else line_index
            text = text_lines[index] if 0 <= index < len(text_lines) else ""
            blank = " " * (column_width - width(text))
            padded.append(blank + text if number else text + blank)
        output_lines.append((" " * gap).join(padded).rstrip())
    return output_lines


def whole(widths: tuple[int, ...] | list[int]) -> int:
    """What a table with columns of these *widths* takes."""
    return sum(widths) + GAP * (len(widths) - 1)


def _floor(column: tuple[str, ...], max_width: int) -> int:
    longest_piece = max(map(least, column), default=0)
    return max(min(max_width, _SENTENCE_WIDTH if max_width > 2 * _SENTENCE_WIDTH else _WORD_WIDTH), longest_piece)


def _all_numbers(column: tuple[str, ...]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and all(re.fullmatch(r"[+-]?[\d.,]*\d(?:\s?%)?|n/a|–", cell) for cell in filled)
