"""From what a user types to what is meant: kinds, short names, numbers of targets, titles, values of options."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from strategigraf.core.errors import (
    StrategigrafError,
    UnknownElement,
    UnknownKind,
    UnknownStrategy,
    UnknownTarget,
    WrongValue,
    listed_values,
    nearest,
    nearest_values,
    option_value,
)
from strategigraf.core.rdf import ID, RDFS, SDG, SDGO, SG, Iri, Text, expand, short
from strategigraf.store.lookup import labels
from strategigraf.store.sparql import Store

# Kinds.

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


_OF_CLASS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing WHERE {{ ?class rdfs:subClassOf* <{0}> . ?thing a ?class . FILTER(isIRI(?thing)) }}
ORDER BY ?thing"""
_TITLES_OF_CLASS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?title WHERE {{
  ?class rdfs:subClassOf* <{0}> . ?thing a ?class ; skos:prefLabel ?title . FILTER(isIRI(?thing))
}}
ORDER BY ?thing ?title"""
_IS_OF_CLASS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ASK {{ <{0}> a/rdfs:subClassOf* <{1}> }}"""
_CODE = re.compile(r"[0-9]+(\.[0-9a-z]+)?")
_SAFE = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')


def of_class(store: Store, name: str, cls: str) -> Iri:
    """The thing of class *cls* that *name* means: its short name, its number, its last part alone or its title (in
    Danish or English) where no other thing has it, or its IRI.

    Raises UnknownTarget, UnknownStrategy or UnknownElement with the nearest names, and WrongValue when several things
    have the name, or the thing is there but is of another class.
    """
    iri = expand(name)
    if _SAFE.fullmatch(iri) and _exists(store, iri, cls):
        return Iri(iri)
    known = names_of_class(store, cls)
    same_end = [other for other in known if other.rsplit("/", 1)[-1] == name]
    if len(same_end) == 1:
        return Iri(expand(same_end[0]))
    titled = sorted(
        {thing for thing, title in titles_of_class(store, cls) if title.casefold() == name.strip().casefold()}
    )
    if len(titled) == 1:
        return Iri(titled[0])
    noun = _class_name(store, cls)
    if several := same_end or [short(thing) for thing in titled]:
        raise WrongValue(
            Text(da=f"Flere hedder “{name}” ({noun.da}).", en=f"Several are called “{name}” ({noun.en})."),
            Text(da=f"Vælg en: {', '.join(several)}.", en=f"Choose one: {', '.join(several)}."),
        )
    if _SAFE.fullmatch(iri) and _exists_at_all(store, iri):
        raise WrongValue(
            Text(da=f"“{name}” er af en anden slags end {noun.da}.", en=f"“{name}” is not {_article(noun.en)}."),
            Text(
                da=f"“strategigraf list {kind_name(cls)}” viser dem, der er.",
                en=f"“strategigraf list {kind_name(cls)}” shows those there are.",
            ),
        )
    raise _unknown(cls, noun, name, nearest(name, known))


def any_thing(store: Store, name: str) -> Iri:
    """The thing that *name* means, whatever it is: an element, a strategy, an SDG goal or target, a quote, a link.

    Raises UnknownElement, or for a number UnknownTarget, with the nearest names.
    """
    iri = expand(name)
    if _SAFE.fullmatch(iri) and _exists_at_all(store, iri):
        return Iri(iri)
    if _CODE.fullmatch(name):
        return of_class(store, name, SDGO + "Target")
    return of_class(store, name, SG + "Element")


def names_of_class(store: Store, cls: str) -> list[str]:
    """The short names of all things of class *cls*, by IRI."""
    return [short(thing) for (thing,) in store.rows(_OF_CLASS.format(cls))]


def titles_of_class(store: Store, cls: str) -> list[tuple[str, str]]:
    """The things of class *cls* (IRIs), each with each of its titles, by IRI."""
    return [(thing, title) for thing, title in store.rows(_TITLES_OF_CLASS.format(cls))]


def things_with_title(store: Store) -> list[str]:
    """The short names of everything that has a title, by name."""
    query = (
        "SELECT DISTINCT ?thing WHERE { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?title } ORDER BY ?thing"
    )
    return [short(thing) for (thing,) in store.rows(query)]


def _exists(store: Store, iri: str, cls: str) -> bool:
    if store.index is not None and store.index.is_of_class(iri, cls):
        return True
    return bool(getattr(store.answer(_IS_OF_CLASS.format(iri, cls)), "value", False))


def _exists_at_all(store: Store, iri: str) -> bool:
    return bool(getattr(store.answer(f"ASK {{ <{iri}> a ?class }}"), "value", False))


def _unknown(cls: str, noun: Text, name: str, near: list[str]) -> StrategigrafError:
    kind = "" if cls == SG + "Element" else f" {kind_name(cls)}"
    otherwise = Text(da=f"“strategigraf list{kind}” viser navnene.", en=f"“strategigraf list{kind}” shows the names.")
    shown = name.removeprefix(ID).removeprefix(SDG)
    if cls.startswith(SDGO):
        number = re.fullmatch(r"(\d+)\.(\w+)", shown)
        if number:
            near = sorted(near, key=lambda other: not shown.startswith(other))
        return UnknownTarget(noun, shown, near, otherwise)
    if cls == SG + "Strategy":
        return UnknownStrategy(noun, shown, near, otherwise)
    return UnknownElement(noun, shown, near, otherwise)


def _class_name(store: Store, cls: str) -> Text:
    return Text(*(labels(store, (cls,), language).get(cls, short(cls)) for language in ("da", "en")))


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiouS" else f"a {noun}"


Names = str | Iterable[str]


def names(given: Names) -> list[str]:
    """*given*, one name or several, as a list, each once."""
    return list(dict.fromkeys([given] if isinstance(given, str) else given))


def strategies_named(store: Store, given: Names) -> list[str]:
    """The strategies (IRIs) that *given* means, each once. Raises UnknownStrategy, WrongValue."""
    return list(dict.fromkeys(of_class(store, name, SG + "Strategy").value for name in names(given)))


def kinds_named(store: Store, given: Names) -> list[str]:
    """The classes (IRIs) of the kinds *given*. Raises UnknownKind, WrongValue."""
    return [find_kind(store, name).iri for name in names(given)]


def kind_of(store: Store, name: str) -> Kind:
    """The kind *name*, narrowed to a strategy where it says so: `handleplan@SLUG`. Raises UnknownKind, UnknownStrategy,
    WrongValue."""
    name, _, slug = name.partition("@")
    kind = find_kind(store, name)
    return kind._replace(strategy=of_class(store, slug, SG + "Strategy").value) if slug else kind


def one_of(value: str, choices: Collection[str], what: Text) -> str:
    """The one of *choices* that *value* names, by itself or by its Danish or English word. Raises WrongValue, which
    names *what* it is and the choices."""
    known = option_value(value, choices)
    if known is not None:
        return known
    near = nearest_values(value, choices, most=1)
    return _refuse(value, choices, what, near)


def _refuse(value: str, choices: Collection[str], what: Text, near: Sequence[str]) -> str:
    meant = Text(f"Mente du {near[0]}? ", f"Did you mean {near[0]}? ") if near else Text("", "")
    listed = listed_values(choices)
    raise WrongValue(
        Text(f"“{value}” er ikke {what.da}.", f"“{value}” is not {what.en}."),
        Text(f"{meant.da}Vælg en af: {listed.da}.", f"{meant.en}Choose one of: {listed.en}."),
    )


def owners(store: Store, kind: Kind) -> dict[str, str]:
    """The strategy (IRI) that each thing of *kind* belongs to; a strategy belongs to itself, what is shared to none."""
    if kind.of_register or kind.of_values:
        return {}
    if kind.iri == SG + "Strategy":
        return {strategy: strategy for (strategy,) in store.rows(f"SELECT ?s WHERE {{ ?s a <{kind.iri}> }}")}
    query = f"SELECT ?thing ?strategy WHERE {{ {kind.pattern} ?thing <{SG}inStrategy> ?strategy }}"
    return {row[0]: row[1] for row in store.rows(query)}
