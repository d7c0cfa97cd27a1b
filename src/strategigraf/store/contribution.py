"""What one file contributes beside its triples, and the tables in which contributions and files are kept."""

import os
import weakref
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, groupby, product
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from strategigraf.core.errors import StoreDamaged
from strategigraf.core.rdf import (
    BLANK,
    OA,
    OWL,
    RDF,
    RDFS,
    SDG,
    SDGO,
    SG,
    SKOS,
    in_natural_order,
    natural,
)
from strategigraf.core.thread import ABOVE, BELOW, BROADER, PART_OF, Edge, claim_basis

if TYPE_CHECKING:
    import sqlite3

    from strategigraf.files.turtle import Outline

_TYPE, _MEMBER, _IN_SCHEME, _NEGATIVE = RDF + "type", SG + "inStrategy", SKOS + "inScheme", SG + "negative"
_TITLE = SKOS + "prefLabel"
_NAMING = (_TITLE, RDFS + "label")
POINTING = (SG + "evidence", SG + "documentOf", _MEMBER, RDF + "subject", SG + "ofIndicator", SG + "reportsOn")
LEADING = (SG + "evidence", OA + "hasSelector", PART_OF, SG + "ofIndicator", SG + "dependsOn")
_SILENT = (_TYPE, SG + "reviews")  # no rule looks at what these lead to
_LINK_PARTS = (RDF + "subject", RDF + "predicate", RDF + "object", SG + "basis")
_TERMS = (SG, SDGO)
_OF_VOCABULARY = frozenset(
    (RDFS + "subClassOf", SG + "kindOfValues", SKOS + "hiddenLabel", SG + "textOf", BELOW, ABOVE)
)
READ_LITERALS = _OF_VOCABULARY | {*_NAMING, _NEGATIVE}  # the properties that count for a part with what is no IRI too
_VOCABULARIES = (  # of what is of their classes the vocabulary, the register and policies are made
    *(OWL, RDF + "Property", RDFS, SDGO),
    *(SG + name for name in ("Strand", "Requirement", "Permission", "Prohibition")),
)
STRUCTURAL = (PART_OF, *(SG + verb for verb in ("funds", "measures", "ofIndicator", "reportsOn", "threatens")))
_READ = frozenset((*_LINK_PARTS, *STRUCTURAL, _TYPE, _MEMBER, BROADER, _IN_SCHEME, BELOW, ABOVE))
_REGISTER = SDG.rstrip("/")


class Titled(NamedTuple):
    """A thing with its title in Danish and English, on one line (the other language's where one is missing), and its
    place among the titled things and quotes of its file, counted from 1; 0 for a term of the vocabulary."""

    thing: str
    da: str
    en: str
    place: int


class Contribution(NamedTuple):
    """One file's part: the things it describes, those that have a place (by a title, or as quotes) in natural order and
    all other subjects (blank nodes behind BLANK), what they are, what it names that it does not describe (but no terms,
    and not what it reviews), what of that it points at (as evidence, document, link or member), what of that it leads
    to (as evidence, selector or whole), what its edges tie it to, each with the property, what it says of the
    inheritance of properties, and whether it says anything of the vocabulary, the SDG register or a policy."""

    described: tuple[str, ...]
    titles: tuple[Titled, ...]
    placed: tuple[str, ...]
    others: tuple[str, ...]
    types: tuple[tuple[str, str], ...]
    members: tuple[tuple[str, str], ...]
    edges: tuple[Edge, ...]
    named: tuple[str, ...]
    pointed: tuple[str, ...]
    leading: tuple[str, ...]
    tied: tuple[tuple[str, str], ...]
    inheritance: tuple[tuple[str, str, str], ...]
    of_vocabulary: bool


def portion(told: "Outline", beside: bool = False) -> Contribution:
    """The part of the file that says what is *told*, everything by IRI.

    An edge is read from a link, an alignment that continues, or structure; a link is described in one file. With
    *beside* the file stands beside the data (a mapping set): it describes and points at nothing but its own nodes.
    """
    subjects = set(told.subjects)
    blank = {thing for thing in subjects if thing[:2] == BLANK}
    leads = {predicate: _without(blank, pairs) for predicate, pairs in told.leads.items() if predicate in _READ}
    titles: dict[str, dict[str, str]] = {}
    for predicate in _NAMING:
        for thing, title, language in _without(blank, told.rest.get(predicate, [])):
            if language != BLANK:
                titles.setdefault(thing, {}).setdefault(language, " ".join(title.split()))
    placed = {thing for thing, _, language in told.rest.get(_TITLE, ()) if language != BLANK} - blank
    types = set(leads.get(_TYPE, ()))
    described = dict.fromkeys(thing for thing, _ in types) if beside else dict.fromkeys(told.subjects)
    for thing in blank:
        described.pop(thing, None)
    of_register = {thing for thing, scheme in leads.get(_IN_SCHEME, ()) if scheme == _REGISTER}
    edges = {Edge(thing, verb, whole, "structure", "") for verb in STRUCTURAL for thing, whole in leads.get(verb, ())}
    edges |= {
        Edge(thing, BROADER, goal, "structure", "") for thing, goal in leads.get(BROADER, ()) if thing in of_register
    }
    edges.update(_claims(types, leads, told.rest.get(_NEGATIVE, [])))
    quotes = {thing for thing, cls in types if cls == SG + "Quote"}
    in_order = in_natural_order(placed | quotes)
    places = {thing: place for place, thing in enumerate(in_order, start=1)}
    return Contribution(
        tuple(described),
        tuple(Titled(thing, *_both(said), places.get(thing, 0)) for thing, said in sorted(titles.items())),
        tuple(in_order),
        tuple(sorted(subjects.difference(in_order))),
        tuple(sorted(types)),
        tuple(sorted(set(leads.get(_MEMBER, ())))),
        tuple(sorted(edges)),
        _led_to(told, (predicate for predicate in told.leads if predicate not in _SILENT), described),
        () if beside else _led_to(told, POINTING, described),
        () if beside else _led_to(told, LEADING, described),
        tuple(sorted((thing, verb) for thing, verb in set(_ties(edges)) if thing not in described)),
        tuple(sorted({(thing, verb, value) for verb in (BELOW, ABOVE) for thing, value in leads.get(verb, ())})),
        any(thing.startswith(_TERMS) for thing in subjects)
        or _REGISTER in subjects
        or bool(of_register)
        or not _OF_VOCABULARY.isdisjoint((*told.leads, *told.rest))
        or any(cls.startswith(_VOCABULARIES) for cls in {cls for _, cls in told.leads.get(_TYPE, ())}),
    )


_Told = TypeVar("_Told", bound=tuple[str, ...])


def _without(things: set[str], told: list[_Told]) -> list[_Told]:
    """What is *told* of others than *things*."""
    return [row for row in told if row[0] not in things] if things else told


def _led_to(told: "Outline", predicates: Iterable[str], described: Container[str]) -> tuple[str, ...]:
    """What *predicates* lead to, but for terms and what is *described*, in order."""
    values = {value for predicate in predicates for _, value in told.leads.get(predicate, ())}
    return tuple(sorted(value for value in values if value not in described and not value.startswith(_TERMS)))


def _ties(edges: Iterable[Edge]) -> Iterable[tuple[str, str]]:
    for edge in edges:
        for thing in (edge.subject, edge.object) if edge.predicate != BROADER else ():
            if not thing.startswith(SDG):
                yield thing, edge.predicate


def _claims(
    types: Collection[tuple[str, str]],
    leads: Mapping[str, list[tuple[str, str]]],
    negative: Iterable[tuple[str, str, str]],
) -> Iterator[Edge]:
    """The edges that nodes with *types* make by what *leads* from them; the *negative* ones of alignments are those of
    the value "false" (subject, value, language)."""
    parts: list[dict[str, list[str]]] = []
    for predicate in _LINK_PARTS:
        parts.append(defaultdict(list))
        for thing, value in leads.get(predicate, ()):
            parts[-1][thing].append(value)
    affirmed = {thing for thing, value, _ in negative if value == "false"}
    links = {thing for thing, cls in types if cls == SG + "Link"}
    for node in links.union(thing for thing, cls in types if cls == SG + "Alignment"):
        for subject, predicate, target, iri in product(*(part.get(node, ()) for part in parts)):
            basis = claim_basis(iri)
            if basis and (node in links or (predicate == SG + "continues" and node in affirmed)):
                yield Edge(subject, predicate, target, basis, node)


def _both(titles: dict[str, str]) -> tuple[str, str]:
    other = titles[min(titles)]
    return titles.get("da", other), titles.get("en", other)


# Tables in SQLite, in a file or in memory.

_BATCH = 500
_AT_ONCE = 20  # rows of one INSERT, which takes half the time of as many
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

    def enter_many(self, entering: str, *columns: Iterable[object]) -> None:
        """Does the INSERT *entering* with the rows that *columns* make, several at once. Raises StoreDamaged."""
        flat, width = list(chain.from_iterable(zip(*columns, strict=False))), len(columns)
        if not flat:
            return
        one, some = f"({', '.join('?' * width)})", width * _AT_ONCE
        whole = len(flat) // some * some
        with _damage_told():
            for start in range(0, whole, some):
                self._db.execute(f"{entering} VALUES {', '.join([one] * _AT_ONCE)}", flat[start : start + some])
            self._db.executemany(f"{entering} VALUES {one}", zip(*[iter(flat[whole:])] * width, strict=True))

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
