"""Numbers and dates as other people print them, as values; what can be read in two ways is read in none."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.rdf import LANGUAGES, message

_KEPT = 10_000  # readings: columns have the same words again and again

# Numbers.

_PLAIN = re.compile(r"[-+]?(?:\d{1,30}(?:\.\d{1,20})?|\.\d{1,20})")
_COMMA = re.compile(r"[-+]?\d{1,30},\d{1,20}")
_GROUPED = {
    ",": re.compile(r"[-+]?\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,20})?"),
    ".": re.compile(r"[-+]?\d{1,3}(?:\.\d{3}){1,9}(?:,\d{1,20})?"),
    " ": re.compile(r"[-+]?\d{1,3}(?: \d{3}){1,9}(?:[.,]\d{1,20})?"),
}
_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "'": " ", "’": " "}
)
_PLACEHOLDER = re.compile(
    r"[\[({<]?[ _]?(?:(?:yet )?to[ _]be[ _](?:determined|decided|defined|identified|added|announced|supplied|provided"
    r"|established|specified|completed)|tb[cda]|not(?: yet)?[ _](?:determined|known|available|applicable|set|stated"
    r"|specified|reported)|unknown|pending|n\.?/?a\.?|none|null|nan|placeholder|add text|-{1,3}|–|\?{1,3}|\.{3}|…|xx+"
    r"|ukendt|mangler|afventer|ikke (?:oplyst|kendt|opgjort|relevant)|følger)[ _]?[\])}>]?[.:]?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\[(?:to[ _]be[ _]|insert|enter|add|your|name of|description of|tbd)[^\[\]]{0,80}\]", re.IGNORECASE
)


@lru_cache(_KEPT)
def is_placeholder(words: str) -> bool:
    """Whether *words* only hold a place: "[To be determined]", "TBD", "n/a", "–"."""
    plain = " ".join(words.split())
    return bool(_PLACEHOLDER.fullmatch(plain) or _BRACKETED.fullmatch(plain))


class Reading(NamedTuple):
    """A number as it was read: its value in plain decimal notation ("" where it is not read), and the key of what is to
    be told of that ("" for nothing)."""

    value: str
    told: str = ""


@lru_cache(_KEPT)
def number(printed: str, decimal: str = "") -> Reading:
    """The number *printed*; *decimal* is the sign before its decimals ("." or ",") where that is known.

    A sign of per cent is left out. `1,234` and `1.234,5` may be read where it is known which sign parts what, or where
    they can be read in one way only; else there is no value.
    """
    words = " ".join(printed.translate(_SIGNS).split())
    percent = words.endswith("%")
    words = words.removesuffix("%").rstrip()
    told = "number.percent" if percent else ""
    if not decimal and _GROUPED["."].fullmatch(words) and words.count(".") == 1 and "," not in words:
        return Reading("", "number.two-ways")
    if decimal != "," and _PLAIN.fullmatch(words):
        return Reading(_canonical(words), told)
    if decimal == ",":
        if re.fullmatch(r"[-+]?\d{1,30}", words) or _COMMA.fullmatch(words):
            return Reading(_canonical(words.replace(",", ".")), told)
        if _GROUPED["."].fullmatch(words) or _GROUPED[" "].fullmatch(words):
            return Reading(_canonical(words.replace(" ", "").replace(".", "").replace(",", ".")), told)
        return Reading("", "number.unread")
    if _GROUPED[" "].fullmatch(words):
        return Reading(_canonical(words.replace(" ", "").replace(",", ".")), told or "number.grouped")
    if _GROUPED[","].fullmatch(words):
        if decimal == "." or words.count(",") > 1 or "." in words:
            return Reading(_canonical(words.replace(",", "")), told or "number.grouped")
        return Reading("", "number.two-ways")
    if not decimal and _GROUPED["."].fullmatch(words):
        return Reading(_canonical(words.replace(".", "").replace(",", ".")), told or "number.grouped")
    if not decimal and _COMMA.fullmatch(words):
        return Reading(_canonical(words.replace(",", ".")), told or "number.comma")
    return Reading("", "number.unread")


def xml_number(printed: str) -> Reading:
    """The number *printed* in XML, where the schema has a point before decimals; else as `number`."""
    return Reading(_canonical(printed)) if _PLAIN.fullmatch(printed) else number(printed)


def _canonical(digits: str) -> str:
    """*digits* in the plain form of a decimal, as many decimals as are printed."""
    value = Decimal(digits)
    return format(value if value else abs(value), "f")


def decimal_sign(printed: Iterable[str]) -> str:
    """The sign before decimals in a column of numbers *printed*, where one of them shows it: "." or ","; "" where none
    does or where they disagree."""
    shown = set()
    for one in printed:
        words = " ".join(one.translate(_SIGNS).split()).removesuffix("%").rstrip()
        comma, point = words.rfind(","), words.rfind(".")
        if comma < 0 and point < 0:
            continue
        if comma >= 0 and point >= 0:
            shown.add("," if comma > point else ".")
        elif comma >= 0 and words.count(",") == 1 and _COMMA.fullmatch(words) and not _GROUPED[","].fullmatch(words):
            shown.add(",")
        elif (
            point >= 0 and words.count(".") == 1 and _PLAIN.fullmatch(words) and not _GROUPED["."].fullmatch(words)
        ) or (words.count(",") > 1 and _GROUPED[","].fullmatch(words)):
            shown.add(".")
        elif words.count(".") > 1 and _GROUPED["."].fullmatch(words):
            shown.add(",")
    return shown.pop() if len(shown) == 1 else ""


# Dates.


class Span(NamedTuple):
    """The calendar span that words name: its first and last day (ISO, "" where it is not read), the words, and the key
    of what is to be told ("" for nothing)."""

    start: str = ""
    end: str = ""
    printed: str = ""
    told: str = ""


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].{0,30}|Z|[+-]\d\d:\d\d)?")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"((?:19|20|21)\d\d)")
_YEARS = re.compile(r"((?:19|20|21)\d\d) ?[-–/] ?((?:19|20|21)\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? (?:of )?([^\W\d]{3,10})\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NAMED_MONTH = re.compile(r"([^\W\d]{3,10})\.?,? (\d{4})")
_PART = re.compile(
    r"(?:(?P<n>[1-4])\. ?(?P<w>kvartal|halvår)|(?P<l>[QHK])(?P<m>[1-4])),? ?(?P<y>\d{4})"
    r"|(?P<z>\d{4})[- ]?(?P<k>[QHK])(?P<o>[1-4])",
    re.IGNORECASE,
)


@cache
def _months() -> dict[str, int]:
    names = message("common.months")
    found: dict[str, int] = {}
    for listed in (names.da, names.en):
        for number_of, name in enumerate(listed.casefold().split(), start=1):
            found[name] = found[name[:3]] = number_of
    return found | {"sept": 9}


@lru_cache(_KEPT)
def span(printed: str, order: str = "") -> Span:
    """The span that the words *printed* name, from their first to their last day; *order* says what is first where a
    date has two small numbers: "day" or "month".

    A day that there is not, and `03/04/2025` without an *order*, have no span.
    """
    words = " ".join(printed.split())
    if not words:
        return Span()
    if match := _ISO.fullmatch(words) or _SLASHED.fullmatch(words):
        return _day(words, int(match[1]), int(match[2]), int(match[3]))
    if match := _YEARS.fullmatch(words):
        told = "date.backwards" if match[2] < match[1] else ""
        return Span("", "", words, told) if told else Span(f"{match[1]}-01-01", f"{match[2]}-12-31", words)
    if match := _YEAR.fullmatch(words):
        return Span(f"{match[1]}-01-01", f"{match[1]}-12-31", words)
    if match := _NUMERIC.fullmatch(words):
        return _numeric(words, int(match[1]), int(match[3]), int(match[4]), "day" if match[2] == "." else order)
    if match := _MONTH.fullmatch(words):
        return _month(words, int(match[1]), int(match[2]))
    if match := _PART.fullmatch(words):
        which = (match["w"] or match["l"] or match["k"]).casefold()
        length = 6 if which in ("h", "halvår") else 3
        part = int(match["n"] or match["m"] or match["o"])
        if part * length <= 12:
            year, last = int(match["y"] or match["z"]), part * length
            first = f"{year:04}-{last - length + 1:02}-01"
            return Span(first, f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}", words)
    if match := _DAY_FIRST.fullmatch(words):
        return _day(words, int(match[3]), _months().get(match[2].casefold(), 0), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(words):
        return _day(words, int(match[3]), _months().get(match[1].casefold(), 0), int(match[2]))
    if match := _NAMED_MONTH.fullmatch(words):
        return _month(words, int(match[2]), _months().get(match[1].casefold(), 0))
    return Span("", "", words, "date.unread")


def _numeric(words: str, first: int, second: int, year: int, order: str) -> Span:
    if first > 12 and second <= 12:
        order = "day"
    elif second > 12 and first <= 12:
        order = "month"
    elif first == second:
        order = "day"
    if not order:
        return Span("", "", words, "date.two-ways")
    return _day(words, year, *((second, first) if order == "day" else (first, second)))


def date_order(printed: Iterable[str]) -> str:
    """What is first in the dates of a column *printed*, where one of them shows it: "day" or "month"; "" where none
    does or where they disagree."""
    shown = set()
    for one in printed:
        match = _NUMERIC.fullmatch(" ".join(one.split()))
        if match and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            if (first > 12) != (second > 12):
                shown.add("day" if first > 12 else "month")
    return shown.pop() if len(shown) == 1 else ""


def _day(words: str, year: int, month: int, day: int) -> Span:
    if not (1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]):
        return Span("", "", words, "date.none")
    date = f"{year:04}-{month:02}-{day:02}"
    return Span(date, date, words)


def _month(words: str, year: int, month: int) -> Span:
    if not (1 <= month <= 12 and year >= 1):
        return Span("", "", words, "date.none")
    return Span(f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}", words)


def between(first: str, last: str, order: str = "") -> Span:
    """The span from the words *first* to the words *last*, open where one of them is empty; where it ends before it
    begins only the words are kept."""
    start, end = span(first, order), span(last, order)
    printed = " – ".join(dict.fromkeys(filter(None, (start.printed, end.printed))))
    told = start.told or end.told
    if told:
        return Span("", "", printed, told)
    if start.start and end.end and end.end < start.start:
        return Span("", "", printed, "date.backwards")
    return Span(start.start, end.end, printed)


# Units.

_UNITS = {
    "http://qudt.org/vocab/unit/PERCENT": ("%", "percent", "per cent", "percentage", "pct", "pct.", "procent"),
    "http://qudt.org/vocab/unit/NUM": ("#", "number", "count", "antal", "stk", "stk."),
}


@lru_cache(_KEPT)
def unit_code(unit: str) -> str:
    """The IRI of QUDT for what *unit* says in so many words; "" where there is none."""
    words = " ".join(unit.split()).casefold()
    return next((code for code, names in _UNITS.items() if words in names), "")


# Persons.

_HONORIFIC = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof|professor|sir|dame|hon|rev|sen|senator|rep|hr|fru)\.?", re.IGNORECASE
)
_DEGREE = re.compile(r",? (?:Ph\.?D|M\.?D|Esq|Jr|Sr|MBA|MPH|J\.?D|III|II)\.?$")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_])){1,30}\.?")
_INITIAL = re.compile(r"[A-ZÆØÅ]\.?")
_PARTICLES = (
    "van",
    "von",
    "den",
    "der",
    "de",
    "del",
    "la",
    "af",
    "bin",
    "al",
    "el",
    "di",
    "da",
    "dos",
    "ten",
    "ter",
    "zu",
)
_OF_GROUPS = re.compile(
    r"(?:[^aeiou]ers|ors|ies|[ae]nts|ists|ians|ees|ions|ments|[nr]esses|ens|cans|ths|ics|als|ures|ics)$"
)


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    """What `messages/exchange-rules.toml` says."""
    import tomllib

    return tomllib.loads((Path(__file__).parents[1] / "messages" / "exchange-rules.toml").read_text(encoding="utf-8"))


@cache
def _known_words(kind: str) -> frozenset[str]:
    """The words of *kind* in the rules."""
    return frozenset(_rules()[kind]["words"])


@cache
def _is_of_body(word: str) -> bool:
    """Whether *word* (folded) is the plural, genitive or definite form of a word of a body or group, or a Danish word
    put together with one."""
    known = _known_words("bodies")
    forms = {word.removesuffix(ending) for ending in ("", "s", "es", "en", "et", "er", "erne", "ens", "ets", "n", "ns")}
    forms |= {f"{word.removesuffix('ies')}y"} if word.endswith("ies") else set()
    endings = tuple(_rules()["bodies"]["endings"])
    return bool(forms & known) or any(len(form) > 4 and form.endswith(endings) for form in forms)


def language_of(words: Iterable[str]) -> str:
    """The language ("da" or "en") whose small words are more frequent in *words* (folded); "" where none is."""
    counts = Counter(words)
    found = {code: sum(counts[word] for word in _known_words(code)) for code in LANGUAGES}
    return "" if found["da"] == found["en"] else max(found, key=lambda code: found[code])


def may_be_person(name: str, sure: bool = False) -> bool:
    """Whether *name* looks like that of a person: with a title, an initial or a degree, or beginning with a usual given
    name; else, unless it has to be *sure*, two or three words with capitals none of which is one of a body or a
    group."""
    words = [word.strip(",") for word in name.split() if word not in _PARTICLES]
    if len(words) > 1 and (_HONORIFIC.fullmatch(words[0]) or _DEGREE.search(name)):
        return True
    full = [word for word in words if not _INITIAL.fullmatch(word)]
    if not 2 <= len(words) <= 4 or not all(_WORD.fullmatch(word) and word[0].isupper() for word in full):
        return False
    if (
        not full
        or any(word.isupper() and len(word) > 2 for word in full)
        or _known_words("bodies") & set(map(str.casefold, full))
    ):
        return False
    if len(full) < len(words) or full[0].casefold() in _known_words("given"):
        return True
    if any(_is_of_body(word.casefold()) for word in full):
        return False
    return not sure and len(full) <= 3 and not _OF_GROUPS.search(full[-1])
