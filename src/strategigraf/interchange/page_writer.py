"""The writer of a page: wordings in both languages, links to the evidence, names that the script looks up."""

from collections.abc import Callable, Iterable
from typing import Any

from strategigraf.answers.dossier import title_of
from strategigraf.interchange.appendix import Appendix, Use
from strategigraf.values.dossier import Dossier
from strategigraf.values.inert import visible
from strategigraf.values.namespaces import SDG, short
from strategigraf.values.text import Text

Progress = Callable[[int, int], None]


class Writer:
    """What the sections of one page of *dossier* share; tells *progress* how many of *total* steps are done."""

    def __init__(self, dossier: Dossier, total: int = 0, progress: Progress | None = None) -> None:
        from markupsafe import Markup, escape

        self.appendix = Appendix(dossier.words)
        self.markup: Callable[[str], Any] = Markup
        self._escape: Callable[[str], str] = escape
        self._dossier = dossier
        self._registered: dict[Text, int] = {}
        self._titles: dict[str, Text] = {}
        self._done, self._total, self._progress = 0, total, progress

    def step(self, steps: int = 1) -> None:
        """Says that *steps* more are done."""
        before, self._done = self._done, self._done + steps
        if self._progress is not None and before // 500 != self._done // 500:
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

    def bare_title(self, thing: str) -> Text:
        """The title of *thing* alone."""
        return Text(*(title_of(self._dossier.names, thing, language) for language in ("da", "en")))

    def both(self, text: Text) -> Any:
        """*text* as HTML in both languages, one of which the page shows; inert."""
        danish, english = (self._escape(visible(wording)) for wording in text)
        if danish == english:
            return self.markup(danish)
        return self.markup(f'<span lang="da" class="da">{danish}</span><span lang="en" class="en">{english}</span>')

    def link(self, thing: str, use: Use | None = None) -> Any:
        """The title of *thing*, as a link to its words where it has any."""
        shown = self.both(self.title(thing))
        numbers = self.appendix.numbers([thing], use)
        return self.link_to(numbers[0], shown) if numbers else shown

    def link_to(self, number: int, shown: Any) -> Any:
        """*shown* as a link to the entry *number* of the appendix."""
        return self.markup(f'<a href="#e{number}" data-of="{number}">{shown}</a>')

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
