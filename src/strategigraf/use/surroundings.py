"""The surroundings of a file: of everything that other files say, what the rules can see from its own things.

These are: what is said elsewhere of the same things; what points at them, or at what they name; what is said of
everything that they name, of quotes down to their words, and of wholes up to the last; the kind and number of the other
elements of their strategies; and the terms of the vocabulary. A rule finds in file and surroundings together just what
it finds in the whole dataset, as far as it concerns the file (decision 11).
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from strategigraf.files.turtle import Statement
from strategigraf.graph.portion import POINTING
from strategigraf.graph.thread import PART_OF
from strategigraf.use.dataset import DERIVED
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.namespaces import OA, OWL, RDF, RDFS, SG, SKOS
from strategigraf.values.term import Iri

_MEMBER = SG + "inStrategy"
_OF_MATES = (RDF + "type", _MEMBER, SKOS + "notation")
_FOLLOWED = (SG + "evidence", OA + "hasSelector", PART_OF)
_CLASSES = f"SELECT ?term ?verb ?above WHERE {{ VALUES ?verb {{ <{RDFS}subClassOf> }} ?term ?verb ?above }}"
_TERMS = f"""
PREFIX owl: <{OWL}> PREFIX skos: <{SKOS}>
SELECT ?term ?verb ?kind WHERE {{
  VALUES ?verb {{ <{RDF}type> }}
  VALUES ?kind {{
    owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:NamedIndividual
    skos:Concept skos:ConceptScheme
  }}
  ?term ?verb ?kind . FILTER(STRSTARTS(STR(?term), "{SG}"))
}}"""


class Unit(NamedTuple):
    """A file with its surroundings: its own things, its own statements, and all statements."""

    own: frozenset[str]
    statements: list[Statement]
    whole: list[Statement]


def vocabulary(store: EmbeddedStore) -> list[Statement]:
    """The terms of the vocabulary with their kinds, and which class stands under which."""
    rows = [*store.select(_CLASSES).rows, *store.select(_TERMS).rows]
    return [
        (term, verb, kind) for term, verb, kind in rows if term is not None and verb is not None and kind is not None
    ]


class _Surroundings:
    """What has been gathered so far around the file with the named graph *graph*."""

    def __init__(self, store: EmbeddedStore, graph: str, beside: Collection[str]) -> None:
        self._store = store
        self._graph = graph
        self._beside = beside
        self._said: set[str] = set()
        self.found: dict[Statement, None] = {}

    def say(self, thing: str) -> None:
        """Adds what other files say of *thing*, and of the words, selectors and wholes that this leads to."""
        waiting = [thing]
        while waiting:
            here = waiting.pop()
            if here in self._said:
                continue
            self._said.add(here)
            for statement, graph in self._store.statements_about(here, DERIVED):
                if graph in self._beside:
                    continue
                if graph != self._graph:
                    self.found[statement] = None
                _, predicate, target = statement
                if predicate.value in _FOLLOWED and isinstance(target, Iri):
                    waiting.append(target.value)

    def say_kind(self, thing: str) -> None:
        """Adds the kind, strategy and number of *thing*."""
        for statement, _ in self._store.statements_about(thing, DERIVED):
            if statement[1].value in _OF_MATES:
                self.found[statement] = None


def unit(
    store: EmbeddedStore, graph: str, statements: list[Statement], terms: Iterable[Statement], beside: Collection[str]
) -> Unit:
    """The file with the *statements*, which *store* holds as the named graph *graph*, with its surroundings.

    *terms* is the `vocabulary`; *beside* are the named graphs (of mapping sets) that the rules do not look into.
    """
    own = frozenset(subject.value for subject, _, _ in statements)
    around = _Surroundings(store, graph, beside)
    shared = store.ledger.described_twice(own)
    for thing in [*shared, *store.ledger.named_by(graph)]:
        around.say(thing)
    for target in [t for s, _, t in around.found if s.value in own and isinstance(t, Iri)]:
        around.say(target.value)  # what another file says of an own thing names things as well
    for thing in [*shared, *store.ledger.pointed_at(graph)]:
        for predicate in POINTING:
            if predicate != _MEMBER:
                for pointing in store.pointing_at(thing, predicate):
                    around.say(pointing)
    for strategy in _objects(statements, _MEMBER):
        for mate in store.ledger.members_elsewhere(strategy, graph):
            around.say_kind(mate)
    whole = dict.fromkeys(statements) | dict.fromkeys(terms) | around.found
    return Unit(own, statements, list(whole))


def _objects(statements: Iterable[Statement], predicate: str) -> list[str]:
    return sorted({target.value for _, verb, target in statements if verb.value == predicate})
