"""Reading Turtle and other RDF files, with errors that name file, line and the text there."""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.core.errors import FilesNotFound, RdfSyntax, TermUnknown, TurtleSyntax, WrongValue
from strategigraf.core.rdf import BLANK, LANG_STRING, Blank, Iri, Literal, Term, Text, unseen
from strategigraf.files.output import os_error_text
from strategigraf.files.preset import policy_text
from strategigraf.files.settings import SETTINGS, read_settings

if TYPE_CHECKING:
    import pyoxigraph

Statement = tuple[Term, Term, Term]
_DEEPEST = 200  # triples inside each other; the parser runs out of stack far beyond that


def read_bytes(path: Path) -> bytes:
    """The bytes of the file *path*; of the settings of a workspace the policy that they make, as Turtle. Raises
    FilesNotFound when it cannot be read, SettingsFaulty."""
    if path.name == SETTINGS:
        return policy_text(read_settings(path.parent)).encode()
    try:
        return path.read_bytes()
    except OSError as error:
        reason = os_error_text(error)
        raise FilesNotFound(
            Text(da=f"Filen {path} kan ikke læses: {reason.da}.", en=f"{path} cannot be read: {reason.en}."),
            Text(da="Kontrollér stien og rettighederne.", en="Check the path and the permissions."),
        ) from error


@dataclass(frozen=True)
class Document:
    """A Turtle file: its text, the prefixes it declares, and its triples in the order of the file."""

    content: str
    prefixes: dict[str, str]
    statements: list[Statement]


def parse(path: Path, graph: str | None = None) -> "Iterator[pyoxigraph.Quad]":
    """The quads of the Turtle file *path*, placed in the named graph *graph* (in the default graph without one).

    Raises TurtleSyntax with file, line and the text of that line.
    """
    import pyoxigraph

    content = _content(path)
    name = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
    with _faults_reported(path, content):
        for subject, predicate, target, _ in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE):
            yield pyoxigraph.Quad(subject, predicate, target, name)


def _content(path: Path) -> bytes:
    """The bytes of the Turtle file *path* after its byte order mark, if it has one. Raises TurtleSyntax where they
    could not be parsed."""
    return _checked(path, read_bytes(path))


def _checked(path: Path, content: bytes) -> bytes:
    content = content.removeprefix(BOM)
    if content.count(b"<<") > _DEEPEST:
        depth = 0
        for match in re.finditer(rb"<<|>>|\n", content):
            depth += {b"<<": 1, b">>": -1}.get(match[0], 0)
            if depth > _DEEPEST:
                line = content.count(b"\n", 0, match.start()) + 1
                raise _syntax_error(path, content, line, 1, "triples nested too deep")
    return content


def in_words(content: bytes) -> list[tuple[str, str, str]]:
    """The triples of the Turtle *content* with every term written out in full, as the engine has it. Raises
    SyntaxError."""
    import pyoxigraph

    parsed = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed]


def read(path: Path) -> Document:
    """The Turtle file *path*, each of its IRIs as one and the same term throughout. Raises TurtleSyntax."""
    import pyoxigraph

    content = _content(path)
    with _faults_reported(path, content):
        parser = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE)
        statements = _plain(parser)
        return Document(content.decode("utf-8"), dict(parser.prefixes), statements)


class Outline(NamedTuple):
    """Triples by property, names of blank nodes behind BLANK: the `subjects` in their order, each as often as its
    triples do not follow each other; what `leads` from a subject to an IRI; and the `rest`: subject, value and language
    (empty without one, BLANK where the value is a blank node)."""

    subjects: list[str]
    leads: dict[str, list[tuple[str, str]]]
    rest: dict[str, list[tuple[str, str, str]]]


def outline(path: Path, content: bytes, properties: Collection[str]) -> Outline:
    """The triples of the Turtle file *path* with the *content*, in the order of the file; those that do not end in an
    IRI only where they are of one of *properties*. Raises TurtleSyntax."""
    import pyoxigraph

    content = _checked(path, content)
    named, literal, blank = pyoxigraph.NamedNode, pyoxigraph.Literal, pyoxigraph.BlankNode
    found = Outline([], defaultdict(list), defaultdict(list))
    subjects, leads, rest = found
    last = thing = ""
    with _faults_reported(path, content):
        for triple in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE):
            subject, target = triple.subject, triple.object
            name, kind = subject.value, type(target)
            if name != last:
                last, thing = name, f"{BLANK}{name}" if type(subject) is blank else name
                subjects.append(thing)
            if kind is named:
                leads[triple.predicate.value].append((thing, target.value))
            elif kind is literal and target.direction is None:
                predicate = triple.predicate.value
                if predicate in properties:
                    rest[predicate].append((thing, target.value, target.language or ""))
            elif kind is not blank:
                _unknown(target)
            elif triple.predicate.value in properties:
                rest[triple.predicate.value].append((thing, target.value, BLANK))
    return found


def outlined(told: Iterable[Statement]) -> Outline:
    """The triples *told* by property."""
    found = Outline([], defaultdict(list), defaultdict(list))
    for subject, predicate, target in told:
        thing = BLANK + subject.value if isinstance(subject, Blank) else subject.value
        if not found.subjects or found.subjects[-1] != thing:
            found.subjects.append(thing)
        if isinstance(target, Iri):
            found.leads[predicate.value].append((thing, target.value))
        else:
            language = target.language if isinstance(target, Literal) else BLANK
            found.rest[predicate.value].append((thing, target.value, language))
    return found


def _plain(triples: "Iterable[pyoxigraph.Quad]") -> list[Statement]:
    import pyoxigraph

    named, iris = pyoxigraph.NamedNode, _Iris()
    return [
        (
            iris[subject.value] if type(subject) is named else term(subject),
            iris[predicate.value],
            iris[target.value] if type(target) is named else term(target),
        )
        for subject, predicate, target, _ in triples
    ]


def prefixes(path: Path) -> dict[str, str]:
    """The prefixes that the Turtle file *path* declares. Raises TurtleSyntax."""
    return read(path).prefixes


def statements(path: Path) -> list[Statement]:
    """The triples of the Turtle file *path* as plain terms, in the order of the file. Raises TurtleSyntax."""
    return read(path).statements


def content_statements(content: bytes) -> list[Statement]:
    """The triples of the Turtle *content* as plain terms. Raises SyntaxError."""
    import pyoxigraph

    parsed = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE)
    return [(term(quad.subject), term(quad.predicate), term(quad.object)) for quad in parsed]


def read_graph(path: Path, graph: str, content: bytes) -> bytes:
    """The Turtle file *path* with the *content* as N-Triples. Blank nodes have names of their own in the named graph
    *graph*, the same whenever the file is read.

    Raises TurtleSyntax.
    """
    import pyoxigraph

    content = _checked(path, content)
    form = pyoxigraph.RdfFormat.TURTLE
    with _faults_reported(path, content):
        triples = pyoxigraph.serialize(pyoxigraph.parse(content, format=form), format=pyoxigraph.RdfFormat.N_TRIPLES)
        assert triples is not None
        if b"_:" not in triples:
            return triples
        told = _plain(pyoxigraph.parse(content, format=form))
    return ntriples(_named_blanks(told, blank_mark(graph)))


def blank_mark(graph: str) -> str:
    """What the names of the blank nodes of the named graph *graph* begin with, before an n and a number."""
    from hashlib import blake2b

    return f"b{blake2b(graph.encode(), digest_size=8).hexdigest()}"


def _named_blanks(told: list[Statement], mark: str) -> list[Statement]:
    """*told* with blank nodes called *mark*, n and a number, in the order of the file."""
    names: dict[str, Blank] = {}

    def named(node: Term) -> Term:
        return names.setdefault(node.value, Blank(f"{mark}n{len(names)}")) if isinstance(node, Blank) else node

    return [(named(subject), predicate, named(target)) for subject, predicate, target in told]


def nquads(statements: Iterable[Statement], graph: str) -> bytes:
    """*statements* as N-Quads in the named graph *graph*."""
    end = f" <{graph}> .\n"
    text = _Texts()
    return "".join(f"{text[s]} {text[p]} {text[o]}{end}" for s, p, o in statements).encode("utf-8")


def ntriples(statements: Iterable[Statement]) -> bytes:
    """*statements* as N-Triples."""
    text = _Texts()
    return "".join(f"{text[s]} {text[p]} {text[o]} .\n" for s, p, o in statements).encode("utf-8")


class _Texts(dict[Term, str]):
    def __missing__(self, term: Term) -> str:
        self[term] = _text(term)
        return self[term]


def _text(term: Term) -> str:
    if isinstance(term, Iri):
        return f"<{term.value}>"
    if isinstance(term, Blank):
        return f"_:{term.value}"
    words = term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{words}"@{term.language}' if term.language else f'"{words}"^^<{term.datatype}>'


def term(node: object) -> Term:
    """The plain value of a term of pyoxigraph. Raises TermUnknown where it is none of RDF 1.1."""
    reader = _readers().get(type(node))
    return _unknown(node) if reader is None else reader(node)


def _unknown(node: object) -> Term:
    shown = unseen(str(node))
    shown = shown if len(shown) <= 100 else shown[:99] + "…"
    raise TermUnknown(
        Text(f"»{shown}« findes ikke i RDF 1.1.", f"“{shown}” does not exist in RDF 1.1."),
        Text(
            "Skriv det uden indlejrede tripler og uden tekstretning (RDF 1.2).",
            "Write it without triples as terms and without a direction of text (RDF 1.2).",
        ),
    )


def line_in(path: Path, iri: str) -> int:
    """The line of the Turtle file *path* on which the description of *iri* begins, from 1; 0 where there is none."""
    heads, prefixes = _heads(path, path.stat().st_mtime_ns)
    names = [f"<{iri}>"]
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            names.append(f"{prefix}:{iri[len(namespace) :]}")
    return min((heads[name] for name in names if name in heads), default=0)


@lru_cache(maxsize=4)
def _heads(path: Path, changed: int) -> tuple[dict[str, int], dict[str, str]]:
    """The first line on which each word is at the left edge, and the prefixes of the file."""
    import pyoxigraph

    content = _content(path)
    with _faults_reported(path, content):
        parser = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE)
        deque(parser, maxlen=0)  # prefixes may be declared anywhere
    heads: dict[str, int] = {}
    for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
        if line[:1].strip():
            heads.setdefault(line.split(maxsplit=1)[0], number)
    return heads, dict(parser.prefixes)


class _Iris(dict[str, Iri]):
    def __missing__(self, value: str) -> Iri:
        self[value] = Iri(value)
        return self[value]


@cache
def _readers() -> dict[type, Callable[[Any], Term]]:
    import pyoxigraph

    return {
        pyoxigraph.NamedNode: lambda node: Iri(node.value),
        pyoxigraph.BlankNode: lambda node: Blank(node.value),
        pyoxigraph.Literal: _literal,
    }


def _literal(node: "pyoxigraph.Literal") -> Term:
    language = node.language
    if node.direction is not None:
        return _unknown(node)
    return Literal(node.value, LANG_STRING, language) if language else Literal(node.value, node.datatype.value)


@contextmanager
def _faults_reported(path: Path, content: bytes) -> Iterator[None]:
    try:
        yield
    except TermUnknown as error:
        raise TermUnknown(Text(f"{path}: {error.message.da}", f"{path}: {error.message.en}"), error.remedy) from error
    except SyntaxError as error:
        raise _syntax_error(path, content, error.lineno or 1, error.offset or 1, error.msg) from error
    except (ValueError, OSError) as error:
        raise _syntax_error(path, content, 1, 1, str(error)) from error


def _syntax_error(path: Path, content: bytes, line: int, column: int, reason: str | None) -> TurtleSyntax:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column, reason = before.count(b"\n") + 1, error.start - before.rfind(b"\n"), "not UTF-8"
    lines = content.decode("utf-8", errors="replace").split("\n")
    text = unseen(lines[line - 1].strip()) if 0 < line <= len(lines) else ""
    shown = text if len(text) <= 100 else text[:99] + "…"
    explanation = f" ({unseen(reason)})" if reason else ""
    return TurtleSyntax(
        Text(
            da=f"{path}:{line}:{column}: Turtle kan ikke læses ved »{shown}«{explanation}.",
            en=f"{path}:{line}:{column}: the Turtle could not be read at “{shown}”{explanation}.",
        ),
        Text(
            da="Ret linjen eller linjen før. Ofte mangler et »;«, et ».« eller et anførselstegn.",
            en="Correct that line or the one before it. Often a “;”, a “.” or a quotation mark is missing.",
        ),
    )


# Reading RDF in whatever form it is written, without asking the network for anything.

FORMS = {
    ".ttl": ("Turtle", "text/turtle"),
    ".nt": ("N-Triples", "application/n-triples"),
    ".nq": ("N-Quads", "application/n-quads"),
    ".trig": ("TriG", "application/trig"),
    ".rdf": ("RDF/XML", "application/rdf+xml"),
    ".owl": ("RDF/XML", "application/rdf+xml"),
    ".jsonld": ("JSON-LD", "application/ld+json"),
}
BOM = b"\xef\xbb\xbf"


def rdf_statements(path: Path, mark: str = "b") -> list[Statement]:
    """The triples of the file *path*, of whatever named graph, in the order of the file; its form is known from the
    ending of its name (see FORMS). Blank nodes are called *mark* and a number, in that order.

    Raises WrongValue for another ending, FilesNotFound, RdfSyntax with file and line, TermUnknown.
    """
    import pyoxigraph

    if path.suffix.lower() not in FORMS:
        raise WrongValue(
            Text(f"Filtypen af {path} er ukendt.", f"The file type of {path} is not known."),
            Text(f"Filnavnet skal ende på {', '.join(FORMS)}.", f"The name has to end in {', '.join(FORMS)}."),
        )
    language, media_type = FORMS[path.suffix.lower()]
    names: dict[str, Blank] = {}

    def named(node: Term) -> Term:
        return names.setdefault(node.value, Blank(f"{mark}{len(names)}")) if isinstance(node, Blank) else node

    form = pyoxigraph.RdfFormat.from_media_type(media_type)
    assert form is not None
    content = read_bytes(path).removeprefix(BOM)
    try:
        parsed = pyoxigraph.parse(content, format=form, base_iri=path.resolve().as_uri())
        return [(named(term(s)), named(term(p)), named(term(o))) for s, p, o, _ in parsed]
    except TermUnknown as error:
        raise TermUnknown(Text(f"{path}: {error.message.da}", f"{path}: {error.message.en}"), error.remedy) from error
    except (SyntaxError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None) or 1
        explanation = unseen(str(getattr(error, "msg", None) or error))[:200]
        raise RdfSyntax(
            Text(
                f"{path}:{line}: {language} kan ikke læses ({explanation}).",
                f"{path}:{line}: the {language} could not be read ({explanation}).",
            ),
            Text("Ret linjen, eller gem filen igen som UTF-8.", "Correct the line, or save the file as UTF-8 again."),
        ) from error
