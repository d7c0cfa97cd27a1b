"""Answers to SPARQL and to a check of the data, in Python."""

from strategigraf.faces.api.answer import Answer
from strategigraf.use.inspection import Inspection
from strategigraf.use.store import Store
from strategigraf.values.finding import Severity, worst
from strategigraf.values.frame import Frame, Series
from strategigraf.values.table import Answer as Found
from strategigraf.values.table import Column, Table, Triples, Truth
from strategigraf.values.term import XSD, Literal


class QueryAnswer(Answer[Found]):
    """What a SPARQL query gave: `value` is a Table, Triples or Truth. Triples are rows of subject, predicate, object; a
    yes or no is one row, `answer`, and the truth of the answer itself."""

    formats = ("table", "csv", "tsv", "json", "turtle", "ntriples", "jsonld")

    def frame(self) -> Frame:
        """The answer as columns of plain Python values, without titles."""
        from strategigraf.answers.frame_of import table_frame

        return table_frame(None, _table(self.value), self.language)

    def content(self, format_name: str = "") -> str | bytes:
        """The answer as text: a table in one of the first four of `formats`, triples in one of the last three (without
        one the first that fits). Raises WrongValue where a format does not fit the answer."""
        from strategigraf.interchange.query_content import query_content

        return query_content(self.value, format_name or None)

    def __str__(self) -> str:
        return str(self.content()).rstrip("\n")

    def __bool__(self) -> bool:
        return not isinstance(self.value, Truth) or self.value.value

    def __repr__(self) -> str:
        if isinstance(self.value, Truth):
            return f"<{self.value.value}>"
        what = "triples" if isinstance(self.value, Triples) else "rows"
        return f"<{len(self)} {what}: {', '.join(self.frame().names)}>"

    def _repr_html_(self) -> str:
        from strategigraf.interchange.notebook_html import MOST_ROWS, sheet_html
        from strategigraf.interchange.query_content import query_sheet

        table = _table(self.value)
        first = query_sheet(table._replace(rows=table.rows[:MOST_ROWS]))
        return sheet_html(first, self.language, len(table.rows))


class CheckAnswer(Answer[Inspection]):
    """What a check found: a row for each finding. `good` tells whether there is no error, `summary` all in a sentence
    for people."""

    def __init__(self, value: Inspection, store: Store, language: str, with_sources: bool) -> None:
        from strategigraf.interchange.finding_text import summary

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
        from strategigraf.interchange.notebook_html import MOST_ROWS, sheet_html
        from strategigraf.values.sheet import Sheet

        frame = self.frame()
        rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in frame.rows())
        sheet = Sheet(frame.names, rows[:MOST_ROWS], notes=(self.summary,))
        return sheet_html(sheet, self.language, len(rows))

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.interchange.finding_text import as_text

        return as_text(self.value, format_name, self.language)


def _table(found: Found) -> Table:
    if isinstance(found, Table):
        return found
    if isinstance(found, Triples):
        return Table(tuple(map(Column, ("subject", "predicate", "object"))), found.triples)
    return Table((Column("answer"),), ((Literal(str(found.value).lower(), XSD + "boolean"),),))
