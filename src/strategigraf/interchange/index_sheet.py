"""The index: for each number that counts several things, a line for each of them, with the way to its words."""

from collections.abc import Sequence
from typing import NamedTuple

from strategigraf.interchange.binding import HEAD, Binding
from strategigraf.interchange.sheet_form import MOST_ROWS, Place
from strategigraf.values.errors import WrongValue
from strategigraf.values.text import Text

_TITLE = Text("Opslag", "Index")
_SENTENCE = Text(
    "Hvert tal, der tæller flere ting, fører hertil: én linje for hver ting, det tæller eller hviler på. Sidste "
    "kolonne fører videre til ordene, første kolonne tilbage til tallet.",
    "Each number that counts several things leads here: a line for each thing it counts or rests on. The last column "
    "leads on to the words, the first one back to the number.",
)
_HEADS = (
    Text("tallet", "the number"),
    Text("hvad det tæller", "what it counts"),
    Text("nr.", "no."),
    Text("ting", "thing"),
    Text("navn", "name"),
    Text("ord", "words"),
    Text("belæg", "evidence"),
)
_WIDTHS = (20, 34, 11, 44, 32, 60, 18)
_OF = Text("af", "of")
_NO_WORDS = Text("intet citat", "no quote")


class Entry(NamedTuple):
    """One thing that a number counts: its title, its name, its first words, and the place of all of them."""

    title: str
    name: str
    words: str
    to: Place | None


class Index:
    """The lines of the index, gathered while the other sheets are written."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self.name = binding.name(_TITLE)
        self._blocks: list[tuple[Place, str, Sequence[Entry]]] = []
        self._end = HEAD + 1

    def block(self, origin: Place, label: str, entries: Sequence[Entry]) -> Place:
        """The place of the *entries* that the number at *origin* counts, now gathered. Raises WrongValue where a sheet
        does not take them."""
        start = self._end
        self._end += len(entries)
        if self._end > MOST_ROWS:
            raise WrongValue(
                Text(
                    f"Tallene tæller mere end {MOST_ROWS} ting i alt; så mange linjer tager et regneark ikke.",
                    f"The numbers count more than {MOST_ROWS} things in all; a workbook does not take so many lines.",
                ),
                Text(
                    "Bed om mindre, fx én strategi med --strategy eller én del med --part, eller vælg --format csv.",
                    "Ask for less, such as one --strategy or one --part, or choose --format csv.",
                ),
            )
        self._blocks.append((origin, label, entries))
        return self.part(start, self._end)

    def part(self, start: int, end: int) -> Place:
        """The lines from *start* up to *end*, which is not included."""
        return Place(self.name, start, end - 1, 0, len(_HEADS) - 1)

    def write(self) -> None:
        """Makes the sheet, where there is anything in it."""
        if not self._blocks:
            return
        binding = self._binding
        leaf = binding.leaf(self.name)
        leaf.head(binding.say(_TITLE), binding.say(_SENTENCE), _WIDTHS)
        for column, head in enumerate(_HEADS):
            leaf.text(HEAD, column, binding.say(head), "head")
        line = HEAD + 1
        for origin, label, entries in self._blocks:
            for number, entry in enumerate(entries, start=1):
                leaf.text(line, 0, origin.label, to=origin if number == 1 else None)
                count = f"{number} {binding.say(_OF)} {len(entries)}"
                end = entry.to.label if entry.to else binding.say(_NO_WORDS)
                told = (label, count, entry.title, entry.name, entry.words)
                leaf.fit(line, zip((origin.label, *told, end), _WIDTHS, strict=True))
                for column, text in enumerate(told, start=1):
                    leaf.text(line, column, text)
                leaf.text(line, 6, end, to=entry.to)
                line += 1
                binding.step()
        leaf.frame(line - 1, len(_HEADS) - 1, sum(_WIDTHS), 1)
