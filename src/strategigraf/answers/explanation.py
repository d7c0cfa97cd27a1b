"""An explanation: the whole chain of one thing in chapters, each step with its words, and as a report."""

from decimal import Decimal
from typing import NamedTuple

from strategigraf.answers.heading import named
from strategigraf.answers.tracing import basis_text
from strategigraf.values.errors import WrongValue
from strategigraf.values.figure import Figure, count
from strategigraf.values.namespaces import PREFIXES
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri
from strategigraf.values.text import Text
from strategigraf.values.words import Words

_COLUMNS = ("step", "says", "thing", "basis", "confidence", "why", "quotes", "words")
_SENTENCE = named(
    Text(
        "`step` er leddets plads i kapitlet, `quotes` antallet af de citater, det hviler på, og `confidence`, hvor "
        "sikker en tolkning er, fra 0 til 1.",
        "`step` is the place of the step in the chapter, `quotes` the number of quotes that it rests on, and "
        "`confidence` how certain a reading is, from 0 to 1.",
    )
)


class Cited(NamedTuple):
    """A quote of a step, and whose words it is ("" where that is plain)."""

    whose: Text
    words: Words


class Step(NamedTuple):
    """One step: a sentence, the thing it is about ("" for none), the basis it holds on ("" where none is asked), the
    basis in words, why a reader says so, how certain (as written, "" where not stated), what has the link, the quotes.
    """

    says: Text
    thing: str = ""
    basis: str = ""
    how: Text = Text("", "")
    why: Text = Text("", "")
    confidence: str = ""
    link: str = ""
    quotes: tuple[Cited, ...] = ()


class Chapter(NamedTuple):
    """Steps under a heading; `ordered` where each leads to the next."""

    name: str
    title: Text
    steps: tuple[Step, ...]
    ordered: bool = False


class Explanation(NamedTuple):
    """The chapters on `thing`: its name, where it stands, the document (IRI, title) that most of its words are in."""

    thing: str
    title: Text
    place: Text
    document: str
    documents: dict[str, Text]
    chapters: tuple[Chapter, ...]


def chapters(found: Explanation, name: str | None) -> Explanation:
    """*found* with just the chapter *name*; whole without one. Raises WrongValue where it has no such chapter."""
    if name is None:
        return found
    kept = tuple(chapter for chapter in found.chapters if chapter.name == name)
    if kept:
        return found._replace(chapters=kept)
    names = ", ".join(chapter.name for chapter in found.chapters)
    raise WrongValue(
        Text(f"Der er ingen del “{name}” i dette svar.", f"This answer has no part “{name}”."),
        Text(f"Vælg en af: {names}.", f"Choose one of: {names}."),
    )


def explanation_report(found: Explanation) -> Report:
    """*found* as a report, a part per chapter."""
    return Report("explain", found.title, tuple(_part(chapter) for chapter in found.chapters))


def _part(chapter: Chapter) -> Part:
    rows = tuple(_row(number, step) for number, step in enumerate(chapter.steps, start=1))
    return Part(chapter.name, chapter.title, _SENTENCE, tuple(map(Column, _COLUMNS)), rows)


def _row(number: int, step: Step) -> tuple[Cell, ...]:
    quotes = tuple(dict.fromkeys(_opening(cited.words.quote, step.thing) for cited in step.quotes))
    words = " ".join(f"“{cited.words.exact}”" for cited in step.quotes)
    place = str(number)
    bears = (step.link,) if step.link else quotes[:1]
    return (
        Text(place, place),
        step.says,
        Iri(step.thing) if step.thing else None,
        basis_text(step.basis) if step.basis else None,
        Figure(Decimal(step.confidence), bears) if step.confidence else None,
        step.why if step.why.da else step.how,
        count(quotes),
        Text(words, words),
    )


def _opening(quote: str, thing: str) -> str:
    """What opens to the words of *quote*: a text of the SDG register does so by its goal or target *thing*."""
    return thing if quote.startswith(PREFIXES["texts"]) else quote
