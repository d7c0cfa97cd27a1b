"""Words as tables: the quotes that things, or the marks of a matrix, open to."""

from collections.abc import Collection, Iterable

from strategigraf.answers.matrix_sheet import bearers
from strategigraf.answers.opening import openings
from strategigraf.use.store import Store
from strategigraf.values.hop import Mark
from strategigraf.values.table import Column, Table
from strategigraf.values.term import Iri, Literal, Term
from strategigraf.values.words import Words

_QUOTE = (
    Column("quote", "the quote, of an SDG goal or target its text"),
    Column("words", "the words, spelt as in the source"),
    Column("section", "the heading they stand under"),
    Column("document", "the document, of an official text its source", titled=True),
)


def words_table(store: Store, things: Iterable[str], language: str = "da") -> Table:
    """A row for each quote that *things* (IRIs) open to, in their order: thing, quote, words, section, document."""
    wanted = list(dict.fromkeys(things))
    found = openings(store, wanted, language)
    rows = [(Iri(thing), *_quote(words)) for thing in wanted for words in found.get(thing, ())]
    return Table((Column("thing", "what rests on the words", titled=True), *_QUOTE), tuple(rows))


def marks_words_table(store: Store, marks: Collection[Mark], language: str = "da") -> Table:
    """A row for each quote that *marks* open to, mark by mark: row, column, basis, thing (what rests on the words: the
    links of the thread, or its two ends where it is structure alone), quote, words, section, document."""
    found = openings(store, {bearer for mark in marks for bearer in bearers(mark)}, language)
    rows = [
        (Iri(mark.row), Iri(mark.column), Literal(mark.basis), Iri(bearer), *_quote(words))
        for mark in marks
        for bearer in bearers(mark)
        for words in (found.get(bearer, ()) if mark.claim.link else found.get(bearer, ())[:1])
    ]
    heads = (*(Column(head, titled=True) for head in ("row", "column")), Column("basis"), Column("thing", titled=True))
    return Table((*heads, *_QUOTE), tuple(rows))


def _quote(words: Words) -> tuple[Term, ...]:
    return Iri(words.quote), Literal(words.exact), Literal(words.section), Iri(words.document)
