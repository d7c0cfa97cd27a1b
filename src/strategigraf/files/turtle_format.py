"""The house style of Turtle: one order, one indentation, comments kept, and nothing lost."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path

from strategigraf.core.errors import CommentInside, NotTheSame
from strategigraf.core.rdf import (
    LAST,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SG,
    SKOS,
    XSD,
    XSD_STRING,
    Blank,
    Iri,
    Literal,
    Term,
    Text,
    in_natural_order,
    natural,
)
from strategigraf.core.text import CONTROL, escaped
from strategigraf.files import turtle
from strategigraf.files.turtle import Document

# Whether two graphs are the same but for the names of their blank nodes.

_ROUNDS = 8  # of looking at a node's neighbours; what differs only later looks alike to any reader
Triple = tuple[str, str, str]


def same_graph(first: Iterable[Triple], second: Iterable[Triple]) -> bool:
    """Whether *first* and *second*, terms as in N-Triples, state the same.

    Exact for graphs without rings of blank nodes, in time linear in their size; of rings it compares what can be seen
    from each node eight steps around.
    """
    return _census(first) == _census(second)


def _census(triples: Iterable[Triple]) -> tuple[Counter[Triple], Counter[str]]:
    """Every triple and every blank node, by what they look like."""
    distinct = set(triples)
    leaving: dict[str, list[tuple[str, str]]] = defaultdict(list)
    coming: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, verb, target in distinct:
        if subject.startswith("_:"):
            leaving[subject].append((verb, target))
        if target.startswith("_:"):
            coming[target].append((subject, verb))
    blanks = leaving.keys() | coming.keys()
    looks = _looks_by_descendants(blanks, leaving, coming)
    for _ in range(_ROUNDS if blanks else 0):
        looks = {
            blank: _digest(
                looks[blank],
                sorted((verb, looks.get(target, target)) for verb, target in leaving.get(blank, ())),
                sorted((looks.get(subject, subject), verb) for subject, verb in coming.get(blank, ())),
            )
            for blank in blanks
        }
    seen = Counter((looks.get(s, s), verb, looks.get(o, o)) for s, verb, o in distinct)
    return seen, Counter(looks.values())


def _looks_by_descendants(
    blanks: Iterable[str], leaving: dict[str, list[tuple[str, str]]], coming: dict[str, list[tuple[str, str]]]
) -> dict[str, str]:
    """The looks of each of *blanks* by all its descendants; nodes in rings, and their ancestors, look alike."""
    waiting_for = {blank: sum(o.startswith("_:") for _, o in leaving.get(blank, ())) for blank in blanks}
    ready = [blank for blank, number in waiting_for.items() if not number]
    looks: dict[str, str] = {}
    while ready:
        blank = ready.pop()
        looks[blank] = _digest("", sorted((verb, looks.get(o, o)) for verb, o in leaving.get(blank, ())), [])
        for subject, _ in coming.get(blank, ()):
            if subject.startswith("_:"):
                waiting_for[subject] -= 1
                if not waiting_for[subject]:
                    ready.append(subject)
    return {blank: looks.get(blank, "ring") for blank in waiting_for}


def _digest(before: str, leaving: list[tuple[str, str]], coming: list[tuple[str, str]]) -> str:
    from hashlib import blake2b

    return "_:" + blake2b(repr((before, leaving, coming)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


# The comments of a Turtle file.

_IRI = r"<[^<>\s]*+>"
# Atomic groups, not possessive ones: a group that has to go back in what it read goes wrong in Python 3.11.0 to 3.11.4.
_STRING = (
    r'"""(?>(?:[^"\\]++|\\.|"(?!""))*)"""|"(?>(?:[^"\\\n]++|\\.)*)"'
    r"|'''(?>(?:[^'\\]++|\\.|'(?!''))*)'''|'(?>(?:[^'\\\n]++|\\.)*)'"
)
_PIECE = re.compile(
    rf"(?P<comment>#[^\n]*+)|(?P<directive>@?(?i:prefix|base)(?=[\s<])\s*+[^\s<#]*+\s*+{_IRI}\s*+\.?)"
    rf"|(?P<subject>{_IRI}|[\[(]|(?>(?:[^\s<#\[(\\]|\\.)+))"
    rf"(?>(?:{_STRING}|{_IRI}|[^\"'<#.\\]++|\\.|\.(?![\s#<\[(]|\Z))*)(?:\.|(?P<inside>#[^\n]*+)|)",
    re.DOTALL,
)


def comments_of(path: Path, document: Document) -> tuple[list[str], dict[str, list[str]]]:
    """The comment lines at the head of *document*, the file *path*, and those before each subject (by IRI).

    Raises CommentInside where a comment is before anything else.
    """
    subjects = {subject.value for subject, _, _ in document.statements if isinstance(subject, Iri)}
    head: list[str] = []
    before: dict[str, list[str]] = {}
    waiting: list[re.Match[str]] = []
    started = False
    last = document.content.rfind("#")
    for piece in _PIECE.finditer(document.content):
        if piece.start() > last and not waiting:
            break
        if piece["comment"]:
            waiting.append(piece)
            continue
        lines = [comment[0].rstrip() for comment in waiting]
        if piece["inside"]:
            raise _lost(path, document.content, piece.start("inside"))
        if piece["directive"] or not started:
            head += lines
        elif lines:
            subject = _expand(piece["subject"], document.prefixes)
            if subject not in subjects:
                raise _lost(path, document.content, waiting[0].start())
            before.setdefault(subject, []).extend(lines)
        started, waiting = True, []
    if waiting and started:
        raise _lost(path, document.content, waiting[0].start())
    return head + [comment[0].rstrip() for comment in waiting], before


def _expand(token: str, prefixes: dict[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, _, local = token.partition(":")
    return prefixes.get(prefix, "") + local


def _lost(path: Path, content: str, offset: int) -> CommentInside:
    line = content.count("\n", 0, offset) + 1
    comment = content[offset:].partition("\n")[0].rstrip()
    return CommentInside(
        Text(
            da=f"{path}:{line}: kommentaren »{comment}« ville gå tabt på sin plads.",
            en=f"{path}:{line}: the comment “{comment}” would be lost in its place.",
        ),
        Text(
            da="Flyt den op foran en blok, til en linje for sig selv.",
            en="Move it up before a block, to a line of its own.",
        ),
    )


Statements = list[turtle.Statement]
_TYPE = RDF + "type"
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
_FIRST = RDF + "first"
_REST = RDF + "rest"
_NIL = Iri(RDF + "nil")
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_PLAIN_LITERAL = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"-?[0-9]+"),
    XSD + "decimal": re.compile(r"-?[0-9]+\.[0-9]+"),
}
_TO_ESCAPE = re.compile(rf'["\\\t\n]|{CONTROL}')


def format_file(path: Path) -> str:
    """The content of the Turtle file *path* in the house style.

    Raises TurtleSyntax, TermUnknown, CommentInside where a comment would be lost, and NotTheSame where anything else
    would.
    """
    document = turtle.read(path)
    head, comments = comments_of(path, document)
    return formatted(path, document.content.encode("utf-8"), document, document.statements, head, comments)


def formatted(
    path: Path,
    original: bytes,
    document: turtle.Document,
    statements: Statements,
    head: Iterable[str],
    comments: dict[str, list[str]],
) -> str:
    """The *statements* in the house style, for the file *path*, which was read as *document*. Raises NotTheSame where
    that is not the graph of the Turtle *original*."""
    try:
        named = with_names(statements, document.content)
        text = format_statements(named, document.prefixes, head, comments)
        same = same_graph(turtle.in_words(original), turtle.in_words(text.encode("utf-8")))
    except (RecursionError, SyntaxError, ValueError):
        same = False
    if not same:
        raise NotTheSame(
            Text(
                f"{path} kan ikke skrives, uden at noget går tabt. Filen er uændret.",
                f"{path} cannot be written without loss. The file is unchanged.",
            ),
            Text(
                "Giv blanke knuder navne, eller opdel det, der er indlejret i mange niveauer.",
                "Name the blank nodes, or split what is deeply nested.",
            ),
        )
    return text


def with_names(statements: Statements, content: str) -> Statements:
    """*statements* with names of their own for the blank nodes that *content* gives none: `b1`, `b2` ... as they come
    there, in order behind all that it names, so that what it names stays the head of a ring. The engine would name them
    anew each time."""
    blanks = dict.fromkeys(
        term.value for subject, _, target in statements for term in (subject, target) if isinstance(term, Blank)
    )
    if not blanks:
        return statements
    written = set(re.findall(r"_:([^\s<>\"'()\[\],;]+)", content))
    kept = {blank for blank in blanks if blank in written}
    stem = max(kept, default="") + "b" if max(kept, default="") >= "b" else "b"
    fresh = (f"{stem}{number}" for number in count(1) if f"{stem}{number}" not in kept)
    names = {blank: blank if blank in kept else next(fresh) for blank in blanks}

    def named(term: Term) -> Term:
        return Blank(names[term.value]) if isinstance(term, Blank) else term

    return [(named(subject), verb, named(target)) for subject, verb, target in statements]


def format_statements(
    statements: Statements,
    own_prefixes: dict[str, str],
    head: Iterable[str] = (),
    comments: dict[str, list[str]] | None = None,
) -> str:
    """The *statements* in the house style, with *own_prefixes* beside those of the project, the comment lines *head*
    on top and *comments* before the subjects they belong to (by IRI)."""
    names = _Names(PREFIXES | own_prefixes)
    before = {subject: _lines(comment) for subject, comment in (comments or {}).items()}
    blocks = [before.get(subject, "") + text for subject, text in _Writer(statements, names).blocks()]
    used = [f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(names.used.items())]
    return "\n".join([_lines([*head, *used]), *blocks])


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


class _Names(dict[str, str]):
    """The name of each IRI that is asked for: prefixed where that can be; `used` has the prefixes of those names."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.used: dict[str, str] = {}
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._by_stem: dict[str, list[tuple[str, str]]] = {}

    def __missing__(self, iri: str) -> str:
        self[iri] = name = self._name(iri)
        return name

    def _name(self, iri: str) -> str:
        stem = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]  # a plain local name never reaches into it
        if stem not in self._by_stem:
            self._by_stem[stem] = [item for item in self._prefixes if item[1].startswith(stem)]
        for prefix, namespace in self._by_stem[stem]:
            local = iri[len(namespace) :]
            if iri.startswith(namespace) and _PLAIN_LOCAL.fullmatch(local):
                self.used[prefix] = namespace
                return f"{prefix}:{local}"
        return f"<{iri}>"


class _Writer:
    def __init__(self, statements: Statements, names: _Names) -> None:
        self._names = names
        self._natural = cache(natural)
        self._by_subject: dict[Term, Statements] = defaultdict(list)
        for subject, group in groupby(statements, key=itemgetter(0)):
            self._by_subject[subject].extend(group)
        self._first = {s for s, p, t in statements if t.value in _FIRST_TYPES and p.value == _TYPE}
        to_blanks = {s for s in statements if isinstance(s[2], Blank)}
        self._uses = Counter(target for _, _, target in to_blanks)
        self._named = self._ring_breakers({target: subject for subject, _, target in to_blanks})
        predicates = {predicate.value for _, predicate, _ in statements}
        by_rank = sorted(predicates, key=lambda predicate: (_RANK.get(predicate, len(_RANK)), predicate))
        self._rank = {predicate: rank for rank, predicate in enumerate(by_rank)}

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Each subject that is not written inside another, with its text, in the order of the file."""
        groups: dict[tuple[bool, bool], dict[str, Term]] = defaultdict(dict)
        for subject in self._by_subject:
            is_blank = isinstance(subject, Blank)
            if not is_blank or self._has_name(subject):
                groups[subject not in self._first, is_blank][subject.value] = subject
        for (_, is_blank), subjects in sorted(groups.items()):
            for value in in_natural_order(sorted(subjects)):
                name = f"_:{value}" if is_blank else self._names[value]
                yield value, f"{name}\n{self._body(subjects[value], 1)}.\n"

    def _has_name(self, node: Term) -> bool:
        return self._uses[node] != 1 or node in self._named

    def _ring_breakers(self, above: dict[Term, Term]) -> set[Term]:
        """Of each ring of blank nodes that each are used once, and so have no head to be written under, the first;
        *above* is what uses each blank node."""
        inside = {s for s in self._by_subject if isinstance(s, Blank) and self._uses[s] == 1}
        waiting: list[Term] = [node for node in inside if above[node] not in inside]
        inside.difference_update(waiting)
        breakers: set[Term] = set()
        candidates = iter(sorted(inside, key=lambda node: (natural(node.value), node.value)))
        while inside and (waiting or (first := next((node for node in candidates if node in inside), None))):
            if not waiting and first is not None:
                breakers.add(first)
                inside.discard(first)
                waiting.append(first)
            for _, _, target in self._by_subject[waiting.pop()]:
                if target in inside:
                    inside.discard(target)
                    waiting.append(target)
        return breakers

    def _body(self, subject: Term, depth: int) -> str:
        targets: dict[str, list[Term]] = {}
        for _, predicate, target in self._by_subject.get(subject, ()):
            targets.setdefault(predicate.value, []).append(target)
        indent, names = "    " * depth, self._names
        lines = []
        for verb in sorted(targets, key=self._rank.__getitem__):
            verb_targets = targets[verb]
            objects = (
                self._object(verb_targets[0], depth) if len(verb_targets) == 1 else self._objects(verb_targets, depth)
            )
            lines.append(f"{indent}{names[verb] if verb != _TYPE else 'a'} {objects} ;\n")
        return "".join(lines)

    def _objects(self, targets: list[Term], depth: int) -> str:
        pairs = sorted([(self._key(target), self._object(target, depth)) for target in set(targets)])
        return " , ".join([text for _, text in pairs])

    def _key(self, node: Term) -> tuple[int, list[str | int], str]:
        if isinstance(node, Iri):
            return 0, self._natural(node.value), node.value
        if isinstance(node, Blank):
            return 1, [], ""
        return 2, [LAST, 0, LAST + node.language] if node.language else natural(node.value), node.value

    def _object(self, node: Term, depth: int) -> str:
        if isinstance(node, Iri):
            return self._names[node.value]
        if isinstance(node, Literal):
            return self._literal(node)
        if self._has_name(node):
            return f"_:{node.value}"
        items = self._items(node)
        if items is not None:
            return f"( {' '.join(self._object(item, depth) for item in items)} )"
        return "[\n" + self._body(node, depth + 1) + "    " * depth + "]"

    def _items(self, node: Term) -> list[Term] | None:
        """What the collection that starts at *node* holds; None where *node* does not start a whole collection."""
        items: list[Term] = []
        while node != _NIL:
            cell = {(predicate.value, target) for _, predicate, target in self._by_subject.get(node, ())}
            targets = dict(cell)
            if self._has_name(node) or len(cell) != 2 or targets.keys() != {_FIRST, _REST}:
                return None
            items.append(targets[_FIRST])
            node = targets[_REST]
        return items

    def _literal(self, node: Literal) -> str:
        if node.language:
            return f"{_quoted(node.value)}@{node.language}"
        if node.datatype == XSD_STRING:
            return _quoted(node.value)
        plain_pattern = _PLAIN_LITERAL.get(node.datatype)
        if plain_pattern and plain_pattern.fullmatch(node.value):
            return node.value
        return f"{_quoted(node.value)}^^{self._names[node.datatype]}"


def _quoted(value: str) -> str:
    if not _TO_ESCAPE.search(value):
        return f'"{value}"'
    if "\n" in value:
        lines = "\n".join(map(escaped, value.split("\n")))
        return f'"""{lines}"""'
    return f'"{escaped(value)}"'
