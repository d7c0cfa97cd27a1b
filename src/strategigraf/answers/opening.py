"""Openings: the words that a number opens to, whatever kind of thing it counts."""

from collections.abc import Iterable

from strategigraf.answers.evidence_of import words_of
from strategigraf.files.sssom import NO_TERM
from strategigraf.use.store import Store
from strategigraf.values.iri import iri_batches
from strategigraf.values.namespaces import DCTERMS, OA, RDF, SDG, SG
from strategigraf.values.words import Words

_QUOTES = """
PREFIX oa: <{0}> PREFIX sg: <{1}>
SELECT ?quote ?words ?section ?document WHERE {{
  VALUES ?quote {{ {2} }}
  ?quote oa:hasSelector/oa:exact ?words ; oa:hasSource ?document ; sg:section ?section .
}}
ORDER BY ?quote"""
_ENDS = """
PREFIX rdf: <{0}>
SELECT ?statement ?subject ?object WHERE {{
  VALUES ?statement {{ {2} }} ?statement rdf:subject ?subject ; rdf:object ?object .
}}
ORDER BY ?statement"""
_OFFICIAL = """
PREFIX rdf: <{0}> PREFIX sg: <{1}> PREFIX dcterms: <{3}>
SELECT ?thing ?text ?words ?source (LANG(?words) = "{4}" AS ?fits) WHERE {{
  VALUES ?thing {{ {2} }} ?text sg:textOf ?thing ; rdf:value ?words ; dcterms:source ?source .
}}
ORDER BY ?thing ?fits ?text"""


def openings(store: Store, things: Iterable[str], language: str = "da") -> dict[str, tuple[Words, ...]]:
    """For each of *things* (IRIs) that has words, those words: of an element or link its quotes, of a quote itself, of
    a link or alignment without quotes of its own the first quote of each end, of an SDG goal or target its text in
    *language* (in another where the register has none), with its source in place of a document."""
    wanted = sorted(set(things))
    found = words_of(store, wanted)
    left = [thing for thing in wanted if thing not in found]
    for quote, *parts in _answered(store, _QUOTES, (OA, SG), left):
        found[quote] = (Words(quote, *parts),)
    left = [thing for thing in left if thing not in found]
    ends = {statement: (subject, target) for statement, subject, target in _answered(store, _ENDS, (RDF, SG), left)}
    of_ends = words_of(store, (end for pair in ends.values() for end in pair if end != NO_TERM)) if ends else {}
    for statement, pair in ends.items():
        if words_of_both := tuple(words for end in pair for words in of_ends.get(end, ())[:1]):
            found[statement] = words_of_both
    of_register = [thing for thing in left if thing.startswith(SDG)]
    for thing, text, words, source, _ in _answered(store, _OFFICIAL, (RDF, SG), of_register, DCTERMS, language):
        found[thing] = (Words(text, words, "", source),)
    return {thing: found[thing] for thing in wanted if thing in found}


def _answered(
    store: Store, query: str, namespaces: tuple[str, str], things: list[str], *more: str
) -> Iterable[tuple[str, ...]]:
    for values in iri_batches(things):
        yield from store.rows(query.format(*namespaces, values, *more))
