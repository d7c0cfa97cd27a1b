"""Answers as values: figures that carry what they count, columns and their titles, parts, reports, and the dossier
around.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, LANGUAGES, Term, Text, short

# An imprint.


class Plan(NamedTuple):
    """A strategy: its title, its owner, and the years it is for (empty where its source names none)."""

    title: Text
    owner: Text
    period: str


class Source(NamedTuple):
    """A document that quotes stand in: title, publisher, date of issue as the source gives it, and the SHA-256 of the
    text that they were read from (each empty where there is none)."""

    title: Text
    publisher: Text
    issued: str
    sha256: str


class Verification(NamedTuple):
    """How many of the quotes that were looked up stand in their sources as they are quoted."""

    verified: int
    checked: int


class Imprint(NamedTuple):
    """Strategies and documents by IRI; no verification where the source texts were not looked in."""

    plans: tuple[Plan, ...] = ()
    sources: tuple[Source, ...] = ()
    verification: Verification | None = None


# A figure.


class Figure(NamedTuple):
    """A number (None where there is nothing to count or measure) and what it opens to: the elements, links or quotes
    (IRIs) that it counts or rests on, in order; `unit` is "" or "%"."""

    value: Decimal | None
    of: tuple[str, ...] = ()
    unit: str = ""

    @property
    def text(self) -> str:
        """The number as digits with a point, `n/a` where there is none."""
        return "n/a" if self.value is None else f"{self.value:f}"


def count(things: Collection[str]) -> Figure:
    """The number of *things*."""
    return Figure(Decimal(len(things)), tuple(things))


def share(part: Collection[str], whole: Collection[str]) -> Figure:
    """How many per cent of *whole* are in *part*, to one decimal; no number where *whole* is empty. Opens to *part*."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(Decimal(100 * len(part)) / len(whole), 1), tuple(part), "%")


def part_of(number: int, whole: int, things: Collection[str]) -> Figure:
    """How many per cent *number* is of *whole*, to one decimal, resting on *things*; no number where *whole* is 0."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(Decimal(100 * number) / whole, 1), tuple(things), "%")


def score(value: float, things: Collection[str], places: int = 2) -> Figure:
    """The number *value* rounded to *places* decimals, resting on *things*."""
    return Figure(_rounded(Decimal(repr(float(value))), places), tuple(things))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


class Column(NamedTuple):
    """One column: its name and, where the question describes it, what it holds; whether that is things with titles,
    None where only the rows tell."""

    name: str
    description: str = ""
    titled: bool | None = None


# A report.


class Coded(NamedTuple):
    """A cell that machines read as a code (or as the whole of a text) and people as words."""

    code: Text
    words: Text


Cell = Term | Figure | Text | Coded | None


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


# Words.


class Words(NamedTuple):
    """One quote: its IRI, the words, the heading they stand under and the document (IRIs)."""

    quote: str
    exact: str
    section: str
    document: str


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


Section = Crossing | Part | Passage | Drawing


class Chapter(NamedTuple):
    """A stretch of the contents: its title, and of each of its sections the name and what it is called in it."""

    title: Text
    entries: tuple[tuple[str, Text], ...]


class Dossier(NamedTuple):
    """Sections in reading order, all or none of them in `chapters`; `names` has the title of each thing and document
    they speak of, `words` the quotes that each thing opens to, `imprint` what it is about and rests on."""

    name: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    names: Mapping[str, Text]
    words: Mapping[str, tuple[Words, ...]]
    imprint: Imprint = Imprint()
    chapters: tuple[Chapter, ...] = ()


def origin(thing: str) -> str:
    """The strategy that *thing* stands below by its IRI; empty where it stands below none."""
    name = short(thing)
    return ID + name.rpartition("/")[0] if thing.startswith(ID) and "/" in name else ""


def title_of(names: Mapping[str, Text], thing: str, language: str) -> str:
    """The title of *thing* in *language*, its short name where it has none."""
    return names.get(thing, Text("", "")).in_language(language) or short(thing)


_TITLES = Path(__file__).parents[1] / "messages" / "columns.tsv"


def heading(name: str, language: str) -> str:
    """The title of the column *name* in *language*; its name where `messages/columns.tsv` has none."""
    plain = name.replace("_", " ")
    return titles().get(name, Text(plain, plain)).in_language(language)


@cache
def titles() -> dict[str, Text]:
    """The titles of columns in Danish and English, by name, as `messages/columns.tsv` has them."""
    lines = _TITLES.read_text(encoding="utf-8").splitlines()[1:]
    return {name: Text(danish, english) for name, danish, english in (line.split("\t") for line in lines)}


def named(sentence: Text) -> Text:
    """*sentence* with each column that it names in backquotes (`` `count` ``) called as its heading is, in quotation
    marks."""
    return Text(
        *(
            re.sub(r"`(\w+)`", lambda found, code=code: f"“{heading(found[1], code)}”", sentence.in_language(code))  # type: ignore[misc]
            for code in LANGUAGES
        )
    )


NOT_A_WORD = re.compile(r"[^\w.,]|[.,](?!\d)|(?<!\d)[.,]")


def key(word: str) -> str:
    """What *word* is compared by: its letters and digits, all small; the word itself where it has none."""
    return NOT_A_WORD.sub("", word).casefold() or word


# A revision.

KEPT, REMOVED, ADDED = "kept", "removed", "added"


class Segment(NamedTuple):
    """A run of words that is `kept`, `removed` or `added`, as the draft and as the print have it: the words of a kept
    run may differ in capitals, hyphens and punctuation."""

    kind: str
    draft: str
    print: str


class Revision(str):
    """A revision as text, `[-gone-] {+new+}` between the words that are kept (as the print has them).

    `segments` are its runs in order: the draft's words of all, joined by blanks, are the draft, the print's the print.
    """

    segments: tuple[Segment, ...]

    def __new__(cls, segments: tuple[Segment, ...]) -> "Revision":
        """The revision with these *segments*."""
        made = super().__new__(cls, " ".join(map(_marked, segments)))
        made.segments = segments
        return made

    @property
    def draft(self) -> str:
        """The text before."""
        return " ".join(segment.draft for segment in self.segments if segment.draft)

    @property
    def print(self) -> str:
        """The text after."""
        return " ".join(segment.print for segment in self.segments if segment.print)

    @property
    def changed_words(self) -> int:
        """How many words are gone or new."""
        return sum(len((s.draft + " " + s.print).split()) for s in self.segments if s.kind != KEPT)


def revision(draft: str, print_: str) -> Revision:
    """The revision from *draft* to *print_* word by word, case, hyphens and punctuation aside. Blanks are single."""
    from difflib import SequenceMatcher

    before, after = draft.split(), print_.split()
    matcher = SequenceMatcher(None, [key(word) for word in before], [key(word) for word in after], autojunk=False)
    return Revision(tuple(_segments(before, after, matcher.get_opcodes())))


def _segments(
    before: list[str], after: list[str], opcodes: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Segment]:
    for operation, start, end, new_start, new_end in opcodes:
        old, new = " ".join(before[start:end]), " ".join(after[new_start:new_end])
        if operation == "equal":
            yield Segment(KEPT, old, new)
            continue
        if old:
            yield Segment(REMOVED, old, "")
        if new:
            yield Segment(ADDED, "", new)


def _marked(segment: Segment) -> str:
    if segment.kind == REMOVED:
        return f"[-{segment.draft}-]"
    return f"{{+{segment.print}+}}" if segment.kind == ADDED else segment.print


# How far a long piece of work has come, for whoever wants to know.

Tell = Callable[[int, int], None]


def untold(done: int, total: int) -> None:
    """Tells nobody."""
