"""Fingerprints: what links and alignments are made from, as short checksums that show when any of it changes.

A checksum is the first twelve digits of the sha-256 of a text: for a quote the IRI of its document, a blank and its
words in normal form; for the link itself its parts, one a line. Anybody can make it again without this program.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from strategigraf.files.normal_form import normalise_all
from strategigraf.files.sssom import NO_TERM
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.namespaces import OA, RDF, SDG, SG
from strategigraf.values.review import Fingerprint

DIGITS = 12
_SAID = "SELECT ?thing ?value WHERE {{ ?thing <{0}> ?value }}"
_GROUPS = f"SELECT ?link ?group WHERE {{{{ ?link a <{SG}{{0}}> ; <{SG}{{1}}> ?group }}}}"
_KIND = f"SELECT ?thing (0 AS ?nothing) WHERE {{{{ ?thing a <{SG}{{0}}> }}}}"
_OFFICIAL = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}>
SELECT ?thing ?words WHERE {{ ?text sg:textOf ?thing ; rdf:value ?words FILTER(LANG(?words) = "en") }}"""


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
    """What the links and alignments of *store* are made from, read once: `grounds` by IRI; of quotes (by IRI) the
    `words`, the `documents` they stand in and the `digests` of their words; the `checksums` that documents state; and
    the quotes that links and elements are `resting` on. Linear in the size of the data: each predicate is read once,
    without a join, and put in order here, which in a country is ten times as fast as asking for the whole in order."""

    def __init__(self, store: Store) -> None:
        self.resting: dict[str, list[str]] = defaultdict(list)
        for bearer, quote in said(store, SG + "evidence"):
            self.resting[bearer].append(quote)
        self.grounds: dict[str, Ground] = dict(self._grounds(store))
        self.documents = dict(reversed(said(store, OA + "hasSource")))
        exact = dict(reversed(said(store, OA + "exact")))
        selectors = dict(reversed(said(store, OA + "hasSelector")))
        self.words = {quote: exact[selectors[quote]] for quote in self.documents if selectors.get(quote) in exact}
        self.checksums = dict(reversed(said(store, SG + "sha256")))
        normal = normalise_all(list(self.words.values()))
        self.digests = {
            quote: _checksum(f"{self.documents[quote]} {words.strip()}")
            for quote, words in zip(self.words, normal, strict=True)
        }
        self._other = self._untold(store)

    def _grounds(self, store: Store) -> Iterator[tuple[str, Ground]]:
        parts = [dict(reversed(said(store, RDF + name))) for name in ("subject", "predicate", "object")]
        basis, negative = (dict(reversed(said(store, SG + name))) for name in ("basis", "negative"))
        for kind, within in (("Link", "inStrategy"), ("Alignment", "mappingSet")):
            groups = {row[0]: row[1] for row in sorted(store.rows(_GROUPS.format(kind, within)), reverse=True)}
            for statement in sorted({row[0] for row in store.rows(_KIND.format(kind))}):
                if all(statement in part for part in parts):
                    subject, predicate, target = (part[statement] for part in parts)
                    quotes = (tuple(self.resting.get(thing, ())) for thing in (statement, subject, target))
                    own = (basis.get(statement, ""), negative.get(statement, ""))
                    group = groups.get(statement, "")
                    yield statement, Ground(statement, group, subject, predicate, target, *own, *quotes)

    def fingerprint(self, statement: str) -> Fingerprint:
        """The fingerprint of the link or alignment *statement* (IRI) as it is now. Raises KeyError."""
        ground = self.grounds[statement]
        parts = (ground.subject, ground.predicate, ground.object, ground.basis, ground.negative)
        return Fingerprint(
            self._of_quotes(ground.evidence),
            self._of_quotes(ground.at_subject) or self._of_thing(ground.subject),
            self._of_quotes(ground.at_object) or self._of_thing(ground.object),
            _checksum("\n".join(filter(None, parts))),
            frozenset(self.checksums[document][:DIGITS] for document in self.documents_of(statement)),
        )

    def documents_of(self, statement: str) -> tuple[str, ...]:
        """The documents with a stated checksum in which the quotes of *statement* stand, by IRI."""
        found = {self.documents[quote] for quote in self.grounds[statement].quotes if quote in self.documents}
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
            for thing, words in sorted(store.rows(_OFFICIAL)):
                told.setdefault(thing, words)
        return labels(store, ends - told.keys(), "da") | told


def said(store: Store, predicate: str) -> list[tuple[str, str]]:
    """Every thing that has *predicate*, with its value, in order."""
    return sorted({(thing, value) for thing, value in store.rows(_SAID.format(predicate))})


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def resting_on(grounds: Iterable[Ground], quotes: Collection[str]) -> list[str]:
    """Those of *grounds* (their IRIs) that rest on one of *quotes*, by themselves or at an end, in order."""
    wanted = set(quotes)
    return [ground.statement for ground in grounds if not wanted.isdisjoint(ground.quotes)]
