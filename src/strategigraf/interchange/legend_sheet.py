"""The legend: what each sign and each way of writing means."""

from strategigraf.answers.matrix_sheet import SIGNS
from strategigraf.interchange.binding import Binding
from strategigraf.values.hop import BASES, BASIS_LABELS
from strategigraf.values.text import Text

MEANINGS = {
    "stated": Text(
        "Kilden siger det med så mange ord, ved elementet selv.",
        "The source says it in so many words, at the element itself.",
    ),
    "named": Text(
        "Ét sted nævner den indsats, som et andet sted lover.", "One passage names what another passage promises."
    ),
    "interpreted": Text("En læsers skøn, med begrundelse.", "A reader's judgement, with its rationale."),
    "inherited": Text("Gælder gennem noget højere oppe i tråden.", "Holds through something higher up the thread."),
    "structure": Text("Kildens egen opstilling.", "The arrangement of the source itself."),
}
_TITLE = Text("Tegn", "Legend")
_WIDTHS = (8, 30, 90)
_SENTENCE = Text("Sådan læses regnearket.", "How to read the workbook.")
_READING = (
    ("↑12", Text("mange tegn i én celle", "many signs in a cell"),
     Text("Tegnet står én gang, fulgt af hvor mange der er.", "The sign stands once, followed by how many there are.")),
    ("12", Text("understreget tal", "underlined number"),
     Text("Fører til alt, hvad tallet tæller: én linje for hver ting, og derfra videre til ordene.",
          "Leads to all that the number counts: a line for each thing, and from there to the words.")),
    ("", Text("hul", "gap"),
     Text("En række, som politikken beder om en tråd, den ikke har selv: “hul”, når den ingen har, “kun nedarvet”, når "
          "den kun har den fra noget højere oppe. Den står fed og kursiv; filteret i sidste kolonne kan vælge den.",
          "A row that the policy asks for a thread it does not have itself: “gap” where it has none, “inherited only” "
          "where it only has it from higher up. It stands in bold italics; the filter of the last column picks it.")),
    ("n/a", Text("intet tal", "no number"),
     Text("Der er intet at tælle eller måle; det er noget andet end 0.",
          "There is nothing to count or measure, which is other than 0.")),
    ("", Text("overstreget, fed understreget", "struck out, bold underlined"),
     Text("I en rettet sætning: ord, der er faldet ud, og ord, der er kommet til.",
          "In a sentence that was changed: words that are gone, and words that are new.")),
)  # fmt: skip


def write_legend(binding: Binding, name: str) -> None:
    """Makes the sheet *name*."""
    leaf = binding.leaf(name)
    leaf.head(binding.say(_TITLE), binding.say(_SENTENCE), _WIDTHS)
    rows = [(SIGNS[basis], BASIS_LABELS[basis], MEANINGS[basis]) for basis in BASES] + list(_READING)
    for line, (sign, label, meaning) in enumerate(rows, start=2):
        leaf.fit(line, zip((sign, binding.say(label), binding.say(meaning)), _WIDTHS, strict=True))
        leaf.text(line, 0, sign, "sign")
        leaf.text(line, 1, binding.say(label))
        leaf.text(line, 2, binding.say(meaning))
    leaf.paper(sum(_WIDTHS))


def legend_name(binding: Binding) -> str:
    """The name of the sheet, now taken."""
    return binding.name(_TITLE)
