"""Kinds: what a programmer types for a class of the graph (`timeline-entry`, `sdg-target`)."""

import re
from typing import NamedTuple

from strategigraf.use.store import Store
from strategigraf.values.errors import UnknownKind, WrongValue
from strategigraf.values.namespaces import RDFS, SDGO, SG
from strategigraf.values.nearness import nearest
from strategigraf.values.text import Text

_CLASSES = f"""
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sg: <{SG}> PREFIX sdgo: <{SDGO}>
SELECT ?class ?da ?en (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
  ?class a owl:Class ; rdfs:label ?da , ?en .
  FILTER(LANG(?da) = "da" && LANG(?en) = "en")
  OPTIONAL {{ ?thing a ?class }}
}}
GROUP BY ?class ?da ?en
ORDER BY ?class"""
_NAMES = f"""
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sg: <{SG}> PREFIX sdgo: <{SDGO}>
SELECT ?class ?da ?en WHERE {{
  ?class a owl:Class ; rdfs:label ?da , ?en .
  FILTER(LANG(?da) = "da" && LANG(?en) = "en")
}}
ORDER BY ?class"""


_OF_VALUES = f"""
PREFIX sg: <{SG}>
SELECT ?property ?da ?en (COUNT(DISTINCT ?value) AS ?count) WHERE {{
  ?property sg:kindOfValues ?da , ?en .
  FILTER(LANG(?da) = "da" && LANG(?en) = "en")
  OPTIONAL {{ ?thing ?property ?value }}
}}
GROUP BY ?property ?da ?en
ORDER BY ?en"""
_VALUE_NAMES = f"""
PREFIX sg: <{SG}>
SELECT ?property ?da ?en WHERE {{
  ?property sg:kindOfValues ?da , ?en . FILTER(LANG(?da) = "da" && LANG(?en) = "en")
}}
ORDER BY ?en"""
_LOCAL = f"""
PREFIX sg: <{SG}>
SELECT DISTINCT ?class ?term WHERE {{ ?thing sg:localTerm ?term ; a ?class }} ORDER BY ?class ?term"""


class Kind(NamedTuple):
    """One kind: its name, its class, its label, and how many things of it there are (0 where not counted).

    Of a kind of values `iri` is the property that has them. `local_term` narrows the kind to the things that a source
    calls so, `strategy` (IRI) to those of one strategy; both are empty where nothing is narrowed.
    """

    name: str
    iri: str
    label: Text
    things: int
    of_values: bool = False
    local_term: str = ""
    strategy: str = ""

    @property
    def of_register(self) -> bool:
        """Whether the things of this kind belong to the SDG register and to no strategy."""
        return self.iri.startswith(SDGO)

    @property
    def pattern(self) -> str:
        """What SPARQL says of `?thing` of this kind: elements are of any class below, else the class counts alone."""
        if self.iri == SG + "Element":
            return f"?thing a/<{RDFS}subClassOf>+ <{self.iri}> ."
        return f"?thing a <{self.iri}> ."

    @property
    def narrowed(self) -> bool:
        """Whether the things are fewer than those of the class."""
        return bool(self.local_term or self.strategy)


def kinds(store: Store) -> list[Kind]:
    """All kinds that the ontology knows, by name; those with nothing in them as well."""
    found = [Kind(kind_name(iri), iri, Text(da, en), int(count)) for iri, da, en, count in store.rows(_CLASSES)]
    found += [Kind(en, iri, Text(da, en), int(count), of_values=True) for iri, da, en, count in store.rows(_OF_VALUES)]
    return sorted(found, key=lambda kind: kind.name)


def find_kind(store: Store, name: str) -> Kind:
    """The kind *name*, its things not counted: by its name, by its label in either language, or by the word that
    sources use for it (`handleplan`: the initiatives that are called so), unless that is nearly a name (`initiativ`).

    Raises UnknownKind, which offers the nearest names, and WrongValue where sources call things of several kinds so.
    """
    known = [Kind(kind_name(iri), iri, Text(da, en), 0) for iri, da, en in store.rows(_NAMES)]
    for kind in known:
        if kind.name == name:
            return kind
    known += [Kind(en, iri, Text(da, en), 0, of_values=True) for iri, da, en in store.rows(_VALUE_NAMES)]
    wanted = name.casefold()
    for kind in known:
        if wanted in (kind.name, kind.label.da.casefold(), kind.label.en.casefold()):
            return kind
    mistyped = nearest(name, (kind.name for kind in known), most=1, least=0.9)
    called = [(cls, term) for cls, term in store.rows(_LOCAL) if term.casefold() == wanted and not mistyped]
    by_class = [kind._replace(name=term, local_term=term) for cls, term in called for kind in known if kind.iri == cls]
    if len(by_class) == 1:
        return by_class[0]
    if by_class:
        several = ", ".join(kind_name(kind.iri) for kind in by_class)
        raise WrongValue(
            Text(f"Kilderne kalder flere slags “{name}”.", f"The sources call several kinds “{name}”."),
            Text(f"Vælg en: {several}.", f"Choose one: {several}."),
        )
    raise UnknownKind(
        Text(da="slags", en="kind named"),
        name,
        nearest(name, sorted({*(kind.name for kind in known), *(kind.label.da for kind in known)})),
        Text(da="“strategigraf list” viser dem alle.", en="“strategigraf list” lists them all."),
    )


def kind_name(iri: str) -> str:
    """The kind's name for the class *iri*: `timeline-entry` for `sg:TimelineEntry`, `sdg-target` for `sdgo:Target`."""
    if iri.startswith(SDGO):
        return "sdg-" + iri[len(SDGO) :].lower()
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]).lower()
