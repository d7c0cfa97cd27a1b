"""Counterparts: the matches between strategies, as hops that a thread can take."""

from strategigraf.graph.thread import SYMMETRIC
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.hop import Hop
from strategigraf.values.namespaces import RDF, SG, SKOS

_MATCHES = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}> PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?alignment ?subject ?predicate ?object WHERE {{
  ?alignment a sg:Alignment ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    sg:negative ?negative .
  FILTER(!?negative && ?predicate != sg:continues && ?object != sssom:NoTermFound && ?subject != sssom:NoTermFound)
}}
ORDER BY ?alignment"""


def counterpart_hops(store: Store) -> list[Hop]:
    """A hop for each match between two strategies that an alignment asserts; for an exact or close match one each way,
    with the same alignment. (Continuations are among the hops of the dataset itself.)"""
    found: list[Hop] = []
    for alignment, subject, predicate, target in store.rows(_MATCHES):
        found.append(Hop(subject, predicate, target, "interpreted", alignment))
        if predicate in SYMMETRIC:
            found.append(Hop(target, predicate, subject, "interpreted", alignment))
    return found


def thread_hops(store: Store) -> list[Hop]:
    """Every hop that a thread between elements can take: those of the dataset, and the matches between strategies."""
    return [*hops(store), *counterpart_hops(store)]


def is_match(predicate: str) -> bool:
    """Whether *predicate* (IRI) is one by which an alignment matches two elements."""
    return predicate.startswith(SKOS) and predicate.endswith("Match")
