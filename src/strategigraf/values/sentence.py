"""Sentences: a Danish text cut where its sentences end, and what a word of it is compared by."""

import re

_NEVER_LAST = """
    adm. afd. afs. alm. bl.a. ca. dir. dr. ds. dvs. d.v.s. eks. ekskl. evt. ex. f. feks. f.eks. fhv. fig. forb. fr. frk.
    gl. hhv. hr. ift. i.f.t. iht. i.h.t. inkl. jf. jfr. jvf. kap. kgl. kl. lb. maks. mht. m.h.t. mhp. m.h.p. nr. nuv.
    obs. opr. pga. p.g.a. pkt. pr. prof. ref. resp. sml. skt. stk. str. såk. tdl. tlf. udg. vdr. vedr. vha. v.h.a. vs.
"""  # abbreviations that something always follows
_SOMETIMES_LAST = """
    dgl. etc. kr. mdr. m.fl. mfl. mia. mill. min. mio. mm. m.m. mv. m.v. o.a. o.l. o.lign. osv. pct. sek. t.o.m. årl.
"""  # abbreviations that may end a sentence
_MONTHS = "januar februar marts april maj juni juli august september oktober november december"
_UNITS = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-–•▪*➤]|\d{1,3}[.)])[ \t])")
_BULLET = re.compile(r"^\s*[-–•▪*➤]\s+")
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”“’»«)\]]*(?=\s)")
_OPENING = "“„»«\"('["
_NOT_A_WORD = re.compile(r"[^\w.,]|[.,](?!\d)|(?<!\d)[.,]")


def sentences(text: str) -> list[str]:
    """The sentences of *text* in order, each on one line with single blanks; a heading or bullet is one of its own.

    A paragraph or bullet ends a sentence. A full stop does not where it belongs to an abbreviation, a number of a list
    or a date, or stands inside brackets or quotation marks, nor where a small letter follows.
    """
    found: list[str] = []
    for unit in units(text):
        found += _cut(" ".join(_BULLET.sub("", unit).split()))
    return found


def units(text: str) -> list[str]:
    """The paragraphs and bullets of *text* in order, as they are."""
    return _UNITS.split(text.replace("\r\n", "\n").replace("\r", "\n"))


def key(word: str) -> str:
    """What *word* is compared by: its letters and digits, all small; the word itself where it has none."""
    return _NOT_A_WORD.sub("", word).casefold() or word


def keys(text: str) -> tuple[str, ...]:
    """What the words of *text* are compared by, in order; a word that is only a mark is left out where there are
    others."""
    return tuple(found for word in text.split() if (found := _NOT_A_WORD.sub("", word).casefold())) or (text,)


def _cut(unit: str) -> list[str]:
    found: list[str] = []
    start = 0
    enclosed = _enclosed(unit)
    for match in _END.finditer(unit):
        end = match.end()
        if not any(first < end - 1 < last for first, last in enclosed) and _ends(unit, start, match):
            found.append(unit[start:end])
            start = end + 1
    return [*found, unit[start:]] if unit[start:] else found


def _ends(unit: str, start: int, match: re.Match[str]) -> bool:
    following = unit[match.end() + 1 :].lstrip(_OPENING + "–- ")
    if not following or following[0].islower():
        return False
    if match[0] != ".":
        return True
    word = unit[start : match.end()].rsplit(" ", 1)[-1].lstrip(_OPENING).casefold()
    if word in _NEVER_LAST.split() or re.fullmatch(r"[^\W\d_]\.", word):
        return False
    if word in _SOMETIMES_LAST.split():
        return following[0].isupper()
    if re.fullmatch(r"\d{1,3}\.", word):
        return unit[start : match.end()].casefold() != word and following.split()[0].casefold() not in _MONTHS.split()
    return True


def _enclosed(unit: str) -> list[tuple[int, int]]:
    """Where brackets and quotation marks open and close in *unit*; one that has no end encloses nothing."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    closing = {"(": ")", "[": "]", "“": "”", "„": "“", "»": "«", '"': '"'}
    for place, sign in enumerate(unit):
        expected = [close for close, _ in waiting]
        if sign in expected:
            index = len(expected) - 1 - expected[::-1].index(sign)
            pairs.append((waiting[index][1], place))
            del waiting[index:]
        elif sign in closing:
            waiting.append((closing[sign], place))
    return pairs
