"""The dataset: every file as a named graph in a store, and what follows from them in graphs of its own."""

from collections.abc import Iterable, Iterator, Mapping

from strategigraf.files.sssom import read_mappings
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import Workspace
from strategigraf.graph.alignment import alignment_statements
from strategigraf.graph.thread import BROADER, Thread
from strategigraf.use.store import EmbeddedStore, Store
from strategigraf.values.hop import Hop
from strategigraf.values.namespaces import GRAPH, ID, PROV, RDF, SDG, SG, SKOS
from strategigraf.values.natural import natural
from strategigraf.values.term import XSD, Iri, Literal

DERIVED_GRAPH = GRAPH + "derived"

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
}}"""
_STRUCTURE = f"""
PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT ?subject ?predicate ?object WHERE {{
  {{ ?subject sg:partOf ?object BIND(sg:partOf AS ?predicate) }}
  UNION {{ ?subject skos:broader ?object ; skos:inScheme <{SDG.rstrip("/")}> BIND(skos:broader AS ?predicate) }}
}}"""


_TITLED = f"""
PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT DISTINCT ?graph ?thing WHERE {{
  GRAPH ?graph {{ {{ ?thing skos:prefLabel ?title }} UNION {{ ?thing a sg:Quote }} }}
}}"""


def fill(store: EmbeddedStore, workspace: Workspace) -> None:
    """Loads all files of *workspace* into *store*, each as its named graph, and adds what is derived from them.

    Raises TurtleSyntax, MappingSetFaulty.
    """
    for path in workspace.graph_files():
        store.load(path, workspace.graph_name(path))
    for graph, statements in alignments(workspace).items():
        store.add(statements, graph)
    _derive(store)


def alignments(workspace: Workspace) -> dict[str, list[Statement]]:
    """The statements of each mapping set of *workspace*, by name of graph. Raises MappingSetFaulty."""
    found = {}
    for path in workspace.alignment_files():
        graph = workspace.graph_name(path)
        name = path.name.removesuffix(".sssom.tsv")
        found[graph] = list(alignment_statements(name, graph, read_mappings(path)))
    return found


def fill_from(store: EmbeddedStore, graphs: Mapping[str, Iterable[Statement]]) -> None:
    """Puts *graphs* (statements by name of graph) into *store*, and adds what is derived from them."""
    for name, statements in graphs.items():
        store.add(statements, name)
    _derive(store)


def hops(store: Store) -> list[Hop]:
    """Every hop of the dataset in *store*, in order: its links, its structure, and the step from SDG target to goal."""
    kept = store.index("hops")
    if kept is not None:
        return [Hop(*row) for row in kept]
    found = [
        Hop(subject, predicate, target, basis.removeprefix(SG).lower(), link)
        for subject, predicate, target, basis, link in store.rows(_LINKS)
    ]
    found += [Hop(subject, predicate, target, "structure", "") for subject, predicate, target in store.rows(_STRUCTURE)]
    return sorted(found)


def _derive(store: EmbeddedStore) -> None:
    found = hops(store)
    store.add([*_derived(found), *_order(store)], DERIVED_GRAPH)
    store.set_aside("hops", found)


def _derived(found: list[Hop]) -> Iterator[tuple[Iri, Iri, Iri]]:
    """For each hop the general relation `sg:tracesTo`; for each inherited contribution a derived link."""
    for hop in found:
        yield Iri(hop.subject), Iri(SG + "tracesTo"), Iri(hop.object)
    thread = Thread(hop for hop in found if hop.predicate != BROADER)
    for row in thread.elements():
        if row.startswith(SDG):
            continue
        for claim in thread.inherited(row):
            link = Iri(derived_link(row, claim.link))
            yield link, Iri(RDF + "type"), Iri(SG + "DerivedLink")
            yield link, Iri(RDF + "subject"), Iri(row)
            yield link, Iri(RDF + "predicate"), Iri(claim.predicate)
            yield link, Iri(RDF + "object"), Iri(claim.object)
            yield link, Iri(SG + "basis"), Iri(SG + "Inherited")
            yield link, Iri(PROV + "wasDerivedFrom"), Iri(claim.link)


def _order(store: Store) -> Iterator[tuple[Iri, Iri, Literal]]:
    """For each thing with a title, and each quote, its place among those of its file, counted from 1."""
    titled: dict[str, list[str]] = {}
    for graph, thing in store.rows(_TITLED):
        titled.setdefault(graph, []).append(thing)
    for things in titled.values():
        for place, thing in enumerate(sorted(things, key=natural), start=1):
            yield Iri(thing), Iri(SG + "order"), Literal(str(place), XSD + "integer")


def derived_link(row: str, link: str) -> str:
    """The IRI of the derived link by which *row* has the claim *link* from above."""
    return f"{ID}derived/{row.removeprefix(ID)}--{link.removeprefix(ID)}"
