"""A draft against its print, or any two texts: what became of each sentence and heading."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from strategigraf.compare.modality import Modal, change_of_strength, modals
from strategigraf.compare.sentences import FURTHER, HEADING, OWN, TYPES, Group, Sentence, groups, sentences_of
from strategigraf.core.errors import UnknownStrategy, WrongValue
from strategigraf.core.rdf import SG, Text, expand, of_data, short
from strategigraf.core.text import Revision, revision
from strategigraf.core.thread import EdgeLookup, ancestors
from strategigraf.store.lookup import edge_lookup
from strategigraf.store.names import names_of_class, of_class
from strategigraf.store.sparql import Store

# Places.


class Places:
    """Where the sentences of both sides are, and which places are each other's counterparts."""

    def __init__(self, store: Store, draft: Sequence[Sentence], print_: Sequence[Sentence]) -> None:
        self.sentences = (draft, print_)
        draft_elements, print_elements = ({sentence.element for sentence in sentences} for sentences in self.sentences)
        self.parents = edge_lookup(store)
        self._counterparts: dict[str, set[str]] = defaultdict(set)
        self._aligned = {
            (draft_element, print_element)
            for draft_element, print_element in store.rows_in_batches(
                "compare/counterparts", sorted(draft_elements), "one"
            )
            if print_element in print_elements
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
        """The positions of the own wordings and headings of all elements that a recorded alignment matches."""
        positions = [defaultdict(list), defaultdict(list)]  # type: list[dict[str, list[int]]]
        for side, sentences in enumerate(self.sentences):
            for position, sentence in enumerate(sentences):
                if sentence.role != FURTHER:
                    positions[side][sentence.element].append(position)
        return [
            (i, j)
            for draft_element, print_element in sorted(self._aligned)
            for i in positions[0][draft_element]
            for j in positions[1][print_element]
        ]

    def aligned_titles(self) -> list[tuple[int, int]]:
        """The positions of the titles of elements that a recorded alignment matches, one of them a section: of words
        that both have, else of their own wordings, which say nothing when a chapter got another name."""
        titles: list[dict[str, dict[tuple[str, ...], int]]] = [{}, {}]
        for titles_of_side, side in zip(titles, self.sentences, strict=True):
            for position, sentence in sorted(enumerate(side), key=lambda numbered: numbered[1].role != OWN):
                titles_of_side.setdefault(sentence.element, {}).setdefault(sentence.keys, position)
        sections = {s.element for side in self.sentences for s in side if s.kind == SG + "Section"}
        positions = []
        for draft_element, print_element in (pair for pair in sorted(self._aligned) if not sections.isdisjoint(pair)):
            draft_titles, print_titles = titles[0][draft_element], titles[1][print_element]
            shared = next((keys for keys in draft_titles if keys in print_titles), None)
            positions.append(
                (draft_titles[shared], print_titles[shared])
                if shared
                else (next(iter(draft_titles.values())), next(iter(print_titles.values())))
            )
        return positions

    def settle(self, paired: Iterable[Group]) -> None:
        """Takes the elements whose own wording is paired in these groups for counterparts as well."""
        for group in paired:
            for i in group.draft:
                for j in group.print:
                    draft_sentence, print_sentence = self.sentences[0][i], self.sentences[1][j]
                    if draft_sentence.role == print_sentence.role == OWN:
                        self._join(draft_sentence.element, print_sentence.element)

    def apart(self, i: int, j: int) -> tuple[bool, ...]:
        """Whether the sentence at *i* has moved to come to *j*, whether the classes of their elements differ, and
        whether each of these is without a counterpart."""
        draft_sentence, print_sentence = self.sentences[0][i], self.sentences[1][j]
        alone = not self._counterparts.get(draft_sentence.element), not self._counterparts.get(print_sentence.element)
        return self.moved(i, j) is not None, draft_sentence.kind != print_sentence.kind, *alone

    def moved(self, i: int, j: int) -> tuple[str, str] | None:
        """The nearest ancestors of the sentences at *i* and *j* that the other side has too, where they are not
        counterparts and the counterpart of neither is an ancestor of the other sentence; None where one is, or where
        one of the two has no ancestor that the other side has."""
        draft_sentence, print_sentence = self.sentences[0][i], self.sentences[1][j]
        if HEADING in (draft_sentence.role, print_sentence.role):
            return None
        paths = self._ancestors(draft_sentence), self._ancestors(print_sentence)
        draft_ancestor = next((thing for thing in paths[0] if self._counterparts.get(thing)), "")
        print_ancestor = next((thing for thing in paths[1] if self._counterparts.get(thing)), "")
        if not draft_ancestor or not print_ancestor:
            return None
        counterparts = self._counterparts
        apart = counterparts[draft_ancestor].isdisjoint(paths[1]) and counterparts[print_ancestor].isdisjoint(paths[0])
        return (draft_ancestor, print_ancestor) if apart else None

    def _ancestors(self, sentence: Sentence) -> list[str]:
        path = ancestors(sentence.element, self.parents)
        return path if sentence.role == OWN else [sentence.element, *path]

    def _join(self, draft_element: str, print_element: str) -> None:
        self._counterparts[draft_element].add(print_element)
        self._counterparts[print_element].add(draft_element)


NEARLY = 0.8  # so alike must a sentence be to itself in another place to count as moved


class Side(NamedTuple):
    """One of the two: the strategy or document, whether it is a document, and its sentences in order."""

    thing: str
    document: bool
    sentences: tuple[Sentence, ...]


class Change(NamedTuple):
    """What became of an element, a further quote or a heading: the type of change, the sentences of either side (of
    several units where split or merged, none where added or removed), the words that changed, and where it was and
    is (the elements; empty where its place is the same or unknown). `reordered` is one that is in another
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

    It is moved where its nearest ancestor that the other side has too is another, or where it is in another
    order among its siblings, its words being (nearly) the same. A recorded alignment of a section decides what became
    of its title, whatever the words.
    """
    places = Places(store, draft.sentences, print_.sentences)
    sentence_groups = groups(
        [sentence.keys for sentence in draft.sentences],
        [sentence.keys for sentence in print_.sentences],
        places.aligned_sentences(),
        places.apart,
    )
    places.settle(sentence_groups)
    reordered = _out_of_order(draft.sentences, print_.sentences, places.parents, sentence_groups)
    fates = _fates(draft.sentences, print_.sentences, sentence_groups, places.aligned_titles())
    changes = [_change(draft.sentences, print_.sentences, fate, places, reordered) for fate in fates]
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
            Text(f"»{draft}« og »{print_}« er helt eller delvist den samme tekst.",
                 f"“{draft}” and “{print_}” are wholly or partly the same text."),
            Text("Vælg to forskellige strategier eller dokumenter.", "Choose two different strategies or documents."),
        )  # fmt: skip
    return sides


def _side(store: Store, name: str, kinds: Collection[str]) -> Side:
    thing, document = _strategy_or_document(store, name)
    sentences = sentences_of(store, thing, document, kinds)
    if not sentences:
        raise WrongValue(
            Text(
                f"»{short(thing)}« har ingen ordlyd, der kan sammenlignes.",
                f"“{short(thing)}” has no wording to compare.",
            ),
            Text(
                "Vælg en strategi, hvis elementer har citater i dens egne dokumenter, eller en anden --kind.",
                "Choose a strategy whose elements have quotes in its own documents, or another --kind.",
            ),
        )
    return Side(thing, document, sentences)


def _strategy_or_document(store: Store, name: str) -> tuple[str, bool]:
    """The strategy or document that *name* means, and whether it is a document: one whose slug no strategy has, or that
    is called by its name in full."""
    if of_data(expand(name)) and short(expand(name)).startswith("documents/"):
        return of_class(store, name, SG + "Document").value, True
    try:
        return of_class(store, name, SG + "Strategy").value, False
    except (UnknownStrategy, WrongValue):
        if f"documents/{name}" in names_of_class(store, SG + "Document"):
            return of_class(store, f"documents/{name}", SG + "Document").value, True
        raise


def _fates(
    draft: Sequence[Sentence],
    print_: Sequence[Sentence],
    sentence_groups: Sequence[Group],
    titles: Iterable[tuple[int, int]],
) -> list[list[Group]]:
    """The fates in *sentence_groups*: those groups together that belong to one unit of either side, or whose titles are
    aligned in *titles* where one of the two would have no counterpart."""
    first_of_unit: dict[tuple[int, str], int] = {}
    parents = list(range(len(sentence_groups)))

    def root(position: int) -> int:
        while parents[position] != position:
            parents[position] = parents[parents[position]]
            position = parents[position]
        return position

    group_of: dict[tuple[int, int], int] = {}
    for position, group in enumerate(sentence_groups):
        for side, sentences, members in ((0, draft, group.draft), (1, print_, group.print)):
            for member in members:
                group_of[side, member] = position
                parents[root(position)] = root(first_of_unit.setdefault((side, sentences[member].unit), position))
    is_paired = [False] * len(sentence_groups)
    for position, group in enumerate(sentence_groups):
        is_paired[root(position)] |= bool(group.draft and group.print)
    for i, j in titles:
        draft_root, print_root = root(group_of[0, i]), root(group_of[1, j])
        if draft_root != print_root and not (is_paired[draft_root] and is_paired[print_root]):
            parents[print_root] = draft_root
            is_paired[draft_root] = True
    joined: dict[int, list[Group]] = defaultdict(list)
    for position, group in enumerate(sentence_groups):
        joined[root(position)].append(group)
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
    repeated = len({sentence.keys for sentence in (*before, *after)}) == 1  # the same words, however often
    words = revision(*(" ".join(s.text for s in (side[:1] if repeated else side)) for side in (before, after)))
    pairs = tuple((draft[i], print_[j]) for group in fate for i in group.draft for j in group.print)
    change = Change("removed" if before else "added", before, after, words, pairs=pairs)
    if not before or not after:
        return change
    parts = [len({sentence.unit for sentence in side}) for side in (before, after)]
    if len(fate) == 1:
        parts = [len(before), len(after)]
    if max(parts) > 1:
        return change._replace(type="unchanged" if repeated else "split" if parts[1] > 1 else "merged")
    joined = [group for group in fate if group.draft and group.print]
    move = places.moved(joined[0].draft[0], joined[0].print[0]) if joined else None
    is_reordered = any(group in reordered for group in joined)
    same_keys = [s.keys for s in before] == [s.keys for s in after]
    change_type = "unchanged" if same_keys else "reworded"
    if (move or is_reordered) and (same_keys or _alike(before, after, fate) >= NEARLY):
        change_type = "moved"
    return change._replace(type=change_type, place=move or ("", ""), reordered=is_reordered)


def _alike(before: Sequence[Sentence], after: Sequence[Sentence], fate: list[Group]) -> float:
    """How alike two units are: as their one pair of sentences is, or by the words of all of them."""
    if len(fate) == 1:
        return fate[0].alike
    bags = [Counter(key for sentence in side for key in sentence.keys) for side in (before, after)]
    return 2 * (bags[0] & bags[1]).total() / (bags[0].total() + bags[1].total())


def _out_of_order(
    draft: Sequence[Sentence],
    print_: Sequence[Sentence],
    parents: EdgeLookup,
    sentence_groups: Iterable[Group],
) -> set[Group]:
    """The pairs that must move for their siblings to be in the same order in draft and print: as few as can be, the
    shortest. Siblings are the own wordings of elements of one kind under one thing."""
    families: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in sentence_groups:
        if len(group.draft) == len(group.print) == 1:
            draft_sentence, print_sentence = draft[group.draft[0]], print_[group.print[0]]
            if draft_sentence.role == print_sentence.role == OWN:
                wholes_of_both = (
                    next(iter(ancestors(end.element, parents)), "") for end in (draft_sentence, print_sentence)
                )
                family = (draft_sentence.kind, print_sentence.kind, *wholes_of_both)
                families[family].append(group)
    moved: set[Group] = set()
    for family_groups in families.values():
        moved |= set(family_groups) - set(_longest_rising(family_groups))
    return moved


def _longest_rising(family: list[Group]) -> list[Group]:
    """As many of *family* (in the draft's order) as are in the same order in the print."""
    ends: list[int] = []
    last_indices: list[int] = []
    predecessors: list[int] = []
    for index, group in enumerate(family):
        position = bisect_left(ends, group.print[0])
        if position == len(ends):
            ends.append(group.print[0])
            last_indices.append(index)
        else:
            ends[position], last_indices[position] = group.print[0], index
        predecessors.append(last_indices[position - 1] if position else -1)
    kept: list[Group] = []
    index = last_indices[-1] if last_indices else -1
    while index >= 0:
        kept.append(family[index])
        index = predecessors[index]
    return kept
