"""Changes of the data as values, and the content of a Turtle file after them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.accept.errors import DataDiffer
from strategigraf.core.rdf import SG, XSD, Iri, Literal, Term, Text, short
from strategigraf.core.spans import Span
from strategigraf.core.text import written
from strategigraf.files.sssom import Alignment
from strategigraf.files.turtle import Document, Statement, ntriples, read
from strategigraf.files.turtle_format import comments_of, format_statements, formatted

Pair = tuple[Iri, Term]


class Change(NamedTuple):
    """What becomes of the *subject* (IRI) in the Turtle file *path*, which need not be there yet: the statements
    *removes* go, each of which must be in the file, and *adds* come, each a property with its value. To replace a value
    is to remove the old one and to add the new one. `head` are the comment lines of a file that is made for it."""

    path: Path
    subject: str
    adds: tuple[Pair, ...] = ()
    removes: tuple[Pair, ...] = ()
    head: tuple[str, ...] = ()


class RowChange(NamedTuple):
    """What becomes of a row of the mapping set *path*, which need not be there yet: the row *before* (None: there was
    none) becomes *after* (None: it goes). `others` has the values of other columns by name (`subject_label`), `title`
    that of a set that is made for it."""

    path: Path
    before: Alignment | None
    after: Alignment | None
    others: Mapping[str, str] = {}
    title: str = ""

    @property
    def subject(self) -> str:
        """The element (IRI) whose row it is."""
        row = self.after or self.before
        return row.subject if row else ""


AnyChange = Change | RowChange


def turtle_with(path: Path, changes: Sequence[Change]) -> str:
    """The content of the Turtle file *path* (a new one where there is none) after *changes*: in the house style, its
    comments kept. Raises DataDiffer where what is to go is not there or what is to come is there already, and what
    reading and formatting raise."""
    document = read(path) if path.exists() else None
    statements: list[Statement] = list(document.statements) if document else []
    present = set(statements)
    gone: set[Statement] = set()
    for change in changes:
        for predicate, target in change.removes:
            statement = (Iri(change.subject), predicate, target)
            if statement not in present:
                raise differing(path, statement, absent=True)
            gone.add(statement)
    new: dict[Statement, None] = {}
    for change in changes:
        for predicate, target in change.adds:
            statement = (Iri(change.subject), predicate, target)
            if statement in present and statement not in gone:
                raise differing(path, statement, absent=False)
            new[statement] = None
    after = [statement for statement in statements if statement not in gone or statement in new]
    after += [statement for statement in new if statement not in present]
    if document is None:
        prefixes = {"": _namespace(changes[0].subject)}
        return format_statements(after, prefixes, next((change.head for change in changes if change.head), ()))
    home = _namespace(changes[0].subject)
    if home not in document.prefixes.values():
        document.prefixes.setdefault("", home)
    return _kept_with_comments(path, document, after)


def _kept_with_comments(path: Path, document: Document, statements: list[Statement]) -> str:
    """The *statements* as the file *path*, which was *document*, with its comments: those before a subject that is no
    longer there go to the head of the file, so that none is lost."""
    head, comments = comments_of(path, document)
    subjects = {subject.value for subject, _, _ in statements}
    orphans = [line for subject, lines in comments.items() if subject not in subjects for line in lines]
    kept = {subject: lines for subject, lines in comments.items() if subject in subjects}
    return formatted(path, ntriples(statements), document, statements, [*head, *orphans], kept)


def differing(path: Path, statement: Statement, absent: bool) -> DataDiffer:
    """The error that *statement* is *absent* from the file *path*, from which it is to go, or is there already."""
    subject, predicate, target = (short(term.value) if isinstance(term, Iri) else written(term) for term in statement)
    said = f"{subject} {predicate} {target}"
    return DataDiffer(
        Text(f"{path}: »{said}« skulle fjernes, men findes ikke.", f"{path}: “{said}” was to go but is not there.")
        if absent
        else Text(f"{path}: »{said}« findes allerede.", f"{path}: “{said}” is there already."),
        Text(
            "Data er ændret imens. Lav beslutningerne på de nye data, og prøv igen.",
            "The data have changed meanwhile. Make the decisions on the new data, and try again.",
        ),
    )


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def days_of(span: Span, printed: str, timing: str) -> list[tuple[str, Term]]:
    """The properties (IRI) with which *span* is entered: its days, the words as *printed*, and *timing* (`By`)."""
    told: list[tuple[str, Term]] = [
        (SG + "start", Literal(span.start.isoformat(), XSD + "date")),
        (SG + "end", Literal(span.end.isoformat(), XSD + "date")),
        (SG + "datePrinted", Literal(printed)),
    ]
    return [*told, (SG + "timing", Iri(SG + timing))] if timing else told
