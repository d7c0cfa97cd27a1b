"""Answers as values: figures that carry what they count, columns and their titles, parts, reports, and the dossier
around.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import (
    LANGUAGES,
    XSD,
    Iri,
    Labels,
    Literal,
    Term,
    Text,
    column_title,
    filled,
    joined,
    message,
    message_lines,
    of_data,
    quoted,
    short,
    texts,
)
from strategigraf.core.thread import Mark, bearers

if TYPE_CHECKING:
    from decimal import Decimal

# An imprint.


class Plan(NamedTuple):
    """A strategy: its title, its owner, and the years it is for (empty where its source names none)."""

    title: Text
    owner: Text
    period: str


class Source(NamedTuple):
    """A document that quotes occur in: title, publisher, date of issue as the source gives it, and the SHA-256 of the
    text that they were read from (each empty where there is none)."""

    title: Text
    publisher: Text
    issued: str
    sha256: str


class Verification(NamedTuple):
    """How many of the quotes and cells that were looked up occur in their sources as they are quoted, how many of these
    in the publisher's own file, not in a transcript; and how many that were looked up are cells of tables."""

    verified: int
    checked: int
    in_file: int = 0
    cells: int = 0


class Imprint(NamedTuple):
    """Strategies and documents by IRI; no verification where the source texts were not searched."""

    plans: tuple[Plan, ...] = ()
    sources: tuple[Source, ...] = ()
    verification: Verification | None = None


# A figure.

_DANISH_SIGNS = str.maketrans(",.", ".,")


def written_number(digits: str) -> Text:
    """*digits*, with a point before decimals and commas between thousands, as Danish and English write them."""
    return Text(digits.translate(_DANISH_SIGNS), digits)


_DATES = tuple(XSD + name for name in ("date", "gYearMonth"))
_NAMES, _MONTHS = Labels("common", ("months",)), 12
_FRACTIONS = tuple(XSD + name for name in ("decimal", "double", "float"))


_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def written_date(date: str) -> Text:
    """*date* in words, where it is a month or a day: november 2023, 15. juni 2022; all else as it is."""
    match = _DATE.fullmatch(date)
    if match is None or not 1 <= int(match[2]) <= _MONTHS:
        return Text(date, date)
    month = Text(*(names.split()[int(match[2]) - 1] for names in _NAMES["months"]))
    if match[3] is None:
        return Text(f"{month.da} {match[1]}", f"{month.en} {match[1]}")
    return Text(f"{int(match[3])}. {month.da} {match[1]}", f"{int(match[3])} {month.en} {match[1]}")


def shown_value(value: Literal) -> Text:
    """*value* as people write it: a number that may have decimals with those of each language, a month or day in words,
    all else as it is."""
    if value.datatype in _DATES:
        return written_date(value.value)
    return written_number(value.value) if value.datatype in _FRACTIONS else Text(value.value, value.value)


class Figure(NamedTuple):
    """A number (None where there is nothing to count or measure) and what it opens to: the elements, links or quotes
    (IRIs) that it counts or rests on, in order; `unit` is "" or "%"."""

    value: "Decimal | None"
    of: tuple[str, ...] = ()
    unit: str = ""

    @property
    def text(self) -> str:
        """The number as digits with a point for machines, `n/a` where there is none."""
        return "n/a" if self.value is None else f"{self.value:f}"

    @property
    def shown(self) -> Text:
        """The number as people write it, with its unit: 1.800 and 37,7 %, 1,800 and 37.7%; – and n/a for none."""
        if self.value is None:
            return message("common.no-value")
        number = written_number(f"{self.value:,f}")
        return Text(f"{number.da}\u00a0%", f"{number.en}%") if self.unit else number


def count(things: Collection[str]) -> Figure:
    """The number of *things*."""
    return Figure(_decimal(len(things)), tuple(things))


def share(part: Collection[str], whole: Collection[str]) -> Figure:
    """How many per cent of *whole* are in *part*, to one decimal; no number where *whole* is empty. Opens to *part*."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(_decimal(100 * len(part)) / len(whole), 1), tuple(part), "%")


def part_of(number: int, whole: int, things: Collection[str]) -> Figure:
    """How many per cent *number* is of *whole*, to one decimal, resting on *things*; no number where *whole* is 0."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(_decimal(100 * number) / whole, 1), tuple(things), "%")


def score(value: float, things: Collection[str], places: int = 2) -> Figure:
    """The number *value* rounded to *places* decimals, resting on *things*."""
    return Figure(_rounded(_decimal(repr(float(value))), places), tuple(things))


def _decimal(number: int | str) -> "Decimal":
    from decimal import Decimal

    return Decimal(number)


def _rounded(value: "Decimal", places: int) -> "Decimal":
    from decimal import ROUND_HALF_EVEN

    return value.quantize(_decimal(1).scaleb(-places), ROUND_HALF_EVEN)


class Column(NamedTuple):
    """One column: its name; whether it holds things with titles, None where only the rows show it; the title that it
    has in this table alone, None where it has that of its name; and what it holds, where a record for machines says
    more than the title."""

    name: str
    titled: bool | None = None
    own_title: Text | None = None
    description: Text = Text("", "")

    def title(self, language: str) -> str:
        """What people read above the column in *language*."""
        return self.own_title.in_language(language) if self.own_title else column_title(self.name, language)


# A report.


class Coded(NamedTuple):
    """A cell that machines read as a code (or as the whole of a text) and people as words."""

    code: Text
    words: Text


Shown = Term | Figure | Text | None  # a cell for people
Cell = Shown | Coded


def coded(code: str, words: Text) -> Coded:
    """A cell with *code* for machines and *words* for people."""
    return Coded(Text(code, code), words)


class Part(NamedTuple):
    """A table of a report: a name for machines, a title, and a sentence that explains its figures.

    A cell is a thing (Iri), a value, a number that opens, words in both languages, a code with words for it, or empty.
    `gaps` is how many of the rows are findings.
    """

    name: str
    title: Text
    sentence: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    gaps: int = 0


class Report(NamedTuple):
    """An answer: the name of its command, a title, and its parts, the main one first."""

    name: str
    title: Text
    parts: tuple[Part, ...]

    @property
    def gaps(self) -> int:
        """How many rows of all parts are findings."""
        return sum(part.gaps for part in self.parts)

    def figures(self) -> list[Figure]:
        """Every number of the report, from top to bottom."""
        return [cell for part in self.parts for row in part.rows for cell in row if isinstance(cell, Figure)]


def cell_things(cell: Cell) -> tuple[str, ...]:
    """What *cell* opens to (IRIs): all that a figure counts, a thing itself, nothing for other cells."""
    if isinstance(cell, Figure):
        return cell.of
    return (cell.value,) if isinstance(cell, Iri) else ()


def things_in(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """What the cells of *rows* open to (IRIs), row by row and cell by cell; some more than once."""
    for row in rows:
        for cell in row:
            yield from cell_things(cell)


def for_people(cell: Cell) -> Shown:
    """*cell* with words in place of a code."""
    return cell.words if isinstance(cell, Coded) else cell


# Words.


_PAGE = Labels("common.quote", ("page",))


class Words(NamedTuple):
    """One quote: its IRI, the words, the heading they occur under, the document (IRIs), and the page of the publisher's
    file where the quote was read from that."""

    quote: str
    exact: str
    section: str
    document: str
    page: str = ""

    @property
    def place(self) -> Text:
        """The heading they occur under, with the page."""
        section = Text(self.section, self.section)
        return joined([section, self.page_text], ", ") if self.page else section

    def record(self) -> dict[str, str]:
        """It as a record for machines, with the page only where it has one."""
        record = {"id": self.quote, "exact": self.exact, "section": self.section, "document": self.document}
        return record | ({"page": self.page} if self.page else {})

    @property
    def page_text(self) -> Text:
        """The page of the publisher's file, for people."""
        return filled(_PAGE["page"], page=self.page)


def quotations(words: Iterable[Words]) -> Coded:
    """*words* as a cell, each in quotation marks, for people in those of their language; nothing without any."""
    listed = list(words)
    texts = Text(*(" ".join(quoted(quote.exact, language) for quote in listed) for language in LANGUAGES))
    return coded(texts.en, texts)


def quotes_of(mark: Mark, words: Mapping[str, Sequence[Words]]) -> list[tuple[str, Words]]:
    """The quotes that *mark* opens to among *words* (by thing), each with the thing that has it: of a mark that is
    structure alone, the first quote of each end."""
    limit = None if mark.claim.link else 1
    return [(bearer, quote) for bearer in bearers(mark) for quote in words.get(bearer, ())[:limit]]


# A dossier.


class Crossing(NamedTuple):
    """A section with a matrix: a name for machines, a title, a sentence that explains it, and what its rows and columns
    are called."""

    name: str
    title: Text
    sentence: Text
    matrix: Matrix
    rows: Text
    columns: Text


class Passage(NamedTuple):
    """A section of prose."""

    name: str
    title: Text
    paragraphs: tuple[Text, ...]


class Drawing(NamedTuple):
    """A section with a picture as SVG, one in each language, and a sentence that says what it shows; `of` are the
    things (IRIs) that its `<a data-of="...">` open to, `about` names what it is a picture of."""

    name: str
    title: Text
    sentence: Text
    svg: Text
    of: tuple[str, ...] = ()
    about: Text = Text("", "")


class Front(NamedTuple):
    """A section that stands at the front of a page, as HTML of our own in each language (text in it is escaped), and
    the style sheet that it brings."""

    name: str
    title: Text
    markup: Text
    style: str


Section = Crossing | Part | Passage | Drawing | Front


class Chapter(NamedTuple):
    """A stretch of the contents: its title, and of each of its sections the name and what it is called in it."""

    title: Text
    entries: tuple[tuple[str, Text], ...]


class Dossier(NamedTuple):
    """Sections in reading order, all or none of them in `chapters`; `names` has the title of each thing and document
    they speak of, `words` the quotes that each thing opens to, `imprint` what it is about and rests on, `codes` what
    things are called in short (`Pejlemærke 1`, `10.3`)."""

    name: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    names: Mapping[str, Text]
    words: Mapping[str, tuple[Words, ...]]
    imprint: Imprint = Imprint()
    chapters: tuple[Chapter, ...] = ()
    codes: Mapping[str, Text] = MappingProxyType({})

    def named(self, thing: str) -> Text:
        """The title of *thing*; its short name where it has none."""
        return Text(*(title_of(self.names, thing, language) for language in LANGUAGES))


def origin(thing: str) -> str:
    """The strategy that *thing* belongs to by its IRI; empty where it belongs to none."""
    name = short(thing)
    return thing.removesuffix(name) + name.rpartition("/")[0] if of_data(thing) and "/" in name else ""


def title_of(names: Mapping[str, Text], thing: str, language: str) -> str:
    """The title of *thing* in *language*, its short name where it has none."""
    return names.get(thing, Text("", "")).in_language(language) or short(thing)


@cache
def _descriptions() -> dict[tuple[str, str], Text]:
    return {
        (part, column): Text(danish, english)
        for parts, column, danish, english in message_lines("descriptions")
        for part in parts.split()
    }


# A part from the specs of its columns.

Item = TypeVar("Item")


class Col(NamedTuple, Generic[Item]):
    """A column as a spec: its name, and what its cell is for an item. `messages/` has its title and description."""

    name: str
    cell: Callable[[Item], Cell]


def part(
    key: str,
    columns: Sequence[Col[Item]],
    items: Iterable[Item],
    gaps: int = 0,
    title: Text | None = None,
    explanation: Text | None = None,
    **values: object,
) -> Part:
    """The part *key* (`coverage.levels`: the last word is its name) with a row for each of *items*.

    Its *title* and *explanation* are the messages `KEY.title` and `KEY.explanation`, filled with *values*, where they
    are not given.
    """
    return Part(
        key.rpartition(".")[2],
        title or message(f"{key}.title", **values),
        explanation or message(f"{key}.explanation", **values),
        tuple(_column(key, column.name) for column in columns),
        tuple(tuple(column.cell(item) for column in columns) for item in items),
        gaps,
    )


def _column(key: str, name: str) -> Column:
    """The column *name* of the part *key*, as `messages/` describes and (`KEY.NAME` in `columns.tsv`) calls it."""
    own_title, description = texts("columns").get(f"{key}.{name}"), _descriptions().get((key, name), Text("", ""))
    return Column(name, own_title=own_title, description=description)


# The progress of a long piece of work: how much is done, and of how much.

ProgressCallback = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Reports no progress."""
