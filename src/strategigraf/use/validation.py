"""Validation: the shapes against the data, the report as values. The only module that knows pySHACL and rdflib.

Whether data conform is decided by the severities of the results, never by the boolean of the report; what a finding
says comes from the shape that was broken, never from the text of the report.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.files import turtle
from strategigraf.values.errors import QueryReachesOut, ShapesFaulty
from strategigraf.values.finding import Severity
from strategigraf.values.namespaces import SGSH
from strategigraf.values.term import LANG_STRING, XSD, XSD_STRING, Blank, Iri, Literal, Term
from strategigraf.values.text import Text

if TYPE_CHECKING:
    import rdflib

SH = "http://www.w3.org/ns/shacl#"
SEVERITIES = {SH + "Info": Severity.INFO, SH + "Warning": Severity.WARNING, SH + "Violation": Severity.VIOLATION}

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
            if predicate.value == SH + "severity":
                severities[name] = SEVERITIES[target.value]
            elif predicate.value == SH + "message" and not isinstance(target, (Iri, Blank)):
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

    with _quiet():
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


class Breach(NamedTuple):
    """One result of a validation as SHACL has it: the shape, focus node and value, the path as Turtle (empty where
    there is none), severity and constraint component as IRIs, the messages in a stable order."""

    shape: Term
    focus: Term
    value: Term | None
    path: str
    severity: str
    component: str
    messages: tuple[Literal, ...]


def breaches(data: Statements, shapes: Statements) -> tuple[Breach, ...]:
    """What pySHACL reports on *data* by *shapes* of anybody, in a stable order; nothing that they name is fetched.

    Raises ShapesFaulty where the shapes cannot be used, QueryReachesOut where a constraint would go to the network.
    """
    import pyshacl
    from rdflib import URIRef

    with _shut_in() as tried, _quiet():
        try:
            _, report, _ = pyshacl.validate(
                _graph(data, False),
                shacl_graph=_graph(shapes, False),
                inplace=True,
                advanced=False,
                meta_shacl=False,
            )
        except Exception as error:
            report = error
    if tried:
        raise QueryReachesOut(
            Text("En SPARQL-regel i shapes bruger SERVICE.", "A SPARQL constraint of the shapes uses SERVICE."),
            Text("Fjern den.", "Remove it."),
        )
    if not hasattr(report, "objects"):
        said = " ".join(str(report).split())[:300]
        raise ShapesFaulty(
            Text(f"Shapes kan ikke bruges: {said}", f"The shapes cannot be used: {said}"),
            Text("Ret den shape, der er nævnt.", "Correct the shape that is named."),
        )

    def told(result: Any, name: str) -> Any:
        return report.value(result, URIRef(SH + name))

    found = []
    for result in report.objects(None, URIRef(SH + "result")):
        path, value = told(result, "resultPath"), told(result, "value")
        messages = [_plain(message) for message in report.objects(result, URIRef(SH + "resultMessage"))]
        found.append(
            Breach(
                _plain(told(result, "sourceShape")),
                _plain(told(result, "focusNode")),
                None if value is None else _plain(value),
                "" if path is None else _path(report, path),
                str(told(result, "resultSeverity")),
                str(told(result, "sourceConstraintComponent")),
                tuple(sorted((m for m in messages if isinstance(m, Literal)), key=lambda m: (m.language, m.value))),
            )
        )
    return tuple(sorted(found, key=repr))


def _path(report: Any, node: Any) -> str:
    """The property path *node* as Turtle."""
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return f"<{node}>"
    if report.value(node, rdflib.RDF.first) is not None:
        return f"( {' '.join(_path(report, part) for part in report.items(node))} )"
    inner = sorted((str(predicate), _path(report, part)) for predicate, part in report.predicate_objects(node))
    return f"[ {' ; '.join(f'<{predicate}> {part}' for predicate, part in inner)} ]"


@contextmanager
def _quiet() -> Iterator[None]:
    """While this lasts, rdflib does not write on stderr that a literal is ill-typed: the report tells it."""
    import logging
    import warnings

    log = logging.getLogger("rdflib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


@contextmanager
def _shut_in() -> Iterator[list[str]]:
    """While this lasts, rdflib's SPARQL fetches nothing; gives the parts of queries that tried to."""
    from rdflib.plugins import sparql

    tried: list[str] = []

    def refuse(context: Any, part: Any) -> Any:
        if part.name != "ServiceGraphPattern":
            raise NotImplementedError  # rdflib goes on with its own
        tried.append(part.name)
        raise ValueError("SERVICE")

    loading = sparql.SPARQL_LOAD_GRAPHS
    sparql.CUSTOM_EVALS[__name__] = refuse
    sparql.SPARQL_LOAD_GRAPHS = False
    try:
        yield tried
    finally:
        del sparql.CUSTOM_EVALS[__name__]
        sparql.SPARQL_LOAD_GRAPHS = loading


def rules_at_objects(shape_files: Iterable[Path]) -> dict[str, str]:
    """The rules that look at the objects of a predicate: the predicate of each, by name of the rule."""
    return {
        subject.value.removeprefix(SGSH): target.value
        for path in shape_files
        for subject, predicate, target in turtle.statements(path)
        if predicate.value == SH + "targetObjectsOf"
    }


def _results(report: Any) -> Iterable[Result]:
    from rdflib import Namespace, URIRef

    sh = Namespace(SH)
    for result in set(report.objects(None, sh.result)):
        shape = str(report.value(result, sh.sourceShape)).removeprefix(SGSH)
        value = report.value(result, sh.value)
        component = str(report.value(result, sh.sourceConstraintComponent)).removeprefix(SH)
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


def _graph(statements: Iterable[turtle.Statement], normalize: bool = True) -> "rdflib.Graph":
    import rdflib

    graph = rdflib.Graph()
    for subject, predicate, target in statements:
        graph.add((_node(subject), _node(predicate), _node(target, normalize)))
    return graph


def _node(term: Term, normalize: bool = True) -> Any:
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
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=normalize)


def _plain(node: Any) -> Term:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    if isinstance(node, rdflib.BNode):
        return Blank(str(node))
    if node.language:
        return Literal(str(node), LANG_STRING, node.language)
    return Literal(str(node), str(node.datatype or XSD_STRING))
