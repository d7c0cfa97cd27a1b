"""The sheet of a matrix: signs that lead to their threads, sums that lead to all that they count, gaps marked."""

from bisect import bisect_left

from strategigraf.answers.matrix_sheet import SIGNS, bearers
from strategigraf.interchange.binding import HEAD, Binding, Leaf
from strategigraf.interchange.index_sheet import Entry, Index
from strategigraf.interchange.quote_sheet import Quotes
from strategigraf.interchange.sheet_form import MOST_COLUMNS, MOST_LINKS, MOST_ROWS, Place
from strategigraf.interchange.thread_sheet import Cells, Threads, by_row
from strategigraf.values.dossier import Crossing
from strategigraf.values.errors import WrongValue
from strategigraf.values.hop import BASES, BASIS_LABELS, Mark
from strategigraf.values.namespaces import ID, short
from strategigraf.values.text import Text

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
