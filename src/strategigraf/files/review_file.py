"""Files of reviews: a new review put into one in the house style, with everything that stood there."""

from collections.abc import Iterable
from pathlib import Path

from strategigraf.files.turtle import Document, Statement, ntriples, read
from strategigraf.files.turtle_comments import comments_of
from strategigraf.files.turtle_format import format_statements, formatted
from strategigraf.values.namespaces import PROV, RDF, SG
from strategigraf.values.review import Review, Said
from strategigraf.values.term import LANG_STRING, Iri, Literal

_HEAD = (
    "# Gennemgange: hvem der i hvilken rolle har set forbindelserne efter, og hvorfor de holder (strategigraf clear)."
)


def with_reviews(path: Path, reviews: Iterable[Review]) -> str:
    """The content of the Turtle file *path* (a new one where there is none) with *reviews* entered.

    Raises TurtleSyntax, CommentInside and NotTheSame where anything would be lost.
    """
    found = list(reviews)
    new = [statement for review in found for statement in statements_of(review)]
    if not path.exists():
        own = {"": _namespace(found[0].review), "reviewed": _namespace(found[0].reviews)}
        return format_statements(new, own, [_HEAD])
    document: Document = read(path)
    head, comments = comments_of(path, document)
    everything = [*document.statements, *new]
    return formatted(path, ntriples(everything), document, everything, head, comments)


def statements_of(review: Review) -> list[Statement]:
    """What *review* says, as triples."""
    node, made = Iri(review.review), review.fingerprint
    told: list[Statement] = [
        (node, Iri(RDF + "type"), Iri(SG + "Review")),
        (node, Iri(SG + "reviews"), Iri(review.reviews)),
    ]
    if review.revises:
        told.append((node, Iri(PROV + "wasRevisionOf"), Iri(review.revises)))
    sets = (("wordsHash", made.words), ("subjectHash", made.subject), ("objectHash", made.object))
    hashes = [("linkHash", made.link)]
    hashes += [(name, value) for name, values in (*sets, ("sourceHash", made.sources)) for value in sorted(values)]
    told += [(node, Iri(SG + name), Literal(value)) for name, value in hashes]
    told += [(node, Iri(SG + "reviewRole"), text) for text in _literals(review.role)]
    told += [(node, Iri(SG + "reviewReason"), text) for text in _literals(review.reason)]
    return told


def _literals(said: Said) -> list[Literal]:
    return [Literal(words, LANG_STRING, language) if language else Literal(words) for language, words in said.texts]


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
