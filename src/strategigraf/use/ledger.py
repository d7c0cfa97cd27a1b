"""The ledger: the things, hops and contributions of the whole dataset in tables, for answers that must not wait for
SPARQL. The only module that knows SQLite.

It holds nothing that the graph does not: every row follows from the files, and goes with the file it came from.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.graph.cluster import clusters
from strategigraf.graph.portion import Portion
from strategigraf.values.errors import StoreDamaged
from strategigraf.values.hop import BASES, Hop

if TYPE_CHECKING:
    import sqlite3

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
CREATE INDEX hop_file ON hop (file);
CREATE TABLE naming (thing INTEGER, file INTEGER, pointing INTEGER, PRIMARY KEY (thing, file)) WITHOUT ROWID;
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


class Claim(NamedTuple):
    """That *row* contributes to a target of the SDGs: on which basis, by the link *link* of the element *through*
    (itself, or something above it). All but the basis are numbers of things."""

    row: int
    basis: str
    through: int
    link: int


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
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
            connection.execute("SELECT id FROM file LIMIT 1").fetchone()
            if writing:
                connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        return cls(connection)

    def close(self) -> None:
        """Puts everything on disk."""
        self._db.close()

    def begin(self) -> None:
        """Starts a change of many rows."""
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

    def enter(self, graph: str, part: Portion) -> None:
        """Puts in what the file with the named graph *graph* contributes."""
        self._do("INSERT OR IGNORE INTO file (graph) VALUES (?)", (graph,))  # two files may have the same named graph
        ((file,),) = self._rows("SELECT id FROM file WHERE graph = ?", (graph,))
        ends = {iri for hop in part.hops for iri in (hop.subject, hop.predicate, hop.object, hop.link) if iri}
        kinds = {iri for pair in part.types + part.members for iri in pair}
        quiet = {thing for thing, cls in part.types if cls.endswith(("#Quote", "#TextQuoteSelector"))}
        wanted = (ends | kinds | {titled.thing for titled in part.titles} | set(part.named)) - (quiet - ends)
        number = self._numbers(sorted(wanted))
        described = [(file, number[thing]) for thing in part.described if thing in number]
        self._do_many("UPDATE thing SET file = ? WHERE id = ?", described)
        self._do_many(
            "UPDATE thing SET place = ?, da = ?, en = ? WHERE id = ?",
            [(titled.place, titled.da, titled.en, number[titled.thing]) for titled in part.titles],
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
        pointed = set(part.pointed)
        self._do_many(
            "INSERT OR IGNORE INTO naming VALUES (?, ?, ?)",
            [(number[thing], file, thing in pointed) for thing in part.named],
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
        graphs."""
        return [pair for query in (_TIED, _TIED_TOO, _TOGETHER) for pair in self._rows(query)]

    def mates(self) -> dict[str, tuple[str, ...]]:
        """For each file that describes a thing which another one describes too, all files that hang together so, by
        named graph."""
        return clusters(self._rows(_TOGETHER))

    def neighbours(self) -> dict[str, set[str]]:
        """For each file, by named graph, the files whose words bear on it: those that describe what it names, point at
        its things or at what it names, or describe the same things."""
        near: dict[str, set[str]] = {graph: set() for graph in self.graphs()}
        for query in (_DESCRIBING, _POINTING, _POINTING_TOO):
            for graph, other in self._rows(query):
                near[graph].add(other)
        for members in set(self.mates().values()):
            near |= dict.fromkeys(members, set(members).union(*(near[graph] for graph in members)))
        return {graph: others - {graph} for graph, others in near.items()}

    def described_twice(self, things: Collection[str]) -> list[str]:
        """Those of *things* that several files describe."""
        keys = {key for (key,) in self._rows("SELECT thing_key FROM further")}
        return [thing for thing in things if _key(thing) in keys] if keys else []

    def pointed_at(self, graph: str) -> list[str]:
        """The things that other files than the one with the named graph *graph* point at, as far as it describes or
        names them, by IRI."""
        return [iri for (iri,) in self._rows(_POINTED_AT, (graph,))]

    def members_elsewhere(self, strategy: str, graph: str) -> list[str]:
        """The things that belong to *strategy* by what other files than the one with the named graph *graph* say."""
        query = (
            "SELECT DISTINCT t.iri FROM thing s JOIN member m ON m.strategy = s.id JOIN thing t ON t.id = m.thing"
            " WHERE s.iri = ? AND m.file != (SELECT id FROM file WHERE graph = ?) ORDER BY t.iri"
        )
        return [iri for (iri,) in self._rows(query, (strategy, graph))]

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

    def members(self, cls: str) -> list[tuple[str, str]]:
        """The things of class *cls* that belong to a strategy: strategy and thing, by strategy, not further ordered."""
        return self._rows(
            "SELECT DISTINCT s.iri, t.iri FROM type y JOIN member m ON m.thing = y.thing JOIN thing t ON t.id = y.thing"
            " JOIN thing s ON s.id = m.strategy WHERE y.class = (SELECT id FROM thing WHERE iri = ?) ORDER BY s.iri",
            (cls,),
        )

    def strategies_of(self, numbers: Iterable[int]) -> list[tuple[int, int]]:
        """For each of *numbers* the strategies it belongs to: number of the thing, number of the strategy."""
        return self._in_batches("SELECT DISTINCT thing, strategy FROM member WHERE thing IN ({0})", list(numbers))

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

    def claims(self, target: int | None = None) -> Iterator[tuple[int, list[Claim]]]:
        """The contributions to the thing with the number *target* (to all things without one): the target's number, and
        the claims of one file on it."""
        bound, values = ("WHERE target = ?", (target,)) if target is not None else ("", ())
        for found, blob in self._rows(f"SELECT target, claims FROM contribution {bound}", values):
            packed = array("i", blob)
            bases = [_basis(code) for code in packed[1::4]]
            yield found, list(map(Claim, packed[::4], bases, packed[2::4], packed[3::4]))

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
