"""A dossier as a workbook, and the sheet of a part of a report."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import XSD, Iri, Literal, Text, short
from strategigraf.core.report import Cell, Crossing, Dossier, Drawing, Figure, Part, cell_things, column_title
from strategigraf.core.text import Revision
from strategigraf.render.workbook.cells import HEAD, MOST_COLUMNS, MOST_ROWS, Binding, Leaf, Place, cut
from strategigraf.render.workbook.cover import Cover, Entry, Index, Line, Quotes, legend_name, write_legend
from strategigraf.render.workbook.matrix import CrossingSheet

_WIDEST = 56  # characters of a column
_NUMBERS = tuple(XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger"))
_NONE = Text("Ingen.", "None.")


class FigureSheet:
    """The sheet of one part."""

    def __init__(self, binding: Binding, part: Part, quotes: Quotes, index: Index) -> None:
        """Plans the sheet. Raises WrongValue where a workbook does not take the part."""
        if len(part.rows) > MOST_ROWS or len(part.columns) > MOST_COLUMNS:
            raise WrongValue(
                Text(
                    f"“{part.title.da}” har {len(part.rows)} rækker; så mange tager et regneark ikke.",
                    f"“{part.title.en}” has {len(part.rows)} rows; a workbook does not take so many.",
                ),
                Text("Vælg en anden del med --part, eller --format csv.", "Choose another --part, or --format csv."),
            )
        self._binding, self._part, self._quotes, self._index = binding, part, quotes, index
        self.name = binding.name(part.title)

    @property
    def rows(self) -> Place | None:
        """All rows; None where there are none."""
        last = len(self._part.columns) - 1
        return Place(self.name, HEAD + 1, HEAD + len(self._part.rows), 0, last) if self._part.rows else None

    def write(self) -> None:
        """Makes the sheet."""
        binding, part = self._binding, self._part
        leaf = binding.leaf(self.name)
        heads = [column_title(column.name, binding.language) for column in part.columns]
        counting = [any(isinstance(row[at], Figure) for row in part.rows) for at in range(len(heads))]
        widths = [max(8.0, min(15.0, len(head) + 3.0)) for head in heads]
        for row in part.rows:
            lengths = (max(map(len, self._told(cell).splitlines()), default=0) for cell in row)
            widths = [max(width, min(_WIDEST, length * 1.1 + 2)) for width, length in zip(widths, lengths, strict=True)]
        leaf.head(binding.say(part.title), binding.say(part.sentence), widths)
        leaf.fit(HEAD, zip(heads, widths, strict=True))
        for column, head in enumerate(heads):
            leaf.text(HEAD, column, head, "head number" if counting[column] else "head")
        for line, row in enumerate(part.rows, start=HEAD + 1):
            leaf.fit(line, zip(map(self._told, row), widths, strict=True))
            self._row(leaf, line, row, heads)
            binding.step()
        if not part.rows:
            leaf.text(HEAD + 1, 0, binding.say(_NONE), "line")
        leaf.frame(HEAD + len(part.rows), len(heads) - 1, sum(widths), self._frozen())

    def _frozen(self) -> int:
        """How many columns stay when the others are moved: up to the first thing that heads a row."""
        things = [at for row in self._part.rows[:1] for at, cell in enumerate(row) if isinstance(cell, Iri)]
        return min(things[0] + 1, 2) if things else 1

    def _row(self, leaf: Leaf, line: int, row: tuple[Cell, ...], heads: list[str]) -> None:
        binding = self._binding
        about = next((told for cell in row if not isinstance(cell, Figure) and (told := self._told(cell))), "")
        linked = False
        for column, cell in enumerate(row):
            for thing in cell_things(cell):
                binding.used.setdefault(thing, leaf.place(line, column))
            if isinstance(cell, Figure):
                self._figure(leaf, line, column, cell, f"{about} · {heads[column]}")
            elif isinstance(cell, Iri):
                to = None if linked else self._quotes.of(cell.value)
                linked = linked or to is not None  # the first thing of a row that has words leads to them
                leaf.text(line, column, self._told(cell), to=to)
            elif isinstance(cell, Literal) and isinstance(cell.value, Revision):
                leaf.revision(line, column, cell.value)
            elif isinstance(cell, Literal) and (number := _number(cell)) is not None:
                leaf.number(line, column, number)
            else:
                leaf.text(line, column, self._told(cell))

    def _figure(self, leaf: Leaf, line: int, column: int, figure: Figure, label: str) -> None:
        binding = self._binding
        if figure.value is None:
            leaf.text(line, column, figure.text, "words")
            return
        origin = leaf.place(line, column)
        to = self._quotes.of(figure.of[0]) if len(figure.of) == 1 else None
        if figure.of and to is None:
            to = self._index.block(
                origin,
                label,
                [Entry(binding.titled(of), short(of), binding.first(of), self._quotes.of(of)) for of in figure.of],
            )
        leaf.number(line, column, figure.value, to, unit=figure.unit)

    def _told(self, cell: Cell) -> str:
        if isinstance(cell, Text):
            return self._binding.say(cell)
        if isinstance(cell, Iri):
            return self._binding.titled(cell.value)
        if isinstance(cell, Figure):
            return cell.text
        return self._binding.inert(cell.value) if isinstance(cell, Literal) else ""


def _number(literal: Literal) -> Decimal | None:
    """*literal* as a number that a spreadsheet holds exactly; None where it is none."""
    if literal.datatype not in _NUMBERS:
        return None
    try:
        number = Decimal(literal.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= 15 and abs(number) < 10**15 else None


# Workbooks.

_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ROWS = Text("rækker", "rows")
_SIGNS = Text("tegn i alt, hver en tråd med sine ord", "signs in all, each a thread with its words")
_GAPS = Text("rækker, der er huller efter politikken", "rows that are gaps by the policy")
_QUOTES = Text(
    "ordene: en linje for hvert citat ved hver ting (det samme citat kan stå ved flere)",
    "the words: a line for each quote of each thing (several can have the same one)",
)
_INDEX = Text("hvad hvert tal tæller, ting for ting", "what each number counts, one by one")
_LEGEND = Text("tegnene, og hvordan regnearket læses", "the signs, and how to read the workbook")
_DRAWN = Text("(tegningen står på siden: --format html)", "(the drawing stands on the page: --format html)")


def workbook(dossier: Dossier, language: str, progress: Callable[[int, int], None] | None = None) -> bytes:
    """*dossier* as an XLSX file in *language*: a cover, a sheet for each section, for a matrix its threads with their
    words, an index of what each number counts, the quotes, a legend. The same bytes every time; text stays text.

    *progress* is told how many lines of how many are written. Raises WrongValue where a workbook does not take it all.
    """
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    steps = _Steps(dossier, progress)
    binding = Binding(book, dossier, language, steps)
    book.set_properties({"title": cut(binding.say(dossier.title), 200), "created": _NO_CLOCK, "author": "strategigraf"})
    _bind(binding)
    book.close()
    steps.end()
    return stream.getvalue()


def _bind(binding: Binding) -> None:
    """Makes all sheets: their names are known before the first is written, so that each can lead to the others."""
    quotes, index = Quotes(binding), Index(binding)
    legend = legend_name(binding)
    cover = Cover(binding, quotes, index)
    contents: list[Line] = []
    sheets: list[CrossingSheet | FigureSheet] = []
    chapters = {chapter.entries[0][0]: chapter.title for chapter in binding.dossier.chapters}
    for section in binding.dossier.sections:
        if chapter := chapters.get(section.name):
            contents.append(Line(chapter=binding.title(chapter)))
        if isinstance(section, Crossing):
            crossing = CrossingSheet(binding, section, quotes, index)
            sheets.append(crossing)
            contents += _of_crossing(binding, section, crossing)
        elif isinstance(section, Part):
            part = FigureSheet(binding, section, quotes, index)
            sheets.append(part)
            contents.append(Line(part.name, _shows(binding, section), len(section.rows), part.rows))
        elif isinstance(section, Drawing):
            contents.append(Line("", f"{binding.say(section.title)} {binding.say(_DRAWN)}"))
    for sheet in sheets:
        sheet.write()
    every = quotes.place
    contents.append(Line(index.name, binding.say(_INDEX)))
    contents.append(Line(quotes.name, binding.say(_QUOTES), every.bottom - every.top + 1 if every else 0, every))
    contents.append(Line(legend, binding.say(_LEGEND)))
    cover.write(contents)
    index.write()
    quotes.write()
    write_legend(binding, legend)


def _of_crossing(binding: Binding, section: Crossing, sheet: CrossingSheet) -> list[Line]:
    rows, gaps = sheet.things(gaps=False), sheet.things(gaps=True)
    signs = sum(map(len, section.matrix.cells.values()))
    return [
        Line(sheet.name, binding.say(section.sentence)),
        Line("", binding.say(_ROWS), len(rows), None, rows),
        Line("", binding.say(_GAPS), len(gaps), None, gaps),
        Line(sheet.threads_name, binding.say(_SIGNS), signs, sheet.threads),
    ]


def _shows(binding: Binding, part: Part) -> str:
    return f"{binding.say(part.title)}. {binding.say(part.sentence)}".rstrip()


class _Steps:
    """Counts the lines that are written, and tells how many of about how many."""

    def __init__(self, dossier: Dossier, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress
        self._done = 0
        lines = sum(map(len, dossier.words.values()))
        for section in dossier.sections:
            if isinstance(section, Crossing):
                lines += len(section.matrix.rows) + 2 * sum(map(len, section.matrix.cells.values()))
            elif isinstance(section, Part):
                lines += len(section.rows)
        self._total = 2 * lines + 1  # the file itself takes as long as the lines

    def __call__(self) -> None:
        self._done = min(self._done + 1, self._total - 1)
        if self._progress is not None and self._done % 256 == 0:
            self._progress(self._done, self._total)

    def end(self) -> None:
        """Says that all is done."""
        if self._progress is not None:
            self._progress(self._total, self._total)
