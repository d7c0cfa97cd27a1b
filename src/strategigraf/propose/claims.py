"""What is said of elements in the words of the text: SDGs and their targets, years and dates, organisations and which
part they have, amounts and whether they are per year; where persons are named; and the numbers that the text itself
gives.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.spans import Around, around
from strategigraf.files.normal_form import readable
from strategigraf.propose.blocks import Block
from strategigraf.propose.words import (
    SENTENCE_END,
    base_of,
    folded,
    is_singular,
    kinds_named,
    number_of,
    rules,
    tokens,
    words_of,
)


class Mention(NamedTuple):
    """Words that say something: what of (`sdg`, `date`, `organisation`, `amount`), the value (`10.3`, `2025`), where
    the words and where the sentence with them are in the text (end exclusive), and in which block."""

    about: str
    value: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    block: int


class Person(NamedTuple):
    """A name that seems to be a person's, and where it is in the text."""

    name: str
    start: int
    end: int


def mentions(raw: str, blocks: Sequence[Block], numbers: Sequence[int], goals: Mapping[str, str]) -> list[Mention]:
    """What the blocks with these *numbers* of the text *raw* mention, in its order; *goals* has the codes of the SDGs
    by their folded names."""
    found: list[Mention] = []
    for number in numbers:
        block = blocks[number]
        text = raw[block.start : block.end].replace("\n", " ")  # what is said may run over two lines
        spans = list(_sentences(text))
        for about, value, start, end in sorted(_in_block(text, goals), key=lambda hit: (hit[2], hit[3])):
            first, last = next((span for span in spans if span[0] <= start < span[1]), (0, len(text)))
            if about == "organisation" and not role_of(text[first:last], start - first, end - first):
                continue  # it is named, and not said to do anything
            if about == "date" and _is_of_money(text[first:last], value):
                continue  # it is the period of an amount
            found.append(
                Mention(
                    about,
                    value,
                    block.start + start,
                    block.start + end,
                    block.start + first,
                    block.start + last,
                    number,
                )
            )
    return found


def _is_of_money(sentence: str, years: str) -> bool:
    """Whether *years* are the period of an amount in *sentence*."""
    sums = (match[0] for match in AMOUNT.finditer(sentence))
    return any(around_amount(sentence, amount).period == years for amount in sums)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text.rstrip())


_SENTENCE = re.compile(
    r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=\d{4}[.!?])|(?<=\W(?:kr|år)\.)|(?<=\d\.\d\.))\s+(?=[A-ZÆØÅ\"“»])"
    r"|(?<=[)”»\"][.!?])\s+(?=[A-ZÆØÅ])"
)


def _in_block(text: str, goals: Mapping[str, str]) -> Iterator[tuple[str, str, int, int]]:
    yield from _sdgs(text, goals)
    for about, pattern in (("date", _DATE), ("amount", AMOUNT), ("organisation", _ORGANISATION)):
        for match in pattern.finditer(text):
            yield about, readable(match[0]).strip(), match.start(), match.end()


# SDGs.

_TARGETS = re.compile(r"(?:[Dd]elmål(?:ene|et)?|(?:SDG )?[Tt]argets?|SDGs?|[Vv]erdensmål(?:ene)?) (?:[Nn]r\.? ?)?")
_CODE = re.compile(r"(?:1[0-7]|[1-9])(?:\.(?:1\d|\d|[a-d]))?(?![\w%])(?!\.\d)")
_NEXT = re.compile(r"(?: ?, ?| og | and |, og |, and )(?:[Nn]r\.? ?|delmål |target )?(?=\d)")
_GOAL = re.compile(
    r"(?:[Vv]erdensmål|VERDENSMÅL|SDG|Sustainable Development Goal)s?(?:ene)? ?(?:[Nn]r\.?|NR\.?)? ?(?=\d)"
)


def _sdgs(text: str, goals: Mapping[str, str]) -> Iterator[tuple[str, str, int, int]]:
    """The SDGs and targets that *text* names: by number after a word for them, and goals by their whole name beside
    their number or in a line of its own."""
    for lead in (*_TARGETS.finditer(text), *_GOAL.finditer(text)):
        at = lead.end()
        is_target = "elmål" in lead[0] or "arget" in lead[0]
        while code := _CODE.match(text, at):
            if "." in code[0] or not is_target:
                yield "sdg", code[0].lower(), lead.start(), code.end()
            further = _NEXT.match(text, code.end())
            if not further:
                break
            at = further.end()
    said = folded(re.sub(r"^\W*(?:(?:nr|mål|goal|sdg)\W*)?(\d{1,2})\W+", "", readable(text), flags=re.IGNORECASE))
    number = re.match(r"\W*(?:(?:[Nn]r|[Mm]ål|[Gg]oal|SDG)\W*)?(\d{1,2})\W", readable(text))
    if said in goals and number and number[1] == goals[said]:
        yield "sdg", goals[said], 0, len(text)


# Dates, amounts, organisations.

_MONTH = (
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    r"|January|February|March|May|June|July|August|October)"
)
_DATE = re.compile(
    rf"(?<![\w.,/-])(?:(?:\d{{1,2}}\.? )?{_MONTH} 20\d\d"
    r"|[1-4]\. kvartal 20\d\d|[12]\. halvår 20\d\d|Q[1-4] 20\d\d(?:[-/]\d\d)?"
    r"|20\d\d ?[-–] ?(?:20)?\d\d|20\d\d)(?![\w%]|[.,]\d)"
)
_CAPITAL = r"(?<![\w-])[A-ZÆØÅ][\w-]{0,40}"
_ORGANISATION = re.compile(
    rf"(?:Region {_CAPITAL}|(?:{_CAPITAL}[ -])?{_CAPITAL} (?:Kommune|Council|Agency|Authority|Commission|Board|Trust)\b"
    r"|(?<![\w-])[A-ZÆØÅ][\w-]{0,40}(?:ministeriet|styrelsen|(?<!om)rådet|tilsynet|forvaltningen)\b"
    rf"|{_CAPITAL} Forvaltning(?:en)?\b"
    rf"|(?:Ministry|Department|Office) (?:of|for) (?:the )?{_CAPITAL}(?:(?:,| and| of|) {_CAPITAL}){{0,3}}"
    r"|KL|Danske Regioner|Kommunernes Landsforening|Treasury|Cabinet Office)(?!\w)"
)

# What is meant by them: only where the words say so.

AMOUNT = re.compile(
    r"(?<![\w.,])(?:[£€$] ?\d{1,3}(?:[.,]\d{1,3}){0,5}(?: ?(?:million|billion|m|bn)\b)?"
    r"|(?:DKK|EUR|GBP) ?\d{1,3}(?:[.,]\d{1,3}){0,5}(?: ?(?:million|billion|m|bn)\b)?"
    r"|\d{1,3}(?:[., ]\d{1,3}){0,5} ?(?:mio\.?|mia\.?|millioner|milliarder|million|billion|tusinde?)?"
    r" ?(?:kr\.?|kroner|euro|EUR|DKK|€|£)(?!\w))"
)
ROLES = ("lead", "partner", "consulted", "responsible")
SPANS = ("year", "total")
_SMALL = frozenset(["og", "and", "the", "den", "de", "af", "for", "of", "i", "in", "samt", "&"])  # between names
_FAR = 160  # characters between a word for a role and the last of the organisations that it leads in


def sense_of(about: str, value: str, sentence: str) -> str:
    """What the *sentence* says of the *value* in it, besides that it is there: of an amount one of SPANS, of an
    organisation one of ROLES; "" where it does not say."""
    at = sentence.find(value)
    if at < 0:
        return ""
    if about == "amount":
        return around_amount(sentence, value).span
    return role_of(sentence, at, at + len(value)) if about == "organisation" else ""


def around_amount(sentence: str, value: str) -> Around:
    """What the *sentence* says around the amount *value* in it."""
    at = sentence.find(value)
    if at < 0:
        return Around("", "")
    end = at + len(value)
    others = [match.span() for match in AMOUNT.finditer(sentence) if not (match.start() < end and at < match.end())]
    return around(sentence, at, end, others)


def role_of(sentence: str, start: int, end: int) -> str:
    """Which of ROLES the organisation from *start* to *end* has by the words of *sentence*; "" where it is only
    named."""
    before, after = sentence[:start].casefold(), folded(sentence[end:])
    nearest: tuple[int, str] = (-1, "")
    for role, words in rules()["roles"].items():
        if any(re.match(rf"{re.escape(word)}(?!\w)", after) for word in words["after"]):
            return str(role)
        for word in words["before"]:
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", before):
                if match.end() > nearest[0] and _is_list(sentence[match.end() : start]):
                    nearest = (match.end(), str(role))
    if nearest[1]:
        return nearest[1]
    said = folded(sentence)
    return "responsible" if any(word in said for word in words_of("responsible", "words")) else ""


def _is_list(between: str) -> bool:
    """Whether nothing but names stands in *between*."""
    if len(between) > _FAR:
        return False
    words = re.findall(r"[\w&-]+", between)
    return not re.search(r"[.;!?(]", between) and all(word in _SMALL or word[0].isupper() for word in words)


# Persons.

_NAME = r"[A-ZÆØÅ][a-zæøåéöüä]{1,30}(?:-[A-ZÆØÅ][a-zæøåéöüä]{1,30})?"
_FULL_NAME = re.compile(rf"{_NAME}(?: (?:{_NAME}|[A-ZÆØÅ]\.)){{1,3}}")
_SIGNED = re.compile(rf"({_FULL_NAME.pattern})[\n,]")
_SHORT = 150  # characters of a block that is a name with an office
_TITLED = re.compile(
    r"(?:Foto(?:graf)?:|Photo(?:graph)?(?: by)?:|Sir|Dame|Rt\.? Hon\.?|Hon|Mr|Mrs|Ms|Dr|Minister|Borgmester) "
    rf"(?P<name>{_NAME}(?: {_NAME}){{0,3}})"
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,200}\w")


def persons(raw: str, blocks: Sequence[Block], skipped: frozenset[int]) -> list[Person]:
    """The names of persons in *blocks*: after a title, alone before a line with an office, and addresses; each once."""
    offices = words_of("persons", "offices")
    found: dict[str, Person] = {}

    def add(name: str, start: int, end: int) -> None:
        found.setdefault(folded(name), Person(name, start, end))

    for number, block in enumerate(blocks):
        text = raw[block.start : block.end]
        for match in (*_TITLED.finditer(text), *_ADDRESS.finditer(text)):
            name = match["name"] if "name" in match.re.groupindex else match[0]
            at = match.start("name") if "name" in match.re.groupindex else match.start()
            if folded(name.split()[0]) not in offices:
                add(readable(name), block.start + at, block.start + at + len(name))
        following = blocks[number + 1].words if number + 1 < len(blocks) else ""
        if _FULL_NAME.fullmatch(block.words) and _any(offices, following):
            add(block.words, block.start, block.end)
        elif (signed := _SIGNED.match(text)) and len(text) < _SHORT and _any(offices, text[signed.end() :]):
            add(signed[1], block.start, block.start + signed.end(1))
    return sorted(found.values(), key=lambda person: person.start)


def _any(offices: Collection[str], words: str) -> bool:
    return any(office in folded(words) for office in offices)


# Numbers that a text itself gives, such as “fire fokusområder”: what is found can be checked against them.


class Announced(NamedTuple):
    """A number that the text gives: how many of which kind, by which word of the general rules, where the sentence is,
    and how many were found."""

    value: int
    kind: str
    noun: str
    block: int
    words: str
    found: int = 0


_NOT_BETWEEN = frozenset(  # words that end what a number counts
    ["af", "om", "for", "til", "med", "i", "på", "der", "som", "gennem", "under", "og", "eller", "fra", "vores"]
) | {"of", "in", "to", "and", "or", "with", "on", "that", "from", "as", "our"}
_SAME_PLURAL = (
    "spor",
    "strategispor",
    "hovedspor",
    "mål",
    "delmål",
    "tiltag",
    "nøgletal",
    "resultatmål",
    "resultatkrav",
    "effektmål",
    "pejlespor",
    "milepæle",
)
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
            kind, noun = named
            yield Announced(value, kind, noun, number, _sentence_at(words, match.start()))


def _counted_noun(words: Sequence[str], language: str) -> tuple[str, str] | None:
    """The kind that the first noun in the plural among the folded *words* names, and that word; None where none does
    before a word that ends what is counted."""
    for named in kinds_named(words):
        before = words[: named.first]
        if _NOT_BETWEEN.intersection(before) or (language == "da" and not all(word.endswith("e") for word in before)):
            return None  # between stand adjectives, which in Danish end so
        noun = " ".join(words[named.first : named.last])
        return (named.kind, base_of(noun)) if noun in _SAME_PLURAL or not is_singular(noun) else None
    return None


def _sentence_at(words: str, at: int) -> str:
    """The sentence of *words* at the offset *at*."""
    start = 0
    for end in SENTENCE_END.finditer(words):
        if end.start() >= at:
            return words[start : end.start()]
        start = end.end()
    return words[start:]
