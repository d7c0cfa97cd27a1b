"""The outline of a text: the path of headings under which each of its places stands.

Headings are the Markdown headings that have words, by their levels, and bold run-ins: words in bold that begin a
paragraph and are no more than its beginning, over that paragraph alone. A heading wholly in bold that follows run-ins
below one heading is a run-in that the converter took for a heading: it stands beside them, not above the next. In texts
whose headings are not marked up, the lines count that read as a part of a locator that somebody wrote.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

from strategigraf.files.normal_form import normalise, readable
from strategigraf.values.locator import joined, leads_to, parts_of

_MARKED = re.compile(r"^(#{1,6})[ \t]+(\S.*)$")
_ITEM = re.compile(r"^[ \t]*(?:[-*+•▪➤■]|[0-9]{1,3}[.)])[ \t]+")
_RUN_IN = re.compile(r"^\*\*([^*]{1,120})\*\*(.*)$", re.DOTALL)
_BOLD = re.compile(r"^\*\*[^*]+\*\*$")


class Heading(NamedTuple):
    """A heading as the source prints it, its words in normal form, and whether it is run into its paragraph."""

    printed: str
    words: str
    run_in: bool = False


Headings = tuple[Heading, ...]


class Outline:
    """The outline of the text *raw*, whose headings are also the lines that read as a part of one of *sections*."""

    def __init__(self, raw: str, sections: Iterable[str] = ()) -> None:
        self._offsets: list[int] = []
        self._paths: list[Headings] = []
        lines = raw.splitlines(keepends=True)
        walk = _Walk(sections, {heading.words for line in lines if (heading := _marked(line)[1])})
        offsets = accumulate(map(len, lines), initial=0)
        for offset, (before, line) in zip(offsets, pairwise(["", *lines]), strict=False):
            path = walk.past(before, line)
            if path != (self._paths[-1] if self._paths else ()):
                self._offsets.append(offset)
                self._paths.append(path)

    def path(self, offset: int) -> Headings:
        """The headings above *offset*, or at it, the outermost first; none before the first of them."""
        index = bisect_right(self._offsets, offset)
        return self._paths[index - 1] if index else ()

    def locator(self, offset: int) -> str:
        """The path above *offset* as one text, as the source prints it; empty before the first heading."""
        return joined(tuple(heading.printed for heading in self.path(offset)))

    def stands_under(self, offset: int, section: str) -> bool:
        """Whether the locator *section* is that of *offset*, or its end: it may begin further in, and it may leave out
        the run-in of the paragraph, but no heading between its own."""
        wanted, path = parts_of(normalise(section)), self.path(offset)
        above = path[:-1] if path and path[-1].run_in else path
        return any(leads_to(wanted, _parts(headings)) for headings in (path, above))


class _Walk:
    """The headings above the line that was reached: Markdown headings with their levels, below them lines that are
    named in *sections* and are none of *marked*, and the run-in of the paragraph."""

    def __init__(self, sections: Iterable[str], marked: set[str]) -> None:
        paths = [parts_of(normalise(section)) for section in dict.fromkeys(sections)]
        self._known = {path[:end] for path in paths for end in range(1, len(path) + 1)}
        self._names = {part for path in paths for part in path} - marked
        self._longest = 4 * max(map(len, self._names), default=0)
        self._marked: list[tuple[int, Heading]] = []
        self._named: Headings = ()
        self._run_in: Heading | None = None
        self._taken_for_heading: Heading | None = None
        self._has_run_ins = False

    def past(self, before: str, line: str) -> Headings:
        """The headings above the end of *line*, which follows the line *before*."""
        level, heading = _marked(line)
        if level:
            self._run_in = None
            if heading:
                self._enter(level, heading, line)
        elif not line.strip():
            self._run_in = None
        elif run_in := _run_in(before, line):
            self._run_in, self._taken_for_heading, self._has_run_ins = run_in, None, True
        elif _ITEM.match(line):
            self._run_in = None
            self._name(line)
        else:
            self._name(line)
        last = self._run_in or self._taken_for_heading
        return (*(heading for _, heading in self._marked), *self._named, *((last,) if last else ()))

    def _enter(self, level: int, heading: Heading, line: str) -> None:
        deeper = bool(self._marked) and level > self._marked[-1][0]
        if deeper and self._has_run_ins and _BOLD.match(line.lstrip("#").strip()):
            self._taken_for_heading = heading
            return
        while self._marked and self._marked[-1][0] >= level:
            self._marked.pop()
        self._marked.append((level, heading))
        self._named, self._taken_for_heading, self._has_run_ins = (), None, False

    def _name(self, line: str) -> None:
        if len(line) > self._longest or (words := normalise(line).strip()) not in self._names:
            return
        heading = Heading(readable(line).strip(), words)
        above = tuple(one.words for _, one in self._marked)
        for depth in range(len(self._named), -1, -1):
            named = (*(one.words for one in self._named[:depth]), heading.words)
            if named in self._known or (*above, *named) in self._known:
                self._named = (*self._named[:depth], heading)
                self._taken_for_heading = self._run_in = None
                return


def _parts(headings: Headings) -> tuple[str, ...]:
    return tuple(part for heading in headings for part in parts_of(heading.words))


def _heading(text: str) -> Heading | None:
    """*text* as a heading; None where it has no words."""
    words = normalise(text).strip()
    return Heading(readable(text).strip(), words) if words else None


def _marked(line: str) -> tuple[int, Heading | None]:
    """The level and the heading of the Markdown heading *line*; 0 and None where it is none."""
    found = _MARKED.match(line.rstrip()) if line[:1] == "#" else None
    return (len(found[1]), _heading(found[2])) if found else (0, None)


def _run_in(before: str, line: str) -> Heading | None:
    """The bold words that begin the paragraph of *line* and are not all of it; None where there are none."""
    item = _ITEM.match(line)
    if not item and before.strip() and not before.startswith("#"):
        return None
    found = _RUN_IN.match(line[item.end() :].strip() if item else line.strip())
    heading = _heading(found[1]) if found and any(map(str.isalnum, found[2])) else None
    return heading and heading._replace(run_in=True)
