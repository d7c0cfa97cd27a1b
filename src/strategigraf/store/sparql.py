"""SPARQL over the dataset, embedded (pyoxigraph), and our own queries, each a file beside the code that asks it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from strategigraf.core.errors import QueryFailed, StoreDamaged, WrongValue
from strategigraf.core.rdf import DECLARED, PREFIX, SG, XSD_STRING, Blank, Iri, Literal, Term, Text, iri_list, short
from strategigraf.core.report import Column, ProgressCallback, no_progress
from strategigraf.core.table import Answer, Table, Triples, Truth
from strategigraf.core.text import written
from strategigraf.files.question import bind
from strategigraf.store.index import LEDGER, ElementIndex

if TYPE_CHECKING:
    import pyoxigraph

    from strategigraf.files.turtle import Statement
    from strategigraf.store.triples import Said, SomeFiles

Value = TypeVar("Value")
Notice = Callable[[Text], None]
Rows = Callable[[Iterable[Any]], Iterable[Any]]
Values = str | Term | Iterable[str] | None  # of a parameter: a string is an IRI; None where it is not given
_BATCH, _MOST_KEPT, _MOST_ASKED = 300, 5000, 500  # values in a query; rows kept of one; queries they are kept of
_OF_VOCABULARY = frozenset((  # these ask only what the files of the vocabulary, the register and the policy say
    "store/kinds", "store/kinds-of-values", "store/former-labels", "store/inheritance", "store/element-classes",
    "store/official-texts", "store/policy", "store/policy-terms", "check/classes", "check/terms",
    "check/official-texts", "check/home-of-register", "check/size-of-register", "sdg/register",
))  # fmt: skip
_OF_GIVEN = frozenset(("store/official-texts",))  # asked of given things: any store that is open tells it as soon
_STAYING = (("quads", False), "vocabulary", "prefixes", "policy", "inheritance")  # what is kept for all of the data
_UNION = {"use_default_graph_as_union": True}


@cache
def query_text(name: str) -> str:
    """The text of the query *name* of our own: `hearing/comments` is the file `hearing/queries/comments.rq`. It is a
    query as it stands; its first lines say what it gives."""
    folder, _, stem = name.partition("/")
    return (Path(__file__).parents[1] / folder / "queries" / f"{stem}.rq").read_text(encoding="utf-8")


def _bound(name: str, values: dict[str, Values]) -> str:
    """The query *name* of our own with its parameters bound to *values*; what is no IRI (text where data should have
    one) is left out of a list. Raises KeyError for a parameter that it does not have."""
    text = query_text(name)
    for parameter in values:
        if f"VALUES ?{parameter} {{" not in text:
            raise KeyError(f"{name}: {parameter}")
    return bind(text, {parameter: _listed(value) for parameter, value in values.items() if value is not None})


def _listed(value: str | Term | Iterable[str]) -> str:
    if isinstance(value, (Iri, Blank, Literal)):
        return written(value)
    return iri_list([value] if isinstance(value, str) else value)


class OwnQueries(Protocol):
    """What asks our own queries, by name (see `query_text`) and with values for their parameters."""

    def answer(self, query: str) -> Answer:
        """See Store."""

    def select(self, query: str) -> Table:
        """See Store."""

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store."""

    def asking(self, name: str) -> "OwnQueries":
        """What the query *name* is asked of: this, or a part of it that gives the same answer."""
        return self

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that are declared for a query, with their namespaces."""
        return DECLARED

    def prepare(self, query: str = "") -> None:
        """Sees to it that what *query* needs is there, so that the limit of a query is that of its own work."""
        return

    def rows_of(self, name: str, **values: Values) -> list[tuple[str, ...]]:
        """The rows of the query *name* for the *values* of its parameters; all rows for one that is not given."""
        return self.asking(name).rows(_bound(name, values))

    def rows_in_batches(
        self, name: str, things: Sequence[str], parameter: str, **values: Values
    ) -> Iterator[tuple[str, ...]]:
        """The rows of the query *name* for *things* as the values of *parameter*, however many they are: asked some
        hundred at a time, in that order."""
        for start in range(0, len(things), _BATCH):
            yield from self.rows_of(name, **{parameter: things[start : start + _BATCH]}, **values)

    def table_of(self, name: str, **values: Values) -> Table:
        """The same as `rows_of` as a table of terms."""
        return self.asking(name).select(_bound(name, values))

    def triples_of(self, name: str, **values: Values) -> tuple[tuple[Term, Term, Term], ...]:
        """The triples that the CONSTRUCT query *name* gives."""
        answer = self.asking(name).answer(_bound(name, values))
        return answer.triples if isinstance(answer, Triples) else ()

    def holds(self, name: str, **values: Values) -> bool:
        """What the ASK query *name* answers."""
        answer = self.asking(name).answer(_bound(name, values))
        return isinstance(answer, Truth) and answer.value


class Store(OwnQueries, Protocol):
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


def unsaid(text: Text) -> None:
    """Tells *text* to nobody."""


class EmbeddedStore(OwnQueries):
    """A store inside this process; its default graph is the union of its named graphs.

    Its quads are read, or built on the disk, when the first query needs them: what the index answers never waits for
    it, and what our own queries ask of the vocabulary is read by itself. *progress* and *notice* are told of that.
    """

    def __init__(
        self,
        index: ElementIndex,
        folder: Path | None = None,
        progress: ProgressCallback = no_progress,
        notice: Notice = unsaid,
    ) -> None:
        self.index = index
        self.folder = folder
        self._telling = (progress, notice)
        self._is_filled = False  # with quads of no files, see `load_quads`
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
        return cls(ElementIndex.new(folder / LEDGER), folder)

    @classmethod
    def read_only(
        cls, folder: Path, progress: ProgressCallback = no_progress, notice: Notice = unsaid
    ) -> "EmbeddedStore":
        """The store in the folder *folder*, open for reading. Raises StoreDamaged where it is not whole."""
        return cls(ElementIndex.open(folder / LEDGER), folder, progress, notice)

    @classmethod
    def copied(cls, old: Path, folder: Path) -> "EmbeddedStore":
        """A copy, in the new folder *folder* and open for writing, of the store in the folder *old*, which stays as it
        is; the quads are shared on the disk. Raises OSError, and StoreDamaged where the old one is not whole."""
        import shutil

        folder.mkdir(parents=True)
        shutil.copyfile(old / LEDGER, folder / LEDGER)
        return cls.of_changes(old, folder)

    @classmethod
    def of_changes(cls, old: Path, folder: Path, logged: bool = False) -> "EmbeddedStore":
        """The store in the folder *folder*, which has an index, open for writing, *logged* or not; it shares the quads
        of the one in the folder *old*. Raises StoreDamaged where it is not whole."""
        from strategigraf.store import quads

        index = ElementIndex.open(folder / LEDGER, writing=True, logged=logged)
        if not index.keeps_quads():
            quads.share(old, folder)
        return cls(index, folder)

    def _asked_by(self, query: str) -> "pyoxigraph.Store":
        """All quads, or where *query* names no graphs all triples in one graph."""
        from strategigraf.store.guard import names_graphs

        named = self._is_filled or names_graphs(query)
        return self.kept(("quads", named), lambda: self._quads(named))

    def _quads(self, named: bool) -> "pyoxigraph.Store":
        from strategigraf.store import quads, triples

        if self.folder is None:
            return quads.in_memory(self.index.content(), named)
        if self.index.keeps_quads():
            return quads.of_kept(self.index, self.folder, named)
        on_disk = quads.on_disk if named else triples.on_disk
        return on_disk(self.index, self.folder, *self._telling)

    def asking(self, name: str) -> OwnQueries:
        """See OwnQueries."""
        if name not in _OF_VOCABULARY or self._is_at_hand(query_text(name)) or (name in _OF_GIVEN and self._is_open):
            return self
        return self.kept("vocabulary", lambda: _Vocabulary(self.index))

    @property
    def _is_open(self) -> bool:
        """Whether all triples in one graph have been asked before."""
        return self._kept_of == self.index.changes and ("quads", False) in self._kept

    def _is_at_hand(self, query: str) -> bool:
        """Whether what *query* asks is there at once, without being read."""
        from strategigraf.store import guard, quads

        return self.folder is not None and quads.are_kept_on_disk(self.folder, guard.names_graphs(query))

    @property
    def _some(self) -> "SomeFiles":
        from strategigraf.store.triples import SomeFiles

        return self.kept("some files", lambda: SomeFiles(self.index, {}))

    def remember(self, said: "Said") -> None:
        """Takes what is *said* of files for what they say, as long as they are as they are; what is looked up in files
        is added to it."""
        from strategigraf.store.triples import SomeFiles

        self.kept("some files", lambda: SomeFiles(self.index, said))

    @property
    def prefixes(self) -> Mapping[str, str]:
        """See OwnQueries: beside the usual ones each strategy by its name."""
        return self.kept("prefixes", self._prefixes)

    def _prefixes(self) -> dict[str, str]:
        strategies = self.index.named(self.index.of_class(SG + "Strategy")).values()
        slugs = {short(thing.iri): thing.iri for thing in strategies}
        return {slug: f"{iri}/" for slug, iri in slugs.items() if PREFIX.fullmatch(slug)} | DECLARED

    def prepare(self, query: str = "") -> None:
        """See OwnQueries. Raises what the first query would."""
        _ = self._asked_by(query), self.prefixes  # which are read in the thread that opened the index

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """See Store."""
        if self._kept_of != self.index.changes:
            self._kept, self._kept_of = {}, self.index.changes
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[no-any-return]

    def anew(self) -> "EmbeddedStore":
        """This store, whose quads stay open, knowing nothing else yet: what is kept of a part of a large answer goes
        with it."""
        fresh = EmbeddedStore(self.index, self.folder, *self._telling)
        self.kept("anew", lambda: None)
        fresh._kept_of = self._kept_of
        fresh._kept = {key: value for key, value in self._kept.items() if key in _STAYING}
        return fresh

    def load_quads(self, content: bytes) -> None:
        """Adds the N-Quads *content* to a store in memory that has no files."""
        from strategigraf.store import quads

        self._is_filled = True
        quads.put(self._asked_by(""), content)

    def statements_about(self, thing: Iri | Blank) -> "list[tuple[Statement, str]]":
        """What the files that describe *thing* say of it, each statement with its named graph. A blank node has the
        name that it has in the store."""
        from strategigraf.files.turtle import term

        some = self._some
        graphs = some.home(thing.value) if isinstance(thing, Blank) else self.index.describing(thing.value)
        told = {
            ((term(quad.subject), term(quad.predicate), as_stored(term(quad.object))), graph): None
            for graph in graphs
            for quad in some.said_of(graph, _in_ntriples(thing))
        }
        return list(told)

    def pointing_at(self, thing: Iri | Blank, predicate: str, beside: Collection[str]) -> list[Iri | Blank]:
        """The things that have *predicate*, one of those that point, to *thing* in other named graphs than those in
        *beside*, by name."""
        some = self._some
        if isinstance(thing, Blank):
            files = some.home(thing.value)
        else:
            files = [*self.index.describing(thing.value), *self.index.pointing(thing.value)]
        graphs = dict.fromkeys(graph for graph in files if graph not in beside)
        found = {subject for graph in graphs for subject in some.pointing(graph, predicate, _in_ntriples(thing))}
        named = [Blank(name[2:]) if name.startswith("_:") else Iri(name[1:-1]) for name in found]
        return sorted(named, key=lambda node: node.value)

    def dump(self) -> bytes:
        """Everything in the store as N-Quads: what the files say, and what follows from them."""
        import pyoxigraph

        return bytes(self._asked_by("GRAPH").dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"")

    def finish(self) -> set[int] | None:
        """Puts everything on disk, and closes the index; which pages of it were written, where that is logged."""
        return self.index.close()

    def answer(self, query: str, over: Rows = iter) -> Answer:
        """See Store. Raises QuerySyntax, QueryReachesOut, QueryFailed where the query cannot be evaluated, and
        StoreDamaged where the store on disk is not whole."""
        return self.asked(query, lambda result: plain_answer(result, over), **_UNION)

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
        found = self.asked(query, plain, **_UNION)
        if len(found) <= _MOST_KEPT:
            if len(asked) >= _MOST_ASKED:
                asked.clear()
            asked[query] = found
        return list(found)

    def asked(self, query: str, read: Callable[[Any], Value], named: bool = False, **given: Any) -> Value:
        """What *read* makes of the engine's result for *query*, with what the engine is *given* beside it; *named*: of
        the named graphs, whether it names them or not. Raises what `answer` raises."""
        from strategigraf.store.guard import demand_reading, unreadable

        demand_reading(query, lambda: self.prefixes)
        store = self._asked_by("GRAPH" if named else query)
        try:
            try:
                result = store.query(query, **given)
            except SyntaxError:  # our own queries declare all, and need not wait for the others
                result = store.query(query, prefixes=dict(self.prefixes), **given)
            return read(result)
        except (SyntaxError, UnicodeEncodeError) as error:
            raise unreadable(query, error, self.prefixes) from error
        except (OSError, RuntimeError) as error:
            from strategigraf.store.quads import is_damage

            if is_damage(error):
                raise StoreDamaged(str(error)) from error
            raise not_evaluated(error) from error


class _Vocabulary(EmbeddedStore):
    """What the files of the vocabulary say, of all that a store holds."""

    def _quads(self, named: bool) -> "pyoxigraph.Store":
        from strategigraf.store import quads

        return quads.in_memory(quads.graphs_of_files(self.index, self.index.of_vocabulary()), named)

    def asking(self, name: str) -> OwnQueries:
        """See OwnQueries."""
        return self


def _in_ntriples(thing: Iri | Blank) -> str:
    return f"<{thing.value}>" if isinstance(thing, Iri) else f"_:{thing.value}"


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


def not_evaluated(error: Exception) -> QueryFailed:
    """The error that a query could not be evaluated, for the reason that *error* gives."""
    return QueryFailed(
        Text(f"Forespørgslen kan ikke besvares: {error}", f"The query cannot be answered: {error}"),
        Text(
            "Brug kun SPARQL's egne funktioner. Er der mangel på åbne filer eller hukommelse, så luk andre programmer.",
            "Use only SPARQL's own functions. If open files or memory are short, close other programs.",
        ),
    )
