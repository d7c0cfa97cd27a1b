"""Captions of a picture in words: what a ribbon, a cell or a bar says when it is pointed at, and its legend."""

from collections import Counter
from collections.abc import Iterable, Sequence

from strategigraf.answers.captions import Captions
from strategigraf.answers.matrix_sheet import bearers
from strategigraf.interchange.canvas import Canvas
from strategigraf.interchange.lettering import width
from strategigraf.values.hop import BASES, BASIS_LABELS, Mark
from strategigraf.values.text import Text

_LONGEST = 280  # signs of one quote in a caption; all of it stands on the page
LEGEND = 11.0  # size of the letters of a legend
_THREAD = Text("tråd", "thread"), Text("tråde", "threads")


def counted(marks: Sequence[Mark], language: str) -> str:
    """How many *marks* there are, and on which bases: `6 tråde (1 navngivet, 5 nedarvet)`."""
    bases = Counter(mark.basis for mark in marks)
    noun = _THREAD[len(marks) != 1].in_language(language)
    told = ", ".join(f"{bases[b]} {BASIS_LABELS[b].in_language(language)}" for b in BASES if bases[b])
    return f"{len(marks)} {noun} ({told})" if told else f"{len(marks)} {noun}"


def borne(marks: Iterable[Mark]) -> tuple[str, ...]:
    """What bears the words of *marks*, each thing once."""
    return tuple(dict.fromkeys(bearer for mark in marks for bearer in bearers(mark)))


def cited(captions: Captions, things: Iterable[str], most: int = 2) -> str:
    """The first *most* quotes of *things*, each in quotation marks, after a blank; "" where they have none."""
    told = [words.exact if len(words.exact) <= _LONGEST else words.exact[: _LONGEST - 1].rstrip() + "…"
            for words in captions.quotes(things, most)]  # fmt: skip
    return "".join(f" “{words}”" for words in told)


def legend(canvas: Canvas, x: float, y: float, bases: Iterable[str], language: str, swatches: bool = False) -> float:
    """Draws sign and word of each of *bases* from *x* rightwards, with *swatches* also how its ribbons are filled;
    gives where the last one ends."""
    for basis in bases:
        if swatches:
            paint = "head" if basis == "structure" else basis
            canvas.box(x, y, 22, LEGEND, paint, "quiet")
            x += 27
        canvas.sign(basis, x, y + 1, LEGEND - 2)
        word = BASIS_LABELS[basis].in_language(language)
        canvas.words(x + LEGEND + 2, y + LEGEND - 1.5, word, LEGEND)
        x += LEGEND + 2 + width(word, LEGEND) + 14
    return x
