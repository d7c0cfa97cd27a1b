"""Shapes against data: a fast prefilter, the SPARQL engine for rules over the whole graph, pySHACL for the rest.

The only module that knows pySHACL, rdflib and shacl.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.check.rules import SH, Query, Shapes, shape_statements
from strategigraf.core.errors import EngineMissing, QueryFailed, QueryReachesOut, QuerySyntax, ShapesFaulty
from strategigraf.core.rdf import LANG_STRING, SGSH, XSD, XSD_STRING, Blank, Iri, Literal, Term, Text
from strategigraf.core.text import installing
from strategigraf.files import turtle
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    import rdflib

Statements = Iterable[turtle.Statement]
_GRAPH = "urn:x-strategigraf:data"

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
            Text(
                "Den hurtige forkontrol før pySHACL er ikke installeret.",
                "The fast check before pySHACL is not installed.",
            ),
            Text(
                f"Installér den med {installing('fast').da}, eller brug --engine pyshacl.",
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

        triples = turtle.ntriples(shape_statements(shape_files))
        self._shapes = shacl.Shapes.from_text(triples.decode(), format="ntriples")
        if not len(self._shapes):
            raise ValueError("no shapes")

    def reports(self, ntriples: bytes) -> list[Report] | None:
        """Everything that breaks a rule in the data *ntriples*; None where the gate is not to be trusted with them, or
        finds something at a node that is no IRI and cannot be told from others."""
        text = ntriples.decode("utf-8")
        if not _are_read_alike(text):
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


def _are_read_alike(ntriples: str) -> bool:
    """Whether every literal has a form that all engines are known to read alike."""
    for lexical, datatype in {found for found in _LITERAL.findall(ntriples) if found[1]}:
        form = _READ_ALIKE.get(datatype[3:-1])
        if form is None or not form.fullmatch(lexical):
            return False
    return True


def _is_no_iri(node: object) -> bool:
    return not str(node).startswith("<")


def _is_blank(node: object) -> bool:
    return str(node or "").startswith("_:")


def _iri(node: object) -> str:
    text = str(node or "")
    return text[1:-1] if text.startswith("<") else ""


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


def validate(
    statements: Statements,
    shape_files: Sequence[Path],
    names: Collection[str] | None = None,
    own: Collection[str] | None = None,
) -> set[Result]:
    """What pySHACL reports on *statements*. With *names* all that breaks the rules of these names is reported, but
    perhaps not what breaks others; with *own* all that is wrong at these things.

    Rules over the whole graph are asked of the SPARQL engine, which is faster and finds the same. Raises TurtleSyntax
    or ShapesFaulty where a shape file cannot be used.
    """
    if names is not None and not names:
        return set()
    shapes = _shapes(tuple(shape_files), tuple(path.stat().st_mtime_ns for path in shape_files))
    told, heads = list(statements), shapes.heads(names)
    found, answered = _found_by_queries(told, shapes.queries(heads))
    rest = shapes.statements(heads - answered, told, own)
    return found | by_pyshacl(told, rest) if rest else found


@lru_cache(maxsize=4)
def _shapes(paths: tuple[Path, ...], changed: tuple[int, ...]) -> Shapes:
    return Shapes(paths)


def _found_by_queries(told: Statements, queries: Mapping[Term, Query]) -> tuple[set[Result], set[Term]]:
    """What the rules *queries* find in *told*, and which of them are answered so. pySHACL has to answer where a literal
    has a form that rdflib may read in its own way, where the engine cannot read a query, and where a value is a blank
    node (which has another name in a store) or a literal (which has another form)."""
    data = turtle.nquads(told, _GRAPH) if queries else b""
    if not queries or not _are_read_alike(data.decode("utf-8")):
        return set(), set()
    store = EmbeddedStore.in_memory()
    store.load_quads(data)
    found: set[Result] = set()
    answered: set[Term] = set()
    for head, query in queries.items():
        try:
            pairs = set(_broken(store, query))
        except (QueryFailed, QueryReachesOut, QuerySyntax, KeyError):
            continue
        if all(isinstance(term, Iri) for pair in pairs for term in pair):
            answered.add(head)
            found |= {Result(query.rule, focus, value, query.component, "") for focus, value in pairs}
    return found, answered


def _broken(store: EmbeddedStore, query: Query) -> Iterator[tuple[Term, Term]]:
    """What breaks the rule *query* in *store*: each focus node and value."""
    if not query.focuses:
        yield from ((value, value) for value in store.select(query.text).column("value") if value)
        return
    for focus in store.select(query.focuses).column("this"):
        if isinstance(focus, Iri):
            yield from ((focus, value or focus) for value in store.select(query.bound(focus)).column("value"))
        elif focus:
            yield focus, focus  # pySHACL has to look from it


def by_pyshacl(statements: Statements, shapes: Statements) -> set[Result]:
    """What pySHACL reports on *statements* by *shapes*. Raises ShapesFaulty where these cannot be used."""
    import pyshacl

    with _quiet():
        _, report, _ = pyshacl.validate(
            _graph(statements), shacl_graph=_graph(shapes), inplace=True, advanced=False, meta_shacl=False
        )
    if not hasattr(report, "objects"):
        raise ShapesFaulty(
            Text(f"Shapes kan ikke bruges: {report}.", f"The shapes cannot be used: {report}."),
            Text("Ret den shape, der er nævnt.", "Correct the shape that is named."),
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
