"""Shapes against data: a fast prefilter, pySHACL for the rest, and the words of what they find.

The only module that knows pySHACL, rdflib and shacl.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.core.errors import EngineMissing, QueryReachesOut, ShapesFaulty
from strategigraf.core.policy import Severity
from strategigraf.core.rdf import LANG_STRING, SGSH, XSD, XSD_STRING, Blank, Iri, Literal, Term, Text
from strategigraf.core.text import installing
from strategigraf.files import turtle

if TYPE_CHECKING:
    import rdflib

# What exactly is wrong where a rule that asks for several things is broken.

Said = Callable[[str], Text]


def fault_text(component: str, path: str, count: int, value: Term | None) -> Text | None:
    """The sentence for the SHACL constraint *component* (`MaxCount`) broken by *path* (a predicate by its short name),
    which stands *count* times; *value* is the value that breaks it. None where the rule's own message says it all."""
    if not path:
        return None
    if component == "MaxCount":
        return Text(f"{path} står {count} gange.", f"{path} stands {count} times.") if count > 1 else None
    if component == "MinCount" and count:
        times = Text(f"{count} gang" + ("" if count == 1 else "e"), f"{count} time" + ("" if count == 1 else "s"))
        return Text(f"{path} står kun {times.da}.", f"{path} stands only {times.en}.")
    if component in ("Class", "Or") and not isinstance(value, Literal):
        component = "Class"
    elif component in ("Class", "Or"):
        component = "Datatype"
    said = _SAID.get(component)
    return said(path) if said is not None else None


_SAID: dict[str, Said] = {
    "MinCount": lambda path: Text(f"{path} mangler.", f"{path} is missing."),
    "Class": lambda path: Text(
        f"{path} fører til noget, der ikke findes i data eller er af en anden slags.",
        f"{path} leads to something that is not in the data or is of another kind.",
    ),
    "Datatype": lambda path: Text(f"{path} har en værdi af en forkert type.", f"{path} has a value of a wrong type."),
    "NodeKind": lambda path: Text(f"{path} har en værdi af en forkert type.", f"{path} has a value of a wrong type."),
    "In": lambda path: Text(
        f"{path} har en værdi, der ikke er blandt dem, der kan stå.",
        f"{path} has a value that is none of those allowed.",
    ),
    "Pattern": lambda path: Text(f"{path} har en værdi i en forkert form.", f"{path} has a value in a wrong form."),
    "MinLength": lambda path: Text(f"{path} har en for kort tekst.", f"{path} has too short a text."),
    "MaxLength": lambda path: Text(f"{path} har en for lang tekst.", f"{path} has too long a text."),
    "MinInclusive": lambda path: Text(f"{path} har for lille en værdi.", f"{path} has too small a value."),
    "MaxInclusive": lambda path: Text(f"{path} har for stor en værdi.", f"{path} has too large a value."),
    "LanguageIn": lambda path: Text(
        f"{path} har en tekst uden sprog eller på et andet sprog.",
        f"{path} has a text without a language or in another one.",
    ),
    "UniqueLang": lambda path: Text(
        f"{path} har flere tekster på samme sprog.", f"{path} has several texts in one language."
    ),
}


# The gate.

_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"?(\^\^<[^<>"\s]*>|\^\^)?')
_READ_ALIKE = {
    XSD + "string": re.compile(r".*"),
    XSD + "decimal": re.compile(r"-?(0|[1-9][0-9]{0,8})([.][0-9]{1,8})?"),
    XSD + "gYear": re.compile(r"[0-9]{4}"),
    XSD + "gYearMonth": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    XSD + "date": re.compile(r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "anyURI": re.compile(r"\S+"),
}
ENGINES = ("auto", "gate", "pyshacl")


def has_gate(engine: str) -> bool:
    """Whether *engine*, one of ENGINES, is to use the gate. Raises EngineMissing where it must and cannot."""
    from importlib.util import find_spec

    there = find_spec("shacl") is not None
    if engine == "gate" and not there:
        raise EngineMissing(
            Text("Porten før pySHACL er ikke installeret.", "The gate before pySHACL is not installed."),
            Text(
                f"Installer den med {installing('fast').da}, eller brug --engine pyshacl.",
                f"Install it with {installing('fast').en}, or use --engine pyshacl.",
            ),
        )
    return there and engine != "pyshacl"


class Report(NamedTuple):
    """What the gate found wrong: the name of the rule (empty where it has none), the IRIs of the focus node and of the
    value (empty where there is none or it is no IRI)."""

    rule: str
    focus: str
    value: str


class Gate:
    """The shapes of *shape_files*, compiled once. Raises ImportError where the extra is not installed."""

    def __init__(self, shape_files: Iterable[Path]) -> None:
        import shacl

        triples = turtle.ntriples(statement for path in shape_files for statement in turtle.statements(path))
        self._shapes = shacl.Shapes.from_text(triples.decode(), format="ntriples")
        if not len(self._shapes):
            raise ValueError("no shapes")

    def reports(self, ntriples: bytes) -> list[Report] | None:
        """Everything that breaks a rule in the data *ntriples*; None where the gate is not to be trusted with them, or
        finds something at a node that is no IRI and cannot be told from others."""
        text = ntriples.decode("utf-8")
        for lexical, datatype in {found for found in _LITERAL.findall(text) if found[1]}:
            form = _READ_ALIKE.get(datatype[3:-1])
            if form is None or not form.fullmatch(lexical):
                return None
        try:
            results = self._shapes.validate_text(text, format="ntriples").results
        except BaseException as error:  # the engine's own panics derive from nothing narrower
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            return None
        if any(_is_no_iri(result.focus_node) or _is_blank(result.value) for result in results):
            return None
        return [
            Report(_iri(result.source_shape).removeprefix(SGSH), _iri(result.focus_node), _iri(result.value))
            for result in results
        ]


def _is_no_iri(node: object) -> bool:
    return not str(node).startswith("<")


def _is_blank(node: object) -> bool:
    return str(node or "").startswith("_:")


def _iri(node: object) -> str:
    text = str(node or "")
    return text[1:-1] if text.startswith("<") else ""


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
