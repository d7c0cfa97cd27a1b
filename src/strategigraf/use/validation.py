"""Validation: the shapes against the data, the report as findings. The only module that knows pySHACL and rdflib.

Whether data conform is decided by the severities of the results, never by the boolean of the report; what a finding
says comes from the shape that was broken, never from the text of the report.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategigraf.files import turtle
from strategigraf.values.errors import ShapesFaulty
from strategigraf.values.finding import Finding, Severity, in_order
from strategigraf.values.namespaces import SGSH, short
from strategigraf.values.term import Blank, Iri, Term
from strategigraf.values.text import Text

if TYPE_CHECKING:
    import rdflib

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {_SH + "Info": Severity.INFO, _SH + "Warning": Severity.WARNING, _SH + "Violation": Severity.VIOLATION}

Statements = Sequence[turtle.Statement]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name (`LinkShape-evidence`), severity and messages."""

    name: str
    severity: Severity
    message: Text


def rules(shape_files: Iterable[Path]) -> dict[str, Rule]:
    """The rules of the *shape_files* by name: every named shape with a severity. Raises TurtleSyntax."""
    severities: dict[str, Severity] = {}
    messages: dict[str, dict[str, str]] = {}
    for path in shape_files:
        for subject, predicate, target in turtle.statements(path):
            if not isinstance(subject, Iri) or not subject.value.startswith(SGSH) or not isinstance(predicate, Iri):
                continue
            name = subject.value[len(SGSH) :]
            if predicate.value == _SH + "severity":
                severities[name] = _SEVERITIES[target.value]
            elif predicate.value == _SH + "message" and not isinstance(target, (Iri, Blank)):
                messages.setdefault(name, {})[target.language] = target.value
    return {
        name: Rule(name, severity, Text(messages[name]["da"], messages[name]["en"]))
        for name, severity in sorted(severities.items())
    }


def validate(files: Mapping[Path, Statements], shape_files: Sequence[Path]) -> tuple[Finding, ...]:
    """What the shapes find in *files* taken together (statements by file): findings by file, line, rule and thing.

    Raises TurtleSyntax or ShapesFaulty where a shape file cannot be used.
    """
    import pyshacl

    known = rules(shape_files)
    _, report, _ = pyshacl.validate(
        _graph(statement for statements in files.values() for statement in statements),
        shacl_graph=_shapes(tuple(shape_files), tuple(path.stat().st_mtime_ns for path in shape_files)),
        inplace=True,
        advanced=False,
        meta_shacl=False,
    )
    if not hasattr(report, "objects"):
        raise ShapesFaulty(
            Text(f"Shapes kan ikke bruges: {report}.", f"The shapes cannot be used: {report}."),
            Text("Ret den shape, der er nævnt.", "Mend the shape that is named."),
        )
    places = _Places(files)
    return in_order(_finding(result, known, places) for result in _results(report))


@dataclass(frozen=True, slots=True)
class _Result:
    focus: Term
    value: Term | None
    shape: str
    by_query: bool


class _Places:
    """In which file, and on which line, a thing is described."""

    def __init__(self, files: Mapping[Path, Statements]) -> None:
        self._file: dict[Term, Path] = {}
        for path, statements in files.items():
            for subject, _, _ in statements:
                self._file.setdefault(subject, path)
        for path, statements in files.items():  # a term that nobody describes stands where it is used
            for _, predicate, target in statements:
                self._file.setdefault(predicate, path)
                self._file.setdefault(target, path)

    def of(self, thing: Term) -> tuple[str, int]:
        path = self._file.get(thing)
        if path is None:
            return "", 0
        return str(path), line_in(path, thing.value)


def line_in(path: Path, iri: str) -> int:
    """The line of the Turtle file *path* on which the description of *iri* begins, from 1; 0 where there is none."""
    content, prefixes = _text(path, path.stat().st_mtime_ns)
    names = [f"<{iri}>"]
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            names.append(f"{prefix}:{iri[len(namespace) :]}")
    return turtle.line_of(content, names)


@cache
def _text(path: Path, changed: int) -> tuple[str, dict[str, str]]:
    return path.read_text(encoding="utf-8"), turtle.prefixes(path)


def _finding(result: _Result, known: Mapping[str, Rule], places: _Places) -> Finding:
    rule = known[result.shape]
    thing = result.value if result.by_query and result.value is not None else result.focus
    file, line = places.of(thing)
    detail = short(result.value.value) if result.value is not None and not result.by_query else ""
    return Finding(rule.name, rule.severity, file, line, short(thing.value), rule.message, detail)


def _results(report: Any) -> Iterable[_Result]:
    from rdflib import Namespace

    sh = Namespace(_SH)
    for result in set(report.objects(None, sh.result)):
        shape = str(report.value(result, sh.sourceShape)).removeprefix(SGSH)
        value = report.value(result, sh.value)
        by_query = report.value(result, sh.sourceConstraintComponent) == sh.SPARQLConstraintComponent
        yield _Result(
            _plain(report.value(result, sh.focusNode)), None if value is None else _plain(value), shape, by_query
        )


@cache
def _shapes(paths: tuple[Path, ...], changed: tuple[int, ...]) -> "rdflib.Graph":
    import rdflib

    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def _graph(statements: Iterable[turtle.Statement]) -> "rdflib.Graph":
    import rdflib

    graph = rdflib.Graph()
    for subject, predicate, target in statements:
        graph.add((_node(subject), _node(predicate), _node(target)))
    return graph


def _node(term: Term) -> Any:
    import rdflib

    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if isinstance(term, Blank):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype))


def _plain(node: Any) -> Term:
    import rdflib

    from strategigraf.values.term import LANG_STRING, XSD_STRING, Literal

    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    if isinstance(node, rdflib.BNode):
        return Blank(str(node))
    if node.language:
        return Literal(str(node), LANG_STRING, node.language)
    return Literal(str(node), str(node.datatype or XSD_STRING))
