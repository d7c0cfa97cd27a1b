"""What words on time and money say: the days that they name and how they stand to these; how much of which currency,
and whether that is per year or in all.
"""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import NamedTuple

MONTHS = (
    ("januar", "january"), ("februar", "february"), ("marts", "march"), ("april",), ("maj", "may"), ("juni", "june"),
    ("juli", "july"), ("august",), ("september",), ("oktober", "october"), ("november",), ("december",),
)  # fmt: skip
_MONTH = "|".join(name for names in MONTHS for name in names)
_YEARS = re.compile(
    r"(?:fra |from |i |in |perioden |the period )*(20\d\d)(?: ?(?:-|–|/|til|to|og|and) ?(?:20)?(\d\d))?"
)
_FROM_MONTH = re.compile(rf"(?:(?:den |the )?(\d{{1,2}})\.? )?({_MONTH}) (20\d\d)")
_PART = re.compile(r"(?:([1-4])\. ?(kvartal)|q([1-4])|([12])\. ?(halvår)|h([12])) (20\d\d)")
_TIMINGS = (  # the words before a time; the first that fits
    ("By", r"senest(?: ved)?(?: udgangen af)?(?: i| den)?|inden(?: udgangen af)?|frem mod"),
    ("By", r"no later than|by(?: the end of)?|before"),
    ("AtEnd", r"(?:ved|i) (?:udgangen|slutningen) af|ultimo|(?:at )?the end of|end of|late(?: in)?"),
    ("AtStart", r"primo|i (?:starten|begyndelsen) af|early(?: in)?|(?:at )?the (?:start|beginning) of"),
    ("Midway", r"medio|i midten af|mid-?|in the middle of"),
    ("Within", r"i løbet af|during|within|in the course of"),
    ("From", r"fra(?: og med)?|from|starting(?: in)?|as of"),
)  # fmt: skip


class Span(NamedTuple):
    """The days from `start` to `end`, inclusive; and whether the words give `years` alone."""

    start: date
    end: date
    years: bool


def span_of(words: str) -> Span | None:
    """The days that *words* (`2. kvartal 2027`, `juni 2026`, `2025–2028`, `Q2 2026`) name; None where they name
    none, or a year of accounts (`Q1 2026-27`), which does not begin on the same day everywhere."""
    said = " ".join(words.casefold().split()).rstrip(".")
    if match := _YEARS.fullmatch(said):
        first = int(match[1])
        last = int(match[1][:2] + match[2]) if match[2] else first
        return Span(date(first, 1, 1), date(last, 12, 31), True) if first <= last else None
    if match := _PART.fullmatch(said):
        quarter, half, year = int(match[1] or match[3] or 0), int(match[4] or match[6] or 0), int(match[7])
        first, last = (3 * quarter - 2, 3 * quarter) if quarter else (6 * half - 5, 6 * half)
        return Span(date(year, first, 1), _last_day(year, last), False)
    if match := _FROM_MONTH.fullmatch(said):
        year = int(match[3])
        month = next(number for number, names in enumerate(MONTHS, 1) if match[2] in names)
        if not match[1]:
            return Span(date(year, month, 1), _last_day(year, month), False)
        day = int(match[1])
        if 1 <= day <= _last_day(year, month).day:
            return Span(date(year, month, day), date(year, month, day), False)
    return None


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def timing_of(before: str) -> str:
    """How the words that stand *before* a time say that it is meant (`By`, `AtEnd`, as in the vocabulary); "" where
    they do not."""
    said = " ".join(before.casefold().split())
    return next((name for name, words in _TIMINGS if re.search(rf"(?<!\w)(?:{words})$", said)), "")


# Money.

_NUMBER = r"\d{1,3}(?:[.,  ]?\d{3})*(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = r"mio\.?|mia\.?|million(?:er)?s?|milliard(?:er)?|billions?|tusinde?|thousand|bn|m|k"
_SCALES = {"mi": 6, "m": 6, "mio": 6, "mia": 9, "mil": 6, "bil": 9, "bn": 9, "tus": 3, "tho": 3, "k": 3}
_SIGN = r"kr\.?|kroner|dkk|euro|eur|€|£|gbp|pounds?|\$|usd|dollars?"
_CURRENCIES = {
    "kr": "DKK", "kroner": "DKK", "dkk": "DKK", "euro": "EUR", "eur": "EUR", "€": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "pounds": "GBP",
}  # fmt: skip
_AMOUNT = re.compile(
    rf"(?:(?P<before>{_SIGN}) ?)?(?P<number>{_NUMBER})(?: ?(?P<scale>{_SCALE}))?(?: ?(?P<after>{_SIGN}))?"
)
_SUM = r"(?:ramme|beløb|budget|sum|udgift|bevilling|pulje|økonomi|midler)"
_EACH = re.compile(
    rf"\bårligt\b|\bårlige? {_SUM}|\bom året\b|\bpr\. år\b|\bhvert år\b|\bi hvert af årene\b|/år\b"
    r"|\bper year\b|\ba year\b|\beach year\b|\bevery year\b|\bannually\b|\bper annum\b"
    r"|\bannual (?:budget|funding|cost|sum)"
)
_IN_ALL = re.compile(
    rf"\bi alt\b|\bsamlede? {_SUM}|\bsammenlagt\b|\bover (?:de næste |the next )?\w+ (?:år|years)\b|\bi hele perioden\b"
    r"|\bin total\b|\btotal(?:ling| of| budget| funding| cost)\b|\bin all\b|\baltogether\b"
)
_PERIOD = re.compile(r"(?<![\w.,/-])20\d\d(?: ?(?:-|–|til|to) ?(?:20)?\d\d)?(?![\w%]|[.,/]\d)")
_OPEN = re.compile(
    r"(?:\bfra(?: og med)?|\bfrom|\bsiden|\bsince|\binden|\bsenest(?: i)?|\bby|\bbefore|\bfrem mod|\bmod) $"
)


class Money(NamedTuple):
    """An amount in whole units of the currency (three letters)."""

    amount: Decimal
    currency: str


class Around(NamedTuple):
    """What the words around an amount say: `span` is `year` where it is per year, `total` where it is in all, "" where
    they do not say; and the words on its period ("" for none)."""

    span: str
    period: str


def money_of(words: str, language: str) -> Money | None:
    """The amount that *words* (`2,5 mio. kr.`, `£1.5 million`) in *language* give; None where they give none, or no
    currency that is known for certain."""
    match = _AMOUNT.fullmatch(" ".join(words.casefold().split()))
    sign = (match["before"] or match["after"] or "").rstrip(".") if match else ""
    if not match or sign not in _CURRENCIES:
        return None
    number = decimal_of(match["number"], language)
    scale = (match["scale"] or "").rstrip(".")
    power = _SCALES.get(scale, _SCALES.get(scale[:3], 0)) if scale else 0
    return None if number is None else Money(number.scaleb(power), _CURRENCIES[sign])


def decimal_of(number: str, language: str) -> Decimal | None:
    """The *number* (`1.250.000`, `2,5`) as it is written in *language*; None where that cannot be told."""
    said = re.sub(r"\s", "", number)
    group, point = (".", ",") if language == "da" else (",", ".")
    if re.fullmatch(rf"\d+(?:{re.escape(point)}\d+)?", said):
        return Decimal(said.replace(point, "."))
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?", said):
        return Decimal(said.replace(group, "").replace(point, "."))
    if re.fullmatch(rf"\d+{re.escape(group)}\d{{1,2}}", said):
        return Decimal(said.replace(group, "."))  # the other language's point, which no thousands are written with
    return None


def decimal_text(number: Decimal) -> str:
    """*number* as `xsd:decimal` has it in the house style: `2500000.0`."""
    told = f"{number.normalize():f}"
    return told if "." in told else f"{told}.0"


def around(sentence: str, start: int, end: int, others: list[tuple[int, int]]) -> Around:
    """What *sentence* says of the amount from *start* to *end* in it: the words after it, up to the next of the
    *others*; the words before it too, where there are no others."""
    after = sentence[end : min((begin for begin, _ in others if begin >= end), default=len(sentence))]
    before = sentence[:start] if not others else ""
    said = f"{before} | {after}".casefold()
    each, in_all = _EACH.search(said) is not None, _IN_ALL.search(said) is not None
    period = _period(after) or _period(before)
    if each == in_all:
        days = span_of(period) if period and not each else None
        # for a single year both come to the same
        return Around("total" if days and days.start.year == days.end.year else "", period)
    return Around("year" if each else "total", period)


def _period(words: str) -> str:
    """The only years in *words* that an amount can be for; "" where there are none, several, or a bound alone."""
    found = list(_PERIOD.finditer(words))
    if len(found) != 1 or _OPEN.search(words[: found[0].start()].casefold()):
        return ""
    return found[0][0]
