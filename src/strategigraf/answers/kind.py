"""Kinds: what a programmer types for a class of the graph (`timeline-entry`, `sdg-target`)."""

import re
from typing import NamedTuple

from strategigraf.use.store import Store
from strategigraf.values.errors import UnknownKind
from strategigraf.values.namespaces import SDGO, SG
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


class Kind(NamedTuple):
    """One kind: its name, its class, its label, and how many things of it there are (0 where not counted)."""

    name: str
    iri: str
    label: Text
    things: int

    @property
    def of_register(self) -> bool:
        """Whether the things of this kind belong to the SDG register and to no strategy."""
        return self.iri.startswith(SDGO)


def kinds(store: Store) -> list[Kind]:
    """All kinds that the ontology knows, by name; those with nothing in them as well."""
    found = [Kind(kind_name(iri), iri, Text(da, en), int(count)) for iri, da, en, count in store.rows(_CLASSES)]
    return sorted(found, key=lambda kind: kind.name)


def find_kind(store: Store, name: str) -> Kind:
    """The kind *name*, its things not counted. Raises UnknownKind, which offers the nearest names."""
    known = [Kind(kind_name(iri), iri, Text(da, en), 0) for iri, da, en in store.rows(_NAMES)]
    for kind in known:
        if kind.name == name:
            return kind
    raise UnknownKind(
        Text(da="slags", en="kind named"),
        name,
        nearest(name, (kind.name for kind in known)),
        Text(da="“strategigraf list” viser dem alle.", en="“strategigraf list” lists them all."),
    )


def kind_name(iri: str) -> str:
    """The kind's name for the class *iri*: `timeline-entry` for `sg:TimelineEntry`, `sdg-target` for `sdgo:Target`."""
    if iri.startswith(SDGO):
        return "sdg-" + iri[len(SDGO) :].lower()
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]).lower()
