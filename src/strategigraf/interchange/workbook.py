"""Workbooks: a dossier as XLSX, in which every sign and every number leads to all it counts, and to the words."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from strategigraf.interchange.binding import Binding
from strategigraf.interchange.cover_sheet import Cover, Line
from strategigraf.interchange.crossing_sheet import CrossingSheet
from strategigraf.interchange.figure_sheet import FigureSheet
from strategigraf.interchange.index_sheet import Index
from strategigraf.interchange.legend_sheet import legend_name, write_legend
from strategigraf.interchange.quote_sheet import Quotes
from strategigraf.interchange.sheet_form import cut
from strategigraf.values.dossier import Crossing, Dossier, Drawing
from strategigraf.values.report import Part
from strategigraf.values.text import Text

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
