"""The cover of a workbook: what it is about, what was checked and how, what stands in it, and the signs."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from strategigraf import __version__
from strategigraf.answers.matrix_sheet import SIGNS
from strategigraf.interchange.binding import Binding, Leaf
from strategigraf.interchange.index_sheet import Entry, Index
from strategigraf.interchange.legend_sheet import MEANINGS
from strategigraf.interchange.quote_sheet import Quotes
from strategigraf.interchange.sheet_form import Place
from strategigraf.values.dossier import Crossing, Passage
from strategigraf.values.hop import BASES, BASIS_LABELS
from strategigraf.values.imprint import Verification
from strategigraf.values.text import Text

_WIDTHS = (46, 62, 20, 36)
_CELL_WIDTHS = (*_WIDTHS[:3], 40)  # a checksum is written smaller
_ABOUT = Text("Handler om", "About")
_ABOUT_HEADS = (Text("strategi", "strategy"), Text("ejer", "owner"), Text("periode", "period"))
_SOURCES = Text("Kilder", "Sources")
_SOURCE_HEADS = (
    Text("dokument", "document"),
    Text("udgiver", "publisher"),
    Text("udgivet", "issued"),
    Text("tekstens kontrolsum (SHA-256)", "checksum of the text (SHA-256)"),
)
_CHECKED = Text("Efterprøvet", "Checked")
_NOT_CHECKED = Text(
    "Citaterne er ikke slået efter i kildeteksterne her. Det gør strategigraf check --sources MAPPE; gives --sources, "
    "når regnearket laves, står resultatet her.",
    "The quotes are not verified here: strategigraf check --sources DIR does that; with --sources when the workbook "
    "is made, the result stands here.",
)
_CONTENTS = Text("Indhold", "Contents")
_CONTENTS_HEADS = (Text("ark", "sheet"), Text("viser", "shows"), Text("antal", "count"))
_SIGNS = Text("Tegn", "Signs")
_EMPTY = Text("", "")


class Line(NamedTuple):
    """A line of the contents: the sheet, what it shows, and a number with what it counts: a place, or a list; or the
    title of a chapter."""

    sheet: str = ""
    shows: str = ""
    number: int | None = None
    to: Place | None = None
    things: Sequence[Entry] = ()
    chapter: str = ""


class Cover:
    """The first sheet."""

    def __init__(self, binding: Binding, quotes: Quotes, index: Index) -> None:
        self._binding, self._quotes, self._index = binding, quotes, index
        self._leaf: Leaf = binding.leaf(binding.cover)
        self._row = 0

    def write(self, contents: Iterable[Line]) -> None:
        """Makes the sheet, with the table of *contents*."""
        binding, leaf, dossier = self._binding, self._leaf, self._binding.dossier
        for column, width in enumerate(_WIDTHS):
            leaf.sheet.set_column(column, column, width)
        leaf.sheet.hide_gridlines(2)
        leaf.merged(0, len(_WIDTHS) - 1, binding.title(dossier.title), sum(_WIDTHS) * 0.55, "cover title", 22)
        self._row = 1
        self._prose([dossier.lead])
        for section in dossier.sections:
            if isinstance(section, Passage):
                self._heading(section.title)
                self._prose(section.paragraphs)
        if dossier.imprint.plans:
            self._heading(_ABOUT, _ABOUT_HEADS)
            for plan in dossier.imprint.plans:
                self._cells((binding.say(plan.title), binding.say(plan.owner), plan.period))
        if dossier.imprint.sources:
            self._heading(_SOURCES, _SOURCE_HEADS)
            for source in dossier.imprint.sources:
                told = (binding.say(source.title), binding.say(source.publisher), source.issued, source.sha256)
                self._cells(told, last="checksum")
        self._heading(_CHECKED)
        self._prose([_verified(dossier.imprint.verification)])
        self._heading(_CONTENTS, _CONTENTS_HEADS)
        for line in contents:
            self._line(line)
        if any(isinstance(section, Crossing) for section in dossier.sections):
            self._heading(_SIGNS)
            for basis in BASES:
                self._cells((f"{SIGNS[basis]}  {binding.say(BASIS_LABELS[basis])}", binding.say(MEANINGS[basis])))
        leaf.text(self._row + 1, 0, f"strategigraf {__version__}", "line")
        leaf.paper(sum(_WIDTHS))

    def _heading(self, title: Text, heads: Sequence[Text] = ()) -> None:
        self._row += 1
        for column in range(len(_WIDTHS)):
            told = self._binding.say(title) if column == 0 else ""
            self._leaf.text(self._row, column, told, "heading")
        self._row += 1
        if heads:
            for column, head in enumerate([*heads, *[_EMPTY] * (len(_WIDTHS) - len(heads))]):
                number = head == _CONTENTS_HEADS[-1]
                self._leaf.text(self._row, column, self._binding.say(head), "head number" if number else "head")
            self._row += 1

    def _prose(self, paragraphs: Iterable[Text]) -> None:
        for paragraph in paragraphs:
            if told := self._binding.say(paragraph):
                self._leaf.merged(self._row, len(_WIDTHS) - 1, told, sum(_WIDTHS))
                self._row += 1

    def _cells(self, texts: Sequence[str], last: str = "plain") -> None:
        self._leaf.fit(self._row, zip(texts, _CELL_WIDTHS, strict=False))
        for column, text in enumerate([*texts, *[""] * (len(_WIDTHS) - len(texts))]):
            self._leaf.text(self._row, column, self._binding.inert(text), last if column == 3 else "plain")
        self._row += 1

    def _line(self, line: Line) -> None:
        if line.chapter:
            for column in range(len(_WIDTHS)):
                self._leaf.text(self._row, column, "" if column else line.chapter, "chapter")
            self._row += 1
            return
        self._leaf.fit(self._row, [(line.sheet, _WIDTHS[0]), (line.shows, _WIDTHS[1])])
        if line.sheet:
            self._leaf.text(self._row, 0, line.sheet, to=Place(line.sheet, 0, 0))
        for column, text in enumerate(("" if line.sheet else line.sheet, line.shows, "", "")):
            if column or not line.sheet:
                self._leaf.text(self._row, column, text)
        to = line.to
        if to is None and line.things:
            to = self._index.block(self._leaf.place(self._row, 2), line.shows, line.things)
        if line.number is not None:
            self._leaf.number(self._row, 2, line.number, to)
        self._row += 1


def _verified(found: Verification | None) -> Text:
    if found is None:
        return _NOT_CHECKED
    verified, checked = found
    missing = checked - verified
    danish = f"{verified} af {checked} forskellige citater er slået efter og står i kildeteksterne, som de er citeret."
    english = f"{verified} of {checked} different quotes were looked up and stand in the source texts as quoted."
    if missing:
        danish += f" {missing} gør ikke; strategigraf check --sources MAPPE viser hvilke."
        english += f" {missing} do not; strategigraf check --sources DIR shows which."
    return Text(danish, english)
