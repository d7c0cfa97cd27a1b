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
    """The numbers of letters that may precede a break in *word*, rising; none in a short word, or in one with
    anything but letters."""
    return tuple(sorted((*joints(word), *_syllable_breaks(word))))


@lru_cache(maxsize=4096)
def joints(word: str) -> tuple[int, ...]:
    """The positions in *word* that are joints of a compound, rising."""
    return (
        tuple(position for position in sorted(_joint_positions(word.lower())) if _leaves_enough(word, position))
        if _breakable(word)
        else ()
    )


def _syllable_breaks(word: str) -> list[int]:
    if not _breakable(word):
        return []
    lower = word.lower()
    joint_positions = _joint_positions(lower)
    positions = (match.start() + _consonants_kept(match[0]) for match in _RUN.finditer(lower) if "x" not in match[0])
    return [
        position
        for position in positions
        if _leaves_enough(word, position) and all(abs(position - joint) > 2 for joint in joint_positions)
    ]


def _breakable(word: str) -> bool:
    return len(word) >= 2 * _LEAST and word.isalpha() and not word.isupper()


def _leaves_enough(word: str, position: int) -> bool:
    return _LEAST <= position <= len(word) - _LEAST


def _joint_positions(word: str) -> set[int]:
    positions = {match.end() for pattern in (_LINKED, _FIRST) for match in pattern.finditer(word)}
    second_positions = (match.start() for match in _SECOND.finditer(word))
    return positions | {
        position for position in second_positions if any(letter in _VOWELS for letter in word[:position])
    }


def _consonants_kept(consonants: str) -> int:
    """How many of the *consonants* between two vowels stay before the break."""
    count = len(consonants)
    if count == 1 or consonants in _AFTER_VOWEL or consonants in _TAKEN_ALONG:
        return 0
    cluster_start = consonants.rfind("s", 1, count - 1) + 1
    if cluster_start and (count - cluster_start == 1 or consonants[cluster_start:] in _STARTS):
        return cluster_start
    for size in (3, 2):
        if count > size and consonants[-size:] in _STARTS:
            return count - size
    return count - 1


_NAME = re.compile(r"[/\\@_]|:\S|\d|\w\.\w")  # in a word: it is a name, a path, an address or a number
_ID = re.compile(r"[^\w.-]*[\w.-]+/[\w./]*-[\w./-]*\w\W*")  # the short name of a thing, which people copy
_SLUG = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")  # the name of a strategy or a question
_WIDEST_ID = 60  # up to which a column is made wide enough for it
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"(?<=\w[-/])(?=\w)")
_MANY = 12  # letters from which a word is broken to fill a line that would else stay short
_SHORT = 0.6  # of the width: a line shorter than that


def lines(text: str, max_width: int, hanging: int = 0) -> list[str]:
    """*text* (single blanks, one line) as lines at most *max_width* wide, those after the first indented by *hanging*;
    one line at least. Only a piece that nothing may break is cut where the line ends."""
    if width(text) <= max_width:
        return [text]
    hanging = min(hanging, max_width // 2)
    words = text.split(" ")[::-1]
    output_lines: list[str] = []
    line = ""
    while words:
        word = words.pop()
        free_width = max_width - width(line) - bool(line.strip())
        gap = " " if line.strip() else ""
        if width(word) <= free_width:
            line += gap + word
            continue
        head, remainder = _broken(word, free_width, bool(gap), max_width)
        if head:
            output_lines.append(line + gap + head)
        elif gap:
            output_lines.append(line)
            remainder = word
        else:
            head, remainder = _cut(word, free_width)
            output_lines.append(line + head)
        words.append(remainder)
        line = " " * hanging
    return [*output_lines, line] if line.strip() or not output_lines else output_lines


@lru_cache(maxsize=8192)
def least(text: str) -> int:
    """The width below which a piece of *text* would be cut where nothing allows it."""
    return max((width(piece) for word in text.split(" ") for piece in _pieces(word)), default=0)


def _pieces(word: str) -> list[str]:
    """*word* broken wherever it may be, each piece with the hyphen it then ends on; the name of a thing whole."""
    if is_copied(word):
        return [word]
    pieces, start = [], 0
    for position, hyphen in _breaks(word):
        pieces.append(word[start:position] + hyphen)
        start = position
    return [*pieces, word[start:]]


def is_copied(word: str) -> bool:
    """Whether *word* is the name of a thing, a strategy or a question, which people copy: it stays whole."""
    return len(word) <= _WIDEST_ID and bool(_ID.fullmatch(word) if "/" in word else _SLUG.fullmatch(word))


def _broken(word: str, free_width: int, follows: bool, max_width: int) -> tuple[str, str]:
    """*word* as what goes into *free_width* columns and what is left over; nothing and the word where it goes to the
    next line whole."""
    fits_whole_line = width(word) <= max_width
    if (
        follows
        and fits_whole_line
        and ((not _NAME.search(word) and len(word) < _MANY) or free_width < max_width * (1 - _SHORT))
    ):
        return "", word
    if follows and fits_whole_line and (_NAME.search(word) or is_copied(word)):
        return "", word
    fitting_breaks = [
        (position, hyphen) for position, hyphen in _breaks(word) if width(word[:position]) + len(hyphen) <= free_width
    ]
    if not fitting_breaks:
        return "", word
    best_positions = [position for position, _ in fitting_breaks if position in _best_positions(word)]
    position = (
        best_positions[-1]
        if best_positions and best_positions[-1] * 2 >= fitting_breaks[-1][0]
        else fitting_breaks[-1][0]
    )
    return word[:position] + dict(fitting_breaks)[position], word[position:]


def _cut(word: str, free_width: int) -> tuple[str, str]:
    """The first *free_width* columns of *word* (one character at least), and the rest."""
    position = 1
    while position < len(word) and width(word[: position + 1]) <= free_width:
        position += 1
    return word[:position], word[position:]


def _breaks(word: str) -> list[tuple[int, str]]:
    """Where *word* may be broken, rising, each with the hyphen to add there."""
    hyphens = {match.start(): "" for match in _AFTER.finditer(word)}
    if not _NAME.search(word):
        hyphens |= {match.start() + position: "-" for match in _WORD.finditer(word) for position in places(match[0])}
    return sorted(hyphens.items())


def _best_positions(word: str) -> set[int]:
    """The joints of *word*, and its own hyphens; of a name where its parts end."""
    if _NAME.search(word):
        return {position for position in range(1, len(word)) if word[position - 1] == "/"}
    after_hyphens = {match.start() for match in _AFTER.finditer(word)}
    return after_hyphens | {match.start() + position for match in _WORD.finditer(word) for position in joints(match[0])}
