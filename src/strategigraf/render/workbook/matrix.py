"""The sheet of a matrix: signs that lead to their threads, sums to all that they count, gaps marked."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from strategigraf.core.errors import WrongValue
from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, Text, short
from strategigraf.core.report import Crossing
from strategigraf.core.thread import BASES, BASIS_LABELS, SIGNS, Mark, bearers, brief
from strategigraf.render.workbook.cells import HEAD, MOST_COLUMNS, MOST_LINKS, MOST_ROWS, Binding, Leaf, Place
from strategigraf.render.workbook.cover import Entry, Index, Quotes

# The sheet of threads.

Cells = list[tuple[str, tuple[Mark, ...]]]  # of one row: columns with their marks
_THREAD_SHEET_TITLE = Text("Tråde", "Threads")
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
        self.name = binding.name(_THREAD_SHEET_TITLE)
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
        leaf.head(f"{binding.say(_THREAD_SHEET_TITLE)}: {binding.say(self._title)}", binding.say(_SENTENCE), _WIDTHS)
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


_FEW = 3  # so many signs stand side by side in a narrow column
_DENSE = 60_000  # so many cells get a frame even where they are empty
_CODE, _TITLE, _FIRST = 0, 1, 2  # columns: the code of a row, its title, the first of the matrix
_TITLE_WIDTH, _SUM_WIDTH, _GAP_WIDTH = 46.0, 7.0, 13.0  # characters
_BOLD = 0.85  # of the letters that a column takes, where they are bold
_CODE_HEAD = Text("kode", "code")
_TOTAL = Text("i alt", "total")
_GAP = Text("hul", "gap")
_GAPS = {"inherited": Text("kun nedarvet", "inherited only"), "none": _GAP}
_NO_GROUP = Text("uden gruppe", "in no group")
_KEY = Text(
    "Hvert tegn er én tråd og fører til sine ord; tallene fører til alt, hvad de tæller. “hul”: politikken beder om en "
    "tråd, som rækken ikke har selv.",
    "Each sign is one thread and leads to its words; the numbers lead to all that they count. “gap”: the policy asks "
    "for a thread that the row does not have itself.",
)
_UNLINKED = Text(
    "Der er flere tegn, end et ark tager henvisninger: her fører rækkens sum til alle rækkens tråde.",
    "There are more signs than a sheet takes links: here the sum of a row leads to all threads of the row.",
)
_NO_ROWS = Text(
    "Ingen rækker: der er ingen ting af denne slags i det, der er spurgt om.",
    "No rows: there is nothing of this kind in what was asked about.",
)


class CrossingSheet:
    """The sheet of one matrix and that of its threads."""

    def __init__(self, binding: Binding, section: Crossing, quotes: Quotes, index: Index) -> None:
        """Plans both sheets. Raises WrongValue where a workbook does not take the matrix."""
        matrix = section.matrix
        _demand_room(len(matrix.rows), len(matrix.columns), sum(map(len, matrix.cells.values())))
        self._binding, self._section, self._quotes, self._index = binding, section, quotes, index
        self.name = binding.name(section.title)
        self._rows = by_row(matrix)
        self._threads = Threads(binding, quotes, section.title, [cells for _, cells in self._rows])
        self._columns = {column: place for place, column in enumerate(matrix.columns, start=_FIRST)}
        self._last = _FIRST + len(matrix.columns)  # the column of the sums; that of the gaps stands behind it
        starts = [p for p, group in enumerate(matrix.groups) if p == 0 or group != matrix.groups[p - 1]]
        self._groups = dict(zip(starts, [*starts[1:], len(matrix.rows)], strict=False))  # first row: end
        self._lines: list[int] = []
        line = HEAD + 1
        for place in range(len(matrix.rows)):
            line += place in self._groups
            self._lines.append(line)
            line += 1
        self._foot = line
        self._sums: dict[str, list[tuple[int, Mark]]] = {column: [] for column in matrix.columns}
        for place, (_, cells) in enumerate(self._rows):
            for column, marks in cells:
                self._sums[column] += [(place, mark) for mark in marks]
        links = sum(map(len, (cells for _, cells in self._rows))) + len(self._rows)
        self._several = len({short(row).rpartition("/")[0] for row in matrix.rows if row.startswith(ID)}) > 1
        self._linked = links + (1 + len(self._groups)) * (1 + len(matrix.columns)) < MOST_LINKS

    def _code(self, row: str) -> str:
        """What *row* is called in short, with its strategy where there are several."""
        return self._binding.inert(short(row)) if self._several and row.startswith(ID) else self._binding.code(row)

    def things(self, gaps: bool) -> list[Entry]:
        """The rows of the matrix, or those that are gaps, as things that a number counts."""
        binding = self._binding
        chosen = [row for row, _ in self._rows if not gaps or row in self._section.matrix.gaps]
        return [Entry(binding.titled(r), self._code(r), binding.first(r), self._quotes.of(r)) for r in chosen]

    @property
    def threads_name(self) -> str:
        """The name of the sheet of threads."""
        return self._threads.name

    @property
    def threads(self) -> Place | None:
        """All threads; None where there are none."""
        return self._threads.of_rows(0, len(self._rows))

    def write(self) -> None:
        """Makes both sheets."""
        leaf = self._binding.leaf(self.name)
        self._heads(leaf)
        blocks = {column: self._block(leaf, column) for column in self._columns}
        for place, (row, cells) in enumerate(self._rows):
            if place in self._groups:
                self._group(leaf, place, blocks)
            self._row(leaf, place, row, cells)
            self._binding.step()
        if self._rows:
            self._total(leaf, blocks)
        else:
            leaf.text(HEAD + 1, _CODE, self._binding.say(_NO_ROWS), "line")
        lines = dict(zip((row for row, _ in self._rows), self._lines, strict=True))
        self._threads.write(lambda row, column: leaf.place(lines[row], self._columns[column]))

    def _heads(self, leaf: Leaf) -> None:
        binding, section = self._binding, self._section
        titles = {column: f"{binding.code(column)} {binding.titled(column)}".strip() for column in self._columns}
        marks = [marks for _, cells in self._rows for _, marks in cells]
        width = max(5.0, min(14.0, 2.0 + max((len(_shown(each)) for each in marks), default=0)))
        code_width = min(40.0, 2.0 + max((len(self._code(row)) for row, _ in self._rows), default=0))
        widths = [code_width, _TITLE_WIDTH, *[width] * len(titles), _SUM_WIDTH, _GAP_WIDTH]
        present = {mark.basis for each in marks for mark in each}
        key = "  ".join(f"{SIGNS[basis]} {binding.say(BASIS_LABELS[basis])}" for basis in BASES if basis in present)
        told = "   ".join(filter(None, (key, binding.say(_KEY if self._linked else _UNLINKED))))
        leaf.head(binding.title(section.title), told, widths, one_line=True)
        lines = int(width * 7 / 16)  # of turned text that stand side by side in a column
        longest = min(100, max(map(len, titles.values()), default=0))
        leaf.sheet.set_row(HEAD, max(60.0, min(220.0, 6.8 * (-(-longest // lines) + 5))))
        leaf.text(HEAD, _CODE, binding.say(_CODE_HEAD), "head")
        leaf.text(HEAD, _TITLE, binding.say(section.rows), "head")
        for column, place in self._columns.items():
            leaf.text(HEAD, place, titles[column], "turned")
        leaf.text(HEAD, self._last, binding.say(_TOTAL), "head number")
        leaf.text(HEAD, self._last + 1, binding.say(_GAP), "head")
        leaf.frame(self._foot - 1, self._last + 1, sum(widths), _FIRST, key)
        leaf.sheet.outline_settings(True, False, True, False)

    def _row(self, leaf: Leaf, place: int, row: str, cells: Cells) -> None:
        binding, line, gap = self._binding, self._lines[place], self._section.matrix.gaps.get(row, "")
        room = _TITLE_WIDTH * (_BOLD if gap else 1)
        leaf.fit(line, [(binding.titled(row), room)], 1 if self._groups else 0)
        leaf.text(line, _CODE, self._code(row), "gap code" if gap else "code")
        leaf.text(line, _TITLE, binding.titled(row), "gap" if gap else "row")
        binding.used.setdefault(row, leaf.place(line, _TITLE))
        if len(self._rows) * len(self._columns) <= _DENSE:
            blank = binding.styles.style("gap sign" if gap else "sign")
            for column in self._columns.values():
                leaf.sheet.write_blank(line, column, None, blank)
        for thing, marks in cells:
            to = self._threads.of_cell(row, thing) if self._linked else None
            leaf.sign(line, self._columns[thing], _shown(marks), to, self._tip(marks))
            for bearer in (bearer for mark in marks for bearer in bearers(mark)):
                binding.used.setdefault(bearer, leaf.place(line, self._columns[thing]))
        count = sum(len(marks) for _, marks in cells)
        leaf.number(line, self._last, count, self._threads.of_rows(place, place + 1), "sum")
        leaf.text(line, self._last + 1, binding.say(_GAPS[gap]) if gap else "", "gap" if gap else "row")

    def _group(self, leaf: Leaf, place: int, blocks: dict[str, int]) -> None:
        """The line above the rows of a group: its title, and the sums of its columns."""
        binding, line, end = self._binding, self._lines[place] - 1, self._groups[place]
        group = self._section.matrix.groups[place]
        leaf.text(line, _CODE, binding.code(group) if group else "", "group")
        title = binding.titled(group) if group else binding.say(_NO_GROUP)
        leaf.fit(line, [(title, _TITLE_WIDTH * _BOLD)])
        leaf.text(line, _TITLE, title, "group")
        for column, at in self._columns.items():
            rows = [row for row, _ in self._sums[column]]
            before = bisect_left(rows, place)
            within = bisect_left(rows, end) - before
            if within:
                start = blocks[column] + before
                leaf.number(line, at, within, self._index.part(start, start + within), "group sum")
            else:
                leaf.text(line, at, "", "group")
        count = sum(len(marks) for _, cells in self._rows[place:end] for _, marks in cells)
        leaf.number(line, self._last, count, self._threads.of_rows(place, end), "group total")
        leaf.text(line, self._last + 1, "", "group")

    def _total(self, leaf: Leaf, blocks: dict[str, int]) -> None:
        leaf.text(self._foot, _CODE, "", "total head")
        leaf.text(self._foot, _TITLE, self._binding.say(_TOTAL), "total head")
        leaf.text(self._foot, self._last + 1, "", "total head")
        for column, at in self._columns.items():
            count = len(self._sums[column])
            to = self._index.part(blocks[column], blocks[column] + count) if count else None
            leaf.number(self._foot, at, count, to, "total sum")
        leaf.number(self._foot, self._last, sum(map(len, self._sums.values())), self.threads, "total")

    def _block(self, leaf: Leaf, column: str) -> int:
        """The line of the index at which the threads of *column* begin."""
        binding, entries = self._binding, []
        for place, mark in self._sums[column]:
            row = self._rows[place][0]
            basis = f"{SIGNS[mark.basis]} {binding.say(BASIS_LABELS[mark.basis])}"
            words = next((binding.inert(quote.exact) for quote in binding.quotes(mark)), "")
            entries.append(Entry(binding.titled(row), basis, words, self._threads.of_mark(mark)))
        label = f"{binding.code(column)} {binding.titled(column)}".strip()
        return self._index.block(leaf.place(self._foot, self._columns[column]), label, entries).top

    def _tip(self, marks: tuple[Mark, ...]) -> str:
        binding = self._binding
        words = next((quote for mark in marks for quote in binding.quotes(mark)), None)
        basis = ", ".join(dict.fromkeys(binding.say(BASIS_LABELS[mark.basis]) for mark in marks))
        return f"{basis}: “{binding.inert(words.exact)}”" if words else basis


def _demand_room(rows: int, columns: int, signs: int) -> None:
    if columns <= MOST_COLUMNS and max(2 * rows, signs) <= MOST_ROWS:
        return
    raise WrongValue(
        Text(
            f"Matricen er for stor til et regneark: {rows} × {columns} med {signs} tegn.",
            f"The matrix is too large for a workbook: {rows} × {columns} with {signs} signs.",
        ),
        Text(
            "Indskrænk den med --strategy eller --only, eller vælg --format csv.",
            "Narrow it with --strategy or --only, or choose --format csv.",
        ),
    )


def _shown(marks: tuple[Mark, ...]) -> str:
    """A sign for each of *marks*; of many each sign once, with their number."""
    if len(marks) <= _FEW:
        return "".join(SIGNS[mark.basis] for mark in marks)
    bases = [mark.basis for mark in marks]
    return " ".join(f"{SIGNS[basis]}{bases.count(basis)}" for basis in BASES if basis in bases)
