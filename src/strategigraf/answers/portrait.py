"""One thing with its place in the thread, its links and its words."""

from strategigraf.answers.evidence_of import words_of
from strategigraf.files.sssom import NO_TERM
from strategigraf.graph.thread import BROADER, PART_OF
from strategigraf.use.dataset import hops
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.hop import BASIS_LABELS, Hop
from strategigraf.values.namespaces import RDF, SG, SKOS, short
from strategigraf.values.table import Column, Table
from strategigraf.values.term import Iri, Literal, Term
from strategigraf.values.text import Text

_KIND = Text("slags", "kind")
_NUMBER = Text("nummer", "number")
_ABOVE = Text("del af", "part of")
_BELOW = Text("rummer", "holds")
_DERIVED = Text("nedarvet", "inherited")
_WORDS = Text("ord", "words")
_DENIED = Text("afvist: ", "denied: ")
_ALONE = Text("uden modsvar", "no counterpart")
_ELSEWHERE = (  # what the rows on structure, links and words tell
    *(
        "evidence",
        "order",
        "inherits",
        "partOf",
        "tracesTo",
        "contributesTo",
        "schedules",
        "addresses",
        "concerns",
        "answers",
    ),
    *("continues", "supports", "realises"),
)

_ABOUT = """
SELECT ?predicate ?value WHERE {{ <{0}> ?predicate ?value }} ORDER BY ?predicate ?value"""
_INHERITED = """
PREFIX rdf: <{0}> PREFIX sg: <{1}>
SELECT ?target ?link WHERE {{
  <{2}> sg:inherits ?link . ?link rdf:object ?target .
  ?target sg:order ?order .
}} ORDER BY ?order ?link"""
_ALIGNED = """
PREFIX rdf: <{0}> PREFIX sg: <{1}>
SELECT ?predicate ?other ?negative ?rationale WHERE {{
  {{ ?alignment rdf:subject <{2}> ; rdf:object ?other }} UNION {{ ?alignment rdf:object <{2}> ; rdf:subject ?other }}
  ?alignment a sg:Alignment ; rdf:predicate ?predicate ; sg:negative ?negative ; sg:rationale ?rationale .
  FILTER(LANG(?rationale) = "{3}" && ?predicate != sg:continues)
}} ORDER BY ?negative ?predicate ?other"""


def portrait(store: Store, thing: str, language: str) -> Table:
    """Everything about *thing* (an IRI) in *language*: part, thing, basis, words.

    First what it is, then what it is part of from the nearest up, what it holds, its links in both directions, what it
    inherits, its counterparts in other strategies, and its words; a link's words stand with the link.
    """
    found = hops(store)
    rows: list[tuple[Term | None, ...]] = []

    def add(part: str, what: Term | None, basis: str = "", words: str = "") -> None:
        shown = BASIS_LABELS[basis].in_language(language) if basis else ""
        rows.append((Literal(part), what, Literal(shown), Literal(words)))

    for part, value in _facts(store, thing, language):
        add(part, value)
    for above in _ancestors(thing, found):
        add(_ABOVE.in_language(language), Iri(above))
    for hop in found:
        if hop.object == thing and hop.predicate in (PART_OF, BROADER):
            add(_BELOW.in_language(language), Iri(hop.subject))
    links = [hop for hop in found if hop.link and thing in (hop.subject, hop.object)]
    names = labels(store, (hop.predicate for hop in links), language)
    words = words_of(store, [thing, *(hop.link for hop in links)])
    for hop in links:
        outward = hop.subject == thing
        name = names.get(hop.predicate, short(hop.predicate))
        quotes = " ".join(f"“{quote.exact}”" for quote in words.get(hop.link, ()))
        reasons = "".join(f" [{reason}]" for reason in _rationale(store, hop.link, language))
        add(name if outward else f"← {name}", Iri(hop.object if outward else hop.subject), hop.basis, quotes + reasons)
    for target, link in store.rows(_INHERITED.format(RDF, SG, thing)):
        add(_DERIVED.in_language(language), Iri(target), "inherited", short(link))
    for match, other, negative, why in store.rows(_ALIGNED.format(RDF, SG, thing, language)):
        if other == NO_TERM:
            add(_ALONE.in_language(language), None, "interpreted", why)
            continue
        denied = _DENIED.in_language(language) if negative == "true" else ""
        add(denied + short(match).removeprefix("skos:"), Iri(other), "interpreted", why)
    for quote in words.get(thing, ()):
        add(_WORDS.in_language(language), Iri(quote.quote), "", f"“{quote.exact}” ({quote.section})")
    return Table((Column("part"), Column("thing"), Column("basis"), Column("words")), tuple(rows))


def _facts(store: Store, thing: str, language: str) -> list[tuple[str, Term]]:
    """What is said of *thing* itself: the name of each statement and its value."""
    told: list[tuple[str, Term]] = []
    for verb, target in store.select(_ABOUT.format(thing)).rows:
        if isinstance(verb, Iri) and target is not None:
            told.append((verb.value, target))
    names = labels(store, (predicate for predicate, _ in told), language)
    languages = {p: {v.language for q, v in told if q == p and isinstance(v, Literal)} for p, _ in told}
    facts: list[tuple[str, Term]] = []
    for predicate, value in told:
        other_language = isinstance(value, Literal) and value.language not in ("", language)
        if other_language and language in languages[predicate]:
            continue
        if predicate == RDF + "type":
            facts.append((_KIND.in_language(language), value))
        elif predicate == SKOS + "notation":
            facts.append((_NUMBER.in_language(language), value))
        elif predicate.startswith(SG) and predicate[len(SG) :] not in _ELSEWHERE:
            facts.append((names.get(predicate, short(predicate)), value))
    return sorted(facts, key=lambda fact: fact[0] != _KIND.in_language(language))


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
