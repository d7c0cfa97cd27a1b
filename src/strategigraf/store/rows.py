"""The rows that one file adds to the tables of an index, ready to be put in: things by numbers of the file's own."""

from array import array
from collections.abc import Iterable
from typing import NamedTuple

from strategigraf.core.thread import BASES, Edge
from strategigraf.store.contribution import Contribution
from strategigraf.store.dependencies import keys_of

Claim = tuple[str, Edge]  # the row, and the edge by which it contributes


class Claims(NamedTuple):
    """Contributions to one thing, in parallel: the number of each row, the place of the basis in BASES, the numbers of
    what has the link and of the link."""

    rows: "array[int]"
    bases: "array[int]"
    through: "array[int]"
    links: "array[int]"

    def packed(self, number: list[int] | None = None) -> bytes:
        """Four numbers for each claim, those of things looked up in *number* where it is given."""
        flat = array("i", bytes(16 * len(self.rows)))
        for place, column in enumerate(self):
            flat[place::4] = column if number is None or place == 1 else array("i", map(number.__getitem__, column))
        return flat.tobytes()

    @classmethod
    def unpacked(cls, blob: bytes) -> "Claims":
        """The claims that were `packed`."""
        flat = array("i", blob)
        return cls(flat[::4], flat[1::4], flat[2::4], flat[3::4])


class FileRows(NamedTuple):
    """The rows of one file. `iris` are the things, by whose places there all others mean them; `described` those that
    the file describes, `titles` with place, Danish and English; a row of `edges` has the place of its basis in BASES,
    and for its link -1 where it has none; `keys` are those of everything it describes."""

    iris: list[str]
    described: list[int]
    titles: dict[int, tuple[int, str, str]]
    types: list[tuple[int, int]]
    members: list[tuple[int, int]]
    edges: list[tuple[int, int, int, int, int]]
    named: list[tuple[int, bool, bool]]
    keys: list[int]
    tied: list[tuple[int, int]]
    inheritance: tuple[tuple[str, str, str], ...]
    of_vocabulary: bool
    claims: dict[int, Claims]


def rows_of(part: Contribution, claims: Iterable[Claim]) -> FileRows:
    """The rows of the file with the *part*, whose links make the *claims*."""
    ends = {iri for edge in part.edges for iri in (edge.subject, edge.predicate, edge.object, edge.link) if iri}
    kinds = {cls for _, cls in part.types} | {iri for pair in part.members for iri in pair}
    quiet = {thing for thing, cls in part.types if cls.endswith(("#Quote", "#TextQuoteSelector"))}
    loud = {thing for thing, _ in part.types} | {titled.thing for titled in part.titles}
    iris = sorted(ends | kinds | (loud - quiet) | set(part.named))
    number = {iri: place for place, iri in enumerate(iris)}
    pointed, leading = set(part.pointed), set(part.leading)
    return FileRows(
        iris,
        [number[thing] for thing in part.described if thing in number],
        {number[thing]: (place, da, en) for thing, da, en, place in part.titles if thing in number},
        [(number[cls], number[thing]) for thing, cls in part.types if thing in number],
        [(number[thing], number[strategy]) for thing, strategy in part.members],
        [
            (number[h.subject], number[h.predicate], number[h.object], code(h.basis), number.get(h.link, -1))
            for h in part.edges
        ],
        [(number[thing], thing in pointed, thing in leading) for thing in part.named],
        keys_of(part.described),
        [(number[thing], number[verb]) for thing, verb in part.tied],
        part.inheritance,
        part.of_vocabulary,
        claims_by_target(claims, number),
    )


def claims_by_target(found: Iterable[Claim], number: dict[str, int]) -> dict[int, Claims]:
    """The claims *found* by the number of what they contribute to, all things by *number*."""
    sorted_out: dict[int, Claims] = {}
    for row, edge in found:
        target = number[edge.object]
        if target not in sorted_out:
            sorted_out[target] = Claims(array("i"), array("i"), array("i"), array("i"))
        claims = sorted_out[target]
        claims.rows.append(number[row])
        claims.bases.append(code(edge.basis if edge.subject == row else "inherited"))
        claims.through.append(number[edge.subject])
        claims.links.append(number[edge.link])
    return sorted_out


def code(basis: str) -> int:
    """The place of *basis* in BASES; -1 where it is none of them."""
    return BASES.index(basis) if basis in BASES else -1
