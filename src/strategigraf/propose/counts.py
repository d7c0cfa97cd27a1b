"""The numbers that a text itself gives, such as “fire fokusområder”: what is found can be checked against them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from strategigraf.propose.blocks import Block
from strategigraf.propose.words import SENTENCE_END, is_singular, kinds_named, number_of, tokens


class Announced(NamedTuple):
    """A number that the text gives: how many of which kind, where the sentence is, and how many were found."""

    value: int
    kind: str
    block: int
    words: str
    found: int = 0


_NOT_BETWEEN = frozenset(  # words that end what a number counts
    ["af", "om", "for", "til", "med", "i", "på", "der", "som", "gennem", "under", "og", "eller", "fra", "vores"]
) | {"of", "in", "to", "and", "or", "with", "on", "that", "from", "as", "our"}
_SAME_PLURAL = ("spor", "strategispor", "hovedspor", "mål", "delmål", "tiltag", "nøgletal")
_COUNTED = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,3}|[^\W\d_]{2,9})(?P<between>(?: [^\W\d_][^\W\d_-]*){0,3}) (?P<noun>[^\W\d_][\w-]+)"
)
_NO_COUNT = re.compile(r"(?i)(?:\bn[ro]\.? ?|\bdelmål |\bmål |§ ?|\bside |\bpage |\d[.)] ?)$")


def announced_in(number: int, block: Block, language: str) -> Iterator[Announced]:
    """The numbers of elements that *block* gives: a number, at most three words, and a noun in the plural that names a
    kind."""
    words, at = block.words, 0
    while match := _COUNTED.search(words, at):
        at = match.end("number")
        value = number_of(match["number"].casefold(), language)
        if not 2 <= value <= 300 or _NO_COUNT.search(words[: match.start()]):
            continue
        if named := _counted_noun(tokens(f"{match['between']} {match['noun']}"), language):
            yield Announced(value, named, number, _sentence_at(words, match.start()))


def _counted_noun(words: Sequence[str], language: str) -> str:
    """The kind that the first noun in the plural among the folded *words* names; "" where none does before a word that
    ends what is counted."""
    for named in kinds_named(words):
        before = words[: named.first]
        if _NOT_BETWEEN.intersection(before) or (language == "da" and not all(word.endswith("e") for word in before)):
            return ""  # between stand adjectives, which in Danish end so
        noun = " ".join(words[named.first : named.last])
        return named.kind if noun in _SAME_PLURAL or not is_singular(noun) else ""
    return ""


def _sentence_at(words: str, at: int) -> str:
    """The sentence of *words* at the offset *at*."""
    start = 0
    for end in SENTENCE_END.finditer(words):
        if end.start() >= at:
            return words[start : end.start()]
        start = end.end()
    return words[start:]
