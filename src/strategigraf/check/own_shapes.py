"""Shapes of one's own: any SHACL against any RDF, the results as findings and as a report of SHACL."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from strategigraf.check.rules import SEVERITIES, SH
from strategigraf.check.shapes import Breach, breaches
from strategigraf.core.errors import NothingToCheck, TurtleSyntax
from strategigraf.core.policy import Finding, Severity, in_order
from strategigraf.core.rdf import Blank, Iri, Term, Text, short
from strategigraf.core.text import turtle_term
from strategigraf.files.turtle import FORMS, Statement, line_in, rdf_statements
from strategigraf.files.workspace import Workspace, files_at


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
    data_files = given or ([] if paths else workspace.graph_files())
    for place, files in ((shapes, shape_files), (", ".join(map(str, paths)) or workspace.data, data_files)):
        if not files:
            raise NothingToCheck(
                Text(f"Der er ingen RDF i {place}.", f"There is no RDF in {place}."),
                Text(f"Angiv filer, der ender på {', '.join(FORMS)}.", f"Name files that end in {', '.join(FORMS)}."),
            )
    data = [(path, rdf_statements(path, f"d{number}b")) for number, path in enumerate(data_files)]
    rules = _all(rdf_statements(path, f"s{number}b") for number, path in enumerate(shape_files))
    if not any(predicate.value.startswith(SH) for _, predicate, _ in rules):
        raise NothingToCheck(
            Text(f"Der er ingen shapes (SHACL) i {shapes}.", f"There are no shapes (SHACL) in {shapes}."),
            Text("Angiv en fil eller mappe med shapes.", "Name a file or folder of shapes."),
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
        _line(home, breach.focus),
        _named(breach.focus),
        _message(breach),
        " ".join(told),
    )


def _line(home: Path | None, focus: Term) -> int:
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
