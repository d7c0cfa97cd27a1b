"""Validation: the shapes against the data, the report as values. The only module that knows pySHACL and rdflib.

Whether data conform is decided by the severities of the results, never by the boolean of the report; what a finding
says comes from the shape that was broken, never from the text of the report.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.files import turtle
from strategigraf.values.errors import ShapesFaulty
from strategigraf.values.finding import Severity
from strategigraf.values.namespaces import SGSH
from strategigraf.values.term import LANG_STRING, XSD, XSD_STRING, Blank, Iri, Literal, Term
from strategigraf.values.text import Text

if TYPE_CHECKING:
    import rdflib

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {_SH + "Info": Severity.INFO, _SH + "Warning": Severity.WARNING, _SH + "Violation": Severity.VIOLATION}

Statements = Iterable[turtle.Statement]


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


class Result(NamedTuple):
    """One result of a validation: the rule that is broken, the focus node, the value, the kind of constraint
    (`MaxCount`) and the predicate (IRI) that breaks it, empty where it is none."""

    rule: str
    focus: Term
    value: Term | None
    component: str
    path: str

    @property
    def by_query(self) -> bool:
        """Whether the rule is a query, so that the value is what is wrong."""
        return self.component == "SPARQL"

    @property
    def thing(self) -> Term:
        """What the result is about."""
        return self.value if self.by_query and self.value is not None else self.focus


def validate(statements: Statements, shape_files: Sequence[Path]) -> set[Result]:
    """What pySHACL reports on *statements*. Raises TurtleSyntax or ShapesFaulty where a shape file cannot be used."""
    import pyshacl

    _, report, _ = pyshacl.validate(
        _graph(statements),
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
    return set(_results(report))


def rules_at_objects(shape_files: Iterable[Path]) -> dict[str, str]:
    """The rules that look at the objects of a predicate: the predicate of each, by name of the rule."""
    return {
        subject.value.removeprefix(SGSH): target.value
        for path in shape_files
        for subject, predicate, target in turtle.statements(path)
        if predicate.value == _SH + "targetObjectsOf"
    }


def _results(report: Any) -> Iterable[Result]:
    from rdflib import Namespace, URIRef

    sh = Namespace(_SH)
    for result in set(report.objects(None, sh.result)):
        shape = str(report.value(result, sh.sourceShape)).removeprefix(SGSH)
        value = report.value(result, sh.value)
        component = str(report.value(result, sh.sourceConstraintComponent)).removeprefix(_SH)
        path = report.value(result, sh.resultPath)
        focus = _plain(report.value(result, sh.focusNode))
        yield Result(
            shape,
            focus,
            None if value is None else _plain(value),
            component.removesuffix("ConstraintComponent"),
            str(path) if isinstance(path, URIRef) else "",
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
    no_number = term.datatype == XSD + "decimal" and not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", term.value)
    if term.datatype == XSD_STRING or no_number:
        return rdflib.Literal(term.value)  # to rdflib xsd:string is another type; a decimal like NaN makes pySHACL stop
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype))


def _plain(node: Any) -> Term:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    if isinstance(node, rdflib.BNode):
        return Blank(str(node))
    if node.language:
        return Literal(str(node), LANG_STRING, node.language)
    return Literal(str(node), str(node.datatype or XSD_STRING))
