"""The phrases of a page, how it names things, and the appendix of all quotes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from strategigraf.core.matrix import INHERITED, NONE
from strategigraf.core.rdf import SDG, Labels, Text, message, short
from strategigraf.core.report import Dossier, Words
from strategigraf.core.text import visible
from strategigraf.core.thread import BASES

# The appendix of a page.

MOST_USES = 8  # so many places are named at an entry; of the rest their number


class Use(NamedTuple):
    """A place that an entry is used in: its anchor, and what it is called."""

    anchor: str
    label: Text


class Entry(NamedTuple):
    """What one thing opens to: its number, the thing, its words, the first places that use it, how many more do."""

    number: int
    thing: str
    quotes: tuple[Words, ...]
    uses: tuple[Use, ...]
    more: int


class Appendix:
    """The entries for things that have *words*: a thing gets its number when it is first asked for."""

    def __init__(self, words: Mapping[str, tuple[Words, ...]]) -> None:
        self._words = words
        self._numbers: dict[str, int] = {}
        self._uses: dict[str, list[Use]] = {}
        self._more: dict[str, int] = {}

    def numbers(self, things: Iterable[str], use: Use | None = None) -> list[int]:
        """The numbers of those *things* that have words, each once, in order; *use* is kept as a place of theirs."""
        entry_numbers = []
        for thing in dict.fromkeys(things):
            if not self._words.get(thing):
                continue
            entry_numbers.append(self._numbers.setdefault(thing, len(self._numbers) + 1))
            if use is not None:
                uses = self._uses.setdefault(thing, [])
                if use in uses:
                    continue
                if len(uses) < MOST_USES:
                    uses.append(use)
                else:
                    self._more[thing] = self._more.get(thing, 0) + 1
        return entry_numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of their numbers."""
        for thing, number in self._numbers.items():
            uses = tuple(self._uses.get(thing, ()))
            yield Entry(number, thing, self._words[thing], uses, self._more.get(thing, 0))


def ranges(numbers: Iterable[int], most: int | None = None) -> str:
    """*numbers* in order, runs of them as their ends: `1–3, 7`; of more than *most* runs the first, and an ellipsis."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [str(start) if start == end else f"{start}–{end}" for start, end in runs]
    return ", ".join(told if most is None or len(told) <= most else [*told[: most - 1], "…"])


PAPER, WIDE_PAPER = 680, 1009  # CSS pixels between the margins of A4 portrait and landscape

# The writer of a page.

Progress = Callable[[int, int], None]


class Writer:
    """What the sections of one page of *dossier* share; reports to *progress* how many of *total* steps are done."""

    def __init__(self, dossier: Dossier, total: int = 0, progress: Progress | None = None) -> None:
        from markupsafe import Markup, escape

        self.appendix = Appendix(dossier.words)
        self.markup: Callable[[str], Any] = Markup
        self._escape: Callable[[str], str] = escape
        self._dossier = dossier
        self._registered: dict[Text, int] = {}
        self._titles: dict[str, Text] = {}
        self.both = lru_cache(maxsize=4096)(self._both)
        self._done, self._total, self._progress = 0, total, progress

    def step(self, steps: int = 1) -> None:
        """Says that *steps* more are done."""
        done_before, self._done = self._done, self._done + steps
        if self._progress is not None and done_before // 500 != self._done // 500:
            self._progress(min(self._done, self._total), self._total)

    def finish(self) -> None:
        """Says that all is done."""
        if self._progress is not None:
            self._progress(self._total, self._total)

    def title(self, thing: str) -> Text:
        """The title of *thing*; of an SDG goal or target its number before it."""
        if thing not in self._titles:
            title = self.bare_title(thing)
            if thing.startswith(SDG) and title.da != short(thing):
                title = Text(*(f"{short(thing)} {wording}" for wording in title))
            self._titles[thing] = title
        return self._titles[thing]

    def code(self, thing: str) -> Text:
        """What *thing* is called in short; nothing without a number."""
        number = short(thing) if thing.startswith(SDG) else ""
        return self._dossier.codes.get(thing) or Text(number, number)

    def bare_title(self, thing: str) -> Text:
        """The title of *thing* alone."""
        return self._dossier.named(thing)

    def _both(self, text: Text) -> Any:
        """*text* as HTML in both languages, one of which the page shows; escaped."""
        danish, english = (self._escape(visible(wording)) for wording in text)
        if danish == english:
            return self.markup(danish)
        return self.markup(f'<span lang="da" class="da">{danish}</span><span lang="en" class="en">{english}</span>')

    def link(self, thing: str, use: Use | None = None) -> Any:
        """The title of *thing*, as a link to its words where it has any."""
        title = self.both(self.title(thing))
        numbers = self.appendix.numbers([thing], use)
        return self.link_to(numbers[0], title) if numbers else title

    def link_to(self, number: int, content: Any) -> Any:
        """*content* as a link to the entry *number* of the appendix."""
        return self.markup(f'<a href="#e{number}" data-of="{number}">{content}</a>')

    def numbered(self, numbers: Iterable[int]) -> Any:
        """The *numbers* of entries, each a link to its own."""
        return self.markup(", ".join(str(self.link_to(number, number)) for number in numbers))

    def name(self, text: Text) -> int:
        """The place of *text* among the names that the script looks up."""
        return self._registered.setdefault(text, len(self._registered))

    def registered(self) -> list[Any]:
        """The names that the script looks up: one wording, or Danish and English."""
        return [
            visible(text.da) if text.da == text.en else [visible(wording) for wording in text]
            for text in self._registered
        ]


BASIS_SENTENCES = Labels("page.basis", BASES)


GAP_WORDS = Labels("page.gap", (INHERITED, NONE))


def counted(number: int, what: str) -> Text:
    """How many there are of *what* (row, column, mark, gap, finding)."""
    return message(f"page.count.{what}.one" if number == 1 else f"page.count.{what}.several", number=number)


def listed(parts: list[Text], end: str = ".") -> Text:
    """*parts* with commas between them and *end* at the end."""
    return Text(*(", ".join(part.in_language(language) for part in parts) + end for language in ("da", "en")))


def capital(text: Text) -> Text:
    """*text* with a capital at its beginning."""
    return Text(*(wording[:1].upper() + wording[1:] for wording in text))
