"""Kinds of one's own (`kinds.ttl`): classes below those of the vocabulary, and what follows from them for the things of
such a kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.rdf import RDF, RDFS, SG, Iri, Literal
from strategigraf.files.turtle import Statement, read_bytes, statements

_TYPE, _TERM = RDF + "type", SG + "localTerm"


class Kinds(NamedTuple):
    """Kinds of one's own: for each class the classes of the vocabulary above it, and what the source calls it; and all
    that the files say that they were read from."""

    above: Mapping[str, tuple[str, ...]] = {}
    terms: Mapping[str, tuple[Literal, ...]] = {}
    content: bytes = b""

    def following(self, said: Iterable[Statement]) -> Iterator[Statement]:
        """What follows from what is *said* for things of a kind of one's own: that each is of the kinds above as well,
        and is called so, unless it says itself what the source calls it."""
        told = list(said) if self.above else []
        called = {thing for thing, verb, _ in told if verb.value == _TERM}
        for thing, verb, kind in told:
            if verb.value == _TYPE and kind.value in self.above:
                yield from ((thing, verb, Iri(cls)) for cls in self.above[kind.value])
                yield from ((thing, Iri(_TERM), term) for term in self.terms.get(kind.value, ()) if thing not in called)


def kinds_of(paths: Iterable[Path]) -> Kinds:
    """The kinds that the files *paths* declare. Raises TurtleSyntax, FilesNotFound."""
    files = list(paths)
    above: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, list[Literal]] = defaultdict(list)
    terms: dict[str, list[Literal]] = defaultdict(list)
    for subject, verb, value in (told for path in files for told in statements(path)):
        if verb.value == RDFS + "subClassOf" and not subject.value.startswith(SG):
            above[subject.value].add(value.value)
        elif verb.value == RDFS + "label" and isinstance(value, Literal):
            labels[subject.value].append(value)
        elif verb.value == _TERM and isinstance(value, Literal):
            terms[subject.value].append(value)
    return Kinds(
        {cls: tuple(sorted(_ours(cls, above))) for cls in sorted(above)},
        {cls: tuple(terms[cls] or labels[cls]) for cls in sorted(above)},
        b"".join(map(read_bytes, files)),
    )


def _ours(cls: str, above: Mapping[str, set[str]]) -> set[str]:
    """The classes of the vocabulary nearest above *cls*."""
    found, seen, waiting = set[str](), set[str](), [cls]
    while waiting:
        here = waiting.pop()
        for higher in above.get(here, ()):
            if higher.startswith(SG):
                found.add(higher)
            elif higher not in seen:
                seen.add(higher)
                waiting.append(higher)
    return found
