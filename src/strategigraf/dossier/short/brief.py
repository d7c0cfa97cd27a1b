"""What the short report is, as values; the rules of `messages/report-rules.toml`; and what its sentences are put
together from."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.compare.sentences import sentences
from strategigraf.core.rdf import LANGUAGES, Text, joined, message, natural

# The values.
_NOTHING = Text("", "")


class Quoted(NamedTuple):
    """Words of a source and where they are from; `foreign` where they are the UN's, in English."""

    words: str
    place: Text
    foreign: bool = False


class Opened(NamedTuple):
    """What a number counts: its code, its title, its words, a note, and its IRI (empty for what has none)."""

    code: str
    title: Text
    words: tuple[str, ...] = ()
    note: Text = _NOTHING
    thing: str = ""


class Evidence(NamedTuple):
    """What a number rests on: a heading, codes and counts in a sentence, and each thing that was counted."""

    title: Text
    told: Text
    opened: tuple[Opened, ...]


class Number(NamedTuple):
    """A number, the sentence that goes on from it, and its evidence."""

    name: str
    value: Text
    told: Text
    evidence: Evidence


class Finding(NamedTuple):
    """What the council should know: how grave it is, a conclusion, sentences, the numbers whose evidence shows it, and
    the words that prove it."""

    family: str
    score: float
    title: Text
    told: Text
    numbers: tuple[str, ...]
    quotes: tuple[Quoted, ...]


class Gap(NamedTuple):
    """How far a requirement is met: by the elements themselves, only by what is above them (None where nothing can be
    inherited), by nothing; which lack their own: their codes, empty where there are too many; the number whose evidence
    has all that are counted, or where no number has, these themselves."""

    title: Text
    total: int
    own: int
    inherited: int | None
    none: int
    which: Text
    number: str = ""
    opened: tuple[Opened, ...] = ()


class Row(NamedTuple):
    """A row of the figure: its number, its label, what is counted in each column, the ends its own links lead to, and
    those that only something below it leads to."""

    code: str
    label: Text
    counts: tuple[int, ...]
    own: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


class Band(NamedTuple):
    """A track of the figure with its rows, and the ends (code, label) that stand beside it."""

    label: Text
    rows: tuple[Row, ...]
    ends: tuple[tuple[str, Text], ...] = ()


class Thread(NamedTuple):
    """The figure: the vision, the tracks, the heads of its columns, and what it says to those who cannot see it."""

    vision: Text
    bands: tuple[Band, ...]
    heads: tuple[Text, ...]  # vision, tracks, rows, ends
    columns: tuple[Text, ...]
    title: Text
    caption: Text
    phone_caption: Text
    told: Text
    keys: tuple[Text, ...] = ()  # what thick, thin and no line mean

    @property
    def rows(self) -> list[Row]:
        """All rows, from top to bottom."""
        return [row for band in self.bands for row in band.rows]


def headline(title: Text, owner: Text) -> Text:
    """*title* without the *owner* at its end, who has a place of their own."""
    found = []
    for one, name in zip(title, owner, strict=True):
        ending = rf"(?:,| i| in| in the| of| of the) {re.escape(name)}$" if name else "(?!)"
        found.append(re.sub(f"{ending}", "", one) or one)
    return Text(*found)


class Brief(NamedTuple):
    """The short report on a strategy."""

    strategy: str
    title: Text
    owner: Text
    noun: Text
    facts: tuple[tuple[Text, Text], ...]
    lead: Text
    thread: Thread | None
    numbers: tuple[Number, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    read: tuple[Text, ...]
    unread: tuple[Text, ...]
    issued: str = ""

    def place(self, name: str) -> int:
        """The place of the number *name* among the numbers, from 1; 0 where it has none."""
        return next((place for place, number in enumerate(self.numbers, 1) if number.name == name), 0)


# The rules.

_FILE = Path(__file__).parents[2] / "messages" / "report-rules.toml"


@cache
def report_rules() -> dict[str, Any]:
    """The rules, by section."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


# What the source calls its elements.


class Term(NamedTuple):
    """What elements are called: one of them, several, the one, those."""

    one: Text
    many: Text
    the: Text
    those: Text

    @property
    def each(self) -> Text:
        """“hvert pejlemærke”, “each goal”."""
        article = "hvert" if self.the.da.endswith("t") else "hver"
        return Text(f"{article} {self.one.da}", f"each {self.one.en}")

    @property
    def at_least_one(self) -> Text:
        """“ét pejlemærke”, “one goal”."""
        return Text(f"{'ét' if self.the.da.endswith('t') else 'én'} {self.one.da}", f"one {self.one.en}")

    @property
    def some(self) -> Text:
        """“et pejlemærke”, “a goal”."""
        article = "an" if self.one.en[:1] in "aeio" else "a"
        return Text(f"{'et' if self.the.da.endswith('t') else 'en'} {self.one.da}", f"{article} {self.one.en}")

    def counted(self, number: int, spelled: bool = False) -> Text:
        """How many, in figures or *spelled*: “15 pejlemærker”, “tre spor”."""
        noun = self.one if number == 1 else self.many
        amount = numeral(number) if spelled else figures(number)
        if number == 1 and self.the.da.endswith("t"):
            amount = amount._replace(da="ét" if spelled else "1")
        return Text(f"{amount.da} {noun.da}", f"{amount.en} {noun.en}")

    def coded(self, codes: str | Text) -> Text:
        """One or several by their codes: “pejlemærke 9”, “goals 2 and 3”."""
        text = codes if isinstance(codes, Text) else Text(codes, codes)
        several = re.search(r"[, ]", text.en) is not None
        return Text(f"{self.one.da} {text.da}", f"{(self.many if several else self.one).en} {text.en}")


def term(word: str, cls: str) -> Term:
    """The term that sources use as *word*; where that is not known, the usual one of elements of *cls* (`Goal`)."""
    terms = report_rules()["terms"]
    found = terms.get(word) or terms[report_rules()["usual"].get(cls, "indsats")]
    (one, many, the, those), (en_one, en_many) = found["da"], found["en"]
    return Term(Text(one, en_one), Text(many, en_many), Text(the, f"the {en_one}"), Text(those, f"the {en_many}"))


# Numbers, lists and codes in words.


def figures(number: float) -> Text:
    """*number* with the separators of each language: “1.800”, “1,800”."""
    english = f"{number:,.1f}".removesuffix(".0")
    return Text(english.translate(str.maketrans(",.", ".,")), english)


def numeral(number: int) -> Text:
    """*number* in words up to twelve, else in figures."""
    words = message("short.numerals")
    listed = [words.in_language(language).split() for language in LANGUAGES]
    return Text(*(own[number] for own in listed)) if number < len(listed[0]) else figures(number)


def capital(text: Text) -> Text:
    """*text* with a capital letter."""
    return Text(*(one[:1].upper() + one[1:] for one in text))


def small(text: Text) -> Text:
    """*text* with a small letter, but for what is written with capitals."""
    return Text(*(one[:1].lower() + one[1:] if not one[1:2].isupper() else one for one in text))


def listed(texts: Sequence[Text], between: Text | None = None) -> Text:
    """*texts* as a sentence lists them: “1, 2 og 3”, or with another word *between* the last two."""
    between = between or message("short.and")
    return Text(*(_listed([text.in_language(code) for text in texts], between.in_language(code)) for code in LANGUAGES))


def _listed(texts: Sequence[str], between: str) -> str:
    return f" {between} ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def codes(found: Iterable[str]) -> Text:
    """Codes in their order, three or more in a row as a range: “1-3, 5-1 til 5-3”."""
    runs: list[list[str]] = []
    for code in sorted(set(found), key=natural):
        if runs and _next(runs[-1][-1]) == code:
            runs[-1].append(code)
        else:
            runs.append([code])
    until = message("short.until")
    parts = [part for run in runs for part in ([run] if len(run) > 2 else [[code] for code in run])]
    return Text(
        *(
            _listed_codes([f"{run[0]} {word} {run[-1]}" if len(run) > 1 else run[0] for run in parts], code)
            for code, word in zip(LANGUAGES, until, strict=True)
        )
    )


def _listed_codes(parts: list[str], language: str) -> str:
    few = len(parts) < 5
    return _listed(parts, message("short.and").in_language(language)) if few else ", ".join(parts)


def _next(code: str) -> str:
    """The code that follows *code*: its last number, or single letter, one up."""
    match = re.search(r"(?<!\d)\d+$", code)
    if match:
        return f"{code[: match.start()]}{int(match[0]) + 1}"
    return code[:-1] + chr(ord(code[-1]) + 1) if re.fullmatch(r".*-[A-Y]", code) else ""


def period(start: str, end: str) -> str:
    """The years from *start* to *end*; one where they are the same or one is all there is."""
    return "–".join(dict.fromkeys(year[:4] for year in (start, end) if year))


def shortened(words: str, most: int) -> str:
    """*words*, or their beginning of at most *most* words with an ellipsis, cut at a comma where one comes late,
    and never behind a word that only leads to the next ("og dermed")."""
    parts = words.split()
    if len(parts) <= most:
        return " ".join(parts)
    kept = parts[: most - 1]
    for index in range(len(kept) - 1, most // 2 - 1, -1):
        if kept[index].endswith((",", ";", ":")):
            kept = kept[: index + 1]
            break
    while len(kept) > 1 and kept[-1].casefold() in report_rules()["words"]["leading"]:
        kept.pop()
    return " ".join(kept).rstrip(" ,;:.–-") + " …"


def first_sentence(text: str) -> str:
    """The first sentence of *text*; of a long one what is before its first semicolon."""
    found = next(iter(sentences(text)), "")
    if len(found.split()) > report_rules()["words"]["sentence"] and ";" in found:
        return found.partition(";")[0] + "."
    return found


def part_of(part: int, whole: int) -> Text:
    """“25 af 53”, “25 of 53”."""
    return message("short.part-of", part=figures(part), whole=figures(whole))


def counts(numbers: Sequence[int]) -> Text:
    """*numbers* as a sentence lists them: “21, 15 og 17”."""
    return listed([figures(number) for number in numbers])


def sentences_of(parts: Iterable[Text | None]) -> Text:
    """Those of *parts* that there are, one after the other."""
    return joined([part for part in parts if part and part.da], " ")
