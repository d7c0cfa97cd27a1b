"""Where a Danish word may be broken at the end of a line.

A rule of thumb and no dictionary: joints of compounds are known where an ending that always takes a joining s, or a
part that is common in this field, tells them; elsewhere a word is broken between syllables (Retskrivningsordbogen,
§ 15): a single consonant goes to the next line, of several at least one. Near a joint only the joint is a place to
break.
"""

import re
from functools import lru_cache

_LEAST = 3  # so many letters stay on either side
_VOWELS = "aeiouyæøåéèáóäöü"
_RUN = re.compile(f"(?<=[{_VOWELS}])[^{_VOWELS}]+(?=[{_VOWELS}])")
_LINKED = re.compile(r"\w{2}(?:ings|heds|skabs|ions|tets|doms|elses|ments)(?=[^\Ws]\w\w|s\w\w\w)")
_FIRST = re.compile(
    r"^(?:an(?=svar|sat|sæt)|mod(?=svar)|borgere?|efter|familie|forbedrings|gennem|hoved|hverdags|kommune|leder|livs"
    r"|medarbejder|mellem|over|person|region|selv|social|special|sundheds|tvær|under|ungdoms|verdens|videns|videre"
    r"|voksen|vækst|ældre)(?=\w{3})"
)
_SECOND = re.compile(
    r"(?<=\w\w)(?=administration|afdeling|afgørelse|aftale|aktivitet|aktør|analyse|anbringelse|ansat|ansvar|ansætt"
    r"|anvendelse|arbejd|effekt|element|enhed|erfaring|inddrag|indflyd|indgang|indgåe|indhold|indkøb|indsats|indsigt"
    r"|omkostning|område|omsorg|opfølg|opgave|oplev|opmærksom|oversigt|overblik|overgang|uddann|udbud|udfordring|udgift"
    r"|udgave|udsagn|udsatte|udvalg|udvikl|undersøg|understøt|undervis|økonomi|skab(?:e[rt]|s)|tilbud)"
)
_TAKEN_ALONG = ("bl", "br", "fr", "gr", "kr", "pl", "pr", "tr")
_STARTS = (*_TAKEN_ALONG, "dr", "fl", "gl", "kl", "kn", "kv", "skr", "spr", "str", "sv", "vr")
_AFTER_VOWEL = ("sk", "skr", "skv", "sp", "spr", "st", "str")


@lru_cache(maxsize=4096)
def places(word: str) -> tuple[int, ...]:
    """The numbers of letters that may stand before the break in *word*, rising; none in a short word, or in one with
    anything but letters."""
    return tuple(sorted((*joints(word), *_others(word))))


@lru_cache(maxsize=4096)
def joints(word: str) -> tuple[int, ...]:
    """The places of *word* that are joints of a compound, rising."""
    return tuple(place for place in sorted(_joints(word.lower())) if _room(word, place)) if _breakable(word) else ()


def _others(word: str) -> list[int]:
    if not _breakable(word):
        return []
    low = word.lower()
    near = _joints(low)
    found = (match.start() + _kept(match[0]) for match in _RUN.finditer(low) if "x" not in match[0])
    return [place for place in found if _room(word, place) and all(abs(place - joint) > 2 for joint in near)]


def _breakable(word: str) -> bool:
    return len(word) >= 2 * _LEAST and word.isalpha() and not word.isupper()


def _room(word: str, place: int) -> bool:
    return _LEAST <= place <= len(word) - _LEAST


def _joints(word: str) -> set[int]:
    found = {match.end() for pattern in (_LINKED, _FIRST) for match in pattern.finditer(word)}
    seconds = (match.start() for match in _SECOND.finditer(word))
    return found | {place for place in seconds if any(letter in _VOWELS for letter in word[:place])}


def _kept(consonants: str) -> int:
    """How many of the *consonants* between two vowels stay before the break."""
    many = len(consonants)
    if many == 1 or consonants in _AFTER_VOWEL or consonants in _TAKEN_ALONG:
        return 0
    after = consonants.rfind("s", 1, many - 1) + 1
    if after and (many - after == 1 or consonants[after:] in _STARTS):
        return after
    for size in (3, 2):
        if many > size and consonants[-size:] in _STARTS:
            return many - size
    return many - 1
