"""Rationales that are one sentence filled in again and again: the same words for different links, up to names, titles
and numbers. Such a rationale says nothing of the link, and it is untrue of the next one it is put to."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.files.normal_form import normalise
from strategigraf.files.sssom import NO_TERM, Alignment
from strategigraf.files.turtle import Statement
from strategigraf.values.finding import Finding, Severity
from strategigraf.values.namespaces import RDF, SG, short
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

RATIONALE_RULE = "rationale-template"
MESSAGE = Text(
    "Begrundelsen er den samme som en anden, når navne, titler og tal tages fra. Skriv ud fra begge tekststeder,"
    " hvorfor netop denne relation holder.",
    "The rationale is the same as another once names, titles and numbers are left out. Write from both passages why"
    " this very link holds.",
)
_ENDS = {RDF + "subject": 0, RDF + "object": 1, SG + "justifies": 0}
_KINDS = {SG + "Link", SG + "Justification"}
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”|«[^«»]*»|»[^«»]*«')
_BLANK = "…"


class Reason(NamedTuple):
    """A rationale in one language: what it explains, the things it joins (one where it says that something has no
    counterpart or is justified), and its words."""

    thing: str
    ends: tuple[str, ...]
    language: str
    words: str


Titles = Callable[[str], Sequence[str]]


def reasons_of_statements(statements: Iterable[Statement]) -> list[Reason]:
    """The rationales of the links and justifications among *statements*, in their order."""
    kinds: dict[str, set[str]] = defaultdict(set)
    ends: dict[str, dict[int, str]] = defaultdict(dict)
    told: list[tuple[str, Literal]] = []
    for subject, verb, target in statements:
        if verb.value == RDF + "type":
            kinds[subject.value].add(target.value)
        elif verb.value in _ENDS and isinstance(target, Iri):
            ends[subject.value][_ENDS[verb.value]] = target.value
        elif verb.value == SG + "rationale" and isinstance(target, Literal):
            told.append((subject.value, target))
    return [
        Reason(thing, tuple(ends[thing].values()), words.language, words.value)
        for thing, words in told
        if kinds[thing] & _KINDS
    ]


def reasons_of_rows(rows: Iterable[Alignment]) -> list[tuple[Reason, int]]:
    """The rationales of the *rows* of a mapping set, each with its line."""
    found = []
    for row in rows:
        ends = tuple(end for end in (row.subject, row.object) if end != NO_TERM)
        for language, words in (("da", row.rationale.da), ("en", row.rationale.en)):
            found.append((Reason(ends[0], ends, language, words), row.line))
    return found


def repeated(reasons: Sequence[Reason], titles: Titles) -> Iterator[int]:
    """The places in *reasons* of those whose template others have as well, once for each thing and its ends.

    Two rationales on the same things (a match and a continuation of one pair) may be the same.
    """
    templates = [template(reason, titles) for reason in reasons]
    sharing: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for reason, words in zip(reasons, templates, strict=True):
        sharing[reason.language, words].add(reason.ends)
    told: set[tuple[str, tuple[str, ...]]] = set()
    for place, (reason, words) in enumerate(zip(reasons, templates, strict=True)):
        if words and len(sharing[reason.language, words]) > 1 and (reason.thing, reason.ends) not in told:
            told.add((reason.thing, reason.ends))
            yield place


def template(reason: Reason, titles: Titles) -> str:
    """The words of *reason* without what a template is filled with: quoted words, the titles of its ends, a label
    before a colon, names (a capital within the sentence) and numbers; empty where there are no others.

    Where something has no counterpart, the words that were looked for count, so the rationale is its own template.
    """
    words = normalise(reason.words).strip()
    if len(reason.ends) == 1:
        return words.casefold()
    head = words[:1]
    words = _QUOTED.sub(_BLANK, words)
    for title in sorted((normalise(title) for end in reason.ends for title in titles(end)), key=len, reverse=True):
        words = _without(words, title)
    label, colon, rest = words.partition(":")
    if colon and len(label.split()) <= 4 and not set(label) & set(".;!?"):
        words = f"{_BLANK} {rest}"
    kept: list[str] = []
    begins = words.startswith(head)
    for word in words.split():
        bare = word.strip("\"'“”«»()[],;:.!?")
        filled = not bare or any(map(str.isdigit, bare)) or (not begins and bare[:1].isupper()) or _BLANK in bare
        if not filled:
            kept.append(bare.casefold())
        elif kept[-1:] != [_BLANK]:
            kept.append(_BLANK)
        begins = word.endswith((".", "!", "?"))
    return " ".join(kept) if set(kept) - {_BLANK} else ""


def statement_findings(
    path: Path, statements: Iterable[Statement], titles: Titles, line: Callable[[str], int]
) -> Iterator[Finding]:
    """The rationales of the file *path* with *statements* that are templates, *line* giving that of a thing."""
    reasons = reasons_of_statements(statements)
    for place in repeated(reasons, titles):
        yield _finding(path, reasons[place], line(reasons[place].thing))


def row_findings(path: Path, rows: Iterable[Alignment], titles: Titles) -> Iterator[Finding]:
    """The rationales in the *rows* of the mapping set *path* that are templates."""
    reasons = reasons_of_rows(rows)
    for place in repeated([reason for reason, _ in reasons], titles):
        yield _finding(path, *reasons[place])


def _finding(path: Path, reason: Reason, line: int) -> Finding:
    return Finding(
        RATIONALE_RULE, Severity.VIOLATION, str(path), line, short(reason.thing), MESSAGE, f"“{reason.words}”"
    )


def _without(words: str, title: str) -> str:
    """*words* with a blank for each place where *title* stands, in large or small letters."""
    if not title.strip():
        return words
    found, folded, begun = [], title.casefold(), 0
    low = words.casefold()
    if len(low) != len(words):  # letters that fold to two keep their places only unfolded
        low, folded = words, title
    while (at := low.find(folded, begun)) >= 0:
        found.append(words[begun:at] + _BLANK)
        begun = at + len(folded)
    return "".join([*found, words[begun:]])
