"""SPARQL over the dataset, embedded (pyoxigraph), and the guard: queries read and reach nowhere."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from strategigraf.core.errors import QueryFailed, QueryReachesOut, QuerySyntax, StoreDamaged, StoreFailed, WrongValue
from strategigraf.core.rdf import XSD_STRING, Blank, Iri, Literal, Term, Text
from strategigraf.core.report import Column
from strategigraf.core.table import Answer, Table, Triples, Truth
from strategigraf.store.index import ElementIndex

if TYPE_CHECKING:
    import pyoxigraph

    from strategigraf.files.turtle import Statement

# The guard.

LONGEST = 250_000  # characters: each may nest the parser once more, and the stack has to bear that
_SERVICE = re.compile("service", re.IGNORECASE)  # ſ and İ count as well: too many rather than too few
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SILENT = re.compile(r"\A((?:\s|#[^\n]*\n)*)silent", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\s|\ufeff|#[^\n\r]*|(?:BASE|PREFIX|VERSION)\b[^<\"'#]*(?:<[^>]*>|\"[^\"]*\"|'[^']*'))*", re.IGNORECASE
)
_CHANGES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")


def demand_reading(query: str) -> None:
    """Sees to it that *query* cannot leave by SERVICE.

    It is judged as it stands and with its codepoint escapes (`\\u0053`) decoded, as the SPARQL recommendation has it
    read and some engines do. Raises QueryReachesOut, and QuerySyntax where it cannot be judged.
    """
    if len(query) > LONGEST:
        raise QuerySyntax(
            Text(
                f"Forespørgslen er på {len(query)} tegn; den kan højst være på {LONGEST}.",
                f"The query has {len(query)} characters; it may have {LONGEST} at most.",
            ),
            Text("Del den op i flere forespørgsler.", "Split it into several queries."),
        )
    for text in dict.fromkeys((query, _ESCAPE.sub(_decoded, query))):
        if _SERVICE.search(text):
            _demand_only_names(text)


def demand_query(query: str) -> str:
    """The form of *query*, SELECT, ASK, CONSTRUCT or DESCRIBE, which is of the SPARQL language and only reads.

    Raises QueryReachesOut, QuerySyntax.
    """
    demand_reading(query)
    error = _fault(query)
    if error is not None:
        raise unreadable(query, error)
    return _first_word(query)[0]


def unreadable(query: str, error: Exception) -> QueryReachesOut | QuerySyntax:
    """Why *query*, which did not parse as one with *error*, is refused: it changes data, or its syntax is wrong."""
    word, start = _first_word(query)
    if word in _CHANGES:
        return _reaching(query, word, start)
    return query_syntax(query, error)


def query_syntax(query: str, error: Exception) -> QuerySyntax:
    """The error that tells where *query* does not parse, by what the engine or the server said in *error*."""
    reason = str(error)
    line, column = _place(reason)
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


def _demand_only_names(text: str) -> None:
    """Sees to it that the word is only part of names, strings, IRIs and comments in *text*: then, and only then, the
    query still parses when another word of letters stands everywhere in its place. What is parsed so has no SERVICE
    and goes nowhere. Raises QueryReachesOut, QuerySyntax."""
    stand_in = _other_word(text)
    error = _fault(_SERVICE.sub(stand_in, text))
    if error is None:
        return
    at = _offset(text, error)
    for word in [found for found in _SERVICE.finditer(text) if found.start() <= at][-3:]:
        # where GRAPH, which stands in the same places, lets the parser come further, it is a keyword
        after = _SILENT.sub(lambda match: match[1] + " " * 6, text[word.end() :], count=1)
        later = _fault(_SERVICE.sub(stand_in, text[: word.start()]) + "GRAPH  " + _SERVICE.sub(stand_in, after))
        if later is None or _offset(text, later) > at:
            raise _reaching(text, "SERVICE", word.start())
    raise query_syntax(text, error)


def _offset(text: str, error: Exception) -> int:
    """Where in *text* the parser found what it tells in *error*."""
    line, column = _place(str(error))
    return sum(map(len, text.split("\n")[: line - 1])) + line - 1 + column - 1


def _other_word(text: str) -> str:
    """Seven letters that do not stand in *text*."""
    lower = text.lower()
    letters = "zqxjkvw"
    return next(word for shift in range(7) if (word := (letters[shift:] + letters[:shift])) not in lower)


def _fault(query: str) -> Exception | None:
    """Why *query*, which has no SERVICE, does not parse as a query; None where it does. It is asked of nothing."""
    import pyoxigraph

    try:
        pyoxigraph.Store().query(query)
    except (SyntaxError, UnicodeEncodeError) as error:
        return error
    except (RuntimeError, OSError, ValueError):  # it parsed; a function of another engine is no fault of its syntax
        return None
    return None


def _first_word(query: str) -> tuple[str, int]:
    """The first word after the prologue of *query*, in capitals, and where it begins."""
    before = _BEFORE.match(query)
    start = before.end() if before else 0
    word = re.compile("[A-Za-z]*").match(query, start)
    return (word[0].upper() if word else ""), start


def _place(reason: str) -> tuple[int, int]:
    match = re.search(r"\b(\d+):(\d+)\b", reason)
    return (int(match[1]), int(match[2])) if match else (1, 1)


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _reaching(query: str, word: str, start: int) -> QueryReachesOut:
    line = query.count("\n", 0, start) + 1
    return QueryReachesOut(
        Text(
            da=f"Forespørgslen bruger {word} (linje {line}); den kan kun læse.",
            en=f"The query uses {word} (line {line}); it can only read.",
        ),
        Text(da="Brug SELECT, ASK, CONSTRUCT eller DESCRIBE.", en="Use SELECT, ASK, CONSTRUCT or DESCRIBE."),
    )


Value = TypeVar("Value")
QUADS, LEDGER = "quads", "ledger.sqlite"  # the parts of a store on disk
_BULK = 8_000_000  # bytes of N-Quads from which on sorting them first is faster
_NO_DAMAGE = ("Too many open files", "Cannot allocate", "No space", "Permission denied")
Rows = Callable[[Iterable[Any]], Iterable[Any]]


_MOST_KEPT = 5000  # rows of an answer that is kept


class Store(Protocol):
    """What every answer asks of a store."""

    @property
    def index(self) -> ElementIndex | None:
        """The tables beside the graph; None where there are none."""

    def answer(self, query: str) -> Answer:
        """The answer to any SPARQL 1.1 query: a table, a graph or a yes or no."""

    def select(self, query: str) -> Table:
        """The table that a SELECT query gives, columns as the query projects them, rows as it orders them."""

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT query as plain strings, an unbound cell as the empty one."""

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What *make* gives, made once for each *key* for as long as the data stay as they are."""


class EmbeddedStore:
    """A store inside this process; its default graph is the union of its named graphs.

    A store on disk is opened when the first query needs it: what the index answers never waits for it.
    """

    def __init__(self, index: ElementIndex, folder: Path | None = None, writing: bool = False) -> None:
        self.index = index
        self.folder = folder
        self._writing = writing
        self._kept: dict[Hashable, Any] = {}
        self._kept_of: int | None = None  # the changes of the index that it belongs to

    @classmethod
    def in_memory(cls) -> "EmbeddedStore":
        """A new, empty store in memory."""
        return cls(ElementIndex.new())

    @classmethod
    def on_disk(cls, folder: Path) -> "EmbeddedStore":
        """A new store in the folder *folder*, which it makes, open for writing. Raises OSError."""
        folder.mkdir(parents=True)
        return cls(ElementIndex.new(folder / LEDGER), folder, writing=True)

    @classmethod
    def read_only(cls, folder: Path) -> "EmbeddedStore":
        """The store in the folder *folder*, open for reading. Raises StoreDamaged where it is not whole."""
        return cls(ElementIndex.open(folder / LEDGER), folder)

    @classmethod
    def copied(cls, old: Path, folder: Path) -> "EmbeddedStore":
        """A copy, in the new folder *folder* and open for writing, of the store in the folder *old*, which stays as it
        is; what does not change is shared on the disk. Raises OSError, and StoreDamaged where the old one is not whole.
        """
        import shutil

        folder.mkdir(parents=True)
        cls.read_only(old)._backup(folder)
        shutil.copyfile(old / LEDGER, folder / LEDGER)
        return cls(ElementIndex.open(folder / LEDGER, writing=True), folder, writing=True)

    @cached_property
    def _store(self) -> "pyoxigraph.Store":
        import pyoxigraph

        if self.folder is None:
            return pyoxigraph.Store()
        place = str(self.folder / QUADS)
        try:
            return pyoxigraph.Store(place) if self._writing else pyoxigraph.Store.read_only(place)
        except (OSError, RuntimeError) as error:  # the engine tells damage as either
            raise _not_opened(error) from error

    def _backup(self, folder: Path) -> None:
        try:
            self._store.backup(str(folder / QUADS))
        except RuntimeError as error:
            raise StoreDamaged(str(error)) from error

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """See Store."""
        if self._kept_of != self.index.changes:
            self._kept, self._kept_of = {}, self.index.changes
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[no-any-return]

    def load(self, path: Path, graph: str) -> None:
        """Adds the triples of the Turtle file *path* as the named graph *graph*. Raises TurtleSyntax."""
        from strategigraf.files.turtle import parse

        self._kept.clear()
        self._store.extend(parse(path, graph))

    def load_quads(self, content: bytes) -> None:
        """Adds the N-Quads *content*. Into a store on disk that is new they go all at once, unsorted; else each with
        its indexes."""
        self._kept.clear()
        import pyoxigraph

        if len(content) > _BULK:
            self._store.bulk_load(content, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        else:
            self._store.load(content, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)

    def remove_graph(self, graph: str) -> None:
        """Takes out the named graph *graph*."""
        self._kept.clear()
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
        """Puts everything on disk, *arranged* for reading where that is worth its time, and closes the index."""
        self._store.flush()
        if arranged:
            self._store.optimize()
        self.index.close()

    def answer(self, query: str, over: Rows = iter) -> Answer:
        """See Store. Raises QuerySyntax, QueryReachesOut, QueryFailed where the query cannot be evaluated, and
        StoreDamaged where the store on disk is not whole."""
        return self._asked(query, lambda result: plain_answer(result, over))

    def select(self, query: str) -> Table:
        """See Store. Raises what `answer` raises."""
        return as_table(self.answer(query))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store; an answer that is not too long is asked for once. Raises what `answer` raises."""

        def plain(solutions: Any) -> list[tuple[str, ...]]:
            return [tuple("" if cell is None else cell.value for cell in solution) for solution in solutions]

        asked: dict[str, list[tuple[str, ...]]] = self.kept("rows", dict)
        if query in asked:
            return list(asked[query])
        found = self._asked(query, plain)
        if len(found) <= _MOST_KEPT:
            asked[query] = found
        return list(found)

    def _asked(self, query: str, read: Callable[[Any], Value]) -> Value:
        demand_reading(query)
        try:
            return read(self._store.query(query, use_default_graph_as_union=True))
        except (SyntaxError, UnicodeEncodeError) as error:
            raise unreadable(query, error) from error
        except (OSError, RuntimeError) as error:
            if _is_damage(error):
                raise StoreDamaged(str(error)) from error
            raise not_evaluated(error) from error


def _node(thing: Iri | Blank) -> "pyoxigraph.NamedNode | pyoxigraph.BlankNode":
    import pyoxigraph

    return pyoxigraph.NamedNode(thing.value) if isinstance(thing, Iri) else pyoxigraph.BlankNode(thing.value)


@lru_cache(maxsize=10_000)
def as_stored(term: Term) -> Term:
    """*term* as a store has it: what is equal to the engine (0.70 and 0.7) has one form there."""
    import pyoxigraph

    from strategigraf.files import turtle

    if not isinstance(term, Literal) or term.language or term.datatype == XSD_STRING:
        return term
    store, thing = pyoxigraph.Store(), pyoxigraph.NamedNode("urn:x:thing")
    store.add(
        pyoxigraph.Quad(thing, thing, pyoxigraph.Literal(term.value, datatype=pyoxigraph.NamedNode(term.datatype)))
    )
    return turtle.term(next(iter(store)).object)


def values(table: Table) -> list[tuple[str, ...]]:
    """The rows of *table* as plain strings, an unbound cell as the empty one."""
    return [tuple("" if cell is None else cell.value for cell in row) for row in table.rows]


def plain_answer(result: Any, over: Rows = iter) -> Answer:
    """*result* of the engine in plain values, *over* going through its rows. Raises what the engine raises."""
    import pyoxigraph

    from strategigraf.files.turtle import term

    if isinstance(result, pyoxigraph.QueryBoolean):
        return Truth(bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return sorted_triples((term(t.subject), term(t.predicate), term(t.object)) for t in over(result))
    names = [variable.value for variable in result.variables]
    rows = tuple(tuple(None if value is None else term(value) for value in solution) for solution in over(result))
    return Table(tuple(Column(name) for name in names), rows)


def result_of(content: bytes, over: Rows = iter) -> Answer:
    """The table, or the yes or no, that *content* (SPARQL 1.1 Query Results JSON) is. Raises SyntaxError."""
    import pyoxigraph

    return plain_answer(pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON), over)


def sorted_triples(statements: "Iterable[Statement]") -> Triples:
    """*statements* as an answer, in a stable order, each once."""
    return Triples(tuple(sorted(set(statements), key=lambda t: [(type(x).__name__, str(x)) for x in t])))


def as_table(answer: Answer) -> Table:
    """*answer*, which must be a table. Raises WrongValue where the query was no SELECT."""
    if not isinstance(answer, Table):
        raise WrongValue(
            Text("Forespørgslen giver ingen tabel.", "The query gives no table."),
            Text("Brug SELECT.", "Use SELECT."),
        )
    return answer


def _is_damage(error: Exception) -> bool:
    """Whether *error* of the engine says that files are not whole; names out of a query never stand at its start."""
    said = str(error)
    return said.startswith("Corruption") or (
        said.startswith("IO error: ") and not any(reason in said for reason in _NO_DAMAGE)
    )


def _not_opened(error: Exception) -> StoreFailed:
    """Why a store on disk could not be opened: it is not whole, or the system is short of something."""
    if _is_damage(error) or isinstance(error, FileNotFoundError):
        return StoreDamaged(str(error))
    return StoreFailed(
        Text(f"Lageret på disken kan ikke åbnes: {error}", f"The store on disk cannot be opened: {error}"),
        Text(
            "Luk andre programmer, eller hæv grænsen for åbne filer, og prøv igen.",
            "Close other programs or raise the limit of open files, and try again.",
        ),
    )


def not_evaluated(error: Exception) -> QueryFailed:
    """The error that a query could not be evaluated, for the reason that *error* gives."""
    return QueryFailed(
        Text(f"Forespørgslen kan ikke besvares: {error}", f"The query cannot be answered: {error}"),
        Text(
            "Brug kun SPARQL's egne funktioner; mangler der åbne filer eller hukommelse, så luk andre programmer.",
            "Use SPARQL's own functions only; where open files or memory are short, close other programs.",
        ),
    )
