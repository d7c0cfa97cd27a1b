"""From what a user types to the thing that is meant: short names, numbers of targets, full IRIs."""

import re

from strategigraf.answers.kind import kind_name
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.errors import StrategigrafError, UnknownElement, UnknownStrategy, UnknownTarget, WrongValue
from strategigraf.values.namespaces import ID, SDG, SDGO, SG, expand, short
from strategigraf.values.nearness import nearest
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

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
    if store.ledger is not None and store.ledger.is_of_class(iri, cls):
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
