"""`strategigraf quote`: from words to the quote node to paste."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session, deliver
from strategigraf.values.errors import QuoteNotFound, SourceNotFound, WrongValue
from strategigraf.values.text import Text


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
    from strategigraf.answers.quotation import quotations
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
        nearest = max((text.nearest(words) for text in chosen), key=lambda near: _likeness(near, words))
        raise QuoteNotFound(
            Text(f"Ordene “{words}” står ikke i kilderne.", f"The words “{words}” do not stand in the sources."),
            Text(f"Nærmeste sted: “{nearest}”.", f"Nearest passage: “{nearest}”."),
        )
    deliver("\n".join(found), output)
    Session(None, lang).notice(Text(f"Antal steder: {len(found)}.", f"Number of places: {len(found)}."))


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()
