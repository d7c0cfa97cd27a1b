"""Checking the data in Python, and its answer."""

from collections.abc import Iterable
from pathlib import Path

from strategigraf.api.answer import Answer
from strategigraf.api.graph import Graph
from strategigraf.check.dataset_check import Inspection
from strategigraf.core.policy import Severity, worst
from strategigraf.core.table import Frame, Series
from strategigraf.store.sparql import EmbeddedStore, Store


class CheckAnswer(Answer[Inspection]):
    """What a check found: a row for each finding. `good` tells whether there is no error, `summary` all in a sentence
    for people."""

    def __init__(self, value: Inspection, store: Store, language: str, with_sources: bool) -> None:
        from strategigraf.check.report import summary

        super().__init__(value, store, language)
        self.good = worst(value.findings) != Severity.VIOLATION
        self.summary = summary(value, with_sources).in_language(language)

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

    def _content(self, format_name: str) -> str | bytes:
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
    from strategigraf.check.dataset_check import ENGINES, check_paths
    from strategigraf.core.rdf import Text
    from strategigraf.files.source_text import SourceFolder
    from strategigraf.store.names import one_of

    given = [Path(path) for path in paths]
    if shapes is not None:
        from strategigraf.check.dataset_check import Inspection
        from strategigraf.check.own_shapes import check_shapes

        by_shapes = Inspection(check_shapes(graph.workspace, given, Path(shapes)).findings, {})
        return graph.use(lambda store: CheckAnswer(by_shapes, store, graph.language, False))
    one_of(engine, ENGINES, Text("en SHACL-motor", "a SHACL engine"))
    folder = None if sources is None else Path(sources)
    if folder is not None:
        SourceFolder(folder)

    def answer(store: EmbeddedStore) -> CheckAnswer:
        kept = graph.cache().kept(store)
        found = check_paths(graph.workspace, store, given, folder, engine, complete, kept)
        return CheckAnswer(found, store, graph.language, folder is not None)

    return graph.use(answer)
