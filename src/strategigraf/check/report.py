"""What a check found as text: a list for people, CSV, Markdown and JSON; the page of all rules; and shapes of one's
own, which are any SHACL against any RDF, with their report of SHACL.
"""

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from strategigraf import error_modules
from strategigraf.api.answer import TEXTS, Answer
from strategigraf.api.graph import Graph
from strategigraf.check.cells import OF_CELLS
from strategigraf.check.dataset_check import Inspection
from strategigraf.check.quotes import STATUS_MESSAGES, STATUSES, VERIFIED, source_folder
from strategigraf.check.rules import SEVERITIES, SH, Rule
from strategigraf.check.shapes import Breach, breaches
from strategigraf.core.errors import CouldNotRun, NothingToCheck, StrategigrafError, TurtleSyntax, WrongUsage
from strategigraf.core.policy import Finding, Severity, in_order, worst
from strategigraf.core.rdf import Blank, Iri, Labels, Term, Text, filled, joined, message, short
from strategigraf.core.table import Frame, Series, Sheet
from strategigraf.core.text import markdown, one_line, turtle_term, visible
from strategigraf.files.turtle import FORMS, Statement, line_in, rdf_statements
from strategigraf.files.workspace import Workspace, files_at
from strategigraf.render import delimited as sheet_text
from strategigraf.render.delimited import json_text
from strategigraf.render.terminal.paragraph import lines
from strategigraf.store.sparql import EmbeddedStore

# The page on errors and rules, generated from them.

_HEAD = """# Fejl og regler / Errors and rules

Denne side er skrevet af `strategigraf rules`. / This page is written by `strategigraf rules`.

Afslutningskoder / Exit codes: 0 i orden / good, 1 fund / findings, 2 forkert brug / wrong usage, 3 kunne ikke køre /
could not run.
"""


def error_classes() -> list[type[StrategigrafError]]:
    """Every error class with a code of its own, by code."""
    for module in error_modules():
        import_module(module)
    found: dict[str, type[StrategigrafError]] = {}
    waiting: list[type[StrategigrafError]] = [StrategigrafError]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            waiting.append(cls)
            if "code" in vars(cls):
                found[cls.code] = cls
    return [found[code] for code in sorted(found)]


class Entry(NamedTuple):
    """What a page says of one code: the heading that it stands under, the code, what it means, and a note on it."""

    heading: str
    code: str
    meaning: Text
    note: Text


_ERRORS, _STATUSES, _RULES = "Fejl / Errors", "Citaters status / Statuses of quotes", "Regler / Rules"
_ASKED = "Krav i sporbarhedspolitikken / Requirements of the traceability policy (`check --complete`)"


def entries(rules: Iterable[Rule], requirements: Iterable[Rule] = ()) -> list[Entry]:
    """Every error code, every status of a quote, every rule, and what `check --complete` warns of, in that order."""
    found = []
    for cls in error_classes():
        number = 2 if issubclass(cls, WrongUsage) else 3 if issubclass(cls, CouldNotRun) else 1
        found.append(Entry(_ERRORS, cls.code, cls.about, message("check.page.exit-code", number=number)))
    found += [
        Entry(_STATUSES, f"quote-{status}", STATUS_MESSAGES[status], message("check.page.finding"))
        for status in STATUSES
        if status not in VERIFIED
    ]
    for heading, group in ((_RULES, rules), (_ASKED, requirements)):
        found += [Entry(heading, rule.name, rule.message, SEVERITY[rule.severity]) for rule in group]
    return found


def error_page(found: Iterable[Entry]) -> str:
    """*found* as a page in Markdown, each with its words in Danish and English."""
    lines = [_HEAD]
    for heading, group in groupby(found, key=lambda entry: entry.heading):
        lines += [f"## {heading}", ""]
        for entry in group:
            meaning = entry.meaning
            note = " / ".join(entry.note)
            lines += [f"### {entry.code}", "", f"({note})", ""]
            lines += [f"- da: {markdown(meaning.da)}", f"- en: {markdown(meaning.en)}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


SEVERITY = Labels("check.severity", {severity: severity.name.lower() for severity in Severity})


def as_text(found: Inspection, format_name: str, language: str, room: int | None = None) -> str:
    """*found* as a list of `file:line severity rule thing: message` ("table"), as CSV, Markdown or JSON; a list for a
    screen in lines at most *room* wide."""
    if format_name == "table" and room is not None:
        told = [one_line(_line(finding, language)) for finding in found.findings]
        return "".join(f"{line}\n" for text in told for line in lines(text, room, 2))
    if format_name == "table":
        return "".join(_line(finding, language) for finding in found.findings)
    if format_name == "json":
        return json_text(
            {
                "findings": [_record(finding) for finding in found.findings],
                "quotes": {"checked": found.checked, "verified": found.verified, "in-file": found.in_file}
                | {status: found.quotes.get(status, 0) for status in STATUSES},
                "cells": {
                    status: found.quotes.get(f"{OF_CELLS}{status}", 0) for status in STATUSES if status != "inside-word"
                },
            }
        )
    names = ("file", "line", "severity", "rule", "thing", "message", "detail")
    titles = [message(f"check.column.{name}").in_language(language) for name in names]
    sheet = Sheet(
        names if format_name == "csv" else tuple(titles),
        tuple(
            (_near(f.file), str(f.line or ""), SEVERITY[f.severity].in_language(language), f.rule, f.thing,
             f.message.in_language(language), f.detail)
            for f in found.findings
        ),
    )  # fmt: skip
    return sheet_text.csv(sheet) if format_name == "csv" else sheet_text.markdown_table(sheet)


_QUOTE_STATUS = Labels("check.quotes", STATUSES)


def summary(found: Inspection, with_sources: bool) -> Text:
    """One sentence: how many errors and warnings, and how many of the quotes were verified."""
    errors = sum(finding.severity is Severity.VIOLATION for finding in found.findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in found.findings)
    numbers = [(status, number) for status in STATUSES if (number := found.quotes.get(status))]
    counts = joined((filled(_QUOTE_STATUS[status], number=number) for status, number in numbers), ", ")
    told = message(
        "check.summary",
        errors=errors,
        warnings=warnings,
        verified=found.verified,
        checked=found.checked,
        counts=counts if numbers else message("check.summary.none"),
    )
    if cells := sum(number for status, number in found.quotes.items() if status.startswith(OF_CELLS)):
        good = sum(found.quotes.get(f"{OF_CELLS}{status}", 0) for status in VERIFIED)
        told = joined([told, message("check.summary.cells", verified=good, checked=cells)], " ")
    if found.verified:
        where = message("common.read-in", file=found.in_file, transcript=found.verified - found.in_file)
        told = Text(f"{told.da} {where.da}", f"{told.en} {where.en}")
    return told if with_sources else message("check.summary.no-sources", summary=told)


def summary_of_shapes(found: "Validation") -> Text:
    """One sentence: how many errors and warnings shapes found, in how many files."""
    errors = sum(finding.severity is Severity.VIOLATION for finding in found.findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in found.findings)
    infos = len(found.findings) - errors - warnings
    return message(
        "check.summary.shapes",
        errors=errors,
        warnings=warnings,
        infos=infos,
        data=found.data_files,
        shapes=found.shape_files,
    )


def _near(file: str) -> str:
    """*file* as seen from the folder the command runs in, where it lies below it."""
    here = os.path.relpath(file) if file else ""
    return visible(file if here.startswith("..") else here)


def _line(finding: Finding, language: str) -> str:
    place = f"{_near(finding.file)}:{finding.line}" if finding.line else _near(finding.file)
    head = f"{place}: {SEVERITY[finding.severity].in_language(language)} {finding.rule} {finding.thing}"
    detail = f" [{one_line(finding.detail)}]" if finding.detail else ""
    return f"{head}: {finding.message.in_language(language)}{detail}\n"


def _record(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        "file": _near(finding.file),
        "line": finding.line or None,
        "thing": finding.thing,
        "message": {"da": finding.message.da, "en": finding.message.en},
        "detail": finding.detail,
    }


# Shapes of one's own.


class Validation(NamedTuple):
    """What shapes find: the findings, the results they were made of, how many files of data were looked at by how many
    of shapes."""

    findings: tuple[Finding, ...]
    breaches: tuple[Breach, ...]
    data_files: int
    shape_files: int


def check_shapes(workspace: Workspace, paths: Sequence[Path], shapes: Path) -> Validation:
    """What the shapes in *shapes*, a file or a folder, find in the RDF files and folders *paths*, read as one graph, or
    without any in all that *workspace* has.

    A finding has the file and line where its focus node is described. Raises FilesNotFound, NothingToCheck, WrongValue
    for a file of unknown form, RdfSyntax, ShapesFaulty, QueryReachesOut.
    """
    shape_files, given = files_at([shapes], tuple(FORMS)), files_at(paths, tuple(FORMS))
    data_files = given or ([] if paths else [path for path in workspace.graph_files() if path.suffix == ".ttl"])
    for place, files in ((shapes, shape_files), (", ".join(map(str, paths)) or workspace.data, data_files)):
        if not files:
            raise NothingToCheck(
                Text(f"Der er ingen RDF i {place}.", f"There is no RDF in {place}."),
                Text(
                    f"Angiv filer, hvis navn ender på {', '.join(FORMS)}.",
                    f"Give files whose names end in {', '.join(FORMS)}.",
                ),
            )
    data = [(path, rdf_statements(path, f"d{number}b")) for number, path in enumerate(data_files)]
    rules = _all(rdf_statements(path, f"s{number}b") for number, path in enumerate(shape_files))
    if not any(predicate.value.startswith(SH) for _, predicate, _ in rules):
        raise NothingToCheck(
            Text(f"Der er ingen shapes (SHACL) i {shapes}.", f"There are no shapes (SHACL) in {shapes}."),
            Text("Angiv en fil eller mappe med shapes.", "Give a file or folder of shapes."),
        )
    found = breaches(_all(statements for _, statements in data), rules)
    homes: dict[Term, Path] = {}
    for path, statements in data:
        for subject, _, _ in statements:
            homes.setdefault(subject, path)
    return Validation(in_order(_finding(one, homes) for one in found), found, len(data_files), len(shape_files))


def _all(files: Iterable[list[Statement]]) -> list[Statement]:
    return [statement for statements in files for statement in statements]


def _finding(breach: Breach, homes: dict[Term, Path]) -> Finding:
    home = homes.get(breach.focus)
    path = short(breach.path[1:-1]) if breach.path.startswith("<") else breach.path
    told = [part for part in (path, _named(breach.value) if breach.value is not None else "") if part]
    return Finding(
        _named(breach.shape) if isinstance(breach.shape, Iri) else _local(breach.component),
        SEVERITIES.get(breach.severity, Severity.VIOLATION),
        str(home or ""),
        _line_of(home, breach.focus),
        _named(breach.focus),
        _message(breach),
        " ".join(told),
    )


def _line_of(home: Path | None, focus: Term) -> int:
    if home is None or home.suffix != ".ttl" or not isinstance(focus, Iri):
        return 0
    with suppress(TurtleSyntax):  # the file has names relative to its own place
        return line_in(home, focus.value)
    return 0


def _message(breach: Breach) -> Text:
    """The messages of the shape in Danish and English; where there is none in a language, one without, else any."""
    by_language = {message.language.partition("-")[0].lower(): message.value for message in reversed(breach.messages)}
    otherwise = by_language.get("", next(iter(by_language.values()), _local(breach.component)))
    return Text(by_language.get("da", otherwise), by_language.get("en", otherwise))


def _named(term: Term) -> str:
    if isinstance(term, Iri):
        return short(term.value)
    return f"_:{term.value}" if isinstance(term, Blank) else f"“{term.value}”"


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def report_turtle(found: Validation) -> str:
    """The report of SHACL on *found* as Turtle, results in order; the same findings give the same bytes."""
    rows = ["PREFIX sh: <http://www.w3.org/ns/shacl#>", "", "[] a sh:ValidationReport ;"]
    rows.append(f"    sh:conforms {str(not found.breaches).lower()} {';' if found.breaches else '.'}")
    for number, breach in enumerate(found.breaches):
        end = " ." if number == len(found.breaches) - 1 else " ;"
        rows += ["    sh:result [", "        a sh:ValidationResult ;"]
        rows += [f"        {line} ;" for line in _result_lines(breach)]
        rows.append(f"    ]{end}")
    return "\n".join(rows) + "\n"


def _result_lines(breach: Breach) -> list[str]:
    lines = [
        f"sh:focusNode {turtle_term(breach.focus)}",
        f"sh:resultSeverity <{breach.severity}>",
        f"sh:sourceConstraintComponent <{breach.component}>",
        f"sh:sourceShape {turtle_term(breach.shape)}",
    ]
    if breach.path:
        lines.append(f"sh:resultPath {breach.path}")
    if breach.value is not None:
        lines.append(f"sh:value {turtle_term(breach.value)}")
    return [*lines, *(f"sh:resultMessage {turtle_term(message)}" for message in breach.messages)]


# In Python.


class CheckAnswer(Answer[Inspection]):
    """What a check found: a row for each finding. `good` tells whether there is no error, `summary` all in a sentence
    for people. By shapes of one's own the answer has the format "turtle" as well, the report of SHACL."""

    def __init__(
        self, value: Inspection, summary: Text, language: str, validation: Validation | None = None
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
        from strategigraf.render.frame import MOST_ROWS, sheet_html

        frame = self.frame()
        rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in frame.rows())
        sheet = Sheet(frame.names, rows[:MOST_ROWS], notes=(self.summary,))
        return sheet_html(sheet, self.language, len(rows))

    def lines(self, width: int) -> str:
        """The findings as a list in lines at most *width* wide."""
        return as_text(self.value, "table", self.language, width)

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        if self._validation is not None and format_name == "turtle":
            return report_turtle(self._validation)
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
        found = check_shapes(graph.workspace, given, Path(shapes))
        return CheckAnswer(Inspection(found.findings, {}), summary_of_shapes(found), graph.language, found)
    from strategigraf.check.dataset_check import ENGINES, check_paths, files_to_check
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
