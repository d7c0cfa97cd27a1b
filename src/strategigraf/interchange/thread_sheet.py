"""The sheet of threads: a line for each sign of a matrix, with its basis, its way and its words."""

from collections.abc import Callable, Sequence

from strategigraf.answers.matrix_sheet import SIGNS, bearers, brief
from strategigraf.interchange.binding import HEAD, Binding
from strategigraf.interchange.quote_sheet import Quotes
from strategigraf.interchange.sheet_form import Place
from strategigraf.values.hop import BASIS_LABELS, Mark
from strategigraf.values.matrix import Matrix
from strategigraf.values.text import Text

Cells = list[tuple[str, tuple[Mark, ...]]]  # of one row: columns with their marks

_TITLE = Text("Tråde", "Threads")
_SENTENCE = Text(
    "Én linje for hvert tegn i matricen: hvad tråden hviler på, hvad den går gennem, og kildens ord. Celle fører "
    "tilbage til matricen, belæg videre til citaterne.",
    "A line for each sign of the matrix: what the thread rests on, what it goes through, and the source's words. Cell "
    "leads back to the matrix, evidence on to the quotes.",
)
_HEADS = (
    Text("celle", "cell"),
    Text("række", "row"),
    Text("kolonne", "column"),
    Text("grundlag", "basis"),
    Text("gennem", "through"),
    Text("vej", "way"),
    Text("ord", "words"),
    Text("dokument", "document"),
    Text("belæg", "evidence"),
)
_WIDTHS = (9, 34, 30, 13, 28, 24, 76, 28, 14)


class Threads:
    """The lines of the sheet: where each sign, row and group has its threads is known before they are written."""

    def __init__(self, binding: Binding, quotes: Quotes, title: Text, rows: Sequence[Cells]) -> None:
        self._binding = binding
        self._quotes = quotes
        self._title = title
        self.name = binding.name(_TITLE)
        self._lines: list[Mark] = []
        self._cells: dict[tuple[str, str], Place] = {}
        self._starts = [HEAD + 1]
        for cells in rows:
            for _, marks in cells:
                start = len(self._lines)
                self._lines += marks
                self._cells[marks[0].row, marks[0].column] = self._place(start, len(self._lines))
            self._starts.append(HEAD + 1 + len(self._lines))

    def of_cell(self, row: str, column: str) -> Place:
        """The threads of one cell. Raises KeyError where it has no sign."""
        return self._cells[row, column]

    def of_mark(self, mark: Mark) -> Place:
        """The line of one thread."""
        cell = self._cells[mark.row, mark.column]
        line = cell.top + self._lines[cell.top - HEAD - 1 : cell.bottom - HEAD].index(mark)
        return cell._replace(top=line, bottom=line)

    def of_rows(self, first: int, last: int) -> Place | None:
        """The threads of the rows of the matrix from *first* up to *last* (not included); None where they have none."""
        start, end = self._starts[first] - HEAD - 1, self._starts[last] - HEAD - 1
        return self._place(start, end) if end > start else None

    def _place(self, start: int, end: int) -> Place:
        return Place(self.name, HEAD + 1 + start, HEAD + end, 0, len(_HEADS) - 1)

    def write(self, cell: Callable[[str, str], Place]) -> None:
        """Makes the sheet; *cell* says where the cell of a row and a column stands."""
        binding = self._binding
        leaf = binding.leaf(self.name)
        leaf.head(f"{binding.say(_TITLE)}: {binding.say(self._title)}", binding.say(_SENTENCE), _WIDTHS)
        for column, head in enumerate(_HEADS):
            leaf.text(HEAD, column, binding.say(head), "head")
        for line, mark in enumerate(self._lines, start=HEAD + 1):
            origin = cell(mark.row, mark.column)
            leaf.text(line, 0, origin.label.rpartition(" ")[2], to=origin)
            told = self._told(mark)
            leaf.fit(line, zip(told, _WIDTHS[1:], strict=False))
            for column, text in enumerate(told, start=1):
                leaf.text(line, column, text)
            to = next((place for bearer in bearers(mark) if (place := self._quotes.of(bearer))), None)
            if to is not None:
                leaf.text(line, 8, to.label, to=to)
            binding.step()
        if not self._lines:
            leaf.text(HEAD + 1, 0, binding.say(Text("Ingen tråde.", "No threads.")), "line")
        leaf.frame(HEAD + len(self._lines), len(_HEADS) - 1, sum(_WIDTHS), 1)

    def _told(self, mark: Mark) -> tuple[str, ...]:
        binding, through = self._binding, mark.claim.subject
        quotes = binding.quotes(mark)
        documents = dict.fromkeys(binding.titled(quote.document) for quote in quotes)
        return (
            binding.titled(mark.row),
            f"{binding.code(mark.column)} {binding.titled(mark.column)}".strip(),
            f"{SIGNS[mark.basis]} {binding.say(BASIS_LABELS[mark.basis])}",
            "" if through in (mark.row, mark.column) else binding.titled(through),
            way(mark),
            "\n".join(_quotation(binding, quote.exact, quote.section) for quote in quotes),
            "\n".join(documents),
        )


def way(mark: Mark) -> str:
    """The things that *mark* goes through by their codes: upwards with →, where it first goes down with ↓."""
    things, lowest = mark.way
    names = [brief(thing) for thing in things]
    return " ↓ ".join([*names[:lowest], " → ".join(names[lowest:])])


def by_row(matrix: Matrix) -> list[tuple[str, Cells]]:
    """Each row of *matrix* with the cells of it that have marks, by column."""
    order = {column: place for place, column in enumerate(matrix.columns)}
    found: dict[str, Cells] = {row: [] for row in matrix.rows}
    for (row, column), marks in matrix.cells.items():
        if marks and row in found and column in order:
            found[row].append((column, marks))
    return [(row, sorted(cells, key=lambda cell: order[cell[0]])) for row, cells in found.items()]


def _quotation(binding: Binding, exact: str, section: str) -> str:
    return binding.inert(f"“{exact}”" + (f" ({section})" if section else ""))
