"""The catalogue as SPARQL examples in RDF, in the form that SPARQL editors and chat tools read: each query is an
`sh:SPARQLExecutable` with its question in Danish and English, its prefixes and its keywords."""

import re
from collections.abc import Iterable, Iterator

from strategigraf.core.rdf import BASE, DECLARED, LANG_STRING, PREFIXES, RDF, RDFS, XSD, Blank, Iri, Literal
from strategigraf.files.question import Question
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements

EXAMPLES = BASE + "sparql-examples/"
SERVER = "http://localhost:7878/query"  # where Oxigraph serves what it is filled with
_SH, _SCHEMA = PREFIXES["sh"], DECLARED["schema"]
_HEADER = re.compile(r"(?m)^#\+.*\n")
_PREFIX = re.compile(r"(?mi)^PREFIX\s+([\w.-]*):\s*<([^>]*)>")
_CLASS = re.compile(r"\b(?:sg|sdgo):([A-Z]\w+)")
_DECLARATIONS = Blank("sparql_examples_prefixes")


def examples(questions: Iterable[Question], server: str = SERVER) -> str:
    """The *questions* as SPARQL examples for the *server* (an address) in Turtle, each asked of everything. Their
    sentences of readers are in English."""
    told: list[Statement] = []
    prefixes: dict[str, str] = {}
    for question in questions:
        query = _HEADER.sub("", question.bind({}, "en")).strip() + "\n"
        prefixes |= dict(_PREFIX.findall(query))
        told += _example(Iri(EXAMPLES + question.name), question, query, server)
    told += _declarations(prefixes)
    return format_statements(told, {"ex": EXAMPLES, "schema": _SCHEMA})


def _example(example: Iri, question: Question, query: str, server: str) -> Iterator[Statement]:
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield example, Iri(RDF + "type"), Iri(_SH + kind)
    for language in ("da", "en"):
        comment = Literal(question.wording.in_language(language), LANG_STRING, language)
        yield example, Iri(RDFS + "comment"), comment
    yield example, Iri(_SH + "prefixes"), _DECLARATIONS
    yield example, Iri(_SH + "select"), Literal(query)
    yield example, Iri(_SCHEMA + "target"), Iri(server)
    for keyword in sorted(set(_CLASS.findall(query))):
        yield example, Iri(_SCHEMA + "keywords"), Literal(keyword)


def _declarations(prefixes: dict[str, str]) -> Iterator[Statement]:
    for prefix, namespace in sorted(prefixes.items()):
        declaration = Blank(f"prefix_{prefix}")
        yield _DECLARATIONS, Iri(_SH + "declare"), declaration
        yield declaration, Iri(_SH + "prefix"), Literal(prefix)
        yield declaration, Iri(_SH + "namespace"), Literal(namespace, XSD + "anyURI")
