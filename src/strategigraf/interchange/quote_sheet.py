"""The sheet of quotes: each thing that a sign or a number opens to, with its words, a line for each quote."""

from strategigraf.interchange.binding import HEAD, Binding, Leaf
from strategigraf.interchange.sheet_form import Place
from strategigraf.values.namespaces import short
from strategigraf.values.text import Text

_TITLE = Text("Belæg", "Evidence")
_SENTENCE = Text(
    "De ord, som tegn og tal i regnearket hviler på, ordret som kilden har dem. Sidste kolonne fører tilbage til det "
    "første sted, hvor tingen vises eller tælles.",
    "The words that signs and numbers of this workbook rest on, as the source has them. The last column leads back to "
    "the first place where the thing is shown or counted.",
)
_HEADS = (
    Text("ting", "thing"),
    Text("navn", "name"),
    Text("ord", "words"),
    Text("afsnit", "section"),
    Text("dokument", "document"),
    Text("først brugt", "first used"),
)
_WIDTHS = (38, 30, 80, 28, 34, 18)


class Quotes:
    """The lines of the sheet: where each thing stands is known before they are written."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self.name = binding.name(_TITLE)
        self._places: dict[str, Place] = {}
        line = HEAD + 1
        for thing, quotes in binding.dossier.words.items():
            if quotes:
                self._places[thing] = Place(self.name, line, line + len(quotes) - 1, 0, len(_HEADS) - 1)
                line += len(quotes)
        self.end = line

    @property
    def place(self) -> Place | None:
        """All the quotes; None where there are none."""
        return Place(self.name, HEAD + 1, self.end - 1, 0, len(_HEADS) - 1) if self._places else None

    def of(self, thing: str) -> Place | None:
        """Where the quotes of *thing* stand; None where it has none."""
        return self._places.get(thing)

    def write(self) -> None:
        """Makes the sheet."""
        leaf = self._binding.leaf(self.name)
        leaf.head(self._binding.say(_TITLE), self._binding.say(_SENTENCE), _WIDTHS)
        for column, head in enumerate(_HEADS):
            leaf.text(HEAD, column, self._binding.say(head), "head")
        for thing, place in self._places.items():
            self._thing(leaf, thing, place)
        if not self._places:
            leaf.text(HEAD + 1, 0, self._binding.say(Text("Ingen citater.", "No quotes.")), "line")
        leaf.frame(self.end - 1, len(_HEADS) - 1, sum(_WIDTHS), 1)

    def _thing(self, leaf: Leaf, thing: str, place: Place) -> None:
        binding = self._binding
        title, used = binding.titled(thing), binding.used.get(thing)
        for line, quote in enumerate(binding.words(thing), start=place.top):
            words = (binding.inert(quote.exact), binding.inert(quote.section))
            told = (title, binding.inert(short(thing)), *words, binding.titled(quote.document))
            leaf.fit(line, zip((*told, used.label if used else ""), _WIDTHS, strict=True))
            for column, text in enumerate(told):
                leaf.text(line, column, text)
            if used is not None:
                leaf.text(line, 5, used.label, to=used)
            binding.step()
