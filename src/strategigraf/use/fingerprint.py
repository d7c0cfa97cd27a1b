"""Fingerprints: what links and alignments are made from, as short checksums that show when any of it changes.

A checksum is the first twelve digits of the sha-256 of a text: for a quote the IRI of its document, a blank and its
words in normal form; for the link itself its parts, one a line. Anybody can make it again without this program.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from strategigraf.files.normal_form import normalise_all
from strategigraf.files.sssom import NO_TERM
from strategigraf.use.evidence import QuoteRecord, quotes
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.namespaces import RDF, SDG, SG
from strategigraf.values.review import Fingerprint

DIGITS = 12
_STATEMENTS = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}>
SELECT ?statement ?group ?subject ?predicate ?object ?basis ?negative WHERE {{
  VALUES (?kind ?within) {{ (sg:Link sg:inStrategy) (sg:Alignment sg:mappingSet) }}
  ?statement a ?kind ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  OPTIONAL {{ ?statement ?within ?group }}
  OPTIONAL {{ ?statement sg:basis ?basis }}
  OPTIONAL {{ ?statement sg:negative ?negative }}
}}
ORDER BY ?statement ?group ?subject ?predicate ?object ?basis ?negative"""
_EVIDENCE = f"""
PREFIX sg: <{SG}>
SELECT ?bearer ?quote WHERE {{ ?bearer sg:evidence ?quote }} ORDER BY ?bearer ?quote"""
_CHECKSUMS = f"""
PREFIX sg: <{SG}>
SELECT ?document ?sha256 WHERE {{ ?document sg:sha256 ?sha256 }} ORDER BY ?document ?sha256"""
_OFFICIAL = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}>
SELECT ?thing ?words WHERE {{ ?text sg:textOf ?thing ; rdf:value ?words FILTER(LANG(?words) = "en") }}
ORDER BY ?thing ?words"""


class Ground(NamedTuple):
    """One link or alignment (IRI): the strategy or mapping set it belongs to, its parts, and the quotes (IRIs) it rests
    on, those at its subject and those at its object."""

    statement: str
    group: str
    subject: str
    predicate: str
    object: str
    basis: str
    negative: str
    evidence: tuple[str, ...]
    at_subject: tuple[str, ...]
    at_object: tuple[str, ...]

    @property
    def ends(self) -> tuple[str, ...]:
        """The things at its ends (IRIs)."""
        return tuple(end for end in (self.subject, self.object) if end != NO_TERM)

    @property
    def quotes(self) -> tuple[str, ...]:
        """All quotes it has to do with, each once."""
        return tuple(dict.fromkeys((*self.evidence, *self.at_subject, *self.at_object)))


class Material:
    """What the links and alignments of *store* are made from, read once: `grounds` by IRI, `quotes` by IRI, the
    `checksums` that documents state, the quotes that links and elements are `resting` on, and the `digests` of the
    words of quotes. Linear in the size of the data."""

    def __init__(self, store: Store) -> None:
        resting: dict[str, list[str]] = defaultdict(list)
        for bearer, quote in store.rows(_EVIDENCE):
            resting[bearer].append(quote)
        self.resting = dict(resting)
        self.grounds: dict[str, Ground] = {}
        for statement, group, subject, predicate, target, basis, negative in store.rows(_STATEMENTS):
            at = (tuple(resting.get(thing, ())) for thing in (statement, subject, target))
            ground = Ground(statement, group, subject, predicate, target, basis, negative, *at)
            self.grounds.setdefault(statement, ground)
        self.quotes: dict[str, QuoteRecord] = {record.quote: record for record in quotes(store)}
        self.checksums: dict[str, str] = {}
        for document, sha256 in store.rows(_CHECKSUMS):
            self.checksums.setdefault(document, sha256)
        normal = normalise_all([record.exact for record in self.quotes.values()])
        self.digests = {
            quote: _checksum(f"{record.document} {words.strip()}")
            for (quote, record), words in zip(self.quotes.items(), normal, strict=True)
        }
        self._other = self._untold(store)

    def fingerprint(self, statement: str) -> Fingerprint:
        """The fingerprint of the link or alignment *statement* (IRI) as it is now. Raises KeyError."""
        ground = self.grounds[statement]
        parts = (ground.subject, ground.predicate, ground.object, ground.basis, ground.negative)
        return Fingerprint(
            self._of_quotes(ground.evidence),
            self._of_quotes(ground.at_subject) or self._of_thing(ground.subject),
            self._of_quotes(ground.at_object) or self._of_thing(ground.object),
            _checksum("\n".join(filter(None, parts))),
            frozenset(self.checksums[document][:DIGITS] for document in self.documents(statement)),
        )

    def documents(self, statement: str) -> tuple[str, ...]:
        """The documents with a stated checksum in which the quotes of *statement* stand, by IRI."""
        found = {self.quotes[quote].document for quote in self.grounds[statement].quotes if quote in self.quotes}
        return tuple(sorted(found & self.checksums.keys()))

    def _of_quotes(self, found: Iterable[str]) -> frozenset[str]:
        return frozenset(self.digests[quote] for quote in found if quote in self.digests)

    def _of_thing(self, thing: str) -> frozenset[str]:
        return frozenset([_checksum(self._other[thing])]) if thing in self._other else frozenset()

    def _untold(self, store: Store) -> Mapping[str, str]:
        """The words of the ends that have no quotes: of the register the text of the UN, else the title."""
        ends = {end for ground in self.grounds.values() for end in ground.ends}
        told: dict[str, str] = {}
        if any(end.startswith(SDG) for end in ends):
            for thing, words in store.rows(_OFFICIAL):
                told.setdefault(thing, words)
        return labels(store, ends - told.keys(), "da") | told


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def resting_on(grounds: Iterable[Ground], quotes: Collection[str]) -> list[str]:
    """Those of *grounds* (their IRIs) that rest on one of *quotes*, by themselves or at an end, in order."""
    wanted = set(quotes)
    return [ground.statement for ground in grounds if not wanted.isdisjoint(ground.quotes)]
