"""The index of the whole dataset: things, edges and what files contribute, for answers that must not wait for
SPARQL.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.thread import BASES, Edge, Inheritance
from strategigraf.store.contribution import Roster, Tables

if TYPE_CHECKING:
    from strategigraf.store.contribution import Contribution

# Clusters.


def clusters(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each name in *pairs* all names that it hangs together with, itself among them, in order."""
    joined: dict[str, set[str]] = {}
    for name, other in pairs:
        fewer, more = sorted((joined.get(name, {name}), joined.get(other, {other})), key=len)
        more |= fewer
        for member in fewer | {name, other}:
            joined[member] = more
    found = {id(members): tuple(sorted(members)) for members in joined.values()}
    return {name: found[id(members)] for name, members in joined.items()}


# Which files depend on which.

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
JOIN file f ON f.id = n.file WHERE n.verb IN ({0})"""
_TIED_TOO = """
SELECT DISTINCT f.graph, o.graph FROM tie n
JOIN (SELECT thing, MIN(file) AS file FROM tie WHERE verb IN ({0}) GROUP BY thing) m
  ON m.thing = n.thing AND m.file != n.file
JOIN file f ON f.id = n.file JOIN file o ON o.id = m.file WHERE n.verb IN ({0})"""
_VERBS = "SELECT id FROM thing WHERE iri IN ({0})"
_POINTED_AT = """
SELECT t.iri FROM file f JOIN thing t ON t.file = f.id JOIN naming p ON p.thing = t.id AND p.pointing AND p.file != f.id
WHERE f.graph = ?1
UNION
SELECT t.iri FROM file f JOIN naming n ON n.file = f.id JOIN naming p ON p.thing = n.thing AND p.pointing
  AND p.file != f.id JOIN thing t ON t.id = n.thing
WHERE f.graph = ?1
ORDER BY 1"""


class FileDependencies(Tables):
    """What the tables of an index say of files, each by its named graph."""

    def graphs(self) -> list[str]:
        """The named graphs of all files, by name."""
        return [graph for (graph,) in self.rows("SELECT graph FROM file ORDER BY graph")]

    def ties(self) -> list[tuple[str, str]]:
        """The pairs of files that edges join by which something is inherited, or that describe the same thing: their
        named graphs, in order."""
        verbs = ", ".join(str(verb) for (verb,) in self.in_batches(_VERBS, sorted(self.inheritance().passing())))
        queries = (_TIED.format(verbs), _TIED_TOO.format(verbs), _TOGETHER)
        return sorted({pair for query in queries for pair in self.rows(query)})

    def inheritance(self) -> Inheritance:
        """What the dataset says of the inheritance of properties."""
        return Inheritance.of(self.rows("SELECT DISTINCT property, side, carrier FROM inheritance"))

    def mates(self) -> dict[str, tuple[str, ...]]:
        """For each file that describes a thing which another one describes too, all files that hang together so, by
        named graph."""

        return clusters(self.rows(_TOGETHER))

    def neighbours(self) -> dict[str, set[str]]:
        """For each file, by named graph, the files whose words bear on it: those that describe what it names, or point
        at its things or at what it names, and those that these lead to. Files that describe the same things count as
        one."""
        mates = self.mates()
        one = {graph: set(mates.get(graph, (graph,))) for graph in self.graphs()}
        near: dict[str, list[str]] = {graph: [] for graph in one}
        for graph, other in [row for query in (_DESCRIBING, _POINTING, _POINTING_TOO) for row in self.rows(query)]:
            near[graph].append(other)
        leading: dict[str, list[str]] = {graph: [] for graph in one}
        for graph, other in self.rows(_LEADING):
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
        keys = {key for (key,) in self.rows("SELECT thing_key FROM further")}
        return [thing for thing in things if key_of(thing) in keys] if keys else []

    def typed_in_several(self) -> list[tuple[str, list[str]]]:
        """The things whose class several files say, by IRI, each with the named graphs of these files. Quotes
        count only where something names them."""
        if not self.rows("SELECT 1 FROM further LIMIT 1"):
            return []
        query = (
            "SELECT DISTINCT t.iri, f.graph FROM type y JOIN thing t ON t.id = y.thing JOIN file f ON f.id = y.file"
            " WHERE y.thing IN (SELECT thing FROM type GROUP BY thing HAVING COUNT(DISTINCT file) > 1)"
            " ORDER BY t.iri, f.graph"
        )
        found: dict[str, list[str]] = {}
        for iri, graph in self.rows(query):
            found.setdefault(iri, []).append(graph)
        return list(found.items())

    def pointed_at(self, graph: str) -> list[str]:
        """The things that other files than the one with the named graph *graph* point at, as far as it describes or
        names them, by IRI."""
        return [iri for (iri,) in self.rows(_POINTED_AT, (graph,))]

    def named_by(self, graph: str) -> list[str]:
        """The things of other files that the file with the named graph *graph* names, by IRI."""
        return [
            iri
            for (iri,) in self.rows(
                "SELECT t.iri FROM file f JOIN naming n ON n.file = f.id JOIN thing t ON t.id = n.thing"
                " WHERE f.graph = ? ORDER BY t.iri",
                (graph,),
            )
        ]

    def describing_class(self, cls: str) -> list[str]:
        """The named graphs of the files that describe things of class *cls*, by name."""
        query = (
            "SELECT DISTINCT f.graph FROM type y JOIN file f ON f.id = y.file"
            " WHERE y.class = (SELECT id FROM thing WHERE iri = ?) ORDER BY f.graph"
        )
        return [graph for (graph,) in self.rows(query, (cls,))]


def key_of(iri: str) -> int:
    """A number for *iri* that no other IRI has, in all likelihood (64 bits)."""
    from hashlib import blake2b

    return int.from_bytes(blake2b(iri.encode(), digest_size=8).digest(), "big", signed=True)


_TABLES = """
CREATE TABLE file (id INTEGER PRIMARY KEY, graph TEXT NOT NULL UNIQUE);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, file INTEGER, place INTEGER, da TEXT, en TEXT);
CREATE INDEX thing_file ON thing (file);
CREATE TABLE type (class INTEGER, thing INTEGER, file INTEGER, PRIMARY KEY (class, thing, file)) WITHOUT ROWID;
CREATE INDEX type_file ON type (file);
CREATE TABLE member (thing INTEGER, strategy INTEGER, file INTEGER, PRIMARY KEY (thing, strategy, file)) WITHOUT ROWID;
CREATE INDEX member_file ON member (file);
CREATE INDEX member_strategy ON member (strategy);
CREATE TABLE edge (subject INTEGER, predicate INTEGER, object INTEGER, basis INTEGER, link INTEGER, file INTEGER);
CREATE INDEX edge_subject ON edge (subject);
CREATE INDEX edge_object ON edge (object);
CREATE INDEX edge_link ON edge (link);
CREATE INDEX edge_file ON edge (file);
CREATE TABLE naming (
  thing INTEGER, file INTEGER, pointing INTEGER, leading INTEGER, PRIMARY KEY (thing, file)) WITHOUT ROWID;
CREATE INDEX naming_file ON naming (file);
CREATE TABLE description (thing_key INTEGER PRIMARY KEY, file INTEGER) WITHOUT ROWID;
CREATE INDEX description_file ON description (file);
CREATE TABLE further (thing_key INTEGER, file INTEGER, PRIMARY KEY (thing_key, file)) WITHOUT ROWID;
CREATE INDEX further_file ON further (file);
CREATE TABLE tie (thing INTEGER, verb INTEGER, file INTEGER, PRIMARY KEY (thing, verb, file)) WITHOUT ROWID;
CREATE INDEX tie_file ON tie (file);
CREATE TABLE inheritance (property TEXT, side TEXT, carrier TEXT, file INTEGER);
CREATE TABLE contribution (target INTEGER, file INTEGER, claims BLOB, PRIMARY KEY (target, file)) WITHOUT ROWID;
CREATE INDEX contribution_file ON contribution (file);
"""
_OF_FILES = ("type", "member", "edge", "naming", "tie", "contribution", "description", "further", "inheritance")


class Claims(NamedTuple):
    """Contributions to one thing, in parallel: the number of each row, the place of the basis in BASES, the numbers of
    what has the link and of the link."""

    rows: "array[int]"
    bases: "array[int]"
    through: "array[int]"
    links: "array[int]"


class ElementIndex(FileDependencies, Roster):
    """The index of a dataset."""

    @cached_property
    def _of_kind(self) -> dict[str, list[tuple[int, list[int], list[int]]]]:
        return {}

    @cached_property
    def _contributions(self) -> list[tuple[int, Claims]]:
        rows = self.rows("SELECT target, claims FROM contribution")
        return [(found, _claims(blob)) for found, blob in rows]

    @classmethod
    def new(cls, path: Path | None = None) -> "ElementIndex":
        """An empty index in the file *path* (in memory without one), open for writing."""
        return cls.made(_TABLES, path)

    def begin(self) -> None:
        """Starts a change of many rows."""
        self.__dict__.pop("_contributions", None)
        self._of_kind.clear()
        super().begin()

    def remove(self, graph: str) -> None:
        """Takes out everything that came from the file with the named graph *graph*; its mates have to go as well."""
        for (file,) in self.rows("SELECT id FROM file WHERE graph = ?", (graph,)):
            for table in _OF_FILES:
                self.do(f"DELETE FROM {table} WHERE file = ?", (file,))
            self.do("UPDATE thing SET file = NULL, place = 0, da = NULL, en = NULL WHERE file = ?", (file,))
            self.do("DELETE FROM file WHERE id = ?", (file,))

    def enter(self, graph: str, part: "Contribution") -> None:
        """Puts in what the file with the named graph *graph* contributes."""
        self.do("INSERT OR IGNORE INTO file (graph) VALUES (?)", (graph,))  # two files may have the same named graph
        ((file,),) = self.rows("SELECT id FROM file WHERE graph = ?", (graph,))
        ends = {iri for edge in part.edges for iri in (edge.subject, edge.predicate, edge.object, edge.link) if iri}
        kinds = {cls for _, cls in part.types} | {iri for pair in part.members for iri in pair}
        quiet = {thing for thing, cls in part.types if cls.endswith(("#Quote", "#TextQuoteSelector"))}
        loud = {thing for thing, _ in part.types} | {titled.thing for titled in part.titles}
        wanted = ends | kinds | (loud - quiet) | set(part.named)
        number = self._numbers(sorted(wanted))
        described = [(file, number[thing]) for thing in part.described if thing in number]
        self.do_many("UPDATE thing SET file = ? WHERE id = ?", described)
        self.do_many(
            "UPDATE thing SET place = ?, da = ?, en = ? WHERE id = ?",
            [
                (titled.place, titled.da, titled.en, number[titled.thing])
                for titled in part.titles
                if titled.thing in number
            ],
        )
        types = [(number[cls], number[thing], file) for thing, cls in part.types if thing in number]
        self.do_many("INSERT OR IGNORE INTO type VALUES (?, ?, ?)", types)
        members = [(number[thing], number[strategy], file) for thing, strategy in part.members]
        self.do_many("INSERT OR IGNORE INTO member VALUES (?, ?, ?)", members)
        self.do_many(
            "INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?)",
            [
                (number[h.subject], number[h.predicate], number[h.object], _code(h.basis), number.get(h.link, 0), file)
                for h in part.edges
            ],
        )
        pointed, leading = set(part.pointed), set(part.leading)
        self.do_many(
            "INSERT OR IGNORE INTO naming VALUES (?, ?, ?, ?)",
            [(number[thing], file, thing in pointed, thing in leading) for thing in part.named],
        )
        keys = [(key_of(thing), file) for thing in part.described]
        before = self.changes
        self.do_many("INSERT OR IGNORE INTO description VALUES (?, ?)", keys)
        if self.changes - before < len(keys):  # some are described in another file already
            query = "SELECT thing_key FROM description WHERE file != ? AND thing_key IN ({0})"
            again = {key for (key,) in self.in_batches(query, [key for key, _ in keys], file)}
            self.do_many("INSERT OR IGNORE INTO further VALUES (?, ?)", [(key, file) for key in again])

        ties = [(number[thing], number[verb], file) for thing, verb in part.tied]
        self.do_many("INSERT OR IGNORE INTO tie VALUES (?, ?, ?)", ties)
        self.do_many("INSERT INTO inheritance VALUES (?, ?, ?, ?)", [(*told, file) for told in part.inheritance])

    def _numbers(self, iris: Sequence[str]) -> dict[str, int]:
        self.do_many("INSERT OR IGNORE INTO thing (iri) VALUES (?)", [(iri,) for iri in iris])
        return self.numbers(iris)

    def contribute(self, graph: str, claims: Iterable[tuple[str, Edge]]) -> None:
        """Sets down the *claims* (row and the edge by which it contributes) of the file with the named graph *graph*,
        in place of those it had."""
        ((file,),) = self.rows("SELECT id FROM file WHERE graph = ?", (graph,))
        self.do("DELETE FROM contribution WHERE file = ?", (file,))
        found = list(claims)
        number = self.numbers(
            sorted({iri for row, edge in found for iri in (row, edge.subject, edge.object, edge.link)})
        )
        packed: dict[int, array[int]] = {}
        for row, edge in found:
            basis = edge.basis if edge.subject == row else "inherited"
            claim = (number[row], _code(basis), number[edge.subject], number[edge.link])
            packed.setdefault(number[edge.object], array("i")).extend(claim)
        self.do_many(
            "INSERT INTO contribution VALUES (?, ?, ?)",
            [(target, file, claims.tobytes()) for target, claims in packed.items()],
        )

    def settle(self) -> None:
        """Finds out which file describes each thing that another one names or ties to."""
        query = (
            "SELECT id, iri FROM thing WHERE file IS NULL"
            " AND id IN (SELECT thing FROM naming UNION SELECT thing FROM tie)"
        )
        for number, iri in self.rows(query):
            home = "(SELECT file FROM description WHERE thing_key = ?)"
            self.do(f"UPDATE thing SET file = {home} WHERE id = ?", (key_of(iri), number))

    def edges(self) -> list[Edge]:
        """Every edge of the dataset, in order."""
        return sorted(set(self._edges("", ())))

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

    def contributions(self, target: int | None = None) -> Iterable[tuple[int, Claims]]:
        """The contributions to the thing with the number *target* (to all things without one: these are read once), a
        file at a time, each with the number of the target."""
        if target is not None:
            rows = self.rows("SELECT target, claims FROM contribution WHERE target = ?", (target,))
            return [(found, _claims(blob)) for found, blob in rows]
        return self._contributions

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


def _claims(blob: bytes) -> Claims:
    packed = array("i", blob)
    return Claims(packed[::4], packed[1::4], packed[2::4], packed[3::4])


def _code(basis: str) -> int:
    return BASES.index(basis) if basis in BASES else -1


def _basis(code: int) -> str:
    return BASES[code] if code >= 0 else ""
