"""The store: SPARQL over the dataset, embedded (pyoxigraph).

The only module, beside the reader of Turtle, that knows pyoxigraph.
"""

import re
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from strategigraf.use.ledger import Ledger
from strategigraf.values.errors import QueryReachesOut, QuerySyntax, StoreDamaged
from strategigraf.values.table import Answer, Column, Table, Triples, Truth
from strategigraf.values.term import Blank, Iri, Literal
from strategigraf.values.text import Text

if TYPE_CHECKING:
    import pyoxigraph

    from strategigraf.files.turtle import Statement

QUADS, LEDGER = "quads", "ledger.sqlite"  # the parts of a store on disk
_BULK = 8_000_000  # bytes of N-Quads from which on sorting them first is faster
_OUTSIDE_CODE = (  # strings, IRIs and comments
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\s]*>|#[^\n]*"
)
_WORDS_OUT = ("SERVICE", "LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD")


class Store(Protocol):
    """What every answer asks of a store."""

    @property
    def ledger(self) -> Ledger | None:
        """The tables beside the graph; None where there are none."""

    def answer(self, query: str) -> Answer:
        """The answer to any SPARQL 1.1 query: a table, a graph or a yes or no."""

    def select(self, query: str) -> Table:
        """The table that a SELECT query gives, columns as the query projects them, rows as it orders them."""

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT query as plain strings, an unbound cell as the empty one."""


class EmbeddedStore:
    """A store inside this process; its default graph is the union of its named graphs.

    A store on disk is opened when the first query needs it: what the ledger answers never waits for it.
    """

    def __init__(self, ledger: Ledger, folder: Path | None = None, writing: bool = False) -> None:
        self.ledger = ledger
        self.folder = folder
        self._writing = writing

    @classmethod
    def in_memory(cls) -> "EmbeddedStore":
        """A new, empty store in memory."""
        return cls(Ledger.new())

    @classmethod
    def on_disk(cls, folder: Path) -> "EmbeddedStore":
        """A new store in the folder *folder*, which it makes, open for writing. Raises OSError."""
        folder.mkdir(parents=True)
        return cls(Ledger.new(folder / LEDGER), folder, writing=True)

    @classmethod
    def read_only(cls, folder: Path) -> "EmbeddedStore":
        """The store in the folder *folder*, open for reading. Raises StoreDamaged where it is not whole."""
        return cls(Ledger.open(folder / LEDGER), folder)

    @classmethod
    def copied(cls, old: Path, folder: Path) -> "EmbeddedStore":
        """A copy, in the new folder *folder* and open for writing, of the store in the folder *old*, which stays as it
        is; what does not change is shared on the disk. Raises OSError, and StoreDamaged where the old one is not whole.
        """
        import shutil

        folder.mkdir(parents=True)
        cls.read_only(old)._backup(folder)
        shutil.copyfile(old / LEDGER, folder / LEDGER)
        return cls(Ledger.open(folder / LEDGER, writing=True), folder, writing=True)

    @cached_property
    def _store(self) -> "pyoxigraph.Store":
        import pyoxigraph

        if self.folder is None:
            return pyoxigraph.Store()
        place = str(self.folder / QUADS)
        try:
            return pyoxigraph.Store(place) if self._writing else pyoxigraph.Store.read_only(place)
        except (OSError, RuntimeError) as error:  # the engine tells damage as either
            raise StoreDamaged(str(error)) from error

    def _backup(self, folder: Path) -> None:
        try:
            self._store.backup(str(folder / QUADS))
        except RuntimeError as error:
            raise StoreDamaged(str(error)) from error

    def load(self, path: Path, graph: str) -> None:
        """Adds the triples of the Turtle file *path* as the named graph *graph*. Raises TurtleSyntax."""
        from strategigraf.files.turtle import parse

        self._store.extend(parse(path, graph))

    def load_quads(self, content: bytes) -> None:
        """Adds the N-Quads *content*. Into a store on disk that is new they go all at once, unsorted; else each with
        its indexes."""
        import pyoxigraph

        if len(content) > _BULK:
            self._store.bulk_load(content, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        else:
            self._store.load(content, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)

    def remove_graph(self, graph: str) -> None:
        """Takes out the named graph *graph*."""
        import pyoxigraph

        self._store.remove_graph(pyoxigraph.NamedNode(graph))

    def statements_about(self, thing: Iri | Blank, derived: str) -> "list[tuple[Statement, str]]":
        """What is said of *thing*, each statement with its named graph, those left out whose name starts with
        *derived*. A blank node has the label that it has in this store."""
        from strategigraf.files.turtle import term

        return [
            ((term(subject), term(predicate), term(target)), graph.value)
            for subject, predicate, target, graph in self._store.quads_for_pattern(_node(thing), None, None, None)
            if not graph.value.startswith(derived)
        ]

    def pointing_at(self, thing: Iri | Blank, predicate: str, beside: Collection[str]) -> list[Iri | Blank]:
        """The things that have *predicate* to *thing* in other named graphs than those in *beside*, by name."""
        import pyoxigraph

        from strategigraf.files.turtle import term

        verb = pyoxigraph.NamedNode(predicate)
        quads = self._store.quads_for_pattern(None, verb, _node(thing), None)
        subjects = {quad.subject for quad in quads if quad.graph_name.value not in beside}  # type: ignore[union-attr]
        found = [node for node in map(term, subjects) if not isinstance(node, Literal)]
        return sorted(found, key=lambda node: node.value)

    def dump(self) -> bytes:
        """Everything in the store as N-Triples, whatever graph it stands in."""
        import pyoxigraph

        triples = (quad.triple for quad in self._store)
        return bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"")

    def finish(self, arranged: bool = True) -> None:
        """Puts everything on disk, *arranged* for reading where that is worth its time, and closes the ledger."""
        self._store.flush()
        if arranged:
            self._store.optimize()
        self.ledger.close()

    def answer(self, query: str) -> Answer:
        """See Store. Raises QuerySyntax, QueryReachesOut, and StoreDamaged where the store on disk is not whole."""
        _stay_inside(query)
        try:
            return _plain_answer(self._store.query(query, use_default_graph_as_union=True))
        except SyntaxError as error:
            raise query_syntax(query, error) from error
        except (OSError, RuntimeError) as error:
            raise StoreDamaged(str(error)) from error

    def select(self, query: str) -> Table:
        """See Store. Raises what `answer` raises."""
        return as_table(self.answer(query))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store. Raises what `answer` raises. Of our own queries only: they are not looked through for SERVICE."""
        try:
            solutions: Any = self._store.query(query, use_default_graph_as_union=True)
            return [tuple("" if cell is None else cell.value for cell in solution) for solution in solutions]
        except SyntaxError as error:
            raise query_syntax(query, error) from error
        except (OSError, RuntimeError) as error:
            raise StoreDamaged(str(error)) from error


def _node(thing: Iri | Blank) -> "pyoxigraph.NamedNode | pyoxigraph.BlankNode":
    import pyoxigraph

    return pyoxigraph.NamedNode(thing.value) if isinstance(thing, Iri) else pyoxigraph.BlankNode(thing.value)


def values(table: Table) -> list[tuple[str, ...]]:
    """The rows of *table* as plain strings, an unbound cell as the empty one."""
    return [tuple("" if cell is None else cell.value for cell in row) for row in table.rows]


def _plain_answer(result: Any) -> Answer:
    import pyoxigraph

    from strategigraf.files.turtle import term

    if isinstance(result, pyoxigraph.QueryBoolean):
        return Truth(bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return sorted_triples((term(t.subject), term(t.predicate), term(t.object)) for t in result)
    names = [variable.value for variable in result.variables]
    rows = tuple(tuple(None if value is None else term(value) for value in solution) for solution in result)
    return Table(tuple(Column(name) for name in names), rows)


def sorted_triples(statements: "Iterable[Statement]") -> Triples:
    """*statements* as an answer, in a stable order, each once."""
    return Triples(tuple(sorted(set(statements), key=lambda t: [(type(x).__name__, str(x)) for x in t])))


def as_table(answer: Answer) -> Table:
    """*answer*, which must be a table. Raises TypeError where the query was no SELECT."""
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


def query_syntax(query: str, error: Exception) -> QuerySyntax:
    """The error that tells where *query* does not parse, by what the engine or the server said in *error*."""
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
