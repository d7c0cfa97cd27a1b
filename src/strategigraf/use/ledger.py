"""The ledger: the things, hops and contributions of the whole dataset in tables, for answers that must not wait for
SPARQL. The only module that knows SQLite.

It holds nothing that the graph does not: every row follows from the files, and goes with the file it came from.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.values.errors import StoreDamaged
from strategigraf.values.hop import BASES, Hop
from strategigraf.values.natural import natural

if TYPE_CHECKING:
    import sqlite3

    from strategigraf.graph.portion import Portion

_TABLES = """
CREATE TABLE file (id INTEGER PRIMARY KEY, graph TEXT NOT NULL UNIQUE);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, file INTEGER, place INTEGER, da TEXT, en TEXT);
CREATE INDEX thing_file ON thing (file);
CREATE TABLE type (class INTEGER, thing INTEGER, file INTEGER, PRIMARY KEY (class, thing, file)) WITHOUT ROWID;
CREATE INDEX type_file ON type (file);
CREATE TABLE member (thing INTEGER, strategy INTEGER, file INTEGER, PRIMARY KEY (thing, strategy, file)) WITHOUT ROWID;
CREATE INDEX member_file ON member (file);
CREATE INDEX member_strategy ON member (strategy);
CREATE TABLE hop (subject INTEGER, predicate INTEGER, object INTEGER, basis INTEGER, link INTEGER, file INTEGER);
CREATE INDEX hop_subject ON hop (subject);
CREATE INDEX hop_object ON hop (object);
CREATE INDEX hop_link ON hop (link);
CREATE INDEX hop_file ON hop (file);
CREATE TABLE naming (
  thing INTEGER, file INTEGER, pointing INTEGER, leading INTEGER, PRIMARY KEY (thing, file)) WITHOUT ROWID;
CREATE INDEX naming_file ON naming (file);
CREATE TABLE description (thing_key INTEGER PRIMARY KEY, file INTEGER) WITHOUT ROWID;
CREATE INDEX description_file ON description (file);
CREATE TABLE further (thing_key INTEGER, file INTEGER, PRIMARY KEY (thing_key, file)) WITHOUT ROWID;
CREATE INDEX further_file ON further (file);
CREATE TABLE tie (thing INTEGER, file INTEGER, PRIMARY KEY (thing, file)) WITHOUT ROWID;
CREATE INDEX tie_file ON tie (file);
CREATE TABLE contribution (target INTEGER, file INTEGER, claims BLOB, PRIMARY KEY (target, file)) WITHOUT ROWID;
CREATE INDEX contribution_file ON contribution (file);
"""
_OF_FILES = ("type", "member", "hop", "naming", "tie", "contribution", "description", "further")
_BATCH = 500
_DESCRIBING = """
SELECT DISTINCT f.graph, o.graph FROM naming n JOIN thing t ON t.id = n.thing JOIN file o ON o.id = t.file
JOIN file f ON f.id = n.file"""
_POINTING = """
SELECT DISTINCT o.graph, f.graph FROM naming n JOIN thing t ON t.id = n.thing JOIN file o ON o.id = t.file
JOIN file f ON f.id = n.file WHERE n.pointing"""
_POINTING_TOO = """
SELECT DISTINCT f.graph, o.graph FROM naming p JOIN naming n ON n.thing = p.thing AND n.file != p.file
JOIN file f ON f.id = n.file JOIN file o ON o.id = p.file WHERE p.pointing"""
_LEADING = _DESCRIBING + " WHERE n.leading"
_TOGETHER = """
SELECT DISTINCT f.graph, o.graph FROM further a JOIN description d ON d.thing_key = a.thing_key
JOIN file f ON f.id = a.file JOIN file o ON o.id = d.file"""
_TIED = """
SELECT DISTINCT f.graph, o.graph FROM tie n JOIN thing t ON t.id = n.thing JOIN file o ON o.id = t.file
JOIN file f ON f.id = n.file"""
_TIED_TOO = """
SELECT DISTINCT f.graph, o.graph FROM tie n JOIN (SELECT thing, MIN(file) AS file FROM tie GROUP BY thing) m
  ON m.thing = n.thing AND m.file != n.file
JOIN file f ON f.id = n.file JOIN file o ON o.id = m.file"""
_POINTED_AT = """
SELECT t.iri FROM file f JOIN thing t ON t.file = f.id JOIN naming p ON p.thing = t.id AND p.pointing AND p.file != f.id
WHERE f.graph = ?1
UNION
SELECT t.iri FROM file f JOIN naming n ON n.file = f.id JOIN naming p ON p.thing = n.thing AND p.pointing
  AND p.file != f.id JOIN thing t ON t.id = n.thing
WHERE f.graph = ?1
ORDER BY 1"""


class Member(NamedTuple):
    """A thing that belongs to a strategy: the strategy's IRI, the thing's number and IRI, its place among those of its
    file (0 without one), and the number of that file."""

    strategy: str
    number: int
    iri: str
    place: int
    file: int


class Claims(NamedTuple):
    """Contributions to one thing, in parallel: the number of each row, the place of the basis in BASES, the numbers of
    what has the link and of the link."""

    rows: "array[int]"
    bases: "array[int]"
    through: "array[int]"
    links: "array[int]"


class Named(NamedTuple):
    """A thing by its number: IRI, place among those of its file (0 without one), title in Danish and English."""

    iri: str
    place: int
    da: str
    en: str


class Ledger:
    """The tables in the file *path*, or in memory without one."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._db = connection
        self._members: dict[str, list[Member]] = {}
        self._contributions: list[tuple[int, Claims]] | None = None

    @classmethod
    def new(cls, path: Path | None = None) -> "Ledger":
        """An empty ledger in the file *path* (in memory without one), open for writing. Raises StoreDamaged where it
        cannot be written, as every change does."""
        import sqlite3

        with _damage_told():
            connection = sqlite3.connect(path or ":memory:", isolation_level=None)
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        return cls(connection)

    @classmethod
    def open(cls, path: Path, writing: bool = False) -> "Ledger":
        """The ledger in the file *path*. Raises StoreDamaged where it is not whole."""
        import sqlite3

        how = "mode=rw" if writing else "mode=ro&immutable=1"
        with _damage_told():
            connection = sqlite3.connect(f"file:{_quoted(path)}?{how}", uri=True, isolation_level=None)
            connection.execute("SELECT id FROM file LIMIT 1").fetchone()
            if writing:
                connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        return cls(connection)

    def close(self) -> None:
        """Puts everything on disk."""
        self._db.close()

    def begin(self) -> None:
        """Starts a change of many rows."""
        self._members, self._contributions = {}, None
        self._do("BEGIN")

    def commit(self) -> None:
        """Ends a change of many rows."""
        self._do("COMMIT")

    # what files contribute

    def remove(self, graph: str) -> None:
        """Takes out everything that came from the file with the named graph *graph*; its mates have to go as well."""
        for (file,) in self._rows("SELECT id FROM file WHERE graph = ?", (graph,)):
            for table in _OF_FILES:
                self._do(f"DELETE FROM {table} WHERE file = ?", (file,))
            self._do("UPDATE thing SET file = NULL, place = 0, da = NULL, en = NULL WHERE file = ?", (file,))
            self._do("DELETE FROM file WHERE id = ?", (file,))

    def enter(self, graph: str, part: "Portion") -> None:
        """Puts in what the file with the named graph *graph* contributes."""
        self._do("INSERT OR IGNORE INTO file (graph) VALUES (?)", (graph,))  # two files may have the same named graph
        ((file,),) = self._rows("SELECT id FROM file WHERE graph = ?", (graph,))
        ends = {iri for hop in part.hops for iri in (hop.subject, hop.predicate, hop.object, hop.link) if iri}
        kinds = {cls for _, cls in part.types} | {iri for pair in part.members for iri in pair}
        quiet = {thing for thing, cls in part.types if cls.endswith(("#Quote", "#TextQuoteSelector"))}
        loud = {thing for thing, _ in part.types} | {titled.thing for titled in part.titles}
        wanted = ends | kinds | (loud - quiet) | set(part.named)
        number = self._numbers(sorted(wanted))
        described = [(file, number[thing]) for thing in part.described if thing in number]
        self._do_many("UPDATE thing SET file = ? WHERE id = ?", described)
        self._do_many(
            "UPDATE thing SET place = ?, da = ?, en = ? WHERE id = ?",
            [
                (titled.place, titled.da, titled.en, number[titled.thing])
                for titled in part.titles
                if titled.thing in number
            ],
        )
        types = [(number[cls], number[thing], file) for thing, cls in part.types if thing in number]
        self._do_many("INSERT OR IGNORE INTO type VALUES (?, ?, ?)", types)
        members = [(number[thing], number[strategy], file) for thing, strategy in part.members]
        self._do_many("INSERT OR IGNORE INTO member VALUES (?, ?, ?)", members)
        self._do_many(
            "INSERT INTO hop VALUES (?, ?, ?, ?, ?, ?)",
            [
                (number[h.subject], number[h.predicate], number[h.object], _code(h.basis), number.get(h.link, 0), file)
                for h in part.hops
            ],
        )
        pointed, leading = set(part.pointed), set(part.leading)
        self._do_many(
            "INSERT OR IGNORE INTO naming VALUES (?, ?, ?, ?)",
            [(number[thing], file, thing in pointed, thing in leading) for thing in part.named],
        )
        keys = [(_key(thing), file) for thing in part.described]
        before = self._db.total_changes
        self._do_many("INSERT OR IGNORE INTO description VALUES (?, ?)", keys)
        if self._db.total_changes - before < len(keys):  # some are described in another file already
            query = "SELECT thing_key FROM description WHERE file != ? AND thing_key IN ({0})"
            again = {key for (key,) in self._in_batches(query, [key for key, _ in keys], file)}
            self._do_many("INSERT OR IGNORE INTO further VALUES (?, ?)", [(key, file) for key in again])

        self._do_many("INSERT OR IGNORE INTO tie VALUES (?, ?)", [(number[thing], file) for thing in part.tied])

    def _numbers(self, iris: Sequence[str]) -> dict[str, int]:
        self._do_many("INSERT OR IGNORE INTO thing (iri) VALUES (?)", [(iri,) for iri in iris])
        return self.numbers(iris)

    def contribute(self, graph: str, claims: Iterable[tuple[str, Hop]]) -> None:
        """Sets down the *claims* (row and the hop by which it contributes) of the file with the named graph *graph*, in
        place of those it had."""
        ((file,),) = self._rows("SELECT id FROM file WHERE graph = ?", (graph,))
        self._do("DELETE FROM contribution WHERE file = ?", (file,))
        found = list(claims)
        number = self.numbers(sorted({iri for row, hop in found for iri in (row, hop.subject, hop.object, hop.link)}))
        packed: dict[int, array[int]] = {}
        for row, hop in found:
            basis = hop.basis if hop.subject == row else "inherited"
            claim = (number[row], _code(basis), number[hop.subject], number[hop.link])
            packed.setdefault(number[hop.object], array("i")).extend(claim)
        self._do_many(
            "INSERT INTO contribution VALUES (?, ?, ?)",
            [(target, file, claims.tobytes()) for target, claims in packed.items()],
        )

    # how files hang together

    def graphs(self) -> list[str]:
        """The named graphs of all files, by name."""
        return [graph for (graph,) in self._rows("SELECT graph FROM file ORDER BY graph")]

    def settle(self) -> None:
        """Finds out which file describes each thing that another one names or ties to."""
        query = (
            "SELECT id, iri FROM thing WHERE file IS NULL"
            " AND id IN (SELECT thing FROM naming UNION SELECT thing FROM tie)"
        )
        for number, iri in self._rows(query):
            home = "(SELECT file FROM description WHERE thing_key = ?)"
            self._do(f"UPDATE thing SET file = {home} WHERE id = ?", (_key(iri), number))

    def ties(self) -> list[tuple[str, str]]:
        """The pairs of files that structure or a contribution joins, or that describe the same thing: their named
        graphs, in order."""
        return sorted({pair for query in (_TIED, _TIED_TOO, _TOGETHER) for pair in self._rows(query)})

    def mates(self) -> dict[str, tuple[str, ...]]:
        """For each file that describes a thing which another one describes too, all files that hang together so, by
        named graph."""
        from strategigraf.graph.cluster import clusters

        return clusters(self._rows(_TOGETHER))

    def neighbours(self) -> dict[str, set[str]]:
        """For each file, by named graph, the files whose words bear on it: those that describe what it names, or point
        at its things or at what it names, and those that these lead to. Files that describe the same things count as
        one."""
        mates = self.mates()
        one = {graph: set(mates.get(graph, (graph,))) for graph in self.graphs()}
        near: dict[str, list[str]] = {graph: [] for graph in one}
        for graph, other in [row for query in (_DESCRIBING, _POINTING, _POINTING_TOO) for row in self._rows(query)]:
            near[graph].append(other)
        leading: dict[str, list[str]] = {graph: [] for graph in one}
        for graph, other in self._rows(_LEADING):
            leading[graph].append(other)
        found: dict[str, set[str]] = {}
        for graph in one:
            found[graph] = set(one[graph])
            waiting = [other for member in one[graph] for other in near[member]]
            while waiting:
                here = waiting.pop()
                if here not in found[graph]:
                    found[graph] |= one[here]
                    waiting += [other for member in one[here] for other in leading[member]]
        return {graph: others - {graph} for graph, others in found.items()}

    def described_twice(self, things: Collection[str]) -> list[str]:
        """Those of *things* that several files describe."""
        keys = {key for (key,) in self._rows("SELECT thing_key FROM further")}
        return [thing for thing in things if _key(thing) in keys] if keys else []

    def pointed_at(self, graph: str) -> list[str]:
        """The things that other files than the one with the named graph *graph* point at, as far as it describes or
        names them, by IRI."""
        return [iri for (iri,) in self._rows(_POINTED_AT, (graph,))]

    def named_by(self, graph: str) -> list[str]:
        """The things of other files that the file with the named graph *graph* names, by IRI."""
        return [
            iri
            for (iri,) in self._rows(
                "SELECT t.iri FROM file f JOIN naming n ON n.file = f.id JOIN thing t ON t.id = n.thing"
                " WHERE f.graph = ? ORDER BY t.iri",
                (graph,),
            )
        ]

    # things

    def numbers(self, iris: Iterable[str]) -> dict[str, int]:
        """The number of each of *iris* that is known."""
        return dict(self._in_batches("SELECT iri, id FROM thing WHERE iri IN ({0})", list(iris)))

    def named(self, numbers: Iterable[int]) -> dict[int, Named]:
        """The things with these *numbers*."""
        rows = self._in_batches("SELECT id, iri, place, da, en FROM thing WHERE id IN ({0})", list(numbers))
        return {number: Named(iri, place or 0, da or "", en or "") for number, iri, place, da, en in rows}

    def labels(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """The title of each of *iris* that has one, in *language*."""
        column = "da" if language == "da" else "en"
        query = f"SELECT iri, {column} FROM thing WHERE {column} IS NOT NULL AND iri IN ({{0}})"
        return dict(self._in_batches(query, list(iris)))

    def is_of_class(self, iri: str, cls: str) -> bool:
        """Whether *iri* is said to be of the class *cls* itself."""
        number = self.numbers((iri, cls))
        query = "SELECT 1 FROM type WHERE class = ? AND thing = ? LIMIT 1"
        return len(number) == 2 and bool(self._rows(query, (number[cls], number[iri])))

    def describing_class(self, cls: str) -> list[str]:
        """The named graphs of the files that describe things of class *cls*, by name."""
        query = (
            "SELECT DISTINCT f.graph FROM type y JOIN file f ON f.id = y.file"
            " WHERE y.class = (SELECT id FROM thing WHERE iri = ?) ORDER BY f.graph"
        )
        return [graph for (graph,) in self._rows(query, (cls,))]

    def of_class(self, cls: str) -> list[int]:
        """The numbers of the things of class *cls*, in order."""
        query = "SELECT DISTINCT thing FROM type WHERE class = (SELECT id FROM thing WHERE iri = ?) ORDER BY thing"
        return [thing for (thing,) in self._rows(query, (cls,))]

    def members(self, cls: str) -> list[Member]:
        """The things of class *cls* that belong to a strategy, by strategy, within it in natural order. Read once."""
        if cls not in self._members:
            rows = self._rows(
                "SELECT DISTINCT s.iri, t.id, t.iri, COALESCE(t.place, 0), COALESCE(t.file, 0) FROM type y"
                " JOIN member m ON m.thing = y.thing JOIN thing t ON t.id = y.thing JOIN thing s ON s.id = m.strategy"
                " WHERE y.class = (SELECT id FROM thing WHERE iri = ?) ORDER BY s.iri, t.place, t.iri",
                (cls,),
            )
            self._members[cls] = _in_reading_order(map(Member._make, rows))
        return self._members[cls]

    def members_among(self, numbers: Iterable[int], cls: str) -> dict[int, list[str]]:
        """Those of *numbers* that are of class *cls* and belong to a strategy: the IRIs of their strategies."""
        kind = self.numbers((cls,)).get(cls, -1)
        query = (
            "SELECT DISTINCT y.thing, s.iri FROM type y JOIN member m ON m.thing = y.thing"
            " JOIN thing s ON s.id = m.strategy WHERE y.class = ? AND y.thing IN ({0})"
        )
        found: dict[int, list[str]] = {}
        for number, strategy in self._in_batches(query, list(numbers), kind):
            found.setdefault(number, []).append(strategy)
        return found

    # hops and contributions

    def hops(self) -> list[Hop]:
        """Every hop of the dataset, in order."""
        return sorted(set(self._hops("", ())))

    def hops_of_files(self, graphs: Collection[str]) -> list[Hop]:
        """The hops of the files with these named *graphs*, in order."""
        found: list[Hop] = []
        for graph in graphs:
            found += self._hops("WHERE h.file = (SELECT id FROM file WHERE graph = ?)", (graph,))
        return sorted(found)

    def hops_at(self, iri: str) -> list[Hop]:
        """The hops that begin or end at *iri*, in order."""
        number = self.numbers((iri,)).get(iri, -1)
        return sorted(set(self._hops("WHERE h.subject = ? OR h.object = ?", (number, number))))

    def ends_of(self, cls: str, predicate: str) -> dict[int, int]:
        """Where the hops with *predicate* lead from the things of class *cls*: the number of the object (one of them)
        by that of the subject."""
        query = (
            "SELECT h.subject, h.object FROM type y JOIN hop h ON h.subject = y.thing"
            " WHERE y.class = (SELECT id FROM thing WHERE iri = ?)"
            " AND h.predicate = (SELECT id FROM thing WHERE iri = ?)"
            " ORDER BY (SELECT iri FROM thing WHERE id = h.object)"
        )
        return dict(self._rows(query, (cls, predicate)))

    def claimed_by(self, strategies: Iterable[str]) -> set[int]:
        """The numbers of what the links of *strategies* (IRIs) lead to."""
        query = (
            "SELECT DISTINCT h.object FROM thing s JOIN member m ON m.strategy = s.id JOIN hop h ON h.link = m.thing"
            " WHERE s.iri IN ({0})"
        )
        return {target for (target,) in self._in_batches(query, list(strategies))}

    def contributions(self, target: int | None = None) -> Iterable[tuple[int, Claims]]:
        """The contributions to the thing with the number *target* (to all things without one: these are read once), a
        file at a time, each with the number of the target."""
        if target is not None:
            rows = self._rows("SELECT target, claims FROM contribution WHERE target = ?", (target,))
            return [(found, _claims(blob)) for found, blob in rows]
        if self._contributions is None:
            rows = self._rows("SELECT target, claims FROM contribution")
            self._contributions = [(found, _claims(blob)) for found, blob in rows]
        return self._contributions

    def _hops(self, where: str, values: tuple[object, ...]) -> Iterator[Hop]:
        query = (
            "SELECT s.iri, p.iri, o.iri, h.basis, COALESCE(l.iri, '') FROM hop h JOIN thing s ON s.id = h.subject"
            " JOIN thing p ON p.id = h.predicate JOIN thing o ON o.id = h.object LEFT JOIN thing l ON l.id = h.link "
        )
        for subject, predicate, target, basis, link in self._rows(query + where, values):
            yield Hop(subject, predicate, target, _basis(basis), link)

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with _damage_told():
            return self._db.execute(query, values).fetchall()

    def _do(self, change: str, values: Sequence[object] = ()) -> None:
        with _damage_told():
            self._db.execute(change, values)

    def _do_many(self, change: str, rows: Iterable[Sequence[object]]) -> None:
        with _damage_told():
            self._db.executemany(change, rows)

    def _in_batches(self, query: str, values: Sequence[object], *before: object) -> list[Any]:
        found = []
        for start in range(0, len(values), _BATCH):
            batch = values[start : start + _BATCH]
            found += self._rows(query.format(", ".join("?" * len(batch))), [*before, *batch])
        return found


def _claims(blob: bytes) -> Claims:
    packed = array("i", blob)
    return Claims(packed[::4], packed[1::4], packed[2::4], packed[3::4])


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


def _quoted(path: Path) -> str:
    """*path* as part of a URI: the three signs that mean something there, and nothing else, escaped."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


@contextmanager
def _damage_told() -> Iterator[None]:
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise StoreDamaged(str(error)) from error


def _key(iri: str) -> int:
    """A number for *iri* that no other IRI has, in all likelihood (64 bits)."""
    from hashlib import blake2b

    return int.from_bytes(blake2b(iri.encode(), digest_size=8).digest(), "big", signed=True)


def _code(basis: str) -> int:
    return BASES.index(basis) if basis in BASES else -1


def _basis(code: int) -> str:
    return BASES[code] if code >= 0 else ""
