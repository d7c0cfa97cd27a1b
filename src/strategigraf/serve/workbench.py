"""The SPARQL page: a query, the catalogue as examples, and its answer as a table, a chart or a graph, made by the
server; the error that counts is the server's, with its place."""

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from starlette.requests import Request

from strategigraf.core.errors import StrategigrafError
from strategigraf.core.rdf import DECLARED, LANG_STRING, Iri, Literal, Term, Text, message
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.endpoint.answering import Question as Asked
from strategigraf.endpoint.endpoint import Endpoint
from strategigraf.site.answers import answer_rows
from strategigraf.site.facts import amount
from strategigraf.site.page import Page
from strategigraf.site.pages import Pages

Value = TypeVar("Value")
Do = Callable[[Callable[[Pages], Value]], Awaitable[Value]]
_JSON, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_FIRST = """PREFIX sg: <https://w3id.org/strategigraf/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?strategy ?title (COUNT(?initiative) AS ?initiatives) WHERE {
  ?initiative a sg:Initiative ; sg:inStrategy ?strategy .
  ?strategy skos:prefLabel ?title .
  FILTER(LANG(?title) = "da")
}
GROUP BY ?strategy ?title
ORDER BY DESC(?initiatives)"""
_VIEWS = ("table", "chart", "graph")
_BARS, _NODES = 40, 40
_PLACE = re.compile(r"(?:linje|line) (\d+)")


class Bar(NamedTuple):
    """A bar of a chart: what it is of, its number as written, and its share of the longest one."""

    title: str
    number: str
    share: float


async def workbench(endpoint: Endpoint, do: Callable[..., Awaitable[Any]], request: Request, language: str) -> Page:
    """The SPARQL page with the answer to the query in *request*, if there is one."""
    form = await request.form() if request.method == "POST" else request.query_params
    example, query = str(form.get("example", "")), str(form.get("query", ""))
    view = str(form.get("view", "table"))
    table, problem = None, None
    if query.strip():
        try:
            reply = await endpoint.reply(Asked(query, table_type=_JSON, graph_type=_TRIPLES))
            table = _read(reply.content, reply.media_type)
        except StrategigrafError as error:
            problem = error

    def make(pages: Pages) -> Page:
        return _page(pages, query, example, view if view in _VIEWS else "table", table, problem, language)

    made: Page = await do(make)
    return made


def _page(
    pages: Pages,
    query: str,
    example: str,
    view: str,
    table: Table | None,
    problem: StrategigrafError | None,
    language: str,
) -> Page:
    questions = pages.questions()
    chosen = next((one for one in questions if one.name == example), None)
    shown = query or (_without_header(chosen.bind({}, language)) if chosen else _FIRST)
    heads, rows = answer_rows(pages.facts, table) if table else ([], [])
    line = _PLACE.search(problem.message.in_language("en")) if problem else None
    return Page(
        "sparql-editor",
        "sparql.html",
        message("site.sparql-title"),
        message("site.sparql-answer"),
        "sparql",
        content={
            "query": shown,
            "view": view,
            "examples": [(one.name, one.unasked) for one in questions],
            "example": example,
            "problem": problem,
            "line": line[1] if line else "",
            "told": message("site.question.answer", rows=amount(len(table.rows), "row")) if table else None,
            "heads": heads,
            "rows": rows,
            "total": len(table.rows) if table else 0,
            "bars": _bars(pages, table, language) if table and view == "chart" else [],
            "graph": _graph(pages, table, language) if table and view == "graph" else None,
            "terms": json.dumps(_terms(pages, language), ensure_ascii=False),
        },
    )


def _without_header(query: str) -> str:
    return "\n".join(line for line in query.splitlines() if not line.startswith("#+")).strip()


def _terms(pages: Pages, language: str) -> list[tuple[str, str]]:
    """What the editor completes: the terms of the vocabulary by prefixed name, each with its label."""

    def found() -> list[tuple[str, str]]:
        rows = pages.store.rows(
            "SELECT DISTINCT ?term ?label WHERE { ?term <http://www.w3.org/2000/01/rdf-schema#label> ?label ."
            f' FILTER(LANG(?label) = "{language}") FILTER(STRSTARTS(STR(?term), "{DECLARED["sg"]}")'
            f' || STRSTARTS(STR(?term), "{DECLARED["sdgo"]}")) }} ORDER BY ?term'
        )
        named = [(_prefixed(term), label) for term, label in rows]
        usual = (
            "skos:prefLabel",
            "skos:notation",
            "skos:broader",
            "rdf:subject",
            "rdf:predicate",
            "rdf:object",
            "rdfs:label",
            "oa:exact",
            "oa:hasSource",
            "oa:hasSelector",
            "dcterms:issued",
            "dcterms:publisher",
            "prov:wasRevisionOf",
        )
        return [
            *named,
            *((name, "") for name in usual),
            *((f"PREFIX {prefix}: <{space}>", "") for prefix, space in sorted(DECLARED.items())),
        ]

    return pages.facts.kept(("terms", language), found)


def _prefixed(term: str) -> str:
    for prefix, space in DECLARED.items():
        if term.startswith(space):
            return f"{prefix}:{term.removeprefix(space)}"
    return f"<{term}>"


# An answer, read.


def _read(content: bytes, media_type: str) -> Table:
    """An answer as a table: of a graph its triples, of a yes or no one cell."""
    if media_type.startswith(_JSON):
        told = json.loads(content)
        if "boolean" in told:
            return Table((Column("answer"),), ((Literal(str(told["boolean"]).lower()),),))
        names = told["head"]["vars"]
        rows = tuple(
            tuple(_term(row[name]) if name in row else None for name in names) for row in told["results"]["bindings"]
        )
        return Table(tuple(Column(name) for name in told["head"]["vars"]), rows)
    import pyoxigraph

    triples = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_TRIPLES)
    parsed = tuple(tuple(_of_triple(term) for term in (one.subject, one.predicate, one.object)) for one in triples)
    return Table(tuple(map(Column, ("subject", "predicate", "object"))), parsed)


def _term(told: dict[str, str]) -> Term:
    if told["type"] == "uri":
        return Iri(told["value"])
    if told["type"] == "bnode":
        return Literal(f"_:{told['value']}")
    language = told.get("xml:lang", "")
    datatype = LANG_STRING if language else told.get("datatype", "http://www.w3.org/2001/XMLSchema#string")
    return Literal(told["value"], datatype, language)


def _of_triple(term: Any) -> Term:
    kind = type(term).__name__
    if kind == "NamedNode":
        return Iri(term.value)
    return Literal(term.value, term.datatype.value, term.language or "") if kind == "Literal" else Literal(str(term))


# An answer, drawn.


def _bars(pages: Pages, table: Table, language: str) -> list[Bar]:
    """The first column with numbers as bars, named by the column that has words; none where no column has numbers."""
    numbers = [place for place in range(len(table.columns)) if _all_numbers(table.rows, place)]
    if not numbers or not table.rows:
        return []
    column = numbers[-1]
    names = [place for place in range(len(table.columns)) if place not in numbers]
    name = next(
        (place for place in reversed(names) if isinstance(table.rows[0][place], Literal)), names[0] if names else column
    )
    values = [
        (_named(pages, row[name], language), value.value, float(value.value))
        for row in table.rows[:_BARS]
        if (value := row[column]) is not None
    ]
    largest = max((abs(value) for _, _, value in values), default=0) or 1
    return [Bar(title, written, round(100 * abs(value) / largest, 1)) for title, written, value in values]


def _all_numbers(rows: Sequence[Sequence[Term | None]], place: int) -> bool:
    found = [row[place] for row in rows if row[place] is not None]
    return bool(found) and all(
        isinstance(one, Literal) and re.fullmatch(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", one.value) for one in found
    )


def _named(pages: Pages, value: Term | None, language: str) -> str:
    if isinstance(value, Iri):
        return pages.facts.title(value.value).in_language(language)
    return "" if value is None else value.value


class Node(NamedTuple):
    """A node of a drawn graph: its title, what leads to it, and where it is."""

    title: str
    path: str
    x: int
    y: int


def _graph(pages: Pages, table: Table, language: str) -> dict[str, Any] | None:
    """The first two columns of things as nodes in two columns, a line for each row between; None where fewer columns
    have things."""
    things = [place for place in range(len(table.columns)) if any(isinstance(row[place], Iri) for row in table.rows)]
    if [column.name for column in table.columns] == ["subject", "predicate", "object"]:
        things = [0, 2]
    if len(things) < 2:
        return None
    left, right = things[:2]
    pairs = list(
        dict.fromkeys((row[left], row[right]) for row in table.rows if row[left] is not None and row[right] is not None)
    )
    starts = list(dict.fromkeys(start for start, _ in pairs))[:_NODES]
    ends = list(dict.fromkeys(end for start, end in pairs if start in starts))[:_NODES]
    places: dict[tuple[int, Any], Node] = {}
    for side, nodes in enumerate((starts, ends)):
        for number, node in enumerate(nodes):
            ref = pages.facts.ref(node.value) if isinstance(node, Iri) else None
            title = _named(pages, node, language)
            places[side, node] = Node(title[:60], ref.path if ref else "", 20 + 620 * side, 24 + 34 * number)
    lines = [(places[0, start], places[1, end]) for start, end in pairs if (0, start) in places and (1, end) in places]
    return {
        "nodes": list(places.values()),
        "lines": lines,
        "height": 34 * max(len(starts), len(ends)) + 20,
        "heads": [Text(*[table.columns[place].name] * 2) for place in (left, right)],
    }
