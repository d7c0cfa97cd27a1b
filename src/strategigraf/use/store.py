"""The store: SPARQL over the dataset, embedded (pyoxigraph) or remote (any SPARQL 1.1 endpoint).

The only module, beside the reader of Turtle, that knows pyoxigraph; the only one that knows SPARQLWrapper.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from strategigraf.files.turtle import parse, term
from strategigraf.values.errors import QueryReachesOut, QuerySyntax, StoreDamaged, StoreFailed
from strategigraf.values.table import Answer, Column, Table, Triples, Truth
from strategigraf.values.term import LANG_STRING, XSD_STRING, Blank, Iri, Literal, Term
from strategigraf.values.text import Text

if TYPE_CHECKING:
    import pyoxigraph

_OUTSIDE_CODE = (  # strings, IRIs and comments
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\s]*>|#[^\n]*"
)
_WORDS_OUT = ("SERVICE", "LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD")


class Store(Protocol):
    """What every answer asks of a store."""

    def answer(self, query: str) -> Answer:
        """The answer to any SPARQL 1.1 query: a table, a graph or a yes or no."""

    def select(self, query: str) -> Table:
        """The table that a SELECT query gives, columns as the query projects them, rows as it orders them."""

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT query as plain strings, an unbound cell as the empty one."""

    def index(self, name: str) -> list[tuple[str, ...]] | None:
        """The rows that were set aside under *name* when the store was filled; None where there are none."""


class EmbeddedStore:
    """A store inside this process; its default graph is the union of its named graphs."""

    def __init__(self, store: "pyoxigraph.Store", folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._indexes: dict[str, list[tuple[str, ...]]] = {}

    @classmethod
    def in_memory(cls) -> "EmbeddedStore":
        """A new, empty store in memory."""
        import pyoxigraph

        return cls(pyoxigraph.Store())

    @classmethod
    def on_disk(cls, folder: Path) -> "EmbeddedStore":
        """A new store in the folder *folder*, open for writing. Raises OSError."""
        import pyoxigraph

        return cls(pyoxigraph.Store(str(folder)), folder)

    @classmethod
    def read_only(cls, folder: Path) -> "EmbeddedStore":
        """The store in the folder *folder*, open for reading. Raises StoreDamaged where it is not whole."""
        import pyoxigraph

        try:
            return cls(pyoxigraph.Store.read_only(str(folder)), folder)
        except (OSError, RuntimeError) as error:  # the engine tells damage as either
            raise StoreDamaged(str(error)) from error

    def load(self, path: Path, graph: str) -> None:
        """Adds the Turtle file *path* as the named graph *graph*. Raises TurtleSyntax."""
        self._store.extend(parse(path, graph))

    def add(self, statements: Iterable[tuple[Term, Term, Term]], graph: str) -> None:
        """Adds *statements* to the named graph *graph*."""
        import pyoxigraph

        name = pyoxigraph.NamedNode(graph)
        self._store.extend(pyoxigraph.Quad(_node(s), _node(p), _node(o), name) for s, p, o in statements)

    def set_aside(self, name: str, rows: Iterable[tuple[str, ...]]) -> None:
        """Keeps *rows* (no tab or line break in them) under *name*, so that `index` need not ask for them."""
        self._indexes[name] = list(rows)
        if self._folder is not None:
            content = "".join("\t".join(row) + "\n" for row in self._indexes[name])
            (self._folder / f"{name}.index").write_text(content, encoding="utf-8")

    def index(self, name: str) -> list[tuple[str, ...]] | None:
        """See Store. Raises StoreDamaged where it is not whole."""
        if name not in self._indexes and self._folder is not None:
            try:
                content = (self._folder / f"{name}.index").read_text(encoding="utf-8")
            except FileNotFoundError:
                return None
            except (OSError, UnicodeDecodeError) as error:
                raise StoreDamaged(str(error)) from error
            self._indexes[name] = [tuple(line.split("\t")) for line in content.split("\n") if line]
        return self._indexes.get(name)

    def finish(self) -> None:
        """Puts everything on disk and arranges it for reading."""
        self._store.flush()
        self._store.optimize()

    def answer(self, query: str) -> Answer:
        """See Store. Raises QuerySyntax, QueryReachesOut, and StoreDamaged where the store on disk is not whole."""
        _stay_inside(query)
        try:
            return _plain_answer(self._store.query(query, use_default_graph_as_union=True))
        except SyntaxError as error:
            raise _query_syntax(query, error) from error
        except (OSError, RuntimeError) as error:
            raise StoreDamaged(str(error)) from error

    def select(self, query: str) -> Table:
        """See Store. Raises what `answer` raises."""
        return _table(self.answer(query))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store. Raises what `answer` raises. Of our own queries only: they are not looked through for SERVICE."""
        try:
            solutions: Any = self._store.query(query, use_default_graph_as_union=True)
            return [tuple("" if cell is None else cell.value for cell in solution) for solution in solutions]
        except SyntaxError as error:
            raise _query_syntax(query, error) from error
        except (OSError, RuntimeError) as error:
            raise StoreDamaged(str(error)) from error


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
            raise _query_syntax(query, error) from error
        except Exception as error:
            raise self._failed(str(error)) from error
        try:
            return _remote_triples(content) if graph else _remote_result(content)
        except (ValueError, KeyError, SyntaxError) as error:  # a broken body: the query was cut off
            raise self._failed(str(error)) from error

    def select(self, query: str) -> Table:
        """See Store. Raises QuerySyntax, StoreFailed."""
        return _table(self.answer(query))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store. Raises QuerySyntax, StoreFailed."""
        return values(self.select(query))

    def index(self, name: str) -> None:
        """Nothing: a server sets nothing aside for us."""

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


def values(table: Table) -> list[tuple[str, ...]]:
    """The rows of *table* as plain strings, an unbound cell as the empty one."""
    return [tuple("" if cell is None else cell.value for cell in row) for row in table.rows]


def _plain_answer(result: Any) -> Answer:
    import pyoxigraph

    if isinstance(result, pyoxigraph.QueryBoolean):
        return Truth(bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return _triples(result)
    names = [variable.value for variable in result.variables]
    rows = tuple(tuple(None if value is None else term(value) for value in solution) for solution in result)
    return Table(tuple(Column(name) for name in names), rows)


def _triples(statements: Iterable[Any]) -> Triples:
    found = {(term(t.subject), term(t.predicate), term(t.object)) for t in statements}
    return Triples(tuple(sorted(found, key=lambda t: [(type(x).__name__, str(x)) for x in t])))


def _table(answer: Answer) -> Table:
    if not isinstance(answer, Table):
        raise TypeError("not a SELECT query")
    return answer


def _stay_inside(query: str) -> None:
    upper = query.upper()
    if not any(word in upper for word in _WORDS_OUT):
        return
    code = re.sub(_OUTSIDE_CODE, lambda match: re.sub(r"[^\n]", " ", match[0]), query, flags=re.DOTALL)
    match = re.search(rf"(?<![\w?$:])({'|'.join(_WORDS_OUT)})(?![\w:-])", code, re.IGNORECASE)
    if match is None:
        return
    line = code.count("\n", 0, match.start()) + 1
    raise QueryReachesOut(
        Text(
            da=f"Forespørgslen bruger {match[0].upper()} (linje {line}); her kan den kun læse grafen.",
            en=f"The query uses {match[0].upper()} (line {line}); here it can only read the graph.",
        ),
        Text(da="Brug SELECT, ASK, CONSTRUCT eller DESCRIBE.", en="Use SELECT, ASK, CONSTRUCT or DESCRIBE."),
    )


def _query_syntax(query: str, error: Exception) -> QuerySyntax:
    reason = str(error)
    match = re.search(r"\b(\d+):(\d+)\b", reason)
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    lines = query.splitlines()
    shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    brief = re.sub(r"expected one of .*", "", reason, flags=re.DOTALL).strip(" :")
    return QuerySyntax(
        Text(
            da=f"SPARQL kan ikke læses, linje {line}, tegn {column}, ved “{shown[:80]}” ({brief[:160]}).",
            en=f"The SPARQL does not parse, line {line}, column {column}, at “{shown[:80]}” ({brief[:160]}).",
        ),
        Text(
            da="Se efter en manglende parentes, et præfiks uden PREFIX eller et punktum for lidt.",
            en="Look for a missing brace, a prefix without PREFIX or a missing full stop.",
        ),
    )


def _node(value: Term) -> Any:
    import pyoxigraph

    if isinstance(value, Iri):
        return pyoxigraph.NamedNode(value.value)
    if isinstance(value, Blank):
        return pyoxigraph.BlankNode(value.value)
    if value.language:
        return pyoxigraph.Literal(value.value, language=value.language)
    return pyoxigraph.Literal(value.value, datatype=pyoxigraph.NamedNode(value.datatype))


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


def _remote_triples(content: bytes) -> Triples:
    import pyoxigraph

    return _triples(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE))
