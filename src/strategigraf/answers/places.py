"""Places: what the sentences of two texts stand under, and which of these things are each other's counterparts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from strategigraf.answers.sentence_pairs import Group
from strategigraf.answers.sentences import FURTHER, HEADING, OWN, Sentence
from strategigraf.use.store import Store
from strategigraf.values.iri import iri_batches
from strategigraf.values.namespaces import RDF, SG, SKOS

_PARTS = """
PREFIX sg: <{0}>
SELECT ?part ?whole WHERE {{ VALUES ?part {{ {3} }} ?part sg:partOf ?whole }}
ORDER BY ?part DESC(?whole)"""
_ALIGNED = """
PREFIX rdf: <{1}> PREFIX sg: <{0}> PREFIX skos: <{2}>
SELECT DISTINCT ?one ?other WHERE {{
  VALUES ?one {{ {3} }}
  {{ ?alignment rdf:subject ?one ; rdf:object ?other }} UNION {{ ?alignment rdf:object ?one ; rdf:subject ?other }}
  ?alignment a sg:Alignment ; sg:negative false ; rdf:predicate ?match .
  FILTER(?match IN (skos:exactMatch, skos:closeMatch, sg:continues))
}}
ORDER BY ?one ?other"""


class Places:
    """Where the sentences of both sides stand, and which places are each other's counterparts."""

    def __init__(self, store: Store, draft: Sequence[Sentence], print_: Sequence[Sentence]) -> None:
        self.sentences = (draft, print_)
        of_draft, of_print = ({sentence.element for sentence in sentences} for sentences in self.sentences)
        self.above = _above(store, of_draft | of_print)
        self._counterparts: dict[str, set[str]] = defaultdict(set)
        self._aligned = {pair for pair in _asked(store, _ALIGNED, of_draft) if pair[1] in of_print}
        for pair in self._aligned:
            self._join(*pair)
        names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for sentence in print_:
            if sentence.role != FURTHER:
                names[sentence.keys].append(sentence.element)
        for sentence in draft:
            if sentence.role != FURTHER:
                for element in names.get(sentence.keys, ()):
                    self._join(sentence.element, element)

    def aligned_sentences(self) -> list[tuple[int, int]]:
        """The places of the own wordings and headings of all elements that a recorded alignment matches."""
        of = [defaultdict(list), defaultdict(list)]  # type: list[dict[str, list[int]]]
        for side_, sentences in enumerate(self.sentences):
            for place, sentence in enumerate(sentences):
                if sentence.role != FURTHER:
                    of[side_][sentence.element].append(place)
        return [(i, j) for one, other in sorted(self._aligned) for i in of[0][one] for j in of[1][other]]

    def aligned_titles(self) -> list[tuple[int, int]]:
        """The places of the titles of elements that a recorded alignment matches, one of them a section: of words that
        both have, else of their own wordings, which say nothing when a chapter got another name."""
        titles: list[dict[str, dict[tuple[str, ...], int]]] = [{}, {}]
        for of, side in zip(titles, self.sentences, strict=True):
            for place, sentence in sorted(enumerate(side), key=lambda told: told[1].role != OWN):
                of.setdefault(sentence.element, {}).setdefault(sentence.keys, place)
        sections = {s.element for side in self.sentences for s in side if s.kind == SG + "Section"}
        found = []
        for one, other in (pair for pair in sorted(self._aligned) if not sections.isdisjoint(pair)):
            first, second = titles[0][one], titles[1][other]
            same = next((keys for keys in first if keys in second), None)
            found.append(
                (first[same], second[same]) if same else (next(iter(first.values())), next(iter(second.values())))
            )
        return found

    def settle(self, found: Iterable[Group]) -> None:
        """Takes the elements whose own wording is paired in *found* for counterparts as well."""
        for group in found:
            for i in group.draft:
                for j in group.print:
                    one, other = self.sentences[0][i], self.sentences[1][j]
                    if one.role == other.role == OWN:
                        self._join(one.element, other.element)

    def apart(self, i: int, j: int) -> tuple[bool, ...]:
        """Whether the sentence at *i* has moved to come to *j*, whether the classes of their elements differ, and
        whether each of these is without a counterpart."""
        one, other = self.sentences[0][i], self.sentences[1][j]
        alone = not self._counterparts.get(one.element), not self._counterparts.get(other.element)
        return self.moved(i, j) is not None, one.kind != other.kind, *alone

    def moved(self, i: int, j: int) -> tuple[str, str] | None:
        """The nearest things above the sentences at *i* and *j* that the other side has too, where they are not
        counterparts and the counterpart of neither is further above the other sentence; None where one is, or where
        one of the two has nothing above it that the other side has."""
        one, other = self.sentences[0][i], self.sentences[1][j]
        if HEADING in (one.role, other.role):
            return None
        lines = self._line(one), self._line(other)
        first = next((thing for thing in lines[0] if self._counterparts.get(thing)), "")
        second = next((thing for thing in lines[1] if self._counterparts.get(thing)), "")
        if not first or not second:
            return None
        apart = self._counterparts[first].isdisjoint(lines[1]) and self._counterparts[second].isdisjoint(lines[0])
        return (first, second) if apart else None

    def _line(self, sentence: Sentence) -> list[str]:
        line: list[str] = [] if sentence.role == OWN else [sentence.element]
        thing = sentence.element
        while thing in self.above and self.above[thing] not in line:
            thing = self.above[thing]
            line.append(thing)
        return line

    def _join(self, one: str, other: str) -> None:
        self._counterparts[one].add(other)
        self._counterparts[other].add(one)


def _above(store: Store, elements: set[str]) -> dict[str, str]:
    """What each of *elements*, and each thing above them, is part of."""
    above: dict[str, str] = {}
    while elements:
        found = dict(_asked(store, _PARTS, elements))
        above |= found
        elements = set(found.values()) - above.keys()
    return above


def _asked(store: Store, query: str, things: Collection[str]) -> list[tuple[str, str]]:
    """The pairs that *query* gives for *things*."""
    found: list[tuple[str, str]] = []
    wanted = sorted(things)
    for values in iri_batches(wanted):
        found += [(one, other) for one, other in store.rows(query.format(SG, RDF, SKOS, values))]
    return found
