"""A small strategy of one's own, written in one language, with a base IRI and a kind of its own, over the library."""

from hashlib import sha256
from pathlib import Path

BASE = "https://eksempelby.example.dk/id/"
SLUG = "faelles-om-byen-2025-2028"
TEXT = """# Fælles om byen

## Fokusområde 1. Grønne kvarterer

Vi vil have flere træer i alle kvarterer.

### Mål 1. Mere natur i byen

Byen skal have mere natur.

#### Delmål 1.1. Flere bytræer

Der skal være flere bytræer i 2028.

Initiativ 1. Vi planter 500 træer. Det bidrager til verdensmål 11.7.

Initiativ 2. Vi spørger borgerne.
"""
_HEAD = f"""PREFIX : <{BASE}{SLUG}/>
PREFIX documents: <{BASE}documents/>
PREFIX id: <{BASE}>
PREFIX kinds: <{BASE}kinds/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX organisations: <{BASE}organisations/>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX sg: <https://w3id.org/strategigraf/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_TOP = "Fælles om byen > Fokusområde 1. Grønne kvarterer"
_GOAL = f"{_TOP} > Mål 1. Mere natur i byen"
_PART = f"{_GOAL} > Delmål 1.1. Flere bytræer"
_ELEMENTS = (  # name, class, number, title, part of, words, section
    ("fokusomraade-1", "kinds:Fokusomraade", "1", "Grønne kvarterer", "", "Vi vil have flere træer i alle kvarterer.",
     _TOP),
    ("maal-1", "sg:Goal", "", "Mere natur i byen", "fokusomraade-1", "Byen skal have mere natur.", _GOAL),
    ("maal-1-1", "sg:Goal", "", "Flere bytræer", "maal-1", "Der skal være flere bytræer i 2028.", _PART),
    ("initiativ-1", "sg:Initiative", "1", "Plante 500 træer", "maal-1-1",
     "Vi planter 500 træer. Det bidrager til verdensmål 11.7.", _PART),
    ("initiativ-2", "sg:Initiative", "2", "Spørge borgerne", "maal-1", "Vi spørger borgerne.", _PART),
)  # fmt: skip
KINDS = """
kinds:Fokusomraade
    a owl:Class ;
    rdfs:subClassOf sg:Track ;
    rdfs:label "fokusområde"@da ;
    skos:definition "Et af de områder, som byrådet har valgt."@da ;
.
"""
_MAPPING = f"""#mapping_set_id: https://eksempelby.example.dk/by--midt
#license: https://spdx.org/licenses/MIT
#curie_map:
#  by: {BASE}{SLUG}/
#  midt: https://w3id.org/strategigraf/id/midt-udviklingsplan-2023/
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\trationale_da
by:maal-1\tskos:relatedMatch\tmidt:pejlemaerke-7\tsemapv:ManualMappingCuration\t0.5\tBegge åbner for borgerne.
"""


def write_plan(root: Path) -> None:
    """Writes the plan into the workspace in *root*, as somebody who followed its README has it."""
    (root / "sources" / "plan.md").write_text(TEXT, encoding="utf-8")
    (root / "data" / "kinds.ttl").write_text(_HEAD + KINDS, encoding="utf-8")
    (root / "data" / "alignments").mkdir()
    mapping_set = root / "data" / "alignments" / f"{SLUG}--midt-udviklingsplan-2023.sssom.tsv"
    mapping_set.write_text(_MAPPING, encoding="utf-8")
    document = f"""
documents:plan
    a sg:Document ;
    skos:prefLabel "Fælles om byen"@da ;
    dcterms:language "da" ;
    dcterms:publisher organisations:eksempelby-kommune ;
    dcterms:issued "2025"^^xsd:gYear ;
    sg:documentOf id:{SLUG} ;
    sg:sha256 "{sha256(TEXT.encode()).hexdigest()}" ;
    sg:stage sg:Printed ;
    sg:textFile "plan.md" ;
.
"""
    (root / "data" / "documents.ttl").write_text(_HEAD + document, encoding="utf-8")
    strategy = root / "data" / "strategies" / f"{SLUG}.ttl"
    begun = strategy.read_text(encoding="utf-8").partition("\n\n")[2]
    strategy.write_text("\n".join([_HEAD, begun, *map(_element, _ELEMENTS), _LINK]), encoding="utf-8")


def _element(element: tuple[str, ...]) -> str:
    name, cls, number, title, whole, words, section = element
    lines = [f":{name} a {cls}", f'skos:prefLabel "{title}"@da', f"sg:inStrategy id:{SLUG}"]
    lines += [f"sg:partOf :{whole}"] if whole else []
    lines += [f'skos:notation "{number}"'] if number else []
    lines += ["sg:contributesTo sdg:11.7"] if name == "initiativ-1" else []
    lines += [f"sg:evidence :{name}-quote-1 ."]
    quote = (
        f':{name}-quote-1 a sg:Quote ; oa:hasSource documents:plan ; sg:section "{section}" ;'
        f" oa:hasSelector :{name}-quote-1-selector .\n"
        f':{name}-quote-1-selector a oa:TextQuoteSelector ; oa:exact "{words}" .\n'
    )
    return " ; ".join(lines) + "\n" + quote


_LINK = f""":link-initiativ-1--11.7 a sg:Link ; rdf:subject :initiativ-1 ; rdf:predicate sg:contributesTo ;
    rdf:object sdg:11.7 ; sg:basis sg:Stated ; sg:inStrategy id:{SLUG} ; sg:evidence :initiativ-1-quote-1 .
"""
