"""The endpoint: SPARQL asked of a server. The only module that knows SPARQLWrapper."""

from strategigraf.files.turtle import content_statements
from strategigraf.use.store import as_table, query_syntax, sorted_triples, values
from strategigraf.values.errors import StoreFailed
from strategigraf.values.table import Answer, Column, Table, Truth
from strategigraf.values.term import LANG_STRING, XSD_STRING, Blank, Iri, Literal, Term
from strategigraf.values.text import Text


class RemoteStore:
    """A store behind the SPARQL endpoint *endpoint*, asked by form POST."""

    def __init__(self, endpoint: str, timeout: int = 60) -> None:
        self._endpoint = endpoint
        self._timeout = timeout

    def answer(self, query: str) -> Answer:
        """See Store. Raises QuerySyntax where the endpoint refuses the query, StoreFailed where it gives no answer."""
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

        client = SPARQLWrapper(self._endpoint)
        client.setMethod(POST)
        client.setTimeout(self._timeout)
        client.setQuery(query)
        graph = client.queryType in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(TURTLE if graph else JSON)
        try:
            content = client.query().response.read()
        except QueryBadFormed as error:
            raise query_syntax(query, error) from error
        except Exception as error:
            raise self._failed(str(error)) from error
        try:
            return sorted_triples(content_statements(content)) if graph else _remote_result(content)
        except (ValueError, KeyError, SyntaxError) as error:  # a broken body: the query was cut off
            raise self._failed(str(error)) from error

    def select(self, query: str) -> Table:
        """See Store. Raises QuerySyntax, StoreFailed."""
        return as_table(self.answer(query))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store. Raises QuerySyntax, StoreFailed."""
        return values(self.select(query))

    @property
    def ledger(self) -> None:
        """None: a server keeps no ledger for us."""

    def _failed(self, reason: str) -> StoreFailed:
        return StoreFailed(
            Text(
                da=f"SPARQL-serveren {self._endpoint} svarede ikke brugbart: {reason.strip()[:300]}",
                en=f"The SPARQL endpoint {self._endpoint} gave no usable answer: {reason.strip()[:300]}",
            ),
            Text(
                da="Kontrollér adressen, og om serveren kører; en tung forespørgsel kan være afbrudt.",
                en="Check the address and that the server runs; a heavy query may have been cut off.",
            ),
        )


def _remote_result(content: bytes) -> Answer:
    import json

    result = json.loads(content)
    if "boolean" in result:
        return Truth(str(result["boolean"]).lower() in ("true", "1"))
    names = result["head"]["vars"]
    rows = tuple(
        tuple(_remote_term(row[name]) if name in row else None for name in names)
        for row in result["results"]["bindings"]
    )
    return Table(tuple(Column(name) for name in names), rows)


def _remote_term(value: dict[str, str]) -> Term:
    if value["type"] == "uri":
        return Iri(value["value"])
    if value["type"] == "bnode":
        return Blank(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], LANG_STRING, value["xml:lang"])
    return Literal(value["value"], value.get("datatype", XSD_STRING))
