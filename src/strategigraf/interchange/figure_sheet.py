"""The sheet of a part of a report: numbers that lead to all that they count, texts that can be read."""

from decimal import Decimal, InvalidOperation

from strategigraf.answers.heading import heading
from strategigraf.interchange.binding import HEAD, Binding, Leaf
from strategigraf.interchange.index_sheet import Entry, Index
from strategigraf.interchange.quote_sheet import Quotes
from strategigraf.interchange.sheet_form import MOST_COLUMNS, MOST_ROWS, Place
from strategigraf.values.errors import WrongValue
from strategigraf.values.figure import Figure
from strategigraf.values.namespaces import short
from strategigraf.values.report import Cell, Part
from strategigraf.values.revision import Revision
from strategigraf.values.term import XSD, Iri, Literal
from strategigraf.values.text import Text

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
        heads = [heading(column.name, binding.language) for column in part.columns]
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
            if isinstance(cell, Figure):
                self._figure(leaf, line, column, cell, f"{about} · {heads[column]}")
            elif isinstance(cell, Iri):
                binding.used.setdefault(cell.value, leaf.place(line, column))
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
        for thing in figure.of:
            binding.used.setdefault(thing, origin)
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
