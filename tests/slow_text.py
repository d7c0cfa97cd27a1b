"""The slow and obvious way to read a source text, which the quick one in `files` must agree with.

Every character with its offsets, each step by itself over all of them, each line and each quote normalised by itself,
one search for each quote: a pattern in which every hyphen may be what is printed for a word broken at a line end.
"""

import html
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from strategigraf.check.quotes import QuoteRecord
from strategigraf.files.normal_form import EITHER, HANGING, KEPT, READINGS, SOFT
from strategigraf.files.occurrences import Span
from strategigraf.files.source_text import SourceText

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$")
_ITEM = re.compile(r"^[ \t]*(?:[-*+•▪➤■]|[0-9]{1,3}[.)])[ \t]+")
_LINK = re.compile(
    r"""(?P<image>(?<!\\)!)?(?<!\\)\[(?P<label>(?:[^][\\\0]|\\[^\0])*)\]
    (?: \( (?:[^()\s\0]|\([^()\s\0]*\))* (?:\s+(?:"[^"\0]*"|'[^'\0]*'))? \) (?:\{[^{}\0]*\})? | \{[^{}\0]*\} )""",
    re.VERBOSE,
)
_CODE = re.compile(
    r"&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|\\[!-/:-@\[-`{-~]|\\(?=[\r\n])|(?i:<br(?:\s[^<>\0]{0,99})?/?>)"
    r"|<(?:https?://|mailto:)[^\s<>\0]{1,500}>"
)
_UNSEEN = re.compile("[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LINE_END = "\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
_BLANK = rf"(?:(?![{_LINE_END}])\s)"
_HYPHEN = "[-\u2010-\u2015\u2212\u00ad\ufffe\x02]"
_BROKEN = re.compile(
    rf"(?:(?<=[^\W_])|(?<=[^\W_][*_])|(?<=[^\W_]\*\*))(?P<sign>{_HYPHEN})"
    rf"(?:(?:{_BLANK}|[*_])*[{_LINE_END}][\s*_]*|(?<=[\ufffe\x02])[\s*_]*)"
    r"(?P<quoted>[\"'(\[\u2018-\u201f\u2039\u203a\u00ab\u00bb]{0,2})(?P<after>[^\W_]+)"
)
_EMPHASIS = re.compile(r"\u00ad|\*+|(?<!\w)_+|(?<!_)_+(?!\w)")
_GROUPING = "\u00a0\u2007\u2009\u202f"


class Sign(NamedTuple):
    """A sign and where it comes from."""

    sign: str
    start: int
    end: int


class SlowText:
    """One source text, every character of it looked at."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.signs = marked(raw)
        self.text = _text(self.signs)

    @classmethod
    def of(cls, text: SourceText) -> "SlowText":
        """The same text as *text*."""
        return cls(text.raw)

    def spans(self, words: str, prefix: str = "", suffix: str = "") -> list[Span]:
        """Every place where *words* stand, directly after *prefix* and before *suffix* where these are given; of whole
        words, else of parts of words. In the order of the text.

        White space between the words and what is around them does not count.
        """
        found = self.everywhere(words, prefix, suffix)
        return [span for span in found if not span.inside] or found

    def everywhere(self, words: str, prefix: str = "", suffix: str = "") -> list[Span]:
        """Every place, of whole words or not."""
        wanted, before, after = (_text(marked(one)).strip() for one in (words, prefix, suffix))
        if not re.sub(rf"[-{''.join(READINGS)} ]", "", wanted):
            return []
        found = []
        for start, end in matches(self.text, wanted):
            if before and not any(end in ends for _, ends in self._around(before, wanted, start)):
                continue
            if after and not any(start in starts for starts, _ in self._around(wanted, after, end)):
                continue
            raw_start, raw_end = self.signs[start].start, self.signs[end - 1].end
            inside = self._inside(start, wanted[0]) or self._inside(end, wanted[-1])
            found.append(Span(raw_start, raw_end, self.raw[raw_start:raw_end] == words, inside))
        return found

    def _around(self, one: str, other: str, place: int) -> Iterator[tuple[set[int], set[int]]]:
        """The places where *one* and *other* stand side by side, blanks between them aside, near *place*."""
        first = max(0, place - 3 * len(one) - 9)
        text = self.text[first : place + 3 * len(one + other) + 9]
        head, tail = re.sub(r"[- ]+$", "", one), re.sub(r"^[- ]+", "", other)
        hyphens = (one[len(head) :] + other[: len(other) - len(tail)]).replace(" ", "")
        for left in ("", " "):
            for right in ("", " "):
                for start, end in matches(text, head + left + hyphens + right + tail):
                    yield {start + first}, {end + first}

    def _inside(self, place: int, border: str) -> bool:
        signs = self.text
        if not 0 < place < len(signs) or border == "-":
            return False
        left, right = signs[:place], signs[place:]
        if left[-1] in READINGS or right[0] in READINGS:
            left, right = left.rstrip("".join(READINGS)), right.lstrip("".join(READINGS))
            return SOFT in signs[place - 1 : place + 1] and left[-1:].isalnum() and right[:1].isalnum()
        note = left[-1].isalpha() and right[0].isdigit() and not right[0].isdecimal()
        if left[-1].isalnum() and not note and (right[0].isalnum() or unicodedata.combining(right[0])):
            return True
        if re.fullmatch(r"\d[.,]\d.|.\d[.,]\d", f"{left[-2:]:>2}{right[:2]:<2}", re.DOTALL):
            return True
        thousands = re.match(r" ?\d{3}(?!\d)", right)
        blank = place - 1 if left[-1] == " " else place
        number = left.rstrip(" ")[-1:].isdecimal() and " " in (left[-1], right[0])
        return bool(number and thousands and self.raw[self.signs[blank].start] in _GROUPING)

    def headings(self, place: int, sections: Iterable[str]) -> list[tuple[float, str]]:
        """The headings above *place*, or at it, the outermost first, each with its level: 7 and more where it is a part
        of one of *sections*, 99 where a run-in became a heading, infinity for a run-in."""
        wanted = [[part.strip() for part in normalise(s).split(" > ") if part.strip()] for s in sections]
        begun = [path[: end + 1] for path in wanted for end in range(len(path))]
        lines = self.raw.splitlines(keepends=True)
        levels = [_level(line) for line in lines]
        above: list[tuple[float, str]] = []
        offset, run_ins = 0, False
        for number, line in enumerate(lines):
            if offset > place:
                break
            offset += len(line)
            level, heading = levels[number]
            words, bare = normalise(line).strip(), _ITEM.sub("", line)
            found = re.fullmatch(r"\*\*([^*]{1,120})\*\*(.*)", bare.strip(), re.DOTALL)
            first = bare != line or number == 0 or not lines[number - 1].strip() or lines[number - 1][0] == "#"
            run_in = normalise(found[1]).strip() if found and first and any(map(str.isalnum, found[2])) else ""
            if level or not words or bare != line or run_in:
                above = [one for one in above if one[0] != math.inf]
            outer = [value for value, _ in above if value < 7]
            if (
                heading
                and run_ins
                and outer
                and level > outer[-1]
                and re.fullmatch(r"#+\s*\*\*[^*]+\*\*", line.strip())
            ):
                above = [*(one for one in above if one[0] != 99), (99, heading)]
            elif heading:
                above, run_ins = [*(one for one in above if one[0] < level), (level, heading)], False
            elif run_in and not level:
                above, run_ins = [*(one for one in above if one[0] != 99), (math.inf, run_in)], True
            elif words and not level and words not in [name for _, name in levels]:
                marked, named = [one for one in above if one[0] < 7], [one for one in above if 7 <= one[0] < 99]
                for depth in range(len(named), -1, -1):
                    path = [name for _, name in named[:depth]] + [words]
                    if path in begun or [name for _, name in marked] + path in begun:
                        above = [*marked, *named[:depth], (7 + depth, words)]
                        break
        return above

    def stands_under(self, span: Span, section: str, sections: Iterable[str] = ()) -> bool:
        """Whether *span* lies below the locator *section*: the headings above it end with those that it names, the
        run-in of the paragraph aside."""
        headings = self.headings(span.start, [*sections, section])
        wanted = [part.strip() for part in normalise(section).split(" > ") if part.strip()]
        for above in (headings, [one for one in headings if one[0] != math.inf]):
            path = [part.strip() for _, name in above for part in name.split(" > ") if part.strip()]
            if wanted and path[-len(wanted) :] == wanted:
                return True
        return False

    def status(self, record: QuoteRecord, sections: Iterable[str] = ()) -> str:
        """What becomes of looking for *record*, where quotes beside it name *sections*."""
        everywhere = self.everywhere(record.exact)
        if not everywhere:
            return "missing"
        here = self.spans(record.exact, record.prefix, record.suffix)
        if all(span.inside for span in here or everywhere):
            return "inside-word"
        if not here:
            return "moved"
        if len(here) > 1:
            return "ambiguous"
        if not self.stands_under(here[0], record.section, sections):
            return "moved"
        return "exact" if here[0].literal else "normalised"


def _level(line: str) -> tuple[int, str]:
    """The level and the words of the Markdown heading *line*; 0 where it is none."""
    found = _HEADING.match(line.rstrip())
    return (len(found[1]), normalise(found[2]).strip()) if found else (0, "")


def normalise(words: str) -> str:
    """*words* in the form in which they are compared, broken words in their likeliest reading."""
    return "".join(READINGS[sign][0] if sign in READINGS else sign for sign in _text(marked(words)))


def readable(raw: str) -> str:
    """*raw* as it reads on the page: runs of white space as one blank, words broken at a line end joined, emphasis left
    out; quotation marks and dashes as they are."""
    return _text(_laid_out(_plain(raw), printed=True))


def marked(raw: str) -> list[Sign]:
    """The normal form of *raw*, sign by sign."""
    kinds = {"'": "\u2018\u2019\u201a\u201b\u2039\u203a", '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb",
             "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}  # fmt: skip
    kind = {sign: to for to, signs in kinds.items() for sign in signs}
    return [Sign(kind.get(one.sign, one.sign), one.start, one.end) for one in _laid_out(_plain(raw), printed=False)]


def matches(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where *wanted* stands in *text*, each word broken at a line end as it may be printed."""
    marks = "".join(READINGS)
    if not any(mark in text or mark in wanted for mark in marks):
        start = text.find(wanted)
        while start >= 0:
            yield start, start + len(wanted)
            start = text.find(wanted, start + 1)
        return
    steps = re.findall(rf"[-{marks}] ?|.", wanted, re.DOTALL)
    opening = steps[: next((place for place, step in enumerate(steps) if step[0] in "-" + marks), len(steps))][:5]
    for match in re.finditer("(?=" + f"[{SOFT}{EITHER}]?".join(map(re.escape, opening)) + ")", text):
        ends = {match.start()}
        if wanted[0] != "-" and text[match.start() : match.start() + 1] in READINGS:
            continue
        for step in steps:
            ends = {end for here in ends for end in _after(text, here, step)}
        yield from ((match.start(), end) for end in sorted(ends)[:1])


def _after(text: str, place: int, step: str) -> Iterator[int]:
    """Where *text* goes on after *step*, a letter or a hyphen, at *place*."""
    wanted = READINGS.get(step[0], (step,))
    for reading in wanted:
        if reading and text.startswith(reading, place):
            yield place + len(reading)
        elif not reading:
            yield place
    if text[place : place + 1] in READINGS and text[place : place + 1]:
        if set(READINGS[text[place]]) & set(wanted):
            yield place + 1
        if "" in READINGS[text[place]] and text.startswith(step, place + 1) and step[0] not in "-" + "".join(READINGS):
            yield place + 1 + len(step)


def _plain(raw: str) -> list[Sign]:
    signs = [Sign(sign, place, place + 1) for place, sign in enumerate(raw)]
    signs = _linked(_linked(signs))
    signs = _each(signs, _CODE, _decoded)
    signs = _each(signs, _UNSEEN, lambda _: "")
    signs = _each(signs, _LIGATURE, lambda match: unicodedata.normalize("NFKD", match[0]))
    groups: list[list[Sign]] = []
    for one in signs:
        if groups and _belongs("".join(sign.sign for sign in groups[-1]), one.sign) and len(groups[-1]) < 32:
            groups[-1].append(one)
        else:
            groups.append([one])
    made: list[Sign] = []
    for group in groups:
        letters = _text(group)
        composed = unicodedata.normalize("NFC", letters)
        made += group if composed == letters else [Sign(sign, group[0].start, group[-1].end) for sign in composed]
    return made


def _belongs(letters: str, sign: str) -> bool:
    both = unicodedata.normalize("NFC", letters + sign)
    apart = unicodedata.normalize("NFC", letters) + unicodedata.normalize("NFC", sign)
    return unicodedata.combining(sign) > 0 or len(both) < len(apart)


def _linked(signs: list[Sign]) -> list[Sign]:
    made: list[Sign] = []
    last = 0
    for match in _LINK.finditer(_text(signs)):
        made += signs[last : match.start()]
        label = signs[match.start("label") : match.end("label")]
        if label and not match["image"]:
            label[0] = label[0]._replace(start=signs[match.start()].start)
            label[-1] = label[-1]._replace(end=signs[match.end() - 1].end)
            made += label
        last = match.end()
    return made + signs[last:]


def _decoded(match: re.Match[str]) -> str:
    found = match[0]
    if found[0] == "&":
        return html.unescape(found)
    if found[0] == "<":
        return found[1:-1] if ":" in found else "\n"
    return found[1:]


def _laid_out(signs: list[Sign], printed: bool) -> list[Sign]:
    text = _text(signs)
    made: list[Sign] = []
    place = 0
    broken = {match.start("sign"): match for match in _BROKEN.finditer(text)}
    dropped = {place for match in _EMPHASIS.finditer(text) for place in range(*match.span())}
    while place < len(text):
        if place in broken:
            match = broken[place]
            end = match.start("quoted") if match["quoted"] else match.start("after")
            sign = _mark(text[:place], match)
            hyphen = match["sign"] if match["sign"] not in "\u00ad\ufffe\x02" else "-"
            shown = READINGS[sign][0].replace("-", hyphen) if printed else sign
            made += [Sign(one, signs[place].start, signs[end - 1].end) for one in shown]
            place = end
        else:
            sign = " " if text[place].isspace() else "-" if text[place] in "\ufffe\x02" else text[place]
            if place not in dropped and not (sign == " " and made and made[-1].sign == " " and made[-1].end > -1):
                made.append(Sign(sign, signs[place].start, signs[place].end))
            place += 1
    return made


def _mark(before: str, match: re.Match[str]) -> str:
    head = re.search(r"([^\W_]+)[*_]*$", before)
    assert head is not None
    one, sign, other = head[1], match["sign"], match["after"]
    if other.lower() in ("og", "eller", "samt"):
        return HANGING
    if sign in "\u2012\u2013\u2014\u2015\u2212":
        return KEPT if one[-1].isdigit() and other[0].isdigit() else HANGING
    capitals = len(one) > 1 and one.isupper()
    small = one.lower()
    prefix = small in ("hiv", "ikke", "ip", "it") or len(one) == 1 or not re.search("[aeiouyæøåéèüäö]", small)
    if capitals and len(other) > 1 and other.isupper() and not match["quoted"]:
        return EITHER if prefix or len(one) < 4 else SOFT
    belongs = one[-1].isdigit() or other[0].isdigit() or prefix or capitals or other[0].isupper() or match["quoted"]
    return (EITHER if sign == "\u00ad" else KEPT) if belongs else SOFT


def _each(signs: list[Sign], pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> list[Sign]:
    made: list[Sign] = []
    last = 0
    for match in pattern.finditer(_text(signs)):
        made += signs[last : match.start()]
        made += [Sign(sign, signs[match.start()].start, signs[match.end() - 1].end) for sign in new(match)]
        last = match.end()
    return made + signs[last:]


def _text(signs: list[Sign]) -> str:
    return "".join(one.sign for one in signs)


def occurrences(text: str, wanted: str) -> Iterator[int]:
    """The places of *wanted* in *text*."""
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)
