"""Texts that become inert before they are shown or written, terms of RDF as text, locators of headings, revisions,
stems of words, and the names of extras."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from strategigraf.core.rdf import LANG_STRING, XSD_STRING, Blank, Iri, Term, Text

# The optional extras of the package, as shown to users who lack one.


def installing(extra: str) -> Text:
    """What installs *extra*, from the registry and from a clone."""
    command = f'pip install "strategigraf[{extra}]"'
    return Text(f'{command} (i en klon: pip install ".[{extra}]")', f'{command} (in a clone: pip install ".[{extra}]")')


# Patterns that few commands need are compiled when they are first used.
_OUTSIDE_IRI = r'[\x00-\x20<>"{}|^`\\]'
CONTROL = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_BLANK_LETTERS = "\u034f\u115f\u1160\u2800\u3164\uffa0"  # printable by their kind, and yet nothing is seen
_FORMULA_SIGNS = r"=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20"  # the last four are full-width = + - @
_FORMULA = (*"=+-@|%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_FURTHER_FIELD = (  # where `;` or a tab separates: no number follows that fills the field
    rf"(?<=[;\t])(?=[^\S\t]*[{_FORMULA_SIGNS}])(?![^\S\t]*[+-]?\d+(?:[.,]\d+)*(?:[;\t]|$))"
)
_TO_QUOTE = re.compile(r'[",;\t\r\n]')
_NUMBER = r"^[+-]?\d+(?:[.,]\d+)*$"
_BLOCK = r"^(?:([-+=])|(\d{1,9})([.)])(?=\s|$))"
_MARKDOWN = r"([\\`*_{}\[\]<>|#~$])"


def visible(text: str) -> str:
    """*text* with every control or direction character, and what no file can hold, as `\\xNN` or `\\uNNNN`; tabs and
    line breaks are kept."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(
        CONTROL, lambda match: f"\\x{ord(match[0]):02x}" if ord(match[0]) < 256 else f"\\u{ord(match[0]):04x}", text
    )


def revealed(text: str) -> str:
    """*text* for a message about what it is made of: every sign that cannot be seen, and every blank but the usual one,
    as `\\uNNNN`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if sign.isprintable() and sign not in _BLANK_LETTERS else _escape(sign) for sign in text)


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def grouped(number: int, language: str) -> str:
    """*number* with its thousands apart as *language* writes them: 2.480 in Danish, 2,480 in English."""
    return f"{number:,}".replace(",", "." if language == "da" else ",")


def one_line(text: str) -> str:
    """*text* made visible, on one line."""
    if text.isprintable() and "  " not in text:  # no control, direction or unusual blank in it
        return text.strip(" ")
    return " ".join(visible(text).split())


def cell(text: str) -> str:
    """*text* for a cell of a spreadsheet: visible, and with an apostrophe before what would be a formula, also where a
    spreadsheet takes a semicolon or a tab inside *text* for the end of the cell."""
    shown = visible(text)
    if ";" in shown or "\t" in shown:
        shown = re.sub(_FURTHER_FIELD, "'", shown)
    return "'" + shown if _begins_formula(shown) and not re.match(_NUMBER, shown) else shown


def _begins_formula(text: str) -> bool:
    start = text.lstrip()
    blanks = text[: len(text) - len(start)] if len(start) < len(text) else ""
    return start.startswith(_FORMULA) or "\t" in blanks or "\r" in blanks


def csv_line(texts: Iterable[str]) -> str:
    """A line of CSV (RFC 4180: commas, CRLF, quotation marks doubled) with each of *texts* as an inert `cell`. What
    holds any of the usual separators is quoted, not only what holds a comma."""
    fields = [_quoted_field(cell(text)) if text else "" for text in texts]
    return (",".join(fields) if fields != [""] else '""') + "\r\n"


def _quoted_field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text


def markdown(text: str) -> str:
    """*text* for Markdown: on one line, its marks escaped, no HTML and no link."""
    escaped = re.sub(_MARKDOWN, r"\\\1", one_line(text)).replace("&", "&amp;")
    return re.sub(r"(?i)\b(?:(https?|ftp|mailto|javascript|data|vbscript)(:)|(www)(\.))(?=\S)", r"\1\3\\\2\4", escaped)


def paragraph(text: str) -> str:
    """*text* for Markdown where a block may begin with it: neither a list nor a heading comes of its first signs."""
    return re.sub(_BLOCK, lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", markdown(text))


# Terms of RDF, as Turtle, N-Triples and SPARQL write them.

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def escaped(text: str) -> str:
    """*text* as it is written between quotation marks, on one line; control and direction characters as `\\uNNNN`."""
    inner = text.translate(_ESCAPES)
    return inner if inner.isascii() and inner.isprintable() else re.sub(CONTROL, code_point, inner)


def code_point(match: re.Match[str]) -> str:
    """The one character of *match* as `\\uNNNN`."""
    return f"\\u{ord(match[0]):04X}"


def turtle_term(term: Term) -> str:
    """*term* on one line, names in full."""
    if isinstance(term, Iri):
        return f"<{term.value}>"
    if isinstance(term, Blank):
        return f"_:{term.value}"
    if term.language:
        return f'"{escaped(term.value)}"@{term.language}'
    typed = "" if term.datatype in (XSD_STRING, LANG_STRING) else f"^^<{term.datatype}>"
    return f'"{escaped(term.value)}"{typed}'


def written(term: Term) -> str:
    """*term* as SPARQL writes it. Raises ValueError for a blank node, and for what is no IRI."""
    if isinstance(term, Blank):
        raise ValueError("a blank node cannot be a parameter")
    if isinstance(term, Iri) and re.search(_OUTSIDE_IRI, term.value):
        raise ValueError(f"not an IRI: {term.value!r}")
    return turtle_term(term)


# Locators.

SEPARATOR = " > "


def parts_of(section: str) -> tuple[str, ...]:
    """The headings of the locator *section*, the outermost first."""
    return tuple(part for part in map(str.strip, section.split(SEPARATOR)) if part)


def innermost(section: str) -> str:
    """The innermost heading of the locator *section*; empty where it has none."""
    return "".join(parts_of(section)[-1:])


def joined(headings: tuple[str, ...]) -> str:
    """The locator of the path of *headings*."""
    return SEPARATOR.join(headings)


def leads_to(headings: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether *headings* are *path*, or its end: the outermost headings may be left out, no other."""
    return bool(headings) and path[-len(headings) :] == headings


# Revisions of a text.

NOT_A_WORD = re.compile(r"[^\w.,]|[.,](?!\d)|(?<!\d)[.,]")


def key(word: str) -> str:
    """What *word* is compared by: its letters and digits, all small; the word itself where it has none."""
    return NOT_A_WORD.sub("", word).casefold() or word


KEPT, REMOVED, ADDED = "kept", "removed", "added"


class Segment(NamedTuple):
    """A run of words that is `kept`, `removed` or `added`, as the draft and as the print have it: the words of a kept
    run may differ in capitals, hyphens and punctuation."""

    kind: str
    draft: str
    print: str


class Revision(str):
    """A revision as text, `[-gone-] {+new+}` between the words that are kept (as the print has them).

    `segments` are its runs in order: the draft's words of all, joined by blanks, are the draft, the print's the print.
    """

    segments: tuple[Segment, ...]

    def __new__(cls, segments: tuple[Segment, ...]) -> "Revision":
        """The revision with these *segments*."""
        instance = super().__new__(cls, " ".join(map(_marked, segments)))
        instance.segments = segments
        return instance

    @property
    def draft(self) -> str:
        """The text before."""
        return " ".join(segment.draft for segment in self.segments if segment.draft)

    @property
    def print(self) -> str:
        """The text after."""
        return " ".join(segment.print for segment in self.segments if segment.print)

    @property
    def changed_words(self) -> int:
        """How many words are gone or new."""
        return sum(len((s.draft + " " + s.print).split()) for s in self.segments if s.kind != KEPT)


def revision(draft: str, print_: str) -> Revision:
    """The revision from *draft* to *print_* word by word, case, hyphens and punctuation aside. Blanks are single."""
    from difflib import SequenceMatcher

    before, after = draft.split(), print_.split()
    matcher = SequenceMatcher(None, [key(word) for word in before], [key(word) for word in after], autojunk=False)
    return Revision(tuple(_segments(before, after, matcher.get_opcodes())))


def _segments(
    before: list[str], after: list[str], opcodes: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Segment]:
    for operation, start, end, new_start, new_end in opcodes:
        old, new = " ".join(before[start:end]), " ".join(after[new_start:new_end])
        if operation == "equal":
            yield Segment(KEPT, old, new)
            continue
        if old:
            yield Segment(REMOVED, old, "")
        if new:
            yield Segment(ADDED, "", new)


def _marked(segment: Segment) -> str:
    if segment.kind == REMOVED:
        return f"[-{segment.draft}-]"
    return f"{{+{segment.print}+}}" if segment.kind == ADDED else segment.print


# Stems.

_LEAST = 3  # letters that a stem keeps
_DANISH = """
elsernes elserne elsens elsers elsen elser else ningernes ningerne ningens ningen ninger ning ingernes ingerne ingens
ingen inger ing ernes erne endes ende edes ede enes ene erens eren eres ere ers ens ets est et en er es e s
"""
_ENGLISH = "nesses ness ings ing edly ed ers er ies es ly s e"
_ENDINGS = {"da": _DANISH, "en": _ENGLISH}


@cache
def stem(word: str, language: str) -> str:
    """*word*, in small letters, without the longest ending of *language* that leaves three letters or more; a doubled
    consonant at the end of what is left counts once, an English `y` as `i`, a Danish neuter `-igt` as `-ig`."""
    if language == "da" and word.endswith("igt"):
        word = word[:-1]
    shortened = word
    for ending in _ENDINGS[language].split():
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            shortened = word[: -len(ending)] + ("i" if ending == "ies" else "")
            break
    if len(shortened) > _LEAST and shortened[-1] == shortened[-2] and shortened[-1] not in "aeiouyæøå":
        shortened = shortened[:-1]
    if language == "en" and len(shortened) > _LEAST and shortened.endswith("y"):
        shortened = shortened[:-1] + "i"
    return shortened
