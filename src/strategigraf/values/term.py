"""RDF terms as plain values, so that no answer depends on the library that computed it."""

from dataclasses import dataclass

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI."""

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node, by its label."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: its lexical form, its datatype and, for `rdf:langString`, its language."""

    value: str
    datatype: str = XSD_STRING
    language: str = ""


Term = Iri | Blank | Literal
