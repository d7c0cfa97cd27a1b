"""The index of the whole dataset: things, edges and what files contribute, for answers that must not wait for
SPARQL.
"""

import os
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count, repeat
from pathlib import Path

from strategigraf.core.thread import BASES, Edge
from strategigraf.store.dependencies import Claim, Claims, FileDependencies, FileRows, claims_by_target, key_of, packed

LEDGER = "ledger.sqlite"  # the file with the index of a store on disk
_TABLES = """
CREATE TABLE file (id INTEGER PRIMARY KEY, graph TEXT NOT NULL UNIQUE);
CREATE TABLE source (path BLOB PRIMARY KEY, digest TEXT, vocabulary INTEGER, file INTEGER) WITHOUT ROWID;
CREATE TABLE subject (path BLOB PRIMARY KEY, iris BLOB, file INTEGER) WITHOUT ROWID;
CREATE TABLE quads (path BLOB, graph TEXT, content BLOB, file INTEGER, PRIMARY KEY (path, graph)) WITHOUT ROWID;
CREATE TABLE keeping (what TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, file INTEGER, place INTEGER, da TEXT, en TEXT);
CREATE TABLE type (class INTEGER, thing INTEGER, file INTEGER, PRIMARY KEY (class, thing, file)) WITHOUT ROWID;
CREATE TABLE member (thing INTEGER, strategy INTEGER, file INTEGER, PRIMARY KEY (thing, strategy, file)) WITHOUT ROWID;
CREATE TABLE edge (subject INTEGER, predicate INTEGER, object INTEGER, basis INTEGER, link INTEGER, file INTEGER);
CREATE TABLE naming (
  thing INTEGER, file INTEGER, pointing INTEGER, leading INTEGER, PRIMARY KEY (thing, file)) WITHOUT ROWID;
CREATE TABLE described (thing_key INTEGER, file INTEGER);
CREATE TABLE description (thing_key INTEGER PRIMARY KEY, file INTEGER) WITHOUT ROWID;
CREATE TABLE further (thing_key INTEGER, file INTEGER, PRIMARY KEY (thing_key, file)) WITHOUT ROWID;
CREATE TABLE tie (thing INTEGER, verb INTEGER, file INTEGER, PRIMARY KEY (thing, verb, file)) WITHOUT ROWID;
CREATE TABLE inheritance (property TEXT, side TEXT, carrier TEXT, file INTEGER);
CREATE TABLE contribution (target INTEGER, file INTEGER, claims BLOB, PRIMARY KEY (target, file)) WITHOUT ROWID;
"""
_MOST_NUMBERED = 20_000
_FURTHER = """
INSERT OR IGNORE INTO further
  SELECT n.thing_key, n.file FROM described n JOIN description d ON d.thing_key = n.thing_key AND d.file != n.file
"""
_SETTLING = """
DELETE FROM described;
CREATE INDEX IF NOT EXISTS source_file ON source (file);
CREATE INDEX IF NOT EXISTS source_vocabulary ON source (vocabulary, file) WHERE vocabulary;
CREATE INDEX IF NOT EXISTS thing_file ON thing (file);
CREATE INDEX IF NOT EXISTS type_file ON type (file);
CREATE INDEX IF NOT EXISTS member_file ON member (file);
CREATE INDEX IF NOT EXISTS member_strategy ON member (strategy);
CREATE INDEX IF NOT EXISTS edge_subject ON edge (subject);
CREATE INDEX IF NOT EXISTS edge_object ON edge (object);
CREATE INDEX IF NOT EXISTS edge_link ON edge (link);
CREATE INDEX IF NOT EXISTS edge_file ON edge (file);
CREATE INDEX IF NOT EXISTS naming_file ON naming (file);
CREATE INDEX IF NOT EXISTS description_file ON description (file);
CREATE INDEX IF NOT EXISTS further_file ON further (file);
CREATE INDEX IF NOT EXISTS tie_file ON tie (file);
CREATE INDEX IF NOT EXISTS contribution_file ON contribution (file);
"""
_OF_FILES = (
    "source",
    "subject",
    "quads",
    "type",
    "member",
    "edge",
    "naming",
    "tie",
    "contribution",
    "description",
    "further",
    "inheritance",
)


class ElementIndex(FileDependencies):
    """The index of a dataset."""

    @cached_property
    def _of_kind(self) -> dict[str, list[tuple[int, list[int], list[int]]]]:
        return {}

    @cached_property
    def _numbered(self) -> dict[str, int]:
        """The numbers of things that files name of others."""
        return {}

    @classmethod
    def new(cls, path: Path | None = None) -> "ElementIndex":
        """An empty index in the file *path* (in memory without one), open for writing. What rows are found by is made
        when all are there (`settle`)."""
        return cls.made(_TABLES, path)

    def begin(self) -> None:
        """Starts a change of many rows."""
        self._of_kind.clear()
        super().begin()

    def remove(self, graph: str) -> None:
        """Takes out everything that came from the file with the named graph *graph*; its mates have to go as well."""
        for (file,) in self.rows("SELECT id FROM file WHERE graph = ?", (graph,)):
            for table in _OF_FILES:
                self.do(f"DELETE FROM {table} WHERE file = ?", (file,))
            self.do("UPDATE thing SET file = NULL, place = 0, da = NULL, en = NULL WHERE file = ?", (file,))
            self.do("DELETE FROM file WHERE id = ?", (file,))

    def enter(self, graph: str, rows: FileRows, path: str, digest: str) -> None:
        """Puts in the *rows* of the file *path* with the named graph *graph*, and the *digest* of its content."""
        self.do("INSERT OR IGNORE INTO file (graph) VALUES (?)", (graph,))  # two files may have the same named graph
        ((file,),) = self.rows("SELECT id FROM file WHERE graph = ?", (graph,))
        self.do(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", (os.fsencode(path), digest, rows.of_vocabulary, file)
        )
        self.do("INSERT OR REPLACE INTO subject VALUES (?, ?, ?)", (os.fsencode(path), rows.subjects, file))
        number = self._numbers(rows, file)
        of, here = [*number, 0].__getitem__, repeat(file)
        *ends, bases, links = rows.edges
        things, *bearing = rows.named
        self.enter_many("INSERT OR IGNORE INTO type", *_mapped(of, rows.types), here)
        self.enter_many("INSERT OR IGNORE INTO member", *_mapped(of, rows.members), here)
        self.enter_many("INSERT INTO edge", *_mapped(of, ends), bases, map(of, links), here)
        self.enter_many("INSERT OR IGNORE INTO naming", map(of, things), here, *bearing)
        self.enter_many("INSERT INTO described", rows.keys, here)
        self.enter_many("INSERT OR IGNORE INTO tie", *_mapped(of, rows.tied), here)
        self.do_many("INSERT INTO inheritance VALUES (?, ?, ?, ?)", [(*told, file) for told in rows.inheritance])
        self._contribute(file, {of(target): packed(claims, number) for target, claims in rows.claims.items()})

    def _numbers(self, rows: FileRows, file: int) -> list[int]:
        """The number of each of the things of *rows*, those new ones that the file with the number *file* describes
        counted on without looking."""
        ((last,),) = self.rows("SELECT COALESCE(MAX(id), 0) FROM thing")
        untitled = (None, None, None)
        described = sorted(rows.described)
        own = [rows.iris[thing] for thing in described]
        titles = zip(*(rows.titles.get(thing, untitled) for thing in described), strict=True) if own else ()
        before = self.changes
        self.enter_many("INSERT OR IGNORE INTO thing", count(last + 1), own, repeat(file), *titles)
        if self.changes - before == len(own):
            entered = dict(zip(own, count(last + 1)))
        else:  # another file has named some of them, or describes them too
            entered = {iri: new for new, iri in self.rows("SELECT id, iri FROM thing WHERE id > ?", (last,))}
        left = [thing for thing, iri in enumerate(rows.iris) if iri not in entered]
        missing = [iri for thing in left if (iri := rows.iris[thing]) not in self._numbered]
        if len(self._numbered) + len(missing) > _MOST_NUMBERED:
            self._numbered.clear()
            missing = [rows.iris[thing] for thing in left]
        self._numbered |= self.numbers(missing)
        if fresh := [iri for iri in missing if iri not in self._numbered]:
            self.do_many("INSERT INTO thing (iri) VALUES (?)", [(iri,) for iri in fresh])
            self._numbered |= self.numbers(fresh)
        number = [entered.get(iri) or self._numbered[iri] for iri in rows.iris]
        again = set(left).intersection(described)
        self.do_many("UPDATE thing SET file = ? WHERE id = ?", [(file, number[thing]) for thing in again])
        self.do_many(
            "UPDATE thing SET place = ?, da = ?, en = ? WHERE id = ?",
            [(*rows.titles[thing], number[thing]) for thing in left if thing in rows.titles],
        )
        return number

    def contribute(self, graph: str, claims: Collection[Claim]) -> None:
        """Sets down the *claims* of the file with the named graph *graph*, in place of those it had."""
        ((file,),) = self.rows("SELECT id FROM file WHERE graph = ?", (graph,))
        self.do("DELETE FROM contribution WHERE file = ?", (file,))
        iris = {iri for row, edge in claims for iri in (row, edge.subject, edge.object, edge.link)}
        found = claims_by_target(claims, self.numbers(sorted(iris)))
        self._contribute(file, {target: flat.tobytes() for target, flat in found.items()})

    def _contribute(self, file: int, packed: dict[int, bytes]) -> None:
        rows = [(target, file, claims) for target, claims in packed.items()]
        self.do_many("INSERT OR REPLACE INTO contribution VALUES (?, ?, ?)", rows)

    def keep_quads(self) -> None:
        """Has the quads of the dataset kept in the index."""
        self.do("INSERT OR IGNORE INTO keeping VALUES ('quads')")

    def keeps_quads(self) -> bool:
        """Whether the quads of the whole dataset are kept in the index."""
        return bool(self.rows("SELECT 1 FROM keeping"))

    def keep(self, graph: str, content: Iterable[tuple[str, bytes]], path: str = "") -> None:
        """Keeps the *content* (named graphs, each with its triples as N-Triples) that comes from the file *path* with
        the named graph *graph*, or follows from it."""
        ((file,),) = self.rows("SELECT id FROM file WHERE graph = ?", (graph,))
        rows = [(os.fsencode(path), name, zlib.compress(triples, 1), file) for name, triples in content]
        self.do_many("INSERT OR REPLACE INTO quads VALUES (?, ?, ?, ?)", rows)

    def content(self, graph: str | None = None) -> list[tuple[str, bytes]]:
        """What is kept of the file with the named graph *graph* (of all files without one), as `keep` is given it."""
        where = "" if graph is None else " WHERE file = (SELECT id FROM file WHERE graph = ?)"
        rows = self.rows(f"SELECT graph, content FROM quads{where}", () if graph is None else (graph,))
        return [(name, zlib.decompress(triples)) for name, triples in rows]

    def settle(self) -> None:
        """Makes what rows are found by, and finds out which file is the first to describe a thing, which are further
        ones, and which describes each thing that another one names or ties to."""
        ((waiting,),), before = self.rows("SELECT COUNT(*) FROM described"), self.changes
        self.do("INSERT OR IGNORE INTO description SELECT thing_key, file FROM described ORDER BY thing_key, rowid")
        if self.changes - before < waiting:
            self.do(_FURTHER)
        for statement in _SETTLING.strip().split(";"):
            self.do(statement)
        query = (
            "SELECT id, iri FROM thing t WHERE file IS NULL AND (EXISTS (SELECT 1 FROM naming WHERE thing = t.id)"
            " OR EXISTS (SELECT 1 FROM tie WHERE thing = t.id))"
        )
        left = {key_of(iri): number for number, iri in self.rows(query)}
        homes = self.in_batches("SELECT file, thing_key FROM description WHERE thing_key IN ({0})", list(left))
        self.do_many("UPDATE thing SET file = ? WHERE id = ?", [(file, left[key]) for file, key in homes])

    def edges(self) -> list[Edge]:
        """Every edge of the dataset, in order; each IRI is in memory once."""
        iri = dict(self.rows("SELECT id, iri FROM thing"))
        rows = self.rows("SELECT subject, predicate, object, basis, link FROM edge")
        return sorted({Edge(iri[s], iri[p], iri[o], _basis(basis), iri.get(link, "")) for s, p, o, basis, link in rows})

    def edges_at(self, iri: str, end: str) -> list[Edge]:
        """The edges that have *iri* as their *end* (subject, object or link), in order."""
        where = f"WHERE h.{end} = (SELECT id FROM thing WHERE iri = ?)"
        return sorted(set(self._edges(where, (iri,))))

    def edges_of_files(self, graphs: Collection[str]) -> list[Edge]:
        """The edges of the files with these named *graphs*, in order."""
        found: list[Edge] = []
        for graph in graphs:
            found += self._edges("WHERE h.file = (SELECT id FROM file WHERE graph = ?)", (graph,))
        return sorted(found)

    def members_of(self, strategy: str) -> list[str]:
        """Everything that belongs to *strategy* (an IRI), by IRI."""
        query = (
            "SELECT DISTINCT t.iri FROM thing s JOIN member m ON m.strategy = s.id JOIN thing t ON t.id = m.thing"
            " WHERE s.iri = ?"
        )
        return sorted(iri for (iri,) in self.rows(query, (strategy,)))

    def things_in(self, classes: Sequence[str], strategies: Sequence[str]) -> list[tuple[str, str, str]]:
        """Class, strategy and thing (IRIs) for each thing of *classes* that belongs to one of *strategies*."""
        names = {number: cls for cls, number in self.numbers(classes).items()}
        query = (
            "SELECT DISTINCT y.class, s.iri, t.iri FROM thing s CROSS JOIN member m ON m.strategy = s.id"
            f" CROSS JOIN type y ON y.class IN ({', '.join('?' * len(names))}) AND y.thing = m.thing"
            " CROSS JOIN thing t ON t.id = m.thing WHERE s.iri IN ({0})"
        )
        return [(names[cls], *rest) for cls, *rest in self.in_batches(query, strategies, *names)]

    def strategies_of(self, things: Sequence[str]) -> list[tuple[str, str]]:
        """The strategies of each of *things* that belongs to any: the strategy and the thing."""
        query = (
            "SELECT DISTINCT s.iri, t.iri FROM thing t JOIN member m ON m.thing = t.id"
            " JOIN thing s ON s.id = m.strategy WHERE t.iri IN ({0})"
        )
        return self.in_batches(query, things)

    def strategies(self) -> list[str]:
        """Everything that anything belongs to, by IRI."""
        return sorted(iri for (iri,) in self.rows("SELECT iri FROM thing WHERE id IN (SELECT strategy FROM member)"))

    def objects_of(self, predicate: str) -> set[str]:
        """Everything that an edge with *predicate* leads to, by IRI."""
        query = (
            "SELECT iri FROM thing WHERE id IN"
            " (SELECT object FROM edge WHERE predicate = (SELECT id FROM thing WHERE iri = ?))"
        )
        return {iri for (iri,) in self.rows(query, (predicate,))}

    def ends_of(self, cls: str, predicate: str) -> dict[int, int]:
        """Where the edges with *predicate* lead from the things of class *cls*: the number of the object (one of them)
        by that of the subject."""
        query = (
            "SELECT h.subject, h.object FROM type y JOIN edge h ON h.subject = y.thing"
            " WHERE y.class = (SELECT id FROM thing WHERE iri = ?)"
            " AND h.predicate = (SELECT id FROM thing WHERE iri = ?)"
            " ORDER BY (SELECT iri FROM thing WHERE id = h.object)"
        )
        return dict(self.rows(query, (cls, predicate)))

    def claimed_by(self, strategies: Iterable[str]) -> set[int]:
        """The numbers of what the links of *strategies* (IRIs) lead to."""
        query = (
            "SELECT DISTINCT h.object FROM thing s JOIN member m ON m.strategy = s.id JOIN edge h ON h.link = m.thing"
            " WHERE s.iri IN ({0})"
        )
        return {target for (target,) in self.in_batches(query, list(strategies))}

    def contributions(self, target: int | None = None) -> Iterator[tuple[int, Claims]]:
        """The contributions to the thing with the number *target* (to all things without one), a file at a time, each
        with the number of the target."""
        where = "" if target is None else " WHERE target = ?"
        for found, blob in self.rows(
            f"SELECT target, claims FROM contribution{where}", () if target is None else (target,)
        ):
            yield found, Claims.unpacked(blob)

    def contributions_of(self, cls: str) -> list[tuple[int, list[int], list[int]]]:
        """The contributions of the things of class *cls* that belong to a strategy, a file at a time: the number of the
        target, the numbers of the rows and, in parallel, the places of the bases in BASES. Read once."""
        if cls not in self._of_kind:
            wanted = {member.number for member in self.members(cls)}
            self._of_kind[cls] = [
                (target, [row for row, _ in kept], [basis for _, basis in kept])
                for target, claims in self.contributions()
                if (kept := [pair for pair in zip(claims.rows, claims.bases, strict=True) if pair[0] in wanted])
            ]
        return self._of_kind[cls]

    def targets(self) -> set[int]:
        """The numbers of everything that anything contributes to."""
        return {target for (target,) in self.rows("SELECT DISTINCT target FROM contribution")}

    def _edges(self, where: str, values: tuple[object, ...]) -> Iterator[Edge]:
        query = (
            "SELECT s.iri, p.iri, o.iri, h.basis, COALESCE(l.iri, '') FROM edge h JOIN thing s ON s.id = h.subject"
            " JOIN thing p ON p.id = h.predicate JOIN thing o ON o.id = h.object LEFT JOIN thing l ON l.id = h.link "
        )
        for subject, predicate, target, basis, link in self.rows(query + where, values):
            yield Edge(subject, predicate, target, _basis(basis), link)


def _mapped(of: Callable[[int], int], columns: Iterable[Iterable[int]]) -> list[Iterator[int]]:
    return [map(of, column) for column in columns]


def _basis(code: int) -> str:
    return BASES[code] if code >= 0 else ""
