"""Quotations: words found in source texts, as the quote nodes to paste into a strategy."""

from collections.abc import Iterable
from pathlib import Path

from strategigraf.files.normal_form import readable
from strategigraf.files.running_words import RunningWords
from strategigraf.files.source_text import Quoted, SourceText
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements
from strategigraf.values.namespaces import ID, OA, RDF, SG
from strategigraf.values.term import Iri, Literal


def quotations(texts: Iterable[SourceText], words: str, element: str) -> list[str]:
    """A quote node in Turtle, without prefixes, for each place where *words* stand as whole words, in the order of
    *texts*.

    The node is called `:ELEMENT-quote-N`; prefix and suffix are there where the words occur more than once.
    """
    found: list[str] = []
    for text in texts:
        document = Iri(f"{ID}documents/{Path(text.name).stem}")
        for passage in text.passages([span for span in text.spans(words) if not span.inside]):
            quote = Iri(f"{ID}x/{element}-quote-{len(found) + 1}")
            selector = Iri(quote.value + "-selector")
            statements: list[Statement] = [
                (quote, Iri(RDF + "type"), Iri(SG + "Quote")),
                (quote, Iri(OA + "hasSource"), document),
                (quote, Iri(OA + "hasSelector"), selector),
                (quote, Iri(SG + "section"), Literal(passage.section)),
                (selector, Iri(RDF + "type"), Iri(OA + "TextQuoteSelector")),
                (selector, Iri(OA + "exact"), Literal(passage.exact)),
            ]
            if passage.prefix:
                statements.append((selector, Iri(OA + "prefix"), Literal(passage.prefix)))
            if passage.suffix:
                statements.append((selector, Iri(OA + "suffix"), Literal(passage.suffix)))
            turtle = format_statements(statements, {"": f"{ID}x/"})
            found.append(
                "\n".join(line for line in turtle.splitlines() if not line.startswith("PREFIX")).strip() + "\n"
            )
    return found


def places_inside_words(texts: Iterable[SourceText], words: str) -> int:
    """At how many places in *texts* the words *words* begin or end inside a longer word or number."""
    return sum(len(text.places([Quoted(words)])[0].inside) for text in texts)


def cut_words(texts: Iterable[SourceText], words: str) -> list[str]:
    """The whole words in *texts* that *words*, which stand there only inside them, are cut out of; each once."""
    found: dict[str, None] = {}
    for text in texts:
        running = None
        for span in text.spans(words):
            if span.inside:
                running = running or RunningWords(text)
                whole = running.span(*running.touched(span), words)
                found[readable(text.raw[min(whole.start, span.start) : max(whole.end, span.end)])] = None
    return list(found)
