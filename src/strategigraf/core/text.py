"""Texts that become inert before they are shown or written, terms of RDF as text, locators of headings, stems of
words, and the names of extras."""

import re
from collections.abc import Iterable
from functools import cache

from strategigraf.core.rdf import LANG_STRING, XSD_STRING, Blank, Iri, Term, Text

# The optional extras of the package, as told to who lacks one.


def installing(extra: str) -> Text:
    """What installs *extra*, from the registry and from a clone."""
    command = f'pip install "strategigraf[{extra}]"'
    return Text(f'{command} (i en klon: pip install ".[{extra}]")', f'{command} (in a clone: pip install ".[{extra}]")')


CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_BLANK_LETTERS = "\u034f\u115f\u1160\u2800\u3164\uffa0"  # printable by their kind, and yet nothing is seen
_FORMULA_SIGNS = r"=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20"  # the last four are full-width = + - @
_FORMULA = re.compile(rf"^\s*[{_FORMULA_SIGNS}]")
_FURTHER_FIELD = re.compile(  # where `;` or a tab separates: no number follows that fills the field
    rf"(?<=[;\t])(?=[^\S\t]*[{_FORMULA_SIGNS}])(?![^\S\t]*[+-]?\d+(?:[.,]\d+)*(?:[;\t]|$))"
)
_TO_QUOTE = re.compile(r'[",;\t\r\n]')
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)*$")
_BLOCK = re.compile(r"^(?:([-+=])|(\d{1,9})([.)])(?=\s|$))")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~$])")


def visible(text: str) -> str:
    """*text* with every control or direction character, and what no file can hold, as `\\xNN` or `\\uNNNN`; tabs and
    line breaks are kept."""
    if text.isascii() and text.isprintable():
        return text
    return CONTROL.sub(
        lambda match: f"\\x{ord(match[0]):02x}" if ord(match[0]) < 256 else f"\\u{ord(match[0]):04x}", text
    )


def revealed(text: str) -> str:
    """*text* for a message about what it is made of: every sign that cannot be seen, and every blank but the usual one,
    as `\\uNNNN`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if sign.isprintable() and sign not in _BLANK_LETTERS else _escape(sign) for sign in text)


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


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
        shown = _FURTHER_FIELD.sub("'", shown)
    return "'" + shown if _FORMULA.match(shown) and not _NUMBER.match(shown) else shown


def csv_line(texts: Iterable[str]) -> str:
    """A line of CSV (RFC 4180: commas, CRLF, quotation marks doubled) with each of *texts* as an inert `cell`. What
    holds any of the usual separators is quoted, not only what holds a comma."""
    fields = [_quoted_field(cell(text)) if text else "" for text in texts]
    return (",".join(fields) if fields != [""] else '""') + "\r\n"


def _quoted_field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text


def markdown(text: str) -> str:
    """*text* for Markdown: on one line, its marks escaped, no HTML and no link."""
    escaped = _MARKDOWN.sub(r"\\\1", one_line(text)).replace("&", "&amp;")
    return re.sub(r"(?i)\b(?:(https?|ftp|mailto|javascript|data|vbscript)(:)|(www)(\.))(?=\S)", r"\1\3\\\2\4", escaped)


def paragraph(text: str) -> str:
    """*text* for Markdown where a block may begin with it: neither a list nor a heading comes of its first signs."""
    return _BLOCK.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", markdown(text))


# Terms of RDF, as Turtle, N-Triples and SPARQL write them.

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def escaped(text: str) -> str:
    """*text* as it is written between quotation marks, on one line; control and direction characters as `\\uNNNN`."""
    return CONTROL.sub(code_point, text.translate(_ESCAPES))


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


def leads_to(wanted: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether the headings *wanted* are *path*, or its end: the outermost headings may be left out, no other."""
    return bool(wanted) and path[-len(wanted) :] == wanted


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
    left = word
    for ending in _ENDINGS[language].split():
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            left = word[: -len(ending)] + ("i" if ending == "ies" else "")
            break
    if len(left) > _LEAST and left[-1] == left[-2] and left[-1] not in "aeiouyæøå":
        left = left[:-1]
    if language == "en" and len(left) > _LEAST and left.endswith("y"):
        left = left[:-1] + "i"
    return left
