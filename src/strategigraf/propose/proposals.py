"""Proposals: what is found in a document, each with its words and its place, and how far the text is understood."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.layout import Layout
from strategigraf.files.normal_form import normalise, readable
from strategigraf.files.source_text import SourceText
from strategigraf.propose.assembly import HOLDERS, Item
from strategigraf.propose.blocks import Block, Box, blocks_of, blocks_of_layout
from strategigraf.propose.claims import Mention, Person, mentions, persons, sense_of
from strategigraf.propose.profile import NO_PROFILE, Profile
from strategigraf.propose.structure import Structure, Style, structure
from strategigraf.propose.words import folded, language_of, names_one_of, words_of


class Place(NamedTuple):
    """Where words are: in the text (end exclusive), on which page as printed ("" without pages), and on the page."""

    start: int
    end: int
    page: str
    boxes: tuple[Box, ...]


class Proposal(NamedTuple):
    """An element that is proposed: `key` stays the same as long as its words do, `kind` as in the vocabulary (`Goal`),
    the words as they are read, why it is proposed, which other it is part of (its key, "" for none) and where it is
    printed again."""

    key: str
    kind: str
    title: str
    number: str
    quote: str
    place: Place
    parent: str
    style: str
    reason: str
    said: str
    again: tuple[str, ...]


class Claim(NamedTuple):
    """What the text says of an element (its key; "" for the strategy): of what kind (`sdg`, `date`, `organisation`,
    `amount`), the value, the sentence with its place, and what it means by the words: whether an amount is per `year`
    or in `total`, which part an organisation has (`lead`); "" where they do not say."""

    key: str
    about: str
    value: str
    element: str
    quote: str
    place: Place
    sense: str = ""


class Count(NamedTuple):
    """A number that the text gives, with its sentence: how many of a kind there are, and how many were found."""

    key: str
    kind: str
    value: int
    found: int
    quote: str
    place: Place


class Group(NamedTuple):
    """What looks alike: the name of the style, below which lead-in, how often, the first words of some, what it is
    taken for ("" for nothing) and why."""

    style: str
    under: str
    occurrences: int
    examples: tuple[str, ...]
    kind: str
    reason: str


class Rest(NamedTuple):
    """What is not understood below a heading: its words, the page, how many characters, and how they begin."""

    heading: str
    page: str
    characters: int
    begins: str


class Proposals(NamedTuple):
    """All that is proposed for one document: the name of the file and its checksum, the language (`da`, `en`), the
    share of its characters (0 to 1) that is quoted, and what is not."""

    document: str
    sha256: str
    language: str
    elements: tuple[Proposal, ...]
    claims: tuple[Claim, ...]
    counts: tuple[Count, ...]
    groups: tuple[Group, ...]
    persons: tuple[tuple[str, str], ...]
    covered: float
    rest: tuple[Rest, ...]


class Source(NamedTuple):
    """A document: its text, and the publisher's file where that is to hand."""

    text: SourceText
    file: Path | None = None

    @property
    def layout(self) -> Layout | None:
        """What was read from the publisher's file; None for a transcript."""
        return self.text.layout

    def place(self, start: int, end: int) -> Place:
        """Where the text from *start* up to *end* is."""
        if self.layout is None or not self.layout.pages:
            return Place(start, end, "", ())
        pages = self.layout.pages
        boxes = tuple(
            Box(page, box.left / wide, box.top / high, box.right / wide, box.bottom / high)
            for page, box in self.layout.places(start, end)
            for wide, high in [(pages[page - 1].width or 1, pages[page - 1].height or 1)]
        )
        return Place(start, end, self.layout.label(start, end), boxes)

    def blocks(self) -> list[Block]:
        """Its blocks, in reading order."""
        return blocks_of(self.text.raw) if self.layout is None else blocks_of_layout(self.layout)


def proposals(source: Source, profile: Profile = NO_PROFILE, goals: Mapping[str, str] | None = None) -> Proposals:
    """What is proposed for the document *source*, by *profile*; *goals* has the codes of the SDGs by folded names."""
    found = structure(source.blocks(), profile.rules, profile.general)
    return _Writer(source, found, goals or {}).proposals()


class _Writer:
    """Proposals made of the structure of a text."""

    def __init__(self, source: Source, found: Structure, goals: Mapping[str, str]) -> None:
        self.source = source
        self.text = source.text
        self.found = found
        self.goals = goals
        self.keys = _keys("|".join((found.blocks[item.block].words, item.title)) for item in found.items)

    def proposals(self) -> Proposals:
        """All of them."""
        elements = tuple(self._element(index, item) for index, item in enumerate(self.found.items))
        claims = tuple(self._claims())
        counts = tuple(self._counts())
        covered = self._covered(
            [one.place for one in elements] + [one.place for one in claims] + [one.place for one in counts]
        )
        return Proposals(
            self.text.name,
            self.text.checksum,
            language_of(self.text.raw),
            elements,
            claims,
            counts,
            tuple(self._group(style) for style in self.found.styles),
            tuple((person.name, self.source.place(person.start, person.end).page) for person in self._persons()),
            self._share(covered),
            tuple(self._rest(covered)),
        )

    def _element(self, index: int, item: Item) -> Proposal:
        blocks = self.found.blocks
        place = self.source.place(blocks[item.block].start, blocks[item.last].end)
        again = tuple(self.source.place(blocks[at].start, blocks[at].end).page for at in item.again)
        return Proposal(
            self.keys[index],
            item.kind,
            item.title,
            item.number,
            readable(self.text.raw[place.start : place.end]).strip(),
            place,
            self.keys[item.parent] if item.parent >= 0 else "",
            item.style,
            item.reason,
            item.said,
            tuple(page for page in dict.fromkeys(again) if page != place.page),
        )

    def _claims(self) -> Iterator[Claim]:
        open_blocks = [number for number in range(len(self.found.blocks)) if number not in self.found.skipped]
        own = {
            number: index for index, item in enumerate(self.found.items) for number in range(item.block, item.last + 1)
        }
        said: set[tuple[str, str, str]] = set()
        for mention in mentions(self.text.raw, self.found.blocks, open_blocks, self.goals):
            holder = own.get(mention.block, self.found.holders[mention.block])
            of_all = holder < 0 or self.found.items[holder].kind not in HOLDERS
            if of_all or (mention.about != "sdg" and self.found.items[holder].kind not in _SCHEDULED):
                if mention.about != "sdg" and not self._is_set_aside(mention):
                    continue
                holder = -1 if of_all else holder
            element = self.keys[holder] if holder >= 0 else ""
            if (element, mention.about, mention.value) in said:
                continue
            said.add((element, mention.about, mention.value))
            place = self.source.place(mention.sentence_start, mention.sentence_end)
            quote = readable(self.text.raw[place.start : place.end]).strip()
            key = _key(f"{mention.about}|{mention.value}|{element}|{normalise(quote)}")
            sense = sense_of(mention.about, mention.value, quote)
            yield Claim(key, mention.about, mention.value, element, quote, place, sense)

    def _is_set_aside(self, mention: Mention) -> bool:
        """Whether *mention* is of an amount that its sentence says is set aside."""
        said = folded(self.text.raw[mention.sentence_start : mention.sentence_end])
        return mention.about == "amount" and any(word in said for word in words_of("money", "words"))

    def _counts(self) -> Iterator[Count]:
        said: set[tuple[str, int]] = set()
        kinds = {item.kind for item in self.found.items}
        for one in self.found.announced:
            block = self.found.blocks[one.block]
            if one.kind == "FocusArea" and "FocusArea" not in kinds and "Track" in kinds:
                one = one._replace(kind="Track", found=sum(item.kind == "Track" for item in self.found.items))
            holder = self.found.holders[one.block]
            described = holder >= 0 and self.found.items[holder].kind == "Initiative"
            if described or block.look in ("item", "bullet", "bullet-2", "cell"):
                continue
            below = self._below(holder, one.kind) if holder >= 0 else 0
            if one.value == below != one.found:
                continue  # such as “temaet har tre handlinger”, and it has
            if holder >= 0 and names_one_of(self.found.items[holder].kind, one.words):
                one = one._replace(found=below)
            if (one.kind, one.value) in said:
                continue
            said.add((one.kind, one.value))
            spans = self.text.spans(one.words)
            inside = [span for span in spans if block.start <= span.start < block.end]
            start, end = (inside[0].start, inside[0].end) if inside else (block.start, block.end)
            yield Count(
                _key(f"count|{one.kind}|{one.value}"),
                one.kind,
                one.value,
                one.found,
                one.words,
                self.source.place(start, end),
            )

    def _below(self, holder: int, kind: str) -> int:
        """How many items of *kind* are part of the item *holder*, or of what is part of it."""
        items, found = self.found.items, 0
        for item in items:
            at = item.parent
            while at >= 0 and at != holder:
                at = items[at].parent
            found += at == holder and item.kind == kind
        return found

    def _group(self, style: Style) -> Group:
        words = [self.found.blocks[number].words for number in style.blocks[:3]]
        return Group(style.name, style.under, len(style.blocks), tuple(words), style.kind, style.reason)

    def _persons(self) -> list[Person]:
        return persons(self.text.raw, self.found.blocks, self.found.skipped)

    # How much is understood.

    def _covered(self, places: Iterable[Place]) -> bytearray:
        marks = bytearray(len(self.text.raw))
        for place in places:
            marks[place.start : place.end] = b"\1" * (place.end - place.start)
        for item in self.found.items:
            for number in item.again:
                block = self.found.blocks[number]
                marks[block.start : block.end] = b"\1" * (block.end - block.start)
        return marks

    def _share(self, covered: bytearray) -> float:
        counted = quoted = 0
        for number, block in enumerate(self.found.blocks):
            if number not in self.found.skipped:
                counted += block.end - block.start
                quoted += sum(covered[block.start : block.end])
        return quoted / counted if counted else 0.0

    def _rest(self, covered: bytearray) -> Iterator[Rest]:
        heading, place, characters, begins = "", 0, 0, ""
        for number, block in enumerate(self.found.blocks):
            if number in self.found.skipped:
                continue
            if block.is_heading and characters:
                yield Rest(heading, self.source.place(place, place).page, characters, begins)
                characters, begins = 0, ""
            if block.is_heading:
                heading, place = block.words, block.start
            bare = block.end - block.start - sum(covered[block.start : block.end])
            if bare and any(map(str.isalnum, block.words)):
                characters += bare
                begins = begins or block.words[:80]
        if characters:
            yield Rest(heading, self.source.place(place, place).page, characters, begins)


_SCHEDULED = ("Goal", "Initiative")  # what has dates, amounts and responsible bodies of its own


def _key(words: str) -> str:
    return hashlib.sha256(normalise(words).casefold().encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _keys(words: Iterable[str]) -> list[str]:
    """A key for each of *words*, another where the same words come again."""
    seen: Counter[str] = Counter()
    found = []
    for text in words:
        seen[text] += 1
        found.append(_key(text if seen[text] == 1 else f"{text}|{seen[text]}"))
    return found


__all__ = ["Claim", "Count", "Group", "Place", "Proposal", "Proposals", "Rest", "Source", "proposals"]
