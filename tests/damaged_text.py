"""Danish texts as converters and editors leave them, and where each of their words is.

A text is a list of words, as the page prints them. Each word and each blank between two is written in one of the ways
that make no difference to what is printed; the places of the words in what comes of it are known by construction.
"""

import unicodedata
from collections.abc import Callable
from random import Random
from typing import NamedTuple

WORDS = (
    "borgere", "skal", "have", "ligeværdige", "vilkår", "på", "ældreområdet", "og", "i", "hele", "regionen", "med",
    "fokus", "bæredygtighed", "sundhed", "åben", "økonomi", "Århus", "Ålborg", "føler", "sig", "trygge", "flere",
    "specialiserede", "fleksible", "tilbud", "effektiv", "officiel", "it-systemer", "e-mail", "EU-Kommissionen",
    "2024-2027", "EU-reglerne", "10,3", "12", "120", "ikke-kommunale", "A-kasse", "24-timers", "pårørende", "første",
    "år,", "(unge)", "sager.", "mål:", "nej;", "“tryghed”", "børn's", "læring", "–", "50", "pct.",
)  # fmt: skip
LINE_ENDS = ("\n", "\r\n", "\r", "\f", "\x85", "\u2028", "\u2029", "\n\n", " \n  ", "\v")
BLANKS = (" ", " ", " ", "  ", "\t", "\u00a0", "\u202f", "<br>", "<br/>", "&nbsp;", "\\\n", *LINE_ENDS)
_LIGATURES = (("ffi", "\ufb03"), ("ff", "\ufb00"), ("fi", "\ufb01"), ("fl", "\ufb02"), ("st", "\ufb06"))
_UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u202a", "\u00ad", "&shy;", "&#8203;")
_ENTITIES = {"æ": "&aelig;", "ø": "&oslash;", "å": "&aring;", "é": "&#233;", "Å": "&#xC5;"}
_JOINERS = {"-": "-\u2010\u2011", "–": "–—", "“": '“„»"', "”": '”“«"', "'": "'’‘"}


class Damaged(NamedTuple):
    """A text and where its words are in it: from, up to."""

    raw: str
    places: list[tuple[int, int]]


def plain(words: list[str]) -> Damaged:
    """The words with a blank between them."""
    return written(words, [lambda word: word] * len(words), [" "] * len(words))


def damaged(words: list[str], random: Random, ways: "list[Callable[[str, Random], str]] | None" = None) -> Damaged:
    """*words*, each written in one of the *ways*, or of all there are, with any kind of blank between them."""
    chosen = [random.choice([*(ways or WAYS), _as_it_is]) for _ in words]
    return written(
        words,
        [lambda word, way=way: way(word, random) for way in chosen],  # type: ignore[misc]
        [random.choice(BLANKS) for _ in words],
    )


def written(words: list[str], ways: "list[Callable[[str], str]]", blanks: list[str]) -> Damaged:
    """*words*, each in its way, each followed by its blank."""
    raw, places = "", []
    for word, way, blank in zip(words, ways, blanks, strict=True):
        shown = way(word)
        places.append((len(raw), len(raw) + len(shown)))
        raw += shown + blank
    return Damaged(raw, places)


def _as_it_is(word: str, random: Random) -> str:
    return word


def _decomposed(word: str, random: Random) -> str:
    return unicodedata.normalize("NFD", word)


def _with_ligatures(word: str, random: Random) -> str:
    for letters, sign in _LIGATURES:
        word = word.replace(letters, sign)
    return word


def _with_unseen(word: str, random: Random) -> str:
    place = random.randint(1, len(word) - 1) if len(word) > 1 else 0
    return word[:place] + random.choice(_UNSEEN) + word[place:] if place else word


def _with_entities(word: str, random: Random) -> str:
    return "".join(_ENTITIES.get(sign, sign) for sign in word)


def _with_other_signs(word: str, random: Random) -> str:
    return "".join(random.choice(_JOINERS.get(sign, sign)) for sign in word)


def _escaped(word: str, random: Random) -> str:
    return "".join(f"\\{sign}" if sign in "-().,:;'" else sign for sign in word)


def _emphasised(word: str, random: Random) -> str:
    mark = random.choice(["**", "*"])
    place = random.randint(1, len(word))
    return word[:place] + mark + word[place:] + mark if place < len(word) and word.isalpha() else word


def _linked(word: str, random: Random) -> str:
    return f"[{word}](https://eksempel.dk/{random.choice(['', 'a_(b)', 'x ' + chr(34) + 'Se her' + chr(34)])})"


def _broken(word: str, random: Random) -> str:
    """Broken at a hyphen of its own, else between syllables."""
    after = random.choice(["\n", "\r\n", "\n  ", "\u2028", " \n", "\f", "<br>"])
    if "-" in word:
        return word.replace("-", random.choice(["-", "\u2010", "\u00ad", "\ufffe"]) + after, 1)
    place = random.randint(3, len(word) - 3) if word.isalpha() and len(word) > 7 and word.islower() else 0
    head = word[:place]
    if not place or not set(head) & set("aeiouyæøå") or head in ("ikke", "hiv"):
        return word
    return head + random.choice(["-", "\u2010", "\u00ad", "\ufffe", "\x02"]) + after + word[place:]


WAYS = [_decomposed, _with_ligatures, _with_unseen, _with_entities, _with_other_signs, _escaped, _emphasised, _linked,
        _broken]  # fmt: skip
