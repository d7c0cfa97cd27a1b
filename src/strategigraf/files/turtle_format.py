"""The house style of Turtle: one order, one indentation, the same bytes for the same triples.

Subjects stand in natural order of their IRIs (`goal-2` before `goal-10`), the first statement of the file first.
Comments before a subject and at the head of the file are kept; where a comment could not be kept the file is refused.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from strategigraf.files import turtle
from strategigraf.values.errors import CommentInside
from strategigraf.values.namespaces import OWL, PREFIXES, RDF, RDFS, SG, SKOS
from strategigraf.values.natural import natural
from strategigraf.values.term import XSD, XSD_STRING, Blank, Iri, Literal, Term
from strategigraf.values.text import Text

Statements = list[turtle.Statement]

_FIRST_TYPES = (OWL + "Ontology", SG + "Strategy")
_PREDICATES_FIRST = (
    RDF + "type",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    SKOS + "notation",
    SKOS + "prefLabel",
    RDFS + "label",
    SKOS + "altLabel",
    SKOS + "definition",
    SG + "localTerm",
    RDF + "subject",
    RDF + "predicate",
    RDF + "object",
    SG + "basis",
    SG + "inStrategy",
    SG + "partOf",
)
_RANK = {predicate: rank for rank, predicate in enumerate(_PREDICATES_FIRST)}
_NIL = Iri(RDF + "nil")
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^>\s]*>|#[^\n]*|\.(?=[\s#]|$)|[\[\](),;]|(?:[^\s\"'<>#\[\](),;.]|\.(?![\s#]|$))+",
    re.DOTALL,
)
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")


def format_file(path: Path) -> str:
    """The content of the Turtle file *path* in the house style.

    Raises TurtleSyntax, and CommentInside where a comment would be lost.
    """
    own = turtle.prefixes(path)
    statements = turtle.statements(path)
    head, comments = _comments(path, own)
    return format_statements(statements, own, head, comments)


def format_statements(
    statements: Statements,
    own_prefixes: dict[str, str],
    head: list[str] | None = None,
    comments: dict[str, list[str]] | None = None,
) -> str:
    """The *statements* in the house style, with *own_prefixes* beside those of the project, the comment lines *head*
    on top and *comments* before the subjects they belong to (by IRI)."""
    writer = _Writer(statements, PREFIXES | own_prefixes)
    blocks = [
        "".join(f"{line}\n" for line in (comments or {}).get(name, [])) + block for name, block in writer.blocks()
    ]
    used = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(writer.used.items()))
    top = "".join(f"{line}\n" for line in head or [])
    return "\n".join([top + used, *blocks]) if blocks else top + used


class _Writer:
    def __init__(self, statements: Statements, prefixes: dict[str, str]) -> None:
        self.used: dict[str, str] = {}
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._by_subject: dict[Term, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
        self._uses: dict[Term, int] = defaultdict(int)
        for subject, predicate, target in set(statements):
            assert isinstance(predicate, Iri)
            self._by_subject[subject][predicate.value].add(target)
            self._uses[target] += 1

    def blocks(self) -> Iterable[tuple[str, str]]:
        """Each named subject with its text, in the order of the file."""
        roots = [s for s in self._by_subject if isinstance(s, Iri) or self._uses[s] != 1]
        for subject in sorted(roots, key=self._place):
            body = self._body(self._by_subject[subject], 1)
            name = subject.value if isinstance(subject, Iri) else ""
            yield name, f"{self._name(subject)}\n{body}.\n"

    def _place(self, subject: Term) -> tuple[int, int, tuple[tuple[int, str], ...]]:
        types = {t.value for t in self._by_subject[subject].get(RDF + "type", ()) if isinstance(t, Iri)}
        first = 0 if types.intersection(_FIRST_TYPES) else 1
        return first, int(isinstance(subject, Blank)), natural(subject.value)

    def _body(self, predicates: dict[str, set[Term]], depth: int) -> str:
        indent = "    " * depth
        lines = []
        for predicate in sorted(predicates, key=lambda p: (_RANK.get(p, len(_RANK)), p)):
            verb = "a" if predicate == RDF + "type" else self._name(Iri(predicate))
            objects = " , ".join(self._object(o, depth) for o in sorted(predicates[predicate], key=self._object_key))
            lines.append(f"{indent}{verb} {objects} ;\n")
        return "".join(lines)

    def _object_key(self, node: Term) -> tuple[int, tuple[tuple[int, str], ...], str]:
        if isinstance(node, Literal):
            return 2, natural(node.value) if not node.language else ((0, node.language),), node.value
        if isinstance(node, Blank):
            return 1, (), self._object(node, 1)
        return 0, natural(node.value), ""

    def _object(self, node: Term, depth: int) -> str:
        if isinstance(node, Literal):
            return self._literal(node)
        if isinstance(node, Iri):
            return self._name(node)
        if self._uses[node] != 1:
            return self._name(node)
        if RDF + "first" in self._by_subject[node]:
            return self._collection(node, depth)
        if node not in self._by_subject:
            return "[]"
        return "[\n" + self._body(self._by_subject[node], depth + 1) + "    " * depth + "]"

    def _collection(self, node: Term, depth: int) -> str:
        items = []
        while node != _NIL:
            cell = self._by_subject[node]
            items.append(self._object(next(iter(cell[RDF + "first"])), depth))
            node = next(iter(cell[RDF + "rest"]))
        return f"( {' '.join(items)} )"

    def _name(self, node: Term) -> str:
        if isinstance(node, Blank):
            return f"_:{node.value}"
        for prefix, namespace in self._prefixes:
            local = node.value[len(namespace) :]
            if node.value.startswith(namespace) and _PLAIN_LOCAL.fullmatch(local):
                self.used[prefix] = namespace
                return f"{prefix}:{local}"
        return f"<{node.value}>"

    def _literal(self, node: Literal) -> str:
        if node.datatype == XSD + "boolean" and node.value in ("true", "false"):
            return node.value
        if node.datatype == XSD + "integer" and re.fullmatch(r"-?\d+", node.value):
            return node.value
        if node.datatype == XSD + "decimal" and re.fullmatch(r"-?\d+\.\d+", node.value):
            return node.value
        text = _quoted(node.value)
        if node.language:
            return f"{text}@{node.language}"
        return text if node.datatype == XSD_STRING else f"{text}^^{self._name(Iri(node.datatype))}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\r", "\\r").replace("\t", "\\t")
    escaped = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04X}", escaped)
    if "\n" in value:
        return '"""' + escaped.replace('"', '\\"') + '"""'
    return '"' + escaped.replace('"', '\\"') + '"'


def _comments(path: Path, prefixes: dict[str, str]) -> tuple[list[str], dict[str, list[str]]]:
    """The comment lines at the head of the file, and those before each subject (by IRI)."""
    content = turtle.read_bytes(path).decode("utf-8")
    head: list[str] = []
    waiting: list[str] = []
    before: dict[str, list[str]] = {}
    outside = started = directive = False
    outside = True
    for match in _TOKEN.finditer(content):
        token = match[0]
        if token.startswith("#"):
            if not outside:
                raise _lost(path, content, match.start(), token)
            (waiting if started else head).append(token.rstrip())
            continue
        if outside and token.upper() in ("PREFIX", "BASE", "@PREFIX", "@BASE"):
            started, outside, directive = True, False, True
            head, waiting = head + waiting, []
        elif directive:
            if token.startswith("<"):
                outside, directive = True, False
        elif token == ".":
            outside = True
        elif outside:
            started, outside = True, False
            if waiting:
                before[_expand(token, prefixes)] = waiting
                waiting = []
    if waiting:
        raise _lost(path, content, content.rindex(waiting[0]), waiting[0])
    return head, before


def _expand(token: str, prefixes: dict[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, _, local = token.partition(":")
    return prefixes.get(prefix, "") + local


def _lost(path: Path, content: str, offset: int, comment: str) -> CommentInside:
    line = content.count("\n", 0, offset) + 1
    return CommentInside(
        Text(
            da=f"{path}:{line}: kommentaren “{comment}” står, hvor den ville gå tabt.",
            en=f"{path}:{line}: the comment “{comment}” stands where it would be lost.",
        ),
        Text(
            da="Flyt den op foran en blok, til en linje for sig selv.",
            en="Move it up before a block, to a line of its own.",
        ),
    )
