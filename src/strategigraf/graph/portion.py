"""What one file contributes beside its triples: hops, titles, kinds, and what it names of other files."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from strategigraf.graph.thread import BROADER, PART_OF
from strategigraf.values.hop import Hop, claim_basis
from strategigraf.values.inheritance import ABOVE, BELOW
from strategigraf.values.namespaces import OA, RDF, RDFS, SDG, SDGO, SG, SKOS
from strategigraf.values.natural import natural
from strategigraf.values.term import XSD, Blank, Iri, Literal, Term

Statement = tuple[Term, Term, Term]

POINTING = (SG + "evidence", SG + "documentOf", SG + "inStrategy", RDF + "subject")
LEADING = (SG + "evidence", OA + "hasSelector", PART_OF)
_SILENT = (RDF + "type", SG + "reviews")  # no rule looks at what these lead to
_LINK_PARTS = (RDF + "subject", RDF + "predicate", RDF + "object", SG + "basis", SG + "negative")
_REGISTER = Iri(SDG.rstrip("/"))


class Titled(NamedTuple):
    """A thing with its title in Danish and English, on one line (the other language's where one is missing), and its
    place among the titled things and quotes of its file, counted from 1; 0 for a term of the vocabulary."""

    thing: str
    da: str
    en: str
    place: int


class Portion(NamedTuple):
    """One file's part: the things it describes, what they are, what it names that it does not describe (but no terms,
    and not what it reviews), what of that it points at (as evidence, document, link or member), what of that it leads
    to (as evidence, selector or whole), what its hops tie it to, each with the property, and what it says of the
    inheritance of properties."""

    described: tuple[str, ...]
    titles: tuple[Titled, ...]
    quotes: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, str], ...]
    members: tuple[tuple[str, str], ...]
    hops: tuple[Hop, ...]
    named: tuple[str, ...]
    pointed: tuple[str, ...]
    leading: tuple[str, ...]
    tied: tuple[tuple[str, str], ...]
    inheritance: tuple[tuple[str, str, str], ...]


def portion(statements: Iterable[Statement], beside: bool = False) -> Portion:
    """The part of the file with *statements*, everything by IRI.

    A hop is read from a link, an alignment that continues, or structure; a link is described in one file. With *beside*
    the file stands beside the data (a mapping set): it describes and points at nothing but its own nodes.
    """
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    types: set[tuple[str, str]] = set()
    members: set[tuple[str, str]] = set()
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    hops: set[Hop] = set()
    broader: set[tuple[str, str]] = set()
    of_register: set[str] = set()
    placed: set[str] = set()
    described: dict[str, None] = {}
    named: set[str] = set()
    pointed: set[str] = set()
    leading: set[str] = set()
    inheritance: set[tuple[str, str, str]] = set()
    for subject, verb, target in statements:
        thing, predicate, value = subject.value, verb.value, target.value
        if isinstance(target, Iri) and predicate not in _SILENT and not value.startswith((SG, SDGO)):
            named.add(value)
            if predicate in POINTING and not beside:
                pointed.add(value)
            if predicate in LEADING and not beside:
                leading.add(value)
        if isinstance(subject, Blank):
            continue
        if not beside or predicate == RDF + "type":
            described[thing] = None
        if isinstance(target, Iri):
            if predicate == RDF + "type":
                types.add((thing, value))
            elif predicate == SG + "inStrategy":
                members.add((thing, value))
            elif predicate == PART_OF:
                hops.add(Hop(thing, PART_OF, value, "structure", ""))
            elif predicate == BROADER:
                broader.add((thing, value))
            elif predicate == SKOS + "inScheme" and target == _REGISTER:
                of_register.add(thing)
            elif predicate in (BELOW, ABOVE):
                inheritance.add((thing, predicate, value))
        elif predicate in (SKOS + "prefLabel", RDFS + "label") and isinstance(target, Literal):
            titles[thing].setdefault(target.language, " ".join(value.split()))
            if predicate == SKOS + "prefLabel":
                placed.add(thing)
        if predicate in _LINK_PARTS and (isinstance(target, Iri) or predicate == SG + "negative"):
            nodes[thing][predicate].append(value)
    hops.update(Hop(thing, BROADER, goal, "structure", "") for thing, goal in broader if thing in of_register)
    hops.update(_claims(nodes, types))
    quotes = {thing for thing, cls in types if cls == SG + "Quote"}
    places = {thing: place for place, thing in enumerate(sorted(placed | quotes, key=natural), start=1)}
    return Portion(
        tuple(described),
        tuple(Titled(thing, *_both(said), places.get(thing, 0)) for thing, said in sorted(titles.items())),
        tuple((thing, places[thing]) for thing in sorted(quotes)),
        tuple(sorted(types)),
        tuple(sorted(members)),
        tuple(sorted(hops)),
        tuple(sorted(named.difference(described))),
        tuple(sorted(pointed.difference(described))),
        tuple(sorted(leading.difference(described))),
        tuple(sorted((thing, verb) for thing, verb in set(_ties(hops)) if thing not in described)),
        tuple(sorted(inheritance)),
    )


def _ties(hops: Iterable[Hop]) -> Iterable[tuple[str, str]]:
    for hop in hops:
        for thing in (hop.subject, hop.object) if hop.predicate != BROADER else ():
            if not thing.startswith(SDG):
                yield thing, hop.predicate


def _claims(nodes: dict[str, dict[str, list[str]]], types: set[tuple[str, str]]) -> Iterable[Hop]:
    for node, said in nodes.items():
        kinds = {cls for cls in (SG + "Link", SG + "Alignment") if (node, cls) in types}
        if not kinds or not all(part in said for part in _LINK_PARTS[:4]):
            continue
        for subject, predicate, target, iri in product(*(said[part] for part in _LINK_PARTS[:4])):
            continued = predicate == SG + "continues" and "false" in said.get(SG + "negative", ())
            basis = claim_basis(iri)
            if basis and (SG + "Link" in kinds or continued):
                yield Hop(subject, predicate, target, basis, node)


def _both(titles: dict[str, str]) -> tuple[str, str]:
    other = titles[min(titles)]
    return titles.get("da", other), titles.get("en", other)


def order_statements(part: Portion) -> Iterable[Statement]:
    """For each titled thing and each quote of *part* its place, counted from 1."""
    for thing, place in [*((titled.thing, titled.place) for titled in part.titles if titled.place), *part.quotes]:
        yield Iri(thing), Iri(SG + "order"), Literal(str(place), XSD + "integer")


def general_statements(part: Portion) -> Iterable[Statement]:
    """For each hop of *part* the general relation `sg:tracesTo`."""
    for hop in part.hops:
        yield Iri(hop.subject), Iri(SG + "tracesTo"), Iri(hop.object)
