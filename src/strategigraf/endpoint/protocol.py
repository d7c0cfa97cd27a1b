"""What a request asks by the SPARQL 1.1 Protocol: GET, POST of a form, POST of the query itself."""

from urllib.parse import parse_qsl

from strategigraf.core.rdf import Text
from strategigraf.endpoint.answering import Question
from strategigraf.endpoint.errors import RequestRefused
from strategigraf.endpoint.results import FORMATS, OF_GRAPHS, OF_TABLES, wanted

QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
LARGEST = 1 << 20  # bytes of a request
_MOST_FIELDS = 1000
Fields = list[tuple[str, str]]


def question_of(
    method: str, given: bytes, content_type: str, body: bytes, accept: str, base: str = ""
) -> Question | None:
    """The question of a request: its *method*, what is *given* in its address after `?`, the headers Content-Type and
    Accept, its *body*, and its address as the *base* of relative IRIs. None where it asks nothing, and so for the
    description of the endpoint.

    Raises RequestRefused.
    """
    fields = _fields(given)
    if method == "POST":
        kind = content_type.partition(";")[0].strip().lower()
        if kind == FORM:
            fields = [*_fields(body), *((name, value) for name, value in fields if name != "query")]
        elif kind == QUERY:
            if any(name == "query" for name, _ in fields):
                raise RequestRefused(
                    400,
                    Text("Forespørgslen er givet to gange.", "The query is given twice."),
                    Text(
                        "Giv den enten i adressen eller i indholdet.", "Give it either in the address or in the body."
                    ),
                )
            fields = [*fields, ("query", _text(body))]
        else:
            raise RequestRefused(
                403 if kind == UPDATE else 415,
                Text(
                    f"En forespørgsel kan ikke sendes som »{kind[:60]}«.", f"A query cannot be sent as “{kind[:60]}”."
                ),
                Text(f"Send den som {FORM} eller {QUERY}.", f"Send it as {FORM} or {QUERY}."),
            )
    return _question(fields, accept, method == "POST", base)


def _question(fields: Fields, accept: str, is_post: bool, base: str) -> Question | None:
    def values(name: str) -> tuple[str, ...] | None:
        return tuple(value for field, value in fields if field == name) or None

    if values("update"):
        raise RequestRefused(
            403, Text("Serveren kan kun læse.", "The server can only read."), Text("Send query.", "Send query.")
        )
    queries = values("query") or ()
    if not queries and not is_post:
        return None
    if len(queries) != 1:
        raise RequestRefused(
            400,
            Text(
                f"Der skal være én forespørgsel; der er {len(queries)}.",
                f"There must be one query; there are {len(queries)}.",
            ),
            Text("Giv parameteren query én gang.", "Give the parameter query once."),
        )
    defaults, named = values("default-graph-uri"), values("named-graph-uri")
    chosen = values("format")
    if chosen:
        kind = FORMATS.get(chosen[-1])
        if kind is None:
            raise RequestRefused(
                400,
                Text(f"Der er intet format »{chosen[-1][:60]}«.", f"There is no format “{chosen[-1][:60]}”."),
                Text(f"Vælg {', '.join(FORMATS)}.", f"Choose {', '.join(FORMATS)}."),
            )
        accept = kind
    table, graph = wanted(accept, OF_TABLES), wanted(accept, OF_GRAPHS)
    return Question(queries[0], defaults, named, OF_TABLES.get(table or ""), OF_GRAPHS.get(graph or ""), base)


def _fields(content: bytes) -> Fields:
    try:
        return parse_qsl(content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:  # more fields than are read, or not UTF-8
        raise _not_read() from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except ValueError:
        raise _not_read() from None


def _not_read() -> RequestRefused:
    return RequestRefused(
        400,
        Text("Anmodningen kan ikke læses; den er ikke UTF-8.", "The request could not be read; it is not UTF-8."),
        Text("Send forespørgslen som UTF-8.", "Send the query as UTF-8."),
    )
