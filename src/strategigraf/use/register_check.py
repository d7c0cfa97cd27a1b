"""What is wrong with the SDG register as a whole: goals or targets too few or too many, texts that cannot be right."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from strategigraf.files.turtle import line_in
from strategigraf.graph.register_faults import FAULTS, faults
from strategigraf.use.store import Store
from strategigraf.use.validation import Rule
from strategigraf.values.finding import Finding, Severity
from strategigraf.values.namespaces import ID, SDG, SDGO, SG, short
from strategigraf.values.text import Text

_TEXTS = f"""
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sg: <{SG}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?node ?file (MIN(?notation) AS ?code) (LANG(?text) AS ?language) ?text WHERE {{
  GRAPH ?file {{ ?node sg:textOf ?of ; rdf:value ?text }} ?of skos:notation ?notation
}}
GROUP BY ?node ?file ?text
ORDER BY ?node ?file ?text"""
_SIZE = f"""
PREFIX sdgo: <{SDGO}>
SELECT (COUNT(DISTINCT ?goal) AS ?goals) (COUNT(DISTINCT ?target) AS ?targets) WHERE {{
  {{ ?goal a sdgo:Goal }} UNION {{ ?target a sdgo:Target }}
}}"""
_HOME = f"SELECT ?graph WHERE {{ GRAPH ?graph {{ <{SDG.rstrip('/')}> a ?kind }} }} ORDER BY ?graph"
_INCOMPLETE = Text(
    "Registeret har ikke 17 verdensmål og 169 delmål. Indlæs det igen med “strategigraf import sdg”.",
    "The register does not have 17 goals and 169 targets. Import it again with “strategigraf import sdg”.",
)
REGISTER_RULES = [
    Rule("sdg-register-complete", Severity.VIOLATION, _INCOMPLETE),
    *(Rule(f"sdg-text-{name}", Severity.VIOLATION, message) for name, message in FAULTS.items()),
]


def register_findings(store: Store, paths: Mapping[str, Path]) -> Iterator[Finding]:
    """The findings in the register that *store* holds, *paths* being the files by named graph."""
    goals, targets = store.rows(_SIZE)[0]
    if (goals, targets) != ("17", "169"):
        home = next((str(paths[graph]) for (graph,) in store.rows(_HOME) if graph in paths), "")
        detail = f"{goals}, {targets}"
        yield Finding("sdg-register-complete", Severity.VIOLATION, home, 0, "sdg", _INCOMPLETE, detail)
    texts = {node: (paths[file], code, language, text) for node, file, code, language, text in store.rows(_TEXTS)}
    for fault, code, language, detail in faults(told[1:] for told in texts.values()):
        node = f"{ID}sdg/{code}-text-{language}"
        place = (str(texts[node][0]), line_in(texts[node][0], node)) if node in texts else ("", 0)
        yield Finding(f"sdg-text-{fault}", Severity.VIOLATION, *place, short(node), FAULTS[fault], detail)
