"""The sheets around the answer: cover, contents, signs, and all words that numbers lead to."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from strategigraf import __version__
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Labels, Text, joined, message, short
from strategigraf.core.report import Crossing, Dossier, Passage, Verification, written_date
from strategigraf.core.thread import BASES, BASIS_LABELS, SIGNS, shown_bases
from strategigraf.render.workbook.cells import HEAD, MOST_ROWS, Place, SheetWriter, WorkbookWriter

# The index.

_HEADS = Labels("workbook.index.head", ("number", "counts", "place", "thing", "name", "words", "evidence"))
_INDEX_SHEET_WIDTHS = (20, 34, 11, 44, 32, 60, 18)


class Entry(NamedTuple):
    """One thing that a number counts: its title, its name, its first words, and the place of all of them."""

    title: str
    name: str
    words: str
    to: Place | None


class Index:
    """The lines of the index, gathered while the other sheets are written."""

    def __init__(self, writer: WorkbookWriter) -> None:
        self._writer = writer
        self.name = writer.name(message("workbook.index.title"))
        self._blocks: list[tuple[Place, str, int, Iterable[Entry]]] = []
        self._end = HEAD + 1

    def block(self, origin: Place, label: str, count: int, entries: Iterable[Entry]) -> Place:
        """The place of the *entries*, so many as *count* says, that the number at *origin* counts: they are made when
        they are written. Raises WrongValue where a sheet does not take them."""
        start = self._end
        self._end += count
        if self._end > MOST_ROWS:
            raise WrongValue(
                Text(
                    f"Tallene tæller mere end {MOST_ROWS} elementer i alt. Så mange linjer er der ikke plads til i et"
                    " regneark.",
                    f"The numbers count more than {MOST_ROWS} elements in all. A workbook has no room for so many"
                    " lines.",
                ),
                Text(
                    "Afgræns med --strategy eller --part, eller vælg --format csv.",
                    "Narrow it with --strategy or --part, or choose --format csv.",
                ),
            )
        self._blocks.append((origin, label, count, entries))
        return self.part(start, self._end)

    def part(self, start: int, end: int) -> Place:
        """The lines from *start* up to *end*, which is not included."""
        return Place(self.name, start, end - 1, 0, len(_HEADS) - 1)

    def write(self) -> None:
        """Makes the sheet, where there is anything in it."""
        if not self._blocks:
            return
        writer = self._writer
        sheet = writer.sheet(self.name)
        sheet.head(
            writer.say(message("workbook.index.title")),
            writer.say(message("workbook.index.sentence")),
            _INDEX_SHEET_WIDTHS,
        )
        for column, head in enumerate(_HEADS.values()):
            sheet.text(HEAD, column, writer.say(head), "head")
        line = HEAD + 1
        of_word, no_words = writer.say(message("workbook.index.of")), writer.say(message("workbook.index.no-words"))
        for origin, label, count, entries in self._blocks:
            origin_label = origin.label
            for number, entry in enumerate(entries, start=1):
                sheet.text(line, 0, origin_label, to=origin if number == 1 else None)
                quote_label = entry.to.label if entry.to else no_words
                texts = (label, f"{number} {of_word} {count}", entry.title, entry.name, entry.words)
                sheet.fit(line, zip((origin_label, *texts, quote_label), _INDEX_SHEET_WIDTHS, strict=True))
                for column, text in enumerate(texts, start=1):
                    sheet.text(line, column, text)
                sheet.text(line, 6, quote_label, to=entry.to)
                line += 1
                writer.step()
        sheet.hide(4)
        sheet.frame(line - 1, len(_HEADS) - 1, sum(_INDEX_SHEET_WIDTHS), 1)


# The legend.

MEANINGS = Labels("workbook.basis", BASES)
_LEGEND_SHEET_WIDTHS = (8, 30, 90)
_READING = {  # what the legend explains beside the bases, with what stands for it
    "many-signs": "↑12",
    "underlined": "12",
    "gap": "",
    "no-number": "",
    "changed": "",
}
_READING_LABELS = Labels("workbook.reading", _READING.keys())
_READING_MEANINGS = Labels("workbook.reading.meaning", _READING.keys())


def bases_of(dossier: Dossier) -> tuple[str, ...]:
    """The bases that the legend of *dossier* explains."""
    crossings = (section for section in dossier.sections if isinstance(section, Crossing))
    return shown_bases({mark.basis for crossing in crossings for mark in crossing.matrix.marks()})


def write_legend(writer: WorkbookWriter, name: str, present: Collection[str]) -> None:
    """Makes the sheet *name*, which explains the bases *present*."""
    sheet = writer.sheet(name)
    sheet.head(
        writer.say(message("workbook.legend.title")),
        writer.say(message("workbook.legend.sentence")),
        _LEGEND_SHEET_WIDTHS,
    )
    rows = [(SIGNS[basis], BASIS_LABELS[basis], MEANINGS[basis]) for basis in present]
    signs = _READING | {"no-number": writer.say(message("common.no-value"))}
    rows += [(sign, _READING_LABELS[name], _READING_MEANINGS[name]) for name, sign in signs.items()]
    for line, (sign, label, meaning) in enumerate(rows, start=2):
        sheet.fit(line, zip((sign, writer.say(label), writer.say(meaning)), _LEGEND_SHEET_WIDTHS, strict=True))
        sheet.text(line, 0, sign, "sign")
        sheet.text(line, 1, writer.say(label))
        sheet.text(line, 2, writer.say(meaning))
    sheet.paper(sum(_LEGEND_SHEET_WIDTHS), len(rows) + 1, len(_LEGEND_SHEET_WIDTHS) - 1)


def legend_name(writer: WorkbookWriter) -> str:
    """The name of the sheet, now taken."""
    return writer.name(message("workbook.legend.title"))


# The sheet of quotes.

_QUOTE_SHEET_HEADS = Labels("workbook.quotes.head", ("thing", "name", "words", "section", "document", "first-used"))
_QUOTE_SHEET_WIDTHS = (38, 30, 80, 28, 34, 18)


class Quotes:
    """The lines of the sheet: the place of each thing is known before they are written."""

    def __init__(self, writer: WorkbookWriter) -> None:
        self._writer = writer
        self.name = writer.name(message("workbook.quotes.title"))
        self._places: dict[str, Place] = {}
        line = HEAD + 1
        for thing, quotes in writer.dossier.words.items():
            if quotes:
                self._places[thing] = Place(self.name, line, line + len(quotes) - 1, 0, len(_QUOTE_SHEET_HEADS) - 1)
                line += len(quotes)
        self.end = line

    @property
    def place(self) -> Place | None:
        """All the quotes; None where there are none."""
        return Place(self.name, HEAD + 1, self.end - 1, 0, len(_QUOTE_SHEET_HEADS) - 1) if self._places else None

    def of(self, thing: str) -> Place | None:
        """The place of the quotes of *thing*; None where it has none."""
        return self._places.get(thing)

    def write(self) -> None:
        """Makes the sheet."""
        sheet = self._writer.sheet(self.name)
        sheet.head(
            self._writer.say(message("workbook.quotes.title")),
            self._writer.say(message("workbook.quotes.sentence")),
            _QUOTE_SHEET_WIDTHS,
        )
        for column, head in enumerate(_QUOTE_SHEET_HEADS.values()):
            sheet.text(HEAD, column, self._writer.say(head), "head")
        for thing, place in self._places.items():
            self._thing(sheet, thing, place)
        if not self._places:
            sheet.text(HEAD + 1, 0, self._writer.say(message("workbook.quotes.none")), "line")
        sheet.hide(1)
        sheet.frame(self.end - 1, len(_QUOTE_SHEET_HEADS) - 1, sum(_QUOTE_SHEET_WIDTHS), 1)

    def _thing(self, sheet: SheetWriter, thing: str, quote_place: Place) -> None:
        writer = self._writer
        title, first_use = writer.titled(thing), writer.used.get(thing)
        for line, quote in enumerate(writer.words(thing), start=quote_place.top):
            quote_texts = (writer.escaped(quote.exact), writer.escaped(writer.say(quote.place)))
            texts = (title, writer.escaped(short(thing)), *quote_texts, writer.titled(quote.document))
            sheet.fit(line, zip((*texts, first_use.label if first_use else ""), _QUOTE_SHEET_WIDTHS, strict=True))
            for column, text in enumerate(texts):
                sheet.text(line, column, text)
            if first_use is not None:
                sheet.text(line, 5, first_use.label, to=first_use)
            writer.step()


_WIDTHS = (46, 62, 20, 36)
_CELL_WIDTHS = (*_WIDTHS[:3], 40)  # a checksum is written smaller
_ABOUT_HEADS = Labels("workbook.cover.about.head", ("strategy", "owner", "period"))
_SOURCE_HEADS = Labels("workbook.cover.sources.head", ("document", "publisher", "issued", "checksum"))
_CONTENTS_HEADS = Labels("workbook.cover.contents.head", ("sheet", "shows", "count"))


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

    def __init__(self, writer: WorkbookWriter, quotes: Quotes, index: Index) -> None:
        self._writer, self._quotes, self._index = writer, quotes, index
        self._sheet: SheetWriter = writer.sheet(writer.cover)
        self._row = 0

    def write(self, contents: Iterable[Line]) -> None:
        """Makes the sheet, with the table of *contents*."""
        writer, sheet, dossier = self._writer, self._sheet, self._writer.dossier
        for column, width in enumerate(_WIDTHS):
            sheet.worksheet.set_column(column, column, width)
        sheet.worksheet.hide_gridlines(2)
        sheet.merged(0, len(_WIDTHS) - 1, writer.title(dossier.title), sum(_WIDTHS) * 0.55, "cover title", 22)
        self._row = 1
        self._prose([dossier.lead])
        self._prose([_verification_sentence(dossier.imprint.verification)])
        self._heading(message("workbook.cover.contents"), _CONTENTS_HEADS)
        for line in contents:
            self._line(line)
        for section in dossier.sections:
            if isinstance(section, Passage):
                self._heading(section.title)
                self._prose(section.paragraphs)
        if dossier.imprint.plans:
            self._heading(message("workbook.cover.about"), _ABOUT_HEADS)
            for plan in dossier.imprint.plans:
                self._cells((writer.say(plan.title), writer.say(plan.owner), plan.period))
        if dossier.imprint.sources:
            self._heading(message("workbook.cover.sources"), _SOURCE_HEADS)
            for source in dossier.imprint.sources:
                told = map(writer.say, (source.title, source.publisher, written_date(source.issued)))
                source_cells = (*told, source.sha256)
                self._cells(source_cells, last="checksum")
        if any(isinstance(section, Crossing) for section in dossier.sections):
            self._heading(message("workbook.cover.signs"))
            for basis in bases_of(dossier):
                self._cells((f"{SIGNS[basis]}  {writer.say(BASIS_LABELS[basis])}", writer.say(MEANINGS[basis])))
        sheet.text(self._row + 1, 0, f"strategigraf {__version__}", "line")
        sheet.paper(sum(_WIDTHS), self._row + 1, len(_WIDTHS) - 1)

    def _heading(self, title: Text, heads: Labels[str] | None = None) -> None:
        self._row += 1
        for column in range(len(_WIDTHS)):
            heading_text = self._writer.say(title) if column == 0 else ""
            self._sheet.text(self._row, column, heading_text, "heading")
        self._row += 1
        if heads:
            for column, name in enumerate([*heads, *[""] * (len(_WIDTHS) - len(heads))]):
                head = self._writer.say(heads[name]) if name else ""
                self._sheet.text(self._row, column, head, "head number" if name == "count" else "head")
            self._row += 1

    def _prose(self, paragraphs: Iterable[Text]) -> None:
        for paragraph in paragraphs:
            if sentence := self._writer.say(paragraph):
                self._sheet.merged(self._row, len(_WIDTHS) - 1, sentence, sum(_WIDTHS))
                self._row += 1

    def _cells(self, texts: Sequence[str], last: str = "plain") -> None:
        self._sheet.fit(self._row, zip(texts, _CELL_WIDTHS, strict=False))
        for column, text in enumerate([*texts, *[""] * (len(_WIDTHS) - len(texts))]):
            self._sheet.text(self._row, column, self._writer.escaped(text), last if column == 3 else "plain")
        self._row += 1

    def _line(self, line: Line) -> None:
        if line.chapter:
            for column in range(len(_WIDTHS)):
                self._sheet.text(self._row, column, "" if column else line.chapter, "chapter")
            self._row += 1
            return
        self._sheet.fit(self._row, [(line.sheet, _WIDTHS[0]), (line.shows, _WIDTHS[1])])
        if line.sheet:
            self._sheet.text(self._row, 0, line.sheet, to=Place(line.sheet, 0, 0))
        for column, text in enumerate(("" if line.sheet else line.sheet, line.shows, "", "")):
            if column or not line.sheet:
                self._sheet.text(self._row, column, text)
        to = line.to
        if to is None and line.things:
            to = self._index.block(self._sheet.place(self._row, 2), line.shows, len(line.things), line.things)
        if line.number is not None:
            self._sheet.number(self._row, 2, line.number, to)
        self._row += 1


def _verification_sentence(verification: Verification | None) -> Text:
    if verification is None:
        return message("workbook.cover.not-checked")
    verified, checked, in_file, cells = verification
    told = message("workbook.verified-cells" if cells else "workbook.verified", verified=verified, checked=checked)
    if missing := checked - verified:
        told = message("workbook.verified.missing", told=told, missing=missing)
    where = message("common.read-in", file=in_file, transcript=verified - in_file)
    return joined([told, where], " ") if verified else told
