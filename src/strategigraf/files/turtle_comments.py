"""The comments of a Turtle file: those at its head, and those before each subject."""

import re
from pathlib import Path

from strategigraf.files.turtle import Document
from strategigraf.values.errors import CommentInside
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

_IRI = r"<[^<>\s]*+>"
# Atomic groups, not possessive ones: a group that has to go back in what it read goes wrong in Python 3.11.0 to 3.11.4.
_STRING = (
    r'"""(?>(?:[^"\\]++|\\.|"(?!""))*)"""|"(?>(?:[^"\\\n]++|\\.)*)"'
    r"|'''(?>(?:[^'\\]++|\\.|'(?!''))*)'''|'(?>(?:[^'\\\n]++|\\.)*)'"
)
_PIECE = re.compile(
    rf"(?P<comment>#[^\n]*+)|(?P<directive>@?(?i:prefix|base)(?=[\s<])\s*+[^\s<#]*+\s*+{_IRI}\s*+\.?)"
    rf"|(?P<subject>{_IRI}|[\[(]|(?>(?:[^\s<#\[(\\]|\\.)+))"
    rf"(?>(?:{_STRING}|{_IRI}|[^\"'<#.\\]++|\\.|\.(?![\s#<\[(]|\Z))*)(?:\.|(?P<inside>#[^\n]*+)|)",
    re.DOTALL,
)


def comments_of(path: Path, document: Document) -> tuple[list[str], dict[str, list[str]]]:
    """The comment lines at the head of *document*, the file *path*, and those before each subject (by IRI).

    Raises CommentInside where a comment stands before anything else.
    """
    subjects = {subject.value for subject, _, _ in document.statements if isinstance(subject, Iri)}
    head: list[str] = []
    before: dict[str, list[str]] = {}
    waiting: list[re.Match[str]] = []
    started = False
    last = document.content.rfind("#")
    for piece in _PIECE.finditer(document.content):
        if piece.start() > last and not waiting:
            break
        if piece["comment"]:
            waiting.append(piece)
            continue
        lines = [comment[0].rstrip() for comment in waiting]
        if piece["inside"]:
            raise _lost(path, document.content, piece.start("inside"))
        if piece["directive"] or not started:
            head += lines
        elif lines:
            subject = _expand(piece["subject"], document.prefixes)
            if subject not in subjects:
                raise _lost(path, document.content, waiting[0].start())
            before.setdefault(subject, []).extend(lines)
        started, waiting = True, []
    if waiting and started:
        raise _lost(path, document.content, waiting[0].start())
    return head + [comment[0].rstrip() for comment in waiting], before


def _expand(token: str, prefixes: dict[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, _, local = token.partition(":")
    return prefixes.get(prefix, "") + local


def _lost(path: Path, content: str, offset: int) -> CommentInside:
    line = content.count("\n", 0, offset) + 1
    comment = content[offset:].partition("\n")[0].rstrip()
    return CommentInside(
        Text(
            da=f"{path}:{line}: kommentaren “{comment}” står, hvor den ville gå tabt.",
            en=f"{path}:{line}: the comment “{comment}” stands where it would be lost.",
        ),
        Text(
            da="Flyt den op foran en blok, til en linje for sig selv.",
            en="Move it up before a block, to a line of its own.",
        ),
    )
