"""One thing with its place in the thread, its links and its words."""

from strategigraf.answers.evidence_of import words_of
from strategigraf.graph.thread import BROADER, PART_OF
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.hop import BASIS_LABELS, Hop
from strategigraf.values.namespaces import RDF, SG, SKOS
from strategigraf.values.table import Column, Table
from strategigraf.values.term import Iri, Literal, Term
from strategigraf.values.text import Text

_PARTS = {
    "kind": Text("slags", "kind"),
    "number": Text("nummer", "number"),
    "term": Text("kilden siger", "source says"),
    "strategy": Text("strategi", "strategy"),
    "start": Text("fra", "from"),
    "end": Text("til", "to"),
    "above": Text("del af", "part of"),
    "below": Text("rummer", "holds"),
    "to": Text("forbindelse til", "link to"),
    "from": Text("forbindelse fra", "link from"),
    "derived": Text("nedarvet", "inherited"),
    "words": Text("ord", "words"),
    "reason": Text("begrundelse", "rationale"),
}
_FACTS = {
    RDF + "type": "kind",
    SKOS + "notation": "number",
    SG + "localTerm": "term",
    SG + "inStrategy": "strategy",
    SG + "start": "start",
    SG + "end": "end",
}
_ABOUT = """
PREFIX sg: <{0}>
SELECT ?predicate ?value WHERE {{ <{1}> ?predicate ?value }} ORDER BY ?predicate ?value"""
_DERIVED = """
PREFIX rdf: <{0}> PREFIX sg: <{1}> PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?target ?link WHERE {{
  ?claim a sg:DerivedLink ; rdf:subject <{2}> ; rdf:object ?target ; prov:wasDerivedFrom ?link .
  ?target sg:order ?order .
}} ORDER BY ?order ?link"""


def portrait(store: Store, thing: str, language: str) -> Table:
    """Everything about *thing* (an IRI): part, thing, basis, words.

    First what it is, then what it is part of from the nearest up, what it holds, its links in both directions, what it
    inherits, and its words; a link's words and rationale stand with the link.
    """
    found = hops(store)
    rows: list[tuple[Term | None, ...]] = []

    def add(part: str, what: Term | None, basis: str = "", words: str = "") -> None:
        shown = BASIS_LABELS[basis].in_language(language) if basis else ""
        rows.append((Literal(_PARTS[part].in_language(language)), what, Literal(shown), Literal(words)))

    for row in store.select(_ABOUT.format(SG, thing)).rows:
        predicate, value = row
        if isinstance(predicate, Iri) and predicate.value in _FACTS and value is not None:
            add(_FACTS[predicate.value], value)
    for above in _ancestors(thing, found):
        add("above", Iri(above))
    for hop in found:
        if hop.object == thing and hop.predicate in (PART_OF, BROADER):
            add("below", Iri(hop.subject))
    links = [hop for hop in found if hop.link and thing in (hop.subject, hop.object)]
    words = words_of(store, [thing, *(hop.link for hop in links)])
    for hop in links:
        quotes = " ".join(f"“{quote.exact}”" for quote in words.get(hop.link, ()))
        outward = hop.subject == thing
        add("to" if outward else "from", Iri(hop.object if outward else hop.subject), hop.basis, quotes)
        for reason in _rationale(store, hop.link, language):
            add("reason", Iri(hop.link), "", reason)
    for target, link in store.select(_DERIVED.format(RDF, SG, thing)).rows:
        add("derived", target, "inherited", link.value.rsplit("/", 1)[-1] if link else "")
    for quote in words.get(thing, ()):
        add("words", Iri(quote.quote), "", f"“{quote.exact}” ({quote.section})")
    return Table((Column("part"), Column("thing"), Column("basis"), Column("words")), tuple(rows))


def _ancestors(thing: str, found: list[Hop]) -> list[str]:
    parents = {hop.subject: hop.object for hop in found if hop.predicate in (PART_OF, BROADER)}
    line: list[str] = []
    while thing in parents and parents[thing] not in line:
        thing = parents[thing]
        line.append(thing)
    return line


def _rationale(store: Store, link: str, language: str) -> list[str]:
    query = f'SELECT ?text WHERE {{ <{link}> <{SG}rationale> ?text FILTER(LANG(?text) = "{language}") }} ORDER BY ?text'
    return [row[0].value for row in store.select(query).rows if row[0] is not None]
