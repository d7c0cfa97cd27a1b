"""Alignments in the graph: each row of a mapping set as a node, and the match or continuation that it asserts."""

from collections.abc import Iterable, Iterator
from itertools import count

from strategigraf.files.sssom import NO_TERM, Alignment
from strategigraf.values.namespaces import ID, RDF, SG
from strategigraf.values.term import LANG_STRING, XSD, Iri, Literal, Term

CONTINUES = SG + "continues"


def alignment_iri(name: str, mapping: Alignment) -> str:
    """The IRI of the node for *mapping* in the mapping set called *name*; `alignment_statements` makes it unique."""
    ends = (mapping.subject, mapping.predicate, mapping.object)
    subject, predicate, target = (end.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for end in ends)
    return f"{ID}alignments/{name}/{subject}--{predicate}--{target}"


def alignment_statements(name: str, graph: str, mappings: Iterable[Alignment]) -> Iterator[tuple[Term, Term, Term]]:
    """The statements that the rows of the mapping set called *name* make, *graph* being the IRI of the set.

    A row that neither denies its pair nor stands for a missing counterpart asserts its triple as well. Rows on other
    things whose IRIs end alike have nodes of their own.
    """
    taken: dict[str, tuple[str, str, str]] = {}
    for mapping in mappings:
        ends = (mapping.subject, mapping.predicate, mapping.object)
        first = alignment_iri(name, mapping)
        tries = (f"{first}--{number}" if number > 1 else first for number in count(1))
        node = Iri(next(iri for iri in tries if taken.setdefault(iri, ends) == ends))
        yield node, Iri(RDF + "type"), Iri(SG + "Alignment")
        yield node, Iri(RDF + "subject"), Iri(mapping.subject)
        yield node, Iri(RDF + "predicate"), Iri(mapping.predicate)
        yield node, Iri(RDF + "object"), Iri(mapping.object)
        yield node, Iri(SG + "basis"), Iri(SG + "Interpreted")
        yield node, Iri(SG + "mappingSet"), Iri(graph)
        yield node, Iri(SG + "negative"), Literal(str(mapping.negative).lower(), XSD + "boolean")
        if mapping.confidence:
            yield node, Iri(SG + "confidence"), Literal(mapping.confidence, XSD + "decimal")
        yield node, Iri(SG + "rationale"), Literal(mapping.rationale.da, LANG_STRING, "da")
        yield node, Iri(SG + "rationale"), Literal(mapping.rationale.en, LANG_STRING, "en")
        if not mapping.negative and NO_TERM not in (mapping.subject, mapping.object):
            yield Iri(mapping.subject), Iri(mapping.predicate), Iri(mapping.object)
