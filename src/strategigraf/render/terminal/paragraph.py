"""Paragraphs of a given width: words whole where they fit, long ones broken where Danish allows it."""

import re
from functools import lru_cache

from strategigraf.render.delimited import width

# Where a Danish word may be broken at the end of a line.

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


_NAME = re.compile(r"[/\\@_]|:\S|\d|\w\.\w")  # in a word: it is a name, a path, an address or a number
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"(?<=\w[-/])(?=\w)")
_MANY = 12  # letters from which a word is broken to fill a line that would else stay short
_SHORT = 0.6  # of the width: a line shorter than that


def lines(text: str, room: int, hanging: int = 0) -> list[str]:
    """*text* (single blanks, one line) as lines at most *room* wide, those after the first indented by *hanging*; one
    line at least. Only a piece that nothing may break is cut where the line ends."""
    if width(text) <= room:
        return [text]
    hanging = min(hanging, room // 2)
    words = text.split(" ")[::-1]
    found: list[str] = []
    line = ""
    while words:
        word = words.pop()
        left = room - width(line) - bool(line.strip())
        gap = " " if line.strip() else ""
        if width(word) <= left:
            line += gap + word
            continue
        head, rest = _broken(word, left, bool(gap), room)
        if head:
            found.append(line + gap + head)
        elif gap:
            found.append(line)
            rest = word
        else:
            head, rest = _cut(word, left)
            found.append(line + head)
        words.append(rest)
        line = " " * hanging
    return [*found, line] if line.strip() or not found else found


@lru_cache(maxsize=8192)
def least(text: str) -> int:
    """The width below which a piece of *text* would be cut where nothing allows it."""
    return max((width(piece) for word in text.split(" ") for piece in _pieces(word)), default=0)


def _pieces(word: str) -> list[str]:
    """*word* broken wherever it may be, each piece with the hyphen it then ends on."""
    found, start = [], 0
    for place, hyphen in _breaks(word):
        found.append(word[start:place] + hyphen)
        start = place
    return [*found, word[start:]]


def _broken(word: str, left: int, follows: bool, room: int) -> tuple[str, str]:
    """*word* as what goes into *left* columns and what is left over; nothing and the word where it goes to the next
    line whole."""
    whole = width(word) <= room
    if follows and whole and ((not _NAME.search(word) and len(word) < _MANY) or left < room * (1 - _SHORT)):
        return "", word
    if follows and whole and _NAME.search(word):
        return "", word
    fitting = [(place, hyphen) for place, hyphen in _breaks(word) if width(word[:place]) + len(hyphen) <= left]
    if not fitting:
        return "", word
    best = [place for place, _ in fitting if place in _best(word)]
    place = best[-1] if best and best[-1] * 2 >= fitting[-1][0] else fitting[-1][0]
    return word[:place] + dict(fitting)[place], word[place:]


def _cut(word: str, left: int) -> tuple[str, str]:
    """The first *left* columns of *word* (one sign at least), and the rest."""
    place = 1
    while place < len(word) and width(word[: place + 1]) <= left:
        place += 1
    return word[:place], word[place:]


def _breaks(word: str) -> list[tuple[int, str]]:
    """Where *word* may be broken, rising, each with the hyphen to add there."""
    found = {match.start(): "" for match in _AFTER.finditer(word)}
    if not _NAME.search(word):
        found |= {match.start() + place: "-" for match in _WORD.finditer(word) for place in places(match[0])}
    return sorted(found.items())


def _best(word: str) -> set[int]:
    """The joints of *word*, and its own hyphens; of a name where its parts end."""
    if _NAME.search(word):
        return {place for place in range(1, len(word)) if word[place - 1] == "/"}
    own = {match.start() for match in _AFTER.finditer(word)}
    return own | {match.start() + place for match in _WORD.finditer(word) for place in joints(match[0])}
