"""The namespaces of the graph, and short names for IRIs."""

BASE = "https://w3id.org/strategigraf/"
SG = BASE + "ns#"
SGSH = BASE + "shapes#"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
SDG = "http://metadata.un.org/sdg/"
SDGO = "http://metadata.un.org/sdg/ontology#"

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "documents": ID + "documents/",
    "fabio": "http://purl.org/spar/fabio/",
    "id": ID,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "organisations": ID + "organisations/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sdg": SDG,
    "sdgo": SDGO,
    "sg": SG,
    "sgsh": SGSH,
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "texts": ID + "sdg/",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
SKOS = PREFIXES["skos"]
OA = PREFIXES["oa"]
DCTERMS = PREFIXES["dcterms"]
PROV = PREFIXES["prov"]
OWL = PREFIXES["owl"]


def short(iri: str) -> str:
    """The readable name of *iri*: `slug/local` below the id namespace, `10.3` for a target of the UN, else a prefixed
    name where a prefix is known, else the IRI itself."""
    if iri.startswith(ID):
        return iri[len(ID) :]
    if iri.startswith(SDG) and "#" not in iri:
        return iri[len(SDG) :]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """The IRI that *name* stands for: the inverse of `short`; a full IRI is returned as it is."""
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    if "/" in name:
        return ID + name
    if name[:1].isdigit():
        return SDG + name
    return ID + name
