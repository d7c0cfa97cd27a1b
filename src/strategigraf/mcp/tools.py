"""The tools: questions, search, elements, quotes, matrices and SPARQL, each row of an answer with the quotes that it
rests on and their places."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

from strategigraf.core.errors import StrategigrafError
from strategigraf.core.rdf import message
from strategigraf.store.lookup import labels, openings
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from strategigraf.api.graph import Graph

Parameters = ParamSpec("Parameters")
_SECONDS, _MEBIBYTES = 20.0, 1024  # of a query that an assistant makes
_MOST_QUOTES = 5  # of one row


@dataclass(frozen=True)
class Quote:
    """The words of a source, with their place: the headings above them, the document, its title, and the page."""

    words: str
    section: str
    document: str
    document_title: str
    page: str


@dataclass(frozen=True)
class Row:
    """A row of an answer: its values by column, and the quotes that it rests on."""

    values: dict[str, str | int | float | bool | None]
    quotes: list[Quote]


@dataclass(frozen=True)
class Answer:
    """An answer: how the question was read, the rows, how many there are in all, and what has to be said with them."""

    reading: str
    rows: list[Row]
    total: int
    note: str


def server(graph: "Graph") -> "MCPServer":
    """The server of the tools over *graph*."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from pydantic import Field

    text = {name: message(f"mcp.{name}").in_language("en") for name in _TOOLS}
    served = MCPServer("strategigraf", instructions=message("mcp.instructions").in_language("en"))
    most_rows = Annotated[int, Field(ge=1, le=500, description=message("mcp.most").in_language("en"))]
    strategies_of = Annotated[list[str], Field(description=message("mcp.strategies").in_language("en"))]

    def tool(function: Callable[Parameters, Answer]) -> None:
        """Has *function* as a tool; what goes wrong is told with its remedy."""

        @wraps(function)
        def told(*args: Parameters.args, **given: Parameters.kwargs) -> Answer:
            try:
                return function(*args, **given)
            except StrategigrafError as error:
                message_text, remedy = (part.in_language(graph.language) for part in (error.message, error.remedy))
                raise ToolError(f"{error.code}: {message_text} {remedy}") from None

        served.tool(description=text[function.__name__])(told)

    def questions() -> Answer:
        from strategigraf.ask.api import questions

        return _told(graph, questions(graph).records(), 500)

    def ask(question: str, parameters: dict[str, str] | None = None, most: most_rows = 50) -> Answer:
        from strategigraf.ask.api import ask

        answer = ask(graph, question, timeout=_SECONDS, memory=_MEBIBYTES, **(parameters or {}))
        reading = answer.value.heading.in_language(graph.language) if answer.value.heading else ""
        return _told(graph, answer.records(), most, reading)

    def search(words: str, strategies: strategies_of = [], most: most_rows = 20) -> Answer:  # noqa: B006
        from strategigraf.search.report import search

        found = search(graph, words, strategies, most=most)
        return replace(_told(graph, found.part("hits").records(), most), total=found.value.total)

    def things(kind: str = "", strategies: strategies_of = [], most: most_rows = 100) -> Answer:  # noqa: B006
        from strategigraf.ask.api import list_things

        return _told(graph, list_things(graph, kind or None, strategies).records(), most)

    def element(name: str) -> Answer:
        from strategigraf.trace.api import show

        return _told(graph, show(graph, name).records(), 500)

    def quotes(name: str, most: most_rows = 50) -> Answer:
        from strategigraf.trace.api import quotes

        return _told(graph, quotes(graph, name).records(), most)

    def matrix(rows: str, columns: str, strategies: strategies_of = [], most: most_rows = 100) -> Answer:  # noqa: B006
        from strategigraf.matrix.api import matrix

        marks = matrix(graph, rows, columns, strategies).marks().records()
        return _told(graph, [mark for mark in marks if mark["column"]], most)

    def sparql(query: str, most: most_rows = 100) -> Answer:
        from strategigraf.ask.api import query as asked

        return _told(graph, asked(graph, query, None, _SECONDS, _MEBIBYTES).records(), most)

    for function in (questions, ask, search, things, element, quotes, matrix, sparql):
        tool(function)
    return served


_TOOLS = ("questions", "ask", "search", "things", "element", "quotes", "matrix", "sparql")


def _told(graph: "Graph", records: Sequence[dict[str, Any]], most: int, reading: str = "") -> Answer:
    """The first *most* of *records* with the quotes of what they name."""
    shown = records[:most]
    return graph.use(
        lambda store: Answer(
            reading=reading,
            rows=_rows(store, shown, graph.language),
            total=len(records),
            note=message("mcp.note").in_language(graph.language),
        )
    )


def _rows(store: EmbeddedStore, records: Sequence[dict[str, Any]], language: str) -> list[Row]:
    named = {value for record in records for value in record.values() if _is_iri(value)}
    found = openings(store, named, language)
    titles = labels(store, {words.document for quotes in found.values() for words in quotes}, language)

    def quotes(things: Iterable[Any]) -> list[Quote]:
        listed: dict[str, Quote] = {}
        for thing in things:
            for words in found.get(thing, ()) if _is_iri(thing) else ():
                title = titles.get(words.document, "")
                quote = Quote(words.exact, words.section, words.document, title, words.page)
                listed.setdefault(words.quote, quote)
        return list(listed.values())[:_MOST_QUOTES]

    return [Row(values=record, quotes=quotes(_in_order(record))) for record in records]


def _in_order(record: dict[str, Any]) -> list[Any]:
    """The values of *record*, a link first: its words say what the row says."""
    return [record.get("link"), *(value for name, value in record.items() if name != "link")]


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))
