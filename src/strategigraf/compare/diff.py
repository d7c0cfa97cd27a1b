"""A draft against its print, or any two texts: what became of each sentence and heading."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from strategigraf.compare.modality import Modal, change_of_strength, modals
from strategigraf.compare.sentences import FURTHER, HEADING, OWN, TYPES, Group, Sentence, groups, sentences_of
from strategigraf.core.errors import UnknownStrategy, WrongValue
from strategigraf.core.rdf import ID, SG, Text, expand, short
from strategigraf.core.text import Revision, revision
from strategigraf.core.thread import EdgeLookup, ancestors
from strategigraf.store.lookup import edge_lookup
from strategigraf.store.names import names_of_class, of_class
from strategigraf.store.sparql import Store

# Places.


class Places:
    """Where the sentences of both sides stand, and which places are each other's counterparts."""

    def __init__(self, store: Store, draft: Sequence[Sentence], print_: Sequence[Sentence]) -> None:
        self.sentences = (draft, print_)
        of_draft, of_print = ({sentence.element for sentence in sentences} for sentences in self.sentences)
        self.above = edge_lookup(store)
        self._counterparts: dict[str, set[str]] = defaultdict(set)
        self._aligned = {
            (one, other)
            for one, other in store.rows_in_batches("compare/counterparts", sorted(of_draft), "one")
            if other in of_print
        }
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
        line = ancestors(sentence.element, self.above)
        return line if sentence.role == OWN else [sentence.element, *line]

    def _join(self, one: str, other: str) -> None:
        self._counterparts[one].add(other)
        self._counterparts[other].add(one)


NEARLY = 0.8  # so alike must a sentence be to itself in another place to count as moved


class Side(NamedTuple):
    """One of the two: the strategy or document, whether it is a document, and its sentences in order."""

    thing: str
    document: bool
    sentences: tuple[Sentence, ...]


class Change(NamedTuple):
    """What became of an element, a further quote or a heading: the type of change, the sentences of either side (of
    several units where split or merged, none where added or removed), the words that changed, and where it stood and
    stands (the elements; empty where its place is the same or unknown). `reordered` tells one that stands in another
    order among its neighbours; `pairs` are the sentences that say the same thing."""

    type: str
    draft: tuple[Sentence, ...]
    print: tuple[Sentence, ...]
    revision: Revision
    place: tuple[str, str] = ("", "")
    reordered: bool = False
    pairs: tuple[tuple[Sentence, Sentence], ...] = ()

    @property
    def draft_modals(self) -> tuple[Modal, ...]:
        """The modal verbs of the draft's words."""
        return modals(self.revision.draft)

    @property
    def print_modals(self) -> tuple[Modal, ...]:
        """The modal verbs of the print's words."""
        return modals(self.revision.print)

    @property
    def strength(self) -> str:
        """How the commitment changes; empty where there is no counterpart."""
        return change_of_strength(self.draft_modals, self.print_modals) if self.draft and self.print else ""


class Diff(NamedTuple):
    """The two sides and every change between them, each unit of either side (element, further quote, heading) in
    exactly one: by type, then by the draft's order, what was added by the print's."""

    draft: Side
    print: Side
    changes: tuple[Change, ...]


def diff(store: Store, draft: Side, print_: Side) -> Diff:
    """What became of each element, further quote and heading of *draft* in *print_*: one fate for all its sentences.

    It is moved where the nearest thing above it that the other side has too is another, or where it stands in another
    order among its siblings, its words being (nearly) the same. A recorded alignment of a section tells what became of
    its title, whatever the words.
    """
    places = Places(store, draft.sentences, print_.sentences)
    found = groups(
        [sentence.keys for sentence in draft.sentences],
        [sentence.keys for sentence in print_.sentences],
        places.aligned_sentences(),
        places.apart,
    )
    places.settle(found)
    reordered = _out_of_order(draft.sentences, print_.sentences, places.above, found)
    joined = _fates(draft.sentences, print_.sentences, found, places.aligned_titles())
    changes = [_change(draft.sentences, print_.sentences, fate, places, reordered) for fate in joined]
    return Diff(draft, print_, tuple(sorted(changes, key=lambda change: TYPES.index(change.type))))


def two_sides(store: Store, draft: str, print_: str, kinds: Collection[str] = ()) -> tuple[Side, Side]:
    """The two sides that the names *draft* and *print_* mean: strategies or documents, by slug or IRI; of elements of
    the classes *kinds* only where any are given.

    Raises UnknownStrategy or UnknownElement with the nearest names, and WrongValue where one of them has no words or
    both have the same.
    """
    sides = _side(store, draft, kinds), _side(store, print_, kinds)
    quotes = [{sentence.quote for sentence in side.sentences} for side in sides]
    if sides[0].thing == sides[1].thing or quotes[0] & quotes[1]:
        raise WrongValue(
            Text(f"“{draft}” og “{print_}” er (helt eller delvis) den samme tekst.",
                 f"“{draft}” and “{print_}” are (all or in part) the same text."),
            Text("Vælg to forskellige strategier eller dokumenter.", "Choose two different strategies or documents."),
        )  # fmt: skip
    return sides


def _side(store: Store, name: str, kinds: Collection[str]) -> Side:
    thing, document = _meant(store, name)
    found = sentences_of(store, thing, document, kinds)
    if not found:
        raise WrongValue(
            Text(f"“{short(thing)}” har ingen ordlyd at sammenligne.", f"“{short(thing)}” has no words to compare."),
            Text(
                "Vælg en strategi, hvis elementer har citater i dens egne dokumenter, eller en anden --kind.",
                "Choose a strategy whose elements have quotes in its own documents, or another --kind.",
            ),
        )
    return Side(thing, document, found)


def _meant(store: Store, name: str) -> tuple[str, bool]:
    """The strategy or document that *name* means, and whether it is a document: one whose slug no strategy has, or that
    is called by its name in full."""
    if expand(name).startswith(ID + "documents/"):
        return of_class(store, name, SG + "Document").value, True
    try:
        return of_class(store, name, SG + "Strategy").value, False
    except (UnknownStrategy, WrongValue):
        if f"documents/{name}" in names_of_class(store, SG + "Document"):
            return expand(f"documents/{name}"), True
        raise


def _fates(
    draft: Sequence[Sentence], print_: Sequence[Sentence], found: Sequence[Group], titles: Iterable[tuple[int, int]]
) -> list[list[Group]]:
    """The groups *found* of sentences, those together that belong to one unit of either side, or whose titles are
    aligned in *titles* where one of the two would have no counterpart."""
    of: dict[tuple[int, str], int] = {}
    first = list(range(len(found)))

    def top(place: int) -> int:
        while first[place] != place:
            first[place] = first[first[place]]
            place = first[place]
        return place

    at: dict[tuple[int, int], int] = {}
    for place, group in enumerate(found):
        for side, sentences, members in ((0, draft, group.draft), (1, print_, group.print)):
            for member in members:
                at[side, member] = place
                first[top(place)] = top(of.setdefault((side, sentences[member].unit), place))
    whole = [False] * len(found)
    for place, group in enumerate(found):
        whole[top(place)] |= bool(group.draft and group.print)
    for i, j in titles:
        one, other = top(at[0, i]), top(at[1, j])
        if one != other and not (whole[one] and whole[other]):
            first[other] = one
            whole[one] = True
    joined: dict[int, list[Group]] = defaultdict(list)
    for place, group in enumerate(found):
        joined[top(place)].append(group)
    return sorted(joined.values(), key=lambda fate: min((g.draft or (len(draft),), g.print) for g in fate))


def _change(
    draft: Sequence[Sentence],
    print_: Sequence[Sentence],
    fate: list[Group],
    places: Places,
    reordered: Collection[Group],
) -> Change:
    before = tuple(draft[i] for i in sorted(member for group in fate for member in group.draft))
    after = tuple(print_[j] for j in sorted(member for group in fate for member in group.print))
    again = len({sentence.keys for sentence in (*before, *after)}) == 1  # the same words, however often
    words = revision(*(" ".join(s.text for s in (side[:1] if again else side)) for side in (before, after)))
    pairs = tuple((draft[i], print_[j]) for group in fate for i in group.draft for j in group.print)
    found = Change("removed" if before else "added", before, after, words, pairs=pairs)
    if not before or not after:
        return found
    parts = [len({sentence.unit for sentence in side}) for side in (before, after)]
    if len(fate) == 1:
        parts = [len(before), len(after)]
    if max(parts) > 1:
        return found._replace(type="unchanged" if again else "split" if parts[1] > 1 else "merged")
    joined = [group for group in fate if group.draft and group.print]
    place = places.moved(joined[0].draft[0], joined[0].print[0]) if joined else None
    turned = any(group in reordered for group in joined)
    same = [s.keys for s in before] == [s.keys for s in after]
    kind = "unchanged" if same else "reworded"
    if (place or turned) and (same or _alike(before, after, fate) >= NEARLY):
        kind = "moved"
    return found._replace(type=kind, place=place or ("", ""), reordered=turned)


def _alike(before: Sequence[Sentence], after: Sequence[Sentence], fate: list[Group]) -> float:
    """How alike two units are: as their one pair of sentences is, or by the words of all of them."""
    if len(fate) == 1:
        return fate[0].alike
    bags = [Counter(key for sentence in side for key in sentence.keys) for side in (before, after)]
    return 2 * (bags[0] & bags[1]).total() / (bags[0].total() + bags[1].total())


def _out_of_order(
    draft: Sequence[Sentence], print_: Sequence[Sentence], above: EdgeLookup, found: Iterable[Group]
) -> set[Group]:
    """The pairs that must move for their siblings to stand in the same order in draft and print: as few as can be, the
    shortest. Siblings are the own wordings of elements of one kind under one thing."""
    families: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in found:
        if len(group.draft) == len(group.print) == 1:
            one, other = draft[group.draft[0]], print_[group.print[0]]
            if one.role == other.role == OWN:
                wholes_of_both = (next(iter(ancestors(end.element, above)), "") for end in (one, other))
                family = (one.kind, other.kind, *wholes_of_both)
                families[family].append(group)
    moved: set[Group] = set()
    for family_groups in families.values():
        moved |= set(family_groups) - set(_longest_rising(family_groups))
    return moved


def _longest_rising(family: list[Group]) -> list[Group]:
    """As many of *family* (in the draft's order) as stand in the same order in the print."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, group in enumerate(family):
        place = bisect_left(ends, group.print[0])
        if place == len(ends):
            ends.append(group.print[0])
            at.append(index)
        else:
            ends[place], at[place] = group.print[0], index
        before.append(at[place - 1] if place else -1)
    kept: list[Group] = []
    index = at[-1] if at else -1
    while index >= 0:
        kept.append(family[index])
        index = before[index]
    return kept
