"""The text of a source, or of what was read from a publisher's file: its bytes and checksum, its headings, the finding
of words in it; and the folder of sources.
"""

import hashlib
import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import FileNotRead, SourceNotFound
from strategigraf.core.layout import OUTSIDE, Layout
from strategigraf.core.rdf import Text
from strategigraf.core.text import joined, leads_to, parts_of
from strategigraf.files.layout import ENDING, layout_of, layout_path, to_be_read
from strategigraf.files.normal_form import NormalForm, normalise, normalise_all, readable, unhyphenated
from strategigraf.files.occurrences import Places, Quoted, SearchedText, Span
from strategigraf.files.spreadsheet import WORKBOOK, workbook_text
from strategigraf.files.workspace import FileStatus
from strategigraf.files.xml_file import decoded

# The outline of a text.

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

    def __init__(self, raw: str, sections: Iterable[str] = (), layout: Layout | None = None) -> None:
        self._offsets: list[int] = []
        self._paths: list[Headings] = []
        self._parts_by_section: dict[str, tuple[str, ...]] = {}
        if layout is not None:
            self._follow(layout)
            return
        lines = raw.splitlines(keepends=True)
        walk = _Walk(sections, lines)
        offset, before = 0, ""
        for line in lines:
            if walk.may_change_at(line):
                path = walk.past(before, line)
                if path != (self._paths[-1] if self._paths else ()):
                    self._offsets.append(offset)
                    self._paths.append(path)
            offset += len(line)
            before = line

    def _follow(self, layout: Layout) -> None:
        """Takes the headings from the blocks of *layout* and their levels, not from the marks of Markdown."""
        above: list[tuple[int, Heading]] = []
        for block in layout.blocks:
            if block.kind in OUTSIDE:
                continue
            run_in = None
            if block.level and (heading := _heading(layout.text[block.start : block.end])):
                above = [*((level, one) for level, one in above if level < block.level), (block.level, heading)]
            elif words := block.run_in():
                run_in = _heading(words)
            path = (*(one for _, one in above), *((run_in._replace(run_in=True),) if run_in else ()))
            if path != (self._paths[-1] if self._paths else ()):
                self._offsets.append(block.start)
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
        if section not in self._parts_by_section:
            self._parts_by_section[section] = parts_of(normalise(section))
        section_parts, path = self._parts_by_section[section], self.path(offset)
        without_run_in = path[:-1] if path and path[-1].run_in else path
        return any(leads_to(section_parts, _parts(headings)) for headings in (path, without_run_in))


_SHORT = 200  # characters of a line that may read as a name however much in it is markup


class _Walk:
    """The headings above the line of *lines* that was reached: Markdown headings with their levels, below them lines
    that are named in *sections* and are no Markdown headings, and the run-in of the paragraph."""

    def __init__(self, sections: Iterable[str], lines: Sequence[str]) -> None:
        paths = [parts_of(section) for section in normalise_all(list(dict.fromkeys(sections)))]
        self._known = {path[:end] for path in paths for end in range(1, len(path) + 1)}
        self._headings = {line: _marked(line) for line in lines if line[:1] == "#"}
        marked = {heading.words for _, heading in self._headings.values() if heading}
        self._names = _named({part for path in paths for part in path} - marked, lines)
        self._marked: list[tuple[int, Heading]] = []
        self._named: Headings = ()
        self._run_in: Heading | None = None
        self._taken_for_heading: Heading | None = None
        self._has_run_ins = False

    def may_change_at(self, line: str) -> bool:
        """Whether the headings above may be others from *line* on."""
        return self._run_in is not None or line in self._headings or line in self._names or "**" in line

    def past(self, before: str, line: str) -> Headings:
        """The headings above the end of *line*, which follows the line *before*."""
        level, heading = self._headings.get(line, (0, None))
        if level:
            self._run_in = None
            if heading:
                self._enter(level, heading, line)
        elif not line.strip():
            self._run_in = None
        elif run_in := _run_in(before, line):
            self._run_in, self._taken_for_heading, self._has_run_ins = run_in, None, True
        else:
            if _ITEM.match(line):
                self._run_in = None
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
        if line not in self._names:
            return
        heading = Heading(readable(line).strip(), self._names[line])
        marked_words = tuple(ancestor.words for _, ancestor in self._marked)
        for depth in range(len(self._named), -1, -1):
            named_words = (*(ancestor.words for ancestor in self._named[:depth]), heading.words)
            if named_words in self._known or (*marked_words, *named_words) in self._known:
                self._named = (*self._named[:depth], heading)
                self._taken_for_heading = self._run_in = None
                return


def _named(names: Collection[str], lines: Iterable[str]) -> dict[str, str]:
    """Those of *lines* that read as one of *names*, each with that name."""
    longest = max(_SHORT, 4 * max(map(len, names))) if names else 0
    short = list(dict.fromkeys(line for line in lines if len(line) <= longest))
    found = zip(short, map(str.strip, normalise_all(short)), strict=True)
    return {line: words for line, words in found if words in names}


def _parts(headings: Headings) -> tuple[str, ...]:
    return tuple(part for heading in headings for part in parts_of(heading.words))


def _heading(text: str) -> Heading | None:
    """*text* as a heading; None where it has no words."""
    words = normalise(text).strip()
    return Heading(readable(text).strip(), words) if words else None


def _marked(line: str) -> tuple[int, Heading | None]:
    """The level and the heading of the Markdown heading *line*; 0 and None where it is none."""
    match = _MARKED.match(line.rstrip()) if line[:1] == "#" else None
    return (len(match[1]), _heading(match[2])) if match else (0, None)


def _run_in(before: str, line: str) -> Heading | None:
    """The bold words that begin the paragraph of *line* and are not all of it; None where there are none."""
    item = _ITEM.match(line)
    if not item and before.strip() and not before.startswith("#"):
        return None
    match = _RUN_IN.match(line[item.end() :].strip() if item else line.strip())
    heading = _heading(match[1]) if match and any(map(str.isalnum, match[2])) else None
    return heading and heading._replace(run_in=True)


__all__ = ["Passage", "Places", "Quoted", "SourceText", "Span"]
_BOM = b"\xef\xbb\xbf"
_AROUND = 59  # words on each side that may distinguish a place from others with the same words
_FAR = 1000  # characters in which so many words are


@dataclass(frozen=True, slots=True)
class Passage:
    """Words as the source prints them, the locator of the headings above, and the words around them where needed."""

    exact: str
    section: str
    prefix: str
    suffix: str


class SourceText:
    """One source text, ready to be searched; build it with `read` or `of`. `sha256` is that of its bytes; `layout` is
    what was read from the publisher's own file, where it is no transcript."""

    def __init__(self, name: str, raw: str, sha256: str, layout: Layout | None = None) -> None:
        self.name = name
        self.raw = raw
        self.sha256 = sha256
        self.layout = layout
        self._outlines: dict[frozenset[str], Outline] = {}

    @classmethod
    def of(cls, name: str, content: bytes) -> "SourceText":
        """The source text *name* with the bytes *content* (UTF-8; tables and XML in others too; a workbook)."""
        if name.lower().endswith(WORKBOOK):
            return cls(name, workbook_text(Path(name), content), hashlib.sha256(content).hexdigest())
        is_of_others = name.lower().endswith((".csv", ".tsv", ".xml"))
        text = decoded(Path(name), content)[0] if is_of_others else content.decode("utf-8-sig")
        return cls(name, text, hashlib.sha256(content).hexdigest())

    @classmethod
    def read(cls, path: Path) -> "SourceText":
        """The source text in the file *path*, or what was read from it and is kept beside it. Raises SourceNotFound."""
        try:
            content = path.read_bytes()
            if layout_path(path).is_file():
                return cls._read_from(path, content)
            if path.suffix not in _TRANSCRIPTS:
                raise to_be_read(path)
            return cls.of(path.name, content)
        except (OSError, UnicodeDecodeError, FileNotRead) as error:
            raise _unreadable(path, isinstance(error, FileNotFoundError)) from error

    @classmethod
    def _read_from(cls, path: Path, content: bytes) -> "SourceText":
        layout = layout_of(path, content)
        of_both = hashlib.sha256(f"{layout.origin}{layout.text}{layout.blocks}".encode()).hexdigest()
        return cls(path.name, layout.text, of_both, layout)

    @cached_property
    def checksum(self) -> str:
        """The sha-256 of the publisher's file; of a transcript that of the text with LF at line ends and no byte order
        mark: the same however it was checked out."""
        if self.layout is not None:
            return self.layout.origin.sha256
        return hashlib.sha256(self._with_line_ends("\n")).hexdigest()

    def agrees_with(self, checksum: str) -> bool:
        """Whether *checksum* is the sha-256 of this text, with line ends LF or CRLF, with or without a byte order
        mark."""
        if self.layout is not None or checksum in (self.sha256, self.checksum):
            return checksum == self.checksum or self.layout is None
        variants = (mark + self._with_line_ends(end) for mark in (b"", _BOM) for end in ("\n", "\r\n"))
        return checksum in (hashlib.sha256(variant).hexdigest() for variant in variants)

    def _with_line_ends(self, end: str) -> bytes:
        return self.raw.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end).encode("utf-8", "surrogatepass")

    def places(self, quotes: Sequence[Quoted], most: int | None = None) -> list[Places]:
        """Where each of *quotes* occurs, in one pass over the text: the first *most* spans, or all, in its order.

        White space between the words and what is around them does not count.
        """
        return self._searched.places(quotes, most)

    def spans(self, words: str, prefix: str = "", suffix: str = "") -> list[Span]:
        """Every place where *words* occur, directly after *prefix* and before *suffix* where these are given; as whole
        words or, where they nowhere occur so, inside others."""
        return self.places([Quoted(words, prefix, suffix)])[0].spans

    def outline(self, sections: Iterable[str] = ()) -> Outline:
        """The headings of the text, with the lines that read as a part of one of the locators *sections*."""
        section_set = frozenset(sections)
        if section_set not in self._outlines:
            self._outlines = {section_set: Outline(self.raw, sorted(section_set), self.layout)}
        return self._outlines[section_set]

    def stands_under(self, span: Span, section: str) -> bool:
        """Whether *span* is under the locator *section*, its headings or lines that read so."""
        return self.outline([section]).stands_under(span.start, section)

    def passages(self, spans: Sequence[Span], sections: Iterable[str] = ()) -> list[Passage]:
        """The words at each of *spans* as the source prints them, with as much around them as distinguishes them from
        the same words elsewhere: up to 59 words on either side, or so many on both sides where neither does. The
        locators are those of the outline by *sections*; where there is no heading above, the first words of the
        text."""
        outline = self.outline(sections)
        passages: list[Passage] = []
        shared_by_words: dict[str, dict[int, tuple[int, int]]] = {}
        for span in spans:
            exact = readable(self.raw[span.start : span.end])
            if exact not in shared_by_words:
                shared_by_words[exact] = self._searched.shared(exact)
            shared = shared_by_words[exact]
            context = self._distinguishing(span, shared.get(span.start, (0, 0))) if len(shared) > 1 else ("", "")
            passages.append(Passage(exact, outline.locator(span.start) or self._first_words(), *context))
        return passages

    def passage(self, span: Span, sections: Iterable[str] = ()) -> Passage:
        """The words at *span* as `passages` gives them."""
        return self.passages([span], sections)[0]

    def paragraphs(self) -> list[tuple[int, str]]:
        """The paragraphs of the text, as the source prints them, each with where it begins: lines without an empty one
        between them; a heading, an item of a list and a row of a table stand alone."""
        found: list[tuple[int, str]] = []
        offset, begins = 0, True
        for line in self.raw.splitlines(keepends=True):
            alone = line.startswith("#") or "\t" in line.strip()
            if line.strip():
                if begins or alone or _ITEM.match(line):
                    found.append((offset, line))
                else:
                    found[-1] = (found[-1][0], found[-1][1] + line)
            begins = alone or not line.strip()
            offset += len(line)
        return [(start, readable(raw).strip()) for start, raw in found]

    def nearest(self, words: str) -> str:
        """The passage of the text that has the most in common with *words*, in whole words and about as long as they
        are; empty where there is none like them."""
        return self._searched.nearest(words)

    @property
    def form(self) -> NormalForm:
        """The text in normal form."""
        return self._searched.form

    @cached_property
    def _searched(self) -> SearchedText:
        return SearchedText(self.raw)

    def _distinguishing(self, span: Span, shared: tuple[int, int]) -> tuple[str, str]:
        """The prefix or suffix, of as few words as can be, that has more letters than are *shared* with another
        place before and after *span*; both, of all the words around, where neither side has."""
        before = readable(self.raw[max(0, span.start - _FAR) : span.start])
        after = readable(self.raw[span.end : span.end + _FAR])
        words_before = _least_words(before, _last_words, shared[0])
        words_after = _least_words(after, _first_words, shared[1])
        if words_before > _AROUND and words_after > _AROUND:
            return _last_words(before, _AROUND), _first_words(after, _AROUND)
        return (
            (_last_words(before, words_before), "")
            if words_before <= words_after
            else ("", _first_words(after, words_after))
        )

    def _first_words(self) -> str:
        return next(filter(None, (normalise(line.lstrip("#")).strip() for line in self.raw.splitlines())), "")


def _least_words(text: str, some_words: Callable[[str, int], str], letters: int) -> int:
    """The least number of words of *text* with more than *letters* letters, hyphens left out; where all are too few, a
    number larger than any that is asked for."""
    counts = range(1, _AROUND + 1)
    return 1 + bisect_left(counts, True, key=lambda count: len(unhyphenated(some_words(text, count)).letters) > letters)


def _last_words(text: str, count: int) -> str:
    parts = text.rsplit(None, count)
    return text[len(parts[0]) :].lstrip() if len(parts) > count else text


def _first_words(text: str, count: int) -> str:
    parts = text.split(None, count)
    return text[: len(text) - len(parts[-1])].rstrip() if len(parts) > count else text


def _unreadable(path: Path, missing: bool) -> SourceNotFound:
    if missing:
        return SourceNotFound(
            Text(f"Kildeteksten {path} findes ikke.", f"The source text {path} does not exist."),
            Text("Kontrollér stien.", "Check the path."),
        )
    return SourceNotFound(
        Text(f"Kildeteksten {path} kan ikke læses.", f"The source text {path} cannot be read."),
        Text("Kontrollér, at filen må læses og er UTF-8.", "Check that the file may be read and is UTF-8."),
    )


# The folder of source texts.

_KEPT, _TRANSCRIPTS = 8, (".md", ".txt", ".csv", ".tsv", ".xml", WORKBOOK)


class SourceFolder(Mapping[str, SourceText]):
    """The texts, tables, XML files and publishers' files that were read in *folder*, by name; the last few are kept.

    Raises SourceNotFound where *folder* is no folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise SourceNotFound(
                Text(f"Mappen med kildetekster findes ikke: {folder}.",
                     f"The folder of source texts does not exist: {folder}."),
                Text("Angiv den rigtige med --sources MAPPE eller miljøvariablen STRATEGIGRAF_SOURCES.",
                     "Give the right one with --sources FOLDER or the environment variable STRATEGIGRAF_SOURCES."),
            )  # fmt: skip
        self.folder = folder
        here = set(os.listdir(folder))
        self._read = {name.removesuffix(ENDING) for name in here if name.endswith(ENDING)} & here
        texts = {name for name in here if os.path.splitext(name)[1] in _TRANSCRIPTS}
        self._names = dict.fromkeys(sorted(texts | self._read))
        self._kept: dict[str, SourceText] = {}

    def __getitem__(self, name: str) -> SourceText:
        if name not in self._kept:
            if name not in self._names:
                raise KeyError(name)
            text = SourceText.read(self.folder / name)
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[name] = text
        return self._kept[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def status(self, name: str) -> FileStatus:
        """What the file system says of the text *name*, which must be one of them, and of what is kept beside it.
        Raises OSError."""
        status = FileStatus.of(self.folder / name)
        if name not in self._read:
            return status
        beside = FileStatus.of(layout_path(self.folder / name))
        changes = max(status.modified, beside.modified), max(status.changed, beside.changed)
        return FileStatus(status.size + beside.size, *changes, status.inode ^ beside.inode)
