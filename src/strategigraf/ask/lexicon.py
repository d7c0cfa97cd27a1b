"""Words folded into the concepts they mean, Danish and English alike, as `messages/concepts.tsv` has them.

A line there has a concept, its role, and the beginnings of the words that mean it. After a beginning that ends in a
full stop only an inflection may follow, after one that ends in an equals sign nothing; an underscore joins several
words in a row. Some words mean two things and occur twice. `messages/words.tsv` has the words that change no answer,
and endings.

The longest beginning wins, and what is left of a compound is folded in turn: “tidsplanposter” is time line and entry.
Every word keeps its stem too.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from strategigraf.core.report import message_lines

OUTSIDE = "outside"  # the concept of words that no question is about
ROLES = ("thing", "denial", "pale", "broad")
_LINKS = ("", "s", "e", "-", "s-", "er", "es", "ing")
_APOSTROPHE = re.compile(r"['’]s\b|['’]")
_TOKEN = re.compile(r"\d{1,2}\.(?:\d{1,2}|[a-d])\b|20\d\d|\d+-[a-z\d]+|\d+|[a-zé]+(?:[-/][a-zé]+)*")


def plain(text: str) -> str:
    """*text* in small letters, with æ, ø and å as ae, oe and aa."""
    return text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


@cache
def word_list(name: str) -> frozenset[str]:
    """The plain words of the list *name*: `nothing` (they mean nothing), `weighty` (those of them that can change an
    answer, where only the question has them), `harmless` (further ones that change no answer), `ending` (inflections).
    """
    return frozenset(
        word for line in message_lines("words") if line[0] == name for word in plain(" ".join(line[1:])).split()
    )


@cache
def in_role(role: str) -> frozenset[str]:
    """The concepts in *role*: `thing` (a question may be after it), `denial` (it denies or limits), `pale` (it changes
    no answer), `broad` (words of it are not alike)."""
    return frozenset(concept for concept, own, _, _ in message_lines("concepts") if own == role)


@cache
def numbered_sorts() -> dict[str, tuple[str, str]]:
    """The class and the short name that a word with a number means, by the plain beginning of the word, the
    longest first: “pejlemærke 8” is the `sg:Goal` called `pejlemaerke-8`."""
    sorts_by_word = {
        word: (cls, name)
        for name, cls, danish, english in message_lines("numbered")
        for word in plain(f"{danish} {english}").split()
    }
    return dict(sorted(sorts_by_word.items(), key=lambda entry: (-len(entry[0]), entry[0])))


class Read(NamedTuple):
    """A word, phrase or number of a text: its position (end exclusive), and what it is folded into, which is nothing
    for a word that says nothing."""

    start: int
    end: int
    names: tuple[str, ...]


class _Lexicon(NamedTuple):
    """By its first three letters each beginning of a word, the longest first, with its concepts and whether only an
    inflection may follow; by its first word each phrase: the words that follow and the concepts."""

    words: dict[str, list[tuple[str, int, tuple[str, ...]]]]
    phrases: dict[str, list[tuple[list[str], tuple[str, ...]]]]
    endings: frozenset[str]
    stop: frozenset[str]


def folded(text: str, spelling: bool = False) -> list[tuple[str, ...]]:
    """For each word or phrase of *text* that says something: its stem, marked `=`, and the concepts it means.

    A number is its sort: `#target`, `#year`, `#pair` such as 13-2, `#`; after a concept also that concept with `#`.
    With *spelling*, a word of six letters or more that means nothing is read with one spelling error corrected.
    """
    text = plain(text)
    if "'" in text or "’" in text:
        text = _APOSTROPHE.sub("", text)
    if "/" in text:
        text = re.sub(r"(?<![\w-])[a-z0-9-]+/(?=[a-z]+-\d)", "", text)
    return [names for _, _, names in _folded(_TOKEN.findall(text), spelling) if names]


@lru_cache(maxsize=10_000)  # the titles of a strategy, which are read for each word of a question
def read(text: str) -> tuple[Read, ...]:
    """Every word, phrase and number of *text* with what `folded` says of it, spelling corrected, and its position."""
    letters: list[str] = []
    positions: list[int] = []
    skipped = {position for match in _APOSTROPHE.finditer(text) for position in range(*match.span())}
    for position, sign in enumerate(text):
        for letter in plain(sign) if position not in skipped else "":
            letters.append(letter)
            positions.append(position)
    tokens = list(_TOKEN.finditer("".join(letters)))
    return tuple(
        Read(positions[tokens[first].start()], positions[tokens[last].end() - 1] + 1, names)
        for first, last, names in _folded([match[0] for match in tokens], spelling=True)
    )


def _folded(tokens: list[str], spelling: bool) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The first and the last of the *tokens* of each word, phrase and number, and what it is folded into."""
    names: tuple[str, ...] = ()
    end = 0
    for at, token in enumerate(tokens, start=1):
        if at <= end:
            continue
        word, phrases = _token(token)
        if phrases and (phrase := _phrase(tokens, at, phrases)):
            names, end = phrase
            yield at - 1, end - 1, names
            continue
        if not word:
            yield at - 1, at - 1, ()
            continue
        if word[0][0] == "#":
            yield at - 1, at - 1, (*word, *[name + "#" for name in names if name[0] not in "=#"])
            continue
        names = (*word, *_corrected(token)) if spelling and len(word) == 1 and len(token) >= 6 else word
        yield at - 1, at - 1, names


@cache
def _token(token: str) -> tuple[tuple[str, ...], list[tuple[list[str], tuple[str, ...]]] | None]:
    """What *token* means by itself, and the phrases it begins."""
    if token[0].isdigit():
        sort = "#target" if "." in token else "#pair" if "-" in token else "#year" if len(token) == 4 else "#"
        return (sort, *_beginning(token)[0]), None
    return _word(token), _lexicon().phrases.get(token)


def _phrase(
    tokens: list[str], at: int, phrases: list[tuple[list[str], tuple[str, ...]]]
) -> tuple[tuple[str, ...], int] | None:
    """The concepts of the phrase that goes on at *at*, and where it ends."""
    for following_words, names in phrases:
        end = at + len(following_words)
        if (
            end <= len(tokens)
            and tokens[end - 1].startswith(following_words[-1])
            and tokens[at : end - 1] == following_words[:-1]
        ):
            return names, end
    return None


def _word(word: str) -> tuple[str, ...]:
    """The marked stem of *word* and its concepts; nothing for a word that says nothing."""
    lexicon = _lexicon()
    if word in lexicon.stop:
        return ()
    marked = "=" + stem(word)
    names, length = _beginning(word)
    remainder = word[length:]
    if names and len(remainder) > 3 and remainder not in lexicon.endings:
        for link in _LINKS:
            if remainder.startswith(link) and (further_names := _beginning(remainder[len(link) :])[0]):
                return (marked, *names, *further_names)
    if not names and len(word) >= 9:
        for start in range(3, len(word) - 4):
            names, length = _beginning(word[start:])
            if length >= 6:
                return (marked, *names)
        names = ()
    return (marked, *names)


@cache
def stem(word: str) -> str:
    """*word* without its inflection."""
    for length in (4, 3, 2, 1):
        if len(word) - length >= 4 and word[-length:] in _lexicon().endings:
            return word[:-length]
    return word


def _beginning(word: str) -> tuple[tuple[str, ...], int]:
    """The concepts of the longest beginning of *word*, and its length."""
    lexicon = _lexicon()
    for start, exact, names in lexicon.words.get(word[:3], ()):
        if word.startswith(start) and (exact < 1 or word[len(start) :] in (lexicon.endings if exact < 2 else ("",))):
            return names, len(start)
    return (), 0


@cache
def _corrected(word: str) -> tuple[str, ...]:
    """The concepts of a word that is one slip away from *word*: a letter more, less, other or swapped."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        swapped = [head + tail[1] + tail[0] + tail[2:]] if len(tail) > 1 else []
        others = [head + letter + tail[1:] for letter in letters] + [head + letter + tail for letter in letters]
        for slip in [head + tail[1:], *swapped, *others]:
            names, length = _beginning(slip)
            if length >= 5 and length > at:
                return names
    return ()


@cache
def _lexicon() -> _Lexicon:
    """The concepts, the endings and the words that say nothing, arranged for fast look-up."""
    concepts_by_beginning: dict[str, list[str]] = {}
    for concept, _, danish, english in message_lines("concepts"):
        for token in plain(f"{danish} {english}").split():
            concepts_by_beginning.setdefault(token, []).append(concept)
    endings = word_list("ending")
    words: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
    phrases: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
    for token in sorted(concepts_by_beginning, key=lambda token: (-len(token), token)):
        names = tuple(dict.fromkeys(concepts_by_beginning[token]))
        first, *following_words = token.rstrip(".=").split("_")
        exact = ".=".find(token[-1]) + 1
        if following_words:
            phrases.setdefault(first, []).append((following_words, names))
        else:
            words.setdefault(first[:3], []).append((first, exact, names))
            if len(first) < 3:
                for ending in sorted(endings) if exact < 2 else ():
                    words.setdefault((first + ending)[:3], []).append((first, exact, names))
    return _Lexicon(words, phrases, endings | {""}, word_list("nothing"))
