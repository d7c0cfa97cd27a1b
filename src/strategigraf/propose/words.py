"""What words stand for: kinds, labels before numbers, what leads in a list; from `messages/proposal-rules.toml`."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.files.normal_form import normalise

_FILE = Path(__file__).parents[1] / "messages" / "proposal-rules.toml"
_ENDINGS = (  # of nouns, in Danish and English; the longest first
    "ernes", "enes", "erne", "rne", "ene", "ets", "ers", "ens", "et", "er", "en", "es", "ne", "'s", "s", "r", "n", "t",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LETTERS = 4  # that a word has at least besides its ending, or the whole of it is known


@cache
def rules() -> Mapping[str, Any]:
    """The general rules as they are written."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def folded(words: str) -> str:
    """*words* as they are compared: in normal form, small letters, without signs at the ends."""
    return normalise(words).casefold().replace("’", "'").strip(" .:;,–—-*\"'»«“”()!?")


def tokens(words: str) -> list[str]:
    """The words of *words*, folded."""
    return _WORD.findall(normalise(words).casefold().replace("’", "'"))


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in rules()["kinds"].items() for word in words}


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _kinds())


def kind_of_word(word: str) -> str:
    """The kind (`Goal`) that the folded *word*, or several words with a blank between, stands for; "" for none."""
    return _kinds().get(base_of(word), "")


def base_of(word: str) -> str:
    """The word of the general rules that the folded *word*, which names a kind, is a form of; "" for none."""
    known = _kinds()
    if word in known:
        return word
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and base in known and len(base) >= 3:
            return base
    base = word[:-3] + "y"
    return base if word.endswith("ies") and base in known else ""


class Named(NamedTuple):
    """A kind that words name: `first` and `last` are the numbers of the words that name it, from 0, end exclusive."""

    kind: str
    first: int
    last: int


def kinds_named(words: Sequence[str]) -> Iterator[Named]:
    """The kinds that the folded *words* name, from left to right, the longest names first."""
    at = 0
    while at < len(words):
        for length in range(min(_longest(), len(words) - at), 0, -1):
            if kind := kind_of_word(" ".join(words[at : at + length])):
                yield Named(kind, at, at + length)
                at += length - 1
                break
        at += 1


@cache
def number_words() -> Sequence[str]:
    """The words for numbers from one in both languages, of which none begins another that follows."""
    words = {word for listed in rules()["numbers"].values() for word in listed[1:]}
    return sorted(words, key=lambda word: (-len(word), word))


def number_of(word: str, language: str) -> int:
    """The number that the folded *word* (`fire`, `12`) is in *language*; 0 for none."""
    if word.isdecimal():
        return int(word) if len(word) <= 3 else 0
    return _numbers(language).get(word, 0)


@cache
def _numbers(language: str) -> dict[str, int]:
    known = {word: number for number, word in enumerate(rules()["numbers"][language])}
    return {word: number for word, number in known.items() if number > 1}  # “en”, “one” are articles


def language_of(text: str) -> str:
    """The language of *text* (`da`, `en`), by its commonest words."""
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    danish, english = (sum(words[word] for word in words_of("common", language)) for language in ("da", "en"))
    return "en" if english > danish else "da"


@cache
def words_of(section: str, name: str) -> frozenset[str]:
    """The words of the list *name* in *section* of the general rules."""
    return frozenset(rules()[section][name])


def lead_kind(words: str) -> str:
    """The kind of what the lead-in *words* (`Det gør vi ved:`) announces; "" for none."""
    said = folded(words)
    for kind, leads in rules()["leads"].items():
        if any(said == lead or said.endswith(" " + lead) or said.startswith(lead + ":") for lead in leads):
            return str(kind)
    return ""


def promises(words: str) -> bool:
    """Whether *words* begin as something that will be done."""
    said = folded(words)
    return any(said.startswith(begin + " ") for begin in rules()["promises"]["begins"])


def noun_in(words: str) -> str:
    """The word of the general rules that names the kind in *words*; "" for none."""
    said = tokens(words)
    named = next(kinds_named(said), None)
    return base_of(" ".join(said[named.first : named.last])) if named else ""


def beginning(words: str) -> str:
    """The first words of the lead-in *words*, whole."""
    return words if len(words) <= _TOLD else words[: _TOLD + 1].rpartition(" ")[0] or words[:_TOLD]


_TOLD = 60  # characters


def speaks_of_doing(words: str) -> bool:
    """Whether the few *words* over a list say that “we” do what is in it, and not what we know, measure or ask."""
    said = set(tokens(words))
    return (
        "?" not in words
        and len(said) <= _LEAD_WORDS
        and bool(said & words_of("doing", "we"))
        and not said & words_of("doing", "otherwise")
    )


_LEAD_WORDS = 8


def heading_kind(words: str) -> str:
    """The kind of what stands below the heading *words* (`Målsætninger`, `Our priority focus areas`); "" where it does
    not name one, or names other things too."""
    said = tokens(words)
    named = list(kinds_named(said))
    if not named or len({one.kind for one in named}) > 1 or len(said) > 6:
        return ""
    inside = {index for one in named for index in range(one.first, one.last)}
    others = [word for index, word in enumerate(said) if index not in inside]
    around = words_of("headings", "around")
    fits = all(
        word in around
        or number_of(word, "da")
        or number_of(word, "en")
        or (word.endswith("s") and index < named[0].first)
        for index, word in enumerate(said)
        if word in others
    )
    return named[0].kind if fits else ""


def is_singular(noun: str) -> bool:
    """Whether the folded *noun*, which names a kind, is in the singular."""
    return (noun in _kinds() and not noun.endswith("ies")) or (noun.endswith(("et", "en")) and noun[:-2] in _kinds())


def names_one_of(kind: str, words: str) -> bool:
    """Whether *words* name one thing of *kind* (`temaet`, `this priority`)."""
    said = tokens(words)
    return any(
        named.kind == kind and is_singular(" ".join(said[named.first : named.last])) for named in kinds_named(said)
    )


SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")
_MOST = 150  # characters of a title


def title_of(words: str, run_in: int, whole: bool) -> str:
    """What of *words* is the title: the *run_in* characters that lead in or, unless *whole*, the first sentence."""
    if run_in:
        words = words[:run_in]
    if not whole:
        words = SENTENCE_END.split(words, maxsplit=1)[0]
    words = words.strip().strip("*").rstrip(" :;.,–-")
    if len(words) > _MOST:
        cut = words[:_MOST].rfind(" ")
        words = words[:cut].rstrip(" ,;:–-") + "…"
    return words
