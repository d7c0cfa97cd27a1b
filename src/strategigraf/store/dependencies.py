"""What files add to an index: the rows of each, and which files depend on which."""

import os
import sys
import zlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from strategigraf.core.thread import BASES, Edge, Inheritance
from strategigraf.store.contribution import Contribution, Roster

_CODES = {basis: place for place, basis in enumerate(BASES)}

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


class Source(NamedTuple):
    """A file that the dataset is made from: its named graph, its path, and a digest of its content."""

    graph: str
    path: str
    digest: str


_path = itemgetter(1)
_PAIRS = "SELECT DISTINCT a.graph, b.graph FROM file a {} JOIN file b ON b.id = {} WHERE a.graph IN ({{0}})"
_NAMES = "JOIN naming n ON n.file = a.id {} JOIN thing t ON t.id = n.thing"  # a names what b describes
_NAMED = "JOIN thing t ON t.file = a.id JOIN naming n ON n.thing = t.id {}"  # a describes what b names
_BESIDE = "JOIN naming m ON m.file = a.id {} JOIN naming n ON n.thing = m.thing AND n.file != m.file {}"  # both name it
_NEAR = (  # which files bear on others by themselves, and the same from the other end
    _PAIRS.format(_NAMES.format(""), "t.file"),
    _PAIRS.format(_NAMED.format("AND n.pointing"), "n.file"),
    _PAIRS.format(_BESIDE.format("", "AND n.pointing"), "n.file"),
)
_NEAR_TO = (
    _PAIRS.format(_NAMED.format(""), "n.file"),
    _PAIRS.format(_NAMES.format("AND n.pointing"), "t.file"),
    _PAIRS.format(_BESIDE.format("AND m.pointing", ""), "n.file"),
)
_LEADING = (_PAIRS.format(_NAMES.format("AND n.leading"), "t.file"),)
_LEADING_TO = (_PAIRS.format(_NAMED.format("AND n.leading"), "n.file"),)
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
_MARKED = "SELECT f.graph FROM source s JOIN file f ON f.id = s.file WHERE s.vocabulary"
_VERBS = "SELECT id FROM thing WHERE iri IN ({0})"
_POINTED_AT = """
SELECT t.iri FROM file f JOIN thing t ON t.file = f.id JOIN naming p ON p.thing = t.id AND p.pointing AND p.file != f.id
WHERE f.graph = ?1
UNION
SELECT t.iri FROM file f JOIN naming n ON n.file = f.id JOIN naming p ON p.thing = n.thing AND p.pointing
  AND p.file != f.id JOIN thing t ON t.id = n.thing
WHERE f.graph = ?1
ORDER BY 1"""


def _with_mates(graphs: Iterable[str], mates: dict[str, tuple[str, ...]]) -> set[str]:
    return {member for graph in graphs for member in mates.get(graph, (graph,))}


class FileDependencies(Roster):
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

    def neighbours(self, graphs: Collection[str] | None = None) -> dict[str, set[str]]:
        """For each of the files *graphs* (all without them), by named graph, the files whose words bear on it: those
        that describe what it names, or point at its things or at what it names, and those that these lead to. Files
        that describe the same things count as one."""
        asked, mates = self.graphs() if graphs is None else graphs, self.mates()
        near = self._pairs(_NEAR, _with_mates(asked, mates))
        leading = self._followed(_LEADING, {other for others in near.values() for other in others}, mates)
        found: dict[str, set[str]] = {}
        for graph in asked:
            found[graph] = set(mates.get(graph, (graph,)))
            waiting = [other for member in found[graph] for other in near[member]]
            while waiting:
                here = waiting.pop()
                if here not in found[graph]:
                    one = mates.get(here, (here,))
                    found[graph].update(one)
                    waiting += [other for member in one for other in leading[member]]
        return {graph: others - {graph} for graph, others in found.items()}

    def borne_on(self, graphs: Collection[str]) -> set[str]:
        """Every file that one of the files *graphs* is a neighbour of, and perhaps others."""
        mates = self.mates()
        leading = self._followed(_LEADING_TO, graphs, mates)
        near = self._pairs(_NEAR_TO, leading)
        return _with_mates([*leading, *(other for others in near.values() for other in others)], mates)

    def _followed(
        self, queries: Sequence[str], graphs: Iterable[str], mates: dict[str, tuple[str, ...]]
    ) -> dict[str, set[str]]:
        """The files that *queries* join with each of *graphs*, with each of these, and so on."""
        found: dict[str, set[str]] = {}
        waiting = _with_mates(graphs, mates)
        while waiting:
            joined = self._pairs(queries, waiting)
            found |= joined
            waiting = _with_mates({other for others in joined.values() for other in others}, mates) - found.keys()
        return found

    def _pairs(self, queries: Sequence[str], graphs: Collection[str]) -> dict[str, set[str]]:
        """The files that *queries* join with each of *graphs*."""
        found: dict[str, set[str]] = {graph: set() for graph in graphs}
        for graph, other in [row for query in queries for row in self.in_batches(query, list(graphs))]:
            found[graph].add(other)
        return found

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

    def sources(self, graphs: Collection[str] | None = None) -> list[Source]:
        """The files that the dataset is made from, by path; of *graphs* only those with these named graphs."""
        query = "SELECT f.graph, s.path, s.digest FROM source s JOIN file f ON f.id = s.file"
        some = " WHERE f.graph IN ({0})"
        rows = self.rows(query) if graphs is None else self.in_batches(query + some, list(graphs))
        return [Source(graph, os.fsdecode(path), digest) for graph, path, digest in sorted(rows, key=_path)]

    def paths_ending(self, ending: str) -> list[str]:
        """The paths with *ending* of files that the dataset is made from, in order."""
        sought = os.fsencode(ending)
        query = "SELECT path FROM source WHERE substr(path, ?) = ? ORDER BY path"
        return [os.fsdecode(path) for (path,) in self.rows(query, (-len(sought), sought))]

    def digests(self) -> dict[str, str]:
        """The digest of the content of each of the files that the dataset is made from, by path."""
        return {os.fsdecode(path): digest for path, digest in self.rows("SELECT path, digest FROM source")}

    def digest(self) -> str:
        """A digest of the paths and contents of all files that the dataset is made from."""
        from hashlib import blake2b

        rows = self.rows("SELECT path, digest FROM source ORDER BY path")
        return blake2b(b"\0".join(path + b"\0" + digest.encode() for path, digest in rows), digest_size=16).hexdigest()

    def subjects_of(self, graph: str) -> list[tuple[list[str], list[str]]]:
        """What each of the files with the named graph *graph* says anything of: the things that have a place in the
        file, in order, and all others, blank nodes behind BLANK."""
        query = "SELECT s.iris FROM subject s JOIN file f ON f.id = s.file WHERE f.graph = ? ORDER BY s.path"
        lists = [zlib.decompress(packed).decode().split("\n") for (packed,) in self.rows(query, (graph,))]
        return [(found[: found.index("")], found[found.index("") + 1 :]) for found in lists]

    def describing_any(self, things: Iterable[str]) -> set[str]:
        """The named graphs of the files that describe any of *things*."""
        query = "SELECT f.graph FROM {1} d JOIN file f ON f.id = d.file WHERE d.thing_key IN ({0})"
        keys = keys_of(things)
        tables = ("description", "further")
        return {graph for table in tables for (graph,) in self.in_batches(query.replace("{1}", table), keys)}

    def joining_any(self, things: Iterable[str]) -> set[str]:
        """The named graphs of the files with an edge that begins at any of *things*, or rests on it."""
        query = "SELECT DISTINCT f.graph FROM edge h JOIN file f ON f.id = h.file WHERE h.{1} IN ({0})"
        numbers = list(self.numbers(things).values())
        ends = ("subject", "link")
        return {graph for end in ends for (graph,) in self.in_batches(query.replace("{1}", end), numbers)}

    def describing(self, thing: str) -> list[str]:
        """The named graphs of the files that describe *thing*."""
        query = (
            "SELECT f.graph FROM (SELECT file FROM description WHERE thing_key = ?1"
            " UNION SELECT file FROM further WHERE thing_key = ?1) d JOIN file f ON f.id = d.file"
        )
        return [graph for (graph,) in self.rows(query, (key_of(thing),))]

    def pointing(self, thing: str) -> list[str]:
        """The named graphs of the files that point at *thing* and do not describe it."""
        query = (
            "SELECT f.graph FROM thing t JOIN naming n ON n.thing = t.id JOIN file f ON f.id = n.file"
            " WHERE t.iri = ? AND n.pointing"
        )
        return [graph for (graph,) in self.rows(query, (thing,))]

    def of_vocabulary(self) -> list[str]:
        """The named graphs of the files that say something of the vocabulary, of the register or of the policy, and of
        those that say more of things that these describe or name."""
        marked = {graph for (graph,) in self.rows(_MARKED)}
        mates = self.mates()
        named = {other for others in self._pairs(_NEAR[:1], marked).values() for other in others}
        return sorted(_with_mates(marked | named, mates))

    def describing_class(self, cls: str) -> list[str]:
        """The named graphs of the files that describe things of class *cls*, by name."""
        query = (
            "SELECT DISTINCT f.graph FROM type y JOIN file f ON f.id = y.file"
            " WHERE y.class = (SELECT id FROM thing WHERE iri = ?) ORDER BY f.graph"
        )
        return [graph for (graph,) in self.rows(query, (cls,))]


def key_of(iri: str) -> int:
    """A number for *iri* that no other IRI has, in all likelihood (64 bits)."""
    return keys_of([iri])[0]


def keys_of(iris: Iterable[str]) -> "array[int]":
    """The keys of *iris*, in their order."""
    from hashlib import blake2b

    keys = array("q", b"".join([blake2b(iri.encode(), digest_size=8).digest() for iri in iris]))
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


# The rows that one file adds, ready to be put in: things by numbers of the file's own.

Claim = tuple[str, Edge]  # the row, and the edge by which it contributes


class Claims(NamedTuple):
    """Contributions to one thing, in parallel: the number of each row, the place of the basis in BASES, the numbers of
    what has the link and of the link."""

    rows: "array[int]"
    bases: "array[int]"
    through: "array[int]"
    links: "array[int]"

    @classmethod
    def unpacked(cls, blob: bytes) -> "Claims":
        """The claims that are in *blob* one after another, four numbers each."""
        flat = array("i", blob)
        return cls(flat[::4], flat[1::4], flat[2::4], flat[3::4])


def packed(claims: "array[int]", number: list[int]) -> bytes:
    """The *claims* (four numbers each, as `claims_by_target` gives them) for `Claims.unpacked`, things by the numbers
    that *number* has at theirs."""
    flat = array("i", bytes(4 * len(claims)))
    for place in range(4):
        column = claims[place::4]
        flat[place::4] = column if place == 1 else array("i", map(number.__getitem__, column))
    return flat.tobytes()


class FileRows(NamedTuple):
    """The rows of one file, each table as its columns. `iris` are the things, by whose places there all columns mean
    them; `described` those that the file describes, `titles` with place, Danish and English; `edges` have the place of
    their basis in BASES before the link, which is -1 where there is none; `named` says of each whether the file points
    at it, and whether it leads to it; `keys` are those of everything it describes; `subjects` is compressed, see
    `FileDependencies.subjects_of`."""

    iris: list[str]
    described: "array[int]"
    titles: dict[int, tuple[int, str, str]]
    types: tuple["array[int]", ...]
    members: tuple["array[int]", ...]
    edges: tuple["array[int]", ...]
    named: tuple["array[int]", ...]
    keys: "array[int]"
    tied: tuple["array[int]", ...]
    inheritance: tuple[tuple[str, str, str], ...]
    of_vocabulary: bool
    subjects: bytes
    claims: dict[int, "array[int]"]


def rows_of(part: Contribution, claims: Iterable[Claim]) -> FileRows:
    """The rows of the file with the *part*, whose links make the *claims*."""
    subjects, predicates, objects, bases, links = zip(*part.edges, strict=True) if part.edges else ((),) * 5
    typed = {thing for thing, _ in part.types}
    quiet = {thing for thing, cls in part.types if cls.endswith(("#Quote", "#TextQuoteSelector"))}
    known = (typed - quiet).union(titled.thing for titled in part.titles if titled.thing not in quiet)
    known = known.union((cls for _, cls in part.types), *part.members, part.named, subjects, predicates, objects, links)
    iris = sorted(known - {""})
    number = {iri: place for place, iri in enumerate(iris)}

    def places(things: Iterable[str]) -> "array[int]":
        return array("i", map(number.__getitem__, things))

    types = [pair for pair in part.types if pair[0] in number]
    pointed, leading = set(part.pointed), set(part.leading)
    return FileRows(
        iris,
        places([thing for thing in part.described if thing in number]),
        {number[thing]: (place, da, en) for thing, da, en, place in part.titles if thing in number},
        (places([cls for _, cls in types]), places([thing for thing, _ in types])),
        (places([thing for thing, _ in part.members]), places([strategy for _, strategy in part.members])),
        (
            *map(places, (subjects, predicates, objects)),
            array("i", map(code, bases)),
            array("i", [number.get(link, -1) for link in links]),
        ),
        (
            places(part.named),
            array("b", map(pointed.__contains__, part.named)),
            array("b", map(leading.__contains__, part.named)),
        ),
        keys_of(part.described),
        (places(thing for thing, _ in part.tied), places(verb for _, verb in part.tied)),
        part.inheritance,
        part.of_vocabulary,
        zlib.compress("\n".join((*part.placed, "", *part.others)).encode(), 1),
        claims_by_target(claims, number),
    )


def claims_by_target(found: Iterable[Claim], number: Mapping[str, int]) -> dict[int, "array[int]"]:
    """The claims *found* by the number of what they contribute to, all things by *number*: row, place of the basis in
    BASES, what has the link and the link, one claim after another."""
    sorted_out: dict[int, array[int]] = {}
    for row, (subject, _, target, basis, link) in found:
        claim = (number[row], code(basis if subject == row else "inherited"), number[subject], number[link])
        sorted_out.setdefault(number[target], array("i")).extend(claim)
    return sorted_out


def code(basis: str) -> int:
    """The place of *basis* in BASES; -1 where it is none of them."""
    return _CODES.get(basis, -1)
