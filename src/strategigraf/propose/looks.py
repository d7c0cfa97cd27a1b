"""How blocks look alike: numbers and labels that they begin with, headings above, running heads and contents pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from strategigraf.propose.blocks import ITEM, Block
from strategigraf.propose.words import folded, kind_of_word, number_words, tokens, words_of

_DIGITAL = r"\d{1,3}(?:\.\d{1,2}){0,3}(?: ?[-.]? ?[A-Za-z](?![\w]))?|[A-Z]\.?\d{1,2}(?:\.\d{1,2})?"
_NUMBER = rf"(?P<number>{_DIGITAL})"
_SPELLED = rf"(?P<number>[A-Z]|[IVX]{{1,5}}|(?i:{'|'.join(number_words())}))"  # the sign of a number without digits
_NAME = r"[^\W\d_][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*"
_LABELLED = re.compile(
    rf"(?P<label>{_NAME}(?: {_NAME}){{0,2}}) (?:[Nn][ro]\.? ?)?{_NUMBER}(?P<sign> ?[.:)–—|-]*)(?=\s|$)"
)
_LETTERED = re.compile(rf"(?P<label>{_NAME}(?: {_NAME}){{0,2}}) {_SPELLED}(?P<sign> ?[.:)–—|-]*)(?=\s|$)")
_NUMBERED = re.compile(rf"{_NUMBER}(?P<sign>[.)]?)[ :–—-]*(?=\s|$|(?<=[.)])[^\W\d_])")
_NEAR = 3  # blocks after a number, among which its title is
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december", "january", "february", "march", "may", "june", "july", "october", "halvår", "kvartal", "sal", "udgave",
    "quarter", "pct", "procent", "per", "mio", "mia", "kr", "million", "billion", "år", "århundrede",
)  # fmt: skip
_DIGITS = re.compile(r"\d+")
_PAGE_AT_END = re.compile(r"[\s.…·_](?:side |page )?\d{1,3}$|[.…]{4}")
_PAGE_AT_START = re.compile(r"^\d{1,3}\s+\D")


class Rule(NamedTuple):
    """A line of a profile: blocks of this `style` (any, where empty) below a heading or in a column with the words
    `under`, or with `words` in them, are of `kind`; `title` says how much of the words is the title."""

    style: str
    kind: str
    under: str = ""
    words: str = ""
    title: str = ""


class Numbering(NamedTuple):
    """What numbers a block: the label before the number (`Initiativ`), the number as printed, where the title begins
    in the words, and what all that are numbered so have in common (`initiativ #`, `#)`)."""

    label: str = ""
    number: str = ""
    after: int = 0
    shape: str = ""


def numbering(block: Block) -> Numbering:
    """What numbers *block*; nothing where it begins with no number."""
    words = block.words
    labelled = _LABELLED.match(words)
    if labelled and (label := _known_label(labelled["label"])):
        after = _title_start(words, labelled.end())
        return Numbering(labelled["label"], labelled["number"].strip(), after, f"{label} #")
    lettered = _LETTERED.match(words)
    if lettered and _names_kind(label := folded(lettered["label"])):
        after = _title_start(words, lettered.end())
        return Numbering(lettered["label"], lettered["number"], after, f"{label} #")
    match = _NUMBERED.match(words)
    if not match or not _numbers(block, match):
        return Numbering()
    shape = re.sub(r"[A-Za-z]", "a", _DIGITS.sub("#", match["number"])).replace(" ", "") + match["sign"]
    return Numbering("", match["number"].strip(), _title_start(words, match.end()), shape)


def numberings(blocks: Sequence[Block]) -> list[Numbering]:
    """What numbers each of *blocks*; a number that is the only one of its shape numbers nothing, unless it has digits
    and its label names a kind."""
    found = [numbering(block) for block in blocks]
    shapes = Counter(numbered.shape for numbered in found)
    spelled = Counter(shape for shape, _ in {(one.shape, one.number) for one in found if not _has_digits(one)})
    return [numbered if _is_sure(numbered, shapes, spelled) else Numbering() for numbered in found]


def _is_sure(numbered: Numbering, shapes: Mapping[str, int], spelled: Mapping[str, int]) -> bool:
    if numbered.label and not _has_digits(numbered):
        return spelled[numbered.shape] > 1  # “A”, “I” and “one” are words, too
    return shapes[numbered.shape] > 1 or bool(numbered.label and kind_of_word(folded(numbered.label)))


def _has_digits(numbered: Numbering) -> bool:
    return any(map(str.isdigit, numbered.number))


def _names_kind(label: str) -> bool:
    return bool(kind_of_word(label) or kind_of_word(label.rpartition(" ")[2]))


def _known_label(words: str) -> str:
    """The folded label *words*, where they are one that names a kind or nothing; else empty."""
    label = folded(words)
    known = _names_kind(label) or label in words_of("ignored", "labels")
    return label if known or (len(label.split()) == 1 and words[:1].isupper()) else ""


def _numbers(block: Block, match: re.Match[str]) -> bool:
    """Whether the number of *match* numbers *block*, and is no date, amount or year."""
    following = tokens(block.words[match.end() : match.end() + 20])
    if following and following[0] in _MONTHS:
        return False
    number = match["number"]
    return bool(match["sign"]) or not number.isdecimal() or (block.size > ITEM and bool(following))


def _title_start(words: str, at: int) -> int:
    while at < len(words) and not words[at].isalnum() and words[at] not in "“”\"»«('":
        at += 1
    return at


def titles_apart(blocks: Sequence[Block], numbers: Sequence[Numbering], skipped: Collection[int]) -> dict[int, int]:
    """For each of *blocks* that is a label and a number alone the block that is its title: of those that follow the
    first that looks as most titles after such a label do."""
    following: dict[int, list[int]] = {}
    for number, numbered in enumerate(numbers):
        if numbered.label and not blocks[number].words[numbered.after :].strip():
            after = (index for index in range(number + 1, len(blocks)) if index not in skipped)
            following[number] = list(islice(after, _NEAR))
    looks: dict[str, Counter[str]] = defaultdict(Counter)  # of the titles after labels of one shape
    for number, listed in following.items():
        looks[numbers[number].shape].update(blocks[index].look for index in listed[:1])
    titles = {}
    for number, listed in following.items():
        if listed:
            usual = looks[numbers[number].shape].most_common(1)[0][0]
            titles[number] = next((index for index in listed if blocks[index].look == usual), listed[0])
    return titles


def style_of(block: Block, numbered: Numbering) -> str:
    """The name of the style of *block*: what it is numbered with, else its look."""
    return numbered.shape or block.look


def without_number(style: str) -> str:
    """The style that a user calls *style*: `Initiativ 1` and `initiativ` mean `initiativ #`, `1)` means `#)`."""
    said = " ".join(style.casefold().split())
    if said == "bullet-2" or re.fullmatch(r"heading-\d", said) or re.search(r"\d ?pt", said):
        return said
    return re.sub(r"(?<=[#.-])[a-z](?![a-z])", "a", _DIGITS.sub("#", said))


# What is left out: running heads, contents pages, what only leads elsewhere.


def running_heads(blocks: Sequence[Block]) -> set[int]:
    """The numbers of those of *blocks* that are printed again at the edge of many pages, and of bare page numbers."""
    last = max((block.page for block in blocks), default=0)
    pages: dict[tuple[str, bool], set[int]] = defaultdict(set)
    keys: dict[int, tuple[str, bool]] = {}
    for number, block in enumerate(blocks):
        if block.boxes and (block.boxes[0].top < 0.1 or block.boxes[-1].bottom > 0.9) and len(block.words) <= 120:
            key = _DIGITS.sub("#", folded(block.words)), block.boxes[0].top < 0.5
            keys[number] = key
            pages[key].add(block.page)
    most = max(3, last // 8)
    return {
        number for number, key in keys.items() if len(pages[key]) >= most or not any(sign.isalpha() for sign in key[0])
    }


def contents(blocks: Sequence[Block]) -> set[int]:
    """The numbers of those of *blocks* that are a table of contents: what follows a heading that says so, on its page
    or as far as lines end in page numbers, and runs of lines with dots before a page number."""
    found: set[int] = set()
    names = words_of("ignored", "contents")
    for number, block in enumerate(blocks):
        if folded(block.words) in names or any(
            folded(block.words).endswith(f" {name}") and len(block.words) < 50 for name in names
        ):
            found |= _contents_below(blocks, number)
    dotted = [number for number, block in enumerate(blocks) if re.search(r"[.…]{4} ?\d{0,4}$", block.words)]
    return found | set(dotted)


def _contents_below(blocks: Sequence[Block], start: int) -> set[int]:
    page = blocks[start].page
    if page:
        pages = {page} | {
            page + 1 for _ in (0,) if _share_with_pages([block for block in blocks if block.page == page + 1]) > 0.6
        }
        return {number for number, block in enumerate(blocks) if block.page in pages}
    end, misses = start + 1, 0
    last = start
    while end < len(blocks) and misses < 3 and not blocks[end].is_text:
        if _ends_with_page(blocks[end]) or blocks[end].words.strip().isdecimal() or blocks[end].column:
            last, misses = end, 0
        else:
            misses += 1
        end += 1
    return set(range(start, last + 1))


def _share_with_pages(blocks: Sequence[Block]) -> float:
    return sum(map(_ends_with_page, blocks)) / len(blocks) if blocks else 0.0


def _ends_with_page(block: Block) -> bool:
    return bool(_PAGE_AT_END.search(block.words) or _PAGE_AT_START.match(block.words)) and len(block.words) < 150


def with_chapters(blocks: Sequence[Block], listed_in_contents: set[int]) -> list[Block]:
    """*blocks*, those of them larger that are headings and stand in the table of contents."""
    chapters = {
        re.sub(r"^\d{1,3}\s+|(?<![\s.…·_])[\s.…·_]+(?:side |page )?\d{1,3}$", "", folded(blocks[number].words)).strip(
            " ."
        )
        for number in listed_in_contents
    }
    largest = max((block.size for block in blocks), default=0)
    return [
        block._replace(size=max(block.size, _CHAPTER if largest <= 100 else block.size))
        if block.size > ITEM and number not in listed_in_contents and folded(block.words) in chapters
        else block
        for number, block in enumerate(blocks)
    ]


_CHAPTER = 95.0


# The headings above each block.


def paths(blocks: Sequence[Block], skipped: set[int]) -> list[tuple[int, ...]]:
    """For each of *blocks* the numbers of the headings above it, the outermost first; *skipped* ones are none."""
    stack: list[int] = []
    found: list[tuple[int, ...]] = []
    for number, block in enumerate(blocks):
        if block.is_heading and number not in skipped:
            while stack and blocks[stack[-1]].size <= block.size:
                stack.pop()
            found.append(tuple(stack))
            stack.append(number)
        else:
            found.append(tuple(stack))
    return found


__all__ = [
    "Numbering",
    "Rule",
    "contents",
    "numbering",
    "paths",
    "running_heads",
    "style_of",
    "titles_apart",
    "with_chapters",
    "without_number",
]
