"""From the tokens of a question to items, each with its sort and value, and to the covers of all tokens by items."""

import re
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple

from strategigraf.ask.lexicon import MARKS, Lexicon, Token, title_stems, tokens
from strategigraf.ask.tree import MONTHS, is_value

_COVERS = 32  # so many covers of a question are read
LONGEST = 60  # tokens that a question may have
_NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            "nul zero",
            "én et one ét en",
            "to two",
            "tre three",
            "fire four",
            "fem five",
            "seks six",
            "syv seven",
            "otte eight",
            "ni nine",
            "ti ten",
        ]
    )
    for word in words.split()
}
_SHORT_PERIOD = re.compile(r"[12]\d-[12]\d")  # 25-27
_DANISH = frozenset(["nul", "én", "et", "ét", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"])
_FUNCTION = {
    "fill",
    "all",
    "rel",
    "with",
    "and",
    "or",
    "nor",
    "not",
    "no",
    "about",
    "which",
    "aux",
    "also",
    "back",
    "mix",
}
_LOOSE = {"fill", "all", "with", "rel", "any", "comma"}  # sorts of words that are nothing by themselves
_NOT_ONE = ("r", "rs", "l", "ls", "ne", "nes")  # how Danish kinds end that are several or can be
_INSIDE = {"fill", "aux", "rel", "and", "with", "about", "any"}  # of words that a title told in part may lack
_BEFORE = {  # words between a kind and the title, in part, of one of it
    *("om", "at", "med", "af", "for", "på", ",", "hvordan", "hvorvidt", "hvorfor", "hvor"),
    *("on", "about", "of", "with", "to", "the", "a", "an", "whether", "how", "why", "where"),
}
_TELLING = 6  # letters that a part of a title has that follows a kind
_PLACING = ("i", "in", "within", "inden", "indenfor")  # words before where something is
_BETWEEN = ("ikke", "not", "the", "den", "det", "de")  # that may stand between
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
_NAMING = ("kind", "name", "value")  # sorts of words that compounds are made of
_SHORTEST = 4  # letters that the last part of a compound has at least
_LONG = 7  # letters that a word has at least that may be misspelt
_FRAME = ("frame.begin", "frame.who", "frame.say", "frame.more")
_FIRST_HALF = ("first", "første", "1")
_DAY, _YEAR = r"(\d{1,2})(?: (?:st|nd|rd|th))?(?: of)? ", r"(?: ,)? ((?:19|20)\d\d)(?!\S)"
_MONTH = f"({'|'.join(MONTHS)})"
_DATE = re.compile(rf"(?:{_DAY})?{_MONTH}{_YEAR}")  # 15 June 2022, June 2022
_DATE_OF_MONTH = re.compile(rf"{_MONTH} {_DAY[:-1]}{_YEAR}")  # June 15, 2022
_HALF = re.compile(rf"(first|second|første|andet|anden|1|2) (?:half|halvår)(?: of| af| i)?{_YEAR}")
_TIMED = "sg:TimelineEntry+sg:ProcessStep+sg:Initiative"  # what “when” can be asked of by its title alone


class Item(NamedTuple):
    """What some tokens of a question are: their range (end exclusive), the sort, the value, and what they are worth:
    how many of them are not known."""

    start: int
    end: int
    sort: str
    value: str
    language: str = ""


def permitted_by(item: Item) -> tuple[str, ...]:
    """The relations that the verb *item* permits, and “text” where words of a text may be its object."""
    names = item.value.split()
    return (*(name.rstrip(MARKS) for name in names), *["text" for name in names if name[-1] == '"'])


def placed(item: Item, words: Sequence[Token]) -> bool:
    """Whether the name *item* is where something is: who does it is never said so."""
    before = [token.plain for token in words[: item.start] if token.plain not in _BETWEEN]
    return bool(before) and before[-1] in _PLACING


def predicative(before: Item, item: Item, words: Sequence[Token]) -> bool:
    """Whether the name *item* is what something is said to be, by the verb *before*: “steps were workshops”."""
    verb = words[before.start].plain
    return before.sort == "aux" and before.end == item.start and verb not in ("do", "does", "did")


_OF_LANGUAGE = ("kind", "name", "title", "value")  # sorts that questions in both languages may have


def spoken(words: Sequence[Token], lexicon: Lexicon) -> str:
    """The language of *words*: the one that more of them are words of alone; empty where none is of either."""
    counts = {"da": 0, "en": 0}
    for token in words:
        languages = {phrase.language for phrase in lexicon.phrases.get(token.plain, ()) if len(phrase.words) == 1}
        if token.plain in _NUMBERS:
            languages.add("da" if token.plain in _DANISH else "en")
        for language in languages if len(languages) == 1 else ():
            counts[language] += 1
    if not any(counts.values()):
        known = any(lexicon.phrases.get(token.plain) or not token.plain[0].isalpha() for token in words)
        return "da" if known else ""
    return "en" if counts["en"] > counts["da"] else "da"


def read_words(text: str, lexicon: Lexicon, language: str = "") -> tuple[list[Token], str]:
    """The tokens of *text*, those of kinds, names and values in their right spelling, and their language (*language*
    where it is known)."""
    words = _joined(tokens(text), lexicon)
    language = language or spoken(words, lexicon)
    other = [("" if word.quoted else _misspelt(word.plain, language, lexicon)) or word.plain for word in words]
    return [word._replace(plain=plain) for word, plain in zip(words, other, strict=True)], language


def _joined(words: list[Token], lexicon: Lexicon) -> list[Token]:
    """*words* with each compound in one piece, as a title has it, that is written in two or without its hyphen."""
    found: list[Token] = []
    for word in words:
        last = found[-1] if found else word
        apart = not found or word.quoted or last.quoted or _side_by_side(last.plain, word.plain, lexicon)
        if not apart and (whole := _compound(last.plain + word.plain, lexicon)):
            found[-1] = Token(last.start, word.end, whole)
            continue
        known = word.quoted or word.plain in lexicon.phrases or title_stems([word.plain])[0] in lexicon.titled
        found.append(word._replace(plain=("" if known else _compound(word.plain, lexicon)) or word.plain))
    return found


def _side_by_side(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether the words are such by themselves, and may stand next to each other."""
    if not (one.isalpha() and other.isalpha()) or len(other) < _SHORTEST:
        return True
    told = [phrase for word in (one, other) for phrase in lexicon.phrases.get(word, ())]
    if any(phrase.sort not in _NAMING for phrase in told if len(phrase.words) == 1):
        return True  # one of them says something else
    if any(phrase.words[:2] == (one, other) for phrase in told):
        return True
    return bool(lexicon.titled_in_part(tuple(title_stems([one, other]))))


def _compound(word: str, lexicon: Lexicon) -> str:
    """The word of a kind, name or value, or the stem of a title that *word* is, hyphens aside; empty where there is
    none."""
    if not word.isalpha() or len(word) < _LONG:
        return ""
    if lexicon.words.get(word):
        return word
    (found,) = title_stems([word])
    return found if found in lexicon.titled else lexicon.unhyphened.get(found, "")


def _misspelt(word: str, language: str, lexicon: Lexicon) -> str:
    """The word of a kind, name or value in *language* that *word* is, where one letter of it is missing, stands twice
    or has changed places with the next; empty where *word* is known, or several words are so near."""
    if len(word) < _LONG - 1 or not word.isalpha() or word in lexicon.phrases:
        return ""
    if title_stems([word])[0] in lexicon.titled or word in lexicon.words:
        return ""
    pairs = range(len(word) - 1)
    near = {f"{word[:at]}{letter}{word[at:]}" for at in range(len(word) + 1) for letter in _LETTERS}
    near |= {word[:at] + word[at + 1 :] for at in pairs if word[at] == word[at + 1]}
    near |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in pairs}
    found = {other for other in near if len(other) >= _LONG and {"name", language} & lexicon.words.get(other, set())}
    return min(found) if len({title_stems([other])[0] for other in found}) == 1 else ""


def _frames(words: Sequence[Token], lexicon: Lexicon, language: str) -> tuple[int, int]:
    """Where what is asked begins and ends: without the words around it that ask for an answer (“could you tell me …,
    please”), which say nothing."""

    def is_of(at: int, *keys: str) -> bool:
        known = lexicon.phrases.get(words[at].plain, ())
        return any(one.value in keys and one.language == language and len(one.words) == 1 for one in known)

    first, last = 0, len(words)
    while first < last and (words[first].plain in ",:" or is_of(first, *(_FRAME if first else _FRAME[:1]))):
        first += 1
    said = any(is_of(at, "frame.say") for at in range(first))
    by_whom = said and (is_of(0, "frame.say") or any(is_of(at, "frame.who") for at in range(first)))
    first = first if by_whom else 0
    for at in range(first + 1, last):
        tail = tuple(token.plain for token in words[at:])
        if any(phrase.value == "frame.end" and phrase.words == tail for phrase in lexicon.phrases.get(tail[0], ())):
            return first, at
    return first, last


def _items(
    words: Sequence[Token], at: int, first: bool, lexicon: Lexicon, stems: list[str], language: str
) -> Iterator[Item]:
    """The items that begin at *at*, which may be the *first* word, of words of *language*, but for kinds and names."""
    token = words[at]
    plain = token.plain
    if token.quoted:
        yield Item(at, at + 1, "quote", plain)
        return
    if "-" in plain and plain in lexicon.things:  # a short name
        kind = lexicon.things[plain].kind
        sort = "name" if plain in lexicon.strategies else "value" if is_value(kind) else "quote"
        yield Item(at, at + 1, sort, f"{kind} {plain}" if sort == "value" else plain)
        return
    if not plain[0].isalnum():
        yield Item(
            at,
            at + 1,
            {",": "comma", ";": "comma", ":": "comma", "·": "dot", "(": "open", ")": "close"}.get(plain, "mix"),
            plain,
        )
        for phrase in lexicon.phrases.get(plain, ()):
            yield Item(at, at + 1, phrase.sort, phrase.value, phrase.language)
        return
    yield from dates_at(words, at)
    if plain[0].isdigit():
        digits = plain.replace("–", "-").replace(" ", "").replace(",", ".")
        sort = "code" if "." in digits or "-" in digits else "number"
        if sort == "number" and len(digits) == 4 and digits[:2] in ("19", "20"):
            sort = "year"
        elif digits.startswith("0."):
            sort = "decimal"
        elif sort == "code" and len(digits) >= 7 and digits.replace("-", "").isdigit():
            sort = "period"
        yield Item(at, at + 1, sort, digits)
        if _SHORT_PERIOD.fullmatch(digits):
            yield Item(at, at + 1, "period", f"20{digits[:3]}20{digits[3:]}")
    elif plain in _NUMBERS and (plain in _DANISH) == (language == "da"):
        yield Item(at, at + 1, "number", str(_NUMBERS[plain]))
    alone = [phrase for phrase in lexicon.phrases.get(plain, ()) if len(phrase.words) == 1]
    further = words[at + 1].plain if at + 1 < len(words) else ""
    technical = plain == "it" and (token.capital or (further.isalpha() and further not in lexicon.phrases))
    for phrase in lexicon.phrases.get(plain, ()):
        end = at + len(phrase.words)
        if phrase.language != language and phrase.sort not in _OF_LANGUAGE:
            continue
        if phrase.words == ("it",) and technical != (phrase.sort == "name"):
            continue  # the pronoun or the IT department
        if phrase.sort == ("rel" if first else "yes"):
            continue  # a question begins with the one and never with the other
        if phrase.sort == "frame":
            if phrase.value == "frame.whether" and first and at:
                yield Item(at, at + 1, "yes", plain, language)
            continue
        if tuple(word.plain for word in words[at:end]) == phrase.words and not any(
            word.quoted for word in words[at:end]
        ):
            yield Item(at, end, phrase.sort, phrase.value, phrase.language)
    if plain in ("nr", "no", "nummer", "number") and further[:1].isdigit():
        yield Item(at, at + 1, "fill", plain)
    for end, things in lexicon.titled_from(stems, at):
        yield Item(at, end, "title", "|".join(things))
    if technical or not any(one.language == language and one.sort in _FUNCTION for one in alone):
        yield Item(at, at + 1, "word", plain)


def _told(words: Sequence[Token], at: int, lexicon: Lexicon) -> set[str]:
    """The sorts of what the word *at* is by itself or begins."""
    return {
        phrase.sort
        for phrase in lexicon.phrases.get(words[at].plain, ())
        if phrase.words == tuple(word.plain for word in words[at : at + len(phrase.words)])
    }


def definite(item: Item, words: Sequence[Token], named: bool) -> bool:
    """Whether the kind *item* is said of one that is known: “indsatsen”, “the goal”, “Zealand's goal” (*named*: after a
    name)."""
    said = [word.plain for word in words[item.start : item.end]]
    if item.language == "da":
        return said[0].endswith(("en", "et")) or (named and not said[0].endswith(_NOT_ONE))
    head = next((at for at, word in enumerate(said) if word in ("of", "in", "on", "for")), len(said)) - 1
    one = not said[head].endswith("s") or said[head].endswith("ss")
    return one and (named or (item.start > 0 and words[item.start - 1].plain == "the"))


def _part(
    words: Sequence[Token], at: int, kind: str, lexicon: Lexicon, stems: list[str], least: int = 1, known: bool = True
) -> Iterator[Item]:
    """The longest part of a title of *kind* that is told from *at* on, as an item: words of the title in any order,
    *least* of them or more; of one that is not *known* to be meant, words in a row that follow at once. None where it
    is all of a title."""
    first = at
    while known and first < len(words) and words[first].plain in _BEFORE:
        first += 1
    if first == len(words) or not words[first].plain[0].isalpha() or words[first].quoted:
        return
    if _told(words, first, lexicon) - {"kind", "value", "verb" if least > 1 else "kind"}:
        return
    found: set[tuple[str, ...]] = set()
    end, number = first, 0
    for place in range(first, len(words)):
        having = lexicon.titled_with(stems[place], kind)
        having = having & found if found else having
        if having and not known:
            row = f" {' '.join(stems[first : place + 1])} "
            having = {key for key in having if row in f" {' '.join(key)} "}
        if having:
            found, end, number = having, place + 1, number + 1
        elif not found or not known or not (words[place].plain == "," or _told(words, place, lexicon) & _INSIDE):
            break
    telling = known or (sum(map(len, stems[first:end])) >= _TELLING and (number > 1 or kind[:5] != "sdgo:"))
    if number >= least and telling and tuple(stems[first:end]) not in found:
        yield Item(at, end, "part", "|".join(name for key in sorted(found) for name in lexicon.called(key, kind)))


def covers(words: Sequence[Token], lexicon: Lexicon, language: str) -> Iterator[list[tuple[Item, ...]]]:
    """The ways in which items cover all *words* of a question in *language*, as good ones together: those with the
    fewest unknown words alone, those with the fewest items first: a worse cover is no answer where a better one is
    no reading."""
    stems = title_stems(word.plain for word in words)
    best: list[list[tuple[int, int, int, tuple[Item, ...]]]] = [[] for _ in range(len(words) + 1)]
    best[0] = [(0, 0, 0, ())]
    parts: list[list[Item]] = [[] for _ in range(len(words) + 1)]
    named: set[int] = set()  # the ends of names
    first, last = _frames(words, lexicon, language)
    for at in range(len(words)):
        kept = nsmallest(_COVERS, best[at], key=lambda cover: cover[:3])
        items = [*_items(words, at, at == first, lexicon, stems, language), *parts[at]]
        if at == last or at < first:
            items = [Item(at, first if at < first else len(words), "fill", "")] if at in (0, last) else []
        items.sort(key=lambda item: item.language not in (language, ""))
        for item in {item[:4]: item for item in reversed(items)}.values():  # once, and of the question's language
            if item.sort == "name":
                named.add(item.end)
            elif item.sort == "kind":
                known = definite(item, words, at in named)
                parts[item.end] += _part(words, item.end, item.value, lexicon, stems, known=known)
            elif item.sort == "when":
                parts[item.end] += _part(words, item.end, _TIMED, lexicon, stems, 2)
            unknown = item.sort == "word" or (item.sort == "title" and item.end == at + 1)
            for unknowns, count, loose, cover in kept:
                best[item.end].append((unknowns + unknown, count + 1, loose + (item.sort in _LOOSE), (*cover, item)))
    found = nsmallest(_COVERS, best[-1], key=lambda cover: cover[:3])
    found = [cover for cover in found if cover[0] == found[0][0]]
    for _, group in groupby(found, key=lambda cover: cover[:2]):
        yield [cover for *_, cover in group]


def dates_at(words: Sequence[Token], at: int) -> Iterator[Item]:
    """The date that begins at *at*, a day, a month or half of a year: from its first day to its last."""
    said = " ".join(token.plain for token in words[at : at + 6])
    for pattern in (_DATE, _DATE_OF_MONTH, _HALF):
        if (match := pattern.match(said)) is None:
            continue
        *told, year = match.groups()
        if pattern is _HALF:
            first, last = (101, 631) if told[0] in _FIRST_HALF else (701, 1231)
        else:
            day, month = (told[1], told[0]) if pattern is _DATE_OF_MONTH else told
            first, last = (100 * MONTHS[month] + int(day or ends) for ends in (1, 31))
        value = f"{10000 * int(year) + first}-{10000 * int(year) + last}"
        yield Item(at, at + len(match[0].split()), "date", value)
