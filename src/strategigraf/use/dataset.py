"""The dataset: every file as a named graph in a store, and what follows from them in graphs of its own."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from strategigraf.files.workspace import Workspace
from strategigraf.graph.thread import BROADER, Hop, Thread
from strategigraf.use.store import EmbeddedStore, Store, values
from strategigraf.values.namespaces import GRAPH, ID, PROV, RDF, SDG, SG, SKOS
from strategigraf.values.term import Iri

DERIVED_GRAPH = GRAPH + "derived"

_LINKS = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}>
SELECT ?subject ?predicate ?object ?basis ?link WHERE {{
  ?link a sg:Link ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; sg:basis ?basis .
}}"""
_STRUCTURE = f"""
PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT ?subject ?predicate ?object WHERE {{
  {{ ?subject sg:partOf ?object BIND(sg:partOf AS ?predicate) }}
  UNION {{ ?subject skos:broader ?object ; skos:inScheme <{SDG.rstrip("/")}> BIND(skos:broader AS ?predicate) }}
}}"""


def fill(store: EmbeddedStore, workspace: Workspace, files: Iterable[Path] | None = None) -> None:
    """Loads *files* (all files of *workspace* without them) into *store*, each as its named graph, and adds what is
    derived from them. Raises TurtleSyntax."""
    for path in workspace.graph_files() if files is None else files:
        store.load(path, workspace.graph_name(path))
    store.add(_derived(hops(store)), DERIVED_GRAPH)


def hops(store: Store) -> list[Hop]:
    """Every hop of the dataset in *store*: its links, its structure, and the step from SDG target to goal."""
    found = [
        Hop(subject, predicate, target, basis.removeprefix(SG).lower(), link)
        for subject, predicate, target, basis, link in values(store.select(_LINKS))
    ]
    found += [Hop(*row, "structure", "") for row in values(store.select(_STRUCTURE))]
    return sorted(found)


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


def derived_link(row: str, link: str) -> str:
    """The IRI of the derived link by which *row* has the claim *link* from above."""
    return f"{ID}derived/{row.removeprefix(ID)}--{link.removeprefix(ID)}"
