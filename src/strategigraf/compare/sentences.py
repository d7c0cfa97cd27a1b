"""Sentences of texts: what each is, where it stands, how it changed, and which of two texts say the same."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.rdf import SG, Labels, natural
from strategigraf.core.text import NOT_A_WORD, innermost, stem
from strategigraf.files.normal_form import readable
from strategigraf.store.names import classes_of_elements
from strategigraf.store.sparql import Store

# The types of change that a sentence can undergo from a draft to its print.

TYPES = ("reworded", "moved", "split", "merged", "removed", "added", "unchanged")  # in the order they are shown
TYPE_LABELS = Labels("options", TYPES)


ALIKE = 0.6  # from here on two sentences are the same one, reworded
ALIKE_SHORT = 0.8  # the same where one of them has at most SHORT words
SHORT = 3
ALIGNED = 0.35  # so much likeness a recorded alignment of their elements is worth
CONTAINED = 0.6  # so much of a part must occur in the sentence that it is split from
JOINED = 0.6  # so like must the parts together be to the sentence that was split
GAIN = 0.1  # and so much liker than the likest part alone
Keys = tuple[str, ...]


class Group(NamedTuple):
    """Sentences (their positions on either side) that belong together; one side is empty where there is no counterpart,
    and has several where a sentence was split or merged. `alike` is how alike the sides are, 0 to 1."""

    draft: tuple[int, ...]
    print: tuple[int, ...]
    alike: float


class Weights:
    """What the words of two texts weigh (in millionths), and how alike sentences are by it."""

    def __init__(self, draft: Sequence[Keys], print_: Sequence[Keys]) -> None:
        self.bags = [[Counter(stem(word, "da") for word in words) for words in side] for side in (draft, print_)]
        occurrences: Counter[str] = Counter()
        for side in self.bags:
            for bag in side:
                occurrences.update(bag.keys())
        sentence_count = sum(map(len, self.bags))
        self.weight = {
            word: round(1_000_000 * math.log1p(sentence_count / number)) for word, number in occurrences.items()
        }
        self.sums = [[self.sum(bag) for bag in side] for side in self.bags]

    def sum(self, bag: Mapping[str, int]) -> int:
        """The weight of all words of *bag*."""
        return sum(number * self.weight[word] for word, number in bag.items())

    def common(self, bag: Counter[str], other_bag: Counter[str]) -> int:
        """The weight of the words that *bag* and *other_bag* share."""
        if len(other_bag) < len(bag):
            bag, other_bag = other_bag, bag
        return sum(
            min(number, other_bag[word]) * self.weight[word] for word, number in bag.items() if word in other_bag
        )

    def alike(self, bag: Counter[str], other_bag: Counter[str]) -> float:
        """How alike *bag* and *other_bag* are, 0 to 1."""
        return _share(self.common(bag, other_bag), self.sum(bag) + self.sum(other_bag))

    def pair(self, i: int, j: int) -> float:
        """How alike the sentences at *i* and *j* of the two sides are, 0 to 1."""
        return _share(self.common(self.bags[0][i], self.bags[1][j]), self.sums[0][i] + self.sums[1][j])

    def words(self, side: int, position: int) -> list[str]:
        """The words of the sentence at *position* on *side*, sorted."""
        return sorted(self.bags[side][position].elements())

    def rarest(self, bag: Counter[str], least: float) -> list[str]:
        """So many of the rarest words of *bag* that the others together weigh less than the share *least* of it."""
        words = sorted(bag, key=lambda word: (-self.weight[word], word))
        remaining = self.sum(bag)
        enough = least * remaining
        for index, word in enumerate(words):
            if remaining < enough:
                return words[:index]
            remaining -= bag[word] * self.weight[word]
        return words


def _share(common: int, total: int) -> float:
    return 2 * common / total if total else 0.0


def groups(
    draft: Sequence[Keys],
    print_: Sequence[Keys],
    aligned: Iterable[tuple[int, int]] = (),
    apart: Callable[[int, int], tuple[bool, ...]] = lambda first, second: (False, False),
) -> list[Group]:
    """The sentences of *draft* and *print_* (the keys of their words) in groups, every sentence in exactly one, by the
    first sentence of the draft, then by the first of the print.

    Pairs are made by likeness from the top: first the same words, then what counts as alike. Those in *aligned*
    (positions whose elements a recorded alignment matches) count as more alike; of pairs that count alike those come
    first that are least *apart* (not moved, of the same class, of what is still there), then those nearest in order. So
    no two sentences are left in pairs, or alone, that are more alike than either is to its partner. Swapping the sides
    swaps the groups.
    """
    weights = Weights(draft, print_)
    matched = set(aligned)
    candidates = {
        (i, j): 1.0 if draft[i] == print_[j] else weights.pair(i, j) for i, j in {*_likely(weights, ALIKE), *matched}
    }
    chosen: dict[int, int] = {}
    taken: set[int] = set()

    def likeness(pair: tuple[int, int]) -> float:
        return candidates[pair] + (ALIGNED if pair in matched else 0)

    def rank(pair: tuple[int, int]) -> tuple[float, ...]:
        i, j = pair
        distance = abs(i * len(print_) - j * len(draft))
        return draft[i] != print_[j], -likeness(pair), *apart(i, j), distance, i + j, abs(i - j)

    def enough(pair: tuple[int, int]) -> bool:
        i, j = pair
        short = min(len(draft[i]), len(print_[j])) <= SHORT and pair not in matched
        return likeness(pair) >= (ALIKE_SHORT if short else ALIKE)

    for i, j in sorted(filter(enough, candidates), key=rank):
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return _joined(weights, chosen)


def _likely(weights: Weights, least: float) -> Iterator[tuple[int, int]]:
    """The positions of all pairs that may be at least *least* alike, and some that are not: each such pair has words in
    common among those that are left of either when its commonest words are set aside."""
    needed = least / (2 - least)  # so much of either must be common
    postings: dict[str, list[tuple[int, int]]] = {}
    set_aside: list[int] = []  # the weight of what is set aside
    for j, bag in enumerate(weights.bags[1]):
        rare = weights.rarest(bag, needed)
        set_aside.append(weights.sums[1][j] - sum(bag[word] * weights.weight[word] for word in rare))
        for word in rare:
            postings.setdefault(word, []).append((j, bag[word]))
    for i, bag in enumerate(weights.bags[0]):
        rare = weights.rarest(bag, needed)
        own_weight = weights.sums[0][i]
        own_aside = own_weight - sum(bag[word] * weights.weight[word] for word in rare)
        common: dict[int, int] = {}
        for word in rare:
            number, weight = bag[word], weights.weight[word]
            for j, other_number in postings.get(word, ()):
                common[j] = common.get(j, 0) + (number if number < other_number else other_number) * weight
        for j, shared in common.items():
            if shared + max(own_aside, set_aside[j]) >= least / 2 * (own_weight + weights.sums[1][j]):
                yield i, j


def _joined(weights: Weights, chosen: dict[int, int]) -> list[Group]:
    """The pairs *chosen* and what is left over, sentences that were split or merged joined: the most alike first."""
    partners = (dict(chosen), {j: i for i, j in chosen.items()})
    joins = [join for side in (0, 1) for join in _joins(weights, partners, side)]
    joins.sort(key=lambda join: (-join[0], sum(join[3]) + join[2], len(join[3]), weights.words(join[1], join[2])))
    closed: tuple[set[int], set[int]] = (set(), set())
    joined_groups: list[Group] = []
    for alike, side, whole, parts in joins:
        other_side = 1 - side
        if whole in closed[side] or any(part in closed[other_side] for part in parts):
            continue
        closed[side].add(whole)
        closed[other_side].update(parts)
        joined_groups.append(Group((whole,), parts, alike) if side == 0 else Group(parts, (whole,), alike))
    for i in range(len(weights.bags[0])):
        if i not in closed[0]:
            j = chosen.get(i)
            if j is None or j in closed[1]:
                joined_groups.append(Group((i,), (), 0.0))
            else:
                closed[1].add(j)
                joined_groups.append(Group((i,), (j,), weights.pair(i, j)))
    joined_groups += [Group((), (j,), 0.0) for j in range(len(weights.bags[1])) if j not in closed[1]]
    return sorted(joined_groups, key=lambda group: (group.draft or (math.inf,), group.print))


def _joins(
    weights: Weights, partners: tuple[dict[int, int], dict[int, int]], side: int
) -> Iterator[tuple[float, int, int, tuple[int, ...]]]:
    """Each sentence of *side* that two or more of the other side make up together: how alike, the side, the sentence,
    the parts. A part is its partner or has none."""
    other_side = 1 - side
    free = [j for j in range(len(weights.bags[other_side])) if j not in partners[other_side]]
    postings: dict[str, list[int]] = {}
    for i, bag in enumerate(weights.bags[side]):
        for word in bag:
            postings.setdefault(word, []).append(i)
    candidates: dict[int, set[int]] = {}
    for j in free:
        if len(weights.bags[other_side][j]) < SHORT:
            continue
        for word in weights.rarest(weights.bags[other_side][j], CONTAINED):
            for i in postings.get(word, ()):
                candidates.setdefault(i, set()).add(j)
    for i, parts in sorted(candidates.items()):
        whole = weights.bags[side][i]
        partner = partners[side].get(i)
        kept = [] if partner is None else [partner]
        remainder = whole.copy() if partner is None else whole - weights.bags[other_side][partner]
        best_alike = 0.0 if partner is None else weights.alike(whole, weights.bags[other_side][partner])
        fitting = [(weights.common(remainder, weights.bags[other_side][j]), j) for j in parts]
        fitting = [(common, j) for common, j in fitting if common >= CONTAINED * weights.sums[other_side][j]]
        for _, j in sorted(fitting, key=lambda fit: (-fit[0], fit[1])):
            bag = weights.bags[other_side][j]
            if weights.common(remainder, bag) >= CONTAINED * weights.sums[other_side][j]:
                kept.append(j)
                remainder -= bag
                best_alike = best_alike or weights.alike(whole, bag)
        if len(kept) > 1:
            together = sum((weights.bags[other_side][j] for j in kept), Counter[str]())
            alike = weights.alike(whole, together)
            if alike >= JOINED and alike >= best_alike + GAIN:
                yield alike, side, i, tuple(sorted(kept))


# Sentences.

_NEVER_LAST = """
    adm. afd. afs. alm. bl.a. ca. dir. dr. ds. dvs. d.v.s. eks. ekskl. evt. ex. f. feks. f.eks. fhv. fig. forb. fr. frk.
    gl. hhv. hr. ift. i.f.t. iht. i.h.t. inkl. jf. jfr. jvf. kap. kgl. kl. lb. maks. mht. m.h.t. mhp. m.h.p. nr. nuv.
    obs. opr. pga. p.g.a. pkt. pr. prof. ref. resp. sml. skt. stk. str. såk. tdl. tlf. udg. vdr. vedr. vha. v.h.a. vs.
"""  # abbreviations that something always follows
_SOMETIMES_LAST = """
    dgl. etc. kr. mdr. m.fl. mfl. mia. mill. min. mio. mm. m.m. mv. m.v. o.a. o.l. o.lign. osv. pct. sek. t.o.m. årl.
"""  # abbreviations that may end a sentence
_MONTHS = "januar februar marts april maj juni juli august september oktober november december"
_UNITS = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-–•▪*➤]|\d{1,3}[.)])[ \t])")
_BULLET = re.compile(r"^\s*[-–•▪*➤]\s+")
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”“’»«)\]]*(?=\s)")
_OPENING = "“„»«\"('["


def sentences(text: str) -> list[str]:
    """The sentences of *text* in order, each on one line with single blanks; a heading or bullet is one of its own.

    A paragraph or bullet ends a sentence. A full stop does not where it belongs to an abbreviation, a number of a list
    or a date, or is inside brackets or quotation marks, nor where a small letter follows.
    """
    pieces: list[str] = []
    for unit in units(text):
        pieces += _split_unit(" ".join(_BULLET.sub("", unit).split()))
    return pieces


def units(text: str) -> list[str]:
    """The paragraphs and bullets of *text* in order, as they are."""
    return _UNITS.split(text.replace("\r\n", "\n").replace("\r", "\n"))


def keys(text: str) -> tuple[str, ...]:
    """What the words of *text* are compared by, in order; a word that is only a mark is left out where there are
    others."""
    return tuple(key for word in text.split() if (key := NOT_A_WORD.sub("", word).casefold())) or (text,)


def _split_unit(unit: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    enclosed = _enclosed(unit)
    for match in _END.finditer(unit):
        end = match.end()
        if not any(opened < end - 1 < closed for opened, closed in enclosed) and _ends(unit, start, match):
            pieces.append(unit[start:end])
            start = end + 1
    return [*pieces, unit[start:]] if unit[start:] else pieces


def _ends(unit: str, start: int, match: re.Match[str]) -> bool:
    following = unit[match.end() + 1 :].lstrip(_OPENING + "–- ")
    if not following or following[0].islower():
        return False
    if match[0] != ".":
        return True
    word = unit[start : match.end()].rsplit(" ", 1)[-1].lstrip(_OPENING).casefold()
    if word in _NEVER_LAST.split() or re.fullmatch(r"[^\W\d_]\.", word):
        return False
    if word in _SOMETIMES_LAST.split():
        return following[0].isupper()
    if re.fullmatch(r"\d{1,3}\.", word):
        return unit[start : match.end()].casefold() != word and following.split()[0].casefold() not in _MONTHS.split()
    return True


def _enclosed(unit: str) -> list[tuple[int, int]]:
    """Where brackets and quotation marks open and close in *unit*; one that has no end encloses nothing."""
    pairs: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    closing = {"(": ")", "[": "]", "“": "”", "„": "“", "»": "«", '"': '"'}
    for position, sign in enumerate(unit):
        expected = [close for close, _ in open_marks]
        if sign in expected:
            index = len(expected) - 1 - expected[::-1].index(sign)
            pairs.append((open_marks[index][1], position))
            del open_marks[index:]
        elif sign in closing:
            open_marks.append((closing[sign], position))
    return pairs


# The sentences of a strategy or document, each with the element whose words it is and the quote it opens to.

_FIGURES = {SG + "Announcement", SG + "KeyFigure"}  # they name no heading where another element is under it


class Sentence(NamedTuple):
    """A sentence: its words on one line, the element and its class, the quote and its number there, what it is to the
    element (its `own` wording, `further` words, or the `heading` that it is under), and the keys of its words."""

    text: str
    element: str
    kind: str
    quote: str
    number: int
    role: str
    keys: tuple[str, ...]

    @property
    def unit(self) -> str:
        """What it is a part of, and has one fate with: the own wording of its element, what else its quote says, or a
        heading."""
        return {OWN: self.element, FURTHER: self.quote}.get(self.role, f"# {self.text}")


OWN, FURTHER, HEADING = "own", "further", "heading"
_Passage = tuple[str, str, str, tuple[str, str]]  # document, section, words, prefix and suffix


class _Quoted(NamedTuple):
    element: str
    kind: str
    quote: str
    order: int
    words: str
    context: tuple[str, str]  # prefix and suffix
    section: str
    document: str


def sentences_of(store: Store, thing: str, document: bool = False, kinds: Collection[str] = ()) -> tuple[Sentence, ...]:
    """The sentences of the strategy *thing* in its own documents (responses to it left out), or, with *document*, those
    of that document; of the elements of the classes *kinds* only where any are given.

    By element in natural order: its own wording (its first quote) first, then what else it quotes. A passage that
    several quote counts once, for the element whose own wording it is; what an element quotes from several places (a
    slide that was printed again) counts once for it. A heading that no quote has counts as a sentence
    of the first element under it. What misfits quote occurs elsewhere too and is left out.
    """
    classes = [cls for cls in classes_of_elements(store) if cls != SG + "Misfit"]
    if document:
        rows = store.rows_of("compare/words-of-document", document=thing, kind=classes)
    else:
        documents = [own for (own,) in store.rows_of("compare/documents", strategy=thing)]
        rows = store.rows_of("compare/words-of-strategy", strategy=thing, document=documents, kind=classes)
    quoted = [
        _Quoted(element, kind, quote, int(order), words, (prefix, suffix), section, source)
        for element, kind, quote, order, words, prefix, suffix, section, source in rows
    ]
    quoted.sort(key=lambda q: (natural(q.element), q.order, q.quote, q.kind, q.context, q.words))
    first_quotes: dict[str, str] = {}
    for quotation in quoted:
        first_quotes.setdefault(quotation.element, quotation.quote)
    by_passage: dict[_Passage, Sentence] = {}
    for own in (True, False):
        for quotation in quoted:
            if (first_quotes[quotation.element] == quotation.quote) is own:
                texts = [text for unit in units(quotation.words) for text in sentences(readable(unit))]
                for number, text in enumerate(texts):
                    role = OWN if own else FURTHER
                    sentence = Sentence(
                        text, quotation.element, quotation.kind, quotation.quote, number, role, keys(text)
                    )
                    by_passage.setdefault((quotation.document, quotation.section, text, quotation.context), sentence)
    by_passage = _unrepeated(by_passage)
    known_keys = {sentence.keys for sentence in by_passage.values()}
    for quotation in sorted(quoted, key=lambda q: q.kind in _FIGURES):
        text = innermost(readable(quotation.section).strip()).rstrip(": ")
        heading = keys(text)
        if text and heading not in known_keys:
            known_keys.add(heading)
            sentence = Sentence(text, quotation.element, quotation.kind, quotation.quote, 0, HEADING, heading)
            by_passage[quotation.document, "", text, ("", "")] = sentence
    kept = [sentence for sentence in by_passage.values() if not kinds or sentence.kind in kinds]
    roles = (HEADING, OWN, FURTHER)
    kept.sort(key=lambda s: (natural(s.element), roles.index(s.role), natural(s.quote), s.number))
    units_by_keys: dict[tuple[str, tuple[str, ...]], str] = {}
    return tuple(
        s for s in kept if s.role == HEADING or units_by_keys.setdefault((s.element, s.keys), s.unit) == s.unit
    )


def _unrepeated(by_passage: dict[_Passage, Sentence]) -> dict[_Passage, Sentence]:
    """*by_passage* without what is a part of a longer sentence under the same heading; words that occur more than once
    in the document (which have a prefix or suffix) stay."""
    texts_by_section: dict[tuple[str, str], list[str]] = {}
    for document, section, text, _ in by_passage:
        texts_by_section.setdefault((document, section), []).append(text)

    def repeated(document: str, section: str, text: str, context: tuple[str, str]) -> bool:
        return context == ("", "") and any(
            text in longer and text != longer for longer in texts_by_section[document, section]
        )

    return {passage: sentence for passage, sentence in by_passage.items() if not repeated(*passage)}
