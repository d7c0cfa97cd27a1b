"""The description of the endpoint by itself, in RDF: what it can (SPARQL Service Description), what is in the data
(VoID), and the questions of the catalogue as examples."""

import json
import re
from collections.abc import Awaitable, Callable

from strategigraf.core.errors import QueryTooHeavy
from strategigraf.core.rdf import DECLARED
from strategigraf.endpoint.answering import Question
from strategigraf.endpoint.results import CSV, JSON, JSON_LD, NTRIPLES, OF_GRAPHS, OF_TABLES, RDF_XML, TSV, TURTLE, XML

_SD, _FORMATS = "http://www.w3.org/ns/sparql-service-description#", "http://www.w3.org/ns/formats/"
_NAMES = {
    JSON: "SPARQL_Results_JSON", XML: "SPARQL_Results_XML", CSV: "SPARQL_Results_CSV", TSV: "SPARQL_Results_TSV",
    TURTLE: "Turtle", NTRIPLES: "N-Triples", RDF_XML: "RDF_XML", JSON_LD: "JSON-LD",
}  # fmt: skip
_TRIPLES = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o }"
_CLASSES = "SELECT ?of (COUNT(?s) AS ?n) { ?s a ?of } GROUP BY ?of ORDER BY ?of"
_PROPERTIES = "SELECT ?of (COUNT(*) AS ?n) { ?s ?of ?o } GROUP BY ?of ORDER BY ?of"
_GRAPHS = "SELECT ?of (COUNT(*) AS ?n) { GRAPH ?of { ?s ?p ?o } } GROUP BY ?of ORDER BY ?of"
Rows = list[dict[str, str]]


async def description(
    address: str, is_union: bool, examples: str, asked: Callable[[Question], Awaitable[bytes]]
) -> str:
    """The description, in Turtle, of the endpoint at *address*, of whose data is *asked*; *is_union*: its default
    graph is the union of its graphs; with the *examples* in Turtle. What takes too long to count is left out."""

    async def rows(query: str) -> Rows:
        try:
            content = await asked(Question(query, table_type=JSON))
        except QueryTooHeavy:
            return []
        found = json.loads(content)["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in found]

    counts, classes, properties, graphs = [await rows(query) for query in (_TRIPLES, _CLASSES, _PROPERTIES, _GRAPHS)]
    formats = (f"<{_FORMATS}{_NAMES[kind]}>" for kind in dict.fromkeys((*OF_TABLES.values(), *OF_GRAPHS.values())))
    features = "sd:UnionDefaultGraph" if is_union else "sd:EmptyGraphs"
    default = ["a sd:Graph , void:Dataset"]
    default += [f"void:triples {row['n']} ; void:distinctSubjects {row['m']}" for row in counts]
    default += [_partition("classPartition", "class", "entities", row) for row in classes if _is_plain(row)]
    default += [_partition("propertyPartition", "property", "triples", row) for row in properties if _is_plain(row)]
    named = [
        f"sd:namedGraph [ a sd:NamedGraph ; sd:name <{row['of']}> ; sd:graph [ a sd:Graph ; void:triples {row['n']} ] ]"
        for row in graphs
        if _is_plain(row)
    ]
    dataset = " ;\n    ".join(["a sd:Dataset", f"sd:defaultGraph [ {' ; '.join(default)} ]", *named])
    return (
        f"PREFIX sd: <{_SD}>\nPREFIX void: <{DECLARED['void']}>\n\n"
        f"<{address}> a sd:Service ;\n  sd:endpoint <{address}> ;\n  sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"  sd:feature {features} ;\n  sd:resultFormat {' , '.join(formats)} ;\n"
        f"  sd:defaultDataset [ {dataset} ] .\n\n{examples}"
    )


def _is_plain(row: dict[str, str]) -> bool:
    """Whether the name of *row* is an IRI that can stand in Turtle as it is."""
    return re.fullmatch(r"[A-Za-z][\w+.-]*:[^\x00-\x20<>\"{}|^`\\]*", row["of"]) is not None


def _partition(what: str, by: str, count: str, row: dict[str, str]) -> str:
    return f"void:{what} [ void:{by} <{row['of']}> ; void:{count} {row['n']} ]"
