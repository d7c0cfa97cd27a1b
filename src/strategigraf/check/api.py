"""Checking the data in Python, and its answer."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.api.answer import TEXTS, Answer
from strategigraf.api.graph import Graph
from strategigraf.check.dataset_check import Inspection
from strategigraf.check.quotes import source_folder
from strategigraf.core.policy import Severity, worst
from strategigraf.core.rdf import Text
from strategigraf.core.table import Frame, Series
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    from strategigraf.check.report import Validation


class CheckAnswer(Answer[Inspection]):
    """What a check found: a row for each finding. `good` tells whether there is no error, `summary` all in a sentence
    for people. By shapes of one's own the answer has the format "turtle" as well, the report of SHACL."""

    def __init__(
        self, value: Inspection, summary: Text, language: str, validation: "Validation | None" = None
    ) -> None:  # needs no store
        self.value = value
        self.language = language
        self.good = worst(value.findings) != Severity.VIOLATION
        self.summary = summary.in_language(language)
        self._validation = validation
        if validation is not None:
            self.formats = (*TEXTS, "turtle")

    def frame(self) -> Frame:
        """The findings as columns of plain Python values: file, line, severity, rule, thing, message, detail."""
        found = self.value.findings
        return Frame(
            (
                Series("file", "text", tuple(finding.file for finding in found)),
                Series("line", "integer", tuple(finding.line or None for finding in found)),
                Series("severity", "text", tuple(finding.severity.name.lower() for finding in found)),
                Series("rule", "text", tuple(finding.rule for finding in found)),
                Series("thing", "text", tuple(finding.thing for finding in found)),
                Series("message", "text", tuple(finding.message.in_language(self.language) for finding in found)),
                Series("detail", "text", tuple(finding.detail for finding in found)),
            ),
            len(found),
        )

    def __repr__(self) -> str:
        return f"<{self.summary}>"

    def _repr_html_(self) -> str:
        from strategigraf.core.table import Sheet
        from strategigraf.render.frame import MOST_ROWS, sheet_html

        frame = self.frame()
        rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in frame.rows())
        sheet = Sheet(frame.names, rows[:MOST_ROWS], notes=(self.summary,))
        return sheet_html(sheet, self.language, len(rows))

    def lines(self, width: int) -> str:
        """The findings as a list in lines at most *width* wide."""
        from strategigraf.check.report import as_text

        return as_text(self.value, "table", self.language, width)

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        if self._validation is not None and format_name == "turtle":
            from strategigraf.check.report import report_turtle

            return report_turtle(self._validation)
        from strategigraf.check.report import as_text

        return as_text(self.value, format_name, self.language)


def check(
    graph: Graph,
    paths: Iterable[str | Path] = (),
    sources: str | Path | None = None,
    engine: str = "auto",
    complete: bool = False,
    shapes: str | Path | None = None,
) -> CheckAnswer:
    """What shapes and quotes find wrong in all data, or in the Turtle files and folders *paths*; with *complete* also
    what the tracing policy asks for in vain.

    Columns: file, line (from 1), severity, rule, thing, message, detail; by file and line. Quotes are looked for in the
    folder *sources*, without which each is unverifiable. *engine*: "auto", "gate" or "pyshacl". `answer.good` tells
    whether there is no error (warnings do not count).

    With *shapes*, a file or folder of SHACL, it is these that count in place of the program's and of the quotes, and
    *paths* may be RDF of any kind.

    Raises FilesNotFound, SourceNotFound, TurtleSyntax, EngineMissing, WrongValue; with *shapes* also RdfSyntax,
    NothingToCheck, ShapesFaulty.

    >>> sg.check(sg.open()).good
    True
    """
    given = [Path(path) for path in paths]
    if shapes is not None:
        from strategigraf.check.report import check_shapes, summary_of_shapes

        found = check_shapes(graph.workspace, given, Path(shapes))
        return CheckAnswer(Inspection(found.findings, {}), summary_of_shapes(found), graph.language, found)
    from strategigraf.check.dataset_check import ENGINES, check_paths, files_to_check
    from strategigraf.check.report import summary
    from strategigraf.store.names import one_of

    one_of(engine, ENGINES, Text("en SHACL-motor", "a SHACL engine"))
    files_to_check(graph.workspace, given)  # a wrong path or folder is told before the work begins
    source_folder(sources)
    folder = None if sources is None else Path(sources)
    judging = graph.progress("check")

    def answer(store: EmbeddedStore) -> CheckAnswer:
        kept = graph.cache().kept(store)
        found = check_paths(graph.workspace, store, given, folder, engine, complete, kept, judging)
        return CheckAnswer(found, summary(found, folder is not None), graph.language)

    return graph.use(answer)
