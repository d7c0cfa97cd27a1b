"""The surroundings of a file: of everything that other files say, what the rules can see from its own things.

These are: what is said elsewhere of the same things; what points at them, or at what they name; what is said of
everything that they name, of quotes down to their words, and of wholes up to the last; kind, number and place of the
other elements of their strategies; and the terms of the vocabulary. A rule finds in file and surroundings together just
what it finds in the whole dataset, as far as it concerns the file (decision 11).
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from strategigraf.files.turtle import Statement
from strategigraf.graph.portion import LEADING, POINTING
from strategigraf.graph.thread import PART_OF
from strategigraf.use.dataset import DERIVED
from strategigraf.use.store import EmbeddedStore, as_stored
from strategigraf.values.namespaces import OWL, RDF, RDFS, SG, SKOS
from strategigraf.values.term import Iri, Literal, Term

_MEMBER = SG + "inStrategy"
_OF_MATES = (RDF + "type", _MEMBER, SKOS + "notation", PART_OF)
_CLASSES = f"SELECT ?term ?above WHERE {{ ?term <{RDFS}subClassOf> ?above }}"
_TERMS = f"""
PREFIX owl: <{OWL}> PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}>
SELECT ?term ?kind WHERE {{
  VALUES ?kind {{
    owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:NamedIndividual owl:Ontology
    rdf:Property rdfs:Class skos:Concept skos:ConceptScheme
  }}
  ?term rdf:type ?kind . FILTER(STRSTARTS(STR(?term), "{SG}"))
}}"""


class Unit(NamedTuple):
    """A file with its surroundings: its own things, those that other files describe as well, its own statements, and
    all statements."""

    own: frozenset[str]
    shared: frozenset[str]
    statements: list[Statement]
    whole: list[Statement]


def vocabulary(store: EmbeddedStore) -> list[Statement]:
    """The terms of the vocabulary with their kinds, and which class stands under which."""
    told = [(Iri(RDFS + "subClassOf"), row) for row in store.select(_CLASSES).rows]
    told += [(Iri(RDF + "type"), row) for row in store.select(_TERMS).rows]
    return [(term, verb, kind) for verb, (term, kind) in told if term is not None and kind is not None]


class _Surroundings:
    """What has been gathered so far around the file with the named graph *graph*."""

    def __init__(self, store: EmbeddedStore, graph: str, beside: Collection[str]) -> None:
        self._store = store
        self._elsewhere = frozenset({graph, *beside})
        self._said: set[Term] = set()
        self.found: dict[Statement, None] = {}

    def say(self, thing: Term) -> None:
        """Adds what other files say of *thing*, and of the words, selectors and wholes that this leads to."""
        waiting = [thing]
        while waiting:
            here = waiting.pop()
            if isinstance(here, Literal) or here in self._said:
                continue
            self._said.add(here)
            for statement, graph in self._store.statements_about(here, DERIVED):
                if graph not in self._elsewhere:
                    self.found[statement] = None
                if statement[1].value in LEADING:
                    waiting.append(statement[2])

    def say_pointing(self, thing: Term) -> None:
        """Adds what other files say of everything that points at *thing* in them, except as a member."""
        for predicate in POINTING:
            if predicate != _MEMBER and not isinstance(thing, Literal):
                for node in self._store.pointing_at(thing, predicate, self._elsewhere):
                    self.say(node)

    def say_members(self, strategy: Term) -> None:
        """Adds the kind, strategy, number and whole of everything that is a member of *strategy* in other files."""
        members = () if isinstance(strategy, Literal) else self._store.pointing_at(strategy, _MEMBER, self._elsewhere)
        for member in members:
            for statement, graph in self._store.statements_about(member, DERIVED):
                if statement[1].value in _OF_MATES and graph not in self._elsewhere:
                    self.found[statement] = None


def unit(
    store: EmbeddedStore, graph: str, statements: list[Statement], terms: Iterable[Statement], beside: Collection[str]
) -> Unit:
    """The file with the *statements*, which *store* holds as the named graph *graph*, with its surroundings.

    *terms* is the `vocabulary`; *beside* are the named graphs (of mapping sets) that the rules do not look into.
    """
    own = frozenset(subject.value for subject, _, _ in statements)
    around = _Surroundings(store, graph, beside)
    shared = [Iri(thing) for thing in store.ledger.described_twice(own)]
    for thing in shared:
        around.say(thing)
    told = [told for told in around.found if told[0].value in own]  # what other files say of the file's own things
    further = [target for _, verb, target in told if verb.value != RDF + "type"]
    for node in [*map(Iri, store.ledger.named_by(graph)), *further]:
        around.say(node)
    for node in [*map(Iri, store.ledger.pointed_at(graph)), *shared, *further]:
        around.say_pointing(node)
    for strategy in dict.fromkeys(target for _, verb, target in [*statements, *told] if verb.value == _MEMBER):
        around.say_members(strategy)
    both = frozenset(thing.value for thing in shared)
    said = {(subject, verb, as_stored(target)) for subject, verb, target in statements if subject.value in both}
    others = {told: None for told in around.found if told not in said}  # the file says it, perhaps in another form
    whole = dict.fromkeys(statements) | dict.fromkeys(terms) | others
    return Unit(own, both, statements, list(whole))
