"""`strategigraf quote`: from words to the quote node to paste."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session, deliver
from strategigraf.values.errors import QuoteNotFound, SourceNotFound, WrongValue
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.files.source_text import SourceText

_MOST = 5  # wordings that a hint lists


@click.command("quote")
@click.argument("words", metavar="FIND")
@click.option("--document", metavar="NAME", help="Only this source text: its file name, with or without ending.")
@click.option(
    "--id", "name", metavar="NAME", default="element", show_default=True, help="The element that will rest on it."
)
@options.sources
@options.lang
@options.output
def command(words: str, document: str | None, name: str, sources: Path | None, lang: str, output: Path | None) -> None:
    """Find the words FIND in the source texts and print the quote node to paste, one for each place they stand."""
    from strategigraf.answers.quotation import places_inside_words, quotations
    from strategigraf.files.source_folder import SourceFolder

    if sources is None:
        raise SourceNotFound(
            Text("Der er ingen kildetekster at søge i.", "There are no source texts to search."),
            Text(
                "Angiv dem med --sources MAPPE eller STRATEGIGRAF_SOURCES.",
                "Give --sources DIR or STRATEGIGRAF_SOURCES.",
            ),
        )
    if not words.strip():
        raise WrongValue(
            Text("Der er ingen ord at søge efter.", "There are no words to search for."),
            Text("Giv de ord, der står i kilden.", "Give the words that stand in the source."),
        )
    texts = SourceFolder(sources)
    chosen = [text for file, text in texts.items() if document in (None, file, Path(file).stem)]
    if not chosen:
        raise SourceNotFound(
            Text(
                f"Kildeteksten {document} findes ikke i {sources}.", f"There is no source text {document} in {sources}."
            ),
            Text(f"Der er: {', '.join(texts)}.", f"There are: {', '.join(texts)}."),
        )
    found = quotations(chosen, words, name)
    if not found:
        raise _not_found(chosen, words)
    deliver("\n".join(found), output)
    cut = places_inside_words(chosen, words)
    Session(None, lang).notice(
        Text(
            f"Antal steder: {len(found)}." + f" {cut} steder inde i længere ord eller tal er ikke med." * bool(cut),
            f"Number of places: {len(found)}."
            + f" {cut} places inside longer words or numbers are left out." * bool(cut),
        )
    )


def _not_found(texts: "Sequence[SourceText]", words: str) -> QuoteNotFound:
    """What to say of *words* that are not in *texts* as whole words."""
    from strategigraf.answers.quotation import cut_words
    from strategigraf.values.inert import revealed

    whole = cut_words(texts, words)
    if whole:
        listed = ", ".join(f"“{revealed(one)}”" for one in whole[:_MOST])
        return QuoteNotFound(
            Text(
                f"Ordene “{revealed(words)}” findes kun som en del af længere ord eller tal i kilderne.",
                f"The words “{revealed(words)}” are only found inside longer words or numbers of the sources.",
            ),
            Text(f"Citér hele ord: {listed}.", f"Quote whole words: {listed}."),
        )
    asked = revealed(words)
    nearest = max((text.nearest(words) for text in texts), key=lambda near: _likeness(near, words))
    return QuoteNotFound(
        Text(f"Ordene “{asked}” findes ikke i kilderne.", f"The words “{asked}” are not in the sources."),
        Text(f"Nærmeste sted: “{revealed(nearest)}”.", f"Nearest passage: “{revealed(nearest)}”.")
        if nearest
        else Text("Intet sted i kilderne ligner.", "No passage of the sources is like them."),
    )


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()
