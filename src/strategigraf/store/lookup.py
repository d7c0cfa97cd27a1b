"""Looking things up in a store: titles, kinds, strategies, hops, and the words that a number opens to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from strategigraf.core.matrix import MATCH_LABELS, NO_TERM
from strategigraf.core.rdf import DCTERMS, ID, OA, RDF, RDFS, SDG, SDGO, SG, SKOS, Text, iri_batches, iri_list, short
from strategigraf.core.report import Words
from strategigraf.core.thread import ABOVE, BELOW, Hop, Inheritance, Thread, claim_basis
from strategigraf.store.sparql import Store

# The words that links and elements rest on.

_QUOTES = """
PREFIX oa: <{0}> PREFIX sg: <{1}>
SELECT ?bearer ?quote ?words ?section ?document WHERE {{
  VALUES ?bearer {{ {2} }}
  ?bearer sg:evidence ?quote .
  ?quote oa:hasSelector/oa:exact ?words ; oa:hasSource ?document ; sg:section ?section ; sg:order ?order .
}}
ORDER BY ?bearer ?document ?order"""


def words_of(store: Store, bearers: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    """For each of *bearers* (links or elements, IRIs) its quotes in order; an element's first is its own wording."""
    wanted = sorted(set(bearers))
    known: dict[str, tuple[Words, ...]] = store.kept("words", dict)
    found: dict[str, list[Words]] = defaultdict(list)
    new = [bearer for bearer in wanted if bearer not in known]
    for these in iri_batches(new):
        for bearer, *quote in store.rows(_QUOTES.format(OA, SG, these)):
            found[bearer].append(Words(*quote))
    known.update((bearer, tuple(found.get(bearer, ()))) for bearer in new)
    return {bearer: known[bearer] for bearer in wanted if known[bearer]}


_OPENING_QUOTES = """
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
    known: dict[str, tuple[Words, ...]] = store.kept(("openings", language), dict)
    if new := [thing for thing in wanted if thing not in known]:
        found = _openings(store, new, language)
        known.update((thing, found.get(thing, ())) for thing in new)
    return {thing: known[thing] for thing in wanted if known[thing]}


def _openings(store: Store, wanted: list[str], language: str) -> dict[str, tuple[Words, ...]]:
    found = words_of(store, wanted)
    left = [thing for thing in wanted if thing not in found]
    for quote, *parts in _answered(store, _OPENING_QUOTES, (OA, SG), left):
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
    return found


def _answered(
    store: Store, query: str, namespaces: tuple[str, str], things: list[str], *more: str
) -> Iterable[tuple[str, ...]]:
    for values in iri_batches(things):
        yield from store.rows(query.format(*namespaces, values, *more))


# The names of things in Danish and English, for those who read and not for those who compute.

_BATCH = 400
_BORROWED = {f"{SKOS}{name}Match": MATCH_LABELS[name] for name in ("exact", "close", "broad", "narrow", "related")}


def labels(store: Store, iris: Iterable[str], language: str) -> dict[str, str]:
    """The label of each of *iris* that has one: in *language*, else in the other language, on one line.

    A kind of match has the word for it, as SKOS labels these in English only."""
    wanted = sorted(set(iris))
    borrowed = {iri: _BORROWED[iri].in_language(language) for iri in wanted if iri in _BORROWED}
    if store.index is not None:
        return borrowed | store.index.labels(wanted, language)
    found: dict[str, str] = borrowed
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        titled = iri_list(batch)
        terms = iri_list(iri for iri in batch if iri.startswith(SDGO) or not iri.startswith((ID, SDG)))
        query = f"""
SELECT ?thing ?label (LANG(?label) AS ?language) WHERE {{
  {{ VALUES ?thing {{ {titled} }} ?thing <{SKOS}prefLabel> ?label }}
  UNION
  {{ VALUES ?thing {{ {terms} }} ?thing <{RDFS}label> ?label }}
}}"""
        for thing, label, tag in store.rows(query):
            if thing not in found or tag == language:
                found[thing] = " ".join(label.split())
    return found


# Captions.

_NUMBERS = """
SELECT ?thing (MIN(STR(?number)) AS ?notation) WHERE {{ VALUES ?thing {{ {1} }} ?thing <{0}notation> ?number }}
GROUP BY ?thing ORDER BY ?thing"""


class Captions(NamedTuple):
    """For things (IRIs) their titles, their numbers in the source, and their words."""

    names: Mapping[str, Text]
    numbers: Mapping[str, str]
    words: Mapping[str, tuple[Words, ...]]

    def title(self, thing: str, language: str) -> str:
        """The title of *thing* in *language* with its number before it; its short name where it has no title."""
        title = self.names.get(thing, Text("", "")).in_language(language)
        number = short(thing) if thing.startswith(SDG) else self.numbers.get(thing, "")
        return f"{number} {title}".strip() or short(thing)

    def plain(self, thing: str, language: str) -> str:
        """The title of *thing* in *language*, its short name where it has none."""
        return self.names.get(thing, Text("", "")).in_language(language) or short(thing)

    def number(self, thing: str) -> str:
        """The number that the source or the register gives *thing*; "" without one."""
        return short(thing) if thing.startswith(SDG) else self.numbers.get(thing, "")

    def quotes(self, things: Iterable[str], most: int = 2) -> list[Words]:
        """The first *most* quotes that *things* open to, each once."""
        found: dict[str, Words] = {}
        for thing in things:
            for words in self.words.get(thing, ()):
                found.setdefault(words.quote, words)
                if len(found) == most:
                    return list(found.values())
        return list(found.values())


def captions(store: Store, things: Iterable[str]) -> Captions:
    """Titles, numbers and words of *things*."""
    wanted = sorted({thing for thing in things if thing})
    danish, english = labels(store, wanted, "da"), labels(store, wanted, "en")
    numbers: dict[str, str] = {}
    for values in iri_batches(wanted):
        numbers.update((thing, number) for thing, number in store.rows(_NUMBERS.format(SKOS, values)))
    names = {thing: Text(danish.get(thing, ""), english.get(thing, "")) for thing in wanted}
    return Captions(names, numbers, openings(store, wanted))


# What things are, and which strategy they belong to.

_TYPES = "SELECT DISTINCT ?thing ?value WHERE {{ VALUES ?thing {{ {0} }} ?thing a ?value }} ORDER BY ?thing ?value"
_STRATEGIES = """
PREFIX sg: <{1}>
SELECT DISTINCT ?thing ?value WHERE {{ VALUES ?thing {{ {0} }} ?thing sg:inStrategy ?value }} ORDER BY ?thing ?value"""
_MEMBERS = """
PREFIX sg: <{0}>
SELECT DISTINCT ?thing WHERE {{ ?thing sg:inStrategy <{1}> }} ORDER BY ?thing"""


def classes_of(store: Store, things: Iterable[str]) -> dict[str, str]:
    """The class (IRI) of each of *things* that has one of this project or of the SDG register; of several the first."""
    found: dict[str, str] = {}
    for thing, cls in _pairs(store, _TYPES, things):
        if cls.startswith((SG, SDGO)):
            found.setdefault(thing, cls)
    return found


def strategies_of(store: Store, things: Iterable[str]) -> dict[str, frozenset[str]]:
    """The strategies (IRIs) that each of *things* belongs to; nothing for what belongs to none."""
    found: dict[str, set[str]] = defaultdict(set)
    for thing, strategy in _pairs(store, _STRATEGIES, things):
        found[thing].add(strategy)
    return {thing: frozenset(strategies) for thing, strategies in found.items()}


def members_of(store: Store, strategy: str) -> list[str]:
    """Everything that belongs to *strategy*, elements and links, by IRI."""
    return [thing for (thing,) in store.rows(_MEMBERS.format(SG, strategy))]


def both_labels(store: Store, iris: Iterable[str]) -> dict[str, Text]:
    """The label of each of *iris* in both languages; its short name where it has none."""
    wanted = set(iris)
    danish, english = labels(store, wanted, "da"), labels(store, wanted, "en")
    return {iri: Text(danish.get(iri, short(iri)), english.get(iri, short(iri))) for iri in sorted(wanted)}


def titled(store: Store, thing: str) -> Text:
    """The short name of *thing* with its title, where it has one."""
    title = both_labels(store, [thing])[thing]
    name = short(thing)
    return title if name in title else Text(f"{name} {title.da}", f"{name} {title.en}")


def _pairs(store: Store, query: str, things: Iterable[str]) -> Iterable[tuple[str, ...]]:
    wanted = sorted(set(things))
    for batch in iri_batches(wanted):
        yield from store.rows(query.format(batch, SG))


_LINKS = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}>
SELECT ?subject ?predicate ?object ?basis ?link WHERE {{
  {{
    ?link a sg:Link ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; sg:basis ?basis .
  }} UNION {{
    ?link rdf:predicate sg:continues ; a sg:Alignment ; sg:negative false ; rdf:subject ?subject ; rdf:object ?object ;
      sg:basis ?basis .
    BIND(sg:continues AS ?predicate)
  }}
  FILTER(ISIRI(?subject) && ISIRI(?predicate) && ISIRI(?object))
}}"""
_INHERITANCE = (
    f"SELECT ?property ?side ?carrier WHERE {{ VALUES ?side {{ <{BELOW}> <{ABOVE}> }} ?property ?side ?carrier }}"
)
_STRUCTURE = f"""
PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT ?subject ?predicate ?object WHERE {{
  {{ ?subject sg:partOf ?object BIND(sg:partOf AS ?predicate) }}
  UNION {{ ?subject skos:broader ?object ; skos:inScheme <{SDG.rstrip("/")}> BIND(skos:broader AS ?predicate) }}
}}"""


def hops(store: Store) -> list[Hop]:
    """Every hop of the dataset in *store*, in order: its links, its structure, and the step from SDG target to goal."""
    return list(store.kept("hops", lambda: _hops(store)))


def _hops(store: Store) -> list[Hop]:
    if store.index is not None:
        return store.index.hops()
    found = [
        Hop(subject, predicate, target, basis, link)
        for subject, predicate, target, iri, link in store.rows(_LINKS)
        if (basis := claim_basis(iri))
    ]
    found += [Hop(subject, predicate, target, "structure", "") for subject, predicate, target in store.rows(_STRUCTURE)]
    return sorted(set(found))


def inheritance(store: Store) -> Inheritance:
    """For what is below, and to what is above, the links of each property hold as well in the dataset of *store*."""
    return store.kept("inheritance", lambda: _inheritance(store))


def thread(store: Store) -> Thread:
    """All hops of the dataset in *store*, ready to be followed upwards."""
    return store.kept("thread", lambda: Thread(hops(store), inheritance(store)))


def _inheritance(store: Store) -> Inheritance:
    if store.index is not None:
        return store.index.inheritance()
    return Inheritance.of([(row[0], row[1], row[2]) for row in store.rows(_INHERITANCE)])
