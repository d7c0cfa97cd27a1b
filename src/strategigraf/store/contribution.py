"""What one file contributes beside its triples, and the tables in which contributions and files are kept."""

import os
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby, product
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from strategigraf.core.errors import StoreDamaged
from strategigraf.core.rdf import OA, OWL, RDF, RDFS, SDG, SDGO, SG, SKOS, XSD, Blank, Iri, Literal, Term, natural
from strategigraf.core.thread import ABOVE, BELOW, BROADER, PART_OF, Edge, claim_basis

if TYPE_CHECKING:
    import sqlite3

Statement = tuple[Term, Term, Term]
_TYPE, _MEMBER, _IN_SCHEME, _NEGATIVE = RDF + "type", SG + "inStrategy", SKOS + "inScheme", SG + "negative"
_TITLE = SKOS + "prefLabel"
_NAMING = (_TITLE, RDFS + "label")
READ_LITERALS = frozenset((*_NAMING, _NEGATIVE))  # the properties whose literals count for a part
POINTING = (SG + "evidence", SG + "documentOf", _MEMBER, RDF + "subject")
LEADING = (SG + "evidence", OA + "hasSelector", PART_OF)
_SILENT = (_TYPE, SG + "reviews")  # no rule looks at what these lead to
_LINK_PARTS = (RDF + "subject", RDF + "predicate", RDF + "object", SG + "basis", _NEGATIVE)
_TERMS = (SG, SDGO)
_OF_VOCABULARY = frozenset(
    (RDFS + "subClassOf", SG + "kindOfValues", SKOS + "hiddenLabel", SG + "textOf", BELOW, ABOVE)
)
_VOCABULARIES = (  # of what is of their classes the vocabulary, the register and policies are made
    *(OWL, RDF + "Property", RDFS, SDGO),
    *(SG + name for name in ("Strand", "Requirement", "Permission", "Prohibition")),
)
_READ = frozenset((*_LINK_PARTS, *_NAMING, *_OF_VOCABULARY, _TYPE, _MEMBER, PART_OF, BROADER, _IN_SCHEME))
_REGISTER = SDG.rstrip("/")


class Titled(NamedTuple):
    """A thing with its title in Danish and English, on one line (the other language's where one is missing), and its
    place among the titled things and quotes of its file, counted from 1; 0 for a term of the vocabulary."""

    thing: str
    da: str
    en: str
    place: int


class Contribution(NamedTuple):
    """One file's part: the things it describes, what they are, what it names that it does not describe (but no terms,
    and not what it reviews), what of that it points at (as evidence, document, link or member), what of that it leads
    to (as evidence, selector or whole), what its edges tie it to, each with the property, what it says of the
    inheritance of properties, and whether it says anything of the vocabulary, the SDG register or a policy."""

    described: tuple[str, ...]
    titles: tuple[Titled, ...]
    quotes: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, str], ...]
    members: tuple[tuple[str, str], ...]
    edges: tuple[Edge, ...]
    named: tuple[str, ...]
    pointed: tuple[str, ...]
    leading: tuple[str, ...]
    tied: tuple[tuple[str, str], ...]
    inheritance: tuple[tuple[str, str, str], ...]
    of_vocabulary: bool


def portion(statements: Iterable[Statement], beside: bool = False) -> Contribution:
    """The part of the file with *statements*, everything by IRI.

    An edge is read from a link, an alignment that continues, or structure; a link is described in one file. With
    *beside* the file stands beside the data (a mapping set): it describes and points at nothing but its own nodes.
    """
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    types: set[tuple[str, str]] = set()
    members: set[tuple[str, str]] = set()
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    edges: set[Edge] = set()
    broader: set[tuple[str, str]] = set()
    of_register: set[str] = set()
    placed: set[str] = set()
    described: dict[str, None] = {}
    named: set[str] = set()
    pointed: set[str] = set()
    leading: set[str] = set()
    inheritance: set[tuple[str, str, str]] = set()
    of_vocabulary, last = False, ""
    for subject, verb, target in statements:
        thing, predicate, value = subject.value, verb.value, target.value
        leads = isinstance(target, Iri)
        if leads and predicate not in _SILENT and not value.startswith(_TERMS):
            named.add(value)
            if predicate in POINTING and not beside:
                pointed.add(value)
            if predicate in LEADING and not beside:
                leading.add(value)
        if thing != last:
            last = thing
            of_vocabulary = of_vocabulary or thing.startswith(_TERMS) or thing == _REGISTER
            if not beside and not isinstance(subject, Blank):
                described[thing] = None
        if predicate not in _READ:
            continue
        if predicate in _OF_VOCABULARY or (predicate == _TYPE and value.startswith(_VOCABULARIES)):
            of_vocabulary = True
        if isinstance(subject, Blank):
            continue
        if predicate in _LINK_PARTS and (leads or predicate == _NEGATIVE):
            nodes[thing][predicate].append(value)
        if not leads:
            if predicate in _NAMING and isinstance(target, Literal):
                titles[thing].setdefault(target.language, " ".join(value.split()))
                if predicate == _TITLE:
                    placed.add(thing)
        elif predicate == _TYPE:
            types.add((thing, value))
            described[thing] = None
        elif predicate == _MEMBER:
            members.add((thing, value))
        elif predicate == PART_OF:
            edges.add(Edge(thing, PART_OF, value, "structure", ""))
        elif predicate == BROADER:
            broader.add((thing, value))
        elif predicate == _IN_SCHEME and value == _REGISTER:
            of_register.add(thing)
            of_vocabulary = True
        elif predicate in (BELOW, ABOVE):
            inheritance.add((thing, predicate, value))
    edges.update(Edge(thing, BROADER, goal, "structure", "") for thing, goal in broader if thing in of_register)
    edges.update(_claims(nodes, types))
    quotes = {thing for thing, cls in types if cls == SG + "Quote"}
    places = {thing: place for place, thing in enumerate(sorted(placed | quotes, key=natural), start=1)}
    return Contribution(
        tuple(described),
        tuple(Titled(thing, *_both(said), places.get(thing, 0)) for thing, said in sorted(titles.items())),
        tuple((thing, places[thing]) for thing in sorted(quotes)),
        tuple(sorted(types)),
        tuple(sorted(members)),
        tuple(sorted(edges)),
        tuple(sorted(named.difference(described))),
        tuple(sorted(pointed.difference(described))),
        tuple(sorted(leading.difference(described))),
        tuple(sorted((thing, verb) for thing, verb in set(_ties(edges)) if thing not in described)),
        tuple(sorted(inheritance)),
        of_vocabulary,
    )


def _ties(edges: Iterable[Edge]) -> Iterable[tuple[str, str]]:
    for edge in edges:
        for thing in (edge.subject, edge.object) if edge.predicate != BROADER else ():
            if not thing.startswith(SDG):
                yield thing, edge.predicate


def _claims(nodes: dict[str, dict[str, list[str]]], types: set[tuple[str, str]]) -> Iterable[Edge]:
    for node, said in nodes.items():
        kinds = {cls for cls in (SG + "Link", SG + "Alignment") if (node, cls) in types}
        if not kinds or not all(part in said for part in _LINK_PARTS[:4]):
            continue
        for subject, predicate, target, iri in product(*(said[part] for part in _LINK_PARTS[:4])):
            continued = predicate == SG + "continues" and "false" in said.get(SG + "negative", ())
            basis = claim_basis(iri)
            if basis and (SG + "Link" in kinds or continued):
                yield Edge(subject, predicate, target, basis, node)


def _both(titles: dict[str, str]) -> tuple[str, str]:
    other = titles[min(titles)]
    return titles.get("da", other), titles.get("en", other)


def order_statements(part: Contribution) -> Iterable[Statement]:
    """For each titled thing and each quote of *part* its place, counted from 1."""
    for thing, place in [*((titled.thing, titled.place) for titled in part.titles if titled.place), *part.quotes]:
        yield Iri(thing), Iri(SG + "order"), Literal(str(place), XSD + "integer")


def general_statements(part: Contribution) -> Iterable[Statement]:
    """For each edge of *part* the general relation `sg:tracesTo`."""
    for edge in part.edges:
        yield Iri(edge.subject), Iri(SG + "tracesTo"), Iri(edge.object)


# Tables in SQLite, in a file or in memory.

_BATCH = 500
_WRITING = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;"  # KiB
_LOGGING = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"


class Tables:
    """The tables behind *connection*."""

    _log: Path | None = None

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._db = connection

    @classmethod
    def made(cls, schema: str, path: Path | None = None) -> Self:
        """New tables, made by the statements *schema*, in the file *path* (in memory without one), open for
        writing. Raises StoreDamaged where it cannot be written, as every change does."""
        import sqlite3

        with _damage_told():
            connection = sqlite3.connect(path or ":memory:", isolation_level=None)
            connection.executescript(_WRITING + schema)
        return cls(connection)

    @classmethod
    def open(cls, path: Path, writing: bool = False, logged: bool = False) -> Self:
        """The tables in the file *path*, which is held as long as they are open for reading; *logged* is which pages
        are written. Raises StoreDamaged where it is not whole."""
        import sqlite3

        how = "mode=rw" if writing else "mode=ro&immutable=1"
        with _damage_told():
            held = None if writing else hold(path)
            connection = sqlite3.connect(f"file:{_quoted(path)}?{how}", uri=True, isolation_level=None)
            tables = cls(connection)
            if held is not None:
                weakref.finalize(tables, os.close, held)
            connection.execute("PRAGMA schema_version").fetchone()
            if writing:
                connection.executescript(_WRITING + _LOGGING * logged)
        tables._log = path.with_name(f"{path.name}-wal") if logged else None
        return tables

    def close(self) -> set[int] | None:
        """Puts everything on disk; the pages that were written, counted from 1, where that is logged. Raises
        StoreDamaged."""
        with _damage_told():
            written = None if self._log is None else _pages_in(self._log.read_bytes()) | {1}
            if self._log is not None:
                self._db.execute("PRAGMA journal_mode = DELETE")
            self._db.close()
        return written

    def begin(self) -> None:
        """Starts a change of many rows."""
        self.do("BEGIN")

    def commit(self) -> None:
        """Ends a change of many rows."""
        self.do("COMMIT")

    @property
    def changes(self) -> int:
        """How many rows have been changed so far."""
        return self._db.total_changes

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows that *query* gives. Raises StoreDamaged."""
        with _damage_told():
            return self._db.execute(query, values).fetchall()

    def do(self, change: str, values: Sequence[object] = ()) -> None:
        """Makes one *change*. Raises StoreDamaged."""
        with _damage_told():
            self._db.execute(change, values)

    def do_many(self, change: str, rows: Iterable[Sequence[object]]) -> None:
        """Makes the *change* once for each of *rows*. Raises StoreDamaged."""
        with _damage_told():
            self._db.executemany(change, rows)

    def in_batches(self, query: str, values: Sequence[object], *before: object) -> list[Any]:
        """The rows that *query* gives with {0} for *values*, some hundred at a time, after the values *before*."""
        found = []
        for start in range(0, len(values), _BATCH):
            batch = values[start : start + _BATCH]
            found += self.rows(query.format(", ".join("?" * len(batch))), [*before, *batch])
        return found


def _quoted(path: Path) -> str:
    """*path* as part of a URI: the three signs that mean something there, and nothing else, escaped; a drive of Windows
    is the first folder."""
    quoted = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return quoted if quoted.startswith("/") else f"/{quoted}"


def hold(path: Path, alone: bool = False) -> int | None:
    """The file *path*, open (None where the system cannot hold it): until it is closed nobody can hold it alone.
    Raises OSError where another one holds it alone, or, if it is to be held *alone*, at all."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    held = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(held, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        os.close(held)
        if alone or isinstance(error, BlockingIOError):
            raise
        return None
    return held


def _pages_in(log: bytes) -> set[int]:
    """The pages in a *log* (WAL) of SQLite: a head of 32 bytes, then each page after its number and 20 bytes more."""
    size = int.from_bytes(log[8:12], "big")
    return {int.from_bytes(log[at : at + 4], "big") for at in range(32, len(log), size + 24)}


@contextmanager
def _damage_told() -> Iterator[None]:
    import sqlite3

    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreDamaged(str(error)) from error


# The roster.


class Member(NamedTuple):
    """A thing that belongs to a strategy: the strategy's IRI, the thing's number and IRI, its place among those of its
    file (0 without one), and the number of that file."""

    strategy: str
    number: int
    iri: str
    place: int
    file: int


class Named(NamedTuple):
    """A thing by its number: IRI, place among those of its file (0 without one), title in Danish and English."""

    iri: str
    place: int
    da: str
    en: str


class Roster(Tables):
    """What the tables of an index say of things."""

    @cached_property
    def _members(self) -> dict[str, list[Member]]:
        return {}

    @cached_property
    def _titles(self) -> dict[str, tuple[str | None, str | None]]:
        """The titles in Danish and English, None where there are none, of the things that were asked for by their
        numbers."""
        return {}

    def begin(self) -> None:
        """Starts a change of many rows."""
        self._members.clear()
        self._titles.clear()
        super().begin()

    def numbers(self, iris: Iterable[str]) -> dict[str, int]:
        """The number of each of *iris* that is known."""
        return dict(self.in_batches("SELECT iri, id FROM thing WHERE iri IN ({0})", list(iris)))

    def named(self, numbers: Iterable[int]) -> dict[int, Named]:
        """The things with these *numbers*."""
        rows = self.in_batches("SELECT id, iri, place, da, en FROM thing WHERE id IN ({0})", list(numbers))
        self._titles.update((iri, (da, en)) for _, iri, _, da, en in rows)
        return {number: Named(iri, place or 0, da or "", en or "") for number, iri, place, da, en in rows}

    def labels(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """The title of each of *iris* that has one, in *language*."""
        column = "da" if language == "da" else "en"
        query = f"SELECT iri, {column} FROM thing WHERE {column} IS NOT NULL AND iri IN ({{0}})"
        wanted, place = list(iris), 0 if language == "da" else 1
        known = {
            iri: title for iri in wanted if iri in self._titles and (title := self._titles[iri][place]) is not None
        }
        return known | dict(self.in_batches(query, [iri for iri in wanted if iri not in self._titles]))

    def is_of_class(self, iri: str, cls: str) -> bool:
        """Whether *iri* is said to be of the class *cls* itself."""
        number = self.numbers((iri, cls))
        query = "SELECT 1 FROM type WHERE class = ? AND thing = ? LIMIT 1"
        return len(number) == 2 and bool(self.rows(query, (number[cls], number[iri])))

    def of_class(self, cls: str) -> list[int]:
        """The numbers of the things of class *cls*, in order."""
        query = "SELECT DISTINCT thing FROM type WHERE class = (SELECT id FROM thing WHERE iri = ?) ORDER BY thing"
        return [thing for (thing,) in self.rows(query, (cls,))]

    def members(self, cls: str) -> list[Member]:
        """The things of class *cls* that belong to a strategy, by strategy, within it in natural order. Read once."""
        if cls not in self._members:
            rows = self.rows(
                "SELECT DISTINCT s.iri, t.id, t.iri, COALESCE(t.place, 0), COALESCE(t.file, 0) FROM type y"
                " JOIN member m ON m.thing = y.thing JOIN thing t ON t.id = y.thing JOIN thing s ON s.id = m.strategy"
                " WHERE y.class = (SELECT id FROM thing WHERE iri = ?) ORDER BY s.iri, t.place, t.iri",
                (cls,),
            )
            once: dict[str, str] = {}
            members = (Member(once.setdefault(strategy, strategy), *rest) for strategy, *rest in rows)
            self._members[cls] = _in_reading_order(members)
        return self._members[cls]

    def members_among(self, numbers: Iterable[int], cls: str) -> dict[int, list[str]]:
        """Those of *numbers* that are of class *cls* and belong to a strategy: the IRIs of their strategies."""
        kind = self.numbers((cls,)).get(cls, -1)
        query = (
            "SELECT DISTINCT y.thing, s.iri FROM type y JOIN member m ON m.thing = y.thing"
            " JOIN thing s ON s.id = m.strategy WHERE y.class = ? AND y.thing IN ({0})"
        )
        found: dict[int, list[str]] = {}
        for number, strategy in self.in_batches(query, list(numbers), kind):
            found.setdefault(number, []).append(strategy)
        return found


def _in_reading_order(members: Iterable[Member]) -> list[Member]:
    """*members*, which come by strategy and place, in natural order within each strategy: that of their places where
    all stand in one file."""
    found: list[Member] = []
    for _, group in groupby(members, key=attrgetter("strategy")):
        of_strategy = list(group)
        if len({member.file for member in of_strategy}) > 1 or not all(member.place for member in of_strategy):
            of_strategy.sort(key=lambda member: natural(member.iri))
        found += of_strategy
    return found
